/*
 * The tokeniser: text as Python people type it, into terms with offsets.
 *
 * It serves indexing, queries and highlighting; nothing else in the program
 * decides what a word is.
 *
 *	text                      terms, `/` joining those of one position
 *	Deep copies               deep, copies
 *	__init__                  __init__ / init
 *	@staticmethod             @staticmethod / staticmethod
 *	functools.lru_cache       functools.lru_cache / functools, lru_cache / lru, cache
 *	OrderedDict               ordereddict / ordered, dict
 *	*args, **kwargs           *args / args, **kwargs / kwargs
 *	multi-threading           multi, threading / multithreading
 *	is-a                      is, a / isa
 *	O(n log n)                o(nlogn) / o, n, log, n
 *	is vs ==                  is, vs, ==
 *	x[::-1]  :=  ->  //       x, [::-1]    :=    ->    //
 *	C++  C#  .NET  f-string   c++ / c   c# / c   .net / net   f-string / f, string / fstring
 *	don't don’t               don't (one term)
 *	naïve                     naïve / naive
 *	日本語                    日 / 日本, 本 / 本語, 語
 *
 * The terms are folded (NFKC, case), not stemmed: see PYIQ_TOKEN_WORD.
 */
#ifndef PYIQ_TEXT_TOKENIZER_H
#define PYIQ_TEXT_TOKENIZER_H

#include "base/status.h"
#include "base/text.h"
#include "text/markup.h"

/* Longer terms are cut to a prefix and a hash, below Xapian's 245 bytes. */
#define PYIQ_TERM_MAX 200

enum {
	/* A natural word: letters (and an apostrophe) alone. It may be stemmed. */
	PYIQ_TOKEN_WORD = 1,
	/* One of the parts of a longer token: `init` of `__init__`, `dict` of `OrderedDict`. */
	PYIQ_TOKEN_PART = 2,
	/* A whole that has parts: `__init__`, `functools.lru_cache`, `o(nlogn)`, `f-string`. */
	PYIQ_TOKEN_WHOLE = 4,
	/* Parts written together: `multithreading` of `multi-threading`. */
	PYIQ_TOKEN_JOINED = 8,
	/* Another spelling of the token before it: without marks. */
	PYIQ_TOKEN_VARIANT = 16,
	/* Made of operator characters alone: `==`, `[::-1]`, `->`. */
	PYIQ_TOKEN_OPERATOR = 32,
	/* Stands in a code span or a code block. */
	PYIQ_TOKEN_CODE = 64
};

struct pyiq_token {
	struct pyiq_str term;  /* normalised; the tokeniser's, valid during the call */
	struct pyiq_span span; /* bytes of the source, on character boundaries */
	uint32_t position;     /* counts words from 0; the first of the words it covers */
	uint32_t n_positions;  /* words it covers: 3 for `functools.lru_cache`, else mostly 1 */
	unsigned flags;
};

/* Receives each token; a non-zero return stops with PYIQ_STOPPED. */
typedef int pyiq_token_fn(void *ctx, const struct pyiq_token *token);

/* Holds the buffers the work needs. One handle, one thread at a time. */
struct pyiq_tokenizer;

/* Returns PYIQ_OK or PYIQ_ERR_NOMEM; *out is freed with pyiq_tokenizer_free. */
pyiq_status pyiq_tokenizer_new(struct pyiq_tokenizer **out, struct pyiq_error *err);
void pyiq_tokenizer_free(struct pyiq_tokenizer *tokenizer);

/*
 * Push the tokens of the visible part of *text to fn, in order of position; of
 * one position the longest span first, and a variant right behind what it
 * varies. For every token the visible text of `span` normalises to `term`:
 * folded for words, variants without marks, joined terms without hyphens,
 * wholes without white space.
 *
 * Any bytes are valid input: a NUL parts words, a bad byte is a character that
 * no word holds. Returns PYIQ_OK, PYIQ_STOPPED or PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_tokenize(struct pyiq_tokenizer *tokenizer, const struct pyiq_text *text,
			  pyiq_token_fn *fn, void *ctx, struct pyiq_error *err);

#endif

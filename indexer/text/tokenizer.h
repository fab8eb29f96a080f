/*
 * The tokeniser: text as Python people type it, into terms with offsets.
 *
 * It serves indexing, queries and highlighting; nothing else in the program
 * decides what a word is.
 *
 *	text                  terms, `/` joining those that begin at one position
 *	Deep copies           deep, copies
 *	__init__              __init__ / init
 *	@staticmethod         @staticmethod / staticmethod
 *	functools.lru_cache   functools.lru_cache / functools, lru_cache / lru, cache
 *	OrderedDict           ordereddict / ordered, dict
 *	*args, **kwargs       *args / args, **kwargs / kwargs
 *	--help, -1            --help / help, -1 / 1
 *	multi-threading       multithreading / multi, threading
 *	is-a, I/O             isa / is, a, io / i, o
 *	O(n log n)            o(nlogn) / o, n, log, n
 *	is vs ==              is, vs, ==
 *	x[::-1]  :=  ->  //   x, [::-1], :=, ->, //
 *	C++  C#  .NET         c++ / c, c# / c, .net / net
 *	f-string              f-string / fstring / f, string
 *	don't don’t           don't, don't
 *	Python's              python's / python
 *	naïve                 naïve / naive
 *	日本語                日本 / 日, 本語 / 本, 語
 *
 * Operators are terms where they stand as operators: not as emphasis, list and
 * table markers, rules, prompts or dots behind a sentence. A single character
 * must stand alone between white space or the edges of a code span.
 *
 * A whole of more than 32 words or 256 bytes is no term, its words are.
 *
 * The terms are folded (NFKC, case), not stemmed: see PYIQ_TOKEN_WORD.
 */
#ifndef PYIQ_TEXT_TOKENIZER_H
#define PYIQ_TEXT_TOKENIZER_H

#include "base/status.h"
#include "base/text.h"
#include "text/markup.h"

/*
 * Longer terms keep as many characters as leave room for 16 hexadecimal digits:
 * pyiq_hash of the whole term. Below Xapian's 245 bytes.
 */
#define PYIQ_TERM_MAX 200

enum {
	/* Letters (and an apostrophe, as in `don't`) alone. It may be stemmed. */
	PYIQ_TOKEN_WORD = 1,
	/* Stands inside a whole: `init` of `__init__`, `dict` of `OrderedDict`, `日` of `日本`. */
	PYIQ_TOKEN_PART = 2,
	/* A whole with something inside: `__init__`, `functools.lru_cache`, `o(nlogn)`, `f-string`. */
	PYIQ_TOKEN_WHOLE = 4,
	/* Two to four neighbours written together: `multithreading` of `multi-threading`. */
	PYIQ_TOKEN_JOINED = 8,
	/* Another spelling of the token before it: without marks. */
	PYIQ_TOKEN_VARIANT = 16,
	/* Made of operator characters alone: `==`, `[::-1]`, `->`; also the name `_`. */
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
 * varies. Spans start in ascending order. For every token the visible text of
 * `span` normalises to `term`: folded, wholes without white space, joined terms
 * without hyphens and slashes, variants without marks, and cut when too long.
 *
 * Where a run of markup lies inside a word and parts nothing, the word goes on
 * across it. Any bytes are valid input: a NUL parts words, a bad byte is a
 * character that no word holds. Linear time and memory whatever the input.
 * Returns PYIQ_OK, PYIQ_STOPPED or PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_tokenize(struct pyiq_tokenizer *tokenizer, const struct pyiq_text *text,
			  pyiq_token_fn *fn, void *ctx, struct pyiq_error *err);

#endif

/*
 * The shapes of words: where they begin, where they end, what they are made
 * of. The tokeniser's own header; everybody else asks the tokeniser.
 *
 *	functools.lru_cache   one chain of two atoms; the second has two parts
 *
 * A part is what counts as a word. An atom is a run of word characters:
 * underscores and changes of case part it, an ending such as `'t` belongs to
 * it. A chain is atoms joined by dots, hyphens and slashes. All functions look
 * at valid offsets of any bytes and take linear time.
 */
#ifndef PYIQ_TEXT_WORDS_H
#define PYIQ_TEXT_WORDS_H

#include "base/text.h"
#include "base/unicode.h"

/* What an ASCII character means to words; every byte of other characters is PYIQ_BYTE_HIGH. */
enum {
	PYIQ_BYTE_LOWER = 1,
	PYIQ_BYTE_UPPER = 2,
	PYIQ_BYTE_DIGIT = 4,
	PYIQ_BYTE_LINE = 8, /* the underscore */
	PYIQ_BYTE_SPACE = 16,
	PYIQ_BYTE_OPERATOR = 32,
	PYIQ_BYTE_OPENS = 64, /* `@`, `*`, `-` … may stand before a word behind this */
	PYIQ_BYTE_HIGH = 128,

	PYIQ_BYTE_LETTER = PYIQ_BYTE_LOWER | PYIQ_BYTE_UPPER,
	PYIQ_BYTE_WORD = PYIQ_BYTE_LETTER | PYIQ_BYTE_DIGIT | PYIQ_BYTE_LINE
};

extern const unsigned char pyiq_byte_kinds[256];

static inline unsigned pyiq_byte_kind(char byte)
{
	return pyiq_byte_kinds[(unsigned char)byte];
}

struct pyiq_part {
	struct pyiq_span span;
	bool letters; /* no digits in it */
};

struct pyiq_atom {
	struct pyiq_span span;
	size_t first_part, n_parts; /* of the chain's parts; none: a long line of underscores */
	char joint;                 /* '.', '-' or '/' before it; 0 for the first */
};

/* A chain with more of either is not worth a term of its own. */
enum { PYIQ_CHAIN_PARTS = 32, PYIQ_CHAIN_BYTES = 256 };

struct pyiq_chain {
	struct pyiq_span span;
	struct pyiq_atom atoms[PYIQ_CHAIN_PARTS];
	struct pyiq_part parts[PYIQ_CHAIN_PARTS];
	size_t n_atoms, n_parts;
	size_t possessive; /* bytes of a `'s` behind it */
	size_t suffix;     /* bytes of what makes `C++` or `C#` of the last atom */
	bool too_long;     /* atoms and parts are not complete */
};

/* Where the run of word characters ends that starts or goes on at `at`. */
size_t pyiq_word_end(struct pyiq_str text, size_t at);

/* Whether a word starts at `at`. */
bool pyiq_word_starts(struct pyiq_str text, size_t at);

/* The class of the character at `at`, and of the one that ends there; the ends of the text are space. */
pyiq_char_class pyiq_class_at(struct pyiq_str text, size_t at);
pyiq_char_class pyiq_class_before(struct pyiq_str text, size_t at);

/*
 * The next part of [*at, end), wherever it starts; *at moves behind it. False
 * when there is none.
 */
bool pyiq_next_part(struct pyiq_str text, size_t *at, size_t end, struct pyiq_part *part);

/*
 * The chain that starts at `at`, where a word starts. With dots_only neither
 * hyphen nor slash continues it. The next thing in the text comes behind its
 * span, possessive and suffix.
 */
void pyiq_chain_read(struct pyiq_chain *chain, struct pyiq_str text, size_t at, bool dots_only);

/*
 * Where a call such as `O(n log n)` ends whose parenthesis is at `at`: few
 * bytes of words and arithmetic. 0 when there is none.
 */
size_t pyiq_call_end(struct pyiq_str text, size_t at);

/*
 * Where the letter of an unspaced script ends that is at `at`, with the marks
 * behind it; `at` itself when there is none.
 */
size_t pyiq_cluster_end(struct pyiq_str text, size_t at);

#endif

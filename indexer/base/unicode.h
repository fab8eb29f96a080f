/*
 * Unicode, through utf8proc: the only file that knows it.
 */
#ifndef PYIQ_BASE_UNICODE_H
#define PYIQ_BASE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* What a tokeniser asks of a character. */
typedef enum pyiq_char_class {
	PYIQ_CHAR_SPACE,    /* white space and controls */
	PYIQ_CHAR_WORD,     /* letters, digits, `_`, and what follows them: marks, joiners */
	PYIQ_CHAR_UNSPACED, /* letters of scripts written without spaces: Han, Kana, Thai … */
	PYIQ_CHAR_OTHER     /* punctuation and symbols */
} pyiq_char_class;

/*
 * Decode the character at text[0]. Returns the number of bytes it takes (1 to
 * 4) and stores it in *c; a byte that begins no valid character is one byte
 * and U+FFFD. len must be at least 1.
 */
size_t pyiq_utf8_decode(const char *text, size_t len, uint32_t *c);

/* Append one character as UTF-8; what is no character becomes U+FFFD. */
void pyiq_utf8_append(struct pyiq_buf *out, uint32_t c);

/* Whether text is valid UTF-8 throughout; *bad receives the offset of the first byte that is not. */
bool pyiq_utf8_valid(const char *text, size_t len, size_t *bad);

pyiq_char_class pyiq_char_classify(uint32_t c);

/* Letters in upper case, as in the second half of `OrderedDict`. */
bool pyiq_char_is_upper(uint32_t c);

/* Letters of any script and what belongs to them; no digits. */
bool pyiq_char_is_letter(uint32_t c);

/* Whether a character belongs to the one before it: marks, and all that pyiq_fold drops. */
bool pyiq_char_extends(uint32_t c);

/*
 * The ASCII character that pyiq_fold writes for typographic apostrophes (`'`)
 * and hyphens (`-`); every other character is returned as it is.
 */
uint32_t pyiq_char_plain(uint32_t c);

/* Columns a character by itself takes on a terminal: 0, 1 or 2. */
int pyiq_char_width(uint32_t c);

/*
 * The grapheme cluster (UAX #29, what a reader takes for one character) at
 * text[0]: returns the number of bytes it takes and stores its columns in
 * *width. Terminals differ on some; an emoji with all that is joined to it
 * takes two. len must be at least 1.
 */
size_t pyiq_cluster(const char *text, size_t len, size_t *width);

/*
 * Append text folded for comparison: NFKC case folding, typographic
 * apostrophes and hyphens as ASCII, ignorable characters (soft hyphen, zero
 * width joiners, variation selectors) dropped; bytes that are not UTF-8 become
 * U+FFFD. Runs of white space stay as they are. Fast for ASCII, and linear
 * whatever the input: of more than thirty marks in a row the order is not
 * canonical.
 */
void pyiq_fold(struct pyiq_buf *out, const char *text, size_t len);

/*
 * Append folded text once more without its marks (`naïve` → `naive`): accents
 * and the points of Hebrew and Arabic, not the vowel signs of Indic scripts,
 * without which nobody writes. Returns false and appends nothing when it has
 * none.
 */
bool pyiq_fold_unmarked(struct pyiq_buf *out, const char *folded, size_t len);

#endif

/*
 * Words at the beginning of a text, against tables of words. What
 * source/wording.h promises is built on this; nobody else needs it.
 *
 * Tables hold lower case; a text may be in any case of Latin or Cyrillic, and
 * write its apostrophes as it likes.
 */
#ifndef PYIQ_SOURCE_WORDS_H
#define PYIQ_SOURCE_WORDS_H

#include <stdbool.h>

#include "base/text.h"
#include "base/unicode.h"

#define PYIQ_WORD_COUNT(table) (sizeof(table) / sizeof *(table))

/* The bytes of text that a word takes when the text begins with it, 0 otherwise. */
size_t pyiq_words_begin(struct pyiq_str text, const char *word);

/* The same of the longest word of a table that text begins with and that ends there; 0 for none. */
size_t pyiq_words_lead(struct pyiq_str text, const char *const *table, size_t n);

/* Whether a word of the table stands anywhere in the text, whole or as a part. */
bool pyiq_words_anywhere(struct pyiq_str text, const char *const *table, size_t n);

/* Whether the text is a word of the table and nothing else. */
bool pyiq_words_equal(struct pyiq_str text, const char *const *table, size_t n);

/* The class of the character at an offset; the end counts as space. */
pyiq_char_class pyiq_words_class(struct pyiq_str text, size_t offset);

/* The offset of the first character at or behind another that is no white space. */
size_t pyiq_words_skip_space(struct pyiq_str text, size_t offset);

/* The text without the ASCII characters of `marks` at both ends. */
struct pyiq_str pyiq_words_trim(struct pyiq_str text, const char *marks);

/*
 * ASCII that decorates: around a label nearly all, but in front of a question
 * any sign may be what is asked about, as in `== vs is`.
 */
#define PYIQ_LABEL_MARKS "#*>-+=~|:"
#define PYIQ_HEAD_MARKS  "#"

/* Skip what decorates a line before its words: pictures, runs of such ASCII marks, and the joiners between them. */
size_t pyiq_words_skip_ornaments(struct pyiq_str text, size_t offset, const char *marks);

/* The bytes of a picture that stands there by its name, as `:question:`, or 0. */
size_t pyiq_words_shortcode(struct pyiq_str text, size_t offset);

/* The bytes of a mark of other scripts that closes a number or a label as a full stop, a bracket or a colon does, or 0. */
size_t pyiq_words_wide_mark(struct pyiq_str text);

static inline struct pyiq_str pyiq_words_from(struct pyiq_str text, size_t offset)
{
	return (struct pyiq_str){ text.data + offset, text.len - offset };
}

static inline bool pyiq_words_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* In lower case, if it is a letter of ASCII. */
static inline char pyiq_words_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

#endif

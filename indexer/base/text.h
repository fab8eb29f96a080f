/*
 * The two shapes in which text travels: pointer with length, and byte range.
 */
#ifndef PYIQ_BASE_TEXT_H
#define PYIQ_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Bytes that somebody else owns. Not NUL-terminated; a NUL inside is data. */
struct pyiq_str {
	const char *data;
	size_t len;
};

/* A half-open range of bytes [start, end). */
struct pyiq_span {
	size_t start, end;
};

/* How the texts of a unit are written, and whether their lines are those of the source. */
typedef enum pyiq_form {
	PYIQ_FORM_SOURCE,   /* Markdown, the exact bytes of the source */
	PYIQ_FORM_MARKDOWN, /* Markdown made from something else */
	PYIQ_FORM_PLAIN     /* every character means itself */
} pyiq_form;

/* Not for C++, where the function would hide the struct. */
#ifndef __cplusplus
static inline struct pyiq_str pyiq_str(const char *string)
{
	struct pyiq_str text = { string, strlen(string) };

	return text;
}
#endif

static inline bool pyiq_str_equal(struct pyiq_str a, struct pyiq_str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/* Bytes order; a prefix comes before what it begins. Not the locale's. */
static inline int pyiq_str_compare(struct pyiq_str a, struct pyiq_str b)
{
	size_t least = a.len < b.len ? a.len : b.len;
	int order = least > 0 ? memcmp(a.data, b.data, least) : 0;

	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* A text without the white space around it. */
static inline struct pyiq_str pyiq_str_trim(struct pyiq_str text)
{
	while (text.len > 0 && memchr(" \t\n\v\f\r", text.data[text.len - 1], 6) != NULL)
		text.len--;
	while (text.len > 0 && memchr(" \t\n\v\f\r", text.data[0], 6) != NULL) {
		text.data++;
		text.len--;
	}
	return text;
}

/* What stands before the first such byte, or all of it; the text is what follows the byte then. */
static inline struct pyiq_str pyiq_str_take(struct pyiq_str *text, char end)
{
	const char *at = text->len > 0 ? (const char *)memchr(text->data, end, text->len) : NULL;
	struct pyiq_str part = { text->data, text->len };
	size_t taken = text->len;

	if (at != NULL) {
		part.len = (size_t)(at - text->data);
		taken = part.len + 1;
	}
	text->data += taken;
	text->len -= taken;
	return part;
}

/* The first line, without its end. */
static inline struct pyiq_str pyiq_str_take_line(struct pyiq_str *text)
{
	return pyiq_str_take(text, '\n');
}

/* Whether a text begins with a word in lower-case ASCII, whatever its own case. Not the locale's. */
static inline bool pyiq_ascii_begins(struct pyiq_str text, const char *word)
{
	size_t i = 0;

	for (; i < text.len && word[i] != '\0'; i++) {
		char c = text.data[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c | 0x20);
		if (c != word[i])
			return false;
	}
	return word[i] == '\0';
}

/* The same for a text that is the word and nothing else. */
static inline bool pyiq_ascii_equals(struct pyiq_str text, const char *word)
{
	return text.len == strlen(word) && pyiq_ascii_begins(text, word);
}

/*
 * FNV-1a, 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/), started from
 * PYIQ_HASH_SEED or from the hash of what came before. The same on every
 * machine, so it may be stored.
 */
#define PYIQ_HASH_SEED UINT64_C(14695981039346656037)

static inline uint64_t pyiq_hash(uint64_t hash, const char *data, size_t len)
{
	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)data[i]) * UINT64_C(1099511628211);
	return hash;
}

#endif

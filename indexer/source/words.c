#include "source/words.h"

/* The scripts that have case and occur in the tables: Latin with its extensions, and Cyrillic. */
static uint32_t lower(uint32_t c)
{
	enum { APOSTROPHE = 0x2019, I_DOTTED = 0x130 };

	if (c < 0x80)
		return (unsigned char)pyiq_words_lower((char)c);
	if (c == APOSTROPHE)
		return '\'';
	if (c == I_DOTTED)
		return 'i';
	if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x410 && c <= 0x42F))
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40F)
		return c + 0x50;
	/* Pairs whose capital comes first: at even places, and at odd ones where the row has slipped. */
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E))
		return c + (c & 1);
	if ((c >= 0x100 && c <= 0x177) || c == 0x1A0 || (c >= 0x460 && c <= 0x4FF) ||
	    (c >= 0x1E00 && c <= 0x1EFF))
		return c | 1;
	return c == 0x1AF ? 0x1B0 : c;
}

/*
 * The first byte of the first character in lower case: what a word of a table
 * must have in common with a text that is not empty. Tables are long, and texts
 * many.
 */
static unsigned char first_byte(struct pyiq_str text)
{
	uint32_t c = (unsigned char)text.data[0];

	if (c >= 0x80)
		pyiq_utf8_decode(text.data, text.len, &c);
	c = lower(c);
	return (unsigned char)(c < 0x80      ? c
			       : c < 0x800   ? 0xC0 | c >> 6
			       : c < 0x10000 ? 0xE0 | c >> 12
					     : 0xF0 | c >> 18);
}

size_t pyiq_words_begin(struct pyiq_str text, const char *word)
{
	size_t i = 0;

	while (*word != '\0') {
		uint32_t c, wanted;

		if (i >= text.len)
			return 0;
		if ((unsigned char)*word < 0x80 && (unsigned char)text.data[i] < 0x80) {
			if (pyiq_words_lower(text.data[i++]) != *word++)
				return 0;
			continue;
		}
		i += pyiq_utf8_decode(text.data + i, text.len - i, &c);
		word += pyiq_utf8_decode(word, strnlen(word, 4), &wanted);
		if (lower(c) != wanted)
			return 0;
	}
	return i;
}

pyiq_char_class pyiq_words_class(struct pyiq_str text, size_t offset)
{
	uint32_t c;

	if (offset >= text.len)
		return PYIQ_CHAR_SPACE;
	pyiq_utf8_decode(text.data + offset, text.len - offset, &c);
	return pyiq_char_classify(c);
}

size_t pyiq_words_lead(struct pyiq_str text, const char *const *table, size_t n)
{
	size_t longest = 0;
	unsigned char first = text.len > 0 ? first_byte(text) : 0;

	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)table[i][0] != first)
			continue;

		size_t len = pyiq_words_begin(text, table[i]);

		/* Behind an apostrophe the next word begins at once: `qu'est-ce`. */
		if (len > longest && (pyiq_words_class(text, len) != PYIQ_CHAR_WORD ||
				      table[i][strlen(table[i]) - 1] == '\''))
			longest = len;
	}
	return longest;
}

bool pyiq_words_anywhere(struct pyiq_str text, const char *const *table, size_t n)
{
	bool begins_word[256] = { false };

	for (size_t i = 0; i < n; i++)
		begins_word[(unsigned char)table[i][0]] = true;
	for (size_t at = 0; at < text.len; at++) {
		struct pyiq_str rest = pyiq_words_from(text, at);
		unsigned char first;

		if (((unsigned char)text.data[at] & 0xC0) == 0x80 ||
		    !begins_word[first = first_byte(rest)])
			continue;
		for (size_t i = 0; i < n; i++)
			if ((unsigned char)table[i][0] == first &&
			    pyiq_words_begin(rest, table[i]) > 0)
				return true;
	}
	return false;
}

bool pyiq_words_equal(struct pyiq_str text, const char *const *table, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (text.len > 0 && pyiq_words_begin(text, table[i]) == text.len)
			return true;
	return false;
}

size_t pyiq_words_skip_space(struct pyiq_str text, size_t offset)
{
	while (offset < text.len) {
		uint32_t c;
		size_t n = pyiq_utf8_decode(text.data + offset, text.len - offset, &c);

		if (pyiq_char_classify(c) != PYIQ_CHAR_SPACE)
			break;
		offset += n;
	}
	return offset;
}

struct pyiq_str pyiq_words_trim(struct pyiq_str text, const char *marks)
{
	while (text.len > 0 && text.data[0] != '\0' && strchr(marks, text.data[0]) != NULL)
		text = pyiq_words_from(text, 1);
	while (text.len > 0 && text.data[text.len - 1] != '\0' &&
	       strchr(marks, text.data[text.len - 1]) != NULL)
		text.len--;
	return text;
}

/* ASCII decorates a line where a run of such signs stands by itself: `## `, `> `, but not `**kwargs`. */
static size_t ascii_ornament(struct pyiq_str text, size_t offset, const char *marks)
{
	size_t i = offset;

	while (i < text.len && text.data[i] != '\0' && strchr(marks, text.data[i]) != NULL)
		i++;
	return pyiq_words_class(text, i) == PYIQ_CHAR_SPACE ? i - offset : 0;
}

/* `:question:`: a picture by its name. */
size_t pyiq_words_shortcode(struct pyiq_str text, size_t offset)
{
	size_t i = offset + 1;

	if (offset >= text.len || text.data[offset] != ':')
		return 0;
	while (i < text.len && (text.data[i] == '_' || (pyiq_words_lower(text.data[i]) >= 'a' &&
							pyiq_words_lower(text.data[i]) <= 'z')))
		i++;
	return i > offset + 2 && i < text.len && text.data[i] == ':' ? i + 1 - offset : 0;
}

/* Skip what decorates a line before its words: pictures, such marks, and the joiners between them. */
size_t pyiq_words_skip_ornaments(struct pyiq_str text, size_t offset, const char *marks)
{
	while (offset < text.len) {
		uint32_t c;
		size_t n = pyiq_utf8_decode(text.data + offset, text.len - offset, &c);
		bool joiner = c == 0x200D || c == 0xFE0F || c == 0x20E3;
		/* Inverted marks, guillemets and quotation marks belong to the text: arrows and pictures begin here. */
		bool picture = c >= 0x2190 && pyiq_char_classify(c) == PYIQ_CHAR_OTHER;

		if (c < 0x80 && pyiq_char_classify(c) != PYIQ_CHAR_SPACE) {
			n = pyiq_words_shortcode(text, offset);
			n = n > 0 ? n : ascii_ornament(text, offset, marks);
			if (n == 0)
				break;
		} else if (c >= 0x80 && !joiner && !picture &&
			   pyiq_char_classify(c) != PYIQ_CHAR_SPACE) {
			break;
		}
		offset += n;
	}
	return offset;
}

/* Marks of other scripts that close a number or a label, as a full stop, a bracket or a colon does. */
size_t pyiq_words_wide_mark(struct pyiq_str text)
{
	static const char *const marks[] = { "、", "。", "．", "）", "：", "–", "—" };

	for (size_t i = 0; i < PYIQ_WORD_COUNT(marks); i++)
		if (pyiq_words_begin(text, marks[i]) > 0)
			return strlen(marks[i]);
	return 0;
}

#include "source/wording.h"

#include "source/words.h"

struct pyiq_str pyiq_wording_strip_ornaments(struct pyiq_str text)
{
	return pyiq_words_from(text, pyiq_words_skip_ornaments(text, 0, PYIQ_HEAD_MARKS));
}

/* Cut marks, pictures and stray signs off the end. */
static struct pyiq_str strip_end(struct pyiq_str text)
{
	for (;;) {
		size_t i = text.len;

		while (i > 0 && ((unsigned char)text.data[i - 1] & 0xC0) == 0x80)
			i--;
		if (i == 0)
			return text;
		i--;

		uint32_t c;

		pyiq_utf8_decode(text.data + i, text.len - i, &c);

		pyiq_char_class class = pyiq_char_classify(c);
		bool joiner = c == 0x200D || c == 0xFE0F || c == 0x20E3;
		bool ornament =
			class == PYIQ_CHAR_OTHER && c >= 0x2190 && c != 0xFF1F && c != 0x3002;

		/* `C#` is a language; a `#` that stands apart closes a heading. */
		bool closer = c == '#' && (i == 0 || strchr(" #", text.data[i - 1]) != NULL);

		if (class != PYIQ_CHAR_SPACE && !joiner && !ornament && c != '*' && !closer)
			return text;
		text.len = i;
	}
}

/* Where the brackets that close a text open, text.len if none do. */
static size_t closing_brackets(struct pyiq_str text)
{
	enum { LONGEST = 24 };
	size_t i = text.len;

	if (i == 0 || strchr(")]}", text.data[i - 1]) == NULL)
		return text.len;
	while (i > 0 && text.len - i < LONGEST) {
		i--;
		if (strchr("([{", text.data[i]) != NULL)
			return i;
	}
	return text.len;
}

/* The text without a picture's name at its end. */
static struct pyiq_str without_shortcode(struct pyiq_str text)
{
	size_t i = text.len;

	if (i == 0 || text.data[i - 1] != ':')
		return text;
	for (i--; i > 0 && strchr(" :", text.data[i - 1]) == NULL; i--)
		;
	return i > 1 && pyiq_words_shortcode(text, i - 1) == text.len - (i - 1)
		       ? strip_end((struct pyiq_str){ text.data, i - 1 })
		       : text;
}

/* What authors hang behind a question: its level, a way back, an anchor, the tag of a card. */
static struct pyiq_str strip_suffixes(struct pyiq_str text)
{
	static const char *const links[] = { "src", "source", "link", "ref", "top", "↑", "⬆" };
	static const char *const letters[] = { "e", "m", "h", "b", "i", "a" };
	bool again = true;

	while (again) {
		text = without_shortcode(strip_end(text));

		size_t open = closing_brackets(text);
		struct pyiq_str inside = pyiq_words_from(text, open);

		again = false;
		if (open > 0 && open < text.len) {
			struct pyiq_str word = { inside.data + 1, inside.len - 2 };

			again = (inside.data[0] == '{' && strchr("#:", word.data[0]) != NULL) ||
				pyiq_wording_level(word) != NULL ||
				(inside.data[0] == '[' &&
				 (strip_end(word).len == 0 ||
				  pyiq_words_equal(word, links, PYIQ_WORD_COUNT(links)) ||
				  pyiq_words_equal(word, letters, PYIQ_WORD_COUNT(letters))));
		}
		if (again)
			text.len = open;
	}
	return text;
}

/* The text between quotation marks that enclose all of it. */
static bool unquote(struct pyiq_str *text)
{
	static const char *const pairs[][2] = {
		{ "\"", "\"" }, { "“", "”" }, { "«", "»" }, { "「", "」" }, { "„", "“" },
	};

	for (size_t i = 0; i < PYIQ_WORD_COUNT(pairs); i++) {
		size_t open = strlen(pairs[i][0]), close = strlen(pairs[i][1]);

		if (text->len > open + close && memcmp(text->data, pairs[i][0], open) == 0 &&
		    memcmp(text->data + text->len - close, pairs[i][1], close) == 0) {
			*text = (struct pyiq_str){ text->data + open, text->len - open - close };
			return true;
		}
	}
	return false;
}

/* The box of a task list: `[ ] ` or `[x] `. */
static size_t skip_task_box(struct pyiq_str text, size_t offset)
{
	struct pyiq_str rest = pyiq_words_from(text, offset);

	return pyiq_words_begin(rest, "[ ] ") || pyiq_words_begin(rest, "[x] ")
		       ? pyiq_words_skip_space(text, offset + 3)
		       : offset;
}

struct pyiq_str pyiq_wording_strip(struct pyiq_str text, struct pyiq_str *label, bool *numbered,
				   long *number, bool *quoted)
{
	bool again = true;

	*label = (struct pyiq_str){ text.data, 0 };
	*numbered = *quoted = false;
	while (again) {
		size_t skipped = skip_task_box(text,
					       pyiq_words_skip_ornaments(text, 0, PYIQ_HEAD_MARKS)),
		       n;

		text = pyiq_words_from(text, skipped);
		again = false;
		if (!*numbered && (n = pyiq_wording_number(text, number)) > 0 && n < text.len) {
			*numbered = again = true;
			text = pyiq_words_from(text, n);
		} else if (label->len == 0 && (n = pyiq_wording_question_label(text)) > 0) {
			*label = (struct pyiq_str){ text.data, n };
			text = pyiq_words_from(text, n);
			again = true;
		}
	}
	text = strip_suffixes(text);
	*quoted = unquote(&text);
	return strip_end(text);
}

#include "source/html_tags.h"

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
}

/* Where a comment, declaration or instruction that begins at `from` ends; it runs to the end if it is never closed. */
static size_t skip_to(struct pyiq_str text, size_t from, const char *closer)
{
	size_t len = strlen(closer);

	for (const char *p = text.data + from, *end = text.data + text.len;
	     (size_t)(end - p) >= len && (p = memchr(p, closer[0], (size_t)(end - p))) != NULL; p++)
		if ((size_t)(end - p) >= len && memcmp(p, closer, len) == 0)
			return (size_t)(p - text.data) + len;
	return text.len;
}

/* Where the tag whose name ends at `from` ends, quotes respected; 0 if it is never closed. */
static size_t skip_attributes(struct pyiq_str text, size_t from)
{
	char quote = '\0';

	for (size_t i = from; i < text.len; i++) {
		char c = text.data[i];

		if (quote != '\0') {
			if (c == quote)
				quote = '\0';
		} else if (c == '>') {
			return i + 1;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '<') {
			return 0;
		}
	}
	return 0;
}

static pyiq_tag_kind classify(struct pyiq_str name, unsigned *level)
{
	static const struct {
		const char *name;
		pyiq_tag_kind kind;
	} known[] = {
		{ "a", PYIQ_TAG_INLINE },        { "abbr", PYIQ_TAG_INLINE },
		{ "b", PYIQ_TAG_BOLD },          { "cite", PYIQ_TAG_INLINE },
		{ "code", PYIQ_TAG_INLINE },     { "del", PYIQ_TAG_INLINE },
		{ "details", PYIQ_TAG_DETAILS }, { "em", PYIQ_TAG_INLINE },
		{ "font", PYIQ_TAG_INLINE },     { "i", PYIQ_TAG_INLINE },
		{ "ins", PYIQ_TAG_INLINE },      { "kbd", PYIQ_TAG_INLINE },
		{ "mark", PYIQ_TAG_INLINE },     { "s", PYIQ_TAG_INLINE },
		{ "small", PYIQ_TAG_INLINE },    { "span", PYIQ_TAG_INLINE },
		{ "strong", PYIQ_TAG_BOLD },     { "sub", PYIQ_TAG_INLINE },
		{ "summary", PYIQ_TAG_SUMMARY }, { "sup", PYIQ_TAG_INLINE },
		{ "u", PYIQ_TAG_INLINE },
	};
	char lower[16];

	if (name.len >= sizeof lower)
		return PYIQ_TAG_BLOCK;
	for (size_t i = 0; i < name.len; i++)
		lower[i] = (char)(name.data[i] | 0x20);
	lower[name.len] = '\0';
	if (name.len == 2 && lower[0] == 'h' && name.data[1] >= '1' && name.data[1] <= '6') {
		*level = (unsigned)(name.data[1] - '0');
		return PYIQ_TAG_HEADING;
	}
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(lower, known[i].name) == 0)
			return known[i].kind;
	return PYIQ_TAG_BLOCK;
}

bool pyiq_html_next_tag(struct pyiq_str text, size_t from, struct pyiq_tag *tag)
{
	while (from < text.len) {
		const char *open = memchr(text.data + from, '<', text.len - from);

		if (open == NULL)
			return false;

		size_t start = (size_t)(open - text.data), i = start + 1, end;

		*tag = (struct pyiq_tag){ .kind = PYIQ_TAG_COMMENT };
		if (i < text.len && (text.data[i] == '!' || text.data[i] == '?')) {
			bool comment = text.len - i >= 3 && memcmp(text.data + i, "!--", 3) == 0;

			end = skip_to(text, i, comment ? "-->" : ">");
		} else {
			tag->closing = i < text.len && text.data[i] == '/';
			i += tag->closing;

			size_t name = i;

			while (i < text.len && is_name(text.data[i]))
				i++;
			if (i == name || !is_letter(text.data[name]) ||
			    (end = skip_attributes(text, i)) == 0) {
				from = start + 1;
				continue;
			}
			tag->kind = classify((struct pyiq_str){ text.data + name, i - name },
					     &tag->level);
		}
		tag->span = (struct pyiq_span){ start, end };
		return true;
	}
	return false;
}

#include "export/tags.h"

#include <string.h>

static const char *const harmless[] = {
	"b",       "big", "blockquote", "br",  "center", "cite",  "code",  "dd",    "del",
	"details", "dfn", "div",        "dl",  "dt",     "em",    "h1",    "h2",    "h3",
	"h4",      "h5",  "h6",         "hr",  "i",      "ins",   "kbd",   "li",    "mark",
	"ol",      "p",   "pre",        "q",   "s",      "samp",  "small", "span",  "strike",
	"strong",  "sub", "summary",    "sup", "table",  "tbody", "td",    "tfoot", "th",
	"thead",   "tr",  "tt",         "u",   "ul",     "var",
};

struct tag {
	struct pyiq_str name, attributes;
	bool closes;
	size_t len; /* of all of it */
};

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct pyiq_str from(struct pyiq_str text, size_t offset)
{
	return (struct pyiq_str){ text.data + offset, text.len - offset };
}

/* Where a tag ends; 0: nowhere. A `>` between quotation marks ends none. */
static size_t tag_end(struct pyiq_str html, size_t i)
{
	char quote = '\0';

	for (; i < html.len; i++) {
		char c = html.data[i];

		if (quote != '\0')
			quote = c == quote ? '\0' : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '>')
			return i;
	}
	return 0;
}

/*
 * The tag that begins with a `<`. Looking for its end, or that of a comment, in vain
 * takes from *patience: with none left, nothing ends any more.
 */
static bool read_tag(struct pyiq_str html, struct tag *tag, size_t *patience)
{
	bool closes = html.len > 1 && html.data[1] == '/';
	size_t start = 1 + closes, i = start, end;

	while (i < html.len && (is_letter(html.data[i]) ||
				(i > start && html.data[i] >= '0' && html.data[i] <= '9')))
		i++;
	if (i == start || i == html.len ||
	    !(is_space(html.data[i]) || html.data[i] == '>' || html.data[i] == '/'))
		return false;
	end = html.len <= *patience ? tag_end(html, i) : 0;
	if (end == 0 && html.len <= *patience)
		*patience -= html.len;
	*tag = (struct tag){ .name = { html.data + start, i - start },
			     .attributes = { html.data + i, end - i },
			     .closes = closes,
			     .len = end + 1 };
	return end > 0;
}

/* The value of an attribute between quotation marks; empty if there is none. */
static struct pyiq_str value_of(struct pyiq_str attributes, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 1; i + len + 2 < attributes.len; i++) {
		char quote = attributes.data[i + len + 1];
		const char *value = attributes.data + i + len + 2, *end;

		if (!is_space(attributes.data[i - 1]) ||
		    !pyiq_ascii_begins(from(attributes, i), name) ||
		    attributes.data[i + len] != '=' || (quote != '"' && quote != '\''))
			continue;
		end = memchr(value, quote, attributes.len - (i + len + 2));
		if (end)
			return pyiq_str_trim((struct pyiq_str){ value, (size_t)(end - value) });
	}
	return (struct pyiq_str){ "", 0 };
}

bool tags_is_safe_address(struct pyiq_str address)
{
	static const char *const schemes[] = { "http:", "https:", "mailto:" };

	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (pyiq_ascii_begins(address, schemes[i]))
			return true;
	/* A colon in what could be a scheme, or hidden there as an entity. */
	for (size_t i = 0; i < address.len && !strchr("/?#", address.data[i]); i++)
		if (strchr(":&", address.data[i]) || (unsigned char)address.data[i] < ' ')
			return false;
	return true;
}

static void put_attribute(struct pyiq_buf *out, const char *name, struct pyiq_str value)
{
	pyiq_buf_printf(out, " %s=\"", name);
	for (size_t i = 0; i < value.len; i++)
		if (value.data[i] == '"')
			pyiq_buf_puts(out, "&quot;");
		else if (value.data[i] == '<')
			pyiq_buf_puts(out, "&lt;");
		else
			pyiq_buf_putc(out, value.data[i]);
	pyiq_buf_putc(out, '"');
}

static void put_link(struct pyiq_buf *out, const struct tag *tag)
{
	struct pyiq_str address = value_of(tag->attributes, "href");

	pyiq_buf_puts(out, tag->closes ? "</a" : "<a");
	if (!tag->closes && address.len > 0 && tags_is_safe_address(address))
		put_attribute(out, "href", address);
	pyiq_buf_putc(out, '>');
}

static void put_picture(struct pyiq_buf *out, const struct tag *tag)
{
	struct pyiq_str address = value_of(tag->attributes, "src");

	pyiq_buf_puts(out, "<img");
	if (address.len > 0 && tags_is_safe_address(address))
		put_attribute(out, "src", address);
	put_attribute(out, "alt", value_of(tag->attributes, "alt"));
	pyiq_buf_putc(out, '>');
}

static bool is_harmless(struct pyiq_str name)
{
	for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
		if (pyiq_ascii_equals(name, harmless[i]))
			return true;
	return false;
}

static bool put_tag(struct pyiq_buf *out, const struct tag *tag)
{
	if (pyiq_ascii_equals(tag->name, "a")) {
		put_link(out, tag);
	} else if (pyiq_ascii_equals(tag->name, "img") && !tag->closes) {
		put_picture(out, tag);
	} else if (is_harmless(tag->name)) {
		pyiq_buf_puts(out, tag->closes ? "</" : "<");
		pyiq_buf_append(out, tag->name.data, tag->name.len);
		pyiq_buf_putc(out, '>');
	} else {
		return false;
	}
	return true;
}

/* The bytes of a comment that begins here; 0: none does, or it does not end. */
static size_t comment(struct pyiq_str html, size_t *patience)
{
	if (html.len < 4 || memcmp(html.data, "<!--", 4) != 0 || html.len > *patience)
		return 0;
	for (size_t i = 4; i + 3 <= html.len; i++)
		if (memcmp(html.data + i, "-->", 3) == 0)
			return i + 3;
	*patience -= html.len;
	return 0;
}

void tags_filter(struct pyiq_buf *out, struct pyiq_str html)
{
	enum { OFTEN = 16 };
	size_t patience = OFTEN * html.len;

	for (size_t i = 0, taken; i < html.len; i += taken) {
		struct pyiq_str rest = from(html, i);
		struct tag tag;

		taken = 1;
		if (rest.data[0] != '<') {
			pyiq_buf_putc(out, rest.data[0]);
			continue;
		}
		taken = comment(rest, &patience);
		if (taken > 0)
			continue;
		taken = 1;
		if (read_tag(rest, &tag, &patience) && put_tag(out, &tag))
			taken = tag.len;
		else
			pyiq_buf_puts(out, "&lt;");
	}
}

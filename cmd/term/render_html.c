/*
 * HTML in Markdown: a few elements have a look, others begin a line, and what
 * is no element of HTML at all, such as `list<int>`, is text.
 */
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "term/rendering.h"

struct tag {
	struct pyiq_str name, attributes;
	bool closing;
};

/* What an element does to the text in it and around it. */
enum effect {
	NOTHING,
	BOLD,
	ITALIC,
	STRIKE,
	CODE,
	ABOVE, /* superscript */
	BELOW,
	LINK,
	IMAGE,
	BREAK,
	LINE, /* a line of its own */
	HEADING,
	SUMMARY,
	ITEM,
	TABLE,
	ROW,
	CELL,
	VERBATIM,
	HIDDEN
};

static const struct element {
	const char *name;
	enum effect effect;
} elements[] = {
	{ "b", BOLD },           { "strong", BOLD },     { "dt", HEADING },
	{ "i", ITALIC },         { "em", ITALIC },       { "var", ITALIC },
	{ "cite", ITALIC },      { "dfn", ITALIC },      { "s", STRIKE },
	{ "del", STRIKE },       { "strike", STRIKE },   { "code", CODE },
	{ "kbd", CODE },         { "samp", CODE },       { "tt", CODE },
	{ "sup", ABOVE },        { "sub", BELOW },       { "a", LINK },
	{ "img", IMAGE },        { "br", BREAK },        { "hr", LINE },
	{ "p", LINE },           { "div", LINE },        { "ul", LINE },
	{ "ol", LINE },          { "dl", LINE },         { "dd", LINE },
	{ "table", TABLE },      { "tr", ROW },          { "details", LINE },
	{ "blockquote", LINE },  { "section", LINE },    { "article", LINE },
	{ "center", LINE },      { "header", LINE },     { "footer", LINE },
	{ "aside", LINE },       { "figure", LINE },     { "figcaption", LINE },
	{ "caption", LINE },     { "h1", HEADING },      { "h2", HEADING },
	{ "h3", HEADING },       { "h4", HEADING },      { "h5", HEADING },
	{ "h6", HEADING },       { "summary", SUMMARY }, { "li", ITEM },
	{ "td", CELL },          { "th", CELL },         { "pre", VERBATIM },
	{ "script", HIDDEN },    { "style", HIDDEN },    { "thead", NOTHING },
	{ "tbody", NOTHING },    { "tfoot", NOTHING },   { "span", NOTHING },
	{ "font", NOTHING },     { "small", NOTHING },   { "big", NOTHING },
	{ "u", NOTHING },        { "ins", NOTHING },     { "mark", NOTHING },
	{ "q", NOTHING },        { "abbr", NOTHING },    { "acronym", NOTHING },
	{ "bdi", NOTHING },      { "bdo", NOTHING },     { "nobr", NOTHING },
	{ "wbr", NOTHING },      { "time", NOTHING },    { "data", NOTHING },
	{ "ruby", NOTHING },     { "rt", NOTHING },      { "rp", NOTHING },
	{ "label", NOTHING },    { "input", NOTHING },   { "button", NOTHING },
	{ "form", NOTHING },     { "select", NOTHING },  { "option", NOTHING },
	{ "textarea", NOTHING }, { "iframe", NOTHING },  { "video", NOTHING },
	{ "audio", NOTHING },    { "source", NOTHING },  { "picture", NOTHING },
	{ "object", NOTHING },   { "embed", NOTHING },   { "param", NOTHING },
	{ "svg", NOTHING },      { "path", NOTHING },    { "map", NOTHING },
	{ "area", NOTHING },     { "col", NOTHING },     { "colgroup", NOTHING },
	{ "nav", NOTHING },      { "main", NOTHING },    { "html", NOTHING },
	{ "body", NOTHING },     { "head", NOTHING },    { "meta", NOTHING },
	{ "link", NOTHING },     { "base", NOTHING },
};

/* NULL for a tag that is none of HTML's. */
static const struct element *find_element(struct pyiq_str name)
{
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		if (pyiq_ascii_equals(name, elements[i].name))
			return &elements[i];
	return NULL;
}

/* ---- Tags ---------------------------------------------------------------- */

/* The length of the tag or comment at the beginning of html; 0 if there is none. */
static size_t tag_len(struct pyiq_str html)
{
	enum { LONGEST = 1000 }; /* so that many `<` without `>` cost no quadratic time */
	bool comment = html.len >= 4 && memcmp(html.data, "<!--", 4) == 0;
	const char *begins = "/!?abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

	if (html.len < 2 || html.data[0] != '<' || !html.data[1] || !strchr(begins, html.data[1]))
		return 0;
	for (size_t i = 2; i < html.len && (comment || i < LONGEST); i++)
		if (html.data[i] == '>' && (!comment || memcmp(html.data + i - 2, "--", 2) == 0))
			return i + 1;
	return comment ? html.len : 0;
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_' || c == ':';
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Take a tag apart; a comment or declaration has no name. */
static struct tag take_apart(struct pyiq_str text)
{
	struct tag tag = { .closing = text.len > 1 && text.data[1] == '/' };
	size_t start = tag.closing ? 2 : 1, end = start;

	while (end < text.len && is_name(text.data[end]))
		end++;
	tag.name = (struct pyiq_str){ text.data + start, end - start };
	if (end < text.len)
		tag.attributes = (struct pyiq_str){ text.data + end, text.len - end - 1 };
	return tag;
}

/* ---- Entities ------------------------------------------------------------ */

/* The character that `&name;` stands for; 0 for names that hardly anybody writes. */
static uint32_t named_character(struct pyiq_str name)
{
	static const struct {
		const char *name;
		uint32_t c;
	} names[] = {
		{ "amp", '&' },      { "lt", '<' },        { "gt", '>' },       { "quot", '"' },
		{ "apos", '\'' },    { "nbsp", ' ' },      { "copy", 0xA9 },    { "reg", 0xAE },
		{ "trade", 0x2122 }, { "hellip", 0x2026 }, { "mdash", 0x2014 }, { "ndash", 0x2013 },
		{ "lsquo", 0x2018 }, { "rsquo", 0x2019 },  { "ldquo", 0x201C }, { "rdquo", 0x201D },
		{ "laquo", 0xAB },   { "raquo", 0xBB },    { "larr", 0x2190 },  { "rarr", 0x2192 },
		{ "uarr", 0x2191 },  { "darr", 0x2193 },   { "times", 0xD7 },   { "divide", 0xF7 },
		{ "middot", 0xB7 },  { "bull", 0x2022 },   { "deg", 0xB0 },     { "plusmn", 0xB1 },
		{ "le", 0x2264 },    { "ge", 0x2265 },     { "ne", 0x2260 },    { "infin", 0x221E },
		{ "ensp", ' ' },     { "emsp", ' ' },      { "thinsp", ' ' },   { "check", 0x2713 },
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (pyiq_str_equal(name, pyiq_str(names[i].name)))
			return names[i].c;
	return 0;
}

/* The character of an entity between `&` and `;`. */
static uint32_t character(struct pyiq_str entity)
{
	enum { LONGEST = 10, LAST = 0x10FFFF };
	char digits[LONGEST] = "", *end;

	if (entity.len < 2 || entity.data[0] != '#' || entity.len > LONGEST)
		return named_character(entity);

	bool hex = (entity.data[1] | 0x20) == 'x';
	size_t at = hex ? 2 : 1;

	memcpy(digits, entity.data + at, entity.len - at);

	unsigned long c = strtoul(digits, &end, hex ? 16 : 10);

	return is_name(digits[0]) && *end == '\0' && c <= LAST ? (uint32_t)c : 0;
}

/* Append text with its entities as characters. */
static void decode(struct pyiq_buf *out, struct pyiq_str text)
{
	enum { LONGEST = 12 };

	for (size_t at = 0; at < text.len;) {
		size_t rest = text.len - at, most = rest < LONGEST ? rest : LONGEST;
		const char *p = text.data + at;
		const char *end = *p == '&' ? memchr(p, ';', most) : NULL;
		uint32_t c = end ? character((struct pyiq_str){ p + 1, (size_t)(end - p) - 1 }) : 0;

		if (c != 0)
			pyiq_utf8_append(out, c);
		else
			pyiq_buf_putc(out, *p);
		at += c != 0 ? (size_t)(end - p) + 1 : 1;
	}
}

/* The value at `at` of a tag's attributes, behind the `=`; *next receives where it ends. */
static struct pyiq_str value_at(struct pyiq_str text, size_t at, size_t *next)
{
	while (at < text.len && is_space(text.data[at]))
		at++;

	char quote = at < text.len ? text.data[at] : '\0';
	bool quoted = quote == '"' || quote == '\'';
	size_t start = at + quoted;

	for (at = start; at < text.len; at++)
		if (quoted ? text.data[at] == quote : is_space(text.data[at]))
			break;
	*next = at + quoted;
	return (struct pyiq_str){ text.data + start, at > start ? at - start : 0 };
}

/* Append the value of an attribute, if there is one. */
static void get_attribute(struct pyiq_buf *out, struct pyiq_str text, const char *wanted)
{
	for (size_t at = 0, start; at < text.len;) {
		while (at < text.len && !is_name(text.data[at]))
			at++;
		for (start = at; at < text.len && is_name(text.data[at]);)
			at++;

		struct pyiq_str name = { text.data + start, at - start }, value = { "", 0 };

		while (at < text.len && is_space(text.data[at]))
			at++;
		if (at < text.len && text.data[at] == '=')
			value = value_at(text, at + 1, &at);
		if (pyiq_ascii_equals(name, wanted)) {
			decode(out, value);
			return;
		}
	}
}

/* ---- What tags do -------------------------------------------------------- */

static void count(unsigned *open, bool closing)
{
	*open = !closing ? *open + 1 : *open > 0 ? *open - 1 : 0;
}

static void put_link(struct render *r, const struct tag *tag)
{
	if (tag->closing) {
		if (r->in_link)
			inline_end_link(r, pyiq_buf_str(&r->href));
		return;
	}
	pyiq_buf_clear(&r->href);
	get_attribute(&r->href, tag->attributes, "href");
	inline_begin_link(r, pyiq_buf_str(&r->href));
}

static void put_image(struct render *r, const struct tag *tag)
{
	struct pyiq_buf alt = PYIQ_BUF_INIT, source = PYIQ_BUF_INIT;

	get_attribute(&alt, tag->attributes, "alt");
	get_attribute(&source, tag->attributes, "src");
	inline_image(r, pyiq_buf_str(&alt), pyiq_buf_str(&source));
	r->text.text.failed |= alt.failed || source.failed;
	pyiq_buf_release(&alt);
	pyiq_buf_release(&source);
}

static void put_tick(struct render *r)
{
	if (!r->term->colour)
		inline_puts(r, inline_look(r), "`");
}

/* The elements that change how running text looks. Returns whether it was one. */
static bool put_inline(struct render *r, const struct tag *tag, enum effect effect)
{
	switch (effect) {
	case BOLD:
		count(&r->html.bold, tag->closing);
		return true;
	case ITALIC:
		count(&r->html.italic, tag->closing);
		return true;
	case STRIKE:
		count(&r->html.strike, tag->closing);
		return true;
	case CODE:
		put_tick(r);
		count(&r->html.code, tag->closing);
		return true;
	case ABOVE:
	case BELOW:
		if (!tag->closing)
			inline_puts(r, inline_look(r), effect == ABOVE ? "^" : "_");
		return true;
	case LINK:
		put_link(r, tag);
		return true;
	case IMAGE:
		put_image(r, tag);
		return true;
	default:
		return false;
	}
}

/* Whether a blank would be one too many. */
static bool at_blank(const struct render *r)
{
	size_t len = r->into->text.len;

	return len == 0 || r->into->text.data[len - 1] == ' ' ||
	       r->into->text.data[len - 1] == '\n';
}

/* A row may be in a table that began outside of this text. */
static void begin_row(struct render *r)
{
	r->html.cells = 0;
	if (r->html.tables == 0)
		r->html.tables = 1;
}

/* A cell stands behind the one before it, apart from it. */
static void begin_cell(struct render *r)
{
	size_t len = r->into->text.len;

	if (r->html.cells++ == 0 && (len == 0 || r->into->text.data[len - 1] == '\n'))
		return;
	inline_puts(r, STYLE_DIM, at_blank(r) ? "" : " ");
	inline_puts(r, STYLE_DIM, r->term->glyphs->bar);
	inline_puts(r, STYLE_DIM, " ");
}

static void put_sign(struct render *r, const char *sign)
{
	inline_puts(r, STYLE_PLAIN, sign);
	inline_puts(r, STYLE_PLAIN, " ");
}

/* The elements that stand in lines of their own. */
static void put_line(struct render *r, const struct tag *tag, enum effect effect)
{
	if (effect == CELL) {
		if (!tag->closing)
			begin_cell(r);
		return;
	}
	inline_break(r, effect != BREAK);
	if (effect == HEADING || effect == SUMMARY)
		count(&r->html.bold, tag->closing);
	else if (effect == VERBATIM)
		count(&r->html.code, tag->closing);
	else if (effect == TABLE)
		count(&r->html.tables, tag->closing);
	else if (effect == ROW)
		begin_row(r);
	if (tag->closing)
		return;
	if (effect == ITEM)
		put_sign(r, r->term->glyphs->bullet);
	else if (effect == SUMMARY)
		put_sign(r, r->term->glyphs->arrow);
}

static void put_tag(struct render *r, struct pyiq_str text, const struct tag *tag,
		    const struct element *element)
{
	if (tag->name.len > 0 && !element)
		inline_put(r, text);
	else if (element && element->effect != NOTHING && element->effect != HIDDEN &&
		 !put_inline(r, tag, element->effect))
		put_line(r, tag, element->effect);
}

void html_put_tag(struct render *r, struct pyiq_str text)
{
	struct tag tag = take_apart(text);

	put_tag(r, text, &tag, find_element(tag.name));
}

/* ---- Blocks -------------------------------------------------------------- */

/* A block of HTML on the way from its beginning to its end. */
struct walk {
	struct pyiq_str html;
	size_t at;
	bool verbatim; /* in an element in which blanks count */
	struct pyiq_buf plain;
};

static struct pyiq_str rest_of(const struct walk *walk)
{
	return (struct pyiq_str){ walk->html.data + walk->at, walk->html.len - walk->at };
}

static void put_raw(struct render *r, struct walk *walk, size_t len)
{
	struct pyiq_str text = { walk->html.data + walk->at, len };

	pyiq_buf_clear(&walk->plain);
	decode(&walk->plain, text);
	inline_put(r, (struct pyiq_str){ pyiq_buf_str(&walk->plain), walk->plain.len });
	r->text.text.failed |= walk->plain.failed;
	walk->at += len;
}

/* Text up to the next tag or line feed; several blanks are one. */
static void put_piece(struct render *r, struct walk *walk)
{
	const char *data = walk->html.data;
	size_t end = walk->at + 1, start = walk->at;

	while (end < walk->html.len && data[end] != '<' && data[end] != '\n')
		end++;
	if (walk->verbatim) {
		put_raw(r, walk, end - start);
		return;
	}
	while (walk->at < end) {
		bool blank = is_space(data[walk->at]);
		size_t stop = walk->at;

		while (stop < end && is_space(data[stop]) == blank)
			stop++;
		if (!blank)
			put_raw(r, walk, stop - walk->at);
		else if (!at_blank(r))
			inline_puts(r, inline_look(r), " ");
		walk->at = stop;
	}
}

static void skip_blanks(struct walk *walk)
{
	while (walk->at < walk->html.len && is_space(walk->html.data[walk->at]) &&
	       walk->html.data[walk->at] != '\n')
		walk->at++;
}

/* Pass over a script or a style sheet. */
static void skip_hidden(struct walk *walk)
{
	struct pyiq_str rest = rest_of(walk);
	const char *end = rest.data;

	while ((end = memchr(end, '<', (size_t)(rest.data + rest.len - end)))) {
		if (end + 1 < rest.data + rest.len && end[1] == '/')
			break;
		end++;
	}
	walk->at += end ? (size_t)(end - rest.data) : rest.len;
}

static void walk_tag(struct render *r, struct walk *walk, size_t len)
{
	struct pyiq_str text = { walk->html.data + walk->at, len };
	struct tag tag = take_apart(text);
	const struct element *element = find_element(tag.name);
	enum effect effect = element ? element->effect : NOTHING;

	walk->at += len;
	put_tag(r, text, &tag, element);
	if (effect == VERBATIM) {
		walk->verbatim = !tag.closing;
		/* A line feed right behind the tag is none of the text. */
		walk->at += walk->verbatim && walk->at < walk->html.len &&
			    walk->html.data[walk->at] == '\n';
	}
	if (effect == HIDDEN && !tag.closing)
		skip_hidden(walk);
}

static bool begins_fence(const struct walk *walk)
{
	struct pyiq_str rest = rest_of(walk);

	return rest.len >= 3 &&
	       (memcmp(rest.data, "```", 3) == 0 || memcmp(rest.data, "~~~", 3) == 0);
}

/*
 * Code between fences that no empty line parts from the HTML above: not Markdown,
 * strictly, but meant as such. Up to the fence that ends it.
 */
static void walk_fence(struct render *r, struct walk *walk)
{
	for (bool first = true; walk->at < walk->html.len; first = false) {
		const char *line = walk->html.data + walk->at;
		size_t rest = walk->html.len - walk->at, start = walk->at;
		const char *feed = memchr(line, '\n', rest);
		size_t end = walk->at + (feed ? (size_t)(feed - line) : rest);

		skip_blanks(walk);

		bool fence = begins_fence(walk);

		if (!fence) {
			inline_puts(r, STYLE_PLAIN, "    ");
			inline_put_code(r, (struct pyiq_str){ line, end - start });
		}
		walk->at = end;
		if (fence && !first)
			return;
		walk->at += end < walk->html.len;
		inline_break(r, fence);
	}
}

static void walk_line_feed(struct render *r, struct walk *walk)
{
	walk->at++;
	if (walk->verbatim) {
		inline_puts(r, STYLE_PLAIN, "\n");
		return;
	}
	skip_blanks(walk);
	if (r->html.tables == 0)
		inline_break(r, true);
	else if (!at_blank(r))
		inline_puts(r, STYLE_PLAIN, " ");
	if (begins_fence(walk))
		walk_fence(r, walk);
}

void html_put_block(struct render *r, struct pyiq_str html)
{
	struct walk walk = { .html = html, .plain = PYIQ_BUF_INIT };

	skip_blanks(&walk);
	while (walk.at < html.len) {
		struct pyiq_str rest = rest_of(&walk);
		size_t len = tag_len(rest);

		if (len > 0) {
			walk_tag(r, &walk, len);
		} else if (*rest.data == '\n') {
			walk_line_feed(r, &walk);
		} else {
			put_piece(r, &walk);
		}
	}
	if (at_blank(r))
		inline_break(r, true);
	pyiq_buf_release(&walk.plain);
}

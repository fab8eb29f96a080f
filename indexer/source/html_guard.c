#include "source/html_guard.h"

#include <stdbool.h>

#include "source/html.h"

/*
 * What the parser does at a tag can cost as much as elements are open. How many
 * are is not found out exactly, which would be another parser: it is the number
 * of start tags so far whose end tag has not come, but for elements that end by
 * themselves.
 */
typedef enum element_kind {
	ORDINARY, /* and all that are not known */
	BRIEF,    /* has no content, or the next one of its sort ends it */
	RAW,      /* holds text up to its end tag, whatever that looks like */
	CONTAINER /* has rules of its own for what is in it */
} element_kind;

static const struct {
	const char *name;
	element_kind kind;
} elements[] = {
	{ "area", BRIEF },       { "base", BRIEF },         { "body", BRIEF },
	{ "br", BRIEF },         { "col", BRIEF },          { "colgroup", BRIEF },
	{ "embed", BRIEF },      { "frame", BRIEF },        { "head", BRIEF },
	{ "hr", BRIEF },         { "html", BRIEF },         { "img", BRIEF },
	{ "input", BRIEF },      { "li", BRIEF },           { "link", BRIEF },
	{ "meta", BRIEF },       { "option", BRIEF },       { "p", BRIEF },
	{ "param", BRIEF },      { "source", BRIEF },       { "tbody", BRIEF },
	{ "td", BRIEF },         { "tfoot", BRIEF },        { "th", BRIEF },
	{ "thead", BRIEF },      { "tr", BRIEF },           { "track", BRIEF },
	{ "wbr", BRIEF },        { "iframe", RAW },         { "noembed", RAW },
	{ "noframes", RAW },     { "plaintext", RAW },      { "script", RAW },
	{ "style", RAW },        { "textarea", RAW },       { "title", RAW },
	{ "xmp", RAW },          { "frameset", CONTAINER }, { "math", CONTAINER },
	{ "select", CONTAINER }, { "svg", CONTAINER },
};

struct tag {
	struct pyiq_str name;
	element_kind kind;
	bool closing;
	size_t n_attributes;
	size_t end; /* behind `>` */
};

struct guard {
	struct pyiq_str html;
	struct {
		struct pyiq_str name;
		size_t n;
	} open[256]; /* hashed by name; one that finds no place is never closed */
	size_t n_open;
	size_t n_containers; /* of the open ones */
	size_t n_root_attributes;
	uint64_t work;
};

/* ---- Tags ------------------------------------------------------------------- */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_letter(char c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static bool is_same_name(struct pyiq_str a, struct pyiq_str b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (lower(a.data[i]) != lower(b.data[i]))
			return false;
	return true;
}

static element_kind classify(struct pyiq_str name)
{
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
		if (is_same_name(name, pyiq_str(elements[i].name)))
			return elements[i].kind;
	return ORDINARY;
}

/* One attribute from `i` on, where no blank, `/` or `>` stands: returns its end. */
static size_t skip_attribute(struct pyiq_str html, size_t i)
{
	size_t name = i;

	/* A name may begin with `=`. */
	while (i < html.len && !is_blank(html.data[i]) && html.data[i] != '/' &&
	       html.data[i] != '>' && (html.data[i] != '=' || i == name))
		i++;

	size_t value = i;

	while (value < html.len && is_blank(html.data[value]))
		value++;
	if (value >= html.len || html.data[value] != '=')
		return i;
	for (i = value + 1; i < html.len && is_blank(html.data[i]);)
		i++;
	if (i < html.len && (html.data[i] == '"' || html.data[i] == '\'')) {
		const char *close = memchr(html.data + i + 1, html.data[i], html.len - i - 1);

		return close != NULL ? (size_t)(close - html.data) + 1 : html.len;
	}
	while (i < html.len && !is_blank(html.data[i]) && html.data[i] != '>')
		i++;
	return i;
}

/* The tag whose name begins at `name`; one that is never closed runs to the end. */
static struct tag read_tag(struct pyiq_str html, size_t name, bool closing)
{
	struct tag tag = { .closing = closing };
	size_t i = name;

	while (i < html.len && !is_blank(html.data[i]) && html.data[i] != '/' &&
	       html.data[i] != '>')
		i++;
	tag.name = (struct pyiq_str){ html.data + name, i - name };
	tag.kind = classify(tag.name);
	while (i < html.len && html.data[i] != '>') {
		if (is_blank(html.data[i]) || html.data[i] == '/') {
			i++;
		} else {
			i = skip_attribute(html, i);
			tag.n_attributes++;
		}
	}
	tag.end = i < html.len ? i + 1 : i;
	return tag;
}

static size_t find(struct pyiq_str html, size_t from, const char *wanted)
{
	size_t len = strlen(wanted);

	for (const char *p; html.len - from >= len &&
			    (p = memchr(html.data + from, wanted[0], html.len - from)) != NULL;
	     from++) {
		from = (size_t)(p - html.data);
		if (html.len - from >= len && memcmp(p, wanted, len) == 0)
			return from;
	}
	return html.len;
}

/* Where the comment ends whose `<!--` stands before `from`: `-->` and `--!>` do it, and `<!-->`. */
static size_t skip_comment(struct pyiq_str html, size_t from)
{
	for (size_t i = from - 2; (i = find(html, i, "--")) < html.len; i++) {
		size_t dashes = i;

		while (dashes < html.len && html.data[dashes] == '-')
			dashes++;
		if (dashes < html.len && html.data[dashes] == '!' && i >= from)
			dashes++;
		if (dashes < html.len && html.data[dashes] == '>')
			return dashes + 1;
		i = dashes - 1;
	}
	return html.len;
}

/* Where the end tag begins of an element that holds nothing but text. */
static size_t skip_raw(struct pyiq_str html, const struct tag *tag)
{
	for (size_t i = tag->end; (i = find(html, i, "</")) < html.len; i += 2) {
		size_t end = i + 2 + tag->name.len;
		struct pyiq_str name = { html.data + i + 2, tag->name.len };

		if (end < html.len && is_same_name(name, tag->name) &&
		    (is_blank(html.data[end]) || html.data[end] == '/' || html.data[end] == '>'))
			return i;
	}
	return html.len;
}

/* ---- What is open ------------------------------------------------------------- */

/* How many elements of a name are open, to be changed; NULL for one name too many. */
static size_t *count_of(struct guard *g, struct pyiq_str name)
{
	enum { SLOTS = sizeof g->open / sizeof *g->open, PATIENCE = 16 };
	uint64_t hash = PYIQ_HASH_SEED;

	for (size_t i = 0; i < name.len; i++) {
		char c = lower(name.data[i]);

		hash = pyiq_hash(hash, &c, 1);
	}
	for (size_t i = 0; i < PATIENCE; i++) {
		size_t slot = (hash + i) % SLOTS;

		if (g->open[slot].name.len == 0)
			g->open[slot].name = name;
		if (is_same_name(g->open[slot].name, name))
			return &g->open[slot].n;
	}
	return NULL;
}

static void count(struct guard *g, const struct tag *tag)
{
	size_t *n = count_of(g, tag->name);

	if (!tag->closing) {
		/* In SVG and MathML nothing ends by itself. */
		if (tag->kind == BRIEF && g->n_containers == 0)
			return;
		if (n != NULL)
			++*n;
		g->n_open++;
		g->n_containers += tag->kind == CONTAINER;
	} else if (n != NULL && *n > 0) {
		--*n;
		g->n_open--;
		g->n_containers -= tag->kind == CONTAINER;
	}
}

static size_t take_tag(struct guard *g, size_t name, bool closing, pyiq_status *status,
		       struct pyiq_error *err)
{
	/* Open elements at all tags: four seconds of the parser at worst. */
	enum { WORK = 200 * 1000 * 1000 };
	struct tag tag = read_tag(g->html, name, closing);
	bool is_script = is_same_name(tag.name, pyiq_str("script"));

	/* The first <html> and the first <body> take the attributes of all others. */
	if (is_same_name(tag.name, pyiq_str("html")) || is_same_name(tag.name, pyiq_str("body")))
		tag.n_attributes = g->n_root_attributes += tag.n_attributes;
	if (tag.n_attributes > PYIQ_HTML_ATTRIBUTES)
		*status = pyiq_fail(err, PYIQ_ERR_SOURCE, "a tag with more than %d attributes",
				    PYIQ_HTML_ATTRIBUTES);
	if (tag.kind == RAW && !closing && (g->n_containers == 0 || is_script))
		return skip_raw(g->html, &tag);
	count(g, &tag);
	g->work += g->n_open;
	if (g->work > WORK)
		*status = pyiq_fail(err, PYIQ_ERR_SOURCE, "nested deeper than %d levels",
				    PYIQ_HTML_DEPTH);
	return tag.end;
}

pyiq_status pyiq_html_guard(struct pyiq_str html, struct pyiq_error *err)
{
	struct guard g = { .html = html };
	pyiq_status status = PYIQ_OK;
	size_t i = 0;

	if (html.len > (size_t)PYIQ_HTML_MEGABYTES << 20)
		return pyiq_fail(err, PYIQ_ERR_SOURCE, "larger than %d MB", PYIQ_HTML_MEGABYTES);
	while (status == PYIQ_OK && (i = find(html, i, "<")) + 1 < html.len) {
		char c = html.data[++i];
		bool closing = c == '/' && i + 1 < html.len;

		if (is_letter(c) || (closing && is_letter(html.data[i + 1])))
			i = take_tag(&g, i + closing, closing, &status, err);
		else if (html.len - i >= 3 && memcmp(html.data + i, "!--", 3) == 0)
			i = skip_comment(html, i + 3);
		else if (c == '!' || c == '?' || closing)
			i = find(html, i, ">");
	}
	return status;
}

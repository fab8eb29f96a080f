#include "source/markdown_pieces.h"

#include <stdbool.h>

/* In nodes; see markdown_pieces.h. */
enum { ENOUGH = 256 * 1024, TOO_MUCH = 1000 * 1000, TOO_MUCH_IN_ALL = 6 * 1000 * 1000 };

/* The largest file of questions that was ever seen has 2,618. */
enum { TOO_MANY_HEADINGS = 250 * 1000 };

/* What a line is part of, as far as the lines above it tell. */
struct place {
	bool after_blank;
	bool in_container; /* a list or a quote */
	bool in_tags;      /* HTML that goes on to a blank line */
	char fence;        /* the character of an open fence, or NUL */
	size_t fence_length;
	const char *html_end; /* what ends the HTML that is open, or NULL */
	size_t depth;         /* containers that may be open */
	size_t paragraph;     /* where the lines without a blank one between them begin */
	size_t n_declarations;
};

static bool is_one_of(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

static size_t count(struct pyiq_str line, size_t from, char c)
{
	size_t n = 0;

	while (from + n < line.len && line.data[from + n] == c)
		n++;
	return n;
}

static bool begins(struct pyiq_str text, const char *with)
{
	size_t len = strlen(with);

	return text.len >= len && memcmp(text.data, with, len) == 0;
}

static bool contains(struct pyiq_str text, const char *part)
{
	for (; text.len > 0; text.data++, text.len--) {
		const char *first = memchr(text.data, part[0], text.len);

		if (first == NULL)
			return false;
		text.len -= (size_t)(first - text.data);
		text.data = first;
		if (begins(text, part))
			return true;
	}
	return false;
}

/* What ends the kind of HTML block that goes on over blank lines; NULL for a line that opens none. */
static const char *html_end_of(struct pyiq_str line)
{
	static const struct {
		const char *open, *end;
	} kinds[] = {
		{ "<!--", "-->" },
		{ "<![CDATA[", "]]>" },
		{ "<!", ">" },
		{ "<?", "?>" },
		{ "<pre", "</pre>" },
		{ "<PRE", "</PRE>" },
		{ "<script", "</script>" },
		{ "<style", "</style>" },
		{ "<SCRIPT", "</SCRIPT>" },
		{ "<textarea", "</textarea>" },
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (begins(line, kinds[i].open))
			return kinds[i].end;
	return NULL;
}

/* Note what a line opens or closes; `indent` blanks stand before it. */
static void follow(struct place *place, struct pyiq_str line, size_t indent)
{
	if (place->fence != '\0') {
		size_t n = indent < 4 ? count(line, 0, place->fence) : 0;

		if (n >= place->fence_length && n == line.len)
			place->fence = '\0';
		return;
	}
	if (place->html_end != NULL) {
		if (contains(line, place->html_end))
			place->html_end = NULL;
		return;
	}
	if (indent > 3 || line.len == 0 || (place->in_container && indent > 0))
		return;

	char c = line.data[0];
	size_t n = is_one_of(c, "`~") ? count(line, 0, c) : 0;

	if (n >= 3 && (c == '~' || memchr(line.data + n, '`', line.len - n) == NULL)) {
		place->fence = c;
		place->fence_length = n;
	} else if (c == '<') {
		const char *end = html_end_of(line);

		place->in_tags = true;
		place->html_end = end != NULL && !contains(line, end) ? end : NULL;
	} else if (is_one_of(c, ">-+*") || (c >= '0' && c <= '9')) {
		place->in_container = true;
	}
}

static bool is_heading(struct pyiq_str line)
{
	size_t n = count(line, 0, '#');

	return n > 0 && n < 7 && (n == line.len || is_one_of(line.data[n], " \t"));
}

/* Whether a line that is not blank begins something of its own, whatever stood above it. */
static bool stands_free(const struct place *place, struct pyiq_str line, size_t indent)
{
	if (place->fence != '\0' || place->html_end != NULL || indent > 0)
		return false;
	return place->after_blank ? !is_one_of(line.data[0], ">-+*0123456789<|[`~")
				  : is_heading(line) && !place->in_tags;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t count_blanks(struct pyiq_str line)
{
	size_t n = 0;

	while (n < line.len && is_blank(line.data[n]))
		n++;
	return n;
}

/* What may open a container in a line's beginning: marks with blanks behind them, and quotes. */
static size_t count_markers(struct pyiq_str line)
{
	size_t n = 0;

	for (size_t i = 0; i < line.len; i++) {
		if (is_blank(line.data[i]))
			continue;
		if (!is_one_of(line.data[i], ">-+*.)0123456789"))
			break;
		n += line.data[i] == '>' || (is_one_of(line.data[i], "-+*.)") && i + 1 < line.len &&
					     is_blank(line.data[i + 1]));
	}
	return n;
}

static bool is_mark(char c)
{
	switch (c) {
	case '`':
	case '*':
	case '_':
	case '[':
	case ']':
	case '<':
	case '&':
	case '\\':
	case '|':
	case '!':
		return true;
	default:
		return false;
	}
}

/*
 * What a line costs. Every container that is open is looked at for every line,
 * and cmark-gfm 0.29.0.gfm.6 looks for the end of each `<!A` and `<?` up to the
 * end of the paragraph (CVE-2023-22483).
 */
static size_t cost_of(struct place *place, struct pyiq_str line, size_t n_markers)
{
	enum { CONTAINERS = 16 }; /* that are looked at in the time a node takes */
	size_t cost = 1 + n_markers;

	for (size_t i = 0; i < line.len; i++) {
		char c = line.data[i];

		/* As many as one likes of these are one mark. */
		if (!is_mark(c) || (i > 0 && c == line.data[i - 1] && is_one_of(c, "`*_")))
			continue;
		cost++;
		place->n_declarations += c == '<' && i + 2 < line.len &&
					 is_one_of(line.data[i + 1], "!?") &&
					 line.data[i + 2] != '-';
	}
	if (n_markers > place->depth)
		place->depth = n_markers;
	return cost + place->depth / CONTAINERS;
}

/* What the declarations of the paragraph that ends at `end` cost. */
static size_t cost_of_declarations(struct place *place, size_t end)
{
	enum { BYTES = 1024 }; /* that are searched in the time a node takes */
	size_t cost = place->n_declarations * ((end - place->paragraph) / BYTES);

	place->n_declarations = 0;
	place->paragraph = end;
	return cost;
}

/* What a piece costs that has so much in it, and the pieces before it. */
static pyiq_status check_costs(const struct pyiq_markdown_pieces *pieces, size_t cost,
			       struct pyiq_error *err)
{
	if (cost > TOO_MUCH)
		return pyiq_fail(err, PYIQ_ERR_SOURCE,
				 "no notes: more than a million lines and marks without a "
				 "heading or paragraph between");
	if (pieces->cost + cost > TOO_MUCH_IN_ALL)
		return pyiq_fail(err, PYIQ_ERR_SOURCE,
				 "no notes: more than six million lines and marks");
	if (pieces->n_headings > TOO_MANY_HEADINGS)
		return pyiq_fail(err, PYIQ_ERR_SOURCE, "no notes: more than 250000 headings");
	return PYIQ_OK;
}

pyiq_status pyiq_markdown_next_piece(struct pyiq_markdown_pieces *pieces, struct pyiq_span *piece,
				     struct pyiq_error *err)
{
	struct pyiq_str source = pieces->source;
	struct place place = { .after_blank = true, .paragraph = pieces->at };
	size_t cost = 0, at = pieces->at;
	pyiq_status status = PYIQ_OK;

	while (at < source.len && status == PYIQ_OK) {
		const char *newline = memchr(source.data + at, '\n', source.len - at);
		size_t end = newline != NULL ? (size_t)(newline - source.data) : source.len;
		struct pyiq_str line = { source.data + at, end - at };
		size_t n_markers = count_markers(line), indent = count_blanks(line);

		line = (struct pyiq_str){ line.data + indent, line.len - indent };
		if (line.len > 0 && stands_free(&place, line, indent)) {
			if (cost > ENOUGH)
				break;
			place.in_container = false;
			place.depth = 0;
		}
		pieces->n_headings +=
			place.fence == '\0' && place.html_end == NULL && is_heading(line);
		follow(&place, line, indent);
		place.after_blank = line.len == 0;
		place.in_tags = place.in_tags && !place.after_blank;
		cost += cost_of(&place, line, n_markers);
		at = newline != NULL ? end + 1 : end;
		if (place.after_blank || at == source.len)
			cost += cost_of_declarations(&place, at);
		status = check_costs(pieces, cost, err);
	}
	*piece = (struct pyiq_span){ pieces->at, at };
	pieces->at = at;
	pieces->cost += cost;
	return status;
}

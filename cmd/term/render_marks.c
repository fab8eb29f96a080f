/*
 * Marks are places of the source, and cmark-gfm does not tell well enough where
 * in it a piece of text stood. But pieces come in the order of the source, each
 * mostly as it stands there: they are looked for, behind the one before. What
 * is not found stays without marks, and what is marked always reads as what
 * was found there.
 */
#include <string.h>

#include "term/rendering.h"

enum {
	REACH = 2500, /* what may stand between two pieces: the target of a link */
	WORD_REACH = 200,
	LONGEST = 4000 /* so that a piece that is not there costs no quadratic time */
};

/* Two texts whose lines end alike, from line to line. */
struct pair {
	struct pyiq_str from, to;
	size_t from_end, to_end; /* of the line under way */
};

static size_t next_line(struct pyiq_str text, size_t at)
{
	const char *feed = at < text.len ? memchr(text.data + at, '\n', text.len - at) : NULL;

	return feed ? (size_t)(feed - text.data) + 1 : text.len;
}

/* Where a place of the one text is in the other; places come in order. */
static size_t move(struct pair *pair, size_t at)
{
	while (pair->from_end <= at && pair->from_end < pair->from.len) {
		pair->from_end = next_line(pair->from, pair->from_end);
		pair->to_end = next_line(pair->to, pair->to_end);
	}
	return at + pair->to_end - pair->from_end;
}

pyiq_status marks_begin(struct marks *marks, const struct document *document,
			struct pyiq_str markdown, const struct pyiq_span *spans, size_t n,
			struct pyiq_error *err)
{
	const struct pyiq_buf *source = &document->source;
	struct pair pair = { .from = markdown, .to = { pyiq_buf_str(source), source->len } };

	*marks = (struct marks){ .source = pair.to, .line = 1 };
	if (n == 0)
		return PYIQ_OK;
	marks->spans = pyiq_alloc(n * sizeof *marks->spans);
	if (!marks->spans)
		return pyiq_fail_nomem(err);
	for (size_t i = 0; i < n; i++) {
		if (spans[i].start >= spans[i].end)
			continue;
		marks->spans[marks->n].start = move(&pair, spans[i].start);
		marks->spans[marks->n++].end = move(&pair, spans[i].end - 1) + 1;
	}
	return PYIQ_OK;
}

void marks_release(struct marks *marks)
{
	pyiq_free(marks->spans);
}

void marks_go_to_line(struct marks *marks, size_t line)
{
	for (; marks->line < line && marks->n > 0 && marks->line_start < marks->source.len;
	     marks->line++)
		marks->line_start = next_line(marks->source, marks->line_start);
	if (marks->line_start > marks->cursor)
		marks->cursor = marks->line_start;
}

/* Look for text behind the cursor and go behind it. Returns whether it is there. */
static bool find(struct marks *marks, struct pyiq_str text, size_t reach, size_t *found)
{
	const char *data = marks->source.data, *p;
	size_t last = marks->cursor + reach;

	if (text.len == 0 || marks->source.len < text.len)
		return false;
	if (last > marks->source.len - text.len)
		last = marks->source.len - text.len;
	for (size_t at = marks->cursor; at <= last; at++) {
		p = memchr(data + at, *text.data, last + 1 - at);
		if (!p)
			return false;
		at = (size_t)(p - data);
		if (memcmp(p, text.data, text.len) == 0) {
			*found = at;
			marks->cursor = at + text.len;
			return true;
		}
	}
	return false;
}

/* Paint what of [found, found + len) of the source is marked. */
static void paint(struct marks *marks, size_t found, size_t len, char *styles)
{
	while (marks->next < marks->n && marks->spans[marks->next].end <= found)
		marks->next++;
	for (size_t i = marks->next; i < marks->n && marks->spans[i].start < found + len; i++) {
		size_t start = marks->spans[i].start > found ? marks->spans[i].start - found : 0;
		size_t end = marks->spans[i].end - found;

		end = end < len ? end : len;
		if (start < end)
			memset(styles + start, STYLE_MATCH, end - start);
	}
}

static void paint_words(struct marks *marks, struct pyiq_str text, char *styles)
{
	for (size_t at = 0, end, found; at < text.len; at = end + 1) {
		const char *space = memchr(text.data + at, ' ', text.len - at);

		end = space ? (size_t)(space - text.data) : text.len;
		if (find(marks, (struct pyiq_str){ text.data + at, end - at }, WORD_REACH, &found))
			paint(marks, found, end - at, styles + at);
	}
}

void marks_paint(struct marks *marks, struct pyiq_str text, char *styles)
{
	size_t found;

	if (marks->n == 0)
		return;
	if (text.len <= LONGEST && find(marks, text, REACH, &found))
		paint(marks, found, text.len, styles);
	else
		paint_words(marks, text, styles);
}

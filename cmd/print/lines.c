#include "print/lines.h"

#include <string.h>

#include "base/memory.h"

/* All lines of a unit, and the matches cut at line ends. */
struct lines {
	struct unit_line *line;
	size_t n, capacity;
	struct pyiq_span *span;
	size_t n_spans, spans_capacity;
};

/* Whether a mark touches the line [start, end); at its line feed counts. */
static bool touches(struct pyiq_span mark, size_t start, size_t end)
{
	bool empty = mark.start == mark.end;

	return mark.start <= end && (empty ? mark.start >= start : mark.end > start);
}

/*
 * Add a line of `field` and the parts of the marks inside it. *mark is the
 * first one that may touch it, and moves on past those that end in it.
 */
static pyiq_status add_line(struct lines *lines, const struct pyiq_hit *hit, pyiq_field field,
			    struct pyiq_span where, size_t number, size_t *mark,
			    struct pyiq_error *err)
{
	const struct pyiq_passage *passage = &hit->unit->passage[field];
	pyiq_status status =
		pyiq_grow(&lines->line, &lines->capacity, lines->n + 1, sizeof *lines->line, err);
	if (status != PYIQ_OK)
		return status;

	struct unit_line *line = &lines->line[lines->n++];
	*line = (struct unit_line){
		.text = { passage->text.data + where.start, where.end - where.start },
		.number = number,
	};
	for (; *mark < hit->n_marks && hit->marks[*mark].field == field; (*mark)++) {
		struct pyiq_span span = hit->marks[*mark].span;

		if (!touches(span, where.start, where.end))
			break;
		line->matched = true;
		size_t start = span.start > where.start ? span.start - where.start : 0;
		size_t end = (span.end < where.end ? span.end : where.end) - where.start;
		if (start < end) {
			status = pyiq_grow(&lines->span, &lines->spans_capacity, lines->n_spans + 1,
					   sizeof *lines->span, err);
			if (status != PYIQ_OK)
				return status;
			lines->span[lines->n_spans++] = (struct pyiq_span){ start, end };
			line->n_spans++;
		}
		if (span.end > where.end + 1)
			break; /* it goes on in the next line */
	}
	return PYIQ_OK;
}

static pyiq_status add_passage(struct lines *lines, const struct pyiq_hit *hit, pyiq_field field,
			       size_t *mark, struct pyiq_error *err)
{
	struct pyiq_str text = hit->unit->passage[field].text;
	size_t number = hit->unit->passage[field].line;
	/* What was made from something else has no lines there. */
	size_t step = hit->unit->form == PYIQ_FORM_SOURCE;

	while (*mark < hit->n_marks && hit->marks[*mark].field < field)
		(*mark)++;
	for (size_t at = 0; at < text.len; number += step) {
		const char *feed = memchr(text.data + at, '\n', text.len - at);
		size_t end = feed ? (size_t)(feed - text.data) : text.len;
		struct pyiq_span where = { at, end };
		pyiq_status status = add_line(lines, hit, field, where, number, mark, err);

		if (status != PYIQ_OK)
			return status;
		at = end + (feed != NULL);
	}
	return PYIQ_OK;
}

static pyiq_status split(struct lines *lines, const struct pyiq_hit *hit, struct pyiq_error *err)
{
	size_t mark = 0, span = 0;
	bool any = false;

	for (pyiq_field field = PYIQ_QUESTION; field < PYIQ_N_FIELDS; field++) {
		pyiq_status status = add_passage(lines, hit, field, &mark, err);

		if (status != PYIQ_OK)
			return status;
	}
	for (size_t i = 0; i < lines->n; i++) {
		lines->line[i].spans = lines->span ? lines->span + span : NULL;
		span += lines->line[i].n_spans;
		any |= lines->line[i].matched;
	}
	if (!any && lines->n > 0)
		lines->line[0].matched = true;
	return PYIQ_OK;
}

static void push(struct lines *lines, size_t before, size_t after, unit_line_fn *fn, void *ctx)
{
	size_t shown = 0;  /* the lines up to this one were pushed or passed over */
	size_t follow = 0; /* so many lines are still owed to the last match */
	bool gap = true;

	for (size_t i = 0; i < lines->n; i++) {
		struct unit_line *line = &lines->line[i];

		if (!line->matched && follow == 0)
			continue;
		if (line->matched) {
			size_t first = i - shown > before ? i - before : shown;

			gap |= first > shown;
			for (size_t j = first; j < i; j++) {
				lines->line[j].after_gap = gap;
				fn(ctx, &lines->line[j]);
				gap = false;
			}
			follow = after;
		} else {
			follow--;
		}
		line->after_gap = gap;
		fn(ctx, line);
		gap = false;
		shown = i + 1;
	}
}

pyiq_status lines_of_hit(const struct pyiq_hit *hit, size_t before, size_t after, unit_line_fn *fn,
			 void *ctx, struct pyiq_error *err)
{
	struct lines lines = { .line = NULL };
	pyiq_status status = split(&lines, hit, err);

	if (status == PYIQ_OK)
		push(&lines, before, after, fn, ctx);
	pyiq_free(lines.line);
	pyiq_free(lines.span);
	return status;
}

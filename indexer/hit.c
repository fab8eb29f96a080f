#include "hit.h"

#include <inttypes.h>
#include <stdio.h>

#include "store/schema.h"
#include "text/snippet.h"

struct pyiq_hit_maker {
	struct pyiq_db *db;
	const struct pyiq_search_options *options;
	struct pyiq_arena arena;
	struct pyiq_visible visible;
	struct pyiq_unit unit;
	struct pyiq_buf data; /* of an alike unit */
};

pyiq_status pyiq_hit_maker_new(struct pyiq_db *db, const struct pyiq_search_options *options,
			       struct pyiq_hit_maker **out, struct pyiq_error *err)
{
	struct pyiq_hit_maker *maker = pyiq_alloc(sizeof *maker);

	*out = maker;
	if (maker == NULL)
		return pyiq_fail_nomem(err);
	*maker = (struct pyiq_hit_maker){ .db = db, .options = options, .data = PYIQ_BUF_INIT };
	pyiq_arena_init(&maker->arena);
	pyiq_visible_init(&maker->visible);
	return PYIQ_OK;
}

void pyiq_hit_maker_free(struct pyiq_hit_maker *maker)
{
	if (maker == NULL)
		return;
	pyiq_arena_release(&maker->arena);
	pyiq_visible_release(&maker->visible);
	pyiq_buf_release(&maker->data);
	pyiq_free(maker);
}

/* ---- Marks ------------------------------------------------------------------------ */

/* Matches that overlap become one mark; kinds[i] is the term of mark i. */
static pyiq_status make_marks(struct pyiq_hit_maker *maker, const struct pyiq_match *matches,
			      size_t n, struct pyiq_hit *hit, unsigned **kinds,
			      struct pyiq_error *err)
{
	struct pyiq_mark *marks = pyiq_arena_alloc(&maker->arena, n * sizeof *marks);
	size_t n_marks = 0;

	*kinds = pyiq_arena_alloc(&maker->arena, n * sizeof **kinds);
	if (marks == NULL || *kinds == NULL)
		return pyiq_fail_nomem(err);
	for (size_t i = 0; i < n; i++) {
		struct pyiq_mark *last = n_marks > 0 ? &marks[n_marks - 1] : NULL;

		if (last != NULL && (unsigned)last->field == matches[i].field &&
		    matches[i].span.start < last->span.end) {
			if (matches[i].span.end > last->span.end)
				last->span.end = matches[i].span.end;
			continue;
		}
		(*kinds)[n_marks] = (unsigned)matches[i].group;
		marks[n_marks++] =
			(struct pyiq_mark){ (pyiq_field)matches[i].field, matches[i].span };
	}
	hit->marks = marks;
	hit->n_marks = n_marks;
	return PYIQ_OK;
}

static pyiq_status make_terms(struct pyiq_hit_maker *maker, const struct pyiq_match *matches,
			      size_t n, const struct pyiq_str *terms, size_t n_terms,
			      struct pyiq_hit *hit, struct pyiq_error *err)
{
	struct pyiq_str *out = pyiq_arena_alloc(&maker->arena, n_terms * sizeof *out);
	bool *matched = pyiq_arena_alloc(&maker->arena, n_terms * sizeof *matched);

	if (out == NULL || matched == NULL)
		return pyiq_fail_nomem(err);
	for (size_t i = 0; i < n_terms; i++)
		matched[i] = false;
	for (size_t i = 0; i < n; i++)
		matched[matches[i].group] = true;
	hit->terms = out;
	for (size_t i = 0; i < n_terms; i++)
		if (matched[i])
			out[hit->n_terms++] = terms[i];
	return PYIQ_OK;
}

/* ---- The snippet ---------------------------------------------------------------------- */

/* The passage a reader wants to see: the answer, unless only the prompt has what was asked for. */
static pyiq_field snippet_field(const struct pyiq_hit *hit)
{
	bool in[PYIQ_N_FIELDS] = { false };

	for (size_t i = 0; i < hit->n_marks; i++)
		in[hit->marks[i].field] = true;
	if (in[PYIQ_PROMPT] && !in[PYIQ_ANSWER])
		return PYIQ_PROMPT;
	return hit->unit->passage[PYIQ_ANSWER].text.len > 0 ? PYIQ_ANSWER : PYIQ_PROMPT;
}

/* Whether the line that begins at an offset is one of its own: a list item, a heading, a table row, a quote. */
static bool begins_block(struct pyiq_str text, size_t line)
{
	size_t digits = line;

	if (line == text.len || strchr("-*+>#|\n", text.data[line]) != NULL)
		return true;
	while (digits < text.len && text.data[digits] >= '0' && text.data[digits] <= '9')
		digits++;
	return digits > line && digits < text.len && strchr(".)", text.data[digits]) != NULL;
}

static size_t skip_blanks(struct pyiq_str text, size_t offset)
{
	while (offset < text.len && (text.data[offset] == ' ' || text.data[offset] == '\t'))
		offset++;
	return offset;
}

/*
 * Where the author broke a line of prose only for its length, the reader's
 * window breaks it elsewhere: such a line end becomes a blank. Lengths stay.
 */
static void join_lines(struct pyiq_visible *visible)
{
	struct pyiq_str text = { visible->text.data, visible->text.len };
	size_t line = 0, segment = 0;

	for (size_t i = 0; i < text.len; i++) {
		size_t next;

		if (text.data[i] != '\n')
			continue;
		while (segment + 1 < visible->n_segments &&
		       visible->segments[segment + 1].visible <= i)
			segment++;
		next = skip_blanks(text, i + 1);
		line = skip_blanks(text, line);
		if (line < i && text.data[line] != '#' && text.data[line] != '|' &&
		    !visible->segments[segment].code && !begins_block(text, next) &&
		    !(i >= 2 && memcmp(text.data + i - 2, "  ", 2) == 0))
			visible->text.data[i] = ' ';
		line = i + 1;
	}
}

static bool has_text(struct pyiq_str text, size_t from, size_t to)
{
	while (from < to && strchr(" \t\n", text.data[from]) != NULL)
		from++;
	return from < to;
}

/* Columns of white space before the first word of the line that holds an offset; 0 if words stand before it. */
static size_t indentation(struct pyiq_str text, size_t offset)
{
	size_t start = offset;

	while (start > 0 && (text.data[start - 1] == ' ' || text.data[start - 1] == '\t'))
		start--;
	return start == 0 || text.data[start - 1] == '\n' ? offset - start : 0;
}

/* Copy the window; what its first line was indented by, the others lose too, and the spans move along. */
static pyiq_status take_window(struct pyiq_hit_maker *maker, struct pyiq_str text,
			       struct pyiq_span window, struct pyiq_span *spans,
			       struct pyiq_snippet *snippet, struct pyiq_error *err)
{
	size_t len = window.end - window.start, indent = indentation(text, window.start);
	const char *from = text.data + window.start;
	char *out = pyiq_arena_alloc(&maker->arena, len + 1);
	size_t to = 0, span = 0;

	if (out == NULL)
		return pyiq_fail_nomem(err);
	for (size_t i = 0, left = 0; i <= len; i++) {
		for (; span < 2 * snippet->n_spans; span++) {
			size_t *edge =
				span % 2 == 0 ? &spans[span / 2].start : &spans[span / 2].end;

			if (*edge > i)
				break;
			*edge = to;
		}
		if (i == len)
			break;
		if (left > 0 && (from[i] == ' ' || from[i] == '\t')) {
			left--;
			continue;
		}
		left = from[i] == '\n' ? indent : 0;
		out[to++] = from[i];
	}
	snippet->text = (struct pyiq_str){ out, to };
	return PYIQ_OK;
}

static pyiq_status make_snippet(struct pyiq_hit_maker *maker, const struct pyiq_record *record,
				const unsigned *kinds, struct pyiq_hit *hit, struct pyiq_error *err)
{
	pyiq_field field = snippet_field(hit);
	struct pyiq_span *spans = pyiq_arena_alloc(&maker->arena, hit->n_marks * sizeof *spans);
	unsigned *span_kinds = pyiq_arena_alloc(&maker->arena, hit->n_marks * sizeof *span_kinds);
	struct pyiq_span window;
	struct pyiq_str text;
	size_t n = 0, n_kept = 0;
	pyiq_status status = pyiq_visible_make(&maker->visible, &record->texts[field], err);

	if (spans == NULL || span_kinds == NULL)
		return pyiq_fail_nomem(err);
	if (status != PYIQ_OK)
		return status;
	for (size_t i = 0; i < hit->n_marks; i++) {
		if (hit->marks[i].field != field)
			continue;
		spans[n] = pyiq_visible_from_source(&maker->visible, hit->marks[i].span);
		span_kinds[n] = kinds[i];
		n += spans[n].end > spans[n].start &&
		     (n == 0 || spans[n].start >= spans[n - 1].end);
	}
	join_lines(&maker->visible);
	text = (struct pyiq_str){ pyiq_buf_str(&maker->visible.text), maker->visible.text.len };
	status = pyiq_snippet_pick(text, spans, span_kinds, n, maker->options->snippet_width,
				   maker->options->snippet_lines, &window);
	if (status == PYIQ_ERR_INVALID)
		return pyiq_fail(err, PYIQ_ERR_INTERNAL, "matches out of order");
	if (status != PYIQ_OK)
		return status;
	for (size_t i = 0; i < n; i++) {
		if (spans[i].end <= window.start || spans[i].start >= window.end)
			continue;

		size_t start = spans[i].start > window.start ? spans[i].start : window.start;
		size_t end = spans[i].end < window.end ? spans[i].end : window.end;

		spans[n_kept++] = (struct pyiq_span){ start - window.start, end - window.start };
	}
	hit->snippet.spans = spans;
	hit->snippet.n_spans = n_kept;
	hit->snippet.cut_before = has_text(text, 0, window.start);
	hit->snippet.cut_after = has_text(text, window.end, text.len);
	return take_window(maker, text, window, spans, &hit->snippet, err);
}

/* ---- Alike units -------------------------------------------------------------------------- */

struct alike {
	struct pyiq_hit_maker *maker;
	pyiq_docid self;
	struct pyiq_place *places;
	size_t n;
	pyiq_status status;
	struct pyiq_error *err;
};

static int note_alike(void *ctx, pyiq_docid id)
{
	struct alike *alike = ctx;
	struct pyiq_hit_maker *maker = alike->maker;
	struct pyiq_record record;
	struct pyiq_unit unit;

	if (id == alike->self)
		return 0;
	alike->status = pyiq_x_db_doc_data(maker->db->all, id, &maker->data, alike->err);
	if (alike->status == PYIQ_OK)
		alike->status = pyiq_db_decode(
			maker->db, (struct pyiq_str){ pyiq_buf_str(&maker->data), maker->data.len },
			&record, &maker->arena, alike->err);

	/* The path may point into the data, which the next alike unit overwrites. */
	if (alike->status == PYIQ_OK)
		alike->status =
			pyiq_db_unit(maker->db, id, &record, &unit, &maker->arena, alike->err);
	if (alike->status == PYIQ_OK) {
		struct pyiq_place *place = &alike->places[alike->n++];

		memcpy(place->id, unit.id, sizeof place->id);
		place->line = unit.line;
		place->file.len = unit.file.len;
		place->file.data = pyiq_arena_copy(&maker->arena, unit.file.data, unit.file.len);
		if (place->file.data == NULL)
			alike->status = pyiq_fail_nomem(alike->err);
	}
	return alike->status != PYIQ_OK;
}

static pyiq_status make_duplicates(struct pyiq_hit_maker *maker, pyiq_docid id,
				   const struct pyiq_record *record, const pyiq_docid *near,
				   size_t n_near, struct pyiq_hit *hit, struct pyiq_error *err)
{
	struct alike alike = { .maker = maker, .self = id, .err = err };
	char term[32];
	uint32_t freq = 0;
	pyiq_status status;

	snprintf(term, sizeof term, "%s%016" PRIx64, PYIQ_PREFIX_ALIKE, record->alike);
	status = pyiq_x_db_term_freq(maker->db->all, pyiq_str(term), &freq, err);
	if (status != PYIQ_OK || (freq < 2 && n_near == 0))
		return status;
	alike.places = pyiq_arena_alloc(&maker->arena, (freq + n_near) * sizeof *alike.places);
	if (alike.places == NULL)
		return pyiq_fail_nomem(err);
	if (freq > 1)
		status = pyiq_x_db_each_posting(maker->db->all, pyiq_str(term), note_alike, &alike,
						err);
	for (size_t i = 0; i < n_near && status == PYIQ_OK; i++)
		if (note_alike(&alike, near[i]) != 0)
			status = PYIQ_STOPPED;
	hit->duplicates = alike.places;
	hit->n_duplicates = alike.n;
	return status == PYIQ_STOPPED ? alike.status : status;
}

pyiq_status pyiq_hit_make(struct pyiq_hit_maker *maker, pyiq_docid id,
			  const struct pyiq_record *record, const struct pyiq_match *matches,
			  size_t n_matches, const struct pyiq_str *terms, size_t n_terms,
			  const pyiq_docid *near, size_t n_near, struct pyiq_hit *hit,
			  struct pyiq_error *err)
{
	unsigned *kinds = NULL;
	pyiq_status status;

	*hit = (struct pyiq_hit){ .unit = &maker->unit };
	pyiq_arena_clear(&maker->arena);
	status = pyiq_db_unit(maker->db, id, record, &maker->unit, &maker->arena, err);
	if (status == PYIQ_OK)
		status = make_marks(maker, matches, n_matches, hit, &kinds, err);
	if (status == PYIQ_OK)
		status = make_terms(maker, matches, n_matches, terms, n_terms, hit, err);
	if (status == PYIQ_OK && maker->options->snippet_width > 0)
		status = make_snippet(maker, record, kinds, hit, err);
	if (status == PYIQ_OK && maker->options->fold != PYIQ_FOLD_NONE)
		status = make_duplicates(maker, id, record, near, n_near, hit, err);
	return status;
}

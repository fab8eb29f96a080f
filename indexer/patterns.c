#include "searching.h"

#include <stdio.h>
#include <stdlib.h>

#include "query/regex.h"

struct patterns {
	struct pyiq_searcher *s;
	struct pyiq_regex *regex;
	const struct pyiq_str *pattern;
	size_t n_patterns;
	bool full;            /* as many hits as were asked for */
	bool fallback;        /* the user typed words: an empty match says nothing */
	struct pyiq_buf text; /* question, prompt and answer of a unit, a line end between */
	size_t starts[PYIQ_N_FIELDS + 1];
	struct pyiq_match *matches;
	size_t n, capacity;
	size_t current; /* the pattern being matched */
	pyiq_status status;
};

static void join_texts(struct patterns *p, const struct pyiq_record *record)
{
	pyiq_buf_clear(&p->text);
	for (size_t i = 0; i < PYIQ_N_FIELDS; i++) {
		struct pyiq_str text = record->texts[i].source;

		p->starts[i] = p->text.len;
		pyiq_buf_append(&p->text, text.data, text.len);
		if (text.len > 0)
			pyiq_buf_putc(&p->text, '\n');
	}
	p->starts[PYIQ_N_FIELDS] = p->text.len;
}

/* A match is shown in each text that it touches; line ends between texts show nowhere. */
static int take_match(void *ctx, struct pyiq_span match)
{
	struct patterns *p = ctx;

	if (p->fallback && match.start == match.end)
		return 0;
	for (unsigned i = 0; i < PYIQ_N_FIELDS && p->status == PYIQ_OK; i++) {
		size_t from = p->starts[i],
		       to = p->starts[i + 1] > from ? p->starts[i + 1] - 1 : from;
		size_t start = match.start > from ? match.start : from;
		size_t end = match.end < to ? match.end : to;
		bool empty_here = match.start == match.end && start == end && start >= from &&
				  match.start <= to && to > from;

		if (start >= end && !empty_here)
			continue;
		p->status = pyiq_grow(&p->matches, &p->capacity, p->n + 1, sizeof *p->matches,
				      p->s->err);
		if (p->status == PYIQ_OK)
			p->matches[p->n++] =
				(struct pyiq_match){ i, { start - from, end - from }, p->current };
		if (empty_here)
			break;
	}
	return p->status != PYIQ_OK;
}

static int compare_matches(const void *left, const void *right)
{
	const struct pyiq_match *a = left, *b = right;

	if (a->field != b->field)
		return a->field < b->field ? -1 : 1;
	if (a->span.start != b->span.start)
		return a->span.start < b->span.start ? -1 : 1;
	return (a->span.end < b->span.end) - (a->span.end > b->span.end);
}

/* Whether a unit alike was seen before; it is remembered now. */
static pyiq_status fold(struct pyiq_searcher *s, struct pyiq_str key, bool *seen)
{
	struct pyiq_entry *entry;

	*seen = false;
	if (s->options->fold == PYIQ_FOLD_NONE)
		return PYIQ_OK;
	entry = pyiq_table_put(&s->folded, key);
	if (entry == NULL)
		return pyiq_fail_nomem(s->err);
	*seen = entry->value.number++ > 0;
	return PYIQ_OK;
}

/* Whether a unit is a hit; its matches are in p->matches. */
static pyiq_status judge_text(struct patterns *p, bool *is_hit)
{
	const struct pyiq_search_options *o = p->s->options;
	struct pyiq_str text = { pyiq_buf_str(&p->text), p->text.len };
	size_t n_matched = 0;
	pyiq_status status = pyiq_buf_status(&p->text, p->s->err);

	p->n = 0;
	for (p->current = 0; p->current < p->n_patterns && status == PYIQ_OK; p->current++) {
		size_t before = p->n;

		status = pyiq_regex_match_one(p->regex, p->current, text, take_match, p, p->s->err);
		if (status == PYIQ_STOPPED)
			status = p->status;
		n_matched += p->n > before;
		if (o->every_pattern && p->n == before)
			break;
	}
	*is_hit = (o->every_pattern ? n_matched == p->n_patterns : n_matched > 0) != o->invert;
	if (o->invert)
		p->n = 0;
	if (p->n_patterns > 1 && p->n > 1)
		qsort(p->matches, p->n, sizeof *p->matches, compare_matches);
	return status;
}

/* A unit whose text a pattern could not be matched against within its budget. */
static void report(struct patterns *p, const struct pyiq_unit *unit, const char *cause)
{
	char *place;

	p->s->summary->n_failed++;
	if (p->s->options->warning == NULL)
		return;
	place = pyiq_arena_alloc(&p->s->arena, unit->file.len + 32);
	if (place == NULL)
		return;
	snprintf(place, unit->file.len + 32, "%.*s:%zu", (int)unit->file.len, unit->file.data,
		 unit->line);
	p->s->options->warning(p->s->options->ctx, place, cause);
}

static pyiq_status match_record(void *ctx, pyiq_docid id, const struct pyiq_record *record,
				struct pyiq_error *err)
{
	struct patterns *p = ctx;
	struct pyiq_searcher *s = p->s;
	struct pyiq_error failure;
	struct pyiq_unit unit;
	struct pyiq_hit hit;
	bool is_hit = false, seen = false;
	pyiq_status status;

	p->full = s->summary->n_shown == s->options->max;
	if (p->full)
		return PYIQ_STOPPED;
	join_texts(p, record);
	s->err = &failure;
	status = judge_text(p, &is_hit);
	s->err = err;
	/* Who typed words asked for no pattern, and need not hear of its limits. */
	if (status == PYIQ_ERR_LIMIT && p->fallback)
		return PYIQ_OK;
	if (status == PYIQ_ERR_LIMIT) {
		pyiq_arena_clear(&s->arena);
		status = pyiq_db_unit(s->db, id, record, &unit, &s->arena, err);
		if (status == PYIQ_OK)
			report(p, &unit, failure.message);
		return status;
	}
	if (status != PYIQ_OK)
		return pyiq_fail(err, status, "%s", failure.message);
	if (is_hit)
		status = fold(
			s, (struct pyiq_str){ (const char *)&record->alike, sizeof record->alike },
			&seen);
	if (status != PYIQ_OK || !is_hit || seen)
		return status;
	s->summary->n_total++;
	status = pyiq_hit_make(s->maker, id, record, p->matches, p->n, p->pattern, p->n_patterns,
			       NULL, 0, &hit, err);
	if (status == PYIQ_OK && p->fallback && s->summary->n_shown == 0)
		pyiq_search_note(s, "no unit has these words; looking for the text as a pattern",
				 p->pattern[0]);
	return status == PYIQ_OK ? pyiq_search_push(s, &hit, 0) : status;
}

pyiq_status pyiq_search_patterns(struct pyiq_searcher *s, const struct pyiq_str *pattern, size_t n,
				 unsigned flags, bool fallback)
{
	struct patterns p = { .s = s,
			      .pattern = pattern,
			      .n_patterns = n,
			      .fallback = fallback,
			      .text = PYIQ_BUF_INIT };
	const struct pyiq_wanted wanted = { .answered = s->options->answered,
					    .file = s->options->wants_file,
					    .ctx = s->options->ctx };
	pyiq_status status = pyiq_regex_compile(pattern, n, flags, &p.regex, s->err);

	if (status == PYIQ_OK)
		status = pyiq_db_each_record(s->db, &wanted, match_record, &p, s->err);
	if (status == PYIQ_STOPPED && p.full)
		status = PYIQ_OK;
	pyiq_regex_free(p.regex);
	pyiq_buf_release(&p.text);
	pyiq_free(p.matches);
	return status;
}

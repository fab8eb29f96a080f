#include "pyiq.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/table.h"
#include "db.h"
#include "hit.h"
#include "query/judge.h"
#include "query/plan.h"
#include "query/regex.h"
#include "store/schema.h"

/*
 * query → plan ┬ words:   postings propose → the text decides → hits
 *              └ pattern: every unit's text → hits
 * Both fold units that are alike and end in pyiq_hit_make.
 */
struct searcher {
	struct pyiq_db *db;
	const struct pyiq_search_options *options;
	pyiq_hit_fn *fn;
	void *ctx;
	struct pyiq_search_summary *summary;
	struct pyiq_hit_maker *maker;
	struct pyiq_table folded; /* the alike keys that were seen */
	struct pyiq_arena arena;  /* for one record */
	struct pyiq_error *err;
};

void pyiq_search_options_init(struct pyiq_search_options *options)
{
	*options = (struct pyiq_search_options){ .mode = PYIQ_WORDS,
						 .query = { "", 0 },
						 .max = 10,
						 .snippet_width = 240,
						 .snippet_lines = 3 };
}

/* Tell the user something about the query, which is quoted behind it. */
static void note(const struct searcher *s, const char *what, struct pyiq_str query)
{
	enum { SHOWN = 120 };
	char message[256];
	size_t len = query.len;

	if (s->options->note == NULL)
		return;
	if (len > SHOWN)
		for (len = SHOWN; len > 0 && ((unsigned char)query.data[len] & 0xC0) == 0x80; len--)
			;
	snprintf(message, sizeof message, "%s: %.*s", what, (int)len, query.data);
	for (char *newline = message; (newline = strchr(newline, '\n')) != NULL;)
		*newline = ' ';
	s->options->note(s->options->ctx, message);
}

/* Whether a unit alike was seen before; it is remembered now. */
static pyiq_status fold(struct searcher *s, struct pyiq_str key, bool *seen)
{
	struct pyiq_entry *entry;

	*seen = false;
	if (s->options->keep_duplicates)
		return PYIQ_OK;
	entry = pyiq_table_put(&s->folded, key);
	if (entry == NULL)
		return pyiq_fail_nomem(s->err);
	*seen = entry->value.number++ > 0;
	return PYIQ_OK;
}

static pyiq_status push(struct searcher *s, struct pyiq_hit *hit, double score)
{
	hit->rank = ++s->summary->n_shown;
	hit->score = score;
	return s->fn(s->ctx, hit) != 0 ? PYIQ_STOPPED : PYIQ_OK;
}

/* ---- Words ------------------------------------------------------------------------- */

/* The best so many of the postings are read again; DESIGN.md, "the index proposes". */
enum { RERANKED = 200 };

struct candidate {
	pyiq_docid id;
	double weight, score;
	struct pyiq_str path; /* the tie-breaker */
	size_t line;
};

struct words {
	struct searcher *s;
	struct pyiq_plan plan;
	struct pyiq_tokenizer *tokenizer;
	struct pyiq_stems *stems;
	struct pyiq_judge *judge;
	struct candidate *candidates;
	size_t n, capacity;
	struct pyiq_arena paths;
	struct pyiq_str *terms; /* of the plan's groups, as shown */
	pyiq_status status;
};

static int take_candidate(void *ctx, const struct pyiq_x_match *match)
{
	struct words *w = ctx;

	w->status =
		pyiq_grow(&w->candidates, &w->capacity, w->n + 1, sizeof *w->candidates, w->s->err);
	if (w->status == PYIQ_OK)
		w->candidates[w->n++] =
			(struct candidate){ .id = match->id, .weight = match->weight };
	return w->status != PYIQ_OK;
}

/* A phrase is in the text or it is not: ask every candidate. */
static int has_phrases(void *ctx, struct pyiq_str data)
{
	struct words *w = ctx;
	struct pyiq_record record;
	struct pyiq_evidence evidence;

	pyiq_arena_clear(&w->s->arena);
	w->status = pyiq_db_decode(w->s->db, data, &record, &w->s->arena, w->s->err);
	if (w->status == PYIQ_OK)
		w->status = pyiq_judge_unit(w->judge, &w->plan, w->tokenizer, w->stems, &record,
					    &evidence, NULL, NULL, w->s->err);
	if (w->status != PYIQ_OK)
		return -1;
	return evidence.phrases;
}

/* Add the candidates with or without answers; *estimate receives how many there are. */
static pyiq_status propose(struct words *w, bool answered, uint32_t *estimate)
{
	struct searcher *s = w->s;
	struct pyiq_x_match_options options = { .weight = PYIQ_X_WEIGHT_INEB2,
						.parameters = { 1 },
						.max = RERANKED };
	struct pyiq_x_query *query = NULL;
	pyiq_status status = pyiq_plan_propose(&w->plan, answered, &query, s->err);

	if (status == PYIQ_OK && s->options->max > RERANKED / 2)
		status = pyiq_x_db_doc_count(s->db->all, &options.max, s->err);
	if (w->plan.n_phrases > 0) {
		options.decide = has_phrases;
		options.decide_ctx = w;
	}
	if (status == PYIQ_OK)
		status = pyiq_x_db_match(s->db->all, query, &options, take_candidate, w, estimate,
					 s->err);
	pyiq_x_query_free(query);
	return status == PYIQ_STOPPED ? w->status : status;
}

static int compare_candidates(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;
	int order;

	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	order = pyiq_str_compare(a->path, b->path);
	return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

/* Read the best of the candidates from the first-th on again, and sort them by what their text says. */
static pyiq_status rerank(struct words *w, size_t first)
{
	size_t n = w->n - first < RERANKED ? w->n - first : RERANKED;
	double best = n > 0 ? w->candidates[first].weight : 0;

	for (size_t i = first; i < w->n; i++) {
		struct candidate *c = &w->candidates[i];
		struct pyiq_record record;
		struct pyiq_evidence evidence;
		pyiq_status status;

		c->score = best > 0 ? c->weight / best : 0;
		if (i - first >= n)
			continue;
		pyiq_arena_clear(&w->s->arena);
		status = pyiq_db_load(w->s->db, c->id, &record, &w->s->arena, w->s->err);
		if (status == PYIQ_OK)
			status = pyiq_judge_unit(w->judge, &w->plan, w->tokenizer, w->stems,
						 &record, &evidence, NULL, NULL, w->s->err);
		if (status != PYIQ_OK)
			return status;
		c->score = pyiq_judge_score(c->score, &evidence);
		c->line = record.line;
		c->path.len = record.path.len;
		c->path.data = pyiq_arena_copy(&w->paths, record.path.data, record.path.len);
		if (c->path.data == NULL)
			return pyiq_fail_nomem(w->s->err);
	}
	if (n > 1)
		qsort(w->candidates + first, n, sizeof *w->candidates, compare_candidates);
	return PYIQ_OK;
}

/* Questions without an answer come behind all others. *n_beyond receives how many units there are besides the candidates. */
static pyiq_status find_candidates(struct words *w, size_t *n_beyond)
{
	uint32_t estimate = 0;
	size_t n_answered;
	pyiq_status status = propose(w, true, &estimate);

	*n_beyond = estimate > w->n ? estimate - w->n : 0;
	if (status == PYIQ_OK)
		status = rerank(w, 0);
	if (status != PYIQ_OK || w->s->options->answered)
		return status;
	n_answered = w->n;
	status = propose(w, false, &estimate);
	if (status == PYIQ_OK && estimate > w->n - n_answered)
		*n_beyond += estimate - (w->n - n_answered);
	return status == PYIQ_OK ? rerank(w, n_answered) : status;
}

static pyiq_status push_words(struct words *w, const struct candidate *candidate)
{
	struct searcher *s = w->s;
	struct pyiq_record record;
	struct pyiq_evidence evidence;
	const struct pyiq_match *matches = NULL;
	size_t n_matches = 0;
	struct pyiq_hit hit;
	pyiq_status status;

	pyiq_arena_clear(&s->arena);
	status = pyiq_db_load(s->db, candidate->id, &record, &s->arena, s->err);
	if (status == PYIQ_OK)
		status = pyiq_judge_unit(w->judge, &w->plan, w->tokenizer, w->stems, &record,
					 &evidence, &matches, &n_matches, s->err);
	if (status == PYIQ_OK)
		status = pyiq_hit_make(s->maker, candidate->id, &record, matches, n_matches,
				       w->terms, w->plan.n_groups, &hit, s->err);
	return status == PYIQ_OK ? push(s, &hit, candidate->score) : status;
}

/* Fold, cut and push. Folding asks the value slot, so that what is not shown need not be loaded. */
static pyiq_status push_candidates(struct words *w)
{
	struct searcher *s = w->s;
	struct pyiq_buf key = PYIQ_BUF_INIT;
	size_t kept = 0;
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < w->n && status == PYIQ_OK; i++) {
		bool seen = false;

		status = pyiq_x_db_doc_value(s->db->all, w->candidates[i].id, PYIQ_SLOT_ALIKE, &key,
					     s->err);
		if (status == PYIQ_OK)
			status = fold(s, (struct pyiq_str){ pyiq_buf_str(&key), key.len }, &seen);
		if (!seen)
			w->candidates[kept++] = w->candidates[i];
	}
	pyiq_buf_release(&key);
	s->summary->n_total = kept;
	for (size_t i = 0; i < kept && i < s->options->max && status == PYIQ_OK; i++)
		status = push_words(w, &w->candidates[i]);
	return status;
}

static pyiq_status run_words(struct words *w)
{
	struct searcher *s = w->s;
	size_t n_beyond = 0;
	pyiq_status status = pyiq_tokenizer_new(&w->tokenizer, s->err);

	if (status == PYIQ_OK)
		status = pyiq_stems_new(&w->stems, s->err);
	if (status == PYIQ_OK)
		status = pyiq_judge_new(&w->judge, s->err);
	if (status == PYIQ_OK)
		status = pyiq_plan_make(&w->plan, s->options->query, w->tokenizer, w->stems,
					s->db->all, s->err);
	if (status == PYIQ_OK)
		status = find_candidates(w, &n_beyond);
	if (status != PYIQ_OK)
		return status;
	w->terms = pyiq_arena_alloc(&w->paths, w->plan.n_groups * sizeof *w->terms);
	if (w->terms == NULL)
		return pyiq_fail_nomem(s->err);
	for (size_t i = 0; i < w->plan.n_groups; i++)
		w->terms[i] = w->plan.groups[i].shown;
	if (w->plan.correction.len > 0 && w->n > 0)
		note(s, "did you mean",
		     (struct pyiq_str){ w->plan.correction.data, w->plan.correction.len });
	status = push_candidates(w);
	s->summary->n_total += n_beyond;
	return status;
}

static pyiq_status search_words(struct searcher *s)
{
	struct words w = { .s = s };
	pyiq_status status;

	pyiq_plan_init(&w.plan);
	pyiq_arena_init(&w.paths);
	status = run_words(&w);
	pyiq_plan_release(&w.plan);
	pyiq_tokenizer_free(w.tokenizer);
	pyiq_stems_free(w.stems);
	pyiq_judge_free(w.judge);
	pyiq_free(w.candidates);
	pyiq_arena_release(&w.paths);
	return status;
}

/* ---- Patterns ---------------------------------------------------------------------------- */

struct patterns {
	struct searcher *s;
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
	struct searcher *s = p->s;
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
			       &hit, err);
	if (status == PYIQ_OK && p->fallback && s->summary->n_shown == 0)
		note(s, "no unit has these words; looking for the text as a pattern",
		     p->pattern[0]);
	return status == PYIQ_OK ? push(s, &hit, 0) : status;
}

static pyiq_status search_patterns(struct searcher *s, const struct pyiq_str *pattern, size_t n,
				   unsigned flags, bool fallback)
{
	struct patterns p = { .s = s,
			      .pattern = pattern,
			      .n_patterns = n,
			      .fallback = fallback,
			      .text = PYIQ_BUF_INIT };
	pyiq_status status = pyiq_regex_compile(pattern, n, flags, &p.regex, s->err);

	if (status == PYIQ_OK)
		status = pyiq_db_each_record(s->db, s->options->answered, match_record, &p, s->err);
	if (status == PYIQ_STOPPED && p.full)
		status = PYIQ_OK;
	pyiq_regex_free(p.regex);
	pyiq_buf_release(&p.text);
	pyiq_free(p.matches);
	return status;
}

static unsigned regex_flags(const struct pyiq_search_options *o)
{
	return (o->mode == PYIQ_FIXED ? PYIQ_REGEX_FIXED : 0) |
	       (o->ignore_case ? PYIQ_REGEX_IGNORE_CASE : 0) |
	       (o->smart_case ? PYIQ_REGEX_SMART_CASE : 0) |
	       (o->whole_words ? PYIQ_REGEX_WORD : 0) | (o->whole_lines ? PYIQ_REGEX_LINE : 0);
}

/* ---- The straight line ------------------------------------------------------------------- */

static bool is_blank(struct pyiq_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (strchr(" \t\r\n", text.data[i]) == NULL || text.data[i] == '\0')
			return false;
	return true;
}

/* A query without any word hit may be a pattern, or a piece of text. */
static pyiq_status fall_back(struct searcher *s)
{
	const struct pyiq_str *query = &s->options->query;
	pyiq_status status;

	if (is_blank(*query))
		return PYIQ_OK;
	s->summary->mode = PYIQ_PATTERN;
	status = search_patterns(s, query, 1, PYIQ_REGEX_SMART_CASE, true);
	if (status == PYIQ_ERR_REGEX || status == PYIQ_ERR_INVALID ||
	    (status == PYIQ_OK && s->summary->n_shown == 0)) {
		s->summary->mode = PYIQ_FIXED;
		s->summary->n_failed = 0;
		status = search_patterns(s, query, 1, PYIQ_REGEX_SMART_CASE | PYIQ_REGEX_FIXED,
					 true);
		/* Text that is not UTF-8, or too long for a pattern, is no one's question. */
		if (status == PYIQ_ERR_INVALID || status == PYIQ_ERR_REGEX)
			status = PYIQ_OK;
	}
	return status;
}

static pyiq_status run(struct searcher *s)
{
	const struct pyiq_search_options *o = s->options;
	pyiq_status status;

	*s->summary = (struct pyiq_search_summary){ .mode = o->mode };
	if (o->mode != PYIQ_WORDS)
		return o->n_patterns == 0 || o->max == 0
			       ? PYIQ_OK
			       : search_patterns(s, o->patterns, o->n_patterns, regex_flags(o),
						 false);
	if (o->max == 0)
		return PYIQ_OK;
	status = search_words(s);
	return status == PYIQ_OK && s->summary->n_total == 0 ? fall_back(s) : status;
}

pyiq_status pyiq_search(struct pyiq_db *db, const struct pyiq_search_options *options,
			pyiq_hit_fn *fn, void *ctx, struct pyiq_search_summary *summary,
			struct pyiq_error *err)
{
	struct pyiq_search_summary own;
	struct searcher s = { .db = db,
			      .options = options,
			      .fn = fn,
			      .ctx = ctx,
			      .summary = summary != NULL ? summary : &own,
			      .err = err };
	pyiq_status status = pyiq_hit_maker_new(db, options, &s.maker, err);

	pyiq_table_init(&s.folded);
	pyiq_arena_init(&s.arena);
	if (status == PYIQ_OK)
		status = run(&s);
	if (status == PYIQ_ERR_STALE && s.summary->n_shown == 0) {
		pyiq_table_release(&s.folded);
		status = pyiq_db_refresh(db, err);
		if (status == PYIQ_OK)
			status = run(&s);
	}
	pyiq_hit_maker_free(s.maker);
	pyiq_table_release(&s.folded);
	pyiq_arena_release(&s.arena);
	return status;
}

void pyiq_versions(struct pyiq_versions *versions)
{
	*versions = (struct pyiq_versions){ .pyiq = PYIQ_VERSION,
					    .xapian = pyiq_x_version(),
					    .schema = PYIQ_SCHEMA };
	versions->pcre2 = pyiq_regex_version(&versions->jit);
}

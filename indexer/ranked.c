#include "asking.h"
#include "searching.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/schema.h"
#include "text/sketch.h"

/*
 * The best so many of the postings are read again (DESIGN.md, "the index
 * proposes"): with 30, 50, 100, 200 and 400 nDCG@10 was the same on the
 * collections of ../shared/eval.
 */
enum { RERANKED = 64 };

struct candidate {
	pyiq_docid id;
	double weight, score;
	double feature[PYIQ_N_FEATURES];
	bool typed;           /* it has a mistyped word as it was typed */
	struct pyiq_str path; /* the tie-breaker */
	size_t line;
	bool is_read;
	uint64_t alike, sketch;
	size_t near; /* index + 1 of the last unit that was folded into it; 0 for none */
};

/* A unit that was folded into one that it is nearly like. */
struct near {
	pyiq_docid id;
	size_t next; /* index + 1 of the one before; 0 for none */
};

struct ranking {
	struct pyiq_searcher *s;
	struct pyiq_asking asking;
	bool met_self; /* a unit is not like itself, but was among the candidates */
	bool prefers_typed;
	struct candidate *candidates;
	size_t n, capacity;
	struct near *near;
	size_t n_near, near_capacity;
	bool all_answered; /* no unit is without an answer */
	uint32_t n_units;
	uint32_t limit;  /* candidates at most, of either kind */
	size_t n_beyond; /* units that are estimated to match besides */
	struct pyiq_arena paths;
	struct pyiq_str *terms; /* of the plan's groups, as shown */
	pyiq_status status;
};

/* ---- Propose ----------------------------------------------------------------------- */

static int take_candidate(void *ctx, const struct pyiq_x_match *match)
{
	struct ranking *r = ctx;

	if (match->id == r->asking.self) {
		r->met_self = true;
		return 0;
	}
	r->status =
		pyiq_grow(&r->candidates, &r->capacity, r->n + 1, sizeof *r->candidates, r->s->err);
	if (r->status == PYIQ_OK)
		r->candidates[r->n++] =
			(struct candidate){ .id = match->id, .weight = match->weight };
	return r->status != PYIQ_OK;
}

/* Where the text decides who passes, it is asked of every candidate. */
static int passes(void *ctx, struct pyiq_str data)
{
	struct ranking *r = ctx;
	struct pyiq_record record;
	struct pyiq_verdict verdict;

	pyiq_arena_clear(&r->s->arena);
	r->status = pyiq_db_decode(r->s->db, data, &record, &r->s->arena, r->s->err);
	if (r->status == PYIQ_OK)
		r->status = pyiq_judge_unit(r->asking.judge, &r->asking.plan, &record, false,
					    &verdict, r->s->err);
	return r->status == PYIQ_OK ? verdict.passes : -1;
}

static int may_pass(void *ctx, struct pyiq_str sketch)
{
	const struct ranking *r = ctx;

	return pyiq_screen_passes(&r->asking.screen, sketch);
}

static pyiq_status propose(struct ranking *r, bool answered)
{
	struct pyiq_searcher *s = r->s;
	struct pyiq_x_match_options options = { .weight = PYIQ_X_WEIGHT_INEB2,
						.parameters = { 1 },
						.max = r->limit };
	struct pyiq_x_query *query = NULL;
	uint32_t estimate = 0;
	size_t before = r->n;
	pyiq_status status = pyiq_plan_propose(&r->asking.plan,
					       r->all_answered ? PYIQ_EITHER
					       : answered      ? PYIQ_ANSWERED
							       : PYIQ_UNANSWERED,
					       &query, s->err);

	if (status == PYIQ_OK && s->options->wants_file != NULL)
		status = pyiq_db_keep_sources(s->db, s->options->wants_file, s->options->ctx,
					      &query, s->err);
	if (r->asking.plan.reads_text) {
		options.decide = passes;
		options.screen = r->asking.screen.n_steps > 0 ? may_pass : NULL;
		options.screen_slot = PYIQ_SLOT_NEIGHBOURS;
		options.decide_ctx = r;
	}
	if (status == PYIQ_OK)
		status = pyiq_x_db_match(s->db->all, query, &options, take_candidate, r, &estimate,
					 s->err);
	pyiq_x_query_free(query);
	estimate -= r->met_self && estimate > 0;
	r->met_self = false;
	if (estimate > r->n - before)
		r->n_beyond += estimate - (r->n - before);
	return status == PYIQ_STOPPED ? r->status : status;
}

/* ---- Decide ------------------------------------------------------------------------- */

static int compare_candidates(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;
	int order;

	if (a->typed != b->typed)
		return a->typed ? -1 : 1;
	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	order = pyiq_str_compare(a->path, b->path);
	return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

/* Read a candidate's text. */
static pyiq_status judge(struct ranking *r, struct candidate *c, bool *passes_too)
{
	struct pyiq_searcher *s = r->s;
	struct pyiq_record record;
	struct pyiq_verdict verdict;
	double postings = c->feature[PYIQ_FEATURE_POSTINGS];
	pyiq_status status;

	pyiq_arena_clear(&s->arena);
	status = pyiq_db_load(s->db, c->id, &record, &s->arena, s->err);
	if (status == PYIQ_OK)
		status = pyiq_judge_unit(r->asking.judge, &r->asking.plan, &record, false, &verdict,
					 s->err);
	if (status != PYIQ_OK)
		return status;
	*passes_too = verdict.passes;
	memcpy(c->feature, verdict.feature, sizeof c->feature);
	c->feature[PYIQ_FEATURE_POSTINGS] = postings;
	c->score = pyiq_score(c->feature);
	c->typed = r->prefers_typed && verdict.typed;
	c->line = record.line;
	c->alike = record.alike;
	c->is_read = true;
	c->path.len = record.path.len;
	c->path.data = pyiq_arena_copy(&r->paths, record.path.data, record.path.len);
	return c->path.data != NULL ? PYIQ_OK : pyiq_fail_nomem(s->err);
}

/*
 * Read the best of the candidates from the first-th on again, and sort them by
 * what their text says. One that has the words of a stand-in, but apart, is no
 * hit; when all are counted, all are asked.
 */
static pyiq_status rerank(struct ranking *r, size_t first)
{
	size_t n = r->n - first, kept = first;
	bool reads_all = r->limit >= r->n_units && pyiq_plan_may_fail(&r->asking.plan);
	size_t n_read = reads_all || n < RERANKED ? n : RERANKED;
	double best = n > 0 ? r->candidates[first].weight : 0;
	size_t n_ranked = 0;

	for (size_t i = 0; i < n; i++) {
		struct candidate *c = &r->candidates[first + i];
		bool is_hit = true;
		pyiq_status status = PYIQ_OK;

		c->feature[PYIQ_FEATURE_POSTINGS] = best > 0 ? c->weight / best : 0;
		c->score = pyiq_score(c->feature);
		if (i < n_read)
			status = judge(r, c, &is_hit);
		if (status != PYIQ_OK)
			return status;
		if (!is_hit)
			continue;
		r->candidates[kept++] = *c;
		n_ranked += i < n_read;
	}
	r->n = kept;
	if (n_ranked > 1)
		qsort(r->candidates + first, n_ranked, sizeof *r->candidates, compare_candidates);
	return PYIQ_OK;
}

/* Questions without an answer come behind all others. */
static pyiq_status find_candidates(struct ranking *r)
{
	size_t n_answered;
	pyiq_status status = propose(r, true);

	if (status == PYIQ_OK)
		status = rerank(r, 0);
	if (status != PYIQ_OK || r->all_answered || r->s->options->answered)
		return status;
	n_answered = r->n;
	status = propose(r, false);
	return status == PYIQ_OK ? rerank(r, n_answered) : status;
}

/* ---- Fold ------------------------------------------------------------------------------ */

static pyiq_status load_number(struct ranking *r, pyiq_docid id, uint32_t slot,
			       struct pyiq_buf *value, uint64_t *number)
{
	pyiq_status status = pyiq_x_db_doc_value(r->s->db->all, id, slot, value, r->s->err);

	*number = 0;
	for (size_t i = 0; i < value->len && i < sizeof *number; i++)
		*number |= (uint64_t)(unsigned char)value->data[i] << (8 * i);
	return status;
}

/* The candidate, of the best that are kept, that one is nearly like; NULL when there is none. */
static struct candidate *find_near(struct ranking *r, size_t n_kept, const struct candidate *c)
{
	enum { COMPARED = 4096 }; /* every one with every other would take for ever */
	size_t n = n_kept < COMPARED ? n_kept : COMPARED;

	for (size_t i = 0; i < n; i++)
		if (pyiq_sketch_near(r->candidates[i].sketch, c->sketch))
			return &r->candidates[i];
	return NULL;
}

static pyiq_status add_near(struct ranking *r, struct candidate *like, pyiq_docid id)
{
	pyiq_status status =
		pyiq_grow(&r->near, &r->near_capacity, r->n_near + 1, sizeof *r->near, r->s->err);

	if (status != PYIQ_OK)
		return status;
	r->near[r->n_near++] = (struct near){ id, like->near };
	like->near = r->n_near;
	return PYIQ_OK;
}

/* What is alike to the unit that others shall be like is no news. */
static pyiq_status forget_self(struct ranking *r, struct pyiq_buf *value)
{
	uint64_t alike;
	struct pyiq_entry *entry;
	pyiq_status status = load_number(r, r->asking.self, PYIQ_SLOT_ALIKE, value, &alike);

	if (status != PYIQ_OK)
		return status;
	entry = pyiq_table_put(&r->s->folded,
			       (struct pyiq_str){ (const char *)&alike, sizeof alike });
	if (entry == NULL)
		return pyiq_fail_nomem(r->s->err);
	entry->value.number = -1;
	return PYIQ_OK;
}

/*
 * Keep a candidate, unless a better one is like it. The table tells which one
 * shows the units that are alike, by its number + 1.
 */
static pyiq_status fold_one(struct ranking *r, struct candidate *c, struct pyiq_buf *value,
			    size_t *n_kept)
{
	bool near = r->s->options->fold == PYIQ_FOLD_NEAR;
	struct candidate *like = NULL;
	struct pyiq_entry *entry;
	pyiq_status status = PYIQ_OK;

	if (!c->is_read)
		status = load_number(r, c->id, PYIQ_SLOT_ALIKE, value, &c->alike);
	if (status == PYIQ_OK && near)
		status = load_number(r, c->id, PYIQ_SLOT_SKETCH, value, &c->sketch);
	if (status != PYIQ_OK)
		return status;
	entry = pyiq_table_put(&r->s->folded,
			       (struct pyiq_str){ (const char *)&c->alike, sizeof c->alike });
	if (entry == NULL)
		return pyiq_fail_nomem(r->s->err);
	if (entry->value.number < 0)
		return PYIQ_OK;
	if (entry->value.number > 0) {
		like = &r->candidates[entry->value.number - 1];
		return like->alike != c->alike ? add_near(r, like, c->id) : PYIQ_OK;
	}
	if (near)
		like = find_near(r, *n_kept, c);
	if (like != NULL) {
		entry->value.number = like - r->candidates + 1;
		return add_near(r, like, c->id);
	}
	r->candidates[*n_kept] = *c;
	*n_kept += 1;
	entry->value.number = (int64_t)*n_kept;
	return PYIQ_OK;
}

/*
 * Of units that are alike the best remains. That is asked of the value slots, so
 * that what is not shown need not be loaded.
 */
static pyiq_status fold(struct ranking *r, size_t *n_kept)
{
	struct pyiq_buf value = PYIQ_BUF_INIT;
	pyiq_status status = PYIQ_OK;

	*n_kept = r->n;
	if (r->s->options->fold == PYIQ_FOLD_NONE)
		return PYIQ_OK;
	*n_kept = 0;
	pyiq_table_release(&r->s->folded);
	if (r->asking.self != 0)
		status = forget_self(r, &value);
	for (size_t i = 0; i < r->n && status == PYIQ_OK; i++) {
		struct candidate c = r->candidates[i];

		status = fold_one(r, &c, &value, n_kept);
	}
	pyiq_buf_release(&value);
	return status;
}

/* ---- Push --------------------------------------------------------------------------------- */

static pyiq_status note_near(struct ranking *r, const struct candidate *c, pyiq_docid **ids,
			     size_t *n)
{
	*n = 0;
	*ids = NULL;
	for (size_t i = c->near; i != 0; i = r->near[i - 1].next)
		++*n;
	if (*n == 0)
		return PYIQ_OK;
	*ids = pyiq_arena_alloc(&r->paths, *n * sizeof **ids);
	if (*ids == NULL)
		return pyiq_fail_nomem(r->s->err);
	for (size_t i = c->near, at = *n; i != 0; i = r->near[i - 1].next)
		(*ids)[--at] = r->near[i - 1].id;
	return PYIQ_OK;
}

static pyiq_status push(struct ranking *r, const struct candidate *c)
{
	struct pyiq_searcher *s = r->s;
	struct pyiq_score_part parts[PYIQ_N_FEATURES];
	struct pyiq_verdict verdict;
	struct pyiq_record record;
	struct pyiq_hit hit;
	pyiq_docid *near = NULL;
	size_t n_near = 0;
	pyiq_status status;

	pyiq_arena_clear(&s->arena);
	status = pyiq_db_load(s->db, c->id, &record, &s->arena, s->err);
	if (status == PYIQ_OK)
		status = pyiq_judge_unit(r->asking.judge, &r->asking.plan, &record, true, &verdict,
					 s->err);
	if (status == PYIQ_OK)
		status = note_near(r, c, &near, &n_near);
	if (status == PYIQ_OK)
		status = pyiq_hit_make(s->maker, c->id, &record, verdict.matches, verdict.n_matches,
				       r->terms, r->asking.plan.n_groups, near, n_near, &hit,
				       s->err);
	if (status != PYIQ_OK)
		return status;
	for (unsigned i = 0; i < PYIQ_N_FEATURES; i++)
		parts[i] = (struct pyiq_score_part){ pyiq_feature_name(i), c->feature[i],
						     pyiq_feature_weight(i) };
	hit.parts = parts;
	hit.n_parts = PYIQ_N_FEATURES;
	return pyiq_search_push(s, &hit, c->score);
}

static void tell_corrections(struct ranking *r)
{
	const struct pyiq_buf *correction = &r->asking.plan.correction,
			      *capped = &r->asking.plan.capped;

	if (correction->len > 0 && r->n > 0)
		pyiq_search_note(r->s, "did you mean",
				 (struct pyiq_str){ correction->data, correction->len });
	if (capped->len > 0)
		pyiq_search_note(r->s, "only its most frequent words are searched for",
				 (struct pyiq_str){ capped->data, capped->len });
}

static pyiq_status explain(struct ranking *r, size_t n_kept)
{
	const struct pyiq_search_options *o = r->s->options;
	char text[128];
	pyiq_status status;

	if (o->explain == NULL)
		return PYIQ_OK;
	status = pyiq_plan_describe(&r->asking.plan, o->explain, o->ctx, r->s->err);
	snprintf(text, sizeof text, "%zu proposed, %zu beyond them; %zu when alike ones are folded",
		 r->n, r->n_beyond, n_kept);
	if (status == PYIQ_OK)
		o->explain(o->ctx, "candidates", text);
	return status;
}

/* What the user should know, told once: a search may be run again. */
static pyiq_status tell(struct ranking *r, size_t n_kept)
{
	if (r->s->told)
		return PYIQ_OK;
	r->s->told = true;
	tell_corrections(r);
	return explain(r, n_kept);
}

static pyiq_status push_all(struct ranking *r, size_t n_kept)
{
	struct pyiq_searcher *s = r->s;
	pyiq_status status = tell(r, n_kept);

	s->summary->n_total = n_kept + r->n_beyond;
	for (size_t i = 0; i < n_kept && i < s->options->max && status == PYIQ_OK; i++)
		status = push(r, &r->candidates[i]);
	return status;
}

/* ---- The straight line ------------------------------------------------------------------------- */

static pyiq_status count_units(struct ranking *r)
{
	uint32_t n_answered = 0;
	pyiq_status status = pyiq_x_db_doc_count(r->s->db->all, &r->n_units, r->s->err);

	if (status == PYIQ_OK)
		status = pyiq_x_db_term_freq(r->s->db->all, pyiq_str(PYIQ_TERM_ANSWERED),
					     &n_answered, r->s->err);
	r->all_answered = n_answered == r->n_units;
	return status;
}

/* The best will do, unless so many of them are alike that too few remain. */
static pyiq_status search(struct ranking *r)
{
	size_t max = r->s->options->max, n_kept = 0;
	pyiq_status status = count_units(r);

	r->limit = max > r->n_units ? r->n_units : max > RERANKED ? (uint32_t)max : RERANKED;
	while (status == PYIQ_OK) {
		r->n = r->n_near = r->n_beyond = 0;
		status = find_candidates(r);
		if (status == PYIQ_OK)
			status = fold(r, &n_kept);
		if (n_kept >= max || r->n_beyond == 0 || r->limit >= r->n_units)
			break;
		r->limit = r->n_units;
	}
	return status == PYIQ_OK ? push_all(r, n_kept) : status;
}

static pyiq_status run(struct ranking *r)
{
	struct pyiq_searcher *s = r->s;
	const struct pyiq_plan *plan = &r->asking.plan;
	const struct pyiq_question question = { .query = s->options->query,
						.synonyms = s->options->synonyms,
						.like = s->like };
	pyiq_status status = pyiq_asking_make(&r->asking, &question, s->err);

	if (status != PYIQ_OK)
		return status;
	r->terms = pyiq_arena_alloc(&r->paths, plan->n_groups * sizeof *r->terms);
	if (r->terms == NULL)
		return pyiq_fail_nomem(s->err);
	for (size_t i = 0; i < plan->n_groups; i++) {
		r->terms[i] = plan->groups[i].shown;
		r->prefers_typed |= plan->groups[i].mistyped && plan->groups[i].freq > 0;
	}
	return search(r);
}

pyiq_status pyiq_search_words(struct pyiq_searcher *s)
{
	struct ranking r = { .s = s };
	pyiq_status status;

	pyiq_asking_init(&r.asking, s->db);
	pyiq_arena_init(&r.paths);
	status = run(&r);
	pyiq_asking_release(&r.asking);
	pyiq_free(r.candidates);
	pyiq_free(r.near);
	pyiq_arena_release(&r.paths);
	return status;
}

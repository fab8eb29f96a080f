#include "asking.h"
#include "store/schema.h"

/*
 * Every unit is drawn with the same probability, so that of those drawn that
 * match any is as likely as another; so few are drawn that it matters little how
 * many match. When none of them does, more are drawn, and in the end all.
 */
enum { DRAWN = 256, MORE = 32 };

struct drawing {
	struct pyiq_asking asking;
	bool any; /* there is no query */
	uint64_t state;
	pyiq_docid *ids; /* that were drawn, and that the postings propose */
	size_t n, capacity;
	struct pyiq_arena arena; /* for one record */
	struct pyiq_buf value;
	pyiq_status status;
	struct pyiq_error *err;
};

/* splitmix64 (S. Vigna, https://prng.di.unimi.it/splitmix64.c, public domain). */
static uint64_t next_random(struct drawing *d)
{
	uint64_t z = d->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static bool is_blank(struct pyiq_str text)
{
	return pyiq_str_trim(text).len == 0;
}

/* ---- Drawing ----------------------------------------------------------------------- */

static int take_id(void *ctx, const struct pyiq_x_match *match)
{
	struct drawing *d = ctx;

	d->status = pyiq_grow(&d->ids, &d->capacity, d->n + 1, sizeof *d->ids, d->err);
	if (d->status == PYIQ_OK)
		d->ids[d->n++] = match->id;
	return d->status != PYIQ_OK;
}

/* What the postings propose, as far as it was drawn. */
static pyiq_status make_query(struct drawing *d, double share, struct pyiq_x_query **query)
{
	struct pyiq_x_query *both[2] = { NULL };
	pyiq_status status =
		d->any ? pyiq_x_query_term(pyiq_str(PYIQ_TERM_ANSWERED), 1, &both[0], d->err)
		       : pyiq_plan_propose(&d->asking.plan, PYIQ_ANSWERED, &both[0], d->err);

	if (status == PYIQ_OK)
		status = pyiq_x_query_sample(share, next_random(d), &both[1], d->err);
	if (status == PYIQ_OK)
		return pyiq_x_query_combine(PYIQ_X_AND, both, 2, query, d->err);
	pyiq_x_query_free(both[0]);
	return status;
}

static pyiq_status draw(struct drawing *d, double share)
{
	const struct pyiq_x_match_options options = { .weight = PYIQ_X_WEIGHT_BOOL,
						      .max = UINT32_MAX };
	struct pyiq_x_query *query = NULL;
	pyiq_status status;

	d->n = 0;
	d->status = PYIQ_OK;
	status = make_query(d, share, &query);
	if (status == PYIQ_OK)
		status = pyiq_x_db_match(d->asking.db->all, query, &options, take_id, d, NULL,
					 d->err);
	pyiq_x_query_free(query);
	return status == PYIQ_STOPPED ? d->status : status;
}

/* ---- Choosing ---------------------------------------------------------------------- */

/* Whether the text of a unit agrees with what the postings said. */
static pyiq_status ask_text(struct drawing *d, pyiq_docid id, bool *passes)
{
	struct pyiq_asking *a = &d->asking;
	struct pyiq_record record;
	struct pyiq_verdict verdict;
	pyiq_status status = PYIQ_OK;

	*passes = true;
	if (d->any || !(a->plan.reads_text || pyiq_plan_may_fail(&a->plan)))
		return PYIQ_OK;
	if (a->screen.n_steps > 0) {
		status = pyiq_x_db_doc_value(a->db->all, id, PYIQ_SLOT_NEIGHBOURS, &d->value,
					     d->err);
		*passes = pyiq_screen_passes(
			&a->screen, (struct pyiq_str){ pyiq_buf_str(&d->value), d->value.len });
	}
	if (status != PYIQ_OK || !*passes)
		return status;
	pyiq_arena_clear(&d->arena);
	status = pyiq_db_load(a->db, id, &record, &d->arena, d->err);
	if (status == PYIQ_OK)
		status = pyiq_judge_unit(a->judge, &a->plan, &record, false, &verdict, d->err);
	*passes = status == PYIQ_OK && verdict.passes;
	return status;
}

/* The first that matches, of those drawn, in an order of chance; 0 when none does. */
static pyiq_status choose(struct drawing *d, pyiq_docid *chosen)
{
	pyiq_status status = PYIQ_OK;
	bool passes = false;

	*chosen = 0;
	for (; d->n > 0 && !passes && status == PYIQ_OK; d->n--) {
		/* The remainder prefers none by more than one in a billion. */
		size_t i = (size_t)(next_random(d) % d->n);

		*chosen = d->ids[i];
		d->ids[i] = d->ids[d->n - 1];
		status = ask_text(d, *chosen, &passes);
	}
	if (!passes)
		*chosen = 0;
	return status;
}

/* ---- The straight line ------------------------------------------------------------- */

static pyiq_status find(struct drawing *d, pyiq_docid *chosen)
{
	uint32_t n_units = 0;
	double share;
	pyiq_status status = pyiq_x_db_doc_count(d->asking.db->all, &n_units, d->err);

	*chosen = 0;
	share = n_units > DRAWN ? (double)DRAWN / n_units : 1;
	for (bool all = false; status == PYIQ_OK && *chosen == 0 && !all;) {
		all = share >= 1;
		status = draw(d, share);
		if (status == PYIQ_OK)
			status = choose(d, chosen);
		share = share < 1.0 / MORE ? share * MORE : 1;
	}
	if (status == PYIQ_OK && *chosen == 0)
		status = pyiq_fail(d->err, PYIQ_ERR_NOT_FOUND, "no unit is found");
	return status;
}

static pyiq_status run(struct pyiq_db *db, const struct pyiq_random_options *options,
		       pyiq_docid *chosen, struct pyiq_error *err)
{
	const struct pyiq_question question = { .query = options->query,
						.synonyms = options->synonyms };
	struct drawing d = { .any = is_blank(options->query),
			     .state = options->seed,
			     .value = PYIQ_BUF_INIT,
			     .err = err };
	pyiq_status status = PYIQ_OK;

	pyiq_asking_init(&d.asking, db);
	pyiq_arena_init(&d.arena);
	if (!d.any)
		status = pyiq_asking_make(&d.asking, &question, err);
	if (status == PYIQ_OK)
		status = find(&d, chosen);
	pyiq_asking_release(&d.asking);
	pyiq_arena_release(&d.arena);
	pyiq_buf_release(&d.value);
	pyiq_free(d.ids);
	return status;
}

static pyiq_status run_and_push(struct pyiq_db *db, const struct pyiq_random_options *options,
				pyiq_unit_fn *fn, void *ctx, struct pyiq_error *err)
{
	pyiq_docid chosen = 0;
	pyiq_status status = run(db, options, &chosen, err);

	return status == PYIQ_OK ? pyiq_db_push(db, chosen, fn, ctx, err) : status;
}

pyiq_status pyiq_random(struct pyiq_db *db, const struct pyiq_random_options *options,
			pyiq_unit_fn *fn, void *ctx, struct pyiq_error *err)
{
	pyiq_status status = run_and_push(db, options, fn, ctx, err);

	/* The unit is pushed last, so none was. */
	if (status == PYIQ_ERR_STALE && (status = pyiq_db_refresh(db, err)) == PYIQ_OK)
		status = run_and_push(db, options, fn, ctx, err);
	return status;
}

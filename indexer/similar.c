#include "searching.h"

#include <math.h>
#include <stdlib.h>

#include "store/schema.h"

/*
 * The words that tell a unit from the others: those with the greatest weight by
 * frequency in it and rarity elsewhere, as Rocchio's feedback takes them from one
 * relevant document (G. Salton, C. Buckley, "Improving retrieval performance by
 * relevance feedback", 1990). More of them add noise rather than likeness.
 */
enum { MOST_TERMS = 16 };

struct term {
	struct pyiq_str text;
	double weight;
};

struct gathering {
	struct pyiq_x_db *db;
	struct pyiq_arena *arena;
	uint32_t n_units;
	struct term best[MOST_TERMS + 1]; /* descending */
	size_t n;
	pyiq_status status;
	struct pyiq_error *err;
};

/* Keys begin with a capital, terms of the text never do. */
static bool is_key(struct pyiq_str term)
{
	return term.len == 0 || (term.data[0] >= 'A' && term.data[0] <= 'Z');
}

static int take_term(void *ctx, struct pyiq_str text, uint32_t wdf)
{
	struct gathering *g = ctx;
	struct term term = { .text = text };
	uint32_t freq = 0;
	size_t at;

	if (is_key(text))
		return 0;
	g->status = pyiq_x_db_term_freq(g->db, text, &freq, g->err);
	if (g->status != PYIQ_OK)
		return 1;
	if (freq < 2) /* no other unit has it */
		return 0;
	term.weight = (1 + log(wdf)) * log(1 + (double)g->n_units / freq);
	if (g->n == MOST_TERMS && term.weight <= g->best[g->n - 1].weight)
		return 0;
	term.text.data = pyiq_arena_copy(g->arena, text.data, text.len);
	if (term.text.data == NULL) {
		g->status = pyiq_fail_nomem(g->err);
		return 1;
	}
	for (at = g->n; at > 0 && g->best[at - 1].weight < term.weight; at--)
		g->best[at] = g->best[at - 1];
	g->best[at] = term;
	g->n += g->n < MOST_TERMS;
	return 0;
}

pyiq_status pyiq_plan_of_unit(struct pyiq_plan *plan, struct pyiq_db *db, const char *prefix,
			      const struct pyiq_plan_tools *tools, pyiq_docid *self,
			      struct pyiq_error *err)
{
	struct gathering g = {
		.db = db->all, .arena = &plan->arena, .status = PYIQ_OK, .err = err
	};
	struct pyiq_str terms[MOST_TERMS];
	pyiq_status status = pyiq_db_find(db, prefix, self, err);

	if (status == PYIQ_OK)
		status = pyiq_x_db_doc_count(db->all, &g.n_units, err);
	if (status == PYIQ_OK)
		status = pyiq_x_db_each_doc_term(db->all, *self, take_term, &g, err);
	if (status == PYIQ_STOPPED)
		status = g.status;
	for (size_t i = 0; i < g.n; i++)
		terms[i] = g.best[i].text;
	return status == PYIQ_OK ? pyiq_plan_of_terms(plan, terms, g.n, tools, err) : status;
}

/*
 * Before the text of a unit is read: whether it may have the plan's phrases, as
 * far as the sketch of its neighbouring terms tells (text/adjacency.h).
 */
#ifndef PYIQ_QUERY_SCREEN_H
#define PYIQ_QUERY_SCREEN_H

#include "query/plan.h"

/* Two groups of a phrase that are right behind each other: what pairs of terms they may be. */
struct pyiq_screen_step {
	size_t phrase;   /* its clause's number */
	size_t first, n; /* of the pairs */
};

/* A value: initialise with { 0 }, make, release. */
struct pyiq_screen {
	const struct pyiq_plan *plan;
	struct pyiq_screen_step *steps;
	size_t n_steps, steps_capacity;
	uint64_t *pairs;
	size_t n_pairs, pairs_capacity;
};

/*
 * Make the screen of a plan, which must stay as long as it. It has no steps when
 * sketches cannot tell anything. Returns PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_screen_make(struct pyiq_screen *screen, const struct pyiq_plan *plan,
			     struct pyiq_error *err);
void pyiq_screen_release(struct pyiq_screen *screen);

/* Whether a unit with that sketch may pass the plan's clauses; false only if it does not. */
bool pyiq_screen_passes(const struct pyiq_screen *screen, struct pyiq_str sketch);

#endif

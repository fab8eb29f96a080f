#include "query/screen.h"

#include "text/adjacency.h"

/* ---- The plan's pairs ---------------------------------------------------------------- */

/* Whether words that stand for a group may be in its place: other terms than its own. */
static bool has_stand_in(const struct pyiq_plan *plan, size_t group)
{
	for (size_t i = 0; i < plan->n_sequences; i++) {
		const struct pyiq_sequence *s = &plan->sequences[i];

		if (s->first <= group && group < s->first + s->n_groups)
			return true;
	}
	return false;
}

static bool is_of(const struct pyiq_plan_term *term, size_t group)
{
	return term->use == PYIQ_USE_WHOLE && term->owner == group && term->freq > 0;
}

static pyiq_status add_pair(struct pyiq_screen *screen, const struct pyiq_plan_term *first,
			    const struct pyiq_plan_term *second, struct pyiq_error *err)
{
	pyiq_status status;

	/* A unit's words are stemmed in one language. */
	if (!(first->languages & second->languages))
		return PYIQ_OK;
	status = pyiq_grow(&screen->pairs, &screen->pairs_capacity, screen->n_pairs + 1,
			   sizeof *screen->pairs, err);
	if (status == PYIQ_OK)
		screen->pairs[screen->n_pairs++] = pyiq_adjacency_pair(
			pyiq_adjacency_term(first->term), pyiq_adjacency_term(second->term));
	return status;
}

/* Any term of a group may be before any of the next one. */
static pyiq_status add_pairs(struct pyiq_screen *screen, size_t group, struct pyiq_error *err)
{
	const struct pyiq_plan *plan = screen->plan;
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < plan->n_terms; i++) {
		if (!is_of(&plan->terms[i], group))
			continue;
		for (size_t k = 0; k < plan->n_terms && status == PYIQ_OK; k++)
			if (is_of(&plan->terms[k], group + 1))
				status = add_pair(screen, &plan->terms[i], &plan->terms[k], err);
	}
	return status;
}

/*
 * Sketches know of neighbouring places alone. A word of several parts has as many
 * places in one text (`multi-threading`) and one in another (`multithreading`).
 */
static bool is_told(const struct pyiq_plan *plan, size_t group)
{
	const struct pyiq_group *first = &plan->groups[group], *second = first + 1;

	return second->position == first->position + 1 && !has_stand_in(plan, group) &&
	       !has_stand_in(plan, group + 1);
}

static pyiq_status add_phrase(struct pyiq_screen *screen, const struct pyiq_clause *phrase,
			      struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	for (size_t g = phrase->first; g + 1 < phrase->first + phrase->n && status == PYIQ_OK;
	     g++) {
		struct pyiq_screen_step step = { phrase->number, screen->n_pairs, 0 };

		if (!is_told(screen->plan, g))
			continue;
		status = pyiq_grow(&screen->steps, &screen->steps_capacity, screen->n_steps + 1,
				   sizeof *screen->steps, err);
		if (status == PYIQ_OK)
			status = add_pairs(screen, g, err);
		step.n = screen->n_pairs - step.first;
		if (status == PYIQ_OK)
			screen->steps[screen->n_steps++] = step;
	}
	return status;
}

pyiq_status pyiq_screen_make(struct pyiq_screen *screen, const struct pyiq_plan *plan,
			     struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	screen->plan = plan;
	screen->n_steps = screen->n_pairs = 0;
	for (size_t i = 0; i < plan->n_numbered && status == PYIQ_OK; i++)
		if (plan->numbered[i]->kind == PYIQ_CLAUSE_PHRASE)
			status = add_phrase(screen, plan->numbered[i], err);
	return status;
}

void pyiq_screen_release(struct pyiq_screen *screen)
{
	pyiq_free(screen->steps);
	pyiq_free(screen->pairs);
	*screen = (struct pyiq_screen){ 0 };
}

/* ---- A unit ------------------------------------------------------------------------------ */

static bool may_have_step(const struct pyiq_screen *screen, const struct pyiq_screen_step *step,
			  struct pyiq_str sketch)
{
	for (size_t i = step->first; i < step->first + step->n; i++)
		if (pyiq_adjacency_may_have(sketch, screen->pairs[i]))
			return true;
	return false;
}

static bool may_have_phrase(const struct pyiq_screen *screen, size_t phrase, struct pyiq_str sketch)
{
	for (size_t i = 0; i < screen->n_steps; i++)
		if (screen->steps[i].phrase == phrase &&
		    !may_have_step(screen, &screen->steps[i], sketch))
			return false;
	return true;
}

/* What is not known of a clause lets the unit pass. The recursion is as deep as brackets nest. */
static bool may_pass(const struct pyiq_screen *screen, const struct pyiq_clause *clause,
		     struct pyiq_str sketch)
{
	bool any = clause->child == NULL;

	switch (clause->kind) {
	case PYIQ_CLAUSE_LIST:
		for (const struct pyiq_clause *c = clause->child; c != NULL; c = c->next)
			if (c->role == PYIQ_REQUIRED && !may_pass(screen, c, sketch))
				return false;
		return true;
	case PYIQ_CLAUSE_AND:
	case PYIQ_CLAUSE_NEAR:
		for (const struct pyiq_clause *c = clause->child; c != NULL; c = c->next)
			if (!may_pass(screen, c, sketch))
				return false;
		return true;
	case PYIQ_CLAUSE_OR:
		for (const struct pyiq_clause *c = clause->child; c != NULL && !any; c = c->next)
			any = may_pass(screen, c, sketch);
		return any;
	case PYIQ_CLAUSE_PHRASE:
		return may_have_phrase(screen, clause->number, sketch);
	case PYIQ_CLAUSE_NOT:
	case PYIQ_CLAUSE_GROUP:
	case PYIQ_CLAUSE_PLACE:
		break;
	}
	return true;
}

bool pyiq_screen_passes(const struct pyiq_screen *screen, struct pyiq_str sketch)
{
	return may_pass(screen, screen->plan->root, sketch);
}

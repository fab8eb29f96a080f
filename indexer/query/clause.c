#include "query/clause.h"

#include "query/plan.h"

/* ---- What a clause asks -------------------------------------------------------------- */

static bool has_long_sequence(const struct pyiq_plan *plan, size_t group)
{
	for (size_t i = 0; i < plan->n_sequences; i++) {
		const struct pyiq_sequence *s = &plan->sequences[i];

		if (s->n_steps > 1 && s->first <= group && group < s->first + s->n_groups)
			return true;
	}
	return false;
}

static bool reads_text(const struct pyiq_plan *plan, const struct pyiq_clause *clause, bool must)
{
	const struct pyiq_group *group;

	switch (clause->kind) {
	case PYIQ_CLAUSE_PHRASE:
	case PYIQ_CLAUSE_NEAR:
		return true;
	case PYIQ_CLAUSE_PLACE:
		return false;
	case PYIQ_CLAUSE_GROUP:
		group = &plan->groups[clause->first];
		return group->exact || group->wildcard || group->scope != PYIQ_SCOPE_ANY ||
		       ((must || clause->role == PYIQ_REQUIRED) &&
			has_long_sequence(plan, clause->first));
	default:
		for (const struct pyiq_clause *c = clause->child; c != NULL; c = c->next)
			if (reads_text(plan, c, must || clause->kind != PYIQ_CLAUSE_LIST))
				return true;
		return false;
	}
}

bool pyiq_clause_reads_text(const struct pyiq_plan *plan, const struct pyiq_clause *clause)
{
	return reads_text(plan, clause, false);
}

/* Whether a clause only says where to look, and brings no weight. */
static bool only_filters(const struct pyiq_plan *plan, const struct pyiq_clause *clause)
{
	switch (clause->kind) {
	case PYIQ_CLAUSE_PLACE:
	case PYIQ_CLAUSE_NOT:
		return true;
	case PYIQ_CLAUSE_GROUP:
	case PYIQ_CLAUSE_PHRASE:
		return plan->groups[clause->first].scope == PYIQ_SCOPE_TOPIC;
	default:
		for (const struct pyiq_clause *c = clause->child; c != NULL; c = c->next)
			if (!only_filters(plan, c))
				return false;
		return true;
	}
}

bool pyiq_clause_is_wanted(const struct pyiq_plan *plan, const struct pyiq_clause *clause)
{
	const struct pyiq_group *group;

	if (clause->role != PYIQ_WANTED || clause->kind != PYIQ_CLAUSE_GROUP)
		return clause->role == PYIQ_WANTED;
	group = &plan->groups[clause->first];
	return group->asked || !group->plain;
}

bool pyiq_clause_wants_any(const struct pyiq_plan *plan, const struct pyiq_clause *list)
{
	bool wanted = false;

	for (const struct pyiq_clause *c = list->child; c != NULL; c = c->next) {
		wanted |= pyiq_clause_is_wanted(plan, c);
		if (c->role == PYIQ_REQUIRED && !only_filters(plan, c))
			return false;
	}
	return wanted;
}

/* ---- What a unit answers ---------------------------------------------------------------- */

static bool passes_list(const struct pyiq_plan *plan, const struct pyiq_clause *list,
			const struct pyiq_findings *findings)
{
	bool any = list->child != NULL && !pyiq_clause_wants_any(plan, list);

	for (const struct pyiq_clause *c = list->child; c != NULL; c = c->next) {
		bool passes;

		if (any && c->role == PYIQ_WANTED)
			continue;
		passes = pyiq_clause_passes(plan, c, findings);
		if (c->role != PYIQ_WANTED && passes != (c->role == PYIQ_REQUIRED))
			return false;
		any |= passes && pyiq_clause_is_wanted(plan, c);
	}
	return any;
}

/* The recursion is as deep as brackets nest. */
bool pyiq_clause_passes(const struct pyiq_plan *plan, const struct pyiq_clause *clause,
			const struct pyiq_findings *findings)
{
	switch (clause->kind) {
	case PYIQ_CLAUSE_LIST:
		return passes_list(plan, clause, findings);
	case PYIQ_CLAUSE_AND:
		for (const struct pyiq_clause *c = clause->child; c != NULL; c = c->next)
			if (!pyiq_clause_passes(plan, c, findings))
				return false;
		return true;
	case PYIQ_CLAUSE_OR:
		for (const struct pyiq_clause *c = clause->child; c != NULL; c = c->next)
			if (pyiq_clause_passes(plan, c, findings))
				return true;
		return false;
	case PYIQ_CLAUSE_NOT:
		return !pyiq_clause_passes(plan, clause->child, findings);
	case PYIQ_CLAUSE_GROUP:
		return findings->has_group(findings->ctx, clause);
	case PYIQ_CLAUSE_PHRASE:
	case PYIQ_CLAUSE_NEAR:
		return findings->numbered[clause->number];
	case PYIQ_CLAUSE_PLACE:
		return findings->has_place(findings->ctx, clause);
	}
	return false;
}

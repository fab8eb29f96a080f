#include "query/plan.h"

#include "store/schema.h"

/*
 * A part says less than the whole, and a joined spelling less than the words as
 * typed. Set by hand; measured together with the second stage.
 */
static const double part_weight = 0.5, joined_weight = 0.7;

struct query_list {
	struct pyiq_x_query **query;
	size_t n, capacity;
};

static pyiq_status push_query(struct query_list *list, struct pyiq_x_query *query,
			      struct pyiq_error *err)
{
	pyiq_status status =
		pyiq_grow(&list->query, &list->capacity, list->n + 1, sizeof *list->query, err);

	if (status == PYIQ_OK)
		list->query[list->n++] = query;
	else
		pyiq_x_query_free(query);
	return status;
}

static pyiq_status push_term(struct query_list *list, const struct pyiq_plan_term *term,
			     struct pyiq_error *err)
{
	double factor = term->part ? part_weight : term->joined ? joined_weight : 1;
	struct pyiq_x_query *query = NULL;
	pyiq_status status = pyiq_x_query_term(term->term, 1, &query, err);

	if (status == PYIQ_OK && factor < 1)
		status = pyiq_x_query_scale(query, factor, &query, err);
	return status == PYIQ_OK ? push_query(list, query, err) : status;
}

static pyiq_status combine(pyiq_x_op op, struct query_list *list, struct pyiq_x_query **out,
			   struct pyiq_error *err)
{
	pyiq_status status;

	if (list->n == 0)
		return pyiq_x_query_nothing(out, err);
	status = pyiq_x_query_combine(op, list->query, list->n, out, err);
	list->n = 0;
	return status;
}

static void release_list(struct query_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		pyiq_x_query_free(list->query[i]);
	pyiq_free(list->query);
}

/* The other forms of a whole are the same word to a reader: together they count as one term. */
static pyiq_status push_forms(const struct pyiq_plan *plan, size_t group, struct query_list *out,
			      struct pyiq_error *err)
{
	struct query_list forms = { 0 };
	struct pyiq_x_query *query = NULL;
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < plan->n_terms && status == PYIQ_OK; i++)
		if (plan->terms[i].group == group && !plan->terms[i].part && !plan->terms[i].joined)
			status = push_term(&forms, &plan->terms[i], err);
	if (status == PYIQ_OK && forms.n > 0)
		status = combine(forms.n > 1 ? PYIQ_X_SYNONYM : PYIQ_X_OR, &forms, &query, err);
	release_list(&forms);
	return status == PYIQ_OK && query != NULL ? push_query(out, query, err) : status;
}

/* The groups of a role, one query each: the whole in any form and, where it is not asked for strictly, less for its parts. */
static pyiq_status push_groups(const struct pyiq_plan *plan, pyiq_role role, struct query_list *out,
			       struct pyiq_error *err)
{
	struct query_list group = { 0 };
	pyiq_status status = PYIQ_OK;

	for (size_t g = 0; g < plan->n_groups && status == PYIQ_OK; g++) {
		struct pyiq_x_query *query = NULL;

		if (plan->groups[g].frame || plan->groups[g].role != role)
			continue;
		status = push_forms(plan, g, &group, err);
		for (size_t i = 0; i < plan->n_terms && status == PYIQ_OK; i++)
			if (plan->terms[i].group == g && role == PYIQ_WANTED &&
			    (plan->terms[i].part || plan->terms[i].joined))
				status = push_term(&group, &plan->terms[i], err);
		if (status == PYIQ_OK && (group.n > 0 || role == PYIQ_REQUIRED))
			status = combine(PYIQ_X_OR, &group, &query, err);
		if (status == PYIQ_OK && query != NULL)
			status = push_query(out, query, err);
	}
	release_list(&group);
	return status;
}

/* *query narrowed (op) by any of the parts, all of which it takes. */
static pyiq_status narrow(pyiq_x_op op, struct pyiq_x_query **query, struct pyiq_x_query *by,
			  struct pyiq_error *err)
{
	struct pyiq_x_query *both[2] = { *query, by };

	*query = NULL;
	return pyiq_x_query_combine(op, both, 2, query, err);
}

pyiq_status pyiq_plan_propose(const struct pyiq_plan *plan, bool answered,
			      struct pyiq_x_query **out, struct pyiq_error *err)
{
	struct query_list wanted = { 0 }, required = { 0 }, excluded = { 0 };
	struct pyiq_x_query *query = NULL, *part = NULL;
	pyiq_status status = push_groups(plan, PYIQ_WANTED, &wanted, err);

	if (status == PYIQ_OK)
		status = push_groups(plan, PYIQ_REQUIRED, &required, err);
	if (status == PYIQ_OK)
		status = push_groups(plan, PYIQ_EXCLUDED, &excluded, err);
	if (status == PYIQ_OK && required.n > 0)
		status = combine(PYIQ_X_AND, &required, &query, err);
	if (status == PYIQ_OK && (wanted.n > 0 || query == NULL)) {
		status = combine(PYIQ_X_OR, &wanted, &part, err);
		if (status == PYIQ_OK && query != NULL)
			status = narrow(PYIQ_X_AND_MAYBE, &query, part, err);
		else
			query = part;
	}
	if (status == PYIQ_OK && excluded.n > 0) {
		status = combine(PYIQ_X_OR, &excluded, &part, err);
		if (status == PYIQ_OK)
			status = narrow(PYIQ_X_AND_NOT, &query, part, err);
	}
	if (status == PYIQ_OK)
		status = pyiq_x_query_term(pyiq_str(PYIQ_TERM_ANSWERED), 1, &part, err);
	if (status == PYIQ_OK)
		status = narrow(answered ? PYIQ_X_FILTER : PYIQ_X_AND_NOT, &query, part, err);
	release_list(&wanted);
	release_list(&required);
	release_list(&excluded);
	if (status != PYIQ_OK) {
		pyiq_x_query_free(query);
		query = NULL;
	}
	*out = query;
	return status;
}

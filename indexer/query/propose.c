#include "query/plan.h"

#include "store/schema.h"

/*
 * What a part and a stand-in weigh of what the word does. Both are flat on the
 * collections of ../shared/eval: parts between 0 and 1 within .002 nDCG@10, the
 * rest between 0.15 and 0.6. A stand-in for two words that counted for each of
 * them cost .008 on cacm and .006 on cisi.
 */
static const double part_weight = 0.5, stand_in_weight = 0.3;

struct query_list {
	struct pyiq_x_query **query;
	size_t n, capacity;
};

struct proposer {
	const struct pyiq_plan *plan;
	struct pyiq_error *err;
};

static pyiq_status push_query(struct proposer *p, struct query_list *list,
			      struct pyiq_x_query *query)
{
	pyiq_status status =
		pyiq_grow(&list->query, &list->capacity, list->n + 1, sizeof *list->query, p->err);

	if (status == PYIQ_OK)
		list->query[list->n++] = query;
	else
		pyiq_x_query_free(query);
	return status;
}

static void release_list(struct query_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		pyiq_x_query_free(list->query[i]);
	pyiq_free(list->query);
}

/* The queries of a list as one, which takes them; nothing when there is none. */
static pyiq_status combine(struct proposer *p, pyiq_x_op op, struct query_list *list,
			   struct pyiq_x_query **out)
{
	pyiq_status status;

	if (list->n == 0)
		return pyiq_x_query_nothing(out, p->err);
	status = pyiq_x_query_combine(op, list->query, list->n, out, p->err);
	list->n = 0;
	return status;
}

/* *query op by, in place of *query; takes both. */
static pyiq_status narrow(struct proposer *p, pyiq_x_op op, struct pyiq_x_query **query,
			  struct pyiq_x_query *by)
{
	struct pyiq_x_query *both[2] = { *query, by };

	*query = NULL;
	return pyiq_x_query_combine(op, both, 2, query, p->err);
}

static pyiq_status push_term(struct proposer *p, struct query_list *list, struct pyiq_str term,
			     double factor)
{
	struct pyiq_x_query *query = NULL;
	pyiq_status status = pyiq_x_query_term(term, 1, &query, p->err);

	if (status == PYIQ_OK && factor < 1)
		status = pyiq_x_query_scale(query, factor, &query, p->err);
	return status == PYIQ_OK ? push_query(p, list, query) : status;
}

/* ---- A group ------------------------------------------------------------------------ */

/* Terms of one use and owner, and of a sequence of one step. */
static pyiq_status push_terms(struct proposer *p, struct query_list *out, pyiq_use use,
			      size_t owner, unsigned step, double factor)
{
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < p->plan->n_terms && status == PYIQ_OK; i++) {
		const struct pyiq_plan_term *term = &p->plan->terms[i];

		if (term->use == use && term->owner == owner &&
		    (term->step == step || use != PYIQ_USE_STEP))
			status = push_term(p, out, term->term, factor);
	}
	return status;
}

/* Other forms of a word are the same word to a reader: together they count as one term. */
static pyiq_status push_forms(struct proposer *p, struct query_list *out, pyiq_use use,
			      size_t owner, unsigned step)
{
	struct query_list forms = { 0 };
	struct pyiq_x_query *query = NULL;
	pyiq_status status = push_terms(p, &forms, use, owner, step, 1);

	if (status == PYIQ_OK && forms.n > 0)
		status = combine(p, forms.n > 1 ? PYIQ_X_SYNONYM : PYIQ_X_OR, &forms, &query);
	release_list(&forms);
	return status == PYIQ_OK && query != NULL ? push_query(p, out, query) : status;
}

/* The units that have every word of a sequence; whether they follow each other the text will tell. */
static pyiq_status push_sequence(struct proposer *p, struct query_list *out, size_t index,
				 double weight)
{
	const struct pyiq_sequence *s = &p->plan->sequences[index];
	struct query_list steps = { 0 };
	struct pyiq_x_query *query = NULL;
	pyiq_status status = PYIQ_OK;

	for (unsigned i = 0; i < s->n_steps && status == PYIQ_OK; i++)
		status = push_forms(p, &steps, PYIQ_USE_STEP, index, i);
	if (status == PYIQ_OK)
		status = combine(p, PYIQ_X_AND, &steps, &query);
	if (status == PYIQ_OK && s->kinship != PYIQ_CORRECTION)
		status = pyiq_x_query_scale(query, weight / (double)s->n_steps, &query, p->err);
	release_list(&steps);
	return status == PYIQ_OK ? push_query(p, out, query) : status;
}

/* A unit that names several stand-ins for a word does not say more about it. */
static double share_of_stand_in(const struct pyiq_plan *plan, const struct pyiq_sequence *of)
{
	size_t n = 0;

	for (size_t i = 0; i < plan->n_sequences; i++)
		n += plan->sequences[i].first == of->first &&
		     plan->sequences[i].kinship == of->kinship;
	return stand_in_weight / (double)n;
}

/* What stands for several groups counts for the first of them; it satisfies each. */
static pyiq_status push_sequences(struct proposer *p, struct query_list *out, size_t group,
				  pyiq_role role)
{
	const struct pyiq_plan *plan = p->plan;
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < plan->n_sequences && status == PYIQ_OK; i++) {
		const struct pyiq_sequence *s = &plan->sequences[i];

		if (s->first == group)
			status = push_sequence(p, out, i, share_of_stand_in(plan, s));
		else if (s->first < group && group < s->first + s->n_groups && role != PYIQ_WANTED)
			status = push_sequence(p, out, i, 0);
	}
	return status;
}

/* A group's own word or what may stand for it; where it is only wanted, less for its parts. */
static pyiq_status push_group(struct proposer *p, struct query_list *out, size_t index,
			      pyiq_role role)
{
	const struct pyiq_group *group = &p->plan->groups[index];
	struct query_list ways = { 0 };
	struct pyiq_x_query *query = NULL;
	pyiq_status status = push_forms(p, &ways, PYIQ_USE_WHOLE, index, 0);

	if (status == PYIQ_OK && group->asked && role == PYIQ_WANTED)
		status = push_terms(p, &ways, PYIQ_USE_PART, index, 0, part_weight);
	if (status == PYIQ_OK && group->asked)
		status = push_sequences(p, &ways, index, role);
	if (status == PYIQ_OK)
		status = combine(p, PYIQ_X_OR, &ways, &query);
	if (status == PYIQ_OK && group->scope == PYIQ_SCOPE_TOPIC)
		status = pyiq_x_query_scale(query, 0, &query, p->err);
	else if (status == PYIQ_OK && group->weight < 1)
		status = pyiq_x_query_scale(query, group->weight, &query, p->err);
	release_list(&ways);
	return status == PYIQ_OK ? push_query(p, out, query) : status;
}

/* ---- Clauses -------------------------------------------------------------------------- */

static pyiq_status push_clause(struct proposer *p, struct query_list *out,
			       const struct pyiq_clause *clause);

static pyiq_status push_children(struct proposer *p, struct query_list *out,
				 const struct pyiq_clause *parent, pyiq_role role)
{
	pyiq_status status = PYIQ_OK;

	for (const struct pyiq_clause *c = parent->child; c != NULL && status == PYIQ_OK;
	     c = c->next)
		if (c->role == role && (role != PYIQ_WANTED || pyiq_clause_is_wanted(p->plan, c)))
			status = push_clause(p, out, c);
	return status;
}

/* What must not be there, where the postings alone can tell. */
static pyiq_status exclude(struct proposer *p, const struct pyiq_clause *parent, pyiq_role role,
			   struct pyiq_x_query **query)
{
	struct query_list excluded = { 0 };
	struct pyiq_x_query *by = NULL;
	pyiq_status status = PYIQ_OK;

	for (const struct pyiq_clause *c = parent->child; c != NULL && status == PYIQ_OK;
	     c = c->next) {
		if (c->role != role || pyiq_clause_reads_text(p->plan, c))
			continue;
		status = push_clause(p, &excluded, c);
	}
	if (status == PYIQ_OK && excluded.n > 0) {
		status = combine(p, PYIQ_X_OR, &excluded, &by);
		if (status == PYIQ_OK)
			status = narrow(p, PYIQ_X_AND_NOT, query, by);
	}
	release_list(&excluded);
	return status;
}

static pyiq_status push_list(struct proposer *p, struct query_list *out,
			     const struct pyiq_clause *list)
{
	struct query_list wanted = { 0 }, required = { 0 };
	struct pyiq_x_query *query = NULL, *part = NULL;
	pyiq_status status = push_children(p, &wanted, list, PYIQ_WANTED);

	if (status == PYIQ_OK)
		status = push_children(p, &required, list, PYIQ_REQUIRED);
	if (status == PYIQ_OK && required.n > 0)
		status = combine(p, PYIQ_X_AND, &required, &query);
	if (status == PYIQ_OK && wanted.n > 0) {
		status = combine(p, PYIQ_X_OR, &wanted, &part);
		if (status == PYIQ_OK && query == NULL)
			query = part;
		else if (status == PYIQ_OK)
			status = narrow(p,
					pyiq_clause_wants_any(p->plan, list) ? PYIQ_X_AND
									     : PYIQ_X_AND_MAYBE,
					&query, part);
	}
	if (status == PYIQ_OK && query == NULL)
		status = list->child != NULL ? pyiq_x_query_all(&query, p->err)
					     : pyiq_x_query_nothing(&query, p->err);
	if (status == PYIQ_OK)
		status = exclude(p, list, PYIQ_EXCLUDED, &query);
	release_list(&wanted);
	release_list(&required);
	if (status == PYIQ_OK)
		return push_query(p, out, query);
	pyiq_x_query_free(query);
	return status;
}

static pyiq_status push_all(struct proposer *p, struct query_list *out, pyiq_x_op op,
			    const struct pyiq_clause *clause)
{
	struct query_list parts = { 0 };
	struct pyiq_x_query *query = NULL;
	pyiq_status status = PYIQ_OK;

	for (const struct pyiq_clause *c = clause->child; c != NULL && status == PYIQ_OK;
	     c = c->next)
		status = push_clause(p, &parts, c);
	if (status == PYIQ_OK)
		status = combine(p, op, &parts, &query);
	release_list(&parts);
	return status == PYIQ_OK ? push_query(p, out, query) : status;
}

/* A phrase: every word of it. */
static pyiq_status push_phrase(struct proposer *p, struct query_list *out,
			       const struct pyiq_clause *clause)
{
	struct query_list words = { 0 };
	struct pyiq_x_query *query = NULL;
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < clause->n && status == PYIQ_OK; i++)
		status = push_group(p, &words, clause->first + i, PYIQ_REQUIRED);
	if (status == PYIQ_OK)
		status = combine(p, PYIQ_X_AND, &words, &query);
	release_list(&words);
	return status == PYIQ_OK ? push_query(p, out, query) : status;
}

static pyiq_status push_place(struct proposer *p, struct query_list *out,
			      const struct pyiq_clause *clause)
{
	struct query_list terms = { 0 };
	struct pyiq_x_query *query = NULL;
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < clause->n_terms && status == PYIQ_OK; i++)
		status = push_term(p, &terms, clause->terms[i], 1);
	if (status == PYIQ_OK)
		status = combine(p, PYIQ_X_OR, &terms, &query);
	if (status == PYIQ_OK)
		status = pyiq_x_query_scale(query, 0, &query, p->err);
	release_list(&terms);
	return status == PYIQ_OK ? push_query(p, out, query) : status;
}

/* Every unit but those that the postings know to have what must not be there. */
static pyiq_status push_not(struct proposer *p, struct query_list *out,
			    const struct pyiq_clause *clause)
{
	struct pyiq_x_query *query = NULL;
	pyiq_status status = pyiq_x_query_all(&query, p->err);

	if (status == PYIQ_OK)
		status = exclude(p, clause, PYIQ_WANTED, &query);
	if (status == PYIQ_OK)
		return push_query(p, out, query);
	pyiq_x_query_free(query);
	return status;
}

/* The recursion is as deep as brackets nest. */
static pyiq_status push_clause(struct proposer *p, struct query_list *out,
			       const struct pyiq_clause *clause)
{
	switch (clause->kind) {
	case PYIQ_CLAUSE_LIST:
		return push_list(p, out, clause);
	case PYIQ_CLAUSE_AND:
	case PYIQ_CLAUSE_NEAR:
		return push_all(p, out, PYIQ_X_AND, clause);
	case PYIQ_CLAUSE_OR:
		return push_all(p, out, PYIQ_X_OR, clause);
	case PYIQ_CLAUSE_NOT:
		return push_not(p, out, clause);
	case PYIQ_CLAUSE_GROUP:
		return push_group(p, out, clause->first, clause->role);
	case PYIQ_CLAUSE_PHRASE:
		return push_phrase(p, out, clause);
	case PYIQ_CLAUSE_PLACE:
		return push_place(p, out, clause);
	}
	return PYIQ_OK;
}

pyiq_status pyiq_plan_propose(const struct pyiq_plan *plan, pyiq_answers answers,
			      struct pyiq_x_query **out, struct pyiq_error *err)
{
	struct proposer p = { .plan = plan, .err = err };
	struct query_list list = { 0 };
	struct pyiq_x_query *query = NULL, *by = NULL;
	pyiq_status status = push_clause(&p, &list, plan->root);

	if (status == PYIQ_OK)
		status = combine(&p, PYIQ_X_OR, &list, &query);
	if (status == PYIQ_OK && answers != PYIQ_EITHER) {
		status = pyiq_x_query_term(pyiq_str(PYIQ_TERM_ANSWERED), 1, &by, err);
		if (status == PYIQ_OK)
			status = narrow(&p,
					answers == PYIQ_ANSWERED ? PYIQ_X_FILTER : PYIQ_X_AND_NOT,
					&query, by);
	}
	release_list(&list);
	if (status != PYIQ_OK) {
		pyiq_x_query_free(query);
		query = NULL;
	}
	*out = query;
	return status;
}

#include "query/plan.h"

static const char *const kinships[PYIQ_N_KINSHIPS] = { [PYIQ_JOINED] = "joined",
						       [PYIQ_SPLIT] = "split",
						       [PYIQ_ACRONYM] = "acronym",
						       [PYIQ_SYNONYM] = "synonym",
						       [PYIQ_CORRECTION] = "correction" };

static const char *const scopes[] = {
	[PYIQ_SCOPE_ANY] = "",       [PYIQ_SCOPE_QUESTION] = "q:",  [PYIQ_SCOPE_ANSWER] = "a:",
	[PYIQ_SCOPE_CODE] = "code:", [PYIQ_SCOPE_TOPIC] = "topic:",
};

static void put(struct pyiq_buf *out, struct pyiq_str text)
{
	pyiq_buf_append(out, text.data, text.len);
}

/* ---- The conditions -------------------------------------------------------------------- */

static void put_clause(const struct pyiq_plan *plan, const struct pyiq_clause *clause,
		       struct pyiq_buf *out);

static void put_children(const struct pyiq_plan *plan, const struct pyiq_clause *clause,
			 const char *between, struct pyiq_buf *out)
{
	bool several = clause->child != NULL && clause->child->next != NULL;

	pyiq_buf_puts(out, several ? "(" : "");
	for (const struct pyiq_clause *c = clause->child; c != NULL; c = c->next) {
		if (c != clause->child)
			pyiq_buf_puts(out, between);
		put_clause(plan, c, out);
	}
	pyiq_buf_puts(out, several ? ")" : "");
}

static void put_group(const struct pyiq_group *group, struct pyiq_buf *out)
{
	pyiq_buf_puts(out, scopes[group->scope]);
	pyiq_buf_puts(out, group->exact ? "=" : "");
	put(out, group->wildcard ? group->word : group->shown);
}

static void put_place(const struct pyiq_clause *clause, struct pyiq_buf *out)
{
	pyiq_buf_putc(out, '[');
	for (size_t i = 0; i < clause->n_terms && i < 3; i++) {
		pyiq_buf_puts(out, i > 0 ? " " : "");
		put(out, clause->terms[i]);
	}
	pyiq_buf_puts(out, clause->n_terms > 3 ? " …]" : "]");
}

/* The recursion is as deep as brackets nest. */
static void put_clause(const struct pyiq_plan *plan, const struct pyiq_clause *clause,
		       struct pyiq_buf *out)
{
	pyiq_buf_puts(out, clause->role == PYIQ_REQUIRED   ? "+"
			   : clause->role == PYIQ_EXCLUDED ? "-"
							   : "");
	switch (clause->kind) {
	case PYIQ_CLAUSE_LIST:
		put_children(plan, clause, " ", out);
		break;
	case PYIQ_CLAUSE_AND:
		put_children(plan, clause, " AND ", out);
		break;
	case PYIQ_CLAUSE_OR:
		put_children(plan, clause, " OR ", out);
		break;
	case PYIQ_CLAUSE_NOT:
		pyiq_buf_puts(out, "NOT ");
		put_children(plan, clause, "", out);
		break;
	case PYIQ_CLAUSE_NEAR:
		pyiq_buf_printf(out, "NEAR/%u", clause->distance);
		put_children(plan, clause, " ", out);
		break;
	case PYIQ_CLAUSE_PLACE:
		put_place(clause, out);
		break;
	case PYIQ_CLAUSE_GROUP:
		put_group(&plan->groups[clause->first], out);
		break;
	case PYIQ_CLAUSE_PHRASE:
		for (size_t i = 0; i < clause->n; i++) {
			pyiq_buf_putc(out, i > 0 ? ' ' : '"');
			put_group(&plan->groups[clause->first + i], out);
		}
		pyiq_buf_putc(out, '"');
		break;
	}
}

/* ---- Words and what stands for them --------------------------------------------------------- */

static void put_terms(const struct pyiq_plan *plan, pyiq_use use, size_t owner,
		      struct pyiq_buf *out)
{
	enum { SHOWN = 8 };
	size_t n = 0;

	for (size_t i = 0; i < plan->n_terms; i++) {
		const struct pyiq_plan_term *term = &plan->terms[i];

		if (term->use != use || term->owner != owner || n++ >= SHOWN)
			continue;
		pyiq_buf_puts(out, n > 1 ? ", " : " ");
		put(out, term->term);
		pyiq_buf_printf(out, " (%u)", term->freq);
	}
	if (n > SHOWN)
		pyiq_buf_printf(out, ", and %zu more", n - SHOWN);
}

static void describe_group(const struct pyiq_plan *plan, size_t index, struct pyiq_buf *out)
{
	const struct pyiq_group *group = &plan->groups[index];

	put_group(group, out);
	if (group->plain && !group->asked) {
		pyiq_buf_puts(out, ": frames the question");
		return;
	}
	pyiq_buf_puts(out, ": in the postings as");
	put_terms(plan, PYIQ_USE_WHOLE, index, out);
	if (group->n_parts > 0) {
		pyiq_buf_puts(out, "; parts");
		put_terms(plan, PYIQ_USE_PART, index, out);
	}
	pyiq_buf_printf(out, "; idf %.2f", group->idf);
	if (group->side > 0)
		pyiq_buf_printf(out, "; side %u", group->side);
	if (!group->asked)
		pyiq_buf_puts(out, "; adds nothing to the rank");
}

static void describe_sequence(const struct pyiq_plan *plan, size_t index, struct pyiq_buf *out)
{
	const struct pyiq_sequence *s = &plan->sequences[index];

	for (size_t i = 0; i < s->n_groups; i++) {
		pyiq_buf_puts(out, i > 0 ? " " : "");
		put(out, plan->groups[s->first + i].shown);
	}
	pyiq_buf_puts(out, " ~ ");
	put(out, s->shown);
	pyiq_buf_printf(out, " × %.1f:", pyiq_kinship_worth(s->kinship));
	put_terms(plan, PYIQ_USE_STEP, index, out);
}

pyiq_status pyiq_plan_describe(const struct pyiq_plan *plan, pyiq_describe_fn *fn, void *ctx,
			       struct pyiq_error *err)
{
	struct pyiq_buf line = PYIQ_BUF_INIT;
	pyiq_status status;

	if (plan->root->child != NULL)
		put_clause(plan, plan->root, &line);
	else
		pyiq_buf_puts(&line, "nothing");
	pyiq_buf_puts(&line, plan->reads_text ? ", decided by the text of every candidate" : "");
	status = pyiq_buf_status(&line, err);
	if (status == PYIQ_OK)
		fn(ctx, "query", pyiq_buf_str(&line));
	for (size_t i = 0; i < plan->n_groups && status == PYIQ_OK; i++) {
		pyiq_buf_clear(&line);
		describe_group(plan, i, &line);
		status = pyiq_buf_status(&line, err);
		if (status == PYIQ_OK)
			fn(ctx, "word", pyiq_buf_str(&line));
	}
	for (size_t i = 0; i < plan->n_sequences && status == PYIQ_OK; i++) {
		pyiq_buf_clear(&line);
		describe_sequence(plan, i, &line);
		status = pyiq_buf_status(&line, err);
		if (status == PYIQ_OK)
			fn(ctx, kinships[plan->sequences[i].kinship], pyiq_buf_str(&line));
	}
	if (status == PYIQ_OK && plan->language[0] != '\0')
		fn(ctx, "language", plan->language);
	pyiq_buf_release(&line);
	return status;
}

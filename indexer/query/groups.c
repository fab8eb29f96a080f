#include "query/planner.h"

/* ---- Words into groups ------------------------------------------------------------ */

/* A leaf of the query while its text is read. */
struct leaf {
	struct pyiq_planner *p;
	const struct pyiq_node *node;
	bool strict, asked;
	uint32_t base;      /* position of its first word */
	size_t open;        /* index + 1 of the group whose parts follow */
	uint32_t open_end;  /* position behind it */
	bool open_joined;   /* it was written with hyphens or slashes between its parts */
	size_t apart;       /* index + 1 of the sequence of its parts */
	uint32_t apart_end; /* position behind the last of them */
	pyiq_status status;
};

static void open_group(struct leaf *leaf, const struct pyiq_token *token)
{
	struct pyiq_planner *p = leaf->p;
	struct pyiq_plan *plan = p->plan;
	struct pyiq_group group = { .shown = { leaf->node->text.data + token->span.start,
					       token->span.end - token->span.start },
				    .leaf = p->n_leaves,
				    .scope = leaf->node->scope,
				    .strict = leaf->strict,
				    .exact = leaf->node->exact,
				    .asked = leaf->asked,
				    .position = leaf->base + token->position,
				    .n_positions = token->n_positions,
				    .weight = 1 };

	leaf->status = pyiq_grow(&plan->groups, &plan->groups_capacity, plan->n_groups + 1,
				 sizeof *plan->groups, p->err);
	if (leaf->status != PYIQ_OK)
		return;
	group.word = pyiq_planner_keep(p, token->term);
	if (group.word.data == NULL) {
		leaf->status = pyiq_fail_nomem(p->err);
		return;
	}
	plan->groups[plan->n_groups++] = group;
	leaf->open = plan->n_groups;
	leaf->open_end = group.position + group.n_positions;
	leaf->open_joined = (token->flags & PYIQ_TOKEN_JOINED) != 0;
	leaf->apart = 0;
	leaf->apart_end = group.position;
}

static pyiq_status new_sequence(struct pyiq_planner *p, const struct pyiq_sequence *sequence)
{
	struct pyiq_plan *plan = p->plan;
	pyiq_status status = pyiq_grow(&plan->sequences, &plan->sequences_capacity,
				       plan->n_sequences + 1, sizeof *plan->sequences, p->err);

	if (status == PYIQ_OK)
		plan->sequences[plan->n_sequences++] = *sequence;
	return status;
}

/* The smallest parts of `multi-threading`, one after the other, are the word written apart. */
static void add_apart(struct leaf *leaf, const struct pyiq_token *token)
{
	struct pyiq_planner *p = leaf->p;
	uint32_t position = leaf->base + token->position;
	struct pyiq_sequence *s;

	if (token->n_positions != 1 || position != leaf->apart_end || leaf->strict)
		return;
	if (leaf->apart == 0) {
		struct pyiq_sequence apart = { .first = leaf->open - 1,
					       .n_groups = 1,
					       .kinship = PYIQ_SPLIT,
					       .shown = p->plan->groups[leaf->open - 1].shown };

		leaf->status = new_sequence(p, &apart);
		leaf->apart = p->plan->n_sequences;
	}
	if (leaf->status != PYIQ_OK)
		return;
	s = &p->plan->sequences[leaf->apart - 1];
	if (s->n_steps == PYIQ_SEQUENCE_STEPS)
		return;
	s->offsets[s->n_steps] = s->n_positions++;
	leaf->apart_end = position + 1;
	leaf->status = pyiq_planner_add_token(p, token, PYIQ_USE_STEP, leaf->apart - 1,
					      (unsigned)s->n_steps++);
}

/*
 * Each token opens a group of its own, unless it lies in the word that opened
 * the last one: then it is a part of it (`lru` of `lru_cache`, `multi` of
 * `multi-threading`), or another form of the whole (`python` of `python's`).
 */
static int take_token(void *ctx, const struct pyiq_token *token)
{
	struct leaf *leaf = ctx;
	struct pyiq_plan *plan = leaf->p->plan;
	bool inside = leaf->open != 0 && leaf->base + token->position < leaf->open_end;
	bool part = inside && ((token->flags & PYIQ_TOKEN_PART) ||
			       (leaf->open_joined && !(token->flags & PYIQ_TOKEN_VARIANT)));

	if (!inside) {
		if (plan->n_groups == PYIQ_MAX_GROUPS)
			return 1;
		open_group(leaf, token);
	}
	if (leaf->status == PYIQ_OK && part)
		leaf->status = pyiq_planner_add_token(leaf->p, token, PYIQ_USE_PART, leaf->open - 1,
						      plan->groups[leaf->open - 1].n_parts++);
	else if (leaf->status == PYIQ_OK)
		leaf->status =
			pyiq_planner_add_token(leaf->p, token, PYIQ_USE_WHOLE, leaf->open - 1, 0);
	if (leaf->status == PYIQ_OK && part)
		add_apart(leaf, token);
	return leaf->status != PYIQ_OK;
}

/* ---- Words that may stand for others ------------------------------------------------- */

/* The words of a sequence before it is certain that there are units with them. */
struct draft {
	struct pyiq_planner *p;
	struct pyiq_sequence sequence;
	struct pyiq_token tokens[PYIQ_SEQUENCE_STEPS];
	bool futile;
	pyiq_status status;
};

static int draft_token(void *ctx, const struct pyiq_token *token)
{
	struct draft *draft = ctx;
	struct pyiq_sequence *s = &draft->sequence;
	struct pyiq_token *kept = &draft->tokens[s->n_steps];
	uint32_t freq = 0;

	if (token->position < s->n_positions) /* inside of the last one */
		return 0;
	draft->futile = s->n_steps == PYIQ_SEQUENCE_STEPS;
	if (draft->futile)
		return 1;
	draft->status = pyiq_planner_token_freq(draft->p, token, &freq);
	draft->futile = freq == 0;
	if (draft->status != PYIQ_OK || draft->futile)
		return 1;
	*kept = *token;
	kept->term = pyiq_planner_keep(draft->p, token->term);
	if (kept->term.data == NULL)
		draft->status = pyiq_fail_nomem(draft->p->err);
	s->offsets[s->n_steps++] = token->position;
	s->n_positions = token->position + token->n_positions;
	return draft->status != PYIQ_OK;
}

/* Whether the same words stand for the same groups already; a reader does not mind why. */
static bool is_known(const struct pyiq_plan *plan, const struct pyiq_sequence *sequence)
{
	for (size_t i = 0; i < plan->n_sequences; i++) {
		const struct pyiq_sequence *s = &plan->sequences[i];

		if (s->first == sequence->first && s->n_groups == sequence->n_groups &&
		    pyiq_str_equal(s->shown, sequence->shown))
			return true;
	}
	return false;
}

pyiq_status pyiq_planner_add_sequence(struct pyiq_planner *p, size_t first, size_t n,
				      pyiq_kinship kinship, struct pyiq_str words)
{
	struct draft draft = { .p = p,
			       .sequence = { .first = first, .n_groups = n, .kinship = kinship },
			       .status = PYIQ_OK };
	struct pyiq_text text = { .source = pyiq_planner_keep(p, words) };
	pyiq_status status;

	if (text.source.data == NULL)
		return pyiq_fail_nomem(p->err);
	status = pyiq_tokenize(p->tools->tokenizer, &text, draft_token, &draft, p->err);
	if (status == PYIQ_STOPPED)
		status = draft.status;
	if (status != PYIQ_OK || draft.futile || draft.sequence.n_steps == 0)
		return status;
	draft.sequence.shown = text.source;
	if (is_known(p->plan, &draft.sequence))
		return PYIQ_OK;
	status = new_sequence(p, &draft.sequence);
	for (size_t i = 0; i < draft.sequence.n_steps && status == PYIQ_OK; i++)
		status = pyiq_planner_add_token(p, &draft.tokens[i], PYIQ_USE_STEP,
						p->plan->n_sequences - 1, (unsigned)i);
	return status;
}

/* Set by hand, a little below the word itself: judged queries have too few of them to learn from. */
double pyiq_kinship_worth(pyiq_kinship kinship)
{
	static const double worth[PYIQ_N_KINSHIPS] = { [PYIQ_JOINED] = 0.9,
						       [PYIQ_SPLIT] = 0.9,
						       [PYIQ_ACRONYM] = 0.8,
						       [PYIQ_SYNONYM] = 0.8,
						       [PYIQ_CORRECTION] = 0.8 };

	return worth[kinship];
}

/* ---- Leaves ------------------------------------------------------------------------------ */

pyiq_status pyiq_planner_read_leaf(struct pyiq_planner *p, const struct pyiq_node *node, bool asked,
				   bool stated, size_t *first)
{
	struct pyiq_plan *plan = p->plan;
	struct pyiq_text text = { .source = node->text };
	struct leaf leaf = { .p = p,
			     .node = node,
			     .strict = node->kind == PYIQ_NODE_PHRASE || node->exact ||
				       node->kind == PYIQ_NODE_WILDCARD || !asked,
			     .asked = asked };
	const struct pyiq_group *last;
	pyiq_status status = PYIQ_OK;

	p->n_leaves++;
	*first = plan->n_groups;
	if (plan->n_groups > 0) {
		last = &plan->groups[plan->n_groups - 1];
		leaf.base = last->position + last->n_positions;
	}
	if (node->kind == PYIQ_NODE_WILDCARD && plan->n_groups < PYIQ_MAX_GROUPS) {
		struct pyiq_token token = { .term = node->text,
					    .span = { 0, node->text.len },
					    .n_positions = 1 };

		size_t n_terms = plan->n_terms;

		open_group(&leaf, &token);
		status = leaf.status;
		if (status == PYIQ_OK)
			status = pyiq_planner_expand(p, leaf.open - 1);
		/* What stands for no word is text. */
		if (status == PYIQ_OK && plan->n_terms == n_terms) {
			plan->n_groups--;
			leaf.open = 0;
		}
	}
	if (status == PYIQ_OK && leaf.open == 0) {
		status = pyiq_tokenize(p->tools->tokenizer, &text, take_token, &leaf, p->err);
		if (status == PYIQ_STOPPED)
			status = leaf.status;
	}
	for (size_t i = *first; i < plan->n_groups; i++)
		plan->groups[i].plain = asked && !stated && plan->groups[i].n_parts == 0;
	return status;
}

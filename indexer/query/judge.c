#include "query/judge.h"

#include <math.h>
#include <stdlib.h>

#include "query/frame.h"
#include "store/document.h"

enum {
	MAX_PARTS = 32,
	NEAR = 8 /* words: farther apart two words are no neighbours */
};

/* Where a group stands in the text being read, ascending. */
struct places {
	uint32_t *position;
	size_t n, capacity;
};

/* What was seen of a group. */
struct seen {
	bool whole, exact;
	bool in_question;
	uint32_t parts; /* bit i: its i-th part */
	struct places here;
	double adjacent, near; /* to the next group, at best */
};

struct pyiq_judge {
	struct seen *seen; /* one a group */
	size_t n_seen, capacity;
	struct pyiq_match *matches;
	size_t n_matches, matches_capacity;
	bool *phrase_met; /* one a phrase */
	size_t phrases_capacity;
};

pyiq_status pyiq_judge_new(struct pyiq_judge **out, struct pyiq_error *err)
{
	*out = pyiq_alloc(sizeof **out);
	if (*out == NULL)
		return pyiq_fail_nomem(err);
	**out = (struct pyiq_judge){ 0 };
	return PYIQ_OK;
}

void pyiq_judge_free(struct pyiq_judge *judge)
{
	if (judge == NULL)
		return;
	for (size_t i = 0; i < judge->n_seen; i++)
		pyiq_free(judge->seen[i].here.position);
	pyiq_free(judge->seen);
	pyiq_free(judge->matches);
	pyiq_free(judge->phrase_met);
	pyiq_free(judge);
}

struct reading {
	struct pyiq_judge *judge;
	const struct pyiq_plan *plan;
	struct pyiq_stems *stems;
	unsigned field;
	bool want_matches;
	size_t n_words, n_explained; /* of the question; frame words do not count */
	pyiq_status status;
	struct pyiq_error *err;
};

/* Which of its group's parts a plan term is. */
static uint32_t part_bit(const struct pyiq_plan *plan, size_t term)
{
	unsigned bit = 0;

	for (size_t i = 0; i < term; i++)
		bit += plan->terms[i].group == plan->terms[term].group && plan->terms[i].part;
	return UINT32_C(1) << (bit < MAX_PARTS ? bit : MAX_PARTS - 1);
}

static pyiq_status note_place(struct seen *seen, uint32_t position, struct pyiq_error *err)
{
	struct places *here = &seen->here;
	pyiq_status status;

	if (here->n > 0 && here->position[here->n - 1] == position)
		return PYIQ_OK;
	status = pyiq_grow(&here->position, &here->capacity, here->n + 1, sizeof *here->position,
			   err);
	if (status == PYIQ_OK)
		here->position[here->n++] = position;
	return status;
}

static pyiq_status note_match(struct reading *r, const struct pyiq_token *token, size_t group)
{
	struct pyiq_judge *j = r->judge;
	pyiq_status status = pyiq_grow(&j->matches, &j->matches_capacity, j->n_matches + 1,
				       sizeof *j->matches, r->err);

	if (status == PYIQ_OK)
		j->matches[j->n_matches++] = (struct pyiq_match){ r->field, token->span, group };
	return status;
}

/* A token whose term is the plan's. Returns whether it matched a group that is asked for. */
static bool take_term(struct reading *r, const struct pyiq_token *token, size_t first)
{
	bool asked = false;

	for (size_t i = first; i != 0; i = r->plan->terms[i - 1].next) {
		const struct pyiq_plan_term *term = &r->plan->terms[i - 1];
		const struct pyiq_group *group = &r->plan->groups[term->group];
		struct seen *seen = &r->judge->seen[term->group];

		if (group->frame || group->role == PYIQ_EXCLUDED)
			continue;
		asked = true;
		seen->in_question |= r->field == PYIQ_RECORD_QUESTION;
		if (term->part) {
			seen->parts |= part_bit(r->plan, i - 1);
		} else {
			seen->whole = true;
			seen->exact |= pyiq_str_equal(token->term, group->exact);
		}
		/* A phrase asks for its words whole: `lru` is no `lru_cache`. */
		if (r->status == PYIQ_OK && !(term->part && group->phrase != 0))
			r->status = note_place(seen, token->position, r->err);
		if (term->joined && term->group + 1 < r->plan->n_groups) {
			struct seen *other = &r->judge->seen[term->group + 1];

			other->whole = true;
			other->in_question |= r->field == PYIQ_RECORD_QUESTION;
			seen->adjacent = seen->near = 1;
		}
		if (r->want_matches && r->status == PYIQ_OK)
			r->status = note_match(r, token, term->group);
	}
	return asked;
}

/* The words of a question that carry its meaning, each once however many terms it has. */
static void count_word(struct reading *r, const struct pyiq_token *token, bool asked)
{
	if (token->flags & (PYIQ_TOKEN_PART | PYIQ_TOKEN_JOINED | PYIQ_TOKEN_VARIANT))
		return;
	if (!asked && pyiq_is_frame_word(token->term))
		return;
	r->n_words++;
	r->n_explained += asked;
}

static int take_token(void *ctx, const struct pyiq_token *token)
{
	struct reading *r = ctx;
	bool asked = false;

	/* Stemming leaves the first letter, so most words are told apart by it. */
	if (token->term.len > 0 && r->plan->first_bytes[(unsigned char)token->term.data[0]]) {
		struct pyiq_str term;
		const struct pyiq_entry *entry;

		r->status = pyiq_document_term(r->stems, token, &term, r->err);
		entry = r->status == PYIQ_OK ? pyiq_table_find(&r->plan->by_term, term) : NULL;
		if (entry != NULL)
			asked = take_term(r, token, (size_t)entry->value.number);
	}
	if (r->field == PYIQ_RECORD_QUESTION)
		count_word(r, token, asked);
	return r->status != PYIQ_OK;
}

/* ---- Neighbours --------------------------------------------------------------------- */

/* Words that follow each other in the query, frame words between them left out. */
static size_t next_asked(const struct pyiq_plan *plan, size_t group)
{
	do
		group++;
	while (group < plan->n_groups &&
	       (plan->groups[group].frame || plan->groups[group].role == PYIQ_EXCLUDED));
	return group;
}

/* How near two groups stand in this text: adjacent as in the query, and 1 / distance. */
static void compare_places(const struct pyiq_plan *plan, struct seen *seen, size_t a, size_t b)
{
	const struct places *left = &seen[a].here, *right = &seen[b].here;
	uint32_t apart = plan->groups[b].position - plan->groups[a].position;

	for (size_t i = 0, j = 0; i < left->n && j < right->n;) {
		uint32_t l = left->position[i], r = right->position[j];
		uint32_t distance = l < r ? r - l : l - r;

		if (distance <= NEAR) {
			double near = distance > 1 ? 1.0 / distance : 1;

			seen[a].near = near > seen[a].near ? near : seen[a].near;
		}
		if (r >= l && r - l == apart)
			seen[a].adjacent = 1;
		if (l < r)
			i++;
		else
			j++;
	}
}

static int compare_positions(const void *left, const void *right)
{
	const uint32_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

static bool stands_at(const struct places *places, uint32_t position)
{
	return places->n > 0 && bsearch(&position, places->position, places->n,
					sizeof *places->position, compare_positions) != NULL;
}

/* Whether the groups of a phrase stand in this text one after the other. */
static bool has_phrase(const struct pyiq_plan *plan, const struct seen *seen, size_t phrase)
{
	size_t first = 0;

	while (plan->groups[first].phrase != phrase)
		first++;
	for (size_t i = 0; i < seen[first].here.n; i++) {
		uint32_t start = seen[first].here.position[i];
		bool all = true;

		for (size_t g = first;
		     g < plan->n_groups && plan->groups[g].phrase == phrase && all; g++) {
			all = stands_at(&seen[g].here, start + plan->groups[g].position -
							       plan->groups[first].position);
		}
		if (all)
			return true;
	}
	return false;
}

static void end_text(struct reading *r)
{
	const struct pyiq_plan *plan = r->plan;
	struct seen *seen = r->judge->seen;

	for (size_t a = 0; a < plan->n_groups; a++) {
		size_t b = next_asked(plan, a);

		if (b < plan->n_groups && seen[a].here.n > 0 && seen[b].here.n > 0)
			compare_places(plan, seen, a, b);
	}
	for (size_t i = 1; i <= plan->n_phrases; i++)
		r->judge->phrase_met[i - 1] |= has_phrase(plan, seen, i);
	for (size_t g = 0; g < plan->n_groups; g++)
		seen[g].here.n = 0;
}

/* ---- The verdict ----------------------------------------------------------------------- */

/* A group that is there in parts alone counts by how many of them. */
static double presence(const struct pyiq_group *group, const struct seen *seen)
{
	unsigned n = 0;

	if (seen->whole)
		return 1;
	for (uint32_t bits = seen->parts; bits != 0; bits &= bits - 1)
		n++;
	return group->n_parts > 0 ? 0.5 * n / group->n_parts : 0;
}

static void sum_up(const struct reading *r, struct pyiq_evidence *e)
{
	const struct pyiq_plan *plan = r->plan;
	double total = 0, pairs = 0;

	*e = (struct pyiq_evidence){ .phrases = true };
	for (size_t g = 0; g < plan->n_groups; g++) {
		const struct pyiq_group *group = &plan->groups[g];
		const struct seen *seen = &r->judge->seen[g];
		size_t next = next_asked(plan, g);

		if (group->frame || group->role == PYIQ_EXCLUDED)
			continue;
		total += group->idf;
		e->found += group->idf * presence(group, seen);
		e->in_question += seen->in_question ? group->idf * presence(group, seen) : 0;
		e->exact += seen->exact ? group->idf : 0;
		if (next < plan->n_groups) {
			double idf = fmin(group->idf, plan->groups[next].idf);

			pairs += idf;
			e->adjacent += idf * seen->adjacent;
			e->near += idf * seen->near;
		}
	}
	if (total > 0) {
		e->found /= total;
		e->in_question /= total;
		e->exact /= total;
	}
	if (pairs > 0) {
		e->adjacent /= pairs;
		e->near /= pairs;
	}
	if (r->n_words > 0)
		e->explained = (double)r->n_explained / (double)r->n_words;
	for (size_t i = 0; i < plan->n_phrases; i++)
		e->phrases = e->phrases && r->judge->phrase_met[i];
}

static pyiq_status make_room(struct pyiq_judge *judge, const struct pyiq_plan *plan,
			     struct pyiq_error *err)
{
	pyiq_status status =
		pyiq_grow(&judge->seen, &judge->capacity, plan->n_groups, sizeof *judge->seen, err);

	if (status == PYIQ_OK)
		status = pyiq_grow(&judge->phrase_met, &judge->phrases_capacity, plan->n_phrases,
				   sizeof *judge->phrase_met, err);
	if (status != PYIQ_OK)
		return status;
	for (; judge->n_seen < plan->n_groups; judge->n_seen++)
		judge->seen[judge->n_seen] = (struct seen){ 0 };
	for (size_t g = 0; g < plan->n_groups; g++) {
		struct places here = judge->seen[g].here;

		here.n = 0;
		judge->seen[g] = (struct seen){ .here = here };
	}
	for (size_t i = 0; i < plan->n_phrases; i++)
		judge->phrase_met[i] = false;
	judge->n_matches = 0;
	return PYIQ_OK;
}

pyiq_status pyiq_judge_unit(struct pyiq_judge *judge, const struct pyiq_plan *plan,
			    struct pyiq_tokenizer *tokenizer, struct pyiq_stems *stems,
			    const struct pyiq_record *record, struct pyiq_evidence *evidence,
			    const struct pyiq_match **matches, size_t *n_matches,
			    struct pyiq_error *err)
{
	struct reading r = { .judge = judge,
			     .plan = plan,
			     .stems = stems,
			     .want_matches = matches != NULL,
			     .err = err };
	pyiq_status status = make_room(judge, plan, err);

	for (r.field = 0; r.field < PYIQ_RECORD_N_FIELDS && status == PYIQ_OK; r.field++) {
		status = pyiq_tokenize(tokenizer, &record->texts[r.field], take_token, &r, err);
		if (status == PYIQ_STOPPED)
			status = r.status;
		end_text(&r);
	}
	if (status != PYIQ_OK)
		return status;
	sum_up(&r, evidence);
	if (matches != NULL) {
		*matches = judge->matches;
		*n_matches = judge->n_matches;
	}
	return PYIQ_OK;
}

/*
 * A sum of the evidence, each weighted by what it is worth. The features and
 * their order of merit are those of shared/eval/README.md, where they were
 * tried on eight collections one by one.
 */
double pyiq_judge_score(double weight_share, const struct pyiq_evidence *e)
{
	return weight_share + 0.30 * e->explained + 0.15 * e->in_question + 0.10 * e->found +
	       0.10 * e->exact + 0.12 * e->adjacent + 0.10 * e->near;
}

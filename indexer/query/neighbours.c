#include "query/judging.h"

#include <math.h>
#include <stdlib.h>

/* ---- Places ---------------------------------------------------------------------------- */

pyiq_status pyiq_positions_add(struct pyiq_positions *positions, uint32_t at,
			       struct pyiq_error *err)
{
	pyiq_status status;

	if (positions->n > 0 && positions->at[positions->n - 1] == at)
		return PYIQ_OK;
	status = pyiq_grow(&positions->at, &positions->capacity, positions->n + 1,
			   sizeof *positions->at, err);
	if (status != PYIQ_OK)
		return status;
	positions->unsorted |= positions->n > 0 && positions->at[positions->n - 1] > at;
	positions->at[positions->n++] = at;
	return PYIQ_OK;
}

static int compare_positions(const void *left, const void *right)
{
	const uint32_t *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

static void sort_positions(struct pyiq_positions *positions)
{
	if (positions->unsorted)
		qsort(positions->at, positions->n, sizeof *positions->at, compare_positions);
	positions->unsorted = false;
}

static bool stands_at(const struct pyiq_positions *positions, uint32_t position)
{
	return positions->n > 0 && bsearch(&position, positions->at, positions->n,
					   sizeof *positions->at, compare_positions) != NULL;
}

/* ---- Sequences ----------------------------------------------------------------------------- */

/* The words of a sequence that stands at a position are matches. */
static void note_steps(struct pyiq_judge *j, size_t index, uint32_t start)
{
	const struct pyiq_sequence *s = &j->plan->sequences[index];
	size_t low = 0, high = j->n_step_spans;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (j->step_spans[middle].position < start)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = low; i < j->n_step_spans && j->status == PYIQ_OK; i++) {
		const struct pyiq_step *step = &j->step_spans[i];

		if (step->position >= start + s->n_positions)
			break;
		if (step->sequence == index)
			j->status = pyiq_judge_note(j, step->span, s->first);
	}
}

/* The words of a question that a sequence has are explained by it. */
static void explain_words(struct pyiq_judge *j, uint32_t start, uint32_t end)
{
	struct pyiq_positions *unexplained = &j->unexplained;
	size_t kept = 0;

	for (size_t i = 0; i < unexplained->n; i++)
		if (unexplained->at[i] < start || unexplained->at[i] >= end)
			unexplained->at[kept++] = unexplained->at[i];
	unexplained->n = kept;
}

/* A sequence stands at a position: its groups are there. */
static void find_sequence(struct pyiq_judge *j, size_t index, uint32_t start)
{
	const struct pyiq_sequence *s = &j->plan->sequences[index];
	double worth = pyiq_kinship_worth(s->kinship);

	for (size_t g = s->first; g < s->first + s->n_groups && j->status == PYIQ_OK; g++) {
		struct pyiq_seen *seen = &j->seen[g];

		seen->stand_in = fmax(seen->stand_in, worth);
		seen->worth = fmax(seen->worth, worth);
		j->status = pyiq_positions_add(&seen->here, start, j->err);
		if (g + 1 == s->first + s->n_groups && j->status == PYIQ_OK)
			j->status =
				pyiq_positions_add(&seen->here, start + s->n_positions - 1, j->err);
	}
	if (j->field == PYIQ_RECORD_QUESTION)
		explain_words(j, start, start + s->n_positions);
	if (j->want_matches && j->field != PYIQ_JUDGE_TOPIC)
		note_steps(j, index, start);
}

static void find_sequences(struct pyiq_judge *j)
{
	for (size_t i = 0; i < j->plan->n_sequences; i++) {
		const struct pyiq_sequence *s = &j->plan->sequences[i];
		struct pyiq_positions *steps = &j->steps[i * PYIQ_SEQUENCE_STEPS];

		for (size_t at = 0; s->n_steps > 0 && at < steps[0].n; at++) {
			uint32_t start = steps[0].at[at];
			size_t k = 1;

			while (k < s->n_steps && stands_at(&steps[k], start + s->offsets[k]))
				k++;
			if (k == s->n_steps && j->status == PYIQ_OK)
				find_sequence(j, i, start);
		}
		for (size_t k = 0; k < s->n_steps; k++)
			steps[k].n = 0;
	}
	j->n_step_spans = 0;
}

/* ---- Phrases and NEAR ---------------------------------------------------------------------------- */

/* Whether the groups of a phrase stand one after the other from a place of the first on. */
static bool has_phrase_at(const struct pyiq_judge *j, const struct pyiq_clause *phrase,
			  uint32_t start)
{
	const struct pyiq_group *groups = j->plan->groups + phrase->first;

	for (size_t g = 1; g < phrase->n; g++)
		if (!stands_at(&j->seen[phrase->first + g].here,
			       start + groups[g].position - groups[0].position))
			return false;
	return true;
}

static bool has_phrase(const struct pyiq_judge *j, const struct pyiq_clause *phrase)
{
	const struct pyiq_positions *first = &j->seen[phrase->first].here;

	for (size_t i = 0; i < first->n; i++)
		if (has_phrase_at(j, phrase, first->at[i]))
			return true;
	return false;
}

/* Of the positions of a member of a NEAR, those that one of `before` is near; all for the first member. */
static void reach(struct pyiq_judge *j, const struct pyiq_clause *member,
		  const struct pyiq_positions *before, unsigned distance,
		  struct pyiq_positions *out)
{
	const struct pyiq_positions *here = &j->seen[member->first].here;
	size_t k = 0;

	out->n = 0;
	for (size_t i = 0; i < here->n && j->status == PYIQ_OK; i++) {
		uint32_t at = here->at[i];

		if (!has_phrase_at(j, member, at))
			continue;
		while (before != NULL && k < before->n && before->at[k] + distance < at)
			k++;
		if (before == NULL || (k < before->n && before->at[k] <= at + distance))
			j->status = pyiq_positions_add(out, at, j->err);
	}
}

static bool has_near(struct pyiq_judge *j, const struct pyiq_clause *near)
{
	const struct pyiq_positions *before = NULL;
	unsigned which = 0;

	for (const struct pyiq_clause *c = near->child; c != NULL; c = c->next) {
		reach(j, c, before, near->distance, &j->reach[which]);
		before = &j->reach[which];
		which = !which;
		if (before->n == 0)
			return false;
	}
	return before != NULL;
}

void pyiq_judge_find_neighbours(struct pyiq_judge *j)
{
	const struct pyiq_plan *plan = j->plan;

	find_sequences(j);
	for (size_t g = 0; g < plan->n_groups; g++)
		sort_positions(&j->seen[g].here);
	for (size_t i = 0; i < plan->n_numbered && j->status == PYIQ_OK; i++)
		if (!j->numbered[i])
			j->numbered[i] = plan->numbered[i]->kind == PYIQ_CLAUSE_PHRASE
						 ? has_phrase(j, plan->numbered[i])
						 : has_near(j, plan->numbered[i]);
}

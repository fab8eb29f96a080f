#include "query/judging.h"

#include <math.h>
#include <stdlib.h>

/*
 * How far a word may stand from the beginning of a text to count half of what
 * the first word does, and how many words a window has. Both are flat within a
 * factor of two on the collections of ../shared/eval.
 */
enum { HALF_WAY = 10, WINDOW = 12 };

/* ---- Where a text has what was asked ---------------------------------------------------- */

static int compare_occurrences(const void *left, const void *right)
{
	const struct pyiq_occurrence *a = left, *b = right;

	return (a->position > b->position) - (a->position < b->position);
}

static void gather(struct pyiq_judge *j)
{
	size_t n = 0, lists = 0;

	j->n_occurrences = 0;
	for (size_t g = 0; g < j->plan->n_groups; g++)
		n += j->plan->groups[g].asked ? j->seen[g].here.n : 0;
	j->status = pyiq_grow(&j->occurrences, &j->occurrences_capacity, n, sizeof *j->occurrences,
			      j->err);
	if (j->status != PYIQ_OK)
		return;
	for (size_t g = 0; g < j->plan->n_groups; g++) {
		const struct pyiq_positions *here = &j->seen[g].here;

		if (!j->plan->groups[g].asked || here->n == 0)
			continue;
		lists++;
		for (size_t i = 0; i < here->n; i++)
			j->occurrences[j->n_occurrences++] =
				(struct pyiq_occurrence){ here->at[i], (uint32_t)g };
	}
	if (lists > 1)
		qsort(j->occurrences, j->n_occurrences, sizeof *j->occurrences,
		      compare_occurrences);
}

/* What a group that is in this text is worth. */
static double worth_of(const struct pyiq_judge *j, size_t group)
{
	return j->seen[group].worth * j->plan->groups[group].idf;
}

/* The greatest idf that stands together in a window of this text. */
static double best_window(const struct pyiq_judge *j)
{
	unsigned within[PYIQ_MAX_GROUPS] = { 0 };
	double sum = 0, best = 0;

	for (size_t first = 0, i = 0; i < j->n_occurrences; i++) {
		const struct pyiq_occurrence *o = &j->occurrences[i];

		if (within[o->group]++ == 0)
			sum += worth_of(j, o->group);
		while (j->occurrences[first].position + WINDOW <= o->position) {
			uint32_t gone = j->occurrences[first++].group;

			if (--within[gone] == 0)
				sum -= worth_of(j, gone);
		}
		best = fmax(best, sum);
	}
	return best;
}

void pyiq_judge_note_features(struct pyiq_judge *j)
{
	if (j->field == PYIQ_JUDGE_TOPIC)
		return;
	gather(j);
	if (j->status != PYIQ_OK)
		return;
	j->window = fmax(j->window, best_window(j));
	if (j->field == PYIQ_RECORD_PROMPT)
		return;
	for (size_t g = 0; g < j->plan->n_groups; g++) {
		struct pyiq_seen *seen = &j->seen[g];

		if (seen->here.n > 0)
			seen->early = fmax(seen->early,
					   seen->worth / (1 + (double)seen->here.at[0] / HALF_WAY));
	}
}

/* ---- What a unit has -------------------------------------------------------------------------- */

/* A group that is there in parts alone counts by how many of them. */
static double presence(const struct pyiq_group *group, const struct pyiq_seen *seen)
{
	unsigned n = 0;

	if (seen->whole)
		return 1;
	for (uint32_t bits = seen->parts; bits != 0; bits &= bits - 1)
		n++;
	return fmax(seen->stand_in, group->n_parts > 0 ? 0.5 * n / group->n_parts : 0);
}

static double share(double of, double total)
{
	return total > 0 ? of / total : 0;
}

void pyiq_judge_sum_up(const struct pyiq_judge *j, struct pyiq_verdict *verdict)
{
	const struct pyiq_plan *plan = j->plan;
	double total = 0, found = 0, exact = 0, early = 0, frame = 0;
	double *f = verdict->feature;

	for (size_t g = 0; g < plan->n_groups; g++) {
		const struct pyiq_group *group = &plan->groups[g];
		const struct pyiq_seen *seen = &j->seen[g];
		double there = presence(group, seen);

		if (group->plain && !group->asked)
			frame += group->idf * seen->n_frame / (seen->n_frame + 2.0);
		if (!group->asked)
			continue;
		total += group->idf;
		found += group->idf * there;
		exact += group->idf * seen->n_exact / (seen->n_exact + 1.0);
		early += group->idf * seen->early;
		verdict->typed |= group->mistyped && seen->whole;
	}
	f[PYIQ_FEATURE_FOUND] = share(found, total) * share(found, total);
	f[PYIQ_FEATURE_EXACT] = share(exact, total);
	f[PYIQ_FEATURE_EARLY] = share(early, total);
	f[PYIQ_FEATURE_WINDOW] = share(j->window, total);
	/* `vs` and `difference between` mean the same. */
	f[PYIQ_FEATURE_FRAME] = plan->compares ? 0 : fmin(share(frame, total), 1);
	f[PYIQ_FEATURE_EXPLAINED] =
		share((double)(j->n_words - j->unexplained.n), (double)j->n_words);
	f[PYIQ_FEATURE_LANGUAGE] = plan->language[0] != '\0' && j->record->language.len > 0 &&
				   !pyiq_str_equal(j->record->language, pyiq_str(plan->language));
}

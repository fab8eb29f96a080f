#include "query/planner.h"

#include "query/spelling.h"
#include "store/document.h"

enum {
	SHORTEST = 4, /* bytes; shorter words have too many neighbours */
	MAX_EDITS = 2,
	FEW = 2,         /* units: a word that no more of them have may be a slip in the notes */
	FAR_BETTER = 20, /* times as often a word stands that was meant by such a one */
	MOST = 16,       /* words to look up: nobody mistypes more at once */
	PORTION = 4      /* of the query: where less is unknown, the rest will find what is meant */
};

static bool may_be_mistyped(const struct pyiq_group *group)
{
	return group->asked && !group->strict && group->word.len >= SHORTEST && group->freq <= FEW;
}

/* What was meant by a group's word is another way of saying it; *corrected receives whether it is. */
static pyiq_status correct_group(struct pyiq_planner *p, size_t index,
				 const struct pyiq_suggestion *suggestion, bool *corrected)
{
	struct pyiq_plan *plan = p->plan;
	uint32_t freq = plan->groups[index].freq;
	size_t before = plan->n_sequences;
	pyiq_status status;

	if (suggestion->meant.len == 0 || (freq > 0 && suggestion->count < FAR_BETTER * freq))
		return PYIQ_OK;
	status = pyiq_planner_add_sequence(p, index, 1, PYIQ_CORRECTION, suggestion->meant);
	if (plan->n_sequences > before) {
		plan->groups[index].mistyped = *corrected = true;
		plan->sequences[before].shown = suggestion->meant;
	}
	return status;
}

/* A word that hardly any unit has may be another one, misspelled. */
static pyiq_status correct_groups(struct pyiq_planner *p, bool *corrected)
{
	struct pyiq_suggestion words[MOST];
	size_t of_group[MOST], n = 0;
	pyiq_status status;

	for (size_t i = 0; i < p->plan->n_groups && n < MOST; i++) {
		struct pyiq_str word = p->plan->groups[i].word;

		if (!may_be_mistyped(&p->plan->groups[i]))
			continue;
		words[n] = (struct pyiq_suggestion){
			.word = word,
			.max_edits = word.len < 2 * SHORTEST ? 1 : MAX_EDITS,
		};
		of_group[n++] = i;
	}
	if (n == 0)
		return PYIQ_OK;
	status = pyiq_suggest_all(p->tools->db, words, n, &p->plan->arena, p->err);
	for (size_t i = 0; i < n && status == PYIQ_OK; i++)
		status = correct_group(p, of_group[i], &words[i], corrected);
	return status;
}

static const struct pyiq_sequence *correction_of(const struct pyiq_plan *plan, size_t group)
{
	for (size_t i = 0; i < plan->n_sequences; i++)
		if (plan->sequences[i].kinship == PYIQ_CORRECTION &&
		    plan->sequences[i].first == group)
			return &plan->sequences[i];
	return NULL;
}

/* The query as the user typed it, with the words in it that were meant. */
static pyiq_status write_correction(struct pyiq_planner *p, struct pyiq_str query)
{
	struct pyiq_buf *out = &p->plan->correction;
	const char *at = query.data;

	for (size_t i = 0; i < p->plan->n_groups; i++) {
		const struct pyiq_sequence *correction = correction_of(p->plan, i);
		struct pyiq_str shown = p->plan->groups[i].shown;

		if (correction == NULL)
			continue;
		pyiq_buf_append(out, at, (size_t)(shown.data - at));
		pyiq_buf_append(out, correction->shown.data, correction->shown.len);
		at = shown.data + shown.len;
	}
	pyiq_buf_append(out, at, (size_t)(query.data + query.len - at));
	return pyiq_buf_status(out, p->err);
}

pyiq_status pyiq_planner_correct(struct pyiq_planner *p, struct pyiq_str query)
{
	size_t n_asked = 0, n_unknown = 0;
	bool corrected = false;
	pyiq_status status;

	for (size_t i = 0; i < p->plan->n_groups; i++) {
		n_asked += p->plan->groups[i].asked;
		n_unknown += may_be_mistyped(&p->plan->groups[i]);
	}
	if (n_unknown * PORTION < n_asked)
		return PYIQ_OK;
	status = correct_groups(p, &corrected);
	return corrected && status == PYIQ_OK ? write_correction(p, query) : status;
}

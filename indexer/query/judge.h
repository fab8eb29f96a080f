/*
 * The second stage: the text of a candidate decides. It is read through the
 * tokeniser once more; exact forms, neighbours, nearness and the question's own
 * words give the final rank, phrases are required, and the places that matched
 * are the spans to be shown.
 */
#ifndef PYIQ_QUERY_JUDGE_H
#define PYIQ_QUERY_JUDGE_H

#include "query/plan.h"
#include "store/record.h"

/* A place that matched. */
struct pyiq_match {
	unsigned field; /* PYIQ_RECORD_… */
	struct pyiq_span span;
	size_t group; /* of the plan */
};

/* What the text says of a unit, each from 0 to 1. */
struct pyiq_evidence {
	double found;       /* share of the query's weight that the unit has */
	double in_question; /* … that its question has */
	double explained;   /* share of the question's words that the query has */
	double exact;       /* share of the query's weight that stands in the very form */
	double adjacent;    /* share of the query's neighbours that are neighbours */
	double near;        /* the same, less the farther apart: 1 / distance */
	bool phrases;       /* every phrase stands in one text */
};

/* One handle serves one plan after another; one thread at a time. */
struct pyiq_judge;

pyiq_status pyiq_judge_new(struct pyiq_judge **out, struct pyiq_error *err);
void pyiq_judge_free(struct pyiq_judge *judge);

/*
 * Judge a unit by a plan. With `matches`, the places that matched are appended
 * to a list that belongs to the judge and lives until the next call: *matches
 * and *n_matches receive it, by field, then ascending. Returns PYIQ_OK or
 * PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_judge_unit(struct pyiq_judge *judge, const struct pyiq_plan *plan,
			    struct pyiq_tokenizer *tokenizer, struct pyiq_stems *stems,
			    const struct pyiq_record *record, struct pyiq_evidence *evidence,
			    const struct pyiq_match **matches, size_t *n_matches,
			    struct pyiq_error *err);

/* The rank of a unit: its weight in the postings, as a share of the best one's, and the evidence. */
double pyiq_judge_score(double weight_share, const struct pyiq_evidence *evidence);

#endif

/*
 * The second stage: the text of a candidate decides. It is read through the
 * tokeniser once more; it tells whether the unit passes the query's clauses,
 * how well it fits, and which places are to be shown.
 */
#ifndef PYIQ_QUERY_JUDGE_H
#define PYIQ_QUERY_JUDGE_H

#include "query/plan.h"
#include "query/score.h"
#include "store/record.h"

/* A place that matched. */
struct pyiq_match {
	unsigned field; /* PYIQ_RECORD_… */
	struct pyiq_span span;
	size_t group; /* of the plan */
};

/* What the text says of a unit. */
struct pyiq_verdict {
	bool passes;                      /* the clauses */
	bool typed;                       /* it has a mistyped word as it was typed */
	double feature[PYIQ_N_FEATURES];  /* but PYIQ_FEATURE_POSTINGS */
	const struct pyiq_match *matches; /* if they were wanted: by field, then ascending */
	size_t n_matches;
};

/* One handle serves one plan after another; one thread at a time. */
struct pyiq_judge;

/* Tokeniser and stems are borrowed, for as long as the judge lives. */
pyiq_status pyiq_judge_new(struct pyiq_tokenizer *tokenizer, struct pyiq_stems *stems,
			   struct pyiq_judge **out, struct pyiq_error *err);
void pyiq_judge_free(struct pyiq_judge *judge);

/*
 * Judge a unit by a plan. The matches, if they are wanted, belong to the judge and
 * live until the next call. Returns PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_judge_unit(struct pyiq_judge *judge, const struct pyiq_plan *plan,
			    const struct pyiq_record *record, bool want_matches,
			    struct pyiq_verdict *verdict, struct pyiq_error *err);

#endif

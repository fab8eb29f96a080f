/*
 * A query of words as it is asked of a database: its plan, and what reads the
 * text of the units that the postings propose.
 */
#ifndef PYIQ_ASKING_H
#define PYIQ_ASKING_H

#include "db.h"
#include "query/judge.h"
#include "query/plan.h"
#include "query/screen.h"

/* What is asked. */
struct pyiq_question {
	struct pyiq_str query, synonyms; /* as in pyiq_search_options */
	const char *like; /* id of the unit that others shall be like; NULL: the query counts */
};

/* A value: init, make, release. Not to be moved once it is made. */
struct pyiq_asking {
	struct pyiq_db *db;
	struct pyiq_tokenizer *tokenizer;
	struct pyiq_stems *stems;
	struct pyiq_judge *judge;
	struct pyiq_plan plan;
	struct pyiq_screen screen;
	pyiq_docid self; /* the unit that others shall be like, or 0 */
};

void pyiq_asking_init(struct pyiq_asking *asking, struct pyiq_db *db);
void pyiq_asking_release(struct pyiq_asking *asking);

/* Returns PYIQ_OK, PYIQ_ERR_NOT_FOUND (no unit of that id), or the error of memory or database. */
pyiq_status pyiq_asking_make(struct pyiq_asking *asking, const struct pyiq_question *question,
			     struct pyiq_error *err);

#endif

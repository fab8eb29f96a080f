/*
 * From the user's text to a plan: which terms the postings are asked for, and
 * what the text of each candidate is judged by.
 */
#ifndef PYIQ_QUERY_PLAN_H
#define PYIQ_QUERY_PLAN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/memory.h"
#include "base/table.h"
#include "store/stems.h"
#include "store/xapian_c.h"
#include "text/tokenizer.h"

/* What a group asks of a unit. */
typedef enum pyiq_role { PYIQ_WANTED, PYIQ_REQUIRED, PYIQ_EXCLUDED } pyiq_role;

/*
 * A group is one word of the query as the user sees it: `copies`, `lru_cache`,
 * `O(n log n)`. It matches best as a whole, less by its parts.
 */
struct pyiq_group {
	struct pyiq_str shown; /* as in the query */
	struct pyiq_str exact; /* folded, not stemmed */
	pyiq_role role;
	size_t phrase;     /* number of the phrase it belongs to, from 1; 0 for none */
	uint32_t position; /* in the query */
	uint32_t n_positions;
	unsigned n_parts; /* terms of its parts; 0 for a simple word */
	bool frame;       /* frames the question: not asked for */
	bool corrected;   /* spelled otherwise than the user did */
	double idf;       /* how rare it is; 0 if no unit has it */
};

/* A term of the postings, and the group it speaks for. */
struct pyiq_plan_term {
	struct pyiq_str term;
	size_t group;
	bool part;     /* of the group's word, not the whole of it */
	bool joined;   /* the group's word and the next one's written together */
	uint32_t freq; /* units that have it */
	size_t next;   /* another plan term of the same string, index + 1; 0 for none */
};

/* A value: init, make, release. */
struct pyiq_plan {
	struct pyiq_group *groups;
	size_t n_groups, groups_capacity;
	struct pyiq_plan_term *terms;
	size_t n_terms, terms_capacity;
	struct pyiq_table by_term; /* term → index + 1 of its first plan term */
	size_t n_phrases;
	struct pyiq_buf correction; /* the query with corrected words, "" when there are none */
	struct pyiq_arena arena;
	bool first_bytes[256]; /* a word whose term is the plan's begins with one of these */
};

void pyiq_plan_init(struct pyiq_plan *plan);
void pyiq_plan_release(struct pyiq_plan *plan);

/*
 * Make the plan for a query against a database: words that no unit has are
 * corrected from the lexicon; frame words are left out unless they are all
 * there is, stand in code form, or are compared (`is vs ==`). Returns PYIQ_OK
 * or the error of memory or database.
 */
pyiq_status pyiq_plan_make(struct pyiq_plan *plan, struct pyiq_str query,
			   struct pyiq_tokenizer *tokenizer, struct pyiq_stems *stems,
			   struct pyiq_x_db *db, struct pyiq_error *err);

/*
 * The query that proposes candidates among the units that have an answer, or
 * among those that have none; matches nothing when no term stands in any unit.
 * Freed by the caller.
 */
pyiq_status pyiq_plan_propose(const struct pyiq_plan *plan, bool answered,
			      struct pyiq_x_query **out, struct pyiq_error *err);

#endif

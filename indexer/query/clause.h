/*
 * The conditions of a query, as a tree over the plan's groups. They filter: a
 * unit passes or it does not. The rank is not their affair.
 */
#ifndef PYIQ_QUERY_CLAUSE_H
#define PYIQ_QUERY_CLAUSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "query/parse.h"

struct pyiq_plan;

typedef enum pyiq_clause_kind {
	PYIQ_CLAUSE_LIST,
	PYIQ_CLAUSE_AND,
	PYIQ_CLAUSE_OR,
	PYIQ_CLAUSE_NOT,
	PYIQ_CLAUSE_GROUP,
	PYIQ_CLAUSE_PHRASE, /* n groups, one after the other in one text */
	PYIQ_CLAUSE_NEAR,   /* the children (groups or phrases) near each other in one text */
	PYIQ_CLAUSE_PLACE   /* a file, level, tag or language; known from the postings */
} pyiq_clause_kind;

struct pyiq_clause {
	pyiq_clause_kind kind;
	pyiq_role role;
	size_t first, n;        /* the groups of a group or phrase */
	size_t number;          /* of a phrase or NEAR among all of them, from 0 */
	unsigned distance;      /* of NEAR, in words */
	struct pyiq_str *terms; /* of a place: boolean terms, ascending, any of which will do */
	size_t n_terms;
	struct pyiq_clause *child, *next;
};

/* Whether postings alone do not tell if a unit passes. */
bool pyiq_clause_reads_text(const struct pyiq_plan *plan, const struct pyiq_clause *clause);

/* Whether a member of a list is wanted, and no frame word. */
bool pyiq_clause_is_wanted(const struct pyiq_plan *plan, const struct pyiq_clause *clause);

/* Whether a unit that passes a list must have something that is wanted: nothing that is required weighs. */
bool pyiq_clause_wants_any(const struct pyiq_plan *plan, const struct pyiq_clause *list);

/* What was found out about a unit. */
struct pyiq_findings {
	bool (*has_group)(void *ctx, const struct pyiq_clause *group);
	bool (*has_place)(void *ctx, const struct pyiq_clause *place);
	const bool *numbered; /* of each phrase and NEAR, whether it stands in one of the texts */
	void *ctx;
};

bool pyiq_clause_passes(const struct pyiq_plan *plan, const struct pyiq_clause *clause,
			const struct pyiq_findings *findings);

#endif

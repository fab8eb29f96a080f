/*
 * What the user typed, cut into clauses. A query is never a syntax error: what
 * is not one of our forms is text.
 *
 *	deep copy      words, wanted
 *	"deep copy"    a phrase
 *	+must -not     required, excluded
 */
#ifndef PYIQ_QUERY_PARSE_H
#define PYIQ_QUERY_PARSE_H

#include <stdbool.h>

#include "base/status.h"
#include "base/text.h"

typedef enum pyiq_clause_kind {
	PYIQ_CLAUSE_TEXT,
	PYIQ_CLAUSE_PHRASE,
	PYIQ_CLAUSE_REQUIRED,
	PYIQ_CLAUSE_EXCLUDED
} pyiq_clause_kind;

struct pyiq_clause {
	pyiq_clause_kind kind;
	struct pyiq_str text; /* part of the query, signs and quotes left out */
};

/* Receives the clauses from left to right; a status other than PYIQ_OK ends the parse with it. */
typedef pyiq_status pyiq_clause_fn(void *ctx, const struct pyiq_clause *clause,
				   struct pyiq_error *err);

/* Push the clauses of a query. Allocates nothing; linear. Returns PYIQ_OK or what fn returned. */
pyiq_status pyiq_query_parse(struct pyiq_str query, pyiq_clause_fn *fn, void *ctx,
			     struct pyiq_error *err);

#endif

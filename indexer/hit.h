/*
 * A unit and the places in it that matched, as a hit to be shown: both engines
 * end here.
 */
#ifndef PYIQ_HIT_H
#define PYIQ_HIT_H

#include "db.h"
#include "query/judge.h"

/* Holds what making hits needs. One handle, one thread at a time. */
struct pyiq_hit_maker;

pyiq_status pyiq_hit_maker_new(struct pyiq_db *db, const struct pyiq_search_options *options,
			       struct pyiq_hit_maker **out, struct pyiq_error *err);
void pyiq_hit_maker_free(struct pyiq_hit_maker *maker);

/*
 * Make the hit for a document from its record and what matched in it (by
 * field, ascending in start; they may overlap). `terms` (n of them) are the
 * query's, matches[i].group names one. `near` (n_near of them) are units nearly
 * alike that are shown with it. The hit lives until the next call and
 * as long as the record. rank and score are the caller's to set. PYIQ_OK or
 * the error of memory or database.
 */
pyiq_status pyiq_hit_make(struct pyiq_hit_maker *maker, pyiq_docid id,
			  const struct pyiq_record *record, const struct pyiq_match *matches,
			  size_t n_matches, const struct pyiq_str *terms, size_t n_terms,
			  const pyiq_docid *near, size_t n_near, struct pyiq_hit *hit,
			  struct pyiq_error *err);

#endif

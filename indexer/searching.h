/*
 * What one search is made of:
 *
 *	query → plan ┬ words:   postings propose → the text decides → hits   (ranked.c)
 *	             └ pattern: every unit's text → hits                     (patterns.c)
 *
 * Both fold units that are alike and end in pyiq_hit_make.
 */
#ifndef PYIQ_SEARCHING_H
#define PYIQ_SEARCHING_H

#include "base/table.h"
#include "db.h"
#include "hit.h"
#include "query/plan.h"

struct pyiq_searcher {
	struct pyiq_db *db;
	const struct pyiq_search_options *options;
	pyiq_hit_fn *fn;
	void *ctx;
	struct pyiq_search_summary *summary;
	struct pyiq_hit_maker *maker;
	struct pyiq_table folded; /* the alike keys that were seen */
	struct pyiq_arena arena;  /* for one record */
	bool told;        /* the user knows of corrections, and how the query is understood */
	const char *like; /* id of the unit that others shall be like; NULL: the query counts */
	struct pyiq_error *err;
};

/* Tell the user something about the query, which is quoted behind it. */
void pyiq_search_note(const struct pyiq_searcher *s, const char *what, struct pyiq_str query);

/* Give the hit its rank and hand it to the user. PYIQ_OK or PYIQ_STOPPED. */
pyiq_status pyiq_search_push(struct pyiq_searcher *s, struct pyiq_hit *hit, double score);

/* Search by words, or for units like one of them. */
pyiq_status pyiq_search_words(struct pyiq_searcher *s);

/*
 * Search every unit's text. `fallback`: the user typed words, so a match of
 * nothing says nothing, and who asked for no pattern need not hear of its limits.
 */
pyiq_status pyiq_search_patterns(struct pyiq_searcher *s, const struct pyiq_str *pattern, size_t n,
				 unsigned flags, bool fallback);

/* The plan for units like the one whose id begins with prefix, and its number. */
pyiq_status pyiq_plan_of_unit(struct pyiq_plan *plan, struct pyiq_db *db, const char *prefix,
			      const struct pyiq_plan_tools *tools, pyiq_docid *self,
			      struct pyiq_error *err);

/* The keys of sources whose path fits a pattern of `file:`; a pyiq_plan_tools.find_sources. */
pyiq_status pyiq_find_sources(void *db, struct pyiq_str pattern, pyiq_x_term_fn *fn, void *fn_ctx,
			      struct pyiq_error *err);

#endif

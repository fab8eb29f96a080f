/*
 * What there is to read, beside what a database knows: what a run has to do.
 */
#ifndef PYIQ_SURVEY_H
#define PYIQ_SURVEY_H

#include "base/memory.h"
#include "base/table.h"
#include "pyiq.h"
#include "store/catalog.h"

/* A source to be read, or to be removed. */
struct pyiq_task {
	bool remove;
	struct pyiq_str path; /* absolute, NUL behind it; of a stream its name */
	uint64_t root;
	const struct pyiq_catalog_source *known; /* NULL: it is new */
	int64_t size, mtime_ns;
	bool single;            /* its folder holds one question a file */
	bool named;             /* the user gave this very path */
	struct pyiq_str format; /* by name, if the user chose it; else empty */
	bool is_stream;
};

struct pyiq_scope;
struct pyiq_candidate;

/* A value: init, make once, release. */
struct pyiq_survey {
	struct pyiq_task *tasks; /* removals first, then by path */
	size_t n, capacity;
	size_t n_unchanged, n_failed;
	bool complete; /* false: there was more to look at than the limit */

	struct pyiq_catalog *catalog;
	const struct pyiq_index_options *options;
	bool all; /* is read again: sources only tell their formats, and that they were named */
	struct pyiq_scope *scopes; /* what this run looks at */
	size_t n_scopes, scopes_capacity;
	struct pyiq_candidate *candidates; /* the files it met, by path */
	size_t n_candidates, candidates_capacity;
	size_t left; /* files that may still be looked at */
	struct pyiq_arena arena;
	struct pyiq_table folders; /* that were looked at: see pyiq_folder_asks */
	struct pyiq_error *err;
};

void pyiq_survey_init(struct pyiq_survey *survey);
void pyiq_survey_release(struct pyiq_survey *survey);

/*
 * Find the tasks of a run with these options on the roots and sources of a
 * loaded catalog, of whose files `limit` are looked at. Writes nothing; new,
 * changed and forgotten roots are marked in the catalog. What cannot be looked
 * at is reported to options->event. `all` makes every known root part of the
 * run, whatever was named, and every source new. Returns PYIQ_OK,
 * PYIQ_ERR_INVALID, PYIQ_ERR_IO, PYIQ_ERR_NOT_FOUND (nothing to prune) or
 * PYIQ_ERR_NOMEM. Tasks point into the catalog and the survey.
 */
pyiq_status pyiq_survey_make(struct pyiq_survey *survey, struct pyiq_catalog *catalog,
			     const struct pyiq_index_options *options, bool all, size_t limit,
			     struct pyiq_error *err);

#endif

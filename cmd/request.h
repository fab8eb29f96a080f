/*
 * What the command line of a search asks for. `pyiq search` reads all of it;
 * a subcommand that finds units by other means knows fewer of the options.
 */
#ifndef PYIQ_CMD_REQUEST_H
#define PYIQ_CMD_REQUEST_H

#include "globs.h"
#include "patterns.h"
#include "print/count_by.h"
#include "queries.h"
#include "view.h"

/* A value: initialise, fill, settle, release. */
struct request {
	struct view view;
	struct print_how how;
	struct pyiq_search_options search;
	const char *like;  /* find what is like the unit of this id, instead of queries; or NULL */
	bool fixed, regex; /* -F; -E or -P */
	bool given;        /* patterns were, by -e or -f */
	bool limited, all, first, context;
	bool count, quiet, no_messages, refresh, vimgrep;
	enum { FILES_NONE, FILES_WITH, FILES_WITHOUT } files; /* -l, -L */
	facet facet;                  /* that --count-by names, or FACET_NONE */
	const struct printer *format; /* for --format=trec, or NULL */
	const char *batch;            /* the file of --queries, or NULL */
	struct globs globs;
	struct patterns patterns;
	struct pyiq_buf operands; /* joined */
	struct queries queries;   /* those of the batch, or the operands as one without id */
};

void request_init(struct request *request);
void request_release(struct request *request);

/*
 * Read the options, and report those that contradict each other. Returns
 * OPTION_END, or OPTION_STOP with the status set.
 */
option_id request_options(struct request *request, struct options *options);

/* Read what is looked for, from the operands unless options told it. Returns the same. */
option_id request_queries(struct request *request, struct options *options);

/* Whether patterns are looked for instead of words. */
bool request_has_patterns(const struct request *request);

/* Once all is read: work out what the options mean together. */
void request_settle(struct request *request);

#endif

/*
 * The units that a subcommand is about: all, those that a query finds, those that
 * stand under a topic.
 *
 *	id = selection_options(&selection, &view, &options);
 *	…
 *	status = selection_each(&selection, db, take_unit, ctx, &err);
 *	…
 *	selection_release(&selection);
 */
#ifndef PYIQ_CMD_SELECTION_H
#define PYIQ_CMD_SELECTION_H

#include "base/buf.h"
#include "globs.h"
#include "pyiq.h"
#include "view.h"

/* A value: all zero at first; fill, use, release. */
struct selection {
	struct pyiq_buf query; /* words, in the whole language of pyiq-query(7); empty for none */
	const char *topic;     /* of --topic, or NULL */
	bool answered;         /* only units that have an answer */
	struct globs globs;    /* of files that they may come from */
};

/*
 * Take an option if it is --topic, --answered, --include or --exclude. Returns
 * OPTION_END when it was taken, OPTION_STOP when memory ran out, else the option
 * itself.
 */
option_id selection_option(struct selection *selection, struct options *options, option_id id);

/* The operands, joined, are the query; selection_each tells whether memory sufficed. */
void selection_query(struct selection *selection, char **operands, int n);

/*
 * Read a command line that has no options but these and those of a view, and a
 * query for its operands. Returns OPTION_END or OPTION_STOP.
 */
option_id selection_options(struct selection *selection, struct view *view,
			    struct options *options);

/* Whether every unit is meant. */
bool selection_is_all(const struct selection *selection);

/* Whether there is a query or a topic, so that the units are hits of a search. */
bool selection_is_search(const struct selection *selection);

/*
 * The query that stands for query and topic together, appended to *text, for who
 * searches on his own; empty for all. PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status selection_words(const struct selection *selection, struct pyiq_buf *text,
			    struct pyiq_error *err);

/*
 * Hand every unit to fn, copies too: by relevance if there is a query or a topic,
 * else by file and line; the same index gives the same order. Notes of the search
 * (what was understood instead of a mistyped word) go to stderr. Returns PYIQ_OK,
 * also if there is none, PYIQ_STOPPED, or as pyiq_search and pyiq_list.
 */
pyiq_status selection_each(const struct selection *selection, struct pyiq_db *db, pyiq_unit_fn *fn,
			   void *ctx, struct pyiq_error *err);

void selection_release(struct selection *selection);

#endif

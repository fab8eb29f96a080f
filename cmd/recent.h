/*
 * The hits that were shown last in this terminal session, so that their numbers
 * may stand where ids do: `pyiq show 2`. A session is what getsid(2) means by
 * it: a terminal with all that was started in it, or a script without one.
 *
 * Each session has a file of text below last/:
 *
 *	pyiq-last 1                 what it is, and the version of this format
 *	session SID START           START: when its leader began, 0 if unknown
 *	db PATH                     absolute; none: the databases without --db
 *	RANK ID QUESTION            the question on one line, or the beginning of it
 *
 * It is a convenience: where it cannot be written, there is none.
 */
#ifndef PYIQ_CMD_RECENT_H
#define PYIQ_CMD_RECENT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/status.h"
#include "pyiq.h"

/* Hits while they are shown. A value: initialise with { 0 }, add, save, release. */
struct recent_hits {
	struct pyiq_buf lines;
	size_t n;
};

/* Note a hit. Those that a number of three digits cannot name are left out. */
void recent_add(struct recent_hits *hits, const struct pyiq_hit *hit);

/*
 * Keep them, with the databases that were named; without hits, the list of
 * before stays. Never fails. Forgets the sessions that have ended.
 */
void recent_save(const struct recent_hits *hits, const char *const *db, size_t n_db);

void recent_release(struct recent_hits *hits);

struct recent_hit {
	size_t rank;
	const char *id, *question; /* as in the source: make it safe to show it */
};

/* A list as it was kept. A value: load, release. */
struct recent {
	struct pyiq_buf text; /* all of the file; the others point into it */
	const char **db;
	size_t n_db, db_capacity;
	struct recent_hit *hits; /* in the order in which they were shown */
	size_t n_hits, hits_capacity;
};

/* Whether an operand is such a number: one to three digits, where an id has four or more. */
bool recent_is_rank(const char *operand);

/*
 * Read the list of this session. PYIQ_OK, PYIQ_ERR_NOT_FOUND (there was no
 * search; or the file is damaged or of another version), PYIQ_ERR_IO or
 * PYIQ_ERR_NOMEM.
 */
pyiq_status recent_load(struct recent *recent, struct pyiq_error *err);

/* The id of the hit with the number that an operand is; PYIQ_ERR_NOT_FOUND if it has none. */
pyiq_status recent_find(const struct recent *recent, const char *operand, const char **id,
			struct pyiq_error *err);

void recent_release_list(struct recent *recent);

/* ---- For tests ------------------------------------------------------------ */

/* A terminal session: its id, and when its leader began, in ticks since the system did. */
struct recent_session {
	long id;
	unsigned long long start; /* 0: unknown */
};

/* Take apart recent->text, which must be of that session. Returns as recent_load. */
pyiq_status recent_parse(struct recent *recent, const struct recent_session *session,
			 struct pyiq_error *err);

#endif

/*
 * Where a database is written: in its own place when it exists; beside it when
 * it is new, from where a compact copy is moved to its place, so that no
 * half-made one is ever found there.
 */
#ifndef PYIQ_STAGING_H
#define PYIQ_STAGING_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/status.h"
#include "store/xapian_c.h"

/* A value: init, open, (publish,) close. */
struct pyiq_staging {
	const char *target;    /* the database's place as it was named; borrowed */
	struct pyiq_buf place; /* the same without links and slashes behind it */
	struct pyiq_buf
		beside; /* the path beside it, "" when the database is changed in its place */
	struct pyiq_buf ready;     /* the path of the compact copy, the same */
	struct pyiq_x_writer *old; /* holds the lock of what is to be replaced, or NULL */
	struct pyiq_x_writer *writer;
};

void pyiq_staging_init(struct pyiq_staging *staging, const char *target);

/*
 * Open the writer; parent directories are made, for the user alone. With `anew`
 * a database that is there is not changed but replaced in the end. What a run
 * that was killed left beside the target is begun anew; files that are no
 * database's stay. Returns PYIQ_OK or the writer's error.
 */
pyiq_status pyiq_staging_open(struct pyiq_staging *staging, bool anew, struct pyiq_error *err);

/* Whether the database is a new one: there was none, or it is replaced. */
bool pyiq_staging_is_new(const struct pyiq_staging *staging);

/* Commit, and move a new database to its place. The writer is closed then. Returns PYIQ_OK or the error; readers see all or nothing. */
pyiq_status pyiq_staging_publish(struct pyiq_staging *staging, struct pyiq_error *err);

/* Drop what was not published; a new database leaves nothing behind. */
void pyiq_staging_close(struct pyiq_staging *staging);

#endif

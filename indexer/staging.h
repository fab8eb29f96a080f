/*
 * Where a database is written: in its own place when it exists, beside it and
 * then moved when it is new, so that no half-made one is ever found there.
 */
#ifndef PYIQ_STAGING_H
#define PYIQ_STAGING_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/status.h"
#include "store/xapian_c.h"

/* A value: init, open, (publish,) close. */
struct pyiq_staging {
	const char *target;     /* the database's place; borrowed */
	struct pyiq_buf beside; /* the path beside it, "" when the database exists */
	struct pyiq_x_writer *writer;
};

void pyiq_staging_init(struct pyiq_staging *staging, const char *target);

/*
 * Open the writer; parent directories are made, for the user alone. What a run
 * that was killed left beside the target is used again, or removed if it is
 * broken; files that are no database's stay. Returns PYIQ_OK or the writer's error.
 */
pyiq_status pyiq_staging_open(struct pyiq_staging *staging, struct pyiq_error *err);

/* Whether there is no database at its place yet; what a killed run left beside it may be complete all the same. */
bool pyiq_staging_is_new(const struct pyiq_staging *staging);

/* Commit, and move a new database to its place. The writer is closed then. Returns PYIQ_OK or the error; readers see all or nothing. */
pyiq_status pyiq_staging_publish(struct pyiq_staging *staging, struct pyiq_error *err);

/* Drop what was not published; a new database leaves nothing behind. */
void pyiq_staging_close(struct pyiq_staging *staging);

#endif

/*
 * Units that operands name: by an id, or by their number in the last search of
 * the terminal session.
 */
#ifndef PYIQ_CMD_NAMED_H
#define PYIQ_CMD_NAMED_H

#include "recent.h"
#include "view.h"

/* A value: initialise with { .view = … }, find, release. */
struct named {
	const struct view *view;
	struct pyiq_db *db;      /* in which ids are looked up; NULL while there was none */
	struct pyiq_db *last_db; /* numbers; NULL while there was none */
	struct pyiq_db *used;    /* one of them: where the last unit was looked up */
	struct recent recent;
	bool has_recent;
};

/*
 * Hand the unit to fn. Returns as pyiq_get, but never PYIQ_STOPPED: after
 * PYIQ_ERR_NOT_FOUND another operand may name a unit, after others none will.
 */
pyiq_status named_find(struct named *named, const char *operand, pyiq_unit_fn *fn, void *ctx,
		       struct pyiq_error *err);

void named_release(struct named *named);

#endif

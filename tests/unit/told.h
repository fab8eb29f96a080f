/*
 * What databases in the place tell of all their notes, one entry after the other:
 * for tests of the lists that are kept beside the units.
 */
#ifndef PYIQ_TESTS_UNIT_TOLD_H
#define PYIQ_TESTS_UNIT_TOLD_H

#include "runs.h"

static struct pyiq_buf told;
static size_t stop_at; /* stop with the entry of this number; 0 means never */

static inline int set_up_told(void **state)
{
	pyiq_buf_init(&told);
	stop_at = 0;
	return set_up_runs(state);
}

static inline int tear_down_told(void **state)
{
	pyiq_buf_release(&told);
	return tear_down_runs(state);
}

/* Tells all entries of a list: what it appends to `told`. */
typedef pyiq_status telling_fn(struct pyiq_db *db);

static inline const char *told_of(telling_fn *tell, const char *const *names, size_t n)
{
	const char *paths[4];
	struct pyiq_db *db;

	for (size_t i = 0; i < n; i++)
		paths[i] = in_place(names[i]);
	ASSERT_OK(pyiq_db_open(paths, n, &db, &err));
	ASSERT_OK(tell(db));
	pyiq_db_close(db);
	return pyiq_buf_str(&told);
}

#endif

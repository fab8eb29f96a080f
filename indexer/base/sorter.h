/*
 * Many small records of one size, sorted in memory that does not grow with their
 * number: what does not fit stays in temporary files without names.
 */
#ifndef PYIQ_BASE_SORTER_H
#define PYIQ_BASE_SORTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/* One handle, one thread at a time. */
struct pyiq_sorter;

/* As qsort wants it. Records that compare equal keep no order among themselves. */
typedef int pyiq_compare_fn(const void *left, const void *right);

/*
 * Records of `size` bytes; at most `memory` bytes of them are held at once, but
 * four records at least. PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_sorter_new(size_t size, size_t memory, pyiq_compare_fn *compare,
			    struct pyiq_sorter **out, struct pyiq_error *err);
void pyiq_sorter_free(struct pyiq_sorter *sorter);

/* Add a record, which is copied. PYIQ_OK, PYIQ_ERR_IO or PYIQ_ERR_NOMEM. */
pyiq_status pyiq_sorter_add(struct pyiq_sorter *sorter, const void *record, struct pyiq_error *err);

/* No more will be added: sort. PYIQ_OK, PYIQ_ERR_IO or PYIQ_ERR_NOMEM. */
pyiq_status pyiq_sorter_finish(struct pyiq_sorter *sorter, struct pyiq_error *err);

/*
 * The first record that is not less than `key` (a record of which the compared
 * parts are set), copied to *record; *found is false when there is none. key and
 * record may be the same. After finish, any number of times; ascending keys cost
 * the least. PYIQ_OK or PYIQ_ERR_IO.
 */
pyiq_status pyiq_sorter_find(struct pyiq_sorter *sorter, const void *key, void *record, bool *found,
			     struct pyiq_error *err);

#endif

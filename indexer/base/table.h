/*
 * A table from byte strings to numbers or pointers.
 */
#ifndef PYIQ_BASE_TABLE_H
#define PYIQ_BASE_TABLE_H

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

struct pyiq_entry {
	struct pyiq_str key; /* the table's copy, with a NUL behind it */
	uint64_t hash;
	union {
		int64_t number;
		const void *pointer;
	} value;
};

/* A value: init, use, release. One table, one thread at a time. */
struct pyiq_table {
	struct pyiq_entry
		*entries; /* n_slots of them, a power of two; key.data is NULL in free ones */
	size_t n, n_slots;
	struct pyiq_arena keys;
};

void pyiq_table_init(struct pyiq_table *table);
void pyiq_table_release(struct pyiq_table *table);

/* The entry of a key, or NULL. Valid until the next pyiq_table_put. */
struct pyiq_entry *pyiq_table_find(const struct pyiq_table *table, struct pyiq_str key);

/* The entry of a key, made with value 0 if need be; NULL when memory ran out. Valid until the next call. */
struct pyiq_entry *pyiq_table_put(struct pyiq_table *table, struct pyiq_str key);

/* The entries in no particular order: start with NULL; NULL at the end. */
struct pyiq_entry *pyiq_table_next(const struct pyiq_table *table, struct pyiq_entry *entry);

#endif

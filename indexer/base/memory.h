/*
 * Memory: one door for every allocation of the engine, growing arrays, and
 * arenas for things that die together.
 */
#ifndef PYIQ_BASE_MEMORY_H
#define PYIQ_BASE_MEMORY_H

#include <stddef.h>

#include "base/status.h"

/*
 * malloc, realloc and free of the engine. They return NULL when memory ran
 * out; pyiq_free accepts NULL. Safe from any thread.
 */
void *pyiq_alloc(size_t size);
void *pyiq_realloc(void *old, size_t size);
void pyiq_free(void *block);

/*
 * For tests: let the allocations after the next n fail, all of them, until
 * called again; a negative n means never. Not for concurrent use.
 */
void pyiq_alloc_fail_after(long n);

/*
 * Make room for at least `need` elements of `size` bytes in *array, whose
 * capacity in elements is *capacity; both are updated, and growth is
 * geometric. Returns PYIQ_OK or PYIQ_ERR_NOMEM; on failure the array is as it
 * was. The array is freed with pyiq_free.
 */
pyiq_status pyiq_grow(void *array, size_t *capacity, size_t need, size_t size,
		      struct pyiq_error *err);

/*
 * An arena hands out memory that is freed all at once. One arena serves one
 * thread at a time.
 */
struct pyiq_arena {
	struct pyiq_arena_block *blocks;
};

void pyiq_arena_init(struct pyiq_arena *arena);

/* Forget everything handed out, keep one block for use again. */
void pyiq_arena_clear(struct pyiq_arena *arena);

/* Free everything; the arena can be initialised again. */
void pyiq_arena_release(struct pyiq_arena *arena);

/*
 * `size` bytes, aligned for any object, not initialised; NULL when memory ran
 * out. A size of 0 gives a pointer that must not be read.
 */
void *pyiq_arena_alloc(struct pyiq_arena *arena, size_t size);

/* A copy of len bytes with a NUL behind it; NULL when memory ran out. */
char *pyiq_arena_copy(struct pyiq_arena *arena, const char *data, size_t len);

#endif

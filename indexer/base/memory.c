#include "base/memory.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static long fail_after = -1;

/* Whether this allocation is one of those a test wants to fail. */
static int injected_failure(void)
{
	if (fail_after < 0)
		return 0;
	if (fail_after == 0)
		return 1;
	fail_after--;
	return 0;
}

void pyiq_alloc_fail_after(long n)
{
	fail_after = n;
}

void *pyiq_alloc(size_t size)
{
	return injected_failure() ? NULL : malloc(size > 0 ? size : 1);
}

void *pyiq_realloc(void *old, size_t size)
{
	return injected_failure() ? NULL : realloc(old, size > 0 ? size : 1);
}

void pyiq_free(void *block)
{
	free(block);
}

pyiq_status pyiq_grow(void *array, size_t *capacity, size_t need, size_t size,
		      struct pyiq_error *err)
{
	if (need <= *capacity)
		return PYIQ_OK;

	size_t wanted = *capacity + *capacity / 2;

	if (wanted < need)
		wanted = need;
	if (wanted < 16)
		wanted = 16;
	if (wanted > SIZE_MAX / size)
		return pyiq_fail_nomem(err);

	/* The caller's array is a T *, whatever T is: copy the pointer's bytes. */
	void *old;

	memcpy(&old, array, sizeof old);
	void *grown = pyiq_realloc(old, wanted * size);

	if (grown == NULL)
		return pyiq_fail_nomem(err);
	memcpy(array, &grown, sizeof grown);
	*capacity = wanted;
	return PYIQ_OK;
}

struct pyiq_arena_block {
	struct pyiq_arena_block *next;
	size_t used, size; /* bytes of data */
	alignas(max_align_t) char data[];
};

enum { ARENA_BLOCK = 16 * 1024 };

void pyiq_arena_init(struct pyiq_arena *arena)
{
	arena->blocks = NULL;
}

void pyiq_arena_clear(struct pyiq_arena *arena)
{
	struct pyiq_arena_block *kept = arena->blocks;

	if (kept == NULL)
		return;
	arena->blocks = kept->next;
	pyiq_arena_release(arena);
	kept->next = NULL;
	kept->used = 0;
	arena->blocks = kept;
}

void pyiq_arena_release(struct pyiq_arena *arena)
{
	while (arena->blocks != NULL) {
		struct pyiq_arena_block *next = arena->blocks->next;

		pyiq_free(arena->blocks);
		arena->blocks = next;
	}
}

void *pyiq_arena_alloc(struct pyiq_arena *arena, size_t size)
{
	const size_t unit = alignof(max_align_t);

	if (size > SIZE_MAX - sizeof(struct pyiq_arena_block) - unit)
		return NULL;
	size = (size + unit - 1) / unit * unit;

	struct pyiq_arena_block *block = arena->blocks;

	if (block == NULL || block->size - block->used < size) {
		size_t room = size > ARENA_BLOCK ? size : ARENA_BLOCK;

		block = pyiq_alloc(sizeof *block + room);
		if (block == NULL)
			return NULL;
		block->next = arena->blocks;
		block->used = 0;
		block->size = room;
		arena->blocks = block;
	}

	void *data = block->data + block->used;

	block->used += size;
	return data;
}

char *pyiq_arena_copy(struct pyiq_arena *arena, const char *data, size_t len)
{
	char *copy = pyiq_arena_alloc(arena, len + 1);

	if (copy != NULL) {
		if (len > 0)
			memcpy(copy, data, len);
		copy[len] = '\0';
	}
	return copy;
}

#include <stdalign.h>

#include "check.h"

/* ---- Allocation --------------------------------------------------------- */

static void nothing_is_something(void **state)
{
	(void)state;
	char *none = pyiq_alloc(0);

	assert_non_null(none);
	none = pyiq_realloc(none, 0);
	assert_non_null(none);
	none = pyiq_realloc(none, 3);
	assert_non_null(none);
	memcpy(none, "abc", 3);
	none = pyiq_realloc(none, 300);
	assert_memory_equal(none, "abc", 3);
	pyiq_free(none);
	pyiq_free(NULL);
}

static void fails_when_told(void **state)
{
	(void)state;
	char *block;

	pyiq_alloc_fail_after(2);
	block = pyiq_alloc(1);
	assert_non_null(block);
	block = pyiq_realloc(block, 2);
	assert_non_null(block);
	assert_null(pyiq_alloc(1));
	assert_null(pyiq_realloc(block, 3));
	assert_null(pyiq_alloc(1)); /* and all that follow */
	pyiq_alloc_fail_after(-1);
	block[1] = 'x';
	block = pyiq_realloc(block, 3);
	assert_non_null(block);
	assert_int_equal(block[1], 'x');
	pyiq_free(block);
}

/* ---- Growing arrays ----------------------------------------------------- */

static void grow_keeps_content(void **state)
{
	(void)state;
	uint32_t *array = NULL;
	size_t capacity = 0;

	for (uint32_t n = 0; n < 1000; n++) {
		ASSERT_OK(pyiq_grow(&array, &capacity, n + 1, sizeof *array, &err));
		assert_true(capacity > n);
		array[n] = n;
	}
	for (uint32_t n = 0; n < 1000; n++)
		assert_int_equal(array[n], n);
	pyiq_free(array);
}

static void grow_is_geometric(void **state)
{
	(void)state;
	char *array = NULL;
	size_t capacity = 0, n_moves = 0;

	for (size_t n = 1; n <= 1000000; n++) {
		size_t before = capacity;

		ASSERT_OK(pyiq_grow(&array, &capacity, n, 1, &err));
		n_moves += capacity != before;
	}
	assert_true(n_moves < 40);
	pyiq_free(array);
}

static void grow_asks_for_no_less_than_needed(void **state)
{
	(void)state;
	uint64_t *array = NULL;
	size_t capacity = 0;

	ASSERT_OK(pyiq_grow(&array, &capacity, 0, sizeof *array, &err));
	assert_null(array);
	ASSERT_OK(pyiq_grow(&array, &capacity, 5000, sizeof *array, &err));
	assert_true(capacity >= 5000);
	array[4999] = 1;

	const uint64_t *before = array;
	size_t enough = capacity;

	ASSERT_OK(pyiq_grow(&array, &capacity, 4000, sizeof *array, &err));
	assert_ptr_equal(array, before);
	assert_int_equal(capacity, enough);
	pyiq_free(array);
}

static void grow_fails_without_harm(void **state)
{
	(void)state;
	uint64_t *array = NULL;
	size_t capacity = 0;

	ASSERT_OK(pyiq_grow(&array, &capacity, 1, sizeof *array, &err));
	array[0] = 7;

	const uint64_t *before = array;
	size_t had = capacity;

	pyiq_alloc_fail_after(0);
	ASSERT_STATUS(PYIQ_ERR_NOMEM, pyiq_grow(&array, &capacity, had + 1, sizeof *array, &err));
	assert_int_equal(pyiq_grow(&array, &capacity, had + 1, sizeof *array, NULL),
			 PYIQ_ERR_NOMEM);
	pyiq_alloc_fail_after(-1);

	/* A number of bytes that no size_t holds. */
	ASSERT_STATUS(PYIQ_ERR_NOMEM,
		      pyiq_grow(&array, &capacity, SIZE_MAX / 4, sizeof *array, &err));
	assert_ptr_equal(array, before);
	assert_int_equal(capacity, had);
	assert_int_equal(array[0], 7);
	pyiq_free(array);
}

/* ---- Arenas ------------------------------------------------------------- */

static void arena_hands_out_aligned_pieces(void **state)
{
	(void)state;
	static const size_t sizes[] = { 1, 0, 7, 16, 17, 100, 16 * 1024, 16 * 1024 + 1, 100000, 3 };
	struct pyiq_arena arena;
	char *pieces[COUNT(sizes)];

	pyiq_arena_init(&arena);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		pieces[i] = pyiq_arena_alloc(&arena, sizes[i]);
		assert_non_null(pieces[i]);
		assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
		memset(pieces[i], (int)('a' + i), sizes[i]);
	}
	for (size_t i = 0; i < COUNT(sizes); i++)
		for (size_t j = 0; j < sizes[i]; j++)
			assert_int_equal(pieces[i][j], 'a' + i);
	pyiq_arena_release(&arena);
}

static void arena_copies_bytes(void **state)
{
	(void)state;
	struct pyiq_arena arena;
	char *copy;

	pyiq_arena_init(&arena);
	copy = pyiq_arena_copy(&arena, "a\0b", 3);
	assert_memory_equal(copy, "a\0b", 4);
	assert_string_equal(pyiq_arena_copy(&arena, NULL, 0), "");
	assert_memory_equal(copy, "a\0b", 4);
	pyiq_arena_release(&arena);
}

static void arena_is_used_again(void **state)
{
	(void)state;
	struct pyiq_arena arena;

	pyiq_arena_init(&arena);
	pyiq_arena_clear(&arena);
	for (int i = 0; i < 5000; i++)
		assert_non_null(pyiq_arena_alloc(&arena, 64));
	pyiq_arena_clear(&arena);

	/* One block was kept: small needs cost no allocation now. */
	pyiq_alloc_fail_after(0);
	assert_string_equal(pyiq_arena_copy(&arena, "kept", 4), "kept");
	pyiq_alloc_fail_after(-1);
	pyiq_arena_release(&arena);
	assert_non_null(pyiq_arena_alloc(&arena, 1)); /* as after init */
	pyiq_arena_release(&arena);
	pyiq_arena_release(&arena);
}

static void arena_runs_out(void **state)
{
	(void)state;
	struct pyiq_arena arena;

	pyiq_arena_init(&arena);
	pyiq_alloc_fail_after(0);
	assert_null(pyiq_arena_alloc(&arena, 1));
	assert_null(pyiq_arena_copy(&arena, "x", 1));
	pyiq_alloc_fail_after(-1);
	assert_null(pyiq_arena_alloc(&arena, SIZE_MAX));
	assert_null(pyiq_arena_alloc(&arena, SIZE_MAX - 16));
	assert_non_null(pyiq_arena_alloc(&arena, 1));
	pyiq_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_something),
		cmocka_unit_test(fails_when_told),
		cmocka_unit_test(grow_keeps_content),
		cmocka_unit_test(grow_is_geometric),
		cmocka_unit_test(grow_asks_for_no_less_than_needed),
		cmocka_unit_test(grow_fails_without_harm),
		cmocka_unit_test(arena_hands_out_aligned_pieces),
		cmocka_unit_test(arena_copies_bytes),
		cmocka_unit_test(arena_is_used_again),
		cmocka_unit_test(arena_runs_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

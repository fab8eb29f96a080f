#include "place.h"

#include <signal.h>
#include <sys/resource.h>

#include "base/sorter.h"

/* A key and what goes with it; of equal keys the lower `tag` comes first. */
struct record {
	uint32_t key, tag;
};

static int compare(const void *left, const void *right)
{
	const struct record *a = left, *b = right;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return (a->tag > b->tag) - (a->tag < b->tag);
}

static uint32_t seed;

static uint32_t random_number(void)
{
	seed = seed * 1664525 + 1013904223;
	return seed >> 8;
}

/* A sorter that holds `held` records at once, with n records of keys below `limit`; a sorted copy of them. */
static struct pyiq_sorter *fill(size_t held, size_t n, uint32_t limit, struct record *copy)
{
	struct pyiq_sorter *sorter;

	seed = 17;
	ASSERT_OK(pyiq_sorter_new(sizeof *copy, held * sizeof *copy, compare, &sorter, &err));
	for (size_t i = 0; i < n; i++) {
		copy[i] = (struct record){ random_number() % limit, random_number() };
		ASSERT_OK(pyiq_sorter_add(sorter, &copy[i], &err));
	}
	ASSERT_OK(pyiq_sorter_finish(sorter, &err));
	qsort(copy, n, sizeof *copy, compare);
	return sorter;
}

/* What a search from the beginning finds. */
static void check_find(struct pyiq_sorter *sorter, const struct record *sorted, size_t n,
		       struct record key)
{
	struct record got = key;
	size_t i = 0;
	bool found;

	for (size_t high = n; i < high;) {
		size_t middle = i + (high - i) / 2;

		if (compare(&sorted[middle], &key) < 0)
			i = middle + 1;
		else
			high = middle;
	}
	ASSERT_OK(pyiq_sorter_find(sorter, &got, &got, &found, &err));
	assert_int_equal(found, i < n);
	assert_memory_equal(&got, i < n ? &sorted[i] : &key, sizeof got);
}

/* Ascending, as they stand, and in no order. */
static void check_all(struct pyiq_sorter *sorter, const struct record *sorted, size_t n,
		      uint32_t limit)
{
	for (uint32_t key = 0; key <= limit; key += 1 + limit / 3000)
		check_find(sorter, sorted, n, (struct record){ key, 0 });
	for (size_t i = 0; i < n; i++)
		check_find(sorter, sorted, n, sorted[i]);
	for (size_t i = 0; i < 3000; i++)
		check_find(sorter, sorted, n,
			   (struct record){ random_number() % (limit + 1), random_number() });
	check_find(sorter, sorted, n, (struct record){ UINT32_MAX, UINT32_MAX });
	check_find(sorter, sorted, n, (struct record){ 0, 0 });
}

/* Around every border: of memory, of runs, of merges of merges. */
static void finds_what_was_added(void **state)
{
	static const size_t sizes[] = { 0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 63, 64, 65, 1000, 5000 };
	static const size_t helds[] = { 0, 4, 5, 64, 1025, 5000 };

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++)
		for (size_t j = 0; j < COUNT(helds); j++)
			for (uint32_t limit = 1; limit <= 10000; limit *= 100) {
				size_t n = sizes[i];
				struct record *sorted = malloc((n + 1) * sizeof *sorted);
				struct pyiq_sorter *sorter;

				assert_non_null(sorted);
				sorter = fill(helds[j], n, limit, sorted);
				check_all(sorter, sorted, n, limit);
				pyiq_sorter_free(sorter);
				free(sorted);
			}
}

/* More runs than are merged at once, and windows that have to be read. */
static void many_runs(void **state)
{
	enum { N = 300000, HELD = 2000, LIMIT = 100000 };
	struct record *sorted = malloc(N * sizeof *sorted);
	struct pyiq_sorter *sorter;

	(void)state;
	assert_non_null(sorted);
	sorter = fill(HELD, N, LIMIT, sorted);
	check_all(sorter, sorted, N, LIMIT);
	pyiq_sorter_free(sorter);
	free(sorted);
}

static int compare_strings(const void *left, const void *right)
{
	return strcmp(left, right);
}

static void records_of_any_size(void **state)
{
	struct pyiq_sorter *sorter;
	char record[3];
	bool found;

	(void)state;
	ASSERT_OK(pyiq_sorter_new(3, 30, compare_strings, &sorter, &err));
	for (char c = 'z'; c >= 'a'; c--) {
		snprintf(record, sizeof record, "%cx", c);
		ASSERT_OK(pyiq_sorter_add(sorter, record, &err));
	}
	ASSERT_OK(pyiq_sorter_finish(sorter, &err));
	for (char c = 'a'; c <= 'z'; c++) {
		char key[3] = { c, '\0' };

		ASSERT_OK(pyiq_sorter_find(sorter, key, record, &found, &err));
		assert_true(found);
		assert_int_equal(record[0], c);
		assert_string_equal(record + 1, "x");
	}
	pyiq_sorter_free(sorter);
	pyiq_sorter_free(NULL);
}

static pyiq_status add_many(struct pyiq_sorter *sorter, size_t n)
{
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < n && status == PYIQ_OK; i++) {
		struct record record = { random_number(), 0 };

		status = pyiq_sorter_add(sorter, &record, &err);
	}
	return status;
}

/* What fits into memory needs no place for files. */
static void files_only_when_needed(void **state)
{
	enum { HELD = 8 };
	struct pyiq_sorter *sorter;
	struct record record = { 0, 0 };
	bool found;

	(void)state;
	setenv("TMPDIR", in_place("nowhere"), 1);
	ASSERT_OK(pyiq_sorter_new(sizeof record, HELD * sizeof record, compare, &sorter, &err));
	ASSERT_OK(add_many(sorter, HELD));
	ASSERT_STATUS(PYIQ_ERR_IO, add_many(sorter, 1));
	pyiq_sorter_free(sorter);

	ASSERT_OK(pyiq_sorter_new(sizeof record, HELD * sizeof record, compare, &sorter, &err));
	ASSERT_OK(add_many(sorter, HELD));
	ASSERT_OK(pyiq_sorter_finish(sorter, &err));
	ASSERT_OK(pyiq_sorter_find(sorter, &record, &record, &found, &err));
	assert_true(found);
	pyiq_sorter_free(sorter);

	make_folder("temporary");
	setenv("TMPDIR", in_place("temporary"), 1);
	ASSERT_OK(pyiq_sorter_new(sizeof record, HELD * sizeof record, compare, &sorter, &err));
	ASSERT_OK(add_many(sorter, 10 * HELD));
	ASSERT_OK(pyiq_sorter_finish(sorter, &err));
	/* The files have no names: the folder is empty even while they are in use. */
	assert_int_equal(rmdir(in_place("temporary")), 0);
	ASSERT_OK(pyiq_sorter_find(sorter, &record, &record, &found, &err));
	assert_true(found);
	pyiq_sorter_free(sorter);
	unsetenv("TMPDIR");
}

/* Files that cannot be made when it comes to merging. */
static void a_merge_that_fails(void **state)
{
	struct pyiq_sorter *sorter;

	(void)state;
	make_folder("soon gone");
	setenv("TMPDIR", in_place("soon gone"), 1);
	ASSERT_OK(pyiq_sorter_new(sizeof(struct record), 0, compare, &sorter, &err));
	ASSERT_OK(add_many(sorter, 100));
	assert_int_equal(rmdir(in_place("soon gone")), 0);
	ASSERT_STATUS(PYIQ_ERR_IO, pyiq_sorter_finish(sorter, &err));
	pyiq_sorter_free(sorter);
	unsetenv("TMPDIR");
}

/* A disk that is full is told, at whatever record it happens. */
static void full_disks(void **state)
{
	const struct rlimit small = { .rlim_cur = 1000, .rlim_max = RLIM_INFINITY };
	struct rlimit before;
	struct pyiq_sorter *sorter;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	ASSERT_OK(pyiq_sorter_new(sizeof(struct record), 0, compare, &sorter, &err));
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);

	pyiq_status status = add_many(sorter, 1000);

	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	ASSERT_STATUS(PYIQ_ERR_IO, status);
	pyiq_sorter_free(sorter);
}

static void memory_that_runs_out(void **state)
{
	enum { HELD = 100 };
	struct pyiq_sorter *sorter;
	struct record record = { 0, 0 };
	pyiq_status status;
	size_t n_failed = 0;
	bool found;

	(void)state;
	pyiq_alloc_fail_after(0);
	status = pyiq_sorter_new(sizeof record, HELD * sizeof record, compare, &sorter, &err);
	pyiq_alloc_fail_after(-1);
	ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	assert_null(sorter);

	/* A record that could not be added can be added later. */
	ASSERT_OK(pyiq_sorter_new(sizeof record, HELD * sizeof record, compare, &sorter, &err));
	for (; record.key < 10 * HELD; record.key++) {
		pyiq_alloc_fail_after(0);
		status = pyiq_sorter_add(sorter, &record, &err);
		pyiq_alloc_fail_after(-1);
		if (status == PYIQ_ERR_NOMEM) {
			n_failed++;
			status = pyiq_sorter_add(sorter, &record, &err);
		}
		ASSERT_OK(status);
	}
	assert_in_range(n_failed, 1, 10);
	pyiq_alloc_fail_after(0);
	status = pyiq_sorter_finish(sorter, &err); /* for which the memory it has will do */
	pyiq_alloc_fail_after(-1);
	ASSERT_OK(status);
	for (uint32_t key = 0; key < 10 * HELD; key++) {
		record = (struct record){ key, 0 };
		ASSERT_OK(pyiq_sorter_find(sorter, &record, &record, &found, &err));
		assert_true(found);
		assert_int_equal(record.key, key);
	}
	pyiq_sorter_free(sorter);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_was_added),
		cmocka_unit_test(many_runs),
		cmocka_unit_test(records_of_any_size),
		cmocka_unit_test_setup_teardown(files_only_when_needed, make_place, remove_place),
		cmocka_unit_test_setup_teardown(a_merge_that_fails, make_place, remove_place),
		cmocka_unit_test(full_disks),
		cmocka_unit_test(memory_that_runs_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

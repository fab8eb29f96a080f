#include "check.h"

#include "base/table.h"

static struct pyiq_table table;

static int set_up(void **state)
{
	(void)state;
	pyiq_table_init(&table);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	pyiq_table_release(&table);
	return 0;
}

static int64_t *value_of(struct pyiq_str key)
{
	struct pyiq_entry *entry = pyiq_table_put(&table, key);

	assert_non_null(entry);
	return &entry->value.number;
}

static void empty(void **state)
{
	(void)state;
	assert_null(pyiq_table_find(&table, S("x")));
	assert_null(pyiq_table_find(&table, S("")));
	assert_null(pyiq_table_next(&table, NULL));
}

static void finds_what_was_put(void **state)
{
	(void)state;
	*value_of(S("a")) = 1;
	*value_of(S("ab")) = 2;
	*value_of(S("")) = 3;
	*value_of(S("a\0b")) = 4;
	*value_of(S("a\0c")) = 5;
	assert_int_equal(table.n, 5);
	assert_int_equal(pyiq_table_find(&table, S("a"))->value.number, 1);
	assert_int_equal(pyiq_table_find(&table, S("ab"))->value.number, 2);
	assert_int_equal(pyiq_table_find(&table, S(""))->value.number, 3);
	assert_int_equal(pyiq_table_find(&table, S("a\0b"))->value.number, 4);
	assert_int_equal(pyiq_table_find(&table, S("a\0c"))->value.number, 5);
	assert_null(pyiq_table_find(&table, S("a\0")));
	assert_null(pyiq_table_find(&table, S("b")));
}

static void puts_once(void **state)
{
	(void)state;
	assert_int_equal(*value_of(S("word")), 0);
	*value_of(S("word")) = 9;
	assert_int_equal(*value_of(S("word")), 9);
	assert_int_equal(table.n, 1);
}

static void copies_the_key(void **state)
{
	(void)state;
	char key[] = "key";
	const struct pyiq_entry *entry = pyiq_table_put(&table, pyiq_str(key));

	key[0] = 'x';
	assert_string_equal(entry->key.data, "key"); /* and a NUL behind it */
	assert_non_null(pyiq_table_find(&table, S("key")));
	assert_null(pyiq_table_find(&table, pyiq_str(key)));
}

static void keeps_thousands(void **state)
{
	(void)state;
	enum { N = 20000 };
	char key[16];
	int64_t sum = 0;
	size_t n = 0;

	for (int64_t i = 0; i < N; i++) {
		snprintf(key, sizeof key, "%d", (int)i);
		*value_of(pyiq_str(key)) = i;
	}
	for (int64_t i = 0; i < N; i++) {
		snprintf(key, sizeof key, "%d", (int)i);

		const struct pyiq_entry *entry = pyiq_table_find(&table, pyiq_str(key));

		assert_non_null(entry);
		assert_int_equal(entry->value.number, i);
	}
	for (struct pyiq_entry *e = NULL; (e = pyiq_table_next(&table, e)) != NULL; n++)
		sum += e->value.number;
	assert_int_equal(n, N);
	assert_int_equal(sum, (int64_t)N * (N - 1) / 2);
}

/* Short keys that differ in one byte are the common case: they must not crowd in a few slots. */
static void spreads_short_keys(void **state)
{
	(void)state;
	size_t farthest = 0;

	for (int i = 0; i < 4096; i++) {
		char key[2] = { (char)('0' + i / 64), (char)('0' + i % 64) };

		value_of((struct pyiq_str){ key, 2 });
	}
	for (size_t i = 0, row = 0; i < table.n_slots; i++) {
		row = table.entries[i].key.data != NULL ? row + 1 : 0;
		farthest = row > farthest ? row : farthest;
	}
	assert_true(farthest < 64);
}

static void runs_out_of_memory(void **state)
{
	(void)state;
	*value_of(S("kept")) = 1;
	for (long n = 0;; n++) {
		char key[32];
		size_t failed_at = 0;

		pyiq_alloc_fail_after(n);
		for (int i = 0; i < 2000 && failed_at == 0; i++) {
			snprintf(key, sizeof key, "%ld:%d", n, i);
			if (pyiq_table_put(&table, pyiq_str(key)) == NULL)
				failed_at = table.n;
		}
		pyiq_alloc_fail_after(-1);
		assert_int_equal(pyiq_table_find(&table, S("kept"))->value.number, 1);
		if (failed_at == 0)
			break;
		/* A key that found no room is not in the table, and may be put later. */
		assert_null(pyiq_table_find(&table, pyiq_str(key)));
		value_of(pyiq_str(key));
		assert_int_equal(table.n, failed_at + 1);
	}
}

static void release_empties(void **state)
{
	(void)state;
	value_of(S("x"));
	pyiq_table_release(&table);
	assert_int_equal(table.n, 0);
	assert_null(pyiq_table_find(&table, S("x")));
	value_of(S("y"));
	assert_int_equal(table.n, 1);
}

/* ---- The two shapes of text beneath it ---------------------------------- */

static void compares_bytes(void **state)
{
	static const struct {
		struct pyiq_str a, b;
		int order;
	} cases[] = {
		{ { "", 0 }, { NULL, 0 }, 0 },    { { "a", 1 }, { "a", 1 }, 0 },
		{ { "a", 1 }, { "b", 1 }, -1 },   { { "a", 1 }, { "ab", 2 }, -1 },
		{ { "ab", 2 }, { "b", 1 }, -1 },  { { "", 0 }, { "\0", 1 }, -1 },
		{ { "Z", 1 }, { "a", 1 }, -1 },   { { "z", 1 }, { "\xC3\xA9", 2 }, -1 },
		{ { "a\0b", 3 }, { "a", 1 }, 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int order = pyiq_str_compare(cases[i].a, cases[i].b);
		int reverse = pyiq_str_compare(cases[i].b, cases[i].a);

		assert_int_equal((order > 0) - (order < 0), cases[i].order);
		assert_int_equal((reverse > 0) - (reverse < 0), -cases[i].order);
		assert_int_equal(pyiq_str_equal(cases[i].a, cases[i].b), cases[i].order == 0);
	}
}

/* The published test vectors: hashes are stored, so they must never change. */
static void hashes_as_published(void **state)
{
	(void)state;
	assert_true(pyiq_hash(PYIQ_HASH_SEED, "", 0) == UINT64_C(0xcbf29ce484222325));
	assert_true(pyiq_hash(PYIQ_HASH_SEED, "a", 1) == UINT64_C(0xaf63dc4c8601ec8c));
	assert_true(pyiq_hash(PYIQ_HASH_SEED, "foobar", 6) == UINT64_C(0x85944171f73967e8));
	assert_true(pyiq_hash(pyiq_hash(PYIQ_HASH_SEED, "foo", 3), "bar", 3) ==
		    UINT64_C(0x85944171f73967e8));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(empty, set_up, tear_down),
		cmocka_unit_test_setup_teardown(finds_what_was_put, set_up, tear_down),
		cmocka_unit_test_setup_teardown(puts_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(copies_the_key, set_up, tear_down),
		cmocka_unit_test_setup_teardown(keeps_thousands, set_up, tear_down),
		cmocka_unit_test_setup_teardown(spreads_short_keys, set_up, tear_down),
		cmocka_unit_test_setup_teardown(runs_out_of_memory, set_up, tear_down),
		cmocka_unit_test_setup_teardown(release_empties, set_up, tear_down),
		cmocka_unit_test(compares_bytes),
		cmocka_unit_test(hashes_as_published),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

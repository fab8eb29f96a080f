#include "told.h"

static int take_info(void *ctx, const struct pyiq_acronym_info *info)
{
	size_t *n = ctx;

	pyiq_buf_printf(&told, "%.*s=%.*s:%zu;", (int)info->acronym.len, info->acronym.data,
			(int)info->words.len, info->words.data, info->n_units);
	return ++*n == stop_at;
}

static pyiq_status list_acronyms(struct pyiq_db *db)
{
	size_t n = 0;

	pyiq_buf_clear(&told);
	return pyiq_db_acronyms(db, take_info, &n, &err);
}

/* `acronym=words:units;` of databases. */
static const char *acronyms_of(const char *const *names, size_t n)
{
	return told_of(list_acronyms, names, n);
}

static const char *acronyms(void)
{
	const char *name = "db";

	return acronyms_of(&name, 1);
}

static void they_follow_the_notes(void **state)
{
	(void)state;
	write_file("notes/a.md", "## What is an Object Relational Mapper (ORM)?\n\nSQL.\n\n"
				 "## What is an Abstract Base Class (ABC)?\n\nNot a thing.\n");
	write_file("notes/b.md", "## Why use an Object Relational Mapper (ORM)?\n\nWhy not.\n");
	write_file("notes/c.md", "## Is there an object role model (ORM)?\n\nThere is.\n");
	ASSERT_OK(run("notes"));
	assert_string_equal(acronyms(), "abc=abstract base class:1;"
					"orm=object relational mapper:2;orm=object role model:1;");

	/* A changed source. */
	write_file("notes/a.md", "## What is an Object Relational Mapper?\n\nSQL.\n");
	ASSERT_OK(run("notes"));
	assert_string_equal(acronyms(), "orm=object relational mapper:1;orm=object role model:1;");

	/* One that is gone. */
	assert_int_equal(unlink(in_place("notes/c.md")), 0);
	ASSERT_OK(run("notes"));
	assert_string_equal(acronyms(), "orm=object relational mapper:1;");
	assert_int_equal(unlink(in_place("notes/b.md")), 0);
	ASSERT_OK(run("notes"));
	assert_string_equal(acronyms(), "");
}

static void databases_are_added_up(void **state)
{
	static const char *const both[] = { "db", "other" };

	(void)state;
	write_note("a.md", "a Method Resolution Order (MRO)");
	write_note("b.md", "the Method Resolution Order (MRO)");
	write_note("c.md", "the Garbage Collector (GC)");
	ASSERT_OK(run("a.md"));
	ASSERT_OK(run_on("other", "b.md c.md"));
	assert_string_equal(acronyms_of(both, 2),
			    "gc=garbage collector:1;mro=method resolution order:2;");
}

static void a_list_can_be_stopped_and_can_fail(void **state)
{
	const char *path = in_place("db");
	pyiq_status status = PYIQ_ERR_NOMEM;
	struct pyiq_db *db;

	(void)state;
	write_note("a.md", "a Method Resolution Order (MRO) or Garbage Collector (GC)");
	ASSERT_OK(run("a.md"));
	ASSERT_OK(pyiq_db_open(&path, 1, &db, &err));
	stop_at = 1;
	ASSERT_STATUS(PYIQ_STOPPED, list_acronyms(db));
	assert_string_equal(pyiq_buf_str(&told), "gc=garbage collector:1;");
	stop_at = 0;
	for (long n = 0; status == PYIQ_ERR_NOMEM; n++) {
		size_t n_told = 0;

		pyiq_alloc_fail_after(n);
		status = pyiq_db_acronyms(db, take_info, &n_told, &err);
		pyiq_alloc_fail_after(-1);
		assert_int_equal(n_told, status == PYIQ_OK ? 2 : 0);
	}
	ASSERT_OK(status);
	pyiq_db_close(db);
}

/* What changes while it is read is read again. */
static void a_stale_list_is_read_again(void **state)
{
	const char *path = in_place("db");
	struct pyiq_db *db;

	(void)state;
	write_note("notes/a.md", "a Method Resolution Order (MRO)");
	ASSERT_OK(run("notes"));
	ASSERT_OK(pyiq_db_open(&path, 1, &db, &err));
	for (int i = 0; i < 3; i++) {
		char name[] = "notes/b0.md";

		name[7] = (char)('0' + i);
		write_note(name, "the Garbage Collector (GC)");
		ASSERT_OK(run("notes"));
	}
	ASSERT_OK(list_acronyms(db));
	assert_non_null(strstr(pyiq_buf_str(&told), "mro=method resolution order:1;"));
	pyiq_db_close(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up_told, tear_down_told)
		TEST(they_follow_the_notes),
		TEST(databases_are_added_up),
		TEST(a_list_can_be_stopped_and_can_fail),
		TEST(a_stale_list_is_read_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "runs.h"

#include "store/schema.h"

static struct pyiq_buf told; /* of databases and roots */
static struct pyiq_buf changes;
static struct pyiq_db_info last; /* its strings and roots are void */
static size_t stop_at;           /* stop with the database of this number; 0 means never */

static int set_up(void **state)
{
	pyiq_buf_init(&told);
	pyiq_buf_init(&changes);
	stop_at = 0;
	return set_up_runs(state);
}

static int tear_down(void **state)
{
	pyiq_buf_release(&told);
	pyiq_buf_release(&changes);
	return tear_down_runs(state);
}

static int take_info(void *ctx, const struct pyiq_db_info *info)
{
	size_t *n = ctx;

	pyiq_buf_printf(&told, "%s: %zu/%zu from %zu;", under_place(info->path), info->n_answered,
			info->n_units, info->n_sources);
	for (size_t i = 0; i < info->n_roots; i++) {
		const struct pyiq_root_info *root = &info->roots[i];

		pyiq_buf_printf(&told, " %s %s%s %zu from %zu", root->kind,
				under_place(root->path.data), root->reachable ? "" : " (away)",
				root->n_units, root->n_sources);
		for (size_t j = 0; j < root->n_excludes; j++)
			pyiq_buf_printf(&told, " -%.*s", (int)root->excludes[j].len,
					root->excludes[j].data);
		pyiq_buf_putc(&told, ';');
	}
	last = *info;
	return ++*n == stop_at;
}

static void take_change(void *ctx, const struct pyiq_event *event)
{
	static const char signs[] = {
		[PYIQ_ADDED] = '+', [PYIQ_CHANGED] = '~', [PYIQ_REMOVED] = '-'
	};

	assert_non_null(ctx);
	assert_true(event->kind <= PYIQ_REMOVED);
	pyiq_buf_printf(&changes, "%s%c%s", changes.len > 0 ? " " : "", signs[event->kind],
			under_place(event->path));
}

static pyiq_status inspect_all(const char *const *names, size_t n_names, size_t limit)
{
	const char *paths[4];
	struct pyiq_db *db;
	pyiq_status status;
	size_t n = 0;

	for (size_t i = 0; i < n_names; i++)
		paths[i] = in_place(names[i]);
	pyiq_buf_clear(&told);
	pyiq_buf_clear(&changes);
	ASSERT_OK(pyiq_db_open(paths, n_names, &db, &err));
	status = pyiq_db_inspect(db, limit, take_info, take_change, &n, &err);
	pyiq_db_close(db);
	assert_int_equal(n, stop_at > 0 ? stop_at : n_names);
	return status;
}

/* How the sources differ from what the database holds of them. */
static const char *changes_within(size_t limit)
{
	const char *name = "db";

	ASSERT_OK(inspect_all(&name, 1, limit));
	return pyiq_buf_str(&changes);
}

#define CHECK_COUNTS(new, changed, gone)                                                           \
	do {                                                                                       \
		assert_int_equal(last.n_new, new);                                                 \
		assert_int_equal(last.n_changed, changed);                                         \
		assert_int_equal(last.n_gone, gone);                                               \
	} while (0)

/* ---- What there is ------------------------------------------------------ */

static void databases_and_roots(void **state)
{
	const char *patterns[] = { "*.tmp.md", "/x/" };

	(void)state;
	write_file("notes/a.md",
		   "## What is a?\n\nThis.\n\n## What is b?\n\nTODO\n\n## What is c?\n\nC.\n");
	write_note("notes/d.md", "d");
	write_note("e", "e");
	with.excludes = patterns;
	with.n_excludes = 2;
	ASSERT_OK(run("notes"));

	time_t before = time(NULL);

	ASSERT_OK(run("e"));
	assert_string_equal(changes_within(SIZE_MAX), "");
	assert_string_equal(
		pyiq_buf_str(&told),
		"db: 4/5 from 3; folder notes 4 from 2 -*.tmp.md -/x/; file e 1 from 1;");
	assert_int_equal(last.schema, PYIQ_SCHEMA);
	assert_true(last.built >= before && last.built <= time(NULL));
	assert_true(last.n_bytes > 10000 && last.n_bytes < 10000000);
	assert_true(last.complete);
	CHECK_COUNTS(0, 0, 0);
}

/* Words are counted as they stand there, those around a hyphen each. */
static void words(void **state)
{
	(void)state;
	write_file("notes/a.md", "# No word of these\n\n## What is `lru_cache`?\n\n"
				 "It keeps 3 re-used results; x == y.\n");
	write_file("notes/b.md", "## Is that all?\n\nYes, it is.\n");
	ASSERT_OK(run("notes"));
	changes_within(SIZE_MAX);
	assert_int_equal(last.n_words, 3 + 8 + 3 + 3);

	/* An unchanged source keeps its words, a changed one counts anew. */
	write_file("notes/b.md", "## Is that all?\n\nYes.\n");
	ASSERT_OK(run("notes"));
	changes_within(SIZE_MAX);
	assert_int_equal(last.n_words, 3 + 8 + 3 + 1);
	set_time("notes/b.md", 1000000000);
	ASSERT_OK(run("notes"));
	changes_within(SIZE_MAX);
	assert_int_equal(last.n_words, 3 + 8 + 3 + 1);
	assert_int_equal(unlink(in_place("notes/a.md")), 0);
	ASSERT_OK(run("notes"));
	changes_within(SIZE_MAX);
	assert_int_equal(last.n_words, 3 + 1);
}

static void roots_that_are_away(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	write_note("b.md", "b");
	ASSERT_OK(run("notes b.md"));
	assert_int_equal(rename(in_place("notes"), in_place("away")), 0);
	assert_int_equal(unlink(in_place("b.md")), 0);

	/* A folder may only not be mounted: its notes are not gone. A file is. */
	assert_string_equal(changes_within(SIZE_MAX), "-b.md");
	assert_string_equal(
		pyiq_buf_str(&told),
		"db: 2/2 from 2; folder notes (away) 1 from 1; file b.md (away) 1 from 1;");
	CHECK_COUNTS(0, 0, 1);
}

static void streams_are_never_out_of_date(void **state)
{
	struct pyiq_stream stream = { .name = "clip" };

	(void)state;
	write_note("clip", "one");
	stream.fd = open(in_place("clip"), O_RDONLY);
	with.stream = &stream;
	ASSERT_OK(run(""));
	close(stream.fd);
	assert_int_equal(unlink(in_place("clip")), 0);
	assert_string_equal(changes_within(SIZE_MAX), "");
	assert_string_equal(pyiq_buf_str(&told), "db: 1/1 from 1; stream clip 1 from 1;");
}

/* ---- What differs ---------------------------------------------------------- */

static void new_changed_and_gone(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	write_note("notes/b.md", "b");
	write_note("notes/c.md", "c");
	write_note("notes/d.md", "d");
	set_time("notes/d.md", 1000000000);
	ASSERT_OK(run("notes"));
	write_note("notes/a.md", "another");
	assert_int_equal(unlink(in_place("notes/b.md")), 0);
	write_note("notes/x/n.md", "new");
	write_note("notes/code.py", "none");
	write_note("notes/.hidden.md", "hidden");

	/* The size is the same, the time is not: contents are not looked at. */
	set_time("notes/d.md", 1000000001);
	assert_string_equal(changes_within(SIZE_MAX),
			    "-notes/b.md ~notes/a.md ~notes/d.md +notes/x/n.md");
	CHECK_COUNTS(1, 2, 1);
	assert_true(last.complete);

	/* Nothing came of looking; what a run does is what was told. */
	assert_string_equal(changes_within(SIZE_MAX),
			    "-notes/b.md ~notes/a.md ~notes/d.md +notes/x/n.md");
	ASSERT_OK(run(""));
	EVENTS("-notes/b.md:1 ~notes/a.md:1 +notes/x/n.md:1");
	assert_string_equal(changes_within(SIZE_MAX), "");
}

/* A file that was written just before it was read says nothing until its size changes. */
static void times_that_are_too_recent(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	ASSERT_OK(run("notes"));
	assert_string_equal(changes_within(SIZE_MAX), "");
	CHECK_COUNTS(0, 0, 0);
	/* As large as before, and written behind the reading. */
	write_note("notes/a.md", "b");
	assert_string_equal(changes_within(SIZE_MAX), "~notes/a.md");
}

static void what_was_skipped_is_not_new(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	write_bytes("notes/b.md", S("\0\1"));
	write_file("notes/pom.xml", "<project/>\n");
	write_file("notes/empty.md", "");
	ASSERT_OK(run("notes"));
	assert_string_equal(changes_within(SIZE_MAX), "");
}

/* However often they are given. */
static void excludes_are_kept_once(void **state)
{
	const char *patterns[] = { "*.tmp", "/drafts/", "*.tmp" };

	(void)state;
	write_note("notes/x/a.md", "a");
	for (int i = 0; i < 3; i++) {
		with.excludes = patterns;
		with.n_excludes = i < 2 ? COUNT(patterns) : 1;
		ASSERT_OK(run(i == 0 ? "notes" : "notes/x"));
	}
	changes_within(SIZE_MAX);
	assert_string_equal(pyiq_buf_str(&told),
			    "db: 1/1 from 1; folder notes 1 from 1 -*.tmp -/drafts/ -/x/**/*.tmp "
			    "-/x/drafts/;");
}

static void excludes_count(void **state)
{
	const char *pattern = "drafts/";

	(void)state;
	write_note("notes/a.md", "a");
	with.excludes = &pattern;
	with.n_excludes = 1;
	ASSERT_OK(run("notes"));
	write_note("notes/drafts/b.md", "b");
	assert_string_equal(changes_within(SIZE_MAX), "");
}

/* ---- How much is looked at -------------------------------------------------- */

static void the_limit(void **state)
{
	(void)state;
	for (int i = 0; i < 10; i++) {
		char name[32];

		snprintf(name, sizeof name, "notes/%d.md", i);
		write_note(name, "a");
	}
	ASSERT_OK(run("notes"));
	write_note("notes/new.md", "new");
	assert_int_equal(unlink(in_place("notes/9.md")), 0);
	for (size_t limit = 0; limit < 10; limit++) {
		changes_within(limit);
		assert_false(last.complete);
		assert_int_equal(last.n_gone, 0); /* it may be what was not looked at */
	}
	assert_string_equal(changes_within(10), "-notes/9.md +notes/new.md");
	assert_true(last.complete);
}

/* ---- Several, and none -------------------------------------------------------- */

static void several_databases(void **state)
{
	static const char *const names[] = { "db", "db2", "db" };

	(void)state;
	write_note("notes/a.md", "a");
	write_note("other/b.md", "b");
	ASSERT_OK(run("notes"));
	ASSERT_OK(run_on("db2", "other"));
	write_note("other/c.md", "c");
	ASSERT_OK(inspect_all(names, 3, SIZE_MAX));
	assert_string_equal(pyiq_buf_str(&told), "db: 1/1 from 1; folder notes 1 from 1;"
						 "db2: 1/1 from 1; folder other 1 from 1;"
						 "db: 1/1 from 1; folder notes 1 from 1;");
	assert_string_equal(pyiq_buf_str(&changes), "+other/c.md");
	CHECK_COUNTS(0, 0, 0); /* of the last */

	/* The receiver may stop. */
	stop_at = 2;
	ASSERT_STATUS(PYIQ_STOPPED, inspect_all(names, 3, SIZE_MAX));
}

static void nobody_wants_to_hear_of_each(void **state)
{
	const char *path = in_place("db");
	struct pyiq_db *db;
	size_t n = 0;

	(void)state;
	write_note("notes/a.md", "a");
	ASSERT_OK(run("notes"));
	write_note("notes/b.md", "b");
	ASSERT_OK(pyiq_db_open(&path, 1, &db, &err));
	ASSERT_OK(pyiq_db_inspect(db, SIZE_MAX, take_info, NULL, &n, &err));
	CHECK_COUNTS(1, 0, 0);

	/* It may be asked again, and the database is of use after it. */
	ASSERT_OK(pyiq_db_inspect(db, SIZE_MAX, take_info, NULL, &n, &err));
	CHECK_COUNTS(1, 0, 0);
	ASSERT_OK(pyiq_list(db, false, list_unit, NULL, &err));
	assert_string_equal(pyiq_buf_str(&listed), "notes/a.md:1:What is a?");
	pyiq_db_close(db);
}

static void an_empty_database(void **state)
{
	(void)state;
	make_folder("notes");
	ASSERT_OK(run("notes"));
	assert_string_equal(changes_within(SIZE_MAX), "");
	assert_string_equal(pyiq_buf_str(&told), "db: 0/0 from 0; folder notes 0 from 0;");
}

static void out_of_memory(void **state)
{
	const char *path = in_place("db");

	(void)state;
	write_note("notes/a.md", "a");
	write_note("notes/b.md", "b");
	ASSERT_OK(run("notes"));
	write_note("notes/c.md", "c");
	for (long allowed = 0;; allowed++) {
		struct pyiq_db *db;
		pyiq_status status;
		size_t n = 0;

		ASSERT_OK(pyiq_db_open(&path, 1, &db, &err));
		pyiq_buf_clear(&told);
		pyiq_alloc_fail_after(allowed);
		status = pyiq_db_inspect(db, SIZE_MAX, take_info, NULL, &n, &err);
		pyiq_alloc_fail_after(-1);
		pyiq_db_close(db);
		if (status == PYIQ_OK)
			break;
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
		assert_int_equal(n, 0);
	}
	CHECK_COUNTS(1, 0, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(databases_and_roots),
		TEST(words),
		TEST(roots_that_are_away),
		TEST(streams_are_never_out_of_date),
		TEST(new_changed_and_gone),
		TEST(times_that_are_too_recent),
		TEST(what_was_skipped_is_not_new),
		TEST(excludes_are_kept_once),
		TEST(excludes_count),
		TEST(the_limit),
		TEST(several_databases),
		TEST(nobody_wants_to_hear_of_each),
		TEST(an_empty_database),
		TEST(out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

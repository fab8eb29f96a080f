#include "place.h"

#include "source/walk.h"

static struct {
	char files[1024]; /* their paths under the place, a blank between */
	char skipped[1024];
	int64_t size, mtime_ns; /* of the last file */
	size_t n;
	size_t stop_at; /* stop with the file of this number; 0 means never */
} seen;

static const char *under_place(const char *path)
{
	size_t len = strlen(place);

	assert_int_equal(strncmp(path, place, len), 0);
	return path[len] == '/' ? path + len + 1 : path + len;
}

static void note(char *list, const char *path)
{
	snprintf(list + strlen(list), sizeof seen.files - strlen(list), "%s%s",
		 list[0] != '\0' ? " " : "", under_place(path));
}

static pyiq_status take_file(void *ctx, const struct pyiq_file *file, struct pyiq_error *e)
{
	assert_ptr_equal(ctx, &seen);
	note(seen.files, file->path);
	seen.size = file->size;
	seen.mtime_ns = file->mtime_ns;
	return ++seen.n == seen.stop_at ? pyiq_fail(e, PYIQ_ERR_LIMIT, "enough") : PYIQ_OK;
}

static void take_skipped(void *ctx, const char *path, const char *cause)
{
	assert_ptr_equal(ctx, &seen);
	assert_true(strlen(cause) > 0);
	assert_null(strchr(cause, '\n'));
	note(seen.skipped, path);
}

static const struct pyiq_walk_options nothing_left_out;

static void walk_with(const char *path, const struct pyiq_walk_options *options)
{
	memset(&seen, 0, sizeof seen);
	ASSERT_OK(pyiq_walk(path, options, take_file, take_skipped, &seen, &err));
}

static void walk(const char *path)
{
	walk_with(path, &nothing_left_out);
}

#define CHECK_WALK(name, wanted, wanted_skipped)                                                   \
	do {                                                                                       \
		walk(in_place(name));                                                              \
		assert_string_equal(seen.files, wanted);                                           \
		assert_string_equal(seen.skipped, wanted_skipped);                                 \
	} while (0)

/* ---- What counts -------------------------------------------------------- */

static void files_in_folders(void **state)
{
	(void)state;
	write_file("b.md", "");
	write_file("a/z.txt", "");
	write_file("a/README", "");
	write_file("a/code.py", "");
	write_file("a/c/y.mdx", "");
	write_file("a/c/Y.markdown", "");
	write_file("a-b/x.md", "");
	write_file("cards.CSV", "");
	write_file("faq.html", "");
	write_file("md", "");
	write_file("posts.xml", "");
	write_file("x.jsonl", "");
	make_folder("empty");
	CHECK_WALK("",
		   "a/c/Y.markdown a/c/y.mdx a/z.txt a-b/x.md b.md cards.CSV faq.html posts.xml "
		   "x.jsonl",
		   "");
	CHECK_WALK("a", "a/c/Y.markdown a/c/y.mdx a/z.txt", "");
	CHECK_WALK("empty", "", "");
}

static void hidden_ones_do_not_count(void **state)
{
	(void)state;
	write_file(".hidden.md", "");
	write_file(".git/a.md", "");
	write_file("node_modules/a.md", "");
	write_file("a/node_modules/b.md", "");
	write_file("a/.venv/c.md", "");
	write_file("a/d.md", "");
	CHECK_WALK("", "a/d.md", "");

	/* Unless they are named. */
	CHECK_WALK(".git", ".git/a.md", "");
	CHECK_WALK("node_modules", "node_modules/a.md", "");
	CHECK_WALK(".hidden.md", ".hidden.md", "");
}

static void what_is_named_counts(void **state)
{
	(void)state;
	write_file("notes", "abc");
	set_time("notes", 1700000000);
	CHECK_WALK("notes", "notes", "");
	assert_int_equal(seen.size, 3);
	assert_true(seen.mtime_ns == INT64_C(1700000000) * 1000000000);
	write_file("-odd name *\n.py", "");
	CHECK_WALK("-odd name *\n.py", "-odd name *\n.py", "");
}

static void dates_before_1970(void **state)
{
	(void)state;
	write_file("a.md", "");
	set_time("a.md", -5);
	CHECK_WALK("a.md", "a.md", "");
	assert_true(seen.mtime_ns == INT64_C(-5) * 1000000000);
}

/* Patterns count from the root, however deep the walk begins. */
static void excluded_ones_do_not_count(void **state)
{
	struct pyiq_str patterns[] = { TEXT("drafts/"), TEXT("/a/*.txt"), TEXT("old*") };
	const struct pyiq_walk_options options = { strlen(place), patterns, COUNT(patterns) };

	(void)state;
	write_file("a/b.txt", "");
	write_file("a/b.md", "");
	write_file("a/c/b.txt", "");
	write_file("a/c/drafts/x.md", "");
	write_file("a/c/old times/x.md", "");
	write_file("a/c/older.md", "");
	write_file("a/drafts", "");
	write_file("drafts/y.md", "");
	walk_with(place, &options);
	assert_string_equal(seen.files, "a/b.md a/c/b.txt");
	walk_with(in_place("a"), &options);
	assert_string_equal(seen.files, "a/b.md a/c/b.txt");
	walk_with(in_place("a/c"), &options);
	assert_string_equal(seen.files, "a/c/b.txt");

	/* What is named is looked at, whatever it is called. */
	walk_with(in_place("drafts"), &options);
	assert_string_equal(seen.skipped, "");
	walk_with(in_place("a/c/older.md"), &options);
	assert_string_equal(seen.files, "a/c/older.md");
}

/* What is left out is not looked at: no complaint about it either. */
static void excluded_folders_are_not_opened(void **state)
{
	struct pyiq_str pattern = TEXT("closed");
	const struct pyiq_walk_options options = { strlen(place), &pattern, 1 };

	(void)state;
	write_file("notes/a.md", "");
	write_file("notes/closed/b.md", "");
	assert_int_equal(chmod(in_place("notes/closed"), 0), 0);
	become_nobody();
	walk_with(place, &options);
	become_oneself();
	assert_string_equal(seen.files, "notes/a.md");
	assert_string_equal(seen.skipped, "");
	assert_int_equal(chmod(in_place("notes/closed"), 0755), 0);
}

/* ---- Links -------------------------------------------------------------- */

static void links_are_followed(void **state)
{
	(void)state;
	write_file("far/b.md", "abcd");
	write_file("notes/a.md", "");
	assert_int_equal(symlink("../far", in_place("notes/link")), 0);
	assert_int_equal(symlink("../far/b.md", in_place("notes/z.md")), 0);
	CHECK_WALK("notes", "notes/a.md notes/link/b.md notes/z.md", "");
	assert_int_equal(seen.size, 4); /* of the file, not of the link */
	CHECK_WALK("notes/link", "notes/link/b.md", "");
}

static void loops_end(void **state)
{
	(void)state;
	write_file("notes/a/b.md", "");
	assert_int_equal(symlink("..", in_place("notes/a/up")), 0);
	assert_int_equal(symlink(".", in_place("notes/a/self")), 0);
	CHECK_WALK("notes", "notes/a/b.md", "");
	assert_int_equal(symlink("itself.md", in_place("notes/itself.md")), 0);
	walk(in_place("notes"));
	assert_string_equal(seen.files, "notes/a/b.md");
}

static void links_to_nothing_do_not_count(void **state)
{
	(void)state;
	write_file("notes/a.md", "");
	assert_int_equal(symlink("gone", in_place("notes/dead.md")), 0);
	CHECK_WALK("notes", "notes/a.md", "");
}

/* ---- What cannot be looked at ------------------------------------------- */

static void missing_paths_are_reported(void **state)
{
	(void)state;
	CHECK_WALK("gone", "", "gone");
	CHECK_WALK("gone/too.md", "", "gone/too.md");
}

static void what_is_no_file_is_reported_if_named(void **state)
{
	(void)state;
	assert_int_equal(mkfifo(in_place("pipe.md"), 0644), 0);
	write_file("a.md", "");
	CHECK_WALK("", "a.md", "");
	CHECK_WALK("pipe.md", "", "pipe.md");
	assert_int_equal(symlink("gone", in_place("dead")), 0);
	CHECK_WALK("dead", "", "dead");
}

static void closed_folders_are_reported(void **state)
{
	(void)state;
	write_file("notes/a.md", "");
	write_file("notes/closed/b.md", "");
	write_file("notes/d.md", "");
	assert_int_equal(chmod(in_place("notes/closed"), 0), 0);
	become_nobody();
	walk(in_place("notes"));
	become_oneself();
	assert_string_equal(seen.files, "notes/a.md notes/d.md");
	assert_string_equal(seen.skipped, "notes/closed");
	assert_int_equal(chmod(in_place("notes/closed"), 0755), 0);
}

static void the_receiver_may_stop(void **state)
{
	(void)state;
	write_file("a.md", "");
	write_file("b.md", "");
	write_file("c.md", "");
	memset(&seen, 0, sizeof seen);
	seen.stop_at = 2;
	ASSERT_STATUS(PYIQ_ERR_LIMIT,
		      pyiq_walk(place, &nothing_left_out, take_file, take_skipped, &seen, &err));
	assert_string_equal(err.message, "enough");
	assert_string_equal(seen.files, "a.md b.md");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(files_in_folders),
		TEST(hidden_ones_do_not_count),
		TEST(what_is_named_counts),
		TEST(excluded_ones_do_not_count),
		TEST(excluded_folders_are_not_opened),
		TEST(dates_before_1970),
		TEST(links_are_followed),
		TEST(loops_end),
		TEST(links_to_nothing_do_not_count),
		TEST(missing_paths_are_reported),
		TEST(what_is_no_file_is_reported_if_named),
		TEST(closed_folders_are_reported),
		TEST(the_receiver_may_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

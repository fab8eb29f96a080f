#include "check.h"

#include <limits.h>

#include "source/exclude.h"

static bool is_excluded(const char *pattern, const char *path, bool is_folder)
{
	struct pyiq_str exact_pattern = exact_copy(pyiq_str(pattern));
	struct pyiq_str exact_path = exact_copy(pyiq_str(path));
	bool excluded = pyiq_is_excluded(&exact_pattern, 1, exact_path, is_folder);

	free((char *)exact_pattern.data);
	free((char *)exact_path.data);
	return excluded;
}

struct example {
	const char *pattern, *path;
	bool excluded;
};

/* Paths that end in a slash are folders. */
static void check(const struct example *examples, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char path[256];
		bool is_folder;

		snprintf(path, sizeof path, "%s", examples[i].path);
		is_folder = path[0] != '\0' && path[strlen(path) - 1] == '/';
		if (is_folder)
			path[strlen(path) - 1] = '\0';
		if (is_excluded(examples[i].pattern, path, is_folder) != examples[i].excluded)
			fail_msg("'%s' should %sfit '%s'", examples[i].pattern,
				 examples[i].excluded ? "" : "not ", examples[i].path);
	}
}

/* ---- Where a pattern fits ----------------------------------------------- */

static void names_fit_in_every_folder(void **state)
{
	static const struct example examples[] = {
		{ "a.md", "a.md", true },       { "a.md", "b/a.md", true },
		{ "a.md", "b/c/a.md", true },   { "a.md", "a.md.bak", false },
		{ "a.md", "ba.md", false },     { "a.md", "A.md", false },
		{ "a.md", "a.md/", true },      { "drafts", "b/drafts/", true },
		{ "*.tmp", "b/c.tmp", true },   { "*.tmp", "c.tmp.md", false },
		{ "日*", "b/日本語.md", true },
	};

	(void)state;
	check(examples, COUNT(examples));
}

static void anchored_ones_count_from_the_folder(void **state)
{
	static const struct example examples[] = {
		{ "/a.md", "a.md", true },       { "/a.md", "b/a.md", false },
		{ "b/a.md", "b/a.md", true },    { "/b/a.md", "b/a.md", true },
		{ "b/a.md", "c/b/a.md", false }, { "b/*.md", "b/a.md", true },
		{ "b/*.md", "b/c/a.md", false }, { "*/a.md", "b/a.md", true },
		{ "*/a.md", "a.md", false },     { "*/a.md", "b/c/a.md", false },
		{ "/*", "a.md", true },          { "/*.md", "b/a.md", false },
	};

	(void)state;
	check(examples, COUNT(examples));
}

static void a_slash_at_the_end_is_for_folders(void **state)
{
	static const struct example examples[] = {
		{ "drafts/", "drafts/", true },     { "drafts/", "drafts", false },
		{ "drafts/", "b/drafts/", true },   { "drafts/", "b/drafts", false },
		{ "/drafts/", "drafts/", true },    { "/drafts/", "b/drafts/", false },
		{ "b/drafts/", "b/drafts/", true }, { "b/drafts/", "b/drafts", false },
		{ "drafts/", "drafts/a.md", true },
	};

	(void)state;
	check(examples, COUNT(examples));
}

/* What lies in a folder that is left out is left out, whatever it is. */
static void folders_take_their_files_along(void **state)
{
	static const struct example examples[] = {
		{ "drafts", "drafts/a.md", true },      { "drafts", "b/drafts/c/d.md", true },
		{ "drafts/", "b/drafts/c/d.md", true }, { "/drafts", "b/drafts/d.md", false },
		{ "b/drafts", "b/drafts/d.md", true },  { "b/*", "b/c/d/e.md", true },
		{ "d*s", "drafts/a.md", true },         { "drafts", "drafts.md", false },
		{ "drafts", "my drafts/a.md", false },
	};

	(void)state;
	check(examples, COUNT(examples));
}

/* ---- What stands for what ------------------------------------------------ */

static void stars_and_question_marks(void **state)
{
	static const struct example examples[] = {
		{ "*", "a", true },
		{ "a*c", "abbc", true },
		{ "a*c", "ac", true },
		{ "/a*c", "a/c", false },
		{ "/a?c", "a/c", false },
		{ "a?c", "abc", true },
		{ "a?c", "ac", false },
		{ "a?c", "abbc", false },
		{ "*.*", "a.md", true },
		{ "*.*", "a", false },
		{ "a**c", "abc", true },
		{ "x/a*", "x/a", true },
		{ "*a*a*a*", "bananas", true },
		{ "*a*a*a*", "bans", false },
	};

	(void)state;
	check(examples, COUNT(examples));
}

static void brackets(void **state)
{
	static const struct example examples[] = {
		{ "[ab].md", "a.md", true },    { "[ab].md", "c.md", false },
		{ "[a-c].md", "b.md", true },   { "[!a-c].md", "d.md", true },
		{ "[!a-c].md", "b.md", false }, { "[]x].md", "].md", true },
		{ "[a.md", "[a.md", true },     { "x[0-9][0-9]", "b/x42", true },
	};

	(void)state;
	check(examples, COUNT(examples));
}

static void two_stars_are_any_number_of_folders(void **state)
{
	static const struct example examples[] = {
		{ "**/a.md", "a.md", true },
		{ "**/a.md", "b/a.md", true },
		{ "**/a.md", "b/c/a.md", true },
		{ "**/a.md", "ba.md", false },
		{ "b/**", "b/a.md", true },
		{ "b/**", "b/c/a.md", true },
		{ "b/**", "b/", false },
		{ "b/**", "c/b/a.md", false },
		{ "b/**/a.md", "b/a.md", true },
		{ "b/**/a.md", "b/c/a.md", true },
		{ "b/**/a.md", "b/c/d/a.md", true },
		{ "b/**/a.md", "b/c/x.md", false },
		{ "/**/a.md", "b/a.md", true },
		{ "**/b/**/a.md", "x/b/y/z/a.md", true },
		{ "**/b/**/a.md", "x/y/z/a.md", false },
		{ "**/x/y", "x/z/x/y", true },
		{ "**/x/y", "x/x/z", false },
		{ "b/**/c/", "b/x/c/", true },
		{ "b/**/c/", "b/x/c", false },
		{ "**", "a/b", true },
		{ "**/", "a.md", false },
		{ "**/", "a/b.md", true },
		{ "a/**/**/b", "a/b", true },
	};

	(void)state;
	check(examples, COUNT(examples));
}

static void a_backslash_takes_the_next_for_itself(void **state)
{
	static const struct example examples[] = {
		{ "\\*.md", "*.md", true }, { "\\*.md", "a.md", false }, { "a\\?b", "a?b", true },
		{ "a\\?b", "axb", false },  { "\\[a]", "[a]", true },    { "\\[a]", "a", false },
		{ "a\\\\b", "a\\b", true }, { "/b/\\*", "b/*", true },   { "/b/\\*", "b/c", false },
	};

	(void)state;
	check(examples, COUNT(examples));
}

static void patterns_that_fit_nothing(void **state)
{
	static const char *const patterns[] = { "", "/", "//", "\\" };
	static const char *const paths[] = { "a", "a/b", "a.md", "." };

	(void)state;
	for (size_t i = 0; i < COUNT(patterns); i++)
		for (size_t j = 0; j < COUNT(paths); j++)
			assert_false(is_excluded(patterns[i], paths[j], true));
	assert_false(pyiq_is_excluded(NULL, 0, S("a"), false));
	assert_false(is_excluded("a", "", true));
	assert_false(is_excluded("*", "", true));
}

static void one_of_several(void **state)
{
	struct pyiq_str patterns[] = { TEXT("*.tmp"), TEXT("/drafts/"), TEXT("old") };

	(void)state;
	assert_true(pyiq_is_excluded(patterns, COUNT(patterns), S("a.tmp"), false));
	assert_true(pyiq_is_excluded(patterns, COUNT(patterns), S("drafts/a.md"), false));
	assert_true(pyiq_is_excluded(patterns, COUNT(patterns), S("b/old"), true));
	assert_false(pyiq_is_excluded(patterns, COUNT(patterns), S("b/a.md"), false));
}

/* ---- Hostile ------------------------------------------------------------- */

static void long_names(void **state)
{
	static char name[400];

	(void)state;
	memset(name, 'x', sizeof name - 1);
	assert_false(is_excluded(name, "a", false));
	assert_false(is_excluded("y*", name, false));
	name[200] = '/';
	assert_true(is_excluded("**/x*", name, false));
}

/* A path of many folders against as many stars is done at once. */
static void many_folders_and_stars(void **state)
{
	enum { N = 500 };
	static char pattern[N * 5 + 8], path[N * 2 + 8];

	(void)state;
	for (int i = 0; i < N; i++) {
		memcpy(pattern + 5 * i, "**/a/", 5);
		memcpy(path + 2 * i, "a/", 2);
	}
	strcpy(path + 2 * N, "b");
	strcpy(pattern + 5 * N, "c");
	assert_false(is_excluded(pattern, path, false));
	strcpy(pattern + 5 * N, "b");
	assert_true(is_excluded(pattern, path, false));
}

/* ---- Exactly one ----------------------------------------------------------- */

static void the_pattern_of_a_path_fits_it_alone(void **state)
{
	static const char *const paths[] = { "a.md",      "b/a.md",      "b/c/d e.md",  "*.md",
					     "a?b",       "[ab].md",     "a\\b",        "a\\",
					     "b/**/a",    "!a",          "#a",          " ",
					     "new\nline", "\xFF\xFE.md", "日本語/文.md" };

	(void)state;
	for (size_t i = 0; i < COUNT(paths); i++) {
		struct pyiq_buf pattern = PYIQ_BUF_INIT;

		pyiq_exclude_exactly(&pattern, pyiq_str(paths[i]));
		ASSERT_OK(pyiq_buf_status(&pattern, &err));
		for (size_t j = 0; j < COUNT(paths); j++)
			if (is_excluded(pattern.data, paths[j], false) != (i == j))
				fail_msg("'%s', made of '%s', should %sfit '%s'", pattern.data,
					 paths[i], i == j ? "" : "not ", paths[j]);
		assert_false(is_excluded(pattern.data, "elsewhere/a.md", false));
		pyiq_buf_release(&pattern);
	}
}

/* As long as a name may be, and each character with a backslash before it. */
static void the_pattern_of_the_longest_name_fits_it(void **state)
{
	struct pyiq_buf pattern = PYIQ_BUF_INIT;
	char name[NAME_MAX + 1] = "";

	(void)state;
	memset(name, '*', NAME_MAX);
	pyiq_exclude_exactly(&pattern, pyiq_str(name));
	assert_true(is_excluded(pattern.data, name, false));
	assert_false(is_excluded(pattern.data, "a.md", false));
	pyiq_buf_release(&pattern);
}

static void the_pattern_of_a_folder_fits_what_is_in_it(void **state)
{
	struct pyiq_buf pattern = PYIQ_BUF_INIT;

	(void)state;
	pyiq_exclude_exactly(&pattern, S("b/[x]"));
	assert_true(is_excluded(pattern.data, "b/[x]", true));
	assert_true(is_excluded(pattern.data, "b/[x]/c/d.md", false));
	assert_false(is_excluded(pattern.data, "b/x", true));
	assert_false(is_excluded(pattern.data, "b/[x].md", false));
	pyiq_buf_release(&pattern);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_fit_in_every_folder),
		cmocka_unit_test(anchored_ones_count_from_the_folder),
		cmocka_unit_test(a_slash_at_the_end_is_for_folders),
		cmocka_unit_test(folders_take_their_files_along),
		cmocka_unit_test(stars_and_question_marks),
		cmocka_unit_test(brackets),
		cmocka_unit_test(two_stars_are_any_number_of_folders),
		cmocka_unit_test(a_backslash_takes_the_next_for_itself),
		cmocka_unit_test(patterns_that_fit_nothing),
		cmocka_unit_test(one_of_several),
		cmocka_unit_test(long_names),
		cmocka_unit_test(many_folders_and_stars),
		cmocka_unit_test(the_pattern_of_a_path_fits_it_alone),
		cmocka_unit_test(the_pattern_of_the_longest_name_fits_it),
		cmocka_unit_test(the_pattern_of_a_folder_fits_what_is_in_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

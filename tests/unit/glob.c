#include "check.h"

#include "pyiq.h"

static bool fits(const char *pattern, const char *path)
{
	struct pyiq_str exact_pattern = exact_copy(pyiq_str(pattern));
	struct pyiq_str exact_path = exact_copy(pyiq_str(path));
	bool result = pyiq_glob_fits(exact_pattern, exact_path);

	free((char *)exact_pattern.data);
	free((char *)exact_path.data);
	return result;
}

static void names_fit_the_end_of_a_path(void **state)
{
	(void)state;
	assert_true(fits("a.md", "/n/b/a.md"));
	assert_true(fits("*.md", "/n/b/a.md"));
	assert_true(fits("b/*", "/n/b/a.md"));
	assert_true(fits("n/**", "/n/b/a.md"));
	assert_true(fits("n/**/a.md", "/n/b/a.md"));
	assert_true(fits("a.md", "a.md"));
	assert_true(fits("\\*", "/n/*"));
	assert_false(fits("b", "/n/b/a.md"));
	assert_false(fits(".md", "/n/b/a.md"));
	assert_false(fits("n/*.md", "/n/b/a.md"));
	assert_false(fits("*.txt", "/n/b/a.md"));
	assert_false(fits("\\*", "/n/b"));
}

static void a_slash_in_front_is_the_beginning(void **state)
{
	(void)state;
	assert_true(fits("/n/b/a.md", "/n/b/a.md"));
	assert_true(fits("/n/**", "/n/b/a.md"));
	assert_true(fits("/**/a.md", "/n/b/a.md"));
	assert_false(fits("/b/a.md", "/n/b/a.md"));
	assert_false(fits("/a.md", "a.md"));
}

static void nothing_fits_nothing(void **state)
{
	(void)state;
	assert_false(fits("", "/n/a.md"));
	assert_false(fits("*", ""));
	assert_false(fits("", ""));
	assert_false(fits("/", "/n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_fit_the_end_of_a_path),
		cmocka_unit_test(a_slash_in_front_is_the_beginning),
		cmocka_unit_test(nothing_fits_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

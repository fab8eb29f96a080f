#include "check.h"

#include "source/one_line.h"

static struct pyiq_arena arena;
static struct pyiq_visible visible;

static int set_up(void **state)
{
	(void)state;
	pyiq_arena_init(&arena);
	pyiq_visible_init(&visible);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	pyiq_alloc_fail_after(-1);
	pyiq_arena_release(&arena);
	pyiq_visible_release(&visible);
	return 0;
}

/* The visible text of a source in which every backtick is markup that begins or ends code. */
static void show(const char *source)
{
	struct pyiq_run runs[16];
	size_t n = 0;

	for (size_t i = 0; source[i] != '\0'; i++)
		if (source[i] == '`')
			runs[n++] = (struct pyiq_run){ (uint32_t)i, 1, PYIQ_RUN_CODE };

	const struct pyiq_text text = { pyiq_str(source), runs, n };

	ASSERT_OK(pyiq_visible_make(&visible, &text, &err));
}

/* A line with backticks where its runs stand. */
static void assert_line(struct pyiq_span range, const char *wanted)
{
	struct pyiq_text line;
	char marked[128];
	size_t n = 0, run = 0;

	ASSERT_OK(pyiq_one_line(&visible, range, &arena, &line, &err));
	for (size_t i = 0; i <= line.source.len; i++) {
		for (; run < line.n_runs && line.runs[run].start == i; run++) {
			assert_int_equal(line.runs[run].len, 0);
			assert_int_equal(line.runs[run].flags, PYIQ_RUN_CODE);
			marked[n++] = '`';
		}
		if (i < line.source.len)
			marked[n++] = line.source.data[i];
	}
	assert_int_equal(run, line.n_runs);
	assert_text((struct pyiq_str){ marked, n }, wanted, "line");
}

static void folds_white_space(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ " \n\t", "" },
		{ "a", "a" },
		{ " a \n\r\n b\v\fc\t", "a b c" },
		{ "a\xC2\xA0z", "a\xC2\xA0z" },
		{ "a `b` c", "a `b` c" },
		{ "`a  b`", "`a b" },
		{ "a` b` c", "a` b` c" },
		{ "a ` ` b", "a b" },
		{ "a `  `", "a" },
		{ "`  `", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		show(cases[i][0]);
		assert_line((struct pyiq_span){ 0, visible.text.len }, cases[i][1]);
	}
}

static void takes_a_part(void **state)
{
	(void)state;
	show("a `b c` d e");
	assert_line((struct pyiq_span){ 0, 1 }, "a");
	assert_line((struct pyiq_span){ 2, 5 }, "`b c");
	assert_line((struct pyiq_span){ 4, 7 }, "`c` d");
	assert_line((struct pyiq_span){ 6, 9 }, "d e");
	assert_line((struct pyiq_span){ 3, 3 }, "");
}

static void says_that_memory_ran_out(void **state)
{
	struct pyiq_text line;

	(void)state;
	show("a");
	pyiq_alloc_fail_after(0);
	ASSERT_STATUS(PYIQ_ERR_NOMEM,
		      pyiq_one_line(&visible, (struct pyiq_span){ 0, 1 }, &arena, &line, &err));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(folds_white_space),
		TEST(takes_a_part),
		TEST(says_that_memory_ran_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "check.h"

#include <locale.h>

#include "print/bars.h"
#include "term/styled.h"

static char *output;
static size_t output_len;

/* What is printed on a terminal of so many columns, in the locale that is set. */
static const char *print(const struct bar *bars, size_t n, size_t width)
{
	struct term term;
	FILE *file;

	free(output);
	output = NULL;
	file = open_memstream(&output, &output_len);
	assert_non_null(file);
	term_init(&term, file, COLOUR_NEVER);
	term.terminal = true;
	term.width = width;
	ASSERT_OK(bars_print(&term, bars, n, &err));
	assert_int_equal(fclose(file), 0);
	return output;
}

static int set_up(void **state)
{
	(void)state;
	return setlocale(LC_ALL, "C.UTF-8") != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	free(output);
	output = NULL;
	return 0;
}

static void lengths_are_shares_of_the_greatest(void **state)
{
	static const struct bar bars[] = {
		{ .label = TEXT("all"), .n = 64 },
		{ .label = TEXT("half"), .n = 32 },
		{ .label = TEXT("an eighth less"), .n = 63 },
		{ .label = TEXT("next to nothing"), .n = 1 },
		{ .label = TEXT("nothing"), .n = 0 },
	};

	(void)state;
	assert_string_equal(print(bars, COUNT(bars), 29), "all             64 ██████████\n"
							  "half            32 █████\n"
							  "an eighth less  63 █████████▉\n"
							  "next to nothing  1 ▏\n"
							  "nothing          0\n");
	setlocale(LC_ALL, "C");
	assert_string_equal(print(bars, COUNT(bars), 29), "all             64 ##########\n"
							  "half            32 #####\n"
							  "an eighth less  63 #########=\n"
							  "next to nothing  1 -\n"
							  "nothing          0\n");
}

static void labels_are_shortened_by_what_a_reader_sees(void **state)
{
	static const struct bar bars[] = {
		{ .label = TEXT("文字列とバイト列の違い"), .n = 5 },
		{ .label = TEXT("nai\u0308vete\u0301 is nai\u0308vete\u0301"), .n = 5 },
		{ .label = TEXT("\x1B[2J\nhidden"), .n = 5, .depth = 1 },
	};

	(void)state;
	assert_string_equal(print(bars, COUNT(bars), 22),
			    "文字列とバイト… 5 ████\n"
			    "nai\u0308vete\u0301 is nai\u0308… 5 ████\n"
			    " ^[[2J^Jhidden  5 ████\n");
}

/* Whatever the labels and numbers are. */
static void no_line_is_too_long(void **state)
{
	static const struct bar bars[] = {
		{ .label = TEXT(""), .n = 0 },
		{ .label = TEXT("x"), .n = 7 },
		{ .label = TEXT("A heading that is as long as headings are at most, I hope"),
		  .n = 123456,
		  .depth = 1 },
		{ .label = TEXT("文字列とバイト列の違いは何ですか、そして何のためですか"),
		  .n = 99,
		  .depth = 3 },
		{ .label = TEXT("deep"), .n = 100000, .depth = 500 },
		{ .label = TEXT("🤖🤖🤖🤖🤖🤖🤖🤖🤖🤖🤖🤖🤖🤖🤖🤖"
				"🤖🤖🤖🤖"),
		  .n = 5 },
	};
	struct styled line = STYLED_INIT;

	(void)state;
	for (size_t width = 20; width <= 200; width++) {
		size_t n_lines = 0;

		print(bars, COUNT(bars), width);
		for (char *at = output, *end; (end = strchr(at, '\n')) != NULL; at = end + 1) {
			*end = '\0';
			styled_clear(&line);
			styled_puts(&line, STYLE_PLAIN, at);
			if (styled_width(&line, 0, line.text.len) > width)
				fail_msg("wider than %zu: '%s'", width, at);
			n_lines++;
		}
		assert_int_equal(n_lines, COUNT(bars));
	}
	styled_release(&line);
	assert_string_equal(print(bars, 0, 80), "");
}

static void want_of_memory_is_told(void **state)
{
	static const struct bar bars[] = { { .label = TEXT("a"), .n = 1 },
					   { .label = TEXT("b"), .n = 2, .depth = 1 } };
	pyiq_status status = PYIQ_ERR_NOMEM;
	struct term term;
	FILE *file = open_memstream(&output, &output_len);

	(void)state;
	assert_non_null(file);
	term_init(&term, file, COLOUR_NEVER);
	for (long n = 0; status == PYIQ_ERR_NOMEM; n++) {
		pyiq_alloc_fail_after(n);
		status = bars_print(&term, bars, COUNT(bars), &err);
		pyiq_alloc_fail_after(-1);
	}
	ASSERT_OK(status);
	assert_int_equal(fclose(file), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(lengths_are_shares_of_the_greatest),
		TEST(labels_are_shortened_by_what_a_reader_sees),
		TEST(no_line_is_too_long),
		TEST(want_of_memory_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

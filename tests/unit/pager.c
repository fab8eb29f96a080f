#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "term/pager.h"

static void assert_chosen(struct pager_facts facts, const char *expected)
{
	const char *chosen = pager_choose(&facts);

	if (expected) {
		assert_non_null(chosen);
		assert_string_equal(chosen, expected);
	} else {
		assert_null(chosen);
	}
}

static void test_the_nearest_word_counts(void **state)
{
	(void)state;
	assert_chosen((struct pager_facts){ .term = "xterm", .has_less = true }, "less");
	assert_chosen((struct pager_facts){ .term = "xterm", .has_less = true, .variable = "more" },
		      "more");
	assert_chosen((struct pager_facts){ .term = "xterm",
					    .has_less = true,
					    .variable = "more",
					    .option = "most -x" },
		      "most -x");
}

static void test_empty_or_cat_is_none(void **state)
{
	static const char *const none[] = { "", " ", "cat", " cat\t" };

	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		assert_chosen((struct pager_facts){ .term = "xterm",
						    .has_less = true,
						    .variable = "more",
						    .option = none[i] },
			      NULL);
		assert_chosen((struct pager_facts){ .term = "xterm",
						    .has_less = true,
						    .variable = none[i] },
			      NULL);
	}
	assert_chosen((struct pager_facts){ .option = "cat -A" }, "cat -A");
	assert_chosen((struct pager_facts){ .option = "cat|less" }, "cat|less");
	assert_chosen((struct pager_facts){ .option = "catx" }, "catx");
}

/* Nobody asked for less: it must be there and be of use. */
static void test_less_must_work(void **state)
{
	(void)state;
	assert_chosen((struct pager_facts){ .term = "xterm" }, NULL);
	assert_chosen((struct pager_facts){ .term = "dumb", .has_less = true }, NULL);
	assert_chosen((struct pager_facts){ .term = "", .has_less = true }, NULL);
	assert_chosen((struct pager_facts){ .has_less = true }, NULL);
	assert_chosen((struct pager_facts){ .term = "dumb", .variable = "more" }, "more");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_nearest_word_counts),
		cmocka_unit_test(test_empty_or_cat_is_none),
		cmocka_unit_test(test_less_must_work),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

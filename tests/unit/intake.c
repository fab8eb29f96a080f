#include "runs.h"

#include "store/schema.h"
#include "store/xapian_c.h"

static const char portuguese[] =
	"## O que são decoradores e para que servem?\n"
	"\n"
	"Os decoradores são funções que recebem outra função e devolvem uma nova, com o\n"
	"comportamento alterado. Assim podemos acrescentar uma verificação sem mudar o código\n"
	"da função original, o que é muito útil quando temos várias configurações diferentes.\n";
static const char english[] =
	"## What are decorators, and what are they good for?\n"
	"\n"
	"Decorators are functions that take another function and return a new one whose\n"
	"behaviour was changed. So a check can be added without a change of the code of the\n"
	"original function, which is most useful where there are several configurations.\n";

static int set_up(void **state)
{
	return set_up_runs(state);
}

static int tear_down(void **state)
{
	return tear_down_runs(state);
}

static int add_docid(void *ctx, pyiq_docid id)
{
	pyiq_buf_printf(ctx, "%s%u", ((struct pyiq_buf *)ctx)->len > 0 ? " " : "", (unsigned)id);
	return 0;
}

/* The units that have a term, by number: one a file, in the order of names. */
static void check_term(const char *term, const char *wanted)
{
	const char *path = in_place("db");
	struct pyiq_buf got = PYIQ_BUF_INIT;
	struct pyiq_x_db *db;

	ASSERT_OK(pyiq_x_db_open(&path, 1, &db, &err));
	ASSERT_OK(pyiq_x_db_each_posting(db, pyiq_str(term), add_docid, &got, &err));
	pyiq_x_db_close(db);
	if (strcmp(pyiq_buf_str(&got), wanted) != 0)
		fail_msg("%s: in '%s', not '%s'", term, pyiq_buf_str(&got), wanted);
	pyiq_buf_release(&got);
}

/* The language of every unit, `;` behind each. */
static int take_language(void *ctx, const struct pyiq_unit *unit)
{
	pyiq_buf_printf(ctx, "%.*s;", (int)unit->language.len, unit->language.data);
	return 0;
}

static void units_have_a_language(void **state)
{
	const char *path = in_place("db");
	struct pyiq_buf languages = PYIQ_BUF_INIT;
	struct pyiq_db *db;

	(void)state;
	write_file("notes/1.md", english);
	write_file("notes/2.md", portuguese);
	write_file("notes/3.md", "## 1 + 1?\n\n2\n");
	ASSERT_OK(run("notes"));
	ASSERT_OK(pyiq_db_open(&path, 1, &db, &err));
	ASSERT_OK(pyiq_list(db, false, take_language, &languages, &err));
	pyiq_db_close(db);
	assert_string_equal(pyiq_buf_str(&languages), "en;pt;;");
	pyiq_buf_release(&languages);
	check_term(PYIQ_PREFIX_LANGUAGE "en", "1");
	check_term(PYIQ_PREFIX_LANGUAGE "pt", "2");
	check_term(PYIQ_PREFIX_LANGUAGE, "");

	/* Of decorators and decoradores, configurations and configurações. */
	check_term("decor", "1 2");
	check_term("configur", "1 2");
}

static void units_are_filed_under_level_and_tags(void **state)
{
	(void)state;
	write_file("notes/1.md", "---\ntags: [Data Model, oop]\n---\n# Classes\n\n## Advanced\n\n"
				 "### What is a metaclass?\n\nThe class of a class.\n");
	write_file("notes/2.md", "---\ntags: [OOP]\n---\n## What is a class?\n\nA type.\n");
	ASSERT_OK(run("notes"));
	check_term(PYIQ_PREFIX_TAG "oop", "1 2");
	check_term(PYIQ_PREFIX_TAG "data model", "1");
	check_term(PYIQ_PREFIX_TAG, "");
	check_term(PYIQ_PREFIX_LEVEL "advanced", "1");
	check_term(PYIQ_PREFIX_LEVEL, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(units_have_a_language),
		TEST(units_are_filed_under_level_and_tags),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

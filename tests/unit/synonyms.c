#include "check.h"

#include "base/buf.h"
#include "base/unicode.h"
#include "source/input.h"
#include "text/synonyms.h"

static struct pyiq_buf found;

/* A group as `[form|form]`. */
static int take_group(void *ctx, const struct pyiq_str *forms, size_t n)
{
	(void)ctx;
	for (size_t i = 0; i < n; i++) {
		pyiq_buf_putc(&found, i == 0 ? '[' : '|');
		pyiq_buf_append(&found, forms[i].data, forms[i].len);
	}
	pyiq_buf_putc(&found, ']');
	return 0;
}

static pyiq_status parse(struct pyiq_str text)
{
	struct pyiq_str exact = exact_copy(text);
	pyiq_status status;

	pyiq_buf_clear(&found);
	status = pyiq_synonyms_parse(exact, take_group, NULL, &err);
	free((char *)exact.data);
	return status;
}

static void assert_groups(struct pyiq_str text, struct pyiq_str wanted)
{
	ASSERT_OK(parse(text));
	if (!pyiq_str_equal((struct pyiq_str){ pyiq_buf_str(&found), found.len }, wanted))
		fail_msg("'%.*s' gave %s", (int)text.len, text.data, pyiq_buf_str(&found));
}

static void reads_groups(void **state)
{
	(void)state;
	assert_groups(S(""), S(""));
	assert_groups(S("ctor ~ constructor"), S("[ctor|constructor]"));
	assert_groups(S("venv ~ virtualenv ~ virtual environment\ndb ~ database\n"),
		      S("[venv|virtualenv|virtual environment][db|database]"));
	assert_groups(S("\tdb\t~\tdatabase  \r\n\r\ndict ~ dictionary\r\n"),
		      S("[db|database][dict|dictionary]"));
	assert_groups(S("# a ~ b\n  # alone\n \n\na ~ b # c\n#"), S("[a|b # c]"));
	assert_groups(S("\xEF\xBB\xBF# comment\na ~ b"), S("[a|b]"));
	assert_groups(S("~= ~ compatible release\n~/.pyiq ~ home~folder"),
		      S("[~=|compatible release][~/.pyiq|home~folder]"));
	assert_groups(S("C# ~ c sharp"), S("[C#|c sharp]"));
	assert_groups(S("\0\xFF ~ a\0~ b"), S("[\0\xFF|a\0~ b]"));
}

static void tells_the_line(void **state)
{
	static const struct {
		struct pyiq_str text;
		const char *message, *groups;
	} cases[] = {
		{ TEXT("alone"), "line 1: one form alone has no synonym", "" },
		{ TEXT("# c\na ~ b\n\n alone~ \nc ~ d"), "line 4: one form alone has no synonym",
		  "[a|b]" },
		{ TEXT("a ~ b\r\n~ c"), "line 2: a form beside `~` is empty", "[a|b]" },
		{ TEXT("c ~"), "line 1: a form beside `~` is empty", "" },
		{ TEXT("c ~ ~ d"), "line 1: a form beside `~` is empty", "" },
		{ TEXT("\n\n~"), "line 3: a form beside `~` is empty", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		ASSERT_STATUS(PYIQ_ERR_INVALID, parse(cases[i].text));
		assert_string_equal(err.message, cases[i].message);
		assert_true(strlen(err.hint) > 0);
		assert_string_equal(pyiq_buf_str(&found), cases[i].groups);
	}
}

static int stop(void *ctx, const struct pyiq_str *forms, size_t n)
{
	(void)forms;
	(void)n;
	++*(int *)ctx;
	return 1;
}

static void stops(void **state)
{
	int n = 0;

	(void)state;
	ASSERT_STATUS(PYIQ_STOPPED, pyiq_synonyms_parse(S("a ~ b\nc"), stop, &n, &err));
	assert_int_equal(n, 1);
	pyiq_alloc_fail_after(0);
	ASSERT_STATUS(PYIQ_ERR_NOMEM, pyiq_synonyms_parse(S("a ~ b"), stop, &n, &err));
	pyiq_alloc_fail_after(-1);
	assert_int_equal(n, 1);
}

static int count_forms(void *ctx, const struct pyiq_str *forms, size_t n)
{
	(void)forms;
	*(size_t *)ctx += n;
	return 0;
}

static void takes_linear_time(void **state)
{
	static const char *const pieces[] = { "a ~ ", "a ~ b\n", "~a~", "a # " };
	static const size_t n_forms[] = { 1 << 20, 2 << 20, 2, 2 };
	struct pyiq_buf text = PYIQ_BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(pieces); i++) {
		size_t n = 0;

		pyiq_buf_clear(&text);
		if (n_forms[i] == 2)
			pyiq_buf_puts(&text, "long ~ ");
		for (size_t k = 1; k < 1 << 20; k++)
			pyiq_buf_puts(&text, pieces[i]);
		pyiq_buf_puts(&text, n_forms[i] == 2 << 20 ? "a ~ b" : "a");
		ASSERT_OK(pyiq_synonyms_parse((struct pyiq_str){ text.data, text.len }, count_forms,
					      &n, &err));
		assert_int_equal(n, n_forms[i]);
	}
	pyiq_buf_release(&text);
}

/* ---- The list of ours ------------------------------------------------------ */

static int take_folded(void *ctx, const struct pyiq_str *forms, size_t n)
{
	struct pyiq_buf *all = ctx;

	for (size_t i = 0; i < n; i++) {
		pyiq_buf_putc(all, '\n');
		pyiq_fold(all, forms[i].data, forms[i].len);
		pyiq_buf_putc(all, '\n');
	}
	return 0;
}

/* A form that stood in two groups would make one of them, and mean neither. */
static void ours_has_each_form_once(void **state)
{
	struct pyiq_buf text = PYIQ_BUF_INIT, all = PYIQ_BUF_INIT, form = PYIQ_BUF_INIT;
	struct pyiq_input input;

	(void)state;
	ASSERT_OK(pyiq_input_open(&input, PYIQ_SOURCE_DIR "/corpus/synonyms.txt", &err));
	ASSERT_OK(pyiq_input_load(&input, &text, &err));
	pyiq_input_close(&input);
	ASSERT_OK(pyiq_synonyms_parse((struct pyiq_str){ text.data, text.len }, take_folded, &all,
				      &err));
	assert_non_null(strstr(pyiq_buf_str(&all), "\ngil\n"));
	for (const char *at = pyiq_buf_str(&all); *at != '\0';) {
		const char *end = strchr(at + 1, '\n') + 1;

		pyiq_buf_clear(&form);
		pyiq_buf_append(&form, at, (size_t)(end - at));
		if (strstr(end, pyiq_buf_str(&form)) != NULL)
			fail_msg("twice: %s", pyiq_buf_str(&form));
		at = end;
	}
	pyiq_buf_release(&text);
	pyiq_buf_release(&all);
	pyiq_buf_release(&form);
}

static int release(void **state)
{
	(void)state;
	pyiq_buf_release(&found);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_groups),
		cmocka_unit_test(tells_the_line),
		cmocka_unit_test(stops),
		cmocka_unit_test(takes_linear_time),
		cmocka_unit_test(ours_has_each_form_once),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}

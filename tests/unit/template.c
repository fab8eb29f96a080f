#include "check.h"

#include "print/print.h"
#include "print/source.h"
#include "print/template.h"

/* ---- Reading --------------------------------------------------------------- */

/* What a template was read as: text as it is, fields as <number:width>. */
static void assert_read(const char *text, const char *wanted)
{
	struct template template = { .n = 0 };
	struct pyiq_buf seen = PYIQ_BUF_INIT;

	ASSERT_OK(template_read(&template, text, &err));
	for (size_t i = 0; i < template.n; i++) {
		const struct template_piece *piece = &template.pieces[i];

		if (piece->field == TEMPLATE_TEXT)
			pyiq_buf_append(&seen, template.text.data + piece->text.start,
					piece->text.end - piece->text.start);
		else
			pyiq_buf_printf(&seen, "<%d:%zu>", (int)piece->field, piece->width);
	}
	assert_string_equal(pyiq_buf_str(&seen), wanted);
	pyiq_buf_release(&seen);
	template_release(&template);
}

static void reads_fields_and_text(void **state)
{
	char wanted[64];

	(void)state;
	snprintf(wanted, sizeof wanted, "a <%d:0>\t<%d:7>{\\}", TEMPLATE_ID, TEMPLATE_QUERY);
	assert_read("a {id}\\t{query:7}{{\\\\}}", wanted);
	snprintf(wanted, sizeof wanted, "{<%d:9999>}\n\r", TEMPLATE_KEY);
	assert_read("{{{_id:9999}}}\\n\\r", wanted);
}

static void tells_what_it_asks_for(void **state)
{
	struct template template = { .n = 0 };

	(void)state;
	assert_null(template_asks(&template, TEMPLATE_ID));
	ASSERT_OK(template_read(&template, "{line} {terms}", &err));
	assert_string_equal(template_asks(&template, TEMPLATE_RANK), "terms");
	assert_null(template_asks(&template, TEMPLATE_QUERY));
	assert_true(template_has(&template, TEMPLATE_LINE));
	assert_false(template_has(&template, TEMPLATE_TEXT + 1));
	template_release(&template);
}

static void assert_mistake(const char *text, const char *message)
{
	struct template template = { .n = 0 };

	ASSERT_STATUS(PYIQ_ERR_INVALID, template_read(&template, text, &err));
	assert_string_equal(err.message, message);
	template_release(&template);
}

static void tells_mistakes(void **state)
{
	(void)state;
	assert_mistake("", "no field in ''; one is {question}");
	assert_mistake("{", "no } for the { at 1; a { itself is written {{");
	assert_mistake("{{{id", "no } for the { at 3; a { itself is written {{");
	assert_mistake("{id}}", "no { for the } at 5; a } itself is written }}");
	assert_mistake("\xff\xc3\xbc{lnie}", "unknown field {lnie} at 3; did you mean {line}?");
	assert_mistake("{id}\\", "unknown escape \\ at 5; there are \\n \\t \\r \\0 \\\\");
	assert_mistake("{id}\\\xc3\xbc",
		       "unknown escape \\\xc3\xbc at 5; there are \\n \\t \\r \\0 \\\\");
	assert_mistake("{id:99999999999999999999}",
		       "no width from 1 to 9999 behind the colon of {id at 1");
}

/* A name of any length is told, or the beginning of it. */
static void tells_long_names(void **state)
{
	struct template template = { .n = 0 };
	char text[4096];

	(void)state;
	memset(text, 'x', sizeof text);
	text[0] = '{';
	text[sizeof text - 2] = '}';
	text[sizeof text - 1] = '\0';
	ASSERT_STATUS(PYIQ_ERR_INVALID, template_read(&template, text, &err));
	assert_true(strncmp(err.message, "unknown field {xxx", 18) == 0);
	template_release(&template);
}

static void survives_want_of_memory(void **state)
{
	(void)state;
	for (long n = 0;; n++) {
		struct template template = { .n = 0 };

		pyiq_alloc_fail_after(n);
		pyiq_status status = template_read(&template, "{id} a {line:3}\\n", &err);

		pyiq_alloc_fail_after(-1);
		template_release(&template);
		if (status == PYIQ_OK) {
			assert_true(n > 1);
			break;
		}
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
}

/* ---- Columns of a source ----------------------------------------------------- */

static size_t column(const char *line, const char *text, size_t offset)
{
	struct pyiq_str exact_line = exact_copy(pyiq_str(line));
	struct pyiq_str exact_text = exact_copy(pyiq_str(text));
	size_t found = source_column(exact_line, exact_text, offset);

	free((char *)exact_line.data);
	free((char *)exact_text.data);
	return found;
}

static void finds_columns(void **state)
{
	(void)state;
	assert_int_equal(column("### 12. What is x?", "What is x?", 0), 9);
	assert_int_equal(column("### 12. What is x?", "What is x?", 8), 17);
	assert_int_equal(column("**What is x?**", "What is x?", 0), 3);
	assert_int_equal(column("    two two", "two two", 4), 9);
	assert_int_equal(column("1. What is `a`, and *b*?", "What is a, and b?", 0), 4);
	assert_int_equal(column("1. What is `a`, and *b*?", "What is a, and b?", 8), 13);
	assert_int_equal(column("1. What is `a`, and *b*?", "What is a, and b?", 15), 22);
	assert_int_equal(column("<p>a &lt; b &amp; c", "a < b & c", 2), 6);
	assert_int_equal(column("<p>a &lt; b &amp; c", "a < b & c", 8), 19);
	assert_int_equal(column("## [A link](http://a.b/c_d) here", "A link here", 7), 29);
	assert_int_equal(column("## What goes *on*", "What goes on in the next line", 10), 15);
	assert_int_equal(column("What a day: What is *x*?", "What is x?", 0), 13);
}

static void what_is_not_there_has_no_column(void **state)
{
	(void)state;
	assert_int_equal(column("", "What", 0), 0);
	assert_int_equal(column("", "", 0), 0);
	assert_int_equal(column("x", "", 0), 1);
	assert_int_equal(column("something else", "What is x?", 0), 0);
	assert_int_equal(column("What else is x?", "What is x?", 5), 0);
	assert_int_equal(column("## What goes", "What goes on", 11), 0);
	assert_int_equal(column("& &; &#", "& lot", 2), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_fields_and_text),
		cmocka_unit_test(tells_what_it_asks_for),
		cmocka_unit_test(tells_mistakes),
		cmocka_unit_test(tells_long_names),
		cmocka_unit_test(survives_want_of_memory),
		cmocka_unit_test(finds_columns),
		cmocka_unit_test(what_is_not_there_has_no_column),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

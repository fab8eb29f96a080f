#include "units.h"

#include "source/row.h"

static struct pyiq_reading reading;

static int set_up(void **state)
{
	static size_t last_line;

	(void)state;
	last_line = 1;
	pyiq_buf_clear(&told);
	pyiq_reading_init(&reading, tell_unit, &last_line);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	pyiq_alloc_fail_after(-1);
	pyiq_reading_release(&reading);
	return 0;
}

static void push(struct pyiq_row row)
{
	row.line = row.end_line = 7;
	ASSERT_OK(pyiq_row_push(&reading, &row, &err));
}

static void assert_unit(const char *question, const char *answer, pyiq_markup markup,
			const char *wanted)
{
	struct pyiq_str q = exact_copy(pyiq_str(question)), a = exact_copy(pyiq_str(answer));

	pyiq_buf_clear(&told);
	push((struct pyiq_row){ .question = q, .answer = a, .markup = markup });
	assert_told(wanted);
	free((char *)q.data);
	free((char *)a.data);
}

/* ---- Questions ------------------------------------------------------------------------- */

static void a_question_is_one_line(void **state)
{
	static const char *const cases[][2] = {
		{ "What is `x`?", "What is `x`?" },
		{ "  What \t is\rit?\n", "What is it?" },
		{ "**What** is [this](http://x)?", "What is this?" },
		{ "What does `__init__` do, and __new__?",
		  "What does `__init__` do, and __new__?" },
		/* Signs that would begin a block do not. */
		{ "* vs **", "* vs **" },
		{ "# or //?", "# or //?" },
		{ "> or >=", "> or >=" },
		{ "1. What?", "1. What?" },
		{ "--- means what", "--- means what" },
		{ "What is C#", "What is C#" },
		{ "What is a # b #", "What is a # b #" },
		{ "`a`", "`a" },
		{ "What is\nit?", "What is it?" },
		/* Tags that nothing closes are what is asked about. */
		{ "What is <div> for, and <hr/>?", "What is <div> for, and <hr/>?" },
		{ "Is <b>this</b><i>it</i>?", "Is thisit?" },
		{ "This<br>and <BR />that?", "This and that?" },
		{ "<https://a.b>?", "https://a.b?" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char wanted[128];

		snprintf(wanted, sizeof wanted, "7-7: %s -> x {}\n", cases[i][1]);
		assert_unit(cases[i][0], "x", PYIQ_MARKUP_MARKDOWN, wanted);
	}
	assert_unit("Is `x`\n *y*?", "`x`", PYIQ_MARKUP_NONE, "7-7 plain: Is `x` *y*? -> `x` {}\n");
}

static void what_follows_a_question_is_its_prompt(void **state)
{
	struct pyiq_row row = { .question = S("What?\n\nThis:\n\n    x"),
				.prompt = S("own"),
				.markup = PYIQ_MARKUP_MARKDOWN };

	(void)state;
	assert_unit("What is `it`?\n```\nx\n```", "y", PYIQ_MARKUP_MARKDOWN,
		    "7-7: What is `it`? [```¶x¶```] -> y {}\n");
	assert_unit("`a` or b?\n\n- a\n- b", "y", PYIQ_MARKUP_MARKDOWN,
		    "7-7: `a` or b? [- a¶- b] -> y {}\n");
	assert_unit("## Which?\n\n    x\n", "y", PYIQ_MARKUP_MARKDOWN,
		    "7-7: Which? [    x] -> y {}\n");
	assert_unit("```\nx\n```\nWhat?", "y", PYIQ_MARKUP_MARKDOWN, "7-7: `x `What? -> y {}\n");
	assert_unit("Which?\nThis\n\nx\n", "y", PYIQ_MARKUP_NONE,
		    "7-7 plain: Which? This [x] -> y {}\n");
	pyiq_buf_clear(&told);
	push(row);
	row.markup = PYIQ_MARKUP_NONE;
	push(row);
	assert_told("7-7: What? This: `x [own] ->  {}\n7-7 plain: What? This: x [own] ->  {}\n");
}

static void an_answer_lends_its_beginning(void **state)
{
	char long_text[400] = "x é";

	(void)state;
	assert_unit("", "A list of `x`.\nMore.", PYIQ_MARKUP_MARKDOWN,
		    "7-7: A list of `x`. -> A list of `x`.¶More. {}\n");
	assert_unit(" \n", "\n\n1. **One**: x\n2. two", PYIQ_MARKUP_MARKDOWN,
		    "7-7: One: x -> 1. **One**: x¶2. two {}\n");
	assert_unit("", "", PYIQ_MARKUP_MARKDOWN, "");
	assert_unit("", "TODO", PYIQ_MARKUP_NONE, "");
	for (size_t i = 0; i < 60; i++)
		strcat(long_text, "日x");
	pyiq_buf_clear(&told);
	push((struct pyiq_row){ .answer = pyiq_str(long_text) });

	const char *arrow = strstr(pyiq_buf_str(&told), " -> ");

	assert_non_null(arrow);
	assert_int_equal(arrow - told.data, strlen("7-7 plain: ") + 120);
}

/* ---- Answers --------------------------------------------------------------------------- */

static void placeholders_answer_nothing(void **state)
{
	(void)state;
	assert_unit("x", "**TODO**", PYIQ_MARKUP_MARKDOWN, "7-7: x ->  {}\n");
	assert_unit("x", " \n\t", PYIQ_MARKUP_NONE, "7-7 plain: x ->  {}\n");
	assert_unit("x", "`None`", PYIQ_MARKUP_MARKDOWN, "7-7: x -> `None` {}\n");
}

static void an_explanation_is_more_of_the_answer(void **state)
{
	struct pyiq_row row = { .question = S("q"), .answer = S("a"), .explanation = S("e\n") };

	(void)state;
	push(row);
	row.answer = S("");
	push(row);
	row.explanation = S(" ");
	push(row);
	assert_told("7-7 plain: q -> a¶¶e {}\n7-7 plain: q -> e {}\n7-7 plain: q ->  {}\n");
}

static void white_space_around_goes(void **state)
{
	(void)state;
	assert_unit("q", "\n  \n  a\r\n\r\n  b \n\n", PYIQ_MARKUP_MARKDOWN,
		    "7-7: q -> a¶¶  b {}\n");
	assert_unit("q", "\n\n    code()\n", PYIQ_MARKUP_MARKDOWN, "7-7: q ->     code() {}\n");
	assert_unit("q", "\tcode()\n", PYIQ_MARKUP_MARKDOWN, "7-7: q -> \tcode() {}\n");
}

static void the_rest_goes_along(void **state)
{
	const struct pyiq_str topic[] = { TEXT("A"), TEXT("B") }, tags[] = { TEXT("t") };
	struct pyiq_row row = { .question = S("q"),
				.topic = topic,
				.n_topic = 2,
				.tags = tags,
				.n_tags = 1,
				.level = S("Hard"),
				.key = S("k"),
				.has_votes = true,
				.votes = -2 };

	(void)state;
	push(row);
	row.level = S("unheard of");
	row.has_votes = false;
	push(row);
	assert_told("7-7 plain: q ->  {topic=A>B tags=t key=k level=advanced votes=-2}\n"
		    "7-7 plain: q ->  {topic=A>B tags=t key=k}\n");
}

/* ---- HTML ------------------------------------------------------------------------------- */

static void html_becomes_markdown(void **state)
{
	struct pyiq_row row = { .question = S("a <b> *c*"),
				.prompt = S("<b>p</b>"),
				.answer = S("<code>x</code>"),
				.markup = PYIQ_MARKUP_HTML,
				.plain_question = true };

	(void)state;
	push(row);
	assert_told("7-7: a <b> *c* [**p**] -> `x` {}\n");
	assert_unit("Is <code>x</code> &lt; y?", "<b>no</b>", PYIQ_MARKUP_HTML,
		    "7-7: Is `x` < y? -> **no** {}\n");
}

/* A unit has one form: one field that cannot be read leaves all plain. */
static void what_cannot_be_read_is_plain(void **state)
{
	enum { DEEP = 2000 };
	struct pyiq_buf deep = PYIQ_BUF_INIT;
	struct pyiq_row row = { .question = S("`q`"), .prompt = S("<b>p</b>") };

	(void)state;
	for (size_t i = 0; i < DEEP; i++)
		pyiq_buf_puts(&deep, "<div>");
	row.answer = (struct pyiq_str){ deep.data, deep.len };
	row.markup = PYIQ_MARKUP_HTML;
	push(row);
	assert_memory_equal(told.data, "7-7 plain: `q` [<b>p</b>] -> <div><div>", 39);
	pyiq_buf_release(&deep);
}

static void a_huge_text_is_plain(void **state)
{
	struct pyiq_buf text = PYIQ_BUF_INIT;

	(void)state;
	for (size_t i = 0; i <= PYIQ_ROW_MARKUP_MAX / 4; i++)
		pyiq_buf_puts(&text, "*x* ");
	push((struct pyiq_row){ .question = S("`q`"),
				.answer = { text.data, PYIQ_ROW_MARKUP_MAX },
				.markup = PYIQ_MARKUP_MARKDOWN });
	assert_memory_equal(told.data, "7-7: `q -> *x*", 14);
	pyiq_buf_clear(&told);
	push((struct pyiq_row){ .question = S("`q`"),
				.answer = { text.data, PYIQ_ROW_MARKUP_MAX + 1 },
				.markup = PYIQ_MARKUP_MARKDOWN });
	assert_memory_equal(told.data, "7-7 plain: `q` -> *x*", 21);
	pyiq_buf_release(&text);
}

/* ---- Failures ---------------------------------------------------------------------------- */

static pyiq_status refuse(void *ctx, const struct pyiq_found *unit, struct pyiq_error *error)
{
	(void)ctx;
	(void)unit;
	return pyiq_fail(error, PYIQ_STOPPED, "enough");
}

static void passes_on_what_the_push_returns(void **state)
{
	const struct pyiq_row row = { .question = S("q") };

	(void)state;
	reading.fn = refuse;
	assert_int_equal(pyiq_row_push(&reading, &row, &err), PYIQ_STOPPED);
}

static void survives_want_of_memory(void **state)
{
	const struct pyiq_row row = { .question = S("What is `x`?\r\n\r\n- y"),
				      .answer = S("<b>a</b> &amp; `x`"),
				      .explanation = S("e"),
				      .markup = PYIQ_MARKUP_HTML };
	pyiq_status status = PYIQ_ERR_NOMEM;
	long n = 0;

	(void)state;
	reading.fn = ignore_unit;
	for (; status != PYIQ_OK; n++) {
		pyiq_alloc_fail_after(n);
		status = pyiq_row_push(&reading, &row, &err);
		pyiq_alloc_fail_after(-1);
		if (status != PYIQ_OK)
			ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
	assert_true(n > 5);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_question_is_one_line),
		TEST(what_follows_a_question_is_its_prompt),
		TEST(an_answer_lends_its_beginning),
		TEST(placeholders_answer_nothing),
		TEST(an_explanation_is_more_of_the_answer),
		TEST(white_space_around_goes),
		TEST(the_rest_goes_along),
		TEST(html_becomes_markdown),
		TEST(what_cannot_be_read_is_plain),
		TEST(a_huge_text_is_plain),
		TEST(passes_on_what_the_push_returns),
		TEST(survives_want_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, release_told);
}

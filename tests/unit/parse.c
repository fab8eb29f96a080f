#include "check.h"

#include "base/buf.h"
#include "query/parse.h"

static struct pyiq_buf seen;
static struct pyiq_str parsed; /* the query that is being parsed */
static size_t stop_at;         /* stop with the clause of this number; 0 means never */
static size_t n_clauses;

/* A clause is written as its sign and its text in brackets: `text`, `=phrase`, `+required`, `-excluded`. */
static pyiq_status take_clause(void *ctx, const struct pyiq_clause *clause, struct pyiq_error *e)
{
	static const char signs[] = { ' ', '=', '+', '-' };

	assert_ptr_equal(ctx, &seen);
	assert_true(clause->text.len > 0);
	assert_true(clause->text.data >= parsed.data &&
		    clause->text.data + clause->text.len <= parsed.data + parsed.len);
	if (seen.len > 0)
		pyiq_buf_putc(&seen, ' ');
	if (clause->kind != PYIQ_CLAUSE_TEXT)
		pyiq_buf_putc(&seen, signs[clause->kind]);
	pyiq_buf_putc(&seen, '[');
	pyiq_buf_append(&seen, clause->text.data, clause->text.len);
	pyiq_buf_putc(&seen, ']');
	return ++n_clauses == stop_at ? pyiq_fail(e, PYIQ_ERR_LIMIT, "enough") : PYIQ_OK;
}

static const char *parse(struct pyiq_str query)
{
	parsed = exact_copy(query);
	pyiq_buf_clear(&seen);
	n_clauses = 0;
	ASSERT_OK(pyiq_query_parse(parsed, take_clause, &seen, &err));
	free((char *)parsed.data);
	return pyiq_buf_str(&seen);
}

static void check(const char *const (*cases)[2], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *clauses = parse(pyiq_str(cases[i][0]));

		if (strcmp(clauses, cases[i][1]) != 0)
			fail_msg("%s is parsed as %s, not %s", cases[i][0], clauses, cases[i][1]);
	}
}

static void words(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ " \t\r\n ", "" },
		{ "deep", "[deep]" },
		{ "deep copy", "[deep copy]" },
		{ "  deep  copy ", "[deep  copy ]" },
		{ "what's new?", "[what's new?]" },
	};

	(void)state;
	check(cases, COUNT(cases));
}

static void phrases(void **state)
{
	static const char *const cases[][2] = {
		{ "\"deep copy\"", "=[deep copy]" },
		{ "a \"b c\" d", "[a ] =[b c] [d]" },
		{ "\"a\" \"b\"", "=[a] =[b]" },
		{ "\"a\"b", "=[a] [b]" },
		{ "\" a \"", "=[a ]" },
		{ "\"+a -b\"", "=[+a -b]" },
		{ "\"\"", "" },
		{ "\"  \"", "" },
		{ "a \"\" b", "[a ] [b]" },
		/* A quotation mark inside a word or without a partner is text. */
		{ "\"deep copy", "[\"deep copy]" },
		{ "deep\" copy\"", "[deep\" copy\"]" },
		{ "5\" disk", "[5\" disk]" },
		{ "\"a b\" \"c", "=[a b] [\"c]" },
		{ "\"", "[\"]" },
		{ "\"\"\"", "[\"]" },
	};

	(void)state;
	check(cases, COUNT(cases));
}

static void signs(void **state)
{
	static const char *const cases[][2] = {
		{ "+must", "+[must]" },
		{ "-not", "-[not]" },
		{ "a +b -c d", "[a ] +[b] -[c] [d]" },
		{ "+a+b -c-d", "+[a+b] -[c-d]" },
		{ "-été", "-[été]" },
		{ "-列表", "[-列表]" },
		/* A sign in a word, before a space, a digit, an operator or another sign is text. */
		{ "multi-threading", "[multi-threading]" },
		{ "c++ - d", "[c++ - d]" },
		{ "- a", "[- a]" },
		{ "-1", "[-1]" },
		{ "+1", "[+1]" },
		{ "--help", "[--help]" },
		{ "->", "[->]" },
		{ "+=", "[+=]" },
		{ "-", "[-]" },
		{ "a -", "[a -]" },
		{ "-__init__", "[-__init__]" },
		{ "+\"a b\"", "[+\"a b\"]" },
	};

	(void)state;
	check(cases, COUNT(cases));
}

/* A query is never an error, and what is Python is text. */
static void everything_else_is_text(void **state)
{
	static const char *const cases[][2] = {
		{ "AND AND", "[AND AND]" },
		{ "a AND (b OR", "[a AND (b OR]" },
		{ "is vs ==", "[is vs ==]" },
		{ "*args **kwargs", "[*args **kwargs]" },
		{ "O(n log n)", "[O(n log n)]" },
		{ "x[::-1]", "[x[::-1]]" },
		{ "\\d+", "[\\d+]" },
		{ "NEAR/3", "[NEAR/3]" },
		{ "\xFF\xFE", "[\xFF\xFE]" },
	};

	(void)state;
	check(cases, COUNT(cases));
	assert_string_equal(parse(S("a\0b")), "[a");
	assert_int_equal(seen.len, 5);
}

static void the_receiver_may_stop(void **state)
{
	(void)state;
	static const char query[] = "a +b \"c\" -d e";

	for (stop_at = 1; stop_at <= 5; stop_at++) {
		parsed = S(query);
		n_clauses = 0;
		ASSERT_STATUS(PYIQ_ERR_LIMIT, pyiq_query_parse(parsed, take_clause, &seen, &err));
		assert_int_equal(n_clauses, stop_at);
	}
	stop_at = 0;
}

/* Rows of quotation marks and signs must not be looked through again and again. */
static void takes_linear_time(void **state)
{
	enum { SIZE = 2 << 20 };
	static const char *const pieces[] = {
		"\" ", " \"", "\"", " +", " -", "+a ", "\"a ", "a\" "
	};
	char *text = malloc(SIZE);

	(void)state;
	assert_non_null(text);
	for (size_t p = 0; p < COUNT(pieces); p++) {
		size_t n = strlen(pieces[p]);

		for (size_t i = 0; i < SIZE; i++)
			text[i] = pieces[p][i % n];
		parse((struct pyiq_str){ text, SIZE });
	}
	free(text);
}

static int release(void **state)
{
	(void)state;
	pyiq_buf_release(&seen);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words),
		cmocka_unit_test(phrases),
		cmocka_unit_test(signs),
		cmocka_unit_test(everything_else_is_text),
		cmocka_unit_test(the_receiver_may_stop),
		cmocka_unit_test(takes_linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}

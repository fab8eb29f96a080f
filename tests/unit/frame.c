#include "searches.h"

#include "query/frame.h"

/*
 * Words that frame a question, what is compared, and the language in which it is
 * asked.
 */

static const struct note notes[] = {
	{ "is", "Does `is` compare identity where `==` compares values?", "Yes.", NULL },
	{ "value", "When are two values equal?", "When `==` says so.", NULL },
	{ "list", "What is a list?", "A row that grows.", NULL },
	{ "tuple", "What is a tuple?", "A row that does not grow.", NULL },
	{ "both", "List or tuple: which is smaller?", "The tuple, by a little.", NULL },
	{ "yield", "What does `yield from` do?", "It delegates to another generator.", NULL },
	{ "from", "Where does a generator take values from?", "From its frame.", NULL },
	{ "speed", "Is Python slow?", "Python is slow at times.", NULL },
	{ "loops", "Which loops are slow?", "Those that call functions.", NULL },
};

static void frame_words(void **state)
{
	static const char *const cases[][2] = {
		{ "what is a list", "both list" },
		{ "list", "both list" },
		{ "What is the difference between a list and a tuple?", "both list tuple" },
		/* Where they are all there is, they are asked … */
		{ "is", "both is list speed tuple" },
		{ "=where", "from is" },
		{ "+where", "from is" },
		{ "\"what is\"", "list tuple" },
		/* … as well as in an operand of their own. */
		{ "where AND values", "from is" },
	};

	(void)state;
	check_matches(cases, COUNT(cases));
	assert_true(pyiq_is_frame_word(S("what")));
	assert_true(pyiq_is_frame_word(S("vs")));
	assert_false(pyiq_is_frame_word(S("list")));
	assert_false(pyiq_is_frame_word(S("whatever")));
	assert_false(pyiq_is_frame_word(S("")));
}

static void assert_first(const char *query, const char *key)
{
	const char *keys = searched(query);

	if (strncmp(keys, key, strlen(key)) != 0)
		fail_msg("'%s' finds '%s', not '%s' first", query, keys, key);
}

static bool is_told(const char *line)
{
	return strstr(pyiq_buf_str(&lines), line) != NULL;
}

static void comparisons(void **state)
{
	static const char *const queries[] = {
		"list vs tuple",
		"list versus tuple",
		"tuple vs list",
		"difference between list and tuple",
		"What is the difference between a list and a tuple?",
		"list or tuple?",
		"compare a list and a tuple",
	};
	static const char *const others[] = { "list and tuple",   "list tuple", "list vs",
					      "vs tuple",         "vs",         "list or tuple",
					      "\"list vs tuple\"" };

	(void)state;
	for (size_t i = 0; i < COUNT(queries); i++) {
		assert_first(queries[i], "both");
		if (!is_told("; side 1") || !is_told("; side 2"))
			fail_msg("'%s' does not compare:\n%s", queries[i], pyiq_buf_str(&lines));
	}
	for (size_t i = 0; i < COUNT(others); i++) {
		searched(others[i]);
		if (is_told("; side "))
			fail_msg("'%s' compares:\n%s", others[i], pyiq_buf_str(&lines));
	}

	/* A side of nothing but frame words is about them. */
	assert_first("is vs ==", "is");
	assert_true(is_told("word: is: in the postings as"));
	assert_true(is_told("word: vs: frames the question"));
	assert_first("difference between == and is", "is");
	assert_true(is_told("word: is: in the postings as"));
	assert_true(is_told("word: between: frames the question"));
}

/* Keywords of Python that follow each other are code. */
static void keywords_in_a_row(void **state)
{
	(void)state;
	assert_first("what does yield from do", "yield");
	assert_true(is_told("word: from: in the postings as"));
	assert_first("values from a frame", "from");
	assert_true(is_told("word: from: frames the question"));
}

/* What all of the notes are about says little. */
static void the_subject(void **state)
{
	(void)state;
	assert_first("loops in Python", "loops");
	assert_first("Python", "speed");
}

/* ---- Languages -------------------------------------------------------------------- */

static const struct note spoken[] = {
	{ "en", "What is a decorator in Python, and when should one be written?",
	  "A decorator is a function that takes another function and gives back a third one.",
	  NULL },
	{ "de", "Was ist ein Decorator in Python, und wann sollte man einen schreiben?",
	  "Ein Decorator ist eine Funktion, die eine andere Funktion nimmt und eine dritte "
	  "zurückgibt, ohne dass jemand die Namen ändern müsste.",
	  NULL },
	{ "ru", "Что такое декоратор в Python и когда его следует писать?",
	  "Декоратор это функция, которая принимает другую функцию и возвращает третью. Decorator.",
	  NULL },
};

static int set_up(void **state)
{
	(void)state;
	return make_notes(notes, COUNT(notes));
}

static void languages(void **state)
{
	static const char *const cases[][2] = {
		{ "lang:en", "en" },
		{ "lang:DE", "de" },
		{ "lang:ru decorator", "ru" },
		{ "-lang:ru decorator", "de en" },
		{ "lang:en lang:de decorator", "de en" },
		{ "lang:fr decorator", "" },
		{ "функции", "ru" }, /* stemmed in its own language */
		{ "Funktionen", "de" },
	};

	(void)state;
	remove_notes(NULL);
	assert_int_equal(make_notes(spoken, COUNT(spoken)), 0);
	check_matches(cases, COUNT(cases));

	/* A few words in Latin script are English, unless they tell otherwise. */
	assert_first("decorator", "en");
	assert_true(is_told("language: en"));
	assert_first("wann sollte man einen Decorator schreiben, und wozu dient er", "de");
	assert_true(is_told("language: de"));
	assert_first("декоратор decorator", "ru");
	assert_false(is_told("language: en"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frame_words),       cmocka_unit_test(comparisons),
		cmocka_unit_test(keywords_in_a_row), cmocka_unit_test(the_subject),
		cmocka_unit_test(languages),
	};

	return cmocka_run_group_tests(tests, set_up, remove_notes);
}

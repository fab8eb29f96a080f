#include "searches.h"

/*
 * What passes a query: its operators, signs, phrases, fields and places, each
 * alone and together.
 */

static const struct note objects[] = {
	{ "deep", "What is a deep copy?", "Everything inside is copied, by `copy.deepcopy`.",
	  "\"topic\":\"Copies\",\"tags\":[\"copy\",\"recursion\"],\"level\":\"basic\"" },
	{ "shallow", "What is a shallow copy?", "Only the outer object; a slice makes one.",
	  "\"topic\":\"Copies\",\"tags\":[\"copy\"],\"level\":\"basic\"" },
	{ "slice", "How is a list reversed?", "With a slice: `items[::-1]`, or `reversed(items)`.",
	  "\"tags\":[\"lists\"],\"level\":\"intermediate\"" },
	{ "open", "Can a slice be assigned?", NULL, NULL },
};
static const struct note threads[] = {
	{ "gil", "What does the GIL guard?", "The interpreter; threads take turns.",
	  "\"topic\":\"Threads\",\"tags\":[\"threads\"],\"level\":\"advanced\"" },
	{ "lock", "When is a lock needed?", "Where threads write the same object.",
	  "\"topic\":\"Threads\",\"tags\":[\"threads\",\"locks\"],\"level\":\"advanced\"" },
};

static void words_and_operators(void **state)
{
	static const char *const cases[][2] = {
		{ "copy", "deep shallow" },
		{ "deep lock", "deep lock" },
		{ "deep AND copy", "deep" },
		{ "deep AND lock", "" },
		{ "deep OR lock", "deep lock" },
		{ "copy NOT deep", "shallow" },
		{ "copy AND NOT deep", "shallow" },
		{ "NOT copy", "gil lock open slice" },
		{ "NOT NOT lock", "lock" },
		{ "NOT deep copy", "gil lock open slice" }, /* a list binds closest */
		{ "deep lock AND object", "lock" },
		{ "(deep OR lock) AND object", "lock" },
		{ "deep OR lock AND gil", "deep" }, /* AND before OR */
		{ "(deep OR lock) AND gil", "" },
		{ "(deep OR shallow) object", "deep lock shallow" },
		{ "copy AND (deep OR (shallow AND slice))", "deep shallow" },
		{ "NOT (copy OR threads)", "open slice" },
		{ "(NOT copy) AND (NOT threads)", "open slice" },
		{ "NOT (copy AND slice)", "deep gil lock open slice" },
		{ "lock OR NOT threads", "deep lock open shallow slice" },
		{ "((((copy)))) AND ((slice))", "shallow" },
	};

	(void)state;
	check_matches(cases, COUNT(cases));
}

static void signs(void **state)
{
	static const char *const cases[][2] = {
		{ "+slice -list", "open shallow" },
		{ "slice -list", "open shallow" },
		{ "+object +threads", "lock" },
		{ "+object slice", "lock shallow" },
		{ "-copy", "gil lock open slice" },
		{ "-copy -threads", "open slice" },
		{ "+(deep copy) -slice", "deep" },
		{ "+(deep shallow) -(slice gil)", "deep" },
		{ "copy -(deep shallow)", "" },
		{ "(+copy -deep) OR lock", "lock shallow" },
		{ "+object -(+threads +lock)", "shallow" },
		{ "+deep,copy", "deep" },          /* one word to the user */
		{ "+copy +what", "deep shallow" }, /* a frame word that must be there */
		{ "+copy +where", "" },
	};

	(void)state;
	check_matches(cases, COUNT(cases));
}

static void phrases(void **state)
{
	static const char *const cases[][2] = {
		{ "\"deep copy\"", "deep" },
		{ "\"copy deep\"", "" },
		{ "\"DEEP, copies\"", "deep" },
		{ "\"what is a\"", "deep shallow" },
		{ "\"same object\" slice", "lock" },
		{ "lock OR \"deep copy\"", "deep lock" },
		{ "lock OR \"copy deep\"", "lock" },
		{ "\"same object\" OR \"shallow copy\"", "lock shallow" },
		{ "(\"same object\" OR \"shallow copy\") AND threads", "lock" },
		{ "copy NOT \"deep copy\"", "shallow" },
		{ "copy NOT \"copy deep\"", "deep shallow" },
		{ "copy -\"deep copy\"", "shallow" },
		{ "NOT \"deep copy\" AND copy", "shallow" },
		{ "NOT (\"deep copy\" OR \"take turns\")", "lock open shallow slice" },
		{ "-\"deep copy\"", "gil lock open shallow slice" },
		/* Not from one text into the next. */
		{ "\"copy everything\"", "" },
		{ "\"copy.deepcopy\"", "deep" },
		{ "\"slice\"", "open shallow slice" },
	};

	(void)state;
	check_matches(cases, COUNT(cases));
}

static void nearness(void **state)
{
	static const char *const cases[][2] = {
		{ "threads NEAR/4 object", "lock" },
		{ "threads NEAR/3 object", "" },
		{ "object NEAR/4 threads", "lock" },
		{ "threads NEAR object", "lock" },
		{ "threads NEAR/2 write NEAR/3 object", "lock" },
		{ "object NEAR/3 write NEAR/1 threads", "lock" },
		{ "threads NEAR/2 object NEAR/1 write", "" },
		{ "\"same object\" NEAR/3 threads", "lock" },
		{ "\"same object\" NEAR/2 threads", "" },
		{ "threads NEAR/3 \"same object\"", "lock" },
		{ "needed NEAR/1 lock", "lock" },
		{ "needed NEAR threads", "" }, /* not from one text into the next */
		{ "object -threads NEAR/4 object", "shallow" },
		{ "object NOT threads NEAR/4 object", "shallow" },
		{ "deep OR threads NEAR/4 object", "deep lock" },
		{ "slice +threads NEAR/4 object", "lock" },
		{ "q:lock NEAR/1 q:needed", "lock" },
		{ "a:lock NEAR/1 a:needed", "" },
	};

	(void)state;
	check_matches(cases, COUNT(cases));
}

static void fields(void **state)
{
	static const char *const cases[][2] = {
		{ "q:copy", "deep shallow" },
		{ "Q:copy", "deep shallow" },
		{ "question:slice", "open" },
		{ "a:copied", "deep" },
		{ "answer:slice", "shallow slice" },
		{ "a:shallow", "" },
		{ "code:items", "slice" },
		{ "code:slice", "" },
		{ "code:copy.deepcopy", "deep" },
		{ "code:\"items[::-1]\"", "slice" },
		{ "topic:copies", "deep shallow" },
		{ "topic:threads", "gil lock" },
		{ "topic:threads object", "lock" },
		{ "topic:threads slice", "" },
		{ "-topic:threads object", "shallow" },
		{ "NOT topic:copies", "gil lock open slice" },
		{ "topic:(copies OR threads) AND object", "lock shallow" },
		{ "q:(deep OR lock)", "deep lock" },
		{ "q:(deep lock)", "deep lock" },
		{ "q:(deep lock) AND object", "lock" },
		{ "topic:(copies unheard)", "deep shallow" },
		{ "q:\"deep copy\"", "deep" },
		{ "a:\"deep copy\"", "" },
		{ "q:slice OR a:threads", "gil lock open" },
		{ "NOT q:copy AND slice", "open slice" },
		{ "slice -q:slice", "shallow slice" },
		{ "q:slice a:object", "" }, /* each of them must be there */
		{ "q:shallow a:object", "shallow" },
	};

	(void)state;
	check_matches(cases, COUNT(cases));
}

static void places(void **state)
{
	static const char *const cases[][2] = {
		{ "file:threads", "gil lock" },
		{ "file:THREADS.jsonl object", "lock" },
		{ "file:objects file:threads object", "lock shallow" },
		{ "-file:objects object", "lock" },
		{ "-file:objects -file:threads object", "" },
		{ "file:notes/*.jsonl object", "lock shallow" },
		{ "file:nowhere object", "" },
		{ "level:advanced", "gil lock" },
		{ "level:Advanced", "gil lock" },
		{ "level:adv*", "gil lock" },
		{ "level:basic level:advanced object", "lock shallow" },
		{ "-level:basic slice", "open slice" },
		{ "tag:copy", "deep shallow" },
		{ "tag:copy tag:recursion", "deep" }, /* both */
		{ "tag:copy OR tag:locks", "deep lock shallow" },
		{ "-tag:copy slice", "open slice" },
		{ "tag:*", "deep gil lock shallow slice" },
		{ "tag:lo*", "lock" },
		{ "tag:copy tag:copy tag:copy", "deep shallow" },
		{ "(tag:locks OR gil) tag:locks", "lock" },
		{ "tag:nowhere", "" },
		{ "tag:nowhere OR lock", "lock" },
		{ "lock -tag:nowhere", "lock" },
		{ "NOT tag:copy", "gil lock open slice" },
		{ "tag:copy AND slice", "shallow" },
		{ "(tag:threads file:threads level:advanced) AND object", "lock" },
		{ "tag:copy what is", "deep shallow" },
		/* A place and a condition that only the text can tell. */
		{ "tag:copy AND NOT \"deep copy\"", "shallow" },
		{ "level:basic \"deep copy\"", "deep" },
		{ "file:objects OR \"same object\"", "deep lock open shallow slice" },
		{ "(tag:copy OR \"take turns\") AND NOT level:advanced", "deep shallow" },
	};

	(void)state;
	check_matches(cases, COUNT(cases));
}

static void exact_forms(void **state)
{
	static const char *const cases[][2] = {
		{ "=copied", "deep" },
		{ "=copy", "deep shallow" },
		{ "=copies", "deep shallow" }, /* of the topic */
		{ "=locks", "" },
		{ "=Copied", "deep" },
		{ "slice -=reversed", "open shallow" },
		{ "=\"deep copy\"", "deep" },
		{ "=\"deep copies\"", "" },
		{ "a:=copied", "deep" },
		{ "q:=copied", "" },
		{ "=thread OR =lock", "lock" },
		{ "threads NOT =turns", "lock" },
	};

	(void)state;
	check_matches(cases, COUNT(cases));
}

/* Who writes whole sentences quotes what they are not strict about. */
static void quotes_in_prose_do_not_filter(void **state)
{
	static const char *const cases[][2] = {
		{ "tell me of a \"shallow copy\" or slice", "shallow" },
		{ "I have read of a \"shallow copy\" but want to know whether my slice is one",
		  "deep open shallow slice" },
		{ "I have read of a +\"shallow copy\" but want to know whether my slice is one",
		  "shallow" },
		{ "I have read of a \"shallow copy\" but want to know whether my slice is -list",
		  "deep open shallow" },
	};

	(void)state;
	check_matches(cases, COUNT(cases));
}

/* What was understood is told, in the words of the query. */
static void explanations(void **state)
{
	static const char *const cases[][2] = {
		{ "deep AND (copy OR NOT lock)", "query: (deep AND (copy OR NOT lock))\n" },
		{ "+deep -lock copy", "query: (+deep -lock copy)\n" },
		{ "q:\"deep copy\" =lock", "decided by the text of every candidate\n" },
		{ "deep NEAR/3 copy", "NEAR/3(deep copy)" },
		{ "what is deep", "word: what: frames the question\n" },
		{ "what is deep", "word: deep: in the postings as deep (1); idf " },
		{ "tag:copy", "query: +[XGcopy]" },
		{ "deep vs shallow", "side 2" },
		{ "copy -deep", "word: deep: in the postings as deep (1); idf " },
		{ "copy -deep", "adds nothing to the rank" },
		{ "deep", "candidates: 1 proposed, 0 beyond them; 1 when alike ones are folded" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		searched(cases[i][0]);
		if (strstr(pyiq_buf_str(&lines), cases[i][1]) == NULL)
			fail_msg("'%s' is explained as\n%swithout %s", cases[i][0],
				 pyiq_buf_str(&lines), cases[i][1]);
	}
}

static int set_up(void **state)
{
	if (make_place(state) != 0)
		return -1;
	write_notes("notes/objects.jsonl", objects, COUNT(objects));
	write_notes("notes/threads.jsonl", threads, COUNT(threads));
	index_notes();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_operators),
		cmocka_unit_test(signs),
		cmocka_unit_test(phrases),
		cmocka_unit_test(nearness),
		cmocka_unit_test(fields),
		cmocka_unit_test(places),
		cmocka_unit_test(exact_forms),
		cmocka_unit_test(quotes_in_prose_do_not_filter),
		cmocka_unit_test(explanations),
	};

	return cmocka_run_group_tests(tests, set_up, remove_notes);
}

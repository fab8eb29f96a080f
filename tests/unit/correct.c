#include "searches.h"

/*
 * Mistyped words: what was meant is told and searched for, and never stands
 * above what was typed.
 */

static const struct note notes[] = {
	{ "slip", "Where does it get into the body of code that others have written?",
	  "Most of them say that it does so at the end, long behind all the rest, and that it is "
	  "by no means easy to see when; it is the metclass that has the hook.",
	  NULL },
	{ "meta", "What is a metaclass?",
	  "A metaclass makes classes. A metaclass is a class; the metaclass of most is `type`. "
	  "metaclass metaclass metaclass metaclass metaclass metaclass metaclass metaclass "
	  "metaclass metaclass metaclass metaclass metaclass metaclass metaclass metaclass.",
	  NULL },
	{ "answer", "How are classes made?", "A metaclass does it, by a hook.", NULL },
	{ "init", "When does `__init__` run?", "Behind `__new__`.", NULL },
	{ "cache", "What does `lru_cache` keep?", "The last results.", NULL },
	{ "many", "How does the garbage collector find cycles of objects?", "It counts.", NULL },
	{ "more", "Does the garbage collector count objects in cycles?", "Twice.", NULL },
	{ "most", "When may a garbage collector find objects?", "In cycles that it counts.", NULL },
};

static const char *corrected(const char *query)
{
	matched(query);
	return pyiq_buf_str(&told);
}

static void unknown_words(void **state)
{
	static const struct {
		const char *query, *keys, *note;
	} cases[] = {
		{ "metaclas", "answer meta", "did you mean: metaclass;" },
		{ "metalcass", "answer meta", "did you mean: metaclass;" }, /* one exchange */
		{ "Metaklass", "answer meta", "did you mean: metaclass;" },
		{ "what is a metaclas?", "answer meta", "did you mean: what is a metaclass?;" },
		{ "+metaclas", "answer meta", "did you mean: +metaclass;" },
		{ "metaclas AND hook", "answer", "did you mean: metaclass AND hook;" },
		{ "q:metaclas", "meta", "did you mean: q:metaclass;" }, /* in its field */
		{ "a:metaclas hook", "answer meta", "did you mean: a:metaclass hook;" },
		{ "__inti__", "init", "did you mean: __init__;" },
		{ "lru_cahce", "cache", "did you mean: lru_cache;" },
		/* Strictly what was typed. */
		{ "=metaclas", "", "" },
		{ "\"metaclas\"", "", "" },
		{ "hook -metaclas", "answer slip", "" },
		{ "hook NOT metaclas", "answer slip", "" },
		/* Short words are near to too many. */
		{ "hok hook", "answer slip", "" },
		{ "xyzzyplugh", "", "" },
		/* Known words are no mistakes. */
		{ "metaclass", "answer meta", "" },
		{ "collector", "many more most", "" },
	};

	(void)state;
	pyiq_search_options_init(&options);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *keys = matched(cases[i].query);

		if (strcmp(keys, cases[i].keys) != 0 ||
		    strcmp(pyiq_buf_str(&told), cases[i].note) != 0)
			fail_msg("'%s' finds '%s' and says '%s'", cases[i].query, keys,
				 pyiq_buf_str(&told));
	}
}

/* A slip in the notes: what has it stands first, what was meant behind it. */
static void weak_words(void **state)
{
	static const char *const queries[] = { "metclass", "+metclass", "hook metclass" };

	(void)state;
	pyiq_search_options_init(&options);
	assert_string_equal(corrected("metclass"), "did you mean: metaclass;");
	for (size_t i = 0; i < COUNT(queries); i++) {
		searched(queries[i]);
		if (strncmp(pyiq_buf_str(&seen), "slip ", 5) != 0 ||
		    strstr(pyiq_buf_str(&seen), "meta") == NULL)
			fail_msg("'%s' finds '%s'", queries[i], pyiq_buf_str(&seen));
	}
	assert_string_equal(matched("=metclass"), "slip");
	assert_string_equal(pyiq_buf_str(&told), "");
	assert_string_equal(matched("\"metclass\""), "slip");

	/* A rare word whose neighbour is hardly more frequent is meant. */
	assert_string_equal(corrected("keep"), "");
}

/* The rest of a long query finds what is meant. */
static void most_words_are_known(void **state)
{
	(void)state;
	pyiq_search_options_init(&options);
	assert_string_equal(corrected("garbage collector cycles objects counts metaclas"), "");
	assert_int_not_equal(strcmp(corrected("garbage metaclas"), ""), 0);
}

static void explained(void **state)
{
	(void)state;
	searched("metaclas");
	assert_non_null(strstr(pyiq_buf_str(&lines), "correction: metaclas ~ metaclass"));
	searched("metaclass");
	assert_null(strstr(pyiq_buf_str(&lines), "correction:"));
}

static int set_up(void **state)
{
	(void)state;
	return make_notes(notes, COUNT(notes));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unknown_words),
		cmocka_unit_test(weak_words),
		cmocka_unit_test(most_words_are_known),
		cmocka_unit_test(explained),
	};

	return cmocka_run_group_tests(tests, set_up, remove_notes);
}

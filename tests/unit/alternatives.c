#include "searches.h"

/*
 * Words that stand for others: written together or apart, short and long forms,
 * and those of a list. What is asked for exactly is only that.
 */

static const struct note notes[] = {
	{ "deepcopy", "What does deepcopy do?", "It clones everything.", NULL },
	{ "two", "When is a deep copy slow?", "On large graphs.", NULL },
	{ "far", "How deep is the ocean?", "A copy of the map tells.", NULL },
	{ "joined", "Is multithreading slow?", "Seldom.", NULL },
	{ "hyphen", "Why multi-threading in a server?", "It waits less.", NULL },
	{ "split", "Who needs multi threading?", "Nobody alone.", NULL },
	{ "tenants", "What is a multi tenant server?", "One with threading by customer.", NULL },
	{ "camel", "Is `OrderedDict` still useful?", "Seldom.", NULL },
	{ "snake", "Who calls `lru_cache` by hand?", "A decorator.", NULL },
	{ "words", "Why keep an ordered dict?", "An lru cache is made of one.", NULL },
	{ "pair", "What is the Global Interpreter Lock (GIL)?", "One runs at a time.", NULL },
	{ "short", "Can the GIL be switched off?", "In some builds.", NULL },
	{ "long", "Who waits for the global interpreter lock?", "Those that compute.", NULL },
	{ "apart", "Is a global lock around an interpreter bad?", "For some.", NULL },
	{ "venv", "How is a venv made?", "By one command.", NULL },
	{ "virtualenv", "Is virtualenv older?", "By years.", NULL },
	{ "environment", "Where does a virtual environment live?", "Beside the project.", NULL },
	{ "memory", "Is virtual memory part of the environment?", "Hardly.", NULL },
	{ "dunder", "When does dunder init run?", "Behind the allocation.", NULL },
	{ "init", "What may `__init__` return?", "Nothing.", NULL },
};

static void joined_and_split(void **state)
{
	static const char *const cases[][2] = {
		{ "deepcopy", "deepcopy two" },
		{ "+deepcopy", "deepcopy two" },
		{ "deepcopy AND slow", "two" },
		{ "deep copy", "deepcopy far two" },
		{ "deep AND copy", "far two" }, /* only what stands side by side is one word */
		{ "+(deep copy) slow", "deepcopy far two" },
		{ "slow -deepcopy", "joined two" }, /* strictly */
		{ "\"deep copy\"", "two" },
		{ "multithreading", "hyphen joined split" },
		{ "multi-threading", "hyphen joined split tenants" },
		{ "+multi-threading", "hyphen joined split" },
		{ "multi threading", "hyphen joined split tenants" },
		{ "OrderedDict", "camel words" },
		{ "+OrderedDict", "camel words" },
		{ "ordered dict", "camel words" },
		{ "ordereddict", "camel words" },
		{ "lru_cache", "snake words" },
		{ "lru cache", "snake words" },
		{ "lru-cache", "snake words" },
		{ "q:lru_cache", "snake" },
		{ "q:lru-cache", "snake" },
	};

	(void)state;
	check_matches(cases, COUNT(cases));
}

static void the_form_of_the_query_comes_first(void **state)
{
	static const char *const cases[][2] = {
		{ "deepcopy", "deepcopy" },
		{ "deep copy", "two" },
		{ "multi-threading", "hyphen" },
		{ "OrderedDict", "camel" },
		{ "lru_cache", "snake" },
		{ "what is the gil", "pair" },
		{ "virtual environment", "environment" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (strncmp(searched(cases[i][0]), cases[i][1], strlen(cases[i][1])) != 0)
			fail_msg("'%s' finds '%s'", cases[i][0], pyiq_buf_str(&seen));
}

static void acronyms(void **state)
{
	static const char *const cases[][2] = {
		{ "GIL", "long pair short" },
		{ "+GIL", "long pair short" },
		{ "gil AND waits", "long" },
		{ "global interpreter lock", "apart long pair short" },
		{ "global AND interpreter AND lock", "apart long pair" },
		{ "+global +interpreter +lock", "apart long pair" },
		{ "the global interpreter locks", "apart long pair short" },
		/* Off where the form counts. */
		{ "=GIL", "pair short" },
		{ "\"GIL\"", "pair short" },
		{ "\"global interpreter lock\"", "long pair" },
		{ "=\"global interpreter lock\"", "long pair" },
		{ "lock -GIL", "apart long" },
		{ "q:GIL", "pair short" },
	};

	(void)state;
	check_matches(cases, COUNT(cases));
	searched("GIL");
	assert_non_null(strstr(pyiq_buf_str(&lines), "acronym: GIL ~ global interpreter lock"));
	searched("the global interpreter lock");
	assert_non_null(strstr(pyiq_buf_str(&lines), "acronym: global interpreter lock ~ gil"));
	searched("=GIL");
	assert_null(strstr(pyiq_buf_str(&lines), "acronym:"));
}

static const char list[] = "# of the trade\n"
			   "venv ~ virtualenv ~ virtual environment\n"
			   "__init__ ~ dunder init\n";

static void synonyms(void **state)
{
	static const char *const without[][2] = {
		{ "venv", "venv" },
		{ "virtual environment", "environment memory" },
	};
	static const char *const with[][2] = {
		{ "venv", "environment venv virtualenv" },
		{ "+virtualenv", "environment venv virtualenv" },
		{ "Virtualenv AND older", "virtualenv" },
		{ "virtual environment", "environment memory venv virtualenv" },
		{ "virtual environments", "environment memory venv virtualenv" },
		{ "where is a virtual environment", "environment memory venv virtualenv" },
		{ "virtual and environment", "environment memory" },
		{ "dunder init", "dunder init" },
		{ "+__init__", "dunder init" },
		{ "=venv", "venv" },
		{ "\"venv\"", "venv" },
		{ "\"virtual environment\"", "environment" },
		{ "older -venv", "virtualenv" },
	};

	(void)state;
	check_matches(without, COUNT(without));
	for (size_t i = 0; i < COUNT(with); i++) {
		pyiq_search_options_init(&options);
		options.synonyms = S(list);
		if (strcmp(matched(with[i][0]), with[i][1]) != 0)
			fail_msg("'%s' finds '%s'", with[i][0], pyiq_buf_str(&seen));
	}
	options.query = S("venv");
	search();
	assert_non_null(strstr(pyiq_buf_str(&lines), "synonym: venv ~ virtual environment"));
}

/* Where the words of a stand-in stand apart there is no hit: neither shown nor counted. */
static void counts_are_the_truth(void **state)
{
	(void)state;
	pyiq_search_options_init(&options);
	options.query = S("deepcopy");
	for (size_t max = 1; max <= 10; max++) {
		options.max = max;
		search();
		assert_int_equal(found.n_total, 2);
		assert_int_equal(found.n_shown, max < 2 ? max : 2);
	}
	options.query = S("gil");
	options.max = 1;
	search();
	assert_int_equal(found.n_total, 3);
}

struct terms {
	char marked[256];
};

static int take_marks(void *ctx, const struct pyiq_hit *hit)
{
	struct terms *terms = ctx;

	check_hit(hit);
	for (size_t i = 0; i < hit->n_marks; i++) {
		struct pyiq_span span = hit->marks[i].span;

		snprintf(terms->marked + strlen(terms->marked),
			 sizeof terms->marked - strlen(terms->marked), "%.*s|",
			 (int)(span.end - span.start),
			 hit->unit->passage[hit->marks[i].field].text.data + span.start);
	}
	return 0;
}

/* The words that stood for others are marked, and only where they do. */
static void stand_ins_are_marked(void **state)
{
	static const char *const cases[][2] = {
		{ "deepcopy AND slow", "deep|copy|slow|" },
		{ "gil AND waits", "waits|global|interpreter|lock|" },
		{ "+multithreading -slow -server", "multi|threading|" },
	};

	(void)state;
	pyiq_search_options_init(&options);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct terms terms = { "" };

		options.query = pyiq_str(cases[i][0]);
		ASSERT_OK(pyiq_search(notes_db, &options, take_marks, &terms, &found, &err));
		assert_string_equal(terms.marked, cases[i][1]);
	}
}

static int set_up(void **state)
{
	(void)state;
	return make_notes(notes, COUNT(notes));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(joined_and_split),
		cmocka_unit_test(the_form_of_the_query_comes_first),
		cmocka_unit_test(acronyms),
		cmocka_unit_test(synonyms),
		cmocka_unit_test(counts_are_the_truth),
		cmocka_unit_test(stand_ins_are_marked),
	};

	return cmocka_run_group_tests(tests, set_up, remove_notes);
}

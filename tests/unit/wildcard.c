#include "searches.h"

#include "query/wildcard.h"

static const struct note notes[] = {
	{ "gen", "What is a generator?", "A function that yields.", NULL },
	{ "genexp", "What is a generic class?", "One with `TypeVar`.", NULL },
	{ "multi", "Is multiprocessing better than multithreading?", "By load.", NULL },
	{ "cache", "What does `functools.lru_cache` do?", "It remembers.", NULL },
	{ "copy", "Who copies `copy.deepcopy`?", "Nobody; ge is short.", NULL },
	{ "star", "What is `gener*` in a shell?", "A pattern.", NULL },
	{ "unicode", "Is größe a name?", "It is.", NULL },
};

static void patterns(void **state)
{
	static const struct {
		const char *pattern, *word;
		bool fits;
	} cases[] = {
		{ "gen*", "generator", true },
		{ "gen*", "gen", true },
		{ "gen*", "ge", false },
		{ "gen*", "agen", false },
		{ "m*ing", "multithreading", true },
		{ "m*ing", "ming", true },
		{ "m*ing", "mings", false },
		{ "a*b*c", "aXbXbXc", true },
		{ "a*b*c", "aXcXb", false },
		{ "a*", "", false },
		{ "*", "", true },
		{ "**", "x", true },
		{ "", "", true },
		{ "", "x", false },
		{ "x*x", "x", false },
		{ "*ab*ab", "abab", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (pyiq_wildcard_fits(pyiq_str(cases[i].pattern), pyiq_str(cases[i].word)) !=
		    cases[i].fits)
			fail_msg("'%s' and '%s'", cases[i].pattern, cases[i].word);
}

/* A pattern that fits nearly everywhere takes no time that grows by a power. */
static void many_stars(void **state)
{
	char pattern[201], word[PYIQ_ID_SIZE * 512];

	(void)state;
	for (size_t i = 0; i < 200; i++)
		pattern[i] = i % 2 == 0 ? 'a' : '*';
	pattern[199] = 'b';
	pattern[200] = '\0';
	memset(word, 'a', sizeof word - 1);
	word[sizeof word - 1] = '\0';
	assert_false(pyiq_wildcard_fits(pyiq_str(pattern), pyiq_str(word)));
}

static void searches(void **state)
{
	static const char *const cases[][2] = {
		{ "gener*", "gen genexp star" },
		{ "GENER*", "gen genexp star" },
		{ "generat*", "gen" },
		{ "multi*ing", "multi" },
		{ "mul*thr*ng", "multi" },
		{ "lru*", "cache" },
		{ "functools.lru*", "cache" },
		{ "func*cache", "cache" },
		{ "copie*", "copy" }, /* the form counts, not the stem */
		{ "grö*", "unicode" },
		{ "+gener* -class", "gen star" },
		{ "gener* AND yields", "gen" },
		{ "q:gener*", "gen genexp star" },
		{ "a:gener*", "" },
		{ "code:lru*", "cache" },
		{ "generator -multi*", "gen" },
		{ "is -multi* -gener*", "copy unicode" },
		/* What stands for no word is text, and so is a star behind less than two letters. */
		{ "xyzzy*", "" },
		{ "copy.dee*", "copy" },
	};

	(void)state;
	check_matches(cases, COUNT(cases));
}

static void too_many_words(void **state)
{
	enum { WORDS = 250 };
	struct pyiq_buf out = PYIQ_BUF_INIT;

	(void)state;
	remove_notes(NULL);
	assert_int_equal(make_place(NULL), 0);
	for (int i = 0; i < WORDS; i++)
		pyiq_buf_printf(&out,
				"{\"_id\":\"n%d\",\"question\":\"What is zebra%c%cx?\","
				"\"answer\":\"It%s.\"}\n",
				i, 'a' + i / 26, 'a' + i % 26, i == 7 ? " is zebraahx" : "");
	write_bytes("notes/all.jsonl", (struct pyiq_str){ pyiq_buf_str(&out), out.len });
	pyiq_buf_release(&out);
	index_notes();
	searched("zebra*");
	assert_int_equal(found.n_shown, 10);
	assert_string_equal(pyiq_buf_str(&told),
			    "only its most frequent words are searched for: zebra*;");
	options.max = SIZE_MAX;
	search();
	assert_int_equal(found.n_total, 200);
	assert_non_null(strstr(pyiq_buf_str(&seen), "n7")); /* its word stands there twice */
	searched("zebra* zebr*x");
	assert_non_null(strstr(pyiq_buf_str(&told), "zebra* zebr*x;"));
	searched("zebraa*");
	assert_string_equal(pyiq_buf_str(&told), "");
	assert_int_equal(found.n_total, 26);
}

static int set_up(void **state)
{
	(void)state;
	return make_notes(notes, COUNT(notes));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns),
		cmocka_unit_test(many_stars),
		cmocka_unit_test(searches),
		cmocka_unit_test(too_many_words),
	};

	return cmocka_run_group_tests(tests, set_up, remove_notes);
}

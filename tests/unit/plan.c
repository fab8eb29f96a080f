#include "database.h"

#include "query/frame.h"
#include "query/plan.h"

static const struct qa units[] = {
	{ "What is a deep copy?", "A copy of everything: `copy.deepcopy`." },
	{ "What is a shallow copy?", "A copy of the outermost thing." },
	{ "How is `functools.lru_cache` used?", "As a decorator." },
	{ "What is a metaclass?", "The class of a class. Metaclasses are rare." },
	{ "is vs ==", "Identity and equality." },
	{ "What is multithreading?", "Threads." },
	{ "What does `yield from` do?", "It delegates." },
	{ "Can coroutines sleep?", NULL },
};

static struct pyiq_x_db *db;
static struct pyiq_tokenizer *tokenizer;
static struct pyiq_stems *stems;
static struct pyiq_plan plan;
static struct pyiq_buf out;

static void make_plan(struct pyiq_str query)
{
	struct pyiq_str exact = exact_copy(query);

	pyiq_plan_release(&plan);
	ASSERT_OK(pyiq_plan_make(&plan, exact, tokenizer, stems, db, &err));
	free((char *)exact.data);
}

/*
 * The groups: the sign of their role, their word, `~` when it frames the
 * question, `!` when it was corrected, and the number of their phrase; then in
 * brackets their terms with frequency, `.` before parts and `&` before joined ones.
 */
static const char *described(void)
{
	static const char *const signs[] = { "", "+", "-" };

	pyiq_buf_clear(&out);
	for (size_t g = 0; g < plan.n_groups; g++) {
		const struct pyiq_group *group = &plan.groups[g];
		size_t n = 0;

		pyiq_buf_printf(&out, "%s%s%.*s%s%s", g > 0 ? " " : "", signs[group->role],
				(int)group->exact.len, group->exact.data, group->frame ? "~" : "",
				group->corrected ? "!" : "");
		if (group->phrase != 0)
			pyiq_buf_printf(&out, "\"%zu", group->phrase);
		for (size_t i = 0; i < plan.n_terms; i++) {
			const struct pyiq_plan_term *term = &plan.terms[i];

			if (term->group == g && !group->frame)
				pyiq_buf_printf(&out, "%s%s%s%.*s:%u", n++ == 0 ? "(" : " ",
						term->part ? "." : "", term->joined ? "&" : "",
						(int)term->term.len, term->term.data,
						(unsigned)term->freq);
		}
		if (n > 0)
			pyiq_buf_putc(&out, ')');
	}
	return pyiq_buf_str(&out);
}

static void check(const char *const (*cases)[2], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		make_plan(pyiq_str(cases[i][0]));

		const char *groups = described();

		if (strcmp(groups, cases[i][1]) != 0)
			fail_msg("the plan for '%s' is\n%s, not\n%s", cases[i][0], groups,
				 cases[i][1]);
	}
}

/* ---- Groups ------------------------------------------------------------- */

static void words_and_wholes(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "   ", "" },
		{ "Copies", "copies(copi:2)" },
		{ "shallow metaclass", "shallow(shallow:1) metaclass(metaclass:1)" },
		{ "lru_cache", "lru_cache(lru_cache:1 .lru:1 .cach:1)" },
		{ "functools.lru_cache", "functools.lru_cache(functools.lru_cache:1 .functool:1 "
					 ".lru_cache:1 .lru:1 .cach:1)" },
		{ "shallow shallow", "shallow(shallow:1) shallow(shallow:1)" },
		{ "nowhere", "nowhere(nowher:0)" },
	};

	(void)state;
	check(cases, COUNT(cases));
}

static void frame_words_are_left_out(void **state)
{
	static const char *const cases[][2] = {
		{ "what is a metaclass", "what~ is~ a~ metaclass(metaclass:1)" },
		{ "explain the metaclass to me", "explain~ the~ metaclass(metaclass:1) to~ me~" },
		/* Unless they are all there is … */
		{ "what is", "what(what:5) is(is:6)" },
		{ "is", "is(is:6)" },
		/* … or asked for. */
		{ "+is metaclass", "+is(is:6) metaclass(metaclass:1)" },
		{ "\"what is\" metaclass", "+what\"1(what:5) +is\"1(is:6) metaclass(metaclass:1)" },
		{ "metaclass -is", "metaclass(metaclass:1) -is(is:6)" },
	};

	(void)state;
	check(cases, COUNT(cases));
}

/* What is compared carries the weight, the words of the frame do not. */
static void comparisons(void **state)
{
	static const char *const cases[][2] = {
		{ "is vs ==", "is(is:6) vs~ ==(==:1)" },
		{ "is versus ==", "is(is:6) versus~ ==(==:1)" },
		{ "difference between is and ==", "difference~ between~ is(is:6) and~ ==(==:1)" },
		{ "difference between == and is", "difference~ between~ ==(==:1) and~ is(is:6)" },
		{ "shallow vs metaclass", "shallow(shallow:1) vs~ metaclass(metaclass:1)" },
	};

	(void)state;
	check(cases, COUNT(cases));
}

static void keywords_in_a_row_are_code(void **state)
{
	static const char *const cases[][2] = {
		{ "yield from", "yield(yield:1) from(from:1)" },
		{ "metaclass from yield", "metaclass(metaclass:1) from(from:1) yield(yield:1)" },
		{ "metaclass from shallow", "metaclass(metaclass:1) from~ shallow(shallow:1)" },
	};

	(void)state;
	check(cases, COUNT(cases));
}

static void roles_and_phrases(void **state)
{
	static const char *const cases[][2] = {
		{ "+deep -shallow metaclass",
		  "+deep(deep:1) -shallow(shallow:1) metaclass(metaclass:1)" },
		{ "\"deep copy\"", "+deep\"1(deep:1) +copy\"1(copi:2)" },
		{ "\"a b\" \"c\"", "+a\"1(a:4) +b\"1(b:0) +c\"2(c:0)" },
		{ "\",\" deep \"copy\"", "deep(deep:1) +copy\"1(copi:2)" },
		{ "\"lru_cache\"", "+lru_cache\"1(lru_cache:1 .lru:1 .cach:1)" },
	};

	(void)state;
	check(cases, COUNT(cases));
	make_plan(S("\",\" \"; ?\" deep"));
	assert_int_equal(plan.n_phrases, 0); /* one without words would match nothing, or crash */
}

/* Positions run on from clause to clause, so that neighbours are neighbours. */
static void positions(void **state)
{
	(void)state;
	make_plan(S("deep copy +shallow \"functools.lru_cache is\" x"));

	static const uint32_t wanted[] = { 0, 1, 2, 3, 6, 7 };

	assert_int_equal(plan.n_groups, COUNT(wanted));
	for (size_t i = 0; i < plan.n_groups; i++)
		assert_int_equal(plan.groups[i].position, wanted[i]);
	assert_int_equal(plan.groups[3].n_positions, 3);
	assert_text(plan.groups[3].shown, "functools.lru_cache", "shown");
}

/* ---- Other spellings ---------------------------------------------------- */

static void words_may_be_joined_or_not(void **state)
{
	static const char *const cases[][2] = {
		{ "multi threading", "multi(multi:0 &multithread:1) threading(thread:1)" },
		{ "multithreading", "multithreading(multithread:1)" },
		{ "deep copy", "deep(deep:1 &deepcopi:1) copy(copi:2)" },
		/* Not across what is left out, and not what nobody wrote. */
		{ "deep a copy", "deep(deep:1) a~ copy(copi:2)" },
		{ "shallow metaclass", "shallow(shallow:1) metaclass(metaclass:1)" },
		{ "+deep copy", "+deep(deep:1) copy(copi:2)" },
	};

	(void)state;
	check(cases, COUNT(cases));
	make_plan(S("multi-threading"));
	assert_int_equal(plan.n_groups, 1);
	assert_text(plan.groups[0].shown, "multi-threading", "shown");
	assert_int_equal(plan.groups[0].n_parts, 2);
	assert_non_null(pyiq_table_find(&plan.by_term, S("multithread")));
}

static void misspelled_words_are_corrected(void **state)
{
	static const struct {
		const char *query, *groups, *correction;
	} cases[] = {
		{ "metaclas", "metaclass!(metacla:0 metaclass:1)", "metaclass" },
		{ "what is a Metaclas?", "what~ is~ a~ metaclass!(metacla:0 metaclass:1)",
		  "what is a metaclass" },
		{ "shalow copy", "shallow!(shalow:0 shallow:1) copy(copi:2)", "shallow copy" },
		/* A word that stands somewhere, a short one, a far one, a phrase, an excluded one. */
		{ "metaclass", "metaclass(metaclass:1)", "" },
		{ "dep", "dep(dep:0)", "" },
		{ "xyzzyplugh", "xyzzyplugh(xyzzyplugh:0)", "" },
		{ "\"metaclas\"", "+metaclas\"1(metacla:0)", "" },
		{ "deep -metaclas", "deep(deep:1) -metaclas(metacla:0)", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		make_plan(pyiq_str(cases[i].query));
		assert_string_equal(pyiq_buf_str(&plan.correction), cases[i].correction);
		if (strcmp(described(), cases[i].groups) != 0)
			fail_msg("the plan for '%s' is\n%s, not\n%s", cases[i].query, described(),
				 cases[i].groups);
		for (size_t g = 0; g < plan.n_groups; g++)
			if (plan.groups[g].corrected)
				assert_true(plan.groups[g].idf > 0);
	}
}

/* A query that was copied out of mangled notes is mangled like them. */
static void mangled_queries_are_mended(void **state)
{
	(void)state;
	make_plan(S("doesnâ€™t"));
	assert_int_equal(plan.n_groups, 1);
	assert_text(plan.groups[0].exact, "doesn't", "exact");
}

/* ---- Weights ------------------------------------------------------------ */

static void rare_words_weigh_more(void **state)
{
	(void)state;
	make_plan(S("copy metaclass nowhere lru_cache"));
	assert_true(plan.groups[1].idf > plan.groups[0].idf);
	assert_true(plan.groups[0].idf > 0);
	assert_true(plan.groups[2].idf == 0);
	assert_true(plan.groups[3].idf == plan.groups[1].idf);
}

/* ---- Sizes -------------------------------------------------------------- */

static void long_queries_are_cut(void **state)
{
	enum { WORDS = 10000 };
	struct pyiq_buf query = PYIQ_BUF_INIT;

	(void)state;
	for (int i = 0; i < WORDS; i++)
		pyiq_buf_printf(&query, "word%d%s ", i, i % 3 == 0 ? "" : "_x");
	pyiq_buf_puts(&query, "\"deep copy\" -shallow +metaclass");
	make_plan((struct pyiq_str){ query.data, query.len });
	assert_int_equal(plan.n_groups, 128);
	assert_int_equal(plan.n_phrases, 0);

	struct pyiq_x_query *proposal;

	ASSERT_OK(pyiq_plan_propose(&plan, true, &proposal, &err));
	pyiq_x_query_free(proposal);

	/* One word of 10,000 parts is one group. */
	pyiq_buf_clear(&query);
	for (int i = 0; i < WORDS; i++)
		pyiq_buf_printf(&query, "%sw%d", i > 0 ? "." : "", i);
	make_plan((struct pyiq_str){ query.data, query.len });
	assert_true(plan.n_groups <= 128);
	pyiq_buf_release(&query);
}

static void any_bytes_are_a_query(void **state)
{
	static const struct pyiq_str queries[] = {
		TEXT("\0"),
		TEXT("\xFF\xFE\xFD"),
		TEXT("a\0b"),
		TEXT("\"\xFF\""),
		TEXT("+\xC3\xA9\0-\xC3\xA9"),
		TEXT("😀"),
		TEXT("日本語"),
		TEXT("-()[]{}"),
		TEXT("\"\"\"\"\"\""),
		TEXT("+++ ---"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(queries); i++) {
		struct pyiq_x_query *proposal;

		make_plan(queries[i]);
		ASSERT_OK(pyiq_plan_propose(&plan, true, &proposal, &err));
		pyiq_x_query_free(proposal);
	}
}

/* ---- What is asked of the postings -------------------------------------- */

static int take_match(void *ctx, const struct pyiq_x_match *match)
{
	(void)ctx;
	pyiq_buf_printf(&out, "%s%u", out.len > 0 ? " " : "", (unsigned)match->id);
	return 0;
}

/* The units that are proposed for a query, in their order. */
static const char *proposed(const char *query, bool answered)
{
	struct pyiq_x_match_options options = { .weight = PYIQ_X_WEIGHT_BOOL, .max = 100 };
	struct pyiq_x_query *proposal;

	make_plan(pyiq_str(query));
	ASSERT_OK(pyiq_plan_propose(&plan, answered, &proposal, &err));
	pyiq_buf_clear(&out);
	ASSERT_OK(pyiq_x_db_match(db, proposal, &options, take_match, NULL, NULL, &err));
	pyiq_x_query_free(proposal);
	return pyiq_buf_str(&out);
}

static void proposals(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "nowhere", "" },
		{ "copy", "1 2" },
		{ "copies", "1 2" },
		{ "deep shallow", "1 2" },
		{ "what is a metaclass", "4" },
		{ "is", "1 2 3 4 5 6" },
		{ "+shallow copy", "2" },
		{ "copy -shallow", "1" },
		{ "copy -shallow -deep", "" },
		{ "-shallow", "" },
		{ "+deep +shallow", "" },
		{ "+nowhere copy", "" },
		{ "\"deep copy\"", "1" }, /* candidates; the text decides */
		{ "\"copy deep\"", "1" },
		{ "cache", "3" },
		{ "lru_cache", "3" },
		{ "lru_other", "3" }, /* by a part */
		{ "+lru_other", "" }, /* not when it must be there */
		{ "multi threading", "6" },
		{ "metaclas", "4" },
		{ "yield from", "7" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *ids = proposed(cases[i][0], true);

		if (strcmp(ids, cases[i][1]) != 0)
			fail_msg("'%s' proposes '%s', not '%s'", cases[i][0], ids, cases[i][1]);
	}
}

/* What has no answer is proposed by itself, so that it can stand below what has one. */
static void unanswered_ones_are_proposed_apart(void **state)
{
	static const char *const cases[][2] = {
		{ "sleep", "8" },
		{ "metaclass", "" },
		{ "+sleep coroutine", "8" },
		{ "-sleep coroutine", "" },
		{ "metaclass sleep", "8" },
		{ "-sleep", "" },
		{ "nowhere", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(proposed(cases[i][0], false), cases[i][1]);
	assert_string_equal(proposed("coroutine", true), "");
}

static void out_of_memory(void **state)
{
	(void)state;
	for (long n = 0;; n++) {
		struct pyiq_x_query *proposal = NULL;
		struct pyiq_tokenizer *own_tokenizer = NULL;
		struct pyiq_stems *own_stems = NULL;
		pyiq_status status;

		pyiq_plan_release(&plan);
		pyiq_alloc_fail_after(n);
		status = pyiq_tokenizer_new(&own_tokenizer, &err);
		if (status == PYIQ_OK)
			status = pyiq_stems_new(&own_stems, &err);
		if (status == PYIQ_OK)
			status = pyiq_plan_make(
				&plan, S("what is a metaclas of \"deep copy\" +lru_cache -multi x"),
				own_tokenizer, own_stems, db, &err);
		if (status == PYIQ_OK)
			status = pyiq_plan_propose(&plan, true, &proposal, &err);
		pyiq_alloc_fail_after(-1);
		pyiq_x_query_free(proposal);
		pyiq_tokenizer_free(own_tokenizer);
		pyiq_stems_free(own_stems);
		if (status == PYIQ_OK)
			break;
		assert_null(proposal);
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
	assert_string_equal(pyiq_buf_str(&plan.correction),
			    "what is a metaclass of deep copy lru_cache multi x");
}

/* ---- Frame words -------------------------------------------------------- */

static void kinds_of_words(void **state)
{
	static const struct {
		const char *word;
		bool frame, comparison, keyword;
	} cases[] = {
		{ "what", true, false, false },   { "a", true, false, false },
		{ "your", true, false, false },   { "don't", true, false, false },
		{ "we'd", true, false, false },   { "difference", true, false, false },
		{ "vs", true, true, false },      { "versus", true, true, false },
		{ "is", true, false, true },      { "from", true, false, true },
		{ "with", true, false, true },    { "yield", false, false, true },
		{ "lambda", false, false, true }, { "list", false, false, false },
		{ "What", false, false, false },  { "", false, false, false },
		{ "wha", false, false, false },   { "whatever", false, false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pyiq_str word = pyiq_str(cases[i].word);

		if (pyiq_is_frame_word(word) != cases[i].frame ||
		    pyiq_is_comparison(word) != cases[i].comparison ||
		    pyiq_is_python_keyword(word) != cases[i].keyword)
			fail_msg("'%s' is of another kind", cases[i].word);
	}
}

static int set_up(void **state)
{
	if (make_place(state) != 0)
		return -1;
	db = make_database(units, COUNT(units));
	ASSERT_OK(pyiq_tokenizer_new(&tokenizer, &err));
	ASSERT_OK(pyiq_stems_new(&stems, &err));
	pyiq_plan_init(&plan);
	return 0;
}

static int tear_down(void **state)
{
	pyiq_plan_release(&plan);
	pyiq_stems_free(stems);
	pyiq_tokenizer_free(tokenizer);
	pyiq_x_db_close(db);
	pyiq_buf_release(&out);
	return remove_place(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_wholes),
		cmocka_unit_test(frame_words_are_left_out),
		cmocka_unit_test(comparisons),
		cmocka_unit_test(keywords_in_a_row_are_code),
		cmocka_unit_test(roles_and_phrases),
		cmocka_unit_test(positions),
		cmocka_unit_test(words_may_be_joined_or_not),
		cmocka_unit_test(misspelled_words_are_corrected),
		cmocka_unit_test(mangled_queries_are_mended),
		cmocka_unit_test(rare_words_weigh_more),
		cmocka_unit_test(long_queries_are_cut),
		cmocka_unit_test(any_bytes_are_a_query),
		cmocka_unit_test(proposals),
		cmocka_unit_test(unanswered_ones_are_proposed_apart),
		cmocka_unit_test(out_of_memory),
		cmocka_unit_test(kinds_of_words),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

#include "database.h"

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

/* There are no files here but the one that is called so. */
static pyiq_status find_sources(void *ctx, struct pyiq_str pattern, pyiq_x_term_fn *fn,
				void *fn_ctx, struct pyiq_error *error)
{
	(void)ctx;
	(void)error;
	if (!pyiq_str_equal(pattern, S("here")))
		return PYIQ_OK;
	return fn(fn_ctx, S("P0123"), 1) != 0 ? PYIQ_STOPPED : PYIQ_OK;
}

static struct pyiq_plan_tools tools_with(struct pyiq_tokenizer *with_tokenizer,
					 struct pyiq_stems *with_stems)
{
	return (struct pyiq_plan_tools){ .tokenizer = with_tokenizer,
					 .stems = with_stems,
					 .db = db,
					 .synonyms = S("thread ~ coroutine\n"),
					 .find_sources = find_sources };
}

static void make_plan(struct pyiq_str query)
{
	const struct pyiq_plan_tools tools = tools_with(tokenizer, stems);
	struct pyiq_str exact = exact_copy(query);

	pyiq_plan_release(&plan);
	ASSERT_OK(pyiq_plan_make(&plan, exact, &tools, &err));
	free((char *)exact.data);
}

static void put_terms(pyiq_use use, size_t owner, const char *mark)
{
	for (size_t i = 0; i < plan.n_terms; i++) {
		const struct pyiq_plan_term *term = &plan.terms[i];

		if (term->use == use && term->owner == owner)
			pyiq_buf_printf(&out, " %s%.*s:%u", mark, (int)term->term.len,
					term->term.data, (unsigned)term->freq);
	}
}

/*
 * The groups: their word, `~` behind what frames the question, `-` behind what is
 * not asked otherwise, `!` behind what may be mistyped; in brackets their terms
 * with frequency, `.` before parts. Then what may stand for them.
 */
static const char *described(void)
{
	static const char *const kinships[PYIQ_N_KINSHIPS] = { "joined", "split", "acronym",
							       "synonym", "correction" };

	pyiq_buf_clear(&out);
	for (size_t g = 0; g < plan.n_groups; g++) {
		const struct pyiq_group *group = &plan.groups[g];
		bool frames = group->plain && !group->asked;

		pyiq_buf_printf(&out, "%s%.*s%s%s", g > 0 ? " " : "", (int)group->word.len,
				group->word.data,
				group->asked ? ""
				: frames     ? "~"
					     : "-",
				group->mistyped ? "!" : "");
		if (frames)
			continue;
		pyiq_buf_puts(&out, "(");
		put_terms(PYIQ_USE_WHOLE, g, "");
		put_terms(PYIQ_USE_PART, g, ".");
		pyiq_buf_puts(&out, " )");
	}
	for (size_t i = 0; i < plan.n_sequences; i++) {
		const struct pyiq_sequence *s = &plan.sequences[i];

		pyiq_buf_printf(&out, "; %s %zu+%zu:", kinships[s->kinship], s->first, s->n_groups);
		put_terms(PYIQ_USE_STEP, i, "");
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
		{ "Copies", "copies( copi:2 )" },
		{ "shallow metaclass", "shallow( shallow:1 ) metaclass( metaclass:1 )" },
		{ "lru_cache", "lru_cache( lru_cache:1 .lru:1 .cach:1 ); split 0+1: lru:1 cach:1" },
		{ "shallow shallow", "shallow( shallow:1 ) shallow( shallow:1 )" },
		{ "nowhere", "nowhere( nowher:0 )" },
		{ "-deep copy", "deep-( deep:1 ) copy( copi:2 )" },
		{ "=copies", "copies( copi:2 )" },
		{ "meta* =copies", "meta*( metaclass:1 metaclasses:0 ) copies( copi:2 )" },
		/* Strictly: neither its parts nor other words. */
		{ "\"lru_cache\"", "lru_cache( lru_cache:1 .lru:1 .cach:1 )" },
		{ "deep -multithreading", "deep( deep:1 ) multithreading-( multithread:1 )" },
	};

	(void)state;
	check(cases, COUNT(cases));

	/* A stem that is shorter than any beginning hides no word. */
	make_plan(S("AED"));
	assert_true(pyiq_plan_may_have(&plan, S("aed")));
	assert_false(pyiq_plan_may_have(&plan, S("metaclass")));
}

static void frame_words_are_left_out(void **state)
{
	static const char *const cases[][2] = {
		{ "what is a metaclass", "what~ is~ a~ metaclass( metaclass:1 )" },
		{ "explain the metaclass to me", "explain~ the~ metaclass( metaclass:1 ) to~ me~" },
		/* Unless they are all there is … */
		{ "what is", "what( what:5 ) is( is:6 )" },
		{ "is", "is( is:6 )" },
		/* … or asked for. */
		{ "+is metaclass", "is( is:6 ) metaclass( metaclass:1 )" },
		{ "\"what is\" metaclass", "what( what:5 ) is( is:6 ) metaclass( metaclass:1 )" },
		{ "metaclass -is", "metaclass( metaclass:1 ) is-( is:6 )" },
		{ "q:is metaclass", "is( is:6 ) metaclass( metaclass:1 )" },
		{ "what is AND metaclass", "what~ is~ metaclass( metaclass:1 )" },
		{ "is AND metaclass", "is( is:6 ) metaclass( metaclass:1 )" },
		/* What is compared carries the weight, the words of the frame do not. */
		{ "is vs ==", "is( is:6 ) vs~ ==( ==:1 )" },
		{ "is versus ==", "is( is:6 ) versus~ ==( ==:1 )" },
		{ "difference between is and ==",
		  "difference~ between~ is( is:6 ) and~ ==( ==:1 )" },
		{ "difference between == and is",
		  "difference~ between~ ==( ==:1 ) and~ is( is:6 )" },
		{ "shallow vs metaclass", "shallow( shallow:1 ) vs~ metaclass( metaclass:1 )" },
		/* Keywords in a row are code. */
		{ "yield from", "yield( yield:1 ) from( from:1 )" },
		{ "metaclass from shallow", "metaclass( metaclass:1 ) from~ shallow( shallow:1 )" },
	};

	(void)state;
	check(cases, COUNT(cases));
}

/* Positions run on from leaf to leaf; a word that hides others takes as many. */
static void positions(void **state)
{
	static const uint32_t wanted[] = { 0, 1, 2, 3, 6, 7 };

	(void)state;
	make_plan(S("deep copy +shallow \"functools.lru_cache is\" x"));
	assert_int_equal(plan.n_groups, COUNT(wanted));
	for (size_t i = 0; i < plan.n_groups; i++)
		assert_int_equal(plan.groups[i].position, wanted[i]);
	assert_int_equal(plan.groups[3].n_positions, 3);
	assert_text(plan.groups[3].shown, "functools.lru_cache", "shown");
	assert_int_equal(plan.n_numbered, 1);
	assert_true(plan.reads_text);
	make_plan(S("deep +copy -shallow NOT lock"));
	assert_false(plan.reads_text);
	make_plan(S("\",\" \"; ?\" deep")); /* a phrase without words */
	assert_int_equal(plan.n_numbered, 0);
}

/* ---- Other spellings ---------------------------------------------------- */

static void words_that_stand_for_others(void **state)
{
	static const char *const cases[][2] = {
		{ "deep copy", "deep( deep:1 ) copy( copi:2 ); joined 0+2: deepcopi:1" },
		{ "deepcopy", "deepcopy( deepcopi:1 ); split 0+1: deep:1 copi:2" },
		{ "multi threading",
		  "multi( multi:0 ) threading( thread:1 ); joined 0+2: multithread:1; "
		  "synonym 1+1: coroutin:1" },
		{ "multi-threading", "multithreading( multithread:1 .multi:0 .thread:1 ); "
				     "split 0+1: multi:0 thread:1" },
		{ "threads", "threads( thread:1 ); synonym 0+1: coroutin:1" },
		/* Not across what is left out, and not what nobody wrote. */
		{ "deep a copy", "deep( deep:1 ) a~ copy( copi:2 )" },
		{ "copy deep", "copy( copi:2 ) deep( deep:1 )" },
		/* Not where the form counts, nor where they are apart in the query. */
		{ "\"deep copy\"", "deep( deep:1 ) copy( copi:2 )" },
		{ "=deepcopy", "deepcopy( deepcopi:1 )" },
		{ "+deep copy", "deep( deep:1 ) copy( copi:2 )" },
		{ "deep OR copy", "deep( deep:1 ) copy( copi:2 )" },
	};

	(void)state;
	check(cases, COUNT(cases));
	make_plan(S("deep copy"));
	assert_false(pyiq_plan_may_fail(&plan));
	make_plan(S("deepcopy"));
	assert_true(pyiq_plan_may_fail(&plan));
}

static void misspelled_words_are_corrected(void **state)
{
	static const struct {
		const char *query, *groups, *correction;
	} cases[] = {
		{ "metaclas", "metaclas!( metacla:0 ); correction 0+1: metaclass:1", "metaclass" },
		{ "what is a Metaclas?",
		  "what~ is~ a~ metaclas!( metacla:0 ); correction 3+1: metaclass:1",
		  "what is a metaclass?" },
		{ "shalow -deep", "shalow!( shalow:0 ) deep-( deep:1 ); correction 0+1: shallow:1",
		  "shallow -deep" },
		/* A word that stands somewhere, a short one, a far one, a phrase, an excluded one. */
		{ "metaclass", "metaclass( metaclass:1 )", "" },
		{ "dep", "dep( dep:0 )", "" },
		{ "xyzzyplugh", "xyzzyplugh( xyzzyplugh:0 )", "" },
		{ "\"metaclas\"", "metaclas( metacla:0 )", "" },
		{ "=metaclas", "metaclas( metacla:0 )", "" },
		{ "deep -metaclas", "deep( deep:1 ) metaclas-( metacla:0 )", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		make_plan(pyiq_str(cases[i].query));
		if (strcmp(pyiq_buf_str(&plan.correction), cases[i].correction) != 0)
			fail_msg("'%s' is corrected as '%s'", cases[i].query,
				 pyiq_buf_str(&plan.correction));
		if (strcmp(described(), cases[i].groups) != 0)
			fail_msg("the plan for '%s' is\n%s, not\n%s", cases[i].query, described(),
				 cases[i].groups);
		for (size_t g = 0; g < plan.n_groups; g++)
			if (plan.groups[g].mistyped)
				assert_true(plan.groups[g].idf > 0);
	}
}

/* A query that was copied out of mangled notes is mangled like them. */
static void mangled_queries_are_mended(void **state)
{
	(void)state;
	make_plan(S("doesnâ€™t"));
	assert_int_equal(plan.n_groups, 1);
	assert_text(plan.groups[0].word, "doesn't", "word");
}

/* ---- Weights ------------------------------------------------------------ */

static void rare_words_weigh_more(void **state)
{
	(void)state;
	make_plan(S("copy metaclass nowhere lru_cache python"));
	assert_true(plan.groups[1].idf > plan.groups[0].idf);
	assert_true(plan.groups[0].idf > 0);
	assert_true(plan.groups[2].idf == 0);
	assert_true(plan.groups[3].idf == plan.groups[1].idf);
	assert_true(plan.groups[4].weight < 1); /* all of them are about it */
	make_plan(S("+python"));
	assert_true(plan.groups[0].weight == 1);
	for (unsigned i = 0; i < PYIQ_N_KINSHIPS; i++) {
		double worth = pyiq_kinship_worth((pyiq_kinship)i);

		assert_true(worth > 0 && worth < 1);
	}
}

static void terms(void **state)
{
	static const struct pyiq_str some[] = { TEXT("copi"), TEXT("metaclass"), TEXT("gone") };
	const struct pyiq_plan_tools tools = tools_with(tokenizer, stems);

	(void)state;
	pyiq_plan_release(&plan);
	ASSERT_OK(pyiq_plan_of_terms(&plan, some, COUNT(some), &tools, &err));
	assert_string_equal(described(), "copi( copi:2 ) metaclass( metaclass:1 ) gone( gone:0 )");
	assert_false(plan.reads_text || pyiq_plan_may_fail(&plan));
	pyiq_plan_release(&plan);
	ASSERT_OK(pyiq_plan_of_terms(&plan, NULL, 0, &tools, &err));
	assert_int_equal(plan.n_groups, 0);
}

/* ---- Sizes -------------------------------------------------------------- */

static void propose_and_drop(void)
{
	struct pyiq_x_query *proposal;

	ASSERT_OK(pyiq_plan_propose(&plan, PYIQ_EITHER, &proposal, &err));
	pyiq_x_query_free(proposal);
}

static void long_queries_are_cut(void **state)
{
	enum { MANY = 10000 };
	static const char *const pieces[] = {
		"tag:a ",        "\"a b\" ", "(a ",  "a) ", "-a ",
		"a NEAR b AND ", "NOT ",     "co* ", "=a ", "q:a OR "
	};
	struct pyiq_buf query = PYIQ_BUF_INIT;

	(void)state;
	for (int i = 0; i < MANY; i++)
		pyiq_buf_printf(&query, "word%d%s ", i, i % 3 == 0 ? "" : "_x");
	pyiq_buf_puts(&query, "\"deep copy\" -shallow +metaclass");
	make_plan((struct pyiq_str){ query.data, query.len });
	assert_int_equal(plan.n_groups, PYIQ_MAX_GROUPS);
	assert_int_equal(plan.n_numbered, 0);
	propose_and_drop();

	/* One word of 10,000 parts is one group. */
	pyiq_buf_clear(&query);
	for (int i = 0; i < MANY; i++)
		pyiq_buf_printf(&query, "%sw%d", i > 0 ? "." : "", i);
	make_plan((struct pyiq_str){ query.data, query.len });
	assert_true(plan.n_groups <= PYIQ_MAX_GROUPS);

	/* The same again and again, alone and all together. */
	for (size_t n = 0; n <= COUNT(pieces); n++) {
		pyiq_buf_clear(&query);
		for (size_t i = 0; i < MANY; i++)
			pyiq_buf_puts(&query, pieces[n < COUNT(pieces) ? n : i % COUNT(pieces)]);
		make_plan((struct pyiq_str){ query.data, query.len });
		assert_true(plan.n_groups <= PYIQ_MAX_GROUPS);
		propose_and_drop();
	}
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
		TEXT("file:/ tag:* level:\xFF lang:"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(queries); i++) {
		make_plan(queries[i]);
		propose_and_drop();
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
static const char *proposed(const char *query, pyiq_answers answers)
{
	struct pyiq_x_match_options options = { .weight = PYIQ_X_WEIGHT_BOOL, .max = 100 };
	struct pyiq_x_query *proposal;

	make_plan(pyiq_str(query));
	ASSERT_OK(pyiq_plan_propose(&plan, answers, &proposal, &err));
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
		{ "copy -shallow", "1" },
		{ "copy NOT shallow", "1" },
		{ "-copy", "3 4 5 6 7" },
		{ "NOT copy", "3 4 5 6 7" },
		{ "deep AND shallow", "" },
		{ "deep OR shallow", "1 2" },
		{ "(deep OR metaclass) AND copy", "1" },
		{ "+deep +shallow", "" },
		{ "+nowhere copy", "" },
		{ "\"deep copy\"", "1" }, /* candidates; the text decides */
		{ "\"copy deep\"", "1" },
		{ "copy NEAR deep", "1" },
		{ "-\"deep copy\" copy",
		  "1 2" }, /* nobody is left out without a look at the text */
		{ "NOT \"deep copy\"", "1 2 3 4 5 6 7" },
		{ "code:copy", "1 2" },
		{ "cache", "3" },
		{ "lru_cache", "3" },
		{ "lru_other", "3" }, /* by a part */
		{ "+lru_other", "" }, /* not when it must be there */
		{ "multi threading", "6" },
		{ "metaclas", "4" },
		{ "cop*", "1 2" },
		{ "yield from", "7" },
		{ "what is a metaclass", "4" },
		{ "file:here", "" },
		{ "file:nowhere OR copy", "1 2" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *ids = proposed(cases[i][0], PYIQ_ANSWERED);

		if (strcmp(ids, cases[i][1]) != 0)
			fail_msg("'%s' proposes '%s', not '%s'", cases[i][0], ids, cases[i][1]);
	}
}

/* What has no answer is proposed by itself, so that it can stand below what has one. */
static void unanswered_ones_are_proposed_apart(void **state)
{
	static const char *const cases[][2] = {
		{ "sleep", "8" },           { "metaclass", "" },        { "+sleep coroutine", "8" },
		{ "-sleep coroutine", "" }, { "metaclass sleep", "8" }, { "-sleep", "" },
		{ "-copy", "8" },           { "nowhere", "" },          { "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(proposed(cases[i][0], PYIQ_UNANSWERED), cases[i][1]);
	assert_string_equal(proposed("coroutine", PYIQ_ANSWERED), "6"); /* by its synonym */
	assert_string_equal(proposed("=coroutines", PYIQ_ANSWERED), "");
	assert_string_equal(proposed("=coroutines", PYIQ_EITHER), "8");
	assert_string_equal(proposed("NOT copy", PYIQ_EITHER), "3 4 5 6 7 8");
}

static void out_of_memory(void **state)
{
	static const char query[] = "what is a metaclas of \"deep copy\" +lru_cache -multi x "
				    "(threads OR cop*) NEAR/3 y file:here tag:z";

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
		if (status == PYIQ_OK) {
			const struct pyiq_plan_tools tools = tools_with(own_tokenizer, own_stems);

			status = pyiq_plan_make(&plan, S(query), &tools, &err);
		}
		if (status == PYIQ_OK)
			status = pyiq_plan_propose(&plan, PYIQ_ANSWERED, &proposal, &err);
		pyiq_alloc_fail_after(-1);
		pyiq_x_query_free(proposal);
		pyiq_tokenizer_free(own_tokenizer);
		pyiq_stems_free(own_stems);
		if (status == PYIQ_OK)
			break;
		assert_null(proposal);
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
	assert_non_null(strstr(pyiq_buf_str(&plan.correction), "metaclass of \"deep copy\""));
}

/* ---- What is told ----------------------------------------------------------- */

static void take_line(void *ctx, const char *what, const char *text)
{
	(void)ctx;
	pyiq_buf_printf(&out, "%s: %s\n", what, text);
}

static void description(void **state)
{
	(void)state;
	make_plan(S("what is (deep OR =copies) NOT \"a b\" cop* -lru_cache"));
	pyiq_buf_clear(&out);
	ASSERT_OK(pyiq_plan_describe(&plan, take_line, NULL, &err));
	assert_non_null(strstr(pyiq_buf_str(&out), "query: "));
	assert_non_null(strstr(pyiq_buf_str(&out), "word: what: frames the question\n"));
	assert_non_null(strstr(pyiq_buf_str(&out), "word: deep: in the postings as deep (1); idf"));
	assert_non_null(strstr(pyiq_buf_str(&out), "=copies"));
	assert_non_null(strstr(pyiq_buf_str(&out), "; parts lru (1), cach (1)"));
	make_plan(S(""));
	pyiq_buf_clear(&out);
	ASSERT_OK(pyiq_plan_describe(&plan, take_line, NULL, &err));
	make_plan(S("deepcopy"));
	for (long n = 0;; n++) {
		pyiq_status status;

		pyiq_alloc_fail_after(n);
		status = pyiq_plan_describe(&plan, take_line, NULL, &err);
		pyiq_alloc_fail_after(-1);
		if (status == PYIQ_OK)
			break;
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
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
		cmocka_unit_test(positions),
		cmocka_unit_test(words_that_stand_for_others),
		cmocka_unit_test(misspelled_words_are_corrected),
		cmocka_unit_test(mangled_queries_are_mended),
		cmocka_unit_test(rare_words_weigh_more),
		cmocka_unit_test(terms),
		cmocka_unit_test(long_queries_are_cut),
		cmocka_unit_test(any_bytes_are_a_query),
		cmocka_unit_test(proposals),
		cmocka_unit_test(unanswered_ones_are_proposed_apart),
		cmocka_unit_test(out_of_memory),
		cmocka_unit_test(description),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

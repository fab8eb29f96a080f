#include "database.h"

#include <math.h>

#include "query/judge.h"

/* Each word stands in the one unit there is, so that all weigh the same. */
static const struct qa units[] = {
	{ "how alpha beta gamma delta deep copies copy deepcopy is == not",
	  "functools.lru_cache multi-threading metaclass yield from" },
};

static struct pyiq_x_db *db;
static struct pyiq_tokenizer *tokenizer;
static struct pyiq_stems *stems;
static struct pyiq_judge *judge;
static struct pyiq_plan plan;
static struct pyiq_buf out;

static void make_plan(const char *query)
{
	const struct pyiq_plan_tools tools = { .tokenizer = tokenizer,
					       .stems = stems,
					       .db = db,
					       .synonyms = S("alpha ~ omega psi\n"),
					       .find_sources = no_sources };

	pyiq_plan_release(&plan);
	ASSERT_OK(pyiq_plan_make(&plan, pyiq_str(query), &tools, &err));
}

/* The matches as `q` or `a` for the field, the text, and the number of the group. */
static const char *describe(const struct pyiq_record *record, const struct pyiq_match *matches,
			    size_t n)
{
	pyiq_buf_clear(&out);
	for (size_t i = 0; i < n; i++) {
		struct pyiq_str text = record->texts[matches[i].field].source;
		struct pyiq_span span = matches[i].span;

		assert_true(span.start < span.end && span.end <= text.len);
		assert_true(i == 0 || matches[i - 1].field < matches[i].field ||
			    matches[i - 1].span.start <= span.start);
		pyiq_buf_printf(&out, "%s%c'%.*s'%zu", i > 0 ? " " : "", "qpa"[matches[i].field],
				(int)(span.end - span.start), text.data + span.start,
				matches[i].group);
	}
	return pyiq_buf_str(&out);
}

static struct pyiq_verdict judge_record(const struct pyiq_record *record)
{
	struct pyiq_verdict verdict, again;

	ASSERT_OK(pyiq_judge_unit(judge, &plan, record, true, &verdict, &err));
	describe(record, verdict.matches, verdict.n_matches);

	/* Nobody has to ask for the places. */
	ASSERT_OK(pyiq_judge_unit(judge, &plan, record, false, &again, &err));
	assert_int_equal(again.n_matches, 0);
	assert_int_equal(again.passes, verdict.passes);
	if (!record->untitled)
		assert_memory_equal(again.feature, verdict.feature, sizeof again.feature);
	return again;
}

static struct pyiq_verdict judge_texts(const char *question, const char *answer)
{
	struct pyiq_record record = record_of(&(struct qa){ question, answer });

	return judge_record(&record);
}

static void assert_share(double got, double wanted, const char *what, const char *query)
{
	if (fabs(got - wanted) > 1e-9)
		fail_msg("%s of '%s' is %f, not %f", what, query, got, wanted);
}

/* ---- What a unit has ------------------------------------------------------ */

static void found(void **state)
{
	static const struct {
		const char *query, *question, *answer;
		double share;
	} cases[] = {
		{ "alpha", "Alpha?", "", 1 },
		{ "alpha", "Other", "alpha", 1 },
		{ "alpha", "Other", "none", 0 },
		{ "alpha beta", "Alpha?", "beta", 1 },
		{ "alpha beta", "Alpha?", "gamma", 0.5 },
		{ "alpha beta gamma delta", "gamma", "", 0.25 },
		/* Another form of a word is it. */
		{ "copies", "A copy", "", 1 },
		{ "=copies", "A copy", "", 0 },
		/* Frame words do not count. */
		{ "what is alpha", "alpha", "", 1 },
		{ "is vs ==", "Is it", "==", 1 },
		/* What is excluded is not looked for. */
		{ "alpha -beta", "alpha beta", "", 1 },
		/* Words that no unit has weigh nothing. */
		{ "alpha nowhere", "alpha", "", 1 },
		/* Parts alone count half at most, and by their number. */
		{ "functools.lru_cache", "functools.lru_cache", "", 1 },
		{ "functools.lru_cache", "lru_cache", "", 0.5 * 3 / 4 },
		{ "functools.lru_cache", "functools", "", 0.5 / 4 },
		/* A part that is asked for is found in its whole. */
		{ "lru_cache", "functools.lru_cache", "", 1 },
		/* A stand-in is worth less than the word itself, in whatever form it comes. */
		{ "deep copy", "deepcopy", "", 0.9 },
		{ "deepcopy", "deep copy", "", 0.9 },
		{ "deepcopy", "deep and copy", "", 0 },
		{ "multi-threading", "multi threading", "", 0.9 },
		{ "metaclas", "metaclass", "", 0.8 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		make_plan(cases[i].query);

		struct pyiq_verdict v = judge_texts(cases[i].question, cases[i].answer);

		assert_share(v.feature[PYIQ_FEATURE_FOUND], cases[i].share * cases[i].share,
			     "found", cases[i].query);
	}
}

static void explained(void **state)
{
	static const struct {
		const char *query, *question;
		double explained;
	} cases[] = {
		{ "alpha", "alpha", 1 },
		{ "alpha", "alpha beta", 0.5 },
		{ "alpha", "What is the alpha of my beta?", 0.5 },
		{ "alpha beta", "beta and alpha and other words", 0.5 },
		{ "alpha", "other words", 0 },
		{ "alpha", "", 0 },
		{ "alpha", "what is this", 0 },
		{ "alpha", "alpha alpha beta beta", 0.5 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		make_plan(cases[i].query);
		assert_share(judge_texts(cases[i].question, "").feature[PYIQ_FEATURE_EXPLAINED],
			     cases[i].explained, "explained", cases[i].query);
	}
}

/* Each case: a query, two units, and the feature of which the first has more. */
static void what_speaks_for_a_unit(void **state)
{
	static const struct {
		const char *query;
		struct qa more, less;
		pyiq_feature feature;
	} cases[] = {
		/* The very form, more the more often, most in the question. */
		{ "copies", { "x", "copies" }, { "x", "copy" }, PYIQ_FEATURE_EXACT },
		{ "copies", { "x", "copies copies" }, { "x", "copies" }, PYIQ_FEATURE_EXACT },
		{ "copies", { "copies", "x" }, { "x", "copies" }, PYIQ_FEATURE_EXACT },
		{ "lru_cache", { "lru_cache", "x" }, { "lru", "cache" }, PYIQ_FEATURE_EXACT },
		/* Near the beginning of question or answer. */
		{ "alpha", { "x", "alpha x x x" }, { "x", "x x x alpha" }, PYIQ_FEATURE_EARLY },
		{ "alpha", { "x x alpha", "" }, { "x", "x x x alpha" }, PYIQ_FEATURE_EARLY },
		{ "deep copy", { "x", "deep copy" }, { "x", "deepcopy" }, PYIQ_FEATURE_EARLY },
		/* In few words of one text. */
		{ "alpha beta",
		  { "x", "alpha 1 2 3 4 5 6 7 8 9 10 beta" },
		  { "x", "alpha 1 2 3 4 5 6 7 8 9 10 11 beta" },
		  PYIQ_FEATURE_WINDOW },
		{ "alpha beta", { "x", "alpha beta" }, { "alpha", "beta" }, PYIQ_FEATURE_WINDOW },
		{ "alpha beta gamma",
		  { "x", "beta alpha gamma" },
		  { "x", "alpha beta" },
		  PYIQ_FEATURE_WINDOW },
		/* Frame words. */
		{ "how alpha", { "How alpha?", "x" }, { "Why alpha?", "x" }, PYIQ_FEATURE_FRAME },
		{ "how alpha", { "How alpha?", "x" }, { "alpha", "how" }, PYIQ_FEATURE_FRAME },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		double more, less;

		make_plan(cases[i].query);
		more = judge_texts(cases[i].more.question, cases[i].more.answer)
			       .feature[cases[i].feature];
		less = judge_texts(cases[i].less.question, cases[i].less.answer)
			       .feature[cases[i].feature];
		if (more <= less || less < 0 || more > 1 + 1e-9)
			fail_msg("%s for '%s': %f in '%s' / '%s', %f in '%s' / '%s'",
				 pyiq_feature_name(cases[i].feature), cases[i].query, more,
				 cases[i].more.question, cases[i].more.answer, less,
				 cases[i].less.question, cases[i].less.answer);
	}
}

/* A question that is the beginning of the text says nothing more, but is shown. */
static void made_up_questions(void **state)
{
	struct pyiq_record record = record_of(&(struct qa){ "alpha beta", "alpha beta and more" });
	struct pyiq_verdict titled, untitled;

	(void)state;
	make_plan("alpha");
	titled = judge_record(&record);
	record.untitled = true;
	untitled = judge_record(&record);
	assert_true(untitled.passes);
	assert_true(untitled.feature[PYIQ_FEATURE_EXPLAINED] == 0);
	assert_true(untitled.feature[PYIQ_FEATURE_EXACT] < titled.feature[PYIQ_FEATURE_EXACT]);
	assert_string_equal(pyiq_buf_str(&out), "q'alpha'0 a'alpha'0");
}

/* What has a mistyped word as it was typed is told from what has the word that was meant. */
static void typed(void **state)
{
	(void)state;
	make_plan("metaclas alpha");
	assert_true(judge_texts("x", "metaclas").typed);
	assert_false(judge_texts("x", "metaclass").typed);
	make_plan("metaclass");
	assert_false(judge_texts("x", "metaclass").typed);
}

/* ---- Phrases ------------------------------------------------------------ */

static void phrases(void **state)
{
	static const struct {
		const char *query, *question, *answer;
		bool met;
	} cases[] = {
		{ "\"alpha beta\"", "alpha beta", "", true },
		{ "\"alpha beta\"", "x", "x alpha beta x", true },
		{ "\"alpha beta\"", "ALPHA, beta!", "", true },
		{ "\"alpha beta\"", "beta alpha", "", false },
		{ "\"alpha beta\"", "alpha x beta", "", false },
		{ "\"alpha beta\"", "alpha", "beta", false },
		{ "\"alpha beta\"", "alpha alpha beta", "", true },
		{ "\"alpha beta gamma\"", "alpha beta alpha beta gamma", "", true },
		{ "\"alpha beta gamma\"", "alpha beta x beta gamma", "", false },
		{ "\"alpha\"", "x", "alpha", true },
		{ "\"alpha\"", "x", "x", false },
		{ "\"alpha of beta\"", "alpha of beta", "", true },
		{ "\"alpha of beta\"", "alpha to beta", "", false },
		{ "\"alpha beta\" \"gamma delta\"", "alpha beta", "gamma delta", true },
		{ "\"alpha beta\" \"gamma delta\"", "alpha beta", "gamma", false },
		{ "\"alpha beta\" OR \"gamma delta\"", "alpha beta", "gamma", true },
		{ "alpha -\"alpha beta\"", "beta alpha", "", true },
		{ "alpha -\"alpha beta\"", "alpha beta", "", false },
		{ "\"functools.lru_cache alpha\"", "functools.lru_cache alpha", "", true },
		{ "\"functools.lru_cache alpha\"", "functools.lru_cache x alpha", "", false },
		{ "\"is == not\"", "is == not", "", true },
		{ "alpha NEAR/2 beta", "beta x alpha", "", true },
		{ "alpha NEAR/2 beta", "beta x x alpha", "", false },
		{ "alpha NEAR/2 beta NEAR/2 gamma", "gamma beta alpha", "", true },
		{ "alpha NEAR/2 beta NEAR/2 gamma", "alpha gamma x x beta", "", false },
		{ "alpha", "x", "", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		make_plan(cases[i].query);
		if (judge_texts(cases[i].question, cases[i].answer).passes != cases[i].met)
			fail_msg("%s in '%s' / '%s' should %sbe met", cases[i].query,
				 cases[i].question, cases[i].answer, cases[i].met ? "" : "not ");
	}
}

/* Thousands of places, of which only the last ones fit; and all of it in little time. */
static void phrases_of_many_places(void **state)
{
	enum { PLACES = 20000 };
	struct pyiq_buf text = PYIQ_BUF_INIT;

	(void)state;
	for (int i = 0; i < PLACES; i++)
		pyiq_buf_puts(&text, "beta alpha x ");
	make_plan("\"alpha beta\"");
	assert_false(judge_texts("x", pyiq_buf_str(&text)).passes);
	pyiq_buf_puts(&text, "alpha beta");
	assert_true(judge_texts("x", pyiq_buf_str(&text)).passes);

	/* A phrase of one word over and over: as many candidates as places. */
	pyiq_buf_clear(&text);
	for (int i = 0; i < PLACES; i++)
		pyiq_buf_puts(&text, "alpha ");
	make_plan("\"alpha alpha alpha alpha alpha alpha alpha alpha alpha beta\"");
	assert_false(judge_texts("x", pyiq_buf_str(&text)).passes);
	make_plan("alpha NEAR/9 alpha NEAR/9 alpha NEAR/9 alpha NEAR/9 beta");
	assert_false(judge_texts("x", pyiq_buf_str(&text)).passes);
	pyiq_buf_puts(&text, "beta");
	assert_true(judge_texts("x", pyiq_buf_str(&text)).passes);
	make_plan("\"alpha alpha alpha alpha alpha alpha alpha alpha alpha beta\"");
	assert_true(judge_texts("x", pyiq_buf_str(&text)).passes);

	/* A stand-in of two words, again and again. */
	pyiq_buf_clear(&text);
	for (int i = 0; i < PLACES; i++)
		pyiq_buf_puts(&text, "deep deep copy ");
	make_plan("deepcopy");
	assert_true(judge_texts("x", pyiq_buf_str(&text)).passes);
	pyiq_buf_release(&text);
}

/* ---- Places ------------------------------------------------------------- */

static void matches(void **state)
{
	static const struct {
		const char *query, *question, *answer, *matches;
	} cases[] = {
		{ "alpha", "Alpha?", "x alpha", "q'Alpha'0 a'alpha'0" },
		{ "beta alpha", "alpha, beta", "", "q'alpha'1 q'beta'0" },
		{ "copies", "A Copy of copies", "", "q'Copy'0 q'copies'0" },
		{ "=copies", "A Copy of copies", "", "q'copies'0" },
		{ "cop*", "A Copy of copies", "", "q'Copy'0 q'copies'0" },
		{ "what is alpha", "What is alpha?", "", "q'alpha'2" },
		{ "alpha -beta", "alpha beta", "", "q'alpha'0" },
		{ "q:alpha", "alpha", "alpha", "q'alpha'0" },
		{ "\"alpha beta\"", "beta alpha beta", "", "q'beta'1 q'alpha'0 q'beta'1" },
		{ "deep copy", "deepcopy", "", "q'deepcopy'0" },
		{ "deepcopy", "deep copy, copy deep", "", "q'deep'0 q'copy'0" },
		{ "alpha", "x", "omega psi and psi", "" }, /* words that no unit has */
		{ "alpha", "no", "none", "" },
		{ "==", "a == b", "", "q'=='0" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		make_plan(cases[i].query);
		judge_texts(cases[i].question, cases[i].answer);
		if (strcmp(pyiq_buf_str(&out), cases[i].matches) != 0)
			fail_msg("'%s' in '%s' matches %s, not %s", cases[i].query,
				 cases[i].question, pyiq_buf_str(&out), cases[i].matches);
	}
	/* The parts of a whole may match beside it. */
	make_plan("lru_cache");
	judge_texts("`functools.lru_cache`", "");
	assert_int_equal(strncmp(pyiq_buf_str(&out), "q'lru_cache'0", 13), 0);
}

/* Places are told in the source, markup and all. */
static void matches_in_markup(void **state)
{
	struct pyiq_run runs[] = { { 0, 2, 0 },
				   { 4, 2, 0 },
				   { 11, 1, PYIQ_RUN_BREAK | PYIQ_RUN_CODE } };
	struct pyiq_record record = record_of(&(struct qa){ "x", "x" });

	(void)state;
	record.texts[PYIQ_RECORD_PROMPT] =
		(struct pyiq_text){ TEXT("**al**pha x`beta"), runs, COUNT(runs) };
	make_plan("alpha beta");
	judge_record(&record);
	assert_string_equal(pyiq_buf_str(&out), "p'al**pha'0 p'beta'1");
	make_plan("code:beta");
	assert_true(judge_record(&record).passes);
	make_plan("code:alpha");
	assert_false(judge_record(&record).passes);
}

/* ---- The judge itself --------------------------------------------------- */

static void serves_one_plan_after_the_other(void **state)
{
	(void)state;
	make_plan("\"alpha beta\" \"gamma delta\" deep copies functools metaclass");
	judge_texts("alpha beta gamma delta", "deep copies functools metaclass");
	make_plan("alpha");

	struct pyiq_verdict v = judge_texts("beta", "gamma");

	assert_false(v.passes);
	for (unsigned i = 0; i < PYIQ_N_FEATURES; i++)
		assert_share(v.feature[i], 0, pyiq_feature_name((pyiq_feature)i), "alpha");
	assert_string_equal(pyiq_buf_str(&out), "");
	make_plan("");
	assert_false(judge_texts("alpha", "").passes);
	make_plan("\"alpha beta\"");
	assert_false(judge_texts("beta", "gamma").passes);
}

static void out_of_memory(void **state)
{
	struct pyiq_record record =
		record_of(&(struct qa){ "alpha beta", "beta alpha beta deep copy" });

	(void)state;
	make_plan("\"alpha beta\" gamma deepcopy alpha NEAR beta");
	for (long n = 0;; n++) {
		struct pyiq_judge *own = NULL;
		struct pyiq_verdict verdict;
		pyiq_status status;

		pyiq_alloc_fail_after(n);
		status = pyiq_judge_new(tokenizer, stems, &own, &err);
		if (status == PYIQ_OK)
			status = pyiq_judge_unit(own, &plan, &record, true, &verdict, &err);
		pyiq_alloc_fail_after(-1);
		if (status == PYIQ_OK) {
			assert_true(verdict.passes);
			assert_true(verdict.n_matches > 5);
		}
		pyiq_judge_free(own);
		if (status == PYIQ_OK)
			break;
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
	pyiq_judge_free(NULL);
}

static int set_up(void **state)
{
	if (make_place(state) != 0)
		return -1;
	db = make_database(units, COUNT(units));
	ASSERT_OK(pyiq_tokenizer_new(&tokenizer, &err));
	ASSERT_OK(pyiq_stems_new(&stems, &err));
	ASSERT_OK(pyiq_judge_new(tokenizer, stems, &judge, &err));
	pyiq_plan_init(&plan);
	return 0;
}

static int tear_down(void **state)
{
	pyiq_plan_release(&plan);
	pyiq_judge_free(judge);
	pyiq_stems_free(stems);
	pyiq_tokenizer_free(tokenizer);
	pyiq_x_db_close(db);
	pyiq_buf_release(&out);
	return remove_place(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(found),
		cmocka_unit_test(explained),
		cmocka_unit_test(what_speaks_for_a_unit),
		cmocka_unit_test(made_up_questions),
		cmocka_unit_test(typed),
		cmocka_unit_test(phrases),
		cmocka_unit_test(phrases_of_many_places),
		cmocka_unit_test(matches),
		cmocka_unit_test(matches_in_markup),
		cmocka_unit_test(serves_one_plan_after_the_other),
		cmocka_unit_test(out_of_memory),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

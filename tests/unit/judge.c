#include "database.h"

#include <math.h>

#include "query/judge.h"

/* Each word stands in the one unit there is, so that all weigh the same. */
static const struct qa units[] = {
	{ "alpha beta gamma delta deep copies deepcopy is == not",
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
	pyiq_plan_release(&plan);
	ASSERT_OK(pyiq_plan_make(&plan, pyiq_str(query), tokenizer, stems, db, &err));
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

static struct pyiq_evidence judge_record(const struct pyiq_record *record)
{
	struct pyiq_evidence evidence, again;
	const struct pyiq_match *matches;
	size_t n;

	ASSERT_OK(pyiq_judge_unit(judge, &plan, tokenizer, stems, record, &evidence, &matches, &n,
				  &err));
	describe(record, matches, n);

	/* Nobody has to ask for the places. */
	ASSERT_OK(
		pyiq_judge_unit(judge, &plan, tokenizer, stems, record, &again, NULL, NULL, &err));
	assert_true(again.found == evidence.found && again.near == evidence.near &&
		    again.phrases == evidence.phrases);
	return evidence;
}

static struct pyiq_evidence judge_texts(const char *question, const char *answer)
{
	struct pyiq_record record = record_of(&(struct qa){ question, answer });

	return judge_record(&record);
}

static void assert_share(double got, double wanted, const char *what, const char *query)
{
	if (fabs(got - wanted) > 1e-9)
		fail_msg("%s of '%s' is %f, not %f", what, query, got, wanted);
}

/* ---- One word after the other ------------------------------------------- */

static void found_and_where(void **state)
{
	static const struct {
		const char *query, *question, *answer;
		double found, in_question, exact;
	} cases[] = {
		{ "alpha", "Alpha?", "", 1, 1, 1 },
		{ "alpha", "Other", "alpha", 1, 0, 1 },
		{ "alpha", "Other", "none", 0, 0, 0 },
		{ "alpha beta", "Alpha?", "beta", 1, 0.5, 1 },
		{ "alpha beta", "Alpha?", "gamma", 0.5, 0.5, 0.5 },
		{ "alpha beta gamma delta", "gamma", "", 0.25, 0.25, 0.25 },
		/* Another form of a word is it, but not exactly. */
		{ "copies", "A copy", "", 1, 1, 0 },
		{ "copies", "A copy", "of copies", 1, 1, 1 },
		/* Frame words do not count, on neither side. */
		{ "what is alpha", "alpha", "", 1, 1, 1 },
		{ "alpha", "What is alpha?", "", 1, 1, 1 },
		{ "is vs ==", "Is it", "==", 1, 0.5, 1 },
		/* What is excluded is not looked for. */
		{ "alpha -beta", "alpha beta", "", 1, 1, 1 },
		/* Words that no unit has weigh nothing. */
		{ "alpha nowhere", "alpha", "", 1, 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		make_plan(cases[i].query);

		struct pyiq_evidence e = judge_texts(cases[i].question, cases[i].answer);

		assert_share(e.found, cases[i].found, "found", cases[i].query);
		assert_share(e.in_question, cases[i].in_question, "in_question", cases[i].query);
		assert_share(e.exact, cases[i].exact, "exact", cases[i].query);
		assert_true(e.phrases);
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
		assert_share(judge_texts(cases[i].question, "").explained, cases[i].explained,
			     "explained", cases[i].query);
	}
}

static void parts_of_identifiers(void **state)
{
	(void)state;
	/* The whole counts all, parts alone count half at most. */
	make_plan("functools.lru_cache");

	double whole = judge_texts("functools.lru_cache", "").found;
	double part = judge_texts("lru_cache", "").found;
	double piece = judge_texts("functools", "").found;

	assert_share(whole, 1, "found", "functools.lru_cache");
	assert_true(part > 0 && part <= 0.5);
	assert_true(piece > 0 && piece < part);
	assert_share(judge_texts("lru_cache", "").exact, 0, "exact", "functools.lru_cache");

	/* A part that is asked for is found in its whole. */
	make_plan("lru_cache");
	assert_share(judge_texts("functools.lru_cache", "").found, 1, "found", "lru_cache");
	assert_share(judge_texts("functools.lru_cache", "").exact, 1, "exact", "lru_cache");
}

/* ---- Neighbours --------------------------------------------------------- */

static void neighbours(void **state)
{
	static const struct {
		const char *query, *text;
		double adjacent, near;
	} cases[] = {
		{ "alpha beta", "alpha beta", 1, 1 },
		{ "alpha beta", "beta alpha", 0, 1 },
		{ "alpha beta", "alpha x beta", 0, 0.5 },
		{ "alpha beta", "alpha x x x beta", 0, 0.25 },
		{ "alpha beta", "alpha 1 2 3 4 5 6 7 beta", 0, 1.0 / 8 },
		{ "alpha beta", "alpha 1 2 3 4 5 6 7 8 beta", 0, 0 },
		{ "alpha beta", "alpha", 0, 0 },
		/* The best of many places. */
		{ "alpha beta", "beta 1 2 3 alpha 1 2 beta 1 2 3 4 alpha beta", 1, 1 },
		/* As far apart as in the query. */
		{ "alpha of beta", "alpha of beta", 1, 0.5 },
		{ "alpha of beta", "alpha beta", 0, 1 },
		/* Three words are two pairs of neighbours. */
		{ "alpha beta gamma", "alpha beta x gamma", 0.5, 0.75 },
		{ "alpha beta gamma", "gamma alpha beta", 0.5, 0.75 },
		{ "alpha", "alpha", 0, 0 },
		/* One word, written apart elsewhere, is its own neighbour. */
		{ "deep copy", "deepcopy", 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		make_plan(cases[i].query);

		struct pyiq_evidence e = judge_texts("x", cases[i].text);

		assert_share(e.adjacent, cases[i].adjacent, "adjacent", cases[i].query);
		assert_share(e.near, cases[i].near, "near", cases[i].query);
	}

	/* No two texts are neighbours. */
	make_plan("alpha beta");
	assert_share(judge_texts("alpha", "beta").near, 0, "near", "alpha beta");
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
		{ "\"functools.lru_cache alpha\"", "functools.lru_cache alpha", "", true },
		{ "\"functools.lru_cache alpha\"", "functools.lru_cache x alpha", "", false },
		{ "\"is == not\"", "is == not", "", true },
		{ "alpha", "x", "", true }, /* none is asked for */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		make_plan(cases[i].query);
		if (judge_texts(cases[i].question, cases[i].answer).phrases != cases[i].met)
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
	assert_false(judge_texts("x", pyiq_buf_str(&text)).phrases);
	pyiq_buf_puts(&text, "alpha beta");
	assert_true(judge_texts("x", pyiq_buf_str(&text)).phrases);

	/* A phrase of one word over and over: as many candidates as places. */
	pyiq_buf_clear(&text);
	for (int i = 0; i < PLACES; i++)
		pyiq_buf_puts(&text, "alpha ");
	make_plan("\"alpha alpha alpha alpha alpha alpha alpha alpha alpha beta\"");
	assert_false(judge_texts("x", pyiq_buf_str(&text)).phrases);
	pyiq_buf_puts(&text, "beta");
	assert_true(judge_texts("x", pyiq_buf_str(&text)).phrases);
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
		{ "what is alpha", "What is alpha?", "", "q'alpha'2" },
		{ "alpha -beta", "alpha beta", "", "q'alpha'0" },
		{ "\"alpha beta\"", "beta alpha beta", "", "q'beta'1 q'alpha'0 q'beta'1" },
		{ "lru_cache", "`functools.lru_cache`", "", "q'lru_cache'0" },
		{ "deep copy", "deepcopy", "", "q'deepcopy'0" },
		{ "alpha", "no", "none", "" },
		{ "==", "a == b", "", "q'=='0" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		make_plan(cases[i].query);
		judge_texts(cases[i].question, cases[i].answer);

		const char *got = pyiq_buf_str(&out);

		/* The parts of a whole may match beside it. */
		if (strncmp(got, cases[i].matches, strlen(cases[i].matches)) != 0 ||
		    (i != 6 && strcmp(got, cases[i].matches) != 0))
			fail_msg("'%s' in '%s' matches %s, not %s", cases[i].query,
				 cases[i].question, got, cases[i].matches);
	}
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
}

/* ---- The judge itself --------------------------------------------------- */

static void serves_one_plan_after_the_other(void **state)
{
	(void)state;
	make_plan("\"alpha beta\" \"gamma delta\" deep copies functools metaclass");
	judge_texts("alpha beta gamma delta", "deep copies functools metaclass");
	make_plan("alpha");

	struct pyiq_evidence e = judge_texts("beta", "gamma");

	assert_share(e.found, 0, "found", "alpha");
	assert_share(e.near, 0, "near", "alpha");
	assert_true(e.phrases);
	assert_string_equal(pyiq_buf_str(&out), "");
	make_plan("");
	assert_share(judge_texts("alpha", "").found, 0, "found", "");
	make_plan("\"alpha beta\"");
	assert_false(judge_texts("beta", "gamma").phrases);
}

static void better_evidence_scores_more(void **state)
{
	static const struct pyiq_evidence better[] = {
		{ .found = 1 }, { .in_question = 1 }, { .explained = 1 },
		{ .exact = 1 }, { .adjacent = 1 },    { .near = 1 },
	};
	const struct pyiq_evidence none = { .found = 0 };
	double worst = pyiq_judge_score(0.5, &none);

	(void)state;
	assert_true(pyiq_judge_score(0.6, &none) > worst);
	for (size_t i = 0; i < COUNT(better); i++)
		assert_true(pyiq_judge_score(0.5, &better[i]) > worst);
}

static void out_of_memory(void **state)
{
	struct pyiq_record record = record_of(&(struct qa){ "alpha beta", "beta alpha beta" });

	(void)state;
	make_plan("\"alpha beta\" gamma");
	for (long n = 0;; n++) {
		struct pyiq_judge *own = NULL;
		const struct pyiq_match *list;
		struct pyiq_evidence evidence;
		size_t n_list;
		pyiq_status status;

		pyiq_alloc_fail_after(n);
		status = pyiq_judge_new(&own, &err);
		if (status == PYIQ_OK)
			status = pyiq_judge_unit(own, &plan, tokenizer, stems, &record, &evidence,
						 &list, &n_list, &err);
		pyiq_alloc_fail_after(-1);
		if (status == PYIQ_OK)
			assert_int_equal(n_list, 5);
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
	ASSERT_OK(pyiq_judge_new(&judge, &err));
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
		cmocka_unit_test(found_and_where),
		cmocka_unit_test(explained),
		cmocka_unit_test(parts_of_identifiers),
		cmocka_unit_test(neighbours),
		cmocka_unit_test(phrases),
		cmocka_unit_test(phrases_of_many_places),
		cmocka_unit_test(matches),
		cmocka_unit_test(matches_in_markup),
		cmocka_unit_test(serves_one_plan_after_the_other),
		cmocka_unit_test(better_evidence_scores_more),
		cmocka_unit_test(out_of_memory),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

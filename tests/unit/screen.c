#include "database.h"

#include "pyiq.h"
#include "query/judge.h"
#include "query/screen.h"
#include "store/schema.h"

static struct pyiq_tokenizer *tokenizer;
static struct pyiq_stems *stems;
static struct pyiq_judge *judge;
static struct pyiq_plan plan;
static struct pyiq_screen screen;
static struct pyiq_x_db *db;
static struct pyiq_buf value;

static void make_screen(struct pyiq_str query)
{
	const struct pyiq_plan_tools tools = {
		.tokenizer = tokenizer, .stems = stems, .db = db, .find_sources = no_sources
	};

	pyiq_plan_release(&plan);
	ASSERT_OK(pyiq_plan_make(&plan, query, &tools, &err));
	ASSERT_OK(pyiq_screen_make(&screen, &plan, &err));
}

static bool screen_passes(pyiq_docid id)
{
	ASSERT_OK(pyiq_x_db_doc_value(db, id, PYIQ_SLOT_NEIGHBOURS, &value, &err));
	return pyiq_screen_passes(&screen, (struct pyiq_str){ value.data, value.len });
}

static bool judge_passes(const struct pyiq_record *record)
{
	struct pyiq_verdict verdict;

	ASSERT_OK(pyiq_judge_unit(judge, &plan, record, false, &verdict, &err));
	return verdict.passes;
}

/* ---- What is asked of a sketch ------------------------------------------------------ */

/* Short, so that no other pair is let through by chance. */
static const struct qa units[] = {
	{ "deep copy", "copy of everything" },
	{ "shallow copy", "copied by slice" },
	{ "multi-threading now", NULL },
	{ "one lru_cache", NULL },
};

static void clauses(void **state)
{
	/* The units that pass, as digits. */
	static const char *const cases[][2] = {
		{ "deep copy", "1234" },
		{ "\"deep copy\"", "1" },
		{ "\"deep copies\"", "1" },
		{ "=\"deep copies\"", "1" }, /* in another form: the text decides */
		{ "\"copy deep\"", "" },
		{ "\"copy of everything\"", "1" },
		{ "\"deep copy of\"", "1" }, /* of two texts */
		{ "\"copy of slice\"", "" },
		{ "\"copy copy\"", "" }, /* from one text into the other */
		{ "+\"deep copy\" slice", "1" },
		{ "slice -\"deep copy\"", "1234" },
		{ "NOT \"deep copy\"", "1234" },
		{ "\"deep copy\" OR \"shallow copy\"", "12" },
		{ "\"deep copy\" OR slice", "1234" },
		{ "\"deep copy\" AND \"shallow copy\"", "" },
		{ "\"deep copy\" AND \"copy of\"", "1" },
		{ "(\"deep copy\" AND slice) OR \"copied by\"", "12" },
		{ "\"deep copy\" NEAR everything", "1" },
		{ "\"copy deep\" NEAR everything", "" },
		{ "answer:\"copy of\"", "1" },
		{ "\"one lru_cache\"", "4" },
		{ "\"now lru_cache\"", "" },
		{ "\"lru cache\"", "4" },
		{ "\"threading now\"", "3" },
		{ "\"now threading\"", "" },
		/* What is behind a word of several parts, sketches do not tell. */
		{ "\"multi-threading now\"", "1234" },
		{ "\"multi-threading of\"", "1234" },
		{ "\"of no unit\"", "" },
	};

	(void)state;
	db = make_database(units, COUNT(units));
	for (size_t i = 0; i < COUNT(cases); i++) {
		char passed[COUNT(units) + 1] = "";
		size_t n = 0;

		make_screen(pyiq_str(cases[i][0]));
		for (size_t k = 0; k < COUNT(units); k++) {
			struct pyiq_record record = record_of(&units[k]);
			bool may = screen_passes((pyiq_docid)k + 1);

			if (judge_passes(&record) && !may)
				fail_msg("%s: a hit is screened out", cases[i][0]);
			if (may)
				passed[n++] = (char)('1' + k);
		}
		if (strcmp(passed, cases[i][1]) != 0)
			fail_msg("%s: '%s', not '%s'", cases[i][0], passed, cases[i][1]);
	}
	pyiq_x_db_close(db);
}

static void units_without_a_sketch_pass(void **state)
{
	(void)state;
	db = make_database(units, COUNT(units));
	make_screen(S("\"copy deep\""));
	assert_true(screen.n_steps > 0);
	assert_true(pyiq_screen_passes(&screen, S("")));
	make_screen(S("deep copy"));
	assert_int_equal(screen.n_steps, 0);
	pyiq_x_db_close(db);
}

/* ---- The corpus ------------------------------------------------------------------------ */

enum { EVERY = 17 }; /* so manyth place of a text is asked for */

struct counts {
	size_t n_asked, n_there, n_others, n_passed;
};

/* The words from a place on, in quotes; false when the text ends before. */
static bool quote_words(struct pyiq_buf *out, struct pyiq_str text, size_t at, size_t n)
{
	pyiq_buf_clear(out);
	pyiq_buf_putc(out, '"');
	while (at < text.len && strchr(" \n", text.data[at]) == NULL)
		at++;
	for (; n > 0 && at < text.len; at++) {
		bool blank = strchr(" \n", text.data[at]) != NULL;
		bool behind_word = out->data[out->len - 1] != ' ' && out->len > 1;

		n -= blank && behind_word;
		if (blank && behind_word && n > 0)
			pyiq_buf_putc(out, ' ');
		else if (!blank && text.data[at] != '"' && text.data[at] != '\\')
			pyiq_buf_putc(out, text.data[at]);
	}
	pyiq_buf_putc(out, '"');
	return n == 0;
}

static void ask_for_phrases(struct counts *counts, pyiq_docid id, const struct pyiq_record *record,
			    struct pyiq_str text)
{
	struct pyiq_buf query = PYIQ_BUF_INIT;

	for (size_t at = id % EVERY * 5; at < text.len; at += EVERY * 5) {
		if (!quote_words(&query, text, at, 2 + at % 2))
			continue;
		make_screen((struct pyiq_str){ query.data, query.len });
		counts->n_asked++;
		if (judge_passes(record)) {
			counts->n_there++;
			if (!screen_passes(id))
				fail_msg("%.*s of unit %u is screened out", (int)query.len,
					 query.data, (unsigned)id);
		}
		if (screen.n_steps > 0) {
			counts->n_others++;
			counts->n_passed += screen_passes(id / 2 + 1);
		}
	}
	pyiq_buf_release(&query);
}

static void ask_of_every_unit(struct counts *counts)
{
	struct pyiq_buf data = PYIQ_BUF_INIT;
	struct pyiq_arena arena;
	struct pyiq_record record;
	uint32_t n_units;

	pyiq_arena_init(&arena);
	ASSERT_OK(pyiq_x_db_doc_count(db, &n_units, &err));
	assert_true(n_units > 300);
	for (pyiq_docid id = 2; id <= n_units; id++) {
		pyiq_arena_clear(&arena);
		ASSERT_OK(pyiq_x_db_doc_data(db, id, &data, &err));
		ASSERT_OK(pyiq_record_decode(&record, (struct pyiq_str){ data.data, data.len },
					     &arena, &err));
		for (size_t i = 0; i < PYIQ_RECORD_N_FIELDS; i++)
			ask_for_phrases(counts, id, &record, record.texts[i].source);
		for (size_t i = 0; i < record.n_topic; i++)
			ask_for_phrases(counts, id, &record, record.topic[i]);
	}
	pyiq_buf_release(&data);
	pyiq_arena_release(&arena);
}

static void phrases_of_the_corpus(void **state)
{
	const char *corpus = PYIQ_SOURCE_DIR "/corpus", *path = in_place("corpus");
	const struct pyiq_index_options index = { .paths = &corpus, .n_paths = 1 };
	struct counts counts = { 0 };

	(void)state;
	ASSERT_OK(pyiq_index(path, &index, NULL, &err));
	ASSERT_OK(pyiq_x_db_open(&path, 1, &db, &err));
	ask_of_every_unit(&counts);
	pyiq_x_db_close(db);
	print_message("%zu phrases, %zu there; %zu of %zu pass elsewhere\n", counts.n_asked,
		      counts.n_there, counts.n_passed, counts.n_others);
	/* What is quoted may not be text: markup, half a code block. */
	assert_true(counts.n_there > counts.n_asked / 2);
	assert_true(counts.n_passed < counts.n_others / 10);
}

static int make_tools(void **state)
{
	return pyiq_tokenizer_new(&tokenizer, &err) == PYIQ_OK &&
			       pyiq_stems_new(&stems, &err) == PYIQ_OK &&
			       pyiq_judge_new(tokenizer, stems, &judge, &err) == PYIQ_OK &&
			       make_place(state) == 0
		       ? 0
		       : -1;
}

static int free_tools(void **state)
{
	pyiq_screen_release(&screen);
	pyiq_plan_release(&plan);
	pyiq_judge_free(judge);
	pyiq_stems_free(stems);
	pyiq_tokenizer_free(tokenizer);
	pyiq_buf_release(&value);
	return remove_place(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(clauses, make_tools, free_tools),
		cmocka_unit_test_setup_teardown(units_without_a_sketch_pass, make_tools,
						free_tools),
		cmocka_unit_test_setup_teardown(phrases_of_the_corpus, make_tools, free_tools),
	};

	pyiq_plan_init(&plan);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "searches.h"

/* The order of hits, what is folded into one, and how many there are. */

static void index_text(const struct pyiq_buf *text)
{
	write_bytes("notes/all.jsonl", (struct pyiq_str){ pyiq_buf_str(text), text->len });
	index_notes();
}

/* ---- Order --------------------------------------------------------------------------- */

static const struct note rows[] = {
	{ "open", "What is a tuple?", NULL, NULL },
	{ "late", "What is a row?", "Of many things a row can be made, and it may even be a tuple.",
	  NULL },
	{ "title", "What is a tuple good for?", "For a record.", NULL },
	{ "more", "What is a tuple of tuples good for, and what is a list good for?", "For tables.",
	  NULL },
	{ "early", "What is fixed?", "A tuple is.", NULL },
	{ "form", "Who needs tuples?", "All.", NULL },
};

static void better_hits_come_first(void **state)
{
	(void)state;
	write_notes("notes/all.jsonl", rows, COUNT(rows));
	index_notes();
	searched("what is a tuple good for");
	assert_int_equal(strncmp(pyiq_buf_str(&seen), "title more ", 11), 0);
	assert_int_equal(strcmp(pyiq_buf_str(&seen) + seen.len - 5, " open"), 0);
	assert_int_equal(found.n_total, 6);
	searched("tuple");
	assert_int_equal(strncmp(pyiq_buf_str(&seen), "title ", 6), 0);
	assert_int_equal(strcmp(pyiq_buf_str(&seen) + seen.len - 4, "open"), 0);
	searched("tuples");
	assert_int_equal(strncmp(pyiq_buf_str(&seen), "form ", 5), 0);
	options.max = 2;
	search();
	assert_int_equal(found.n_shown, 2);
	assert_int_equal(found.n_total, 6);
	options.answered = true;
	options.max = SIZE_MAX;
	search();
	assert_int_equal(found.n_total, 5);
}

/* What nobody answered stands below everything that has an answer, beyond what is read again. */
static void unanswered_ones_stand_below(void **state)
{
	enum { EACH = 100 };
	struct pyiq_buf out = PYIQ_BUF_INIT;
	const char *last;

	(void)state;
	for (int i = 0; i < EACH; i++) {
		pyiq_buf_printf(&out, "{\"_id\":\"o%d\",\"question\":\"Tuple tuple %d?\"}\n", i, i);
		pyiq_buf_printf(
			&out,
			"{\"_id\":\"a%d\",\"question\":\"What is %d?\",\"answer\":\"A number "
			"in a tuple.\"}\n",
			i, i);
	}
	index_text(&out);
	pyiq_buf_release(&out);
	searched("tuple");
	assert_null(strchr(pyiq_buf_str(&seen), 'o'));
	assert_true(found.n_total >= EACH);
	options.max = SIZE_MAX;
	search();
	assert_int_equal(found.n_total, 2 * EACH);
	assert_int_equal(found.n_shown, 2 * EACH);
	last = strrchr(pyiq_buf_str(&seen), 'a');
	assert_true(strchr(pyiq_buf_str(&seen), 'o') > last);
}

/* ---- Folding --------------------------------------------------------------------------- */

/* Hundreds of the same unit take one place. */
static void a_wall_hides_nothing(void **state)
{
	enum { SAME = 500, OTHERS = 9 };
	static const pyiq_folding foldings[] = { PYIQ_FOLD_ALIKE, PYIQ_FOLD_NEAR };
	struct pyiq_buf out = PYIQ_BUF_INIT;

	(void)state;
	for (int i = 0; i < SAME; i++)
		put_note(&out,
			 &(struct note){ "same", "What is a tuple?", "A tuple is a tuple.", NULL });
	for (int i = 0; i < OTHERS; i++) {
		static const char *const words[OTHERS] = { "alpha", "beta",    "gamma",
							   "delta", "epsilon", "zeta",
							   "eta",   "theta",   "iota" };
		char text[160];

		snprintf(text, sizeof text, "The %s of a %s in %s rows, %s and %s: some tuple.",
			 words[i], words[(i + 1) % OTHERS], words[(i + 3) % OTHERS],
			 words[(i + 5) % OTHERS], words[(i + 7) % OTHERS]);
		put_note(&out, &(struct note){ words[i], words[i], text, NULL });
	}
	index_text(&out);
	pyiq_buf_release(&out);
	for (size_t i = 0; i < COUNT(foldings); i++) {
		pyiq_search_options_init(&options);
		options.query = S("tuple");
		options.fold = foldings[i];
		search();
		assert_int_equal(found.n_shown, 1 + OTHERS);
		assert_int_equal(found.n_total, 1 + OTHERS);
		assert_int_equal(strncmp(pyiq_buf_str(&seen), "same+499 ", 9), 0);
		options.max = SIZE_MAX;
		search();
		assert_int_equal(found.n_total, 1 + OTHERS);
		options.max = 1;
		assert_string_equal(search(), "same+499");
	}
	options.fold = PYIQ_FOLD_NONE;
	options.max = SIZE_MAX;
	search();
	assert_int_equal(found.n_shown, SAME + OTHERS);
	assert_int_equal(found.n_total, SAME + OTHERS);
	assert_null(strchr(pyiq_buf_str(&seen), '+'));
}

#define PROSE                                                                                      \
	"A context manager acquires a resource when its block begins, and releases it when the "   \
	"block ends, whether by the last statement, by a return, or by an exception that leaves "  \
	"it. Files, locks and transactions are used so; the with statement calls two methods of "  \
	"the manager, one at the beginning and one at the end, and hands the exception to the "    \
	"second, which may swallow it by returning something true."

static void near_units_are_folded_if_wanted(void **state)
{
	static const struct note notes[] = {
		{ "one", "What is a context manager?", PROSE, NULL },
		{ "two", "What is a context manager?", PROSE " Rarely.", NULL },
		{ "again", "What is a context manager?", PROSE, NULL },
		{ "other", "Who writes a context manager?", "Anybody, by a generator.", NULL },
	};

	(void)state;
	write_notes("notes/all.jsonl", notes, COUNT(notes));
	index_notes();
	pyiq_search_options_init(&options);
	options.query = S("context manager");
	search();
	assert_int_equal(found.n_total, 3);
	assert_non_null(strstr(pyiq_buf_str(&seen), "one+1"));
	options.fold = PYIQ_FOLD_NEAR;
	search();
	assert_int_equal(found.n_total, 2);
	assert_non_null(strstr(pyiq_buf_str(&seen), "+2"));
	assert_non_null(strstr(pyiq_buf_str(&seen), "other"));
	options.fold = PYIQ_FOLD_NONE;
	search();
	assert_int_equal(found.n_total, 4);
	assert_null(strchr(pyiq_buf_str(&seen), '+'));
}

/* ---- Counting ------------------------------------------------------------------------------ */

/* Beyond those that are read again there may be units with the words of a stand-in, but apart. */
static void counts_are_the_truth(void **state)
{
	enum { EACH = 150 };
	struct pyiq_buf out = PYIQ_BUF_INIT;

	(void)state;
	for (int i = 0; i < EACH; i++) {
		pyiq_buf_printf(
			&out,
			"{\"_id\":\"j%d\",\"question\":\"Number %d?\",\"answer\":\"A "
			"namespace.\"}\n"
			"{\"_id\":\"s%d\",\"question\":\"Number %d!\",\"answer\":\"Its name "
			"space.\"}\n"
			"{\"_id\":\"x%d\",\"question\":\"Number %d.\",\"answer\":\"A space has a "
			"name.\"}\n",
			i, i, i, i, i, i);
	}
	index_text(&out);
	pyiq_buf_release(&out);
	pyiq_search_options_init(&options);
	options.max = SIZE_MAX;
	options.query = S("namespace");
	search();
	assert_int_equal(found.n_total, 2 * EACH);
	assert_int_equal(found.n_shown, 2 * EACH);
	assert_null(strchr(pyiq_buf_str(&seen), 'x'));
	options.query = S("name space");
	search();
	assert_int_equal(found.n_total, 3 * EACH);
	options.query = S("\"name space\"");
	search();
	assert_int_equal(found.n_total, EACH);
	options.query = S("namespace NOT number");
	search();
	assert_int_equal(found.n_total, 0);
	for (size_t max = 1; max < 10; max++) {
		options.query = S("namespace");
		options.max = max;
		search();
		assert_int_equal(found.n_shown, max);
	}
}

/* ---- Memory --------------------------------------------------------------------------------- */

static void out_of_memory(void **state)
{
	static const char *const queries[] = {
		"(tuple OR \"a row\") NOT file:nowhere level:basic",
		"tuple NEAR/5 row made =things ma* +q:row",
		"what is the tupple vs a row",
	};

	(void)state;
	write_notes("notes/all.jsonl", rows, COUNT(rows));
	index_notes();
	pyiq_buf_puts(&seen, "room for the keys of all the hits there are in these notes");
	pyiq_buf_puts(&told, "room for what the user is told about words that were mistyped");
	for (size_t i = 0; i < COUNT(queries); i++) {
		pyiq_status status = PYIQ_ERR_NOMEM;
		long n = 0;

		pyiq_search_options_init(&options);
		options.query = pyiq_str(queries[i]);
		options.fold = PYIQ_FOLD_NEAR;
		options.synonyms = S("tuple ~ row of things\nrow ~ line\n");
		for (; status != PYIQ_OK; n++) {
			pyiq_buf_clear(&seen);
			pyiq_buf_clear(&told);
			pyiq_alloc_fail_after(n);
			status = pyiq_search(notes_db, &options, take_hit, NULL, &found, &err);
			pyiq_alloc_fail_after(-1);
			if (status != PYIQ_OK)
				ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
		}
		assert_true(n > 50);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_notes)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(better_hits_come_first), TEST(unanswered_ones_stand_below),
		TEST(a_wall_hides_nothing),   TEST(near_units_are_folded_if_wanted),
		TEST(counts_are_the_truth),   TEST(out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

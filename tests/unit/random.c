#include "searches.h"

#include <ctype.h>

/* More than are drawn at once, so that a rare word is not always among them. */
enum { N_COMMON = 600, N_RARE = 5, N_UNANSWERED = 3, N_DRAWS = 500 };

static size_t times[N_COMMON + N_RARE + N_UNANSWERED]; /* that each note was chosen */

static int set_up(void **state)
{
	static struct note notes[N_COMMON + N_RARE + N_UNANSWERED];
	static char keys[COUNT(notes)][16];

	(void)state;
	for (size_t i = 0; i < COUNT(notes); i++) {
		bool rare = i >= N_COMMON && i < N_COMMON + N_RARE;

		snprintf(keys[i], sizeof keys[i], "%zu", i);
		notes[i] = (struct note){
			.key = keys[i],
			.question = rare ? "What is a walrus?" : "What is a loop?",
			.answer = i >= N_COMMON + N_RARE ? NULL
				  : rare                 ? "An operator of its own."
				  : i % 2 != 0           ? "A block that runs again and again."
							 : "Again a block that runs.",
			.more = rare ? "\"topic\":[\"Sea\",\"Animals\"]" : NULL,
		};
	}
	return make_notes(notes, COUNT(notes));
}

static int take_unit(void *ctx, const struct pyiq_unit *unit)
{
	size_t *note = ctx;

	assert_true(unit->answered);
	*note = strtoul(unit->key.data, NULL, 10);
	assert_true(*note < COUNT(times));
	times[*note]++;
	return 0;
}

static pyiq_status choose(const char *query, uint64_t seed, size_t *note)
{
	const struct pyiq_random_options how = { .query = pyiq_str(query),
						 .synonyms = { "", 0 },
						 .seed = seed };

	return pyiq_random(notes_db, &how, take_unit, note, &err);
}

/* Choose again and again; how many different notes that gave. */
static size_t choose_often(const char *query, size_t n_draws)
{
	size_t n = 0, note = 0;

	memset(times, 0, sizeof times);
	for (size_t i = 0; i < n_draws; i++)
		ASSERT_OK(choose(query, i, &note));
	for (size_t i = 0; i < COUNT(times); i++)
		n += times[i] > 0;
	return n;
}

static void the_seed_decides(void **state)
{
	size_t first = 0, second = 0;

	(void)state;
	for (uint64_t seed = 0; seed < 20; seed++) {
		ASSERT_OK(choose("", seed * seed, &first));
		ASSERT_OK(choose("", seed * seed, &second));
		assert_int_equal(first, second);
		ASSERT_OK(choose("loop", seed, &first));
		ASSERT_OK(choose("loop", seed, &second));
		assert_int_equal(first, second);
	}
}

static void any_answered_unit_is_as_likely(void **state)
{
	size_t most = 0;

	(void)state;
	/* Of 605 things 2420 draws leave out about e^-4 of them, 11. */
	assert_true(choose_often(" \n", 4 * (size_t)(N_COMMON + N_RARE)) > 585);
	for (size_t i = 0; i < COUNT(times); i++)
		most = times[i] > most ? times[i] : most;
	assert_true(most < 17);
}

static void a_rare_word_is_found_and_each_of_its_units(void **state)
{
	(void)state;
	assert_int_equal(choose_often("walrus", N_DRAWS), N_RARE);
	for (size_t i = N_COMMON; i < N_COMMON + N_RARE; i++)
		assert_true(times[i] > 70 && times[i] < 130); /* 100 would be fair */
}

/* The text decides. */
static void phrases_and_scopes(void **state)
{
	static const char *const queries[] = { "\"operator of its own\"", "topic:\"animals\"",
					       "topic:\"sea\" walrus", "answer:operator -loop" };

	(void)state;
	for (size_t i = 0; i < COUNT(queries); i++)
		assert_int_equal(choose_often(queries[i], N_DRAWS / 5), N_RARE);
	choose_often("\"again a block\"", N_DRAWS / 5);
	for (size_t i = 0; i < COUNT(times); i++)
		assert_true(times[i] == 0 || (i < N_COMMON && i % 2 == 0));
}

static void what_is_not_there(void **state)
{
	static const char *const queries[] = {
		"zyzzyva",         "\"loop walrus\"", "-what -operator -again",
		"topic:\"loops\"", "file:nowhere",    "((("
	};
	size_t note;

	(void)state;
	for (size_t i = 0; i < COUNT(queries); i++)
		ASSERT_STATUS(PYIQ_ERR_NOT_FOUND, choose(queries[i], i, &note));
}

static void several_databases(void **state)
{
	const char *notes = in_place("more"), *paths[] = { in_place("db"), in_place("more.db") };
	const struct note more[] = {
		{ .key = "601", .question = "Is a walrus big?", .answer = "Yes." }
	};
	const struct pyiq_index_options index = { .paths = &notes, .n_paths = 1 };
	size_t from_more = 0;

	(void)state;
	write_notes("more/more.jsonl", more, COUNT(more));
	ASSERT_OK(pyiq_index(paths[1], &index, NULL, &err));
	pyiq_db_close(notes_db);
	notes_db = NULL;
	ASSERT_OK(pyiq_db_open(paths, 2, &notes_db, &err));
	assert_int_equal(choose_often("walrus", N_DRAWS), N_RARE);
	/* It stands for two of the six. */
	from_more = times[601];
	assert_true(from_more > 130 && from_more < 205);
}

static void it_survives_want(void **state)
{
	pyiq_status status = PYIQ_ERR_NOMEM;
	size_t note;

	(void)state;
	for (long n = 0; status == PYIQ_ERR_NOMEM; n++) {
		pyiq_alloc_fail_after(n);
		status = choose("\"operator of its own\"", 1, &note);
		pyiq_alloc_fail_after(-1);
	}
	ASSERT_OK(status);
}

/* ---- By id ------------------------------------------------------------------ */

static int take_id(void *ctx, const struct pyiq_unit *unit)
{
	struct pyiq_buf *ids = ctx;

	pyiq_buf_printf(ids, "%s ", unit->id);
	return 0;
}

static const char *ids_of(const char *prefix, size_t max)
{
	static struct pyiq_buf *ids = &seen;

	pyiq_buf_clear(ids);
	ASSERT_OK(pyiq_ids(notes_db, prefix, max, take_id, ids, &err));
	return pyiq_buf_str(ids);
}

static void ids_by_their_beginning(void **state)
{
	char id[PYIQ_ID_SIZE], upper[3], one[PYIQ_ID_SIZE + 1];
	const char *all = ids_of("", SIZE_MAX);
	size_t n = strlen(all) / PYIQ_ID_SIZE;

	(void)state;
	assert_int_equal(n, COUNT(times));
	for (size_t i = 1; i < n; i++)
		assert_true(memcmp(all + (i - 1) * PYIQ_ID_SIZE, all + i * PYIQ_ID_SIZE,
				   PYIQ_ID_SIZE) < 0);
	snprintf(id, sizeof id, "%s", all);
	snprintf(upper, sizeof upper, "%c%c", toupper(id[0]), toupper(id[1]));
	snprintf(one, sizeof one, "%s ", id);
	assert_string_equal(ids_of(upper, 1), one);
	assert_string_equal(ids_of(id, 10), one);
	assert_string_equal(ids_of("", 0), "");
	assert_string_equal(ids_of("no id", 5), "");
	assert_string_equal(ids_of("0123456789abcdef0", 5), "");
	assert_int_equal(strlen(ids_of("", 7)), 7 * PYIQ_ID_SIZE);

	/* Whether there is one. */
	ASSERT_OK(pyiq_get(notes_db, id, NULL, NULL, &err));
	id[8] = '\0';
	ASSERT_OK(pyiq_get(notes_db, id, NULL, NULL, &err));
	ASSERT_STATUS(PYIQ_ERR_NOT_FOUND, pyiq_get(notes_db, "0123456789abcdef", NULL, NULL, &err));
	ASSERT_STATUS(PYIQ_ERR_NOT_FOUND, pyiq_get(notes_db, "012", NULL, NULL, &err));
}

static void ids_survive_want(void **state)
{
	pyiq_status status = PYIQ_ERR_NOMEM;

	(void)state;
	for (long n = 0; status == PYIQ_ERR_NOMEM; n++) {
		struct pyiq_buf ids = PYIQ_BUF_INIT;

		pyiq_alloc_fail_after(n);
		status = pyiq_ids(notes_db, "", 3, take_id, &ids, &err);
		pyiq_alloc_fail_after(-1);
		pyiq_buf_release(&ids);
	}
	ASSERT_OK(status);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_seed_decides),
		cmocka_unit_test(any_answered_unit_is_as_likely),
		cmocka_unit_test(a_rare_word_is_found_and_each_of_its_units),
		cmocka_unit_test(phrases_and_scopes),
		cmocka_unit_test(what_is_not_there),
		cmocka_unit_test(it_survives_want),
		cmocka_unit_test(ids_by_their_beginning),
		cmocka_unit_test(ids_survive_want),
		cmocka_unit_test(several_databases),
	};

	return cmocka_run_group_tests(tests, set_up, remove_notes);
}

#include "searches.h"

/* Units like one of them. */

static const struct note notes[] = {
	{ "deep", "What is a deep copy?", "A copy of the object and of everything inside it.",
	  NULL },
	{ "shallow", "What is a shallow copy?", "A copy of the object alone, nothing inside.",
	  NULL },
	{ "clone", "How is an object cloned?", "By a copy of everything in it.", NULL },
	{ "gil", "Why do threads take turns?", "Because of a lock in the interpreter.", NULL },
	{ "lock", "When do threads need a lock?", "When they share things.", NULL },
	{ "alone", "Xylophone quagmire?", "Zugzwang.", NULL },
	{ "twin", "Why do threads take turns?", "Because of a lock in the interpreter.", NULL },
	{ "open", "Do threads share a lock of the interpreter?", NULL, NULL },
};

struct id {
	const char *key;
	char id[PYIQ_ID_SIZE];
};

static int take_id(void *ctx, const struct pyiq_unit *unit)
{
	struct id *wanted = ctx;

	if (pyiq_str_equal(unit->key, pyiq_str(wanted->key)))
		memcpy(wanted->id, unit->id, sizeof wanted->id);
	return 0;
}

static const char *id_of(const char *key)
{
	static struct id wanted;

	wanted = (struct id){ .key = key };
	ASSERT_OK(pyiq_list(notes_db, false, take_id, &wanted, &err));
	assert_int_equal(strlen(wanted.id), PYIQ_ID_SIZE - 1);
	return wanted.id;
}

static const char *similar(const char *key)
{
	pyiq_buf_clear(&seen);
	pyiq_buf_clear(&lines);
	options.explain = take_line;
	ASSERT_OK(pyiq_similar(notes_db, id_of(key), &options, take_hit, NULL, &found, &err));
	assert_true(found.n_total >= found.n_shown);
	assert_int_equal(found.mode, PYIQ_WORDS);
	return pyiq_buf_str(&seen);
}

static void likeness(void **state)
{
	(void)state;
	pyiq_search_options_init(&options);
	similar("deep");
	assert_int_equal(strncmp(pyiq_buf_str(&seen), "shallow clone", 13), 0);
	assert_null(strstr(pyiq_buf_str(&seen), "deep")); /* not itself */
	similar("lock");
	assert_int_equal(strncmp(pyiq_buf_str(&seen), "gil", 3), 0);
	assert_non_null(strstr(pyiq_buf_str(&seen), "open"));
	assert_string_equal(similar("alone"), "");
	assert_int_equal(found.n_total, 0);

	/* The query says nothing here, nor does the mode. */
	options.query = S("xylophone");
	options.mode = PYIQ_FIXED;
	assert_int_equal(strncmp(similar("deep"), "shallow", 7), 0);
}

/* The unit itself is neither shown nor counted, nor are those that are the same. */
static void counts(void **state)
{
	size_t all;

	(void)state;
	pyiq_search_options_init(&options);
	options.max = SIZE_MAX;
	similar("deep");
	assert_int_equal(found.n_total, found.n_shown);
	all = found.n_total;
	options.max = 1;
	assert_string_equal(similar("deep"), "shallow");
	assert_int_equal(found.n_total, all);
	options.max = 0;
	assert_string_equal(similar("deep"), "");

	options.max = SIZE_MAX;
	similar("gil");
	assert_null(strstr(pyiq_buf_str(&seen), "twin"));
	assert_null(strstr(pyiq_buf_str(&seen), "gil"));
	options.answered = true;
	similar("lock");
	assert_null(strstr(pyiq_buf_str(&seen), "open"));
}

static void told_apart(void **state)
{
	char prefix[PYIQ_ID_SIZE];

	(void)state;
	pyiq_search_options_init(&options);
	ASSERT_STATUS(PYIQ_ERR_NOT_FOUND,
		      pyiq_similar(notes_db, "ffff", &options, take_hit, NULL, &found, &err));
	ASSERT_STATUS(PYIQ_ERR_NOT_FOUND,
		      pyiq_similar(notes_db, "", &options, take_hit, NULL, &found, &err));
	ASSERT_STATUS(PYIQ_ERR_NOT_FOUND,
		      pyiq_similar(notes_db, "no id", &options, take_hit, NULL, &found, &err));

	/* The beginning of an id will do. */
	snprintf(prefix, sizeof prefix, "%.10s", id_of("deep"));
	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_similar(notes_db, prefix, &options, take_hit, NULL, &found, &err));
	assert_int_equal(strncmp(pyiq_buf_str(&seen), "shallow", 7), 0);
}

static void explained(void **state)
{
	(void)state;
	pyiq_search_options_init(&options);
	similar("deep");
	assert_non_null(strstr(pyiq_buf_str(&lines), "word: copi: in the postings as copi (3)"));
	assert_null(strstr(pyiq_buf_str(&lines), "word: deep")); /* no other unit has it */
}

static void out_of_memory(void **state)
{
	char id[PYIQ_ID_SIZE];
	pyiq_status status = PYIQ_ERR_NOMEM;
	long n = 0;

	(void)state;
	pyiq_search_options_init(&options);
	options.max = 1;
	snprintf(id, sizeof id, "%s", id_of("deep"));
	for (; status != PYIQ_OK; n++) {
		pyiq_buf_clear(&seen);
		pyiq_buf_puts(&seen, "                "); /* its own buffer is not to starve */
		pyiq_buf_clear(&seen);
		pyiq_alloc_fail_after(n);
		status = pyiq_similar(notes_db, id, &options, take_hit, NULL, &found, &err);
		pyiq_alloc_fail_after(-1);
		if (status != PYIQ_OK)
			ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
	assert_string_equal(pyiq_buf_str(&seen), "shallow");
	assert_true(n > 30);
}

static int set_up(void **state)
{
	(void)state;
	return make_notes(notes, COUNT(notes));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(likeness),      cmocka_unit_test(counts),
		cmocka_unit_test(told_apart),    cmocka_unit_test(explained),
		cmocka_unit_test(out_of_memory),
	};

	return cmocka_run_group_tests(tests, set_up, remove_notes);
}

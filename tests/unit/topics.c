#include "told.h"

#include "store/lexicon.h"
#include "store/schema.h"
#include "store/topics.h"

static int take_info(void *ctx, const struct pyiq_topic_info *info)
{
	size_t *n = ctx;

	for (size_t i = 0; i < info->n_topic; i++)
		pyiq_buf_printf(&told, "%s%.*s", i > 0 ? " > " : "", (int)info->topic[i].len,
				info->topic[i].data);
	pyiq_buf_printf(&told, ":%zu;", info->n_units);
	return ++*n == stop_at;
}

static pyiq_status list_topics(struct pyiq_db *db)
{
	size_t n = 0;

	pyiq_buf_clear(&told);
	return pyiq_db_topics(db, take_info, &n, &err);
}

/* `heading > heading:units;` of databases. */
static const char *topics_of(const char *const *names, size_t n)
{
	return told_of(list_topics, names, n);
}

static const char *topics(void)
{
	const char *name = "db";

	return topics_of(&name, 1);
}

/* ---- What is listed -------------------------------------------------------- */

static void they_follow_the_notes(void **state)
{
	(void)state;
	write_file("notes/a.md",
		   "# Python\n\n## Classes\n\n### What is `self`?\n\nThe instance.\n\n"
		   "### What is `cls`?\n\nThe class.\n");
	write_file("notes/b.md", "# Python\n\n## What is `del`?\n\nA statement.\n\n"
				 "## What is `pass`?\n\nNothing.\n");
	write_file("notes/c.md", "## What is nothing?\n\nWhat stands under no heading.\n");
	ASSERT_OK(run("notes"));
	assert_string_equal(topics(), ":1;Python:2;Python > Classes:2;");

	/* A changed source. */
	write_file("notes/a.md",
		   "# Python\n\n## Objects\n\n### What is `self`?\n\nThe instance.\n");
	ASSERT_OK(run("notes"));
	assert_string_equal(topics(), ":1;Python:2;Python > Objects:1;");

	/* One that is gone, and one that is left out. */
	assert_int_equal(unlink(in_place("notes/b.md")), 0);
	ASSERT_OK(run("notes"));
	assert_string_equal(topics(), ":1;Python > Objects:1;");
	with.prune = true;
	ASSERT_OK(run("notes/c.md"));
	assert_string_equal(topics(), "Python > Objects:1;");
}

static void a_heading_comes_before_those_below_it(void **state)
{
	(void)state;
	write_file("notes/a.jsonl",
		   "{\"question\":\"Is it 1?\",\"answer\":\"1\",\"topic\":[\"A b\"]}\n"
		   "{\"question\":\"Is it 2?\",\"answer\":\"2\",\"topic\":[\"A\",\"z\"]}\n"
		   "{\"question\":\"Is it 3?\",\"answer\":\"3\",\"topic\":[\"A\"]}\n"
		   "{\"question\":\"Is it 4?\",\"answer\":\"4\",\"topic\":[\"A > z\"]}\n");
	ASSERT_OK(run("notes"));
	assert_string_equal(topics(), "A:1;A > z:1;A > z:1;A b:1;");
}

static void databases_are_added_up(void **state)
{
	static const char *const both[] = { "db", "other" };
	char text[1200], heading[1000];

	(void)state;
	memset(heading, 'x', sizeof heading - 1);
	heading[sizeof heading - 1] = '\0';
	snprintf(text, sizeof text, "# %s\n\n## What is a?\n\nThis.\n", heading);
	write_file("a.md", text);
	write_file("b.md", "# B\n\n## What is b?\n\nThis.\n\n## What is c?\n\nThat.\n");
	ASSERT_OK(run("a.md b.md"));
	ASSERT_OK(run_on("other", "a.md b.md"));
	snprintf(text, sizeof text, "B:4;%s:2;", heading);
	assert_string_equal(topics_of(both, 2), text);
}

/* ---- What is stored -------------------------------------------------------- */

/* Any headings come back as they were, as long as they are, and leave when they are counted out. */
static void headings_of_any_length(void **state)
{
	static const size_t lengths[] = { 1, 198, 199, 200, 201, 400, 5000 };
	char long_one[5000];
	struct pyiq_topics counted;
	struct pyiq_x_writer *writer;
	size_t n_words = 0;

	(void)state;
	for (size_t i = 0; i < sizeof long_one; i++)
		long_one[i] = (char)('a' + i % 23);
	pyiq_topics_init(&counted);
	ASSERT_OK(pyiq_x_writer_open(in_place("db"), &writer, &err));
	for (int64_t step = 1; step >= -1; step -= 2) {
		struct pyiq_table got;

		for (size_t i = 0; i < COUNT(lengths); i++) {
			const struct pyiq_str headings[] = { { long_one, lengths[i] },
							     S("x\x1Fy"),
							     { "z\0", 2 } };

			for (size_t n = 0; n <= COUNT(headings); n++)
				ASSERT_OK(pyiq_topics_count(&counted, headings, n, step, &err));
		}
		ASSERT_OK(pyiq_topics_write(&counted, writer, &err));
		ASSERT_OK(pyiq_topics_write(&counted, writer, &err)); /* nothing is written twice */
		pyiq_table_init(&got);
		ASSERT_OK(pyiq_topics_read(pyiq_x_writer_db(writer), &got, &err));
		n_words += got.n;
		for (size_t i = 0; i < COUNT(lengths) && step > 0; i++) {
			struct pyiq_buf path = PYIQ_BUF_INIT;

			pyiq_buf_append(&path, long_one, lengths[i]);
			pyiq_buf_puts(&path, "\x1Fx y\x1Fz ");
			const struct pyiq_entry *entry = pyiq_table_find(
				&got, (struct pyiq_str){ pyiq_buf_str(&path), path.len });

			assert_non_null(entry);
			assert_int_equal(entry->value.number, 1);
			pyiq_buf_release(&path);
		}
		pyiq_table_release(&got);
	}
	assert_int_equal(n_words, 3 * COUNT(lengths) + 1);
	pyiq_x_writer_close(writer);
	pyiq_topics_release(&counted);
}

/* What is longer than any path is cut, and stays one topic. */
static void a_monster_is_cut(void **state)
{
	enum { SIZE = 100000 };
	char *data = malloc(SIZE);
	const struct pyiq_str heading = { data, SIZE };
	struct pyiq_topics counted;
	struct pyiq_table got;
	struct pyiq_x_writer *writer;

	(void)state;
	assert_non_null(data);
	memset(data, 'm', SIZE);
	pyiq_topics_init(&counted);
	pyiq_table_init(&got);
	ASSERT_OK(pyiq_x_writer_open(in_place("db"), &writer, &err));
	ASSERT_OK(pyiq_topics_count(&counted, &heading, 1, 3, &err));
	ASSERT_OK(pyiq_topics_write(&counted, writer, &err));
	ASSERT_OK(pyiq_topics_read(pyiq_x_writer_db(writer), &got, &err));
	assert_int_equal(got.n, 1);
	assert_int_equal(pyiq_table_next(&got, NULL)->value.number, 3);
	assert_true(pyiq_table_next(&got, NULL)->key.len > 40000);
	pyiq_table_release(&got);
	pyiq_topics_release(&counted);
	pyiq_x_writer_close(writer);
	free(data);
}

/* ---- When it does not go well ------------------------------------------------ */

static void a_list_can_be_stopped_and_can_fail(void **state)
{
	const char *path = in_place("db");
	pyiq_status status = PYIQ_ERR_NOMEM;
	struct pyiq_db *db;

	(void)state;
	write_file("a.md", "# A\n\n## What is a?\n\nThis.\n\n# B\n\n## What is b?\n\nThat.\n");
	ASSERT_OK(run("a.md"));
	ASSERT_OK(pyiq_db_open(&path, 1, &db, &err));
	stop_at = 1;
	ASSERT_STATUS(PYIQ_STOPPED, list_topics(db));
	assert_string_equal(pyiq_buf_str(&told), "A:1;");
	stop_at = 0;
	for (long n = 0; status == PYIQ_ERR_NOMEM; n++) {
		size_t n_told = 0;

		pyiq_alloc_fail_after(n);
		status = pyiq_db_topics(db, take_info, &n_told, &err);
		pyiq_alloc_fail_after(-1);
		assert_true(n_told == 2 || status != PYIQ_OK);
	}
	ASSERT_OK(status);
	pyiq_db_close(db);
}

static void counting_survives_want(void **state)
{
	const struct pyiq_str headings[] = { S("A"), S("B") };
	pyiq_status status = PYIQ_ERR_NOMEM;
	struct pyiq_x_writer *writer;

	(void)state;
	ASSERT_OK(pyiq_x_writer_open(in_place("db"), &writer, &err));
	for (long n = 0; status == PYIQ_ERR_NOMEM; n++) {
		struct pyiq_topics counted;

		pyiq_topics_init(&counted);
		pyiq_alloc_fail_after(n);
		status = pyiq_topics_count(&counted, headings, 2, 1, &err);
		if (status == PYIQ_OK)
			status = pyiq_topics_write(&counted, writer, &err);
		pyiq_alloc_fail_after(-1);
		pyiq_topics_release(&counted);
	}
	ASSERT_OK(status);
	pyiq_x_writer_close(writer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up_told, tear_down_told)
		TEST(they_follow_the_notes),  TEST(a_heading_comes_before_those_below_it),
		TEST(databases_are_added_up), TEST(headings_of_any_length),
		TEST(a_monster_is_cut),       TEST(a_list_can_be_stopped_and_can_fail),
		TEST(counting_survives_want),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

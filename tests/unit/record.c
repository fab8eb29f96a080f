#include "check.h"

#include "store/record.h"

static struct pyiq_arena arena;
static struct pyiq_buf bytes;

static int set_up(void **state)
{
	(void)state;
	pyiq_arena_init(&arena);
	pyiq_buf_init(&bytes);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	pyiq_arena_release(&arena);
	pyiq_buf_release(&bytes);
	return 0;
}

static struct pyiq_str encoded(void)
{
	ASSERT_OK(pyiq_buf_status(&bytes, &err));
	return (struct pyiq_str){ pyiq_buf_str(&bytes), bytes.len };
}

/* ---- Units -------------------------------------------------------------- */

static struct pyiq_run question_runs[] = { { 8, 0, PYIQ_RUN_CODE }, { 10, 0, PYIQ_RUN_CODE } };
static struct pyiq_run answer_runs[] = { { 0, 2, 0 },
					 { 5, 2, PYIQ_RUN_BREAK },
					 { 7, 0, PYIQ_RUN_CODE },
					 { 12, 3, PYIQ_RUN_BREAK | PYIQ_RUN_CODE } };
static struct pyiq_str topic[] = { { "Python", 6 }, { "", 0 }, { "Operators\0?", 11 } };
static struct pyiq_str tags[] = { { "core", 4 } };

/* Something of everything. */
static const struct pyiq_record full = {
	.id = UINT64_C(0xFEDCBA9876543210),
	.alike = UINT64_MAX,
	.root = 300,
	.path = { "notes/a b\xC3\xA9.md", 14 },
	.line = 127,
	.end_line = 128,
	.lines = { 127, 0, 128 },
	.texts = { { { "What is `==`?", 12 }, question_runs, 2 },
		   { { "", 0 }, NULL, 0 },
		   { { "**is**\n\0\xFF```py", 15 }, answer_runs, 4 } },
	.topic = topic,
	.n_topic = 3,
	.tags = tags,
	.n_tags = 1,
	.level = { "basic", 5 },
	.language = { "pt", 2 },
	.form = PYIQ_FORM_PLAIN,
	.untitled = true,
	.key = { "q-17\0a", 6 },
	.has_votes = true,
	.votes = -12,
	.answered = true,
};

static void assert_list(const struct pyiq_str *got, size_t n, const struct pyiq_str *wanted,
			size_t n_wanted)
{
	assert_int_equal(n, n_wanted);
	for (size_t i = 0; i < n; i++)
		assert_true(pyiq_str_equal(got[i], wanted[i]));
}

static void assert_same_record(const struct pyiq_record *got, const struct pyiq_record *wanted)
{
	assert_true(got->id == wanted->id);
	assert_true(got->alike == wanted->alike);
	assert_true(got->root == wanted->root);
	assert_true(pyiq_str_equal(got->path, wanted->path));
	assert_int_equal(got->line, wanted->line);
	assert_int_equal(got->end_line, wanted->end_line);
	assert_int_equal(got->answered, wanted->answered);
	assert_true(pyiq_str_equal(got->level, wanted->level));
	assert_true(pyiq_str_equal(got->language, wanted->language));
	assert_int_equal(got->form, wanted->form);
	assert_int_equal(got->untitled, wanted->untitled);
	assert_true(pyiq_str_equal(got->key, wanted->key));
	assert_int_equal(got->has_votes, wanted->has_votes);
	assert_true(got->votes == wanted->votes);
	assert_list(got->topic, got->n_topic, wanted->topic, wanted->n_topic);
	assert_list(got->tags, got->n_tags, wanted->tags, wanted->n_tags);
	for (size_t i = 0; i < PYIQ_RECORD_N_FIELDS; i++) {
		const struct pyiq_text *a = &got->texts[i], *b = &wanted->texts[i];

		assert_int_equal(got->lines[i], wanted->lines[i]);
		assert_true(pyiq_str_equal(a->source, b->source));
		assert_int_equal(a->n_runs, b->n_runs);
		for (size_t j = 0; j < a->n_runs; j++) {
			assert_int_equal(a->runs[j].start, b->runs[j].start);
			assert_int_equal(a->runs[j].len, b->runs[j].len);
			assert_int_equal(a->runs[j].flags, b->runs[j].flags);
		}
	}
}

static void units_come_back(void **state)
{
	static const struct pyiq_record empty;
	struct pyiq_record got;

	(void)state;
	pyiq_record_encode(&bytes, &full);
	ASSERT_OK(pyiq_record_decode(&got, encoded(), &arena, &err));
	assert_same_record(&got, &full);

	/* Encoding appends. */
	size_t len = bytes.len;

	pyiq_record_encode(&bytes, &empty);

	struct pyiq_str second = { bytes.data + len, bytes.len - len };

	ASSERT_OK(pyiq_record_decode(&got, second, &arena, &err));
	assert_same_record(&got, &empty);
}

static void texts_point_into_the_data(void **state)
{
	(void)state;
	struct pyiq_record got;

	pyiq_record_encode(&bytes, &full);
	ASSERT_OK(pyiq_record_decode(&got, encoded(), &arena, &err));
	for (size_t i = 0; i < PYIQ_RECORD_N_FIELDS; i++) {
		assert_true(got.texts[i].source.data >= bytes.data);
		assert_true(got.texts[i].source.data + got.texts[i].source.len <=
			    bytes.data + bytes.len);
	}
}

/* What decoded at all must be safe to use: nothing outside the data. */
static void touch(const struct pyiq_record *r)
{
	uint64_t hash = pyiq_hash(PYIQ_HASH_SEED, r->path.data, r->path.len);

	hash = pyiq_hash(hash, r->level.data, r->level.len);
	hash = pyiq_hash(hash, r->language.data, r->language.len);
	hash = pyiq_hash(hash, r->key.data, r->key.len);
	assert_true(r->form <= PYIQ_FORM_PLAIN);
	for (size_t i = 0; i < r->n_topic; i++)
		hash = pyiq_hash(hash, r->topic[i].data, r->topic[i].len);
	for (size_t i = 0; i < r->n_tags; i++)
		hash = pyiq_hash(hash, r->tags[i].data, r->tags[i].len);
	for (size_t i = 0; i < PYIQ_RECORD_N_FIELDS; i++) {
		const struct pyiq_text *text = &r->texts[i];

		hash = pyiq_hash(hash, text->source.data, text->source.len);
		for (size_t j = 0; j < text->n_runs; j++)
			assert_true((size_t)text->runs[j].start + text->runs[j].len <=
				    text->source.len);
	}
	assert_true(hash != 1); /* so that nothing above is left out */
}

/* Decode bytes that may be anything. */
static pyiq_status decode_garbage(struct pyiq_str garbage)
{
	struct pyiq_str exact = exact_copy(garbage);
	struct pyiq_record got;
	pyiq_status status;

	pyiq_arena_clear(&arena);
	status = pyiq_record_decode(&got, exact, &arena, &err);
	if (status == PYIQ_OK)
		touch(&got);
	else
		ASSERT_STATUS(PYIQ_ERR_CORRUPT, status);
	free((char *)exact.data);
	return status;
}

static void what_ends_early_is_corrupt(void **state)
{
	(void)state;
	pyiq_record_encode(&bytes, &full);
	for (size_t len = 0; len < bytes.len; len++)
		assert_int_equal(decode_garbage((struct pyiq_str){ bytes.data, len }),
				 PYIQ_ERR_CORRUPT);
	pyiq_buf_putc(&bytes, '\0');
	assert_int_equal(decode_garbage(encoded()), PYIQ_ERR_CORRUPT);
}

static void no_byte_is_trusted(void **state)
{
	static const unsigned char values[] = { 0x00, 0x01, 0x7F, 0x80, 0xFF };

	(void)state;
	pyiq_record_encode(&bytes, &full);
	for (size_t i = 0; i < bytes.len; i++) {
		char was = bytes.data[i];

		for (size_t v = 0; v < sizeof values; v++) {
			bytes.data[i] = (char)values[v];
			decode_garbage(encoded());
		}
		bytes.data[i] = was;
	}
}

static void garbage_is_corrupt(void **state)
{
	(void)state;
	static char garbage[256];
	uint32_t random = 1;

	for (int round = 0; round < 20000; round++) {
		size_t len = round % sizeof garbage;

		for (size_t i = 0; i < len; i++) {
			random = random * 1664525 + 1013904223;
			/* Small numbers come farther than large ones. */
			garbage[i] = (char)(random >> 24 & (round % 2 ? 0xFF : 0x07));
		}
		decode_garbage((struct pyiq_str){ garbage, len });
	}
	memset(garbage, 0xFF, sizeof garbage);
	assert_int_equal(decode_garbage((struct pyiq_str){ garbage, sizeof garbage }),
			 PYIQ_ERR_CORRUPT);
}

/* Counts that no data of this size can hold must not ask for the memory they promise. */
static void large_counts_cost_nothing(void **state)
{
	(void)state;
	static const char text_of_an_exabyte[] = "\1\1\1\377\377\377\377\377\377\377\377\17";
	static const char exabyte_of_topics[] = "\1\1\1\0\1\1\0"
						"\1\0\0\1\0\0\1\0\0"
						"\377\377\377\377\377\377\377\377\17";

	pyiq_alloc_fail_after(0);
	assert_int_equal(decode_garbage(S(text_of_an_exabyte)), PYIQ_ERR_CORRUPT);
	assert_int_equal(decode_garbage(S(exabyte_of_topics)), PYIQ_ERR_CORRUPT);
	pyiq_alloc_fail_after(-1);
}

static void out_of_memory(void **state)
{
	(void)state;
	struct pyiq_record got;
	struct pyiq_str data;

	pyiq_record_encode(&bytes, &full);
	data = encoded();
	pyiq_alloc_fail_after(0);
	ASSERT_STATUS(PYIQ_ERR_NOMEM, pyiq_record_decode(&got, data, &arena, &err));
	pyiq_buf_release(&bytes);
	pyiq_record_encode(&bytes, &full);
	ASSERT_STATUS(PYIQ_ERR_NOMEM, pyiq_buf_status(&bytes, &err));
	pyiq_alloc_fail_after(-1);
}

/* ---- Sources ------------------------------------------------------------ */

static void sources_come_back(void **state)
{
	static const struct pyiq_source_record sources[] = {
		{ .path = { "", 0 }, .format = { "", 0 } },
		{ 1, TEXT("a/b.md"), 4096, INT64_C(1700000000123456789), UINT64_MAX, 240, 9001,
		  true, TEXT("jsonl") },
		{ UINT64_MAX, TEXT("\0\xFF"), INT64_MAX, -1, 1, UINT64_MAX, UINT64_MAX, true,
		  TEXT("") },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(sources); i++) {
		const struct pyiq_source_record *wanted = &sources[i];
		struct pyiq_source_record got;

		pyiq_buf_clear(&bytes);
		pyiq_source_record_encode(&bytes, wanted);
		ASSERT_OK(pyiq_source_record_decode(&got, encoded(), &err));
		assert_true(got.root == wanted->root);
		assert_true(pyiq_str_equal(got.path, wanted->path));
		assert_true(got.size == wanted->size);
		assert_true(got.mtime_ns == wanted->mtime_ns);
		assert_true(got.hash == wanted->hash);
		assert_true(got.n_units == wanted->n_units);
		assert_true(got.n_words == wanted->n_words);
		assert_int_equal(got.single, wanted->single);
		assert_true(pyiq_str_equal(got.format, wanted->format));

		for (size_t len = 0; len < bytes.len; len++) {
			struct pyiq_str part = exact_copy((struct pyiq_str){ bytes.data, len });

			ASSERT_STATUS(PYIQ_ERR_CORRUPT,
				      pyiq_source_record_decode(&got, part, &err));
			free((char *)part.data);
		}
		pyiq_buf_putc(&bytes, 'x');
		ASSERT_STATUS(PYIQ_ERR_CORRUPT, pyiq_source_record_decode(&got, encoded(), &err));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(units_come_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(texts_point_into_the_data, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_ends_early_is_corrupt, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_byte_is_trusted, set_up, tear_down),
		cmocka_unit_test_setup_teardown(garbage_is_corrupt, set_up, tear_down),
		cmocka_unit_test_setup_teardown(large_counts_cost_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(out_of_memory, set_up, tear_down),
		cmocka_unit_test_setup_teardown(sources_come_back, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

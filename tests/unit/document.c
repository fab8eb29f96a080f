#include "database.h"

#include "store/lexicon.h"
#include "store/schema.h"

static struct pyiq_buf seen;

static int take_term(void *ctx, struct pyiq_str term, uint32_t freq)
{
	(void)ctx;
	pyiq_buf_printf(&seen, "%s%.*s:%u", seen.len > 0 ? " " : "", (int)term.len, term.data,
			(unsigned)freq);
	return 0;
}

/* The terms of a document that begin so, with their wdf. */
static const char *terms_of(struct pyiq_x_db *db, pyiq_docid id)
{
	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_x_db_each_doc_term(db, id, take_term, NULL, &err));
	return pyiq_buf_str(&seen);
}

static const char *lexicon_of(struct pyiq_x_db *db)
{
	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_lexicon_each(db, S(""), take_term, NULL, &err));
	return pyiq_buf_str(&seen);
}

/* ---- Terms -------------------------------------------------------------- */

static void words_are_stemmed_and_wholes_are_not(void **state)
{
	static const struct {
		const char *term;
		unsigned flags;
		const char *posted;
	} cases[] = {
		{ "copies", PYIQ_TOKEN_WORD, "copi" },
		{ "copying", PYIQ_TOKEN_WORD, "copi" },
		{ "list", PYIQ_TOKEN_WORD, "list" },
		{ "copies", PYIQ_TOKEN_WORD | PYIQ_TOKEN_CODE, "copi" },
		{ "__init__", PYIQ_TOKEN_WHOLE, "__init__" },
		{ "dataclasses", 0, "dataclasses" },
		{ "==", PYIQ_TOKEN_OPERATOR, "==" },
	};
	struct pyiq_stems *stems;

	(void)state;
	ASSERT_OK(pyiq_stems_new(&stems, &err));
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pyiq_token token = { .term = pyiq_str(cases[i].term),
					    .flags = cases[i].flags };
		struct pyiq_str term;

		ASSERT_OK(pyiq_document_term(stems, &token, &term, &err));
		assert_text(term, cases[i].posted, cases[i].term);
	}
	pyiq_stems_free(stems);
	pyiq_stems_free(NULL);
}

static void stems_stay_while_others_come(void **state)
{
	struct pyiq_stems *stems;
	struct pyiq_str first;

	(void)state;
	ASSERT_OK(pyiq_stems_new(&stems, &err));
	ASSERT_OK(pyiq_stems_of(stems, S("decorators"), &first, &err));
	for (int i = 0; i < 5000; i++) {
		struct pyiq_str stem;
		char word[16];

		snprintf(word, sizeof word, "w%dings", i);
		ASSERT_OK(pyiq_stems_of(stems, pyiq_str(word), &stem, &err));
	}
	assert_text(first, "decor", "first");
	pyiq_stems_free(stems);
}

/* ---- Documents ---------------------------------------------------------- */

static void texts_become_terms(void **state)
{
	struct pyiq_str topic[] = { TEXT("Copies of things"), TEXT("Basics") };
	struct pyiq_run code[] = { { 0, 1, PYIQ_RUN_CODE }, { 11, 1, PYIQ_RUN_CODE } };
	struct pyiq_record record =
		record_of(&(struct qa){ "Deep copies?", "A copy, `__deepcopy__`" });
	const char *path = in_place("db");
	struct pyiq_document_maker *maker;
	struct pyiq_x_writer *writer;
	struct pyiq_x_doc *doc;
	pyiq_docid id;

	(void)state;
	record.id = UINT64_C(0x0123456789ABCDEF);
	record.alike = 0xFF;
	record.root = 7;
	record.path = S("a.md");
	record.topic = topic;
	record.n_topic = 2;
	record.texts[PYIQ_RECORD_PROMPT] =
		(struct pyiq_text){ TEXT("`deep_thing`"), code, COUNT(code) };
	ASSERT_OK(pyiq_document_maker_new(&maker, &err));
	ASSERT_OK(pyiq_x_writer_open(path, &writer, &err));
	ASSERT_OK(pyiq_x_doc_new(&doc, &err));
	ASSERT_OK(pyiq_x_doc_add_term(doc, S("left-over"), 1, &err)); /* cleared first */
	ASSERT_OK(pyiq_document_make(maker, &record, doc, &err));
	ASSERT_OK(pyiq_x_writer_add(writer, doc, &id, &err));

	struct pyiq_x_db *db = pyiq_x_writer_db(writer);
	char expected[512], key[17];
	uint64_t hash = pyiq_hash(PYIQ_HASH_SEED, "7:a.md", 6);

	snprintf(key, sizeof key, "%016llx", (unsigned long long)hash);
	snprintf(expected, sizeof expected,
		 "P%s:0 Q0123456789abcdef:0 XA:0 XD00000000000000ff:0 "
		 "__deepcopy__:1 a:1 basic:1 copi:%d deep:%d deep_thing:1 deepcopi:1 of:1 thing:2",
		 key, PYIQ_WDF_QUESTION + 2, PYIQ_WDF_QUESTION + 1);
	assert_string_equal(terms_of(db, id), expected);

	/* Value and data. */
	struct pyiq_buf value = PYIQ_BUF_INIT;
	struct pyiq_arena arena;
	struct pyiq_record got;

	ASSERT_OK(pyiq_x_db_doc_value(db, id, PYIQ_SLOT_ALIKE, &value, &err));
	assert_int_equal(value.len, 8);
	assert_memory_equal(value.data, "\xFF\0\0\0\0\0\0\0", 8);
	ASSERT_OK(pyiq_x_db_doc_data(db, id, &value, &err));
	pyiq_arena_init(&arena);
	ASSERT_OK(
		pyiq_record_decode(&got, (struct pyiq_str){ value.data, value.len }, &arena, &err));
	assert_true(got.id == record.id);
	assert_text(got.texts[PYIQ_RECORD_QUESTION].source, "Deep copies?", "question");
	assert_int_equal(got.n_topic, 2);
	pyiq_arena_release(&arena);
	pyiq_buf_release(&value);
	pyiq_x_doc_free(doc);
	pyiq_x_writer_close(writer);
	pyiq_document_maker_free(maker);
}

/* Hostile texts have terms that Xapian takes. */
static void any_text_can_be_stored(void **state)
{
	static char word[5000];
	static const char *const texts[] = { "",
					     " ",
					     "\xFF\xFE",
					     "a\x01"
					     "b",
					     word,
					     "日本語",
					     "???" };
	struct qa units[COUNT(texts)];

	(void)state;
	memset(word, 'x', sizeof word - 1);
	for (size_t i = 0; i < COUNT(texts); i++)
		units[i] = (struct qa){ texts[i], texts[i] };
	pyiq_x_db_close(make_database(units, COUNT(units)));
}

/* ---- The lexicon -------------------------------------------------------- */

static void counts_go_up_and_down(void **state)
{
	static const struct qa units[] = {
		{ "Deep copies", "of __slots__" },
		{ "Deep things", NULL },
		{ "is == in C", NULL }, /* too short, or operators */
	};
	const char *path = in_place("db");
	struct pyiq_document_maker *maker;
	struct pyiq_x_writer *writer;
	struct pyiq_x_doc *doc;
	struct pyiq_record records[COUNT(units)];

	(void)state;
	ASSERT_OK(pyiq_document_maker_new(&maker, &err));
	ASSERT_OK(pyiq_x_writer_open(path, &writer, &err));
	ASSERT_OK(pyiq_x_doc_new(&doc, &err));

	struct pyiq_x_db *db = pyiq_x_writer_db(writer);

	for (size_t i = 0; i < COUNT(units); i++) {
		records[i] = record_of(&units[i]);
		ASSERT_OK(pyiq_document_make(maker, &records[i], doc, &err));
	}
	ASSERT_OK(pyiq_document_write_lexicon(maker, writer, &err));
	assert_string_equal(lexicon_of(db), "__slots__:1 copies:1 deep:2 slots:1 things:1");

	/* The counts began anew: nothing is written twice. */
	ASSERT_OK(pyiq_document_write_lexicon(maker, writer, &err));
	assert_string_equal(lexicon_of(db), "__slots__:1 copies:1 deep:2 slots:1 things:1");

	/* In and out again is nothing at all. */
	ASSERT_OK(pyiq_document_make(maker, &records[0], doc, &err));
	ASSERT_OK(pyiq_document_forget(maker, &records[0], &err));
	ASSERT_OK(pyiq_document_write_lexicon(maker, writer, &err));
	assert_string_equal(lexicon_of(db), "__slots__:1 copies:1 deep:2 slots:1 things:1");

	ASSERT_OK(pyiq_document_forget(maker, &records[0], &err));
	ASSERT_OK(pyiq_document_write_lexicon(maker, writer, &err));
	assert_string_equal(lexicon_of(db), "deep:1 things:1");
	ASSERT_OK(pyiq_document_forget(maker, &records[1], &err));
	ASSERT_OK(pyiq_document_write_lexicon(maker, writer, &err));
	assert_string_equal(lexicon_of(db), "");

	pyiq_x_doc_free(doc);
	pyiq_x_writer_close(writer);
	pyiq_document_maker_free(maker);
	pyiq_document_maker_free(NULL);
}

/* What goes in comes out, whatever a text repeats. */
static void repetitions_leave_nothing_behind(void **state)
{
	struct pyiq_record record = record_of(
		&(struct qa){ "Lists, lists and lists", "A list of `list` and List; LIST!" });
	const char *path = in_place("db");
	struct pyiq_document_maker *maker;
	struct pyiq_x_writer *writer;
	struct pyiq_x_doc *doc;

	(void)state;
	ASSERT_OK(pyiq_document_maker_new(&maker, &err));
	ASSERT_OK(pyiq_x_writer_open(path, &writer, &err));
	ASSERT_OK(pyiq_x_doc_new(&doc, &err));
	ASSERT_OK(pyiq_document_make(maker, &record, doc, &err));
	ASSERT_OK(pyiq_document_write_lexicon(maker, writer, &err));
	assert_true(strlen(lexicon_of(pyiq_x_writer_db(writer))) > 0);
	ASSERT_OK(pyiq_document_forget(maker, &record, &err));
	ASSERT_OK(pyiq_document_write_lexicon(maker, writer, &err));
	assert_string_equal(lexicon_of(pyiq_x_writer_db(writer)), "");
	pyiq_x_doc_free(doc);
	pyiq_x_writer_close(writer);
	pyiq_document_maker_free(maker);
}

static void out_of_memory(void **state)
{
	struct pyiq_record record = record_of(&(struct qa){ "Deep copies", "of __slots__" });
	struct pyiq_document_maker *maker;
	struct pyiq_x_doc *doc;

	(void)state;
	ASSERT_OK(pyiq_x_doc_new(&doc, &err));
	for (long n = 0;; n++) {
		pyiq_status status;

		pyiq_alloc_fail_after(n);
		status = pyiq_document_maker_new(&maker, &err);
		if (status == PYIQ_OK)
			status = pyiq_document_make(maker, &record, doc, &err);
		if (status == PYIQ_OK)
			status = pyiq_document_forget(maker, &record, &err);
		pyiq_alloc_fail_after(-1);
		pyiq_document_maker_free(maker);
		if (status == PYIQ_OK)
			break;
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
	pyiq_x_doc_free(doc);
}

static int release(void **state)
{
	(void)state;
	pyiq_buf_release(&seen);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_place, remove_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_stemmed_and_wholes_are_not),
		cmocka_unit_test(stems_stay_while_others_come),
		TEST(texts_become_terms),
		TEST(any_text_can_be_stored),
		TEST(counts_go_up_and_down),
		TEST(repetitions_leave_nothing_behind),
		cmocka_unit_test(out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}

#include "database.h"

#include "store/lexicon.h"
#include "store/schema.h"
#include "text/language.h"
#include "text/sketch.h"

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

static const char *list_of(struct pyiq_x_db *db, const char *list)
{
	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_lexicon_each(db, list, S(""), take_term, NULL, &err));
	return pyiq_buf_str(&seen);
}

static const char *lexicon_of(struct pyiq_x_db *db)
{
	return list_of(db, PYIQ_META_WORDS);
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

static struct pyiq_str stem_of(struct pyiq_stems *stems, const char *language, const char *word)
{
	struct pyiq_str stem;

	ASSERT_OK(pyiq_stems_use(stems, pyiq_str(language), &err));
	ASSERT_OK(pyiq_stems_of(stems, pyiq_str(word), &stem, &err));
	return stem;
}

static void stems_are_those_of_the_language(void **state)
{
	static const struct {
		const char *language, *word, *stem;
	} cases[] = {
		{ "en", "decorators", "decor" },
		{ "pt", "decorators", "decorators" },
		{ "pt", "decoradores", "decor" },
		{ "de", "schlüssel", "schlussel" },
		{ "", "decorators", "decor" },
		{ "zh", "decorators", "decor" },
		{ "a language of no such code", "decorators", "decor" },
	};
	struct pyiq_str first[COUNT(cases)], broken = { "e\0", 2 };
	struct pyiq_stems *stems;
	const char *in_use;

	(void)state;
	ASSERT_OK(pyiq_stems_new(&stems, &err));
	assert_string_equal(pyiq_stems_in_use(stems), "english");
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < COUNT(cases); i++) {
			struct pyiq_str stem = stem_of(stems, cases[i].language, cases[i].word);

			assert_text(stem, cases[i].stem, cases[i].language);
			if (round == 0)
				first[i] = stem;
			/* The same bytes, that is: what was handed out stays. */
			assert_ptr_equal(stem.data, first[i].data);
		}
	}
	ASSERT_OK(pyiq_stems_use(stems, broken, &err));
	in_use = pyiq_stems_in_use(stems);
	ASSERT_OK(pyiq_stems_use(stems, S("pt"), &err));
	assert_string_equal(pyiq_stems_in_use(stems), "portuguese");
	ASSERT_OK(pyiq_stems_use(stems, S("en"), &err));
	assert_ptr_equal(pyiq_stems_in_use(stems), in_use);
	pyiq_stems_free(stems);
}

/* Every language that has a stemmer has one that Xapian knows. */
static void every_language_can_be_used(void **state)
{
	struct pyiq_stems *stems;
	size_t n = 0;

	(void)state;
	ASSERT_OK(pyiq_stems_new(&stems, &err));
	for (char a = 'a'; a <= 'z'; a++) {
		for (char b = 'a'; b <= 'z'; b++) {
			char code[] = { a, b, '\0' };

			assert_true(stem_of(stems, code, "x").len > 0);
			n += pyiq_language_stemmer(code) != NULL;
		}
	}
	assert_true(n > 10);
	pyiq_stems_free(stems);
}

static void a_language_that_fails_changes_nothing(void **state)
{
	pyiq_status status = PYIQ_ERR_NOMEM;
	struct pyiq_stems *stems;
	struct pyiq_str stem;

	(void)state;
	ASSERT_OK(pyiq_stems_new(&stems, &err));
	for (long n = 0; status == PYIQ_ERR_NOMEM; n++) {
		pyiq_alloc_fail_after(n);
		status = pyiq_stems_use(stems, S("pt"), &err);
		pyiq_alloc_fail_after(-1);
		ASSERT_OK(pyiq_stems_of(stems, S("decorators"), &stem, &err));
		assert_text(stem, status == PYIQ_OK ? "decorators" : "decor", "stem");
	}
	ASSERT_OK(status);
	pyiq_stems_free(stems);
}

/* ---- Keys --------------------------------------------------------------- */

static void keys_are_folded_and_short(void **state)
{
	static const struct {
		struct pyiq_str text;
		const char *key;
	} cases[] = {
		{ TEXT("en"), "XGen" },    { TEXT("Data Structures"), "XGdata structures" },
		{ TEXT("ÉTÉ"), "XGété" },  { TEXT(" \tstdlib\n"), "XGstdlib" },
		{ TEXT("a\0b"), "XGa b" }, { TEXT("\xFF"), "XG\xEF\xBF\xBD" },
		{ TEXT(""), "XG" },        { { NULL, 0 }, "XG" },
	};
	static char text[3 * PYIQ_TERM_MAX];
	struct pyiq_buf key = PYIQ_BUF_INIT, other = PYIQ_BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		ASSERT_OK(pyiq_document_key("XG", cases[i].text, &key, &err));
		assert_text((struct pyiq_str){ key.data, key.len }, cases[i].key, cases[i].key);
	}

	/* The longest, and one that is shortened: on a character, and not to what another has. */
	memset(text, 'x', PYIQ_TERM_MAX);
	ASSERT_OK(pyiq_document_key("XG", pyiq_str(text), &key, &err));
	assert_int_equal(key.len, 2 + PYIQ_TERM_MAX);
	assert_memory_equal(key.data + 2, text, PYIQ_TERM_MAX);
	for (size_t i = 0; i < PYIQ_TERM_MAX; i++)
		memcpy(text + 1 + 2 * i, "é", 2);
	ASSERT_OK(pyiq_document_key("XG", pyiq_str(text), &key, &err));
	memcpy(text + 2 * PYIQ_TERM_MAX - 1, "è", 2);
	ASSERT_OK(pyiq_document_key("XG", pyiq_str(text), &other, &err));
	assert_int_equal(key.len, other.len);
	assert_int_equal(key.len, 2 + PYIQ_TERM_MAX - 1);
	assert_memory_equal(key.data, other.data, key.len - 16);
	assert_memory_equal(key.data + key.len - 18, "é", 2);
	assert_memory_not_equal(key.data, other.data, key.len);

	for (long n = 0;; n++) {
		pyiq_status status;

		pyiq_buf_release(&key);
		pyiq_alloc_fail_after(n);
		status = pyiq_document_key("XG", pyiq_str(text), &key, &err);
		pyiq_alloc_fail_after(-1);
		if (status == PYIQ_OK)
			break;
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
	pyiq_buf_release(&key);
	pyiq_buf_release(&other);
}

/* ---- Documents ---------------------------------------------------------- */

static void texts_become_terms(void **state)
{
	struct pyiq_str topic[] = { TEXT("Copies of things"), TEXT("Basics") };
	struct pyiq_str tags[] = { TEXT("StdLib"), TEXT(""), TEXT("data model"), TEXT("stdlib") };
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
	record.tags = tags;
	record.n_tags = COUNT(tags);
	record.level = S("basic");
	record.language = S("en");
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
		 "XGdata model:0 XGstdlib:0 XLbasic:0 XNen:0 "
		 "__deepcopy__:1 a:1 basic:1 copi:%d deep:%d deep_thing:1 deepcopi:1 of:1 thing:2",
		 key, PYIQ_WDF_QUESTION + 2, PYIQ_WDF_QUESTION + 1);
	assert_string_equal(terms_of(db, id), expected);

	/* Values and data. */
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
	assert_text(got.language, "en", "language");
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

static uint64_t sketch_of(struct pyiq_document_maker *maker, const char *question,
			  const char *answer, bool untitled)
{
	struct pyiq_record record = record_of(&(struct qa){ question, answer });
	struct pyiq_buf value = PYIQ_BUF_INIT;
	struct pyiq_x_writer *writer;
	struct pyiq_x_doc *doc;
	uint64_t sketch = 0;
	pyiq_docid id;

	record.untitled = untitled;
	ASSERT_OK(pyiq_x_writer_begin(in_place("db"), &writer, &err));
	ASSERT_OK(pyiq_x_doc_new(&doc, &err));
	ASSERT_OK(pyiq_document_make(maker, &record, doc, &err));
	ASSERT_OK(pyiq_x_writer_add(writer, doc, &id, &err));
	ASSERT_OK(
		pyiq_x_db_doc_value(pyiq_x_writer_db(writer), id, PYIQ_SLOT_SKETCH, &value, &err));
	assert_int_equal(value.len, 8);
	for (size_t i = 0; i < 8; i++)
		sketch |= (uint64_t)(unsigned char)value.data[i] << (8 * i);
	pyiq_buf_release(&value);
	pyiq_x_doc_free(doc);
	pyiq_x_writer_close(writer);
	return sketch;
}

/* Question and answer in order, each word once: of what is written together only the whole. */
static void the_sketch_is_of_the_words_in_order(void **state)
{
	static const char question[] = "When does naïve copying of a list surprise?";
	static const char answer[] = "With lists in lists: `copy.copy` makes one of the outer list "
				     "alone, and the multi-threaded inner lists are shared.";
	static const char *const words[] = { "when",  "does",  "naïve",     "copying",  "of",
					     "a",     "list",  "surprise",  "with",     "lists",
					     "in",    "lists", "copy.copy", "makes",    "one",
					     "of",    "the",   "outer",     "list",     "alone",
					     "and",   "the",   "multi",     "threaded", "inner",
					     "lists", "are",   "shared" };
	struct pyiq_sketch sketch = { 0 };
	struct pyiq_document_maker *maker;

	(void)state;
	ASSERT_OK(pyiq_document_maker_new(&maker, &err));
	for (size_t i = 0; i < COUNT(words); i++)
		pyiq_sketch_add(&sketch, pyiq_str(words[i]));
	assert_true(pyiq_sketch_bits(&sketch) != 0);
	assert_true(sketch_of(maker, question, answer, false) == pyiq_sketch_bits(&sketch));
	assert_true(sketch_of(maker, answer, question, false) != pyiq_sketch_bits(&sketch));
	assert_true(sketch_of(maker, "Too short?", "It is.", false) == 0);

	/* What an untitled unit is called stands in its answer, too. */
	assert_true(sketch_of(maker, "With lists in lists", answer, true) ==
		    sketch_of(maker, "", answer, false));
	pyiq_document_maker_free(maker);
}

/* Of one maker, in turn: a word keeps no stem of another language. */
static void words_are_stemmed_in_the_language_of_the_unit(void **state)
{
	static const struct {
		const char *language, *terms;
	} cases[] = {
		{ "en", "configuraco:3 configuraçõ:3 decor:3" },
		{ "pt", "configur:3 configuraco:3 decorators:3" },
		{ "en", "configuraco:3 configuraçõ:3 decor:3" },
		{ "", "configuraco:3 configuraçõ:3 decor:3" },
	};
	struct pyiq_record record = record_of(&(struct qa){ "Configurações decorators", NULL });
	const char *path = in_place("db");
	struct pyiq_document_maker *maker;
	struct pyiq_x_writer *writer;
	struct pyiq_x_doc *doc;
	pyiq_docid id;

	(void)state;
	ASSERT_OK(pyiq_document_maker_new(&maker, &err));
	ASSERT_OK(pyiq_x_writer_open(path, &writer, &err));
	ASSERT_OK(pyiq_x_doc_new(&doc, &err));
	for (size_t i = 0; i < 2 * COUNT(cases); i++) {
		const char *terms, *wanted = cases[i % COUNT(cases)].terms;

		record.language = pyiq_str(cases[i % COUNT(cases)].language);
		ASSERT_OK(pyiq_document_make(maker, &record, doc, &err));
		ASSERT_OK(pyiq_x_writer_add(writer, doc, &id, &err));
		terms = terms_of(pyiq_x_writer_db(writer), id);
		assert_string_equal(strstr(terms, "conf"), wanted);
		if (i == COUNT(cases)) /* what was known is forgotten with the words */
			ASSERT_OK(pyiq_document_write_lexicon(maker, writer, &err));
	}

	/* The lexicon is of words as written: the language is nothing to it. */
	ASSERT_OK(pyiq_document_write_lexicon(maker, writer, &err));
	assert_string_equal(lexicon_of(pyiq_x_writer_db(writer)),
			    "configuracoes:8 configurações:8 decorators:8");
	pyiq_x_doc_free(doc);
	pyiq_x_writer_close(writer);
	pyiq_document_maker_free(maker);
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

static void acronyms_go_in_and_out(void **state)
{
	static const struct qa units[] = {
		{ "What is the Global Interpreter Lock (GIL)?",
		  "The global interpreter lock (GIL) is one." },
		{ "Why a Global Interpreter Lock (GIL)?", NULL },
	};
	static const char *const wanted[] = {
		"<global interpret lock\tgil:2 >gil\tglobal interpreter lock:2",
		"<global interpret lock\tgil:1 >gil\tglobal interpreter lock:1",
		"",
	};
	const char *path = in_place("db");
	struct pyiq_document_maker *maker;
	struct pyiq_x_writer *writer;
	struct pyiq_x_doc *doc;

	(void)state;
	ASSERT_OK(pyiq_document_maker_new(&maker, &err));
	ASSERT_OK(pyiq_x_writer_open(path, &writer, &err));
	ASSERT_OK(pyiq_x_doc_new(&doc, &err));
	for (size_t i = 0; i < COUNT(units); i++) {
		struct pyiq_record record = record_of(&units[i]);

		record.language = S("pt"); /* the list is by English stems all the same */
		ASSERT_OK(pyiq_document_make(maker, &record, doc, &err));
	}
	for (size_t i = 0; i < COUNT(wanted); i++) {
		ASSERT_OK(pyiq_document_write_lexicon(maker, writer, &err));
		assert_string_equal(list_of(pyiq_x_writer_db(writer), PYIQ_META_ACRONYMS),
				    wanted[i]);
		if (i < COUNT(units)) {
			struct pyiq_record record = record_of(&units[i]);

			ASSERT_OK(pyiq_document_forget(maker, &record, &err));
		}
	}
	assert_string_equal(lexicon_of(pyiq_x_writer_db(writer)), "");
	pyiq_x_doc_free(doc);
	pyiq_x_writer_close(writer);
	pyiq_document_maker_free(maker);
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
	struct pyiq_record record =
		record_of(&(struct qa){ "Deep copies", "Method Resolution Order (MRO)" });
	struct pyiq_str tag = S("core");
	struct pyiq_document_maker *maker;
	struct pyiq_x_doc *doc;

	(void)state;
	record.language = S("pt");
	record.tags = &tag;
	record.n_tags = 1;
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
		cmocka_unit_test(stems_are_those_of_the_language),
		cmocka_unit_test(every_language_can_be_used),
		cmocka_unit_test(a_language_that_fails_changes_nothing),
		cmocka_unit_test(keys_are_folded_and_short),
		TEST(texts_become_terms),
		TEST(any_text_can_be_stored),
		TEST(the_sketch_is_of_the_words_in_order),
		TEST(words_are_stemmed_in_the_language_of_the_unit),
		TEST(counts_go_up_and_down),
		TEST(acronyms_go_in_and_out),
		TEST(repetitions_leave_nothing_behind),
		cmocka_unit_test(out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}

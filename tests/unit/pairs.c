#include "place.h"

#include "store/lexicon.h"
#include "store/pairs.h"
#include "store/schema.h"

static struct pyiq_x_writer *writer;
static struct pyiq_stems *stems;
static struct pyiq_pairs pairs;
static struct pyiq_buf seen;

static int set_up(void **state)
{
	if (make_place(state) != 0)
		return -1;
	pyiq_buf_init(&seen);
	pyiq_pairs_init(&pairs);
	ASSERT_OK(pyiq_stems_new(&stems, &err));
	ASSERT_OK(pyiq_x_writer_open(in_place("db"), &writer, &err));
	return 0;
}

static int tear_down(void **state)
{
	pyiq_buf_release(&seen);
	pyiq_pairs_release(&pairs);
	pyiq_stems_free(stems);
	pyiq_x_writer_close(writer);
	return remove_place(state);
}

static int take_word(void *ctx, struct pyiq_str word, uint32_t count)
{
	(void)ctx;
	pyiq_buf_printf(&seen, "%.*s:%u;", (int)word.len, word.data, (unsigned)count);
	return 0;
}

/* Write what was counted; what the list has then, `;` behind each word. */
static const char *written(void)
{
	ASSERT_OK(pyiq_pairs_write(&pairs, writer, &err));
	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_lexicon_each(pyiq_x_writer_db(writer), PYIQ_META_ACRONYMS, S(""), take_word,
				    NULL, &err));
	return pyiq_buf_str(&seen);
}

/* Count a unit of two texts; the second may be "". */
static void count(const char *first, const char *second, int64_t step)
{
	const struct pyiq_text texts[] = { { .source = pyiq_str(first) },
					   { .source = pyiq_str(second) } };

	ASSERT_OK(pyiq_pairs_count(&pairs, texts, COUNT(texts), step, stems, &err));
}

/* ---- Counts --------------------------------------------------------------- */

static void a_pair_counts_once_a_unit(void **state)
{
	(void)state;
	count("Method resolution orders (MRO), a method resolution order (MRO).",
	      "The Method Resolution Order (MRO).", 1);
	assert_string_equal(written(), "<method resolut order\tmro:1;"
				       ">mro\tmethod resolution order:1;"
				       ">mro\tmethod resolution orders:1;");
	count("No acronym here (at all).", "Method resolution order (MRO).", 1);
	count("", "", 1);
	assert_string_equal(written(), "<method resolut order\tmro:2;"
				       ">mro\tmethod resolution order:2;"
				       ">mro\tmethod resolution orders:1;");
	assert_string_equal(written(), pyiq_buf_str(&seen)); /* nothing is written twice */
	count("Method resolution order (MRO).", "", -1);
	count("Method resolution orders (MRO), a method resolution order (MRO).",
	      "The Method Resolution Order (MRO).", -1);
	assert_string_equal(written(), "");
}

static void stems_are_english_whatever_they_were(void **state)
{
	(void)state;
	ASSERT_OK(pyiq_stems_use(stems, S("pt"), &err));
	count("An Object-Relational Mapper (ORM).", "", 1);
	assert_string_equal(pyiq_stems_in_use(stems), "english");
	assert_string_equal(written(), "<object relat mapper\torm:1;"
				       ">orm\tobject relational mapper:1;");
}

/* Two keys of the list need room for both sides, and for its name. */
static void what_is_too_long_is_left_out(void **state)
{
	enum { LETTERS = 110 };
	char text[600] = "", a[LETTERS + 1] = "", b[LETTERS + 1] = "";

	(void)state;
	memset(a, 'a', LETTERS);
	memset(b, 'b', LETTERS);
	snprintf(text, sizeof text, "%s %s (AB)", a, b);
	count(text, "Application programming interface (API)", 1);
	assert_string_equal(written(), "<applic program interfac\tapi:1;"
				       ">api\tapplication programming interface:1;");
	count(text, "Application programming interface (API)", -1);
	assert_string_equal(written(), "");
}

/* ---- Memory --------------------------------------------------------------- */

static void out_of_memory(void **state)
{
	static const struct pyiq_text text = {
		.source = TEXT("Garbage Collector (GC), Method Resolution Order (MRO)")
	};
	pyiq_status status = PYIQ_ERR_NOMEM;

	(void)state;
	for (long n = 0; status == PYIQ_ERR_NOMEM; n++) {
		struct pyiq_stems *own_stems = NULL;
		struct pyiq_pairs own;

		pyiq_pairs_init(&own);
		pyiq_alloc_fail_after(n);
		status = pyiq_stems_new(&own_stems, &err);
		if (status == PYIQ_OK)
			status = pyiq_pairs_count(&own, &text, 1, 1, own_stems, &err);
		if (status == PYIQ_OK)
			status = pyiq_pairs_write(&own, writer, &err);
		pyiq_alloc_fail_after(-1);
		pyiq_pairs_release(&own);
		pyiq_stems_free(own_stems);
		assert_true(n < 1000);
	}
	ASSERT_OK(status);
	assert_string_equal(written(), "<garbag collector\tgc:1;<method resolut order\tmro:1;"
				       ">gc\tgarbage collector:1;>mro\tmethod resolution order:1;");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
		TEST(a_pair_counts_once_a_unit),
		TEST(stems_are_english_whatever_they_were),
		TEST(what_is_too_long_is_left_out),
		TEST(out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "database.h"

#include "query/spelling.h"
#include "store/lexicon.h"
#include "store/schema.h"

static struct pyiq_x_writer *writer;
static struct pyiq_x_db *db;
static struct pyiq_buf seen;

static int open_place(void **state)
{
	if (make_place(state) != 0)
		return -1;
	ASSERT_OK(pyiq_x_writer_open(in_place("db"), &writer, &err));
	db = pyiq_x_writer_db(writer);
	return 0;
}

static int close_place(void **state)
{
	pyiq_x_writer_close(writer);
	return remove_place(state);
}

static void change(const char *word, int64_t by)
{
	struct pyiq_lexicon_change one = { pyiq_str(word), by };

	ASSERT_OK(pyiq_lexicon_change(writer, &one, 1, &err));
}

static int take_word(void *ctx, struct pyiq_str word, uint32_t count)
{
	(void)ctx;
	pyiq_buf_printf(&seen, "%s%.*s:%u", seen.len > 0 ? " " : "", (int)word.len, word.data,
			(unsigned)count);
	return 0;
}

static const char *words(const char *prefix)
{
	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_lexicon_each(db, pyiq_str(prefix), take_word, NULL, &err));
	return pyiq_buf_str(&seen);
}

static int count_block(void *ctx, struct pyiq_str key, uint32_t freq)
{
	(void)key;
	(void)freq;
	++*(size_t *)ctx;
	return 0;
}

static size_t n_blocks(void)
{
	size_t n = 0;

	ASSERT_OK(pyiq_x_db_each_metadata(db, pyiq_str(PYIQ_META_WORDS), count_block, &n, &err));
	return n;
}

/* ---- Counts -------------------------------------------------------------- */

static void counts_are_sums(void **state)
{
	struct pyiq_lexicon_change several[] = {
		{ S("yield"), 2 },
		{ S("generator"), 3 },
		{ S("general"), 1 },
		{ S("größe"), 1 },
	};

	(void)state;
	assert_string_equal(words(""), "");
	ASSERT_OK(pyiq_lexicon_change(writer, several, COUNT(several), &err));
	change("generator", 2);
	change("generic", 1);
	assert_string_equal(words(""), "general:1 generator:5 generic:1 größe:1 yield:2");
	assert_string_equal(words("gen"), "general:1 generator:5 generic:1");
	assert_string_equal(words("generator"), "generator:5");
	assert_string_equal(words("generators"), "");
	assert_string_equal(words("z"), "");

	/* What is used no more leaves, and nothing is used less than never. */
	change("generator", -4);
	change("general", -1);
	change("yield", -9);
	change("nowhere", -1);
	assert_string_equal(words(""), "generator:1 generic:1 größe:1");
	change("generator", -1);
	change("generic", -1);
	change("größe", -1);
	assert_string_equal(words(""), "");
	assert_int_equal(n_blocks(), 0);
	ASSERT_OK(pyiq_lexicon_change(writer, NULL, 0, &err));

	change("often", INT64_C(5000000000));
	assert_string_equal(words(""), "often:4294967295");
}

static int stop_at_word(void *ctx, struct pyiq_str word, uint32_t count)
{
	take_word(ctx, word, count);
	return 1;
}

static void a_listing_can_be_stopped(void **state)
{
	(void)state;
	change("one", 1);
	change("two", 1);
	pyiq_buf_clear(&seen);
	ASSERT_STATUS(PYIQ_STOPPED, pyiq_lexicon_each(db, S(""), stop_at_word, NULL, &err));
	assert_string_equal(pyiq_buf_str(&seen), "one:1");
}

/* ---- Blocks -------------------------------------------------------------- */

enum { MANY = 20000 };

static char names[MANY][16];
static int64_t wanted[MANY];

static int check_word(void *ctx, struct pyiq_str word, uint32_t count)
{
	size_t *next = ctx;

	while (*next < MANY && wanted[*next] == 0)
		++*next;
	assert_true(*next < MANY);
	assert_text(word, names[*next], "the next word");
	assert_int_equal(count, wanted[*next]);
	++*next;
	return 0;
}

/* Compare the whole lexicon with what is wanted; names are in order. */
static void check_all(void)
{
	size_t next = 0;

	ASSERT_OK(pyiq_lexicon_each(db, S(""), check_word, &next, &err));
	while (next < MANY && wanted[next] == 0)
		next++;
	assert_int_equal(next, MANY);
}

static void many_words_are_many_blocks(void **state)
{
	static struct pyiq_lexicon_change changes[MANY];
	uint32_t random = 1;
	size_t most;

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		snprintf(names[i], sizeof names[i], "w%06zu%s", i * 7, i % 3 == 0 ? "é" : "");
		wanted[i] = 0;
	}
	for (int round = 0; round < 12; round++) {
		size_t n = 0;

		for (size_t i = 0; i < MANY; i++) {
			random = random * 1664525 + 1013904223;
			/* Few in most rounds, many in some; in the end all of them leave. */
			if ((random >> 16) % (round % 4 == 0 ? 3 : 500) != 0 && round < 11)
				continue;

			int64_t by = round == 11 ? -wanted[i] : (int64_t)(random >> 24) - 100;

			changes[n++] = (struct pyiq_lexicon_change){ pyiq_str(names[i]), by };
			wanted[i] = wanted[i] + by > 0 ? wanted[i] + by : 0;
		}
		for (size_t i = 0; i + 1 < n; i += 2) { /* in no order */
			struct pyiq_lexicon_change first = changes[i];

			changes[i] = changes[n - 1 - i / 2];
			changes[n - 1 - i / 2] = first;
		}
		ASSERT_OK(pyiq_lexicon_change(writer, changes, n, &err));
		check_all();
		if (round == 8) {
			most = n_blocks();
			assert_in_range(most, 8, 60);
		}
	}
	assert_int_equal(n_blocks(), 0);
}

static void damage_is_noticed(void **state)
{
	static const struct pyiq_str damaged[] = {
		TEXT("\0"),
		TEXT("\x05\x01"),
		TEXT("\0\x7F"
		     "abc\x01"),
		TEXT("\x01\x01"
		     "a\x01"),
		TEXT("\0\x01"
		     "a"),
		TEXT("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01\x01"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(damaged); i++) {
		struct pyiq_lexicon_change one = { S("word"), 1 };

		ASSERT_OK(pyiq_x_writer_set_metadata(writer, S(PYIQ_META_WORDS "\xFF"), damaged[i],
						     &err));
		ASSERT_STATUS(PYIQ_ERR_CORRUPT,
			      pyiq_lexicon_each(db, S(""), take_word, NULL, &err));
		ASSERT_STATUS(PYIQ_ERR_CORRUPT, pyiq_lexicon_change(writer, &one, 1, &err));
	}
}

static void out_of_memory(void **state)
{
	pyiq_status status = PYIQ_ERR_NOMEM;

	(void)state;
	change("before", 1);
	for (long n = 0; status == PYIQ_ERR_NOMEM; n++) {
		struct pyiq_lexicon_change two[] = { { S("word"), 1 }, { S("another"), 1 } };

		pyiq_alloc_fail_after(n);
		status = pyiq_lexicon_change(writer, two, COUNT(two), &err);
		pyiq_alloc_fail_after(-1);
		assert_true(n < 1000);
	}
	ASSERT_OK(status);
	assert_string_equal(words(""), "another:1 before:1 word:1");
}

/* ---- Suggestions ----------------------------------------------------------- */

static void assert_suggests(const char *word, unsigned edits, const char *suggestion)
{
	struct pyiq_buf got = PYIQ_BUF_INIT;

	pyiq_buf_puts(&got, "before");
	ASSERT_OK(pyiq_suggest(db, pyiq_str(word), edits, &got, &err));
	assert_string_equal(pyiq_buf_str(&got), suggestion);
	pyiq_buf_release(&got);
}

static void the_nearest_word_is_suggested(void **state)
{
	char endless[4000];

	(void)state;
	change("generator", 5);
	change("general", 1);
	change("metaclass", 4);
	change("zip", 1);
	change("größe", 1);
	assert_suggests("generaotr", 1, "generator"); /* exchanged */
	assert_suggests("gneerator", 1, "generator");
	assert_suggests("metaclas", 1, "metaclass");
	assert_suggests("metacclass", 1, "metaclass");
	assert_suggests("netaclass", 1, "metaclass");
	assert_suggests("metacls", 1, "");
	assert_suggests("metacls", 2, "metaclass");
	assert_suggests("metaclas", 0, "");
	assert_suggests("zpi", 1, "zip");
	assert_suggests("große", 1, "größe"); /* one character, of two bytes */
	assert_suggests("", 2, "");
	memset(endless, 'm', sizeof endless - 1);
	endless[sizeof endless - 1] = '\0';
	assert_suggests(endless, 2, "");

	/* The nearest, then the most frequent, then the first. */
	change("genera", 9);
	assert_suggests("generall", 2, "general");
	change("generals", 3);
	assert_suggests("generaly", 2, "generals");
	change("generals", -2);
	assert_suggests("generaly", 2, "general");

	/* For a word that is there itself, only a more frequent one. */
	assert_suggests("generator", 2, "");
	change("generators", 6);
	assert_suggests("generator", 2, "generators");
}

static void databases_are_one_lexicon(void **state)
{
	const char *paths[] = { in_place("db"), in_place("two") };
	struct pyiq_x_writer *one = writer;

	(void)state;
	change("apple", 1);
	change("apply", 2);
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	ASSERT_OK(pyiq_x_writer_open(paths[1], &writer, &err));
	change("apple", 2);
	change("banana", 1);
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	pyiq_x_writer_close(writer);
	writer = one;

	ASSERT_OK(pyiq_x_db_open(paths, 2, &db, &err));
	assert_string_equal(words("a"), "apple:1 apply:2 apple:2");
	assert_suggests("appl", 1, "apple");
	assert_suggests("bananna", 1, "banana");
	pyiq_x_db_close(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_place, close_place)
		TEST(counts_are_sums),
		TEST(a_listing_can_be_stopped),
		TEST(many_words_are_many_blocks),
		TEST(damage_is_noticed),
		TEST(out_of_memory),
		TEST(the_nearest_word_is_suggested),
		TEST(databases_are_one_lexicon),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	pyiq_buf_release(&seen);
	return failed;
}

#include "database.h"

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

	ASSERT_OK(pyiq_lexicon_change(writer, PYIQ_META_WORDS, &one, 1, &err));
}

static int take_word(void *ctx, struct pyiq_str word, uint32_t count)
{
	(void)ctx;
	pyiq_buf_printf(&seen, "%s%.*s:%u", seen.len > 0 ? " " : "", (int)word.len, word.data,
			(unsigned)count);
	return 0;
}

static const char *listed(const char *list, const char *prefix)
{
	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_lexicon_each(db, list, pyiq_str(prefix), take_word, NULL, &err));
	return pyiq_buf_str(&seen);
}

static const char *words(const char *prefix)
{
	return listed(PYIQ_META_WORDS, prefix);
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
	ASSERT_OK(pyiq_lexicon_change(writer, PYIQ_META_WORDS, several, COUNT(several), &err));
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
	ASSERT_OK(pyiq_lexicon_change(writer, PYIQ_META_WORDS, NULL, 0, &err));

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
	ASSERT_STATUS(PYIQ_STOPPED,
		      pyiq_lexicon_each(db, PYIQ_META_WORDS, S(""), stop_at_word, NULL, &err));
	assert_string_equal(pyiq_buf_str(&seen), "one:1");
}

/* Both lists have their first, inner and last blocks next to each other's. */
static void the_lists_know_nothing_of_each_other(void **state)
{
	static const char *const lists[] = { PYIQ_META_WORDS, PYIQ_META_ACRONYMS };
	enum { MANY_MORE = 3000 };
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(lists); i++) {
		static char texts[MANY_MORE][16];
		static struct pyiq_lexicon_change some[MANY_MORE];

		for (size_t j = 0; j < MANY_MORE; j++) {
			snprintf(texts[j], sizeof texts[j], "%c%06zu", i == 0 ? 'w' : '>', j);
			some[j] = (struct pyiq_lexicon_change){ pyiq_str(texts[j]), 1 };
		}
		ASSERT_OK(pyiq_lexicon_change(writer, lists[i], some, MANY_MORE, &err));
	}
	for (size_t i = 0; i < COUNT(lists); i++) {
		struct pyiq_lexicon_change same = { S("zzz"), (int64_t)i + 1 };

		ASSERT_OK(pyiq_lexicon_change(writer, lists[i], &same, 1, &err));
		assert_string_equal(listed(lists[i], i == 0 ? ">" : "w"), "");
	}
	assert_string_equal(listed(PYIQ_META_WORDS, "zzz"), "zzz:1");
	assert_string_equal(listed(PYIQ_META_ACRONYMS, "zzz"), "zzz:2");
	assert_string_equal(listed(PYIQ_META_WORDS, "w00299"),
			    "w002990:1 w002991:1 w002992:1 w002993:1 w002994:1 "
			    "w002995:1 w002996:1 w002997:1 w002998:1 w002999:1");
	for (size_t i = 0; i < COUNT(lists); i++, n = 0) {
		for (const char *c = listed(lists[i], ""); *c != '\0'; c++)
			n += *c == ':';
		assert_int_equal(n, MANY_MORE + 1);
	}
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

	ASSERT_OK(pyiq_lexicon_each(db, PYIQ_META_WORDS, S(""), check_word, &next, &err));
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
		ASSERT_OK(pyiq_lexicon_change(writer, PYIQ_META_WORDS, changes, n, &err));
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
	/* The block before it is as it should be. */
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S(PYIQ_META_WORDS "m"), S("\0\1m\1"), &err));
	assert_string_equal(words(""), "m:1");
	for (size_t i = 0; i < COUNT(damaged); i++) {
		struct pyiq_lexicon_change one = { S("word"), 1 };

		ASSERT_OK(pyiq_x_writer_set_metadata(writer, S(PYIQ_META_WORDS "\xFF"), damaged[i],
						     &err));
		ASSERT_STATUS(PYIQ_ERR_CORRUPT,
			      pyiq_lexicon_each(db, PYIQ_META_WORDS, S(""), take_word, NULL, &err));
		ASSERT_STATUS(PYIQ_ERR_CORRUPT,
			      pyiq_lexicon_change(writer, PYIQ_META_WORDS, &one, 1, &err));
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
		status = pyiq_lexicon_change(writer, PYIQ_META_WORDS, two, COUNT(two), &err);
		pyiq_alloc_fail_after(-1);
		assert_true(n < 1000);
	}
	ASSERT_OK(status);
	assert_string_equal(words(""), "another:1 before:1 word:1");
}

/* ---- Walks --------------------------------------------------------------- */

/* A walk that skips words at random; all of them stand in `names`. */
struct stroll {
	uint32_t random;
	size_t next;   /* of the names */
	char last[16]; /* the word received last */
	size_t len, skip;
	size_t n_late; /* words that need not have come */
};

static bool is_skipped(const struct stroll *s, const char *word)
{
	return s->skip <= s->len && strncmp(word, s->last, s->skip) == 0;
}

static size_t stroll(void *ctx, struct pyiq_str word, size_t shared, uint32_t count)
{
	struct stroll *s = ctx;

	for (; s->next < MANY && !pyiq_str_equal(word, pyiq_str(names[s->next])); s->next++)
		assert_true(is_skipped(s, names[s->next]));
	assert_true(s->next < MANY);
	s->n_late += is_skipped(s, names[s->next]);
	assert_int_equal(count, s->next % 5 + 1);
	assert_true(shared <= s->len && shared <= word.len);
	assert_memory_equal(word.data, s->last, shared);

	memcpy(s->last, word.data, word.len);
	s->len = word.len;
	s->next++;
	s->random = s->random * 1664525 + 1013904223;
	s->skip = (s->random >> 16) % 3 == 0 ? SIZE_MAX : 2 + (s->random >> 18) % (word.len - 1);
	return s->skip;
}

static size_t skip_the_like(void *ctx, struct pyiq_str word, size_t shared, uint32_t count)
{
	(void)word;
	(void)shared;
	(void)count;
	++*(size_t *)ctx;
	return 1;
}

static void what_is_uninteresting_is_skipped(void **state)
{
	static struct pyiq_lexicon_change changes[MANY];

	(void)state;
	for (size_t i = 0; i < MANY; i++) {
		snprintf(names[i], sizeof names[i], "w%06zu%s", i * 7, i % 3 == 0 ? "é" : "");
		changes[i] =
			(struct pyiq_lexicon_change){ pyiq_str(names[i]), (int64_t)(i % 5 + 1) };
	}
	ASSERT_OK(pyiq_lexicon_change(writer, PYIQ_META_WORDS, changes, MANY, &err));
	for (uint32_t i = 0; i < 200; i++) {
		struct stroll s = { .random = i, .skip = SIZE_MAX };

		ASSERT_OK(pyiq_lexicon_walk(db, PYIQ_META_WORDS, stroll, &s, &err));
		for (; s.next < MANY; s.next++)
			assert_true(is_skipped(&s, names[s.next]));
		assert_true(s.n_late <= n_blocks());
	}

	/* Where a block cannot tell what its words begin with, its first one tells. */
	size_t n_seen = 0;

	ASSERT_OK(pyiq_lexicon_walk(db, PYIQ_META_WORDS, skip_the_like, &n_seen, &err));
	assert_int_equal(n_seen, 2);
}

static size_t take_first(void *ctx, struct pyiq_str word, size_t shared, uint32_t count)
{
	assert_int_equal(shared, 0);
	take_word(ctx, word, count);
	return 0;
}

/* ---- Several databases ----------------------------------------------------- */

static void databases_come_one_after_the_other(void **state)
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
	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_lexicon_walk(db, PYIQ_META_WORDS, take_first, NULL, &err));
	assert_string_equal(pyiq_buf_str(&seen), "apple:1 apple:2");
	pyiq_buf_clear(&seen);
	ASSERT_STATUS(PYIQ_STOPPED,
		      pyiq_lexicon_each(db, PYIQ_META_WORDS, S("b"), stop_at_word, NULL, &err));
	assert_string_equal(pyiq_buf_str(&seen), "banana:1");
	pyiq_buf_clear(&seen);
	ASSERT_STATUS(PYIQ_STOPPED,
		      pyiq_lexicon_each(db, PYIQ_META_WORDS, S("a"), stop_at_word, NULL, &err));
	assert_string_equal(pyiq_buf_str(&seen), "apple:1");
	pyiq_x_db_close(db);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_place, close_place)
		TEST(counts_are_sums),
		TEST(a_listing_can_be_stopped),
		TEST(the_lists_know_nothing_of_each_other),
		TEST(many_words_are_many_blocks),
		TEST(damage_is_noticed),
		TEST(out_of_memory),
		TEST(what_is_uninteresting_is_skipped),
		TEST(databases_come_one_after_the_other),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	pyiq_buf_release(&seen);
	return failed;
}

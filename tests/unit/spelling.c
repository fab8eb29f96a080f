#include "database.h"

#include "base/table.h"
#include "base/unicode.h"
#include "query/spelling.h"
#include "store/lexicon.h"
#include "store/schema.h"

static struct pyiq_x_writer *writer;
static struct pyiq_x_db *db;
static struct pyiq_arena arena;

static int open_place(void **state)
{
	if (make_place(state) != 0)
		return -1;
	pyiq_arena_init(&arena);
	ASSERT_OK(pyiq_x_writer_open(in_place("db"), &writer, &err));
	db = pyiq_x_writer_db(writer);
	return 0;
}

static int close_place(void **state)
{
	pyiq_x_writer_close(writer);
	pyiq_arena_release(&arena);
	return remove_place(state);
}

static void change(const char *word, int64_t by)
{
	struct pyiq_lexicon_change one = { pyiq_str(word), by };

	ASSERT_OK(pyiq_lexicon_change(writer, PYIQ_META_WORDS, &one, 1, &err));
}

static void assert_suggests(const char *word, unsigned edits, const char *meant)
{
	struct pyiq_suggestion one = { .word = pyiq_str(word), .max_edits = edits };

	ASSERT_OK(pyiq_suggest_all(db, &one, 1, &arena, &err));
	assert_text(one.meant, meant, word);
	assert_true((one.count > 0) == (one.meant.len > 0));
}

static void the_nearest_word_is_suggested(void **state)
{
	(void)state;
	assert_suggests("generator", 2, "");
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

	/* The nearest, then the most frequent, then the first. */
	change("genera", 9);
	assert_suggests("generall", 2, "general");
	change("generals", 3);
	assert_suggests("generaly", 2, "generals");
	change("generals", -2);
	assert_suggests("generaly", 2, "general");

	/* For a word that is there itself, only a more frequent one. */
	assert_suggests("generator", 2, "");
	change("generators", 5);
	assert_suggests("generator", 2, "");
	change("generators", 1);
	assert_suggests("generator", 2, "generators");
}

static void endless_words_are_left_alone(void **state)
{
	char m[66], other[65], endless[4000];

	(void)state;
	memset(endless, 'm', sizeof endless - 1);
	endless[sizeof endless - 1] = '\0';
	assert_suggests(endless, 2, "");
	memset(m, 'm', sizeof m - 1);
	m[sizeof m - 1] = '\0';
	memcpy(other, m, sizeof other - 1);
	memcpy(other + sizeof other - 2, "n", 2);
	change(m, 2);
	assert_suggests(m + 1, 1, "");
	change(other, 1);
	assert_suggests(m + 1, 1, other);
	assert_suggests(m, 2, "");
}

static void several_words_are_looked_up_at_once(void **state)
{
	struct pyiq_suggestion several[] = {
		{ .word = S("itertols"), .max_edits = 1 },
		{ .word = S("nowhere"), .max_edits = 2 },
		{ .word = S("colections"), .max_edits = 2 },
		{ .word = S("itretols"), .max_edits = 1 },
		{ .word = S("itretols"), .max_edits = 2 },
	};

	(void)state;
	change("itertools", 3);
	change("collections", 7);
	ASSERT_OK(pyiq_suggest_all(db, several, COUNT(several), &arena, &err));
	assert_text(several[0].meant, "itertools", "first");
	assert_int_equal(several[0].count, 3);
	assert_text(several[1].meant, "", "second");
	assert_int_equal(several[1].count, 0);
	assert_text(several[2].meant, "collections", "third");
	assert_int_equal(several[2].count, 7);
	assert_text(several[3].meant, "", "fourth");
	assert_text(several[4].meant, "itertools", "fifth");
}

static void out_of_memory(void **state)
{
	pyiq_status status = PYIQ_ERR_NOMEM;

	(void)state;
	change("decorator", 1);
	change("iterator", 1);
	for (long n = 0; status == PYIQ_ERR_NOMEM; n++) {
		struct pyiq_suggestion two[] = {
			{ .word = S("decorater"), .max_edits = 2 },
			{ .word = S("itarator"), .max_edits = 2 },
		};

		pyiq_alloc_fail_after(n);
		status = pyiq_suggest_all(db, two, COUNT(two), &arena, &err);
		pyiq_alloc_fail_after(-1);
		assert_true(n < 1000);
		if (status != PYIQ_OK)
			continue;
		assert_text(two[0].meant, "decorator", "first");
		assert_text(two[1].meant, "iterator", "second");
	}
	ASSERT_OK(status);
}

/* ---- Compared with looking at every word ----------------------------------- */

enum {
	LONGEST = 64, /* characters of a word that is looked for or at */
	WORD_BYTES = 200,
	N_DATABASES = 3,
	N_WORDS = 3000,
	N_ROUNDS = 10,
	AT_ONCE = 4
};

struct text {
	char bytes[WORD_BYTES];
	size_t len;
};

static uint32_t seed;

static uint32_t below(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % n;
}

static const char *letter(int round)
{
	/* The last three are no characters; two of them may be in another's beginning. */
	static const char *const letters[] = { "a", "b",  "e", "n", "_",    "é",    "ê",
					       "ß", "漢", "😀", "�", "\xF0", "\x9F", "\x98" };

	return letters[below(round % 2 == 0 ? 10 : COUNT(letters))];
}

static void put(struct text *text, size_t at, size_t dropped, const char *letter)
{
	size_t len = strlen(letter);

	if (at + dropped > text->len || text->len - dropped + len > WORD_BYTES)
		return;
	memmove(text->bytes + at + len, text->bytes + at + dropped, text->len - at - dropped);
	memcpy(text->bytes + at, letter, len);
	text->len += len - dropped;
}

/* Where a character begins. */
static size_t some_place(const struct text *text)
{
	size_t at = below((uint32_t)text->len + 1);

	while (at > 0 && at < text->len && (text->bytes[at] & 0xC0) == 0x80)
		at--;
	return at;
}

static void mistype(struct text *text, int round)
{
	size_t at = some_place(text), size, next;
	char two[9] = "";
	uint32_t c;

	if (at == text->len || below(4) == 0) {
		put(text, at, 0, letter(round));
		return;
	}
	size = pyiq_utf8_decode(text->bytes + at, text->len - at, &c);
	next = at + size < text->len
		       ? pyiq_utf8_decode(text->bytes + at + size, text->len - at - size, &c)
		       : 0;
	memcpy(two, text->bytes + at + size, next);
	memcpy(two + next, text->bytes + at, size);
	if (below(3) == 0)
		put(text, at, size, letter(round));
	else if (below(2) == 0 || text->len == size)
		put(text, at, size + next, two);
	else
		put(text, at, size, "");
}

/* Much like one of a few words, mostly. */
static struct text some_word(int round)
{
	static struct text roots[8];
	struct text word = { "", 0 };

	if (below(20) > 0)
		word = roots[below(COUNT(roots))];
	for (uint32_t n = word.len > 0 ? 0 : 1 + below(below(4) == 0 ? 80 : 9); n > 0; n--)
		put(&word, word.len, 0, letter(round));
	for (uint32_t n = below(5); n > 0; n--)
		mistype(&word, round);
	if (word.len == 0)
		put(&word, 0, 0, letter(round));
	if (below(20) == 0)
		roots[below(COUNT(roots))] = word;
	return word;
}

static size_t decode(struct pyiq_str word, uint32_t *letters)
{
	size_t n = 0;

	for (size_t at = 0; at < word.len; n++)
		at += pyiq_utf8_decode(word.data + at, word.len - at, &letters[n]);
	return n;
}

/* More than any number asked for when a word is too long. */
static unsigned distance(struct pyiq_str one, struct pyiq_str other)
{
	static unsigned table[LONGEST + 1][LONGEST + 1];
	uint32_t a[WORD_BYTES], b[WORD_BYTES];
	size_t n = decode(one, a), m = decode(other, b);

	if (n > LONGEST || m > LONGEST)
		return LONGEST;
	for (size_t i = 0; i <= n; i++) {
		for (size_t j = 0; j <= m; j++) {
			unsigned least = i == 0 ? (unsigned)j : table[i - 1][j] + 1;

			if (j > 0 && table[i][j - 1] + 1 < least)
				least = table[i][j - 1] + 1;
			if (i > 0 && j > 0 && table[i - 1][j - 1] + (a[i - 1] != b[j - 1]) < least)
				least = table[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    table[i - 2][j - 2] + 1 < least)
				least = table[i - 2][j - 2] + 1;
			table[i][j] = least;
		}
	}
	return table[n][m];
}

/* The counts of all databases together. */
static struct pyiq_table lexicon;

static void assert_best(const struct pyiq_suggestion *got)
{
	const struct pyiq_entry *best = NULL;
	unsigned nearest = got->max_edits;
	int64_t own = 0;

	for (struct pyiq_entry *e = NULL; (e = pyiq_table_next(&lexicon, e)) != NULL;) {
		unsigned edits = distance(got->word, e->key);

		if (edits == 0)
			own += e->value.number;
		else if (edits < nearest)
			nearest = edits;
	}
	for (struct pyiq_entry *e = NULL; (e = pyiq_table_next(&lexicon, e)) != NULL;) {
		if (e->value.number <= own || distance(got->word, e->key) != nearest)
			continue;
		if (best == NULL || e->value.number > best->value.number ||
		    (e->value.number == best->value.number &&
		     pyiq_str_compare(e->key, best->key) < 0))
			best = e;
	}
	assert_text(got->meant, best != NULL ? best->key.data : "", "the best");
	assert_int_equal(got->count, best != NULL ? best->value.number : 0);
}

static void fill_database(const char *path, uint32_t n, int round)
{
	static struct pyiq_lexicon_change changes[N_WORDS];
	struct pyiq_x_writer *of_path;
	struct pyiq_table words;
	size_t n_changes = 0;

	pyiq_table_init(&words);
	for (uint32_t i = 0; i < n; i++) {
		struct text word = some_word(round);
		struct pyiq_str key = { word.bytes, word.len };
		uint32_t count = 1 + below(5);

		pyiq_table_put(&words, key)->value.number += count;
		pyiq_table_put(&lexicon, key)->value.number += count;
	}
	for (struct pyiq_entry *e = NULL; (e = pyiq_table_next(&words, e)) != NULL;)
		changes[n_changes++] = (struct pyiq_lexicon_change){ e->key, e->value.number };
	ASSERT_OK(pyiq_x_writer_open(path, &of_path, &err));
	ASSERT_OK(pyiq_lexicon_change(of_path, PYIQ_META_WORDS, changes, n_changes, &err));
	ASSERT_OK(pyiq_x_writer_commit(of_path, &err));
	pyiq_x_writer_close(of_path);
	pyiq_table_release(&words);
}

static void compare_suggestions(struct pyiq_x_db *of, int round)
{
	struct text words[AT_ONCE];
	struct pyiq_suggestion suggestions[AT_ONCE];
	size_t n = 1 + below(AT_ONCE);

	for (size_t i = 0; i < n; i++) {
		words[i] = some_word(round);
		suggestions[i] = (struct pyiq_suggestion){
			.word = { words[i].bytes, words[i].len },
			.max_edits = 1 + below(2),
		};
	}
	ASSERT_OK(pyiq_suggest_all(of, suggestions, n, &arena, &err));
	for (size_t i = 0; i < n; i++)
		assert_best(&suggestions[i]);
}

static void suggestions_are_the_best_of_all(void **state)
{
	(void)state;
	for (int round = 0; round < N_ROUNDS; round++) {
		const char *paths[N_DATABASES];
		size_t n = 1 + below(N_DATABASES);
		struct pyiq_x_db *several;

		pyiq_table_init(&lexicon);
		for (size_t i = 0; i < n; i++) {
			char name[32];

			snprintf(name, sizeof name, "db-%d-%zu", round, i);
			paths[i] = in_place(name);
			fill_database(paths[i], 1 + below(below(2) == 0 ? 20 : N_WORDS), round);
		}
		ASSERT_OK(pyiq_x_db_open(paths, n, &several, &err));
		for (int i = 0; i < 12; i++)
			compare_suggestions(several, round);
		pyiq_x_db_close(several);
		pyiq_table_release(&lexicon);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_place, close_place)
		TEST(the_nearest_word_is_suggested),       TEST(endless_words_are_left_alone),
		TEST(several_words_are_looked_up_at_once), TEST(out_of_memory),
		TEST(suggestions_are_the_best_of_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

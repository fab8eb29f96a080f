#include "check.h"

#include "base/buf.h"
#include "text/adjacency.h"
#include "text/tokenizer.h"

static uint32_t seed = 1;

static uint32_t random_below(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (uint32_t)((uint64_t)seed * n >> 32);
}

/* The sketch of what was added. */
static struct pyiq_str sketch_of(const struct pyiq_adjacency *adjacency)
{
	static char bytes[PYIQ_ADJACENCY_MAX];

	return (struct pyiq_str){ bytes, pyiq_adjacency_write(adjacency, bytes) };
}

/* ---- Nothing is missed ---------------------------------------------------------- */

enum { MOST_TOKENS = 4000 };

struct seen {
	uint64_t term;
	uint32_t position;
};

struct reading {
	struct pyiq_adjacency adjacency;
	struct seen tokens[MOST_TOKENS];
	size_t n;
};

static int take_token(void *ctx, const struct pyiq_token *token)
{
	struct reading *reading = ctx;
	struct seen seen = { pyiq_adjacency_term(token->term), token->position };

	assert_true(reading->n < MOST_TOKENS);
	reading->tokens[reading->n++] = seen;
	pyiq_adjacency_add(&reading->adjacency, seen.term, seen.position);
	return 0;
}

/* Of every two tokens, whatever they are to the words, that stand at neighbouring positions. */
static void assert_nothing_is_missed(const struct reading *reading, size_t first)
{
	struct pyiq_str sketch = sketch_of(&reading->adjacency);

	for (size_t i = first; i < reading->n; i++)
		for (size_t k = i; k < reading->n; k++) {
			const struct seen *a = &reading->tokens[i], *b = &reading->tokens[k];

			if (b->position > a->position + 1)
				break;
			if (b->position == a->position + 1)
				assert_true(pyiq_adjacency_may_have(
					sketch, pyiq_adjacency_pair(a->term, b->term)));
		}
}

static void random_text(struct pyiq_buf *out)
{
	static const char *const scraps[] = {
		"list",        "Lists",    "of",       "lru_cache", "functools.lru_cache",
		"OrderedDict", "multi-",   "threaded", "is-a",      "I/O",
		"O(n log n)",  "naïve",    "don't",    "日本語",    "==",
		"[::-1]",      "`x`",      "**bold**", "C++",       "_",
		"\n\n",        "__init__", "*args",    "a.b.c.d.e",
	};

	pyiq_buf_clear(out);
	for (uint32_t n = random_below(60); n > 0; n--) {
		pyiq_buf_puts(out, scraps[random_below(COUNT(scraps))]);
		if (random_below(4) > 0)
			pyiq_buf_putc(out, ' ');
	}
}

static void no_pair_of_a_text_is_missed(void **state)
{
	static struct reading reading;
	struct pyiq_tokenizer *tokenizer;
	struct pyiq_buf buf = PYIQ_BUF_INIT;

	(void)state;
	ASSERT_OK(pyiq_tokenizer_new(&tokenizer, &err));
	for (int i = 0; i < 2000; i++) {
		size_t starts[4];

		memset(&reading, 0, sizeof reading);
		for (size_t k = 0; k < COUNT(starts); k++) {
			random_text(&buf);

			struct pyiq_text text = { .source = { pyiq_buf_str(&buf), buf.len } };

			starts[k] = reading.n;
			pyiq_adjacency_part(&reading.adjacency);
			ASSERT_OK(pyiq_tokenize(tokenizer, &text, take_token, &reading, &err));
		}
		assert_false(reading.adjacency.crowded);
		for (size_t k = 0; k < COUNT(starts); k++) {
			size_t n = reading.n;

			reading.n = k + 1 < COUNT(starts) ? starts[k + 1] : n;
			assert_nothing_is_missed(&reading, starts[k]);
			reading.n = n;
		}
	}
	pyiq_tokenizer_free(tokenizer);
	pyiq_buf_release(&buf);
}

/* ---- Little is found that is not there ------------------------------------------ */

static void add_words(struct pyiq_adjacency *adjacency, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		pyiq_adjacency_add(adjacency, pyiq_adjacency_term(pyiq_str(words[i])), (uint32_t)i);
}

static bool may_have(const struct pyiq_adjacency *adjacency, const char *first, const char *second)
{
	return pyiq_adjacency_may_have(sketch_of(adjacency),
				       pyiq_adjacency_pair(pyiq_adjacency_term(pyiq_str(first)),
							   pyiq_adjacency_term(pyiq_str(second))));
}

static void only_neighbours_are_pairs(void **state)
{
	static const char *const words[] = { "one", "two", "three" };
	struct pyiq_adjacency adjacency = { 0 };

	(void)state;
	add_words(&adjacency, words, COUNT(words));
	pyiq_adjacency_part(&adjacency);
	pyiq_adjacency_add(&adjacency, pyiq_adjacency_term(S("four")), 3);
	pyiq_adjacency_add(&adjacency, pyiq_adjacency_term(S("six")), 5);
	assert_true(may_have(&adjacency, "one", "two"));
	assert_true(may_have(&adjacency, "two", "three"));
	assert_false(may_have(&adjacency, "two", "one"));
	assert_false(may_have(&adjacency, "one", "three"));
	assert_false(may_have(&adjacency, "three", "four"));
	assert_false(may_have(&adjacency, "four", "six"));
}

/* Bytes a pair, and how many of a thousand other pairs pass, in texts of so many pairs. */
static void few_others_pass(void **state)
{
	static const uint32_t sizes[] = { 1, 5, 10, 20, 50, 90, 100, 200, 400, 900 };
	double passed = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct pyiq_adjacency adjacency = { 0 };
		struct pyiq_str sketch;
		uint32_t n = 0;

		for (uint32_t k = 0; k <= sizes[i]; k++)
			pyiq_adjacency_add(&adjacency, random_below(UINT32_MAX), k);
		sketch = sketch_of(&adjacency);
		assert_true(sketch.len == PYIQ_ADJACENCY_MIN || sketch.len < 1.2 * sizes[i]);
		for (int k = 0; k < 1000; k++)
			n += pyiq_adjacency_may_have(
				sketch, pyiq_adjacency_pair(random_below(UINT32_MAX), (uint64_t)k));
		assert_true(n < 160);
		passed += n / (double)COUNT(sizes);
	}
	assert_true(passed < 80);
}

static void long_texts_have_the_longest(void **state)
{
	struct pyiq_adjacency adjacency = { 0 };

	(void)state;
	for (uint32_t i = 0; i < 3000; i++)
		pyiq_adjacency_add(&adjacency, random_below(UINT32_MAX), i);
	assert_int_equal(sketch_of(&adjacency).len, PYIQ_ADJACENCY_MAX);
}

/* ---- The edges ------------------------------------------------------------------- */

static void nothing_known_lets_all_pass(void **state)
{
	struct pyiq_adjacency adjacency = { 0 };

	(void)state;
	assert_true(pyiq_adjacency_may_have(S(""), 1));
	assert_int_equal(sketch_of(&adjacency).len, PYIQ_ADJACENCY_MIN);
	assert_false(may_have(&adjacency, "one", "two"));

	for (uint64_t term = 0; term < PYIQ_ADJACENCY_TERMS; term++)
		pyiq_adjacency_add(&adjacency, term, 7);
	assert_int_equal(sketch_of(&adjacency).len, PYIQ_ADJACENCY_MIN);
	pyiq_adjacency_add(&adjacency, 1000, 7);
	assert_int_equal(sketch_of(&adjacency).len, 0);
	pyiq_adjacency_add(&adjacency, 1, 8);
	assert_int_equal(sketch_of(&adjacency).len, 0);
}

/* Sketches are stored: a change of these bytes is a change of the schema. */
static void is_the_same_everywhere(void **state)
{
	static const char *const words[] = { "deep", "copi", "of", "größe", "" };
	struct pyiq_adjacency adjacency = { 0 };

	(void)state;
	add_words(&adjacency, words, COUNT(words));

	struct pyiq_str sketch = sketch_of(&adjacency);

	assert_int_equal(sketch.len, PYIQ_ADJACENCY_MIN);
	assert_memory_equal(sketch.data, "\x80\x0F\x02\x0A\x20\0\x04\x06", sketch.len);
}

/* What a damaged database may hold: no byte outside is read. */
static void any_length_will_do(void **state)
{
	(void)state;
	for (size_t len = 1; len < 70; len++) {
		char zeros[70] = { 0 };
		struct pyiq_str sketch = exact_copy((struct pyiq_str){ zeros, len });

		for (uint64_t pair = 1; pair != 0; pair <<= 1)
			assert_false(pyiq_adjacency_may_have(sketch, ~pair));
		free((char *)sketch.data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_pair_of_a_text_is_missed),
		cmocka_unit_test(only_neighbours_are_pairs),
		cmocka_unit_test(few_others_pass),
		cmocka_unit_test(long_texts_have_the_longest),
		cmocka_unit_test(nothing_known_lets_all_pass),
		cmocka_unit_test(is_the_same_everywhere),
		cmocka_unit_test(any_length_will_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

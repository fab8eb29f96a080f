#include "check.h"

#include "text/sketch.h"

enum { LONGEST = 200 };

/* A text of n terms; every term is a number, so that they are easy to change. */
struct terms {
	uint32_t term[LONGEST];
	size_t n;
};

static uint32_t seed = 1;

static struct terms random_terms(size_t n)
{
	struct terms terms = { .n = n };

	for (size_t i = 0; i < n; i++) {
		seed = seed * 1664525 + 1013904223;
		terms.term[i] = seed >> 12;
	}
	return terms;
}

static void add(struct pyiq_sketch *sketch, const struct terms *terms)
{
	for (size_t i = 0; i < terms->n; i++) {
		char text[16];

		snprintf(text, sizeof text, "t%u", (unsigned)terms->term[i]);
		pyiq_sketch_add(sketch, pyiq_str(text));
	}
}

static uint64_t bits_of(const struct terms *terms)
{
	struct pyiq_sketch sketch = { 0 };

	add(&sketch, terms);
	return pyiq_sketch_bits(&sketch);
}

static int distance(uint64_t a, uint64_t b)
{
	int n = 0;

	for (uint64_t differing = a ^ b; differing != 0; differing &= differing - 1)
		n++;
	return n;
}

static void needs_some_terms(void **state)
{
	struct terms terms = random_terms(PYIQ_SKETCH_TERMS);

	(void)state;
	assert_true(bits_of(&terms) != 0);
	for (terms.n = 0; terms.n < PYIQ_SKETCH_TERMS; terms.n++)
		assert_true(bits_of(&terms) == 0);
}

/* Sketches are stored: a change of this number is a change of the schema. */
static void is_the_same_everywhere(void **state)
{
	struct pyiq_sketch sketch = { 0 };

	(void)state;
	for (int i = 0; i < 30; i++)
		pyiq_sketch_add(&sketch, i % 3 == 0 ? S("__init__") : S("größe"));
	pyiq_sketch_add(&sketch, S("a\0b"));
	pyiq_sketch_add(&sketch, S(""));
	assert_true(pyiq_sketch_bits(&sketch) == UINT64_C(0x1D4186ED28A8F390));
}

static void goes_on_after_it_was_asked(void **state)
{
	struct terms terms = random_terms(60);
	struct pyiq_sketch sketch = { 0 };

	(void)state;
	add(&sketch, &terms);
	assert_true(pyiq_sketch_bits(&sketch) == pyiq_sketch_bits(&sketch));
	add(&sketch, &terms);

	struct terms twice = terms;

	memcpy(twice.term + terms.n, terms.term, terms.n * sizeof *terms.term);
	twice.n = 2 * terms.n;
	assert_true(pyiq_sketch_bits(&sketch) == bits_of(&twice));
	assert_true(pyiq_sketch_bits(&sketch) != bits_of(&terms));
}

/* How many of 200 texts are still near when so many of their terms are changed. */
static int n_near(size_t n_terms, size_t n_changes)
{
	int n = 0;

	for (size_t i = 0; i < 200; i++) {
		struct terms terms = random_terms(n_terms);
		uint64_t before = bits_of(&terms);

		for (size_t k = 0; k < n_changes; k++)
			terms.term[(i + k * n_terms / n_changes) % n_terms] ^= 1;
		n += pyiq_sketch_near(before, bits_of(&terms));
	}
	return n;
}

static void knows_a_text_with_a_word_changed(void **state)
{
	(void)state;
	assert_int_equal(n_near(60, 0), 200);
	assert_true(n_near(60, 1) > 180);
	assert_true(n_near(120, 2) > 180);
	assert_true(n_near(60, 6) < 10);
	assert_true(n_near(20, 2) < 10);
}

/* Also at the end, where a plain row of three would count the word but once. */
static void counts_every_word_alike(void **state)
{
	double mean[40] = { 0 };

	(void)state;
	for (int i = 0; i < 200; i++) {
		struct terms terms = random_terms(COUNT(mean));
		uint64_t before = bits_of(&terms);

		for (size_t k = 0; k < COUNT(mean); k++) {
			terms.term[k] ^= 1;
			mean[k] += distance(before, bits_of(&terms)) / 200.0;
			terms.term[k] ^= 1;
		}
	}
	/* Of 42 + 3 features 39 are common: 64 · 6 / 45 / 2. */
	for (size_t k = 0; k < COUNT(mean); k++)
		assert_true(mean[k] > 3.6 && mean[k] < 4.9);
}

static void tells_texts_apart(void **state)
{
	enum { N = 400 };
	static uint64_t bits[N];
	double mean = 0, deviation = 0;
	const double n_pairs = N * (N - 1) / 2.0;

	(void)state;
	for (size_t i = 0; i < N; i++) {
		struct terms terms = random_terms(20 + i % 150);

		bits[i] = bits_of(&terms);
	}
	for (size_t i = 0; i < N; i++)
		for (size_t j = 0; j < i; j++) {
			double d = distance(bits[i], bits[j]);

			assert_false(pyiq_sketch_near(bits[i], bits[j]));
			mean += d / n_pairs;
			deviation += (d - 32) * (d - 32) / n_pairs;
		}
	/* As 64 coins fall. */
	assert_true(mean > 31.5 && mean < 32.5);
	assert_true(deviation > 14 && deviation < 18);
}

static void order_is_part_of_the_text(void **state)
{
	struct terms terms = random_terms(50), reversed = terms;

	(void)state;
	for (size_t i = 0; i < terms.n; i++)
		reversed.term[i] = terms.term[terms.n - 1 - i];
	assert_false(pyiq_sketch_near(bits_of(&terms), bits_of(&reversed)));
}

static void near_is_a_few_bits(void **state)
{
	const uint64_t a = UINT64_C(0x8123456789ABCDEF);

	(void)state;
	assert_true(pyiq_sketch_near(a, a));
	assert_true(pyiq_sketch_near(a, a ^ UINT64_C(0x8000010100010011)));
	assert_false(pyiq_sketch_near(a, a ^ UINT64_C(0x8000010101010011)));
	assert_false(pyiq_sketch_near(a, ~a));
	assert_false(pyiq_sketch_near(0, 0));
	assert_false(pyiq_sketch_near(0, 1));
	assert_false(pyiq_sketch_near(1, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(needs_some_terms),
		cmocka_unit_test(is_the_same_everywhere),
		cmocka_unit_test(goes_on_after_it_was_asked),
		cmocka_unit_test(knows_a_text_with_a_word_changed),
		cmocka_unit_test(counts_every_word_alike),
		cmocka_unit_test(tells_texts_apart),
		cmocka_unit_test(order_is_part_of_the_text),
		cmocka_unit_test(near_is_a_few_bits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

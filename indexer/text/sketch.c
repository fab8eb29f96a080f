#include "text/sketch.h"

/*
 * Bits by which near texts may differ. Of five million pairs of questions with
 * their answers none but copies is this near; at 11 the answer for "the same
 * package" meets the one for "a different package".
 */
enum { NEAR = 6 };

/* The n-th number of the generator SplitMix64 (Steele, Lea, Flood 2014) from a seed. */
static uint64_t random_of(uint64_t seed, uint64_t n)
{
	uint64_t z = seed + n * UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return z ^ z >> 31;
}

static void keep_greatest(uint32_t *greatest, uint32_t value)
{
	if (*greatest < value)
		*greatest = value;
}

/* The feature is the seed of its hashes, two to a number. */
static void add_feature(struct pyiq_sketch *sketch, uint64_t feature)
{
	for (size_t i = 0; i < PYIQ_SKETCH_BITS; i += 2) {
		uint64_t hashes = random_of(feature, i + 1);

		keep_greatest(&sketch->greatest[i], (uint32_t)hashes);
		keep_greatest(&sketch->greatest[i + 1], (uint32_t)(hashes >> 32));
	}
}

/* Together with the two before it a term, or the nothing behind the last, is a feature. */
static void add_hash(struct pyiq_sketch *sketch, uint64_t hash)
{
	uint64_t feature = random_of(sketch->last[0], 1) + sketch->last[1];

	add_feature(sketch, random_of(feature, 1) + hash);
	sketch->last[0] = sketch->last[1];
	sketch->last[1] = hash;
}

void pyiq_sketch_add(struct pyiq_sketch *sketch, struct pyiq_str term)
{
	add_hash(sketch, pyiq_hash(PYIQ_HASH_SEED, term.data, term.len));
	sketch->n++;
}

uint64_t pyiq_sketch_bits(const struct pyiq_sketch *sketch)
{
	struct pyiq_sketch whole = *sketch;
	uint64_t bits = 0;

	if (sketch->n < PYIQ_SKETCH_TERMS)
		return 0;

	/* The first and the last word too stand in three features, so that they count like any other. */
	add_hash(&whole, 0);
	add_hash(&whole, 0);
	for (size_t i = 0; i < PYIQ_SKETCH_BITS; i++)
		bits |= (uint64_t)(whole.greatest[i] & 1) << i;
	return bits;
}

bool pyiq_sketch_near(uint64_t a, uint64_t b)
{
	uint64_t differing = a ^ b;
	int n = 0;

	for (; differing != 0 && n <= NEAR; n++)
		differing &= differing - 1;
	return a != 0 && b != 0 && n <= NEAR;
}

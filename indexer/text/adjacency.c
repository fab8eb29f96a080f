#include "text/adjacency.h"

/*
 * Three bits a pair, and at most one in two set: a pair that no text has then
 * passes in one case of eight at most, as a rule in one of fifteen, for a byte a pair.
 */
enum { HASHES = 3, ONE_IN = 2 };

/* The finalizer of the generator SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t mix(uint64_t z)
{
	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return z ^ z >> 31;
}

/* The bits of a pair are its lower digits, as many as the length has: so halves can be folded. */
static size_t bit_of(uint64_t pair, unsigned which, size_t n_bits)
{
	return (size_t)(pair >> 16 * which) & (n_bits - 1);
}

uint64_t pyiq_adjacency_pair(uint64_t first, uint64_t second)
{
	return mix(first * UINT64_C(0x9E3779B97F4A7C15) + second);
}

void pyiq_adjacency_part(struct pyiq_adjacency *adjacency)
{
	adjacency->before.n = adjacency->here.n = 0;
}

/* The next position begins. */
static void advance(struct pyiq_adjacency *a, uint32_t position)
{
	if (a->here.n > 0 && a->here.position + 1 == position)
		a->before = a->here;
	else
		a->before.n = 0;
	a->here.n = 0;
	a->here.position = position;
}

void pyiq_adjacency_add(struct pyiq_adjacency *adjacency, uint64_t term, uint32_t position)
{
	struct pyiq_adjacency_place *here = &adjacency->here;

	if (here->n == 0 || here->position != position)
		advance(adjacency, position);
	if (here->n == PYIQ_ADJACENCY_TERMS) {
		adjacency->crowded = true;
		return;
	}
	here->terms[here->n++] = term;
	for (size_t i = 0; i < adjacency->before.n; i++) {
		uint64_t pair = pyiq_adjacency_pair(adjacency->before.terms[i], term);

		for (unsigned which = 0; which < HASHES; which++) {
			size_t bit = bit_of(pair, which, 8 * PYIQ_ADJACENCY_MAX);

			adjacency->bits[bit / 64] |= UINT64_C(1) << bit % 64;
		}
	}
}

static size_t count_bits(const uint64_t *words, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		for (uint64_t rest = words[i]; rest != 0; rest &= rest - 1)
			count++;
	return count;
}

size_t pyiq_adjacency_write(const struct pyiq_adjacency *adjacency, char out[PYIQ_ADJACENCY_MAX])
{
	uint64_t words[PYIQ_ADJACENCY_MAX / 8];
	size_t n = PYIQ_ADJACENCY_MAX / 8;

	if (adjacency->crowded)
		return 0;
	memcpy(words, adjacency->bits, sizeof words);
	while (n > PYIQ_ADJACENCY_MIN / 8) {
		uint64_t folded[PYIQ_ADJACENCY_MAX / 16];

		for (size_t i = 0; i < n / 2; i++)
			folded[i] = words[i] | words[n / 2 + i];
		if (count_bits(folded, n / 2) * ONE_IN > n / 2 * 64)
			break;
		n /= 2;
		memcpy(words, folded, n * sizeof *words);
	}
	for (size_t i = 0; i < 8 * n; i++)
		out[i] = (char)(words[i / 8] >> 8 * (i % 8));
	return 8 * n;
}

bool pyiq_adjacency_may_have(struct pyiq_str sketch, uint64_t pair)
{
	for (unsigned which = 0; which < HASHES && sketch.len > 0; which++) {
		size_t bit = bit_of(pair, which, 8 * sketch.len);

		if (!((unsigned char)sketch.data[bit / 8] >> bit % 8 & 1))
			return false;
	}
	return true;
}

/*
 * Which terms of a unit follow each other, as a sketch: small enough to be asked
 * of thousands of units before the text of the few is read that may have a
 * phrase. It errs to one side only: a pair that it does not have is in no text.
 *
 * A Bloom filter (B. Bloom, CACM 13(7), 1970). A long one is filled; in the end it
 * is folded, one half upon the other, while few enough bits of it would be set, so
 * that a short unit has a short sketch.
 */
#ifndef PYIQ_TEXT_ADJACENCY_H
#define PYIQ_TEXT_ADJACENCY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

enum {
	PYIQ_ADJACENCY_MAX = 512, /* bytes of a sketch; powers of two */
	PYIQ_ADJACENCY_MIN = 8,
	PYIQ_ADJACENCY_TERMS = 24 /* at one position; of more a sketch says nothing */
};

/* The terms at one position of a text, as hashes. */
struct pyiq_adjacency_place {
	uint64_t terms[PYIQ_ADJACENCY_TERMS];
	size_t n;
	uint32_t position;
};

/* A value: initialise with { 0 }. */
struct pyiq_adjacency {
	uint64_t bits[PYIQ_ADJACENCY_MAX / 8];
	struct pyiq_adjacency_place before, here;
	bool crowded; /* some place had too many terms: anything may follow anything */
};

/* What a term is to the sketch: its hash from PYIQ_HASH_SEED. */
static inline uint64_t pyiq_adjacency_term(struct pyiq_str term)
{
	return pyiq_hash(PYIQ_HASH_SEED, term.data, term.len);
}

/* A text ends: what comes next does not follow it. */
void pyiq_adjacency_part(struct pyiq_adjacency *adjacency);

/* The text has a term at a position, which does not come before the last one's. */
void pyiq_adjacency_add(struct pyiq_adjacency *adjacency, uint64_t term, uint32_t position);

/*
 * Write the sketch of all texts, the same on every machine, so it may be stored.
 * Returns its length: 0 to PYIQ_ADJACENCY_MAX, 0 when it would say nothing.
 */
size_t pyiq_adjacency_write(const struct pyiq_adjacency *adjacency, char out[PYIQ_ADJACENCY_MAX]);

/* Two terms, one right behind the other. */
uint64_t pyiq_adjacency_pair(uint64_t first, uint64_t second);

/* Whether a pair may stand in a unit with that sketch; true of a sketch that is empty or none. */
bool pyiq_adjacency_may_have(struct pyiq_str sketch, uint64_t pair);

#endif

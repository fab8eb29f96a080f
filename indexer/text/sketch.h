/*
 * A sketch of a text: texts that are nearly alike have sketches that differ in
 * few bits. MinHash with one bit a hash: A. Broder, "On the resemblance and
 * containment of documents", SEQUENCES 1997; P. Li, A. C. König, "b-Bit minwise
 * hashing", WWW 2010. With s the share of features that two texts have in
 * common, 64 · (1 - s) / 2 of the 64 bits differ, give or take a few.
 *
 * Not SimHash, which tells short texts less well: one word changed in 40 to 60
 * flips 7 of its bits and 3 or 4 of these, and unlike texts are 32 apart in both.
 */
#ifndef PYIQ_TEXT_SKETCH_H
#define PYIQ_TEXT_SKETCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

enum {
	PYIQ_SKETCH_BITS = 64,
	PYIQ_SKETCH_TERMS = 20 /* in less text one word is all the difference */
};

/* A value: initialise with { 0 }. */
struct pyiq_sketch {
	uint32_t greatest[PYIQ_SKETCH_BITS]; /* hash of any feature, for each hash function */
	uint64_t last[2];                    /* hashes of the last two terms, 0 before the first */
	size_t n;                            /* terms so far */
};

/* Take the next term of the text; every three neighbours are a feature. About 0.1 µs. */
void pyiq_sketch_add(struct pyiq_sketch *sketch, struct pyiq_str term);

/*
 * The sketch of the terms so far, the same on every machine, so it may be
 * stored; 0 when there were fewer than PYIQ_SKETCH_TERMS.
 */
uint64_t pyiq_sketch_bits(const struct pyiq_sketch *sketch);

/*
 * Whether two texts with these sketches share about four fifths of their
 * features or more: as a rule a word in 40 terms was changed, or two in 80.
 * 0 is like nothing.
 */
bool pyiq_sketch_near(uint64_t a, uint64_t b);

#endif

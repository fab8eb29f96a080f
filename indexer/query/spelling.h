/*
 * Words that were meant: those of the lexicon that are spelled nearly so.
 */
#ifndef PYIQ_QUERY_SPELLING_H
#define PYIQ_QUERY_SPELLING_H

#include "base/memory.h"
#include "store/xapian_c.h"

/* What may have been meant by a word. */
struct pyiq_suggestion {
	struct pyiq_str word; /* in */
	unsigned max_edits;
	struct pyiq_str meant; /* out; empty when there is nothing near */
	uint32_t count;        /* how often that stands there */
};

/*
 * To each of n ≥ 1 words the nearest other word of the lexicon, the most
 * frequent of equals, the first of those, or nothing when there is none within
 * so many edits: a character more, less or another, or two neighbours exchanged.
 * For a word that is in the lexicon itself only a more frequent one is suggested.
 * Takes one walk through the lexicon for all of them. `meant` is the arena's.
 * Returns PYIQ_OK, PYIQ_ERR_NOMEM or the database's error.
 */
pyiq_status pyiq_suggest_all(struct pyiq_x_db *db, struct pyiq_suggestion *words, size_t n,
			     struct pyiq_arena *arena, struct pyiq_error *err);

#endif

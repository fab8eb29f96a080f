/*
 * The acronyms that units explain, as they are counted into and out of the
 * lexicon's list PYIQ_META_ACRONYMS. A pair stands there twice, so that either
 * side of it is found by what the list's words begin with:
 *
 *	>gil TAB global interpreter lock
 *	<global interpret lock TAB gil
 *
 * Behind `<` stand the English stems of the words, one space between them. The
 * count is that of the units that explain it.
 */
#ifndef PYIQ_STORE_PAIRS_H
#define PYIQ_STORE_PAIRS_H

#include "base/table.h"
#include "store/stems.h"
#include "store/xapian_c.h"
#include "text/markup.h"

struct pyiq_pair; /* one of these words, with the change of its count */

/* A value: init, use, release. One thread at a time. */
struct pyiq_pairs {
	struct pyiq_table by_word; /* → index + 1 */
	struct pyiq_pair *pairs;
	size_t n, capacity;
	uint64_t n_units; /* whose pairs were counted, in or out */
	struct pyiq_visible visible;
	struct pyiq_buf word;
};

void pyiq_pairs_init(struct pyiq_pairs *pairs);
void pyiq_pairs_release(struct pyiq_pairs *pairs);

/*
 * Count the pairs of one unit, whose texts these are, each once: `step` is 1, or
 * -1 for a unit that is to be deleted. Pairs too long for the list are left out.
 * Leaves the stems English. Returns PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_pairs_count(struct pyiq_pairs *pairs, const struct pyiq_text *texts, size_t n,
			     int64_t step, struct pyiq_stems *stems, struct pyiq_error *err);

/* Write what was counted, and forget it. Returns PYIQ_OK, PYIQ_ERR_NOMEM or the database's error. */
pyiq_status pyiq_pairs_write(struct pyiq_pairs *pairs, struct pyiq_x_writer *writer,
			     struct pyiq_error *err);

#endif

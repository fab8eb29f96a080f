/*
 * The lexicon of a database: its words and identifiers as they are written,
 * folded but not stemmed, each with the number of times it stands there.
 *
 * It lies in metadata, in blocks of a few kilobytes of sorted words. Xapian's
 * own spelling table is ten times as large, for it finds a word by its
 * fragments, and keeps every change in memory until the commit; to look at
 * every word is as fast.
 */
#ifndef PYIQ_STORE_LEXICON_H
#define PYIQ_STORE_LEXICON_H

#include "store/xapian_c.h"

/* A word of 1 to PYIQ_TERM_MAX bytes, and how often more it stands there than before. */
struct pyiq_lexicon_change {
	struct pyiq_str word;
	int64_t by;
};

/*
 * Make changes to different words; they are sorted for that. A word that is
 * used no more leaves. Takes time and memory for the blocks that hold the words.
 * Returns PYIQ_OK, PYIQ_ERR_NOMEM or the database's error.
 */
pyiq_status pyiq_lexicon_change(struct pyiq_x_writer *writer, struct pyiq_lexicon_change *changes,
				size_t n, struct pyiq_error *err);

/*
 * Every word that begins with prefix, in byte order; of several databases, one
 * database after the other. (Of those in one stub file only the first is asked.)
 * Returns PYIQ_OK, PYIQ_STOPPED when fn did, or the database's error.
 */
pyiq_status pyiq_lexicon_each(struct pyiq_x_db *db, struct pyiq_str prefix, pyiq_x_term_fn *fn,
			      void *ctx, struct pyiq_error *err);

#endif

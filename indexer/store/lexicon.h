/*
 * The lexicon of a database, three lists of words with counts:
 *
 *	PYIQ_META_WORDS     its words and identifiers as they are written, folded but
 *	                    not stemmed, each with the number of times it stands there
 *	PYIQ_META_ACRONYMS  its acronyms with what they stand for, and the reverse
 *	                    (store/pairs.h), each with the number of units
 *	PYIQ_META_TOPICS    the paths of headings above its units (store/topics.h), each
 *	                    with the number of units
 *
 * They lie in metadata, in blocks of a few kilobytes of sorted words. Xapian's
 * own spelling table is ten times as large, for it finds a word by its
 * fragments, and keeps every change in memory until the commit; a walk that
 * leaves out what begins wrongly is as fast.
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
 * Make changes to different words of one list; they are sorted for that. A word
 * that is used no more leaves. Takes time and memory for the blocks that hold the
 * words. Returns PYIQ_OK, PYIQ_ERR_NOMEM or the database's error.
 */
pyiq_status pyiq_lexicon_change(struct pyiq_x_writer *writer, const char *list,
				struct pyiq_lexicon_change *changes, size_t n,
				struct pyiq_error *err);

/*
 * Every word of a list that begins with prefix, in byte order; of several
 * databases, one database after the other. (Of those in one stub file only the
 * first is asked.) Returns PYIQ_OK, PYIQ_STOPPED when fn did, or the database's
 * error.
 */
pyiq_status pyiq_lexicon_each(struct pyiq_x_db *db, const char *list, struct pyiq_str prefix,
			      pyiq_x_term_fn *fn, void *ctx, struct pyiq_error *err);

/*
 * Receives a word, its count, and how many bytes it surely shares with the word
 * received before. Returns the length of a beginning of the word that makes every
 * further one with it uninteresting, or SIZE_MAX when there is none; with 0 no
 * more words come from the same database.
 */
typedef size_t pyiq_lexicon_fn(void *ctx, struct pyiq_str word, size_t shared, uint32_t count);

/*
 * The words of a list in the order of pyiq_lexicon_each, without most of the
 * uninteresting ones: these take little time one by one, and none in blocks.
 * Returns PYIQ_OK or the database's error.
 */
pyiq_status pyiq_lexicon_walk(struct pyiq_x_db *db, const char *list, pyiq_lexicon_fn *fn,
			      void *ctx, struct pyiq_error *err);

#endif

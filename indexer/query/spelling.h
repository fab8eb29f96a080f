/*
 * Words that were meant: those of the lexicon that are spelled nearly so.
 */
#ifndef PYIQ_QUERY_SPELLING_H
#define PYIQ_QUERY_SPELLING_H

#include "store/xapian_c.h"

/*
 * Replace *suggestion by the nearest other word of the lexicon, the most
 * frequent of equals, or by nothing when there is none within so many edits: a
 * character more, less or another, or two neighbours exchanged. For a word that
 * is in the lexicon itself only a more frequent one is suggested. Looks at every
 * word. Returns PYIQ_OK, PYIQ_ERR_NOMEM or the database's error.
 */
pyiq_status pyiq_suggest(struct pyiq_x_db *db, struct pyiq_str word, unsigned max_edits,
			 struct pyiq_buf *suggestion, struct pyiq_error *err);

#endif

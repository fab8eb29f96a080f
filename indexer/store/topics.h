/*
 * The topics that units stand under, as they are counted into and out of the
 * lexicon's list PYIQ_META_TOPICS. A topic is the path of headings above a unit,
 * PYIQ_TOPIC_BETWEEN between two of them, and a word of the list:
 *
 *	>Python␟Memory
 *
 * One that is too long for a word is several, each with a piece of it behind the
 * topic's hash and the piece's number, in hexadecimal digits:
 *
 *	<0f1e2d3c4b5a6978 00 …
 *	<0f1e2d3c4b5a6978 01 …
 *
 * The count is that of the units directly under the last heading.
 */
#ifndef PYIQ_STORE_TOPICS_H
#define PYIQ_STORE_TOPICS_H

#include "base/buf.h"
#include "base/table.h"
#include "store/xapian_c.h"

/* In a heading itself it is a blank, as is a NUL, which Xapian counts as two bytes. */
#define PYIQ_TOPIC_BETWEEN '\x1F'

/* A value: init, use, release. One thread at a time. */
struct pyiq_topics {
	struct pyiq_table changes; /* topic → by how much its count changed */
	struct pyiq_buf path;
};

void pyiq_topics_init(struct pyiq_topics *topics);
void pyiq_topics_release(struct pyiq_topics *topics);

/*
 * Count the topic of one unit, n headings, outermost first; none is a topic,
 * too. `step` is 1, or -1 for a unit that is to be deleted. Returns PYIQ_OK or
 * PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_topics_count(struct pyiq_topics *topics, const struct pyiq_str *headings, size_t n,
			      int64_t step, struct pyiq_error *err);

/* Write what was counted, and forget it. Returns PYIQ_OK, PYIQ_ERR_NOMEM or the database's error. */
pyiq_status pyiq_topics_write(struct pyiq_topics *topics, struct pyiq_x_writer *writer,
			      struct pyiq_error *err);

/*
 * Add the topics of a database to a table, from path to number of units; of
 * several databases those of each. Returns PYIQ_OK, PYIQ_ERR_NOMEM or the
 * database's error.
 */
pyiq_status pyiq_topics_read(struct pyiq_x_db *db, struct pyiq_table *topics,
			     struct pyiq_error *err);

#endif

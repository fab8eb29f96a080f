/*
 * The lines that units came from, in the files themselves, as long as these are
 * there and as they were.
 */
#ifndef PYIQ_CMD_SOURCE_H
#define PYIQ_CMD_SOURCE_H

#include "base/buf.h"
#include "base/text.h"

/* The file that was asked for last. A value: all zero at first; release. */
struct source {
	struct pyiq_buf path, text;
	size_t at, line; /* where a line begins, and its number */
};

void source_release(struct source *source);

/*
 * A line of a file, without its end; valid until the next call. Empty when there
 * is no such line, or the file is none that can be read: only regular files of a
 * reasonable size are. Lines that ascend cost the least.
 */
struct pyiq_str source_line(struct source *source, struct pyiq_str file, size_t number);

/*
 * Where the byte at `offset` of a text stands in the line that the text was made
 * from, in bytes from 1; 0 if the line does not hold the text, or not so much of
 * it. Text that lost its markup is found, too.
 */
size_t source_column(struct pyiq_str line, struct pyiq_str text, size_t offset);

#endif

/*
 * How questions were found in a file: what a user sends with a report of one
 * that was missed.
 */
#ifndef PYIQ_CMD_EXPLAIN_H
#define PYIQ_CMD_EXPLAIN_H

#include "pyiq.h"

/* Print the explanation of a file, or of a stream. Returns the exit status. */
int explain_source(const char *path, const struct pyiq_stream *stream, const char *format);

#endif

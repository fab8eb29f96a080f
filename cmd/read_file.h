/*
 * Files that hold a user's lists: patterns, paths.
 */
#ifndef PYIQ_CMD_READ_FILE_H
#define PYIQ_CMD_READ_FILE_H

#include "base/buf.h"
#include "base/status.h"

/* Append all of a file, or of standard input if the path is "-". PYIQ_OK, PYIQ_ERR_IO or PYIQ_ERR_NOMEM. */
pyiq_status read_file(const char *path, struct pyiq_buf *out, struct pyiq_error *err);

#endif

/*
 * Files without names: gone when they are closed, whatever happens.
 */
#ifndef PYIQ_BASE_TEMPORARY_H
#define PYIQ_BASE_TEMPORARY_H

#include <stddef.h>

#include "base/status.h"

/*
 * Open an empty file for reading and writing, in $TMPDIR or else /tmp. PYIQ_OK
 * or PYIQ_ERR_IO; *fd is the caller's to close.
 */
pyiq_status pyiq_temporary_file(int *fd, struct pyiq_error *err);

/* Write all of the bytes where the file stands. PYIQ_OK or PYIQ_ERR_IO. */
pyiq_status pyiq_write_all(int fd, const char *data, size_t len, struct pyiq_error *err);

#endif

/*
 * Files in which pyiq remembers something from one run to the next. They are
 * below pyiq/ in $XDG_STATE_HOME, see locations_state.
 */
#ifndef PYIQ_CMD_STATE_H
#define PYIQ_CMD_STATE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"

/* Make the folder of a file and those above it, for the user alone. PYIQ_OK or PYIQ_ERR_IO. */
pyiq_status state_make_folder(const char *path, struct pyiq_error *err);

/*
 * Replace a file, or make it and its folders: whoever reads it sees the old
 * content or the new one. With `durable` that holds when the power fails, too,
 * and takes some milliseconds. Returns PYIQ_OK, PYIQ_ERR_IO or PYIQ_ERR_NOMEM.
 */
pyiq_status state_write(const char *path, struct pyiq_str content, bool durable,
			struct pyiq_error *err);

/*
 * Wait until no other process has the lock that belongs to a file, and take it.
 * *fd is to be closed, which gives it back. PYIQ_OK, PYIQ_ERR_IO or PYIQ_ERR_NOMEM.
 */
pyiq_status state_lock(const char *path, int *fd, struct pyiq_error *err);

#endif

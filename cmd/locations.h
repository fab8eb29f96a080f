/*
 * Where databases are, and how a file is named to the user.
 */
#ifndef PYIQ_CMD_LOCATIONS_H
#define PYIQ_CMD_LOCATIONS_H

#include "base/buf.h"
#include "pyiq.h"

/*
 * The user's own database: pyiq/db in $XDG_DATA_HOME, else in ~/.local/share.
 * Returns PYIQ_OK, PYIQ_ERR_INVALID when there is no home directory, or
 * PYIQ_ERR_NOMEM.
 */
pyiq_status locations_own(struct pyiq_buf *path, struct pyiq_error *err);

/*
 * Open the databases to read: the n that options or settings name, else the
 * user's own and the one that came with pyiq, as far as they exist.
 */
pyiq_status locations_open(const char *const *named, size_t n, struct pyiq_db **db,
			   struct pyiq_error *err);

/* The path of the program itself. Empty where the system does not tell. PYIQ_OK or PYIQ_ERR_NOMEM. */
pyiq_status locations_program(struct pyiq_buf *path, struct pyiq_error *err);

/*
 * Where something lies that came with pyiq: in share/pyiq beside the bin/ that
 * the program is in. Empty where the system does not tell. PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status locations_shipped(const char *name, struct pyiq_buf *path, struct pyiq_error *err);

/*
 * Where the user configures pyiq: in pyiq/ of $XDG_CONFIG_HOME, else of
 * ~/.config. Empty when there is no home directory. PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status locations_config(const char *name, struct pyiq_buf *path, struct pyiq_error *err);

/* The same for what pyiq remembers: in pyiq/ of $XDG_STATE_HOME, else of ~/.local/state. */
pyiq_status locations_state(const char *name, struct pyiq_buf *path, struct pyiq_error *err);

/* The folders of $XDG_CONFIG_DIRS, the most important one first, parted by colons. */
const char *locations_system_config(void);

/* The absolute path of a source, relative to the working directory if it is inside. */
struct pyiq_str locations_display(struct pyiq_str file);

#endif

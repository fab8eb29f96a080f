/*
 * The lists of words that stand for each other: the one that comes with pyiq,
 * and the user's own.
 */
#ifndef PYIQ_CMD_SYNONYMS_H
#define PYIQ_CMD_SYNONYMS_H

#include "base/buf.h"

/*
 * Append both lists, as far as they are there, to *text, which is empty. Returns
 * PYIQ_OK, PYIQ_ERR_INVALID (a line of the user's is wrong: "path: line N: …"),
 * PYIQ_ERR_IO (one is there, but cannot be read) or PYIQ_ERR_NOMEM.
 */
pyiq_status synonyms_read(struct pyiq_buf *text, struct pyiq_error *err);

#endif

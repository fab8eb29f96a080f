/*
 * Folders that hold one question a file, as some people keep their notes.
 */
#ifndef PYIQ_SOURCE_FOLDER_H
#define PYIQ_SOURCE_FOLDER_H

#include <stdbool.h>

#include "base/table.h"

/*
 * Whether the names of the notes beside a file mostly ask (`What is casting.md`,
 * `Difference between a and b.md`): files are a family as headings are, and a
 * single odd name is carried. *known remembers the folders that were looked at;
 * it starts as an empty table. A folder that cannot be read does not ask.
 * Returns PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_folder_asks(struct pyiq_table *known, struct pyiq_str path, bool *asks,
			     struct pyiq_error *err);

#endif

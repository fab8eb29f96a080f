/*
 * Patterns of what is left out of a folder, as .gitignore has them.
 */
#ifndef PYIQ_SOURCE_EXCLUDE_H
#define PYIQ_SOURCE_EXCLUDE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"

/*
 * Whether a path (relative to the folder, no slash in front) is left out by one
 * of n patterns: `*`, `?` and `[a-z]` stand for what is no slash, `**` for any
 * number of folders, a backslash takes the next character for itself. A
 * pattern without a slash, but for one at its end, fits in every folder; others
 * count from the folder itself. One that ends in a slash fits folders only. A
 * file is left out with the folder that holds it. Two slashes in front mean what
 * one does: they mark what was pruned, which other patterns do not replace.
 */
bool pyiq_is_excluded(const struct pyiq_str *patterns, size_t n, struct pyiq_str path,
		      bool is_folder);

/* Whether a pattern, without a slash at either end, fits all of a path. */
bool pyiq_path_fits(struct pyiq_str pattern, struct pyiq_str path);

/* Whether a pattern marks what was pruned. */
bool pyiq_is_prune(struct pyiq_str pattern);

/* Append the pattern that fits one path and nothing else; check pyiq_buf_status. */
void pyiq_exclude_exactly(struct pyiq_buf *pattern, struct pyiq_str path);

#endif

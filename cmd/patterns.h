/*
 * The patterns of a search, from the command line and from files.
 */
#ifndef PYIQ_CMD_PATTERNS_H
#define PYIQ_CMD_PATTERNS_H

#include "base/memory.h"
#include "base/text.h"

/* A value: initialise, add, release. */
struct patterns {
	struct pyiq_str *items;
	size_t n, capacity;
	struct pyiq_arena texts; /* of files */
};

void patterns_init(struct patterns *patterns);
void patterns_release(struct patterns *patterns);

/* Add one, which is borrowed. Returns PYIQ_OK or PYIQ_ERR_NOMEM. */
pyiq_status patterns_add(struct patterns *patterns, struct pyiq_str pattern,
			 struct pyiq_error *err);

/* Add each line of a file, "-" for standard input. Returns PYIQ_OK, PYIQ_ERR_IO or PYIQ_ERR_NOMEM. */
pyiq_status patterns_read(struct patterns *patterns, const char *path, struct pyiq_error *err);

#endif

/*
 * --include and --exclude: which files the units shall come from.
 */
#ifndef PYIQ_CMD_GLOBS_H
#define PYIQ_CMD_GLOBS_H

#include "options.h"
#include "pyiq.h"

/* A value: all zero at first; fill, ask, release. The patterns are borrowed. */
struct globs {
	struct glob {
		struct pyiq_str pattern;
		bool excludes;
	} * items;
	size_t n, capacity;
};

/*
 * Take an option if it is one of the two. Returns OPTION_END when it was taken,
 * OPTION_STOP when memory ran out, else the option itself.
 */
option_id globs_option(struct globs *globs, struct options *options, option_id id);

/* Whether a file is wanted: it fits none that excludes, and one that includes if there is any. */
bool globs_want(const struct globs *globs, struct pyiq_str file);

void globs_release(struct globs *globs);

#endif

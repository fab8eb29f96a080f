/*
 * The files that a path stands for.
 */
#ifndef PYIQ_SOURCE_WALK_H
#define PYIQ_SOURCE_WALK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "base/text.h"

struct pyiq_file {
	const char *path; /* begins with the path that was walked */
	int64_t size;     /* bytes */
	int64_t mtime_ns; /* nanoseconds since the epoch */
};

/* When a file was last written, in nanoseconds since the epoch. */
struct stat;
int64_t pyiq_mtime_ns(const struct stat *st);

/* Receives each file, borrowed for the call; a status other than PYIQ_OK ends the walk with it. */
typedef pyiq_status pyiq_file_fn(void *ctx, const struct pyiq_file *file, struct pyiq_error *err);

/* A path that cannot be looked at; the walk goes on without it. cause is one line. */
typedef void pyiq_skip_fn(void *ctx, const char *path, const char *cause);

/* What is left out of a walk. */
struct pyiq_walk_options {
	size_t root_len;                 /* bytes of the path that the patterns do not count */
	const struct pyiq_str *excludes; /* see source/exclude.h */
	size_t n_excludes;
};

/*
 * Push the files under a path, in byte order of their names within each folder.
 * A file that is named counts whatever its name; in folders those count whose
 * ending a format has, but hidden files and folders, node_modules and what is
 * excluded do not. Symbolic links are followed; a folder is looked at once,
 * however many lead to it. Returns PYIQ_OK, PYIQ_ERR_NOMEM, PYIQ_ERR_IO when the
 * walk could not go on, or what fn returned.
 */
pyiq_status pyiq_walk(const char *path, const struct pyiq_walk_options *options, pyiq_file_fn *fn,
		      pyiq_skip_fn *skip, void *ctx, struct pyiq_error *err);

#endif

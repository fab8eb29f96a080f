/* fts(3) is no part of POSIX: glibc and the BSDs show it under their default set. */
#define _DEFAULT_SOURCE

#include "source/walk.h"

#include <errno.h>
#include <fts.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

bool pyiq_is_notes_name(const char *name)
{
	static const char *const endings[] = { ".md", ".markdown", ".mdx", ".txt" };
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot != NULL && i < sizeof endings / sizeof *endings; i++)
		if (strcasecmp(dot, endings[i]) == 0)
			return true;
	return false;
}

/* What was named is looked at whatever it is called. */
static bool is_ignored(const FTSENT *entry)
{
	return entry->fts_level > FTS_ROOTLEVEL &&
	       (entry->fts_name[0] == '.' || strcmp(entry->fts_name, "node_modules") == 0);
}

static pyiq_status visit(FTS *fts, FTSENT *entry, pyiq_file_fn *fn, pyiq_skip_fn *skip, void *ctx,
			 struct pyiq_error *err)
{
	struct pyiq_file file;

	switch (entry->fts_info) {
	case FTS_D:
		if (is_ignored(entry))
			fts_set(fts, entry, FTS_SKIP);
		return PYIQ_OK;
	case FTS_F:
		if (is_ignored(entry) ||
		    (entry->fts_level > FTS_ROOTLEVEL && !pyiq_is_notes_name(entry->fts_name)))
			return PYIQ_OK;
		file = (struct pyiq_file){
			.path = entry->fts_path,
			.size = entry->fts_statp->st_size,
			.mtime_ns = (int64_t)entry->fts_statp->st_mtim.tv_sec * 1000000000 +
				    entry->fts_statp->st_mtim.tv_nsec,
		};
		return fn(ctx, &file, err);
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		skip(ctx, entry->fts_path, strerror(entry->fts_errno));
		return PYIQ_OK;
	case FTS_DEFAULT:
	case FTS_SLNONE:
		if (entry->fts_level == FTS_ROOTLEVEL)
			skip(ctx, entry->fts_path, "neither a file nor a folder");
		return PYIQ_OK;
	default:
		return PYIQ_OK;
	}
}

pyiq_status pyiq_walk(const char *path, pyiq_file_fn *fn, pyiq_skip_fn *skip, void *ctx,
		      struct pyiq_error *err)
{
	char *copy = strdup(path);
	char *paths[] = { copy, NULL };
	FTS *fts = copy != NULL ? fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, by_name) : NULL;
	pyiq_status status = PYIQ_OK;
	FTSENT *entry;

	if (fts == NULL) {
		free(copy);
		return pyiq_fail_nomem(err);
	}
	while (status == PYIQ_OK && (entry = fts_read(fts)) != NULL)
		status = visit(fts, entry, fn, skip, ctx, err);
	fts_close(fts);
	free(copy);
	return status;
}

/* fts(3) is no part of POSIX: glibc and the BSDs show it under their default set. */
#define _DEFAULT_SOURCE

#include "source/walk.h"

#include <errno.h>
#include <fts.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/table.h"

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

int64_t pyiq_mtime_ns(const struct stat *st)
{
	/* Unsigned: a file's time may be any number, and only has to differ from another one. */
	return (int64_t)((uint64_t)st->st_mtim.tv_sec * 1000000000 + (uint64_t)st->st_mtim.tv_nsec);
}

/* What was named is looked at whatever it is called. */
static bool is_ignored(const FTSENT *entry)
{
	return entry->fts_level > FTS_ROOTLEVEL &&
	       (entry->fts_name[0] == '.' || strcmp(entry->fts_name, "node_modules") == 0);
}

/* Whether a folder was met before: a few links to folders of links make a walk without end in practice. */
static pyiq_status meet_folder(struct pyiq_table *folders, const FTSENT *entry, bool *met,
			       struct pyiq_error *err)
{
	char key[sizeof entry->fts_dev + sizeof entry->fts_ino];
	struct pyiq_entry *folder;

	memcpy(key, &entry->fts_dev, sizeof entry->fts_dev);
	memcpy(key + sizeof entry->fts_dev, &entry->fts_ino, sizeof entry->fts_ino);
	folder = pyiq_table_put(folders, (struct pyiq_str){ key, sizeof key });
	if (folder == NULL)
		return pyiq_fail_nomem(err);
	*met = folder->value.number++ > 0;
	return PYIQ_OK;
}

static pyiq_status visit(FTS *fts, FTSENT *entry, struct pyiq_table *folders, pyiq_file_fn *fn,
			 pyiq_skip_fn *skip, void *ctx, struct pyiq_error *err)
{
	struct pyiq_file file;
	bool leave_out = is_ignored(entry);
	pyiq_status status = PYIQ_OK;

	switch (entry->fts_info) {
	case FTS_D:
		if (!leave_out)
			status = meet_folder(folders, entry, &leave_out, err);
		if (leave_out)
			fts_set(fts, entry, FTS_SKIP);
		return status;
	case FTS_F:
		if (leave_out ||
		    (entry->fts_level > FTS_ROOTLEVEL && !pyiq_is_notes_name(entry->fts_name)))
			return PYIQ_OK;
		file = (struct pyiq_file){
			.path = entry->fts_path,
			.size = entry->fts_statp->st_size,
			.mtime_ns = pyiq_mtime_ns(entry->fts_statp),
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
	/* fts_open changes neither the list nor the strings, whatever its prototype says. */
	char *paths[] = { NULL, NULL };
	FTS *fts;
	struct pyiq_table folders;
	pyiq_status status = PYIQ_OK;
	FTSENT *entry;

	memcpy(paths, &path, sizeof path);
	fts = fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, by_name);
	if (fts == NULL)
		return pyiq_fail_nomem(err);
	pyiq_table_init(&folders);
	while (status == PYIQ_OK && (entry = fts_read(fts)) != NULL)
		status = visit(fts, entry, &folders, fn, skip, ctx, err);
	/* fts_read says by errno whether this was the end; what was not seen must not pass for gone. */
	if (status == PYIQ_OK && errno != 0)
		status = pyiq_fail(err, PYIQ_ERR_IO, "cannot look through '%s': %s", path,
				   strerror(errno));
	pyiq_table_release(&folders);
	fts_close(fts);
	return status;
}

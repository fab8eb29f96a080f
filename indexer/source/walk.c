/* fts(3) is no part of POSIX: glibc and the BSDs show it under their default set. */
#define _DEFAULT_SOURCE

#include "source/walk.h"

#include <errno.h>
#include <fts.h>

#include <string.h>
#include <sys/stat.h>

#include "base/table.h"
#include "source/exclude.h"
#include "source/format.h"

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

int64_t pyiq_mtime_ns(const struct stat *st)
{
	/* Unsigned: a file's time may be any number, and only has to differ from another one. */
	return (int64_t)((uint64_t)st->st_mtim.tv_sec * 1000000000 + (uint64_t)st->st_mtim.tv_nsec);
}

struct walk {
	const struct pyiq_walk_options *options;
	FTS *fts;
	struct pyiq_table folders; /* that were met */
	pyiq_file_fn *fn;
	pyiq_skip_fn *skip;
	void *ctx;
};

/* What was named is looked at whatever it is called. */
static bool is_ignored(const struct walk *w, const FTSENT *entry)
{
	const struct pyiq_walk_options *o = w->options;
	struct pyiq_str path = { entry->fts_path, entry->fts_pathlen };
	size_t root_len = o->root_len < path.len ? o->root_len : path.len;

	if (entry->fts_level <= FTS_ROOTLEVEL)
		return false;
	if (entry->fts_name[0] == '.' || strcmp(entry->fts_name, "node_modules") == 0)
		return true;
	path = (struct pyiq_str){ path.data + root_len, path.len - root_len };
	while (path.len > 0 && path.data[0] == '/')
		path = (struct pyiq_str){ path.data + 1, path.len - 1 };
	return pyiq_is_excluded(o->excludes, o->n_excludes, path, entry->fts_info != FTS_F);
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

static pyiq_status visit(struct walk *w, FTSENT *entry, struct pyiq_error *err)
{
	struct pyiq_file file;
	bool leave_out = is_ignored(w, entry);
	pyiq_status status = PYIQ_OK;

	switch (entry->fts_info) {
	case FTS_D:
		if (!leave_out)
			status = meet_folder(&w->folders, entry, &leave_out, err);
		if (leave_out)
			fts_set(w->fts, entry, FTS_SKIP);
		return status;
	case FTS_F:
		if (leave_out ||
		    (entry->fts_level > FTS_ROOTLEVEL && !pyiq_format_has_ending(entry->fts_name)))
			return PYIQ_OK;
		file = (struct pyiq_file){
			.path = entry->fts_path,
			.size = entry->fts_statp->st_size,
			.mtime_ns = pyiq_mtime_ns(entry->fts_statp),
		};
		return w->fn(w->ctx, &file, err);
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		if (!leave_out)
			w->skip(w->ctx, entry->fts_path, strerror(entry->fts_errno));
		return PYIQ_OK;
	case FTS_DEFAULT:
	case FTS_SLNONE:
		if (entry->fts_level == FTS_ROOTLEVEL)
			w->skip(w->ctx, entry->fts_path, "neither a file nor a folder");
		return PYIQ_OK;
	default:
		return PYIQ_OK;
	}
}

pyiq_status pyiq_walk(const char *path, const struct pyiq_walk_options *options, pyiq_file_fn *fn,
		      pyiq_skip_fn *skip, void *ctx, struct pyiq_error *err)
{
	/* fts_open changes neither the list nor the strings, whatever its prototype says. */
	char *paths[] = { NULL, NULL };
	struct walk w = { .options = options, .fn = fn, .skip = skip, .ctx = ctx };
	pyiq_status status = PYIQ_OK;
	FTSENT *entry;

	memcpy(paths, &path, sizeof path);
	w.fts = fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, by_name);
	if (w.fts == NULL)
		return pyiq_fail_nomem(err);
	pyiq_table_init(&w.folders);
	while (status == PYIQ_OK && (entry = fts_read(w.fts)) != NULL)
		status = visit(&w, entry, err);
	/* fts_read says by errno whether this was the end; what was not seen must not pass for gone. */
	if (status == PYIQ_OK && errno != 0)
		status = pyiq_fail(err, PYIQ_ERR_IO, "cannot look through '%s': %s", path,
				   strerror(errno));
	pyiq_table_release(&w.folders);
	fts_close(w.fts);
	return status;
}

#include "pyiq.h"

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "db.h"
#include "store/schema.h"
#include "survey.h"

/* The bytes of a database: of its directory's files, or of the file that it is. */
static uint64_t size_on_disk(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	struct stat st;
	uint64_t size = 0;

	if (dir == NULL)
		return stat(path, &st) == 0 ? (uint64_t)st.st_size : 0;
	while ((entry = readdir(dir)) != NULL)
		if (fstatat(dirfd(dir), entry->d_name, &st, 0) == 0 && S_ISREG(st.st_mode))
			size += (uint64_t)st.st_size;
	closedir(dir);
	return size;
}

static bool is_reachable(const struct pyiq_root *root)
{
	struct stat st;

	return root->kind == PYIQ_ROOT_STREAM || stat(root->path.data, &st) == 0;
}

static const char *kind_name(pyiq_root_kind kind)
{
	return kind == PYIQ_ROOT_FOLDER ? "folder" : kind == PYIQ_ROOT_FILE ? "file" : "stream";
}

static void describe_root(const struct pyiq_catalog *catalog, const struct pyiq_root *root,
			  struct pyiq_root_info *info)
{
	*info = (struct pyiq_root_info){ .path = root->path,
					 .kind = kind_name(root->kind),
					 .reachable = is_reachable(root),
					 .excludes = root->excludes,
					 .n_excludes = root->n_excludes };
	for (size_t i = 0; i < catalog->n_sources; i++) {
		const struct pyiq_source_record *source = &catalog->sources[i].record;

		if (source->root != root->number)
			continue;
		info->n_sources++;
		info->n_units += (size_t)source->n_units;
	}
}

/* Of a time that was too recent to be trusted, all that is known is when the source was read. */
static bool is_as_it_was(const struct pyiq_task *task)
{
	const struct pyiq_source_record *known = &task->known->record;

	return known->mtime_ns < 0 && known->size == task->size &&
	       task->mtime_ns <= ~known->mtime_ns && known->single == task->single;
}

/* Compare the sources with what is known of them. */
static pyiq_status compare(struct pyiq_catalog *catalog, size_t limit, pyiq_event_fn *event,
			   void *ctx, struct pyiq_db_info *info, struct pyiq_error *err)
{
	const struct pyiq_index_options options = { .n_paths = 0 };
	struct pyiq_survey survey;
	pyiq_status status;

	pyiq_survey_init(&survey);
	status = pyiq_survey_make(&survey, catalog, &options, false, limit, err);
	info->complete = survey.complete;
	for (size_t i = 0; i < survey.n && status == PYIQ_OK; i++) {
		const struct pyiq_task *task = &survey.tasks[i];
		const struct pyiq_event told = { .kind = task->remove          ? PYIQ_REMOVED
							 : task->known != NULL ? PYIQ_CHANGED
									       : PYIQ_ADDED,
						 .path = task->path.data,
						 .text = "" };

		if (told.kind == PYIQ_CHANGED && is_as_it_was(task))
			continue;
		info->n_gone += told.kind == PYIQ_REMOVED;
		info->n_changed += told.kind == PYIQ_CHANGED;
		info->n_new += told.kind == PYIQ_ADDED;
		if (event != NULL)
			event(ctx, &told);
	}
	pyiq_survey_release(&survey);
	return status;
}

static pyiq_status read_numbers(struct pyiq_x_db *db, struct pyiq_db_info *info,
				struct pyiq_error *err)
{
	struct pyiq_buf value = PYIQ_BUF_INIT;
	uint32_t n_units = 0, n_answered = 0;
	pyiq_status status = pyiq_x_db_doc_count(db, &n_units, err);

	if (status == PYIQ_OK)
		status = pyiq_x_db_term_freq(db, pyiq_str(PYIQ_TERM_ANSWERED), &n_answered, err);
	if (status == PYIQ_OK)
		status = pyiq_x_db_get_metadata(db, pyiq_str(PYIQ_META_BUILT), &value, err);
	info->n_units = n_units;
	info->n_answered = n_answered;
	info->built = strtoll(pyiq_buf_str(&value), NULL, 10);
	pyiq_buf_release(&value);
	return status;
}

static pyiq_status inspect(struct pyiq_db *db, size_t i, size_t limit, pyiq_db_info_fn *fn,
			   pyiq_event_fn *event, void *ctx, struct pyiq_error *err)
{
	struct pyiq_catalog *catalog = &db->catalogs[i];
	struct pyiq_root_info *roots = pyiq_alloc(catalog->n_roots * sizeof *roots);
	struct pyiq_db_info info = { .path = db->paths[i],
				     .schema = PYIQ_SCHEMA,
				     .n_bytes = size_on_disk(db->paths[i]),
				     .n_sources = catalog->n_sources,
				     .roots = roots,
				     .n_roots = catalog->n_roots };
	pyiq_status status;

	if (roots == NULL)
		return pyiq_fail_nomem(err);
	for (size_t s = 0; s < catalog->n_sources; s++)
		info.n_words += catalog->sources[s].record.n_words;
	status = read_numbers(db->each[i], &info, err);
	for (size_t r = 0; r < catalog->n_roots && status == PYIQ_OK; r++)
		describe_root(catalog, &catalog->roots[r], &roots[r]);
	if (status == PYIQ_OK)
		status = compare(catalog, limit, event, ctx, &info, err);
	if (status == PYIQ_OK && fn(ctx, &info) != 0)
		status = PYIQ_STOPPED;
	pyiq_free(roots);
	return status;
}

pyiq_status pyiq_db_inspect(struct pyiq_db *db, size_t limit, pyiq_db_info_fn *fn,
			    pyiq_event_fn *event, void *ctx, struct pyiq_error *err)
{
	pyiq_status status = pyiq_db_load_sources(db, err);

	for (size_t i = 0; i < db->n && status == PYIQ_OK; i++)
		status = inspect(db, i, limit, fn, event, ctx, err);
	return status;
}

#include "pyiq.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

#include "base/buf.h"
#include "base/memory.h"
#include "db.h"
#include "intake.h"
#include "staging.h"
#include "store/catalog.h"
#include "store/schema.h"
#include "survey.h"

/*
 * options → catalog → survey → tasks → (unchanged after all? skip) → read →
 * units → documents → one commit. Everything before the commit is invisible to
 * readers and gone if the run ends early.
 */
struct indexer {
	const struct pyiq_index_options *options;
	const char *db_path;
	struct pyiq_index_summary summary;
	struct pyiq_progress progress;
	struct pyiq_catalog catalog;
	struct pyiq_survey survey;
	struct pyiq_staging staging;
	struct pyiq_intake *intake;
	const struct pyiq_input *input; /* the source being read */
	uint64_t bytes_before;          /* of the sources before it */
	struct pyiq_buf key, value;
	bool rebuilt;  /* everything has to be read again */
	bool outdated; /* for its records are of another schema */
	bool changed;
	struct pyiq_error *err;
};

static void tell(struct indexer *ix, pyiq_event_kind kind, const struct pyiq_task *task,
		 const char *text, size_t n_units)
{
	const struct pyiq_event event = { .kind = kind,
					  .path = task->path.data,
					  .text = text,
					  .n_units = n_units,
					  .named = task->named };
	size_t *const counts[] = {
		[PYIQ_ADDED] = &ix->summary.n_added,     [PYIQ_CHANGED] = &ix->summary.n_changed,
		[PYIQ_REMOVED] = &ix->summary.n_removed, [PYIQ_REPAIRED] = &ix->summary.n_repaired,
		[PYIQ_SKIPPED] = &ix->summary.n_skipped, [PYIQ_FAILED] = &ix->summary.n_failed,
	};

	++*counts[kind];
	if (ix->options->event != NULL)
		ix->options->event(ix->options->ctx, &event);
}

static pyiq_status advance(struct indexer *ix)
{
	if (ix->input != NULL)
		ix->progress.n_bytes = ix->bytes_before + (uint64_t)ix->input->at;
	if (ix->options->progress != NULL &&
	    ix->options->progress(ix->options->ctx, &ix->progress) != 0)
		return PYIQ_STOPPED;
	return PYIQ_OK;
}

static pyiq_status note_unit(void *ctx, struct pyiq_error *err)
{
	struct indexer *ix = ctx;

	(void)err;
	ix->progress.n_units++;
	return advance(ix);
}

/* ---- What is known ----------------------------------------------------------------- */

/* Open the database that is there, to look at it; *db stays NULL when there is none. */
static pyiq_status open_known(struct indexer *ix, struct pyiq_x_db **db)
{
	int schema = PYIQ_SCHEMA_NONE;
	pyiq_status status = pyiq_x_db_open(&ix->db_path, 1, db, ix->err);

	if (status == PYIQ_ERR_NO_INDEX)
		return PYIQ_OK;
	if (status == PYIQ_OK)
		status = pyiq_db_schema(*db, &schema, ix->err);
	if (status == PYIQ_OK && schema == PYIQ_SCHEMA_FOREIGN) {
		status = pyiq_fail(ix->err, PYIQ_ERR_CORRUPT,
				   "'%s' is a Xapian database of another program", ix->db_path);
		pyiq_hint(ix->err, "name a folder of its own with --db");
	}
	ix->outdated = schema != PYIQ_SCHEMA_NONE && schema != PYIQ_SCHEMA;
	ix->rebuilt |= ix->outdated;
	return status;
}

/* A database that begins anew keeps the roots that the run is for, and no number of the old ones. */
static void forget_roots(struct pyiq_catalog *catalog, const struct pyiq_index_options *options)
{
	if (options->rebuild && (options->n_paths > 0 || options->stream != NULL))
		catalog->n_roots = catalog->n_sources = 0;
	for (size_t i = 0; i < catalog->n_roots; i++)
		catalog->roots[i].changed = true;
}

static pyiq_status load_catalog(struct indexer *ix, struct pyiq_x_db *db)
{
	pyiq_status status = pyiq_catalog_locate(&ix->catalog, ix->db_path, ix->err);

	if (status == PYIQ_OK && db != NULL)
		status = pyiq_catalog_load_roots(&ix->catalog, db, ix->err);
	if (status == PYIQ_OK && db != NULL && !ix->outdated)
		status = pyiq_catalog_load_sources(&ix->catalog, db, ix->err);
	if (ix->rebuilt)
		forget_roots(&ix->catalog, ix->options);
	return status;
}

/* ---- Sources ------------------------------------------------------------------------- */

static pyiq_status open_input(struct indexer *ix, const struct pyiq_task *task,
			      struct pyiq_input *input, struct pyiq_error *failure)
{
	return task->is_stream ? pyiq_input_spool(input, ix->options->stream->fd, failure)
			       : pyiq_input_open(input, task->path.data, failure);
}

/* The format that the user chose, or else the one that name and content tell; NULL: none of ours. */
static pyiq_status choose_format(const struct pyiq_task *task, struct pyiq_input *input,
				 const struct pyiq_format **format, struct pyiq_error *failure)
{
	char name[32];

	if (task->format.len == 0)
		return pyiq_format_choose(task->path.data, input, format, failure);
	snprintf(name, sizeof name, "%.*s", (int)task->format.len, task->format.data);
	*format = pyiq_format_named(name);
	return PYIQ_OK;
}

/*
 * A clock that is too coarse, or too recent a change, cannot tell a change from
 * the next one. The complement of the time of the reading, which is negative,
 * stands for such a time.
 */
static int64_t settled_mtime(const struct pyiq_task *task)
{
	enum { TICK_NS = 100000000 };
	struct timespec now;
	int64_t now_ns;

	clock_gettime(CLOCK_REALTIME, &now);
	now_ns = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
	return task->mtime_ns > now_ns - TICK_NS && task->mtime_ns <= now_ns ? ~now_ns
									     : task->mtime_ns;
}

static pyiq_status fail_source(struct indexer *ix, const struct pyiq_task *task, pyiq_status status,
			       const char *cause)
{
	if (status == PYIQ_ERR_NOMEM)
		return pyiq_fail_nomem(ix->err);
	tell(ix, PYIQ_FAILED, task, cause, 0);
	return PYIQ_OK;
}

/* What is not for us is remembered as read, so that it is not looked at again. */
static pyiq_status pass_over(struct indexer *ix, const struct pyiq_source_record *known,
			     const struct pyiq_source_record *source)
{
	pyiq_status status = PYIQ_OK;

	ix->changed = true;
	if (known != NULL)
		status = pyiq_intake_remove(ix->intake, known, ix->err);
	return status == PYIQ_OK ? pyiq_intake_remember(ix->intake, source, ix->err) : status;
}

/*
 * A source that cannot be read. What nobody named and what had no units is
 * remembered, so that it is told of once and not with every run; if it never
 * was text, it is no failure.
 */
static pyiq_status give_up(struct indexer *ix, const struct pyiq_task *task, pyiq_status status,
			   const char *cause, const struct pyiq_source_record *source)
{
	bool content = status == PYIQ_ERR_NOT_TEXT || status == PYIQ_ERR_SOURCE;

	if (!content || task->named || (task->known != NULL && task->known->record.n_units > 0))
		return fail_source(ix, task, status, cause);
	tell(ix, status == PYIQ_ERR_NOT_TEXT ? PYIQ_SKIPPED : PYIQ_FAILED, task, cause, 0);
	return pass_over(ix, NULL, source);
}

static pyiq_status read_source(struct indexer *ix, const struct pyiq_task *task,
			       struct pyiq_input *input, const struct pyiq_format *format,
			       struct pyiq_source_record *source)
{
	const struct pyiq_source_record *known = task->known != NULL ? &task->known->record : NULL;
	struct pyiq_intake_notes notes;
	struct pyiq_error failure;
	bool readable;
	pyiq_status status = pyiq_intake_add(ix->intake, format, input, known, source, &notes,
					     &readable, &failure);

	if (!readable)
		return give_up(ix, task, status, failure.message, source);
	if (status == PYIQ_STOPPED)
		return status;
	if (status != PYIQ_OK) {
		if (ix->err != NULL)
			*ix->err = failure;
		return status;
	}
	ix->changed = true;
	ix->summary.n_bytes += (uint64_t)input->size;
	tell(ix, known != NULL ? PYIQ_CHANGED : PYIQ_ADDED, task, format->name, source->n_units);
	if (notes.repaired[0] != '\0')
		tell(ix, PYIQ_REPAIRED, task, notes.repaired, 0);
	if (notes.skipped[0] != '\0')
		tell(ix, PYIQ_SKIPPED, task, notes.skipped, 0);
	return PYIQ_OK;
}

/* Read a source, unless its content is what it was. */
static pyiq_status update_source(struct indexer *ix, const struct pyiq_task *task,
				 struct pyiq_input *input)
{
	const struct pyiq_root *root = pyiq_catalog_root(&ix->catalog, task->root);
	const struct pyiq_source_record *known = task->known != NULL ? &task->known->record : NULL;
	const struct pyiq_format *format = NULL;
	struct pyiq_source_record source = {
		.root = task->root,
		.path = pyiq_root_rest(root, task->path),
		.size = input->size,
		.mtime_ns = settled_mtime(task),
		.single = task->single,
		.format = task->format,
	};
	struct pyiq_error failure;
	pyiq_status status = pyiq_input_hash(input, &source.hash, &failure);

	if (status == PYIQ_OK && known != NULL && known->hash == source.hash &&
	    known->size == source.size && known->single == source.single &&
	    pyiq_str_equal(known->format, source.format)) {
		source.n_units = known->n_units;
		source.n_words = known->n_words;
		ix->summary.n_unchanged++;
		if (ix->options->dry_run || source.mtime_ns == known->mtime_ns ||
		    (source.mtime_ns < 0 && known->mtime_ns < 0))
			return PYIQ_OK;
		ix->changed = true;
		return pyiq_intake_remember(ix->intake, &source, ix->err);
	}
	if (status == PYIQ_OK && ix->options->dry_run) {
		tell(ix, known != NULL ? PYIQ_CHANGED : PYIQ_ADDED, task, "", 0);
		return PYIQ_OK;
	}
	if (status == PYIQ_OK)
		status = choose_format(task, input, &format, &failure);
	if (status != PYIQ_OK)
		return fail_source(ix, task, status, failure.message);
	if (format == NULL && task->named)
		tell(ix, PYIQ_SKIPPED, task, pyiq_format_unknown, 0);
	if (format == NULL)
		return pass_over(ix, known, &source);
	return read_source(ix, task, input, format, &source);
}

static pyiq_status carry_out(struct indexer *ix, const struct pyiq_task *task)
{
	struct pyiq_input input;
	struct pyiq_error failure;
	pyiq_status status;

	if (task->remove) {
		tell(ix, PYIQ_REMOVED, task, "", task->known->record.n_units);
		ix->changed = true;
		return ix->options->dry_run
			       ? PYIQ_OK
			       : pyiq_intake_remove(ix->intake, &task->known->record, ix->err);
	}
	status = open_input(ix, task, &input, &failure);
	if (status != PYIQ_OK)
		return fail_source(ix, task, status, failure.message);
	ix->input = &input;
	status = update_source(ix, task, &input);
	ix->input = NULL;
	pyiq_input_close(&input);
	return status;
}

static pyiq_status carry_out_all(struct indexer *ix)
{
	const struct pyiq_survey *survey = &ix->survey;
	struct pyiq_progress *progress = &ix->progress;
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < survey->n; i++) {
		progress->n_total += !survey->tasks[i].remove;
		progress->total_bytes += (uint64_t)survey->tasks[i].size;
	}
	for (size_t i = 0; i < survey->n && status == PYIQ_OK; i++) {
		const struct pyiq_task *task = &survey->tasks[i];

		ix->bytes_before = progress->n_bytes;
		status = carry_out(ix, task);
		progress->n_done += !task->remove;
		progress->n_bytes = ix->bytes_before + (uint64_t)task->size;
		if (status == PYIQ_OK)
			status = advance(ix);
	}
	return status;
}

/* ---- The end --------------------------------------------------------------------------- */

/* A root that another one swallowed, a named file that was deleted, or a stream that could not be kept has no source of its own any more. */
static bool is_idle(const struct indexer *ix, const struct pyiq_root *root)
{
	const struct pyiq_catalog *catalog = &ix->catalog;
	struct stat st;
	bool swallowed = false;

	for (size_t i = 0; i < catalog->n_sources; i++)
		if (catalog->sources[i].record.root == root->number)
			return false;
	if (root->kind == PYIQ_ROOT_STREAM)
		return true;
	for (size_t i = 0; i < catalog->n_roots; i++)
		swallowed |= &catalog->roots[i] != root && !catalog->roots[i].forgotten &&
			     catalog->roots[i].kind == PYIQ_ROOT_FOLDER &&
			     pyiq_path_lies_in(root->path, catalog->roots[i].path);
	return swallowed || (root->kind == PYIQ_ROOT_FILE && stat(root->path.data, &st) != 0);
}

static pyiq_status store_roots(struct indexer *ix)
{
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < ix->catalog.n_roots && status == PYIQ_OK; i++) {
		const struct pyiq_root *root = &ix->catalog.roots[i];
		bool forget = root->forgotten || is_idle(ix, root);

		if (!forget && !root->changed)
			continue;
		ix->changed = true;
		pyiq_catalog_encode_root(&ix->catalog, root, &ix->key, &ix->value);
		status = pyiq_buf_status(&ix->key, ix->err);
		if (status == PYIQ_OK)
			status = pyiq_buf_status(&ix->value, ix->err);
		if (status == PYIQ_OK)
			status = pyiq_x_writer_set_metadata(
				ix->staging.writer, pyiq_str(ix->key.data),
				forget ? pyiq_str("")
				       : (struct pyiq_str){ ix->value.data, ix->value.len },
				ix->err);
	}
	return status;
}

static pyiq_status set_number(struct indexer *ix, const char *key, int64_t number)
{
	char text[24];

	snprintf(text, sizeof text, "%" PRId64, number);
	return pyiq_x_writer_set_metadata(ix->staging.writer, pyiq_str(key), pyiq_str(text),
					  ix->err);
}

static pyiq_status count(struct indexer *ix, struct pyiq_x_db *db)
{
	uint32_t n_units = 0;
	pyiq_status status = pyiq_catalog_load_sources(&ix->catalog, db, ix->err);

	if (status == PYIQ_OK)
		status = pyiq_x_db_doc_count(db, &n_units, ix->err);
	ix->summary.n_units = n_units;
	ix->summary.n_sources = ix->catalog.n_sources;
	return status;
}

static pyiq_status finish(struct indexer *ix)
{
	pyiq_status status = pyiq_intake_finish(ix->intake, ix->err);

	if (status == PYIQ_OK)
		status = count(ix, pyiq_x_writer_db(ix->staging.writer));
	if (status == PYIQ_OK)
		status = store_roots(ix);
	if (status != PYIQ_OK || !(ix->changed || pyiq_staging_is_new(&ix->staging)))
		return status;
	status = set_number(ix, PYIQ_META_SCHEMA, PYIQ_SCHEMA);
	if (status == PYIQ_OK)
		status = set_number(ix, PYIQ_META_BUILT,
				    ix->options->built > 0 ? ix->options->built
							   : (int64_t)time(NULL));
	return status == PYIQ_OK ? pyiq_staging_publish(&ix->staging, ix->err) : status;
}

/* ---- The straight line ------------------------------------------------------------------- */

static pyiq_status check_options(struct indexer *ix)
{
	const char *format = ix->options->format;

	return format == NULL || pyiq_format_named(format) != NULL
		       ? PYIQ_OK
		       : pyiq_fail(ix->err, PYIQ_ERR_INVALID, "there is no format '%s'", format);
}

static pyiq_status check_roots(struct indexer *ix)
{
	pyiq_status status;

	if (ix->options->n_paths > 0 || ix->options->stream != NULL || ix->catalog.n_roots > 0)
		return PYIQ_OK;
	status = pyiq_fail(ix->err, PYIQ_ERR_INVALID, "nothing to index: '%s' knows no folder",
			   ix->db_path);
	pyiq_hint(ix->err, "name files or folders: pyiq index FOLDER");
	return status;
}

static pyiq_status survey(struct indexer *ix)
{
	pyiq_status status = check_roots(ix);

	if (status == PYIQ_OK)
		status = pyiq_survey_make(&ix->survey, &ix->catalog, ix->options, ix->rebuilt,
					  SIZE_MAX, ix->err);
	ix->summary.n_unchanged = ix->survey.n_unchanged;
	ix->summary.n_failed = ix->survey.n_failed;
	return status;
}

static pyiq_status dry_run(struct indexer *ix, struct pyiq_x_db *known)
{
	pyiq_status status = load_catalog(ix, known);

	if (status == PYIQ_OK)
		status = survey(ix);
	ix->summary.n_sources = ix->catalog.n_sources;
	for (size_t i = 0; i < ix->catalog.n_sources; i++)
		ix->summary.n_units += ix->catalog.sources[i].record.n_units;
	return status == PYIQ_OK ? carry_out_all(ix) : status;
}

/* The lock comes first: what is known may not change any more. */
static pyiq_status change(struct indexer *ix, struct pyiq_x_db *known)
{
	pyiq_status status = pyiq_staging_open(&ix->staging, ix->rebuilt, ix->err);

	if (status == PYIQ_OK && ix->rebuilt && known != NULL)
		status = pyiq_x_db_reopen(known, NULL, ix->err);
	if (status == PYIQ_OK)
		status = load_catalog(ix,
				      ix->rebuilt ? known : pyiq_x_writer_db(ix->staging.writer));
	if (status == PYIQ_OK)
		status = pyiq_intake_new(ix->staging.writer, note_unit, ix, &ix->intake, ix->err);
	if (status == PYIQ_OK)
		status = survey(ix);
	if (status == PYIQ_OK)
		status = carry_out_all(ix);
	return status == PYIQ_OK ? finish(ix) : status;
}

static pyiq_status run(struct indexer *ix)
{
	struct pyiq_x_db *known = NULL;
	pyiq_status status = check_options(ix);

	if (status == PYIQ_OK)
		status = open_known(ix, &known);
	if (status == PYIQ_OK)
		status = ix->options->dry_run ? dry_run(ix, known) : change(ix, known);
	pyiq_x_db_close(known);
	return status;
}

pyiq_status pyiq_index(const char *db_path, const struct pyiq_index_options *options,
		       struct pyiq_index_summary *summary, struct pyiq_error *err)
{
	struct indexer ix = { .options = options,
			      .db_path = db_path,
			      .key = PYIQ_BUF_INIT,
			      .value = PYIQ_BUF_INIT,
			      .rebuilt = options->rebuild,
			      .err = err };
	pyiq_status status;

	pyiq_staging_init(&ix.staging, db_path);
	pyiq_catalog_init(&ix.catalog);
	pyiq_survey_init(&ix.survey);
	status = run(&ix);
	if (status == PYIQ_OK && summary != NULL)
		*summary = ix.summary;
	pyiq_intake_free(ix.intake);
	pyiq_staging_close(&ix.staging);
	pyiq_survey_release(&ix.survey);
	pyiq_catalog_release(&ix.catalog);
	pyiq_buf_release(&ix.key);
	pyiq_buf_release(&ix.value);
	return status;
}

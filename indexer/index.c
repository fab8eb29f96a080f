#include "pyiq.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/memory.h"
#include "base/table.h"
#include "intake.h"
#include "source/file.h"
#include "source/folder.h"
#include "source/walk.h"
#include "staging.h"
#include "store/catalog.h"
#include "store/schema.h"

/*
 * options → roots → walk → (unchanged? skip) → read → units → documents →
 * one commit. Everything before the commit is invisible to readers and gone if
 * the run ends early.
 */
struct indexer {
	const struct pyiq_index_options *options;
	struct pyiq_index_summary summary;
	struct pyiq_staging staging;
	struct pyiq_x_writer *writer; /* the staging's */
	struct pyiq_x_db *db;         /* the writer's own view */
	struct pyiq_catalog catalog;
	struct pyiq_intake *intake;
	struct pyiq_buf bytes, key, value;
	/* what this run looks at */
	struct scope *scopes;
	size_t n_scopes, scopes_capacity;
	struct candidate *candidates;
	size_t n_candidates, candidates_capacity;
	struct pyiq_arena paths;
	struct pyiq_table folders; /* that were looked at: see pyiq_folder_asks */
	bool changed;
	bool rebuilt; /* another schema was found, and everything has to be read again */
	struct pyiq_error *err;
};

/* A path of this run and the root it belongs to. */
struct scope {
	struct pyiq_str path; /* absolute */
	uint64_t root;
	bool reachable; /* a folder that is not there says nothing about its files */
};

/* A file that the walk found. */
struct candidate {
	struct pyiq_str path; /* absolute */
	uint64_t root;
	int64_t size, mtime_ns;
};

static void warn(struct indexer *ix, const char *path, const char *cause)
{
	ix->summary.n_failed++;
	if (ix->options->warning != NULL)
		ix->options->warning(ix->options->ctx, path, cause);
}

/* ---- Opening ------------------------------------------------------------------ */

struct term_list {
	struct pyiq_arena arena;
	struct pyiq_str *terms;
	size_t n, capacity;
	pyiq_status status;
	struct pyiq_error *err;
};

static int collect_term(void *ctx, struct pyiq_str term, uint32_t freq)
{
	struct term_list *list = ctx;
	char *copy = pyiq_arena_copy(&list->arena, term.data, term.len);

	(void)freq;
	list->status = copy == NULL ? pyiq_fail_nomem(list->err)
				    : pyiq_grow(&list->terms, &list->capacity, list->n + 1,
						sizeof *list->terms, list->err);
	if (list->status == PYIQ_OK)
		list->terms[list->n++] = (struct pyiq_str){ copy, term.len };
	return list->status != PYIQ_OK;
}

/* Forget every unit, source and word; the roots stay. Of a database that another version wrote we know no more than that its units have source terms. */
static pyiq_status wipe(struct indexer *ix)
{
	struct term_list sources = { .err = ix->err }, keys = { .err = ix->err },
			 words = { .err = ix->err };
	pyiq_status status = pyiq_x_db_each_term(ix->db, pyiq_str(PYIQ_PREFIX_SOURCE), collect_term,
						 &sources, ix->err);

	if (status == PYIQ_OK)
		status = pyiq_x_db_each_metadata(ix->db, pyiq_str(PYIQ_META_SOURCE), collect_term,
						 &keys, ix->err);
	if (status == PYIQ_OK)
		status = pyiq_x_db_each_spelling(ix->db, pyiq_str(""), collect_term, &words,
						 ix->err);
	for (size_t i = 0; i < sources.n && status == PYIQ_OK; i++)
		status = pyiq_x_writer_delete(ix->writer, sources.terms[i], ix->err);
	for (size_t i = 0; i < keys.n && status == PYIQ_OK; i++)
		status = pyiq_x_writer_set_metadata(ix->writer, keys.terms[i], pyiq_str(""),
						    ix->err);
	for (size_t i = 0; i < words.n && status == PYIQ_OK; i++)
		status = pyiq_x_writer_remove_spelling(ix->writer, words.terms[i], UINT32_MAX,
						       ix->err);
	for (struct term_list *list = &sources; list != NULL; list = list == &sources ? &keys
								     : list == &keys  ? &words
										      : NULL) {
		pyiq_free(list->terms);
		pyiq_arena_release(&list->arena);
	}
	return status;
}

/* Make sure that the database is ours and of our schema. */
static pyiq_status check_schema(struct indexer *ix, const char *db_path)
{
	struct pyiq_buf ours = PYIQ_BUF_INIT;
	uint32_t n_units = 0;
	pyiq_status status;

	pyiq_buf_printf(&ours, "%d", PYIQ_SCHEMA);
	pyiq_buf_clear(&ix->value);
	status = pyiq_x_db_get_metadata(ix->db, pyiq_str(PYIQ_META_SCHEMA), &ix->value, ix->err);
	if (status == PYIQ_OK)
		status = pyiq_x_db_doc_count(ix->db, &n_units, ix->err);
	if (status == PYIQ_OK && ix->value.len == 0 && n_units > 0) {
		status = pyiq_fail(ix->err, PYIQ_ERR_CORRUPT,
				   "'%s' is a Xapian database of another program", db_path);
		pyiq_hint(ix->err, "name a folder of its own with --db");
	} else if (status == PYIQ_OK &&
		   strcmp(pyiq_buf_str(&ix->value), pyiq_buf_str(&ours)) != 0) {
		ix->rebuilt = ix->value.len > 0;
		if (ix->rebuilt)
			status = wipe(ix);
		if (status == PYIQ_OK)
			status = pyiq_x_writer_set_metadata(ix->writer, pyiq_str(PYIQ_META_SCHEMA),
							    pyiq_str(pyiq_buf_str(&ours)), ix->err);
		ix->changed = true;
	}
	pyiq_buf_release(&ours);
	return status;
}

/* ---- Roots and scopes --------------------------------------------------------- */

static pyiq_status add_scope(struct indexer *ix, const struct pyiq_root *root, struct pyiq_str path,
			     bool reachable)
{
	pyiq_status status = pyiq_grow(&ix->scopes, &ix->scopes_capacity, ix->n_scopes + 1,
				       sizeof *ix->scopes, ix->err);

	if (status == PYIQ_OK)
		ix->scopes[ix->n_scopes++] = (struct scope){ path, root->number, reachable };
	return status;
}

static pyiq_status store_root(struct indexer *ix, const struct pyiq_root *root, bool remove)
{
	pyiq_status status;

	pyiq_catalog_encode_root(&ix->catalog, root, &ix->key, &ix->value);
	status = pyiq_buf_status(&ix->key, ix->err);
	if (status == PYIQ_OK)
		status = pyiq_buf_status(&ix->value, ix->err);
	ix->changed = true;
	return status != PYIQ_OK
		       ? status
		       : pyiq_x_writer_set_metadata(
				 ix->writer, pyiq_str(ix->key.data),
				 remove ? pyiq_str("") : pyiq_str(ix->value.data), ix->err);
}

/* A folder may have taken the place of a file that was named, or the reverse. */
static pyiq_status notice_kinds(struct indexer *ix)
{
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < ix->catalog.n_roots && status == PYIQ_OK; i++) {
		struct pyiq_root *root = &ix->catalog.roots[i];
		struct stat st;

		if (stat(root->path.data, &st) != 0 || S_ISDIR(st.st_mode) != root->is_file)
			continue;
		root->is_file = !root->is_file;
		status = store_root(ix, root, false);
	}
	return status;
}

/* The root that a path of the user belongs to: one that holds it already, or itself. */
static pyiq_status adopt_path(struct indexer *ix, struct pyiq_str path, bool is_file)
{
	struct pyiq_root root = { .path = path, .is_file = is_file };
	pyiq_status status;

	for (size_t i = 0; i < ix->catalog.n_roots; i++)
		if (pyiq_path_lies_in(path, ix->catalog.roots[i].path))
			return add_scope(ix, &ix->catalog.roots[i], path, true);
	for (size_t i = 0; i < ix->catalog.n_roots; i++)
		if (ix->catalog.roots[i].number >= root.number)
			root.number = ix->catalog.roots[i].number + 1;
	status = pyiq_catalog_add_root(&ix->catalog, &root, ix->err);
	if (status == PYIQ_OK)
		status = store_root(ix, &root, false);
	return status == PYIQ_OK ? add_scope(ix, &root, path, true) : status;
}

/* What the user named, as absolute paths. */
static pyiq_status adopt_paths(struct indexer *ix)
{
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < ix->options->n_paths && status == PYIQ_OK; i++) {
		const char *named = ix->options->paths[i];
		char *real = realpath(named, NULL);
		struct stat st;

		if (real != NULL && stat(real, &st) == 0) {
			struct pyiq_str path = pyiq_str(real);

			path.data = pyiq_arena_copy(&ix->paths, path.data, path.len);
			status = path.data == NULL ? pyiq_fail_nomem(ix->err)
						   : adopt_path(ix, path, !S_ISDIR(st.st_mode));
		} else if (ix->options->n_paths == 1) {
			status = pyiq_fail(ix->err, PYIQ_ERR_IO, "%s: %s", named, strerror(errno));
		} else {
			warn(ix, named, strerror(errno));
		}
		free(real);
	}
	if (status == PYIQ_OK && ix->n_scopes == 0)
		status = pyiq_fail(ix->err, PYIQ_ERR_IO, "nothing to index: no path could be read");
	return status;
}

/* Every root the database knows. */
static pyiq_status adopt_roots(struct indexer *ix)
{
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < ix->catalog.n_roots && status == PYIQ_OK; i++) {
		const struct pyiq_root *root = &ix->catalog.roots[i];
		struct stat st;
		bool there = stat(root->path.data, &st) == 0;

		/* A file that is gone was deleted; a folder may only be not mounted. */
		if (!there && !root->is_file)
			warn(ix, root->path.data, strerror(errno));
		status = add_scope(ix, root, root->path, there || root->is_file);
	}
	return status;
}

static bool root_in_use(const struct indexer *ix, uint64_t number)
{
	for (size_t i = 0; i < ix->catalog.n_sources; i++)
		if (ix->catalog.sources[i].record.root == number)
			return true;
	return false;
}

/* ---- Sources -------------------------------------------------------------------- */

static pyiq_status take_candidate(void *ctx, const struct pyiq_file *file, struct pyiq_error *err)
{
	struct indexer *ix = ctx;
	size_t len = strlen(file->path);
	char *path = pyiq_arena_copy(&ix->paths, file->path, len);
	pyiq_status status = pyiq_grow(&ix->candidates, &ix->candidates_capacity,
				       ix->n_candidates + 1, sizeof *ix->candidates, err);

	if (path == NULL)
		return pyiq_fail_nomem(err);
	if (status == PYIQ_OK)
		ix->candidates[ix->n_candidates++] =
			(struct candidate){ { path, len }, 0, file->size, file->mtime_ns };
	return status;
}

static void skip_path(void *ctx, const char *path, const char *cause)
{
	warn(ctx, path, cause);
}

static int compare_candidates(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;
	int order = pyiq_str_compare(a->path, b->path);

	/* Of a file that two roots hold, the older root keeps it. */
	return order != 0 ? order : (a->root > b->root) - (a->root < b->root);
}

static pyiq_status collect_candidates(struct indexer *ix)
{
	size_t n = 0;

	for (size_t i = 0; i < ix->n_scopes; i++) {
		size_t first = ix->n_candidates;
		struct stat st;

		if (!ix->scopes[i].reachable || stat(ix->scopes[i].path.data, &st) != 0)
			continue;

		pyiq_status status =
			pyiq_walk(ix->scopes[i].path.data, take_candidate, skip_path, ix, ix->err);

		if (status != PYIQ_OK)
			return status;
		for (size_t j = first; j < ix->n_candidates; j++)
			ix->candidates[j].root = ix->scopes[i].root;
	}
	if (ix->n_candidates > 1)
		qsort(ix->candidates, ix->n_candidates, sizeof *ix->candidates, compare_candidates);
	for (size_t i = 0; i < ix->n_candidates; i++)
		if (n == 0 || !pyiq_str_equal(ix->candidates[n - 1].path, ix->candidates[i].path))
			ix->candidates[n++] = ix->candidates[i];
	ix->n_candidates = n;
	return PYIQ_OK;
}

/* The candidate at a path, among the first n, which are sorted. */
static const struct candidate *find_candidate(const struct indexer *ix, size_t n,
					      struct pyiq_str path)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = pyiq_str_compare(ix->candidates[middle].path, path);

		if (order == 0)
			return &ix->candidates[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Whether a known source lies where this run looks. */
static bool is_in_scope(const struct indexer *ix, const struct pyiq_catalog_source *source)
{
	for (size_t i = 0; i < ix->n_scopes; i++)
		if (ix->scopes[i].reachable && pyiq_path_lies_in(source->path, ix->scopes[i].path))
			return true;
	return false;
}

/* Known sources that the walk passes by, for it was their own name that was given. */
static pyiq_status add_named(struct indexer *ix)
{
	size_t n_met = ix->n_candidates;

	for (size_t i = 0; i < ix->catalog.n_sources; i++) {
		const struct pyiq_catalog_source *source = &ix->catalog.sources[i];
		struct stat st;

		if (!is_in_scope(ix, source) || find_candidate(ix, n_met, source->path) != NULL ||
		    stat(source->path.data, &st) != 0 || !S_ISREG(st.st_mode))
			continue;

		const struct pyiq_file file = { source->path.data, st.st_size, pyiq_mtime_ns(&st) };
		pyiq_status status = take_candidate(ix, &file, ix->err);

		if (status != PYIQ_OK)
			return status;
		ix->candidates[ix->n_candidates - 1].root = source->record.root;
	}
	if (ix->n_candidates > n_met)
		qsort(ix->candidates, ix->n_candidates, sizeof *ix->candidates, compare_candidates);
	return PYIQ_OK;
}

/* What cannot be looked at, as in a folder without permission, may still be there. */
static bool has_vanished(const struct indexer *ix, const struct pyiq_catalog_source *source)
{
	const struct candidate *met = find_candidate(ix, ix->n_candidates, source->path);
	struct stat st;

	if (met != NULL)
		return met->root != source->record.root;
	return stat(source->path.data, &st) == 0 || errno == ENOENT || errno == ENOTDIR;
}

/* The part of a source's path that its root does not say. */
static struct pyiq_str path_under(const struct pyiq_root *root, struct pyiq_str path)
{
	size_t from = root->path.len;

	if (root->is_file) {
		const char *slash = strrchr(root->path.data, '/');

		from = slash != NULL ? (size_t)(slash - root->path.data) : 0;
	}
	while (from < path.len && path.data[from] == '/')
		from++;
	return (struct pyiq_str){ path.data + from, path.len - from };
}

/* Read a source whose bytes are in ix->bytes; what was known of it leaves, unless they are no text. */
static pyiq_status read_source(struct indexer *ix, const struct candidate *candidate,
			       struct pyiq_source_record *source,
			       const struct pyiq_catalog_source *known)
{
	const char *cause = NULL;
	pyiq_status status = pyiq_intake_add(
		ix->intake, known != NULL ? &known->record : NULL, source,
		(struct pyiq_str){ pyiq_buf_str(&ix->bytes), ix->bytes.len }, &cause, ix->err);

	if (status != PYIQ_OK)
		return status;
	if (cause != NULL) {
		warn(ix, candidate->path.data, cause);
		return PYIQ_OK;
	}
	ix->changed = true;
	if (known != NULL)
		ix->summary.n_changed++;
	else
		ix->summary.n_added++;
	return PYIQ_OK;
}

static pyiq_status update_source(struct indexer *ix, const struct candidate *candidate)
{
	const struct pyiq_root *root = pyiq_catalog_root(&ix->catalog, candidate->root);
	const struct pyiq_catalog_source *known = pyiq_catalog_find(&ix->catalog, candidate->path);
	struct pyiq_source_record source = {
		.root = candidate->root,
		.path = path_under(root, candidate->path),
		.size = candidate->size,
		.mtime_ns = candidate->mtime_ns,
	};
	struct pyiq_error failure;
	pyiq_status status =
		pyiq_folder_asks(&ix->folders, candidate->path, &source.single, ix->err);

	if (status != PYIQ_OK)
		return status;
	if (known != NULL && known->record.root != candidate->root)
		known = NULL;
	if (known != NULL && known->record.size == source.size &&
	    known->record.mtime_ns == source.mtime_ns && known->record.single == source.single) {
		ix->summary.n_unchanged++;
		return PYIQ_OK;
	}
	status = pyiq_file_read(candidate->path.data, &ix->bytes, &failure);
	if (status == PYIQ_ERR_IO) {
		warn(ix, candidate->path.data, failure.message);
		return PYIQ_OK;
	}
	if (status != PYIQ_OK)
		return pyiq_fail_nomem(ix->err);
	source.hash = pyiq_hash(PYIQ_HASH_SEED, pyiq_buf_str(&ix->bytes), ix->bytes.len);
	if (known != NULL && known->record.hash == source.hash &&
	    known->record.size == source.size && known->record.single == source.single) {
		source.n_units = known->record.n_units;
		ix->summary.n_unchanged++;
		ix->changed = true;
		return pyiq_intake_remember(ix->intake, &source, ix->err);
	}
	return read_source(ix, candidate, &source, known);
}

static pyiq_status remove_vanished(struct indexer *ix)
{
	pyiq_status status = PYIQ_OK;
	size_t kept = 0;

	for (size_t i = 0; i < ix->catalog.n_sources && status == PYIQ_OK; i++) {
		const struct pyiq_catalog_source *source = &ix->catalog.sources[i];

		if (is_in_scope(ix, source) && has_vanished(ix, source)) {
			ix->summary.n_removed++;
			ix->changed = true;
			status = pyiq_intake_remove(ix->intake, &source->record, ix->err);
		} else {
			ix->catalog.sources[kept++] = *source;
		}
	}
	ix->catalog.n_sources = kept;
	return status;
}

/* A root that another one swallowed, or a named file that was deleted, has no source of its own any more. */
static pyiq_status drop_idle_roots(struct indexer *ix)
{
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < ix->catalog.n_roots && status == PYIQ_OK; i++) {
		const struct pyiq_root *root = &ix->catalog.roots[i];
		struct stat st;
		bool swallowed = false;

		for (size_t j = 0; j < ix->catalog.n_roots && !swallowed; j++)
			swallowed =
				j != i && pyiq_path_lies_in(root->path, ix->catalog.roots[j].path);
		if (!root_in_use(ix, root->number) &&
		    (swallowed || (root->is_file && stat(root->path.data, &st) != 0)))
			status = store_root(ix, root, true);
	}
	return status;
}

static pyiq_status update(struct indexer *ix)
{
	pyiq_status status = collect_candidates(ix);

	if (status == PYIQ_OK)
		status = add_named(ix);
	if (status == PYIQ_OK)
		status = remove_vanished(ix);
	for (size_t i = 0; i < ix->n_candidates && status == PYIQ_OK; i++) {
		if (ix->options->progress != NULL &&
		    ix->options->progress(ix->options->ctx, i, ix->n_candidates) != 0)
			return PYIQ_STOPPED;
		status = update_source(ix, &ix->candidates[i]);
	}
	return status;
}

static pyiq_status finish(struct indexer *ix)
{
	uint32_t n_units = 0;
	pyiq_status status = pyiq_intake_finish(ix->intake, ix->err);

	if (status == PYIQ_OK)
		status = pyiq_catalog_load_sources(&ix->catalog, ix->db, ix->err);
	if (status == PYIQ_OK)
		status = drop_idle_roots(ix);
	if (status == PYIQ_OK)
		status = pyiq_x_db_doc_count(ix->db, &n_units, ix->err);
	if (status == PYIQ_OK && (ix->changed || pyiq_staging_is_new(&ix->staging)))
		status = pyiq_staging_publish(&ix->staging, ix->err);
	ix->summary.n_units = n_units;
	ix->summary.n_sources = ix->catalog.n_sources;
	return status;
}

static pyiq_status run(struct indexer *ix, const char *db_path)
{
	pyiq_status status = pyiq_staging_open(&ix->staging, ix->err);

	if (status != PYIQ_OK)
		return status;
	ix->writer = ix->staging.writer;
	ix->db = pyiq_x_writer_db(ix->writer);
	status = check_schema(ix, db_path);
	if (status == PYIQ_OK)
		status = pyiq_intake_new(ix->writer, &ix->intake, ix->err);
	if (status == PYIQ_OK)
		status = pyiq_catalog_locate(&ix->catalog, db_path, ix->err);
	if (status == PYIQ_OK)
		status = pyiq_catalog_load_roots(&ix->catalog, ix->db, ix->err);
	if (status == PYIQ_OK)
		status = pyiq_catalog_load_sources(&ix->catalog, ix->db, ix->err);
	if (status == PYIQ_OK)
		status = notice_kinds(ix);
	if (status == PYIQ_OK && ix->options->n_paths > 0)
		status = adopt_paths(ix);
	if (status == PYIQ_OK && (ix->options->n_paths == 0 || ix->rebuilt))
		status = adopt_roots(ix);
	if (status == PYIQ_OK && ix->n_scopes == 0 && ix->options->n_paths == 0) {
		status = pyiq_fail(ix->err, PYIQ_ERR_INVALID,
				   "nothing to index: '%s' knows no folder", db_path);
		pyiq_hint(ix->err, "name files or folders: pyiq index FOLDER");
	}
	if (status == PYIQ_OK)
		status = update(ix);
	return status == PYIQ_OK ? finish(ix) : status;
}

pyiq_status pyiq_index(const char *db_path, const struct pyiq_index_options *options,
		       struct pyiq_index_summary *summary, struct pyiq_error *err)
{
	struct indexer ix = { .options = options,
			      .bytes = PYIQ_BUF_INIT,
			      .key = PYIQ_BUF_INIT,
			      .value = PYIQ_BUF_INIT,
			      .err = err };
	pyiq_status status;

	pyiq_staging_init(&ix.staging, db_path);
	pyiq_catalog_init(&ix.catalog);
	pyiq_arena_init(&ix.paths);
	pyiq_table_init(&ix.folders);
	status = run(&ix, db_path);
	if (status == PYIQ_OK && summary != NULL)
		*summary = ix.summary;
	pyiq_intake_free(ix.intake);
	pyiq_staging_close(&ix.staging);
	pyiq_catalog_release(&ix.catalog);
	pyiq_arena_release(&ix.paths);
	pyiq_table_release(&ix.folders);
	pyiq_buf_release(&ix.bytes);
	pyiq_buf_release(&ix.key);
	pyiq_buf_release(&ix.value);
	pyiq_free(ix.scopes);
	pyiq_free(ix.candidates);
	return status;
}

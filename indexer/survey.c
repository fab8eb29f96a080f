#include "survey.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "prune.h"
#include "source/exclude.h"
#include "source/folder.h"
#include "source/walk.h"

/*
 * paths → roots → scopes → walk → candidates → tasks. A scope is what this run
 * looks at; what lies outside of it is not touched.
 */

/* A path of this run and the root it belongs to. */
struct pyiq_scope {
	struct pyiq_str path; /* absolute */
	uint64_t root;
	bool reachable; /* a folder that is not there says nothing about its files */
	bool named;
};

/* A file that the walk found. */
struct pyiq_candidate {
	struct pyiq_str path; /* absolute */
	uint64_t root;
	int64_t size, mtime_ns;
	bool named;
};

void pyiq_survey_init(struct pyiq_survey *survey)
{
	*survey = (struct pyiq_survey){ .complete = true };
	pyiq_arena_init(&survey->arena);
	pyiq_table_init(&survey->folders);
}

void pyiq_survey_release(struct pyiq_survey *survey)
{
	pyiq_free(survey->tasks);
	pyiq_free(survey->scopes);
	pyiq_free(survey->candidates);
	pyiq_arena_release(&survey->arena);
	pyiq_table_release(&survey->folders);
}

static void report(struct pyiq_survey *s, const char *path, const char *cause, bool named)
{
	const struct pyiq_event event = {
		.kind = PYIQ_FAILED, .path = path, .text = cause, .named = named
	};

	s->n_failed++;
	if (s->options->event != NULL)
		s->options->event(s->options->ctx, &event);
}

/* ---- Roots and scopes --------------------------------------------------------- */

static pyiq_status add_scope(struct pyiq_survey *s, const struct pyiq_root *root,
			     struct pyiq_str path, bool reachable, bool named)
{
	pyiq_status status = pyiq_grow(&s->scopes, &s->scopes_capacity, s->n_scopes + 1,
				       sizeof *s->scopes, s->err);

	if (status == PYIQ_OK)
		s->scopes[s->n_scopes++] =
			(struct pyiq_scope){ path, root->number, reachable, named };
	return status;
}

/* A folder may have taken the place of a file that was named, or the reverse. */
static void notice_kinds(struct pyiq_catalog *catalog)
{
	for (size_t i = 0; i < catalog->n_roots; i++) {
		struct pyiq_root *root = &catalog->roots[i];
		pyiq_root_kind kind;
		struct stat st;

		if (root->kind == PYIQ_ROOT_STREAM || stat(root->path.data, &st) != 0)
			continue;
		kind = S_ISDIR(st.st_mode) ? PYIQ_ROOT_FOLDER : PYIQ_ROOT_FILE;
		root->changed |= root->kind != kind;
		root->kind = kind;
	}
}

static pyiq_status new_root(struct pyiq_survey *s, struct pyiq_str path, pyiq_root_kind kind,
			    struct pyiq_root **root)
{
	struct pyiq_root new = { .path = path, .kind = kind, .changed = true };
	struct pyiq_catalog *catalog = s->catalog;
	pyiq_status status;

	for (size_t i = 0; i < catalog->n_roots; i++)
		if (catalog->roots[i].number >= new.number)
			new.number = catalog->roots[i].number + 1;
	status = pyiq_catalog_add_root(catalog, &new, s->err);
	if (status == PYIQ_OK)
		*root = &catalog->roots[catalog->n_roots - 1];
	return status;
}

static bool is_among(const struct pyiq_str *list, size_t n, struct pyiq_str text)
{
	for (size_t i = 0; i < n; i++)
		if (pyiq_str_equal(list[i], text))
			return true;
	return false;
}

/* A pattern counts from the folder that was named, which may lie in its root. */
static pyiq_status place_exclude(struct pyiq_survey *s, struct pyiq_str folder, const char *given,
				 struct pyiq_str *pattern)
{
	bool anchored = memchr(given, '/', strlen(given) - 1) != NULL;
	struct pyiq_buf placed = PYIQ_BUF_INIT;

	while (given[0] == '/' && given[1] == '/')
		given++;
	if (folder.len > 0) {
		pyiq_exclude_exactly(&placed, folder);
		pyiq_buf_puts(&placed, anchored ? "/" : "/**/");
	}
	pyiq_buf_puts(&placed, folder.len > 0 && given[0] == '/' ? given + 1 : given);
	pattern->len = placed.len;
	pattern->data = placed.failed ? NULL : pyiq_arena_copy(&s->arena, placed.data, placed.len);
	pyiq_buf_release(&placed);
	return pattern->data != NULL ? PYIQ_OK : pyiq_fail_nomem(s->err);
}

/* Replace the patterns of a root by those that it keeps and those of this run, for a folder in it. */
static pyiq_status set_excludes(struct pyiq_survey *s, struct pyiq_root *root, bool keep,
				struct pyiq_str unwanted, struct pyiq_str folder)
{
	const struct pyiq_index_options *o = s->options;
	size_t n = 0, room = root->n_excludes + o->n_excludes;
	struct pyiq_str *list = pyiq_arena_alloc(&s->arena, (room + 1) * sizeof *list);

	if (list == NULL)
		return pyiq_fail_nomem(s->err);
	for (size_t i = 0; i < root->n_excludes; i++)
		if ((keep || pyiq_is_prune(root->excludes[i])) &&
		    !pyiq_str_equal(root->excludes[i], unwanted))
			list[n++] = root->excludes[i];
	for (size_t i = 0; i < o->n_excludes; i++) {
		pyiq_status status = PYIQ_OK;

		if (o->excludes[i][0] != '\0')
			status = place_exclude(s, folder, o->excludes[i], &list[n]);
		if (status != PYIQ_OK)
			return status;
		n += o->excludes[i][0] != '\0' && !is_among(list, n, list[n]);
	}
	root->changed = true;
	return pyiq_catalog_set_excludes(s->catalog, root, list, n, s->err);
}

/* Who names a path takes back that it was pruned; new patterns are for the root it lies in. */
static pyiq_status apply_excludes(struct pyiq_survey *s, struct pyiq_root *root,
				  struct pyiq_str path)
{
	struct pyiq_buf exact = PYIQ_BUF_INIT;
	struct pyiq_str pattern;
	bool whole = pyiq_str_equal(path, root->path), pruned;
	pyiq_status status;

	pyiq_buf_putc(&exact, '/');
	pyiq_exclude_exactly(&exact, pyiq_root_rest(root, path));
	pattern = (struct pyiq_str){ pyiq_buf_str(&exact), exact.len };
	status = pyiq_buf_status(&exact, s->err);
	pruned = !whole && is_among(root->excludes, root->n_excludes, pattern);
	if (status == PYIQ_OK && (pruned || s->options->n_excludes > 0))
		status = set_excludes(s, root, !whole, pattern, pyiq_root_rest(root, path));
	pyiq_buf_release(&exact);
	return status;
}

static pyiq_status adopt_path(struct pyiq_survey *s, struct pyiq_str path, pyiq_root_kind kind)
{
	struct pyiq_root *root = pyiq_catalog_root_of(s->catalog, path, false);
	pyiq_status status = PYIQ_OK;

	if (root == NULL)
		status = new_root(s, path, kind, &root);
	if (status == PYIQ_OK && root->kind == PYIQ_ROOT_FOLDER)
		status = apply_excludes(s, root, path);
	return status == PYIQ_OK ? add_scope(s, root, path, true, true) : status;
}

static pyiq_status adopt_stream(struct pyiq_survey *s)
{
	struct pyiq_str name = pyiq_str(s->options->stream->name);
	struct pyiq_root *root = pyiq_catalog_root_of(s->catalog, name, true);

	return root == NULL ? new_root(s, name, PYIQ_ROOT_STREAM, &root) : PYIQ_OK;
}

/* What the user named, as absolute paths. */
static pyiq_status adopt_paths(struct pyiq_survey *s)
{
	const struct pyiq_index_options *o = s->options;
	pyiq_status status = o->stream != NULL ? adopt_stream(s) : PYIQ_OK;

	for (size_t i = 0; i < o->n_paths && status == PYIQ_OK; i++) {
		char *real = realpath(o->paths[i], NULL);
		struct stat st;

		if (real != NULL && stat(real, &st) == 0) {
			struct pyiq_str path = pyiq_str(real);

			path.data = pyiq_arena_copy(&s->arena, path.data, path.len);
			status = path.data == NULL
					 ? pyiq_fail_nomem(s->err)
					 : adopt_path(s, path,
						      S_ISDIR(st.st_mode) ? PYIQ_ROOT_FOLDER
									  : PYIQ_ROOT_FILE);
		} else if (o->n_paths == 1 && o->stream == NULL) {
			status = pyiq_fail(s->err, PYIQ_ERR_IO, "%s: %s", o->paths[i],
					   strerror(errno));
		} else {
			report(s, o->paths[i], strerror(errno), true);
		}
		free(real);
	}
	if (status == PYIQ_OK && s->n_scopes == 0 && o->stream == NULL)
		status = pyiq_fail(s->err, PYIQ_ERR_IO, "nothing to index: no path could be read");
	return status;
}

/* Every root the database knows. */
static pyiq_status adopt_roots(struct pyiq_survey *s)
{
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < s->catalog->n_roots && status == PYIQ_OK; i++) {
		struct pyiq_root *root = &s->catalog->roots[i];
		struct stat st;
		bool there;

		if (root->kind == PYIQ_ROOT_STREAM || root->forgotten)
			continue;
		there = stat(root->path.data, &st) == 0;
		if (!there && s->options->prune) {
			root->forgotten = true;
			continue;
		}
		if (s->options->n_excludes > 0 && root->kind == PYIQ_ROOT_FOLDER)
			status = set_excludes(s, root, false, (struct pyiq_str){ "", 0 },
					      (struct pyiq_str){ "", 0 });
		/* A file that is gone was deleted; a folder may only be not mounted. */
		if (!there && root->kind == PYIQ_ROOT_FOLDER)
			report(s, root->path.data, strerror(errno), false);
		if (status == PYIQ_OK)
			status = add_scope(s, root, root->path,
					   there || root->kind == PYIQ_ROOT_FILE, false);
	}
	return status;
}

/* ---- Pruning -------------------------------------------------------------------- */

static pyiq_status prune_paths(struct pyiq_survey *s)
{
	const struct pyiq_index_options *o = s->options;
	pyiq_status status = PYIQ_OK;
	size_t n_found = 0;

	for (size_t i = 0; i < o->n_paths && status == PYIQ_OK; i++) {
		bool found = false;

		status = pyiq_prune_path(s->catalog, o->paths[i], &found, s->err);
		n_found += found;
		if (status == PYIQ_OK && !found && o->n_paths > 1)
			report(s, o->paths[i], "nothing of it is in the database", true);
	}
	if (status == PYIQ_OK && n_found == 0)
		status = pyiq_fail(s->err, PYIQ_ERR_NOT_FOUND,
				   "%s: nothing of it is in the database", o->paths[0]);
	return status;
}

/* ---- Candidates ------------------------------------------------------------------ */

static pyiq_status take_candidate(void *ctx, const struct pyiq_file *file, struct pyiq_error *err)
{
	struct pyiq_survey *s = ctx;
	size_t len = strlen(file->path);
	char *path = pyiq_arena_copy(&s->arena, file->path, len);
	pyiq_status status = pyiq_grow(&s->candidates, &s->candidates_capacity, s->n_candidates + 1,
				       sizeof *s->candidates, err);

	if (path == NULL)
		return pyiq_fail_nomem(err);
	if (status != PYIQ_OK)
		return status;
	s->candidates[s->n_candidates++] = (struct pyiq_candidate){ .path = { path, len },
								    .size = file->size,
								    .mtime_ns = file->mtime_ns };
	if (s->left == 0) {
		s->complete = false;
		return PYIQ_STOPPED;
	}
	s->left--;
	return PYIQ_OK;
}

static void skip_path(void *ctx, const char *path, const char *cause)
{
	report(ctx, path, cause, false);
}

static int compare_candidates(const void *left, const void *right)
{
	const struct pyiq_candidate *a = left, *b = right;
	int order = pyiq_str_compare(a->path, b->path);

	if (order != 0)
		return order;
	/* Of a file that two roots hold, the older root keeps it. */
	order = (a->root > b->root) - (a->root < b->root);
	return order != 0 ? order : b->named - a->named;
}

static pyiq_status walk_scope(struct pyiq_survey *s, const struct pyiq_scope *scope)
{
	const struct pyiq_root *root = pyiq_catalog_root(s->catalog, scope->root);
	bool folder = root->kind == PYIQ_ROOT_FOLDER;
	struct pyiq_walk_options options = { root->path.len, root->excludes, root->n_excludes };
	size_t first = s->n_candidates;
	struct stat st;
	pyiq_status status;

	if (!scope->reachable || stat(scope->path.data, &st) != 0)
		return PYIQ_OK;
	if (folder && pyiq_is_excluded(root->excludes, root->n_excludes,
				       pyiq_root_rest(root, scope->path), S_ISDIR(st.st_mode))) {
		report(s, scope->path.data, "left out by --exclude", scope->named);
		return PYIQ_OK;
	}
	status = pyiq_walk(scope->path.data, &options, take_candidate, skip_path, s, s->err);
	for (size_t i = first; i < s->n_candidates; i++) {
		s->candidates[i].root = scope->root;
		s->candidates[i].named = scope->named && !S_ISDIR(st.st_mode);
	}
	return status;
}

static pyiq_status collect_candidates(struct pyiq_survey *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n_scopes; i++) {
		pyiq_status status = walk_scope(s, &s->scopes[i]);

		if (status == PYIQ_STOPPED)
			break;
		if (status != PYIQ_OK)
			return status;
	}
	if (s->n_candidates > 1)
		qsort(s->candidates, s->n_candidates, sizeof *s->candidates, compare_candidates);
	for (size_t i = 0; i < s->n_candidates; i++)
		if (n == 0 || !pyiq_str_equal(s->candidates[n - 1].path, s->candidates[i].path))
			s->candidates[n++] = s->candidates[i];
	s->n_candidates = n;
	return PYIQ_OK;
}

/* The candidate at a path, among the first n, which are sorted. */
static const struct pyiq_candidate *find_candidate(const struct pyiq_survey *s, size_t n,
						   struct pyiq_str path)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = pyiq_str_compare(s->candidates[middle].path, path);

		if (order == 0)
			return &s->candidates[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Whether a known source lies where this run looks. */
static bool is_in_scope(const struct pyiq_survey *s, const struct pyiq_catalog_source *source)
{
	for (size_t i = 0; i < s->n_scopes; i++)
		if (s->scopes[i].reachable && pyiq_path_lies_in(source->path, s->scopes[i].path))
			return true;
	return false;
}

/* Known sources that the walk passes by, for it was their own name that was given. */
static pyiq_status add_named(struct pyiq_survey *s)
{
	size_t n_met = s->n_candidates;

	for (size_t i = 0; i < s->catalog->n_sources && s->complete; i++) {
		const struct pyiq_catalog_source *source = &s->catalog->sources[i];
		const struct pyiq_root *root = pyiq_catalog_root(s->catalog, source->record.root);
		struct stat st;

		if (root->kind == PYIQ_ROOT_STREAM || !is_in_scope(s, source) ||
		    find_candidate(s, n_met, source->path) != NULL ||
		    pyiq_is_excluded(root->excludes, root->n_excludes, source->record.path,
				     false) ||
		    stat(source->path.data, &st) != 0 || !S_ISREG(st.st_mode))
			continue;

		const struct pyiq_file file = { source->path.data, st.st_size, pyiq_mtime_ns(&st) };
		pyiq_status status = take_candidate(s, &file, s->err);

		if (status != PYIQ_OK && status != PYIQ_STOPPED)
			return status;
		s->candidates[s->n_candidates - 1].root = source->record.root;
	}
	if (s->n_candidates > n_met)
		qsort(s->candidates, s->n_candidates, sizeof *s->candidates, compare_candidates);
	return PYIQ_OK;
}

/* ---- Tasks ----------------------------------------------------------------------- */

static pyiq_status add_task(struct pyiq_survey *s, const struct pyiq_task *task)
{
	pyiq_status status = pyiq_grow(&s->tasks, &s->capacity, s->n + 1, sizeof *s->tasks, s->err);

	if (status == PYIQ_OK)
		s->tasks[s->n++] = *task;
	return status;
}

/* What cannot be looked at, as in a folder without permission, may still be there; what is left out may not stay. */
static bool has_vanished(const struct pyiq_survey *s, const struct pyiq_catalog_source *source,
			 const struct pyiq_root *root)
{
	const struct pyiq_candidate *met = find_candidate(s, s->n_candidates, source->path);
	struct stat st;

	if (met != NULL)
		return met->root != source->record.root;
	return pyiq_is_excluded(root->excludes, root->n_excludes, source->record.path, false) ||
	       stat(source->path.data, &st) == 0 || errno == ENOENT || errno == ENOTDIR;
}

static pyiq_status add_removals(struct pyiq_survey *s)
{
	pyiq_status status = PYIQ_OK;

	if (s->all)
		return PYIQ_OK;
	for (size_t i = 0; i < s->catalog->n_sources && status == PYIQ_OK && s->complete; i++) {
		const struct pyiq_catalog_source *source = &s->catalog->sources[i];
		const struct pyiq_root *root = pyiq_catalog_root(s->catalog, source->record.root);
		bool pruned =
			s->options->prune && pyiq_is_excluded(root->excludes, root->n_excludes,
							      source->record.path, false);
		bool gone = root->forgotten || pruned ||
			    (root->kind != PYIQ_ROOT_STREAM && is_in_scope(s, source) &&
			     has_vanished(s, source, root));
		struct pyiq_task task = { .remove = true,
					  .path = source->path,
					  .root = source->record.root,
					  .known = source };

		if (gone)
			status = add_task(s, &task);
	}
	return status;
}

static pyiq_status add_reading(struct pyiq_survey *s, const struct pyiq_candidate *candidate)
{
	const struct pyiq_catalog_source *known = pyiq_catalog_find(s->catalog, candidate->path);
	struct pyiq_task task = { .path = candidate->path,
				  .root = candidate->root,
				  .size = candidate->size,
				  .mtime_ns = candidate->mtime_ns,
				  .named = candidate->named,
				  .format = { "", 0 } };
	pyiq_status status = pyiq_folder_asks(&s->folders, candidate->path, &task.single, s->err);

	if (known != NULL && known->record.root != candidate->root)
		known = NULL;
	if (candidate->named && s->options->format != NULL)
		task.format = pyiq_str(s->options->format);
	else if (known != NULL)
		task.format = known->record.format;
	task.known = s->all ? NULL : known;
	if (status == PYIQ_OK && task.known != NULL && known->record.size == task.size &&
	    known->record.mtime_ns == task.mtime_ns && known->record.single == task.single &&
	    pyiq_str_equal(known->record.format, task.format)) {
		s->n_unchanged++;
		return PYIQ_OK;
	}
	return status == PYIQ_OK ? add_task(s, &task) : status;
}

static pyiq_status add_stream(struct pyiq_survey *s)
{
	const struct pyiq_index_options *o = s->options;
	struct pyiq_str name = pyiq_str(o->stream->name);
	struct pyiq_task task = { .path = name,
				  .root = pyiq_catalog_root_of(s->catalog, name, true)->number,
				  .named = true,
				  .format = pyiq_str(o->format != NULL ? o->format : ""),
				  .is_stream = true };

	for (size_t i = 0; i < s->catalog->n_sources; i++)
		if (s->catalog->sources[i].record.root == task.root)
			task.known = &s->catalog->sources[i];
	return add_task(s, &task);
}

static pyiq_status add_tasks(struct pyiq_survey *s)
{
	pyiq_status status = collect_candidates(s);

	if (status == PYIQ_OK)
		status = add_named(s);
	if (status == PYIQ_OK)
		status = add_removals(s);
	for (size_t i = 0; i < s->n_candidates && status == PYIQ_OK; i++)
		status = add_reading(s, &s->candidates[i]);
	if (status == PYIQ_OK && s->options->stream != NULL)
		status = add_stream(s);
	return status;
}

pyiq_status pyiq_survey_make(struct pyiq_survey *survey, struct pyiq_catalog *catalog,
			     const struct pyiq_index_options *options, bool all, size_t limit,
			     struct pyiq_error *err)
{
	bool names = options->n_paths > 0 || options->stream != NULL;
	pyiq_status status = PYIQ_OK;

	survey->catalog = catalog;
	survey->options = options;
	survey->all = all;
	survey->left = limit;
	survey->err = err;
	notice_kinds(catalog);
	if (names && options->prune)
		status = prune_paths(survey);
	else if (names)
		status = adopt_paths(survey);
	if (status == PYIQ_OK && (!names || all))
		status = adopt_roots(survey);
	return status == PYIQ_OK ? add_tasks(survey) : status;
}

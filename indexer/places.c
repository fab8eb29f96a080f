#include "searching.h"

#include <stdio.h>

#include "base/unicode.h"
#include "query/wildcard.h"
#include "source/exclude.h"
#include "store/schema.h"

/*
 * The part of a path that a user would know a source by: from the name of the
 * folder that was indexed on, for what stands before it all of them have.
 */
static struct pyiq_str known_part(const struct pyiq_root *root, struct pyiq_str path)
{
	size_t start = root->path.len < path.len ? root->path.len : path.len;

	while (start > 0 && path.data[start - 1] == '/')
		start--;
	while (start > 0 && path.data[start - 1] != '/')
		start--;
	return (struct pyiq_str){ path.data + start, path.len - start };
}

/* What stands anywhere in the path; from its beginning when it begins with a slash. */
static void make_pattern(struct pyiq_buf *out, struct pyiq_str pattern)
{
	pyiq_buf_clear(out);
	if (pattern.data[0] != '/')
		pyiq_buf_putc(out, '*');
	pyiq_fold(out, pattern.data, pattern.len);
	pyiq_buf_putc(out, '*');
}

static bool fits(struct pyiq_buf *folded, struct pyiq_str pattern, struct pyiq_str path)
{
	pyiq_buf_clear(folded);
	pyiq_fold(folded, path.data, path.len);
	return pyiq_wildcard_fits(pattern, (struct pyiq_str){ pyiq_buf_str(folded), folded->len });
}

enum { TERM_SIZE = PYIQ_KEY_SIZE + sizeof PYIQ_PREFIX_SOURCE };

static void make_term(char term[TERM_SIZE], const struct pyiq_catalog_source *source)
{
	char key[PYIQ_KEY_SIZE];

	pyiq_source_key(source->record.root, source->record.path, key);
	snprintf(term, TERM_SIZE, "%s%s", PYIQ_PREFIX_SOURCE, key);
}

static pyiq_status push_source(const struct pyiq_catalog_source *source, pyiq_x_term_fn *fn,
			       void *ctx)
{
	char term[TERM_SIZE];

	make_term(term, source);
	return fn(ctx, pyiq_str(term), 0) != 0 ? PYIQ_STOPPED : PYIQ_OK;
}

pyiq_status pyiq_find_sources(void *db, struct pyiq_str pattern, pyiq_x_term_fn *fn, void *fn_ctx,
			      struct pyiq_error *err)
{
	const struct pyiq_db *d = db;
	struct pyiq_buf wanted = PYIQ_BUF_INIT, folded = PYIQ_BUF_INIT;
	pyiq_status status = pyiq_db_load_sources(db, err);

	make_pattern(&wanted, pattern);
	for (size_t i = 0; i < d->n && status == PYIQ_OK; i++) {
		const struct pyiq_catalog *catalog = &d->catalogs[i];

		for (size_t k = 0; k < catalog->n_sources && status == PYIQ_OK; k++) {
			const struct pyiq_catalog_source *source = &catalog->sources[k];
			const struct pyiq_root *root =
				pyiq_catalog_root(catalog, source->record.root);
			struct pyiq_str path = pattern.data[0] == '/' || root == NULL
						       ? source->path
						       : known_part(root, source->path);

			if (fits(&folded, (struct pyiq_str){ pyiq_buf_str(&wanted), wanted.len },
				 path))
				status = push_source(source, fn, fn_ctx);
		}
	}
	if (status == PYIQ_OK)
		status = pyiq_buf_status(&wanted, err);
	if (status == PYIQ_OK)
		status = pyiq_buf_status(&folded, err);
	pyiq_buf_release(&wanted);
	pyiq_buf_release(&folded);
	return status;
}

/* ---- Sources that are wanted ------------------------------------------------ */

/* Queries for the sources that are wanted, and for those that are not. */
struct sorted {
	struct pyiq_x_query **parts[2];
	size_t n[2], capacity[2];
};

static pyiq_status add_source(struct sorted *sorted, bool wanted,
			      const struct pyiq_catalog_source *source, struct pyiq_error *err)
{
	char term[TERM_SIZE];
	pyiq_status status = pyiq_grow(&sorted->parts[wanted], &sorted->capacity[wanted],
				       sorted->n[wanted] + 1, sizeof *sorted->parts[wanted], err);

	if (status != PYIQ_OK)
		return status;
	make_term(term, source);
	status = pyiq_x_query_term(pyiq_str(term), 1, &sorted->parts[wanted][sorted->n[wanted]],
				   err);
	sorted->n[wanted] += status == PYIQ_OK;
	return status;
}

/* Narrow the query by the smaller of the two lists. */
static pyiq_status narrow(struct sorted *sorted, struct pyiq_x_query **query,
			  struct pyiq_error *err)
{
	bool wanted = sorted->n[1] <= sorted->n[0];
	struct pyiq_x_query *parts[2] = { *query, NULL };
	pyiq_status status;

	if (sorted->n[0] == 0)
		return PYIQ_OK;
	*query = NULL;
	if (sorted->n[1] == 0) {
		pyiq_x_query_free(parts[0]);
		return pyiq_x_query_nothing(query, err);
	}
	status = pyiq_x_query_combine(PYIQ_X_OR, sorted->parts[wanted], sorted->n[wanted],
				      &parts[1], err);
	sorted->n[wanted] = 0; /* they are the other query's now */
	if (status == PYIQ_OK)
		return pyiq_x_query_combine(wanted ? PYIQ_X_FILTER : PYIQ_X_AND_NOT, parts, 2,
					    query, err);
	pyiq_x_query_free(parts[0]);
	return status;
}

static void release_sorted(struct sorted *sorted)
{
	for (size_t k = 0; k < 2; k++) {
		for (size_t i = 0; i < sorted->n[k]; i++)
			pyiq_x_query_free(sorted->parts[k][i]);
		pyiq_free(sorted->parts[k]);
	}
}

pyiq_status pyiq_db_keep_sources(struct pyiq_db *db, pyiq_wants_file_fn *wants, void *ctx,
				 struct pyiq_x_query **query, struct pyiq_error *err)
{
	struct sorted sorted = { .n = { 0, 0 } };
	pyiq_status status = pyiq_db_load_sources(db, err);

	for (size_t i = 0; i < db->n && status == PYIQ_OK; i++)
		for (size_t k = 0; k < db->catalogs[i].n_sources && status == PYIQ_OK; k++) {
			const struct pyiq_catalog_source *source = &db->catalogs[i].sources[k];

			status = add_source(&sorted, wants(ctx, source->path), source, err);
		}
	if (status == PYIQ_OK)
		status = narrow(&sorted, query, err);
	release_sorted(&sorted);
	if (status != PYIQ_OK) {
		pyiq_x_query_free(*query);
		*query = NULL;
	}
	return status;
}

/* ---- Patterns of names ------------------------------------------------------ */

/* What stands behind a place in a text. */
static struct pyiq_str behind(struct pyiq_str text, const char *at)
{
	return (struct pyiq_str){ at + 1, text.len - (size_t)(at + 1 - text.data) };
}

bool pyiq_glob_fits(struct pyiq_str pattern, struct pyiq_str path)
{
	const char *slash;

	if (pattern.len == 0 || path.len == 0)
		return false;
	if (pattern.data[0] == '/')
		return path.data[0] == '/' &&
		       pyiq_path_fits(behind(pattern, pattern.data), behind(path, path.data));
	while (!pyiq_path_fits(pattern, path)) {
		slash = path.len > 0 ? memchr(path.data, '/', path.len) : NULL;
		if (slash == NULL)
			return false;
		path = behind(path, slash);
	}
	return true;
}

#include "searching.h"

#include <stdio.h>

#include "base/unicode.h"
#include "query/wildcard.h"
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

static pyiq_status push_source(const struct pyiq_catalog_source *source, pyiq_x_term_fn *fn,
			       void *ctx)
{
	char key[PYIQ_KEY_SIZE], term[PYIQ_KEY_SIZE + sizeof PYIQ_PREFIX_SOURCE];

	pyiq_source_key(source->record.root, source->record.path, key);
	snprintf(term, sizeof term, "%s%s", PYIQ_PREFIX_SOURCE, key);
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

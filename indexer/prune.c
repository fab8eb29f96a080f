#include "prune.h"

#include <stdlib.h>

#include "base/buf.h"
#include "source/exclude.h"

/*
 * The absolute path of what may no longer be there: its nearest folder that is,
 * and the rest as it was given. Empty when not even the working folder is.
 */
static pyiq_status find_path(const char *named, struct pyiq_buf *path, struct pyiq_error *err)
{
	size_t len = strlen(named), from = len;
	char *real;

	pyiq_buf_puts(path, named);
	if (path->failed)
		return pyiq_fail_nomem(err);
	real = realpath(named, NULL);
	while (real == NULL && from > 0) {
		while (from > 0 && named[from - 1] == '/')
			from--;
		while (from > 0 && named[from - 1] != '/')
			from--;
		path->data[from] = '\0';
		real = realpath(from > 0 ? path->data : ".", NULL);
	}
	pyiq_buf_clear(path);
	if (real == NULL)
		return PYIQ_OK;
	pyiq_buf_puts(path, real);
	free(real);
	while (len > from && named[len - 1] == '/')
		len--;
	if (from < len && path->len > 1)
		pyiq_buf_putc(path, '/');
	pyiq_buf_append(path, named + from, len - from);
	return pyiq_buf_status(path, err);
}

static pyiq_status leave_out(struct pyiq_catalog *catalog, struct pyiq_root *root,
			     struct pyiq_str path, struct pyiq_error *err)
{
	size_t n = root->n_excludes;
	struct pyiq_buf exact = PYIQ_BUF_INIT;
	struct pyiq_str *list = pyiq_alloc((n + 1) * sizeof *list);
	pyiq_status status;

	if (list == NULL)
		return pyiq_fail_nomem(err);
	pyiq_buf_putc(&exact, '/');
	pyiq_exclude_exactly(&exact, pyiq_root_rest(root, path));
	status = pyiq_buf_status(&exact, err);
	if (status == PYIQ_OK) {
		if (n > 0)
			memcpy(list, root->excludes, n * sizeof *list);
		list[n] = (struct pyiq_str){ exact.data, exact.len };
		root->changed = true;
		status = pyiq_catalog_set_excludes(catalog, root, list, n + 1, err);
	}
	pyiq_free(list);
	pyiq_buf_release(&exact);
	return status;
}

static pyiq_status forget(struct pyiq_catalog *catalog, struct pyiq_str path, bool *found,
			  struct pyiq_error *err)
{
	struct pyiq_root *root;
	bool known = false;

	for (size_t i = 0; i < catalog->n_roots; i++) {
		root = &catalog->roots[i];
		if (root->kind != PYIQ_ROOT_STREAM && pyiq_path_lies_in(root->path, path))
			*found = root->forgotten = true;
	}
	root = pyiq_catalog_root_of(catalog, path, false);
	if (root == NULL || root->kind != PYIQ_ROOT_FOLDER)
		return PYIQ_OK;
	for (size_t i = 0; i < catalog->n_sources; i++)
		known |= pyiq_path_lies_in(catalog->sources[i].path, path);
	*found |= known;
	return known ? leave_out(catalog, root, path, err) : PYIQ_OK;
}

pyiq_status pyiq_prune_path(struct pyiq_catalog *catalog, const char *named, bool *found,
			    struct pyiq_error *err)
{
	struct pyiq_root *stream = pyiq_catalog_root_of(catalog, pyiq_str(named), true);
	struct pyiq_buf path = PYIQ_BUF_INIT;
	pyiq_status status = PYIQ_OK;

	if (stream != NULL) {
		*found = stream->forgotten = true;
		return PYIQ_OK;
	}
	/* An empty name is nobody's; every root would lie in what is found for it. */
	if (named[0] != '\0')
		status = find_path(named, &path, err);
	if (status == PYIQ_OK && path.len > 0)
		status = forget(catalog, (struct pyiq_str){ path.data, path.len }, found, err);
	pyiq_buf_release(&path);
	return status;
}

#include "store/catalog.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/schema.h"

void pyiq_catalog_init(struct pyiq_catalog *catalog)
{
	*catalog = (struct pyiq_catalog){ 0 };
	pyiq_arena_init(&catalog->arena);
}

void pyiq_catalog_release(struct pyiq_catalog *catalog)
{
	pyiq_free(catalog->roots);
	pyiq_free(catalog->sources);
	pyiq_arena_release(&catalog->arena);
	pyiq_catalog_init(catalog);
}

void pyiq_source_key(uint64_t root, struct pyiq_str path, char key[PYIQ_KEY_SIZE])
{
	char digits[24];
	int n = snprintf(digits, sizeof digits, "%" PRIu64 ":", root);
	uint64_t hash = pyiq_hash(PYIQ_HASH_SEED, digits, (size_t)n);

	snprintf(key, PYIQ_KEY_SIZE, "%016" PRIx64, pyiq_hash(hash, path.data, path.len));
}

pyiq_status pyiq_catalog_locate(struct pyiq_catalog *catalog, const char *db_path,
				struct pyiq_error *err)
{
	char *whole = realpath(db_path, NULL), *copy, *real;
	/* A link to a database stands elsewhere than it; one that is yet to be made is no link. */
	const char *path = whole != NULL ? whole : db_path;
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	while (len > 0 && path[len - 1] != '/')
		len--;
	copy = len > 0 ? pyiq_arena_copy(&catalog->arena, path, len)
		       : pyiq_arena_copy(&catalog->arena, ".", 1);
	free(whole);
	if (copy == NULL)
		return pyiq_fail_nomem(err);
	real = realpath(copy, NULL);
	catalog->base = (struct pyiq_str){ "", 0 };
	if (real != NULL) {
		catalog->base = pyiq_str(real);
		catalog->base.data = pyiq_arena_copy(&catalog->arena, real, catalog->base.len);
		free(real);
		if (catalog->base.data == NULL)
			return pyiq_fail_nomem(err);
	}
	return PYIQ_OK;
}

bool pyiq_path_lies_in(struct pyiq_str path, struct pyiq_str folder)
{
	if (path.len < folder.len || memcmp(path.data, folder.data, folder.len) != 0)
		return false;
	return path.len == folder.len || path.data[folder.len] == '/' ||
	       (folder.len > 0 && folder.data[folder.len - 1] == '/');
}

/*
 * A root is stored as the letter of its kind and its path, a relative one
 * counting from the base; behind a NUL each follow the patterns of what is left
 * out.
 */
void pyiq_catalog_encode_root(const struct pyiq_catalog *catalog, const struct pyiq_root *root,
			      struct pyiq_buf *key, struct pyiq_buf *value)
{
	struct pyiq_str path = root->path;

	if (root->kind != PYIQ_ROOT_STREAM && catalog->base.len > 1 &&
	    path.len > catalog->base.len && pyiq_path_lies_in(path, catalog->base))
		path = (struct pyiq_str){ path.data + catalog->base.len + 1,
					  path.len - catalog->base.len - 1 };
	pyiq_buf_clear(key);
	pyiq_buf_printf(key, PYIQ_META_ROOT "%" PRIu64, root->number);
	pyiq_buf_clear(value);
	pyiq_buf_putc(value, (char)root->kind);
	pyiq_buf_append(value, path.data, path.len);
	for (size_t i = 0; i < root->n_excludes; i++) {
		pyiq_buf_putc(value, '\0');
		pyiq_buf_append(value, root->excludes[i].data, root->excludes[i].len);
	}
}

pyiq_status pyiq_catalog_set_excludes(struct pyiq_catalog *catalog, struct pyiq_root *root,
				      const struct pyiq_str *excludes, size_t n,
				      struct pyiq_error *err)
{
	struct pyiq_str *copies = pyiq_arena_alloc(&catalog->arena, n * sizeof *copies);

	if (copies == NULL)
		return pyiq_fail_nomem(err);
	for (size_t i = 0; i < n; i++) {
		copies[i] = excludes[i];
		copies[i].data =
			pyiq_arena_copy(&catalog->arena, excludes[i].data, excludes[i].len);
		if (copies[i].data == NULL)
			return pyiq_fail_nomem(err);
	}
	root->excludes = copies;
	root->n_excludes = n;
	return PYIQ_OK;
}

pyiq_status pyiq_catalog_add_root(struct pyiq_catalog *catalog, const struct pyiq_root *root,
				  struct pyiq_error *err)
{
	char *path = pyiq_arena_copy(&catalog->arena, root->path.data, root->path.len);
	pyiq_status status = pyiq_grow(&catalog->roots, &catalog->roots_capacity,
				       catalog->n_roots + 1, sizeof *catalog->roots, err);

	if (path == NULL)
		return pyiq_fail_nomem(err);
	if (status != PYIQ_OK)
		return status;

	struct pyiq_root *own = &catalog->roots[catalog->n_roots];

	*own = *root;
	own->path.data = path;
	status = pyiq_catalog_set_excludes(catalog, own, root->excludes, root->n_excludes, err);
	catalog->n_roots += status == PYIQ_OK;
	return status;
}

struct pyiq_root *pyiq_catalog_root(const struct pyiq_catalog *catalog, uint64_t number)
{
	for (size_t i = 0; i < catalog->n_roots; i++)
		if (catalog->roots[i].number == number)
			return &catalog->roots[i];
	return NULL;
}

struct pyiq_root *pyiq_catalog_root_of(const struct pyiq_catalog *catalog, struct pyiq_str path,
				       bool stream)
{
	for (size_t i = 0; i < catalog->n_roots; i++) {
		struct pyiq_root *root = &catalog->roots[i];

		if ((root->kind == PYIQ_ROOT_STREAM) == stream && !root->forgotten &&
		    (stream ? pyiq_str_equal(path, root->path)
			    : pyiq_path_lies_in(path, root->path)))
			return root;
	}
	return NULL;
}

struct pyiq_str pyiq_root_rest(const struct pyiq_root *root, struct pyiq_str path)
{
	size_t from = root->kind == PYIQ_ROOT_FOLDER ? root->path.len : 0;

	if (root->kind == PYIQ_ROOT_FILE) {
		const char *slash = strrchr(root->path.data, '/');

		from = slash != NULL ? (size_t)(slash - root->path.data) : 0;
	}
	while (root->kind != PYIQ_ROOT_STREAM && from < path.len && path.data[from] == '/')
		from++;
	return (struct pyiq_str){ path.data + from, path.len - from };
}

const char *pyiq_catalog_path(struct pyiq_arena *arena, const struct pyiq_root *root,
			      struct pyiq_str path, size_t *len)
{
	if (root->kind != PYIQ_ROOT_FOLDER) {
		*len = root->path.len;
		return pyiq_arena_copy(arena, root->path.data, root->path.len);
	}

	bool slash = root->path.len > 0 && root->path.data[root->path.len - 1] == '/';
	char *out = pyiq_arena_alloc(arena, root->path.len + 1 + path.len + 1);

	if (out == NULL)
		return NULL;
	memcpy(out, root->path.data, root->path.len);
	*len = root->path.len;
	if (!slash)
		out[(*len)++] = '/';
	memcpy(out + *len, path.data, path.len);
	*len += path.len;
	out[*len] = '\0';
	return out;
}

struct loader {
	struct pyiq_catalog *catalog;
	struct pyiq_x_db *db;
	struct pyiq_buf value;
	pyiq_status status;
	struct pyiq_error *err;
};

/* The texts between the NULs of a root's value, but for the first. */
static pyiq_status load_excludes(struct loader *l, struct pyiq_str value, struct pyiq_root *root)
{
	size_t n = 0;
	const char *end = value.data + value.len;

	for (const char *p = value.data; p < end; p++)
		n += *p == '\0';
	root->excludes = pyiq_arena_alloc(&l->catalog->arena, n * sizeof *root->excludes);
	if (root->excludes == NULL)
		return pyiq_fail_nomem(l->err);
	root->path = (struct pyiq_str){ value.data, strnlen(value.data, value.len) };
	for (const char *p = value.data + root->path.len; p < end;) {
		struct pyiq_str pattern = { p + 1, strnlen(p + 1, (size_t)(end - p - 1)) };

		root->excludes[root->n_excludes++] = pattern;
		p = pattern.data + pattern.len;
	}
	return PYIQ_OK;
}

static int load_root(void *ctx, struct pyiq_str key, uint32_t freq)
{
	struct loader *l = ctx;
	size_t prefix = strlen(PYIQ_META_ROOT);
	char number[24];

	(void)freq;
	pyiq_buf_clear(&l->value);
	l->status = pyiq_x_db_get_metadata(l->db, key, &l->value, l->err);
	if (l->status != PYIQ_OK || l->value.len < 2 || key.len - prefix >= sizeof number)
		return l->status != PYIQ_OK;
	memcpy(number, key.data + prefix, key.len - prefix);
	number[key.len - prefix] = '\0';

	struct pyiq_root root = { .number = strtoull(number, NULL, 10),
				  .kind = (pyiq_root_kind)l->value.data[0] };
	struct pyiq_root base = { .path = l->catalog->base, .kind = PYIQ_ROOT_FOLDER };

	l->status =
		load_excludes(l, (struct pyiq_str){ l->value.data + 1, l->value.len - 1 }, &root);
	if (l->status != PYIQ_OK)
		return 1;
	if (root.kind != PYIQ_ROOT_STREAM && root.path.len > 0 && root.path.data[0] != '/')
		root.path.data =
			pyiq_catalog_path(&l->catalog->arena, &base, root.path, &root.path.len);
	l->status = root.path.data == NULL ? pyiq_fail_nomem(l->err)
					   : pyiq_catalog_add_root(l->catalog, &root, l->err);
	return l->status != PYIQ_OK;
}

static int load_source(void *ctx, struct pyiq_str key, uint32_t freq)
{
	struct loader *l = ctx;
	struct pyiq_catalog *c = l->catalog;
	struct pyiq_catalog_source source;

	(void)freq;
	pyiq_buf_clear(&l->value);
	l->status = pyiq_x_db_get_metadata(l->db, key, &l->value, l->err);
	if (l->status == PYIQ_OK)
		l->status = pyiq_source_record_decode(
			&source.record, (struct pyiq_str){ pyiq_buf_str(&l->value), l->value.len },
			l->err);
	if (l->status != PYIQ_OK)
		return 1;

	const struct pyiq_root *root = pyiq_catalog_root(c, source.record.root);

	if (root == NULL)
		return 0;
	source.is_stream = root->kind == PYIQ_ROOT_STREAM;
	source.record.path.data =
		pyiq_arena_copy(&c->arena, source.record.path.data, source.record.path.len);
	source.path.data = pyiq_catalog_path(&c->arena, root, source.record.path, &source.path.len);
	if (source.record.format.len > 0)
		source.record.format.data = pyiq_arena_copy(&c->arena, source.record.format.data,
							    source.record.format.len);
	if (source.record.path.data == NULL || source.path.data == NULL ||
	    source.record.format.data == NULL)
		l->status = pyiq_fail_nomem(l->err);
	else
		l->status = pyiq_grow(&c->sources, &c->sources_capacity, c->n_sources + 1,
				      sizeof *c->sources, l->err);
	if (l->status == PYIQ_OK)
		c->sources[c->n_sources++] = source;
	return l->status != PYIQ_OK;
}

static pyiq_status load(struct pyiq_catalog *catalog, struct pyiq_x_db *db, const char *prefix,
			pyiq_x_term_fn *fn, struct pyiq_error *err)
{
	struct loader l = { .catalog = catalog, .db = db, .value = PYIQ_BUF_INIT, .err = err };
	pyiq_status status = pyiq_x_db_each_metadata(db, pyiq_str(prefix), fn, &l, err);

	pyiq_buf_release(&l.value);
	return status == PYIQ_STOPPED ? l.status : status;
}

pyiq_status pyiq_catalog_load_roots(struct pyiq_catalog *catalog, struct pyiq_x_db *db,
				    struct pyiq_error *err)
{
	catalog->n_roots = 0;
	return load(catalog, db, PYIQ_META_ROOT, load_root, err);
}

static int compare_sources(const void *left, const void *right)
{
	const struct pyiq_catalog_source *a = left, *b = right;
	int order = pyiq_str_compare(a->path, b->path);

	return order != 0 ? order : a->is_stream - b->is_stream;
}

pyiq_status pyiq_catalog_load_sources(struct pyiq_catalog *catalog, struct pyiq_x_db *db,
				      struct pyiq_error *err)
{
	pyiq_status status;

	catalog->n_sources = 0;
	status = load(catalog, db, PYIQ_META_SOURCE, load_source, err);
	if (status == PYIQ_OK && catalog->n_sources > 1)
		qsort(catalog->sources, catalog->n_sources, sizeof *catalog->sources,
		      compare_sources);
	return status;
}

const struct pyiq_catalog_source *pyiq_catalog_find(const struct pyiq_catalog *catalog,
						    struct pyiq_str path)
{
	struct pyiq_catalog_source wanted = { .path = path };

	if (catalog->n_sources == 0)
		return NULL;
	return bsearch(&wanted, catalog->sources, catalog->n_sources, sizeof *catalog->sources,
		       compare_sources);
}

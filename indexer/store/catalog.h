/*
 * The roots and sources that a database knows.
 */
#ifndef PYIQ_STORE_CATALOG_H
#define PYIQ_STORE_CATALOG_H

#include "base/memory.h"
#include "store/record.h"
#include "store/xapian_c.h"

#define PYIQ_KEY_SIZE 17 /* 16 hexadecimal digits and a NUL */

/* A path that was given to index. A file that was named is a root of its own, with its name as its one source. */
struct pyiq_root {
	uint64_t number;      /* names it in records; never used again */
	struct pyiq_str path; /* absolute, NUL behind it */
	bool is_file;
};

struct pyiq_catalog_source {
	struct pyiq_source_record record;
	struct pyiq_str path; /* absolute, NUL behind it */
};

/* A value: init, load, release. The strings live in its arena. */
struct pyiq_catalog {
	struct pyiq_root *roots;
	size_t n_roots, roots_capacity;
	struct pyiq_catalog_source *sources; /* by path */
	size_t n_sources, sources_capacity;
	struct pyiq_str
		base; /* the folder that the database stands in, absolute; empty if unknown */
	struct pyiq_arena arena;
};

void pyiq_catalog_init(struct pyiq_catalog *catalog);
void pyiq_catalog_release(struct pyiq_catalog *catalog);

/*
 * Learn where the database stands. A root that lies in the same folder is
 * remembered relative to it, so that notes and database can be moved together.
 * PYIQ_OK or PYIQ_ERR_NOMEM; a folder that cannot be found leaves it unknown.
 */
pyiq_status pyiq_catalog_locate(struct pyiq_catalog *catalog, const char *db_path,
				struct pyiq_error *err);

/* Replace the roots by those of one database. Returns PYIQ_OK or the database's error. */
pyiq_status pyiq_catalog_load_roots(struct pyiq_catalog *catalog, struct pyiq_x_db *db,
				    struct pyiq_error *err);

/* The same for the sources, sorted by path; the roots must be loaded. */
pyiq_status pyiq_catalog_load_sources(struct pyiq_catalog *catalog, struct pyiq_x_db *db,
				      struct pyiq_error *err);

/* The root of that number, or NULL. */
const struct pyiq_root *pyiq_catalog_root(const struct pyiq_catalog *catalog, uint64_t number);

/* The source at an absolute path, or NULL. O(log sources). */
const struct pyiq_catalog_source *pyiq_catalog_find(const struct pyiq_catalog *catalog,
						    struct pyiq_str path);

/* Add a root behind the others; the path is copied. */
pyiq_status pyiq_catalog_add_root(struct pyiq_catalog *catalog, const struct pyiq_root *root,
				  struct pyiq_error *err);

/* The absolute path of a source, from the arena; NULL when memory ran out. */
const char *pyiq_catalog_path(struct pyiq_arena *arena, const struct pyiq_root *root,
			      struct pyiq_str path, size_t *len);

/* The key under which a source is stored and its units found, as digits with a NUL. */
void pyiq_source_key(uint64_t root, struct pyiq_str path, char key[PYIQ_KEY_SIZE]);

/* The bytes that a root's metadata holds, and its key there; check pyiq_buf_status afterwards. */
void pyiq_catalog_encode_root(const struct pyiq_catalog *catalog, const struct pyiq_root *root,
			      struct pyiq_buf *key, struct pyiq_buf *value);

/* Whether a path is a folder's own or lies in it; both absolute. */
bool pyiq_path_lies_in(struct pyiq_str path, struct pyiq_str folder);

#endif

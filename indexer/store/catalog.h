/*
 * The roots and sources that a database knows.
 */
#ifndef PYIQ_STORE_CATALOG_H
#define PYIQ_STORE_CATALOG_H

#include "base/memory.h"
#include "store/record.h"
#include "store/xapian_c.h"

#define PYIQ_KEY_SIZE 17 /* 16 hexadecimal digits and a NUL */

/* A file that was named is a root of its own, with its name as its one source; so is a stream. */
typedef enum pyiq_root_kind {
	PYIQ_ROOT_FOLDER = 'd',
	PYIQ_ROOT_FILE = 'f',
	PYIQ_ROOT_STREAM =
		's' /* came from standard input: its path is a name, and nothing to look at */
} pyiq_root_kind;

/* What was given to index. */
struct pyiq_root {
	uint64_t number;      /* names it in records; never used again */
	struct pyiq_str path; /* absolute, NUL behind it */
	pyiq_root_kind kind;
	struct pyiq_str
		*excludes; /* patterns of what is left out of a folder; see source/exclude.h */
	size_t n_excludes;
	/* What a run does to it; not stored. */
	bool changed, forgotten;
};

struct pyiq_catalog_source {
	struct pyiq_source_record record;
	struct pyiq_str path; /* absolute, NUL behind it; of a stream its name */
	bool is_stream;
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
struct pyiq_root *pyiq_catalog_root(const struct pyiq_catalog *catalog, uint64_t number);

/* The root that an absolute path lies in, or the stream of that name; NULL: there is none that is not forgotten. */
struct pyiq_root *pyiq_catalog_root_of(const struct pyiq_catalog *catalog, struct pyiq_str path,
				       bool stream);

/* The file at an absolute path, or NULL; a stream may be called the same. O(log sources). */
const struct pyiq_catalog_source *pyiq_catalog_find(const struct pyiq_catalog *catalog,
						    struct pyiq_str path);

/* Add a root behind the others; its strings are copied. Pointers to roots are void. */
pyiq_status pyiq_catalog_add_root(struct pyiq_catalog *catalog, const struct pyiq_root *root,
				  struct pyiq_error *err);

/* Replace what is left out of a root; the strings are copied. PYIQ_OK or PYIQ_ERR_NOMEM. */
pyiq_status pyiq_catalog_set_excludes(struct pyiq_catalog *catalog, struct pyiq_root *root,
				      const struct pyiq_str *excludes, size_t n,
				      struct pyiq_error *err);

/* The part of a source's path that its root does not say: what records hold. */
struct pyiq_str pyiq_root_rest(const struct pyiq_root *root, struct pyiq_str path);

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

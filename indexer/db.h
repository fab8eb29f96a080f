/*
 * An open database: what search, list and get share.
 */
#ifndef PYIQ_DB_H
#define PYIQ_DB_H

#include "pyiq.h"

#include "base/buf.h"
#include "base/memory.h"
#include "store/catalog.h"
#include "store/record.h"
#include "store/xapian_c.h"

struct pyiq_db {
	struct pyiq_x_db *all;         /* the databases as one */
	struct pyiq_x_db **each;       /* one by one; each[0] is `all` when there is one */
	struct pyiq_catalog *catalogs; /* of each; the sources are loaded when they are needed */
	char **paths;
	size_t n;
	size_t *shards; /* where those of each begin among those of all; shards[n] is how many there are */
	bool sources_loaded;
	struct pyiq_buf data; /* of the document last loaded */
};

/*
 * Load the unit of a document: *record points into db->data until the next
 * call, lists are the arena's. PYIQ_OK or the database's error.
 */
pyiq_status pyiq_db_load(struct pyiq_db *db, pyiq_docid id, struct pyiq_record *record,
			 struct pyiq_arena *arena, struct pyiq_error *err);

/* The same from data that is already there. */
pyiq_status pyiq_db_decode(struct pyiq_db *db, struct pyiq_str data, struct pyiq_record *record,
			   struct pyiq_arena *arena, struct pyiq_error *err);

/* The document whose id begins with prefix; statuses as pyiq_get. */
pyiq_status pyiq_db_find(struct pyiq_db *db, const char *prefix, pyiq_docid *id,
			 struct pyiq_error *err);

/* A record as the public interface shows it; strings are the record's or the arena's. PYIQ_OK or PYIQ_ERR_NOMEM. */
pyiq_status pyiq_db_unit(struct pyiq_db *db, pyiq_docid id, const struct pyiq_record *record,
			 struct pyiq_unit *unit, struct pyiq_arena *arena, struct pyiq_error *err);

/* Load the unit of a document and hand it to fn. PYIQ_OK, PYIQ_STOPPED or the database's error. */
pyiq_status pyiq_db_push(struct pyiq_db *db, pyiq_docid id, pyiq_unit_fn *fn, void *ctx,
			 struct pyiq_error *err);

/* What is asked of units before anything else. */
struct pyiq_wanted {
	bool answered;            /* only these */
	pyiq_wants_file_fn *file; /* only units of such sources, or NULL */
	void *ctx;
};

/* Every unit that is wanted, in order of file, line. The record lives for the call. */
typedef pyiq_status pyiq_record_fn(void *ctx, pyiq_docid id, const struct pyiq_record *record,
				   struct pyiq_error *err);
pyiq_status pyiq_db_each_record(struct pyiq_db *db, const struct pyiq_wanted *wanted,
				pyiq_record_fn *fn, void *ctx, struct pyiq_error *err);

/*
 * Let a query match no units but those of wanted sources. *query is replaced,
 * after a failure by NULL. PYIQ_OK or the database's error.
 */
pyiq_status pyiq_db_keep_sources(struct pyiq_db *db, pyiq_wants_file_fn *wants, void *ctx,
				 struct pyiq_x_query **query, struct pyiq_error *err);

/*
 * The schema that a database was written with: PYIQ_SCHEMA_NONE for an empty
 * one, PYIQ_SCHEMA_FOREIGN for another program's. PYIQ_OK or the database's error.
 */
enum { PYIQ_SCHEMA_NONE = -2, PYIQ_SCHEMA_FOREIGN = -1 };
pyiq_status pyiq_db_schema(struct pyiq_x_db *db, int *schema, struct pyiq_error *err);

/* Load roots and sources of every database. PYIQ_OK or the database's error. */
pyiq_status pyiq_db_load_sources(struct pyiq_db *db, struct pyiq_error *err);

/* Look at the newest state of the databases. */
pyiq_status pyiq_db_refresh(struct pyiq_db *db, struct pyiq_error *err);

#endif

/*
 * libxapian for C: the only door to it, and the only C++ behind it.
 *
 * Thin and general: no field, option, weight or message to a user is chosen
 * here. Every function catches every exception and turns it into a status:
 *
 *	Xapian::DatabaseNotFoundError         PYIQ_ERR_NO_INDEX
 *	Xapian::DatabaseLockError             PYIQ_ERR_LOCKED
 *	Xapian::DatabaseModifiedError         PYIQ_ERR_STALE
 *	Xapian::DatabaseVersionError          PYIQ_ERR_SCHEMA
 *	Xapian::DatabaseCorruptError,
 *	DatabaseOpeningError, RangeError,
 *	std::length_error                     PYIQ_ERR_CORRUPT
 *	other Xapian::DatabaseError           PYIQ_ERR_IO if the system refused,
 *	                                      else PYIQ_ERR_CORRUPT
 *	Xapian::NetworkError                  PYIQ_ERR_IO
 *	Xapian::DocNotFoundError              PYIQ_ERR_NOT_FOUND
 *	Xapian::LogicError (bad arguments,
 *	what a kind of database cannot do)    PYIQ_ERR_INVALID
 *	std::bad_alloc                        PYIQ_ERR_NOMEM
 *	anything else                         PYIQ_ERR_INTERNAL
 *
 * Opening looks closer, see there. The message is Xapian's own, after the path
 * of the database.
 *
 * Text is pointer and length. What a callback receives is valid during the
 * call; its wish to stop is returned as PYIQ_STOPPED and leaves err as it was.
 * One handle, one thread at a time; different handles are independent.
 * Functions that free a handle accept NULL.
 *
 * Keys (terms, names of metadata) are 1 to 245 bytes when
 * written, a NUL counting as two; a longer one is PYIQ_ERR_INVALID. Asking for
 * one that is too long finds nothing.
 *
 * What cannot be promised: a table that ends too early is noticed, and so is
 * one overwritten as a whole; but libxapian keeps no checksums, and may give
 * wrong answers, crash or never return on garbage within a block.
 */
#ifndef PYIQ_STORE_XAPIAN_C_H
#define PYIQ_STORE_XAPIAN_C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef uint32_t pyiq_docid; /* Xapian's document number, from 1; 0 is none */

/* Receives a term or a key; a non-zero return stops with PYIQ_STOPPED. */
typedef int pyiq_x_term_fn(void *ctx, struct pyiq_str term, uint32_t freq);
typedef int pyiq_x_docid_fn(void *ctx, pyiq_docid id);
typedef int pyiq_x_metadata_fn(void *ctx, struct pyiq_str key, struct pyiq_str value);

/* "1.4.22"; static. */
const char *pyiq_x_version(void);

/* ---- Documents to be written ------------------------------------------ */

struct pyiq_x_doc;

pyiq_status pyiq_x_doc_new(struct pyiq_x_doc **out, struct pyiq_error *err);
void pyiq_x_doc_free(struct pyiq_x_doc *doc);

/* Empty again, as after pyiq_x_doc_new. */
pyiq_status pyiq_x_doc_clear(struct pyiq_x_doc *doc, struct pyiq_error *err);

/* Add wdf occurrences of a term; wdf 0 adds a boolean term. */
pyiq_status pyiq_x_doc_add_term(struct pyiq_x_doc *doc, struct pyiq_str term, uint32_t wdf,
				struct pyiq_error *err);
pyiq_status pyiq_x_doc_set_value(struct pyiq_x_doc *doc, uint32_t slot, struct pyiq_str value,
				 struct pyiq_error *err);
pyiq_status pyiq_x_doc_set_data(struct pyiq_x_doc *doc, struct pyiq_str data,
				struct pyiq_error *err);

/* ---- Writing ----------------------------------------------------------- */

struct pyiq_x_writer;

/*
 * Open the database in directory `path` for writing. It is created if nothing
 * is there (but for its parent directory), or an empty directory.
 *
 *	PYIQ_ERR_LOCKED   another writer has it; the message names the lock file
 *	PYIQ_ERR_CORRUPT  a damaged database, or something else: left untouched
 *	PYIQ_ERR_IO       the directory cannot be made, read or written
 *
 * All writing is one transaction: another reader sees nothing of it before
 * pyiq_x_writer_commit; before the first one there is no database for it. In
 * between, what was collected in memory is written out every so many bytes of
 * documents, without being shown.
 *
 * When a change fails, those before it are lost as well; so every further call
 * that writes, the commit included, is then PYIQ_ERR_INVALID. Arguments that
 * are refused beforehand do no such harm.
 */
pyiq_status pyiq_x_writer_open(const char *path, struct pyiq_x_writer **out,
			       struct pyiq_error *err);

/*
 * The same for a place where nobody reads: what database is there is forgotten,
 * and what is written is committed every now and then, for that is how Xapian
 * takes least memory. Nothing of it is durable; a database to be kept is made of
 * it by pyiq_x_compact.
 */
pyiq_status pyiq_x_writer_begin(const char *path, struct pyiq_x_writer **out,
				struct pyiq_error *err);

/*
 * Copy a database in directory `from`, as of its last commit, to directory `to`,
 * where nothing must be: without the room that is left for changes, a third of
 * it, and durable.
 */
pyiq_status pyiq_x_compact(const char *from, const char *to, struct pyiq_error *err);

/* Drops what was not committed. */
void pyiq_x_writer_close(struct pyiq_x_writer *writer);

pyiq_status pyiq_x_writer_add(struct pyiq_x_writer *writer, const struct pyiq_x_doc *doc,
			      pyiq_docid *id, struct pyiq_error *err);

/* Delete every document that has the term; none is not an error. */
pyiq_status pyiq_x_writer_delete(struct pyiq_x_writer *writer, struct pyiq_str term,
				 struct pyiq_error *err);

/* Set metadata; an empty value removes the key. */
pyiq_status pyiq_x_writer_set_metadata(struct pyiq_x_writer *writer, struct pyiq_str key,
				       struct pyiq_str value, struct pyiq_error *err);

/* Make everything since the opening (or the last commit) visible, all at once, and durable. */
pyiq_status pyiq_x_writer_commit(struct pyiq_x_writer *writer, struct pyiq_error *err);

/*
 * What a reader would be shown if the changes so far were committed; borrowed,
 * lives as long as the writer. Its revision is that of the last commit.
 */
struct pyiq_x_db *pyiq_x_writer_db(struct pyiq_x_writer *writer);

/* ---- Reading ----------------------------------------------------------- */

/*
 * One or several databases read as one. Document d of database i (from 0) of n
 * has the number (d - 1) * n + i + 1.
 */
struct pyiq_x_db;

/*
 * Open n ≥ 1 paths: directories, single files, or stub files, whose lines name
 * further ones (not themselves: Xapian would follow until the stack ends).
 *
 *	PYIQ_ERR_NO_INDEX  nothing there, an empty directory, or a database
 *	                   before its first commit
 *	PYIQ_ERR_CORRUPT   a damaged database, or something else
 *	PYIQ_ERR_SCHEMA    a format this libxapian does not know
 *	PYIQ_ERR_IO        not allowed to look; a server that does not answer
 *
 * Several databases in one stub file count like several paths. Remote ones have
 * no revision.
 */
pyiq_status pyiq_x_db_open(const char *const *paths, size_t n, struct pyiq_x_db **out,
			   struct pyiq_error *err);
void pyiq_x_db_close(struct pyiq_x_db *db);

/*
 * Look at the newest commit; *changed (may be NULL) tells whether it may be
 * another than before. A reader can count on the last commit but one: from what
 * is older any function may return PYIQ_ERR_STALE, which this heals.
 */
pyiq_status pyiq_x_db_reopen(struct pyiq_x_db *db, bool *changed, struct pyiq_error *err);

/* The revision that a reader of this one local database sees; 0 when remote, or several. */
uint64_t pyiq_x_db_revision(struct pyiq_x_db *db);

/* Of how many databases it is made: one for each directory or file, as many as a stub file names. */
size_t pyiq_x_db_shards(struct pyiq_x_db *db);

pyiq_status pyiq_x_db_doc_count(struct pyiq_x_db *db, uint32_t *count, struct pyiq_error *err);

/* Append the value of a metadata key, if it is set. Of several databases, the first one's. */
pyiq_status pyiq_x_db_get_metadata(struct pyiq_x_db *db, struct pyiq_str key,
				   struct pyiq_buf *value, struct pyiq_error *err);

/* Every metadata key (of the first database) that begins with prefix, in byte order; freq is 0. */
pyiq_status pyiq_x_db_each_metadata(struct pyiq_x_db *db, struct pyiq_str prefix,
				    pyiq_x_term_fn *fn, void *ctx, struct pyiq_error *err);

/* How many databases are read as one: as many as paths were opened. */
size_t pyiq_x_db_n_parts(const struct pyiq_x_db *db);

/*
 * Every metadata key of one of them (from 0) that begins with prefix and does not
 * come before `from`, in byte order, with its value.
 */
pyiq_status pyiq_x_db_read_metadata(struct pyiq_x_db *db, size_t part, struct pyiq_str prefix,
				    struct pyiq_str from, pyiq_x_metadata_fn *fn, void *ctx,
				    struct pyiq_error *err);

/* In how many documents a term stands; 0 when in none. */
pyiq_status pyiq_x_db_term_freq(struct pyiq_x_db *db, struct pyiq_str term, uint32_t *freq,
				struct pyiq_error *err);

/* Every term that begins with prefix, in byte order, with its document frequency. */
pyiq_status pyiq_x_db_each_term(struct pyiq_x_db *db, struct pyiq_str prefix, pyiq_x_term_fn *fn,
				void *ctx, struct pyiq_error *err);

/* Every document that has the term, ascending; an empty term means every document. */
pyiq_status pyiq_x_db_each_posting(struct pyiq_x_db *db, struct pyiq_str term, pyiq_x_docid_fn *fn,
				   void *ctx, struct pyiq_error *err);

/* Every term of one document, in byte order; freq is its wdf. */
pyiq_status pyiq_x_db_each_doc_term(struct pyiq_x_db *db, pyiq_docid id, pyiq_x_term_fn *fn,
				    void *ctx, struct pyiq_error *err);

/*
 * Replace *data by the document's data; PYIQ_ERR_NOT_FOUND when there is no such
 * document. Reading many is faster in the order of their numbers.
 */
pyiq_status pyiq_x_db_doc_data(struct pyiq_x_db *db, pyiq_docid id, struct pyiq_buf *data,
			       struct pyiq_error *err);

/* Replace *value by the document's value in a slot; empty when it has none. */
pyiq_status pyiq_x_db_doc_value(struct pyiq_x_db *db, pyiq_docid id, uint32_t slot,
				struct pyiq_buf *value, struct pyiq_error *err);

/* ---- Matching ---------------------------------------------------------- */

struct pyiq_x_query;

typedef enum pyiq_x_op {
	PYIQ_X_OR,
	PYIQ_X_AND,
	PYIQ_X_AND_NOT,   /* the first without the others */
	PYIQ_X_AND_MAYBE, /* the first; the others add weight */
	PYIQ_X_FILTER,    /* the first, if the second matches too; the second weighs nothing */
	PYIQ_X_MAX,       /* any; the greatest weight counts */
	PYIQ_X_SYNONYM    /* any; counted as occurrences of one term */
} pyiq_x_op;

/* Matches nothing / everything / a term that stands wqf times in the query. */
pyiq_status pyiq_x_query_nothing(struct pyiq_x_query **out, struct pyiq_error *err);
pyiq_status pyiq_x_query_all(struct pyiq_x_query **out, struct pyiq_error *err);
pyiq_status pyiq_x_query_term(struct pyiq_str term, uint32_t wqf, struct pyiq_x_query **out,
			      struct pyiq_error *err);

/*
 * Matches each document with a probability of `share`, 0 < share ≤ 1, whatever
 * others do; the same ones for the same seed and databases. It makes what it is
 * combined with cheap by AND. Not for remote databases: PYIQ_ERR_INVALID.
 */
pyiq_status pyiq_x_query_sample(double share, uint64_t seed, struct pyiq_x_query **out,
				struct pyiq_error *err);

/*
 * Combine n ≥ 1 queries. The parts are the new query's from now on, on failure
 * too: freeing the result frees them. Xapian walks a query recursively: combine
 * many at once rather than one after the other.
 */
pyiq_status pyiq_x_query_combine(pyiq_x_op op, struct pyiq_x_query **parts, size_t n,
				 struct pyiq_x_query **out, struct pyiq_error *err);

/* The weights of part multiplied by factor ≥ 0; takes part as above. */
pyiq_status pyiq_x_query_scale(struct pyiq_x_query *part, double factor, struct pyiq_x_query **out,
			       struct pyiq_error *err);
void pyiq_x_query_free(struct pyiq_x_query *query);

/* Append Xapian's own description. */
pyiq_status pyiq_x_query_describe(const struct pyiq_x_query *query, struct pyiq_buf *out,
				  struct pyiq_error *err);

typedef enum pyiq_x_weight {
	PYIQ_X_WEIGHT_BOOL,
	PYIQ_X_WEIGHT_BM25, /* parameters: k1, k2, k3, b, min_normlen */
	PYIQ_X_WEIGHT_INEB2 /* parameter: c */
} pyiq_x_weight;

/*
 * Decides on a document that matched, by its data: a positive return keeps it, 0
 * drops it, a negative one stops the match. Asked in no particular order, and not
 * of documents that weigh too little for the best `max` once enough are counted.
 * (Not told the number: Xapian knows only that within one of several databases.)
 */
typedef int pyiq_x_decide_fn(void *ctx, struct pyiq_str data);

/*
 * Says beforehand, by a document's value in one slot (empty when it has none),
 * whether to decide on it: 0 drops it, which costs a thirtieth of loading its data.
 */
typedef int pyiq_x_screen_fn(void *ctx, struct pyiq_str value);

struct pyiq_x_match {
	pyiq_docid id;
	double weight;
};

struct pyiq_x_match_options {
	pyiq_x_weight weight;
	double parameters[5];
	uint32_t max;             /* the best so many */
	uint32_t check;           /* count at least so many; 0 when an estimate will do */
	pyiq_x_decide_fn *decide; /* or NULL; with a remote database: PYIQ_ERR_INVALID */
	pyiq_x_screen_fn *screen; /* or NULL; asked only if `decide` is */
	uint32_t screen_slot;
	void *decide_ctx; /* of both */
};

/* Receives each match, best first, equal weights by document number. */
typedef int pyiq_x_match_fn(void *ctx, const struct pyiq_x_match *match);

/*
 * *estimate (may be NULL) receives how many documents match in all, before the
 * first call of fn. It is exact when it is at most `max` or `check`, whichever
 * is greater, or when that is no less than the number of documents; else it is
 * greater than that.
 */
pyiq_status pyiq_x_db_match(struct pyiq_x_db *db, const struct pyiq_x_query *query,
			    const struct pyiq_x_match_options *options, pyiq_x_match_fn *fn,
			    void *ctx, uint32_t *estimate, struct pyiq_error *err);

/* ---- Stems ------------------------------------------------------------- */

struct pyiq_x_stemmer;

/* A Snowball stemmer by its language ("english"); PYIQ_ERR_INVALID for one Xapian does not have. */
pyiq_status pyiq_x_stemmer_new(const char *language, struct pyiq_x_stemmer **out,
			       struct pyiq_error *err);
void pyiq_x_stemmer_free(struct pyiq_x_stemmer *stemmer);

/* Replace *stem by the stem of a folded word. */
pyiq_status pyiq_x_stem(struct pyiq_x_stemmer *stemmer, struct pyiq_str word, struct pyiq_buf *stem,
			struct pyiq_error *err);

#ifdef __cplusplus
}
#endif

#endif

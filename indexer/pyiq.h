/*
 * pyiq: question-and-answer units out of notes, in a Xapian database, found
 * again by words or patterns.
 *
 *	#include "pyiq.h"
 *
 *	static int print(void *ctx, const struct pyiq_hit *hit)
 *	{
 *		struct pyiq_str q = hit->unit->passage[PYIQ_QUESTION].text;
 *		printf("%zu. %.*s\n", hit->rank, (int)q.len, q.data);
 *		return 0;
 *	}
 *
 *	int main(void)
 *	{
 *		const char *path = "notes.db", *notes = "notes/";
 *		struct pyiq_index_options index = { .paths = &notes, .n_paths = 1 };
 *		struct pyiq_search_options search;
 *		struct pyiq_error err;
 *		struct pyiq_db *db = NULL;
 *
 *		pyiq_search_options_init(&search);
 *		search.query = pyiq_str("deep copy");
 *		if (pyiq_index(path, &index, NULL, &err) != PYIQ_OK ||
 *		    pyiq_db_open(&path, 1, &db, &err) != PYIQ_OK ||
 *		    pyiq_search(db, &search, print, NULL, NULL, &err) != PYIQ_OK)
 *			fprintf(stderr, "%s\n", err.message);
 *		pyiq_db_close(db);
 *	}
 *
 * Text is UTF-8, pointer and length; offsets and sizes count bytes, lines count
 * from 1. What a callback receives is valid during the call: keep it by
 * copying. A callback that returns non-zero stops the call with PYIQ_STOPPED.
 * The library never prints, never exits, never touches the locale. One handle,
 * one thread at a time; different handles are independent.
 */
#ifndef PYIQ_H
#define PYIQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/text.h"

/* ---- Units --------------------------------------------------------------- */

#define PYIQ_ID_SIZE 17 /* 16 hexadecimal digits and a NUL */
#define PYIQ_ID_MIN  4  /* the shortest prefix that may name a unit */

/* The texts of a unit. */
typedef enum pyiq_field {
	PYIQ_QUESTION, /* one line of plain text, without number, label and markup */
	PYIQ_PROMPT,   /* what belongs to the question below that line: code, options; Markdown */
	PYIQ_ANSWER,   /* Markdown, the exact bytes of the source */
	PYIQ_N_FIELDS
} pyiq_field;

struct pyiq_passage {
	struct pyiq_str text; /* empty when the unit has none */
	size_t line;          /* where it begins in the source */
};

/* A question with its answer, and where it stands. */
struct pyiq_unit {
	char id[PYIQ_ID_SIZE]; /* stable as long as file, question and order of equal questions are */
	struct pyiq_str file;         /* absolute path of the source */
	size_t line, end_line;        /* first and last line in the source */
	const struct pyiq_str *topic; /* headings it stands under, outermost first */
	size_t n_topic;
	const struct pyiq_str *tags;
	size_t n_tags;
	struct pyiq_str level; /* "basic", "intermediate", "advanced" or "" */
	struct pyiq_passage passage[PYIQ_N_FIELDS];
	bool answered;
};

typedef int pyiq_unit_fn(void *ctx, const struct pyiq_unit *unit);

/* ---- Indexing ------------------------------------------------------------ */

/* One source could not be used; the run goes on without it. cause is one line. */
typedef void pyiq_warning_fn(void *ctx, const char *path, const char *cause);

/* `done` of `total` sources were looked at; called at most once a source. Non-zero stops, and nothing changes. */
typedef int pyiq_progress_fn(void *ctx, size_t done, size_t total);

struct pyiq_index_options {
	const char *const *paths; /* files and folders; none: the ones the database knows */
	size_t n_paths;
	pyiq_warning_fn *warning;   /* or NULL */
	pyiq_progress_fn *progress; /* or NULL */
	void *ctx;                  /* handed to both */
};

struct pyiq_index_summary {
	size_t n_units, n_sources;                                   /* in the database now */
	size_t n_added, n_changed, n_removed, n_unchanged, n_failed; /* sources of this run */
};

/*
 * Bring the database in directory db_path up to date with its sources: unchanged
 * ones are skipped, changed ones read again, vanished ones removed. In folders
 * *.md, *.markdown, *.mdx and *.txt count; a file that is named counts whatever
 * its name. The database and its parent directories are created if need be.
 *
 * All or nothing: until the whole run succeeded, and if it fails or is killed,
 * readers see the database as it was. A source that cannot be read is reported
 * through `warning`, counted in n_failed, and keeps the units it had.
 *
 * summary (may be NULL) is filled on success. Returns PYIQ_OK, PYIQ_STOPPED,
 * PYIQ_ERR_INVALID (no paths, and none known), PYIQ_ERR_IO (a path does not
 * exist and nothing else was named, disk full), PYIQ_ERR_LOCKED,
 * PYIQ_ERR_CORRUPT (not a database of ours), PYIQ_ERR_NOMEM. A database of
 * another schema version is built anew from its roots.
 */
pyiq_status pyiq_index(const char *db_path, const struct pyiq_index_options *options,
		       struct pyiq_index_summary *summary, struct pyiq_error *err);

/* ---- Databases ----------------------------------------------------------- */

struct pyiq_db;

/*
 * Open n ≥ 1 databases for reading, as one. Each is a path Xapian knows: a
 * directory, a single file, a stub file. Returns PYIQ_OK, PYIQ_ERR_NO_INDEX,
 * PYIQ_ERR_CORRUPT, PYIQ_ERR_SCHEMA, PYIQ_ERR_IO or PYIQ_ERR_NOMEM, with the
 * path in the message; *out is NULL on failure.
 */
pyiq_status pyiq_db_open(const char *const *paths, size_t n, struct pyiq_db **out,
			 struct pyiq_error *err);
void pyiq_db_close(struct pyiq_db *db);

/* Every unit in order of file, line; duplicates included. */
pyiq_status pyiq_list(struct pyiq_db *db, pyiq_unit_fn *fn, void *ctx, struct pyiq_error *err);

/*
 * The unit whose id begins with prefix (at least PYIQ_ID_MIN digits, either
 * case). PYIQ_ERR_NOT_FOUND when there is none or more than one.
 */
pyiq_status pyiq_get(struct pyiq_db *db, const char *prefix, pyiq_unit_fn *fn, void *ctx,
		     struct pyiq_error *err);

/* ---- Searching ----------------------------------------------------------- */

typedef enum pyiq_mode {
	PYIQ_WORDS,   /* ranked; falls back to a pattern when no word matches */
	PYIQ_PATTERN, /* PCRE2 with UTF and UCP, in order of file and line */
	PYIQ_FIXED    /* plain text, likewise */
} pyiq_mode;

/* Something the user should know that is no failure; one line without newline. */
typedef void pyiq_note_fn(void *ctx, const char *message);

struct pyiq_search_options {
	pyiq_mode mode;
	struct pyiq_str query;           /* for PYIQ_WORDS */
	const struct pyiq_str *patterns; /* for the other modes; any of them matches */
	size_t n_patterns;
	size_t max;       /* hits at most; SIZE_MAX for all */
	bool ignore_case; /* patterns only, as are the next five */
	bool smart_case;  /* ignore case unless a pattern has upper case */
	bool whole_words, whole_lines;
	bool invert;              /* units that do not match */
	bool every_pattern;       /* units that match all patterns instead of any */
	size_t snippet_width;     /* bytes of a snippet; 0: no snippets wanted */
	size_t snippet_lines;     /* lines of a snippet; 0: any number */
	bool keep_duplicates;     /* do not fold units that are alike */
	pyiq_note_fn *note;       /* or NULL */
	pyiq_warning_fn *warning; /* or NULL: a unit ("file:line") that could not be judged */
	void *ctx;                /* handed to both */
};

/* Ranked, 10 hits, snippets of 240 bytes and 3 lines, everything else off. */
void pyiq_search_options_init(struct pyiq_search_options *options);

/* A matched range of a passage. */
struct pyiq_mark {
	pyiq_field field;
	struct pyiq_span span; /* bytes of that passage's text */
};

/* The part of a unit worth showing, as plain text with the matches in it. */
struct pyiq_snippet {
	struct pyiq_str text;          /* markup left out, line breaks kept */
	const struct pyiq_span *spans; /* of text, ascending, not overlapping */
	size_t n_spans;
	bool cut_before, cut_after; /* more of the passage stands before, behind */
};

/* Where an alike unit stands. */
struct pyiq_place {
	char id[PYIQ_ID_SIZE];
	struct pyiq_str file;
	size_t line;
};

struct pyiq_hit {
	const struct pyiq_unit *unit;
	size_t rank;  /* from 1 */
	double score; /* greater is better, comparable within one search; 0 for patterns */
	const struct pyiq_mark *marks; /* by field, then ascending, not overlapping */
	size_t n_marks;
	const struct pyiq_str
		*terms; /* the query's terms that matched, as the query has them, each once */
	size_t n_terms;
	struct pyiq_snippet snippet;
	const struct pyiq_place *duplicates; /* alike units that were folded into this hit */
	size_t n_duplicates;
};

typedef int pyiq_hit_fn(void *ctx, const struct pyiq_hit *hit);

struct pyiq_search_summary {
	size_t n_shown; /* hits pushed */
	/*
	 * Hits there are, folded. Words: with a max of up to 100, what lies beyond the
	 * best 200 is estimated. Patterns: known only when the search ran to its end.
	 */
	size_t n_total;
	size_t n_failed; /* units that could not be judged (a pattern's limit) */
	pyiq_mode mode;  /* what was done in the end: a fallback shows here */
};

/*
 * Push the hits to fn, best first. A search whose database changes under it is
 * run again once; no hit is pushed before it is certain. summary may be NULL
 * and is filled also when fn stops.
 *
 * Returns PYIQ_OK (without hits too), PYIQ_STOPPED, PYIQ_ERR_REGEX,
 * PYIQ_ERR_INVALID, PYIQ_ERR_STALE, PYIQ_ERR_CORRUPT, PYIQ_ERR_IO or
 * PYIQ_ERR_NOMEM. A query of words is never an error, whatever it holds.
 */
pyiq_status pyiq_search(struct pyiq_db *db, const struct pyiq_search_options *options,
			pyiq_hit_fn *fn, void *ctx, struct pyiq_search_summary *summary,
			struct pyiq_error *err);

/* ---- Versions ------------------------------------------------------------ */

struct pyiq_versions {
	const char *pyiq, *xapian, *pcre2; /* static strings */
	bool jit;                          /* PCRE2 compiles patterns to machine code here */
	int schema;                        /* of the databases this library reads and writes */
};

void pyiq_versions(struct pyiq_versions *versions);

#endif

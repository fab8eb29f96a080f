/*
 * Printers: they know hits and units, never an engine and never an option.
 */
#ifndef PYIQ_CMD_PRINT_H
#define PYIQ_CMD_PRINT_H

#include "base/memory.h"
#include "print/plan.h"
#include "pyiq.h"
#include "term/term.h"

/* How hits are wanted; not every printer asks for all of it. */
struct print_how {
	bool matching_lines; /* the lines that patterns matched, not a summary of the hit */
	bool only_matches;   /* of these, the matches alone */
	bool whole;          /* all of the unit */
	bool explain;        /* and what its score is the sum of */
	bool no_file, no_line_number;
	bool nul_after_file;
	size_t before, after;  /* lines of context */
	const char *separator; /* between groups of lines; NULL for none */
};

/* One run of a printer. A value: initialise with term and how, release. */
struct print_job {
	const struct term *term;
	struct print_how how;
	struct pyiq_str query; /* the id of the query under way if there are many, or empty */
	size_t n_printed;      /* units or hits so far */

	/* What the printers keep between two calls. */
	struct pyiq_str *files; /* names that were printed, sorted */
	size_t n_files, files_capacity;
	struct pyiq_arena names;
	struct pyiq_span *spans;
	size_t n_spans, spans_capacity;
	float score; /* that was told last */
};

void print_job_init(struct print_job *job, const struct term *term, const struct print_how *how);
void print_job_release(struct print_job *job);

/* A printer has the functions for what it can print. Each returns PYIQ_OK or PYIQ_ERR_NOMEM. */
struct printer {
	pyiq_status (*plan)(struct print_job *, const struct plan *, struct pyiq_error *);
	pyiq_status (*hit)(struct print_job *, const struct pyiq_hit *, struct pyiq_error *);
	pyiq_status (*unit)(struct print_job *, const struct pyiq_unit *, struct pyiq_error *);
	pyiq_status (*whole)(struct print_job *, const struct pyiq_unit *, struct pyiq_error *);
	void (*end)(struct print_job *, const struct pyiq_search_summary *);
};

extern const struct printer print_text;  /* for people */
extern const struct printer print_line;  /* for pipes: one record a line */
extern const struct printer print_json;  /* JSON Lines */
extern const struct printer print_files; /* names of files with hits */
extern const struct printer print_trec;  /* a run for trec_eval */

/* Bytes of a snippet that print_text has room for. */
size_t print_snippet_size(const struct term *term);

/* A text as a JSON string, U+FFFD for what is no UTF-8. NULL: memory ran out. */
struct json_t *print_json_string(struct pyiq_str text);

/* JSON Lines of what is no unit. Each returns PYIQ_OK or PYIQ_ERR_NOMEM. */
pyiq_status print_json_count(const struct term *term, const char *by, struct pyiq_str value,
			     size_t n, struct pyiq_error *err);
pyiq_status print_json_acronym(const struct term *term, const struct pyiq_acronym_info *info,
			       struct pyiq_error *err);
pyiq_status print_json_totals(const struct term *term, const struct pyiq_db_info *totals,
			      struct pyiq_error *err);

/* Write a number of bytes as a person reads it: "2.1 MB". */
void print_size(const struct term *term, uint64_t bytes);

/* Write an id as one word: white space and controls in it as "_". */
void print_word(const struct term *term, struct pyiq_str id);

/* ---- For the printers ---------------------------------------------------- */

/* Gather the matches in a field of the hit: job->spans. */
pyiq_status print_find_spans(struct print_job *job, const struct pyiq_hit *hit, pyiq_field field,
			     struct pyiq_error *err);

/* Remember a file name; *is_new tells whether it is seen for the first time. */
pyiq_status print_remember_file(struct print_job *job, struct pyiq_str file, bool *is_new,
				struct pyiq_error *err);

#endif

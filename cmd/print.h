/*
 * Printers: they know hits and units, never an engine and never an option.
 */
#ifndef PYIQ_CMD_PRINT_H
#define PYIQ_CMD_PRINT_H

#include "base/memory.h"
#include "pyiq.h"
#include "term.h"

/* How hits are wanted; not every printer asks for all of it. */
struct print_how {
	bool matching_lines; /* the lines that patterns matched, not a summary of the hit */
	bool only_matches;   /* of these, the matches alone */
	bool whole;          /* all of the unit */
	bool no_file, no_line_number;
	bool nul_after_file;
	size_t before, after;  /* lines of context */
	const char *separator; /* between groups of lines; NULL for none */
};

/* One run of a printer. A value: initialise with term and how, release. */
struct print_job {
	const struct term *term;
	struct print_how how;
	size_t n_printed; /* units or hits so far */

	/* What the printers keep between two calls. */
	struct pyiq_str *files; /* names that were printed, sorted */
	size_t n_files, files_capacity;
	struct pyiq_arena names;
	struct pyiq_span *spans;
	size_t n_spans, spans_capacity;
};

void print_job_init(struct print_job *job, const struct term *term, const struct print_how *how);
void print_job_release(struct print_job *job);

/* A printer has the functions for what it can print. Each returns PYIQ_OK or PYIQ_ERR_NOMEM. */
struct printer {
	pyiq_status (*hit)(struct print_job *, const struct pyiq_hit *, struct pyiq_error *);
	pyiq_status (*unit)(struct print_job *, const struct pyiq_unit *, struct pyiq_error *);
	pyiq_status (*whole)(struct print_job *, const struct pyiq_unit *, struct pyiq_error *);
	void (*end)(struct print_job *, const struct pyiq_search_summary *);
};

extern const struct printer print_text;  /* for people */
extern const struct printer print_line;  /* for pipes: one record a line */
extern const struct printer print_json;  /* JSON Lines */
extern const struct printer print_files; /* names of files with hits */

/* Bytes of a snippet that print_text has room for. */
size_t print_snippet_size(const struct term *term);

/* A text as a JSON string, U+FFFD for what is no UTF-8. NULL: memory ran out. */
struct json_t *print_json_string(struct pyiq_str text);

/* ---- For the printers ---------------------------------------------------- */

/* Gather the matches in a field of the hit: job->spans. */
pyiq_status print_find_spans(struct print_job *job, const struct pyiq_hit *hit, pyiq_field field,
			     struct pyiq_error *err);

/* Remember a file name; *is_new tells whether it is seen for the first time. */
pyiq_status print_remember_file(struct print_job *job, struct pyiq_str file, bool *is_new,
				struct pyiq_error *err);

#endif

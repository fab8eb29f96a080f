/*
 * Printers: they know hits and units, never an engine and never an option.
 */
#ifndef PYIQ_CMD_PRINT_H
#define PYIQ_CMD_PRINT_H

#include "base/memory.h"
#include "print/plan.h"
#include "print/source.h"
#include "pyiq.h"
#include "term/term.h"

/* What stands between two headings where a topic is one text. */
#define PRINT_TOPIC_SIGN " > "

/* What stands for a value where a unit has none. */
#define PRINT_NONE "(none)"

/* How hits are wanted; not every printer asks for all of it. */
struct print_how {
	bool matching_lines; /* the lines that patterns matched, not a summary of the hit */
	bool only_matches;   /* of these, the matches alone */
	bool whole;          /* all of the unit */
	bool explain;        /* and what its score is the sum of */
	bool no_file, no_line_number;
	bool nul_after_file;             /* and after a record of the template */
	bool nul_lines;                  /* and instead of every line feed behind a record */
	const struct template *template; /* for print_template */
	size_t before, after;            /* lines of context */
	const char *separator;           /* between groups of lines; NULL for none */
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
	struct pyiq_buf scratch;
	struct source source;
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
/* Names of files without: first give it all hits, then all units. */
extern const struct printer print_other_files;
extern const struct printer print_trec; /* a run for trec_eval */
extern const struct printer print_template;
extern const struct printer print_vimgrep; /* file:line:column:text, for editors */

/* Parts of a unit, as print_text has them: the question or what else it holds, and where it stands. */
pyiq_status print_passage(struct print_job *job, const struct pyiq_unit *unit, pyiq_field field,
			  struct pyiq_error *err);
pyiq_status print_facts(struct print_job *job, const struct pyiq_unit *unit,
			struct pyiq_error *err);

/* Bytes of a snippet that print_text has room for. */
size_t print_snippet_size(const struct term *term);

/* The "schema" of our objects. Keys may be added; to rename one is a new schema. */
enum { PRINT_JSON_SCHEMA = 1 };

/* A text as a JSON string, U+FFFD for what is no UTF-8. NULL: memory ran out. */
struct json_t *print_json_string(struct pyiq_str text);

/*
 * A unit as a record for other programs, with its texts as they are given. Returns
 * PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status print_json_record(const struct term *term, const struct pyiq_unit *unit,
			      struct pyiq_str question, struct pyiq_str answer,
			      struct pyiq_error *err);

/* Write an object as a line, and free it; NULL: memory ran out. PYIQ_OK or PYIQ_ERR_NOMEM. */
pyiq_status print_json_object(const struct term *term, struct json_t *object,
			      struct pyiq_error *err);

/* JSON Lines of what is no unit. Each returns PYIQ_OK or PYIQ_ERR_NOMEM. */
pyiq_status print_json_count(const struct term *term, const char *by, struct pyiq_str value,
			     size_t n, struct pyiq_error *err);
pyiq_status print_json_acronym(const struct term *term, const struct pyiq_acronym_info *info,
			       struct pyiq_error *err);
pyiq_status print_json_topic(const struct term *term, const struct pyiq_topic_info *topic,
			     struct pyiq_error *err);
pyiq_status print_json_totals(const struct term *term, const struct pyiq_db_info *totals,
			      const struct pyiq_topic_info *topics, size_t n_topics,
			      struct pyiq_error *err);

/* Write a number of bytes as a person reads it: "2.1 MB". */
void print_size(const struct term *term, uint64_t bytes);

/* End a line of a record. */
void print_end_line(const struct print_job *job);

/* Texts joined by what stands between two, in place of what buf held; check pyiq_buf_status. */
void print_join(struct pyiq_buf *buf, const struct pyiq_str *texts, size_t n, const char *between);

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

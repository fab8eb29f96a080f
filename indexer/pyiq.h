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
	PYIQ_PROMPT,   /* what belongs to the question below that line: code, options */
	PYIQ_ANSWER,
	PYIQ_N_FIELDS
} pyiq_field;

struct pyiq_passage {
	struct pyiq_str text; /* empty when the unit has none */
	size_t line;          /* where it begins in the source */
};

/* A question with its answer, and where it stands. */
struct pyiq_unit {
	char id[PYIQ_ID_SIZE]; /* stable as long as file, question and order of equal questions are */
	struct pyiq_str key;   /* what the source itself calls it (`_id` of JSON Lines), or empty */
	struct pyiq_str db;    /* path of its database, as it was opened */
	struct pyiq_str file;  /* absolute path of the source; of a stream the name it was given */
	size_t line, end_line; /* first and last line in the source */
	const struct pyiq_str *topic; /* headings it stands under, outermost first */
	size_t n_topic;
	const struct pyiq_str *tags;
	size_t n_tags;
	struct pyiq_str level;    /* "basic", "intermediate", "advanced" or "" */
	struct pyiq_str language; /* ISO 639-1 code, or "" when it cannot be told */
	struct pyiq_passage passage[PYIQ_N_FIELDS];
	pyiq_form
		form; /* of prompt and answer: only those in PYIQ_FORM_SOURCE have lines of their own */
	bool has_votes;
	int64_t votes; /* how others valued the question, where the source says so */
	bool answered;
};

typedef int pyiq_unit_fn(void *ctx, const struct pyiq_unit *unit);

/* ---- Indexing ------------------------------------------------------------ */

/* What became of a source, or with a dry run would become of it. */
typedef enum pyiq_event_kind {
	PYIQ_ADDED,
	PYIQ_CHANGED,
	PYIQ_REMOVED,
	PYIQ_REPAIRED, /* its text was mended; `text` tells how */
	PYIQ_SKIPPED,  /* it, or a part of it, holds nothing that can be read: why */
	PYIQ_FAILED    /* it could not be read, and keeps the units it had: why */
} pyiq_event_kind;

struct pyiq_event {
	pyiq_event_kind kind;
	const char *path;
	const char *text; /* one line, or "" */
	size_t n_units;   /* of a source added or changed; unknown, 0, with a dry run */
	bool named;       /* the user gave this very path */
};

typedef void pyiq_event_fn(void *ctx, const struct pyiq_event *event);

/* How far a run is. */
struct pyiq_progress {
	size_t n_done, n_total;        /* sources that are read */
	uint64_t n_bytes, total_bytes; /* of those sources */
	size_t n_units;                /* read so far */
};

/* Called for every source and every unit. Non-zero stops, and nothing changes. */
typedef int pyiq_progress_fn(void *ctx, const struct pyiq_progress *progress);

/* Text that comes from a file descriptor instead of a file. */
struct pyiq_stream {
	int fd;
	const char *name; /* what its source is called from now on */
};

struct pyiq_index_options {
	const char *const *paths; /* files and folders; none: the ones the database knows */
	size_t n_paths;
	const struct pyiq_stream *stream; /* one source besides, or NULL */
	const char *format; /* name of the format of what is named; NULL: look at each file */
	const char *const *
		excludes; /* patterns of what to leave out of the folders named, as in .gitignore */
	size_t n_excludes; /* none: the ones remembered; a single "" makes a folder forget them */
	bool prune;        /* forget the paths; without paths: what cannot be found any more */
	bool rebuild;      /* begin with an empty database */
	bool dry_run;      /* only say what would be done */
	int64_t built; /* when the database says that it was, in seconds since the epoch; 0: now */
	pyiq_event_fn *event;       /* or NULL */
	pyiq_progress_fn *progress; /* or NULL */
	void *ctx;                  /* handed to both */
};

struct pyiq_index_summary {
	size_t n_units, n_sources;                         /* in the database now */
	size_t n_added, n_changed, n_removed, n_unchanged; /* sources of this run */
	size_t n_repaired, n_skipped, n_failed;            /* likewise */
	uint64_t n_bytes;                                  /* that were read */
};

/*
 * Bring the database in directory db_path up to date with its sources: unchanged
 * ones are skipped, changed ones read again, vanished ones removed. In folders
 * those files count whose ending a format has (*.md, *.txt, *.html, *.jsonl …),
 * but nothing hidden, no node_modules and nothing excluded; a file that is named
 * counts whatever its name. The database and its parent directories are created
 * if need be. A folder that is gone keeps its units until it is pruned: it may
 * only not be mounted.
 *
 * All or nothing: until the whole run succeeded, and if it fails or is killed,
 * readers see the database as it was. A source that cannot be read is reported
 * as an event, counted in n_failed, and keeps the units it had.
 *
 * summary (may be NULL) is filled on success. Returns PYIQ_OK, PYIQ_STOPPED,
 * PYIQ_ERR_INVALID (no paths, and none known; no such format), PYIQ_ERR_IO (a
 * path does not exist and nothing else was named, disk full), PYIQ_ERR_LOCKED,
 * PYIQ_ERR_CORRUPT (not a database of ours), PYIQ_ERR_NOMEM. A database of
 * another schema version is built anew from its roots.
 */
pyiq_status pyiq_index(const char *db_path, const struct pyiq_index_options *options,
		       struct pyiq_index_summary *summary, struct pyiq_error *err);

/* The names of the formats, from 0; NULL behind the last. */
const char *pyiq_format_name(size_t i);

/* ---- Explaining ------------------------------------------------------------ */

/* A family of places where a question could stand, and how it was judged. */
struct pyiq_explained_family {
	size_t number;    /* from 1; slots refer to it */
	const char *kind; /* "heading", "list item", "bold or labelled paragraph" … */
	unsigned level;   /* of the headings; depth of the list; else 0 */
	bool numbered, labelled, quoted, bold; /* what its members have in common */
	size_t n, n_ask, n_ask_plainly, n_body, n_answer,
		n_ascending; /* members, and their votes */
	bool accepted;
	const char *why; /* the rule that decided */
};

/* One of these places. */
struct pyiq_explained_slot {
	size_t line, family;
	struct pyiq_str text; /* as it stands in the source */
	unsigned cue;         /* how much it asks: 0 to 2 */
	bool body, answer;    /* something stands below it; an answer's label follows */
	bool accepted;
	const char *why; /* why it was not, though its family was; "" otherwise */
};

/* Receives the parts of an explanation in this order; each returns non-zero to stop. */
struct pyiq_explainer {
	int (*format)(void *ctx, const char *name);
	int (*family)(void *ctx, const struct pyiq_explained_family *family);
	int (*slot)(void *ctx, const struct pyiq_explained_slot *slot);
	pyiq_unit_fn *unit; /* without id and database */
	/* What was PYIQ_REPAIRED or PYIQ_SKIPPED. */
	int (*note)(void *ctx, pyiq_event_kind kind, const char *text);
	void *ctx;
};

/*
 * Read one file, or a stream (then path is its name), and tell how its units were
 * found; no database is involved. Only documents have families and slots.
 * format may be NULL. Returns PYIQ_OK, PYIQ_STOPPED, PYIQ_ERR_INVALID (no such
 * format), PYIQ_ERR_IO, PYIQ_ERR_SOURCE, PYIQ_ERR_NOT_TEXT or PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_explain(const char *path, const struct pyiq_stream *stream, const char *format,
			 const struct pyiq_explainer *explainer, struct pyiq_error *err);

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

/* Every unit in order of file, line; duplicates included. `answered`: only those that have an answer. */
pyiq_status pyiq_list(struct pyiq_db *db, bool answered, pyiq_unit_fn *fn, void *ctx,
		      struct pyiq_error *err);

/*
 * The unit whose id begins with prefix (at least PYIQ_ID_MIN digits, either
 * case); of one that stands in several databases, the first's.
 * PYIQ_ERR_NOT_FOUND when no id or more than one begins so. With fn NULL that is
 * all that is asked, and no unit is loaded: some microseconds for a whole id.
 */
pyiq_status pyiq_get(struct pyiq_db *db, const char *prefix, pyiq_unit_fn *fn, void *ctx,
		     struct pyiq_error *err);

/*
 * Units whose ids begin with prefix, which may be short or empty, in the order of
 * the ids: at most max. None is no error. Of one id in several databases there is
 * one unit, the first's.
 */
pyiq_status pyiq_ids(struct pyiq_db *db, const char *prefix, size_t max, pyiq_unit_fn *fn,
		     void *ctx, struct pyiq_error *err);

struct pyiq_random_options {
	struct pyiq_str query;    /* of words, as for a search; blank: any unit will do */
	struct pyiq_str synonyms; /* as for a search */
	uint64_t seed;
};

/*
 * One unit at random, of those that have an answer and that a search for the
 * words of the query would find. Each of them is as likely as any other, those
 * that are alike too, as far as the seed is random: the same one gives the same
 * unit while the databases stay as they are. It takes little longer the more
 * there are, unless few of many match what only the text can tell. A query that
 * no unit matches is not tried as a pattern. PYIQ_ERR_NOT_FOUND when there is no
 * such unit, else as pyiq_search.
 */
pyiq_status pyiq_random(struct pyiq_db *db, const struct pyiq_random_options *options,
			pyiq_unit_fn *fn, void *ctx, struct pyiq_error *err);

/* What was given to index. */
struct pyiq_root_info {
	struct pyiq_str path; /* absolute; of a stream its name */
	const char *kind;     /* "folder", "file" or "stream" */
	bool reachable;       /* it can be looked at now */
	size_t n_sources, n_units;
	const struct pyiq_str *excludes; /* patterns; those with two slashes in front were pruned */
	size_t n_excludes;
};

struct pyiq_db_info {
	const char *path;
	int schema;
	int64_t built;    /* when it last changed, in seconds since the epoch */
	uint64_t n_bytes; /* on disk */
	size_t n_units, n_answered, n_sources;
	/*
	 * As a person counts them in questions and answers: words, numbers and
	 * identifiers (those around a hyphen each), not operators, not the headings above.
	 */
	uint64_t n_words;
	const struct pyiq_root_info *roots;
	size_t n_roots;
	/* Sources that are not as they were when they were read. */
	size_t n_new, n_changed, n_gone;
	bool complete; /* false: there was more to look at than `limit` */
};

typedef int pyiq_db_info_fn(void *ctx, const struct pyiq_db_info *info);

/*
 * Tell what each of the open databases holds, and compare it with its sources,
 * of which at most `limit` are looked at (SIZE_MAX for all): a system call for
 * each, no contents. event (may be NULL) receives each that is new, changed or
 * gone. Returns PYIQ_OK, PYIQ_STOPPED, or the database's error.
 */
pyiq_status pyiq_db_inspect(struct pyiq_db *db, size_t limit, pyiq_db_info_fn *fn,
			    pyiq_event_fn *event, void *ctx, struct pyiq_error *err);

/* An acronym, and words that it stands for, both in lower case. */
struct pyiq_acronym_info {
	struct pyiq_str acronym, words;
	size_t n_units; /* that explain it so */
};

typedef int pyiq_acronym_info_fn(void *ctx, const struct pyiq_acronym_info *info);

/*
 * Every acronym that a unit of the open databases explains, in byte order; what
 * one stands for in most units first. Returns PYIQ_OK, PYIQ_STOPPED or the
 * database's error.
 */
pyiq_status pyiq_db_acronyms(struct pyiq_db *db, pyiq_acronym_info_fn *fn, void *ctx,
			     struct pyiq_error *err);

/* A topic: the path of headings that a unit stands under. */
struct pyiq_topic_info {
	const struct pyiq_str *topic; /* outermost first; none for units without */
	size_t n_topic;
	size_t n_units; /* directly under the last */
};

typedef int pyiq_topic_info_fn(void *ctx, const struct pyiq_topic_info *info);

/*
 * Every topic that a unit of the open databases stands directly under, in byte
 * order, a heading before those below it. No unit is loaded. Returns PYIQ_OK,
 * PYIQ_STOPPED or the database's error.
 */
pyiq_status pyiq_db_topics(struct pyiq_db *db, pyiq_topic_info_fn *fn, void *ctx,
			   struct pyiq_error *err);

/* ---- Searching ----------------------------------------------------------- */

typedef enum pyiq_mode {
	PYIQ_WORDS,   /* ranked; falls back to a pattern when no word matches */
	PYIQ_PATTERN, /* PCRE2 with UTF and UCP, in order of file and line */
	PYIQ_FIXED    /* plain text, likewise */
} pyiq_mode;

/* Something the user should know that is no failure; one line without newline. */
typedef void pyiq_note_fn(void *ctx, const char *message);

/* A unit ("file:line") that could not be judged; the search goes on without it. cause is one line. */
typedef void pyiq_warning_fn(void *ctx, const char *place, const char *cause);

/* Tells, line by line, how a query of words is understood: "word", "copies: 120 units as copi". */
typedef void pyiq_explain_fn(void *ctx, const char *what, const char *text);

/* Whether units of a source are wanted at all; file is as pyiq_unit has it. */
typedef bool pyiq_wants_file_fn(void *ctx, struct pyiq_str file);

/* Which units are shown once, the others with them. */
typedef enum pyiq_folding {
	PYIQ_FOLD_ALIKE, /* question, code and answer are the same */
	PYIQ_FOLD_NEAR,  /* nearly the same, too; of words only */
	PYIQ_FOLD_NONE
} pyiq_folding;

struct pyiq_search_options {
	pyiq_mode mode;
	struct pyiq_str query;           /* for PYIQ_WORDS */
	const struct pyiq_str *patterns; /* for the other modes; any of them matches */
	size_t n_patterns;
	size_t max;       /* hits at most; SIZE_MAX for all */
	bool ignore_case; /* patterns only, as are the next five */
	bool smart_case;  /* ignore case unless a pattern has upper case */
	bool whole_words, whole_lines;
	bool invert;          /* units that do not match */
	bool every_pattern;   /* units that match all patterns instead of any */
	size_t snippet_width; /* bytes of a snippet; 0: no snippets wanted */
	size_t snippet_lines; /* lines of a snippet; 0: any number */
	pyiq_folding fold;
	bool answered; /* only units that have an answer */
	pyiq_wants_file_fn
		*wants_file; /* only units of such sources, or NULL; asked before the rest */
	struct pyiq_str
		synonyms;   /* lines of words that stand for each other, or empty; words only */
	pyiq_note_fn *note; /* or NULL */
	pyiq_warning_fn *warning; /* or NULL */
	pyiq_explain_fn *explain; /* or NULL; called before the first hit */
	void *ctx;                /* handed to all of them */
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

/* What spoke for a hit: the score is the sum of value × weight. */
struct pyiq_score_part {
	const char *name; /* static */
	double value, weight;
};

struct pyiq_hit {
	const struct pyiq_unit *unit;
	size_t rank;  /* from 1 */
	double score; /* greater is better, comparable within one search; 0 for patterns */
	const struct pyiq_score_part *parts; /* of the score; none for patterns */
	size_t n_parts;
	const struct pyiq_mark *marks; /* by field, then ascending, not overlapping */
	size_t n_marks;
	const struct pyiq_str
		*terms; /* the query's terms that matched, as the query has them, each once */
	size_t n_terms;
	struct pyiq_snippet snippet;
	const struct pyiq_place
		*duplicates; /* (nearly) alike units that were folded into this hit */
	size_t n_duplicates;
};

typedef int pyiq_hit_fn(void *ctx, const struct pyiq_hit *hit);

struct pyiq_search_summary {
	size_t n_shown; /* hits pushed */
	/*
	 * Hits there are, folded. Words: unless all are asked for, what lies beyond the
	 * best 64 is estimated. Patterns: known only when the search ran to its end.
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

/*
 * The units most like one of them: a search for the words that tell it from the
 * others. query and mode of the options are not used. PYIQ_ERR_NOT_FOUND as
 * pyiq_get, else as pyiq_search.
 */
pyiq_status pyiq_similar(struct pyiq_db *db, const char *prefix,
			 const struct pyiq_search_options *options, pyiq_hit_fn *fn, void *ctx,
			 struct pyiq_search_summary *summary, struct pyiq_error *err);

/*
 * Whether a text is such a list as options.synonyms has: a group of words that
 * stand for each other in each line, with ` ~ ` between them; comments begin with
 * `#`. Returns PYIQ_OK, PYIQ_ERR_INVALID ("line N: cause") or PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_synonyms_check(struct pyiq_str text, struct pyiq_error *err);

/*
 * Whether a pattern fits a path: `*`, `?` and `[a-z]` stand for what is no slash,
 * `**` for any number of folders, a backslash takes the next character for itself.
 * A pattern fits, too, what stands behind any slash of the path, unless it begins
 * with one itself.
 */
bool pyiq_glob_fits(struct pyiq_str pattern, struct pyiq_str path);

/* ---- Versions ------------------------------------------------------------ */

struct pyiq_versions {
	const char *pyiq, *xapian, *pcre2; /* static strings */
	bool jit;                          /* PCRE2 compiles patterns to machine code here */
	int schema;                        /* of the databases this library reads and writes */
};

void pyiq_versions(struct pyiq_versions *versions);

#endif

/*
 * Units and sources as bytes in a database.
 */
#ifndef PYIQ_STORE_RECORD_H
#define PYIQ_STORE_RECORD_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "text/markup.h"

enum { PYIQ_RECORD_QUESTION, PYIQ_RECORD_PROMPT, PYIQ_RECORD_ANSWER, PYIQ_RECORD_N_FIELDS };

/* A unit as it is stored. */
struct pyiq_record {
	uint64_t id, alike;   /* alike: equal for units whose question, prompt and answer are */
	uint64_t root;        /* number of its root */
	struct pyiq_str path; /* of its source under the root */
	size_t line, end_line;
	size_t lines[PYIQ_RECORD_N_FIELDS]; /* where each text begins */
	struct pyiq_text texts[PYIQ_RECORD_N_FIELDS];
	pyiq_form form; /* of prompt and answer */
	struct pyiq_str *topic;
	size_t n_topic;
	struct pyiq_str *tags;
	size_t n_tags;
	struct pyiq_str level;
	struct pyiq_str language; /* ISO 639-1 code, or "" when it cannot be told */
	struct pyiq_str key;      /* what the source calls it, or empty */
	bool has_votes;
	int64_t votes;
	bool answered;
	bool untitled; /* its question is the beginning of its prompt or answer */
};

/* What the index remembers of a source, to see whether it changed. */
struct pyiq_source_record {
	uint64_t root;
	struct pyiq_str path; /* under the root */
	int64_t size, mtime_ns;
	uint64_t hash; /* of the content */
	uint64_t n_units;
	uint64_t n_words;       /* of all its units; see pyiq_document_n_words */
	bool single;            /* it was read as one unit a file, as its whole folder is */
	struct pyiq_str format; /* by name, if the user chose it; else empty */
};

/* Append the bytes of a record; check pyiq_buf_status afterwards. */
void pyiq_record_encode(struct pyiq_buf *out, const struct pyiq_record *record);
void pyiq_source_record_encode(struct pyiq_buf *out, const struct pyiq_source_record *record);

/*
 * The reverse. Texts point into `data`; lists are the arena's. Returns PYIQ_OK,
 * PYIQ_ERR_CORRUPT when the bytes are no record, PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_record_decode(struct pyiq_record *record, struct pyiq_str data,
			       struct pyiq_arena *arena, struct pyiq_error *err);
pyiq_status pyiq_source_record_decode(struct pyiq_source_record *record, struct pyiq_str data,
				      struct pyiq_error *err);

#endif

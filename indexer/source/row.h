/*
 * Units that a record spells out: a line of JSON, a row of a table, a post. What
 * all such formats share on the way to a unit.
 */
#ifndef PYIQ_SOURCE_ROW_H
#define PYIQ_SOURCE_ROW_H

#include "source/reading.h"

/* How the texts of a record are written. */
typedef enum pyiq_markup {
	PYIQ_MARKUP_NONE, /* every character means itself */
	PYIQ_MARKUP_MARKDOWN,
	PYIQ_MARKUP_HTML
} pyiq_markup;

/* A record; everything is borrowed for the call, valid UTF-8 without NUL. */
struct pyiq_row {
	struct pyiq_str question, answer;
	struct pyiq_str prompt;      /* what belongs to the question besides: a post's body */
	struct pyiq_str explanation; /* more of the answer, or in its place */
	pyiq_markup markup;          /* of all these */
	bool plain_question;         /* the question has no markup, whatever the others have */
	const struct pyiq_str *topic;
	size_t n_topic;
	const struct pyiq_str *tags;
	size_t n_tags;
	struct pyiq_str level; /* any wording; what is no difficulty is dropped */
	struct pyiq_str key;
	bool has_votes;
	int64_t votes;
	size_t line, end_line; /* of the record in the source */
};

/*
 * Push a record as a unit: question on one line, HTML as Markdown, markup runs
 * found, a placeholder or nothing counted as unanswered. What a question has
 * behind its first paragraph becomes the prompt, if there is no other. A record
 * without a question takes the beginning of its prompt or answer for one (up to
 * the first line end or 120 bytes); one without either is no unit. HTML that
 * cannot be read, and texts of more than PYIQ_ROW_MARKUP_MAX bytes, are taken as
 * they are. Uses reading->blocks. PYIQ_OK, PYIQ_ERR_NOMEM, or what the push
 * returned.
 */
enum { PYIQ_ROW_MARKUP_MAX = 1 << 20 };
pyiq_status pyiq_row_push(struct pyiq_reading *reading, const struct pyiq_row *row,
			  struct pyiq_error *err);

#endif

/*
 * Records as the user wants them: a text with the names of fields in braces.
 *
 *	{file}:{line}\t{question:60}
 *
 * A number behind a colon makes a column of that width. Braces that mean
 * themselves stand twice; \n, \t, \r, \0 and \\ are the only escapes. There is none
 * for ESC: colours are a matter of --color, also for a template that came with
 * somebody's notes.
 */
#ifndef PYIQ_CMD_TEMPLATE_H
#define PYIQ_CMD_TEMPLATE_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"

typedef enum template_field {
	TEMPLATE_TEXT, /* what stands between the fields */
	TEMPLATE_ID,
	TEMPLATE_KEY,
	TEMPLATE_DB,
	TEMPLATE_FILE,
	TEMPLATE_PATH,
	TEMPLATE_LINE,
	TEMPLATE_END_LINE,
	TEMPLATE_TOPIC,
	TEMPLATE_LEVEL,
	TEMPLATE_LANGUAGE,
	TEMPLATE_TAGS,
	TEMPLATE_QUESTION,
	TEMPLATE_PROMPT,
	TEMPLATE_ANSWER,
	TEMPLATE_ANSWERED,
	TEMPLATE_VOTES,
	TEMPLATE_RANK, /* from here on: only hits have it */
	TEMPLATE_SCORE,
	TEMPLATE_SNIPPET,
	TEMPLATE_TERMS,
	TEMPLATE_DUPLICATES,
	TEMPLATE_QUERY, /* only hits of --queries have it */
	N_TEMPLATE_FIELDS
} template_field;

struct template_piece {
	template_field field;
	size_t width;          /* columns; 0: as wide as it is */
	struct pyiq_span text; /* of the template's text */
};

/* A value: all zero at first; read, release. */
struct template
{
	struct pyiq_buf text;
	struct template_piece *pieces;
	size_t n, capacity;
};

/*
 * Read a template. Returns PYIQ_OK, PYIQ_ERR_INVALID (the message names the mistake
 * and the character it begins with, counted from 1) or PYIQ_ERR_NOMEM.
 */
pyiq_status template_read(struct template *template, const char *text, struct pyiq_error *err);

void template_release(struct template *template);

/* The name of a field that is at least `first` and asked for; NULL if there is none. */
const char *template_asks(const struct template *template, template_field first);

/* Whether it asks for a field. */
bool template_has(const struct template *template, template_field field);

#endif

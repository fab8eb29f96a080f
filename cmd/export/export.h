/*
 * Units in the forms of other programs. Every form writes unit by unit, so that
 * any number of them takes no more memory than the largest.
 */
#ifndef PYIQ_CMD_EXPORT_H
#define PYIQ_CMD_EXPORT_H

#include <stdio.h>

#include "base/memory.h"
#include "pyiq.h"
#include "term/term.h"

/* One export. A value: initialise, begin the form, give it units, flushing after each, release. */
struct exporting {
	const struct term *term;
	FILE *file;                 /* the terminal's, or one in memory if a person looks at that */
	struct pyiq_buf text, more; /* what a form makes of a unit's texts */

	/* The topic of the unit before. */
	struct pyiq_arena arena;
	struct pyiq_str *topic;
	size_t n_topic, capacity;

	/* What the file in memory holds. */
	char *data;
	size_t size;
};

/* To be released even after a failure. PYIQ_OK or PYIQ_ERR_NOMEM. */
pyiq_status exporting_init(struct exporting *exporting, const struct term *term,
			   struct pyiq_error *err);
void exporting_release(struct exporting *exporting);

/* Let what was written out: to a person made safe, else byte for byte. */
void exporting_flush(struct exporting *exporting);

/* How a form writes; failures of the stream are the caller's to see. */
struct export_form {
	void (*begin)(struct exporting *); /* or NULL */

	/* Returns PYIQ_OK or PYIQ_ERR_NOMEM. */
	pyiq_status (*unit)(struct exporting *, const struct pyiq_unit *, struct pyiq_error *);
};

/*
 * The text that Anki imports (https://docs.ankiweb.net/importing/text-files.html): id,
 * deck, front and back as HTML, tags.
 */
extern const struct export_form export_anki;

/* RFC 4180 with a head, texts in Markdown. Cells are exact: none is altered for spreadsheets' sake. */
extern const struct export_form export_csv;

/* An object a line, texts in Markdown. */
extern const struct export_form export_jsonl;

/* A document: topics and questions are its headings. */
extern const struct export_form export_markdown;

/* ---- For the forms: Markdown ----------------------------------------------- */

/* Append the question, which is plain text, as Markdown: what would be markup is escaped. */
void export_question(struct pyiq_buf *out, struct pyiq_str question);

/* Append prompt or answer as Markdown, whatever form the unit has. */
void export_passage(struct pyiq_buf *out, const struct pyiq_unit *unit, pyiq_field field);

/*
 * A unit in two texts: the question with the prompt, as another paragraph, and the
 * answer. They stand in `text` and `more`. Returns PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status export_texts(struct exporting *exporting, const struct pyiq_unit *unit,
			 struct pyiq_str *asked, struct pyiq_str *answer, struct pyiq_error *err);

/*
 * Append Markdown as it may stand below a heading of that level: its own headings are
 * of deeper levels, and what it leaves open (a fence, a comment) is closed. Returns
 * PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status export_below(struct pyiq_buf *out, struct pyiq_str markdown, unsigned level,
			 struct pyiq_error *err);

/* ---- For the forms: HTML --------------------------------------------------- */

/* Append text as HTML. */
void export_escaped(struct pyiq_buf *out, struct pyiq_str text);

/*
 * Append prompt or answer as HTML. Of tags in the notes only those that shape text are
 * let through, without their attributes; others can be read as text. Returns PYIQ_OK
 * or PYIQ_ERR_NOMEM.
 */
pyiq_status export_html(struct pyiq_buf *out, const struct pyiq_unit *unit, pyiq_field field,
			struct pyiq_error *err);

/* ---- For the forms: rows --------------------------------------------------- */

/* Write a field of a row, in quotation marks where they are needed for it to be read back. */
void export_cell(FILE *file, struct pyiq_str cell, char separator);

#endif

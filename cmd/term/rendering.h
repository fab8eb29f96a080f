/*
 * What the rooms of render.c share: render.c walks through the document and
 * writes its blocks, render_inline.c collects running text, render_html.c what
 * HTML says, render_table.c tables, render_marks.c finds what is to be marked.
 */
#ifndef PYIQ_CMD_RENDERING_H
#define PYIQ_CMD_RENDERING_H

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include "base/memory.h"
#include "term/document.h"
#include "term/styled.h"

/* The table under way: its cells in one text, a line feed behind each. */
struct table {
	struct styled text;
	size_t *ends; /* of each cell in the text */
	size_t n_cells, capacity;
	size_t n_columns;
	const uint8_t *alignments;
};

/* A list, an item or a quotation that is open. */
struct level {
	size_t prefix_len; /* of the prefix outside of it */
	long number;       /* of a list's next item */
};

/* How many of the elements that give running text a look are open; and of a table in HTML. */
struct emphasis {
	unsigned bold, italic, strike, code;
	unsigned tables, cells; /* cells that its row has so far */
};

/* Places of the source that are to be marked, and how far the search for its text has come. */
struct marks {
	struct pyiq_str source;
	struct pyiq_span *spans; /* ascending */
	size_t n, next;
	size_t line, line_start, cursor;
};

/*
 * Containers do not call each other, for how deep they are nested is for the
 * input to decide: `levels` holds those that are open.
 */
struct render {
	const struct term *term;
	struct document document;
	struct marks marks;
	size_t width;
	bool started; /* something was written */

	struct styled prefix; /* what every line begins with */
	struct styled first;  /* what the next line begins with instead, if not empty */
	struct level *levels;
	size_t n_levels, capacity;

	struct styled text;  /* of the block under way */
	struct styled *into; /* where running text goes: there, or to a cell */
	struct emphasis markdown, html;
	size_t link, image;        /* where the text of the one under way begins */
	bool in_link, link_linked; /* there is one; it becomes one of the terminal */
	struct pyiq_buf href;      /* of the HTML link under way */
	struct table table;

	struct pyiq_buf looks; /* a style for each byte of the text that is put */
};

/* ---- Lines and blocks: render.c ------------------------------------------ */

/* Write what the next line begins with. */
void render_prefix(struct render *r);

/* An empty line, with so much of the prefix as is not blank itself. */
void render_blank(struct render *r, size_t prefix_len);

/* Columns that are left for text. */
size_t render_room(const struct render *r);

/*
 * Part a block from what stands before it, unless a tight list holds it close.
 * The gap belongs to the outermost of the containers that the block opens.
 */
void render_begin_block(struct render *r, cmark_node *node);

/* Append text with a style for each byte of it. */
void render_append(struct render *r, struct styled *into, struct pyiq_str text, const char *styles);

bool render_is_type(cmark_node *node, const char *type);

/* ---- Running text: render_inline.c --------------------------------------- */

/* Each returns whether the node was running text. */
bool inline_enter(struct render *r, cmark_node *node, cmark_iter *iter);
bool inline_exit(struct render *r, cmark_node *node);

/* Append text of the source in the look of what is open. */
void inline_put(struct render *r, struct pyiq_str text);

/* The same for code. */
void inline_put_code(struct render *r, struct pyiq_str code);

/* Append our own text, in a style or in the look of what is open. */
void inline_puts(struct render *r, unsigned style, const char *text);
unsigned inline_look(const struct render *r);

/* Begin a new line, without blanks before it; `once`: unless one was begun already. */
void inline_break(struct render *r, bool once);

/* A link, and an image whose text (alt) is empty or known. */
void inline_begin_link(struct render *r, const char *url);
void inline_end_link(struct render *r, const char *url);
void inline_image(struct render *r, const char *alt, const char *url);

/* Forget what HTML left open: a block is at its end. */
void inline_end(struct render *r);

/* ---- HTML: render_html.c ------------------------------------------------- */

/* A tag that stands in running text. */
void html_put_tag(struct render *r, struct pyiq_str text);

/* What a block of HTML says: its lines that have text. */
void html_put_block(struct render *r, struct pyiq_str html);

/* ---- Tables: render_table.c ---------------------------------------------- */

void table_begin(struct render *r, cmark_node *node);
pyiq_status table_end_cell(struct render *r, struct pyiq_error *err);
pyiq_status table_write(struct render *r, struct pyiq_error *err);

/* ---- Marks: render_marks.c ----------------------------------------------- */

/*
 * Take the marks of a text that became a document: none of them is in what its
 * lines lost of their indentation. Returns PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status marks_begin(struct marks *marks, const struct document *document,
			struct pyiq_str markdown, const struct pyiq_span *spans, size_t n,
			struct pyiq_error *err);
void marks_release(struct marks *marks);

/* The text to come stands in this line of the source, or behind it. */
void marks_go_to_line(struct marks *marks, size_t line);

/* Find text in the source and give its marked bytes the style of matches. */
void marks_paint(struct marks *marks, struct pyiq_str text, char *styles);

#endif

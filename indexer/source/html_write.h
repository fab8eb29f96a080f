/*
 * Markdown, written from what a page consists of: blocks in containers, and in
 * them text in styles.
 */
#ifndef PYIQ_SOURCE_HTML_WRITE_H
#define PYIQ_SOURCE_HTML_WRITE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"
#include "source/html.h"

/* Signs that may be markup, escaped or not: each becomes a node when the Markdown is read. */
enum { PYIQ_WRITE_SIGNS = 1000 * 1000 };

enum {
	PYIQ_STYLE_BOLD = 1,
	PYIQ_STYLE_ITALIC = 2,
	PYIQ_STYLE_RAISED = 4,
	PYIQ_STYLE_LOWERED = 8,
	PYIQ_STYLE_CODE = 16
};

struct pyiq_style {
	unsigned flags; /* PYIQ_STYLE_… */
	uint32_t link;  /* what pyiq_write_target returned, or 0 */
};

/* What the text becomes that is added until the next flush; all but a paragraph are one line. */
typedef enum pyiq_leaf_kind {
	PYIQ_LEAF_PARAGRAPH,
	PYIQ_LEAF_HEADING,
	PYIQ_LEAF_SUMMARY,
	PYIQ_LEAF_CELL
} pyiq_leaf_kind;

/* A stretch of a leaf in one style. */
struct pyiq_styled {
	enum { PYIQ_STYLED_TEXT, PYIQ_STYLED_BREAK, PYIQ_STYLED_IMAGE } kind;
	struct pyiq_span text; /* in the leaf's text */
	struct pyiq_style style;
	uint32_t target; /* of an image */
	size_t line;     /* of the HTML */
};

struct pyiq_write_container {
	char marker[16]; /* of an item, or `> ` */
	bool item, started, tight;
};

/* A value: init, any calls, release. After a failure the calls do nothing; it is told by `status`. */
struct pyiq_writer {
	struct pyiq_buf *out;
	struct pyiq_line_map *map; /* or NULL */
	size_t start;              /* of what was written, in out */
	struct pyiq_write_container container[16];
	size_t n_containers, width; /* columns they take */
	size_t n_flat;              /* containers open that there was no room for */
	char last_list;             /* the bullet or delimiter of the list that was written last */
	bool after_paragraph;       /* that is what was written last */

	pyiq_leaf_kind leaf;
	unsigned level; /* of a heading */
	struct pyiq_buf text;
	struct pyiq_styled *styled;
	size_t n_styled, capacity;
	bool space; /* pending, in the style of space_style */
	struct pyiq_style space_style;
	size_t n_breaks; /* pending */

	struct pyiq_buf targets;
	struct pyiq_span *target;
	size_t n_targets, targets_capacity;
	struct pyiq_buf rendered;   /* a leaf */
	struct pyiq_buf row;        /* of a table, so far */
	struct pyiq_buf head;       /* a line that begins a block */
	struct pyiq_line_map lines; /* of the HTML, for the lines of `rendered` */
	size_t n_signs;
	pyiq_status status;
	struct pyiq_error *err;
};

void pyiq_writer_init(struct pyiq_writer *w, struct pyiq_buf *out, struct pyiq_line_map *map,
		      struct pyiq_error *err);
void pyiq_writer_release(struct pyiq_writer *w);

/* Text as it stands in HTML, from its line on; white space is collapsed. */
void pyiq_write_text(struct pyiq_writer *w, struct pyiq_str text, struct pyiq_style style,
		     size_t line);
void pyiq_write_space(struct pyiq_writer *w);
void pyiq_write_break(struct pyiq_writer *w);
void pyiq_write_image(struct pyiq_writer *w, struct pyiq_str alt, uint32_t target,
		      struct pyiq_style style, size_t line);

/* A number for a link's target, 0 when memory ran out. */
uint32_t pyiq_write_target(struct pyiq_writer *w, struct pyiq_str url);

/* End the leaf: write it, if it has text, and begin another of that kind. */
void pyiq_write_flush(struct pyiq_writer *w, pyiq_leaf_kind next, unsigned level);

/* Containers; what is in them is flushed before. number < 0: a bullet. */
void pyiq_write_open_quote(struct pyiq_writer *w);
void pyiq_write_open_item(struct pyiq_writer *w, char delimiter, long number, bool first);
void pyiq_write_close(struct pyiq_writer *w);

/* The bullet or the number's delimiter for a new list, which keeps it apart from the one before; and its end. */
char pyiq_write_open_list(struct pyiq_writer *w, bool ordered);
void pyiq_write_close_list(struct pyiq_writer *w, char delimiter);

/* Blocks; the leaf is flushed before. */
void pyiq_write_rule(struct pyiq_writer *w, size_t line);
void pyiq_write_tag(struct pyiq_writer *w, const char *tag, size_t line);

/* lines: of the HTML, for each line of the code; language may be empty. */
void pyiq_write_code(struct pyiq_writer *w, struct pyiq_str code, struct pyiq_str language,
		     const struct pyiq_line_map *lines);

/* A table row by row: the cells are the leaves of kind PYIQ_LEAF_CELL, each ended by pyiq_write_end_cell. */
void pyiq_write_end_cell(struct pyiq_writer *w);
void pyiq_write_end_row(struct pyiq_writer *w, bool first, size_t line);
void pyiq_write_head_line(struct pyiq_writer *w, size_t columns, size_t line);

/* Add a line's origin; never less than the one before. */
pyiq_status pyiq_line_map_add(struct pyiq_line_map *map, size_t line, struct pyiq_error *err);

#endif

/*
 * The terminal: whether there is one, its width, its colours, and text that
 * is safe to show on it.
 */
#ifndef PYIQ_CMD_TERM_H
#define PYIQ_CMD_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * How a piece of text looks: one kind, and any of the looks on top. Fits into
 * a byte.
 */
enum {
	STYLE_PLAIN,
	STYLE_MATCH,
	STYLE_FILE,
	STYLE_LINE,
	STYLE_SEPARATOR,
	STYLE_SELECTED, /* a line that matched, around the matches */
	STYLE_CONTEXT,  /* a line that is shown beside it */
	STYLE_CODE,
	STYLE_KEYWORD, /* of Python, as are the next ones */
	STYLE_NAME,    /* that is defined, or decorates */
	STYLE_STRING,
	STYLE_NUMBER,
	STYLE_COMMENT,
	STYLE_LINK, /* of a note, that leads somewhere */
	STYLE_STRIKE,
	N_STYLES,

	STYLE_BOLD = 16,
	STYLE_DIM = 32,
	STYLE_ITALIC = 64,
	STYLE_KIND = STYLE_BOLD - 1
};

/* The parameters of SGR sequences, as in GREP_COLORS. */
struct palette {
	struct pyiq_str sgr[N_STYLES];
	bool reverse;  /* rv: with -v, selected and context lines change places */
	bool no_erase; /* ne: no "erase to end of line" after a colour */
};

/* Signs that ASCII lacks, and what stands for them there. */
struct glyphs {
	const char *ellipsis, *dot, *arrow, *bullet, *bar, *rule, *ticked, *unticked, *times,
		*unknown;
	const char *blocks[8]; /* the eighths of a block, from one to all */
};

struct term {
	FILE *file;
	bool terminal; /* what is written there is seen by a person: it must be safe */
	bool colour;
	size_t width; /* columns */
	const struct glyphs *glyphs;
	struct palette palette;

	/* What link_init decides; without it there are no links. */
	bool links;
	const char *place_format; /* of the URI of a place */
	char host[256];           /* the name of this machine */
};

/* In the order of the values of --color. */
typedef enum colour_when { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER } colour_when;

/* All that decides whether there is colour; the strings may be NULL. */
struct colour_facts {
	colour_when when;
	const char *no_color, *clicolor_force, *force_color, *term;
	bool terminal;
};

bool colour_wanted(const struct colour_facts *facts);

/* GNU grep's colours, changed by the value of GREP_COLORS, which may be NULL and is borrowed. */
void palette_init(struct palette *palette, const char *grep_colors);

/* Learn about the terminal behind file, from the environment too. */
void term_init(struct term *term, FILE *file, colour_when when);

/* Whether file is a terminal. */
bool term_is_terminal(FILE *file);

/* Whether a line on stderr can be overwritten. */
bool term_can_redraw(FILE *file);

/*
 * The columns that the environment's COLUMNS asks for, else those the terminal
 * has, else 80. columns may be NULL.
 */
size_t term_width(const char *columns, size_t of_terminal);

/*
 * Append text as it may be shown on a terminal: control characters as carets
 * or U+FFFD (`unknown`), and so the characters that change the direction of
 * writing. Line feeds and tabs stay; a carriage return before a line feed or
 * at the end goes.
 */
void term_safe(struct pyiq_buf *out, struct pyiq_str text, const char *unknown);

/* The same for what is one line, such as a name: line feeds and tabs become carets, too. */
void term_safe_line(struct pyiq_buf *out, struct pyiq_str text, const char *unknown);

/* Write text in a style, as it is; it should hold no line feed. */
void term_write(const struct term *term, unsigned style, const char *text, size_t len);

/* Write text in a style, made safe if a person sees it. */
void term_text(const struct term *term, unsigned style, struct pyiq_str text);

/* The same for what is one line. */
void term_text_line(const struct term *term, unsigned style, struct pyiq_str text);

#endif

/*
 * Text with a style for each byte and links in it, and lines of it that fit a
 * width.
 */
#ifndef PYIQ_CMD_STYLED_H
#define PYIQ_CMD_STYLED_H

#include "term/term.h"

/* The bytes [start, end) of a text lead to a URI: [uri, uri + uri_len) of `uris`. */
struct styled_span {
	size_t start, end, uri, uri_len;
};

/* A value: initialise, append, release. A failed append is remembered until then. */
struct styled {
	struct pyiq_buf text, styles; /* of equal length */
	struct styled_span *links;    /* in order, not overlapping */
	size_t n_links, links_capacity;
	struct pyiq_buf uris; /* percent-encoded */
};

#define STYLED_INIT                                                                                \
	{                                                                                          \
		.text = PYIQ_BUF_INIT, .styles = PYIQ_BUF_INIT, .uris = PYIQ_BUF_INIT              \
	}

void styled_clear(struct styled *styled);
void styled_release(struct styled *styled);

/* PYIQ_OK, or PYIQ_ERR_NOMEM when an append failed. */
pyiq_status styled_status(const struct styled *styled, struct pyiq_error *err);

/* Shorten to its first len bytes. */
void styled_cut(struct styled *styled, size_t len);

/* Append text, made safe for the terminal, tabs as spaces; line feeds stay. */
void styled_append(struct styled *styled, const struct term *term, unsigned style,
		   struct pyiq_str text);

/* The same for what is one line, such as a name. */
void styled_append_line(struct styled *styled, const struct term *term, unsigned style,
			struct pyiq_str text);

/* The same for a text with matches in it: ascending, not overlapping spans, some offset ahead. */
void styled_append_marked(struct styled *styled, const struct term *term, unsigned style,
			  struct pyiq_str text, const struct pyiq_span *spans, size_t n);

/* Append our own text, as it is. */
void styled_puts(struct styled *styled, unsigned style, const char *text);
void styled_repeat(struct styled *styled, unsigned style, const char *text, size_t times);
void styled_copy(struct styled *styled, const struct styled *from);

/*
 * Make what was appended from byte `start` on a link to a URI that stands in a
 * note. It stays plain text when the URI is of a kind that notes may not lead
 * to. A link takes the place of those inside of it.
 */
void styled_link(struct styled *styled, size_t start, struct pyiq_str uri);

/* Make it a link to a place in a source instead; see link_put_place. */
void styled_link_place(struct styled *styled, const struct term *term, size_t start,
		       struct pyiq_str file, size_t line);

/* Columns of [start, end). */
size_t styled_width(const struct styled *styled, size_t start, size_t end);

/*
 * Where the line ends that begins at `from`: at a line feed, or so that it
 * takes at most `width` columns; at a space if there is one. *next receives
 * the start of the line after it, which is past `from` while there is text.
 */
size_t styled_break(const struct styled *styled, size_t from, size_t width, size_t *next);

/*
 * Write [start, end), each run of one style as one piece. Styles and links end
 * before a line feed and begin again behind it.
 */
void styled_write(const struct term *term, const struct styled *styled, size_t start, size_t end);

#endif

/*
 * Large Markdown in pieces: the parser's tree takes two hundred bytes and more
 * for every mark, so only that of a piece is kept at a time.
 */
#ifndef PYIQ_SOURCE_MARKDOWN_PIECES_H
#define PYIQ_SOURCE_MARKDOWN_PIECES_H

#include "base/status.h"
#include "base/text.h"

/* A value: set `source`, then take pieces. */
struct pyiq_markdown_pieces {
	struct pyiq_str source;
	size_t at;   /* where the next piece begins */
	size_t cost; /* of the pieces so far, about as many as there are nodes in their trees */
	size_t n_headings; /* in them */
};

/*
 * The next piece; an empty one behind the last. A source that a person wrote is
 * one piece, a larger one is cut where a paragraph or heading begins that is in
 * no list, quote, table or code: nothing spans the cut but link definitions.
 * Returns PYIQ_OK, or PYIQ_ERR_SOURCE for what would take minutes or gigabytes,
 * with the reason alone.
 */
pyiq_status pyiq_markdown_next_piece(struct pyiq_markdown_pieces *pieces, struct pyiq_span *piece,
				     struct pyiq_error *err);

#endif

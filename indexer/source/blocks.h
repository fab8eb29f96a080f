/*
 * The block stream: a document as the flat list of its blocks, in order, each
 * knowing its container and where it stands in the source. Every reader makes
 * one; finding units in it does not know which reader ran.
 */
#ifndef PYIQ_SOURCE_BLOCKS_H
#define PYIQ_SOURCE_BLOCKS_H

#include <stdbool.h>

#include "base/status.h"
#include "base/text.h"
#include "text/markup.h"

typedef enum pyiq_block_kind {
	/* containers */
	PYIQ_BLOCK_QUOTE,
	PYIQ_BLOCK_LIST,
	PYIQ_BLOCK_ITEM,
	PYIQ_BLOCK_TABLE,
	PYIQ_BLOCK_ROW,
	PYIQ_BLOCK_DETAILS,
	/* leaves with text */
	PYIQ_BLOCK_HEADING,
	PYIQ_BLOCK_PARAGRAPH,
	PYIQ_BLOCK_SUMMARY,
	PYIQ_BLOCK_CELL,
	PYIQ_BLOCK_CODE,
	/* leaves without */
	PYIQ_BLOCK_RULE,
	PYIQ_BLOCK_HTML /* tags and comments that say nothing about structure */
} pyiq_block_kind;

#define PYIQ_NO_BLOCK UINT32_MAX

struct pyiq_block {
	pyiq_block_kind kind;
	uint32_t parent; /* the container's index, or PYIQ_NO_BLOCK */
	unsigned
		inside; /* kinds of all containers around it, one bit each; pyiq_blocks_add sets it */
	uint32_t after; /* index behind its last descendant */
	unsigned level; /* heading: 1 to 6; item: 1 in an outermost list, 2 in a list in it … */
	struct pyiq_span span; /* bytes in the source, without the last newline */
	size_t line, end_line;
	struct pyiq_span content; /* leaves: from the first to the last byte that shows */
	struct pyiq_span
		emphasis; /* leaves: the content begins with bold text up to here; else empty */
	long number;      /* item of an ordered list: its number as written, else -1 */
	bool link;        /* leaf: links and nothing else, as in tables of contents */
	bool header;      /* row: the table's head */
	bool html;        /* written as HTML tags */
};

/*
 * A document. A value: init, filled by one reader, release. `source` is
 * borrowed from whoever owns the text.
 */
struct pyiq_blocks {
	struct pyiq_str source;
	struct pyiq_block *block;
	size_t n, capacity;
	struct pyiq_run *runs; /* markup, over the whole source */
	size_t n_runs, runs_capacity;
	size_t *lines; /* where each line begins; lines[0] is 0 */
	size_t n_lines, lines_capacity;
	struct pyiq_run *passage_runs; /* of the passage last taken */
	size_t passage_capacity;
};

void pyiq_blocks_init(struct pyiq_blocks *blocks);
void pyiq_blocks_release(struct pyiq_blocks *blocks);

/* Empty, for a new source (borrowed, less than 4 GB); finds its lines. PYIQ_OK or PYIQ_ERR_NOMEM. */
pyiq_status pyiq_blocks_begin(struct pyiq_blocks *blocks, struct pyiq_str source,
			      struct pyiq_error *err);

/* Add a block behind the others; *index receives its place. Its `after` and `inside` are set. */
pyiq_status pyiq_blocks_add(struct pyiq_blocks *blocks, const struct pyiq_block *block,
			    uint32_t *index, struct pyiq_error *err);

/* Add a run behind the others; runs that would overlap an earlier one are cut. */
pyiq_status pyiq_blocks_add_run(struct pyiq_blocks *blocks, size_t start, size_t end,
				unsigned flags, struct pyiq_error *err);

/* The line (from 1) that holds a byte. O(log lines). */
size_t pyiq_blocks_line_of(const struct pyiq_blocks *blocks, size_t offset);

/* Where a line (from 1) begins, and where it ends without its newline; past the last line, the end. */
size_t pyiq_blocks_line_start(const struct pyiq_blocks *blocks, size_t line);
size_t pyiq_blocks_line_end(const struct pyiq_blocks *blocks, size_t line);

/*
 * A range of the source as a text of its own, its runs counted from the range's
 * start. The runs live in *blocks until the next call. PYIQ_OK or
 * PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_blocks_passage(struct pyiq_blocks *blocks, struct pyiq_span range,
				struct pyiq_text *passage, struct pyiq_error *err);

#endif

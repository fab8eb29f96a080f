/*
 * What the parts of the Markdown reader share: markdown.c walks the parser's
 * tree, markdown_text.c tells what of a leaf shows, markdown_html.c finds the
 * structure that tags spell out.
 */
#ifndef PYIQ_SOURCE_MARKDOWN_READER_H
#define PYIQ_SOURCE_MARKDOWN_READER_H

#include "source/blocks.h"

/* A document on its way from cmark's tree to a block stream. */
struct pyiq_markdown_reader {
	struct pyiq_blocks *blocks;
	struct pyiq_error *err;

	uint32_t *open; /* the containers around the current place, outermost first */
	size_t n_open, open_capacity;
	unsigned n_lists; /* of the open ones that are lists */

	size_t lines_before; /* of the piece that is being read */
	uint32_t table, row; /* the last ones that were opened */
	size_t cell_at;      /* where the next cell of the row begins */

	uint32_t leaf;   /* the block whose inlines are being read, or PYIQ_NO_BLOCK */
	size_t cursor;   /* everything before it in the leaf is accounted for */
	size_t line;     /* of the last inline that told its line */
	size_t n_behind; /* lines that cmark lags behind in this leaf */
	long shift;      /* bytes that its columns lag behind */
	unsigned flags;  /* what the next run of markup means: PYIQ_RUN_… */
	bool lost;       /* a text was not found: the next gap may be text */
	int strong_depth;
	size_t n_lost;         /* texts of the leaf that were not found */
	size_t n_texts;        /* in the leaf so far */
	size_t n_strong_texts; /* of them bold */
	size_t n_link_texts;   /* of them in links */
	bool in_link;
};

/* ---- Blocks: each returns PYIQ_OK, PYIQ_ERR_NOMEM or PYIQ_ERR_SOURCE (too many blocks) ---- */

struct pyiq_block *pyiq_markdown_block(const struct pyiq_markdown_reader *r, uint32_t index);
pyiq_status pyiq_markdown_add(struct pyiq_markdown_reader *r, struct pyiq_block *block,
			      uint32_t *index);
pyiq_status pyiq_markdown_open(struct pyiq_markdown_reader *r, struct pyiq_block *block);

/* Close the innermost container; or what was opened inside the container of a kind, and that itself. */
void pyiq_markdown_close(struct pyiq_markdown_reader *r);
void pyiq_markdown_close_through(struct pyiq_markdown_reader *r, pyiq_block_kind kind);

/* ---- Text ---------------------------------------------------------------------------------- */

static inline bool pyiq_markdown_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

void pyiq_markdown_begin_leaf(struct pyiq_markdown_reader *r, uint32_t index);

/*
 * A text of the leaf that shows, escapes resolved, at the place where cmark
 * says it is: line (of the source) and column (in bytes) from 1, or 0 where it
 * does not say.
 */
pyiq_status pyiq_markdown_text(struct pyiq_markdown_reader *r, struct pyiq_str literal, size_t line,
			       size_t column);

/* A tag among words; `text` is all of it. */
void pyiq_markdown_tag(struct pyiq_markdown_reader *r, struct pyiq_str text);
pyiq_status pyiq_markdown_end_leaf(struct pyiq_markdown_reader *r);

/* ---- HTML ---------------------------------------------------------------------------------- */

/* The blocks that an HTML block stands for. */
pyiq_status pyiq_markdown_html(struct pyiq_markdown_reader *r, struct pyiq_span span);

#endif

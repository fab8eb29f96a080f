#include "source/markdown_reader.h"

#include "base/memory.h"

enum { TOO_MANY = 2 * 1000 * 1000 }; /* blocks: 200 MB */

struct pyiq_block *pyiq_markdown_block(const struct pyiq_markdown_reader *r, uint32_t index)
{
	return &r->blocks->block[index];
}

pyiq_status pyiq_markdown_add(struct pyiq_markdown_reader *r, struct pyiq_block *block,
			      uint32_t *index)
{
	if (r->blocks->n == TOO_MANY)
		return pyiq_fail(
			r->err, PYIQ_ERR_SOURCE,
			"no notes: more than two million paragraphs, list items and table cells");
	block->parent = r->n_open > 0 ? r->open[r->n_open - 1] : PYIQ_NO_BLOCK;
	return pyiq_blocks_add(r->blocks, block, index, r->err);
}

pyiq_status pyiq_markdown_open(struct pyiq_markdown_reader *r, struct pyiq_block *block)
{
	uint32_t index = 0;
	pyiq_status status =
		pyiq_grow(&r->open, &r->open_capacity, r->n_open + 1, sizeof *r->open, r->err);

	if (status == PYIQ_OK)
		status = pyiq_markdown_add(r, block, &index);
	if (status == PYIQ_OK) {
		r->open[r->n_open++] = index;
		r->n_lists += block->kind == PYIQ_BLOCK_LIST;
	}
	return status;
}

/* Close the innermost container; one that was opened by a tag ends where its content does. */
void pyiq_markdown_close(struct pyiq_markdown_reader *r)
{
	struct pyiq_block *block = pyiq_markdown_block(r, r->open[--r->n_open]);

	block->after = (uint32_t)r->blocks->n;
	r->n_lists -= block->kind == PYIQ_BLOCK_LIST;
	if (block->kind == PYIQ_BLOCK_DETAILS && block->after > 0) {
		const struct pyiq_block *last = pyiq_markdown_block(r, block->after - 1);

		block->span.end = last->span.end;
		block->end_line = last->end_line;
	}
}

/* Close what was opened inside the container of a kind, and that container itself. */
void pyiq_markdown_close_through(struct pyiq_markdown_reader *r, pyiq_block_kind kind)
{
	while (r->n_open > 0) {
		bool found = pyiq_markdown_block(r, r->open[r->n_open - 1])->kind == kind;

		pyiq_markdown_close(r);
		if (found)
			return;
	}
}

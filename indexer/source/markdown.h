/*
 * Markdown, through cmark-gfm, into a block stream.
 */
#ifndef PYIQ_SOURCE_MARKDOWN_H
#define PYIQ_SOURCE_MARKDOWN_H

#include "source/blocks.h"

/*
 * Fill *blocks (initialised; its content is replaced) with the blocks and the
 * markup runs of source: valid UTF-8 without NUL, less than 4 GB, borrowed for
 * as long as the blocks are used. CommonMark with pipe tables; `<details>`,
 * `<summary>`, `<h1>`…`<h6>`, `<b>` and the like count as the structure they
 * stand for. What is larger than people write is read in pieces, over which
 * link definitions do not reach. Returns PYIQ_OK, PYIQ_ERR_NOMEM, or
 * PYIQ_ERR_SOURCE where reading would take minutes or gigabytes, with the
 * reason alone. One thread at a time, and the
 * first call of the process before any other thread runs it: cmark-gfm
 * registers its extensions then.
 */
pyiq_status pyiq_markdown_read(struct pyiq_blocks *blocks, struct pyiq_str source,
			       struct pyiq_error *err);

#endif

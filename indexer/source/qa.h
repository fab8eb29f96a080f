/*
 * Questions and answers out of a block stream.
 */
#ifndef PYIQ_SOURCE_QA_H
#define PYIQ_SOURCE_QA_H

#include "base/memory.h"
#include "base/status.h"
#include "source/blocks.h"
#include "source/found.h"

/*
 * Push the units of a document. Keeps nothing; `arena` serves for what lives
 * during the call and is cleared by the caller. Returns PYIQ_OK, PYIQ_ERR_NOMEM,
 * PYIQ_ERR_SOURCE when there are too many to be a person's, or what fn returned.
 */
pyiq_status pyiq_qa_find(struct pyiq_blocks *blocks, struct pyiq_arena *arena, pyiq_found_fn *fn,
			 void *ctx, struct pyiq_error *err);

/*
 * Push a document as one unit: what stands below its title is the answer to
 * `question`, or to the title itself when that is empty. Nothing is pushed when
 * there is neither, or nothing below.
 */
pyiq_status pyiq_qa_whole(struct pyiq_blocks *blocks, struct pyiq_str question,
			  struct pyiq_arena *arena, pyiq_found_fn *fn, void *ctx,
			  struct pyiq_error *err);

#endif

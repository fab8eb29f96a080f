/*
 * Questions and answers out of a block stream.
 */
#ifndef PYIQ_SOURCE_QA_H
#define PYIQ_SOURCE_QA_H

#include <stdbool.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "source/blocks.h"
#include "text/markup.h"

/* A unit as it was found in a source; everything is borrowed for the call. */
struct pyiq_found {
	struct pyiq_text question; /* plain text; runs of no length tell what of it is code */
	struct pyiq_text prompt;   /* source bytes */
	struct pyiq_text answer;   /* source bytes */
	size_t line, end_line, prompt_line, answer_line;
	const struct pyiq_str *topic; /* outermost first */
	size_t n_topic;
	const char *level; /* "basic", "intermediate", "advanced" or "" */
	bool answered;
};

/* Receives each unit in order of line; a status other than PYIQ_OK ends the run with it. */
typedef pyiq_status pyiq_found_fn(void *ctx, const struct pyiq_found *unit, struct pyiq_error *err);

/*
 * Push the units of a document. Keeps nothing; `arena` serves for what lives
 * during the call and is cleared by the caller. Returns PYIQ_OK, PYIQ_ERR_NOMEM
 * or what fn returned.
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

/*
 * The posts of a Stack Exchange dump: an XML element <posts> of any size with a
 * <row> for each, read as a stream.
 */
#ifndef PYIQ_SOURCE_POSTS_H
#define PYIQ_SOURCE_POSTS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/status.h"
#include "source/input.h"

typedef enum pyiq_post_type { PYIQ_POST_QUESTION = 1, PYIQ_POST_ANSWER = 2 } pyiq_post_type;

/* What a row lacks, or has no number above zero for, is "" and 0. The texts live for the call; valid UTF-8. */
struct pyiq_post {
	int64_t type; /* a pyiq_post_type, or another number */
	int64_t id;
	int64_t question; /* an answer's */
	int64_t accepted; /* a question's answer */
	bool has_score;
	int64_t score;
	const char *title; /* plain */
	const char *body;  /* HTML */
	const char *tags;  /* `<list><python-3.x>` or `|list|python-3.x|` */
	int64_t at;        /* bytes: where its tag begins in the input, and how long that is */
	size_t len;
	size_t line, end_line;
};

typedef pyiq_status pyiq_post_fn(void *ctx, const struct pyiq_post *post, struct pyiq_error *err);

enum { PYIQ_POST_MAX = 4 << 20 }; /* bytes of a row; a post has some thousands */

/* Rows that were left out. */
struct pyiq_posts_left_out {
	size_t n_large;   /* more than PYIQ_POST_MAX */
	size_t n_unnamed; /* no Id or no PostTypeId */
};

/*
 * Hand every post of the input to fn, in order. fn may read elsewhere in the
 * input if it puts input->at back. Memory is that of the largest row. Returns
 * PYIQ_OK, what fn returned, PYIQ_ERR_IO, PYIQ_ERR_NOMEM, or with the reason
 * ("line 17: …") PYIQ_ERR_SOURCE: no such dump, unsound XML, another encoding
 * than UTF-8, declared entities, elements nested too deeply.
 */
pyiq_status pyiq_posts_read(struct pyiq_input *input, pyiq_post_fn *fn, void *ctx,
			    struct pyiq_posts_left_out *left_out, struct pyiq_error *err);

/*
 * Replace *body by the body of the post whose tag stands at those bytes;
 * input->at stays. PYIQ_OK, PYIQ_ERR_IO, PYIQ_ERR_NOMEM, or PYIQ_ERR_SOURCE when
 * it is there no longer.
 */
pyiq_status pyiq_posts_body(struct pyiq_input *input, int64_t at, size_t len, struct pyiq_buf *body,
			    struct pyiq_error *err);

#endif

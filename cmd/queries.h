/*
 * Files that hold a batch of queries, each with the id that its hits are told
 * by.
 */
#ifndef PYIQ_CMD_QUERIES_H
#define PYIQ_CMD_QUERIES_H

#include "base/memory.h"
#include "base/text.h"

struct query {
	struct pyiq_str id; /* never empty in a file */
	struct pyiq_str text;
};

/* A value: initialise, fill, release. */
struct queries {
	struct query *items;
	size_t n, capacity;
	struct pyiq_arena texts;
};

void queries_init(struct queries *queries);
void queries_release(struct queries *queries);

/* Add one; id and text are borrowed. Returns PYIQ_OK or PYIQ_ERR_NOMEM. */
pyiq_status queries_add(struct queries *queries, struct query query, struct pyiq_error *err);

/*
 * Add those of a file, or of standard input if the path is "-": a line is an
 * id, a tab and a text, or if it begins with a brace a JSON object with `_id`
 * and `text`. Blank lines are none. Returns PYIQ_OK, PYIQ_ERR_INVALID (a line
 * is neither, or its id was there before: "path:line: cause"), PYIQ_ERR_IO or
 * PYIQ_ERR_NOMEM.
 */
pyiq_status queries_read(struct queries *queries, const char *path, struct pyiq_error *err);

#endif

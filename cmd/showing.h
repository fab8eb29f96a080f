/*
 * Units on their way from an engine to the printer of a view.
 */
#ifndef PYIQ_CMD_SHOWING_H
#define PYIQ_CMD_SHOWING_H

#include "view.h"

/* A value: begin, give it units, release. */
struct showing {
	const struct printer *printer;
	struct print_job job;
	size_t n;              /* units so far */
	struct pyiq_error err; /* status PYIQ_OK while printing works */
};

/* Choose the printer, as view_begin does. The view must live as long. */
void showing_begin(struct showing *showing, struct view *view);
void showing_release(struct showing *showing);

/*
 * Print a unit as one of many, or the whole of it: a pyiq_unit_fn, whose ctx is
 * the struct showing. Stops when printing or stdout failed.
 */
int showing_unit(void *ctx, const struct pyiq_unit *unit);
int showing_whole(void *ctx, const struct pyiq_unit *unit);

#endif

/*
 * How a query was understood, and why a hit has its rank: --explain.
 */
#ifndef PYIQ_CMD_PLAN_H
#define PYIQ_CMD_PLAN_H

#include "base/memory.h"
#include "pyiq.h"
#include "term/term.h"

struct plan_line {
	struct pyiq_str what, text;
};

/* What the engine tells before the first hit. A value: initialise, add, print, release. */
struct plan {
	struct plan_line *lines;
	size_t n, capacity;
	struct pyiq_arena texts;
	bool failed; /* memory ran out for one of them */
};

void plan_init(struct plan *plan);
void plan_release(struct plan *plan);

/* Forget the lines. */
void plan_clear(struct plan *plan);

/* Add a copy of a line. */
void plan_add(struct plan *plan, const char *what, const char *text);

/* Print the lines, each behind a "#", in at most so many columns; SIZE_MAX for any number. */
pyiq_status plan_print(const struct plan *plan, const struct term *term, size_t width,
		       struct pyiq_error *err);

/* Print line by line what the score of a hit is the sum of, if it has parts; each behind `before`. */
void plan_print_score(const struct pyiq_hit *hit, const struct term *term, const char *before);

#endif

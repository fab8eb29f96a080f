/*
 * A hit as lines of its source, which is how grep shows what it found.
 */
#ifndef PYIQ_CMD_LINES_H
#define PYIQ_CMD_LINES_H

#include "pyiq.h"

/* A line of a unit. The matches in it are spans of its text, without its line feed. */
struct unit_line {
	struct pyiq_str text;
	size_t number; /* in the source */
	const struct pyiq_span *spans;
	size_t n_spans;
	bool matched;
	bool after_gap; /* lines were left out before it, or it is the hit's first */
};

typedef void unit_line_fn(void *ctx, const struct unit_line *line);

/*
 * Push the lines of a hit that hold matches, with `before` and `after` lines of
 * the same unit around them: the question's line, then those of prompt and
 * answer. A hit without matches, as an inverted search finds, is its question.
 * Returns PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status lines_of_hit(const struct pyiq_hit *hit, size_t before, size_t after, unit_line_fn *fn,
			 void *ctx, struct pyiq_error *err);

#endif

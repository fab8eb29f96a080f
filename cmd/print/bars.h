/*
 * Numbers as bars, for people:
 *
 *	Memory             12  ████████▌
 *	  Garbage colle…    7  ████▉
 *
 * Labels are shortened by the columns they take, numbers right-aligned, and no
 * line is wider than the terminal.
 */
#ifndef PYIQ_CMD_BARS_H
#define PYIQ_CMD_BARS_H

#include "term/term.h"

struct bar {
	struct pyiq_str label; /* of any origin: it is made safe */
	size_t depth;          /* how far it is indented, in steps */
	uint64_t n;
	unsigned style; /* of the label */
};

/* Write a line for each of n bars; the greatest is the longest. Returns PYIQ_OK or PYIQ_ERR_NOMEM. */
pyiq_status bars_print(const struct term *term, const struct bar *bars, size_t n,
		       struct pyiq_error *err);

#endif

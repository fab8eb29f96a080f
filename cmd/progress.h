/*
 * A line on the terminal that tells how far a long run is.
 */
#ifndef PYIQ_CMD_PROGRESS_H
#define PYIQ_CMD_PROGRESS_H

#include <stdbool.h>

#include "pyiq.h"

struct progress {
	bool wanted;  /* stderr is a terminal that can redraw a line */
	bool visible; /* the line stands there and must go before anything else is written */
	double start, shown;
};

/* Begin to count the time. */
void progress_begin(struct progress *progress);

/* Seconds since the beginning. */
double progress_seconds(const struct progress *progress);

/* Show or renew the line, but not before the run has proved long, and not too often. */
void progress_show(struct progress *progress, const struct pyiq_progress *p);

/* Take the line away. */
void progress_erase(struct progress *progress);

#endif

/*
 * Marked-up text and the part of it that a reader sees.
 *
 * A unit keeps the exact bytes of its source, and beside them a list of the
 * runs that are markup: emphasis stars, fence lines, link targets, tags. What
 * is left is the visible text. Words, snippets and duplicates are found in
 * the visible text; every offset that leaves the engine is one in the source.
 */
#ifndef PYIQ_TEXT_MARKUP_H
#define PYIQ_TEXT_MARKUP_H

#include "base/buf.h"
#include "base/text.h"

enum {
	/*
	 * The run parts what stands before it from what stands behind it, as a
	 * tag or a fence line does; the visible text has one space in its
	 * place. Without this flag the run leaves nothing: `**bo**ld` reads
	 * `bold`.
	 */
	PYIQ_RUN_BREAK = 1,
	/* The text behind the run is code where the text before was none, or the reverse. */
	PYIQ_RUN_CODE = 2
};

/* A run of markup; len may be 0 where only the flags matter. */
struct pyiq_run {
	uint32_t start, len; /* bytes */
	uint32_t flags;
};

/* Source bytes with their runs: ascending, not overlapping, inside the source. */
struct pyiq_text {
	struct pyiq_str source;
	const struct pyiq_run *runs;
	size_t n_runs;
};

/* A stretch of visible text that is contiguous in the source too. */
struct pyiq_segment {
	size_t visible; /* where it begins in the visible text */
	size_t source;  /* where it begins in the source */
	size_t len;     /* bytes; the filler space of a break belongs to no segment */
	bool code;
};

/* The visible text of a pyiq_text. A value: init, make any number of times, release. */
struct pyiq_visible {
	struct pyiq_buf text;
	struct pyiq_segment *segments;
	size_t n_segments, capacity;
};

void pyiq_visible_init(struct pyiq_visible *visible);
void pyiq_visible_release(struct pyiq_visible *visible);

/*
 * Replace the content of *visible by the visible text of *text. Keeps no
 * pointer into *text. Runs that are out of order or outside the source are
 * cut to what is sensible, never an error. Returns PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_visible_make(struct pyiq_visible *visible, const struct pyiq_text *text,
			      struct pyiq_error *err);

/*
 * The range of the source that shows as [start, end) of the visible text: it
 * begins with the byte that shows as `start` and ends behind the byte that
 * shows as end - 1, runs in between included. An empty range, or one of
 * filler alone, gives an empty range. O(log segments).
 */
struct pyiq_span pyiq_visible_to_source(const struct pyiq_visible *visible, struct pyiq_span range);

/* The reverse, for ranges that pyiq_visible_to_source gave. O(log segments). */
struct pyiq_span pyiq_visible_from_source(const struct pyiq_visible *visible,
					  struct pyiq_span range);

#endif

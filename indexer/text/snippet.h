/*
 * The part of a text worth showing.
 */
#ifndef PYIQ_TEXT_SNIPPET_H
#define PYIQ_TEXT_SNIPPET_H

#include "base/status.h"
#include "base/text.h"

/*
 * Choose the part of a text worth showing: the window with the most distinct
 * matches, the nearest together, the earliest of equals; without any match the
 * beginning. It starts where a line or a sentence starts when one starts near,
 * else at a word, and it never cuts a character in two, nor a span unless the
 * span alone is larger than the window.
 *
 * text    UTF-8, not NUL-terminated; borrowed. Bad bytes count as characters.
 * spans   matched ranges of text, ascending, not overlapping; NULL if n is 0
 * kinds   kinds[i] tells which of the query's terms spans[i] matched, so that
 *         two different terms count more than one term twice; NULL if all are
 *         of one kind. Of more than 256 kinds, two may be taken for one.
 * width   wanted size in bytes, at least 1
 * n_lines at most so many lines of text; 0 means any number
 * out     receives a range inside text, white space trimmed at both ends, that
 *         of a span too; empty when the text has nothing else; untouched on
 *         error. What stands before out->start and behind out->end was left
 *         out, unless it is white space alone.
 *
 * Returns PYIQ_OK, or PYIQ_ERR_INVALID if the spans are out of order.
 * Allocates nothing. Safe from any thread.
 */
pyiq_status pyiq_snippet_pick(struct pyiq_str text, const struct pyiq_span *spans,
			      const unsigned *kinds, size_t n, size_t width, size_t n_lines,
			      struct pyiq_span *out);

#endif

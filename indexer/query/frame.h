/*
 * Words that frame a question rather than say what it is about.
 */
#ifndef PYIQ_QUERY_FRAME_H
#define PYIQ_QUERY_FRAME_H

#include <stdbool.h>

#include "query/plan.h"

/* Whether a folded word frames questions: `what`, `is`, `the`, `difference`, `between` … */
bool pyiq_is_frame_word(struct pyiq_str word);

/*
 * Decide which of a plan's plain groups are asked, and which are the sides of a
 * comparison. Frame words are asked where they are code, where a side has
 * nothing else, and where the whole query has nothing else.
 */
void pyiq_plan_mark_frame(struct pyiq_plan *plan, struct pyiq_str query);

#endif

/*
 * Words that frame a question rather than say what it is about.
 */
#ifndef PYIQ_QUERY_FRAME_H
#define PYIQ_QUERY_FRAME_H

#include <stdbool.h>

#include "base/text.h"

/* Whether a folded word frames questions: `what`, `is`, `the`, `difference`, `between` … */
bool pyiq_is_frame_word(struct pyiq_str word);

/* Whether a folded word stands between two things that are compared: `vs`, `versus`. */
bool pyiq_is_comparison(struct pyiq_str word);

/* Whether a folded word is a keyword of Python: `yield`, `from`, `with` … */
bool pyiq_is_python_keyword(struct pyiq_str word);

#endif

/*
 * What shows of a text on one line: questions and topics.
 */
#ifndef PYIQ_SOURCE_ONE_LINE_H
#define PYIQ_SOURCE_ONE_LINE_H

#include "base/memory.h"
#include "base/status.h"
#include "text/markup.h"

/*
 * A range of a visible text as one line: runs of white space become one blank,
 * none at the ends; runs of no length tell what of it is code. The line lives
 * in the arena. PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_one_line(const struct pyiq_visible *visible, struct pyiq_span range,
			  struct pyiq_arena *arena, struct pyiq_text *line, struct pyiq_error *err);

#endif

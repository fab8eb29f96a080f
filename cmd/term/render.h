/*
 * Markdown as a person reads it on a terminal.
 */
#ifndef PYIQ_CMD_RENDER_H
#define PYIQ_CMD_RENDER_H

#include "term/term.h"

/*
 * Write Markdown, running text in lines of at most `width` columns; code is
 * never wrapped. Returns PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status render_markdown(const struct term *term, struct pyiq_str markdown, size_t width,
			    struct pyiq_error *err);

#endif

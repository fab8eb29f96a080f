/*
 * Markdown as a person reads it on a terminal.
 */
#ifndef PYIQ_CMD_RENDER_H
#define PYIQ_CMD_RENDER_H

#include "term/term.h"

/*
 * Write Markdown, running text in lines of at most `width` columns; code is
 * never wrapped. The n_marks `marks`, ascending places of the Markdown, are
 * written as matches where they can be told. Returns PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status render_markdown(const struct term *term, struct pyiq_str markdown,
			    const struct pyiq_span *marks, size_t n_marks, size_t width,
			    struct pyiq_error *err);

#endif

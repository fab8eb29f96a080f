/*
 * The text of a leaf as inline Markdown.
 */
#ifndef PYIQ_SOURCE_HTML_INLINE_H
#define PYIQ_SOURCE_HTML_INLINE_H

#include "source/html_write.h"

/*
 * Replace *out by the text of the writer's leaf, which has some, and *lines by
 * the HTML's line for each of its lines: emphasis where CommonMark would see
 * it, tags or nothing where it would not; text escaped so that it shows as it
 * is. Counts the signs in
 * w->n_signs. PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_inline_render(struct pyiq_writer *w, struct pyiq_buf *out,
			       struct pyiq_line_map *lines);

#endif

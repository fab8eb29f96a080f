/*
 * HTML as Markdown: one document model for all notes.
 */
#ifndef PYIQ_SOURCE_HTML_H
#define PYIQ_SOURCE_HTML_H

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"

/* For each line of a Markdown text, the line of the HTML it came from. A value: zero, filled, release. */
struct pyiq_line_map {
	size_t *line; /* line[i] belongs to line i + 1; never descending */
	size_t n, capacity;
};

void pyiq_line_map_release(struct pyiq_line_map *map);

/*
 * Append to *markdown what an HTML text (valid UTF-8 without NUL) says, as
 * Markdown that shows the same: headings, paragraphs, lists, quotes, tables,
 * code, emphasis, links, pictures; `<details>` and `<summary>` stay tags. Text
 * that Markdown would take for markup is escaped; scripts, styles, comments and
 * the navigation of a page leave nothing. A whole page or a piece of one. map
 * may be NULL.
 *
 * *title receives the text of <title>, appended, when title is not NULL.
 *
 * Returns PYIQ_OK, PYIQ_ERR_NOMEM, or PYIQ_ERR_SOURCE for HTML that no person
 * wrote (nested deeper than PYIQ_HTML_DEPTH, too large, too many tags or signs):
 * the reason alone. After a failure *markdown and *map may hold a part. From any
 * thread.
 */
enum { PYIQ_HTML_DEPTH = 512 };
pyiq_status pyiq_html_to_markdown(struct pyiq_str html, struct pyiq_buf *markdown,
				  struct pyiq_line_map *map, struct pyiq_buf *title,
				  struct pyiq_error *err);

#endif

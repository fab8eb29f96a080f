/*
 * Markdown as a tree of cmark-gfm, for whoever writes it in another form.
 */
#ifndef PYIQ_CMD_DOCUMENT_H
#define PYIQ_CMD_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/text.h"

/* A value: parse, release. The tree borrows nothing. */
struct document {
	struct pyiq_buf source; /* what was parsed, see document_outdent */
	struct cmark_node *root;

	/* How far the search for `__name__` in the source has come. */
	size_t line, line_start, place;
};

/*
 * Append Markdown with all lines moved to the left by the indentation of the
 * first: an answer out of a list is indented as it was there, far enough to be
 * taken for code. Fenced code is not moved further than its fence can be. A tab
 * that is cut becomes blanks.
 */
void document_outdent(struct pyiq_buf *out, struct pyiq_str markdown);

/*
 * Parse Markdown, moved to the left, with those of cmark-gfm's extensions that are
 * named, up to a NULL; tables are left out where they would be too wide to be one.
 * To be released even after a failure. Returns PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status document_parse(struct document *document, struct pyiq_str markdown,
			   const char *const *extensions, struct pyiq_error *err);
void document_release(struct document *document);

/*
 * Whether a strong node is a name such as __init__ that somebody wrote without
 * backticks, and not emphasis. To be asked in the order of the document.
 */
bool document_is_name(struct document *document, struct cmark_node *strong);

/* Whether a line, as a paragraph or a heading, has no markup: it reads as it is written. */
bool document_reads_plain(struct pyiq_str line);

#endif

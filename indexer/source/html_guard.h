/*
 * Whether HTML may be given to libgumbo, some of whose algorithms look through
 * all open elements at every tag, or through all attributes of a tag at each of
 * them.
 */
#ifndef PYIQ_SOURCE_HTML_GUARD_H
#define PYIQ_SOURCE_HTML_GUARD_H

#include "base/status.h"
#include "base/text.h"

enum {
	PYIQ_HTML_MEGABYTES = 16,
	PYIQ_HTML_ATTRIBUTES = 128 /* in a tag */
};

/*
 * PYIQ_OK, or PYIQ_ERR_SOURCE with the reason: too large, a tag with too many
 * attributes, or so many open elements under so many tags that some must be
 * nested deeper than PYIQ_HTML_DEPTH. What passes may still be nested too deep,
 * but not so that the parser would take long to find out. Allocates nothing;
 * linear time.
 */
pyiq_status pyiq_html_guard(struct pyiq_str html, struct pyiq_error *err);

#endif

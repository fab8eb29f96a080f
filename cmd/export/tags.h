/*
 * HTML that stands in notes, made safe for a program that would obey it.
 */
#ifndef PYIQ_CMD_EXPORT_TAGS_H
#define PYIQ_CMD_EXPORT_TAGS_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/text.h"

/*
 * Append HTML of which only tags are left that shape text, with no attributes but the
 * addresses of links and pictures. Comments go; all other tags can be read as text.
 */
void tags_filter(struct pyiq_buf *out, struct pyiq_str html);

/* Whether an address leads to the web, to a mailbox, or to another place of the same notes. */
bool tags_is_safe_address(struct pyiq_str address);

#endif

/*
 * The tags in a piece of HTML that stands in Markdown, where cmark leaves it
 * as it is. For HTML files there is a real parser; this only finds where each
 * tag begins and ends, which no parser tells.
 */
#ifndef PYIQ_SOURCE_HTML_TAGS_H
#define PYIQ_SOURCE_HTML_TAGS_H

#include <stdbool.h>

#include "base/text.h"

typedef enum pyiq_tag_kind {
	PYIQ_TAG_INLINE, /* leaves the text around it in one piece: <b>, <code>, <a> */
	PYIQ_TAG_BLOCK,  /* parts it: <p>, <br>, <div>, and every tag not known */
	PYIQ_TAG_BOLD,   /* <b>, <strong>: inline too */
	PYIQ_TAG_DETAILS,
	PYIQ_TAG_SUMMARY,
	PYIQ_TAG_HEADING,
	PYIQ_TAG_COMMENT /* comments, declarations, processing instructions */
} pyiq_tag_kind;

struct pyiq_tag {
	pyiq_tag_kind kind;
	struct pyiq_span span; /* from `<` to behind `>` */
	bool closing;
	unsigned level; /* of a heading */
};

/* The next tag of text at or behind `from`; false when there is none. A `<` that begins no tag is text. */
bool pyiq_html_next_tag(struct pyiq_str text, size_t from, struct pyiq_tag *tag);

#endif

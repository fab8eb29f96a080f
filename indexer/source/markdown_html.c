#include "source/html_tags.h"
#include "source/markdown_reader.h"

/* A piece of text between two tags becomes a leaf of its own. */
static pyiq_status add_html_text(struct pyiq_markdown_reader *r, pyiq_block_kind kind,
				 struct pyiq_span span, unsigned level, bool bold)
{
	const char *text = r->blocks->source.data;
	uint32_t index = 0;

	while (span.start < span.end &&
	       (pyiq_markdown_is_blank(text[span.start]) || text[span.start] == '\n'))
		span.start++;
	while (span.end > span.start &&
	       (pyiq_markdown_is_blank(text[span.end - 1]) || text[span.end - 1] == '\n'))
		span.end--;
	if (span.start == span.end && kind != PYIQ_BLOCK_SUMMARY)
		return PYIQ_OK;

	struct pyiq_block block = { .kind = kind,
				    .level = level,
				    .span = span,
				    .line = pyiq_blocks_line_of(r->blocks, span.start),
				    .end_line = pyiq_blocks_line_of(r->blocks, span.end),
				    .content = span,
				    .number = -1,
				    .html = true };

	if (bold)
		block.emphasis = span;
	return pyiq_markdown_add(r, &block, &index);
}

static pyiq_status open_details(struct pyiq_markdown_reader *r, const struct pyiq_tag *tag)
{
	struct pyiq_block block = { .kind = PYIQ_BLOCK_DETAILS,
				    .span = tag->span,
				    .line = pyiq_blocks_line_of(r->blocks, tag->span.start),
				    .number = -1,
				    .html = true };

	block.end_line = block.line;
	return pyiq_markdown_open(r, &block);
}

/* Close the <details> that is open in this very container; a stray end tag closes nothing. */
static void close_details(struct pyiq_markdown_reader *r)
{
	if (r->n_open > 0 &&
	    pyiq_markdown_block(r, r->open[r->n_open - 1])->kind == PYIQ_BLOCK_DETAILS)
		pyiq_markdown_close(r);
}

pyiq_status pyiq_markdown_html(struct pyiq_markdown_reader *r, struct pyiq_span span)
{
	struct pyiq_str text = { r->blocks->source.data, span.end };
	size_t from = span.start, piece = from;
	pyiq_block_kind kind = PYIQ_BLOCK_PARAGRAPH;
	unsigned level = 0;
	bool bold = false, text_seen = false;
	struct pyiq_tag tag;
	pyiq_status status = PYIQ_OK;

	while (status == PYIQ_OK && pyiq_html_next_tag(text, from, &tag)) {
		bool parts = tag.kind != PYIQ_TAG_INLINE && tag.kind != PYIQ_TAG_BOLD;

		for (size_t i = from; i < tag.span.start && !text_seen; i++)
			text_seen = !pyiq_markdown_is_blank(text.data[i]) && text.data[i] != '\n';
		status = pyiq_blocks_add_run(r->blocks, tag.span.start, tag.span.end,
					     parts ? PYIQ_RUN_BREAK : 0, r->err);
		from = tag.span.end;
		if (tag.kind == PYIQ_TAG_BOLD && !tag.closing && !text_seen)
			bold = true;
		/* A summary or a heading runs to its end tag, or to the next such tag where that is missing. */
		if (!parts || (kind != PYIQ_BLOCK_PARAGRAPH &&
			       (tag.kind == PYIQ_TAG_BLOCK || tag.kind == PYIQ_TAG_COMMENT)))
			continue;
		if (status == PYIQ_OK)
			status = add_html_text(r, kind, (struct pyiq_span){ piece, tag.span.start },
					       level, bold);
		piece = from;
		kind = PYIQ_BLOCK_PARAGRAPH;
		level = 0;
		bold = text_seen = false;
		if (tag.kind == PYIQ_TAG_DETAILS) {
			if (tag.closing)
				close_details(r);
			else if (status == PYIQ_OK)
				status = open_details(r, &tag);
		} else if (!tag.closing && tag.kind == PYIQ_TAG_SUMMARY) {
			kind = PYIQ_BLOCK_SUMMARY;
		} else if (!tag.closing && tag.kind == PYIQ_TAG_HEADING) {
			kind = PYIQ_BLOCK_HEADING;
			level = tag.level;
		}
	}
	if (status == PYIQ_OK)
		status = add_html_text(r, kind, (struct pyiq_span){ piece, span.end }, level, bold);
	return status;
}

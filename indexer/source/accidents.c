#include "source/accidents.h"

#include "source/wording.h"

static bool is_underlined(const struct pyiq_blocks *blocks, const struct pyiq_block *heading)
{
	return heading->kind == PYIQ_BLOCK_HEADING && !heading->html &&
	       heading->content.start < heading->content.end && heading->end_line > heading->line &&
	       blocks->source.data[heading->span.end - 1] == '-';
}

static bool is_marked(const struct pyiq_blocks *blocks, const struct pyiq_block *heading)
{
	return heading->kind == PYIQ_BLOCK_HEADING && heading->span.start < heading->span.end &&
	       blocks->source.data[heading->span.start] == '#';
}

static bool begins_with_label(struct pyiq_str text)
{
	bool alone;

	text = text.len > 0 && text.data[0] == '*'
		       ? (struct pyiq_str){ text.data + 1, text.len - 1 }
		       : text;
	return pyiq_wording_question_label(text) > 0 || pyiq_wording_answer_label(text, &alone) > 0;
}

static bool ends_a_sentence(struct pyiq_str text)
{
	while (text.len > 0 && strchr(" *_`)", text.data[text.len - 1]) != NULL)
		text.len--;
	return text.len > 0 && (strchr(".!;,", text.data[text.len - 1]) != NULL ||
				(text.len >= 3 && memcmp(text.data + text.len - 3, "。", 3) == 0));
}

/*
 * Somebody who means a heading underlines all of it; a separator has three
 * dashes or a few more, whatever stands above it.
 */
static bool is_accident(const struct pyiq_blocks *blocks, const struct pyiq_block *heading,
			bool others_are_marked)
{
	enum { SEPARATOR = 8 /* dashes */, TITLE = 24 /* bytes */ };
	size_t last = pyiq_blocks_line_of(blocks, heading->content.end - 1);
	struct pyiq_str text = { blocks->source.data + heading->content.start,
				 heading->content.end - heading->content.start };
	size_t dashes = 0;

	while (blocks->source.data[heading->span.end - 1 - dashes] == '-')
		dashes++;

	bool separator = dashes <= SEPARATOR && dashes * 2 < text.len;

	if (last > heading->line)
		return separator || begins_with_label(text);
	return separator &&
	       (begins_with_label(text) || ends_a_sentence(text) ||
		(others_are_marked && text.len > TITLE && pyiq_wording_cue(text) == 0));
}

void pyiq_mend_headings(struct pyiq_blocks *blocks)
{
	bool marked = false;

	for (size_t i = 0; i < blocks->n && !marked; i++)
		marked = is_marked(blocks, &blocks->block[i]);
	for (size_t i = 0; i < blocks->n; i++) {
		struct pyiq_block *heading = &blocks->block[i];

		if (!is_underlined(blocks, heading) || !is_accident(blocks, heading, marked))
			continue;
		heading->kind = PYIQ_BLOCK_PARAGRAPH;
		heading->level = 0;
		heading->end_line = pyiq_blocks_line_of(blocks, heading->content.end - 1);
		heading->span.end = pyiq_blocks_line_end(blocks, heading->end_line);
	}
}

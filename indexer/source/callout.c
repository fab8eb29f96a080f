#include "source/collect.h"
#include "source/wording.h"
#include "source/words.h"

/* The bytes of what opens a box for a question, `[!question]- `; 0 if a line does not begin so. */
static size_t opening(struct pyiq_str line)
{
	static const char *const kinds[] = {
		"[!question]", "[!faq]",  "[!help]",     "[!quiz]",
		"[!mcq]",      "[!card]", "[!exercise]", "[!problem]"
	};
	size_t len = 0;

	for (size_t i = 0; i < PYIQ_WORD_COUNT(kinds) && len == 0; i++)
		len = pyiq_words_begin(line, kinds[i]);
	if (len > 0 && len < line.len && strchr("+-", line.data[len]) != NULL)
		len++;
	return len;
}

/* Where a line ends. */
static size_t line_end(const char *text, size_t from, size_t end)
{
	const char *newline = memchr(text + from, '\n', end - from);

	return newline != NULL ? (size_t)(newline - text) : end;
}

/* Whether a title of a box announces the questions of a list that is all of the rest: `Explain without notes`. */
static bool lists_questions(const struct pyiq_blocks *blocks, uint32_t paragraph,
			    struct pyiq_span title)
{
	const struct pyiq_block *box = &blocks->block[blocks->block[paragraph].parent];
	const char *text = blocks->source.data;
	uint32_t list = paragraph + 1, item = list + 1, first = item + 1;

	if (title.start == title.end || title.end < blocks->block[paragraph].content.end ||
	    first >= box->after || blocks->block[list].kind != PYIQ_BLOCK_LIST ||
	    blocks->block[list].after != box->after ||
	    blocks->block[first].kind != PYIQ_BLOCK_PARAGRAPH ||
	    pyiq_wording_cue((struct pyiq_str){ text + title.start, title.end - title.start }) > 1)
		return false;
	return pyiq_wording_cue((struct pyiq_str){
		       text + blocks->block[first].content.start,
		       blocks->block[first].content.end - blocks->block[first].content.start }) > 1;
}

/* The question is the box's title, or its first line where it has none; the rest of the box answers it, or what follows does. */
pyiq_status pyiq_collect_callout(struct pyiq_collector *c, uint32_t paragraph, bool *callout)
{
	const struct pyiq_block *block = &c->blocks->block[paragraph];
	const char *text = c->blocks->source.data;
	struct pyiq_span title = block->content;
	size_t len = opening(
		(struct pyiq_str){ text + block->span.start, block->span.end - block->span.start });
	struct pyiq_slot slot = { .kind = PYIQ_SLOT_PARAGRAPH,
				  .block = paragraph,
				  .unit = paragraph,
				  .level = 1,
				  .line = block->line,
				  .number = -1 };
	pyiq_status status;

	*callout = len > 0;
	if (len == 0)
		return PYIQ_OK;
	title.start = block->span.start + len;
	title.end = line_end(text, title.start, block->content.end);
	while (title.start < title.end && strchr(" \t", text[title.start]) != NULL)
		title.start++;
	if (title.start == title.end && title.end < block->content.end) {
		title.start++;
		title.end = line_end(text, title.start, block->content.end);
	}
	if (lists_questions(c->blocks, paragraph, title)) {
		c->box_end = c->blocks->block[block->parent].after;
		return PYIQ_OK;
	}
	slot.body = title.end;
	if (title.end >= block->content.end) {
		slot.body = block->span.end;
		if (paragraph + 1 == c->blocks->block[block->parent].after)
			slot.unit = block->parent;
	}
	status = pyiq_collector_read_head(c, &slot, title);
	slot.labelled = true;
	slot.weak = false;
	return status == PYIQ_OK && slot.head.start < slot.head.end ? pyiq_collector_push(c, &slot)
								    : status;
}

#include "source/finder.h"
#include "source/wording.h"

uint32_t pyiq_next_leaf(const struct pyiq_finder *f, uint32_t from, uint32_t end)
{
	while (from < end &&
	       (!pyiq_is_leaf(pyiq_block_at(f, from)) || pyiq_is_silent(pyiq_block_at(f, from))))
		from++;
	return from;
}

static bool begins_at(const struct pyiq_finder *f, struct pyiq_span span, const char *word)
{
	size_t len = strlen(word);

	return span.end - span.start >= len &&
	       memcmp(f->blocks->source.data + span.start, word, len) == 0;
}

pyiq_status pyiq_trim_end(struct pyiq_finder *f, struct pyiq_extent *extent)
{
	while (extent->end > extent->first) {
		const struct pyiq_block *last = pyiq_block_at(f, extent->end - 1);
		bool drop = !pyiq_is_leaf(last) || pyiq_is_silent(last), alone;

		if (last->kind == PYIQ_BLOCK_PARAGRAPH || last->kind == PYIQ_BLOCK_HEADING) {
			struct pyiq_str text;
			pyiq_status status = pyiq_finder_show(f, last->content, &text);

			if (status != PYIQ_OK)
				return status;
			/* A heading with nothing below it, unless it is the answer: `#### Answer: A`. */
			drop = last->kind == PYIQ_BLOCK_PARAGRAPH
				       ? (text.len == 0 &&
					  !pyiq_shows_picture(f->blocks, last->span)) ||
						 pyiq_wording_is_remark(text)
				       : pyiq_wording_answer_label(text, &alone) == 0 || alone;
		}
		if (!drop)
			break;
		extent->end--;
	}
	return PYIQ_OK;
}

/* The beginning of the line, where nothing but indentation stands before an offset. */
static size_t with_indentation(const struct pyiq_finder *f, size_t offset, size_t floor)
{
	size_t start = offset;

	while (start > floor && strchr(" \t", f->blocks->source.data[start - 1]) != NULL)
		start--;
	return start == floor || f->blocks->source.data[start - 1] == '\n' ? start : offset;
}

size_t pyiq_start_of(const struct pyiq_finder *f, uint32_t index, uint32_t end, size_t floor)
{
	while (index < end && pyiq_is_silent(pyiq_block_at(f, index)))
		index++;
	if (index >= end)
		return floor;

	size_t start = pyiq_block_at(f, index)->span.start;

	return with_indentation(f, start > floor ? start : floor, floor);
}

/* The options of a test are lettered too: `A: …` with a `B: …` behind it answers nothing. */
static pyiq_status is_option(struct pyiq_finder *f, uint32_t leaf, size_t label, bool *option)
{
	const struct pyiq_block *item;
	struct pyiq_str text;
	pyiq_status status;

	*option = false;
	if (label > 3 || pyiq_block_at(f, leaf)->parent == PYIQ_NO_BLOCK)
		return PYIQ_OK;
	item = pyiq_block_at(f, pyiq_block_at(f, leaf)->parent);
	if (item->kind != PYIQ_BLOCK_ITEM ||
	    item->after + 1 >= pyiq_block_at(f, item->parent)->after)
		return PYIQ_OK;
	status = pyiq_finder_show(f, pyiq_block_at(f, item->after + 1)->content, &text);
	*option =
		text.len > 1 && (text.data[0] | 0x20) == 'b' && strchr(":.)", text.data[1]) != NULL;
	return status;
}

/*
 * Whether a piece of text announces the answer; if so *after is the place
 * behind the label, and *alone tells that only the label stands there.
 */
static pyiq_status find_label(struct pyiq_finder *f, struct pyiq_span piece, bool proper,
			      size_t *after, size_t *label, bool *alone)
{
	struct pyiq_str text;
	pyiq_status status = pyiq_finder_show(f, piece, &text);

	*label = 0;
	if (status != PYIQ_OK || (proper && !pyiq_wording_is_answer_proper(text)))
		return status;
	*label = pyiq_wording_answer_label(text, alone);
	if (*label == 0)
		return PYIQ_OK;
	*after = piece.end;
	if (*label < text.len) {
		struct pyiq_span shown =
			pyiq_visible_to_source(&f->visible, (struct pyiq_span){ 0, *label });

		/* What closes the label's own emphasis goes with it; what opens behind it stays. */
		*after = piece.start + shown.end;
		while (*after < piece.end && f->blocks->source.data[*after] == '*' &&
		       strchr(" \t\n", text.data[*label - 1]) == NULL)
			++*after;
	}
	return PYIQ_OK;
}

size_t pyiq_end_of(const struct pyiq_finder *f, const struct pyiq_extent *extent)
{
	const struct pyiq_block *last = pyiq_block_at(f, extent->end - 1);

	/* A row of a table ends with the bar behind its last cell. */
	return last->kind == PYIQ_BLOCK_CELL ? pyiq_block_at(f, last->parent)->span.end
					     : last->span.end;
}

/* `[x] ` or `[ ] `: 1 or 0, and -1 when an item has no box. */
static int tick_of(const struct pyiq_finder *f, uint32_t item)
{
	const char *text = f->blocks->source.data;
	struct pyiq_span span;

	if (item + 1 >= pyiq_block_at(f, item)->after)
		return -1;
	span = pyiq_block_at(f, item + 1)->span;
	if (span.end - span.start < 4 || text[span.start] != '[' || text[span.start + 2] != ']')
		return -1;
	return text[span.start + 1] == ' ' ? 0 : (text[span.start + 1] | 0x20) == 'x' ? 1 : -1;
}

/* Whether an item is one of those a test lets choose: `a) …`, `B: …`, `[ ] …`. */
static bool is_choice(const struct pyiq_finder *f, uint32_t item)
{
	const char *text = f->blocks->source.data;
	struct pyiq_span span;

	if (tick_of(f, item) >= 0)
		return true;
	if (item + 1 >= pyiq_block_at(f, item)->after)
		return false;
	span = pyiq_block_at(f, item + 1)->content;
	span.start += span.start < span.end && text[span.start] == '(';
	return span.end - span.start > 2 && (text[span.start] | 0x20) >= 'a' &&
	       (text[span.start] | 0x20) <= 'f' && strchr(").:", text[span.start + 1]) != NULL;
}

/* Whether an item stands in a list that begins with choices, and is none itself. */
static bool follows_options(const struct pyiq_finder *f, uint32_t item)
{
	uint32_t first = pyiq_block_at(f, item)->parent + 1;

	return first < item && is_choice(f, first) && !is_choice(f, item);
}

/*
 * Choices of which some are ticked belong to the question; the ticked ones are
 * the answer, with the explanation if one follows.
 */
static void take_ticked(const struct pyiq_finder *f, const struct pyiq_extent *extent,
			struct pyiq_parts *parts)
{
	uint32_t list = extent->first, first = PYIQ_NO_BLOCK, last = PYIQ_NO_BLOCK;
	size_t n_free = 0;

	while (list < extent->end && pyiq_block_at(f, list)->kind != PYIQ_BLOCK_LIST)
		list++;
	if (list >= extent->end)
		return;
	for (uint32_t item = list + 1; item < pyiq_block_at(f, list)->after;
	     item = pyiq_block_at(f, item)->after) {
		int tick = tick_of(f, item);

		if (tick < 0)
			return;
		n_free += tick == 0;
		if (tick == 1) {
			first = first == PYIQ_NO_BLOCK ? item : first;
			last = item;
		}
	}
	if (first == PYIQ_NO_BLOCK || n_free == 0)
		return;
	parts->prompt = (struct pyiq_span){ parts->answer.start, pyiq_block_at(f, list)->span.end };
	parts->answer.start =
		with_indentation(f, pyiq_block_at(f, first)->span.start, parts->answer.start);
	if (pyiq_next_leaf(f, pyiq_block_at(f, list)->after, extent->end) >= extent->end)
		parts->answer.end = pyiq_block_at(f, last)->span.end;
}

/* A picture between tags is no block: all that stands up to the next one is the answer then. */
static void take_picture(const struct pyiq_finder *f, const struct pyiq_slot *slot, uint32_t end,
			 struct pyiq_parts *parts)
{
	struct pyiq_span gap = { slot->body, end < f->blocks->n ? pyiq_block_at(f, end)->span.start
								: f->blocks->source.len };

	if (slot->kind == PYIQ_SLOT_HEADING && gap.start < gap.end &&
	    pyiq_shows_picture(f->blocks, gap))
		parts->answer = gap;
}

/* An answer label that stands further down, behind the code or the options that are asked about. */
static pyiq_status split_prompt(struct pyiq_finder *f, const struct pyiq_slot *slot,
				const struct pyiq_extent *extent, uint32_t from,
				struct pyiq_parts *parts)
{
	if (!slot->answer_follows)
		return PYIQ_OK;
	for (uint32_t i = pyiq_next_leaf(f, from, extent->end); i < extent->end;
	     i = pyiq_next_leaf(f, i + 1, extent->end)) {
		const struct pyiq_block *leaf = pyiq_block_at(f, i);
		size_t after = 0, label;
		bool alone = false;

		if ((leaf->kind != PYIQ_BLOCK_PARAGRAPH && leaf->kind != PYIQ_BLOCK_HEADING &&
		     leaf->kind != PYIQ_BLOCK_SUMMARY) ||
		    (leaf->parent != PYIQ_NO_BLOCK &&
		     pyiq_block_at(f, leaf->parent)->kind == PYIQ_BLOCK_ITEM &&
		     !follows_options(f, leaf->parent)))
			continue;

		pyiq_status status = find_label(f, leaf->content, true, &after, &label, &alone);

		if (status != PYIQ_OK)
			return status;
		if (label == 0)
			continue;

		const struct pyiq_block *opener = leaf;

		if (leaf->kind == PYIQ_BLOCK_SUMMARY && leaf->parent != PYIQ_NO_BLOCK &&
		    pyiq_block_at(f, leaf->parent)->span.start >= parts->answer.start)
			opener = pyiq_block_at(f, leaf->parent);
		parts->prompt = (struct pyiq_span){ parts->answer.start, opener->span.start };
		parts->answer.start =
			alone ? pyiq_start_of(f, i + 1, extent->end, leaf->span.end) : after;
		return PYIQ_OK;
	}
	return PYIQ_OK;
}

pyiq_status pyiq_divide(struct pyiq_finder *f, const struct pyiq_slot *slot,
			struct pyiq_extent extent, struct pyiq_parts *parts)
{
	struct pyiq_span rest = { slot->body, slot->end > 0
						      ? slot->end
						      : pyiq_block_at(f, slot->block)->span.end };
	uint32_t first, end = extent.end;
	size_t after = 0, label = 0;
	bool alone = false, option = false;
	pyiq_status status;

	*parts = (struct pyiq_parts){ { slot->body, slot->body }, { slot->body, slot->body } };
	if (slot->kind == PYIQ_SLOT_ROW) {
		while (extent.first < extent.end &&
		       pyiq_block_at(f, extent.first)->span.start < slot->body)
			extent.first++;
		if (extent.first < extent.end)
			parts->answer = pyiq_block_at(f, extent.first)->content;
		return PYIQ_OK;
	}
	status = pyiq_trim_end(f, &extent);
	if (status != PYIQ_OK)
		return status;
	if (rest.start < rest.end && slot->language.end == 0) {
		parts->answer.end = extent.end > extent.first ? pyiq_end_of(f, &extent) : rest.end;
		status = find_label(f, rest, false, &after, &label, &alone);
		if (label > 0) {
			parts->answer.start =
				alone ? pyiq_start_of(f, extent.first, extent.end, rest.end)
				      : after;
			return status;
		}
		return status == PYIQ_OK ? split_prompt(f, slot, &extent, extent.first, parts)
					 : status;
	}
	first = pyiq_next_leaf(f, extent.first, extent.end);
	if (first >= extent.end) {
		take_picture(f, slot, end, parts);
		return PYIQ_OK;
	}
	parts->answer = (struct pyiq_span){ pyiq_start_of(f, extent.first, extent.end, slot->body),
					    pyiq_end_of(f, &extent) };
	status = find_label(f, pyiq_block_at(f, first)->content, false, &after, &label, &alone);
	if (status == PYIQ_OK && label > 0 && pyiq_block_at(f, first)->kind != PYIQ_BLOCK_CODE)
		status = is_option(f, first, label, &option);
	if (status != PYIQ_OK)
		return status;
	if (label > 0 && pyiq_block_at(f, first)->kind != PYIQ_BLOCK_CODE && !option) {
		parts->answer.start = alone ? pyiq_start_of(f, first + 1, extent.end,
							    pyiq_block_at(f, first)->span.end)
					    : after;
		return PYIQ_OK;
	}
	status = split_prompt(f, slot, &extent, first + 1, parts);
	if (status == PYIQ_OK && parts->prompt.start == parts->prompt.end)
		take_ticked(f, &extent, parts);
	return status;
}

/* Where a comment begins that closes a range, or the range's end. */
static size_t before_comment(const struct pyiq_finder *f, struct pyiq_span span)
{
	enum { LONGEST = 400 }; /* bytes */
	struct pyiq_span close = { span.end, span.end };

	if (span.end - span.start < 7 ||
	    !begins_at(f, (struct pyiq_span){ span.end - 3, span.end }, "-->"))
		return span.end;
	while (close.start > span.start && span.end - close.start < LONGEST) {
		close.start--;
		if (begins_at(f, close, "<!--"))
			return close.start;
	}
	return span.end;
}

struct pyiq_span pyiq_trim(const struct pyiq_finder *f, struct pyiq_span span)
{
	const char *text = f->blocks->source.data;

	for (size_t end = 0; end != span.end;) {
		end = span.end;
		while (span.end > span.start && strchr(" \t\n", text[span.end - 1]) != NULL)
			span.end--;
		span.end = before_comment(f, span);
	}
	while (span.start < span.end && text[span.start] == '\n')
		span.start++;
	return span;
}

#include "source/slot.h"

#include <stdlib.h>

#include "source/accidents.h"
#include "source/collect.h"
#include "source/wording.h"
#include "source/words.h"

void pyiq_slots_init(struct pyiq_slots *slots)
{
	*slots = (struct pyiq_slots){ 0 };
}

void pyiq_slots_release(struct pyiq_slots *slots)
{
	pyiq_free(slots->slot);
	pyiq_free(slots->family);
	pyiq_slots_init(slots);
}

static const struct pyiq_block *parent_of(const struct pyiq_blocks *blocks,
					  const struct pyiq_block *block)
{
	return block->parent != PYIQ_NO_BLOCK ? &blocks->block[block->parent] : NULL;
}

pyiq_status pyiq_collector_show(struct pyiq_collector *c, struct pyiq_span range,
				struct pyiq_str *text)
{
	struct pyiq_text passage;
	pyiq_status status = pyiq_blocks_passage(c->blocks, range, &passage, c->err);

	if (status == PYIQ_OK)
		status = pyiq_visible_make(&c->visible, &passage, c->err);
	*text = (struct pyiq_str){ pyiq_buf_str(&c->visible.text), c->visible.text.len };
	return status;
}

pyiq_status pyiq_collector_read_head(struct pyiq_collector *c, struct pyiq_slot *slot,
				     struct pyiq_span range)
{
	struct pyiq_str text, stripped, label;
	bool numbered;
	long number = -1;
	pyiq_status status = pyiq_collector_show(c, range, &text);

	if (status != PYIQ_OK)
		return status;
	stripped = pyiq_wording_strip(text, &label, &numbered, &number, &slot->quoted);
	slot->labelled = label.len > 0;
	if (slot->labelled)
		slot->weak = pyiq_wording_is_weak_label(label);
	if (numbered)
		slot->number = number;
	slot->cue = pyiq_wording_cue(stripped);
	slot->tells = pyiq_wording_asks_to_tell(stripped);
	slot->introduces = slot->cue < 2 && text.len > 0 && text.data[text.len - 1] == ':';
	slot->apparatus = slot->kind == PYIQ_SLOT_HEADING && slot->cue < 2 &&
			  pyiq_wording_is_apparatus(stripped);
	slot->open = slot->kind == PYIQ_SLOT_HEADING && slot->cue == 0 &&
		     pyiq_wording_leaves_questions_open(stripped);

	size_t start = (size_t)(stripped.data - text.data);
	struct pyiq_span shown = pyiq_visible_to_source(
		&c->visible, (struct pyiq_span){ start, start + stripped.len });

	slot->head = (struct pyiq_span){ range.start + shown.start, range.start + shown.end };
	return PYIQ_OK;
}

pyiq_status pyiq_collector_push(struct pyiq_collector *c, const struct pyiq_slot *slot)
{
	struct pyiq_slots *s = c->slots;
	pyiq_status status = pyiq_grow(&s->slot, &s->capacity, s->n + 1, sizeof *s->slot, c->err);

	if (status == PYIQ_OK)
		s->slot[s->n++] = *slot;
	return status;
}

/*
 * A range of a leaf that may head a unit, as a whole or with its first line;
 * `last` tells that nothing of the leaf follows it.
 */
static pyiq_status collect_range(struct pyiq_collector *c, struct pyiq_slot slot,
				 struct pyiq_span range, bool last)
{
	const struct pyiq_block *leaf = &c->blocks->block[slot.block];
	size_t end = range.end;
	struct pyiq_str text;
	bool alone;
	pyiq_status status;

	slot.line = pyiq_blocks_line_of(c->blocks, range.start);
	status = pyiq_find_head(c, &slot, &range);
	if (range.end == end && last)
		slot.body = leaf->span.end;
	if (!last)
		slot.end = end;
	if (status == PYIQ_OK)
		status = pyiq_collector_read_head(c, &slot, range);
	/* A label alone: the text is on the lines below it. */
	if (status == PYIQ_OK && slot.head.start == slot.head.end && slot.labelled &&
	    slot.body < end) {
		range = (struct pyiq_span){ slot.body + 1, end };
		range.end = pyiq_head_end(c->blocks, leaf, range);
		slot.body = range.end;
		status = pyiq_collector_read_head(c, &slot, range);
		slot.labelled = true;
	}
	if (status != PYIQ_OK || slot.head.start == slot.head.end)
		return status;

	/* A paragraph that is neither bold, labelled nor numbered is prose, unless it is all of a quote. */
	if (slot.kind == PYIQ_SLOT_PARAGRAPH && !slot.bold && !slot.labelled && slot.number < 0 &&
	    slot.unit == slot.block)
		return PYIQ_OK;

	/* What announces an answer asks nothing. */
	status = pyiq_collector_show(c, range, &text);
	if (status == PYIQ_OK && pyiq_wording_answer_label(text, &alone) > 0)
		return PYIQ_OK;
	return status == PYIQ_OK ? pyiq_collector_push(c, &slot) : status;
}

static struct pyiq_slot slot_at(const struct pyiq_collector *c, uint32_t index, pyiq_slot_kind kind,
				uint32_t unit, unsigned level)
{
	return (struct pyiq_slot){ .kind = kind,
				   .block = index,
				   .unit = unit,
				   .level = level,
				   .body = c->blocks->block[index].span.end,
				   .number = -1,
				   .announced = index < c->box_end };
}

static pyiq_status collect_leaf(struct pyiq_collector *c, uint32_t index, pyiq_slot_kind kind,
				uint32_t unit, unsigned level)
{
	return collect_range(c, slot_at(c, index, kind, unit, level),
			     c->blocks->block[index].content, true);
}

static struct pyiq_str source_of(const struct pyiq_blocks *blocks, uint32_t index)
{
	struct pyiq_span content = blocks->block[index].content;

	return (struct pyiq_str){ blocks->source.data + content.start,
				  content.end - content.start };
}

/* Whether a paragraph, bold or closed by a colon, says `Question` and no more. */
static bool is_label_alone(const struct pyiq_blocks *blocks, uint32_t index)
{
	struct pyiq_str text = pyiq_words_trim(source_of(blocks, index), "*_ ");

	return (blocks->block[index].emphasis.end > blocks->block[index].emphasis.start ||
		(text.len > 0 && text.data[text.len - 1] == ':')) &&
	       pyiq_wording_is_question_label_alone(text);
}

/* The question whose label is a paragraph or a heading of its own; its text is the paragraph `below`. */
static pyiq_status collect_below(struct pyiq_collector *c, struct pyiq_slot slot, uint32_t below,
				 bool labelled)
{
	pyiq_status status;

	slot.block = c->taken = below;
	slot.body = c->blocks->block[below].span.end;
	slot.line = c->blocks->block[slot.unit].line;
	status = pyiq_collector_read_head(c, &slot, c->blocks->block[below].content);
	slot.labelled = slot.labelled || labelled;
	slot.weak = false;
	return status == PYIQ_OK && slot.head.start < slot.head.end ? pyiq_collector_push(c, &slot)
								    : status;
}

/* A paragraph that no item opens: each line that is labelled as a question begins a slot. */
static pyiq_status collect_paragraph(struct pyiq_collector *c, uint32_t index)
{
	const struct pyiq_block *leaf = &c->blocks->block[index];
	const struct pyiq_block *parent = parent_of(c->blocks, leaf);
	bool quote = parent != NULL && parent->kind == PYIQ_BLOCK_QUOTE &&
		     index == leaf->parent + 1 && parent->after == index + 1;
	struct pyiq_slot slot =
		slot_at(c, index, PYIQ_SLOT_PARAGRAPH, quote ? leaf->parent : index, quote);
	struct pyiq_span rest = leaf->content;
	pyiq_status status = PYIQ_OK;

	if (parent != NULL && parent->kind == PYIQ_BLOCK_QUOTE && index == leaf->parent + 1) {
		bool callout;

		status = pyiq_collect_callout(c, index, &callout);
		if (status != PYIQ_OK || callout)
			return status;
	}
	if (!quote && index + 1 < c->blocks->n &&
	    c->blocks->block[index + 1].kind == PYIQ_BLOCK_PARAGRAPH &&
	    c->blocks->block[index + 1].parent == leaf->parent && is_label_alone(c->blocks, index))
		return collect_below(c, slot, index + 1, true);
	while (rest.start < rest.end && status == PYIQ_OK) {
		size_t next = pyiq_next_labelled_line(c->blocks, rest);

		status = collect_range(c, slot, (struct pyiq_span){ rest.start, next },
				       next == rest.end);
		rest.start = next;
	}
	return status;
}

/*
 * The paragraph that a heading introduces which says `Question` and no more:
 * the first thing below it, in a quote or not. PYIQ_NO_BLOCK if another thing is.
 */
static uint32_t text_below(const struct pyiq_blocks *blocks, uint32_t heading)
{
	uint32_t i = heading + 1;

	while (i < blocks->n && (blocks->block[i].kind == PYIQ_BLOCK_QUOTE ||
				 blocks->block[i].kind == PYIQ_BLOCK_HTML ||
				 blocks->block[i].kind == PYIQ_BLOCK_RULE))
		i++;
	return i < blocks->n && blocks->block[i].kind == PYIQ_BLOCK_PARAGRAPH ? i : PYIQ_NO_BLOCK;
}

/* Whether one of the headings in the section of another says `Question` and no more: then that one heads its text. */
static bool holds_label(const struct pyiq_blocks *blocks, uint32_t heading)
{
	enum { REACH = 16 }; /* blocks: what a question is about and who asked it */

	for (uint32_t i = heading + 1; i < blocks->n && i <= heading + REACH; i++) {
		if (blocks->block[i].kind != PYIQ_BLOCK_HEADING)
			continue;
		return blocks->block[i].level > blocks->block[heading].level &&
		       pyiq_wording_is_question_label_alone(source_of(blocks, i));
	}
	return false;
}

static pyiq_status collect_heading(struct pyiq_collector *c, uint32_t index)
{
	const struct pyiq_block *heading = &c->blocks->block[index];
	struct pyiq_slot slot = slot_at(c, index, PYIQ_SLOT_HEADING, index, heading->level);
	struct pyiq_str title, language;
	uint32_t below;
	bool labelled;
	pyiq_status status = pyiq_collector_show(c, heading->content, &title);

	if (status != PYIQ_OK ||
	    !(pyiq_wording_is_question_label_alone(title) || pyiq_wording_is_number_alone(title)))
		return status == PYIQ_OK ? collect_range(c, slot, heading->content, true) : status;
	labelled = !pyiq_wording_is_number_alone(title);
	if (!labelled)
		slot.number = strtol(title.data, NULL, 10);
	below = text_below(c->blocks, index);
	if (below == PYIQ_NO_BLOCK || holds_label(c->blocks, index))
		return PYIQ_OK;
	language = pyiq_wording_language(title);
	if (language.len > 0) {
		size_t at = (size_t)(language.data - title.data);
		struct pyiq_span shown = pyiq_visible_to_source(
			&c->visible, (struct pyiq_span){ at, at + language.len });

		slot.language = (struct pyiq_span){ heading->content.start + shown.start,
						    heading->content.start + shown.end };
	}
	return collect_below(c, slot, below, labelled);
}

/* What a table's columns are for, by their names. */
struct columns {
	uint32_t question, answer; /* counted from 0; PYIQ_NO_BLOCK where there is no such column */
	bool named;                /* the answers' one is called so */
};

/*
 * The answers stand in the column called so; where none is, in the only other
 * one that does not merely number or sort the questions.
 */
static pyiq_status read_columns(struct pyiq_collector *c, uint32_t head, struct columns *columns)
{
	const struct pyiq_blocks *b = c->blocks;
	uint32_t other = PYIQ_NO_BLOCK;
	size_t n_other = 0;

	*columns = (struct columns){ PYIQ_NO_BLOCK, PYIQ_NO_BLOCK, false };
	if (head >= b->n || !b->block[head].header)
		return PYIQ_OK;
	for (uint32_t cell = head + 1; cell < b->block[head].after; cell++) {
		uint32_t column = cell - head - 1;
		struct pyiq_str name;
		pyiq_status status = pyiq_collector_show(c, b->block[cell].content, &name);

		if (status != PYIQ_OK)
			return status;
		if (columns->question == PYIQ_NO_BLOCK && pyiq_wording_is_question_column(name)) {
			columns->question = column;
		} else if (columns->answer == PYIQ_NO_BLOCK &&
			   pyiq_wording_is_answer_column(name)) {
			columns->answer = column;
		} else if (!pyiq_wording_is_side_column(name)) {
			other = column;
			n_other++;
		}
	}
	columns->named = columns->answer != PYIQ_NO_BLOCK;
	if (!columns->named && n_other == 1)
		columns->answer = other;
	return PYIQ_OK;
}

static pyiq_status collect_row(struct pyiq_collector *c, uint32_t index)
{
	const struct pyiq_block *row = &c->blocks->block[index];
	struct columns columns;
	enum { SHORTEST = 24 }; /* bytes */
	uint32_t question, answer;
	pyiq_status status;

	if (row->header)
		return PYIQ_OK;
	status = read_columns(c, row->parent + 1, &columns);
	if (status != PYIQ_OK || columns.question == PYIQ_NO_BLOCK ||
	    columns.answer == PYIQ_NO_BLOCK)
		return status;
	question = index + 1 + columns.question;
	answer = index + 1 + columns.answer;
	if (question >= row->after || answer >= row->after || c->blocks->block[question].link ||
	    c->blocks->block[answer].link)
		return PYIQ_OK;
	/* A word or some stars in a column of another name tell how hard the questions are. */
	if (!columns.named &&
	    c->blocks->block[answer].content.end - c->blocks->block[answer].content.start <
		    SHORTEST)
		return PYIQ_OK;
	status = collect_leaf(c, question, PYIQ_SLOT_ROW, index, 1);
	if (status == PYIQ_OK && c->slots->n > 0 && c->slots->slot[c->slots->n - 1].unit == index)
		c->slots->slot[c->slots->n - 1].body = c->blocks->block[answer].span.start;
	return status;
}

static pyiq_status collect_block(struct pyiq_collector *c, uint32_t index)
{
	const struct pyiq_block *block = &c->blocks->block[index];
	const struct pyiq_block *parent = parent_of(c->blocks, block);
	bool in_item = parent != NULL && parent->kind == PYIQ_BLOCK_ITEM;
	bool opens_item = in_item && index == block->parent + 1;
	pyiq_status status = PYIQ_OK;

	switch (block->kind) {
	case PYIQ_BLOCK_HEADING:
		if (opens_item)
			return collect_leaf(c, index, PYIQ_SLOT_ITEM_HEADING, block->parent,
					    block->level);
		if (block->inside & (1U << PYIQ_BLOCK_ITEM | 1U << PYIQ_BLOCK_QUOTE))
			return PYIQ_OK;
		return collect_heading(c, index);
	case PYIQ_BLOCK_PARAGRAPH:
		if (block->link || index == c->taken)
			return PYIQ_OK;
		if (opens_item)
			status = collect_leaf(c, index, PYIQ_SLOT_ITEM, block->parent,
					      parent->level);
		else if (!in_item)
			status = collect_paragraph(c, index);
		return status == PYIQ_OK ? pyiq_collect_cards(c, index) : status;
	case PYIQ_BLOCK_SUMMARY:
		return collect_leaf(c, index, PYIQ_SLOT_SUMMARY,
				    block->parent != PYIQ_NO_BLOCK ? block->parent : index, 0);
	case PYIQ_BLOCK_ROW:
		return collect_row(c, index);
	default:
		return PYIQ_OK;
	}
}

pyiq_status pyiq_slots_collect(struct pyiq_slots *slots, struct pyiq_blocks *blocks,
			       struct pyiq_error *err)
{
	struct pyiq_collector c = {
		.slots = slots, .blocks = blocks, .taken = PYIQ_NO_BLOCK, .err = err
	};
	pyiq_status status = PYIQ_OK;

	slots->n = slots->n_families = 0;
	pyiq_mend_headings(blocks);
	pyiq_visible_init(&c.visible);
	for (uint32_t i = 0; status == PYIQ_OK && i < blocks->n; i++)
		status = collect_block(&c, i);
	if (status == PYIQ_OK)
		status = pyiq_collect_evidence(&c);
	if (status == PYIQ_OK)
		status = pyiq_collect_contents(&c);
	pyiq_visible_release(&c.visible);
	return status;
}

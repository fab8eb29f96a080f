#include "source/slot.h"

#include "source/wording.h"
#include "text/markup.h"

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

struct collector {
	struct pyiq_slots *slots;
	struct pyiq_blocks *blocks;
	struct pyiq_visible visible;
	struct pyiq_error *err;
};

static const struct pyiq_block *parent_of(const struct pyiq_blocks *blocks,
					  const struct pyiq_block *block)
{
	return block->parent != PYIQ_NO_BLOCK ? &blocks->block[block->parent] : NULL;
}

/* The visible text of a range, in the collector until the next call. */
static pyiq_status show(struct collector *c, struct pyiq_span range, struct pyiq_str *text)
{
	struct pyiq_text passage;
	pyiq_status status = pyiq_blocks_passage(c->blocks, range, &passage, c->err);

	if (status == PYIQ_OK)
		status = pyiq_visible_make(&c->visible, &passage, c->err);
	*text = (struct pyiq_str){ pyiq_buf_str(&c->visible.text), c->visible.text.len };
	return status;
}

/* Whether a line announces the answer, in bold or not. */
static bool announces_answer(struct pyiq_str line)
{
	bool alone;

	enum {
		LONGEST = 256
	}; /* a label is shorter; what follows need not be looked at line by line */

	if (line.len > LONGEST)
		line.len = LONGEST;
	while (line.len > 0 && strchr(" \t*_>", line.data[0]) != NULL && line.data[0] != '\0')
		line = (struct pyiq_str){ line.data + 1, line.len - 1 };
	return pyiq_wording_answer_label(line, &alone) > 0;
}

/*
 * Where the head of a paragraph ends: at its first line, when that line is all
 * bold or ends like a sentence, or when a hard break or an answer follows it;
 * else the question is wrapped and the paragraph is all of it.
 */
static size_t head_end(const struct pyiq_blocks *blocks, const struct pyiq_block *leaf)
{
	const char *text = blocks->source.data;
	size_t end = leaf->content.end;
	size_t line_start = leaf->content.start;

	for (;;) {
		const char *newline = memchr(text + line_start, '\n', end - line_start);

		if (newline == NULL)
			return end;

		size_t line_end = (size_t)(newline - text), last = line_end;
		bool hard = last >= 2 && text[last - 1] == ' ' && text[last - 2] == ' ';

		while (last > line_start && strchr(" \t*_`\\\"", text[last - 1]) != NULL) {
			hard = hard || text[last - 1] == '\\';
			last--;
		}
		if (hard || (leaf->emphasis.end > 0 && leaf->emphasis.end <= line_end))
			return line_end;
		if (last > line_start && strchr("?.!:", text[last - 1]) != NULL)
			return line_end;
		if (last >= line_start + 3 && memcmp(text + last - 3, "？", 3) == 0)
			return line_end;
		line_start = line_end + 1;
		if (announces_answer((struct pyiq_str){ text + line_start, end - line_start }))
			return line_end;
	}
}

/* Whether [from, to) of the source shows no letter or digit: closing marks, pictures, punctuation. */
static pyiq_status shows_nothing(struct collector *c, struct pyiq_span range, bool *nothing)
{
	struct pyiq_str text, label;
	bool numbered, quoted;
	long number;
	pyiq_status status = show(c, range, &text);

	text = pyiq_wording_strip(text, &label, &numbered, &number, &quoted);
	while (text.len > 0 && strchr(" .,:;?!-()[]\"'", text.data[0]) != NULL) {
		text.data++;
		text.len--;
	}
	*nothing = text.len == 0;
	return status;
}

/* Fill in what the words of the head say. */
static pyiq_status read_head(struct collector *c, struct pyiq_slot *slot, struct pyiq_span range)
{
	struct pyiq_str text, stripped, label;
	bool numbered;
	long number = -1;
	pyiq_status status = show(c, range, &text);

	if (status != PYIQ_OK)
		return status;
	stripped = pyiq_wording_strip(text, &label, &numbered, &number, &slot->quoted);
	slot->labelled = label.len > 0;
	if (numbered)
		slot->number = number;
	slot->cue = pyiq_wording_cue(stripped);

	size_t start = (size_t)(stripped.data - text.data);
	struct pyiq_span shown = pyiq_visible_to_source(
		&c->visible, (struct pyiq_span){ start, start + stripped.len });

	slot->head = (struct pyiq_span){ range.start + shown.start, range.start + shown.end };
	return PYIQ_OK;
}

static pyiq_status push(struct collector *c, const struct pyiq_slot *slot)
{
	struct pyiq_slots *s = c->slots;
	pyiq_status status = pyiq_grow(&s->slot, &s->capacity, s->n + 1, sizeof *s->slot, c->err);

	if (status == PYIQ_OK)
		s->slot[s->n++] = *slot;
	return status;
}

/* A leaf that may head a unit: as a whole, or with its first line. */
static pyiq_status collect_leaf(struct collector *c, uint32_t index, pyiq_slot_kind kind,
				uint32_t unit, unsigned level)
{
	const struct pyiq_block *leaf = &c->blocks->block[index];
	struct pyiq_slot slot = { .kind = kind,
				  .block = index,
				  .unit = unit,
				  .level = level,
				  .body = leaf->span.end,
				  .line = pyiq_blocks_line_of(c->blocks, leaf->content.start),
				  .number = -1 };
	struct pyiq_span range = leaf->content;
	pyiq_status status = PYIQ_OK;

	if (leaf->kind == PYIQ_BLOCK_PARAGRAPH) {
		range.end = head_end(c->blocks, leaf);
		if (range.end < leaf->content.end)
			slot.body = range.end;
	}
	if (leaf->emphasis.end > leaf->emphasis.start) {
		size_t end = leaf->emphasis.end < range.end ? leaf->emphasis.end : range.end;

		status = shows_nothing(c, (struct pyiq_span){ end, range.end }, &slot.bold);
	}
	if (status == PYIQ_OK)
		status = read_head(c, &slot, range);
	if (status != PYIQ_OK || slot.head.start == slot.head.end)
		return status;

	/* A paragraph that is neither bold nor labelled is prose. */
	if (kind == PYIQ_SLOT_PARAGRAPH && !slot.bold && !slot.labelled)
		return PYIQ_OK;

	/* What announces an answer asks nothing. */
	struct pyiq_str text;
	bool alone;

	status = show(c, range, &text);
	if (status == PYIQ_OK && pyiq_wording_answer_label(text, &alone) > 0)
		return PYIQ_OK;
	return status == PYIQ_OK ? push(c, &slot) : status;
}

/* The cell of a row that stands in the table's column for questions, or answers. */
static pyiq_status column_cell(struct collector *c, const struct pyiq_block *row,
			       bool (*is_column)(struct pyiq_str), uint32_t *cell)
{
	const struct pyiq_blocks *b = c->blocks;
	uint32_t head = row->parent + 1, row_index = (uint32_t)(row - b->block);
	uint32_t column = head + 1, here = row_index + 1;

	*cell = PYIQ_NO_BLOCK;
	if (head >= b->n || !b->block[head].header)
		return PYIQ_OK;
	for (; column < b->block[head].after && here < row->after; column++, here++) {
		struct pyiq_str name;
		pyiq_status status = show(c, b->block[column].content, &name);

		if (status != PYIQ_OK)
			return status;
		if (is_column(name)) {
			*cell = here;
			return PYIQ_OK;
		}
	}
	return PYIQ_OK;
}

static pyiq_status collect_row(struct collector *c, uint32_t index)
{
	const struct pyiq_block *row = &c->blocks->block[index];
	uint32_t question, answer;
	pyiq_status status = PYIQ_OK;

	if (row->header)
		return PYIQ_OK;
	status = column_cell(c, row, pyiq_wording_is_question_column, &question);
	if (status == PYIQ_OK && question != PYIQ_NO_BLOCK)
		status = column_cell(c, row, pyiq_wording_is_answer_column, &answer);
	if (status != PYIQ_OK || question == PYIQ_NO_BLOCK || answer == PYIQ_NO_BLOCK ||
	    c->blocks->block[question].link || c->blocks->block[answer].link)
		return status;
	status = collect_leaf(c, question, PYIQ_SLOT_ROW, index, 1);
	if (status == PYIQ_OK && c->slots->n > 0 && c->slots->slot[c->slots->n - 1].unit == index)
		c->slots->slot[c->slots->n - 1].body = c->blocks->block[answer].span.start;
	return status;
}

static pyiq_status collect_block(struct collector *c, uint32_t index)
{
	const struct pyiq_block *block = &c->blocks->block[index];
	const struct pyiq_block *parent = parent_of(c->blocks, block);
	bool in_item = parent != NULL && parent->kind == PYIQ_BLOCK_ITEM;
	bool opens_item = in_item && index == block->parent + 1;

	switch (block->kind) {
	case PYIQ_BLOCK_HEADING:
		if (opens_item)
			return collect_leaf(c, index, PYIQ_SLOT_ITEM_HEADING, block->parent,
					    block->level);
		if (block->inside & (1U << PYIQ_BLOCK_ITEM | 1U << PYIQ_BLOCK_QUOTE))
			return PYIQ_OK;
		return collect_leaf(c, index, PYIQ_SLOT_HEADING, index, block->level);
	case PYIQ_BLOCK_PARAGRAPH:
		if (block->link)
			return PYIQ_OK;
		if (opens_item)
			return collect_leaf(c, index, PYIQ_SLOT_ITEM, block->parent, parent->level);
		if (in_item)
			return PYIQ_OK;
		return collect_leaf(c, index, PYIQ_SLOT_PARAGRAPH, index, 0);
	case PYIQ_BLOCK_SUMMARY:
		return collect_leaf(c, index, PYIQ_SLOT_SUMMARY,
				    block->parent != PYIQ_NO_BLOCK ? block->parent : index, 0);
	case PYIQ_BLOCK_ROW:
		return collect_row(c, index);
	default:
		return PYIQ_OK;
	}
}

/* ---- What stands behind a slot ------------------------------------------------ */

/* The next block at or behind an index that a reader would see. */
static uint32_t next_seen(const struct pyiq_blocks *blocks, uint32_t index)
{
	while (index < blocks->n && (blocks->block[index].kind == PYIQ_BLOCK_HTML ||
				     blocks->block[index].kind == PYIQ_BLOCK_RULE))
		index++;
	return index;
}

static bool has_body(const struct pyiq_blocks *blocks, const struct pyiq_slot *slot)
{
	const struct pyiq_block *head = &blocks->block[slot->block];
	const struct pyiq_block *unit = &blocks->block[slot->unit];

	if (slot->kind == PYIQ_SLOT_ROW)
		return true;
	if (slot->body < head->span.end)
		return true;
	if (slot->kind == PYIQ_SLOT_HEADING) {
		uint32_t next = next_seen(blocks, slot->block + 1);

		return next < blocks->n && !(blocks->block[next].kind == PYIQ_BLOCK_HEADING &&
					     blocks->block[next].level <= slot->level);
	}
	if (slot->kind != PYIQ_SLOT_PARAGRAPH && slot->block + 1 < unit->after)
		return true;
	if (slot->kind == PYIQ_SLOT_SUMMARY)
		return false;

	uint32_t next = unit->after;

	if (next >= blocks->n)
		return false;

	const struct pyiq_block *after = &blocks->block[next];

	/* A bullet list right behind a numbered item is its body: CommonMark needs one column more to nest it. */
	if (after->kind == PYIQ_BLOCK_LIST && slot->kind == PYIQ_SLOT_ITEM && unit->number >= 0)
		return next + 1 < blocks->n && blocks->block[next + 1].number < 0;
	return after->kind == PYIQ_BLOCK_PARAGRAPH || after->kind == PYIQ_BLOCK_CODE ||
	       after->kind == PYIQ_BLOCK_QUOTE || after->kind == PYIQ_BLOCK_TABLE ||
	       after->kind == PYIQ_BLOCK_DETAILS ||
	       (after->kind == PYIQ_BLOCK_LIST && slot->kind == PYIQ_SLOT_PARAGRAPH);
}

/* Whether a section holds links and nothing else, up to the next heading. */
static bool only_links(const struct pyiq_blocks *blocks, const struct pyiq_slot *slot)
{
	enum { LIST = 3 }; /* so many in a row are contents; one or two are references */
	size_t n = 0;

	if (slot->kind != PYIQ_SLOT_HEADING)
		return false;
	for (uint32_t i = slot->block + 1; i < blocks->n; i++) {
		const struct pyiq_block *block = &blocks->block[i];

		if (block->kind == PYIQ_BLOCK_HEADING)
			break;
		if (block->kind != PYIQ_BLOCK_PARAGRAPH && block->kind != PYIQ_BLOCK_CELL &&
		    block->kind != PYIQ_BLOCK_CODE)
			continue;
		if (!block->link)
			return false;
		n++;
	}
	return n >= LIST;
}

/* Whether a label announces an answer before the next slot of the same make. */
static pyiq_status find_answer_label(struct collector *c, size_t index, struct pyiq_slot *slot)
{
	enum { REACH = 24 }; /* blocks: a prompt of code and options is shorter */
	const struct pyiq_block *head = &c->blocks->block[slot->block];
	struct pyiq_span rest = { slot->body, head->span.end };
	uint32_t limit = slot->block + 1 + REACH;
	pyiq_status status = PYIQ_OK;
	struct pyiq_str text;
	bool alone;

	if (limit > c->blocks->n)
		limit = (uint32_t)c->blocks->n;
	for (size_t i = index + 1; i < c->slots->n && c->slots->slot[i].block < limit; i++)
		if (c->slots->slot[i].kind == slot->kind && c->slots->slot[i].level == slot->level)
			limit = c->slots->slot[i].block;
	if (rest.start < rest.end) {
		status = show(c, rest, &text);
		if (status != PYIQ_OK || pyiq_wording_answer_label(text, &alone) > 0) {
			slot->answer_follows = true;
			return status;
		}
	}
	for (uint32_t i = slot->block + 1; i < limit; i++) {
		const struct pyiq_block *block = &c->blocks->block[i];

		if (block->kind != PYIQ_BLOCK_PARAGRAPH && block->kind != PYIQ_BLOCK_HEADING &&
		    block->kind != PYIQ_BLOCK_SUMMARY)
			continue;
		status = show(c, block->content, &text);
		if (status != PYIQ_OK || pyiq_wording_answer_label(text, &alone) > 0) {
			slot->answer_follows = true;
			return status;
		}
	}
	return PYIQ_OK;
}

pyiq_status pyiq_slots_collect(struct pyiq_slots *slots, struct pyiq_blocks *blocks,
			       struct pyiq_error *err)
{
	struct collector c = { .slots = slots, .blocks = blocks, .err = err };
	pyiq_status status = PYIQ_OK;

	slots->n = slots->n_families = 0;
	pyiq_visible_init(&c.visible);
	for (uint32_t i = 0; status == PYIQ_OK && i < blocks->n; i++)
		status = collect_block(&c, i);
	for (size_t i = 0; status == PYIQ_OK && i < slots->n; i++) {
		slots->slot[i].has_body = has_body(blocks, &slots->slot[i]);
		slots->slot[i].contents =
			slots->slot[i].cue == 0 && only_links(blocks, &slots->slot[i]);
		status = find_answer_label(&c, i, &slots->slot[i]);
	}
	pyiq_visible_release(&c.visible);
	return status;
}

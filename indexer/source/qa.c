#include "source/qa.h"

#include "source/slot.h"
#include "source/wording.h"

/*
 * From accepted slots to units: how far each reaches, what of that is its
 * answer, and which headings it stands under.
 */
struct topic {
	unsigned level;
	struct pyiq_str name;
};

struct finder {
	struct pyiq_blocks *blocks;
	struct pyiq_slots slots;
	struct pyiq_arena *arena;
	struct pyiq_visible visible;
	struct topic *topics; /* the headings around the current place, outermost first */
	size_t n_topics, topics_capacity;
	struct pyiq_str *path; /* their names */
	size_t path_capacity;
	struct pyiq_error *err;
};

/* Blocks [first, end) of a slot's unit behind its head. */
struct extent {
	uint32_t first, end;
};

static const struct pyiq_block *at(const struct finder *f, uint32_t index)
{
	return &f->blocks->block[index];
}

static bool is_leaf(const struct pyiq_block *block)
{
	return block->kind >= PYIQ_BLOCK_HEADING;
}

/* Leaves that say nothing. */
static bool is_silent(const struct pyiq_block *block)
{
	return block->kind == PYIQ_BLOCK_RULE || block->kind == PYIQ_BLOCK_HTML;
}

static pyiq_status show(struct finder *f, struct pyiq_span range, struct pyiq_str *text)
{
	struct pyiq_text passage;
	pyiq_status status = pyiq_blocks_passage(f->blocks, range, &passage, f->err);

	if (status == PYIQ_OK)
		status = pyiq_visible_make(&f->visible, &passage, f->err);
	*text = (struct pyiq_str){ pyiq_buf_str(&f->visible.text), f->visible.text.len };
	return status;
}

/* ---- How far a unit reaches -------------------------------------------------- */

static bool has_accepted(const struct finder *f, size_t from, uint32_t end)
{
	for (size_t i = from; i < f->slots.n && f->slots.slot[i].block < end; i++)
		if (f->slots.slot[i].accepted)
			return true;
	return false;
}

/* Whether a heading has nothing of its own before the next question. */
static bool heads_questions(const struct finder *f, size_t next_slot, uint32_t heading)
{
	uint32_t next = heading + 1;

	while (next < f->blocks->n && (is_silent(at(f, next)) || !is_leaf(at(f, next))))
		next++;
	for (size_t i = next_slot; i < f->slots.n && f->slots.slot[i].block <= next; i++)
		if (f->slots.slot[i].accepted && f->slots.slot[i].block == next)
			return true;
	return false;
}

/* Whether a block is a leaf that begins with an answer's label. */
static bool announces_answer(const struct finder *f, uint32_t index)
{
	struct pyiq_str text;
	bool alone;

	if (index >= f->blocks->n || !is_leaf(at(f, index)))
		return false;
	text.data = f->blocks->source.data + at(f, index)->content.start;
	text.len = at(f, index)->content.end - at(f, index)->content.start;
	return pyiq_wording_answer_label(text, &alone) > 0;
}

/* Whether a heading inside a question's section ends it, or is a sub-head of its answer. */
static bool heading_ends(const struct finder *f, size_t index, size_t next_slot, uint32_t heading)
{
	const struct pyiq_slot *slot = &f->slots.slot[index];
	const struct pyiq_family *family = &f->slots.family[slot->family];
	unsigned level = at(f, heading)->level;

	if (announces_answer(f, heading))
		return false;
	if (slot->kind != PYIQ_SLOT_HEADING)
		return true;
	if (level < slot->level)
		return true;
	if (level > slot->level)
		return heads_questions(f, next_slot, heading);

	uint32_t end = heading + 1;

	while (end < f->blocks->n &&
	       !(at(f, end)->kind == PYIQ_BLOCK_HEADING && at(f, end)->level <= level))
		end++;
	return heads_questions(f, next_slot, heading) || has_accepted(f, next_slot, end) ||
	       !(family->numbered || family->labelled);
}

/* The container in whose blocks a slot's answer may go on. */
static uint32_t scope_of(const struct finder *f, const struct pyiq_slot *slot)
{
	const struct pyiq_block *unit = at(f, slot->unit);

	switch (slot->kind) {
	case PYIQ_SLOT_ITEM:
	case PYIQ_SLOT_ITEM_HEADING:
		return at(f, unit->parent)->parent;
	case PYIQ_SLOT_SUMMARY:
	case PYIQ_SLOT_ROW:
		return slot->unit;
	default:
		return unit->parent;
	}
}

static struct extent measure(const struct finder *f, size_t index)
{
	const struct pyiq_slot *slot = &f->slots.slot[index];
	uint32_t scope = scope_of(f, slot);
	bool in_list = slot->kind == PYIQ_SLOT_ITEM || slot->kind == PYIQ_SLOT_ITEM_HEADING;
	struct extent extent = { slot->block + 1, (uint32_t)f->blocks->n };
	size_t next = index + 1;

	if (scope != PYIQ_NO_BLOCK)
		extent.end = at(f, scope)->after;
	while (next < f->slots.n && !f->slots.slot[next].accepted)
		next++;
	if (next < f->slots.n && f->slots.slot[next].unit < extent.end)
		extent.end = f->slots.slot[next].unit;

	/* A list that goes on behind an item has other items, not more of this one's answer, unless they say so. */
	if (in_list) {
		const struct pyiq_block *list = at(f, at(f, slot->unit)->parent);
		uint32_t after = at(f, slot->unit)->after;

		while (after < list->after && announces_answer(f, after + 1))
			after = at(f, after)->after;
		if (after < list->after && after < extent.end)
			extent.end = after;
	}
	for (uint32_t i = extent.first; i < extent.end; i++) {
		const struct pyiq_block *block = at(f, i);

		if (block->parent != scope)
			continue;
		if ((block->kind == PYIQ_BLOCK_RULE && in_list) ||
		    (block->kind == PYIQ_BLOCK_HEADING && heading_ends(f, index, next, i)))
			extent.end = i;
	}
	return extent;
}

/* ---- What of it is the answer ------------------------------------------------- */

static uint32_t next_leaf(const struct finder *f, uint32_t from, uint32_t end)
{
	while (from < end && (!is_leaf(at(f, from)) || is_silent(at(f, from))))
		from++;
	return from;
}

/* Drop what closes a section without belonging to it. */
static pyiq_status trim_end(struct finder *f, struct extent *extent)
{
	while (extent->end > extent->first) {
		const struct pyiq_block *last = at(f, extent->end - 1);
		bool drop = !is_leaf(last) || is_silent(last), alone;

		if (last->kind == PYIQ_BLOCK_PARAGRAPH || last->kind == PYIQ_BLOCK_HEADING) {
			struct pyiq_str text;
			pyiq_status status = show(f, last->content, &text);

			if (status != PYIQ_OK)
				return status;
			/* A heading with nothing below it, unless it is the answer: `#### Answer: A`. */
			drop = last->kind == PYIQ_BLOCK_PARAGRAPH
				       ? text.len == 0 || pyiq_wording_is_remark(text)
				       : pyiq_wording_answer_label(text, &alone) == 0 || alone;
		}
		if (!drop)
			break;
		extent->end--;
	}
	return PYIQ_OK;
}

/* The beginning of the line, where nothing but indentation stands before an offset. */
static size_t with_indentation(const struct finder *f, size_t offset, size_t floor)
{
	size_t start = offset;

	while (start > floor && strchr(" \t", f->blocks->source.data[start - 1]) != NULL)
		start--;
	return start == floor || f->blocks->source.data[start - 1] == '\n' ? start : offset;
}

/* Where the blocks from an index on begin: a list's first bullet, not its first word. */
static size_t start_of(const struct finder *f, uint32_t index, uint32_t end, size_t floor)
{
	while (index < end && is_silent(at(f, index)))
		index++;
	if (index >= end)
		return floor;

	size_t start = at(f, index)->span.start;

	return with_indentation(f, start > floor ? start : floor, floor);
}

/* The options of a test are lettered too: `A: …` with a `B: …` behind it answers nothing. */
static pyiq_status is_option(struct finder *f, uint32_t leaf, size_t label, bool *option)
{
	const struct pyiq_block *item;
	struct pyiq_str text;
	pyiq_status status;

	*option = false;
	if (label > 3 || at(f, leaf)->parent == PYIQ_NO_BLOCK)
		return PYIQ_OK;
	item = at(f, at(f, leaf)->parent);
	if (item->kind != PYIQ_BLOCK_ITEM || item->after + 1 >= at(f, item->parent)->after)
		return PYIQ_OK;
	status = show(f, at(f, item->after + 1)->content, &text);
	*option =
		text.len > 1 && (text.data[0] | 0x20) == 'b' && strchr(":.)", text.data[1]) != NULL;
	return status;
}

/*
 * Whether a piece of text announces the answer; if so *after is the place
 * behind the label, and *alone tells that only the label stands there.
 */
static pyiq_status find_label(struct finder *f, struct pyiq_span piece, bool proper, size_t *after,
			      size_t *label, bool *alone)
{
	struct pyiq_str text;
	pyiq_status status = show(f, piece, &text);

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

/* Parts of a unit as ranges of the source; empty where there are none. */
struct parts {
	struct pyiq_span prompt, answer;
};

static size_t end_of(const struct finder *f, const struct extent *extent)
{
	const struct pyiq_block *last = at(f, extent->end - 1);

	/* A row of a table ends with the bar behind its last cell. */
	return last->kind == PYIQ_BLOCK_CELL ? at(f, last->parent)->span.end : last->span.end;
}

/* An answer label that stands further down, behind the code or the options that are asked about. */
static pyiq_status split_prompt(struct finder *f, const struct pyiq_slot *slot,
				const struct extent *extent, uint32_t from, struct parts *parts)
{
	if (!slot->answer_follows)
		return PYIQ_OK;
	for (uint32_t i = next_leaf(f, from, extent->end); i < extent->end;
	     i = next_leaf(f, i + 1, extent->end)) {
		const struct pyiq_block *leaf = at(f, i);
		size_t after = 0, label;
		bool alone = false;

		if ((leaf->kind != PYIQ_BLOCK_PARAGRAPH && leaf->kind != PYIQ_BLOCK_HEADING &&
		     leaf->kind != PYIQ_BLOCK_SUMMARY) ||
		    (leaf->parent != PYIQ_NO_BLOCK && at(f, leaf->parent)->kind == PYIQ_BLOCK_ITEM))
			continue;

		pyiq_status status = find_label(f, leaf->content, true, &after, &label, &alone);

		if (status != PYIQ_OK)
			return status;
		if (label == 0)
			continue;

		const struct pyiq_block *opener = leaf;

		if (leaf->kind == PYIQ_BLOCK_SUMMARY && leaf->parent != PYIQ_NO_BLOCK)
			opener = at(f, leaf->parent);
		parts->prompt = (struct pyiq_span){ parts->answer.start, opener->span.start };
		parts->answer.start =
			alone ? start_of(f, i + 1, extent->end, leaf->span.end) : after;
		return PYIQ_OK;
	}
	return PYIQ_OK;
}

static pyiq_status divide(struct finder *f, const struct pyiq_slot *slot, struct extent extent,
			  struct parts *parts)
{
	const struct pyiq_block *head = at(f, slot->block);
	struct pyiq_span rest = { slot->body, head->span.end };
	uint32_t first = next_leaf(f, extent.first, extent.end);
	size_t after = 0, label = 0;
	bool alone = false, option = false;
	pyiq_status status;

	*parts = (struct parts){ { slot->body, slot->body }, { slot->body, slot->body } };
	if (slot->kind == PYIQ_SLOT_ROW) {
		while (extent.first < extent.end && at(f, extent.first)->span.start < slot->body)
			extent.first++;
		if (extent.first < extent.end)
			parts->answer = at(f, extent.first)->content;
		return PYIQ_OK;
	}
	status = trim_end(f, &extent);
	if (status != PYIQ_OK)
		return status;
	if (rest.start < rest.end) {
		parts->answer.end = extent.end > extent.first ? end_of(f, &extent) : rest.end;
		status = find_label(f, rest, false, &after, &label, &alone);
		if (label > 0) {
			parts->answer.start =
				alone ? start_of(f, extent.first, extent.end, rest.end) : after;
			return status;
		}
		return status == PYIQ_OK ? split_prompt(f, slot, &extent, extent.first, parts)
					 : status;
	}
	if (first >= extent.end)
		return PYIQ_OK;
	parts->answer = (struct pyiq_span){ start_of(f, extent.first, extent.end, slot->body),
					    end_of(f, &extent) };
	status = find_label(f, at(f, first)->content, false, &after, &label, &alone);
	if (status == PYIQ_OK && label > 0 && at(f, first)->kind != PYIQ_BLOCK_CODE)
		status = is_option(f, first, label, &option);
	if (status != PYIQ_OK)
		return status;
	if (label > 0 && at(f, first)->kind != PYIQ_BLOCK_CODE && !option) {
		parts->answer.start =
			alone ? start_of(f, first + 1, extent.end, at(f, first)->span.end) : after;
		return PYIQ_OK;
	}
	return split_prompt(f, slot, &extent, first + 1, parts);
}

static struct pyiq_span trim(const struct finder *f, struct pyiq_span span)
{
	const char *text = f->blocks->source.data;

	while (span.end > span.start && strchr(" \t\n", text[span.end - 1]) != NULL)
		span.end--;
	while (span.start < span.end && text[span.start] == '\n')
		span.start++;
	return span;
}

/* Whether every leaf of an extent is a link: a pointer to an answer is none. */
static bool only_links(const struct finder *f, struct extent extent)
{
	size_t n = 0;

	for (uint32_t i = extent.first; i < extent.end; i++) {
		if (!is_leaf(at(f, i)) || is_silent(at(f, i)))
			continue;
		if (!at(f, i)->link)
			return false;
		n++;
	}
	return n > 0;
}

/* ---- Units ---------------------------------------------------------------------- */

/* The visible text of a range on one line, with runs for what of it is code. */
static pyiq_status one_line(struct finder *f, struct pyiq_span range, struct pyiq_text *line)
{
	struct pyiq_str text;
	pyiq_status status = show(f, range, &text);

	if (status != PYIQ_OK)
		return status;

	char *out = pyiq_arena_alloc(f->arena, text.len + 1);
	struct pyiq_run *runs =
		pyiq_arena_alloc(f->arena, (2 * f->visible.n_segments + 1) * sizeof *runs);
	size_t n = 0, n_runs = 0, segment = 0;
	bool code = false;

	if (out == NULL || runs == NULL)
		return pyiq_fail_nomem(f->err);
	for (size_t i = 0; i < text.len; i++) {
		bool space = strchr(" \t\n", text.data[i]) != NULL && text.data[i] != '\0';

		while (segment < f->visible.n_segments &&
		       f->visible.segments[segment].visible <= i) {
			if (f->visible.segments[segment].code != code) {
				code = !code;
				runs[n_runs++] = (struct pyiq_run){ (uint32_t)n, 0, PYIQ_RUN_CODE };
			}
			segment++;
		}
		if (!space)
			out[n++] = text.data[i];
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	while (n > 0 && out[n - 1] == ' ')
		n--;
	*line = (struct pyiq_text){ { out, n }, runs, n_runs };
	return PYIQ_OK;
}

/* A passage that stays valid while another one is taken. */
static pyiq_status keep_passage(struct finder *f, struct pyiq_span range, struct pyiq_text *text)
{
	pyiq_status status = pyiq_blocks_passage(f->blocks, range, text, f->err);

	if (status != PYIQ_OK || text->n_runs == 0)
		return status;

	struct pyiq_run *runs = pyiq_arena_alloc(f->arena, text->n_runs * sizeof *runs);

	if (runs == NULL)
		return pyiq_fail_nomem(f->err);
	memcpy(runs, text->runs, text->n_runs * sizeof *runs);
	text->runs = runs;
	return PYIQ_OK;
}

/* A difficulty told at the unit's end, or by the heading it stands under. */
static pyiq_status find_level(struct finder *f, struct extent extent, const char **level)
{
	enum { REACH = 4 }; /* leaves: `Level:` may be followed by a source and tags */
	pyiq_status status = PYIQ_OK;
	const char *found = NULL;

	for (size_t n = 0;
	     n < REACH && extent.end > extent.first && found == NULL && status == PYIQ_OK;
	     extent.end--) {
		const struct pyiq_block *leaf = at(f, extent.end - 1);
		struct pyiq_str text;

		if (leaf->kind != PYIQ_BLOCK_PARAGRAPH)
			continue;
		n++;
		status = show(f, leaf->content, &text);
		if (status == PYIQ_OK && memchr(text.data, ':', text.len) != NULL)
			found = pyiq_wording_level(text);
	}
	for (size_t i = f->n_topics; i > 0 && found == NULL; i--)
		found = pyiq_wording_level(f->topics[i - 1].name);
	*level = found != NULL ? found : "";
	return status;
}

static pyiq_status push_unit(struct finder *f, const struct pyiq_slot *slot, struct extent extent,
			     pyiq_found_fn *fn, void *ctx)
{
	struct pyiq_found unit = { .line = slot->line };
	struct parts parts;
	struct pyiq_str text;
	pyiq_status status = divide(f, slot, extent, &parts);

	if (status != PYIQ_OK)
		return status;
	parts.prompt = trim(f, parts.prompt);
	parts.answer = trim(f, parts.answer);
	status = show(f, parts.answer, &text);
	if (status != PYIQ_OK)
		return status;
	if (pyiq_wording_is_placeholder(text))
		parts.answer.start = parts.answer.end;
	unit.answered = parts.answer.start < parts.answer.end && !only_links(f, extent);
	unit.prompt_line = pyiq_blocks_line_of(f->blocks, parts.prompt.start);
	unit.answer_line = pyiq_blocks_line_of(f->blocks, parts.answer.start);

	size_t end = parts.answer.end > parts.answer.start ? parts.answer.end : parts.prompt.end;

	unit.end_line = pyiq_blocks_line_of(f->blocks, end > slot->body ? end - 1 : slot->body);
	if (unit.end_line < unit.line)
		unit.end_line = unit.line;
	for (size_t i = 0; i < f->n_topics; i++)
		f->path[i] = f->topics[i].name;
	unit.topic = f->path;
	unit.n_topic = f->n_topics;
	status = find_level(f, extent, &unit.level);
	if (status == PYIQ_OK)
		status = one_line(f, slot->head, &unit.question);
	if (status == PYIQ_OK)
		status = keep_passage(f, parts.prompt, &unit.prompt);
	if (status == PYIQ_OK)
		status = keep_passage(f, parts.answer, &unit.answer);
	return status == PYIQ_OK ? fn(ctx, &unit, f->err) : status;
}

/* ---- The walk -------------------------------------------------------------------- */

static void close_topics(struct finder *f, unsigned level)
{
	while (f->n_topics > 0 && f->topics[f->n_topics - 1].level >= level)
		f->n_topics--;
}

static pyiq_status open_topic(struct finder *f, const struct pyiq_block *heading)
{
	struct pyiq_text name = { .n_runs = 0 };
	pyiq_status status;

	close_topics(f, heading->level);
	status = one_line(f, heading->content, &name);
	if (status == PYIQ_OK)
		status = pyiq_grow(&f->topics, &f->topics_capacity, f->n_topics + 1,
				   sizeof *f->topics, f->err);
	if (status == PYIQ_OK)
		status = pyiq_grow(&f->path, &f->path_capacity, f->n_topics + 1, sizeof *f->path,
				   f->err);
	if (status == PYIQ_OK && name.source.len > 0)
		f->topics[f->n_topics++] = (struct topic){ heading->level, name.source };
	return status;
}

static bool in_list(const struct finder *f, const struct pyiq_block *block)
{
	return block->parent != PYIQ_NO_BLOCK && at(f, block->parent)->kind == PYIQ_BLOCK_ITEM;
}

static pyiq_status walk(struct finder *f, pyiq_found_fn *fn, void *ctx)
{
	uint32_t block = 0;
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i <= f->slots.n && status == PYIQ_OK; i++) {
		bool last = i == f->slots.n;
		const struct pyiq_slot *slot = last ? NULL : &f->slots.slot[i];

		if (!last && !slot->accepted)
			continue;

		uint32_t end = last ? (uint32_t)f->blocks->n : slot->block;

		for (; block < end && status == PYIQ_OK; block++)
			if (at(f, block)->kind == PYIQ_BLOCK_HEADING && !in_list(f, at(f, block)))
				status = open_topic(f, at(f, block));
		if (last || status != PYIQ_OK)
			break;
		if (slot->kind == PYIQ_SLOT_HEADING)
			close_topics(f, slot->level);

		struct extent extent = measure(f, i);

		status = push_unit(f, slot, extent, fn, ctx);
		block = extent.end > extent.first ? extent.end : extent.first;
	}
	return status;
}

pyiq_status pyiq_qa_find(struct pyiq_blocks *blocks, struct pyiq_arena *arena, pyiq_found_fn *fn,
			 void *ctx, struct pyiq_error *err)
{
	struct finder f = { .blocks = blocks, .arena = arena, .err = err };
	pyiq_status status;

	pyiq_slots_init(&f.slots);
	pyiq_visible_init(&f.visible);
	status = pyiq_slots_collect(&f.slots, blocks, err);
	if (status == PYIQ_OK)
		status = pyiq_slots_decide(&f.slots, blocks, err);
	if (status == PYIQ_OK)
		status = walk(&f, fn, ctx);
	pyiq_slots_release(&f.slots);
	pyiq_visible_release(&f.visible);
	pyiq_free(f.topics);
	pyiq_free(f.path);
	return status;
}

pyiq_status pyiq_qa_whole(struct pyiq_blocks *blocks, struct pyiq_str question,
			  struct pyiq_arena *arena, pyiq_found_fn *fn, void *ctx,
			  struct pyiq_error *err)
{
	struct finder f = { .blocks = blocks, .arena = arena, .err = err };
	struct extent extent = { 0, (uint32_t)blocks->n };
	struct pyiq_found unit = { .question.source = question, .answered = true };
	struct pyiq_span answer;
	uint32_t first;
	pyiq_status status = PYIQ_OK;

	pyiq_visible_init(&f.visible);
	extent.first = next_leaf(&f, 0, extent.end);
	first = extent.first;
	if (first < extent.end && at(&f, first)->kind == PYIQ_BLOCK_HEADING) {
		extent.first++;
		if (question.len == 0)
			status = one_line(&f, at(&f, first)->content, &unit.question);
	}
	if (status == PYIQ_OK)
		status = trim_end(&f, &extent);
	if (status == PYIQ_OK && extent.first < extent.end && unit.question.source.len > 0) {
		size_t start = start_of(&f, extent.first, extent.end, at(&f, first)->span.start);

		answer = trim(&f, (struct pyiq_span){ start, end_of(&f, &extent) });
		unit.line = at(&f, first)->line;
		unit.prompt_line = unit.line;
		unit.answer_line = pyiq_blocks_line_of(blocks, answer.start);
		unit.end_line = pyiq_blocks_line_of(blocks, answer.end - 1);
		status = find_level(&f, extent, &unit.level);
		if (status == PYIQ_OK)
			status = keep_passage(&f, answer, &unit.answer);
		if (status == PYIQ_OK && answer.start < answer.end)
			status = fn(ctx, &unit, err);
	}
	pyiq_visible_release(&f.visible);
	return status;
}

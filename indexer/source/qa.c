#include "source/qa.h"

#include "source/family.h"
#include "source/finder.h"
#include "source/one_line.h"
#include "source/wording.h"

pyiq_status pyiq_finder_show(struct pyiq_finder *f, struct pyiq_span range, struct pyiq_str *text)
{
	struct pyiq_text passage;
	pyiq_status status = pyiq_blocks_passage(f->blocks, range, &passage, f->err);

	if (status == PYIQ_OK)
		status = pyiq_visible_make(&f->visible, &passage, f->err);
	*text = (struct pyiq_str){ pyiq_buf_str(&f->visible.text), f->visible.text.len };
	return status;
}

/* Whether every leaf of an extent is a link: a pointer to an answer is none. */
static bool only_links(const struct pyiq_finder *f, struct pyiq_extent extent)
{
	size_t n = 0;

	for (uint32_t i = extent.first; i < extent.end; i++) {
		if (!pyiq_is_leaf(pyiq_block_at(f, i)) || pyiq_is_silent(pyiq_block_at(f, i)))
			continue;
		if (!pyiq_block_at(f, i)->link)
			return false;
		n++;
	}
	return n > 0;
}

/* The visible text of a range on one line, with runs for what of it is code. */
static pyiq_status one_line(struct pyiq_finder *f, struct pyiq_span range, struct pyiq_text *line)
{
	struct pyiq_str text;
	pyiq_status status = pyiq_finder_show(f, range, &text);

	return status == PYIQ_OK ? pyiq_one_line(&f->visible, (struct pyiq_span){ 0, text.len },
						 f->arena, line, f->err)
				 : status;
}

/* A passage that stays valid while another one is taken. */
static pyiq_status keep_passage(struct pyiq_finder *f, struct pyiq_span range,
				struct pyiq_text *text)
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
static pyiq_status find_level(struct pyiq_finder *f, struct pyiq_extent extent, const char **level)
{
	enum { REACH = 4 }; /* leaves: `Level:` may be followed by a source and tags */
	pyiq_status status = PYIQ_OK;
	const char *found = NULL;

	for (size_t n = 0;
	     n < REACH && extent.end > extent.first && found == NULL && status == PYIQ_OK;
	     extent.end--) {
		const struct pyiq_block *leaf = pyiq_block_at(f, extent.end - 1);
		struct pyiq_str text;

		if (leaf->kind != PYIQ_BLOCK_PARAGRAPH)
			continue;
		n++;
		status = pyiq_finder_show(f, leaf->content, &text);
		if (status == PYIQ_OK && memchr(text.data, ':', text.len) != NULL)
			found = pyiq_wording_level(text);
	}
	for (size_t i = f->n_topics; i > 0 && found == NULL; i--)
		found = pyiq_wording_level(f->topics[i - 1].name);
	*level = found != NULL ? found : "";
	return status;
}

/* Push a slot's unit; `owner` is the slot below which its answer stands, mostly itself. */
static pyiq_status push_unit(struct pyiq_finder *f, const struct pyiq_slot *slot,
			     const struct pyiq_slot *owner, struct pyiq_extent extent,
			     pyiq_found_fn *fn, void *ctx)
{
	struct pyiq_found unit = { .line = slot->line };
	struct pyiq_parts parts;
	struct pyiq_str text;
	pyiq_status status = pyiq_divide(f, owner, extent, &parts);

	if (status != PYIQ_OK)
		return status;
	parts.prompt = pyiq_trim(f, parts.prompt);
	parts.answer = pyiq_trim(f, parts.answer);
	status = pyiq_finder_show(f, parts.answer, &text);
	if (status != PYIQ_OK)
		return status;
	if (pyiq_wording_is_placeholder(text) && !pyiq_shows_picture(f->blocks, parts.answer))
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

static void close_topics(struct pyiq_finder *f, unsigned level)
{
	while (f->n_topics > 0 && f->topics[f->n_topics - 1].level >= level)
		f->n_topics--;
}

static pyiq_status open_topic(struct pyiq_finder *f, const struct pyiq_block *heading)
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
		f->topics[f->n_topics++] = (struct pyiq_topic){ heading->level, name.source };
	return status;
}

static bool in_list(const struct pyiq_finder *f, const struct pyiq_block *block)
{
	return block->parent != PYIQ_NO_BLOCK &&
	       pyiq_block_at(f, block->parent)->kind == PYIQ_BLOCK_ITEM;
}

/* The accepted slot whose heading is the next thing below another's, if it is of the same family; else slots.n. */
static size_t right_below(const struct pyiq_finder *f, size_t i)
{
	const struct pyiq_slot *slot = &f->slots.slot[i];
	uint32_t below = pyiq_next_leaf(f, slot->block + 1, (uint32_t)f->blocks->n);

	for (size_t next = i + 1; next < f->slots.n && f->slots.slot[next].unit <= below; next++)
		if (f->slots.slot[next].accepted)
			return f->slots.slot[next].unit == below &&
					       f->slots.slot[next].family == slot->family
				       ? next
				       : f->slots.n;
	return f->slots.n;
}

/*
 * Two or three questions right below each other, of which only the last has an
 * answer, share it; more are a list of questions, and so they are where many
 * of the family have no answer. *above counts those right above this one.
 */
static size_t answered_with(const struct pyiq_finder *f, size_t index, size_t *above)
{
	enum { MOST = 2 }; /* besides the one that has the answer */
	const struct pyiq_family *family = &f->slots.family[f->slots.slot[index].family];
	size_t i = index, n = *above;

	if (f->slots.slot[index].kind != PYIQ_SLOT_HEADING || f->slots.slot[index].has_body) {
		*above = 0;
		return index;
	}
	while (i < f->slots.n && !f->slots.slot[i].has_body && n <= MOST) {
		i = right_below(f, i);
		n++;
	}
	*above = right_below(f, index) < f->slots.n ? *above + 1 : 0;
	return i < f->slots.n && n <= MOST && pyiq_share(family->n_body, family->n, CUE_PERCENT)
		       ? i
		       : index;
}

static pyiq_status walk(struct pyiq_finder *f, pyiq_found_fn *fn, void *ctx)
{
	uint32_t block = 0;
	size_t above = 0;
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i <= f->slots.n && status == PYIQ_OK; i++) {
		bool last = i == f->slots.n;
		const struct pyiq_slot *slot = last ? NULL : &f->slots.slot[i];

		if (!last && !slot->accepted)
			continue;

		uint32_t end = last ? (uint32_t)f->blocks->n : slot->unit;

		for (; block < end && status == PYIQ_OK; block++)
			if (pyiq_block_at(f, block)->kind == PYIQ_BLOCK_HEADING &&
			    !in_list(f, pyiq_block_at(f, block)))
				status = open_topic(f, pyiq_block_at(f, block));
		if (last || status != PYIQ_OK)
			break;
		if (slot->kind == PYIQ_SLOT_HEADING)
			close_topics(f, slot->level);

		size_t answer = answered_with(f, i, &above);
		struct pyiq_extent extent = pyiq_measure(f, answer);

		status = push_unit(f, slot, &f->slots.slot[answer], extent, fn, ctx);
		if (answer != i)
			extent = (struct pyiq_extent){ slot->block + 1, slot->block + 1 };
		block = extent.end > extent.first ? extent.end : extent.first;
	}
	return status;
}

/* No person writes so many questions into one document; a million of them would keep the index busy for a minute. */
static pyiq_status check_number(const struct pyiq_slots *slots, struct pyiq_error *err)
{
	enum { MOST_QUESTIONS = 50000 };
	size_t n = 0;

	for (size_t i = 0; i < slots->n; i++)
		n += slots->slot[i].accepted;
	return n <= MOST_QUESTIONS
		       ? PYIQ_OK
		       : pyiq_fail(err, PYIQ_ERR_SOURCE, "more than %d questions in one document",
				   MOST_QUESTIONS);
}

pyiq_status pyiq_qa_find(struct pyiq_blocks *blocks, struct pyiq_arena *arena, pyiq_found_fn *fn,
			 void *ctx, struct pyiq_error *err)
{
	struct pyiq_finder f = { .blocks = blocks, .arena = arena, .err = err };
	pyiq_status status;

	pyiq_slots_init(&f.slots);
	pyiq_visible_init(&f.visible);
	status = pyiq_slots_collect(&f.slots, blocks, err);
	if (status == PYIQ_OK)
		status = pyiq_slots_decide(&f.slots, blocks, err);
	if (status == PYIQ_OK)
		status = check_number(&f.slots, err);
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
	struct pyiq_finder f = { .blocks = blocks, .arena = arena, .err = err };
	struct pyiq_extent extent = { 0, (uint32_t)blocks->n };
	struct pyiq_found unit = { .question.source = question, .answered = true };
	struct pyiq_span answer;
	uint32_t first;
	pyiq_status status = PYIQ_OK;

	pyiq_visible_init(&f.visible);
	extent.first = pyiq_next_leaf(&f, 0, extent.end);
	first = extent.first;
	if (first < extent.end && pyiq_block_at(&f, first)->kind == PYIQ_BLOCK_HEADING) {
		extent.first++;
		if (question.len == 0)
			status = one_line(&f, pyiq_block_at(&f, first)->content, &unit.question);
	}
	if (status == PYIQ_OK)
		status = pyiq_trim_end(&f, &extent);
	if (status == PYIQ_OK && extent.first < extent.end && unit.question.source.len > 0) {
		size_t start = pyiq_start_of(&f, extent.first, extent.end,
					     pyiq_block_at(&f, first)->span.start);

		answer = pyiq_trim(&f, (struct pyiq_span){ start, pyiq_end_of(&f, &extent) });
		unit.line = pyiq_block_at(&f, first)->line;
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

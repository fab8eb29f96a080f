#include "source/family.h"
#include "source/finder.h"
#include "source/wording.h"

static bool has_accepted(const struct pyiq_finder *f, size_t from, uint32_t end)
{
	for (size_t i = from; i < f->slots.n && f->slots.slot[i].block < end; i++)
		if (f->slots.slot[i].accepted)
			return true;
	return false;
}

/* Whether a heading has nothing of its own before the next question. */
static bool heads_questions(const struct pyiq_finder *f, size_t next_slot, uint32_t heading)
{
	uint32_t next = heading + 1;

	while (next < f->blocks->n &&
	       (pyiq_is_silent(pyiq_block_at(f, next)) || !pyiq_is_leaf(pyiq_block_at(f, next))))
		next++;
	for (size_t i = next_slot; i < f->slots.n && f->slots.slot[i].unit <= next; i++)
		if (f->slots.slot[i].accepted &&
		    (f->slots.slot[i].block == next || f->slots.slot[i].unit == next))
			return true;
	return false;
}

bool pyiq_announces_answer(const struct pyiq_finder *f, uint32_t index)
{
	struct pyiq_str text;
	bool alone;

	if (index >= f->blocks->n || !pyiq_is_leaf(pyiq_block_at(f, index)))
		return false;
	text.data = f->blocks->source.data + pyiq_block_at(f, index)->content.start;
	text.len = pyiq_block_at(f, index)->content.end - pyiq_block_at(f, index)->content.start;
	return pyiq_wording_answer_label(text, &alone) > 0;
}

/* Whether a heading inside a question's section ends it, or is a sub-head of its answer. */
static bool heading_ends(const struct pyiq_finder *f, size_t index, size_t next_slot,
			 uint32_t heading)
{
	const struct pyiq_slot *slot = &f->slots.slot[index];
	const struct pyiq_family *family = &f->slots.family[slot->family];
	unsigned level = pyiq_block_at(f, heading)->level;

	if (pyiq_announces_answer(f, heading))
		return false;
	if (slot->kind != PYIQ_SLOT_HEADING)
		return true;
	if (level < slot->level)
		return true;
	if (level > slot->level)
		return heads_questions(f, next_slot, heading);

	uint32_t end = heading + 1;

	while (end < f->blocks->n && !(pyiq_block_at(f, end)->kind == PYIQ_BLOCK_HEADING &&
				       pyiq_block_at(f, end)->level <= level))
		end++;
	return heads_questions(f, next_slot, heading) || has_accepted(f, next_slot, end) ||
	       !(family->numbered || family->labelled);
}

/* The container of an item's list; an item that is all of a quote is answered behind that. */
static uint32_t list_scope(const struct pyiq_finder *f, const struct pyiq_block *item)
{
	uint32_t list = item->parent, scope = pyiq_block_at(f, list)->parent;

	if (scope != PYIQ_NO_BLOCK && pyiq_block_at(f, scope)->kind == PYIQ_BLOCK_QUOTE &&
	    list == scope + 1 && pyiq_block_at(f, list + 1) == item &&
	    item->after == pyiq_block_at(f, scope)->after)
		return pyiq_block_at(f, scope)->parent;
	return scope;
}

/* The container in whose blocks a slot's answer may go on. */
static uint32_t scope_of(const struct pyiq_finder *f, const struct pyiq_slot *slot)
{
	const struct pyiq_block *unit = pyiq_block_at(f, slot->unit);

	switch (slot->kind) {
	case PYIQ_SLOT_ITEM:
	case PYIQ_SLOT_ITEM_HEADING:
		return list_scope(f, unit);
	case PYIQ_SLOT_SUMMARY:
	case PYIQ_SLOT_ROW:
		return slot->unit;
	default:
		return unit->parent;
	}
}

/* ---- One question in several languages ------------------------------------------ */

static struct pyiq_str language_of(const struct pyiq_finder *f, const struct pyiq_slot *slot)
{
	return (struct pyiq_str){ f->blocks->source.data + slot->language.start,
				  slot->language.end - slot->language.start };
}

static bool same_language(struct pyiq_str a, struct pyiq_str b)
{
	bool same = a.len == b.len;

	/* Both are letters of ASCII. */
	for (size_t i = 0; i < a.len && same; i++)
		same = (a.data[i] | 0x20) == (b.data[i] | 0x20);
	return same;
}

/* Whether a heading says `Answer`, in a language or in any. */
static bool is_answer_in(const struct pyiq_finder *f, uint32_t index, struct pyiq_str language)
{
	const struct pyiq_block *heading = pyiq_block_at(f, index);
	struct pyiq_str title = { f->blocks->source.data + heading->content.start,
				  heading->content.end - heading->content.start };

	return heading->kind == PYIQ_BLOCK_HEADING &&
	       (language.len == 0 || same_language(pyiq_wording_language(title), language)) &&
	       pyiq_announces_answer(f, index);
}

/*
 * The section below the heading `Answer (EN)` of a question in that language,
 * wherever it stands before the next such question.
 */
static bool measure_language(const struct pyiq_finder *f, size_t index, struct pyiq_extent *extent)
{
	enum { REACH = 1024 }; /* blocks */
	struct pyiq_str language = language_of(f, &f->slots.slot[index]), any = { "", 0 };
	uint32_t i = f->slots.slot[index].block + 1, end = (uint32_t)f->blocks->n;

	if (language.len == 0)
		return false;
	if (end - i > REACH)
		end = i + REACH;
	for (size_t next = index + 1; next < f->slots.n && f->slots.slot[next].unit < end; next++)
		if (f->slots.slot[next].accepted &&
		    same_language(language_of(f, &f->slots.slot[next]), language))
			end = f->slots.slot[next].unit;
	while (i < end && !is_answer_in(f, i, language))
		i++;
	if (i == end)
		return false;
	*extent = (struct pyiq_extent){ i + 1, i + 1 };
	while (extent->end < f->blocks->n &&
	       !(pyiq_block_at(f, extent->end)->kind == PYIQ_BLOCK_HEADING &&
		 (pyiq_block_at(f, extent->end)->level <= pyiq_block_at(f, i)->level ||
		  is_answer_in(f, extent->end, any))))
		extent->end++;
	for (size_t next = index + 1; next < f->slots.n && f->slots.slot[next].unit < extent->end;
	     next++)
		if (f->slots.slot[next].accepted && f->slots.slot[next].unit > i)
			extent->end = f->slots.slot[next].unit;
	return true;
}

/* ---- All the others --------------------------------------------------------------- */

struct pyiq_extent pyiq_measure(const struct pyiq_finder *f, size_t index)
{
	const struct pyiq_slot *slot = &f->slots.slot[index];
	const struct pyiq_family *family = &f->slots.family[slot->family];
	uint32_t scope = scope_of(f, slot);
	bool in_list = slot->kind == PYIQ_SLOT_ITEM || slot->kind == PYIQ_SLOT_ITEM_HEADING;
	struct pyiq_extent extent = { slot->block + 1, (uint32_t)f->blocks->n };
	size_t next = index + 1;

	if (measure_language(f, index, &extent))
		return extent;
	if (slot->end > 0)
		return (struct pyiq_extent){ extent.first, extent.first };
	if (scope != PYIQ_NO_BLOCK)
		extent.end = pyiq_block_at(f, scope)->after;
	while (next < f->slots.n && !f->slots.slot[next].accepted)
		next++;
	if (next < f->slots.n && f->slots.slot[next].unit < extent.end)
		extent.end = f->slots.slot[next].unit;

	/* A list that goes on behind an item has other items, not more of this one's answer, unless they say so. */
	if (in_list) {
		const struct pyiq_block *list =
			pyiq_block_at(f, pyiq_block_at(f, slot->unit)->parent);
		uint32_t after = pyiq_block_at(f, slot->unit)->after;

		while (after < list->after && pyiq_announces_answer(f, after + 1))
			after = pyiq_block_at(f, after)->after;
		if (after < list->after && after < extent.end)
			extent.end = after;
		/* Nor is what follows the list more of its last item, unless others have answers, too. */
		if (after == list->after && list->after < extent.end &&
		    slot->unit != pyiq_block_at(f, slot->unit)->parent + 1 &&
		    !pyiq_share(family->n_body, family->n, HALF_PERCENT) && family->n > 1)
			extent.end = list->after;
	}
	/* What parts the sides of a card may be a paragraph. */
	while (extent.first < extent.end && slot->kind == PYIQ_SLOT_CARD &&
	       pyiq_block_at(f, extent.first)->span.end <= slot->body)
		extent.first++;
	for (uint32_t i = extent.first; i < extent.end; i++) {
		const struct pyiq_block *block = pyiq_block_at(f, i);

		if (block->parent != scope)
			continue;
		if ((block->kind == PYIQ_BLOCK_RULE && in_list) ||
		    (block->kind == PYIQ_BLOCK_HEADING && heading_ends(f, index, next, i)))
			extent.end = i;
	}
	return extent;
}

#include <stdlib.h>

#include "source/slot.h"
#include "source/wording.h"

/*
 * A family is accepted when its members say together that they are questions:
 *
 *   label     they carry a question's label, or answers labelled as such follow
 *   cue       most of them ask
 *   numbers   they are numbered, in order, and have bodies
 *
 * Families nest: a question's answer may hold lists that ask, and a heading
 * that is numbered may only head a chapter of questions. Where an accepted slot
 * stands in the section of another, one of the two is no question.
 */

/* Shares that turn votes into a decision; see TAXONOMY: 85 % of all questions pass the cue, their look-alikes rarely in a row. */
enum {
	CUE_PERCENT = 60,
	LIST_CUE_PERCENT = 80,
	BODY_PERCENT = 80,
	HALF_PERCENT = 50,
	SOME_PERCENT = 20
};

static bool share(size_t n, size_t of, unsigned percent)
{
	return of > 0 && n * 100 >= of * percent;
}

/* What makes slots alike, as a number that sorts the families of a document. */
static uint64_t make_of(const struct pyiq_slot *slot, size_t section)
{
	/* Unmarked list items are too common a make to stand for each other across sections. */
	bool plain =
		slot->kind == PYIQ_SLOT_ITEM && !slot->labelled && !slot->quoted && !slot->bold;
	uint64_t level = slot->level < UINT16_MAX ? slot->level : UINT16_MAX;

	return (plain ? (uint64_t)section << 24 : 0) | level << 8 | (uint64_t)slot->kind << 4 |
	       (uint64_t)(slot->number >= 0) << 3 | (uint64_t)slot->labelled << 2 |
	       (uint64_t)slot->quoted << 1 | slot->bold;
}

struct member {
	uint64_t make;
	size_t slot;
};

static int compare_members(const void *left, const void *right)
{
	const struct member *a = left, *b = right;

	if (a->make != b->make)
		return a->make < b->make ? -1 : 1;
	return (a->slot > b->slot) - (a->slot < b->slot);
}

/* An item's number is its list's, whether its text repeats one or not. */
static void number_items(struct pyiq_slots *slots, const struct pyiq_blocks *blocks)
{
	for (size_t i = 0; i < slots->n; i++) {
		struct pyiq_slot *slot = &slots->slot[i];

		if ((slot->kind == PYIQ_SLOT_ITEM || slot->kind == PYIQ_SLOT_ITEM_HEADING) &&
		    slot->number < 0)
			slot->number = blocks->block[slot->unit].number;
	}
}

static void count_vote(struct pyiq_family *family, const struct pyiq_slot *slot)
{
	family->n++;
	family->n_cue += slot->cue > 0;
	family->n_strong_cue += slot->cue > 1;
	family->n_body += slot->has_body;
	family->n_answer += slot->answer_follows;
	/* Numbers ascend where each is greater than the one before, or begin again. */
	family->n_ascending += slot->number > family->last_number || slot->number == 1;
	family->last_number = slot->number;
}

/* Sort the slots into families and let them vote. */
static pyiq_status group(struct pyiq_slots *slots, const struct pyiq_blocks *blocks,
			 struct pyiq_error *err)
{
	struct member *members = pyiq_alloc(slots->n * sizeof *members);
	size_t section = 0;
	uint32_t seen = 0;
	pyiq_status status = PYIQ_OK;

	if (members == NULL)
		return pyiq_fail_nomem(err);
	for (size_t i = 0; i < slots->n; i++) {
		for (; seen < slots->slot[i].block; seen++)
			if (blocks->block[seen].kind == PYIQ_BLOCK_HEADING)
				section = seen + 1;
		members[i] = (struct member){ make_of(&slots->slot[i], section), i };
	}
	qsort(members, slots->n, sizeof *members, compare_members);
	for (size_t i = 0; i < slots->n && status == PYIQ_OK; i++) {
		struct pyiq_slot *slot = &slots->slot[members[i].slot];

		if (i == 0 || members[i].make != members[i - 1].make) {
			status = pyiq_grow(&slots->family, &slots->families_capacity,
					   slots->n_families + 1, sizeof *slots->family, err);
			if (status != PYIQ_OK)
				break;
			slots->family[slots->n_families++] =
				(struct pyiq_family){ .kind = slot->kind,
						      .level = slot->level,
						      .numbered = slot->number >= 0,
						      .labelled = slot->labelled,
						      .quoted = slot->quoted,
						      .bold = slot->bold,
						      .why = "no evidence" };
		}
		slot->family = slots->n_families - 1;
		count_vote(&slots->family[slot->family], slot);
	}
	pyiq_free(members);
	return status;
}

/* The weakest reason: it gives way to anything that asks. */
static const char by_numbers[] = "numbered, with bodies";

static bool is_item(const struct pyiq_family *f)
{
	return f->kind == PYIQ_SLOT_ITEM;
}

/* What the words of a family's members say; NULL when they say nothing. */
static const char *judge_words(const struct pyiq_family *f)
{
	if (f->labelled)
		return "labelled as questions";
	if (f->kind == PYIQ_SLOT_ROW)
		return "a table's column of questions";
	if (share(f->n_answer, f->n, BODY_PERCENT) && share(f->n_cue, f->n, HALF_PERCENT))
		return "labelled answers follow";
	if (share(f->n_cue, f->n, CUE_PERCENT)) {
		bool bodies = share(f->n_body, f->n, HALF_PERCENT);

		if (f->n == 1)
			return f->n_strong_cue == 1 && f->n_body == 1 && !is_item(f)
				       ? "a question with a body"
				       : NULL;
		if (!is_item(f) || bodies)
			return "most of them ask";
		return f->n >= 3 && share(f->n_cue, f->n, LIST_CUE_PERCENT) ? "a list of questions"
									    : NULL;
	}
	return NULL;
}

/*
 * What their numbers say: a numbered cheat sheet looks the same, so some of
 * them must ask, or the document's title announce questions.
 */
static const char *judge_numbers(const struct pyiq_family *f, bool announced)
{
	if (!f->numbered || f->n < 3 || is_item(f) || !share(f->n_ascending, f->n, BODY_PERCENT) ||
	    !share(f->n_body, f->n, BODY_PERCENT) ||
	    !(announced || share(f->n_cue, f->n, SOME_PERCENT)))
		return NULL;
	return by_numbers;
}

/* ---- Nesting -------------------------------------------------------------------- */

/*
 * The first block behind the section that a slot would head. *heading is where
 * the one before it ended that a heading did: any number of paragraphs may share it.
 */
static uint32_t section_end(const struct pyiq_blocks *blocks, const struct pyiq_slot *slot,
			    uint32_t *heading)
{
	const struct pyiq_block *unit = &blocks->block[slot->unit];

	if (slot->kind == PYIQ_SLOT_HEADING) {
		uint32_t i = slot->block + 1;

		while (i < blocks->n && !(blocks->block[i].kind == PYIQ_BLOCK_HEADING &&
					  blocks->block[i].level <= slot->level))
			i++;
		return i;
	}
	if (slot->kind == PYIQ_SLOT_PARAGRAPH) {
		if (*heading < unit->after)
			*heading = unit->after;
		while (*heading < blocks->n && blocks->block[*heading].kind != PYIQ_BLOCK_HEADING)
			++*heading;
		return *heading;
	}
	return unit->after;
}

/*
 * The next accepted slot of another family that stands in a slot's section, or
 * n. Nothing is accepted again, so a family looks at no slot twice.
 */
static size_t first_inside(struct pyiq_slots *slots, size_t index, uint32_t end)
{
	size_t own = slots->slot[index].family, *i = &slots->family[own].next_other;

	if (*i <= index)
		*i = index + 1;
	for (; *i < slots->n && slots->slot[*i].block < end; ++*i)
		if (slots->slot[*i].accepted && slots->slot[*i].family != own)
			return *i;
	return slots->n;
}

/* Whether nothing but markup and marks stands between a head and a later slot. */
static bool directly_followed(const struct pyiq_blocks *blocks, const struct pyiq_slot *outer,
			      const struct pyiq_slot *inner)
{
	if (outer->body < blocks->block[outer->block].span.end)
		return false;
	for (uint32_t i = outer->block + 1; i < inner->block; i++) {
		const struct pyiq_block *block = &blocks->block[i];

		if (block->kind >= PYIQ_BLOCK_PARAGRAPH && block->kind <= PYIQ_BLOCK_CODE)
			return false;
	}
	return true;
}

/*
 * Of a slot and the accepted ones in its section, let one side be questions.
 * The section is a chapter if its head does not ask itself while the inner ones
 * do, if only the inner ones are labelled, or if it has nothing of its own
 * before inner ones that have bodies. Otherwise the inner ones are a part of
 * its answer, unless they are answered themselves as plainly as it is: then
 * somebody was careless about levels.
 */
static void settle(struct pyiq_slots *slots, const struct pyiq_blocks *blocks, size_t index,
		   uint32_t *heading)
{
	struct pyiq_slot *outer = &slots->slot[index];
	uint32_t end = section_end(blocks, outer, heading);
	size_t first = first_inside(slots, index, end);

	if (first == slots->n)
		return;

	const struct pyiq_slot *inner = &slots->slot[first];
	const struct pyiq_family *inner_family = &slots->family[inner->family];
	const struct pyiq_family *outer_family = &slots->family[outer->family];

	if (inner_family->kind == outer_family->kind &&
	    share(inner_family->n_answer, inner_family->n, BODY_PERCENT) &&
	    share(outer_family->n_answer, outer_family->n, BODY_PERCENT))
		return;

	bool chapter = outer_family->why == by_numbers || (inner->labelled && !outer->labelled) ||
		       (directly_followed(blocks, outer, inner) && !outer->answer_follows &&
			share(inner_family->n_body, inner_family->n, HALF_PERCENT)) ||
		       (outer->cue == 0 && inner_family->n > 1 &&
			share(inner_family->n_cue, inner_family->n, CUE_PERCENT) &&
			share(inner_family->n_body, inner_family->n, HALF_PERCENT));

	if (chapter) {
		outer->accepted = false;
		return;
	}

	for (size_t i = first; i < slots->n && slots->slot[i].block < end; i++)
		if (slots->slot[i].family != outer->family)
			slots->slot[i].accepted = false;
}

static bool announces_questions(const struct pyiq_blocks *blocks)
{
	for (size_t i = 0; i < blocks->n; i++) {
		struct pyiq_span title = blocks->block[i].content;

		if (blocks->block[i].kind == PYIQ_BLOCK_HEADING)
			return pyiq_wording_announces_questions((struct pyiq_str){
				blocks->source.data + title.start, title.end - title.start });
	}
	return false;
}

/* Accept the families that are questions, and all their members but parts of a table of contents. */
static void accept(struct pyiq_slots *slots, const struct pyiq_blocks *blocks)
{
	bool announced = announces_questions(blocks);

	for (size_t f = 0; f < slots->n_families; f++) {
		struct pyiq_family *family = &slots->family[f];
		const char *why = judge_words(family);

		if (why == NULL)
			why = judge_numbers(family, announced);
		family->accepted = why != NULL;
		if (why != NULL)
			family->why = why;
	}
	for (size_t i = 0; i < slots->n; i++)
		slots->slot[i].accepted =
			slots->family[slots->slot[i].family].accepted && !slots->slot[i].contents;
}

pyiq_status pyiq_slots_decide(struct pyiq_slots *slots, const struct pyiq_blocks *blocks,
			      struct pyiq_error *err)
{
	uint32_t heading = 0;

	number_items(slots, blocks);

	pyiq_status status = group(slots, blocks, err);

	if (status != PYIQ_OK)
		return status;
	accept(slots, blocks);
	for (size_t i = 0; i < slots->n; i++)
		if (slots->slot[i].accepted)
			settle(slots, blocks, i, &heading);
	return PYIQ_OK;
}

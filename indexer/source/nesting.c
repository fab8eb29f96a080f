#include "source/family.h"
#include "source/wording.h"

/*
 * Families nest: a question's answer may hold lists that ask, and a heading
 * that is numbered may only head a chapter of questions. Where an accepted slot
 * stands in the section of another, one of the two is no question.
 */

/* Whether a heading is the label of an answer, which no section ends with. */
static bool announces_answer(const struct pyiq_blocks *blocks, uint32_t heading)
{
	struct pyiq_span title = blocks->block[heading].content;
	bool alone;

	return pyiq_wording_answer_label((struct pyiq_str){ blocks->source.data + title.start,
							    title.end - title.start },
					 &alone) > 0;
}

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

		while (i < blocks->n &&
		       !(blocks->block[i].kind == PYIQ_BLOCK_HEADING &&
			 blocks->block[i].level <= slot->level && !announces_answer(blocks, i)))
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
 * do, if only the inner ones are labelled, if it was only its place in the
 * document that spoke for it, or if it has nothing of its own before inner ones
 * that have bodies, unless it asks and they are few. Otherwise the inner ones are a part of
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
	    pyiq_share(inner_family->n_answer, inner_family->n, BODY_PERCENT) &&
	    pyiq_share(outer_family->n_answer, outer_family->n, BODY_PERCENT))
		return;

	bool outnumbered = outer->cue == 0 || inner_family->n > outer_family->n;
	bool few = inner_family->n == 1 && outer_family->n > 2;
	bool structural = pyiq_family_is_structural(outer_family) &&
			  !pyiq_family_is_structural(inner_family) && outnumbered && !few;
	/* Sections of a document whose title asks: `1. Definition`, `2. Use`. */
	bool sections = outer->cue > 1 && pyiq_family_is_structural(inner_family);
	bool bare = outnumbered && !sections && directly_followed(blocks, outer, inner) &&
		    !outer->answer_follows &&
		    pyiq_share(inner_family->n_body, inner_family->n, HALF_PERCENT);
	bool chapter = structural || bare || (inner->labelled && !outer->labelled) ||
		       (inner->kind == PYIQ_SLOT_CARD && inner->block == outer->block) ||
		       (outer->cue == 0 && inner_family->n > 1 &&
			pyiq_share(inner_family->n_cue, inner_family->n, CUE_PERCENT) &&
			pyiq_share(inner_family->n_body, inner_family->n, HALF_PERCENT));

	if (chapter) {
		outer->accepted = false;
		outer->why = "heads other questions";
		return;
	}

	for (size_t i = first; i < slots->n && slots->slot[i].block < end; i++)
		if (slots->slot[i].accepted && slots->slot[i].family != outer->family) {
			slots->slot[i].accepted = false;
			slots->slot[i].why = "stands in the answer to another question";
		}
}

void pyiq_families_settle(struct pyiq_slots *slots, const struct pyiq_blocks *blocks)
{
	uint32_t heading = 0;

	for (size_t i = 0; i < slots->n; i++)
		if (slots->slot[i].accepted)
			settle(slots, blocks, i, &heading);
}

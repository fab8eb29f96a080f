/*
 * The parts of pyiq_slots_decide, which stand in files of their own.
 */
#ifndef PYIQ_SOURCE_FAMILY_H
#define PYIQ_SOURCE_FAMILY_H

#include "source/slot.h"

/* Shares that turn votes into a decision; see TAXONOMY: 85 % of all questions pass the cue, their look-alikes rarely in a row. */
enum {
	CUE_PERCENT = 60,
	LIST_CUE_PERCENT = 80,
	BODY_PERCENT = 80,
	HALF_PERCENT = 50,
	SOME_PERCENT = 20
};

static inline bool pyiq_share(size_t n, size_t of, unsigned percent)
{
	return of > 0 && n * 100 >= of * percent;
}

/* Whether only its place in the document speaks for a family: that gives way to anything that asks. */
bool pyiq_family_is_structural(const struct pyiq_family *family);

/* source/numbering.c: give slots the numbers that their own words did not tell. */
void pyiq_slots_number(struct pyiq_slots *slots, const struct pyiq_blocks *blocks);

/* source/nesting.c: let one of two accepted slots be no question where one stands in the section of the other. */
void pyiq_families_settle(struct pyiq_slots *slots, const struct pyiq_blocks *blocks);

#endif

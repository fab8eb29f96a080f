#include "source/family.h"
#include "source/words.h"

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

/* The bytes of a number with nothing but a blank behind it (`3 Sorting`), 0 if a head does not begin so. */
static size_t bare_number(const struct pyiq_blocks *blocks, const struct pyiq_slot *slot,
			  long *number)
{
	enum { MOST = 4 }; /* digits */
	const char *text = blocks->source.data;
	size_t i = slot->head.start;

	*number = 0;
	for (; i < slot->head.end && pyiq_words_is_digit(text[i]); i++)
		*number = *number < 100000 ? *number * 10 + (text[i] - '0') : *number;
	if (i == slot->head.start || i - slot->head.start > MOST || i + 1 >= slot->head.end ||
	    text[i] != ' ')
		return 0;
	return i + 1 - slot->head.start;
}

/*
 * Nearly all headings of a level begin with such a number, each greater than the
 * one before: they are numbered. Of one alone nobody can tell: `3 ways to sort`.
 */
static void number_headings(struct pyiq_slots *slots, const struct pyiq_blocks *blocks,
			    unsigned level)
{
	enum { FEWEST = 3 };
	size_t n = 0, n_bare = 0, n_ascending = 0;
	long last = -1, number;

	for (size_t i = 0; i < slots->n; i++) {
		if (slots->slot[i].kind != PYIQ_SLOT_HEADING || slots->slot[i].level != level)
			continue;
		n++;
		if (bare_number(blocks, &slots->slot[i], &number) == 0)
			continue;
		n_bare++;
		n_ascending += number > last || number == 1;
		last = number;
	}
	if (n_bare < FEWEST || !pyiq_share(n_bare, n, CUE_PERCENT) ||
	    !pyiq_share(n_ascending, n_bare, BODY_PERCENT))
		return;
	for (size_t i = 0; i < slots->n; i++) {
		struct pyiq_slot *slot = &slots->slot[i];
		size_t len;

		if (slot->kind != PYIQ_SLOT_HEADING || slot->level != level ||
		    (len = bare_number(blocks, slot, &number)) == 0)
			continue;
		slot->number = number;
		slot->head.start += len;
	}
}

void pyiq_slots_number(struct pyiq_slots *slots, const struct pyiq_blocks *blocks)
{
	enum { LEVELS = 6 };

	number_items(slots, blocks);
	for (unsigned level = 1; level <= LEVELS; level++)
		number_headings(slots, blocks, level);
}

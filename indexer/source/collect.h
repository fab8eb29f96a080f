/*
 * The parts of pyiq_slots_collect, which stand in files of their own.
 */
#ifndef PYIQ_SOURCE_COLLECT_H
#define PYIQ_SOURCE_COLLECT_H

#include "source/slot.h"
#include "text/markup.h"

struct pyiq_collector {
	struct pyiq_slots *slots;
	struct pyiq_blocks *blocks;
	struct pyiq_visible visible;
	uint32_t
		taken; /* the paragraph that is the text of a heading before it, or PYIQ_NO_BLOCK */
	uint32_t box_end; /* up to here a box lists questions that its title announces */
	struct pyiq_error *err;
};

/* The visible text of a range, in the collector until the next call. */
pyiq_status pyiq_collector_show(struct pyiq_collector *c, struct pyiq_span range,
				struct pyiq_str *text);

/* Fill in what the words of the head in a range say; its text may turn out empty. */
pyiq_status pyiq_collector_read_head(struct pyiq_collector *c, struct pyiq_slot *slot,
				     struct pyiq_span range);

pyiq_status pyiq_collector_push(struct pyiq_collector *c, const struct pyiq_slot *slot);

/*
 * source/head.c: cut a range of a slot's leaf down to its head, and set whether
 * that is bold and where what follows it begins.
 */
pyiq_status pyiq_find_head(struct pyiq_collector *c, struct pyiq_slot *slot,
			   struct pyiq_span *range);

/*
 * Where the head of a paragraph ends: at its first line, when that line is all
 * bold or ends like a sentence, or when a hard break or an answer follows it;
 * else the question is wrapped and the range is all of it.
 */
size_t pyiq_head_end(const struct pyiq_blocks *blocks, const struct pyiq_block *leaf,
		     struct pyiq_span range);

/* Where the next line of a paragraph begins that is labelled as a question, or the range's end. */
size_t pyiq_next_labelled_line(const struct pyiq_blocks *blocks, struct pyiq_span range);

/*
 * source/callout.c: a quote that its first paragraph makes a box, as in
 * Obsidian: `> [!question]- What is a list?`. *callout tells whether it is one
 * for a question.
 */
pyiq_status pyiq_collect_callout(struct pyiq_collector *c, uint32_t paragraph, bool *callout);

/* source/card.c: the flashcards in a paragraph. */
pyiq_status pyiq_collect_cards(struct pyiq_collector *c, uint32_t paragraph);

/* source/evidence.c: what stands behind and above every slot. */
pyiq_status pyiq_collect_evidence(struct pyiq_collector *c);

/* source/contents.c: which slots a table of contents leads to. */
pyiq_status pyiq_collect_contents(struct pyiq_collector *c);

#endif

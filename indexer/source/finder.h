/*
 * The parts of source/qa.h: from accepted slots to units. How far each reaches
 * is in source/extent.c, what of that is its answer in source/answer.c.
 */
#ifndef PYIQ_SOURCE_FINDER_H
#define PYIQ_SOURCE_FINDER_H

#include "source/slot.h"
#include "text/markup.h"

struct pyiq_topic {
	unsigned level;
	struct pyiq_str name;
};

struct pyiq_finder {
	struct pyiq_blocks *blocks;
	struct pyiq_slots slots;
	struct pyiq_arena *arena;
	struct pyiq_visible visible;
	struct pyiq_topic *topics; /* the headings around the current place, outermost first */
	size_t n_topics, topics_capacity;
	struct pyiq_str *path; /* their names */
	size_t path_capacity;
	struct pyiq_error *err;
};

/* Blocks [first, end) of a slot's unit behind its head. */
struct pyiq_extent {
	uint32_t first, end;
};

/* Parts of a unit as ranges of the source; empty where there are none. */
struct pyiq_parts {
	struct pyiq_span prompt, answer;
};

static inline const struct pyiq_block *pyiq_block_at(const struct pyiq_finder *f, uint32_t index)
{
	return &f->blocks->block[index];
}

static inline bool pyiq_is_leaf(const struct pyiq_block *block)
{
	return block->kind >= PYIQ_BLOCK_HEADING;
}

/* Leaves that say nothing. */
static inline bool pyiq_is_silent(const struct pyiq_block *block)
{
	return block->kind == PYIQ_BLOCK_RULE || block->kind == PYIQ_BLOCK_HTML;
}

/* The visible text of a range, in the finder until the next call. */
pyiq_status pyiq_finder_show(struct pyiq_finder *f, struct pyiq_span range, struct pyiq_str *text);

/* Whether a block is a leaf that begins with an answer's label. */
bool pyiq_announces_answer(const struct pyiq_finder *f, uint32_t index);

/* How far the unit of an accepted slot reaches. */
struct pyiq_extent pyiq_measure(const struct pyiq_finder *f, size_t index);

/* The next leaf of [from, end) that says something, or end. */
uint32_t pyiq_next_leaf(const struct pyiq_finder *f, uint32_t from, uint32_t end);

/* Drop what closes a section without belonging to it. */
pyiq_status pyiq_trim_end(struct pyiq_finder *f, struct pyiq_extent *extent);

/* Where the blocks from an index on begin, not before `floor`: a list's first bullet, not its first word. */
size_t pyiq_start_of(const struct pyiq_finder *f, uint32_t index, uint32_t end, size_t floor);

/* Where the last block of an extent ends. */
size_t pyiq_end_of(const struct pyiq_finder *f, const struct pyiq_extent *extent);

/* A range without blank lines at its ends and comments behind it. */
struct pyiq_span pyiq_trim(const struct pyiq_finder *f, struct pyiq_span span);

/* Tell prompt and answer apart. */
pyiq_status pyiq_divide(struct pyiq_finder *f, const struct pyiq_slot *slot,
			struct pyiq_extent extent, struct pyiq_parts *parts);

#endif

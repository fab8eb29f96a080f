#include "base/table.h"
#include "source/collect.h"
#include "source/wording.h"

static bool begins_at(const struct pyiq_blocks *blocks, struct pyiq_span range, const char *word)
{
	size_t len = strlen(word);

	return range.end - range.start >= len &&
	       memcmp(blocks->source.data + range.start, word, len) == 0;
}

bool pyiq_shows_picture(const struct pyiq_blocks *blocks, struct pyiq_span range)
{
	enum { REACH = 4096 }; /* bytes */
	bool picture = false;

	if (range.end - range.start > REACH)
		range.end = range.start + REACH;
	for (; range.start < range.end; range.start++) {
		picture = picture || begins_at(blocks, range, "![") ||
			  begins_at(blocks, range, "<img");
		if (begins_at(blocks, range, "badge") || begins_at(blocks, range, "shields.io"))
			return false;
	}
	return picture;
}

/* Whether a picture stands between two blocks: one between tags is no block. */
static bool picture_between(const struct pyiq_blocks *blocks, uint32_t block, uint32_t next)
{
	struct pyiq_span gap = { blocks->block[block].span.end,
				 next < blocks->n ? blocks->block[next].span.start
						  : blocks->source.len };

	return gap.start < gap.end && pyiq_shows_picture(blocks, gap);
}

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

	if (slot->kind == PYIQ_SLOT_ROW || slot->kind == PYIQ_SLOT_CARD)
		return true;
	if (slot->body < head->span.end)
		return true;
	if (slot->kind == PYIQ_SLOT_HEADING) {
		uint32_t next = next_seen(blocks, slot->block + 1);

		return (next < blocks->n && !(blocks->block[next].kind == PYIQ_BLOCK_HEADING &&
					      blocks->block[next].level <= slot->level)) ||
		       picture_between(blocks, slot->block, next);
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

	if (slot->kind != PYIQ_SLOT_HEADING || slot->labelled)
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
static pyiq_status find_answer_label(struct pyiq_collector *c, size_t index, struct pyiq_slot *slot)
{
	enum { REACH = 24 }; /* blocks: a prompt of code and options is shorter */
	const struct pyiq_block *head = &c->blocks->block[slot->block];
	struct pyiq_span rest = { slot->body, slot->end > 0 ? slot->end : head->span.end };
	uint32_t limit = slot->block + 1 + REACH;
	pyiq_status status = PYIQ_OK;
	struct pyiq_str text;
	bool alone;

	if (slot->kind == PYIQ_SLOT_CARD)
		return PYIQ_OK;
	if (slot->end > 0)
		limit = slot->block + 1;
	if (limit > c->blocks->n)
		limit = (uint32_t)c->blocks->n;
	for (size_t i = index + 1; i < c->slots->n && c->slots->slot[i].block < limit; i++)
		if (c->slots->slot[i].kind == slot->kind && c->slots->slot[i].level == slot->level)
			limit = c->slots->slot[i].block;
	if (rest.start < rest.end) {
		status = pyiq_collector_show(c, rest, &text);
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
		status = pyiq_collector_show(c, block->content, &text);
		if (status != PYIQ_OK || pyiq_wording_answer_label(text, &alone) > 0) {
			slot->answer_follows = true;
			return status;
		}
	}
	return PYIQ_OK;
}

/* A thing to tick off: `[ ] Read about lists`. */
static bool is_task(const struct pyiq_blocks *blocks, const struct pyiq_block *paragraph)
{
	const char *text = blocks->source.data + paragraph->span.start;

	return paragraph->span.end - paragraph->span.start > 3 && text[0] == '[' &&
	       text[2] == ']' && strchr(" xX", text[1]) != NULL;
}

/*
 * Whether at least half of what stands below a heading is text, and no links or things
 * to tick off, of which plans and lists of references are made.
 */
static bool has_prose(const struct pyiq_blocks *blocks, const struct pyiq_slot *slot)
{
	enum { REACH = 64 }; /* leaves that are looked at */
	size_t n_text = 0, n_other = 0;

	if (!slot->has_body || slot->kind != PYIQ_SLOT_HEADING)
		return slot->has_body;
	for (uint32_t i = slot->block + 1; i < blocks->n && n_text + n_other < REACH; i++) {
		const struct pyiq_block *block = &blocks->block[i];

		if (block->kind == PYIQ_BLOCK_HEADING && block->level <= slot->level)
			break;
		if (block->kind == PYIQ_BLOCK_PARAGRAPH && (block->link || is_task(blocks, block)))
			n_other++;
		else
			n_text += block->kind == PYIQ_BLOCK_PARAGRAPH ||
				  block->kind == PYIQ_BLOCK_CODE || block->kind == PYIQ_BLOCK_CELL;
	}
	return n_text >= n_other;
}

/* ---- What stands above a slot ------------------------------------------------- */

enum { LEVELS = 7 }; /* those of headings, and none */

/* What a heading says of the sections it heads. */
struct title {
	uint32_t block;
	unsigned level;
	bool announces, names;
	bool parts; /* it heads a list or headings of questions */
	bool other; /* it says no such thing, but one of its level beside it does */
};

/* Whether a heading is followed by headings of its own or by a list. */
static bool heads_parts(const struct pyiq_blocks *blocks, uint32_t heading)
{
	uint32_t next = next_seen(blocks, heading + 1);

	return next < blocks->n && (blocks->block[next].kind == PYIQ_BLOCK_LIST ||
				    (blocks->block[next].kind == PYIQ_BLOCK_HEADING &&
				     blocks->block[next].level > blocks->block[heading].level));
}

static pyiq_status read_title(struct pyiq_collector *c, struct title *title)
{
	struct pyiq_str text;
	pyiq_status status = pyiq_collector_show(c, c->blocks->block[title->block].content, &text);

	if (status != PYIQ_OK)
		return status;

	unsigned cue = pyiq_wording_cue(text);

	/* A question about interviews announces none. */
	title->announces = cue < 2 && pyiq_wording_announces_questions(text);
	title->names = title->announces && pyiq_wording_names_questions(text);
	title->parts = title->names && heads_parts(c->blocks, title->block);
	title->other = cue < 2 && !title->announces;
	return PYIQ_OK;
}

/* Beside `Frequently Asked Questions`, the section `Troubleshooting` holds none, whatever the title above both says. */
static void find_others(struct title *titles, size_t n)
{
	bool beside[LEVELS] = { false };

	for (size_t i = 0; i < n; i++) {
		for (unsigned level = titles[i].level + 1; level < LEVELS; level++)
			beside[level] = false;
		beside[titles[i].level] = beside[titles[i].level] || titles[i].parts;
		titles[i].parts = beside[titles[i].level];
	}
	for (unsigned level = 0; level < LEVELS; level++)
		beside[level] = false;
	for (size_t i = n; i-- > 0;) {
		unsigned own = titles[i].level;

		beside[own] = beside[own] || titles[i].parts;
		titles[i].other = titles[i].other && beside[own];
		for (unsigned level = own + 1; level < LEVELS; level++)
			beside[level] = false;
	}
}

/* All the document's headings, for the caller to free. */
static pyiq_status read_titles(struct pyiq_collector *c, struct title **titles, size_t *n)
{
	size_t capacity = 0;
	pyiq_status status = PYIQ_OK;

	*titles = NULL;
	*n = 0;
	for (uint32_t i = 0; i < c->blocks->n && status == PYIQ_OK; i++) {
		if (c->blocks->block[i].kind != PYIQ_BLOCK_HEADING)
			continue;
		status = pyiq_grow(titles, &capacity, *n + 1, sizeof **titles, c->err);
		if (status != PYIQ_OK)
			break;
		(*titles)[*n] = (struct title){ .block = i, .level = c->blocks->block[i].level };
		status = read_title(c, &(*titles)[*n]);
		++*n;
	}
	find_others(*titles, *n);
	return status;
}

/* Tell every slot whether a heading above it announces questions; the first of the document stands above all. */
static pyiq_status find_titles(struct pyiq_collector *c)
{
	bool announces[LEVELS] = { false }, names[LEVELS] = { false }, other[LEVELS] = { false };
	struct title *titles;
	size_t n, seen = 0;
	pyiq_status status = read_titles(c, &titles, &n);

	for (size_t i = 0; i < c->slots->n && status == PYIQ_OK; i++) {
		struct pyiq_slot *slot = &c->slots->slot[i];

		for (; seen < n && titles[seen].block <= slot->unit; seen++) {
			const struct title *title = &titles[seen];

			announces[title->level] = title->announces;
			names[title->level] = title->names;
			other[title->level] = title->other;
			if (seen == 0) {
				announces[0] = title->announces;
				names[0] = title->names;
			}
			for (unsigned level = title->level + 1; level < LEVELS; level++)
				announces[level] = names[level] = other[level] = false;
		}

		/* A heading's own words tell what it is no part of, and not what it is. */
		unsigned level = slot->kind == PYIQ_SLOT_HEADING ? slot->level : LEVELS;
		bool above_announces = false, above_names = false;

		for (unsigned above = 0; above < LEVELS && above <= level; above++) {
			if (other[above] && slot->kind != PYIQ_SLOT_ITEM)
				above_announces = above_names = false;
			above_announces = above_announces || (above < level && announces[above]);
			above_names = above_names || (above < level && names[above]);
		}
		slot->announced = slot->announced || above_announces;
		slot->named = slot->named || above_names;
	}
	pyiq_free(titles);
	return status;
}

/* Programs for flashcards leave their traces in a document, or want a tag in it. */
static bool holds_cards(const struct pyiq_collector *c)
{
	static const char *const traces[] = { "#flashcard", "#card", "<!--SR:" };
	struct pyiq_str text = c->blocks->source;

	for (const char *at = text.data, *end = text.data + text.len;
	     at < end && (at = memchr(at, '#', (size_t)(end - at))) != NULL; at++)
		for (size_t i = 0; i < 2; i++)
			if ((size_t)(end - at) >= strlen(traces[i]) &&
			    memcmp(at, traces[i], strlen(traces[i])) == 0)
				return true;
	for (const char *at = text.data, *end = text.data + text.len;
	     at < end && (at = memchr(at, '<', (size_t)(end - at))) != NULL; at++)
		if ((size_t)(end - at) >= strlen(traces[2]) &&
		    memcmp(at, traces[2], strlen(traces[2])) == 0)
			return true;
	return false;
}

/* ---- What stands beside a slot ------------------------------------------------- */

/* Bold lines that stand in the document again and again (`Why this matters:`) say what follows them. */
static pyiq_status find_repeated(struct pyiq_collector *c)
{
	enum { MANY = 3, COUNT = 0, MARK = 1 };
	struct pyiq_table texts;
	pyiq_status status = PYIQ_OK;

	pyiq_table_init(&texts);
	for (int pass = COUNT; pass <= MARK && status == PYIQ_OK; pass++) {
		for (size_t i = 0; i < c->slots->n && status == PYIQ_OK; i++) {
			struct pyiq_slot *slot = &c->slots->slot[i];
			struct pyiq_str text = { c->blocks->source.data + slot->head.start,
						 slot->head.end - slot->head.start };
			struct pyiq_entry *entry;

			if (slot->kind != PYIQ_SLOT_PARAGRAPH || slot->labelled)
				continue;
			entry = pyiq_table_put(&texts, text);
			if (entry == NULL)
				status = pyiq_fail_nomem(c->err);
			else if (pass == COUNT)
				entry->value.number++;
			else
				slot->repeated = entry->value.number >= MANY;
		}
	}
	pyiq_table_release(&texts);
	return status;
}

/* What marks an item in its list; another mark is another list. */
static unsigned marker_of(const struct pyiq_blocks *blocks, const struct pyiq_slot *slot)
{
	static const char marks[] = "-*+";
	const char *mark;

	if (slot->kind != PYIQ_SLOT_ITEM)
		return 0;
	mark = strchr(marks, blocks->source.data[blocks->block[slot->unit].span.start]);
	return mark != NULL ? (unsigned)(mark - marks) + 1 : 0;
}

pyiq_status pyiq_collect_evidence(struct pyiq_collector *c)
{
	pyiq_status status = find_titles(c);
	bool cards = false;

	for (size_t i = 0; status == PYIQ_OK && i < c->slots->n; i++) {
		struct pyiq_slot *slot = &c->slots->slot[i];

		slot->marker = marker_of(c->blocks, slot);
		slot->has_body = has_body(c->blocks, slot);
		slot->has_prose = has_prose(c->blocks, slot);
		slot->contents = slot->cue == 0 && only_links(c->blocks, slot);
		cards = cards || slot->kind == PYIQ_SLOT_CARD;
		status = find_answer_label(c, i, slot);
	}
	c->slots->cards = cards && holds_cards(c);
	return status == PYIQ_OK ? find_repeated(c) : status;
}

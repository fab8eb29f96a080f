#include <stdlib.h>

#include "source/family.h"
#include "source/wording.h"

/*
 * A family is accepted when its members say together that they are questions:
 *
 *   label     they carry a question's label, or answers labelled as such follow
 *   cue       most of them ask
 *   structure they need not ask, but have texts below them, and are numbered in
 *             order, or a table of contents leads to them, or a title announces
 *             questions
 *
 * Families nest: see source/nesting.c.
 */

/* What makes slots alike, as a number that sorts the families of a document. */
static uint64_t make_of(const struct pyiq_slot *slot, size_t section)
{
	/* Unmarked list items are too common a make to stand for each other across sections. */
	bool plain =
		slot->kind == PYIQ_SLOT_ITEM && !slot->labelled && !slot->quoted && !slot->bold;
	bool heading = slot->kind == PYIQ_SLOT_HEADING;
	uint64_t level = slot->level < UINT16_MAX ? slot->level : UINT16_MAX;

	/* What stands below `FAQ` is a family of its own beside the chapters of a manual. */
	return (plain ? (uint64_t)section << 32 : 0) |
	       (uint64_t)(heading && !slot->labelled && slot->announced) << 30 |
	       (uint64_t)slot->repeated << 29 | (uint64_t)slot->marker << 24 | level << 8 |
	       (uint64_t)slot->kind << 4 | (uint64_t)(slot->number >= 0) << 3 |
	       (uint64_t)slot->labelled << 2 | (uint64_t)slot->quoted << 1 | slot->bold;
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

static void count_vote(struct pyiq_family *family, const struct pyiq_slot *slot)
{
	family->n++;
	family->n_cue += slot->cue > 0;
	family->n_strong_cue += slot->cue > 1;
	family->n_body += slot->has_body;
	family->n_prose += slot->has_prose;
	family->n_answer += slot->answer_follows;
	family->n_linked += slot->linked;
	family->n_announced += slot->announced;
	family->n_named += slot->named;
	family->n_open += slot->open;
	family->n_introduces += slot->introduces;
	family->n_apparatus += slot->apparatus;
	family->n_weak += slot->weak;
	family->n_tells += slot->tells && slot->cue < 2;
	/* Numbers ascend where none is less than the one before (`1.1`, `1.2`), or they begin again. */
	family->n_ascending += slot->number >= family->last_number || slot->number == 1;
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
						      .repeated = slot->repeated,
						      .marker = slot->marker,
						      .why = "no evidence" };
		}
		slot->family = slots->n_families - 1;
		count_vote(&slots->family[slot->family], slot);
	}
	pyiq_free(members);
	return status;
}

static const char by_numbers[] = "numbered, with texts below";
static const char by_contents[] = "a table of contents leads to them";
static const char by_title[] = "a title announces questions";
static const char by_themselves[] = "nothing else is in the document, and nearly half of them ask";

bool pyiq_family_is_structural(const struct pyiq_family *family)
{
	return family->why == by_numbers || family->why == by_contents || family->why == by_title ||
	       family->why == by_themselves;
}

static bool is_item(const struct pyiq_family *f)
{
	return f->kind == PYIQ_SLOT_ITEM;
}

static bool is_plain_quote(const struct pyiq_family *f)
{
	return f->kind == PYIQ_SLOT_PARAGRAPH && !f->bold && !f->labelled && !f->numbered;
}

/* The front of a card looks like much else: a colon is in many languages a sign, and a question mark an opinion. */
static const char *judge_cards(const struct pyiq_family *f, bool announced)
{
	if (announced)
		return "flashcards, as the document says";
	if (pyiq_share(f->n - f->n_weak, f->n, CUE_PERCENT) &&
	    ((f->n >= 2 && pyiq_share(f->n_cue, f->n, HALF_PERCENT)) || f->n >= 3))
		return "both sides of flashcards";
	return f->n >= 2 && pyiq_share(f->n_cue, f->n, CUE_PERCENT) ? "fronts of cards that ask"
								    : NULL;
}

/* `Create a user`, `List users`: orders to do something make a manual as well. */
static bool asks(size_t n_strong, size_t n_tells, size_t n)
{
	return pyiq_share(n_strong, n, SOME_PERCENT) ||
	       pyiq_share(n_strong + n_tells, n, HALF_PERCENT);
}

/* What the words of a family's members say; NULL when they say nothing. */
static const char *judge_words(const struct pyiq_family *f)
{
	enum { FEWEST_IN_LIST = 3, FEWEST_IN_ANY_LIST = 4 };

	if ((f->repeated || f->n_open > 0) && !f->labelled)
		return NULL;
	if (f->labelled && (f->n_weak < f->n || pyiq_share(f->n_answer, f->n, HALF_PERCENT)))
		return "labelled as questions";
	if (f->kind == PYIQ_SLOT_ROW)
		return "a table's column of questions";
	if (pyiq_share(f->n_answer, f->n, BODY_PERCENT) && pyiq_share(f->n_cue, f->n, HALF_PERCENT))
		return "labelled answers follow";
	if (is_plain_quote(f))
		return f->n >= 2 && pyiq_share(f->n_strong_cue, f->n, LIST_CUE_PERCENT) &&
				       pyiq_share(f->n_body, f->n, BODY_PERCENT)
			       ? "quoted questions"
			       : NULL;
	if (pyiq_share(f->n_cue, f->n, CUE_PERCENT)) {
		bool bodies = pyiq_share(f->n_body, f->n, HALF_PERCENT);
		bool announced = pyiq_share(f->n_announced, f->n, BODY_PERCENT);

		if (!announced && !asks(f->n_strong_cue, f->n_tells, f->n))
			return NULL;
		if (f->n == 1)
			return f->n_strong_cue == 1 && f->n_prose == 1 && !is_item(f)
				       ? "a question with a body"
				       : NULL;
		if (!is_item(f) || (bodies && (announced || f->bold || f->quoted ||
					       pyiq_share(f->n_body, f->n, BODY_PERCENT) ||
					       pyiq_share(f->n_cue, f->n, LIST_CUE_PERCENT))))
			return "most of them ask";
		return f->n >= (announced ? FEWEST_IN_LIST : FEWEST_IN_ANY_LIST) &&
				       pyiq_share(f->n_cue, f->n, LIST_CUE_PERCENT)
			       ? "a list of questions"
			       : NULL;
	}
	return NULL;
}

/*
 * What their structure says: manuals and cheat sheets are built alike, so some
 * of the members must ask, or a title announce questions. Where `n_asking`
 * others ask, headings that do not, and are fewer, are the topics of those.
 */
static const char *judge_structure(const struct pyiq_family *f, size_t n_asking, size_t n_headings)
{
	enum { FEWEST = 3, FEWEST_BY_TITLE = 5, FEWEST_ALONE = 6, NEARLY_HALF_PERCENT = 40 };
	bool announced = pyiq_share(f->n_announced, f->n, BODY_PERCENT);
	bool named = pyiq_share(f->n_named, f->n, BODY_PERCENT);

	if (f->n < FEWEST || f->repeated || f->n_open > 0 ||
	    (is_item(f) && !(f->bold && named && f->n_introduces == 0)) ||
	    f->kind == PYIQ_SLOT_CARD || is_plain_quote(f) ||
	    !pyiq_share(f->n_body, f->n, BODY_PERCENT) ||
	    !pyiq_share(f->n_prose, f->n, BODY_PERCENT) ||
	    !(announced || pyiq_share(f->n_strong_cue, f->n, SOME_PERCENT)))
		return NULL;
	if (f->numbered && pyiq_share(f->n_ascending, f->n, BODY_PERCENT))
		return by_numbers;
	if (n_asking >= f->n)
		return NULL;
	if (pyiq_share(f->n_linked, f->n, CUE_PERCENT))
		return by_contents;

	bool some_ask = pyiq_share(f->n_cue, f->n, SOME_PERCENT);

	/* Notes in which nothing but such headings stand have no title that could announce them; articles have a conclusion. */
	if (f->kind == PYIQ_SLOT_HEADING && f->n == n_headings && f->n >= FEWEST_ALONE &&
	    f->n_apparatus == 0 &&
	    pyiq_share(f->n_strong_cue + f->n_tells, f->n, NEARLY_HALF_PERCENT))
		return by_themselves;
	return (f->kind == PYIQ_SLOT_HEADING || f->kind == PYIQ_SLOT_PARAGRAPH || is_item(f)) &&
			       announced && (some_ask || (named && f->n >= FEWEST_BY_TITLE))
		       ? by_title
		       : NULL;
}

/* ---- Single members --------------------------------------------------------------- */

/* The first heading, if it tells what of a project the document is. */
static bool is_about_project(const struct pyiq_blocks *blocks)
{
	for (size_t i = 0; i < blocks->n; i++) {
		struct pyiq_span title = blocks->block[i].content;

		if (blocks->block[i].kind == PYIQ_BLOCK_HEADING)
			return pyiq_wording_is_about_project((struct pyiq_str){
				blocks->source.data + title.start, title.end - title.start });
	}
	return false;
}

/*
 * A heading without a text of its own that asks nothing, right above one of the
 * same make that asks, is the topic of what follows.
 */
static bool is_topic(const struct pyiq_slots *slots, size_t i)
{
	const struct pyiq_slot *slot = &slots->slot[i];

	return slot->kind == PYIQ_SLOT_HEADING && !slot->has_body && slot->cue == 0 &&
	       !slot->labelled && slot->number < 0 && i + 1 < slots->n &&
	       slots->slot[i + 1].family == slot->family && slots->slot[i + 1].cue > 0;
}

/* Whether a heading has nothing of its own before the next one. */
static bool heads_headings(const struct pyiq_blocks *blocks, const struct pyiq_slot *slot)
{
	uint32_t next = slot->block + 1;

	while (next < blocks->n && blocks->block[next].kind >= PYIQ_BLOCK_RULE)
		next++;
	return next < blocks->n && blocks->block[next].kind == PYIQ_BLOCK_HEADING;
}

/* Why a member of an accepted family is no question all the same; NULL when it is one. */
static const char *reject(const struct pyiq_slots *slots, const struct pyiq_blocks *blocks,
			  size_t i)
{
	const struct pyiq_slot *slot = &slots->slot[i];
	struct pyiq_str text = { blocks->source.data + slot->head.start,
				 slot->head.end - slot->head.start };

	if (slot->contents)
		return "a part of a table of contents";
	if (is_topic(slots, i))
		return "heads questions, and has nothing of its own";
	if (slot->kind == PYIQ_SLOT_CARD && slot->weak && slot->cue == 0 && !slots->cards)
		return "reads like code";
	if (slot->apparatus && !slot->labelled && slot->number < 0)
		return "a part of every document";
	if (slot->kind == PYIQ_SLOT_HEADING && slot->cue == 0 && !slot->labelled &&
	    (pyiq_wording_announces_questions(text) ||
	     (pyiq_family_is_structural(&slots->family[slot->family]) && slot->number < 0 &&
	      heads_headings(blocks, slot))))
		return "the title of a section";
	if (slot->kind == PYIQ_SLOT_PARAGRAPH && !slot->labelled && pyiq_wording_is_remark(text))
		return "a remark about the document";
	if (pyiq_wording_is_blank_form(text))
		return "a form to be filled in";
	return NULL;
}

/*
 * Short lists of one make in the sections of a document, which are too short to
 * be judged one by one: what they say together.
 */
enum { POOL_LEVELS = 8, MARKERS = 4, POOLS = POOL_LEVELS * MARKERS * 4 };

struct pool {
	size_t n, n_cue, n_strong_cue, n_tells, n_body, n_announced;
};

static size_t pool_of(const struct pyiq_family *f)
{
	size_t level = f->level < POOL_LEVELS ? f->level : POOL_LEVELS - 1;

	/* Of one list some items may be bold to their ends and others go on with an aside. */
	return (level * MARKERS + f->marker % MARKERS) * 4 + (size_t)f->numbered * 2 +
	       (size_t)f->quoted;
}

static void judge_lists(struct pyiq_slots *slots)
{
	enum { FEWEST = 12, FEWEST_ANSWERED = 3 };
	struct pool pools[POOLS] = { { 0 } };

	for (size_t f = 0; f < slots->n_families; f++) {
		const struct pyiq_family *family = &slots->family[f];
		struct pool *pool = &pools[pool_of(family)];

		if (!is_item(family) || family->labelled)
			continue;
		pool->n += family->n;
		pool->n_cue += family->n_cue;
		pool->n_strong_cue += family->n_strong_cue;
		pool->n_tells += family->n_tells;
		pool->n_body += family->n_body;
		pool->n_announced += family->n_announced;
	}
	for (size_t f = 0; f < slots->n_families; f++) {
		struct pyiq_family *family = &slots->family[f];
		const struct pool *pool = &pools[pool_of(family)];
		bool announced = pyiq_share(pool->n_announced, pool->n, BODY_PERCENT);
		bool answered = pyiq_share(pool->n_body, pool->n, HALF_PERCENT);

		if (!is_item(family) || family->accepted || family->labelled ||
		    pool->n < (announced || answered ? FEWEST_ANSWERED : FEWEST) ||
		    !pyiq_share(pool->n_cue, pool->n, announced ? CUE_PERCENT : LIST_CUE_PERCENT) ||
		    !pyiq_share(family->n_cue, family->n, HALF_PERCENT) ||
		    !(announced || asks(pool->n_strong_cue, pool->n_tells, pool->n)))
			continue;
		family->accepted = true;
		family->why = "one of the document's lists of questions";
	}
}

/* Accept the families that are questions; those that only their place speaks for come last. */
static void judge(struct pyiq_slots *slots, bool about_project)
{
	size_t n_asking = 0, n_headings = 0;

	for (size_t i = 0; i < slots->n; i++)
		n_headings += slots->slot[i].kind == PYIQ_SLOT_HEADING;
	for (size_t f = 0; f < slots->n_families; f++) {
		struct pyiq_family *family = &slots->family[f];
		const char *why = family->kind == PYIQ_SLOT_CARD ? judge_cards(family, slots->cards)
								 : judge_words(family);

		family->accepted = why != NULL;
		if (why != NULL)
			family->why = why;
		if (why != NULL && family->n > n_asking)
			n_asking = family->n;
	}
	judge_lists(slots);
	for (size_t f = 0; f < slots->n_families; f++) {
		struct pyiq_family *family = &slots->family[f];
		const char *why =
			family->accepted ? NULL : judge_structure(family, n_asking, n_headings);

		if (why != NULL) {
			family->accepted = true;
			family->why = why;
		}
		if (about_project && !family->labelled) {
			family->accepted = false;
			family->why = "the document is about the project";
		}
	}
}

static void accept(struct pyiq_slots *slots, const struct pyiq_blocks *blocks)
{
	judge(slots, is_about_project(blocks));
	for (size_t i = 0; i < slots->n; i++) {
		struct pyiq_slot *slot = &slots->slot[i];

		slot->why = slots->family[slot->family].accepted ? reject(slots, blocks, i) : NULL;
		slot->accepted = slots->family[slot->family].accepted && slot->why == NULL;
	}
}

static bool is_numbered_heading(const struct pyiq_slot *slot)
{
	return slot->kind == PYIQ_SLOT_HEADING && slot->number >= 0;
}

/* A heading at a wrong level whose number stands between those of its neighbours is one of them. */
static void carry_by_number(struct pyiq_slots *slots)
{
	size_t before = slots->n, odd = slots->n;

	for (size_t i = 0; i < slots->n; i++) {
		struct pyiq_slot *slot = &slots->slot[i];

		if (!is_numbered_heading(slot))
			continue;
		if (!slot->accepted) {
			odd = odd == slots->n && slot->why == NULL ? i : slots->n;
			continue;
		}
		if (odd < slots->n && before < slots->n &&
		    slots->slot[before].family == slot->family && slot->has_body &&
		    slots->slot[odd].number == slots->slot[before].number + 1 &&
		    slot->number == slots->slot[odd].number + 1) {
			slots->slot[odd].family = slot->family;
			slots->slot[odd].accepted = true;
			slots->slot[odd].why = "its number continues its neighbours'";
		}
		before = i;
		odd = slots->n;
	}
}

pyiq_status pyiq_slots_decide(struct pyiq_slots *slots, const struct pyiq_blocks *blocks,
			      struct pyiq_error *err)
{
	pyiq_status status;

	pyiq_slots_number(slots, blocks);
	status = group(slots, blocks, err);
	if (status != PYIQ_OK)
		return status;
	accept(slots, blocks);
	carry_by_number(slots);
	pyiq_families_settle(slots, blocks);
	return PYIQ_OK;
}

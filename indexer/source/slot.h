/*
 * Slots: the places of a document where a question could stand, and families:
 * slots of one make, accepted or rejected together.
 *
 * A heading, the first line of a list item, a bold paragraph, a labelled line,
 * a summary, a table cell may each head a unit. What a single one says is a
 * vote; its family decides, so that one odd member is carried and one sentence
 * that happens to ask is not.
 */
#ifndef PYIQ_SOURCE_SLOT_H
#define PYIQ_SOURCE_SLOT_H

#include <stdbool.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"
#include "source/blocks.h"

typedef enum pyiq_slot_kind {
	PYIQ_SLOT_HEADING,
	PYIQ_SLOT_ITEM_HEADING, /* a heading that opens a list item */
	PYIQ_SLOT_PARAGRAPH,    /* bold, or labelled */
	PYIQ_SLOT_SUMMARY,
	PYIQ_SLOT_ROW,
	PYIQ_SLOT_ITEM,
	PYIQ_SLOT_CARD /* what stands before `::`, `;;` or a lone `?` */
} pyiq_slot_kind;

struct pyiq_slot {
	pyiq_slot_kind kind;
	uint32_t block; /* the block that holds the question's text */
	uint32_t
		unit; /* the outermost block it opens: its item, row or quote, the heading that only says `Question`, else the block itself */
	unsigned level;        /* of the heading; depth of the item; what parts a card */
	struct pyiq_span head; /* the question's text in the source, stripped */
	size_t body;           /* where in the source the head's own text ends */
	size_t end; /* where its answer ends, if that is inside the head's own block; else 0 */
	size_t line;
	long number; /* or -1 */
	bool labelled, quoted, bold;
	unsigned marker; /* of the item, as a number from 1; else 0 */
	bool repeated; /* the same text stands in other paragraphs: it says what follows it, and asks nothing */
	bool weak; /* the label may mean something else; what parts the card may be code */
	struct pyiq_span language; /* in brackets behind the label `Question`; else empty */
	unsigned cue;              /* see pyiq_wording_cue */
	bool tells;                /* see pyiq_wording_asks_to_tell */
	bool answer_follows;       /* the next thing is labelled as an answer */
	bool contents; /* does not ask, and heads nothing but links: a part of a table of contents */
	bool has_body;   /* something stands between it and the next slot of its make */
	bool has_prose;  /* … that is more than links and things to tick off */
	bool linked;     /* a table of contents leads to it */
	bool announced;  /* a title above it announces questions */
	bool named;      /* … and says so, and not only `Interview` */
	bool introduces; /* it ends with a colon, and introduces what follows */
	bool apparatus;  /* a heading of any document, see pyiq_wording_is_apparatus */
	bool open; /* a heading that leaves questions open: the others beside it are those of a plan */
	size_t family;
	bool accepted;
	const char *
		why; /* what spoke against this one, although its family was accepted, or for it; static, or NULL */
};

struct pyiq_family {
	pyiq_slot_kind kind;
	unsigned level;
	bool numbered, labelled, quoted, bold, repeated;
	unsigned marker;
	/* votes */
	size_t n, n_cue, n_strong_cue, n_body, n_prose, n_answer, n_ascending, n_linked,
		n_announced, n_weak, n_tells, n_named, n_open, n_introduces, n_apparatus;
	long last_number; /* while the votes are counted */
	size_t next_other; /* while nesting is settled: no accepted slot of another family stands before */
	bool accepted;
	const char *why; /* the rule that decided; static */
};

/* The slots of a document in its order, and their families. A value. */
struct pyiq_slots {
	struct pyiq_slot *slot;
	size_t n, capacity;
	struct pyiq_family *family;
	size_t n_families, families_capacity;
	bool cards; /* the document says that it holds flashcards */
};

void pyiq_slots_init(struct pyiq_slots *slots);
void pyiq_slots_release(struct pyiq_slots *slots);

/* Collect the slots of a document, whose accidental headings are mended first; replaces the content. PYIQ_OK or PYIQ_ERR_NOMEM. */
pyiq_status pyiq_slots_collect(struct pyiq_slots *slots, struct pyiq_blocks *blocks,
			       struct pyiq_error *err);

/* Group them into families, count the votes, and mark what is accepted. PYIQ_OK or PYIQ_ERR_NOMEM. */
pyiq_status pyiq_slots_decide(struct pyiq_slots *slots, const struct pyiq_blocks *blocks,
			      struct pyiq_error *err);

/* Whether a range of the source shows a picture that is no badge. Looks at its beginning only. */
bool pyiq_shows_picture(const struct pyiq_blocks *blocks, struct pyiq_span range);

#endif

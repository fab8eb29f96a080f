/*
 * What the rooms of the judge share: reading a unit (judge.c), what stands where
 * in its texts (neighbours.c), and what that is worth (features.c).
 */
#ifndef PYIQ_QUERY_JUDGING_H
#define PYIQ_QUERY_JUDGING_H

#include "query/judge.h"

/* Topics are read behind the fields of a record. */
enum { PYIQ_JUDGE_TOPIC = PYIQ_RECORD_N_FIELDS };

/* Where something stands in the text being read, ascending. */
struct pyiq_positions {
	uint32_t *at;
	size_t n, capacity;
	bool unsorted;
};

/* What was seen of a group. */
struct pyiq_seen {
	bool whole;
	uint32_t parts;             /* bit i: its i-th part */
	double stand_in;            /* the worth of the best stand-in */
	uint32_t n_exact;           /* in the very form; in the question each counts three times */
	uint32_t n_frame;           /* of a frame word, counted so */
	double early;               /* how near it stands to the beginning of a text */
	struct pyiq_positions here; /* of the whole, or of stand-ins, in this text */
	double worth; /* 1 if some of these are of the whole, else that of the stand-in */
};

/* A word of a sequence, which is a match only if the others are there as well. */
struct pyiq_step {
	size_t sequence;
	uint32_t position;
	struct pyiq_span span;
};

/* A group at a place of the text being read. */
struct pyiq_occurrence {
	uint32_t position;
	uint32_t group;
};

struct pyiq_judge {
	struct pyiq_tokenizer *tokenizer;
	struct pyiq_stems *stems;
	struct pyiq_seen *seen; /* one a group */
	size_t n_seen, seen_capacity;
	struct pyiq_positions *steps; /* PYIQ_SEQUENCE_STEPS a sequence */
	size_t n_steps, steps_capacity;
	struct pyiq_step *step_spans; /* in this text */
	size_t n_step_spans, step_spans_capacity;
	struct pyiq_occurrence *occurrences;
	size_t n_occurrences, occurrences_capacity;
	struct pyiq_match *matches;
	size_t n_matches, matches_capacity;
	bool *numbered; /* one a phrase or NEAR */
	size_t numbered_capacity;
	struct pyiq_positions reach[2]; /* of a NEAR */

	/* The reading of one unit: */
	const struct pyiq_plan *plan;
	const struct pyiq_record *record;
	unsigned field;
	bool want_matches, is_english;
	uint64_t language;                 /* of the unit, a bit of the plan's */
	size_t first_match;                /* of this text */
	size_t n_words;                    /* of the question; frame words do not count */
	struct pyiq_positions unexplained; /* of these, in the question */
	double window; /* the greatest idf that a few words next to each other have */
	pyiq_status status;
	struct pyiq_error *err;
};

/* Note that something stands at a position. PYIQ_OK or PYIQ_ERR_NOMEM. */
pyiq_status pyiq_positions_add(struct pyiq_positions *positions, uint32_t at,
			       struct pyiq_error *err);

/* Note a match in the field being read. */
pyiq_status pyiq_judge_note(struct pyiq_judge *judge, struct pyiq_span span, size_t group);

/*
 * The text being read ends: which sequences, phrases and NEARs stood in it. All
 * positions are sorted afterwards. The judge's status tells what went wrong.
 */
void pyiq_judge_find_neighbours(struct pyiq_judge *judge);

/* Then what that says for the features. */
void pyiq_judge_note_features(struct pyiq_judge *judge);

/* The unit ends. */
void pyiq_judge_sum_up(const struct pyiq_judge *judge, struct pyiq_verdict *verdict);

#endif

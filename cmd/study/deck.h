/*
 * The questions that a quiz may ask, in the order in which it does: those that are
 * due, the longest due first; then new ones, in the order of the selection.
 * Questions without an answer are left out, and those that are alike (question,
 * code and answer) count as one.
 */
#ifndef PYIQ_CMD_DECK_H
#define PYIQ_CMD_DECK_H

#include "selection.h"
#include "study/reviews.h"

struct card {
	char id[PYIQ_ID_SIZE];
	enum { TURN_DUE, TURN_NEW, TURN_LATER } turn;
	bool is_new;
	int64_t due; /* of one that is not new */
	uint64_t hash;
	size_t place; /* in the selection */
};

/* A value: initialise with { 0 }, fill, release. */
struct deck {
	struct card *cards; /* due, new, and those that are not due yet */
	size_t n, capacity;
	size_t n_due, n_new;
};

/* PYIQ_OK, or as selection_each. */
pyiq_status deck_fill(struct deck *deck, struct pyiq_db *db, const struct selection *selection,
		      const struct reviews *reviews, int64_t now, struct pyiq_error *err);

/* When the next question is due, or was; false if none was ever asked. */
bool deck_next_due(const struct deck *deck, const struct reviews *reviews, int64_t *due);

/* How many are due. */
size_t deck_count_due(const struct deck *deck, const struct reviews *reviews, int64_t now);

void deck_release(struct deck *deck);

#endif

#include "study/deck.h"

#include <stdlib.h>

#include "base/memory.h"

struct filling {
	struct deck *deck;
	struct pyiq_error *err;
	pyiq_status status;
};

static uint64_t hash_of(const struct pyiq_unit *unit)
{
	uint64_t hash = PYIQ_HASH_SEED;

	for (pyiq_field field = PYIQ_QUESTION; field < PYIQ_N_FIELDS; field++) {
		hash = pyiq_hash(hash, unit->passage[field].text.data,
				 unit->passage[field].text.len);
		hash = pyiq_hash(hash, "", 1); /* so that it matters where one ends */
	}
	return hash;
}

static int add_card(void *ctx, const struct pyiq_unit *unit)
{
	struct filling *filling = ctx;
	struct deck *deck = filling->deck;

	if (!unit->answered)
		return 0;
	filling->status = pyiq_grow(&deck->cards, &deck->capacity, deck->n + 1, sizeof *deck->cards,
				    filling->err);
	if (filling->status != PYIQ_OK)
		return 1;
	deck->cards[deck->n] =
		(struct card){ .hash = hash_of(unit), .is_new = true, .place = deck->n };
	memcpy(deck->cards[deck->n++].id, unit->id, PYIQ_ID_SIZE);
	return 0;
}

/* ---- Order ----------------------------------------------------------------- */

static int compare_places(const struct card *a, const struct card *b)
{
	return (a->place > b->place) - (a->place < b->place);
}

/* Of those that are alike the one that was asked is the first, else the first of the selection. */
static int by_text(const void *left, const void *right)
{
	const struct card *a = left, *b = right;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	if (a->is_new != b->is_new)
		return a->is_new ? 1 : -1;
	if (!a->is_new && a->due != b->due)
		return a->due < b->due ? -1 : 1;
	return compare_places(a, b);
}

static int by_turn(const void *left, const void *right)
{
	const struct card *a = left, *b = right;

	if (a->turn != b->turn)
		return a->turn < b->turn ? -1 : 1;
	if (!a->is_new && a->due != b->due)
		return a->due < b->due ? -1 : 1;
	return compare_places(a, b);
}

static void keep_one_of_each(struct deck *deck)
{
	size_t kept = 0;

	for (size_t i = 0; i < deck->n; i++)
		if (kept == 0 || deck->cards[kept - 1].hash != deck->cards[i].hash)
			deck->cards[kept++] = deck->cards[i];
	deck->n = kept;
}

static void arrange(struct deck *deck, const struct reviews *reviews, int64_t now)
{
	for (size_t i = 0; i < deck->n; i++) {
		const struct review *review = reviews_find(reviews, deck->cards[i].id);

		deck->cards[i].is_new = !review;
		deck->cards[i].due = review ? review->due : 0;
	}
	qsort(deck->cards, deck->n, sizeof *deck->cards, by_text);
	keep_one_of_each(deck);
	for (size_t i = 0; i < deck->n; i++) {
		struct card *card = &deck->cards[i];

		card->turn = card->is_new ? TURN_NEW : card->due <= now ? TURN_DUE : TURN_LATER;
		deck->n_new += card->turn == TURN_NEW;
		deck->n_due += card->turn == TURN_DUE;
	}
	qsort(deck->cards, deck->n, sizeof *deck->cards, by_turn);
}

pyiq_status deck_fill(struct deck *deck, struct pyiq_db *db, const struct selection *selection,
		      const struct reviews *reviews, int64_t now, struct pyiq_error *err)
{
	struct filling filling = { .deck = deck, .err = err, .status = PYIQ_OK };
	pyiq_status status = selection_each(selection, db, add_card, &filling, err);

	if (filling.status != PYIQ_OK)
		return filling.status;
	if (status == PYIQ_OK && deck->n > 0)
		arrange(deck, reviews, now);
	return status;
}

/* ---- What is due ----------------------------------------------------------- */

bool deck_next_due(const struct deck *deck, const struct reviews *reviews, int64_t *due)
{
	bool any = false;

	for (size_t i = 0; i < deck->n; i++) {
		const struct review *review = reviews_find(reviews, deck->cards[i].id);

		if (review && (!any || review->due < *due)) {
			*due = review->due;
			any = true;
		}
	}
	return any;
}

size_t deck_count_due(const struct deck *deck, const struct reviews *reviews, int64_t now)
{
	size_t n = 0;

	for (size_t i = 0; i < deck->n; i++) {
		const struct review *review = reviews_find(reviews, deck->cards[i].id);

		n += review && review->due <= now;
	}
	return n;
}

void deck_release(struct deck *deck)
{
	pyiq_free(deck->cards);
}

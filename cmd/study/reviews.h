/*
 * What is remembered of the questions that were asked: the file `reviews`, see
 * locations_state, and the days on which they are due.
 *
 *	pyiq-reviews 1              what it is, and the version of this format
 *	ID DUE REVIEWED STABILITY DIFFICULTY REVIEWS LAPSES
 *
 * One line a question, in order of id. DUE and REVIEWED are seconds since the
 * epoch. Every grade is written at once, so that nothing is lost, whatever ends
 * the program; two may run at the same time. A file of another version, or one
 * that is damaged, is told and never written.
 */
#ifndef PYIQ_CMD_REVIEWS_H
#define PYIQ_CMD_REVIEWS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"
#include "pyiq.h"
#include "study/fsrs.h"

struct review {
	char id[PYIQ_ID_SIZE];
	int64_t due, reviewed;
	struct fsrs_memory memory;
	uint32_t n_reviews, n_lapses;
};

/* A value: initialise with { 0 }, load, release. */
struct reviews {
	struct review *items; /* ascending by id */
	size_t n, capacity;
};

/*
 * Read the file, anew if it was read already; one that does not exist is empty.
 * PYIQ_OK, PYIQ_ERR_IO, PYIQ_ERR_NOMEM, PYIQ_ERR_SCHEMA (another version) or
 * PYIQ_ERR_CORRUPT (damaged: which line).
 */
pyiq_status reviews_load(struct reviews *reviews, const char *path, struct pyiq_error *err);

/* The question of that id, or NULL if it was never asked. */
const struct review *reviews_find(const struct reviews *reviews, const char *id);

/* What a question is after a grade now; before is NULL for a new one. */
struct review review_after(const struct review *before, const char *id, fsrs_grade grade,
			   int64_t now);

/*
 * Grade a question: read what others have written meanwhile, and write all of it.
 * The lock is held until it is on the disk. Returns as reviews_load, of which
 * PYIQ_ERR_IO may also mean that it cannot be written.
 */
pyiq_status reviews_grade(struct reviews *reviews, const char *path, const char *id,
			  fsrs_grade grade, int64_t now, struct pyiq_error *err);

/* Whether grades can be written: PYIQ_OK, PYIQ_ERR_IO or PYIQ_ERR_NOMEM. */
pyiq_status reviews_check(const char *path, struct pyiq_error *err);

void reviews_release(struct reviews *reviews);

/* ---- For tests ------------------------------------------------------------ */

/* The text of a file, and back. path is for messages. */
pyiq_status reviews_parse(struct reviews *reviews, struct pyiq_str text, const char *path,
			  struct pyiq_error *err);
pyiq_status reviews_print(const struct reviews *reviews, struct pyiq_buf *out,
			  struct pyiq_error *err);

/*
 * A day of study begins at four in the morning, local time: who learns at midnight
 * is not asked again a minute later. The days from one time to a later one, 0 if
 * it is not later; and when the day begins that comes so many days after a time.
 */
int review_days(int64_t from, int64_t to);
int64_t review_day_start(int64_t now, int days);

#endif

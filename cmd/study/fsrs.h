/*
 * When a question is to be asked again: FSRS-6, the Free Spaced Repetition
 * Scheduler with 21 parameters, with its default ones and a wanted probability of
 * recall of 90 %. Formulas and parameters are those published at
 * https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm, as
 * py-fsrs 6 carries them out; intervals are not varied by chance.
 */
#ifndef PYIQ_CMD_FSRS_H
#define PYIQ_CMD_FSRS_H

#include <stdbool.h>

typedef enum fsrs_grade { FSRS_AGAIN = 1, FSRS_HARD, FSRS_GOOD, FSRS_EASY } fsrs_grade;

/* The bounds of what follows, and of an interval. */
#define FSRS_LEAST_STABILITY 0.001
#define FSRS_MOST_STABILITY  36500.0
#define FSRS_MOST_DAYS       36500

/* What is known about somebody's memory of a question. */
struct fsrs_memory {
	double stability;  /* days until the probability of recall is 90 %; 0: never asked */
	double difficulty; /* from 1 to 10 */
};

/* The probability of recall so many days after the last review, for one that was asked. */
double fsrs_recall(const struct fsrs_memory *memory, double days);

/* What it is after a review with that grade, so many whole days after the last. */
struct fsrs_memory fsrs_review(const struct fsrs_memory *before, fsrs_grade grade, double days);

/* In how many days it is to be asked again: 1 to FSRS_MOST_DAYS. */
int fsrs_interval(const struct fsrs_memory *memory);

#endif

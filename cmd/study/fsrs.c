#include "study/fsrs.h"

#include <math.h>

static const double w[] = { 0.212,  1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194,
			    0.001,  1.8722, 0.1666, 0.796,  1.4835, 0.0614, 0.2629,
			    1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542 };

enum { DECAY = 20 }; /* the parameter that is the exponent of forgetting */

static const double wanted_recall = 0.9;

static double clamp(double value, double least, double most)
{
	return value < least ? least : value > most ? most : value;
}

/* The enumeration may be unsigned. */
static int above_good(fsrs_grade grade)
{
	return (int)grade - (int)FSRS_GOOD;
}

/* ---- Recall ---------------------------------------------------------------- */

/* Chosen so that after `stability` days the probability is 90 %. */
static double factor(void)
{
	return pow(0.9, -1 / w[DECAY]) - 1;
}

double fsrs_recall(const struct fsrs_memory *memory, double days)
{
	return pow(1 + factor() * days / memory->stability, -w[DECAY]);
}

int fsrs_interval(const struct fsrs_memory *memory)
{
	double days = memory->stability / factor() * (pow(wanted_recall, -1 / w[DECAY]) - 1);

	return (int)clamp(nearbyint(days), 1, FSRS_MOST_DAYS);
}

/* ---- Difficulty ------------------------------------------------------------ */

static double first_difficulty(fsrs_grade grade)
{
	return w[4] - exp(w[5] * (grade - 1)) + 1;
}

/* The harder it is the less is added; and it is drawn to that of an easy question. */
static double next_difficulty(double difficulty, fsrs_grade grade)
{
	double change = -w[6] * above_good(grade);
	double damped = difficulty + (10 - difficulty) * change / 9;

	return w[7] * first_difficulty(FSRS_EASY) + (1 - w[7]) * damped;
}

/* ---- Stability ------------------------------------------------------------- */

static double after_recall(const struct fsrs_memory *memory, fsrs_grade grade, double recall)
{
	double penalty = grade == FSRS_HARD ? w[15] : 1;
	double bonus = grade == FSRS_EASY ? w[16] : 1;

	return memory->stability *
	       (1 + exp(w[8]) * (11 - memory->difficulty) * pow(memory->stability, -w[9]) *
			    (exp((1 - recall) * w[10]) - 1) * penalty * bonus);
}

static double after_lapse(const struct fsrs_memory *memory, double recall)
{
	double after_days = w[11] * pow(memory->difficulty, -w[12]) *
			    (pow(memory->stability + 1, w[13]) - 1) * exp((1 - recall) * w[14]);
	double at_once = memory->stability / exp(w[17] * w[18]);

	return after_days < at_once ? after_days : at_once;
}

/* A second review on the same day. */
static double after_minutes(const struct fsrs_memory *memory, fsrs_grade grade)
{
	double growth = exp(w[17] * (above_good(grade) + w[18])) * pow(memory->stability, -w[19]);

	if (grade >= FSRS_GOOD && growth < 1)
		growth = 1;
	return memory->stability * growth;
}

struct fsrs_memory fsrs_review(const struct fsrs_memory *before, fsrs_grade grade, double days)
{
	struct fsrs_memory after;

	if (before->stability <= 0) {
		after.stability = w[grade - 1];
		after.difficulty = first_difficulty(grade);
	} else {
		double recall = fsrs_recall(before, days);

		after.stability = days < 1              ? after_minutes(before, grade)
				  : grade == FSRS_AGAIN ? after_lapse(before, recall)
							: after_recall(before, grade, recall);
		after.difficulty = next_difficulty(before->difficulty, grade);
	}
	after.stability = clamp(after.stability, FSRS_LEAST_STABILITY, FSRS_MOST_STABILITY);
	after.difficulty = clamp(after.difficulty, 1, 10);
	return after;
}

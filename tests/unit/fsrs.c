#include "check.h"

#include <math.h>

#include "study/fsrs.h"

/*
 * Values that the implementations of FSRS-6 publish with their tests, for the
 * default parameters: fsrs-rs (memory states) and py-fsrs (intervals).
 */

static void assert_near(double got, double wanted, double within)
{
	if (!(fabs(got - wanted) <= within))
		fail_msg("%.9f, not %.9f", got, wanted);
}

static void first_review(void **state)
{
	static const double stability[] = { 0.212, 1.2931, 2.3065, 8.2956 };
	static const double difficulty[] = { 6.4133, 5.11217071, 2.11810397, 1.0 };
	static const struct fsrs_memory none;

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct fsrs_memory memory = fsrs_review(&none, (fsrs_grade)(FSRS_AGAIN + i), 0);

		assert_near(memory.stability, stability[i], 1e-9);
		assert_near(memory.difficulty, difficulty[i], 1e-8);
	}
}

static void published_memory(void **state)
{
	static const double days[] = { 0, 0, 1, 3, 8, 21 };
	struct fsrs_memory memory = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(days); i++)
		memory = fsrs_review(&memory, i == 0 ? FSRS_AGAIN : FSRS_GOOD, days[i]);
	assert_near(memory.stability, 53.62691, 1e-4);
	assert_near(memory.difficulty, 6.3574867, 1e-6);
}

/* An interval of 0 stands for a step of minutes, of which the formulas know nothing. */
static void published_intervals(void **state)
{
	static const struct {
		fsrs_grade grade;
		int days;
	} history[] = {
		{ FSRS_GOOD, 0 },   { FSRS_GOOD, 2 },   { FSRS_GOOD, 11 }, { FSRS_GOOD, 46 },
		{ FSRS_GOOD, 163 }, { FSRS_GOOD, 498 }, { FSRS_AGAIN, 0 }, { FSRS_AGAIN, 0 },
		{ FSRS_GOOD, 2 },   { FSRS_GOOD, 4 },   { FSRS_GOOD, 7 },  { FSRS_GOOD, 12 },
		{ FSRS_GOOD, 21 },
	};
	struct fsrs_memory memory = { 0 };
	int waited = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(history); i++) {
		memory = fsrs_review(&memory, history[i].grade, waited);
		waited = history[i].days;
		if (waited > 0)
			assert_int_equal(fsrs_interval(&memory), waited);
	}
}

/* Worked out by hand from the formulas, five days after a first review that was good. */
static void each_grade(void **state)
{
	static const double stability[] = { 0.6826, 11.8455, 18.1679, 32.0132 };
	static const double difficulty[] = { 7.3945, 4.7529, 2.1112, 1.0 };
	static const struct fsrs_memory none;
	struct fsrs_memory good = fsrs_review(&none, FSRS_GOOD, 0);

	(void)state;
	assert_near(fsrs_recall(&good, 5), 0.838861, 1e-6);
	for (int i = 0; i < 4; i++) {
		struct fsrs_memory memory = fsrs_review(&good, (fsrs_grade)(FSRS_AGAIN + i), 5);

		assert_near(memory.stability, stability[i], 1e-4);
		assert_near(memory.difficulty, difficulty[i], 1e-4);
	}
}

static void recall_falls(void **state)
{
	const struct fsrs_memory memory = { 10, 5 };
	double before = 1;

	(void)state;
	assert_near(fsrs_recall(&memory, 0), 1, 1e-12);
	assert_near(fsrs_recall(&memory, 10), 0.9, 1e-12);
	for (int days = 1; days < 1000; days++) {
		double now = fsrs_recall(&memory, days);

		assert_true(now < before && now > 0);
		before = now;
	}
}

/* Whatever is answered, the values stay in their bounds, and a better grade never means sooner. */
static void bounds(void **state)
{
	uint32_t random = 1;
	struct fsrs_memory memory = { 0 };

	(void)state;
	for (int i = 0; i < 20000; i++) {
		int days = (int)(random >> 16) % (i % 3 == 0 ? 40000 : 20);
		int last = 0;

		for (int grade = FSRS_AGAIN; grade <= FSRS_EASY; grade++) {
			struct fsrs_memory after = fsrs_review(&memory, (fsrs_grade)grade, days);
			int interval = fsrs_interval(&after);

			assert_true(after.stability >= FSRS_LEAST_STABILITY &&
				    after.stability <= FSRS_MOST_STABILITY);
			assert_true(after.difficulty >= 1 && after.difficulty <= 10);
			assert_true(interval >= 1 && interval <= FSRS_MOST_DAYS);
			assert_true(interval >= last);
			last = interval;
		}
		random = random * 1664525 + 1013904223;
		memory = fsrs_review(&memory, (fsrs_grade)(FSRS_AGAIN + (random >> 24) % 4), days);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_review),        cmocka_unit_test(published_memory),
		cmocka_unit_test(published_intervals), cmocka_unit_test(each_grade),
		cmocka_unit_test(recall_falls),        cmocka_unit_test(bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "check.h"

#include <math.h>

#include "query/score.h"

/* Everything counts by its weight, and by nothing else. */
static void a_sum_of_features(void **state)
{
	double feature[PYIQ_N_FEATURES] = { 0 }, all = 0;

	(void)state;
	assert_true(pyiq_score(feature) == 0);
	for (unsigned i = 0; i < PYIQ_N_FEATURES; i++) {
		double weight = pyiq_feature_weight((pyiq_feature)i);

		feature[i] = 1;
		assert_true(fabs(pyiq_score(feature) - weight) < 1e-12);
		feature[i] = 0.5;
		assert_true(fabs(pyiq_score(feature) - weight / 2) < 1e-12);
		feature[i] = 0;
		all += weight;
	}
	for (unsigned i = 0; i < PYIQ_N_FEATURES; i++)
		feature[i] = 1;
	assert_true(fabs(pyiq_score(feature) - all) < 1e-12);
}

/* Only another language speaks against a unit; what the postings say speaks loudest. */
static void weights(void **state)
{
	(void)state;
	for (unsigned i = 0; i < PYIQ_N_FEATURES; i++) {
		double weight = pyiq_feature_weight((pyiq_feature)i);

		assert_true(i == PYIQ_FEATURE_LANGUAGE ? weight < 0 : weight > 0);
		assert_true(i == PYIQ_FEATURE_POSTINGS ||
			    fabs(weight) < pyiq_feature_weight(PYIQ_FEATURE_POSTINGS));
	}
}

static void names(void **state)
{
	(void)state;
	for (unsigned i = 0; i < PYIQ_N_FEATURES; i++) {
		const char *name = pyiq_feature_name((pyiq_feature)i);

		assert_true(strlen(name) > 0 && strlen(name) < 20); /* they stand in a column */
		for (unsigned k = 0; k < i; k++)
			assert_string_not_equal(name, pyiq_feature_name((pyiq_feature)k));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sum_of_features),
		cmocka_unit_test(weights),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

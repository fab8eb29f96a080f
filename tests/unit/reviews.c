#include "check.h"

#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "study/reviews.h"

#define A "0123456789abcdef"
#define B "fedcba9876543210"

static struct reviews reviews;

static pyiq_status parse(struct pyiq_str text)
{
	struct pyiq_str exact = exact_copy(text);
	pyiq_status status = reviews_parse(&reviews, exact, "FILE", &err);

	free((char *)exact.data);
	return status;
}

static void reads_what_it_writes(void **state)
{
	static const char text[] =
		"pyiq-reviews 1\n" A " 1763719200 1763700000 2.306500 2.118104 1 0\n" B
		" 0 0 36500.000000 10.000000 4294967295 4294967295\n";
	struct pyiq_buf out = PYIQ_BUF_INIT;

	(void)state;
	ASSERT_OK(parse(pyiq_str(text)));
	assert_int_equal(reviews.n, 2);
	const struct review *review = reviews_find(&reviews, A);

	assert_non_null(review);
	assert_int_equal(review->due, 1763719200);
	assert_int_equal(review->reviewed, 1763700000);
	assert_int_equal(review->n_reviews, 1);
	assert_null(reviews_find(&reviews, "0000000000000000"));
	ASSERT_OK(reviews_print(&reviews, &out, &err));
	assert_string_equal(pyiq_buf_str(&out), text);
	pyiq_buf_release(&out);
	ASSERT_OK(parse(S("pyiq-reviews 1\n")));
	assert_int_equal(reviews.n, 0);
}

static void any_order_will_do(void **state)
{
	(void)state;
	ASSERT_OK(parse(S("pyiq-reviews 1\n" B " 1 0 1.0 5.0 1 0\n" A " 2 0 1.0 5.0 1 0\n")));
	assert_string_equal(reviews.items[0].id, A);
	assert_int_equal(reviews_find(&reviews, B)->due, 1);
}

static void tells_the_line(void **state)
{
	static const char *const broken[] = {
		"",
		" ",
		A,
		A " ",
		A " 1 0 1 5 1",
		A " 1 0 1 5 1 0 ",
		A " 1 0 1 5 1 0 0",
		A "  1 0 1 5 1 0",
		A " -1 0 1 5 1 0",
		A " 1 0 0 5 1 0",
		A " 1 0 36501 5 1 0",
		A " 1 0 1 0.9 1 0",
		A " 1 0 1 11 1 0",
		A " 1 0 nan 5 1 0",
		A " 1 0 1 5 4294967296 0",
		A " 99999999999999999999 0 1 5 1 0",
		A " 253402300801 0 1 5 1 0",
		"0123456789abcde 1 0 1 5 1 0",
		A "0 1 0 1 5 1 0",
		"0123456789ABCDEF 1 0 1 5 1 0",
		A " 1.5 0 1 5 1 0",
		"# " A " 1 0 1 5 1 0",
		B " 1 0 1 5 1 0\r",
	};
	struct pyiq_buf text = PYIQ_BUF_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(broken); i++) {
		pyiq_buf_clear(&text);
		pyiq_buf_printf(&text, "pyiq-reviews 1\n" B " 1 0 1 5 1 0\n%s\n", broken[i]);
		ASSERT_STATUS(PYIQ_ERR_CORRUPT, parse((struct pyiq_str){ text.data, text.len }));
		assert_string_equal(err.message, "FILE:3: this is no review");
		assert_true(strlen(err.hint) > 0);
	}
	pyiq_buf_release(&text);
	ASSERT_STATUS(PYIQ_ERR_CORRUPT,
		      parse(S("pyiq-reviews 1\n" A " 1 0 1 5 1 0\n" A " 1 0 1 5 1 0\n")));
	assert_string_equal(err.message, "FILE:3: this is no review");
	ASSERT_STATUS(PYIQ_ERR_CORRUPT, parse(S("pyiq-reviews 1\n" A " 1 0 1 5 1 0")));
	assert_string_equal(err.message, "FILE:2: the line has no end");
	ASSERT_STATUS(PYIQ_ERR_CORRUPT, parse(S("pyiq-reviews 1\n" A " 1 0\0 1 5 1 0\n")));
}

static void knows_its_version(void **state)
{
	static const char *const others[] = { "",
					      "\n",
					      "pyiq-reviews\n",
					      "pyiq-reviews \n",
					      "pyiq-reviews 0\n",
					      "pyiq-reviews 1x\n",
					      "pyiq-last 1\n",
					      "pyiq-reviews -1\n" };

	(void)state;
	for (size_t i = 0; i < COUNT(others); i++) {
		if (strchr(others[i], '-') && strstr(others[i], " -"))
			assert_true(parse(pyiq_str(others[i])) != PYIQ_OK);
		else
			ASSERT_STATUS(PYIQ_ERR_CORRUPT, parse(pyiq_str(others[i])));
	}
	ASSERT_STATUS(PYIQ_ERR_SCHEMA, parse(S("pyiq-reviews 2\nwhatever there is\n")));
	assert_string_equal(err.message, "'FILE' is of version 2, and this pyiq knows 1");
}

/* Every beginning of a file, and every one with a byte changed, is read or told. */
static void survives_damage(void **state)
{
	static const char text[] =
		"pyiq-reviews 1\n" A " 1763719200 1763700000 2.306500 2.118104 1 0\n" B
		" 0 0 36500.000000 10.000000 1 0\n";
	char changed[sizeof text];

	(void)state;
	for (size_t len = 0; len < sizeof text; len++)
		(void)parse((struct pyiq_str){ text, len });
	for (size_t at = 0; at + 1 < sizeof text; at++)
		for (int byte = 0; byte < 256; byte += 5) {
			memcpy(changed, text, sizeof text);
			changed[at] = (char)byte;
			(void)parse((struct pyiq_str){ changed, sizeof text - 1 });
		}
	pyiq_alloc_fail_after(0);
	reviews_release(&reviews);
	reviews = (struct reviews){ 0 };
	ASSERT_STATUS(PYIQ_ERR_NOMEM, parse(pyiq_str(text)));
	pyiq_alloc_fail_after(-1);
}

/* ---- Grades ---------------------------------------------------------------- */

static int64_t at(int day, int hour, int minute)
{
	struct tm when = { .tm_year = 2026 - 1900,
			   .tm_mon = 2,
			   .tm_mday = day,
			   .tm_hour = hour,
			   .tm_min = minute,
			   .tm_isdst = -1 };

	return (int64_t)mktime(&when);
}

static void days_begin_at_four(void **state)
{
	static const char *const zones[] = { "UTC0", "PST8PDT,M3.2.0,M11.1.0", "<+1245>-12:45",
					     "CET-1CEST,M3.5.0,M10.5.0/3" };

	(void)state;
	for (size_t i = 0; i < COUNT(zones); i++) {
		setenv("TZ", zones[i], 1);
		tzset();
		assert_int_equal(review_days(at(5, 22, 0), at(6, 3, 59)), 0);
		assert_int_equal(review_days(at(5, 22, 0), at(6, 4, 0)), 1);
		assert_int_equal(review_days(at(1, 22, 0), at(31, 4, 30)), 30);
		assert_int_equal(review_days(at(6, 4, 0), at(5, 4, 0)), 0);
		assert_true(review_day_start(at(5, 22, 0), 1) == at(6, 4, 0));
		assert_true(review_day_start(at(6, 2, 0), 1) == at(6, 4, 0));
		assert_true(review_day_start(at(1, 12, 0), 30) == at(31, 4, 0));
	}
	setenv("TZ", "UTC0", 1);
	tzset();
}

static void a_grade(void **state)
{
	struct review first = review_after(NULL, A, FSRS_GOOD, at(1, 10, 0)), next;

	(void)state;
	assert_string_equal(first.id, A);
	assert_true(first.reviewed == at(1, 10, 0) && first.due == at(3, 4, 0));
	assert_int_equal(first.n_reviews, 1);
	assert_int_equal(first.n_lapses, 0);
	next = review_after(&first, A, FSRS_AGAIN, at(3, 9, 0));
	assert_true(next.due == at(3, 9, 10));
	assert_int_equal(next.n_reviews, 2);
	assert_int_equal(next.n_lapses, 1);
	assert_true(next.memory.stability < first.memory.stability);
	/* A clock that was set back does no harm. */
	next = review_after(&next, A, FSRS_EASY, at(1, 9, 0));
	assert_int_equal(next.n_reviews, 3);
	assert_true(next.due > at(1, 9, 0));
	/* One that was never known is no lapse. */
	assert_int_equal(review_after(NULL, A, FSRS_AGAIN, at(1, 10, 0)).n_lapses, 0);
}

static void grades_are_merged(void **state)
{
	char folder[] = "/tmp/pyiq-reviews-XXXXXX", path[64], lock[72];
	struct reviews ours = { 0 }, theirs = { 0 };

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/reviews", folder);
	snprintf(lock, sizeof lock, "%s.lock", path);
	ASSERT_OK(reviews_load(&ours, path, &err));
	ASSERT_OK(reviews_load(&theirs, path, &err));
	ASSERT_OK(reviews_grade(&theirs, path, B, FSRS_GOOD, at(1, 10, 0), &err));
	ASSERT_OK(reviews_grade(&ours, path, A, FSRS_EASY, at(1, 10, 1), &err));
	ASSERT_OK(reviews_grade(&theirs, path, A, FSRS_GOOD, at(1, 10, 2), &err));
	assert_int_equal(ours.n, 2);
	assert_non_null(reviews_find(&ours, B));
	assert_int_equal(theirs.n, 2);
	assert_int_equal(reviews_find(&theirs, A)->n_reviews, 2);
	/* What cannot be read is not written. */
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs("pyiq-reviews 2\nnews\n", file);
	fclose(file);
	ASSERT_STATUS(PYIQ_ERR_SCHEMA,
		      reviews_grade(&ours, path, A, FSRS_EASY, at(2, 10, 0), &err));
	char kept[32] = "";

	file = fopen(path, "r");
	assert_non_null(file);
	assert_int_equal(fread(kept, 1, sizeof kept - 1, file), 20);
	fclose(file);
	assert_string_equal(kept, "pyiq-reviews 2\nnews\n");
	unlink(path);
	unlink(lock);
	assert_int_equal(rmdir(folder), 0); /* no unfinished file is left */
	reviews_release(&ours);
	reviews_release(&theirs);
}

static int release(void **state)
{
	(void)state;
	reviews_release(&reviews);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_it_writes),
		cmocka_unit_test(any_order_will_do),
		cmocka_unit_test(tells_the_line),
		cmocka_unit_test(knows_its_version),
		cmocka_unit_test(survives_damage),
		cmocka_unit_test(days_begin_at_four),
		cmocka_unit_test(a_grade),
		cmocka_unit_test(grades_are_merged),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}

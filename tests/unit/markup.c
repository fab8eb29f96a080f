#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "visible.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

enum { BREAK = PYIQ_RUN_BREAK, CODE = PYIQ_RUN_CODE };

static void make(const char *source, const struct pyiq_run *runs, size_t n)
{
	struct pyiq_text text = { pyiq_str(source), runs, n };

	assert_int_equal(pyiq_visible_make(&visible, &text, NULL), PYIQ_OK);
}

#define MAKE(source, ...)                                                                          \
	make(source, (const struct pyiq_run[]){ __VA_ARGS__ },                                     \
	     LENGTH(((const struct pyiq_run[]){ __VA_ARGS__ })))

static void assert_source(size_t start, size_t end, size_t source_start, size_t source_end)
{
	struct pyiq_span source =
		pyiq_visible_to_source(&visible, (struct pyiq_span){ start, end });

	assert_int_equal(source.start, source_start);
	assert_int_equal(source.end, source_end);
}

static void assert_segment(size_t i, size_t start, size_t source, size_t len, bool code)
{
	assert_true(i < visible.n_segments);
	assert_int_equal(visible.segments[i].visible, start);
	assert_int_equal(visible.segments[i].source, source);
	assert_int_equal(visible.segments[i].len, len);
	assert_int_equal(visible.segments[i].code, code);
}

static void shows_text_without_runs_as_it_is(void **state)
{
	(void)state;
	make("plain", NULL, 0);
	assert_string_equal(pyiq_buf_str(&visible.text), "plain");
	assert_int_equal(visible.n_segments, 1);
	assert_segment(0, 0, 0, 5, false);
	assert_source(1, 3, 1, 3);
	make("", NULL, 0);
	assert_int_equal(visible.text.len, 0);
	assert_int_equal(visible.n_segments, 0);
	assert_source(0, 0, 0, 0);
}

static void hides_runs(void **state)
{
	(void)state;
	MAKE("**bo**ld _x_", { 0, 2, 0 }, { 4, 2, 0 }, { 9, 1, 0 }, { 11, 1, 0 });
	assert_string_equal(visible.text.data, "bold x");
	assert_int_equal(visible.n_segments, 3);
	assert_segment(0, 0, 2, 2, false);
	assert_segment(1, 2, 6, 3, false);
	assert_segment(2, 5, 10, 1, false);
	assert_source(0, 4, 2, 8); /* the stars within are part of the word */
	assert_source(0, 2, 2, 4); /* those behind it are not */
	assert_source(2, 4, 6, 8); /* nor those before */
	assert_source(0, 6, 2, 11);
}

static void puts_a_space_where_a_run_breaks(void **state)
{
	(void)state;
	MAKE("a<br>b<hr>", { 1, 4, BREAK }, { 6, 4, BREAK });
	assert_string_equal(visible.text.data, "a b ");
	assert_int_equal(visible.n_segments, 2);
	assert_source(0, 3, 0, 6);
	assert_source(0, 2, 0, 1); /* the space shows no byte */
	assert_source(1, 3, 5, 6);
	assert_source(1, 2, 5, 5);
	assert_source(3, 4, 6, 6);
}

static void knows_what_is_code(void **state)
{
	(void)state;
	MAKE("a `b` c", { 2, 1, CODE }, { 4, 1, CODE });
	assert_string_equal(visible.text.data, "a b c");
	assert_int_equal(visible.n_segments, 3);
	assert_segment(0, 0, 0, 2, false);
	assert_segment(1, 2, 3, 1, true);
	assert_segment(2, 3, 5, 2, false);

	/* A run of no bytes, and one that parts equal things. */
	MAKE("abcd", { 1, 0, CODE }, { 2, 0, 0 }, { 3, 0, CODE | BREAK });
	assert_string_equal(visible.text.data, "abc d");
	assert_int_equal(visible.n_segments, 3);
	assert_segment(1, 1, 1, 2, true);
	assert_segment(2, 4, 3, 1, false);
}

static void makes_the_best_of_bad_runs(void **state)
{
	(void)state;
	MAKE("abcdef", { 3, 1, 0 }, { 1, 1, 0 }, { 2, 3, 0 }, { 5, UINT32_MAX, 0 },
	     { UINT32_MAX, UINT32_MAX, BREAK });
	assert_string_equal(visible.text.data, "abc ");
	assert_source(0, 3, 0, 3);
	MAKE("abc", { 9, 1, CODE });
	assert_string_equal(visible.text.data, "abc");
	assert_false(visible.segments[0].code);
}

static void may_be_made_again(void **state)
{
	(void)state;
	MAKE("long text with runs", { 0, 5, 0 }, { 9, 1, BREAK });
	make("x", NULL, 0);
	assert_string_equal(visible.text.data, "x");
	assert_int_equal(visible.n_segments, 1);
}

static void empty_ranges_stay_empty(void **state)
{
	(void)state;
	MAKE("**b**", { 0, 2, 0 }, { 3, 2, 0 });
	assert_source(0, 0, 2, 2);
	assert_source(1, 1, 3, 3);
	assert_source(7, 9, 3, 3);
	assert_source(1, 0, 3, 3);
}

static void says_when_memory_ran_out(void **state)
{
	(void)state;
	const struct pyiq_run run = { 1, 1, CODE };
	struct pyiq_text text = { pyiq_str("a`b"), &run, 1 };
	pyiq_status status = PYIQ_ERR_NOMEM;

	for (long n = 0; status != PYIQ_OK; n++) {
		pyiq_visible_release(&visible);
		pyiq_alloc_fail_after(n);
		status = pyiq_visible_make(&visible, &text, NULL);
		pyiq_alloc_fail_after(-1);
		if (status != PYIQ_OK)
			assert_int_equal(status, PYIQ_ERR_NOMEM);
		assert_true(n < 10);
	}
	assert_string_equal(visible.text.data, "ab");
}

/* ---- Any runs, against a map of every byte -------------------------------- */

static uint32_t seed = 1;

static uint32_t random_below(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % n;
}

enum { SIZE = 40, NOTHING = SIZE };

/* What a plain reading of the header gives. */
struct model {
	char text[2 * SIZE];
	size_t source[2 * SIZE]; /* of every visible byte; NOTHING for fillers */
	bool code[2 * SIZE];
	size_t len;
};

static void model_make(struct model *model, const char *source, const struct pyiq_run *runs,
		       size_t n)
{
	size_t run = 0;
	bool code = false;

	model->len = 0;
	for (size_t i = 0; i <= SIZE;) {
		size_t hidden = 0;

		for (; run < n && runs[run].start == i && hidden == 0; run++) {
			if (runs[run].flags & BREAK) {
				model->text[model->len] = ' ';
				model->source[model->len++] = NOTHING;
			}
			if (runs[run].flags & CODE)
				code = !code;
			hidden = runs[run].len;
		}
		if (i == SIZE)
			break;
		if (hidden == 0) {
			model->text[model->len] = source[i];
			model->code[model->len] = code;
			model->source[model->len++] = i;
		}
		i += hidden > 0 ? hidden : 1;
	}
}

static void assert_range(const struct model *model, size_t start, size_t end)
{
	struct pyiq_span source =
		pyiq_visible_to_source(&visible, (struct pyiq_span){ start, end });
	size_t first = start, last = end;

	while (first < end && model->source[first] == NOTHING)
		first++;
	while (last > first && model->source[last - 1] == NOTHING)
		last--;
	if (first == last) {
		assert_int_equal(source.start, source.end);
		return;
	}
	assert_int_equal(source.start, model->source[first]);
	assert_int_equal(source.end, model->source[last - 1] + 1);

	struct pyiq_span back = pyiq_visible_from_source(&visible, source);

	assert_int_equal(back.start, first);
	assert_int_equal(back.end, last);
}

static void maps_every_range_there_and_back(void **state)
{
	(void)state;
	char source[SIZE + 1];
	struct pyiq_run runs[16];
	struct model model;

	for (size_t i = 0; i < SIZE; i++)
		source[i] = (char)('a' + i % 26);
	source[SIZE] = '\0';
	for (int round = 0; round < 500; round++) {
		size_t n = 0, at = 0;

		while (n < LENGTH(runs)) {
			at += random_below(8);
			if (at >= SIZE)
				break;
			runs[n] =
				(struct pyiq_run){ (uint32_t)at, random_below(5), random_below(4) };
			if (runs[n].len > SIZE - at)
				runs[n].len = (uint32_t)(SIZE - at);
			at += runs[n++].len;
		}
		make(source, runs, n);
		model_make(&model, source, runs, n);
		assert_int_equal(visible.text.len, model.len);
		if (model.len == 0)
			continue;
		assert_memory_equal(visible.text.data, model.text, model.len);
		for (size_t i = 0; i < visible.n_segments; i++)
			for (size_t j = 0; j < visible.segments[i].len; j++) {
				size_t byte = visible.segments[i].visible + j;

				assert_int_equal(model.source[byte],
						 visible.segments[i].source + j);
				assert_int_equal(model.code[byte], visible.segments[i].code);
			}
		for (size_t start = 0; start < model.len; start++)
			for (size_t end = start + 1; end <= model.len; end++)
				assert_range(&model, start, end);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(shows_text_without_runs_as_it_is, set_up_visible,
						tear_down_visible),
		cmocka_unit_test_setup_teardown(hides_runs, set_up_visible, tear_down_visible),
		cmocka_unit_test_setup_teardown(puts_a_space_where_a_run_breaks, set_up_visible,
						tear_down_visible),
		cmocka_unit_test_setup_teardown(knows_what_is_code, set_up_visible,
						tear_down_visible),
		cmocka_unit_test_setup_teardown(makes_the_best_of_bad_runs, set_up_visible,
						tear_down_visible),
		cmocka_unit_test_setup_teardown(may_be_made_again, set_up_visible,
						tear_down_visible),
		cmocka_unit_test_setup_teardown(empty_ranges_stay_empty, set_up_visible,
						tear_down_visible),
		cmocka_unit_test_setup_teardown(says_when_memory_ran_out, set_up_visible,
						tear_down_visible),
		cmocka_unit_test_setup_teardown(maps_every_range_there_and_back, set_up_visible,
						tear_down_visible),
	};

	return cmocka_run_group_tests_name("markup", tests, NULL, NULL);
}

/*
 * A source read by a format, and what came of it as text: a line a unit, then
 * what was noted, so that a test shows what it expects as people read it.
 *
 *	2-4: What is `self`? [prompt] -> The instance.¶No keyword. {topic=A>B tags=c,d key=k level=basic votes=4}
 */
#ifndef PYIQ_TESTS_UNIT_UNITS_H
#define PYIQ_TESTS_UNIT_UNITS_H

#include "check.h"

#include "base/buf.h"
#include "base/unicode.h"
#include "source/format.h"

static struct pyiq_buf told;

static inline void tell(const char *text)
{
	pyiq_buf_puts(&told, text);
}

/* On one line, code between backticks where the runs alone tell it; a long text from its beginning. */
static inline void tell_text(struct pyiq_text text, bool mark_code)
{
	enum { ENOUGH = 2000 };
	size_t run = 0;

	for (size_t i = 0; i <= text.source.len && i < ENOUGH; i++) {
		for (; run < text.n_runs && text.runs[run].start == i; run++)
			if (mark_code && (text.runs[run].flags & PYIQ_RUN_CODE))
				tell("`");
		if (i < text.source.len && text.source.data[i] == '\n')
			tell("¶");
		else if (i < text.source.len)
			pyiq_buf_putc(&told, text.source.data[i]);
	}
}

static inline void tell_list(const char *name, const struct pyiq_str *list, size_t n,
			     const char *between)
{
	for (size_t i = 0; i < n; i++) {
		pyiq_buf_printf(&told, "%s%s", i == 0 ? name : between, i == 0 ? "=" : "");
		pyiq_buf_append(&told, list[i].data, list[i].len);
	}
	tell(n > 0 ? " " : "");
}

/* What holds of every text that leaves a reader. */
static inline void check_text(struct pyiq_text text)
{
	size_t end = 0, bad;

	if (text.source.len > 0) {
		assert_true(pyiq_utf8_valid(text.source.data, text.source.len, &bad));
		assert_null(memchr(text.source.data, '\0', text.source.len));
	}
	for (size_t i = 0; i < text.n_runs; i++) {
		assert_true(text.runs[i].start >= end);
		end = (size_t)text.runs[i].start + text.runs[i].len;
		assert_true(end <= text.source.len);
	}
}

static inline pyiq_status tell_unit(void *ctx, const struct pyiq_found *unit,
				    struct pyiq_error *error)
{
	size_t *last_line = ctx;

	(void)error;
	check_text(unit->question);
	check_text(unit->prompt);
	check_text(unit->answer);
	assert_true(unit->question.source.len > 0);
	assert_int_not_equal(unit->form, PYIQ_FORM_SOURCE);
	assert_int_equal(unit->answered, unit->answer.source.len > 0);
	assert_true(unit->line >= *last_line && unit->end_line >= unit->line);
	assert_int_equal(unit->prompt_line, unit->line);
	assert_int_equal(unit->answer_line, unit->line);
	*last_line = unit->line;

	pyiq_buf_printf(&told, "%zu-%zu%s: ", unit->line, unit->end_line,
			unit->form == PYIQ_FORM_PLAIN ? " plain" : "");
	tell_text(unit->question, true);
	if (unit->prompt.source.len > 0) {
		tell(" [");
		tell_text(unit->prompt, false);
		tell("]");
	}
	tell(" -> ");
	tell_text(unit->answer, false);
	tell(" {");
	tell_list("topic", unit->topic, unit->n_topic, ">");
	tell_list("tags", unit->tags, unit->n_tags, ",");
	tell_list("key", &unit->key, unit->key.len > 0, "");
	if (unit->level[0] != '\0')
		pyiq_buf_printf(&told, "level=%s ", unit->level);
	if (unit->has_votes)
		pyiq_buf_printf(&told, "votes=%d ", (int)unit->votes);
	if (told.data[told.len - 1] == ' ')
		told.len--;
	tell("}\n");
	return PYIQ_OK;
}

/* Read bytes, which are put where the address sanitizer sees their end. */
static inline pyiq_status read_bytes(const struct pyiq_format *format, struct pyiq_str bytes)
{
	struct pyiq_str exact = exact_copy(bytes);
	struct pyiq_input input;
	struct pyiq_reading reading;
	size_t last_line = 1;
	pyiq_status status;

	pyiq_buf_clear(&told);
	pyiq_input_of(&input, exact);
	pyiq_reading_init(&reading, tell_unit, &last_line);
	pyiq_reading_begin(&reading, &input, pyiq_str("notes"), false);
	status = format->read(&reading, &err);
	if (reading.repaired.len > 0)
		pyiq_buf_printf(&told, "repaired: %s\n", pyiq_buf_str(&reading.repaired));
	if (reading.skipped.len > 0)
		pyiq_buf_printf(&told, "skipped: %s\n", pyiq_buf_str(&reading.skipped));
	pyiq_reading_release(&reading);
	free((char *)exact.data);
	return status;
}

static inline void assert_told(const char *wanted)
{
	assert_string_equal(pyiq_buf_str(&told), wanted);
}

static inline void assert_reads(const struct pyiq_format *format, struct pyiq_str bytes,
				const char *wanted)
{
	ASSERT_OK(read_bytes(format, bytes));
	assert_told(wanted);
}

/* A file of tests/fixtures; freed by the caller. */
static inline struct pyiq_str load_fixture(const char *name)
{
	char path[512];
	struct pyiq_input input;
	struct pyiq_buf bytes = PYIQ_BUF_INIT;

	snprintf(path, sizeof path, "%s/tests/fixtures/%s", PYIQ_SOURCE_DIR, name);
	ASSERT_OK(pyiq_input_open(&input, path, &err));
	ASSERT_OK(pyiq_input_load(&input, &bytes, &err));
	pyiq_input_close(&input);
	return (struct pyiq_str){ bytes.data, bytes.len };
}

static inline void assert_fixture_reads(const struct pyiq_format *format, const char *name,
					const char *wanted)
{
	struct pyiq_str bytes = load_fixture(name);

	assert_reads(format, bytes, wanted);
	pyiq_free((char *)bytes.data);
}

static inline pyiq_status ignore_unit(void *ctx, const struct pyiq_found *unit,
				      struct pyiq_error *error)
{
	(void)ctx;
	(void)error;
	check_text(unit->question);
	return PYIQ_OK;
}

/*
 * Read a fixture again and again, one allocation farther each time, until that
 * succeeds: each failure says so, and what was pushed before it stays true.
 */
static inline void assert_survives_want(const struct pyiq_format *format, const char *name)
{
	struct pyiq_str bytes = load_fixture(name);
	struct pyiq_input input;
	pyiq_status status = PYIQ_ERR_NOMEM;
	long n = 0;

	for (; status != PYIQ_OK; n++) {
		struct pyiq_reading reading;

		pyiq_input_of(&input, bytes);
		pyiq_reading_init(&reading, ignore_unit, NULL);
		pyiq_reading_begin(&reading, &input, pyiq_str("notes"), false);
		pyiq_alloc_fail_after(n);
		status = format->read(&reading, &err);
		pyiq_alloc_fail_after(-1);
		pyiq_reading_release(&reading);
		if (status != PYIQ_OK)
			ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
	assert_true(n > 10);
	pyiq_free((char *)bytes.data);
}

/* The head of a source, as the choice of a format asks: ended by a NUL. */
static inline bool fits(const struct pyiq_format *format, const char *head)
{
	return format->fits(pyiq_str(head));
}

static inline int release_told(void **state)
{
	(void)state;
	pyiq_alloc_fail_after(-1);
	pyiq_buf_release(&told);
	return 0;
}

#endif

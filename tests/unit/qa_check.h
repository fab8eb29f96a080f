/*
 * Documents and the units that are to be found in them, to the last detail.
 */
#ifndef PYIQ_TESTS_UNIT_QA_CHECK_H
#define PYIQ_TESTS_UNIT_QA_CHECK_H

#include "check.h"

#include "source/markdown.h"
#include "source/qa.h"

/* What a document is expected to give; what is not set must be empty. */
struct unit {
	size_t line, end_line;
	const char *question, *answer;
	const char *prompt, *topic, *level; /* topic: outermost first, joined by ` > ` */
	bool unanswered;                    /* although something stands there */
};

/* First and last line, question and answer. */
#define U(l, e, q, a) .line = (l), .end_line = (e), .question = (q), .answer = (a)

static struct pyiq_blocks blocks;
static struct pyiq_arena arena;

static struct {
	const char *document;
	const struct unit *units;
	size_t n, n_wanted;
	int line; /* of the check */
} expected;

/* ---- Comparing ---------------------------------------------------------- */

static inline void compare(const char *what, struct pyiq_str got, const char *wanted)
{
	if (!pyiq_str_equal(got, pyiq_str(wanted != NULL ? wanted : "")))
		fail_msg("line %d: %s of unit %zu is\n'%.*s', not\n'%s'", expected.line, what,
			 expected.n, (int)got.len, got.data, wanted != NULL ? wanted : "");
}

static inline void compare_number(const char *what, size_t got, size_t wanted)
{
	if (got != wanted)
		fail_msg("line %d: %s of unit %zu is %zu, not %zu", expected.line, what, expected.n,
			 got, wanted);
}

static inline void compare_topic(const struct pyiq_found *found, const char *wanted)
{
	char path[256] = "";

	for (size_t i = 0; i < found->n_topic; i++)
		snprintf(path + strlen(path), sizeof path - strlen(path), "%s%.*s",
			 i > 0 ? " > " : "", (int)found->topic[i].len, found->topic[i].data);
	compare("topic", pyiq_str(path), wanted);
}

/* A text of the unit is a piece of the document, and its line is where that begins. */
static inline void check_place(const struct pyiq_text *text, size_t line)
{
	size_t end = 0;

	if (text->source.len == 0)
		return;
	assert_true(text->source.data >= blocks.source.data);
	assert_true(text->source.data + text->source.len <= blocks.source.data + blocks.source.len);
	compare_number(
		"line of a text", line,
		pyiq_blocks_line_of(&blocks, (size_t)(text->source.data - blocks.source.data)));
	for (size_t i = 0; i < text->n_runs; i++) {
		assert_true(text->runs[i].start >= end);
		end = (size_t)text->runs[i].start + text->runs[i].len;
	}
	assert_true(end <= text->source.len);
}

static inline pyiq_status take_unit(void *ctx, const struct pyiq_found *found, struct pyiq_error *e)
{
	const struct unit *wanted = &expected.units[expected.n];

	(void)ctx;
	(void)e;
	if (++expected.n > expected.n_wanted)
		fail_msg("line %d: unit %zu is one too many: '%.*s' of line %zu", expected.line,
			 expected.n, (int)found->question.source.len, found->question.source.data,
			 found->line);
	compare("the question", found->question.source, wanted->question);
	compare_number("the line", found->line, wanted->line);
	compare("the prompt", found->prompt.source, wanted->prompt);
	compare("the answer", found->answer.source, wanted->answer);
	compare_number("the last line", found->end_line,
		       wanted->end_line != 0 ? wanted->end_line : wanted->line);
	compare_topic(found, wanted->topic);
	compare("the level", pyiq_str(found->level), wanted->level);
	compare_number("answered", found->answered, wanted->answer != NULL && !wanted->unanswered);
	check_place(&found->prompt, found->prompt_line);
	check_place(&found->answer, found->answer_line);
	return PYIQ_OK;
}

static inline void check(const char *document, const struct unit *units, size_t n, int line)
{
	struct pyiq_str source = exact_copy(pyiq_str(document));

	expected.document = document;
	expected.units = units;
	expected.n = 0;
	expected.n_wanted = n;
	expected.line = line;
	ASSERT_OK(pyiq_markdown_read(&blocks, source, &err));
	pyiq_arena_clear(&arena);
	ASSERT_OK(pyiq_qa_find(&blocks, &arena, take_unit, NULL, &err));
	if (expected.n < n)
		fail_msg("line %d: only %zu units, not %zu", line, expected.n, n);
	free((char *)source.data);
}

#define CHECK(document, ...)                                                                       \
	check(document, (const struct unit[]){ __VA_ARGS__ },                                      \
	      COUNT(((const struct unit[]){ __VA_ARGS__ })), __LINE__)
#define CHECK_NONE(document) check(document, NULL, 0, __LINE__)

static inline void check_whole(const char *document, const char *question, const struct unit *units,
			       size_t n, int line)
{
	struct pyiq_str source = exact_copy(pyiq_str(document));

	expected.units = units;
	expected.n = 0;
	expected.n_wanted = n;
	expected.line = line;
	ASSERT_OK(pyiq_markdown_read(&blocks, source, &err));
	pyiq_arena_clear(&arena);
	ASSERT_OK(pyiq_qa_whole(&blocks, pyiq_str(question), &arena, take_unit, NULL, &err));
	if (expected.n != n)
		fail_msg("line %d: %zu units, not %zu", line, expected.n, n);
	free((char *)source.data);
}

#define CHECK_WHOLE(document, question, ...)                                                       \
	check_whole(document, question, (const struct unit[]){ __VA_ARGS__ },                      \
		    COUNT(((const struct unit[]){ __VA_ARGS__ })), __LINE__)

static inline int set_up(void **state)
{
	(void)state;
	pyiq_blocks_init(&blocks);
	pyiq_arena_init(&arena);
	return 0;
}

static inline int tear_down(void **state)
{
	(void)state;
	pyiq_blocks_release(&blocks);
	pyiq_arena_release(&arena);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif

/*
 * libFuzzer: any bytes through one format, and every unit that comes out must
 * keep what found.h promises. The format is chosen when this is compiled:
 * -DPYIQ_FUZZ_FORMAT=markdown takes pyiq_format_markdown.
 */
#include "check.h"

#include "source/format.h"

#define JOIN(a, b)    a##b
#define FORMAT(which) JOIN(pyiq_format_, which)

struct check {
	struct pyiq_reading reading;
	struct pyiq_visible visible;
	size_t n_lines; /* of the source, at most */
	size_t line;    /* of the last unit */
};

static void check_text(struct check *check, const struct pyiq_text *text)
{
	size_t at = 0;

	check_utf8(text->source);
	for (size_t i = 0; i < text->n_runs; i++) {
		ASSERT(text->runs[i].start >= at);
		at = (size_t)text->runs[i].start + text->runs[i].len;
		ASSERT(at <= text->source.len);
	}
	ASSERT(pyiq_visible_make(&check->visible, text, NULL) == PYIQ_OK);
	check_utf8(
		(struct pyiq_str){ pyiq_buf_str(&check->visible.text), check->visible.text.len });

	const struct pyiq_segment *last = NULL;

	for (size_t i = 0; i < check->visible.n_segments; i++) {
		const struct pyiq_segment *segment = &check->visible.segments[i];

		ASSERT(last == NULL || (segment->visible >= last->visible + last->len &&
					segment->source >= last->source + last->len));
		ASSERT(segment->visible + segment->len <= check->visible.text.len);
		ASSERT(segment->source + segment->len <= text->source.len);
		last = segment;
	}
}

/* The part of a unit that is said to begin in a line of the source does so. */
static void check_place(const struct pyiq_buf *source, const struct pyiq_text *part, size_t line)
{
	size_t start, n = 1;

	if (part->source.len == 0)
		return;
	ASSERT(part->source.data >= source->data);
	start = (size_t)(part->source.data - source->data);
	ASSERT(start + part->source.len <= source->len);
	for (size_t i = 0; i < start; i++)
		n += source->data[i] == '\n';
	ASSERT(n == line);
}

/* The answer stands behind the prompt, or begins with one of the options in there. */
static void check_order(const struct pyiq_found *unit)
{
	struct pyiq_str prompt = unit->prompt.source, answer = unit->answer.source;

	if (prompt.len > 0 && answer.len > 0)
		ASSERT(answer.data >= prompt.data);
}

static pyiq_status receive(void *ctx, const struct pyiq_found *unit, struct pyiq_error *err)
{
	struct check *check = ctx;

	(void)err;
	check_text(check, &unit->question);
	check_text(check, &unit->prompt);
	check_text(check, &unit->answer);
	ASSERT(unit->question.source.len > 0);
	ASSERT(memchr(unit->question.source.data, '\n', unit->question.source.len) == NULL);
	ASSERT(!unit->answered || unit->answer.source.len > 0);

	ASSERT(unit->line >= check->line && unit->line >= 1);
	ASSERT(unit->end_line >= unit->line && unit->end_line <= check->n_lines);
	ASSERT(unit->prompt_line <= check->n_lines && unit->answer_line <= check->n_lines);
	check->line = unit->line;
	if (unit->form == PYIQ_FORM_SOURCE) {
		check_place(&check->reading.text, &unit->prompt, unit->prompt_line);
		check_place(&check->reading.text, &unit->answer, unit->answer_line);
		check_order(unit);
	}

	for (size_t i = 0; i < unit->n_topic; i++) {
		ASSERT(unit->topic[i].len > 0);
		check_utf8(unit->topic[i]);
	}
	for (size_t i = 0; i < unit->n_tags; i++)
		check_utf8(unit->tags[i]);
	check_utf8(unit->key);
	ASSERT(strcmp(unit->level, "") == 0 || strcmp(unit->level, "basic") == 0 ||
	       strcmp(unit->level, "intermediate") == 0 || strcmp(unit->level, "advanced") == 0);
	return PYIQ_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct check check = { .n_lines = 1 };
	struct pyiq_error err = { .message = "" };
	struct pyiq_input input;

	for (size_t i = 0; i < size; i++)
		check.n_lines += data[i] == '\n' || data[i] == '\r';
	pyiq_visible_init(&check.visible);
	pyiq_reading_init(&check.reading, receive, &check);
	pyiq_input_of(&input, (struct pyiq_str){ (const char *)data, size });
	/* Whether the folder holds one question a file is no matter of the bytes: let their number decide. */
	pyiq_reading_begin(&check.reading, &input, pyiq_str("a file's name"), size % 2 == 1);

	pyiq_status status = FORMAT(PYIQ_FUZZ_FORMAT).read(&check.reading, &err);

	ASSERT(status == PYIQ_OK || status == PYIQ_ERR_SOURCE || status == PYIQ_ERR_NOT_TEXT);
	ASSERT(status == PYIQ_OK || err.message[0] != '\0');
	pyiq_reading_release(&check.reading);
	pyiq_visible_release(&check.visible);
	return 0;
}

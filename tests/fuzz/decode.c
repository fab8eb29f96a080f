/*
 * libFuzzer: any bytes as UTF-8, and what they say before they begin.
 */
#include "check.h"

#include "source/decode.h"

static void check_text(const struct pyiq_buf *text)
{
	check_utf8((struct pyiq_str){ pyiq_buf_str(text), text->len });
	ASSERT(text->len == 0 || memchr(text->data, '\0', text->len) == NULL);
	ASSERT(text->len == 0 || memchr(text->data, '\r', text->len) == NULL);
}

static size_t count_lines(const struct pyiq_buf *text)
{
	size_t n = 0;

	for (size_t i = 0; i < text->len; i++)
		n += text->data[i] == '\n';
	return n;
}

static void check_front_matter(struct pyiq_buf *text)
{
	struct pyiq_front_matter front = { .n_tags = 0 };
	struct pyiq_arena arena;
	size_t n_lines = count_lines(text), len = text->len;

	pyiq_arena_init(&arena);
	ASSERT(pyiq_take_front_matter(text, &front, &arena, NULL) == PYIQ_OK);
	ASSERT(text->len == len && count_lines(text) == n_lines);
	check_text(text);
	check_utf8(front.title);
	check_utf8(front.question);
	check_utf8(front.level);
	for (size_t i = 0; i < front.n_tags; i++)
		check_utf8(front.tags[i]);
	pyiq_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pyiq_buf text = PYIQ_BUF_INIT;
	struct pyiq_decoded decoded;
	struct pyiq_str bytes = { (const char *)data, size };
	pyiq_status status = pyiq_decode(&text, bytes, &decoded, NULL);

	ASSERT(status == PYIQ_OK || status == PYIQ_ERR_NOT_TEXT);
	if (status == PYIQ_OK) {
		check_text(&text);
		check_front_matter(&text);
	} else {
		ASSERT(text.len == 0);
	}
	pyiq_buf_release(&text);
	return 0;
}

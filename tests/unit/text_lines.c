#include "check.h"

#include "source/text_lines.h"

enum { LONG = 1 << 20, CHUNK = 64 * 1024 /* bytes that are read at once */ };

static struct pyiq_buf seen;

/* The lines of some bytes, each in angle brackets, those that were cut with a tilde. */
static pyiq_status split(struct pyiq_str bytes, size_t longest, struct pyiq_text_lines *lines)
{
	struct pyiq_str exact = exact_copy(bytes);
	struct pyiq_input input;
	size_t number = 0;
	bool more = true;
	pyiq_status status;

	pyiq_buf_clear(&seen);
	pyiq_input_of(&input, exact);
	status = pyiq_text_lines_begin(lines, &input, longest, &err);
	while (status == PYIQ_OK) {
		status = pyiq_text_lines_next(lines, &more, &err);
		if (status != PYIQ_OK || !more)
			break;
		assert_int_equal(lines->number, ++number);
		pyiq_buf_puts(&seen, "<");
		pyiq_buf_append(&seen, lines->line.data, lines->line.len);
		pyiq_buf_puts(&seen, lines->whole ? ">" : "~>");
	}
	pyiq_text_lines_release(lines);
	free((char *)exact.data);
	return status;
}

static void parts_lines(void **state)
{
	static const struct {
		const char *what;
		struct pyiq_str bytes;
		const char *lines;
	} cases[] = {
		{ "nothing", TEXT(""), "" },
		{ "one line", TEXT("a"), "<a>" },
		{ "ended", TEXT("a\n"), "<a>" },
		{ "two", TEXT("a\nb"), "<a><b>" },
		{ "blank lines", TEXT("\n\na\n\n"), "<><><a><>" },
		{ "CR LF", TEXT("a\r\nb\r\n"), "<a><b>" },
		{ "CR", TEXT("a\rb\r"), "<a><b>" },
		{ "all of them", TEXT("a\r\n\rb\n\rc\r\r\nd"), "<a><><b><><c><><d>" },
		{ "a mark",
		  TEXT("\xEF\xBB\xBF"
		       "a\n"),
		  "<a>" },
		{ "a mark alone", TEXT("\xEF\xBB\xBF"), "" },
		{ "a mark inside",
		  TEXT("a\n\xEF\xBB\xBF"
		       "b\n"),
		  "<a><\xEF\xBB\xBF"
		  "b>" },
		{ "half a mark", TEXT("\xEF\xBB"), "<ï»>" },
		{ "UTF-16 LE",
		  TEXT("\xFF\xFE"
		       "a\0\n\0b\0"),
		  "<a><b>" },
		{ "UTF-16 BE", TEXT("\xFE\xFF\0a\0\r\0\n\0b"), "<a><b>" },
		{ "UTF-16 alone", TEXT("\xFF\xFE"), "" },
		{ "U+0A0D and U+0D0A", TEXT("\xFF\xFE\x0D\x0A\x0A\x0D\n\0"),
		  "<\xE0\xA8\x8D\xE0\xB4\x8A>" },
		{ "surrogates", TEXT("\xFF\xFE\x3D\xD8\x00\xDE\n\0"), "<😀>" },
		{ "a lone surrogate", TEXT("\xFE\xFF\xDE\x00\0\n"), "<\xEF\xBF\xBD>" },
		{ "half a unit",
		  TEXT("\xFF\xFE"
		       "a\0b"),
		  "<a>" },
		{ "half a unit alone",
		  TEXT("\xFF\xFE"
		       "a\0\n\0b"),
		  "<a>" },
		{ "Windows-1252", TEXT("caf\xE9\né\n"), "<café><é>" },
		{ "double encoding", TEXT("doesnâ€™t\nâ€\n"), "<doesn’t><â€>" },
	};
	struct pyiq_text_lines lines;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		ASSERT_OK(split(cases[i].bytes, LONG, &lines));
		assert_text((struct pyiq_str){ pyiq_buf_str(&seen), seen.len }, cases[i].lines,
			    cases[i].what);
	}
}

static void counts_repairs(void **state)
{
	struct pyiq_text_lines lines;

	(void)state;
	ASSERT_OK(split(S("\xE9\né\n\xE9\n"), LONG, &lines));
	assert_int_equal(lines.n_legacy, 2);
	assert_int_equal(lines.n_repaired, 0);
	ASSERT_OK(split(S("Ã© â€™\né\n"), LONG, &lines));
	assert_int_equal(lines.n_legacy, 0);
	assert_int_equal(lines.n_repaired, 1);
}

static void cuts_long_lines(void **state)
{
	static const struct {
		const char *what;
		struct pyiq_str bytes;
		const char *lines;
	} cases[] = {
		{ "just as long", TEXT("abcd\nabcd"), "<abcd><abcd>" },
		{ "longer", TEXT("abcde\nabcdef\r\nabcdefg"), "<abcd~><abcd~><abcd~>" },
		{ "a character at the edge", TEXT("abcé\nabcdé\nab日\n"), "<abc~><abcd~><ab~>" },
		{ "the rest is not looked at", TEXT("abcd\xFF\nabcd\0\n"), "<abcd~><abcd~>" },
		{ "UTF-16",
		  TEXT("\xFF\xFE"
		       "a\0b\0c\0\n\0a\0b\0"),
		  "<ab~><ab>" },
	};
	struct pyiq_text_lines lines;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		ASSERT_OK(split(cases[i].bytes, 4, &lines));
		assert_text((struct pyiq_str){ pyiq_buf_str(&seen), seen.len }, cases[i].lines,
			    cases[i].what);
	}
	ASSERT_OK(split(S("\xFE\xFF\0a\0b\0c\0\n\0a"), 5, &lines));
	assert_string_equal(pyiq_buf_str(&seen), "<ab~><a>");
}

static void refuses_binary_content(void **state)
{
	static const struct pyiq_str cases[] = { TEXT("a\n\0\n"), TEXT("a\n\xFF\0"),
						 TEXT("\xFF\xFE"
						      "a\0\n\0\0\0") };
	struct pyiq_text_lines lines;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		ASSERT_STATUS(PYIQ_ERR_NOT_TEXT, split(cases[i], LONG, &lines));
		assert_string_equal(pyiq_buf_str(&seen), "<a>");
	}
}

/* Whatever stands at the border between two reads stays together. */
static void joins_chunks(void **state)
{
	static const struct {
		struct pyiq_str bytes;
		const char *text;
	} parts[] = {
		{ TEXT("\r\nb"), "><b>" }, { TEXT("\r\rb"), "><><b>" },
		{ TEXT("\r"), ">" },       { TEXT("é\n"), "é>" },
		{ TEXT("😀"), "😀>" },       { TEXT("â€™\nb\n"), "’><b>" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(parts); i++)
		for (size_t before = CHUNK - 8; before <= CHUNK; before++) {
			struct pyiq_buf bytes = PYIQ_BUF_INIT;
			struct pyiq_text_lines lines;

			for (size_t n = 0; n < before; n++)
				pyiq_buf_putc(&bytes, 'a');
			pyiq_buf_append(&bytes, parts[i].bytes.data, parts[i].bytes.len);
			ASSERT_OK(split((struct pyiq_str){ bytes.data, bytes.len }, LONG, &lines));
			assert_int_equal(seen.len, 1 + before + strlen(parts[i].text));
			assert_string_equal(seen.data + 1 + before, parts[i].text);
			pyiq_buf_release(&bytes);
		}
}

static void joins_chunks_of_utf16(void **state)
{
	static const char pair[] = "\x3D\xD8\x00\xDE\r\0\n\0b\0";

	(void)state;
	for (size_t before = CHUNK / 2 - 6; before <= CHUNK / 2; before++) {
		struct pyiq_buf bytes = PYIQ_BUF_INIT;
		struct pyiq_text_lines lines;

		pyiq_buf_append(&bytes, "\xFF\xFE", 2);
		for (size_t n = 0; n < before; n++)
			pyiq_buf_append(&bytes, "a", 2);
		pyiq_buf_append(&bytes, pair, sizeof pair - 1);
		ASSERT_OK(split((struct pyiq_str){ bytes.data, bytes.len }, LONG, &lines));
		assert_string_equal(seen.data + 1 + before, "😀><b>");
		pyiq_buf_release(&bytes);
	}
}

/* Memory is that of the longest line, however long a line is. */
static void keeps_memory_small(void **state)
{
	enum { SIZE = 48 << 20 };
	struct pyiq_text_lines lines;
	struct pyiq_input input;
	char *bytes = malloc(SIZE);
	bool more;

	(void)state;
	assert_non_null(bytes);
	memset(bytes, 'a', SIZE);
	memcpy(bytes + SIZE - 2, "\nb", 2);
	pyiq_input_of(&input, (struct pyiq_str){ bytes, SIZE });
	ASSERT_OK(pyiq_text_lines_begin(&lines, &input, LONG, &err));
	ASSERT_OK(pyiq_text_lines_next(&lines, &more, &err));
	assert_true(more && !lines.whole);
	assert_int_equal(lines.line.len, LONG);
	assert_true(lines.chunk.capacity < 2 * LONG);
	ASSERT_OK(pyiq_text_lines_next(&lines, &more, &err));
	assert_true(more && lines.whole);
	assert_string_equal(pyiq_buf_str(&lines.line), "b");
	ASSERT_OK(pyiq_text_lines_next(&lines, &more, &err));
	assert_false(more);
	pyiq_text_lines_release(&lines);
	free(bytes);
}

static void survives_want_of_memory(void **state)
{
	struct pyiq_text_lines lines;
	pyiq_status status = PYIQ_ERR_NOMEM;

	(void)state;
	/* What is collected here starves too, but asks for the memory it has. */
	ASSERT_OK(split(S("caf\xE9\nÃ©\nb\n"), LONG, &lines));
	for (long n = 0; status != PYIQ_OK; n++) {
		pyiq_alloc_fail_after(n);
		status = split(S("caf\xE9\nÃ©\nb\n"), LONG, &lines);
		pyiq_alloc_fail_after(-1);
		if (status != PYIQ_OK)
			ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
	assert_string_equal(pyiq_buf_str(&seen), "<café><é><b>");
}

static int release(void **state)
{
	(void)state;
	pyiq_alloc_fail_after(-1);
	pyiq_buf_release(&seen);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_lines),        cmocka_unit_test(counts_repairs),
		cmocka_unit_test(cuts_long_lines),    cmocka_unit_test(refuses_binary_content),
		cmocka_unit_test(joins_chunks),       cmocka_unit_test(joins_chunks_of_utf16),
		cmocka_unit_test(keeps_memory_small), cmocka_unit_test(survives_want_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}

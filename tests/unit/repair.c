#include "check.h"

#include "text/repair.h"

static struct pyiq_buf out;

static void mends_what_was_encoded_twice(void **state)
{
	static const struct {
		const char *mangled, *meant;
		size_t n;
	} cases[] = {
		{ "doesnâ€™t", "doesn’t", 1 },
		{ "â€œquotedâ€\xC2\x9D", "“quoted”",
		  2 }, /* U+009D: a byte without a sign of its own */
		{ "cafÃ©", "café", 1 },
		{ "Ã\xC2\xA0 la", "à la", 1 },
		{ "a â€“ b â€” c", "a – b — c", 2 },
		{ "â€¦", "…", 1 },
		{ "Ã©Ã¨", "éè", 1 },
		{ "ÐŸÑ€Ð¸Ð²ÐµÑ‚", "Привет", 1 },
		{ "ðŸ˜€!", "😀!", 1 },
		{ "æ—¥æœ¬", "日本", 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pyiq_str text = pyiq_str(cases[i].mangled);

		pyiq_buf_clear(&out);
		assert_int_equal(pyiq_repair_double_encoding(&out, text.data, text.len),
				 cases[i].n);
		assert_string_equal(pyiq_buf_str(&out), cases[i].meant);
	}
}

static void leaves_everything_else(void **state)
{
	static const char *const cases[] = {
		"",
		"plain",
		"naïve café, «Größe»",
		"doesn’t",
		"Привет",
		"日本語",
		"😀",
		"É",                 /* one character: its byte alone is no UTF-8 */
		"Ã",                 /* a lead byte with nothing behind it */
		"â€",                /* the beginning of a sign only */
		"± 5 °C",            /* bytes that lead nothing */
		"a\xC3\xA9\xFF\xFE", /* not UTF-8 at all */
		"\xE2\x82",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pyiq_str text = exact_copy(pyiq_str(cases[i]));

		pyiq_buf_clear(&out);
		assert_int_equal(pyiq_repair_double_encoding(&out, text.data, text.len), 0);
		assert_text((struct pyiq_str){ pyiq_buf_str(&out), out.len }, cases[i], "kept");
		free((char *)text.data);
	}
}

static void appends(void **state)
{
	(void)state;
	pyiq_buf_clear(&out);
	pyiq_buf_puts(&out, "<");
	pyiq_repair_double_encoding(&out, "\0â€™\0", 10);
	pyiq_decode_windows_1252(&out, ">", 1);
	assert_int_equal(out.len, 7);
	assert_memory_equal(out.data, "<\0’\0>", 8);
}

/* A long row of Latin letters is looked at in pieces, each once. */
static void takes_linear_time(void **state)
{
	enum { SIZE = 8 << 20 };
	char *text = malloc(SIZE);

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < SIZE; i += 2)
		memcpy(text + i, "\xC3\x83", 2);
	pyiq_buf_clear(&out);
	pyiq_repair_double_encoding(&out, text, SIZE);
	assert_int_equal(out.len, SIZE);
	assert_memory_equal(out.data, text, SIZE);
	free(text);
}

static void knows_windows_1252(void **state)
{
	static const struct {
		const char *bytes, *text;
	} cases[] = {
		{ "abc", "abc" },
		{ "doesn\x92t", "doesn’t" },
		{ "\x93q\x94", "“q”" },
		{ "\x80 5", "€ 5" },
		{ "caf\xE9", "café" },
		{ "\x81\x8D\x8F\x90\x9D", "\xC2\x81\xC2\x8D\xC2\x8F\xC2\x90\xC2\x9D" },
		{ "\x9F\xA0\xFF", "Ÿ\xC2\xA0ÿ" },
	};
	char all[256];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		pyiq_buf_clear(&out);
		pyiq_decode_windows_1252(&out, cases[i].bytes, strlen(cases[i].bytes));
		assert_string_equal(pyiq_buf_str(&out), cases[i].text);
	}

	/* Every byte is a character. */
	for (size_t i = 0; i < sizeof all; i++)
		all[i] = (char)i;
	pyiq_buf_clear(&out);
	pyiq_decode_windows_1252(&out, all, sizeof all);

	size_t n = 0;

	for (size_t i = 0; i < out.len; i++)
		n += ((unsigned char)out.data[i] & 0xC0) != 0x80;
	assert_int_equal(n, sizeof all);
}

static void repairs_a_text_itself(void **state)
{
	struct pyiq_buf text = PYIQ_BUF_INIT;
	size_t n = 7;

	(void)state;
	ASSERT_OK(pyiq_repair_text(&text, &n, &err));
	assert_int_equal(n, 0);
	pyiq_buf_puts(&text, "naïve, Ã");
	ASSERT_OK(pyiq_repair_text(&text, &n, &err));
	assert_int_equal(n, 0);
	assert_string_equal(text.data, "naïve, Ã");
	pyiq_buf_clear(&text);
	pyiq_buf_puts(&text, "cafÃ© doesnâ€™t");
	ASSERT_OK(pyiq_repair_text(&text, &n, &err));
	assert_int_equal(n, 2);
	assert_string_equal(text.data, "café doesn’t");

	pyiq_buf_puts(&text, "â€™");
	pyiq_alloc_fail_after(0);
	ASSERT_STATUS(PYIQ_ERR_NOMEM, pyiq_repair_text(&text, &n, &err));
	pyiq_alloc_fail_after(-1);
	pyiq_buf_release(&text);
}

static void knows_utf16(void **state)
{
	static const struct {
		struct pyiq_str little, big;
		const char *text;
	} cases[] = {
		{ TEXT(""), TEXT(""), "" },
		{ TEXT("a\0\xAC\x20"), TEXT("\0a\x20\xAC"), "a€" },
		{ TEXT("\x3D\xD8\x00\xDE!\0"), TEXT("\xD8\x3D\xDE\x00\0!"), "😀!" },
		{ TEXT("\x3D\xD8!\0"), TEXT("\xD8\x3D\0!"), "\xEF\xBF\xBD!" },
		{ TEXT("\x00\xDE!\0"), TEXT("\xDE\x00\0!"), "\xEF\xBF\xBD!" },
		{ TEXT("a\0\x3D\xD8"), TEXT("\0a\xD8\x3D"), "a\xEF\xBF\xBD" },
		{ TEXT("a\0b"), TEXT("\0a\0"), "a" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		for (int big = 0; big < 2; big++) {
			struct pyiq_str bytes = exact_copy(big ? cases[i].big : cases[i].little);

			pyiq_buf_clear(&out);
			pyiq_decode_utf16(&out, bytes.data, bytes.len, big);
			assert_string_equal(pyiq_buf_str(&out), cases[i].text);
			free((char *)bytes.data);
		}
}

static void unifies_line_ends(void **state)
{
	static const char *const cases[][2] = {
		{ "", "" },
		{ "a\nb", "a\nb" },
		{ "a\r\nb\r\n", "a\nb\n" },
		{ "a\rb\r", "a\nb\n" },
		{ "\r\r\n\n\r", "\n\n\n\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		pyiq_buf_clear(&out);
		pyiq_buf_puts(&out, cases[i][0]);
		pyiq_unify_line_ends(&out);
		assert_string_equal(pyiq_buf_str(&out), cases[i][1]);
		assert_int_equal(out.len, strlen(cases[i][1]));
	}
}

static void cuts_between_characters(void **state)
{
	static const char text[] = "aé日😀b";
	static const size_t whole[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11 };

	(void)state;
	for (size_t len = 0; len < sizeof text; len++) {
		struct pyiq_str cut = exact_copy((struct pyiq_str){ text, len });

		assert_int_equal(pyiq_whole_characters(cut.data, cut.len), whole[len]);
		free((char *)cut.data);
	}
	/* What is no UTF-8 loses no more than what might become a character. */
	assert_int_equal(pyiq_whole_characters("\x80\x80\x80\x80", 4), 4);
	assert_int_equal(pyiq_whole_characters("a\xFF", 2), 1);
}

static int release(void **state)
{
	(void)state;
	pyiq_buf_release(&out);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mends_what_was_encoded_twice),
		cmocka_unit_test(leaves_everything_else),
		cmocka_unit_test(appends),
		cmocka_unit_test(takes_linear_time),
		cmocka_unit_test(knows_windows_1252),
		cmocka_unit_test(repairs_a_text_itself),
		cmocka_unit_test(knows_utf16),
		cmocka_unit_test(unifies_line_ends),
		cmocka_unit_test(cuts_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}

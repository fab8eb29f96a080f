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
	};

	return cmocka_run_group_tests(tests, NULL, release);
}

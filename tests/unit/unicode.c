#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/unicode.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* ---- UTF-8 --------------------------------------------------------------- */

static void decodes_characters_of_every_length(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t len;
		uint32_t c;
	} rows[] = {
		{ "a", 1, 'a' },
		{ "\xC3\xA9", 2, 0xE9 },
		{ "\xE2\x82\xAC", 3, 0x20AC },
		{ "\xF0\x9F\x98\x80", 4, 0x1F600 },
		{ "\xF4\x8F\xBF\xBF", 4, 0x10FFFF },
	};

	for (size_t i = 0; i < LENGTH(rows); i++) {
		uint32_t c = 0;

		assert_int_equal(pyiq_utf8_decode(rows[i].text, rows[i].len, &c), rows[i].len);
		assert_int_equal(c, rows[i].c);
	}
}

static void decodes_a_bad_byte_as_one_replacement(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"\x80",             /* continuation alone */
		"\xC3",             /* cut short */
		"\xC3z",            /* not continued */
		"\xE2\x82",         /* cut short */
		"\xC0\x80",         /* overlong */
		"\xED\xA0\x80",     /* surrogate */
		"\xF4\x90\x80\x80", /* beyond the last character */
		"\xFF",
	};

	for (size_t i = 0; i < LENGTH(bad); i++) {
		uint32_t c = 0;

		assert_int_equal(pyiq_utf8_decode(bad[i], strlen(bad[i]), &c), 1);
		assert_int_equal(c, 0xFFFD);
	}
}

static void appends_what_it_decodes(void **state)
{
	(void)state;
	struct pyiq_buf buf = PYIQ_BUF_INIT;

	for (uint32_t c = 0; c <= 0x110000; c++) {
		uint32_t decoded, wanted = c;

		if ((c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF)
			wanted = 0xFFFD;
		pyiq_buf_clear(&buf);
		pyiq_utf8_append(&buf, c);
		if (pyiq_utf8_decode(buf.data, buf.len, &decoded) != buf.len || decoded != wanted)
			fail_msg("U+%04X comes back as U+%04X", (unsigned)c, (unsigned)decoded);
	}
	pyiq_buf_release(&buf);
}

static void finds_the_first_bad_byte(void **state)
{
	(void)state;
	size_t bad = 99;

	assert_true(pyiq_utf8_valid("", 0, &bad));
	assert_true(pyiq_utf8_valid("a\0\xC3\xA9\xEF\xBF\xBD", 7, &bad));
	assert_int_equal(bad, 99);
	assert_false(pyiq_utf8_valid("ab\xC3\xA9\xFFz\xFF", 7, &bad));
	assert_int_equal(bad, 4);
	assert_false(pyiq_utf8_valid("ab\xC3", 3, &bad));
	assert_int_equal(bad, 2);
}

/* ---- Characters ---------------------------------------------------------- */

static void classifies(void **state)
{
	(void)state;
	static const struct {
		uint32_t c;
		pyiq_char_class class;
	} rows[] = {
		{ 0, PYIQ_CHAR_SPACE },           { '\n', PYIQ_CHAR_SPACE },
		{ ' ', PYIQ_CHAR_SPACE },         { 0x7F, PYIQ_CHAR_SPACE },
		{ 0xA0, PYIQ_CHAR_SPACE },        { 0x3000, PYIQ_CHAR_SPACE },
		{ 0x2028, PYIQ_CHAR_SPACE },      { 'a', PYIQ_CHAR_WORD },
		{ 'Z', PYIQ_CHAR_WORD },          { '7', PYIQ_CHAR_WORD },
		{ '_', PYIQ_CHAR_WORD },          { 0xE9, PYIQ_CHAR_WORD },
		{ 0xB2 /* ² */, PYIQ_CHAR_WORD }, { 0x301, PYIQ_CHAR_WORD },
		{ 0x200D, PYIQ_CHAR_WORD },       { 0xAD, PYIQ_CHAR_WORD },
		{ 0xD55C, PYIQ_CHAR_WORD },       { 0x1D41A, PYIQ_CHAR_WORD },
		{ 0xE31, PYIQ_CHAR_WORD },        { 0x65E5, PYIQ_CHAR_UNSPACED },
		{ 0x3042, PYIQ_CHAR_UNSPACED },   { 0x30FC, PYIQ_CHAR_UNSPACED },
		{ 0xE01, PYIQ_CHAR_UNSPACED },    { 0xFF71, PYIQ_CHAR_UNSPACED },
		{ 0x20000, PYIQ_CHAR_UNSPACED },  { '-', PYIQ_CHAR_OTHER },
		{ '$', PYIQ_CHAR_OTHER },         { 0x2019, PYIQ_CHAR_OTHER },
		{ 0x2BC, PYIQ_CHAR_OTHER },       { 0x3002, PYIQ_CHAR_OTHER },
		{ 0x1F600, PYIQ_CHAR_OTHER },     { 0xFFFD, PYIQ_CHAR_OTHER },
	};

	for (size_t i = 0; i < LENGTH(rows); i++)
		if (pyiq_char_classify(rows[i].c) != rows[i].class)
			fail_msg("U+%04X is of class %d", (unsigned)rows[i].c,
				 (int)pyiq_char_classify(rows[i].c));
}

static void knows_letters_and_what_belongs_to_them(void **state)
{
	(void)state;
	assert_true(pyiq_char_is_upper('Q') && pyiq_char_is_upper(0x416) &&
		    pyiq_char_is_upper(0x1C5));
	assert_false(pyiq_char_is_upper('q') || pyiq_char_is_upper('3') ||
		     pyiq_char_is_upper(0x436) || pyiq_char_is_upper(0x65E5));
	assert_true(pyiq_char_is_letter('q') && pyiq_char_is_letter(0x65E5) &&
		    pyiq_char_is_letter(0x301));
	assert_false(pyiq_char_is_letter('3') || pyiq_char_is_letter('_') ||
		     pyiq_char_is_letter(0xB2));
	assert_true(pyiq_char_extends(0x301) && pyiq_char_extends(0xFE0F) &&
		    pyiq_char_extends(0x200D) && pyiq_char_extends(0xE31));
	assert_false(pyiq_char_extends('a') || pyiq_char_extends(' ') || pyiq_char_extends(0xE9));
	assert_int_equal(pyiq_char_plain(0x2019), '\'');
	assert_int_equal(pyiq_char_plain(0x2011), '-');
	assert_int_equal(pyiq_char_plain(0x2014), 0x2014);
}

static void measures_width(void **state)
{
	(void)state;
	static const struct {
		uint32_t c;
		int width;
	} rows[] = {
		{ 0, 0 },      { '\t', 0 },    { 0x7F, 0 },    { 0x9B, 0 },   { 'a', 1 },
		{ 0xE9, 1 },   { 0x301, 0 },   { 0x200D, 0 },  { 0x65E5, 2 }, { 0xD55C, 2 },
		{ 0xFF21, 2 }, { 0x1F600, 2 }, { 0x1F680, 2 }, { 0x2014, 1 }, { 0x93F, 1 },
	};

	for (size_t i = 0; i < LENGTH(rows); i++)
		if (pyiq_char_width(rows[i].c) != rows[i].width)
			fail_msg("U+%04X takes %d columns", (unsigned)rows[i].c,
				 pyiq_char_width(rows[i].c));
	for (uint32_t c = 0; c <= 0x10FFFF; c++)
		assert_in_range(pyiq_char_width(c), 0, 2);
}

/* What takes one place on a terminal, and how wide it is. */
static void finds_clusters(void **state)
{
	(void)state;
	static const struct {
		const char *cluster;
		size_t width;
	} rows[] = {
		{ "a", 1 },
		{ "\t", 0 },
		{ "e\u0301", 1 },
		{ "e\u0301\u0323\u0308", 1 },
		{ "日", 2 },
		{ "\u1112\u1161\u11AB", 2 }, /* Hangul in pieces */
		{ "न\u093F", 2 },            /* a vowel of its own column */
		{ "ก\u0E31", 1 },            /* one above the letter */
		{ "\uFF76\uFF9E", 2 },       /* halfwidth Kana with its mark */
		{ "🐍", 2 },
		{ "👍🏽", 2 },        /* a colour of skin */
		{ "👨\u200D👩\u200D👧", 2 }, /* a family */
		{ "🏳\uFE0F\u200D🌈", 2 },
		{ "❤", 1 },
		{ "❤\uFE0F", 2 },       /* asked to be an emoji */
		{ "1\uFE0F\u20E3", 2 }, /* a key */
		{ "🇩🇪", 2 },            /* a flag */
		{ "🏴\U000E0067\U000E0062\U000E007F", 2 },
		{ "\xFF", 1 },
	};

	for (size_t i = 0; i < LENGTH(rows); i++) {
		/* What comes behind is another cluster: a letter, or the same once more. */
		static const char *const behind[] = { "", "z", "日", "🇫🇷", NULL };

		for (size_t j = 0; j < LENGTH(behind); j++) {
			char text[80];
			size_t width, len = strlen(rows[i].cluster);

			snprintf(text, sizeof text, "%s%s", rows[i].cluster,
				 behind[j] ? behind[j] : rows[i].cluster);
			if (pyiq_cluster(text, strlen(text), &width) != len)
				fail_msg("row %zu, %zu behind it: wrong end", i, j);
			if (width != rows[i].width)
				fail_msg("row %zu takes %zu columns", i, width);
		}
	}
}

/* ---- Folding ------------------------------------------------------------- */

static const char *fold(struct pyiq_buf *buf, const char *text, size_t len)
{
	pyiq_buf_clear(buf);
	pyiq_fold(buf, text, len);
	assert_int_equal(pyiq_buf_status(buf, NULL), PYIQ_OK);
	return pyiq_buf_str(buf);
}

static void folds(void **state)
{
	(void)state;
	static const struct {
		const char *text, *folded;
	} rows[] = {
		{ "", "" },
		{ "Hello, WORLD_42 [`]", "hello, world_42 [`]" },
		{ "Straße", "strasse" },
		{ "ﬁne", "fine" },
		{ "İ", "i\u0307" },
		{ "NAÏVE", "naïve" },
		{ "nai\u0308ve", "naïve" },
		{ "e\u0301", "é" },
		{ "ΣΊΣΥΦΟΣ ς", "σίσυφοσ σ" },
		{ "ПРИВЕТ Й", "привет й" },
		{ "don’t don\u02BCt don´t", "don't don't don't" },
		{ "co\u2011op 2010–2020 a−b", "co-op 2010-2020 a-b" },
		{ "soft\u00ADhy\u200Bphen\uFE0F", "softhyphen" },
		{ "Ｆｕｌｌ　ｗｉｄｔｈ", "full width" },
		{ "𝐁𝐨𝐥𝐝", "bold" },
		{ "n² ½", "n2 1⁄2" },
		{ "ﾊﾞ カ\u3099", "バ ガ" },
		{ "\u1112\u1161\u11AB", "한" },
		{ "日本語", "日本語" },
		{ "a \t\n b", "a \t\n b" },
		{ "\xFF"
		  "A\xC3",
		  "\uFFFD"
		  "a\uFFFD" },
	};
	struct pyiq_buf buf = PYIQ_BUF_INIT;

	for (size_t i = 0; i < LENGTH(rows); i++)
		assert_string_equal(fold(&buf, rows[i].text, strlen(rows[i].text)), rows[i].folded);
	fold(&buf, "A\0B", 3);
	assert_int_equal(buf.len, 3);
	assert_memory_equal(buf.data, "a\0b", 3);
	pyiq_buf_release(&buf);
}

/* A joiner is dropped, but it makes the fold take the long way. */
static void short_ways_lead_where_the_long_one_does(void **state)
{
	(void)state;
	struct pyiq_buf text = PYIQ_BUF_INIT, quick = PYIQ_BUF_INIT, slow = PYIQ_BUF_INIT;

	for (uint32_t c = 1; c <= 0x10FFFF; c++) {
		pyiq_buf_clear(&text);
		pyiq_utf8_append(&text, c);
		fold(&quick, text.data, text.len);
		pyiq_utf8_append(&text, 0x200D);
		fold(&slow, text.data, text.len);
		if (strcmp(pyiq_buf_str(&quick), pyiq_buf_str(&slow)) != 0)
			fail_msg("U+%04X folds to '%s' and to '%s'", (unsigned)c,
				 pyiq_buf_str(&quick), pyiq_buf_str(&slow));
		fold(&slow, pyiq_buf_str(&quick), quick.len);
		if (strcmp(pyiq_buf_str(&quick), pyiq_buf_str(&slow)) != 0)
			fail_msg("U+%04X folds to '%s', and that to '%s'", (unsigned)c,
				 pyiq_buf_str(&quick), pyiq_buf_str(&slow));
	}
	pyiq_buf_release(&text);
	pyiq_buf_release(&quick);
	pyiq_buf_release(&slow);
}

/* Long texts are folded in pieces: that must not show. */
static void folds_long_texts_as_short_ones(void **state)
{
	(void)state;
	static const char *const units[][2] = {
		{ "E\u0301", "é" },
		{ "\u1112\u1161\u11AB", "한" },
		{ "ﾊﾞ", "バ" },
		{ "q\u0323\u0307", "q\u0323\u0307" },
		{ "q\u0307\u0323", "q\u0323\u0307" },
		{ "Ａe\u0301", "aé" },
	};
	struct pyiq_buf text = PYIQ_BUF_INIT, wanted = PYIQ_BUF_INIT, folded = PYIQ_BUF_INIT;

	for (size_t i = 0; i < LENGTH(units); i++) {
		for (size_t shift = 0; shift < 3; shift++) {
			pyiq_buf_clear(&text);
			pyiq_buf_clear(&wanted);
			for (size_t n = 0; n < shift; n++) {
				pyiq_buf_puts(&text, "Ω");
				pyiq_buf_puts(&wanted, "ω");
			}
			for (size_t n = 0; n < 500; n++) {
				pyiq_buf_puts(&text, units[i][0]);
				pyiq_buf_puts(&wanted, units[i][1]);
			}
			assert_string_equal(fold(&folded, text.data, text.len), wanted.data);
		}
	}
	pyiq_buf_release(&text);
	pyiq_buf_release(&wanted);
	pyiq_buf_release(&folded);
}

/* Sorting the marks of one letter takes quadratic time unless somebody stops it. */
static void many_marks_take_linear_time(void **state)
{
	(void)state;
	struct pyiq_buf text = PYIQ_BUF_INIT, folded = PYIQ_BUF_INIT;

	pyiq_buf_putc(&text, 'a');
	for (size_t i = 0; i < 500000; i++)
		pyiq_buf_puts(&text, i % 2 == 0 ? "\u0301" : "\u0323");
	fold(&folded, text.data, text.len);
	assert_true(folded.len > 900000);
	pyiq_buf_clear(&text);
	assert_true(pyiq_fold_unmarked(&text, folded.data, folded.len));
	assert_string_equal(text.data, "a");
	pyiq_buf_release(&text);
	pyiq_buf_release(&folded);
}

static void unmarks(void **state)
{
	(void)state;
	static const struct {
		const char *folded, *unmarked; /* NULL: has no marks */
	} rows[] = {
		{ "naïve café", "naive cafe" },
		{ "i\u0307", "i" },
		{ "ёж й", "еж и" },
		{ "ấ", "a" },
		{ "1\u20E3", "1" },
		{ "שָׁלוֹם", "שלום" },
		{ "plain", NULL },
		{ "", NULL },
		{ "привет", NULL },
		{ "日本語ガ", NULL },
		{ "한국어", NULL },
		{ "हिन्दी", NULL },
		{ "ที่", NULL },
	};
	struct pyiq_buf buf = PYIQ_BUF_INIT;

	for (size_t i = 0; i < LENGTH(rows); i++) {
		pyiq_buf_clear(&buf);
		pyiq_buf_puts(&buf, "<");
		assert_int_equal(pyiq_fold_unmarked(&buf, rows[i].folded, strlen(rows[i].folded)),
				 rows[i].unmarked != NULL);
		assert_string_equal(buf.data + 1, rows[i].unmarked != NULL ? rows[i].unmarked : "");
		assert_int_equal(buf.len, strlen(buf.data));
	}
	pyiq_buf_release(&buf);
}

static void remembers_that_memory_ran_out(void **state)
{
	(void)state;
	struct pyiq_buf buf = PYIQ_BUF_INIT;

	pyiq_alloc_fail_after(0);
	pyiq_fold(&buf, "Ünicode", 8);
	assert_false(pyiq_fold_unmarked(&buf, "plain", 5));
	pyiq_alloc_fail_after(-1);
	assert_int_equal(pyiq_buf_status(&buf, NULL), PYIQ_ERR_NOMEM);
	pyiq_buf_release(&buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decodes_characters_of_every_length),
		cmocka_unit_test(decodes_a_bad_byte_as_one_replacement),
		cmocka_unit_test(appends_what_it_decodes),
		cmocka_unit_test(finds_the_first_bad_byte),
		cmocka_unit_test(classifies),
		cmocka_unit_test(knows_letters_and_what_belongs_to_them),
		cmocka_unit_test(measures_width),
		cmocka_unit_test(finds_clusters),
		cmocka_unit_test(folds),
		cmocka_unit_test(short_ways_lead_where_the_long_one_does),
		cmocka_unit_test(folds_long_texts_as_short_ones),
		cmocka_unit_test(many_marks_take_linear_time),
		cmocka_unit_test(unmarks),
		cmocka_unit_test(remembers_that_memory_ran_out),
	};

	return cmocka_run_group_tests_name("unicode", tests, NULL, NULL);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "term/styled.h"
#include "term/term.h"

#define S(literal) ((struct pyiq_str){ literal, sizeof(literal) - 1 })

/* ---- Whether there is colour ---------------------------------------------- */

static bool wanted(struct colour_facts facts)
{
	return colour_wanted(&facts);
}

static void test_colour_is_for_terminals(void **state)
{
	(void)state;
	assert_true(wanted((struct colour_facts){ .terminal = true, .term = "xterm" }));
	assert_false(wanted((struct colour_facts){ .terminal = false, .term = "xterm" }));
	assert_false(wanted((struct colour_facts){ .terminal = true, .term = "dumb" }));
	assert_false(wanted((struct colour_facts){ .terminal = true, .term = "" }));
	assert_false(wanted((struct colour_facts){ .terminal = true }));
}

static void test_environment_decides_before_the_terminal(void **state)
{
	struct colour_facts terminal = { .terminal = true, .term = "xterm" };
	struct colour_facts pipe = { .term = "dumb" };

	(void)state;
	terminal.no_color = "1";
	assert_false(wanted(terminal));
	terminal.no_color = "";
	assert_true(wanted(terminal));

	pipe.clicolor_force = "1";
	assert_true(wanted(pipe));
	pipe.no_color = "0"; /* any value but an empty one */
	assert_false(wanted(pipe));
	pipe = (struct colour_facts){ .clicolor_force = "0", .force_color = "" };
	assert_false(wanted(pipe));
	pipe.force_color = "3";
	assert_true(wanted(pipe));
}

static void test_option_decides_first(void **state)
{
	struct colour_facts facts = { .when = COLOUR_ALWAYS, .no_color = "1" };

	(void)state;
	assert_true(wanted(facts));
	facts = (struct colour_facts){
		.when = COLOUR_NEVER, .clicolor_force = "1", .terminal = true, .term = "xterm"
	};
	assert_false(wanted(facts));
}

/* ---- GREP_COLORS ---------------------------------------------------------- */

static struct palette palette_of(const char *grep_colors)
{
	struct palette palette;

	palette_init(&palette, grep_colors);
	return palette;
}

static void assert_sgr(const struct palette *palette, unsigned style, const char *expected)
{
	struct pyiq_str sgr = palette->sgr[style];
	char text[64];

	snprintf(text, sizeof text, "%.*s", (int)sgr.len, sgr.len > 0 ? sgr.data : "");
	assert_string_equal(text, expected);
}

static void test_palette_is_that_of_grep(void **state)
{
	struct palette palette = palette_of(NULL);

	(void)state;
	assert_sgr(&palette, STYLE_MATCH, "01;31");
	assert_sgr(&palette, STYLE_FILE, "35");
	assert_sgr(&palette, STYLE_LINE, "32");
	assert_sgr(&palette, STYLE_SEPARATOR, "36");
	assert_sgr(&palette, STYLE_SELECTED, "");
	assert_sgr(&palette, STYLE_CONTEXT, "");
	assert_false(palette.reverse);
	assert_false(palette.no_erase);
}

static void test_palette_takes_capabilities(void **state)
{
	struct palette palette = palette_of("ms=7:fn=:ln=1;33:se=2:sl=1:cx=90:rv:ne:xy=5:zz");

	(void)state;
	assert_sgr(&palette, STYLE_MATCH, "7");
	assert_sgr(&palette, STYLE_FILE, "");
	assert_sgr(&palette, STYLE_LINE, "1;33");
	assert_sgr(&palette, STYLE_SEPARATOR, "2");
	assert_sgr(&palette, STYLE_SELECTED, "1");
	assert_sgr(&palette, STYLE_CONTEXT, "90");
	assert_true(palette.reverse);
	assert_true(palette.no_erase);

	palette = palette_of("mt=4");
	assert_sgr(&palette, STYLE_MATCH, "4");
}

/* No text of the environment may reach the terminal as a sequence of its own. */
static void test_palette_stops_at_what_is_malformed(void **state)
{
	struct palette palette = palette_of("fn=34:ms=1m\033]52;c;eA==\a:ln=33");

	(void)state;
	assert_sgr(&palette, STYLE_FILE, "34");
	assert_sgr(&palette, STYLE_MATCH, "01;31");
	assert_sgr(&palette, STYLE_LINE, "32");
	palette = palette_of(":::ms");
	assert_sgr(&palette, STYLE_MATCH, "01;31");
	palette = palette_of("=1:ln=33");
	assert_sgr(&palette, STYLE_LINE, "33");
}

/* ---- Width ---------------------------------------------------------------- */

static void test_width(void **state)
{
	(void)state;
	assert_int_equal(term_width(NULL, 0), 80);
	assert_int_equal(term_width(NULL, 132), 132);
	assert_int_equal(term_width("100", 132), 100);
	assert_int_equal(term_width("", 132), 132);
	assert_int_equal(term_width("12x", 132), 132);
	assert_int_equal(term_width("-5", 0), 80);
	assert_int_equal(term_width("1", 132), 20);
	assert_int_equal(term_width("99999999999999999999", 132), 10000);
	assert_int_equal(term_width(NULL, 65535), 80);
}

/* ---- Safe text ------------------------------------------------------------ */

static void assert_safe(struct pyiq_str text, const char *expected)
{
	struct pyiq_buf safe = PYIQ_BUF_INIT;

	term_safe(&safe, text, "?");
	assert_string_equal(pyiq_buf_str(&safe), expected);
	assert_int_equal(safe.len, strlen(expected));
	pyiq_buf_release(&safe);
}

static void test_text_stays_as_it_is(void **state)
{
	(void)state;
	assert_safe(S("a\tb\nc"), "a\tb\nc");
	assert_safe(S("naïve 日本 ‘’ 🐍 \xE2\x80\x8B"), "naïve 日本 ‘’ 🐍 \xE2\x80\x8B");
	assert_safe(S("\xEF\xBF\xBD"), "\xEF\xBF\xBD");
	assert_safe(S(""), "");
}

static void test_controls_are_shown_as_carets(void **state)
{
	(void)state;
	assert_safe(S("\033]52;c;aGk=\a"), "^[]52;c;aGk=^G");
	assert_safe(S("a\0b\177\b"), "a^@b^?^H");
	assert_safe(S("a\rb"), "a^Mb");
}

static void test_carriage_returns_at_line_ends_go(void **state)
{
	(void)state;
	assert_safe(S("a\r\nb\r"), "a\nb");
	assert_safe(S("a\r\r\n"), "a^M\n");
}

static void test_c1_and_direction_are_replaced(void **state)
{
	(void)state;
	assert_safe(S("\xC2\x9B"
		      "2J\xC2\x80\xC2\x9F\xC2\xA0"),
		    "?2J??\xC2\xA0");
	assert_safe(S("\xE2\x80\xAA\xE2\x80\xAE|\xE2\x81\xA6\xE2\x81\xA9|\xE2\x80\xA9"),
		    "??|??|\xE2\x80\xA9");
}

/* A single byte of C1 is a control sequence to some terminals. */
static void test_bytes_that_are_not_utf8_are_replaced(void **state)
{
	(void)state;
	assert_safe(S("\x9B"
		      "2J\xFF\xE2\x82"),
		    "?2J???");
}

/* A name cannot begin a line of its own. */
static void test_names_are_one_line(void **state)
{
	struct pyiq_buf safe = PYIQ_BUF_INIT;

	(void)state;
	term_safe_line(&safe, S("a\nb\tc\r\n\033[m\xC2\x9B é"), "?");
	assert_string_equal(pyiq_buf_str(&safe), "a^Jb^Ic^J^[[m? é");
	pyiq_buf_release(&safe);
}

/* ---- Writing -------------------------------------------------------------- */

static const struct glyphs glyphs = { .unknown = "?" };

/* What term_text writes. */
static void assert_written(struct term term, unsigned style, struct pyiq_str text,
			   const char *expected)
{
	char *written = NULL;
	size_t len = 0;

	term.file = open_memstream(&written, &len);
	assert_non_null(term.file);
	term_text(&term, style, text);
	fclose(term.file);
	assert_string_equal(written, expected);
	assert_int_equal(len, strlen(expected));
	free(written);
}

static void test_pieces_are_coloured_as_grep_does(void **state)
{
	struct term term = { .colour = true, .glyphs = &glyphs };

	(void)state;
	palette_init(&term.palette, NULL);
	assert_written(term, STYLE_MATCH, S("x"), "\033[01;31m\033[Kx\033[m\033[K");
	assert_written(term, STYLE_BOLD, S("x"), "\033[1m\033[Kx\033[m\033[K");
	assert_written(term, STYLE_BOLD | STYLE_ITALIC | STYLE_CODE, S("x"),
		       "\033[1;3;36m\033[Kx\033[m\033[K");
	assert_written(term, STYLE_PLAIN, S("x"), "x");
	assert_written(term, STYLE_MATCH, S(""), "");

	palette_init(&term.palette, "ne:ms=7:fn=");
	assert_written(term, STYLE_MATCH, S("x"), "\033[7mx\033[m");
	assert_written(term, STYLE_FILE, S("x"), "x");

	term.colour = false;
	assert_written(term, STYLE_MATCH, S("x"), "x");
}

static void test_only_terminals_get_safe_text(void **state)
{
	struct term term = { .glyphs = &glyphs };

	(void)state;
	assert_written(term, STYLE_PLAIN, S("\033[2J\xFF"), "\033[2J\xFF");
	term.terminal = true;
	assert_written(term, STYLE_PLAIN, S("\033[2J\xFF"), "^[[2J?");
}

/* ---- Wrapping ------------------------------------------------------------- */

/* The lines of text at a width, joined by bars. */
static void assert_wrapped(struct pyiq_str text, size_t width, const char *expected)
{
	struct term term = { .terminal = true, .glyphs = &glyphs };
	struct styled styled = STYLED_INIT;
	char lines[256] = "";
	size_t next, used = 0;

	styled_append(&styled, &term, STYLE_PLAIN, text);
	for (size_t at = 0; at < styled.text.len; at = next) {
		size_t end = styled_break(&styled, at, width, &next);

		assert_true(at <= end && end <= next && next <= styled.text.len);
		assert_true(next > at);
		used += (size_t)snprintf(lines + used, sizeof lines - used, "%s%.*s",
					 at > 0 ? "|" : "", (int)(end - at), styled.text.data + at);
		assert_true(used < sizeof lines);
	}
	assert_string_equal(lines, expected);
	styled_release(&styled);
}

static void test_lines_break_at_spaces(void **state)
{
	(void)state;
	assert_wrapped(S("one two three"), 20, "one two three");
	assert_wrapped(S("one two three"), 13, "one two three");
	assert_wrapped(S("one two three"), 12, "one two|three");
	assert_wrapped(S("one two three"), 7, "one two|three");
	assert_wrapped(S("one two three"), 6, "one|two|three");
	assert_wrapped(S("one   two"), 4, "one|two");
	assert_wrapped(S("one "), 3, "one ");
}

static void test_lines_break_at_line_feeds(void **state)
{
	(void)state;
	assert_wrapped(S("one\ntwo\n\nthree"), 20, "one|two||three");
	assert_wrapped(S("one two\nthree"), 7, "one two|three");
}

static void test_indentation_is_kept(void **state)
{
	(void)state;
	assert_wrapped(S("    if x:\n        return yes"), 14, "    if x:|        return|yes");
	assert_wrapped(S("\tx"), 20, "    x");
}

static void test_long_words_are_cut_at_characters(void **state)
{
	(void)state;
	assert_wrapped(S("abcdefgh ij"), 3, "abc|def|gh|ij");
	assert_wrapped(S("ααααα"), 2, "αα|αα|α");
	assert_wrapped(S("日"), 1, "日"); /* wider than the line, but it must go somewhere */
}

static void test_wide_characters_take_two_columns(void **state)
{
	(void)state;
	assert_wrapped(S("日本語です"), 4, "日本|語で|す");
	assert_wrapped(S("日本語です"), 5, "日本|語で|す");
	assert_wrapped(S("e\xCC\x81"
			 "e\xCC\x81"
			 " x"),
		       4,
		       "e\xCC\x81"
		       "e\xCC\x81"
		       " x");
}

/* What a reader takes for one character stays in one line. */
static void test_clusters_are_not_split(void **state)
{
	(void)state;
	assert_wrapped(S("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧"), 4,
		       "👨‍👩‍👧👨‍👩‍👧|👨‍👩‍👧");
	assert_wrapped(S("🇩🇪🇫🇷🇮🇹"), 5, "🇩🇪🇫🇷|🇮🇹");
	assert_wrapped(S("👍🏽👍🏽"), 3, "👍🏽|👍🏽");
	assert_wrapped(S("ab❤️cd"), 3, "ab|❤️c|d");
	assert_wrapped(S("1️⃣2️⃣"), 2, "1️⃣|2️⃣");
	assert_wrapped(S("ae\u0301\u0323e\u0301"), 2, "ae\u0301\u0323|e\u0301");
	/* no break inside of a word of a script that has spaces */
	assert_wrapped(S("नमस्ते किताब"), 9, "नमस्ते|किताब");
}

static void test_styles_follow_the_text(void **state)
{
	struct term term = { .terminal = true, .glyphs = &glyphs };
	struct styled styled = STYLED_INIT;
	struct pyiq_span spans[] = { { 2, 4 }, { 4, 5 } };

	(void)state;
	styled_append_marked(&styled, &term, STYLE_BOLD, S("\033-abcd"), spans, 2);
	assert_string_equal(styled.text.data, "^[-abcd");
	assert_int_equal(styled.styles.len, styled.text.len);
	for (size_t i = 0; i < styled.styles.len; i++)
		assert_int_equal(styled.styles.data[i], i >= 3 && i < 6 ? STYLE_MATCH : STYLE_BOLD);
	styled_release(&styled);
}

static void test_no_memory_is_remembered(void **state)
{
	struct term term = { .terminal = true, .glyphs = &glyphs };
	struct pyiq_error err;

	(void)state;
	for (long n = 0;; n++) {
		struct styled styled = STYLED_INIT;

		pyiq_alloc_fail_after(n);
		styled_append(&styled, &term, STYLE_PLAIN, S("some text with\ttabs"));
		styled_repeat(&styled, STYLE_DIM, "-", 1000);
		pyiq_alloc_fail_after(-1);

		pyiq_status status = styled_status(&styled, &err);

		assert_int_equal(styled.text.len, styled.styles.len);
		styled_clear(&styled);
		assert_int_equal(styled_status(&styled, NULL), status);
		styled_release(&styled);
		if (status == PYIQ_OK)
			break;
		assert_int_equal(status, PYIQ_ERR_NOMEM);
		assert_true(n < 1000);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_colour_is_for_terminals),
		cmocka_unit_test(test_environment_decides_before_the_terminal),
		cmocka_unit_test(test_option_decides_first),
		cmocka_unit_test(test_palette_is_that_of_grep),
		cmocka_unit_test(test_palette_takes_capabilities),
		cmocka_unit_test(test_palette_stops_at_what_is_malformed),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_text_stays_as_it_is),
		cmocka_unit_test(test_controls_are_shown_as_carets),
		cmocka_unit_test(test_carriage_returns_at_line_ends_go),
		cmocka_unit_test(test_c1_and_direction_are_replaced),
		cmocka_unit_test(test_bytes_that_are_not_utf8_are_replaced),
		cmocka_unit_test(test_names_are_one_line),
		cmocka_unit_test(test_pieces_are_coloured_as_grep_does),
		cmocka_unit_test(test_only_terminals_get_safe_text),
		cmocka_unit_test(test_lines_break_at_spaces),
		cmocka_unit_test(test_lines_break_at_line_feeds),
		cmocka_unit_test(test_indentation_is_kept),
		cmocka_unit_test(test_long_words_are_cut_at_characters),
		cmocka_unit_test(test_wide_characters_take_two_columns),
		cmocka_unit_test(test_clusters_are_not_split),
		cmocka_unit_test(test_styles_follow_the_text),
		cmocka_unit_test(test_no_memory_is_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

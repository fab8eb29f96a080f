#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "term/link.h"
#include "term/styled.h"

#define S(literal) ((struct pyiq_str){ literal, sizeof(literal) - 1 })

/* ---- Whether there are links ---------------------------------------------- */

#define SEEN .terminal = true, .colour = true, .term = "xterm-256color"

static bool wanted(struct link_facts facts)
{
	return links_wanted(&facts);
}

static void test_known_terminals_have_links(void **state)
{
	(void)state;
	assert_false(wanted((struct link_facts){ SEEN }));
	assert_true(wanted((struct link_facts){ SEEN, .term_program = "iTerm.app" }));
	assert_true(wanted((struct link_facts){ SEEN, .term_program = "WezTerm" }));
	assert_true(wanted((struct link_facts){ SEEN, .term_program = "vscode" }));
	assert_true(wanted((struct link_facts){ SEEN, .term_program = "ghostty" }));
	assert_false(wanted((struct link_facts){ SEEN, .term_program = "Apple_Terminal" }));
	assert_true(wanted((struct link_facts){ SEEN, .vte_version = "5000" }));
	assert_false(wanted((struct link_facts){ SEEN, .vte_version = "4999" }));
	assert_false(wanted((struct link_facts){ SEEN, .vte_version = "" }));
	assert_true(wanted((struct link_facts){ SEEN, .konsole_version = "220401" }));
	assert_false(wanted((struct link_facts){ SEEN, .konsole_version = "190400" }));
	assert_true(wanted((struct link_facts){ SEEN, .wt_session = "a-b-c" }));
	assert_true(wanted(
		(struct link_facts){ .terminal = true, .colour = true, .term = "xterm-kitty" }));
	assert_true(wanted(
		(struct link_facts){ .terminal = true, .colour = true, .term = "foot-extra" }));
	assert_true(wanted(
		(struct link_facts){ .terminal = true, .colour = true, .term = "alacritty" }));
}

static void test_links_are_for_terminals_with_colours(void **state)
{
	struct link_facts facts = { SEEN, .vte_version = "6800" };

	(void)state;
	assert_true(wanted(facts));
	facts.colour = false;
	assert_false(wanted(facts));
	facts = (struct link_facts){ SEEN, .vte_version = "6800" };
	facts.terminal = false;
	assert_false(wanted(facts));
	facts.terminal = true;
	facts.term = "dumb";
	assert_false(wanted(facts));
	facts.term = "linux";
	assert_false(wanted(facts));
	facts.term = NULL;
	assert_false(wanted(facts));
}

static void test_multiplexers_hide_the_terminal(void **state)
{
	struct link_facts facts = { SEEN, .vte_version = "6800", .tmux = "/tmp/tmux,1,0" };

	(void)state;
	assert_false(wanted(facts));
	facts.term_program = "tmux";
	assert_false(wanted(facts));
	facts.term_program_version = "3.3a";
	assert_false(wanted(facts));
	facts.term_program_version = "3.4";
	assert_true(wanted(facts));
	facts.term_program_version = "4.0";
	assert_true(wanted(facts));
	facts.term_program_version = "next-3.5";
	assert_false(wanted(facts));
	facts = (struct link_facts){ SEEN, .vte_version = "6800", .sty = "1.pts" };
	assert_false(wanted(facts));
	facts = (struct link_facts){ .terminal = true, .colour = true, .vte_version = "6800" };
	facts.term = "screen-256color";
	assert_false(wanted(facts));
}

static void test_option_decides_first(void **state)
{
	(void)state;
	assert_true(wanted((struct link_facts){ .when = LINK_ALWAYS, .term = "dumb" }));
	assert_false(
		wanted((struct link_facts){ SEEN, .when = LINK_NEVER, .vte_version = "6800" }));
}

/* ---- Formats --------------------------------------------------------------- */

static void assert_format(const char *given, const char *expected)
{
	const char *mistake = NULL, *format = link_format(given, &mistake);

	if (!format)
		fail_msg("%s: %s", given, mistake);
	assert_string_equal(format, expected);
}

static void assert_no_format(const char *given, const char *expected)
{
	const char *mistake = NULL;

	assert_null(link_format(given, &mistake));
	assert_string_equal(mistake, expected);
}

static void test_formats(void **state)
{
	(void)state;
	assert_format("default", "file://{host}{path}");
	assert_format("file", "file://{host}{path}");
	assert_format("none", "");
	assert_format("", "");
	assert_format("vscode", "vscode://file{path}:{line}:{column}");
	assert_format("x-my+app.1://{path}?l={line}", "x-my+app.1://{path}?l={line}");
	assert_no_format("vim", "neither the name of a format nor a URI");
	assert_no_format("{path}://x", "neither the name of a format nor a URI");
	assert_no_format("\033://{path}", "neither the name of a format nor a URI");
	assert_no_format("://{path}", "neither the name of a format nor a URI");
	assert_no_format("x://{line}", "{path} is missing");
	assert_no_format("x://{path}:{column}", "{column} needs {line}");
	assert_no_format("x://{path}{", "there are {path}, {line}, {column} and {host}");
	assert_no_format("x://{path}{file}", "there are {path}, {line}, {column} and {host}");
}

static void assert_place(const char *format, struct pyiq_str file, const char *expected)
{
	struct term term = { .links = true, .place_format = format, .host = "my host" };
	struct pyiq_buf uri = PYIQ_BUF_INIT;

	link_put_place(&uri, &term, file, 12, 3);
	assert_string_equal(pyiq_buf_str(&uri), expected);
	pyiq_buf_clear(&uri);
	term.links = false;
	link_put_place(&uri, &term, file, 12, 3);
	assert_int_equal(uri.len, 0);
	pyiq_buf_release(&uri);
}

static void test_places(void **state)
{
	(void)state;
	assert_place("file://{host}{path}", S("/a/b-c_d.~9"), "file://my%20host/a/b-c_d.~9");
	assert_place("x://{path}#{line},{column}", S("/a b?c#d%;e\\"),
		     "x:///a%20b%3Fc%23d%25%3Be%5C#12,3");
	assert_place("x://{path}", S("/\033]8;;\a\n\0/é"), "x:///%1B%5D8%3B%3B%07%0A%00/%C3%A9");
	assert_place("x://{path}\033", S("/a"), "x:///a%1B");
	/* what came from standard input has a name, but no path */
	assert_place("file://{path}", S("stdin"), "");
	assert_place("file://{path}", S(""), "");
	assert_place("", S("/a"), "");
}

/* ---- What notes say -------------------------------------------------------- */

static void test_only_harmless_kinds_are_allowed(void **state)
{
	(void)state;
	assert_true(link_allowed(S("https://example.org/")));
	assert_true(link_allowed(S("HTTP://EXAMPLE.ORG")));
	assert_true(link_allowed(S("mailto:a@example.org")));
	assert_false(link_allowed(S("file:///etc/passwd")));
	assert_false(link_allowed(S("javascript:alert(1)")));
	assert_false(link_allowed(S("vscode://file/etc/passwd")));
	assert_false(link_allowed(S("x-man-page://ls")));
	assert_false(link_allowed(S("http:example")));
	assert_false(link_allowed(S("chapter.md")));
	assert_false(link_allowed(S("")));
}

static const struct glyphs glyphs = { .unknown = "?" };

struct written {
	struct term term;
	char *text;
	size_t len;
};

static void begin(struct written *written)
{
	*written = (struct written){ .term = { .links = true, .glyphs = &glyphs } };
	written->term.file = open_memstream(&written->text, &written->len);
	assert_non_null(written->term.file);
}

static void end(struct written *written, const char *expected)
{
	fclose(written->term.file);
	assert_string_equal(written->text, expected);
	free(written->text);
}

static void test_links_are_written(void **state)
{
	struct styled styled = STYLED_INIT;
	struct written w;

	(void)state;
	begin(&w);
	styled_append(&styled, &w.term, STYLE_PLAIN, S("see "));
	styled_append(&styled, &w.term, STYLE_PLAIN, S("here"));
	styled_link(&styled, 4, S("http://x/a b\033"));
	styled_append(&styled, &w.term, STYLE_PLAIN, S(" and "));
	styled_append(&styled, &w.term, STYLE_PLAIN, S("there"));
	styled_link(&styled, 13, S("file:///etc/passwd"));
	styled_write(&w.term, &styled, 0, styled.text.len);
	end(&w, "see \033]8;;http://x/a%20b%1B\033\\here\033]8;;\033\\ and there");

	begin(&w);
	w.term.links = false;
	styled_write(&w.term, &styled, 0, styled.text.len);
	end(&w, "see here and there");
	styled_release(&styled);
}

/* No link is open while a line ends, and its pieces are one by their id. */
static void test_links_are_closed_at_line_ends(void **state)
{
	struct styled styled = STYLED_INIT;
	struct written w;
	char *id;

	(void)state;
	begin(&w);
	styled_puts(&styled, STYLE_PLAIN, "one\ntwo\n");
	styled_link(&styled, 0, S("http://x"));
	styled_write(&w.term, &styled, 0, 2);
	styled_write(&w.term, &styled, 2, styled.text.len);
	fclose(w.term.file);
	id = strndup(w.text + 4, strcspn(w.text + 4, ";"));
	assert_non_null(id);
	assert_int_equal(strncmp(id, "id=", 3), 0);

	char expected[256];

	snprintf(expected, sizeof expected,
		 "\033]8;%s;http://x\033\\on\033]8;;\033\\"
		 "\033]8;%s;http://x\033\\e\033]8;;\033\\\n"
		 "\033]8;%s;http://x\033\\two\033]8;;\033\\\n",
		 id, id, id);
	assert_string_equal(w.text, expected);
	free(id);
	free(w.text);
	styled_release(&styled);
}

static void test_links_follow_the_text(void **state)
{
	struct styled styled = STYLED_INIT, copy = STYLED_INIT;
	struct written w;

	(void)state;
	begin(&w);
	styled_puts(&styled, STYLE_PLAIN, "abcdef");
	styled_link(&styled, 2, S("http://x"));
	styled_cut(&styled, 4);
	styled_puts(&copy, STYLE_PLAIN, "> ");
	styled_copy(&copy, &styled);
	styled_copy(&copy, &styled);
	styled_write(&w.term, &copy, 0, copy.text.len);
	styled_cut(&styled, 2);
	styled_write(&w.term, &styled, 0, styled.text.len);
	styled_clear(&copy);
	styled_puts(&copy, STYLE_PLAIN, "none");
	styled_write(&w.term, &copy, 0, copy.text.len);
	end(&w, "> ab\033]8;;http://x\033\\cd\033]8;;\033\\"
		"ab\033]8;;http://x\033\\cd\033]8;;\033\\abnone");
	styled_release(&styled);
	styled_release(&copy);
}

static void test_the_outer_link_counts(void **state)
{
	struct styled styled = STYLED_INIT;
	struct written w;
	char address[LINK_LONGEST + 1] = "http://x/";

	(void)state;
	begin(&w);
	styled_puts(&styled, STYLE_PLAIN, "a picture");
	styled_link(&styled, 2, S("http://inner"));
	styled_link(&styled, 0, S("http://outer"));
	styled_link(&styled, styled.text.len, S("http://empty"));
	styled_puts(&styled, STYLE_PLAIN, ".");
	memset(address + 9, 'a', sizeof address - 9);
	styled_link(&styled, styled.text.len - 1,
		    (struct pyiq_str){ address, sizeof address }); /* too long for any terminal */
	styled_write(&w.term, &styled, 0, styled.text.len);
	end(&w, "\033]8;;http://outer\033\\a picture\033]8;;\033\\.");
	styled_release(&styled);
}

static void test_places_are_links(void **state)
{
	struct styled styled = STYLED_INIT;
	struct written w;

	(void)state;
	begin(&w);
	w.term.place_format = "x://{path}:{line}";
	styled_puts(&styled, STYLE_PLAIN, "a.md:7");
	styled_link_place(&styled, &w.term, 0, S("/n/a.md"), 7);
	styled_puts(&styled, STYLE_PLAIN, " stdin");
	styled_link_place(&styled, &w.term, 7, S("stdin"), 1);
	styled_write(&w.term, &styled, 0, styled.text.len);
	link_begin_place(&w.term, S("/n/b.md"), 1, 1);
	fputs("b.md", w.term.file);
	link_end(&w.term);
	end(&w, "\033]8;;x:///n/a.md:7\033\\a.md:7\033]8;;\033\\ stdin"
		"\033]8;;x:///n/b.md:1\033\\b.md\033]8;;\033\\");
	styled_release(&styled);
}

static void test_no_memory_is_remembered(void **state)
{
	(void)state;
	for (long n = 0;; n++) {
		struct styled styled = STYLED_INIT, copy = STYLED_INIT;

		pyiq_alloc_fail_after(n);
		styled_puts(&styled, STYLE_PLAIN, "text");
		styled_link(&styled, 0, S("http://x"));
		styled_copy(&copy, &styled);
		pyiq_alloc_fail_after(-1);

		pyiq_status status = styled_status(&styled, NULL);

		assert_true(status == PYIQ_ERR_NOMEM || styled.n_links == 1);
		if (status == PYIQ_OK)
			status = styled_status(&copy, NULL);
		assert_true(status == PYIQ_ERR_NOMEM || copy.n_links == 1);
		styled_release(&styled);
		styled_release(&copy);
		if (status == PYIQ_OK)
			break;
		assert_true(n < 100);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known_terminals_have_links),
		cmocka_unit_test(test_links_are_for_terminals_with_colours),
		cmocka_unit_test(test_multiplexers_hide_the_terminal),
		cmocka_unit_test(test_option_decides_first),
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_only_harmless_kinds_are_allowed),
		cmocka_unit_test(test_links_are_written),
		cmocka_unit_test(test_links_are_closed_at_line_ends),
		cmocka_unit_test(test_links_follow_the_text),
		cmocka_unit_test(test_the_outer_link_counts),
		cmocka_unit_test(test_places_are_links),
		cmocka_unit_test(test_no_memory_is_remembered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

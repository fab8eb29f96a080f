/*
 * Markdown as it is written on a terminal, in ASCII signs.
 */
#include "check.h"

#include "term/render.h"

static struct term plain, coloured;

/* Render and return what was written; freed by the caller. */
static char *render(struct term *term, const char *markdown, size_t width,
		    const struct pyiq_span *marks, size_t n, pyiq_status wanted)
{
	char *text = NULL;
	size_t len;

	term->file = open_memstream(&text, &len);
	assert_non_null(term->file);
	ASSERT_STATUS(wanted, render_markdown(term, pyiq_str(markdown), marks, n, width, &err));
	fclose(term->file);
	return text;
}

static void assert_renders_as(struct term *term, const char *markdown, size_t width,
			      const char *wanted)
{
	char *got = render(term, markdown, width, NULL, 0, PYIQ_OK);

	if (strcmp(got, wanted) != 0)
		fail_msg("of\n%s\nwe got\n%s\nand not\n%s", markdown, got, wanted);
	free(got);
}

static void assert_renders(const char *markdown, size_t width, const char *wanted)
{
	assert_renders_as(&plain, markdown, width, wanted);
}

static void headings(void **state)
{
	(void)state;
	assert_renders("# One *two*\ntext", 40, "# One two\n\ntext\n");
	assert_renders("##### A heading that is long", 20, "##### A heading that\n      is long\n");
	assert_renders("- # In a list\n  text", 40, "* # In a list\n  text\n");
	assert_renders("Under\n===\n#\nx", 40, "# Under\n\nx\n");
}

static void running_text(void **state)
{
	(void)state;
	assert_renders("~~gone~~ ~5 `code` __init__ **b**", 80, "~~gone~~ ~5 `code` __init__ b\n");
	assert_renders("hard  \nbreak\\\nand<br>tag", 80, "hard\nbreak\nand\ntag\n");
	assert_renders("&lt;&amp;&#65; [^1]\n\n[^1]: A note.", 80, "<&A [^1]\n\n[^1]: A note.\n");
}

static void links_and_images(void **state)
{
	(void)state;
	assert_renders("[x](http://a.b) <http://a.b> <me@a.b> [t](#t) [](http://e.f)", 80,
		       "x (http://a.b) http://a.b me@a.b t (http://e.f)\n");
	assert_renders("![a](i.png) ![](i.png) ![d](data:abc) [![b](c)](http://d.e)", 80,
		       "[image: a] (i.png) [image] (i.png) [image: d] [image: b] (http://d.e)\n");
	assert_renders("<a class=x href='http://a.b?c&amp;d'>x</a> <img alt=\"y z\" src=q>", 80,
		       "x (http://a.b?c&d) [image: y z] (q)\n");
}

static void terminal_links(void **state)
{
	const struct {
		const char *markdown, *wanted;
	} cases[] = {
		{ "[x](http://a.b)!", "\033]8;;http://a.b\033\\x\033]8;;\033\\!\n" },
		{ "[x](other.md)", "x (other.md)\n" },
		{ "[x](javascript:y)", "x (javascript:y)\n" },
		{ "(see https://a.b/c_(d)).",
		  "(see \033]8;;https://a.b/c_(d)\033\\https://a.b/c_(d)\033]8;;\033\\).\n" },
		{ "<a href=https://a.b>x</a>", "\033]8;;https://a.b\033\\x\033]8;;\033\\\n" },
		{ "![x](https://a.b)", "\033]8;;https://a.b\033\\[image: x]\033]8;;\033\\\n" },
		{ "xhttp://a.b http:// `http://a.b`", "xhttp://a.b http:// `http://a.b`\n" },
	};
	struct term term = plain;

	(void)state;
	term.links = true;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_renders_as(&term, cases[i].markdown, 80, cases[i].wanted);
}

static void html(void **state)
{
	(void)state;
	assert_renders("<b>x</b> <kbd>C</kbd> 2<sup>n</sup> a<sub>i</sub> list<int> <!-- c -->", 80,
		       "x `C` 2^n a_i list<int> \n");
	assert_renders("<details>\n<summary>Show <b>it</b></summary>\n\ntext\n\n</details>", 80,
		       "> Show it\n\ntext\n");
	assert_renders("<ul><li>a</li><li>b &rarr; c</li></ul>", 80, "* a\n* b \xE2\x86\x92 c\n");
	assert_renders("<table><tr>\n<th>a\n<th>b</tr>\n<tr><td></td><td>2</td></tr></table>", 80,
		       "a | b\n| 2\n");
	assert_renders("<pre>\n a  b\n</pre>", 80, " a  b\n");
	assert_renders("<div>\n```js\n  if (a<b) c()\n```\nx</div>", 80, "      if (a<b) c()\nx\n");
	assert_renders("<script>\nx < y\n</script>\n\n<br>\n\nz", 80, "z\n");
	assert_renders("<div>&#0;&#x110000;&unknown;&;</div>", 80, "&#0;&#x110000;&unknown;&;\n");
}

static void tables(void **state)
{
	const char *table = "|name|of it|\n|:-|-:|\n|a|1|\n|longer words here|22|\n|b||";

	(void)state;
	assert_renders(
		table, 80,
		"name               of it\n-----------------  -----\na                      1\n"
		"longer words here     22\nb\n");
	assert_renders(table, 17,
		       "name        of it\n----------  -----\na               1\n\n"
		       "longer         22\nwords here\n\nb\n");
	assert_renders("|alpha|beta|gamma|\n|-|-|-|\n|a|b|c|\n|d||longer words|", 14,
		       "alpha: a\nbeta: b\ngamma: c\n\nalpha: d\ngamma:\n  longer words\n");
	assert_renders("|abcdefgh|ijklmnop|\n|-|-|", 12, "abcdefgh\nijklmnop\n");
	assert_renders("> |a|b|\n> |-|-|\n> |c|d e|\n> |f|g|", 80,
		       "| a  b\n| -  ---\n| c  d e\n| f  g\n");
}

static void code_keeps_its_lines(void **state)
{
	(void)state;
	assert_renders("```\na line that is longer\n\n\tx\n```", 10,
		       "    a line that is longer\n\n        x\n");
	assert_renders("> ```python\n> if x:\n> ```", 80, "|     if x:\n");
	assert_renders_as(&coloured, "```py\nif x: 1 # c\n```", 80,
			  "    \033[35mif\033[m x: \033[36m1\033[m \033[2m# c\033[m\n");
	assert_renders_as(&coloured, "```\n>>> 'x'\n```", 80,
			  "    \033[2m>>>\033[m \033[32m'x'\033[m\n");
	assert_renders_as(&coloured, "```sh\nif x\n```", 80, "    \033[36mif x\033[m\n");
}

/* The marks are the places of a word in the Markdown. */
static void assert_marks(const char *markdown, const char *word, const char *wanted)
{
	struct pyiq_span marks[16];
	size_t n = 0, len = strlen(word);

	for (const char *p = markdown; (p = strstr(p, word)); p += len)
		marks[n++] =
			(struct pyiq_span){ (size_t)(p - markdown), (size_t)(p - markdown) + len };

	char *got = render(&coloured, markdown, 80, marks, n, PYIQ_OK);

	if (strcmp(got, wanted) != 0)
		fail_msg("of\n%s\nwe got\n%s\nand not\n%s", markdown, got, wanted);
	free(got);
}

static void marks(void **state)
{
	(void)state;
	assert_marks("a set, **set** &amp; [set](http://set) set", "set",
		     "a \033[01;31mset\033[m, \033[01;31mset\033[m & \033[01;31mset\033[m"
		     "\033[2m (http://set)\033[m \033[01;31mset\033[m\n");
	assert_marks("|set|\n|-|\n|`set`|", "set",
		     "\033[01;31mset\033[m\n\033[2m---\033[m\n\033[01;31mset\033[m\n");
	/* out of a list: every line loses its indentation */
	assert_marks("    the set\n\n    ```py\n    set()\n    ```\n    set", "set",
		     "the \033[01;31mset\033[m\n\n    \033[01;31mset\033[m()\n\n"
		     "\033[01;31mset\033[m\n");
	assert_marks("<div>set\n<b>set</b></div>", "set",
		     "\033[01;31mset\033[m\n\033[01;31mset\033[m\n");
	assert_marks("py\n\n```py\npy\n```", "py",
		     "\033[01;31mpy\033[m\n\n    \033[01;31mpy\033[m\n");
}

static void memory_may_run_out(void **state)
{
	const char *markdown =
		"# a\n- *b* <a href=x>c</a>\n\n|d|\n|-|\n|e|\n\n```py\nf\n```\n<p>g\n\nhttp://h.i";
	const struct pyiq_span mark = { 2, 3 };
	pyiq_status status = PYIQ_ERR_NOMEM;
	struct term term = coloured;

	(void)state;
	term.links = true;
	for (long n = 0; status != PYIQ_OK; n++) {
		char *text = NULL;
		size_t len;

		assert_true(n < 1000);
		term.file = open_memstream(&text, &len);
		pyiq_alloc_fail_after(n);
		status = render_markdown(&term, pyiq_str(markdown), &mark, 1, 80, &err);
		pyiq_alloc_fail_after(-1);
		assert_true(status == PYIQ_OK || status == PYIQ_ERR_NOMEM);
		fclose(term.file);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headings),
		cmocka_unit_test(running_text),
		cmocka_unit_test(links_and_images),
		cmocka_unit_test(terminal_links),
		cmocka_unit_test(html),
		cmocka_unit_test(tables),
		cmocka_unit_test(code_keeps_its_lines),
		cmocka_unit_test(marks),
		cmocka_unit_test(memory_may_run_out),
	};

	term_init(&plain, stdout, COLOUR_NEVER);
	plain.terminal = true;
	coloured = plain;
	coloured.colour = true;
	palette_init(&coloured.palette, "ne");
	return cmocka_run_group_tests(tests, NULL, NULL);
}

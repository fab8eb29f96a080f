#include "check.h"

#include <dirent.h>

#include "source/html.h"
#include "source/html_guard.h"
#include "source/markdown.h"
#include "source/qa.h"

static struct pyiq_buf markdown, title;
static struct pyiq_line_map map;

static pyiq_status convert(struct pyiq_str html)
{
	struct pyiq_str exact = exact_copy(html);
	pyiq_status status;

	pyiq_buf_clear(&markdown);
	pyiq_buf_clear(&title);
	map.n = 0;
	status = pyiq_html_to_markdown(exact, &markdown, &map, &title, &err);
	free((char *)exact.data);
	return status;
}

static void check(const char *html, const char *wanted, int line)
{
	char what[32];

	snprintf(what, sizeof what, "line %d", line);
	assert_status(convert(pyiq_str(html)), PYIQ_OK, line);
	assert_text((struct pyiq_str){ pyiq_buf_str(&markdown), markdown.len }, wanted, what);
}

#define CHECK(html, wanted) check(html, wanted, __LINE__)

/* ---- Blocks ------------------------------------------------------------- */

static void blocks_and_white_space(void **state)
{
	(void)state;
	CHECK("", "");
	CHECK(" \n <p> </p><div></div>", "");
	CHECK("text", "text\n");
	CHECK("<p>  a\n\tb&nbsp; c </p>d<div>e</div>f", "a b c\n\nd\n\ne\n\nf\n");
	CHECK("<section><article><p>a<figure>b", "a\n\nb\n");
	CHECK("<my-card>a</my-card>b", "a\n\nb\n");
	CHECK("a<br>b<br>\n<p>c", "a\\\nb\n\nc\n");
	CHECK("a<br><br>b <br/> <br/><br/>c", "a\n\nb\n\nc\n");
	CHECK("a<hr>b", "a\n\n---\n\nb\n");
	CHECK("<hr>a<ul><li><hr>b</ul>", "a\n\n- b\n");
	CHECK("<p>a&#13;b&#12;c", "a b c\n");
}

static void headings(void **state)
{
	(void)state;
	CHECK("<h1>a</h1><h6>b</h6>c", "# a\n\n###### b\n\nc\n");
	CHECK("<h2>a<br>b <div>c</div></h2>", "## a b c\n");
	CHECK("<h2>C# and # and #</h2>", "## C# and \\# and \\#\n");
	CHECK("<h2> </h2>a", "a\n");
	CHECK("<h3><ul><li>a<li>b</ul></h3>", "### a b\n");
}

static void what_does_not_show(void **state)
{
	(void)state;
	CHECK("<head><title>T\n x</title><style>s</style></head><script>s</script>a"
	      "<!-- c --><nav><p>n</p></nav><button>b</button><svg><title>t</title></svg>"
	      "<template>t</template><noscript>n</noscript><iframe>i</iframe>"
	      "<select><option>o</select><textarea>t</textarea>",
	      "a\n");
	assert_string_equal(pyiq_buf_str(&title), "T  x");
	CHECK("<header>a</header><form><p>b</form><footer>c</footer>", "a\n\nb\n\nc\n");
	CHECK("<math><mi>x</mi><mo>+</mo><semantics><annotation>y</annotation></semantics></math>",
	      "x+\n");
}

static void lists(void **state)
{
	(void)state;
	CHECK("<ul><li>a<li>b</ul>", "- a\n- b\n");
	CHECK("<p>x<ol start=9><li>a<li>b<li value=20>c</ol>y", "x\n\n9. a\n10. b\n20. c\n\ny\n");
	CHECK("<ul><li>a<ul><li>b<ol><li>c</ol></ul><li>d</ul>", "- a\n  - b\n    1. c\n- d\n");
	CHECK("<ul><li>a</li><ul><li>b</li></ul><li>c</ul>", "- a\n  - b\n- c\n");
	CHECK("<ul><li>a<ol start=4><li>b</ol></ul>", "- a\n\n  4. b\n");
	CHECK("<ul><li><p>a<p>b<li>c</ul>", "- a\n\n  b\n- c\n");
	CHECK("<ul><li>a</ul><ul><li>b</ul><ol><li>c</ol><ol><li>d</ol>",
	      "- a\n\n* b\n\n1. c\n\n1) d\n");
	CHECK("<p>a<ul><li> <li></ul>b", "a\n\nb\n");
	CHECK("<p>a<ol><li><li>b</ol>", "a\n\n2. b\n");
	CHECK("<ul><li><ul><li>a</ul></ul>", "- - a\n");
	CHECK("<ol><li><pre>a\n\nb</pre>c</ol>", "1. ```\n   a\n\n   b\n   ```\n\n   c\n");
	CHECK("<li>a<li>b", "- a\n\n- b\n");
}

static void quotes(void **state)
{
	(void)state;
	CHECK("<blockquote>a<p>b</blockquote>c", "> a\n>\n> b\n\nc\n");
	CHECK("<blockquote>a</blockquote><blockquote>b</blockquote>", "> a\n\n> b\n");
	CHECK("<blockquote><ul><li>a<blockquote>b</ul></blockquote>", "> - a\n>\n>   > b\n");
}

static void code(void **state)
{
	(void)state;
	CHECK("<pre>\na\n  b\n</pre>", "```\na\n  b\n```\n");
	CHECK("<pre><code class='x language-python'>a</code></pre>", "```python\na\n```\n");
	CHECK("<div class='highlight highlight-source-c++'><pre>a</pre></div>", "```c++\na\n```\n");
	CHECK("<pre class='lang-&#96;x'>````</pre>", "`````\n````\n`````\n");
	CHECK("<pre>a<br>b<div>c</div><div>d</div>&#13;</pre>", "```\na\nb\nc\nd\n```\n");
	CHECK("<pre> </pre>a", "a\n");
	CHECK("<h2>a<pre>b\nc</pre></h2>", "## a `b c`\n");
}

static void tables(void **state)
{
	(void)state;
	CHECK("<table><tr><th>a<th>b<tr><td>c|d<td><code>e|f</code></table>x",
	      "| a | b |\n| --- | --- |\n| c\\|d | `e\\|f` |\n\nx\n");
	CHECK("<table><caption>t</caption><tr><td>a<td>b<tr><td>c</table>",
	      "t\n\n| a | b |\n| --- | --- |\n| c |  |\n");
	CHECK("<table><tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e</table>",
	      "| a |  | b |\n| --- | --- | --- |\n| c | d | e |\n");
	CHECK("<table><tr><th>a<th>b<tr><td><p>c<p>d<ul><li>e</ul><td><pre>f\ng</pre>h</table>",
	      "| a | b |\n| --- | --- |\n| c d e | `f g` h |\n");
	CHECK("<table><tr><td>a<tr><td>b</table>", "a\n\nb\n");
	CHECK("<table><tr><td>a<td><h2>b</h2></table>", "a\n\n## b\n");
	CHECK("<table><tr><td>x<td><table><tr><td>a<td>b</table></table>",
	      "x\n\n| a | b |\n| --- | --- |\n");
	CHECK("<table><tr><td><code>a\\|b</code><td>c</table>",
	      "| a\\\\\\|b | c |\n| --- | --- |\n");
}

static void disclosures_and_definitions(void **state)
{
	(void)state;
	CHECK("<details><summary> a <b>b</b> <code>c</code> &lt;d> &amp;lt; <i>1 &lt; "
	      "2</i></summary>"
	      "e</details>f",
	      "<details>\n\n<summary>a <b>b</b> <code>c</code> &lt;d> &amp;lt; 1 < 2</summary>\n\n"
	      "e\n\n</details>\n\nf\n");
	CHECK("<details>a</details><summary>b</summary>", "<details>\n\na\n\n</details>\n\nb\n");
	CHECK("<dl><dt>a<dd>b<dd><p>c<p>d</dl>", "**a**\n\nb\n\nc\n\nd\n");
}

/* ---- Inlines -------------------------------------------------------------- */

static void emphasis(void **state)
{
	(void)state;
	CHECK("<b>a</b> <strong>b</strong> <i>c</i> <em>d</em> <del>e</del>",
	      "**a** **b** *c* *d* e\n");
	CHECK("x<b> a </b>y<i>b</i>z", "x **a** y*b*z\n");
	CHECK("<b>a</b><strong>b</strong>", "**ab**\n");
	CHECK("<b>a<i>b</i></b><i>c</i>", "**ab**c\n");
	CHECK("<b>a?</b>b", "<b>a?</b>b\n");
	CHECK("<i>a?</i>b", "a?b\n");
	CHECK("<b>\xE8\xA1\xA8</b>\xE3\x81\xAF", "**\xE8\xA1\xA8**\xE3\x81\xAF\n");
	CHECK("<b>\xE2\x80\x9C"
	      "a</b>",
	      "<b>\xE2\x80\x9C"
	      "a</b>\n");
	CHECK("<b>a<p>b</b>", "**a**\n\n**b**\n");
	CHECK("<b>a<br>b</b>", "**a\\\nb**\n");
	CHECK("O(n<sup>2</sup>), H<sub>2</sub>O", "O(n<sup>2</sup>), H<sub>2</sub>O\n");
	CHECK("<q>a</q>", "\"a\"\n");
}

static void code_spans(void **state)
{
	(void)state;
	CHECK("<code> a  b\n</code>c <kbd>d</kbd> <samp>e</samp> <tt>f</tt>",
	      "`a b` c `d` `e` `f`\n");
	CHECK("<code>a`b</code> <code>``</code> <code></code>", "``a`b`` ``` `` ```\n");
	CHECK("<code>a</code><code>b*</code>", "`ab*`\n");
	CHECK("<code>a<br>b</code>", "`a`\\\n`b`\n");
	CHECK("<b><code>a</code></b>?", "**`a`**?\n");
	CHECK("<code>a</code><i><code>b</code></i>c", "`a`<!-- -->`b`c\n");
}

static void links_and_pictures(void **state)
{
	(void)state;
	CHECK("<a href=u>t</a> <a>t</a> <a href=''>t</a> <a href=' JavaScript:x'>t</a>",
	      "[t](u) t t t\n");
	CHECK("<a href='a b(c)&amp;d;&lt;&#96;'>x]</a>", "[x\\]](a%20b\\(c\\)\\&d;%3C%60)\n");
	CHECK("<b>see <a href=u>x</a> now</b>", "**see [x](u) now**\n");
	CHECK("<a href=u>a <b>b</b> c</a>", "[a **b** c](u)\n");
	CHECK("<a href=u><h2>a</h2><p>b</a>", "## [a](u)\n\n[b](u)\n");
	CHECK("wow!<a href=u>x</a>", "wow\\![x](u)\n");
	CHECK("<img src=i.png alt='a\n[b]'><img alt=c><img src='data:x' alt=d>",
	      "![a \\[b\\]](i.png)cd\n");
	CHECK("<a href=u><code>a]: b</code></a>", "[a\\]: b](u)\n");
	CHECK("<a href=u><img src=i></a>", "[![](i)](u)\n");
}

static void escapes_where_needed(void **state)
{
	static const struct {
		const char *text, *wanted;
	} cases[] = {
		{ "snake_case a * b x[0] a - b 1. c # d", "snake_case a * b x[0] a - b 1. c # d" },
		{ "a < b <= c > d && e; f(x) {y} ~z $", "a < b <= c > d && e; f(x) {y} ~z $" },
		{ "*a* _b_ __c__ `d`", "\\*a\\* \\_b\\_ \\_\\_c\\_\\_ \\`d\\`" },
		{ "[a](b) a<b &lt; &#3; a\\b \\*", "\\[a\\](b) a\\<b \\&lt; \\&#3; a\\b \\\\\\*" },
		{ "1. a", "1\\. a" },
		{ "12) a", "12\\) a" },
		{ "1.5", "1.5" },
		{ "1234567890. a", "1234567890. a" },
		{ "- a", "\\- a" },
		{ "-a", "-a" },
		{ "---", "\\---" },
		{ "--- | ---", "\\--- | ---" },
		{ "+ a", "\\+ a" },
		{ "===", "\\===" },
		{ "= a", "\\= a" },
		{ "# a", "\\# a" },
		{ "#a", "#a" },
		{ "> a", "\\> a" },
		{ ">>> a", "\\>>> a" },
		{ "~~~", "\\~\\~\\~" },
		{ "[a]: b", "\\[a\\]: b" },
		{ "| a |", "\\| a |" },
		{ ":--", "\\:--" },
		{ "a\\", "a\\\\" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pyiq_buf html = PYIQ_BUF_INIT;

		for (const char *c = cases[i].text; *c != '\0'; c++) {
			if (*c == '<' || *c == '&')
				pyiq_buf_printf(&html, "&#%d;", *c);
			else
				pyiq_buf_putc(&html, *c);
		}
		ASSERT_OK(convert((struct pyiq_str){ html.data, html.len }));
		markdown.data[--markdown.len] = '\0';
		assert_text((struct pyiq_str){ markdown.data, markdown.len }, cases[i].wanted,
			    cases[i].text);
		pyiq_buf_release(&html);
	}
}

/* ---- Lines ------------------------------------------------------------------------ */

static void check_lines(const char *html, const char *wanted, int line)
{
	char got[256] = "";

	assert_status(convert(pyiq_str(html)), PYIQ_OK, line);
	for (size_t i = 0; i < map.n; i++)
		snprintf(got + strlen(got), sizeof got - strlen(got), "%s%zu", i > 0 ? " " : "",
			 map.line[i]);
	if (strcmp(got, wanted) != 0)
		fail_msg("line %d: %s, not %s, in\n%s", line, got, wanted, pyiq_buf_str(&markdown));
}

#define CHECK_LINES(html, wanted) check_lines(html, wanted, __LINE__)

static void lines_of_the_html(void **state)
{
	(void)state;
	CHECK_LINES("<p>\n\na\nb<br>\nc", "3 5");
	CHECK_LINES("<ul>\n<li>\na\n<li>b</ul>", "3 4");
	CHECK_LINES("<h1>\na</h1>\n\n<hr>", "2 4 4");
	CHECK_LINES("<pre>\na\n\nb</pre>", "2 2 3 4 4");
	CHECK_LINES("<table>\n<tr><td>a<td>b\n<tr>\n<td>\nc<td>d</table>", "2 2 3");
	CHECK_LINES("<details>\n<summary>\na</summary>\nb\n</details>", "1 3 3 4 4 5 5");
	/* What stands between rows shows before the table. */
	CHECK_LINES("<table>\n<tr><td>a<td>b</tr>\n<b>c</b></table>", "3 3 3 3");
}

/* ---- Bounds ------------------------------------------------------------------------ */

static void repeat(struct pyiq_buf *html, const char *piece, size_t n)
{
	for (size_t i = 0; i < n; i++)
		pyiq_buf_puts(html, piece);
}

static void deep_nesting_stays_narrow(void **state)
{
	static const char *const pieces[] = { "<blockquote>a", "<ul><li>a", "<ol><li>a" };

	(void)state;
	for (size_t p = 0; p < COUNT(pieces); p++) {
		struct pyiq_buf html = PYIQ_BUF_INIT;

		repeat(&html, pieces[p], 200);
		ASSERT_OK(convert((struct pyiq_str){ html.data, html.len }));
		assert_true(markdown.len < 200 * 140);
		pyiq_buf_release(&html);
	}
}

static void check_refusal(const char *begin, const char *piece, size_t n, const char *message)
{
	struct pyiq_buf html = PYIQ_BUF_INIT;

	pyiq_buf_puts(&html, begin);
	repeat(&html, piece, n);
	ASSERT_STATUS(PYIQ_ERR_SOURCE, convert((struct pyiq_str){ html.data, html.len }));
	assert_string_equal(err.message, message);
	assert_int_equal(markdown.len, 0);
	pyiq_buf_release(&html);
}

/* Each of these takes minutes or gigabytes where nothing stops it. */
static void refuses_what_nobody_wrote(void **state)
{
	static const char deep[] = "nested deeper than 512 levels";

	(void)state;
	check_refusal("", "<div>", 1000, deep);
	check_refusal("", "<div>", 1000000, deep);
	check_refusal("", "<b>", 200000, deep);
	check_refusal("", "<table><tr><td>", 200000, deep);
	check_refusal("", "<svg><tr>", 200000, deep);
	check_refusal("<svg>", "<td>", 200000, deep);
	check_refusal("", "<li><dd>", 200000, deep);
	check_refusal("<select>", "<title><div>", 200000, deep);
	check_refusal("<p ", " a", 129, "a tag with more than 128 attributes");
	check_refusal("", "<html a><body b>", 65, "a tag with more than 128 attributes");
	check_refusal("", "text and ", 2 << 20, "larger than 16 MB");
}

/* Unclosed formatting comes back in every paragraph: the product is what has to be stopped. */
static void bounds_the_memory_of_the_parser(void **state)
{
	struct pyiq_buf html = PYIQ_BUF_INIT;

	(void)state;
	pyiq_buf_puts(&html, "<p>");
	for (unsigned i = 0; i < 400; i++)
		pyiq_buf_printf(&html, "<font color=%u>", i);
	check_refusal(pyiq_buf_str(&html), "<p>a", 20000, "too many tags");
	pyiq_buf_release(&html);
}

static void accepts_what_somebody_may_write(void **state)
{
	struct pyiq_buf html = PYIQ_BUF_INIT;

	(void)state;
	repeat(&html, "<div>", 400);
	repeat(&html, "</div>", 400);
	repeat(&html, "<p>a <font size=2>b <li>c <br><td>d <img src=x>", 200);
	repeat(&html, "<script>if (a<b && c) { x = '<div>'; }</script><!-- <div> -->", 2000);
	repeat(&html, "<span a='>' b=\"<div>\" c=d/ e></span>", 2000);
	ASSERT_OK(convert((struct pyiq_str){ html.data, html.len }));
	pyiq_buf_release(&html);
}

static void out_of_memory(void **state)
{
	static const char html[] = "<title>t</title><h2>a <b>b</b></h2><ul><li>c <a href=u>d</a>"
				   "</ul><pre>e\nf</pre><table><tr><td>g<td>h</table>";

	(void)state;
	for (long allowed = 0;; allowed++) {
		pyiq_status status;

		pyiq_buf_release(&markdown);
		pyiq_buf_release(&title);
		pyiq_line_map_release(&map);
		pyiq_alloc_fail_after(allowed);
		status = pyiq_html_to_markdown(S(html), &markdown, &map, &title, &err);
		pyiq_alloc_fail_after(-1);
		if (status == PYIQ_OK)
			break;
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
	assert_string_equal(pyiq_buf_str(&title), "t");
}

/* ---- Documents -------------------------------------------------------------------------- */

#define FIXTURES PYIQ_SOURCE_DIR "/tests/fixtures/html/"

static struct pyiq_str load(const char *name, const char *ending)
{
	char path[512], *data = malloc(1 << 16);
	size_t len;
	FILE *file;

	assert_non_null(data);
	snprintf(path, sizeof path, FIXTURES "%s%s", name, ending);
	file = fopen(path, "r");
	if (file == NULL)
		fail_msg("cannot read %s", path);
	len = fread(data, 1, 1 << 16, file);
	fclose(file);
	return (struct pyiq_str){ data, len };
}

static pyiq_status list_unit(void *ctx, const struct pyiq_found *found, struct pyiq_error *e)
{
	(void)e;
	assert_in_range(found->line, 1, map.n);
	pyiq_buf_printf(ctx, "%zu\t%d\t%.*s\n", map.line[found->line - 1], found->answered,
			(int)found->question.source.len, found->question.source.data);
	return PYIQ_OK;
}

static void check_document(const char *name)
{
	struct pyiq_str html = load(name, ".html"), wanted = load(name, ".tsv");
	struct pyiq_buf units = PYIQ_BUF_INIT;
	struct pyiq_blocks blocks;
	struct pyiq_arena arena;

	pyiq_blocks_init(&blocks);
	pyiq_arena_init(&arena);
	ASSERT_OK(convert(html));
	ASSERT_OK(pyiq_markdown_read(
		&blocks, (struct pyiq_str){ pyiq_buf_str(&markdown), markdown.len }, &err));
	ASSERT_OK(pyiq_qa_find(&blocks, &arena, list_unit, &units, &err));
	if (!pyiq_str_equal((struct pyiq_str){ units.data, units.len }, wanted))
		fail_msg("%s has\n%s, not\n%.*s", name, pyiq_buf_str(&units), (int)wanted.len,
			 wanted.data);
	pyiq_arena_release(&arena);
	pyiq_blocks_release(&blocks);
	pyiq_buf_release(&units);
	free((char *)html.data);
	free((char *)wanted.data);
}

static void documents(void **state)
{
	DIR *folder = opendir(FIXTURES);
	size_t n = 0;

	(void)state;
	assert_non_null(folder);
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
		char *ending = strstr(entry->d_name, ".html");

		if (ending == NULL)
			continue;
		*ending = '\0';
		check_document(entry->d_name);
		n++;
	}
	closedir(folder);
	assert_true(n > 0);
}

static int tear_down(void **state)
{
	(void)state;
	pyiq_buf_release(&markdown);
	pyiq_buf_release(&title);
	pyiq_line_map_release(&map);
	return 0;
}

#define TEST(name) cmocka_unit_test_teardown(name, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(blocks_and_white_space),
		TEST(headings),
		TEST(what_does_not_show),
		TEST(lists),
		TEST(quotes),
		TEST(code),
		TEST(tables),
		TEST(disclosures_and_definitions),
		TEST(emphasis),
		TEST(code_spans),
		TEST(links_and_pictures),
		TEST(escapes_where_needed),
		TEST(lines_of_the_html),
		TEST(deep_nesting_stays_narrow),
		TEST(refuses_what_nobody_wrote),
		TEST(bounds_the_memory_of_the_parser),
		TEST(accepts_what_somebody_may_write),
		TEST(out_of_memory),
		TEST(documents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "check.h"

#include "export/tags.h"

static const char *filtered(struct pyiq_str html)
{
	static char out[1024];
	struct pyiq_buf buf = PYIQ_BUF_INIT;
	struct pyiq_str exact = exact_copy(html);

	tags_filter(&buf, exact);
	ASSERT_OK(pyiq_buf_status(&buf, &err));
	assert_true(buf.len < sizeof out);
	snprintf(out, sizeof out, "%s", pyiq_buf_str(&buf));
	pyiq_buf_release(&buf);
	free((char *)exact.data);
	return out;
}

#define CHECK(html, wanted) assert_string_equal(filtered(S(html)), wanted)

static void text_is_shaped(void **state)
{
	(void)state;
	CHECK("", "");
	CHECK("a &amp; b > c", "a &amp; b > c");
	CHECK("x<sub>2</sub><br/>y<BR>", "x<sub>2</sub><br>y<BR>");
	CHECK("<details open>\n<summary class='x'>more</summary>",
	      "<details>\n<summary>more</summary>");
	CHECK("<p align=\"center\" onclick=\"f('>')\">t</p >", "<p>t</p>");
}

static void other_tags_are_text(void **state)
{
	(void)state;
	CHECK("<script>f()</script>", "&lt;script>f()&lt;/script>");
	CHECK("<T> <class 'int'> <1> <", "&lt;T> &lt;class 'int'> &lt;1> &lt;");
	CHECK("<b", "&lt;b");
	CHECK("<b title=\"", "&lt;b title=\"");
	CHECK("<brx> <b.x>", "&lt;brx> &lt;b.x>");
	CHECK("<svg/onload=f()>", "&lt;svg/onload=f()>");
	CHECK("<?php ?> <!DOCTYPE x>", "&lt;?php ?> &lt;!DOCTYPE x>");
}

static void comments_go(void **state)
{
	(void)state;
	CHECK("a<!-- <b> -->b", "ab");
	CHECK("a<!---->b", "ab");
	CHECK("a<!-- open", "a&lt;!-- open");
}

static void addresses(void **state)
{
	(void)state;
	CHECK("<a href=\"https://x.org/?a='<\" id=\"i\">x</a>",
	      "<a href=\"https://x.org/?a='&lt;\">x</a>");
	CHECK("<a href='a\".md' title=\"\">x</a>", "<a href=\"a&quot;.md\">x</a>");
	CHECK("<a href='javascript:f()'>x</a>", "<a>x</a>");
	CHECK("<a href='java&#115;cript:f()'>x</a>", "<a>x</a>");
	CHECK("<a href=' \tjava\nscript:f()'>x</a>", "<a>x</a>");
	CHECK("<a data-href='https://x.org'>x</a>", "<a>x</a>");
	CHECK("<a name=\"x\"></a>", "<a></a>");
	CHECK("<img onerror=\"f()\" src=\"a/b.png\" alt='c'>", "<img src=\"a/b.png\" alt=\"c\">");
	CHECK("<img src=\"data:image/svg+xml;x\">", "<img alt=\"\">");
}

/* What is never closed is looked for a few times, and not from every sign on. */
static void hostile_text_takes_no_time(void **state)
{
	enum { N = 300000 };
	static const char *const pieces[] = { "<a ", "<a \"", "<!--", "<b title='" };

	(void)state;
	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct pyiq_buf in = PYIQ_BUF_INIT, out = PYIQ_BUF_INIT;

		for (size_t n = 0; n < N; n++)
			pyiq_buf_puts(&in, pieces[i]);
		tags_filter(&out, (struct pyiq_str){ in.data, in.len });
		ASSERT_OK(pyiq_buf_status(&out, &err));
		assert_null(memchr(out.data, '<', out.len));
		pyiq_buf_release(&in);
		pyiq_buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_shaped),
		cmocka_unit_test(other_tags_are_text),
		cmocka_unit_test(comments_go),
		cmocka_unit_test(addresses),
		cmocka_unit_test(hostile_text_takes_no_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

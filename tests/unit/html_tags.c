#include "check.h"

#include "source/html_tags.h"

/* The tags of a text, written as `kind/ start-end` with `/` for closing ones and the level of headings. */
static const char *tags_of(struct pyiq_str text)
{
	static const char *const names[] = { "inline",  "block",   "bold",   "details",
					     "summary", "heading", "comment" };
	static char out[512];
	struct pyiq_str exact = exact_copy(text);
	struct pyiq_tag tag;
	size_t len = 0, from = 0;

	out[0] = '\0';
	while (pyiq_html_next_tag(exact, from, &tag)) {
		assert_true(tag.span.start >= from && tag.span.end > tag.span.start);
		assert_true(tag.span.end <= text.len);
		assert_int_equal(exact.data[tag.span.start], '<');
		from = tag.span.end;
		len += (size_t)snprintf(out + len, sizeof out - len, "%s%s", len > 0 ? " " : "",
					names[tag.kind]);
		if (tag.kind == PYIQ_TAG_HEADING)
			len += (size_t)snprintf(out + len, sizeof out - len, "%u", tag.level);
		len += (size_t)snprintf(out + len, sizeof out - len, "%s:%zu-%zu",
					tag.closing ? "/" : "", tag.span.start, tag.span.end);
	}
	free((char *)exact.data);
	return out;
}

#define CHECK(text, tags) assert_string_equal(tags_of(S(text)), tags)

static void kinds(void **state)
{
	static const struct {
		const char *tag, *kind;
	} cases[] = {
		{ "<a>", "inline:0-3" },
		{ "<B>", "bold:0-3" },
		{ "<strong>", "bold:0-8" },
		{ "</STRONG>", "bold/:0-9" },
		{ "<code>", "inline:0-6" },
		{ "<kbd>", "inline:0-5" },
		{ "<p>", "block:0-3" },
		{ "<br/>", "block:0-5" },
		{ "<br />", "block:0-6" },
		{ "<div>", "block:0-5" },
		{ "<table>", "block:0-7" },
		{ "<details>", "details:0-9" },
		{ "<details open>", "details:0-14" },
		{ "</Details>", "details/:0-10" },
		{ "<summary>", "summary:0-9" },
		{ "<h1>", "heading1:0-4" },
		{ "<H6>", "heading6:0-4" },
		{ "</h3>", "heading3/:0-5" },
		{ "<h0>", "block:0-4" },
		{ "<h7>", "block:0-4" },
		{ "<hr>", "block:0-4" },
		{ "<header>", "block:0-8" },
		{ "<summaries>", "block:0-11" },
		{ "<my-element>", "block:0-12" },
		{ "<averyveryverylongname>", "block:0-23" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_equal(tags_of(pyiq_str(cases[i].tag)), cases[i].kind);
}

static void places(void **state)
{
	(void)state;
	CHECK("", "");
	CHECK("no tag", "");
	CHECK("a <b>c</b> d", "bold:2-5 bold/:6-10");
	CHECK("<b><i>", "bold:0-3 inline:3-6");
	CHECK("<p\nclass='x'\n>y</p\n>", "block:0-14 block/:15-20");
	CHECK("é<br>", "block:2-6");
}

static void attributes(void **state)
{
	(void)state;
	CHECK("<a href=\"x>y\">z</a>", "inline:0-14 inline/:15-19");
	CHECK("<a title='\">'>z", "inline:0-14");
	CHECK("<div align=right>", "block:0-17");
	CHECK("<img src=x/>", "block:0-12");
	CHECK("<b\0\">\">", "bold:0-7");
}

static void comments(void **state)
{
	(void)state;
	CHECK("<!-- a > b -- c --><b>", "comment:0-19 bold:19-22");
	CHECK("<!--><b>-->", "comment:0-5 bold:5-8");
	CHECK("<!-- never closed <b>", "comment:0-21");
	CHECK("<!DOCTYPE html><b>", "comment:0-15 bold:15-18");
	CHECK("<?php echo ?><b>", "comment:0-13 bold:13-16");
	CHECK("<!", "comment:0-2");
	CHECK("<!-", "comment:0-3");
}

static void what_is_text(void **state)
{
	(void)state;
	CHECK("<", "");
	CHECK("a < b", "");
	CHECK("a <b", "");
	CHECK("<>", "");
	CHECK("</>", "");
	CHECK("</ b>", "");
	CHECK("<3>", "");
	CHECK("<-b>", "");
	CHECK("< b>", "");
	CHECK("x<y and y>z", "block:1-10"); /* indeed: `<y and y>` is a tag by its form */
	CHECK("if a<b: c<d>", "block:9-12");
	CHECK("<b <i>", "inline:3-6");
	CHECK("<a title=\"never closed>", "");
	CHECK("<BRANCH>", "block:0-8");
}

/* Tags that are never closed must not be looked through again and again. */
static void takes_linear_time(void **state)
{
	enum { SIZE = 4 << 20 };
	static const char *const pieces[] = {
		"<", "<a ", "<a'", "<!", "</", "<!--", "<!---", "<a\""
	};
	char *text = malloc(SIZE);

	(void)state;
	assert_non_null(text);
	for (size_t p = 0; p < COUNT(pieces); p++) {
		size_t n = strlen(pieces[p]), from = 0;
		struct pyiq_tag tag;

		for (size_t i = 0; i < SIZE; i++)
			text[i] = pieces[p][i % n];
		while (pyiq_html_next_tag((struct pyiq_str){ text, SIZE }, from, &tag))
			from = tag.span.end;
	}
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds),        cmocka_unit_test(places),
		cmocka_unit_test(attributes),   cmocka_unit_test(comments),
		cmocka_unit_test(what_is_text), cmocka_unit_test(takes_linear_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

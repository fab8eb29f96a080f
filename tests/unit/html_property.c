#include "check.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include "source/html.h"

/* Whatever a page says, CommonMark shows the same text of its Markdown. */

static uint64_t random_state;

static size_t draw(size_t n)
{
	random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (size_t)(random_state >> 33) % n;
}

/* HTML under construction and the text that it shows, without white space. */
struct sample {
	struct pyiq_buf html, text;
};

static void put_words(struct sample *s)
{
	static const char *const pieces[] = { "a",
					      "b1",
					      "12",
					      "_",
					      "__",
					      "*",
					      "**",
					      "`",
					      "``",
					      "[",
					      "]",
					      "(u)",
					      "](u)",
					      "<b>",
					      "<a",
					      "&lt;",
					      "&",
					      "#",
					      "##",
					      "+",
					      "-",
					      "--",
					      "=",
					      "~",
					      "~~",
					      "|",
					      "1.",
					      "2)",
					      "\\",
					      "!",
					      ">",
					      ":",
					      "---",
					      "<!--",
					      "\"",
					      "amp;",
					      "\xC3\xA9",
					      "\xE2\x80\x94",
					      "\xE6\x97\xA5",
					      "\xE2\x82\xAC",
					      "\xE3\x80\x80x",
					      " ",
					      " ",
					      "\n",
					      "&nbsp;" };

	for (size_t n = 1 + draw(5); n > 0; n--) {
		const char *piece = pieces[draw(COUNT(pieces))];

		if (strcmp(piece, "&nbsp;") == 0) {
			pyiq_buf_puts(&s->html, piece);
			continue;
		}
		for (const char *c = piece; *c != '\0'; c++) {
			if (*c == '<' || *c == '&')
				pyiq_buf_printf(&s->html, "&#%d;", *c);
			else
				pyiq_buf_putc(&s->html, *c);
			if (*c != ' ' && *c != '\n')
				pyiq_buf_putc(&s->text, *c);
		}
	}
}

static void put_inlines(struct sample *s, unsigned depth)
{
	static const char *const tags[] = { "b", "i", "code", "a", "sup", "em", "strong", "span" };

	for (size_t n = 1 + draw(4); n > 0; n--) {
		const char *tag = tags[draw(COUNT(tags))];

		if (depth == 0 || draw(2) == 0) {
			put_words(s);
			continue;
		}
		pyiq_buf_printf(&s->html, strcmp(tag, "a") == 0 ? "<%s href='x_(y*'>" : "<%s>",
				tag);
		put_inlines(s, depth - 1);
		pyiq_buf_printf(&s->html, "</%s>", tag);
		if (draw(8) == 0)
			pyiq_buf_puts(&s->html, "<br>");
	}
}

static void put_blocks(struct sample *s, unsigned depth)
{
	static const struct {
		const char *begin, *middle, *end;
		bool holds_blocks;
	} kinds[] = {
		{ "<p>", "<br>", "</p>", false },
		{ "<h3>", " ", "</h3>", false },
		{ "<dl><dt>", "<dd>", "</dl>", false },
		{ "<table><tr><th>", "<td>", "<tr><td>x<td>y</table>", false },
		{ "<pre>.", "\n", "</pre>", false },
		{ "<ul><li>", "<li>", "</ul>", true },
		{ "<ol start=7><li>", "<li>", "</ol>", true },
		{ "<blockquote>", "<hr>", "</blockquote>", true },
		{ "<div>", "</div><div>", "</div>", true },
	};
	size_t kind = draw(COUNT(kinds));
	bool holds_blocks = kinds[kind].holds_blocks && depth > 0;

	pyiq_buf_puts(&s->html, kinds[kind].begin);
	if (kinds[kind].begin[1] == 'p' && kinds[kind].begin[2] == 'r')
		pyiq_buf_puts(&s->text, ".");
	put_inlines(s, depth);
	pyiq_buf_puts(&s->html, kinds[kind].middle);
	if (holds_blocks && draw(2) == 0)
		put_blocks(s, depth - 1);
	put_inlines(s, depth);
	if (holds_blocks && draw(2) == 0)
		put_blocks(s, depth - 1);
	pyiq_buf_puts(&s->html, kinds[kind].end);
	if (kinds[kind].begin[1] == 't')
		pyiq_buf_puts(&s->text, "xy");
}

static void show(const struct pyiq_buf *markdown, struct pyiq_buf *shown)
{
	cmark_parser *parser;
	cmark_node *root;
	cmark_iter *iter;
	cmark_event_type event;

	cmark_gfm_core_extensions_ensure_registered();
	parser = cmark_parser_new(CMARK_OPT_DEFAULT);
	cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
	cmark_parser_feed(parser, pyiq_buf_str(markdown), markdown->len);
	root = cmark_parser_finish(parser);
	iter = cmark_iter_new(root);
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		const char *text = cmark_node_get_literal(node);

		if (event != CMARK_EVENT_ENTER || text == NULL ||
		    cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE)
			continue;
		for (; *text != '\0'; text++)
			if (*text != ' ' && *text != '\n')
				pyiq_buf_putc(shown, *text);
	}
	cmark_iter_free(iter);
	cmark_node_free(root);
	cmark_parser_free(parser);
}

static void commonmark_shows_the_same(void **state)
{
	enum { SAMPLES = 24000 };
	struct sample s = { PYIQ_BUF_INIT, PYIQ_BUF_INIT };
	struct pyiq_buf markdown = PYIQ_BUF_INIT, shown = PYIQ_BUF_INIT;

	(void)state;
	/* Small ones first: somebody has to read what fails. */
	for (size_t i = 0; i < SAMPLES; i++) {
		random_state = i;
		pyiq_buf_clear(&s.html);
		pyiq_buf_clear(&s.text);
		pyiq_buf_clear(&shown);
		for (size_t n = 1 + draw(1 + i / 8000); n > 0; n--)
			put_blocks(&s, (unsigned)(i / 8000));
		pyiq_buf_clear(&markdown);
		ASSERT_OK(pyiq_html_to_markdown((struct pyiq_str){ s.html.data, s.html.len },
						&markdown, NULL, NULL, &err));
		show(&markdown, &shown);
		if (strcmp(pyiq_buf_str(&shown), pyiq_buf_str(&s.text)) != 0)
			fail_msg("sample %zu: %s\nas\n%sshows\n%s\nnot\n%s", i, s.html.data,
				 pyiq_buf_str(&markdown), pyiq_buf_str(&shown),
				 pyiq_buf_str(&s.text));
	}
	pyiq_buf_release(&markdown);
	pyiq_buf_release(&s.html);
	pyiq_buf_release(&s.text);
	pyiq_buf_release(&shown);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(commonmark_shows_the_same) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

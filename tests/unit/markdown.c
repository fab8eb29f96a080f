#include "check.h"

#include "source/markdown.h"

static struct pyiq_blocks blocks;
static struct pyiq_visible visible;
static struct pyiq_buf out;

static int set_up(void **state)
{
	(void)state;
	pyiq_blocks_init(&blocks);
	pyiq_visible_init(&visible);
	pyiq_buf_init(&out);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	pyiq_blocks_release(&blocks);
	pyiq_visible_release(&visible);
	pyiq_buf_release(&out);
	return 0;
}

/* ---- What holds of every document --------------------------------------- */

static bool is_leaf(const struct pyiq_block *block)
{
	return block->kind >= PYIQ_BLOCK_HEADING;
}

static void check_block(uint32_t index)
{
	const struct pyiq_block *b = &blocks.block[index];
	uint32_t after = index + 1;

	assert_true(b->span.start <= b->span.end && b->span.end <= blocks.source.len);
	assert_int_equal(b->line, pyiq_blocks_line_of(&blocks, b->span.start));
	assert_true(b->line <= b->end_line && b->end_line <= blocks.n_lines);
	while (after < blocks.n && blocks.block[after].parent != PYIQ_NO_BLOCK &&
	       blocks.block[after].parent >= index)
		after++;
	assert_int_equal(b->after, after);
	if (b->parent != PYIQ_NO_BLOCK) {
		const struct pyiq_block *parent = &blocks.block[b->parent];

		assert_true(b->parent < index && index < parent->after);
		assert_false(is_leaf(parent));
		assert_true(b->span.start >= parent->span.start);
		assert_true(b->end_line <= parent->end_line);
	}
	if (is_leaf(b) && b->kind != PYIQ_BLOCK_RULE && b->kind != PYIQ_BLOCK_HTML) {
		assert_true(b->content.start >= b->span.start);
		assert_true(b->content.start <= b->content.end);
		assert_true(b->content.end <= b->span.end);
		assert_true(b->emphasis.end <= b->content.end);
	}
}

static void check_runs(void)
{
	size_t end = 0;

	for (size_t i = 0; i < blocks.n_runs; i++) {
		assert_true(blocks.runs[i].start >= end);
		end = (size_t)blocks.runs[i].start + blocks.runs[i].len;
		assert_true(end <= blocks.source.len);
	}
}

/* The copy of the source that the blocks borrow is freed with the next document. */
static void read_text(struct pyiq_str source)
{
	static struct pyiq_str kept;

	free((char *)kept.data);
	kept = source.data != NULL ? exact_copy(source) : (struct pyiq_str){ NULL, 0 };
	if (source.data == NULL)
		return;
	ASSERT_OK(pyiq_markdown_read(&blocks, kept, &err));
	for (uint32_t i = 0; i < blocks.n; i++)
		check_block(i);
	check_runs();
}

static void read_document(const char *source)
{
	read_text(pyiq_str(source));
}

static int forget_document(void **state)
{
	(void)state;
	read_text((struct pyiq_str){ NULL, 0 });
	return 0;
}

/* ---- Blocks ------------------------------------------------------------- */

/*
 * A line for each block: a dot for each container around it, its kind, level
 * and number, what is told about it, its lines, and what a leaf contains.
 */
static const char *outline(void)
{
	static const char *const kinds[] = { "quote",   "list",    "item",      "table",   "row",
					     "details", "heading", "paragraph", "summary", "cell",
					     "code",    "rule",    "html" };

	pyiq_buf_clear(&out);
	for (uint32_t i = 0; i < blocks.n; i++) {
		const struct pyiq_block *b = &blocks.block[i];

		for (uint32_t p = b->parent; p != PYIQ_NO_BLOCK; p = blocks.block[p].parent)
			pyiq_buf_putc(&out, '.');
		pyiq_buf_puts(&out, kinds[b->kind]);
		if (b->level > 0)
			pyiq_buf_printf(&out, "%u", b->level);
		if (b->number >= 0)
			pyiq_buf_printf(&out, " #%ld", b->number);
		pyiq_buf_printf(&out, "%s%s%s", b->header ? " header" : "", b->link ? " link" : "",
				b->html ? " html" : "");
		pyiq_buf_printf(&out, b->end_line > b->line ? " %zu-%zu" : " %zu", b->line,
				b->end_line);
		if (b->emphasis.end > b->emphasis.start)
			pyiq_buf_printf(&out, " bold:'%.*s'",
					(int)(b->emphasis.end - b->emphasis.start),
					blocks.source.data + b->emphasis.start);
		if (b->content.end > b->content.start)
			pyiq_buf_printf(&out, " '%.*s'", (int)(b->content.end - b->content.start),
					blocks.source.data + b->content.start);
		pyiq_buf_putc(&out, '\n');
	}
	return pyiq_buf_str(&out);
}

#define CHECK_OUTLINE(source, text)                                                                \
	do {                                                                                       \
		read_document(source);                                                             \
		assert_string_equal(outline(), text);                                              \
	} while (0)

static void nothing(void **state)
{
	(void)state;
	CHECK_OUTLINE("", "");
	CHECK_OUTLINE("\n\n  \n", "");
	CHECK_OUTLINE("[a]: http://b 'c'\n", "");
}

static void headings(void **state)
{
	(void)state;
	CHECK_OUTLINE("# One\n"
		      "## Two `code` ##\n"
		      "text\n"
		      "###### Six\n"
		      "\n"
		      "Set\n"
		      "ext\n"
		      "===\n"
		      "Two\n"
		      "---\n"
		      "#hashtag\n"
		      "####### seven\n"
		      "#\n",
		      "heading1 1 'One'\n"
		      "heading2 2 'Two `code'\n"
		      "paragraph 3 'text'\n"
		      "heading6 4 'Six'\n"
		      "heading1 6-8 'Set\next'\n"
		      "heading2 9-10 'Two'\n"
		      "paragraph 11-12 '#hashtag\n####### seven'\n"
		      "heading1 13\n");
}

static void lists(void **state)
{
	(void)state;
	CHECK_OUTLINE("- a\n"
		      "  - b\n"
		      "    1. c\n"
		      "       more\n"
		      "- d\n"
		      "\n"
		      "  e\n"
		      "* other\n",
		      "list 1-7\n"
		      ".item1 1-4\n"
		      "..paragraph 1 'a'\n"
		      "..list 2-4\n"
		      "...item2 2-4\n"
		      "....paragraph 2 'b'\n"
		      "....list 3-4\n"
		      ".....item3 #1 3-4\n"
		      "......paragraph 3-4 'c\n       more'\n"
		      ".item1 5-7\n"
		      "..paragraph 5 'd'\n"
		      "..paragraph 7 'e'\n"
		      "list 8\n"
		      ".item1 8\n"
		      "..paragraph 8 'other'\n");
}

/* The number as it is written, whatever the list makes of it. */
static void list_numbers(void **state)
{
	(void)state;
	CHECK_OUTLINE("7. a\n7. b\n3. c\n0. d\n123456789. e\n",
		      "list 1-5\n"
		      ".item1 #7 1\n..paragraph 1 'a'\n"
		      ".item1 #7 2\n..paragraph 2 'b'\n"
		      ".item1 #3 3\n..paragraph 3 'c'\n"
		      ".item1 #0 4\n..paragraph 4 'd'\n"
		      ".item1 #123456789 5\n..paragraph 5 'e'\n");
	/* Another delimiter is another list, three columns are not enough for `10.`. */
	CHECK_OUTLINE("10) a\n11. b\n   - c\n", "list 1\n"
						".item1 #10 1\n..paragraph 1 'a'\n"
						"list 2\n"
						".item1 #11 2\n..paragraph 2 'b'\n"
						"list 3\n"
						".item1 3\n..paragraph 3 'c'\n");
}

static void heading_in_item(void **state)
{
	(void)state;
	CHECK_OUTLINE("12. ### Q?\n"
		      "\n"
		      "    A\n"
		      "13. ### R?\n",
		      "list 1-4\n"
		      ".item1 #12 1-3\n"
		      "..heading3 1 'Q?'\n"
		      "..paragraph 3 'A'\n"
		      ".item1 #13 4\n"
		      "..heading3 4 'R?'\n");
}

static void quotes_and_lazy_lines(void **state)
{
	(void)state;
	CHECK_OUTLINE("> a\n"
		      "b\n"
		      "> > c\n"
		      "\n"
		      "d\n",
		      "quote 1-3\n"
		      ".paragraph 1-2 'a\nb'\n"
		      ".quote 3\n"
		      "..paragraph 3 'c'\n"
		      "paragraph 5 'd'\n");
	CHECK_OUTLINE("- a\nb\n\n   c\n", "list 1-4\n"
					  ".item1 1-4\n"
					  "..paragraph 1-2 'a\nb'\n"
					  "..paragraph 4 'c'\n");
}

static void tables(void **state)
{
	(void)state;
	CHECK_OUTLINE("| # | Question | Answer |\n"
		      "|---|:--------:|--------|\n"
		      "| 1 | What **x**? | `a` |\n"
		      "| 2 | [l](u)   |\n"
		      "after | all\n"
		      "\n"
		      "end\n",
		      "table 1-5\n"
		      ".row header 1\n"
		      "..cell 1 '#'\n"
		      "..cell 1 'Question'\n"
		      "..cell 1 'Answer'\n"
		      ".row 3\n"
		      "..cell 3 '1'\n"
		      "..cell 3 'What **x**?'\n"
		      "..cell 3 'a'\n"
		      ".row 4\n"
		      "..cell 4 '2'\n"
		      "..cell link 4 'l'\n"
		      "..cell 4\n"
		      ".row 5\n"
		      "..cell 5 'after'\n"
		      "..cell 5 'all'\n"
		      "..cell 5\n"
		      "paragraph 7 'end'\n");
	/* Without outer pipes, and one that is no table. */
	CHECK_OUTLINE("a | b\n-|-\nc | d\\|e\n\n| x |\n| y |\n",
		      "table 1-3\n"
		      ".row header 1\n..cell 1 'a'\n..cell 1 'b'\n"
		      ".row 3\n..cell 3 'c'\n..cell 3 'd\\|e'\n"
		      "paragraph 5-6 '| x |\n| y |'\n");
}

/* cmark-gfm says other places of these. */
static void tables_anywhere(void **state)
{
	(void)state;
	/* Rows are indented otherwise than the head. */
	CHECK_OUTLINE("  | é | b |\n |---|---|\n| éé | *d* |\n   | f \\| g | h\n",
		      "table 1-4\n"
		      ".row header 1\n..cell 1 'é'\n..cell 1 'b'\n"
		      ".row 3\n..cell 3 'éé'\n..cell 3 'd'\n"
		      ".row 4\n..cell 4 'f \\| g'\n..cell 4 'h'\n");
	/* The head is the last line of what began as a paragraph. */
	CHECK_OUTLINE("# T\n\nSome *text*\nbefore\n| a | `b` |\n|---|---|\n| a | b |\n",
		      "heading1 1 'T'\n"
		      "paragraph 3-4 'Some *text*\nbefore'\n"
		      "table 5-7\n"
		      ".row header 5\n..cell 5 'a'\n..cell 5 'b'\n"
		      ".row 7\n..cell 7 'a'\n..cell 7 'b'\n");
	CHECK_OUTLINE("before\na|b\n-|-\n\nend\n", "paragraph 1 'before'\n"
						   "table 2-3\n"
						   ".row header 2\n..cell 2 'a'\n..cell 2 'b'\n"
						   "paragraph 5 'end'\n");
	CHECK_OUTLINE("> a | b\n> -|-\n>c | <i>d\n\n- | e |\n  |---|\n  | f |\n",
		      "quote 1-3\n"
		      ".table 1-3\n"
		      "..row header 1\n...cell 1 'a'\n...cell 1 'b'\n"
		      "..row 3\n...cell 3 'c'\n...cell 3 'd'\n"
		      "list 5-7\n"
		      ".item1 5-7\n"
		      "..table 5-7\n"
		      "...row header 5\n....cell 5 'e'\n"
		      "...row 7\n....cell 7 'f'\n");
}

static void code(void **state)
{
	(void)state;
	CHECK_OUTLINE("```python title\n"
		      "# no heading\n"
		      "```\n"
		      "~~~\n"
		      "```\n"
		      "~~~\n"
		      "\n"
		      "    indented\n"
		      "\n"
		      "      more\n"
		      "\n"
		      "````\n"
		      "```\n"
		      "````\n"
		      "```\n"
		      "```\n",
		      "code 1-3 '\n# no heading\n'\n"
		      "code 4-6 '\n```\n'\n"
		      "code 8-10 'indented\n\n      more'\n"
		      "code 12-14 '\n```\n'\n"
		      "code 15-16 '\n'\n");
}

static void fences_that_stay_open(void **state)
{
	(void)state;
	/* To the end of the document … */
	CHECK_OUTLINE("a\n```\n# b\n\nc\n", "paragraph 1 'a'\ncode 2-5 '\n# b\n\nc'\n");
	CHECK_OUTLINE("```", "code 1\n");
	CHECK_OUTLINE("```py\n", "code 1\n");
	/* … or of the container, which ends before the next block begins. */
	CHECK_OUTLINE("- ```\n"
		      "  b\n"
		      "\n"
		      "**c**\n",
		      "list 1-2\n"
		      ".item1 1-2\n"
		      "..code 1-2 '\n  b'\n"
		      "paragraph 4 bold:'c' 'c'\n");
	CHECK_OUTLINE("> ```\n"
		      "> b\n"
		      "```\n"
		      "c\n"
		      "```\n",
		      "quote 1-2\n"
		      ".code 1-2 '\n> b'\n"
		      "code 3-5 '\nc\n'\n");
	CHECK_OUTLINE("1. ```\n"
		      "   a\n"
		      "2. b\n",
		      "list 1-3\n"
		      ".item1 #1 1-2\n"
		      "..code 1-2 '\n   a'\n"
		      ".item1 #2 3\n"
		      "..paragraph 3 'b'\n");
}

static void rules_and_comments(void **state)
{
	(void)state;
	CHECK_OUTLINE("a\n"
		      "\n"
		      "---\n"
		      "* * *\n"
		      "<!-- b\n"
		      "\n"
		      "c -->\n"
		      "d\n",
		      "paragraph 1 'a'\n"
		      "rule 3\n"
		      "rule 4\n"
		      "paragraph 8 'd'\n");
}

static void leaves_of_links(void **state)
{
	(void)state;
	CHECK_OUTLINE("[a](#a)\n"
		      "\n"
		      "[a](#a) [b](#b)\n"
		      "\n"
		      "[a](#a) and\n"
		      "\n"
		      "## [**q** `c`](x)\n"
		      "\n"
		      "<http://a.b>\n"
		      "\n"
		      "![picture](p)\n",
		      "paragraph link 1 'a'\n"
		      "paragraph 3 'a](#a) [b'\n"
		      "paragraph 5 'a](#a) and'\n"
		      "heading2 link 7 bold:'q' 'q** `c'\n"
		      "paragraph link 9 'http://a.b'\n"
		      "paragraph 11 'picture'\n");
}

static void bold_beginnings(void **state)
{
	(void)state;
	CHECK_OUTLINE("**all**\n\n"
		      "**begins** so\n\n"
		      "ends **so**\n\n"
		      "__all__\n\n"
		      "***all***\n\n"
		      "**a `b` c**\n\n"
		      "*not*\n\n"
		      "**one\ntwo**\n\n"
		      "**a** **b**\n",
		      "paragraph 1 bold:'all' 'all'\n"
		      "paragraph 3 bold:'begins' 'begins** so'\n"
		      "paragraph 5 'ends **so'\n"
		      "paragraph 7 bold:'__all__' '__all__'\n"
		      "paragraph 9 bold:'all' 'all'\n"
		      "paragraph 11 bold:'a `b` c' 'a `b` c'\n"
		      "paragraph 13 'not'\n"
		      "paragraph 15-16 bold:'one\ntwo' 'one\ntwo'\n"
		      "paragraph 18 bold:'a' 'a** **b'\n");
}

/* ---- HTML that stands for structure ------------------------------------- */

static void details(void **state)
{
	(void)state;
	CHECK_OUTLINE("<details>\n"
		      "<summary>What?</summary>\n"
		      "\n"
		      "An **answer**\n"
		      "\n"
		      "</details>\n"
		      "\n"
		      "after\n",
		      "details html 1-4\n"
		      ".summary html 2 'What?'\n"
		      ".paragraph 4 'An **answer'\n"
		      "paragraph 8 'after'\n");
	CHECK_OUTLINE("<details open><summary><b>What?</b></summary>\n"
		      "Raw <code>answer</code>\n"
		      "</details>\n"
		      "<details><summary>Two</summary>x</details>\n",
		      "details html 1-2\n"
		      ".summary html 1 bold:'<b>What?</b>' '<b>What?</b>'\n"
		      ".paragraph html 2 'Raw <code>answer</code>'\n"
		      "details html 4\n"
		      ".summary html 4 'Two'\n"
		      ".paragraph html 4 'x'\n");
}

static void details_inside_others(void **state)
{
	(void)state;
	CHECK_OUTLINE("<details>\n"
		      "<summary>a</summary>\n"
		      "\n"
		      "- <details>\n"
		      "  <summary>b</summary>\n"
		      "\n"
		      "  c\n"
		      "  </details>\n"
		      "- d\n"
		      "\n"
		      "</details>\n"
		      "\n"
		      "e\n",
		      "details html 1-9\n"
		      ".summary html 2 'a'\n"
		      ".list 4-9\n"
		      "..item1 4-8\n"
		      "...details html 4-7\n"
		      "....summary html 5 'b'\n"
		      "....paragraph 7 'c'\n"
		      "..item1 9\n"
		      "...paragraph 9 'd'\n"
		      "paragraph 13 'e'\n");
}

static void details_that_stay_open(void **state)
{
	(void)state;
	/* To the end of what they stand in. */
	CHECK_OUTLINE("- <details><summary>a</summary>\n"
		      "\n"
		      "  b\n"
		      "- c\n",
		      "list 1-4\n"
		      ".item1 1-3\n"
		      "..details html 1-3\n"
		      "...summary html 1 'a'\n"
		      "...paragraph 3 'b'\n"
		      ".item1 4\n"
		      "..paragraph 4 'c'\n");
	CHECK_OUTLINE("<details><summary>a</summary>\n\nb\n\n# c\n", "details html 1-5\n"
								     ".summary html 1 'a'\n"
								     ".paragraph 3 'b'\n"
								     ".heading1 5 'c'\n");
	/* An end tag without a beginning closes nothing. */
	CHECK_OUTLINE("</details>\n\n- </details>\n- b\n",
		      "list 3-4\n.item1 3\n.item1 4\n..paragraph 4 'b'\n");
}

static void summaries(void **state)
{
	(void)state;
	CHECK_OUTLINE("<details>\n<summary>\nOver\nlines <br> too\n</summary>\nx\n</details>\n",
		      "details html 1-6\n"
		      ".summary html 3-4 'Over\nlines <br> too'\n"
		      ".paragraph html 6 'x'\n");
	/* Never closed: it ends where something else begins. */
	CHECK_OUTLINE("<details>\n<summary>What?\n\nThat.\n\n</details>\n",
		      "details html 1-4\n"
		      ".summary html 2 'What?'\n"
		      ".paragraph 4 'That.'\n");
	CHECK_OUTLINE("<details><summary>What?<details><summary>b</summary></details></details>\n",
		      "details html 1\n"
		      ".summary html 1 'What?'\n"
		      ".details html 1\n"
		      "..summary html 1 'b'\n");
}

static void html_headings_and_bold(void **state)
{
	(void)state;
	CHECK_OUTLINE("<h3> Question 1: <i>What</i>? </h3>\n"
		      "That.\n"
		      "\n"
		      "<b>1. Why?</b><br>\n"
		      "So.\n"
		      "\n"
		      "<p>One</p><p>Two</p>\n"
		      "<div>not <b>bold</b></div>\n",
		      "heading3 html 1 'Question 1: <i>What</i>?'\n"
		      "paragraph html 2 'That.'\n"
		      "paragraph 4-5 bold:'1. Why?' '1. Why?</b><br>\nSo.'\n"
		      "paragraph html 7 'One'\n"
		      "paragraph html 7 'Two'\n"
		      "paragraph html 8 'not <b>bold</b>'\n");
}

/* ---- What a reader sees ------------------------------------------------- */

static const char *visible_text(void)
{
	struct pyiq_text text;

	ASSERT_OK(pyiq_blocks_passage(&blocks, (struct pyiq_span){ 0, blocks.source.len }, &text,
				      &err));
	ASSERT_OK(pyiq_visible_make(&visible, &text, &err));
	return pyiq_buf_str(&visible.text);
}

/* The pieces that are code, each in brackets; a line end in it as `/`. */
static const char *visible_code(void)
{
	pyiq_buf_clear(&out);
	for (size_t i = 0; i < visible.n_segments; i++) {
		const struct pyiq_segment *s = &visible.segments[i];
		bool goes_on =
			i > 0 && visible.segments[i - 1].code &&
			visible.segments[i - 1].visible + visible.segments[i - 1].len == s->visible;

		if (!s->code)
			continue;
		if (!goes_on)
			pyiq_buf_putc(&out, '[');
		for (size_t j = 0; j < s->len; j++) {
			char c = visible.text.data[s->visible + j];

			pyiq_buf_putc(&out, c == '\n' ? '/' : c);
		}
		if (i + 1 == visible.n_segments || !visible.segments[i + 1].code ||
		    visible.segments[i + 1].visible != s->visible + s->len)
			pyiq_buf_putc(&out, ']');
	}
	return pyiq_buf_str(&out);
}

struct sight {
	const char *source, *visible;
};

static void check_sights(const struct sight *sights, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		read_document(sights[i].source);
		if (strcmp(visible_text(), sights[i].visible) != 0)
			fail_msg("'%s' shows as '%s', not '%s'", sights[i].source,
				 pyiq_buf_str(&visible.text), sights[i].visible);
	}
}

static void emphasis_shows_its_text(void **state)
{
	static const struct sight sights[] = {
		{ "a *b* **c** ***d*** e", "a b c d e" },
		{ "**bo**ld and un*frigging*believable", "bold and unfriggingbelievable" },
		{ "**a *b* c** d", "a b c d" },
		{ "**over\nlines** *and\nmore*", "over\nlines and\nmore" },
		{ "a ** b ** c * d", "a ** b ** c * d" },
		{ "*never closed **nor this", "*never closed **nor this" },
		{ "2 * 3 * 4", "2 * 3 * 4" },
		{ "*args and **kwargs", "*args and **kwargs" },
		{ "~~not ours~~", "~~not ours~~" },
	};

	(void)state;
	check_sights(sights, COUNT(sights));
}

static void underscores_stay(void **state)
{
	static const struct sight sights[] = {
		{ "__init__ and __new__.", "__init__ and __new__." },
		{ "## The __init__ method", "## The __init__ method" },
		{ "- **__repr__** x", "- __repr__ x" },
		{ "a _b_ c", "a _b_ c" },
		{ "snake_case_name", "snake_case_name" },
		{ "\\_\\_slots\\_\\_", "__slots__" },
		{ "__init__", "__init__" },
		{ "*__call__*", "__call__" },
	};

	(void)state;
	check_sights(sights, COUNT(sights));
}

static void links_show_their_text(void **state)
{
	static const struct sight sights[] = {
		{ "see [the *docs*](http://a.b/c_d 'title') now", "see the docs now" },
		{ "[_a_](x_y_) __[b](z_)__ [__c__](w__)", "_a_ __b__ __c__" },
		{ "[a](<b c>) [d](e(f)g) h", "a d h" },
		{ "[text][1] and [1]\n\n[1]: http://a.b\n", "text and 1\n\n[1]: http://a.b\n" },
		{ "![alt *text*](p.png) x", "alt text x" },
		{ "[![badge](b)](c) x", "badge x" },
		{ "<http://a.b/c_d> x", "http://a.b/c_d x" },
		{ "http://a.b/c_d_e x", "http://a.b/c_d_e x" },
		{ "[over\nlines](u) x", "over\nlines x" },
		{ "[a](u\n\"title\") *x*\nnext *y*\nlast *z*", "a\n x\nnext y\nlast z" },
		{ "[no link] (x) [nor](this", "[no link] (x) [nor](this" },
	};

	(void)state;
	check_sights(sights, COUNT(sights));
}

static void escapes_and_entities(void **state)
{
	static const struct sight sights[] = {
		{ "\\*a\\* \\# \\\\ \\` \\[x\\]", "*a* # \\ ` [x]" },
		{ "a \\\\\\[x\\] b", "a \\[x] b" },
		{ "four \\\\\\\\ and three \\\\\\d", "four \\\\ and three \\\\d" },
		{ "code `\\\\d \\[` and \\d", "code \\\\d \\[ and \\d" },
		{ "a \\\\\\\nb \\\\", "a \\\nb \\" },
		{ "C\\+\\+ \\d", "C++ \\d" },
		{ "a &amp; b &AMP; c&amp;d", "a & b & c&d" },
		/* What no byte of the source shows is a gap, which parts words. */
		{ "List&lt;int&gt; x&nbsp;y", "List int  x y" },
		{ "&#65;bc &#x42;", " bc  " },
		{ "&copy &bogus; & *x*", "&copy &bogus; & x" },
		{ "a\\\nb *c* \\\nd *e*", "a\nb c \nd e" },
		{ "a  \nb *c*", "a\nb c" },
	};

	(void)state;
	check_sights(sights, COUNT(sights));
}

static void tags_show_their_text(void **state)
{
	static const struct sight sights[] = {
		{ "H<sub>2</sub>O and <b>bo</b>ld", "H2O and bold" },
		{ "a<br>b<br/>c", "a b c" },
		{ "</b>a <b>b *c*", "a b c" },
		{ "a <!-- not\nthis --> b *c*", "a  \n b c" },
		{ "<a\nhref='x'>k</a> *l*", "\nk l" },
		{ "a < b and c > d", "a < b and c > d" },
		{ "use `<T>` for <T> *x*", "use <T> for   x" },
	};

	(void)state;
	check_sights(sights, COUNT(sights));
}

static void markup_on_continuation_lines(void **state)
{
	static const struct sight sights[] = {
		{ "- a\n  b *c*\n\n  d `e`\n     f", "- a\nb c\n\n  d e\nf" },
		{ "* a\nlazy *b* `c`\nmore *d*", "* a\nlazy b c\nmore d" },
		{ "> a *b*\n> c `d`\nlazy *e*", "> a b\nc d\nlazy e" },
		{ "> 1. a\n>    *b* c\n>    - *d*\n>      `e` f", "> 1. a\nb c\n>    - d\ne f" },
		{ "a\n\t*b*\n   `c` d", "a\nb\nc d" },
		{ "Set *x*\next `y`\n===", "Set x\next y\n" },
	};

	(void)state;
	check_sights(sights, COUNT(sights));
}

static void tables_show_their_cells(void **state)
{
	static const struct sight sights[] = {
		{ "| **a** | `b` |\n|---|---|\n| [c](u) | d\\|e |\n",
		  "| a | b |\n|---|---|\n| c | d|e |\n" },
		{ "a|*b*\n-|-\n`c`|d\n", "a|b\n-|-\nc|d\n" },
	};

	(void)state;
	check_sights(sights, COUNT(sights));
}

static void code_is_told_from_text(void **state)
{
	static const struct {
		const char *source, *visible, *code;
	} cases[] = {
		{ "a `b *c*` d", "a b *c* d", "[b *c*]" },
		{ "`` a`b `` and ``` `` ```", "a`b and ``", "[a`b][``]" },
		{ "**`a`** `b`.", "a b.", "[a][b]" },
		{ "# A `b` c", "# A b c", "[b]" },
		{ "`__init__`", "__init__", "[__init__]" },
		{ "`over\nlines` x `y` z", "over\nlines x y z", "[over/lines][y]" },
		{ "> `over\n> lines` x `y` z", "> over\nlines x y z", "[over/lines][y]" },
		{ "- `over\n  lines` x\n\nnext `y` end", "- over\nlines x\n\nnext y end",
		  "[over/lines][y]" },
		{ "`never closed *x*", "`never closed x", "" },
		{ "a\n```py\nb *c*\n```\nd *e*", "a\n \nb *c*\n \nd e", "[/b *c*/]" },
		{ "    a *b*\n\nc *d*", "    a *b*\n\nc d", "[a *b*]" },
		{ "```\na\n\n*b*", " \na\n\n*b*", "[/a//*b*]" },
		{ "- ```\n  a\n\nb *c* `d`", "-  \n  a \n\nb c d", "[/  a][d]" },
		{ "~~~ x\n```\n~~~\n`a`", " \n```\n \na", "[/```/][a]" },
		{ "| `a` | b |\n|---|---|\n| `c` | d |\n\n`e` f",
		  "| a | b |\n|---|---|\n| c | d |\n\ne f", "[a][c][e]" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		read_document(cases[i].source);

		const char *shown = visible_text();

		if (strcmp(shown, cases[i].visible) != 0)
			fail_msg("'%s' shows as '%s', not '%s'", cases[i].source, shown,
				 cases[i].visible);
		if (strcmp(visible_code(), cases[i].code) != 0)
			fail_msg("'%s' has the code %s, not %s", cases[i].source,
				 pyiq_buf_str(&out), cases[i].code);
	}
}

/* What shows at an offset of the visible text stands at the place it says in the source. */
static void offsets_lead_back(void **state)
{
	static const char source[] = "# A *b* `c`\n"
				     "\n"
				     "- x **y\n"
				     "  z** [l](u) \\* &amp; w\n"
				     "> `q\n"
				     "> r` s\n"
				     "\n"
				     "| a *b* | c |\n"
				     "|---|---|\n"
				     "| d | `e` |\n";

	(void)state;
	read_document(source);
	visible_text();
	for (size_t i = 0; i < visible.text.len; i++) {
		struct pyiq_span place =
			pyiq_visible_to_source(&visible, (struct pyiq_span){ i, i + 1 });

		if (place.end > place.start)
			assert_int_equal(source[place.start], visible.text.data[i]);
		else
			assert_int_equal(visible.text.data[i], ' ');
	}
}

/* ---- Passages ----------------------------------------------------------- */

static void passages_keep_the_runs_inside(void **state)
{
	static const char source[] = "**a** b `c` d";
	struct pyiq_text text;

	(void)state;
	read_document(source);
	for (size_t start = 0; start < sizeof source; start++) {
		for (size_t end = start; end < sizeof source; end++) {
			size_t last = 0;

			ASSERT_OK(pyiq_blocks_passage(&blocks, (struct pyiq_span){ start, end },
						      &text, &err));
			assert_ptr_equal(text.source.data, blocks.source.data + start);
			assert_int_equal(text.source.len, end - start);
			for (size_t i = 0; i < text.n_runs; i++) {
				assert_true(text.runs[i].start >= last);
				last = (size_t)text.runs[i].start + text.runs[i].len;
				assert_true(last <= end - start);
			}
		}
	}
	ASSERT_OK(pyiq_blocks_passage(&blocks, (struct pyiq_span){ 1, 7 }, &text, &err));
	ASSERT_OK(pyiq_visible_make(&visible, &text, &err));
	assert_string_equal(pyiq_buf_str(&visible.text), "a b");
}

static void lines_of_offsets(void **state)
{
	(void)state;
	read_document("ab\n\nc\n");
	assert_int_equal(pyiq_blocks_line_of(&blocks, 0), 1);
	assert_int_equal(pyiq_blocks_line_of(&blocks, 2), 1);
	assert_int_equal(pyiq_blocks_line_of(&blocks, 3), 2);
	assert_int_equal(pyiq_blocks_line_of(&blocks, 4), 3);
	assert_int_equal(pyiq_blocks_line_of(&blocks, 6), 4);
	assert_int_equal(pyiq_blocks_line_start(&blocks, 1), 0);
	assert_int_equal(pyiq_blocks_line_end(&blocks, 1), 2);
	assert_int_equal(pyiq_blocks_line_start(&blocks, 3), 4);
	assert_int_equal(pyiq_blocks_line_end(&blocks, 3), 5);
	assert_int_equal(pyiq_blocks_line_end(&blocks, 4), 6);
	assert_int_equal(pyiq_blocks_line_start(&blocks, 99), 6);
}

/* ---- Hostile input ------------------------------------------------------ */

/* `piece` so many times over. */
static void read_repeated(const char *head, const char *piece, size_t n, const char *tail)
{
	struct pyiq_buf text = PYIQ_BUF_INIT;

	pyiq_buf_puts(&text, head);
	for (size_t i = 0; i < n; i++)
		pyiq_buf_puts(&text, piece);
	pyiq_buf_puts(&text, tail);
	ASSERT_OK(pyiq_buf_status(&text, &err));
	ASSERT_OK(pyiq_markdown_read(&blocks, (struct pyiq_str){ text.data, text.len }, &err));
	check_runs();
	pyiq_buf_release(&text);
	blocks.source = (struct pyiq_str){ "", 0 };
}

/* Each took minutes, or the stack, in one reader of Markdown or another. */
static void hostile_documents(void **state)
{
	static const struct {
		const char *head, *piece;
		size_t n;
		const char *tail;
	} cases[] = {
		{ "", "> ", 5000, "x" },
		{ "", "- ", 5000, "x" },
		{ "", "*a **a ", 20000, "" },
		{ "", "[", 50000, "" },
		{ "", "[a](", 20000, "" },
		{ "", "![[]()", 10000, "" },
		{ "", "`a", 50000, "" },
		{ "", "<", 50000, "" },
		{ "", "<a ", 30000, "" },
		{ "", "&", 50000, "" },
		{ "", "&amp", 50000, "" },
		{ "", "&NotEqualTilde;*a*", 20000, "" },
		{ "", "a\\\n", 20000, "" },
		{ "", "`a\nb` ", 20000, "" },
		{ "", "[a](b\n'c') ", 20000, "" },
		{ "", "<details>", 20000, "" },
		{ "", "<details>\n\n", 5000, "x" },
		{ "", "</details>\n\n", 5000, "x" },
		{ "", "<summary>", 20000, "" },
		{ "", "- <details>\n", 5000, "" },
		{ "", "```\n\n", 20001, "" },
		{ "> ", "\\*", 50000, "" },
		{ "", "a *b* ", 50000, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		read_repeated(cases[i].head, cases[i].piece, cases[i].n, cases[i].tail);
}

/* A head of thousands of columns would be multiplied with its rows. */
static void hostile_table(void **state)
{
	enum { COLUMNS = 5000, ROWS = 20000 };
	struct pyiq_buf text = PYIQ_BUF_INIT;

	(void)state;
	for (int i = 0; i < COLUMNS; i++)
		pyiq_buf_puts(&text, "|a");
	pyiq_buf_puts(&text, "|\n");
	for (int i = 0; i < COLUMNS; i++)
		pyiq_buf_puts(&text, "|-");
	pyiq_buf_puts(&text, "|\n");
	for (int i = 0; i < ROWS; i++)
		pyiq_buf_puts(&text, "|b\n");
	ASSERT_OK(pyiq_markdown_read(&blocks, (struct pyiq_str){ text.data, text.len }, &err));
	assert_int_equal(blocks.n, 1);
	assert_int_equal(blocks.block[0].kind, PYIQ_BLOCK_PARAGRAPH);
	pyiq_buf_release(&text);
	blocks.source = (struct pyiq_str){ "", 0 };
}

/* A table that a person could read stays one. */
static void wide_table(void **state)
{
	char source[512];
	size_t len = 0;

	(void)state;
	for (int row = 0; row < 3; row++) {
		for (int i = 0; i < 40; i++)
			len += (size_t)snprintf(source + len, sizeof source - len, "|%s",
						row == 1 ? "-" : "a");
		len += (size_t)snprintf(source + len, sizeof source - len, "|\n");
	}
	read_document(source);
	assert_int_equal(blocks.block[0].kind, PYIQ_BLOCK_TABLE);
	assert_int_equal(blocks.n, 1 + 2 * 41);
}

static void one_value_many_documents(void **state)
{
	(void)state;
	read_document("# a\n\n- b\n- c\n");
	CHECK_OUTLINE("x *y*\n", "paragraph 1 'x *y'\n");
	assert_string_equal(visible_text(), "x y\n");
}

static void out_of_memory(void **state)
{
	static const char source[] = "# a *b* `c`\n\n- d\n  - e\n\n<details><summary>f</summary>g\n"
				     "</details>\n\n| h |\n|---|\n| i |\n\n```\nj\n```\n";

	(void)state;
	for (long n = 0;; n++) {
		pyiq_status status;

		pyiq_blocks_release(&blocks);
		pyiq_alloc_fail_after(n);
		status = pyiq_markdown_read(&blocks, S(source), &err);
		pyiq_alloc_fail_after(-1);
		if (status == PYIQ_OK)
			break;
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
	assert_true(blocks.n > 10);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing),
		TEST(headings),
		TEST(lists),
		TEST(list_numbers),
		TEST(heading_in_item),
		TEST(quotes_and_lazy_lines),
		TEST(tables),
		TEST(tables_anywhere),
		TEST(code),
		TEST(fences_that_stay_open),
		TEST(rules_and_comments),
		TEST(leaves_of_links),
		TEST(bold_beginnings),
		TEST(details),
		TEST(details_inside_others),
		TEST(details_that_stay_open),
		TEST(summaries),
		TEST(html_headings_and_bold),
		TEST(emphasis_shows_its_text),
		TEST(underscores_stay),
		TEST(links_show_their_text),
		TEST(escapes_and_entities),
		TEST(tags_show_their_text),
		TEST(markup_on_continuation_lines),
		TEST(tables_show_their_cells),
		TEST(code_is_told_from_text),
		TEST(offsets_lead_back),
		TEST(passages_keep_the_runs_inside),
		TEST(lines_of_offsets),
		TEST(hostile_documents),
		TEST(hostile_table),
		TEST(wide_table),
		TEST(one_value_many_documents),
		TEST(out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, forget_document);
}

#include "check.h"

#include "base/buf.h"
#include "source/markdown.h"
#include "source/markdown_pieces.h"

static struct pyiq_buf text;

static int set_up(void **state)
{
	(void)state;
	pyiq_buf_init(&text);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	pyiq_buf_release(&text);
	return 0;
}

static struct pyiq_str repeat(const char *head, const char *piece, size_t n, const char *tail)
{
	pyiq_buf_clear(&text);
	pyiq_buf_puts(&text, head);
	for (size_t i = 0; i < n; i++)
		pyiq_buf_puts(&text, piece);
	pyiq_buf_puts(&text, tail);
	return (struct pyiq_str){ text.data, text.len };
}

/* The pieces lie behind each other and are the whole; each but the first begins with `start`. */
static size_t count_pieces(struct pyiq_str source, const char *start)
{
	struct pyiq_markdown_pieces pieces = { .source = source };
	struct pyiq_span piece;
	size_t n = 0, at = 0;

	for (;; n++) {
		ASSERT_OK(pyiq_markdown_next_piece(&pieces, &piece, &err));
		if (piece.start == piece.end)
			break;
		assert_int_equal(piece.start, at);
		at = piece.end;
		if (n > 0)
			assert_memory_equal(source.data + piece.start, start, strlen(start));
	}
	assert_int_equal(at, source.len);
	return n;
}

static void small_texts_are_one_piece(void **state)
{
	(void)state;
	assert_int_equal(count_pieces(S(""), ""), 0);
	assert_int_equal(count_pieces(S("\n"), ""), 1);
	assert_int_equal(count_pieces(S("# a\n\nb\n\n# c"), ""), 1);
	assert_int_equal(
		count_pieces(repeat("", "## What is `x`?\n\nA *letter*.\n\n", 5000, ""), ""), 1);
}

static void large_texts_are_cut(void **state)
{
	static const struct {
		const char *head, *piece, *start;
	} cases[] = {
		{ "", "# a\nb\n", "# a" },
		{ "", "- a\n- b\n\nparagraph\n\n", "paragraph" },
		{ "", "> a\nlazy\n\n## b\n", "## b" },
		{ "", "```\n# a\n\nb\n```\n# c\n", "# c" },
		{ "", "1. ~~~\n   a\n\n   b\n\nc\n\n", "c" },
		{ "", "<!-- a\n\nb\n\n# c\n-->\n# d\n", "# d" },
		{ "", "<div>\n# a\n</div>\n\nb\n\n", "b" },
		{ "", "| a |\n|---|\n| b |\n\nc\n", "c" },
		{ "    code\n\n", "    code\n\nc\n", "c" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_true(count_pieces(repeat(cases[i].head, cases[i].piece, 150000, ""),
					 cases[i].start) > 1);
}

/* Where nothing is safe to be cut, a person's text still is one piece. */
static void texts_that_cannot_be_cut(void **state)
{
	static const struct {
		const char *head, *piece;
	} cases[] = {
		{ "", "- a\n\n  b\n\n" },        { "", "> # a\n>\n" },
		{ "````\n", "# a\n\nb\n```\n" }, { "<!--\n", "# a\n\nb\n" },
		{ "|a|\n|-|\n", "|b|\n" },       { "", "  a\n\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(
			count_pieces(repeat(cases[i].head, cases[i].piece, 120000, ""), ""), 1);
}

#define TEN(text) text text text text text text text text text text
#define DEEP      TEN(TEN(TEN("- "))) "a\n"

static void too_much_is_refused(void **state)
{
	static const struct {
		const char *head, *piece;
		size_t n;
		const char *tail, *message;
	} cases[] = {
		{ "", "*a", 1100000, "", "million" },
		{ "", "[", 1100000, "", "million" },
		{ "", "a\n", 1100000, "", "million" },
		{ "", "- a\n", 1100000, "", "million" },
		{ "", "a\n\n", 3100000, "", "six million" },
		{ "", "# a\n", 300000, "", "250000 headings" },
		/* As deep as long; looked for to the end again and again. */
		{ DEEP, "\n", 20000, "", "million" },
		{ "", "a<!B ", 100000, "", "million" },
		{ "", "a<? ", 100000, "", "million" },
	};
	struct pyiq_blocks blocks;

	(void)state;
	pyiq_blocks_init(&blocks);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pyiq_str source =
			repeat(cases[i].head, cases[i].piece, cases[i].n, cases[i].tail);

		ASSERT_STATUS(PYIQ_ERR_SOURCE, pyiq_markdown_read(&blocks, source, &err));
		assert_non_null(strstr(err.message, cases[i].message));
		assert_int_equal(blocks.n_lines, 0);
	}
	pyiq_blocks_release(&blocks);
}

/* Runs of a mark are one mark, and comments and code are no declarations. */
static void much_is_read(void **state)
{
	struct pyiq_blocks blocks;

	(void)state;
	pyiq_blocks_init(&blocks);
	ASSERT_OK(pyiq_markdown_read(&blocks, repeat("", "`", 2000000, ""), &err));
	ASSERT_OK(pyiq_markdown_read(&blocks, repeat("", "word ", 2000000, ""), &err));
	ASSERT_OK(pyiq_markdown_read(&blocks, repeat("", "a <!-- b -->\n", 50000, ""), &err));
	pyiq_blocks_release(&blocks);
}

/* What is read in pieces has the blocks that each part has, in its own lines. */
static void pieces_are_one_document(void **state)
{
	static const char part[] =
		"# T\n\n<details>\n<summary>a *b*</summary>\n\n- `c`\n\n</details>\n\n"
		"text\n| d | e |\n|---|---|\n| f | g |\n\n";
	enum { N = 40000, LINES = 14 };
	struct pyiq_blocks one, all;

	(void)state;
	pyiq_blocks_init(&one);
	pyiq_blocks_init(&all);
	ASSERT_OK(pyiq_markdown_read(&one, S(part), &err));

	struct pyiq_str source = repeat("", part, N, "");

	assert_true(count_pieces(source, "") > 1);
	ASSERT_OK(pyiq_markdown_read(&all, source, &err));
	assert_int_equal(all.n, N * one.n);
	assert_int_equal(all.n_runs, N * one.n_runs);
	for (size_t i = 0; i < all.n; i++) {
		size_t which = i / one.n;
		const struct pyiq_block *a = &one.block[i % one.n], *b = &all.block[i];

		assert_int_equal(b->kind, a->kind);
		assert_int_equal(b->line, a->line + which * LINES);
		assert_int_equal(b->end_line, a->end_line + which * LINES);
		assert_int_equal(b->span.start, a->span.start + which * strlen(part));
		assert_int_equal(b->span.end, a->span.end + which * strlen(part));
		assert_int_equal(b->parent == PYIQ_NO_BLOCK, a->parent == PYIQ_NO_BLOCK);
	}
	pyiq_blocks_release(&one);
	pyiq_blocks_release(&all);
}

/* What a tag opens goes on in the next piece. */
static void details_go_on(void **state)
{
	struct pyiq_blocks blocks;
	struct pyiq_str source = repeat("<details><summary>a</summary>\n\n", "b *c*\n\n", 80000,
					"</details>\n\nd\n");

	(void)state;
	pyiq_blocks_init(&blocks);
	assert_true(count_pieces(source, "b") > 1);
	ASSERT_OK(pyiq_markdown_read(&blocks, source, &err));
	assert_int_equal(blocks.block[0].kind, PYIQ_BLOCK_DETAILS);
	assert_int_equal(blocks.block[0].after, blocks.n - 1);
	assert_int_equal(blocks.block[blocks.n - 2].parent, 0);
	assert_int_equal(blocks.block[blocks.n - 1].parent, PYIQ_NO_BLOCK);
	pyiq_blocks_release(&blocks);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(small_texts_are_one_piece),
		TEST(large_texts_are_cut),
		TEST(texts_that_cannot_be_cut),
		TEST(too_much_is_refused),
		TEST(much_is_read),
		TEST(pieces_are_one_document),
		TEST(details_go_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "check.h"

#include <limits.h>

#include "base/buf.h"
#include "source/format.h"

/* The name of the format that is chosen for a file of that name and content, or "none". */
static const char *chosen_for(const char *name, struct pyiq_str content)
{
	struct pyiq_str exact = exact_copy(content);
	const struct pyiq_format *format = &pyiq_format_anki;
	struct pyiq_input input;

	pyiq_input_of(&input, exact);
	ASSERT_OK(pyiq_format_choose(name, &input, &format, &err));
	assert_int_equal(input.at, 0);
	free((char *)exact.data);
	return format != NULL ? format->name : "none";
}

struct example {
	const char *name;
	struct pyiq_str content;
	const char *format;
};

static void check(const struct example *examples, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *format = chosen_for(examples[i].name, examples[i].content);

		if (strcmp(format, examples[i].format) != 0)
			fail_msg("'%s', %zu: %s, not %s", examples[i].name, i, format,
				 examples[i].format);
	}
}

/* One of each, as they begin. */
#define PAGE  "<!DOCTYPE html>\n<html><body><h2>What is a list?</h2>\n"
#define LINE  "{\"question\": \"What is a list?\", \"answer\": \"A row.\"}\n"
#define TABLE "question,answer\nWhat is a list?,A row.\n"
#define TABS  "question\tanswer\nWhat is a list?\tA row.\n"
#define CARDS "#separator:tab\n#html:true\nWhat is a list?\tA row.\n"
#define POSTS "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<posts>\n  <row Id=\"1\" />\n"
#define NOTES "## What is a list?\n\nA row.\n"

/* ---- Names -------------------------------------------------------------- */

static void formats_have_names(void **state)
{
	static const struct pyiq_format *const all[] = {
		&pyiq_format_markdown,
		&pyiq_format_html,
		&pyiq_format_json_lines,
		&pyiq_format_csv,
		&pyiq_format_tsv,
		&pyiq_format_anki,
		&pyiq_format_stack_exchange,
	};
	static const char *const names[] = {
		"markdown", "html", "jsonl", "csv", "tsv", "anki", "stackexchange",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		size_t n = 0;

		assert_ptr_equal(pyiq_format_named(names[i]), all[i]);
		assert_string_equal(all[i]->name, names[i]);
		for (size_t j = 0; pyiq_format_name(j) != NULL; j++)
			n += strcmp(pyiq_format_name(j), names[i]) == 0;
		assert_int_equal(n, 1);
	}
	assert_non_null(pyiq_format_name(COUNT(names) - 1));
	assert_null(pyiq_format_name(COUNT(names)));
	assert_null(pyiq_format_name(SIZE_MAX));
	assert_null(pyiq_format_named(""));
	assert_null(pyiq_format_named("HTML"));
	assert_null(pyiq_format_named("md"));
}

static void endings_count_in_folders(void **state)
{
	static const struct {
		const char *name;
		bool counts;
	} cases[] = {
		{ "a.md", true },       { "a.MD", true },     { "a.markdown", true },
		{ "a.Mdx", true },      { "a.txt", true },    { "a.b.md", true },
		{ "a.html", true },     { "a.htm", true },    { "a.XHTML", true },
		{ "a.jsonl", true },    { "a.ndjson", true }, { "a.csv", true },
		{ "a.TSV", true },      { "a.xml", true },    { "a.md.bak", false },
		{ "a.py", false },      { "md", false },      { "a.mdown", false },
		{ "a", false },         { "a.", false },      { "", false },
		{ "x.md/a", false },    { "a.json", false },  { "a.anki", false },
		{ "x.csv/a.md", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (pyiq_format_has_ending(cases[i].name) != cases[i].counts)
			fail_msg("'%s' should %scount", cases[i].name,
				 cases[i].counts ? "" : "not ");
}

/* ---- The choice --------------------------------------------------------- */

/* An ending that says something is believed, whatever the content looks like. */
static void endings_decide(void **state)
{
	static const struct example examples[] = {
		{ "a.md", TEXT(NOTES), "markdown" },
		{ "a.md", TEXT(PAGE), "markdown" },
		{ "a.MDX", TEXT(TABLE), "markdown" },
		{ "a.markdown", TEXT(LINE), "markdown" },
		{ "a.html", TEXT(NOTES), "html" },
		{ "A.HTM", TEXT(LINE), "html" },
		{ "a.xhtml", TEXT(POSTS), "html" },
		{ "a.jsonl", TEXT(NOTES), "jsonl" },
		{ "a.NdJson", TEXT(PAGE), "jsonl" },
		{ "a.csv", TEXT(NOTES), "csv" },
		{ "a.csv", TEXT(TABS), "csv" },
		{ "a.tsv", TEXT(TABLE), "tsv" },
		{ "/x.csv/b.md", TEXT(TABLE), "markdown" },
		{ "a.html", TEXT(""), "html" },
	};

	(void)state;
	check(examples, COUNT(examples));
}

/* No ending, one that nobody knows, and the one that everything is exported as. */
static void content_decides_where_the_ending_is_silent(void **state)
{
	static const char *const names[] = {
		"a", "README", "a.txt", "a.TXT", "a.text", "a.html.bak", "stdin", "/x.html/a", "a.",
	};
	static const struct example contents[] = {
		{ NULL, TEXT(PAGE), "html" },       { NULL, TEXT(LINE), "jsonl" },
		{ NULL, TEXT(TABLE), "csv" },       { NULL, TEXT(TABS), "tsv" },
		{ NULL, TEXT(CARDS), "anki" },      { NULL, TEXT(POSTS), "stackexchange" },
		{ NULL, TEXT(NOTES), "markdown" },  { NULL, TEXT(""), "markdown" },
		{ NULL, TEXT("\n\n"), "markdown" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		for (size_t j = 0; j < COUNT(contents); j++) {
			struct example example = contents[j];

			example.name = names[i];
			check(&example, 1);
		}
	}
}

/* XML is many things. */
static void xml_must_be_known(void **state)
{
	static const struct example examples[] = {
		{ "Posts.xml", TEXT(POSTS), "stackexchange" },
		{ "POSTS.XML", TEXT("<posts>"), "stackexchange" },
		{ "a.xml", TEXT("<?xml version=\"1.0\"?><!-- a --> <posts/>"), "stackexchange" },
		{ "Comments.xml", TEXT("<?xml version=\"1.0\"?>\n<comments>"), "none" },
		{ "pom.xml", TEXT("<project>\n"), "none" },
		{ "a.xml", TEXT("<postscript>"), "none" },
		{ "a.xml", TEXT(NOTES), "none" },
		{ "a.xml", TEXT(""), "none" },
		{ "page.xml", TEXT(PAGE), "html" },
		/* Only where it says that it is XML. */
		{ "pom", TEXT("<project>\n"), "markdown" },
	};

	(void)state;
	check(examples, COUNT(examples));
}

/* What begins like another format is Markdown all the same. */
static void markdown_is_not_mistaken(void **state)
{
	static const struct example examples[] = {
		{ "a.txt", TEXT("# Tags: python\n\n## What is a list?\n"), "markdown" },
		{ "a.txt", TEXT("#python notes\n"), "markdown" },
		{ "a.txt", TEXT("{ what is a set, a dict?\n"), "markdown" },
		{ "a.txt", TEXT("[1, 2, 3]\n\nWhat is this?\n"), "markdown" },
		{ "a.txt", TEXT("<details><summary>What is a list?</summary>\n"), "markdown" },
		{ "a.txt", TEXT("<b>What is a list?</b>\n"), "markdown" },
		{ "a.txt", TEXT("Lists, tuples, sets\n\nWhat is a list, and why?\n"), "markdown" },
		{ "a.txt", TEXT("Question: what is a list?\nAnswer: a row, or so.\n"), "markdown" },
		{ "a.txt", TEXT("| question | answer |\n|---|---|\n| a | b |\n"), "markdown" },
		{ "a.txt", TEXT("<!-- html -->\n## What is a list?\n"), "markdown" },
		{ "a.txt", TEXT("<!-- html that never ends"), "markdown" },
	};

	(void)state;
	check(examples, COUNT(examples));
}

/* ---- Bytes -------------------------------------------------------------- */

static void content_is_decoded_before_it_is_asked(void **state)
{
	static const struct example examples[] = {
		{ "a", TEXT("\xEF\xBB\xBF" PAGE), "html" },
		{ "a", TEXT("\xEF\xBB\xBF" CARDS), "anki" },
		{ "a", TEXT("\xEF\xBB\xBF" TABLE), "csv" },
		{ "a.xml", TEXT("\xEF\xBB\xBF" POSTS), "stackexchange" },
		{ "a", TEXT("\xFF\xFE<\0h\0t\0m\0l\0>\0"), "html" },
		{ "a", TEXT("\xFE\xFF\0<\0h\0t\0m\0l\0>"), "html" },
		{ "a", TEXT("#separator:tab\r\n#html:true\r\na\tb\r\n"), "anki" },
		{ "a", TEXT("#separator:tab\r#html:true\ra\tb\r"), "anki" },
		/* What is no text is found out by whoever reads it. */
		{ "a",
		  TEXT("\x7F"
		       "ELF\0\0"),
		  "markdown" },
		{ "a.csv", TEXT("PK\3\4\0\0"), "csv" },
	};

	(void)state;
	check(examples, COUNT(examples));
}

/*
 * The head ends in the middle of a character, whichever of its bytes: what it
 * begins with is read as UTF-8 none the less.
 */
static void heads_that_cut_a_character(void **state)
{
	static const char *const characters[] = { "é", "日", "😀" };
	struct pyiq_buf text = PYIQ_BUF_INIT;

	(void)state;
	for (size_t c = 0; c < COUNT(characters); c++) {
		for (size_t shift = 0; shift < 4; shift++) {
			pyiq_buf_clear(&text);
			pyiq_buf_puts(&text, "вопрос,ответ\nчто это,");
			for (size_t i = 0; i < shift; i++)
				pyiq_buf_putc(&text, 'x');
			while (text.len < 2 * PYIQ_HEAD_SIZE)
				pyiq_buf_puts(&text, characters[c]);
			assert_string_equal(
				chosen_for("a", (struct pyiq_str){ text.data, text.len }), "csv");
		}
	}
	pyiq_buf_release(&text);
}

/* What the head does not show is not known, and not looked for. */
static void only_the_head_counts(void **state)
{
	static char content[100000];

	(void)state;
	memset(content, '\n', sizeof content);
	memcpy(content + PYIQ_HEAD_SIZE + 100, PAGE, strlen(PAGE));
	assert_string_equal(chosen_for("a", (struct pyiq_str){ content, sizeof content }),
			    "markdown");
	memset(content, 'x', sizeof content);
	memcpy(content, PAGE, strlen(PAGE));
	assert_string_equal(chosen_for("a", (struct pyiq_str){ content, sizeof content }), "html");
}

static void any_head_is_some_format(void **state)
{
	static const char *const heads[] = { PAGE, LINE, TABLE, TABS, CARDS, POSTS, NOTES };
	char text[256];

	(void)state;
	for (size_t i = 0; i < COUNT(heads); i++)
		for (size_t len = 0; len <= strlen(heads[i]); len++)
			for (int c = 0; c < 256; c += 5) {
				memcpy(text, heads[i], len);
				text[len] = (char)c;
				assert_string_not_equal(
					chosen_for("a", (struct pyiq_str){ text, len + 1 }),
					"none");
			}
}

static void failures(void **state)
{
	struct pyiq_input input = { .fd = INT_MAX, .size = 10 };
	const struct pyiq_format *format;

	(void)state;
	ASSERT_STATUS(PYIQ_ERR_IO, pyiq_format_choose("a", &input, &format, &err));

	/* An ending that decides asks for nothing. */
	ASSERT_OK(pyiq_format_choose("a.md", &input, &format, &err));
	assert_ptr_equal(format, &pyiq_format_markdown);

	pyiq_input_of(&input, S(PAGE));
	pyiq_alloc_fail_after(0);
	ASSERT_STATUS(PYIQ_ERR_NOMEM, pyiq_format_choose("a", &input, &format, &err));
	pyiq_alloc_fail_after(-1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formats_have_names),
		cmocka_unit_test(endings_count_in_folders),
		cmocka_unit_test(endings_decide),
		cmocka_unit_test(content_decides_where_the_ending_is_silent),
		cmocka_unit_test(xml_must_be_known),
		cmocka_unit_test(markdown_is_not_mistaken),
		cmocka_unit_test(content_is_decoded_before_it_is_asked),
		cmocka_unit_test(heads_that_cut_a_character),
		cmocka_unit_test(only_the_head_counts),
		cmocka_unit_test(any_head_is_some_format),
		cmocka_unit_test(failures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "units.h"

static const struct pyiq_format *const csv = &pyiq_format_csv;
static const struct pyiq_format *const tsv = &pyiq_format_tsv;

/* ---- Tables as people keep them ---------------------------------------------------------- */

static void reads_tables(void **state)
{
	(void)state;
	assert_fixture_reads(
		csv, "csv/questions.csv",
		"2-4: What is `self`? -> The instance, as the first argument.¶¶It is given by the "
		"*call*, not by the name. {topic=Classes tags=object,method key=c1 level=basic "
		"votes=4}\n"
		"5-5: What is \"duck typing\"? -> Whatever has the methods will do. "
		"{topic=Classes key=c2}\n"
		"6-6: * vs ** -> `*args` takes the positional ones; `**kwargs` the named. "
		"{topic=Functions tags=unpacking key=c3 level=advanced votes=-1}\n"
		"8-8: What does this print? ->  {topic=Functions key=c4}\n"
		"9-13: What is the output? [```python¶print([] == ())¶```] -> `False` "
		"{key=c5 votes=7}\n");
	assert_fixture_reads(csv, "csv/german.csv",
			     "2-2: Was ist ein Tupel? -> Eine Folge, die sich nicht ändert. "
			     "{topic=Grundlagen}\n"
			     "3-3: Was ist eine Liste; was kann sie? -> Eine Folge, die sich "
			     "ändert. {topic=Grundlagen}\n");
	assert_fixture_reads(tsv, "tsv/plain.tsv",
			     "2-2: What is `del`? -> A statement: it unbinds a name. {votes=3}\n"
			     "4-4: What is pass? -> A statement that does nothing {}\n");
}

static void reads_what_spreadsheets_write(void **state)
{
	static const char *const utf16 = "2-3: What is a 🐍? -> A snake,¶a \"python\". {topic=Zoo}\n"
					 "4-4: Wie heißt das? -> Python {topic=Zoo}\n"
					 "repaired: read as UTF-16\n";

	(void)state;
	assert_fixture_reads(csv, "csv/excel.csv", "3-4: Why tabs? -> Habit.¶Nothing else. {}\n");
	assert_fixture_reads(csv, "csv/windows-1252.csv",
			     "2-2: What is a naïve datetime? -> One without a time zone – it isn’t "
			     "placed. {}\n"
			     "repaired: 1 line read as Windows-1252\n");
	assert_fixture_reads(tsv, "tsv/excel-utf16.tsv", utf16);
	assert_fixture_reads(tsv, "tsv/utf16-be.tsv", utf16);
	assert_fixture_reads(csv, "tsv/excel-utf16.tsv", utf16);
}

static void finds_the_separator(void **state)
{
	(void)state;
	assert_reads(csv, S("question;a,b,c,d;answer\nx;1,2;y\n"), "2-2: x -> y {}\n");
	assert_reads(csv, S("question\tone, two\tanswer\nx\t1,2\ty\n"), "2-2: x -> y {}\n");
	assert_reads(csv, S("\n\nquestion,answer\nx,y\n"), "4-4: x -> y {}\n");
	assert_reads(csv, S("sep=|\nquestion|answer\nx, z|y\n"), "3-3: x, z -> y {}\n");
	assert_reads(csv, S("question\nWhat, then?\n\"Why; \"\"so\"\"?\"\n"),
		     "2-2: What, then? ->  {}\n3-3: Why; \"so\"? ->  {}\n");
}

static void knows_columns_by_meaning(void **state)
{
	(void)state;
	assert_reads(csv, S("Question Number,Question as asked,Type,Answer\n1,x,t,y\n"),
		     "2-2: x -> y {}\n");
	assert_reads(csv, S("ANSWER , Question\ny,x\n"), "2-2: x -> y {}\n");
	assert_reads(csv, S("a,b,c,d,question,answer\n1,2,3,4,x,y\n"), "2-2: x -> y {}\n");
	assert_reads(csv, S("title,text,Category,Topic\nx,*y*,A,B\n"),
		     "2-2: x -> *y* {topic=A>B}\n");
	assert_reads(csv, S("question,answer,explanation\nx,y,z\nx,,z\n"),
		     "2-2: x -> y¶¶z {}\n3-3: x -> z {}\n");
	assert_reads(csv, S("вопрос,ответ\nx,y\n"), "2-2: x -> y {}\n");
}

static void notes_a_table_without_questions(void **state)
{
	(void)state;
	assert_fixture_reads(
		csv, "csv/no_questions.csv",
		"skipped: no column of questions in its head (name, version, Question Number)\n");
	assert_reads(csv, S("title,year\nx,1991\n"),
		     "skipped: no column of questions in its head (title, year)\n");
	assert_reads(csv, S("\"a\nb\",c\nx,y\n"),
		     "skipped: no column of questions in its head (a b, c)\n");
	assert_reads(csv, S(""), "");
	assert_reads(csv, S("\n \n"), "");
}

/* ---- Tables that are broken ---------------------------------------------------------------- */

static void takes_rows_as_far_as_they_go(void **state)
{
	(void)state;
	assert_reads(csv, S("question,answer,tags\nx\nx,y,t,u,v\n,y\n,,t\n,\n"),
		     "2-2: x ->  {}\n3-3: x -> y {tags=t}\n4-4: y -> y {}\n");
}

static void gives_up_a_quotation_mark_that_nothing_closes(void **state)
{
	(void)state;
	assert_fixture_reads(
		csv, "csv/unclosed.csv",
		"2-2: What is PEP 8? -> A guide to style. {}\n"
		"3-3: What is in a name? -> \"Everything {}\n"
		"4-4: What is a wheel? -> A built package. {}\n"
		"5-5: What is an egg? -> \"An older one\" they say. {}\n"
		"repaired: line 3: a quotation mark that nothing closes, from there on they are "
		"taken for text\n");
	assert_reads(
		csv, S("question,answer\n\"x"),
		"2-2: \"x ->  {}\nrepaired: line 2: a quotation mark that nothing closes, from "
		"there on they are taken for text\n");
}

static void refuses_what_is_no_text(void **state)
{
	(void)state;
	ASSERT_STATUS(PYIQ_ERR_NOT_TEXT, read_bytes(tsv, S("q\ta\nx\ty\nz\0\n")));
	assert_told("2-2: x -> y {}\n");
	ASSERT_STATUS(PYIQ_ERR_NOT_TEXT, read_bytes(csv, S("\0\0")));
	assert_told("");
}

static void read_repeated(const char *open, const char *part, size_t n, const char *close)
{
	struct pyiq_buf bytes = PYIQ_BUF_INIT;

	pyiq_buf_puts(&bytes, "question,answer\n");
	pyiq_buf_puts(&bytes, open);
	for (size_t i = 0; i < n; i++)
		pyiq_buf_puts(&bytes, part);
	pyiq_buf_puts(&bytes, close);
	ASSERT_OK(read_bytes(csv, (struct pyiq_str){ bytes.data, bytes.len }));
	pyiq_buf_release(&bytes);
}

static void bears_hostile_rows(void **state)
{
	char line[4096];

	(void)state;
	memset(line, 'x', sizeof line);
	memcpy(line + sizeof line - 2, "\n", 2);
	read_repeated("x,", "abcdefghijklmnopqrstuvwxyz abcdefghijklmnopqrstuvwxyz ", 1 << 20,
		      "\nx,y\n");
	assert_told("3-3: x -> y {}\n"
		    "skipped: 1 row longer than 16 MiB, the first in line 2\n");
	read_repeated("x", ",", 1000000, "\nx,y\n");
	assert_told("2-2: x ->  {}\n3-3: x -> y {}\n");
	read_repeated("", "\"", 1000000, "\nx,y\n");
	assert_non_null(strstr(pyiq_buf_str(&told), "3-3: x -> y {}\n"));
	/* A row that is too long, quoted from its first line on: it is read twice. */
	read_repeated("\"x\n", line, (20 << 20) / sizeof line, "");
	assert_memory_equal(told.data, "2-2: \"x ->  {}\n3-3: xxx", 22);
}

static void survives_want_of_memory(void **state)
{
	(void)state;
	assert_survives_want(csv, "csv/questions.csv");
	assert_survives_want(csv, "csv/unclosed.csv");
	assert_survives_want(csv, "csv/no_questions.csv");
	assert_survives_want(tsv, "tsv/excel-utf16.tsv");
}

/* ---- Content ----------------------------------------------------------------------------- */

static void knows_its_content(void **state)
{
	(void)state;
	assert_true(fits(csv, "question,answer\nx,y\n"));
	assert_true(fits(csv, "ID;Frage;\"Antwort\"\n1;x;y"));
	assert_true(fits(csv, "q,a\n\n\"x\n"
			      "y\",z\n"));
	assert_false(fits(csv, "question\tanswer\nx\ty\n"));
	assert_false(fits(csv, "question,topic\nx,y\n"));
	assert_false(fits(csv, "question,answer\n"));
	assert_false(fits(csv, "question,answer"));
	assert_false(fits(csv, "\nquestion,answer\nx,y\n"));
	assert_false(fits(csv, ""));
	/* Prose about questions and answers. */
	assert_false(fits(csv, "Questions, answers and more\n\nWhat, then, is a list?\n"));
	assert_false(fits(csv, "Questions, answers\n\nWhat is a list?\n"));
	assert_false(fits(csv, "# Question, answer\nx,y\n"));

	assert_true(fits(tsv, "question\tanswer\nx\ty\n"));
	assert_true(fits(tsv, "front\tback\ttags\nx\ty\tz\n"));
	assert_false(fits(tsv, "question,answer\nx,y\n"));
	assert_false(fits(tsv, "question\tanswer\nx y\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_tables),
		cmocka_unit_test(reads_what_spreadsheets_write),
		cmocka_unit_test(finds_the_separator),
		cmocka_unit_test(knows_columns_by_meaning),
		cmocka_unit_test(notes_a_table_without_questions),
		cmocka_unit_test(takes_rows_as_far_as_they_go),
		cmocka_unit_test(gives_up_a_quotation_mark_that_nothing_closes),
		cmocka_unit_test(refuses_what_is_no_text),
		cmocka_unit_test(bears_hostile_rows),
		cmocka_unit_test(survives_want_of_memory),
		cmocka_unit_test(knows_its_content),
	};

	return cmocka_run_group_tests(tests, NULL, release_told);
}

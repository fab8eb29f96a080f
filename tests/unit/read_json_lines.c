#include "units.h"

static const struct pyiq_format *const jsonl = &pyiq_format_json_lines;

static void reads_every_wording_of_a_record(void **state)
{
	(void)state;
	assert_fixture_reads(
		jsonl, "jsonl/questions.jsonl",
		"1-1: What does `yield` do in a function? -> It makes the function a *generator*: "
		"calling "
		"it gives an iterator, and each `yield` hands one value out.¶¶```python¶def "
		"evens(n):¶"
		"    for i in range(0, n, 2):¶        yield i¶``` {topic=Functions>Generators "
		"tags=yield,iterator key=gen-1 level=intermediate votes=12}\n"
		"3-3: Which of these are hashable? [- a tuple of strings¶- a list¶- a frozenset] "
		"-> "
		"The first and the last.¶¶A list can change, so it has no `__hash__`. "
		"{topic=Data model tags=hash,dict,set}\n"
		"4-4: How many arguments may a function take? -> 255 {level=advanced}\n"
		"5-5: Name two falsy values besides `None`. -> Zero of any number type.¶¶"
		"An empty string, list or dict. {}\n"
		"6-6: Slots -> `__slots__` takes the place of the dictionary every instance has. "
		"{}\n"
		"7-7: Is the order of a `set` kept? ->  {}\n"
		"8-8: How is a module run as a script? ->  {votes=-3}\n"
		"9-9: Walrus -> ## Walrus¶¶An assignment that is an expression: "
		"`while chunk := read():` {}\n"
		"10-10: Warum ist `is` nicht `==`? -> Es fragt nach demselben Objekt. {key=77}\n");
}

static void reads_retrieval_collections_as_plain_text(void **state)
{
	(void)state;
	assert_fixture_reads(
		jsonl, "jsonl/retrieval.jsonl",
		"1-1 plain: Default arguments -> A default is evaluated once, when *def* runs.¶"
		"A list there is shared by all calls. {key=doc-3}\n"
		"2-2 plain: The interpreter keeps small integers alive, so that they are the same "
		"object everywhere. What else is kept is nobody's b -> The interpreter keeps small "
		"integers alive, so that they are the same object everywhere. What else is kept is "
		"nobody's business, and no program should depend on it at all. {key=doc-4}\n"
		"3-3 plain: str.join is linear. -> str.join is linear.¶"
		"Adding strings in a loop need not be. {key=doc-5}\n"
		"4-4 plain: Bytes ->  {key=doc-6}\n");
}

static void skips_what_is_no_record(void **state)
{
	(void)state;
	assert_fixture_reads(
		jsonl, "jsonl/bad.jsonl",
		"1-1: What is a closure? -> A function with the names around it. {}\n"
		"7-7: café or isn’t -> mended {}\n"
		"9-9: Twice? -> second {}\n"
		"12-12: 3.5 -> true {}\n"
		"13-13: kept -> kept {}\n"
		"repaired: 1 value with doubly encoded characters\n"
		"skipped: 7 lines, the first is line 2: '}' expected near end of file\n");
	assert_reads(jsonl, S("\n{\"a\": \"x\"}\n \t\n{\"year\": 1991}\n"),
		     "2-2: x -> x {}\n"
		     "skipped: line 4: neither a question nor an answer in it\n");
	assert_reads(jsonl, S("{\"q\": \"x\", \"a\": \"ééé…"),
		     "skipped: line 1: premature end of input near '\"ééé…'\n");
	assert_reads(jsonl, S(""), "");
	assert_reads(jsonl, S("\n\n"), "");
}

static void decodes_line_by_line(void **state)
{
	(void)state;
	assert_fixture_reads(jsonl, "jsonl/encodings.jsonl",
			     "1-1: café? -> Windows-1252 {}\n"
			     "2-2: doesn’t it? -> doubly encoded {}\n"
			     "repaired: 1 line read as Windows-1252; "
			     "1 line with doubly encoded characters\n");
	ASSERT_STATUS(PYIQ_ERR_NOT_TEXT, read_bytes(jsonl, S("{\"q\": \"x\"}\n{\"q\0\"}\n")));
	assert_told("1-1: x ->  {}\n");
}

/* The plainest name has the field, whatever the order; an empty value has nothing. */
static void prefers_the_plainest_name(void **state)
{
	(void)state;
	assert_reads(
		jsonl,
		S("{\"title\": \"t\", \"prompt\": \"p\", \"question\": \"q\", \"text\": \"x\"}\n"
		  "{\"question\": \"q\", \"prompt\": \"p\", \"response\": \"r\", \"answer\": "
		  "\"\"}\n"
		  "{\"question\": null, \"prompt\": \"p\", \"explanation\": \"e\"}\n"
		  "{\"Question-Text\": \"q\", \"Correct_Answer\": \"a\", \"question_id\": 5}\n"),
		"1-1: q -> x {}\n"
		"2-2: q -> r {}\n"
		"3-3: p -> e {}\n"
		"4-4: q -> a {key=5}\n");
}

/* ---- Hostile lines ---------------------------------------------------------------------- */

/* A line of `open`, `part` n times and `close`, and a sane one behind it. */
static void read_repeated(const char *open, const char *part, size_t n, const char *close)
{
	struct pyiq_buf bytes = PYIQ_BUF_INIT;

	pyiq_buf_puts(&bytes, open);
	for (size_t i = 0; i < n; i++)
		pyiq_buf_puts(&bytes, part);
	pyiq_buf_puts(&bytes, close);
	pyiq_buf_puts(&bytes, "\n{\"q\": \"What?\"}\n");
	ASSERT_OK(read_bytes(jsonl, (struct pyiq_str){ bytes.data, bytes.len }));
	pyiq_buf_release(&bytes);
}

static void bears_hostile_lines(void **state)
{
	(void)state;
	read_repeated("{\"q\": \"", "abcdefgh", 6 << 20, "\"}");
	assert_told("2-2: What? ->  {}\nskipped: line 1: longer than 16 MiB\n");
	read_repeated("{\"q\": [", "{},", 1 << 20, "{}]}");
	assert_told("2-2: What? ->  {}\nskipped: line 1: more than 250,000 values\n");
	read_repeated("{\"q\": [\"Why?\",", "{},", 120000, "[]]}");
	assert_memory_equal(told.data, "1-1: Why? ->  {}\n", 17);
	read_repeated("{\"q\": ", "[", 100000, "");
	assert_told("2-2: What? ->  {}\nskipped: line 1: maximum parsing depth reached "
		    "near '['\n");
	read_repeated("{\"q\": \"Why?\"", ", \"q\": \"How?\"", 80000, "}");
	assert_told("1-1: How? ->  {}\n2-2: What? ->  {}\n");
	read_repeated("{\"q\": \"Why?\", \"tags\": [\"", "a\", \"", 1000, "a\"]}");
	assert_memory_equal(told.data, "1-1: Why? ->  {tags=a,a,a", 25);
}

static void survives_want_of_memory(void **state)
{
	(void)state;
	assert_survives_want(jsonl, "jsonl/questions.jsonl");
	assert_survives_want(jsonl, "jsonl/bad.jsonl");
}

/* ---- Content ----------------------------------------------------------------------------- */

static void knows_its_content(void **state)
{
	char long_line[600] = "{\"id\": 1, \"meta\": \"";

	(void)state;
	assert_true(fits(jsonl, "{\"question\": \"x\"}\n"));
	assert_true(
		fits(jsonl, "\n \n{\"_id\": 1, \"title\": \"t\", \"text\": \"x\"}\nnot JSON\n"));
	assert_true(fits(jsonl, "{\"antwort\": \"x\"}"));
	assert_false(fits(jsonl, ""));
	assert_false(fits(jsonl, "\n"));
	assert_false(fits(jsonl, "{\"name\": \"question\"}\n"));
	assert_false(fits(jsonl, "{\n\"question\": \"x\"}\n"));
	assert_false(fits(jsonl, "{\"question\": \"x\"\n"));
	assert_false(fits(jsonl, "[{\"question\": \"x\"}]\n"));
	assert_false(fits(jsonl, "# {\"question\": \"x\"}\n"));
	assert_false(fits(jsonl, "{% question: x %}"));

	/* The head may end in the middle of the first line. */
	memset(long_line + strlen(long_line), 'x', 500);
	assert_false(fits(jsonl, long_line));
	memcpy(long_line + 400, "\", \"question\": \"", 16);
	assert_true(fits(jsonl, long_line));
	memcpy(long_line + 400, "\", \"quantity\": \"", 16);
	assert_false(fits(jsonl, long_line));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_wording_of_a_record),
		cmocka_unit_test(reads_retrieval_collections_as_plain_text),
		cmocka_unit_test(skips_what_is_no_record),
		cmocka_unit_test(decodes_line_by_line),
		cmocka_unit_test(prefers_the_plainest_name),
		cmocka_unit_test(bears_hostile_lines),
		cmocka_unit_test(survives_want_of_memory),
		cmocka_unit_test(knows_its_content),
	};

	return cmocka_run_group_tests(tests, NULL, release_told);
}

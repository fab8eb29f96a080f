#include "check.h"

#include <inttypes.h>

#include "source/format.h"
#include "source/posts.h"

/* ---- Reading ----------------------------------------------------------------- */

/* Each unit on a line: `LINE-END KEY VOTES [TAGS] QUESTION | PROMPT | ANSWER`. */
static struct pyiq_buf units;
static size_t n_units;
static struct pyiq_reading reading;

static void append(struct pyiq_str text)
{
	pyiq_buf_append(&units, text.data, text.len);
}

static pyiq_status collect(void *ctx, const struct pyiq_found *unit, struct pyiq_error *error)
{
	(void)ctx;
	n_units++;
	assert_int_equal(unit->n_topic, 0);
	assert_int_equal(unit->answered, unit->answer.source.len > 0);
	pyiq_buf_printf(&units, "%zu-%zu ", unit->line, unit->end_line);
	append(unit->key);
	if (unit->has_votes)
		pyiq_buf_printf(&units, " %" PRId64, unit->votes);
	pyiq_buf_puts(&units, " [");
	for (size_t i = 0; i < unit->n_tags; i++) {
		pyiq_buf_puts(&units, i > 0 ? "," : "");
		append(unit->tags[i]);
	}
	pyiq_buf_puts(&units, "] ");
	append(unit->question.source);
	pyiq_buf_puts(&units, " | ");
	append(unit->prompt.source);
	pyiq_buf_puts(&units, " | ");
	append(unit->answer.source);
	pyiq_buf_puts(&units, "\n");
	return pyiq_buf_status(&units, error);
}

static int begin(void **state)
{
	(void)state;
	pyiq_buf_init(&units);
	pyiq_reading_init(&reading, collect, NULL);
	return 0;
}

static int end(void **state)
{
	(void)state;
	pyiq_buf_release(&units);
	pyiq_reading_release(&reading);
	return 0;
}

static pyiq_status read_input(struct pyiq_input *input)
{
	pyiq_buf_clear(&units);
	n_units = 0;
	pyiq_reading_begin(&reading, input, S("posts"), false);
	return pyiq_format_stack_exchange.read(&reading, &err);
}

static pyiq_status read_text(struct pyiq_str text)
{
	struct pyiq_str exact = exact_copy(text);
	struct pyiq_input input;

	pyiq_input_of(&input, exact);

	pyiq_status status = read_input(&input);

	free((char *)exact.data);
	return status;
}

static void open_fixture(struct pyiq_input *input, const char *name)
{
	char path[512];

	snprintf(path, sizeof path, PYIQ_SOURCE_DIR "/tests/fixtures/stackexchange/%s", name);
	ASSERT_OK(pyiq_input_open(input, path, &err));
}

static pyiq_status read_fixture(const char *name)
{
	struct pyiq_input input;

	open_fixture(&input, name);

	pyiq_status status = read_input(&input);

	pyiq_input_close(&input);
	return status;
}

/* ---- Units --------------------------------------------------------------------- */

static void questions_with_their_answers(void **state)
{
	static const char first[] =
		"3-3 4 17 [python-3.x,tuple,c++] Why can a <list> inside a tuple still change? | "
		"A list inside a tuple changed although tuples are fixed.\n";
	static const char others[] =
		" | Accepted: what is fixed is which objects it holds.\n"
		"4-4 5 0 [list,del] When do I take del, and when pop? | "
		"Both remove an element. | Best: del takes a slice, too.\n"
		"6-6 7 -3 [] Is there a goto? | Nobody answered this one. | \n"
		"11-11 12 3 [generator] Generator or iterator – naïve question | "
		"They look alike. | First of five points.\n";

	(void)state;
	ASSERT_OK(read_fixture("posts.xml"));
	assert_int_equal(n_units, 4);
	assert_int_equal(reading.n_pushed, 4);
	assert_memory_equal(pyiq_buf_str(&units), first, sizeof first - 1);
	assert_non_null(strstr(pyiq_buf_str(&units), "pair[0].append(2)  # works & surprises"));
	assert_string_equal(strstr(pyiq_buf_str(&units), " | Accepted"), others);
	assert_string_equal(pyiq_buf_str(&reading.skipped), "");
	assert_string_equal(pyiq_buf_str(&reading.repaired), "");
}

static void what_no_sound_dump_has(void **state)
{
	(void)state;
	ASSERT_OK(read_fixture("odd.xml"));
	assert_string_equal(
		pyiq_buf_str(&units),
		"5-11 3 [a,b,c] Does a row on several lines count? |  | "
		"An answer before its question.\n"
		"25-25 12 [] Zeros before, no score |  | No score counts as zero.\n"
		"28-28 15 [] A score without end |  | \n"
		"29-29 16 1 [] A question without a title | A question without a title | \n");
	assert_string_equal(pyiq_buf_str(&reading.skipped),
			    "6 rows without Id or type; "
			    "1 question with the Id of an earlier one; "
			    "3 answers without their questions");
}

static void a_dump_of_nothing(void **state)
{
	(void)state;
	ASSERT_OK(read_fixture("empty.xml"));
	ASSERT_OK(read_text(S("<posts>\n</posts>")));
	assert_int_equal(n_units, 0);
	assert_string_equal(pyiq_buf_str(&reading.skipped), "");
}

/* Answers far behind their questions, and questions in no order of Id. */
static void many_posts(void **state)
{
	enum { N = 20000 };
	struct pyiq_buf dump = PYIQ_BUF_INIT;
	const char *at;

	(void)state;
	pyiq_buf_puts(&dump, "<posts>\n");
	for (int i = 1; i <= N; i++) {
		int id = i * 7919 % N + 1;

		pyiq_buf_printf(&dump,
				"<row Id='%d' PostTypeId='1' Title='Q%d' Body='' Score='%d'"
				" AcceptedAnswerId='%d'/>\n",
				id, id, i, id % 3 == 0 ? N + 2 * id : 0);
	}
	for (int id = N; id >= 1; id--)
		pyiq_buf_printf(
			&dump,
			"<row Id='%d' PostTypeId='2' ParentId='%d' Body='A%d' Score='1'/>\n"
			"<row Id='%d' PostTypeId='2' ParentId='%d' Body='B%d' Score='2'/>\n",
			N + 2 * id, id, id, N + 2 * id + 1, id, id);
	pyiq_buf_puts(&dump, "</posts>\n");
	ASSERT_OK(read_text((struct pyiq_str){ dump.data, dump.len }));
	pyiq_buf_release(&dump);

	assert_int_equal(n_units, N);
	at = pyiq_buf_str(&units);
	for (int i = 1; i <= N; i++) {
		int id = i * 7919 % N + 1;
		char wanted[64];
		int len = snprintf(wanted, sizeof wanted, "%d-%d %d %d [] Q%d |  | %c%d\n", i + 1,
				   i + 1, id, i, id, id % 3 == 0 ? 'A' : 'B', id);

		assert_memory_equal(at, wanted, (size_t)len);
		at += len;
	}
}

/* The receiver's word is the last. */
static pyiq_status stop_at_second(void *ctx, const struct pyiq_found *unit,
				  struct pyiq_error *error)
{
	int *n = ctx;

	(void)unit;
	(void)error;
	return ++*n == 2 ? PYIQ_STOPPED : PYIQ_OK;
}

static void a_receiver_that_stops(void **state)
{
	struct pyiq_reading own;
	struct pyiq_input input;
	int n = 0;

	(void)state;
	pyiq_reading_init(&own, stop_at_second, &n);
	open_fixture(&input, "posts.xml");
	pyiq_reading_begin(&own, &input, S("posts"), false);
	ASSERT_STATUS(PYIQ_STOPPED, pyiq_format_stack_exchange.read(&own, &err));
	assert_int_equal(n, 2);
	pyiq_input_close(&input);
	pyiq_reading_release(&own);
}

/* ---- Sources that are refused ---------------------------------------------------- */

/* Nothing of a broken source is handed over, however late it breaks. */
static void broken_sources(void **state)
{
	static const struct {
		const char *name, *message;
	} cases[] = {
		{ "truncated.xml", "line 4: ends in the middle of the dump" },
		{ "entities.xml", "line 2: declares a document type, which no dump does" },
		{ "external.xml", "line 1: declares a document type, which no dump does" },
		{ "comments.xml", "line 2: no dump of posts, which begins with <posts>" },
		{ "latin1.xml", "line 1: another encoding than UTF-8" },
		{ "utf16.xml", "line 1: another encoding than UTF-8" },
		{ "nul.xml", "line 3: not well-formed (invalid token)" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		ASSERT_STATUS(PYIQ_ERR_SOURCE, read_fixture(cases[i].name));
		assert_text(pyiq_str(err.message), cases[i].message, cases[i].name);
		assert_int_equal(n_units, 0);
	}
}

static void broken_texts(void **state)
{
#define SOUND "<posts>\n<row Id='1' PostTypeId='1' Title='What?'/>\n"
	static const struct {
		struct pyiq_str text;
		const char *message;
	} cases[] = {
		{ TEXT(""), "line 1: ends in the middle of the dump" },
		{ TEXT("<posts"), "line 1: ends in the middle of the dump" },
		{ TEXT(SOUND), "line 3: ends in the middle of the dump" },
		{ TEXT(SOUND "<row Id='2"), "line 3: ends in the middle of the dump" },
		{ TEXT(SOUND "<!-- "), "line 3: ends in the middle of the dump" },
		{ TEXT(SOUND "</posts><posts/>"), "line 3: junk after document element" },
		{ TEXT(SOUND "</rows>"), "line 3: mismatched tag" },
		{ TEXT(SOUND "<row Id='2' Id='3'/>"), "line 3: duplicate attribute" },
		{ TEXT(SOUND "<row Title='&nbsp;'/>"), "line 3: undefined entity" },
		{ TEXT(SOUND "<row Title='&#0;'/>"),
		  "line 3: reference to invalid character number" },
		{ TEXT(SOUND "<row Title='&#xD800;'/>"),
		  "line 3: reference to invalid character number" },
		{ TEXT(SOUND "<row Title='\xED\xA0\x80'/>"),
		  "line 3: not well-formed (invalid token)" },
		{ TEXT(SOUND "<row Title='caf\xE9'/>"), "line 3: not well-formed (invalid token)" },
		{ TEXT(SOUND "<row Title='\xF0\x9F'/>"),
		  "line 3: not well-formed (invalid token)" },
		{ TEXT(SOUND "<!DOCTYPE posts>"), "line 3: not well-formed (invalid token)" },
		{ TEXT("\xEF\xBB\xBF<row/>"),
		  "line 1: no dump of posts, which begins with <posts>" },
		{ TEXT("What is a list?\n"), "line 1: syntax error" },
		{ TEXT("<\0p\0o\0s\0t\0s\0/\0>\0"), "line 1: another encoding than UTF-8" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		ASSERT_STATUS(PYIQ_ERR_SOURCE, read_text(cases[i].text));
		assert_text(pyiq_str(err.message), cases[i].message, cases[i].text.data);
		assert_int_equal(n_units, 0);
	}
#undef SOUND
}

/* ---- Sources without measure ----------------------------------------------------- */

static struct pyiq_buf dump;

static pyiq_status read_dump(void)
{
	struct pyiq_input input;

	assert_false(dump.failed);
	pyiq_input_of(&input, (struct pyiq_str){ dump.data, dump.len });

	pyiq_status status = read_input(&input);

	pyiq_buf_release(&dump);
	return status;
}

static void repeat(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++)
		pyiq_buf_puts(&dump, text);
}

static void nested_elements(void **state)
{
	(void)state;
	pyiq_buf_puts(&dump, "<posts>");
	repeat("<a>", 60);
	repeat("</a>", 60);
	pyiq_buf_puts(&dump, "</posts>");
	ASSERT_OK(read_dump());

	pyiq_buf_puts(&dump, "<posts>");
	repeat("<a>", 1000000);
	ASSERT_STATUS(PYIQ_ERR_SOURCE, read_dump());
	assert_string_equal(err.message, "line 1: elements nested too deeply for a dump");
}

static void names_without_end(void **state)
{
	(void)state;
	pyiq_buf_puts(&dump, "<posts>");
	for (int i = 0; i < 100000; i++)
		pyiq_buf_printf(&dump, "<row a%d='' b='' c=''/>\n", i);
	pyiq_buf_puts(&dump, "</posts>");
	ASSERT_STATUS(PYIQ_ERR_SOURCE, read_dump());
	assert_non_null(strstr(err.message, ": too many names for a dump"));
	assert_int_equal(n_units, 0);
}

/* A row of that many bytes on three lines, full of what could be taken for its end. */
static void add_large_row(size_t size, const char *row_end)
{
	size_t start = dump.len;

	pyiq_buf_puts(&dump, "<row Id='2'\n PostTypeId='1'\n Title='Large' Padding=\"/>'/>");
	while (dump.len - start + 64 < size)
		pyiq_buf_puts(&dump, "-- > ' \xC3\xA9 &#10; /> ");
	while (dump.len - start + 1 + strlen(row_end) < size)
		pyiq_buf_putc(&dump, ' ');
	pyiq_buf_putc(&dump, '"');
	pyiq_buf_puts(&dump, row_end);
}

/* What would have to be held as a whole is left out, and nothing around it. */
static void large_rows(void **state)
{
	static const struct {
		size_t size;
		bool taken;
	} cases[] = {
		{ PYIQ_POST_MAX, true },
		{ PYIQ_POST_MAX + 1, false },
		{ 3 * (size_t)PYIQ_POST_MAX, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		pyiq_buf_puts(&dump, "<posts>\n<row Id='1' PostTypeId='1' Title='First'/>\n");
		add_large_row(cases[i].size, "/>");
		pyiq_buf_puts(&dump, "<row Id='3' PostTypeId='1' Title='Third'/>\n"
				     "<row Id='4' PostTypeId='2' ParentId='3' Body='It is.'/>"
				     "</posts>");
		ASSERT_OK(read_dump());
		assert_string_equal(pyiq_buf_str(&units), cases[i].taken
								  ? "2-2 1 [] First |  | \n"
								    "3-5 2 [] Large |  | \n"
								    "5-5 3 [] Third |  | It is.\n"
								  : "2-2 1 [] First |  | \n"
								    "5-5 3 [] Third |  | It is.\n");
		assert_string_equal(pyiq_buf_str(&reading.skipped),
				    cases[i].taken ? "" : "1 post larger than 4 MB");
	}
}

static void large_things_that_are_no_rows(void **state)
{
	enum { LARGE = 3 * PYIQ_POST_MAX };

	(void)state;
	pyiq_buf_puts(&dump, "<posts>\n<row Id='1' PostTypeId='1' Title='First'/>\n");
	add_large_row(LARGE, ">");
	pyiq_buf_puts(&dump, "</row></posts>");
	ASSERT_STATUS(PYIQ_ERR_SOURCE, read_dump());
	assert_string_equal(err.message, "line 3: larger than 4 MB and no post");

	pyiq_buf_puts(&dump, "<posts>\n");
	add_large_row(LARGE, "/>");
	pyiq_buf_puts(&dump, "\n<wrong></posts>");
	ASSERT_STATUS(PYIQ_ERR_SOURCE, read_dump());
	assert_string_equal(err.message, "line 5: mismatched tag");

	add_large_row(LARGE, "/>");
	ASSERT_STATUS(PYIQ_ERR_SOURCE, read_dump());
	assert_string_equal(err.message, "line 1: larger than 4 MB and no post");

	pyiq_buf_puts(&dump, "<posts>\n");
	add_large_row(LARGE, "");
	ASSERT_STATUS(PYIQ_ERR_SOURCE, read_dump());
	assert_string_equal(err.message, "line 2: ends in the middle of the dump");

	pyiq_buf_puts(&dump, "<posts>\n<!-- ");
	repeat("no end > /", LARGE / 10);
	ASSERT_STATUS(PYIQ_ERR_SOURCE, read_dump());
	assert_string_equal(err.message, "line 2: larger than 4 MB and no post");
}

/* Text between rows is passed over as it comes. */
static void much_text(void **state)
{
	(void)state;
	pyiq_buf_puts(&dump, "<posts>");
	repeat("no row \n", 2 << 20);
	pyiq_buf_puts(&dump, "<row Id='1' PostTypeId='1' Title='First'/></posts>");
	ASSERT_OK(read_dump());
	assert_string_equal(pyiq_buf_str(&units), "2097153-2097153 1 [] First |  | \n");
}

static void tags_without_end(void **state)
{
	const char *at, *end;

	(void)state;
	pyiq_buf_puts(&dump, "<posts><row Id='1' PostTypeId='1' Title='First' Tags='|");
	repeat("a||", 100000);
	pyiq_buf_puts(&dump, "'/></posts>");
	ASSERT_OK(read_dump());
	at = strchr(pyiq_buf_str(&units), '[');
	end = strchr(pyiq_buf_str(&units), ']');
	assert_int_equal(end - at, 2 * 32);
}

/* ---- Choosing the format --------------------------------------------------------- */

static void fits_by_content(void **state)
{
	static const struct {
		struct pyiq_str head;
		bool fits;
	} cases[] = {
		{ TEXT("<posts>"), true },
		{ TEXT("<posts/>"), true },
		{ TEXT("<posts\n>"), true },
		{ TEXT("<?xml version=\"1.0\"?>\n<!-- > -- -->\n <posts>"), true },
		{ TEXT(""), false },
		{ TEXT("posts"), false },
		{ TEXT("<posts"), false },
		{ TEXT("<posts\0>"), false },
		{ TEXT("<post>"), false },
		{ TEXT("<postscript>"), false },
		{ TEXT("<?xml version=\"1.0\"?><comments><posts>"), false },
		{ TEXT("<?xml <posts>"), false },
		{ TEXT("<!-- <posts>"), false },
		{ TEXT("<!DOCTYPE html><posts>"), false },
		{ TEXT("\0<posts>"), false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pyiq_str head = exact_copy(cases[i].head);

		if (pyiq_format_stack_exchange.fits(head) != cases[i].fits)
			fail_msg("case %zu: '%s'", i, cases[i].head.data);
		free((char *)head.data);
	}
	assert_string_equal(pyiq_format_stack_exchange.name, "stackexchange");
	assert_string_equal(pyiq_format_stack_exchange.endings[0], "xml");
	assert_null(pyiq_format_stack_exchange.endings[1]);
	assert_true(pyiq_format_stack_exchange.by_content_only);
}

/* ---- Memory ---------------------------------------------------------------------- */

static void memory_that_runs_out(void **state)
{
	pyiq_status status = PYIQ_ERR_NOMEM;

	(void)state;
	for (long n = 0; status == PYIQ_ERR_NOMEM; n++) {
		struct pyiq_input input;

		open_fixture(&input, "posts.xml");
		pyiq_alloc_fail_after(n);
		status = read_input(&input);
		pyiq_alloc_fail_after(-1);
		pyiq_input_close(&input);
		if (status != PYIQ_OK)
			assert_int_equal(err.status, PYIQ_ERR_NOMEM);
		assert_true(n < 100000);
	}
	ASSERT_OK(status);
	assert_int_equal(n_units, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(questions_with_their_answers, begin, end),
		cmocka_unit_test_setup_teardown(what_no_sound_dump_has, begin, end),
		cmocka_unit_test_setup_teardown(a_dump_of_nothing, begin, end),
		cmocka_unit_test_setup_teardown(many_posts, begin, end),
		cmocka_unit_test(a_receiver_that_stops),
		cmocka_unit_test_setup_teardown(broken_sources, begin, end),
		cmocka_unit_test_setup_teardown(broken_texts, begin, end),
		cmocka_unit_test_setup_teardown(nested_elements, begin, end),
		cmocka_unit_test_setup_teardown(names_without_end, begin, end),
		cmocka_unit_test_setup_teardown(large_rows, begin, end),
		cmocka_unit_test_setup_teardown(large_things_that_are_no_rows, begin, end),
		cmocka_unit_test_setup_teardown(much_text, begin, end),
		cmocka_unit_test_setup_teardown(tags_without_end, begin, end),
		cmocka_unit_test(fits_by_content),
		cmocka_unit_test_setup_teardown(memory_that_runs_out, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

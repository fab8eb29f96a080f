#include "check.h"

#include "source/decode.h"

static struct pyiq_buf text;
static struct pyiq_arena arena;

static int set_up(void **state)
{
	(void)state;
	pyiq_buf_init(&text);
	pyiq_arena_init(&arena);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	pyiq_buf_release(&text);
	pyiq_arena_release(&arena);
	return 0;
}

/* ---- Bytes into text ---------------------------------------------------- */

static struct pyiq_decoded decoded;

static pyiq_status decode(struct pyiq_str bytes)
{
	struct pyiq_str exact = exact_copy(bytes);
	pyiq_status status;

	memset(&decoded, 0xFF, sizeof decoded);
	status = pyiq_decode(&text, exact, &decoded, &err);
	free((char *)exact.data);
	return status;
}

static void encodings(void **state)
{
	static const struct {
		const char *what;
		struct pyiq_str bytes;
		const char *text;
	} cases[] = {
		{ "nothing", TEXT(""), "" },
		{ "ASCII", TEXT("a\nb"), "a\nb" },
		{ "UTF-8", TEXT("é 日本 😀\n"), "é 日本 😀\n" },
		{ "UTF-8 with mark", TEXT("\xEF\xBB\xBF# a"), "# a" },
		{ "a mark alone", TEXT("\xEF\xBB\xBF"), "" },
		{ "a mark inside is text", TEXT("a\xEF\xBB\xBF"), "a\xEF\xBB\xBF" },
		{ "UTF-16 LE", TEXT("\xFF\xFE#\0 \0\xE9\0\n\0"), "# é\n" },
		{ "UTF-16 BE", TEXT("\xFE\xFF\0#\0 \0\xE9\0\n"), "# é\n" },
		{ "UTF-16 LE surrogates", TEXT("\xFF\xFE\x3D\xD8\x00\xDE!\0"), "😀!" },
		{ "UTF-16 BE surrogates", TEXT("\xFE\xFF\xD8\x3D\xDE\x00\0!"), "😀!" },
		{ "lone high surrogate", TEXT("\xFF\xFE\x3D\xD8!\0"), "\xEF\xBF\xBD!" },
		{ "lone low surrogate", TEXT("\xFE\xFF\xDE\x00\0!"), "\xEF\xBF\xBD!" },
		{ "high surrogate at the end", TEXT("\xFF\xFE\x3D\xD8"), "\xEF\xBF\xBD" },
		{ "half a character at the end", TEXT("\xFF\xFEx\0y"), "x" },
		{ "UTF-16 with CR LF",
		  TEXT("\xFF\xFE"
		       "a\0\r\0\n\0b\0"),
		  "a\nb" },
		{ "Windows-1252", TEXT("caf\xE9 isn\x92t"), "café isn’t" },
		{ "cut UTF-8 is Windows-1252 too", TEXT("a\xC3"), "aÃ" },
		{ "double encoding", TEXT("doesnâ€™t"), "doesn’t" },
		{ "CR LF", TEXT("a\r\nb\r\n\r\nc"), "a\nb\n\nc" },
		{ "lone CR", TEXT("a\rb\r\rc\r"), "a\nb\n\nc\n" },
		{ "all line ends", TEXT("a\r\n\rb\n\rc\r\r\nd"), "a\n\nb\n\nc\n\nd" },
		{ "U+0085 and U+2028 part no lines",
		  TEXT("a\xC2\x85"
		       "b\xE2\x80\xA8"
		       "c"),
		  "a\xC2\x85"
		  "b\xE2\x80\xA8"
		  "c" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		ASSERT_OK(decode(cases[i].bytes));
		assert_text((struct pyiq_str){ pyiq_buf_str(&text), text.len }, cases[i].text,
			    cases[i].what);
		assert_int_equal(strlen(pyiq_buf_str(&text)), text.len);
	}
}

static void what_was_done_is_told(void **state)
{
	static const struct {
		struct pyiq_str bytes;
		const char *encoding;
		size_t n_repaired;
	} cases[] = {
		{ TEXT(""), "UTF-8", 0 },
		{ TEXT("plain"), "UTF-8", 0 },
		{ TEXT("\xEF\xBB\xBF é"), "UTF-8", 0 },
		{ TEXT("\xFF\xFE#\0"), "UTF-16", 0 },
		{ TEXT("\xFE\xFF\0#"), "UTF-16", 0 },
		{ TEXT("caf\xE9"), "Windows-1252", 0 },
		{ TEXT("it doesnâ€™t, and wonâ€™t; a cafÃ©"), "UTF-8", 3 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		ASSERT_OK(decode(cases[i].bytes));
		assert_string_equal(decoded.encoding, cases[i].encoding);
		assert_int_equal(decoded.n_repaired, cases[i].n_repaired);
	}
}

static void binary_content_is_refused(void **state)
{
	static const struct pyiq_str cases[] = {
		TEXT("\0"),
		TEXT("text\0text"),
		TEXT("\x7F"
		     "ELF\2\1\1\0"),
		TEXT("\xFF\xFE"
		     "a\0\0\0"), /* NUL as UTF-16 */
		TEXT("\xFE\xFF\0a\0\0"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		ASSERT_STATUS(PYIQ_ERR_NOT_TEXT, decode(cases[i]));
		assert_int_equal(text.len, 0);
	}

	/* The buffer serves the next file. */
	ASSERT_OK(decode(S("text")));
	assert_string_equal(pyiq_buf_str(&text), "text");
}

static void replaces_what_was_there(void **state)
{
	(void)state;
	decode(S("a much longer text than the next one\n"));
	decode(S("b"));
	assert_string_equal(pyiq_buf_str(&text), "b");
}

static void lines_stay_where_they_are(void **state)
{
	static const struct pyiq_str forms[] = { TEXT("1\n2\n3\n"), TEXT("1\r\n2\r\n3\r\n"),
						 TEXT("1\r2\r3\r") };

	(void)state;
	for (size_t i = 0; i < COUNT(forms); i++) {
		decode(forms[i]);
		assert_string_equal(pyiq_buf_str(&text), "1\n2\n3\n");
	}
}

/* ---- Front matter ------------------------------------------------------- */

static struct pyiq_front_matter front;

static void take(const char *document)
{
	pyiq_buf_clear(&text);
	pyiq_buf_puts(&text, document);
	pyiq_arena_clear(&arena);
	ASSERT_OK(pyiq_take_front_matter(&text, &front, &arena, &err));
}

/* The tags, joined by `|`. */
static const char *tags(void)
{
	static char joined[256];

	joined[0] = '\0';
	for (size_t i = 0; i < front.n_tags; i++)
		snprintf(joined + strlen(joined), sizeof joined - strlen(joined), "%s%.*s",
			 i > 0 ? "|" : "", (int)front.tags[i].len, front.tags[i].data);
	return joined;
}

static void reads_the_fields(void **state)
{
	(void)state;
	take("---\n"
	     "title: \"Lists: the whole story\"\n"
	     "question: What is a list?\n"
	     "level: Advanced\n"
	     "other: {a: [1, 2]}\n"
	     "---\n"
	     "# Body\n");
	assert_text(front.title, "Lists: the whole story", "title");
	assert_text(front.question, "What is a list?", "question");
	assert_text(front.level, "Advanced", "level");
	assert_int_equal(front.n_tags, 0);

	take("---\ndifficulty: easy\n...\nBody\n");
	assert_text(front.level, "easy", "difficulty");
}

static void reads_tags_in_each_form(void **state)
{
	static const struct {
		const char *yaml, *tags;
	} cases[] = {
		{ "tags: [python, deep copy]", "python|deep copy" },
		{ "tags:\n  - python\n  - \"c++\"", "python|c++" },
		{ "tags: python, deep copy ,x ", "python|deep copy|x" },
		{ "tags: python", "python" },
		{ "tags: []", "" },
		{ "tags: \"\"", "" },
		{ "tags: \", ,\"", "" },
		{ "tags:", "" },
		{ "tags: {a: b}", "" },
		{ "tags: [a, [b], {c: d}, e]", "a|e" },
		{ "tags: a, b\ntags: [c]", "c" }, /* a key twice: the last one counts */
		{ "tags: [a]\ntags: [b, c, d]", "b|c|d" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		char document[256];

		snprintf(document, sizeof document, "---\n%s\n---\n", cases[i].yaml);
		take(document);
		assert_string_equal(tags(), cases[i].tags);
	}
}

static void blanks_it_out(void **state)
{
	(void)state;
	take("---\ntitle: é\ntags: [a]\n---\n# Body\n---\n");

	/* Lines stay where they are, and nothing else shows. */
	size_t body = strlen("---\ntitle: é\ntags: [a]\n---\n");

	assert_string_equal(text.data + body, "# Body\n---\n");
	for (size_t i = 0, line = 0; i < body; i++) {
		if (text.data[i] == '\n')
			line++;
		else
			assert_int_equal(text.data[i], ' ');
		assert_true(line <= 4);
	}
	assert_int_equal(text.data[3], '\n');
	assert_int_equal(text.data[body - 1], '\n');
	assert_int_equal(text.len, strlen("---\ntitle: é\ntags: [a]\n---\n# Body\n---\n"));
}

static void leaves_what_is_none(void **state)
{
	static const char *const cases[] = {
		"",
		"---",
		"---\n",
		"---\n---",
		"---\n\n---\n",
		"----\ntitle: a\n----\n",
		"--- \ntitle: a\n---\n",
		"\n---\ntitle: a\n---\n",
		" ---\ntitle: a\n---\n",
		"---\ntitle: a\n",             /* never closed */
		"---\ntitle: a\n ---\n",       /* nor here */
		"---\njust a sentence\n---\n", /* YAML, but no mapping */
		"---\n- a\n- b\n---\n",        /* the same */
		"---\n*x: a\n---\n",           /* an alias of nothing */
		"---\n**Q:** What's that?\n---\n",
		"# Title\n\n---\ntitle: a\n---\n", /* rules, not front matter */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		take(cases[i]);
		assert_string_equal(pyiq_buf_str(&text), cases[i]);
		assert_int_equal(front.title.len, 0);
		assert_int_equal(front.question.len, 0);
		assert_int_equal(front.level.len, 0);
		assert_int_equal(front.n_tags, 0);
	}
}

/* `title: One: the first` is broken and common: it says nothing, but it is no content either. */
static void broken_yaml_is_no_content(void **state)
{
	static const char *const cases[][2] = {
		{ "---\ntitle: [a\n---\nx\n", "   \n         \n   \nx\n" },
		{ "---\na: b: c\n---\nx\n", "   \n       \n   \nx\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		take(cases[i][0]);
		assert_string_equal(pyiq_buf_str(&text), cases[i][1]);
		assert_int_equal(front.title.len, 0);
		assert_int_equal(front.n_tags, 0);
	}
}

static void ends_with_the_document(void **state)
{
	(void)state;
	take("---\ntitle: a\n---");
	assert_text(front.title, "a", "title");
	assert_string_equal(text.data, "   \n        \n   ");
}

static void shapes_that_are_no_text(void **state)
{
	(void)state;
	take("---\ntitle: [a, b]\nquestion: {a: b}\nlevel:\n? [x]\n: y\n---\n");
	assert_int_equal(front.title.len, 0);
	assert_int_equal(front.question.len, 0);
	assert_int_equal(front.level.len, 0);

	/* Aliases are what they stand for. */
	take("---\nx: &a name\ntitle: *a\ntags: [*a, b]\n---\n");
	assert_text(front.title, "name", "alias");
	assert_string_equal(tags(), "name|b");
}

/* Aliases of aliases must not be multiplied out, and nesting must not take a stack or an age. */
static void survives_bombs(void **state)
{
	enum { DEPTH = 60000 };
	static char nested[DEPTH + 64];

	(void)state;
	take("---\n"
	     "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
	     "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
	     "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"
	     "tags: *f\n---\n");
	assert_int_equal(front.n_tags, 0);
	strcpy(nested, "---\na: ");
	memset(nested + 7, '[', DEPTH);
	strcpy(nested + 7 + DEPTH, "\n---\n");
	take(nested);
	assert_string_equal(text.data, nested);
}

static void out_of_memory(void **state)
{
	static const char document[] = "---\ntitle: a\nquestion: b\nlevel: c\ntags: [d, e]\n---\n";

	(void)state;
	for (long n = 0;; n++) {
		pyiq_status status;

		pyiq_buf_clear(&text);
		pyiq_buf_puts(&text, document);
		pyiq_arena_release(&arena);
		pyiq_alloc_fail_after(n);
		status = pyiq_take_front_matter(&text, &front, &arena, &err);
		pyiq_alloc_fail_after(-1);
		if (status == PYIQ_OK)
			break;
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
	assert_string_equal(tags(), "d|e");
	for (long n = 0;; n++) {
		pyiq_status status;

		pyiq_buf_release(&text);
		pyiq_alloc_fail_after(n);
		status = pyiq_decode(&text, S("doesnâ€™t\r\n"), NULL, &err);
		pyiq_alloc_fail_after(-1);
		if (status == PYIQ_OK)
			break;
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
	assert_string_equal(pyiq_buf_str(&text), "doesn’t\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(encodings, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_was_done_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(binary_content_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(replaces_what_was_there, set_up, tear_down),
		cmocka_unit_test_setup_teardown(lines_stay_where_they_are, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reads_the_fields, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reads_tags_in_each_form, set_up, tear_down),
		cmocka_unit_test_setup_teardown(blanks_it_out, set_up, tear_down),
		cmocka_unit_test_setup_teardown(leaves_what_is_none, set_up, tear_down),
		cmocka_unit_test_setup_teardown(broken_yaml_is_no_content, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ends_with_the_document, set_up, tear_down),
		cmocka_unit_test_setup_teardown(shapes_that_are_no_text, set_up, tear_down),
		cmocka_unit_test_setup_teardown(survives_bombs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(out_of_memory, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

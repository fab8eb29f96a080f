#include "units.h"

static const struct pyiq_format *const anki = &pyiq_format_anki;

static void reads_an_export(void **state)
{
	(void)state;
	assert_fixture_reads(
		anki, "anki/export.txt",
		"7-7: What does nonlocal do? -> It binds a name of the *enclosing* function. "
		"{topic=Python>Scopes tags=scope,names::binding key=xJ3}\n"
		"8-8: Which signs make a \"set\"? -> `{1, 2}` {topic=Python key=y&5}\n"
		"9-9: [which type] is a subclass of […]. -> bool is a subclass of int.¶¶Since 2.3. "
		"{topic=Python>Types tags=types key=z_9}\n"
		"10-10: A […] can be a key. -> A frozen set can be a key. {topic=Python "
		"key=w!0}\n");
}

static void reads_plain_notes(void **state)
{
	(void)state;
	assert_fixture_reads(
		anki, "anki/plain.txt",
		"4-4 plain: What gives index and item? -> `enumerate` *and nothing else* "
		"{topic=Idioms>Loops tags=loop,idiom}\n"
		"5-5 plain: What goes through two lists? -> zip {topic=Idioms>Loops "
		"tags=loop,idiom}\n"
		"6-6 plain: How does one read {{c1::this}? -> {{c2::open}} "
		"{topic=Idioms>Loops tags=loop,idiom}\n");
	assert_fixture_reads(
		anki, "anki/unclosed.txt",
		"3-3 plain: front -> back {}\n"
		"4-4 plain: \"never closed -> x {}\n"
		"5-5 plain: y -> z {}\n"
		"repaired: line 4: a quotation mark that nothing closes, from there on they are "
		"taken for text\n");
}

static void obeys_directives(void **state)
{
	static const struct {
		struct pyiq_str bytes;
		const char *wanted;
	} cases[] = {
		{ TEXT("#separator:Comma\nx,y\n"), "2-2 plain: x -> y {}\n" },
		{ TEXT("#separator:semicolon\nx,;y\n"), "2-2 plain: x, -> y {}\n" },
		{ TEXT("#separator:PIPE\nx|y\n"), "2-2 plain: x -> y {}\n" },
		{ TEXT("#separator:colon\nx:y\n"), "2-2 plain: x -> y {}\n" },
		{ TEXT("#separator:space\nx y\n"), "2-2 plain: x -> y {}\n" },
		{ TEXT("#separator:\\t\nx\ty\n"), "2-2 plain: x -> y {}\n" },
		{ TEXT("#separator:/\nx/y\n"), "2-2 plain: x -> y {}\n" },
		{ TEXT("#separator:none such\nx;y\n"), "2-2 plain: x -> y {}\n" },
		{ TEXT("#html:true\n<b>x</b>\ty\n"), "2-2: x -> y {}\n" },
		{ TEXT("#html: TRUE\nx\t<b>y</b>\n"), "2-2: x -> **y** {}\n" },
		{ TEXT("#html:false\nx\t<b>y</b>\n"), "2-2 plain: x -> <b>y</b> {}\n" },
		{ TEXT("#tags column:1\n#tags:t\nu v\tx\ty\n"),
		  "3-3 plain: x -> y {tags=t,u,v}\n" },
		{ TEXT("#deck column:2\n#deck:D\nx\tE::F\ty\nx\t\ty\n"),
		  "3-3 plain: x -> y {topic=E>F}\n4-4 plain: x -> y {topic=D}\n" },
		{ TEXT("#guid column:3\n#notetype column:1\nBasic\tx\tk\ty\n"),
		  "3-3 plain: x -> y {key=k}\n" },
		{ TEXT("#guid column:9\n#tags column:x\n#deck column:99999999999999999999\nx\ty\n"),
		  "4-4 plain: x -> y {}\n" },
		{ TEXT("#html:false\n\n#remark\nx\ty\n#remark\nz\n"),
		  "4-4 plain: x -> y {}\n6-6 plain: z ->  {}\n" },
		{ TEXT("#html:false\n\"#x\ny\"\tz\n"), "2-3 plain: #x y -> z {}\n" },
		{ TEXT("#html:false\n"), "" },
		{ TEXT("#:\n#\n##::\nx\ty\n"), "4-4 plain: x -> y {}\n" },
		{ TEXT("#deck:::::A::\nx\ty\n"), "2-2 plain: x -> y {topic=A}\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_reads(anki, cases[i].bytes, cases[i].wanted);
}

static void drops_sounds(void **state)
{
	(void)state;
	assert_reads(anki, S("#html:false\n[sound:a.mp3]x[sound:b.mp3]\t[sound:y] z[sound\n"),
		     "2-2 plain: x -> z[sound {}\n");
	assert_reads(anki, S("#html:false\n[sound:a.mp3\t[sound:y\n"),
		     "2-2 plain: [sound:a.mp3 -> [sound:y {}\n");
	assert_reads(anki, S("#html:false\n[sound:a]\t[sound:b]\nx\ty\n"),
		     "3-3 plain: x -> y {}\n");
}

static void divides_clozes(void **state)
{
	static const struct {
		const char *field, *question, *answer;
	} cases[] = {
		{ "{{c1::x}}", "[…]", "x" },
		{ "a {{c12::x::y}} b", "a [y] b", "a x b" },
		{ "{{c1::x}}{{c1::y::z}}", "[…][z]", "xy" },
		{ "{{c1::a{{c2::b::h}}c::d}}", "[d]", "abc" },
		{ "{{c1::x::}}", "[…]", "x" },
		{ "{{c1::x::y::z}}", "[y::z]", "x" },
		{ "}} {{c1::x}} }}", "}} […] }}", "}} x }}" },
		{ "a::b {{c1::x}}", "a::b […]", "a::b x" },
		/* None */
		{ "{{c::x}}", "{{c::x}}", "y" },
		{ "{{c1:x}}", "{{c1:x}}", "y" },
		{ "{{c1::x", "{{c1::x", "y" },
		{ "{{c1::x}} {{c2::", "{{c1::x}} {{c2::", "y" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pyiq_buf bytes = PYIQ_BUF_INIT, wanted = PYIQ_BUF_INIT;
		bool none = strcmp(cases[i].answer, "y") == 0;

		pyiq_buf_printf(&bytes, "#separator:tab\n%s\ty\n", cases[i].field);
		pyiq_buf_printf(&wanted, "2-2 plain: %s -> %s%s {}\n", cases[i].question,
				cases[i].answer, none ? "" : "¶¶y");
		assert_reads(anki, (struct pyiq_str){ bytes.data, bytes.len },
			     pyiq_buf_str(&wanted));
		pyiq_buf_release(&bytes);
		pyiq_buf_release(&wanted);
	}
}

static void bears_hostile_notes(void **state)
{
	enum { TIMES = 100000 };
	static const char *const parts[] = { "{{c1::", "[sound:", "::", "}}", "\"\t" };

	(void)state;
	for (size_t i = 0; i < COUNT(parts); i++) {
		struct pyiq_buf bytes = PYIQ_BUF_INIT;

		pyiq_buf_puts(&bytes, "#separator:tab\n");
		for (size_t n = 0; n < TIMES; n++)
			pyiq_buf_puts(&bytes, parts[i]);
		pyiq_buf_puts(&bytes, "\nx\ty\n");
		ASSERT_OK(read_bytes(anki, (struct pyiq_str){ bytes.data, bytes.len }));
		assert_non_null(strstr(pyiq_buf_str(&told), "3-3 plain: x -> y {}\n"));
		pyiq_buf_release(&bytes);
	}
}

static void survives_want_of_memory(void **state)
{
	(void)state;
	assert_survives_want(anki, "anki/export.txt");
	assert_survives_want(anki, "anki/plain.txt");
	assert_survives_want(anki, "anki/unclosed.txt");
}

static void knows_its_content(void **state)
{
	(void)state;
	assert_true(fits(anki, "#separator:tab\nx\ty\n"));
	assert_true(fits(anki, "#html:true"));
	assert_true(fits(anki, "#tags:a b\n#notetype:Basic\nx\ty\n"));
	assert_true(fits(anki, "#guid column:1\n"));
	assert_true(fits(anki, "#deck column:1\n"));
	assert_false(fits(anki, "#tags: python\n\n# Notes\n"));
	assert_false(fits(anki, "# separator: the comma\n"));
	assert_false(fits(anki, "#decks\n"));
	assert_false(fits(anki, "# Python\n"));
	assert_false(fits(anki, "x\n#separator:tab\n"));
	assert_false(fits(anki, ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_an_export),         cmocka_unit_test(reads_plain_notes),
		cmocka_unit_test(obeys_directives),        cmocka_unit_test(drops_sounds),
		cmocka_unit_test(divides_clozes),          cmocka_unit_test(bears_hostile_notes),
		cmocka_unit_test(survives_want_of_memory), cmocka_unit_test(knows_its_content),
	};

	return cmocka_run_group_tests(tests, NULL, release_told);
}

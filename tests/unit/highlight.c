/*
 * Python code and, below each line of it, what its characters are: a Keyword, a
 * Name, a String, a number (9), a Comment, a prompt (>), or nothing.
 */
#include "check.h"

#include "term/highlight.h"

static char letter(unsigned style)
{
	static const char letters[N_STYLES] = {
		[STYLE_PLAIN] = ' ',  [STYLE_KEYWORD] = 'K', [STYLE_NAME] = 'N',
		[STYLE_STRING] = 'S', [STYLE_NUMBER] = '9',  [STYLE_COMMENT] = 'C',
	};

	return style == STYLE_DIM ? '>' : style < N_STYLES && letters[style] ? letters[style] : '?';
}

/* The styles of some code as letters, its lines as they are; freed by the caller. */
static char *styles_of(struct pyiq_str code)
{
	struct pyiq_str copy = exact_copy(code);
	char *styles = malloc(code.len + 1);

	assert_non_null(styles);
	highlight_python(copy, styles);
	assert_memory_equal(copy.data, code.data, code.len);
	for (size_t i = 0; i < code.len; i++)
		styles[i] = code.data[i] == '\n' ? '\n' : letter((unsigned char)styles[i]);
	styles[code.len] = '\0';
	free((char *)copy.data);
	return styles;
}

static void assert_styles(const char *code, const char *wanted)
{
	char *got = styles_of(pyiq_str(code));

	if (strcmp(got, wanted) != 0)
		fail_msg("of\n%s\nwe got\n%s\nand not\n%s", code, got, wanted);
	free(got);
}

static void keywords_names_constants(void **state)
{
	(void)state;
	assert_styles("class A(B): pass", "KKKKK N     KKKK");
	assert_styles("async def run(x=None): return x is not True",
		      "KKKKK KKK NNN   9999   KKKKKK   KK KKK 9999");
	assert_styles("x.import_ = y.lambda", "                    ");
	assert_styles("for_ = if_ + définition", "                        ");
	assert_styles("@app.route('/')\n@x", "NNNNNNNNNN SSS \nNN");
	assert_styles("a @ b", "     ");
	assert_styles("x = ...if y else None", "       KK   KKKK 9999");
}

static void soft_keywords(void **state)
{
	(void)state;
	assert_styles("match x:\n    case [1, _]: pass\n    case _:",
		      "KKKKK   \n    KKKK  9      KKKK\n    KKKK   ");
	assert_styles("match = case = type = 1", "                      9");
	assert_styles("match.group(), re.match(x)", "                          ");
	assert_styles("match(x)\ncase: int = 1\ntype(x)", "        \n            9\n       ");
	assert_styles("f(\n match x:\n)", "  \n         \n ");
	assert_styles("type P = int; type L[T] = list", "KKKK N        KKKK N          ");
	assert_styles("match (x, ':'):", "KKKKK     SSS  ");
	assert_styles("match ';", "      SS");
}

static void numbers(void **state)
{
	(void)state;
	assert_styles("0xFF_f 0b1 1_000 1.5e-3 .5j 1e5 10.", "999999 999 99999 999999 999 999 999");
	assert_styles("x1 x.y a[1:2] 3if", "         9 9  9KK");
}

static void strings(void **state)
{
	(void)state;
	assert_styles("'a\\'b' + rb\"x\" + U'y'", "SSSSSS   SSSSS   SSSS");
	assert_styles("x'y' fb'z'", " SSS   SSS");
	assert_styles("'it ends here\nif x", "SSSSSSSSSSSSS\nKK  ");
	assert_styles("'over \\\nlines' x", "SSSSSSS\nSSSSSS  ");
	assert_styles("\"\"\"a 'b'\n# c\"\"\" # d", "SSSSSSSS\nSSSSSS CCC");
	assert_styles("'' \"\" '''x", "SS SS SSSS");
	assert_styles("'''", "SSS");
	assert_styles("'\\", "SS");
}

static void formatted_strings(void **state)
{
	(void)state;
	assert_styles("f'{x!r:>{w}} {{y}}' + z", "SS          SSSSSSS    ");
	assert_styles("f\"{d[\"k\"]}\" f\"{d['k']}\"", "SS   SSS  S SS   SSS  S");
	assert_styles("f'{x' y", "SSSSS  ");
	assert_styles("f'''{\nx}'''", "SSSS \n  SSS");
	assert_styles("f'{' # x", "SSSS CCC");
	assert_styles("rf'\\{x}'", "SSSSSSSS");
}

static void sessions(void **state)
{
	(void)state;
	assert_styles(">>> if x:\n...     1\n...\n1 if 'x\n>>> 2\n",
		      ">>> KK   \n>>>     9\n>>>\n       \n>>> 9\n");
	assert_styles("x = 1\n>>> x\n1", "    9\n>>>  \n ");
	assert_styles(">>> '''a\n... b\n>>> if", ">>> SSSS\nSSSSS\n>>> KK");
	assert_styles("In [12]: if x\n   ...: if\nOut[12]: if",
		      ">>>>>>>> KK  \n   >>>> KK\n           ");
	assert_styles("    >>> 1\n    1", "    >>> 9\n     ");
	assert_styles(">>>x", "    ");
	assert_styles("!pip install 'x\n%timeit for\n$ if x\n1",
		      "               \n           \n      \n9");
}

static void lines(void **state)
{
	(void)state;
	assert_styles("x = 1 + \\\n  match", "    9    \n       ");
	assert_styles("f(1,\ndef g(): pass", "  9 \nKKK N    KKKK");
	assert_styles("# def\r\nx", "CCCCCC\n ");
	assert_styles("", "");
	assert_styles("\n\n", "\n\n");
}

static void any_bytes(void **state)
{
	static const struct pyiq_str texts[] = {
		TEXT("\0\xff'\0"), TEXT("f'{\0"),         TEXT("\\"),
		TEXT("0x"),        TEXT("f'''{\xe2\x82"), TEXT(">>> '''\n>>> "),
		TEXT("In ["),      TEXT("match"),         TEXT("type x"),
		TEXT("@"),         TEXT("1e+"),           TEXT("f'\\"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		char *styles = styles_of(texts[i]);

		assert_null(memchr(styles, '?', texts[i].len));
		free(styles);
	}
}

static void which_code_is_python(void **state)
{
	static const struct {
		const char *info, *code;
		bool python;
	} blocks[] = {
		{ "python", "", true },
		{ "Python3 title=\"x\"", "", true },
		{ "{.py .numberLines}", "", true },
		{ "pycon", "", true },
		{ "js", "def f(): pass", false },
		{ "text", ">>> 1", false },
		{ "", ">>> 1\n1", true },
		{ "", "def f(x):\n    return x", true },
		{ "", "import numpy as np\nx = np.zeros(3)", true },
		{ "", "from os import path", true },
		{ "", "for x in range(3):\n    print(x)", true },
		{ "", "x = {\n    'a': None,\n}\nprint(x)", true },
		{ "", "$ python x.py\nfor x in y:", false },
		{ "", "import React from 'react'\nreturn x", false },
		{ "", "if (x) {\n  return None;\n}", false },
		{ "", "def f\n  print(1)\n  return x\nend", false },
		{ "", "a b c", false },
		{ "", "", false },
		{ "", "Traceback (most recent call last):\n  return None\n  import x", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(blocks); i++)
		if (highlight_is_python(pyiq_str(blocks[i].info), pyiq_str(blocks[i].code)) !=
		    blocks[i].python)
			fail_msg("'%s': '%s'", blocks[i].info, blocks[i].code);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keywords_names_constants),
		cmocka_unit_test(soft_keywords),
		cmocka_unit_test(numbers),
		cmocka_unit_test(strings),
		cmocka_unit_test(formatted_strings),
		cmocka_unit_test(sessions),
		cmocka_unit_test(lines),
		cmocka_unit_test(any_bytes),
		cmocka_unit_test(which_code_is_python),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

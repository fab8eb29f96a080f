#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/memory.h"
#include "text/repair.h"
#include "text/tokenizer.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

enum {
	WORD = PYIQ_TOKEN_WORD,
	PART = PYIQ_TOKEN_PART,
	WHOLE = PYIQ_TOKEN_WHOLE,
	JOINED = PYIQ_TOKEN_JOINED,
	VARIANT = PYIQ_TOKEN_VARIANT,
	OPERATOR = PYIQ_TOKEN_OPERATOR,
	CODE = PYIQ_TOKEN_CODE,
	BREAK = PYIQ_RUN_BREAK,
	TOGGLE = PYIQ_RUN_CODE
};

static struct pyiq_tokenizer *tokenizer;

static int set_up(void **state)
{
	(void)state;
	return pyiq_tokenizer_new(&tokenizer, NULL) != PYIQ_OK;
}

static int tear_down(void **state)
{
	(void)state;
	pyiq_tokenizer_free(tokenizer);
	return 0;
}

/* ---- Terms, written as in the header: "a / b, c" --------------------------- */

struct terms {
	char text[4096];
	uint32_t position;
};

static int write_term(void *ctx, const struct pyiq_token *token)
{
	struct terms *terms = ctx;
	size_t used = strlen(terms->text);
	const char *joint = used == 0 ? "" : token->position == terms->position ? " / " : ", ";

	snprintf(terms->text + used, sizeof terms->text - used, "%s%.*s", joint,
		 (int)token->term.len, token->term.data);
	terms->position = token->position;
	return 0;
}

static void check_terms(struct pyiq_text text, const char *wanted)
{
	struct terms terms = { .text = "" };

	assert_int_equal(pyiq_tokenize(tokenizer, &text, write_term, &terms, NULL), PYIQ_OK);
	if (strcmp(terms.text, wanted) != 0)
		fail_msg("'%.*s' gives '%s', not '%s'", (int)text.source.len, text.source.data,
			 terms.text, wanted);
}

struct row {
	const char *text, *terms;
};

static void check(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check_terms((struct pyiq_text){ .source = pyiq_str(rows[i].text) }, rows[i].terms);
}

/* The same, all of each text being code. */
static void check_code(const struct row *rows, size_t n)
{
	const struct pyiq_run toggle = { 0, 0, TOGGLE };

	for (size_t i = 0; i < n; i++)
		check_terms((struct pyiq_text){ pyiq_str(rows[i].text), &toggle, 1 },
			    rows[i].terms);
}

static void words(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "", "" },
		{ " \n\t", "" },
		{ "Deep copies", "deep, copies" },
		{ "DEEP, copies; (Both) \"x\"!", "deep, copies, both, x" },
		{ "python3 x86 h2o 3d", "python3, x86, h2o, 3d" },
		{ "PEP 8", "pep, 8" },
		{ "One. Two: three? End.", "one, two, three, end" },
		{ "a\nb\r\nc", "a, b, c" },
		{ "https://docs.python.org/3/os.html#x",
		  "https, docs.python.org / docs, python, org, 3, os.html / os, html, x" },
		{ "me@example.com", "me, example.com / example, com" },
	};

	check(rows, LENGTH(rows));
}

static void identifiers(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "__init__", "__init__ / init" },
		{ "_private", "_private / private" },
		{ "class_", "class_ / class" },
		{ "snake_case", "snake_case / snake, case" },
		{ "SCREAMING_CASE", "screaming_case / screaming, case" },
		{ "OrderedDict", "ordereddict / ordered, dict" },
		{ "camelCase", "camelcase / camel, case" },
		{ "HTTPServer", "httpserver / http, server" },
		{ "getHTTPResponse", "gethttpresponse / get, http, response" },
		{ "test_HTTPServer", "test_httpserver / test, http, server" },
		{ "MyClass2", "myclass2 / my, class2" },
		{ "Base64Encoder", "base64encoder / base64, encoder" },
		{ "APIs, URLs", "apis, urls" },
		{ "ÄußereFunktion",
		  "äusserefunktion / ausserefunktion / äussere / aussere, funktion" },
		{ "functools.lru_cache",
		  "functools.lru_cache / functools, lru_cache / lru, cache" },
		{ "collections.deque", "collections.deque / collections, deque" },
		{ ".__mro__", ".__mro__ / __mro__ / mro" },
		{ "type(x).__mro__", "type, x, __mro__ / mro" },
		{ "a.b.c()", "a.b.c / a, b, c" },
		{ "e.g. i.e.", "e.g / e, g, i.e / i, e" },
		{ "it works.Then", "it, works.then / works, then" },
		{ "node.js", "node.js / node, js" },
		{ "dict[str, int]", "dict, str, int" },
		{ "__name__ == \"__main__\"", "__name__ / name, ==, __main__ / main" },
		{ "_ and __", "_, and, __" },
		{ "fill in: ______", "fill, in" },
	};

	check(rows, LENGTH(rows));
}

static void prefixes(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "@staticmethod", "@staticmethod / staticmethod" },
		{ "@app.route", "@app.route / app.route / app, route" },
		{ "*args, **kwargs", "*args / args, **kwargs / kwargs" },
		{ "f(*args,**kw)", "f, *args / args, **kw / kw" },
		{ "a, *_ = x", "a, *_ / _, =, x" },
		{ "-1 and x[-1]", "-1 / 1, and, x, -1 / 1" },
		{ "x==-1", "x, ==, -1 / 1" },
		{ "--help, -m", "--help / help, -m / m" },
		{ "--dry-run", "--dry-run / dryrun / dry, run" },
		{ ".NET-based", ".net / net, based" },
		{ "a**b", "a, **, b" },
		{ "x*y", "x, y" },
		{ "2 * *y", "2, *, *y / y" },
	};

	check(rows, LENGTH(rows));
}

static void emphasis_is_no_prefix(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "**Bold", "bold" },
		{ "**Bold text**, then", "bold, text, then" },
		{ "**bold text** then", "bold, text, then" },
		{ "*note*", "note" },
		{ "(*note*)", "note" },
		{ "**Note:** so", "note, so" },
		{ "***both***", "both" },
		{ "**args** and **args", "args, and, **args / args" },
	};
	static const struct row code[] = {
		{ "g(x, *Args)", "g, x, *args / args" },
		{ "[*a]*b", "*a / a, b" },
	};

	check(rows, LENGTH(rows));
	check_code(code, LENGTH(code));
}

static void compounds(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "multi-threading", "multithreading / multi, threading" },
		{ "multi‐threading", "multithreading / multi, threading" },
		{ "is-a", "isa / is, a" },
		{ "f-string", "f-string / fstring / f, string" },
		{ "UTF-8", "utf8 / utf, 8" },
		{ "python-3.11", "python3.11 / python, 3.11 / 3, 11" },
		{ "try-except-finally", "tryexceptfinally / try, except, finally" },
		{ "state-of-the-art", "stateoftheart / state, of, the, art" },
		{ "end-of-the-line-thing", "end, of, the, line, thing" },
		{ "1-2", "1, 2" },
		{ "a - b -- c", "a, b, c" },
		{ "multi-\nline", "multi, line" },
		{ "I/O", "io / i, o" },
		{ "I/O-bound", "iobound / io / i, o, bound" },
		{ "and/or", "andor / and, or" },
		{ "TCP/IP, CI/CD.", "tcpip / tcp, ip, cicd / ci, cd" },
		{ "usr/bin/env", "usr, bin, env" },
		{ "request/response", "request, response" },
		{ "C++ C# F# C++17", "c++ / c, c# / c, f# / f, c++ / c, 17" },
		{ "C/C++", "c, c++ / c" },
		{ "Objective-C++", "objectivec / objective, c++ / c" },
		{ "issue#12, a++b", "issue, 12, a, ++, b" },
		{ ".NET", ".net / net" },
	};

	check(rows, LENGTH(rows));
}

static void numbers(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "3.11", "3.11 / 3, 11" },
		{ "1_000", "1_000 / 1, 000" },
		{ "0x1F", "0x1f" },
		{ "1e-9 2E+6", "1e-9, 2e+6" },
		{ "2.5e-3", "2.5e-3 / 2, 5e-3" },
		{ "1. first", "1, first" },
	};

	check(rows, LENGTH(rows));
}

static void calls(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "O(n log n)", "o(nlogn) / o, n, log, n" },
		{ "O(1)", "o(1) / o, 1" },
		{ "O(n²)", "o(n2) / o, n2" },
		{ "O(log n)", "o(logn) / o, log, n" },
		{ "O(n * m)", "o(n*m) / o, n, *, m" },
		{ "Θ(n)", "θ(n) / θ, n" },
		{ "f(g(x))", "f(g(x)) / f, g(x) / g, x" },
		{ "O(n", "o, n" },
		{ "f() f(a, b)", "f, f, a, b" },
		{ "log(n)", "log, n" },
		{ "O(a b c d e f g h i j k l m n o p q)",
		  "o, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q" },
	};

	check(rows, LENGTH(rows));
}

static void operators(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "is vs ==", "is, vs, ==" },
		{ "x[::-1]  :=  ->  //", "x, [::-1], :=, ->, //" },
		{ "a[:] a[1:2] a[0] a[b:c]", "a, [:], a, [1:2], a, 0, a, b, c" },
		{ "!= <= >= << >> +=", "!=, <=, >=, <<, >>, +=" },
		{ "a==b", "a, ==, b" },
		{ "what is ==?", "what, is, ==" },
		{ "use ==. Or !=, or ->!", "use, ==, or, !=, or, ->" },
		{ "{} [] ()", "{}, [], ()" },
		{ "x = [], f(), g[]", "x, =, [], f, g" },
		{ "a % b | c & d ^ e ~ f @ g", "a, %, b, |, c, &, d, ^, e, ~, f, @, g" },
		{ "a%b, 50%, a|b", "a, b, 50, a, b" },
		{ "2 ** 3, 2**3", "2, **, 3, 2, **, 3" },
		{ "... is Ellipsis", "..., is, ellipsis" },
		{ "Tuple[int, ...]", "tuple, int, ..." },
		{ "wait... then", "wait, then" },
		{ "a - b", "a, b" },
		{ "http://x", "http, x" },
		{ "--> <!-- </ />", "" },
		{ "==", "==" },
		{ "|", "|" },
		{ "*", "*" },
		{ "|= and ||", "|=, and, ||" },
	};
	static const struct row code[] = {
		{ "a - b", "a, -, b" },
		{ "a // b", "a, //, b" },
		{ "// b", "b" },
		{ "x\n    // b", "x, b" },
		{ ">>> for\n... x", "for, x" },
		{ "def f():\n    ...\n", "def, f, ..." },
		{ "-", "-" },
		{ "f'text' b'x' r't'", "f, text, b, x, r, t" },
	};

	check(rows, LENGTH(rows));
	check_code(code, LENGTH(code));
}

static void drawings_are_no_operators(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "- a\n* b\n+ c\n> d", "a, b, c, d" },
		{ "> - a", "a" },
		{ "  * a", "a" },
		{ "| a | b |\n|---|:-:|\n| c || d |", "a, b, c, d" },
		{ "a\n-----\n=====\n***\n___\n~~~", "a" },
		{ "a\n===\nb", "a, b" },
		{ "a === b", "a, ===, b" },
		{ "<<<<<<< HEAD", "head" },
		{ ">>> x", "x" },
		{ "# Title #", "title" },
	};

	check(rows, LENGTH(rows));
}

static void apostrophes(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "don't DON’T", "don't, don't" },
		{ "we're I'm you'll", "we're, i'm, you'll" },
		{ "Python's GIL", "python's / python, gil" },
		{ "OrderedDict’s", "ordereddict / ordered, dict" },
		{ "os.path's", "os.path / os, path" },
		{ "@cache's", "@cache / cache" },
		{ "users' 'quoted' O'Reilly", "users, quoted, o, reilly" },
		{ "don't-care", "don'tcare / don't, care" },
	};
	struct pyiq_buf repaired = PYIQ_BUF_INIT;

	check(rows, LENGTH(rows));
	/* Double encodings are undone where text comes in. */
	pyiq_repair_double_encoding(&repaired, "donâ€™t", strlen("donâ€™t"));
	check_terms((struct pyiq_text){ .source = { repaired.data, repaired.len } }, "don't");
	pyiq_buf_release(&repaired);
}

static void other_scripts(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "naïve", "naïve / naive" },
		{ "nai\u0308ve", "naïve / naive" },
		{ "İ", "i\u0307 / i" },
		{ "Straße", "strasse" },
		{ "ﬁ", "fi" },
		{ "привет МИР", "привет, мир" },
		{ "日本語", "日本 / 日, 本語 / 本, 語" },
		{ "日", "日" },
		{ "Python入門。終", "python, 入門 / 入, 門, 終" },
		{ "ﾊﾞｽ", "バス / バ, ス" },
		{ "กิน", "กิน / กิ, น" },
		{ "한국어 단어", "한국어, 단어" },
		{ "😀 ok \u200D \uFEFF", "ok" },
		{ "soft\u00ADhyphen", "softhyphen" },
		{ "1️⃣", "1\u20E3 / 1" },
		{ "a\xFF"
		  "b \xE2\x82",
		  "a, b" },
	};

	check(rows, LENGTH(rows));
	check_terms((struct pyiq_text){ .source = { "a\0b", 3 } }, "a, b");
}

/* ---- Tokens in full -------------------------------------------------------- */

struct token {
	const char *term;
	struct pyiq_span span;
	uint32_t position, n_positions;
	unsigned flags;
};

struct expectation {
	const struct token *tokens;
	size_t n, seen;
};

static int compare(void *ctx, const struct pyiq_token *token)
{
	struct expectation *expectation = ctx;

	assert_true(expectation->seen < expectation->n);

	const struct token *wanted = &expectation->tokens[expectation->seen++];

	if (!pyiq_str_equal(token->term, pyiq_str(wanted->term)))
		fail_msg("'%.*s' where '%s' is due", (int)token->term.len, token->term.data,
			 wanted->term);
	if (token->span.start != wanted->span.start || token->span.end != wanted->span.end)
		fail_msg("'%s' at %zu-%zu", wanted->term, token->span.start, token->span.end);
	if (token->position != wanted->position || token->n_positions != wanted->n_positions)
		fail_msg("'%s' of position %u+%u", wanted->term, (unsigned)token->position,
			 (unsigned)token->n_positions);
	if (token->flags != wanted->flags)
		fail_msg("'%s' with flags %u", wanted->term, token->flags);
	return 0;
}

static void check_tokens(const char *source, const struct pyiq_run *runs, size_t n_runs,
			 const struct token *tokens, size_t n)
{
	struct pyiq_text text = { pyiq_str(source), runs, n_runs };
	struct expectation expectation = { tokens, n, 0 };

	assert_int_equal(pyiq_tokenize(tokenizer, &text, compare, &expectation, NULL), PYIQ_OK);
	assert_int_equal(expectation.seen, n);
}

static void tokens_have_spans_positions_and_flags(void **state)
{
	(void)state;
	static const struct token tokens[] = {
		{ "use", { 0, 3 }, 0, 1, WORD },
		{ "@functools.lru_cache", { 4, 24 }, 1, 3, WHOLE },
		{ "functools.lru_cache", { 5, 24 }, 1, 3, WHOLE | PART },
		{ "functools", { 5, 14 }, 1, 1, WORD | PART },
		{ "lru_cache", { 15, 24 }, 2, 2, WHOLE | PART },
		{ "lru", { 15, 18 }, 2, 1, WORD | PART },
		{ "cache", { 19, 24 }, 3, 1, WORD | PART },
		{ "==", { 25, 27 }, 4, 1, OPERATOR },
		{ "multithreading", { 28, 43 }, 5, 2, WORD | JOINED },
		{ "multi", { 28, 33 }, 5, 1, WORD },
		{ "threading", { 34, 43 }, 6, 1, WORD },
		{ "naïve", { 44, 50 }, 7, 1, WORD },
		{ "naive", { 44, 50 }, 7, 1, WORD | VARIANT },
		{ "ordereddict", { 51, 62 }, 8, 2, WORD | WHOLE },
		{ "ordered", { 51, 58 }, 8, 1, WORD | PART },
		{ "dict", { 58, 62 }, 9, 1, WORD | PART },
		{ "c++", { 63, 66 }, 10, 1, WHOLE },
		{ "c", { 63, 64 }, 10, 1, WORD | PART },
		{ "python's", { 67, 75 }, 11, 1, WHOLE },
		{ "python", { 67, 73 }, 11, 1, WORD },
		{ "python3", { 76, 83 }, 12, 1, 0 },
		{ "日本", { 84, 90 }, 13, 2, WHOLE },
		{ "日", { 84, 87 }, 13, 1, PART },
		{ "本", { 87, 90 }, 14, 1, PART },
		{ "_", { 91, 92 }, 15, 1, OPERATOR },
	};

	check_tokens("use @functools.lru_cache == multi-threading naïve OrderedDict C++ "
		     "Python's python3 日本 _",
		     NULL, 0, tokens, LENGTH(tokens));
}

static void what_is_in_a_call_is_part_of_it(void **state)
{
	(void)state;
	static const struct token tokens[] = {
		{ "o(nlogn)", { 0, 10 }, 0, 4, WHOLE }, { "o", { 0, 1 }, 0, 1, WORD | PART },
		{ "n", { 2, 3 }, 1, 1, WORD | PART },   { "log", { 4, 7 }, 2, 1, WORD | PART },
		{ "n", { 8, 9 }, 3, 1, WORD | PART },   { "time", { 11, 15 }, 4, 1, WORD },
	};

	check_tokens("O(n log n) time", NULL, 0, tokens, LENGTH(tokens));
}

static void words_go_on_across_runs(void **state)
{
	(void)state;
	static const struct pyiq_run runs[] = {
		{ 0, 2, 0 }, { 6, 1, 0 }, { 13, 2, 0 }, { 16, 2, 0 }
	};
	static const struct token tokens[] = {
		{ "line_profiler", { 2, 20 }, 0, 2, WHOLE },
		{ "line", { 2, 6 }, 0, 1, WORD | PART },
		{ "profiler", { 8, 20 }, 1, 1, WORD | PART },
	};
	static const struct pyiq_run breaks[] = { { 1, 4, BREAK } };
	static const struct token parted[] = {
		{ "a", { 0, 1 }, 0, 1, WORD },
		{ "b", { 5, 6 }, 1, 1, WORD },
	};

	check_tokens("**line\\_profi**l**er", runs, LENGTH(runs), tokens, LENGTH(tokens));
	check_tokens("a<br>b", breaks, LENGTH(breaks), parted, LENGTH(parted));
}

static void code_is_marked(void **state)
{
	(void)state;
	static const struct pyiq_run runs[] = { { 4, 1, TOGGLE },  { 6, 1, TOGGLE },
						{ 8, 1, TOGGLE },  { 11, 1, TOGGLE },
						{ 13, 1, TOGGLE }, { 18, 1, TOGGLE } };
	static const struct token tokens[] = {
		{ "use", { 0, 3 }, 0, 1, WORD },
		{ "|", { 5, 6 }, 1, 1, OPERATOR | CODE },
		{ "==", { 9, 11 }, 2, 1, OPERATOR | CODE },
		{ "lists", { 14, 20 }, 3, 1, WORD | CODE },
	};

	check_tokens("use `|` `==` `list`s.", runs, LENGTH(runs), tokens, LENGTH(tokens));
}

/* ---- Limits ---------------------------------------------------------------- */

struct terms_seen {
	char last[PYIQ_TERM_MAX + 1], longest[PYIQ_TERM_MAX + 1];
	size_t n, n_wholes, most_positions, stop_at;
};

static int see(void *ctx, const struct pyiq_token *token)
{
	struct terms_seen *seen = ctx;

	assert_in_range(token->term.len, 1, PYIQ_TERM_MAX);
	memcpy(seen->last, token->term.data, token->term.len);
	seen->last[token->term.len] = '\0';
	if (strlen(seen->last) > strlen(seen->longest))
		memcpy(seen->longest, seen->last, sizeof seen->last);
	if (token->flags & WHOLE)
		seen->n_wholes++;
	if (token->n_positions > seen->most_positions)
		seen->most_positions = token->n_positions;
	return ++seen->n == seen->stop_at;
}

static struct terms_seen see_all(struct pyiq_str source)
{
	struct terms_seen seen = { .n = 0 };
	struct pyiq_text text = { .source = source };

	assert_int_equal(pyiq_tokenize(tokenizer, &text, see, &seen, NULL), PYIQ_OK);
	return seen;
}

static void long_terms_end_in_a_hash(void **state)
{
	(void)state;
	char text[1000];
	struct terms_seen seen;

	memset(text, 'A', sizeof text);
	seen = see_all((struct pyiq_str){ text, PYIQ_TERM_MAX });
	assert_int_equal(strlen(seen.last), PYIQ_TERM_MAX);
	assert_int_equal(strspn(seen.last, "a"), PYIQ_TERM_MAX);

	seen = see_all((struct pyiq_str){ text, PYIQ_TERM_MAX + 1 });
	assert_int_equal(strlen(seen.last), PYIQ_TERM_MAX);

	struct terms_seen other = see_all((struct pyiq_str){ text, PYIQ_TERM_MAX + 2 });

	assert_memory_equal(seen.last, other.last, PYIQ_TERM_MAX - 16);
	assert_string_not_equal(seen.last, other.last);

	/* The prefix ends where a character does: 184 is no multiple of three. */
	for (size_t i = 0; i + 3 <= sizeof text; i += 3)
		memcpy(text + i, "\u0915", 3);
	seen = see_all((struct pyiq_str){ text, 900 });
	assert_int_equal(strlen(seen.last), 183 + 16);
	assert_int_equal(strspn(seen.last + 183, "0123456789abcdef"), 16);
}

static void wholes_have_limits(void **state)
{
	(void)state;
	char text[1200] = "";

	for (size_t i = 0; i < 32; i++)
		memcpy(text + 2 * i, "a.", 2);
	assert_int_equal(see_all((struct pyiq_str){ text, 63 }).most_positions, 32);
	memcpy(text + 64, "a", 1);
	assert_int_equal(see_all((struct pyiq_str){ text, 65 }).n, 33);
	assert_int_equal(see_all((struct pyiq_str){ text, 65 }).n_wholes, 0);

	memset(text, 'a', sizeof text);
	text[100] = '_';
	assert_int_equal(see_all((struct pyiq_str){ text, 256 }).n_wholes, 1);
	assert_int_equal(see_all((struct pyiq_str){ text, 257 }).n_wholes, 0);
	assert_int_equal(see_all((struct pyiq_str){ text, 257 }).n, 2);
}

/* Each would take minutes if any step took quadratic time. */
static void hostile_text_takes_linear_time(void **state)
{
	(void)state;
	static const char *const units[] = {
		"a.",     "a_",     "a-",   "a/",       "a+",      "a(",  "a(a)",     "O(n ",
		"[",      "[:",     "{}",   "_",        "_.",      "*a",  " *a",      " **a",
		"+-",     "= ",     "=",    "|",        "| ",      "- ",  "'",        "a's",
		"a'b1",   "1e-",    "aA",   "\u0301",   "a\u0301", "日",  "日\u0301", "ส\u0E31",
		"\u1161", "\u200D", "\xFF", "\xE2\x82", "é",       "@",   "@a.",      "\uFDFA",
		"0",      "a++",    "a#",   ".a",       "--a",     "...", "/a",       "a\\_",
	};
	enum { SIZE = 1 << 20 };
	char *text = malloc(SIZE);

	assert_non_null(text);
	for (size_t i = 0; i < LENGTH(units); i++) {
		size_t unit = strlen(units[i]), len = SIZE / unit * unit;

		for (size_t at = 0; at < len; at += unit)
			memcpy(text + at, units[i], unit);

		clock_t start = clock();

		assert_true(see_all((struct pyiq_str){ text, len }).most_positions <= 32);
		if (clock() - start > 20 * CLOCKS_PER_SEC)
			fail_msg("a row of '%s' takes too long", units[i]);
	}
	free(text);
}

static void many_runs_take_linear_time(void **state)
{
	(void)state;
	enum { N = 200000 };
	char *source = malloc(2 * N);
	struct pyiq_run *runs = malloc(N * sizeof *runs);
	struct terms_seen seen = { .n = 0 };

	assert_true(source != NULL && runs != NULL);
	memset(source, 'a', 2 * N);
	for (uint32_t i = 0; i < N; i++)
		runs[i] = (struct pyiq_run){ 2 * i, 1, TOGGLE };

	struct pyiq_text text = { { source, 2 * N }, runs, N };

	assert_int_equal(pyiq_tokenize(tokenizer, &text, see, &seen, NULL), PYIQ_OK);
	assert_int_equal(seen.n, 1);
	memset(source, '=', 2 * N);
	assert_int_equal(pyiq_tokenize(tokenizer, &text, see, &seen, NULL), PYIQ_OK);
	free(source);
	free(runs);
}

static void stops_when_asked(void **state)
{
	(void)state;
	static const char source[] = "one f-string O(n m) naïve 日本 == a_b";
	struct pyiq_text text = { .source = { source, sizeof source - 1 } };
	size_t n = see_all(text.source).n;

	for (size_t i = 1; i <= n; i++) {
		struct terms_seen seen = { .stop_at = i };

		assert_int_equal(pyiq_tokenize(tokenizer, &text, see, &seen, NULL), PYIQ_STOPPED);
		assert_int_equal(seen.n, i);
	}
}

static void says_when_memory_ran_out(void **state)
{
	(void)state;
	struct pyiq_text text = { .source = pyiq_str("__naïve__") };
	pyiq_status status = PYIQ_ERR_NOMEM;

	for (long n = 0; status != PYIQ_OK; n++) {
		struct pyiq_tokenizer *fresh = NULL;
		struct pyiq_error err;
		struct terms_seen seen = { .n = 0 };

		pyiq_alloc_fail_after(n);
		status = pyiq_tokenizer_new(&fresh, &err);
		assert_true((fresh == NULL) == (status != PYIQ_OK));
		if (status == PYIQ_OK)
			status = pyiq_tokenize(fresh, &text, see, &seen, &err);
		pyiq_alloc_fail_after(-1);
		if (status == PYIQ_OK)
			assert_int_equal(seen.n, 4);
		else
			assert_int_equal(err.status, PYIQ_ERR_NOMEM);
		pyiq_tokenizer_free(fresh);
		assert_true(n < 20);
	}
	pyiq_tokenizer_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words),
		cmocka_unit_test(identifiers),
		cmocka_unit_test(prefixes),
		cmocka_unit_test(emphasis_is_no_prefix),
		cmocka_unit_test(compounds),
		cmocka_unit_test(numbers),
		cmocka_unit_test(calls),
		cmocka_unit_test(operators),
		cmocka_unit_test(drawings_are_no_operators),
		cmocka_unit_test(apostrophes),
		cmocka_unit_test(other_scripts),
		cmocka_unit_test(tokens_have_spans_positions_and_flags),
		cmocka_unit_test(what_is_in_a_call_is_part_of_it),
		cmocka_unit_test(words_go_on_across_runs),
		cmocka_unit_test(code_is_marked),
		cmocka_unit_test(long_terms_end_in_a_hash),
		cmocka_unit_test(wholes_have_limits),
		cmocka_unit_test(hostile_text_takes_linear_time),
		cmocka_unit_test(many_runs_take_linear_time),
		cmocka_unit_test(stops_when_asked),
		cmocka_unit_test(says_when_memory_ran_out),
	};

	return cmocka_run_group_tests_name("tokenizer", tests, set_up, tear_down);
}

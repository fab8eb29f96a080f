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
#include "query/regex.h"

#define S(literal) ((struct pyiq_str){ literal, sizeof(literal) - 1 })

static struct pyiq_error err;

/* ---- Matches, written as "2-5 7-9" ---------------------------------------- */

struct matches {
	char text[512];
	size_t n;       /* how many came */
	size_t stop_at; /* stop with the match of this number; 0 means never */
	size_t end;     /* of the last */
};

static int collect(void *ctx, struct pyiq_span match)
{
	struct matches *matches = ctx;
	size_t used = strlen(matches->text);

	assert_true(match.start <= match.end);
	assert_true(match.start >= matches->end);
	matches->end = match.end;
	snprintf(matches->text + used, sizeof matches->text - used, "%s%zu-%zu",
		 used > 0 ? " " : "", match.start, match.end);
	return ++matches->n == matches->stop_at;
}

/* A copy that the address sanitizer watches to the byte. */
static struct pyiq_str copy(struct pyiq_str text)
{
	char *data = malloc(text.len);

	assert_true(data != NULL || text.len == 0);
	if (text.len > 0)
		memcpy(data, text.data, text.len);
	return (struct pyiq_str){ data, text.len };
}

static struct pyiq_regex *compile(struct pyiq_str pattern, unsigned flags)
{
	struct pyiq_str exact = copy(pattern);
	struct pyiq_regex *regex;
	pyiq_status status = pyiq_regex_compile(&exact, 1, flags, &regex, &err);

	free((char *)exact.data);
	if (status != PYIQ_OK)
		fail_msg("'%.*s': %s", (int)pattern.len, pattern.data, err.message);
	return regex;
}

static void check_form(struct pyiq_str pattern, unsigned flags, struct pyiq_str text,
		       const char *expected, int line)
{
	struct matches matches = { .n = 0 };
	struct pyiq_str exact = copy(text);
	struct pyiq_regex *regex = compile(pattern, flags);
	pyiq_status status = pyiq_regex_match(regex, exact, collect, &matches, &err);

	if (status != PYIQ_OK)
		fail_msg("line %d: '%.*s': %s", line, (int)pattern.len, pattern.data, err.message);
	if (strcmp(matches.text, expected) != 0)
		fail_msg("line %d: '%.*s' matched %s, not %s", line, (int)pattern.len, pattern.data,
			 matches.text, expected);
	pyiq_regex_free(regex);
	free((char *)exact.data);
}

/* JIT and the interpreter must agree. */
static void check(struct pyiq_str pattern, unsigned flags, struct pyiq_str text,
		  const char *expected, int line)
{
	static const char no_jit[] = "(*NO_JIT)";
	char interpreted[256];
	size_t skip = sizeof no_jit - 1;

	check_form(pattern, flags, text, expected, line);
	if (flags & PYIQ_REGEX_FIXED)
		return;
	assert_true(skip + pattern.len <= sizeof interpreted);
	memcpy(interpreted, no_jit, skip);
	if (pattern.len > 0)
		memcpy(interpreted + skip, pattern.data, pattern.len);
	check_form((struct pyiq_str){ interpreted, skip + pattern.len }, flags, text, expected,
		   line);
}

#define CHECK(pattern, flags, text, expected) check(S(pattern), flags, S(text), expected, __LINE__)

static void check_set(const struct pyiq_str *patterns, size_t n, unsigned flags,
		      struct pyiq_str text, const char *expected)
{
	struct matches matches = { .n = 0 };
	struct pyiq_regex *regex;

	assert_int_equal(pyiq_regex_compile(patterns, n, flags, &regex, &err), PYIQ_OK);
	assert_int_equal(pyiq_regex_count(regex), n);
	assert_int_equal(pyiq_regex_match(regex, text, collect, &matches, &err), PYIQ_OK);
	assert_string_equal(matches.text, expected);
	pyiq_regex_free(regex);
}

#define CHECK_SET(text, expected, flags, ...)                                                      \
	check_set((const struct pyiq_str[]){ __VA_ARGS__ },                                        \
		  sizeof((const struct pyiq_str[]){ __VA_ARGS__ }) / sizeof(struct pyiq_str),      \
		  flags, S(text), expected)

/* ---- What a pattern means ------------------------------------------------- */

static void syntax(void **state)
{
	(void)state;
	CHECK("b", 0, "abcb", "1-2 3-4");
	CHECK("xyz", 0, "abc", "");
	CHECK("lru_\\w+", 0, "@lru_cache(), lru_x", "1-10 14-19");
	CHECK("(?<=def )\\w+(?=\\()", 0, "def f(x): g(x)", "4-5");
	CHECK("(?<!un)tie", 0, "untie tie", "6-9");
	CHECK("(\\w+) \\1", 0, "the the cat sat sat", "0-7 12-19");
	CHECK("(?<q>['\"]).*?\\k<q>", 0, "a 'b\"' \"c\"", "2-6 7-10");
	CHECK("foo\\Kbar", 0, "foobar bar", "3-6");
	CHECK("\\((?:[^()]|(?R))*\\)", 0, "f(a(b)c) (d", "1-8");
	CHECK("a(?C1)b", 0, "ab", "0-2");
	CHECK("a.c", 0, "abc a\nc", "0-3");
}

static void lines(void **state)
{
	(void)state;
	CHECK("^b", 0, "ab\nb\nb", "3-4 5-6");
	CHECK("b$", 0, "ab\nb c\nb", "1-2 7-8");
	CHECK(".+", 0, "ab\ncd", "0-2 3-5");
	CHECK("b\\nc", 0, "ab\ncd", "1-4");
	CHECK("(?s)b.c", 0, "ab\ncd", "1-4");
	CHECK("\\Ab", 0, "b\nb", "0-1");
	CHECK("^b$", 0, "a\r\nb\r\nc", "3-4");
	CHECK(".+", 0, "ab\r\ncd", "0-2 4-6");
}

static void unicode(void **state)
{
	(void)state;
	CHECK("\\w+", 0, "caf\u00e9!", "0-5");
	CHECK(".", 0, "\u00e9\u65e5\U0001f600", "0-2 2-5 5-9");
	CHECK("\\bna\u00efve\\b", 0, "na\u00efve", "0-6");
	CHECK("\\p{Lu}", 0, "a\u00c9b", "1-3");
	CHECK("\\d+", 0, "\u0663\u0664", "0-4");
	CHECK("STRA\u00c9", PYIQ_REGEX_IGNORE_CASE, "stra\u00e9", "0-6");
	CHECK("[^a]", 0, "a\u65e5a", "1-4");
	CHECK("\u65e5.{2}", 0, "\u65e5\u672c\u8a9e", "0-9");
}

static void fixed_strings(void **state)
{
	const unsigned fixed = PYIQ_REGEX_FIXED;
	char every[127];

	(void)state;
	CHECK("a.b", fixed, "axb a.b", "4-7");
	CHECK("(*args", fixed, "f(*args)", "1-7");
	CHECK("[::-1]", fixed, "x[::-1]", "1-7");
	CHECK("\\Q.\\E\\", fixed, "\\Q.\\E\\", "0-6");
	CHECK("(*UTF)", fixed, "(*UTF)", "0-6");
	CHECK("a{2}", fixed, "aa a{2}", "3-7");
	CHECK("# x", fixed, "a # x", "2-5");
	CHECK("^a$", fixed, "a ^a$", "2-5");
	CHECK("caf\u00c9", fixed | PYIQ_REGEX_IGNORE_CASE, "CAF\u00e9", "0-5");
	CHECK("a+", fixed | PYIQ_REGEX_WORD, "a+b a+ a+.", "4-6 7-9");
	CHECK("a+", fixed | PYIQ_REGEX_LINE, "a+b\na+\n", "4-6");
	CHECK("\u00e9", fixed | PYIQ_REGEX_WORD, "\u00e9\u00e9 \u00e9", "5-7");
	CHECK("\\Q", fixed | PYIQ_REGEX_WORD, "a \\Q b", "2-4");

	/* Every ASCII character, NUL too, stands for itself. */
	for (size_t i = 0; i < sizeof every; i++)
		every[i] = (char)i;
	for (size_t i = 0; i < sizeof every; i++)
		check_form((struct pyiq_str){ every + i, 1 }, fixed,
			   (struct pyiq_str){ every, sizeof every },
			   (snprintf(err.hint, sizeof err.hint, "%zu-%zu", i, i + 1), err.hint),
			   __LINE__);
}

static void case_is_ignored(void **state)
{
	const unsigned ignore = PYIQ_REGEX_IGNORE_CASE, smart = PYIQ_REGEX_SMART_CASE;

	(void)state;
	CHECK("Ab", 0, "ab AB Ab", "6-8");
	CHECK("Ab", ignore, "ab AB Ab", "0-2 3-5 6-8");
	CHECK("ab", smart, "ab AB Ab", "0-2 3-5 6-8");
	CHECK("Ab", smart, "ab AB Ab", "6-8");
	CHECK("Ab", smart | ignore, "ab AB", "0-2 3-5");
	CHECK("\u00e9", smart, "\u00e9\u00c9", "0-2 2-4");
	CHECK("\u00c9", smart, "\u00e9\u00c9", "2-4");
	/* Of these letters none stands for itself. */
	CHECK("\\Wb", smart, " B", "0-2");
	CHECK("\\pLb", smart, "aB", "0-2");
	CHECK("\\p{Greek}b", smart, "\u03b1B", "0-3");
	CHECK("\\x{4E}b", smart, "NB", "0-2");
	CHECK("\\x4Eb", smart, "NB", "0-2");
	CHECK("(?<Name>b)\\k<Name>", smart, "bB", "0-2");
	CHECK("(?'Name'b)(?P=Name)", smart, "bB", "0-2");
	CHECK("(?P<Name>b)(?&Name)(?P>Name)", smart, "bBb", "0-3");
	CHECK("(?#Note)b", smart, "B", "0-1");
	CHECK("(?U)b", smart, "B", "0-1");
	CHECK("(*UCP)(*MARK:X)b", smart, "B", "0-1");
	CHECK("(?(R)a|b)", smart, "B", "0-1");
	CHECK("\\Qb\\E", smart, "B", "0-1");
	/* And of these one does. */
	CHECK("\\WB", smart, " b B", "2-4");
	CHECK("[A-Z]", smart, "bB", "1-2");
	CHECK("(?>B)", smart, "bB", "1-2");
	CHECK("(?=B).", smart, "bB", "1-2");
	CHECK("(?<=B).", smart, "bcBd", "3-4");
	CHECK("(?<!B)d", smart, "DBdd", "3-4");
	CHECK("(?|B)", smart, "bB", "1-2");
	CHECK("(?'n'B)", smart, "bB", "1-2");
	CHECK("(?<n>B)", smart, "bB", "1-2");
	CHECK("(?i:b)(?:C)", smart, "Bc BC", "3-5");
	CHECK("\\\\B", smart, "\\b\\B", "2-4");
	CHECK("\\Q\\A", smart, "\\a\\A", "2-4");
	CHECK("\\Q\\a\\EB", smart, "\\ab\\aB", "3-6");
	CHECK("\\p{Greek}B", smart, "\u03b1b\u03b1B", "3-6");
	CHECK("a.B", smart | PYIQ_REGEX_FIXED, "a.b a.B", "4-7");
	CHECK("a\\b", smart | PYIQ_REGEX_FIXED, "A\\B", "0-3");
	CHECK("a\\B", smart | PYIQ_REGEX_FIXED, "A\\B a\\B", "4-7");
	/* Each pattern by itself. */
	CHECK_SET("a b A B", "0-1 4-5 6-7", smart, S("a"), S("B"));
}

static void words(void **state)
{
	const unsigned word = PYIQ_REGEX_WORD;

	(void)state;
	CHECK("map", word, "map maps remap a_map map2 (map)", "0-3 27-30");
	CHECK("a", word, "\u00e9a a\u00e9 a", "8-9");
	CHECK("-x", word, "a -x b-x -xy", "2-4");
	CHECK("__init__", word, "x.__init__(y__init__)", "2-10");
	CHECK("a|ab", word, "ab", "0-2");
	CHECK("a.*b", word, "a b bc", "0-3");
	CHECK("\\w+", word, "one two", "0-3 4-7");
	CHECK("(?i)map", word, "MAP", "0-3");
	CHECK("(a)(b)\\2\\1", word, "abba", "0-4");
	CHECK("(?|(a)|(b))\\1", word, "bb", "0-2");
	CHECK("\\((?:[^()]|(?R))*\\)", word, "(a(b)c) x(y)", "0-7");
	CHECK("\\((?:[^()]|\\g<0>)*\\)", word, "(a(b)c)", "0-7");
}

static void whole_lines(void **state)
{
	const unsigned line = PYIQ_REGEX_LINE;

	(void)state;
	CHECK("a", line, "a\nab\nba\na", "0-1 8-9");
	CHECK("a|ab", line, "ab", "0-2");
	CHECK("a|ab", line | PYIQ_REGEX_WORD, "ab\na b", "0-2");
	CHECK("a\\nb", line, "a\nb", "0-3");
	CHECK("a", line, "a\r\nb", "0-1");
	CHECK("a*", line, "b\naa", "2-4");
	CHECK("\\((?:[^()]|(?R))*\\)", line, "(a(b)c)", "0-7");
}

/* What a pattern begins or ends with must not run into what is put around it. */
static void wrapping(void **state)
{
	const unsigned word = PYIQ_REGEX_WORD;

	(void)state;
	CHECK("(?x) map # comment", word, "maps map", "5-8");
	CHECK("(?x) map #) \\Q", word, "maps map", "5-8");
	CHECK("(*CR)(?x) map # comment", word, "maps map", "5-8");
	CHECK("(*CRLF)(?x) map # comment", word, "maps map", "5-8");
	CHECK("a #", word, "a # a", "0-3");
	CHECK("\\Qa.b", word, "a.bc a.b", "5-8");
	CHECK("\\Qa\\", word, "ba\\ a\\", "4-6");
	CHECK("\\Qa\\E", word, "ba a", "3-4");
	CHECK("a\\\\", word, "ba\\ a\\", "4-6");
	CHECK("a{2", word, "a{2", "0-3");
	CHECK("(*UTF)map", word, "maps map", "5-8");
	CHECK("(*UCP)(*LIMIT_MATCH=900)(*BSR_ANYCRLF)map", word, "maps map", "5-8");
	CHECK("(*COMMIT)map", PYIQ_REGEX_LINE, "maps\nmap", "");
	CHECK("(*COMMIT)map", word, "amap map", "5-8");
	CHECK("(?:a(*PRUNE))b(?x) # c", word, "abc ab", "4-6");
}

static void several_patterns(void **state)
{
	struct pyiq_str both[] = { S("b+"), S("a") };
	struct matches matches = { .n = 0 };
	struct pyiq_regex *regex;

	(void)state;
	CHECK_SET("one two one", "0-3 4-7 8-11", 0, S("two"), S("one"));
	CHECK_SET("deepcopy deep", "0-8 9-13", 0, S("deep"), S("deepcopy"));
	CHECK_SET("deepcopy", "0-8", 0, S("deep"), S("deepcopy"), S("eepcopyx"), S("copy"));
	CHECK_SET("abcd", "0-3", 0, S("abc"), S("bcd"));
	CHECK_SET("abcbcd", "0-3 3-6", 0, S("abc"), S("bcd"));
	CHECK_SET("aXbXc", "1-2 3-4", 0, S("X"), S("nothing"));
	CHECK_SET("abc", "1-2", 0, S("x*"), S("b"), S(""));
	CHECK_SET("abc", "2-2", 0, S("$|(?=c)"), S("(?=c)"));
	CHECK_SET("a.b", "0-3", PYIQ_REGEX_FIXED, S("a.b"), S("a"), S("."));

	assert_int_equal(pyiq_regex_compile(both, 2, 0, &regex, &err), PYIQ_OK);
	assert_int_equal(pyiq_regex_match_one(regex, 1, S("abba"), collect, &matches, &err),
			 PYIQ_OK);
	assert_string_equal(matches.text, "0-1 3-4");
	matches = (struct matches){ .n = 0 };
	assert_int_equal(pyiq_regex_match_one(regex, 0, S("abba"), collect, &matches, &err),
			 PYIQ_OK);
	assert_string_equal(matches.text, "1-3");
	pyiq_regex_free(regex);
}

/* The merge agrees with trying every pattern at every place. */
static void merging_is_brute_force(void **state)
{
	static const char *const words[] = { "a", "ab", "ba", "aab", "bb", "abab", "c", "bca" };
	enum { N = sizeof words / sizeof words[0] };
	struct pyiq_str patterns[N];
	struct pyiq_regex *regex;
	unsigned random = 1;

	(void)state;
	for (size_t i = 0; i < N; i++)
		patterns[i] = pyiq_str(words[i]);
	assert_int_equal(pyiq_regex_compile(patterns, N, 0, &regex, &err), PYIQ_OK);
	for (int round = 0; round < 2000; round++) {
		struct matches wanted = { .n = 0 }, matches = { .n = 0 };
		char text[33] = "";
		size_t len = 0;

		for (; len < (size_t)round % 33; len++) {
			random = random * 1103515245 + 12345;
			text[len] = "abc"[random >> 16 & 3 ? random >> 18 & 1 : 2];
		}
		for (size_t at = 0; at < len;) {
			size_t longest = 0;

			for (size_t i = 0; i < N; i++)
				if (strncmp(text + at, words[i], patterns[i].len) == 0 &&
				    patterns[i].len > longest)
					longest = patterns[i].len;
			if (longest > 0)
				collect(&wanted, (struct pyiq_span){ at, at + longest });
			at += longest > 0 ? longest : 1;
		}
		assert_int_equal(pyiq_regex_match(regex, (struct pyiq_str){ text, len }, collect,
						  &matches, &err),
				 PYIQ_OK);
		assert_string_equal(matches.text, wanted.text);
	}
	pyiq_regex_free(regex);
}

static void empty_matches(void **state)
{
	(void)state;
	CHECK("x*", 0, "axxbx", "1-3 4-5");
	CHECK("x*", 0, "abc", "0-0");
	CHECK("", 0, "abc", "0-0");
	CHECK("", 0, "", "0-0");
	CHECK("^", 0, "a\nb", "0-0");
	CHECK("$", 0, "ab\nc", "2-2");
	CHECK("\\b", 0, "  ab", "2-2");
	CHECK("(?=b)", 0, "ab", "1-1");
	CHECK("x", 0, "", "");
	CHECK("x*?", 0, "axx", "1-2 2-3");
	CHECK("a\\K", 0, "ba", "2-2");
	CHECK("a\\K|b", 0, "ab", "1-2");
	CHECK("^$", 0, "a\n\nb", "2-2");
	CHECK("", PYIQ_REGEX_LINE, "a\n\nb", "2-2");
	CHECK("", PYIQ_REGEX_WORD, "a", "");
	CHECK("", PYIQ_REGEX_FIXED, "a", "0-0");
	CHECK("a??", 0, "a", "0-1");
	CHECK("(*NOTEMPTY)x*", 0, "a", "");
	/* No pointer at all is an empty text. */
	check((struct pyiq_str){ NULL, 0 }, 0, (struct pyiq_str){ NULL, 0 }, "0-0", __LINE__);
	check_form((struct pyiq_str){ NULL, 0 }, PYIQ_REGEX_WORD | PYIQ_REGEX_FIXED,
		   (struct pyiq_str){ NULL, 0 }, "0-0", __LINE__);
}

/* By way of recursion \K can put the start of a match behind its end. */
static void moved_starts(void **state)
{
	struct matches matches = { .n = 0 };
	struct pyiq_regex *regex = compile(S("(?=(?1))a(ab\\K)?+"), 0);

	(void)state;
	assert_int_equal(pyiq_regex_match(regex, S("aabaab"), collect, &matches, &err), PYIQ_OK);
	pyiq_regex_free(regex);
	regex = compile(S("(?=(?1))(?:(ab\\K)|.){0}a"), 0);
	assert_int_equal(pyiq_regex_match(regex, S("xababab"), collect, &matches, &err), PYIQ_OK);
	pyiq_regex_free(regex);
}

static void bytes_that_are_not_text(void **state)
{
	(void)state;
	/* A NUL is a character as any other. */
	CHECK("a\0b", 0, "a a\0b", "2-5");
	CHECK("\0", PYIQ_REGEX_FIXED, "a\0b", "1-2");
	CHECK("a.b", 0, "a\0b", "0-3");
	CHECK("(?x)a#\0\nb", PYIQ_REGEX_WORD, "ab", "0-2");
	/* What is not UTF-8 is matched by nothing, and does no harm to the rest. */
	CHECK(".+", 0,
	      "a\xff"
	      "b",
	      "0-1 2-3");
	CHECK("[^x]+", 0,
	      "a\xc3"
	      "b\xe6\x97",
	      "0-1 2-3");
	CHECK("\\W", 0,
	      "a\xff"
	      "b",
	      "");
	CHECK("a.b", 0,
	      "a\xff"
	      "b",
	      "");
	CHECK("b", 0,
	      "\x80\x80"
	      "b\xf0\x9f\x98",
	      "2-3");
	CHECK("^b", 0,
	      "\xff"
	      "b\nb",
	      "3-4");
	CHECK("b$", 0, "b\xff\nb", "3-4");
	CHECK("b", PYIQ_REGEX_WORD,
	      "\xff"
	      "b\xff"
	      "ab",
	      "1-2");
	CHECK("b", PYIQ_REGEX_LINE,
	      "\xff"
	      "b\nb",
	      "3-4");
	CHECK("\u00e9+", 0, "\xc3\xc3\xa9\xa9\xc3\xa9\xc3\xa9", "1-3 4-8");
	CHECK("x*", 0, "\xff\xff", "0-0");
	CHECK(".", 0, "\xed\xa0\x80\xc0\xaf", "");
}

/* ---- What can go wrong ---------------------------------------------------- */

static void check_bad(struct pyiq_str pattern, unsigned flags, pyiq_status status,
		      const char *message)
{
	struct pyiq_str exact = copy(pattern);
	struct pyiq_regex *regex = (void *)&regex;

	assert_int_equal(pyiq_regex_compile(&exact, 1, flags, &regex, &err), status);
	assert_null(regex);
	assert_int_equal(err.status, status);
	assert_string_equal(err.message, message);
	assert_string_equal(err.hint, "");
	assert_int_equal(pyiq_regex_compile(&exact, 1, flags, &regex, NULL), status);
	free((char *)exact.data);
}

static void bad_patterns(void **state)
{
	static const struct {
		const char *pattern, *message;
	} bad[] = {
		{ "(foo", "pattern error at byte 4: missing closing parenthesis" },
		{ "foo)", "pattern error at byte 3: unmatched closing parenthesis" },
		{ "ab[", "pattern error at byte 3: missing terminating ] for character class" },
		{ "a\\", "pattern error at byte 2: \\ at end of pattern" },
		{ "\u00e9\u00e9(", "pattern error at byte 5: missing closing parenthesis" },
		{ "a\\Cb", "pattern error at byte 3: using \\C is disabled by the application" },
		{ "x\\1", "pattern error at byte 2: reference to non-existent subpattern" },
		{ "(*FOO)a", "pattern error at byte 5: (*VERB) not recognized or malformed" },
		{ "a(*UTF)", "pattern error at byte 6: (*VERB) not recognized or malformed" },
		{ "(?#", "pattern error at byte 3: missing ) after (?# comment" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		check_bad(pyiq_str(bad[i].pattern), 0, PYIQ_ERR_REGEX, bad[i].message);
		check_bad(pyiq_str(bad[i].pattern), PYIQ_REGEX_WORD, PYIQ_ERR_REGEX,
			  bad[i].message);
		check_bad(pyiq_str(bad[i].pattern), PYIQ_REGEX_LINE, PYIQ_ERR_REGEX,
			  bad[i].message);
	}
	check_bad(S("a\xff"), 0, PYIQ_ERR_INVALID, "pattern is not UTF-8 at byte 1");
	check_bad(S("a.\xc3"), PYIQ_REGEX_FIXED, PYIQ_ERR_INVALID,
		  "pattern is not UTF-8 at byte 2");
	check_bad(S("\xed\xa0\x80"), PYIQ_REGEX_WORD, PYIQ_ERR_INVALID,
		  "pattern is not UTF-8 at byte 0");
}

static void bad_pattern_of_several(void **state)
{
	struct pyiq_str patterns[] = { S("a"), S("b("), S("c") };
	struct pyiq_regex *regex;

	(void)state;
	assert_int_equal(pyiq_regex_compile(patterns, 3, 0, &regex, &err), PYIQ_ERR_REGEX);
	assert_null(regex);
	assert_string_equal(err.message, "pattern error at byte 2: missing closing parenthesis");
	assert_string_equal(err.hint, "it is pattern 2 of 3");
	pyiq_regex_free(NULL);
}

/* A nest or a pattern too large is refused, in no time and without a crash. */
static void huge_patterns(void **state)
{
	enum { SIZE = 1024 * 1024 };
	static const unsigned all_flags[] = { 0, PYIQ_REGEX_WORD, PYIQ_REGEX_SMART_CASE,
					      PYIQ_REGEX_FIXED };
	char *text = malloc(SIZE);
	struct pyiq_regex *regex;
	struct pyiq_str pattern = { text, SIZE };

	(void)state;
	for (const char *c = "a(\\[*\0"; *c != '\0'; c++) {
		memset(text, *c, SIZE);
		for (size_t i = 0; i < sizeof all_flags / sizeof all_flags[0]; i++) {
			assert_int_equal(
				pyiq_regex_compile(&pattern, 1, all_flags[i], &regex, &err),
				PYIQ_ERR_REGEX);
			assert_null(regex);
			assert_non_null(strstr(err.message, "pattern error at byte "));
			assert_null(strchr(err.message, '\n'));
		}
	}
	free(text);
}

static void stopping(void **state)
{
	struct matches matches = { .stop_at = 2 };
	struct pyiq_regex *regex = compile(S("a|x*"), 0);

	(void)state;
	assert_int_equal(pyiq_regex_match(regex, S("a a a"), collect, &matches, &err),
			 PYIQ_STOPPED);
	assert_string_equal(matches.text, "0-1 2-3");
	matches = (struct matches){ .stop_at = 1 };
	assert_int_equal(pyiq_regex_match(regex, S("b"), collect, &matches, &err), PYIQ_STOPPED);
	assert_string_equal(matches.text, "0-0");
	pyiq_regex_free(regex);
}

/* ---- Cost ----------------------------------------------------------------- */

static double seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

static char *filled(const char *with, size_t size)
{
	size_t len = strlen(with);
	char *text = malloc(size);

	assert_non_null(text);
	for (size_t i = 0; i < size; i++)
		text[i] = with[i % len];
	return text;
}

static int count(void *ctx, struct pyiq_span match)
{
	(void)match;
	++*(size_t *)ctx;
	return 0;
}

static void check_limit(const char *pattern, const char *with, size_t size)
{
	struct pyiq_regex *regex = compile(pyiq_str(pattern), 0);
	char *text = filled(with, size);
	size_t n = 0;
	double start = seconds();
	pyiq_status status =
		pyiq_regex_match(regex, (struct pyiq_str){ text, size }, count, &n, &err);

	if (status != PYIQ_ERR_LIMIT)
		fail_msg("'%s' on %zu bytes: status %d", pattern, size, status);
	assert_string_equal(err.message, "pattern exceeded its match limit");
	/* Some tenths in truth; the sanitizers and a busy machine are slow. */
	assert_true(seconds() - start < 30);

	/* The next text is none the worse for it. */
	n = 0;
	assert_int_equal(pyiq_regex_match(regex, S(""), count, &n, &err), PYIQ_OK);
	assert_int_equal(n, 0);
	pyiq_regex_free(regex);
	free(text);
}

static void limits(void **state)
{
	(void)state;
	check_limit("(a+)+$(?<!a)", "a", 40);
	check_limit("(a+)+[bc]", "a", 40);
	check_limit("(*NO_JIT)(a+)+[bc]", "a", 40);
	check_limit("(x+x+)+[yz]", "x", 40);
	check_limit("(x+x+)+[yz]", "x", 1024 * 1024);
	check_limit("(*NO_JIT)(x+x+)+[yz]", "x", 1024 * 1024);
	check_limit("(a|aa)+[bc]", "a", 60);
	check_limit("(?:a?){40}a{40}[bc]", "a", 60);
	/* Not exponential, but a long text makes a square as bad. */
	check_limit("\\w\\w*[!?]", "a", 1024 * 1024);
	check_limit("\\w\\w*+[!?]", "a", 1024 * 1024);
	check_limit("\\w+\\w+\\w+[!?]", "a", 100 * 1024);
	check_limit("(.*)\\1[!?]", "a", 1024 * 1024);
	check_limit("(*NO_JIT)\\w\\w*[!?]", "a", 1024 * 1024);
	/* Stack and heap end as well, not only time. */
	check_limit("(?:.|\\n)*[!?]", "a\n", 4 * 1024 * 1024);
	check_limit("(*NO_JIT)(?:.|\\n)*[!?]", "a\n", 4 * 1024 * 1024);
	/* Where text is not UTF-8, the interpreter has to look at the rest of it each time. */
	check_limit("(*NO_JIT)a", "a\xff", 1024 * 1024);
}

/* A pattern that calls itself for ever does so on any text. */
static void endless_recursion(void **state)
{
	static const char *const patterns[] = { "(?R)", "(*NO_JIT)(?R)", "(a|(?1))+b" };

	(void)state;
	for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
		struct pyiq_regex *regex = compile(pyiq_str(patterns[i]), 0);
		size_t n = 0;

		assert_int_equal(pyiq_regex_match(regex, S("xb"), count, &n, &err), PYIQ_ERR_LIMIT);
		assert_int_equal(n, 0);
		pyiq_regex_free(regex);
	}
}

static size_t count_matches(const char *pattern, unsigned flags, const char *text, size_t size)
{
	struct pyiq_regex *regex = compile(pyiq_str(pattern), flags);
	size_t n = 0;
	pyiq_status status =
		pyiq_regex_match(regex, (struct pyiq_str){ text, size }, count, &n, &err);

	if (status != PYIQ_OK)
		fail_msg("'%s': %s", pattern, err.message);
	pyiq_regex_free(regex);
	return n;
}

/* A pattern that does ordinary things is never told that it is too costly. */
static void long_texts(void **state)
{
	enum { SIZE = 1024 * 1024, LINES = SIZE / 16 };
	char *text = filled("one  two=thr\u00e9e\n", SIZE);
	double start = seconds();

	(void)state;
	for (int jit = 0; jit < 2; jit++) {
		char pattern[64];
		static const struct {
			const char *pattern;
			unsigned flags;
			size_t n; /* per line */
		} ordinary[] = {
			{ "\\w+", 0, 3 },
			{ ".", 0, 14 },
			{ "two", 0, 1 },
			{ "(?i)TWO", 0, 1 },
			{ "\\w+\\s*=\\s*\\w+", 0, 1 },
			{ "^.*$", 0, 1 },
			{ ".*thr\u00e9e", 0, 1 },
			{ "one(?:.|\\n)*?two", 0, 1 },
			{ "(?<=t)h", 0, 1 },
			{ "(\\w)\\1", 0, 0 },
			{ "two|one|thr", PYIQ_REGEX_WORD, 2 },
			{ "one.*", PYIQ_REGEX_LINE, 1 },
			{ "three", 0, 0 },
			{ "x*", 0, 0 },
		};

		for (size_t i = 0; i < sizeof ordinary / sizeof ordinary[0]; i++) {
			bool once = strcmp(ordinary[i].pattern, "x*") == 0;

			snprintf(pattern, sizeof pattern, "%s%s", jit ? "" : "(*NO_JIT)",
				 ordinary[i].pattern);
			assert_int_equal(count_matches(pattern, ordinary[i].flags, text, SIZE),
					 once ? 1 : LINES * ordinary[i].n);
		}
	}
	/* Two seconds in truth. */
	assert_true(seconds() - start < 120);
	free(text);
}

/* What stands behind a text does not change what matches in it, however long that is. */
static void long_texts_match_as_short_ones(void **state)
{
	static const char *const patterns[] = {
		"\\w+",          "(?i)THE",      "\\bgenerators?\\b",
		"^.*$",          "(\\w)\\w*\\1", "(?<=a )\\w+",
		"\\p{Lu}\\w*",   "[^a-z\\s]+",   "(?:a|e|o)+n",
		"x*e",           "(?U)<.*>",     ".{3}$",
		"(?:\\w+ ){2,}", "a.*n.*e",      "\\((?:[^()]|(?R))*\\)"
	};
	static const char text[] = "A generator is (made of (lazy)) code\n"
				   "and the na\u00efve <b>reader</b> can see a line at once\xff!\n";
	enum { SHORT = sizeof text - 1, LONG = 20 * 1024 };
	char *longer = filled("\n", LONG);

	(void)state;
	memcpy(longer, text, SHORT);
	for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
		struct pyiq_regex *regex = compile(pyiq_str(patterns[i]), 0);
		struct matches brief = { .n = 0 }, lengthy = { .n = 0 };

		assert_int_equal(pyiq_regex_match(regex, (struct pyiq_str){ text, SHORT }, collect,
						  &brief, &err),
				 PYIQ_OK);
		assert_int_equal(pyiq_regex_match(regex, (struct pyiq_str){ longer, LONG }, collect,
						  &lengthy, &err),
				 PYIQ_OK);
		assert_true(brief.n > 0);
		assert_string_equal(lengthy.text, brief.text);
		pyiq_regex_free(regex);
	}
	free(longer);
}

/* A pattern of a size that PCRE2 cannot watch is run all the same. */
static void large_pattern(void **state)
{
	enum { PATTERN = 20 * 1024, TEXT = 40 * 1024 };
	char *pattern = filled("ab", PATTERN + 1), *text = filled("ab", TEXT);

	(void)state;
	pattern[PATTERN] = '\0';
	assert_int_equal(count_matches(pattern, 0, text, TEXT), 2);
	assert_int_equal(count_matches(pattern, PYIQ_REGEX_FIXED, text, TEXT), 2);
	free(pattern);
	free(text);
}

/* ---- Memory --------------------------------------------------------------- */

static void failing_allocations(void **state)
{
	static const struct {
		unsigned flags;
		size_t size; /* of the text */
	} cases[] = { { 0, 8 },
		      { PYIQ_REGEX_WORD, 8 },
		      { PYIQ_REGEX_SMART_CASE | PYIQ_REGEX_LINE, 8 },
		      { PYIQ_REGEX_FIXED | PYIQ_REGEX_SMART_CASE, 8 },
		      { 0, 20 * 1024 } };
	struct pyiq_str patterns[] = { S("(?<n>a+)(b|c)\\1 # (?x)"), S("(*NO_JIT)(?:a|b)*c"),
				       S("(*UTF)a(?x)b # c") };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *text = filled("ab ", cases[i].size);
		bool failed = true;
		long n_failed = 0;

		for (long n = 0; failed; n++) {
			struct pyiq_regex *regex = NULL;
			size_t n_matches = 0;

			assert_true(n < 10000);
			err.message[0] = '\0';
			pyiq_alloc_fail_after(n);

			pyiq_status status =
				pyiq_regex_compile(patterns, 3, cases[i].flags, &regex, &err);

			assert_true((status == PYIQ_OK) == (regex != NULL));
			if (status == PYIQ_OK)
				status = pyiq_regex_match(regex,
							  (struct pyiq_str){ text, cases[i].size },
							  count, &n_matches, &err);
			pyiq_alloc_fail_after(-1);
			pyiq_regex_free(regex);

			failed = status != PYIQ_OK;
			if (failed) {
				assert_int_equal(status, PYIQ_ERR_NOMEM);
				assert_string_equal(err.message, "out of memory");
				n_failed++;
			}
		}
		assert_true(n_failed > 5);
		free(text);
	}
}

/* Looking at a text without a match takes no memory. */
static void no_match_no_allocation(void **state)
{
	static const char *const patterns[] = { "a\\w+b", "x*y", "(?i)(a)\\1", "\\bfoo\\b" };

	(void)state;
	for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
		struct pyiq_regex *regex = compile(pyiq_str(patterns[i]), 0);
		size_t n = 0;

		pyiq_alloc_fail_after(0);

		pyiq_status status =
			pyiq_regex_match(regex, S("nothing to see here"), count, &n, &err);

		pyiq_alloc_fail_after(-1);
		assert_int_equal(status, PYIQ_OK);
		assert_int_equal(n, 0);
		pyiq_regex_free(regex);
	}
}

static void version(void **state)
{
	bool jit = false, again = true;

	(void)state;
	assert_int_equal(strncmp(pyiq_regex_version(&jit), "PCRE2 10.", 9), 0);
	/* Without memory to try it there is none. */
	pyiq_alloc_fail_after(0);
	pyiq_regex_version(&again);
	pyiq_alloc_fail_after(-1);
	assert_false(again);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(syntax),
		cmocka_unit_test(lines),
		cmocka_unit_test(unicode),
		cmocka_unit_test(fixed_strings),
		cmocka_unit_test(case_is_ignored),
		cmocka_unit_test(words),
		cmocka_unit_test(whole_lines),
		cmocka_unit_test(wrapping),
		cmocka_unit_test(several_patterns),
		cmocka_unit_test(merging_is_brute_force),
		cmocka_unit_test(empty_matches),
		cmocka_unit_test(moved_starts),
		cmocka_unit_test(bytes_that_are_not_text),
		cmocka_unit_test(bad_patterns),
		cmocka_unit_test(bad_pattern_of_several),
		cmocka_unit_test(huge_patterns),
		cmocka_unit_test(stopping),
		cmocka_unit_test(limits),
		cmocka_unit_test(endless_recursion),
		cmocka_unit_test(long_texts),
		cmocka_unit_test(long_texts_match_as_short_ones),
		cmocka_unit_test(large_pattern),
		cmocka_unit_test(failing_allocations),
		cmocka_unit_test(no_match_no_allocation),
		cmocka_unit_test(version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

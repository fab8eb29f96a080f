#include "check.h"

#include <time.h>

#include "base/buf.h"
#include "base/unicode.h"
#include "query/parse.h"

static struct pyiq_arena arena;
static struct pyiq_buf seen;

/* ---- A tree as a text -------------------------------------------------------------- */

/*
 * A leaf is its text: 'text', "phrase" or *wildcard*; in front of it stand its
 * sign, field and `=`. The rest is in brackets: (and 'a' (not 'b')).
 */
static void write_node(const struct pyiq_node *node)
{
	static const char *const roles[] = { "", "+", "-" };
	static const char *const scopes[] = { "",      "q:",     "a:",   "code:", "topic:",
					      "file:", "level:", "tag:", "lang:" };
	static const char *const names[] = { "list", "and", "or", "not", "near" };
	static const char marks[] = {
		[PYIQ_NODE_TEXT] = '\'', [PYIQ_NODE_PHRASE] = '"', [PYIQ_NODE_WILDCARD] = '*'
	};

	pyiq_buf_puts(&seen, roles[node->role]);
	if (node->kind >= PYIQ_NODE_TEXT) {
		pyiq_buf_puts(&seen, scopes[node->scope]);
		pyiq_buf_puts(&seen, node->exact ? "=" : "");
		pyiq_buf_putc(&seen, marks[node->kind]);
		pyiq_buf_append(&seen, node->text.data, node->text.len);
		pyiq_buf_putc(&seen, marks[node->kind]);
		return;
	}
	pyiq_buf_printf(&seen, "(%s", names[node->kind]);
	if (node->kind == PYIQ_NODE_NEAR)
		pyiq_buf_printf(&seen, "/%u", node->distance);
	for (const struct pyiq_node *child = node->child; child != NULL; child = child->next) {
		pyiq_buf_putc(&seen, ' ');
		write_node(child);
	}
	pyiq_buf_putc(&seen, ')');
}

/* ---- What holds for every tree ------------------------------------------------------ */

static bool is_blank(struct pyiq_str text)
{
	uint32_t c;

	for (size_t at = 0; at < text.len;) {
		at += pyiq_utf8_decode(text.data + at, text.len - at, &c);
		if (pyiq_char_classify(c) != PYIQ_CHAR_SPACE)
			return false;
	}
	return true;
}

static bool has_words(pyiq_scope scope)
{
	return scope < PYIQ_SCOPE_FILE;
}

/* Nothing is lost: only marks stand between leaves, and no field or operator has these letters. */
static void check_gap(const char *from, const char *to)
{
	for (; from < to; from++)
		if (*from != '\0' && strchr("bhxyzBHXYZ", *from) != NULL)
			fail_msg("'%.*s' is in no leaf", (int)(to - from), from);
}

/* *behind is the end of the leaf before: leaves stand in the order of the query. */
static void check_leaf(struct pyiq_str query, const struct pyiq_node *leaf, const char **behind)
{
	const char *end = leaf->text.data + leaf->text.len;

	assert_true(leaf->kind <= PYIQ_NODE_WILDCARD);
	assert_null(leaf->child);
	assert_int_equal(leaf->distance, 0);
	assert_true(leaf->text.data >= *behind && end <= query.data + query.len);
	assert_false(is_blank(leaf->text));
	check_gap(*behind, leaf->text.data);
	*behind = end;
	if (leaf->kind == PYIQ_NODE_WILDCARD) {
		assert_non_null(memchr(leaf->text.data, '*', leaf->text.len));
		assert_null(memchr(leaf->text.data, ' ', leaf->text.len));
		assert_true(has_words(leaf->scope));
	}
	if (leaf->kind == PYIQ_NODE_TEXT && !has_words(leaf->scope))
		assert_null(memchr(leaf->text.data, ' ', leaf->text.len));
}

static void check_side(const struct pyiq_node *side)
{
	assert_true(side->kind == PYIQ_NODE_TEXT || side->kind == PYIQ_NODE_PHRASE);
	assert_int_equal(side->role, PYIQ_WANTED);
	assert_true(has_words(side->scope));
}

static void check_child(const struct pyiq_node *parent, const struct pyiq_node *child,
			bool signs_inside)
{
	bool list = parent->kind == PYIQ_NODE_LIST;

	if (!list)
		assert_int_equal(child->role, PYIQ_WANTED);
	if (parent->kind != PYIQ_NODE_LIST && parent->kind != PYIQ_NODE_NEAR)
		assert_int_not_equal(child->kind, parent->kind);
	if (parent->kind == PYIQ_NODE_NEAR)
		check_side(child);
	if (child->kind == PYIQ_NODE_LIST) {
		assert_non_null(child->child);
		assert_non_null(child->child->next);
		assert_true(!list || child->role != PYIQ_WANTED || signs_inside);
	}
}

static bool has_sign(const struct pyiq_node *node)
{
	for (const struct pyiq_node *child = node->child; child != NULL; child = child->next)
		if (child->role != PYIQ_WANTED)
			return true;
	return false;
}

static void check_node(struct pyiq_str query, const struct pyiq_node *node, unsigned depth,
		       const char **behind)
{
	unsigned n = 0;

	/* In brackets there can be OR of AND of NOT of a list. */
	assert_true(depth < 4 * (PYIQ_QUERY_DEPTH + 1) + 2);
	if (node->kind >= PYIQ_NODE_TEXT) {
		check_leaf(query, node, behind);
		return;
	}
	for (const struct pyiq_node *child = node->child; child != NULL; child = child->next) {
		check_child(node, child, has_sign(child));
		check_node(query, child, depth + 1, behind);
		n++;
	}
	assert_true(node->kind == PYIQ_NODE_LIST  ? n > 0
		    : node->kind == PYIQ_NODE_NOT ? n == 1
						  : n > 1);
	assert_true(node->kind == PYIQ_NODE_NEAR ? node->distance > 0 : node->distance == 0);
	assert_int_equal(node->scope, PYIQ_SCOPE_ANY);
	assert_false(node->exact);
	assert_int_equal(node->text.len, 0);
}

static struct pyiq_node *parse(struct pyiq_str query)
{
	const char *behind = query.data;
	struct pyiq_node *root = NULL;

	pyiq_arena_clear(&arena);
	ASSERT_OK(pyiq_query_parse(query, &arena, &root, &err));
	assert_non_null(root);
	assert_true(root->kind <= PYIQ_NODE_NOT);
	assert_int_equal(root->role, PYIQ_WANTED);
	assert_null(root->next);
	if (is_blank(query)) {
		assert_int_equal(root->kind, PYIQ_NODE_LIST);
		assert_null(root->child);
	} else {
		check_node(query, root, 0, &behind);
		check_gap(behind, query.data + query.len);
	}
	return root;
}

/* ---- Tables -------------------------------------------------------------------------- */

static const char *parsed(struct pyiq_str query)
{
	struct pyiq_str copy = exact_copy(query);

	pyiq_buf_clear(&seen);
	write_node(parse(copy));
	free((char *)copy.data);
	return pyiq_buf_str(&seen);
}

static void check(const char *const (*cases)[2], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *tree = parsed(pyiq_str(cases[i][0]));

		if (strcmp(tree, cases[i][1]) != 0)
			fail_msg("%s is parsed as %s, not %s", cases[i][0], tree, cases[i][1]);
	}
}

static void words(void **state)
{
	static const char *const cases[][2] = {
		{ "", "(list)" },
		{ " \t\r\n \xC2\xA0", "(list)" },
		{ "deep", "(list 'deep')" },
		{ "deep copy", "(list 'deep copy')" },
		{ "  deep  copy ", "(list 'deep  copy')" },
		{ "what's new?", "(list 'what's new?')" },
		{ "A vs B", "(list 'A vs B')" },
		{ "difference between list and tuple",
		  "(list 'difference between list and tuple')" },
		{ "GIL", "(list 'GIL')" },
		{ "global interpreter lock", "(list 'global interpreter lock')" },
		{ "multi threading", "(list 'multi threading')" },
		{ "列表 推导", "(list '列表 推导')" },
		{ "\xFF\xFE", "(list '\xFF\xFE')" },
	};

	(void)state;
	check(cases, COUNT(cases));
	assert_string_equal(parsed(S("\0")), "(list)");
	parsed(S("a\0b"));
	assert_true(pyiq_str_equal((struct pyiq_str){ seen.data, seen.len }, S("(list 'a\0b')")));
}

static void python_stays_text(void **state)
{
	static const char *const whole[] = {
		"*args",
		"**kwargs",
		"*args **kwargs",
		"def f(*args, **kwargs)",
		"O(n log n)",
		"print(x)",
		"[::-1]",
		"x[::-1]",
		"==",
		"is vs ==",
		"a = b",
		"a == b",
		":=",
		"x: int",
		"->",
		"-1",
		"+1",
		"--help",
		"a-b",
		"a - b",
		"c++ - d",
		"multi-threading",
		"f(*)",
		"2*3",
		"a*b",
		"2**10",
		"xx**2",
		"10*nn",
		"a * b",
		"not in",
		"is not",
		"yield from",
		"https://x",
		"std::vector",
		"dict[str, int]",
		"lambda x: x",
		"+=",
		"x += 1",
		"-_x",
		"-__init__",
		"=1",
		"=",
		"= b",
		"x =",
		"+",
		"-",
		"+ a",
		"- a",
		"a -",
		"C++",
		"5\" disk",
		"\\d+",
		"sorted(x, key=lambda v: -v)",
		"range(10, 0, -step)",
		"print(\"a b\", \"c d\")",
		"any(x OR y)",
		"@staticmethod",
		"...",
		"()",
		"( )",
		"(())",
		"f()",
		"(a",
		"a)",
		") (",
		"(1, 2)",
		"(x for x in y)",
		"(a b) c",
		"((a) b)",
		"q:",
		"q: x",
		"Q : x",
		"query:x",
		"xq:x",
		"say\"x y\"",
		"say\"x\"",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(whole); i++) {
		char tree[128];

		snprintf(tree, sizeof tree, "(list '%s')", whole[i]);
		assert_string_equal(parsed(pyiq_str(whole[i])), tree);
	}
}

static void phrases(void **state)
{
	static const char *const cases[][2] = {
		{ "\"deep copy\"", "(list \"deep copy\")" },
		{ "a \"b c\" d", "(list 'a' \"b c\" 'd')" },
		{ "\"a\" \"b\"", "(list \"a\" \"b\")" },
		{ "\"a\"b", "(list \"a\" 'b')" },
		{ "\"a\", \"b\"?", "(list \"a\" ',' \"b\" '?')" },
		{ "\" a \"", "(list \"a\")" },
		{ "\"+a -b\"", "(list \"+a -b\")" },
		{ "\"a OR (b\" c", "(list \"a OR (b\" 'c')" },
		{ "“deep copy”", "(list \"deep copy\")" },
		{ "”deep copy“ x", "(list \"deep copy\" 'x')" },
		{ "“say \"x\" now”", "(list \"say \"x\" now\")" },
		{ "\xC2\xA0\"a b\"", "(list \"a b\")" },
		{ "+\"a b\"", "(list +\"a b\")" },
		{ "-\"a b\"", "(list -\"a b\")" },
		{ "+“a b”", "(list +\"a b\")" },
		{ "x -\"a b\" y", "(list 'x' -\"a b\" 'y')" },
		/* A quotation mark inside a word or without a partner is text, as is nothing in quotes. */
		{ "\"unclosed", "(list '\"unclosed')" },
		{ "“unclosed\"", "(list '“unclosed\"')" },
		{ "-\"unclosed", "(list '-\"unclosed')" },
		{ "deep\" copy\"", "(list 'deep\" copy\"')" },
		{ "\"a b\" \"c", "(list \"a b\" '\"c')" },
		{ "\"", "(list '\"')" },
		{ "\"\"", "(list '\"\"')" },
		{ "\"  \"", "(list '\"  \"')" },
		{ "a \"\" b", "(list 'a \"\" b')" },
		{ "-\"\"", "(list '-\"\"')" },
		{ "\"\"\"", "(list '\"\"\"')" },
		{ "\"\"\"doc\"\"\"", "(list '\"\"\"doc\"\"\"')" },
	};

	(void)state;
	check(cases, COUNT(cases));
}

static void signs(void **state)
{
	static const char *const cases[][2] = {
		{ "+must -not", "(list +'must' -'not')" },
		{ "-not", "(list -'not')" },
		{ "a +b -c d", "(list 'a' +'b' -'c' 'd')" },
		{ "+a+b -c-d", "(list +'a+b' -'c-d')" },
		{ "-été", "(list -'été')" },
		{ "-列表", "(list '-列表')" },
		{ "+f(x, -y) z", "(list +'f(x, -y)' 'z')" },
		{ "+(a b)", "(list +'a b')" },
		{ "+(a \"b c\")", "(list +(list 'a' \"b c\"))" },
		{ "x -(a OR b)", "(list 'x' -(or 'a' 'b'))" },
		{ "-(a \"b\") x", "(list -(list 'a' \"b\") 'x')" },
		{ "+(+a)", "(list +'a')" },
		{ "-(-a)", "(list -(not 'a'))" },
		{ "+(a -b)", "(list +(list 'a' -'b'))" },
		{ "-(a", "(list '-(a')" },
		{ "-()", "(list '-()')" },
		{ "+-a", "(list '+-a')" },
		{ "+AND", "(list +'AND')" },
	};

	(void)state;
	check(cases, COUNT(cases));
}

static void operators(void **state)
{
	static const char *const cases[][2] = {
		{ "a AND b", "(and 'a' 'b')" },
		{ "a OR b", "(or 'a' 'b')" },
		{ "NOT c", "(not 'c')" },
		{ "a NOT b", "(and 'a' (not 'b'))" },
		{ "a AND NOT b", "(and 'a' (not 'b'))" },
		{ "a OR NOT b", "(or 'a' (not 'b'))" },
		{ "\"deep copy\" AND NOT list", "(and \"deep copy\" (not 'list'))" },
		{ "a AND b AND c", "(and 'a' 'b' 'c')" },
		{ "a OR b OR c", "(or 'a' 'b' 'c')" },
		{ "a AND b OR c", "(or (and 'a' 'b') 'c')" },
		{ "a OR b AND c", "(or 'a' (and 'b' 'c'))" },
		{ "a NOT b OR c", "(or (and 'a' (not 'b')) 'c')" },
		{ "a NOT b AND c", "(and 'a' (not 'b') 'c')" },
		{ "a NOT b NOT c", "(and 'a' (not 'b') (not 'c'))" },
		{ "a b AND c d", "(and 'a b' 'c d')" },
		{ "a +b OR c", "(or (list 'a' +'b') 'c')" },
		{ "NOT a b", "(not 'a b')" },
		{ "a NOT b c", "(and 'a' (not 'b c'))" },
		{ "a AND +b", "(and 'a' 'b')" },
		{ "a AND -b", "(and 'a' (not 'b'))" },
		{ "a AND -b -c", "(and 'a' (list -'b' -'c'))" },
		{ "NOT -a", "(list 'a')" },
		{ "NOT NOT a", "(list 'a')" },
		{ "NOT NOT NOT a", "(not 'a')" },
		{ "x NOT NOT a", "(and 'x' 'a')" },
		{ "IS NOT NULL", "(and 'IS' (not 'NULL'))" },
		{ "f(x) OR g(x)", "(or 'f(x)' 'g(x)')" },
		{ "a \xC2\xA0OR\tb", "(or 'a' 'b')" },
		/* In lower case, or without their operands, they are words. */
		{ "a and b or not c", "(list 'a and b or not c')" },
		{ "AND", "(list 'AND')" },
		{ "OR", "(list 'OR')" },
		{ "NOT", "(list 'NOT')" },
		{ "NEAR/3", "(list 'NEAR/3')" },
		{ "AND AND", "(list 'AND AND')" },
		{ "AND AND AND", "(list 'AND AND AND')" },
		{ "NOT NOT", "(list 'NOT NOT')" },
		{ "NOT AND a", "(list 'NOT AND a')" },
		{ "a AND", "(list 'a AND')" },
		{ "AND a", "(list 'AND a')" },
		{ "a NOT", "(list 'a NOT')" },
		{ "a AND NOT", "(list 'a AND NOT')" },
		{ "a AND OR b", "(list 'a AND OR b')" },
		{ "a AND b AND", "(and 'a' 'b AND')" },
		{ "a AND b OR", "(and 'a' 'b OR')" },
		{ "ANDY OR MAND", "(or 'ANDY' 'MAND')" },
		{ "a AND, b", "(list 'a AND, b')" },
		{ "\"a\"AND b", "(list \"a\" 'AND b')" },
	};

	(void)state;
	check(cases, COUNT(cases));
}

static void brackets(void **state)
{
	static const char *const cases[][2] = {
		{ "(a OR b) AND c", "(and (or 'a' 'b') 'c')" },
		{ "(a OR b) c", "(list (or 'a' 'b') 'c')" },
		{ "a AND (b AND c) AND d", "(and 'a' 'b' 'c' 'd')" },
		{ "a OR (b OR c)", "(or 'a' 'b' 'c')" },
		{ "(a OR b)", "(or 'a' 'b')" },
		{ "((a OR b))", "(or 'a' 'b')" },
		{ "( a OR b )", "(or 'a' 'b')" },
		{ "(a b) c OR d", "(or (list 'a b' 'c') 'd')" },
		{ "(+a b) c OR d", "(or (list (list +'a' 'b') 'c') 'd')" },
		{ "(+a b) OR c", "(or (list +'a' 'b') 'c')" },
		{ "(-a) b OR c", "(or (list (not 'a') 'b') 'c')" },
		{ "NOT (a OR b)", "(not (or 'a' 'b'))" },
		{ "NOT(a OR b)", "(not (or 'a' 'b'))" },
		{ "a AND(b OR c)", "(and 'a' (or 'b' 'c'))" },
		{ "(a OR b)AND c", "(and (or 'a' 'b') 'c')" },
		{ "(a OR b)(c OR d)", "(list (or 'a' 'b') (or 'c' 'd'))" },
		{ "(a OR b)-c", "(list (or 'a' 'b') -'c')" },
		{ "NOT (NOT a)", "(list 'a')" },
		{ "x (NOT a)", "(list 'x' (not 'a'))" },
		{ "(\"a b\" OR -c) d", "(list (or \"a b\" (not 'c')) 'd')" },
		{ "(f(x) OR y)", "(or 'f(x)' 'y')" },
		{ "(\"f(\" OR g)", "(or \"f(\" 'g')" },
		{ "(a OR \":)\")", "(or 'a' \":)\")" },
		{ "(a AND) OR b", "(or 'a AND' 'b')" },
		{ "(AND) OR b", "(or 'AND' 'b')" },
		{ "(q: OR b)", "(or 'q:' 'b')" },
		{ "(a OR q:)", "(or 'a' 'q:')" },
		{ "(a OR -)", "(or 'a' '-')" },
		/* Those that nothing closes, of nothing, or in a query without an operator, are text. */
		{ "a AND (b OR", "(and 'a' '(b OR')" },
		{ "a) OR (b", "(or 'a)' '(b')" },
		{ "(\"a b) OR c\"", "(or '(\"a b)' 'c\"')" },
		{ "(a \"b) OR c", "(or 'a \"b' 'c')" },
		{ "() OR ( )", "(or '()' '( )')" },
		{ "(()) OR a", "(or '()' 'a')" },
		{ "(see \"deep copy\")", "(list '(see' \"deep copy\" ')')" },
		{ "(AND) a", "(list '(AND) a')" },
		{ "( AND ) a", "(list '( AND ) a')" },
		{ "=(a OR b) c OR d", "(or '=(a OR b) c' 'd')" },
	};

	(void)state;
	check(cases, COUNT(cases));
}

static void fields(void **state)
{
	static const char *const cases[][2] = {
		{ "topic:oop decorator", "(list topic:'oop' 'decorator')" },
		{ "code:yield", "(list code:'yield')" },
		{ "q:x a:y file:z", "(list q:'x' a:'y' file:'z')" },
		{ "question:x ANSWER:y Q:z", "(list q:'x' a:'y' q:'z')" },
		{ "level:easy tag:io lang:en", "(list level:'easy' tag:'io' lang:'en')" },
		{ "q:\"a b\"", "(list q:\"a b\")" },
		{ "q:“a b”", "(list q:\"a b\")" },
		{ "-q:\"a b\"", "(list -q:\"a b\")" },
		{ "-tag:old +q:x", "(list -tag:'old' +q:'x')" },
		{ "-q:-x", "(list -q:'-x')" },
		{ "q:(a b)", "(list q:'a b')" },
		{ "q:(a b) c", "(list q:'a b' 'c')" },
		{ "code:(a OR \"b c\")", "(or code:'a' code:\"b c\")" },
		{ "-code:(a OR b)", "(list -(or code:'a' code:'b'))" },
		{ "q:(a (b OR topic:c))", "(list q:'a' (or q:'b' topic:'c'))" },
		{ "q:(+a b)", "(list +q:'a' q:'b')" },
		{ "q:(a (b))", "(list q:'a (b)')" },
		{ "q:O(n log n) x", "(list q:'O(n log n)' 'x')" },
		{ "code:[::-1]", "(list code:'[::-1]')" },
		{ "code::=", "(list code:':=')" },
		{ "code:*args", "(list code:'*args')" },
		{ "q:\"a", "(list q:'\"a')" },
		{ "q:(a", "(list q:'(a')" },
		{ "q:()", "(list q:'()')" },
		{ "-q:", "(list -'q:')" },
		{ "q:NOT", "(list q:'NOT')" },
		/* Names: up to white space, none of it a wildcard. */
		{ "file:notes/*.md", "(list file:'notes/*.md')" },
		{ "file:deep*", "(list file:'deep*')" },
		{ "file:a(1 2).md", "(list file:'a(1' '2).md')" },
		{ "file:\"a b.md\"", "(list file:\"a b.md\")" },
		{ "tag:(io oop)", "(list tag:'io' tag:'oop')" },
		{ "tag:(io OR oop) x", "(list (or tag:'io' tag:'oop') 'x')" },
		{ "(file:a.md OR b)", "(or file:'a.md' 'b')" },
	};

	(void)state;
	check(cases, COUNT(cases));
}

static void exact_forms(void **state)
{
	static const char *const cases[][2] = {
		{ "=copies", "(list ='copies')" },
		{ "deep =copies x", "(list 'deep' ='copies' 'x')" },
		{ "=\"deep copies\"", "(list =\"deep copies\")" },
		{ "=“deep copies”", "(list =\"deep copies\")" },
		{ "q:=copies", "(list q:='copies')" },
		{ "+=copies", "(list +='copies')" },
		{ "-q:=\"a b\"", "(list -q:=\"a b\")" },
		{ "=__init__", "(list ='__init__')" },
		{ "=列表", "(list ='列表')" },
		{ "=gener*", "(list =*gener**)" },
		{ "q:=1", "(list q:'=1')" },
		{ "q:==", "(list q:'==')" },
		{ "==x", "(list '==x')" },
		{ "=\"\"", "(list '=\"\"')" },
		{ "=\"a", "(list '=\"a')" },
		{ "-=1", "(list '-=1')" },
		{ "=(a b)", "(list '=(a b)')" },
		{ "=a OR =b", "(or ='a' ='b')" },
	};

	(void)state;
	check(cases, COUNT(cases));
}

static void wildcards(void **state)
{
	static const char *const cases[][2] = {
		{ "gener*", "(list *gener**)" },
		{ "ab*", "(list *ab**)" },
		{ "ab*cd*", "(list *ab*cd**)" },
		{ "multi*ing x", "(list *multi*ing* 'x')" },
		{ "what is gener*?", "(list 'what is' *gener**)" },
		{ "functools.lru*", "(list *functools.lru**)" },
		{ "__init*", "(list *__init**)" },
		{ "x2*", "(list *x2**)" },
		{ "+gener* -co*", "(list +*gener** -*co**)" },
		{ "q:gener*", "(list q:*gener**)" },
		{ "gener* OR x", "(or *gener** 'x')" },
		{ "ünï*", "(list *ünï**)" },
		{ "\"gener* x\"", "(list \"gener* x\")" },
		{ "a*b", "(list 'a*b')" },
		{ "a*bc*", "(list 'a*bc*')" },
		{ "2to*", "(list '2to*')" },
		{ "ab**", "(list 'ab**')" },
		{ "*ab", "(list '*ab')" },
		{ "a.b*", "(list 'a.b*')" },
		{ "f(ab*c)", "(list 'f(ab*c)')" },
		{ "列表*", "(list '列表*')" },
	};

	(void)state;
	check(cases, COUNT(cases));
}

static void nearness(void **state)
{
	static const char *const cases[][2] = {
		{ "a NEAR/3 b", "(list (near/3 'a' 'b'))" },
		{ "a NEAR b", "(list (near/10 'a' 'b'))" },
		{ "x a NEAR/2 b y", "(list 'x' (near/2 'a' 'b') 'y')" },
		{ "a NEAR/3 b NEAR/3 c", "(list (near/3 'a' 'b' 'c'))" },
		{ "a NEAR/2 b NEAR/5 c NEAR/3 d", "(list (near/5 'a' 'b' 'c' 'd'))" },
		{ "a NEAR b c NEAR d", "(list (near/10 'a' 'b') (near/10 'c' 'd'))" },
		{ "\"a b\" NEAR/2 \"c d\"", "(list (near/2 \"a b\" \"c d\"))" },
		{ "=a NEAR/2 q:b", "(list (near/2 ='a' q:'b'))" },
		{ "+a NEAR/2 b c", "(list +(near/2 'a' 'b') 'c')" },
		{ "q:(a NEAR/2 b)", "(list (near/2 q:'a' q:'b'))" },
		{ "-(a NEAR/2 b)", "(list -(near/2 'a' 'b'))" },
		{ "a NEAR/2 b AND c", "(and (near/2 'a' 'b') 'c')" },
		{ "NOT a NEAR/2 b", "(not (near/2 'a' 'b'))" },
		{ "(a NEAR/2 b) OR c", "(or (near/2 'a' 'b') 'c')" },
		{ "f(x, y) NEAR/2 b", "(list (near/2 'f(x, y)' 'b'))" },
		{ "a NEAR/99999999999999999999 b", "(list (near/65535 'a' 'b'))" },
		/* Text where a side is missing, or is not one word or phrase. */
		{ "NEAR a", "(list 'NEAR a')" },
		{ "a NEAR", "(list 'a NEAR')" },
		{ "a NEAR/0 b", "(list 'a NEAR/0 b')" },
		{ "a NEAR/ b", "(list 'a NEAR/ b')" },
		{ "a NEAR/-1 b", "(list 'a NEAR/-1 b')" },
		{ "a NEAR/3x b", "(list 'a NEAR/3x b')" },
		{ "a NEAR NEAR b", "(list 'a NEAR NEAR b')" },
		{ "a NEAR AND b", "(list 'a NEAR AND b')" },
		{ "a NEAR -b", "(list 'a NEAR' -'b')" },
		{ "a NEAR/2 gener*", "(list 'a NEAR/2' *gener**)" },
		{ "a NEAR/2 (b)", "(list 'a NEAR/2 (b)')" },
		{ "a NEAR/2 tag:b", "(list 'a NEAR/2' tag:'b')" },
	};

	(void)state;
	check(cases, COUNT(cases));
}

/* ---- Depth, time and memory ----------------------------------------------------------- */

/* a OR (b AND (a OR (b AND … as deep as brackets go, and one deeper. */
static void nested(void **state)
{
	struct pyiq_buf query = PYIQ_BUF_INIT, wanted = PYIQ_BUF_INIT;

	(void)state;
	for (unsigned i = 0; i < PYIQ_QUERY_DEPTH; i++) {
		pyiq_buf_puts(&query, i % 2 == 0 ? "a OR (" : "b AND (");
		pyiq_buf_puts(&wanted, i % 2 == 0 ? "(or 'a' " : "(and 'b' ");
	}
	pyiq_buf_puts(&query, "(x OR y) z");
	pyiq_buf_puts(&wanted, "(or '(x' 'y) z')");
	for (unsigned i = 0; i < PYIQ_QUERY_DEPTH; i++) {
		pyiq_buf_putc(&query, ')');
		pyiq_buf_putc(&wanted, ')');
	}
	assert_string_equal(parsed((struct pyiq_str){ query.data, query.len }),
			    pyiq_buf_str(&wanted));
	pyiq_buf_release(&query);
	pyiq_buf_release(&wanted);
}

/* Rows of quotation marks, brackets and signs must not be looked through again and again. */
static void check_time(const char *piece, bool closed)
{
	enum { SIZE = 1 << 20 };
	static char text[SIZE];
	size_t n = strlen(piece);
	clock_t before = clock();

	for (size_t i = 0; i < SIZE; i++)
		text[i] = piece[i % n];
	if (closed) {
		memset(text + SIZE / 2, ')', SIZE / 2);
		memcpy(text + SIZE - 5, " OR x", 5); /* makes the brackets count */
	}
	parse((struct pyiq_str){ text, SIZE });
	if (clock() - before > 2 * CLOCKS_PER_SEC)
		fail_msg("rows of '%s' take too long", piece);
}

static void takes_linear_time(void **state)
{
	static const char *const pieces[] = {
		"\" ",    " \"",   "\"",     "“ \"",     "“\" ”", " +",  " -",   "+a ",
		"\"a ",   "a\" ",  "=\"",    "q:\"",     ")",     "a) ", "NOT ", "AND ",
		"a AND ", "a OR ", "a NOT ", "a NEAR ",  "A",     "a*",  "ab* ", "*",
		"q:",     "=",     "\xFF",   "\xE2\x80", "   ",
	};
	static const char *const opening[] = {
		"(",    "( ",  "a(",    "(a ",   " (a OR b",    "()",   "( ) ",  "(a) ",    "+(",
		"-(a ", "q:(", "f(\" ", "(\"a ", "(a OR \"b) ", "NOT(", "OR(a ", "(a AND ",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(pieces); i++)
		check_time(pieces[i], false);
	for (size_t i = 0; i < COUNT(opening); i++) {
		check_time(opening[i], false);
		check_time(opening[i], true);
	}
}

static const char large[] = "(a OR \"b c\") NOT (+d -q:(e NEAR/2 f)) AND -g NOT NOT h OR (i";

/* Parse with so many bytes left in the arena, and so many allocations. */
static pyiq_status parse_within(size_t room, long n_allocations)
{
	enum { BLOCK = 16 * 1024 };
	struct pyiq_node *root = NULL;
	pyiq_status status;

	pyiq_arena_release(&arena);
	assert_non_null(pyiq_arena_alloc(&arena, BLOCK - room));
	pyiq_alloc_fail_after(n_allocations);
	status = pyiq_query_parse(S(large), &arena, &root, &err);
	pyiq_alloc_fail_after(-1);
	if (status != PYIQ_OK)
		assert_status(status, PYIQ_ERR_NOMEM, __LINE__);
	return status;
}

static void memory_runs_out(void **state)
{
	enum { PLENTY = 8 * 1024 };
	long n = 0;
	size_t room = 0;

	(void)state;
	while (parse_within(PLENTY, n) != PYIQ_OK)
		n++;
	assert_true(n > 1);
	while (parse_within(room, n) != PYIQ_OK)
		room += sizeof(struct pyiq_node);
	assert_true(room > 10 * sizeof(struct pyiq_node) && room < PLENTY);
}

/* ---- Any bytes are a query ------------------------------------------------------------ */

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static void random_bytes(void **state)
{
	static const char some[] = "()\"\"+-=*: \n\0aAqx\xE2\x80\x9C\x9D\xFF";
	uint32_t seed = 5;
	char text[64];

	(void)state;
	for (unsigned i = 0; i < 40000; i++) {
		size_t n = next_random(&seed) % sizeof text;

		for (size_t k = 0; k < n; k++)
			text[k] = i % 4 == 0 ? (char)next_random(&seed)
					     : some[next_random(&seed) % sizeof some];
		parsed((struct pyiq_str){ text, n });
	}
}

static void random_pieces(void **state)
{
	static const char *const pieces[] = {
		" ",     " ",          " ",     "a",    "b c",      "(",      ")",     "(",
		")",     " (",         ") ",    "\"",   " \"",      "\" ",    "“",     "”",
		" AND ", " OR ",       " NOT ", "NOT",  " NEAR/2 ", " NEAR ", "+",     "-",
		"=",     "q:",         "code:", "tag:", "file:",    "gener*", "*",     "\xFF",
		"f(",    " (a OR b) ", "列表",  "+(",   "-(",       "q:(",    "tag:(",
	};
	struct pyiq_buf text = PYIQ_BUF_INIT;
	uint32_t seed = 7;

	(void)state;
	for (unsigned i = 0; i < 60000; i++) {
		pyiq_buf_clear(&text);
		for (size_t n = next_random(&seed) % 24; n > 0; n--)
			pyiq_buf_puts(&text, pieces[next_random(&seed) % COUNT(pieces)]);
		parsed((struct pyiq_str){ pyiq_buf_str(&text), text.len });
	}
	pyiq_buf_release(&text);
}

static int release(void **state)
{
	(void)state;
	pyiq_buf_release(&seen);
	pyiq_arena_release(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words),           cmocka_unit_test(python_stays_text),
		cmocka_unit_test(phrases),         cmocka_unit_test(signs),
		cmocka_unit_test(operators),       cmocka_unit_test(brackets),
		cmocka_unit_test(fields),          cmocka_unit_test(exact_forms),
		cmocka_unit_test(wildcards),       cmocka_unit_test(nearness),
		cmocka_unit_test(nested),          cmocka_unit_test(takes_linear_time),
		cmocka_unit_test(memory_runs_out), cmocka_unit_test(random_bytes),
		cmocka_unit_test(random_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}

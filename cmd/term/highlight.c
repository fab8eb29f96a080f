#include "term/highlight.h"

#include <string.h>

/* ---- Characters and words ------------------------------------------------ */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\f' || c == '\r';
}

/* Bytes above ASCII belong to names: other letters than those are rare in code. */
static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c) ||
	       (unsigned char)c >= 0x80;
}

static bool is_quote(char c)
{
	return c == '"' || c == '\'';
}

static bool is_in(char c, const char *set)
{
	return c != '\0' && strchr(set, c);
}

static bool is_one_of(struct pyiq_str word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (pyiq_str_equal(word, pyiq_str(words[i])))
			return true;
	return false;
}

#define IS_ONE_OF(word, words) is_one_of(word, words, sizeof(words) / sizeof *(words))

/* https://docs.python.org/3/reference/lexical_analysis.html#keywords */
static bool is_keyword(struct pyiq_str word)
{
	static const char *const keywords[] = {
		"and",    "as",   "assert", "async",  "await",  "break",   "class", "continue",
		"def",    "del",  "elif",   "else",   "except", "finally", "for",   "from",
		"global", "if",   "import", "in",     "is",     "lambda",  "not",   "nonlocal",
		"or",     "pass", "raise",  "return", "try",    "while",   "with",  "yield",
	};

	return IS_ONE_OF(word, keywords);
}

static bool is_constant(struct pyiq_str word)
{
	static const char *const constants[] = { "True",           "False",    "None",
						 "NotImplemented", "Ellipsis", "__debug__" };

	return IS_ONE_OF(word, constants);
}

/* Keywords that stand at the beginning of a line only where a statement begins. */
static bool ends_brackets(struct pyiq_str word)
{
	static const char *const statements[] = { "class",  "def",   "import", "raise",
						  "return", "while", "with",   "try" };

	return IS_ONE_OF(word, statements);
}

static bool is_string_prefix(struct pyiq_str word)
{
	size_t raw = 0, kind = 0;

	for (size_t i = 0; i < word.len; i++) {
		char c = (char)(word.data[i] | 0x20);

		raw += c == 'r';
		kind += c == 'b' || c == 'f' || c == 't' || c == 'u';
	}
	return word.len <= 2 && raw + kind == word.len && raw <= 1 && kind <= 1;
}

/* ---- The lexer ----------------------------------------------------------- */

struct lexer {
	const char *code;
	size_t len, at;
	char *styles;
	size_t depth;   /* of brackets */
	bool statement; /* the next word begins a statement */
	bool naming;    /* it is a name that is defined */
	bool session;   /* prompts were seen */
	bool prompted;  /* so was one in the line before */
};

static char peek(const struct lexer *l, size_t at)
{
	return at < l->len ? l->code[at] : '\n';
}

static void paint(struct lexer *l, size_t start, size_t end, int style)
{
	if (end > l->len)
		end = l->len;
	if (start < end)
		memset(l->styles + start, style, end - start);
}

static bool begins(const struct lexer *l, size_t at, const char *what)
{
	size_t len = strlen(what);

	return l->len - at >= len && memcmp(l->code + at, what, len) == 0;
}

static size_t line_end(const struct lexer *l, size_t at)
{
	const char *feed = at < l->len ? memchr(l->code + at, '\n', l->len - at) : NULL;

	return feed ? (size_t)(feed - l->code) : l->len;
}

static size_t skip_blanks(const struct lexer *l, size_t at)
{
	while (at < l->len && is_blank(l->code[at]))
		at++;
	return at;
}

static size_t skip_word(const struct lexer *l, size_t at)
{
	while (at < l->len && is_word(l->code[at]))
		at++;
	return at;
}

/* ---- Strings ------------------------------------------------------------- */

/* Behind a string of one line whose quote is at `at`; where the line ends if it does not. */
static size_t skip_string(const struct lexer *l, size_t at)
{
	char quote = l->code[at++];

	for (; at < l->len && l->code[at] != '\n'; at++) {
		if (l->code[at] == quote)
			return at + 1;
		if (l->code[at] == '\\')
			at++;
	}
	return at < l->len ? at : l->len;
}

/* Behind a string in three quotes; a session's next prompt ends it, too. */
static size_t skip_long_string(const struct lexer *l, size_t at)
{
	const char quotes[] = { l->code[at], l->code[at], l->code[at], '\0' };

	for (at += 3; at < l->len; at++) {
		if (l->code[at] == '\\')
			at++;
		else if (begins(l, at, quotes))
			return at + 3;
		else if (l->session && l->code[at] == '\n' && begins(l, at + 1, ">>> "))
			return at;
	}
	return l->len;
}

/* Behind the replacement field that begins at `at`; 0 if it has no end in reach. */
static size_t field_end(const struct lexer *l, size_t at, bool one_line)
{
	enum { LONGEST = 500 }; /* so that many fields without an end cost no quadratic time */
	size_t depth = 0, limit = at + LONGEST < l->len ? at + LONGEST : l->len;

	while (at < limit && !(one_line && l->code[at] == '\n')) {
		char c = l->code[at];

		at = is_quote(c) ? skip_string(l, at) : at + 1;
		if (c == '{')
			depth++;
		else if (c == '}' && --depth == 0)
			return at;
	}
	return 0;
}

/* A field is code; of the code in it, strings are told apart. */
static void paint_field(struct lexer *l, size_t start, size_t end)
{
	for (size_t at = start, stop; at < end; at = stop) {
		bool string = is_quote(l->code[at]);

		stop = string ? skip_string(l, at) : at + 1;
		paint(l, at, stop, string ? STYLE_STRING : STYLE_PLAIN);
	}
}

/*
 * Paint a formatted string from `start` on, with its fields; `at` is behind the
 * quotes that open it. One of a single line (`quote` is not NUL) is looked
 * through for its end on the way, for a field of it may hold the quote itself
 * (since Python 3.12); the others end at `limit`. Returns the end.
 */
static size_t lex_fields(struct lexer *l, size_t start, size_t at, char quote, size_t limit)
{
	bool fields = true; /* once a brace stays open, braces are text */

	while (at < limit && !(quote && (l->code[at] == quote || l->code[at] == '\n'))) {
		char c = l->code[at];
		bool twice = peek(l, at + 1) == c;
		size_t end = c == '{' && !twice && fields ? field_end(l, at, quote != '\0') : 0;

		if (end > 0 && end <= limit) {
			paint(l, start, at, STYLE_STRING);
			paint_field(l, at, end);
			at = start = end;
			continue;
		}
		fields = fields && (c != '{' || twice);
		at += (twice && (c == '{' || c == '}')) || c == '\\' ? 2 : 1;
	}
	if (at < limit && l->code[at] == quote)
		at++;
	at = at < limit ? at : limit;
	paint(l, start, at, STYLE_STRING);
	return at;
}

/* A string whose prefix is at `start` and whose quote at `at`. */
static void lex_string(struct lexer *l, size_t start, size_t at)
{
	char quote = l->code[at];
	bool is_long = peek(l, at + 1) == quote && peek(l, at + 2) == quote;
	bool formatted = false;

	for (size_t i = start; i < at; i++)
		formatted |= is_in(l->code[i], "fFtT");
	if (formatted && !is_long) {
		l->at = lex_fields(l, start, at + 1, quote, l->len);
		return;
	}
	l->at = is_long ? skip_long_string(l, at) : skip_string(l, at);
	if (formatted)
		lex_fields(l, start, at + 3, '\0', l->at);
	else
		paint(l, start, l->at, STYLE_STRING);
}

/* ---- Numbers and words --------------------------------------------------- */

static size_t skip_digits(const struct lexer *l, size_t at)
{
	while (at < l->len && (is_digit(l->code[at]) || l->code[at] == '_'))
		at++;
	return at;
}

static void lex_number(struct lexer *l)
{
	size_t start = l->at, at = start;

	if (l->code[at] == '0' && is_in(peek(l, at + 1), "xXoObB")) {
		at = skip_word(l, at + 2);
	} else {
		at = skip_digits(l, at);
		if (peek(l, at) == '.')
			at = skip_digits(l, at + 1);
		if ((peek(l, at) | 0x20) == 'e') {
			size_t sign = peek(l, at + 1) == '+' || peek(l, at + 1) == '-';

			if (is_digit(peek(l, at + 1 + sign)))
				at = skip_digits(l, at + 1 + sign);
		}
		if ((peek(l, at) | 0x20) == 'j')
			at++;
	}
	paint(l, start, at, STYLE_NUMBER);
	l->at = at;
}

/*
 * Whether what follows a `match` or `case` that ends at `at` makes it one: an
 * expression and a colon behind it, outside of all brackets.
 */
static bool opens_block(const struct lexer *l, size_t at)
{
	enum { LONGEST = 1000 };
	size_t depth = 0, stop = line_end(l, at), first = skip_blanks(l, at);

	if (stop > at + LONGEST)
		stop = at + LONGEST;
	if (first >= stop || is_in(l->code[first], "=.,:;)]}<>%&|^/!"))
		return false;
	for (at = first; at < stop; at++) {
		char c = l->code[at];

		if (is_quote(c))
			at = skip_string(l, at) - 1;
		else if (is_in(c, "([{"))
			depth++;
		else if (is_in(c, ")]}"))
			depth -= depth > 0;
		else if (depth == 0 && (c == ':' || c == ';' || c == '#' || c == '='))
			return c == ':' && peek(l, at + 1) != '=';
	}
	return false;
}

/* Whether `type` that ends at `at` gives a type a name: `type Point = …`, `type List[T] = …`. */
static bool names_type(const struct lexer *l, size_t at)
{
	size_t name = skip_blanks(l, at), end = skip_word(l, name), behind = skip_blanks(l, end);

	return name > at && end > name && !is_digit(l->code[name]) &&
	       (peek(l, behind) == '[' || (peek(l, behind) == '=' && peek(l, behind + 1) != '='));
}

static bool is_soft_keyword(const struct lexer *l, struct pyiq_str word, size_t end)
{
	if (pyiq_str_equal(word, pyiq_str("match")) || pyiq_str_equal(word, pyiq_str("case")))
		return opens_block(l, end);
	return pyiq_str_equal(word, pyiq_str("type")) && names_type(l, end);
}

static bool is_attribute(const struct lexer *l, size_t at)
{
	return at > 0 && l->code[at - 1] == '.' && !(at > 1 && l->code[at - 2] == '.');
}

static void lex_word(struct lexer *l)
{
	size_t start = l->at, end = skip_word(l, start);
	struct pyiq_str word = { l->code + start, end - start };
	bool begins_statement = l->statement, names = l->naming;

	l->statement = l->naming = false;
	if (is_quote(peek(l, end)) && is_string_prefix(word)) {
		lex_string(l, start, end);
		return;
	}
	l->at = end;
	if (is_attribute(l, start))
		return;
	if (is_keyword(word) || (begins_statement && is_soft_keyword(l, word, end))) {
		paint(l, start, end, STYLE_KEYWORD);
		l->naming = pyiq_str_equal(word, pyiq_str("def")) ||
			    pyiq_str_equal(word, pyiq_str("class")) ||
			    pyiq_str_equal(word, pyiq_str("type"));
	} else if (is_constant(word)) {
		paint(l, start, end, STYLE_NUMBER);
	} else if (names) {
		paint(l, start, end, STYLE_NAME);
	}
}

static void lex_decorator(struct lexer *l)
{
	size_t at = skip_blanks(l, l->at + 1);

	while (at < l->len && (is_word(l->code[at]) || l->code[at] == '.'))
		at++;
	paint(l, l->at, at, STYLE_NAME);
	l->at = at;
	l->statement = false;
}

/* ---- Lines --------------------------------------------------------------- */

/* Anything but a word. */
static void lex_sign(struct lexer *l)
{
	char c = l->code[l->at];

	if (is_quote(c)) {
		lex_string(l, l->at, l->at);
	} else if (is_digit(c) || (c == '.' && is_digit(peek(l, l->at + 1)))) {
		lex_number(l);
	} else if (c == '#') {
		size_t end = line_end(l, l->at);

		paint(l, l->at, end, STYLE_COMMENT);
		l->at = end;
	} else if (c == '@' && l->statement) {
		lex_decorator(l);
	} else {
		if (is_in(c, "([{"))
			l->depth++;
		else if (is_in(c, ")]}"))
			l->depth -= l->depth > 0;
		l->at++;
	}
	l->statement = c == ';' && l->depth == 0;
	l->naming = false;
}

/* The code of a line, up to its end; of several where a string or a backslash joins them. */
static void lex_code(struct lexer *l)
{
	bool joined = false;
	size_t first = skip_blanks(l, l->at);

	if (l->depth > 0 && first < l->len && is_word(l->code[first]) &&
	    ends_brackets((struct pyiq_str){ l->code + first, skip_word(l, first) - first }))
		l->depth = 0;
	l->statement = l->statement || l->depth == 0;
	while (l->at < l->len && l->code[l->at] != '\n') {
		char c = l->code[l->at];

		joined = c == '\\' && peek(l, l->at + 1) == '\n';
		if (is_blank(c))
			l->at++;
		else if (joined)
			break;
		else if (is_word(c) && !is_digit(c))
			lex_word(l);
		else
			lex_sign(l);
	}
	l->at += joined ? 2 : 1;
	l->statement = !joined && l->depth == 0;
}

/* The length of an IPython prompt, `In [1]:`; 0 if there is none. */
static size_t cell_prompt(const struct lexer *l, size_t at)
{
	size_t end = at + strlen("In [");

	if (!begins(l, at, "In ["))
		return 0;
	end = skip_digits(l, end);
	return begins(l, end, "]:") ? end + 2 - at : 0;
}

/* The length of the prompt at `at` that begins a statement; 0 if there is none. */
static size_t first_prompt(const struct lexer *l, size_t at)
{
	const char behind = peek(l, at + 3);

	if (begins(l, at, ">>>"))
		return is_blank(behind) || behind == '\n' ? 3 : 0;
	return cell_prompt(l, at);
}

static size_t next_prompt(const struct lexer *l, size_t at)
{
	return begins(l, at, "...:") ? 4 : begins(l, at, "...") ? 3 : 0;
}

/* What IPython gives to the shell or to itself, and a shell's own prompt. */
static bool is_foreign(const struct lexer *l, size_t at)
{
	char c = peek(l, at);

	return l->depth == 0 && (c == '!' || c == '%' || (c == '$' && peek(l, at + 1) == ' '));
}

static void lex_line(struct lexer *l)
{
	size_t first = skip_blanks(l, l->at), prompt = first_prompt(l, first);

	if (prompt > 0) {
		l->session = true;
		l->depth = 0;
		l->statement = true;
	} else if (l->session && l->prompted) {
		prompt = next_prompt(l, first);
	}
	l->prompted = prompt > 0;
	if ((l->session && !l->prompted) || (l->statement && is_foreign(l, first))) {
		l->at = line_end(l, l->at) + 1;
		return;
	}
	paint(l, first, first + prompt, STYLE_DIM);
	l->at = first + prompt;
	lex_code(l);
}

void highlight_python(struct pyiq_str code, char *styles)
{
	struct lexer l = { .code = code.data, .len = code.len, .statement = true };

	l.styles = styles;
	paint(&l, 0, code.len, STYLE_PLAIN);
	while (l.at < l.len)
		lex_line(&l);
}

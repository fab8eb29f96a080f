#include "query/lexer.h"

#include "base/unicode.h"

/* Nobody means more by `NEAR/n`, and sums of it stay far from overflow. */
enum { MAX_DISTANCE = 65535 };

/* close is 0 for a bracket that is never closed. */
struct bracket {
	size_t open, close;
};

/* What the lexer is in: the query, or brackets that count. */
struct level {
	size_t end; /* of the query, or its closing bracket */
	pyiq_scope scope;
};

struct lexer {
	struct pyiq_str query;
	size_t at;
	bool begins;         /* a word begins here */
	bool operators;      /* these and brackets without marks count */
	bool has_brackets;   /* some without marks were opened */
	bool unclosed[2];    /* no curly, no straight quotation mark follows that closes another */
	size_t next_bracket; /* the first that may be ahead */
	size_t depth;
	struct level levels[1 + PYIQ_QUERY_DEPTH];
	struct bracket *brackets; /* by their opening */
	size_t n_brackets, brackets_capacity;
	struct pyiq_lexeme *lexemes;
	size_t n_lexemes, lexemes_capacity;
	pyiq_status status;
	struct pyiq_error *err;
};

/* ---- Characters -------------------------------------------------------------------- */

static size_t decode(const struct lexer *l, size_t at, uint32_t *c)
{
	return pyiq_utf8_decode(l->query.data + at, l->query.len - at, c);
}

static bool is_space(uint32_t c)
{
	return pyiq_char_classify(c) == PYIQ_CHAR_SPACE;
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static bool is_quote(uint32_t c)
{
	return c == '"' || c == 0x201C || c == 0x201D;
}

static size_t skip_space(const struct lexer *l, size_t at, size_t end)
{
	while (at < end) {
		uint32_t c;
		size_t size = decode(l, at, &c);

		if (!is_space(c))
			break;
		at += size;
	}
	return at;
}

static struct pyiq_str trimmed(const struct lexer *l, size_t start, size_t end)
{
	size_t from = skip_space(l, start, end), to = from, size;

	for (size_t at = from; at < end; at += size) {
		uint32_t c;

		size = decode(l, at, &c);
		if (!is_space(c))
			to = at + size;
	}
	return (struct pyiq_str){ l->query.data + from, to - from };
}

/* ---- What closes what -------------------------------------------------------------- */

/*
 * The mark that closes the quotation opened at `open`, and what is behind it; 0
 * if there is none. Each search ends at the next mark, and none follows one that
 * was in vain, so that together they are linear.
 */
static size_t closing_quote(struct lexer *l, size_t open, size_t *behind)
{
	uint32_t mark, c;
	size_t at = open + decode(l, open, &mark), size;
	bool straight = mark == '"';

	for (; !l->unclosed[straight] && at < l->query.len; at += size) {
		size = decode(l, at, &c);
		if (is_quote(c) && (c == '"') == straight) {
			*behind = at + size;
			return at;
		}
	}
	l->unclosed[straight] = true;
	return 0;
}

static void add_bracket(struct lexer *l, struct bracket bracket)
{
	l->status = pyiq_grow(&l->brackets, &l->brackets_capacity, l->n_brackets + 1,
			      sizeof *l->brackets, l->err);
	if (l->status == PYIQ_OK)
		l->brackets[l->n_brackets++] = bracket;
}

/* Those inside phrases do not count; what begins a phrase is guessed by what is in front of it. */
static void find_brackets(struct lexer *l)
{
	size_t open = 0; /* index + 1 of the innermost open one, whose `close` leads to the next */
	uint32_t c, before = ' ';
	size_t size, behind;

	for (size_t at = 0; at < l->query.len; at += size) {
		size = decode(l, at, &c);
		if (c == '(') {
			add_bracket(l, (struct bracket){ at, open });
			if (l->status != PYIQ_OK)
				return;
			open = l->n_brackets;
		} else if (c == ')' && open > 0) {
			struct bracket *closed = &l->brackets[open - 1];

			open = closed->close;
			closed->close = at;
		} else if (is_quote(c) &&
			   (is_space(before) || before == '(' || before == ':' || before == '+' ||
			    before == '-' || before == '=') &&
			   closing_quote(l, at, &behind) != 0) {
			size = behind - at;
		}
		before = c;
	}
	while (open > 0) {
		struct bracket *left = &l->brackets[open - 1];

		open = left->close;
		left->close = 0;
	}
}

/* Where the bracket at `at` is closed, or 0. To be asked from left to right. */
static size_t closing_bracket(struct lexer *l, size_t at)
{
	while (l->next_bracket < l->n_brackets && l->brackets[l->next_bracket].open < at)
		l->next_bracket++;
	if (l->next_bracket < l->n_brackets && l->brackets[l->next_bracket].open == at)
		return l->brackets[l->next_bracket].close;
	return 0;
}

/* ---- Lexemes ------------------------------------------------------------------------ */

static size_t level_end(const struct lexer *l)
{
	return l->levels[l->depth].end;
}

static bool has(const struct lexer *l, size_t at, char c)
{
	return at < level_end(l) && l->query.data[at] == c;
}

/* Push a lexeme and go on behind it, at `end`. */
static void push(struct lexer *l, struct pyiq_lexeme lexeme, size_t end, bool begins)
{
	l->status = pyiq_grow(&l->lexemes, &l->lexemes_capacity, l->n_lexemes + 1,
			      sizeof *l->lexemes, l->err);
	if (l->status == PYIQ_OK)
		l->lexemes[l->n_lexemes++] = lexeme;
	l->at = end;
	l->begins = begins;
}

/* The end of a complete quotation at `at`, or 0; *text receives what is in it, maybe nothing. */
static size_t quotation_end(struct lexer *l, size_t at, struct pyiq_str *text)
{
	uint32_t c;
	size_t close, behind = 0;

	if (at >= level_end(l))
		return 0;
	decode(l, at, &c);
	close = is_quote(c) ? closing_quote(l, at, &behind) : 0;
	if (close == 0 || behind > level_end(l))
		return 0;
	*text = trimmed(l, at + decode(l, at, &c), close);
	return behind;
}

/* Whether a bracket at `at` may count: `()` and what is never closed does not. */
static bool is_bracket(struct lexer *l, size_t at)
{
	size_t close = 0;

	if (has(l, at, '(') && l->depth < PYIQ_QUERY_DEPTH)
		close = closing_bracket(l, at);
	return close > 0 && skip_space(l, at + 1, close) < close;
}

/* A sign counts in front of a word: `-not`, but neither `-1`, `--help` nor `->`. */
static bool signs_word(const struct lexer *l, size_t at)
{
	uint32_t c;

	if (at >= level_end(l))
		return false;
	decode(l, at, &c);
	return pyiq_char_classify(c) == PYIQ_CHAR_WORD && !is_digit(c) && c != '_';
}

/* Whether the `=` at `at` asks for an exact form: `=copies`, `=__init__`, but neither `==` nor `=1`. */
static bool is_exact(struct lexer *l, size_t at)
{
	struct pyiq_str phrase;
	pyiq_char_class class;
	uint32_t c;

	if (!has(l, at, '=') || at + 1 >= level_end(l))
		return false;
	if (quotation_end(l, at + 1, &phrase) > 0)
		return phrase.len > 0;
	decode(l, at + 1, &c);
	class = pyiq_char_classify(c);
	return (class == PYIQ_CHAR_WORD && !is_digit(c)) || class == PYIQ_CHAR_UNSPACED;
}

/* The bytes of a field's name and colon at `at`, or 0. */
static size_t field_length(const struct lexer *l, size_t at, pyiq_scope *scope)
{
	static const struct {
		const char *name;
		pyiq_scope scope;
	} fields[] = {
		{ "q:", PYIQ_SCOPE_QUESTION },    { "a:", PYIQ_SCOPE_ANSWER },
		{ "code:", PYIQ_SCOPE_CODE },     { "topic:", PYIQ_SCOPE_TOPIC },
		{ "file:", PYIQ_SCOPE_FILE },     { "tag:", PYIQ_SCOPE_TAG },
		{ "level:", PYIQ_SCOPE_LEVEL },   { "lang:", PYIQ_SCOPE_LANGUAGE },
		{ "answer:", PYIQ_SCOPE_ANSWER }, { "question:", PYIQ_SCOPE_QUESTION },
	};
	size_t end = level_end(l);
	struct pyiq_str rest = { l->query.data + at, end - at };

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		size_t n = strlen(fields[i].name);

		if (!pyiq_ascii_begins(rest, fields[i].name))
			continue;
		if (n == rest.len || skip_space(l, at + n, end) > at + n)
			return 0;
		*scope = fields[i].scope;
		return n;
	}
	return 0;
}

/*
 * A word goes up to white space, but not inside the brackets of a call: the `-y`
 * of `f(x, -y)` is no sign. A quotation that is no phrase stays in one piece.
 */
static size_t word_end(struct lexer *l, size_t start, bool words)
{
	struct pyiq_str ignored;
	size_t at = words ? quotation_end(l, start, &ignored) : 0, size;

	for (at = at > 0 ? at : start; at < level_end(l); at += size) {
		uint32_t c;
		size_t close = 0;

		size = decode(l, at, &c);
		if (is_space(c))
			break;
		if (words && c == '(' && at > start)
			close = closing_bracket(l, at);
		if (close > 0)
			size = close + 1 - at;
	}
	return at;
}

static bool is_wildcard(struct pyiq_str word)
{
	size_t run = 0, size; /* letters and the like since the last `.` or `*` */
	bool number = false, star = false;
	uint32_t c, before = 0;

	for (size_t at = 0; at < word.len; at += size, before = c) {
		size = pyiq_utf8_decode(word.data + at, word.len - at, &c);
		if (c == '*' && (before == '*' || (!star && (run < 2 || number))))
			return false;
		if (c == '*' || c == '.') {
			star |= c == '*';
			run = 0;
		} else if (pyiq_char_classify(c) != PYIQ_CHAR_WORD) {
			return false;
		} else if (run++ == 0) {
			number = is_digit(c);
		}
	}
	return star;
}

/* Read a word that begins at `at`, behind the marks that `lexeme` has of it. */
static void read_word(struct lexer *l, struct pyiq_lexeme lexeme, size_t at)
{
	size_t end = word_end(l, at, pyiq_scope_has_words(lexeme.scope));
	struct pyiq_str bare = lexeme.text = (struct pyiq_str){ l->query.data + at, end - at };

	while (bare.len > 0 && memchr(".,;:!?", bare.data[bare.len - 1], 6) != NULL)
		bare.len--;
	if (pyiq_scope_has_words(lexeme.scope) && is_wildcard(bare)) {
		lexeme.leaf = PYIQ_NODE_WILDCARD;
		lexeme.text = bare;
	}
	lexeme.kind =
		at == l->at && lexeme.leaf == PYIQ_NODE_TEXT ? PYIQ_LEXEME_WORD : PYIQ_LEXEME_LEAF;
	push(l, lexeme, end, false);
}

static void open_bracket(struct lexer *l, struct pyiq_lexeme lexeme, size_t at)
{
	size_t close = closing_bracket(l, at);

	lexeme.kind = PYIQ_LEXEME_OPEN;
	l->has_brackets |= at == l->at;
	push(l, lexeme, at + 1, true);
	l->levels[++l->depth] = (struct level){ close, lexeme.scope };
}

static struct pyiq_lexeme plain(const struct lexer *l)
{
	return (struct pyiq_lexeme){ .leaf = PYIQ_NODE_TEXT, .scope = l->levels[l->depth].scope };
}

static void read_operand(struct lexer *l)
{
	struct pyiq_lexeme lexeme = plain(l);
	size_t at = l->at, end;
	bool sign = has(l, at, '+') || has(l, at, '-');

	if (sign)
		lexeme.role = l->query.data[at++] == '+' ? PYIQ_REQUIRED : PYIQ_EXCLUDED;
	at += field_length(l, at, &lexeme.scope);
	lexeme.exact = is_exact(l, at);
	at += lexeme.exact;
	end = quotation_end(l, at, &lexeme.text);
	if (end > 0 && lexeme.text.len > 0) {
		lexeme.kind = PYIQ_LEXEME_LEAF;
		lexeme.leaf = PYIQ_NODE_PHRASE;
		push(l, lexeme, end, false);
	} else if (!lexeme.exact && (at > l->at || l->operators) && is_bracket(l, at)) {
		open_bracket(l, lexeme, at);
	} else if (sign && at == l->at + 1 && !signs_word(l, at)) {
		read_word(l, plain(l), l->at);
	} else {
		read_word(l, lexeme, at);
	}
}

/* The end of the `/n` behind a NEAR at `at`; 0 if it is no distance. */
static size_t distance_end(const struct lexer *l, size_t at, unsigned *distance)
{
	*distance = PYIQ_NEAR_WORDS;
	if (!has(l, at, '/'))
		return at;
	for (*distance = 0, at++; at < level_end(l) && is_digit((unsigned char)l->query.data[at]);
	     at++) {
		*distance = *distance * 10 + (unsigned)(l->query.data[at] - '0');
		if (*distance > MAX_DISTANCE)
			*distance = MAX_DISTANCE;
	}
	return *distance > 0 ? at : 0;
}

static bool read_operator(struct lexer *l)
{
	static const char *const names[] = { "AND", "OR", "NOT", "NEAR" };
	struct pyiq_lexeme lexeme = plain(l);
	size_t end = l->at, i = 0;

	while (end < level_end(l) && l->query.data[end] >= 'A' && l->query.data[end] <= 'Z')
		end++;
	lexeme.text = (struct pyiq_str){ l->query.data + l->at, end - l->at };
	while (i < 4 && !pyiq_str_equal(lexeme.text, pyiq_str(names[i])))
		i++;
	lexeme.kind = (pyiq_lexeme_kind)(PYIQ_LEXEME_AND + i);
	if (lexeme.kind == PYIQ_LEXEME_NEAR)
		end = distance_end(l, end, &lexeme.distance);
	if (lexeme.kind > PYIQ_LEXEME_NEAR || end == 0 ||
	    !(end == level_end(l) || skip_space(l, end, level_end(l)) > end || is_bracket(l, end)))
		return false;
	lexeme.text.len = (size_t)(l->query.data + end - lexeme.text.data);
	push(l, lexeme, end, true);
	return true;
}

static void read_lexemes(struct lexer *l, bool operators)
{
	l->operators = operators;
	l->has_brackets = l->unclosed[false] = l->unclosed[true] = false;
	l->at = l->next_bracket = l->depth = l->n_lexemes = 0;
	l->begins = true;
	l->levels[0] = (struct level){ l->query.len, PYIQ_SCOPE_ANY };
	while (l->status == PYIQ_OK) {
		size_t at = skip_space(l, l->at, level_end(l));

		l->begins |= at > l->at;
		l->at = at;
		if (at == l->query.len)
			break;
		if (at == level_end(l)) {
			push(l, (struct pyiq_lexeme){ .kind = PYIQ_LEXEME_CLOSE }, at + 1, true);
			l->depth--;
		} else if (!l->begins) {
			read_word(l, plain(l), at);
		} else if (!l->operators || !read_operator(l)) {
			read_operand(l);
		}
	}
	if (l->status == PYIQ_OK)
		push(l, (struct pyiq_lexeme){ .kind = PYIQ_LEXEME_END }, l->at, false);
}

/* ---- Which operators count --------------------------------------------------------- */

static bool begins_operand(const struct pyiq_lexeme *t)
{
	return t->kind <= PYIQ_LEXEME_OPEN || t->kind == PYIQ_LEXEME_NOT;
}

static bool ends_operand(const struct pyiq_lexeme *t)
{
	return t->kind <= PYIQ_LEXEME_LEAF || t->kind == PYIQ_LEXEME_CLOSE;
}

/* Whether NEAR can take it: a word or a phrase of a text. */
static bool is_side(const struct pyiq_lexeme *t)
{
	return t->kind <= PYIQ_LEXEME_LEAF && t->leaf != PYIQ_NODE_WILDCARD &&
	       pyiq_scope_has_words(t->scope);
}

/* From right to left, for a NOT is an operand if it has one. Returns whether any operator is left. */
static bool settle_operators(struct lexer *l)
{
	static const struct pyiq_lexeme nothing = { .kind = PYIQ_LEXEME_END };
	bool any = false;

	for (size_t i = l->n_lexemes; i-- > 0;) {
		struct pyiq_lexeme *t = &l->lexemes[i];
		const struct pyiq_lexeme *before = i > 0 ? t - 1 : &nothing;
		bool counts;

		if (t->kind == PYIQ_LEXEME_AND || t->kind == PYIQ_LEXEME_OR)
			counts = ends_operand(before) && begins_operand(t + 1);
		else if (t->kind == PYIQ_LEXEME_NOT)
			counts = begins_operand(t + 1);
		else if (t->kind == PYIQ_LEXEME_NEAR)
			counts = is_side(before) && is_side(t + 1) && t[1].role == PYIQ_WANTED;
		else
			continue;
		any |= counts;
		if (!counts)
			t->kind = PYIQ_LEXEME_STRAY;
	}
	return any;
}

pyiq_status pyiq_query_lex(struct pyiq_str query, struct pyiq_lexeme **lexemes,
			   struct pyiq_error *err)
{
	struct lexer l = { .query = query, .err = err };

	find_brackets(&l);
	read_lexemes(&l, true);
	if (l.status == PYIQ_OK && !settle_operators(&l) && l.has_brackets)
		read_lexemes(&l, false);
	pyiq_free(l.brackets);
	if (l.status != PYIQ_OK) {
		pyiq_free(l.lexemes);
		l.lexemes = NULL;
	}
	*lexemes = l.lexemes;
	return l.status;
}

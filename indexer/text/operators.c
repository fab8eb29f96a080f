#include "text/operators.h"

#include "text/words.h"

/* A run of operator characters where it stands. */
struct run {
	struct pyiq_str text;
	const struct pyiq_setting *setting;
	struct pyiq_span span;
};

static bool is_word(pyiq_char_class class)
{
	return class == PYIQ_CHAR_WORD || class == PYIQ_CHAR_UNSPACED;
}

static bool is_line_end(struct pyiq_str text, size_t at)
{
	return at == text.len || text.data[at] == '\n' || text.data[at] == '\r';
}

/* The class of the character before `at`; beyond the edge of a code span there is space. */
static pyiq_char_class class_before(const struct run *run, size_t at)
{
	if (run->setting->code && at == run->setting->stretch.start)
		return PYIQ_CHAR_SPACE;
	return pyiq_class_before(run->text, at);
}

static pyiq_char_class class_behind(const struct run *run, size_t at)
{
	if (run->setting->code && at == run->setting->stretch.end)
		return PYIQ_CHAR_SPACE;
	return pyiq_class_at(run->text, at);
}

/* Whether the run is all of a code span or all of the text. */
static bool is_everything(const struct run *run)
{
	const struct pyiq_span stretch = run->setting->stretch;

	return run->span.start == stretch.start && run->span.end == stretch.end &&
	       (run->setting->code || stretch.end - stretch.start == run->text.len);
}

/* ---- What draws ---------------------------------------------------------- */

/* Whether a line's start makes the run the mark of a list, a quotation or a table. */
static bool is_marker(const struct run *run)
{
	return run->setting->line_start && run->span.end - run->span.start == 1 &&
	       memchr("-*+>|", run->text.data[run->span.start], 5) != NULL &&
	       pyiq_class_at(run->text, run->span.end) == PYIQ_CHAR_SPACE && !is_everything(run);
}

/* Borders, rules, underlines, prompts: a character three times, unless that is an operator. */
static bool is_drawing(const struct run *run)
{
	const char *data = run->text.data + run->span.start;
	size_t len = run->span.end - run->span.start;

	if (run->setting->table_row && !run->setting->code && data[0] == '|')
		return true;
	if (len == 3 && memcmp(data, "...", 3) == 0)
		return false;
	if (len == 3 && memcmp(data, "===", 3) == 0)
		return run->setting->line_start && !run->setting->code && !is_everything(run) &&
		       is_line_end(run->text, run->span.end);
	for (size_t i = 2; i < len; i++)
		if (data[i] == data[i - 1] && data[i] == data[i - 2])
			return true;
	return false;
}

/* Whether the stars before `word` come again behind it on its line, as those of emphasis do. */
static bool is_emphasis(struct pyiq_str text, size_t n_stars, size_t word)
{
	enum { FAR = 256 };
	size_t limit = text.len - word > FAR ? word + FAR : text.len;
	size_t start = word;

	while (start < limit && text.data[start] != '*' && text.data[start] != '\n')
		start++;

	size_t end = start;

	while (end < limit && text.data[end] == '*')
		end++;
	return end - start == n_stars && pyiq_class_before(text, start) != PYIQ_CHAR_SPACE &&
	       !is_word(pyiq_class_at(text, end));
}

/* ---- Prefixes ------------------------------------------------------------ */

/* Whether something may begin at `at`: behind white space, an opening bracket, a comma … */
static bool may_begin(const struct run *run, size_t at)
{
	pyiq_char_class before = class_before(run, at);

	if (before == PYIQ_CHAR_SPACE)
		return true;
	return pyiq_byte_kind(run->text.data[at - 1]) & PYIQ_BYTE_OPENS ||
	       (pyiq_byte_kind(run->text.data[at - 1]) & PYIQ_BYTE_HIGH &&
		before == PYIQ_CHAR_OTHER);
}

/* Whether the run from `start` on belongs to the word behind it: `@name`, `*args`, `.NET`, `-1`. */
static bool is_prefix(const struct run *run, size_t start)
{
	const char *data = run->text.data + start;
	size_t end = run->span.end, len = end - start;
	bool doubled = len == 2 && data[0] == data[1] && (data[0] == '*' || data[0] == '-');

	if (memchr("@*.-", data[0], 4) == NULL || (len > 1 && !doubled) ||
	    end == run->setting->stretch.end || !pyiq_word_starts(run->text, end) ||
	    !may_begin(run, start))
		return false;
	if (data[0] == '.' || data[0] == '-')
		return true;

	uint32_t c;

	pyiq_utf8_decode(run->text.data + end, run->text.len - end, &c);
	if (c != '_' && !pyiq_char_is_letter(c))
		return false;
	/* Outside code, `*Note` and `**strong**` are not Python. */
	return data[0] == '@' || run->setting->code ||
	       (!pyiq_char_is_upper(c) && !is_emphasis(run->text, len, end));
}

/* ---- Operators ----------------------------------------------------------- */

/* The longer before the shorter that begin them. */
static const char operators[][4] = {
	"...", "===", "!==", "**=", "//=", "<<=", ">>=", "<=>", "==", "!=", "<=", ">=",
	"<>",  ":=",  "->",  "=>",  "**",  "//",  "<<",  ">>",  "+=", "-=", "*=", "/=",
	"%=",  "@=",  "&=",  "|=",  "^=",  "~=",  "&&",  "||",  "++", "::",
};

/* The bytes of the operator that begins the run; 0 when it is a single character. */
static size_t operator_length(const struct run *run)
{
	const char *data = run->text.data + run->span.start;
	size_t room = run->span.end - run->span.start;

	for (size_t i = 0; room > 1 && i < sizeof operators / sizeof *operators; i++) {
		if (operators[i][0] != data[0])
			continue;

		size_t len = strlen(operators[i]);

		if (len <= room && memcmp(data, operators[i], len) == 0)
			return len;
	}
	return 0;
}

/* Whether `**` or `++` has operands at both sides or at none: with one it is emphasis, or unary. */
static bool is_between(const struct run *run, size_t end)
{
	size_t start = run->span.start;
	pyiq_char_class before = class_before(run, start), behind = class_behind(run, end);

	if (before == PYIQ_CHAR_SPACE || behind == PYIQ_CHAR_SPACE)
		return before == behind;
	return (is_word(before) || memchr(")]", run->text.data[start - 1], 2) != NULL) &&
	       (is_word(behind) || run->text.data[end] == '(');
}

/* Whether the operator [start of the run, end) is a prompt, or begins a line of comment. */
static bool opens_line(const struct run *run, size_t end)
{
	return run->setting->line_start && run->setting->code && end < run->setting->stretch.end &&
	       !is_line_end(run->text, end);
}

static bool is_operator(const struct run *run, size_t end)
{
	const char *data = run->text.data + run->span.start;
	size_t len = end - run->span.start;

	if (len == 2 && (memcmp(data, "**", 2) == 0 || memcmp(data, "++", 2) == 0))
		return is_between(run, end);
	if (len == 2 && memcmp(data, "//", 2) == 0)
		return !opens_line(run, end);
	if (data[0] == '.') /* dots beside a word end a sentence */
		return !opens_line(run, end) && !is_word(class_before(run, run->span.start)) &&
		       !is_word(class_behind(run, end));
	return true;
}

/* A single character must stand alone, and not be a dash. */
static bool is_single_operator(const struct run *run)
{
	const struct pyiq_setting *setting = run->setting;
	char c = run->text.data[run->span.start];

	if (run->span.end - run->span.start > 1 || c == '!' || c == ':' || c == '.')
		return false;
	if (is_everything(run))
		return true;
	if (c == '-' && !setting->code)
		return false;
	return class_before(run, run->span.start) == PYIQ_CHAR_SPACE &&
	       class_behind(run, run->span.end) == PYIQ_CHAR_SPACE;
}

/* Whether from `at` on the run ends a sentence or a clause, as that of `use ==.` does. */
static bool ends_clause(const struct run *run, size_t at)
{
	if (at == run->span.end)
		return true;
	while (at < run->span.end && memchr(".:!", run->text.data[at], 3) != NULL)
		at++;
	return at == run->span.end && !is_word(pyiq_class_at(run->text, at));
}

void pyiq_operators_read(struct pyiq_operators *found, struct pyiq_str text,
			 const struct pyiq_setting *setting, size_t at)
{
	struct run run = { text, setting, { at, at } };
	size_t end = at;

	while (end < setting->stretch.end && pyiq_byte_kind(text.data[end]) & PYIQ_BYTE_OPERATOR)
		end++;
	run.span.end = end;
	*found = (struct pyiq_operators){ .end = end, .marker = is_marker(&run) };
	if (found->marker)
		return;
	if (is_prefix(&run, at)) {
		found->prefix = run.span;
		return;
	}
	if (is_drawing(&run))
		return;

	size_t len = operator_length(&run);
	size_t rest = at + (len > 0 ? len : 1);
	bool prefix = rest < end && is_prefix(&run, rest);

	if (prefix)
		found->prefix = (struct pyiq_span){ rest, end };
	if (len > 0 ? (prefix || ends_clause(&run, rest)) && is_operator(&run, rest)
		    : is_single_operator(&run))
		found->sign = (struct pyiq_span){ at, rest };
}

/* ---- Brackets ------------------------------------------------------------ */

/* Whether the brackets at `at` hold nothing and do not belong to what stands before them. */
static bool is_empty_pair(struct pyiq_str text, size_t at)
{
	if (at + 1 >= text.len || !((text.data[at] == '(' && text.data[at + 1] == ')') ||
				    (text.data[at] == '[' && text.data[at + 1] == ']') ||
				    (text.data[at] == '{' && text.data[at + 1] == '}')))
		return false;
	return at == 0 || (!is_word(pyiq_class_before(text, at)) &&
			   memchr(")]}", text.data[at - 1], 3) == NULL);
}

static size_t slice_end(struct pyiq_str text, size_t at)
{
	enum { LONGEST = 16 };
	size_t limit = text.len - at > LONGEST ? at + LONGEST : text.len;
	bool colon = false;

	for (at++; at < limit; at++) {
		char c = text.data[at];

		if (c == ']')
			return colon ? at + 1 : 0;
		if (c == ':')
			colon = true;
		else if (c != '-' && !(pyiq_byte_kind(c) & PYIQ_BYTE_DIGIT))
			return 0;
	}
	return 0;
}

size_t pyiq_brackets_end(struct pyiq_str text, size_t at)
{
	if (is_empty_pair(text, at))
		return at + 2;
	return text.data[at] == '[' ? slice_end(text, at) : 0;
}

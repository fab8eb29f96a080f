/*
 * The texts of a unit as Markdown. A question is plain text, and so are the other
 * texts of some units: their characters must mean themselves.
 */
#include "export/export.h"
#include "term/document.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Letters of all scripts begin with such bytes, and some signs; it does no harm to escape these. */
static bool is_wordy(char c)
{
	return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static char at(struct pyiq_str text, size_t i)
{
	return i < text.len ? text.data[i] : '\n';
}

/* Whether `&amp;` or the like begins here. */
static bool is_entity(struct pyiq_str text, size_t i)
{
	size_t end = i + 1 + (at(text, i + 1) == '#');

	while (is_wordy(at(text, end)))
		end++;
	return end > i + 1 && at(text, end) == ';';
}

/* Whether the character would be markup. */
static bool is_markup(struct pyiq_str text, size_t i)
{
	char c = text.data[i];

	if (c == '_')
		return i == 0 || !is_wordy(text.data[i - 1]) || !is_wordy(at(text, i + 1));
	if (c == '&')
		return is_entity(text, i);
	return strchr("\\`*[]<~|", c) != NULL;
}

/* The place of a character that would make a block of a line that begins with it, or the line's length. */
static size_t block_mark(struct pyiq_str line)
{
	size_t i = 0;

	while (is_digit(at(line, i)))
		i++;
	if (i > 0)
		return at(line, i) == '.' || at(line, i) == ')' ? i : line.len;
	return line.len > 0 && strchr("#>+-=", line.data[0]) ? 0 : line.len;
}

/* A line is not empty and does not begin with a blank. */
static void append_escaped(struct pyiq_buf *out, struct pyiq_str line)
{
	size_t mark = block_mark(line);

	for (size_t i = 0; i < line.len; i++) {
		bool closes = line.data[i] == '#' && i + 1 == line.len;

		if (i == mark || closes || is_markup(line, i))
			pyiq_buf_putc(out, '\\');
		pyiq_buf_putc(out, line.data[i]);
	}
}

void export_question(struct pyiq_buf *out, struct pyiq_str question)
{
	if (document_reads_plain(question))
		pyiq_buf_append(out, question.data, question.len);
	else
		append_escaped(out, question);
}

/* ---- Plain texts --------------------------------------------------------- */

static bool has_indentation(struct pyiq_str text)
{
	while (text.len > 0)
		if (is_blank(at(pyiq_str_take_line(&text), 0)))
			return true;
	return false;
}

static size_t longest_run(struct pyiq_str text, char c)
{
	size_t longest = 0, run = 0;

	for (size_t i = 0; i < text.len; i++) {
		run = text.data[i] == c ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

static void put_fence(struct pyiq_buf *out, size_t n)
{
	for (; n > 0; n--)
		pyiq_buf_putc(out, '`');
}

/* Only code keeps its indentation. */
static void append_fenced(struct pyiq_buf *out, struct pyiq_str text)
{
	enum { SHORTEST = 3 };
	size_t run = longest_run(text, '`'), n = run < SHORTEST ? SHORTEST : run + 1;

	put_fence(out, n);
	pyiq_buf_putc(out, '\n');
	pyiq_buf_append(out, text.data, text.len);
	pyiq_buf_putc(out, '\n');
	put_fence(out, n);
}

/* Lines stay lines: by blanks at their ends, for a backslash would become part of an address. */
static void append_plain(struct pyiq_buf *out, struct pyiq_str text)
{
	if (has_indentation(text)) {
		append_fenced(out, text);
		return;
	}
	while (text.len > 0) {
		struct pyiq_str line = pyiq_str_take_line(&text);

		append_escaped(out, line);
		if (line.len > 0 && text.len > 0 && text.data[0] != '\n')
			pyiq_buf_puts(out, "  ");
		if (text.len > 0)
			pyiq_buf_putc(out, '\n');
	}
}

void export_passage(struct pyiq_buf *out, const struct pyiq_unit *unit, pyiq_field field)
{
	struct pyiq_str text = unit->passage[field].text;

	if (text.len == 0)
		return;
	if (unit->form == PYIQ_FORM_PLAIN)
		append_plain(out, text);
	else
		document_outdent(out, text);
}

pyiq_status export_texts(struct exporting *exporting, const struct pyiq_unit *unit,
			 struct pyiq_str *asked, struct pyiq_str *answer, struct pyiq_error *err)
{
	struct pyiq_buf *text = &exporting->text, *more = &exporting->more;

	pyiq_buf_clear(text);
	pyiq_buf_clear(more);
	export_question(text, unit->passage[PYIQ_QUESTION].text);
	if (unit->passage[PYIQ_PROMPT].text.len > 0) {
		pyiq_buf_puts(text, "\n\n");
		export_passage(text, unit, PYIQ_PROMPT);
	}
	export_passage(more, unit, PYIQ_ANSWER);
	*asked = (struct pyiq_str){ pyiq_buf_str(text), text->len };
	*answer = (struct pyiq_str){ pyiq_buf_str(more), more->len };
	pyiq_status status = pyiq_buf_status(text, err);

	return status == PYIQ_OK ? pyiq_buf_status(more, err) : status;
}

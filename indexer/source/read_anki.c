#include "source/csv_rows.h"
#include "source/fields.h"
#include "source/format.h"

/*
 * Notes as Anki exports them: lines that begin with `#` say how to read the rest
 * (https://docs.ankiweb.net/importing/text-files.html), then a note a row.
 */
enum { HEAD_LINE = 64 * 1024 /* bytes of a line of the head that are looked at */ };

struct deck {
	struct pyiq_reading *reading;
	char separator;
	bool html;
	struct pyiq_str name, tags; /* of every note; in the reading's arena */
	size_t tags_column, deck_column, notetype_column,
		guid_column; /* from 1; 0: there is none */
	struct pyiq_buf question, answer;
};

/* ---- What is said before the notes ----------------------------------------------------- */

/* `#name:value`; false for any other line. */
static bool split_directive(struct pyiq_str line, struct pyiq_str *name, struct pyiq_str *value)
{
	const char *colon = line.len > 0 ? memchr(line.data, ':', line.len) : NULL;

	if (colon == NULL || line.data[0] != '#')
		return false;
	*name = (struct pyiq_str){ line.data + 1, (size_t)(colon - line.data - 1) };
	*value = (struct pyiq_str){ colon + 1, line.len - name->len - 2 };
	return true;
}

/* The character that a word stands for, or the value itself; NUL: neither. */
static char separator_named(struct pyiq_str value)
{
	static const struct {
		const char *name;
		char separator;
	} names[] = {
		{ "comma", ',' }, { "semicolon", ';' }, { "tab", '\t' },  { "\\t", '\t' },
		{ "space", ' ' }, { "pipe", '|' },      { "colon", ':' },
	};

	if (value.len == 1)
		return value.data[0];
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (pyiq_ascii_equals(pyiq_str_trim(value), names[i].name))
			return names[i].separator;
	return '\0';
}

/* Without a directive: the first of these that stands in the first note. */
static char separator_in(struct pyiq_str line)
{
	static const char candidates[] = { '\t', '|', ';', ':', ',', ' ' };

	for (size_t i = 0; i < sizeof candidates; i++)
		if (line.len > 0 && memchr(line.data, candidates[i], line.len) != NULL)
			return candidates[i];
	return '\t';
}

static size_t column_numbered(struct pyiq_str value)
{
	enum { MOST = 1000 };
	size_t number = 0;

	value = pyiq_str_trim(value);
	for (size_t i = 0; i < value.len && number < MOST; i++) {
		if (value.data[i] < '0' || value.data[i] > '9')
			return 0;
		number = number * 10 + (size_t)(value.data[i] - '0');
	}
	return number;
}

static pyiq_status keep(struct deck *deck, struct pyiq_str value, struct pyiq_str *to,
			struct pyiq_error *err)
{
	to->data = pyiq_arena_copy(&deck->reading->arena, value.data, value.len);
	to->len = value.len;
	return to->data != NULL ? PYIQ_OK : pyiq_fail_nomem(err);
}

static pyiq_status obey(struct deck *deck, struct pyiq_str line, struct pyiq_error *err)
{
	struct pyiq_str name, value;

	if (!split_directive(line, &name, &value))
		return PYIQ_OK;
	name = pyiq_str_trim(name);
	if (pyiq_ascii_equals(name, "separator"))
		deck->separator = separator_named(value);
	else if (pyiq_ascii_equals(name, "html"))
		deck->html = pyiq_ascii_equals(pyiq_str_trim(value), "true");
	else if (pyiq_ascii_equals(name, "deck"))
		return keep(deck, value, &deck->name, err);
	else if (pyiq_ascii_equals(name, "tags"))
		return keep(deck, value, &deck->tags, err);
	else if (pyiq_ascii_equals(name, "tags column"))
		deck->tags_column = column_numbered(value);
	else if (pyiq_ascii_equals(name, "deck column"))
		deck->deck_column = column_numbered(value);
	else if (pyiq_ascii_equals(name, "notetype column"))
		deck->notetype_column = column_numbered(value);
	else if (pyiq_ascii_equals(name, "guid column"))
		deck->guid_column = column_numbered(value);
	return PYIQ_OK;
}

static pyiq_status read_head(struct deck *deck, struct pyiq_error *err)
{
	struct pyiq_text_lines lines;
	pyiq_status status = pyiq_text_lines_begin(&lines, deck->reading->input, HEAD_LINE, err);
	bool more = true, ahead = true;

	while (status == PYIQ_OK && ahead) {
		status = pyiq_text_lines_next(&lines, &more, err);
		if (status != PYIQ_OK || !more)
			break;

		struct pyiq_str line = { pyiq_buf_str(&lines.line), lines.line.len };

		ahead = line.len == 0 || line.data[0] == '#';
		if (ahead)
			status = obey(deck, line, err);
		else if (deck->separator == '\0')
			deck->separator = separator_in(line);
	}
	pyiq_text_lines_release(&lines);
	return status;
}

/* ---- Notes ----------------------------------------------------------------------------- */

static struct pyiq_str from(struct pyiq_str text, size_t offset)
{
	return (struct pyiq_str){ text.data + offset, text.len - offset };
}

static bool begins(struct pyiq_str text, const char *word)
{
	size_t len = strlen(word);

	return text.len >= len && memcmp(text.data, word, len) == 0;
}

/* Append a field without what only sounds: `[sound:pip.mp3]`. */
static void append_silent(struct pyiq_buf *out, struct pyiq_str text)
{
	bool closed = true;

	for (size_t i = 0; i < text.len; i++) {
		const char *end = NULL;

		if (text.data[i] == '[' && closed && begins(from(text, i), "[sound:")) {
			end = memchr(text.data + i, ']', text.len - i);
			closed = end != NULL;
		}
		if (end != NULL)
			i = (size_t)(end - text.data);
		else
			pyiq_buf_putc(out, text.data[i]);
	}
}

/* The bytes of what opens a cloze, `{{c1::`; 0: nothing does. */
static size_t cloze_opening(struct pyiq_str text)
{
	size_t i = 3;

	if (!begins(text, "{{c"))
		return 0;
	while (i < text.len && text.data[i] >= '0' && text.data[i] <= '9')
		i++;
	return i > 3 && begins(from(text, i), "::") ? i + 2 : 0;
}

/*
 * Divide `{{c1::text::hint}}`: the question has the hint in brackets in its place,
 * the answer the text. In a cloze within a cloze nothing is asked again. False:
 * there is none, or one is open; the buffers mean nothing then.
 */
static bool divide_cloze(struct pyiq_str text, struct pyiq_buf *question, struct pyiq_buf *answer)
{
	size_t depth = 0, hint_depth = 0, n = 0, taken, asked = 0;

	pyiq_buf_clear(question);
	pyiq_buf_clear(answer);
	for (size_t i = 0; i < text.len; i += taken) {
		struct pyiq_str rest = from(text, i);

		taken = cloze_opening(rest);
		if (taken > 0) {
			if (depth++ == 0) {
				pyiq_buf_putc(question, '[');
				asked = question->len;
			}
			n++;
		} else if (depth > 0 && begins(rest, "}}")) {
			taken = 2;
			hint_depth = hint_depth == depth ? 0 : hint_depth;
			if (--depth == 0)
				pyiq_buf_puts(question, question->len > asked ? "]" : "…]");
		} else if (depth > 0 && hint_depth == 0 && begins(rest, "::")) {
			taken = 2;
			hint_depth = depth;
		} else {
			taken = 1;
			if (depth == 0 || hint_depth == 1)
				pyiq_buf_putc(question, text.data[i]);
			if (hint_depth == 0)
				pyiq_buf_putc(answer, text.data[i]);
		}
	}
	return n > 0 && depth == 0;
}

static void add_deck(struct pyiq_fields *fields, struct pyiq_str name)
{
	while (name.len > 0) {
		size_t len = 0;

		while (len < name.len && !begins(from(name, len), "::"))
			len++;
		pyiq_fields_add_topic(fields, (struct pyiq_str){ name.data, len });
		name = from(name, len < name.len ? len + 2 : len);
	}
}

/* The fields that are asked and answered: the first two that are nothing else. */
static void find_texts(const struct deck *deck, const struct pyiq_csv_rows *rows,
		       struct pyiq_str texts[2])
{
	size_t n = 0;

	for (size_t i = 0; i < rows->n_cells && n < 2; i++)
		if (i + 1 != deck->tags_column && i + 1 != deck->deck_column &&
		    i + 1 != deck->notetype_column && i + 1 != deck->guid_column)
			texts[n++] = rows->cells[i];
}

static struct pyiq_str cell(const struct pyiq_csv_rows *rows, size_t column)
{
	return column > 0 && column <= rows->n_cells ? rows->cells[column - 1]
						     : (struct pyiq_str){ "", 0 };
}

static pyiq_status push(struct deck *deck, const struct pyiq_csv_rows *rows, struct pyiq_error *err)
{
	struct pyiq_str texts[2] = { { "", 0 }, { "", 0 } };
	struct pyiq_str own_deck = cell(rows, deck->deck_column);
	struct pyiq_fields fields = { .n_tags = 0 };
	struct pyiq_buf silent[2] = { PYIQ_BUF_INIT, PYIQ_BUF_INIT };
	struct pyiq_row row;
	pyiq_status status = PYIQ_OK;

	find_texts(deck, rows, texts);
	for (size_t i = 0; i < 2 && status == PYIQ_OK; i++) {
		append_silent(&silent[i], texts[i]);
		texts[i] = (struct pyiq_str){ pyiq_buf_str(&silent[i]), silent[i].len };
		status = pyiq_buf_status(&silent[i], err);
	}
	fields.value[PYIQ_FIELD_QUESTION] = texts[0];
	fields.value[PYIQ_FIELD_ANSWER] = texts[1];
	if (divide_cloze(texts[0], &deck->question, &deck->answer)) {
		fields.value[PYIQ_FIELD_QUESTION] =
			(struct pyiq_str){ pyiq_buf_str(&deck->question), deck->question.len };
		fields.value[PYIQ_FIELD_ANSWER] =
			(struct pyiq_str){ pyiq_buf_str(&deck->answer), deck->answer.len };
		fields.value[PYIQ_FIELD_EXPLANATION] = texts[1];
	}
	fields.value[PYIQ_FIELD_KEY] = cell(rows, deck->guid_column);
	add_deck(&fields, own_deck.len > 0 ? own_deck : deck->name);
	pyiq_fields_add_tags(&fields, deck->tags, " ");
	pyiq_fields_add_tags(&fields, cell(rows, deck->tags_column), " ");
	if (status == PYIQ_OK)
		status = pyiq_buf_status(&deck->question, err);
	if (status == PYIQ_OK)
		status = pyiq_buf_status(&deck->answer, err);
	if (status == PYIQ_OK) {
		pyiq_fields_to_row(&fields, &row);
		row.markup = deck->html ? PYIQ_MARKUP_HTML : PYIQ_MARKUP_NONE;
		row.line = rows->line;
		row.end_line = rows->end_line;
		status = pyiq_row_push(deck->reading, &row, err);
	}
	pyiq_buf_release(&silent[0]);
	pyiq_buf_release(&silent[1]);
	return status;
}

static pyiq_status read_notes(struct deck *deck, struct pyiq_error *err)
{
	struct pyiq_csv_rows rows;
	pyiq_status status =
		pyiq_csv_rows_begin(&rows, deck->reading->input, 1, deck->separator, '#', err);
	bool more = true;

	while (status == PYIQ_OK && more) {
		status = pyiq_csv_rows_next(&rows, &more, err);
		if (status == PYIQ_OK && more)
			status = push(deck, &rows, err);
	}
	pyiq_csv_rows_note(&rows, deck->reading);
	pyiq_csv_rows_release(&rows);
	return status;
}

static pyiq_status read_anki(struct pyiq_reading *reading, struct pyiq_error *err)
{
	struct deck deck = { .reading = reading,
			     .question = PYIQ_BUF_INIT,
			     .answer = PYIQ_BUF_INIT };
	pyiq_status status = read_head(&deck, err);

	if (status == PYIQ_OK)
		status = read_notes(&deck, err);
	pyiq_buf_release(&deck.question);
	pyiq_buf_release(&deck.answer);
	return status;
}

/* ---- Content ---------------------------------------------------------------------------- */

/*
 * A directive that no note begins with by chance. `#tags: python` is none: people
 * write that above Markdown.
 */
static bool is_directive(struct pyiq_str line)
{
	static const char *const names[] = {
		"separator",       "html",        "notetype",    "deck",        "columns",
		"notetype column", "deck column", "tags column", "guid column",
	};
	struct pyiq_str name, value;

	if (!split_directive(line, &name, &value))
		return false;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (pyiq_ascii_equals(name, names[i]))
			return true;
	return false;
}

static bool is_anki(struct pyiq_str head)
{
	while (head.len > 0 && head.data[0] == '#') {
		const char *newline = memchr(head.data, '\n', head.len);
		size_t len = newline != NULL ? (size_t)(newline - head.data) : head.len;

		if (is_directive((struct pyiq_str){ head.data, len }))
			return true;
		head = from(head, newline != NULL ? len + 1 : len);
	}
	return false;
}

const struct pyiq_format pyiq_format_anki = {
	.name = "anki",
	.endings = (const char *const[]){ NULL },
	.fits = is_anki,
	.read = read_anki,
};

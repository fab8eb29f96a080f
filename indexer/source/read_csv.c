#include "source/csv_rows.h"
#include "source/fields.h"
#include "source/format.h"
#include "text/repair.h"

/*
 * Tables with a head that names the columns, their cells in Markdown. Columns are
 * known by what their names mean, in any order.
 */
enum { NO_COLUMN = -1 };

struct table {
	pyiq_field *meaning; /* of each column */
	size_t n, capacity;
	int column[PYIQ_N_FIELDS]; /* which one has the field */
	unsigned rank[PYIQ_N_FIELDS];
};

/* ---- The head ------------------------------------------------------------------------ */

static bool is_list(pyiq_field field)
{
	return field == PYIQ_FIELD_TOPIC || field == PYIQ_FIELD_TAGS;
}

/* Of several columns for one field the best keeps it, but for topics and tags, which add up. */
static void add_column(struct table *table, pyiq_field field, unsigned rank)
{
	int column = (int)table->n++;
	int rival = table->column[field];

	table->meaning[column] = field;
	if (field == PYIQ_FIELD_NONE || is_list(field))
		return;
	if (rival != NO_COLUMN && table->rank[field] <= rank) {
		table->meaning[column] = PYIQ_FIELD_NONE;
		return;
	}
	if (rival != NO_COLUMN)
		table->meaning[rival] = PYIQ_FIELD_NONE;
	table->column[field] = column;
	table->rank[field] = rank;
}

static pyiq_status read_head(struct table *table, const struct pyiq_csv_rows *rows,
			     struct pyiq_error *err)
{
	pyiq_status status = pyiq_grow(&table->meaning, &table->capacity, rows->n_cells,
				       sizeof *table->meaning, err);

	table->n = 0;
	for (size_t i = 0; i < PYIQ_N_FIELDS; i++)
		table->column[i] = NO_COLUMN;
	for (size_t i = 0; i < rows->n_cells && status == PYIQ_OK; i++) {
		unsigned rank;
		pyiq_field field = pyiq_field_named(rows->cells[i], &rank);

		add_column(table, field, rank);
	}
	return status;
}

static bool has(const struct table *table, pyiq_field field)
{
	return table->column[field] != NO_COLUMN;
}

static bool has_answers(const struct table *table)
{
	return has(table, PYIQ_FIELD_ANSWER) || has(table, PYIQ_FIELD_EXPLANATION) ||
	       has(table, PYIQ_FIELD_TEXT);
}

static bool has_questions(const struct table *table)
{
	return has(table, PYIQ_FIELD_QUESTION) ||
	       (has(table, PYIQ_FIELD_TITLE) && has_answers(table));
}

/* How much speaks for a separator: the columns it parts, above all those that matter; 0: it parts none. */
static pyiq_status judge(struct pyiq_input *input, size_t head, char separator, size_t *score,
			 struct pyiq_error *err)
{
	enum { NAMED = 1 << 12 /* more than there can be columns */ };
	struct pyiq_csv_rows rows;
	struct table table = { .n = 0 };
	bool more = false;
	pyiq_status status = pyiq_csv_rows_begin(&rows, input, head, separator, '\0', err);

	*score = 0;
	if (status == PYIQ_OK)
		status = pyiq_csv_rows_next(&rows, &more, err);
	if (status == PYIQ_OK && more && rows.n_cells > 1) {
		status = read_head(&table, &rows, err);
		*score = (has_questions(&table) ? 2 * NAMED : 0) +
			 (has_answers(&table) ? NAMED : 0) + rows.n_cells;
	}
	pyiq_csv_rows_release(&rows);
	pyiq_free(table.meaning);
	return status;
}

/* The separator that a spreadsheet names in a line of its own, `sep=;`; NUL: none. *line receives its number. */
static pyiq_status find_named_separator(struct pyiq_input *input, char *separator, size_t *line,
					struct pyiq_error *err)
{
	enum { LONGEST = 16 };
	struct pyiq_text_lines lines;
	pyiq_status status = pyiq_text_lines_begin(&lines, input, LONGEST, err);
	bool more = true;

	*separator = '\0';
	do {
		if (status == PYIQ_OK)
			status = pyiq_text_lines_next(&lines, &more, err);
	} while (status == PYIQ_OK && more && lines.line.len == 0);
	if (status == PYIQ_OK && more && lines.line.len == 5 &&
	    memcmp(lines.line.data, "sep=", 4) == 0) {
		*separator = lines.line.data[4];
		*line = lines.number;
	}
	pyiq_text_lines_release(&lines);
	return status;
}

/*
 * The separator of the table, and the line from which on its head is to be found.
 * A table of one column has none, and its commas part nothing.
 */
static pyiq_status find_separator(struct pyiq_input *input, char *separator, size_t *head,
				  struct pyiq_error *err)
{
	static const char candidates[] = { ',', ';', '\t' }, none = '\x1F';
	size_t best = 0, line;
	pyiq_status status = find_named_separator(input, separator, &line, err);

	*head = 1;
	if (status != PYIQ_OK)
		return status;
	if (*separator != '\0') {
		*head = line + 1;
		return PYIQ_OK;
	}
	*separator = none;
	for (size_t i = 0; i < sizeof candidates && status == PYIQ_OK; i++) {
		size_t score;

		status = judge(input, *head, candidates[i], &score, err);
		if (status == PYIQ_OK && score > best) {
			best = score;
			*separator = candidates[i];
		}
	}
	return status;
}

/* ---- Rows ---------------------------------------------------------------------------- */

static pyiq_status push(struct pyiq_reading *reading, const struct table *table,
			const struct pyiq_csv_rows *rows, struct pyiq_error *err)
{
	struct pyiq_fields fields = { .n_tags = 0 };
	struct pyiq_row row;

	for (size_t i = 0; i < rows->n_cells && i < table->n; i++) {
		pyiq_field field = table->meaning[i];

		if (field == PYIQ_FIELD_TOPIC)
			pyiq_fields_add_topic(&fields, rows->cells[i]);
		else if (field == PYIQ_FIELD_TAGS)
			pyiq_fields_add_tags(&fields, rows->cells[i], ",;");
		else
			fields.value[field] = rows->cells[i];
	}
	pyiq_fields_to_row(&fields, &row);
	row.markup = PYIQ_MARKUP_MARKDOWN;
	row.line = rows->line;
	row.end_line = rows->end_line;
	return pyiq_row_push(reading, &row, err);
}

/* The names in the head, for a note; cut where they become too many. */
static void note_head(struct pyiq_reading *reading, const struct pyiq_csv_rows *rows)
{
	enum { ENOUGH = 100 };
	struct pyiq_buf names = PYIQ_BUF_INIT;

	for (size_t i = 0; i < rows->n_cells && names.len < ENOUGH; i++) {
		size_t len = rows->cells[i].len;

		if (i > 0)
			pyiq_buf_puts(&names, ", ");
		pyiq_buf_append(&names, rows->cells[i].data, len < ENOUGH ? len : ENOUGH);
	}
	if (names.len > ENOUGH)
		names.len = pyiq_whole_characters(names.data, ENOUGH);
	for (size_t i = 0; i < names.len; i++)
		if (names.data[i] == '\n')
			names.data[i] = ' ';
	pyiq_reading_note_skip(reading, "no column of questions in its head (%.*s)", (int)names.len,
			       pyiq_buf_str(&names));
	pyiq_buf_release(&names);
}

static pyiq_status read_rows(struct pyiq_reading *reading, struct pyiq_csv_rows *rows,
			     struct table *table, struct pyiq_error *err)
{
	bool more;
	pyiq_status status = pyiq_csv_rows_next(rows, &more, err);

	if (status != PYIQ_OK || !more)
		return status;
	status = read_head(table, rows, err);
	if (status != PYIQ_OK)
		return status;
	if (!has_questions(table)) {
		note_head(reading, rows);
		return PYIQ_OK;
	}
	while (status == PYIQ_OK) {
		status = pyiq_csv_rows_next(rows, &more, err);
		if (status != PYIQ_OK || !more)
			break;
		status = push(reading, table, rows, err);
	}
	pyiq_csv_rows_note(rows, reading);
	return status;
}

static pyiq_status read_table(struct pyiq_reading *reading, char separator, size_t head,
			      struct pyiq_error *err)
{
	struct pyiq_csv_rows rows;
	struct table table = { .n = 0 };
	pyiq_status status = pyiq_csv_rows_begin(&rows, reading->input, head, separator, '\0', err);

	if (status == PYIQ_OK)
		status = read_rows(reading, &rows, &table, err);
	pyiq_csv_rows_release(&rows);
	pyiq_free(table.meaning);
	return status;
}

static pyiq_status read_csv(struct pyiq_reading *reading, struct pyiq_error *err)
{
	char separator;
	size_t head;
	pyiq_status status = find_separator(reading->input, &separator, &head, err);

	return status == PYIQ_OK ? read_table(reading, separator, head, err) : status;
}

static pyiq_status read_tsv(struct pyiq_reading *reading, struct pyiq_error *err)
{
	return read_table(reading, '\t', 1, err);
}

/* ---- Content ------------------------------------------------------------------------- */

/* Whether the first line is a head that names questions and answers outright, and the next one has columns too. */
static bool is_table(struct pyiq_str head, char separator)
{
	const char *newline = head.len > 0 ? memchr(head.data, '\n', head.len) : NULL;
	struct pyiq_input input;
	struct pyiq_csv_rows rows;
	struct table table = { .n = 0 };
	bool more = false, fits = false;

	if (newline == NULL || newline == head.data)
		return false;

	size_t first = (size_t)(newline - head.data);

	if (memchr(newline, separator, head.len - first) == NULL)
		return false;
	pyiq_input_of(&input, (struct pyiq_str){ head.data, first });
	if (pyiq_csv_rows_begin(&rows, &input, 1, separator, '\0', NULL) == PYIQ_OK &&
	    pyiq_csv_rows_next(&rows, &more, NULL) == PYIQ_OK && more &&
	    read_head(&table, &rows, NULL) == PYIQ_OK)
		fits = has(&table, PYIQ_FIELD_QUESTION) &&
		       table.rank[PYIQ_FIELD_QUESTION] < PYIQ_FIELD_LOOSE &&
		       has(&table, PYIQ_FIELD_ANSWER) &&
		       table.rank[PYIQ_FIELD_ANSWER] < PYIQ_FIELD_LOOSE;
	pyiq_csv_rows_release(&rows);
	pyiq_free(table.meaning);
	return fits;
}

static bool is_csv(struct pyiq_str head)
{
	return is_table(head, ',') || is_table(head, ';');
}

static bool is_tsv(struct pyiq_str head)
{
	return is_table(head, '\t');
}

const struct pyiq_format pyiq_format_csv = {
	.name = "csv",
	.endings = (const char *const[]){ "csv", NULL },
	.fits = is_csv,
	.read = read_csv,
};

const struct pyiq_format pyiq_format_tsv = {
	.name = "tsv",
	.endings = (const char *const[]){ "tsv", "tab", NULL },
	.fits = is_tsv,
	.read = read_tsv,
};

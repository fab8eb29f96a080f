#include "source/csv_rows.h"

#include <csv.h>

enum {
	LONGEST = 16 << 20, /* bytes of a row */
	MOST_CELLS = 1024,  /* of a row */
	GROWTH = 64 * 1024  /* bytes by which libcsv's buffer grows */
};

static pyiq_status make_parser(struct pyiq_csv_rows *rows, struct pyiq_error *err)
{
	if (rows->parser == NULL)
		rows->parser = pyiq_alloc(sizeof *rows->parser);
	else
		csv_free(rows->parser);
	if (rows->parser == NULL)
		return pyiq_fail_nomem(err);
	csv_init(rows->parser, 0);
	csv_set_realloc_func(rows->parser, pyiq_realloc);
	csv_set_free_func(rows->parser, pyiq_free);
	csv_set_blk_size(rows->parser, GROWTH);
	csv_set_delim(rows->parser, (unsigned char)rows->separator);
	/* A NUL stands in no line. */
	if (rows->unclosed_line > 0)
		csv_set_quote(rows->parser, '\0');
	return PYIQ_OK;
}

/* Go to where the next line is the one of that number. */
static pyiq_status start_at(struct pyiq_csv_rows *rows, struct pyiq_input *input, size_t line,
			    struct pyiq_error *err)
{
	pyiq_status status = pyiq_text_lines_begin(&rows->lines, input, LONGEST, err);
	bool more = true;

	while (status == PYIQ_OK && more && rows->lines.number + 1 < line)
		status = pyiq_text_lines_next(&rows->lines, &more, err);
	return status;
}

pyiq_status pyiq_csv_rows_begin(struct pyiq_csv_rows *rows, struct pyiq_input *input,
				size_t first_line, char separator, char comment,
				struct pyiq_error *err)
{
	*rows = (struct pyiq_csv_rows){ .separator = separator, .comment = comment };
	pyiq_buf_init(&rows->text);

	pyiq_status status = make_parser(rows, err);

	return status == PYIQ_OK ? start_at(rows, input, first_line, err) : status;
}

void pyiq_csv_rows_release(struct pyiq_csv_rows *rows)
{
	if (rows->parser != NULL)
		csv_free(rows->parser);
	pyiq_free(rows->parser);
	pyiq_free(rows->cells);
	pyiq_buf_release(&rows->text);
	pyiq_text_lines_release(&rows->lines);
}

/* ---- What libcsv calls ------------------------------------------------------------ */

/* Where the cell's text is, is told when nothing moves it any more. */
static void take_cell(void *text, size_t len, void *ctx)
{
	struct pyiq_csv_rows *rows = ctx;

	if (rows->status != PYIQ_OK || rows->n_cells == MOST_CELLS)
		return;
	rows->status = pyiq_grow(&rows->cells, &rows->cells_capacity, rows->n_cells + 1,
				 sizeof *rows->cells, NULL);
	if (rows->status != PYIQ_OK)
		return;
	pyiq_buf_append(&rows->text, text, len);
	rows->cells[rows->n_cells++].len = len;
}

static void end_row(int c, void *ctx)
{
	struct pyiq_csv_rows *rows = ctx;

	(void)c;
	rows->ended = true;
}

/* ---- Rows --------------------------------------------------------------------------- */

static void begin_row(struct pyiq_csv_rows *rows)
{
	pyiq_buf_clear(&rows->text);
	rows->n_cells = 0;
	rows->row_size = 0;
	rows->ended = false;
}

static pyiq_status parse(struct pyiq_csv_rows *rows, const char *text, size_t len,
			 struct pyiq_error *err)
{
	if (csv_parse(rows->parser, text, len, take_cell, end_row, rows) != len ||
	    rows->status != PYIQ_OK)
		return pyiq_fail_nomem(err);
	rows->row_size += len;
	return pyiq_buf_status(&rows->text, err);
}

static pyiq_status parse_line(struct pyiq_csv_rows *rows, struct pyiq_error *err)
{
	const struct pyiq_buf *line = &rows->lines.line;
	pyiq_status status = parse(rows, pyiq_buf_str(line), line->len, err);

	if (status == PYIQ_OK)
		status = parse(rows, "\n", 1, err);
	rows->end_line = rows->lines.number;
	return status;
}

static void place_cells(struct pyiq_csv_rows *rows)
{
	const char *text = pyiq_buf_str(&rows->text);

	for (size_t i = 0; i < rows->n_cells; i++) {
		rows->cells[i].data = text;
		text += rows->cells[i].len;
	}
}

/* Whether the line that stands where a row may begin is none. */
static bool is_no_row(const struct pyiq_csv_rows *rows)
{
	const char *line = pyiq_buf_str(&rows->lines.line);

	if (rows->comment != '\0' && line[0] == rows->comment)
		return true;
	while ((*line == ' ' || *line == '\t') && *line != rows->separator)
		line++;
	return *line == '\0';
}

/* Read the row anew, and all that follows, without quotation marks. */
static pyiq_status give_up_quotes(struct pyiq_csv_rows *rows, struct pyiq_error *err)
{
	struct pyiq_input *input = rows->lines.input;
	pyiq_status status;

	rows->unclosed_line = rows->line;
	begin_row(rows);
	status = make_parser(rows, err);
	if (status != PYIQ_OK)
		return status;
	pyiq_text_lines_release(&rows->lines);
	return start_at(rows, input, rows->line, err);
}

static pyiq_status leave_out(struct pyiq_csv_rows *rows, struct pyiq_error *err)
{
	if (rows->n_cut++ == 0)
		rows->first_cut = rows->line;
	begin_row(rows);
	return make_parser(rows, err);
}

pyiq_status pyiq_csv_rows_next(struct pyiq_csv_rows *rows, bool *more, struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	begin_row(rows);
	while (status == PYIQ_OK && !rows->ended) {
		status = pyiq_text_lines_next(&rows->lines, more, err);
		if (status != PYIQ_OK || (!*more && rows->row_size == 0))
			return status;
		if (!*more) {
			status = give_up_quotes(rows, err);
			continue;
		}
		if (rows->row_size == 0) {
			if (is_no_row(rows))
				continue;
			rows->line = rows->lines.number;
		}
		if (!rows->lines.whole) {
			status = leave_out(rows, err);
			continue;
		}
		status = parse_line(rows, err);
		if (status == PYIQ_OK && !rows->ended && rows->row_size > LONGEST)
			status = give_up_quotes(rows, err);
	}
	place_cells(rows);
	return status;
}

void pyiq_csv_rows_note(const struct pyiq_csv_rows *rows, struct pyiq_reading *reading)
{
	pyiq_text_lines_note(&rows->lines, reading);
	if (rows->unclosed_line > 0)
		pyiq_reading_note_repair(reading,
					 "line %zu: a quotation mark that nothing closes, from "
					 "there on they are taken for text",
					 rows->unclosed_line);
	if (rows->n_cut > 0)
		pyiq_reading_note_skip(reading,
				       "%zu row%s longer than 16 MiB, the first in line %zu",
				       rows->n_cut, rows->n_cut == 1 ? "" : "s", rows->first_cut);
}

/*
 * The rows of a table in plain text, through libcsv: cells between separators,
 * those in quotation marks may hold line breaks.
 */
#ifndef PYIQ_SOURCE_CSV_ROWS_H
#define PYIQ_SOURCE_CSV_ROWS_H

#include "source/text_lines.h"

struct csv_parser;

/*
 * A value: begin, next until *more is false, release. Blank lines are no rows. Of
 * a row there are 1,024 cells at most.
 *
 * A quotation mark that nothing closes would make one cell of all that follows.
 * From the row it stands in on quotation marks mean nothing, then: had there been
 * a closed one behind it, that would have closed it too.
 */
struct pyiq_csv_rows {
	size_t line, end_line; /* of the row that `next` gave */
	struct pyiq_str *cells;
	size_t n_cells;
	size_t unclosed_line; /* of the quotation mark that nothing closes; 0: there is none */
	size_t n_cut,
		first_cut; /* rows left out since they are longer than 16 MiB, and the first one's line */

	struct pyiq_text_lines lines;
	struct csv_parser *parser;
	char separator, comment;
	struct pyiq_buf text; /* of the cells, one behind another */
	size_t row_size, cells_capacity;
	bool ended; /* the row */
	pyiq_status status;
};

/*
 * The rows from a line on. Lines between rows that begin with `comment` are left
 * out, unless it is NUL. PYIQ_OK, PYIQ_ERR_IO, PYIQ_ERR_NOMEM or
 * PYIQ_ERR_NOT_TEXT; to be released in any case.
 */
pyiq_status pyiq_csv_rows_begin(struct pyiq_csv_rows *rows, struct pyiq_input *input,
				size_t first_line, char separator, char comment,
				struct pyiq_error *err);
void pyiq_csv_rows_release(struct pyiq_csv_rows *rows);

/* The next row; its cells are valid until the one after it. As pyiq_text_lines_next. */
pyiq_status pyiq_csv_rows_next(struct pyiq_csv_rows *rows, bool *more, struct pyiq_error *err);

/* Note what was repaired and what was left out. */
void pyiq_csv_rows_note(const struct pyiq_csv_rows *rows, struct pyiq_reading *reading);

#endif

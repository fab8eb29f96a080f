#include "base/unicode.h"
#include "term/rendering.h"

enum {
	CELL_GAP = 2,
	MOST_WORD = 20, /* longer words do not keep a column wide */
	ENTRY_INDENT = 2,
	LEAST_ENTRY = 10
};

struct column {
	size_t width, least;
	size_t at; /* how far the cell of the row under way has been written */
};

/* ---- Cells --------------------------------------------------------------- */

static size_t cell_start(const struct table *table, size_t cell)
{
	return cell > 0 ? table->ends[cell - 1] + 1 : 0;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n';
}

void table_begin(struct render *r, cmark_node *node)
{
	struct table *table = &r->table;

	styled_clear(&table->text);
	table->n_cells = 0;
	table->n_columns = cmark_gfm_extensions_get_table_columns(node);
	table->alignments = cmark_gfm_extensions_get_table_alignments(node);
}

pyiq_status table_end_cell(struct render *r, struct pyiq_error *err)
{
	struct table *table = &r->table;
	size_t len = table->text.text.len, start = cell_start(table, table->n_cells);

	while (len > start && is_space(table->text.text.data[len - 1]))
		len--;
	styled_cut(&table->text, len);

	pyiq_status status = pyiq_grow(&table->ends, &table->capacity, table->n_cells + 1,
				       sizeof *table->ends, err);

	if (status == PYIQ_OK)
		table->ends[table->n_cells++] = table->text.text.len;
	styled_puts(&table->text, STYLE_PLAIN, "\n");
	return status;
}

/* The next line of a cell, from `at` on: at most `width` columns, and inside the cell. */
static size_t cell_line(const struct table *table, size_t cell, size_t at, size_t width,
			size_t *next)
{
	size_t end = styled_break(&table->text, at, width, next), stop = table->ends[cell];

	if (*next > stop)
		*next = stop;
	return end < stop ? end : stop;
}

static size_t cell_width(const struct table *table, size_t cell, size_t most)
{
	size_t widest = 0, next;

	for (size_t at = cell_start(table, cell); at < table->ends[cell]; at = next) {
		size_t end = cell_line(table, cell, at, most, &next);
		size_t width = styled_width(&table->text, at, end);

		widest = width > widest ? width : widest;
	}
	return widest;
}

/* The widest word of a cell, but no more than `most`: what is longer may be broken. */
static size_t longest_word(const struct table *table, size_t cell, size_t most)
{
	const char *text = table->text.text.data;
	size_t longest = 0, word = 0, size, width;

	for (size_t at = cell_start(table, cell); at < table->ends[cell]; at += size) {
		size = pyiq_cluster(text + at, table->ends[cell] - at, &width);
		/* Characters of two columns are words of their own. */
		word = is_space(text[at]) ? 0 : width == 2 ? 2 : word + width;
		longest = word > longest ? word : longest;
	}
	return longest < most ? longest : most;
}

static void measure_columns(const struct table *table, struct column *columns, size_t most)
{
	for (size_t i = 0; i < table->n_columns; i++) {
		struct column *column = &columns[i];

		column->width = column->least = 1;
		for (size_t cell = i; cell < table->n_cells; cell += table->n_columns) {
			size_t width = cell_width(table, cell, most);
			size_t word = longest_word(table, cell, MOST_WORD);

			column->width = width > column->width ? width : column->width;
			column->least = word > column->least ? word : column->least;
		}
	}
}

/*
 * Give each column the width it needs, and if that is too much take from the
 * widest, while its words stay whole. Returns whether all of them fit.
 */
static bool fit_columns(const struct table *table, struct column *columns, size_t most)
{
	size_t n = table->n_columns, total = CELL_GAP * (n - 1);

	measure_columns(table, columns, most);
	for (size_t i = 0; i < n; i++)
		total += columns[i].width;
	for (; total > most; total--) {
		struct column *widest = NULL;

		for (size_t i = 0; i < n; i++)
			if (columns[i].width > columns[i].least &&
			    (!widest || columns[i].width > widest->width))
				widest = &columns[i];
		if (!widest)
			return false;
		widest->width--;
	}
	return true;
}

static void write_spaces(struct render *r, size_t n)
{
	fprintf(r->term->file, "%*s", (int)n, "");
}

/* One line of a row. */
static void write_row_line(struct render *r, size_t row, struct column *columns)
{
	const struct table *table = &r->table;
	size_t owed = 0; /* spaces, written only if something follows */

	render_prefix(r);
	for (size_t i = 0; i < table->n_columns; i++) {
		struct column *column = &columns[i];
		size_t cell = row + i, next = column->at;
		size_t end = next < table->ends[cell]
				     ? cell_line(table, cell, next, column->width, &next)
				     : next;
		size_t width = styled_width(&table->text, column->at, end);
		size_t spare = column->width > width ? column->width - width : 0;
		size_t before = table->alignments[i] == 'r'   ? spare
				: table->alignments[i] == 'c' ? spare / 2
							      : 0;

		if (width > 0) {
			write_spaces(r, owed + before);
			styled_write(r->term, &table->text, column->at, end);
			owed = spare - before + CELL_GAP;
		} else {
			owed += column->width + CELL_GAP;
		}
		column->at = next;
	}
	fputc('\n', r->term->file);
}

/* Whether there is more to be written of a row. */
static bool has_more(const struct table *table, size_t row, const struct column *columns)
{
	for (size_t i = 0; i < table->n_columns; i++)
		if (columns[i].at < table->ends[row + i])
			return true;
	return false;
}

static void write_row(struct render *r, size_t row, struct column *columns)
{
	for (size_t i = 0; i < r->table.n_columns; i++)
		columns[i].at = cell_start(&r->table, row + i);
	do
		write_row_line(r, row, columns);
	while (has_more(&r->table, row, columns));
}

static void write_header_rule(struct render *r, const struct column *columns)
{
	render_prefix(r);
	for (size_t i = 0; i < r->table.n_columns; i++) {
		write_spaces(r, i > 0 ? CELL_GAP : 0);
		styled_clear(&r->text);
		styled_repeat(&r->text, STYLE_DIM, r->term->glyphs->rule, columns[i].width);
		styled_write(r->term, &r->text, 0, r->text.text.len);
	}
	styled_clear(&r->text);
	fputc('\n', r->term->file);
}

/* Whether a row takes several lines, so that rows have to be told apart. */
static bool has_tall_row(const struct table *table, const struct column *columns)
{
	for (size_t cell = table->n_columns; cell < table->n_cells; cell++) {
		size_t start = cell_start(table, cell), next = start;

		if (start < table->ends[cell])
			cell_line(table, cell, start, columns[cell % table->n_columns].width,
				  &next);
		if (next < table->ends[cell])
			return true;
	}
	return false;
}

static void write_grid(struct render *r, struct column *columns)
{
	const struct table *table = &r->table;
	size_t n = table->n_columns;
	bool apart = has_tall_row(table, columns);

	for (size_t row = 0; row + n <= table->n_cells; row += n) {
		if (apart && row > n)
			render_blank(r, r->prefix.text.len);
		write_row(r, row, columns);
		if (row == 0)
			write_header_rule(r, columns);
	}
}

/* ---- Tables that are too wide -------------------------------------------- */

/*
 * Write a cell in lines, of which the first one has `taken` columns already.
 * Returns the columns that its last line takes.
 */
static size_t write_lines(struct render *r, size_t cell, size_t taken)
{
	const struct table *table = &r->table;
	size_t room = render_room(r), next;

	for (size_t at = cell_start(table, cell); at < table->ends[cell]; at = next) {
		size_t width = room > taken + LEAST_ENTRY ? room - taken : LEAST_ENTRY;
		size_t end = cell_line(table, cell, at, width, &next);

		styled_write(r->term, &table->text, at, end);
		taken += styled_width(&table->text, at, end);
		if (next >= table->ends[cell])
			break;
		fputc('\n', r->term->file);
		render_prefix(r);
		write_spaces(r, ENTRY_INDENT);
		taken = ENTRY_INDENT;
	}
	return taken;
}

/* A cell behind the head of its column: `head: cell`. */
static void write_entry(struct render *r, size_t cell)
{
	const struct table *table = &r->table;
	size_t head = cell % table->n_columns, taken = 0, room = render_room(r);

	render_prefix(r);
	if (cell != head && table->ends[head] > cell_start(table, head)) {
		taken = write_lines(r, head, 0) + 2;
		fputc(':', r->term->file);
		if (room > taken + LEAST_ENTRY || room >= taken + cell_width(table, cell, room)) {
			fputc(' ', r->term->file);
		} else {
			fputc('\n', r->term->file);
			render_prefix(r);
			write_spaces(r, ENTRY_INDENT);
			taken = ENTRY_INDENT;
		}
	}
	write_lines(r, cell, taken);
	fputc('\n', r->term->file);
}

/* A table whose columns do not fit beside each other, as one list for each row. */
static void write_entries(struct render *r)
{
	struct table *table = &r->table;
	size_t n = table->n_columns;

	for (size_t i = 0; i < n && i < table->n_cells; i++)
		for (size_t at = cell_start(table, i); at < table->ends[i]; at++)
			if (table->text.text.data[at] == '\n')
				table->text.text.data[at] = ' ';
	/* A head alone is a row, too. */
	for (size_t row = table->n_cells > n ? n : 0; row + n <= table->n_cells; row += n) {
		if (row > n)
			render_blank(r, r->prefix.text.len);
		for (size_t cell = row; cell < row + n; cell++)
			if (table->ends[cell] > cell_start(table, cell))
				write_entry(r, cell);
	}
}

pyiq_status table_write(struct render *r, struct pyiq_error *err)
{
	struct column *columns;

	if (r->table.n_columns == 0)
		return PYIQ_OK;
	columns = pyiq_alloc(r->table.n_columns * sizeof *columns);
	if (!columns)
		return pyiq_fail_nomem(err);
	if (fit_columns(&r->table, columns, render_room(r)))
		write_grid(r, columns);
	else
		write_entries(r);
	pyiq_free(columns);
	return PYIQ_OK;
}

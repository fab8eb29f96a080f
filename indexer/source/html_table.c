#include "source/html_table.h"

/* Columns; our reader of Markdown takes no table that is wider. */
enum { WIDEST = 64 };

struct shape {
	size_t columns, n_rows, n_cells;
	bool is_layout; /* holds what no cell of a pipe table can hold */
};

long pyiq_html_number(const struct pyiq_node *node, const char *attribute, long otherwise)
{
	struct pyiq_str text = pyiq_node_attribute(node, attribute);
	long number = 0;

	if (text.len == 0 || text.len > 9)
		return otherwise;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return otherwise;
		number = 10 * number + (text.data[i] - '0');
	}
	return number;
}

static bool has_structure(const struct pyiq_node *node)
{
	for (size_t i = 0; i < pyiq_node_n_children(node); i++) {
		pyiq_role role = pyiq_node_role(pyiq_node_child(node, i));

		if (role == PYIQ_ROLE_TABLE || role == PYIQ_ROLE_HEADING ||
		    role == PYIQ_ROLE_RULE || role == PYIQ_ROLE_DETAILS ||
		    (role != PYIQ_ROLE_NOTHING && has_structure(pyiq_node_child(node, i))))
			return true;
	}
	return false;
}

size_t pyiq_html_cell_width(const struct pyiq_node *cell)
{
	long span = pyiq_html_number(cell, "colspan", 1);

	return span > 1 && span <= WIDEST ? (size_t)span : 1;
}

static void measure_row(const struct pyiq_node *row, struct shape *shape)
{
	size_t columns = 0;

	for (size_t i = 0; i < pyiq_node_n_children(row) && !shape->is_layout; i++) {
		if (pyiq_node_role(pyiq_node_child(row, i)) != PYIQ_ROLE_CELL)
			continue;
		columns += pyiq_html_cell_width(pyiq_node_child(row, i));
		shape->n_cells++;
		shape->is_layout = has_structure(pyiq_node_child(row, i));
	}
	shape->n_rows += columns > 0;
	if (columns > shape->columns)
		shape->columns = columns;
}

static void measure_rows(const struct pyiq_node *table, struct shape *shape)
{
	for (size_t i = 0; i < pyiq_node_n_children(table) && !shape->is_layout; i++) {
		if (pyiq_node_role(pyiq_node_child(table, i)) == PYIQ_ROLE_ROWS)
			measure_rows(pyiq_node_child(table, i), shape);
		else if (pyiq_node_role(pyiq_node_child(table, i)) == PYIQ_ROLE_ROW)
			measure_row(pyiq_node_child(table, i), shape);
	}
}

/* Most of a table's cells have to be there: rows are filled up to the widest. */
struct pyiq_html_table pyiq_html_measure(const struct pyiq_node *table)
{
	enum { SPARSE = 4 };
	struct shape shape = { 0 };

	measure_rows(table, &shape);
	return (struct pyiq_html_table){
		.columns = shape.columns,
		.pipes = !shape.is_layout && shape.columns > 1 && shape.columns <= WIDEST &&
			 shape.columns * shape.n_rows <= SPARSE * shape.n_cells,
	};
}

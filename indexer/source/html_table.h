/*
 * What an HTML table is like, found out before anything of it is written.
 */
#ifndef PYIQ_SOURCE_HTML_TABLE_H
#define PYIQ_SOURCE_HTML_TABLE_H

#include <stdbool.h>

#include "source/html_tree.h"

struct pyiq_html_table {
	size_t columns;
	bool pipes; /* can be written as a pipe table; else it is mere layout */
};

struct pyiq_html_table pyiq_html_measure(const struct pyiq_node *table);

/* Columns that a cell takes. */
size_t pyiq_html_cell_width(const struct pyiq_node *cell);

/* An attribute that is a number of at most nine digits, or `otherwise`. */
long pyiq_html_number(const struct pyiq_node *node, const char *attribute, long otherwise);

#endif

#include "term/render.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <string.h>

#include "base/memory.h"
#include "term/styled.h"

enum {
	CODE_INDENT = 4,
	TAB_STOP = 4,     /* of Markdown */
	LEAST_WIDTH = 10, /* nesting leaves at least so many columns for text */
	LEAST_CELL = 4,
	CELL_GAP = 2,
	MOST_COLUMNS =
		100 /* cmark-gfm takes quadratic time for tables that are wider than any real one */
};

/* The table under way: its cells in one text, a line feed behind each. */
struct table {
	struct styled text;
	size_t *ends; /* of each cell in the text */
	size_t n_cells, capacity;
	size_t n_columns;
	const uint8_t *alignments;
};

/* A list, an item or a quotation that is open. */
struct level {
	size_t prefix_len; /* of the prefix outside of it */
	long number;       /* of a list's next item */
};

/*
 * Containers do not call each other, for how deep they are nested is for the
 * input to decide: `levels` holds those that are open.
 */
struct render {
	const struct term *term;
	struct pyiq_str source;
	size_t width;
	bool started; /* something was written */

	struct styled prefix; /* what every line begins with */
	struct styled first;  /* what the next line begins with instead, if not empty */
	struct level *levels;
	size_t n_levels, capacity;

	struct styled text;  /* of the block under way */
	struct styled *into; /* where running text goes: there, or to a cell */
	unsigned bold, italic;
	size_t link; /* where the text of the link under way begins */
	struct table table;

	/* How far the search for `__name__` in the source has come. */
	size_t line, line_start, place;
};

/* ---- Lines --------------------------------------------------------------- */

static void write_prefix(struct render *r)
{
	struct styled *prefix = r->first.text.len > 0 ? &r->first : &r->prefix;

	styled_write(r->term, prefix, 0, prefix->text.len);
	styled_clear(&r->first);
}

/* An empty line, with so much of the prefix as is not blank itself. */
static void write_blank(struct render *r, size_t prefix_len)
{
	while (prefix_len > 0 && r->prefix.text.data[prefix_len - 1] == ' ')
		prefix_len--;
	styled_write(r->term, &r->prefix, 0, prefix_len);
	fputc('\n', r->term->file);
}

static size_t room(const struct render *r)
{
	size_t taken = styled_width(&r->prefix, 0, r->prefix.text.len);

	return r->width > taken + LEAST_WIDTH ? r->width - taken : LEAST_WIDTH;
}

static bool in_tight_list(cmark_node *item)
{
	return cmark_node_get_type(item) == CMARK_NODE_ITEM &&
	       cmark_node_get_list_tight(cmark_node_parent(item));
}

/*
 * Part a block from what stands before it, unless a tight list holds it close.
 * The gap belongs to the outermost of the containers that the block opens.
 */
static void begin_block(struct render *r, cmark_node *node)
{
	cmark_node *parent = cmark_node_parent(node);
	size_t prefix_len = r->prefix.text.len, level = r->n_levels;

	while (parent && !cmark_node_previous(node) && level > 0) {
		prefix_len = r->levels[--level].prefix_len;
		node = parent;
		parent = cmark_node_parent(node);
	}
	if (r->started && !in_tight_list(node) && !(parent && in_tight_list(parent)))
		write_blank(r, prefix_len);
	r->started = true;
}

/* Write the text of the block, wrapped, and forget it. */
static void write_text(struct render *r)
{
	size_t width = room(r), next;

	for (size_t at = 0; at < r->text.text.len; at = next) {
		size_t end = styled_break(&r->text, at, width, &next);

		write_prefix(r);
		styled_write(r->term, &r->text, at, end);
		fputc('\n', r->term->file);
	}
	styled_clear(&r->text);
}

/* Write text line by line as it is. */
static void write_lines(struct render *r, struct pyiq_str text, size_t indent, unsigned style)
{
	for (size_t at = 0; at < text.len;) {
		const char *feed = memchr(text.data + at, '\n', text.len - at);
		size_t end = feed ? (size_t)(feed - text.data) : text.len;

		if (end == at && r->first.text.len == 0) {
			write_blank(r, r->prefix.text.len);
		} else {
			write_prefix(r);
			styled_clear(&r->text);
			styled_repeat(&r->text, STYLE_PLAIN, " ", indent);
			styled_append(&r->text, r->term, style,
				      (struct pyiq_str){ text.data + at, end - at });
			styled_write(r->term, &r->text, 0, r->text.text.len);
			fputc('\n', r->term->file);
		}
		at = end + 1;
	}
	styled_clear(&r->text);
}

/* ---- Containers ---------------------------------------------------------- */

static pyiq_status open_level(struct render *r, long number, struct pyiq_error *err)
{
	pyiq_status status =
		pyiq_grow(&r->levels, &r->capacity, r->n_levels + 1, sizeof *r->levels, err);

	if (status == PYIQ_OK)
		r->levels[r->n_levels++] = (struct level){ r->prefix.text.len, number };
	return status;
}

static void close_level(struct render *r)
{
	/* An item without text is no more than its sign. */
	if (r->first.text.len > 0) {
		write_prefix(r);
		fputc('\n', r->term->file);
		r->started = true;
	}
	if (r->n_levels > 0)
		styled_cut(&r->prefix, r->levels[--r->n_levels].prefix_len);
}

/* Whether there is room for what a container puts before its lines. */
static bool can_indent(const struct render *r)
{
	return room(r) > LEAST_WIDTH;
}

static pyiq_status open_quotation(struct render *r, struct pyiq_error *err)
{
	pyiq_status status = open_level(r, 0, err);
	struct styled *both[] = { &r->prefix, &r->first };

	for (size_t i = 0; i < 2 && status == PYIQ_OK && can_indent(r); i++) {
		if (both[i] == &r->first && r->first.text.len == 0)
			continue;
		styled_puts(both[i], STYLE_DIM, r->term->glyphs->bar);
		styled_puts(both[i], STYLE_PLAIN, " ");
	}
	return status;
}

static pyiq_status open_list(struct render *r, cmark_node *list, struct pyiq_error *err)
{
	return open_level(r, cmark_node_get_list_start(list), err);
}

static bool is_type(cmark_node *node, const char *type)
{
	return strcmp(cmark_node_get_type_string(node), type) == 0;
}

static pyiq_status open_item(struct render *r, cmark_node *item, struct pyiq_error *err)
{
	const struct glyphs *glyphs = r->term->glyphs;
	cmark_node *list = cmark_node_parent(item);
	long number = r->n_levels > 0 ? r->levels[r->n_levels - 1].number++ : 0;
	struct styled sign = STYLED_INIT;
	char text[32];
	pyiq_status status = open_level(r, 0, err);

	if (status != PYIQ_OK || !can_indent(r))
		return status;
	if (is_type(item, "tasklist"))
		snprintf(text, sizeof text, "%s ",
			 cmark_gfm_extensions_get_tasklist_item_checked(item) ? glyphs->ticked
									      : glyphs->unticked);
	else if (cmark_node_get_list_type(list) == CMARK_ORDERED_LIST)
		snprintf(text, sizeof text, "%ld%c ", number,
			 cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM ? ')' : '.');
	else
		snprintf(text, sizeof text, "%s ", glyphs->bullet);

	if (r->first.text.len == 0)
		styled_copy(&r->first, &r->prefix);
	styled_puts(&sign, STYLE_PLAIN, text);
	styled_copy(&r->first, &sign);
	styled_repeat(&r->prefix, STYLE_PLAIN, " ", styled_width(&sign, 0, sign.text.len));
	status = styled_status(&sign, err);
	styled_release(&sign);
	return status;
}

/* ---- Running text -------------------------------------------------------- */

static unsigned look(const struct render *r)
{
	return (r->bold > 0 ? STYLE_BOLD : 0u) | (r->italic > 0 ? STYLE_ITALIC : 0u);
}

static void put(struct render *r, unsigned style, const char *text)
{
	styled_append(r->into, r->term, style, pyiq_str(text));
}

static void put_code(struct render *r, const char *code)
{
	const char *tick = r->term->colour ? "" : "`";

	put(r, look(r), tick);
	put(r, look(r) | STYLE_CODE, code);
	put(r, look(r), tick);
}

/* The text of a line, without the blanks that stand before a line break and behind it. */
static void put_text(struct render *r, const char *text)
{
	size_t len = r->into->text.len;
	bool begins = len == 0 || r->into->text.data[len - 1] == '\n';

	put(r, look(r), text + (begins ? strspn(text, " ") : 0));
}

static void put_line_break(struct render *r)
{
	size_t len = r->into->text.len;

	while (len > 0 && r->into->text.data[len - 1] == ' ')
		len--;
	styled_cut(r->into, len);
	put(r, look(r), "\n");
}

static void put_target(struct render *r, cmark_node *node)
{
	put(r, STYLE_DIM, " (");
	put(r, STYLE_DIM, cmark_node_get_url(node));
	put(r, STYLE_DIM, ")");
}

/* Whether the text of the link under way tells too little: not where it leads. */
static bool needs_target(const struct render *r, cmark_node *node)
{
	const char *url = cmark_node_get_url(node);
	struct pyiq_str text = { NULL, 0 };

	if (r->link < r->into->text.len) {
		text.data = r->into->text.data + r->link;
		text.len = r->into->text.len - r->link;
	}
	return *url && *url != '#' && !pyiq_str_equal(text, pyiq_str(url));
}

static bool is_identifier(const char *text)
{
	size_t len =
		strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");

	return len > 0 && text[len] == '\0';
}

/* Go to the beginning of a line of the source; lines never go back by much. */
static void go_to_line(struct render *r, size_t line)
{
	const char *data = r->source.data, *feed;

	while (r->line < line &&
	       (feed = memchr(data + r->line_start, '\n', r->source.len - r->line_start))) {
		r->line_start = (size_t)(feed - data) + 1;
		r->line++;
	}
}

/*
 * Whether a strong node is a name such as __init__ that somebody wrote without
 * backticks, and not emphasis. Columns that cmark-gfm tells are off by what it
 * strips from the beginning of lines, so the place is looked for.
 */
static bool is_dunder(struct render *r, cmark_node *node)
{
	enum { SLACK = 256 };
	cmark_node *child = cmark_node_first_child(node);
	const char *name =
		child && !cmark_node_next(child) && cmark_node_get_type(child) == CMARK_NODE_TEXT
			? cmark_node_get_literal(child)
			: NULL;

	if (!name || !is_identifier(name))
		return false;
	go_to_line(r, (size_t)cmark_node_get_start_line(node));

	size_t len = strlen(name), column = (size_t)cmark_node_get_start_column(node);
	size_t from = r->line_start + (column > SLACK ? column - SLACK : 0);
	size_t to = r->line_start + column + SLACK;

	for (size_t at = from > r->place ? from : r->place;
	     at < to && r->source.len - at >= len + 4; at++) {
		const char *p = r->source.data + at;
		bool marked = (p[0] == '_' || p[0] == '*') && p[1] == p[0] &&
			      memcmp(p + 2, name, len) == 0 && p[len + 2] == p[0] &&
			      p[len + 3] == p[0];

		if (marked) {
			r->place = at + len + 4;
			return p[0] == '_';
		}
	}
	return false;
}

static void put_dunder(struct render *r, cmark_node *node)
{
	put(r, look(r), "__");
	put(r, look(r), cmark_node_get_literal(cmark_node_first_child(node)));
	put(r, look(r), "__");
}

static bool is_line_break(const char *html)
{
	return strncmp(html, "<br", 3) == 0 && (html[3] == '>' || html[3] == ' ' || html[3] == '/');
}

/* Returns whether the node was running text. */
static bool enter_inline(struct render *r, cmark_node *node, cmark_iter *iter)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		put_text(r, cmark_node_get_literal(node));
		return true;
	case CMARK_NODE_CODE:
		put_code(r, cmark_node_get_literal(node));
		return true;
	case CMARK_NODE_SOFTBREAK:
		put(r, look(r), " ");
		return true;
	case CMARK_NODE_LINEBREAK:
		put_line_break(r);
		return true;
	case CMARK_NODE_HTML_INLINE:
		if (is_line_break(cmark_node_get_literal(node)))
			put_line_break(r);
		return true;
	case CMARK_NODE_EMPH:
		r->italic++;
		return true;
	case CMARK_NODE_STRONG:
		if (is_dunder(r, node)) {
			put_dunder(r, node);
			cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
		} else {
			r->bold++;
		}
		return true;
	case CMARK_NODE_IMAGE:
		put(r, look(r), "[");
		return true;
	case CMARK_NODE_LINK:
		r->link = r->into->text.len;
		return true;
	default:
		return false;
	}
}

static bool exit_inline(struct render *r, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_EMPH:
		r->italic--;
		return true;
	case CMARK_NODE_STRONG:
		r->bold--;
		return true;
	case CMARK_NODE_IMAGE:
		put(r, look(r), "]");
		put_target(r, node);
		return true;
	case CMARK_NODE_LINK:
		if (needs_target(r, node))
			put_target(r, node);
		return true;
	default:
		return false;
	}
}

/* ---- HTML ---------------------------------------------------------------- */

/* The length of the tag or comment at the beginning of html; 0 if there is none. */
static size_t tag_len(struct pyiq_str html)
{
	enum { LONGEST = 1000 }; /* so that many `<` without `>` cost no quadratic time */
	bool comment = html.len >= 4 && memcmp(html.data, "<!--", 4) == 0;
	const char *begins = "/!?abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

	if (html.len < 2 || html.data[0] != '<' || !strchr(begins, html.data[1]))
		return 0;
	for (size_t i = 2; i < html.len && (comment || i < LONGEST); i++)
		if (html.data[i] == '>' && (!comment || memcmp(html.data + i - 2, "--", 2) == 0))
			return i + 1;
	return comment ? html.len : 0;
}

/* Append html without its tags and comments. */
static void strip_tags(struct pyiq_buf *out, struct pyiq_str html)
{
	for (size_t at = 0; at < html.len;) {
		struct pyiq_str rest = { html.data + at, html.len - at };
		size_t tag = tag_len(rest);
		const char *next = tag > 0 ? NULL : memchr(rest.data + 1, '<', rest.len - 1);
		size_t text = tag > 0 ? 0 : next ? (size_t)(next - rest.data) : rest.len;

		if (tag > 0 && is_line_break(rest.data))
			pyiq_buf_putc(out, '\n');
		pyiq_buf_append(out, rest.data, text);
		at += tag + text;
	}
}

/* What a block of HTML says: its lines that have text. */
static void put_html(struct render *r, struct pyiq_str html)
{
	struct pyiq_buf plain = PYIQ_BUF_INIT;
	const char *blanks = " \t\r";

	strip_tags(&plain, html);
	for (const char *p = pyiq_buf_str(&plain); *p;) {
		const char *line = p + strspn(p, blanks), *end = line + strcspn(line, "\n");
		size_t len = (size_t)(end - line);

		while (len > 0 && strchr(blanks, line[len - 1]))
			len--;
		if (len > 0 && r->text.text.len > 0)
			put(r, STYLE_PLAIN, "\n");
		styled_append(&r->text, r->term, STYLE_PLAIN, (struct pyiq_str){ line, len });
		p = end + (*end == '\n');
	}
	r->text.text.failed |= plain.failed;
	pyiq_buf_release(&plain);
}

/* ---- Tables -------------------------------------------------------------- */

static void begin_table(struct render *r, cmark_node *node)
{
	struct table *table = &r->table;

	styled_clear(&table->text);
	table->n_cells = 0;
	table->n_columns = cmark_gfm_extensions_get_table_columns(node);
	table->alignments = cmark_gfm_extensions_get_table_alignments(node);
}

static pyiq_status end_cell(struct render *r, struct pyiq_error *err)
{
	struct table *table = &r->table;
	pyiq_status status = pyiq_grow(&table->ends, &table->capacity, table->n_cells + 1,
				       sizeof *table->ends, err);

	if (status == PYIQ_OK)
		table->ends[table->n_cells++] = table->text.text.len;
	styled_puts(&table->text, STYLE_PLAIN, "\n");
	return status;
}

static size_t cell_start(const struct table *table, size_t cell)
{
	return cell > 0 ? table->ends[cell - 1] + 1 : 0;
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

/* Give each column the width it needs, and if that is too much take from the widest. */
static void fit_columns(const struct table *table, size_t *widths, size_t most)
{
	size_t n = table->n_columns, total = CELL_GAP * (n - 1);

	for (size_t column = 0; column < n; column++) {
		widths[column] = 1;
		for (size_t cell = column; cell < table->n_cells; cell += n) {
			size_t width = cell_width(table, cell, most);

			widths[column] = width > widths[column] ? width : widths[column];
		}
		total += widths[column];
	}
	for (; total > most; total--) {
		size_t widest = 0;

		for (size_t column = 1; column < n; column++)
			if (widths[column] > widths[widest])
				widest = column;
		if (widths[widest] <= LEAST_CELL)
			return;
		widths[widest]--;
	}
}

static void write_spaces(struct render *r, size_t n)
{
	fprintf(r->term->file, "%*s", (int)n, "");
}

/* One line of a row; at[] says how far each of its cells has been written. */
static void write_row_line(struct render *r, size_t row, const size_t *widths, size_t *at)
{
	const struct table *table = &r->table;
	size_t owed = 0; /* spaces, written only if something follows */

	write_prefix(r);
	for (size_t column = 0; column < table->n_columns; column++) {
		size_t cell = row + column, next = at[column];
		size_t end = next < table->ends[cell]
				     ? cell_line(table, cell, at[column], widths[column], &next)
				     : next;
		size_t width = styled_width(&table->text, at[column], end);
		size_t spare = widths[column] > width ? widths[column] - width : 0;
		size_t before = table->alignments[column] == 'r'   ? spare
				: table->alignments[column] == 'c' ? spare / 2
								   : 0;

		if (width > 0) {
			write_spaces(r, owed + before);
			styled_write(r->term, &table->text, at[column], end);
			owed = spare - before + CELL_GAP;
		} else {
			owed += widths[column] + CELL_GAP;
		}
		at[column] = next;
	}
	fputc('\n', r->term->file);
}

static void write_row(struct render *r, size_t row, const size_t *widths, size_t *at)
{
	const struct table *table = &r->table;
	bool more = true;

	for (size_t column = 0; column < table->n_columns; column++)
		at[column] = cell_start(table, row + column);
	while (more) {
		write_row_line(r, row, widths, at);
		more = false;
		for (size_t column = 0; column < table->n_columns; column++)
			more |= at[column] < table->ends[row + column];
	}
}

static void write_header_rule(struct render *r, const size_t *widths)
{
	write_prefix(r);
	for (size_t column = 0; column < r->table.n_columns; column++) {
		write_spaces(r, column > 0 ? CELL_GAP : 0);
		styled_clear(&r->text);
		styled_repeat(&r->text, STYLE_DIM, r->term->glyphs->rule, widths[column]);
		styled_write(r->term, &r->text, 0, r->text.text.len);
	}
	styled_clear(&r->text);
	fputc('\n', r->term->file);
}

static pyiq_status write_table(struct render *r, struct pyiq_error *err)
{
	size_t n = r->table.n_columns;
	size_t *widths = pyiq_alloc(2 * n * sizeof *widths);

	if (!widths)
		return pyiq_fail_nomem(err);
	fit_columns(&r->table, widths, room(r));
	for (size_t row = 0; row + n <= r->table.n_cells; row += n) {
		write_row(r, row, widths, widths + n);
		if (row == 0)
			write_header_rule(r, widths);
	}
	pyiq_free(widths);
	return PYIQ_OK;
}

/* ---- Blocks -------------------------------------------------------------- */

static void write_rule(struct render *r)
{
	styled_repeat(&r->text, STYLE_DIM, r->term->glyphs->rule, room(r));
	write_text(r);
}

static pyiq_status enter_extension(struct render *r, cmark_node *node)
{
	if (is_type(node, "table"))
		begin_table(r, node);
	else if (is_type(node, "table_header"))
		r->bold++;
	else if (is_type(node, "table_cell"))
		r->into = &r->table.text;
	return PYIQ_OK;
}

static pyiq_status exit_extension(struct render *r, cmark_node *node, struct pyiq_error *err)
{
	if (is_type(node, "table_header")) {
		r->bold--;
	} else if (is_type(node, "table_cell")) {
		r->into = &r->text;
		return end_cell(r, err);
	} else if (is_type(node, "table") && r->table.n_columns > 0) {
		begin_block(r, node);
		return write_table(r, err);
	}
	return PYIQ_OK;
}

static pyiq_status enter_block(struct render *r, cmark_node *node, struct pyiq_error *err)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
		return open_quotation(r, err);
	case CMARK_NODE_LIST:
		return open_list(r, node, err);
	case CMARK_NODE_ITEM:
		return open_item(r, node, err);
	case CMARK_NODE_HEADING:
		r->bold++;
		return PYIQ_OK;
	case CMARK_NODE_CODE_BLOCK:
		begin_block(r, node);
		write_lines(r, pyiq_str(cmark_node_get_literal(node)), CODE_INDENT, STYLE_CODE);
		return PYIQ_OK;
	case CMARK_NODE_HTML_BLOCK:
		put_html(r, pyiq_str(cmark_node_get_literal(node)));
		if (r->text.text.len > 0)
			begin_block(r, node);
		write_text(r);
		return PYIQ_OK;
	case CMARK_NODE_THEMATIC_BREAK:
		begin_block(r, node);
		write_rule(r);
		return PYIQ_OK;
	default:
		return enter_extension(r, node);
	}
}

static pyiq_status exit_block(struct render *r, cmark_node *node, struct pyiq_error *err)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
	case CMARK_NODE_LIST:
	case CMARK_NODE_ITEM:
		close_level(r);
		return PYIQ_OK;
	case CMARK_NODE_HEADING:
		r->bold--;
		/* fallthrough */
	case CMARK_NODE_PARAGRAPH:
		if (r->text.text.len > 0)
			begin_block(r, node);
		write_text(r);
		return PYIQ_OK;
	default:
		return exit_extension(r, node, err);
	}
}

/* ---- The whole ----------------------------------------------------------- */

/* How far a line is indented, and where its text begins. */
static size_t indentation(const char *line, const char *end, const char **text)
{
	size_t columns = 0;

	for (; line < end && (*line == ' ' || *line == '\t'); line++)
		columns += *line == ' ' ? 1 : TAB_STOP - columns % TAB_STOP;
	*text = line;
	return columns;
}

/*
 * An answer out of a list is indented as it was there, far enough to be taken
 * for code. Append it as it reads inside of its item: all lines moved to the
 * left by the indentation of the first.
 */
static void outdent(struct pyiq_buf *out, struct pyiq_str markdown)
{
	const char *end = markdown.data + markdown.len, *next, *text;
	size_t shift = indentation(markdown.data, end, &text);

	for (const char *line = markdown.data; line < end; line = next) {
		const char *feed = memchr(line, '\n', (size_t)(end - line));
		size_t columns = indentation(line, end, &text);

		next = feed ? feed + 1 : end;
		if (shift > 0) {
			for (; columns > shift; columns--)
				pyiq_buf_putc(out, ' ');
			line = text;
		}
		pyiq_buf_append(out, line, (size_t)(next - line));
	}
}

static bool has_wide_table(struct pyiq_str text)
{
	size_t bars = 0;

	for (size_t i = 0; i < text.len && bars <= MOST_COLUMNS; i++)
		bars = text.data[i] == '\n' ? 0 : bars + (text.data[i] == '|');
	return bars > MOST_COLUMNS;
}

static void attach(cmark_parser *parser, const char *name)
{
	cmark_syntax_extension *extension = cmark_find_syntax_extension(name);

	if (extension)
		cmark_parser_attach_syntax_extension(parser, extension);
}

static cmark_node *parse(struct pyiq_str markdown)
{
	cmark_gfm_core_extensions_ensure_registered();

	cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);

	attach(parser, "tasklist");
	if (!has_wide_table(markdown))
		attach(parser, "table");
	cmark_parser_feed(parser, markdown.data, markdown.len);

	cmark_node *document = cmark_parser_finish(parser);

	cmark_parser_free(parser);
	cmark_consolidate_text_nodes(document);
	return document;
}

static pyiq_status walk(struct render *r, cmark_node *document, struct pyiq_error *err)
{
	cmark_iter *iter = cmark_iter_new(document);
	pyiq_status status = PYIQ_OK;
	cmark_event_type event;

	while (status == PYIQ_OK && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);

		if (event == CMARK_EVENT_ENTER && !enter_inline(r, node, iter))
			status = enter_block(r, node, err);
		else if (event == CMARK_EVENT_EXIT && !exit_inline(r, node))
			status = exit_block(r, node, err);
	}
	cmark_iter_free(iter);
	return status;
}

static void release_text(struct styled *text, pyiq_status *status, struct pyiq_error *err)
{
	if (*status == PYIQ_OK)
		*status = styled_status(text, err);
	styled_release(text);
}

pyiq_status render_markdown(const struct term *term, struct pyiq_str markdown, size_t width,
			    struct pyiq_error *err)
{
	struct pyiq_buf source = PYIQ_BUF_INIT;
	struct render r = { .term = term, .width = width, .line = 1 };

	outdent(&source, markdown);
	pyiq_status status = pyiq_buf_status(&source, err);
	if (status != PYIQ_OK) {
		pyiq_buf_release(&source);
		return status;
	}
	r.source = (struct pyiq_str){ pyiq_buf_str(&source), source.len };
	r.into = &r.text;

	cmark_node *document = parse(r.source);

	status = walk(&r, document, err);
	release_text(&r.prefix, &status, err);
	release_text(&r.first, &status, err);
	release_text(&r.text, &status, err);
	release_text(&r.table.text, &status, err);
	pyiq_free(r.levels);
	pyiq_free(r.table.ends);
	cmark_node_free(document);
	pyiq_buf_release(&source);
	return status;
}

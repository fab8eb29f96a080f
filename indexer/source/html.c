#include "source/html.h"

#include "source/html_table.h"
#include "source/html_tree.h"
#include "source/html_write.h"

/* ---- Walking ------------------------------------------------------------------------------- */

struct walk {
	struct pyiq_writer w;
	struct pyiq_buf code; /* of a preformatted element */
	struct pyiq_line_map code_lines;
	struct pyiq_str html;
	size_t line, counted; /* the line of the last node that told its place, and that place */
	struct pyiq_error *err;
};

static void walk(struct walk *c, const struct pyiq_node *node, struct pyiq_style style);

static void walk_children(struct walk *c, const struct pyiq_node *node, struct pyiq_style style)
{
	for (size_t i = 0; i < pyiq_node_n_children(node); i++)
		walk(c, pyiq_node_child(node, i), style);
}

/* Lines only go on: what the parser has moved to an earlier place stays where it is. */
static void go_on_to(struct walk *c, size_t offset)
{
	for (; c->counted < offset && c->counted < c->html.len; c->counted++)
		c->line += c->html.data[c->counted] == '\n';
}

/* What the parser added has no place of its own. */
static void note_line(struct walk *c, const struct pyiq_node *node)
{
	size_t offset;

	if (pyiq_node_start(node, &offset))
		go_on_to(c, offset);
}

static bool is_block(pyiq_role role)
{
	return role == PYIQ_ROLE_BLOCK || role >= PYIQ_ROLE_RULE;
}

/* Inside a heading, a summary or a cell there are no blocks. */
static bool is_flat(const struct walk *c)
{
	return c->w.leaf != PYIQ_LEAF_PARAGRAPH;
}

static void end_block(struct walk *c)
{
	if (is_flat(c))
		pyiq_write_space(&c->w);
	else
		pyiq_write_flush(&c->w, PYIQ_LEAF_PARAGRAPH, 0);
}

static void walk_block(struct walk *c, const struct pyiq_node *node, struct pyiq_style style)
{
	end_block(c);
	walk_children(c, node, style);
	end_block(c);
}

static void walk_line(struct walk *c, const struct pyiq_node *node, pyiq_leaf_kind leaf,
		      unsigned level, struct pyiq_style style)
{
	if (is_flat(c)) {
		walk_block(c, node, style);
		return;
	}
	pyiq_write_flush(&c->w, leaf, level);
	walk_children(c, node, style);
	pyiq_write_flush(&c->w, PYIQ_LEAF_PARAGRAPH, 0);
}

static void walk_link(struct walk *c, const struct pyiq_node *node, struct pyiq_style style)
{
	struct pyiq_str url = pyiq_node_attribute(node, "href");

	if (url.len > 0 && !pyiq_ascii_begins(url, "javascript:"))
		style.link = pyiq_write_target(&c->w, url);
	walk_children(c, node, style);
}

/* A picture that stands in the page itself would be nothing but noise. */
static void walk_image(struct walk *c, const struct pyiq_node *node, struct pyiq_style style)
{
	struct pyiq_str url = pyiq_node_attribute(node, "src"),
			alt = pyiq_node_attribute(node, "alt");

	if (url.len == 0 || pyiq_ascii_begins(url, "data:"))
		pyiq_write_text(&c->w, alt, style, c->line);
	else
		pyiq_write_image(&c->w, alt, pyiq_write_target(&c->w, url), style, c->line);
}

/* ---- Lists -------------------------------------------------------------------------------------- */

/* Items, each with what stands behind it in the list, such as a list that should stand in it. */
static void walk_list(struct walk *c, const struct pyiq_node *node, struct pyiq_style style)
{
	bool ordered = pyiq_node_role(node) == PYIQ_ROLE_NUMBERS, first = true, open = false;
	long number = ordered ? pyiq_html_number(node, "start", 1) : -1;
	char delimiter;
	size_t before;

	if (is_flat(c)) {
		walk_block(c, node, style);
		return;
	}
	end_block(c);
	before = c->w.out->len;
	delimiter = pyiq_write_open_list(&c->w, ordered);
	for (size_t i = 0; i < pyiq_node_n_children(node); i++) {
		const struct pyiq_node *item = pyiq_node_child(node, i);

		if (pyiq_node_role(item) != PYIQ_ROLE_ITEM) {
			walk(c, item, style);
			continue;
		}
		end_block(c);
		if (open)
			pyiq_write_close(&c->w);
		first &= c->w.out->len == before;
		if (ordered)
			number = pyiq_html_number(item, "value", number);
		pyiq_write_open_item(&c->w, delimiter, number, first);
		open = true;
		walk_children(c, item, style);
		if (ordered)
			number++;
	}
	end_block(c);
	if (open)
		pyiq_write_close(&c->w);
	if (c->w.out->len != before)
		pyiq_write_close_list(&c->w, delimiter);
}

/* An item without a list around it. */
static void walk_item(struct walk *c, const struct pyiq_node *node, struct pyiq_style style)
{
	end_block(c);
	if (!is_flat(c))
		pyiq_write_open_item(&c->w, '-', -1, true);
	walk_children(c, node, style);
	end_block(c);
	if (!is_flat(c))
		pyiq_write_close(&c->w);
}

static void walk_quote(struct walk *c, const struct pyiq_node *node, struct pyiq_style style)
{
	end_block(c);
	if (!is_flat(c))
		pyiq_write_open_quote(&c->w);
	walk_children(c, node, style);
	end_block(c);
	if (!is_flat(c))
		pyiq_write_close(&c->w);
}

/* ---- Code ------------------------------------------------------------------------------------------ */

static void add_code_line(struct walk *c, size_t line)
{
	if (c->w.status == PYIQ_OK)
		c->w.status = pyiq_line_map_add(&c->code_lines, line, c->err);
}

static void add_code(struct walk *c, struct pyiq_str text, size_t line)
{
	if (c->code_lines.n == 0)
		add_code_line(c, line);
	for (size_t i = 0; i < text.len; i++) {
		struct pyiq_str rest = { text.data + i, text.len - i };
		char byte = rest.data[0] == '\r' ? '\n' : rest.data[0];

		if (pyiq_ascii_begins(rest, "\r\n"))
			continue;
		if (byte == '\n')
			add_code_line(c, ++line);
		/* A no-break space is one that somebody did not want to lose, and no Python. */
		if (pyiq_ascii_begins(rest, "\xC2\xA0")) {
			byte = ' ';
			i++;
		}
		pyiq_buf_putc(&c->code, byte);
	}
}

/* Blocks inside code are its lines. */
static void end_code_line(struct walk *c)
{
	if (c->code.len > 0 && c->code.data[c->code.len - 1] != '\n')
		add_code(c, pyiq_str("\n"), c->line);
}

static void collect_code(struct walk *c, const struct pyiq_node *node)
{
	for (size_t i = 0; i < pyiq_node_n_children(node); i++) {
		const struct pyiq_node *n = pyiq_node_child(node, i);
		pyiq_role role = pyiq_node_role(n);

		if (role == PYIQ_ROLE_NOTHING)
			continue;
		note_line(c, n);
		if (role == PYIQ_ROLE_TEXT) {
			add_code(c, pyiq_node_text(n), c->line);
		} else if (role == PYIQ_ROLE_BREAK) {
			add_code(c, pyiq_str("\n"), c->line);
		} else {
			if (is_block(role))
				end_code_line(c);
			collect_code(c, n);
			if (is_block(role))
				end_code_line(c);
		}
	}
}

/* The language that a class names: `language-python`, `lang-py`, `highlight-source-python`. */
static struct pyiq_str language_in(struct pyiq_str class)
{
	static const char *const prefixes[] = { "language-", "lang-", "highlight-source-" };

	for (size_t i = 0; i < class.len; i++) {
		if (i > 0 && class.data[i - 1] != ' ')
			continue;
		for (size_t j = 0; j < sizeof prefixes / sizeof *prefixes; j++) {
			struct pyiq_str name = { class.data + i, class.len - i };
			size_t n = 0;

			if (!pyiq_ascii_begins(name, prefixes[j]))
				continue;
			name.data += strlen(prefixes[j]);
			while (name.data[n] != '\0' &&
			       strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789+#-_.",
				      name.data[n]) != NULL)
				n++;
			return (struct pyiq_str){ name.data, n };
		}
	}
	return pyiq_str("");
}

/* It may stand at the element, around it or at what is inside. */
static struct pyiq_str language_of(const struct pyiq_node *node)
{
	const struct pyiq_node *around = pyiq_node_parent(node);
	struct pyiq_str language = language_in(pyiq_node_attribute(node, "class"));

	for (size_t i = 0; i < pyiq_node_n_children(node) && language.len == 0; i++)
		language = language_in(pyiq_node_attribute(pyiq_node_child(node, i), "class"));
	for (int i = 0; i < 2 && around != NULL && language.len == 0; i++) {
		language = language_in(pyiq_node_attribute(around, "class"));
		around = pyiq_node_parent(around);
	}
	return language;
}

static void walk_code(struct walk *c, const struct pyiq_node *node, struct pyiq_style style)
{
	struct pyiq_str code;

	end_block(c);
	pyiq_buf_clear(&c->code);
	c->code_lines.n = 0;
	collect_code(c, node);
	if (c->w.status == PYIQ_OK)
		c->w.status = pyiq_buf_status(&c->code, c->err);
	code = (struct pyiq_str){ pyiq_buf_str(&c->code), c->code.len };
	while (code.len > 0 && strchr(" \t\n", code.data[code.len - 1]) != NULL)
		code.len--;
	style.flags |= PYIQ_STYLE_CODE;
	if (c->w.status == PYIQ_OK && code.len > 0 && is_flat(c))
		pyiq_write_text(&c->w, code, style, c->code_lines.line[0]);
	else if (c->w.status == PYIQ_OK && code.len > 0)
		pyiq_write_code(&c->w, code, language_of(node), &c->code_lines);
	end_block(c);
}

/* ---- Tables -------------------------------------------------------------------------------------------- */

static void walk_row(struct walk *c, const struct pyiq_node *row, size_t columns, bool first,
		     struct pyiq_style style)
{
	size_t n = 0, line;

	note_line(c, row);
	line = c->line;
	pyiq_write_flush(&c->w, PYIQ_LEAF_CELL, 0);
	for (size_t i = 0; i < pyiq_node_n_children(row); i++) {
		if (pyiq_node_role(pyiq_node_child(row, i)) != PYIQ_ROLE_CELL)
			continue;
		walk_children(c, pyiq_node_child(row, i), style);
		pyiq_write_end_cell(&c->w);
		for (size_t width = pyiq_html_cell_width(pyiq_node_child(row, i)); width > 1;
		     width--, n++)
			pyiq_write_end_cell(&c->w);
		n++;
	}
	if (n > 0) {
		for (; n < columns; n++)
			pyiq_write_end_cell(&c->w);
		pyiq_write_end_row(&c->w, first, line);
		if (first)
			pyiq_write_head_line(&c->w, columns, line);
	}
	pyiq_write_flush(&c->w, PYIQ_LEAF_PARAGRAPH, 0);
}

static void walk_rows(struct walk *c, const struct pyiq_node *table, size_t columns, bool *first,
		      struct pyiq_style style)
{
	for (size_t i = 0; i < pyiq_node_n_children(table); i++) {
		const struct pyiq_node *n = pyiq_node_child(table, i);

		if (pyiq_node_role(n) == PYIQ_ROLE_ROWS) {
			walk_rows(c, n, columns, first, style);
		} else if (pyiq_node_role(n) == PYIQ_ROLE_ROW) {
			size_t before = c->w.out->len;

			walk_row(c, n, columns, *first, style);
			*first &= c->w.out->len == before;
		}
	}
}

static void walk_table(struct walk *c, const struct pyiq_node *node, struct pyiq_style style)
{
	struct pyiq_html_table table = pyiq_html_measure(node);
	bool first = true;

	if (is_flat(c) || !table.pipes) {
		walk_block(c, node, style);
		return;
	}
	end_block(c);
	for (size_t i = 0; i < pyiq_node_n_children(node); i++)
		if (pyiq_node_role(pyiq_node_child(node, i)) == PYIQ_ROLE_CAPTION)
			walk(c, pyiq_node_child(node, i), style);
	walk_rows(c, node, table.columns, &first, style);
}

/* ---- Everything else --------------------------------------------------------------------------------------- */

static void walk_details(struct walk *c, const struct pyiq_node *node, struct pyiq_style style)
{
	size_t offset;

	if (is_flat(c)) {
		walk_block(c, node, style);
		return;
	}
	end_block(c);
	pyiq_write_tag(&c->w, "<details>", c->line);
	walk_children(c, node, style);
	end_block(c);
	if (pyiq_node_end(node, &offset))
		go_on_to(c, offset);
	pyiq_write_tag(&c->w, "</details>", c->line);
}

/* Elements whose content goes on in the line, in a style of its own. */
static void walk_inline(struct walk *c, const struct pyiq_node *node, struct pyiq_style style)
{
	static const unsigned flags[] = {
		[PYIQ_ROLE_BOLD] = PYIQ_STYLE_BOLD,       [PYIQ_ROLE_ITALIC] = PYIQ_STYLE_ITALIC,
		[PYIQ_ROLE_CODE] = PYIQ_STYLE_CODE,       [PYIQ_ROLE_RAISED] = PYIQ_STYLE_RAISED,
		[PYIQ_ROLE_LOWERED] = PYIQ_STYLE_LOWERED, [PYIQ_ROLE_QUOTATION] = 0,
	};
	pyiq_role role = pyiq_node_role(node);

	style.flags |= flags[role];
	if (role == PYIQ_ROLE_QUOTATION)
		pyiq_write_text(&c->w, pyiq_str("\""), style, c->line);
	walk_children(c, node, style);
	if (role == PYIQ_ROLE_QUOTATION)
		pyiq_write_text(&c->w, pyiq_str("\""), style, c->line);
}

static void walk_term(struct walk *c, const struct pyiq_node *node, struct pyiq_style style)
{
	style.flags |= PYIQ_STYLE_BOLD;
	walk_block(c, node, style);
}

static void walk_heading(struct walk *c, const struct pyiq_node *node, struct pyiq_style style)
{
	walk_line(c, node, PYIQ_LEAF_HEADING, pyiq_node_level(node), style);
}

static void walk_summary(struct walk *c, const struct pyiq_node *node, struct pyiq_style style)
{
	if (pyiq_node_role(pyiq_node_parent(node)) == PYIQ_ROLE_DETAILS)
		walk_line(c, node, PYIQ_LEAF_SUMMARY, 0, style);
	else
		walk_block(c, node, style);
}

static void walk_rule(struct walk *c, const struct pyiq_node *node, struct pyiq_style style)
{
	(void)node;
	(void)style;
	end_block(c);
	if (!is_flat(c))
		pyiq_write_rule(&c->w, c->line);
}

static void walk_break(struct walk *c, const struct pyiq_node *node, struct pyiq_style style)
{
	(void)node;
	(void)style;
	pyiq_write_break(&c->w);
}

static void walk_text(struct walk *c, const struct pyiq_node *node, struct pyiq_style style)
{
	pyiq_write_text(&c->w, pyiq_node_text(node), style, c->line);
}

static void walk(struct walk *c, const struct pyiq_node *node, struct pyiq_style style)
{
	static void (*const walkers[])(struct walk *, const struct pyiq_node *,
				       struct pyiq_style) = {
		[PYIQ_ROLE_BLOCK] = walk_block,
		[PYIQ_ROLE_INLINE] = walk_children,
		[PYIQ_ROLE_NOTHING] = NULL,
		[PYIQ_ROLE_TEXT] = walk_text,
		[PYIQ_ROLE_TITLE] = NULL,
		[PYIQ_ROLE_BOLD] = walk_inline,
		[PYIQ_ROLE_ITALIC] = walk_inline,
		[PYIQ_ROLE_CODE] = walk_inline,
		[PYIQ_ROLE_RAISED] = walk_inline,
		[PYIQ_ROLE_LOWERED] = walk_inline,
		[PYIQ_ROLE_QUOTATION] = walk_inline,
		[PYIQ_ROLE_LINK] = walk_link,
		[PYIQ_ROLE_IMAGE] = walk_image,
		[PYIQ_ROLE_BREAK] = walk_break,
		[PYIQ_ROLE_RULE] = walk_rule,
		[PYIQ_ROLE_HEADING] = walk_heading,
		[PYIQ_ROLE_BULLETS] = walk_list,
		[PYIQ_ROLE_NUMBERS] = walk_list,
		[PYIQ_ROLE_ITEM] = walk_item,
		[PYIQ_ROLE_TERM] = walk_term,
		[PYIQ_ROLE_QUOTE] = walk_quote,
		[PYIQ_ROLE_PREFORMATTED] = walk_code,
		[PYIQ_ROLE_TABLE] = walk_table,
		[PYIQ_ROLE_CAPTION] = walk_block,
		[PYIQ_ROLE_ROWS] = walk_block,
		[PYIQ_ROLE_ROW] = walk_block,
		[PYIQ_ROLE_CELL] = walk_block,
		[PYIQ_ROLE_DETAILS] = walk_details,
		[PYIQ_ROLE_SUMMARY] = walk_summary,
	};
	pyiq_role role = pyiq_node_role(node);

	if (c->w.status != PYIQ_OK || walkers[role] == NULL)
		return;
	note_line(c, node);
	walkers[role](c, node, style);
}

/* The first title of the page's head. */
static const struct pyiq_node *find_title(const struct pyiq_node *node, unsigned depth)
{
	enum { HEAD = 2 }; /* levels: the page, its head */
	const struct pyiq_node *title = NULL;

	for (size_t i = 0; i < pyiq_node_n_children(node) && title == NULL; i++) {
		const struct pyiq_node *n = pyiq_node_child(node, i);

		if (pyiq_node_role(n) == PYIQ_ROLE_TITLE)
			title = n;
		else if (depth < HEAD)
			title = find_title(n, depth + 1);
	}
	return title;
}

static pyiq_status take_title(const struct pyiq_node *root, struct pyiq_buf *title,
			      struct pyiq_error *err)
{
	const struct pyiq_node *node = find_title(root, 0);

	if (node != NULL && pyiq_node_n_children(node) > 0) {
		struct pyiq_str text = pyiq_node_text(pyiq_node_child(node, 0));

		for (size_t i = 0; i < text.len; i++)
			pyiq_buf_putc(title, strchr("\t\n\f\r", text.data[i]) != NULL
						     ? ' '
						     : text.data[i]);
	}
	return pyiq_buf_status(title, err);
}

static pyiq_status convert(const struct pyiq_node *root, struct pyiq_str html,
			   struct pyiq_buf *markdown, struct pyiq_line_map *map,
			   struct pyiq_error *err)
{
	struct walk c = { .html = html, .line = 1, .err = err };
	pyiq_status status;

	pyiq_writer_init(&c.w, markdown, map, err);
	walk(&c, root, (struct pyiq_style){ 0 });
	pyiq_write_flush(&c.w, PYIQ_LEAF_PARAGRAPH, 0);
	status = c.w.status;
	/* Text that the parser has moved to a later place brings its line feeds with it. */
	go_on_to(&c, html.len);
	for (size_t i = 0; map != NULL && i < map->n; i++)
		if (map->line[i] > c.line)
			map->line[i] = c.line;
	pyiq_writer_release(&c.w);
	pyiq_buf_release(&c.code);
	pyiq_line_map_release(&c.code_lines);
	return status;
}

pyiq_status pyiq_html_to_markdown(struct pyiq_str html, struct pyiq_buf *markdown,
				  struct pyiq_line_map *map, struct pyiq_buf *title,
				  struct pyiq_error *err)
{
	struct pyiq_html_tree *tree;
	pyiq_status status = pyiq_html_tree_read(&tree, html, err);

	if (status != PYIQ_OK)
		return status;
	status = convert(pyiq_html_root(tree), html, markdown, map, err);
	if (status == PYIQ_OK && title != NULL)
		status = take_title(pyiq_html_root(tree), title, err);
	pyiq_html_tree_free(tree);
	return status;
}

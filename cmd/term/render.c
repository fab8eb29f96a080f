#include "term/render.h"

#include <string.h>

#include "term/highlight.h"
#include "term/rendering.h"

enum {
	CODE_INDENT = 4,
	LEAST_WIDTH = 10 /* nesting leaves at least so many columns for text */
};

/* ---- Lines --------------------------------------------------------------- */

void render_prefix(struct render *r)
{
	struct styled *prefix = r->first.text.len > 0 ? &r->first : &r->prefix;

	styled_write(r->term, prefix, 0, prefix->text.len);
	styled_clear(&r->first);
}

void render_blank(struct render *r, size_t prefix_len)
{
	while (prefix_len > 0 && r->prefix.text.data[prefix_len - 1] == ' ')
		prefix_len--;
	styled_write(r->term, &r->prefix, 0, prefix_len);
	fputc('\n', r->term->file);
}

size_t render_room(const struct render *r)
{
	size_t taken = styled_width(&r->prefix, 0, r->prefix.text.len);

	return r->width > taken + LEAST_WIDTH ? r->width - taken : LEAST_WIDTH;
}

void render_append(struct render *r, struct styled *into, struct pyiq_str text, const char *styles)
{
	for (size_t at = 0, end; at < text.len; at = end) {
		for (end = at + 1; end < text.len && styles[end] == styles[at];)
			end++;
		styled_append(into, r->term, (unsigned char)styles[at],
			      (struct pyiq_str){ text.data + at, end - at });
	}
}

static bool in_tight_list(cmark_node *item)
{
	return cmark_node_get_type(item) == CMARK_NODE_ITEM &&
	       cmark_node_get_list_tight(cmark_node_parent(item));
}

void render_begin_block(struct render *r, cmark_node *node)
{
	cmark_node *parent = cmark_node_parent(node);
	size_t prefix_len = r->prefix.text.len, level = r->n_levels;

	while (parent && !cmark_node_previous(node) && level > 0) {
		prefix_len = r->levels[--level].prefix_len;
		node = parent;
		parent = cmark_node_parent(node);
	}
	if (r->started && !in_tight_list(node) && !(parent && in_tight_list(parent)))
		render_blank(r, prefix_len);
	r->started = true;
}

/* Write the text of the block, wrapped, and forget it. */
static void write_text(struct render *r)
{
	size_t width = render_room(r), next;

	for (size_t at = 0; at < r->text.text.len; at = next) {
		size_t end = styled_break(&r->text, at, width, &next);

		render_prefix(r);
		styled_write(r->term, &r->text, at, end);
		fputc('\n', r->term->file);
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
		render_prefix(r);
		fputc('\n', r->term->file);
		r->started = true;
	}
	if (r->n_levels > 0)
		styled_cut(&r->prefix, r->levels[--r->n_levels].prefix_len);
}

/* Whether there is room for what a container puts before its lines. */
static bool can_indent(const struct render *r)
{
	return render_room(r) > LEAST_WIDTH;
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

bool render_is_type(cmark_node *node, const char *type)
{
	return strcmp(cmark_node_get_type_string(node), type) == 0;
}

/* Put a sign before the next line, and its width in blanks before those behind. */
static pyiq_status hang(struct render *r, unsigned style, const char *sign, struct pyiq_error *err)
{
	pyiq_status status = open_level(r, 0, err);
	size_t taken;

	if (status != PYIQ_OK || !can_indent(r))
		return status;
	if (r->first.text.len == 0)
		styled_copy(&r->first, &r->prefix);
	taken = r->first.text.len;
	styled_puts(&r->first, style, sign);
	styled_repeat(&r->prefix, STYLE_PLAIN, " ",
		      styled_width(&r->first, taken, r->first.text.len));
	return PYIQ_OK;
}

static pyiq_status open_item(struct render *r, cmark_node *item, struct pyiq_error *err)
{
	const struct glyphs *glyphs = r->term->glyphs;
	cmark_node *list = cmark_node_parent(item);
	long number = r->n_levels > 0 ? r->levels[r->n_levels - 1].number++ : 0;
	char sign[32];

	if (render_is_type(item, "tasklist"))
		snprintf(sign, sizeof sign, "%s ",
			 cmark_gfm_extensions_get_tasklist_item_checked(item) ? glyphs->ticked
									      : glyphs->unticked);
	else if (cmark_node_get_list_type(list) == CMARK_ORDERED_LIST)
		snprintf(sign, sizeof sign, "%ld%c ", number,
			 cmark_node_get_list_delim(list) == CMARK_PAREN_DELIM ? ')' : '.');
	else
		snprintf(sign, sizeof sign, "%s ", glyphs->bullet);
	return hang(r, STYLE_PLAIN, sign, err);
}

/* ---- Blocks -------------------------------------------------------------- */

static void write_rule(struct render *r)
{
	styled_repeat(&r->text, STYLE_DIM, r->term->glyphs->rule, render_room(r));
	write_text(r);
}

/* A block of running text, unless there is nothing to be seen of it. */
static void write_paragraph(struct render *r, cmark_node *node)
{
	struct pyiq_str text = { pyiq_buf_str(&r->text.text), r->text.text.len };

	inline_end(r);
	if (pyiq_str_trim(text).len > 0) {
		render_begin_block(r, node);
		write_text(r);
	}
	styled_clear(&r->text);
}

/* The signs of Markdown tell its level: colours may be missing, and sizes are. */
static pyiq_status write_heading(struct render *r, cmark_node *node, struct pyiq_error *err)
{
	enum { LEVELS = 6 };
	const char *sign = &"###### "[LEVELS - cmark_node_get_heading_level(node)];
	pyiq_status status = PYIQ_OK;

	inline_end(r);
	if (r->text.text.len == 0)
		return PYIQ_OK;
	render_begin_block(r, node);
	status = hang(r, STYLE_DIM, sign, err);
	write_text(r);
	if (status == PYIQ_OK)
		close_level(r);
	return status;
}

/* ---- Code ---------------------------------------------------------------- */

/* Store a style for each byte of a block of code. */
static void paint_code(struct render *r, cmark_node *node, struct pyiq_str code, char *styles)
{
	struct pyiq_str info = pyiq_str(cmark_node_get_fence_info(node));

	if (r->term->colour && highlight_is_python(info, code))
		highlight_python(code, styles);
	else
		memset(styles, STYLE_CODE, code.len);
}

static void write_code_line(struct render *r, struct pyiq_str line, char *styles)
{
	if (line.len == 0 && r->first.text.len == 0) {
		render_blank(r, r->prefix.text.len);
		return;
	}
	marks_paint(&r->marks, line, styles);
	render_prefix(r);
	styled_clear(&r->text);
	styled_repeat(&r->text, STYLE_PLAIN, " ", CODE_INDENT);
	render_append(r, &r->text, line, styles);
	styled_write(r->term, &r->text, 0, r->text.text.len);
	fputc('\n', r->term->file);
}

/* Code keeps its lines: whoever copies it shall get it whole. */
static pyiq_status write_code(struct render *r, cmark_node *node, struct pyiq_error *err)
{
	struct pyiq_str code = pyiq_str(cmark_node_get_literal(node));
	char *styles = pyiq_alloc(code.len + 1);

	if (!styles)
		return pyiq_fail_nomem(err);
	paint_code(r, node, code, styles);
	render_begin_block(r, node);
	for (size_t at = 0; at < code.len;) {
		const char *feed = memchr(code.data + at, '\n', code.len - at);
		size_t end = feed ? (size_t)(feed - code.data) : code.len;

		write_code_line(r, (struct pyiq_str){ code.data + at, end - at }, styles + at);
		at = end + 1;
	}
	styled_clear(&r->text);
	pyiq_free(styles);
	return PYIQ_OK;
}

/* ---- Nodes --------------------------------------------------------------- */

static pyiq_status enter_extension(struct render *r, cmark_node *node)
{
	if (render_is_type(node, "table"))
		table_begin(r, node);
	else if (render_is_type(node, "table_header"))
		r->markdown.bold++;
	else if (render_is_type(node, "table_cell"))
		r->into = &r->table.text;
	return PYIQ_OK;
}

static pyiq_status exit_extension(struct render *r, cmark_node *node, struct pyiq_error *err)
{
	if (render_is_type(node, "table_header")) {
		r->markdown.bold--;
	} else if (render_is_type(node, "table_cell")) {
		inline_end(r);
		r->into = &r->text;
		return table_end_cell(r, err);
	} else if (render_is_type(node, "table") && r->table.n_columns > 0) {
		render_begin_block(r, node);
		return table_write(r, err);
	}
	return PYIQ_OK;
}

static pyiq_status enter_block(struct render *r, cmark_node *node, struct pyiq_error *err)
{
	marks_go_to_line(&r->marks, (size_t)cmark_node_get_start_line(node));
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
		return open_quotation(r, err);
	case CMARK_NODE_LIST:
		return open_list(r, node, err);
	case CMARK_NODE_ITEM:
		return open_item(r, node, err);
	case CMARK_NODE_HEADING:
		r->markdown.bold++;
		return PYIQ_OK;
	case CMARK_NODE_CODE_BLOCK:
		return write_code(r, node, err);
	case CMARK_NODE_HTML_BLOCK:
		html_put_block(r, pyiq_str(cmark_node_get_literal(node)));
		write_paragraph(r, node);
		return PYIQ_OK;
	case CMARK_NODE_THEMATIC_BREAK:
		render_begin_block(r, node);
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
		r->markdown.bold--;
		return write_heading(r, node, err);
	case CMARK_NODE_PARAGRAPH:
		write_paragraph(r, node);
		return PYIQ_OK;
	default:
		return exit_extension(r, node, err);
	}
}

/* ---- The whole ----------------------------------------------------------- */

static pyiq_status walk(struct render *r, struct pyiq_error *err)
{
	cmark_iter *iter = cmark_iter_new(r->document.root);
	pyiq_status status = PYIQ_OK;
	cmark_event_type event;

	while (status == PYIQ_OK && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);

		if (event == CMARK_EVENT_ENTER && !inline_enter(r, node, iter))
			status = enter_block(r, node, err);
		else if (event == CMARK_EVENT_EXIT && !inline_exit(r, node))
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

pyiq_status render_markdown(const struct term *term, struct pyiq_str markdown,
			    const struct pyiq_span *marks, size_t n_marks, size_t width,
			    struct pyiq_error *err)
{
	static const char *const extensions[] = { "table", "tasklist", "strikethrough", NULL };
	struct render r = { .term = term, .width = width };
	pyiq_status status = document_parse(&r.document, markdown, extensions, err);

	r.into = &r.text;
	if (status == PYIQ_OK && term->colour)
		status = marks_begin(&r.marks, &r.document, markdown, marks, n_marks, err);
	if (status == PYIQ_OK)
		status = walk(&r, err);
	release_text(&r.prefix, &status, err);
	release_text(&r.first, &status, err);
	release_text(&r.text, &status, err);
	release_text(&r.table.text, &status, err);
	pyiq_free(r.levels);
	pyiq_free(r.table.ends);
	pyiq_buf_release(&r.href);
	pyiq_buf_release(&r.looks);
	marks_release(&r.marks);
	document_release(&r.document);
	return status;
}

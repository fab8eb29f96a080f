#include "source/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdlib.h>

#include "base/memory.h"
#include "source/markdown_pieces.h"
#include "source/markdown_reader.h"

/* ---- Inlines ----------------------------------------------------------------- */

/* A line of the source that cmark tells, which knows its piece alone; 0 where it tells none. */
static size_t in_source(const struct pyiq_markdown_reader *r, int line)
{
	return line > 0 ? (size_t)line + r->lines_before : 0;
}

static pyiq_status take_text(struct pyiq_markdown_reader *r, cmark_node *node)
{
	const char *literal = cmark_node_get_literal(node);

	return pyiq_markdown_text(r, pyiq_str(literal != NULL ? literal : ""),
				  in_source(r, cmark_node_get_start_line(node)),
				  (size_t)cmark_node_get_start_column(node));
}

static pyiq_status read_inline(struct pyiq_markdown_reader *r, cmark_node *node, bool enter)
{
	pyiq_status status = PYIQ_OK;

	if (r->leaf == PYIQ_NO_BLOCK)
		return PYIQ_OK;
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		return take_text(r, node);
	case CMARK_NODE_CODE:
		r->flags ^= PYIQ_RUN_CODE;
		status = take_text(r, node);
		r->flags ^= PYIQ_RUN_CODE;
		return status;
	case CMARK_NODE_HTML_INLINE:
		pyiq_markdown_tag(r, pyiq_str(cmark_node_get_literal(node)));
		return PYIQ_OK;
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
		r->line++;
		return PYIQ_OK;
	case CMARK_NODE_STRONG:
		r->strong_depth += enter ? 1 : -1;
		return PYIQ_OK;
	case CMARK_NODE_LINK:
		r->in_link = enter;
		return PYIQ_OK;
	default:
		return PYIQ_OK;
	}
}

/* ---- Blocks ------------------------------------------------------------------ */

/* The first line behind `line` that holds nothing but `=` or `-`; `last` if there is none before it. */
static size_t underline_below(const struct pyiq_blocks *b, size_t line, size_t last)
{
	while (++line < last) {
		struct pyiq_str text = b->source;
		size_t i = pyiq_blocks_line_start(b, line), end = pyiq_blocks_line_end(b, line);

		while (i < end && (pyiq_markdown_is_blank(text.data[i]) || text.data[i] == '>'))
			i++;

		char mark = i < end ? text.data[i] : ' ';

		while (i < end && (text.data[i] == mark || pyiq_markdown_is_blank(text.data[i])))
			i++;
		if (i == end && (mark == '=' || mark == '-'))
			return line;
	}
	return last;
}

/*
 * The line of a table's head: cmark-gfm says the line of the paragraph that it
 * took it from, which can begin with other lines.
 */
static size_t head_line(const struct pyiq_markdown_reader *r, cmark_node *table)
{
	cmark_node *first = cmark_node_next(cmark_node_first_child(table));
	size_t line = in_source(r, first != NULL ? cmark_node_get_start_line(first) - 1
						 : cmark_node_get_end_line(table));

	return line > 1 ? line - 1 : 1;
}

static bool is_table(cmark_node *node)
{
	return node != NULL && strcmp(cmark_node_get_type_string(node), "table") == 0;
}

/* Lines and column where a node says it is; cmark counts the blank lines behind some nodes as theirs. */
static void find_lines(const struct pyiq_markdown_reader *r, cmark_node *node, pyiq_block_kind kind,
		       size_t *line, size_t *end_line, size_t *column)
{
	cmark_node *parent = cmark_node_parent(node), *next = cmark_node_next(node);

	*line = in_source(r, cmark_node_get_start_line(node));
	*end_line = in_source(r, cmark_node_get_end_line(node));
	*column = (size_t)cmark_node_get_start_column(node);
	/* A fence that is never closed ends with its container; cmark counts one line more. */
	if (kind == PYIQ_BLOCK_CODE && cmark_node_get_type(parent) != CMARK_NODE_DOCUMENT &&
	    *end_line > in_source(r, cmark_node_get_end_line(parent)))
		*end_line = in_source(r, cmark_node_get_end_line(parent));
	/* The same of a heading that is underlined. */
	if (kind == PYIQ_BLOCK_HEADING && *end_line > *line)
		*end_line = underline_below(r->blocks, *line, *end_line);
	if (kind == PYIQ_BLOCK_TABLE && head_line(r, node) > *line) {
		*line = head_line(r, node);
		*column = 0;
	}
	/* A paragraph whose last line became a table's head is nowhere, for cmark. */
	if (kind == PYIQ_BLOCK_PARAGRAPH && *line == 0 && is_table(next)) {
		*line = in_source(r, cmark_node_get_start_line(next));
		*column = (size_t)cmark_node_get_start_column(next);
		*end_line = head_line(r, next) - 1;
	}
}

/* Where what stands in a line begins: behind blanks and the marks of quotes. */
static size_t skip_prefix(const struct pyiq_blocks *b, size_t line)
{
	size_t i = pyiq_blocks_line_start(b, line), end = pyiq_blocks_line_end(b, line);

	while (i < end && (pyiq_markdown_is_blank(b->source.data[i]) || b->source.data[i] == '>'))
		i++;
	return i;
}

static struct pyiq_span without_blanks(const struct pyiq_blocks *b, struct pyiq_span span)
{
	const char *text = b->source.data;

	while (span.end > span.start &&
	       (pyiq_markdown_is_blank(text[span.end - 1]) || text[span.end - 1] == '\n'))
		span.end--;
	if (span.end < span.start)
		span.end = span.start;
	return span;
}

static void place_block(struct pyiq_markdown_reader *r, cmark_node *node, struct pyiq_block *block)
{
	const struct pyiq_blocks *b = r->blocks;
	size_t line, end_line, column;

	find_lines(r, node, block->kind, &line, &end_line, &column);
	if (line <= r->lines_before)
		line = r->lines_before + 1;
	if (line > b->n_lines)
		line = b->n_lines;
	if (end_line < line)
		end_line = line;
	if (end_line > b->n_lines)
		end_line = b->n_lines;

	size_t start =
		column > 0 ? pyiq_blocks_line_start(b, line) + column - 1 : skip_prefix(b, line);

	if (start > b->source.len)
		start = b->source.len;
	block->span =
		without_blanks(b, (struct pyiq_span){ start, pyiq_blocks_line_end(b, end_line) });
	block->line = line;
	block->end_line =
		pyiq_blocks_line_of(b, block->span.end > start ? block->span.end - 1 : start);
}

/* ---- Tables -------------------------------------------------------------------- */

/* cmark-gfm counts the columns of a row from the table's, however the row itself is indented. */
static void place_row(struct pyiq_markdown_reader *r, cmark_node *node, struct pyiq_block *block)
{
	const struct pyiq_blocks *b = r->blocks;
	const struct pyiq_block *table = pyiq_markdown_block(r, r->table);
	size_t line = block->header ? table->line : in_source(r, cmark_node_get_start_line(node));
	struct pyiq_span span = { block->header ? table->span.start : skip_prefix(b, line),
				  pyiq_blocks_line_end(b, line) };

	block->line = block->end_line = line;
	block->span = without_blanks(b, span);
	r->cell_at = block->span.start;
	if (r->cell_at < block->span.end && b->source.data[r->cell_at] == '|')
		r->cell_at++;
}

/* The next cell of the open row, up to a bar that is not escaped. */
static pyiq_status read_cell(struct pyiq_markdown_reader *r, cmark_node *node,
			     struct pyiq_block *block)
{
	const struct pyiq_block *row = pyiq_markdown_block(r, r->row);
	const char *text = r->blocks->source.data;
	size_t start = r->cell_at, end = start, line_start;
	uint32_t index = 0;
	pyiq_status status;

	while (end < row->span.end && text[end] != '|')
		end += text[end] == '\\' && end + 1 < row->span.end ? 2 : 1;
	r->cell_at = end < row->span.end ? end + 1 : end;
	block->line = block->end_line = row->line;
	block->span = (struct pyiq_span){ start, end };
	while (block->span.start < end && pyiq_markdown_is_blank(text[block->span.start]))
		block->span.start++;
	block->span = without_blanks(r->blocks, block->span);
	status = pyiq_markdown_add(r, block, &index);
	if (status != PYIQ_OK)
		return status;

	/* Its texts are misplaced as much as the cell is. */
	line_start = pyiq_blocks_line_start(r->blocks, block->line);
	pyiq_markdown_begin_leaf(r, index);
	r->n_behind = block->line - in_source(r, cmark_node_get_start_line(node));
	r->shift = (long)(start - line_start) - (cmark_node_get_start_column(node) - 1);
	return PYIQ_OK;
}

/* ---- Code ---------------------------------------------------------------------- */

static pyiq_status read_code(struct pyiq_markdown_reader *r, cmark_node *node,
			     struct pyiq_block *block)
{
	int fence_length, fence_offset;
	char fence_character;
	const char *text = r->blocks->source.data;
	uint32_t index = 0;
	pyiq_status status;

	if (!cmark_node_get_fenced(node, &fence_length, &fence_offset, &fence_character)) {
		/* Its lines part it from the words around it. */
		block->content = block->span;
		status = pyiq_blocks_add_run(r->blocks, block->span.start, block->span.start,
					     PYIQ_RUN_CODE, r->err);
		if (status == PYIQ_OK)
			status = pyiq_blocks_add_run(r->blocks, block->span.end, block->span.end,
						     PYIQ_RUN_CODE, r->err);
		return status == PYIQ_OK ? pyiq_markdown_add(r, block, &index) : status;
	}

	size_t open_end = pyiq_blocks_line_end(r->blocks, block->line);
	size_t close = block->span.end;

	/* The last line is the closing fence unless the document ended first. */
	if (block->end_line > block->line) {
		size_t last = pyiq_blocks_line_start(r->blocks, block->end_line), s = last;

		while (s < block->span.end && (pyiq_markdown_is_blank(text[s]) || text[s] == '>'))
			s++;

		size_t ticks = 0;

		while (s + ticks < block->span.end && text[s + ticks] == fence_character)
			ticks++;
		if (ticks >= (size_t)fence_length && s + ticks == block->span.end)
			close = last;
	}
	if (open_end > close)
		open_end = close;
	block->content = (struct pyiq_span){ open_end, close };
	status = pyiq_blocks_add_run(r->blocks, block->span.start, open_end,
				     PYIQ_RUN_BREAK | PYIQ_RUN_CODE, r->err);
	if (status == PYIQ_OK)
		status = pyiq_blocks_add_run(r->blocks, close, block->span.end,
					     PYIQ_RUN_BREAK | PYIQ_RUN_CODE, r->err);
	return status == PYIQ_OK ? pyiq_markdown_add(r, block, &index) : status;
}

/* The kind of a block; false for inlines. Tables come from an extension, whose types have names alone. */
static bool kind_of(cmark_node *node, pyiq_block_kind *kind)
{
	static const struct {
		const char *name;
		pyiq_block_kind kind;
	} kinds[] = {
		{ "block_quote", PYIQ_BLOCK_QUOTE }, { "list", PYIQ_BLOCK_LIST },
		{ "item", PYIQ_BLOCK_ITEM },         { "code_block", PYIQ_BLOCK_CODE },
		{ "html_block", PYIQ_BLOCK_HTML },   { "paragraph", PYIQ_BLOCK_PARAGRAPH },
		{ "heading", PYIQ_BLOCK_HEADING },   { "thematic_break", PYIQ_BLOCK_RULE },
		{ "table", PYIQ_BLOCK_TABLE },       { "table_header", PYIQ_BLOCK_ROW },
		{ "table_row", PYIQ_BLOCK_ROW },     { "table_cell", PYIQ_BLOCK_CELL },
	};

	if ((cmark_node_get_type(node) & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_INLINE)
		return false;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (strcmp(cmark_node_get_type_string(node), kinds[i].name) == 0) {
			*kind = kinds[i].kind;
			return true;
		}
	}
	return false;
}

static pyiq_status enter_block(struct pyiq_markdown_reader *r, cmark_node *node,
			       pyiq_block_kind kind)
{
	struct pyiq_block block = { .kind = kind, .number = -1 };
	uint32_t index = 0;
	pyiq_status status;

	if (kind != PYIQ_BLOCK_ROW && kind != PYIQ_BLOCK_CELL)
		place_block(r, node, &block);
	switch (kind) {
	case PYIQ_BLOCK_ROW:
		block.header = cmark_gfm_extensions_get_table_row_is_header(node) != 0;
		place_row(r, node, &block);
		r->row = (uint32_t)r->blocks->n;
		return pyiq_markdown_open(r, &block);
	case PYIQ_BLOCK_CELL:
		return read_cell(r, node, &block);
	case PYIQ_BLOCK_ITEM:
		block.level = r->n_lists;
		if (cmark_node_get_list_type(cmark_node_parent(node)) == CMARK_ORDERED_LIST)
			block.number = strtol(r->blocks->source.data + block.span.start, NULL, 10);
		return pyiq_markdown_open(r, &block);
	case PYIQ_BLOCK_TABLE:
		r->table = (uint32_t)r->blocks->n;
		return pyiq_markdown_open(r, &block);
	case PYIQ_BLOCK_QUOTE:
	case PYIQ_BLOCK_LIST:
		return pyiq_markdown_open(r, &block);
	case PYIQ_BLOCK_CODE:
		return read_code(r, node, &block);
	case PYIQ_BLOCK_HTML:
		return pyiq_markdown_html(r, block.span);
	case PYIQ_BLOCK_RULE:
		return pyiq_markdown_add(r, &block, &index);
	default:
		if (kind == PYIQ_BLOCK_HEADING)
			block.level = (unsigned)cmark_node_get_heading_level(node);
		status = pyiq_markdown_add(r, &block, &index);
		if (status == PYIQ_OK)
			pyiq_markdown_begin_leaf(r, index);
		return status;
	}
}

static bool is_container(pyiq_block_kind kind)
{
	return kind <= PYIQ_BLOCK_DETAILS;
}

static pyiq_status read_tree(struct pyiq_markdown_reader *r, cmark_iter *iter)
{
	pyiq_status status = PYIQ_OK;
	cmark_event_type event;

	while (status == PYIQ_OK && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		bool enter = event == CMARK_EVENT_ENTER;
		pyiq_block_kind kind;

		if (!kind_of(node, &kind)) {
			status = read_inline(r, node, enter);
		} else if (enter) {
			status = enter_block(r, node, kind);
		} else if (is_container(kind)) {
			pyiq_markdown_close_through(r, kind);
		} else if (r->leaf != PYIQ_NO_BLOCK) {
			status = pyiq_markdown_end_leaf(r);
		}
	}
	return status;
}

/*
 * cmark-gfm 0.29.0.gfm.6 fills every row of a table up to the width of its
 * head, so a wide head over many short rows costs their product, and the width
 * alone costs its square. A cell that somebody wrote takes a byte at least, and
 * no table that a person reads has so many columns: a text whose tables come
 * to more cells than it has bytes, or have more columns, is read without tables.
 */
static bool has_hostile_table(struct pyiq_str text)
{
	enum { MAX_COLUMNS = 64, HARMLESS = 4096 /* cells */ };
	size_t columns = 0, n_cells = 0;

	for (size_t at = 0; at < text.len; at++) {
		size_t bars = 0, dashes = 0;

		while (at < text.len && strchr("|:- \t>", text.data[at]) != NULL) {
			bars += text.data[at] == '|';
			dashes += text.data[at++] == '-';
		}

		const char *newline =
			at < text.len ? memchr(text.data + at, '\n', text.len - at) : NULL;
		size_t end = newline != NULL ? (size_t)(newline - text.data) : text.len;

		if (at == end && bars > MAX_COLUMNS)
			return true;
		/* A line of dashes and bars opens a table, which goes on to a blank line. */
		if (at == end && bars + dashes == 0)
			columns = 0;
		else if (at == end && bars + 1 > columns)
			columns = bars + 1;
		n_cells += columns;
		at = end;
	}
	return n_cells > text.len + HARMLESS;
}

static cmark_node *parse(struct pyiq_str text)
{
	cmark_gfm_core_extensions_ensure_registered();

	/* Without the option, texts behind a code span or a tag of several lines are told a wrong line. */
	cmark_parser *parser = cmark_parser_new(CMARK_OPT_SOURCEPOS);
	cmark_syntax_extension *table = cmark_find_syntax_extension("table");

	if (table != NULL && !has_hostile_table(text))
		cmark_parser_attach_syntax_extension(parser, table);
	cmark_parser_feed(parser, text.data, text.len);

	cmark_node *root = cmark_parser_finish(parser);

	cmark_parser_free(parser);
	return root;
}

static pyiq_status read_piece(struct pyiq_markdown_reader *r, struct pyiq_span piece)
{
	struct pyiq_str text = { r->blocks->source.data + piece.start, piece.end - piece.start };
	cmark_node *root = parse(text);
	cmark_iter *iter = cmark_iter_new(root);
	pyiq_status status;

	r->lines_before = pyiq_blocks_line_of(r->blocks, piece.start) - 1;
	status = read_tree(r, iter);
	cmark_iter_free(iter);
	cmark_node_free(root);
	return status;
}

/* Refuse before anything is allocated what is too much. */
static pyiq_status check_size(struct pyiq_str source, struct pyiq_error *err)
{
	struct pyiq_markdown_pieces pieces = { .source = source };
	struct pyiq_span piece;
	pyiq_status status;

	do
		status = pyiq_markdown_next_piece(&pieces, &piece, err);
	while (status == PYIQ_OK && piece.start < piece.end);
	return status;
}

pyiq_status pyiq_markdown_read(struct pyiq_blocks *blocks, struct pyiq_str source,
			       struct pyiq_error *err)
{
	struct pyiq_markdown_reader reader = { .blocks = blocks,
					       .leaf = PYIQ_NO_BLOCK,
					       .err = err };
	struct pyiq_markdown_pieces pieces = { .source = source };
	struct pyiq_span piece = { 0, 0 };
	pyiq_status status = check_size(source, err);

	if (status == PYIQ_OK)
		status = pyiq_blocks_begin(blocks, source, err);
	do {
		if (status == PYIQ_OK)
			status = pyiq_markdown_next_piece(&pieces, &piece, err);
		if (status == PYIQ_OK && piece.start < piece.end)
			status = read_piece(&reader, piece);
	} while (status == PYIQ_OK && piece.start < piece.end);
	while (reader.n_open > 0)
		pyiq_markdown_close(&reader);
	pyiq_free(reader.open);
	return status;
}

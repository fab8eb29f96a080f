#include "source/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdlib.h>

#include "base/memory.h"
#include "source/html_tags.h"

/*
 * cmark-gfm tells for every node where it begins, exactly for blocks and for
 * the first line of inlines; on the other lines of a paragraph the column
 * counts from where the line's text begins, and escapes are already resolved.
 * So a text is looked for at the place it is said to be and, where it does not
 * stand there, in the rest of its line. What lies between two texts of one
 * paragraph is its markup.
 */
struct reader {
	struct pyiq_blocks *blocks;
	uint32_t *open; /* the containers around the current place, outermost first */
	size_t n_open, open_capacity;
	unsigned n_lists; /* of the open ones that are lists */
	uint32_t leaf;    /* the block whose inlines are being read, or PYIQ_NO_BLOCK */
	size_t cursor;    /* everything before it in the leaf is accounted for */
	size_t line;      /* of the last inline that told its line */
	size_t n_behind;  /* lines that cmark lags behind in this leaf */
	unsigned flags;   /* what the next run of markup means: PYIQ_RUN_… */
	bool lost;        /* a text was not found: the next gap may be text */
	int strong_depth;
	size_t n_lost;         /* texts of the leaf that were not found */
	size_t n_texts;        /* in the leaf so far */
	size_t n_strong_texts; /* of them bold */
	size_t n_link_texts;   /* of them in links */
	bool in_link;
	struct pyiq_error *err;
};

/* ---- Containers ------------------------------------------------------------ */

static struct pyiq_block *block_at(struct reader *r, uint32_t index)
{
	return &r->blocks->block[index];
}

static pyiq_status add_block(struct reader *r, struct pyiq_block *block, uint32_t *index)
{
	block->parent = r->n_open > 0 ? r->open[r->n_open - 1] : PYIQ_NO_BLOCK;
	return pyiq_blocks_add(r->blocks, block, index, r->err);
}

static pyiq_status open_container(struct reader *r, struct pyiq_block *block)
{
	uint32_t index = 0;
	pyiq_status status =
		pyiq_grow(&r->open, &r->open_capacity, r->n_open + 1, sizeof *r->open, r->err);

	if (status == PYIQ_OK)
		status = add_block(r, block, &index);
	if (status == PYIQ_OK) {
		r->open[r->n_open++] = index;
		r->n_lists += block->kind == PYIQ_BLOCK_LIST;
	}
	return status;
}

/* Close the innermost container; one that was opened by a tag ends where its content does. */
static void close_container(struct reader *r)
{
	struct pyiq_block *block = block_at(r, r->open[--r->n_open]);

	block->after = (uint32_t)r->blocks->n;
	r->n_lists -= block->kind == PYIQ_BLOCK_LIST;
	if (block->kind == PYIQ_BLOCK_DETAILS && block->after > 0) {
		const struct pyiq_block *last = block_at(r, block->after - 1);

		block->span.end = last->span.end;
		block->end_line = last->end_line;
	}
}

/* Close what was opened inside the container of a kind, and that container itself. */
static void close_through(struct reader *r, pyiq_block_kind kind)
{
	while (r->n_open > 0) {
		bool found = block_at(r, r->open[r->n_open - 1])->kind == kind;

		close_container(r);
		if (found)
			return;
	}
}

/* ---- Text and the markup between it --------------------------------------- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* How many bytes the entity at text[from] takes, 0 if none stands there. */
static size_t entity_length(struct pyiq_str text, size_t from)
{
	enum { LONGEST = 34 };
	size_t limit = text.len - from < LONGEST ? text.len : from + LONGEST;

	for (size_t i = from + 1; i < limit; i++) {
		char c = text.data[i];

		if (c == ';')
			return i > from + 1 ? i + 1 - from : 0;
		if (c != '#' && !(c >= '0' && c <= '9') &&
		    !((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			return 0;
	}
	return 0;
}

static size_t character_length(const char *text, size_t len)
{
	size_t n = 1;

	while (n < len && ((unsigned char)text[n] & 0xC0) == 0x80)
		n++;
	return n;
}

/* Bytes inside a text that do not show. */
static void hide_inside(struct reader *r, size_t from, size_t to, unsigned flags,
			pyiq_status *status)
{
	if (r != NULL && *status == PYIQ_OK)
		*status = pyiq_blocks_add_run(r->blocks, from, to, flags, r->err);
}

/*
 * Whether the literal stands at `from` of the source, written with escapes,
 * entities or line breaks where it has a character; *end receives where it
 * ends. With a reader, the bytes that do not show become runs. An entity shows
 * as nothing, but for `&amp;`, whose first byte is what it stands for.
 */
static bool literal_stands_at(struct pyiq_str source, size_t from, struct pyiq_str literal,
			      size_t *end, struct reader *r, pyiq_status *status)
{
	size_t s = from;

	for (size_t i = 0; i < literal.len;) {
		if (s >= source.len)
			return false;

		char c = source.data[s];
		size_t entity = c == '&' ? entity_length(source, s) : 0;

		/* `&copy` without its semicolon is text; so is `&` itself. */
		if (entity > 0 && (entity > literal.len - i ||
				   memcmp(source.data + s, literal.data + i, entity) != 0)) {
			size_t shown = literal.data[i] == '&';

			hide_inside(r, s + shown, s + entity, shown ? 0 : PYIQ_RUN_BREAK, status);
			s += entity;
			i += character_length(literal.data + i, literal.len - i);
		} else if (c == literal.data[i]) {
			s++;
			i++;
		} else if (c == '\\' && s + 1 < source.len &&
			   source.data[s + 1] == literal.data[i]) {
			hide_inside(r, s, s + 1, 0, status);
			s++;
		} else if (c == '\n' && literal.data[i] == ' ') {
			size_t line = ++s;

			while (s < source.len &&
			       (is_blank(source.data[s]) || source.data[s] == '>'))
				s++;
			hide_inside(r, line, s, 0, status);
			i++;
		} else {
			return false;
		}
	}
	*end = s;
	return true;
}

/* Find a literal where cmark says it is, else behind the cursor: in that line or in a later one of the leaf. */
static bool find_literal(struct reader *r, struct pyiq_str literal, size_t column, size_t *start,
			 size_t *end)
{
	enum { WINDOW = 4096, PATIENCE = 16 }; /* bound the work on hostile lines */
	struct pyiq_str source = r->blocks->source;
	size_t line_start = pyiq_blocks_line_start(r->blocks, r->line);
	size_t leaf_end = block_at(r, r->leaf)->span.end;
	size_t said = line_start + (column > 0 ? column - 1 : 0);
	pyiq_status ignored;

	if (said >= r->cursor && said < leaf_end &&
	    literal_stands_at(source, said, literal, end, NULL, &ignored)) {
		*start = said;
		return true;
	}
	if (r->n_lost >= PATIENCE)
		return false;

	size_t from = r->cursor > line_start ? r->cursor : line_start;

	for (size_t s = from; s < leaf_end && s - from < WINDOW; s++) {
		if (literal_stands_at(source, s, literal, end, NULL, &ignored)) {
			*start = s;
			return true;
		}
	}
	r->n_lost++;
	return false;
}

/* What can stand around emphasised text without being a link's target or a tag. */
static bool is_delimiter(char c)
{
	return c == '*' || c == '_' || c == '`' || c == '[' || c == ']' || c == '!';
}

/*
 * Make [from, to), which lies between two texts, markup; but line breaks stay,
 * and so do underscores that stand at a text: `__init__` shows whatever
 * CommonMark makes of it.
 */
static pyiq_status hide(struct reader *r, size_t from, size_t to)
{
	const char *text = r->blocks->source.data;
	size_t closing = from, opening = to;
	pyiq_status status = PYIQ_OK;
	unsigned flags = r->flags;

	while (closing < to && is_delimiter(text[closing]))
		closing++;
	while (opening > closing && is_delimiter(text[opening - 1]))
		opening--;
	r->flags = 0;
	for (size_t i = from; i < to && status == PYIQ_OK; i++) {
		if (text[i] != '\n' && (text[i] != '_' || (i >= closing && i < opening)))
			continue;
		if (i > from) {
			status = pyiq_blocks_add_run(r->blocks, from, i, flags, r->err);
			flags = 0;
		}
		from = i + 1;
	}
	return status == PYIQ_OK ? pyiq_blocks_add_run(r->blocks, from, to, flags, r->err) : status;
}

/* A text of the leaf that shows. */
static pyiq_status take_text(struct reader *r, cmark_node *node)
{
	struct pyiq_block *leaf = block_at(r, r->leaf);
	const char *data = cmark_node_get_literal(node);
	struct pyiq_str literal = pyiq_str(data != NULL ? data : "");
	size_t start, end;

	if (literal.len == 0)
		return PYIQ_OK;

	int said_line = cmark_node_get_start_line(node);

	if (said_line > 0)
		r->line = (size_t)said_line + r->n_behind;
	if (!find_literal(r, literal, (size_t)cmark_node_get_start_column(node), &start, &end)) {
		r->lost = true;
		return PYIQ_OK;
	}

	size_t line = pyiq_blocks_line_of(r->blocks, start);

	if (line > r->line)
		r->n_behind += line - r->line;
	r->line = line;

	pyiq_status status = PYIQ_OK;

	if (r->n_texts == 0) {
		leaf->content.start = start;
		while (leaf->content.start > leaf->span.start &&
		       r->blocks->source.data[leaf->content.start - 1] == '_')
			leaf->content.start--;
		status = hide(r, r->cursor, start);
	} else {
		status = hide(r, r->lost ? start : r->cursor, start);
	}
	if (status == PYIQ_OK)
		literal_stands_at(r->blocks->source, start, literal, &end, r, &status);
	r->cursor = end;
	r->lost = false;
	leaf = block_at(r, r->leaf);
	leaf->content.end = end;
	if (r->strong_depth > 0 && r->n_strong_texts == r->n_texts) {
		leaf->emphasis = leaf->content;
		r->n_strong_texts++;
	}
	r->n_texts++;
	r->n_link_texts += r->in_link;
	return status;
}

static void begin_leaf(struct reader *r, uint32_t index)
{
	const struct pyiq_block *leaf = block_at(r, index);

	const char *text = r->blocks->source.data;

	r->leaf = index;
	r->cursor = leaf->span.start;

	/* What marks a heading shows: it tells it from other lines. */
	if (leaf->kind == PYIQ_BLOCK_HEADING && leaf->line == leaf->end_line)
		while (r->cursor < leaf->span.end && text[r->cursor] == '#')
			r->cursor++;
	while (r->cursor < leaf->span.end && is_blank(text[r->cursor]))
		r->cursor++;
	r->line = leaf->line;
	r->flags = 0;
	r->n_behind = r->n_lost = 0;
	r->lost = false;
	r->strong_depth = 0;
	r->n_texts = r->n_strong_texts = r->n_link_texts = 0;
	r->in_link = false;
}

static pyiq_status end_leaf(struct reader *r)
{
	struct pyiq_block *leaf = block_at(r, r->leaf);
	const char *text = r->blocks->source.data;
	pyiq_status status = PYIQ_OK;

	if (r->n_texts == 0) {
		leaf->content = (struct pyiq_span){ leaf->span.start, leaf->span.start };
	} else if (!r->lost) {
		while (leaf->content.end < leaf->span.end && text[leaf->content.end] == '_')
			leaf->content.end++;
		if (leaf->emphasis.end > 0 && leaf->emphasis.end + 2 >= leaf->content.end)
			leaf->emphasis.end = leaf->content.end;
		if (r->cursor < leaf->span.end)
			status = hide(r, r->cursor, leaf->span.end);
		leaf = block_at(r, r->leaf);
	} else {
		leaf->content.end = leaf->span.end;
		status = hide(r, leaf->span.end, leaf->span.end);
	}
	leaf->link = r->n_texts > 0 && r->n_texts == r->n_link_texts;
	r->leaf = PYIQ_NO_BLOCK;
	return status;
}

/* A tag among words: `<br>` parts them, the tags of `H<sub>2</sub>O` do not, and `<b>` is bold. */
static void take_tag(struct reader *r, cmark_node *node)
{
	struct pyiq_tag tag;
	bool known = pyiq_html_next_tag(pyiq_str(cmark_node_get_literal(node)), 0, &tag);

	if (!known || (tag.kind != PYIQ_TAG_INLINE && tag.kind != PYIQ_TAG_BOLD))
		r->flags |= PYIQ_RUN_BREAK;
	if (known && tag.kind == PYIQ_TAG_BOLD && (!tag.closing || r->strong_depth > 0))
		r->strong_depth += tag.closing ? -1 : 1;
}

static pyiq_status read_inline(struct reader *r, cmark_node *node, bool enter)
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
		take_tag(r, node);
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

		while (i < end && (is_blank(text.data[i]) || text.data[i] == '>'))
			i++;

		char mark = i < end ? text.data[i] : ' ';

		while (i < end && (text.data[i] == mark || is_blank(text.data[i])))
			i++;
		if (i == end && (mark == '=' || mark == '-'))
			return line;
	}
	return last;
}

/* Where a node begins and ends; cmark counts the blank lines behind some nodes as theirs. */
static void place_block(struct reader *r, cmark_node *node, struct pyiq_block *block)
{
	const struct pyiq_blocks *b = r->blocks;
	size_t line = (size_t)cmark_node_get_start_line(node);
	size_t column = (size_t)cmark_node_get_start_column(node);
	size_t end_line = (size_t)cmark_node_get_end_line(node);

	/* A fence that is never closed ends with its container; cmark counts one line more. */
	if (block->kind == PYIQ_BLOCK_CODE &&
	    cmark_node_get_type(cmark_node_parent(node)) != CMARK_NODE_DOCUMENT &&
	    end_line > (size_t)cmark_node_get_end_line(cmark_node_parent(node)))
		end_line = (size_t)cmark_node_get_end_line(cmark_node_parent(node));
	/* The same of a heading that is underlined. */
	if (block->kind == PYIQ_BLOCK_HEADING && end_line > line)
		end_line = underline_below(b, line, end_line);
	if (line < 1)
		line = 1;
	if (end_line < line)
		end_line = line;
	if (end_line > b->n_lines)
		end_line = b->n_lines;

	size_t start = pyiq_blocks_line_start(b, line) + (column > 0 ? column - 1 : 0);
	size_t end = pyiq_blocks_line_end(b, end_line);

	/* A cell ends in its line. */
	if (block->kind == PYIQ_BLOCK_CELL) {
		size_t last = (size_t)cmark_node_get_end_column(node);

		end = pyiq_blocks_line_start(b, line) + last;
		if (end > pyiq_blocks_line_end(b, line))
			end = pyiq_blocks_line_end(b, line);
	}
	if (start > b->source.len)
		start = b->source.len;
	while (end > start &&
	       (is_blank(b->source.data[end - 1]) || b->source.data[end - 1] == '\n'))
		end--;
	block->span = (struct pyiq_span){ start, end > start ? end : start };
	block->line = line;
	block->end_line =
		pyiq_blocks_line_of(b, block->span.end > start ? block->span.end - 1 : start);
}

static pyiq_status read_code(struct reader *r, cmark_node *node, struct pyiq_block *block)
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
		return status == PYIQ_OK ? add_block(r, block, &index) : status;
	}

	size_t open_end = pyiq_blocks_line_end(r->blocks, block->line);
	size_t close = block->span.end;

	/* The last line is the closing fence unless the document ended first. */
	if (block->end_line > block->line) {
		size_t last = pyiq_blocks_line_start(r->blocks, block->end_line), s = last;

		while (s < block->span.end && (is_blank(text[s]) || text[s] == '>'))
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
	return status == PYIQ_OK ? add_block(r, block, &index) : status;
}

/* A piece of text between two tags becomes a leaf of its own. */
static pyiq_status add_html_text(struct reader *r, pyiq_block_kind kind, struct pyiq_span span,
				 unsigned level, bool bold)
{
	const char *text = r->blocks->source.data;
	uint32_t index = 0;

	while (span.start < span.end && (is_blank(text[span.start]) || text[span.start] == '\n'))
		span.start++;
	while (span.end > span.start &&
	       (is_blank(text[span.end - 1]) || text[span.end - 1] == '\n'))
		span.end--;
	if (span.start == span.end && kind != PYIQ_BLOCK_SUMMARY)
		return PYIQ_OK;

	struct pyiq_block block = { .kind = kind,
				    .level = level,
				    .span = span,
				    .line = pyiq_blocks_line_of(r->blocks, span.start),
				    .end_line = pyiq_blocks_line_of(r->blocks, span.end),
				    .content = span,
				    .number = -1,
				    .html = true };

	if (bold)
		block.emphasis = span;
	return add_block(r, &block, &index);
}

static pyiq_status open_details(struct reader *r, const struct pyiq_tag *tag)
{
	struct pyiq_block block = { .kind = PYIQ_BLOCK_DETAILS,
				    .span = tag->span,
				    .line = pyiq_blocks_line_of(r->blocks, tag->span.start),
				    .number = -1,
				    .html = true };

	block.end_line = block.line;
	return open_container(r, &block);
}

/* Close the <details> that is open in this very container; a stray end tag closes nothing. */
static void close_details(struct reader *r)
{
	if (r->n_open > 0 && block_at(r, r->open[r->n_open - 1])->kind == PYIQ_BLOCK_DETAILS)
		close_container(r);
}

/* The structure that the tags of an HTML block spell out. */
static pyiq_status read_html(struct reader *r, const struct pyiq_block *block)
{
	struct pyiq_str text = { r->blocks->source.data, block->span.end };
	size_t from = block->span.start, piece = from;
	pyiq_block_kind kind = PYIQ_BLOCK_PARAGRAPH;
	unsigned level = 0;
	bool bold = false, text_seen = false;
	struct pyiq_tag tag;
	pyiq_status status = PYIQ_OK;

	while (status == PYIQ_OK && pyiq_html_next_tag(text, from, &tag)) {
		bool parts = tag.kind != PYIQ_TAG_INLINE && tag.kind != PYIQ_TAG_BOLD;

		for (size_t i = from; i < tag.span.start && !text_seen; i++)
			text_seen = !is_blank(text.data[i]) && text.data[i] != '\n';
		status = pyiq_blocks_add_run(r->blocks, tag.span.start, tag.span.end,
					     parts ? PYIQ_RUN_BREAK : 0, r->err);
		from = tag.span.end;
		if (tag.kind == PYIQ_TAG_BOLD && !tag.closing && !text_seen)
			bold = true;
		/* A summary or a heading runs to its end tag, or to the next such tag where that is missing. */
		if (!parts || (kind != PYIQ_BLOCK_PARAGRAPH &&
			       (tag.kind == PYIQ_TAG_BLOCK || tag.kind == PYIQ_TAG_COMMENT)))
			continue;
		if (status == PYIQ_OK)
			status = add_html_text(r, kind, (struct pyiq_span){ piece, tag.span.start },
					       level, bold);
		piece = from;
		kind = PYIQ_BLOCK_PARAGRAPH;
		level = 0;
		bold = text_seen = false;
		if (tag.kind == PYIQ_TAG_DETAILS) {
			if (tag.closing)
				close_details(r);
			else if (status == PYIQ_OK)
				status = open_details(r, &tag);
		} else if (!tag.closing && tag.kind == PYIQ_TAG_SUMMARY) {
			kind = PYIQ_BLOCK_SUMMARY;
		} else if (!tag.closing && tag.kind == PYIQ_TAG_HEADING) {
			kind = PYIQ_BLOCK_HEADING;
			level = tag.level;
		}
	}
	if (status == PYIQ_OK)
		status = add_html_text(r, kind, (struct pyiq_span){ piece, block->span.end }, level,
				       bold);
	return status;
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

static pyiq_status enter_block(struct reader *r, cmark_node *node, pyiq_block_kind kind)
{
	struct pyiq_block block = { .kind = kind, .number = -1 };
	uint32_t index = 0;
	pyiq_status status;

	place_block(r, node, &block);
	switch (kind) {
	case PYIQ_BLOCK_ITEM:
		block.level = r->n_lists;
		if (cmark_node_get_list_type(cmark_node_parent(node)) == CMARK_ORDERED_LIST)
			block.number = strtol(r->blocks->source.data + block.span.start, NULL, 10);
		return open_container(r, &block);
	case PYIQ_BLOCK_ROW:
		block.header = cmark_gfm_extensions_get_table_row_is_header(node) != 0;
		return open_container(r, &block);
	case PYIQ_BLOCK_QUOTE:
	case PYIQ_BLOCK_LIST:
	case PYIQ_BLOCK_TABLE:
		return open_container(r, &block);
	case PYIQ_BLOCK_CODE:
		return read_code(r, node, &block);
	case PYIQ_BLOCK_HTML:
		return read_html(r, &block);
	case PYIQ_BLOCK_RULE:
		return add_block(r, &block, &index);
	default:
		if (kind == PYIQ_BLOCK_HEADING)
			block.level = (unsigned)cmark_node_get_heading_level(node);
		status = add_block(r, &block, &index);
		if (status == PYIQ_OK)
			begin_leaf(r, index);
		return status;
	}
}

static bool is_container(pyiq_block_kind kind)
{
	return kind <= PYIQ_BLOCK_DETAILS;
}

static pyiq_status read_tree(struct reader *r, cmark_iter *iter)
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
			close_through(r, kind);
		} else if (r->leaf != PYIQ_NO_BLOCK) {
			status = end_leaf(r);
		}
	}
	while (r->n_open > 0)
		close_container(r);
	return status;
}

/*
 * cmark-gfm 0.29.0.gfm.6 fills every row of a table up to the width of its
 * head, so a wide head over many short rows costs their product, and the width
 * alone costs its square. A cell that somebody wrote takes a byte at least, and
 * no table that a person reads has so many columns: a source whose tables come
 * to more cells than it has bytes, or have more columns, is read without tables.
 */
static bool has_hostile_table(const struct pyiq_blocks *blocks)
{
	enum { MAX_COLUMNS = 64, HARMLESS = 4096 /* cells */ };
	size_t columns = 0, n_cells = 0;

	for (size_t line = 1; line <= blocks->n_lines; line++) {
		size_t from = pyiq_blocks_line_start(blocks, line), bars = 0, dashes = 0;
		size_t to = pyiq_blocks_line_end(blocks, line);

		while (from < to && strchr("|:- \t>", blocks->source.data[from]) != NULL) {
			bars += blocks->source.data[from] == '|';
			dashes += blocks->source.data[from++] == '-';
		}
		if (from == to && bars > MAX_COLUMNS)
			return true;
		/* A line of dashes and bars opens a table, which goes on to a blank line. */
		if (from == to && bars + dashes == 0)
			columns = 0;
		else if (from == to && bars + 1 > columns)
			columns = bars + 1;
		n_cells += columns;
	}
	return n_cells > blocks->source.len + HARMLESS;
}

static cmark_node *parse(const struct pyiq_blocks *blocks)
{
	cmark_gfm_core_extensions_ensure_registered();

	/* Without the option, texts behind a code span or a tag of several lines are told a wrong line. */
	cmark_parser *parser = cmark_parser_new(CMARK_OPT_SOURCEPOS);
	cmark_syntax_extension *table = cmark_find_syntax_extension("table");

	if (table != NULL && !has_hostile_table(blocks))
		cmark_parser_attach_syntax_extension(parser, table);
	cmark_parser_feed(parser, blocks->source.data, blocks->source.len);

	cmark_node *root = cmark_parser_finish(parser);

	cmark_parser_free(parser);
	return root;
}

pyiq_status pyiq_markdown_read(struct pyiq_blocks *blocks, struct pyiq_str source,
			       struct pyiq_error *err)
{
	struct reader reader = { .blocks = blocks, .leaf = PYIQ_NO_BLOCK, .err = err };
	pyiq_status status = pyiq_blocks_begin(blocks, source, err);

	if (status != PYIQ_OK)
		return status;

	cmark_node *root = parse(blocks);
	cmark_iter *iter = cmark_iter_new(root);

	status = read_tree(&reader, iter);
	cmark_iter_free(iter);
	cmark_node_free(root);
	pyiq_free(reader.open);
	return status;
}

#include "term/document.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <string.h>

enum {
	TAB_STOP = 4, /* of Markdown */
	MOST_COLUMNS =
		100 /* cmark-gfm takes quadratic time for tables that are wider than any real one */
};

/* ---- Indentation --------------------------------------------------------- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static size_t columns_of(char c, size_t column)
{
	return c == '\t' ? TAB_STOP - column % TAB_STOP : 1;
}

static size_t indentation(struct pyiq_str line)
{
	size_t columns = 0;

	for (size_t i = 0; i < line.len && is_blank(line.data[i]); i++)
		columns += columns_of(line.data[i], columns);
	return columns;
}

/* How many backticks or tildes a line begins with that opens or closes a block of code; 0 if none. */
static size_t fence_length(struct pyiq_str line)
{
	size_t i = 0, n = 0;

	while (i < line.len && is_blank(line.data[i]))
		i++;
	if (i == line.len || (line.data[i] != '`' && line.data[i] != '~'))
		return 0;
	while (i + n < line.len && line.data[i + n] == line.data[i])
		n++;
	/* Behind backticks that open a block no others follow in their line. */
	if (line.data[i] == '`' && memchr(line.data + i + n, '`', line.len - i - n))
		return 0;
	return n < 3 ? 0 : n;
}

/* Move a line to the left, as far as it has blanks. */
static void append_outdented(struct pyiq_buf *out, struct pyiq_str line, size_t shift)
{
	size_t columns = 0, i = 0;

	for (; columns < shift && i < line.len && is_blank(line.data[i]); i++)
		columns += columns_of(line.data[i], columns);
	for (; columns > shift; columns--)
		pyiq_buf_putc(out, ' ');
	pyiq_buf_append(out, line.data + i, line.len - i);
}

void document_outdent(struct pyiq_buf *out, struct pyiq_str markdown)
{
	const char *end = markdown.data + markdown.len, *next;
	size_t shift = indentation(markdown), code_shift = shift, fence = 0;

	for (const char *start = markdown.data; start < end; start = next) {
		const char *feed = memchr(start, '\n', (size_t)(end - start));

		next = feed ? feed + 1 : end;

		struct pyiq_str line = { start, (size_t)(next - start) };
		size_t marks = fence_length(line), columns = indentation(line);

		/* Code that stands further to the left than the first line keeps its shape. */
		if (fence == 0 && marks > 0)
			code_shift = columns < shift ? columns : shift;
		append_outdented(out, line, fence > 0 || marks > 0 ? code_shift : shift);
		if (fence == 0)
			fence = marks;
		else if (marks >= fence)
			fence = 0;
	}
}

/* ---- The tree ------------------------------------------------------------ */

static bool has_wide_table(struct pyiq_str text)
{
	size_t bars = 0;

	for (size_t i = 0; i < text.len && bars <= MOST_COLUMNS; i++)
		bars = text.data[i] == '\n' ? 0 : bars + (text.data[i] == '|');
	return bars > MOST_COLUMNS;
}

static cmark_node *parse(struct pyiq_str markdown, const char *const *extensions)
{
	cmark_gfm_core_extensions_ensure_registered();

	cmark_parser *parser = cmark_parser_new(CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE);

	for (; *extensions; extensions++) {
		cmark_syntax_extension *extension = cmark_find_syntax_extension(*extensions);

		if (extension && !(strcmp(*extensions, "table") == 0 && has_wide_table(markdown)))
			cmark_parser_attach_syntax_extension(parser, extension);
	}
	cmark_parser_feed(parser, markdown.data, markdown.len);

	cmark_node *root = cmark_parser_finish(parser);

	cmark_parser_free(parser);
	cmark_consolidate_text_nodes(root);
	return root;
}

pyiq_status document_parse(struct document *document, struct pyiq_str markdown,
			   const char *const *extensions, struct pyiq_error *err)
{
	*document = (struct document){ .source = PYIQ_BUF_INIT, .line = 1 };
	document_outdent(&document->source, markdown);

	pyiq_status status = pyiq_buf_status(&document->source, err);

	if (status == PYIQ_OK)
		document->root = parse(
			(struct pyiq_str){ pyiq_buf_str(&document->source), document->source.len },
			extensions);
	return status;
}

void document_release(struct document *document)
{
	if (document->root)
		cmark_node_free(document->root);
	pyiq_buf_release(&document->source);
}

/* ---- Names --------------------------------------------------------------- */

static bool is_identifier(const char *text)
{
	size_t len =
		strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");

	return len > 0 && text[len] == '\0';
}

/* Go to the beginning of a line of the source; lines never go back by much. */
static void go_to_line(struct document *document, size_t line)
{
	const struct pyiq_buf *source = &document->source;
	const char *feed;

	while (document->line < line && (feed = memchr(source->data + document->line_start, '\n',
						       source->len - document->line_start))) {
		document->line_start = (size_t)(feed - source->data) + 1;
		document->line++;
	}
}

/*
 * Columns that cmark-gfm tells are off by what it strips from the beginning of
 * lines, so the place is looked for.
 */
bool document_is_name(struct document *document, struct cmark_node *strong)
{
	enum { SLACK = 256 };
	cmark_node *child = cmark_node_first_child(strong);
	const char *name =
		child && !cmark_node_next(child) && cmark_node_get_type(child) == CMARK_NODE_TEXT
			? cmark_node_get_literal(child)
			: NULL;

	if (!name || !is_identifier(name))
		return false;
	go_to_line(document, (size_t)cmark_node_get_start_line(strong));

	size_t len = strlen(name), column = (size_t)cmark_node_get_start_column(strong);
	size_t from = document->line_start + (column > SLACK ? column - SLACK : 0);
	size_t to = document->line_start + column + SLACK;

	for (size_t at = from > document->place ? from : document->place;
	     at < to && at + len + 4 <= document->source.len; at++) {
		const char *p = document->source.data + at;
		bool marked = (p[0] == '_' || p[0] == '*') && p[1] == p[0] &&
			      memcmp(p + 2, name, len) == 0 && p[len + 2] == p[0] &&
			      p[len + 3] == p[0];

		if (marked) {
			document->place = at + len + 4;
			return p[0] == '_';
		}
	}
	return false;
}

/* ---- Plain lines --------------------------------------------------------- */

bool document_reads_plain(struct pyiq_str line)
{
	static const char *const none[] = { NULL };
	bool plain = false;

	/* The mark that closes a heading. */
	if (line.len == 0 || line.data[line.len - 1] == '#' || is_blank(line.data[0]))
		return false;

	cmark_node *root = parse(line, none), *block = cmark_node_first_child(root);

	if (block && !cmark_node_next(block) &&
	    cmark_node_get_type(block) == CMARK_NODE_PARAGRAPH) {
		cmark_node *text = cmark_node_first_child(block);

		plain = text && !cmark_node_next(text) &&
			cmark_node_get_type(text) == CMARK_NODE_TEXT &&
			pyiq_str_equal(pyiq_str(cmark_node_get_literal(text)), line);
	}
	cmark_node_free(root);
	return plain;
}

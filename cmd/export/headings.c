/*
 * Markdown put below a heading of another document: only the lines of its own
 * headings change.
 */
#include <cmark-gfm.h>
#include <limits.h>

#include "export/export.h"
#include "term/document.h"

enum { DEEPEST = 6 };

static const char *const no_extensions[] = { NULL };

/* The source line by line. */
struct copying {
	struct pyiq_buf *out;
	const char *line, *end;
	int number; /* of the line */
};

static const char *line_end(const struct copying *copying)
{
	const char *feed = memchr(copying->line, '\n', (size_t)(copying->end - copying->line));

	return feed ? feed : copying->end;
}

static void go_on(struct copying *copying, const char *end)
{
	copying->line = end < copying->end ? end + 1 : end;
	copying->number++;
}

static void copy_up_to(struct copying *copying, int number)
{
	while (copying->number < number && copying->line < copying->end) {
		const char *end = line_end(copying);

		pyiq_buf_append(copying->out, copying->line, (size_t)(end - copying->line));
		pyiq_buf_puts(copying->out, end < copying->end ? "\n" : "");
		go_on(copying, end);
	}
}

static struct pyiq_str trimmed_line(const struct copying *copying)
{
	return pyiq_str_trim(
		(struct pyiq_str){ copying->line, (size_t)(line_end(copying) - copying->line) });
}

static void put_marks(struct copying *copying, int level)
{
	for (; level > 0; level--)
		pyiq_buf_putc(copying->out, '#');
	pyiq_buf_putc(copying->out, ' ');
}

static struct pyiq_str without_marks(struct pyiq_str text)
{
	while (text.len > 0 && text.data[0] == '#')
		text = (struct pyiq_str){ text.data + 1, text.len - 1 };
	return pyiq_str_trim(text);
}

/* A row of `=` or of `-`. */
static bool is_underline(struct pyiq_str line)
{
	size_t n = 0;

	while (n < line.len && (line.data[n] == '=' || line.data[n] == '-') &&
	       line.data[n] == line.data[0])
		n++;
	return n > 0 && n == line.len;
}

/*
 * `## Heading`, or one of several lines with an underline below. Where it ends the
 * tree does not tell.
 */
static void copy_heading(struct copying *copying, int level)
{
	struct pyiq_str text = trimmed_line(copying);
	bool underlined = text.len == 0 || text.data[0] != '#';

	put_marks(copying, level);
	text = without_marks(text);
	do {
		pyiq_buf_append(copying->out, text.data, text.len);
		go_on(copying, line_end(copying));
		text = trimmed_line(copying);
		if (underlined && !is_underline(text))
			pyiq_buf_putc(copying->out, ' ');
	} while (underlined && !is_underline(text) && copying->line < copying->end);
	if (underlined)
		go_on(copying, line_end(copying));
	pyiq_buf_putc(copying->out, '\n');
}

static int least_level(cmark_node *root)
{
	int least = DEEPEST;

	for (cmark_node *node = cmark_node_first_child(root); node; node = cmark_node_next(node))
		if (cmark_node_get_type(node) == CMARK_NODE_HEADING &&
		    cmark_node_get_heading_level(node) < least)
			least = cmark_node_get_heading_level(node);
	return least;
}

static void deepen(struct copying *copying, cmark_node *root, int level)
{
	int least = least_level(root), shift = level >= least ? level + 1 - least : 0;

	for (cmark_node *node = cmark_node_first_child(root); node; node = cmark_node_next(node)) {
		if (cmark_node_get_type(node) != CMARK_NODE_HEADING)
			continue;

		int wanted = cmark_node_get_heading_level(node) + shift;

		copy_up_to(copying, cmark_node_get_start_line(node));
		copy_heading(copying, wanted < DEEPEST ? wanted : DEEPEST);
	}
	copy_up_to(copying, INT_MAX);
}

/* ---- What is left open --------------------------------------------------- */

/* Whether a heading behind the text would be one. */
static pyiq_status find_open(struct pyiq_str text, bool *open, char *fence, int *n,
			     struct pyiq_error *err)
{
	struct pyiq_buf probe = PYIQ_BUF_INIT;
	struct document document = { .root = NULL };
	int offset;

	pyiq_buf_append(&probe, text.data, text.len);
	pyiq_buf_puts(&probe, "\n\n# #\n");

	pyiq_status status = pyiq_buf_status(&probe, err);

	if (status == PYIQ_OK)
		status = document_parse(&document,
					(struct pyiq_str){ pyiq_buf_str(&probe), probe.len },
					no_extensions, err);
	if (status == PYIQ_OK) {
		cmark_node *last = cmark_node_last_child(document.root);

		*open = cmark_node_get_type(last) != CMARK_NODE_HEADING;
		if (cmark_node_get_type(last) != CMARK_NODE_CODE_BLOCK ||
		    !cmark_node_get_fenced(last, n, &offset, fence))
			*n = 0;
	}
	document_release(&document);
	pyiq_buf_release(&probe);
	return status;
}

/* How many `<details>` more are opened than closed. */
static int open_details(cmark_node *root)
{
	cmark_iter *iter = cmark_iter_new(root);
	int n = 0;

	while (cmark_iter_next(iter) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);
		const char *tag = type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE
					  ? cmark_node_get_literal(node)
					  : NULL;

		while (tag && (tag = strchr(tag, '<'))) {
			struct pyiq_str rest = pyiq_str(tag++);

			n += pyiq_ascii_begins(rest, "<details");
			n -= n > 0 && pyiq_ascii_begins(rest, "</details");
		}
	}
	cmark_iter_free(iter);
	return n;
}

/* A fence is closed by its like; of raw HTML all that can be open is closed at once. */
static void close_open(struct pyiq_buf *out, char fence, int n)
{
	pyiq_buf_putc(out, '\n');
	for (int i = 0; i < n; i++)
		pyiq_buf_putc(out, fence);
	if (n == 0)
		pyiq_buf_puts(out, "--> ?> ]]> </pre>");
}

pyiq_status export_below(struct pyiq_buf *out, struct pyiq_str markdown, unsigned level,
			 struct pyiq_error *err)
{
	struct document document;
	bool open = false;
	char fence = '\0';
	int n = 0;
	pyiq_status status = document_parse(&document, markdown, no_extensions, err);

	if (status == PYIQ_OK) {
		const char *source = pyiq_buf_str(&document.source);
		struct copying copying = {
			.out = out, .line = source, .end = source + document.source.len, .number = 1
		};

		deepen(&copying, document.root, (int)level);
		status = find_open((struct pyiq_str){ source, document.source.len }, &open, &fence,
				   &n, err);
	}
	if (status == PYIQ_OK && open)
		close_open(out, fence, n);
	for (int i = status == PYIQ_OK ? open_details(document.root) : 0; i > 0; i--)
		pyiq_buf_puts(out, "\n\n</details>");
	document_release(&document);
	return status == PYIQ_OK ? pyiq_buf_status(out, err) : status;
}

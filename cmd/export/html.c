/*
 * Markdown as HTML, for Anki.
 */
#include <cmark-gfm.h>
#include <stdlib.h>

#include "export/export.h"
#include "export/tags.h"
#include "term/document.h"

void export_escaped(struct pyiq_buf *out, struct pyiq_str text)
{
	for (size_t i = 0; i < text.len; i++)
		switch (text.data[i]) {
		case '&':
			pyiq_buf_puts(out, "&amp;");
			break;
		case '<':
			pyiq_buf_puts(out, "&lt;");
			break;
		case '>':
			pyiq_buf_puts(out, "&gt;");
			break;
		case '"':
			pyiq_buf_puts(out, "&quot;");
			break;
		default:
			pyiq_buf_putc(out, text.data[i]);
		}
}

/* Blanks count, and lines stay lines. */
static void append_plain(struct pyiq_buf *out, struct pyiq_str text)
{
	pyiq_buf_puts(out, "<div style=\"white-space: pre-wrap\">");
	while (text.len > 0) {
		const char *feed = memchr(text.data, '\n', text.len);
		size_t len = feed ? (size_t)(feed - text.data) : text.len;

		export_escaped(out, (struct pyiq_str){ text.data, len });
		pyiq_buf_puts(out, feed ? "<br>" : "");
		len += feed != NULL;
		text.data += len;
		text.len -= len;
	}
	pyiq_buf_puts(out, "</div>");
}

/* What Anki takes for a sound, a formula or a card's part where only a note speaks of one. */
static bool is_media(struct pyiq_str rest)
{
	static const char *const words[] = { "[sound:", "[anki:", "[latex]", "[$]", "[$$]" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (pyiq_ascii_begins(rest, words[i]))
			return true;
	return false;
}

static void append_silent(struct pyiq_buf *out, struct pyiq_str html)
{
	for (size_t i = 0; i < html.len; i++)
		if (html.data[i] == '[' &&
		    is_media((struct pyiq_str){ html.data + i, html.len - i }))
			pyiq_buf_puts(out, "&#91;");
		else
			pyiq_buf_putc(out, html.data[i]);
}

/* ---- The tree ------------------------------------------------------------ */

static pyiq_status filter_tags(cmark_node *node, struct pyiq_error *err)
{
	struct pyiq_buf safe = PYIQ_BUF_INIT;

	tags_filter(&safe, pyiq_str(cmark_node_get_literal(node)));

	pyiq_status status = pyiq_buf_status(&safe, err);

	if (status == PYIQ_OK)
		cmark_node_set_literal(node, pyiq_buf_str(&safe));
	pyiq_buf_release(&safe);
	return status;
}

/* Put text in the place of a node, which is free then. */
static pyiq_status spell_name(cmark_node *strong, struct pyiq_error *err)
{
	struct pyiq_buf name = PYIQ_BUF_INIT;
	cmark_node *text;

	pyiq_buf_printf(&name, "__%s__", cmark_node_get_literal(cmark_node_first_child(strong)));

	pyiq_status status = pyiq_buf_status(&name, err);

	if (status == PYIQ_OK) {
		text = cmark_node_new(CMARK_NODE_TEXT);
		cmark_node_set_literal(text, pyiq_buf_str(&name));
		cmark_node_replace(strong, text);
		cmark_node_free(strong);
	}
	pyiq_buf_release(&name);
	return status;
}

/* At the end of a node, when nothing looks at it any more. */
static pyiq_status amend(struct document *document, cmark_node *node, struct pyiq_error *err)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_STRONG:
		return document_is_name(document, node) ? spell_name(node, err) : PYIQ_OK;
	case CMARK_NODE_LINK:
	case CMARK_NODE_IMAGE:
		if (!tags_is_safe_address(pyiq_str(cmark_node_get_url(node))))
			cmark_node_set_url(node, "");
		return PYIQ_OK;
	default:
		return PYIQ_OK;
	}
}

static pyiq_status amend_all(struct document *document, struct pyiq_error *err)
{
	cmark_iter *iter = cmark_iter_new(document->root);
	pyiq_status status = PYIQ_OK;
	cmark_event_type event;

	while (status == PYIQ_OK && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);

		/* Leaves are entered, and never left. */
		if (cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK ||
		    cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE)
			status = filter_tags(node, err);
		else if (event == CMARK_EVENT_EXIT)
			status = amend(document, node, err);
	}
	cmark_iter_free(iter);
	return status;
}

static pyiq_status append_markdown(struct pyiq_buf *out, struct pyiq_str markdown,
				   struct pyiq_error *err)
{
	static const char *const extensions[] = { "table", "strikethrough", "tasklist", "autolink",
						  NULL };
	struct document document;
	pyiq_status status = document_parse(&document, markdown, extensions, err);

	if (status == PYIQ_OK)
		status = amend_all(&document, err);
	if (status == PYIQ_OK) {
		/* Tags and addresses were filtered. */
		char *html = cmark_render_html(document.root, CMARK_OPT_UNSAFE, NULL);

		append_silent(out, pyiq_str_trim(pyiq_str(html)));
		free(html);
	}
	document_release(&document);
	return status;
}

pyiq_status export_html(struct pyiq_buf *out, const struct pyiq_unit *unit, pyiq_field field,
			struct pyiq_error *err)
{
	struct pyiq_str text = unit->passage[field].text;
	pyiq_status status = PYIQ_OK;

	if (text.len > 0 && unit->form == PYIQ_FORM_PLAIN)
		append_plain(out, text);
	else if (text.len > 0)
		status = append_markdown(out, text, err);
	return status == PYIQ_OK ? pyiq_buf_status(out, err) : status;
}

#include "source/html_tree.h"

#include <gumbo.h>
#include <setjmp.h>

#include "base/memory.h"
#include "source/html.h"
#include "source/html_guard.h"

/* ---- Memory of the parser --------------------------------------------------------- */

/*
 * libgumbo neither checks what it allocates nor bounds it: a few unclosed
 * formatting elements come back in each of a million paragraphs. So its memory
 * is counted here, and an allocation that cannot be had ends the parse by a
 * jump out of it, after which all blocks are freed in a row; no tree is walked
 * for that, however deep.
 */
struct heap_block {
	struct heap_block *next, *previous;
	size_t size;
};

struct heap {
	struct heap_block *first;
	size_t used;
	jmp_buf full;
};

enum {
	HEAP_MAX = 256 << 20, /* bytes: a million elements */
	HEAP_HEAD = (sizeof(struct heap_block) + 15) / 16 * 16,
	OUT_OF_MEMORY = 1, /* what the jump says */
	TOO_LARGE = 2
};

static void *heap_alloc(void *userdata, size_t size)
{
	struct heap *heap = userdata;
	struct heap_block *block;

	if (size > HEAP_MAX || HEAP_HEAD + size > HEAP_MAX - heap->used)
		longjmp(heap->full, TOO_LARGE);
	block = pyiq_alloc(HEAP_HEAD + size);
	if (block == NULL)
		longjmp(heap->full, OUT_OF_MEMORY);
	*block = (struct heap_block){ heap->first, NULL, HEAP_HEAD + size };
	if (heap->first != NULL)
		heap->first->previous = block;
	heap->first = block;
	heap->used += block->size;
	return (char *)block + HEAP_HEAD;
}

static void heap_free(void *userdata, void *memory)
{
	struct heap *heap = userdata;
	struct heap_block *block;

	if (memory == NULL)
		return;
	block = (struct heap_block *)((char *)memory - HEAP_HEAD);
	if (block->next != NULL)
		block->next->previous = block->previous;
	if (block->previous != NULL)
		block->previous->next = block->next;
	else
		heap->first = block->next;
	heap->used -= block->size;
	pyiq_free(block);
}

static void heap_release(struct heap *heap)
{
	while (heap->first != NULL) {
		struct heap_block *next = heap->first->next;

		pyiq_free(heap->first);
		heap->first = next;
	}
}

struct pyiq_html_tree {
	struct heap heap; /* all nodes live in it */
	const GumboNode *document;
};

static pyiq_status parse(struct pyiq_html_tree *tree, struct pyiq_str html, struct pyiq_error *err)
{
	GumboOptions options = kGumboDefaultOptions;

	options.allocator = heap_alloc;
	options.deallocator = heap_free;
	options.userdata = &tree->heap;
	options.max_errors = 0;
	switch (setjmp(tree->heap.full)) {
	case 0:
		tree->document = gumbo_parse_with_options(&options, html.data, html.len)->document;
		return PYIQ_OK;
	case TOO_LARGE:
		return pyiq_fail(err, PYIQ_ERR_SOURCE, "too many tags");
	default:
		return pyiq_fail_nomem(err);
	}
}

/* ---- The tree ------------------------------------------------------------------------ */

static const GumboVector *children_of(const GumboNode *node)
{
	switch (node->type) {
	case GUMBO_NODE_DOCUMENT:
		return &node->v.document.children;
	case GUMBO_NODE_ELEMENT:
	case GUMBO_NODE_TEMPLATE:
		return &node->v.element.children;
	default:
		return NULL;
	}
}

static size_t n_children(const GumboNode *node)
{
	const GumboVector *children = children_of(node);

	return children != NULL ? children->length : 0;
}

static const GumboNode *child(const GumboNode *node, size_t i)
{
	return children_of(node)->data[i];
}

/* Below that depth recursion is safe. */
static bool is_too_deep(const GumboNode *document)
{
	const GumboNode *node = document;
	size_t depth = 0;

	for (;;) {
		if (n_children(node) > 0) {
			node = child(node, 0);
			if (++depth > PYIQ_HTML_DEPTH)
				return true;
			continue;
		}
		while (node != document &&
		       node->index_within_parent + 1 >= n_children(node->parent)) {
			node = node->parent;
			depth--;
		}
		if (node == document)
			return false;
		node = child(node->parent, node->index_within_parent + 1);
	}
}

/* ---- Nodes ------------------------------------------------------------------------- */

static const GumboNode *gumbo_of(const struct pyiq_node *node)
{
	return (const GumboNode *)node;
}

static const struct pyiq_node *node_of(const GumboNode *node)
{
	return (const struct pyiq_node *)node;
}

const struct pyiq_node *pyiq_html_root(const struct pyiq_html_tree *tree)
{
	return node_of(tree->document);
}

size_t pyiq_node_n_children(const struct pyiq_node *node)
{
	return n_children(gumbo_of(node));
}

const struct pyiq_node *pyiq_node_child(const struct pyiq_node *node, size_t i)
{
	return node_of(child(gumbo_of(node), i));
}

const struct pyiq_node *pyiq_node_parent(const struct pyiq_node *node)
{
	return node_of(gumbo_of(node)->parent);
}

static bool is_text(const GumboNode *node)
{
	return node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE ||
	       node->type == GUMBO_NODE_CDATA;
}

/* Of the elements that are not mere blocks. */
static const unsigned char roles[GUMBO_TAG_LAST + 1] = {
	[GUMBO_TAG_ABBR] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_ACRONYM] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_BDI] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_BDO] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_BIG] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_DATA] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_DEL] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_FONT] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_INS] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_LABEL] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_MARK] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_METER] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_NOBR] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_OUTPUT] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_PROGRESS] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_RB] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_RP] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_RT] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_RTC] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_RUBY] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_S] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_SMALL] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_SPAN] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_STRIKE] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_TIME] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_U] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_WBR] = PYIQ_ROLE_INLINE,
	[GUMBO_TAG_AUDIO] = PYIQ_ROLE_NOTHING,
	[GUMBO_TAG_BUTTON] = PYIQ_ROLE_NOTHING,
	[GUMBO_TAG_CANVAS] = PYIQ_ROLE_NOTHING,
	[GUMBO_TAG_DATALIST] = PYIQ_ROLE_NOTHING,
	[GUMBO_TAG_IFRAME] = PYIQ_ROLE_NOTHING,
	[GUMBO_TAG_NAV] = PYIQ_ROLE_NOTHING,
	[GUMBO_TAG_NOEMBED] = PYIQ_ROLE_NOTHING,
	[GUMBO_TAG_NOFRAMES] = PYIQ_ROLE_NOTHING,
	[GUMBO_TAG_NOSCRIPT] = PYIQ_ROLE_NOTHING,
	[GUMBO_TAG_OBJECT] = PYIQ_ROLE_NOTHING,
	[GUMBO_TAG_SCRIPT] = PYIQ_ROLE_NOTHING,
	[GUMBO_TAG_SELECT] = PYIQ_ROLE_NOTHING,
	[GUMBO_TAG_STYLE] = PYIQ_ROLE_NOTHING,
	[GUMBO_TAG_TEXTAREA] = PYIQ_ROLE_NOTHING,
	[GUMBO_TAG_VIDEO] = PYIQ_ROLE_NOTHING,
	[GUMBO_TAG_TITLE] = PYIQ_ROLE_TITLE,
	[GUMBO_TAG_B] = PYIQ_ROLE_BOLD,
	[GUMBO_TAG_STRONG] = PYIQ_ROLE_BOLD,
	[GUMBO_TAG_CITE] = PYIQ_ROLE_ITALIC,
	[GUMBO_TAG_DFN] = PYIQ_ROLE_ITALIC,
	[GUMBO_TAG_EM] = PYIQ_ROLE_ITALIC,
	[GUMBO_TAG_I] = PYIQ_ROLE_ITALIC,
	[GUMBO_TAG_VAR] = PYIQ_ROLE_ITALIC,
	[GUMBO_TAG_CODE] = PYIQ_ROLE_CODE,
	[GUMBO_TAG_KBD] = PYIQ_ROLE_CODE,
	[GUMBO_TAG_SAMP] = PYIQ_ROLE_CODE,
	[GUMBO_TAG_TT] = PYIQ_ROLE_CODE,
	[GUMBO_TAG_SUP] = PYIQ_ROLE_RAISED,
	[GUMBO_TAG_SUB] = PYIQ_ROLE_LOWERED,
	[GUMBO_TAG_Q] = PYIQ_ROLE_QUOTATION,
	[GUMBO_TAG_A] = PYIQ_ROLE_LINK,
	[GUMBO_TAG_IMG] = PYIQ_ROLE_IMAGE,
	[GUMBO_TAG_BR] = PYIQ_ROLE_BREAK,
	[GUMBO_TAG_HR] = PYIQ_ROLE_RULE,
	[GUMBO_TAG_H1] = PYIQ_ROLE_HEADING,
	[GUMBO_TAG_H2] = PYIQ_ROLE_HEADING,
	[GUMBO_TAG_H3] = PYIQ_ROLE_HEADING,
	[GUMBO_TAG_H4] = PYIQ_ROLE_HEADING,
	[GUMBO_TAG_H5] = PYIQ_ROLE_HEADING,
	[GUMBO_TAG_H6] = PYIQ_ROLE_HEADING,
	[GUMBO_TAG_DIR] = PYIQ_ROLE_BULLETS,
	[GUMBO_TAG_MENU] = PYIQ_ROLE_BULLETS,
	[GUMBO_TAG_UL] = PYIQ_ROLE_BULLETS,
	[GUMBO_TAG_OL] = PYIQ_ROLE_NUMBERS,
	[GUMBO_TAG_LI] = PYIQ_ROLE_ITEM,
	[GUMBO_TAG_DT] = PYIQ_ROLE_TERM,
	[GUMBO_TAG_BLOCKQUOTE] = PYIQ_ROLE_QUOTE,
	[GUMBO_TAG_LISTING] = PYIQ_ROLE_PREFORMATTED,
	[GUMBO_TAG_PLAINTEXT] = PYIQ_ROLE_PREFORMATTED,
	[GUMBO_TAG_PRE] = PYIQ_ROLE_PREFORMATTED,
	[GUMBO_TAG_XMP] = PYIQ_ROLE_PREFORMATTED,
	[GUMBO_TAG_TABLE] = PYIQ_ROLE_TABLE,
	[GUMBO_TAG_CAPTION] = PYIQ_ROLE_CAPTION,
	[GUMBO_TAG_TBODY] = PYIQ_ROLE_ROWS,
	[GUMBO_TAG_TFOOT] = PYIQ_ROLE_ROWS,
	[GUMBO_TAG_THEAD] = PYIQ_ROLE_ROWS,
	[GUMBO_TAG_TR] = PYIQ_ROLE_ROW,
	[GUMBO_TAG_TD] = PYIQ_ROLE_CELL,
	[GUMBO_TAG_TH] = PYIQ_ROLE_CELL,
	[GUMBO_TAG_DETAILS] = PYIQ_ROLE_DETAILS,
	[GUMBO_TAG_SUMMARY] = PYIQ_ROLE_SUMMARY,
};

static pyiq_role role_of_element(const GumboElement *e)
{
	GumboStringPiece name = e->original_tag;

	if (e->tag_namespace == GUMBO_NAMESPACE_SVG)
		return PYIQ_ROLE_NOTHING;
	if (e->tag_namespace == GUMBO_NAMESPACE_HTML)
		return roles[e->tag];
	/* A formula's text, but not the same once more in another notation. */
	gumbo_tag_from_original_text(&name);
	return pyiq_ascii_begins((struct pyiq_str){ name.data, name.length }, "annotation")
		       ? PYIQ_ROLE_NOTHING
		       : PYIQ_ROLE_INLINE;
}

pyiq_role pyiq_node_role(const struct pyiq_node *node)
{
	const GumboNode *n = gumbo_of(node);

	if (is_text(n))
		return PYIQ_ROLE_TEXT;
	if (n->type == GUMBO_NODE_DOCUMENT)
		return PYIQ_ROLE_BLOCK;
	return n->type == GUMBO_NODE_ELEMENT ? role_of_element(&n->v.element) : PYIQ_ROLE_NOTHING;
}

unsigned pyiq_node_level(const struct pyiq_node *heading)
{
	return (unsigned)(gumbo_of(heading)->v.element.tag - GUMBO_TAG_H1) + 1;
}

struct pyiq_str pyiq_node_text(const struct pyiq_node *text)
{
	return pyiq_str(gumbo_of(text)->v.text.text);
}

struct pyiq_str pyiq_node_attribute(const struct pyiq_node *element, const char *name)
{
	const GumboNode *n = gumbo_of(element);
	const GumboAttribute *a = n->type == GUMBO_NODE_ELEMENT
					  ? gumbo_get_attribute(&n->v.element.attributes, name)
					  : NULL;
	struct pyiq_str value = pyiq_str(a != NULL ? a->value : "");

	while (value.len > 0 && (unsigned char)value.data[0] <= ' ')
		value = (struct pyiq_str){ value.data + 1, value.len - 1 };
	while (value.len > 0 && (unsigned char)value.data[value.len - 1] <= ' ')
		value.len--;
	return value;
}

static bool is_written(const GumboSourcePosition *position, size_t *offset)
{
	*offset = position->offset;
	return position->line > 0;
}

bool pyiq_node_start(const struct pyiq_node *node, size_t *offset)
{
	const GumboNode *n = gumbo_of(node);

	if (is_text(n))
		return is_written(&n->v.text.start_pos, offset);
	return n->type == GUMBO_NODE_ELEMENT && is_written(&n->v.element.start_pos, offset);
}

bool pyiq_node_end(const struct pyiq_node *element, size_t *offset)
{
	return is_written(&gumbo_of(element)->v.element.end_pos, offset);
}

pyiq_status pyiq_html_tree_read(struct pyiq_html_tree **tree, struct pyiq_str html,
				struct pyiq_error *err)
{
	struct pyiq_html_tree *read;
	pyiq_status status = pyiq_html_guard(html, err);

	if (status != PYIQ_OK)
		return status;
	read = pyiq_alloc(sizeof *read);
	if (read == NULL)
		return pyiq_fail_nomem(err);
	*read = (struct pyiq_html_tree){ 0 };
	status = parse(read, html, err);
	if (status == PYIQ_OK && is_too_deep(read->document))
		status = pyiq_fail(err, PYIQ_ERR_SOURCE, "nested deeper than %d levels",
				   PYIQ_HTML_DEPTH);
	if (status == PYIQ_OK)
		*tree = read;
	else
		pyiq_html_tree_free(read);
	return status;
}

void pyiq_html_tree_free(struct pyiq_html_tree *tree)
{
	if (tree != NULL)
		heap_release(&tree->heap);
	pyiq_free(tree);
}

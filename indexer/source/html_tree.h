/*
 * HTML as a tree of what its elements mean, through libgumbo.
 */
#ifndef PYIQ_SOURCE_HTML_TREE_H
#define PYIQ_SOURCE_HTML_TREE_H

#include "base/status.h"
#include "base/text.h"

typedef enum pyiq_role {
	PYIQ_ROLE_BLOCK, /* and all elements that are not known */
	PYIQ_ROLE_INLINE,
	PYIQ_ROLE_NOTHING, /* does not show: comments too */
	PYIQ_ROLE_TEXT,
	PYIQ_ROLE_TITLE,
	PYIQ_ROLE_BOLD,
	PYIQ_ROLE_ITALIC,
	PYIQ_ROLE_CODE,
	PYIQ_ROLE_RAISED,
	PYIQ_ROLE_LOWERED,
	PYIQ_ROLE_QUOTATION,
	PYIQ_ROLE_LINK,
	PYIQ_ROLE_IMAGE,
	PYIQ_ROLE_BREAK,
	/* blocks, as PYIQ_ROLE_BLOCK is one */
	PYIQ_ROLE_RULE,
	PYIQ_ROLE_HEADING,
	PYIQ_ROLE_BULLETS,
	PYIQ_ROLE_NUMBERS,
	PYIQ_ROLE_ITEM,
	PYIQ_ROLE_TERM,
	PYIQ_ROLE_QUOTE,
	PYIQ_ROLE_PREFORMATTED,
	PYIQ_ROLE_TABLE,
	PYIQ_ROLE_CAPTION,
	PYIQ_ROLE_ROWS,
	PYIQ_ROLE_ROW,
	PYIQ_ROLE_CELL,
	PYIQ_ROLE_DETAILS,
	PYIQ_ROLE_SUMMARY
} pyiq_role;

struct pyiq_html_tree;
struct pyiq_node; /* lives as long as its tree */

/*
 * Read HTML (valid UTF-8 without NUL, borrowed as long as the tree lives). The
 * tree is no deeper than PYIQ_HTML_DEPTH, so that it may be walked by
 * recursion. PYIQ_OK, PYIQ_ERR_NOMEM or PYIQ_ERR_SOURCE; on failure there is
 * nothing to free. Any number of trees, each used by one thread.
 */
pyiq_status pyiq_html_tree_read(struct pyiq_html_tree **tree, struct pyiq_str html,
				struct pyiq_error *err);
void pyiq_html_tree_free(struct pyiq_html_tree *tree);

const struct pyiq_node *pyiq_html_root(const struct pyiq_html_tree *tree);
size_t pyiq_node_n_children(const struct pyiq_node *node);
const struct pyiq_node *pyiq_node_child(const struct pyiq_node *node, size_t i);
const struct pyiq_node *pyiq_node_parent(const struct pyiq_node *node); /* NULL above the root */

pyiq_role pyiq_node_role(const struct pyiq_node *node);
unsigned pyiq_node_level(const struct pyiq_node *heading); /* 1 to 6 */
struct pyiq_str
pyiq_node_text(const struct pyiq_node *text); /* of PYIQ_ROLE_TEXT, entities resolved */

/* An attribute's value without white space around it; empty where there is none. */
struct pyiq_str pyiq_node_attribute(const struct pyiq_node *element, const char *name);

/*
 * Where in the HTML a node begins, and where its end tag stands; false for what
 * is not written. (Of gumbo's positions the offset is right; its lines count
 * some line feeds twice.)
 */
bool pyiq_node_start(const struct pyiq_node *node, size_t *offset);
bool pyiq_node_end(const struct pyiq_node *element, size_t *offset);

#endif

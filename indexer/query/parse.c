#include "query/parse.h"

#include "query/lexer.h"

struct parser {
	const struct pyiq_lexeme *next;
	struct pyiq_arena *arena;
};

/* NULL, here and below, when memory ran out. */
static struct pyiq_node *new_node(struct parser *p, pyiq_node_kind kind)
{
	struct pyiq_node *node = pyiq_arena_alloc(p->arena, sizeof *node);

	if (node != NULL)
		*node = (struct pyiq_node){ .kind = kind };
	return node;
}

static struct pyiq_node *negated(struct parser *p, struct pyiq_node *node)
{
	struct pyiq_node *negation;

	if (node->kind == PYIQ_NODE_NOT)
		return node->child;
	negation = new_node(p, PYIQ_NODE_NOT);
	if (negation != NULL)
		negation->child = node;
	return negation;
}

/* What a list is to its parent: one of a single member is that member. */
static struct pyiq_node *unwrapped(struct parser *p, struct pyiq_node *node)
{
	struct pyiq_node *member;
	bool excluded;

	if (node == NULL || node->kind != PYIQ_NODE_LIST || node->child->next != NULL)
		return node;
	member = node->child;
	excluded = member->role == PYIQ_EXCLUDED;
	member->role = PYIQ_WANTED;
	return excluded ? negated(p, member) : member;
}

/* Put a node, or only its children, at the end of a row; returns the new end. */
static struct pyiq_node **append(struct pyiq_node **end, struct pyiq_node *node, bool children)
{
	*end = children ? node->child : node;
	while (*end != NULL)
		end = &(*end)->next;
	return end;
}

static struct pyiq_node *parse_leaf(struct parser *p)
{
	const struct pyiq_lexeme *t = p->next++;
	struct pyiq_node *leaf = new_node(p, t->leaf);

	if (leaf != NULL) {
		leaf->role = t->role;
		leaf->scope = t->scope;
		leaf->exact = t->exact;
		leaf->text = t->text;
	}
	return leaf;
}

/* A leaf, or those that NEAR holds together; the sign of the first is that of all. */
static struct pyiq_node *parse_near(struct parser *p)
{
	struct pyiq_node *first = parse_leaf(p), *near, **end;

	if (first == NULL || p->next->kind != PYIQ_LEXEME_NEAR)
		return first;
	near = new_node(p, PYIQ_NODE_NEAR);
	if (near == NULL)
		return NULL;
	near->role = first->role;
	first->role = PYIQ_WANTED;
	end = append(&near->child, first, false);
	while (p->next->kind == PYIQ_LEXEME_NEAR) {
		unsigned distance = p->next++->distance;
		struct pyiq_node *side = parse_leaf(p);

		if (side == NULL)
			return NULL;
		if (distance > near->distance)
			near->distance = distance;
		end = append(end, side, false);
	}
	return near;
}

static struct pyiq_node *parse_operators(struct parser *p, pyiq_node_kind kind);

static struct pyiq_node *parse_member(struct parser *p)
{
	pyiq_role role = p->next->role;
	struct pyiq_node *node;

	if (p->next->kind != PYIQ_LEXEME_OPEN)
		return parse_near(p);
	p->next++;
	node = unwrapped(p, parse_operators(p, PYIQ_NODE_OR));
	p->next++;
	if (node != NULL)
		node->role = role;
	return node;
}

/* Whether a list can dissolve into the one it is a member of: nobody has a sign. */
static bool dissolves(const struct pyiq_node *node)
{
	bool does = node->kind == PYIQ_NODE_LIST && node->role == PYIQ_WANTED;

	for (const struct pyiq_node *m = node->child; does && m != NULL; m = m->next)
		does = m->role == PYIQ_WANTED;
	return does;
}

/* Whether the next lexeme goes on with the text before it, as it stands in the query. */
static bool goes_on(const struct parser *p)
{
	const struct pyiq_lexeme *t = p->next;

	return (t->kind == PYIQ_LEXEME_WORD || t->kind == PYIQ_LEXEME_STRAY) &&
	       pyiq_scope_has_words(t->scope) && t[1].kind != PYIQ_LEXEME_NEAR;
}

static bool can_be_root(const struct pyiq_node *node)
{
	return node->kind == PYIQ_NODE_LIST || node->kind == PYIQ_NODE_AND ||
	       node->kind == PYIQ_NODE_OR || node->kind == PYIQ_NODE_NOT;
}

/* Whether a list is one pair of brackets without a sign. */
static bool is_lone_tree(const struct pyiq_node *list)
{
	const struct pyiq_node *member = list->child;

	return member != NULL && member->next == NULL && member->role == PYIQ_WANTED &&
	       can_be_root(member);
}

static struct pyiq_node *parse_list(struct parser *p)
{
	struct pyiq_node *list = new_node(p, PYIQ_NODE_LIST), **end;

	if (list == NULL)
		return NULL;
	end = &list->child;
	while (p->next->kind <= PYIQ_LEXEME_OPEN || p->next->kind == PYIQ_LEXEME_STRAY) {
		bool text = goes_on(p);
		struct pyiq_node *member = parse_member(p);

		if (member == NULL)
			return NULL;
		for (; text && goes_on(p); p->next++)
			member->text.len = (size_t)(p->next->text.data + p->next->text.len -
						    member->text.data);
		end = append(end, member, dissolves(member));
	}
	if (is_lone_tree(list))
		return list->child;
	return list;
}

/* A list, with the NOTs in front of it: two of them are none. */
static struct pyiq_node *parse_negation(struct parser *p)
{
	struct pyiq_node *node;
	bool any = p->next->kind == PYIQ_LEXEME_NOT, odd = false;

	for (; p->next->kind == PYIQ_LEXEME_NOT; p->next++)
		odd = !odd;
	node = parse_list(p);
	if (any)
		node = unwrapped(p, node);
	return odd && node != NULL ? negated(p, node) : node;
}

/* Operands with OR or AND between them; in front of NOT the AND may be missing. */
static struct pyiq_node *parse_operators(struct parser *p, pyiq_node_kind kind)
{
	bool is_or = kind == PYIQ_NODE_OR;
	pyiq_lexeme_kind between = is_or ? PYIQ_LEXEME_OR : PYIQ_LEXEME_AND;
	struct pyiq_node *row = NULL, **end = NULL;

	for (;;) {
		struct pyiq_node *node =
			is_or ? parse_operators(p, PYIQ_NODE_AND) : parse_negation(p);
		bool more =
			p->next->kind == between || (!is_or && p->next->kind == PYIQ_LEXEME_NOT);

		if (node == NULL || (row == NULL && !more))
			return node;
		if (row == NULL)
			row = new_node(p, kind);
		node = unwrapped(p, node);
		if (row == NULL || node == NULL)
			return NULL;
		end = append(end != NULL ? end : &row->child, node, node->kind == kind);
		if (!more)
			return row;
		p->next += p->next->kind == between;
	}
}

static struct pyiq_node *parse_query(struct parser *p)
{
	struct pyiq_node *root = parse_operators(p, PYIQ_NODE_OR), *list;

	if (root == NULL || can_be_root(root))
		return root;
	list = new_node(p, PYIQ_NODE_LIST);
	if (list != NULL)
		list->child = root;
	return list;
}

pyiq_status pyiq_query_parse(struct pyiq_str query, struct pyiq_arena *arena,
			     struct pyiq_node **root, struct pyiq_error *err)
{
	struct pyiq_lexeme *lexemes;
	struct parser p = { .arena = arena };
	pyiq_status status = pyiq_query_lex(query, &lexemes, err);

	if (status != PYIQ_OK)
		return status;
	p.next = lexemes;
	*root = parse_query(&p);
	pyiq_free(lexemes);
	return *root != NULL ? PYIQ_OK : pyiq_fail_nomem(err);
}

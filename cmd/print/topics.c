#include "print/topics.h"

#include <stdlib.h>
#include <string.h>

#include "print/print.h"

/* Stands between two headings in a key: sorted by keys, a heading comes before those below it. */
enum { BETWEEN = '\x01' };

void topic_counts_init(struct topic_counts *counts)
{
	*counts = (struct topic_counts){ .scratch = PYIQ_BUF_INIT };
	pyiq_table_init(&counts->counts);
}

void topic_counts_release(struct topic_counts *counts)
{
	pyiq_table_release(&counts->counts);
	pyiq_buf_release(&counts->scratch);
}

/* A heading is one line, and has nothing in it that parts. */
static void append_heading(struct pyiq_buf *key, struct pyiq_str heading)
{
	size_t start = key->len;

	pyiq_buf_append(key, heading.data, heading.len);
	for (size_t i = start; i < key->len; i++)
		if (key->data[i] == BETWEEN || key->data[i] == '\n' || key->data[i] == '\r' ||
		    key->data[i] == '\t')
			key->data[i] = ' ';
}

pyiq_status topic_counts_add(struct topic_counts *counts, const struct pyiq_str *headings, size_t n,
			     size_t n_units, struct pyiq_error *err)
{
	struct pyiq_buf *key = &counts->scratch;

	pyiq_buf_clear(key);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			pyiq_buf_putc(key, BETWEEN);
		append_heading(key, headings[i]);
	}
	pyiq_status status = pyiq_buf_status(key, err);

	if (status != PYIQ_OK)
		return status;
	struct pyiq_entry *entry =
		pyiq_table_put(&counts->counts, (struct pyiq_str){ pyiq_buf_str(key), key->len });

	if (!entry)
		return pyiq_fail_nomem(err);
	entry->value.number += (int64_t)n_units;
	return PYIQ_OK;
}

/* ---- The most frequent first --------------------------------------------- */

static int compare_topics(const void *left, const void *right)
{
	const struct pyiq_topic_info *a = left, *b = right;
	int order = (a->n_units < b->n_units) - (a->n_units > b->n_units);

	for (size_t i = 0; order == 0 && i < a->n_topic && i < b->n_topic; i++)
		order = pyiq_str_compare(a->topic[i], b->topic[i]);
	return order != 0 ? order : (a->n_topic > b->n_topic) - (a->n_topic < b->n_topic);
}

/* The headings of a key. */
static pyiq_status part(const struct pyiq_entry *entry, struct pyiq_arena *arena,
			struct pyiq_topic_info *topic, struct pyiq_error *err)
{
	struct pyiq_str rest = entry->key, *headings;
	size_t n = rest.len > 0;

	for (size_t i = 0; i < rest.len; i++)
		n += rest.data[i] == BETWEEN;
	headings = pyiq_arena_alloc(arena, n * sizeof *headings);
	*topic = (struct pyiq_topic_info){ .topic = headings,
					   .n_topic = n,
					   .n_units = (size_t)entry->value.number };
	if (!headings)
		return pyiq_fail_nomem(err);
	for (size_t i = 0; i < n; i++)
		headings[i] = pyiq_str_take(&rest, BETWEEN);
	return PYIQ_OK;
}

pyiq_status topic_counts_sort(const struct topic_counts *counts, struct pyiq_arena *arena,
			      struct pyiq_topic_info **sorted, struct pyiq_error *err)
{
	size_t n = 0;
	pyiq_status status = PYIQ_OK;

	*sorted = pyiq_arena_alloc(arena, counts->counts.n * sizeof **sorted);
	if (!*sorted)
		return pyiq_fail_nomem(err);
	for (struct pyiq_entry *entry = NULL;
	     status == PYIQ_OK && (entry = pyiq_table_next(&counts->counts, entry));)
		status = part(entry, arena, &(*sorted)[n++], err);
	if (status == PYIQ_OK)
		qsort(*sorted, n, sizeof **sorted, compare_topics);
	return status;
}

struct bar topic_bar(const struct pyiq_topic_info *topic)
{
	return (struct bar){ .label = topic->n_topic > 0 ? topic->topic[topic->n_topic - 1]
							 : pyiq_str(PRINT_NONE),
			     .depth = topic->n_topic > 0 ? topic->n_topic - 1 : 0,
			     .n = topic->n_units,
			     .style = topic->n_topic > 0 ? STYLE_PLAIN : STYLE_DIM };
}

/* ---- Lines --------------------------------------------------------------- */

static pyiq_status put_line(const struct term *term, const struct pyiq_topic_info *topic,
			    struct pyiq_buf *path, struct pyiq_error *err)
{
	print_join(path, topic->topic, topic->n_topic, PRINT_TOPIC_SIGN);
	fprintf(term->file, "%zu\t", topic->n_units);
	if (topic->n_topic > 0)
		term_text(term, STYLE_PLAIN, (struct pyiq_str){ pyiq_buf_str(path), path->len });
	else
		term_text(term, STYLE_DIM, pyiq_str(PRINT_NONE));
	fputc('\n', term->file);
	return pyiq_buf_status(path, err);
}

pyiq_status topic_counts_lines(const struct topic_counts *counts, const struct term *term,
			       struct pyiq_error *err)
{
	struct pyiq_arena arena;
	struct pyiq_buf path = PYIQ_BUF_INIT;
	struct pyiq_topic_info *sorted;

	pyiq_arena_init(&arena);
	pyiq_status status = topic_counts_sort(counts, &arena, &sorted, err);

	for (size_t i = 0; i < counts->counts.n && status == PYIQ_OK; i++)
		status = put_line(term, &sorted[i], &path, err);
	pyiq_buf_release(&path);
	pyiq_arena_release(&arena);
	return status;
}

pyiq_status topic_counts_json(const struct topic_counts *counts, const struct term *term,
			      struct pyiq_error *err)
{
	struct pyiq_arena arena;
	struct pyiq_topic_info *sorted;

	pyiq_arena_init(&arena);
	pyiq_status status = topic_counts_sort(counts, &arena, &sorted, err);

	for (size_t i = 0; i < counts->counts.n && status == PYIQ_OK; i++)
		status = print_json_topic(term, &sorted[i], err);
	pyiq_arena_release(&arena);
	return status;
}

/* ---- The tree ------------------------------------------------------------ */

/* A heading with what stands below it. */
struct node {
	const struct node *above; /* NULL for an outermost one */
	struct pyiq_str label;
	size_t depth;
	size_t total;
	bool none, branches;
};

/* Siblings: the most frequent first, and last what has no heading. */
static int compare_siblings(const struct node *a, const struct node *b)
{
	if (a->none != b->none)
		return a->none ? 1 : -1;
	if (a->total != b->total)
		return a->total < b->total ? 1 : -1;
	return pyiq_str_compare(a->label, b->label);
}

static int compare_nodes(const void *left, const void *right)
{
	const struct node *const *a_node = left, *const *b_node = right;
	const struct node *a = *a_node, *b = *b_node;
	size_t a_depth = a->depth, b_depth = b->depth;

	while (a->depth > b->depth)
		a = a->above;
	while (b->depth > a->depth)
		b = b->above;
	if (a == b)
		return (a_depth > b_depth) - (a_depth < b_depth);
	while (a->above != b->above) {
		a = a->above;
		b = b->above;
	}
	return compare_siblings(a, b);
}

struct tree {
	struct pyiq_table nodes; /* by key */
	struct pyiq_arena arena;
};

/* The node of a key, made with those above it if need be, and all of them with so many more. */
static pyiq_status grow(struct tree *tree, struct pyiq_str key, size_t n_units,
			struct pyiq_error *err)
{
	struct node *above = NULL;

	for (size_t from = 0, to; from <= key.len; from = to + 1) {
		const char *end = memchr(key.data + from, BETWEEN, key.len - from);

		to = end ? (size_t)(end - key.data) : key.len;
		struct pyiq_entry *entry =
			pyiq_table_put(&tree->nodes, (struct pyiq_str){ key.data, to });
		struct node *node = entry ? (struct node *)entry->value.pointer : NULL;

		if (entry && !node) {
			node = pyiq_arena_alloc(&tree->arena, sizeof *node);
			entry->value.pointer = node;
			if (node)
				*node = (struct node){ .above = above,
						       .label = { key.data + from, to - from },
						       .depth = above ? above->depth + 1 : 0,
						       .none = key.len == 0 };
		}
		if (!node)
			return pyiq_fail_nomem(err);
		node->total += n_units;
		node->branches |= to < key.len;
		above = node;
	}
	return PYIQ_OK;
}

/* What begins a branch stands out. */
static unsigned style_of(const struct node *node)
{
	if (node->none)
		return STYLE_DIM;
	return node->depth == 0 && node->branches ? STYLE_BOLD : STYLE_PLAIN;
}

static pyiq_status print_tree(struct tree *tree, const struct term *term, struct pyiq_error *err)
{
	size_t n = tree->nodes.n, i = 0;
	const struct node **nodes = pyiq_arena_alloc(&tree->arena, n * sizeof(struct node *));
	struct bar *bars = pyiq_arena_alloc(&tree->arena, n * sizeof *bars);

	if (!nodes || !bars)
		return pyiq_fail_nomem(err);
	for (struct pyiq_entry *entry = NULL; (entry = pyiq_table_next(&tree->nodes, entry));)
		nodes[i++] = entry->value.pointer;
	qsort(nodes, n, sizeof *nodes, compare_nodes);
	for (i = 0; i < n; i++)
		bars[i] = (struct bar){ .label = nodes[i]->none ? pyiq_str(PRINT_NONE)
								: nodes[i]->label,
					.depth = nodes[i]->depth,
					.n = nodes[i]->total,
					.style = style_of(nodes[i]) };
	return bars_print(term, bars, n, err);
}

pyiq_status topic_counts_tree(const struct topic_counts *counts, const struct term *term,
			      struct pyiq_error *err)
{
	struct tree tree;
	pyiq_status status = PYIQ_OK;

	pyiq_table_init(&tree.nodes);
	pyiq_arena_init(&tree.arena);
	for (struct pyiq_entry *entry = NULL;
	     status == PYIQ_OK && (entry = pyiq_table_next(&counts->counts, entry));)
		status = grow(&tree, entry->key, (size_t)entry->value.number, err);
	if (status == PYIQ_OK)
		status = print_tree(&tree, term, err);
	pyiq_table_release(&tree.nodes);
	pyiq_arena_release(&tree.arena);
	return status;
}

#include "source/decode.h"

#include <ctype.h>
#include <yaml.h>

/* The bytes of the block between two lines of dashes at the beginning, 0 if there is none; *content is what stands between. */
static size_t find_block(const struct pyiq_buf *text, struct pyiq_str *content)
{
	enum { LONGEST = 8 * 1024 }; /* libyaml takes quadratic time for nested brackets */
	size_t limit = text->len < LONGEST ? text->len : LONGEST;
	size_t line;

	if (text->len < 4 || memcmp(text->data, "---\n", 4) != 0)
		return 0;
	for (line = 4; line < limit;) {
		const char *newline = memchr(text->data + line, '\n', text->len - line);
		size_t end = newline != NULL ? (size_t)(newline - text->data) : text->len;

		if (end - line == 3 && (memcmp(text->data + line, "---", 3) == 0 ||
					memcmp(text->data + line, "...", 3) == 0)) {
			*content = (struct pyiq_str){ text->data + 4, line - 4 };
			return end;
		}
		line = end + 1;
	}
	return 0;
}

static pyiq_status copy_scalar(const yaml_node_t *node, struct pyiq_arena *arena,
			       struct pyiq_str *out, struct pyiq_error *err)
{
	const char *data = (const char *)node->data.scalar.value;
	size_t len = node->data.scalar.length;

	out->data = pyiq_arena_copy(arena, data, len);
	out->len = len;
	return out->data != NULL ? PYIQ_OK : pyiq_fail_nomem(err);
}

/* `tags: [a, b]`, a list with dashes, or `tags: a, b`. */
static pyiq_status read_tags(yaml_document_t *document, yaml_node_t *node, struct pyiq_arena *arena,
			     struct pyiq_front_matter *front, struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	front->n_tags = 0; /* of a key that stands there twice the last value counts */
	if (node->type == YAML_SCALAR_NODE) {
		struct pyiq_str all = { "", 0 };
		size_t n = 1;

		status = copy_scalar(node, arena, &all, err);
		for (size_t i = 0; i < all.len; i++)
			n += all.data[i] == ',';
		front->tags = pyiq_arena_alloc(arena, n * sizeof *front->tags);
		if (status != PYIQ_OK || front->tags == NULL)
			return pyiq_fail_nomem(err);
		for (size_t start = 0, i = 0; i <= all.len; i++) {
			if (i < all.len && all.data[i] != ',')
				continue;
			while (start < i && all.data[start] == ' ')
				start++;

			size_t end = i;

			while (end > start && all.data[end - 1] == ' ')
				end--;
			if (end > start)
				front->tags[front->n_tags++] =
					(struct pyiq_str){ all.data + start, end - start };
			start = i + 1;
		}
		return PYIQ_OK;
	}
	if (node->type != YAML_SEQUENCE_NODE)
		return PYIQ_OK;

	yaml_node_item_t *item = node->data.sequence.items.start;
	size_t n = (size_t)(node->data.sequence.items.top - item);

	front->tags = pyiq_arena_alloc(arena, n * sizeof *front->tags);
	if (front->tags == NULL)
		return pyiq_fail_nomem(err);
	for (; item < node->data.sequence.items.top && status == PYIQ_OK; item++) {
		const yaml_node_t *tag = yaml_document_get_node(document, *item);

		if (tag != NULL && tag->type == YAML_SCALAR_NODE)
			status = copy_scalar(tag, arena, &front->tags[front->n_tags++], err);
	}
	return status;
}

static pyiq_status read_mapping(yaml_document_t *document, const yaml_node_t *root,
				struct pyiq_arena *arena, struct pyiq_front_matter *front,
				struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	for (yaml_node_pair_t *pair = root->data.mapping.pairs.start;
	     pair < root->data.mapping.pairs.top && status == PYIQ_OK; pair++) {
		const yaml_node_t *key = yaml_document_get_node(document, pair->key);
		yaml_node_t *value = yaml_document_get_node(document, pair->value);

		if (key == NULL || value == NULL || key->type != YAML_SCALAR_NODE)
			continue;

		const char *name = (const char *)key->data.scalar.value;
		bool scalar = value->type == YAML_SCALAR_NODE;

		if (strcmp(name, "tags") == 0)
			status = read_tags(document, value, arena, front, err);
		else if (strcmp(name, "title") == 0 && scalar)
			status = copy_scalar(value, arena, &front->title, err);
		else if (strcmp(name, "question") == 0 && scalar)
			status = copy_scalar(value, arena, &front->question, err);
		else if ((strcmp(name, "level") == 0 || strcmp(name, "difficulty") == 0) && scalar)
			status = copy_scalar(value, arena, &front->level, err);
	}
	return status;
}

/* Whether a block that YAML refuses was meant for it, as in `title: One: the first`; `**Q:** …` was not. */
static bool begins_with_key(struct pyiq_str content)
{
	size_t n = 0;

	while (n < content.len && (isalnum((unsigned char)content.data[n]) ||
				   content.data[n] == '_' || content.data[n] == '-'))
		n++;
	return n > 0 && n < content.len && content.data[n] == ':';
}

/* Lines stay what they were, so that those below keep their numbers. */
static void blank_out(struct pyiq_buf *text, size_t end)
{
	for (size_t i = 0; i < end; i++)
		if (text->data[i] != '\n')
			text->data[i] = ' ';
}

pyiq_status pyiq_take_front_matter(struct pyiq_buf *text, struct pyiq_front_matter *front,
				   struct pyiq_arena *arena, struct pyiq_error *err)
{
	struct pyiq_str content = { "", 0 };
	size_t end = find_block(text, &content);
	yaml_parser_t parser;
	yaml_document_t document;
	pyiq_status status = PYIQ_OK;

	*front = (struct pyiq_front_matter){ .title = { "", 0 },
					     .question = { "", 0 },
					     .level = { "", 0 } };
	if (end == 0)
		return PYIQ_OK;
	if (!yaml_parser_initialize(&parser))
		return pyiq_fail_nomem(err);
	yaml_parser_set_input_string(&parser, (const unsigned char *)content.data, content.len);
	if (yaml_parser_load(&parser, &document)) {
		const yaml_node_t *root = yaml_document_get_root_node(&document);

		if (root != NULL && root->type == YAML_MAPPING_NODE) {
			status = read_mapping(&document, root, arena, front, err);
			blank_out(text, end);
		}
		yaml_document_delete(&document);
	} else if (begins_with_key(content)) {
		blank_out(text, end);
	}
	yaml_parser_delete(&parser);
	return status;
}

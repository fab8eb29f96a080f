#include "source/decode.h"

#include <ctype.h>
#include <stdio.h>
#include <yaml.h>

#include "source/wording.h"

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

/* A scalar as one line, however many it takes in YAML; a NUL, which `"\0"` gives, is a blank too. */
static pyiq_status copy_scalar(const yaml_node_t *node, struct pyiq_arena *arena,
			       struct pyiq_str *out, struct pyiq_error *err)
{
	size_t len = node->data.scalar.length, start = 0;
	char *data = pyiq_arena_copy(arena, (const char *)node->data.scalar.value, len);

	if (data == NULL)
		return pyiq_fail_nomem(err);
	for (size_t i = 0; i < len; i++)
		if (memchr("\t\n\r", data[i], sizeof "\t\n\r") != NULL)
			data[i] = ' ';
	while (len > 0 && data[len - 1] == ' ')
		len--;
	while (start < len && data[start] == ' ')
		start++;
	*out = (struct pyiq_str){ data + start, len - start };
	return PYIQ_OK;
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

static bool is_label(const char *key, bool answer)
{
	/* A key is a label without its colon. */
	struct pyiq_str text = { key, strlen(key) };
	bool alone;

	if (text.len == 0 || text.len > 32)
		return false;

	char label[40];
	int n = snprintf(label, sizeof label, "%s: x", key);

	text = (struct pyiq_str){ label, (size_t)n };
	return answer ? pyiq_wording_answer_label(text, &alone) > 0
		      : pyiq_wording_question_label(text) > 0;
}

/* Whether a mapping's keys are a question's and an answer's label: notes between two rules look like one. */
static bool is_text(yaml_document_t *document, const yaml_node_t *root)
{
	bool question = false, answer = false;

	for (yaml_node_pair_t *pair = root->data.mapping.pairs.start;
	     pair < root->data.mapping.pairs.top; pair++) {
		const yaml_node_t *key = yaml_document_get_node(document, pair->key);

		if (key == NULL || key->type != YAML_SCALAR_NODE)
			continue;
		question = question || is_label((const char *)key->data.scalar.value, false);
		answer = answer || is_label((const char *)key->data.scalar.value, true);
	}
	return question && answer;
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
static void blank_out(struct pyiq_buf *text, size_t start, size_t end)
{
	for (size_t i = start; i < end; i++)
		if (text->data[i] != '\n')
			text->data[i] = ' ';
}

/* ---- Modules ---------------------------------------------------------------------- */

static bool line_begins(const struct pyiq_buf *text, struct pyiq_span line, const char *word)
{
	size_t len = strlen(word);

	return line.end - line.start >= len && memcmp(text->data + line.start, word, len) == 0;
}

/* Whether a line names the module that an import is from, with which the import ends. */
static bool names_module(const struct pyiq_buf *text, struct pyiq_span line)
{
	size_t end = line.end;

	while (end > line.start && strchr("; \t", text->data[end - 1]) != NULL)
		end--;
	return end > line.start && strchr("'\"", text->data[end - 1]) != NULL;
}

/* Blank out the imports and exports with which the code of an .mdx document begins; a sentence may begin with the word too. */
static void blank_modules(struct pyiq_buf *text, size_t from)
{
	enum { LONGEST = 64 }; /* lines of one import */
	struct pyiq_span line = { from, from };

	while (line.start < text->len) {
		const char *newline = memchr(text->data + line.start, '\n', text->len - line.start);

		line.end = newline != NULL ? (size_t)(newline - text->data) : text->len;

		size_t first = line.start;
		bool import = line_begins(text, line, "import ");
		bool export = line_begins(text, line, "export const ") ||
			      line_begins(text, line, "export default ");

		if (!import && !export && line.start < line.end)
			return;
		for (size_t n = 0; import && n < LONGEST && !names_module(text, line); n++) {
			if (n == 0 &&
			    memchr(text->data + line.start, '{', line.end - line.start) == NULL)
				return;
			if (line.end >= text->len)
				return;
			line.start = line.end + 1;
			newline = memchr(text->data + line.start, '\n', text->len - line.start);
			line.end = newline != NULL ? (size_t)(newline - text->data) : text->len;
		}
		if (import && !names_module(text, line))
			return;
		blank_out(text, first, line.end);
		line.start = line.end + 1;
	}
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
	if (end == 0) {
		blank_modules(text, 0);
		return PYIQ_OK;
	}
	if (!yaml_parser_initialize(&parser))
		return pyiq_fail_nomem(err);
	yaml_parser_set_input_string(&parser, (const unsigned char *)content.data, content.len);
	if (yaml_parser_load(&parser, &document)) {
		const yaml_node_t *root = yaml_document_get_root_node(&document);

		if (root != NULL && root->type == YAML_MAPPING_NODE && !is_text(&document, root)) {
			status = read_mapping(&document, root, arena, front, err);
			blank_out(text, 0, end);
		}
		yaml_document_delete(&document);
	} else if (begins_with_key(content)) {
		blank_out(text, 0, end);
	}
	yaml_parser_delete(&parser);
	blank_modules(text, end);
	return status;
}

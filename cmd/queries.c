#include "queries.h"

#include <jansson.h>
#include <stdio.h>

#include "base/table.h"
#include "base/unicode.h"
#include "read_file.h"

void queries_init(struct queries *queries)
{
	*queries = (struct queries){ 0 };
	pyiq_arena_init(&queries->texts);
}

void queries_release(struct queries *queries)
{
	pyiq_free(queries->items);
	pyiq_arena_release(&queries->texts);
}

pyiq_status queries_add(struct queries *queries, struct query query, struct pyiq_error *err)
{
	pyiq_status status = pyiq_grow(&queries->items, &queries->capacity, queries->n + 1,
				       sizeof *queries->items, err);

	if (status == PYIQ_OK)
		queries->items[queries->n++] = query;
	return status;
}

/* ---- Lines --------------------------------------------------------------- */

struct reader {
	struct queries *queries;
	struct pyiq_table lines; /* by id */
	const char *path;
	size_t line;
	struct pyiq_error *err;
};

static pyiq_status bad_line(const struct reader *r, const char *cause)
{
	return pyiq_fail(r->err, PYIQ_ERR_INVALID, "%s:%zu: %s", r->path, r->line, cause);
}

static pyiq_status keep(struct reader *r, struct pyiq_str *text)
{
	text->data = pyiq_arena_copy(&r->queries->texts, text->data, text->len);
	return text->data ? PYIQ_OK : pyiq_fail_nomem(r->err);
}

/* In a run of hits, two queries of the same name could not be told apart. */
static pyiq_status check_id(struct reader *r, struct pyiq_str id)
{
	char cause[64];
	struct pyiq_entry *entry = pyiq_table_put(&r->lines, id);

	if (!entry)
		return pyiq_fail_nomem(r->err);
	if (entry->value.number > 0) {
		snprintf(cause, sizeof cause, "line %lld has the same id",
			 (long long)entry->value.number);
		return bad_line(r, cause);
	}
	entry->value.number = (int64_t)r->line;
	return PYIQ_OK;
}

static pyiq_status take(struct reader *r, struct query query)
{
	pyiq_status status = query.id.len > 0 ? check_id(r, query.id) : bad_line(r, "empty id");

	if (status == PYIQ_OK)
		status = keep(r, &query.id);
	if (status == PYIQ_OK)
		status = keep(r, &query.text);
	return status == PYIQ_OK ? queries_add(r->queries, query, r->err) : status;
}

static pyiq_status take_object(struct reader *r, const json_t *object)
{
	const json_t *id = json_object_get(object, "_id"), *text = json_object_get(object, "text");
	char number[24];
	struct query query = { .id = { number, 0 } };

	if (!id || !text)
		return bad_line(r, id ? "no \"text\"" : "no \"_id\"");
	if (!json_is_string(id) && !json_is_integer(id))
		return bad_line(r, "\"_id\" is not a string");
	if (!json_is_string(text))
		return bad_line(r, "\"text\" is not a string");
	if (json_is_string(id))
		query.id = (struct pyiq_str){ json_string_value(id), json_string_length(id) };
	else
		query.id.len = (size_t)snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT,
						json_integer_value(id));
	query.text = (struct pyiq_str){ json_string_value(text), json_string_length(text) };
	return take(r, query);
}

/* jansson quotes the line, and cuts where it will. */
static pyiq_status bad_json(const struct reader *r, json_error_t *error)
{
	size_t bad;

	if (!pyiq_utf8_valid(error->text, strlen(error->text), &bad))
		error->text[bad] = '\0';
	return bad_line(r, error->text);
}

static pyiq_status take_json(struct reader *r, struct pyiq_str line)
{
	json_error_t error;
	json_t *object = json_loadb(line.data, line.len, JSON_ALLOW_NUL, &error);
	pyiq_status status;

	if (!object)
		return bad_json(r, &error);
	status = take_object(r, object);
	json_decref(object);
	return status;
}

static pyiq_status take_line(struct reader *r, struct pyiq_str line)
{
	const char *tab;

	if (pyiq_str_trim(line).len == 0)
		return PYIQ_OK;
	if (line.data[0] == '{')
		return take_json(r, line);
	tab = memchr(line.data, '\t', line.len);
	if (!tab)
		return bad_line(r, "no tab between id and text");
	size_t len = (size_t)(tab - line.data);

	return take(r, (struct query){ .id = { line.data, len },
				       .text = { tab + 1, line.len - len - 1 } });
}

/* ---- Files --------------------------------------------------------------- */

static pyiq_status take_lines(struct reader *r, struct pyiq_str text)
{
	static const struct pyiq_str mark = { "\xEF\xBB\xBF", 3 };
	pyiq_status status = PYIQ_OK;
	if (text.len >= mark.len && memcmp(text.data, mark.data, mark.len) == 0)
		text = (struct pyiq_str){ text.data + mark.len, text.len - mark.len };
	while (status == PYIQ_OK && text.len > 0) {
		struct pyiq_str line = pyiq_str_take_line(&text);

		r->line++;
		if (line.len > 0 && line.data[line.len - 1] == '\r')
			line.len--;
		status = take_line(r, line);
	}
	return status;
}

pyiq_status queries_read(struct queries *queries, const char *path, struct pyiq_error *err)
{
	struct reader reader = { .queries = queries, .path = path, .err = err };
	struct pyiq_buf text = PYIQ_BUF_INIT;
	pyiq_status status = read_file(path, &text, err);

	pyiq_table_init(&reader.lines);
	if (status == PYIQ_OK)
		status = take_lines(&reader, (struct pyiq_str){ pyiq_buf_str(&text), text.len });
	pyiq_table_release(&reader.lines);
	pyiq_buf_release(&text);
	return status;
}

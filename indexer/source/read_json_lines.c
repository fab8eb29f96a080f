#include <jansson.h>
#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>

#include "base/unicode.h"
#include "source/fields.h"
#include "source/format.h"
#include "source/text_lines.h"
#include "text/repair.h"

/*
 * JSON Lines: a record a line, questions and answers in Markdown under the
 * names that people give them, or the plain texts of a retrieval collection
 * (`_id`, `title`, `text`).
 */
enum {
	LONGEST = 16 << 20,   /* bytes of a line */
	MOST_VALUES = 1 << 18 /* of a line */
};

struct reader {
	struct pyiq_reading *reading;
	struct pyiq_text_lines lines;
	struct pyiq_fields fields;
	unsigned rank[PYIQ_N_FIELDS]; /* of the name whose value the field has */
	struct pyiq_buf buf;
	size_t n_repaired; /* records with doubly encoded characters behind escapes */
	size_t n_skipped;  /* lines */
	size_t first_skipped;
	char reason[JSON_ERROR_TEXT_LENGTH]; /* of the first */
	struct pyiq_error *err;
};

/* ---- Memory ------------------------------------------------------------------------- */

/*
 * Where memory runs out in the middle of a token, jansson asserts. So it gets
 * beforehand all that a line can make it ask for.
 */
static _Thread_local struct {
	char *base;
	size_t size, used;
	bool open;
} pool;

static void *allocate(size_t size)
{
	const size_t unit = alignof(max_align_t);

	size = (size + unit - 1) / unit * unit;
	if (!pool.open || size > pool.size - pool.used)
		return pyiq_alloc(size);
	pool.used += size;
	return pool.base + pool.used - size;
}

static void release(void *block)
{
	if ((uintptr_t)block - (uintptr_t)pool.base >= pool.size)
		pyiq_free(block);
}

static void close_pool(void)
{
	pyiq_free(pool.base);
	pool.base = NULL;
	pool.size = 0;
}

/* Values are parted by signs that stand outside of strings; without one there is at most one value. */
static size_t count_values(struct pyiq_str line)
{
	bool in_string = false;
	size_t n = 1;

	for (size_t i = 0; i < line.len; i++) {
		char c = line.data[i];

		if (c == '"')
			in_string = !in_string;
		else if (in_string)
			i += c == '\\';
		else
			n += c == ',' || c == ':' || c == '[' || c == '{';
	}
	return n;
}

/* Parse a line; *value is NULL where it is no JSON, as *error says. PYIQ_OK or PYIQ_ERR_NOMEM. */
static pyiq_status load(struct pyiq_str line, json_t **value, json_error_t *error,
			struct pyiq_error *err)
{
	/* An object takes the most, 210 bytes; a buffer that doubles and two copies take 6 for each of a text. */
	enum { VALUE = 384, BYTE = 8, LEAST = 4096 };
	size_t need = count_values(line) * VALUE + line.len * BYTE + LEAST;

	if (need > pool.size) {
		close_pool();
		pool.base = pyiq_alloc(need);
		if (pool.base == NULL)
			return pyiq_fail_nomem(err);
		pool.size = need;
	}
	json_set_alloc_funcs(allocate, release);
	pool.used = 0;
	pool.open = true;
	*value = json_loadb(line.data, line.len, 0, error);
	pool.open = false;
	return PYIQ_OK;
}

/* ---- Values ------------------------------------------------------------------------- */

static pyiq_status append_scalar(struct reader *r, const json_t *value)
{
	char number[64];
	size_t n;

	switch (json_typeof(value)) {
	case JSON_STRING:
		pyiq_buf_append(&r->buf, json_string_value(value), json_string_length(value));
		break;
	case JSON_INTEGER:
	case JSON_REAL:
	case JSON_TRUE:
	case JSON_FALSE:
		n = json_dumpb(value, number, sizeof number,
			       JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
		if (n == 0 || n > sizeof number)
			return pyiq_fail_nomem(r->err);
		pyiq_buf_append(&r->buf, number, n);
		break;
	default:
		break;
	}
	return pyiq_buf_status(&r->buf, r->err);
}

/* Copy what is in r->buf to the reading's arena, mended. */
static pyiq_status keep(struct reader *r, struct pyiq_str *text)
{
	size_t n;
	pyiq_status status = pyiq_repair_text(&r->buf, &n, r->err);

	if (status != PYIQ_OK)
		return status;
	r->n_repaired += n > 0;
	text->data = pyiq_arena_copy(&r->reading->arena, pyiq_buf_str(&r->buf), r->buf.len);
	text->len = r->buf.len;
	return text->data != NULL ? PYIQ_OK : pyiq_fail_nomem(r->err);
}

/* A value as text; the parts of a list become paragraphs. */
static pyiq_status text_of(struct reader *r, const json_t *value, struct pyiq_str *text)
{
	pyiq_status status = PYIQ_OK;
	const json_t *part;
	size_t i;

	pyiq_buf_clear(&r->buf);
	if (!json_is_array(value))
		status = append_scalar(r, value);
	json_array_foreach(value, i, part)
	{
		if (status != PYIQ_OK)
			break;
		if (r->buf.len > 0)
			pyiq_buf_puts(&r->buf, "\n\n");
		status = append_scalar(r, part);
	}
	return status == PYIQ_OK ? keep(r, text) : status;
}

static pyiq_status take_list(struct reader *r, pyiq_field field, const json_t *value)
{
	bool list = json_is_array(value);
	size_t n = list ? json_array_size(value) : 1;
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < n && status == PYIQ_OK; i++) {
		struct pyiq_str text;

		pyiq_buf_clear(&r->buf);
		status = append_scalar(r, list ? json_array_get(value, i) : value);
		if (status == PYIQ_OK)
			status = keep(r, &text);
		if (status != PYIQ_OK)
			break;
		if (field == PYIQ_FIELD_TOPIC)
			pyiq_fields_add_topic(&r->fields, text);
		else if (list)
			pyiq_fields_add_tag(&r->fields, text);
		else
			pyiq_fields_add_tags(&r->fields, text, ",;");
	}
	return status;
}

static pyiq_status take_value(struct reader *r, const char *name, const json_t *value)
{
	unsigned rank;
	pyiq_field field = pyiq_field_named(pyiq_str(name), &rank);

	if (field == PYIQ_FIELD_NONE || json_is_null(value))
		return PYIQ_OK;
	if (field == PYIQ_FIELD_TOPIC || field == PYIQ_FIELD_TAGS)
		return take_list(r, field, value);
	if (r->fields.value[field].len > 0 && r->rank[field] < rank)
		return PYIQ_OK;

	struct pyiq_str text;
	pyiq_status status = text_of(r, value, &text);

	/* An empty value gives way to whatever else there is. */
	if (status == PYIQ_OK && (text.len > 0 || r->fields.value[field].len == 0)) {
		r->fields.value[field] = text;
		r->rank[field] = rank;
	}
	return status;
}

/* ---- Lines -------------------------------------------------------------------------- */

static struct pyiq_str line_of(const struct reader *r)
{
	return (struct pyiq_str){ pyiq_buf_str(&r->lines.line), r->lines.line.len };
}

static bool is_blank(struct pyiq_str line)
{
	for (size_t i = 0; i < line.len; i++)
		if (strchr(" \t", line.data[i]) == NULL)
			return false;
	return true;
}

static void skip(struct reader *r, const char *reason)
{
	size_t bad;

	if (r->n_skipped++ > 0)
		return;
	r->first_skipped = r->lines.number;
	snprintf(r->reason, sizeof r->reason, "%s", reason);
	/* jansson quotes the line, and cuts where it will. */
	if (!pyiq_utf8_valid(r->reason, strlen(r->reason), &bad))
		r->reason[bad] = '\0';
}

static pyiq_status push(struct reader *r)
{
	struct pyiq_row row;

	pyiq_fields_to_row(&r->fields, &row);
	row.line = row.end_line = r->lines.number;
	return pyiq_row_push(r->reading, &row, r->err);
}

static pyiq_status take_record(struct reader *r, json_t *record)
{
	pyiq_status status = PYIQ_OK;
	const char *name;
	json_t *value;

	r->fields = (struct pyiq_fields){ .n_tags = 0 };
	pyiq_arena_clear(&r->reading->arena);
	json_object_foreach(record, name, value)
	{
		status = take_value(r, name, value);
		if (status != PYIQ_OK)
			return status;
	}
	if (pyiq_fields_make_unit(&r->fields))
		return push(r);
	skip(r, "neither a question nor an answer in it");
	return PYIQ_OK;
}

static pyiq_status take_line(struct reader *r)
{
	struct pyiq_str line = line_of(r);
	json_error_t error;
	json_t *record = NULL;
	pyiq_status status;

	if (is_blank(line))
		return PYIQ_OK;
	if (!r->lines.whole || count_values(line) > MOST_VALUES) {
		skip(r, r->lines.whole ? "more than 250,000 values" : "longer than 16 MiB");
		return PYIQ_OK;
	}
	status = load(line, &record, &error, r->err);
	if (status != PYIQ_OK)
		return status;
	if (record == NULL) {
		skip(r, error.text);
		return PYIQ_OK;
	}
	status = take_record(r, record);
	json_decref(record);
	return status;
}

static void note(const struct reader *r)
{
	pyiq_text_lines_note(&r->lines, r->reading);
	if (r->n_repaired > 0)
		pyiq_reading_note_repair(r->reading, "%zu value%s with doubly encoded characters",
					 r->n_repaired, r->n_repaired == 1 ? "" : "s");
	if (r->n_skipped == 1)
		pyiq_reading_note_skip(r->reading, "line %zu: %s", r->first_skipped, r->reason);
	else if (r->n_skipped > 1)
		pyiq_reading_note_skip(r->reading, "%zu lines, the first is line %zu: %s",
				       r->n_skipped, r->first_skipped, r->reason);
}

static pyiq_status read_json_lines(struct pyiq_reading *reading, struct pyiq_error *err)
{
	struct reader r = { .reading = reading, .buf = PYIQ_BUF_INIT, .err = err };
	pyiq_status status = pyiq_text_lines_begin(&r.lines, reading->input, LONGEST, err);
	bool more = true;

	while (status == PYIQ_OK && more) {
		status = pyiq_text_lines_next(&r.lines, &more, err);
		if (status == PYIQ_OK && more)
			status = take_line(&r);
	}
	note(&r);
	close_pool();
	pyiq_text_lines_release(&r.lines);
	pyiq_buf_release(&r.buf);
	return status;
}

/* ---- Content ------------------------------------------------------------------------- */

static bool means_text(struct pyiq_str name)
{
	unsigned rank;
	pyiq_field field = pyiq_field_named(name, &rank);

	return rank < PYIQ_FIELD_LOOSE && (field == PYIQ_FIELD_QUESTION ||
					   field == PYIQ_FIELD_ANSWER || field == PYIQ_FIELD_TEXT);
}

static bool has_text(struct pyiq_str line)
{
	json_error_t error;
	json_t *record = NULL, *value;
	const char *name;
	bool found = false;

	if (load(line, &record, &error, NULL) != PYIQ_OK)
		return false;
	json_object_foreach(record, name, value)
	{
		found = found || means_text(pyiq_str(name));
	}
	json_decref(record);
	close_pool();
	return found;
}

/* The same of a line whose end is not there: names are what a colon follows. */
static bool may_have_text(struct pyiq_str line)
{
	const char *end = line.data + line.len, *quote, *closing;

	for (const char *from = line.data; from < end; from = closing) {
		quote = memchr(from, '"', (size_t)(end - from));
		closing = quote != NULL ? memchr(quote + 1, '"', (size_t)(end - quote - 1)) : NULL;
		if (closing == NULL)
			return false;
		if (closing + 1 < end && (closing[1] == ':' || closing[1] == ' ') &&
		    means_text((struct pyiq_str){ quote + 1, (size_t)(closing - quote - 1) }))
			return true;
	}
	return false;
}

static bool is_json_lines(struct pyiq_str head)
{
	while (head.len > 0 && strchr(" \t\n", head.data[0]) != NULL)
		head = (struct pyiq_str){ head.data + 1, head.len - 1 };
	if (head.len == 0 || head.data[0] != '{')
		return false;

	const char *newline = memchr(head.data, '\n', head.len);

	if (newline == NULL)
		return has_text(head) || may_have_text(head);
	head.len = (size_t)(newline - head.data);
	return has_text(head);
}

const struct pyiq_format pyiq_format_json_lines = {
	.name = "jsonl",
	.endings = (const char *const[]){ "jsonl", "ndjson", NULL },
	.fits = is_json_lines,
	.read = read_json_lines,
};

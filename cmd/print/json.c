/*
 * JSON Lines: one object a unit.
 */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "locations.h"
#include "print/print.h"

static const char *const field_names[PYIQ_N_FIELDS] = { "question", "prompt", "answer" };

/*
 * An object under way. A NULL value, which is how jansson says that memory
 * ran out, makes the whole object fail.
 */
struct object {
	json_t *json;
	bool failed;
};

static void put(struct object *object, const char *key, json_t *value)
{
	object->failed |= json_object_set_new_nocheck(object->json, key, value) != 0;
}

static void add(struct object *object, json_t *array, json_t *value)
{
	object->failed |= json_array_append_new(array, value) != 0;
}

static json_t *repaired(struct pyiq_str text)
{
	struct pyiq_buf valid = PYIQ_BUF_INIT;
	json_t *string = NULL;
	size_t len;
	uint32_t c;

	for (size_t at = 0; at < text.len; at += len) {
		len = pyiq_utf8_decode(text.data + at, text.len - at, &c);
		pyiq_utf8_append(&valid, c);
	}
	if (!valid.failed)
		string = json_stringn(pyiq_buf_str(&valid), valid.len);
	pyiq_buf_release(&valid);
	return string;
}

struct json_t *print_json_string(struct pyiq_str text)
{
	size_t bad;

	if (text.len == 0)
		return json_string("");
	/* The name of a file may be any bytes. */
	return pyiq_utf8_valid(text.data, text.len, &bad)
		       ? json_stringn_nocheck(text.data, text.len)
		       : repaired(text);
}

static json_t *number(size_t value)
{
	return json_integer((json_int_t)value);
}

static json_t *strings(struct object *object, const struct pyiq_str *texts, size_t n)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++)
		add(object, array, print_json_string(texts[i]));
	return array;
}

static json_t *marks(struct object *object, const struct pyiq_hit *hit)
{
	json_t *array = json_array();

	for (size_t i = 0; i < hit->n_marks; i++) {
		struct object mark = { .json = json_object() };

		put(&mark, "field", json_string(field_names[hit->marks[i].field]));
		put(&mark, "start", number(hit->marks[i].span.start));
		put(&mark, "end", number(hit->marks[i].span.end));
		add(object, array, mark.json);
		object->failed |= mark.failed;
	}
	return array;
}

static json_t *duplicates(struct object *object, const struct pyiq_hit *hit)
{
	json_t *array = json_array();

	for (size_t i = 0; i < hit->n_duplicates; i++) {
		struct object place = { .json = json_object() };

		put(&place, "id", json_string(hit->duplicates[i].id));
		put(&place, "file", print_json_string(locations_display(hit->duplicates[i].file)));
		put(&place, "line", number(hit->duplicates[i].line));
		add(object, array, place.json);
		object->failed |= place.failed;
	}
	return array;
}

static void put_unit(struct object *object, const struct pyiq_unit *unit)
{
	put(object, "id", json_string(unit->id));
	if (unit->key.len > 0)
		put(object, "_id", print_json_string(unit->key));
	put(object, "db", print_json_string(unit->db));
	put(object, "file", print_json_string(locations_display(unit->file)));
	put(object, "line", number(unit->line));
	put(object, "end_line", number(unit->end_line));
	put(object, "topic", strings(object, unit->topic, unit->n_topic));
	put(object, "level", print_json_string(unit->level));
	put(object, "lang", print_json_string(unit->language));
	put(object, "tags", strings(object, unit->tags, unit->n_tags));
	for (pyiq_field field = PYIQ_QUESTION; field < PYIQ_N_FIELDS; field++)
		put(object, field_names[field], print_json_string(unit->passage[field].text));
	put(object, "answered", json_boolean(unit->answered));
	if (unit->has_votes)
		put(object, "votes", json_integer(unit->votes));
}

/* What a terminal would obey, and what ends a line for some readers of JSON Lines. */
static bool is_escaped(uint32_t c)
{
	return (c >= 0x7F && c < 0xA0) || (c >= 0x2028 && c <= 0x202E) ||
	       (c >= 0x2066 && c <= 0x2069);
}

static void write_escaped(FILE *file, const char *json)
{
	/* The bytes that such characters begin with. */
	for (const char *p; (p = strpbrk(json, "\x7F\xC2\xE2"));) {
		uint32_t c;
		size_t len = pyiq_utf8_decode(p, strnlen(p, 4), &c);

		fwrite(json, 1, (size_t)(p - json), file);
		if (is_escaped(c))
			fprintf(file, "\\u%04X", (unsigned)c);
		else
			fwrite(p, 1, len, file);
		json = p + len;
	}
	fputs(json, file);
	fputc('\n', file);
}

pyiq_status print_json_object(const struct term *term, struct json_t *object,
			      struct pyiq_error *err)
{
	enum { DIGITS = 6 };
	char *text = object ? json_dumps(object, JSON_COMPACT | JSON_REAL_PRECISION(DIGITS)) : NULL;

	json_decref(object);
	if (!text)
		return pyiq_fail_nomem(err);
	write_escaped(term->file, text);
	free(text);
	return PYIQ_OK;
}

/* Write the object and free it. */
static pyiq_status finish(const struct term *term, struct object *object, struct pyiq_error *err)
{
	if (object->failed) {
		json_decref(object->json);
		return pyiq_fail_nomem(err);
	}
	return print_json_object(term, object->json, err);
}

/* An object of our schema; of a batch it tells the query first. */
static struct object begin(struct pyiq_str query)
{
	struct object object = { .json = json_object() };

	if (query.len > 0)
		put(&object, "query", print_json_string(query));
	put(&object, "schema", number(PRINT_JSON_SCHEMA));
	return object;
}

static json_t *finite(double value)
{
	return json_real(isfinite(value) ? value : 0);
}

static json_t *explanation(struct object *object, const struct pyiq_hit *hit)
{
	struct object told = { .json = json_object() };
	json_t *parts = json_array();

	for (size_t i = 0; i < hit->n_parts; i++) {
		struct object part = { .json = json_object() };

		put(&part, "name", json_string(hit->parts[i].name));
		put(&part, "value", finite(hit->parts[i].value));
		put(&part, "weight", finite(hit->parts[i].weight));
		add(object, parts, part.json);
		object->failed |= part.failed;
	}
	put(&told, "score", finite(hit->score));
	put(&told, "parts", parts);
	object->failed |= told.failed;
	return told.json;
}

static pyiq_status json_plan(struct print_job *job, const struct plan *plan, struct pyiq_error *err)
{
	struct object object = begin(job->query);
	json_t *lines = json_array();

	for (size_t i = 0; i < plan->n; i++) {
		struct object line = { .json = json_object() };

		put(&line, "what", print_json_string(plan->lines[i].what));
		put(&line, "text", print_json_string(plan->lines[i].text));
		add(&object, lines, line.json);
		object.failed |= line.failed;
	}
	put(&object, "explain", lines);
	object.failed |= plan->failed;
	return finish(job->term, &object, err);
}

static pyiq_status json_hit(struct print_job *job, const struct pyiq_hit *hit,
			    struct pyiq_error *err)
{
	struct object object = begin(job->query);

	put(&object, "rank", number(hit->rank));
	put(&object, "score", finite(hit->score));
	put_unit(&object, hit->unit);
	put(&object, "snippet", print_json_string(hit->snippet.text));
	put(&object, "spans", marks(&object, hit));
	put(&object, "terms", strings(&object, hit->terms, hit->n_terms));
	put(&object, "duplicates", duplicates(&object, hit));
	if (job->how.explain)
		put(&object, "explain", explanation(&object, hit));
	return finish(job->term, &object, err);
}

static pyiq_status json_unit(struct print_job *job, const struct pyiq_unit *unit,
			     struct pyiq_error *err)
{
	struct object object = begin(pyiq_str(""));

	put_unit(&object, unit);
	return finish(job->term, &object, err);
}

const struct printer print_json = {
	.plan = json_plan,
	.hit = json_hit,
	.unit = json_unit,
	.whole = json_unit,
};

pyiq_status print_json_record(const struct term *term, const struct pyiq_unit *unit,
			      struct pyiq_str question, struct pyiq_str answer,
			      struct pyiq_error *err)
{
	struct object object = { .json = json_object() };

	put(&object, "id", json_string(unit->id));
	if (unit->key.len > 0)
		put(&object, "_id", print_json_string(unit->key));
	put(&object, "file", print_json_string(locations_display(unit->file)));
	put(&object, "line", number(unit->line));
	put(&object, "topic", strings(&object, unit->topic, unit->n_topic));
	put(&object, "tags", strings(&object, unit->tags, unit->n_tags));
	put(&object, "level", print_json_string(unit->level));
	put(&object, "question", print_json_string(question));
	put(&object, "answer", print_json_string(answer));
	if (unit->has_votes)
		put(&object, "votes", json_integer(unit->votes));
	return finish(term, &object, err);
}

/* ---- What is no unit ----------------------------------------------------- */

pyiq_status print_json_count(const struct term *term, const char *by, struct pyiq_str value,
			     size_t n, struct pyiq_error *err)
{
	struct object object = begin(pyiq_str(""));

	put(&object, "by", json_string(by));
	put(&object, "value", print_json_string(value));
	put(&object, "count", number(n));
	return finish(term, &object, err);
}

pyiq_status print_json_acronym(const struct term *term, const struct pyiq_acronym_info *info,
			       struct pyiq_error *err)
{
	struct object object = begin(pyiq_str(""));

	put(&object, "acronym", print_json_string(info->acronym));
	put(&object, "words", print_json_string(info->words));
	put(&object, "count", number(info->n_units));
	return finish(term, &object, err);
}

static void put_topic(struct object *object, const struct pyiq_topic_info *topic)
{
	put(object, "topic", strings(object, topic->topic, topic->n_topic));
	put(object, "count", number(topic->n_units));
}

pyiq_status print_json_topic(const struct term *term, const struct pyiq_topic_info *topic,
			     struct pyiq_error *err)
{
	struct object object = begin(pyiq_str(""));

	put_topic(&object, topic);
	return finish(term, &object, err);
}

static json_t *topic_list(struct object *object, const struct pyiq_topic_info *topics, size_t n)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++) {
		struct object topic = { .json = json_object() };

		put_topic(&topic, &topics[i]);
		add(object, array, topic.json);
		object->failed |= topic.failed;
	}
	return array;
}

pyiq_status print_json_totals(const struct term *term, const struct pyiq_db_info *totals,
			      const struct pyiq_topic_info *topics, size_t n_topics,
			      struct pyiq_error *err)
{
	struct object object = begin(pyiq_str(""));

	put(&object, "units", number(totals->n_units));
	put(&object, "answered", number(totals->n_answered));
	put(&object, "words", json_integer((json_int_t)totals->n_words));
	put(&object, "files", number(totals->n_sources));
	put(&object, "bytes", json_integer((json_int_t)totals->n_bytes));
	put(&object, "topics", topic_list(&object, topics, n_topics));
	return finish(term, &object, err);
}

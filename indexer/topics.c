#include "pyiq.h"

#include <stdlib.h>

#include "base/table.h"
#include "db.h"
#include "store/topics.h"

/* Hand over one topic, its headings parted. The arena is for them. */
static pyiq_status push(const struct pyiq_entry *entry, pyiq_topic_info_fn *fn, void *ctx,
			struct pyiq_arena *arena, struct pyiq_error *err)
{
	struct pyiq_topic_info info = { .n_units = (size_t)entry->value.number };
	struct pyiq_str rest = entry->key, *topic;
	size_t n = entry->key.len > 0;

	for (size_t i = 0; i < rest.len; i++)
		n += rest.data[i] == PYIQ_TOPIC_BETWEEN;
	pyiq_arena_clear(arena);
	topic = pyiq_arena_alloc(arena, n * sizeof *topic);
	if (topic == NULL)
		return pyiq_fail_nomem(err);
	info.topic = topic;
	while (info.n_topic < n)
		topic[info.n_topic++] = pyiq_str_take(&rest, PYIQ_TOPIC_BETWEEN);
	return fn(ctx, &info) != 0 ? PYIQ_STOPPED : PYIQ_OK;
}

static int compare_entries(const void *left, const void *right)
{
	const struct pyiq_entry *const *a = left, *const *b = right;

	return pyiq_str_compare((*a)->key, (*b)->key);
}

static pyiq_status push_all(const struct pyiq_table *topics, pyiq_topic_info_fn *fn, void *ctx,
			    struct pyiq_error *err)
{
	const struct pyiq_entry **sorted = pyiq_alloc(topics->n * sizeof *sorted);
	struct pyiq_arena arena;
	pyiq_status status = PYIQ_OK;
	size_t n = 0;

	if (sorted == NULL)
		return pyiq_fail_nomem(err);
	for (struct pyiq_entry *e = NULL; (e = pyiq_table_next(topics, e)) != NULL;)
		sorted[n++] = e;
	qsort(sorted, n, sizeof *sorted, compare_entries);
	pyiq_arena_init(&arena);
	for (size_t i = 0; i < n && status == PYIQ_OK; i++)
		status = push(sorted[i], fn, ctx, &arena, err);
	pyiq_arena_release(&arena);
	pyiq_free(sorted);
	return status;
}

pyiq_status pyiq_db_topics(struct pyiq_db *db, pyiq_topic_info_fn *fn, void *ctx,
			   struct pyiq_error *err)
{
	struct pyiq_table topics;
	pyiq_status status;

	pyiq_table_init(&topics);
	status = pyiq_topics_read(db->all, &topics, err);
	if (status == PYIQ_ERR_STALE && (status = pyiq_db_refresh(db, err)) == PYIQ_OK) {
		pyiq_table_release(&topics);
		status = pyiq_topics_read(db->all, &topics, err);
	}
	if (status == PYIQ_OK)
		status = push_all(&topics, fn, ctx, err);
	pyiq_table_release(&topics);
	return status;
}

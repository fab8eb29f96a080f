#include "print/count_by.h"

#include <stdlib.h>
#include <string.h>

#include "locations.h"
#include "print/print.h"

static const char *const names[] = {
	[FACET_NONE] = "",       [FACET_TOPIC] = "topic",   [FACET_FILE] = "file",
	[FACET_LEVEL] = "level", [FACET_LANGUAGE] = "lang", [FACET_TAG] = "tag",
};

void count_by_init(struct count_by *counts, facet by)
{
	*counts = (struct count_by){ .facet = by };
	pyiq_table_init(&counts->counts);
}

void count_by_release(struct count_by *counts)
{
	pyiq_table_release(&counts->counts);
	pyiq_buf_release(&counts->scratch);
}

static pyiq_status count(struct count_by *counts, struct pyiq_str value, struct pyiq_error *err)
{
	struct pyiq_entry *entry = pyiq_table_put(&counts->counts, value);

	if (!entry)
		return pyiq_fail_nomem(err);
	entry->value.number++;
	return PYIQ_OK;
}

static pyiq_status count_topic(struct count_by *counts, const struct pyiq_unit *unit,
			       struct pyiq_error *err)
{
	struct pyiq_buf *path = &counts->scratch;

	print_join(path, unit->topic, unit->n_topic, PRINT_TOPIC_SIGN);
	pyiq_status status = pyiq_buf_status(path, err);

	return status == PYIQ_OK
		       ? count(counts, (struct pyiq_str){ pyiq_buf_str(path), path->len }, err)
		       : status;
}

static pyiq_status count_tags(struct count_by *counts, const struct pyiq_unit *unit,
			      struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	if (unit->n_tags == 0)
		return count(counts, pyiq_str(""), err);
	for (size_t i = 0; status == PYIQ_OK && i < unit->n_tags; i++)
		status = count(counts, unit->tags[i], err);
	return status;
}

pyiq_status count_by_add(struct count_by *counts, const struct pyiq_unit *unit,
			 struct pyiq_error *err)
{
	switch (counts->facet) {
	case FACET_TOPIC:
		return count_topic(counts, unit, err);
	case FACET_FILE:
		return count(counts, locations_display(unit->file), err);
	case FACET_LEVEL:
		return count(counts, unit->level, err);
	case FACET_LANGUAGE:
		return count(counts, unit->language, err);
	case FACET_TAG:
		return count_tags(counts, unit, err);
	case FACET_NONE:
		break;
	}
	return PYIQ_OK;
}

/* ---- Printing ------------------------------------------------------------ */

static int compare(const void *left, const void *right)
{
	const struct pyiq_entry *const *a = left, *const *b = right;
	int64_t m = (*a)->value.number, n = (*b)->value.number;

	return m != n ? (m < n) - (m > n) : pyiq_str_compare((*a)->key, (*b)->key);
}

/* The entries in their order, to be freed with pyiq_free; NULL: memory ran out. */
static const struct pyiq_entry **sort(const struct pyiq_table *table)
{
	const struct pyiq_entry **sorted = pyiq_alloc(table->n * sizeof(struct pyiq_entry *) + 1);
	size_t n = 0;

	if (!sorted)
		return NULL;
	for (struct pyiq_entry *entry = NULL; (entry = pyiq_table_next(table, entry));)
		sorted[n++] = entry;
	qsort(sorted, n, sizeof *sorted, compare);
	return sorted;
}

/* The first entry has the greatest number: as wide are all. */
static int number_width(const struct pyiq_entry **sorted, size_t n)
{
	return n > 0 ? snprintf(NULL, 0, "%lld", (long long)sorted[0]->value.number) : 0;
}

static void put_line(const struct term *term, const struct pyiq_entry *entry, count_form form,
		     int width)
{
	struct pyiq_str value = entry->key.len > 0 ? entry->key : pyiq_str(PRINT_NONE);

	if (form == COUNT_COLUMNS)
		fprintf(term->file, "%*lld  ", width, (long long)entry->value.number);
	else
		fprintf(term->file, "%lld\t", (long long)entry->value.number);
	term_text(term, entry->key.len > 0 ? STYLE_PLAIN : STYLE_DIM, value);
	fputc('\n', term->file);
}

pyiq_status count_by_print(const struct count_by *counts, const struct term *term, count_form form,
			   struct pyiq_error *err)
{
	const struct pyiq_entry **sorted = sort(&counts->counts);
	size_t n = counts->counts.n;
	pyiq_status status = sorted ? PYIQ_OK : pyiq_fail_nomem(err);

	for (size_t i = 0; status == PYIQ_OK && i < n; i++)
		if (form == COUNT_JSON)
			status = print_json_count(term, names[counts->facet], sorted[i]->key,
						  (size_t)sorted[i]->value.number, err);
		else
			put_line(term, sorted[i], form, number_width(sorted, n));
	pyiq_free(sorted);
	return status;
}

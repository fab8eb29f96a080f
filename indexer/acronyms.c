#include "pyiq.h"

#include <stdlib.h>

#include "base/table.h"
#include "db.h"
#include "store/lexicon.h"
#include "store/schema.h"

/* What stands in front of pairs that begin with the acronym; see store/pairs.h. */
static const char direction[] = ">";

/* Several databases may have the same pair. */
static int add_up(void *ctx, struct pyiq_str word, uint32_t n_units)
{
	struct pyiq_table *pairs = ctx;
	struct pyiq_entry *entry;

	word.data += sizeof direction - 1;
	word.len -= sizeof direction - 1;
	if (memchr(word.data, '\t', word.len) == NULL)
		return 0;
	entry = pyiq_table_put(pairs, word);
	if (entry != NULL)
		entry->value.number += n_units;
	return entry == NULL;
}

static pyiq_status collect(struct pyiq_db *db, struct pyiq_table *pairs, struct pyiq_error *err)
{
	pyiq_status status = pyiq_lexicon_each(db->all, PYIQ_META_ACRONYMS, pyiq_str(direction),
					       add_up, pairs, err);

	return status == PYIQ_STOPPED ? pyiq_fail_nomem(err) : status;
}

static struct pyiq_acronym_info info_of(const struct pyiq_entry *entry)
{
	const char *tab = memchr(entry->key.data, '\t', entry->key.len);
	size_t len = (size_t)(tab - entry->key.data);

	return (struct pyiq_acronym_info){ .acronym = { entry->key.data, len },
					   .words = { tab + 1, entry->key.len - len - 1 },
					   .n_units = (size_t)entry->value.number };
}

static int compare_infos(const void *left, const void *right)
{
	const struct pyiq_acronym_info *a = left, *b = right;
	int order = pyiq_str_compare(a->acronym, b->acronym);

	if (order == 0)
		order = (a->n_units < b->n_units) - (a->n_units > b->n_units);
	return order != 0 ? order : pyiq_str_compare(a->words, b->words);
}

static pyiq_status push(const struct pyiq_table *pairs, pyiq_acronym_info_fn *fn, void *ctx,
			struct pyiq_error *err)
{
	struct pyiq_acronym_info *infos = pyiq_alloc(pairs->n * sizeof *infos);
	pyiq_status status = PYIQ_OK;
	size_t n = 0;

	if (infos == NULL)
		return pyiq_fail_nomem(err);
	for (struct pyiq_entry *e = NULL; (e = pyiq_table_next(pairs, e)) != NULL;)
		infos[n++] = info_of(e);
	qsort(infos, n, sizeof *infos, compare_infos);
	for (size_t i = 0; i < n && status == PYIQ_OK; i++)
		if (fn(ctx, &infos[i]) != 0)
			status = PYIQ_STOPPED;
	pyiq_free(infos);
	return status;
}

pyiq_status pyiq_db_acronyms(struct pyiq_db *db, pyiq_acronym_info_fn *fn, void *ctx,
			     struct pyiq_error *err)
{
	struct pyiq_table pairs;
	pyiq_status status;

	pyiq_table_init(&pairs);
	status = collect(db, &pairs, err);
	if (status == PYIQ_ERR_STALE && (status = pyiq_db_refresh(db, err)) == PYIQ_OK) {
		pyiq_table_release(&pairs);
		status = collect(db, &pairs, err);
	}
	if (status == PYIQ_OK)
		status = push(&pairs, fn, ctx, err);
	pyiq_table_release(&pairs);
	return status;
}

#include "base/table.h"

void pyiq_table_init(struct pyiq_table *table)
{
	*table = (struct pyiq_table){ 0 };
	pyiq_arena_init(&table->keys);
}

void pyiq_table_release(struct pyiq_table *table)
{
	pyiq_free(table->entries);
	pyiq_arena_release(&table->keys);
	pyiq_table_init(table);
}

/* The slot that holds a key, or the free one where it would go. */
static struct pyiq_entry *slot_of(const struct pyiq_table *table, struct pyiq_str key,
				  uint64_t hash)
{
	/* FNV's low bits are its best, but short keys leave the high ones alike: mix them in. */
	size_t mask = table->n_slots - 1, i = (size_t)(hash ^ hash >> 29) & mask;

	while (table->entries[i].key.data != NULL &&
	       (table->entries[i].hash != hash || !pyiq_str_equal(table->entries[i].key, key)))
		i = (i + 1) & mask;
	return &table->entries[i];
}

struct pyiq_entry *pyiq_table_find(const struct pyiq_table *table, struct pyiq_str key)
{
	if (table->n == 0)
		return NULL;

	struct pyiq_entry *slot = slot_of(table, key, pyiq_hash(PYIQ_HASH_SEED, key.data, key.len));

	return slot->key.data != NULL ? slot : NULL;
}

/* Twice the slots; the entries move. */
static bool grow(struct pyiq_table *table)
{
	struct pyiq_table bigger = *table;

	bigger.n_slots = table->n_slots > 0 ? table->n_slots * 2 : 64;
	bigger.entries = pyiq_alloc(bigger.n_slots * sizeof *bigger.entries);
	if (bigger.entries == NULL)
		return false;
	memset(bigger.entries, 0, bigger.n_slots * sizeof *bigger.entries);
	for (size_t i = 0; i < table->n_slots; i++)
		if (table->entries[i].key.data != NULL)
			*slot_of(&bigger, table->entries[i].key, table->entries[i].hash) =
				table->entries[i];
	pyiq_free(table->entries);
	*table = bigger;
	return true;
}

struct pyiq_entry *pyiq_table_put(struct pyiq_table *table, struct pyiq_str key)
{
	uint64_t hash = pyiq_hash(PYIQ_HASH_SEED, key.data, key.len);

	if (table->n * 4 >= table->n_slots * 3 && !grow(table))
		return NULL;

	struct pyiq_entry *slot = slot_of(table, key, hash);

	if (slot->key.data == NULL) {
		const char *copy = pyiq_arena_copy(&table->keys, key.data, key.len);

		if (copy == NULL)
			return NULL;
		*slot = (struct pyiq_entry){ .key = { copy, key.len }, .hash = hash };
		table->n++;
	}
	return slot;
}

struct pyiq_entry *pyiq_table_next(const struct pyiq_table *table, struct pyiq_entry *entry)
{
	size_t i = entry == NULL ? 0 : (size_t)(entry - table->entries) + 1;

	while (i < table->n_slots && table->entries[i].key.data == NULL)
		i++;
	return i < table->n_slots ? &table->entries[i] : NULL;
}

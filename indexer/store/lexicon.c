#include "store/lexicon.h"

#include <stdlib.h>

#include "base/leb128.h"
#include "base/memory.h"

/*
 * A block is filed under the list's name and a word that none of its own is
 * greater than; the last one under a byte that no word begins with. So the block
 * of a word is the first that is not filed before it. A word is written as the
 * number of bytes it shares with the one before it, that of its own, these, and
 * its count.
 */
#define LAST "\xFF"

enum {
	BLOCK = 4096,     /* bytes of the pieces of one that is parted */
	BLOCK_MAX = 8192, /* bytes that one grows to before it is parted */
	LIST_MAX = 16,    /* bytes of a list's name */
	WORD_MAX = 240    /* bytes of a word */
};

/* ---- Reading --------------------------------------------------------------- */

/* One word at a time of a block's bytes. */
struct reader {
	struct pyiq_str rest;
	char word[WORD_MAX]; /* the last one that was not skipped */
	size_t len;          /* of the last one */
	size_t shared;       /* bytes of it that the one before it has */
	uint64_t count;
	bool bad;
};

static bool read_lengths(struct reader *r, struct pyiq_str *own)
{
	uint64_t shared, len;

	if (!pyiq_leb128_take(&r->rest, &shared) || !pyiq_leb128_take(&r->rest, &len) ||
	    shared > r->len || len > r->rest.len || len > WORD_MAX - shared)
		return false;
	*own = (struct pyiq_str){ r->rest.data, (size_t)len };
	r->rest.data += len;
	r->rest.len -= (size_t)len;
	r->shared = (size_t)shared;
	r->len = (size_t)(shared + len);
	return true;
}

/* The next word of the block that does not begin with the first `skip` bytes of the last one. */
static bool read_word(struct reader *r, size_t skip)
{
	struct pyiq_str own = { "", 0 };

	do {
		if (r->rest.len == 0)
			return false;
		r->bad = !read_lengths(r, &own) || !pyiq_leb128_take(&r->rest, &r->count);
		if (r->bad)
			return false;
	} while (r->shared >= skip);
	memcpy(r->word + r->shared, own.data, own.len);
	return true;
}

static pyiq_status check(const struct reader *r, struct pyiq_error *err)
{
	return r->bad ? pyiq_fail(err, PYIQ_ERR_CORRUPT, "the database's lexicon is damaged")
		      : PYIQ_OK;
}

/* Blocks of a list from that of a word on. */
static pyiq_status each_block(struct pyiq_x_db *db, size_t part, const char *list,
			      struct pyiq_str word, pyiq_x_metadata_fn *fn, void *ctx,
			      struct pyiq_error *err)
{
	char from[LIST_MAX + WORD_MAX];
	size_t name_len = strlen(list), len = word.len < WORD_MAX ? word.len : WORD_MAX;

	memcpy(from, list, name_len);
	if (len > 0)
		memcpy(from + name_len, word.data, len);
	return pyiq_x_db_read_metadata(db, part, pyiq_str(list),
				       (struct pyiq_str){ from, name_len + len }, fn, ctx, err);
}

struct walk {
	struct reader reader;
	size_t name_len; /* of the list */
	size_t skip;     /* what fn returned */
	pyiq_lexicon_fn *fn;
	void *ctx;
};

/*
 * Whether all words of the next block are to be skipped: they stand between the
 * last word and the block's key, and share what these two share.
 */
static bool skips_block(const struct walk *w, struct pyiq_str key)
{
	return w->skip <= key.len - w->name_len &&
	       memcmp(key.data + w->name_len, w->reader.word, w->skip) == 0;
}

static int walk_block(void *ctx, struct pyiq_str key, struct pyiq_str value)
{
	struct walk *w = ctx;
	struct reader *r = &w->reader;

	if (skips_block(w, key))
		return 0;
	r->rest = value;
	r->len = 0;
	while (w->skip > 0 && read_word(r, w->skip))
		w->skip = w->fn(w->ctx, (struct pyiq_str){ r->word, r->len }, r->shared,
				r->count < UINT32_MAX ? (uint32_t)r->count : UINT32_MAX);
	return w->skip == 0 || r->bad;
}

/* Every word from the block of `from` on. */
static pyiq_status walk(struct pyiq_x_db *db, const char *list, struct pyiq_str from,
			pyiq_lexicon_fn *fn, void *ctx, struct pyiq_error *err)
{
	struct walk w = { .name_len = strlen(list), .fn = fn, .ctx = ctx };
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < pyiq_x_db_n_parts(db) && status == PYIQ_OK; i++) {
		w.skip = SIZE_MAX;
		status = each_block(db, i, list, from, walk_block, &w, err);
		if (status == PYIQ_OK || status == PYIQ_STOPPED)
			status = check(&w.reader, err);
	}
	return status;
}

pyiq_status pyiq_lexicon_walk(struct pyiq_x_db *db, const char *list, pyiq_lexicon_fn *fn,
			      void *ctx, struct pyiq_error *err)
{
	return walk(db, list, pyiq_str(""), fn, ctx, err);
}

struct listing {
	struct pyiq_str prefix;
	pyiq_x_term_fn *fn;
	void *ctx;
	bool stopped;
};

static size_t list_word(void *ctx, struct pyiq_str word, size_t shared, uint32_t count)
{
	struct listing *l = ctx;
	bool long_enough = word.len >= l->prefix.len;
	int order = memcmp(word.data, l->prefix.data, long_enough ? l->prefix.len : word.len);

	(void)shared;
	if (order == 0 && long_enough && !l->stopped)
		l->stopped = l->fn(l->ctx, word, count) != 0;
	return order > 0 || l->stopped ? 0 : SIZE_MAX;
}

pyiq_status pyiq_lexicon_each(struct pyiq_x_db *db, const char *list, struct pyiq_str prefix,
			      pyiq_x_term_fn *fn, void *ctx, struct pyiq_error *err)
{
	struct listing l = { .prefix = prefix, .fn = fn, .ctx = ctx };
	pyiq_status status = walk(db, list, prefix, list_word, &l, err);

	return status == PYIQ_OK && l.stopped ? PYIQ_STOPPED : status;
}

/* ---- Changing -------------------------------------------------------------- */

struct word {
	struct pyiq_str text;
	uint64_t count;
};

/* A block while it is changed. */
struct block {
	const char *list;
	struct pyiq_arena arena; /* of its texts */
	struct pyiq_buf key, bytes;
	struct word *words;
	size_t n, capacity;
	pyiq_status status;
	struct pyiq_error *err;
};

static void add_word(struct block *b, struct pyiq_str text, uint64_t count)
{
	if (b->status == PYIQ_OK)
		b->status = pyiq_grow(&b->words, &b->capacity, b->n + 1, sizeof *b->words, b->err);
	if (b->status == PYIQ_OK)
		b->words[b->n++] = (struct word){ text, count };
}

static int load_words(void *ctx, struct pyiq_str key, struct pyiq_str value)
{
	struct block *b = ctx;
	struct reader r = { .rest = value };

	pyiq_buf_clear(&b->key);
	pyiq_buf_append(&b->key, key.data, key.len);
	b->status = pyiq_buf_status(&b->key, b->err);
	while (b->status == PYIQ_OK && read_word(&r, SIZE_MAX)) {
		struct pyiq_str text = { pyiq_arena_copy(&b->arena, r.word, r.len), r.len };

		if (text.data == NULL)
			b->status = pyiq_fail_nomem(b->err);
		add_word(b, text, r.count);
	}
	if (b->status == PYIQ_OK)
		b->status = check(&r, b->err);
	return 1;
}

/* The block that holds a word, or would. */
static pyiq_status load(struct block *b, struct pyiq_x_db *db, struct pyiq_str word)
{
	pyiq_status status;

	b->n = 0;
	b->status = PYIQ_OK;
	pyiq_arena_clear(&b->arena);
	pyiq_buf_clear(&b->key);
	pyiq_buf_printf(&b->key, "%s" LAST, b->list);
	status = each_block(db, 0, b->list, word, load_words, b, b->err);
	if (status == PYIQ_OK || status == PYIQ_STOPPED)
		status = b->status != PYIQ_OK ? b->status : pyiq_buf_status(&b->key, b->err);
	return status;
}

/* How many of the changes are the block's. */
static size_t n_of_block(const struct block *b, const struct pyiq_lexicon_change *changes, size_t n)
{
	const size_t name_len = strlen(b->list);
	const struct pyiq_str last = { b->key.data + name_len, b->key.len - name_len };
	size_t i = 1;

	if (pyiq_str_equal(last, pyiq_str(LAST)))
		return n;
	while (i < n && pyiq_str_compare(changes[i].word, last) <= 0)
		i++;
	return i;
}

static uint64_t changed(uint64_t count, int64_t by)
{
	uint64_t less = by < 0 ? (uint64_t)0 - (uint64_t)by : 0;

	if (by >= 0)
		return count + (uint64_t)by;
	return count > less ? count - less : 0;
}

/* The block's words behind its n first ones become what they and the changes are together. */
static void merge(struct block *b, const struct pyiq_lexicon_change *changes, size_t n)
{
	size_t n_old = b->n, i = 0, j = 0;

	while ((i < n_old || j < n) && b->status == PYIQ_OK) {
		int order = i == n_old ? 1
			    : j == n   ? -1
				       : pyiq_str_compare(b->words[i].text, changes[j].word);
		struct pyiq_str text = order <= 0 ? b->words[i].text : changes[j].word;
		uint64_t count = order <= 0 ? b->words[i].count : 0;

		if (order >= 0)
			count = changed(count, changes[j].by);
		if (count > 0)
			add_word(b, text, count);
		i += order <= 0;
		j += order >= 0;
	}
	if (b->status == PYIQ_OK) {
		b->n -= n_old;
		memmove(b->words, b->words + n_old, b->n * sizeof *b->words);
	}
}

static void write_word(struct pyiq_buf *out, struct pyiq_str before, const struct word *word)
{
	size_t shared = 0;

	while (shared < before.len && shared < word->text.len &&
	       before.data[shared] == word->text.data[shared])
		shared++;
	pyiq_leb128_put(out, shared);
	pyiq_leb128_put(out, word->text.len - shared);
	pyiq_buf_append(out, word->text.data + shared, word->text.len - shared);
	pyiq_leb128_put(out, word->count);
}

/* Encode words [first, b->n) as long as they fit; returns where the next piece begins. */
static size_t encode(struct block *b, size_t first, size_t limit)
{
	struct pyiq_str before = { "", 0 };
	size_t i = first;

	pyiq_buf_clear(&b->bytes);
	for (; i < b->n && b->bytes.len < limit; i++) {
		write_word(&b->bytes, before, &b->words[i]);
		before = b->words[i].text;
	}
	return i;
}

/* Write the block, in pieces when it has become too long: the last keeps its key. */
static pyiq_status store(struct block *b, struct pyiq_x_writer *writer)
{
	size_t limit = SIZE_MAX;
	pyiq_status status = PYIQ_OK;

	encode(b, 0, limit);
	if (b->bytes.len > BLOCK_MAX)
		limit = b->bytes.len / (b->bytes.len / BLOCK) + 1;
	for (size_t i = 0, end; status == PYIQ_OK; i = end) {
		struct pyiq_buf key = PYIQ_BUF_INIT;

		end = encode(b, i, limit);
		if (end < b->n) {
			pyiq_buf_puts(&key, b->list);
			pyiq_buf_append(&key, b->words[end - 1].text.data,
					b->words[end - 1].text.len);
		} else {
			pyiq_buf_append(&key, b->key.data, b->key.len);
		}
		status = pyiq_buf_status(&key, b->err);
		if (status == PYIQ_OK)
			status = pyiq_buf_status(&b->bytes, b->err);
		if (status == PYIQ_OK)
			status = pyiq_x_writer_set_metadata(
				writer, (struct pyiq_str){ key.data, key.len },
				(struct pyiq_str){ b->bytes.data, b->bytes.len }, b->err);
		pyiq_buf_release(&key);
		if (end == b->n)
			break;
	}
	return status;
}

static int compare_changes(const void *left, const void *right)
{
	const struct pyiq_lexicon_change *a = left, *b = right;

	return pyiq_str_compare(a->word, b->word);
}

pyiq_status pyiq_lexicon_change(struct pyiq_x_writer *writer, const char *list,
				struct pyiq_lexicon_change *changes, size_t n,
				struct pyiq_error *err)
{
	struct block b = { .list = list, .key = PYIQ_BUF_INIT, .bytes = PYIQ_BUF_INIT, .err = err };
	pyiq_status status = PYIQ_OK;

	pyiq_arena_init(&b.arena);
	if (n > 1)
		qsort(changes, n, sizeof *changes, compare_changes);
	for (size_t i = 0, of_block; i < n && status == PYIQ_OK; i += of_block) {
		status = load(&b, pyiq_x_writer_db(writer), changes[i].word);
		if (status != PYIQ_OK)
			break;
		of_block = n_of_block(&b, changes + i, n - i);
		merge(&b, changes + i, of_block);
		status = b.status == PYIQ_OK ? store(&b, writer) : b.status;
	}
	pyiq_arena_release(&b.arena);
	pyiq_buf_release(&b.key);
	pyiq_buf_release(&b.bytes);
	pyiq_free(b.words);
	return status;
}

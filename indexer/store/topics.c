#include "store/topics.h"

#include <inttypes.h>
#include <stdio.h>

#include "store/lexicon.h"
#include "store/schema.h"
#include "text/tokenizer.h"

enum {
	WHOLE = '>',
	PIECE = '<',
	HASH = 16,         /* digits */
	HEAD = 1 + HASH,   /* what all pieces of a topic begin with */
	BEFORE = HEAD + 2, /* what stands before a piece */
	PIECE_MAX = PYIQ_TERM_MAX - BEFORE,
	N_PIECES_MAX = 256 /* the rest of a longer topic is cut off */
};

void pyiq_topics_init(struct pyiq_topics *topics)
{
	*topics = (struct pyiq_topics){ .path = PYIQ_BUF_INIT };
	pyiq_table_init(&topics->changes);
}

void pyiq_topics_release(struct pyiq_topics *topics)
{
	pyiq_table_release(&topics->changes);
	pyiq_buf_release(&topics->path);
}

/* ---- Counting ---------------------------------------------------------------------- */

static void append_heading(struct pyiq_buf *path, struct pyiq_str heading)
{
	size_t start = path->len;

	pyiq_buf_append(path, heading.data, heading.len);
	for (size_t i = start; i < path->len; i++)
		if (path->data[i] == PYIQ_TOPIC_BETWEEN || path->data[i] == '\0')
			path->data[i] = ' ';
}

pyiq_status pyiq_topics_count(struct pyiq_topics *topics, const struct pyiq_str *headings, size_t n,
			      int64_t step, struct pyiq_error *err)
{
	struct pyiq_buf *path = &topics->path;
	struct pyiq_entry *entry;
	pyiq_status status;

	pyiq_buf_clear(path);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			pyiq_buf_putc(path, PYIQ_TOPIC_BETWEEN);
		append_heading(path, headings[i]);
	}
	status = pyiq_buf_status(path, err);
	if (status != PYIQ_OK)
		return status;
	entry = pyiq_table_put(&topics->changes,
			       (struct pyiq_str){ pyiq_buf_str(path), path->len });
	if (entry == NULL)
		return pyiq_fail_nomem(err);
	entry->value.number += step;
	return PYIQ_OK;
}

/* ---- Writing ----------------------------------------------------------------------- */

/* Changes of the list under way; the words are the arena's. */
struct changes {
	struct pyiq_lexicon_change *list;
	size_t n, capacity;
	struct pyiq_arena arena;
	struct pyiq_error *err;
};

static pyiq_status add_change(struct changes *c, const char *before, size_t before_len,
			      struct pyiq_str text, int64_t by)
{
	size_t len = before_len + text.len;
	char *word = pyiq_arena_alloc(&c->arena, len);
	pyiq_status status;

	if (word == NULL)
		return pyiq_fail_nomem(c->err);
	status = pyiq_grow(&c->list, &c->capacity, c->n + 1, sizeof *c->list, c->err);
	if (status != PYIQ_OK)
		return status;
	memcpy(word, before, before_len);
	if (text.len > 0)
		memcpy(word + before_len, text.data, text.len);
	c->list[c->n++] = (struct pyiq_lexicon_change){ { word, len }, by };
	return PYIQ_OK;
}

static pyiq_status add_topic(struct changes *c, struct pyiq_str path, int64_t by)
{
	static const char whole = WHOLE;
	uint64_t hash = pyiq_hash(PYIQ_HASH_SEED, path.data, path.len);
	pyiq_status status = PYIQ_OK;

	if (path.len < PYIQ_TERM_MAX)
		return add_change(c, &whole, 1, path, by);
	for (unsigned i = 0; i < N_PIECES_MAX && path.len > 0 && status == PYIQ_OK; i++) {
		char before[BEFORE + 1];
		struct pyiq_str piece = path;

		if (piece.len > PIECE_MAX)
			piece.len = PIECE_MAX;
		snprintf(before, sizeof before, "%c%016" PRIx64 "%02x", PIECE, hash, i);
		status = add_change(c, before, BEFORE, piece, by);
		path.data += piece.len;
		path.len -= piece.len;
	}
	return status;
}

pyiq_status pyiq_topics_write(struct pyiq_topics *topics, struct pyiq_x_writer *writer,
			      struct pyiq_error *err)
{
	struct changes c = { .err = err };
	pyiq_status status = PYIQ_OK;

	pyiq_arena_init(&c.arena);
	for (struct pyiq_entry *e = NULL;
	     (e = pyiq_table_next(&topics->changes, e)) != NULL && status == PYIQ_OK;)
		if (e->value.number != 0)
			status = add_topic(&c, e->key, e->value.number);
	if (status == PYIQ_OK)
		status = pyiq_lexicon_change(writer, PYIQ_META_TOPICS, c.list, c.n, err);
	if (status == PYIQ_OK)
		pyiq_table_release(&topics->changes);
	pyiq_arena_release(&c.arena);
	pyiq_free(c.list);
	return status;
}

/* ---- Reading ----------------------------------------------------------------------- */

struct reader {
	struct pyiq_table *topics;
	char head[HEAD]; /* of the pieces that were put together */
	struct pyiq_buf path;
	uint32_t count; /* of its first piece; 0: there is none */
};

static bool add(struct reader *r, struct pyiq_str path, uint32_t count)
{
	struct pyiq_entry *entry = pyiq_table_put(r->topics, path);

	if (entry != NULL)
		entry->value.number += count;
	return entry != NULL;
}

/* The topic whose pieces have all been read. */
static bool flush(struct reader *r)
{
	const struct pyiq_str path = { pyiq_buf_str(&r->path), r->path.len };
	bool done = r->count == 0 || add(r, path, r->count);

	r->count = 0;
	pyiq_buf_clear(&r->path);
	return done;
}

static bool read_piece(struct reader *r, struct pyiq_str word, uint32_t count)
{
	bool first;

	if (word.len < BEFORE)
		return true;
	/* The same topic of another database has the same head. */
	first = memcmp(word.data + HEAD, "00", BEFORE - HEAD) == 0;
	if ((first || memcmp(word.data, r->head, HEAD) != 0) && !flush(r))
		return false;
	if (first)
		r->count = count;
	memcpy(r->head, word.data, HEAD);
	pyiq_buf_append(&r->path, word.data + BEFORE, word.len - BEFORE);
	return !r->path.failed;
}

static int read_word(void *ctx, struct pyiq_str word, uint32_t count)
{
	struct reader *r = ctx;
	bool done = word.len == 0 || word.data[0] == PIECE
			    ? read_piece(r, word, count)
			    : add(r, (struct pyiq_str){ word.data + 1, word.len - 1 }, count);

	return !done;
}

pyiq_status pyiq_topics_read(struct pyiq_x_db *db, struct pyiq_table *topics,
			     struct pyiq_error *err)
{
	struct reader r = { .topics = topics, .path = PYIQ_BUF_INIT };
	pyiq_status status =
		pyiq_lexicon_each(db, PYIQ_META_TOPICS, pyiq_str(""), read_word, &r, err);

	if (status == PYIQ_OK && !flush(&r))
		status = PYIQ_STOPPED;
	pyiq_buf_release(&r.path);
	return status == PYIQ_STOPPED ? pyiq_fail_nomem(err) : status;
}

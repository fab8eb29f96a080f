#include "store/record.h"

/*
 * Numbers are LEB128 (seven bits a byte, the lowest first); texts are their
 * length and their bytes; runs are distances from the end of the one before.
 */
static void put_number(struct pyiq_buf *out, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		pyiq_buf_putc(out, (char)(n | 0x80));
	pyiq_buf_putc(out, (char)n);
}

static void put_text(struct pyiq_buf *out, struct pyiq_str text)
{
	put_number(out, text.len);
	pyiq_buf_append(out, text.data, text.len);
}

static void put_list(struct pyiq_buf *out, const struct pyiq_str *list, size_t n)
{
	put_number(out, n);
	for (size_t i = 0; i < n; i++)
		put_text(out, list[i]);
}

static void put_marked_text(struct pyiq_buf *out, const struct pyiq_text *text)
{
	uint32_t end = 0;

	put_text(out, text->source);
	put_number(out, text->n_runs);
	for (size_t i = 0; i < text->n_runs; i++) {
		const struct pyiq_run *run = &text->runs[i];

		put_number(out, run->start - end);
		put_number(out, (uint64_t)run->len << 2 | run->flags);
		end = run->start + run->len;
	}
}

/* A unit's flags share a byte with its form. */
enum { ANSWERED = 1, VOTED = 2, UNTITLED = 4, FORM_SHIFT = 3 };

void pyiq_record_encode(struct pyiq_buf *out, const struct pyiq_record *r)
{
	put_number(out, r->id);
	put_number(out, r->alike);
	put_number(out, r->root);
	put_text(out, r->path);
	put_number(out, (r->answered ? ANSWERED : 0) | (r->has_votes ? VOTED : 0) |
				(r->untitled ? UNTITLED : 0) | (uint64_t)r->form << FORM_SHIFT);
	put_number(out, r->line);
	put_number(out, r->end_line - r->line);
	for (size_t i = 0; i < PYIQ_RECORD_N_FIELDS; i++) {
		put_number(out, r->lines[i]);
		put_marked_text(out, &r->texts[i]);
	}
	put_list(out, r->topic, r->n_topic);
	put_list(out, r->tags, r->n_tags);
	put_text(out, r->level);
	put_text(out, r->language);
	put_text(out, r->key);
	if (r->has_votes)
		put_number(out, (uint64_t)r->votes);
}

void pyiq_source_record_encode(struct pyiq_buf *out, const struct pyiq_source_record *r)
{
	put_number(out, r->root);
	put_text(out, r->path);
	put_number(out, (uint64_t)r->size);
	put_number(out, (uint64_t)r->mtime_ns);
	put_number(out, r->hash);
	put_number(out, r->n_units);
	put_number(out, r->n_words);
	put_number(out, r->single);
	put_text(out, r->format);
}

/* What is left to read; `bad` once the bytes did not hold what was asked of them. */
struct cursor {
	struct pyiq_str rest;
	struct pyiq_arena *arena;
	bool bad, nomem;
};

static uint64_t take_number(struct cursor *c)
{
	uint64_t n = 0;

	for (unsigned shift = 0; shift < 64; shift += 7) {
		if (c->rest.len == 0)
			break;

		unsigned char byte = (unsigned char)*c->rest.data;

		c->rest.data++;
		c->rest.len--;
		n |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			return n;
	}
	c->bad = true;
	return 0;
}

static struct pyiq_str take_text(struct cursor *c)
{
	uint64_t len = take_number(c);
	struct pyiq_str text = { c->rest.data, 0 };

	if (len > c->rest.len) {
		c->bad = true;
		return text;
	}
	text.len = (size_t)len;
	c->rest.data += len;
	c->rest.len -= (size_t)len;
	return text;
}

/* Room for n things that take at least one byte each in what is left. */
static void *take_room(struct cursor *c, uint64_t n, size_t size)
{
	if (n > c->rest.len)
		c->bad = true;
	if (c->bad || n == 0)
		return NULL;

	void *room = pyiq_arena_alloc(c->arena, (size_t)n * size);

	c->bad = c->nomem = room == NULL;
	return room;
}

static struct pyiq_str *take_list(struct cursor *c, size_t *n)
{
	uint64_t count = take_number(c);
	struct pyiq_str *list = take_room(c, count, sizeof *list);

	*n = list != NULL ? (size_t)count : 0;
	for (size_t i = 0; i < *n; i++)
		list[i] = take_text(c);
	return list;
}

static struct pyiq_text take_marked_text(struct cursor *c)
{
	struct pyiq_text text = { .source = take_text(c) };
	uint64_t count = take_number(c);
	struct pyiq_run *runs = take_room(c, count, sizeof *runs);
	uint64_t end = 0;

	text.runs = runs;
	text.n_runs = runs != NULL ? (size_t)count : 0;
	for (size_t i = 0; i < text.n_runs; i++) {
		uint64_t start = end + take_number(c), packed = take_number(c);

		end = start + (packed >> 2);
		if (start > text.source.len || end > text.source.len) {
			c->bad = true;
			start = end = text.source.len;
		}
		runs[i] = (struct pyiq_run){ (uint32_t)start, (uint32_t)(end - start),
					     (uint32_t)(packed & 3) };
	}
	return text;
}

static pyiq_status finish(const struct cursor *c, struct pyiq_error *err)
{
	if (c->nomem)
		return pyiq_fail_nomem(err);
	if (c->bad || c->rest.len > 0)
		return pyiq_fail(err, PYIQ_ERR_CORRUPT, "the database holds a damaged record");
	return PYIQ_OK;
}

pyiq_status pyiq_record_decode(struct pyiq_record *r, struct pyiq_str data,
			       struct pyiq_arena *arena, struct pyiq_error *err)
{
	struct cursor c = { .rest = data, .arena = arena };
	uint64_t flags;

	r->id = take_number(&c);
	r->alike = take_number(&c);
	r->root = take_number(&c);
	r->path = take_text(&c);
	flags = take_number(&c);
	r->answered = (flags & ANSWERED) != 0;
	r->has_votes = (flags & VOTED) != 0;
	r->untitled = (flags & UNTITLED) != 0;
	r->form = (pyiq_form)(flags >> FORM_SHIFT);
	c.bad |= flags >> FORM_SHIFT > PYIQ_FORM_PLAIN;
	r->line = (size_t)take_number(&c);
	r->end_line = r->line + (size_t)take_number(&c);
	for (size_t i = 0; i < PYIQ_RECORD_N_FIELDS; i++) {
		r->lines[i] = (size_t)take_number(&c);
		r->texts[i] = take_marked_text(&c);
	}
	r->topic = take_list(&c, &r->n_topic);
	r->tags = take_list(&c, &r->n_tags);
	r->level = take_text(&c);
	r->language = take_text(&c);
	r->key = take_text(&c);
	r->votes = r->has_votes ? (int64_t)take_number(&c) : 0;
	return finish(&c, err);
}

pyiq_status pyiq_source_record_decode(struct pyiq_source_record *r, struct pyiq_str data,
				      struct pyiq_error *err)
{
	struct cursor c = { .rest = data };

	r->root = take_number(&c);
	r->path = take_text(&c);
	r->size = (int64_t)take_number(&c);
	r->mtime_ns = (int64_t)take_number(&c);
	r->hash = take_number(&c);
	r->n_units = take_number(&c);
	r->n_words = take_number(&c);
	r->single = take_number(&c) != 0;
	r->format = take_text(&c);
	return finish(&c, err);
}

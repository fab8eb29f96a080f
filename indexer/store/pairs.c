#include "store/pairs.h"

#include "store/lexicon.h"
#include "store/schema.h"
#include "text/acronym.h"
#include "text/tokenizer.h"

struct pyiq_pair {
	struct pyiq_str word;
	int64_t change;
	uint64_t unit; /* the last that has it, counted from 1 */
};

void pyiq_pairs_init(struct pyiq_pairs *pairs)
{
	*pairs = (struct pyiq_pairs){ .word = PYIQ_BUF_INIT };
	pyiq_table_init(&pairs->by_word);
	pyiq_visible_init(&pairs->visible);
}

void pyiq_pairs_release(struct pyiq_pairs *pairs)
{
	pyiq_table_release(&pairs->by_word);
	pyiq_visible_release(&pairs->visible);
	pyiq_buf_release(&pairs->word);
	pyiq_free(pairs->pairs);
}

/* ---- Counting ---------------------------------------------------------------------- */

struct counter {
	struct pyiq_pairs *pairs;
	struct pyiq_stems *stems;
	int64_t step;
	pyiq_status status;
	struct pyiq_error *err;
};

/* Count the word that was written into pairs->word, unless the unit has it already. */
static pyiq_status count_word(struct counter *c)
{
	struct pyiq_pairs *pairs = c->pairs;
	const struct pyiq_str word = { pyiq_buf_str(&pairs->word), pairs->word.len };
	pyiq_status status = pyiq_buf_status(&pairs->word, c->err);
	struct pyiq_entry *entry;
	struct pyiq_pair *pair;

	if (status != PYIQ_OK || word.len > PYIQ_TERM_MAX)
		return status;
	entry = pyiq_table_put(&pairs->by_word, word);
	if (entry == NULL)
		return pyiq_fail_nomem(c->err);
	if (entry->value.number == 0) {
		status = pyiq_grow(&pairs->pairs, &pairs->capacity, pairs->n + 1,
				   sizeof *pairs->pairs, c->err);
		if (status != PYIQ_OK)
			return status;
		pairs->pairs[pairs->n++] = (struct pyiq_pair){ .word = entry->key };
		entry->value.number = (int64_t)pairs->n;
	}
	pair = &pairs->pairs[entry->value.number - 1];
	if (pair->unit != pairs->n_units)
		pair->change += c->step;
	pair->unit = pairs->n_units;
	return PYIQ_OK;
}

static pyiq_status append_stems(struct counter *c, struct pyiq_str words)
{
	struct pyiq_buf *out = &c->pairs->word;
	const char *between = "";

	for (size_t at = 0, end; at < words.len; at = end + 1) {
		struct pyiq_str stem;
		pyiq_status status;

		end = at;
		while (end < words.len && words.data[end] != ' ')
			end++;
		status = pyiq_stems_of(c->stems, (struct pyiq_str){ words.data + at, end - at },
				       &stem, c->err);
		if (status != PYIQ_OK)
			return status;
		pyiq_buf_puts(out, between);
		pyiq_buf_append(out, stem.data, stem.len);
		between = " ";
	}
	return PYIQ_OK;
}

static int take_pair(void *ctx, struct pyiq_str acronym, struct pyiq_str words)
{
	struct counter *c = ctx;
	struct pyiq_buf *out = &c->pairs->word;

	pyiq_buf_clear(out);
	pyiq_buf_putc(out, '>');
	pyiq_buf_append(out, acronym.data, acronym.len);
	pyiq_buf_putc(out, '\t');
	pyiq_buf_append(out, words.data, words.len);
	c->status = count_word(c);

	pyiq_buf_clear(out);
	pyiq_buf_putc(out, '<');
	if (c->status == PYIQ_OK)
		c->status = append_stems(c, words);
	pyiq_buf_putc(out, '\t');
	pyiq_buf_append(out, acronym.data, acronym.len);
	if (c->status == PYIQ_OK)
		c->status = count_word(c);
	return c->status != PYIQ_OK;
}

pyiq_status pyiq_pairs_count(struct pyiq_pairs *pairs, const struct pyiq_text *texts, size_t n,
			     int64_t step, struct pyiq_stems *stems, struct pyiq_error *err)
{
	struct counter c = { .pairs = pairs, .stems = stems, .step = step, .err = err };
	pyiq_status status = pyiq_stems_use(stems, pyiq_str("en"), err);

	pairs->n_units++;
	for (size_t i = 0; i < n && status == PYIQ_OK; i++) {
		status = pyiq_visible_make(&pairs->visible, &texts[i], err);
		if (status == PYIQ_OK)
			status = pyiq_acronyms(&pairs->visible, take_pair, &c, err);
		if (status == PYIQ_STOPPED)
			status = c.status;
	}
	return status;
}

/* ---- Writing ----------------------------------------------------------------------- */

pyiq_status pyiq_pairs_write(struct pyiq_pairs *pairs, struct pyiq_x_writer *writer,
			     struct pyiq_error *err)
{
	struct pyiq_lexicon_change *changes = pyiq_alloc(pairs->n * sizeof *changes);
	size_t n = 0;
	pyiq_status status;

	if (changes == NULL)
		return pyiq_fail_nomem(err);
	for (size_t i = 0; i < pairs->n; i++)
		if (pairs->pairs[i].change != 0)
			changes[n++] = (struct pyiq_lexicon_change){ pairs->pairs[i].word,
								     pairs->pairs[i].change };
	status = pyiq_lexicon_change(writer, PYIQ_META_ACRONYMS, changes, n, err);
	pyiq_free(changes);
	if (status == PYIQ_OK) {
		pairs->n = 0;
		pyiq_table_release(&pairs->by_word);
	}
	return status;
}

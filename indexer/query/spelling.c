#include "query/spelling.h"

#include "base/table.h"
#include "base/unicode.h"
#include "store/lexicon.h"

/* Nobody mistypes a longer word, but pastes it. */
enum { LONGEST = 64 };

/* The characters of a word. */
struct letters {
	uint32_t c[LONGEST];
	size_t n;
};

/* False when there are too many of them. */
static bool spell(struct letters *letters, struct pyiq_str word)
{
	letters->n = 0;
	for (size_t at = 0; at < word.len; letters->n++) {
		if (letters->n == LONGEST)
			return false;
		at += pyiq_utf8_decode(word.data + at, word.len - at, &letters->c[letters->n]);
	}
	return true;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/*
 * The edits that make b of a, or some greater number than `most`. Of the table
 * of distances between their beginnings only the diagonals matter on which
 * `most` edits can stay, and three rows: an exchange looks two back.
 */
static unsigned distance(const struct letters *a, const struct letters *b, unsigned most)
{
	unsigned rows[3][LONGEST + 2] = { { 0 } };

	for (size_t j = 0; j <= b->n; j++)
		rows[0][j] = (unsigned)j;
	for (size_t i = 1; i <= a->n; i++) {
		unsigned *row = rows[i % 3], *above = rows[(i + 2) % 3],
			 *before = rows[(i + 1) % 3];
		size_t from = i > most ? i - most : 1;
		size_t to = i + most < b->n ? i + most : b->n;
		unsigned nearest = most + 1;

		row[from - 1] = from == 1 ? (unsigned)i : most + 1;
		for (size_t j = from; j <= to; j++) {
			unsigned edits = above[j - 1] + (a->c[i - 1] != b->c[j - 1]);

			edits = least(edits, row[j - 1] + 1);
			if (j < i + most)
				edits = least(edits, above[j] + 1);
			if (i > 1 && j > 1 && a->c[i - 1] == b->c[j - 2] &&
			    a->c[i - 2] == b->c[j - 1])
				edits = least(edits, before[j - 2] + 1);
			row[j] = edits;
			nearest = least(nearest, edits);
		}
		if (nearest > most)
			return nearest;
	}
	return rows[a->n % 3][b->n];
}

/* The ASCII characters that a word has, two of them sharing each bit. */
static uint64_t set_of(struct pyiq_str word)
{
	uint64_t set = 0;

	for (size_t i = 0; i < word.len; i++)
		if ((unsigned char)word.data[i] < 0x80)
			set |= UINT64_C(1) << (word.data[i] & 63);
	return set;
}

/* Whether more than `most` characters of a word are not in another: then it is further away. */
static bool lacks(uint64_t has, uint64_t wanted, unsigned most)
{
	uint64_t missing = wanted & ~has;

	while (missing != 0 && most-- > 0)
		missing &= missing - 1;
	return missing != 0;
}

struct search {
	struct letters wanted;
	struct pyiq_str word;
	uint64_t set;              /* of the word */
	unsigned max_edits;        /* becomes less with every nearer word */
	struct pyiq_table nearest; /* words at that distance → their counts */
	uint32_t own;              /* count of the word itself */
	bool nomem;
};

/* Words of several databases come once of each. */
static int look_at(void *ctx, struct pyiq_str word, uint32_t count)
{
	struct search *s = ctx;
	struct letters letters;
	struct pyiq_entry *entry;
	unsigned edits;

	/* A character has four bytes at most. */
	if (word.len > s->word.len + 4 * s->max_edits ||
	    s->word.len > word.len + 4 * s->max_edits ||
	    lacks(set_of(word), s->set, s->max_edits) || !spell(&letters, word))
		return 0;
	edits = letters.n > s->wanted.n ? (unsigned)(letters.n - s->wanted.n)
					: (unsigned)(s->wanted.n - letters.n);
	if (edits > s->max_edits)
		return 0;
	edits = distance(&s->wanted, &letters, s->max_edits);
	if (edits == 0)
		s->own += count;
	if (edits == 0 || edits > s->max_edits)
		return 0;
	if (edits < s->max_edits) {
		pyiq_table_release(&s->nearest);
		s->max_edits = edits;
	}
	entry = pyiq_table_put(&s->nearest, word);
	s->nomem = entry == NULL;
	if (entry != NULL)
		entry->value.number += count;
	return s->nomem;
}

static pyiq_status choose(const struct search *s, struct pyiq_buf *suggestion,
			  struct pyiq_error *err)
{
	const struct pyiq_entry *best = NULL;

	for (struct pyiq_entry *e = NULL; (e = pyiq_table_next(&s->nearest, e)) != NULL;) {
		if (e->value.number <= s->own)
			continue;
		if (best == NULL || e->value.number > best->value.number ||
		    (e->value.number == best->value.number &&
		     pyiq_str_compare(e->key, best->key) < 0))
			best = e;
	}
	pyiq_buf_clear(suggestion);
	if (best != NULL)
		pyiq_buf_append(suggestion, best->key.data, best->key.len);
	return pyiq_buf_status(suggestion, err);
}

pyiq_status pyiq_suggest(struct pyiq_x_db *db, struct pyiq_str word, unsigned max_edits,
			 struct pyiq_buf *suggestion, struct pyiq_error *err)
{
	struct search s = { .word = word, .set = set_of(word), .max_edits = max_edits };
	pyiq_status status = PYIQ_OK;

	pyiq_table_init(&s.nearest);
	if (spell(&s.wanted, word))
		status = pyiq_lexicon_each(db, pyiq_str(""), look_at, &s, err);
	if (status == PYIQ_STOPPED)
		status = pyiq_fail_nomem(err);
	if (status == PYIQ_OK)
		status = choose(&s, suggestion, err);
	pyiq_table_release(&s.nearest);
	return status;
}

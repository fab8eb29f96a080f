#include "query/spelling.h"

#include "base/table.h"
#include "base/unicode.h"
#include "store/lexicon.h"
#include "store/schema.h"

/* Nobody mistypes a longer word, but pastes it. */
enum { LONGEST = 64 };

/* The characters of a word. */
struct letters {
	uint32_t c[LONGEST];
	size_t ends[LONGEST]; /* bytes up to the end of each */
	size_t n;
	bool whole; /* there are no more than these */
};

/* A byte that is no character alone may be one with what follows it in another word. */
static size_t end_of(uint32_t c, size_t end)
{
	return c == 0xFFFD ? SIZE_MAX : end;
}

/*
 * `letters` are those of the word before, which has `shared` bytes in common with
 * this one; returns how many of them stay.
 */
static size_t spell(struct letters *letters, struct pyiq_str word, size_t shared)
{
	size_t n_same, at;

	while (letters->n > 0 && letters->ends[letters->n - 1] > shared)
		letters->n--;
	n_same = letters->n;
	at = n_same > 0 ? letters->ends[n_same - 1] : 0;
	for (; at < word.len && letters->n < LONGEST; letters->n++) {
		uint32_t *c = &letters->c[letters->n];

		at += pyiq_utf8_decode(word.data + at, word.len - at, c);
		letters->ends[letters->n] = end_of(*c, at);
	}
	letters->whole = at == word.len;
	return n_same;
}

/* The search for what was meant by one word. */
struct search {
	struct letters wanted;
	unsigned max_edits;        /* becomes less with every nearer word */
	struct pyiq_table nearest; /* words at that distance → their counts */
	uint32_t own;              /* count of the word itself */
	bool nomem;
	/*
	 * Row i, column j: the edits between the first i characters of the word
	 * looked at and the first j of the wanted one.
	 */
	unsigned char rows[LONGEST + 1][LONGEST + 1];
	size_t n_rows; /* that hold, but for row 0, which always does */
};

static void begin(struct search *s, const struct pyiq_suggestion *suggestion)
{
	*s = (struct search){ .max_edits = suggestion->max_edits };
	pyiq_table_init(&s->nearest);
	spell(&s->wanted, suggestion->word, 0);
	for (size_t j = 0; j <= s->wanted.n; j++)
		s->rows[0][j] = (unsigned char)j;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Returns the least number of row i, below which no number of further rows is. */
static unsigned fill_row(struct search *s, const uint32_t *word, size_t i)
{
	const unsigned char *above = s->rows[i - 1];
	const uint32_t *wanted = s->wanted.c;
	unsigned char *row = s->rows[i];
	unsigned nearest = (unsigned)i;

	row[0] = (unsigned char)i;
	for (size_t j = 1; j <= s->wanted.n; j++) {
		unsigned edits = above[j - 1] + (word[i - 1] != wanted[j - 1]);

		edits = least(edits, least(row[j - 1], above[j]) + 1);
		if (i > 1 && j > 1 && word[i - 1] == wanted[j - 2] && word[i - 2] == wanted[j - 1])
			edits = least(edits, s->rows[i - 2][j - 2] + 1U);
		row[j] = (unsigned char)edits;
		nearest = least(nearest, edits);
	}
	return nearest;
}

/* Words of several databases come once of each. */
static void take_near(struct search *s, struct pyiq_str word, uint32_t count, unsigned edits)
{
	struct pyiq_entry *entry;

	if (edits < s->max_edits) {
		pyiq_table_release(&s->nearest);
		s->max_edits = edits;
	}
	entry = pyiq_table_put(&s->nearest, word);
	if (entry != NULL)
		entry->value.number += count;
	else
		s->nomem = true;
}

/* A word of the lexicon. */
struct candidate {
	struct pyiq_str word;
	uint32_t count;
	const struct letters *letters;
	size_t n_same; /* letters of the word before */
};

/* Returns how many bytes of the word are already too far, as pyiq_lexicon_fn does. */
static size_t look_at(struct search *s, const struct candidate *c)
{
	const struct letters *letters = c->letters;
	unsigned edits;

	if (!s->wanted.whole)
		return 0;
	if (s->n_rows > c->n_same)
		s->n_rows = c->n_same;
	for (; s->n_rows < letters->n; s->n_rows++)
		if (fill_row(s, letters->c, s->n_rows + 1) > s->max_edits)
			return letters->ends[s->n_rows];
	if (!letters->whole)
		return SIZE_MAX;
	edits = s->rows[letters->n][s->wanted.n];
	if (edits == 0)
		s->own += c->count;
	else if (edits <= s->max_edits)
		take_near(s, c->word, c->count, edits);
	return SIZE_MAX;
}

/* The searches that one walk serves. */
struct walk {
	struct search *searches;
	size_t n;
	struct letters letters;
};

static size_t take_word(void *ctx, struct pyiq_str word, size_t shared, uint32_t count)
{
	struct walk *w = ctx;
	struct candidate c = { .word = word, .count = count, .letters = &w->letters };
	size_t skip = 0;

	c.n_same = spell(&w->letters, word, shared);
	for (size_t i = 0; i < w->n; i++) {
		size_t too_far = look_at(&w->searches[i], &c);

		if (skip < too_far)
			skip = too_far;
	}
	return skip;
}

static pyiq_status choose(const struct search *s, struct pyiq_suggestion *suggestion,
			  struct pyiq_arena *arena, struct pyiq_error *err)
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
	suggestion->meant = (struct pyiq_str){ "", 0 };
	suggestion->count = 0;
	if (best == NULL)
		return PYIQ_OK;
	suggestion->meant.data = pyiq_arena_copy(arena, best->key.data, best->key.len);
	if (suggestion->meant.data == NULL)
		return pyiq_fail_nomem(err);
	suggestion->meant.len = best->key.len;
	suggestion->count = (uint32_t)best->value.number;
	return PYIQ_OK;
}

pyiq_status pyiq_suggest_all(struct pyiq_x_db *db, struct pyiq_suggestion *words, size_t n,
			     struct pyiq_arena *arena, struct pyiq_error *err)
{
	struct walk w = { .searches = pyiq_alloc(n * sizeof *w.searches), .n = n };
	pyiq_status status;

	if (w.searches == NULL)
		return pyiq_fail_nomem(err);
	for (size_t i = 0; i < n; i++)
		begin(&w.searches[i], &words[i]);
	status = pyiq_lexicon_walk(db, PYIQ_META_WORDS, take_word, &w, err);
	for (size_t i = 0; i < n; i++) {
		if (status == PYIQ_OK && w.searches[i].nomem)
			status = pyiq_fail_nomem(err);
		if (status == PYIQ_OK)
			status = choose(&w.searches[i], &words[i], arena, err);
		pyiq_table_release(&w.searches[i].nearest);
	}
	pyiq_free(w.searches);
	return status;
}

#include "query/wildcard.h"

#include <stdlib.h>

#include "base/unicode.h"
#include "query/planner.h"
#include "store/lexicon.h"
#include "store/schema.h"

/* More words than that cost more than they find; the most frequent stay, and the user is told. */
enum { MOST_WORDS = 200 };

bool pyiq_wildcard_fits(struct pyiq_str pattern, struct pyiq_str word)
{
	size_t p = 0, w = 0, star = SIZE_MAX, resume = 0;

	/* Only the last `*` need be tried again: what stands before it fits as early as can be. */
	while (w < word.len) {
		if (p < pattern.len && pattern.data[p] == '*') {
			star = ++p;
			resume = w;
		} else if (p < pattern.len && pattern.data[p] == word.data[w]) {
			p++;
			w++;
		} else if (star != SIZE_MAX) {
			p = star;
			w = ++resume;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.data[p] == '*')
		p++;
	return p == pattern.len;
}

struct known {
	struct pyiq_str word;
	uint32_t count;
};

struct expansion {
	struct pyiq_planner *p;
	struct pyiq_str pattern;
	struct known *words;
	size_t n, capacity;
	pyiq_status status;
};

static int take_word(void *ctx, struct pyiq_str word, uint32_t count)
{
	struct expansion *e = ctx;
	struct known known = { .count = count };

	if (!pyiq_wildcard_fits(e->pattern, word))
		return 0;
	known.word = pyiq_planner_keep(e->p, word);
	e->status = known.word.data == NULL ? pyiq_fail_nomem(e->p->err)
					    : pyiq_grow(&e->words, &e->capacity, e->n + 1,
							sizeof *e->words, e->p->err);
	if (e->status == PYIQ_OK)
		e->words[e->n++] = known;
	return e->status != PYIQ_OK;
}

static int compare_counts(const void *left, const void *right)
{
	const struct known *a = left, *b = right;

	return a->count != b->count ? (a->count < b->count) - (a->count > b->count)
				    : pyiq_str_compare(a->word, b->word);
}

/* The lexicon does not say whether a word was stemmed: its stem, and the word itself. */
static pyiq_status add_word(struct pyiq_planner *p, size_t group, struct pyiq_str word)
{
	struct pyiq_token token = { .term = word };
	pyiq_status status = pyiq_planner_add_token(p, &token, PYIQ_USE_WHOLE, group, 0);

	token.flags = PYIQ_TOKEN_WORD;
	return status == PYIQ_OK ? pyiq_planner_add_token(p, &token, PYIQ_USE_WHOLE, group, 0)
				 : status;
}

pyiq_status pyiq_planner_expand(struct pyiq_planner *p, size_t group)
{
	struct pyiq_buf folded = PYIQ_BUF_INIT;
	struct pyiq_str shown = p->plan->groups[group].shown;
	struct expansion e = { .p = p };
	pyiq_status status;

	pyiq_fold(&folded, shown.data, shown.len);
	status = pyiq_buf_status(&folded, p->err);
	if (status == PYIQ_OK) {
		e.pattern = pyiq_planner_keep(p, (struct pyiq_str){ folded.data, folded.len });
		status = e.pattern.data != NULL ? PYIQ_OK : pyiq_fail_nomem(p->err);
	}
	pyiq_buf_release(&folded);
	if (status != PYIQ_OK)
		return status;
	p->plan->groups[group].word = e.pattern;
	p->plan->groups[group].wildcard = true;

	const char *star = memchr(e.pattern.data, '*', e.pattern.len);
	struct pyiq_str prefix = { e.pattern.data, (size_t)(star - e.pattern.data) };

	status = pyiq_lexicon_each(p->tools->db, PYIQ_META_WORDS, prefix, take_word, &e, p->err);
	if (status == PYIQ_STOPPED)
		status = e.status;
	if (e.n > MOST_WORDS) {
		qsort(e.words, e.n, sizeof *e.words, compare_counts);
		e.n = MOST_WORDS;
		pyiq_buf_puts(&p->plan->capped, p->plan->capped.len > 0 ? " " : "");
		pyiq_buf_append(&p->plan->capped, shown.data, shown.len);
	}
	for (size_t i = 0; i < e.n && status == PYIQ_OK; i++)
		status = add_word(p, group, e.words[i].word);
	pyiq_free(e.words);
	return status == PYIQ_OK ? pyiq_buf_status(&p->plan->capped, p->err) : status;
}

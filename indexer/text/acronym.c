#include "text/acronym.h"

#include "text/short_form.h"
#include "text/words.h"

/*
 * After A. S. Schwartz and M. A. Hearst, "A simple algorithm for identifying
 * abbreviation definitions in biomedical text", PSB 2003: the letters of the
 * short form are looked for in the words next to it. There they may stand
 * anywhere; here each word has to be explained too, which is what keeps
 * `print (PRINT)` and `stack (LIFO)` out.
 *
 * The text is read once, as phrases and what parts them. When a phrase ends it
 * is judged together with the one before it, so each is looked at twice.
 */

/* The first words and the last ones are of interest; there is room for both. */
enum { PHRASE_WORDS = 2 * PYIQ_SHORT_WORDS };

struct phrase {
	struct pyiq_phrase_word words[PHRASE_WORDS];
	size_t n;
};

/* What stands between two words. */
typedef enum gap {
	JOINED,  /* they belong to one phrase */
	BOUND,   /* so they do, by a hyphen or slash */
	PARTED,  /* they have nothing to do with each other */
	BRACKET, /* `GIL (Global …`, `Lock (or GIL` */
	STANDS,  /* `GIL stands for Global …` */
	WEAK     /* `GIL: Global …`, `Lock or GIL`: not to be trusted with two letters */
} gap;

struct miner {
	struct pyiq_buf plain; /* the visible text, what is code blotted out */
	struct pyiq_str text;  /* the same */
	struct phrase phrases[2];
	struct phrase *left, *right; /* the phrase before, and the one that is being read */
	gap between;                 /* the two */
	struct pyiq_buf acronym, words;
	struct pyiq_buf scratch;
	pyiq_acronym_fn *fn;
	void *ctx;
	struct pyiq_error *err;
};

static struct pyiq_str text_of(const struct miner *m, struct pyiq_span span)
{
	return (struct pyiq_str){ m->text.data + span.start, span.end - span.start };
}

static bool is_one_of(struct pyiq_str word, const char *const *list)
{
	while (*list != NULL && !pyiq_ascii_equals(word, *list))
		list++;
	return *list != NULL;
}

/* ---- Phrases ------------------------------------------------------------- */

static pyiq_status push(struct miner *m, const struct pyiq_short_form *form,
			const struct pyiq_phrase_word *words, size_t n)
{
	struct pyiq_str written = text_of(m, form->span);

	pyiq_buf_clear(&m->acronym);
	for (size_t i = 0, end; i < written.len; i = end + 1) {
		for (end = i; end < written.len && written.data[end] != '.';)
			end++;
		pyiq_fold(&m->acronym, written.data + i, end - i);
	}
	pyiq_buf_clear(&m->words);
	for (size_t i = 0; i < n; i++) {
		struct pyiq_str word = text_of(m, words[i].span);

		if (i > 0)
			pyiq_buf_putc(&m->words, ' ');
		pyiq_fold(&m->words, word.data, word.len);
	}
	if (m->acronym.failed || m->words.failed)
		return pyiq_fail_nomem(m->err);

	struct pyiq_str acronym = { m->acronym.data, m->acronym.len };

	if (pyiq_is_small_word(acronym) || m->words.len - (n - 1) == acronym.len)
		return PYIQ_OK; /* `AS`; `RAID6`, a RAID 6 */
	return m->fn(m->ctx, acronym, (struct pyiq_str){ m->words.data, m->words.len }) != 0
		       ? PYIQ_STOPPED
		       : PYIQ_OK;
}

/* Behind the article that begins the phrase, if one does. */
static size_t behind_article(const struct miner *m, const struct phrase *phrase)
{
	static const char *const articles[] = { "a", "an", "the", NULL };

	return is_one_of(text_of(m, phrase->words[0].span), articles) ? 1 : 0;
}

/* Whether a word is a short form, and one that may be believed here. */
static bool read_short(struct miner *m, struct pyiq_span word, struct pyiq_short_form *form)
{
	return pyiq_short_form_read(form, m->text, word, &m->scratch) &&
	       (m->between != WEAK || form->n > 2);
}

/* How many words of the right phrase explain the form, from `start` on. */
static size_t explained_from(struct miner *m, const struct pyiq_short_form *form, size_t start)
{
	return pyiq_explained_by_first(form, m->text, m->right->words + start, m->right->n - start,
				       &m->scratch);
}

/* How many words of the left phrase do before `end`. */
static size_t explained_until(struct miner *m, const struct pyiq_short_form *form, size_t end)
{
	return pyiq_explained_by_last(form, m->text, m->left->words, end, &m->scratch);
}

/* `GIL (Global Interpreter Lock`; *found tells whether it is. */
static pyiq_status judge_short_first(struct miner *m, bool *found)
{
	const struct phrase *right = m->right;
	struct pyiq_short_form form;
	size_t start = 0, n;

	*found = false;
	if (!read_short(m, m->left->words[m->left->n - 1].span, &form))
		return PYIQ_OK;
	n = explained_from(m, &form, start);
	if (n == 0) {
		start = behind_article(m, right);
		n = start > 0 ? explained_from(m, &form, start) : 0;
	}
	*found = n > 0;
	return *found ? push(m, &form, right->words + start, n) : PYIQ_OK;
}

/* The first short form among so many words of the right phrase. */
static bool find_short(struct miner *m, size_t n, struct pyiq_short_form *form)
{
	for (size_t i = 0; i < n && i < m->right->n; i++)
		if (read_short(m, m->right->words[i].span, form))
			return true;
	return false;
}

/* `Global Interpreter Lock (GIL`, `(the famous GIL`, `just-in-time compiler (JIT`. */
static pyiq_status judge_short_last(struct miner *m)
{
	const struct phrase *left = m->left, *right = m->right;
	size_t n_first = m->between == BRACKET ? right->n : behind_article(m, right) + 1;
	struct pyiq_short_form form;

	if (!find_short(m, n_first, &form))
		return PYIQ_OK;

	size_t end = left->n;
	size_t n = explained_until(m, &form, end);

	if (n == 0 && form.n > 2)
		n = explained_until(m, &form, --end);
	return n > 0 ? push(m, &form, left->words + end - n, n) : PYIQ_OK;
}

/* Find what of the two phrases explains the other. */
static pyiq_status judge(struct miner *m)
{
	bool found;

	if (m->between == PARTED || m->left->n == 0 || m->right->n == 0)
		return PYIQ_OK;

	pyiq_status status = judge_short_first(m, &found);

	return status == PYIQ_OK && !found && m->between != STANDS ? judge_short_last(m) : status;
}

/* End the phrase that is being read. */
static pyiq_status end_phrase(struct miner *m, gap behind)
{
	pyiq_status status = judge(m);
	struct phrase *spare = m->left;

	m->left = m->right;
	m->right = spare;
	m->right->n = 0;
	m->between = behind;
	return status;
}

static bool ends_with(const struct miner *m, const struct phrase *phrase, const char *const *list)
{
	return phrase->n > 0 && is_one_of(text_of(m, phrase->words[phrase->n - 1].span), list);
}

/*
 * Read the `for` of `GIL stands for`, `GIL is an acronym for` or `GIL (short
 * for`: what is before those words is explained by what is behind them.
 */
static pyiq_status read_stands(struct miner *m)
{
	static const char *const fillers[] = { "a",     "an",     "acronym", "abbreviation", "is",
					       "short", "stands", "that",    "which",        NULL };
	pyiq_status status = judge(m);

	while (ends_with(m, m->right, fillers))
		m->right->n--;
	m->between = PARTED;
	if (status == PYIQ_OK && m->right->n > 0)
		status = end_phrase(m, STANDS);
	m->between = STANDS;
	return status;
}

/* ---- The text ------------------------------------------------------------- */

/* Decode the character at `at`; quotation marks, hyphens and what has full width as ASCII has them. */
static size_t sign_at(struct pyiq_str text, size_t at, uint32_t *c)
{
	static const uint32_t quotes[] = { 0xAB, 0xBB, 0x201C, 0x201D, 0x201E };
	size_t len = pyiq_utf8_decode(text.data + at, text.len - at, c);

	*c = pyiq_char_plain(*c);
	if (*c > 0xFF00 && *c < 0xFF5F)
		*c -= 0xFEE0;
	if (*c == 0x2014) /* the em dash binds no words */
		*c = ':';
	for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
		if (*c == quotes[i])
			*c = '"';
	return len;
}

/* Underscores around a word are emphasis, or say nothing. */
static bool starts_word(struct pyiq_str text, size_t at)
{
	return pyiq_word_starts(text, at) && text.data[at] != '_';
}

/* Read what is between two words, or before the first; *at moves to where a word starts, or the end. */
static gap read_gap(struct pyiq_str text, size_t *at)
{
	size_t start = *at, n_lines = 0, len;
	gap found = JOINED;
	uint32_t c;

	for (; *at < text.len && !starts_word(text, *at); *at += len) {
		len = sign_at(text, *at, &c);
		if (c == '\n')
			n_lines++;
		else if (c == '(' && found != PARTED)
			found = BRACKET;
		else if (pyiq_char_classify(c) == PYIQ_CHAR_SPACE)
			continue;
		else if (n_lines > 0 || c > 0x7F || strchr(",'\"*_-/&:=|", (int)c) == NULL)
			found = PARTED;
		else if (*at == start && strchr("-/&", (int)c) != NULL &&
			 starts_word(text, *at + len))
			found = BOUND;
		else if (found == JOINED && strchr("-:=|", (int)c) != NULL)
			found = WEAK;
	}
	return n_lines > 1 ? PARTED : found;
}

static pyiq_status read_word(struct miner *m, struct pyiq_span span, gap before)
{
	static const char *const separators[] = { "or", "aka", "a.k.a.", "i.e.", NULL };
	static const char *const before_for[] = { "stands", "short", "acronym", "abbreviation",
						  NULL };
	struct pyiq_str word = text_of(m, span);
	pyiq_status status = PYIQ_OK;

	if (before != JOINED && before != BOUND)
		status = end_phrase(m, before);
	if (status != PYIQ_OK)
		return status;
	if (is_one_of(word, separators))
		return m->right->n > 0 ? end_phrase(m, WEAK) : PYIQ_OK;
	if (pyiq_ascii_equals(word, "for") && ends_with(m, m->right, before_for))
		return read_stands(m);
	if (m->right->n == PHRASE_WORDS) {
		status = judge(m);
		m->between = PARTED;
		m->right->n = PYIQ_SHORT_WORDS;
		memcpy(m->right->words, m->right->words + PYIQ_SHORT_WORDS,
		       PYIQ_SHORT_WORDS * sizeof *m->right->words);
	}
	m->right->words[m->right->n++] = (struct pyiq_phrase_word){ span, before == BOUND };
	return status;
}

static pyiq_status read_text(struct miner *m)
{
	pyiq_status status = PYIQ_OK;
	size_t at = 0;

	while (status == PYIQ_OK) {
		gap before = read_gap(m->text, &at);

		if (at == m->text.len)
			return judge(m);

		struct pyiq_span word = { at, pyiq_phrase_word_end(m->text, at) };

		at = word.end;
		while (m->text.data[word.end - 1] == '_')
			word.end--;
		status = read_word(m, word, before);
	}
	return status;
}

/* Whether code is nothing but capitals and what goes with them, as one may write `GIL`. */
static bool may_be_short(struct pyiq_str code)
{
	size_t capitals = 0;

	if (code.len > PYIQ_SHORT_BYTES)
		return false;
	for (size_t i = 0; i < code.len; i++) {
		unsigned kind = pyiq_byte_kind(code.data[i]);

		if (!(kind & (PYIQ_BYTE_LETTER | PYIQ_BYTE_DIGIT)))
			return false;
		capitals += (kind & PYIQ_BYTE_UPPER) != 0;
	}
	return capitals > 1;
}

/* The visible text with a sign in place of each byte of code, which parts what is around it. */
static void blot_code(struct miner *m, const struct pyiq_visible *visible)
{
	pyiq_buf_append(&m->plain, pyiq_buf_str(&visible->text), visible->text.len);
	for (size_t i = 0; i < visible->n_segments && !m->plain.failed; i++) {
		const struct pyiq_segment *segment = &visible->segments[i];
		char *data = m->plain.data + segment->visible;

		if (segment->code && !may_be_short((struct pyiq_str){ data, segment->len }))
			memset(data, '`', segment->len);
	}
	m->text = (struct pyiq_str){ pyiq_buf_str(&m->plain), m->plain.len };
}

pyiq_status pyiq_acronyms(const struct pyiq_visible *visible, pyiq_acronym_fn *fn, void *ctx,
			  struct pyiq_error *err)
{
	struct miner m = { .fn = fn, .ctx = ctx, .between = PARTED, .err = err };

	m.left = &m.phrases[0];
	m.right = &m.phrases[1];
	blot_code(&m, visible);

	pyiq_status status = pyiq_buf_status(&m.plain, err);

	if (status == PYIQ_OK)
		status = read_text(&m);
	if (status == PYIQ_OK)
		status = pyiq_buf_status(&m.scratch, err);
	pyiq_buf_release(&m.plain);
	pyiq_buf_release(&m.acronym);
	pyiq_buf_release(&m.words);
	pyiq_buf_release(&m.scratch);
	return status;
}

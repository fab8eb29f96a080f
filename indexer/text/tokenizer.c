#include "text/tokenizer.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/memory.h"
#include "base/unicode.h"
#include "text/operators.h"
#include "text/words.h"

/* Where the work on one text stands. */
struct place {
	size_t at;         /* byte of the visible text that is looked at next */
	uint32_t position; /* of the next word */
	struct pyiq_setting setting;
	size_t next_stretch; /* the first segment behind the setting's stretch */
	bool silent;         /* count words, push nothing */
};

struct pyiq_tokenizer {
	struct pyiq_visible visible;
	struct pyiq_buf term, unmarked;
	struct pyiq_chain chain;

	/* Of the text that is being read: */
	struct pyiq_str text; /* what is visible of it */
	struct place place;
	size_t segment;  /* the one in which the last token started */
	size_t call_end; /* of the last call such as `O(n)`: what starts before is part of it */
	pyiq_token_fn *fn;
	void *ctx;
	struct pyiq_error *err;
	pyiq_status status;
};

pyiq_status pyiq_tokenizer_new(struct pyiq_tokenizer **out, struct pyiq_error *err)
{
	struct pyiq_tokenizer *t = pyiq_alloc(sizeof *t);

	*out = t;
	if (t == NULL)
		return pyiq_fail_nomem(err);
	pyiq_visible_init(&t->visible);
	pyiq_buf_init(&t->term);
	pyiq_buf_init(&t->unmarked);
	return PYIQ_OK;
}

void pyiq_tokenizer_free(struct pyiq_tokenizer *tokenizer)
{
	if (tokenizer == NULL)
		return;
	pyiq_visible_release(&tokenizer->visible);
	pyiq_buf_release(&tokenizer->term);
	pyiq_buf_release(&tokenizer->unmarked);
	pyiq_free(tokenizer);
}

/* ---- Pushing tokens ------------------------------------------------------ */

static const struct pyiq_segment *segment_of(struct pyiq_tokenizer *t, size_t at)
{
	const struct pyiq_segment *segments = t->visible.segments;

	while (t->segment + 1 < t->visible.n_segments && segments[t->segment + 1].visible <= at)
		t->segment++;
	return &segments[t->segment];
}

/* Tokens neither begin nor end with the filler of a break, so both ends lie in segments. */
static struct pyiq_span source_of(struct pyiq_tokenizer *t, struct pyiq_span visible)
{
	const struct pyiq_segment *segment = segment_of(t, visible.start);
	struct pyiq_span source = { segment->source + (visible.start - segment->visible), 0 };

	while (visible.end > segment->visible + segment->len)
		segment++;
	source.end = segment->source + (visible.end - segment->visible);
	return source;
}

/* A longer term keeps its beginning; a hash stands for the rest. */
static void shorten(struct pyiq_buf *term)
{
	enum { HASH = 16 };
	char hash[HASH + 1];
	size_t kept = PYIQ_TERM_MAX - HASH;

	snprintf(hash, sizeof hash, "%016" PRIx64,
		 pyiq_hash(PYIQ_HASH_SEED, term->data, term->len));
	while (((unsigned char)term->data[kept] & 0xC0) == 0x80)
		kept--;
	term->len = kept;
	pyiq_buf_append(term, hash, HASH);
}

static void push_term(struct pyiq_tokenizer *t, struct pyiq_str term, struct pyiq_span visible,
		      uint32_t n_positions, unsigned flags)
{
	struct pyiq_token token = { .term = term,
				    .span = source_of(t, visible),
				    .position = t->place.position,
				    .n_positions = n_positions,
				    .flags = flags };

	if (t->visible.segments[t->segment].code)
		token.flags |= PYIQ_TOKEN_CODE;
	if (visible.start < t->call_end)
		token.flags |= PYIQ_TOKEN_PART;
	if (t->fn(t->ctx, &token) != 0)
		t->status = PYIQ_STOPPED;
}

static void push_buf(struct pyiq_tokenizer *t, struct pyiq_buf *term, struct pyiq_span visible,
		     uint32_t n_positions, unsigned flags)
{
	if (term->len > PYIQ_TERM_MAX)
		shorten(term);
	if (pyiq_buf_status(term, t->err) != PYIQ_OK)
		t->status = PYIQ_ERR_NOMEM;
	else if (term->len > 0)
		push_term(t, (struct pyiq_str){ term->data, term->len }, visible, n_positions,
			  flags);
}

/* Take two ASCII characters out of a term. */
static void remove_both(struct pyiq_buf *term, char a, char b)
{
	size_t kept = 0;

	for (size_t i = 0; i < term->len; i++)
		if (term->data[i] != a && term->data[i] != b)
			term->data[kept++] = term->data[i];
	term->len = kept;
}

/* Push the token of a visible range, and its variant without marks if it has any. */
static void push(struct pyiq_tokenizer *t, struct pyiq_span visible, size_t n_positions,
		 unsigned flags)
{
	/* Lines of underscores hold no word. */
	if (n_positions == 0 || t->place.silent || t->status != PYIQ_OK)
		return;
	pyiq_buf_clear(&t->term);
	pyiq_fold(&t->term, t->text.data + visible.start, visible.end - visible.start);
	if (flags & PYIQ_TOKEN_JOINED)
		remove_both(&t->term, '-', '/');
	else if (flags & PYIQ_TOKEN_WHOLE)
		remove_both(&t->term, ' ', ' ');
	pyiq_buf_clear(&t->unmarked);

	bool marked = pyiq_fold_unmarked(&t->unmarked, pyiq_buf_str(&t->term), t->term.len);

	push_buf(t, &t->term, visible, (uint32_t)n_positions, flags);
	if (marked && t->status == PYIQ_OK)
		push_buf(t, &t->unmarked, visible, (uint32_t)n_positions,
			 flags | PYIQ_TOKEN_VARIANT);
}

/* The same for a natural word of ASCII, at most PYIQ_TERM_MAX bytes: most of all tokens. */
static void push_plain_word(struct pyiq_tokenizer *t, struct pyiq_span visible)
{
	char term[PYIQ_TERM_MAX];
	size_t len = visible.end - visible.start;

	if (!t->place.silent) {
		for (size_t i = 0; i < len; i++)
			term[i] = (char)(t->text.data[visible.start + i] | 0x20);
		push_term(t, (struct pyiq_str){ term, len }, visible, 1, PYIQ_TOKEN_WORD);
	}
	t->place.position++;
}

/* ---- Chains -------------------------------------------------------------- */

static unsigned word_flag(bool letters)
{
	return letters ? PYIQ_TOKEN_WORD : 0;
}

static bool equal_spans(struct pyiq_span a, struct pyiq_span b)
{
	return a.start == b.start && a.end == b.end;
}

/* Whether atoms [first, end) of a chain, written together, are letters and nothing else. */
static bool are_letters(const struct pyiq_chain *chain, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		const struct pyiq_atom *atom = &chain->atoms[i];
		size_t at = atom->span.start;

		if (i > first && atom->joint == '.')
			return false;
		for (size_t j = 0; j < atom->n_parts; j++) {
			const struct pyiq_part *part = &chain->parts[atom->first_part + j];

			if (!part->letters || part->span.start != at)
				return false;
			at = part->span.end;
		}
		if (at != atom->span.end)
			return false;
	}
	return true;
}

static struct pyiq_span span_of(const struct pyiq_chain *chain, size_t first, size_t end)
{
	return (struct pyiq_span){ chain->atoms[first].span.start, chain->atoms[end - 1].span.end };
}

/* Words in atoms [first, end). */
static size_t n_words(const struct pyiq_chain *chain, size_t first, size_t end)
{
	size_t n = 0;

	for (size_t i = first; i < end; i++)
		n += chain->atoms[i].n_parts;
	return n;
}

static void push_joined(struct pyiq_tokenizer *t, size_t first, size_t end)
{
	enum { MOST = 4 }; /* nobody writes more of them as one word */
	const struct pyiq_chain *chain = &t->chain;
	bool numbers = true;

	for (size_t i = first; i < end; i++)
		if (!(pyiq_byte_kind(t->text.data[chain->atoms[i].span.start]) & PYIQ_BYTE_DIGIT))
			numbers = false;
	if (!numbers && end - first <= MOST) /* `1-2` is no 12 */
		push(t, span_of(chain, first, end), n_words(chain, first, end),
		     PYIQ_TOKEN_JOINED | word_flag(are_letters(chain, first, end)));
}

static void push_atom(struct pyiq_tokenizer *t, size_t i, unsigned inside)
{
	const struct pyiq_chain *chain = &t->chain;
	const struct pyiq_atom *atom = &chain->atoms[i];
	const struct pyiq_part *part = &chain->parts[atom->first_part];

	if (chain->suffix > 0 && i + 1 == chain->n_atoms) {
		push(t, (struct pyiq_span){ atom->span.start, atom->span.end + chain->suffix },
		     atom->n_parts, PYIQ_TOKEN_WHOLE | inside);
		inside = PYIQ_TOKEN_PART;
	}
	if (atom->n_parts > 0 && (atom->n_parts > 1 || !equal_spans(atom->span, part->span))) {
		push(t, atom->span, atom->n_parts,
		     PYIQ_TOKEN_WHOLE | inside | word_flag(are_letters(chain, i, i + 1)));
		inside = PYIQ_TOKEN_PART;
	}
	for (size_t j = 0; j < atom->n_parts; j++, part++) {
		bool underscores = t->text.data[part->span.end - 1] == '_';

		push(t, part->span, 1,
		     inside | (underscores ? PYIQ_TOKEN_OPERATOR : word_flag(part->letters)));
		t->place.position++;
	}
}

/* Atoms [first, end), joined by dots or one slash. */
static void push_item(struct pyiq_tokenizer *t, size_t first, size_t end, unsigned inside)
{
	const struct pyiq_chain *chain = &t->chain;

	if (end - first > 1 && chain->atoms[first + 1].joint == '.') {
		push(t, span_of(chain, first, end), n_words(chain, first, end),
		     PYIQ_TOKEN_WHOLE | inside);
		inside = PYIQ_TOKEN_PART;
	} else if (end - first > 1 && end - first < chain->n_atoms) {
		push_joined(t, first, end);
	}
	for (size_t i = first; i < end; i++)
		push_atom(t, i, inside);
}

/* What is too long to be a term: its parts. */
static void push_parts(struct pyiq_tokenizer *t)
{
	struct pyiq_part part;

	for (size_t at = t->chain.span.start;
	     t->status == PYIQ_OK && pyiq_next_part(t->text, &at, t->chain.span.end, &part);) {
		push(t, part.span, 1, word_flag(part.letters));
		t->place.position++;
	}
}

/* Whether a chain is joined by hyphens, or by one slash. */
static bool is_compound(const struct pyiq_chain *chain)
{
	for (size_t i = 1; i < chain->n_atoms; i++)
		if (chain->atoms[i].joint != '.')
			return true;
	return false;
}

/* Whether a chain is a compound such as `f-string`, whose letter says little without the rest. */
static bool is_lettered(const struct pyiq_chain *chain)
{
	const struct pyiq_part *first = &chain->parts[0];

	return chain->n_atoms > 1 && chain->atoms[1].joint == '-' && chain->atoms[0].n_parts == 1 &&
	       first->letters && first->span.end - first->span.start == 1;
}

/* Push the chain, as the inside of a longer token or by itself, and go on behind it. */
static void push_chain(struct pyiq_tokenizer *t, unsigned inside)
{
	const struct pyiq_chain *chain = &t->chain;
	struct pyiq_span span = chain->span;

	t->place.at = span.end + chain->possessive + chain->suffix;
	if (chain->too_long) {
		push_parts(t);
		return;
	}
	/* `python's` stands beside `python`, which remains the word it is. */
	if (chain->possessive > 0 && inside == 0 && chain->n_parts == 1 && are_letters(chain, 0, 1))
		push(t, (struct pyiq_span){ span.start, span.end + chain->possessive }, 1,
		     PYIQ_TOKEN_WHOLE);
	if (is_lettered(chain)) {
		push(t, span, chain->n_parts, PYIQ_TOKEN_WHOLE | inside);
		inside = PYIQ_TOKEN_PART;
	}
	if (is_compound(chain))
		push_joined(t, 0, chain->n_atoms);
	for (size_t i = 0, end; i < chain->n_atoms; i = end) {
		for (end = i + 1; end < chain->n_atoms && chain->atoms[end].joint != '-';)
			end++;
		push_item(t, i, end, inside);
	}
}

/* ---- Words --------------------------------------------------------------- */

/*
 * The fast way for natural words: ASCII letters of one case but for the first,
 * with nothing behind them that could belong to them. False when the word is
 * of another kind.
 */
static bool take_plain_word(struct pyiq_tokenizer *t)
{
	const char *data = t->text.data;
	size_t start = t->place.at, len = t->text.len, end = start + 1;

	if (end < len) {
		unsigned letters = pyiq_byte_kind(data[end]) & PYIQ_BYTE_LETTER;

		if (letters == PYIQ_BYTE_UPPER && !(pyiq_byte_kind(data[start]) & letters))
			return false;
		while (end < len && pyiq_byte_kind(data[end]) & letters)
			end++;
	}
	if (end - start > PYIQ_TERM_MAX)
		return false;
	if (end < len) {
		const unsigned inside = PYIQ_BYTE_WORD | PYIQ_BYTE_HIGH;
		unsigned next = end + 1 < len ? pyiq_byte_kind(data[end + 1]) : 0;

		if (pyiq_byte_kind(data[end]) & inside)
			return false;
		if (memchr(".-/'", data[end], 4) != NULL && next & inside)
			return false;
		if (data[end] == '+' || data[end] == '#' || (data[end] == '(' && end == start + 1))
			return false;
	}
	push_plain_word(t, (struct pyiq_span){ start, end });
	t->place.at = end;
	return true;
}

static void step(struct pyiq_tokenizer *t);

/* Count the words from here to `end`. */
static size_t count_words(struct pyiq_tokenizer *t, size_t end)
{
	struct place before = t->place;

	t->place.silent = true;
	while (t->place.at < end)
		step(t);

	size_t n = t->place.position - before.position;

	t->place = before;
	return n;
}

/*
 * Push the whole of a call such as `O(n log n)`, of one letter, if there is one
 * here; the words in it follow as words do. While words are counted no call
 * is looked for, else nested ones would be counted again and again.
 */
static void push_call(struct pyiq_tokenizer *t)
{
	size_t start = t->place.at;
	uint32_t c;
	size_t name_end = start + pyiq_utf8_decode(t->text.data + start, t->text.len - start, &c);

	if (t->place.silent || name_end >= t->text.len || t->text.data[name_end] != '(' ||
	    !pyiq_char_is_letter(c))
		return;

	size_t end = pyiq_call_end(t->text, name_end);

	if (end == 0)
		return;
	push(t, (struct pyiq_span){ start, end }, count_words(t, end), PYIQ_TOKEN_WHOLE);
	if (t->call_end < end)
		t->call_end = end;
}

static void take_word(struct pyiq_tokenizer *t)
{
	push_call(t);
	pyiq_chain_read(&t->chain, t->text, t->place.at, false);
	push_chain(t, 0);
}

/* Where no spaces show the words, every two neighbours may be one. */
static void take_unspaced(struct pyiq_tokenizer *t)
{
	size_t start = t->place.at, end = pyiq_cluster_end(t->text, start);
	unsigned inside = 0;

	while (end > start && t->status == PYIQ_OK) {
		size_t next_end = pyiq_cluster_end(t->text, end);

		if (next_end > end) {
			push(t, (struct pyiq_span){ start, next_end }, 2, PYIQ_TOKEN_WHOLE);
			inside = PYIQ_TOKEN_PART;
		}
		push(t, (struct pyiq_span){ start, end }, 1, inside);
		t->place.position++;
		start = end;
		end = next_end;
	}
	t->place.at = start;
}

/* ---- Operators ----------------------------------------------------------- */

static void push_operator(struct pyiq_tokenizer *t, struct pyiq_span visible)
{
	push(t, visible, 1, PYIQ_TOKEN_OPERATOR);
	t->place.position++;
}

/* The chain behind a prefix, with and without it. */
static void take_prefixed(struct pyiq_tokenizer *t, struct pyiq_span prefix)
{
	struct pyiq_chain *chain = &t->chain;

	pyiq_chain_read(chain, t->text, prefix.end, t->text.data[prefix.start] != '-');
	chain->suffix = 0;

	bool whole = !chain->too_long;

	if (whole)
		push(t, (struct pyiq_span){ prefix.start, chain->span.end }, chain->n_parts,
		     PYIQ_TOKEN_WHOLE);
	push_chain(t, whole ? PYIQ_TOKEN_PART : 0);
}

static void take_operators(struct pyiq_tokenizer *t)
{
	struct place *place = &t->place;
	struct pyiq_operators found;

	pyiq_operators_read(&found, t->text, &place->setting, place->at);
	if (place->setting.line_start && found.end - place->at == 1 &&
	    t->text.data[place->at] == '|')
		place->setting.table_row = true;
	place->at = found.end;
	if (found.marker)
		return;
	place->setting.line_start = false;
	if (found.sign.end > 0)
		push_operator(t, found.sign);
	if (found.prefix.end > 0)
		take_prefixed(t, found.prefix);
}

static void take_bracket(struct pyiq_tokenizer *t)
{
	size_t start = t->place.at, end = pyiq_brackets_end(t->text, start);

	t->place.at = end > 0 ? end : start + 1;
	if (end > 0)
		push_operator(t, (struct pyiq_span){ start, end });
}

/* ---- Reading ------------------------------------------------------------- */

/* Find the stretch of code, or of no code, that holds the place. */
static void enter_stretch(struct pyiq_tokenizer *t)
{
	const struct pyiq_segment *segments = t->visible.segments;
	struct pyiq_setting *setting = &t->place.setting;
	size_t i = t->place.next_stretch, n = t->visible.n_segments;

	while (i < n && t->place.at >= setting->stretch.end) {
		setting->code = segments[i].code;
		setting->stretch.start = segments[i].visible;
		while (i < n && segments[i].code == setting->code)
			i++;
		setting->stretch.end = i < n ? segments[i].visible : t->text.len;
	}
	t->place.next_stretch = i;
}

/* A character that is not ASCII. */
static void take_high(struct pyiq_tokenizer *t)
{
	uint32_t c;
	size_t len = pyiq_utf8_decode(t->text.data + t->place.at, t->text.len - t->place.at, &c);
	pyiq_char_class class = pyiq_char_classify(c);

	if (class == PYIQ_CHAR_SPACE || pyiq_char_extends(c)) {
		t->place.at += len;
		return;
	}
	t->place.setting.line_start = false;
	if (class == PYIQ_CHAR_WORD)
		take_word(t);
	else if (class == PYIQ_CHAR_UNSPACED)
		take_unspaced(t);
	else
		t->place.at += len;
}

static void take_space(struct pyiq_tokenizer *t)
{
	char c = t->text.data[t->place.at++];

	if (c == '\n' || c == '\r') {
		t->place.setting.line_start = true;
		t->place.setting.table_row = false;
	}
}

/* Take what is at the place, and move behind it. */
static void step(struct pyiq_tokenizer *t)
{
	unsigned kind = pyiq_byte_kind(t->text.data[t->place.at]);

	if (t->place.at >= t->place.setting.stretch.end)
		enter_stretch(t);
	if (kind & PYIQ_BYTE_SPACE) {
		take_space(t);
	} else if (kind & PYIQ_BYTE_OPERATOR) {
		take_operators(t);
	} else if (kind & PYIQ_BYTE_HIGH) {
		take_high(t);
	} else {
		t->place.setting.line_start = false;
		if (!(kind & PYIQ_BYTE_WORD))
			take_bracket(t);
		else if (!(kind & PYIQ_BYTE_LETTER) || !take_plain_word(t))
			take_word(t);
	}
}

pyiq_status pyiq_tokenize(struct pyiq_tokenizer *tokenizer, const struct pyiq_text *text,
			  pyiq_token_fn *fn, void *ctx, struct pyiq_error *err)
{
	struct pyiq_tokenizer *t = tokenizer;
	pyiq_status status = pyiq_visible_make(&t->visible, text, err);

	if (status != PYIQ_OK)
		return status;
	t->text = (struct pyiq_str){ t->visible.text.data, t->visible.text.len };
	t->place = (struct place){ .setting.line_start = true };
	t->segment = t->call_end = 0;
	t->fn = fn;
	t->ctx = ctx;
	t->err = err;
	t->status = PYIQ_OK;
	while (t->place.at < t->text.len && t->status == PYIQ_OK)
		step(t);
	return t->status;
}

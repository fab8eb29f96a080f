#include "text/short_form.h"

#include "text/words.h"

enum { WORD_LETTERS = 32 }; /* a longer word explains nothing */

/* ---- Words --------------------------------------------------------------- */

bool pyiq_is_small_word(struct pyiq_str word)
{
	/* The last line is of the Romance languages. */
	static const char *const words[] = {
		"a",  "an",  "and", "as", "at",  "by",   "for",  "from", "in", "is",
		"it", "of",  "on",  "or", "per", "than", "that", "the",  "to", "with",
		"de", "del", "des", "du", "la",  "las",  "los",  "y",
	};
	size_t i = 0, n = sizeof words / sizeof *words;

	while (i < n && !pyiq_ascii_equals(word, words[i]))
		i++;
	return i < n;
}

/* Where `O.O.P.` ends that begins at `at`: single letters, a dot behind each but maybe the last. */
static size_t initials_end(struct pyiq_str text, size_t at)
{
	size_t end = at, n = 0;

	while (n <= PYIQ_SHORT_LETTERS && pyiq_word_end(text, end) == end + 1) {
		n++;
		end++;
		if (end == text.len || text.data[end] != '.')
			break;
		end++;
	}
	return n > 1 ? end : at;
}

static size_t capitals_end(struct pyiq_str text, size_t at)
{
	while (at < text.len && pyiq_byte_kind(text.data[at]) & (PYIQ_BYTE_UPPER | PYIQ_BYTE_DIGIT))
		at++;
	return at;
}

/* Where `CI/CD`, `TF-IDF` or `t-SNE` ends that begins with the word [start, end): end when it is alone. */
static size_t composed_end(struct pyiq_str text, size_t start, size_t end)
{
	size_t at = end;

	if (capitals_end(text, start) != end && end - start > 1)
		return end;
	while (at - start <= PYIQ_SHORT_BYTES && at + 1 < text.len &&
	       memchr("/-&", text.data[at], 3) != NULL) {
		size_t next = capitals_end(text, at + 1);

		if (next == at + 1 || pyiq_word_end(text, next) != next)
			break;
		at = next;
	}
	return at - start <= PYIQ_SHORT_BYTES ? at : end;
}

size_t pyiq_phrase_word_end(struct pyiq_str text, size_t at)
{
	size_t end = initials_end(text, at);

	if (end > at)
		return end;
	end = pyiq_word_end(text, at);
	if (end < text.len) {
		uint32_t c;
		size_t next = end + pyiq_utf8_decode(text.data + end, text.len - end, &c);

		if (pyiq_char_plain(c) == '\'' && pyiq_word_starts(text, next))
			return pyiq_word_end(text, next);
	}
	return composed_end(text, at, end);
}

/* ---- Letters -------------------------------------------------------------- */

/* The character c, of `len` bytes at `at`, as folding begins it. */
static uint32_t fold(struct pyiq_str text, size_t at, size_t len, uint32_t c,
		     struct pyiq_buf *scratch)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
	if (scratch->failed)
		return c;
	pyiq_buf_clear(scratch);
	pyiq_fold(scratch, text.data + at, len);
	if (scratch->len > 0)
		pyiq_utf8_decode(scratch->data, scratch->len, &c);
	return c;
}

bool pyiq_short_form_read(struct pyiq_short_form *form, struct pyiq_str text, struct pyiq_span word,
			  struct pyiq_buf *scratch)
{
	size_t capitals = 0;
	size_t stem = 0; /* capitals before the last character, if it stands behind one */
	bool upper = false;
	uint32_t c;

	form->n = 0;
	form->span = word;
	for (size_t at = word.start, len; at < word.end; at += len) {
		len = pyiq_utf8_decode(text.data + at, word.end - at, &c);
		if (pyiq_char_plain(c) == '\'')
			break;
		if (pyiq_char_classify(c) != PYIQ_CHAR_WORD)
			continue;
		if (form->n > PYIQ_SHORT_LETTERS || (form->n == 0 && !pyiq_char_is_letter(c)))
			return false;
		stem = upper ? capitals : 0;
		upper = pyiq_char_is_upper(c);
		capitals += upper;
		form->letters[form->n++] = fold(text, at, len, c, scratch);
		form->span.end = at + len;
	}
	/* The `s` of `ORMs`. */
	if (stem > 1 && text.data[form->span.end - 1] == 's') {
		form->n--;
		form->span.end--;
	}
	return capitals > 1 && form->n <= PYIQ_SHORT_LETTERS;
}

/* ---- Words that explain a short form -------------------------------------- */

/* A word as its letters; a set of places among them is bits. */
struct spelled {
	struct pyiq_str text;
	uint32_t letters[WORD_LETTERS];
	size_t n;       /* 0: too long for a short form */
	uint32_t humps; /* capitals inside, as in `JavaScript` */
};

static void spell(struct spelled *word, struct pyiq_str text, struct pyiq_span span,
		  struct pyiq_buf *scratch)
{
	bool upper = true;
	uint32_t c;

	word->text = (struct pyiq_str){ text.data + span.start, span.end - span.start };
	word->n = 0;
	word->humps = 0;
	for (size_t at = span.start, len; at < span.end; at += len) {
		if (word->n == WORD_LETTERS) {
			word->n = 0;
			break;
		}
		len = pyiq_utf8_decode(text.data + at, span.end - at, &c);
		if (pyiq_char_is_upper(c) && !upper)
			word->humps |= UINT32_C(1) << word->n;
		upper = pyiq_char_is_upper(c);
		word->letters[word->n++] = fold(text, at, len, c, scratch);
	}
}

/* Whether words[i] may be the first of those that explain a form; `In-memory` may. */
static bool may_begin(struct pyiq_str text, const struct pyiq_phrase_word *words, size_t n,
		      size_t i)
{
	size_t start = words[i].span.start;
	uint32_t c;

	pyiq_utf8_decode(text.data + start, text.len - start, &c);
	return pyiq_char_is_upper(c) || (i + 1 < n && words[i + 1].bound) ||
	       !pyiq_is_small_word(
		       (struct pyiq_str){ text.data + start, words[i].span.end - start });
}

/* Whether a word may stand among others without giving a letter. */
static bool is_needless(const struct spelled *spelled, const struct pyiq_phrase_word *word)
{
	return word->bound || pyiq_is_small_word(spelled->text);
}

/* Where the first letter may stand that a word gives: it begins the word, but XML is extensible, B2B is to. */
static uint32_t first_place(const struct spelled *word, uint32_t letter)
{
	if (letter == 'x' && pyiq_ascii_begins(word->text, "ex"))
		return 2;
	if (letter == 'x')
		return word->letters[0] == 'x' || pyiq_ascii_begins(word->text, "cross") ||
		       pyiq_ascii_begins(word->text, "trans");
	if (letter == '2' || letter == '4')
		return word->letters[0] == letter ||
		       pyiq_ascii_equals(word->text, letter == '2' ? "to" : "for");
	return word->letters[0] == letter;
}

static uint32_t behind_first(uint32_t places)
{
	uint32_t first = places & (0 - places);

	return places == 0 ? 0 : ~(first | (first - 1));
}

/*
 * Sets of numbers of letters as bits: so many are explained. One letter in all
 * may stand anywhere in its word, as the second of HTTP and of DBMS does.
 */
struct reach {
	uint32_t strict, loose;
};

/* How far a word explains a short form of which `from` letters are explained. */
static struct reach give(const struct spelled *word, const struct pyiq_short_form *form,
			 size_t from)
{
	struct reach reach = { 0, 0 };
	/* In two or three letters nothing stands anywhere. */
	bool may_stray = form->n > 3;
	uint32_t strict = word->n > 0 ? first_place(word, form->letters[from]) : 0, loose = 0;

	for (size_t n = from + 1; strict != 0 || loose != 0; n++) {
		reach.strict |= (uint32_t)(strict != 0) << n;
		reach.loose |= (uint32_t)(loose != 0) << n;
		if (n == form->n)
			break;

		uint32_t places = 0, stray = may_stray ? behind_first(strict) : 0;

		for (size_t i = 0; i < word->n; i++)
			places |= (uint32_t)(word->letters[i] == form->letters[n]) << i;
		loose = places & (loose << 1 | (word->humps & behind_first(loose)) | stray);
		strict = places & (strict << 1 | (word->humps & behind_first(strict)));
	}
	return reach;
}

/* How many words explain a form: `strict` of them, or else `loose`; 0 stands for none. */
struct extent {
	size_t strict, loose;
};

static void note_extent(struct extent *extent, struct reach reach, size_t bit, size_t n_words)
{
	if (n_words > 1 && reach.strict >> bit & 1)
		extent->strict = n_words;
	if (n_words > 2 && reach.loose >> bit & 1)
		extent->loose = n_words;
}

size_t pyiq_explained_by_first(const struct pyiq_short_form *form, struct pyiq_str text,
			       const struct pyiq_phrase_word *words, size_t n,
			       struct pyiq_buf *scratch)
{
	struct reach before = { 1, 0 }; /* numbers of letters that are explained */
	struct extent extent = { 0, 0 };
	struct spelled word;

	if (n == 0 || !may_begin(text, words, n, 0))
		return 0;
	for (size_t i = 0; i < n && i < PYIQ_SHORT_WORDS && (before.strict | before.loose) != 0;
	     i++) {
		struct reach now = { 0, 0 };

		spell(&word, text, words[i].span, scratch);
		for (size_t from = 0; from < form->n; from++) {
			struct reach more = give(&word, form, from);

			if (before.strict >> from & 1) {
				now.strict |= more.strict;
				now.loose |= more.loose;
			}
			if (before.loose >> from & 1)
				now.loose |= more.strict;
		}
		note_extent(&extent, now, form->n, i + 1);
		if (i > 0 && is_needless(&word, &words[i])) {
			now.strict |= before.strict;
			now.loose |= before.loose;
		}
		before = now;
	}
	return extent.strict > 0 ? extent.strict : extent.loose;
}

size_t pyiq_explained_by_last(const struct pyiq_short_form *form, struct pyiq_str text,
			      const struct pyiq_phrase_word *words, size_t n,
			      struct pyiq_buf *scratch)
{
	struct reach behind = { UINT32_C(1) << form->n, 0 }; /* the letters from there on are */
	struct extent extent = { 0, 0 };
	struct spelled word;

	for (size_t i = 1; i <= n && i <= PYIQ_SHORT_WORDS && extent.strict == 0 &&
			   (behind.strict | behind.loose) != 0;
	     i++) {
		struct reach now = { 0, 0 };

		spell(&word, text, words[n - i].span, scratch);
		for (size_t from = 0; from < form->n; from++) {
			struct reach more = give(&word, form, from);
			uint32_t loose =
				(more.loose & behind.strict) | (more.strict & behind.loose);

			now.strict |= (uint32_t)((more.strict & behind.strict) != 0) << from;
			now.loose |= (uint32_t)(loose != 0) << from;
		}
		if (may_begin(text, words, n, n - i))
			note_extent(&extent, now, 0, i);
		if (i > 1 && is_needless(&word, &words[n - i])) {
			now.strict |= behind.strict;
			now.loose |= behind.loose;
		}
		behind = now;
	}
	return extent.strict > 0 ? extent.strict : extent.loose;
}

#include "text/snippet.h"

#include "base/unicode.h"

/* Kinds are counted in so many slots; beyond that two of them may share one. */
enum { N_SLOTS = 256 };

/* What stands between sentences is no longer than that. */
enum {
	MAX_CLOSERS = 4,  /* quotes, brackets and stars behind the full stop */
	SENTENCE_GAP = 16 /* bytes of white space */
};

static const size_t none = SIZE_MAX;

/* What is asked for. */
struct task {
	struct pyiq_str text;
	const struct pyiq_span *spans;
	const unsigned *kinds;
	size_t n;
	size_t width;          /* no more than the text has */
	size_t n_lines;        /* SIZE_MAX for any number */
	struct pyiq_span core; /* what has to be shown */
	bool clipped;          /* the core is the beginning of a span too long to show */
};

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t most(size_t a, size_t b)
{
	return a > b ? a : b;
}

/* ---- Characters ---------------------------------------------------------- */

/* Where the character begins that a byte is part of. */
static size_t character_start(struct pyiq_str text, size_t at)
{
	uint32_t c;

	for (size_t back = 1; back <= 3 && back <= at; back++)
		if (pyiq_utf8_decode(text.data + at - back, text.len - at + back, &c) > back)
			return at - back;
	return at;
}

static size_t before(struct pyiq_str text, size_t at)
{
	return character_start(text, at - 1);
}

static size_t behind(struct pyiq_str text, size_t at)
{
	uint32_t c;

	return at + pyiq_utf8_decode(text.data + at, text.len - at, &c);
}

/* The class of the character at a place; the ends of the text are white space. */
static pyiq_char_class class_at(struct pyiq_str text, size_t at)
{
	uint32_t c;

	if (at >= text.len)
		return PYIQ_CHAR_SPACE;
	pyiq_utf8_decode(text.data + at, text.len - at, &c);
	return pyiq_char_classify(c);
}

static pyiq_char_class class_before(struct pyiq_str text, size_t at)
{
	return at > 0 ? class_at(text, before(text, at)) : PYIQ_CHAR_SPACE;
}

static size_t skip_space(struct pyiq_str text, size_t at, size_t limit)
{
	while (at < limit && class_at(text, at) == PYIQ_CHAR_SPACE)
		at = behind(text, at);
	return least(at, limit);
}

static size_t skip_space_back(struct pyiq_str text, size_t at, size_t limit)
{
	while (at > limit && class_before(text, at) == PYIQ_CHAR_SPACE)
		at = before(text, at);
	return most(at, limit);
}

/* ---- Words, sentences, lines --------------------------------------------- */

/* Whether text can be parted here without parting a word. */
static bool parts_words(struct pyiq_str text, size_t at)
{
	pyiq_char_class left = class_before(text, at), right = class_at(text, at);

	return left == PYIQ_CHAR_SPACE || right == PYIQ_CHAR_SPACE || left == PYIQ_CHAR_UNSPACED ||
	       right == PYIQ_CHAR_UNSPACED;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

/* Letters and digits, all that is not ASCII among them. */
static bool is_alphanumeric(char c)
{
	return is_digit(c) || is_lower(c) || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool is_line_start(struct pyiq_str text, size_t at)
{
	return at == 0 || text.data[at - 1] == '\n';
}

/* Whether a place is the first of its line, indentation aside. */
static bool begins_line(struct pyiq_str text, size_t at)
{
	while (at > 0 && (text.data[at - 1] == ' ' || text.data[at - 1] == '\t'))
		at--;
	return is_line_start(text, at);
}

/* How many bytes the one of the marks takes that ends at a place; 0 if none does. */
static size_t mark_before(struct pyiq_str text, size_t at, const char *const *marks)
{
	for (; *marks != NULL; marks++) {
		size_t len = strlen(*marks);

		if (len <= at && memcmp(text.data + at - len, *marks, len) == 0)
			return len;
	}
	return 0;
}

/* Whether the dot behind a place ends a sentence, and not an abbreviation or a list's number. */
static bool is_full_stop(struct pyiq_str text, size_t dot)
{
	size_t word = dot;
	bool number = true;

	/* The longest list number is shorter than any word that has to be read whole. */
	while (word > 0 && dot - word < 4 && is_alphanumeric(text.data[word - 1]))
		number = is_digit(text.data[--word]) && number;
	if (dot - word == 1)
		return false;
	return word == dot || !number || !begins_line(text, word);
}

/* Whether a sentence ends at `end`; behind white space, the next would begin at `next`. */
static bool ends_sentence(struct pyiq_str text, size_t end, size_t next)
{
	static const char *const closers[] = { "\"", "'",      ")",      "]", "`",
					       "*",  "\u2019", "\u201d", NULL };
	static const char *const marks[] = { ".", "!", "?", "\u2026", NULL };
	static const char *const wide_marks[] = { "\u3002", "\uff01", "\uff1f", NULL };
	size_t at = end, len;

	for (int i = 0; i < MAX_CLOSERS && (len = mark_before(text, at, closers)) > 0; i++)
		at -= len;
	if (mark_before(text, at, wide_marks) > 0)
		return true;
	len = mark_before(text, at, marks);
	if (len == 0 || (next == end && next < text.len))
		return false;
	if (next < text.len && is_lower(text.data[next]))
		return false;
	return text.data[at - 1] != '.' || is_full_stop(text, at - 1);
}

static bool is_sentence_start(struct pyiq_str text, size_t at)
{
	if (class_at(text, at) == PYIQ_CHAR_SPACE)
		return false;
	return ends_sentence(text, skip_space_back(text, at, at - least(at, SENTENCE_GAP)), at);
}

static bool is_sentence_end(struct pyiq_str text, size_t at)
{
	if (class_before(text, at) == PYIQ_CHAR_SPACE)
		return false;
	return ends_sentence(text, at, skip_space(text, at, least(text.len, at + SENTENCE_GAP)));
}

/* Whether a word is what stands before an item of a list, a quotation or a heading. */
static bool is_marker(struct pyiq_str word)
{
	static const char signs[] = "-*+>#";
	size_t i = 0;

	if (word.len == 1)
		return memchr(signs, word.data[0], sizeof signs - 1) != NULL;

	while (i < word.len && i < 3 && is_digit(word.data[i]))
		i++;
	return i > 0 && i + 1 == word.len && (word.data[i] == '.' || word.data[i] == ')');
}

/* The place behind a marker in the middle of a line, where it marks nothing. */
static size_t skip_stray_marker(struct pyiq_str text, size_t at)
{
	size_t end = at;

	while (end < text.len && end - at < 5 && class_at(text, end) != PYIQ_CHAR_SPACE)
		end = behind(text, end);
	if (begins_line(text, at) || !is_marker((struct pyiq_str){ text.data + at, end - at }))
		return at;
	return skip_space(text, end, least(text.len, end + SENTENCE_GAP));
}

/* Whether a line would be left with its marker alone. */
static bool ends_in_marker(struct pyiq_str text, size_t at)
{
	size_t word = at;

	while (at - word < 5 && class_before(text, word) != PYIQ_CHAR_SPACE)
		word = before(text, word);
	return is_marker((struct pyiq_str){ text.data + word, at - word }) &&
	       begins_line(text, word);
}

/* Where the n-th line from a place on ends, and before limit. */
static size_t end_of_lines(struct pyiq_str text, size_t start, size_t limit, size_t n)
{
	for (size_t at = start; at < limit; n--) {
		const char *end = memchr(text.data + at, '\n', limit - at);

		if (end == NULL)
			break;
		at = (size_t)(end - text.data);
		if (n <= 1)
			return at;
		at++;
	}
	return limit;
}

static size_t count_line_ends(struct pyiq_str text, size_t start, size_t end)
{
	size_t n = 0;

	while ((start = end_of_lines(text, start, end, 1)) < end) {
		start++;
		n++;
	}
	return n;
}

/* ---- The best cluster ----------------------------------------------------- */

static size_t slot(const struct task *task, size_t i)
{
	return task->kinds != NULL ? task->kinds[i] % N_SLOTS : 0;
}

/* Line ends from a place on, as far as they matter: not beyond the width, and not at all. */
static size_t line_ends(const struct task *task, size_t start, size_t end)
{
	if (task->n_lines == SIZE_MAX)
		return 0;
	return count_line_ends(task->text, start, least(end, start + task->width));
}

static size_t line_ends_to_next(const struct task *task, size_t i)
{
	return line_ends(task, task->spans[i].start, task->spans[i + 1].start);
}

/*
 * The spans that fit into the window and are of the most kinds; of such, the
 * ones that begin nearest together, and of those the first. One pass: what is
 * dropped on the left is too far away from all that follows, or its kind comes
 * again.
 */
static struct pyiq_span find_cluster(const struct task *task)
{
	const struct pyiq_span *spans = task->spans;
	size_t counts[N_SLOTS] = { 0 };
	size_t first = 0, n_kinds = 0, best_kinds = 0, best_extent = 0;
	size_t lines = 0; /* from the start of the first to the start of the last */
	struct pyiq_span best = { 0, 0 };

	for (size_t last = 0; last < task->n; last++) {
		size_t own_lines = line_ends(task, spans[last].start, spans[last].end);

		if (last > 0)
			lines += line_ends_to_next(task, last - 1);
		if (counts[slot(task, last)]++ == 0)
			n_kinds++;
		while (first < last &&
		       (spans[last].end - spans[first].start > task->width ||
			lines + own_lines >= task->n_lines || counts[slot(task, first)] > 1)) {
			lines -= line_ends_to_next(task, first);
			if (--counts[slot(task, first)] == 0)
				n_kinds--;
			first++;
		}

		size_t extent = spans[last].start - spans[first].start;

		if (n_kinds > best_kinds || (n_kinds == best_kinds && extent < best_extent)) {
			best_kinds = n_kinds;
			best_extent = extent;
			best = (struct pyiq_span){ spans[first].start, spans[last].end };
		}
	}
	return best;
}

/* Find what has to be shown, whole characters, and cut it to the window. */
static void find_core(struct task *task)
{
	struct pyiq_str text = task->text;
	struct pyiq_span wanted = { 0, 0 };

	if (task->n > 0)
		wanted = find_cluster(task);
	else
		wanted.start = wanted.end = skip_space(text, 0, text.len);
	if (character_start(text, wanted.end) < wanted.end)
		wanted.end = behind(text, character_start(text, wanted.end));

	size_t start = character_start(text, wanted.start);
	size_t end =
		end_of_lines(text, start, least(wanted.end, start + task->width), task->n_lines);

	task->core = (struct pyiq_span){ start, character_start(text, end) };
	task->clipped = task->core.end < wanted.end;
}

/* The start of the span that would be cut in two at a place; else the place. */
static size_t spare_span(const struct task *task, size_t at)
{
	size_t low = 0, high = task->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (task->spans[middle].start < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low > 0 && task->spans[low - 1].end > at ? task->spans[low - 1].start : at;
}

static bool cuts_span(const struct task *task, size_t at)
{
	return spare_span(task, at) != at;
}

/* ---- The window around it ------------------------------------------------- */

/* The start of the core's first line, if its lines can be shown whole. */
static size_t whole_lines(const struct task *task)
{
	struct pyiq_str text = task->text;
	size_t start = task->core.start;

	while (!is_line_start(text, start) && task->core.end - start < task->width)
		start--;

	size_t limit = least(text.len, start + task->width);
	bool whole = end_of_lines(text, task->core.end, limit, 1) < limit || limit == text.len ||
		     text.data[limit] == '\n';

	return is_line_start(text, start) && whole && !cuts_span(task, start) ? start : none;
}

/*
 * The first word from a place before the core on. If there is none, a part of
 * one, but only where there is room to `spare`.
 */
static size_t word_start(const struct task *task, size_t from, size_t spare)
{
	struct pyiq_str text = task->text;
	size_t start = task->core.start;

	for (size_t at = from; at < task->core.start; at = behind(text, at)) {
		if (cuts_span(task, at) || class_at(text, at) == PYIQ_CHAR_SPACE)
			continue;
		if (parts_words(text, at))
			return at;
		if (task->core.start - at <= spare)
			start = least(start, at);
	}
	return start;
}

/*
 * Where to begin: with the core's line if that can be shown whole; else where
 * the nearest line or sentence begins, if that is near; else at a word. But
 * what cannot be filled behind the core is filled before it, as far as whole
 * lines and sentences do.
 */
static size_t pick_start(const struct task *task)
{
	struct pyiq_str text = task->text;
	struct pyiq_span core = task->core;
	size_t room = task->width - (core.end - core.start);
	size_t lines = task->n_lines - 1 - count_line_ends(text, core.start, core.end);
	size_t tail = end_of_lines(text, core.end, least(text.len, core.end + room), lines + 1);

	tail = skip_space_back(text, character_start(text, tail), core.end);
	lines -= count_line_ends(text, core.end, tail);

	size_t spare = room - (tail - core.end); /* there is nothing behind to fill it */
	size_t near = least(room, task->width / 3);
	size_t start = whole_lines(task);
	size_t first = core.start; /* where a part of a sentence may begin */

	for (size_t at = core.start; core.start - at <= most(spare, near); at = before(text, at)) {
		if ((start == none || (at < start && core.start - at <= spare)) &&
		    (is_line_start(text, at) || is_sentence_start(text, at)) &&
		    !cuts_span(task, at))
			start = at;
		if (core.start - at <= most(spare, least(near, room / 2)))
			first = at;
		if (at == 0 || (is_line_start(text, at) && lines-- == 0))
			break;
	}
	if (start == none)
		start = word_start(task, first, spare);

	size_t skipped = skip_stray_marker(text, start);

	if (skipped <= core.start && !cuts_span(task, skipped))
		start = skipped;
	return skip_space(text, start, core.start);
}

/*
 * Where to end: with a line or a sentence if one ends in the last part of the
 * window, else with a word.
 */
static size_t pick_end(const struct task *task, size_t start)
{
	struct pyiq_str text = task->text;
	size_t limit =
		end_of_lines(text, start, least(text.len, start + task->width), task->n_lines);

	limit = character_start(text, limit);
	if (skip_space(text, limit, least(text.len, limit + task->width)) == text.len)
		return limit;
	if (!task->clipped)
		limit = spare_span(task, limit);

	size_t size = limit - start, word = none;
	size_t floor = task->clipped ? behind(text, task->core.start) : task->core.end;

	for (size_t at = limit; at > start && at >= most(floor, start + size / 2);
	     at = before(text, at)) {
		if ((!task->clipped && cuts_span(task, at)) || ends_in_marker(text, at))
			continue;
		if (text.data[at] == '\n' ||
		    (at - start >= size - size / 3 && is_sentence_end(text, at)))
			return at;
		if (word == none && parts_words(text, at))
			word = at;
	}
	return word != none ? word : limit;
}

static bool are_in_order(struct pyiq_str text, const struct pyiq_span *spans, size_t n)
{
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		if (spans[i].start < at || spans[i].end < spans[i].start)
			return false;
		at = spans[i].end;
	}
	return at <= text.len;
}

pyiq_status pyiq_snippet_pick(struct pyiq_str text, const struct pyiq_span *spans,
			      const unsigned *kinds, size_t n, size_t width, size_t n_lines,
			      struct pyiq_span *out)
{
	if (!are_in_order(text, spans, n))
		return PYIQ_ERR_INVALID;

	struct task task = { .text = text,
			     .spans = spans,
			     .kinds = kinds,
			     .n = n,
			     .width = least(width, text.len),
			     .n_lines = n_lines > 0 ? n_lines : SIZE_MAX };

	if (text.len == 0) {
		*out = (struct pyiq_span){ 0, 0 };
		return PYIQ_OK;
	}
	find_core(&task);

	size_t start = pick_start(&task), end = pick_end(&task, start);

	start = skip_space(text, start, end);
	end = skip_space_back(text, end, start);
	/* Matches of white space alone show nothing. */
	if (start == end && n > 0)
		return pyiq_snippet_pick(text, NULL, NULL, 0, width, n_lines, out);
	*out = start < end ? (struct pyiq_span){ start, end } : (struct pyiq_span){ 0, 0 };
	return PYIQ_OK;
}

#include "source/collect.h"
#include "source/wording.h"

/*
 * Where in a paragraph its question ends: authors go on in the same line, on the
 * next one, or wrap it.
 */

/* The words at the beginning of a line: a label is no longer, and stands behind marks at most. */
static struct pyiq_str beginning_of(struct pyiq_str line)
{
	enum { LONGEST = 256 };

	if (line.len > LONGEST)
		line.len = LONGEST;
	while (line.len > 0 && strchr(" \t*_>", line.data[0]) != NULL && line.data[0] != '\0')
		line = (struct pyiq_str){ line.data + 1, line.len - 1 };
	return line;
}

static bool announces_answer(struct pyiq_str line)
{
	bool alone;

	return pyiq_wording_answer_label(beginning_of(line), &alone) > 0;
}

size_t pyiq_head_end(const struct pyiq_blocks *blocks, const struct pyiq_block *leaf,
		     struct pyiq_span range)
{
	const char *text = blocks->source.data;
	size_t end = range.end;
	size_t line_start = range.start;

	for (;;) {
		const char *newline = memchr(text + line_start, '\n', end - line_start);

		if (newline == NULL)
			return end;

		size_t line_end = (size_t)(newline - text), last = line_end;
		bool hard = last >= 2 && text[last - 1] == ' ' && text[last - 2] == ' ';

		while (last > line_start && strchr(" \t*_`\\\"", text[last - 1]) != NULL) {
			hard = hard || text[last - 1] == '\\';
			last--;
		}
		if (hard || (leaf->emphasis.end > range.start && leaf->emphasis.end <= line_end))
			return line_end;
		if (last > line_start && strchr("?.!:", text[last - 1]) != NULL)
			return line_end;
		if (last >= line_start + 3 && memcmp(text + last - 3, "？", 3) == 0)
			return line_end;
		line_start = line_end + 1;
		if (announces_answer((struct pyiq_str){ text + line_start, end - line_start }))
			return line_end;
	}
}

size_t pyiq_next_labelled_line(const struct pyiq_blocks *blocks, struct pyiq_span range)
{
	const char *text = blocks->source.data;

	while (range.start < range.end) {
		const char *newline = memchr(text + range.start, '\n', range.end - range.start);

		if (newline == NULL)
			return range.end;
		range.start = (size_t)(newline - text) + 1;

		struct pyiq_str line = beginning_of(
			(struct pyiq_str){ text + range.start, range.end - range.start });

		if (pyiq_wording_question_label(line) > 0)
			return range.start;
	}
	return range.end;
}

/* Whether [from, to) of the source shows no letter or digit: closing marks, pictures, punctuation. */
static pyiq_status shows_nothing(struct pyiq_collector *c, struct pyiq_span range, bool *nothing)
{
	struct pyiq_str text, label;
	bool numbered, quoted;
	long number;
	pyiq_status status = pyiq_collector_show(c, range, &text);

	text = pyiq_wording_strip(text, &label, &numbered, &number, &quoted);
	while (text.len > 0 && strchr(" .,:;?!-()[]\"'", text.data[0]) != NULL) {
		text.data++;
		text.len--;
	}
	*nothing = text.len == 0;
	return status;
}

static bool is_mark_between(char c)
{
	return strchr(" \t:-*_", c) != NULL && c != '\0';
}

/* Where the text behind a question begins: not with the colon or the dash that parts them. */
static size_t skip_dash(const char *text, size_t from, size_t end)
{
	static const char *const dashes[] = { "–", "—", "→" };
	bool again = true;

	while (again) {
		again = from < end && is_mark_between(text[from]);
		from += again;
		for (size_t i = 0; i < sizeof dashes / sizeof *dashes && !again; i++) {
			again = end - from > 3 && memcmp(text + from, dashes[i], 3) == 0;
			from += again ? 3 : 0;
		}
	}
	return from;
}

static bool orders_to_tell(const char *text, size_t from, size_t end)
{
	return pyiq_wording_asks_to_tell(
		beginning_of((struct pyiq_str){ text + from, end - from }));
}

/* Whether a dash with blanks around it stands behind the marks that close a bold text. */
static bool follows_dash(const char *text, size_t from, size_t end)
{
	static const char *const dashes[] = { " - ", " – ", " — " };

	while (from < end && strchr("*_", text[from]) != NULL && text[from] != '\0')
		from++;
	for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
		if (end - from > strlen(dashes[i]) &&
		    memcmp(text + from, dashes[i], strlen(dashes[i])) == 0)
			return true;
	return false;
}

/*
 * `**What is a list?** A row.`: where a bold beginning that asks ends, when more
 * stands on its line; else 0. `**Bias** is an error.` and `**Lists:** What are
 * they?` are something else.
 */
static size_t bold_question_end(const struct pyiq_blocks *blocks, const struct pyiq_block *leaf,
				struct pyiq_span range)
{
	const char *text = blocks->source.data;
	size_t end = leaf->emphasis.end;

	if (leaf->emphasis.start < range.start || end <= leaf->emphasis.start || end >= range.end)
		return 0;

	size_t last = end;

	while (last > leaf->emphasis.start && strchr(" *_", text[last - 1]) != NULL)
		last--;
	if (last == leaf->emphasis.start)
		return 0;

	bool asks = text[last - 1] == '?' ||
		    (last - leaf->emphasis.start > 3 && (memcmp(text + last - 3, "？", 3) == 0 ||
							 memcmp(text + last - 2, "؟", 2) == 0));
	size_t rest = skip_dash(text, end, range.end);

	/* `**Explain a list** - a row.` */
	asks = asks || (orders_to_tell(text, leaf->emphasis.start, last) &&
			follows_dash(text, end, range.end));

	const char *newline = memchr(text + end, '\n', range.end - end);
	size_t line = newline != NULL ? (size_t)(newline - text) : range.end;

	/* What goes on asking, or is an aside, belongs to the question. */
	while (line > rest && strchr(" .*_", text[line - 1]) != NULL)
		line--;
	return asks && rest < line && text[line - 1] != '?' &&
			       !(text[rest] == '(' && text[line - 1] == ')')
		       ? end
		       : 0;
}

static bool begins_with_number(const struct pyiq_blocks *blocks, struct pyiq_span line)
{
	long number;

	return pyiq_wording_number(
		       (struct pyiq_str){ blocks->source.data + line.start, line.end - line.start },
		       &number) > 0;
}

/* `🔹 **What is a list?**`: whether the first line is bold, but for a picture before it. */
static bool is_bold_line(struct pyiq_str line)
{
	size_t i = 0;

	while (i < line.len && ((unsigned char)line.data[i] >= 0x80 || line.data[i] == ' '))
		i++;
	while (line.len > i && line.data[line.len - 1] == ' ')
		line.len--;
	if (i == 0 || line.len < i + 5 || memcmp(line.data + i, "**", 2) != 0 ||
	    memcmp(line.data + line.len - 2, "**", 2) != 0)
		return false;
	return pyiq_wording_strip_ornaments((struct pyiq_str){ line.data, i }).len == 0 &&
	       memchr(line.data + i + 2, '*', line.len - i - 4) == NULL;
}

static struct pyiq_span rest_of_line(const struct pyiq_blocks *blocks, size_t from, size_t end)
{
	const char *text = blocks->source.data, *newline = memchr(text + from, '\n', end - from);

	return (struct pyiq_span){ from, newline != NULL ? (size_t)(newline - text) : end };
}

/* `What is a list? — A row.` in an item: where the question ends, or 0. */
static size_t asked_before_dash(const struct pyiq_blocks *blocks, struct pyiq_span range)
{
	static const char *const partings[] = { "? - ", "? – ", "? — ", "? → ", "? -> ", "？—" };
	const char *text = blocks->source.data;
	const char *newline = memchr(text + range.start, '\n', range.end - range.start);
	size_t end = newline != NULL ? (size_t)(newline - text) : range.end;

	for (size_t i = range.start; i < end; i++)
		for (size_t p = 0; p < sizeof partings / sizeof *partings; p++) {
			size_t len = strlen(partings[p]);

			if (end - i > len && memcmp(text + i, partings[p], len) == 0)
				return memchr(text + i + len, '?', end - i - len) == NULL
					       ? i + (text[i] == '?' ? 1 : 3)
					       : 0;
		}
	return 0;
}

/* Where a head ends that its first line tells apart from what follows; 0 where it does not. */
static pyiq_status told_by_line(struct pyiq_collector *c, struct pyiq_slot *slot,
				struct pyiq_span range, size_t *end)
{
	const struct pyiq_block *leaf = &c->blocks->block[slot->block];
	struct pyiq_span line = rest_of_line(c->blocks, range.start, range.end);
	bool nothing = true;
	pyiq_status status = PYIQ_OK;

	*end = bold_question_end(c->blocks, leaf, range);
	if (*end > 0)
		status = shows_nothing(c, rest_of_line(c->blocks, *end, range.end), &nothing);
	if (nothing)
		*end = is_bold_line((struct pyiq_str){ c->blocks->source.data + line.start,
						       line.end - line.start })
			       ? line.end
			       : 0;
	slot->bold = *end > 0;
	if (*end == 0 && slot->kind == PYIQ_SLOT_ITEM)
		*end = asked_before_dash(c->blocks, range);
	/* Of a numbered paragraph the first line is the question, whether it asks or not. */
	if (*end == 0 && slot->kind == PYIQ_SLOT_PARAGRAPH && begins_with_number(c->blocks, line))
		*end = line.end;
	return status;
}

pyiq_status pyiq_find_head(struct pyiq_collector *c, struct pyiq_slot *slot,
			   struct pyiq_span *range)
{
	const struct pyiq_block *leaf = &c->blocks->block[slot->block];
	size_t end = range->end, told = 0;
	pyiq_status status = PYIQ_OK;

	if (leaf->kind == PYIQ_BLOCK_PARAGRAPH) {
		status = told_by_line(c, slot, *range, &told);
		if (status != PYIQ_OK)
			return status;
		range->end = told > 0 ? told : pyiq_head_end(c->blocks, leaf, *range);
	}
	slot->body = told > 0 ? skip_dash(c->blocks->source.data, told, end) : range->end;
	if (!slot->bold && leaf->emphasis.end > leaf->emphasis.start &&
	    leaf->emphasis.start >= range->start) {
		size_t bold = leaf->emphasis.end < range->end ? leaf->emphasis.end : range->end;

		status = shows_nothing(c, (struct pyiq_span){ bold, range->end }, &slot->bold);
	}
	return status;
}

#include "source/collect.h"
#include "source/wording.h"
#include "source/words.h"

/*
 * Flashcards as programs for spaced repetition read them: `front::back` and
 * `front;;back` on a line, or the two parted by a line with nothing but `?`. A
 * third colon, or a second question mark, asks for the card in both directions.
 */
enum { COLONS = 1, SEMICOLONS, LINE_BETWEEN };

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_name(char c)
{
	return pyiq_words_is_digit(c) || c == '_' ||
	       (pyiq_words_lower(c) >= 'a' && pyiq_words_lower(c) <= 'z');
}

/* What parts the two sides of a line: its place and length, or nothing. */
struct parting {
	size_t at, len; /* offset in the source; 0: none */
	unsigned make;
};

/* The only pair of colons or semicolons on a line outside code; two pairs are code whatever they are. */
static struct parting find_parting(const char *text, struct pyiq_span line)
{
	struct parting found = { 0, 0, 0 };
	bool code = false;

	for (size_t i = line.start; i + 1 < line.end; i++) {
		size_t len = 0;

		code ^= text[i] == '`';
		if (code || (text[i] != ':' && text[i] != ';') || text[i + 1] != text[i])
			continue;
		while (i + len < line.end && text[i + len] == text[i])
			len++;
		if (len > 3 || (len == 3 && text[i] == ';') || found.len > 0)
			return (struct parting){ 0, 0, 0 };
		found = (struct parting){ i, len, text[i] == ':' ? COLONS : SEMICOLONS };
		i += len - 1;
	}
	return found;
}

static bool shows(const char *text, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (!is_blank(text[i]) && text[i] != '\n')
			return true;
	return false;
}

/* Where the text of a line ends: before the remarks that programs leave behind it. */
static size_t before_comment(const char *text, size_t from, size_t to)
{
	for (size_t i = from; i + 4 <= to; i++)
		if (memcmp(text + i, "<!--", 4) == 0)
			return i;
	return to;
}

/* `tags:: python`: a property, as some programs keep them in a note. */
static bool is_property(const char *text, struct pyiq_span line, const struct parting *parting)
{
	if (parting->make != COLONS || !is_blank(text[parting->at + parting->len]))
		return false;
	for (size_t i = line.start; i < parting->at; i++)
		if (!((text[i] >= 'a' && text[i] <= 'z') || strchr("-_.", text[i]) != NULL))
			return false;
	return true;
}

static pyiq_status collect_line(struct pyiq_collector *c, uint32_t paragraph, struct pyiq_span line)
{
	const char *text = c->blocks->source.data;
	struct parting parting = find_parting(text, line);
	size_t back = parting.at + parting.len;
	pyiq_status status;

	if (parting.len == 0)
		return PYIQ_OK;
	line.end = before_comment(text, back, line.end);
	if (!shows(text, line.start, parting.at) || !shows(text, back, line.end) ||
	    is_property(text, line, &parting))
		return PYIQ_OK;

	struct pyiq_slot slot = { .kind = PYIQ_SLOT_CARD,
				  .block = paragraph,
				  .unit = paragraph,
				  .level = parting.make,
				  .body = back,
				  .end = line.end,
				  .line = pyiq_blocks_line_of(c->blocks, line.start),
				  .number = -1,
				  /* `std::sort` is a name. */
				  .weak = parting.make == COLONS && parting.len == 2 &&
					  is_name(text[parting.at - 1]) && is_name(text[back]) &&
					  !pyiq_words_is_digit(text[back]) };

	status = pyiq_collector_read_head(c, &slot, (struct pyiq_span){ line.start, parting.at });
	if (status != PYIQ_OK || slot.head.start == slot.head.end)
		return status;
	return pyiq_collector_push(c, &slot);
}

/* Whether a card that was met before stands in the front of this one. */
static bool is_among_earlier(const struct pyiq_collector *c, const struct pyiq_slot *slot)
{
	return c->slots->n > 0 && c->slots->slot[c->slots->n - 1].head.start >= slot->head.start;
}

/* A line of one or two question marks, in a paragraph or as one: the front stands above it. */
static pyiq_status collect_line_between(struct pyiq_collector *c, uint32_t paragraph,
					struct pyiq_span line)
{
	const struct pyiq_block *block = &c->blocks->block[paragraph];
	struct pyiq_slot slot = { .kind = PYIQ_SLOT_CARD,
				  .block = paragraph,
				  .unit = paragraph,
				  .level = LINE_BETWEEN,
				  .body = line.end,
				  .number = -1 };
	struct pyiq_span front = { block->content.start, line.start };
	pyiq_status status;

	/* Cards on a line may stand right above. */
	for (size_t i = c->slots->n; i > 0 && c->slots->slot[i - 1].block == paragraph; i--)
		if (c->slots->slot[i - 1].kind == PYIQ_SLOT_CARD &&
		    c->slots->slot[i - 1].end > front.start)
			front.start = c->slots->slot[i - 1].end;
	while (front.start < front.end && c->blocks->source.data[front.start] == '\n')
		front.start++;
	if (!shows(c->blocks->source.data, front.start, front.end)) {
		const struct pyiq_block *above = block - 1;

		if (paragraph == 0 || above->kind != PYIQ_BLOCK_PARAGRAPH ||
		    above->parent != block->parent)
			return PYIQ_OK;
		slot.block = slot.unit = paragraph - 1;
		front = above->content;
	}
	slot.line = pyiq_blocks_line_of(c->blocks, front.start);
	status = pyiq_collector_read_head(c, &slot, front);
	if (status != PYIQ_OK || slot.head.start == slot.head.end || is_among_earlier(c, &slot))
		return status;
	return pyiq_collector_push(c, &slot);
}

pyiq_status pyiq_collect_cards(struct pyiq_collector *c, uint32_t paragraph)
{
	const char *text = c->blocks->source.data;
	struct pyiq_span all = c->blocks->block[paragraph].content;
	pyiq_status status = PYIQ_OK;

	/* Comments behind the last word are not what shows, nor is a lone mark told apart from them. */
	all.end = c->blocks->block[paragraph].span.end;
	for (size_t start = all.start; start < all.end && status == PYIQ_OK;) {
		const char *newline = memchr(text + start, '\n', all.end - start);
		struct pyiq_span line = { start,
					  newline != NULL ? (size_t)(newline - text) : all.end };

		start = line.end + 1;
		while (line.start < line.end &&
		       (is_blank(text[line.start]) || text[line.start] == '>'))
			line.start++;
		while (line.end > line.start && is_blank(text[line.end - 1]))
			line.end--;

		size_t len = line.end - line.start;

		if ((len == 1 || len == 2) && text[line.start] == '?' && text[line.end - 1] == '?')
			return collect_line_between(c, paragraph, line);
		status = collect_line(c, paragraph, line);
	}
	return status;
}

#include "source/markdown_reader.h"

#include "source/html_tags.h"

/* How many bytes the entity at text[from] takes, 0 if none stands there. */
static size_t entity_length(struct pyiq_str text, size_t from)
{
	enum { LONGEST = 34 };
	size_t limit = text.len - from < LONGEST ? text.len : from + LONGEST;

	for (size_t i = from + 1; i < limit; i++) {
		char c = text.data[i];

		if (c == ';')
			return i > from + 1 ? i + 1 - from : 0;
		if (c != '#' && !(c >= '0' && c <= '9') &&
		    !((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			return 0;
	}
	return 0;
}

static size_t character_length(const char *text, size_t len)
{
	size_t n = 1;

	while (n < len && ((unsigned char)text[n] & 0xC0) == 0x80)
		n++;
	return n;
}

/* Bytes inside a text that do not show. */
static void hide_inside(struct pyiq_markdown_reader *r, size_t from, size_t to, unsigned flags,
			pyiq_status *status)
{
	if (r != NULL && *status == PYIQ_OK)
		*status = pyiq_blocks_add_run(r->blocks, from, to, flags, r->err);
}

/* How many backslashes stand there, of which no more than `enough` matter. */
static size_t count_backslashes(struct pyiq_str text, size_t from, size_t enough)
{
	size_t n = 0;

	while (n < enough && from + n < text.len && text.data[from + n] == '\\')
		n++;
	return n;
}

/*
 * Walk over the `shown` backslashes of a literal, which stand at `s` of the source: as they are, as
 * in code, where there are no more of them; else each is written as two, as long as there are two.
 * Returns where they end.
 */
static size_t pass_backslashes(struct pyiq_str source, size_t s, size_t shown,
			       struct pyiq_markdown_reader *r, pyiq_status *status)
{
	size_t written = count_backslashes(source, s, 2 * shown + 1);

	for (; shown > 0 && written > 0; shown--) {
		if (written > shown) {
			hide_inside(r, s, s + 1, 0, status);
			s++;
			written--;
		}
		s++;
		written--;
	}
	return s;
}

/*
 * Whether the literal stands at `from` of the source, written with escapes,
 * entities or line breaks where it has a character; *end receives where it
 * ends. With a reader, the bytes that do not show become runs. An entity shows
 * as nothing, but for `&amp;`, whose first byte is what it stands for.
 */
static bool literal_stands_at(struct pyiq_str source, size_t from, struct pyiq_str literal,
			      size_t *end, struct pyiq_markdown_reader *r, pyiq_status *status)
{
	size_t s = from;

	for (size_t i = 0; i < literal.len;) {
		if (s >= source.len)
			return false;

		char c = source.data[s];
		size_t entity = c == '&' ? entity_length(source, s) : 0;

		/* `&copy` without its semicolon is text; so is `&` itself. */
		if (entity > 0 && (entity > literal.len - i ||
				   memcmp(source.data + s, literal.data + i, entity) != 0)) {
			size_t shown = literal.data[i] == '&';

			hide_inside(r, s + shown, s + entity, shown ? 0 : PYIQ_RUN_BREAK, status);
			s += entity;
			i += character_length(literal.data + i, literal.len - i);
		} else if (c == '\\' && literal.data[i] == '\\') {
			size_t shown = count_backslashes(literal, i, literal.len);

			s = pass_backslashes(source, s, shown, r, status);
			i += shown;
		} else if (c == literal.data[i]) {
			s++;
			i++;
		} else if (c == '\\' && s + 1 < source.len &&
			   source.data[s + 1] == literal.data[i]) {
			hide_inside(r, s, s + 1, 0, status);
			s++;
		} else if (c == '\n' && literal.data[i] == ' ') {
			size_t line = ++s;

			while (s < source.len &&
			       (pyiq_markdown_is_blank(source.data[s]) || source.data[s] == '>'))
				s++;
			hide_inside(r, line, s, 0, status);
			i++;
		} else {
			return false;
		}
	}
	*end = s;
	return true;
}

/* Find a literal where cmark says it is, else behind the cursor: in that line or in a later one of the leaf. */
static bool find_literal(struct pyiq_markdown_reader *r, struct pyiq_str literal, size_t column,
			 size_t *start, size_t *end)
{
	enum { WINDOW = 4096, PATIENCE = 16 }; /* bound the work on hostile lines */
	struct pyiq_str source = r->blocks->source;
	size_t line_start = pyiq_blocks_line_start(r->blocks, r->line);
	size_t leaf_end = pyiq_markdown_block(r, r->leaf)->span.end;
	size_t said = line_start + (column > 0 ? column - 1 : 0) + (size_t)r->shift;
	pyiq_status ignored;

	if (said >= r->cursor && said < leaf_end &&
	    literal_stands_at(source, said, literal, end, NULL, &ignored)) {
		*start = said;
		return true;
	}
	if (r->n_lost >= PATIENCE)
		return false;

	size_t from = r->cursor > line_start ? r->cursor : line_start;

	for (size_t s = from; s < leaf_end && s - from < WINDOW; s++) {
		if (literal_stands_at(source, s, literal, end, NULL, &ignored)) {
			*start = s;
			return true;
		}
	}
	r->n_lost++;
	return false;
}

/* What can stand around emphasised text without being a link's target or a tag. */
static bool is_delimiter(char c)
{
	return c == '*' || c == '_' || c == '`' || c == '[' || c == ']' || c == '!';
}

/*
 * Make [from, to), which lies between two texts, markup; but line breaks stay,
 * and so do underscores that stand at a text: `__init__` shows whatever
 * CommonMark makes of it.
 */
static pyiq_status hide(struct pyiq_markdown_reader *r, size_t from, size_t to)
{
	const char *text = r->blocks->source.data;
	size_t closing = from, opening = to;
	pyiq_status status = PYIQ_OK;
	unsigned flags = r->flags;

	while (closing < to && is_delimiter(text[closing]))
		closing++;
	while (opening > closing && is_delimiter(text[opening - 1]))
		opening--;
	r->flags = 0;
	for (size_t i = from; i < to && status == PYIQ_OK; i++) {
		if (text[i] != '\n' && (text[i] != '_' || (i >= closing && i < opening)))
			continue;
		if (i > from) {
			status = pyiq_blocks_add_run(r->blocks, from, i, flags, r->err);
			flags = 0;
		}
		from = i + 1;
	}
	return status == PYIQ_OK ? pyiq_blocks_add_run(r->blocks, from, to, flags, r->err) : status;
}

pyiq_status pyiq_markdown_text(struct pyiq_markdown_reader *r, struct pyiq_str literal,
			       size_t said_line, size_t column)
{
	struct pyiq_block *leaf = pyiq_markdown_block(r, r->leaf);
	size_t start, end;

	if (literal.len == 0)
		return PYIQ_OK;
	if (said_line > 0)
		r->line = said_line + r->n_behind;
	if (!find_literal(r, literal, column, &start, &end)) {
		r->lost = true;
		return PYIQ_OK;
	}

	size_t line = pyiq_blocks_line_of(r->blocks, start);

	if (line > r->line)
		r->n_behind += line - r->line;
	r->line = line;

	pyiq_status status = PYIQ_OK;

	if (r->n_texts == 0) {
		leaf->content.start = start;
		while (leaf->content.start > leaf->span.start &&
		       r->blocks->source.data[leaf->content.start - 1] == '_')
			leaf->content.start--;
		status = hide(r, r->cursor, start);
	} else {
		status = hide(r, r->lost ? start : r->cursor, start);
	}
	if (status == PYIQ_OK)
		literal_stands_at(r->blocks->source, start, literal, &end, r, &status);
	r->cursor = end;
	r->lost = false;
	leaf = pyiq_markdown_block(r, r->leaf);
	leaf->content.end = end;
	if (r->strong_depth > 0 && r->n_strong_texts == r->n_texts) {
		leaf->emphasis = leaf->content;
		r->n_strong_texts++;
	}
	r->n_texts++;
	r->n_link_texts += r->in_link;
	return status;
}

void pyiq_markdown_begin_leaf(struct pyiq_markdown_reader *r, uint32_t index)
{
	const struct pyiq_block *leaf = pyiq_markdown_block(r, index);

	const char *text = r->blocks->source.data;

	r->leaf = index;
	r->cursor = leaf->span.start;

	/* What marks a heading shows: it tells it from other lines. */
	if (leaf->kind == PYIQ_BLOCK_HEADING && leaf->line == leaf->end_line)
		while (r->cursor < leaf->span.end && text[r->cursor] == '#')
			r->cursor++;
	while (r->cursor < leaf->span.end && pyiq_markdown_is_blank(text[r->cursor]))
		r->cursor++;
	r->line = leaf->line;
	r->flags = 0;
	r->n_behind = r->n_lost = 0;
	r->shift = 0;
	r->lost = false;
	r->strong_depth = 0;
	r->n_texts = r->n_strong_texts = r->n_link_texts = 0;
	r->in_link = false;
}

pyiq_status pyiq_markdown_end_leaf(struct pyiq_markdown_reader *r)
{
	struct pyiq_block *leaf = pyiq_markdown_block(r, r->leaf);
	const char *text = r->blocks->source.data;
	pyiq_status status = PYIQ_OK;

	if (r->n_texts == 0) {
		leaf->content = (struct pyiq_span){ leaf->span.start, leaf->span.start };
	} else if (!r->lost) {
		while (leaf->content.end < leaf->span.end && text[leaf->content.end] == '_')
			leaf->content.end++;
		if (leaf->emphasis.end > 0 && leaf->emphasis.end + 2 >= leaf->content.end)
			leaf->emphasis.end = leaf->content.end;
		if (r->cursor < leaf->span.end)
			status = hide(r, r->cursor, leaf->span.end);
		leaf = pyiq_markdown_block(r, r->leaf);
	} else {
		leaf->content.end = leaf->span.end;
		status = hide(r, leaf->span.end, leaf->span.end);
	}
	leaf->link = r->n_texts > 0 && r->n_texts == r->n_link_texts;
	r->leaf = PYIQ_NO_BLOCK;
	return status;
}

/* A tag among words: `<br>` parts them, the tags of `H<sub>2</sub>O` do not, and `<b>` is bold. */
void pyiq_markdown_tag(struct pyiq_markdown_reader *r, struct pyiq_str text)
{
	struct pyiq_tag tag;
	bool known = pyiq_html_next_tag(text, 0, &tag);

	if (!known || (tag.kind != PYIQ_TAG_INLINE && tag.kind != PYIQ_TAG_BOLD))
		r->flags |= PYIQ_RUN_BREAK;
	if (known && tag.kind == PYIQ_TAG_BOLD && (!tag.closing || r->strong_depth > 0))
		r->strong_depth += tag.closing ? -1 : 1;
}

#include "base/table.h"
#include "base/unicode.h"
#include "source/collect.h"
#include "source/wording.h"

/*
 * Tables of contents: at least three links in a row that lead to places of a
 * document. They are no questions, but they tell which headings are: those that
 * somebody thought worth a link. Their wording often differs from the heading's,
 * so places are compared by target as well as by text.
 */
enum { FEWEST = 3 };

struct contents {
	struct pyiq_collector *c;
	struct pyiq_table places; /* that links lead to, and what they say; as keys */
	struct pyiq_buf key;
	struct pyiq_buf folded;
	uint32_t *links; /* leaves of links that stand in a row */
	size_t n_links, capacity;
};

static int hex(char c)
{
	return c >= '0' && c <= '9'                     ? c - '0'
	       : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
							: -1;
}

/*
 * Make the key of a name: letters and digits alone, folded, for every site makes
 * its own anchors of a heading's text. `%XX` is undone.
 */
static void make_key(struct contents *contents, struct pyiq_str name)
{
	struct pyiq_buf *key = &contents->key, *folded = &contents->folded;

	pyiq_buf_clear(key);
	for (size_t i = 0; i < name.len; i++) {
		bool escaped = name.data[i] == '%' && i + 2 < name.len &&
			       hex(name.data[i + 1]) >= 0 && hex(name.data[i + 2]) >= 0;
		char byte = name.data[i];

		if (escaped) {
			byte = (char)(hex(name.data[i + 1]) * 16 + hex(name.data[i + 2]));
			i += 2;
		}
		pyiq_buf_append(key, &byte, 1);
	}
	pyiq_buf_clear(folded);
	pyiq_fold(folded, pyiq_buf_str(key), key->len);
	pyiq_buf_clear(key);
	for (size_t i = 0; i < folded->len;) {
		uint32_t character;
		size_t n = pyiq_utf8_decode(folded->data + i, folded->len - i, &character);
		pyiq_char_class class = pyiq_char_classify(character);

		if (character != '_' && (class == PYIQ_CHAR_WORD || class == PYIQ_CHAR_UNSPACED))
			pyiq_buf_append(key, folded->data + i, n);
		i += n;
	}
}

static pyiq_status key_status(const struct contents *contents)
{
	return contents->key.failed || contents->folded.failed ? pyiq_fail_nomem(contents->c->err)
							       : PYIQ_OK;
}

static pyiq_status add_place(struct contents *contents, struct pyiq_str name)
{
	pyiq_status status;

	make_key(contents, name);
	status = key_status(contents);
	if (status == PYIQ_OK && contents->key.len > 0 &&
	    pyiq_table_put(&contents->places,
			   (struct pyiq_str){ contents->key.data, contents->key.len }) == NULL)
		return pyiq_fail_nomem(contents->c->err);
	return status;
}

static pyiq_status is_place(struct contents *contents, struct pyiq_str name, bool *yes)
{
	make_key(contents, name);
	*yes = *yes ||
	       (contents->key.len > 0 &&
		pyiq_table_find(&contents->places, (struct pyiq_str){ contents->key.data,
								      contents->key.len }) != NULL);
	return key_status(contents);
}

/* The text of a heading or of a link without its number and the marks around it. */
static pyiq_status bare_text(struct contents *contents, struct pyiq_span range,
			     struct pyiq_str *text)
{
	struct pyiq_str label;
	bool numbered, quoted;
	long number;
	pyiq_status status = pyiq_collector_show(contents->c, range, text);

	*text = pyiq_wording_strip(*text, &label, &numbered, &number, &quoted);
	return status;
}

/* The targets `](#place)` of a leaf, and its text. */
static pyiq_status add_link(struct contents *contents, const struct pyiq_block *leaf)
{
	const char *source = contents->c->blocks->source.data;
	struct pyiq_str text;
	pyiq_status status = bare_text(contents, leaf->content, &text);

	if (status == PYIQ_OK)
		status = add_place(contents, text);
	for (size_t i = leaf->span.start; i + 2 < leaf->span.end && status == PYIQ_OK; i++) {
		if (source[i] != ']' || source[i + 1] != '(' || source[i + 2] != '#')
			continue;

		size_t start = i + 3, end = start;

		while (end < leaf->span.end && strchr(")\" \n", source[end]) == NULL)
			end++;
		status = add_place(contents, (struct pyiq_str){ source + start, end - start });
		i = end;
	}
	return status;
}

/* Whether a link of a leaf leads to a place of this document. */
static bool leads_inside(const struct pyiq_blocks *blocks, const struct pyiq_block *leaf)
{
	const char *text = blocks->source.data;

	for (size_t i = leaf->span.start; i + 2 < leaf->span.end; i++)
		if (text[i] == ']' && text[i + 1] == '(' && text[i + 2] == '#')
			return true;
	return false;
}

static pyiq_status end_row(struct contents *contents)
{
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; contents->n_links >= FEWEST && i < contents->n_links; i++) {
		status = add_link(contents, &contents->c->blocks->block[contents->links[i]]);
		if (status != PYIQ_OK)
			break;
	}
	contents->n_links = 0;
	return status;
}

static pyiq_status read_rows(struct contents *contents)
{
	const struct pyiq_blocks *blocks = contents->c->blocks;
	pyiq_status status = PYIQ_OK;

	for (uint32_t i = 0; i < blocks->n && status == PYIQ_OK; i++) {
		const struct pyiq_block *leaf = &blocks->block[i];

		if (leaf->kind < PYIQ_BLOCK_HEADING || leaf->kind >= PYIQ_BLOCK_RULE)
			continue;
		if (leaf->kind != PYIQ_BLOCK_HEADING && leaf->link && leads_inside(blocks, leaf)) {
			status = pyiq_grow(&contents->links, &contents->capacity,
					   contents->n_links + 1, sizeof *contents->links,
					   contents->c->err);
			if (status == PYIQ_OK)
				contents->links[contents->n_links++] = i;
		} else if (leaf->kind != PYIQ_BLOCK_CELL) {
			/* The other cells of a row number and sort the links. */
			status = end_row(contents);
		}
	}
	return status == PYIQ_OK ? end_row(contents) : status;
}

/* The anchors `<a name="…">` and `<h2 id="…">` in a heading, and right before it. */
static pyiq_status find_anchors(struct contents *contents, const struct pyiq_block *heading,
				bool *yes)
{
	enum { REACH = 160 }; /* bytes before the heading */
	static const char *const attributes[] = { "name=", "id=" };
	const char *source = contents->c->blocks->source.data;
	size_t start = heading->span.start;
	pyiq_status status = PYIQ_OK;

	while (start > 0 && heading->span.start - start < REACH &&
	       !(source[start - 1] == '\n' && start >= 2 && source[start - 2] == '\n' &&
		 heading->span.start - start > 1))
		start--;
	for (size_t i = start; i < heading->span.end && status == PYIQ_OK && !*yes; i++) {
		for (size_t a = 0; a < 2 && status == PYIQ_OK; a++) {
			size_t len = strlen(attributes[a]), from = i + len, end;

			if (from + 1 >= heading->span.end || i == 0 ||
			    memcmp(source + i, attributes[a], len) != 0 || source[i - 1] != ' ')
				continue;
			from += source[from] == '"' || source[from] == '\'';
			end = from;
			while (end < heading->span.end && strchr("\"'> \n", source[end]) == NULL)
				end++;
			status = is_place(contents, (struct pyiq_str){ source + from, end - from },
					  yes);
		}
	}
	return status;
}

static pyiq_status find_slot(struct contents *contents, struct pyiq_slot *slot)
{
	const struct pyiq_block *heading = &contents->c->blocks->block[slot->block];
	struct pyiq_str text;
	pyiq_status status = pyiq_collector_show(contents->c, heading->content, &text);

	if (status == PYIQ_OK)
		status = is_place(contents, text, &slot->linked);
	if (status == PYIQ_OK)
		status = bare_text(contents, heading->content, &text);
	if (status == PYIQ_OK)
		status = is_place(contents, text, &slot->linked);
	return status == PYIQ_OK ? find_anchors(contents, heading, &slot->linked) : status;
}

/* A question without a text below it that stands elsewhere with one is a line of contents, linked or not. */
static pyiq_status find_announcements(struct contents *contents)
{
	struct pyiq_collector *c = contents->c;
	struct pyiq_table answered;
	pyiq_status status = PYIQ_OK;

	pyiq_table_init(&answered);
	for (int pass = 0; pass < 2 && status == PYIQ_OK; pass++) {
		for (size_t i = 0; i < c->slots->n && status == PYIQ_OK; i++) {
			struct pyiq_slot *slot = &c->slots->slot[i];
			struct pyiq_str text;

			if (slot->has_body == (pass == 1))
				continue;
			status = pyiq_collector_show(c, slot->head, &text);
			make_key(contents, text);
			if (status == PYIQ_OK)
				status = key_status(contents);
			if (status != PYIQ_OK || contents->key.len == 0)
				continue;
			text = (struct pyiq_str){ contents->key.data, contents->key.len };
			if (pass == 1)
				slot->contents =
					slot->contents || pyiq_table_find(&answered, text) != NULL;
			else if (pyiq_table_put(&answered, text) == NULL)
				status = pyiq_fail_nomem(c->err);
		}
	}
	pyiq_table_release(&answered);
	return status;
}

pyiq_status pyiq_collect_contents(struct pyiq_collector *c)
{
	struct contents contents = { .c = c };
	pyiq_status status;

	pyiq_table_init(&contents.places);
	pyiq_buf_init(&contents.key);
	pyiq_buf_init(&contents.folded);
	status = read_rows(&contents);
	for (size_t i = 0; i < c->slots->n && contents.places.n > 0 && status == PYIQ_OK; i++)
		if (c->slots->slot[i].kind == PYIQ_SLOT_HEADING ||
		    c->slots->slot[i].kind == PYIQ_SLOT_ITEM_HEADING)
			status = find_slot(&contents, &c->slots->slot[i]);
	if (status == PYIQ_OK)
		status = find_announcements(&contents);
	pyiq_free(contents.links);
	pyiq_buf_release(&contents.key);
	pyiq_buf_release(&contents.folded);
	pyiq_table_release(&contents.places);
	return status;
}

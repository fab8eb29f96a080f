#include "print/template.h"

#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/unicode.h"
#include "nearest.h"

enum { WIDEST = 9999 };

/* As JSON has them, where it has them. */
static const char *const names[N_TEMPLATE_FIELDS] = {
	[TEMPLATE_TEXT] = "",
	[TEMPLATE_ID] = "id",
	[TEMPLATE_KEY] = "_id",
	[TEMPLATE_DB] = "db",
	[TEMPLATE_FILE] = "file",
	[TEMPLATE_PATH] = "path",
	[TEMPLATE_LINE] = "line",
	[TEMPLATE_END_LINE] = "end_line",
	[TEMPLATE_TOPIC] = "topic",
	[TEMPLATE_LEVEL] = "level",
	[TEMPLATE_LANGUAGE] = "lang",
	[TEMPLATE_TAGS] = "tags",
	[TEMPLATE_QUESTION] = "question",
	[TEMPLATE_PROMPT] = "prompt",
	[TEMPLATE_ANSWER] = "answer",
	[TEMPLATE_ANSWERED] = "answered",
	[TEMPLATE_VOTES] = "votes",
	[TEMPLATE_RANK] = "rank",
	[TEMPLATE_SCORE] = "score",
	[TEMPLATE_SNIPPET] = "snippet",
	[TEMPLATE_TERMS] = "terms",
	[TEMPLATE_DUPLICATES] = "duplicates",
	[TEMPLATE_QUERY] = "query",
};

void template_release(struct template *template)
{
	pyiq_buf_release(&template->text);
	pyiq_free(template->pieces);
	*template = (struct template){ .n = 0 };
}

const char *template_asks(const struct template *template, template_field first)
{
	for (size_t i = 0; i < template->n; i++)
		if (template->pieces[i].field >= first)
			return names[template->pieces[i].field];
	return NULL;
}

bool template_has(const struct template *template, template_field field)
{
	for (size_t i = 0; i < template->n; i++)
		if (template->pieces[i].field == field)
			return true;
	return false;
}

/* ---- Reading ------------------------------------------------------------- */

/* Which character of text `at` is, from 1. */
static size_t position(const char *text, const char *at)
{
	size_t n = 1, len = (size_t)(at - text);
	uint32_t c;

	for (size_t i = 0; i < len; n++)
		i += pyiq_utf8_decode(text + i, len - i, &c);
	return n;
}

static pyiq_status add_piece(struct template *template, struct template_piece piece,
			     struct pyiq_error *err)
{
	pyiq_status status = pyiq_grow(&template->pieces, &template->capacity, template->n + 1,
				       sizeof *template->pieces, err);

	if (status == PYIQ_OK)
		template->pieces[template->n++] = piece;
	return status;
}

/* One more byte of the text between two fields. */
static pyiq_status add_byte(struct template *template, char byte, struct pyiq_error *err)
{
	size_t at = template->text.len;

	pyiq_buf_putc(&template->text, byte);
	pyiq_status status = pyiq_buf_status(&template->text, err);

	if (status != PYIQ_OK)
		return status;
	if (template->n > 0 && template->pieces[template->n - 1].field == TEMPLATE_TEXT) {
		template->pieces[template->n - 1].text.end++;
		return PYIQ_OK;
	}
	return add_piece(template,
			 (struct template_piece){ TEMPLATE_TEXT, 0, { at, template->text.len } },
			 err);
}

/* The names of all fields, in braces. */
static void list_names(struct pyiq_buf *list)
{
	for (int i = TEMPLATE_TEXT + 1; i < N_TEMPLATE_FIELDS; i++)
		pyiq_buf_printf(list, "%s{%s}", i > TEMPLATE_TEXT + 1 ? " " : "", names[i]);
}

static pyiq_status unknown_field(const char *name, size_t at, struct pyiq_error *err)
{
	const char *meant = nearest(name, names + 1, N_TEMPLATE_FIELDS - 1);
	struct pyiq_buf known = PYIQ_BUF_INIT;

	if (meant)
		return pyiq_fail(err, PYIQ_ERR_INVALID,
				 "unknown field {%s} at %zu; did you mean {%s}?", name, at, meant);
	list_names(&known);
	pyiq_fail(err, PYIQ_ERR_INVALID, "unknown field {%s} at %zu; there are %s", name, at,
		  pyiq_buf_str(&known));
	pyiq_buf_release(&known);
	return PYIQ_ERR_INVALID;
}

/* The columns behind a field's name; 0 if that is no such number. */
static size_t read_width(const char *p, size_t len)
{
	size_t width = 0;

	for (size_t i = 0; i < len; i++) {
		if (p[i] < '0' || p[i] > '9')
			return 0;
		width = 10 * width + (size_t)(p[i] - '0');
		if (width > WIDEST)
			return 0;
	}
	return width;
}

/* From the brace at *p on; *p receives where the text goes on. */
static pyiq_status read_field(struct template *template, const char *text, const char **p,
			      struct pyiq_error *err)
{
	const char *begin = *p + 1, *end = begin + strcspn(begin, "{}\\");
	const char *colon = memchr(begin, ':', (size_t)(end - begin));
	size_t at = position(text, *p), len = (size_t)((colon ? colon : end) - begin);
	struct template_piece piece = { .field = TEMPLATE_TEXT };
	char name[48];

	if (*end != '}')
		return pyiq_fail(err, PYIQ_ERR_INVALID,
				 "no } for the { at %zu; a { itself is written {{", at);
	if (end == begin)
		return pyiq_fail(err, PYIQ_ERR_INVALID, "no name in the {} at %zu", at);
	snprintf(name, sizeof name, "%.*s", (int)(len < sizeof name ? len : sizeof name), begin);
	for (int i = TEMPLATE_TEXT + 1; i < N_TEMPLATE_FIELDS; i++)
		if (strcmp(name, names[i]) == 0)
			piece.field = (template_field)i;
	if (piece.field == TEMPLATE_TEXT)
		return unknown_field(name, at, err);
	if (colon) {
		piece.width = read_width(colon + 1, (size_t)(end - colon - 1));
		if (piece.width == 0)
			return pyiq_fail(err, PYIQ_ERR_INVALID,
					 "no width from 1 to %d behind the colon of {%s at %zu",
					 WIDEST, name, at);
	}
	*p = end + 1;
	return add_piece(template, piece, err);
}

static pyiq_status read_escape(struct template *template, const char *text, const char **p,
			       struct pyiq_error *err)
{
	static const char letters[] = "ntr0\\", bytes[] = "\n\t\r\0\\";
	const char *letter = (*p)[1] ? strchr(letters, (*p)[1]) : NULL;
	uint32_t c;

	if (!letter) {
		size_t len = (*p)[1] ? pyiq_utf8_decode(*p + 1, strnlen(*p + 1, 4), &c) : 0;

		return pyiq_fail(err, PYIQ_ERR_INVALID,
				 "unknown escape \\%.*s at %zu; there are \\n \\t \\r \\0 \\\\",
				 (int)len, *p + 1, position(text, *p));
	}
	*p += 2;
	return add_byte(template, bytes[letter - letters], err);
}

pyiq_status template_read(struct template *template, const char *text, struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	for (const char *p = text; status == PYIQ_OK && *p;) {
		if (*p == '\\') {
			status = read_escape(template, text, &p, err);
		} else if ((*p == '{' || *p == '}') && p[1] == *p) {
			status = add_byte(template, *p, err);
			p += 2;
		} else if (*p == '{') {
			status = read_field(template, text, &p, err);
		} else if (*p == '}') {
			status = pyiq_fail(err, PYIQ_ERR_INVALID,
					   "no { for the } at %zu; a } itself is written }}",
					   position(text, p));
		} else {
			status = add_byte(template, *p++, err);
		}
	}
	if (status == PYIQ_OK && !template_asks(template, TEMPLATE_TEXT + 1))
		status = pyiq_fail(err, PYIQ_ERR_INVALID, "no field in '%s'; one is {question}",
				   text);
	return status;
}

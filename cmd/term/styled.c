#include "term/styled.h"

#include <string.h>

#include "base/unicode.h"

#define TAB "    "

void styled_clear(struct styled *styled)
{
	styled->text.len = styled->styles.len = 0;
}

void styled_release(struct styled *styled)
{
	pyiq_buf_release(&styled->text);
	pyiq_buf_release(&styled->styles);
}

pyiq_status styled_status(const struct styled *styled, struct pyiq_error *err)
{
	pyiq_status status = pyiq_buf_status(&styled->text, err);

	return status != PYIQ_OK ? status : pyiq_buf_status(&styled->styles, err);
}

void styled_cut(struct styled *styled, size_t len)
{
	if (styled->text.len > len)
		styled->text.len = len;
	if (styled->styles.len > len)
		styled->styles.len = len;
}

/* After a failure too there is a style for every byte. */
static void make_even(struct styled *styled)
{
	styled_cut(styled, styled->text.len);
	styled_cut(styled, styled->styles.len);
}

/* Give the bytes that were appended to the text their style. */
static void paint(struct styled *styled, unsigned style)
{
	while (styled->styles.len < styled->text.len && !styled->styles.failed)
		pyiq_buf_putc(&styled->styles, (char)style);
	make_even(styled);
}

void styled_append(struct styled *styled, const struct term *term, unsigned style,
		   struct pyiq_str text)
{
	for (size_t at = 0; at < text.len;) {
		const char *tab = memchr(text.data + at, '\t', text.len - at);
		size_t end = tab ? (size_t)(tab - text.data) : text.len;
		struct pyiq_str piece = { text.data + at, end - at };

		if (term->terminal)
			term_safe(&styled->text, piece, term->glyphs->unknown);
		else
			pyiq_buf_append(&styled->text, piece.data, piece.len);
		if (tab)
			pyiq_buf_puts(&styled->text, TAB);
		at = end + (tab != NULL);
	}
	paint(styled, style);
}

void styled_append_marked(struct styled *styled, const struct term *term, unsigned style,
			  struct pyiq_str text, const struct pyiq_span *spans, size_t n)
{
	size_t at = 0;

	for (size_t i = 0; i < n && spans[i].end <= text.len; i++) {
		struct pyiq_str before = { text.data + at, spans[i].start - at };
		struct pyiq_str match = { text.data + spans[i].start,
					  spans[i].end - spans[i].start };

		styled_append(styled, term, style, before);
		styled_append(styled, term, STYLE_MATCH, match);
		at = spans[i].end;
	}
	styled_append(styled, term, style, (struct pyiq_str){ text.data + at, text.len - at });
}

void styled_puts(struct styled *styled, unsigned style, const char *text)
{
	styled_repeat(styled, style, text, 1);
}

void styled_repeat(struct styled *styled, unsigned style, const char *text, size_t times)
{
	while (times-- > 0)
		pyiq_buf_puts(&styled->text, text);
	paint(styled, style);
}

void styled_copy(struct styled *styled, const struct styled *from)
{
	pyiq_buf_append(&styled->text, from->text.data, from->text.len);
	pyiq_buf_append(&styled->styles, from->styles.data, from->styles.len);
	make_even(styled);
}

size_t styled_width(const struct styled *styled, size_t start, size_t end)
{
	size_t columns = 0;
	uint32_t c;

	while (start < end) {
		start += pyiq_utf8_decode(styled->text.data + start, end - start, &c);
		columns += (size_t)pyiq_char_width(c);
	}
	return columns;
}

static size_t skip_spaces(const struct styled *styled, size_t at)
{
	while (at < styled->text.len && styled->text.data[at] == ' ')
		at++;
	return at;
}

size_t styled_break(const struct styled *styled, size_t from, size_t width, size_t *next)
{
	const char *text = styled->text.data;
	size_t len = styled->text.len, columns = 0, size;
	size_t first = skip_spaces(styled, from); /* an indentation is no place to break at */
	size_t best = 0;                          /* the last place to break at; 0: none */

	for (size_t at = from; at < len; at += size) {
		uint32_t c;

		size = pyiq_utf8_decode(text + at, len - at, &c);
		if (c == '\n') {
			*next = at + 1;
			return at;
		}
		size_t cell = (size_t)pyiq_char_width(c);

		/* Scripts of wide characters have no spaces and break before any of them. */
		if (at > first && ((c == ' ' && text[at - 1] != ' ') || cell == 2))
			best = at;
		if (c != ' ' && columns + cell > width && at > from) {
			size_t end = best > 0 ? best : at;

			*next = skip_spaces(styled, end);
			return end;
		}
		columns += cell;
	}
	*next = len;
	return len;
}

void styled_write(const struct term *term, const struct styled *styled, size_t start, size_t end)
{
	while (start < end) {
		size_t stop = start + 1;
		char style = styled->styles.data[start];

		while (stop < end && styled->styles.data[stop] == style)
			stop++;
		term_write(term, (unsigned char)style, styled->text.data + start, stop - start);
		start = stop;
	}
}

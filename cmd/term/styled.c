#include "term/styled.h"

#include <string.h>

#include "base/memory.h"
#include "base/unicode.h"
#include "term/link.h"

#define TAB "    "

void styled_clear(struct styled *styled)
{
	styled->text.len = styled->styles.len = styled->uris.len = 0;
	styled->n_links = 0;
}

void styled_release(struct styled *styled)
{
	pyiq_buf_release(&styled->text);
	pyiq_buf_release(&styled->styles);
	pyiq_buf_release(&styled->uris);
	pyiq_free(styled->links);
	*styled = (struct styled)STYLED_INIT;
}

pyiq_status styled_status(const struct styled *styled, struct pyiq_error *err)
{
	pyiq_status status = pyiq_buf_status(&styled->text, err);

	if (status == PYIQ_OK)
		status = pyiq_buf_status(&styled->styles, err);
	return status != PYIQ_OK ? status : pyiq_buf_status(&styled->uris, err);
}

void styled_cut(struct styled *styled, size_t len)
{
	if (styled->text.len > len)
		styled->text.len = len;
	if (styled->styles.len > len)
		styled->styles.len = len;
	while (styled->n_links > 0 && styled->links[styled->n_links - 1].start >= len)
		styled->n_links--;
	if (styled->n_links > 0 && styled->links[styled->n_links - 1].end > len)
		styled->links[styled->n_links - 1].end = len;
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

void styled_append_line(struct styled *styled, const struct term *term, unsigned style,
			struct pyiq_str text)
{
	if (term->terminal)
		term_safe_line(&styled->text, text, term->glyphs->unknown);
	else
		pyiq_buf_append(&styled->text, text.data, text.len);
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

/* [start, end of the text) leads to the bytes from `uri` on that were appended to the URIs. */
static void push_link(struct styled *styled, size_t start, size_t end, size_t uri)
{
	while (styled->n_links > 0 && styled->links[styled->n_links - 1].start >= start)
		styled->n_links--;
	if (start >= end || styled->uris.failed || styled->uris.len - uri > LINK_LONGEST)
		return;
	if (pyiq_grow(&styled->links, &styled->links_capacity, styled->n_links + 1,
		      sizeof *styled->links, NULL) != PYIQ_OK) {
		styled->uris.failed = true;
		return;
	}
	if (styled->n_links > 0 && styled->links[styled->n_links - 1].end > start)
		styled->links[styled->n_links - 1].end = start;
	styled->links[styled->n_links++] =
		(struct styled_span){ start, end, uri, styled->uris.len - uri };
}

void styled_link(struct styled *styled, size_t start, struct pyiq_str uri)
{
	size_t at = styled->uris.len;

	if (!link_allowed(uri))
		return;
	link_encode(&styled->uris, uri);
	push_link(styled, start, styled->text.len, at);
}

void styled_link_place(struct styled *styled, const struct term *term, size_t start,
		       struct pyiq_str file, size_t line)
{
	size_t at = styled->uris.len;

	link_put_place(&styled->uris, term, file, line, 1);
	if (styled->uris.len > at)
		push_link(styled, start, styled->text.len, at);
}

void styled_copy(struct styled *styled, const struct styled *from)
{
	size_t offset = styled->text.len;

	pyiq_buf_append(&styled->text, from->text.data, from->text.len);
	pyiq_buf_append(&styled->styles, from->styles.data, from->styles.len);
	make_even(styled);
	for (size_t i = 0; i < from->n_links && styled->text.len > offset; i++) {
		const struct styled_span *link = &from->links[i];
		size_t at = styled->uris.len;

		pyiq_buf_append(&styled->uris, from->uris.data + link->uri, link->uri_len);
		push_link(styled, offset + link->start, offset + link->end, at);
	}
}

size_t styled_width(const struct styled *styled, size_t start, size_t end)
{
	size_t columns = 0, width;

	while (start < end) {
		start += pyiq_cluster(styled->text.data + start, end - start, &width);
		columns += width;
	}
	return columns;
}

static size_t skip_spaces(const struct styled *styled, size_t at)
{
	while (at < styled->text.len && styled->text.data[at] == ' ')
		at++;
	return at;
}

/* Scripts of wide characters have no spaces and break before any of them. */
static bool is_wide(const char *text, size_t len)
{
	uint32_t c;

	pyiq_utf8_decode(text, len, &c);
	return pyiq_char_width(c) == 2;
}

size_t styled_break(const struct styled *styled, size_t from, size_t width, size_t *next)
{
	const char *text = styled->text.data;
	size_t len = styled->text.len, columns = 0, size;
	size_t first = skip_spaces(styled, from); /* an indentation is no place to break at */
	size_t best = 0;                          /* the last place to break at; 0: none */

	for (size_t at = from; at < len; at += size) {
		size_t cell;

		if (text[at] == '\n') {
			*next = at + 1;
			return at;
		}
		size = pyiq_cluster(text + at, len - at, &cell);
		if (at > first &&
		    ((text[at] == ' ' && text[at - 1] != ' ') || is_wide(text + at, size)))
			best = at;
		if (text[at] != ' ' && columns + cell > width && at > from) {
			size_t end = best > 0 ? best : at;

			*next = skip_spaces(styled, end);
			return end;
		}
		columns += cell;
	}
	*next = len;
	return len;
}

/* ---- Writing ------------------------------------------------------------- */

/* The end of the bytes from `at` on that have one style and no line feed in them. */
static size_t run_end(const struct styled *styled, size_t at, size_t end)
{
	size_t stop = at + 1;

	while (stop < end && styled->styles.data[stop] == styled->styles.data[at] &&
	       styled->text.data[stop] != '\n')
		stop++;
	return stop;
}

/* The same for each piece of a link, and for no other one near. */
static unsigned link_id(const struct styled *styled, const struct styled_span *link)
{
	uint64_t hash = pyiq_hash(PYIQ_HASH_SEED, styled->uris.data + link->uri, link->uri_len);

	hash = pyiq_hash(hash, styled->text.data + link->start, link->end - link->start);
	return (unsigned)((hash + link->start) & 0x7FFFFFFF) + 1;
}

static void begin_link(const struct term *term, const struct styled *styled,
		       const struct styled_span *link, bool whole)
{
	struct pyiq_str uri = { styled->uris.data + link->uri, link->uri_len };

	link_begin(term, whole ? 0 : link_id(styled, link), uri);
}

/* Whether all of a link is written, and in one line. */
static bool is_whole(const struct styled *styled, const struct styled_span *link, size_t start,
		     size_t end)
{
	return link->start >= start && link->end <= end &&
	       !memchr(styled->text.data + link->start, '\n', link->end - link->start);
}

/* Write [start, end), all of it in one link or in none; link may be NULL. */
static void write_part(const struct term *term, const struct styled *styled,
		       const struct styled_span *link, bool whole, size_t start, size_t end)
{
	bool open = false;

	for (size_t at = start, stop; at < end; at = stop) {
		if (styled->text.data[at] == '\n') {
			if (open)
				link_end(term);
			open = false;
			fputc('\n', term->file);
			stop = at + 1;
			continue;
		}
		if (link && !open)
			begin_link(term, styled, link, whole);
		open = link != NULL;
		stop = run_end(styled, at, end);
		term_write(term, (unsigned char)styled->styles.data[at], styled->text.data + at,
			   stop - at);
	}
	if (open)
		link_end(term);
}

/* The first link that ends behind `at`. */
static size_t first_link(const struct styled *styled, size_t at)
{
	size_t low = 0, high = styled->n_links;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (styled->links[middle].end > at)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

void styled_write(const struct term *term, const struct styled *styled, size_t start, size_t end)
{
	size_t at = start, i = term->links ? first_link(styled, start) : styled->n_links;

	for (; i < styled->n_links && styled->links[i].start < end; i++) {
		const struct styled_span *link = &styled->links[i];
		size_t from = link->start > at ? link->start : at;
		size_t to = link->end < end ? link->end : end;

		write_part(term, styled, NULL, false, at, from);
		write_part(term, styled, link, is_whole(styled, link, start, end), from, to);
		at = to;
	}
	write_part(term, styled, NULL, false, at, end);
}

#include "source/html_write.h"

#include <stdio.h>

#include "base/memory.h"
#include "source/html_guard.h"
#include "source/html_inline.h"

void pyiq_line_map_release(struct pyiq_line_map *map)
{
	pyiq_free(map->line);
	*map = (struct pyiq_line_map){ 0 };
}

pyiq_status pyiq_line_map_add(struct pyiq_line_map *map, size_t line, struct pyiq_error *err)
{
	pyiq_status status =
		pyiq_grow(&map->line, &map->capacity, map->n + 1, sizeof *map->line, err);

	if (status != PYIQ_OK)
		return status;
	/* What is misplaced in a table shows before it. */
	if (map->n > 0 && line < map->line[map->n - 1])
		line = map->line[map->n - 1];
	map->line[map->n++] = line > 0 ? line : 1;
	return PYIQ_OK;
}

void pyiq_writer_init(struct pyiq_writer *w, struct pyiq_buf *out, struct pyiq_line_map *map,
		      struct pyiq_error *err)
{
	*w = (struct pyiq_writer){ .out = out, .map = map, .start = out->len, .err = err };
}

void pyiq_writer_release(struct pyiq_writer *w)
{
	pyiq_buf_release(&w->text);
	pyiq_buf_release(&w->targets);
	pyiq_buf_release(&w->rendered);
	pyiq_buf_release(&w->row);
	pyiq_buf_release(&w->head);
	pyiq_line_map_release(&w->lines);
	pyiq_free(w->styled);
	pyiq_free(w->target);
}

/* ---- Leaves ------------------------------------------------------------------- */

static bool is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* How many bytes of white space begin a text: no-break spaces are, too. */
static size_t blank_length(struct pyiq_str text)
{
	if (text.len > 0 && is_blank(text.data[0]))
		return 1;
	return text.len > 1 && memcmp(text.data, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

static bool is_same_style(struct pyiq_style a, struct pyiq_style b)
{
	return a.flags == b.flags && a.link == b.link;
}

static struct pyiq_style common_style(struct pyiq_style a, struct pyiq_style b)
{
	return (struct pyiq_style){ a.flags & b.flags, a.link == b.link ? a.link : 0 };
}

static struct pyiq_styled *add_styled(struct pyiq_writer *w, struct pyiq_style style, size_t line)
{
	struct pyiq_styled *styled;

	if (w->status == PYIQ_OK)
		w->status = pyiq_grow(&w->styled, &w->capacity, w->n_styled + 1, sizeof *w->styled,
				      w->err);
	if (w->status != PYIQ_OK)
		return NULL;
	styled = &w->styled[w->n_styled++];
	*styled = (struct pyiq_styled){ .text = { w->text.len, w->text.len },
					.style = style,
					.line = line };
	return styled;
}

/* Text with nothing pending before it: it joins what stands there in the same style. */
static void append(struct pyiq_writer *w, struct pyiq_str text, struct pyiq_style style,
		   size_t line)
{
	struct pyiq_styled *last = w->n_styled > 0 ? &w->styled[w->n_styled - 1] : NULL;

	if (last == NULL || last->kind != PYIQ_STYLED_TEXT || !is_same_style(last->style, style))
		last = add_styled(w, style, line);
	pyiq_buf_append(&w->text, text.data, text.len);
	if (last != NULL)
		last->text.end = w->text.len;
}

/* Before something that shows: the white space and line breaks that came before it, if anything did. */
static void settle(struct pyiq_writer *w, struct pyiq_style style, size_t line)
{
	struct pyiq_style between = { 0 };

	/* Two breaks part paragraphs. */
	if (w->n_breaks > 1 && w->leaf == PYIQ_LEAF_PARAGRAPH && w->n_styled > 0)
		pyiq_write_flush(w, PYIQ_LEAF_PARAGRAPH, 0);
	if (w->n_styled > 0)
		between = common_style(w->styled[w->n_styled - 1].style, style);
	if (w->n_styled > 0 && w->n_breaks > 0 && w->leaf == PYIQ_LEAF_PARAGRAPH) {
		struct pyiq_styled *styled;

		between.flags &= ~(unsigned)PYIQ_STYLE_CODE;
		styled = add_styled(w, between, line);
		if (styled != NULL)
			styled->kind = PYIQ_STYLED_BREAK;
	} else if (w->n_styled > 0 && (w->space || w->n_breaks > 0)) {
		append(w, pyiq_str(" "), common_style(between, w->space_style), line);
	}
	w->space = false;
	w->n_breaks = 0;
}

/* Emphasis inside emphasis says little and takes much care to write. */
static struct pyiq_style simplify(struct pyiq_style style)
{
	if (style.flags & PYIQ_STYLE_BOLD)
		style.flags &= ~(unsigned)PYIQ_STYLE_ITALIC;
	return style;
}

void pyiq_write_text(struct pyiq_writer *w, struct pyiq_str text, struct pyiq_style style,
		     size_t line)
{
	size_t i = 0;

	style = simplify(style);
	while (i < text.len && w->status == PYIQ_OK) {
		struct pyiq_str rest = { text.data + i, text.len - i };
		size_t n = blank_length(rest);

		if (n > 0) {
			line += rest.data[0] == '\n';
			w->space = true;
			w->space_style = style;
		} else {
			while (n < rest.len &&
			       !blank_length((struct pyiq_str){ rest.data + n, rest.len - n }))
				n++;
			settle(w, style, line);
			append(w, (struct pyiq_str){ rest.data, n }, style, line);
		}
		i += n;
	}
}

void pyiq_write_space(struct pyiq_writer *w)
{
	w->space = true;
	w->space_style = (struct pyiq_style){ 0 };
}

void pyiq_write_break(struct pyiq_writer *w)
{
	pyiq_write_space(w);
	w->n_breaks++;
}

void pyiq_write_image(struct pyiq_writer *w, struct pyiq_str alt, uint32_t target,
		      struct pyiq_style style, size_t line)
{
	struct pyiq_styled *styled;

	style = simplify(style);
	style.flags &= ~(unsigned)PYIQ_STYLE_CODE;
	settle(w, style, line);
	styled = add_styled(w, style, line);
	if (styled == NULL)
		return;
	styled->kind = PYIQ_STYLED_IMAGE;
	styled->target = target;
	for (size_t i = 0, n; i<alt.len; i += n> 0 ? n : 1) {
		n = blank_length((struct pyiq_str){ alt.data + i, alt.len - i });
		pyiq_buf_append(&w->text, n > 0 ? " " : alt.data + i, 1);
	}
	styled->text.end = w->text.len;
}

uint32_t pyiq_write_target(struct pyiq_writer *w, struct pyiq_str url)
{
	if (w->status == PYIQ_OK)
		w->status = pyiq_grow(&w->target, &w->targets_capacity, w->n_targets + 1,
				      sizeof *w->target, w->err);
	if (w->status != PYIQ_OK)
		return 0;
	w->target[w->n_targets].start = w->targets.len;
	pyiq_buf_append(&w->targets, url.data, url.len);
	w->target[w->n_targets].end = w->targets.len;
	return (uint32_t)++w->n_targets;
}

/* ---- Lines ---------------------------------------------------------------------- */

/* What stands before a line's own text; `upto` containers of which all have begun. */
static void put_prefix(struct pyiq_writer *w, size_t upto)
{
	for (size_t i = 0; i < upto; i++) {
		struct pyiq_write_container *c = &w->container[i];
		size_t n = strlen(c->marker);

		if (!c->started || !c->item)
			pyiq_buf_puts(w->out, c->marker);
		else
			for (; n > 0; n--)
				pyiq_buf_putc(w->out, ' ');
		c->started = true;
	}
}

static void put_line(struct pyiq_writer *w, size_t containers, struct pyiq_str text, size_t line)
{
	size_t start = w->out->len;

	if (w->status != PYIQ_OK)
		return;
	put_prefix(w, containers);
	pyiq_buf_append(w->out, text.data, text.len);
	while (text.len == 0 && w->out->len > start && w->out->data[w->out->len - 1] == ' ')
		w->out->data[--w->out->len] = '\0';
	pyiq_buf_putc(w->out, '\n');
	if (w->out->len - w->start > (size_t)PYIQ_HTML_MEGABYTES << 20)
		w->status = pyiq_fail(w->err, PYIQ_ERR_SOURCE, "larger than %d MB",
				      PYIQ_HTML_MEGABYTES);
	else if (w->n_signs > PYIQ_WRITE_SIGNS)
		w->status = pyiq_fail(w->err, PYIQ_ERR_SOURCE, "more than %d signs like markup",
				      PYIQ_WRITE_SIGNS);
	if (w->status == PYIQ_OK && w->map != NULL)
		w->status = pyiq_line_map_add(w->map, line, w->err);
	if (w->status == PYIQ_OK)
		w->status = pyiq_buf_status(w->out, w->err);
}

static void write_line(struct pyiq_writer *w, struct pyiq_str text, size_t line)
{
	put_line(w, w->n_containers, text, line);
}

/* A blank line before a block, unless nothing stands before it that needs it. */
static void begin_block(struct pyiq_writer *w, size_t line)
{
	size_t started = 0;

	while (started < w->n_containers && w->container[started].started)
		started++;
	if (w->out->len > w->start && (started == w->n_containers || !w->container[started].tight))
		put_line(w, started, pyiq_str(""), line);
	w->last_list = '\0';
	w->after_paragraph = false;
}

/* Whether nothing was written in the innermost container so far. */
static bool is_first(const struct pyiq_writer *w)
{
	return w->n_containers > 0 ? !w->container[w->n_containers - 1].started
				   : w->out->len == w->start;
}

static void write_leaf(struct pyiq_writer *w)
{
	size_t n = 0, from = 0;
	char prefix[] = "###### ";

	w->status = pyiq_inline_render(w, &w->rendered, &w->lines);
	if (w->status != PYIQ_OK)
		return;
	begin_block(w, w->lines.line[0]);
	if (w->leaf == PYIQ_LEAF_HEADING || w->leaf == PYIQ_LEAF_SUMMARY) {
		pyiq_buf_clear(&w->head);
		pyiq_buf_puts(&w->head,
			      w->leaf == PYIQ_LEAF_SUMMARY ? "<summary>" : prefix + 6 - w->level);
		pyiq_buf_append(&w->head, w->rendered.data, w->rendered.len);
		if (w->leaf == PYIQ_LEAF_SUMMARY)
			pyiq_buf_puts(&w->head, "</summary>");
		w->status = pyiq_buf_status(&w->head, w->err);
		if (w->status == PYIQ_OK)
			write_line(w, (struct pyiq_str){ w->head.data, w->head.len },
				   w->lines.line[0]);
		return;
	}
	for (size_t i = 0; i <= w->rendered.len; i++) {
		if (i < w->rendered.len && w->rendered.data[i] != '\n')
			continue;
		write_line(w, (struct pyiq_str){ w->rendered.data + from, i - from },
			   w->lines.line[n++]);
		from = i + 1;
	}
	w->after_paragraph = true;
}

static void clear_leaf(struct pyiq_writer *w)
{
	if (w->status == PYIQ_OK)
		w->status = pyiq_buf_status(&w->text, w->err);
	if (w->status == PYIQ_OK)
		w->status = pyiq_buf_status(&w->targets, w->err);
	w->n_styled = 0;
	w->space = false;
	w->n_breaks = 0;
}

void pyiq_write_flush(struct pyiq_writer *w, pyiq_leaf_kind next, unsigned level)
{
	bool any = w->n_styled > 0;

	if (w->status == PYIQ_OK)
		w->status = pyiq_buf_status(&w->text, w->err);
	if (w->status == PYIQ_OK && any)
		write_leaf(w);
	clear_leaf(w);
	pyiq_buf_clear(&w->text);
	w->leaf = next;
	w->level = level;
}

/* ---- Containers ------------------------------------------------------------------ */

/* Deeper ones than there is room for leave no trace, so that no line has much before its text. */
static struct pyiq_write_container *open_container(struct pyiq_writer *w, size_t width)
{
	enum { WIDEST = 64, MOST = sizeof w->container / sizeof *w->container };

	if (w->n_flat > 0 || w->n_containers == MOST || w->width + width > WIDEST) {
		w->n_flat++;
		return NULL;
	}
	w->width += width;
	return &w->container[w->n_containers++];
}

void pyiq_write_open_quote(struct pyiq_writer *w)
{
	struct pyiq_write_container *c = open_container(w, 2);

	if (c != NULL)
		*c = (struct pyiq_write_container){ .marker = "> " };
}

void pyiq_write_open_item(struct pyiq_writer *w, char delimiter, long number, bool first)
{
	char marker[16] = { delimiter, ' ' };
	bool inside_item = w->n_containers > 0 && w->container[w->n_containers - 1].item &&
			   w->container[w->n_containers - 1].started;
	struct pyiq_write_container *c;

	/* CommonMark knows nine digits. */
	if (number >= 0)
		snprintf(marker, sizeof marker, "%ld%c ", number % 1000000000L, delimiter);
	c = open_container(w, strlen(marker));
	if (c == NULL)
		return;
	*c = (struct pyiq_write_container){ .item = true };
	memcpy(c->marker, marker, sizeof marker);
	/* A list can follow a line of text at once, but not with any number. */
	c->tight = !first || (inside_item && w->after_paragraph && (number < 0 || number == 1));
}

void pyiq_write_close(struct pyiq_writer *w)
{
	if (w->n_flat > 0) {
		w->n_flat--;
		return;
	}
	w->width -= strlen(w->container[--w->n_containers].marker);
}

char pyiq_write_open_list(struct pyiq_writer *w, bool ordered)
{
	char last = w->last_list;

	w->last_list = '\0';
	if (ordered)
		return last == '.' ? ')' : '.';
	return last == '-' ? '*' : '-';
}

void pyiq_write_close_list(struct pyiq_writer *w, char delimiter)
{
	w->last_list = delimiter;
}

/* ---- Blocks ------------------------------------------------------------------------ */

void pyiq_write_rule(struct pyiq_writer *w, size_t line)
{
	/* A rule before everything is front matter to some, and `- ---` is a rule itself. */
	if (is_first(w))
		return;
	begin_block(w, line);
	write_line(w, pyiq_str("---"), line);
}

void pyiq_write_tag(struct pyiq_writer *w, const char *tag, size_t line)
{
	begin_block(w, line);
	write_line(w, pyiq_str(tag), line);
}

static size_t longest_ticks(struct pyiq_str text)
{
	size_t longest = 0, n = 0;

	for (size_t i = 0; i < text.len; i++) {
		n = text.data[i] == '`' ? n + 1 : 0;
		if (n > longest)
			longest = n;
	}
	return longest;
}

void pyiq_write_code(struct pyiq_writer *w, struct pyiq_str code, struct pyiq_str language,
		     const struct pyiq_line_map *lines)
{
	size_t ticks = longest_ticks(code) + 1, from = 0, n = 0, line = 1;

	pyiq_buf_clear(&w->head);
	for (size_t i = 0; i < ticks || i < 3; i++)
		pyiq_buf_putc(&w->head, '`');
	ticks = w->head.len;
	pyiq_buf_append(&w->head, language.data, language.len);
	w->status = w->status == PYIQ_OK ? pyiq_buf_status(&w->head, w->err) : w->status;
	if (w->status != PYIQ_OK)
		return;
	if (lines->n > 0)
		line = lines->line[0];
	begin_block(w, line);
	write_line(w, (struct pyiq_str){ w->head.data, w->head.len }, line);
	for (size_t i = 0; i <= code.len && w->status == PYIQ_OK; i++) {
		if (i < code.len && code.data[i] != '\n')
			continue;
		if (n < lines->n)
			line = lines->line[n++];
		write_line(w, (struct pyiq_str){ code.data + from, i - from }, line);
		from = i + 1;
	}
	write_line(w, (struct pyiq_str){ w->head.data, ticks }, line);
}

void pyiq_write_end_cell(struct pyiq_writer *w)
{
	pyiq_buf_puts(&w->row, w->row.len > 0 ? " | " : "| ");
	if (w->n_styled > 0 && w->status == PYIQ_OK) {
		w->status = pyiq_inline_render(w, &w->rendered, &w->lines);
		pyiq_buf_append(&w->row, pyiq_buf_str(&w->rendered), w->rendered.len);
	}
	clear_leaf(w);
	pyiq_buf_clear(&w->text);
}

void pyiq_write_end_row(struct pyiq_writer *w, bool first, size_t line)
{
	pyiq_buf_puts(&w->row, " |");
	if (w->status == PYIQ_OK)
		w->status = pyiq_buf_status(&w->row, w->err);
	if (first && w->status == PYIQ_OK)
		begin_block(w, line);
	if (w->status == PYIQ_OK)
		write_line(w, (struct pyiq_str){ w->row.data, w->row.len }, line);
	pyiq_buf_clear(&w->row);
}

void pyiq_write_head_line(struct pyiq_writer *w, size_t columns, size_t line)
{
	for (size_t i = 0; i < columns; i++)
		pyiq_buf_puts(&w->row, i > 0 ? " | ---" : "| ---");
	pyiq_write_end_row(w, false, line);
}

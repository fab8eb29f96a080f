#include "print/bars.h"

#include <inttypes.h>
#include <string.h>

#include "base/unicode.h"
#include "term/styled.h"

enum {
	EIGHTHS = 8,      /* that a column of a bar is parted into */
	SHORTEST_BAR = 4, /* columns of the longest bar: below there is none */
	LONGEST_BAR = 48,
	NARROW = 40, /* a terminal of fewer columns has none to spare */
	DEEPEST = 8  /* steps; what is deeper is no more indented */
};

/* The columns of a line. */
struct layout {
	size_t step; /* of the indentation */
	size_t gap;  /* between two columns */
	size_t label, number, bar;
	uint64_t max;
};

static size_t indentation(const struct layout *layout, const struct bar *bar)
{
	return layout->step * (bar->depth < DEEPEST ? bar->depth : DEEPEST);
}

static pyiq_status make_label(struct styled *styled, const struct term *term, const struct bar *bar,
			      struct pyiq_error *err)
{
	styled_clear(styled);
	styled_append_line(styled, term, bar->style, bar->label);
	return styled_status(styled, err);
}

static size_t width_of(const char *text)
{
	size_t columns = 0, width;

	for (const char *end = text + strlen(text); text < end; columns += width)
		text += pyiq_cluster(text, (size_t)(end - text), &width);
	return columns;
}

/* Leave what fits into so many columns, and a sign that there was more. */
static void shorten(struct styled *styled, const struct term *term, size_t columns)
{
	const char *sign = term->glyphs->ellipsis;
	size_t used = width_of(sign), at = 0, len, width;

	if (styled_width(styled, 0, styled->text.len) <= columns)
		return;
	for (; at < styled->text.len; at += len) {
		len = pyiq_cluster(styled->text.data + at, styled->text.len - at, &width);
		used += width;
		if (used > columns)
			break;
	}
	styled_cut(styled, at);
	styled_puts(styled, STYLE_DIM, sign);
}

/* A third for the bars, less where there is little, unless labels leave them more. */
static void share_out(struct layout *layout, size_t width, size_t longest_label)
{
	size_t gaps = 2 * layout->gap;
	size_t rest = width > layout->number + gaps ? width - layout->number - gaps : 0;

	layout->bar = rest / (width < NARROW ? 4 : 3);
	layout->label = rest - layout->bar;
	if (layout->bar < SHORTEST_BAR) {
		layout->bar = 0;
		layout->label = rest + layout->gap;
	}
	if (layout->label > longest_label) {
		if (layout->bar > 0)
			layout->bar += layout->label - longest_label;
		layout->label = longest_label;
	}
	if (layout->bar > LONGEST_BAR)
		layout->bar = LONGEST_BAR;
}

static pyiq_status make_layout(struct layout *layout, struct styled *label, const struct term *term,
			       const struct bar *bars, size_t n, struct pyiq_error *err)
{
	size_t longest = 0;

	*layout = (struct layout){ .step = term->width < NARROW ? 1 : 2,
				   .gap = term->width < NARROW ? 1 : 2 };
	for (size_t i = 0; i < n; i++) {
		pyiq_status status = make_label(label, term, &bars[i], err);
		size_t columns =
			indentation(layout, &bars[i]) + styled_width(label, 0, label->text.len);

		if (status != PYIQ_OK)
			return status;
		longest = columns > longest ? columns : longest;
		layout->max = bars[i].n > layout->max ? bars[i].n : layout->max;
	}
	layout->number = (size_t)snprintf(NULL, 0, "%" PRIu64, layout->max);
	share_out(layout, term->width, longest);
	return PYIQ_OK;
}

/* Whole blocks, and a part of one. What is there at all is seen. */
static void put_bar(struct styled *out, const struct term *term, const struct layout *layout,
		    uint64_t n)
{
	double share = layout->max > 0 ? (double)n / (double)layout->max : 0;
	size_t eighths = (size_t)(share * (double)(layout->bar * EIGHTHS) + 0.5);

	if (n == 0 || layout->bar == 0)
		return;
	if (eighths == 0)
		eighths = 1;
	styled_repeat(out, STYLE_PLAIN, " ", layout->gap);
	styled_repeat(out, STYLE_SEPARATOR, term->glyphs->blocks[EIGHTHS - 1], eighths / EIGHTHS);
	if (eighths % EIGHTHS > 0)
		styled_puts(out, STYLE_SEPARATOR, term->glyphs->blocks[eighths % EIGHTHS - 1]);
}

static pyiq_status put_line(struct styled *out, struct styled *label, const struct term *term,
			    const struct layout *layout, const struct bar *bar,
			    struct pyiq_error *err)
{
	char number[24];
	size_t indent = indentation(layout, bar), used;
	pyiq_status status = make_label(label, term, bar, err);

	/* A label that is a sign alone would say nothing. */
	if (indent + 2 > layout->label)
		indent = layout->label > 2 ? layout->label - 2 : 0;
	shorten(label, term, layout->label - indent);
	used = indent + styled_width(label, 0, label->text.len);
	snprintf(number, sizeof number, "%*" PRIu64, (int)layout->number, bar->n);

	styled_clear(out);
	styled_repeat(out, STYLE_PLAIN, " ", indent);
	styled_copy(out, label);
	styled_repeat(out, STYLE_PLAIN, " ",
		      layout->gap + (used < layout->label ? layout->label - used : 0));
	styled_puts(out, STYLE_LINE, number);
	put_bar(out, term, layout, bar->n);
	styled_puts(out, STYLE_PLAIN, "\n");
	if (status == PYIQ_OK)
		status = styled_status(out, err);
	if (status == PYIQ_OK)
		styled_write(term, out, 0, out->text.len);
	return status;
}

pyiq_status bars_print(const struct term *term, const struct bar *bars, size_t n,
		       struct pyiq_error *err)
{
	struct styled label = STYLED_INIT, out = STYLED_INIT;
	struct layout layout;
	pyiq_status status = make_layout(&layout, &label, term, bars, n, err);

	for (size_t i = 0; i < n && status == PYIQ_OK; i++)
		status = put_line(&out, &label, term, &layout, &bars[i], err);
	styled_release(&label);
	styled_release(&out);
	return status;
}

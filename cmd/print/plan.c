#include "print/plan.h"

#include <string.h>

#include "term/styled.h"

void plan_init(struct plan *plan)
{
	*plan = (struct plan){ 0 };
	pyiq_arena_init(&plan->texts);
}

void plan_release(struct plan *plan)
{
	pyiq_free(plan->lines);
	pyiq_arena_release(&plan->texts);
}

void plan_clear(struct plan *plan)
{
	plan->n = 0;
	pyiq_arena_clear(&plan->texts);
}

void plan_add(struct plan *plan, const char *what, const char *text)
{
	struct plan_line line = { pyiq_str(what), pyiq_str(text) };

	line.what.data = pyiq_arena_copy(&plan->texts, what, line.what.len);
	line.text.data = pyiq_arena_copy(&plan->texts, text, line.text.len);
	if (!line.what.data || !line.text.data ||
	    pyiq_grow(&plan->lines, &plan->capacity, plan->n + 1, sizeof *plan->lines, NULL) !=
		    PYIQ_OK)
		plan->failed = true;
	else
		plan->lines[plan->n++] = line;
}

/* ---- The query ----------------------------------------------------------- */

static size_t widest(const struct plan *plan)
{
	size_t width = 0;

	for (size_t i = 0; i < plan->n; i++)
		width = plan->lines[i].what.len > width ? plan->lines[i].what.len : width;
	return width;
}

/* The first line of a text stands behind its name, the others below it. */
static pyiq_status print_line(const struct plan_line *line, size_t column, const struct term *term,
			      size_t width, struct pyiq_error *err)
{
	struct styled text = STYLED_INIT;
	char before[64];
	size_t at = 0, next;

	int len = snprintf(before, sizeof before, "# %.*s:%*s", (int)line->what.len,
			   line->what.data, (int)(column - line->what.len), "");

	width = width > (size_t)len ? width - (size_t)len : 1;
	styled_append(&text, term, STYLE_DIM, line->text);
	do {
		size_t end = styled_break(&text, at, width, &next);

		term_write(term, STYLE_DIM, before, (size_t)len);
		styled_write(term, &text, at, end);
		fputc('\n', term->file);
		memset(before + 1, ' ', (size_t)len - 1);
		at = next;
	} while (at < text.text.len);
	pyiq_status status = styled_status(&text, err);
	styled_release(&text);
	return status;
}

pyiq_status plan_print(const struct plan *plan, const struct term *term, size_t width,
		       struct pyiq_error *err)
{
	size_t column = widest(plan) + 1;
	pyiq_status status = plan->failed ? pyiq_fail_nomem(err) : PYIQ_OK;

	for (size_t i = 0; status == PYIQ_OK && i < plan->n; i++)
		status = print_line(&plan->lines[i], column, term, width, err);
	return status;
}

/* ---- The score ----------------------------------------------------------- */

/* Columns of the longest name, over all parts: those of every hit stand below each other. */
static int name_width(const struct pyiq_hit *hit)
{
	size_t width = strlen("score");

	for (size_t i = 0; i < hit->n_parts; i++) {
		size_t len = strlen(hit->parts[i].name);

		width = len > width ? len : width;
	}
	return (int)width;
}

static void put(const struct term *term, const char *before, const char *text)
{
	term_write(term, STYLE_DIM, before, strlen(before));
	term_write(term, STYLE_DIM, text, strlen(text));
	fputc('\n', term->file);
}

void plan_print_score(const struct pyiq_hit *hit, const struct term *term, const char *before)
{
	enum { CALCULATION = sizeof "0.000 x 0.00" - 1 };
	int width = name_width(hit);
	char text[160];

	if (hit->n_parts == 0)
		return;
	for (size_t i = 0; i < hit->n_parts; i++) {
		const struct pyiq_score_part *part = &hit->parts[i];

		if (part->value == 0 || part->weight == 0)
			continue;
		snprintf(text, sizeof text, "%-*s  %.3f %s %.2f = %6.3f", width, part->name,
			 part->value, term->glyphs->times, part->weight,
			 part->value * part->weight);
		put(term, before, text);
	}
	snprintf(text, sizeof text, "%-*s  %*s = %6.3f", width, "score", CALCULATION, "",
		 hit->score);
	put(term, before, text);
}

/*
 * One record a line, as grep prints it: file:line:text.
 */
#include "print/lines.h"
#include "locations.h"
#include "print/print.h"

/* What stands before the text of a record. */
static void put_place(const struct print_job *job, struct pyiq_str file, size_t line, char sign)
{
	char number[24];
	const struct term *term = job->term;

	if (!job->how.no_file) {
		term_text(term, STYLE_FILE, locations_display(file));
		if (job->how.nul_after_file)
			fputc('\0', term->file);
		else
			term_write(term, STYLE_SEPARATOR, &sign, 1);
	}
	if (!job->how.no_line_number) {
		int len = snprintf(number, sizeof number, "%zu", line);

		term_write(term, STYLE_LINE, number, (size_t)len);
		term_write(term, STYLE_SEPARATOR, &sign, 1);
	}
}

/* The bytes [start, end) of text. */
static void put_piece(const struct print_job *job, unsigned style, struct pyiq_str text,
		      size_t start, size_t end)
{
	term_text(job->term, style, (struct pyiq_str){ text.data + start, end - start });
}

static void put_text(const struct print_job *job, unsigned style, struct pyiq_str text,
		     const struct pyiq_span *spans, size_t n)
{
	size_t at = 0;

	for (size_t i = 0; i < n; i++) {
		put_piece(job, style, text, at, spans[i].start);
		put_piece(job, STYLE_MATCH, text, spans[i].start, spans[i].end);
		at = spans[i].end;
	}
	put_piece(job, style, text, at, text.len);
	fputc('\n', job->term->file);
}

struct matched {
	struct print_job *job;
	struct pyiq_str file;
};

static void put_line(void *ctx, const struct unit_line *line)
{
	const struct matched *hit = ctx;
	struct print_job *job = hit->job;

	if (line->after_gap && job->n_printed > 0 && job->how.separator &&
	    job->how.before + job->how.after > 0) {
		term_write(job->term, STYLE_SEPARATOR, job->how.separator,
			   strlen(job->how.separator));
		fputc('\n', job->term->file);
	}
	put_place(job, hit->file, line->number, line->matched ? ':' : '-');
	put_text(job, line->matched ? STYLE_SELECTED : STYLE_CONTEXT, line->text, line->spans,
		 line->n_spans);
	job->n_printed++;
}

static void put_matches(void *ctx, const struct unit_line *line)
{
	const struct matched *hit = ctx;

	for (size_t i = 0; i < line->n_spans; i++) {
		put_place(hit->job, hit->file, line->number, ':');
		put_piece(hit->job, STYLE_MATCH, line->text, line->spans[i].start,
			  line->spans[i].end);
		fputc('\n', hit->job->term->file);
	}
}

static void put_source(const struct term *term, struct pyiq_str text)
{
	if (text.len == 0)
		return;
	fputc('\n', term->file);
	term_text(term, STYLE_PLAIN, text);
	if (text.data[text.len - 1] != '\n')
		fputc('\n', term->file);
}

/* The unit as Markdown. */
static pyiq_status line_whole(struct print_job *job, const struct pyiq_unit *unit,
			      struct pyiq_error *err)
{
	const struct term *term = job->term;

	(void)err;
	if (job->n_printed++ > 0)
		fputc('\n', term->file);
	fputs("### ", term->file);
	term_text(term, STYLE_PLAIN, unit->passage[PYIQ_QUESTION].text);
	fputc('\n', term->file);
	put_source(term, unit->passage[PYIQ_PROMPT].text);
	put_source(term, unit->passage[PYIQ_ANSWER].text);
	return PYIQ_OK;
}

static pyiq_status line_plan(struct print_job *job, const struct plan *plan, struct pyiq_error *err)
{
	return plan_print(plan, job->term, SIZE_MAX, err);
}

static pyiq_status put_hit(struct print_job *job, const struct pyiq_hit *hit,
			   struct pyiq_error *err)
{
	const struct pyiq_unit *unit = hit->unit;
	struct matched matched = { job, unit->file };
	pyiq_status status;

	if (job->how.whole)
		return line_whole(job, unit, err);
	if (job->how.matching_lines && job->how.only_matches)
		return lines_of_hit(hit, 0, 0, put_matches, &matched, err);
	if (job->how.matching_lines)
		return lines_of_hit(hit, job->how.before, job->how.after, put_line, &matched, err);

	status = print_find_spans(job, hit, PYIQ_QUESTION, err);
	if (status != PYIQ_OK)
		return status;
	put_place(job, unit->file, unit->line, ':');
	put_text(job, STYLE_PLAIN, unit->passage[PYIQ_QUESTION].text, job->spans, job->n_spans);
	job->n_printed++;
	return PYIQ_OK;
}

static pyiq_status line_hit(struct print_job *job, const struct pyiq_hit *hit,
			    struct pyiq_error *err)
{
	pyiq_status status = put_hit(job, hit, err);

	if (status == PYIQ_OK && job->how.explain)
		plan_print_score(hit, job->term, "#   ");
	return status;
}

static pyiq_status line_unit(struct print_job *job, const struct pyiq_unit *unit,
			     struct pyiq_error *err)
{
	(void)err;
	put_place(job, unit->file, unit->line, ':');
	put_text(job, STYLE_PLAIN, unit->passage[PYIQ_QUESTION].text, NULL, 0);
	return PYIQ_OK;
}

const struct printer print_line = {
	.plan = line_plan,
	.hit = line_hit,
	.unit = line_unit,
	.whole = line_whole,
};

/* ---- Names of files ------------------------------------------------------ */

static pyiq_status files_hit(struct print_job *job, const struct pyiq_hit *hit,
			     struct pyiq_error *err)
{
	struct pyiq_str file = hit->unit->file;
	bool is_new;
	pyiq_status status = print_remember_file(job, file, &is_new, err);

	if (status != PYIQ_OK || !is_new)
		return status;
	term_text(job->term, STYLE_FILE, locations_display(file));
	fputc(job->how.nul_after_file ? '\0' : '\n', job->term->file);
	return PYIQ_OK;
}

const struct printer print_files = { .hit = files_hit };

/*
 * One record a line, as grep prints it: file:line:text.
 */
#include "locations.h"
#include "print/lines.h"
#include "print/print.h"
#include "term/link.h"

/* What stands before the text of a record; column 0 for none. */
static void put_place(const struct print_job *job, struct pyiq_str file, size_t line, size_t column,
		      char sign)
{
	char number[24];
	const struct term *term = job->term;
	bool vim = column > 0;
	int len;

	if (!vim)
		link_begin_place(term, file, line, 1);
	if (!job->how.no_file || vim) {
		term_text(term, STYLE_FILE, locations_display(file));
		if (job->how.nul_after_file)
			fputc('\0', term->file);
		else
			term_write(term, STYLE_SEPARATOR, &sign, 1);
	}
	if (!job->how.no_line_number || vim) {
		len = snprintf(number, sizeof number, "%zu", line);
		term_write(term, STYLE_LINE, number, (size_t)len);
	}
	if (!vim)
		link_end(term);
	if (!job->how.no_line_number || vim)
		term_write(term, STYLE_SEPARATOR, &sign, 1);
	if (vim) {
		len = snprintf(number, sizeof number, "%zu", column);
		term_write(term, STYLE_PLAIN, number, (size_t)len);
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
	print_end_line(job);
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
	put_place(job, hit->file, line->number, 0, line->matched ? ':' : '-');
	put_text(job, line->matched ? STYLE_SELECTED : STYLE_CONTEXT, line->text, line->spans,
		 line->n_spans);
	job->n_printed++;
}

static void put_matches(void *ctx, const struct unit_line *line)
{
	const struct matched *hit = ctx;

	for (size_t i = 0; i < line->n_spans; i++) {
		put_place(hit->job, hit->file, line->number, 0, ':');
		put_piece(hit->job, STYLE_MATCH, line->text, line->spans[i].start,
			  line->spans[i].end);
		print_end_line(hit->job);
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
	if (job->n_printed++ > 0 && !job->how.nul_lines)
		fputc('\n', term->file);
	fputs("### ", term->file);
	term_text(term, STYLE_PLAIN, unit->passage[PYIQ_QUESTION].text);
	fputc('\n', term->file);
	put_source(term, unit->passage[PYIQ_PROMPT].text);
	put_source(term, unit->passage[PYIQ_ANSWER].text);
	if (job->how.nul_lines)
		fputc('\0', term->file);
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
	put_place(job, unit->file, unit->line, 0, ':');
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
	put_place(job, unit->file, unit->line, 0, ':');
	put_text(job, STYLE_PLAIN, unit->passage[PYIQ_QUESTION].text, NULL, 0);
	return PYIQ_OK;
}

const struct printer print_line = {
	.plan = line_plan,
	.hit = line_hit,
	.unit = line_unit,
	.whole = line_whole,
};

/* ---- Lists for editors --------------------------------------------------- */

/* The column of text[offset], which stands in that line of the unit's source; 1 if that is not known. */
static size_t column(struct print_job *job, const struct pyiq_unit *unit, size_t line,
		     struct pyiq_str text, size_t offset)
{
	size_t found = source_column(source_line(&job->source, unit->file, line), text, offset);

	return found > 0 ? found : 1;
}

static pyiq_status vimgrep_question(struct print_job *job, const struct pyiq_hit *hit,
				    struct pyiq_error *err)
{
	const struct pyiq_unit *unit = hit->unit;
	struct pyiq_str text = unit->passage[PYIQ_QUESTION].text;
	pyiq_status status = print_find_spans(job, hit, PYIQ_QUESTION, err);

	if (status != PYIQ_OK)
		return status;
	put_place(job, unit->file, unit->line, column(job, unit, unit->line, text, 0), ':');
	put_text(job, STYLE_PLAIN, text, job->spans, job->n_spans);
	return PYIQ_OK;
}

/* The line that a match begins in. */
struct matched_line {
	pyiq_field field;
	size_t start, number;
};

static void find_line(struct matched_line *line, const struct pyiq_unit *unit,
		      const struct pyiq_mark *mark)
{
	const struct pyiq_passage *passage = &unit->passage[mark->field];
	const char *feed, *text = passage->text.data;

	if (line->number == 0 || line->field != mark->field)
		*line = (struct matched_line){ mark->field, 0, passage->line };
	while ((feed = memchr(text + line->start, '\n', mark->span.start - line->start))) {
		line->start = (size_t)(feed + 1 - text);
		/* What was made from something else has no lines there. */
		line->number += unit->form == PYIQ_FORM_SOURCE;
	}
}

static void vimgrep_match(struct print_job *job, const struct pyiq_unit *unit,
			  const struct matched_line *line, struct pyiq_span match)
{
	struct pyiq_str text = unit->passage[line->field].text;

	text = (struct pyiq_str){ text.data + line->start, text.len - line->start };
	const char *feed = memchr(text.data, '\n', text.len);

	text.len = feed ? (size_t)(feed - text.data) : text.len;
	match.start -= line->start;
	match.end -= line->start;
	if (match.end > text.len)
		match.end = text.len;
	put_place(job, unit->file, line->number, column(job, unit, line->number, text, match.start),
		  ':');
	if (job->how.only_matches) {
		text = (struct pyiq_str){ text.data + match.start, match.end - match.start };
		match = (struct pyiq_span){ 0, text.len };
	}
	put_text(job, STYLE_SELECTED, text, &match, 1);
}

static pyiq_status vimgrep_hit(struct print_job *job, const struct pyiq_hit *hit,
			       struct pyiq_error *err)
{
	struct matched_line line = { .number = 0 };

	if (!job->how.matching_lines || hit->n_marks == 0)
		return vimgrep_question(job, hit, err);
	for (size_t i = 0; i < hit->n_marks; i++) {
		find_line(&line, hit->unit, &hit->marks[i]);
		vimgrep_match(job, hit->unit, &line, hit->marks[i].span);
	}
	return PYIQ_OK;
}

const struct printer print_vimgrep = { .hit = vimgrep_hit };

/* ---- Names of files ------------------------------------------------------ */

static pyiq_status files_unit(struct print_job *job, const struct pyiq_unit *unit,
			      struct pyiq_error *err)
{
	bool is_new;
	pyiq_status status = print_remember_file(job, unit->file, &is_new, err);

	if (status != PYIQ_OK || !is_new)
		return status;
	link_begin_place(job->term, unit->file, 1, 1);
	term_text(job->term, STYLE_FILE, locations_display(unit->file));
	link_end(job->term);
	fputc(job->how.nul_after_file ? '\0' : '\n', job->term->file);
	return PYIQ_OK;
}

static pyiq_status files_hit(struct print_job *job, const struct pyiq_hit *hit,
			     struct pyiq_error *err)
{
	return files_unit(job, hit->unit, err);
}

const struct printer print_files = { .hit = files_hit };

static pyiq_status other_files_hit(struct print_job *job, const struct pyiq_hit *hit,
				   struct pyiq_error *err)
{
	bool is_new;

	return print_remember_file(job, hit->unit->file, &is_new, err);
}

const struct printer print_other_files = { .hit = other_files_hit, .unit = files_unit };

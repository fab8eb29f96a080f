/*
 * Hits and units for people: what was found, where it stands, and enough of it
 * to know whether it is the right one.
 */
#include <inttypes.h>

#include "locations.h"
#include "print/lines.h"
#include "print/print.h"
#include "term/link.h"
#include "term/pager.h"
#include "term/render.h"
#include "term/styled.h"

enum {
	INDENT = 4,
	MOST_WIDTH = 100, /* longer lines are hard to read */
	LEAST_WIDTH = 20, /* and so are shorter ones */
	SNIPPET_LINES = 3,
	SHORT_ID = 8,
	MOST_OF_LINE = 1200 /* bytes shown of one matching line */
};

static size_t text_width(const struct term *term)
{
	return term->width < MOST_WIDTH ? term->width : MOST_WIDTH;
}

/* Columns of a line of a snippet: there may be an ellipsis at both ends. */
static size_t snippet_width(const struct term *term)
{
	return text_width(term) - INDENT - 2 * strlen(term->glyphs->ellipsis);
}

size_t print_snippet_size(const struct term *term)
{
	return SNIPPET_LINES * snippet_width(term);
}

static void write_spaces(const struct term *term, size_t n)
{
	fprintf(term->file, "%*s", (int)n, "");
}

/* Write text in lines that fit, the first one behind what stands there already. */
static void write_wrapped(const struct print_job *job, const struct styled *text, size_t indent)
{
	size_t width = text_width(job->term), next;

	width = width > indent ? width - indent : 1;
	for (size_t at = 0; at < text->text.len; at = next) {
		size_t end = styled_break(text, at, width, &next);

		if (at > 0)
			write_spaces(job->term, indent);
		styled_write(job->term, text, at, end);
		fputc('\n', job->term->file);
	}
}

/* ---- What stands above --------------------------------------------------- */

static void put_dot(const struct term *term, struct styled *text)
{
	if (text->text.len == 0)
		return;
	styled_puts(text, STYLE_DIM, " ");
	styled_puts(text, STYLE_DIM, term->glyphs->dot);
	styled_puts(text, STYLE_DIM, " ");
}

static void put_place(const struct print_job *job, struct styled *text,
		      const struct pyiq_unit *unit)
{
	char line[24];
	size_t start = text->text.len;

	snprintf(line, sizeof line, job->how.no_file ? "%zu" : ":%zu", unit->line);
	if (!job->how.no_file)
		styled_append_line(text, job->term, STYLE_DIM, locations_display(unit->file));
	if (!job->how.no_line_number)
		styled_puts(text, STYLE_DIM, line);
	styled_link_place(text, job->term, start, unit->file, unit->line);
}

static void put_topic(const struct term *term, struct styled *text, const struct pyiq_unit *unit)
{
	for (size_t i = 0; i < unit->n_topic; i++) {
		if (i == 0) {
			put_dot(term, text);
		} else {
			styled_puts(text, STYLE_DIM, " ");
			styled_puts(text, STYLE_DIM, term->glyphs->arrow);
			styled_puts(text, STYLE_DIM, " ");
		}
		styled_append_line(text, term, STYLE_DIM, unit->topic[i]);
	}
}

/* The line with all that is known about a unit; hit is NULL outside of a search. */
static pyiq_status write_facts(const struct print_job *job, const struct pyiq_unit *unit,
			       const struct pyiq_hit *hit, size_t indent, struct pyiq_error *err)
{
	const struct term *term = job->term;
	struct styled text = STYLED_INIT;
	char more[40];

	put_place(job, &text, unit);
	put_topic(term, &text, unit);
	put_dot(term, &text);
	snprintf(more, sizeof more, "%.*s", SHORT_ID, unit->id);
	styled_puts(&text, STYLE_DIM, more);
	if (unit->key.len > 0) {
		styled_puts(&text, STYLE_DIM, " (");
		styled_append_line(&text, term, STYLE_DIM, unit->key);
		styled_puts(&text, STYLE_DIM, ")");
	}
	if (unit->has_votes) {
		put_dot(term, &text);
		snprintf(more, sizeof more, "%" PRId64 " vote%s", unit->votes,
			 unit->votes == 1 ? "" : "s");
		styled_puts(&text, STYLE_DIM, more);
	}
	if (hit && hit->n_duplicates > 0) {
		put_dot(term, &text);
		snprintf(more, sizeof more, "+%zu alike", hit->n_duplicates);
		styled_puts(&text, STYLE_DIM, more);
	}
	if (!unit->answered) {
		put_dot(term, &text);
		styled_puts(&text, STYLE_DIM, "unanswered");
	}
	write_spaces(term, indent);
	write_wrapped(job, &text, indent);
	pyiq_status status = styled_status(&text, err);
	styled_release(&text);
	return status;
}

static pyiq_status write_question(const struct print_job *job, const struct pyiq_unit *unit,
				  size_t indent, struct pyiq_error *err)
{
	struct styled text = STYLED_INIT;

	styled_append_marked(&text, job->term, STYLE_BOLD, unit->passage[PYIQ_QUESTION].text,
			     job->spans, job->n_spans);
	write_wrapped(job, &text, indent);
	pyiq_status status = styled_status(&text, err);
	styled_release(&text);
	return status;
}

/* ---- Snippets ------------------------------------------------------------ */

/* Some lines of a text, as it is wrapped. */
struct window {
	size_t line[SNIPPET_LINES], end[SNIPPET_LINES];
	size_t n_matches[SNIPPET_LINES]; /* styled pieces that begin in the line */
	size_t n;
};

static bool is_blank(const struct styled *text, size_t start, size_t end)
{
	while (start < end && text->text.data[start] == ' ')
		start++;
	return start == end;
}

static size_t count_matches(const struct styled *text, size_t start, size_t end)
{
	size_t n = 0;

	for (size_t i = start; i < end; i++)
		n += text->styles.data[i] == STYLE_MATCH &&
		     (i == start || text->styles.data[i - 1] != STYLE_MATCH);
	return n;
}

static size_t sum(const struct window *window)
{
	size_t total = 0;

	for (size_t i = 0; i < window->n; i++)
		total += window->n_matches[i];
	return total;
}

static void push_line(struct window *window, size_t start, size_t end, size_t n_matches)
{
	if (window->n == SNIPPET_LINES) {
		window->n--;
		for (size_t i = 0; i < window->n; i++) {
			window->line[i] = window->line[i + 1];
			window->end[i] = window->end[i + 1];
			window->n_matches[i] = window->n_matches[i + 1];
		}
	}
	window->line[window->n] = start;
	window->end[window->n] = end;
	window->n_matches[window->n++] = n_matches;
}

/*
 * The lines of text with the most matches. A snippet is measured in bytes; its
 * own short lines and the width of this terminal can make it too high.
 */
static struct window choose_lines(const struct styled *text, size_t width)
{
	struct window window = { .n = 0 }, best = { .n = 0 };
	size_t next;

	for (size_t at = 0; at < text->text.len; at = next) {
		size_t end = styled_break(text, at, width, &next);

		if (is_blank(text, at, end))
			continue;
		push_line(&window, at, end, count_matches(text, at, end));
		if (best.n < SNIPPET_LINES || sum(&window) > sum(&best))
			best = window;
	}
	return best;
}

static pyiq_status write_snippet(const struct print_job *job, const struct pyiq_snippet *snippet,
				 struct pyiq_error *err)
{
	const struct term *term = job->term;
	const char *ellipsis = term->glyphs->ellipsis;
	struct styled text = STYLED_INIT;

	styled_append_marked(&text, term, STYLE_PLAIN, snippet->text, snippet->spans,
			     snippet->n_spans);
	struct window window = choose_lines(&text, snippet_width(term));

	for (size_t i = 0; i < window.n; i++) {
		bool first = i == 0 && (snippet->cut_before || window.line[i] > 0);
		bool last =
			i + 1 == window.n && (snippet->cut_after || window.end[i] < text.text.len);

		write_spaces(term, INDENT);
		if (first)
			term_write(term, STYLE_DIM, ellipsis, strlen(ellipsis));
		styled_write(term, &text, window.line[i], window.end[i]);
		if (last)
			term_write(term, STYLE_DIM, ellipsis, strlen(ellipsis));
		fputc('\n', term->file);
	}
	pyiq_status status = styled_status(&text, err);
	styled_release(&text);
	return status;
}

/* ---- Lines that match ---------------------------------------------------- */

struct matched {
	const struct print_job *job;
	const struct pyiq_unit *unit;
	size_t n_lines; /* written so far */
	pyiq_status status;
	struct pyiq_error *err;
};

/* The part of a line around its first match, for lines that nobody would read whole. */
static struct pyiq_span excerpt(const struct unit_line *line)
{
	size_t match = line->n_spans > 0 ? line->spans[0].start : 0;
	struct pyiq_span part = { 0, line->text.len };

	if (line->text.len <= MOST_OF_LINE)
		return part;
	part.start = match > MOST_OF_LINE / 2 ? match - MOST_OF_LINE / 2 : 0;
	while (part.start < match && ((unsigned char)line->text.data[part.start] & 0xC0) == 0x80)
		part.start++;
	if (part.end - part.start > MOST_OF_LINE)
		part.end = part.start + MOST_OF_LINE;
	while (part.end > match + 1 && part.end < line->text.len &&
	       ((unsigned char)line->text.data[part.end] & 0xC0) == 0x80)
		part.end--;
	return part;
}

static void put_excerpt(const struct term *term, struct styled *text, const struct unit_line *line)
{
	struct pyiq_span part = excerpt(line);
	size_t at = part.start;

	if (part.start > 0)
		styled_puts(text, STYLE_DIM, term->glyphs->ellipsis);
	for (size_t i = 0; i <= line->n_spans && at < part.end; i++) {
		bool last = i == line->n_spans;
		size_t start = last ? part.end : line->spans[i].start;
		size_t end = last ? part.end : line->spans[i].end;

		start = start < at ? at : start > part.end ? part.end : start;
		end = end > part.end ? part.end : end;
		styled_append(text, term, line->matched ? STYLE_PLAIN : STYLE_DIM,
			      (struct pyiq_str){ line->text.data + at, start - at });
		styled_append(text, term, STYLE_MATCH,
			      (struct pyiq_str){ line->text.data + start, end - start });
		at = end;
	}
	if (part.end < line->text.len)
		styled_puts(text, STYLE_DIM, term->glyphs->ellipsis);
}

/* One line, or one match of it, behind its number. */
static void write_line(struct matched *hit, const struct unit_line *line)
{
	const struct print_job *job = hit->job;
	struct styled text = STYLED_INIT;
	size_t indent = INDENT;
	char number[24];

	write_spaces(job->term, indent);
	if (!job->how.no_line_number) {
		int len = snprintf(number, sizeof number, "%zu", line->number);

		term_write(job->term, STYLE_LINE, number, (size_t)len);
		term_write(job->term, STYLE_SEPARATOR, line->matched ? ":" : "-", 1);
		indent += (size_t)len + 1;
	}
	put_excerpt(job->term, &text, line);
	if (text.text.len > 0)
		write_wrapped(job, &text, indent);
	else
		fputc('\n', job->term->file);
	hit->n_lines++;
	if (hit->status == PYIQ_OK)
		hit->status = styled_status(&text, hit->err);
	styled_release(&text);
}

static void put_line(void *ctx, const struct unit_line *line)
{
	struct matched *hit = ctx;
	const struct print_how *how = &hit->job->how;

	/* The question stands above, with its matches. */
	if (line->text.data == hit->unit->passage[PYIQ_QUESTION].text.data)
		return;
	if (!how->only_matches) {
		if (line->after_gap && hit->n_lines > 0 && how->separator &&
		    how->before + how->after > 0) {
			write_spaces(hit->job->term, INDENT);
			term_write(hit->job->term, STYLE_SEPARATOR, how->separator,
				   strlen(how->separator));
			fputc('\n', hit->job->term->file);
		}
		write_line(hit, line);
		return;
	}
	for (size_t i = 0; i < line->n_spans; i++) {
		struct pyiq_span span = line->spans[i];
		struct pyiq_span whole = { 0, span.end - span.start };
		struct unit_line match = *line;

		match.text = (struct pyiq_str){ line->text.data + span.start, whole.end };
		match.spans = &whole;
		match.n_spans = 1;
		write_line(hit, &match);
	}
}

static pyiq_status write_lines(const struct print_job *job, const struct pyiq_hit *hit,
			       struct pyiq_error *err)
{
	struct matched matched = { .job = job, .unit = hit->unit, .err = err };
	pyiq_status status =
		lines_of_hit(hit, job->how.before, job->how.after, put_line, &matched, err);

	return status != PYIQ_OK ? status : matched.status;
}

/* ---- Whole units --------------------------------------------------------- */

/* Text in which every character means itself; its own line breaks stay. */
static pyiq_status write_plain(const struct print_job *job, struct pyiq_str text,
			       struct pyiq_error *err)
{
	struct styled styled = STYLED_INIT;
	pyiq_status status;

	styled_append_marked(&styled, job->term, STYLE_PLAIN, text, job->spans, job->n_spans);
	write_wrapped(job, &styled, 0);
	status = styled_status(&styled, err);
	styled_release(&styled);
	return status;
}

/* The job's spans are those of the passage. */
static pyiq_status write_passage(const struct print_job *job, const struct pyiq_unit *unit,
				 pyiq_field field, struct pyiq_error *err)
{
	struct pyiq_str text = unit->passage[field].text;

	return unit->form == PYIQ_FORM_PLAIN
		       ? write_plain(job, text, err)
		       : render_markdown(job->term, text, job->spans, job->n_spans,
					 text_width(job->term), err);
}

pyiq_status print_passage(struct print_job *job, const struct pyiq_unit *unit, pyiq_field field,
			  struct pyiq_error *err)
{
	return field == PYIQ_QUESTION ? write_question(job, unit, 0, err)
				      : write_passage(job, unit, field, err);
}

pyiq_status print_facts(struct print_job *job, const struct pyiq_unit *unit, struct pyiq_error *err)
{
	return write_facts(job, unit, NULL, 0, err);
}

/* hit is NULL outside of a search. */
static pyiq_status write_whole(struct print_job *job, const struct pyiq_unit *unit,
			       const struct pyiq_hit *hit, struct pyiq_error *err)
{
	if (job->n_printed++ > 0)
		fputs("\n\n", job->term->file);
	pyiq_status status = write_question(job, unit, 0, err);
	if (status == PYIQ_OK)
		status = write_facts(job, unit, hit, 0, err);
	for (pyiq_field field = PYIQ_PROMPT; status == PYIQ_OK && field <= PYIQ_ANSWER; field++) {
		if (unit->passage[field].text.len == 0)
			continue;
		fputc('\n', job->term->file);
		if (hit)
			status = print_find_spans(job, hit, field, err);
		if (status == PYIQ_OK)
			status = write_passage(job, unit, field, err);
	}
	return status;
}

/* ---- The printer --------------------------------------------------------- */

static pyiq_status text_whole(struct print_job *job, const struct pyiq_unit *unit,
			      struct pyiq_error *err)
{
	pager_begin();
	return write_whole(job, unit, NULL, err);
}

static pyiq_status text_plan(struct print_job *job, const struct plan *plan, struct pyiq_error *err)
{
	pager_begin();
	pyiq_status status = plan_print(plan, job->term, text_width(job->term), err);

	fputc('\n', job->term->file);
	return status;
}

static pyiq_status put_hit(struct print_job *job, const struct pyiq_hit *hit,
			   struct pyiq_error *err)
{
	const struct pyiq_unit *unit = hit->unit;
	char rank[24];
	pyiq_status status = print_find_spans(job, hit, PYIQ_QUESTION, err);

	if (status != PYIQ_OK)
		return status;
	if (job->how.whole)
		return write_whole(job, unit, hit, err);
	if (job->n_printed++ > 0)
		fputc('\n', job->term->file);
	int len = snprintf(rank, sizeof rank, "%2zu  ", hit->rank);

	term_write(job->term, STYLE_DIM, rank, (size_t)len);
	status = write_question(job, unit, INDENT, err);
	if (status == PYIQ_OK)
		status = write_facts(job, unit, hit, INDENT, err);
	if (status != PYIQ_OK)
		return status;
	return job->how.matching_lines ? write_lines(job, hit, err)
				       : write_snippet(job, &hit->snippet, err);
}

static pyiq_status text_hit(struct print_job *job, const struct pyiq_hit *hit,
			    struct pyiq_error *err)
{
	pager_begin();
	pyiq_status status = put_hit(job, hit, err);

	if (status == PYIQ_OK && job->how.explain)
		plan_print_score(hit, job->term, job->how.whole ? "" : "    ");
	return status;
}

/* A list of units: the name of each file above those that stand in it. */
static pyiq_status text_unit(struct print_job *job, const struct pyiq_unit *unit,
			     struct pyiq_error *err)
{
	const struct term *term = job->term;
	enum { LINE_WIDTH = 7, PLACE = 2 + SHORT_ID + LINE_WIDTH + 2 };
	char line[24];
	bool is_new;

	pager_begin();
	pyiq_status status = print_remember_file(job, unit->file, &is_new, err);

	if (status != PYIQ_OK)
		return status;
	if (is_new) {
		if (job->n_printed > 0)
			fputc('\n', term->file);
		link_begin_place(term, unit->file, 1, 1);
		term_text_line(term, STYLE_FILE, locations_display(unit->file));
		link_end(term);
		fputc('\n', term->file);
	}
	job->n_printed++;
	write_spaces(term, 2);
	term_write(term, STYLE_DIM, unit->id, SHORT_ID);
	int len = snprintf(line, sizeof line, "%zu", unit->line);
	write_spaces(term, len < LINE_WIDTH ? (size_t)(LINE_WIDTH - len) : 0);
	link_begin_place(term, unit->file, unit->line, 1);
	term_write(term, STYLE_LINE, line, (size_t)len);
	link_end(term);
	/* Beside the place there is no room on a narrow terminal. */
	bool below = text_width(term) < PLACE + LEAST_WIDTH;

	if (below)
		fputc('\n', term->file);
	write_spaces(term, below ? INDENT : 2);

	struct styled text = STYLED_INIT;

	styled_append(&text, term, STYLE_PLAIN, unit->passage[PYIQ_QUESTION].text);
	if (!unit->answered) {
		put_dot(term, &text);
		styled_puts(&text, STYLE_DIM, "unanswered");
	}
	write_wrapped(job, &text, below ? INDENT : PLACE);
	status = styled_status(&text, err);
	styled_release(&text);
	return status;
}

static void text_end(struct print_job *job, const struct pyiq_search_summary *summary)
{
	char text[120] = "no hits";
	struct styled styled = STYLED_INIT;

	if (summary->n_shown > 0) {
		if (summary->n_total <= summary->n_shown)
			return;
		snprintf(text, sizeof text, "%zu of %zu hits%s", summary->n_shown, summary->n_total,
			 summary->mode == PYIQ_WORDS ? "; -m NUM or --all for more" : "");
		fputc('\n', job->term->file);
	}
	styled_puts(&styled, STYLE_DIM, text);
	write_wrapped(job, &styled, 0);
	styled_release(&styled);
}

const struct printer print_text = {
	.plan = text_plan,
	.hit = text_hit,
	.unit = text_unit,
	.whole = text_whole,
	.end = text_end,
};

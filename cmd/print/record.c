/*
 * Records as a template has them, see template.h.
 */
#include <math.h>
#include <string.h>

#include "base/unicode.h"
#include "locations.h"
#include "print/print.h"
#include "print/template.h"
#include "term/styled.h"

/* What is written for a field. */
struct value {
	struct pyiq_str text;
	unsigned style;
	bool right; /* in a column it stands at the right, as numbers do */
	const struct pyiq_span *spans;
	size_t n_spans;
	char digits[32];
};

/* ---- Values -------------------------------------------------------------- */

static void set_count(struct value *value, unsigned style, long long number)
{
	int len = snprintf(value->digits, sizeof value->digits, "%lld", number);

	value->text = (struct pyiq_str){ value->digits, (size_t)len };
	value->style = style;
	value->right = true;
}

static void set_score(struct value *value, double score)
{
	int len = snprintf(value->digits, sizeof value->digits, "%.6g", score);

	value->text = (struct pyiq_str){ value->digits, (size_t)len };
	value->right = true;
}

static void set_text(struct value *value, unsigned style, struct pyiq_str text)
{
	value->text = text;
	value->style = style;
}

/* Several texts as one, in the job's scratch, until that is used again. */
static pyiq_status set_list(struct value *value, struct print_job *job,
			    const struct pyiq_str *texts, size_t n, const char *between,
			    struct pyiq_error *err)
{
	print_join(&job->scratch, texts, n, between);
	value->text = (struct pyiq_str){ pyiq_buf_str(&job->scratch), job->scratch.len };
	return pyiq_buf_status(&job->scratch, err);
}

static pyiq_status set_places(struct value *value, struct print_job *job,
			      const struct pyiq_hit *hit, struct pyiq_error *err)
{
	struct pyiq_buf *list = &job->scratch;

	pyiq_buf_clear(list);
	for (size_t i = 0; i < hit->n_duplicates; i++) {
		struct pyiq_str file = locations_display(hit->duplicates[i].file);

		pyiq_buf_puts(list, i > 0 ? ", " : "");
		pyiq_buf_append(list, file.data, file.len);
		pyiq_buf_printf(list, ":%zu", hit->duplicates[i].line);
	}
	value->text = (struct pyiq_str){ pyiq_buf_str(list), list->len };
	return pyiq_buf_status(list, err);
}

/* A text of the unit, and what was found in it. */
static pyiq_status set_passage(struct value *value, struct print_job *job,
			       const struct pyiq_unit *unit, const struct pyiq_hit *hit,
			       pyiq_field field, struct pyiq_error *err)
{
	value->text = unit->passage[field].text;
	if (!hit || !job->term->colour)
		return PYIQ_OK;
	pyiq_status status = print_find_spans(job, hit, field, err);

	value->spans = job->spans;
	value->n_spans = job->n_spans;
	return status;
}

static pyiq_status of_hit(struct value *value, struct print_job *job, const struct pyiq_hit *hit,
			  template_field field, struct pyiq_error *err)
{
	switch (field) {
	case TEMPLATE_RANK:
		set_count(value, STYLE_DIM, (long long)hit->rank);
		return PYIQ_OK;
	case TEMPLATE_SCORE:
		set_score(value, isfinite(hit->score) ? hit->score : 0);
		return PYIQ_OK;
	case TEMPLATE_SNIPPET:
		set_text(value, STYLE_PLAIN, hit->snippet.text);
		value->spans = hit->snippet.spans;
		value->n_spans = hit->snippet.n_spans;
		return PYIQ_OK;
	case TEMPLATE_TERMS:
		return set_list(value, job, hit->terms, hit->n_terms, ", ", err);
	case TEMPLATE_DUPLICATES:
		return set_places(value, job, hit, err);
	default:
		set_text(value, STYLE_PLAIN, job->query);
		return PYIQ_OK;
	}
}

/* hit is NULL outside of a search. */
static pyiq_status find_value(struct value *value, struct print_job *job,
			      const struct pyiq_unit *unit, const struct pyiq_hit *hit,
			      template_field field, struct pyiq_error *err)
{
	switch (field) {
	case TEMPLATE_ID:
		set_text(value, STYLE_DIM, pyiq_str(unit->id));
		return PYIQ_OK;
	case TEMPLATE_KEY:
		set_text(value, STYLE_PLAIN, unit->key);
		return PYIQ_OK;
	case TEMPLATE_DB:
		set_text(value, STYLE_PLAIN, unit->db);
		return PYIQ_OK;
	case TEMPLATE_FILE:
		set_text(value, STYLE_FILE, locations_display(unit->file));
		return PYIQ_OK;
	case TEMPLATE_PATH:
		set_text(value, STYLE_FILE, unit->file);
		return PYIQ_OK;
	case TEMPLATE_LINE:
		set_count(value, STYLE_LINE, (long long)unit->line);
		return PYIQ_OK;
	case TEMPLATE_END_LINE:
		set_count(value, STYLE_LINE, (long long)unit->end_line);
		return PYIQ_OK;
	case TEMPLATE_TOPIC:
		return set_list(value, job, unit->topic, unit->n_topic, PRINT_TOPIC_SIGN, err);
	case TEMPLATE_LEVEL:
		set_text(value, STYLE_PLAIN, unit->level);
		return PYIQ_OK;
	case TEMPLATE_LANGUAGE:
		set_text(value, STYLE_PLAIN, unit->language);
		return PYIQ_OK;
	case TEMPLATE_TAGS:
		return set_list(value, job, unit->tags, unit->n_tags, ", ", err);
	case TEMPLATE_QUESTION:
		return set_passage(value, job, unit, hit, PYIQ_QUESTION, err);
	case TEMPLATE_PROMPT:
		return set_passage(value, job, unit, hit, PYIQ_PROMPT, err);
	case TEMPLATE_ANSWER:
		return set_passage(value, job, unit, hit, PYIQ_ANSWER, err);
	case TEMPLATE_ANSWERED:
		set_text(value, STYLE_PLAIN, pyiq_str(unit->answered ? "true" : "false"));
		return PYIQ_OK;
	case TEMPLATE_VOTES:
		if (unit->has_votes)
			set_count(value, STYLE_PLAIN, unit->votes);
		return PYIQ_OK;
	default:
		return hit ? of_hit(value, job, hit, field, err) : PYIQ_OK;
	}
}

/* ---- Writing ------------------------------------------------------------- */

/* A text of any number of lines; a style ends with each. */
static void write_lines(const struct term *term, unsigned style, struct pyiq_str text)
{
	while (style != STYLE_PLAIN && text.len > 0) {
		const char *feed = memchr(text.data, '\n', text.len);
		size_t len = feed ? (size_t)(feed - text.data) : text.len;

		term_text(term, style, (struct pyiq_str){ text.data, len });
		if (!feed)
			return;
		fputc('\n', term->file);
		text = (struct pyiq_str){ feed + 1, text.len - len - 1 };
	}
	term_text(term, style, text);
}

static void write_value(const struct term *term, const struct value *value)
{
	size_t at = 0;

	for (size_t i = 0; i < value->n_spans; i++) {
		struct pyiq_span span = value->spans[i];

		write_lines(term, value->style,
			    (struct pyiq_str){ value->text.data + at, span.start - at });
		write_lines(
			term, STYLE_MATCH,
			(struct pyiq_str){ value->text.data + span.start, span.end - span.start });
		at = span.end;
	}
	write_lines(term, value->style,
		    (struct pyiq_str){ value->text.data + at, value->text.len - at });
}

/* One line of it: a blank for any white space, none at its ends. */
static void squeeze(struct styled *line)
{
	char *text = line->text.data, *styles = line->styles.data;
	size_t n = 0;
	bool gap = false;

	for (size_t i = 0; i < line->text.len; i++) {
		if (memchr(" \n\r\v\f", text[i], 5)) {
			gap = n > 0;
			continue;
		}
		if (gap) {
			text[n] = ' ';
			styles[n++] = styles[i - 1];
		}
		gap = false;
		text[n] = text[i];
		styles[n++] = styles[i];
	}
	styled_cut(line, n);
}

/* How many of its bytes fit, and the columns they take. */
static size_t fitting(const struct pyiq_buf *text, size_t width, size_t *columns)
{
	size_t at = 0, len, more;

	for (*columns = 0; at < text->len; at += len) {
		len = pyiq_cluster(text->data + at, text->len - at, &more);
		if (*columns + more > width)
			break;
		*columns += more;
	}
	return at;
}

static pyiq_status write_column(const struct term *term, const struct value *value, size_t width,
				struct pyiq_error *err)
{
	struct styled line = STYLED_INIT;
	size_t columns;

	styled_append_marked(&line, term, value->style, value->text, value->spans, value->n_spans);
	squeeze(&line);
	size_t end = fitting(&line.text, width, &columns);

	if (value->right)
		fprintf(term->file, "%*s", (int)(width - columns), "");
	styled_write(term, &line, 0, end);
	if (!value->right)
		fprintf(term->file, "%*s", (int)(width - columns), "");
	pyiq_status status = styled_status(&line, err);

	styled_release(&line);
	return status;
}

static pyiq_status write_record(struct print_job *job, const struct pyiq_unit *unit,
				const struct pyiq_hit *hit, struct pyiq_error *err)
{
	const struct template *template = job->how.template;
	const struct term *term = job->term;
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; status == PYIQ_OK && i < template->n; i++) {
		const struct template_piece *piece = &template->pieces[i];
		struct value value = { .style = STYLE_PLAIN };

		if (piece->field == TEMPLATE_TEXT) {
			term_text(term, STYLE_PLAIN,
				  (struct pyiq_str){ template->text.data + piece->text.start,
						     piece->text.end - piece->text.start });
			continue;
		}
		status = find_value(&value, job, unit, hit, piece->field, err);
		if (status == PYIQ_OK && piece->width > 0)
			status = write_column(term, &value, piece->width, err);
		else if (status == PYIQ_OK)
			write_value(term, &value);
	}
	fputc(job->how.nul_after_file || job->how.nul_lines ? '\0' : '\n', term->file);
	return status;
}

/* ---- The printer --------------------------------------------------------- */

static pyiq_status template_hit(struct print_job *job, const struct pyiq_hit *hit,
				struct pyiq_error *err)
{
	return write_record(job, hit->unit, hit, err);
}

static pyiq_status template_unit(struct print_job *job, const struct pyiq_unit *unit,
				 struct pyiq_error *err)
{
	return write_record(job, unit, NULL, err);
}

const struct printer print_template = {
	.hit = template_hit,
	.unit = template_unit,
	.whole = template_unit,
};

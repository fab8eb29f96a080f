#include "source/row.h"

#include "source/html.h"
#include "source/markdown.h"
#include "source/one_line.h"
#include "source/wording.h"
#include "text/repair.h"

/* A record on its way to a unit. */
struct maker {
	struct pyiq_reading *reading;
	struct pyiq_arena arena; /* what the unit is made of, until it was pushed */
	struct pyiq_visible visible;
	struct pyiq_buf buf;
	pyiq_form form;
	struct pyiq_str question, prompt, answer,
		explanation; /* as `form` says, but for a plain question */
	bool plain_question;
	struct pyiq_error *err;
};

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Without white space around it; but where the first line is indented, that makes it code. */
static struct pyiq_str trim(struct pyiq_str text)
{
	size_t start = 0, line = 0;

	if (text.len == 0)
		return (struct pyiq_str){ "", 0 };
	while (text.len > 0 && is_space(text.data[text.len - 1]))
		text.len--;
	for (; start < text.len && is_space(text.data[start]); start++)
		if (text.data[start] == '\n')
			line = start + 1;
	if (start - line >= 4 || (start > line && text.data[start - 1] == '\t'))
		start = line;
	return (struct pyiq_str){ text.data + start, text.len - start };
}

/* Move what is in m->buf to the arena. */
static pyiq_status keep(struct maker *m, struct pyiq_str *text)
{
	pyiq_status status = pyiq_buf_status(&m->buf, m->err);

	if (status != PYIQ_OK)
		return status;

	const char *copy = pyiq_arena_copy(&m->arena, pyiq_buf_str(&m->buf), m->buf.len);

	if (copy == NULL)
		return pyiq_fail_nomem(m->err);
	*text = (struct pyiq_str){ copy, m->buf.len };
	return PYIQ_OK;
}

/* ---- One way of writing for all texts --------------------------------------------- */

static pyiq_status unify_line_ends(struct maker *m, struct pyiq_str *text)
{
	if (text->len == 0 || memchr(text->data, '\r', text->len) == NULL)
		return PYIQ_OK;
	pyiq_buf_clear(&m->buf);
	pyiq_buf_append(&m->buf, text->data, text->len);
	pyiq_unify_line_ends(&m->buf);
	return keep(m, text);
}

static pyiq_status to_markdown(struct maker *m, struct pyiq_str *html)
{
	if (html->len == 0)
		return PYIQ_OK;
	pyiq_buf_clear(&m->buf);

	pyiq_status status = pyiq_html_to_markdown(*html, &m->buf, NULL, NULL, m->err);

	return status == PYIQ_OK ? keep(m, html) : status;
}

/*
 * The unit has one form, so a text that cannot be read as it claims to be
 * written leaves all of them plain.
 */
static pyiq_status convert(struct maker *m, pyiq_markup markup)
{
	struct pyiq_str *const texts[] = { &m->prompt, &m->answer, &m->explanation, &m->question };
	const struct pyiq_str plain[] = { m->prompt, m->answer, m->explanation, m->question };
	size_t n = m->plain_question ? 3 : 4;
	pyiq_status status = PYIQ_OK;
	bool readable = markup != PYIQ_MARKUP_NONE;

	for (size_t i = 0; i < n && readable && status == PYIQ_OK; i++) {
		readable = texts[i]->len <= PYIQ_ROW_MARKUP_MAX;
		if (readable && markup == PYIQ_MARKUP_HTML)
			status = to_markdown(m, texts[i]);
		readable = readable && texts[i]->len <= PYIQ_ROW_MARKUP_MAX;
	}
	if (status == PYIQ_ERR_SOURCE) {
		readable = false;
		status = PYIQ_OK;
	}
	m->form = readable ? PYIQ_FORM_MARKDOWN : PYIQ_FORM_PLAIN;
	for (size_t i = 0; i < n && !readable; i++)
		*texts[i] = plain[i];
	return status;
}

/* The explanation joins the answer, or what stands in its place. */
static pyiq_status join_answer(struct maker *m)
{
	if (m->explanation.len == 0)
		return PYIQ_OK;
	if (m->answer.len == 0) {
		m->answer = m->explanation;
		return PYIQ_OK;
	}
	pyiq_buf_clear(&m->buf);
	pyiq_buf_append(&m->buf, m->answer.data, m->answer.len);
	pyiq_buf_puts(&m->buf, "\n\n");
	pyiq_buf_append(&m->buf, m->explanation.data, m->explanation.len);
	return keep(m, &m->answer);
}

/* ---- Markup ---------------------------------------------------------------------- */

/* A text with its runs, which live until the next one is read. */
static pyiq_status find_runs(struct maker *m, struct pyiq_str source, struct pyiq_text *text)
{
	struct pyiq_blocks *blocks = &m->reading->blocks;

	*text = (struct pyiq_text){ .source = source };
	if (m->form == PYIQ_FORM_PLAIN || source.len == 0)
		return PYIQ_OK;

	pyiq_status status = pyiq_markdown_read(blocks, source, m->err);

	return status == PYIQ_OK ? pyiq_blocks_passage(blocks, (struct pyiq_span){ 0, source.len },
						       text, m->err)
				 : status;
}

/* A text of the unit; *shown is what a reader sees of it. */
static pyiq_status take_text(struct maker *m, struct pyiq_str source, struct pyiq_text *text,
			     struct pyiq_str *shown)
{
	pyiq_status status = find_runs(m, source, text);

	if (status == PYIQ_OK)
		status = pyiq_visible_make(&m->visible, text, m->err);
	if (status != PYIQ_OK)
		return status;
	*shown = (struct pyiq_str){ pyiq_buf_str(&m->visible.text), m->visible.text.len };

	struct pyiq_run *runs = pyiq_arena_alloc(&m->arena, text->n_runs * sizeof *runs);

	if (runs == NULL)
		return pyiq_fail_nomem(m->err);
	if (text->n_runs > 0)
		memcpy(runs, text->runs, text->n_runs * sizeof *runs);
	text->runs = runs;
	return PYIQ_OK;
}

/* ---- The question ------------------------------------------------------------------ */

static pyiq_status line_of(struct maker *m, const struct pyiq_text *text, struct pyiq_text *line)
{
	pyiq_status status = pyiq_visible_make(&m->visible, text, m->err);

	return status == PYIQ_OK
		       ? pyiq_one_line(&m->visible, (struct pyiq_span){ 0, m->visible.text.len },
				       &m->arena, line, m->err)
		       : status;
}

/*
 * Show the tags of a question that has none that closes: `What is <div> for?`
 * speaks of one. But `<br>` stands for itself alone.
 */
static void show_tags(struct maker *m, struct pyiq_str question, size_t n_runs)
{
	struct pyiq_run *run = m->reading->blocks.passage_runs;

	for (size_t i = 1; i < question.len; i++)
		if (question.data[i - 1] == '<' && question.data[i] == '/')
			return;
	for (; n_runs > 0; run++, n_runs--) {
		const char *tag = question.data + run->start;

		if (run->len > 2 && tag[0] == '<' && tag[run->len - 1] == '>' &&
		    !pyiq_ascii_begins((struct pyiq_str){ tag, run->len }, "<br"))
			*run = (struct pyiq_run){ run->start, 0, 0 };
	}
}

/*
 * A question of one line has words in it and no blocks: `* vs **` is no list. A
 * heading is where Markdown reads a line so; the mark that closes it keeps a `#`
 * at the question's end.
 */
static pyiq_status read_inline(struct maker *m, struct pyiq_str question, struct pyiq_text *line)
{
	static const char mark[] = "# ", end[] = " #";
	struct pyiq_blocks *blocks = &m->reading->blocks;
	struct pyiq_span range = { sizeof mark - 1, sizeof mark - 1 + question.len };
	struct pyiq_str heading = question;
	struct pyiq_text text;
	pyiq_status status;

	pyiq_buf_clear(&m->buf);
	pyiq_buf_puts(&m->buf, mark);
	pyiq_buf_append(&m->buf, question.data, question.len);
	pyiq_buf_puts(&m->buf, end);
	status = keep(m, &heading);
	if (status == PYIQ_OK)
		status = pyiq_markdown_read(blocks, heading, m->err);
	if (status == PYIQ_OK)
		status = pyiq_blocks_passage(blocks, range, &text, m->err);
	if (status != PYIQ_OK)
		return status;
	show_tags(m, text.source, text.n_runs);
	return line_of(m, &text, line);
}

/* What of a leaf at the beginning is the question's own line, markup of its text included. */
static struct pyiq_span heading_text(const struct pyiq_blocks *blocks)
{
	struct pyiq_span span = blocks->block[0].span;

	if (blocks->block[0].kind == PYIQ_BLOCK_HEADING)
		while (span.start < span.end && strchr("# \t", blocks->source.data[span.start]))
			span.start++;
	return span;
}

/* A question of several lines: what stands behind its first paragraph is more than the question. */
static pyiq_status read_paragraph(struct maker *m, struct pyiq_str question, struct pyiq_text *line)
{
	struct pyiq_blocks *blocks = &m->reading->blocks;
	struct pyiq_text text;
	pyiq_status status = find_runs(m, question, &text);

	if (status != PYIQ_OK)
		return status;
	if (m->prompt.len == 0 && blocks->n > 0 &&
	    (blocks->block[0].kind == PYIQ_BLOCK_PARAGRAPH ||
	     blocks->block[0].kind == PYIQ_BLOCK_HEADING)) {
		struct pyiq_span first = heading_text(blocks);

		m->prompt = trim(
			(struct pyiq_str){ question.data + first.end, question.len - first.end });
		status = pyiq_blocks_passage(blocks, first, &text, m->err);
	}
	return status == PYIQ_OK ? line_of(m, &text, line) : status;
}

/* The same where every character means itself: a blank line ends the question. */
static pyiq_status read_plain(struct maker *m, struct pyiq_str question, struct pyiq_text *line)
{
	struct pyiq_text text = { .source = question };

	for (size_t i = 1; i < question.len && m->prompt.len == 0 && !m->plain_question; i++)
		if (question.data[i] == '\n' && question.data[i - 1] == '\n') {
			m->prompt = trim((struct pyiq_str){ question.data + i, question.len - i });
			text.source.len = i;
		}
	return line_of(m, &text, line);
}

static pyiq_status take_question(struct maker *m, struct pyiq_text *line)
{
	struct pyiq_str question = m->question;

	if (question.len == 0)
		return PYIQ_OK;
	if (m->form == PYIQ_FORM_PLAIN || m->plain_question)
		return read_plain(m, question, line);
	if (memchr(question.data, '\n', question.len) == NULL)
		return read_inline(m, question, line);
	return read_paragraph(m, question, line);
}

/* The beginning of what is in m->visible for a question. */
static pyiq_status take_beginning(struct maker *m, struct pyiq_text *line)
{
	enum { LONGEST = 120 };
	const char *shown = pyiq_buf_str(&m->visible.text);
	struct pyiq_str first = { shown, m->visible.text.len }, label, bare;
	bool numbered, quoted;
	long number;

	while (first.len > 0 && is_space(first.data[0]))
		first = (struct pyiq_str){ first.data + 1, first.len - 1 };
	if (first.len > LONGEST)
		first.len = pyiq_whole_characters(first.data, LONGEST);

	const char *newline = first.len > 0 ? memchr(first.data, '\n', first.len) : NULL;

	if (newline != NULL)
		first.len = (size_t)(newline - first.data);
	bare = pyiq_wording_strip(first, &label, &numbered, &number, &quoted);
	if (bare.len > 0)
		first = bare;

	size_t start = (size_t)(first.data - shown);

	return pyiq_one_line(&m->visible, (struct pyiq_span){ start, start + first.len }, &m->arena,
			     line, m->err);
}

/* ---- The unit ------------------------------------------------------------------------ */

static pyiq_status take_texts(struct maker *m, struct pyiq_found *unit)
{
	struct pyiq_str shown;
	pyiq_status status = take_question(m, &unit->question);

	if (status == PYIQ_OK)
		status = take_text(m, m->prompt, &unit->prompt, &shown);
	unit->untitled = unit->question.source.len == 0;
	if (status == PYIQ_OK && unit->untitled && shown.len > 0)
		status = take_beginning(m, &unit->question);
	if (status == PYIQ_OK)
		status = take_text(m, m->answer, &unit->answer, &shown);
	if (status != PYIQ_OK)
		return status;
	unit->answered = !pyiq_wording_is_placeholder(shown);
	if (!unit->answered)
		unit->answer = (struct pyiq_text){ .n_runs = 0 };
	else if (unit->question.source.len == 0)
		status = take_beginning(m, &unit->question);
	return status;
}

static pyiq_status make(struct maker *m, const struct pyiq_row *row)
{
	const char *level = pyiq_wording_level(row->level);
	struct pyiq_found unit = {
		.line = row->line,
		.prompt_line = row->line,
		.answer_line = row->line,
		.end_line = row->end_line,
		.topic = row->topic,
		.n_topic = row->n_topic,
		.tags = row->tags,
		.n_tags = row->n_tags,
		.level = level != NULL ? level : "",
		.key = row->key,
		.has_votes = row->has_votes,
		.votes = row->votes,
	};
	struct pyiq_str *const texts[] = { &m->question, &m->prompt, &m->answer, &m->explanation };
	enum { N_TEXTS = sizeof texts / sizeof *texts };
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < N_TEXTS && status == PYIQ_OK; i++)
		status = unify_line_ends(m, texts[i]);
	if (status == PYIQ_OK)
		status = convert(m, row->markup);
	for (size_t i = 0; i < N_TEXTS; i++)
		*texts[i] = trim(*texts[i]);
	if (status == PYIQ_OK)
		status = join_answer(m);
	if (status == PYIQ_OK)
		status = take_texts(m, &unit);
	unit.form = m->form;
	if (status == PYIQ_OK && unit.question.source.len > 0)
		status = pyiq_reading_push(m->reading, &unit, m->err);
	return status;
}

pyiq_status pyiq_row_push(struct pyiq_reading *reading, const struct pyiq_row *row,
			  struct pyiq_error *err)
{
	struct maker m = {
		.reading = reading,
		.question = row->question,
		.prompt = row->prompt,
		.answer = row->answer,
		.explanation = row->explanation,
		.plain_question = row->plain_question,
		.err = err,
	};

	pyiq_arena_init(&m.arena);
	pyiq_visible_init(&m.visible);
	pyiq_buf_init(&m.buf);

	pyiq_status status = make(&m, row);

	pyiq_arena_release(&m.arena);
	pyiq_visible_release(&m.visible);
	pyiq_buf_release(&m.buf);
	return status;
}

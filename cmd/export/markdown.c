/*
 * A document: topics are headings, questions headings below them, labelled, so
 * that whoever reads it need not guess which is which.
 */
#include "export/export.h"
#include "print/print.h"

enum { MOST_TOPICS = 4 /* levels for the question and a heading of its answer stay */ };

static void put_marks(struct exporting *exporting, size_t level)
{
	for (; level > 0; level--)
		fputc('#', exporting->file);
	fputc(' ', exporting->file);
}

static void put(struct exporting *exporting, const struct pyiq_buf *text)
{
	fwrite(pyiq_buf_str(text), 1, text->len, exporting->file);
}

static size_t n_headings(size_t n_topic)
{
	return n_topic < MOST_TOPICS ? n_topic : MOST_TOPICS;
}

/* The innermost heading tells all that has no level of its own. */
static void make_heading(struct pyiq_buf *text, const struct pyiq_unit *unit, size_t i)
{
	size_t end = i + 1 == MOST_TOPICS ? unit->n_topic : i + 1;

	pyiq_buf_clear(text);
	for (size_t first = i; i < end; i++) {
		pyiq_buf_puts(text, i > first ? PRINT_TOPIC_SIGN : "");
		export_question(text, unit->topic[i]);
	}
}

static pyiq_status remember_topic(struct exporting *exporting, const struct pyiq_unit *unit,
				  struct pyiq_error *err)
{
	pyiq_status status = pyiq_grow(&exporting->topic, &exporting->capacity, unit->n_topic,
				       sizeof *exporting->topic, err);

	pyiq_arena_clear(&exporting->arena);
	exporting->n_topic = 0;
	for (size_t i = 0; i < unit->n_topic && status == PYIQ_OK; i++) {
		struct pyiq_str topic = unit->topic[i];
		const char *copy = pyiq_arena_copy(&exporting->arena, topic.data, topic.len);

		if (!copy)
			return pyiq_fail_nomem(err);
		exporting->topic[exporting->n_topic++] = (struct pyiq_str){ copy, topic.len };
	}
	return status;
}

/* The headings that the unit does not share with the one before. */
static pyiq_status write_topic(struct exporting *exporting, const struct pyiq_unit *unit,
			       struct pyiq_error *err)
{
	size_t n = n_headings(unit->n_topic), same = 0;

	while (same < unit->n_topic && same < exporting->n_topic &&
	       pyiq_str_equal(unit->topic[same], exporting->topic[same]))
		same++;
	if (same == unit->n_topic && same == exporting->n_topic)
		return PYIQ_OK;
	for (size_t i = same < n ? same : n > 0 ? n - 1 : 0; i < n; i++) {
		make_heading(&exporting->text, unit, i);
		put_marks(exporting, i + 1);
		put(exporting, &exporting->text);
		fputs("\n\n", exporting->file);
	}
	return remember_topic(exporting, unit, err);
}

/* ---- Texts ----------------------------------------------------------------- */

/* A line without what may stand before its first word. */
static struct pyiq_str bare(struct pyiq_str line)
{
	while (line.len > 0 && strchr(" \t*_-+>#.)0123456789", line.data[0]))
		line = (struct pyiq_str){ line.data + 1, line.len - 1 };
	return line;
}

static bool has_line(struct pyiq_str text, const char *const *words)
{
	while (text.len > 0) {
		struct pyiq_str line = bare(pyiq_str_take_line(&text));

		for (const char *const *word = words; *word; word++)
			if (pyiq_ascii_begins(line, *word))
				return true;
	}
	return false;
}

/*
 * Whether the answer must be said to be one: what stands before a label within it
 * would be taken for the question's, and nothing but links for no answer.
 */
static bool needs_label(const struct pyiq_unit *unit)
{
	static const char *const labels[] = {
		"answer", "ans", "solution", "response", "reply", NULL
	};
	struct pyiq_str answer = unit->passage[PYIQ_ANSWER].text, rest = answer;

	if (unit->passage[PYIQ_PROMPT].text.len > 0)
		return true;
	if (!unit->answered)
		return false;
	rest = bare(pyiq_str_take_line(&rest));
	return pyiq_ascii_begins(rest, "[") || pyiq_ascii_begins(rest, "<") ||
	       pyiq_ascii_begins(rest, "http") || has_line(answer, labels);
}

static pyiq_status make_passage(struct exporting *exporting, const struct pyiq_unit *unit,
				pyiq_field field, struct pyiq_error *err)
{
	struct pyiq_buf *text = &exporting->more;

	if (unit->passage[field].text.len == 0)
		return PYIQ_OK;
	pyiq_buf_clear(text);
	export_passage(text, unit, field);

	pyiq_status status = pyiq_buf_status(text, err);

	if (status == PYIQ_OK)
		status = export_below(&exporting->text,
				      (struct pyiq_str){ pyiq_buf_str(text), text->len },
				      (unsigned)n_headings(unit->n_topic) + 1, err);
	pyiq_buf_puts(&exporting->text, "\n\n");
	return status;
}

/* A level that no line of the unit tells. */
static void add_level(struct exporting *exporting, const struct pyiq_unit *unit)
{
	static const char *const words[] = { "level", "difficulty", NULL };

	if (unit->level.len > 0 && !has_line(unit->passage[PYIQ_ANSWER].text, words)) {
		pyiq_buf_puts(&exporting->text, "Level: ");
		pyiq_buf_append(&exporting->text, unit->level.data, unit->level.len);
		pyiq_buf_puts(&exporting->text, "\n\n");
	}
}

static pyiq_status write_unit(struct exporting *exporting, const struct pyiq_unit *unit,
			      struct pyiq_error *err)
{
	pyiq_status status = write_topic(exporting, unit, err);

	pyiq_buf_clear(&exporting->text);
	pyiq_buf_puts(&exporting->text, "Q: ");
	export_question(&exporting->text, unit->passage[PYIQ_QUESTION].text);
	pyiq_buf_puts(&exporting->text, "\n\n");
	if (status == PYIQ_OK)
		status = make_passage(exporting, unit, PYIQ_PROMPT, err);
	if (needs_label(unit))
		pyiq_buf_puts(&exporting->text, "**Answer:**\n\n");
	/* Several questions in a row without a word below them share the next answer. */
	if (unit->passage[PYIQ_ANSWER].text.len == 0)
		pyiq_buf_puts(&exporting->text, "No answer yet.\n\n");
	if (status == PYIQ_OK)
		status = make_passage(exporting, unit, PYIQ_ANSWER, err);
	add_level(exporting, unit);
	if (status == PYIQ_OK)
		status = pyiq_buf_status(&exporting->text, err);
	if (status != PYIQ_OK)
		return status;
	put_marks(exporting, n_headings(unit->n_topic) + 1);
	put(exporting, &exporting->text);
	return PYIQ_OK;
}

const struct export_form export_markdown = { .unit = write_unit };

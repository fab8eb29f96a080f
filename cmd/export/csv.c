/*
 * A table: RFC 4180 (lines end in CRLF), each topic in a column of its own, from the
 * outermost on; what no column is left for stands in the last, with signs between.
 */
#include "export/export.h"

static const char end_of_row[] = "\r\n";

static void put(struct exporting *exporting, struct pyiq_str cell)
{
	export_cell(exporting->file, cell, ',');
	fputc(',', exporting->file);
}

static void put_list(struct exporting *exporting, const struct pyiq_str *texts, size_t n,
		     const char *between)
{
	struct pyiq_buf *text = &exporting->text;

	pyiq_buf_clear(text);
	for (size_t i = 0; i < n; i++) {
		pyiq_buf_puts(text, i > 0 ? between : "");
		pyiq_buf_append(text, texts[i].data, texts[i].len);
	}
	put(exporting, (struct pyiq_str){ pyiq_buf_str(text), text->len });
}

static void put_topics(struct exporting *exporting, const struct pyiq_unit *unit)
{
	enum { COLUMNS = 3 };

	for (size_t i = 0; i < COLUMNS; i++) {
		size_t left = unit->n_topic > i ? unit->n_topic - i : 0;

		put_list(exporting, left > 0 ? unit->topic + i : NULL,
			 left > 0 && i + 1 < COLUMNS ? 1 : left, " > ");
	}
}

static void begin(struct exporting *exporting)
{
	fprintf(exporting->file, "question,answer,topic,subtopic,section,tags,level,id%s",
		end_of_row);
}

static pyiq_status write_unit(struct exporting *exporting, const struct pyiq_unit *unit,
			      struct pyiq_error *err)
{
	struct pyiq_buf *asked = &exporting->text, *answer = &exporting->more;

	pyiq_buf_clear(asked);
	pyiq_buf_clear(answer);
	export_asked(asked, unit);
	export_passage(answer, unit, PYIQ_ANSWER);
	if (pyiq_buf_status(asked, err) != PYIQ_OK || pyiq_buf_status(answer, err) != PYIQ_OK)
		return PYIQ_ERR_NOMEM;
	put(exporting, (struct pyiq_str){ pyiq_buf_str(asked), asked->len });
	put(exporting, (struct pyiq_str){ pyiq_buf_str(answer), answer->len });
	put_topics(exporting, unit);
	put_list(exporting, unit->tags, unit->n_tags, ", ");
	put(exporting, unit->level);
	fprintf(exporting->file, "%s%s", unit->id, end_of_row);
	return pyiq_buf_status(&exporting->text, err);
}

const struct export_form export_csv = { .begin = begin, .unit = write_unit };

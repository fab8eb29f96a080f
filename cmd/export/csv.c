/*
 * A table: RFC 4180 (lines end in CRLF), each topic in a column of its own, from the
 * outermost on; what no column is left for stands in the last, with signs between.
 */
#include "export/export.h"
#include "print/print.h"

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

	print_join(text, texts, n, between);
	put(exporting, (struct pyiq_str){ pyiq_buf_str(text), text->len });
}

static void put_topics(struct exporting *exporting, const struct pyiq_unit *unit)
{
	enum { COLUMNS = 3 };

	for (size_t i = 0; i < COLUMNS; i++) {
		size_t left = unit->n_topic > i ? unit->n_topic - i : 0;

		put_list(exporting, left > 0 ? unit->topic + i : NULL,
			 left > 0 && i + 1 < COLUMNS ? 1 : left, PRINT_TOPIC_SIGN);
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
	struct pyiq_str asked, answer;
	pyiq_status status = export_texts(exporting, unit, &asked, &answer, err);

	if (status != PYIQ_OK)
		return status;
	put(exporting, asked);
	put(exporting, answer);
	put_topics(exporting, unit);
	put_list(exporting, unit->tags, unit->n_tags, ", ");
	put(exporting, unit->level);
	fprintf(exporting->file, "%s%s", unit->id, end_of_row);
	return pyiq_buf_status(&exporting->text, err);
}

const struct export_form export_csv = { .begin = begin, .unit = write_unit };

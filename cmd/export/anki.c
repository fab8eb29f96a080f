#include "export/export.h"

/*
 * Rows parted by tabs: the id as GUID, so that a note imported again takes the place
 * of the old one; a deck for each topic, below one that holds all; the two fields of
 * the note type Basic; tags. Columns have no names: of a note type in another
 * language they would be others, and by their order they fit all.
 */
static void begin(struct exporting *exporting)
{
	fputs("#separator:tab\n"
	      "#html:true\n"
	      "#notetype:Basic\n"
	      "#guid column:1\n"
	      "#deck column:2\n"
	      "#tags column:5\n",
	      exporting->file);
}

static void put(struct exporting *exporting, const struct pyiq_buf *cell, char end)
{
	export_cell(exporting->file, (struct pyiq_str){ pyiq_buf_str(cell), cell->len }, '\t');
	fputc(end, exporting->file);
}

/* `::` parts a deck from those below it. */
static void append_level(struct pyiq_buf *out, struct pyiq_str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (name.data[i] != ':' || i == 0 || name.data[i - 1] != ':')
			pyiq_buf_putc(out, name.data[i]);
}

static void make_deck(struct pyiq_buf *out, const struct pyiq_unit *unit)
{
	pyiq_buf_clear(out);
	pyiq_buf_puts(out, "pyiq");
	for (size_t i = 0; i < unit->n_topic; i++) {
		pyiq_buf_puts(out, "::");
		append_level(out, unit->topic[i]);
	}
}

/* Blanks part tags. */
static void make_tags(struct pyiq_buf *out, const struct pyiq_unit *unit)
{
	pyiq_buf_clear(out);
	for (size_t i = 0; i < unit->n_tags; i++) {
		struct pyiq_str tag = unit->tags[i];

		pyiq_buf_puts(out, i > 0 ? " " : "");
		for (size_t j = 0; j < tag.len; j++)
			pyiq_buf_putc(out, strchr(" \t\n\v\f\r", tag.data[j]) ? '_' : tag.data[j]);
	}
	if (unit->level.len > 0) {
		pyiq_buf_puts(out, unit->n_tags > 0 ? " level::" : "level::");
		pyiq_buf_append(out, unit->level.data, unit->level.len);
	}
}

static pyiq_status make_front(struct pyiq_buf *out, const struct pyiq_unit *unit,
			      struct pyiq_error *err)
{
	pyiq_buf_clear(out);
	export_escaped(out, unit->passage[PYIQ_QUESTION].text);
	if (unit->passage[PYIQ_PROMPT].text.len > 0)
		pyiq_buf_putc(out, '\n');
	return export_html(out, unit, PYIQ_PROMPT, err);
}

static pyiq_status make_back(struct pyiq_buf *out, const struct pyiq_unit *unit,
			     struct pyiq_error *err)
{
	pyiq_buf_clear(out);
	return export_html(out, unit, PYIQ_ANSWER, err);
}

static pyiq_status write_unit(struct exporting *exporting, const struct pyiq_unit *unit,
			      struct pyiq_error *err)
{
	struct pyiq_buf *front = &exporting->text, *back = &exporting->more;
	pyiq_status status;

	fprintf(exporting->file, "%s\t", unit->id);
	make_deck(front, unit);
	put(exporting, front, '\t');
	status = pyiq_buf_status(front, err);
	if (status == PYIQ_OK)
		status = make_front(front, unit, err);
	if (status == PYIQ_OK)
		status = make_back(back, unit, err);
	if (status != PYIQ_OK)
		return status;
	put(exporting, front, '\t');
	put(exporting, back, '\t');
	make_tags(front, unit);
	put(exporting, front, '\n');
	return pyiq_buf_status(front, err);
}

const struct export_form export_anki = { .begin = begin, .unit = write_unit };

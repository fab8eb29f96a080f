#include "export/export.h"

#include <stdlib.h>
#include <string.h>

pyiq_status exporting_init(struct exporting *exporting, const struct term *term,
			   struct pyiq_error *err)
{
	*exporting = (struct exporting){
		.term = term, .file = term->file, .text = PYIQ_BUF_INIT, .more = PYIQ_BUF_INIT
	};
	pyiq_arena_init(&exporting->arena);
	if (term->terminal)
		exporting->file = open_memstream(&exporting->data, &exporting->size);
	return exporting->file ? PYIQ_OK : pyiq_fail_nomem(err);
}

void exporting_flush(struct exporting *exporting)
{
	if (exporting->file == exporting->term->file)
		return;
	/* Only the bytes up to the place where it stands are counted. */
	if (fflush(exporting->file) == 0)
		term_text(exporting->term, STYLE_PLAIN,
			  (struct pyiq_str){ exporting->data, exporting->size });
	rewind(exporting->file);
}

void exporting_release(struct exporting *exporting)
{
	if (exporting->file && exporting->file != exporting->term->file)
		fclose(exporting->file);
	free(exporting->data);
	pyiq_buf_release(&exporting->text);
	pyiq_buf_release(&exporting->more);
	pyiq_arena_release(&exporting->arena);
	pyiq_free(exporting->topic);
}

/*
 * Quotes for what would end the field or the row, and for blanks at its ends,
 * which some readers drop, and for `#`, with which a comment of Anki's begins.
 */
static bool needs_quotes(struct pyiq_str cell, char separator)
{
	const char special[] = { '"', '\n', '\r', separator, '\0' };

	if (cell.len == 0)
		return false;
	if (strchr(" \t#", cell.data[0]) || strchr(" \t", cell.data[cell.len - 1]))
		return true;
	for (size_t i = 0; i < cell.len; i++)
		if (memchr(special, cell.data[i], sizeof special - 1))
			return true;
	return false;
}

void export_cell(FILE *file, struct pyiq_str cell, char separator)
{
	const char *quote;

	if (!needs_quotes(cell, separator)) {
		fwrite(cell.data, 1, cell.len, file);
		return;
	}
	fputc('"', file);
	while ((quote = memchr(cell.data, '"', cell.len))) {
		size_t len = (size_t)(quote - cell.data) + 1;

		fwrite(cell.data, 1, len, file);
		fputc('"', file);
		cell.data += len;
		cell.len -= len;
	}
	fwrite(cell.data, 1, cell.len, file);
	fputc('"', file);
}

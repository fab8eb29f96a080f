#include "source/format.h"
#include "source/notes.h"

static pyiq_status read_markdown(struct pyiq_reading *reading, struct pyiq_error *err)
{
	struct pyiq_notes notes = { .lines = NULL };
	pyiq_status status = pyiq_reading_load(reading, err);

	if (status != PYIQ_OK || reading->text.len == 0)
		return status;
	status = pyiq_take_front_matter(&reading->text, &notes.front, &reading->arena, err);
	notes.text = (struct pyiq_str){ reading->text.data, reading->text.len };
	return status == PYIQ_OK ? pyiq_notes_read(reading, &notes, err) : status;
}

const struct pyiq_format pyiq_format_markdown = {
	.name = "markdown",
	.endings = (const char *const[]){ "md", "markdown", "mdx", "txt", NULL },
	.read = read_markdown,
};

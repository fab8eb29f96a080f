#include "source/format.h"
#include "source/notes.h"

/* The Markdown lives in reading->bytes, whose content was decoded and is no longer needed. */
static pyiq_status read_html(struct pyiq_reading *reading, struct pyiq_error *err)
{
	struct pyiq_line_map map = { 0 };
	struct pyiq_notes notes = { .lines = &map };
	struct pyiq_buf title = PYIQ_BUF_INIT;
	pyiq_status status = pyiq_reading_load(reading, err);

	pyiq_buf_clear(&reading->bytes);
	if (status == PYIQ_OK)
		status = pyiq_html_to_markdown(
			(struct pyiq_str){ pyiq_buf_str(&reading->text), reading->text.len },
			&reading->bytes, &map, &title, err);
	notes.text = (struct pyiq_str){ pyiq_buf_str(&reading->bytes), reading->bytes.len };
	notes.front.title = pyiq_str_trim((struct pyiq_str){ pyiq_buf_str(&title), title.len });
	if (status == PYIQ_OK && notes.text.len > 0)
		status = pyiq_notes_read(reading, &notes, err);
	pyiq_buf_release(&title);
	pyiq_line_map_release(&map);
	return status;
}

/* A page says what it is before anything else, but for comments. */
static bool is_page(struct pyiq_str head)
{
	for (;;) {
		const char *end;

		while (head.len > 0 && strchr(" \t\n", head.data[0]) != NULL)
			head = (struct pyiq_str){ head.data + 1, head.len - 1 };
		if (!pyiq_ascii_begins(head, "<!--"))
			return pyiq_ascii_begins(head, "<!doctype html") ||
			       pyiq_ascii_begins(head, "<html");
		end = strstr(head.data, "-->");
		if (end == NULL)
			return false;
		head.len -= (size_t)(end + 3 - head.data);
		head.data = end + 3;
	}
}

const struct pyiq_format pyiq_format_html = {
	.name = "html",
	.endings = (const char *const[]){ "html", "htm", "xhtml", NULL },
	.fits = is_page,
	.read = read_html,
};

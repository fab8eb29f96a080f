#include "patterns.h"

#include "read_file.h"

void patterns_init(struct patterns *patterns)
{
	*patterns = (struct patterns){ 0 };
	pyiq_arena_init(&patterns->texts);
}

void patterns_release(struct patterns *patterns)
{
	pyiq_free(patterns->items);
	pyiq_arena_release(&patterns->texts);
}

pyiq_status patterns_add(struct patterns *patterns, struct pyiq_str pattern, struct pyiq_error *err)
{
	pyiq_status status = pyiq_grow(&patterns->items, &patterns->capacity, patterns->n + 1,
				       sizeof *patterns->items, err);

	if (status == PYIQ_OK)
		patterns->items[patterns->n++] = pattern;
	return status;
}

static pyiq_status add_lines(struct patterns *patterns, struct pyiq_str text,
			     struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	while (status == PYIQ_OK && text.len > 0)
		status = patterns_add(patterns, pyiq_str_take_line(&text), err);
	return status;
}

pyiq_status patterns_read(struct patterns *patterns, const char *path, struct pyiq_error *err)
{
	struct pyiq_buf text = PYIQ_BUF_INIT;
	pyiq_status status = read_file(path, &text, err);

	if (status == PYIQ_OK) {
		const char *copy = pyiq_arena_copy(&patterns->texts, pyiq_buf_str(&text), text.len);

		status = copy ? add_lines(patterns, (struct pyiq_str){ copy, text.len }, err)
			      : pyiq_fail_nomem(err);
	}
	pyiq_buf_release(&text);
	return status;
}

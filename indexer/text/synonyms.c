#include "text/synonyms.h"

#include "base/memory.h"

struct group {
	struct pyiq_str *forms;
	size_t n, capacity;
};

static bool is_space(char c)
{
	return c != '\0' && strchr(" \t\v\f\r", c) != NULL;
}

/* Where the tilde is that ends the form at `at` of a line; its length when there is none. */
static size_t form_end(struct pyiq_str line, size_t at)
{
	for (; at < line.len; at++)
		if (line.data[at] == '~' && (at == 0 || is_space(line.data[at - 1])) &&
		    (at + 1 == line.len || is_space(line.data[at + 1])))
			break;
	return at;
}

static pyiq_status read_line(struct group *group, struct pyiq_str line, size_t number,
			     struct pyiq_error *err)
{
	size_t start = 0, end;

	group->n = 0;
	do {
		end = form_end(line, start);

		struct pyiq_str form =
			pyiq_str_trim((struct pyiq_str){ line.data + start, end - start });
		pyiq_status status = pyiq_grow(&group->forms, &group->capacity, group->n + 1,
					       sizeof *group->forms, err);

		if (status != PYIQ_OK)
			return status;
		if (form.len == 0)
			return pyiq_fail(err, PYIQ_ERR_INVALID,
					 "line %zu: a form beside `~` is empty", number);
		group->forms[group->n++] = form;
		start = end + 1;
	} while (end < line.len);
	if (group->n == 1)
		return pyiq_fail(err, PYIQ_ERR_INVALID, "line %zu: one form alone has no synonym",
				 number);
	return PYIQ_OK;
}

/* Editors on Windows begin a file with a byte order mark. */
static struct pyiq_str without_mark(struct pyiq_str text)
{
	if (text.len >= 3 && memcmp(text.data, "\xEF\xBB\xBF", 3) == 0)
		return (struct pyiq_str){ text.data + 3, text.len - 3 };
	return text;
}

pyiq_status pyiq_synonyms_parse(struct pyiq_str text, pyiq_synonyms_fn *fn, void *ctx,
				struct pyiq_error *err)
{
	struct group group = { NULL, 0, 0 };
	pyiq_status status = PYIQ_OK;
	struct pyiq_str rest = without_mark(text);

	for (size_t number = 1; rest.len > 0 && status == PYIQ_OK; number++) {
		struct pyiq_str line = pyiq_str_trim(pyiq_str_take_line(&rest));

		if (line.len == 0 || line.data[0] == '#')
			continue;
		status = read_line(&group, line, number, err);
		if (status == PYIQ_OK && fn(ctx, group.forms, group.n) != 0)
			status = PYIQ_STOPPED;
	}
	if (status == PYIQ_ERR_INVALID)
		pyiq_hint(err, "write a group on one line, its forms with ` ~ ` between them");
	pyiq_free(group.forms);
	return status;
}

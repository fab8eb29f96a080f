#include "synonyms.h"

#include <unistd.h>

#include "locations.h"
#include "pyiq.h"
#include "read_file.h"

static const char name[] = "synonyms.txt";

/* A file that nobody can see from here is none. */
static pyiq_status append(const struct pyiq_buf *path, struct pyiq_buf *text,
			  struct pyiq_error *err)
{
	return path->len > 0 && access(path->data, F_OK) == 0 ? read_file(path->data, text, err)
							      : PYIQ_OK;
}

static pyiq_status check(const struct pyiq_buf *path, const struct pyiq_buf *text,
			 struct pyiq_error *err)
{
	struct pyiq_error cause;
	pyiq_status status =
		pyiq_synonyms_check((struct pyiq_str){ pyiq_buf_str(text), text->len }, &cause);

	if (status != PYIQ_OK) {
		pyiq_fail(err, status, "%s: %s", path->data, cause.message);
		pyiq_hint(err, "%s", cause.hint);
	}
	return status;
}

/*
 * The user's list is the first: editors that begin a file with a byte order
 * mark are theirs.
 */
static pyiq_status append_both(struct pyiq_buf *path, struct pyiq_buf *text, struct pyiq_error *err)
{
	pyiq_status status = locations_config(name, path, err);

	if (status == PYIQ_OK)
		status = append(path, text, err);
	if (status == PYIQ_OK && text->len > 0) {
		status = check(path, text, err);
		pyiq_buf_putc(text, '\n');
	}
	if (status == PYIQ_OK)
		status = locations_shipped(name, path, err);
	if (status == PYIQ_OK)
		status = append(path, text, err);
	return status == PYIQ_OK ? pyiq_buf_status(text, err) : status;
}

pyiq_status synonyms_read(struct pyiq_buf *text, struct pyiq_error *err)
{
	struct pyiq_buf path = PYIQ_BUF_INIT;
	pyiq_status status = append_both(&path, text, err);

	pyiq_buf_release(&path);
	return status;
}

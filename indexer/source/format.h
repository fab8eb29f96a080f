/*
 * Formats: how the bytes of a source become units. A new one is a file
 * source/read_NAME.c that defines a pyiq_format, and its name in formats.c.
 */
#ifndef PYIQ_SOURCE_FORMAT_H
#define PYIQ_SOURCE_FORMAT_H

#include <stdbool.h>

#include "base/status.h"
#include "base/text.h"
#include "source/reading.h"

struct pyiq_format {
	const char *name;           /* as --format takes it */
	const char *const *endings; /* of file names, lower case, without the dot; NULL ends them */

	/*
	 * Whether a source is of this format that begins with `head`: its first
	 * PYIQ_HEAD_SIZE bytes at most, decoded, `\n` line ends, a NUL behind them.
	 * NULL: the content of this format tells nothing.
	 */
	bool (*fits)(struct pyiq_str head);

	/* Whether an ending of its own is proof enough, or `fits` has to agree (*.xml). */
	bool by_content_only;

	/*
	 * Push every unit of reading->input, in order of line, by
	 * pyiq_reading_push. Returns PYIQ_OK, what a push returned, PYIQ_ERR_NOMEM,
	 * PYIQ_ERR_IO, or for a source that is broken PYIQ_ERR_SOURCE, with the
	 * reason alone as message ("line 17: …"); PYIQ_ERR_NOT_TEXT for binary
	 * content. What can be told beforehand must be told before the first push:
	 * a source that fails then keeps the units it had. One bad record of many
	 * is skipped and noted, and no failure.
	 */
	pyiq_status (*read)(struct pyiq_reading *reading, struct pyiq_error *err);
};

enum { PYIQ_HEAD_SIZE = 4096 };

extern const struct pyiq_format pyiq_format_markdown; /* and text that is none of the others */
extern const struct pyiq_format pyiq_format_html;
extern const struct pyiq_format pyiq_format_json_lines;
extern const struct pyiq_format pyiq_format_csv;
extern const struct pyiq_format pyiq_format_tsv;
extern const struct pyiq_format pyiq_format_anki;
extern const struct pyiq_format pyiq_format_stack_exchange;

/* The format of that name (`markdown`, `html`, `jsonl`, `csv`, `tsv`, `anki`, `stackexchange`), or NULL. */
const struct pyiq_format *pyiq_format_named(const char *name);

/* What to say of a source that no format knows. */
extern const char pyiq_format_unknown[];

/* The name of the i-th format, from 0; NULL behind the last. */
const char *pyiq_format_name(size_t i);

/*
 * The format of a source, by the ending of its file name, and by its content
 * where that is silent (none, an unknown one, *.txt, *.xml). A file that is
 * text and nothing else is Markdown; NULL for *.xml that no format knows.
 * PYIQ_OK or PYIQ_ERR_IO.
 */
pyiq_status pyiq_format_choose(const char *file_name, struct pyiq_input *input,
			       const struct pyiq_format **format, struct pyiq_error *err);

/* Whether a file of that name counts in a folder: one format or another has its ending. */
bool pyiq_format_has_ending(const char *file_name);

#endif

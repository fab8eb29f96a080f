/*
 * The bytes of a file into text that the readers can take.
 */
#ifndef PYIQ_SOURCE_DECODE_H
#define PYIQ_SOURCE_DECODE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

/* Bytes of a source: offsets in it, and in the text it becomes, fit 32 bits. */
#define PYIQ_SOURCE_MAX (UINT32_MAX / 4)

/* What a file says of itself before it begins. */
struct pyiq_front_matter {
	struct pyiq_str title, question, level; /* empty where absent */
	struct pyiq_str *tags;
	size_t n_tags;
};

/* What decoding found. */
struct pyiq_decoded {
	const char *encoding; /* "UTF-8", "UTF-16" or "Windows-1252" */
	size_t n_repaired;    /* doubly encoded characters that were undone */
};

/*
 * Replace *text by the bytes (PYIQ_SOURCE_MAX at most) as UTF-8 with `\n` line
 * ends: a byte order mark is dropped, UTF-16 with one is converted, what is not
 * UTF-8 is taken for Windows-1252, and double encodings are undone. Lines stay
 * where they are. *decoded may be NULL. Returns PYIQ_OK, PYIQ_ERR_NOMEM, or
 * PYIQ_ERR_NOT_TEXT for binary content; *text is empty then.
 */
pyiq_status pyiq_decode(struct pyiq_buf *text, struct pyiq_str bytes, struct pyiq_decoded *decoded,
			struct pyiq_error *err);

/*
 * Read YAML front matter at the beginning of *text into *front (strings in the
 * arena) and blank it out, line ends kept, so that nobody takes it for content.
 * Without any, and where it is no YAML mapping, *front is empty and the text as
 * it was. Returns PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_take_front_matter(struct pyiq_buf *text, struct pyiq_front_matter *front,
				   struct pyiq_arena *arena, struct pyiq_error *err);

#endif

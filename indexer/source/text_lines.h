/*
 * The lines of a source of any size, decoded one by one.
 */
#ifndef PYIQ_SOURCE_TEXT_LINES_H
#define PYIQ_SOURCE_TEXT_LINES_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/status.h"
#include "source/input.h"
#include "source/reading.h"

/* A value: begin, next until *more is false, release. Memory is that of the longest line. */
struct pyiq_text_lines {
	struct pyiq_input *input;
	size_t number;        /* of the line that `next` gave, from 1 */
	struct pyiq_buf line; /* that line as UTF-8, without its line end */
	bool whole;      /* false: it was longer than `longest`, and the rest of it was left out */
	size_t longest;  /* bytes of a line in the source; what is longer is cut */
	size_t n_legacy; /* lines that were no UTF-8 and taken for Windows-1252 */
	size_t n_repaired; /* lines with doubly encoded characters, undone */

	struct pyiq_buf chunk; /* bytes read and not yet given, in the source's encoding */
	size_t chunk_at;
	bool utf16, big_endian, ended;
};

/* Start at the input's beginning. A byte order mark is dropped; UTF-16 with one is converted. PYIQ_OK, PYIQ_ERR_IO or PYIQ_ERR_NOMEM; to be released in any case. */
pyiq_status pyiq_text_lines_begin(struct pyiq_text_lines *lines, struct pyiq_input *input,
				  size_t longest, struct pyiq_error *err);
void pyiq_text_lines_release(struct pyiq_text_lines *lines);

/*
 * The next line, ended by LF, CR LF, CR or the end, as everywhere in a source.
 * Returns PYIQ_OK, PYIQ_ERR_IO, PYIQ_ERR_NOMEM, or PYIQ_ERR_NOT_TEXT at a NUL.
 */
pyiq_status pyiq_text_lines_next(struct pyiq_text_lines *lines, bool *more, struct pyiq_error *err);

/* Note what was repaired in the lines given so far. */
void pyiq_text_lines_note(const struct pyiq_text_lines *lines, struct pyiq_reading *reading);

#endif

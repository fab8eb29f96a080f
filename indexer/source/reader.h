/*
 * A source's bytes into its units.
 */
#ifndef PYIQ_SOURCE_READER_H
#define PYIQ_SOURCE_READER_H

#include "source/decode.h"
#include "source/qa.h"

/* Receives each unit with what the source says of itself as a whole. */
typedef pyiq_status pyiq_read_fn(void *ctx, const struct pyiq_found *unit,
				 const struct pyiq_front_matter *front, struct pyiq_error *err);

/* Holds the memory that reading needs. One handle, one thread at a time. */
struct pyiq_reader;

pyiq_status pyiq_reader_new(struct pyiq_reader **out, struct pyiq_error *err);
void pyiq_reader_free(struct pyiq_reader *reader);

/* What a source's bytes do not tell. */
struct pyiq_source_hints {
	struct pyiq_str name; /* of the file, without folder and ending */
	bool single;          /* its folder holds one question a file */
};

/* Take a source's bytes, which are copied. *cause is NULL, or says why they are no text. PYIQ_OK or PYIQ_ERR_NOMEM. */
pyiq_status pyiq_reader_load(struct pyiq_reader *reader, struct pyiq_str bytes, const char **cause,
			     struct pyiq_error *err);

/*
 * Push the units of the source that was loaded, once, in order of line. One that
 * has none, but whose front matter names a question or that is a `single`, is a
 * unit as a whole. A source without a single heading above a unit lends its
 * title as topic. Returns PYIQ_OK, PYIQ_ERR_NOMEM, or what fn returned.
 */
pyiq_status pyiq_reader_read(struct pyiq_reader *reader, const struct pyiq_source_hints *hints,
			     pyiq_read_fn *fn, void *ctx, struct pyiq_error *err);

#endif

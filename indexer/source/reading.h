/*
 * One source while a format reads it: where its bytes come from, where its units
 * go, and what had to be mended or left out on the way.
 */
#ifndef PYIQ_SOURCE_READING_H
#define PYIQ_SOURCE_READING_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/memory.h"
#include "source/blocks.h"
#include "source/found.h"
#include "source/input.h"
#include "source/slot.h"

/* Receives the slots of a document and their families, once decided; the slots' lines are the source's. */
typedef pyiq_status pyiq_slots_fn(void *ctx, const struct pyiq_slots *slots,
				  struct pyiq_blocks *blocks, struct pyiq_error *err);

/*
 * A value: init; for each source begin and one format's `read`; release. The
 * buffers serve whoever reads, and are there so that memory is used again.
 */
struct pyiq_reading {
	struct pyiq_input *input;
	struct pyiq_str name; /* of the source, without folder and ending */
	bool single;          /* its folder holds one question a file */
	pyiq_found_fn *fn;    /* receives the units; formats call pyiq_reading_push */
	void *ctx;
	pyiq_slots_fn *slots_fn; /* or NULL: nobody wants an explanation */
	void *slots_ctx;
	size_t n_pushed;
	pyiq_status push_status;  /* what fn returned last: tells its failures from the source's */
	struct pyiq_buf repaired; /* what was mended, as a message; empty if nothing was */
	struct pyiq_buf skipped;  /* what could not be read, likewise */

	struct pyiq_buf bytes, text;
	struct pyiq_blocks blocks;
	struct pyiq_arena arena; /* cleared by begin */
};

void pyiq_reading_init(struct pyiq_reading *reading, pyiq_found_fn *fn, void *ctx);
void pyiq_reading_release(struct pyiq_reading *reading);

/* A new source; input and path (of which the file's name tells something) are borrowed until the next one. */
void pyiq_reading_begin(struct pyiq_reading *reading, struct pyiq_input *input,
			struct pyiq_str path, bool single);

/* Hand a unit over. Returns what the receiver returned: a format passes on anything but PYIQ_OK. */
pyiq_status pyiq_reading_push(struct pyiq_reading *reading, const struct pyiq_found *unit,
			      struct pyiq_error *err);

/* Say that something was mended, or that a part was left out: one line, parted from earlier ones by a semicolon. */
void pyiq_reading_note_repair(struct pyiq_reading *reading, const char *format, ...)
	PYIQ_PRINTF(2, 3);
void pyiq_reading_note_skip(struct pyiq_reading *reading, const char *format, ...)
	PYIQ_PRINTF(2, 3);

/*
 * Load the whole source as UTF-8 into reading->text, and note what was repaired.
 * PYIQ_OK, PYIQ_ERR_IO, PYIQ_ERR_NOMEM, PYIQ_ERR_SOURCE (too large) or
 * PYIQ_ERR_NOT_TEXT.
 */
pyiq_status pyiq_reading_load(struct pyiq_reading *reading, struct pyiq_error *err);

#endif

/*
 * A source's bytes: of a file, of a stream, or of memory. All three can be read
 * more than once.
 */
#ifndef PYIQ_SOURCE_INPUT_H
#define PYIQ_SOURCE_INPUT_H

#include <stdint.h>

#include "base/buf.h"
#include "base/status.h"
#include "base/text.h"

/* A value: open by one of three, close. One thread at a time. */
struct pyiq_input {
	int fd;                 /* -1: the bytes are in memory */
	struct pyiq_str memory; /* borrowed */
	int64_t at, size;       /* bytes: what is read next, and all there are */
};

/*
 * Open a file, or copy what is left of a stream to a temporary file that has no
 * name; a signal that comes while a stream is waited for ends that. Returns
 * PYIQ_OK, PYIQ_ERR_IO (the message is the system's reason alone) or
 * PYIQ_ERR_NOMEM. On failure there is nothing to close.
 */
pyiq_status pyiq_input_open(struct pyiq_input *input, const char *path, struct pyiq_error *err);
pyiq_status pyiq_input_spool(struct pyiq_input *input, int stream, struct pyiq_error *err);

/* The bytes of a text, which must outlive the input. */
void pyiq_input_of(struct pyiq_input *input, struct pyiq_str bytes);
void pyiq_input_close(struct pyiq_input *input);

/* Read up to `size` bytes from input->at on, which moves; *n is 0 at the end alone. PYIQ_OK or PYIQ_ERR_IO. */
pyiq_status pyiq_input_read(struct pyiq_input *input, char *to, size_t size, size_t *n,
			    struct pyiq_error *err);

/*
 * Replace *bytes by all of the input, from its beginning. PYIQ_OK, PYIQ_ERR_IO,
 * PYIQ_ERR_NOMEM, or PYIQ_ERR_SOURCE when there is more than PYIQ_SOURCE_MAX.
 */
pyiq_status pyiq_input_load(struct pyiq_input *input, struct pyiq_buf *bytes,
			    struct pyiq_error *err);

/* The hash of all bytes; input->at is 0 again. PYIQ_OK or PYIQ_ERR_IO. */
pyiq_status pyiq_input_hash(struct pyiq_input *input, uint64_t *hash, struct pyiq_error *err);

/* The first bytes of the input, up to `size`; input->at is 0 again. PYIQ_OK or PYIQ_ERR_IO. */
pyiq_status pyiq_input_peek(struct pyiq_input *input, char *to, size_t size, size_t *n,
			    struct pyiq_error *err);

#endif

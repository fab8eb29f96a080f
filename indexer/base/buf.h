/*
 * Growing bytes.
 *
 * A buffer that could not grow remembers it and ignores what is appended from
 * then on, so that a row of appends needs one check at its end:
 *
 *	pyiq_buf_append(&b, "a", 1);
 *	pyiq_buf_printf(&b, "%zu", n);
 *	return pyiq_buf_status(&b, err);
 */
#ifndef PYIQ_BASE_BUF_H
#define PYIQ_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

struct pyiq_buf {
	char *data; /* len bytes and a NUL behind them; NULL while nothing was appended */
	size_t len;
	size_t capacity;
	bool failed;
};

#define PYIQ_BUF_INIT                                                                              \
	{                                                                                          \
		NULL, 0, 0, false                                                                  \
	}

void pyiq_buf_init(struct pyiq_buf *buf);

/* Empty, the memory kept; forgets a failure. */
void pyiq_buf_clear(struct pyiq_buf *buf);

/* Free the memory; the buffer is as after pyiq_buf_init. */
void pyiq_buf_release(struct pyiq_buf *buf);

void pyiq_buf_append(struct pyiq_buf *buf, const char *data, size_t len);
void pyiq_buf_puts(struct pyiq_buf *buf, const char *string);
void pyiq_buf_putc(struct pyiq_buf *buf, char byte);
void pyiq_buf_printf(struct pyiq_buf *buf, const char *format, ...) PYIQ_PRINTF(2, 3);

/* The content as a C string, never NULL ("" when empty); the buffer's own. */
const char *pyiq_buf_str(const struct pyiq_buf *buf);

/* PYIQ_OK, or PYIQ_ERR_NOMEM when an append since the last clear failed. */
pyiq_status pyiq_buf_status(const struct pyiq_buf *buf, struct pyiq_error *err);

#ifdef __cplusplus
}
#endif

#endif

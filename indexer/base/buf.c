#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

void pyiq_buf_init(struct pyiq_buf *buf)
{
	*buf = (struct pyiq_buf)PYIQ_BUF_INIT;
}

void pyiq_buf_clear(struct pyiq_buf *buf)
{
	buf->len = 0;
	buf->failed = false;
	if (buf->data != NULL)
		buf->data[0] = '\0';
}

void pyiq_buf_release(struct pyiq_buf *buf)
{
	pyiq_free(buf->data);
	pyiq_buf_init(buf);
}

/* Room for `more` bytes and the NUL behind them. */
static bool reserve(struct pyiq_buf *buf, size_t more)
{
	if (buf->failed || more > SIZE_MAX - buf->len - 1 ||
	    pyiq_grow(&buf->data, &buf->capacity, buf->len + more + 1, 1, NULL) != PYIQ_OK)
		buf->failed = true;
	return !buf->failed;
}

void pyiq_buf_append(struct pyiq_buf *buf, const char *data, size_t len)
{
	if (!reserve(buf, len))
		return;
	if (len > 0)
		memcpy(buf->data + buf->len, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void pyiq_buf_puts(struct pyiq_buf *buf, const char *string)
{
	pyiq_buf_append(buf, string, strlen(string));
}

void pyiq_buf_putc(struct pyiq_buf *buf, char byte)
{
	pyiq_buf_append(buf, &byte, 1);
}

void pyiq_buf_printf(struct pyiq_buf *buf, const char *format, ...)
{
	va_list args, again;

	va_start(args, format);
	va_copy(again, args);

	int n = vsnprintf(NULL, 0, format, args);

	if (n < 0)
		buf->failed = true;
	else if (reserve(buf, (size_t)n)) {
		vsnprintf(buf->data + buf->len, (size_t)n + 1, format, again);
		buf->len += (size_t)n;
	}
	va_end(again);
	va_end(args);
}

const char *pyiq_buf_str(const struct pyiq_buf *buf)
{
	return buf->data != NULL ? buf->data : "";
}

pyiq_status pyiq_buf_status(const struct pyiq_buf *buf, struct pyiq_error *err)
{
	return buf->failed ? pyiq_fail_nomem(err) : PYIQ_OK;
}

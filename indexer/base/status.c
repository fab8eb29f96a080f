#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* vsnprintf into a field: one line, whatever a path in it holds, cut where a UTF-8 character ends. */
static void format_field(char *field, size_t size, const char *format, va_list args)
	PYIQ_PRINTF(3, 0);

static void format_field(char *field, size_t size, const char *format, va_list args)
{
	int n = vsnprintf(field, size, format, args);

	if (n < 0) {
		field[0] = '\0';
		return;
	}
	for (char *newline = field; (newline = strchr(newline, '\n')) != NULL;)
		*newline = ' ';
	if ((size_t)n < size)
		return;

	size_t end = size - 1;

	while (end > 0 && ((unsigned char)field[end - 1] & 0xC0) == 0x80)
		end--;
	if (end > 0 && (unsigned char)field[end - 1] >= 0xC0)
		end--;
	field[end] = '\0';
}

pyiq_status pyiq_fail(struct pyiq_error *err, pyiq_status status, const char *format, ...)
{
	if (err != NULL) {
		va_list args;

		err->status = status;
		err->hint[0] = '\0';
		va_start(args, format);
		format_field(err->message, sizeof err->message, format, args);
		va_end(args);
	}
	return status;
}

void pyiq_hint(struct pyiq_error *err, const char *format, ...)
{
	if (err == NULL)
		return;

	va_list args;

	va_start(args, format);
	format_field(err->hint, sizeof err->hint, format, args);
	va_end(args);
}

/*
 * What most unit tests begin with: cmocka and the headers it wants before it,
 * literals as texts, and calls that must return a status.
 */
#ifndef PYIQ_TESTS_UNIT_CHECK_H
#define PYIQ_TESTS_UNIT_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

/* A literal as a text: in an expression, and as an initialiser. */
#define S(literal) ((struct pyiq_str){ literal, sizeof(literal) - 1 })
#define TEXT(literal)                                                                              \
	{                                                                                          \
		literal, sizeof(literal) - 1                                                       \
	}

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct pyiq_error err;

static inline void assert_status(pyiq_status got, pyiq_status wanted, int line)
{
	if (got != wanted)
		fail_msg("line %d: status %d, not %d; the last message: %s", line, (int)got,
			 (int)wanted, err.message);
	if (wanted <= PYIQ_STOPPED)
		return;
	if (err.status != wanted)
		fail_msg("line %d: status %d came with an error of status %d", line, (int)got,
			 (int)err.status);
	if (strlen(err.message) == 0 || strpbrk(err.message, "\n\r") != NULL)
		fail_msg("line %d: a message is one line: '%s'", line, err.message);
}

#define ASSERT_OK(call)             assert_status(call, PYIQ_OK, __LINE__)
#define ASSERT_STATUS(status, call) assert_status(call, status, __LINE__)

/* `what` names the case in a table. */
static inline void assert_text(struct pyiq_str got, const char *wanted, const char *what)
{
	if (!pyiq_str_equal(got, pyiq_str(wanted)))
		fail_msg("%s: '%.*s', not '%s'", what, (int)got.len, got.data, wanted);
}

/* A copy on the heap, where the address sanitizer sees the first byte behind it; freed by the caller. */
static inline struct pyiq_str exact_copy(struct pyiq_str text)
{
	char *data = malloc(text.len > 0 ? text.len : 1);

	assert_non_null(data);
	if (text.len > 0)
		memcpy(data, text.data, text.len);
	return (struct pyiq_str){ data, text.len };
}

#endif

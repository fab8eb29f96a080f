/*
 * What every fuzzer needs: an assertion that stays in any build, and a check of
 * text. Each is one file with an LLVMFuzzerTestOneInput.
 */
#ifndef PYIQ_FUZZ_CHECK_H
#define PYIQ_FUZZ_CHECK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/unicode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ASSERT(condition)                                                                          \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);    \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

static inline void check_utf8(struct pyiq_str text)
{
	size_t bad;

	ASSERT(text.len == 0 || pyiq_utf8_valid(text.data, text.len, &bad));
}

#endif

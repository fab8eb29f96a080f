/*
 * Numbers as bytes: LEB128, seven bits a byte, the lowest first.
 */
#ifndef PYIQ_BASE_LEB128_H
#define PYIQ_BASE_LEB128_H

#include "base/buf.h"
#include "base/text.h"

static inline void pyiq_leb128_put(struct pyiq_buf *out, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		pyiq_buf_putc(out, (char)(n | 0x80));
	pyiq_buf_putc(out, (char)n);
}

/* Take a number from the front of *rest; false when there is none that ends. */
static inline bool pyiq_leb128_take(struct pyiq_str *rest, uint64_t *n)
{
	*n = 0;
	for (unsigned shift = 0; shift < 64 && rest->len > 0; shift += 7) {
		unsigned char byte = (unsigned char)*rest->data;

		rest->data++;
		rest->len--;
		*n |= (uint64_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			return true;
	}
	return false;
}

#endif

/*
 * Text that went through the wrong encoding, put right.
 */
#ifndef PYIQ_TEXT_REPAIR_H
#define PYIQ_TEXT_REPAIR_H

#include "base/buf.h"

/*
 * Append text with double encodings undone: UTF-8 that was read as Windows-1252
 * and encoded once more (`doesnâ€™t`) becomes what it was (`doesn’t`). Only runs
 * of characters that all stand in Windows-1252 and whose bytes together are
 * valid UTF-8 are changed. Returns how many runs were; linear time.
 */
size_t pyiq_repair_double_encoding(struct pyiq_buf *out, const char *text, size_t len);

/* Append Windows-1252 as UTF-8; every byte is a character. */
void pyiq_decode_windows_1252(struct pyiq_buf *out, const char *bytes, size_t len);

#endif

/*
 * Text that went through the wrong encoding, put right.
 */
#ifndef PYIQ_TEXT_REPAIR_H
#define PYIQ_TEXT_REPAIR_H

#include <stdbool.h>

#include "base/buf.h"

/*
 * Append text with double encodings undone: UTF-8 that was read as Windows-1252
 * and encoded once more (`doesnâ€™t`) becomes what it was (`doesn’t`). Only runs
 * of characters that all stand in Windows-1252 and whose bytes together are
 * valid UTF-8 are changed. Returns how many runs were; linear time.
 */
size_t pyiq_repair_double_encoding(struct pyiq_buf *out, const char *text, size_t len);

/*
 * The same of the text itself, at the cost of one look when there is nothing to
 * undo. *n receives how many runs were changed. PYIQ_OK, or PYIQ_ERR_NOMEM,
 * also for what failed before.
 */
pyiq_status pyiq_repair_text(struct pyiq_buf *text, size_t *n, struct pyiq_error *err);

/* Append Windows-1252 as UTF-8; every byte is a character. */
void pyiq_decode_windows_1252(struct pyiq_buf *out, const char *bytes, size_t len);

/* Append UTF-16 without its byte order mark; a lone surrogate becomes U+FFFD, half a unit at the end nothing. */
void pyiq_decode_utf16(struct pyiq_buf *out, const char *bytes, size_t len, bool big_endian);

/* CR LF and lone CR become LF. */
void pyiq_unify_line_ends(struct pyiq_buf *text);

/* The bytes of text that are left when a character which its end cuts in two is dropped. */
size_t pyiq_whole_characters(const char *text, size_t len);

#endif

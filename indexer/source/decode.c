#include "source/decode.h"

#include "base/unicode.h"
#include "text/repair.h"

/* UTF-16 to UTF-8; a lone surrogate becomes U+FFFD. */
static void decode_utf16(struct pyiq_buf *out, struct pyiq_str bytes, bool big_endian)
{
	const unsigned char *b = (const unsigned char *)bytes.data;

	for (size_t i = 0; i + 1 < bytes.len; i += 2) {
		uint32_t c = big_endian ? (uint32_t)(b[i] << 8 | b[i + 1])
					: (uint32_t)(b[i + 1] << 8 | b[i]);

		if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.len) {
			uint32_t low = big_endian ? (uint32_t)(b[i + 2] << 8 | b[i + 3])
						  : (uint32_t)(b[i + 3] << 8 | b[i + 2]);

			if (low >= 0xDC00 && low < 0xE000) {
				c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
				i += 2;
			}
		}
		pyiq_utf8_append(out, c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
	}
}

/* CR LF and lone CR to LF, in place. */
static void unify_line_ends(struct pyiq_buf *text)
{
	size_t to = 0;

	if (text->len == 0 || memchr(text->data, '\r', text->len) == NULL)
		return;
	for (size_t i = 0; i < text->len; i++) {
		char c = text->data[i];

		if (c == '\r') {
			if (i + 1 < text->len && text->data[i + 1] == '\n')
				continue;
			c = '\n';
		}
		text->data[to++] = c;
	}
	text->len = to;
	text->data[to] = '\0';
}

/* Undo double encodings, if there is anything that could be one. */
static pyiq_status repair(struct pyiq_buf *text, struct pyiq_error *err)
{
	struct pyiq_buf repaired = PYIQ_BUF_INIT;
	pyiq_status status = pyiq_buf_status(text, err);
	size_t i = 0;

	/* Each begins with the Latin letter that a UTF-8 lead byte looks like: U+00C2 to U+00F4. */
	while (i < text->len && (unsigned char)text->data[i] != 0xC3)
		i++;
	if (status != PYIQ_OK || i == text->len)
		return status;
	if (pyiq_repair_double_encoding(&repaired, text->data, text->len) > 0) {
		struct pyiq_buf old = *text;

		*text = repaired;
		repaired = old;
		status = pyiq_buf_status(text, err);
	}
	pyiq_buf_release(&repaired);
	return status;
}

pyiq_status pyiq_decode(struct pyiq_buf *text, struct pyiq_str bytes, const char **cause,
			struct pyiq_error *err)
{
	size_t bad;

	*cause = NULL;
	pyiq_buf_clear(text);
	if (bytes.len > PYIQ_SOURCE_MAX) {
		*cause = "larger than 1 GiB";
		return PYIQ_OK;
	}
	if (bytes.len >= 2 && memcmp(bytes.data, "\xFF\xFE", 2) == 0) {
		decode_utf16(text, (struct pyiq_str){ bytes.data + 2, bytes.len - 2 }, false);
	} else if (bytes.len >= 2 && memcmp(bytes.data, "\xFE\xFF", 2) == 0) {
		decode_utf16(text, (struct pyiq_str){ bytes.data + 2, bytes.len - 2 }, true);
	} else if (bytes.len > 0 && memchr(bytes.data, '\0', bytes.len) != NULL) {
		*cause = "binary content, not text";
		return PYIQ_OK;
	} else if (pyiq_utf8_valid(bytes.data, bytes.len, &bad)) {
		size_t mark = bytes.len >= 3 && memcmp(bytes.data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

		pyiq_buf_append(text, bytes.data + mark, bytes.len - mark);
	} else {
		pyiq_decode_windows_1252(text, bytes.data, bytes.len);
	}
	unify_line_ends(text);
	if (text->len > 0 && memchr(text->data, '\0', text->len) != NULL) {
		pyiq_buf_clear(text);
		*cause = "binary content, not text";
		return PYIQ_OK;
	}
	return repair(text, err);
}

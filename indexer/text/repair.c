#include "text/repair.h"

#include <string.h>

#include "base/unicode.h"

/* Bytes 0x80 to 0x9F of Windows-1252, as the WHATWG encoding standard maps them. */
static const uint16_t upper_controls[32] = {
	0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
	0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

/* The byte a character has in Windows-1252, or 0 when it has none above ASCII. */
static unsigned char windows_1252_byte(uint32_t c)
{
	if (c >= 0xA0 && c <= 0xFF)
		return (unsigned char)c;
	for (unsigned i = 0; i < 32; i++)
		if (upper_controls[i] == c)
			return (unsigned char)(0x80 + i);
	return 0;
}

size_t pyiq_repair_double_encoding(struct pyiq_buf *out, const char *text, size_t len)
{
	enum { LONGEST = 64 }; /* bytes of one run; what is mangled is a sign or two */
	size_t i = 0, repaired = 0;

	while (i < len) {
		size_t ascii = i;

		while (ascii < len && (unsigned char)text[ascii] < 0x80)
			ascii++;
		pyiq_buf_append(out, text + i, ascii - i);
		i = ascii;

		char bytes[LONGEST];
		size_t n = 0, end = i, bad;

		while (end < len && n < LONGEST) {
			uint32_t c;
			size_t taken = pyiq_utf8_decode(text + end, len - end, &c);
			unsigned char byte = windows_1252_byte(c);

			if (byte == 0)
				break;
			bytes[n++] = (char)byte;
			end += taken;
		}
		if (n > 1 && pyiq_utf8_valid(bytes, n, &bad)) {
			pyiq_buf_append(out, bytes, n);
			repaired++;
			i = end;
		} else if (i < len) {
			uint32_t c;
			size_t taken = end > i ? end - i : pyiq_utf8_decode(text + i, len - i, &c);

			pyiq_buf_append(out, text + i, taken);
			i += taken;
		}
	}
	return repaired;
}

pyiq_status pyiq_repair_text(struct pyiq_buf *text, size_t *n, struct pyiq_error *err)
{
	struct pyiq_buf repaired = PYIQ_BUF_INIT;
	pyiq_status status = pyiq_buf_status(text, err);

	*n = 0;
	/* Each begins with the Latin letter that a UTF-8 lead byte looks like: U+00C2 to U+00F4. */
	if (status != PYIQ_OK || text->len == 0 || memchr(text->data, 0xC3, text->len) == NULL)
		return status;
	*n = pyiq_repair_double_encoding(&repaired, text->data, text->len);
	if (*n > 0) {
		struct pyiq_buf old = *text;

		*text = repaired;
		repaired = old;
		status = pyiq_buf_status(text, err);
	}
	pyiq_buf_release(&repaired);
	return status;
}

void pyiq_decode_windows_1252(struct pyiq_buf *out, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)bytes[i];

		if (byte < 0x80)
			pyiq_buf_putc(out, (char)byte);
		else
			pyiq_utf8_append(out, byte < 0xA0 ? upper_controls[byte - 0x80] : byte);
	}
}

static uint32_t utf16_unit(const char *bytes, bool big_endian)
{
	const unsigned char *b = (const unsigned char *)bytes;

	return big_endian ? (uint32_t)(b[0] << 8 | b[1]) : (uint32_t)(b[1] << 8 | b[0]);
}

void pyiq_decode_utf16(struct pyiq_buf *out, const char *bytes, size_t len, bool big_endian)
{
	for (size_t i = 0; i + 1 < len; i += 2) {
		uint32_t c = utf16_unit(bytes + i, big_endian);

		if (c >= 0xD800 && c < 0xDC00 && i + 3 < len) {
			uint32_t low = utf16_unit(bytes + i + 2, big_endian);

			if (low >= 0xDC00 && low < 0xE000) {
				c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
				i += 2;
			}
		}
		pyiq_utf8_append(out, c >= 0xD800 && c < 0xE000 ? 0xFFFD : c);
	}
}

void pyiq_unify_line_ends(struct pyiq_buf *text)
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

size_t pyiq_whole_characters(const char *text, size_t len)
{
	size_t lead = len;
	uint32_t c;

	while (lead > 0 && len - lead < 3 && ((unsigned char)text[lead - 1] & 0xC0) == 0x80)
		lead--;
	if (lead == 0 || (unsigned char)text[lead - 1] < 0xC0)
		return len;
	lead--;
	return pyiq_utf8_decode(text + lead, len - lead, &c) == len - lead && c != 0xFFFD ? len
											  : lead;
}

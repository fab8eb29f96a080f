#include "text/repair.h"

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

#include "source/decode.h"

#include "base/unicode.h"
#include "text/repair.h"

static pyiq_status refuse(struct pyiq_buf *text, struct pyiq_error *err)
{
	pyiq_buf_clear(text);
	return pyiq_fail(err, PYIQ_ERR_NOT_TEXT, "binary content, not text");
}

pyiq_status pyiq_decode(struct pyiq_buf *text, struct pyiq_str bytes, struct pyiq_decoded *decoded,
			struct pyiq_error *err)
{
	struct pyiq_decoded unwanted;
	size_t bad;

	if (decoded == NULL)
		decoded = &unwanted;
	*decoded = (struct pyiq_decoded){ .encoding = "UTF-8" };
	pyiq_buf_clear(text);
	if (bytes.len >= 2 && memcmp(bytes.data, "\xFF\xFE", 2) == 0) {
		decoded->encoding = "UTF-16";
		pyiq_decode_utf16(text, bytes.data + 2, bytes.len - 2, false);
	} else if (bytes.len >= 2 && memcmp(bytes.data, "\xFE\xFF", 2) == 0) {
		decoded->encoding = "UTF-16";
		pyiq_decode_utf16(text, bytes.data + 2, bytes.len - 2, true);
	} else if (bytes.len > 0 && memchr(bytes.data, '\0', bytes.len) != NULL) {
		return refuse(text, err);
	} else if (pyiq_utf8_valid(bytes.data, bytes.len, &bad)) {
		size_t mark = bytes.len >= 3 && memcmp(bytes.data, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

		pyiq_buf_append(text, bytes.data + mark, bytes.len - mark);
	} else {
		decoded->encoding = "Windows-1252";
		pyiq_decode_windows_1252(text, bytes.data, bytes.len);
	}
	pyiq_unify_line_ends(text);
	if (text->len > 0 && memchr(text->data, '\0', text->len) != NULL)
		return refuse(text, err);
	return pyiq_repair_text(text, &decoded->n_repaired, err);
}

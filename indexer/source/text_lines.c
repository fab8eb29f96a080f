#include "source/text_lines.h"

#include "base/unicode.h"
#include "text/repair.h"

/* Bytes of a character that may end a line. */
static size_t unit_size(const struct pyiq_text_lines *lines)
{
	return lines->utf16 ? 2 : 1;
}

/* A unit of the source, at a distance from where the next line begins. */
static unsigned unit_at(const struct pyiq_text_lines *lines, size_t offset)
{
	const unsigned char *b =
		(const unsigned char *)lines->chunk.data + lines->chunk_at + offset;

	if (!lines->utf16)
		return b[0];
	return lines->big_endian ? (unsigned)(b[0] << 8 | b[1]) : (unsigned)(b[1] << 8 | b[0]);
}

/* Bytes that were read and not yet given. */
static size_t pending(const struct pyiq_text_lines *lines)
{
	return lines->chunk.len - lines->chunk_at;
}

static pyiq_status read_on(struct pyiq_text_lines *lines, struct pyiq_error *err)
{
	char bytes[64 * 1024];
	struct pyiq_buf *chunk = &lines->chunk;
	size_t n;
	pyiq_status status = pyiq_input_read(lines->input, bytes, sizeof bytes, &n, err);

	if (status != PYIQ_OK)
		return status;
	if (lines->chunk_at > 0) {
		memmove(chunk->data, chunk->data + lines->chunk_at, pending(lines));
		chunk->len -= lines->chunk_at;
		lines->chunk_at = 0;
	}
	lines->ended = n == 0;
	pyiq_buf_append(chunk, bytes, n);
	return pyiq_buf_status(chunk, err);
}

static bool begins_with(const struct pyiq_text_lines *lines, const char *mark)
{
	size_t len = strlen(mark);

	return lines->chunk.len >= len && memcmp(lines->chunk.data, mark, len) == 0;
}

pyiq_status pyiq_text_lines_begin(struct pyiq_text_lines *lines, struct pyiq_input *input,
				  size_t longest, struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	*lines = (struct pyiq_text_lines){ .input = input, .longest = longest };
	input->at = 0;
	while (status == PYIQ_OK && !lines->ended && lines->chunk.len < 3)
		status = read_on(lines, err);
	if (status != PYIQ_OK)
		return status;
	lines->big_endian = begins_with(lines, "\xFE\xFF");
	lines->utf16 = lines->big_endian || begins_with(lines, "\xFF\xFE");
	if (lines->utf16)
		lines->chunk_at = 2;
	else if (begins_with(lines, "\xEF\xBB\xBF"))
		lines->chunk_at = 3;
	return PYIQ_OK;
}

void pyiq_text_lines_release(struct pyiq_text_lines *lines)
{
	pyiq_buf_release(&lines->line);
	pyiq_buf_release(&lines->chunk);
}

/* Forget what of a line is more than it may have; [0, *scanned) is all of it that is known. */
static void cut(struct pyiq_text_lines *lines, size_t *scanned)
{
	size_t keep = lines->longest - lines->longest % unit_size(lines);

	if (*scanned <= keep)
		return;

	char *line = lines->chunk.data + lines->chunk_at;

	memmove(line + keep, line + *scanned, pending(lines) - *scanned);
	lines->chunk.len -= *scanned - keep;
	*scanned = keep;
	lines->whole = false;
}

/*
 * Read on until the end of the line is there: *len bytes of text, and *skip
 * bytes to where the next one begins; 0 of them when there is no line.
 */
static pyiq_status measure(struct pyiq_text_lines *lines, size_t *len, size_t *skip,
			   struct pyiq_error *err)
{
	size_t unit = unit_size(lines), i = 0;
	pyiq_status status = PYIQ_OK;

	lines->whole = true;
	while (status == PYIQ_OK) {
		unsigned c = 0;

		while (i + unit <= pending(lines)) {
			c = unit_at(lines, i);
			if (c == '\n' || c == '\r')
				break;
			i += unit;
		}
		cut(lines, &i);
		*len = i;

		bool ends = i + unit <= pending(lines);
		bool next_known = i + 2 * unit <= pending(lines);

		if (ends && (c == '\n' || next_known || lines->ended)) {
			bool both = c == '\r' && next_known && unit_at(lines, i + unit) == '\n';

			*skip = i + (both ? 2 * unit : unit);
			return PYIQ_OK;
		}
		if (lines->ended) {
			*skip = i > 0 ? pending(lines) : 0;
			return PYIQ_OK;
		}
		status = read_on(lines, err);
	}
	return status;
}

static pyiq_status decode(struct pyiq_text_lines *lines, const char *bytes, size_t len,
			  struct pyiq_error *err)
{
	struct pyiq_buf *line = &lines->line;
	size_t n, bad;
	pyiq_status status;

	pyiq_buf_clear(line);
	if (!lines->utf16 && !lines->whole)
		len = pyiq_whole_characters(bytes, len);
	if (lines->utf16) {
		pyiq_decode_utf16(line, bytes, len, lines->big_endian);
	} else if (pyiq_utf8_valid(bytes, len, &bad)) {
		pyiq_buf_append(line, bytes, len);
	} else {
		pyiq_decode_windows_1252(line, bytes, len);
		lines->n_legacy++;
	}
	status = pyiq_repair_text(line, &n, err);
	lines->n_repaired += n > 0;
	if (status == PYIQ_OK && line->len > 0 && memchr(line->data, '\0', line->len) != NULL)
		return pyiq_fail(err, PYIQ_ERR_NOT_TEXT, "binary content, not text");
	return status;
}

pyiq_status pyiq_text_lines_next(struct pyiq_text_lines *lines, bool *more, struct pyiq_error *err)
{
	size_t len, skip = 0;
	pyiq_status status = measure(lines, &len, &skip, err);

	*more = status == PYIQ_OK && skip > 0;
	if (!*more)
		return status;
	lines->number++;
	status = decode(lines, lines->chunk.data + lines->chunk_at, len, err);
	lines->chunk_at += skip;
	return status;
}

void pyiq_text_lines_note(const struct pyiq_text_lines *lines, struct pyiq_reading *reading)
{
	if (lines->utf16)
		pyiq_reading_note_repair(reading, "read as UTF-16");
	if (lines->n_legacy > 0)
		pyiq_reading_note_repair(reading, "%zu line%s read as Windows-1252",
					 lines->n_legacy, lines->n_legacy == 1 ? "" : "s");
	if (lines->n_repaired > 0)
		pyiq_reading_note_repair(reading, "%zu line%s with doubly encoded characters",
					 lines->n_repaired, lines->n_repaired == 1 ? "" : "s");
}

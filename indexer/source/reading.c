#include "source/reading.h"

#include <stdarg.h>
#include <stdio.h>

#include "source/decode.h"

void pyiq_reading_init(struct pyiq_reading *reading, pyiq_found_fn *fn, void *ctx)
{
	*reading = (struct pyiq_reading){ .fn = fn, .ctx = ctx };
	pyiq_buf_init(&reading->repaired);
	pyiq_buf_init(&reading->skipped);
	pyiq_buf_init(&reading->bytes);
	pyiq_buf_init(&reading->text);
	pyiq_blocks_init(&reading->blocks);
	pyiq_arena_init(&reading->arena);
}

void pyiq_reading_release(struct pyiq_reading *reading)
{
	pyiq_buf_release(&reading->repaired);
	pyiq_buf_release(&reading->skipped);
	pyiq_buf_release(&reading->bytes);
	pyiq_buf_release(&reading->text);
	pyiq_blocks_release(&reading->blocks);
	pyiq_arena_release(&reading->arena);
}

/* The last part of a path, without its ending. */
static struct pyiq_str name_of(struct pyiq_str path)
{
	size_t start = path.len, end = path.len;

	while (start > 0 && path.data[start - 1] != '/')
		start--;
	for (size_t i = path.len; i > start + 1; i--) {
		if (path.data[i - 1] == '.') {
			end = i - 1;
			break;
		}
	}
	return (struct pyiq_str){ path.data + start, end - start };
}

void pyiq_reading_begin(struct pyiq_reading *reading, struct pyiq_input *input,
			struct pyiq_str path, bool single)
{
	reading->input = input;
	input->at = 0;
	reading->name = name_of(path);
	reading->single = single;
	reading->n_pushed = 0;
	reading->push_status = PYIQ_OK;
	pyiq_buf_clear(&reading->repaired);
	pyiq_buf_clear(&reading->skipped);
	pyiq_arena_clear(&reading->arena);
}

pyiq_status pyiq_reading_push(struct pyiq_reading *reading, const struct pyiq_found *unit,
			      struct pyiq_error *err)
{
	reading->n_pushed++;
	reading->push_status = reading->fn(reading->ctx, unit, err);
	return reading->push_status;
}

static void add_note(struct pyiq_buf *notes, const char *format, va_list args) PYIQ_PRINTF(2, 0);

static void add_note(struct pyiq_buf *notes, const char *format, va_list args)
{
	char text[256];

	vsnprintf(text, sizeof text, format, args);
	if (notes->len > 0)
		pyiq_buf_puts(notes, "; ");
	pyiq_buf_puts(notes, text);
}

void pyiq_reading_note_repair(struct pyiq_reading *reading, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_note(&reading->repaired, format, args);
	va_end(args);
}

void pyiq_reading_note_skip(struct pyiq_reading *reading, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add_note(&reading->skipped, format, args);
	va_end(args);
}

pyiq_status pyiq_reading_load(struct pyiq_reading *reading, struct pyiq_error *err)
{
	struct pyiq_decoded decoded;
	pyiq_status status = pyiq_input_load(reading->input, &reading->bytes, err);

	if (status == PYIQ_OK)
		status = pyiq_decode(
			&reading->text,
			(struct pyiq_str){ pyiq_buf_str(&reading->bytes), reading->bytes.len },
			&decoded, err);
	if (status != PYIQ_OK)
		return status;
	if (strcmp(decoded.encoding, "UTF-8") != 0)
		pyiq_reading_note_repair(reading, "read as %s", decoded.encoding);
	if (decoded.n_repaired > 0)
		pyiq_reading_note_repair(reading, "%zu doubly encoded character%s",
					 decoded.n_repaired, decoded.n_repaired == 1 ? "" : "s");
	return PYIQ_OK;
}

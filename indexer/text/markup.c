#include "text/markup.h"

#include "base/memory.h"

void pyiq_visible_init(struct pyiq_visible *visible)
{
	*visible = (struct pyiq_visible){ .text = PYIQ_BUF_INIT };
}

void pyiq_visible_release(struct pyiq_visible *visible)
{
	pyiq_buf_release(&visible->text);
	pyiq_free(visible->segments);
	pyiq_visible_init(visible);
}

/* Show bytes [start, end) of the source, as a new segment or as more of the last one. */
static pyiq_status show(struct pyiq_visible *visible, struct pyiq_str source, size_t start,
			size_t end, bool code, struct pyiq_error *err)
{
	if (start == end)
		return PYIQ_OK;

	struct pyiq_segment *last =
		visible->n_segments > 0 ? &visible->segments[visible->n_segments - 1] : NULL;
	size_t at = visible->text.len;

	pyiq_buf_append(&visible->text, source.data + start, end - start);
	if (last != NULL && last->code == code && last->source + last->len == start &&
	    last->visible + last->len == at) {
		last->len += end - start;
		return PYIQ_OK;
	}

	pyiq_status status = pyiq_grow(&visible->segments, &visible->capacity,
				       visible->n_segments + 1, sizeof *visible->segments, err);

	if (status == PYIQ_OK)
		visible->segments[visible->n_segments++] = (struct pyiq_segment){
			.visible = at, .source = start, .len = end - start, .code = code
		};
	return status;
}

pyiq_status pyiq_visible_make(struct pyiq_visible *visible, const struct pyiq_text *text,
			      struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;
	size_t done = 0; /* bytes of the source */
	bool code = false;

	pyiq_buf_clear(&visible->text);
	visible->n_segments = 0;
	for (size_t i = 0; i < text->n_runs && status == PYIQ_OK; i++) {
		const struct pyiq_run *run = &text->runs[i];
		size_t left = text->source.len - done;
		size_t before = run->start > done ? run->start - done : 0;

		if (before > left)
			before = left;
		status = show(visible, text->source, done, done + before, code, err);
		if (run->flags & PYIQ_RUN_BREAK)
			pyiq_buf_putc(&visible->text, ' ');
		if (run->flags & PYIQ_RUN_CODE)
			code = !code;
		done += before;

		size_t end = (size_t)run->start + run->len;

		if (end > done)
			done = end < text->source.len ? end : text->source.len;
	}
	if (status == PYIQ_OK)
		status = show(visible, text->source, done, text->source.len, code, err);
	return status == PYIQ_OK ? pyiq_buf_status(&visible->text, err) : status;
}

typedef size_t start_fn(const struct pyiq_segment *segment);

static size_t visible_start(const struct pyiq_segment *segment)
{
	return segment->visible;
}

static size_t source_start(const struct pyiq_segment *segment)
{
	return segment->source;
}

/* How many segments start before `at`, in whichever text `start` speaks of. */
static size_t n_started(const struct pyiq_visible *visible, start_fn *start, size_t at)
{
	size_t low = 0, high = visible->n_segments;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (start(&visible->segments[middle]) < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A range of one of the two texts as a range of the other. */
static struct pyiq_span convert(const struct pyiq_visible *visible, struct pyiq_span range,
				start_fn *from, start_fn *to)
{
	struct pyiq_span result = { 0, 0 };
	size_t i = n_started(visible, from, range.start + 1); /* behind the one that may hold it */
	const struct pyiq_segment *segment = visible->segments;

	if (i > 0 && range.start < from(&segment[i - 1]) + segment[i - 1].len)
		result.start = to(&segment[i - 1]) + (range.start - from(&segment[i - 1]));
	else if (i < visible->n_segments)
		result.start = to(&segment[i]);
	else if (i > 0)
		result.start = to(&segment[i - 1]) + segment[i - 1].len;

	size_t j = n_started(visible, from, range.end);

	if (j > 0) {
		size_t shown = range.end - from(&segment[j - 1]);

		if (shown > segment[j - 1].len)
			shown = segment[j - 1].len;
		result.end = to(&segment[j - 1]) + shown;
	}
	if (range.start >= range.end || result.end < result.start)
		result.end = result.start;
	return result;
}

struct pyiq_span pyiq_visible_to_source(const struct pyiq_visible *visible, struct pyiq_span range)
{
	return convert(visible, range, visible_start, source_start);
}

struct pyiq_span pyiq_visible_from_source(const struct pyiq_visible *visible,
					  struct pyiq_span range)
{
	return convert(visible, range, source_start, visible_start);
}

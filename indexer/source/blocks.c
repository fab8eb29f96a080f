#include "source/blocks.h"

#include "base/memory.h"

void pyiq_blocks_init(struct pyiq_blocks *blocks)
{
	*blocks = (struct pyiq_blocks){ 0 };
}

void pyiq_blocks_release(struct pyiq_blocks *blocks)
{
	pyiq_free(blocks->block);
	pyiq_free(blocks->runs);
	pyiq_free(blocks->lines);
	pyiq_free(blocks->passage_runs);
	pyiq_blocks_init(blocks);
}

static pyiq_status add_line(struct pyiq_blocks *blocks, size_t start, struct pyiq_error *err)
{
	pyiq_status status = pyiq_grow(&blocks->lines, &blocks->lines_capacity, blocks->n_lines + 1,
				       sizeof *blocks->lines, err);

	if (status == PYIQ_OK)
		blocks->lines[blocks->n_lines++] = start;
	return status;
}

pyiq_status pyiq_blocks_begin(struct pyiq_blocks *blocks, struct pyiq_str source,
			      struct pyiq_error *err)
{
	const char *from = source.data, *end = source.data + source.len, *newline;
	pyiq_status status;

	blocks->source = source;
	blocks->n = blocks->n_runs = blocks->n_lines = 0;
	status = add_line(blocks, 0, err);
	while (status == PYIQ_OK && from < end &&
	       (newline = memchr(from, '\n', (size_t)(end - from))) != NULL) {
		from = newline + 1;
		status = add_line(blocks, (size_t)(from - source.data), err);
	}
	return status;
}

/* Told by the parent, for no path upwards may be walked: nesting can be as deep as the document is long. */
static unsigned containers_of(const struct pyiq_blocks *blocks, uint32_t parent)
{
	return parent == PYIQ_NO_BLOCK
		       ? 0
		       : blocks->block[parent].inside | 1U << blocks->block[parent].kind;
}

pyiq_status pyiq_blocks_add(struct pyiq_blocks *blocks, const struct pyiq_block *block,
			    uint32_t *index, struct pyiq_error *err)
{
	pyiq_status status = pyiq_grow(&blocks->block, &blocks->capacity, blocks->n + 1,
				       sizeof *blocks->block, err);

	if (status != PYIQ_OK)
		return status;
	*index = (uint32_t)blocks->n;
	blocks->block[blocks->n] = *block;
	blocks->block[blocks->n].after = *index + 1;
	blocks->block[blocks->n].inside = containers_of(blocks, block->parent);
	blocks->n++;
	return PYIQ_OK;
}

pyiq_status pyiq_blocks_add_run(struct pyiq_blocks *blocks, size_t start, size_t end,
				unsigned flags, struct pyiq_error *err)
{
	if (blocks->n_runs > 0) {
		const struct pyiq_run *last = &blocks->runs[blocks->n_runs - 1];
		size_t last_end = (size_t)last->start + last->len;

		if (start < last_end)
			start = last_end;
	}
	if (end < start)
		end = start;
	if (end == start && flags == 0)
		return PYIQ_OK;

	pyiq_status status = pyiq_grow(&blocks->runs, &blocks->runs_capacity, blocks->n_runs + 1,
				       sizeof *blocks->runs, err);

	if (status == PYIQ_OK)
		blocks->runs[blocks->n_runs++] =
			(struct pyiq_run){ (uint32_t)start, (uint32_t)(end - start), flags };
	return status;
}

size_t pyiq_blocks_line_of(const struct pyiq_blocks *blocks, size_t offset)
{
	size_t low = 0, high = blocks->n_lines;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (blocks->lines[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low + 1;
}

size_t pyiq_blocks_line_start(const struct pyiq_blocks *blocks, size_t line)
{
	return line >= 1 && line <= blocks->n_lines ? blocks->lines[line - 1] : blocks->source.len;
}

size_t pyiq_blocks_line_end(const struct pyiq_blocks *blocks, size_t line)
{
	return line < blocks->n_lines ? blocks->lines[line] - 1 : blocks->source.len;
}

/* The index of the first run that begins at or behind an offset. */
static size_t first_run_from(const struct pyiq_blocks *blocks, size_t offset)
{
	size_t low = 0, high = blocks->n_runs;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (blocks->runs[middle].start < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

pyiq_status pyiq_blocks_passage(struct pyiq_blocks *blocks, struct pyiq_span range,
				struct pyiq_text *passage, struct pyiq_error *err)
{
	size_t first = first_run_from(blocks, range.start),
	       last = first_run_from(blocks, range.end);

	/* A run that began before the range may reach into it. */
	if (first > 0) {
		const struct pyiq_run *before = &blocks->runs[first - 1];

		if ((size_t)before->start + before->len > range.start)
			first--;
	}

	size_t n = last > first ? last - first : 0;
	pyiq_status status = pyiq_grow(&blocks->passage_runs, &blocks->passage_capacity, n,
				       sizeof *blocks->passage_runs, err);

	if (status != PYIQ_OK)
		return status;
	for (size_t i = 0; i < n; i++) {
		struct pyiq_run run = blocks->runs[first + i];
		size_t start = run.start, end = start + run.len;

		if (start < range.start)
			start = range.start;
		if (end > range.end)
			end = range.end;
		run.start = (uint32_t)(start - range.start);
		run.len = (uint32_t)(end > start ? end - start : 0);
		blocks->passage_runs[i] = run;
	}
	*passage =
		(struct pyiq_text){ { blocks->source.data + range.start, range.end - range.start },
				    blocks->passage_runs,
				    n };
	return PYIQ_OK;
}

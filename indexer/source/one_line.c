#include "source/one_line.h"

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Code begins or ends; where it does both, nothing of it shows. */
static size_t turn(struct pyiq_run *runs, size_t n_runs, size_t at)
{
	if (n_runs > 0 && runs[n_runs - 1].start == at)
		return n_runs - 1;
	runs[n_runs] = (struct pyiq_run){ (uint32_t)at, 0, PYIQ_RUN_CODE };
	return n_runs + 1;
}

pyiq_status pyiq_one_line(const struct pyiq_visible *visible, struct pyiq_span range,
			  struct pyiq_arena *arena, struct pyiq_text *line, struct pyiq_error *err)
{
	const char *text = visible->text.data;
	const struct pyiq_segment *segment = visible->segments;
	const struct pyiq_segment *end = segment != NULL ? segment + visible->n_segments : NULL;
	char *out = pyiq_arena_alloc(arena, range.end - range.start);
	struct pyiq_run *runs = pyiq_arena_alloc(arena, visible->n_segments * sizeof *runs);
	size_t n = 0, n_runs = 0;
	bool code = false;

	if (out == NULL || runs == NULL)
		return pyiq_fail_nomem(err);
	for (size_t i = range.start; i < range.end; i++) {
		for (; segment < end && segment->visible <= i; segment++)
			if (segment->code != code) {
				code = !code;
				n_runs = turn(runs, n_runs, n);
			}
		if (!is_space(text[i]))
			out[n++] = text[i];
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	while (n > 0 && out[n - 1] == ' ')
		n--;
	/* Where code begins or ends behind the last sign, nothing shows it. */
	while (n_runs > 0 && runs[n_runs - 1].start >= n)
		n_runs--;
	*line = (struct pyiq_text){ { out, n }, runs, n_runs };
	return PYIQ_OK;
}

#include "progress.h"

#include <stdio.h>
#include <time.h>

#include "message.h"
#include "term/term.h"

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

void progress_begin(struct progress *progress)
{
	*progress = (struct progress){ .wanted = term_can_redraw(stderr), .start = now() };
}

double progress_seconds(const struct progress *progress)
{
	return now() - progress->start;
}

void progress_erase(struct progress *progress)
{
	if (progress->visible)
		fputs("\r\033[K", stderr);
	progress->visible = false;
}

/* The rate so far, and when it will be over if it goes on so. */
static int put_rate(char *to, size_t size, const struct pyiq_progress *p, double seconds)
{
	static const double megabyte = 1e6;
	double rate = (double)p->n_bytes / seconds;
	double left = (double)p->total_bytes - (double)p->n_bytes;
	long end = rate > 0 && left > 0 ? (long)(left / rate + 0.5) : 0;

	return snprintf(to, size, ", %.1f MB/s, %ld:%02ld left", rate / megabyte, end / 60,
			end % 60);
}

void progress_show(struct progress *progress, const struct pyiq_progress *p)
{
	static const double delay = 0.2, interval = 0.1;
	double time = now(), seconds = time - progress->start;
	struct term term;
	char line[160];
	int len;

	if (!progress->wanted || seconds < delay || time - progress->shown < interval)
		return;
	len = snprintf(line, sizeof line, "indexing: %zu of %zu file%s, %zu unit%s", p->n_done,
		       p->n_total, plural(p->n_total), p->n_units, plural(p->n_units));
	/* What comes from a pipe has no size that could be counted down. */
	if (p->total_bytes > 0)
		put_rate(line + len, sizeof line - (size_t)len, p, seconds);
	term_init(&term, stderr, COLOUR_NEVER);
	fprintf(stderr, "\r%.*s\033[K",
		(int)(term.width < sizeof line ? term.width : sizeof line) - 1, line);
	progress->visible = true;
	progress->shown = time;
}

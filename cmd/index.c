/*
 * pyiq index: read notes into the database.
 */
#include <signal.h>
#include <stdio.h>
#include <time.h>

#include "locations.h"
#include "message.h"
#include "term.h"
#include "view.h"

/* ---- Ctrl-C -------------------------------------------------------------- */

static volatile sig_atomic_t interrupted;

static void interrupt(int number)
{
	(void)number;
	interrupted = 1;
}

/* Stop at the next source instead of in the middle; a second Ctrl-C stops at once. */
static void catch_interrupt(void)
{
	struct sigaction old, action = { .sa_handler = interrupt, .sa_flags = SA_RESETHAND };

	sigemptyset(&action.sa_mask);
	if (sigaction(SIGINT, NULL, &old) == 0 && old.sa_handler != SIG_IGN)
		sigaction(SIGINT, &action, NULL);
}

/* Whoever started us should see that we were interrupted, and stop as well. */
static void die_if_interrupted(void)
{
	if (!interrupted)
		return;
	fflush(stdout);
	signal(SIGINT, SIG_DFL);
	raise(SIGINT);
}

/* ---- Progress ------------------------------------------------------------ */

struct progress {
	bool wanted;  /* stderr is a terminal */
	bool visible; /* a line stands there and must go before anything else is written */
	double start, shown;
};

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void erase(struct progress *progress)
{
	if (progress->visible)
		fputs("\r\033[K", stderr);
	progress->visible = false;
}

static int advance(void *ctx, size_t done, size_t total)
{
	static const double delay = 0.2, interval = 0.1;
	struct progress *progress = ctx;
	double time = now();

	if (progress->wanted && time - progress->start > delay &&
	    time - progress->shown > interval) {
		fprintf(stderr, "\rindexing: %zu of %zu files\033[K", done, total);
		progress->visible = true;
		progress->shown = time;
	}
	return interrupted;
}

static void warn(void *ctx, const char *path, const char *cause)
{
	erase(ctx);
	message("%s: %s", path, cause);
}

/* ---- The run ------------------------------------------------------------- */

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

static void report(const struct pyiq_index_summary *summary, double seconds)
{
	size_t units = summary->n_units, files = summary->n_sources;
	bool changed = summary->n_added + summary->n_changed + summary->n_removed > 0;

	printf("%s%zu unit%s from %zu file%s%s in %.1f s\n", changed ? "indexed " : "", units,
	       plural(units), files, plural(files), changed ? "" : ", nothing changed,", seconds);
}

static int run_index(const char *db, char **paths, int n)
{
	struct progress progress = { .wanted = term_can_redraw(stderr), .start = now() };
	struct pyiq_index_options options = {
		.paths = (const char *const *)paths,
		.n_paths = (size_t)n,
		.warning = warn,
		.progress = advance,
		.ctx = &progress,
	};
	struct pyiq_index_summary summary;
	struct pyiq_error err;

	catch_interrupt();
	pyiq_status status = pyiq_index(db, &options, &summary, &err);
	erase(&progress);
	if (status == PYIQ_OK)
		report(&summary, now() - progress.start);
	die_if_interrupted();
	if (status != PYIQ_OK)
		return message_error(&err);
	return summary.n_failed > 0 ? EXIT_TROUBLE : EXIT_HIT;
}

static int index_paths(const struct view *view, struct options *options, char **paths, int n)
{
	struct pyiq_buf own = PYIQ_BUF_INIT;
	struct pyiq_error err;
	int status;

	if (view->n_db > 1) {
		options_mistake(options, "only one --db can be written");
		return options->status;
	}
	if (view->n_db == 1)
		return run_index(view->db[0], paths, n);
	if (locations_own(&own, &err) == PYIQ_OK)
		status = run_index(own.data, paths, n);
	else
		status = message_error(&err);
	pyiq_buf_release(&own);
	return status;
}

static int index_run(int argc, char **argv)
{
	struct options options;
	struct view view = { 0 };
	int n;

	options_begin(&options, &command_index, argc, argv);
	option_id id = view_options(&view, &options);
	char **paths = options_operands(&options, &n);
	int status = id == OPTION_STOP ? options.status : index_paths(&view, &options, paths, n);

	view_release(&view);
	return status;
}

const struct command command_index = {
	.id = COMMAND_INDEX,
	.name = "index",
	.operands = "[OPTION]... [PATH]...",
	.summary = "read questions and answers into the database",
	.examples = "  pyiq index ~/notes               a folder, and all folders in it\n"
		    "  pyiq index python.md sql.md      some files\n"
		    "  pyiq index                       what changed since the last time\n"
		    "  pyiq index --db work.db ~/work   a database of its own\n",
	.details = "In folders the files *.md, *.markdown, *.mdx and *.txt are read. Files that\n"
		   "did not change are skipped; nothing is written where they are.\n",
	.run = index_run,
};

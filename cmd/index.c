/*
 * pyiq index: read notes into the database.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "explain.h"
#include "locations.h"
#include "message.h"
#include "progress.h"
#include "read_file.h"
#include "term/term.h"
#include "view.h"

/* What the command line asks for. */
struct request {
	struct view view;
	struct pyiq_index_options index;
	struct pyiq_stream stream;
	bool explain, verbose;
	const char **paths;
	size_t n_paths, paths_capacity;
	const char **excludes;
	size_t excludes_capacity;
	struct pyiq_buf list; /* the paths of --files0-from */
	const char *list_file;
};

/* One run. */
struct run {
	const struct request *request;
	struct progress progress;
};

/* ---- Ctrl-C, and other ways to be stopped --------------------------------- */

static volatile sig_atomic_t interrupted; /* the signal that did it */

static void interrupt(int number)
{
	interrupted = number;
}

/* Stop at the next unit and clear up; a second Ctrl-C stops at once. */
static void catch_interrupt(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction old, action = { .sa_handler = interrupt, .sa_flags = SA_RESETHAND };

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (sigaction(numbers[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			sigaction(numbers[i], &action, NULL);
	/* A database that grows beyond what ulimit allows is an error like a full disk. */
	signal(SIGXFSZ, SIG_IGN);
}

/* Whoever started us should see that we were interrupted, and stop as well. */
static void die_if_interrupted(void)
{
	if (!interrupted)
		return;
	fflush(stdout);
	signal(interrupted, SIG_DFL);
	raise(interrupted);
}

/* ---- What is told while it runs ------------------------------------------ */

static int advance(void *ctx, const struct pyiq_progress *now)
{
	struct run *run = ctx;

	progress_show(&run->progress, now);
	return interrupted;
}

static void tell(const struct pyiq_event *event, struct pyiq_str path)
{
	int len = (int)path.len;

	switch (event->kind) {
	case PYIQ_ADDED:
	case PYIQ_CHANGED:
		message("%s %.*s: %zu unit%s (%s)", event->kind == PYIQ_ADDED ? "added" : "changed",
			len, path.data, event->n_units, plural(event->n_units), event->text);
		break;
	case PYIQ_REMOVED:
		message("removed %.*s", len, path.data);
		break;
	case PYIQ_REPAIRED:
		message("repaired %.*s: %s", len, path.data, event->text);
		break;
	case PYIQ_SKIPPED:
		message("skipped %.*s: %s", len, path.data, event->text);
		break;
	case PYIQ_FAILED:
		message("%.*s: %s", len, path.data, event->text);
		break;
	}
}

static void plan(const struct pyiq_event *event, struct pyiq_str path)
{
	static const char *const verbs[] = {
		[PYIQ_ADDED] = "add", [PYIQ_CHANGED] = "change", [PYIQ_REMOVED] = "remove"
	};
	struct term term;

	term_init(&term, stdout, COLOUR_NEVER);
	printf("would %s ", verbs[event->kind]);
	term_text(&term, STYLE_PLAIN, path);
	putchar('\n');
}

static void take_event(void *ctx, const struct pyiq_event *event)
{
	struct run *run = ctx;
	struct pyiq_str path = locations_display(pyiq_str(event->path));
	bool change = event->kind <= PYIQ_REMOVED;
	/* Who named a file wants to know what was not read of it. */
	bool wanted = run->request->verbose || event->kind == PYIQ_FAILED ||
		      (event->kind == PYIQ_SKIPPED && event->named);

	/* What fails then fails because of that. */
	if (interrupted)
		return;
	if (change && run->request->index.dry_run) {
		plan(event, path);
	} else if (wanted) {
		progress_erase(&run->progress);
		tell(event, path);
	}
}

/* ---- The run ------------------------------------------------------------- */

/* What was not as it should be, in brackets. */
static void report_trouble(const struct request *r, const struct pyiq_index_summary *summary)
{
	size_t n = summary->n_repaired + summary->n_skipped;

	if (n == 0)
		return;
	printf(" (");
	if (summary->n_repaired > 0)
		printf("%zu repaired%s", summary->n_repaired, summary->n_skipped > 0 ? ", " : "");
	if (summary->n_skipped > 0)
		printf("%zu skipped", summary->n_skipped);
	printf("%s)", r->verbose ? "" : n == 1 ? "; --verbose names it" : "; --verbose names them");
}

static void report(const struct request *r, const struct pyiq_index_summary *summary,
		   double seconds)
{
	size_t units = summary->n_units, files = summary->n_sources;
	bool changed = summary->n_added + summary->n_changed + summary->n_removed > 0;

	if (r->index.dry_run) {
		printf("%zu file%s would be added, %zu changed, %zu removed\n", summary->n_added,
		       plural(summary->n_added), summary->n_changed, summary->n_removed);
		return;
	}
	printf("%s%zu unit%s from %zu file%s%s in %.1f s", changed ? "indexed " : "", units,
	       plural(units), files, plural(files), changed ? "" : ", nothing changed,", seconds);
	report_trouble(r, summary);
	putchar('\n');
}

/* When packages are built, the same notes shall make the same database; 0: it is not said. */
static int64_t source_date(void)
{
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	size_t seconds;

	return epoch && option_number(epoch, &seconds) && seconds <= INT64_MAX ? (int64_t)seconds
									       : 0;
}

static int run_index(const char *db, const struct request *r)
{
	struct run run = { .request = r };
	struct pyiq_index_options options = r->index;
	struct pyiq_index_summary summary;
	struct pyiq_error err;

	options.event = take_event;
	options.progress = advance;
	options.ctx = &run;
	options.built = source_date();
	progress_begin(&run.progress);
	catch_interrupt();
	pyiq_status status = pyiq_index(db, &options, &summary, &err);
	progress_erase(&run.progress);
	if (status == PYIQ_OK)
		report(r, &summary, progress_seconds(&run.progress));
	die_if_interrupted();
	if (status != PYIQ_OK)
		return message_error(&err);
	return summary.n_failed > 0 ? EXIT_TROUBLE : EXIT_HIT;
}

static int explain_all(const struct request *r)
{
	int result = EXIT_HIT;

	for (size_t i = 0; i < r->n_paths; i++)
		if (explain_source(r->paths[i], NULL, r->index.format) != EXIT_HIT)
			result = EXIT_TROUBLE;
	if (r->index.stream &&
	    explain_source(r->stream.name, r->index.stream, r->index.format) != EXIT_HIT)
		result = EXIT_TROUBLE;
	return result;
}

static int run_request(const struct request *r)
{
	struct pyiq_buf own = PYIQ_BUF_INIT;
	struct pyiq_error err;
	int status;

	if (r->explain)
		return explain_all(r);
	if (r->view.n_db == 1)
		return run_index(r->view.db[0], r);
	if (locations_own(&own, &err) == PYIQ_OK)
		status = run_index(own.data, r);
	else
		status = message_error(&err);
	pyiq_buf_release(&own);
	return status;
}

/* ---- The command line ---------------------------------------------------- */

static option_id out_of_memory(struct options *options)
{
	struct pyiq_error err;

	pyiq_fail_nomem(&err);
	options->status = message_error(&err);
	return OPTION_STOP;
}

static option_id add_path(struct request *r, struct options *options, const char *path)
{
	if (pyiq_grow(&r->paths, &r->paths_capacity, r->n_paths + 1, sizeof *r->paths, NULL) !=
	    PYIQ_OK)
		return out_of_memory(options);
	r->paths[r->n_paths++] = path;
	return OPTION_END;
}

static option_id add_exclude(struct request *r, struct options *options)
{
	size_t *n = &r->index.n_excludes;

	/* It would be taken for a name: what was left out so far would stay left out. */
	if (options->value[0] == '!')
		return options_mistake(options, "--exclude: '!' takes nothing back; a name that "
						"begins with it is written '\\!'");
	if (pyiq_grow(&r->excludes, &r->excludes_capacity, *n + 1, sizeof *r->excludes, NULL) !=
	    PYIQ_OK)
		return out_of_memory(options);
	r->excludes[(*n)++] = options->value;
	return OPTION_END;
}

static option_id take_option(struct request *r, struct options *options, option_id id)
{
	switch (id) {
	case OPTION_FORMAT:
		r->index.format = options->value;
		return OPTION_END;
	case OPTION_NAME:
		r->stream.name = options->value;
		return OPTION_END;
	case OPTION_FILES0_FROM:
		r->list_file = options->value;
		return OPTION_END;
	case OPTION_EXCLUDE:
		return add_exclude(r, options);
	case OPTION_PRUNE:
		r->index.prune = true;
		return OPTION_END;
	case OPTION_REBUILD:
		r->index.rebuild = true;
		return OPTION_END;
	case OPTION_DRY_RUN:
		r->index.dry_run = true;
		return OPTION_END;
	case OPTION_EXPLAIN:
		r->explain = true;
		return OPTION_END;
	case OPTION_VERBOSE:
		r->verbose = true;
		return OPTION_END;
	default:
		return view_option(&r->view, options, id);
	}
}

/* The paths of --files0-from: each ends at a NUL, the last perhaps at the end. */
static option_id take_list(struct request *r, struct options *options)
{
	struct pyiq_error err;
	option_id id = OPTION_END;

	if (!r->list_file)
		return OPTION_END;
	if (r->index.stream && r->stream.fd == STDIN_FILENO && strcmp(r->list_file, "-") == 0)
		return options_mistake(options, "standard input cannot be both notes and paths");
	if (read_file(r->list_file, &r->list, &err) != PYIQ_OK) {
		options->status = message_error(&err);
		return OPTION_STOP;
	}
	for (size_t at = 0; at < r->list.len && id == OPTION_END;) {
		const char *path = r->list.data + at;

		if (*path)
			id = add_path(r, options, path);
		at += strlen(path) + 1;
	}
	if (id == OPTION_END && r->n_paths == 0)
		id = options_mistake(options, "'%s' holds no path", r->list_file);
	return id;
}

static bool is_pipe(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISFIFO(st.st_mode);
}

/* Standard input or a pipe, as `<(…)` names one: there is no file to come back to. */
static option_id take_stream(struct request *r, struct options *options, const char *path)
{
	if (r->index.stream)
		return options_mistake(options, "only one PATH can be standard input or a pipe");
	r->index.stream = &r->stream;
	if (strcmp(path, "-") == 0)
		return OPTION_END;
	if (!r->stream.name)
		r->stream.name = path;
	r->stream.fd = open(path, O_RDONLY | O_CLOEXEC);
	if (r->stream.fd >= 0)
		return OPTION_END;
	message("%s: %s", path, strerror(errno));
	options->status = EXIT_TROUBLE;
	return OPTION_STOP;
}

static option_id take_operands(struct request *r, struct options *options)
{
	int n;
	char **operands = options_operands(options, &n);
	option_id id = OPTION_END;

	for (int i = 0; i < n && id == OPTION_END; i++) {
		if (strcmp(operands[i], "-") == 0 || is_pipe(operands[i]))
			id = take_stream(r, options, operands[i]);
		else
			id = add_path(r, options, operands[i]);
	}
	return id == OPTION_END ? take_list(r, options) : id;
}

static bool is_format(const char *name)
{
	for (size_t i = 0; pyiq_format_name(i); i++)
		if (strcmp(pyiq_format_name(i), name) == 0)
			return true;
	return false;
}

static option_id unknown_format(struct options *options, const char *name)
{
	struct pyiq_buf names = PYIQ_BUF_INIT;

	for (size_t i = 0; pyiq_format_name(i); i++)
		pyiq_buf_printf(&names, "%s%s", i > 0 ? ", " : "", pyiq_format_name(i));
	options_mistake(options, "there is no format '%s': %s", name, pyiq_buf_str(&names));
	pyiq_buf_release(&names);
	return OPTION_STOP;
}

/* The first of the options that change a database which was given, or NULL. */
static const char *changing_option(const struct pyiq_index_options *index)
{
	return index->prune            ? "--prune"
	       : index->rebuild        ? "--rebuild"
	       : index->dry_run        ? "--dry-run"
	       : index->n_excludes > 0 ? "--exclude"
				       : NULL;
}

/* Report options that contradict each other, or would be of no effect. */
static option_id check(const struct request *r, struct options *options)
{
	const struct pyiq_index_options *index = &r->index;
	bool named = r->n_paths > 0 || index->stream;

	if (r->view.n_db > 1)
		return options_mistake(options, "only one --db can be written");
	if (index->format && !is_format(index->format))
		return unknown_format(options, index->format);
	if (r->explain && !named)
		return options_mistake(options, "--explain needs a file to explain");
	if (r->explain && changing_option(index))
		return options_mistake(options, "--explain cannot be combined with %s",
				       changing_option(index));
	if (options_given(options, OPTION_FORMAT) && !named)
		return options_mistake(options, "--format is for files that are named");
	if (options_given(options, OPTION_NAME) && !index->stream)
		return options_mistake(options, "--name is for standard input: -");
	if (r->stream.name && r->stream.name[0] == '\0')
		return options_mistake(options, "--name cannot be empty");
	if (index->prune && (index->rebuild || index->n_excludes > 0 || index->stream))
		return options_mistake(options, "--prune cannot be combined with %s",
				       index->rebuild          ? "--rebuild"
				       : index->n_excludes > 0 ? "--exclude"
							       : "standard input");
	return OPTION_END;
}

static int index_run(int argc, char **argv)
{
	struct options options;
	struct request request = { .stream.fd = STDIN_FILENO };
	option_id id;

	options_begin(&options, &command_index, argc, argv);
	while ((id = options_next(&options)) != OPTION_END) {
		id = take_option(&request, &options, id);
		if (id != OPTION_END)
			break;
	}
	if (id == OPTION_END)
		id = take_operands(&request, &options);
	if (id == OPTION_END)
		id = check(&request, &options);
	request.index.paths = request.paths;
	request.index.n_paths = request.n_paths;
	request.index.excludes = request.excludes;
	if (!request.stream.name)
		request.stream.name = "stdin";
	int status = id == OPTION_END ? run_request(&request) : options.status;

	if (request.stream.fd > STDIN_FILENO)
		close(request.stream.fd);
	view_release(&request.view);
	pyiq_free(request.paths);
	pyiq_free(request.excludes);
	pyiq_buf_release(&request.list);
	options_release(&options);
	return status;
}

const struct command command_index = {
	.id = COMMAND_INDEX,
	.name = "index",
	.operands = "[OPTION]... [PATH]...",
	.summary = "read questions and answers into the database",
	.examples = "  pyiq index ~/notes               a folder, and all folders in it\n"
		    "  pyiq index faq.html cards.csv    some files\n"
		    "  pyiq index                       what changed since the last time\n"
		    "  pyiq index --explain odd.md      why a question was found, or was not\n"
		    "  xclip -o | pyiq index - --name clip.md\n",
	.details = "Markdown, text, HTML, JSON Lines, CSV and TSV, Anki's exports and Stack\n"
		   "Exchange's Posts.xml are read. Files that did not change are skipped; nothing\n"
		   "is written where they are. A PATH of - is standard input.\n",
	.run = index_run,
};

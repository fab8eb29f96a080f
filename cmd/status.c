/*
 * pyiq status: the databases in use, and whether they are up to date.
 */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <time.h>

#include "locations.h"
#include "message.h"
#include "print/print.h"
#include "term/pager.h"
#include "view.h"

/* A source that is not as it was read. */
struct difference {
	pyiq_event_kind kind;
	struct pyiq_str path;
};

struct report {
	const struct view *view;
	bool verbose;
	size_t n_shown; /* databases */
	struct difference *differences;
	size_t n, capacity;
	struct pyiq_arena paths;
	bool failed; /* memory ran out */
};

static const char *const verbs[] = {
	[PYIQ_ADDED] = "new", [PYIQ_CHANGED] = "changed", [PYIQ_REMOVED] = "gone"
};

static void take_difference(void *ctx, const struct pyiq_event *event)
{
	struct report *report = ctx;
	struct pyiq_str path = pyiq_str(event->path);

	/* A folder that cannot be found is shown as such. */
	if (event->kind > PYIQ_REMOVED)
		return;
	path.data = pyiq_arena_copy(&report->paths, path.data, path.len);
	if (!path.data || pyiq_grow(&report->differences, &report->capacity, report->n + 1,
				    sizeof *report->differences, NULL) != PYIQ_OK)
		report->failed = true;
	else
		report->differences[report->n++] = (struct difference){ event->kind, path };
}

/* ---- For people ---------------------------------------------------------- */

static void put_built(int64_t built)
{
	char text[32] = "at a time unknown";
	time_t time = (time_t)built;
	struct tm local;

	if (built > 0 && localtime_r(&time, &local))
		strftime(text, sizeof text, "%Y-%m-%d %H:%M", &local);
	fputs(text, stdout);
}

/* Two slashes mark what was pruned, and not left out by a pattern of the user. */
static bool is_prune(struct pyiq_str pattern)
{
	return pattern.len > 1 && pattern.data[0] == '/' && pattern.data[1] == '/';
}

static void put_root(const struct term *term, const struct pyiq_root_info *root)
{
	printf("  %-6s  ", root->kind);
	term_text(term, STYLE_FILE, locations_display(root->path));
	printf(": %zu unit%s from %zu file%s%s\n", root->n_units, plural(root->n_units),
	       root->n_sources, plural(root->n_sources),
	       root->reachable ? "" : "; cannot be found now");
	for (size_t i = 0; i < root->n_excludes; i++) {
		struct pyiq_str pattern = root->excludes[i];
		bool pruned = is_prune(pattern);

		fputs(pruned ? "          pruned " : "          without ", stdout);
		term_text(term, STYLE_PLAIN,
			  (struct pyiq_str){ pattern.data + pruned, pattern.len - pruned });
		putchar('\n');
	}
}

static bool all_reachable(const struct pyiq_db_info *info)
{
	bool reachable = true;

	for (size_t i = 0; i < info->n_roots; i++)
		reachable = reachable && info->roots[i].reachable;
	return reachable;
}

static void put_differences(const struct report *report, const struct pyiq_db_info *info)
{
	enum { SHOWN = 10 };
	size_t n = report->n, shown = report->verbose || n <= SHOWN ? n : SHOWN;

	if (n == 0) {
		puts(all_reachable(info) ? "  up to date"
					 : "  up to date, but for what cannot be found");
		return;
	}
	printf("  out of date: %zu new, %zu changed, %zu gone; 'pyiq index' reads them\n",
	       info->n_new, info->n_changed, info->n_gone);
	for (size_t i = 0; i < shown; i++) {
		printf("    %-7s  ", verbs[report->differences[i].kind]);
		term_text(&report->view->term, STYLE_FILE,
			  locations_display(report->differences[i].path));
		putchar('\n');
	}
	if (shown < n)
		printf("    and %zu more; --verbose names them\n", n - shown);
}

static void put_info(struct report *report, const struct pyiq_db_info *info)
{
	const struct term *term = &report->view->term;

	pager_begin();
	if (report->n_shown > 0)
		putchar('\n');
	term_text(term, STYLE_BOLD, locations_display(pyiq_str(info->path)));
	printf("\n  %zu unit%s (%zu without an answer) from %zu file%s\n  ", info->n_units,
	       plural(info->n_units), info->n_units - info->n_answered, info->n_sources,
	       plural(info->n_sources));
	print_size(term, info->n_bytes);
	printf(", schema %d, changed last ", info->schema);
	put_built(info->built);
	putchar('\n');
	for (size_t i = 0; i < info->n_roots; i++)
		put_root(term, &info->roots[i]);
	put_differences(report, info);
}

/* ---- For programs --------------------------------------------------------- */

static json_t *root_object(const struct pyiq_root_info *root)
{
	json_t *excludes = json_array();

	for (size_t i = 0; i < root->n_excludes; i++)
		json_array_append_new(excludes, print_json_string(root->excludes[i]));
	return json_pack("{s:o, s:s, s:b, s:I, s:I, s:o}", "path", print_json_string(root->path),
			 "kind", root->kind, "reachable", (int)root->reachable, "files",
			 (json_int_t)root->n_sources, "units", (json_int_t)root->n_units, "exclude",
			 excludes);
}

static json_t *difference_object(const struct difference *difference)
{
	return json_pack("{s:s, s:o}", "what", verbs[difference->kind], "file",
			 print_json_string(locations_display(difference->path)));
}

static bool put_object(const struct report *report, const struct pyiq_db_info *info)
{
	json_t *roots = json_array(), *differences = json_array(), *object;
	struct pyiq_error err;

	for (size_t i = 0; i < info->n_roots; i++)
		json_array_append_new(roots, root_object(&info->roots[i]));
	for (size_t i = 0; i < report->n; i++)
		json_array_append_new(differences, difference_object(&report->differences[i]));
	object = json_pack("{s:i, s:o, s:i, s:I, s:I, s:I, s:I, s:I, s:o, s:b, s:o}", "schema",
			   PRINT_JSON_SCHEMA, "db", print_json_string(pyiq_str(info->path)),
			   "database_schema", info->schema, "built", (json_int_t)info->built,
			   "bytes", (json_int_t)info->n_bytes, "units", (json_int_t)info->n_units,
			   "answered", (json_int_t)info->n_answered, "files",
			   (json_int_t)info->n_sources, "roots", roots, "up_to_date",
			   (int)(report->n == 0 && all_reachable(info)), "changes", differences);
	return print_json_object(&report->view->term, object, &err) == PYIQ_OK;
}

/* ---- The command ---------------------------------------------------------- */

static int take_info(void *ctx, const struct pyiq_db_info *info)
{
	struct report *report = ctx;

	if (report->view->json)
		report->failed |= !put_object(report, info);
	else
		put_info(report, info);
	report->n_shown++;
	report->n = 0;
	pyiq_arena_clear(&report->paths);
	return report->failed || output_failed();
}

static int show_status(struct view *view, bool verbose)
{
	struct report report = { .view = view, .verbose = verbose };
	struct pyiq_db *db = NULL;
	struct pyiq_error err;
	pyiq_status status;

	view_begin(view);
	pyiq_arena_init(&report.paths);
	status = view_open(view, &db, &err);
	if (status == PYIQ_OK)
		status = pyiq_db_inspect(db, SIZE_MAX, take_info, take_difference, &report, &err);
	if (report.failed)
		status = pyiq_fail_nomem(&err);
	pyiq_db_close(db);
	pyiq_free(report.differences);
	pyiq_arena_release(&report.paths);
	return status == PYIQ_OK || status == PYIQ_STOPPED ? EXIT_HIT : message_error(&err);
}

static int status_run(int argc, char **argv)
{
	struct options options;
	struct view view = { 0 };
	bool verbose = false;
	option_id id;

	options_begin(&options, &command_status, argc, argv);
	while ((id = options_next(&options)) != OPTION_END) {
		verbose |= id == OPTION_VERBOSE;
		id = id == OPTION_VERBOSE ? OPTION_END : view_option(&view, &options, id);
		if (id != OPTION_END)
			break;
	}

	if (id == OPTION_END)
		id = options_limit_operands(&options, 0);
	int status = id == OPTION_STOP ? options.status : show_status(&view, verbose);

	view_release(&view);
	options_release(&options);
	return status;
}

const struct command command_status = {
	.id = COMMAND_STATUS,
	.name = "status",
	.operands = "[OPTION]...",
	.summary = "show the databases in use, and whether they are up to date",
	.examples = "  pyiq status                      what is indexed, and what has changed\n"
		    "  pyiq status --json | jq .up_to_date\n",
	.run = status_run,
};

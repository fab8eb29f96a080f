/*
 * pyiq stats: what the databases hold, in figures.
 */
#include <inttypes.h>

#include "message.h"
#include "view.h"

struct figures {
	const struct view *view;
	size_t n_acronyms;
	struct pyiq_error print_error; /* status PYIQ_OK while printing works */
};

/* ---- Totals ---------------------------------------------------------------- */

static int add_database(void *ctx, const struct pyiq_db_info *info)
{
	struct pyiq_db_info *totals = ctx;

	totals->n_units += info->n_units;
	totals->n_answered += info->n_answered;
	totals->n_sources += info->n_sources;
	totals->n_bytes += info->n_bytes;
	return 0;
}

static void print_totals(const struct view *view, const struct pyiq_db_info *totals)
{
	FILE *file = view->term.file;

	if (!view_has_headings(view)) {
		fprintf(file, "units\t%zu\nanswered\t%zu\nfiles\t%zu\nbytes\t%" PRIu64 "\n",
			totals->n_units, totals->n_answered, totals->n_sources, totals->n_bytes);
		return;
	}
	fprintf(file, "units     %zu\nanswered  %zu\nfiles     %zu\nsize      ", totals->n_units,
		totals->n_answered, totals->n_sources);
	print_size(&view->term, totals->n_bytes);
	fputc('\n', file);
}

static int show_totals(const struct view *view, struct pyiq_db *db)
{
	struct pyiq_db_info totals = { 0 };
	struct pyiq_error err;
	/* Whether sources have changed is another question, and a dear one. */
	pyiq_status status = pyiq_db_inspect(db, 0, add_database, NULL, &totals, &err);

	if (status == PYIQ_OK && view->json)
		status = print_json_totals(&view->term, &totals, &err);
	else if (status == PYIQ_OK)
		print_totals(view, &totals);
	return status == PYIQ_OK ? EXIT_HIT : message_error(&err);
}

/* ---- Acronyms -------------------------------------------------------------- */

static void print_acronym(const struct view *view, const struct pyiq_acronym_info *info)
{
	enum { ACRONYM_WIDTH = 8, COUNT_WIDTH = 5 };
	const struct term *term = &view->term;
	bool columns = view_has_headings(view);
	size_t len = info->acronym.len;

	term_text(term, STYLE_BOLD, info->acronym);
	if (columns)
		fprintf(term->file, "%*s  %*zu  ",
			len < ACRONYM_WIDTH ? (int)(ACRONYM_WIDTH - len) : 0, "", COUNT_WIDTH,
			info->n_units);
	else
		fputc('\t', term->file);
	term_text(term, STYLE_PLAIN, info->words);
	if (columns)
		fputc('\n', term->file);
	else
		fprintf(term->file, "\t%zu\n", info->n_units);
}

static int take_acronym(void *ctx, const struct pyiq_acronym_info *info)
{
	struct figures *figures = ctx;

	figures->n_acronyms++;
	if (!figures->view->json)
		print_acronym(figures->view, info);
	else if (print_json_acronym(&figures->view->term, info, &figures->print_error) != PYIQ_OK)
		return 1;
	return output_failed();
}

static int show_acronyms(const struct view *view, struct pyiq_db *db)
{
	struct figures figures = { .view = view };
	struct pyiq_error err;
	pyiq_status status = pyiq_db_acronyms(db, take_acronym, &figures, &err);

	if (figures.print_error.status != PYIQ_OK)
		return message_error(&figures.print_error);
	if (status != PYIQ_OK && status != PYIQ_STOPPED)
		return message_error(&err);
	return figures.n_acronyms > 0 ? EXIT_HIT : EXIT_NO_HIT;
}

/* ---- The command ----------------------------------------------------------- */

static int stats(struct view *view, bool acronyms)
{
	struct pyiq_db *db = NULL;
	struct pyiq_error err;

	view_begin(view);
	if (view_open(view, &db, &err) != PYIQ_OK)
		return message_error(&err);
	int result = acronyms ? show_acronyms(view, db) : show_totals(view, db);

	pyiq_db_close(db);
	return result;
}

static int stats_run(int argc, char **argv)
{
	struct options options;
	struct view view = { 0 };
	bool acronyms = false;
	option_id id;
	int n;

	options_begin(&options, &command_stats, argc, argv);
	while ((id = options_next(&options)) != OPTION_END) {
		acronyms |= id == OPTION_ACRONYMS;
		id = id == OPTION_ACRONYMS ? OPTION_END : view_option(&view, &options, id);
		if (id != OPTION_END)
			break;
	}
	char **operands = options_operands(&options, &n);

	if (id == OPTION_END && n > 0)
		id = options_mistake(&options, "unexpected argument '%s'", operands[0]);
	int status = id == OPTION_STOP ? options.status : stats(&view, acronyms);

	view_release(&view);
	return status;
}

const struct command command_stats = {
	.id = COMMAND_STATS,
	.name = "stats",
	.operands = "[OPTION]...",
	.summary = "show what there is, in figures",
	.examples = "  pyiq stats                       how many questions, in how many files\n"
		    "  pyiq stats --acronyms            the acronyms that notes explain\n",
	.run = stats_run,
};

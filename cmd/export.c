/*
 * pyiq export: units in the forms of other programs.
 */
#include "export/export.h"

#include <stdlib.h>

#include "message.h"
#include "selection.h"
#include "view.h"

/* In the order of the values of --to. */
static const struct export_form *const forms[] = { &export_anki, &export_csv, &export_jsonl,
						   &export_markdown };

/* Where a unit stands that a query found. */
struct found {
	struct pyiq_str file; /* in the arena */
	size_t line;
	char id[PYIQ_ID_SIZE];
};

struct export_run {
	struct view view;
	struct selection selection;
	const struct export_form *form;

	struct exporting exporting;
	size_t n;
	struct pyiq_error write_error; /* status PYIQ_OK while all goes well */

	struct found *found;
	size_t n_found, capacity;
	struct pyiq_arena files;
};

static int export_unit(void *ctx, const struct pyiq_unit *unit)
{
	struct export_run *run = ctx;

	run->n++;
	if (run->form->unit(&run->exporting, unit, &run->write_error) != PYIQ_OK)
		return 1;
	exporting_flush(&run->exporting);
	return output_failed();
}

/* ---- In the order of the notes, not of relevance --------------------------- */

static int take_found(void *ctx, const struct pyiq_unit *unit)
{
	struct export_run *run = ctx;
	size_t n = run->n_found;
	bool same = n > 0 && pyiq_str_equal(run->found[n - 1].file, unit->file);

	if (pyiq_grow(&run->found, &run->capacity, n + 1, sizeof *run->found, &run->write_error) !=
	    PYIQ_OK)
		return 1;

	struct found *found = &run->found[run->n_found++];

	*found = (struct found){ .line = unit->line };
	memcpy(found->id, unit->id, sizeof found->id);
	found->file = same ? found[-1].file
			   : (struct pyiq_str){ pyiq_arena_copy(&run->files, unit->file.data,
								unit->file.len),
						unit->file.len };
	return !found->file.data && pyiq_fail_nomem(&run->write_error) != PYIQ_OK;
}

static int compare_found(const void *left, const void *right)
{
	const struct found *a = left, *b = right;
	int order = pyiq_str_compare(a->file, b->file);

	if (order == 0)
		order = (a->line > b->line) - (a->line < b->line);
	return order != 0 ? order : memcmp(a->id, b->id, sizeof a->id);
}

static pyiq_status export_found(struct export_run *run, struct pyiq_db *db, struct pyiq_error *err)
{
	pyiq_status status = selection_each(&run->selection, db, take_found, run, err);

	if (run->n_found > 0)
		qsort(run->found, run->n_found, sizeof *run->found, compare_found);
	for (size_t i = 0; i < run->n_found && status == PYIQ_OK; i++)
		status = pyiq_get(db, run->found[i].id, export_unit, run, err);
	return status;
}

/* ---- The whole ------------------------------------------------------------- */

static int export_units(struct export_run *run)
{
	struct pyiq_db *db = NULL;
	struct pyiq_error err;

	view_begin(&run->view);
	pyiq_arena_init(&run->files);

	pyiq_status status = exporting_init(&run->exporting, &run->view.term, &err);

	if (status == PYIQ_OK)
		status = view_open(&run->view, &db, &err);
	if (status == PYIQ_OK) {
		if (run->form->begin)
			run->form->begin(&run->exporting);
		exporting_flush(&run->exporting);
		status = selection_is_search(&run->selection)
				 ? export_found(run, db, &err)
				 : selection_each(&run->selection, db, export_unit, run, &err);
	}
	pyiq_arena_release(&run->files);
	pyiq_free(run->found);
	exporting_release(&run->exporting);
	pyiq_db_close(db);
	if (run->write_error.status != PYIQ_OK)
		return message_error(&run->write_error);
	if (status != PYIQ_OK && status != PYIQ_STOPPED)
		return message_error(&err);
	return run->n > 0 ? EXIT_HIT : EXIT_NO_HIT;
}

static option_id read_option(struct export_run *run, struct options *options, option_id id)
{
	int choice;

	if (id == OPTION_TO) {
		choice = options_choice(options);
		run->form = choice < 0 ? NULL : forms[choice];
		return choice < 0 ? OPTION_STOP : OPTION_END;
	}
	id = selection_option(&run->selection, options, id);
	return id == OPTION_END ? id : view_option(&run->view, options, id);
}

static int export_run(int argc, char **argv)
{
	struct export_run run = { .form = NULL };
	struct options options;
	option_id id;
	int n;

	options_begin(&options, &command_export, argc, argv);
	while ((id = options_next(&options)) != OPTION_END) {
		id = read_option(&run, &options, id);
		if (id != OPTION_END)
			break;
	}
	char **operands = options_operands(&options, &n);

	selection_query(&run.selection, operands, n);
	if (id == OPTION_END && !run.form)
		id = options_mistake(&options, "--to is missing: anki, csv, jsonl or markdown");

	int status = id == OPTION_STOP ? options.status : export_units(&run);

	selection_release(&run.selection);
	view_release(&run.view);
	options_release(&options);
	return status;
}

const struct command command_export = {
	.id = COMMAND_EXPORT,
	.name = "export",
	.operands = "--to=FORM [OPTION]... [QUERY]...",
	.summary = "write questions for other programs",
	.examples =
		"  pyiq export --to anki > cards.txt        all of them, for Anki: File > Import\n"
		"  pyiq export --to csv closure             what a search finds\n"
		"  pyiq export --to markdown --topic Scopes\n",
	.details = "Everything is exported, or all that a QUERY finds, in the order of files and\n"
		   "lines. pyiq index reads each of the forms back.\n",
	.run = export_run,
};

/*
 * pyiq list: every unit.
 */
#include "message.h"
#include "refresh.h"
#include "selection.h"
#include "view.h"

struct listing {
	const struct printer *printer;
	struct print_job job;
	struct pyiq_error print_error; /* status PYIQ_OK while printing works */
	size_t n;
};

static int list_unit(void *ctx, const struct pyiq_unit *unit)
{
	struct listing *listing = ctx;

	listing->n++;
	return listing->printer->unit(&listing->job, unit, &listing->print_error) != PYIQ_OK ||
	       output_failed();
}

static int list(struct view *view, const struct selection *selection, bool refreshing)
{
	struct listing listing = { .printer = view_begin(view) };
	struct print_how how = view_how(view);
	struct pyiq_db *db = NULL;
	struct pyiq_error err;
	bool refreshed = !refreshing || refresh(view);
	pyiq_status status = view_open(view, &db, &err);

	print_job_init(&listing.job, &view->term, &how);
	if (status == PYIQ_OK)
		status = selection_each(selection, db, list_unit, &listing, &err);
	print_job_release(&listing.job);
	pyiq_db_close(db);
	if (listing.print_error.status != PYIQ_OK)
		return message_error(&listing.print_error);
	if (status != PYIQ_OK && status != PYIQ_STOPPED)
		return message_error(&err);
	return !refreshed ? EXIT_TROUBLE : listing.n > 0 ? EXIT_HIT : EXIT_NO_HIT;
}

static int list_run(int argc, char **argv)
{
	struct options options;
	struct view view = { 0 };
	struct selection selection = { .topic = NULL };
	bool refreshing = false;
	option_id id;
	int n;

	options_begin(&options, &command_list, argc, argv);
	while ((id = options_next(&options)) != OPTION_END) {
		refreshing |= id == OPTION_REFRESH;
		id = id == OPTION_REFRESH ? OPTION_END : selection_option(&selection, &options, id);
		if (id != OPTION_END && id != OPTION_STOP)
			id = view_option(&view, &options, id);
		if (id != OPTION_END)
			break;
	}
	char **operands = options_operands(&options, &n);

	if (id == OPTION_END)
		id = view_check(&view, &options);
	if (id == OPTION_END && n > 0)
		id = options_mistake(&options, "unexpected argument '%s'", operands[0]);
	int status = id == OPTION_STOP ? options.status : list(&view, &selection, refreshing);

	selection_release(&selection);
	view_release(&view);
	options_release(&options);
	return status;
}

const struct command command_list = {
	.id = COMMAND_LIST,
	.name = "list",
	.operands = "[OPTION]...",
	.summary = "list every question",
	.examples = "  pyiq list                        every question, by file and line\n"
		    "  pyiq list --topic decorators     those under such a heading\n"
		    "  pyiq list --format '{id:8} {question}' | fzf\n"
		    "  pyiq list --json | jq -r .topic[0] | sort | uniq -c\n",
	.run = list_run,
};

/*
 * pyiq show: whole units by their ids.
 */
#include "message.h"
#include "view.h"

struct showing {
	const struct printer *printer;
	struct print_job job;
	struct pyiq_error print_error; /* status PYIQ_OK while printing works */
};

static int show_unit(void *ctx, const struct pyiq_unit *unit)
{
	struct showing *showing = ctx;

	return showing->printer->whole(&showing->job, unit, &showing->print_error) != PYIQ_OK;
}

/* An id that names nothing is reported; the others are shown all the same. */
static int show_ids(struct showing *showing, struct pyiq_db *db, char **ids, int n)
{
	int result = EXIT_HIT;

	for (int i = 0; i < n && !output_failed(); i++) {
		struct pyiq_error err;
		pyiq_status status = pyiq_get(db, ids[i], show_unit, showing, &err);

		if (showing->print_error.status != PYIQ_OK)
			return message_error(&showing->print_error);
		if (status != PYIQ_OK)
			result = message_error(&err);
	}
	return result;
}

static int show(struct view *view, char **ids, int n)
{
	struct showing showing = { .printer = view_begin(view) };
	struct pyiq_db *db = NULL;
	struct pyiq_error err;
	int result;

	print_job_init(&showing.job, &view->term, &(struct print_how){ 0 });
	if (view_open(view, &db, &err) == PYIQ_OK)
		result = show_ids(&showing, db, ids, n);
	else
		result = message_error(&err);
	print_job_release(&showing.job);
	pyiq_db_close(db);
	return result;
}

static int show_run(int argc, char **argv)
{
	struct options options;
	struct view view = { 0 };
	int n;

	options_begin(&options, &command_show, argc, argv);
	option_id id = view_options(&view, &options);
	char **ids = options_operands(&options, &n);
	int status = id == OPTION_STOP ? options.status
		     : n == 0          ? command_usage(&command_show)
				       : show(&view, ids, n);

	view_release(&view);
	return status;
}

const struct command command_show = {
	.id = COMMAND_SHOW,
	.name = "show",
	.operands = "[OPTION]... ID...",
	.summary = "show questions with their whole answers",
	.examples = "  pyiq show 3f9a                   the question whose id begins with 3f9a\n"
		    "  pyiq show 3f9a --plain           its Markdown\n",
	.details = "An id may be shortened, to no less than four digits, while it names one\n"
		   "question.\n",
	.run = show_run,
};

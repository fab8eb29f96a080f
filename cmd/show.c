/*
 * pyiq show: whole units.
 */
#include "message.h"
#include "named.h"
#include "showing.h"

/* What names nothing is reported; the others are shown all the same. */
static int show_units(struct showing *showing, struct named *named, char **operands, int n)
{
	int result = EXIT_HIT;

	for (int i = 0; i < n && !output_failed(); i++) {
		struct pyiq_error err;
		pyiq_status status = named_find(named, operands[i], showing_whole, showing, &err);

		if (showing->err.status != PYIQ_OK)
			return message_error(&showing->err);
		if (status != PYIQ_OK)
			result = message_error(&err);
		if (status != PYIQ_OK && status != PYIQ_ERR_NOT_FOUND)
			break;
	}
	return result;
}

static int show(struct view *view, char **operands, int n)
{
	struct showing showing;
	struct named named = { .view = view };

	showing_begin(&showing, view);
	int result = show_units(&showing, &named, operands, n);

	showing_release(&showing);
	named_release(&named);
	return result;
}

static int show_run(int argc, char **argv)
{
	struct options options;
	struct view view = { 0 };
	int n;

	options_begin(&options, &command_show, argc, argv);
	option_id id = view_options(&view, &options);
	char **operands = options_operands(&options, &n);
	int status = id == OPTION_STOP ? options.status
		     : n == 0          ? command_usage(&command_show)
				       : show(&view, operands, n);

	view_release(&view);
	options_release(&options);
	return status;
}

const struct command command_show = {
	.id = COMMAND_SHOW,
	.name = "show",
	.operands = "[OPTION]... ID|N...",
	.summary = "show questions with their whole answers",
	.examples = "  pyiq show 2                      the second hit of the last search\n"
		    "  pyiq show d6e5                   the question whose id begins with d6e5\n"
		    "  pyiq show d6e5 --plain           its Markdown\n",
	.names_units = true,
	.run = show_run,
};

/*
 * pyiq list: every unit.
 */
#include "message.h"
#include "refresh.h"
#include "selection.h"
#include "showing.h"

static int list(struct view *view, const struct selection *selection, bool refreshing)
{
	struct showing showing;
	struct pyiq_db *db = NULL;
	struct pyiq_error err;

	showing_begin(&showing, view);
	bool refreshed = !refreshing || refresh(view);
	pyiq_status status = view_open(view, &db, &err);

	if (status == PYIQ_OK)
		status = selection_each(selection, db, showing_unit, &showing, &err);
	showing_release(&showing);
	pyiq_db_close(db);
	if (showing.err.status != PYIQ_OK)
		return message_error(&showing.err);
	if (status != PYIQ_OK && status != PYIQ_STOPPED)
		return message_error(&err);
	return !refreshed ? EXIT_TROUBLE : showing.n > 0 ? EXIT_HIT : EXIT_NO_HIT;
}

static int list_run(int argc, char **argv)
{
	struct options options;
	struct view view = { 0 };
	struct selection selection = { .topic = NULL };
	bool refreshing = false;
	option_id id;

	options_begin(&options, &command_list, argc, argv);
	while ((id = options_next(&options)) != OPTION_END) {
		refreshing |= id == OPTION_REFRESH;
		id = id == OPTION_REFRESH ? OPTION_END : selection_option(&selection, &options, id);
		if (id != OPTION_END)
			id = view_option(&view, &options, id);
		if (id != OPTION_END)
			break;
	}

	if (id == OPTION_END)
		id = view_check(&view, &options);
	if (id == OPTION_END)
		id = options_limit_operands(&options, 0);
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

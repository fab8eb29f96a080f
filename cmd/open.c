/*
 * pyiq open: the source of a unit, in the user's editor.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "editor.h"
#include "locations.h"
#include "message.h"
#include "named.h"

/* Where a unit stands. */
struct place {
	struct pyiq_buf file;
	size_t line;
};

static int note_place(void *ctx, const struct pyiq_unit *unit)
{
	struct place *place = ctx;

	pyiq_buf_append(&place->file, unit->file.data, unit->file.len);
	place->line = unit->line;
	return 0;
}

/* ---- Sources that are not as they were ------------------------------------ */

static pyiq_status check_source(const struct place *place, struct pyiq_error *err)
{
	const char *file = pyiq_buf_str(&place->file);
	struct stat facts;

	if (file[0] != '/') {
		pyiq_fail(err, PYIQ_ERR_INVALID, "'%s' is no file but was standard input", file);
		pyiq_hint(err, "'pyiq show' shows what was read from it");
		return PYIQ_ERR_INVALID;
	}
	if (stat(file, &facts) == 0)
		return PYIQ_OK;
	pyiq_fail(err, PYIQ_ERR_IO, "cannot open '%s': %s", file, strerror(errno));
	pyiq_hint(err, "'pyiq show' shows what was read from it; 'pyiq index' brings the database "
		       "up to date");
	return PYIQ_ERR_IO;
}

struct search_for_change {
	const struct place *place;
	bool changed;
};

static int ignore_info(void *ctx, const struct pyiq_db_info *info)
{
	(void)ctx;
	(void)info;
	return 0;
}

static void note_change(void *ctx, const struct pyiq_event *event)
{
	struct search_for_change *search = ctx;

	search->changed |= strcmp(event->path, pyiq_buf_str(&search->place->file)) == 0;
}

/* What the editor shows at the line may be something else by now. */
static void warn_of_change(struct pyiq_db *db, const struct place *place)
{
	enum { MOST = 2000 }; /* files looked at: some 5 ms */
	struct search_for_change search = { .place = place };
	struct pyiq_error err;

	if (pyiq_db_inspect(db, MOST, ignore_info, note_change, &search, &err) == PYIQ_OK &&
	    search.changed)
		message("'%s' has changed since it was read: the question may stand elsewhere by "
			"now; 'pyiq index' reads it again",
			pyiq_buf_str(&place->file));
}

/* ---- The subcommand -------------------------------------------------------- */

static pyiq_status edit(const struct place *place, struct pyiq_error *err)
{
	const char *command = editor_command();
	struct editor_words words;
	pyiq_status status =
		editor_words(command, pyiq_buf_str(&place->file), place->line, &words, err);

	if (status == PYIQ_OK)
		status = editor_run(command, &words, err);
	pyiq_buf_release(&words.store);
	return status;
}

static int open_unit(const struct view *view, const char *operand)
{
	struct named named = { .view = view };
	struct place place = { .file = PYIQ_BUF_INIT };
	struct pyiq_error err;
	pyiq_status status = named_find(&named, operand, note_place, &place, &err);

	if (status == PYIQ_OK)
		status = pyiq_buf_status(&place.file, &err);
	if (status == PYIQ_OK)
		status = check_source(&place, &err);
	if (status == PYIQ_OK)
		warn_of_change(named.used, &place);
	named_release(&named);
	if (status == PYIQ_OK)
		status = edit(&place, &err);
	pyiq_buf_release(&place.file);
	return status == PYIQ_OK ? EXIT_HIT : message_error(&err);
}

static int open_run(int argc, char **argv)
{
	struct options options;
	struct view view = { 0 };
	int n;

	options_begin(&options, &command_open, argc, argv);
	option_id id = view_options(&view, &options);
	char **operands = options_operands(&options, &n);

	if (id == OPTION_END)
		id = options_limit_operands(&options, 1);
	int status = id == OPTION_STOP ? options.status
		     : n == 0          ? command_usage(&command_open)
				       : open_unit(&view, operands[0]);

	view_release(&view);
	options_release(&options);
	return status;
}

const struct command command_open = {
	.id = COMMAND_OPEN,
	.name = "open",
	.operands = "[OPTION]... ID|N",
	.summary = "open the source of a question in an editor",
	.examples = "  pyiq open 2                      where hit 2 of the last search stands\n"
		    "  pyiq open d6e5                   where the question d6e5 stands\n",
	.names_units = true,
	.details = "The editor is the one that VISUAL or EDITOR names, with its options, or vi.\n"
		   "The usual ones are told the line as each wants it, others by +LINE. If the\n"
		   "editor fails, the exit status is 2.\n",
	.run = open_run,
};

/*
 * The options that several subcommands share: the form of what is printed, and
 * the databases that it comes from.
 */
#ifndef PYIQ_CMD_VIEW_H
#define PYIQ_CMD_VIEW_H

#include "options.h"
#include "print/print.h"
#include "print/template.h"
#include "term/link.h"

struct view {
	enum { FORM_AUTO, FORM_LINES, FORM_HEADINGS } form;
	bool json;
	struct template template; /* that --format is; empty if it was not given */
	bool nul, nul_lines;
	bool line_buffered;
	colour_when colour;
	link_when links;
	const char *link_format; /* NULL for the default */
	const char *pager;       /* its command, "" for none, NULL if the user does not say */
	const char **db;         /* named databases */
	size_t n_db, db_capacity;
	bool db_given; /* they stand on the command line, and not in a setting */

	struct term term; /* stdout, once view_begin was called */
};

/*
 * Take an option if it is one of these. Returns OPTION_END when it was taken,
 * OPTION_STOP when there was a mistake in it, else the option itself.
 */
option_id view_option(struct view *view, struct options *options, option_id id);

/* Take all options of a command line, all of them such. Returns OPTION_END or OPTION_STOP. */
option_id view_options(struct view *view, struct options *options);

/* Report options that contradict each other. Returns OPTION_END or OPTION_STOP. */
option_id view_check(const struct view *view, struct options *options);

/* How the options want units; lives as long as the view. */
struct print_how view_how(const struct view *view);

/*
 * Look at stdout and choose the printer. The view for people is paged when the
 * terminal is there to be typed at: from the first hit or unit that print_text
 * shows, or from pager_begin on. Who wants none sets `pager` to "" before.
 */
const struct printer *view_begin(struct view *view);

/* Whether the text for people is wanted; after view_begin. */
bool view_has_headings(const struct view *view);

/* Open the databases that were named, or the default ones. */
pyiq_status view_open(const struct view *view, struct pyiq_db **db, struct pyiq_error *err);

void view_release(struct view *view);

#endif

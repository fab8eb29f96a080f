#include "view.h"

#include <string.h>
#include <sys/stat.h>

#include "locations.h"
#include "message.h"

static option_id set_colour(struct view *view, struct options *options)
{
	int choice = options_choice(options);

	view->colour = (colour_when)choice;
	return choice < 0 ? OPTION_STOP : OPTION_END;
}

static option_id add_db(struct view *view, struct options *options)
{
	struct pyiq_error err;

	if (pyiq_grow(&view->db, &view->db_capacity, view->n_db + 1, sizeof *view->db, &err) !=
	    PYIQ_OK) {
		options->status = message_error(&err);
		return OPTION_STOP;
	}
	view->db[view->n_db++] = options->value;
	return OPTION_END;
}

option_id view_option(struct view *view, struct options *options, option_id id)
{
	switch (id) {
	case OPTION_JSON:
		view->json = true;
		break;
	case OPTION_HEADING:
		view->form = FORM_HEADINGS;
		break;
	case OPTION_NO_HEADING:
		view->form = FORM_LINES;
		break;
	case OPTION_PLAIN:
		view->form = FORM_LINES;
		view->colour = COLOUR_NEVER;
		break;
	case OPTION_LINE_BUFFERED:
		view->line_buffered = true;
		break;
	case OPTION_COLOR:
		return set_colour(view, options);
	case OPTION_DB:
		return add_db(view, options);
	default:
		return id;
	}
	return OPTION_END;
}

option_id view_options(struct view *view, struct options *options)
{
	option_id id;

	while ((id = options_next(options)) != OPTION_END) {
		id = view_option(view, options, id);
		if (id != OPTION_END)
			return id;
	}
	return OPTION_END;
}

/* A reader at the other end of a pipe wants an object when it is there. */
static bool is_file(FILE *file)
{
	struct stat facts;

	return fstat(fileno(file), &facts) == 0 && S_ISREG(facts.st_mode);
}

bool view_has_headings(const struct view *view)
{
	return view->form == FORM_AUTO ? view->term.terminal : view->form == FORM_HEADINGS;
}

const struct printer *view_begin(struct view *view)
{
	term_init(&view->term, stdout, view->colour);
	if (view->line_buffered || (view->json && !is_file(stdout)))
		setvbuf(stdout, NULL, _IOLBF, 0);
	return view->json ? &print_json : view_has_headings(view) ? &print_text : &print_line;
}

pyiq_status view_open(const struct view *view, struct pyiq_db **db, struct pyiq_error *err)
{
	return locations_open(view->db, view->n_db, db, err);
}

void view_release(struct view *view)
{
	pyiq_free(view->db);
}

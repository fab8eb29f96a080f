#include "view.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "locations.h"
#include "message.h"
#include "term/pager.h"

static option_id set_colour(struct view *view, struct options *options)
{
	int choice = options_choice(options);

	view->colour = (colour_when)choice;
	return choice < 0 ? OPTION_STOP : OPTION_END;
}

static option_id set_links(struct view *view, struct options *options)
{
	int choice = options_choice(options);

	view->links = (link_when)choice;
	return choice < 0 ? OPTION_STOP : OPTION_END;
}

static option_id set_link_format(struct view *view, struct options *options)
{
	const char *mistake = NULL;

	view->link_format = link_format(options->value, &mistake);
	if (view->link_format)
		return OPTION_END;
	return options_mistake(options, "invalid value '%s' for --hyperlink-format: %s",
			       options->value, mistake);
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
	view->db_given = options_given(options, OPTION_DB);
	return OPTION_END;
}

/* Only a search knows the fields of hits. */
static option_id set_template(struct view *view, struct options *options)
{
	bool hits =
		options->command->id == COMMAND_SEARCH || options->command->id == COMMAND_SIMILAR;
	struct pyiq_error err;

	template_release(&view->template);
	if (template_read(&view->template, options->value, &err) != PYIQ_OK)
		return options_mistake(options, "--format: %s", err.message);
	const char *field = hits ? NULL : template_asks(&view->template, TEMPLATE_RANK);

	return field ? options_mistake(options, "--format: only hits of a search have {%s}", field)
		     : OPTION_END;
}

option_id view_option(struct view *view, struct options *options, option_id id)
{
	switch (id) {
	case OPTION_JSON:
		view->json = true;
		break;
	case OPTION_TEMPLATE:
		return set_template(view, options);
	case OPTION_NUL:
		view->nul = true;
		break;
	case OPTION_NUL_DATA:
		view->nul_lines = true;
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
	case OPTION_PAGER:
		view->pager = options->value;
		break;
	case OPTION_NO_PAGER:
		view->pager = "";
		break;
	case OPTION_HYPERLINK:
		return set_links(view, options);
	case OPTION_HYPERLINK_FORMAT:
		return set_link_format(view, options);
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
	return view_check(view, options);
}

option_id view_check(const struct view *view, struct options *options)
{
	const char *other = view->template.n > 0 ? "--format" : view->nul_lines ? "-z" : NULL;

	return view->json && other
		       ? options_mistake(options, "%s cannot be combined with --json", other)
		       : OPTION_END;
}

struct print_how view_how(const struct view *view)
{
	return (struct print_how){ .template = &view->template,
				   .nul_after_file = view->nul,
				   .nul_lines = view->nul_lines };
}

/* A reader at the other end of a pipe wants an object when it is there. */
static bool is_file(FILE *file)
{
	struct stat facts;

	return fstat(fileno(file), &facts) == 0 && S_ISREG(facts.st_mode);
}

bool view_has_headings(const struct view *view)
{
	return view->form == FORM_AUTO ? view->term.terminal && !view->nul_lines
				       : view->form == FORM_HEADINGS;
}

/* Who can type can page. A reader of lines wants each when it is there. */
static void want_pager(const struct view *view)
{
	if (!view->json && view->template.n == 0 && !view->line_buffered && !view->nul &&
	    view_has_headings(view) && view->term.terminal && term_is_terminal(stdin))
		pager_want(view->pager);
}

const struct printer *view_begin(struct view *view)
{
	term_init(&view->term, stdout, view->colour);
	link_init(&view->term, view->links, view->link_format);
	want_pager(view);
	if (view->line_buffered || (view->json && !is_file(stdout)))
		setvbuf(stdout, NULL, _IOLBF, 0);
	return view->json                ? &print_json
	       : view->template.n > 0    ? &print_template
	       : view_has_headings(view) ? &print_text
					 : &print_line;
}

pyiq_status view_open(const struct view *view, struct pyiq_db **db, struct pyiq_error *err)
{
	return locations_open(view->db, view->n_db, db, err);
}

void view_release(struct view *view)
{
	template_release(&view->template);
	pyiq_free(view->db);
}

/*
 * pyiq config: what is set by files and by the environment, and where.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "message.h"
#include "settings.h"
#include "term/styled.h"
#include "view.h"

/* What the operand asks for. */
struct wanted {
	const char *key;    /* the name of an option, or NULL for all */
	command_id section; /* COMMAND_NONE: it was not named */
	bool json, no_files;
};

struct listing {
	const struct view *view;
	struct settings settings;
	size_t n_mistakes;
	size_t width; /* of the settings, for a terminal */
	bool json;
	bool failed; /* memory ran out */
};

static void report_mistake(void *ctx, const struct pyiq_error *mistake)
{
	struct listing *listing = ctx;

	message_error(mistake);
	listing->n_mistakes++;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static const char *key_of(const struct setting *setting)
{
	return option_rows[setting->id].name;
}

static const char *section_of(const struct setting *setting)
{
	return setting->section == COMMAND_NONE ? NULL : commands[setting->section]->name;
}

/* What a setting is set to; NULL when it only takes back what others say. */
static const char *value_of(const struct setting *setting)
{
	if (option_rows[setting->id].argument)
		return setting->value;
	return setting->off ? "false" : "true";
}

/* ---- For people ------------------------------------------------------------ */

/* A setting as a line of a file, but for its section, which stands before the key. */
static void append_setting(const struct listing *listing, const struct setting *setting,
			   struct styled *line)
{
	const struct term *term = &listing->view->term;
	const char *section = section_of(setting), *value = value_of(setting);
	bool overridden = settings_overridden(&listing->settings, setting, COMMAND_NONE);
	unsigned style = overridden ? STYLE_DIM : STYLE_PLAIN;
	size_t len = value ? strlen(value) : 0;
	bool quoted =
		value && (len == 0 || value[0] == ' ' || value[len - 1] == ' ' || value[0] == '"');

	styled_clear(line);
	styled_puts(line, style, overridden ? "# " : "");
	styled_puts(line, style, section ? section : "");
	styled_puts(line, style, section ? "." : "");
	styled_puts(line, style | STYLE_BOLD, key_of(setting));
	styled_puts(line, style, value ? " = " : " =");
	styled_puts(line, style, quoted ? "\"" : "");
	styled_append(line, term, style, pyiq_str(value ? value : ""));
	styled_puts(line, style, quoted ? "\"" : "");
}

static size_t width_of(const struct styled *line)
{
	return styled_width(line, 0, line->text.len);
}

static void show_setting(struct listing *listing, const struct setting *setting)
{
	const struct term *term = &listing->view->term;
	struct styled line = STYLED_INIT;
	char number[32] = "";

	append_setting(listing, setting, &line);
	listing->failed |= styled_status(&line, NULL) != PYIQ_OK;
	styled_write(term, &line, 0, line.text.len);
	if (view_has_headings(listing->view))
		fprintf(term->file, "%*s",
			(int)(2 + listing->width - least(listing->width, width_of(&line))), "");
	else
		fputc('\t', term->file);
	if (setting->line > 0)
		snprintf(number, sizeof number, ":%zu", setting->line);
	styled_clear(&line);
	styled_puts(&line, STYLE_DIM, "# ");
	styled_append(&line, term, STYLE_DIM, pyiq_str(setting->origin));
	styled_puts(&line, STYLE_DIM, number);
	if (settings_overridden(&listing->settings, setting, COMMAND_NONE))
		styled_puts(&line, STYLE_DIM, ", overridden");
	styled_write(term, &line, 0, line.text.len);
	fputc('\n', term->file);
	styled_release(&line);
}

/* The column of where settings come from, as far as a terminal has room. */
static void find_width(struct listing *listing)
{
	enum { WIDEST = 48 };
	struct styled line = STYLED_INIT;

	for (size_t i = 0; i < listing->settings.n; i++) {
		append_setting(listing, &listing->settings.items[i], &line);
		if (width_of(&line) > listing->width && width_of(&line) <= WIDEST)
			listing->width = width_of(&line);
	}
	styled_release(&line);
}

/* The files that were looked for, the least important first. */
static void show_sources(const struct listing *listing)
{
	const struct term *term = &listing->view->term;

	for (size_t i = 0; i < listing->settings.n_sources; i++) {
		const struct settings_source *source = &listing->settings.sources[i];

		term_text(term, STYLE_DIM, pyiq_str("# "));
		term_text(term, STYLE_DIM, pyiq_str(source->path));
		if (source->unread) {
			term_text(term, STYLE_DIM, pyiq_str(": "));
			term_text(term, STYLE_DIM, pyiq_str(source->unread));
		}
		fputc('\n', term->file);
	}
}

/* ---- For programs ---------------------------------------------------------- */

static json_t *json_value(const struct setting *setting)
{
	if (!option_rows[setting->id].argument)
		return json_boolean(!setting->off);
	return setting->value ? print_json_string(pyiq_str(setting->value)) : json_null();
}

static void put_object(struct listing *listing, const struct setting *setting)
{
	const struct term *term = &listing->view->term;
	bool overridden = settings_overridden(&listing->settings, setting, COMMAND_NONE);
	json_t *line = setting->line > 0 ? json_integer((json_int_t)setting->line) : json_null();
	json_t *object = json_pack("{s:i, s:s?, s:s, s:o, s:o, s:o, s:b}", "schema",
				   PRINT_JSON_SCHEMA, "section", section_of(setting), "key",
				   key_of(setting), "value", json_value(setting), "origin",
				   print_json_string(pyiq_str(setting->origin)), "line", line,
				   "overridden", (int)overridden);
	struct pyiq_error err;

	listing->failed |= print_json_object(term, object, &err) != PYIQ_OK;
}

/* ---- All of them ------------------------------------------------------------ */

static void show_section(struct listing *listing, command_id section)
{
	for (size_t i = 0; i < listing->settings.n && !listing->failed; i++) {
		const struct setting *setting = &listing->settings.items[i];

		if (setting->section != section)
			continue;
		if (listing->json)
			put_object(listing, setting);
		else
			show_setting(listing, setting);
	}
}

static void show_all(struct listing *listing)
{
	if (!listing->json) {
		show_sources(listing);
		find_width(listing);
	}
	show_section(listing, COMMAND_NONE);
	for (int section = 0; section < N_COMMANDS; section++)
		show_section(listing, (command_id)section);
}

/* ---- One of them ------------------------------------------------------------ */

static bool is_wanted(const struct listing *listing, const struct setting *setting,
		      const struct wanted *wanted)
{
	const struct option_row *row = &option_rows[setting->id];

	return (strcmp(row->name, wanted->key) == 0 ||
		(row->alias && strcmp(row->alias, wanted->key) == 0)) &&
	       (wanted->section == COMMAND_NONE || settings_applies(setting, wanted->section)) &&
	       !settings_overridden(&listing->settings, setting, wanted->section);
}

/*
 * The most important setting that is wanted. One that counts for all
 * subcommands comes before those of a section that was not asked for.
 */
static const struct setting *find_wanted(const struct listing *listing, const struct wanted *wanted)
{
	const struct setting *best = NULL;

	for (size_t i = 0; i < listing->settings.n; i++) {
		const struct setting *setting = &listing->settings.items[i];
		bool aside = wanted->section == COMMAND_NONE && best &&
			     best->section == COMMAND_NONE && setting->section != COMMAND_NONE;

		if (is_wanted(listing, setting, wanted) && !aside)
			best = setting;
	}
	return best;
}

/* Print the value that is in force; all of them of an option that adds up. */
static int show_wanted(struct listing *listing, const struct wanted *wanted)
{
	const struct setting *best = find_wanted(listing, wanted);
	int result = EXIT_NO_HIT;

	for (const struct setting *setting = listing->settings.items; best && setting <= best;
	     setting++) {
		if (setting->level != best->level || setting->section != best->section ||
		    !is_wanted(listing, setting, wanted) || !value_of(setting))
			continue;
		if (listing->json) {
			put_object(listing, setting);
		} else {
			term_text(&listing->view->term, STYLE_PLAIN, pyiq_str(value_of(setting)));
			fputc('\n', listing->view->term.file);
		}
		result = EXIT_HIT;
	}
	return result;
}

/* ---- The command ------------------------------------------------------------ */

static option_id unknown_key(struct options *options, const struct wanted *wanted)
{
	const char *near = settings_near_key(wanted->section, wanted->key);

	if (near)
		return options_mistake(options, "unknown key '%s'; did you mean '%s'?", wanted->key,
				       near);
	return options_mistake(options, "unknown key '%s'", wanted->key);
}

/* KEY or SUBCOMMAND.KEY. */
static option_id take_operands(struct options *options, struct wanted *wanted)
{
	char section[32];
	option_id id;
	int n;
	char **operands = options_operands(options, &n);
	const char *dot = n > 0 ? strchr(operands[0], '.') : NULL;

	*wanted = (struct wanted){ .section = COMMAND_NONE };
	if (n != 1)
		return options_limit_operands(options, 1);
	wanted->key = operands[0];
	if (dot) {
		snprintf(section, sizeof section, "%.*s", (int)(dot - operands[0]), operands[0]);
		const struct command *command = command_find(section);

		if (!command || command_is_hidden(command))
			return options_mistake(options, "there is no subcommand '%s'", section);
		wanted->section = command->id;
		wanted->key = dot + 1;
	}
	return settings_find_key(wanted->section, pyiq_str(wanted->key), &id) > 0
		       ? OPTION_END
		       : unknown_key(options, wanted);
}

static int show_config(struct view *view, const struct wanted *wanted)
{
	struct listing listing = { .view = view, .json = wanted->json };
	struct pyiq_error err;
	int result = EXIT_HIT;

	view_begin(view);
	settings_init(&listing.settings);
	pyiq_status status =
		wanted->no_files ? settings_take_environment(&listing.settings, report_mistake,
							     &listing, &err)
				 : settings_read(&listing.settings, report_mistake, &listing, &err);

	if (status == PYIQ_OK && wanted->key)
		result = show_wanted(&listing, wanted);
	else if (status == PYIQ_OK)
		show_all(&listing);
	if (status == PYIQ_OK && listing.failed)
		status = pyiq_fail_nomem(&err);
	settings_release(&listing.settings);
	if (status != PYIQ_OK)
		return message_error(&err);
	return listing.n_mistakes > 0 ? EXIT_TROUBLE : result;
}

static int config_run(int argc, char **argv)
{
	struct options options;
	struct view view = { 0 };
	struct wanted wanted = { .key = NULL };

	options_begin(&options, &command_config, argc, argv);
	option_id id = view_options(&view, &options);

	if (id == OPTION_END)
		id = take_operands(&options, &wanted);
	/* Who asks for one value gets it bare, whatever is set. */
	wanted.json = wanted.key ? options_given(&options, OPTION_JSON) : view.json;
	wanted.no_files = options_given(&options, OPTION_NO_CONFIG);
	int status = id == OPTION_STOP ? options.status : show_config(&view, &wanted);

	view_release(&view);
	options_release(&options);
	return status;
}

const struct command command_config = {
	.id = COMMAND_CONFIG,
	.name = "config",
	.operands = "[OPTION]... [KEY]",
	.summary = "show what is set, and in which file",
	.examples = "  pyiq config                      all settings, and where each comes from\n"
		    "  pyiq config color                what --color is set to\n"
		    "  pyiq config search.max-count     the same for one subcommand\n",
	.details =
		"A KEY is the name of a long option; search.max-count is what counts for one\n"
		"subcommand. It is set by files, as pyiq-config(5) tells, or by a variable such\n"
		"as PYIQ_MAX_COUNT. Nothing is changed by this.\n",
	.run = config_run,
};

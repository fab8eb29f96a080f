#include "options.h"

#include <ctype.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "settings.h"

/* The subcommands as the table writes them: SEARCH | LIST. */
enum {
#define COMMAND(id, name) id = 1u << COMMAND_##id,
#include "commands.def"
#undef COMMAND
};

#define EVERY (~0u)

const struct option_row option_rows[N_OPTIONS] = {
#define OPT(id, letters, name, alias, argument, values, group, commands, help, manual)             \
	[OPTION_##id] = { letters,       name,     alias, argument, values,                        \
			  GROUP_##group, commands, help,  manual },
#include "options.def"
#undef OPT
};

const char *const option_group_titles[N_OPTION_GROUPS] = {
	[GROUP_MATCHING] = "What is found", [GROUP_OUTPUT] = "What is shown",
	[GROUP_FORM] = "How it is shown",   [GROUP_SOURCES] = "What is read",
	[GROUP_DATABASE] = "Databases",     [GROUP_GENERAL] = "General",
};

/* What getopt_long returns for long names: out of the way of every letter. */
enum { LONG = 256 };

bool option_is_for(const struct option_row *row, command_id command)
{
	return row->commands & 1u << command;
}

static void add_letters(struct options *o, const struct option_row *row)
{
	char *p = o->letters + strlen(o->letters);

	for (const char *letter = row->letters; *letter; letter++) {
		if (*letter == '#') {
			p = stpcpy(p, "0123456789");
		} else {
			*p++ = *letter;
			if (row->argument)
				*p++ = ':';
		}
	}
	*p = '\0';
}

/* Have getopt_long begin with the first argument again. */
static void rewind_arguments(void)
{
	opterr = 0;
#if defined(__GLIBC__)
	optind = 0;
#else
	optind = 1;
#if defined(__APPLE__)
	optreset = 1;
#endif
#endif
}

static void add_names(struct options *o)
{
	struct option *name = o->names;

	for (int id = 0; id < N_OPTIONS; id++) {
		const struct option_row *row = &option_rows[id];
		int argument = !row->argument            ? no_argument
			       : row->argument[0] == '[' ? optional_argument
							 : required_argument;

		if (!option_is_for(row, o->command->id))
			continue;
		add_letters(o, row);
		*name++ = (struct option){ row->name, argument, NULL, LONG + id };
		if (row->alias)
			*name++ = (struct option){ row->alias, argument, NULL, LONG + id };
	}
}

char **options_operands(const struct options *o, int *n)
{
	*n = o->argc - optind;
	return o->argv + optind;
}

option_id options_mistake(struct options *o, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	o->status = EXIT_TROUBLE;
	if (o->peeking)
		return OPTION_STOP;
	if (!o->setting)
		message_usage(o->command->name, "%s", text);
	else if (o->setting->line > 0)
		message("%s:%zu: %s", o->setting->origin, o->setting->line, text);
	else
		message("%s: %s", o->setting->origin, text);
	return OPTION_STOP;
}

option_id options_limit_operands(struct options *o, int most)
{
	return o->argc - optind > most
		       ? options_mistake(o, "unexpected argument '%s'", o->argv[optind + most])
		       : OPTION_END;
}

/* The option with that letter; '#' for a number. */
static option_id find_letter(const struct options *o, int letter)
{
	for (int id = 0; id < N_OPTIONS; id++)
		if (option_is_for(&option_rows[id], o->command->id) &&
		    strchr(option_rows[id].letters, letter))
			return (option_id)id;
	return OPTION_STOP;
}

/* ---- Numbers as options -------------------------------------------------- */

/*
 * getopt_long sees -12 as -1 and -2. Its letters are put together again, up
 * to the end of the element of argv, so that -1 -2 remain two.
 */
static option_id read_number(struct options *o, int digit, int before)
{
	size_t n = 0;

	for (;;) {
		if (n + 1 < sizeof o->number)
			o->number[n++] = (char)digit;
		o->number[n] = '\0';

		/* An element is read to its end when optind has passed it. */
		const char *last = optind > before ? o->argv[optind - 1] : "";
		if (last[0] == '-' && last[strlen(last) - 1] == digit)
			break;
		before = optind;
		digit = getopt_long(o->argc, o->argv, o->letters, o->names, NULL);
		if (digit > UCHAR_MAX || !isdigit(digit)) {
			o->ahead = digit;
			o->has_ahead = true;
			break;
		}
	}
	option_id id = n == 1 ? find_letter(o, o->number[0]) : OPTION_STOP;

	if (id == OPTION_STOP) {
		o->value = o->number;
		id = find_letter(o, '#');
	}
	return id != OPTION_STOP ? id : options_mistake(o, "unknown option '-%s'", o->number);
}

/* ---- Mistakes ------------------------------------------------------------ */

/* Name the options that a shortened long one could be; returns how many. */
static size_t candidates(const struct options *o, const char *given, char *list, size_t size)
{
	size_t len = strcspn(given, "="), n = 0, used = 0;

	list[0] = '\0';
	for (const struct option *name = o->names; name->name; name++)
		if (strncmp(name->name, given, len) == 0 && used < size) {
			used += (size_t)snprintf(list + used, size - used, "%s--%s", n ? ", " : "",
						 name->name);
			n++;
		}
	return n;
}

static option_id unknown_option(struct options *o)
{
	const char *element = o->argv[optind - 1];
	char list[256];

	if (optopt >= LONG)
		return options_mistake(o, "option '--%s' takes no argument",
				       option_rows[optopt - LONG].name);
	if (optopt != 0)
		return options_mistake(o, "unknown option '-%c'", optopt);
	if (strlen(element) > 2 && candidates(o, element + 2, list, sizeof list) > 1)
		return options_mistake(o, "option '%s' may be %s", element, list);
	return options_mistake(o, "unknown option '%s'", element);
}

static option_id lacks_argument(struct options *o)
{
	if (optopt >= LONG)
		return options_mistake(o, "option '--%s' needs an argument",
				       option_rows[optopt - LONG].name);
	return options_mistake(o, "option '-%c' needs an argument", optopt);
}

/* ---- Values --------------------------------------------------------------- */

bool option_number(const char *text, size_t *number)
{
	size_t value = 0;
	const char *p = text;

	for (; isdigit((unsigned char)*p); p++) {
		size_t digit = (size_t)(*p - '0');

		value = value > (SIZE_MAX - digit) / 10 ? SIZE_MAX : 10 * value + digit;
	}
	*number = value;
	return p > text && !*p;
}

bool options_number(struct options *o, size_t *number)
{
	if (option_number(o->value, number))
		return true;
	options_mistake(o, "invalid number '%s' for --%s", o->value, option_rows[o->id].name);
	return false;
}

int option_value(const struct option_row *row, const char *value, char list[OPTION_VALUES_SIZE])
{
	const char *next;
	size_t used = 0;
	int n = 0;

	list[0] = '\0';
	for (const char *known = row->values; known; known = next, n++) {
		size_t len = strcspn(known, " ");

		if (strlen(value) == len && memcmp(value, known, len) == 0)
			return n;
		next = known[len] ? known + len + 1 : NULL;
		const char *between = n == 0 ? "" : next ? ", " : " or ";

		if (used < OPTION_VALUES_SIZE)
			used += (size_t)snprintf(list + used, OPTION_VALUES_SIZE - used, "%s%.*s",
						 between, (int)len, known);
	}
	return -1;
}

int options_choice(struct options *o)
{
	char list[OPTION_VALUES_SIZE];
	int choice = o->value ? option_value(&option_rows[o->id], o->value, list) : 0;

	if (choice < 0)
		options_mistake(o, "invalid value '%s' for --%s: %s", o->value,
				option_rows[o->id].name, list);
	return choice;
}

/* ---- One option after the other ------------------------------------------ */

static option_id next_argument(struct options *o)
{
	int before = optind;
	int c = o->has_ahead ? o->ahead : getopt_long(o->argc, o->argv, o->letters, o->names, NULL);

	o->has_ahead = false;
	o->value = optarg;
	if (c == -1)
		return OPTION_END;
	if (c == '?')
		return unknown_option(o);
	if (c == ':')
		return lacks_argument(o);
	return c >= LONG    ? (option_id)(c - LONG)
	       : isdigit(c) ? read_number(o, c, before)
			    : find_letter(o, c);
}

option_id options_next(struct options *o)
{
	if (o->mistake.status != PYIQ_OK) {
		o->status = message_error(&o->mistake);
		return OPTION_STOP;
	}
	o->setting = o->n_taken < o->n_chosen ? o->chosen[o->n_taken++] : NULL;
	if (o->setting) {
		o->value = o->setting->value;
		return o->id = o->setting->id;
	}
	do
		o->id = next_argument(o);
	while (o->id == OPTION_NO_CONFIG);
	if (o->id == OPTION_HELP)
		help_print(o->command->name ? o->command : NULL);
	else if (o->id == OPTION_VERSION)
		version_print();
	else
		return o->id;
	o->status = EXIT_HIT;
	return OPTION_STOP;
}

bool options_given(const struct options *o, option_id id)
{
	return o->given[id];
}

/* ---- Before and after ------------------------------------------------------ */

/* Note what is on the command line; false if it will not be obeyed. */
static bool peek(struct options *o)
{
	option_id id;

	o->peeking = true;
	while ((id = next_argument(o)) < N_OPTIONS && id != OPTION_HELP && id != OPTION_VERSION)
		o->given[id] = true;
	o->peeking = false;
	o->has_operands = optind < o->argc;
	o->has_ahead = false;
	rewind_arguments();
	return id == OPTION_END;
}

static bool has_settings(command_id command)
{
	for (int id = 0; id < N_OPTIONS; id++)
		if (option_rows[id].group != GROUP_GENERAL &&
		    option_is_for(&option_rows[id], command))
			return true;
	return false;
}

static void note_mistake(void *ctx, const struct pyiq_error *mistake)
{
	struct options *o = ctx;

	if (o->mistake.status == PYIQ_OK)
		o->mistake = *mistake;
}

static pyiq_status read_settings(struct options *o, struct pyiq_error *err)
{
	/* One tells of mistakes itself, the others are nothing that a user calls. */
	bool lenient = o->command->id == COMMAND_CONFIG || command_is_hidden(o->command);

	o->settings = pyiq_alloc(sizeof *o->settings);
	if (!o->settings)
		return pyiq_fail_nomem(err);
	settings_init(o->settings);
	settings_mistake_fn *mistake = lenient ? NULL : note_mistake;
	pyiq_status status = o->given[OPTION_NO_CONFIG]
				     ? settings_take_environment(o->settings, mistake, o, err)
				     : settings_read(o->settings, mistake, o, err);

	if (status != PYIQ_OK || o->settings->n == 0)
		return status;
	o->chosen = pyiq_alloc(o->settings->n * sizeof *o->chosen);
	if (!o->chosen)
		return pyiq_fail_nomem(err);
	o->n_chosen =
		settings_choose(o->settings, o->command->id, o->given, o->has_operands, o->chosen);
	return PYIQ_OK;
}

void options_begin(struct options *o, const struct command *command, int argc, char **argv)
{
	struct pyiq_error err;

	*o = (struct options){ .command = command, .argc = argc, .argv = argv, .letters = ":" };
	add_names(o);
	rewind_arguments();
	if (has_settings(command->id) && peek(o) && read_settings(o, &err) != PYIQ_OK)
		o->mistake = err;
}

void options_release(struct options *o)
{
	if (o->settings)
		settings_release(o->settings);
	pyiq_free(o->settings);
	pyiq_free(o->chosen);
}

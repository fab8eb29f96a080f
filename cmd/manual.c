/*
 * pyiq __manual: fill in the manual page's template on stdin, when pyiq is built.
 *
 * Lines of the template that are @SYNOPSIS@, @COMMANDS@, @OPTIONS@ or @KEYS@ stand
 * for what the tables say; @VERSION@ and @HOME_PAGE@ may stand inside of a line.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"
#include "options.h"
#include "pyiq.h"
#include "settings.h"

/* Text for roff: hyphens that can be copied, and no line that is a request. */
static void put(const char *text)
{
	if (*text == '.' || *text == '\'')
		fputs("\\&", stdout);
	for (const char *p = text; *p; p++) {
		if (*p == '-' || *p == '\\')
			fputs(*p == '-' ? "\\-" : "\\e", stdout);
		else
			putchar(*p);
	}
}

/*
 * Sentences, the first of which may lack its capital letter and the last its
 * full stop. Each begins a line, and no line is long.
 */
static void put_sentences(const char *text)
{
	enum { LONGEST = 72 };
	char word[64];
	size_t column = 0;

	for (bool ends = false; *text; text += strspn(text, " \n")) {
		size_t len = strcspn(text, " \n");

		snprintf(word, sizeof word, "%.*s", (int)len, text);
		text += len;
		if (column == 0 && islower((unsigned char)word[0]))
			word[0] = (char)toupper((unsigned char)word[0]);
		if (column > 0) {
			bool breaks = ends || column + len > LONGEST;

			putchar(breaks ? '\n' : ' ');
			column = breaks ? 0 : column;
		}
		put(word);
		ends = word[strlen(word) - 1] == '.';
		column += len + 1;
		if (!*text && !ends)
			putchar('.');
	}
}

static void put_bold(const char *text)
{
	fputs("\\fB", stdout);
	put(text);
	fputs("\\fR", stdout);
}

static void put_italic(const char *text)
{
	fputs("\\fI", stdout);
	put(text);
	fputs("\\fR", stdout);
}

static void put_letters(const struct option_row *row)
{
	for (const char *letter = row->letters; *letter; letter++) {
		char shown[3] = { '-', *letter, '\0' };

		if (*letter == '#') {
			put_bold("-");
			put_italic("NUM");
		} else {
			put_bold(shown);
			if (row->argument) {
				putchar(' ');
				put_italic(row->argument);
			}
		}
		fputs(", ", stdout);
	}
}

static void put_long(const struct option_row *row, const char *name)
{
	fputs("\\fB\\-\\-", stdout);
	put(name);
	fputs("\\fR", stdout);
	if (!row->argument)
		return;
	if (row->argument[0] == '[') {
		char bare[32];

		snprintf(bare, sizeof bare, "%.*s", (int)strlen(row->argument) - 2,
			 row->argument + 1);
		fputs("[=", stdout);
		put_italic(bare);
		putchar(']');
	} else {
		putchar('=');
		put_italic(row->argument);
	}
}

/* The subcommands that know an option, unless it is pyiq search alone. */
static void put_commands_of(const struct option_row *row)
{
	enum { ON_A_LINE = 4 };
	size_t n = 0;

	if (row->commands == 1u << COMMAND_SEARCH || option_is_for(row, COMMAND_NONE))
		return;
	fputs("\nFor ", stdout);
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (option_is_for(row, commands[i]->id)) {
			fputs(n == 0 ? "" : n % ON_A_LINE == 0 ? ",\n" : ", ", stdout);
			put_bold(commands[i]->name);
			n++;
		}
	putchar('.');
}

static void put_option(const struct option_row *row)
{
	fputs(".TP\n", stdout);
	put_letters(row);
	put_long(row, row->name);
	if (row->alias) {
		fputs(", ", stdout);
		put_long(row, row->alias);
	}
	putchar('\n');
	put_sentences(row->help);
	if (row->manual) {
		putchar('\n');
		put_sentences(row->manual);
	}
	put_commands_of(row);
	putchar('\n');
}

static void put_options(void)
{
	for (int group = 0; group < N_OPTION_GROUPS; group++) {
		fputs(".SS ", stdout);
		put(option_group_titles[group]);
		putchar('\n');
		for (int id = 0; id < N_OPTIONS; id++)
			if ((int)option_rows[id].group == group)
				put_option(&option_rows[id]);
	}
}

/* An option as the configuration has it. */
static void put_key(const struct option_row *row)
{
	fputs(".TP\n", stdout);
	put_bold(row->name);
	if (row->alias) {
		fputs(", ", stdout);
		put_bold(row->alias);
	}
	fputs(" = \\fI", stdout);
	for (const char *p = row->values; p && *p; p++) {
		char letter[] = { *p, '\0' };

		put(*p == ' ' ? " | " : letter);
	}
	if (!row->values)
		put(row->argument ? row->argument : "true");
	puts("\\fR");
	put_sentences(row->help);
	put_commands_of(row);
	putchar('\n');
}

static void put_keys(void)
{
	for (int id = 0; id < N_OPTIONS; id++)
		if (settings_is_key((option_id)id))
			put_key(&option_rows[id]);
}

static void put_usage(const struct command *command)
{
	fputs("\\fBpyiq ", stdout);
	put(command->name);
	fputs("\\fR ", stdout);
	put(command->operands);
	putchar('\n');
}

static void put_synopsis(void)
{
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (!command_is_hidden(commands[i])) {
			fputs(i > 0 ? ".br\n" : "", stdout);
			put_usage(commands[i]);
		}
}

static void put_commands(void)
{
	for (size_t i = 0; i < N_COMMANDS; i++) {
		if (command_is_hidden(commands[i]))
			continue;
		fputs(".TP\n", stdout);
		put_usage(commands[i]);
		put_sentences(commands[i]->summary);
		putchar('\n');
		if (commands[i]->details) {
			put_sentences(commands[i]->details);
			putchar('\n');
		}
	}
}

/* A line of the template with the names in it replaced; these have no line feed. */
static void put_line(const char *line, const char *version)
{
	const struct {
		const char *name, *value;
	} names[] = { { "@VERSION@", version }, { "@HOME_PAGE@", PYIQ_HOME_PAGE } };

	while (*line) {
		size_t step = 1;

		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			if (strncmp(line, names[i].name, strlen(names[i].name)) == 0) {
				fputs(names[i].value, stdout);
				step = strlen(names[i].name);
			}
		if (step == 1)
			putchar(*line);
		line += step;
	}
}

static int manual_run(int argc, char **argv)
{
	struct options options;
	struct pyiq_versions versions;
	char *line = NULL;
	size_t size = 0;

	options_begin(&options, &command_manual, argc, argv);
	if (options_next(&options) == OPTION_STOP)
		return options.status;
	pyiq_versions(&versions);
	while (getline(&line, &size, stdin) >= 0)
		if (strcmp(line, "@OPTIONS@\n") == 0)
			put_options();
		else if (strcmp(line, "@KEYS@\n") == 0)
			put_keys();
		else if (strcmp(line, "@SYNOPSIS@\n") == 0)
			put_synopsis();
		else if (strcmp(line, "@COMMANDS@\n") == 0)
			put_commands();
		else
			put_line(line, versions.pyiq);
	free(line);
	return EXIT_HIT;
}

const struct command command_manual = {
	.id = COMMAND_MANUAL,
	.name = "__manual",
	.operands = "< TEMPLATE",
	.summary = "fill in the template of the manual page",
	.run = manual_run,
};

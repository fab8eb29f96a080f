/*
 * pyiq help, --help and --version.
 */
#include <stdio.h>
#include <string.h>

#include "message.h"
#include "options.h"
#include "pyiq.h"

enum { OPTION_COLUMN = 30 };

static void print_option(const struct option_row *row)
{
	char shown[96];
	size_t used = 0;

	for (const char *letter = row->letters; *letter; letter++)
		used += (size_t)snprintf(shown + used, sizeof shown - used,
					 *letter == '#' ? "-NUM, " : "-%c, ", *letter);
	used += (size_t)snprintf(shown + used, sizeof shown - used, "--%s", row->name);
	if (row->argument && row->argument[0] == '[')
		snprintf(shown + used, sizeof shown - used, "[=%s", row->argument + 1);
	else if (row->argument)
		snprintf(shown + used, sizeof shown - used, "=%s", row->argument);
	/* A name that reaches into the other column has a line to itself. */
	if (strlen(shown) > OPTION_COLUMN - 4)
		printf("  %s\n%*s%s\n", shown, OPTION_COLUMN, "", row->help);
	else
		printf("  %-*s%s\n", OPTION_COLUMN - 2, shown, row->help);
}

static void print_options(command_id command)
{
	for (int group = 0; group < N_OPTION_GROUPS; group++) {
		bool begun = false;

		for (int id = 0; id < N_OPTIONS; id++) {
			const struct option_row *row = &option_rows[id];

			if ((int)row->group != group || !option_is_for(row, command))
				continue;
			if (!begun)
				printf("\n%s:\n", option_group_titles[group]);
			begun = true;
			print_option(row);
		}
	}
}

static void print_commands(void)
{
	fputs("\nSubcommands:\n", stdout);
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (!command_is_hidden(commands[i]))
			printf("  %-10s%s\n", commands[i]->name, commands[i]->summary);
	fputs("\n'pyiq help COMMAND' tells more about one of them.\n", stdout);
}

static void print_footer(void)
{
	printf("\nReport bugs to: <" PYIQ_HOME_PAGE "/issues>\n"
	       "pyiq home page: <" PYIQ_HOME_PAGE ">\n");
}

static void print_overview(void)
{
	fputs("pyiq finds the question you half remember, and shows its whole answer.\n"
	      "\n"
	      "Examples:\n"
	      "  pyiq search deep copy            the best hits, by relevance\n"
	      "  pyiq search -1 deep copy         the best one, with its whole answer\n"
	      "  pyiq search -e 'lru_\\w+'         a pattern over the same questions\n"
	      "  pyiq index ~/notes               read your own notes\n"
	      "\n"
	      "Usage: pyiq COMMAND [OPTION]... [ARGUMENT]...\n",
	      stdout);
	print_commands();
	print_options(COMMAND_NONE);
	print_footer();
}

void help_print(const struct command *command)
{
	if (!command) {
		print_overview();
		return;
	}
	printf("pyiq %s: %s.\n", command->name, command->summary);
	if (command->examples)
		printf("\nExamples:\n%s", command->examples);
	printf("\nUsage: pyiq %s %s\n", command->name, command->operands);
	if (command->names_units)
		fputs("An id may be shortened, to no less than four digits, while it names one\n"
		      "question. A shorter number stands for a hit of the last search in this\n"
		      "terminal session, in the databases of that search unless --db names "
		      "others.\n",
		      stdout);
	if (command->names_units && command->details)
		putchar('\n');
	if (command->details)
		fputs(command->details, stdout);
	print_options(command->id);
	print_footer();
}

void version_print(void)
{
	struct pyiq_versions versions;

	pyiq_versions(&versions);
	printf("pyiq %s\n"
	       "Copyright (C) 2026 the pyiq authors\n"
	       "License GPLv2+: GNU GPL version 2 or later <https://gnu.org/licenses/gpl.html>.\n"
	       "This is free software: you are free to change and redistribute it.\n"
	       "There is NO WARRANTY, to the extent permitted by law.\n"
	       "\n"
	       "Xapian %s, %s%s, database format %d\n",
	       versions.pyiq, versions.xapian, versions.pcre2, versions.jit ? " (JIT)" : "",
	       versions.schema);
}

static int help_run(int argc, char **argv)
{
	struct options options;
	int n;

	options_begin(&options, &command_help, argc, argv);
	if (options_next(&options) == OPTION_STOP)
		return options.status;
	char **names = options_operands(&options, &n);
	const struct command *command = n > 0 ? command_find(names[0]) : NULL;

	if (options_limit_operands(&options, 1) == OPTION_STOP)
		return options.status;
	if (n > 0 && !command)
		return command_unknown(names[0]);
	help_print(command);
	return EXIT_HIT;
}

const struct command command_help = {
	.id = COMMAND_HELP,
	.name = "help",
	.operands = "[COMMAND]",
	.summary = "explain a subcommand",
	.run = help_run,
};

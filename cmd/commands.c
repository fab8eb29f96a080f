/*
 * The table of subcommands, and names that are none.
 */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "message.h"
#include "nearest.h"

const struct command *const commands[N_COMMANDS] = {
#define COMMAND(id, name) [COMMAND_##id] = &command_##name,
#include "commands.def"
#undef COMMAND
};

bool command_is_hidden(const struct command *command)
{
	return strncmp(command->name, "__", 2) == 0;
}

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

int command_usage(const struct command *command)
{
	fprintf(stderr,
		"Usage: pyiq %s %s\n"
		"Try 'pyiq %s --help' for more information.\n",
		command->name, command->operands, command->name);
	return EXIT_TROUBLE;
}

/* ---- Names mistyped ------------------------------------------------------ */

int command_unknown(const char *name)
{
	const char *names[N_COMMANDS];
	size_t n = 0;

	for (size_t i = 0; i < N_COMMANDS; i++)
		if (!command_is_hidden(commands[i]))
			names[n++] = commands[i]->name;
	const char *meant = nearest(name, names, n);

	message("'%s' is no subcommand", name);
	if (meant)
		fprintf(stderr, "hint: did you mean 'pyiq %s'?\n", meant);
	else
		fputs("Try 'pyiq --help' for more information.\n", stderr);
	return EXIT_TROUBLE;
}

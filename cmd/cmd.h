/*
 * The subcommands. A new one is a file that defines `command_NAME`, a row of
 * commands.def, and its name in the rows of options.def that it understands.
 */
#ifndef PYIQ_CMD_CMD_H
#define PYIQ_CMD_CMD_H

#include <stdbool.h>
#include <stddef.h>

/* Where users find pyiq, and with /issues behind it, report bugs. */
#define PYIQ_HOME_PAGE "https://github.com/pyiq/pyiq"

typedef enum command_id {
#define COMMAND(id, name) COMMAND_##id,
#include "commands.def"
#undef COMMAND
	N_COMMANDS,
	COMMAND_NONE = N_COMMANDS /* `pyiq` itself, before any subcommand */
} command_id;

struct command {
	command_id id;
	const char *name;     /* begins with "__" if it is not for users */
	const char *operands; /* "[OPTION]... ID..." */
	const char *summary;  /* one line, without a full stop */
	const char *examples; /* lines for help, or NULL */
	const char *details;  /* more lines for help, or NULL */
	bool names_units;     /* its operands do, which help explains: see named.h */

	/* argv[0] is the subcommand. Returns the exit status. */
	int (*run)(int argc, char **argv);
};

extern const struct command *const commands[N_COMMANDS];

#define COMMAND(id, name) extern const struct command command_##name;
#include "commands.def"
#undef COMMAND

/* Whether a subcommand is for other programs and not for users. */
bool command_is_hidden(const struct command *command);

/* The subcommand of that name, or NULL. */
const struct command *command_find(const char *name);

/* How a subcommand is used, on stderr, when operands are missing. Returns EXIT_TROUBLE. */
int command_usage(const struct command *command);

/* Complain about a name that is none. Returns EXIT_TROUBLE. */
int command_unknown(const char *name);

/* Help on stdout: for one subcommand, or NULL for all. */
void help_print(const struct command *command);

/* What --version prints, on stdout. */
void version_print(void);

/* Whether stdout failed; a printer's caller stops then. output_close reports it. */
int output_failed(void);

/*
 * Close stdout, behind a pager if there is one. A result that did not arrive is
 * an error, whatever was found: returns the exit status, `status` if all went well.
 */
int output_close(int status);

#endif

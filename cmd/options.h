/*
 * The options, from one table: options.def.
 */
#ifndef PYIQ_CMD_OPTIONS_H
#define PYIQ_CMD_OPTIONS_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "cmd.h"

typedef enum option_id {
#define OPT(id, ...) OPTION_##id,
#include "options.def"
#undef OPT
	N_OPTIONS,
	OPTION_END, /* no more options; the operands begin */
	OPTION_STOP /* done, or a mistake: leave with `status` */
} option_id;

typedef enum option_group {
	GROUP_MATCHING,
	GROUP_OUTPUT,
	GROUP_FORM,
	GROUP_SOURCES,
	GROUP_DATABASE,
	GROUP_GENERAL,
	N_OPTION_GROUPS
} option_group;

struct option_row {
	const char *letters, *name, *alias, *argument, *values;
	option_group group;
	unsigned commands; /* a bit for each, 1 << command_id */
	const char *help, *manual;
};

extern const struct option_row option_rows[N_OPTIONS];
extern const char *const option_group_titles[N_OPTION_GROUPS];

/* Whether a subcommand knows an option. */
bool option_is_for(const struct option_row *row, command_id command);

/* The command line of one subcommand while it is read, and the settings that come before it. */
struct options {
	const struct command *command;
	int argc;
	char **argv;
	option_id id;      /* the option that options_next returned */
	const char *value; /* its argument, or NULL; lasts until options_release */
	int status;        /* for OPTION_STOP */

	bool given[N_OPTIONS]; /* what stands on the command line */
	bool has_operands;     /* and operands do */
	bool peeking;          /* looking over it: nothing is reported */
	struct settings *settings;
	const struct setting **chosen;
	size_t n_chosen, n_taken;
	const struct setting *setting; /* that the option comes from; NULL: the command line */
	struct pyiq_error mistake;     /* the first one in a setting, if its status tells one */

	char letters[3 * N_OPTIONS + 16];
	struct option names[2 * N_OPTIONS + 1];
	char number[24]; /* of an option such as -12 */
	int ahead;       /* what getopt_long returned after that number */
	bool has_ahead;
};

/*
 * Look over the command line, and read the settings that count for it: files
 * and the environment, see settings.h. Release what options_begin was called with.
 */
void options_begin(struct options *options, const struct command *command, int argc, char **argv);

/* Free what the values of options may lie in: the last thing that a subcommand does. */
void options_release(struct options *options);

/*
 * The next option: those from settings first, then those of the command line,
 * wherever they stand among the operands. Help and versions are printed,
 * mistakes reported: OPTION_STOP then. After OPTION_END the operands are those
 * from options_operands on.
 */
option_id options_next(struct options *options);

/* Whether an option stands on the command line itself. */
bool options_given(const struct options *options, option_id id);

/* The operands; *n receives their number. */
char **options_operands(const struct options *options, int *n);

/* Report an operand that is one too many. Returns OPTION_END or OPTION_STOP. */
option_id options_limit_operands(struct options *options, int most);

/* The value as a number; reports anything else and sets the status. */
bool options_number(struct options *options, size_t *number);

/*
 * Which of the option's values was given, counted from 0, which is the one meant
 * when its argument is left out. Returns -1 for any other, and reports it.
 */
int options_choice(struct options *options);

/* A number in digits; too large a one becomes SIZE_MAX. False for anything else. */
bool option_number(const char *text, size_t *number);

enum { OPTION_VALUES_SIZE = 128 };

/*
 * Which of the option's values it is, counted from 0, or -1 for none of them;
 * `list` receives all of them for a message then.
 */
int option_value(const struct option_row *row, const char *value, char list[OPTION_VALUES_SIZE]);

/* Report a mistake in the command line or in the setting under way, and set the status. Returns OPTION_STOP. */
option_id options_mistake(struct options *options, const char *format, ...) PYIQ_PRINTF(2, 3);

#endif

/*
 * pyiq: the subcommand table, and the exit status.
 */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "message.h"
#include "options.h"

const struct command *const commands[N_COMMANDS] = {
#define COMMAND(id, name) [COMMAND_##id] = &command_##name,
#include "commands.def"
#undef COMMAND
};

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

enum { LONGEST_NAME = 16 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters to insert, delete, replace or swap with the next to make one name the other. */
static size_t distance(const char *a, const char *b)
{
	size_t row[3][LONGEST_NAME + 1] = { 0 };
	size_t n = strlen(a), m = strlen(b);

	for (size_t j = 0; j <= m; j++)
		row[1][j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t *before = row[(i - 1) % 3], *last = row[i % 3], *now = row[(i + 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= m; j++) {
			now[j] = least(last[j - 1] + (a[i - 1] != b[j - 1]),
				       1 + least(last[j], now[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
	}
	return row[(n + 1) % 3][m];
}

int command_unknown(const char *name)
{
	const char *nearest = NULL;
	size_t best = 3; /* more mistakes than that are another word */

	for (size_t i = 0; i < N_COMMANDS && strlen(name) <= LONGEST_NAME; i++)
		if (distance(name, commands[i]->name) < least(best, strlen(name))) {
			nearest = commands[i]->name;
			best = distance(name, nearest);
		}
	message("'%s' is no subcommand", name);
	if (nearest)
		fprintf(stderr, "hint: did you mean 'pyiq %s'?\n", nearest);
	else
		fputs("Try 'pyiq --help' for more information.\n", stderr);
	return EXIT_TROUBLE;
}

/* ---- Standard output ----------------------------------------------------- */

/* Why writing failed, noted when it did: later calls may change errno. */
static int output_error;

int output_failed(void)
{
	if (ferror(stdout) && output_error == 0)
		output_error = errno;
	return ferror(stdout);
}

/* A result that did not arrive is an error, whatever was found. */
static int close_output(int status)
{
	bool failed = output_failed();

	if (fflush(stdout) != 0) {
		output_error = failed ? output_error : errno;
		failed = true;
	}
	/* Nothing is lost if a stdout that was closed from the start stays so. */
	if (fclose(stdout) != 0 && !failed && errno != EBADF) {
		output_error = errno;
		failed = true;
	}
	if (!failed)
		return status;
	message("write error: %s", strerror(output_error));
	return EXIT_TROUBLE;
}

/* ---- The program --------------------------------------------------------- */

static int run(int argc, char **argv)
{
	static const struct command none = { .id = COMMAND_NONE, .operands = "COMMAND" };
	struct options options;

	if (argc < 2) {
		help_print(NULL);
		return EXIT_HIT;
	}
	if (argv[1][0] != '-') {
		const struct command *command = command_find(argv[1]);

		return command ? command->run(argc - 1, argv + 1) : command_unknown(argv[1]);
	}
	options_begin(&options, &none, argc, argv);
	if (options_next(&options) != OPTION_STOP)
		options_mistake(&options, "a subcommand comes first");
	return options.status;
}

/*
 * The next file that is opened must not pass for a standard stream that is
 * closed. What takes its place can be used no more than before.
 */
static void keep_standard_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int main(int argc, char **argv)
{
	keep_standard_streams();
	setlocale(LC_ALL, "");
	setlocale(LC_NUMERIC, "C"); /* numbers are for other programs too */
	return close_output(run(argc, argv));
}

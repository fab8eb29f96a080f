/*
 * pyiq: the command line.
 */
#include <fcntl.h>
#include <locale.h>
#include <unistd.h>

#include "message.h"
#include "options.h"

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
	return output_close(run(argc, argv));
}

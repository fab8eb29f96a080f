#include "editor.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"

/* ---- Which ---------------------------------------------------------------- */

static bool is_blank(const char *text)
{
	return !text || text[strspn(text, " \t\n")] == '\0';
}

const char *editor_command(void)
{
	const char *visual = getenv("VISUAL"), *editor = getenv("EDITOR");

	return !is_blank(visual) ? visual : !is_blank(editor) ? editor : "vi";
}

/*
 * The first word of a command as the shell reads it, as far as quotes and
 * backslashes go.
 */
static void first_word(const char *command, struct pyiq_buf *word)
{
	char quote = '\0';

	command += strspn(command, " \t\n");
	for (; *command && (quote || !strchr(" \t\n", *command)); command++) {
		if (*command == '\\' && quote != '\'' && command[1])
			pyiq_buf_putc(word, *++command);
		else if (quote ? *command == quote : *command == '\'' || *command == '"')
			quote = quote ? '\0' : *command;
		else
			pyiq_buf_putc(word, *command);
	}
}

static struct pyiq_str name_of(const struct pyiq_buf *word)
{
	const char *path = pyiq_buf_str(word), *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	return (struct pyiq_str){ name, strcspn(name, ".") };
}

/* ---- How it is told a line ------------------------------------------------ */

/* What stands before the file, with %zu for the line, parted by a blank; and behind it. */
struct manner {
	const char *option, *number, *behind;
};

static const struct manner plus = { NULL, "+%zu", "" };
static const struct manner colon = { NULL, NULL, ":%zu" };
static const struct manner goto_colon = { "-g", NULL, ":%zu" };
static const struct manner short_option = { "-l", "%zu", "" };
static const struct manner long_option = { "--line", "%zu", "" };

/* Those that are not here take +LINE: vi and its kin, nano, emacs, kak, micro, gedit … */
static const struct {
	const char *name;
	const struct manner *manner;
} editors[] = {
	{ "hx", &colon },
	{ "helix", &colon },
	{ "zed", &colon },
	{ "zeditor", &colon },
	{ "subl", &colon },
	{ "sublime_text", &colon },
	{ "atom", &colon },
	{ "pulsar", &colon },
	{ "code", &goto_colon },
	{ "code-insiders", &goto_colon },
	{ "code-oss", &goto_colon },
	{ "codium", &goto_colon },
	{ "vscodium", &goto_colon },
	{ "cursor", &goto_colon },
	{ "windsurf", &goto_colon },
	{ "positron", &goto_colon },
	{ "kate", &short_option },
	{ "kwrite", &short_option },
	{ "mate", &short_option },
	{ "idea", &long_option },
	{ "pycharm", &long_option },
	{ "webstorm", &long_option },
	{ "clion", &long_option },
	{ "goland", &long_option },
	{ "phpstorm", &long_option },
	{ "rubymine", &long_option },
	{ "rider", &long_option },
};

static const struct manner *manner_of(const char *command)
{
	const struct manner *manner = &plus;
	struct pyiq_buf word = PYIQ_BUF_INIT;

	first_word(command, &word);
	for (size_t i = 0; i < sizeof editors / sizeof *editors; i++)
		if (pyiq_str_equal(name_of(&word), pyiq_str(editors[i].name)))
			manner = editors[i].manner;
	pyiq_buf_release(&word);
	return manner;
}

/* A pattern of ours with the line in it. */
static void put_line(struct pyiq_buf *out, const char *pattern, size_t line)
{
	const char *sign = strstr(pattern, "%zu");

	pyiq_buf_append(out, pattern, sign ? (size_t)(sign - pattern) : strlen(pattern));
	if (sign)
		pyiq_buf_printf(out, "%zu", line);
}

pyiq_status editor_words(const char *command, const char *file, size_t line,
			 struct editor_words *words, struct pyiq_error *err)
{
	const struct manner *manner = manner_of(command);

	*words = (struct editor_words){ .store = PYIQ_BUF_INIT };
	pyiq_buf_puts(&words->store, file);
	put_line(&words->store, manner->behind, line);
	pyiq_buf_putc(&words->store, '\0');
	size_t number = words->store.len;

	if (manner->number)
		put_line(&words->store, manner->number, line);
	if (manner->option)
		words->word[words->n++] = manner->option;
	if (manner->number)
		words->word[words->n++] = pyiq_buf_str(&words->store) + number;
	words->word[words->n++] = pyiq_buf_str(&words->store);
	return pyiq_buf_status(&words->store, err);
}

/* ---- Running it ------------------------------------------------------------ */

static pyiq_status judge(const char *command, int result, struct pyiq_error *err)
{
	enum { NOT_EXECUTABLE = 126, NOT_FOUND = 127 };

	if (WIFEXITED(result) && WEXITSTATUS(result) == 0)
		return PYIQ_OK;
	if (WIFSIGNALED(result))
		return pyiq_fail(err, PYIQ_ERR_IO, "the editor '%s' was ended by signal %d",
				 command, WTERMSIG(result));
	if (WEXITSTATUS(result) != NOT_EXECUTABLE && WEXITSTATUS(result) != NOT_FOUND)
		return pyiq_fail(err, PYIQ_ERR_IO, "the editor '%s' failed with status %d", command,
				 WEXITSTATUS(result));
	pyiq_fail(err, PYIQ_ERR_IO, "the editor '%s' cannot be run", command);
	pyiq_hint(err, "VISUAL or EDITOR in the environment names another");
	return PYIQ_ERR_IO;
}

/* In the child: the shell puts the words behind the command. Returns only if it failed. */
static void become(const char *command, const struct editor_words *words)
{
	struct pyiq_buf script = PYIQ_BUF_INIT;
	const char *argv[EDITOR_MOST_WORDS + 5] = { "sh", "-c" };
	size_t n = 2;

	pyiq_buf_printf(&script, "%s \"$@\"", command);
	argv[n++] = pyiq_buf_str(&script);
	argv[n++] = command;
	for (size_t i = 0; i < words->n; i++)
		argv[n++] = words->word[i];
	execv("/bin/sh", (char *const *)argv);
	pyiq_buf_release(&script);
}

pyiq_status editor_run(const char *command, const struct editor_words *words,
		       struct pyiq_error *err)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, interrupt, quit;
	int result = 0;

	/* Ctrl-C and Ctrl-\ in the editor are for the editor; who ignores children hears of none. */
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&ignore.sa_mask);
	sigaction(SIGINT, &ignore, &interrupt);
	sigaction(SIGQUIT, &ignore, &quit);
	pid_t child = fork();

	if (child == 0) {
		sigaction(SIGINT, &interrupt, NULL);
		sigaction(SIGQUIT, &quit, NULL);
		become(command, words);
		_exit(127);
	}
	pid_t ended = child;

	while (child > 0 && (ended = waitpid(child, &result, 0)) < 0 && errno == EINTR)
		continue;
	int cause = errno;

	sigaction(SIGINT, &interrupt, NULL);
	sigaction(SIGQUIT, &quit, NULL);
	if (ended < 0)
		return pyiq_fail(err, PYIQ_ERR_IO, "the editor '%s' cannot be run: %s", command,
				 strerror(cause));
	return judge(command, result, err);
}

#include "term/pager.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"

extern char **environ;

/* ---- Which one ------------------------------------------------------------- */

/* Whether a command is none: empty, or cat. */
static bool is_none(const char *command)
{
	size_t start = strspn(command, " \t");
	size_t len = strcspn(command + start, " \t");

	if (command[start + len + strspn(command + start + len, " \t")])
		return false;
	return len == 0 || (len == 3 && memcmp(command + start, "cat", 3) == 0);
}

const char *pager_choose(const struct pager_facts *facts)
{
	/* less would complain of a terminal that can do nothing, and wait. */
	bool able = facts->term && *facts->term && strcmp(facts->term, "dumb") != 0;
	const char *chosen = facts->option             ? facts->option
			     : facts->variable         ? facts->variable
			     : facts->has_less && able ? "less"
						       : "";

	return is_none(chosen) ? NULL : chosen;
}

/* Whether there is a program of that name. */
static bool can_run(const char *name)
{
	const char *folders = getenv("PATH");
	struct pyiq_buf path = PYIQ_BUF_INIT;
	bool found = false;

	for (const char *p = folders; p && *p && !found; p += *p == ':') {
		size_t len = strcspn(p, ":");

		pyiq_buf_clear(&path);
		pyiq_buf_append(&path, p, len);
		pyiq_buf_putc(&path, '/');
		pyiq_buf_puts(&path, name);
		found = !path.failed && access(pyiq_buf_str(&path), X_OK) == 0;
		p += len;
	}
	pyiq_buf_release(&path);
	return found;
}

/* ---- While it runs ---------------------------------------------------------- */

/* There is one standard output, and so one pager. */
static struct {
	const char *command;                            /* that is wanted, or NULL */
	pid_t pid;                                      /* of the one that runs, or 0 */
	struct sigaction interrupt, broken_pipe, child; /* as they were before */
} pager;

/* Signals to die from; an interrupt is none while there is a pager. */
static const int deadly[] = { SIGTERM, SIGQUIT, SIGHUP };

enum { N_DEADLY = sizeof deadly / sizeof *deadly };

void pager_want(const char *option)
{
	struct pager_facts facts = {
		.option = option,
		.variable = getenv("PAGER"),
		.term = getenv("TERM"),
	};

	facts.has_less = !option && !facts.variable && can_run("less");
	pager.command = pager_choose(&facts);
}

bool pager_is_running(void)
{
	return pager.pid > 0;
}

/* The pager was left: from now on an interrupt is for us again. */
static void pager_has_ended(int number)
{
	(void)number;
	sigaction(SIGINT, &pager.interrupt, NULL);
}

/* Safe in a handler of signals, too. */
static void wait_for_pager(void)
{
	while (waitpid(pager.pid, NULL, 0) < 0 && errno == EINTR)
		continue;
}

/* The terminal is the pager's until it is left: only then may the shell go on. */
static void die_behind_pager(int number)
{
	struct sigaction usual = { .sa_handler = SIG_DFL };

	close(STDOUT_FILENO);
	wait_for_pager();
	sigaction(number, &usual, NULL);
	raise(number);
}

/* Have those signals handled that are not ignored. */
static void handle_deadly(void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler }, before;

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < N_DEADLY; i++)
		if (sigaction(deadly[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
			sigaction(deadly[i], &action, NULL);
}

/*
 * An interrupt is for the pager, which stays; we wait for it. A pager that is
 * left early is no reason to die, either: the exit status is that of the search.
 */
static void change_signals(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct sigaction notice = { .sa_handler = pager_has_ended,
				    .sa_flags = SA_RESTART | SA_NOCLDSTOP };

	sigemptyset(&ignore.sa_mask);
	sigemptyset(&notice.sa_mask);
	sigaction(SIGINT, &ignore, &pager.interrupt);
	sigaction(SIGPIPE, &ignore, &pager.broken_pipe);
	sigaction(SIGCHLD, &notice, &pager.child);
}

static void restore_signals(void)
{
	handle_deadly(SIG_DFL);
	sigaction(SIGCHLD, &pager.child, NULL);
	sigaction(SIGPIPE, &pager.broken_pipe, NULL);
	sigaction(SIGINT, &pager.interrupt, NULL);
}

/* The signals that we ignore only since there is a pager. */
static void set_defaults(posix_spawnattr_t *attributes)
{
	sigset_t set;

	sigemptyset(&set);
	if (pager.interrupt.sa_handler != SIG_IGN)
		sigaddset(&set, SIGINT);
	if (pager.broken_pipe.sa_handler != SIG_IGN)
		sigaddset(&set, SIGPIPE);
	posix_spawnattr_setsigdefault(attributes, &set);
	posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGDEF);
}

/*
 * The shell must outlive an interrupt, for we wait for it and not for the
 * pager; and what a command that cannot be started has not read is shown
 * without it.
 */
static bool spawn(int input)
{
	static const char script[] = "trap : INT QUIT; eval \"$1\"; status=$?; "
				     "case $status in 126 | 127) cat ;; esac; exit $status";
	char sh[] = "sh", c[] = "-c", text[sizeof script];
	struct pyiq_buf command = PYIQ_BUF_INIT;
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	bool spawned = false;

	memcpy(text, script, sizeof script);
	pyiq_buf_puts(&command, pager.command);

	char *argv[] = { sh, c, text, sh, command.data, NULL };

	if (!command.failed && posix_spawn_file_actions_init(&actions) == 0) {
		if (posix_spawnattr_init(&attributes) == 0) {
			set_defaults(&attributes);
			spawned = posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO) ==
					  0 &&
				  posix_spawnp(&pager.pid, sh, &actions, &attributes, argv,
					       environ) == 0;
			posix_spawnattr_destroy(&attributes);
		}
		posix_spawn_file_actions_destroy(&actions);
	}
	pyiq_buf_release(&command);
	if (!spawned)
		pager.pid = 0;
	return spawned;
}

void pager_begin(void)
{
	int ends[2];

	if (!pager.command || pager.pid > 0 || fflush(stdout) != 0 || pipe(ends) != 0)
		return;
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	/* What git sets: leave when all fits the screen, let colours through, do not clear. */
	setenv("LESS", "FRX", 0);
	setenv("LV", "-c", 0);
	change_signals();
	if (spawn(ends[0])) {
		dup2(ends[1], STDOUT_FILENO);
		handle_deadly(die_behind_pager);
	} else {
		restore_signals();
	}
	pager.command = NULL;
	close(ends[0]);
	close(ends[1]);
}

bool pager_end(void)
{
	int nowhere;

	if (pager.pid == 0)
		return false;
	fflush(stdout);
	/* What a pager that was left did not take must not reach the terminal after all. */
	nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (nowhere >= 0) {
		dup2(nowhere, STDOUT_FILENO);
		close(nowhere);
	} else {
		close(STDOUT_FILENO);
	}
	wait_for_pager();
	pager.pid = 0;
	restore_signals();
	return true;
}

/*
 * pyiq browse: a search that goes on while one types, through fzf.
 *
 * fzf asks pyiq itself for the rows of every query and for the preview; Enter ends
 * it, and the unit is shown as by pyiq show. What it is told are shell commands, so
 * every word in them is quoted, and the shell is that of POSIX.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "locations.h"
#include "message.h"
#include "selection.h"
#include "view.h"

enum {
	MOST_ROWS = 200, /* of a query; nobody reads on instead of typing more */
	NOT_FOUND = 127, /* what a shell says, too */
	LEFT = 130       /* what fzf says after Escape */
};

/* What every command that fzf runs is made of. */
struct browse {
	struct view view;
	struct selection selection;
	bool no_config;
	struct pyiq_buf program, options; /* quoted; those that all commands share */
	struct pyiq_buf choice;           /* the line that was chosen */
	struct pyiq_arena words;          /* of fzf's command line */
};

/* ---- Commands -------------------------------------------------------------- */

/*
 * A word that the shell takes as it is. Of braces with something in them fzf would
 * make something else.
 */
static void put_quoted(struct pyiq_buf *out, const char *word)
{
	pyiq_buf_putc(out, '\'');
	for (; *word; word++) {
		pyiq_buf_puts(out, *word == '\'' ? "'\\'" : "");
		pyiq_buf_putc(out, *word);
		pyiq_buf_puts(out, *word == '{' ? "''" : "");
	}
	pyiq_buf_putc(out, '\'');
}

/* pyiq and a subcommand, with all that it has to know. */
static void put_command(const struct browse *browse, struct pyiq_buf *out, const char *subcommand)
{
	pyiq_buf_printf(out, "%s %s%s", pyiq_buf_str(&browse->program), subcommand,
			pyiq_buf_str(&browse->options));
}

static void put_rows(const struct browse *browse, struct pyiq_buf *out, const char *subcommand)
{
	put_command(browse, out, subcommand);
	pyiq_buf_printf(out, " --format='{id}\\t{question}\\t{topic}' --color=%s%s",
			browse->view.term.colour ? "always" : "never",
			browse->selection.answered ? " --answered" : "");
	for (size_t i = 0; i < browse->selection.globs.n; i++) {
		const struct glob *glob = &browse->selection.globs.items[i];

		pyiq_buf_puts(out, glob->excludes ? " --exclude=" : " --include=");
		put_quoted(out, glob->pattern.data); /* an argument, so a NUL ends it */
	}
}

/* The rows of a query, which is a word for the shell; of an empty one all there are. */
static void put_reload(const struct browse *browse, struct pyiq_buf *out, const char *query)
{
	const char *topic = browse->selection.topic;

	pyiq_buf_printf(out, "case %s in *[![:space:]]*) ", query);
	put_rows(browse, out, "search");
	pyiq_buf_printf(out, " -m %d -- ", MOST_ROWS);
	if (topic) {
		struct selection only = { .topic = topic };
		struct pyiq_buf words = PYIQ_BUF_INIT;

		out->failed |= selection_words(&only, &words, NULL) != PYIQ_OK;
		put_quoted(out, pyiq_buf_str(&words));
		pyiq_buf_putc(out, ' ');
		pyiq_buf_release(&words);
	}
	pyiq_buf_printf(out, "%s;; *) ", query);
	put_rows(browse, out, "list");
	if (topic) {
		pyiq_buf_puts(out, " --topic=");
		put_quoted(out, topic);
	}
	pyiq_buf_puts(out, ";; esac || :");
}

static void put_preview(const struct browse *browse, struct pyiq_buf *out)
{
	put_command(browse, out, "show");
	pyiq_buf_printf(out, " --heading --color=%s -- {1}",
			browse->view.term.colour ? "always" : "never");
}

/* The editor may have use for the user's own shell; our end of fzf's output is no place to write to. */
static void put_open(const struct browse *browse, struct pyiq_buf *out)
{
	const char *shell = getenv("SHELL");

	if (shell) {
		pyiq_buf_puts(out, "SHELL=");
		put_quoted(out, shell);
		pyiq_buf_putc(out, ' ');
	}
	put_command(browse, out, "open");
	pyiq_buf_puts(out, " -- {1} </dev/tty >/dev/tty");
}

/* ---- fzf --------------------------------------------------------------------- */

/* Its command line while it grows. */
struct words {
	char **word;
	size_t n, capacity;
	struct pyiq_buf text; /* of the next word */
	pyiq_status status;
};

/* End the word in words->text. */
static void end_word(struct browse *browse, struct words *words, struct pyiq_error *err)
{
	if (words->status == PYIQ_OK)
		words->status = pyiq_buf_status(&words->text, err);
	if (words->status == PYIQ_OK)
		words->status = pyiq_grow(&words->word, &words->capacity, words->n + 2,
					  sizeof *words->word, err);
	if (words->status == PYIQ_OK) {
		/* With the NUL behind it. */
		words->word[words->n] = pyiq_arena_copy(&browse->words, pyiq_buf_str(&words->text),
							words->text.len + 1);
		if (!words->word[words->n])
			words->status = pyiq_fail_nomem(err);
		words->word[++words->n] = NULL;
	}
	pyiq_buf_clear(&words->text);
}

static void add_word(struct browse *browse, struct words *words, const char *word,
		     struct pyiq_error *err)
{
	pyiq_buf_puts(&words->text, word);
	end_word(browse, words, err);
}

/* What the user told fzf in general holds, but for what would change how we talk to it. */
static pyiq_status make_words(struct browse *browse, struct words *words, struct pyiq_error *err)
{
	static const char *const fixed[] = {
		"fzf",
		"--disabled",
		"--ansi",
		"--delimiter=\t",
		"--with-nth=2..",
		"--no-multi",
		"--no-expect",
		"--no-print-query",
		"--no-select-1",
		"--no-exit-0",
		"--no-print0",
		"--no-read0",
		"--no-tac",
		"--no-header-lines",
		"--bind=enter:accept",
	};

	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
		add_word(browse, words, fixed[i], err);
	if (!browse->view.term.colour)
		add_word(browse, words, "--no-color", err);
	pyiq_buf_printf(&words->text, "--query=%s", pyiq_buf_str(&browse->selection.query));
	end_word(browse, words, err);
	pyiq_buf_puts(&words->text, "--preview=");
	put_preview(browse, &words->text);
	end_word(browse, words, err);
	/*
	 * A key that follows ends the search of the one before: a moment's rest lets it not even
	 * begin. When one reload overtakes another, fzf can keep the preview of an old row.
	 */
	pyiq_buf_puts(&words->text, "--bind=change:reload:sleep 0.05; ");
	put_reload(browse, &words->text, "{q}");
	end_word(browse, words, err);
	pyiq_buf_puts(&words->text, "--bind=ctrl-o:execute:");
	put_open(browse, &words->text);
	end_word(browse, words, err);
	return words->status;
}

/* What fzf reads from its environment: the first rows, the shell, and ways that the user may change. */
static pyiq_status make_environment(const struct browse *browse, struct pyiq_buf *rows,
				    struct pyiq_buf *ways, struct pyiq_error *err)
{
	const char *users = getenv("FZF_DEFAULT_OPTS");
	struct pyiq_buf query = PYIQ_BUF_INIT;

	put_quoted(&query, pyiq_buf_str(&browse->selection.query));
	put_reload(browse, rows, pyiq_buf_str(&query));
	rows->failed |= query.failed;
	pyiq_buf_release(&query);
	pyiq_buf_printf(
		ways,
		"--layout=reverse --info=inline --prompt='pyiq> ' --tabstop=4"
		" --header='Enter shows, Ctrl-O opens, Esc leaves'"
		" --preview-window='right,50%%,wrap,border-left,<50(down,60%%,wrap,border-top)' %s",
		users ? users : "");

	pyiq_status status = pyiq_buf_status(rows, err);

	return status == PYIQ_OK ? pyiq_buf_status(ways, err) : status;
}

/* In the new process. */
static void become_fzf(char **words, const char *rows, const char *ways, int output)
{
	bool ready = dup2(output, STDOUT_FILENO) >= 0;

	/* An editor that fzf starts may outlive both of us: we would wait for its end of the pipe. */
	close(output);
	if (ready && setenv("FZF_DEFAULT_COMMAND", rows, 1) == 0 &&
	    setenv("FZF_DEFAULT_OPTS", ways, 1) == 0 && setenv("SHELL", "/bin/sh", 1) == 0)
		execvp(words[0], words);
	_exit(errno == ENOENT ? NOT_FOUND : EXIT_TROUBLE);
}

static pyiq_status read_choice(struct browse *browse, int input, struct pyiq_error *err)
{
	char part[BUFSIZ];
	ssize_t n;

	while ((n = read(input, part, sizeof part)) > 0 || (n < 0 && errno == EINTR))
		pyiq_buf_append(&browse->choice, part, n > 0 ? (size_t)n : 0);
	return n < 0 ? pyiq_fail(err, PYIQ_ERR_IO, "cannot read from fzf: %s", strerror(errno))
		     : pyiq_buf_status(&browse->choice, err);
}

/* Run it, and wait. *result receives its exit status. */
static pyiq_status run_fzf(struct browse *browse, char **words, const char *rows, const char *ways,
			   int *result, struct pyiq_error *err)
{
	int ends[2], state = 0;

	if (pipe(ends) != 0)
		return pyiq_fail(err, PYIQ_ERR_IO, "cannot run fzf: %s", strerror(errno));
	fflush(stdout);

	pid_t child = fork();

	if (child == 0) {
		close(ends[0]);
		become_fzf(words, rows, ways, ends[1]);
	}
	close(ends[1]);

	pyiq_status status =
		child < 0 ? pyiq_fail(err, PYIQ_ERR_IO, "cannot run fzf: %s", strerror(errno))
			  : read_choice(browse, ends[0], err);

	close(ends[0]);
	while (child > 0 && waitpid(child, &state, 0) < 0 && errno == EINTR)
		;
	*result = WIFEXITED(state) ? WEXITSTATUS(state) : EXIT_TROUBLE;
	return status;
}

static pyiq_status browse_units(struct browse *browse, int *result, struct pyiq_error *err)
{
	struct words words = { .text = PYIQ_BUF_INIT };
	struct pyiq_buf rows = PYIQ_BUF_INIT, ways = PYIQ_BUF_INIT;
	pyiq_status status = make_words(browse, &words, err);

	if (status == PYIQ_OK)
		status = make_environment(browse, &rows, &ways, err);
	if (status == PYIQ_OK)
		status = run_fzf(browse, words.word, pyiq_buf_str(&rows), pyiq_buf_str(&ways),
				 result, err);
	pyiq_buf_release(&words.text);
	pyiq_buf_release(&rows);
	pyiq_buf_release(&ways);
	pyiq_free(words.word);
	return status;
}

/* ---- The whole ----------------------------------------------------------------- */

/* Show the unit whose row was chosen, as if it had been asked for. */
static int show_choice(struct browse *browse)
{
	enum { OTHERS = 6 /* words beside those for the databases */ };
	const struct view *view = &browse->view;
	char *tab = memchr(pyiq_buf_str(&browse->choice), '\t', browse->choice.len);
	char **words = tab ? pyiq_alloc((2 * view->n_db + OTHERS) * sizeof *words) : NULL;
	char name[] = "show", colours[] = "--color=never", db[] = "--db", end[] = "--";
	char no_config[] = "--no-config";
	int n = 0;

	if (!tab)
		return EXIT_NO_HIT;
	if (!words)
		return message_error(&(struct pyiq_error){ PYIQ_ERR_NOMEM, "out of memory", "" });
	*tab = '\0';
	words[n++] = name;
	if (!view->term.colour)
		words[n++] = colours;
	if (browse->no_config)
		words[n++] = no_config;
	for (size_t i = 0; i < view->n_db; i++) {
		words[n++] = db;
		words[n++] = (char *)view->db[i];
	}
	words[n++] = end;
	words[n++] = browse->choice.data;
	words[n] = NULL;

	int status = command_show.run(n, words);

	pyiq_free(words);
	return status;
}

/* Where what is typed and what is shown are the terminal's. fzf draws on stderr. */
static bool has_terminal(void)
{
	return term_is_terminal(stdin) && term_is_terminal(stdout) && term_is_terminal(stderr);
}

static pyiq_status prepare(struct browse *browse, struct pyiq_error *err)
{
	struct pyiq_buf program = PYIQ_BUF_INIT;
	struct pyiq_db *db = NULL;
	/* fzf would only say that there are no rows. */
	pyiq_status status = view_open(&browse->view, &db, err);

	pyiq_db_close(db);
	if (status == PYIQ_OK)
		status = locations_program(&program, err);
	put_quoted(&browse->program, program.len > 0 ? pyiq_buf_str(&program) : "pyiq");
	pyiq_buf_release(&program);
	pyiq_buf_puts(&browse->options, browse->no_config ? " --no-config" : "");
	for (size_t i = 0; i < browse->view.n_db; i++) {
		pyiq_buf_puts(&browse->options, " --db=");
		put_quoted(&browse->options, browse->view.db[i]);
	}
	if (status == PYIQ_OK)
		status = pyiq_buf_status(&browse->selection.query, err);
	if (status == PYIQ_OK)
		status = pyiq_buf_status(&browse->program, err);
	return status == PYIQ_OK ? pyiq_buf_status(&browse->options, err) : status;
}

static int browse(struct browse *browse)
{
	struct pyiq_error err;
	int result = EXIT_TROUBLE;

	if (!has_terminal()) {
		pyiq_fail(&err, PYIQ_ERR_INVALID, "browse needs a terminal");
		pyiq_hint(&err, "'pyiq search' works without one");
		return message_error(&err);
	}
	term_init(&browse->view.term, stdout, browse->view.colour);
	if (prepare(browse, &err) != PYIQ_OK || browse_units(browse, &result, &err) != PYIQ_OK)
		return message_error(&err);
	if (result == NOT_FOUND) {
		pyiq_fail(&err, PYIQ_ERR_IO, "fzf is not installed");
		pyiq_hint(&err, "it is in the package fzf of most systems; 'pyiq list --format' "
				"feeds other finders");
		return message_error(&err);
	}
	return result == 0                               ? show_choice(browse)
	       : result == LEFT || result == EXIT_NO_HIT ? EXIT_NO_HIT
							 : EXIT_TROUBLE;
}

static int browse_run(int argc, char **argv)
{
	struct browse b = { .view = { .json = false } };
	struct options options;

	pyiq_arena_init(&b.words);
	options_begin(&options, &command_browse, argc, argv);
	option_id id = selection_options(&b.selection, &b.view, &options);

	b.no_config = options_given(&options, OPTION_NO_CONFIG);
	int status = id == OPTION_STOP ? options.status : browse(&b);

	pyiq_buf_release(&b.program);
	pyiq_buf_release(&b.options);
	pyiq_buf_release(&b.choice);
	pyiq_arena_release(&b.words);
	selection_release(&b.selection);
	view_release(&b.view);
	options_release(&options);
	return status;
}

const struct command command_browse = {
	.id = COMMAND_BROWSE,
	.name = "browse",
	.operands = "[OPTION]... [QUERY]...",
	.summary = "search while you type, in fzf",
	.examples = "  pyiq browse                      every question, to choose from\n"
		    "  pyiq browse closure              begin with a search\n",
	.details = "The search is that of pyiq search, with all of its language. Enter shows the\n"
		   "question, Ctrl-O opens it in the editor, Esc leaves, with exit status 1.\n"
		   "It needs fzf 0.31 or later, and heeds FZF_DEFAULT_OPTS.\n",
	.run = browse_run,
};

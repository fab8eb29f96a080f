/*
 * The user's editor: which one it is, how it is told a line, and running it.
 */
#ifndef PYIQ_CMD_EDITOR_H
#define PYIQ_CMD_EDITOR_H

#include <stddef.h>

#include "base/buf.h"
#include "base/status.h"

/*
 * The shell command that starts it: $VISUAL, else $EDITOR, else vi. The string is
 * the environment's.
 */
const char *editor_command(void);

enum { EDITOR_MOST_WORDS = 3 };

/* What stands behind the command, word by word; `store` holds those that were made. */
struct editor_words {
	const char *word[EDITOR_MOST_WORDS];
	size_t n;
	struct pyiq_buf store;
};

/*
 * How the editor that a command starts opens a file at a line: by its name, which
 * is the last part of the path of the command's first word, without what follows
 * a dot; by `+LINE FILE` if it is not known. The words point to `file`, which
 * should be absolute, so that it is no option. Release with pyiq_buf_release(&words->store).
 */
pyiq_status editor_words(const char *command, const char *file, size_t line,
			 struct editor_words *words, struct pyiq_error *err);

/*
 * Run the command, by the shell, with these words, and wait for its end. The
 * terminal is its own meanwhile. PYIQ_OK, or PYIQ_ERR_IO when it could not be
 * run or did not succeed.
 */
pyiq_status editor_run(const char *command, const struct editor_words *words,
		       struct pyiq_error *err);

#endif

/*
 * What the program says on stderr.
 */
#ifndef PYIQ_CMD_MESSAGE_H
#define PYIQ_CMD_MESSAGE_H

#include <stddef.h>

#include "base/status.h"

/* Exit status, as grep's. */
enum { EXIT_HIT = 0, EXIT_NO_HIT = 1, EXIT_TROUBLE = 2 };

/*
 * "pyiq: …". While a pager has the terminal this and all that follow are held
 * back, until message_say_held.
 */
void message(const char *format, ...) PYIQ_PRINTF(1, 2);

/* The message of a failure and its hint. Returns EXIT_TROUBLE. */
int message_error(const struct pyiq_error *err);

/*
 * "pyiq COMMAND: …" and where to read more. The name of the command may be
 * NULL. Returns EXIT_TROUBLE.
 */
int message_usage(const char *command, const char *format, ...) PYIQ_PRINTF(2, 3);

/* Say what was held back. */
void message_say_held(void);

/* What a noun ends in when there are so many: "s", or "" for one. */
const char *plural(size_t n);

#endif

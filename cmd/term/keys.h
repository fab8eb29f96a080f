/*
 * Answers, one by one: keys of a terminal as they are hit, or the lines of
 * whatever else standard input is.
 *
 * Between keys_begin and keys_end a terminal does not show what is typed, and
 * signals that would end or stop the program wait until a key is waited for.
 * Before they have their way the terminal is as it was, and when a program that
 * was stopped goes on, as it has to be.
 */
#ifndef PYIQ_CMD_KEYS_H
#define PYIQ_CMD_KEYS_H

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <termios.h>

/* What keys_next returns besides characters. */
enum {
	KEY_END = -1,      /* no more: the end of the input, Ctrl-D, Esc */
	KEY_OTHER = -2,    /* a key that is no ASCII character, or a line of several */
	KEY_CONTINUED = -3 /* the program was stopped and goes on: what it showed may be gone */
};

enum { KEYS_N_SIGNALS = 7 };

struct keys {
	FILE *file;
	bool single;           /* keys; else lines */
	struct termios before; /* the terminal's state */
	sigset_t mask;         /* signals that were blocked */
	struct sigaction saved[KEYS_N_SIGNALS];
};

/* Begin to read from file; one at a time. A terminal that is dumb gives lines. */
void keys_begin(struct keys *keys, FILE *file);

/*
 * Wait for the next key, or read a line: the character that it is, '\n' if it is
 * empty. Write out what asks for it before. Does not return from what ends the
 * program, such as Ctrl-C.
 */
int keys_next(struct keys *keys);

/* Everything is as it was. */
void keys_end(struct keys *keys);

#endif

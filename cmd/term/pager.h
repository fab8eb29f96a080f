/*
 * A pager between standard output and the terminal, as git runs it.
 */
#ifndef PYIQ_CMD_PAGER_H
#define PYIQ_CMD_PAGER_H

#include <stdbool.h>

/* All that decides which command pages; the strings may be NULL. */
struct pager_facts {
	const char *option;   /* what the user told pyiq */
	const char *variable; /* PAGER */
	const char *term;
	bool has_less;
};

/* The command for the shell, or NULL when there is to be no pager. */
const char *pager_choose(const struct pager_facts *facts);

/*
 * Have output paged from the next pager_begin on. `option` may be NULL and is
 * borrowed. Without this call pager_begin does nothing.
 */
void pager_want(const char *option);

/*
 * Start the pager that is wanted, unless that was done; what is written to
 * stdout from then on goes through it. To be called before the view for people
 * is written, when there is something to show. If it cannot be started, output
 * goes to the terminal itself.
 */
void pager_begin(void);

/* Whether a pager has the terminal. */
bool pager_is_running(void);

/*
 * Give the pager the rest of stdout and wait until it is left; stdout leads
 * nowhere then. Returns whether there was a pager.
 */
bool pager_end(void);

#endif

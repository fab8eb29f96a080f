/*
 * What somebody meant who mistyped a name.
 */
#ifndef PYIQ_CMD_NEAREST_H
#define PYIQ_CMD_NEAREST_H

#include <stddef.h>

/*
 * The one of n names that is least far from what was given, by letters to insert,
 * delete, replace or swap with the next: two at most, and fewer than were given.
 * NULL if there is none.
 */
const char *nearest(const char *given, const char *const *names, size_t n);

#endif

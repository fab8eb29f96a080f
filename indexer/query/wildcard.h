/*
 * Words with parts left out: `gener*`, `multi*ing`.
 */
#ifndef PYIQ_QUERY_WILDCARD_H
#define PYIQ_QUERY_WILDCARD_H

#include <stdbool.h>

#include "base/text.h"

/* Whether a word is what the pattern stands for, in which each `*` is any number of bytes. */
bool pyiq_wildcard_fits(struct pyiq_str pattern, struct pyiq_str word);

#endif

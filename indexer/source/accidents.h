/*
 * Headings that nobody meant: a separator right under a text makes a heading of
 * it (`A row of objects.` with `---` below).
 */
#ifndef PYIQ_SOURCE_ACCIDENTS_H
#define PYIQ_SOURCE_ACCIDENTS_H

#include "source/blocks.h"

/* Turn such headings back into the paragraphs they are. Once more changes nothing. */
void pyiq_mend_headings(struct pyiq_blocks *blocks);

#endif

/*
 * One visible text for the tests of a file, made by set_up_visible and released
 * behind each of them.
 */
#ifndef PYIQ_TESTS_UNIT_VISIBLE_H
#define PYIQ_TESTS_UNIT_VISIBLE_H

#include "text/markup.h"

static struct pyiq_visible visible;

static inline int set_up_visible(void **state)
{
	(void)state;
	pyiq_visible_init(&visible);
	return 0;
}

static inline int tear_down_visible(void **state)
{
	(void)state;
	pyiq_visible_release(&visible);
	return 0;
}

#endif

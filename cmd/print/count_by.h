/*
 * Hits counted by what they have in common: --count-by.
 */
#ifndef PYIQ_CMD_COUNT_BY_H
#define PYIQ_CMD_COUNT_BY_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/table.h"
#include "pyiq.h"
#include "term/term.h"

/* In the order of the values of --count-by. */
typedef enum facet {
	FACET_NONE, /* nothing is counted */
	FACET_TOPIC,
	FACET_FILE,
	FACET_LEVEL,
	FACET_LANGUAGE,
	FACET_TAG
} facet;

/* A value: initialise, add, print, release. */
struct count_by {
	facet facet;
	struct pyiq_table counts;
	struct pyiq_buf scratch;
};

void count_by_init(struct count_by *counts, facet by);
void count_by_release(struct count_by *counts);

/*
 * Count a unit: under the value that it has, each if there are several, or
 * under "" if there is none. Returns PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status count_by_add(struct count_by *counts, const struct pyiq_unit *unit,
			 struct pyiq_error *err);

typedef enum count_form { COUNT_LINES, COUNT_COLUMNS, COUNT_JSON } count_form;

/* Print a line for each value, the most frequent first. PYIQ_OK or PYIQ_ERR_NOMEM. */
pyiq_status count_by_print(const struct count_by *counts, const struct term *term, count_form form,
			   struct pyiq_error *err);

#endif

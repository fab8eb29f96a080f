/*
 * The units of a source into the database, and out of it again.
 */
#ifndef PYIQ_INTAKE_H
#define PYIQ_INTAKE_H

#include "base/status.h"
#include "source/format.h"
#include "store/record.h"
#include "store/xapian_c.h"

/* Works on one writer, which must outlive it. One handle, one thread at a time. */
struct pyiq_intake;

/* Called for every unit that was read; a status other than PYIQ_OK ends the run with it. */
typedef pyiq_status pyiq_intake_fn(void *ctx, struct pyiq_error *err);

pyiq_status pyiq_intake_new(struct pyiq_x_writer *writer, pyiq_intake_fn *fn, void *ctx,
			    struct pyiq_intake **out, struct pyiq_error *err);
void pyiq_intake_free(struct pyiq_intake *intake);

/* What there was to say of a source that was read; lives until the next one. */
struct pyiq_intake_notes {
	const char *repaired, *skipped; /* "" if nothing was */
};

/*
 * Read a source, put its units in the place of those it was known by (NULL: it
 * is new), and remember it; source->n_units receives how many there are.
 * Returns PYIQ_OK, PYIQ_ERR_NOMEM, what fn returned, or the database's error.
 * *readable is false when the source itself could not be read: nothing was
 * changed then, and the status with the reason in err is PYIQ_ERR_SOURCE,
 * PYIQ_ERR_NOT_TEXT or PYIQ_ERR_IO.
 */
pyiq_status pyiq_intake_add(struct pyiq_intake *intake, const struct pyiq_format *format,
			    struct pyiq_input *input, const struct pyiq_source_record *known,
			    struct pyiq_source_record *source, struct pyiq_intake_notes *notes,
			    bool *readable, struct pyiq_error *err);

/* Remember a source as it is now, its units untouched. */
pyiq_status pyiq_intake_remember(struct pyiq_intake *intake,
				 const struct pyiq_source_record *source, struct pyiq_error *err);

/* Delete the units of a source and forget it. */
pyiq_status pyiq_intake_remove(struct pyiq_intake *intake, const struct pyiq_source_record *source,
			       struct pyiq_error *err);

/* Write what the two mean for the lexicon; to be called before the commit. */
pyiq_status pyiq_intake_finish(struct pyiq_intake *intake, struct pyiq_error *err);

#endif

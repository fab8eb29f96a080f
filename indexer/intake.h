/*
 * The units of a source into the database, and out of it again.
 */
#ifndef PYIQ_INTAKE_H
#define PYIQ_INTAKE_H

#include "base/status.h"
#include "store/record.h"
#include "store/xapian_c.h"

/* Works on one writer, which must outlive it. One handle, one thread at a time. */
struct pyiq_intake;

pyiq_status pyiq_intake_new(struct pyiq_x_writer *writer, struct pyiq_intake **out,
			    struct pyiq_error *err);
void pyiq_intake_free(struct pyiq_intake *intake);

/*
 * Read a source's bytes, put its units in the place of those it was known by
 * (NULL: it is new), and remember it; source->n_units receives how many there
 * are. *cause is NULL, or says why the bytes are no text: nothing was changed
 * then. Returns PYIQ_OK, PYIQ_ERR_NOMEM or the database's error.
 */
pyiq_status pyiq_intake_add(struct pyiq_intake *intake, const struct pyiq_source_record *known,
			    struct pyiq_source_record *source, struct pyiq_str bytes,
			    const char **cause, struct pyiq_error *err);

/* Remember a source as it is now, its units untouched. */
pyiq_status pyiq_intake_remember(struct pyiq_intake *intake,
				 const struct pyiq_source_record *source, struct pyiq_error *err);

/* Delete the units of a source and forget it. */
pyiq_status pyiq_intake_remove(struct pyiq_intake *intake, const struct pyiq_source_record *source,
			       struct pyiq_error *err);

/* Write what the two mean for the lexicon; to be called before the commit. */
pyiq_status pyiq_intake_finish(struct pyiq_intake *intake, struct pyiq_error *err);

#endif

/*
 * Databases and the notes that they were made from: bring the one up to date
 * with the other, or say that somebody should.
 */
#ifndef PYIQ_CMD_REFRESH_H
#define PYIQ_CMD_REFRESH_H

#include <stdbool.h>

#include "view.h"

/*
 * Read what has changed in the notes of every database in use that knows any.
 * Reports what fails; false if something did.
 */
bool refresh(const struct view *view);

/* Tell a person at a terminal if notes have changed since they were read. db may be NULL. */
void refresh_advise(struct pyiq_db *db);

#endif

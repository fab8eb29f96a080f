/*
 * Taking out of a database what its user no longer wants there.
 */
#ifndef PYIQ_PRUNE_H
#define PYIQ_PRUNE_H

#include <stdbool.h>

#include "store/catalog.h"

/*
 * Forget what lies in a path, which need not be there any more, or the stream
 * of that name. Roots are marked as forgotten; a part of a folder that goes on
 * is left out of it from now on. *found becomes true if the catalog, whose
 * sources must be loaded, knows anything of it. PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_prune_path(struct pyiq_catalog *catalog, const char *named, bool *found,
			    struct pyiq_error *err);

#endif

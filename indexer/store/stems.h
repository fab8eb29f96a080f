/*
 * Stems, remembered: a collection has far fewer words than occurrences of them.
 */
#ifndef PYIQ_STORE_STEMS_H
#define PYIQ_STORE_STEMS_H

#include "base/status.h"
#include "base/text.h"

/* The stemmers of several languages. One handle, one thread at a time. */
struct pyiq_stems;

/* A new one stems English. */
pyiq_status pyiq_stems_new(struct pyiq_stems **out, struct pyiq_error *err);
void pyiq_stems_free(struct pyiq_stems *stems);

/*
 * Stem in the language of that code from now on, or in English when it has no
 * stemmer, as "" has none. To go on with the same one costs next to nothing; a
 * stemmer is made when it is first needed. PYIQ_OK or PYIQ_ERR_NOMEM; after a
 * failure the language is what it was.
 */
pyiq_status pyiq_stems_use(struct pyiq_stems *stems, struct pyiq_str language,
			   struct pyiq_error *err);

/* The name of the stemmer in use ("english"): one pointer for each, good for comparison, static. */
const char *pyiq_stems_in_use(const struct pyiq_stems *stems);

/*
 * The stem of a folded word; *stem lives as long as the handle, whatever the
 * language is by then. PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_stems_of(struct pyiq_stems *stems, struct pyiq_str word, struct pyiq_str *stem,
			  struct pyiq_error *err);

#endif

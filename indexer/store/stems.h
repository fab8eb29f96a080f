/*
 * Stems, remembered: a collection has far fewer words than occurrences of them.
 */
#ifndef PYIQ_STORE_STEMS_H
#define PYIQ_STORE_STEMS_H

#include "base/status.h"
#include "base/text.h"

/* One handle, one thread at a time. */
struct pyiq_stems;

pyiq_status pyiq_stems_new(struct pyiq_stems **out, struct pyiq_error *err);
void pyiq_stems_free(struct pyiq_stems *stems);

/* The English stem of a folded word; *stem lives as long as the handle. PYIQ_OK or PYIQ_ERR_NOMEM. */
pyiq_status pyiq_stems_of(struct pyiq_stems *stems, struct pyiq_str word, struct pyiq_str *stem,
			  struct pyiq_error *err);

#endif

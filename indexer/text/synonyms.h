/*
 * Lists of synonyms: a group a line, its forms with ` ~ ` between them.
 *
 *	# what is between Python people
 *	dunder init ~ __init__
 *	venv ~ virtualenv ~ virtual environment
 */
#ifndef PYIQ_TEXT_SYNONYMS_H
#define PYIQ_TEXT_SYNONYMS_H

#include "base/status.h"
#include "base/text.h"

/*
 * Receives a group: two or more forms, each as it was typed, without white
 * space around it and never empty. The array is valid during the call, the
 * forms as long as the text. Non-zero stops with PYIQ_STOPPED.
 */
typedef int pyiq_synonyms_fn(void *ctx, const struct pyiq_str *forms, size_t n);

/*
 * Push the groups of a text in its order. A line that begins with `#` behind
 * any white space, or has nothing else, holds none. A tilde parts two forms
 * where white space or the end of the line is on both sides of it; `~=` is a
 * form like any other. Any bytes; linear time. Returns PYIQ_OK, PYIQ_STOPPED,
 * PYIQ_ERR_NOMEM, or PYIQ_ERR_INVALID for the first line with a form that is
 * alone or empty: the message begins with `line N: `, and the groups before it
 * were pushed.
 */
pyiq_status pyiq_synonyms_parse(struct pyiq_str text, pyiq_synonyms_fn *fn, void *ctx,
				struct pyiq_error *err);

#endif

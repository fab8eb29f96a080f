/*
 * Acronyms that a text explains.
 *
 *	Global Interpreter Lock (GIL), GIL (Global Interpreter Lock, which …)
 *	global interpreter lock, or GIL; GIL: Global Interpreter Lock
 *	GIL stands for Global Interpreter Lock; GIL (short for …)
 *	object-relational mappers (ORMs), just-in-time compiler (JIT)
 */
#ifndef PYIQ_TEXT_ACRONYM_H
#define PYIQ_TEXT_ACRONYM_H

#include "base/status.h"
#include "text/markup.h"

/*
 * Receives a pair, folded: the short form without dots, plural or possessive
 * (`gil`, `ci/cd`, `t-sne`), and the words it stands for with one space between
 * them where a space, hyphen, slash or comma was (`object relational mappers`).
 * Valid during the call. Non-zero stops with PYIQ_STOPPED.
 */
typedef int pyiq_acronym_fn(void *ctx, struct pyiq_str acronym, struct pyiq_str words);

/*
 * Push the pairs of the visible text in its order, each time they are explained.
 *
 * The short form has 2 to 8 letters or digits, of which at least two are
 * capitals and the first is a letter. Two or more words explain it when they
 * give its letters in order and only small words (of, and, the, for …) and what
 * stands behind a hyphen give none. A word gives its first letter, and with it
 * those that follow (PyPI: Python package index) or are capitals inside (JSON:
 * JavaScript object notation). Of four or more letters, one may be anywhere in
 * its word (HTTP: hypertext transfer protocol). The x of `ex…`, `cross` and
 * `trans` counts as their first letter (XML, XSS), 2 as `to` and 4 as `for`.
 *
 * A short form of two letters must be in brackets, or the words must. One that
 * is a small word itself (`AS`) is no acronym, nor is code, except for a span of
 * code that is the short form alone. Linear time. Returns PYIQ_OK, PYIQ_STOPPED
 * or PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_acronyms(const struct pyiq_visible *visible, pyiq_acronym_fn *fn, void *ctx,
			  struct pyiq_error *err);

#endif

/*
 * Which natural language a text is written in.
 */
#ifndef PYIQ_TEXT_LANGUAGE_H
#define PYIQ_TEXT_LANGUAGE_H

#include "base/status.h"
#include "text/markup.h"

/* Room for an ISO 639-1 code such as "en", "pt" or "zh", and a NUL. */
enum { PYIQ_LANGUAGE_SIZE = 3 };

/*
 * Find the language of what a reader sees of the texts (n of them) outside of
 * code: by the script where that decides (kana, hangul, han), else by the
 * library. Names in Latin letters do not make English of another script. `code`
 * receives its ISO 639-1 code ("zh" for Chinese in either script), or "" when
 * the text says too little to tell: less than a short sentence, or one that
 * might be in several languages.
 *
 * `visible` is room for the work, which the caller keeps from call to call.
 * Only the first kilobytes of each text are looked at. Any bytes are valid
 * input. Safe from any thread. Returns PYIQ_OK, PYIQ_ERR_NOMEM or PYIQ_ERR_INTERNAL.
 */
pyiq_status pyiq_language_of(const struct pyiq_text *texts, size_t n, struct pyiq_visible *visible,
			     char code[PYIQ_LANGUAGE_SIZE], struct pyiq_error *err);

/* The name by which Xapian's stemmers know a language ("english" for "en"), or NULL when there is none. */
const char *pyiq_language_stemmer(const char *code);

#endif

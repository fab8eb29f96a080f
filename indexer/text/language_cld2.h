/*
 * Compact Language Detector 2, which has no C interface: language.c's own header.
 */
#ifndef PYIQ_TEXT_LANGUAGE_CLD2_H
#define PYIQ_TEXT_LANGUAGE_CLD2_H

#include <stddef.h>

#include "base/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What the library calls the language of a text, which is valid UTF-8 without
 * control characters: "en", "iw", "zh-Hant", "ceb"; "un" when it is not sure.
 * *code is static. Safe from any thread. Returns PYIQ_OK, PYIQ_ERR_NOMEM or
 * PYIQ_ERR_INTERNAL.
 */
pyiq_status pyiq_cld2_language(const char *text, size_t len, const char **code,
			       struct pyiq_error *err);

#ifdef __cplusplus
}
#endif

#endif

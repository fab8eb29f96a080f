#include "text/language_cld2.h"

#include <cstdio> /* before the library's header, which uses FILE without it */
#include <exception>
#include <new>

#include <cld2/public/compact_lang_det.h>

pyiq_status pyiq_cld2_language(const char *text, size_t len, const char **code,
			       struct pyiq_error *err)
{
	CLD2::Language found[3] = { CLD2::UNKNOWN_LANGUAGE };
	int percent[3], n_bytes;
	bool is_reliable = false;

	*code = "un";
	try {
		/*
		 * The form that does not make English of what it does not know. Of its answers
		 * the first language: the returned one takes English for the frame of a page.
		 */
		CLD2::ExtDetectLanguageSummary(text, static_cast<int>(len), true, found, percent,
					       &n_bytes, &is_reliable);
		if (is_reliable)
			*code = CLD2::LanguageCode(found[0]);
	} catch (const std::bad_alloc &) {
		return pyiq_fail_nomem(err);
	} catch (const std::exception &e) {
		return pyiq_fail(err, PYIQ_ERR_INTERNAL, "cld2: %s", e.what());
	} catch (...) {
		return pyiq_fail(err, PYIQ_ERR_INTERNAL, "cld2: unknown exception");
	}
	return PYIQ_OK;
}

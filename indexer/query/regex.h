/*
 * Patterns, through PCRE2: the only file that knows it.
 *
 * A set of patterns is compiled once and matched against the text of one unit
 * at a time. PCRE2 runs with UTF and UCP; JIT is used where it works and
 * silently not elsewhere. Every match has a budget of time and memory, linear
 * in the lengths of pattern and text, so that no pattern can hang the program.
 */
#ifndef PYIQ_QUERY_REGEX_H
#define PYIQ_QUERY_REGEX_H

#include "base/status.h"
#include "base/text.h"

enum {
	PYIQ_REGEX_FIXED = 1, /* the patterns are plain text */
	PYIQ_REGEX_IGNORE_CASE = 2,
	PYIQ_REGEX_SMART_CASE = 4, /* ignore case in patterns without an upper-case letter */
	PYIQ_REGEX_WORD = 8, /* match whole words: not preceded or followed by a word character */
	PYIQ_REGEX_LINE = 16 /* match whole lines */
};

struct pyiq_regex;

/*
 * Compile n patterns (n ≥ 1). A match of any of them is a match. `^` and `$`
 * match at line ends too (multi-line mode), `.` matches no newline, and a
 * pattern may match across lines, as with `(?s)` or `\n`. Lines end in LF, CRLF
 * or CR. `\C`, a single byte, is not allowed.
 *
 * An upper-case letter is one that stands for itself: not that of an escape
 * (`\W`, `\pL`), a name or a setting.
 *
 * Returns PYIQ_OK; PYIQ_ERR_REGEX with the offset in bytes and PCRE2's reason
 * in the message ("pattern error at byte 4: missing closing parenthesis") and
 * of several patterns the number in the hint; PYIQ_ERR_INVALID for a pattern
 * that is not UTF-8; PYIQ_ERR_NOMEM. On failure *out is NULL. Freed with
 * pyiq_regex_free. One handle, one thread at a time.
 */
pyiq_status pyiq_regex_compile(const struct pyiq_str *patterns, size_t n, unsigned flags,
			       struct pyiq_regex **out, struct pyiq_error *err);
void pyiq_regex_free(struct pyiq_regex *regex);

/* How many patterns were compiled. */
size_t pyiq_regex_count(const struct pyiq_regex *regex);

/* Receives each match, ascending; a non-zero return stops with PYIQ_STOPPED. */
typedef int pyiq_match_fn(void *ctx, struct pyiq_span match);

/*
 * Push the matches of text, not overlapping, leftmost first. Empty ones are
 * left out, but where the text has no other match the first of them is pushed.
 * Of several patterns the one that begins earliest is taken, the longest of
 * equals. Bytes that are not UTF-8 are matched by nothing.
 *
 * Returns PYIQ_OK, PYIQ_STOPPED, PYIQ_ERR_NOMEM, or PYIQ_ERR_LIMIT when a
 * match needed more than the budget ("pattern exceeded its match limit"); the
 * matches pushed until then stand.
 */
pyiq_status pyiq_regex_match(struct pyiq_regex *regex, struct pyiq_str text, pyiq_match_fn *fn,
			     void *ctx, struct pyiq_error *err);

/* Like pyiq_regex_match for the pattern of index i alone. */
pyiq_status pyiq_regex_match_one(struct pyiq_regex *regex, size_t i, struct pyiq_str text,
				 pyiq_match_fn *fn, void *ctx, struct pyiq_error *err);

/* "PCRE2 10.42" and whether JIT is available here; the string is static. */
const char *pyiq_regex_version(bool *jit);

#endif

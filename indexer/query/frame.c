#include "query/frame.h"

#include <stdlib.h>

/*
 * Sorted. Weighing these words near zero at query time was worth +.010 to +.018
 * nDCG@10 (shared/eval/README.md). They are indexed all the same: some are Python
 * (`is`, `in`, `with`), and a query of nothing else is about them.
 */
static const char *const frame_words[] = {
	"a",        "about", "all",        "am",          "an",        "and",     "any",
	"are",      "as",    "at",         "be",          "been",      "between", "but",
	"by",       "can",   "compare",    "concept",     "contrast",  "could",   "define",
	"describe", "did",   "difference", "differences", "different", "do",      "does",
	"doing",    "don't", "done",       "example",     "examples",  "explain", "for",
	"from",     "get",   "give",       "had",         "has",       "have",    "how",
	"i",        "if",    "in",         "into",        "is",        "it",      "its",
	"me",       "mean",  "meaning",    "means",       "my",        "of",      "on",
	"or",       "our",   "please",     "should",      "so",        "some",    "such",
	"tell",     "than",  "that",       "the",         "their",     "them",    "then",
	"there",    "these", "they",       "this",        "those",     "to",      "use",
	"used",     "uses",  "using",      "versus",      "vs",        "was",     "we",
	"we'd",     "were",  "what",       "what's",      "when",      "where",   "which",
	"who",      "whom",  "whose",      "why",         "will",      "with",    "would",
	"you",      "your",
};

/* Sorted; those of Python 3.14, `match` and `case` among them. */
static const char *const python_keywords[] = {
	"and",      "as",   "assert",   "async", "await",  "break",  "case",  "class",
	"continue", "def",  "del",      "elif",  "else",   "except", "false", "finally",
	"for",      "from", "global",   "if",    "import", "in",     "is",    "lambda",
	"match",    "none", "nonlocal", "not",   "or",     "pass",   "raise", "return",
	"true",     "try",  "while",    "with",  "yield",
};

static int compare(const void *key, const void *element)
{
	const struct pyiq_str *word = key;
	const char *const *frame = element;

	return pyiq_str_compare(*word, pyiq_str(*frame));
}

#define CONTAINS(table, word)                                                                      \
	(bsearch(&(word), table, sizeof(table) / sizeof *(table), sizeof *(table), compare) != NULL)

bool pyiq_is_frame_word(struct pyiq_str word)
{
	return CONTAINS(frame_words, word);
}

bool pyiq_is_python_keyword(struct pyiq_str word)
{
	return CONTAINS(python_keywords, word);
}

bool pyiq_is_comparison(struct pyiq_str word)
{
	return pyiq_str_equal(word, pyiq_str("vs")) || pyiq_str_equal(word, pyiq_str("versus"));
}

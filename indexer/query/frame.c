#include "query/frame.h"

#include <stdlib.h>

#include "query/planner.h"

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

/*
 * What all notes are about tells them apart no better than a frame word does, but
 * a little: × 0.1 to × 0.5 are worth +.011 nDCG@10 on cosqa, where nearly every
 * query names Python, and nothing on the others of ../shared/eval.
 */
static const double SUBJECT_WEIGHT = 0.3;

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

static bool is_python_keyword(struct pyiq_str word)
{
	return CONTAINS(python_keywords, word);
}

/* ---- What is asked ----------------------------------------------------------------- */

static bool is(const struct pyiq_plan *plan, size_t i, const char *word)
{
	return i < plan->n_groups && pyiq_str_equal(plan->groups[i].word, pyiq_str(word));
}

/* Keywords of Python that follow each other are code, as in `yield from`. */
static bool is_code(const struct pyiq_plan *plan, size_t i)
{
	const struct pyiq_group *g = plan->groups;

	return is_python_keyword(g[i].word) &&
	       ((i > 0 && is_python_keyword(g[i - 1].word)) ||
		(i + 1 < plan->n_groups && is_python_keyword(g[i + 1].word)));
}

static bool any_is(const struct pyiq_plan *plan, const char *const *words)
{
	for (; *words != NULL; words++)
		for (size_t i = 0; i < plan->n_groups; i++)
			if (plan->groups[i].plain && is(plan, i, *words))
				return true;
	return false;
}

/*
 * The group that stands between two sides: `vs` and its like, or `and` and `or`
 * where the query says that it compares. n_groups when there is none.
 */
static size_t find_middle(const struct pyiq_plan *plan, struct pyiq_str query)
{
	static const char *const comparing[] = { "between",       "better",     "compare",
						 "comparison",    "difference", "differences",
						 "differentiate", "different",  NULL };
	bool compares = any_is(plan, comparing);
	bool asks = query.len > 0 && query.data[query.len - 1] == '?';

	for (size_t i = 1; i + 1 < plan->n_groups; i++)
		if (plan->groups[i].plain &&
		    (is(plan, i, "vs") || is(plan, i, "versus") ||
		     (is(plan, i, "or") && (asks || compares)) || (is(plan, i, "and") && compares)))
			return i;
	return plan->n_groups;
}

/* A side of nothing but frame words is about the one next to the middle: `is vs ==`. */
static void take_side(struct pyiq_plan *plan, size_t first, size_t end, size_t next, unsigned side)
{
	bool any = false;

	for (size_t i = first; i < end; i++)
		any |= plan->groups[i].asked;
	if (!any)
		plan->groups[next].asked = plan->groups[next].plain;
	for (size_t i = first; i < end; i++)
		plan->groups[i].side = plan->groups[i].asked ? side : 0;
}

static bool has_side(const struct pyiq_plan *plan, unsigned side)
{
	for (size_t i = 0; i < plan->n_groups; i++)
		if (plan->groups[i].side == side)
			return true;
	return false;
}

void pyiq_plan_mark_frame(struct pyiq_plan *plan, struct pyiq_str query)
{
	size_t middle = find_middle(plan, query);
	bool any = false;

	for (size_t i = 0; i < plan->n_groups; i++) {
		struct pyiq_group *group = &plan->groups[i];

		if (group->plain && pyiq_is_frame_word(group->word) &&
		    (i == middle || !is_code(plan, i)))
			group->asked = false;
	}
	if (middle < plan->n_groups) {
		take_side(plan, 0, middle, middle - 1, 1);
		take_side(plan, middle + 1, plan->n_groups, middle + 1, 2);
		plan->compares = has_side(plan, 1) && has_side(plan, 2);
	}
	for (size_t i = 0; i < plan->n_groups; i++)
		any |= plan->groups[i].asked;
	for (size_t i = 0; i < plan->n_groups && !any; i++)
		plan->groups[i].asked = plan->groups[i].plain;
	for (size_t i = 0; i < plan->n_groups; i++)
		if (plan->groups[i].plain && is(plan, i, "python"))
			plan->groups[i].weight = SUBJECT_WEIGHT;
}

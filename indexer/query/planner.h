/*
 * What the rooms of the planner share: words into groups (groups.c) with their
 * terms (plan.c), the tree of a query into clauses (conditions.c), words that may stand for others (alternatives.c), what was meant by a
 * mistyped one (correct.c), and the words of a wildcard (wildcard.c).
 */
#ifndef PYIQ_QUERY_PLANNER_H
#define PYIQ_QUERY_PLANNER_H

#include "query/plan.h"

struct pyiq_planner {
	struct pyiq_plan *plan;
	const struct pyiq_plan_tools *tools;
	size_t n_known; /* languages of units, those without a stemmer too */
	size_t n_places, n_leaves;
	struct pyiq_buf scratch;
	struct pyiq_error *err;
};

/* A copy in the plan's arena; data is NULL when memory ran out. */
struct pyiq_str pyiq_planner_keep(struct pyiq_planner *p, struct pyiq_str text);

/* The postings shall be asked for a term, too, that words of these languages have. */
pyiq_status pyiq_planner_add_term(struct pyiq_planner *p, struct pyiq_str term, pyiq_use use,
				  size_t owner, unsigned step, uint64_t languages);

/* Add a token's terms, one for each language that units of the database are stemmed by. */
pyiq_status pyiq_planner_add_token(struct pyiq_planner *p, const struct pyiq_token *token,
				   pyiq_use use, size_t owner, unsigned step);

/* How many units have a token's term, at most of the languages; no term is added. */
pyiq_status pyiq_planner_token_freq(struct pyiq_planner *p, const struct pyiq_token *token,
				    uint32_t *freq);

/*
 * The words of a leaf become groups, *first and those behind it. `asked`: they
 * are to be found, and not to be excluded; `stated`: they cannot be frame words.
 */
pyiq_status pyiq_planner_read_leaf(struct pyiq_planner *p, const struct pyiq_node *node, bool asked,
				   bool stated, size_t *first);

/* A clause without children, the arena's; NULL when memory ran out, which is reported. */
struct pyiq_clause *pyiq_planner_new_clause(struct pyiq_planner *p, pyiq_clause_kind kind,
					    pyiq_role role);

/* The tree of the query becomes the plan's clauses, and its words groups. */
pyiq_status pyiq_planner_add_clauses(struct pyiq_planner *p, const struct pyiq_node *tree);

/* In how many units a folded word stands, at most of its forms. */
pyiq_status pyiq_planner_word_freq(struct pyiq_planner *p, struct pyiq_str word, uint32_t *freq);

/*
 * Words that may stand for groups [first, first + n): a text, tokenised. Nothing
 * is added when the text has no word, or one that no unit has.
 */
pyiq_status pyiq_planner_add_sequence(struct pyiq_planner *p, size_t first, size_t n,
				      pyiq_kinship kinship, struct pyiq_str words);

/* Add the sequences that may stand for what is asked. */
pyiq_status pyiq_planner_add_alternatives(struct pyiq_planner *p);

/* Add the words that may have been meant by mistyped ones of the query. */
pyiq_status pyiq_planner_correct(struct pyiq_planner *p, struct pyiq_str query);

/* The words that a wildcard stands for become the group's terms. */
pyiq_status pyiq_planner_expand(struct pyiq_planner *p, size_t group);

#endif

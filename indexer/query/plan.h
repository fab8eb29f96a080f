/*
 * From the user's text to a plan: what the postings are asked for, and what the
 * text of each candidate is judged by.
 */
#ifndef PYIQ_QUERY_PLAN_H
#define PYIQ_QUERY_PLAN_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/memory.h"
#include "base/table.h"
#include "query/clause.h"
#include "query/parse.h"
#include "store/stems.h"
#include "store/xapian_c.h"
#include "text/language.h"
#include "text/tokenizer.h"

/* More words than that are no question; the rest of the query is left out. */
enum { PYIQ_MAX_GROUPS = 128 };

/*
 * A group is one word of the query as the user sees it: `copies`, `lru_cache`,
 * `O(n log n)`. It matches best as a whole, less by its parts.
 */
struct pyiq_group {
	struct pyiq_str shown; /* as in the query, a part of the plan's copy of it */
	struct pyiq_str word;  /* folded, not stemmed; with `*` when it is a wildcard */
	size_t leaf; /* of the query that it stands in; only in one do words stand side by side */
	pyiq_scope scope; /* ANY, QUESTION, ANSWER, CODE or TOPIC */
	bool strict;      /* neither its parts nor other words will do */
	bool exact;       /* the very form */
	bool wildcard;
	bool asked;        /* it adds to a unit's rank; false: it frames, filters or excludes */
	bool plain;        /* a word that the user said nothing about: it may frame the question */
	unsigned side;     /* 1 or 2 in a comparison, else 0 */
	uint32_t position; /* in the query */
	uint32_t n_positions;
	unsigned n_parts; /* terms of its parts; 0 for a simple word */
	bool mistyped;    /* hardly any unit has it, and a word spelled nearly so is well known */
	uint32_t freq;    /* units that have the whole, at most as far as the postings tell */
	double weight;    /* 1, or less for what nearly every unit is about */
	double idf;       /* how rare it is, times the weight; 0 if no unit has it */
};

/* Why other words may stand for groups. */
typedef enum pyiq_kinship {
	PYIQ_JOINED,     /* `deepcopy` for `deep copy` */
	PYIQ_SPLIT,      /* the reverse */
	PYIQ_ACRONYM,    /* `gil` for `global interpreter lock`, or the reverse */
	PYIQ_SYNONYM,    /* from the list of them */
	PYIQ_CORRECTION, /* what was meant by a mistyped word */
	PYIQ_N_KINSHIPS
} pyiq_kinship;

/* Nobody writes more words for one. */
enum { PYIQ_SEQUENCE_STEPS = 8 };

/* Words that stand for groups [first, first + n_groups) where they follow each other. */
struct pyiq_sequence {
	size_t first, n_groups;
	size_t n_steps;
	uint32_t offsets[PYIQ_SEQUENCE_STEPS]; /* of each in positions, from the first */
	uint32_t n_positions;
	pyiq_kinship kinship;
	struct pyiq_str shown;
};

/* What a term of the postings is to the plan. */
typedef enum pyiq_use {
	PYIQ_USE_WHOLE, /* a form of the group's word */
	PYIQ_USE_PART,
	PYIQ_USE_STEP /* of a sequence */
} pyiq_use;

struct pyiq_plan_term {
	struct pyiq_str term;
	pyiq_use use;
	size_t owner;       /* the group, or the sequence */
	unsigned step;      /* which part, or which step of the sequence, from 0 */
	uint32_t freq;      /* units that have it */
	uint64_t languages; /* bit i: the plan's i-th language makes this term of the word */
	size_t next;        /* another plan term of the same string, index + 1; 0 for none */
};

/* One for every two bytes that a word may begin with. */
enum { PYIQ_PLAN_BEGINNINGS = 1 << 16 };

/* Snowball has fewer. */
enum { PYIQ_PLAN_LANGUAGES = 64 };

/* A value: init, make, release. */
struct pyiq_plan {
	struct pyiq_group *groups;
	size_t n_groups, groups_capacity;
	struct pyiq_sequence *sequences;
	size_t n_sequences, sequences_capacity;
	struct pyiq_plan_term *terms;
	size_t n_terms, terms_capacity;
	struct pyiq_table by_term; /* term → index + 1 of its first plan term */
	struct pyiq_clause *root;
	struct pyiq_clause **numbered; /* phrases and NEARs */
	size_t n_numbered, numbered_capacity;
	bool reads_text; /* what postings know does not decide the clauses */
	bool compares;   /* there are two sides */
	char languages[PYIQ_PLAN_LANGUAGES]
		      [PYIQ_LANGUAGE_SIZE]; /* by which units' words are stemmed */
	size_t n_languages;
	char language[PYIQ_LANGUAGE_SIZE]; /* of the query, as far as that can be told; else "" */
	struct pyiq_buf correction; /* the query with corrected words, "" when there are none */
	struct pyiq_buf
		capped; /* a wildcard that stands for too many words, "" when there is none */
	struct pyiq_arena arena;
	uint64_t beginnings[PYIQ_PLAN_BEGINNINGS / 64]; /* see pyiq_plan_may_have */
};

void pyiq_plan_init(struct pyiq_plan *plan);
void pyiq_plan_release(struct pyiq_plan *plan);

static inline size_t pyiq_plan_beginning(struct pyiq_str word)
{
	unsigned char first = word.len > 0 ? (unsigned char)word.data[0] : 0;
	unsigned char second = word.len > 1 ? (unsigned char)word.data[1] : 0;

	/* English stems keep the first two letters, but for `die` of `dying`. */
	return (size_t)first << 8 | (second == 'y' ? 'i' : second);
}

/* Whether a word may have a term of the plan, if its stem is the English one. Tells most others apart, fast. */
static inline bool pyiq_plan_may_have(const struct pyiq_plan *plan, struct pyiq_str word)
{
	size_t beginning = pyiq_plan_beginning(word);

	return plan->beginnings[beginning / 64] >> beginning % 64 & 1;
}

/* The bit of the language whose stemmer has that name; 0 when no unit's words are stemmed by it. */
uint64_t pyiq_plan_language(const struct pyiq_plan *plan, const char *stemmer);

/* What a plan is made with. */
struct pyiq_plan_tools {
	struct pyiq_tokenizer *tokenizer;
	struct pyiq_stems *stems;
	struct pyiq_x_db *db;
	struct pyiq_str synonyms; /* text of a list of them (text/synonyms.h), or empty */
	/* The keys of the sources whose path fits a pattern, pushed to fn; for `file:`. */
	pyiq_status (*find_sources)(void *ctx, struct pyiq_str pattern, pyiq_x_term_fn *fn,
				    void *fn_ctx, struct pyiq_error *err);
	void *ctx;
};

/*
 * Make the plan for a query against a database. Frame words are left out unless
 * they are all there is, stand in code form, or are compared (`is vs ==`); words
 * that no unit has, or hardly any, are corrected from the lexicon. Returns
 * PYIQ_OK or the error of memory or database.
 */
pyiq_status pyiq_plan_make(struct pyiq_plan *plan, struct pyiq_str query,
			   const struct pyiq_plan_tools *tools, struct pyiq_error *err);

/* Which units are proposed. */
typedef enum pyiq_answers { PYIQ_EITHER, PYIQ_ANSWERED, PYIQ_UNANSWERED } pyiq_answers;

/*
 * The query that proposes candidates: every unit that the clauses let pass, and no more
 * than these unless the plan reads text. Matches nothing when no term stands in
 * any unit. Freed by the caller.
 */
pyiq_status pyiq_plan_propose(const struct pyiq_plan *plan, pyiq_answers answers,
			      struct pyiq_x_query **out, struct pyiq_error *err);

/*
 * A plan that asks for words of the postings, one group each, whatever stands
 * between them. PYIQ_OK or the error of memory or database.
 */
pyiq_status pyiq_plan_of_terms(struct pyiq_plan *plan, const struct pyiq_str *terms, size_t n,
			       const struct pyiq_plan_tools *tools, struct pyiq_error *err);

/* How much of a word's worth a stand-in has, 0 to 1. */
double pyiq_kinship_worth(pyiq_kinship kinship);

/*
 * Whether a unit that the postings propose may have no word that was asked for:
 * those of a stand-in, but apart; or one that has the stem in another language.
 */
bool pyiq_plan_may_fail(const struct pyiq_plan *plan);

/* Receives the lines of a description. */
typedef void pyiq_describe_fn(void *ctx, const char *what, const char *text);

/* Tell the plan line by line, for the user: what is asked, by which terms, and what may stand for it. */
pyiq_status pyiq_plan_describe(const struct pyiq_plan *plan, pyiq_describe_fn *fn, void *ctx,
			       struct pyiq_error *err);

#endif

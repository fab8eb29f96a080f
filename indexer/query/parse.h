/*
 * What the user typed, as a tree. A query is never a syntax error: what is not
 * one of these forms, or not complete, is text to be searched for.
 *
 *	deep copy             words next to each other: a list, any of them
 *	"deep copy"           a phrase
 *	+must -not            of a list: required, excluded
 *	a AND b, a OR b, NOT c, a NOT c, ( )
 *	                      in capitals; a list binds closest, then NOT, AND, OR
 *	q:x  topic:"a b"  code:(a b)
 *	                      a word, phrase, or what is in brackets, in one field
 *	gener*  multi*ing     a word with parts left out
 *	=copies  ="deep copies"
 *	                      exactly this form
 *	a NEAR/3 b, a NEAR b  within so many words of each other, or PYIQ_NEAR_WORDS;
 *	                      a NEAR/2 b NEAR/5 c is one, of the greatest distance
 *
 * What counts; all else is text:
 *
 *	a word     begins behind white space, or behind a bracket or operator that
 *	           counts, and goes up to white space; `f(x, -y)` is one
 *	+ -        where a word begins, right in front of a letter, a phrase, a bracket,
 *	           a field or a `=` that counts
 *	a field    there or behind a sign, in front of anything; in any case: `Q:x`
 *	=          there or behind a field, in front of a letter, `_` or a phrase
 *	a phrase   there or behind any of these; closed, not blank, in straight or in
 *	           curly marks
 *	( )        behind a sign or field, and where a word begins if the query has an
 *	           operator; closed, not blank
 *	*          behind two or more letters, digits or underscores of which the first
 *	           is no digit; the word has only these, dots and single stars
 *	AND OR     between two operands
 *	NOT        in front of an operand; two of them are none
 *	NEAR       between two words or phrases; a sign in front of the first is that of all
 *
 * One of these words in capitals that does not count is nobody's operand:
 * `a AND AND b` is text.
 */
#ifndef PYIQ_QUERY_PARSE_H
#define PYIQ_QUERY_PARSE_H

#include <stdbool.h>

#include "base/memory.h"
#include "base/status.h"
#include "base/text.h"

/* Words between the two sides of a NEAR without a number, as in Xapian. */
enum { PYIQ_NEAR_WORDS = 10 };

/* Brackets nest no deeper than that; further ones are text. */
enum { PYIQ_QUERY_DEPTH = 32 };

typedef enum pyiq_node_kind {
	PYIQ_NODE_LIST, /* the children, each with its role */
	PYIQ_NODE_AND,
	PYIQ_NODE_OR,
	PYIQ_NODE_NOT,  /* one child */
	PYIQ_NODE_NEAR, /* two or more PYIQ_NODE_TEXT of one word each, or PYIQ_NODE_PHRASE */
	PYIQ_NODE_TEXT, /* words, as the tokeniser finds them */
	PYIQ_NODE_PHRASE,
	PYIQ_NODE_WILDCARD /* one word with `*` in it */
} pyiq_node_kind;

/* What a member of a list is to it. */
typedef enum pyiq_role { PYIQ_WANTED, PYIQ_REQUIRED, PYIQ_EXCLUDED } pyiq_role;

/* Where something is looked for. */
typedef enum pyiq_scope {
	PYIQ_SCOPE_ANY,
	PYIQ_SCOPE_QUESTION, /* q: or question:, with what belongs to the question below its line */
	PYIQ_SCOPE_ANSWER,   /* a: or answer: */
	PYIQ_SCOPE_CODE,     /* code:, in a code span or block */
	PYIQ_SCOPE_TOPIC,    /* topic: */
	PYIQ_SCOPE_FILE,     /* file: */
	PYIQ_SCOPE_LEVEL,    /* level: */
	PYIQ_SCOPE_TAG,      /* tag: */
	PYIQ_SCOPE_LANGUAGE  /* lang: */
} pyiq_scope;

struct pyiq_node {
	pyiq_node_kind kind;
	pyiq_role role;          /* in the list that it is a member of; else PYIQ_WANTED */
	pyiq_scope scope;        /* of a leaf, also where brackets have it */
	bool exact;              /* a leaf with `=` in front */
	unsigned distance;       /* of PYIQ_NODE_NEAR, 1 to 65535 */
	struct pyiq_str text;    /* of a leaf: part of the query, no signs or quotes; never blank */
	struct pyiq_node *child; /* the first, NULL for a leaf */
	struct pyiq_node *next;  /* the next child of its parent */
};

/*
 * Parse a query. *root receives a tree that is the arena's and points into the
 * query: always a PYIQ_NODE_LIST, AND, OR or NOT; a list without children when the
 * query is blank. AND is never a child of AND, nor OR of OR, nor NOT of NOT; a list
 * is a child of a list only where a sign would lose its meaning, `+(a "b c")` or
 * `(+a b) c OR d`, and only the root can be a list of one: elsewhere `-a` is `NOT a`.
 * Text that nothing parts is one leaf, whatever its words: `deep copy` is a list
 * of one PYIQ_NODE_TEXT. The scope FILE, LEVEL, TAG and LANGUAGE have TEXT and
 * PHRASE leaves (a TEXT being all up to the next white space), and their text may
 * hold `*`; NEAR does not take them. Time and memory are linear in the query.
 * Returns PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_query_parse(struct pyiq_str query, struct pyiq_arena *arena,
			     struct pyiq_node **root, struct pyiq_error *err);

#endif

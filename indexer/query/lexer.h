/*
 * A query in pieces: what parse.h calls a sign, a field, an operator, a bracket,
 * is found here; its structure is parse.c's.
 */
#ifndef PYIQ_QUERY_LEXER_H
#define PYIQ_QUERY_LEXER_H

#include "query/parse.h"

/* The first three begin an operand, the first two are all of it. */
typedef enum pyiq_lexeme_kind {
	PYIQ_LEXEME_WORD, /* text without any mark */
	PYIQ_LEXEME_LEAF, /* a phrase, a wildcard, a word with a sign, a field or `=` */
	PYIQ_LEXEME_OPEN,
	PYIQ_LEXEME_CLOSE,
	PYIQ_LEXEME_AND,
	PYIQ_LEXEME_OR,
	PYIQ_LEXEME_NOT,
	PYIQ_LEXEME_NEAR,
	PYIQ_LEXEME_STRAY, /* an operator without its operands: text, but nobody's operand */
	PYIQ_LEXEME_END
} pyiq_lexeme_kind;

struct pyiq_lexeme {
	pyiq_lexeme_kind kind;
	pyiq_node_kind leaf; /* of a word or leaf: TEXT, PHRASE or WILDCARD */
	pyiq_role role;      /* of a leaf or an opening bracket */
	pyiq_scope scope;    /* that of the brackets around it, unless it has one */
	bool exact;
	unsigned distance; /* of NEAR */
	struct pyiq_str
		text; /* part of the query, as in the tree; the whole word of a word or stray */
};

/* Whether a scope holds words; in the others a text is a name, or a pattern of names. */
static inline bool pyiq_scope_has_words(pyiq_scope scope)
{
	return scope < PYIQ_SCOPE_FILE;
}

/*
 * Cut a query. *lexemes receives an array whose last one is END; brackets in it
 * are balanced and not empty, operators have their operands. It is freed with
 * pyiq_free. Linear time. Returns PYIQ_OK or PYIQ_ERR_NOMEM, then with NULL.
 */
pyiq_status pyiq_query_lex(struct pyiq_str query, struct pyiq_lexeme **lexemes,
			   struct pyiq_error *err);

#endif

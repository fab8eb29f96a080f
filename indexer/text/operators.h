/*
 * The shapes of operators, and of the signs that belong to a word: `@name`,
 * `*args`, `--help`. The tokeniser's own header.
 *
 * The same characters draw tables, rules, lists and emphasis; what tells them
 * apart is where they stand.
 */
#ifndef PYIQ_TEXT_OPERATORS_H
#define PYIQ_TEXT_OPERATORS_H

#include "base/text.h"

/* Where something stands in a visible text. */
struct pyiq_setting {
	struct pyiq_span stretch; /* what is code as this is, or is none as this is none */
	bool code;
	bool line_start; /* nothing but white space and list markers before it on its line */
	bool table_row;  /* its line began with `|` */
};

/*
 * A run of operator characters is an operator, a prefix of the word behind it,
 * one and then the other (`==-1`), or neither: then both spans are empty.
 */
struct pyiq_operators {
	struct pyiq_span sign, prefix;
	size_t end; /* of the run */
	bool marker; /* of a list, a quotation or a table; the line goes on as if it began behind it */
};

/* Judge the run that starts at `at`, where there is an operator character. */
void pyiq_operators_read(struct pyiq_operators *found, struct pyiq_str text,
			 const struct pyiq_setting *setting, size_t at);

/*
 * Where a term of brackets ends that starts at `at`: a slice such as `[::-1]`,
 * or an empty pair that is neither call nor subscript. 0 when there is none.
 */
size_t pyiq_brackets_end(struct pyiq_str text, size_t at);

#endif

/*
 * A unit's record into the document that Xapian stores: its data, its postings,
 * its sketch, its part of the lexicon.
 */
#ifndef PYIQ_STORE_DOCUMENT_H
#define PYIQ_STORE_DOCUMENT_H

#include "store/record.h"
#include "store/stems.h"
#include "store/xapian_c.h"
#include "text/tokenizer.h"

/*
 * Holds the tokeniser, the stemmers, and the words and acronyms they have met, with
 * the changes of their counts in the lexicon. One handle, one thread at a time.
 */
struct pyiq_document_maker;

pyiq_status pyiq_document_maker_new(struct pyiq_document_maker **out, struct pyiq_error *err);
void pyiq_document_maker_free(struct pyiq_document_maker *maker);

/*
 * The term that the postings hold for a token: the stem of a natural word in the
 * language that the stems are used in, the token's own term otherwise. *term lives
 * as long as the stems or the token.
 */
pyiq_status pyiq_document_term(struct pyiq_stems *stems, const struct pyiq_token *token,
			       struct pyiq_str *term, struct pyiq_error *err);

/*
 * Replace *term by a boolean term: a prefix (PYIQ_PREFIX_LANGUAGE, _LEVEL or _TAG)
 * and a text, folded, without white space around it, and shortened as the
 * tokeniser's terms are. An empty text leaves the prefix alone, which no unit has.
 * Returns PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_document_key(const char *prefix, struct pyiq_str text, struct pyiq_buf *term,
			      struct pyiq_error *err);

/* Fill *doc (cleared first) from a record, and count its words, acronyms and topic into the lexicon. */
pyiq_status pyiq_document_make(struct pyiq_document_maker *maker, const struct pyiq_record *record,
			       struct pyiq_x_doc *doc, struct pyiq_error *err);

/*
 * The words of the record that was made or forgotten last, as a person counts
 * them in question, prompt and answer: words, numbers and identifiers, each once
 * where it stands; no operators, no headings, and not the question where it is
 * the beginning of the text itself.
 */
uint64_t pyiq_document_n_words(const struct pyiq_document_maker *maker);

/* Count them out of it again: the record's document is about to be deleted. */
pyiq_status pyiq_document_forget(struct pyiq_document_maker *maker,
				 const struct pyiq_record *record, struct pyiq_error *err);

/*
 * Whether so many different ones were met that what the two have counted should
 * be written, for the sake of memory.
 */
bool pyiq_document_maker_is_full(const struct pyiq_document_maker *maker);

/* Write what the two have counted, and forget it. */
pyiq_status pyiq_document_write_lexicon(struct pyiq_document_maker *maker,
					struct pyiq_x_writer *writer, struct pyiq_error *err);

#endif

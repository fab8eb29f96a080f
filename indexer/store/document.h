/*
 * A unit's record into the document that Xapian stores: its data, its postings,
 * its part of the lexicon.
 */
#ifndef PYIQ_STORE_DOCUMENT_H
#define PYIQ_STORE_DOCUMENT_H

#include "store/record.h"
#include "store/stems.h"
#include "store/xapian_c.h"
#include "text/tokenizer.h"

/*
 * Holds the tokeniser, and the words it has met with their terms and the changes
 * of their counts in the lexicon. One handle, one thread at a time.
 */
struct pyiq_document_maker;

pyiq_status pyiq_document_maker_new(struct pyiq_document_maker **out, struct pyiq_error *err);
void pyiq_document_maker_free(struct pyiq_document_maker *maker);

/*
 * The term that the postings hold for a token: the stem of a natural word, the
 * token's own term otherwise. *term lives as long as the stems or the
 * token.
 */
pyiq_status pyiq_document_term(struct pyiq_stems *stems, const struct pyiq_token *token,
			       struct pyiq_str *term, struct pyiq_error *err);

/* Fill *doc (cleared first) from a record, and count its words into the lexicon. */
pyiq_status pyiq_document_make(struct pyiq_document_maker *maker, const struct pyiq_record *record,
			       struct pyiq_x_doc *doc, struct pyiq_error *err);

/* Count the words of a record out of the lexicon: its document is about to be deleted. */
pyiq_status pyiq_document_forget(struct pyiq_document_maker *maker,
				 const struct pyiq_record *record, struct pyiq_error *err);

/*
 * Whether so many different words were met that what the two have counted should
 * be written, for the sake of memory.
 */
bool pyiq_document_maker_is_full(const struct pyiq_document_maker *maker);

/* Write what the two have counted, and forget it. */
pyiq_status pyiq_document_write_lexicon(struct pyiq_document_maker *maker,
					struct pyiq_x_writer *writer, struct pyiq_error *err);

#endif

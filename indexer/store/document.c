#include "store/document.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/table.h"
#include "store/catalog.h"
#include "store/schema.h"
#include "store/stems.h"

struct pyiq_document_maker {
	struct pyiq_tokenizer *tokenizer;
	struct pyiq_stems *stems;
	struct pyiq_table lexicon; /* word → change of its count */
	struct pyiq_buf data;
};

pyiq_status pyiq_document_maker_new(struct pyiq_document_maker **out, struct pyiq_error *err)
{
	struct pyiq_document_maker *maker = pyiq_alloc(sizeof *maker);
	pyiq_status status;

	*out = NULL;
	if (maker == NULL)
		return pyiq_fail_nomem(err);
	*maker = (struct pyiq_document_maker){ .data = PYIQ_BUF_INIT };
	pyiq_table_init(&maker->lexicon);
	status = pyiq_tokenizer_new(&maker->tokenizer, err);
	if (status == PYIQ_OK)
		status = pyiq_stems_new(&maker->stems, err);
	if (status != PYIQ_OK)
		pyiq_document_maker_free(maker);
	else
		*out = maker;
	return status;
}

void pyiq_document_maker_free(struct pyiq_document_maker *maker)
{
	if (maker == NULL)
		return;
	pyiq_tokenizer_free(maker->tokenizer);
	pyiq_stems_free(maker->stems);
	pyiq_table_release(&maker->lexicon);
	pyiq_buf_release(&maker->data);
	pyiq_free(maker);
}

pyiq_status pyiq_document_term(struct pyiq_stems *stems, const struct pyiq_token *token,
			       struct pyiq_str *term, struct pyiq_error *err)
{
	if (token->flags & PYIQ_TOKEN_WORD)
		return pyiq_stems_of(stems, token->term, term, err);
	*term = token->term;
	return PYIQ_OK;
}

/* Where the tokens of one text go. */
struct sink {
	struct pyiq_document_maker *maker;
	struct pyiq_x_doc *doc; /* or NULL: the lexicon only */
	uint32_t wdf;
	int step; /* of the lexicon's counts */
	pyiq_status status;
	struct pyiq_error *err;
};

/* The lexicon offers words and identifiers to wildcards and corrections; not operators, nor what is shorter than a correction. */
static bool is_lexical(const struct pyiq_token *token)
{
	enum { SHORTEST = 3 };

	return !(token->flags & PYIQ_TOKEN_OPERATOR) && token->term.len >= SHORTEST;
}

static int take_token(void *ctx, const struct pyiq_token *token)
{
	struct sink *sink = ctx;
	struct pyiq_str term;

	if (sink->doc != NULL) {
		sink->status = pyiq_document_term(sink->maker->stems, token, &term, sink->err);
		if (sink->status == PYIQ_OK && term.len > 0)
			sink->status = pyiq_x_doc_add_term(sink->doc, term, sink->wdf, sink->err);
	}
	if (sink->status == PYIQ_OK && is_lexical(token)) {
		struct pyiq_entry *entry = pyiq_table_put(&sink->maker->lexicon, token->term);

		if (entry == NULL)
			sink->status = pyiq_fail_nomem(sink->err);
		else
			entry->value.number += sink->step;
	}
	return sink->status != PYIQ_OK;
}

static pyiq_status take_text(struct sink *sink, const struct pyiq_text *text, uint32_t wdf)
{
	pyiq_status status;

	sink->wdf = wdf;
	status = pyiq_tokenize(sink->maker->tokenizer, text, take_token, sink, sink->err);
	return status == PYIQ_STOPPED ? sink->status : status;
}

static pyiq_status take_record(struct sink *sink, const struct pyiq_record *record)
{
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < PYIQ_RECORD_N_FIELDS && status == PYIQ_OK; i++)
		status = take_text(sink, &record->texts[i],
				   i == PYIQ_RECORD_QUESTION ? PYIQ_WDF_QUESTION : PYIQ_WDF_BODY);
	for (size_t i = 0; i < record->n_topic && status == PYIQ_OK; i++) {
		struct pyiq_text topic = { .source = record->topic[i] };

		status = take_text(sink, &topic, PYIQ_WDF_TOPIC);
	}
	return status;
}

static pyiq_status add_key(struct pyiq_x_doc *doc, const char *prefix, const char *key,
			   struct pyiq_error *err)
{
	char term[32];
	int len = snprintf(term, sizeof term, "%s%s", prefix, key);

	return pyiq_x_doc_add_term(doc, (struct pyiq_str){ term, (size_t)len }, 0, err);
}

static pyiq_status add_keys(struct pyiq_x_doc *doc, const struct pyiq_record *record,
			    struct pyiq_error *err)
{
	char key[PYIQ_KEY_SIZE], alike[8];
	pyiq_status status;

	snprintf(key, sizeof key, "%016" PRIx64, record->id);
	status = add_key(doc, PYIQ_PREFIX_ID, key, err);
	pyiq_source_key(record->root, record->path, key);
	if (status == PYIQ_OK)
		status = add_key(doc, PYIQ_PREFIX_SOURCE, key, err);
	snprintf(key, sizeof key, "%016" PRIx64, record->alike);
	if (status == PYIQ_OK)
		status = add_key(doc, PYIQ_PREFIX_ALIKE, key, err);
	for (size_t i = 0; i < sizeof alike; i++)
		alike[i] = (char)(record->alike >> (8 * i));
	if (status == PYIQ_OK)
		status = pyiq_x_doc_set_value(doc, PYIQ_SLOT_ALIKE,
					      (struct pyiq_str){ alike, sizeof alike }, err);
	return status;
}

pyiq_status pyiq_document_make(struct pyiq_document_maker *maker, const struct pyiq_record *record,
			       struct pyiq_x_doc *doc, struct pyiq_error *err)
{
	struct sink sink = { .maker = maker, .doc = doc, .step = 1, .err = err };
	pyiq_status status = pyiq_x_doc_clear(doc, err);

	if (status == PYIQ_OK)
		status = take_record(&sink, record);
	if (status == PYIQ_OK)
		status = add_keys(doc, record, err);
	if (status != PYIQ_OK)
		return status;
	pyiq_buf_clear(&maker->data);
	pyiq_record_encode(&maker->data, record);
	status = pyiq_buf_status(&maker->data, err);
	if (status == PYIQ_OK)
		status = pyiq_x_doc_set_data(
			doc, (struct pyiq_str){ maker->data.data, maker->data.len }, err);
	return status;
}

pyiq_status pyiq_document_forget(struct pyiq_document_maker *maker,
				 const struct pyiq_record *record, struct pyiq_error *err)
{
	struct sink sink = { .maker = maker, .step = -1, .err = err };

	return take_record(&sink, record);
}

pyiq_status pyiq_document_write_lexicon(struct pyiq_document_maker *maker,
					struct pyiq_x_writer *writer, struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	for (struct pyiq_entry *e = NULL;
	     status == PYIQ_OK && (e = pyiq_table_next(&maker->lexicon, e)) != NULL;) {
		if (e->value.number > 0)
			status = pyiq_x_writer_add_spelling(writer, e->key,
							    (uint32_t)e->value.number, err);
		else if (e->value.number < 0)
			status = pyiq_x_writer_remove_spelling(writer, e->key,
							       (uint32_t)-e->value.number, err);
		e->value.number = 0;
	}
	return status;
}

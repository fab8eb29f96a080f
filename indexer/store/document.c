#include "store/document.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/table.h"
#include "base/unicode.h"
#include "store/catalog.h"
#include "store/lexicon.h"
#include "store/pairs.h"
#include "store/schema.h"
#include "store/topics.h"
#include "text/adjacency.h"
#include "text/sketch.h"

/* A term of the postings. */
struct term {
	struct pyiq_str text;
	uint64_t hash;
	uint32_t wdf; /* in the document being made */
};

/* A term of the tokeniser, and what becomes of it. */
struct word {
	struct pyiq_str text;
	size_t terms[2];     /* index + 1 of its term, as it is and stemmed; 0: not known yet */
	const char *stemmer; /* which one stemmed it: the pointer is its name */
	int64_t change;      /* of its count in the lexicon */
};

struct pyiq_document_maker {
	struct pyiq_tokenizer *tokenizer;
	struct pyiq_stems *stems;
	struct pyiq_table by_word, by_term; /* → index + 1 of the two below */
	struct word *words;
	size_t n_words, words_capacity;
	struct term *terms;
	size_t n_terms, terms_capacity;
	size_t *posted; /* indices of the terms in the document being made */
	size_t n_posted, posted_capacity;
	struct pyiq_pairs pairs;
	struct pyiq_topics topics;
	uint64_t n_text_words; /* of the record that was taken last */
	struct pyiq_buf data, key;
};

pyiq_status pyiq_document_maker_new(struct pyiq_document_maker **out, struct pyiq_error *err)
{
	struct pyiq_document_maker *maker = pyiq_alloc(sizeof *maker);
	pyiq_status status;

	*out = NULL;
	if (maker == NULL)
		return pyiq_fail_nomem(err);
	*maker = (struct pyiq_document_maker){ .data = PYIQ_BUF_INIT, .key = PYIQ_BUF_INIT };
	pyiq_pairs_init(&maker->pairs);
	pyiq_topics_init(&maker->topics);
	pyiq_table_init(&maker->by_word);
	pyiq_table_init(&maker->by_term);
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
	pyiq_table_release(&maker->by_word);
	pyiq_table_release(&maker->by_term);
	pyiq_free(maker->words);
	pyiq_free(maker->terms);
	pyiq_free(maker->posted);
	pyiq_pairs_release(&maker->pairs);
	pyiq_topics_release(&maker->topics);
	pyiq_buf_release(&maker->data);
	pyiq_buf_release(&maker->key);
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

/* Behind `start`, keep what fits into a term: its beginning, and a hash that stands for the rest. */
static void shorten(struct pyiq_buf *term, size_t start)
{
	enum { HASH = 16 };
	size_t kept = start + PYIQ_TERM_MAX - HASH;
	uint64_t hash = pyiq_hash(PYIQ_HASH_SEED, term->data + start, term->len - start);

	while (((unsigned char)term->data[kept] & 0xC0) == 0x80)
		kept--;
	term->len = kept;
	pyiq_buf_printf(term, "%016" PRIx64, hash);
}

pyiq_status pyiq_document_key(const char *prefix, struct pyiq_str text, struct pyiq_buf *term,
			      struct pyiq_error *err)
{
	size_t start = strlen(prefix);
	pyiq_status status;

	text = pyiq_str_trim(text);
	pyiq_buf_clear(term);
	pyiq_buf_append(term, prefix, start);
	pyiq_fold(term, text.data, text.len);
	status = pyiq_buf_status(term, err);
	if (status != PYIQ_OK)
		return status;
	/* Xapian counts a NUL as two bytes. */
	for (size_t i = start; i < term->len; i++)
		if (term->data[i] == '\0')
			term->data[i] = ' ';
	if (term->len - start > PYIQ_TERM_MAX)
		shorten(term, start);
	return pyiq_buf_status(term, err);
}

/* ---- Words and terms ------------------------------------------------------------- */

/* The word of a token, or NULL when memory ran out. Valid until the next call. */
static struct word *word_of(struct pyiq_document_maker *maker, struct pyiq_str text)
{
	struct pyiq_entry *entry = pyiq_table_put(&maker->by_word, text);

	if (entry == NULL)
		return NULL;
	if (entry->value.number == 0) {
		if (pyiq_grow(&maker->words, &maker->words_capacity, maker->n_words + 1,
			      sizeof *maker->words, NULL) != PYIQ_OK)
			return NULL;
		maker->words[maker->n_words++] = (struct word){ .text = entry->key };
		entry->value.number = (int64_t)maker->n_words;
	}
	return &maker->words[entry->value.number - 1];
}

/* Look up the term that the postings hold for a token; *index receives its index + 1. */
static pyiq_status find_term(struct pyiq_document_maker *maker, const struct pyiq_token *token,
			     size_t *index, struct pyiq_error *err)
{
	struct pyiq_str text;
	pyiq_status status = pyiq_document_term(maker->stems, token, &text, err);
	struct pyiq_entry *entry;

	if (status != PYIQ_OK)
		return status;
	entry = pyiq_table_put(&maker->by_term, text);
	if (entry == NULL)
		return pyiq_fail_nomem(err);
	if (entry->value.number == 0) {
		status = pyiq_grow(&maker->terms, &maker->terms_capacity, maker->n_terms + 1,
				   sizeof *maker->terms, err);
		if (status != PYIQ_OK)
			return status;
		maker->terms[maker->n_terms++] =
			(struct term){ .text = entry->key,
				       .hash = pyiq_adjacency_term(entry->key) };
		entry->value.number = (int64_t)maker->n_terms;
	}
	*index = (size_t)entry->value.number;
	return PYIQ_OK;
}

/* The document being made has so many more occurrences of a term. */
static pyiq_status post(struct pyiq_document_maker *maker, size_t index, uint32_t wdf,
			struct pyiq_error *err)
{
	struct term *term = &maker->terms[index];
	pyiq_status status = PYIQ_OK;

	if (term->wdf == 0)
		status = pyiq_grow(&maker->posted, &maker->posted_capacity, maker->n_posted + 1,
				   sizeof *maker->posted, err);
	if (status != PYIQ_OK)
		return status;
	if (term->wdf == 0)
		maker->posted[maker->n_posted++] = index;
	term->wdf += wdf;
	return PYIQ_OK;
}

/* Move what was posted into a document, unless it is NULL. */
static pyiq_status hand_over(struct pyiq_document_maker *maker, struct pyiq_x_doc *doc,
			     struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < maker->n_posted; i++) {
		struct term *term = &maker->terms[maker->posted[i]];

		if (doc != NULL && term->text.len > 0 && status == PYIQ_OK)
			status = pyiq_x_doc_add_term(doc, term->text, term->wdf, err);
		term->wdf = 0;
	}
	maker->n_posted = 0;
	return status;
}

/* ---- A record ---------------------------------------------------------------------- */

/* Where the tokens of one text go. */
struct sink {
	struct pyiq_document_maker *maker;
	bool posts;   /* and does not only count */
	uint32_t wdf; /* of a token */
	int64_t step; /* of the lexicon's counts */
	struct pyiq_sketch sketch;
	bool in_text; /* the text is not a heading above the unit */
	struct pyiq_adjacency adjacency;
	const char *stemmer;
	pyiq_status status;
	struct pyiq_error *err;
};

/* The lexicon offers words and identifiers to wildcards and corrections; not operators, nor what is shorter than a correction. */
static bool is_lexical(const struct pyiq_token *token)
{
	enum { SHORTEST = 3 };

	return !(token->flags & PYIQ_TOKEN_OPERATOR) && token->term.len >= SHORTEST;
}

/* One of the words as they follow each other, none of them twice. */
static bool is_plain(const struct pyiq_token *token)
{
	return !(token->flags & (PYIQ_TOKEN_PART | PYIQ_TOKEN_JOINED | PYIQ_TOKEN_VARIANT));
}

static pyiq_status post_token(struct sink *sink, const struct pyiq_token *token, struct word *word)
{
	bool stemmed = token->flags & PYIQ_TOKEN_WORD;
	pyiq_status status = PYIQ_OK;

	if (stemmed && word->stemmer != sink->stemmer) {
		word->terms[stemmed] = 0;
		word->stemmer = sink->stemmer;
	}
	if (word->terms[stemmed] == 0)
		status = find_term(sink->maker, token, &word->terms[stemmed], sink->err);
	if (status == PYIQ_OK)
		status = post(sink->maker, word->terms[stemmed] - 1, sink->wdf, sink->err);
	if (status == PYIQ_OK)
		pyiq_adjacency_add(&sink->adjacency,
				   sink->maker->terms[word->terms[stemmed] - 1].hash,
				   token->position);
	if (sink->in_text && is_plain(token))
		pyiq_sketch_add(&sink->sketch, token->term);
	return status;
}

static int take_token(void *ctx, const struct pyiq_token *token)
{
	struct sink *sink = ctx;
	struct word *word = word_of(sink->maker, token->term);

	if (word == NULL) {
		sink->status = pyiq_fail_nomem(sink->err);
		return 1;
	}
	if (sink->posts)
		sink->status = post_token(sink, token, word);
	if (sink->status == PYIQ_OK && is_lexical(token))
		word->change += sink->step;
	if (sink->in_text && is_plain(token) && !(token->flags & PYIQ_TOKEN_OPERATOR))
		sink->maker->n_text_words++;
	return sink->status != PYIQ_OK;
}

static pyiq_status take_text(struct sink *sink, const struct pyiq_text *text, uint32_t wdf)
{
	pyiq_status status;

	sink->wdf = wdf;
	pyiq_adjacency_part(&sink->adjacency);
	status = pyiq_tokenize(sink->maker->tokenizer, text, take_token, sink, sink->err);
	return status == PYIQ_STOPPED ? sink->status : status;
}

static pyiq_status take_record(struct sink *sink, const struct pyiq_record *record)
{
	struct pyiq_document_maker *maker = sink->maker;
	pyiq_status status = pyiq_pairs_count(&maker->pairs, record->texts, PYIQ_RECORD_N_FIELDS,
					      sink->step, maker->stems, sink->err);

	if (status == PYIQ_OK)
		status = pyiq_stems_use(maker->stems, record->language, sink->err);
	sink->stemmer = pyiq_stems_in_use(maker->stems);
	sink->in_text = true;
	maker->n_text_words = 0;
	/* A question that is the beginning of the text would count it twice. */
	for (size_t i = record->untitled ? PYIQ_RECORD_PROMPT : PYIQ_RECORD_QUESTION;
	     i < PYIQ_RECORD_N_FIELDS && status == PYIQ_OK; i++)
		status = take_text(sink, &record->texts[i],
				   i == PYIQ_RECORD_QUESTION ? PYIQ_WDF_QUESTION : PYIQ_WDF_BODY);
	sink->in_text = false;
	for (size_t i = 0; i < record->n_topic && status == PYIQ_OK; i++) {
		struct pyiq_text topic = { .source = record->topic[i] };

		status = take_text(sink, &topic, PYIQ_WDF_TOPIC);
	}
	if (status == PYIQ_OK)
		status = pyiq_topics_count(&maker->topics, record->topic, record->n_topic,
					   sink->step, sink->err);
	return status;
}

static pyiq_status add_key(struct pyiq_x_doc *doc, const char *prefix, const char *key,
			   struct pyiq_error *err)
{
	char term[32];
	int len = snprintf(term, sizeof term, "%s%s", prefix, key);

	return pyiq_x_doc_add_term(doc, (struct pyiq_str){ term, (size_t)len }, 0, err);
}

static pyiq_status set_value(struct pyiq_x_doc *doc, uint32_t slot, uint64_t value,
			     struct pyiq_error *err)
{
	char bytes[8];

	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)(value >> (8 * i));
	return pyiq_x_doc_set_value(doc, slot, (struct pyiq_str){ bytes, sizeof bytes }, err);
}

static pyiq_status set_sketches(struct pyiq_x_doc *doc, const struct sink *sink,
				struct pyiq_error *err)
{
	char bytes[PYIQ_ADJACENCY_MAX];
	struct pyiq_str neighbours = { bytes, pyiq_adjacency_write(&sink->adjacency, bytes) };
	pyiq_status status = set_value(doc, PYIQ_SLOT_SKETCH, pyiq_sketch_bits(&sink->sketch), err);

	if (status != PYIQ_OK || neighbours.len == 0)
		return status;
	return pyiq_x_doc_set_value(doc, PYIQ_SLOT_NEIGHBOURS, neighbours, err);
}

/* What the unit is filed under besides its words; nothing for what is not known. */
static pyiq_status add_label(struct pyiq_document_maker *maker, struct pyiq_x_doc *doc,
			     const char *prefix, struct pyiq_str label, struct pyiq_error *err)
{
	pyiq_status status = pyiq_document_key(prefix, label, &maker->key, err);

	if (status != PYIQ_OK || maker->key.len == strlen(prefix))
		return status;
	return pyiq_x_doc_add_term(doc, (struct pyiq_str){ maker->key.data, maker->key.len }, 0,
				   err);
}

static pyiq_status add_labels(struct pyiq_document_maker *maker, struct pyiq_x_doc *doc,
			      const struct pyiq_record *record, struct pyiq_error *err)
{
	pyiq_status status = add_label(maker, doc, PYIQ_PREFIX_LANGUAGE, record->language, err);

	if (status == PYIQ_OK)
		status = add_label(maker, doc, PYIQ_PREFIX_LEVEL, record->level, err);
	for (size_t i = 0; i < record->n_tags && status == PYIQ_OK; i++)
		status = add_label(maker, doc, PYIQ_PREFIX_TAG, record->tags[i], err);
	return status;
}

static pyiq_status add_keys(struct pyiq_x_doc *doc, const struct pyiq_record *record,
			    struct pyiq_error *err)
{
	char key[PYIQ_KEY_SIZE];
	pyiq_status status;

	snprintf(key, sizeof key, "%016" PRIx64, record->id);
	status = add_key(doc, PYIQ_PREFIX_ID, key, err);
	pyiq_source_key(record->root, record->path, key);
	if (status == PYIQ_OK)
		status = add_key(doc, PYIQ_PREFIX_SOURCE, key, err);
	snprintf(key, sizeof key, "%016" PRIx64, record->alike);
	if (status == PYIQ_OK)
		status = add_key(doc, PYIQ_PREFIX_ALIKE, key, err);
	if (status == PYIQ_OK && record->answered)
		status = add_key(doc, PYIQ_TERM_ANSWERED, "", err);
	return status == PYIQ_OK ? set_value(doc, PYIQ_SLOT_ALIKE, record->alike, err) : status;
}

pyiq_status pyiq_document_make(struct pyiq_document_maker *maker, const struct pyiq_record *record,
			       struct pyiq_x_doc *doc, struct pyiq_error *err)
{
	struct sink sink = { .maker = maker, .posts = true, .step = 1, .err = err };
	pyiq_status status = pyiq_x_doc_clear(doc, err);

	if (status == PYIQ_OK)
		status = take_record(&sink, record);
	if (status == PYIQ_OK)
		status = hand_over(maker, doc, err);
	else
		hand_over(maker, NULL, NULL);
	if (status == PYIQ_OK)
		status = add_keys(doc, record, err);
	if (status == PYIQ_OK)
		status = add_labels(maker, doc, record, err);
	if (status == PYIQ_OK)
		status = set_sketches(doc, &sink, err);
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

uint64_t pyiq_document_n_words(const struct pyiq_document_maker *maker)
{
	return maker->n_text_words;
}

/* ---- The lexicon ------------------------------------------------------------------- */

bool pyiq_document_maker_is_full(const struct pyiq_document_maker *maker)
{
	enum { MANY = 50000 }; /* some ten megabytes */

	return maker->n_words + maker->pairs.n + maker->topics.changes.n >= MANY;
}

/* The stems, too, are those of these words. */
static pyiq_status forget_words(struct pyiq_document_maker *maker, struct pyiq_error *err)
{
	maker->n_words = maker->n_terms = 0;
	pyiq_table_release(&maker->by_word);
	pyiq_table_release(&maker->by_term);
	pyiq_stems_free(maker->stems);
	return pyiq_stems_new(&maker->stems, err);
}

pyiq_status pyiq_document_write_lexicon(struct pyiq_document_maker *maker,
					struct pyiq_x_writer *writer, struct pyiq_error *err)
{
	struct pyiq_lexicon_change *changes = pyiq_alloc(maker->n_words * sizeof *changes);
	size_t n = 0;
	pyiq_status status;

	if (changes == NULL)
		return pyiq_fail_nomem(err);
	for (size_t i = 0; i < maker->n_words; i++)
		if (maker->words[i].change != 0)
			changes[n++] = (struct pyiq_lexicon_change){ maker->words[i].text,
								     maker->words[i].change };
	status = pyiq_lexicon_change(writer, PYIQ_META_WORDS, changes, n, err);
	pyiq_free(changes);
	if (status == PYIQ_OK)
		status = pyiq_pairs_write(&maker->pairs, writer, err);
	if (status == PYIQ_OK)
		status = pyiq_topics_write(&maker->topics, writer, err);
	return status == PYIQ_OK ? forget_words(maker, err) : status;
}

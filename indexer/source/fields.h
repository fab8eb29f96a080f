/*
 * Records of named fields, whatever they are written in: what the key of a JSON
 * object or the head of a column means, and what the values together say.
 */
#ifndef PYIQ_SOURCE_FIELDS_H
#define PYIQ_SOURCE_FIELDS_H

#include "source/row.h"

typedef enum pyiq_field {
	PYIQ_FIELD_NONE,
	PYIQ_FIELD_QUESTION,
	PYIQ_FIELD_ANSWER,
	PYIQ_FIELD_EXPLANATION, /* of the answer: more of it, or in its place */
	PYIQ_FIELD_TITLE,       /* a question where none is called so */
	PYIQ_FIELD_TEXT,        /* an answer where none is called so */
	PYIQ_FIELD_TOPIC,
	PYIQ_FIELD_TAGS,
	PYIQ_FIELD_LEVEL,
	PYIQ_FIELD_KEY,
	PYIQ_FIELD_VOTES,
	PYIQ_N_FIELDS
} pyiq_field;

/* Ranks from here on are of names that only begin with the word: `Question as asked`. */
enum { PYIQ_FIELD_LOOSE = 1000 };

/*
 * The field of that name, in any case, words parted as one likes. *rank
 * receives how well it fits: of two names of one field the one with the smaller
 * rank means it. Linear in the name up to a bound.
 */
pyiq_field pyiq_field_named(struct pyiq_str name, unsigned *rank);

enum { PYIQ_MAX_TOPICS = 8, PYIQ_MAX_TAGS = 64 };

/* The values of one record; borrowed. What is not in it has no data. */
struct pyiq_fields {
	struct pyiq_str value[PYIQ_N_FIELDS];
	struct pyiq_str topic[PYIQ_MAX_TOPICS]; /* outermost first */
	size_t n_topic;
	struct pyiq_str tags[PYIQ_MAX_TAGS];
	size_t n_tags;
};

/* Add to the topics or the tags; nothing and what is too many are left out. */
void pyiq_fields_add_topic(struct pyiq_fields *fields, struct pyiq_str topic);
void pyiq_fields_add_tag(struct pyiq_fields *fields, struct pyiq_str tag);

/* Add each of the tags in a text that are parted by one of some characters. */
void pyiq_fields_add_tags(struct pyiq_fields *fields, struct pyiq_str tags, const char *separators);

/* Whether the record has the texts that make a unit, even if they are empty. */
bool pyiq_fields_make_unit(const struct pyiq_fields *fields);

/*
 * The record as a row, in Markdown; one of title and text alone is plain. The
 * row borrows from *fields; its lines are the caller's to tell.
 */
void pyiq_fields_to_row(const struct pyiq_fields *fields, struct pyiq_row *row);

#endif

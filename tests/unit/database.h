/*
 * A small database on disk for tests of what reads one: units are given as
 * their texts, and are indexed as the engine does it.
 */
#ifndef PYIQ_TESTS_UNIT_DATABASE_H
#define PYIQ_TESTS_UNIT_DATABASE_H

#include "place.h"

#include "store/document.h"
#include "store/xapian_c.h"

/* A unit: its question, and its answer or NULL. */
struct qa {
	const char *question, *answer;
};

static inline struct pyiq_record record_of(const struct qa *unit)
{
	const char *answer = unit->answer != NULL ? unit->answer : "";

	return (struct pyiq_record){
		.texts = { [PYIQ_RECORD_QUESTION] = { .source = pyiq_str(unit->question) },
			   [PYIQ_RECORD_PROMPT] = { .source = { "", 0 } },
			   [PYIQ_RECORD_ANSWER] = { .source = pyiq_str(answer) } },
		.path = { "", 0 },
		.level = { "", 0 },
		.answered = unit->answer != NULL,
	};
}

/* Write units, numbered from 1, into the place's database `db`, and open it. */
static inline struct pyiq_x_db *make_database(const struct qa *units, size_t n)
{
	const char *path = in_place("db");
	struct pyiq_document_maker *maker;
	struct pyiq_x_writer *writer;
	struct pyiq_x_doc *doc;
	struct pyiq_x_db *db;

	ASSERT_OK(pyiq_document_maker_new(&maker, &err));
	ASSERT_OK(pyiq_x_writer_open(path, &writer, &err));
	ASSERT_OK(pyiq_x_doc_new(&doc, &err));
	for (size_t i = 0; i < n; i++) {
		struct pyiq_record record = record_of(&units[i]);
		pyiq_docid id;

		record.id = record.alike = i + 1;
		ASSERT_OK(pyiq_document_make(maker, &record, doc, &err));
		ASSERT_OK(pyiq_x_writer_add(writer, doc, &id, &err));
		assert_int_equal(id, i + 1);
	}
	ASSERT_OK(pyiq_document_write_lexicon(maker, writer, &err));
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	pyiq_x_doc_free(doc);
	pyiq_x_writer_close(writer);
	pyiq_document_maker_free(maker);
	ASSERT_OK(pyiq_x_db_open(&path, 1, &db, &err));
	return db;
}

/* For plans of queries that name no file. */
static inline pyiq_status no_sources(void *ctx, struct pyiq_str pattern, pyiq_x_term_fn *fn,
				     void *fn_ctx, struct pyiq_error *error)
{
	(void)ctx;
	(void)pattern;
	(void)fn;
	(void)fn_ctx;
	(void)error;
	return PYIQ_OK;
}

#endif

#include "intake.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/table.h"
#include "base/unicode.h"
#include "source/reader.h"
#include "store/catalog.h"
#include "store/document.h"
#include "store/schema.h"

struct pyiq_intake {
	struct pyiq_x_writer *writer;
	struct pyiq_document_maker *maker;
	struct pyiq_reader *reader;
	struct pyiq_x_doc *doc;
	struct pyiq_arena arena; /* for one unit */
	struct pyiq_visible visible;
	struct pyiq_buf folded, value;
	struct pyiq_table questions;       /* of the source being read: how often each was seen */
	struct pyiq_source_record *source; /* the same */
	struct pyiq_error *err;
	pyiq_status status;
};

pyiq_status pyiq_intake_new(struct pyiq_x_writer *writer, struct pyiq_intake **out,
			    struct pyiq_error *err)
{
	struct pyiq_intake *in = pyiq_alloc(sizeof *in);
	pyiq_status status;

	*out = NULL;
	if (in == NULL)
		return pyiq_fail_nomem(err);
	*in = (struct pyiq_intake){ .writer = writer,
				    .folded = PYIQ_BUF_INIT,
				    .value = PYIQ_BUF_INIT };
	pyiq_arena_init(&in->arena);
	pyiq_visible_init(&in->visible);
	pyiq_table_init(&in->questions);
	status = pyiq_document_maker_new(&in->maker, err);
	if (status == PYIQ_OK)
		status = pyiq_reader_new(&in->reader, err);
	if (status == PYIQ_OK)
		status = pyiq_x_doc_new(&in->doc, err);
	if (status == PYIQ_OK)
		*out = in;
	else
		pyiq_intake_free(in);
	return status;
}

void pyiq_intake_free(struct pyiq_intake *in)
{
	if (in == NULL)
		return;
	pyiq_document_maker_free(in->maker);
	pyiq_reader_free(in->reader);
	pyiq_x_doc_free(in->doc);
	pyiq_arena_release(&in->arena);
	pyiq_visible_release(&in->visible);
	pyiq_buf_release(&in->folded);
	pyiq_buf_release(&in->value);
	pyiq_table_release(&in->questions);
	pyiq_free(in);
}

/* ---- What a unit is known by ---------------------------------------------------- */

/* The visible text, folded, each run of white space as one blank: what two texts have in common that look alike. */
static pyiq_status normalise(struct pyiq_intake *in, const struct pyiq_text *text,
			     struct pyiq_str *normal, struct pyiq_error *err)
{
	pyiq_status status = pyiq_visible_make(&in->visible, text, err);
	size_t to = 0;

	if (status != PYIQ_OK)
		return status;
	pyiq_buf_clear(&in->folded);
	pyiq_fold(&in->folded, pyiq_buf_str(&in->visible.text), in->visible.text.len);
	status = pyiq_buf_status(&in->folded, err);
	for (size_t i = 0; status == PYIQ_OK && i < in->folded.len; i++) {
		char c = in->folded.data[i];
		bool space = c == ' ' || c == '\t' || c == '\n';

		if (!space)
			in->folded.data[to++] = c;
		else if (to > 0 && in->folded.data[to - 1] != ' ')
			in->folded.data[to++] = ' ';
	}
	while (to > 0 && in->folded.data[to - 1] == ' ')
		to--;
	*normal = (struct pyiq_str){ pyiq_buf_str(&in->folded), to };
	return status;
}

/* Hash a text and the NUL that parts it from the next one. */
static uint64_t hash_text(uint64_t hash, struct pyiq_str text)
{
	return pyiq_hash(pyiq_hash(hash, text.data, text.len), "", 1);
}

/* A hash of path, question and place among equal questions; see pyiq_unit.id. */
static pyiq_status identify(struct pyiq_intake *in, struct pyiq_record *record,
			    struct pyiq_error *err)
{
	char ordinal[24];
	struct pyiq_str question;
	pyiq_status status = normalise(in, &record->texts[PYIQ_RECORD_QUESTION], &question, err);
	struct pyiq_entry *seen;

	if (status != PYIQ_OK)
		return status;
	seen = pyiq_table_put(&in->questions, question);
	if (seen == NULL)
		return pyiq_fail_nomem(err);
	snprintf(ordinal, sizeof ordinal, "%" PRId64, seen->value.number++);
	record->id = hash_text(PYIQ_HASH_SEED, record->path);
	record->id = hash_text(record->id, question);
	record->id = hash_text(record->id, pyiq_str(ordinal));
	return PYIQ_OK;
}

static pyiq_status fingerprint(struct pyiq_intake *in, struct pyiq_record *record,
			       struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	record->alike = PYIQ_HASH_SEED;
	for (size_t i = 0; i < PYIQ_RECORD_N_FIELDS && status == PYIQ_OK; i++) {
		struct pyiq_str text = { "", 0 };

		status = normalise(in, &record->texts[i], &text, err);
		record->alike = hash_text(record->alike, text);
	}
	return status;
}

/* ---- In --------------------------------------------------------------------------- */

static pyiq_status take_unit(void *ctx, const struct pyiq_found *unit,
			     const struct pyiq_front_matter *front, struct pyiq_error *err)
{
	struct pyiq_intake *in = ctx;
	struct pyiq_record record = {
		.root = in->source->root,
		.path = in->source->path,
		.line = unit->line,
		.end_line = unit->end_line,
		.lines = { unit->line, unit->prompt_line, unit->answer_line },
		.texts = { unit->question, unit->prompt, unit->answer },
		.n_topic = unit->n_topic,
		.tags = front->tags,
		.n_tags = front->n_tags,
		.level = pyiq_str(unit->level),
		.answered = unit->answered,
	};
	pyiq_docid id;
	pyiq_status status;

	pyiq_arena_clear(&in->arena);
	record.topic = pyiq_arena_alloc(&in->arena, unit->n_topic * sizeof *record.topic);
	if (record.topic == NULL)
		return pyiq_fail_nomem(err);
	if (unit->n_topic > 0)
		memcpy(record.topic, unit->topic, unit->n_topic * sizeof *record.topic);
	status = identify(in, &record, err);
	if (status == PYIQ_OK)
		status = fingerprint(in, &record, err);
	if (status == PYIQ_OK)
		status = pyiq_document_make(in->maker, &record, in->doc, err);
	if (status == PYIQ_OK)
		status = pyiq_x_writer_add(in->writer, in->doc, &id, err);
	in->source->n_units++;
	return status;
}

/* The last part of a path, without its ending. */
static struct pyiq_str name_of(struct pyiq_str path)
{
	size_t start = path.len, end = path.len;

	while (start > 0 && path.data[start - 1] != '/')
		start--;
	for (size_t i = path.len; i > start + 1; i--) {
		if (path.data[i - 1] == '.') {
			end = i - 1;
			break;
		}
	}
	return (struct pyiq_str){ path.data + start, end - start };
}

/* The term or metadata key of a source: a prefix and its key. */
static struct pyiq_str source_name(const char *prefix, const struct pyiq_source_record *source,
				   char name[32])
{
	char key[PYIQ_KEY_SIZE];

	pyiq_source_key(source->root, source->path, key);
	return (struct pyiq_str){ name, (size_t)snprintf(name, 32, "%s%s", prefix, key) };
}

pyiq_status pyiq_intake_remember(struct pyiq_intake *in, const struct pyiq_source_record *source,
				 struct pyiq_error *err)
{
	char name[32];
	pyiq_status status;

	pyiq_buf_clear(&in->value);
	pyiq_source_record_encode(&in->value, source);
	status = pyiq_buf_status(&in->value, err);
	if (status == PYIQ_OK)
		status = pyiq_x_writer_set_metadata(
			in->writer, source_name(PYIQ_META_SOURCE, source, name),
			(struct pyiq_str){ in->value.data, in->value.len }, err);
	return status;
}

/* ---- Out ----------------------------------------------------------------------------- */

static int forget_unit(void *ctx, pyiq_docid id)
{
	struct pyiq_intake *in = ctx;
	struct pyiq_record record;

	pyiq_arena_clear(&in->arena);
	in->status = pyiq_x_db_doc_data(pyiq_x_writer_db(in->writer), id, &in->value, in->err);
	if (in->status == PYIQ_OK)
		in->status = pyiq_record_decode(
			&record, (struct pyiq_str){ pyiq_buf_str(&in->value), in->value.len },
			&in->arena, in->err);
	if (in->status == PYIQ_OK)
		in->status = pyiq_document_forget(in->maker, &record, in->err);
	return in->status != PYIQ_OK;
}

pyiq_status pyiq_intake_remove(struct pyiq_intake *in, const struct pyiq_source_record *source,
			       struct pyiq_error *err)
{
	char name[32];
	struct pyiq_str term = source_name(PYIQ_PREFIX_SOURCE, source, name);
	pyiq_status status;

	in->err = err;
	in->status = PYIQ_OK;
	status = pyiq_x_db_each_posting(pyiq_x_writer_db(in->writer), term, forget_unit, in, err);
	if (status == PYIQ_STOPPED)
		status = in->status;
	if (status == PYIQ_OK)
		status = pyiq_x_writer_delete(in->writer, term, err);
	if (status == PYIQ_OK)
		status = pyiq_x_writer_set_metadata(
			in->writer, source_name(PYIQ_META_SOURCE, source, name), pyiq_str(""), err);
	return status;
}

/* ---- The two as one ------------------------------------------------------------------ */

pyiq_status pyiq_intake_add(struct pyiq_intake *in, const struct pyiq_source_record *known,
			    struct pyiq_source_record *source, struct pyiq_str bytes,
			    const char **cause, struct pyiq_error *err)
{
	struct pyiq_source_hints hints = { name_of(source->path), source->single };
	pyiq_status status = pyiq_reader_load(in->reader, bytes, cause, err);

	if (status != PYIQ_OK || *cause != NULL)
		return status;
	in->source = source;
	source->n_units = 0;
	pyiq_table_release(&in->questions);
	if (known != NULL)
		status = pyiq_intake_remove(in, known, err);
	if (status == PYIQ_OK)
		status = pyiq_reader_read(in->reader, &hints, take_unit, in, err);
	return status == PYIQ_OK ? pyiq_intake_remember(in, source, err) : status;
}

pyiq_status pyiq_intake_finish(struct pyiq_intake *in, struct pyiq_error *err)
{
	return pyiq_document_write_lexicon(in->maker, in->writer, err);
}

#include "intake.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/table.h"
#include "base/unicode.h"
#include "source/reading.h"
#include "store/catalog.h"
#include "store/document.h"
#include "store/schema.h"
#include "text/language.h"

struct pyiq_intake {
	struct pyiq_x_writer *writer;
	struct pyiq_document_maker *maker;
	struct pyiq_reading reading;
	pyiq_intake_fn *fn;
	void *ctx;
	struct pyiq_x_doc *doc;
	struct pyiq_arena arena; /* for one unit */
	struct pyiq_visible visible;
	struct pyiq_buf folded, value;
	struct pyiq_table questions;       /* of the source being read: how often each was seen */
	struct pyiq_source_record *source; /* the same */
	const struct pyiq_source_record *known; /* what it replaces, until its first unit came */
	struct pyiq_error *err;
	pyiq_status status;
};

static pyiq_status take_unit(void *ctx, const struct pyiq_found *unit, struct pyiq_error *err);

pyiq_status pyiq_intake_new(struct pyiq_x_writer *writer, pyiq_intake_fn *fn, void *ctx,
			    struct pyiq_intake **out, struct pyiq_error *err)
{
	struct pyiq_intake *in = pyiq_alloc(sizeof *in);
	pyiq_status status;

	*out = NULL;
	if (in == NULL)
		return pyiq_fail_nomem(err);
	*in = (struct pyiq_intake){ .writer = writer,
				    .fn = fn,
				    .ctx = ctx,
				    .folded = PYIQ_BUF_INIT,
				    .value = PYIQ_BUF_INIT };
	pyiq_reading_init(&in->reading, take_unit, in);
	pyiq_arena_init(&in->arena);
	pyiq_visible_init(&in->visible);
	pyiq_table_init(&in->questions);
	status = pyiq_document_maker_new(&in->maker, err);
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
	pyiq_reading_release(&in->reading);
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

static struct pyiq_str *copy_list(struct pyiq_intake *in, const struct pyiq_str *list, size_t n)
{
	struct pyiq_str *copy = pyiq_arena_alloc(&in->arena, n * sizeof *copy);

	if (copy != NULL && n > 0)
		memcpy(copy, list, n * sizeof *copy);
	return copy;
}

/* The units that a source was known by leave when the first new one comes: until then it may turn out to be unreadable. */
static pyiq_status replace_known(struct pyiq_intake *in, struct pyiq_error *err)
{
	const struct pyiq_source_record *known = in->known;

	in->known = NULL;
	return known != NULL ? pyiq_intake_remove(in, known, err) : PYIQ_OK;
}

static pyiq_status take_unit(void *ctx, const struct pyiq_found *unit, struct pyiq_error *err)
{
	struct pyiq_intake *in = ctx;
	struct pyiq_record record = {
		.root = in->source->root,
		.path = in->source->path,
		.line = unit->line,
		.end_line = unit->end_line,
		.lines = { unit->line, unit->prompt_line, unit->answer_line },
		.texts = { unit->question, unit->prompt, unit->answer },
		.form = unit->form,
		.n_topic = unit->n_topic,
		.n_tags = unit->n_tags,
		.level = pyiq_str(unit->level),
		.key = unit->key,
		.has_votes = unit->has_votes,
		.votes = unit->votes,
		.answered = unit->answered,
		.untitled = unit->untitled,
	};
	char language[PYIQ_LANGUAGE_SIZE];
	pyiq_docid id;
	pyiq_status status = replace_known(in, err);

	if (status != PYIQ_OK)
		return status;
	pyiq_arena_clear(&in->arena);
	record.topic = copy_list(in, unit->topic, unit->n_topic);
	record.tags = copy_list(in, unit->tags, unit->n_tags);
	if (record.topic == NULL || record.tags == NULL)
		return pyiq_fail_nomem(err);
	status = identify(in, &record, err);
	if (status == PYIQ_OK)
		status = fingerprint(in, &record, err);
	if (status == PYIQ_OK)
		status = pyiq_language_of(record.texts, PYIQ_RECORD_N_FIELDS, &in->visible,
					  language, err);
	if (status != PYIQ_OK)
		return status;
	record.language = pyiq_str(language);
	status = pyiq_document_make(in->maker, &record, in->doc, err);
	if (status == PYIQ_OK)
		status = pyiq_x_writer_add(in->writer, in->doc, &id, err);
	if (status == PYIQ_OK && pyiq_document_maker_is_full(in->maker))
		status = pyiq_document_write_lexicon(in->maker, in->writer, err);
	in->source->n_units++;
	in->source->n_words += pyiq_document_n_words(in->maker);
	return status == PYIQ_OK ? in->fn(in->ctx, err) : status;
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

pyiq_status pyiq_intake_add(struct pyiq_intake *in, const struct pyiq_format *format,
			    struct pyiq_input *input, const struct pyiq_source_record *known,
			    struct pyiq_source_record *source, struct pyiq_intake_notes *notes,
			    bool *readable, struct pyiq_error *err)
{
	struct pyiq_reading *reading = &in->reading;
	pyiq_status status;

	in->source = source;
	in->known = known;
	source->n_units = source->n_words = 0;
	pyiq_table_release(&in->questions);
	pyiq_reading_begin(reading, input, source->path, source->single);
	status = format->read(reading, err);
	*readable =
		status == PYIQ_OK || reading->n_pushed > 0 ||
		(status != PYIQ_ERR_SOURCE && status != PYIQ_ERR_NOT_TEXT && status != PYIQ_ERR_IO);
	if (status != PYIQ_OK)
		return status;
	notes->repaired = pyiq_buf_str(&reading->repaired);
	notes->skipped = pyiq_buf_str(&reading->skipped);
	status = replace_known(in, err);
	return status == PYIQ_OK ? pyiq_intake_remember(in, source, err) : status;
}

pyiq_status pyiq_intake_finish(struct pyiq_intake *in, struct pyiq_error *err)
{
	return pyiq_document_write_lexicon(in->maker, in->writer, err);
}

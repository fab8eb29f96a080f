#include "pyiq.h"

#include <stdlib.h>

#include "source/folder.h"
#include "source/format.h"

/* Read one source as an index run would, and tell what was seen. */
struct explanation {
	const struct pyiq_explainer *explainer;
	struct pyiq_str path;
	bool single; /* its folder holds one question a file */
};

static pyiq_status tell_families(const struct explanation *e, const struct pyiq_slots *slots)
{
	static const char *const kinds[] = {
		[PYIQ_SLOT_HEADING] = "heading",
		[PYIQ_SLOT_ITEM_HEADING] = "heading of a list item",
		[PYIQ_SLOT_PARAGRAPH] = "paragraph",
		[PYIQ_SLOT_SUMMARY] = "summary",
		[PYIQ_SLOT_ROW] = "table row",
		[PYIQ_SLOT_ITEM] = "list item",
		[PYIQ_SLOT_CARD] = "front of a card",
	};

	for (size_t i = 0; i < slots->n_families; i++) {
		const struct pyiq_family *f = &slots->family[i];
		const struct pyiq_explained_family told = {
			.number = i + 1,
			.kind = kinds[f->kind],
			.level = f->level,
			.numbered = f->numbered,
			.labelled = f->labelled,
			.quoted = f->quoted,
			.bold = f->bold,
			.n = f->n,
			.n_ask = f->n_cue,
			.n_ask_plainly = f->n_strong_cue,
			.n_body = f->n_body,
			.n_answer = f->n_answer,
			.n_ascending = f->n_ascending,
			.accepted = f->accepted,
			.why = f->why,
		};

		if (e->explainer->family(e->explainer->ctx, &told) != 0)
			return PYIQ_STOPPED;
	}
	return PYIQ_OK;
}

static pyiq_status tell_slots(void *ctx, const struct pyiq_slots *slots, struct pyiq_blocks *blocks,
			      struct pyiq_error *err)
{
	const struct explanation *e = ctx;
	pyiq_status status = tell_families(e, slots);

	(void)err;
	for (size_t i = 0; i < slots->n && status == PYIQ_OK; i++) {
		const struct pyiq_slot *slot = &slots->slot[i];
		const struct pyiq_explained_slot told = {
			.line = slot->line,
			.family = slot->family + 1,
			.text = { blocks->source.data + slot->head.start,
				  slot->head.end - slot->head.start },
			.cue = slot->cue,
			.body = slot->has_body,
			.answer = slot->answer_follows,
			.accepted = slot->accepted,
			.why = slot->why != NULL ? slot->why : "",
		};

		if (e->explainer->slot(e->explainer->ctx, &told) != 0)
			status = PYIQ_STOPPED;
	}
	return status;
}

static pyiq_status tell_unit(void *ctx, const struct pyiq_found *found, struct pyiq_error *err)
{
	const struct explanation *e = ctx;
	const struct pyiq_unit unit = {
		.key = found->key,
		.db = { "", 0 },
		.file = e->path,
		.line = found->line,
		.end_line = found->end_line,
		.topic = found->topic,
		.n_topic = found->n_topic,
		.tags = found->tags,
		.n_tags = found->n_tags,
		.level = pyiq_str(found->level),
		.language = { "", 0 },
		.passage = { { found->question.source, found->line },
			     { found->prompt.source, found->prompt_line },
			     { found->answer.source, found->answer_line } },
		.form = found->form,
		.has_votes = found->has_votes,
		.votes = found->votes,
		.answered = found->answered,
	};

	(void)err;
	return e->explainer->unit(e->explainer->ctx, &unit) != 0 ? PYIQ_STOPPED : PYIQ_OK;
}

static pyiq_status explain(struct explanation *e, struct pyiq_input *input,
			   const struct pyiq_format *format, struct pyiq_error *err)
{
	const struct pyiq_explainer *explainer = e->explainer;
	struct pyiq_reading reading;
	bool stopped = explainer->format(explainer->ctx, format->name) != 0;
	pyiq_status status = stopped ? PYIQ_STOPPED : PYIQ_OK;

	pyiq_reading_init(&reading, tell_unit, e);
	reading.slots_fn = tell_slots;
	reading.slots_ctx = e;
	pyiq_reading_begin(&reading, input, e->path, e->single);
	if (status == PYIQ_OK)
		status = format->read(&reading, err);
	if (status == PYIQ_OK && reading.repaired.len > 0)
		stopped =
			explainer->note(explainer->ctx, PYIQ_REPAIRED, reading.repaired.data) != 0;
	if (status == PYIQ_OK && reading.skipped.len > 0 && !stopped)
		stopped = explainer->note(explainer->ctx, PYIQ_SKIPPED, reading.skipped.data) != 0;
	pyiq_reading_release(&reading);
	return status == PYIQ_OK && stopped ? PYIQ_STOPPED : status;
}

/* The folder of a file has its say in an index run, too. */
static pyiq_status ask_folder(const char *path, bool *single, struct pyiq_error *err)
{
	char *real = realpath(path, NULL);
	struct pyiq_table folders;
	pyiq_status status = PYIQ_OK;

	pyiq_table_init(&folders);
	if (real != NULL)
		status = pyiq_folder_asks(&folders, pyiq_str(real), single, err);
	pyiq_table_release(&folders);
	free(real);
	return status;
}

pyiq_status pyiq_explain(const char *path, const struct pyiq_stream *stream, const char *format,
			 const struct pyiq_explainer *explainer, struct pyiq_error *err)
{
	struct explanation e = { explainer, pyiq_str(path), false };
	const struct pyiq_format *chosen = format != NULL ? pyiq_format_named(format) : NULL;
	struct pyiq_input input;
	pyiq_status status;

	if (format != NULL && chosen == NULL)
		return pyiq_fail(err, PYIQ_ERR_INVALID, "there is no format '%s'", format);
	status = stream != NULL ? pyiq_input_spool(&input, stream->fd, err)
				: pyiq_input_open(&input, path, err);
	if (status != PYIQ_OK)
		return status;
	if (chosen == NULL)
		status = pyiq_format_choose(path, &input, &chosen, err);
	if (status == PYIQ_OK && stream == NULL)
		status = ask_folder(path, &e.single, err);
	if (status == PYIQ_OK)
		status = chosen != NULL
				 ? explain(&e, &input, chosen, err)
				 : pyiq_fail(err, PYIQ_ERR_SOURCE, "%s", pyiq_format_unknown);
	pyiq_input_close(&input);
	return status;
}

#include "source/notes.h"

#include "source/markdown.h"
#include "source/qa.h"
#include "source/wording.h"

struct receiver {
	struct pyiq_reading *reading;
	const struct pyiq_notes *notes;
};

static size_t line_in_source(const struct pyiq_notes *notes, size_t line)
{
	const struct pyiq_line_map *map = notes->lines;

	if (map == NULL || map->n == 0)
		return line;
	return map->line[line <= map->n ? line - 1 : map->n - 1];
}

/* Complete a unit with what the document says of itself as a whole. */
static pyiq_status receive(void *ctx, const struct pyiq_found *unit, struct pyiq_error *err)
{
	const struct receiver *receiver = ctx;
	const struct pyiq_notes *notes = receiver->notes;
	const struct pyiq_front_matter *front = &notes->front;
	struct pyiq_found found = *unit;

	found.tags = front->tags;
	found.n_tags = front->n_tags;
	if (found.n_topic == 0 && front->title.len > 0) {
		found.topic = &front->title;
		found.n_topic = 1;
	}
	if (found.level[0] == '\0' && front->level.len > 0) {
		const char *level = pyiq_wording_level(front->level);

		found.level = level != NULL ? level : "";
	}
	if (notes->lines != NULL) {
		found.form = PYIQ_FORM_MARKDOWN;
		found.line = line_in_source(notes, unit->line);
		found.end_line = line_in_source(notes, unit->end_line);
		found.prompt_line = line_in_source(notes, unit->prompt_line);
		found.answer_line = line_in_source(notes, unit->answer_line);
	}
	return pyiq_reading_push(receiver->reading, &found, err);
}

/* A document that is one answer: the question is in its front matter, its title or its name. */
static pyiq_status read_whole(struct receiver *receiver, struct pyiq_error *err)
{
	struct pyiq_reading *reading = receiver->reading;
	const struct pyiq_front_matter *front = &receiver->notes->front;
	struct pyiq_str question = front->question.len > 0 ? front->question : front->title;
	pyiq_status status =
		pyiq_qa_whole(&reading->blocks, question, &reading->arena, receive, receiver, err);

	if (status == PYIQ_OK && reading->n_pushed == 0)
		status = pyiq_qa_whole(&reading->blocks, reading->name, &reading->arena, receive,
				       receiver, err);
	return status;
}

/* Titles of articles begin like questions, too: `Why we moved`. */
static bool has_question_mark(struct pyiq_str title)
{
	static const char *const marks[] = { "?", "？", "؟" };

	for (size_t i = 0; i < title.len; i++)
		for (size_t m = 0; m < sizeof marks / sizeof *marks; m++)
			if (title.len - i >= strlen(marks[m]) &&
			    memcmp(title.data + i, marks[m], strlen(marks[m])) == 0)
				return true;
	return false;
}

/* Show the slots to whoever wants an explanation. */
static pyiq_status explain(struct pyiq_reading *reading, const struct pyiq_notes *notes,
			   struct pyiq_error *err)
{
	struct pyiq_slots slots;
	pyiq_status status;

	pyiq_slots_init(&slots);
	status = pyiq_slots_collect(&slots, &reading->blocks, err);
	if (status == PYIQ_OK)
		status = pyiq_slots_decide(&slots, &reading->blocks, err);
	for (size_t i = 0; i < slots.n && status == PYIQ_OK; i++)
		slots.slot[i].line = line_in_source(notes, slots.slot[i].line);
	if (status == PYIQ_OK)
		status = reading->slots_fn(reading->slots_ctx, &slots, &reading->blocks, err);
	pyiq_slots_release(&slots);
	return status;
}

pyiq_status pyiq_notes_read(struct pyiq_reading *reading, const struct pyiq_notes *notes,
			    struct pyiq_error *err)
{
	struct receiver receiver = { reading, notes };
	pyiq_status status = pyiq_markdown_read(&reading->blocks, notes->text, err);

	if (status == PYIQ_OK && reading->slots_fn != NULL)
		status = explain(reading, notes, err);
	/* Who wrote the question apart from the text wrote the text to answer it. */
	if (status == PYIQ_OK && notes->front.question.len > 0)
		status = read_whole(&receiver, err);
	if (status == PYIQ_OK && reading->n_pushed == 0)
		status = pyiq_qa_find(&reading->blocks, &reading->arena, receive, &receiver, err);
	if (status == PYIQ_OK && reading->n_pushed == 0 &&
	    (reading->single || has_question_mark(notes->front.title)))
		status = read_whole(&receiver, err);
	return status;
}

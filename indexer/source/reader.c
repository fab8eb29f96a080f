#include "source/reader.h"

#include "source/markdown.h"
#include "source/wording.h"

struct pyiq_reader {
	struct pyiq_buf text;
	struct pyiq_blocks blocks;
	struct pyiq_arena arena;
};

pyiq_status pyiq_reader_new(struct pyiq_reader **out, struct pyiq_error *err)
{
	struct pyiq_reader *reader = pyiq_alloc(sizeof *reader);

	*out = reader;
	if (reader == NULL)
		return pyiq_fail_nomem(err);
	pyiq_buf_init(&reader->text);
	pyiq_blocks_init(&reader->blocks);
	pyiq_arena_init(&reader->arena);
	return PYIQ_OK;
}

void pyiq_reader_free(struct pyiq_reader *reader)
{
	if (reader == NULL)
		return;
	pyiq_buf_release(&reader->text);
	pyiq_blocks_release(&reader->blocks);
	pyiq_arena_release(&reader->arena);
	pyiq_free(reader);
}

struct receiver {
	pyiq_read_fn *fn;
	void *ctx;
	const struct pyiq_front_matter *front;
	size_t n; /* units that were received */
};

/* Complete a unit with what stands in the front matter. */
static pyiq_status receive(void *ctx, const struct pyiq_found *unit, struct pyiq_error *err)
{
	struct receiver *receiver = ctx;
	const struct pyiq_front_matter *front = receiver->front;
	struct pyiq_found found = *unit;

	if (found.n_topic == 0 && front->title.len > 0) {
		found.topic = &front->title;
		found.n_topic = 1;
	}
	if (found.level[0] == '\0' && front->level.len > 0) {
		const char *level = pyiq_wording_level(front->level);

		found.level = level != NULL ? level : "";
	}
	receiver->n++;
	return receiver->fn(receiver->ctx, &found, front, err);
}

/* A document that is one answer: the question is in its front matter, its title or its name. */
static pyiq_status read_whole(struct pyiq_reader *reader, const struct pyiq_source_hints *hints,
			      struct receiver *receiver, struct pyiq_error *err)
{
	const struct pyiq_front_matter *front = receiver->front;
	struct pyiq_str question = front->question.len > 0 ? front->question : front->title;
	pyiq_status status =
		pyiq_qa_whole(&reader->blocks, question, &reader->arena, receive, receiver, err);

	if (status == PYIQ_OK && receiver->n == 0)
		status = pyiq_qa_whole(&reader->blocks, hints->name, &reader->arena, receive,
				       receiver, err);
	return status;
}

pyiq_status pyiq_reader_load(struct pyiq_reader *reader, struct pyiq_str bytes, const char **cause,
			     struct pyiq_error *err)
{
	return pyiq_decode(&reader->text, bytes, cause, err);
}

pyiq_status pyiq_reader_read(struct pyiq_reader *reader, const struct pyiq_source_hints *hints,
			     pyiq_read_fn *fn, void *ctx, struct pyiq_error *err)
{
	struct pyiq_front_matter front;
	struct receiver receiver = { fn, ctx, &front, 0 };
	pyiq_status status;

	pyiq_arena_clear(&reader->arena);
	if (reader->text.len == 0)
		return PYIQ_OK;
	status = pyiq_take_front_matter(&reader->text, &front, &reader->arena, err);
	if (status == PYIQ_OK)
		status = pyiq_markdown_read(
			&reader->blocks, (struct pyiq_str){ reader->text.data, reader->text.len },
			err);
	if (status == PYIQ_OK)
		status = pyiq_qa_find(&reader->blocks, &reader->arena, receive, &receiver, err);
	if (status == PYIQ_OK && receiver.n == 0 && (hints->single || front.question.len > 0))
		status = read_whole(reader, hints, &receiver, err);
	return status;
}

#include "selection.h"

#include <string.h>

#include "message.h"
#include "synonyms.h"

option_id selection_option(struct selection *selection, struct options *options, option_id id)
{
	if (id == OPTION_TOPIC)
		selection->topic = options->value;
	else if (id == OPTION_ANSWERED)
		selection->answered = true;
	else
		return globs_option(&selection->globs, options, id);
	return OPTION_END;
}

void selection_query(struct selection *selection, char **operands, int n)
{
	for (int i = 0; i < n; i++) {
		pyiq_buf_puts(&selection->query, i > 0 ? " " : "");
		pyiq_buf_puts(&selection->query, operands[i]);
	}
}

option_id selection_options(struct selection *selection, struct view *view, struct options *options)
{
	option_id id;
	int n;

	while ((id = options_next(options)) != OPTION_END) {
		id = selection_option(selection, options, id);
		if (id != OPTION_END)
			id = view_option(view, options, id);
		if (id != OPTION_END)
			return id;
	}
	char **operands = options_operands(options, &n);

	selection_query(selection, operands, n);
	return view_check(view, options);
}

bool selection_is_search(const struct selection *selection)
{
	return selection->topic || selection->query.len > 0 || selection->query.failed;
}

bool selection_is_all(const struct selection *selection)
{
	return !selection_is_search(selection) && !selection->answered && selection->globs.n == 0;
}

void selection_release(struct selection *selection)
{
	pyiq_buf_release(&selection->query);
	globs_release(&selection->globs);
}

/* ---- The query ----------------------------------------------------------- */

/* A phrase for each heading of a path. */
static void put_topic(struct pyiq_buf *text, const char *topic)
{
	for (const char *next; topic; topic = next) {
		const char *end = strstr(topic, PRINT_TOPIC_SIGN);

		next = end ? end + strlen(PRINT_TOPIC_SIGN) : NULL;
		pyiq_buf_puts(text, "topic:\"");
		for (; *topic && topic != end; topic++)
			pyiq_buf_putc(text, *topic == '"' ? ' ' : *topic);
		pyiq_buf_puts(text, "\" ");
	}
}

pyiq_status selection_words(const struct selection *selection, struct pyiq_buf *text,
			    struct pyiq_error *err)
{
	const char *query = pyiq_buf_str(&selection->query);
	/* What stands beside the topic must not be an alternative to it. */
	bool brackets = selection->topic && strstr(query, " OR ");

	if (selection->topic)
		put_topic(text, selection->topic);
	pyiq_buf_puts(text, brackets ? "(" : "");
	pyiq_buf_puts(text, query);
	pyiq_buf_puts(text, brackets ? ")" : "");
	pyiq_status status = pyiq_buf_status(&selection->query, err);

	return status == PYIQ_OK ? pyiq_buf_status(text, err) : status;
}

/* ---- The units ----------------------------------------------------------- */

struct receiver {
	const struct globs *globs;
	pyiq_unit_fn *fn;
	void *ctx;
};

static int take_unit(void *ctx, const struct pyiq_unit *unit)
{
	const struct receiver *receiver = ctx;

	return globs_want(receiver->globs, unit->file) ? receiver->fn(receiver->ctx, unit) : 0;
}

static bool wants_file(void *ctx, struct pyiq_str file)
{
	const struct receiver *receiver = ctx;

	return globs_want(receiver->globs, file);
}

static int take_hit(void *ctx, const struct pyiq_hit *hit)
{
	const struct receiver *receiver = ctx;

	return receiver->fn(receiver->ctx, hit->unit);
}

static void take_note(void *ctx, const char *text)
{
	(void)ctx;
	message("%s", text);
}

static pyiq_status search(struct pyiq_db *db, struct pyiq_search_options *options,
			  struct receiver *receiver, struct pyiq_error *err)
{
	struct pyiq_buf synonyms = PYIQ_BUF_INIT;
	pyiq_status status = synonyms_read(&synonyms, err);

	if (status == PYIQ_OK) {
		options->synonyms = (struct pyiq_str){ pyiq_buf_str(&synonyms), synonyms.len };
		options->ctx = receiver;
		status = pyiq_search(db, options, take_hit, receiver, NULL, err);
	}
	pyiq_buf_release(&synonyms);
	return status;
}

pyiq_status selection_each(const struct selection *selection, struct pyiq_db *db, pyiq_unit_fn *fn,
			   void *ctx, struct pyiq_error *err)
{
	struct receiver receiver = { &selection->globs, fn, ctx };
	struct pyiq_search_options options;
	struct pyiq_buf words = PYIQ_BUF_INIT;
	pyiq_status status;

	if (!selection_is_search(selection))
		return pyiq_list(db, selection->answered, take_unit, &receiver, err);
	pyiq_search_options_init(&options);
	status = selection_words(selection, &words, err);
	if (status == PYIQ_OK) {
		options.query = (struct pyiq_str){ pyiq_buf_str(&words), words.len };
		options.max = SIZE_MAX;
		options.snippet_width = 0;
		options.fold = PYIQ_FOLD_NONE;
		options.answered = selection->answered;
		options.note = take_note;
		options.wants_file = selection->globs.n > 0 ? wants_file : NULL;
		status = search(db, &options, &receiver, err);
	}
	pyiq_buf_release(&words);
	return status;
}

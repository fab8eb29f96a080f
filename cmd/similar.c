/*
 * pyiq similar: find the units most like one of them.
 */
#include "finding.h"
#include "message.h"
#include "named.h"

/* The databases of the last search, unless others are named. */
static pyiq_status take_databases(struct view *view, const struct recent *recent,
				  struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	if (view->db_given)
		return PYIQ_OK;
	view->n_db = 0;
	for (size_t i = 0; status == PYIQ_OK && i < recent->n_db; i++) {
		status = pyiq_grow(&view->db, &view->db_capacity, i + 1, sizeof *view->db, err);
		if (status == PYIQ_OK)
			view->db[view->n_db++] = recent->db[i];
	}
	return status;
}

/* What the request borrows from the list goes with it. */
static option_id take_rank(struct request *request, struct options *options, const char *operand)
{
	struct recent recent = { .n_hits = 0 };
	struct pyiq_error err;
	pyiq_status status = recent_load(&recent, &err);

	if (status == PYIQ_OK)
		status = recent_find(&recent, operand, &request->like, &err);
	if (status == PYIQ_OK)
		status = take_databases(&request->view, &recent, &err);
	pyiq_buf_release(&request->operands);
	request->operands = recent.text;
	recent.text = (struct pyiq_buf)PYIQ_BUF_INIT;
	recent_release_list(&recent);
	if (status == PYIQ_OK)
		return OPTION_END;
	options->status = message_error(&err);
	return OPTION_STOP;
}

static option_id take_operand(struct request *request, struct options *options)
{
	int n;
	char **operands = options_operands(options, &n);

	if (options_limit_operands(options, 1) == OPTION_STOP)
		return OPTION_STOP;
	if (n == 0) {
		options->status = command_usage(&command_similar);
		return OPTION_STOP;
	}
	if (recent_is_rank(operands[0]))
		return take_rank(request, options, operands[0]);
	request->like = operands[0];
	return OPTION_END;
}

static int similar_run(int argc, char **argv)
{
	return find_run(&command_similar, take_operand, argc, argv);
}

const struct command command_similar = {
	.id = COMMAND_SIMILAR,
	.name = "similar",
	.operands = "[OPTION]... ID|N",
	.summary = "find questions like one of them",
	.examples = "  pyiq similar 2                   those most like hit 2 of the last search\n"
		    "  pyiq similar d6e5                those most like the question d6e5\n"
		    "  pyiq similar -1 d6e5             the one most like it, with its answer\n",
	.names_units = true,
	.run = similar_run,
};

/*
 * pyiq similar: find the units most like one of them.
 */
#include "finding.h"
#include "message.h"

static option_id take_id(struct request *request, struct options *options)
{
	int n;
	char **ids = options_operands(options, &n);

	if (n > 1)
		return options_mistake(options, "unexpected argument '%s'", ids[1]);
	if (n == 0) {
		options->status = command_usage(&command_similar);
		return OPTION_STOP;
	}
	request->like = ids[0];
	return OPTION_END;
}

static int similar_run(int argc, char **argv)
{
	return find_run(&command_similar, take_id, argc, argv);
}

const struct command command_similar = {
	.id = COMMAND_SIMILAR,
	.name = "similar",
	.operands = "[OPTION]... ID",
	.summary = "find questions like one of them",
	.examples = "  pyiq similar 3f9a                those most like the question 3f9a\n"
		    "  pyiq similar -1 3f9a             the one most like it, with its answer\n",
	.details = "An id may be shortened, to no less than four digits, while it names one\n"
		   "question.\n",
	.run = similar_run,
};

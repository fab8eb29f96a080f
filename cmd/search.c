/*
 * pyiq search: find units by words or by patterns.
 */
#include "finding.h"
#include "message.h"

static int search_run(int argc, char **argv)
{
	struct options options;
	struct request request;

	request_init(&request);
	options_begin(&options, &command_search, argc, argv);
	option_id id = request_options(&request, &options);

	if (id == OPTION_END)
		id = request_queries(&request, &options);
	int status = options.status;

	if (id == OPTION_END) {
		request_settle(&request);
		/* As with grep, nothing is wanted and nothing is found. */
		status = request.search.max == 0 ? EXIT_NO_HIT : find_units(&request);
	}
	request_release(&request);
	return status;
}

const struct command command_search = {
	.id = COMMAND_SEARCH,
	.name = "search",
	.operands = "[OPTION]... QUERY...",
	.summary = "find questions by words or patterns",
	.examples = "  pyiq search deep copy            the best ten, by relevance\n"
		    "  pyiq search -1 deep copy         the best one, with its whole answer\n"
		    "  pyiq search q:decorator          in one field; see pyiq-query(7)\n"
		    "  pyiq search -e 'lru_\\w+'         a PCRE2 pattern\n"
		    "  pyiq search -F '[::-1]'          plain text\n"
		    "  pyiq search --count-by topic gil\n"
		    "  pyiq search --json is vs == | jq -r .question\n"
		    "  pyiq search --queries=topics.tsv --format=trec -m 1000 > run\n",
	.details =
		"Exit status is 0 if something was found, 1 if not, and 2 if there was an error.\n",
	.run = search_run,
};

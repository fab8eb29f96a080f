/*
 * pyiq search: find units by words or by patterns.
 */
#include "finding.h"

static int search_run(int argc, char **argv)
{
	return find_run(&command_search, request_queries, argc, argv);
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

/*
 * pyiq topics: the headings that questions stand under, and how many do.
 */
#include "print/topics.h"
#include "message.h"
#include "selection.h"
#include "term/pager.h"
#include "view.h"

struct gathering {
	struct topic_counts counts;
	struct pyiq_error err; /* status PYIQ_OK while counting works */
};

static int take_topic(void *ctx, const struct pyiq_topic_info *info)
{
	struct gathering *g = ctx;

	return topic_counts_add(&g->counts, info->topic, info->n_topic, info->n_units, &g->err) !=
	       PYIQ_OK;
}

static int take_unit(void *ctx, const struct pyiq_unit *unit)
{
	struct gathering *g = ctx;

	return topic_counts_add(&g->counts, unit->topic, unit->n_topic, 1, &g->err) != PYIQ_OK;
}

/* All topics are known without a look at the units. */
static pyiq_status gather(struct gathering *g, const struct view *view,
			  const struct selection *selection, struct pyiq_error *err)
{
	struct pyiq_db *db = NULL;
	pyiq_status status = view_open(view, &db, err);

	if (status == PYIQ_OK && selection_is_all(selection))
		status = pyiq_db_topics(db, take_topic, g, err);
	else if (status == PYIQ_OK)
		status = selection_each(selection, db, take_unit, g, err);
	if (status == PYIQ_STOPPED) {
		*err = g->err;
		status = g->err.status;
	}
	pyiq_db_close(db);
	return status;
}

static pyiq_status print(const struct gathering *g, const struct view *view, struct pyiq_error *err)
{
	if (view->json)
		return topic_counts_json(&g->counts, &view->term, err);
	if (!view_has_headings(view))
		return topic_counts_lines(&g->counts, &view->term, err);
	if (g->counts.counts.n > 0)
		pager_begin();
	return topic_counts_tree(&g->counts, &view->term, err);
}

static int topics(struct view *view, const struct selection *selection)
{
	struct gathering g = { .err = { .status = PYIQ_OK } };
	struct pyiq_error err;

	view_begin(view);
	topic_counts_init(&g.counts);
	pyiq_status status = gather(&g, view, selection, &err);

	if (status == PYIQ_OK)
		status = print(&g, view, &err);
	int result = status != PYIQ_OK       ? message_error(&err)
		     : g.counts.counts.n > 0 ? EXIT_HIT
					     : EXIT_NO_HIT;

	topic_counts_release(&g.counts);
	return result;
}

static int topics_run(int argc, char **argv)
{
	struct options options;
	struct view view = { 0 };
	struct selection selection = { .topic = NULL };

	options_begin(&options, &command_topics, argc, argv);
	option_id id = selection_options(&selection, &view, &options);
	int status = id == OPTION_STOP ? options.status : topics(&view, &selection);

	selection_release(&selection);
	view_release(&view);
	options_release(&options);
	return status;
}

const struct command command_topics = {
	.id = COMMAND_TOPICS,
	.name = "topics",
	.operands = "[OPTION]... [QUERY]...",
	.summary = "show the headings that questions stand under",
	.examples = "  pyiq topics                      all of them, with bars\n"
		    "  pyiq topics generator            of the questions that this finds\n"
		    "  pyiq topics --plain | head -n 5  those with most questions\n",
	.details = "On a terminal a heading counts all questions below it; in a pipe only those\n"
		   "directly under it, one topic a line: number, tab, path of headings.\n",
	.run = topics_run,
};

/*
 * pyiq random: one question by chance.
 */
#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "message.h"
#include "selection.h"
#include "showing.h"
#include "synonyms.h"

/* Where the system has no chance to give, the time will do: nothing is at stake. */
static uint64_t make_seed(void)
{
	struct timespec now;
	uint64_t seed;

	if (getrandom(&seed, sizeof seed, GRND_NONBLOCK) == (ssize_t)sizeof seed)
		return seed;
	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

static pyiq_status choose(struct showing *showing, const struct view *view,
			  const struct selection *selection, struct pyiq_error *err)
{
	struct pyiq_random_options options = { .seed = make_seed() };
	struct pyiq_buf query = PYIQ_BUF_INIT, synonyms = PYIQ_BUF_INIT;
	struct pyiq_db *db = NULL;
	pyiq_status status = selection_words(selection, &query, err);

	if (status == PYIQ_OK && query.len > 0)
		status = synonyms_read(&synonyms, err);
	options.query = (struct pyiq_str){ pyiq_buf_str(&query), query.len };
	options.synonyms = (struct pyiq_str){ pyiq_buf_str(&synonyms), synonyms.len };
	if (status == PYIQ_OK)
		status = view_open(view, &db, err);
	if (status == PYIQ_OK)
		status = pyiq_random(db, &options, showing_whole, showing, err);
	pyiq_db_close(db);
	pyiq_buf_release(&query);
	pyiq_buf_release(&synonyms);
	return status;
}

static int random_unit(struct view *view, const struct selection *selection)
{
	struct showing showing;
	struct pyiq_error err;

	view->pager = "";
	showing_begin(&showing, view);
	pyiq_status status = choose(&showing, view, selection, &err);

	showing_release(&showing);
	if (showing.err.status != PYIQ_OK)
		return message_error(&showing.err);
	return status == PYIQ_OK || status == PYIQ_STOPPED ? EXIT_HIT
	       : status == PYIQ_ERR_NOT_FOUND              ? EXIT_NO_HIT
							   : message_error(&err);
}

static int random_run(int argc, char **argv)
{
	struct options options;
	struct view view = { 0 };
	struct selection selection = { .topic = NULL };

	options_begin(&options, &command_random, argc, argv);
	option_id id = selection_options(&selection, &view, &options);
	int status = id == OPTION_STOP ? options.status : random_unit(&view, &selection);

	selection_release(&selection);
	view_release(&view);
	options_release(&options);
	return status;
}

const struct command command_random = {
	.id = COMMAND_RANDOM,
	.name = "random",
	.operands = "[OPTION]... [QUERY]...",
	.summary = "show one question by chance, with its answer",
	.examples = "  pyiq random                      for the start-up file of a shell\n"
		    "  pyiq random decorator            one that this would find\n"
		    "  pyiq random --topic asyncio --format '{question}'\n",
	.details = "Only questions that have an answer; each of them is as likely as any other.\n",
	.run = random_run,
};

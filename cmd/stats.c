/*
 * pyiq stats: what the databases hold, in listing.
 */
#include <inttypes.h>

#include "message.h"
#include "print/topics.h"
#include "term/pager.h"
#include "view.h"

/* ---- Totals ---------------------------------------------------------------- */

/* What one look at the databases tells. */
struct totals {
	struct pyiq_db_info sum;
	struct topic_counts topics; /* outermost headings */
	struct pyiq_error err;      /* status PYIQ_OK while counting works */
};

static int add_database(void *ctx, const struct pyiq_db_info *info)
{
	struct totals *totals = ctx;

	totals->sum.n_units += info->n_units;
	totals->sum.n_answered += info->n_answered;
	totals->sum.n_words += info->n_words;
	totals->sum.n_sources += info->n_sources;
	totals->sum.n_bytes += info->n_bytes;
	return 0;
}

static int add_topic(void *ctx, const struct pyiq_topic_info *info)
{
	struct totals *totals = ctx;

	return info->n_topic > 0 && topic_counts_add(&totals->topics, info->topic, 1, info->n_units,
						     &totals->err) != PYIQ_OK;
}

static pyiq_status count(struct totals *totals, struct pyiq_db *db, struct pyiq_error *err)
{
	/* Whether sources have changed is another question, and a dear one. */
	pyiq_status status = pyiq_db_inspect(db, 0, add_database, NULL, totals, err);

	if (status == PYIQ_OK)
		status = pyiq_db_topics(db, add_topic, totals, err);
	if (status == PYIQ_STOPPED) {
		*err = totals->err;
		status = totals->err.status;
	}
	return status;
}

static void print_numbers(const struct term *term, const struct pyiq_db_info *sum)
{
	const struct {
		const char *name;
		uint64_t n;
	} numbers[] = {
		{ "units", sum->n_units },
		{ "answered", sum->n_answered },
		{ "words", sum->n_words },
		{ "files", sum->n_sources },
	};
	int width = snprintf(NULL, 0, "%" PRIu64, sum->n_words);

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		fprintf(term->file, "%-8s  %*" PRIu64 "\n", numbers[i].name, width, numbers[i].n);
	fputs("size      ", term->file);
	print_size(term, sum->n_bytes);
	fputc('\n', term->file);
}

static void print_more(const struct term *term, size_t n)
{
	char text[64];
	int len = snprintf(text, sizeof text, "%s %zu more", term->glyphs->ellipsis, n);

	term_write(term, STYLE_DIM, text, (size_t)len);
	fputc('\n', term->file);
}

/* The topics with most questions, as far as a glance takes them in. */
static pyiq_status print_topics(const struct term *term, const struct pyiq_topic_info *topics,
				size_t n, struct pyiq_error *err)
{
	enum { SHOWN = 12 };
	struct bar bars[SHOWN];
	size_t n_shown = n <= SHOWN ? n : SHOWN;

	if (n == 0)
		return PYIQ_OK;
	for (size_t i = 0; i < n_shown; i++)
		bars[i] = topic_bar(&topics[i]);
	fputc('\n', term->file);
	term_text(term, STYLE_BOLD, pyiq_str("Questions by topic"));
	fputc('\n', term->file);
	pyiq_status status = bars_print(term, bars, n_shown, err);

	if (status == PYIQ_OK && n > n_shown)
		print_more(term, n - n_shown);
	return status;
}

static pyiq_status print_totals(const struct view *view, const struct totals *totals,
				const struct pyiq_topic_info *topics, struct pyiq_error *err)
{
	const struct term *term = &view->term;
	const struct pyiq_db_info *sum = &totals->sum;
	size_t n_topics = totals->topics.counts.n;

	if (view->json)
		return print_json_totals(term, sum, topics, n_topics, err);
	if (!view_has_headings(view)) {
		fprintf(term->file,
			"units\t%zu\nanswered\t%zu\nwords\t%" PRIu64 "\nfiles\t%zu\nbytes\t%" PRIu64
			"\n",
			sum->n_units, sum->n_answered, sum->n_words, sum->n_sources, sum->n_bytes);
		return PYIQ_OK;
	}
	pager_begin();
	print_numbers(term, sum);
	return print_topics(term, topics, n_topics, err);
}

static int show_totals(const struct view *view, struct pyiq_db *db)
{
	struct totals totals = { .err = { .status = PYIQ_OK } };
	struct pyiq_topic_info *topics = NULL;
	struct pyiq_arena arena;
	struct pyiq_error err;

	topic_counts_init(&totals.topics);
	pyiq_arena_init(&arena);
	pyiq_status status = count(&totals, db, &err);

	if (status == PYIQ_OK)
		status = topic_counts_sort(&totals.topics, &arena, &topics, &err);
	if (status == PYIQ_OK)
		status = print_totals(view, &totals, topics, &err);
	pyiq_arena_release(&arena);
	topic_counts_release(&totals.topics);
	return status == PYIQ_OK ? EXIT_HIT : message_error(&err);
}

/* ---- Acronyms -------------------------------------------------------------- */

struct listing {
	const struct view *view;
	size_t n;
	struct pyiq_error print_error; /* status PYIQ_OK while printing works */
};

static void print_acronym(const struct view *view, const struct pyiq_acronym_info *info)
{
	enum { ACRONYM_WIDTH = 8, COUNT_WIDTH = 5 };
	const struct term *term = &view->term;
	bool columns = view_has_headings(view);
	size_t len = info->acronym.len;

	pager_begin();
	term_text(term, STYLE_BOLD, info->acronym);
	if (columns)
		fprintf(term->file, "%*s  %*zu  ",
			len < ACRONYM_WIDTH ? (int)(ACRONYM_WIDTH - len) : 0, "", COUNT_WIDTH,
			info->n_units);
	else
		fputc('\t', term->file);
	term_text(term, STYLE_PLAIN, info->words);
	if (columns)
		fputc('\n', term->file);
	else
		fprintf(term->file, "\t%zu\n", info->n_units);
}

static int take_acronym(void *ctx, const struct pyiq_acronym_info *info)
{
	struct listing *listing = ctx;

	listing->n++;
	if (!listing->view->json)
		print_acronym(listing->view, info);
	else if (print_json_acronym(&listing->view->term, info, &listing->print_error) != PYIQ_OK)
		return 1;
	return output_failed();
}

static int show_acronyms(const struct view *view, struct pyiq_db *db)
{
	struct listing listing = { .view = view };
	struct pyiq_error err;
	pyiq_status status = pyiq_db_acronyms(db, take_acronym, &listing, &err);

	if (listing.print_error.status != PYIQ_OK)
		return message_error(&listing.print_error);
	if (status != PYIQ_OK && status != PYIQ_STOPPED)
		return message_error(&err);
	return listing.n > 0 ? EXIT_HIT : EXIT_NO_HIT;
}

/* ---- The command ----------------------------------------------------------- */

static int stats(struct view *view, bool acronyms)
{
	struct pyiq_db *db = NULL;
	struct pyiq_error err;

	view_begin(view);
	if (view_open(view, &db, &err) != PYIQ_OK)
		return message_error(&err);
	int result = acronyms ? show_acronyms(view, db) : show_totals(view, db);

	pyiq_db_close(db);
	return result;
}

static int stats_run(int argc, char **argv)
{
	struct options options;
	struct view view = { 0 };
	bool acronyms = false;
	option_id id;

	options_begin(&options, &command_stats, argc, argv);
	while ((id = options_next(&options)) != OPTION_END) {
		acronyms |= id == OPTION_ACRONYMS;
		id = id == OPTION_ACRONYMS ? OPTION_END : view_option(&view, &options, id);
		if (id != OPTION_END)
			break;
	}

	if (id == OPTION_END)
		id = options_limit_operands(&options, 0);
	int status = id == OPTION_STOP ? options.status : stats(&view, acronyms);

	view_release(&view);
	options_release(&options);
	return status;
}

const struct command command_stats = {
	.id = COMMAND_STATS,
	.name = "stats",
	.operands = "[OPTION]...",
	.summary = "show what there is, in figures",
	.examples = "  pyiq stats                       how many questions, in how many files\n"
		    "  pyiq stats --acronyms            the acronyms that notes explain\n",
	.run = stats_run,
};

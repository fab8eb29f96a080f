#include "finding.h"

#include <stdio.h>

#include "message.h"
#include "recent.h"
#include "refresh.h"
#include "synonyms.h"

/* One search while it runs. */
struct finding {
	const struct request *request;
	const struct printer *printer; /* NULL: nothing is printed */
	struct print_job job;
	struct plan plan; /* what was explained and not yet printed */
	struct count_by counts;
	struct recent_hits shown;
	size_t n_hits;
	bool troubled; /* a unit could not be judged */
	struct pyiq_error err;
	struct pyiq_error print_error; /* status PYIQ_OK while printing works */
};

/* Whether what is shown are hits that people could point at by their numbers. */
static bool is_pointed_at(const struct finding *finding)
{
	return finding->printer && !finding->request->files && !finding->request->batch;
}

/* ---- What the engine calls ----------------------------------------------- */

static pyiq_status print_plan(struct finding *finding)
{
	pyiq_status status = PYIQ_OK;

	if (finding->plan.n > 0 && finding->printer && finding->printer->plan)
		status = finding->printer->plan(&finding->job, &finding->plan,
						&finding->print_error);
	plan_clear(&finding->plan);
	return status;
}

static int take_hit(void *ctx, const struct pyiq_hit *hit)
{
	struct finding *finding = ctx;
	pyiq_status status = print_plan(finding);

	finding->n_hits++;
	if (status == PYIQ_OK && finding->printer)
		status = finding->printer->hit(&finding->job, hit, &finding->print_error);
	if (status == PYIQ_OK && is_pointed_at(finding))
		recent_add(&finding->shown, hit);
	if (status == PYIQ_OK)
		status = count_by_add(&finding->counts, hit->unit, &finding->print_error);
	return status != PYIQ_OK || output_failed();
}

static int take_unit(void *ctx, const struct pyiq_unit *unit)
{
	struct finding *finding = ctx;

	if (!globs_want(&finding->request->globs, unit->file))
		return 0;
	return finding->printer->unit(&finding->job, unit, &finding->print_error) != PYIQ_OK ||
	       output_failed();
}

static void take_note(void *ctx, const char *text)
{
	const struct finding *finding = ctx;

	/* Without the query it says little, and a batch has its own reader. */
	if (!finding->request->quiet && !finding->request->batch)
		message("%s", text);
}

static bool wants_file(void *ctx, struct pyiq_str file)
{
	const struct finding *finding = ctx;

	return globs_want(&finding->request->globs, file);
}

static void take_warning(void *ctx, const char *place, const char *cause)
{
	struct finding *finding = ctx;

	finding->troubled = true;
	if (!finding->request->no_messages)
		message("%s: %s", place, cause);
}

static void take_explanation(void *ctx, const char *what, const char *text)
{
	struct finding *finding = ctx;

	plan_add(&finding->plan, what, text);
}

/* ---- What is printed ------------------------------------------------------ */

static const struct printer *choose_printer(struct request *r)
{
	const struct printer *printer = view_begin(&r->view);
	struct palette *palette = &r->view.term.palette;
	struct pyiq_str selected = palette->sgr[STYLE_SELECTED];

	if (r->format)
		printer = r->format;
	if (palette->reverse && r->search.invert) {
		palette->sgr[STYLE_SELECTED] = palette->sgr[STYLE_CONTEXT];
		palette->sgr[STYLE_CONTEXT] = selected;
	}
	if (r->vimgrep)
		printer = &print_vimgrep;
	if (r->quiet || r->facet || (r->count && !r->files))
		printer = NULL;
	else if (r->files)
		printer = r->files == FILES_WITH ? &print_files : &print_other_files;
	if (printer == &print_text && !r->how.whole && !r->how.matching_lines)
		r->search.snippet_width = print_snippet_size(&r->view.term);
	else if (printer != &print_json && !template_has(&r->view.template, TEMPLATE_SNIPPET))
		r->search.snippet_width = 0;
	return printer;
}

static void print_count(struct finding *finding, size_t n)
{
	const struct request *r = finding->request;

	if (!r->count || r->files || r->quiet)
		return;
	if (r->batch) {
		print_word(&r->view.term, finding->job.query);
		fputc('\t', r->view.term.file);
	}
	fprintf(r->view.term.file, "%zu\n", n);
}

static void print_counts(struct finding *finding)
{
	const struct request *r = finding->request;
	count_form form = r->view.json                  ? COUNT_JSON
			  : view_has_headings(&r->view) ? COUNT_COLUMNS
							: COUNT_LINES;

	if (r->facet && !r->quiet)
		count_by_print(&finding->counts, &r->view.term, form, &finding->print_error);
}

/* ---- The search ----------------------------------------------------------- */

/* One query after the other; *summary is of the last. */
static pyiq_status search_each(struct finding *finding, struct pyiq_db *db,
			       struct pyiq_search_options *options,
			       struct pyiq_search_summary *summary)
{
	const struct request *r = finding->request;
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; status == PYIQ_OK && i < r->queries.n; i++) {
		size_t before = finding->n_hits;

		options->query = r->queries.items[i].text;
		finding->job.query = r->queries.items[i].id;
		status = pyiq_search(db, options, take_hit, finding, summary, &finding->err);
		finding->troubled |= summary->n_failed > 0;
		if (status == PYIQ_OK) {
			status = print_plan(finding);
			print_count(finding, finding->n_hits - before);
		}
		if (r->quiet && finding->n_hits > 0)
			break;
	}
	return status;
}

static pyiq_status search_like(struct finding *finding, struct pyiq_db *db,
			       const struct pyiq_search_options *options,
			       struct pyiq_search_summary *summary)
{
	pyiq_status status = pyiq_similar(db, finding->request->like, options, take_hit, finding,
					  summary, &finding->err);

	if (status == PYIQ_OK) {
		status = print_plan(finding);
		print_count(finding, finding->n_hits);
	}
	return status;
}

/* The message of a failure, unless nobody wants to hear of what is missing. */
static int tell(const struct request *r, const struct pyiq_error *err)
{
	bool missing = err->status == PYIQ_ERR_IO || err->status == PYIQ_ERR_NO_INDEX;

	return missing && r->no_messages ? EXIT_TROUBLE : message_error(err);
}

/*
 * Open the databases. As grep does with files, tell of those of several that
 * cannot be read, and search the others.
 */
static pyiq_status open_readable(struct request *r, struct finding *finding, struct pyiq_db **db)
{
	struct view *view = &r->view;
	pyiq_status status = view_open(view, db, &finding->err);
	size_t n_good = 0, n = view->n_db;

	if (status == PYIQ_OK || n < 2)
		return status;
	for (size_t i = 0; i < n; i++) {
		struct pyiq_error err = { 0 };
		struct pyiq_db *alone = NULL;

		if (pyiq_db_open(&view->db[i], 1, &alone, &err) == PYIQ_OK) {
			view->db[n_good++] = view->db[i];
		} else if (n_good > 0 || i + 1 < n) {
			finding->troubled = true;
			tell(r, &err);
		} else {
			/* No other is left to be searched: the caller tells of the last. */
			finding->err = err;
			status = err.status;
		}
		pyiq_db_close(alone);
	}
	if (n_good == 0 || n_good == n)
		return status;
	view->n_db = n_good;
	return view_open(view, db, &finding->err);
}

static int finish(struct finding *finding, pyiq_status status,
		  const struct pyiq_search_summary *summary)
{
	const struct request *r = finding->request;

	if (r->quiet && finding->n_hits > 0)
		return EXIT_HIT;
	if (status == PYIQ_OK)
		print_counts(finding);
	if (finding->print_error.status != PYIQ_OK)
		return message_error(&finding->print_error);
	if (status != PYIQ_OK && status != PYIQ_STOPPED)
		return tell(r, &finding->err);
	/* Who asks for the best hit alone knows that there may be others. */
	if (finding->printer && finding->printer->end && !(r->first && finding->n_hits > 0))
		finding->printer->end(&finding->job, summary);
	return finding->troubled ? EXIT_TROUBLE : finding->n_hits > 0 ? EXIT_HIT : EXIT_NO_HIT;
}

/* Only words have others that stand for them. */
static pyiq_status read_synonyms(struct pyiq_buf *text, struct pyiq_search_options *options,
				 struct pyiq_error *err)
{
	if (options->mode != PYIQ_WORDS)
		return PYIQ_OK;
	pyiq_status status = synonyms_read(text, err);

	options->synonyms = (struct pyiq_str){ pyiq_buf_str(text), text->len };
	return status;
}

static pyiq_status find(struct finding *finding, struct pyiq_search_options *options,
			struct pyiq_db *db, struct pyiq_search_summary *summary)
{
	const struct request *r = finding->request;
	struct pyiq_buf synonyms = PYIQ_BUF_INIT;
	pyiq_status status = read_synonyms(&synonyms, options, &finding->err);

	if (status == PYIQ_OK)
		status = r->like ? search_like(finding, db, options, summary)
				 : search_each(finding, db, options, summary);
	pyiq_buf_release(&synonyms);
	if (status == PYIQ_OK && finding->printer == &print_other_files)
		status = pyiq_list(db, false, take_unit, finding, &finding->err);
	return status;
}

static int find_units(struct request *r)
{
	struct finding finding = { .request = r, .printer = choose_printer(r) };
	struct pyiq_search_options options = r->search; /* choose_printer has completed it */
	struct pyiq_search_summary summary = { 0 };
	struct pyiq_db *db = NULL;

	options.note = take_note;
	options.warning = take_warning;
	options.explain = r->how.explain && !r->quiet ? take_explanation : NULL;
	options.wants_file = r->globs.n > 0 ? wants_file : NULL;
	options.ctx = &finding;
	print_job_init(&finding.job, &r->view.term, &r->how);
	plan_init(&finding.plan);
	count_by_init(&finding.counts, r->facet);
	bool refreshed = !r->refresh || refresh(&r->view);
	pyiq_status status = open_readable(r, &finding, &db);

	if (status == PYIQ_OK)
		status = find(&finding, &options, db, &summary);

	int result = finish(&finding, status, &summary);

	recent_save(&finding.shown, r->view.db, r->view.n_db);
	recent_release(&finding.shown);
	if (!r->quiet && !r->refresh)
		refresh_advise(db);
	if (!refreshed && !(r->quiet && result == EXIT_HIT))
		result = EXIT_TROUBLE;
	count_by_release(&finding.counts);
	plan_release(&finding.plan);
	print_job_release(&finding.job);
	pyiq_db_close(db);
	return result;
}

int find_run(const struct command *command, finding_operands *operands, int argc, char **argv)
{
	struct options options;
	struct request request;

	request_init(&request);
	options_begin(&options, command, argc, argv);
	option_id id = request_options(&request, &options);

	if (id == OPTION_END)
		id = operands(&request, &options);
	int status = options.status;

	if (id == OPTION_END) {
		request_settle(&request);
		/* As with grep, nothing is wanted and nothing is found. */
		status = request.search.max == 0 ? EXIT_NO_HIT : find_units(&request);
	}
	request_release(&request);
	options_release(&options);
	return status;
}

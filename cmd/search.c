/*
 * pyiq search: find units by words or by patterns.
 */
#include <stdio.h>
#include <string.h>

#include "message.h"
#include "read_file.h"
#include "refresh.h"
#include "view.h"

enum { RANKED_HITS = 10 };

/* What the command line asks for. */
struct request {
	struct view view;
	struct print_how how;
	struct pyiq_search_options search;
	bool fixed, regex; /* -F; -E or -P */
	bool given;        /* patterns were, by -e or -f */
	bool limited, all, first, context;
	bool count, files, quiet, no_messages, refresh;
	struct pyiq_str *patterns;
	size_t n_patterns, capacity;
	struct pyiq_buf query;   /* the operands, joined */
	struct pyiq_arena texts; /* of pattern files */
};

/* One search while it runs. */
struct search {
	const struct request *request;
	const struct printer *printer; /* NULL: nothing is printed */
	struct print_job job;
	size_t n_hits;
	bool troubled; /* a unit could not be judged */
	struct pyiq_error err;
	struct pyiq_error print_error; /* status PYIQ_OK while printing works */
};

/* ---- Patterns ------------------------------------------------------------ */

static pyiq_status add_pattern(struct request *r, struct pyiq_str pattern, struct pyiq_error *err)
{
	pyiq_status status =
		pyiq_grow(&r->patterns, &r->capacity, r->n_patterns + 1, sizeof *r->patterns, err);

	if (status == PYIQ_OK)
		r->patterns[r->n_patterns++] = pattern;
	return status;
}

static pyiq_status add_lines(struct request *r, struct pyiq_str text, struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	for (size_t at = 0; status == PYIQ_OK && at < text.len;) {
		const char *feed = memchr(text.data + at, '\n', text.len - at);
		size_t end = feed ? (size_t)(feed - text.data) : text.len;

		status = add_pattern(r, (struct pyiq_str){ text.data + at, end - at }, err);
		at = end + 1;
	}
	return status;
}

/* Each line of a file is a pattern. */
static pyiq_status add_pattern_file(struct request *r, const char *path, struct pyiq_error *err)
{
	struct pyiq_buf text = PYIQ_BUF_INIT;
	pyiq_status status = read_file(path, &text, err);

	if (status == PYIQ_OK) {
		const char *copy = pyiq_arena_copy(&r->texts, pyiq_buf_str(&text), text.len);

		status = copy ? add_lines(r, (struct pyiq_str){ copy, text.len }, err)
			      : pyiq_fail_nomem(err);
	}
	pyiq_buf_release(&text);
	return status;
}

/* ---- The command line ---------------------------------------------------- */

static option_id take_pattern(struct request *r, struct options *options, option_id id)
{
	struct pyiq_error err;
	pyiq_status status = id == OPTION_REGEXP ? add_pattern(r, pyiq_str(options->value), &err)
						 : add_pattern_file(r, options->value, &err);

	r->given = true;
	if (status == PYIQ_OK)
		return OPTION_END;
	options->status = EXIT_TROUBLE;
	if (!(r->no_messages && status == PYIQ_ERR_IO))
		message_error(&err);
	return OPTION_STOP;
}

static option_id take_number(struct request *r, struct options *options, option_id id)
{
	size_t number;

	if (!options_number(options, &number))
		return OPTION_STOP;
	if (id == OPTION_MAX_COUNT) {
		r->search.max = number;
		r->limited = true;
		return OPTION_END;
	}
	r->context = true;
	if (id != OPTION_AFTER)
		r->how.before = number;
	if (id != OPTION_BEFORE)
		r->how.after = number;
	return OPTION_END;
}

/* Take an option that has no argument. Returns the option if it is none of these. */
static option_id take_switch(struct request *r, option_id id)
{
	const struct {
		bool *flag;
		option_id id;
		bool value;
	} switches[] = {
		{ &r->fixed, OPTION_FIXED, true },
		{ &r->regex, OPTION_EXTENDED, true },
		{ &r->regex, OPTION_PERL, true },
		{ &r->search.ignore_case, OPTION_IGNORE_CASE, true },
		{ &r->search.smart_case, OPTION_SMART_CASE, true },
		{ &r->search.whole_words, OPTION_WORD, true },
		{ &r->search.whole_lines, OPTION_LINE, true },
		{ &r->search.invert, OPTION_INVERT, true },
		{ &r->all, OPTION_ALL, true },
		{ &r->search.answered, OPTION_ANSWERED, true },
		{ &r->refresh, OPTION_REFRESH, true },
		{ &r->first, OPTION_FIRST, true },
		{ &r->how.whole, OPTION_FULL, true },
		{ &r->count, OPTION_COUNT, true },
		{ &r->files, OPTION_FILES, true },
		{ &r->quiet, OPTION_QUIET, true },
		{ &r->how.only_matches, OPTION_ONLY, true },
		{ &r->how.no_line_number, OPTION_LINE_NUMBER, false },
		{ &r->how.no_line_number, OPTION_NO_LINE_NUMBER, true },
		{ &r->how.no_file, OPTION_WITH_FILENAME, false },
		{ &r->how.no_file, OPTION_NO_FILENAME, true },
		{ &r->how.nul_after_file, OPTION_NUL, true },
		{ &r->no_messages, OPTION_NO_MESSAGES, true },
	};

	for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
		if (switches[i].id == id) {
			*switches[i].flag = switches[i].value;
			return OPTION_END;
		}
	return id;
}

static option_id take_option(struct request *r, struct options *options, option_id id)
{
	switch (id) {
	case OPTION_REGEXP:
	case OPTION_FILE:
		return take_pattern(r, options, id);
	case OPTION_MAX_COUNT:
	case OPTION_AFTER:
	case OPTION_BEFORE:
	case OPTION_CONTEXT:
		return take_number(r, options, id);
	case OPTION_SEPARATOR:
		r->how.separator = options->value;
		return OPTION_END;
	case OPTION_NO_SEPARATOR:
		r->how.separator = NULL;
		return OPTION_END;
	default:
		id = take_switch(r, id);
		return id == OPTION_END ? id : view_option(&r->view, options, id);
	}
}

static bool is_pattern_search(const struct request *r)
{
	return r->given || r->fixed || r->regex;
}

/* Report options that contradict each other. */
static option_id check(const struct request *r, struct options *options)
{
	const struct pyiq_search_options *search = &r->search;
	const char *lacking = search->invert        ? "-v"
			      : search->whole_lines ? "-x"
			      : r->how.only_matches ? "-o"
			      : r->context          ? "-A, -B and -C"
						    : NULL;

	if (r->fixed && r->regex)
		return options_mistake(options, "conflicting matchers specified");
	if (lacking && !is_pattern_search(r))
		return options_mistake(options, "%s: only for patterns, see -e, -E and -F",
				       lacking);
	if (r->view.json && (r->count || r->files))
		return options_mistake(options, "--json cannot be combined with %s",
				       r->count ? "-c" : "-l");
	if (r->how.only_matches && (r->how.whole || r->first))
		return options_mistake(options, "-o cannot be combined with %s",
				       r->first ? "-1" : "--full");
	return OPTION_END;
}

/* The operands are the query, or the pattern if none was given by an option. */
static option_id take_operands(struct request *r, struct options *options)
{
	struct pyiq_error err;
	int n;
	char **operands = options_operands(options, &n);

	if (r->given && n > 0)
		return options_mistake(options,
				       "unexpected argument '%s': patterns are given with -e or -f",
				       operands[0]);
	if (!r->given && n == 0) {
		options->status = command_usage(options->command);
		return OPTION_STOP;
	}
	for (int i = 0; i < n; i++) {
		pyiq_buf_puts(&r->query, i > 0 ? " " : "");
		pyiq_buf_puts(&r->query, operands[i]);
	}
	struct pyiq_str query = { pyiq_buf_str(&r->query), r->query.len };
	pyiq_status status = pyiq_buf_status(&r->query, &err);

	r->search.query = query;
	if (status == PYIQ_OK && is_pattern_search(r) && !r->given)
		status = add_pattern(r, query, &err);
	if (status == PYIQ_OK)
		return OPTION_END;
	options->status = message_error(&err);
	return OPTION_STOP;
}

/* Work out what the options mean together. */
static void settle(struct request *r)
{
	static const struct pyiq_str nothing = { "(?!)", 4 };
	struct pyiq_search_options *search = &r->search;
	bool patterns = is_pattern_search(r);

	search->mode = !patterns ? PYIQ_WORDS : r->fixed ? PYIQ_FIXED : PYIQ_PATTERN;
	search->patterns = r->patterns;
	search->n_patterns = r->n_patterns;
	search->every_pattern = patterns && r->all;
	if (patterns && r->n_patterns == 0) {
		search->mode = PYIQ_PATTERN; /* an empty file of patterns matches nothing */
		search->patterns = &nothing;
		search->n_patterns = 1;
	}
	if (!r->limited && (patterns || r->all || r->count || r->files))
		search->max = SIZE_MAX;
	if ((r->first || r->quiet) && search->max > 1)
		search->max = 1;
	r->how.whole |= r->first;
	r->how.matching_lines = patterns;
	/* A file that holds only a copy holds a hit. */
	search->keep_duplicates = r->files;
}

/* ---- The search ---------------------------------------------------------- */

static int take_hit(void *ctx, const struct pyiq_hit *hit)
{
	struct search *search = ctx;

	search->n_hits++;
	return (search->printer &&
		search->printer->hit(&search->job, hit, &search->print_error) != PYIQ_OK) ||
	       output_failed();
}

static void take_note(void *ctx, const char *text)
{
	const struct search *search = ctx;

	if (!search->request->quiet)
		message("%s", text);
}

static void take_warning(void *ctx, const char *place, const char *cause)
{
	struct search *search = ctx;

	search->troubled = true;
	if (!search->request->no_messages)
		message("%s: %s", place, cause);
}

static const struct printer *choose_printer(struct request *r)
{
	const struct printer *printer = view_begin(&r->view);
	struct palette *palette = &r->view.term.palette;
	struct pyiq_str selected = palette->sgr[STYLE_SELECTED];

	if (palette->reverse && r->search.invert) {
		palette->sgr[STYLE_SELECTED] = palette->sgr[STYLE_CONTEXT];
		palette->sgr[STYLE_CONTEXT] = selected;
	}
	if (printer == &print_text && !r->how.whole && !r->how.matching_lines)
		r->search.snippet_width = print_snippet_size(&r->view.term);
	else if (printer != &print_json)
		r->search.snippet_width = 0;
	if (r->quiet || (r->count && !r->files))
		return NULL;
	return r->files ? &print_files : printer;
}

static int finish(struct search *search, pyiq_status status,
		  const struct pyiq_search_summary *summary)
{
	const struct request *r = search->request;

	if (r->quiet && search->n_hits > 0)
		return EXIT_HIT;
	if (search->print_error.status != PYIQ_OK)
		return message_error(&search->print_error);
	if (status != PYIQ_OK && status != PYIQ_STOPPED) {
		bool missing = status == PYIQ_ERR_IO || status == PYIQ_ERR_NO_INDEX;

		return missing && r->no_messages ? EXIT_TROUBLE : message_error(&search->err);
	}
	if (r->count && !r->files && !r->quiet)
		printf("%zu\n", search->n_hits);
	/* Who asks for the best hit alone knows that there may be others. */
	if (search->printer && search->printer->end && !(r->first && search->n_hits > 0))
		search->printer->end(&search->job, summary);
	return search->troubled || summary->n_failed > 0 ? EXIT_TROUBLE
	       : search->n_hits > 0                      ? EXIT_HIT
							 : EXIT_NO_HIT;
}

static int search(struct request *r)
{
	struct search search = { .request = r, .printer = choose_printer(r) };
	struct pyiq_search_options options = r->search; /* choose_printer has completed it */
	struct pyiq_search_summary summary = { 0 };
	struct pyiq_db *db = NULL;

	options.note = take_note;
	options.warning = take_warning;
	options.ctx = &search;
	print_job_init(&search.job, &r->view.term, &r->how);
	bool refreshed = !r->refresh || refresh(&r->view);
	pyiq_status status = view_open(&r->view, &db, &search.err);
	if (status == PYIQ_OK)
		status = pyiq_search(db, &options, take_hit, &search, &summary, &search.err);
	int result = finish(&search, status, &summary);

	if (!r->quiet && !r->refresh)
		refresh_advise(db);
	if (!refreshed)
		result = EXIT_TROUBLE;
	print_job_release(&search.job);
	pyiq_db_close(db);
	return result;
}

static int search_run(int argc, char **argv)
{
	struct options options;
	struct request request = { .how.separator = "--" };
	option_id id;

	pyiq_search_options_init(&request.search);
	request.search.max = RANKED_HITS;
	pyiq_arena_init(&request.texts);
	options_begin(&options, &command_search, argc, argv);
	while ((id = options_next(&options)) != OPTION_END) {
		id = take_option(&request, &options, id);
		if (id != OPTION_END)
			break;
	}
	if (id == OPTION_END)
		id = check(&request, &options);
	if (id == OPTION_END)
		id = take_operands(&request, &options);
	int status = options.status;

	if (id == OPTION_END) {
		settle(&request);
		/* As with grep, nothing is wanted and nothing is found. */
		status = request.search.max == 0 ? EXIT_NO_HIT : search(&request);
	}
	view_release(&request.view);
	pyiq_buf_release(&request.query);
	pyiq_free(request.patterns);
	pyiq_arena_release(&request.texts);
	return status;
}

const struct command command_search = {
	.id = COMMAND_SEARCH,
	.name = "search",
	.operands = "[OPTION]... QUERY...",
	.summary = "find questions by words or patterns",
	.examples = "  pyiq search deep copy            the best ten, by relevance\n"
		    "  pyiq search -1 deep copy         the best one, with its whole answer\n"
		    "  pyiq search -e 'lru_\\w+'         a PCRE2 pattern\n"
		    "  pyiq search -F '[::-1]'          plain text\n"
		    "  pyiq search --json is vs == | jq -r .question\n",
	.details =
		"Exit status is 0 if something was found, 1 if not, and 2 if there was an error.\n",
	.run = search_run,
};

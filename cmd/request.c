#include "request.h"

#include <stdint.h>
#include <string.h>

#include "message.h"

enum { RANKED_HITS = 10 };

void request_init(struct request *r)
{
	*r = (struct request){ .how.separator = "--" };
	pyiq_search_options_init(&r->search);
	r->search.max = RANKED_HITS;
	patterns_init(&r->patterns);
	queries_init(&r->queries);
}

void request_release(struct request *r)
{
	view_release(&r->view);
	pyiq_buf_release(&r->operands);
	globs_release(&r->globs);
	patterns_release(&r->patterns);
	queries_release(&r->queries);
}

bool request_has_patterns(const struct request *r)
{
	return r->given || r->fixed || r->regex;
}

/* ---- Options ------------------------------------------------------------- */

/* Report why a file was not read. */
static option_id unreadable(const struct request *r, struct options *options,
			    const struct pyiq_error *err)
{
	options->status = EXIT_TROUBLE;
	if (!(r->no_messages && err->status == PYIQ_ERR_IO))
		message_error(err);
	return OPTION_STOP;
}

static option_id take_pattern(struct request *r, struct options *options, option_id id)
{
	struct pyiq_error err;
	pyiq_status status = id == OPTION_REGEXP
				     ? patterns_add(&r->patterns, pyiq_str(options->value), &err)
				     : patterns_read(&r->patterns, options->value, &err);

	r->given = true;
	return status == PYIQ_OK ? OPTION_END : unreadable(r, options, &err);
}

static option_id take_format(struct request *r, struct options *options)
{
	bool trec = options->command->id == COMMAND_SEARCH && strcmp(options->value, "trec") == 0;

	r->format = trec ? &print_trec : NULL;
	if (!trec)
		return view_option(&r->view, options, OPTION_TEMPLATE);
	template_release(&r->view.template);
	return OPTION_END;
}

static option_id take_fold(struct request *r, struct options *options)
{
	int choice = options_choice(options);

	r->search.fold = (pyiq_folding)choice;
	return choice < 0 ? OPTION_STOP : OPTION_END;
}

static option_id take_facet(struct request *r, struct options *options)
{
	int choice = options_choice(options);

	r->facet = (facet)(FACET_TOPIC + choice);
	return choice < 0 ? OPTION_STOP : OPTION_END;
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
		{ &r->how.explain, OPTION_EXPLAIN_HITS, true },
		{ &r->count, OPTION_COUNT, true },
		{ &r->vimgrep, OPTION_VIMGREP, true },
		{ &r->quiet, OPTION_QUIET, true },
		{ &r->how.only_matches, OPTION_ONLY, true },
		{ &r->how.no_line_number, OPTION_LINE_NUMBER, false },
		{ &r->how.no_line_number, OPTION_NO_LINE_NUMBER, true },
		{ &r->how.no_file, OPTION_WITH_FILENAME, false },
		{ &r->how.no_file, OPTION_NO_FILENAME, true },
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
	case OPTION_QUERIES:
		r->batch = options->value;
		return OPTION_END;
	case OPTION_TEMPLATE:
		return take_format(r, options);
	case OPTION_FILES:
		r->files = FILES_WITH;
		return OPTION_END;
	case OPTION_FILES_WITHOUT:
		r->files = FILES_WITHOUT;
		return OPTION_END;
	case OPTION_FOLD:
		return take_fold(r, options);
	case OPTION_COUNT_BY:
		return take_facet(r, options);
	case OPTION_SEPARATOR:
		r->how.separator = options->value;
		return OPTION_END;
	case OPTION_NO_SEPARATOR:
		r->how.separator = NULL;
		return OPTION_END;
	default:
		id = take_switch(r, id);
		if (id != OPTION_END)
			id = globs_option(&r->globs, options, id);
		return id == OPTION_END || id == OPTION_STOP ? id
							     : view_option(&r->view, options, id);
	}
}

/* ---- Contradictions ------------------------------------------------------ */

static bool has_format(const struct request *r)
{
	return r->format || r->view.template.n > 0;
}

static const char *files_letter(const struct request *r)
{
	return r->files == FILES_WITHOUT ? "-L" : "-l";
}

/* Report what does not go with a batch, where each line must tell whose hit it is. */
static option_id check_batch(const struct request *r, struct options *options)
{
	const char *other = request_has_patterns(r) ? "patterns"
			    : r->files              ? files_letter(r)
			    : r->vimgrep            ? "--vimgrep"
			    : r->facet              ? "--count-by"
						    : NULL;

	if (r->format && !r->batch)
		return options_mistake(options, "--format=trec: only with --queries");
	if (!r->batch)
		return template_has(&r->view.template, TEMPLATE_QUERY)
			       ? options_mistake(options,
						 "--format: only hits of --queries have {query}")
			       : OPTION_END;
	if (other)
		return options_mistake(options, "--queries cannot be combined with %s", other);
	if (!has_format(r) && !r->view.json && !r->count && !r->quiet)
		return options_mistake(options, "--queries needs --json, --format, -c or -q");
	return OPTION_END;
}

/* Report two of the options that say what is printed of the hits, if they contradict each other. */
static option_id check_output(const struct request *r, struct options *options)
{
	enum {
		JSON = 1,
		FORMAT = 2,
		BY = 4,
		COUNT = 8,
		FILES = 16,
		EXPLAIN = 32,
		ONLY = 64,
		FIRST = 128,
		FULL = 256,
		CONTEXT = 512,
		VIMGREP = 1024,
		RECORDS = 2048
	};
	const struct {
		const char *name;
		bool given;
		unsigned bit, others;
	} outputs[] = {
		{ "--format", has_format(r), FORMAT,
		  JSON | VIMGREP | BY | COUNT | FILES | EXPLAIN | ONLY | CONTEXT },
		{ "--json", r->view.json, JSON, VIMGREP | COUNT | FILES | RECORDS },
		{ "--vimgrep", r->vimgrep, VIMGREP, BY | COUNT | FILES | EXPLAIN | FULL | CONTEXT },
		{ "--count-by", r->facet != FACET_NONE, BY,
		  COUNT | FILES | EXPLAIN | ONLY | FIRST | FULL },
		{ "-c", r->count, COUNT, EXPLAIN },
		{ files_letter(r), r->files, FILES, EXPLAIN },
		{ "--explain", r->how.explain, EXPLAIN, 0 },
		{ "-o", r->how.only_matches, ONLY, FIRST | FULL },
		{ "-1", r->first, FIRST, 0 },
		{ "--full", r->how.whole, FULL, 0 },
		{ "-A, -B and -C", r->context, CONTEXT, 0 },
		{ "-z", r->view.nul_lines, RECORDS, 0 },
	};
	const size_t n = sizeof outputs / sizeof *outputs;

	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; outputs[i].given && j < n; j++)
			if (outputs[j].given && outputs[i].others & outputs[j].bit)
				return options_mistake(options, "%s cannot be combined with %s",
						       outputs[i].name, outputs[j].name);
	return OPTION_END;
}

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
	if (lacking && !request_has_patterns(r))
		return options_mistake(options, "%s: only for patterns, see -e, -E and -F",
				       lacking);
	if (request_has_patterns(r) && (r->how.explain || search->fold == PYIQ_FOLD_NEAR))
		return options_mistake(options, "%s: only for words",
				       r->how.explain ? "--explain" : "--fold=near");
	option_id id = check_output(r, options);

	return id == OPTION_END ? check_batch(r, options) : id;
}

option_id request_options(struct request *r, struct options *options)
{
	option_id id;

	while ((id = options_next(options)) != OPTION_END) {
		id = take_option(r, options, id);
		if (id != OPTION_END)
			return id;
	}
	return check(r, options);
}

/* ---- Operands ------------------------------------------------------------ */

/* The operands are the query, or the pattern if none was given by an option. */
static option_id take_operands(struct request *r, struct options *options, char **operands, int n)
{
	struct pyiq_error err;
	pyiq_status status;

	for (int i = 0; i < n; i++) {
		pyiq_buf_puts(&r->operands, i > 0 ? " " : "");
		pyiq_buf_puts(&r->operands, operands[i]);
	}
	struct pyiq_str text = { pyiq_buf_str(&r->operands), r->operands.len };

	status = pyiq_buf_status(&r->operands, &err);
	if (status == PYIQ_OK && request_has_patterns(r) && !r->given)
		status = patterns_add(&r->patterns, text, &err);
	if (status == PYIQ_OK)
		status = queries_add(&r->queries, (struct query){ .text = text }, &err);
	if (status == PYIQ_OK)
		return OPTION_END;
	options->status = message_error(&err);
	return OPTION_STOP;
}

option_id request_queries(struct request *r, struct options *options)
{
	struct pyiq_error err;
	int n;
	char **operands = options_operands(options, &n);

	if (n > 0 && (r->given || r->batch))
		return options_mistake(options, "unexpected argument '%s': %s", operands[0],
				       r->batch ? "the queries are those of --queries"
						: "patterns are given with -e or -f");
	if (r->batch)
		return queries_read(&r->queries, r->batch, &err) == PYIQ_OK
			       ? OPTION_END
			       : unreadable(r, options, &err);
	if (n > 0 || r->given)
		return take_operands(r, options, operands, n);
	options->status = command_usage(options->command);
	return OPTION_STOP;
}

/* ---- Together ------------------------------------------------------------ */

void request_settle(struct request *r)
{
	static const struct pyiq_str nothing = { "(?!)", 4 };
	struct pyiq_search_options *search = &r->search;
	bool patterns = request_has_patterns(r);

	search->mode = !patterns ? PYIQ_WORDS : r->fixed ? PYIQ_FIXED : PYIQ_PATTERN;
	search->patterns = r->patterns.items;
	search->n_patterns = r->patterns.n;
	search->every_pattern = patterns && r->all;
	if (patterns && r->patterns.n == 0) {
		search->mode = PYIQ_PATTERN; /* an empty file of patterns matches nothing */
		search->patterns = &nothing;
		search->n_patterns = 1;
	}
	if (!r->limited && (patterns || r->all || r->count || r->files || r->facet))
		search->max = SIZE_MAX;
	if ((r->first || r->quiet) && search->max > 1)
		search->max = 1;
	/* To name the files without a hit all hits must be known. */
	if (r->files == FILES_WITHOUT && !r->quiet && search->max > 0)
		search->max = SIZE_MAX;
	r->how.template = &r->view.template;
	r->how.nul_after_file = r->view.nul;
	r->how.nul_lines = r->view.nul_lines;
	r->how.whole |= r->first;
	r->how.matching_lines = patterns;
	/* A file that holds only a copy holds a hit; judgements name each document by itself. */
	if (r->files || r->format == &print_trec)
		search->fold = PYIQ_FOLD_NONE;
}

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
	if (strcmp(options->value, "trec") != 0)
		return options_mistake(options, "invalid value '%s' for --format: trec",
				       options->value);
	r->format = &print_trec;
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
	case OPTION_QUERIES:
		r->batch = options->value;
		return OPTION_END;
	case OPTION_HITS_FORMAT:
		return take_format(r, options);
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
		return id == OPTION_END ? id : view_option(&r->view, options, id);
	}
}

/* ---- Contradictions ------------------------------------------------------ */

/* Report what does not go with a batch, where each line must tell whose hit it is. */
static option_id check_batch(const struct request *r, struct options *options)
{
	if (r->format && r->view.json)
		return options_mistake(options, "--format cannot be combined with --json");
	if (r->format && !r->batch)
		return options_mistake(options, "--format: only with --queries");
	if (r->batch && (request_has_patterns(r) || r->files || r->facet))
		return options_mistake(options, "--queries cannot be combined with %s",
				       request_has_patterns(r) ? "patterns"
				       : r->files              ? "-l"
							       : "--count-by");
	if (r->batch && !r->format && !r->view.json && !r->count && !r->quiet)
		return options_mistake(options, "--queries needs --json, --format=trec, -c or -q");
	return OPTION_END;
}

/* Report two of the options that say what is printed instead of hits. */
static option_id check_output(const struct request *r, struct options *options)
{
	const char *instead = r->facet    ? "--count-by"
			      : r->count  ? "-c"
			      : r->files  ? "-l"
			      : r->format ? "--format"
					  : NULL;
	const char *other = r->facet && r->count              ? "-c"
			    : r->facet && r->files            ? "-l"
			    : r->how.explain                  ? "--explain"
			    : r->facet && r->first            ? "-1"
			    : r->facet && r->how.whole        ? "--full"
			    : r->facet && r->how.only_matches ? "-o"
							      : NULL;

	if (instead && other)
		return options_mistake(options, "%s cannot be combined with %s", instead, other);
	if ((r->view.json || r->format) && (r->count || r->files))
		return options_mistake(options, "--%s cannot be combined with %s",
				       r->format ? "format" : "json", r->count ? "-c" : "-l");
	if (r->how.only_matches && (r->how.whole || r->first))
		return options_mistake(options, "-o cannot be combined with %s",
				       r->first ? "-1" : "--full");
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
	r->how.whole |= r->first;
	r->how.matching_lines = patterns;
	/* A file that holds only a copy holds a hit; judgements name each document by itself. */
	if (r->files || r->format == &print_trec)
		search->fold = PYIQ_FOLD_NONE;
}

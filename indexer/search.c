#include "searching.h"

#include <stdio.h>

#include "query/regex.h"
#include "store/schema.h"

void pyiq_search_options_init(struct pyiq_search_options *options)
{
	*options = (struct pyiq_search_options){ .mode = PYIQ_WORDS,
						 .query = { "", 0 },
						 .max = 10,
						 .snippet_width = 240,
						 .snippet_lines = 3 };
}

void pyiq_search_note(const struct pyiq_searcher *s, const char *what, struct pyiq_str query)
{
	enum { SHOWN = 120 };
	char message[256];
	size_t len = query.len;

	if (s->options->note == NULL)
		return;
	if (len > SHOWN)
		for (len = SHOWN; len > 0 && ((unsigned char)query.data[len] & 0xC0) == 0x80; len--)
			;
	snprintf(message, sizeof message, "%s: %.*s", what, (int)len, query.data);
	for (char *newline = message; (newline = strchr(newline, '\n')) != NULL;)
		*newline = ' ';
	s->options->note(s->options->ctx, message);
}

pyiq_status pyiq_search_push(struct pyiq_searcher *s, struct pyiq_hit *hit, double score)
{
	hit->rank = ++s->summary->n_shown;
	hit->score = score;
	return s->fn(s->ctx, hit) != 0 ? PYIQ_STOPPED : PYIQ_OK;
}

static unsigned regex_flags(const struct pyiq_search_options *o)
{
	return (o->mode == PYIQ_FIXED ? PYIQ_REGEX_FIXED : 0) |
	       (o->ignore_case ? PYIQ_REGEX_IGNORE_CASE : 0) |
	       (o->smart_case ? PYIQ_REGEX_SMART_CASE : 0) |
	       (o->whole_words ? PYIQ_REGEX_WORD : 0) | (o->whole_lines ? PYIQ_REGEX_LINE : 0);
}

/* ---- The straight line ------------------------------------------------------------------- */

static bool is_blank(struct pyiq_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (strchr(" \t\r\n", text.data[i]) == NULL || text.data[i] == '\0')
			return false;
	return true;
}

/* A query without any word hit may be a pattern, or a piece of text. */
static pyiq_status fall_back(struct pyiq_searcher *s)
{
	const struct pyiq_str *query = &s->options->query;
	pyiq_status status;

	if (is_blank(*query))
		return PYIQ_OK;
	s->summary->mode = PYIQ_PATTERN;
	status = pyiq_search_patterns(s, query, 1, PYIQ_REGEX_SMART_CASE, true);
	if (status == PYIQ_ERR_REGEX || status == PYIQ_ERR_INVALID ||
	    (status == PYIQ_OK && s->summary->n_shown == 0)) {
		s->summary->mode = PYIQ_FIXED;
		s->summary->n_failed = 0;
		status = pyiq_search_patterns(s, query, 1, PYIQ_REGEX_SMART_CASE | PYIQ_REGEX_FIXED,
					      true);
		/* Text that is not UTF-8, or too long for a pattern, is no one's question. */
		if (status == PYIQ_ERR_INVALID || status == PYIQ_ERR_REGEX)
			status = PYIQ_OK;
	}
	return status;
}

static pyiq_status run(struct pyiq_searcher *s)
{
	const struct pyiq_search_options *o = s->options;
	pyiq_status status;

	*s->summary = (struct pyiq_search_summary){ .mode = o->mode };
	if (s->like != NULL) {
		s->summary->mode = PYIQ_WORDS;
		return o->max > 0 ? pyiq_search_words(s) : PYIQ_OK;
	}
	if (o->mode != PYIQ_WORDS)
		return o->n_patterns == 0 || o->max == 0
			       ? PYIQ_OK
			       : pyiq_search_patterns(s, o->patterns, o->n_patterns, regex_flags(o),
						      false);
	if (o->max == 0)
		return PYIQ_OK;
	status = pyiq_search_words(s);
	return status == PYIQ_OK && s->summary->n_total == 0 ? fall_back(s) : status;
}

/* Once more when the database has changed under the search, as long as nothing was shown. */
static pyiq_status run_twice(struct pyiq_searcher *s)
{
	pyiq_status status = pyiq_hit_maker_new(s->db, s->options, &s->maker, s->err);

	pyiq_table_init(&s->folded);
	pyiq_arena_init(&s->arena);
	if (status == PYIQ_OK)
		status = run(s);
	if (status == PYIQ_ERR_STALE && s->summary->n_shown == 0) {
		pyiq_table_release(&s->folded);
		status = pyiq_db_refresh(s->db, s->err);
		if (status == PYIQ_OK)
			status = run(s);
	}
	pyiq_hit_maker_free(s->maker);
	pyiq_table_release(&s->folded);
	pyiq_arena_release(&s->arena);
	return status;
}

/* By the query, or for units like the one whose id begins with `like`. */
static pyiq_status find(struct pyiq_db *db, const char *like,
			const struct pyiq_search_options *options, pyiq_hit_fn *fn, void *ctx,
			struct pyiq_search_summary *summary, struct pyiq_error *err)
{
	struct pyiq_search_summary own;
	struct pyiq_searcher s = { .db = db,
				   .options = options,
				   .fn = fn,
				   .ctx = ctx,
				   .summary = summary != NULL ? summary : &own,
				   .like = like,
				   .err = err };

	return run_twice(&s);
}

pyiq_status pyiq_search(struct pyiq_db *db, const struct pyiq_search_options *options,
			pyiq_hit_fn *fn, void *ctx, struct pyiq_search_summary *summary,
			struct pyiq_error *err)
{
	return find(db, NULL, options, fn, ctx, summary, err);
}

pyiq_status pyiq_similar(struct pyiq_db *db, const char *prefix,
			 const struct pyiq_search_options *options, pyiq_hit_fn *fn, void *ctx,
			 struct pyiq_search_summary *summary, struct pyiq_error *err)
{
	return find(db, prefix, options, fn, ctx, summary, err);
}

void pyiq_versions(struct pyiq_versions *versions)
{
	*versions = (struct pyiq_versions){ .pyiq = PYIQ_VERSION,
					    .xapian = pyiq_x_version(),
					    .schema = PYIQ_SCHEMA };
	versions->pcre2 = pyiq_regex_version(&versions->jit);
}

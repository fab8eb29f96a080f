#include "query/judging.h"

#include <stdlib.h>

#include "query/frame.h"
#include "query/wildcard.h"
#include "store/catalog.h"
#include "store/document.h"
#include "store/schema.h"

enum {
	MAX_PARTS = 32,
	MAX_WORDS = 256 /* of a question: no longer one is better explained by a query */
};

pyiq_status pyiq_judge_new(struct pyiq_tokenizer *tokenizer, struct pyiq_stems *stems,
			   struct pyiq_judge **out, struct pyiq_error *err)
{
	*out = pyiq_alloc(sizeof **out);
	if (*out == NULL)
		return pyiq_fail_nomem(err);
	**out = (struct pyiq_judge){ .tokenizer = tokenizer, .stems = stems };
	return PYIQ_OK;
}

void pyiq_judge_free(struct pyiq_judge *judge)
{
	if (judge == NULL)
		return;
	for (size_t i = 0; i < judge->n_seen; i++)
		pyiq_free(judge->seen[i].here.at);
	for (size_t i = 0; i < judge->n_steps; i++)
		pyiq_free(judge->steps[i].at);
	for (size_t i = 0; i < 2; i++)
		pyiq_free(judge->reach[i].at);
	pyiq_free(judge->seen);
	pyiq_free(judge->steps);
	pyiq_free(judge->step_spans);
	pyiq_free(judge->occurrences);
	pyiq_free(judge->unexplained.at);
	pyiq_free(judge->matches);
	pyiq_free(judge->numbered);
	pyiq_free(judge);
}

/* ---- Reading a text ----------------------------------------------------------------------- */

pyiq_status pyiq_judge_note(struct pyiq_judge *j, struct pyiq_span span, size_t group)
{
	pyiq_status status = pyiq_grow(&j->matches, &j->matches_capacity, j->n_matches + 1,
				       sizeof *j->matches, j->err);

	if (status == PYIQ_OK)
		j->matches[j->n_matches++] = (struct pyiq_match){ j->field, span, group };
	return status;
}

static bool is_in_scope(const struct pyiq_judge *j, pyiq_scope scope, unsigned flags)
{
	switch (scope) {
	case PYIQ_SCOPE_QUESTION:
		return j->field == PYIQ_RECORD_QUESTION || j->field == PYIQ_RECORD_PROMPT;
	case PYIQ_SCOPE_ANSWER:
		return j->field == PYIQ_RECORD_ANSWER;
	case PYIQ_SCOPE_CODE:
		return j->field != PYIQ_JUDGE_TOPIC && (flags & PYIQ_TOKEN_CODE);
	case PYIQ_SCOPE_TOPIC:
		return j->field == PYIQ_JUDGE_TOPIC;
	default:
		return true;
	}
}

/* Whether a token whose term is a group's is what the group asks for. */
static bool is_meant(const struct pyiq_judge *j, const struct pyiq_group *group,
		     const struct pyiq_token *token)
{
	if (!is_in_scope(j, group->scope, token->flags))
		return false;
	if (group->wildcard)
		return pyiq_wildcard_fits(group->word, token->term);
	return !group->exact || pyiq_str_equal(token->term, group->word);
}

/* A step of a sequence is remembered until the text ends. */
static void take_step(struct pyiq_judge *j, const struct pyiq_plan_term *term,
		      const struct pyiq_token *token)
{
	struct pyiq_positions *positions =
		&j->steps[term->owner * PYIQ_SEQUENCE_STEPS + term->step];
	size_t group = j->plan->sequences[term->owner].first;

	if (!is_in_scope(j, j->plan->groups[group].scope, token->flags))
		return;
	j->status = pyiq_positions_add(positions, token->position, j->err);
	if (j->status != PYIQ_OK || !j->want_matches)
		return;
	j->status = pyiq_grow(&j->step_spans, &j->step_spans_capacity, j->n_step_spans + 1,
			      sizeof *j->step_spans, j->err);
	if (j->status == PYIQ_OK)
		j->step_spans[j->n_step_spans++] =
			(struct pyiq_step){ term->owner, token->position, token->span };
}

/* What an occurrence counts in the text being read: the same as in the postings. */
static uint32_t times(const struct pyiq_judge *j)
{
	return j->field == PYIQ_RECORD_QUESTION ? PYIQ_WDF_QUESTION : PYIQ_WDF_BODY;
}

/* A token whose term is a group's. Returns whether it is what was asked for. */
static bool take_group(struct pyiq_judge *j, const struct pyiq_plan_term *term,
		       const struct pyiq_token *token)
{
	const struct pyiq_group *group = &j->plan->groups[term->owner];
	struct pyiq_seen *seen = &j->seen[term->owner];

	if (!is_meant(j, group, token))
		return false;
	if (group->plain && !group->asked) {
		seen->n_frame += times(j);
		return false;
	}
	if (term->use == PYIQ_USE_PART) {
		seen->parts |= UINT32_C(1) << (term->step < MAX_PARTS ? term->step : MAX_PARTS - 1);
	} else {
		seen->whole = true;
		if (pyiq_str_equal(token->term, group->word))
			seen->n_exact += times(j);
		seen->worth = 1;
		j->status = pyiq_positions_add(&seen->here, token->position, j->err);
	}
	if (group->asked && j->want_matches && j->field != PYIQ_JUDGE_TOPIC && j->status == PYIQ_OK)
		j->status = pyiq_judge_note(j, token->span, term->owner);
	return group->asked;
}

/* The words of a question that carry its meaning, each once however many terms it has. */
static void count_word(struct pyiq_judge *j, const struct pyiq_token *token, bool asked)
{
	if (token->flags & (PYIQ_TOKEN_PART | PYIQ_TOKEN_JOINED | PYIQ_TOKEN_VARIANT))
		return;
	if (j->n_words == MAX_WORDS || (!asked && pyiq_is_frame_word(token->term)))
		return;
	j->n_words++;
	if (!asked)
		j->status = pyiq_positions_add(&j->unexplained, token->position, j->err);
}

static int take_token(void *ctx, const struct pyiq_token *token)
{
	struct pyiq_judge *j = ctx;
	bool asked = false;

	if (!j->is_english || pyiq_plan_may_have(j->plan, token->term)) {
		struct pyiq_str term;
		const struct pyiq_entry *entry;

		j->status = pyiq_document_term(j->stems, token, &term, j->err);
		entry = j->status == PYIQ_OK ? pyiq_table_find(&j->plan->by_term, term) : NULL;
		for (size_t i = entry != NULL ? (size_t)entry->value.number : 0;
		     i != 0 && j->status == PYIQ_OK; i = j->plan->terms[i - 1].next) {
			const struct pyiq_plan_term *use = &j->plan->terms[i - 1];

			if (!(use->languages & j->language))
				continue;
			if (use->use == PYIQ_USE_STEP)
				take_step(j, use, token);
			else
				asked |= take_group(j, use, token);
		}
	}
	if (j->field == PYIQ_RECORD_QUESTION && j->status == PYIQ_OK)
		count_word(j, token, asked);
	return j->status != PYIQ_OK;
}

/* ---- The end of a text ------------------------------------------------------------------------------ */

static int compare_matches(const void *left, const void *right)
{
	const struct pyiq_match *a = left, *b = right;

	if (a->span.start != b->span.start)
		return a->span.start < b->span.start ? -1 : 1;
	return (a->span.end < b->span.end) - (a->span.end > b->span.end);
}

static void end_text(struct pyiq_judge *j)
{
	size_t n = j->n_matches;

	pyiq_judge_find_neighbours(j);
	if (j->n_matches > n)
		qsort(j->matches + j->first_match, j->n_matches - j->first_match,
		      sizeof *j->matches, compare_matches);
	if (j->status == PYIQ_OK)
		pyiq_judge_note_features(j);
	for (size_t g = 0; g < j->plan->n_groups; g++) {
		j->seen[g].here.n = 0;
		j->seen[g].worth = 0;
	}
}

static pyiq_status read_text(struct pyiq_judge *j, unsigned field, const struct pyiq_text *text)
{
	pyiq_status status;

	j->field = field;
	j->first_match = j->n_matches;
	status = pyiq_tokenize(j->tokenizer, text, take_token, j, j->err);
	if (status == PYIQ_OK || (status == PYIQ_STOPPED && j->status == PYIQ_OK))
		end_text(j);
	return status == PYIQ_STOPPED || status == PYIQ_OK ? j->status : status;
}

/* ---- The clauses ------------------------------------------------------------------------------------ */

static bool has_group(void *ctx, const struct pyiq_clause *clause)
{
	const struct pyiq_judge *j = ctx;
	const struct pyiq_seen *seen = &j->seen[clause->first];

	return seen->whole || seen->stand_in > 0 ||
	       (seen->parts != 0 && clause->role == PYIQ_WANTED &&
		j->plan->groups[clause->first].asked);
}

static int compare_terms(const void *key, const void *element)
{
	const struct pyiq_str *a = key, *b = element;

	return pyiq_str_compare(*a, *b);
}

static bool has_key(struct pyiq_judge *j, const struct pyiq_clause *place, const char *prefix,
		    struct pyiq_str text)
{
	struct pyiq_buf buf = PYIQ_BUF_INIT;
	bool found = false;

	if (j->status == PYIQ_OK)
		j->status = pyiq_document_key(prefix, text, &buf, j->err);
	if (j->status == PYIQ_OK && place->n_terms > 0) {
		struct pyiq_str term = { pyiq_buf_str(&buf), buf.len };

		found = bsearch(&term, place->terms, place->n_terms, sizeof *place->terms,
				compare_terms) != NULL;
	}
	pyiq_buf_release(&buf);
	return found;
}

/* A place is known from the postings; where it is one of several conditions, the record tells it once more. */
static bool has_place(void *ctx, const struct pyiq_clause *place)
{
	struct pyiq_judge *j = ctx;
	const struct pyiq_record *record = j->record;
	char key[PYIQ_KEY_SIZE];
	bool found = has_key(j, place, PYIQ_PREFIX_LANGUAGE, record->language) ||
		     has_key(j, place, PYIQ_PREFIX_LEVEL, record->level);

	for (size_t i = 0; i < record->n_tags && !found; i++)
		found = has_key(j, place, PYIQ_PREFIX_TAG, record->tags[i]);
	pyiq_source_key(record->root, record->path, key);
	return found || has_key(j, place, PYIQ_PREFIX_SOURCE, pyiq_str(key));
}

/* ---- The straight line ------------------------------------------------------------------------------------ */

static pyiq_status make_room(struct pyiq_judge *j, const struct pyiq_plan *plan)
{
	size_t n_steps = plan->n_sequences * PYIQ_SEQUENCE_STEPS;
	pyiq_status status =
		pyiq_grow(&j->seen, &j->seen_capacity, plan->n_groups, sizeof *j->seen, j->err);

	if (status == PYIQ_OK)
		status =
			pyiq_grow(&j->steps, &j->steps_capacity, n_steps, sizeof *j->steps, j->err);
	if (status == PYIQ_OK)
		status = pyiq_grow(&j->numbered, &j->numbered_capacity, plan->n_numbered,
				   sizeof *j->numbered, j->err);
	if (status != PYIQ_OK)
		return status;
	for (; j->n_seen < plan->n_groups; j->n_seen++)
		j->seen[j->n_seen] = (struct pyiq_seen){ 0 };
	for (; j->n_steps < n_steps; j->n_steps++)
		j->steps[j->n_steps] = (struct pyiq_positions){ 0 };
	for (size_t g = 0; g < plan->n_groups; g++) {
		struct pyiq_positions here = j->seen[g].here;

		here.n = 0;
		j->seen[g] = (struct pyiq_seen){ .here = here };
	}
	for (size_t i = 0; i < plan->n_numbered; i++)
		j->numbered[i] = false;
	return PYIQ_OK;
}

pyiq_status pyiq_judge_unit(struct pyiq_judge *judge, const struct pyiq_plan *plan,
			    const struct pyiq_record *record, bool want_matches,
			    struct pyiq_verdict *verdict, struct pyiq_error *err)
{
	struct pyiq_judge *j = judge;
	struct pyiq_findings findings = { .has_group = has_group,
					  .has_place = has_place,
					  .ctx = j };
	pyiq_status status;

	j->plan = plan;
	j->record = record;
	j->want_matches = want_matches;
	j->n_matches = j->n_words = j->unexplained.n = 0;
	j->window = 0;
	j->status = PYIQ_OK;
	j->err = err;
	*verdict = (struct pyiq_verdict){ 0 };
	status = make_room(j, plan);
	if (status == PYIQ_OK)
		status = pyiq_stems_use(j->stems, record->language, err);
	j->is_english = strcmp(pyiq_stems_in_use(j->stems), "english") == 0;
	j->language = pyiq_plan_language(plan, pyiq_stems_in_use(j->stems));
	/* A question that is the beginning of the text says nothing more, but is shown. */
	for (unsigned i = record->untitled && !want_matches ? PYIQ_RECORD_PROMPT
							    : PYIQ_RECORD_QUESTION;
	     i < PYIQ_RECORD_N_FIELDS && status == PYIQ_OK; i++)
		status = read_text(j, i, &record->texts[i]);
	for (size_t i = 0; i < record->n_topic && status == PYIQ_OK; i++) {
		struct pyiq_text topic = { .source = record->topic[i] };

		status = read_text(j, PYIQ_JUDGE_TOPIC, &topic);
	}
	if (status != PYIQ_OK)
		return status;
	findings.numbered = j->numbered;
	verdict->passes = pyiq_clause_passes(plan, plan->root, &findings);
	if (j->status != PYIQ_OK)
		return j->status;
	pyiq_judge_sum_up(j, verdict);
	verdict->matches = j->matches;
	verdict->n_matches = j->n_matches;
	return PYIQ_OK;
}

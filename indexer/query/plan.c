#include "query/planner.h"

#include <math.h>

#include "query/frame.h"
#include "store/document.h"
#include "store/schema.h"
#include "text/language.h"
#include "text/repair.h"

/* Terms that are no stems: identifiers, operators. */
#define EVERY_LANGUAGE UINT64_MAX

void pyiq_plan_init(struct pyiq_plan *plan)
{
	*plan = (struct pyiq_plan){ .correction = PYIQ_BUF_INIT, .capped = PYIQ_BUF_INIT };
	pyiq_table_init(&plan->by_term);
	pyiq_arena_init(&plan->arena);
}

void pyiq_plan_release(struct pyiq_plan *plan)
{
	pyiq_free(plan->groups);
	pyiq_free(plan->sequences);
	pyiq_free(plan->terms);
	pyiq_free(plan->numbered);
	pyiq_table_release(&plan->by_term);
	pyiq_buf_release(&plan->correction);
	pyiq_buf_release(&plan->capped);
	pyiq_arena_release(&plan->arena);
	pyiq_plan_init(plan);
}

uint64_t pyiq_plan_language(const struct pyiq_plan *plan, const char *stemmer)
{
	/* A plan of terms knows no languages. */
	uint64_t bits = plan->n_languages > 0 ? 0 : EVERY_LANGUAGE;

	for (size_t i = 0; i < plan->n_languages; i++)
		if (strcmp(pyiq_language_stemmer(plan->languages[i]), stemmer) == 0)
			bits |= UINT64_C(1) << i;
	return bits;
}

struct pyiq_str pyiq_planner_keep(struct pyiq_planner *p, struct pyiq_str text)
{
	return (struct pyiq_str){ pyiq_arena_copy(&p->plan->arena, text.data, text.len), text.len };
}

/* ---- Terms --------------------------------------------------------------------- */

static void note_beginning(struct pyiq_plan *plan, struct pyiq_str word)
{
	size_t beginning = pyiq_plan_beginning(word);

	plan->beginnings[beginning / 64] |= UINT64_C(1) << beginning % 64;
}

pyiq_status pyiq_planner_add_term(struct pyiq_planner *p, struct pyiq_str term, pyiq_use use,
				  size_t owner, unsigned step, uint64_t languages)
{
	struct pyiq_plan *plan = p->plan;
	struct pyiq_plan_term added = {
		.use = use, .owner = owner, .step = step, .languages = languages
	};
	struct pyiq_entry *entry = pyiq_table_put(&plan->by_term, term);
	pyiq_status status;

	if (entry == NULL)
		return pyiq_fail_nomem(p->err);
	added.term = entry->key;
	added.next = (size_t)entry->value.number;
	status = pyiq_grow(&plan->terms, &plan->terms_capacity, plan->n_terms + 1,
			   sizeof *plan->terms, p->err);
	if (status != PYIQ_OK)
		return status;
	for (size_t i = added.next; i != 0; i = plan->terms[i - 1].next) {
		struct pyiq_plan_term *known = &plan->terms[i - 1];

		if (known->use != use || known->owner != owner ||
		    (known->step != step && use == PYIQ_USE_STEP))
			continue;
		known->languages |= languages;
		return PYIQ_OK;
	}
	status = pyiq_x_db_term_freq(p->tools->db, term, &added.freq, p->err);
	if (status != PYIQ_OK)
		return status;
	plan->terms[plan->n_terms++] = added;
	entry->value.number = (int64_t)plan->n_terms;
	note_beginning(plan, term);
	return PYIQ_OK;
}

pyiq_status pyiq_planner_add_token(struct pyiq_planner *p, const struct pyiq_token *token,
				   pyiq_use use, size_t owner, unsigned step)
{
	struct pyiq_str term;
	pyiq_status status = PYIQ_OK;

	/* Of `aed` the stem is `a`. */
	note_beginning(p->plan, token->term);
	if (!(token->flags & PYIQ_TOKEN_WORD))
		return pyiq_planner_add_term(p, token->term, use, owner, step, EVERY_LANGUAGE);
	for (size_t i = 0; i < p->plan->n_languages && status == PYIQ_OK; i++) {
		status = pyiq_stems_use(p->tools->stems, pyiq_str(p->plan->languages[i]), p->err);
		if (status == PYIQ_OK)
			status = pyiq_document_term(p->tools->stems, token, &term, p->err);
		if (status == PYIQ_OK)
			status = pyiq_planner_add_term(p, term, use, owner, step, UINT64_C(1) << i);
	}
	return status;
}

pyiq_status pyiq_planner_token_freq(struct pyiq_planner *p, const struct pyiq_token *token,
				    uint32_t *freq)
{
	struct pyiq_str term;
	pyiq_status status = PYIQ_OK;

	*freq = 0;
	for (size_t i = 0; i < p->plan->n_languages && status == PYIQ_OK; i++) {
		uint32_t of_form = 0;

		status = pyiq_stems_use(p->tools->stems, pyiq_str(p->plan->languages[i]), p->err);
		if (status == PYIQ_OK)
			status = pyiq_document_term(p->tools->stems, token, &term, p->err);
		if (status == PYIQ_OK)
			status = pyiq_x_db_term_freq(p->tools->db, term, &of_form, p->err);
		*freq = of_form > *freq ? of_form : *freq;
	}
	return status;
}

pyiq_status pyiq_planner_word_freq(struct pyiq_planner *p, struct pyiq_str word, uint32_t *freq)
{
	struct pyiq_token token = { .term = word, .flags = PYIQ_TOKEN_WORD };

	return pyiq_planner_token_freq(p, &token, freq);
}

/* ---- What it weighs ------------------------------------------------------------------ */

static bool stands_for(const struct pyiq_plan *plan, const struct pyiq_plan_term *term,
		       size_t group)
{
	const struct pyiq_sequence *s;

	if (term->use != PYIQ_USE_STEP)
		return false;
	s = &plan->sequences[term->owner];
	return s->first <= group && group < s->first + s->n_groups;
}

/*
 * The usual inverse document frequency, smoothed so that it stays positive: of
 * the whole's most frequent form, for each form matches the whole; where no
 * unit has the whole, of what may stand for it, or of the rarest part.
 */
static pyiq_status weigh(struct pyiq_planner *p)
{
	struct pyiq_plan *plan = p->plan;
	uint32_t n_units = 0;
	pyiq_status status = pyiq_x_db_doc_count(p->tools->db, &n_units, p->err);

	for (size_t g = 0; g < plan->n_groups; g++) {
		struct pyiq_group *group = &plan->groups[g];
		uint32_t stand_in = 0, part = UINT32_MAX, freq;

		for (size_t i = 0; i < plan->n_terms; i++) {
			const struct pyiq_plan_term *term = &plan->terms[i];

			if (stands_for(plan, term, g) && term->freq > stand_in)
				stand_in = term->freq;
			if (term->use == PYIQ_USE_PART && term->owner == g && term->freq > 0 &&
			    term->freq < part)
				part = term->freq;
		}
		freq = group->freq > 0 ? group->freq : stand_in > 0 ? stand_in : part;
		if (freq != UINT32_MAX)
			group->idf = group->weight *
				     log(1 + ((double)n_units + 1) / ((double)freq + 0.5));
	}
	return status;
}

/* Called while groups have no other terms than their own. */
static void count(struct pyiq_plan *plan)
{
	for (size_t i = 0; i < plan->n_terms; i++) {
		const struct pyiq_plan_term *term = &plan->terms[i];
		struct pyiq_group *group;

		if (term->use != PYIQ_USE_WHOLE)
			continue;
		group = &plan->groups[term->owner];
		if (group->wildcard)
			group->freq += term->freq;
		else if (term->freq > group->freq)
			group->freq = term->freq;
	}
}

pyiq_status pyiq_plan_of_terms(struct pyiq_plan *plan, const struct pyiq_str *terms, size_t n,
			       const struct pyiq_plan_tools *tools, struct pyiq_error *err)
{
	enum { APART = 1000 }; /* words that stand next to each other here say nothing */
	struct pyiq_planner p = { .plan = plan, .tools = tools, .err = err };
	struct pyiq_clause **tail;
	pyiq_status status = PYIQ_OK;

	plan->root = pyiq_planner_new_clause(&p, PYIQ_CLAUSE_LIST, PYIQ_WANTED);
	if (plan->root == NULL)
		return PYIQ_ERR_NOMEM;
	tail = &plan->root->child;
	for (size_t i = 0; i < n && status == PYIQ_OK; i++) {
		struct pyiq_str term = pyiq_planner_keep(&p, terms[i]);
		struct pyiq_clause *clause =
			pyiq_planner_new_clause(&p, PYIQ_CLAUSE_GROUP, PYIQ_WANTED);

		if (term.data == NULL || clause == NULL)
			return pyiq_fail_nomem(err);
		status = pyiq_grow(&plan->groups, &plan->groups_capacity, i + 1,
				   sizeof *plan->groups, err);
		if (status != PYIQ_OK)
			return status;
		plan->groups[plan->n_groups++] =
			(struct pyiq_group){ .shown = term,
					     .word = term,
					     .strict = true,
					     .asked = true,
					     .position = (uint32_t)i * APART,
					     .n_positions = 1,
					     .weight = 1 };
		clause->first = i;
		clause->n = 1;
		*tail = clause;
		tail = &clause->next;
		status = pyiq_planner_add_term(&p, term, PYIQ_USE_WHOLE, i, 0, EVERY_LANGUAGE);
	}
	count(plan);
	return status == PYIQ_OK ? weigh(&p) : status;
}

bool pyiq_plan_may_fail(const struct pyiq_plan *plan)
{
	if (plan->n_languages > 1)
		return true;
	for (size_t i = 0; i < plan->n_sequences; i++)
		if (plan->sequences[i].n_steps > 1)
			return true;
	return false;
}

/* ---- The straight line ----------------------------------------------------------------- */

static int add_language(void *ctx, struct pyiq_str term, uint32_t freq)
{
	struct pyiq_planner *p = ctx;
	struct pyiq_plan *plan = p->plan;
	size_t prefix = sizeof PYIQ_PREFIX_LANGUAGE - 1;
	char code[PYIQ_LANGUAGE_SIZE] = "";

	(void)freq;
	p->n_known++;
	if (term.len - prefix >= sizeof code || plan->n_languages == PYIQ_PLAN_LANGUAGES)
		return 0;
	memcpy(code, term.data + prefix, term.len - prefix);
	if (strcmp(code, "en") != 0 && pyiq_language_stemmer(code) != NULL)
		memcpy(plan->languages[plan->n_languages++], code, sizeof code);
	return 0;
}

/* English first: its stemmer serves what is of no other known language, too. */
static pyiq_status find_languages(struct pyiq_planner *p)
{
	memcpy(p->plan->languages[p->plan->n_languages++], "en", sizeof "en");
	return pyiq_x_db_each_term(p->tools->db, pyiq_str(PYIQ_PREFIX_LANGUAGE), add_language, p,
				   p->err);
}

static bool is_latin(struct pyiq_str query)
{
	for (size_t i = 0; i < query.len; i++)
		if ((unsigned char)query.data[i] >= 0xC9) /* behind Latin Extended-B in UTF-8 */
			return false;
	return true;
}

/* Few words tell no language; in Latin script they are those of most programmers. */
static pyiq_status find_language(struct pyiq_planner *p, struct pyiq_str query)
{
	struct pyiq_text text = { .source = query };
	struct pyiq_visible visible;
	pyiq_status status;

	if (p->n_known < 2)
		return PYIQ_OK;
	pyiq_visible_init(&visible);
	status = pyiq_language_of(&text, 1, &visible, p->plan->language, p->err);
	if (status == PYIQ_OK && p->plan->language[0] == '\0' && is_latin(query))
		memcpy(p->plan->language, "en", sizeof "en");
	pyiq_visible_release(&visible);
	return status;
}

static pyiq_status make(struct pyiq_planner *p, struct pyiq_str query)
{
	struct pyiq_plan *plan = p->plan;
	struct pyiq_node *tree = NULL;
	pyiq_status status = find_languages(p);

	if (status == PYIQ_OK)
		status = find_language(p, query);
	if (status == PYIQ_OK)
		status = pyiq_query_parse(query, &plan->arena, &tree, p->err);
	if (status == PYIQ_OK)
		status = pyiq_planner_add_clauses(p, tree);
	if (status != PYIQ_OK)
		return status;
	pyiq_plan_mark_frame(plan, query);
	count(plan);
	status = pyiq_planner_add_alternatives(p);
	if (status == PYIQ_OK)
		status = pyiq_planner_correct(p, query);
	if (status == PYIQ_OK)
		status = weigh(p);
	plan->reads_text = status == PYIQ_OK && pyiq_clause_reads_text(plan, plan->root);
	return status;
}

pyiq_status pyiq_plan_make(struct pyiq_plan *plan, struct pyiq_str query,
			   const struct pyiq_plan_tools *tools, struct pyiq_error *err)
{
	struct pyiq_planner p = {
		.plan = plan, .tools = tools, .scratch = PYIQ_BUF_INIT, .err = err
	};
	struct pyiq_buf repaired = PYIQ_BUF_INIT;
	struct pyiq_str kept;
	pyiq_status status;

	/* A query that is copied out of mangled notes is mangled like them. */
	pyiq_repair_double_encoding(&repaired, query.data, query.len);
	status = pyiq_buf_status(&repaired, err);
	if (status == PYIQ_OK) {
		kept = pyiq_planner_keep(
			&p, (struct pyiq_str){ pyiq_buf_str(&repaired), repaired.len });
		status = kept.data != NULL ? make(&p, kept) : pyiq_fail_nomem(err);
	}
	pyiq_buf_release(&repaired);
	pyiq_buf_release(&p.scratch);
	return status;
}

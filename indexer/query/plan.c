#include "query/plan.h"

#include <math.h>

#include "query/frame.h"
#include "query/parse.h"
#include "query/spelling.h"
#include "store/document.h"
#include "text/repair.h"

/* More words than that are no question; the rest of the query is left out. */
enum { MAX_GROUPS = 128 };

void pyiq_plan_init(struct pyiq_plan *plan)
{
	*plan = (struct pyiq_plan){ .correction = PYIQ_BUF_INIT };
	pyiq_table_init(&plan->by_term);
	pyiq_arena_init(&plan->arena);
}

void pyiq_plan_release(struct pyiq_plan *plan)
{
	pyiq_free(plan->groups);
	pyiq_free(plan->terms);
	pyiq_table_release(&plan->by_term);
	pyiq_buf_release(&plan->correction);
	pyiq_arena_release(&plan->arena);
	pyiq_plan_init(plan);
}

struct planner {
	struct pyiq_plan *plan;
	struct pyiq_tokenizer *tokenizer;
	struct pyiq_stems *stems;
	struct pyiq_x_db *db;
	struct pyiq_str clause; /* being read */
	pyiq_role role;
	size_t phrase;
	uint32_t base;     /* position of the clause's first word */
	size_t open_group; /* index + 1 of the group whose parts follow */
	bool open_joined;  /* it was written with hyphens or slashes between its parts */
	uint32_t open_end; /* position behind it */
	struct pyiq_buf scratch;
	pyiq_status status;
	struct pyiq_error *err;
};

static struct pyiq_str keep(struct planner *p, struct pyiq_str text)
{
	struct pyiq_str kept = { pyiq_arena_copy(&p->plan->arena, text.data, text.len), text.len };

	if (kept.data == NULL)
		p->status = pyiq_fail_nomem(p->err);
	return kept;
}

/* ---- Words into groups and terms ------------------------------------------------ */

static void add_term(struct planner *p, struct pyiq_str term, size_t group, bool part, bool joined)
{
	struct pyiq_plan *plan = p->plan;
	struct pyiq_plan_term added = { .group = group, .part = part, .joined = joined };
	struct pyiq_entry *entry = pyiq_table_put(&plan->by_term, term);

	if (entry == NULL) {
		p->status = pyiq_fail_nomem(p->err);
		return;
	}
	added.term = entry->key;
	added.next = (size_t)entry->value.number;
	p->status = pyiq_grow(&plan->terms, &plan->terms_capacity, plan->n_terms + 1,
			      sizeof *plan->terms, p->err);
	if (p->status != PYIQ_OK)
		return;
	for (size_t i = added.next; i != 0; i = plan->terms[i - 1].next)
		if (plan->terms[i - 1].group == group)
			return;
	p->status = pyiq_x_db_term_freq(p->db, term, &added.freq, p->err);
	plan->terms[plan->n_terms++] = added;
	entry->value.number = (int64_t)plan->n_terms;
	if (term.len > 0)
		plan->first_bytes[(unsigned char)term.data[0]] = true;
}

static void add_group(struct planner *p, const struct pyiq_token *token)
{
	struct pyiq_plan *plan = p->plan;
	struct pyiq_group group = { .role = p->role,
				    .phrase = p->phrase,
				    .position = p->base + token->position,
				    .n_positions = token->n_positions };

	p->status = pyiq_grow(&plan->groups, &plan->groups_capacity, plan->n_groups + 1,
			      sizeof *plan->groups, p->err);
	if (p->status != PYIQ_OK)
		return;
	group.shown = keep(p, (struct pyiq_str){ p->clause.data + token->span.start,
						 token->span.end - token->span.start });
	group.exact = keep(p, token->term);
	if (p->status == PYIQ_OK)
		plan->groups[plan->n_groups++] = group;
}

/*
 * Each token opens a group of its own, unless it lies in the word that opened
 * the last one: then it is a part of it (`lru` of `lru_cache`, `multi` of
 * `multi-threading`), or another form of the whole (`python` of `python's`).
 */
static int take_token(void *ctx, const struct pyiq_token *token)
{
	struct planner *p = ctx;
	struct pyiq_str term;
	bool inside = p->open_group != 0 && p->base + token->position < p->open_end;
	bool part = inside && ((token->flags & PYIQ_TOKEN_PART) ||
			       (p->open_joined && !(token->flags & PYIQ_TOKEN_VARIANT)));

	if (!inside) {
		if (p->plan->n_groups == MAX_GROUPS)
			return 1;
		add_group(p, token);
		p->open_group = p->plan->n_groups;
		p->open_end = p->base + token->position + token->n_positions;
		p->open_joined = (token->flags & PYIQ_TOKEN_JOINED) != 0;
	}
	if (p->status == PYIQ_OK)
		p->status = pyiq_document_term(p->stems, token, &term, p->err);
	if (p->status == PYIQ_OK && term.len > 0) {
		p->plan->groups[p->open_group - 1].n_parts += part;
		add_term(p, term, p->open_group - 1, part, false);
	}
	return p->status != PYIQ_OK;
}

static pyiq_status take_clause(void *ctx, const struct pyiq_clause *clause, struct pyiq_error *err)
{
	struct planner *p = ctx;
	struct pyiq_text text = { .source = clause->text };
	size_t n = p->plan->n_groups;
	pyiq_status status;

	p->clause = clause->text;
	p->role = clause->kind == PYIQ_CLAUSE_EXCLUDED ? PYIQ_EXCLUDED
		  : clause->kind == PYIQ_CLAUSE_TEXT   ? PYIQ_WANTED
						       : PYIQ_REQUIRED;
	p->phrase = clause->kind == PYIQ_CLAUSE_PHRASE ? p->plan->n_phrases + 1 : 0;
	p->open_group = 0;
	status = pyiq_tokenize(p->tokenizer, &text, take_token, p, err);
	if (p->plan->n_groups > n) {
		const struct pyiq_group *last = &p->plan->groups[p->plan->n_groups - 1];

		p->base = last->position + last->n_positions;
		p->plan->n_phrases += p->phrase != 0; /* one without words asks for nothing */
	}
	return status == PYIQ_STOPPED ? p->status : status;
}

/* ---- Which of them count --------------------------------------------------------- */

static bool is_simple(const struct pyiq_group *group)
{
	return group->n_parts == 0 && group->role == PYIQ_WANTED;
}

/* Whether a word is one side of a comparison: `is vs ==`, `difference between is and ==`. */
static bool is_compared(const struct pyiq_plan *plan, size_t i)
{
	struct pyiq_str between = pyiq_str("between"), and = pyiq_str("and");
	const struct pyiq_group *g = plan->groups;
	bool after = i + 1 < plan->n_groups && pyiq_is_comparison(g[i + 1].exact);
	bool before = i > 0 && pyiq_is_comparison(g[i - 1].exact);

	return after || before || (i > 0 && pyiq_str_equal(g[i - 1].exact, between)) ||
	       (i + 1 < plan->n_groups && i > 0 && pyiq_str_equal(g[i + 1].exact, and) &&
		pyiq_str_equal(g[i - 1].exact, between)) ||
	       (i > 2 && pyiq_str_equal(g[i - 1].exact, and) &&
		pyiq_str_equal(g[i - 3].exact, between));
}

/* Whether a word only stands between two that are compared: the `and` of `between is and ==`. */
static bool parts_compared(const struct pyiq_plan *plan, size_t i)
{
	const struct pyiq_group *g = plan->groups;

	return pyiq_is_comparison(g[i].exact) ||
	       (i > 1 && pyiq_str_equal(g[i].exact, pyiq_str("and")) &&
		pyiq_str_equal(g[i - 2].exact, pyiq_str("between")));
}

/* Whether a word is code: keywords of Python that follow each other are, as in `yield from`. */
static bool is_code(const struct pyiq_plan *plan, size_t i)
{
	const struct pyiq_group *g = plan->groups;

	return pyiq_is_python_keyword(g[i].exact) &&
	       ((i > 0 && pyiq_is_python_keyword(g[i - 1].exact)) ||
		(i + 1 < plan->n_groups && pyiq_is_python_keyword(g[i + 1].exact)));
}

static void mark_frame(struct pyiq_plan *plan)
{
	size_t n_content = 0;

	for (size_t i = 0; i < plan->n_groups; i++) {
		struct pyiq_group *group = &plan->groups[i];
		bool counts =
			!parts_compared(plan, i) && (is_compared(plan, i) || is_code(plan, i));

		group->frame = is_simple(group) && pyiq_is_frame_word(group->exact) && !counts;
		n_content += !group->frame && group->role != PYIQ_EXCLUDED;
	}
	for (size_t i = 0; n_content == 0 && i < plan->n_groups; i++)
		plan->groups[i].frame = false;
}

/* Two words next to each other may be one where they stand: `deep copy`, `deepcopy`. */
static void join_neighbours(struct planner *p)
{
	struct pyiq_plan *plan = p->plan;

	for (size_t i = 0; i + 1 < plan->n_groups && p->status == PYIQ_OK; i++) {
		const struct pyiq_group *a = &plan->groups[i], *b = &plan->groups[i + 1];
		struct pyiq_token token = { .flags = PYIQ_TOKEN_WORD };
		struct pyiq_str term;
		uint32_t freq = 0;

		if (!is_simple(a) || !is_simple(b) || a->frame || b->frame)
			continue;
		pyiq_buf_clear(&p->scratch);
		pyiq_buf_append(&p->scratch, a->exact.data, a->exact.len);
		pyiq_buf_append(&p->scratch, b->exact.data, b->exact.len);
		p->status = pyiq_buf_status(&p->scratch, p->err);
		token.term = (struct pyiq_str){ pyiq_buf_str(&p->scratch), p->scratch.len };
		if (p->status == PYIQ_OK)
			p->status = pyiq_document_term(p->stems, &token, &term, p->err);
		if (p->status == PYIQ_OK)
			p->status = pyiq_x_db_term_freq(p->db, term, &freq, p->err);
		if (p->status == PYIQ_OK && freq > 0)
			add_term(p, term, i, false, true);
	}
}

/* ---- Spelling ---------------------------------------------------------------------- */

static uint32_t greatest_freq(const struct pyiq_plan *plan, size_t group)
{
	uint32_t greatest = 0;

	for (size_t i = 0; i < plan->n_terms; i++)
		if (plan->terms[i].group == group && plan->terms[i].freq > greatest)
			greatest = plan->terms[i].freq;
	return greatest;
}

/* A word that no unit has may be another one, misspelled; *corrected receives whether it was. */
static void correct_group(struct planner *p, size_t index, bool *corrected)
{
	enum { SHORTEST = 4, MAX_EDITS = 2 };
	struct pyiq_group *group = &p->plan->groups[index];
	struct pyiq_token token = { .flags = 0 };
	struct pyiq_str term;

	if (group->exact.len < SHORTEST || group->phrase != 0 || group->role == PYIQ_EXCLUDED ||
	    greatest_freq(p->plan, index) > 0)
		return;
	p->status =
		pyiq_suggest(p->db, group->exact, group->exact.len < 2 * SHORTEST ? 1 : MAX_EDITS,
			     &p->scratch, p->err);
	if (p->status != PYIQ_OK || p->scratch.len == 0)
		return;
	group->exact = keep(p, (struct pyiq_str){ p->scratch.data, p->scratch.len });
	group->corrected = *corrected = true;
	group->frame = pyiq_is_frame_word(group->exact);
	token.term = group->exact;

	/* An identifier is its own term, a word stands under its stem: whichever the postings know. */
	for (unsigned flags = 0; flags <= PYIQ_TOKEN_WORD && p->status == PYIQ_OK; flags++) {
		uint32_t freq = 0;

		token.flags = flags;
		p->status = pyiq_document_term(p->stems, &token, &term, p->err);
		if (p->status == PYIQ_OK)
			p->status = pyiq_x_db_term_freq(p->db, term, &freq, p->err);
		if (p->status == PYIQ_OK && freq > 0)
			add_term(p, term, index, false, false);
	}
}

static void write_correction(struct planner *p)
{
	struct pyiq_buf *out = &p->plan->correction;

	for (size_t i = 0; i < p->plan->n_groups; i++) {
		const struct pyiq_group *group = &p->plan->groups[i];
		struct pyiq_str word = group->corrected ? group->exact : group->shown;

		if (i > 0)
			pyiq_buf_putc(out, ' ');
		pyiq_buf_append(out, word.data, word.len);
	}
	if (p->status == PYIQ_OK)
		p->status = pyiq_buf_status(out, p->err);
}

static void correct(struct planner *p)
{
	bool corrected = false;

	for (size_t i = 0; i < p->plan->n_groups && p->status == PYIQ_OK; i++)
		if (!p->plan->groups[i].frame)
			correct_group(p, i, &corrected);
	if (corrected && p->status == PYIQ_OK)
		write_correction(p);
}

/*
 * The usual inverse document frequency, smoothed so that it stays positive: of
 * the whole's most frequent form, for each form matches the whole; where no
 * unit has the whole, of the rarest part.
 */
static void weigh(struct planner *p)
{
	struct pyiq_plan *plan = p->plan;
	uint32_t n_units = 0;

	if (p->status == PYIQ_OK)
		p->status = pyiq_x_db_doc_count(p->db, &n_units, p->err);
	for (size_t g = 0; g < plan->n_groups; g++) {
		uint32_t whole = 0, part = UINT32_MAX, freq;

		for (size_t i = 0; i < plan->n_terms; i++) {
			const struct pyiq_plan_term *term = &plan->terms[i];

			if (term->group != g || term->freq == 0)
				continue;
			if (!term->part && !term->joined && term->freq > whole)
				whole = term->freq;
			else if (term->freq < part)
				part = term->freq;
		}
		freq = whole > 0 ? whole : part;
		if (freq != UINT32_MAX)
			plan->groups[g].idf = log(1 + ((double)n_units + 1) / ((double)freq + 0.5));
	}
}

pyiq_status pyiq_plan_make(struct pyiq_plan *plan, struct pyiq_str query,
			   struct pyiq_tokenizer *tokenizer, struct pyiq_stems *stems,
			   struct pyiq_x_db *db, struct pyiq_error *err)
{
	struct planner p = { .plan = plan,
			     .tokenizer = tokenizer,
			     .stems = stems,
			     .db = db,
			     .scratch = PYIQ_BUF_INIT,
			     .err = err };
	struct pyiq_buf repaired = PYIQ_BUF_INIT;

	/* A query that is copied out of mangled notes is mangled like them. */
	pyiq_repair_double_encoding(&repaired, query.data, query.len);
	p.status = pyiq_buf_status(&repaired, err);
	if (p.status == PYIQ_OK)
		p.status =
			pyiq_query_parse((struct pyiq_str){ pyiq_buf_str(&repaired), repaired.len },
					 take_clause, &p, err);
	if (p.status == PYIQ_OK)
		mark_frame(plan);
	if (p.status == PYIQ_OK)
		join_neighbours(&p);
	if (p.status == PYIQ_OK)
		correct(&p);
	weigh(&p);
	pyiq_buf_release(&repaired);
	pyiq_buf_release(&p.scratch);
	return p.status;
}

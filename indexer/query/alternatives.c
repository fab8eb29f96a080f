#include "query/planner.h"

#include "store/lexicon.h"
#include "store/schema.h"
#include "text/synonyms.h"

/* Words that stand for others are looked for in the words of a query, not of a page. */
enum { MOST_GROUPS = 24, LONGEST_FORM = 6 };

/* Whether other words may stand for a group; only a plain one may be joined with its neighbours. */
static bool is_open(const struct pyiq_plan *plan, size_t i)
{
	return plan->groups[i].asked && !plan->groups[i].strict &&
	       plan->groups[i].scope == PYIQ_SCOPE_ANY;
}

static bool is_word(const struct pyiq_plan *plan, size_t i)
{
	return is_open(plan, i) && plan->groups[i].n_parts == 0;
}

/* Whether the groups of a range stand next to each other in the query, and one of them is asked. */
static bool is_run(const struct pyiq_plan *plan, size_t first, size_t n)
{
	bool any = false;

	for (size_t i = first; i < first + n; i++) {
		const struct pyiq_group *group = &plan->groups[i];

		if (group->strict || group->scope != PYIQ_SCOPE_ANY ||
		    group->leaf != plan->groups[first].leaf || !(group->asked || group->plain))
			return false;
		any |= group->asked;
	}
	return any;
}

/* ---- Joined and split ------------------------------------------------------------------ */

/* Two words next to each other may be one where they stand: `deep copy`, `deepcopy`. */
static pyiq_status join_neighbours(struct pyiq_planner *p, size_t i)
{
	const struct pyiq_group *a = &p->plan->groups[i], *b = a + 1;

	if (i + 1 >= p->plan->n_groups || !is_word(p->plan, i) || !is_word(p->plan, i + 1) ||
	    a->leaf != b->leaf)
		return PYIQ_OK;
	pyiq_buf_clear(&p->scratch);
	pyiq_buf_append(&p->scratch, a->word.data, a->word.len);
	pyiq_buf_append(&p->scratch, b->word.data, b->word.len);
	if (pyiq_buf_status(&p->scratch, p->err) != PYIQ_OK)
		return PYIQ_ERR_NOMEM;
	return pyiq_planner_add_sequence(
		p, i, 2, PYIQ_JOINED,
		(struct pyiq_str){ pyiq_buf_str(&p->scratch), p->scratch.len });
}

static bool is_ascii_word(struct pyiq_str word)
{
	for (size_t i = 0; i < word.len; i++)
		if (word.data[i] < 'a' || word.data[i] > 'z')
			return false;
	return true;
}

static int compare_first(void *ctx, struct pyiq_str word, uint32_t count)
{
	struct pyiq_str *wanted = ctx;

	(void)count;
	if (pyiq_str_equal(word, *wanted))
		wanted->data = NULL;
	return 1;
}

/* Whether notes have a word just so: `ironments` has a stem that others have, too. */
static bool is_written(struct pyiq_planner *p, struct pyiq_str word)
{
	struct pyiq_error ignored;
	struct pyiq_str wanted = word;
	pyiq_status status = pyiq_lexicon_each(p->tools->db, PYIQ_META_WORDS, word, compare_first,
					       &wanted, &ignored);

	return status == PYIQ_STOPPED && wanted.data == NULL;
}

/* One word may be two: where both halves are known, at the place where the rarer is most frequent. */
static pyiq_status split_word(struct pyiq_planner *p, size_t i)
{
	enum { SHORTEST_HALF = 3 };
	struct pyiq_str word = p->plan->groups[i].word;
	uint32_t best = 0;
	size_t cut = 0;
	pyiq_status status = PYIQ_OK;

	if (!is_word(p->plan, i) || word.len < 2 * SHORTEST_HALF || !is_ascii_word(word))
		return PYIQ_OK;
	for (size_t at = SHORTEST_HALF; at + SHORTEST_HALF <= word.len && status == PYIQ_OK; at++) {
		uint32_t left = 0, right = 0;

		status = pyiq_planner_word_freq(p, (struct pyiq_str){ word.data, at }, &left);
		if (status == PYIQ_OK && left > best)
			status = pyiq_planner_word_freq(
				p, (struct pyiq_str){ word.data + at, word.len - at }, &right);
		if ((left < right ? left : right) > best) {
			best = left < right ? left : right;
			cut = at;
		}
	}
	if (status != PYIQ_OK || cut == 0)
		return status;
	if (!is_written(p, (struct pyiq_str){ word.data, cut }) ||
	    !is_written(p, (struct pyiq_str){ word.data + cut, word.len - cut }))
		return PYIQ_OK;
	pyiq_buf_clear(&p->scratch);
	pyiq_buf_append(&p->scratch, word.data, cut);
	pyiq_buf_putc(&p->scratch, ' ');
	pyiq_buf_append(&p->scratch, word.data + cut, word.len - cut);
	if (pyiq_buf_status(&p->scratch, p->err) != PYIQ_OK)
		return PYIQ_ERR_NOMEM;
	return pyiq_planner_add_sequence(
		p, i, 1, PYIQ_SPLIT,
		(struct pyiq_str){ pyiq_buf_str(&p->scratch), p->scratch.len });
}

/* ---- Acronyms ------------------------------------------------------------------------------ */

/* The best known of what the list has for a key. */
struct best {
	struct pyiq_buf text;
	size_t key; /* bytes of it, with the tab */
	uint32_t count;
};

static int take_best(void *ctx, struct pyiq_str entry, uint32_t count)
{
	struct best *best = ctx;

	if (count > best->count) {
		best->count = count;
		pyiq_buf_clear(&best->text);
		pyiq_buf_append(&best->text, entry.data + best->key, entry.len - best->key);
	}
	return 0;
}

/* The other side of a pair, whose key is in the scratch, for groups [first, first + n). */
static pyiq_status add_acronym(struct pyiq_planner *p, size_t first, size_t n)
{
	struct best best = { .text = PYIQ_BUF_INIT, .key = p->scratch.len };
	pyiq_status status = pyiq_buf_status(&p->scratch, p->err);

	if (status == PYIQ_OK)
		status = pyiq_lexicon_each(
			p->tools->db, PYIQ_META_ACRONYMS,
			(struct pyiq_str){ pyiq_buf_str(&p->scratch), p->scratch.len }, take_best,
			&best, p->err);
	if (status == PYIQ_OK)
		status = pyiq_buf_status(&best.text, p->err);
	if (status == PYIQ_OK && best.text.len > 0)
		status = pyiq_planner_add_sequence(
			p, first, n, PYIQ_ACRONYM,
			(struct pyiq_str){ best.text.data, best.text.len });
	pyiq_buf_release(&best.text);
	return status;
}

static pyiq_status add_expansion(struct pyiq_planner *p, size_t i)
{
	struct pyiq_str word = p->plan->groups[i].word;

	if (!is_open(p->plan, i))
		return PYIQ_OK;
	pyiq_buf_clear(&p->scratch);
	pyiq_buf_putc(&p->scratch, '>');
	pyiq_buf_append(&p->scratch, word.data, word.len);
	pyiq_buf_putc(&p->scratch, '\t');
	return add_acronym(p, i, 1);
}

/* The parts of `object-relational`, which are words where an acronym is explained. */
static bool append_apart(struct pyiq_planner *p, size_t group)
{
	const struct pyiq_plan *plan = p->plan;
	bool any = false;

	for (size_t i = 0; i < plan->n_terms; i++) {
		const struct pyiq_plan_term *term = &plan->terms[i];
		const struct pyiq_sequence *s;

		if (term->use != PYIQ_USE_STEP)
			continue;
		s = &plan->sequences[term->owner];
		if (s->first != group || s->kinship != PYIQ_SPLIT || s->n_groups != 1)
			continue;
		pyiq_buf_puts(&p->scratch, any ? " " : "");
		pyiq_buf_append(&p->scratch, term->term.data, term->term.len);
		any = true;
	}
	return any;
}

/* `global interpreter lock` of the query, by its English stems. */
static pyiq_status add_short_form(struct pyiq_planner *p, size_t first, size_t n)
{
	struct pyiq_stems *stems = p->tools->stems;
	pyiq_status status = pyiq_stems_use(stems, pyiq_str("en"), p->err);

	if (!is_run(p->plan, first, n))
		return status;
	pyiq_buf_clear(&p->scratch);
	for (size_t i = first; i < first + n && status == PYIQ_OK; i++) {
		struct pyiq_str stem;

		pyiq_buf_putc(&p->scratch, i == first ? '<' : ' ');
		if (p->plan->groups[i].n_parts > 0 && append_apart(p, i))
			continue;
		status = pyiq_stems_of(stems, p->plan->groups[i].word, &stem, p->err);
		if (status != PYIQ_OK)
			return status;
		pyiq_buf_append(&p->scratch, stem.data, stem.len);
	}
	pyiq_buf_putc(&p->scratch, '\t');
	return status == PYIQ_OK ? add_acronym(p, first, n) : status;
}

/* ---- Synonyms ------------------------------------------------------------------------------ */

/* A form of a synonym, folded and parted into words. */
struct form {
	struct pyiq_planner *p;
	struct pyiq_str words[LONGEST_FORM];
	size_t n;
	uint32_t end; /* position behind the last word */
	bool too_long;
};

static int take_form_word(void *ctx, const struct pyiq_token *token)
{
	struct form *form = ctx;

	if (form->n > 0 && token->position < form->end)
		return 0;
	form->too_long = form->n == LONGEST_FORM;
	if (form->too_long)
		return 1;
	form->words[form->n] = pyiq_planner_keep(form->p, token->term);
	form->end = token->position + token->n_positions;
	return form->words[form->n++].data == NULL;
}

/* Whether a form may be in the query: its first bytes are those of a group. Cheap, so that few forms are read. */
static bool may_occur(const struct pyiq_plan *plan, struct pyiq_str form)
{
	for (size_t i = 0; i < plan->n_groups; i++) {
		struct pyiq_str shown = plan->groups[i].shown;

		if (form.len > 0 && shown.len > 0 &&
		    (form.data[0] | 0x20) == (shown.data[0] | 0x20) &&
		    (form.len == 1 || shown.len == 1 ||
		     (form.data[1] | 0x20) == (shown.data[1] | 0x20)))
			return true;
	}
	return false;
}

static bool equal_words(struct pyiq_planner *p, struct pyiq_str a, struct pyiq_str b)
{
	struct pyiq_str left, right;

	if (pyiq_str_equal(a, b))
		return true;
	return pyiq_stems_of(p->tools->stems, a, &left, p->err) == PYIQ_OK &&
	       pyiq_stems_of(p->tools->stems, b, &right, p->err) == PYIQ_OK &&
	       pyiq_str_equal(left, right);
}

static bool occurs_at(struct pyiq_planner *p, const struct form *form, size_t first)
{
	if (first + form->n > p->plan->n_groups || !is_run(p->plan, first, form->n))
		return false;
	for (size_t i = 0; i < form->n; i++)
		if (!equal_words(p, p->plan->groups[first + i].word, form->words[i]))
			return false;
	return true;
}

/* Where the query has one form, the others may stand. */
static pyiq_status take_form(struct pyiq_planner *p, const struct pyiq_str *forms, size_t n,
			     size_t which)
{
	struct pyiq_text text = { .source = forms[which] };
	struct form form = { .p = p };
	pyiq_status status =
		pyiq_tokenize(p->tools->tokenizer, &text, take_form_word, &form, p->err);

	if (status == PYIQ_STOPPED)
		return form.too_long ? PYIQ_OK : pyiq_fail_nomem(p->err);
	if (status == PYIQ_OK)
		status = pyiq_stems_use(p->tools->stems, pyiq_str("en"), p->err);
	for (size_t at = 0; at < p->plan->n_groups && form.n > 0 && status == PYIQ_OK; at++) {
		if (!occurs_at(p, &form, at))
			continue;
		for (size_t i = 0; i < n && status == PYIQ_OK; i++)
			if (i != which)
				status = pyiq_planner_add_sequence(p, at, form.n, PYIQ_SYNONYM,
								   forms[i]);
	}
	return status;
}

struct synonyms {
	struct pyiq_planner *p;
	pyiq_status status;
};

static int take_synonyms(void *ctx, const struct pyiq_str *forms, size_t n)
{
	struct synonyms *s = ctx;

	for (size_t i = 0; i < n && s->status == PYIQ_OK; i++)
		if (may_occur(s->p->plan, forms[i]))
			s->status = take_form(s->p, forms, n, i);
	return s->status != PYIQ_OK;
}

static pyiq_status add_synonyms(struct pyiq_planner *p)
{
	struct synonyms s = { .p = p, .status = PYIQ_OK };
	pyiq_status status = pyiq_synonyms_parse(p->tools->synonyms, take_synonyms, &s, p->err);

	return status == PYIQ_STOPPED ? s.status : status;
}

pyiq_status pyiq_planner_add_alternatives(struct pyiq_planner *p)
{
	size_t n = p->plan->n_groups < MOST_GROUPS ? p->plan->n_groups : MOST_GROUPS;
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < n && status == PYIQ_OK; i++) {
		status = join_neighbours(p, i);
		if (status == PYIQ_OK)
			status = split_word(p, i);
		if (status == PYIQ_OK)
			status = add_expansion(p, i);
		for (size_t words = 2; words <= LONGEST_FORM && i + words <= n && status == PYIQ_OK;
		     words++)
			status = add_short_form(p, i, words);
	}
	return status == PYIQ_OK && p->tools->synonyms.len > 0 ? add_synonyms(p) : status;
}

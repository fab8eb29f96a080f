#include "asking.h"

#include "searching.h"

void pyiq_asking_init(struct pyiq_asking *asking, struct pyiq_db *db)
{
	*asking = (struct pyiq_asking){ .db = db };
	pyiq_plan_init(&asking->plan);
}

void pyiq_asking_release(struct pyiq_asking *asking)
{
	pyiq_screen_release(&asking->screen);
	pyiq_plan_release(&asking->plan);
	pyiq_judge_free(asking->judge);
	pyiq_tokenizer_free(asking->tokenizer);
	pyiq_stems_free(asking->stems);
}

static pyiq_status make_plan(struct pyiq_asking *a, const struct pyiq_question *question,
			     struct pyiq_error *err)
{
	struct pyiq_plan_tools tools = { .tokenizer = a->tokenizer,
					 .stems = a->stems,
					 .db = a->db->all,
					 .synonyms = question->synonyms,
					 .find_sources = pyiq_find_sources,
					 .ctx = a->db };

	if (question->like != NULL)
		return pyiq_plan_of_unit(&a->plan, a->db, question->like, &tools, &a->self, err);
	return pyiq_plan_make(&a->plan, question->query, &tools, err);
}

pyiq_status pyiq_asking_make(struct pyiq_asking *a, const struct pyiq_question *question,
			     struct pyiq_error *err)
{
	pyiq_status status = pyiq_tokenizer_new(&a->tokenizer, err);

	if (status == PYIQ_OK)
		status = pyiq_stems_new(&a->stems, err);
	if (status == PYIQ_OK)
		status = pyiq_judge_new(a->tokenizer, a->stems, &a->judge, err);
	if (status == PYIQ_OK)
		status = make_plan(a, question, err);
	return status == PYIQ_OK ? pyiq_screen_make(&a->screen, &a->plan, err) : status;
}

#include "check.h"

#include "source/fields.h"

static void names_mean_fields(void **state)
{
	static const struct {
		const char *name;
		pyiq_field field;
	} cases[] = {
		{ "question", PYIQ_FIELD_QUESTION },
		{ " Question: ", PYIQ_FIELD_QUESTION },
		{ "QUESTION_TEXT", PYIQ_FIELD_QUESTION },
		{ "question-text", PYIQ_FIELD_QUESTION },
		{ "Frage", PYIQ_FIELD_QUESTION },
		{ "Вопрос", PYIQ_FIELD_QUESTION },
		{ "câu hỏi", PYIQ_FIELD_QUESTION },
		{ "Question as asked", PYIQ_FIELD_QUESTION },
		{ "Answer", PYIQ_FIELD_ANSWER },
		{ "correct  answer", PYIQ_FIELD_ANSWER },
		{ "Respuesta", PYIQ_FIELD_ANSWER },
		{ "réponse", PYIQ_FIELD_ANSWER },
		{ "Explanation", PYIQ_FIELD_EXPLANATION },
		{ "title", PYIQ_FIELD_TITLE },
		{ "text", PYIQ_FIELD_TEXT },
		{ "Category", PYIQ_FIELD_TOPIC },
		{ "tags", PYIQ_FIELD_TAGS },
		{ "Difficulty", PYIQ_FIELD_LEVEL },
		{ "_id", PYIQ_FIELD_KEY },
		{ "ID", PYIQ_FIELD_KEY },
		{ "Question ID", PYIQ_FIELD_KEY },
		{ "score", PYIQ_FIELD_VOTES },
		{ "", PYIQ_FIELD_NONE },
		{ " _- ", PYIQ_FIELD_NONE },
		{ "questionnaire", PYIQ_FIELD_NONE },
		{ "Question Number", PYIQ_FIELD_NONE },
		{ "question_type", PYIQ_FIELD_NONE },
		{ "the question", PYIQ_FIELD_NONE },
		{ "question that is far too long to be the name of a field in any table",
		  PYIQ_FIELD_NONE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pyiq_str name = exact_copy(pyiq_str(cases[i].name));
		unsigned rank;
		pyiq_field field = pyiq_field_named(name, &rank);

		if (field != cases[i].field)
			fail_msg("'%s' means %d, not %d", cases[i].name, (int)field,
				 (int)cases[i].field);
		free((char *)name.data);
	}
}

static unsigned rank_of(const char *name)
{
	unsigned rank;

	assert_int_not_equal(pyiq_field_named(pyiq_str(name), &rank), PYIQ_FIELD_NONE);
	return rank;
}

static void plain_names_rank_first(void **state)
{
	(void)state;
	assert_true(rank_of("question") < rank_of("prompt"));
	assert_true(rank_of("prompt") < rank_of("frage"));
	assert_true(rank_of("frage") < PYIQ_FIELD_LOOSE);
	assert_true(rank_of("question as asked") >= PYIQ_FIELD_LOOSE);
	assert_true(rank_of("answer") < rank_of("a"));
}

static void lists_are_bounded_and_bare(void **state)
{
	struct pyiq_fields fields = { .n_tags = 0 };

	(void)state;
	pyiq_fields_add_tags(&fields, S(" a;; b c ,\n"), ",;");
	pyiq_fields_add_tags(&fields, (struct pyiq_str){ NULL, 0 }, ",;");
	assert_int_equal(fields.n_tags, 2);
	assert_text(fields.tags[0], "a", "tag");
	assert_text(fields.tags[1], "b c", "tag");
	for (size_t i = 0; i < 2 * PYIQ_MAX_TAGS; i++) {
		pyiq_fields_add_tag(&fields, S("t"));
		pyiq_fields_add_topic(&fields, S(" u "));
		pyiq_fields_add_topic(&fields, S(" "));
	}
	assert_int_equal(fields.n_tags, PYIQ_MAX_TAGS);
	assert_int_equal(fields.n_topic, PYIQ_MAX_TOPICS);
	assert_text(fields.topic[PYIQ_MAX_TOPICS - 1], "u", "topic");
}

static void votes_are_whole_numbers(void **state)
{
	static const struct {
		const char *text;
		bool has;
		int64_t votes;
	} cases[] = {
		{ "0", true, 0 },
		{ " 12 ", true, 12 },
		{ "-7", true, -7 },
		{ "99999999999999", true, 99999999999999 },
		{ "9999999999999999", false, 0 },
		{ "0.5", false, 0 },
		{ "-", false, 0 },
		{ "+1", false, 0 },
		{ "many", false, 0 },
		{ "", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pyiq_fields fields = { .n_tags = 0 };
		struct pyiq_row row;

		fields.value[PYIQ_FIELD_VOTES] = pyiq_str(cases[i].text);
		pyiq_fields_to_row(&fields, &row);
		assert_int_equal(row.has_votes, cases[i].has);
		if (row.has_votes)
			assert_true(row.votes == cases[i].votes);
	}
}

static void title_and_text_stand_in(void **state)
{
	struct pyiq_fields fields = { .n_tags = 0 };
	struct pyiq_row row;

	(void)state;
	fields.value[PYIQ_FIELD_TITLE] = S("title");
	assert_false(pyiq_fields_make_unit(&fields));
	fields.value[PYIQ_FIELD_TEXT] = S("");
	assert_true(pyiq_fields_make_unit(&fields));
	fields.value[PYIQ_FIELD_TEXT] = S("text");
	pyiq_fields_to_row(&fields, &row);
	assert_text(row.question, "title", "question");
	assert_text(row.answer, "text", "answer");
	assert_int_equal(row.markup, PYIQ_MARKUP_NONE);

	fields.value[PYIQ_FIELD_QUESTION] = S("question");
	fields.value[PYIQ_FIELD_ANSWER] = S("");
	pyiq_fields_to_row(&fields, &row);
	assert_text(row.question, "question", "question");
	assert_text(row.answer, "text", "answer");
	assert_int_equal(row.markup, PYIQ_MARKUP_MARKDOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_mean_fields),
		cmocka_unit_test(plain_names_rank_first),
		cmocka_unit_test(lists_are_bounded_and_bare),
		cmocka_unit_test(votes_are_whole_numbers),
		cmocka_unit_test(title_and_text_stand_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

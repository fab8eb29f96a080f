#include "source/fields.h"

#include "source/wording.h"

/* Of each field the plainest name first. */
static const struct {
	const char *name;
	pyiq_field field;
} names[] = {
	{ "question", PYIQ_FIELD_QUESTION },
	{ "questions", PYIQ_FIELD_QUESTION },
	{ "question text", PYIQ_FIELD_QUESTION },
	{ "q", PYIQ_FIELD_QUESTION },
	{ "front", PYIQ_FIELD_QUESTION },
	{ "prompt", PYIQ_FIELD_QUESTION },
	{ "query", PYIQ_FIELD_QUESTION },
	{ "domanda", PYIQ_FIELD_QUESTION },
	{ "câu hỏi", PYIQ_FIELD_QUESTION },
	{ "質問", PYIQ_FIELD_QUESTION },
	{ "질문", PYIQ_FIELD_QUESTION },
	{ "answer", PYIQ_FIELD_ANSWER },
	{ "answers", PYIQ_FIELD_ANSWER },
	{ "answer text", PYIQ_FIELD_ANSWER },
	{ "correct answer", PYIQ_FIELD_ANSWER },
	{ "a", PYIQ_FIELD_ANSWER },
	{ "back", PYIQ_FIELD_ANSWER },
	{ "solution", PYIQ_FIELD_ANSWER },
	{ "response", PYIQ_FIELD_ANSWER },
	{ "réponse", PYIQ_FIELD_ANSWER },
	{ "risposta", PYIQ_FIELD_ANSWER },
	{ "trả lời", PYIQ_FIELD_ANSWER },
	{ "答え", PYIQ_FIELD_ANSWER },
	{ "답변", PYIQ_FIELD_ANSWER },
	{ "explanation", PYIQ_FIELD_EXPLANATION },
	{ "title", PYIQ_FIELD_TITLE },
	{ "text", PYIQ_FIELD_TEXT },
	{ "topic", PYIQ_FIELD_TOPIC },
	{ "topics", PYIQ_FIELD_TOPIC },
	{ "category", PYIQ_FIELD_TOPIC },
	{ "subject", PYIQ_FIELD_TOPIC },
	{ "section", PYIQ_FIELD_TOPIC },
	{ "deck", PYIQ_FIELD_TOPIC },
	{ "tema", PYIQ_FIELD_TOPIC },
	{ "thema", PYIQ_FIELD_TOPIC },
	{ "тема", PYIQ_FIELD_TOPIC },
	{ "Тема", PYIQ_FIELD_TOPIC },
	{ "主题", PYIQ_FIELD_TOPIC },
	{ "kategorie", PYIQ_FIELD_TOPIC },
	{ "categoría", PYIQ_FIELD_TOPIC },
	{ "categoria", PYIQ_FIELD_TOPIC },
	{ "catégorie", PYIQ_FIELD_TOPIC },
	{ "subtopic", PYIQ_FIELD_TOPIC },
	{ "subcategory", PYIQ_FIELD_TOPIC },
	{ "tags", PYIQ_FIELD_TAGS },
	{ "tag", PYIQ_FIELD_TAGS },
	{ "keywords", PYIQ_FIELD_TAGS },
	{ "level", PYIQ_FIELD_LEVEL },
	{ "difficulty", PYIQ_FIELD_LEVEL },
	{ "_id", PYIQ_FIELD_KEY },
	{ "id", PYIQ_FIELD_KEY },
	{ "guid", PYIQ_FIELD_KEY },
	{ "key", PYIQ_FIELD_KEY },
	{ "question id", PYIQ_FIELD_KEY },
	{ "votes", PYIQ_FIELD_VOTES },
	{ "score", PYIQ_FIELD_VOTES },
};

/* `Question type` names no question. */
static const char *const attributes[] = {
	"id",   "number", "no", "nr",  "num",  "#",      "count", "type",  "kind",  "level",
	"date", "topic",  "of", "tag", "tags", "author", "link",  "score", "votes", "difficulty",
};

enum { LONGEST = 64 }; /* bytes of a name; no field is called by a sentence */

static bool equals(struct pyiq_str text, const char *word)
{
	return pyiq_str_equal(text, pyiq_str(word));
}

/* The name as the table has it; shorter than LONGEST. */
static struct pyiq_str normalise(struct pyiq_str name, char *out)
{
	size_t n = 0;

	for (size_t i = 0; i < name.len; i++) {
		char c = name.data[i];
		bool parts = strchr(" \t\n-.", c) != NULL || (c == '_' && n > 0);

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + 32);
		if (!parts)
			out[n++] = c;
		else if (n > 0 && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	while (n > 0 && strchr(" :", out[n - 1]) != NULL)
		n--;
	return (struct pyiq_str){ out, n };
}

/* Words of other languages, and names that begin with a word for it. */
static pyiq_field by_wording(struct pyiq_str name, unsigned *rank)
{
	const char *blank = name.len > 0 ? memchr(name.data, ' ', name.len) : NULL;
	pyiq_field field = pyiq_wording_is_question_column(name) ? PYIQ_FIELD_QUESTION
			   : pyiq_wording_is_answer_column(name) ? PYIQ_FIELD_ANSWER
								 : PYIQ_FIELD_NONE;

	*rank = PYIQ_FIELD_LOOSE - 1;
	if (blank == NULL || field == PYIQ_FIELD_NONE)
		return field;

	struct pyiq_str rest = { blank + 1, name.len - (size_t)(blank + 1 - name.data) };

	for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
		if (equals(rest, attributes[i]))
			return PYIQ_FIELD_NONE;
	*rank = PYIQ_FIELD_LOOSE;
	return field;
}

pyiq_field pyiq_field_named(struct pyiq_str name, unsigned *rank)
{
	char buffer[LONGEST];

	*rank = 0;
	if (name.len == 0 || name.len >= LONGEST || memchr(name.data, '\0', name.len) != NULL)
		return PYIQ_FIELD_NONE;
	name = normalise(name, buffer);
	for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
		if (equals(name, names[i].name)) {
			*rank = i;
			return names[i].field;
		}
	return by_wording(name, rank);
}

void pyiq_fields_add_topic(struct pyiq_fields *fields, struct pyiq_str topic)
{
	topic = pyiq_str_trim(topic);
	if (topic.len > 0 && fields->n_topic < PYIQ_MAX_TOPICS)
		fields->topic[fields->n_topic++] = topic;
}

void pyiq_fields_add_tag(struct pyiq_fields *fields, struct pyiq_str tag)
{
	tag = pyiq_str_trim(tag);
	if (tag.len > 0 && fields->n_tags < PYIQ_MAX_TAGS)
		fields->tags[fields->n_tags++] = tag;
}

void pyiq_fields_add_tags(struct pyiq_fields *fields, struct pyiq_str tags, const char *separators)
{
	size_t start = 0;

	for (size_t i = 0; tags.len > 0 && i <= tags.len; i++)
		if (i == tags.len || strchr(separators, tags.data[i]) != NULL) {
			pyiq_fields_add_tag(fields,
					    (struct pyiq_str){ tags.data + start, i - start });
			start = i + 1;
		}
}

static bool has(const struct pyiq_fields *fields, pyiq_field field)
{
	return fields->value[field].data != NULL;
}

bool pyiq_fields_make_unit(const struct pyiq_fields *fields)
{
	return has(fields, PYIQ_FIELD_QUESTION) || has(fields, PYIQ_FIELD_ANSWER) ||
	       has(fields, PYIQ_FIELD_EXPLANATION) || has(fields, PYIQ_FIELD_TEXT);
}

/* A whole number that 64 bits hold with ease; a score between 0 and 1 counts no votes. */
static bool read_votes(struct pyiq_str text, int64_t *votes)
{
	enum { MAX_DIGITS = 15 };
	bool negative;

	text = pyiq_str_trim(text);
	negative = text.len > 0 && text.data[0] == '-';
	if (text.len == negative || text.len > MAX_DIGITS)
		return false;
	*votes = 0;
	for (size_t i = negative; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
		*votes = *votes * 10 + (text.data[i] - '0');
	}
	*votes = negative ? -*votes : *votes;
	return true;
}

static struct pyiq_str first_of(const struct pyiq_fields *fields, pyiq_field one, pyiq_field other)
{
	return fields->value[one].len > 0 ? fields->value[one] : fields->value[other];
}

void pyiq_fields_to_row(const struct pyiq_fields *fields, struct pyiq_row *row)
{
	bool plain = !has(fields, PYIQ_FIELD_QUESTION) && !has(fields, PYIQ_FIELD_ANSWER) &&
		     !has(fields, PYIQ_FIELD_EXPLANATION);

	*row = (struct pyiq_row){
		.question = first_of(fields, PYIQ_FIELD_QUESTION, PYIQ_FIELD_TITLE),
		.answer = first_of(fields, PYIQ_FIELD_ANSWER, PYIQ_FIELD_TEXT),
		.explanation = fields->value[PYIQ_FIELD_EXPLANATION],
		.markup = plain ? PYIQ_MARKUP_NONE : PYIQ_MARKUP_MARKDOWN,
		.topic = fields->topic,
		.n_topic = fields->n_topic,
		.tags = fields->tags,
		.n_tags = fields->n_tags,
		.level = pyiq_str_trim(fields->value[PYIQ_FIELD_LEVEL]),
		.key = pyiq_str_trim(fields->value[PYIQ_FIELD_KEY]),
	};
	row->has_votes = read_votes(fields->value[PYIQ_FIELD_VOTES], &row->votes);
}

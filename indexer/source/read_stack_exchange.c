#include <inttypes.h>
#include <stdio.h>

#include "base/sorter.h"
#include "source/format.h"
#include "source/posts.h"
#include "source/row.h"

/*
 * A dump has its posts in order of Id: answers stand anywhere behind their
 * question, and only a question tells which of them was accepted. So the dump is
 * read twice: first to learn whether it is sound, and to note where each post
 * stands, sorted by question; then for the questions, each of which fetches its
 * answer from its place. Neither holds more than a post.
 */

enum { SORTER_MEMORY = 8 << 20, MOST_TAGS = 32 };

/* A post as the sorter keeps it. Without padding, as it goes into files. */
struct entry {
	int64_t question, score, id, at;
	uint32_t type, len;
};

struct dump {
	struct pyiq_reading *reading;
	struct pyiq_sorter *entries;
	struct pyiq_posts_left_out left_out;
	struct pyiq_buf answer;
	size_t n_answers, n_answers_met, n_repeated;
};

/* A question, then its answers, the best first. */
static int compare_entries(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	if (a->question != b->question)
		return a->question < b->question ? -1 : 1;
	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	if (a->id != b->id)
		return a->id < b->id ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

/* ---- First pass: where everything is ----------------------------------------- */

static pyiq_status note_post(void *ctx, const struct pyiq_post *post, struct pyiq_error *err)
{
	struct dump *dump = ctx;
	bool is_answer = post->type == PYIQ_POST_ANSWER;
	const struct entry entry = {
		.question = is_answer ? post->question : post->id,
		.score = is_answer ? post->score : 0,
		.id = post->id,
		.at = post->at,
		.type = (uint32_t)post->type,
		.len = (uint32_t)post->len,
	};

	if (!is_answer && post->type != PYIQ_POST_QUESTION)
		return PYIQ_OK;
	dump->n_answers += is_answer;
	return pyiq_sorter_add(dump->entries, &entry, err);
}

/* ---- Second pass: questions with their answers -------------------------------- */

/*
 * Find the accepted answer of a question, else its best one; chosen->id is 0
 * without any. *first tells whether no earlier question has the same Id.
 */
static pyiq_status choose_answer(struct dump *dump, const struct pyiq_post *question,
				 struct entry *chosen, bool *first, struct pyiq_error *err)
{
	struct entry entry = { .question = question->id, .type = PYIQ_POST_QUESTION };
	bool found;
	pyiq_status status = pyiq_sorter_find(dump->entries, &entry, &entry, &found, err);

	*chosen = (struct entry){ 0 };
	*first = found && entry.at == question->at;
	while (status == PYIQ_OK && *first) {
		entry.at++; /* no post begins there: the key of the one that follows */
		status = pyiq_sorter_find(dump->entries, &entry, &entry, &found, err);
		if (status != PYIQ_OK || !found || entry.question != question->id)
			break;
		if (entry.type != PYIQ_POST_ANSWER)
			continue;
		dump->n_answers_met++;
		if (chosen->id == 0 ||
		    (entry.id == question->accepted && chosen->id != question->accepted))
			*chosen = entry;
	}
	return status;
}

/* Returns how many there are. */
static size_t split_tags(const char *text, struct pyiq_str tags[MOST_TAGS])
{
	static const char brackets[] = "<>|";
	size_t n = 0;

	for (text += strspn(text, brackets); *text != '\0' && n < MOST_TAGS;
	     text += strspn(text, brackets)) {
		tags[n] = (struct pyiq_str){ text, strcspn(text, brackets) };
		text += tags[n++].len;
	}
	return n;
}

static pyiq_status push_question(void *ctx, const struct pyiq_post *post, struct pyiq_error *err)
{
	struct dump *dump = ctx;
	struct pyiq_str tags[MOST_TAGS];
	struct entry answer;
	char key[24];
	bool first;

	if (post->type != PYIQ_POST_QUESTION)
		return PYIQ_OK;

	pyiq_status status = choose_answer(dump, post, &answer, &first, err);

	if (status != PYIQ_OK)
		return status;
	if (!first) {
		dump->n_repeated++;
		return PYIQ_OK;
	}
	pyiq_buf_clear(&dump->answer);
	if (answer.id != 0)
		status = pyiq_posts_body(dump->reading->input, answer.at, answer.len, &dump->answer,
					 err);
	if (status != PYIQ_OK)
		return status;
	snprintf(key, sizeof key, "%" PRId64, post->id);

	const struct pyiq_row row = {
		.question = pyiq_str(post->title),
		.plain_question = true,
		.prompt = pyiq_str(post->body),
		.answer = { pyiq_buf_str(&dump->answer), dump->answer.len },
		.markup = PYIQ_MARKUP_HTML,
		.tags = tags,
		.n_tags = split_tags(post->tags, tags),
		.level = { "", 0 },
		.key = pyiq_str(key),
		.has_votes = post->has_score,
		.votes = post->score,
		.line = post->line,
		.end_line = post->end_line,
	};

	return pyiq_row_push(dump->reading, &row, err);
}

/* ---- Both ----------------------------------------------------------------------- */

static void note(struct pyiq_reading *reading, size_t n, const char *one, const char *many)
{
	if (n > 0)
		pyiq_reading_note_skip(reading, "%zu %s", n, n == 1 ? one : many);
}

static pyiq_status read_dump(struct dump *dump, struct pyiq_error *err)
{
	struct pyiq_input *input = dump->reading->input;
	pyiq_status status = pyiq_posts_read(input, note_post, dump, &dump->left_out, err);

	if (status == PYIQ_OK)
		status = pyiq_sorter_finish(dump->entries, err);
	if (status == PYIQ_OK)
		status = pyiq_posts_read(input, push_question, dump, &dump->left_out, err);
	if (status != PYIQ_OK)
		return status;
	note(dump->reading, dump->left_out.n_large, "post larger than 4 MB",
	     "posts larger than 4 MB");
	note(dump->reading, dump->left_out.n_unnamed, "row without Id or type",
	     "rows without Id or type");
	note(dump->reading, dump->n_repeated, "question with the Id of an earlier one",
	     "questions with the Ids of earlier ones");
	note(dump->reading, dump->n_answers - dump->n_answers_met, "answer without its question",
	     "answers without their questions");
	return PYIQ_OK;
}

static pyiq_status read_stack_exchange(struct pyiq_reading *reading, struct pyiq_error *err)
{
	struct dump dump = { .reading = reading };
	pyiq_status status = pyiq_sorter_new(sizeof(struct entry), SORTER_MEMORY, compare_entries,
					     &dump.entries, err);

	pyiq_buf_init(&dump.answer);
	if (status == PYIQ_OK)
		status = read_dump(&dump, err);
	pyiq_buf_release(&dump.answer);
	pyiq_sorter_free(dump.entries);
	return status;
}

/* ---- The format ------------------------------------------------------------------- */

static bool skip_if(struct pyiq_str *text, const char *beginning)
{
	size_t len = strlen(beginning);

	if (text->len < len || memcmp(text->data, beginning, len) != 0)
		return false;
	*text = (struct pyiq_str){ text->data + len, text->len - len };
	return true;
}

static void skip_behind(struct pyiq_str *text, const char *end)
{
	while (text->len > 0 && !skip_if(text, end))
		*text = (struct pyiq_str){ text->data + 1, text->len - 1 };
}

/* Whether the first element is <posts>, behind declarations and comments. */
static bool fits(struct pyiq_str head)
{
	static const char spaces[] = " \t\r\n";

	while (head.len > 0) {
		if (skip_if(&head, "<posts"))
			return head.len > 0 && head.data[0] != '\0' &&
			       strchr(" \t\r\n/>", head.data[0]) != NULL;
		if (skip_if(&head, "<?"))
			skip_behind(&head, "?>");
		else if (skip_if(&head, "<!--"))
			skip_behind(&head, "-->");
		else if (head.data[0] != '\0' && strchr(spaces, head.data[0]) != NULL)
			head = (struct pyiq_str){ head.data + 1, head.len - 1 };
		else
			return false;
	}
	return false;
}

static const char *const endings[] = { "xml", NULL };

const struct pyiq_format pyiq_format_stack_exchange = {
	.name = "stackexchange",
	.endings = endings,
	.fits = fits,
	.by_content_only = true,
	.read = read_stack_exchange,
};

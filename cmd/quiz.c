/*
 * pyiq quiz: questions, answers and grades, by spaced repetition.
 */
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "locations.h"
#include "message.h"
#include "selection.h"
#include "study/deck.h"
#include "term/keys.h"
#include "view.h"

enum { MOST_CARDS = 20, MINUTE = 60, HOUR = 60 * MINUTE, DAY = 24 * HOUR };

/* What the command line asks for. */
struct quiz_request {
	struct view view;
	struct selection selection;
	size_t max;
	bool due, no_input;
};

/* A quiz while it runs. */
struct quiz {
	const struct term *term;
	struct print_job job;
	struct keys keys;
	const char *path; /* of the reviews */
	struct reviews reviews;
	struct deck deck;
	size_t *queue; /* cards that are asked; those forgotten once more at its end */
	size_t n_queue, capacity;
	size_t at; /* in the queue */
	size_t n_graded, n_again;
	int grade;        /* of the card that was shown; 0 for none */
	bool single_keys; /* as against lines */
	bool left;
	struct pyiq_error print_error; /* status PYIQ_OK while printing works */
};

static int64_t now(void)
{
	return (int64_t)time(NULL);
}

/* ---- Words ----------------------------------------------------------------- */

/* A span of time as short as it can be read: "10 min", "4 h", "5 d", "2.3 mo", "1.4 y". */
static const char *span(int64_t seconds, char *text, size_t size)
{
	static const double days_of_month = 365.25 / 12, days_of_year = 365.25;
	double days = (double)seconds / DAY;

	if (seconds < HOUR)
		snprintf(text, size, "%" PRId64 " min", (seconds + MINUTE - 1) / MINUTE);
	else if (seconds < DAY)
		snprintf(text, size, "%" PRId64 " h", (seconds + HOUR / 2) / HOUR);
	else if (days < days_of_month)
		snprintf(text, size, "%.0f d", days);
	else if (days < days_of_year)
		snprintf(text, size, "%.1f mo", days / days_of_month);
	else
		snprintf(text, size, "%.1f y", days / days_of_year);
	return text;
}

static const char *const grade_names[] = { "", "again", "hard", "good", "easy" };

/* When a card would be asked again after a grade: in days, as a day of study begins before noon. */
static const char *interval(const struct quiz *quiz, const char *id, fsrs_grade grade, char *text,
			    size_t size)
{
	int64_t at = now();
	struct review after = review_after(reviews_find(&quiz->reviews, id), id, grade, at);
	int64_t seconds =
		grade == FSRS_AGAIN ? after.due - at : (int64_t)DAY * review_days(at, after.due);

	return span(seconds, text, size);
}

/* ---- Prompts --------------------------------------------------------------- */

enum { MOST_CHOICES = 5, CHOICE_SIZE = 40 };

/* What may be answered: pieces that stand in as many lines as they need. */
struct prompt {
	char choice[MOST_CHOICES][CHOICE_SIZE];
	size_t n;
};

/* Write it; returns the number of line feeds in it. */
static size_t write_prompt(const struct quiz *quiz, const struct prompt *prompt)
{
	static const char gap[] = "   ";
	size_t column = 0, n_feeds = 0;

	for (size_t i = 0; i < prompt->n; i++) {
		size_t len = strlen(prompt->choice[i]);

		if (column > 0 && column + sizeof gap - 1 + len >= quiz->term->width) {
			fputc('\n', quiz->term->file);
			column = 0;
			n_feeds++;
		}
		if (column > 0)
			fputs(gap, quiz->term->file);
		term_write(quiz->term, STYLE_DIM, prompt->choice[i], len);
		column += len + (column > 0 ? sizeof gap - 1 : 0);
	}
	return n_feeds;
}

/* Whether a prompt is erased once it was answered. */
static bool goes_away(const struct quiz *quiz)
{
	return quiz->single_keys && term_can_redraw(quiz->term->file);
}

/*
 * Ask for a key. Where the prompt does not go away, an answer that is typed on a
 * terminal ends its line itself.
 */
static int ask(struct quiz *quiz, const struct prompt *prompt)
{
	FILE *out = quiz->term->file;
	bool redraw = goes_away(quiz);
	size_t n_feeds = write_prompt(quiz, prompt);

	if (!redraw)
		fputc(term_is_terminal(stdin) && !quiz->single_keys ? ' ' : '\n', out);
	if (fflush(out) != 0)
		return KEY_END;
	int key = keys_next(&quiz->keys);

	if (redraw && n_feeds > 0)
		fprintf(out, "\r\033[%zuA\033[J", n_feeds);
	else if (redraw)
		fputs("\r\033[K", out);
	return key;
}

/* Whether a key leaves the quiz. */
static bool leaves(int key)
{
	return key == KEY_END || key == 'q' || key == 'Q';
}

/* Wait until the answer is wanted; false to leave. */
static bool ask_for_answer(struct quiz *quiz)
{
	static const struct prompt wide = { { "Enter shows the answer", "q leaves" }, 2 };
	static const struct prompt narrow = { { "Enter", "q" }, 2 };
	enum { NARROW = 36 };
	int key;

	do
		key = ask(quiz, quiz->term->width < NARROW ? &narrow : &wide);
	while (key == KEY_CONTINUED || (key == KEY_OTHER && quiz->single_keys));
	return !leaves(key);
}

/* The grade, or 0 to leave. */
static int ask_for_grade(struct quiz *quiz, const char *id)
{
	struct prompt prompt = { .n = 0 };
	char text[24];
	int key;

	for (fsrs_grade grade = FSRS_AGAIN; grade <= FSRS_EASY; grade++)
		snprintf(prompt.choice[prompt.n++], CHOICE_SIZE, "%d %s %s", (int)grade,
			 grade_names[grade], interval(quiz, id, grade, text, sizeof text));
	snprintf(prompt.choice[prompt.n++], CHOICE_SIZE, "q leaves");
	do
		key = ask(quiz, &prompt);
	while (!leaves(key) && (key < '0' + FSRS_AGAIN || key > '0' + FSRS_EASY));
	return leaves(key) ? 0 : key - '0';
}

/* ---- One card -------------------------------------------------------------- */

static void write_dim(const struct quiz *quiz, const char *text)
{
	term_write(quiz->term, STYLE_DIM, text, strlen(text));
	fputc('\n', quiz->term->file);
}

/* How far the quiz is, and why this card is asked. */
static void write_progress(const struct quiz *quiz, const struct card *card)
{
	const struct review *review = reviews_find(&quiz->reviews, card->id);
	char text[80], late[24];
	int len = snprintf(text, sizeof text, "%zu/%zu %s ", quiz->at + 1, quiz->n_queue,
			   quiz->term->glyphs->dot);
	size_t room = sizeof text - (size_t)len;

	if (!review)
		snprintf(text + len, room, "new");
	else if (review->reviewed >= card->due && review->due != card->due)
		snprintf(text + len, room, "again");
	else
		snprintf(text + len, room, "due %s ago",
			 span(now() - review->due, late, sizeof late));
	write_dim(quiz, text);
}

static pyiq_status write_part(struct quiz *quiz, const struct pyiq_unit *unit, pyiq_field field)
{
	if (unit->passage[field].text.len == 0)
		return PYIQ_OK;
	pyiq_status status = print_passage(&quiz->job, unit, field, &quiz->print_error);

	fputc('\n', quiz->term->file);
	return status;
}

/* The grade is taken while the unit is there. */
static int show_card(void *ctx, const struct pyiq_unit *unit)
{
	struct quiz *quiz = ctx;

	if (quiz->at > 0)
		fputc('\n', quiz->term->file);
	write_progress(quiz, &quiz->deck.cards[quiz->queue[quiz->at]]);
	fputc('\n', quiz->term->file);
	if (write_part(quiz, unit, PYIQ_QUESTION) != PYIQ_OK ||
	    write_part(quiz, unit, PYIQ_PROMPT) != PYIQ_OK)
		return 1;
	quiz->left = !ask_for_answer(quiz);
	if (!quiz->left && !goes_away(quiz))
		fputc('\n', quiz->term->file);
	if (quiz->left || write_part(quiz, unit, PYIQ_ANSWER) != PYIQ_OK ||
	    print_facts(&quiz->job, unit, &quiz->print_error) != PYIQ_OK)
		return 1;
	fputc('\n', quiz->term->file);
	quiz->grade = ask_for_grade(quiz, unit->id);
	quiz->left = quiz->grade == 0;
	return 0;
}

static pyiq_status enqueue(struct quiz *quiz, size_t card, struct pyiq_error *err)
{
	pyiq_status status = pyiq_grow(&quiz->queue, &quiz->capacity, quiz->n_queue + 1,
				       sizeof *quiz->queue, err);

	if (status == PYIQ_OK)
		quiz->queue[quiz->n_queue++] = card;
	return status;
}

static pyiq_status take_grade(struct quiz *quiz, struct pyiq_error *err)
{
	const char *id = quiz->deck.cards[quiz->queue[quiz->at]].id;
	fsrs_grade grade = (fsrs_grade)quiz->grade;
	char text[80], when[24];

	snprintf(text, sizeof text, "%s %s, %s", quiz->term->glyphs->arrow, grade_names[grade],
		 interval(quiz, id, grade, when, sizeof when));
	pyiq_status status = reviews_grade(&quiz->reviews, quiz->path, id, grade, now(), err);

	if (status != PYIQ_OK)
		return status;
	write_dim(quiz, text);
	quiz->n_graded++;
	quiz->n_again += grade == FSRS_AGAIN;
	return grade == FSRS_AGAIN ? enqueue(quiz, quiz->queue[quiz->at], err) : PYIQ_OK;
}

/* A unit that has left the database meanwhile is passed over. */
static pyiq_status run_card(struct quiz *quiz, struct pyiq_db *db, struct pyiq_error *err)
{
	const char *id = quiz->deck.cards[quiz->queue[quiz->at]].id;

	quiz->grade = 0;
	pyiq_status status = pyiq_get(db, id, show_card, quiz, err);

	if (quiz->print_error.status != PYIQ_OK) {
		*err = quiz->print_error;
		return err->status;
	}
	if (status == PYIQ_ERR_NOT_FOUND || status == PYIQ_STOPPED)
		return PYIQ_OK;
	return status == PYIQ_OK && quiz->grade != 0 ? take_grade(quiz, err) : status;
}

/* ---- All of them ----------------------------------------------------------- */

static void write_summary(const struct quiz *quiz)
{
	size_t n_due = deck_count_due(&quiz->deck, &quiz->reviews, now());
	int64_t due;
	char when[24];
	FILE *out = quiz->term->file;

	/* A prompt that went away has left an empty line. */
	if (!quiz->left || !goes_away(quiz))
		fputc('\n', out);
	if (quiz->n_graded > 0)
		fprintf(out, "%zu reviewed", quiz->n_graded);
	else
		fputs("nothing reviewed", out);
	if (quiz->n_again > 0)
		fprintf(out, ", %zu again", quiz->n_again);
	if (n_due > 0)
		fprintf(out, "; %zu due", n_due);
	else if (deck_next_due(&quiz->deck, &quiz->reviews, &due))
		fprintf(out, "; next due in %s", span(due - now(), when, sizeof when));
	fputc('\n', out);
}

/* Nothing is to be asked. */
static int tell_why(const struct quiz *quiz)
{
	int64_t due;
	char when[24];
	FILE *out = quiz->term->file;

	if (quiz->deck.n == 0)
		fputs("no questions\n", out);
	else if (deck_next_due(&quiz->deck, &quiz->reviews, &due) && due > now())
		fprintf(out, "nothing is due; next due in %s\n",
			span(due - now(), when, sizeof when));
	return EXIT_NO_HIT;
}

static int run_cards(struct quiz *quiz, struct pyiq_db *db)
{
	struct pyiq_error err;
	pyiq_status status = PYIQ_OK;

	keys_begin(&quiz->keys, stdin);
	quiz->single_keys = quiz->keys.single;
	for (; quiz->at < quiz->n_queue && !quiz->left && !output_failed(); quiz->at++) {
		status = run_card(quiz, db, &err);
		if (status != PYIQ_OK)
			break;
	}
	keys_end(&quiz->keys);
	if (status != PYIQ_OK)
		return message_error(&err);
	write_summary(quiz);
	return EXIT_HIT;
}

/* The file of the reviews; there must be a place for it. */
static pyiq_status find_reviews(struct pyiq_buf *path, struct pyiq_error *err)
{
	pyiq_status status = locations_state("reviews", path, err);

	if (status == PYIQ_OK && path->len == 0) {
		status = pyiq_fail(err, PYIQ_ERR_INVALID,
				   "no place to remember reviews: HOME is not set");
		pyiq_hint(err, "XDG_STATE_HOME names another");
	}
	return status;
}

static pyiq_status prepare(struct quiz *quiz, const struct quiz_request *request,
			   struct pyiq_db *db, struct pyiq_error *err)
{
	pyiq_status status = reviews_load(&quiz->reviews, quiz->path, err);

	if (status == PYIQ_OK)
		status =
			deck_fill(&quiz->deck, db, &request->selection, &quiz->reviews, now(), err);
	size_t n = quiz->deck.n_due + quiz->deck.n_new;

	for (size_t i = 0; status == PYIQ_OK && i < n && i < request->max; i++)
		status = enqueue(quiz, i, err);
	/* Better now than after the first grade. */
	if (status == PYIQ_OK && quiz->n_queue > 0 && !request->no_input)
		status = reviews_check(quiz->path, err);
	return status;
}

static int ask_questions(struct quiz *quiz, const struct quiz_request *request, struct pyiq_db *db)
{
	struct pyiq_error err;

	if (prepare(quiz, request, db, &err) != PYIQ_OK)
		return message_error(&err);
	if (quiz->n_queue == 0)
		return tell_why(quiz);
	if (!request->no_input)
		return run_cards(quiz, db);
	pyiq_fail(&err, PYIQ_ERR_INVALID, "a quiz waits for answers, which --no-input forbids");
	pyiq_hint(&err, "--due only tells how many questions are due");
	return message_error(&err);
}

/* ---- What is due ----------------------------------------------------------- */

/* Without a selection only those that were asked are looked up, and no other. */
static pyiq_status count_due(struct quiz *quiz, const struct quiz_request *request,
			     struct pyiq_db *db, size_t *n, struct pyiq_error *err)
{
	pyiq_status status = reviews_load(&quiz->reviews, quiz->path, err);
	int64_t at = now();

	*n = 0;
	if (status == PYIQ_OK && !selection_is_all(&request->selection)) {
		status = deck_fill(&quiz->deck, db, &request->selection, &quiz->reviews, at, err);
		*n = quiz->deck.n_due;
		return status;
	}
	for (size_t i = 0; status == PYIQ_OK && i < quiz->reviews.n; i++) {
		if (quiz->reviews.items[i].due > at)
			continue;
		status = pyiq_get(db, quiz->reviews.items[i].id, NULL, NULL, err);
		*n += status == PYIQ_OK;
		if (status == PYIQ_ERR_NOT_FOUND)
			status = PYIQ_OK;
	}
	return status;
}

static int tell_due(struct quiz *quiz, const struct quiz_request *request, struct pyiq_db *db)
{
	struct pyiq_error err;
	size_t n;

	if (count_due(quiz, request, db, &n, &err) != PYIQ_OK)
		return message_error(&err);
	fprintf(quiz->term->file, "%zu\n", n);
	return n > 0 ? EXIT_HIT : EXIT_NO_HIT;
}

/* ---- The subcommand -------------------------------------------------------- */

static int quiz(struct quiz_request *request)
{
	struct quiz quiz = { .term = &request->view.term };
	struct pyiq_buf path = PYIQ_BUF_INIT;
	struct pyiq_db *db = NULL;
	struct pyiq_error err;
	int result;

	request->view.pager = "";
	view_begin(&request->view);
	print_job_init(&quiz.job, quiz.term, &(struct print_how){ 0 });
	pyiq_status status = find_reviews(&path, &err);

	quiz.path = pyiq_buf_str(&path);
	if (status == PYIQ_OK)
		status = view_open(&request->view, &db, &err);
	if (status != PYIQ_OK)
		result = message_error(&err);
	else
		result = request->due ? tell_due(&quiz, request, db)
				      : ask_questions(&quiz, request, db);
	print_job_release(&quiz.job);
	reviews_release(&quiz.reviews);
	deck_release(&quiz.deck);
	pyiq_free(quiz.queue);
	pyiq_buf_release(&path);
	pyiq_db_close(db);
	return result;
}

static option_id take_option(struct quiz_request *request, struct options *options, option_id id)
{
	switch (id) {
	case OPTION_DUE:
		request->due = true;
		return OPTION_END;
	case OPTION_NO_INPUT:
		request->no_input = true;
		return OPTION_END;
	case OPTION_MAX_COUNT:
		return options_number(options, &request->max) ? OPTION_END : OPTION_STOP;
	default:
		id = selection_option(&request->selection, options, id);
		return id == OPTION_END ? id : view_option(&request->view, options, id);
	}
}

static int quiz_run(int argc, char **argv)
{
	struct options options;
	struct quiz_request request = { .max = MOST_CARDS };
	option_id id;
	int n;

	options_begin(&options, &command_quiz, argc, argv);
	while ((id = options_next(&options)) != OPTION_END) {
		id = take_option(&request, &options, id);
		if (id != OPTION_END)
			break;
	}
	char **operands = options_operands(&options, &n);

	selection_query(&request.selection, operands, n);
	int status = id == OPTION_STOP ? options.status : quiz(&request);

	selection_release(&request.selection);
	view_release(&request.view);
	options_release(&options);
	return status;
}

const struct command command_quiz = {
	.id = COMMAND_QUIZ,
	.name = "quiz",
	.operands = "[OPTION]... [QUERY]...",
	.summary = "be asked questions, those most that you forget",
	.examples = "  pyiq quiz                        what is due, then what is new\n"
		    "  pyiq quiz -m 5 generators        at most five questions, about one thing\n"
		    "  pyiq quiz --topic decorators     those under such a heading\n"
		    "  echo \"$(pyiq quiz --due) due\"    for a prompt\n",
	.details =
		"Each question waits for Enter or the space bar; its answer waits for a grade:\n"
		"1 again, 2 hard, 3 good, 4 easy. Esc and q leave. A grade is kept at once, and\n"
		"decides by FSRS-6 when the question is due again: in days, or with 1 in ten\n"
		"minutes and once more at the end of the quiz. Without a terminal, each line of\n"
		"standard input is such a key. The exit status is 1 if there is nothing to ask.\n",
	.run = quiz_run,
};

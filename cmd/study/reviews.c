#include "study/reviews.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "read_file.h"
#include "state.h"

enum {
	VERSION = 1,
	AGAIN_AFTER = 10 * 60, /* seconds until a question that was forgotten is due */
	HOUR = 60 * 60,
	DAY_BEGINS = 4 /* hours after midnight */
};

/* The year 10000; what is beyond is a mistake. */
#define MOST_TIME INT64_C(253402300800)

static const char magic[] = "pyiq-reviews ";

/* ---- Days ------------------------------------------------------------------ */

/* The civil day that a day of study is called by. */
static struct tm day_of(int64_t when)
{
	time_t shifted = (time_t)(when - DAY_BEGINS * HOUR);
	struct tm day = { 0 };

	localtime_r(&shifted, &day);
	day.tm_hour = 12; /* so that no change of the clocks makes it another day */
	day.tm_min = day.tm_sec = 0;
	day.tm_isdst = -1;
	return day;
}

int review_days(int64_t from, int64_t to)
{
	struct tm first = day_of(from), last = day_of(to);
	double days = round(difftime(mktime(&last), mktime(&first)) / (24 * HOUR));

	return days < 0 ? 0 : days > FSRS_MOST_DAYS ? FSRS_MOST_DAYS : (int)days;
}

int64_t review_day_start(int64_t now, int days)
{
	struct tm day = day_of(now);

	day.tm_mday += days;
	day.tm_hour = DAY_BEGINS;
	return (int64_t)mktime(&day);
}

/* ---- One question ---------------------------------------------------------- */

struct review review_after(const struct review *before, const char *id, fsrs_grade grade,
			   int64_t now)
{
	struct review review = { .due = 0 };
	int days = 0;

	if (before) {
		review = *before;
		days = review_days(before->reviewed, now);
	} else {
		memcpy(review.id, id, sizeof review.id);
	}
	review.memory = fsrs_review(&review.memory, grade, days);
	review.reviewed = now;
	review.due = grade == FSRS_AGAIN ? now + AGAIN_AFTER
					 : review_day_start(now, fsrs_interval(&review.memory));
	review.n_reviews += review.n_reviews < UINT32_MAX;
	review.n_lapses += grade == FSRS_AGAIN && before && review.n_lapses < UINT32_MAX;
	return review;
}

/* Where the id is, or belongs. */
static size_t position(const struct reviews *reviews, const char *id)
{
	size_t low = 0, high = reviews->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(reviews->items[middle].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_at(const struct reviews *reviews, size_t i, const char *id)
{
	return i < reviews->n && strcmp(reviews->items[i].id, id) == 0;
}

const struct review *reviews_find(const struct reviews *reviews, const char *id)
{
	size_t i = position(reviews, id);

	return is_at(reviews, i, id) ? &reviews->items[i] : NULL;
}

static pyiq_status put(struct reviews *reviews, const struct review *review, struct pyiq_error *err)
{
	size_t i = position(reviews, review->id);

	if (!is_at(reviews, i, review->id)) {
		pyiq_status status = pyiq_grow(&reviews->items, &reviews->capacity, reviews->n + 1,
					       sizeof *reviews->items, err);

		if (status != PYIQ_OK)
			return status;
		memmove(reviews->items + i + 1, reviews->items + i,
			(reviews->n - i) * sizeof *reviews->items);
		reviews->n++;
	}
	reviews->items[i] = *review;
	return PYIQ_OK;
}

/* ---- Reading --------------------------------------------------------------- */

static pyiq_status damaged(const char *path, size_t line, const char *what, struct pyiq_error *err)
{
	pyiq_fail(err, PYIQ_ERR_CORRUPT, "%s:%zu: %s", path, line, what);
	pyiq_hint(err, "nothing was changed; mend or remove that line, or the file");
	return PYIQ_ERR_CORRUPT;
}

static pyiq_status read_first_line(struct pyiq_str line, const char *path, struct pyiq_error *err)
{
	size_t len = strlen(magic);
	char *end;

	if (line.len <= len || memcmp(line.data, magic, len) != 0)
		return damaged(path, 1, "this is no list of reviews of pyiq", err);
	unsigned long version = strtoul(line.data + len, &end, 10);

	if (end != line.data + line.len || version == 0)
		return damaged(path, 1, "this is no list of reviews of pyiq", err);
	if (version == VERSION)
		return PYIQ_OK;
	pyiq_fail(err, PYIQ_ERR_SCHEMA, "'%s' is of version %lu, and this pyiq knows %d", path,
		  version, VERSION);
	pyiq_hint(err, "nothing was changed; a newer pyiq wrote it, and can read it");
	return PYIQ_ERR_SCHEMA;
}

/* A number up to the next blank, or to the end of the line for the last one. */
static bool read_integer(const char **at, char last, int64_t most, int64_t *value)
{
	char *end;

	if (**at < '0' || **at > '9')
		return false;
	errno = 0;
	*value = strtoll(*at, &end, 10);
	if (errno != 0 || *end != last || *value > most)
		return false;
	*at = end + 1;
	return true;
}

static bool read_real(const char **at, double least, double most, double *value)
{
	char *end;

	if (**at < '0' || **at > '9')
		return false;
	*value = strtod(*at, &end);
	if (*end != ' ' || !(*value >= least && *value <= most))
		return false;
	*at = end + 1;
	return true;
}

/* The line ends in a line feed, where all numbers stop. */
static bool read_review(const char *line, struct review *review)
{
	size_t digits = strspn(line, "0123456789abcdef");
	int64_t n_reviews, n_lapses;
	const char *at = line + digits + 1;

	if (digits != PYIQ_ID_SIZE - 1 || line[digits] != ' ')
		return false;
	memcpy(review->id, line, digits);
	review->id[digits] = '\0';
	if (!read_integer(&at, ' ', MOST_TIME, &review->due) ||
	    !read_integer(&at, ' ', MOST_TIME, &review->reviewed) ||
	    !read_real(&at, FSRS_LEAST_STABILITY, FSRS_MOST_STABILITY, &review->memory.stability) ||
	    !read_real(&at, 1, 10, &review->memory.difficulty) ||
	    !read_integer(&at, ' ', UINT32_MAX, &n_reviews) ||
	    !read_integer(&at, '\n', UINT32_MAX, &n_lapses))
		return false;
	review->n_reviews = (uint32_t)n_reviews;
	review->n_lapses = (uint32_t)n_lapses;
	return true;
}

pyiq_status reviews_parse(struct reviews *reviews, struct pyiq_str text, const char *path,
			  struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;
	size_t number = 1;

	reviews->n = 0;
	if (text.len == 0)
		return damaged(path, 1, "this is no list of reviews of pyiq", err);
	for (size_t at = 0; status == PYIQ_OK && at < text.len; number++) {
		const char *line = text.data + at, *feed = memchr(line, '\n', text.len - at);
		struct review review;

		if (!feed)
			return damaged(path, number, "the line has no end", err);
		size_t len = (size_t)(feed - line);

		at += len + 1;
		if (number == 1)
			status = read_first_line((struct pyiq_str){ line, len }, path, err);
		else if (!read_review(line, &review) ||
			 is_at(reviews, position(reviews, review.id), review.id))
			status = damaged(path, number, "this is no review", err);
		else
			status = put(reviews, &review, err);
	}
	return status;
}

pyiq_status reviews_load(struct reviews *reviews, const char *path, struct pyiq_error *err)
{
	struct pyiq_buf text = PYIQ_BUF_INIT;
	pyiq_status status = PYIQ_OK;

	reviews->n = 0;
	if (access(path, F_OK) == 0 || errno != ENOENT) {
		status = read_file(path, &text, err);
		if (status == PYIQ_OK)
			status = reviews_parse(reviews,
					       (struct pyiq_str){ pyiq_buf_str(&text), text.len },
					       path, err);
	}
	pyiq_buf_release(&text);
	return status;
}

/* ---- Writing --------------------------------------------------------------- */

pyiq_status reviews_print(const struct reviews *reviews, struct pyiq_buf *out,
			  struct pyiq_error *err)
{
	pyiq_buf_printf(out, "%s%d\n", magic, VERSION);
	for (size_t i = 0; i < reviews->n; i++) {
		const struct review *review = &reviews->items[i];

		pyiq_buf_printf(out,
				"%s %" PRId64 " %" PRId64 " %.6f %.6f %" PRIu32 " %" PRIu32 "\n",
				review->id, review->due, review->reviewed, review->memory.stability,
				review->memory.difficulty, review->n_reviews, review->n_lapses);
	}
	return pyiq_buf_status(out, err);
}

static pyiq_status grade_locked(struct reviews *reviews, const char *path, const char *id,
				fsrs_grade grade, int64_t now, struct pyiq_error *err)
{
	struct pyiq_buf text = PYIQ_BUF_INIT;
	pyiq_status status = reviews_load(reviews, path, err);

	if (status == PYIQ_OK) {
		struct review review = review_after(reviews_find(reviews, id), id, grade, now);

		status = put(reviews, &review, err);
	}
	if (status == PYIQ_OK)
		status = reviews_print(reviews, &text, err);
	if (status == PYIQ_OK)
		status = state_write(path, (struct pyiq_str){ text.data, text.len }, true, err);
	pyiq_buf_release(&text);
	return status;
}

pyiq_status reviews_grade(struct reviews *reviews, const char *path, const char *id,
			  fsrs_grade grade, int64_t now, struct pyiq_error *err)
{
	int lock;
	pyiq_status status = state_lock(path, &lock, err);

	if (status != PYIQ_OK)
		return status;
	status = grade_locked(reviews, path, id, grade, now, err);
	close(lock);
	return status;
}

pyiq_status reviews_check(const char *path, struct pyiq_error *err)
{
	int lock;
	pyiq_status status = state_lock(path, &lock, err);

	if (status == PYIQ_OK)
		close(lock);
	return status;
}

void reviews_release(struct reviews *reviews)
{
	pyiq_free(reviews->items);
}

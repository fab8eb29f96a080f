/*
 * Notes that are indexed and searched as a user would, for tests of what a query
 * finds. A hit is called by the key that its note was given.
 */
#ifndef PYIQ_TESTS_UNIT_SEARCHES_H
#define PYIQ_TESTS_UNIT_SEARCHES_H

#include "place.h"

#include "base/buf.h"
#include "pyiq.h"

/* `more`: further members of a JSON object, `"tags":["x"]`; answer and more may be NULL. */
struct note {
	const char *key, *question, *answer, *more;
};

static struct pyiq_db *notes_db;
static struct pyiq_search_options options;
static struct pyiq_search_summary found;
static struct pyiq_buf seen;  /* keys of the hits, a blank between */
static struct pyiq_buf told;  /* what the user was told, `;` behind each */
static struct pyiq_buf lines; /* of the explanation */

/* ---- Making them ----------------------------------------------------------------- */

static inline void put_json(struct pyiq_buf *out, const char *name, const char *text)
{
	pyiq_buf_printf(out, ",\"%s\":\"", name);
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			pyiq_buf_putc(out, '\\');
		if (*text == '\n')
			pyiq_buf_puts(out, "\\n");
		else
			pyiq_buf_putc(out, *text);
	}
	pyiq_buf_putc(out, '"');
}

/* One note as a line of JSON. */
static inline void put_note(struct pyiq_buf *out, const struct note *note)
{
	pyiq_buf_printf(out, "{\"_id\":\"%s\"", note->key);
	put_json(out, "question", note->question);
	if (note->answer != NULL)
		put_json(out, "answer", note->answer);
	if (note->more != NULL)
		pyiq_buf_printf(out, ",%s", note->more);
	pyiq_buf_puts(out, "}\n");
}

static inline void write_notes(const char *name, const struct note *notes, size_t n)
{
	struct pyiq_buf out = PYIQ_BUF_INIT;

	for (size_t i = 0; i < n; i++)
		put_note(&out, &notes[i]);
	write_bytes(name, (struct pyiq_str){ pyiq_buf_str(&out), out.len });
	pyiq_buf_release(&out);
}

/* Index the folder `notes` and open what came of it. */
static inline void index_notes(void)
{
	const char *notes = in_place("notes"), *path = in_place("db");
	const struct pyiq_index_options index = { .paths = &notes, .n_paths = 1 };

	pyiq_db_close(notes_db);
	notes_db = NULL;
	ASSERT_OK(pyiq_index(path, &index, NULL, &err));
	ASSERT_OK(pyiq_db_open(&path, 1, &notes_db, &err));
}

static inline int make_notes(const struct note *notes, size_t n)
{
	if (make_place(NULL) != 0)
		return -1;
	write_notes("notes/all.jsonl", notes, n);
	index_notes();
	return 0;
}

static inline int remove_notes(void **state)
{
	pyiq_alloc_fail_after(-1);
	pyiq_db_close(notes_db);
	notes_db = NULL;
	pyiq_buf_release(&seen);
	pyiq_buf_release(&told);
	pyiq_buf_release(&lines);
	return remove_place(state);
}

/* ---- Searching them ---------------------------------------------------------------- */

/* What holds of every hit. */
static inline void check_hit(const struct pyiq_hit *hit)
{
	double score = 0;

	for (size_t i = 0; i < hit->n_marks; i++) {
		const struct pyiq_mark *mark = &hit->marks[i];

		assert_true(mark->span.start < mark->span.end);
		assert_true(mark->span.end <= hit->unit->passage[mark->field].text.len);
		if (i > 0 && mark[-1].field == mark->field)
			assert_true(mark[-1].span.end <= mark->span.start);
		else
			assert_true(i == 0 || mark[-1].field < mark->field);
	}
	for (size_t i = 0; i < hit->n_parts; i++) {
		if (hit->parts[i].value < 0 || hit->parts[i].value > 1 + 1e-9)
			fail_msg("%s is %g", hit->parts[i].name, hit->parts[i].value);
		score += hit->parts[i].value * hit->parts[i].weight;
	}
	assert_true(score > hit->score - 1e-9 && score < hit->score + 1e-9);
}

static inline int take_hit(void *ctx, const struct pyiq_hit *hit)
{
	(void)ctx;
	if (found.mode == PYIQ_WORDS)
		check_hit(hit);
	pyiq_buf_printf(&seen, "%s%.*s", seen.len > 0 ? " " : "", (int)hit->unit->key.len,
			hit->unit->key.data);
	if (hit->n_duplicates > 0)
		pyiq_buf_printf(&seen, "+%zu", hit->n_duplicates);
	return 0;
}

static inline void take_told(void *ctx, const char *message)
{
	(void)ctx;
	assert_null(strchr(message, '\n'));
	pyiq_buf_printf(&told, "%s;", message);
}

static inline void take_line(void *ctx, const char *what, const char *text)
{
	(void)ctx;
	pyiq_buf_printf(&lines, "%s: %s\n", what, text);
}

/* Search with the options as they are. */
static inline const char *search(void)
{
	pyiq_buf_clear(&seen);
	pyiq_buf_clear(&told);
	pyiq_buf_clear(&lines);
	options.note = take_told;
	options.explain = take_line;
	ASSERT_OK(pyiq_search(notes_db, &options, take_hit, NULL, &found, &err));
	assert_true(found.n_total >= found.n_shown);
	return pyiq_buf_str(&seen);
}

/* The hits for words, best first. */
static inline const char *searched(const char *query)
{
	pyiq_search_options_init(&options);
	options.query = pyiq_str(query);
	return search();
}

static inline int compare_keys(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

/* All the hits for words, sorted by key: what passes, whatever its rank. */
static inline const char *matched(const char *query)
{
	static char sorted[4096];
	char copy[sizeof sorted], *keys[256];
	size_t n = 0;

	options.query = pyiq_str(query);
	options.max = SIZE_MAX;
	snprintf(copy, sizeof copy, "%s", search());
	assert_int_equal(found.n_total, found.n_shown);
	for (char *key = strtok(copy, " "); key != NULL && n < COUNT(keys); key = strtok(NULL, " "))
		keys[n++] = key;
	qsort(keys, n, sizeof *keys, compare_keys);
	sorted[0] = '\0';
	for (size_t i = 0; i < n; i++)
		snprintf(sorted + strlen(sorted), sizeof sorted - strlen(sorted), "%s%s",
			 i > 0 ? " " : "", keys[i]);
	return sorted;
}

/* Each case is a query and what passes it. */
static inline void check_matches(const char *const (*cases)[2], size_t n)
{
	size_t n_wrong = 0;

	pyiq_search_options_init(&options);
	for (size_t i = 0; i < n; i++) {
		const char *keys = matched(cases[i][0]);

		if (strcmp(keys, cases[i][1]) == 0)
			continue;
		n_wrong++;
		print_error("'%s' finds '%s', not '%s'\n", cases[i][0], keys, cases[i][1]);
	}
	assert_int_equal(n_wrong, 0);
}

#endif

/*
 * Runs of the indexer in the place, and what they said: for tests of what a run
 * does rather than of what stands in the notes.
 */
#ifndef PYIQ_TESTS_UNIT_RUNS_H
#define PYIQ_TESTS_UNIT_RUNS_H

#include "place.h"

#include "base/buf.h"
#include "pyiq.h"

static struct pyiq_index_options with; /* what the next run is asked for besides its paths */
static struct pyiq_index_summary summary;
static struct pyiq_buf events; /* of the last run: sign, path under the place, what was said */
static struct pyiq_buf listed; /* the last listing */

static inline const char *under_place(const char *path)
{
	size_t len = strlen(place);

	return strncmp(path, place, len) == 0 && path[len] == '/' ? path + len + 1 : path;
}

static inline void take_event(void *ctx, const struct pyiq_event *event)
{
	static const char signs[] = {
		[PYIQ_ADDED] = '+',    [PYIQ_CHANGED] = '~', [PYIQ_REMOVED] = '-',
		[PYIQ_REPAIRED] = '*', [PYIQ_SKIPPED] = '?', [PYIQ_FAILED] = '!'
	};

	(void)ctx;
	assert_null(strpbrk(event->text, "\n\r"));
	pyiq_buf_printf(&events, "%s%c%s%s", events.len > 0 ? " " : "", signs[event->kind],
			under_place(event->path), event->named ? "." : "");
	if (event->kind >= PYIQ_REPAIRED)
		pyiq_buf_printf(&events, " (%s)", event->text);
	else if (event->n_units > 0)
		pyiq_buf_printf(&events, ":%zu", event->n_units);
}

/* Index what stands in the place at names with blanks between them, into its database of that name. */
static inline pyiq_status run_on(const char *db_name, const char *names)
{
	static char paths[8][300], copy[600];
	const char *list[8];
	pyiq_status status;

	snprintf(copy, sizeof copy, "%s", names);
	with.n_paths = 0;
	for (char *name = strtok(copy, " "); name != NULL; name = strtok(NULL, " ")) {
		char *path = paths[with.n_paths];

		snprintf(path, sizeof paths[0], "%s", in_place(name));
		list[with.n_paths++] = path;
	}
	with.paths = list;
	with.event = take_event;
	pyiq_buf_clear(&events);
	memset(&summary, 0xFF, sizeof summary);
	status = pyiq_index(in_place(db_name), &with, &summary, &err);
	memset(&with, 0, sizeof with);
	return status;
}

static inline pyiq_status run(const char *names)
{
	return run_on("db", names);
}

static inline void check_events(const char *wanted, int line)
{
	size_t n = 0;
	int inside = 0;

	if (strcmp(pyiq_buf_str(&events), wanted) != 0)
		fail_msg("line %d: %s, not\n%s", line, pyiq_buf_str(&events), wanted);

	/* The summary counts what was told. */
	for (const char *e = wanted; *e != '\0'; e++) {
		inside += (*e == '(') - (*e == ')');
		n += inside == 0 && (e == wanted || e[-1] == ' ') && *e != ' ';
	}
	assert_int_equal(summary.n_added + summary.n_changed + summary.n_removed +
				 summary.n_repaired + summary.n_skipped + summary.n_failed,
			 n);
}

/* What the last run told: + added, ~ changed, - removed, * repaired, ? skipped, ! failed; a dot behind what was named. */
#define EVENTS(wanted) check_events(wanted, __LINE__)

static inline int list_unit(void *ctx, const struct pyiq_unit *unit)
{
	struct pyiq_str question = unit->passage[PYIQ_QUESTION].text;

	(void)ctx;
	pyiq_buf_printf(
		&listed, "%s%.*s:%zu:%.*s", listed.len > 0 ? "\n" : "",
		(int)(unit->file.len - (size_t)(under_place(unit->file.data) - unit->file.data)),
		under_place(unit->file.data), unit->line, (int)question.len, question.data);
	return 0;
}

/* Every unit of a database as `file:line:question`, a line each. */
static inline const char *units_of(const char *db_name)
{
	const char *path = in_place(db_name);
	struct pyiq_db *db;

	pyiq_buf_clear(&listed);
	ASSERT_OK(pyiq_db_open(&path, 1, &db, &err));
	ASSERT_OK(pyiq_list(db, false, list_unit, NULL, &err));
	pyiq_db_close(db);
	return pyiq_buf_str(&listed);
}

static inline const char *units(void)
{
	return units_of("db");
}

/* A file with one unit. */
static inline void write_note(const char *name, const char *question)
{
	char text[300];

	snprintf(text, sizeof text, "## What is %s?\n\nThis.\n", question);
	write_file(name, text);
}

static inline int set_up_runs(void **state)
{
	memset(&with, 0, sizeof with);
	pyiq_buf_init(&events);
	pyiq_buf_init(&listed);
	return make_place(state);
}

static inline int tear_down_runs(void **state)
{
	pyiq_buf_release(&events);
	pyiq_buf_release(&listed);
	return remove_place(state);
}

#endif

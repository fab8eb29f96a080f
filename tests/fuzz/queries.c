/*
 * libFuzzer: any bytes as a query of words against a small database, which is
 * built once. No query is an error, and what is pushed must keep what pyiq.h
 * promises.
 */
#include "check.h"

#include <ftw.h>
#include <unistd.h>

#include "pyiq.h"

static const char notes[] =
	"---\n"
	"tags: [copy, lists]\n"
	"level: basic\n"
	"---\n"
	"# Copies\n\n"
	"## What is a deep copy?\n\nEverything inside is copied, by `copy.deepcopy`.\n\n"
	"## What is a shallow copy?\n\nThe *outer* object alone:\n\n```python\nx[:]\n```\n\n"
	"## deep copy or deepcopy: what is the difference?\n\nNone, but for a blank.\n\n"
	"# Threads\n\n"
	"## What is the Global Interpreter Lock (GIL)?\n\nOne thread runs at a time.\n\n"
	"## Is multi-threading the same as multithreading?\n\nIt is multi threading.\n\n"
	"## What does `functools.lru_cache` remember?\n\nResults; `lru_cache(maxsize=None)` "
	"all.\n\n"
	"## is vs ==\n\nIdentity and equality, `a is b` and `a == b`; `x[::-1]` is neither.\n\n"
	"## When does the metclass hook run?\n\nSee metaclass: metaclass metaclass metaclass "
	"metaclass metaclass metaclass metaclass metaclass metaclass metaclass metaclass metaclass "
	"metaclass metaclass metaclass metaclass metaclass metaclass metaclass metaclass.\n\n"
	"## Was ist eine tiefe Kopie, und wann sollte man sie anlegen?\n\n"
	"Eine Kopie von allem, was in einem Objekt liegt, ohne dass sie etwas davon teilt.\n\n"
	"## Что такое глубокая копия объекта?\n\nКопия всего, что в нём есть.\n\n"
	"## 日本語とは何ですか?\n\n言語です。\n\n"
	"## Can a coroutine sleep?\n\nTODO\n";

static const char more_notes[] =
	"{\"_id\":\"a\",\"question\":\"What is a deep copy?\",\"answer\":\"Everything inside is "
	"copied, by `copy.deepcopy`.\",\"tags\":[\"copy\"]}\n"
	"{\"_id\":\"b\",\"title\":\"\",\"text\":\"Text without a title, of a deep copy.\"}\n"
	"{\"_id\":\"c\",\"question\":\"What is a `dict[str, int]`?\",\"level\":\"advanced\"}\n";

static const char synonyms[] = "dunder init ~ __init__\n"
			       "copy ~ clone ~ deep clone of everything\n"
			       "kwargs ~ keyword arguments ~ **kwargs\n";

static char place[] = "/tmp/pyiq-fuzz-XXXXXX";
static struct pyiq_db *db;

/* ---- The database ---------------------------------------------------------------------- */

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void close_database(void)
{
	pyiq_db_close(db);
	nftw(place, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	ASSERT(file != NULL);
	ASSERT(fputs(text, file) >= 0);
	ASSERT(fclose(file) == 0);
}

static void make_database(void)
{
	char first[64], second[64], path[64];
	const char *paths[] = { first, second }, *opened = path;
	const struct pyiq_index_options index = { .paths = paths, .n_paths = 2 };

	ASSERT(mkdtemp(place) != NULL);
	atexit(close_database);
	snprintf(first, sizeof first, "%s/notes.md", place);
	snprintf(second, sizeof second, "%s/more.jsonl", place);
	snprintf(path, sizeof path, "%s/db", place);
	write_file(first, notes);
	write_file(second, more_notes);
	ASSERT(pyiq_index(path, &index, NULL, NULL) == PYIQ_OK);
	ASSERT(pyiq_db_open(&opened, 1, &db, NULL) == PYIQ_OK);
}

/* ---- What a hit promises ----------------------------------------------------------------- */

struct check {
	const struct pyiq_search_options *options;
	size_t n_hits;
	double score; /* of the last one */
	bool answered;
};

static void check_marks(const struct pyiq_hit *hit)
{
	for (size_t i = 0; i < hit->n_marks; i++) {
		const struct pyiq_mark *mark = &hit->marks[i], *last = i > 0 ? mark - 1 : NULL;
		struct pyiq_str text = hit->unit->passage[mark->field].text;

		ASSERT(mark->span.start < mark->span.end && mark->span.end <= text.len);
		ASSERT(last == NULL || last->field < mark->field ||
		       (last->field == mark->field && last->span.end <= mark->span.start));
		check_utf8((struct pyiq_str){ text.data + mark->span.start,
					      mark->span.end - mark->span.start });
	}
}

static void check_snippet(const struct pyiq_snippet *snippet)
{
	size_t end = 0;

	check_utf8(snippet->text);
	for (size_t i = 0; i < snippet->n_spans; i++) {
		ASSERT(snippet->spans[i].start >= end);
		ASSERT(snippet->spans[i].start < snippet->spans[i].end);
		end = snippet->spans[i].end;
	}
	ASSERT(end <= snippet->text.len);
}

static int take_hit(void *ctx, const struct pyiq_hit *hit)
{
	struct check *check = ctx;
	double score = 0;

	ASSERT(hit->rank == ++check->n_hits);
	check_marks(hit);
	check_snippet(&hit->snippet);
	for (size_t i = 0; i < hit->n_terms; i++)
		ASSERT(hit->terms[i].len > 0);
	for (size_t i = 0; i < hit->n_parts; i++) {
		ASSERT(hit->parts[i].value > -1e-9 && hit->parts[i].value < 1 + 1e-9);
		score += hit->parts[i].value * hit->parts[i].weight;
	}
	ASSERT(score > hit->score - 1e-9 && score < hit->score + 1e-9);
	ASSERT(hit->n_duplicates == 0 || check->options->fold != PYIQ_FOLD_NONE);
	ASSERT(hit->unit->answered || !check->options->answered);
	if (hit->n_parts > 0) {
		ASSERT(check->answered || !hit->unit->answered); /* those without stand behind */
		check->answered = hit->unit->answered;
	}
	return 0;
}

static void take_note(void *ctx, const char *message)
{
	(void)ctx;
	ASSERT(message[0] != '\0' && strchr(message, '\n') == NULL);
}

static void take_line(void *ctx, const char *what, const char *text)
{
	(void)ctx;
	ASSERT(what[0] != '\0' && text != NULL);
}

/* The size of the input decides about the options, so that all of them are tried. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const pyiq_folding foldings[] = { PYIQ_FOLD_ALIKE, PYIQ_FOLD_NEAR, PYIQ_FOLD_NONE };
	struct pyiq_search_options options;
	struct pyiq_search_summary found;
	struct check check = { .options = &options, .answered = true };
	struct pyiq_error err = { .message = "" };

	if (db == NULL)
		make_database();
	pyiq_search_options_init(&options);
	options.query = (struct pyiq_str){ (const char *)data, size };
	options.max = size % 2 == 0 ? SIZE_MAX : 3;
	options.fold = foldings[size % 3];
	options.answered = size % 5 == 0;
	options.snippet_width = size % 7 == 0 ? 16 : options.snippet_width;
	if (size % 4 < 2)
		options.synonyms = pyiq_str(synonyms);
	options.note = take_note;
	options.explain = take_line;
	ASSERT(pyiq_search(db, &options, take_hit, &check, &found, &err) == PYIQ_OK);
	ASSERT(found.n_shown == check.n_hits && found.n_shown <= options.max);
	ASSERT(found.n_total >= found.n_shown);
	ASSERT(options.max < SIZE_MAX || found.n_total == found.n_shown);
	return 0;
}

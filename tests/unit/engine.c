#include "place.h"

#include "base/buf.h"
#include "pyiq.h"
#include "store/schema.h"
#include "store/xapian_c.h"

/*
 * For the leak checker: libxapian 1.4.22 forgets a cursor when it finds, while it
 * opens a list of metadata keys, that the database changed under it. It has no
 * frame pointers, so that the function which called it may be missing.
 */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:pyiq_x_db_each_metadata\nleak:pyiq_catalog_load_sources\n";
}

/* ---- Indexing, and what it says ----------------------------------------- */

static struct pyiq_buf warnings; /* `path: cause;` of what was not read, the place left out */
static struct pyiq_index_summary summary;

static const char *under_place(const char *path)
{
	size_t len = strlen(place);

	return strncmp(path, place, len) == 0 && path[len] == '/' ? path + len + 1 : path;
}

static void take_event(void *ctx, const struct pyiq_event *event)
{
	assert_ptr_equal(ctx, &warnings);
	assert_null(strchr(event->text, '\n'));
	if (event->kind != PYIQ_SKIPPED && event->kind != PYIQ_FAILED)
		return;
	assert_true(strlen(event->text) > 0);
	pyiq_buf_printf(&warnings, "%s: %s;", under_place(event->path), event->text);
}

/* Index what stands at names in the place, NULL for what the database knows. */
static pyiq_status run_index(const char *db_name, const char *const *names, size_t n)
{
	char paths[8][256];
	const char *list[8];
	struct pyiq_index_options options = {
		.paths = list, .n_paths = n, .event = take_event, .ctx = &warnings
	};

	for (size_t i = 0; i < n; i++) {
		snprintf(paths[i], sizeof paths[i], "%s", in_place(names[i]));
		list[i] = paths[i];
	}
	pyiq_buf_clear(&warnings);
	memset(&summary, 0xFF, sizeof summary);
	return pyiq_index(in_place(db_name), &options, &summary, &err);
}

static pyiq_status index_one(const char *name)
{
	return run_index("db", &name, 1);
}

static pyiq_status index_known(void)
{
	return run_index("db", NULL, 0);
}

static void check_summary(const char *wanted, int line)
{
	char got[128];

	snprintf(got, sizeof got, "%zu units, %zu sources: +%zu ~%zu -%zu =%zu !%zu",
		 summary.n_units, summary.n_sources, summary.n_added, summary.n_changed,
		 summary.n_removed, summary.n_unchanged, summary.n_failed);
	if (strcmp(got, wanted) != 0)
		fail_msg("line %d: %s, not\n%s", line, got, wanted);
}

/* Units and sources there are; sources added, changed, removed, unchanged, failed. */
#define CHECK_SUMMARY(wanted) check_summary(wanted, __LINE__)

/* ---- Listing and searching ---------------------------------------------- */

static struct pyiq_buf seen; /* what the last call pushed */
static struct pyiq_db *db;

static void open_db(const char *name)
{
	const char *path = in_place(name);

	pyiq_db_close(db);
	db = NULL;
	ASSERT_OK(pyiq_db_open(&path, 1, &db, &err));
}

static int take_unit(void *ctx, const struct pyiq_unit *unit)
{
	struct pyiq_str question = unit->passage[PYIQ_QUESTION].text;

	assert_ptr_equal(ctx, &seen);
	assert_int_equal(strlen(unit->id), PYIQ_ID_SIZE - 1);
	pyiq_buf_printf(&seen, "%s%s:%zu:%.*s", seen.len > 0 ? "\n" : "",
			under_place(unit->file.data), unit->line, (int)question.len, question.data);
	return 0;
}

/* Every unit of a database as `file:line:question`, a line each. */
static const char *listed(const char *name)
{
	open_db(name);
	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_list(db, false, take_unit, &seen, &err));
	return pyiq_buf_str(&seen);
}

static struct pyiq_search_options options;
static struct pyiq_search_summary found;
static struct pyiq_buf notes; /* what the user was told, `;` behind each */

static void take_note(void *ctx, const char *message)
{
	(void)ctx;
	assert_null(strchr(message, '\n'));
	pyiq_buf_printf(&notes, "%s;", message);
}

static void take_unjudged(void *ctx, const char *where, const char *cause)
{
	(void)ctx;
	assert_true(strlen(cause) > 0);
	pyiq_buf_printf(&notes, "%s;", under_place(where));
}

/* What holds of every hit. */
static void check_hit(const struct pyiq_hit *hit)
{
	const struct pyiq_snippet *snippet = &hit->snippet;
	size_t end = 0;

	for (size_t i = 0; i < hit->n_marks; i++) {
		const struct pyiq_mark *mark = &hit->marks[i];

		assert_true(mark->span.start <= mark->span.end);
		assert_true(mark->span.end <= hit->unit->passage[mark->field].text.len);
		if (i > 0 && mark[-1].field == mark->field)
			assert_true(mark[-1].span.end <= mark->span.start);
		else
			assert_true(i == 0 || mark[-1].field < mark->field);
	}
	for (size_t i = 0; i < snippet->n_spans; i++) {
		assert_true(snippet->spans[i].start >= end);
		assert_true(snippet->spans[i].start < snippet->spans[i].end);
		end = snippet->spans[i].end;
		assert_true(end <= snippet->text.len);
	}
}

static int take_hit(void *ctx, const struct pyiq_hit *hit)
{
	assert_ptr_equal(ctx, &seen);
	check_hit(hit);
	pyiq_buf_printf(&seen, "%s%s:%zu", seen.len > 0 ? " " : "",
			under_place(hit->unit->file.data), hit->unit->line);
	if (hit->n_duplicates > 0)
		pyiq_buf_printf(&seen, "(+%zu)", hit->n_duplicates);
	return 0;
}

static const char *search(void)
{
	pyiq_buf_clear(&seen);
	pyiq_buf_clear(&notes);
	options.note = take_note;
	options.warning = take_unjudged;
	options.ctx = &notes;
	ASSERT_OK(pyiq_search(db, &options, take_hit, &seen, &found, &err));
	return pyiq_buf_str(&seen);
}

/* The hits for words, `file:line` each. */
static const char *searched(const char *query)
{
	pyiq_search_options_init(&options);
	options.query = pyiq_str(query);
	return search();
}

/* ---- The notes ---------------------------------------------------------- */

static const char lists[] = "# Lists\n"
			    "\n"
			    "## What is a list?\n"
			    "\n"
			    "A row of *things*, made by `list()`.\n"
			    "\n"
			    "## How does it grow?\n"
			    "\n"
			    "By `append`.\n";
static const char tuples[] = "# Tuples\n"
			     "\n"
			     "## What is a tuple?\n"
			     "\n"
			     "A fixed row.\n";

static int set_up(void **state)
{
	pyiq_buf_init(&warnings);
	pyiq_buf_init(&seen);
	pyiq_buf_init(&notes);
	return make_place(state);
}

static int tear_down(void **state)
{
	pyiq_db_close(db);
	db = NULL;
	pyiq_buf_release(&warnings);
	pyiq_buf_release(&seen);
	pyiq_buf_release(&notes);
	return remove_place(state);
}

/* ---- The whole way ------------------------------------------------------ */

static void index_and_list(void **state)
{
	(void)state;
	write_file("notes/b/lists.md", lists);
	write_file("notes/a tuple.md", tuples);
	write_file("notes/c.py", lists);
	ASSERT_OK(index_one("notes"));
	CHECK_SUMMARY("3 units, 2 sources: +2 ~0 -0 =0 !0");
	assert_string_equal(pyiq_buf_str(&warnings), "");
	assert_string_equal(listed("db"), "notes/a tuple.md:3:What is a tuple?\n"
					  "notes/b/lists.md:3:What is a list?\n"
					  "notes/b/lists.md:7:How does it grow?");
	assert_false(exists("db.new"));
}

static int check_whole_unit(void *ctx, const struct pyiq_unit *unit)
{
	(void)ctx;
	assert_text(unit->file, in_place("notes/a.md"), "file");
	assert_int_equal(unit->line, 8);
	assert_int_equal(unit->end_line, 20);
	assert_int_equal(unit->n_topic, 2);
	assert_text(unit->topic[0], "JavaScript", "topic");
	assert_text(unit->topic[1], "Basic", "topic");
	assert_int_equal(unit->n_tags, 2);
	assert_text(unit->tags[0], "js", "tag");
	assert_text(unit->tags[1], "deep copy", "tag");
	assert_text(unit->level, "basic", "level");
	assert_true(unit->answered);
	assert_text(unit->passage[PYIQ_QUESTION].text, "What's the output?", "question");
	assert_int_equal(unit->passage[PYIQ_QUESTION].line, 8);
	assert_text(unit->passage[PYIQ_PROMPT].text, "```js\nf();\n```", "prompt");
	assert_int_equal(unit->passage[PYIQ_PROMPT].line, 10);
	assert_text(unit->passage[PYIQ_ANSWER].text, "It *throws*.", "answer");
	assert_int_equal(unit->passage[PYIQ_ANSWER].line, 20);
	return 0;
}

static void a_unit_is_whole(void **state)
{
	(void)state;
	write_file("notes/a.md", "---\n"
				 "tags: [js, deep copy]\n"
				 "---\n"
				 "# JavaScript\n"
				 "\n"
				 "## Basic\n"
				 "\n"
				 "### 1. What's the output?\n"
				 "\n"
				 "```js\n"
				 "f();\n"
				 "```\n"
				 "\n"
				 "<details>\n"
				 "<summary>Answer</summary>\n"
				 "\n"
				 "\n"
				 "\n"
				 "\n"
				 "It *throws*.\n"
				 "\n"
				 "</details>\n");
	ASSERT_OK(index_one("notes"));
	open_db("db");
	ASSERT_OK(pyiq_list(db, false, check_whole_unit, NULL, &err));
}

static int check_borrowed(void *ctx, const struct pyiq_unit *unit)
{
	(void)ctx;
	assert_int_equal(unit->n_topic, 1);
	assert_text(unit->topic[0], "All about lists", "topic");
	assert_text(unit->level, "advanced", "level");
	return 0;
}

/* What a unit does not say itself, the front matter says. */
static void front_matter_lends(void **state)
{
	(void)state;
	write_file("notes/a.md", "---\ntitle: All about lists\ndifficulty: Hard\n---\n"
				 "# What is a list?\n\nA row.\n");
	ASSERT_OK(index_one("notes"));
	open_db("db");
	ASSERT_OK(pyiq_list(db, false, check_borrowed, NULL, &err));
	assert_string_equal(searched("about"), "notes/a.md:5");
}

struct copied_hit {
	size_t rank, n_marks, n_terms, n_spans;
	double score;
	char terms[64], snippet[256], marked[128], shown[128];
};

static int copy_hit(void *ctx, const struct pyiq_hit *hit)
{
	struct copied_hit *copy = ctx;

	check_hit(hit);
	memset(copy, 0, sizeof *copy);
	copy->rank = hit->rank;
	copy->score = hit->score;
	for (size_t i = 0; i < hit->n_terms; i++)
		sprintf(copy->terms + strlen(copy->terms), "%.*s ", (int)hit->terms[i].len,
			hit->terms[i].data);
	for (size_t i = 0; i < hit->n_marks; i++) {
		const struct pyiq_mark *mark = &hit->marks[i];

		sprintf(copy->marked + strlen(copy->marked), "%c:%.*s ", "qpa"[mark->field],
			(int)(mark->span.end - mark->span.start),
			hit -> unit -> passage[mark->field].text.data + mark->span.start);
	}
	sprintf(copy->snippet, "%.*s", (int)hit->snippet.text.len, hit->snippet.text.data);
	for (size_t i = 0; i < hit->snippet.n_spans; i++)
		sprintf(copy->shown + strlen(copy->shown), "%.*s ",
			(int)(hit->snippet.spans[i].end - hit->snippet.spans[i].start),
			copy->snippet + hit->snippet.spans[i].start);
	return 0;
}

static void a_hit_is_whole(void **state)
{
	struct copied_hit hit;

	(void)state;
	write_file("notes/lists.md", lists);
	ASSERT_OK(index_one("notes"));
	open_db("db");
	pyiq_search_options_init(&options);
	options.query = S("Lists of things");
	options.max = 1;
	ASSERT_OK(pyiq_search(db, &options, copy_hit, &hit, &found, &err));
	assert_int_equal(found.n_shown, 1);
	assert_int_equal(found.n_total, 2); /* the other one stands under `Lists` */
	assert_int_equal(found.mode, PYIQ_WORDS);
	assert_int_equal(hit.rank, 1);
	assert_true(hit.score > 0);
	assert_string_equal(hit.terms, "Lists things ");
	assert_string_equal(hit.marked, "q:list a:things a:list ");
	assert_string_equal(hit.snippet, "A row of things, made by list().");
	assert_string_equal(hit.shown, "things list ");

	/* Without a snippet. */
	options.snippet_width = 0;
	ASSERT_OK(pyiq_search(db, &options, copy_hit, &hit, NULL, &err));
	assert_string_equal(hit.snippet, "");
	assert_string_equal(hit.marked, "q:list a:things a:list ");
}

/* The snippet is of the passage that has what was asked for, and its lines begin where they should. */
static void snippets_are_of_the_right_passage(void **state)
{
	struct copied_hit hit;

	(void)state;
	write_file("a.md", "### 1. What's the output?\n\n```js\nmagic();\n```\n\n"
			   "**Answer:** Nothing.\n\n"
			   "### 2. What's next?\n\n**Answer:**\n\n"
			   "    indented\n    wizard(x)\n      deeper\n");
	ASSERT_OK(index_one("a.md"));
	open_db("db");
	pyiq_search_options_init(&options);
	options.query = S("magic");
	ASSERT_OK(pyiq_search(db, &options, copy_hit, &hit, &found, &err));
	assert_string_equal(hit.marked, "p:magic ");
	assert_string_equal(hit.shown, "magic ");
	options.query = S("wizard");
	ASSERT_OK(pyiq_search(db, &options, copy_hit, &hit, &found, &err));
	assert_string_equal(hit.snippet, "indented\nwizard(x)\n  deeper");
	assert_string_equal(hit.shown, "wizard ");
}

static void hits_beyond_the_best(void **state)
{
	struct pyiq_buf text = PYIQ_BUF_INIT;

	(void)state;
	for (int i = 0; i < 450; i++)
		pyiq_buf_printf(&text, "## What is %d?\n\nA number%s.\n\n", i,
				i == 440 ? ", and rare" : "");
	write_file("a.md", pyiq_buf_str(&text));
	pyiq_buf_release(&text);
	ASSERT_OK(index_one("a.md"));
	open_db("db");
	searched("number");
	assert_int_equal(found.n_shown, 10);
	assert_true(found.n_total >= 200); /* beyond that it is an estimate */
	options.max = SIZE_MAX;
	search();
	assert_int_equal(found.n_shown, 450);
	assert_int_equal(found.n_total, 450);

	/* A phrase is asked of every unit, not of the best ones alone. */
	assert_string_equal(searched("number \"and rare\""), "a.md:1761");
	assert_int_equal(found.n_total, 1);
}

static void better_hits_come_first(void **state)
{
	(void)state;
	write_file("a.md", "## 1. What is a shallow copy?\n\nNot a deep one.\n\n"
			   "## 2. What is a deep copy?\n\nEverything is copied.\n\n"
			   "## 3. What is a copy?\n\nTODO\n\n"
			   "## 4. What is a list?\n\nSomething else.\n");
	ASSERT_OK(index_one("a.md"));
	open_db("db");
	assert_string_equal(searched("deep copy"), "a.md:5 a.md:1 a.md:9"); /* unanswered last */
	assert_int_equal(found.n_total, 3);
	assert_string_equal(searched("\"deep copy\""), "a.md:5");
	assert_string_equal(searched("copy -deep"), "a.md:9");
	assert_string_equal(searched("+copy +everything"), "a.md:5");
	assert_string_equal(searched("what is a list?"), "a.md:13");
	options.max = 1;
	options.query = S("copy deep");
	assert_string_equal(search(), "a.md:5");
	assert_int_equal(found.n_shown, 1);
	assert_int_equal(found.n_total, 3);
	options.max = 0;
	assert_string_equal(search(), "");
	options.max = SIZE_MAX;
	assert_string_equal(search(), "a.md:5 a.md:1 a.md:9");
}

/* What nobody answered stands below everything that has an answer, however well it fits. */
static void unanswered_ones_stand_below(void **state)
{
	(void)state;
	write_file("a.md", "## 1. What is a closure, and when does a closure close?\n\nTODO\n\n"
			   "## 2. What is a function?\n\nIt may be a closure.\n\n"
			   "## 3. What is a closure?\n\nTBD\n\n"
			   "## 4. What is a scope?\n\nWhere names live.\n");
	ASSERT_OK(index_one("a.md"));
	assert_int_equal(summary.n_units, 4);
	open_db("db");
	searched("closure");
	assert_int_equal(strncmp(pyiq_buf_str(&seen), "a.md:5 ", 7), 0);
	assert_int_equal(found.n_shown, 3);
	assert_int_equal(found.n_total, 3);
	options.max = 1;
	assert_string_equal(search(), "a.md:5");
	assert_int_equal(found.n_total, 3);
	options.max = 2;
	search();
	assert_int_equal(found.n_shown, 2);

	/* Hidden, if only the others are asked for. */
	options.max = SIZE_MAX;
	options.answered = true;
	assert_string_equal(search(), "a.md:5");
	assert_int_equal(found.n_total, 1);
	options.query = S("\"what is a closure\"");
	assert_string_equal(search(), "");
	options.answered = false;
	assert_int_equal(strncmp(search(), "a.md:", 5), 0);
	assert_int_equal(found.n_total, 2);
}

static void patterns_hide_unanswered_ones_if_asked(void **state)
{
	(void)state;
	write_file("a.md",
		   "## What is a closure?\n\nTODO\n\n## What is a function?\n\nA closure.\n");
	ASSERT_OK(index_one("a.md"));
	open_db("db");
	pyiq_search_options_init(&options);
	options.mode = PYIQ_FIXED;
	options.patterns = &S("closure");
	options.n_patterns = 1;
	assert_string_equal(search(), "a.md:1 a.md:5");
	options.answered = true;
	assert_string_equal(search(), "a.md:5");
	assert_int_equal(found.n_total, 1);
	options.invert = true;
	assert_string_equal(search(), "");
	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_list(db, true, take_unit, &seen, &err));
	assert_string_equal(pyiq_buf_str(&seen), "a.md:5:What is a function?");
}

/* A word that only unanswered questions have is no reason to try a pattern. */
static void fallbacks_know_of_unanswered_ones(void **state)
{
	(void)state;
	write_file("a.md", "## What is a closure?\n\nTODO\n\n## What is a function?\n\nA thing.\n");
	ASSERT_OK(index_one("a.md"));
	open_db("db");
	assert_string_equal(searched("closure"), "a.md:1");
	assert_int_equal(found.mode, PYIQ_WORDS);
	pyiq_search_options_init(&options);
	options.query = S("closure");
	options.answered = true;
	assert_string_equal(search(), "");
	options.query = S("closur.");
	assert_string_equal(search(), "");
}

/* ---- Again -------------------------------------------------------------- */

static void unchanged_sources_are_skipped(void **state)
{
	(void)state;
	write_file("notes/lists.md", lists);
	write_file("notes/tuples.md", tuples);
	ASSERT_OK(index_one("notes"));
	ASSERT_OK(index_one("notes"));
	CHECK_SUMMARY("3 units, 2 sources: +0 ~0 -0 =2 !0");
	ASSERT_OK(index_known());
	CHECK_SUMMARY("3 units, 2 sources: +0 ~0 -0 =2 !0");
	assert_string_equal(listed("db"), "notes/lists.md:3:What is a list?\n"
					  "notes/lists.md:7:How does it grow?\n"
					  "notes/tuples.md:3:What is a tuple?");
}

static void touched_sources_are_unchanged(void **state)
{
	(void)state;
	write_file("notes/lists.md", lists);
	ASSERT_OK(index_one("notes"));
	set_time("notes/lists.md", 1000000000);
	ASSERT_OK(index_one("notes"));
	CHECK_SUMMARY("2 units, 1 sources: +0 ~0 -0 =1 !0");

	/* The new time is remembered: the next run need not read it. */
	assert_int_equal(chmod(in_place("notes/lists.md"), 0), 0);
	ASSERT_OK(index_one("notes"));
	CHECK_SUMMARY("2 units, 1 sources: +0 ~0 -0 =1 !0");
}

static void changed_sources_are_read_again(void **state)
{
	(void)state;
	write_file("notes/a.md", lists);
	write_file("notes/b.md", tuples);
	ASSERT_OK(index_one("notes"));
	write_file("notes/a.md", "## What is a set?\n\nA bag of unique things.\n");
	set_time("notes/a.md", 1000000000);
	ASSERT_OK(index_one("notes"));
	CHECK_SUMMARY("2 units, 2 sources: +0 ~1 -0 =1 !0");
	assert_string_equal(listed("db"), "notes/a.md:1:What is a set?\n"
					  "notes/b.md:3:What is a tuple?");
	assert_string_equal(searched("unique"), "notes/a.md:1");
	assert_string_equal(searched("append"), "");

	/* The lexicon forgot its words too, and learnt the others. */
	assert_string_equal(searched("appendd"), "");
	assert_string_equal(pyiq_buf_str(&notes), "");
	assert_string_equal(searched("uniqeu"), "notes/a.md:1");
	assert_string_equal(pyiq_buf_str(&notes), "did you mean: unique;");
}

/* The same size, and a time within the same second. */
static void changes_of_the_same_size_are_seen(void **state)
{
	(void)state;
	write_file("notes/a.md", "## What is a list?\n\nOne.\n");
	set_time("notes/a.md", 1000000000);
	ASSERT_OK(index_one("notes"));
	write_file("notes/a.md", "## What is a list?\n\nTwo.\n");
	ASSERT_OK(index_one("notes"));
	CHECK_SUMMARY("1 units, 1 sources: +0 ~1 -0 =0 !0");
	open_db("db");
	assert_string_equal(searched("two"), "notes/a.md:1");
}

static void renamed_sources_move(void **state)
{
	(void)state;
	write_file("notes/a.md", lists);
	write_file("notes/b.md", tuples);
	ASSERT_OK(index_one("notes"));
	assert_int_equal(rename(in_place("notes/a.md"), in_place("notes/c.md")), 0);
	ASSERT_OK(index_one("notes"));
	CHECK_SUMMARY("3 units, 2 sources: +1 ~0 -1 =1 !0");
	assert_string_equal(listed("db"), "notes/b.md:3:What is a tuple?\n"
					  "notes/c.md:3:What is a list?\n"
					  "notes/c.md:7:How does it grow?");
}

static void removed_sources_leave(void **state)
{
	(void)state;
	write_file("notes/a.md", lists);
	write_file("notes/sub/b.md", tuples);
	ASSERT_OK(index_one("notes"));
	assert_int_equal(unlink(in_place("notes/a.md")), 0);
	ASSERT_OK(index_known());
	CHECK_SUMMARY("1 units, 1 sources: +0 ~0 -1 =1 !0");
	assert_int_equal(unlink(in_place("notes/sub/b.md")), 0);
	assert_int_equal(rmdir(in_place("notes/sub")), 0);
	ASSERT_OK(index_known());
	CHECK_SUMMARY("0 units, 0 sources: +0 ~0 -1 =0 !0");
	assert_string_equal(listed("db"), "");
	assert_string_equal(searched("tuple"), "");

	/* The folder is still known. */
	write_file("notes/c.md", tuples);
	ASSERT_OK(index_known());
	CHECK_SUMMARY("1 units, 1 sources: +1 ~0 -0 =0 !0");
}

/* A part of the notes says nothing about the others. */
static void parts_are_updated_alone(void **state)
{
	(void)state;
	write_file("notes/a/x.md", lists);
	write_file("notes/b/y.md", tuples);
	ASSERT_OK(index_one("notes"));
	write_file("notes/a/z.md", tuples);
	assert_int_equal(unlink(in_place("notes/b/y.md")), 0);
	ASSERT_OK(index_one("notes/a"));
	CHECK_SUMMARY("4 units, 3 sources: +1 ~0 -0 =1 !0");
	ASSERT_OK(index_one("notes/b"));
	CHECK_SUMMARY("3 units, 2 sources: +0 ~0 -1 =0 !0");
	write_file("notes/a/x.md", tuples);
	set_time("notes/a/x.md", 1);
	write_file("notes/a/z.md", lists);
	set_time("notes/a/z.md", 1);
	ASSERT_OK(index_one("notes/a/x.md"));
	CHECK_SUMMARY("2 units, 2 sources: +0 ~1 -0 =0 !0");
}

/* ---- Roots -------------------------------------------------------------- */

static void named_files_are_roots(void **state)
{
	(void)state;
	write_file("odd name", lists);
	write_file("notes/.hidden.md", tuples);
	ASSERT_OK(run_index("db", (const char *const[]){ "odd name", "notes/.hidden.md" }, 2));
	CHECK_SUMMARY("3 units, 2 sources: +2 ~0 -0 =0 !0");
	assert_string_equal(listed("db"), "notes/.hidden.md:3:What is a tuple?\n"
					  "odd name:3:What is a list?\n"
					  "odd name:7:How does it grow?");
	ASSERT_OK(index_known());
	CHECK_SUMMARY("3 units, 2 sources: +0 ~0 -0 =2 !0");

	/* One that is deleted is forgotten, root and all. */
	assert_int_equal(unlink(in_place("odd name")), 0);
	ASSERT_OK(index_known());
	CHECK_SUMMARY("1 units, 1 sources: +0 ~0 -1 =1 !0");
	write_file("odd name", lists);
	ASSERT_OK(index_known());
	CHECK_SUMMARY("1 units, 1 sources: +0 ~0 -0 =1 !0");
}

/* A file that the walk passes by stays, for it was named. */
static void named_files_stay_in_their_folder(void **state)
{
	(void)state;
	write_file("notes/a.md", lists);
	write_file("notes/.hidden.md", tuples);
	ASSERT_OK(index_one("notes"));
	CHECK_SUMMARY("2 units, 1 sources: +1 ~0 -0 =0 !0");
	ASSERT_OK(index_one("notes/.hidden.md"));
	CHECK_SUMMARY("3 units, 2 sources: +1 ~0 -0 =0 !0");
	ASSERT_OK(index_one("notes"));
	CHECK_SUMMARY("3 units, 2 sources: +0 ~0 -0 =2 !0");
	assert_int_equal(unlink(in_place("notes/.hidden.md")), 0);
	ASSERT_OK(index_one("notes"));
	CHECK_SUMMARY("2 units, 1 sources: +0 ~0 -1 =1 !0");
}

static void a_folder_in_place_of_a_file(void **state)
{
	(void)state;
	write_file("notes", lists);
	ASSERT_OK(index_one("notes"));
	assert_int_equal(unlink(in_place("notes")), 0);
	write_file("notes/a.md", tuples);
	ASSERT_OK(index_one("notes"));
	CHECK_SUMMARY("1 units, 1 sources: +1 ~0 -1 =0 !0");
	assert_string_equal(listed("db"), "notes/a.md:3:What is a tuple?");
}

static void named_twice_is_read_once(void **state)
{
	(void)state;
	write_file("notes/a.md", lists);
	assert_int_equal(symlink("notes", in_place("link")), 0);
	ASSERT_OK(run_index("db",
			    (const char *const[]){ "notes", "notes/a.md", "notes/",
						   "notes/../notes", "link", "link/a.md" },
			    6));
	CHECK_SUMMARY("2 units, 1 sources: +1 ~0 -0 =0 !0");
	ASSERT_OK(run_index("db", (const char *const[]){ "link", "notes/a.md" }, 2));
	CHECK_SUMMARY("2 units, 1 sources: +0 ~0 -0 =1 !0");
}

static void a_larger_root_takes_over(void **state)
{
	(void)state;
	write_file("notes/sub/a.md", lists);
	write_file("notes/b.md", tuples);
	ASSERT_OK(index_one("notes/sub"));
	ASSERT_OK(index_one("notes/b.md"));
	CHECK_SUMMARY("3 units, 2 sources: +1 ~0 -0 =0 !0");
	ASSERT_OK(index_one("notes"));
	assert_int_equal(summary.n_units, 3);
	assert_int_equal(summary.n_sources, 2);
	assert_string_equal(listed("db"), "notes/b.md:3:What is a tuple?\n"
					  "notes/sub/a.md:3:What is a list?\n"
					  "notes/sub/a.md:7:How does it grow?");
	ASSERT_OK(index_known());
	CHECK_SUMMARY("3 units, 2 sources: +0 ~0 -0 =2 !0");
	ASSERT_OK(index_one("notes/sub"));
	CHECK_SUMMARY("3 units, 2 sources: +0 ~0 -0 =1 !0");
}

static void both_roots_at_once(void **state)
{
	(void)state;
	write_file("notes/sub/a.md", lists);
	write_file("notes/b.md", tuples);
	ASSERT_OK(run_index("db", (const char *const[]){ "notes/sub", "notes" }, 2));
	assert_int_equal(summary.n_units, 3);
	for (int i = 0; i < 2; i++) {
		ASSERT_OK(index_known());
		assert_int_equal(summary.n_units, 3);
		assert_int_equal(summary.n_sources, 2);
	}
	CHECK_SUMMARY("3 units, 2 sources: +0 ~0 -0 =2 !0");
}

/* Notes and database that lie side by side can be moved together. */
static void roots_move_with_the_database(void **state)
{
	(void)state;
	write_file("here/notes/a.md", lists);
	{
		const char *name = "here/notes";

		ASSERT_OK(run_index("here/db", &name, 1));
	}
	assert_int_equal(rename(in_place("here"), in_place("there")), 0);
	assert_string_equal(listed("there/db"), "there/notes/a.md:3:What is a list?\n"
						"there/notes/a.md:7:How does it grow?");
	ASSERT_OK(run_index("there/db", NULL, 0));
	CHECK_SUMMARY("2 units, 1 sources: +0 ~0 -0 =1 !0");
}

/* A folder of one question a file. */
static void folders_of_questions(void **state)
{
	(void)state;
	write_file("notes/What is casting.md", "# Casting\n\nA change of type.\n");
	write_file("notes/Why use lists.md", "They grow.\n");
	write_file("notes/How to sort.md", "# Sorting\n\nCall `sorted`.\n");
	ASSERT_OK(index_one("notes"));
	CHECK_SUMMARY("3 units, 3 sources: +3 ~0 -0 =0 !0");
	open_db("db");
	assert_string_equal(searched("casting"), "notes/What is casting.md:1");

	/* When the folder changes its mind, its notes are read again. */
	write_file("notes/Lists.md", "# Lists\n\nRows.\n");
	write_file("notes/Sets.md", "# Sets\n\nBags.\n");
	write_file("notes/Maps.md", "# Maps\n\nPairs.\n");
	ASSERT_OK(index_one("notes"));
	assert_int_equal(summary.n_units, 0);
	assert_int_equal(summary.n_sources, 6);
}

/* ---- Ids ---------------------------------------------------------------- */

struct ids {
	char id[16][PYIQ_ID_SIZE];
	size_t n;
};

static int take_id(void *ctx, const struct pyiq_unit *unit)
{
	struct ids *ids = ctx;

	assert_true(ids->n < COUNT(ids->id));
	memcpy(ids->id[ids->n++], unit->id, PYIQ_ID_SIZE);
	return 0;
}

static void read_ids(const char *name, struct ids *ids)
{
	ids->n = 0;
	open_db(name);
	ASSERT_OK(pyiq_list(db, false, take_id, ids, &err));
}

static void ids_are_stable_and_unique(void **state)
{
	static const char notes_text[] =
		"## What's the output?\n\nOne.\n\n## What's the output?\n\n"
		"Two.\n\n## What's the *output*?\n\nThree.\n";
	struct ids first, again;
	const char *name = "other/notes";

	(void)state;
	write_file("notes/a.md", notes_text);
	write_file("notes/b.md", notes_text);
	ASSERT_OK(index_one("notes"));
	read_ids("db", &first);
	assert_int_equal(first.n, 6);
	for (size_t i = 0; i < first.n; i++) {
		assert_int_equal(strspn(first.id[i], "0123456789abcdef"), PYIQ_ID_SIZE - 1);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(first.id[i], first.id[j]);
	}

	/* The answers may change, … */
	write_file("notes/a.md",
		   "# New\n\n## What's the output?\n\nI.\n\n"
		   "## 2. What's the   output?\n\nII.\n\n## WHAT'S the output?\n\nIII.\n");
	ASSERT_OK(index_one("notes"));
	read_ids("db", &again);
	assert_memory_equal(&first, &again, sizeof first.id[0] * 6);

	/* … and so may the place of notes and database. */
	write_file("other/notes/a.md", notes_text);
	write_file("other/notes/b.md", notes_text);
	ASSERT_OK(run_index("another db", &name, 1));
	read_ids("another db", &again);
	assert_memory_equal(&first, &again, sizeof first.id[0] * 6);
}

static pyiq_status get(const char *prefix)
{
	pyiq_buf_clear(&seen);
	return pyiq_get(db, prefix, take_unit, &seen, &err);
}

static void units_are_got_by_id(void **state)
{
	struct ids ids;
	char prefix[32];

	(void)state;
	write_file("notes/a.md", lists);
	ASSERT_OK(index_one("notes"));
	read_ids("db", &ids);
	assert_int_equal(ids.n, 2);
	for (size_t len = PYIQ_ID_MIN; len < PYIQ_ID_SIZE; len++) {
		snprintf(prefix, sizeof prefix, "%.*s", (int)len, ids.id[0]);
		ASSERT_OK(get(prefix));
		assert_string_equal(pyiq_buf_str(&seen), "notes/a.md:3:What is a list?");
	}
	for (size_t i = 0; ids.id[1][i] != '\0'; i++)
		if (ids.id[1][i] >= 'a')
			ids.id[1][i] -= 32;
	ASSERT_OK(get(ids.id[1]));
	assert_string_equal(pyiq_buf_str(&seen), "notes/a.md:7:How does it grow?");

	static const char *const bad[] = {
		"", "abc", "xyzw", "12 4", "1234*", "....", "0123456789abcdef0", "-123"
	};

	for (size_t i = 0; i < COUNT(bad); i++)
		ASSERT_STATUS(PYIQ_ERR_NOT_FOUND, get(bad[i]));
	snprintf(prefix, sizeof prefix, "%s", ids.id[0]);
	prefix[15] = prefix[15] == '0' ? '1' : '0';
	ASSERT_STATUS(PYIQ_ERR_NOT_FOUND, get(prefix));
}

/* Of 3,000 units some have the first four digits in common. */
static void short_prefixes_may_not_tell(void **state)
{
	enum { N = 3000 };
	struct pyiq_buf text = PYIQ_BUF_INIT;
	bool ambiguous = false;

	(void)state;
	for (int i = 0; i < N; i++)
		pyiq_buf_printf(&text, "## %d. What is %d?\n\nA number.\n\n", i, i);
	write_file("a.md", pyiq_buf_str(&text));
	pyiq_buf_release(&text);
	ASSERT_OK(index_one("a.md"));
	assert_int_equal(summary.n_units, N);
	open_db("db");
	for (unsigned i = 0; i < 0x10000 && !ambiguous; i++) {
		char prefix[8];

		snprintf(prefix, sizeof prefix, "%04x", i);
		ambiguous = get(prefix) == PYIQ_ERR_NOT_FOUND &&
			    strstr(err.message, "more than one") != NULL;
	}
	assert_true(ambiguous);
	assert_true(strlen(err.hint) > 0);
}

/* ---- Duplicates --------------------------------------------------------- */

static int check_duplicates(void *ctx, const struct pyiq_hit *hit)
{
	(void)ctx;
	assert_int_equal(hit->n_duplicates, 2);
	for (size_t i = 0; i < hit->n_duplicates; i++) {
		const struct pyiq_place *where = &hit->duplicates[i];

		assert_int_equal(strlen(where->id), PYIQ_ID_SIZE - 1);
		assert_string_not_equal(where->id, hit->unit->id);
		assert_int_equal(where->line, i == 0 ? 5 : 1);
		assert_text(where->file, in_place(i == 0 ? "notes/a.md" : "notes/b.md"), "file");
	}
	return 0;
}

static void alike_units_are_folded(void **state)
{
	(void)state;
	/* Alike is what looks alike: markup and white space do not count, the answer does. */
	write_file("notes/a.md", "## What is a list?\n\nA *row* of  things.\n\n"
				 "## What is a list?\nA row of things.\n");
	write_file("notes/b.md", "## What is a `list`?\n\nA row\nof __things__.\n");
	write_file("notes/c.md", "## What is a list?\n\nAnother row.\n");
	write_file("notes/b.md", "## What is a `list`?\n\nA row\nof **things**.\n");
	ASSERT_OK(index_one("notes"));
	assert_int_equal(summary.n_units, 4);
	open_db("db");
	assert_string_equal(searched("row things"), "notes/a.md:1(+2) notes/c.md:1");
	assert_int_equal(found.n_shown, 2);
	assert_int_equal(found.n_total, 2);
	options.max = 1;
	ASSERT_OK(pyiq_search(db, &options, check_duplicates, NULL, NULL, &err));

	/* They do not push others out of the best so many. */
	assert_string_equal(searched("row things"), "notes/a.md:1(+2) notes/c.md:1");
	options.max = 2;
	assert_string_equal(search(), "notes/a.md:1(+2) notes/c.md:1");
	options.fold = PYIQ_FOLD_NONE;
	options.max = 10;
	search();
	assert_int_equal(found.n_shown, 4);
	assert_null(strchr(pyiq_buf_str(&seen), '+'));

	/* Patterns fold as well. */
	pyiq_search_options_init(&options);
	options.mode = PYIQ_FIXED;
	options.patterns = &S("row");
	options.n_patterns = 1;
	assert_string_equal(search(), "notes/a.md:1(+2) notes/c.md:1");
	options.fold = PYIQ_FOLD_NONE;
	assert_string_equal(search(), "notes/a.md:1 notes/a.md:5 notes/b.md:1 notes/c.md:1");
}

/* ---- Patterns ----------------------------------------------------------- */

/* Bits of a table's option column. */
enum { IGNORE = 1, SMART = 2, WORDS = 4, LINES = 8, INVERT = 16, EVERY = 32, FIXED = 64 };

static void patterns(void **state)
{
	static const struct {
		const char *patterns[2];
		unsigned with;
		const char *hits;
	} cases[] = {
		{ { "list" }, 0, "a.md:1 a.md:5" },
		{ { "List" }, 0, "b.md:1" },
		{ { "List" }, IGNORE, "a.md:1 a.md:5 b.md:1" },
		{ { "List" }, SMART, "b.md:1" },
		{ { "list" }, SMART, "a.md:1 a.md:5 b.md:1" },
		{ { "^A \\w+" }, 0, "a.md:1" },
		{ { "lis" }, WORDS, "" },
		{ { "list" }, WORDS, "a.md:1" },
		{ { "lists\\(\\)" }, LINES, "a.md:5" },
		{ { "A row" }, LINES, "" },
		{ { "list" }, INVERT, "b.md:1" },
		{ { "nowhere" }, INVERT, "a.md:1 a.md:5 b.md:1" },
		{ { "row", "lists" }, 0, "a.md:1 a.md:5" },
		{ { "list", "row" }, EVERY, "a.md:1" },
		{ { "list", "row" }, EVERY | INVERT, "a.md:5 b.md:1" },
		{ { "lists()" }, 0, "a.md:5" },
		{ { "lists()" }, FIXED, "a.md:5" },
		{ { "list(" }, FIXED, "" },
		{ { "LISTS()" }, FIXED | IGNORE, "a.md:5" },
		{ { "." }, FIXED, "a.md:1" },
		{ { "" }, 0, "a.md:1 a.md:5 b.md:1" },
		{ { "" }, INVERT, "" },
		{ { "(?s)list\\?.A row" }, 0, "a.md:1" }, /* from one text into the next */
	};

	(void)state;
	write_file("a.md",
		   "## What is a list?\n\nA row.\n\n## How to make two lists?\n\nlists()\n");
	write_file("b.md", "## What is List in Java?\n\nAn interface\n");
	ASSERT_OK(run_index("db", (const char *const[]){ "b.md", "a.md" }, 2));
	open_db("db");
	for (size_t i = 0; i < COUNT(cases); i++) {
		unsigned with = cases[i].with;
		struct pyiq_str list[2] = { pyiq_str(cases[i].patterns[0]), { "", 0 } };

		pyiq_search_options_init(&options);
		options.mode = with & FIXED ? PYIQ_FIXED : PYIQ_PATTERN;
		options.patterns = list;
		options.n_patterns = 1;
		if (cases[i].patterns[1] != NULL)
			list[options.n_patterns++] = pyiq_str(cases[i].patterns[1]);
		options.ignore_case = with & IGNORE;
		options.smart_case = with & SMART;
		options.whole_words = with & WORDS;
		options.whole_lines = with & LINES;
		options.invert = with & INVERT;
		options.every_pattern = with & EVERY;
		if (strcmp(search(), cases[i].hits) != 0)
			fail_msg("'%s' with %u hits '%s', not '%s'", cases[i].patterns[0], with,
				 pyiq_buf_str(&seen), cases[i].hits);
		assert_int_equal(found.mode, options.mode);
		assert_int_equal(found.n_total, found.n_shown);
	}
}

static void patterns_that_do_not_compile(void **state)
{
	(void)state;
	write_file("a.md", lists);
	ASSERT_OK(index_one("a.md"));
	open_db("db");
	pyiq_search_options_init(&options);
	options.mode = PYIQ_PATTERN;
	options.patterns = &S("a(b");
	options.n_patterns = 1;
	ASSERT_STATUS(PYIQ_ERR_REGEX, pyiq_search(db, &options, take_hit, &seen, &found, &err));

	/* No pattern at all matches nothing, and any number of hits is a number. */
	options.n_patterns = 0;
	assert_string_equal(search(), "");
	options.patterns = &S("row|append");
	options.n_patterns = 1;
	options.max = 0;
	assert_string_equal(search(), "");
	options.max = 1;
	assert_string_equal(search(), "a.md:3");
	options.max = SIZE_MAX;
	assert_string_equal(search(), "a.md:3 a.md:7");
}

static void marks_of_patterns(void **state)
{
	struct copied_hit hit;
	struct pyiq_str both[] = { TEXT("things, m"), TEXT("ma|of \\*things") };

	(void)state;
	write_file("a.md", lists);
	ASSERT_OK(index_one("a.md"));
	open_db("db");
	pyiq_search_options_init(&options);
	options.mode = PYIQ_PATTERN;
	options.patterns = both;
	options.n_patterns = 2;
	ASSERT_OK(pyiq_search(db, &options, copy_hit, &hit, &found, &err));

	/* The text of the source is matched, markup and all. */
	assert_string_equal(hit.marked, "a:of *things a:ma ");
	assert_string_equal(hit.terms, "ma|of \\*things ");
	assert_string_equal(hit.shown, "of things ma ");
	assert_true(hit.score == 0);
}

static void marks_that_overlap(void **state)
{
	struct copied_hit hit;
	struct pyiq_str both[] = { TEXT("row of"), TEXT("A row|of \\*things\\*, made") };

	(void)state;
	write_file("a.md", lists);
	ASSERT_OK(index_one("a.md"));
	open_db("db");
	pyiq_search_options_init(&options);
	options.mode = PYIQ_PATTERN;
	options.patterns = both;
	options.n_patterns = 2;
	ASSERT_OK(pyiq_search(db, &options, copy_hit, &hit, &found, &err));
	assert_string_equal(hit.marked, "a:A row of *things*, made ");
	assert_string_equal(hit.shown, "A row of things, made ");
}

static void units_that_cost_too_much(void **state)
{
	struct pyiq_buf text = PYIQ_BUF_INIT;

	(void)state;
	pyiq_buf_puts(&text, "## What is a row of a?\n\n");
	for (int i = 0; i < 5000; i++)
		pyiq_buf_putc(&text, 'a');
	pyiq_buf_puts(&text, "!\n\n## What is next?\n\nA b.\n");
	write_file("a.md", pyiq_buf_str(&text));
	pyiq_buf_release(&text);
	ASSERT_OK(index_one("a.md"));
	open_db("db");
	pyiq_search_options_init(&options);
	options.mode = PYIQ_PATTERN;
	options.patterns = (const struct pyiq_str[]){ TEXT("(a+)+[bc]"), TEXT("A b") };
	options.n_patterns = 2;
	assert_string_equal(search(), "a.md:5");
	assert_int_equal(found.n_failed, 1);
	assert_string_equal(pyiq_buf_str(&notes), "a.md:1;");
}

/* ---- What is tried when no word matches --------------------------------- */

static void fallbacks(void **state)
{
	static const struct {
		const char *query, *hits;
		pyiq_mode mode;
		bool told;
	} cases[] = {
		{ "row", "a.md:3", PYIQ_WORDS, false },
		{ "ppen", "a.md:7", PYIQ_PATTERN, true },
		{ "PPEN", "", PYIQ_FIXED, false },
		{ "p{2}end", "a.md:7", PYIQ_PATTERN, true },
		{ "hing[s]*.,", "a.md:3", PYIQ_PATTERN, true },
		{ "ist(", "a.md:3", PYIQ_FIXED, true },
		{ "xyzzy", "", PYIQ_FIXED, false },
		{ "xy(zzy", "", PYIQ_FIXED, false },
		{ "x*", "", PYIQ_FIXED, false }, /* empty matches say nothing */
		{ "", "", PYIQ_WORDS, false },
		{ "  \t", "", PYIQ_WORDS, false },
		{ "\xFF\xFE", "", PYIQ_FIXED, false },
		{ "-row", "a.md:7", PYIQ_WORDS, false }, /* all the others */
	};

	(void)state;
	write_file("a.md", lists);
	ASSERT_OK(index_one("a.md"));
	open_db("db");
	for (size_t i = 0; i < COUNT(cases); i++) {
		if (strcmp(searched(cases[i].query), cases[i].hits) != 0)
			fail_msg("'%s' hits '%s', not '%s'", cases[i].query, pyiq_buf_str(&seen),
				 cases[i].hits);
		if (found.mode != cases[i].mode || (notes.len > 0) != cases[i].told)
			fail_msg("'%s' was mode %d and told '%s'", cases[i].query, (int)found.mode,
				 pyiq_buf_str(&notes));
	}
}

/* What the user is told is one line, and not without end. */
static void notes_are_short(void **state)
{
	struct pyiq_buf query = PYIQ_BUF_INIT;

	(void)state;
	write_file("a.md", lists);
	ASSERT_OK(index_one("a.md"));
	open_db("db");
	pyiq_buf_puts(&query, "appendd");
	for (int i = 0; i < 100; i++)
		pyiq_buf_puts(&query, "\néééé");
	searched(pyiq_buf_str(&query));
	assert_int_equal(strncmp(pyiq_buf_str(&notes), "did you mean: append éééé é", 28), 0);
	assert_true(notes.len < 200);

	/* Cut between characters, if at all. */
	size_t len = notes.len - 1;

	assert_true(notes.data[len - 1] == ' ' || (notes.data[len - 1] & 0x80) != 0);
	assert_true((unsigned char)notes.data[len - 1] != 0xC3);
	pyiq_buf_release(&query);
}

/* ---- Databases that are not what they should be ------------------------- */

static pyiq_status try_open(const char *name)
{
	const char *path = in_place(name);
	struct pyiq_db *opened = (struct pyiq_db *)&path;
	pyiq_status status = pyiq_db_open(&path, 1, &opened, &err);

	if (status != PYIQ_OK) {
		assert_null(opened);
		if (strstr(err.message, path) == NULL)
			fail_msg("'%s' does not name '%s'", err.message, path);
	}
	pyiq_db_close(opened);
	return status;
}

static void no_database(void **state)
{
	(void)state;
	ASSERT_STATUS(PYIQ_ERR_NO_INDEX, try_open("db"));
	assert_true(strlen(err.hint) > 0);
	make_folder("db");
	ASSERT_STATUS(PYIQ_ERR_NO_INDEX, try_open("db"));
	write_file("file", "no database\n");
	ASSERT_STATUS(PYIQ_ERR_CORRUPT, try_open("file"));
	write_file("notes/a.md", lists);
	ASSERT_STATUS(PYIQ_ERR_CORRUPT, try_open("notes"));

	/* One that somebody made and wrote nothing into. */
	struct pyiq_x_writer *writer;

	ASSERT_OK(pyiq_x_writer_open(in_place("empty"), &writer, &err));
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S("x"), S("y"), &err));
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	pyiq_x_writer_close(writer);
	ASSERT_STATUS(PYIQ_ERR_NO_INDEX, try_open("empty"));
	pyiq_db_close(NULL);
}

/* The schema of the database is rewritten as if another version had made it. */
static void set_schema(const char *schema)
{
	struct pyiq_x_writer *writer;

	ASSERT_OK(pyiq_x_writer_open(in_place("db"), &writer, &err));
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, pyiq_str(PYIQ_META_SCHEMA), pyiq_str(schema),
					     &err));
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	pyiq_x_writer_close(writer);
}

static void another_schema_is_built_anew(void **state)
{
	(void)state;
	write_file("notes/a.md", lists);
	write_file("other/b.md", tuples);
	ASSERT_OK(run_index("db", (const char *const[]){ "notes", "other" }, 2));
	set_schema("999");
	ASSERT_STATUS(PYIQ_ERR_SCHEMA, try_open("db"));
	assert_true(strlen(err.hint) > 0);
	ASSERT_OK(index_known());
	CHECK_SUMMARY("3 units, 2 sources: +2 ~0 -0 =0 !0");
	open_db("db");
	assert_string_equal(searched("tuple"), "other/b.md:3");

	/* Nothing is left of what was there: a word that is gone is no longer suggested. */
	write_file("notes/a.md", "## What is a set?\n\nA bag.\n");
	set_schema("0");
	ASSERT_OK(index_known());
	CHECK_SUMMARY("2 units, 2 sources: +2 ~0 -0 =0 !0");
	open_db("db");
	assert_string_equal(searched("appendd"), "");

	/* All its roots are read again, whichever one was named. */
	set_schema("1 or so");
	ASSERT_OK(index_one("other"));
	assert_int_equal(summary.n_units, 2);
	assert_int_equal(summary.n_sources, 2);
}

static void foreign_databases_are_left_alone(void **state)
{
	struct pyiq_x_writer *writer;
	struct pyiq_x_doc *doc;
	struct pyiq_x_db *x;
	const char *path;
	pyiq_docid id;
	uint32_t n = 0;

	(void)state;
	write_file("notes/a.md", lists);
	ASSERT_OK(pyiq_x_writer_open(in_place("db"), &writer, &err));
	ASSERT_OK(pyiq_x_doc_new(&doc, &err));
	ASSERT_OK(pyiq_x_doc_add_term(doc, S("Pmine"), 1, &err));
	ASSERT_OK(pyiq_x_writer_add(writer, doc, &id, &err));
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	pyiq_x_writer_close(writer);
	pyiq_x_doc_free(doc);
	ASSERT_STATUS(PYIQ_ERR_CORRUPT, try_open("db"));
	ASSERT_STATUS(PYIQ_ERR_CORRUPT, index_one("notes"));
	assert_true(strlen(err.hint) > 0);
	path = in_place("db");
	ASSERT_OK(pyiq_x_db_open(&path, 1, &x, &err));
	ASSERT_OK(pyiq_x_db_term_freq(x, S("Pmine"), &n, &err));
	assert_int_equal(n, 1);
	pyiq_x_db_close(x);
}

/* A database that Xapian reads well, but that holds what we did not write. */
static void damaged_databases(void **state)
{
	struct pyiq_x_writer *writer;
	struct pyiq_x_doc *doc;
	pyiq_docid id;

	(void)state;
	write_file("notes/a.md", lists);
	ASSERT_OK(index_one("notes"));
	ASSERT_OK(pyiq_x_writer_open(in_place("db"), &writer, &err));
	ASSERT_OK(pyiq_x_doc_new(&doc, &err));
	ASSERT_OK(pyiq_x_doc_add_term(doc, S("garbag"), 1, &err));
	ASSERT_OK(pyiq_x_doc_add_term(doc, S("Q1234567890abcdef"), 0, &err));
	ASSERT_OK(pyiq_x_doc_set_data(doc, S("no record"), &err));
	ASSERT_OK(pyiq_x_writer_add(writer, doc, &id, &err));
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	pyiq_x_writer_close(writer);
	pyiq_x_doc_free(doc);
	open_db("db");
	pyiq_search_options_init(&options);
	options.query = S("garbage");
	ASSERT_STATUS(PYIQ_ERR_CORRUPT, pyiq_search(db, &options, take_hit, &seen, &found, &err));
	assert_true(strlen(err.hint) > 0);
	ASSERT_STATUS(PYIQ_ERR_CORRUPT, get("1234567890abcdef"));
	assert_string_equal(searched("append"), "notes/a.md:7");
}

static void locked_databases(void **state)
{
	struct pyiq_x_writer *writer;

	(void)state;
	write_file("notes/a.md", lists);
	ASSERT_OK(index_one("notes"));
	ASSERT_OK(pyiq_x_writer_open(in_place("db"), &writer, &err));
	ASSERT_STATUS(PYIQ_ERR_LOCKED, index_one("notes"));

	/* A reader never waits for a writer. */
	open_db("db");
	assert_string_equal(searched("row"), "notes/a.md:3");
	pyiq_x_writer_close(writer);
	ASSERT_OK(index_one("notes"));
}

/* ---- Places that are not what they should be ---------------------------- */

static void nothing_to_index(void **state)
{
	(void)state;
	ASSERT_STATUS(PYIQ_ERR_INVALID, index_known());
	assert_false(exists("db"));
	assert_false(exists("db.new"));
	ASSERT_STATUS(PYIQ_ERR_IO, index_one("gone"));
	assert_non_null(strstr(err.message, "gone"));
	ASSERT_STATUS(PYIQ_ERR_IO, run_index("db", (const char *const[]){ "gone", "gone too" }, 2));
	assert_false(exists("db"));
	assert_false(exists("db.new"));
}

static void missing_paths_beside_others(void **state)
{
	(void)state;
	write_file("notes/a.md", lists);
	ASSERT_OK(run_index("db", (const char *const[]){ "gone.md", "notes", "gone" }, 3));
	CHECK_SUMMARY("2 units, 1 sources: +1 ~0 -0 =0 !2");
	assert_string_equal(pyiq_buf_str(&warnings), "gone.md: No such file or directory;"
						     "gone: No such file or directory;");
	ASSERT_OK(index_known());
	CHECK_SUMMARY("2 units, 1 sources: +0 ~0 -0 =1 !0");
}

static void an_empty_folder_is_no_failure(void **state)
{
	(void)state;
	make_folder("notes");
	ASSERT_OK(index_one("notes"));
	CHECK_SUMMARY("0 units, 0 sources: +0 ~0 -0 =0 !0");
	assert_string_equal(listed("db"), "");
	assert_string_equal(searched("list"), "");
}

static void folders_of_the_database_are_made(void **state)
{
	const char *name = "notes";

	(void)state;
	write_file("notes/a.md", lists);
	ASSERT_OK(run_index("x/y/z/db", &name, 1));
	assert_true(exists("x/y/z/db"));

	struct stat st;

	assert_int_equal(stat(in_place("x/y"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	write_file("file", "");
	ASSERT_STATUS(PYIQ_ERR_IO, run_index("file/db", &name, 1));
	ASSERT_STATUS(PYIQ_ERR_CORRUPT, run_index("file", &name, 1));
	ASSERT_STATUS(PYIQ_ERR_CORRUPT, run_index("notes", &name, 1));
	assert_true(exists("notes/a.md"));
}

static void vanished_folders_keep_their_units(void **state)
{
	(void)state;
	write_file("notes/a.md", lists);
	write_file("other/b.md", tuples);
	ASSERT_OK(run_index("db", (const char *const[]){ "notes", "other" }, 2));

	/* A whole folder that is gone may only be not mounted. */
	assert_int_equal(rename(in_place("notes"), in_place("away")), 0);
	ASSERT_OK(index_known());
	CHECK_SUMMARY("3 units, 2 sources: +0 ~0 -0 =1 !1");
	assert_int_equal(rename(in_place("away"), in_place("notes")), 0);
	ASSERT_OK(index_known());
	CHECK_SUMMARY("3 units, 2 sources: +0 ~0 -0 =2 !0");
}

static void unreadable_ones_keep_their_units(void **state)
{
	(void)state;
	write_file("notes/a.md", lists);
	write_file("notes/sub/b.md", tuples);
	become_nobody();

	pyiq_status status = index_one("notes");

	become_oneself();
	ASSERT_OK(status);
	CHECK_SUMMARY("3 units, 2 sources: +2 ~0 -0 =0 !0");

	/* A file, … */
	set_time("notes/a.md", 1);
	assert_int_equal(chmod(in_place("notes/a.md"), 0), 0);
	become_nobody();
	status = index_one("notes");
	become_oneself();
	ASSERT_OK(status);
	CHECK_SUMMARY("3 units, 2 sources: +0 ~0 -0 =1 !1");
	assert_string_equal(pyiq_buf_str(&warnings), "notes/a.md: Permission denied;");

	/* … and a folder. */
	assert_int_equal(chmod(in_place("notes/a.md"), 0644), 0);
	assert_int_equal(chmod(in_place("notes/sub"), 0), 0);
	become_nobody();
	status = index_one("notes");
	become_oneself();
	assert_int_equal(chmod(in_place("notes/sub"), 0755), 0);
	ASSERT_OK(status);
	CHECK_SUMMARY("3 units, 2 sources: +0 ~0 -0 =1 !1");
	assert_string_equal(pyiq_buf_str(&warnings), "notes/sub: Permission denied;");
}

/* In a folder it is passed by, and no failure; who names it hears that it is no text. */
static void binary_content_is_skipped(void **state)
{
	(void)state;
	write_file("notes/a.md", lists);
	write_bytes("notes/b.md", S("\x7F"
				    "ELF\0\0"));
	ASSERT_OK(index_one("notes"));
	CHECK_SUMMARY("2 units, 2 sources: +1 ~0 -0 =0 !0");
	assert_int_equal(summary.n_skipped, 1);
	assert_string_equal(pyiq_buf_str(&warnings), "notes/b.md: binary content, not text;");

	/* It is not looked into again, until it changes. */
	ASSERT_OK(index_one("notes"));
	CHECK_SUMMARY("2 units, 2 sources: +0 ~0 -0 =2 !0");
	assert_int_equal(summary.n_skipped, 0);
	write_bytes("notes/b.md", S("\0\0\0"));
	ASSERT_OK(index_one("notes"));
	CHECK_SUMMARY("2 units, 2 sources: +0 ~0 -0 =1 !0");
	assert_int_equal(summary.n_skipped, 1);
	write_file("notes/b.md", tuples);
	ASSERT_OK(index_one("notes"));
	CHECK_SUMMARY("3 units, 2 sources: +0 ~1 -0 =1 !0");

	/* What had units keeps them, … */
	write_bytes("notes/a.md", S("\0\0\0\0"));
	for (int i = 0; i < 2; i++) {
		ASSERT_OK(index_one("notes"));
		CHECK_SUMMARY("3 units, 2 sources: +0 ~0 -0 =1 !1");
		assert_string_equal(pyiq_buf_str(&warnings),
				    "notes/a.md: binary content, not text;");
	}
	open_db("db");
	assert_string_equal(searched("append"), "notes/a.md:7");

	/* … and who names a file wants it read. */
	write_bytes("program", S("\x7F"
				 "ELF\0\0"));
	ASSERT_OK(index_one("program"));
	assert_int_equal(summary.n_failed, 1);
	assert_int_equal(summary.n_skipped, 0);
}

/* ---- All or nothing ----------------------------------------------------- */

struct progress {
	size_t calls, stop_at;
	struct pyiq_progress last;
};

/* However far a run is, it goes on, and not beyond its end. */
static int take_progress(void *ctx, const struct pyiq_progress *now)
{
	struct progress *progress = ctx;
	const struct pyiq_progress *last = &progress->last;

	assert_true(now->n_done >= last->n_done && now->n_done <= now->n_total);
	assert_true(now->n_bytes >= last->n_bytes && now->n_bytes <= now->total_bytes);
	assert_true(now->n_units >= last->n_units);
	assert_true(now->n_done > last->n_done || now->n_units > last->n_units);
	assert_true(progress->calls == 0 || now->n_total == last->n_total);
	assert_true(progress->calls == 0 || now->total_bytes == last->total_bytes);
	progress->last = *now;
	return ++progress->calls == progress->stop_at;
}

static pyiq_status index_with_progress(const char *db_name, struct progress *progress)
{
	const char *path = in_place("notes");
	const struct pyiq_index_options with = {
		.paths = &path, .n_paths = 1, .progress = take_progress, .ctx = progress
	};

	return pyiq_index(in_place(db_name), &with, NULL, &err);
}

static void a_stopped_run_changes_nothing(void **state)
{
	struct progress progress = { .stop_at = 2 };

	(void)state;
	write_file("notes/a.md", lists);
	write_file("notes/b.md", lists);
	write_file("notes/c.md", lists);
	assert_int_equal(index_with_progress("db", &progress), PYIQ_STOPPED);
	assert_int_equal(progress.last.n_total, 3);
	assert_int_equal(progress.last.n_done, 0); /* in the middle of the first */
	assert_int_equal(progress.last.n_units, 2);
	assert_false(exists("db"));
	assert_false(exists("db.new"));
	progress = (struct progress){ .stop_at = 2 };
	assert_int_equal(index_with_progress("db2/", &progress), PYIQ_STOPPED);
	assert_false(exists("db2"));
	assert_false(exists("db2.new"));

	progress = (struct progress){ .stop_at = 0 };
	ASSERT_OK(index_with_progress("db", &progress));
	assert_int_equal(progress.calls, 9); /* a source and its two units, three times */
	assert_int_equal(progress.last.n_done, 3);
	assert_int_equal(progress.last.n_units, 6);
	assert_int_equal(progress.last.n_bytes, 3 * strlen(lists));
	assert_int_equal(progress.last.total_bytes, 3 * strlen(lists));
	write_file("notes/a.md", tuples);
	write_file("notes/b.md", tuples);
	progress = (struct progress){ .stop_at = 3 };
	assert_int_equal(index_with_progress("db", &progress), PYIQ_STOPPED);
	open_db("db");
	assert_string_equal(searched("fixed"), "");
	assert_string_equal(searched("append"), "notes/a.md:7(+2)");
}

/* A run that was killed between its commit and the move left a complete database beside. */
static void a_killed_run_is_completed(void **state)
{
	(void)state;
	write_file("notes/a.md", lists);
	ASSERT_OK(index_one("notes"));
	assert_int_equal(rename(in_place("db"), in_place("db.new")), 0);
	ASSERT_OK(index_one("notes"));
	assert_int_equal(summary.n_units, 2);
	assert_true(exists("db"));
	assert_false(exists("db.new"));
	open_db("db");
	assert_string_equal(searched("append"), "notes/a.md:7");

	/* Or something broken. */
	assert_int_equal(rename(in_place("db"), in_place("db.new")), 0);
	assert_int_equal(truncate(in_place("db.new/iamglass"), 3), 0);
	ASSERT_OK(index_one("notes"));
	open_db("db");
	assert_string_equal(searched("append"), "notes/a.md:7");
	assert_false(exists("db.new"));
}

static void one_place_however_it_is_written(void **state)
{
	const char *name = "notes";

	(void)state;
	write_file("notes/a.md", lists);
	ASSERT_OK(run_index("db/", &name, 1));
	assert_true(exists("db"));
	ASSERT_OK(run_index("./db//", &name, 1));
	CHECK_SUMMARY("2 units, 1 sources: +0 ~0 -0 =1 !0");
	assert_string_equal(listed("db/"), "notes/a.md:3:What is a list?\n"
					   "notes/a.md:7:How does it grow?");
}

/* ---- Readers and writers ------------------------------------------------ */

/* Notes of thousands of units, all of which say which generation they are of. */
static void write_generation(unsigned generation)
{
	struct pyiq_buf text = PYIQ_BUF_INIT;

	for (unsigned i = 0; i < 2000; i++)
		pyiq_buf_printf(&text, "## %u. What is %u?\n\nOf generation%u, word%u.\n\n", i, i,
				generation, i * 7919 % 1000);
	write_file("notes/a.md", pyiq_buf_str(&text));
	set_time("notes/a.md", 1000 + generation);
	pyiq_buf_release(&text);
	ASSERT_OK(index_one("notes"));
	assert_int_equal(summary.n_units, 2000);
}

/*
 * A reader keeps the state it opened for as long as Xapian can show it, that is
 * for one commit at least; when it is gone, the search is run on the newest.
 */
static void readers_outlive_commits(void **state)
{
	struct pyiq_str pattern = S("generation\\d");
	unsigned generation = 0;

	(void)state;
	write_generation(generation);
	open_db("db");
	write_generation(++generation);
	assert_string_equal(searched("+generation0 +word0"), "notes/a.md:1 notes/a.md:4001");
	for (int i = 0; i < 2; i++) {
		for (int commits = 0; commits < 4; commits++)
			write_generation(++generation);
		pyiq_search_options_init(&options);
		options.mode = i == 0 ? PYIQ_WORDS : PYIQ_PATTERN;
		options.query = S("word7");
		options.patterns = &pattern;
		options.n_patterns = 1;
		options.max = 1;

		struct copied_hit hit;
		char newest[32];

		snprintf(newest, sizeof newest, "generation%u", generation);
		ASSERT_OK(pyiq_search(db, &options, copy_hit, &hit, &found, &err));
		assert_int_equal(found.n_shown, 1);
		if (strstr(hit.snippet, newest) == NULL)
			fail_msg("'%s' is not of %s", hit.snippet, newest);
	}
}

static int stop(void *ctx, const struct pyiq_unit *unit)
{
	size_t *n = ctx;

	(void)unit;
	return ++*n == 2;
}

static int stop_at_hit(void *ctx, const struct pyiq_hit *hit)
{
	size_t *n = ctx;

	assert_int_equal(hit->rank, ++*n);
	return *n == 2;
}

static void callbacks_may_stop(void **state)
{
	size_t n = 0;

	(void)state;
	write_file("notes/a.md", lists);
	write_file("notes/b.md", "## What is a tuple?\n\nA row.\n\n## What is a set?\n\nNo row.\n");
	ASSERT_OK(index_one("notes"));
	open_db("db");
	assert_int_equal(pyiq_list(db, false, stop, &n, &err), PYIQ_STOPPED);
	assert_int_equal(n, 2);
	assert_int_equal(pyiq_list(db, false, stop, &n, &err), PYIQ_OK);

	/* Whatever the limit, the search was stopped. */
	static const size_t limits[] = { 10, 2 };

	for (size_t i = 0; i < COUNT(limits); i++) {
		pyiq_search_options_init(&options);
		options.query = S("row");
		options.max = limits[i];
		n = 0;
		assert_int_equal(pyiq_search(db, &options, stop_at_hit, &n, &found, &err),
				 PYIQ_STOPPED);
		assert_int_equal(found.n_shown, 2);
		options.mode = PYIQ_PATTERN;
		options.patterns = &options.query;
		options.n_patterns = 1;
		n = 0;
		assert_int_equal(pyiq_search(db, &options, stop_at_hit, &n, &found, &err),
				 PYIQ_STOPPED);
		assert_int_equal(found.n_shown, 2);
	}
}

/* ---- Several databases -------------------------------------------------- */

static int take_db(void *ctx, const struct pyiq_unit *unit)
{
	assert_ptr_equal(ctx, &seen);
	pyiq_buf_printf(&seen, "%s:%zu in %s;", under_place(unit->file.data), unit->line,
			under_place(unit->db.data));
	return 0;
}

static int take_db_of_hit(void *ctx, const struct pyiq_hit *hit)
{
	return take_db(ctx, hit->unit);
}

/* Each unit knows its database, by the path that was opened, and duplicates are folded across them. */
static void units_know_their_database(void **state)
{
	const char *paths[3], *name = "n1";
	struct ids ids;

	(void)state;
	write_file("n1/b.md", lists);
	write_file("n2/a.md", tuples);
	write_file("n3/c.md", "## What is a row?\n\nA line.\n");
	ASSERT_OK(run_index("db1", &name, 1));
	name = "n2";
	ASSERT_OK(run_index("db2", &name, 1));
	name = "n3";
	ASSERT_OK(run_index("db3", &name, 1));
	paths[0] = in_place("db3");
	paths[1] = in_place("db1");
	paths[2] = in_place("db2");
	ASSERT_OK(pyiq_db_open(paths, 3, &db, &err));
	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_list(db, false, take_db, &seen, &err));
	assert_string_equal(pyiq_buf_str(&seen), "n1/b.md:3 in db1;n1/b.md:7 in db1;"
						 "n2/a.md:3 in db2;n3/c.md:1 in db3;");
	pyiq_search_options_init(&options);
	options.query = S("+row");
	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_search(db, &options, take_db_of_hit, &seen, &found, &err));
	assert_int_equal(strncmp(pyiq_buf_str(&seen), "n3/c.md:1 in db3;", 17), 0);
	assert_non_null(strstr(pyiq_buf_str(&seen), "n1/b.md:3 in db1;"));
	assert_non_null(strstr(pyiq_buf_str(&seen), "n2/a.md:3 in db2;"));
	assert_int_equal(found.n_total, 3);
	ids.n = 0;
	ASSERT_OK(pyiq_list(db, false, take_id, &ids, &err));
	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_get(db, ids.id[2], take_db, &seen, &err));
	assert_string_equal(pyiq_buf_str(&seen), "n2/a.md:3 in db2;");
}

static void several_are_read_as_one(void **state)
{
	const char *paths[2];
	const char *name = "n1";

	(void)state;
	write_file("n1/b.md", lists);
	write_file("n2/a.md", tuples);
	write_file("n2/c.md", lists);
	ASSERT_OK(run_index("db1", &name, 1));
	name = "n2";
	ASSERT_OK(run_index("db2", &name, 1));
	paths[0] = in_place("db1");
	paths[1] = in_place("db2");
	ASSERT_OK(pyiq_db_open(paths, 2, &db, &err));
	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_list(db, false, take_unit, &seen, &err));
	assert_string_equal(pyiq_buf_str(&seen), "n1/b.md:3:What is a list?\n"
						 "n1/b.md:7:How does it grow?\n"
						 "n2/a.md:3:What is a tuple?\n"
						 "n2/c.md:3:What is a list?\n"
						 "n2/c.md:7:How does it grow?");
	assert_string_equal(searched("tuple"), "n2/a.md:3");
	assert_string_equal(searched("append"), "n1/b.md:7(+1)");
	pyiq_search_options_init(&options);
	options.mode = PYIQ_FIXED;
	options.patterns = &S("row");
	options.n_patterns = 1;
	options.whole_words = true;
	assert_string_equal(search(), "n1/b.md:3(+1) n2/a.md:3");

	/* One that is missing is named. */
	pyiq_db_close(db);
	paths[1] = in_place("gone");
	ASSERT_STATUS(PYIQ_ERR_NO_INDEX, pyiq_db_open(paths, 2, &db, &err));
	assert_null(db);
	assert_non_null(strstr(err.message, "gone"));
}

static void versions(void **state)
{
	struct pyiq_versions v;

	(void)state;
	pyiq_versions(&v);
	assert_int_equal(v.schema, PYIQ_SCHEMA);
	assert_true(v.pyiq[0] >= '0' && v.pyiq[0] <= '9');
	assert_true(v.xapian[0] >= '0' && v.xapian[0] <= '9');
	assert_true(strpbrk(v.pcre2, "0123456789") != NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(index_and_list),
		TEST(a_unit_is_whole),
		TEST(front_matter_lends),
		TEST(a_hit_is_whole),
		TEST(snippets_are_of_the_right_passage),
		TEST(hits_beyond_the_best),
		TEST(better_hits_come_first),
		TEST(unanswered_ones_stand_below),
		TEST(patterns_hide_unanswered_ones_if_asked),
		TEST(fallbacks_know_of_unanswered_ones),
		TEST(unchanged_sources_are_skipped),
		TEST(touched_sources_are_unchanged),
		TEST(changed_sources_are_read_again),
		TEST(changes_of_the_same_size_are_seen),
		TEST(renamed_sources_move),
		TEST(removed_sources_leave),
		TEST(parts_are_updated_alone),
		TEST(named_files_are_roots),
		TEST(named_files_stay_in_their_folder),
		TEST(a_folder_in_place_of_a_file),
		TEST(named_twice_is_read_once),
		TEST(a_larger_root_takes_over),
		TEST(both_roots_at_once),
		TEST(roots_move_with_the_database),
		TEST(folders_of_questions),
		TEST(ids_are_stable_and_unique),
		TEST(units_are_got_by_id),
		TEST(short_prefixes_may_not_tell),
		TEST(alike_units_are_folded),
		TEST(patterns),
		TEST(patterns_that_do_not_compile),
		TEST(marks_of_patterns),
		TEST(marks_that_overlap),
		TEST(units_that_cost_too_much),
		TEST(fallbacks),
		TEST(notes_are_short),
		TEST(no_database),
		TEST(another_schema_is_built_anew),
		TEST(foreign_databases_are_left_alone),
		TEST(damaged_databases),
		TEST(locked_databases),
		TEST(nothing_to_index),
		TEST(missing_paths_beside_others),
		TEST(an_empty_folder_is_no_failure),
		TEST(folders_of_the_database_are_made),
		TEST(vanished_folders_keep_their_units),
		TEST(unreadable_ones_keep_their_units),
		TEST(binary_content_is_skipped),
		TEST(a_stopped_run_changes_nothing),
		TEST(a_killed_run_is_completed),
		TEST(one_place_however_it_is_written),
		TEST(readers_outlive_commits),
		TEST(callbacks_may_stop),
		TEST(units_know_their_database),
		TEST(several_are_read_as_one),
		TEST(versions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

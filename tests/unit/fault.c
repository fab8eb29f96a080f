#include "place.h"

#include "base/buf.h"
#include "pyiq.h"

/*
 * Memory that runs out, at every place where it can: whatever the engine does is
 * tried again and again, one allocation farther each time, until it succeeds.
 * Each failure must say so and leave everything as it was; the leak checker of
 * the address sanitizer sees what is forgotten on the way.
 */

/* ---- Two states of the notes ------------------------------------------------- */

static const char before[] =
	"---\n"
	"title: Copies\n"
	"tags: [copy, python]\n"
	"---\n"
	"# Copies\n"
	"\n"
	"## 1. What is a deep copy?\n"
	"\n"
	"A copy of *everything*, made by `copy.deepcopy`; it doesnâ€™t share.\n"
	"\n"
	"```python\n"
	"copy.deepcopy(x)\n"
	"```\n"
	"\n"
	"## 2. What is a shallow copy?\n"
	"\n"
	"| what | how |\n"
	"|------|-----|\n"
	"| list | `x[:]` |\n";
static const char same[] = "## What is a deep copy?\n"
			   "\n"
			   "A copy of everything, made by `copy.deepcopy`; it doesn’t share.\n"
			   "\n"
			   "```python\n"
			   "copy.deepcopy(x)\n"
			   "```\n";
static const char after[] = "# Copies\n"
			    "\n"
			    "1. **What is a metaclass?**\n"
			    "   - **Answer:** The class of a class.\n"
			    "\n"
			    "<details><summary>Why?</summary>\n"
			    "\n"
			    "For `__new__` &amp; co.\n"
			    "\n"
			    "</details>\n";

static void write_before(void)
{
	write_file("notes/a.md", before);
	write_file("notes/b.md", same);
	write_file("notes/gone.md", "## What is lost?\n\nThis.\n");
}

static void write_after(void)
{
	write_file("notes/a.md", after);
	write_file("notes/new.md", before);
	set_time("notes/b.md", 1); /* touched only */
	unlink(in_place("notes/gone.md"));
}

static pyiq_status run_index(void)
{
	const char *path = in_place("notes");
	const struct pyiq_index_options index = { .paths = &path, .n_paths = 1 };

	return pyiq_index(in_place("db"), &index, NULL, &err);
}

/* Index with so many allocations allowed. */
static pyiq_status starved_index(long allowed)
{
	pyiq_status status;

	pyiq_alloc_fail_after(allowed);
	status = run_index();
	pyiq_alloc_fail_after(-1);
	if (status != PYIQ_OK)
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	return status;
}

/* ---- Asking ------------------------------------------------------------------------ */

static struct pyiq_buf seen;

static int take_hit(void *ctx, const struct pyiq_hit *hit)
{
	struct pyiq_str question = hit->unit->passage[PYIQ_QUESTION].text;

	(void)ctx;
	/* The test's own buffer is not to starve. */
	pyiq_alloc_fail_after(-1);
	pyiq_buf_printf(&seen, "%.*s+%zu;", (int)question.len, question.data, hit->n_duplicates);
	return 0;
}

/* The units that hold a text, in a database that is opened for it. */
static const char *searched(const char *text)
{
	struct pyiq_str pattern = pyiq_str(text);
	struct pyiq_search_options search;
	const char *path = in_place("db");
	struct pyiq_db *db;

	pyiq_search_options_init(&search);
	search.mode = PYIQ_FIXED;
	search.patterns = &pattern;
	search.n_patterns = 1;
	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_db_open(&path, 1, &db, &err));
	ASSERT_OK(pyiq_search(db, &search, take_hit, NULL, NULL, &err));
	pyiq_db_close(db);
	return pyiq_buf_str(&seen);
}

/* ---- Writing ------------------------------------------------------------------------- */

static void the_first_index(void **state)
{
	long n = 0;

	(void)state;
	write_before();
	while (starved_index(n++) != PYIQ_OK) {
		assert_false(exists("db"));
		assert_false(exists("db.new"));
	}
	assert_true(n > 100);
	assert_string_equal(searched("deepcopy"), "What is a deep copy?+1;");
}

static void an_update(void **state)
{
	long n = 0;

	(void)state;
	write_before();
	ASSERT_OK(run_index());
	write_after();
	while (starved_index(n++) != PYIQ_OK) {
		assert_string_equal(searched("lost"), "What is lost?+0;");
		assert_string_equal(searched("metaclass"), "");
	}
	assert_true(n > 100);
	assert_string_equal(searched("lost"), "");
	assert_string_equal(searched("metaclass"), "What is a metaclass?+0;");
	assert_string_equal(searched("deepcopy"), "What is a deep copy?+1;");
}

static void a_run_without_changes(void **state)
{
	long n = 0;

	(void)state;
	write_before();
	ASSERT_OK(run_index());
	while (starved_index(n++) != PYIQ_OK)
		assert_string_equal(searched("lost"), "What is lost?+0;");
}

/* Every reader, each by itself. */
static void every_format(void **state)
{
	static const struct {
		const char *name, *content;
	} sources[] = {
		{ "a.html", "<html><head><title>Sets</title></head><body>\n"
			    "<h2>What is a <b>set</b>?</h2>\n<p>A bag &amp; more.</p>\n"
			    "<ul><li>one<li>two</ul><table><tr><td>x</td></tr></table>\n"
			    "<h2>What is in it?</h2>\n<pre><code>x = {1}\n</code></pre></body>\n" },
		{ "a.jsonl",
		  "{\"question\": \"What is a set?\", \"answer\": \"It doesnâ€™t repeat.\", "
		  "\"tags\": [\"a\", \"b\"]}\n{broken\n"
		  "{\"_id\": \"7\", \"title\": \"What is in a set?\", \"text\": \"Things.\"}\n" },
		{ "a.csv",
		  "question,answer,tags\n\"What is a \"\"set\"\"?\",\"A bag,\nor so.\",x y\n" },
		{ "a.tsv", "question\tanswer\nWhat is a set?\tA bag.\n" },
		{ "a.txt", "#separator:tab\n#html:true\nWhat is a <b>set</b>?\tA <i>bag</i>.\n" },
		{ "a.xml",
		  "<posts>\n<row Id=\"1\" PostTypeId=\"1\" AcceptedAnswerId=\"2\" Score=\"3\" "
		  "Title=\"What is a set?\" Body=\"&lt;p&gt;Tell.&lt;/p&gt;\" "
		  "Tags=\"&lt;set&gt;\" />\n<row Id=\"2\" PostTypeId=\"2\" ParentId=\"1\" "
		  "Score=\"1\" Body=\"&lt;p&gt;A bag.&lt;/p&gt;\" />\n</posts>\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(sources); i++) {
		char name[32];
		long n = 0;

		snprintf(name, sizeof name, "notes/%s", sources[i].name);
		write_file(name, sources[i].content);
		while (starved_index(n++) != PYIQ_OK)
			assert_false(exists("db"));
		assert_true(n > 50);
		if (strstr(searched("set"), "set") == NULL)
			fail_msg("%s: '%s'", name, pyiq_buf_str(&seen));
		assert_int_equal(unlink(in_place(name)), 0);
		assert_int_equal(nftw(in_place("db"), remove_entry, 16, FTW_DEPTH | FTW_PHYS), 0);
	}
}

/* What is remembered of a folder, and what is forgotten. */
static void excluding_and_pruning(void **state)
{
	const char *patterns[] = { "drafts/", "*.tmp" };
	char folder[300], gone[300];
	const char *path = folder, *file = gone;
	const struct pyiq_index_options excluding = {
		.paths = &path, .n_paths = 1, .excludes = patterns, .n_excludes = 2
	};
	const struct pyiq_index_options pruning = { .paths = &file, .n_paths = 1, .prune = true };
	const struct pyiq_index_options rebuilding = { .rebuild = true };
	const struct pyiq_index_options *const runs[] = { &excluding, &pruning, &rebuilding };

	(void)state;
	snprintf(folder, sizeof folder, "%s", in_place("notes"));
	snprintf(gone, sizeof gone, "%s", in_place("notes/gone.md"));
	write_before();
	ASSERT_OK(run_index());
	for (size_t i = 0; i < COUNT(runs); i++) {
		for (long n = 0;; n++) {
			pyiq_status status;

			pyiq_alloc_fail_after(n);
			status = pyiq_index(in_place("db"), runs[i], NULL, &err);
			pyiq_alloc_fail_after(-1);
			if (status == PYIQ_OK)
				break;
			ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
			assert_string_equal(searched("lost"), i < 2 ? "What is lost?+0;" : "");
			assert_false(exists("db.new"));
		}
	}
	assert_string_equal(searched("deepcopy"), "What is a deep copy?+1;");
}

/* ---- Reading --------------------------------------------------------------------------- */

static int take_unit(void *ctx, const struct pyiq_unit *unit)
{
	size_t *n = ctx;

	assert_true(unit->file.len > 0);
	++*n;
	return 0;
}

static void opening(void **state)
{
	const char *paths[2];
	struct pyiq_db *db;

	(void)state;
	write_before();
	ASSERT_OK(run_index());
	paths[0] = paths[1] = in_place("db");
	for (size_t n_paths = 1; n_paths <= 2; n_paths++) {
		for (long n = 0;; n++) {
			pyiq_status status;

			pyiq_alloc_fail_after(n);
			status = pyiq_db_open(paths, n_paths, &db, &err);
			pyiq_alloc_fail_after(-1);
			if (status == PYIQ_OK)
				break;
			ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
			assert_null(db);
		}
		pyiq_db_close(db);
	}
}

static void listing_and_getting(void **state)
{
	const char *path = in_place("db");
	struct pyiq_db *db;

	(void)state;
	write_before();
	ASSERT_OK(run_index());
	for (long allowed = 0;; allowed++) {
		size_t n = 0;
		pyiq_status status;

		ASSERT_OK(pyiq_db_open(&path, 1, &db, &err));
		pyiq_alloc_fail_after(allowed);
		status = pyiq_list(db, false, take_unit, &n, &err);
		pyiq_alloc_fail_after(-1);
		pyiq_db_close(db);
		if (status == PYIQ_OK) {
			assert_int_equal(n, 4);
			break;
		}
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
	ASSERT_OK(pyiq_db_open(&path, 1, &db, &err));
	for (unsigned i = 0; i < 0x10000; i++) {
		char prefix[8];
		size_t n = 0;

		snprintf(prefix, sizeof prefix, "%04x", i);
		if (pyiq_get(db, prefix, take_unit, &n, &err) != PYIQ_OK)
			continue;
		for (long allowed = 0;; allowed++) {
			pyiq_status status;

			n = 0;
			pyiq_alloc_fail_after(allowed);
			status = pyiq_get(db, prefix, take_unit, &n, &err);
			pyiq_alloc_fail_after(-1);
			if (status == PYIQ_OK)
				break;
			ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
			assert_int_equal(n, 0);
		}
		assert_int_equal(n, 1);
		break;
	}
	pyiq_db_close(db);
}

/* Search until it succeeds; the number of tries comes back. */
static long search_starved(const struct pyiq_search_options *search, const char *hits)
{
	const char *path = in_place("db");

	for (long n = 0;; n++) {
		struct pyiq_db *db;
		pyiq_status status;

		ASSERT_OK(pyiq_db_open(&path, 1, &db, &err));
		pyiq_buf_clear(&seen);
		pyiq_alloc_fail_after(n);
		status = pyiq_search(db, search, take_hit, NULL, NULL, &err);
		pyiq_alloc_fail_after(-1);
		pyiq_db_close(db);
		if (status == PYIQ_OK) {
			assert_string_equal(pyiq_buf_str(&seen), hits);
			return n;
		}
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
}

static void take_note(void *ctx, const char *message)
{
	(void)ctx;
	assert_true(strlen(message) > 0);
}

static void take_line(void *ctx, const char *what, const char *text)
{
	(void)ctx;
	assert_true(strlen(what) > 0 && text != NULL);
}

static bool is_a(void *ctx, struct pyiq_str file)
{
	(void)ctx;
	return pyiq_glob_fits(pyiq_str("a.md"), file);
}

static bool is_none(void *ctx, struct pyiq_str file)
{
	(void)ctx;
	return file.len == 0;
}

static void searching(void **state)
{
	static const struct {
		const char *query, *hits;
	} words[] = {
		{ "+deep", "What is a deep copy?+1;" },
		{ "\"deep copy\" -shallow", "What is a deep copy?+1;" },
		{ "what is shalow", "What is a shallow copy?+0;" }, /* misspelled */
		{ "doesnâ€™t +share", "What is a deep copy?+1;" },
		{ "deepcopy NOT (shallow OR lost)", "What is a deep copy?+1;" },
		{ "q:deep AND tag:copy AND NOT \"copy deep\"", "What is a deep copy?+1;" },
		{ "shal* file:a.md", "What is a shallow copy?+0;" },
		{ "this NEAR/3 lost OR is NEAR/2 lost", "What is lost?+0;" },
		{ "hallo", "What is a shallow copy?+0;" }, /* a pattern, after all */
		{ "opy(", "What is a deep copy?+1;" },     /* a text */
		{ "nowhere(", "" },
	};
	static const struct pyiq_str patterns[] = { TEXT("(?i)LIST"), TEXT("x\\[:") };
	struct pyiq_search_options search;

	(void)state;
	write_before();
	ASSERT_OK(run_index());
	for (size_t i = 0; i < COUNT(words); i++) {
		pyiq_search_options_init(&search);
		search.query = pyiq_str(words[i].query);
		search.note = take_note;
		search.explain = take_line;
		assert_true(search_starved(&search, words[i].hits) > 5);
	}
	pyiq_search_options_init(&search);
	search.query = pyiq_str("what is");
	search.wants_file = is_a;
	assert_true(search_starved(&search, "What is a shallow copy?+0;What is a deep copy?+1;") >
		    5);
	search.wants_file = is_none;
	assert_true(search_starved(&search, "") > 5);
	pyiq_search_options_init(&search);
	search.mode = PYIQ_PATTERN;
	search.patterns = patterns;
	search.n_patterns = COUNT(patterns);
	assert_true(search_starved(&search, "What is a shallow copy?+0;") > 5);
	search.invert = true;
	search_starved(&search, "What is a deep copy?+1;What is lost?+0;");
}

static int set_up(void **state)
{
	pyiq_buf_init(&seen);
	return make_place(state);
}

static int tear_down(void **state)
{
	pyiq_alloc_fail_after(-1);
	pyiq_buf_release(&seen);
	return remove_place(state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_first_index),       TEST(an_update),
		TEST(a_run_without_changes), TEST(every_format),
		TEST(excluding_and_pruning), TEST(opening),
		TEST(listing_and_getting),   TEST(searching),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

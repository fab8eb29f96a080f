#include "runs.h"

static void exclude(const char *const *patterns, size_t n)
{
	with.excludes = patterns;
	with.n_excludes = n;
}

#define EXCLUDE(...)                                                                               \
	exclude((const char *const[]){ __VA_ARGS__ },                                              \
		sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

/* Ask for it and run. */
static pyiq_status prune(const char *names)
{
	with.prune = true;
	return run(names);
}

static pyiq_status rebuild(const char *names)
{
	with.rebuild = true;
	return run(names);
}

static pyiq_status dry_run(const char *names)
{
	with.dry_run = true;
	return run(names);
}

/* Text that comes from somewhere else than a file. */
static pyiq_status run_with_stream(const char *name, const char *text, const char *names)
{
	struct pyiq_stream stream = { .name = name };
	pyiq_status status;
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], text, strlen(text)), strlen(text));
	close(ends[1]);
	stream.fd = ends[0];
	with.stream = &stream;
	status = run(names);
	close(ends[0]);
	return status;
}

/* ---- What is told -------------------------------------------------------- */

static void what_becomes_of_each_is_told(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	write_file("notes/b.md", "## What is b?\n\nThis.\n\n## What is c?\n\nThat.\n");
	write_note("notes/x/d.md", "d");
	ASSERT_OK(run("notes"));
	EVENTS("+notes/a.md:1 +notes/b.md:2 +notes/x/d.md:1");
	assert_int_equal(summary.n_added, 3);
	assert_int_equal(summary.n_bytes, 4 * strlen("## What is a?\n\nThis.\n") + 1);
	ASSERT_OK(run("notes"));
	EVENTS("");
	assert_int_equal(summary.n_unchanged, 3);
	assert_int_equal(summary.n_bytes, 0);

	/* Removals come first. */
	write_file("notes/b.md", "## What is b?\n\nThis.\n");
	write_note("notes/A.md", "A");
	assert_int_equal(unlink(in_place("notes/x/d.md")), 0);
	ASSERT_OK(run(""));
	EVENTS("-notes/x/d.md:1 +notes/A.md:1 ~notes/b.md:1");
	assert_int_equal(summary.n_unchanged, 1);

	/* One that was renamed is another one. */
	assert_int_equal(rename(in_place("notes/A.md"), in_place("notes/z.md")), 0);
	ASSERT_OK(run(""));
	EVENTS("-notes/A.md:1 +notes/z.md:1");

	/* A file that was named says so. */
	set_time("notes/z.md", 1000000000);
	write_note("notes/z.md", "zzz");
	ASSERT_OK(run("notes/z.md"));
	EVENTS("~notes/z.md.:1");
}

static void repairs_are_told(void **state)
{
	(void)state;
	write_bytes("notes/a.md", S("## What is a caf\xE9?\n\nThis.\n"));
	write_file("notes/b.md", "## What doesnâ€™t work?\n\nThis, and it wonâ€™t.\n");
	write_bytes("notes/c.md", S("\0"));
	ASSERT_OK(run("notes"));
	EVENTS("+notes/a.md:1 *notes/a.md (read as Windows-1252) +notes/b.md:1 "
	       "*notes/b.md (2 doubly encoded characters) "
	       "?notes/c.md (binary content, not text)");
	assert_int_equal(summary.n_repaired, 2);
	assert_int_equal(summary.n_skipped, 1);
}

/* XML that is none of ours is no failure; it is remembered, and not asked again. */
static void foreign_xml_is_passed_over(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	write_file("notes/pom.xml", "<project>\n</project>\n");
	ASSERT_OK(run("notes"));
	EVENTS("+notes/a.md:1");
	ASSERT_OK(run("notes"));
	assert_int_equal(summary.n_unchanged, 2);

	/* Who names it is told. */
	write_file("notes/pom.xml", "<project>\n\n</project>\n");
	ASSERT_OK(run("notes/pom.xml"));
	EVENTS("?notes/pom.xml. (XML of a kind that is not known)");
}

/* ---- What changed --------------------------------------------------------- */

static void set_time_ns(const char *name, const struct timespec *time)
{
	struct timespec times[2] = { *time, *time };

	assert_int_equal(utimensat(AT_FDCWD, in_place(name), times, 0), 0);
}

/*
 * A change of the same size in the same tick of the clock: a time that is too
 * recent is not believed. One that is old is.
 */
static void changes_within_a_tick_are_noticed(void **state)
{
	struct timespec now;

	(void)state;
	write_note("notes/a.md", "one");
	clock_gettime(CLOCK_REALTIME, &now);
	set_time_ns("notes/a.md", &now);
	ASSERT_OK(run("notes"));
	write_note("notes/a.md", "two");
	set_time_ns("notes/a.md", &now);
	ASSERT_OK(run("notes"));
	EVENTS("~notes/a.md:1");
	assert_string_equal(units(), "notes/a.md:1:What is two?");

	set_time("notes/a.md", 1000000000);
	ASSERT_OK(run("notes"));
	write_note("notes/a.md", "six");
	set_time("notes/a.md", 1000000000);
	ASSERT_OK(run("notes"));
	EVENTS("");
}

/* ---- Excludes -------------------------------------------------------------- */

static void excludes_are_remembered(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	write_note("notes/b.tmp.md", "b");
	write_note("notes/drafts/c.md", "c");
	write_note("notes/x/drafts/d.md", "d");
	EXCLUDE("*.tmp.md", "/drafts");
	ASSERT_OK(run("notes"));
	EVENTS("+notes/a.md:1 +notes/x/drafts/d.md:1");
	ASSERT_OK(run(""));
	EVENTS("");
	ASSERT_OK(run("notes"));
	EVENTS("");
	write_note("notes/drafts/e.md", "e");
	ASSERT_OK(run("notes"));
	EVENTS("");

	/* Others take their place; "" forgets them. */
	EXCLUDE("x/");
	ASSERT_OK(run("notes"));
	EVENTS("-notes/x/drafts/d.md:1 +notes/b.tmp.md:1 +notes/drafts/c.md:1 "
	       "+notes/drafts/e.md:1");
	EXCLUDE("");
	ASSERT_OK(run("notes"));
	EVENTS("+notes/x/drafts/d.md:1");
	ASSERT_OK(run(""));
	EVENTS("");
}

static void excludes_remove_what_is_known(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	write_note("notes/b/c.md", "c");
	write_note("notes/b/d.md", "d");
	ASSERT_OK(run("notes"));
	EXCLUDE("b/");
	ASSERT_OK(run("notes"));
	EVENTS("-notes/b/c.md:1 -notes/b/d.md:1");
	assert_string_equal(units(), "notes/a.md:1:What is a?");
}

/* Without a path they are for every folder that is known. */
static void excludes_without_a_path(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	write_note("notes/b.md", "b");
	write_note("other/b.md", "b");
	ASSERT_OK(run("notes other"));
	EXCLUDE("b.md");
	ASSERT_OK(run(""));
	EVENTS("-notes/b.md:1 -other/b.md:1");
	EXCLUDE("");
	ASSERT_OK(run("other"));
	EVENTS("+other/b.md:1");
}

static void excludes_of_a_part(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	write_note("notes/x/a.md", "x");
	write_note("notes/x/b.md", "b");
	EXCLUDE("b.md");
	ASSERT_OK(run("notes"));

	/* Those of the whole stay. */
	EXCLUDE("a.md");
	ASSERT_OK(run("notes/x"));
	EVENTS("-notes/x/a.md:1");
	ASSERT_OK(run("notes/x"));
	EVENTS("");
}

static void what_is_excluded_cannot_be_named(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	write_note("notes/b/c.md", "c");
	EXCLUDE("b");
	ASSERT_OK(run("notes"));
	ASSERT_OK(run("notes/b/c.md"));
	EVENTS("!notes/b/c.md. (left out by --exclude)");
	ASSERT_OK(run("notes/b"));
	EVENTS("!notes/b. (left out by --exclude)");
	assert_string_equal(units(), "notes/a.md:1:What is a?");
}

/* ---- Pruning ----------------------------------------------------------------- */

static void a_folder_is_pruned(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	write_note("other/b.md", "b");
	ASSERT_OK(run("notes other"));
	ASSERT_OK(prune("other"));
	EVENTS("-other/b.md:1");
	assert_int_equal(summary.n_units, 1);
	assert_int_equal(summary.n_sources, 1);
	ASSERT_OK(run(""));
	EVENTS("");
	assert_true(exists("other/b.md"));

	/* The last one: nothing is known any more. */
	ASSERT_OK(prune("notes/"));
	assert_string_equal(units(), "");
	ASSERT_STATUS(PYIQ_ERR_INVALID, run(""));
	ASSERT_OK(run("other"));
	EVENTS("+other/b.md:1");
}

/* Of a folder that is indexed on, what was pruned stays left out until it is named. */
static void a_part_is_pruned(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	write_note("notes/x/b.md", "b");
	write_note("notes/x/[c].md", "c");
	ASSERT_OK(run("notes"));
	ASSERT_OK(prune("notes/x"));
	EVENTS("-notes/x/[c].md:1 -notes/x/b.md:1");
	ASSERT_OK(run("notes"));
	EVENTS("");
	ASSERT_OK(run("notes/x"));
	EVENTS("+notes/x/[c].md:1 +notes/x/b.md:1");
	ASSERT_OK(run(""));
	EVENTS("");

	ASSERT_OK(prune("notes/x/[c].md"));
	EVENTS("-notes/x/[c].md:1");
	write_note("notes/x/c.md", "another");
	ASSERT_OK(run(""));
	EVENTS("+notes/x/c.md:1");
	ASSERT_OK(run("notes/x/[c].md"));
	EVENTS("+notes/x/[c].md.:1");
	ASSERT_OK(run("notes"));
	EVENTS("");
}

static void excludes_stay_when_a_part_is_pruned(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	write_note("notes/b.md", "b");
	write_note("notes/c.md", "c");
	EXCLUDE("c.md");
	ASSERT_OK(run("notes"));
	ASSERT_OK(prune("notes/b.md"));
	EVENTS("-notes/b.md:1");
	ASSERT_OK(run("notes/b.md"));
	EVENTS("+notes/b.md.:1");
	ASSERT_OK(run(""));
	EVENTS("");
	assert_string_equal(units(), "notes/a.md:1:What is a?\nnotes/b.md:1:What is b?");
}

static void files_that_were_named_are_pruned(void **state)
{
	(void)state;
	write_note("a.md", "a");
	write_note("notes/.b.md", "b");
	write_note("notes/c.md", "c");
	ASSERT_OK(run("a.md notes notes/.b.md"));
	ASSERT_OK(prune("a.md notes/.b.md"));
	EVENTS("-a.md:1 -notes/.b.md:1");
	ASSERT_OK(run(""));
	EVENTS("");
	assert_string_equal(units(), "notes/c.md:1:What is c?");
}

static void what_is_gone_is_pruned(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	write_note("other/x/b.md", "b");
	ASSERT_OK(run("notes other"));
	assert_int_equal(rename(in_place("other"), in_place("away")), 0);
	ASSERT_OK(run(""));
	EVENTS("!other (No such file or directory)");
	assert_int_equal(summary.n_units, 2);
	ASSERT_OK(prune(""));
	EVENTS("-other/x/b.md:1");
	ASSERT_OK(run(""));
	EVENTS("");

	/* By its name, too, and any part of it. */
	ASSERT_OK(run("away"));
	assert_int_equal(rename(in_place("away"), in_place("other")), 0);
	ASSERT_OK(prune("away/x"));
	EVENTS("-away/x/b.md:1");
	ASSERT_OK(prune("away"));
	EVENTS("");
	ASSERT_OK(run(""));
	EVENTS("");
	assert_string_equal(units(), "notes/a.md:1:What is a?");
}

static void pruning_what_is_not_there(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	write_note("other/b.md", "b");
	ASSERT_OK(run("notes"));
	ASSERT_STATUS(PYIQ_ERR_NOT_FOUND, prune("other"));
	ASSERT_STATUS(PYIQ_ERR_NOT_FOUND, prune("notes/gone.md"));
	ASSERT_STATUS(PYIQ_ERR_NOT_FOUND, prune("other gone"));
	ASSERT_OK(prune("other notes/a.md"));
	EVENTS("!other. (nothing of it is in the database) -notes/a.md:1");

	/* What lies above everything is everything. */
	ASSERT_OK(run("notes/a.md"));
	ASSERT_OK(prune("."));
	EVENTS("-notes/a.md:1");
	ASSERT_STATUS(PYIQ_ERR_INVALID, run(""));
}

static void pruning_nothing(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	ASSERT_OK(run("notes"));
	ASSERT_OK(prune(""));
	EVENTS("");
	assert_int_equal(summary.n_unchanged, 1);
}

/* ---- Rebuilding ---------------------------------------------------------------- */

static void a_rebuild_reads_everything_again(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	write_note("notes/b.md", "b");
	write_note("other/c.md", "c");
	EXCLUDE("b.md");
	ASSERT_OK(run("notes other"));
	ASSERT_OK(rebuild(""));
	EVENTS("+notes/a.md:1 +other/c.md:1");
	assert_int_equal(summary.n_units, 2);
	assert_int_equal(summary.n_unchanged, 0);
	assert_string_equal(units(), "notes/a.md:1:What is a?\nother/c.md:1:What is c?");
	ASSERT_OK(run(""));
	EVENTS("");
	assert_false(exists("db.new"));
	assert_false(exists("db.old"));
}

/* What was once named is read again, in the format that was asked for. */
static void a_rebuild_knows_what_was_named(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	write_note("notes/.hidden.md", "hidden");
	write_file("notes/cards.md", "question,answer\nWhat is a list?,A row.\n");
	write_file("table", "question,answer\nWhat is a set?,A bag.\n");
	ASSERT_OK(run("notes notes/.hidden.md"));
	with.format = "csv";
	ASSERT_OK(run("notes/cards.md table"));
	ASSERT_OK(rebuild(""));
	EVENTS("+notes/.hidden.md:1 +notes/a.md:1 +notes/cards.md:1 +table:1");
	ASSERT_OK(run(""));
	EVENTS("");

	/* Not if others are named now. */
	ASSERT_OK(rebuild("notes"));
	EVENTS("+notes/a.md:1 +notes/cards.md");
}

static void a_rebuild_of_what_is_named(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	write_note("other/c.md", "c");
	EXCLUDE("b.md");
	ASSERT_OK(run("notes other"));
	write_note("other/b.md", "b");
	ASSERT_OK(rebuild("other"));
	EVENTS("+other/b.md:1 +other/c.md:1");
	ASSERT_OK(run(""));
	EVENTS("");
	assert_string_equal(units(), "other/b.md:1:What is b?\nother/c.md:1:What is c?");
}

static void a_rebuild_of_nothing(void **state)
{
	(void)state;
	ASSERT_STATUS(PYIQ_ERR_INVALID, rebuild(""));
	assert_false(exists("db"));
	write_note("notes/a.md", "a");
	ASSERT_OK(rebuild("notes"));
	EVENTS("+notes/a.md:1");
}

/* The old database serves until the new one is complete, and if that fails. */
static int stop_at_once(void *ctx, const struct pyiq_progress *progress)
{
	(void)ctx;
	(void)progress;
	return 1;
}

static void a_rebuild_that_stops_changes_nothing(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	ASSERT_OK(run("notes"));
	write_note("notes/a.md", "another");
	with.progress = stop_at_once;
	ASSERT_STATUS(PYIQ_STOPPED, rebuild(""));
	assert_string_equal(units(), "notes/a.md:1:What is a?");
	assert_false(exists("db.new"));
	ASSERT_STATUS(PYIQ_ERR_IO, rebuild("gone"));
	assert_string_equal(units(), "notes/a.md:1:What is a?");
	ASSERT_OK(run(""));
	EVENTS("~notes/a.md:1");
}

/* ---- A dry run -------------------------------------------------------------------- */

/* A hash of the names, times and bytes of all files of the database. */
static uint64_t seen_hash;

static int hash_file(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	char bytes[4096];
	FILE *file;
	size_t n;

	(void)type;
	(void)ftw;
	seen_hash = pyiq_hash(seen_hash, path, strlen(path));
	seen_hash = pyiq_hash(seen_hash, (const char *)&st->st_mtim, sizeof st->st_mtim);
	if (!S_ISREG(st->st_mode))
		return 0;
	file = fopen(path, "rb");
	while ((n = fread(bytes, 1, sizeof bytes, file)) > 0)
		seen_hash = pyiq_hash(seen_hash, bytes, n);
	return fclose(file);
}

static uint64_t state_of(const char *name)
{
	seen_hash = PYIQ_HASH_SEED;
	assert_int_equal(nftw(in_place(name), hash_file, 16, FTW_PHYS), 0);
	return seen_hash;
}

static void a_dry_run_changes_nothing(void **state)
{
	uint64_t before;

	(void)state;
	write_note("notes/a.md", "a");
	write_note("notes/b.md", "b");
	write_note("notes/c.md", "c");
	ASSERT_OK(dry_run("notes"));
	EVENTS("+notes/a.md +notes/b.md +notes/c.md");
	assert_false(exists("db"));
	assert_false(exists("db.new"));
	with.dry_run = true;
	ASSERT_OK(run_on("x/y/db", "notes"));
	assert_false(exists("x"));

	ASSERT_OK(run("notes"));
	before = state_of("db");
	ASSERT_OK(dry_run(""));
	EVENTS("");
	write_note("notes/a.md", "changed");
	write_note("notes/n.md", "new");
	set_time("notes/c.md", 1000000000); /* touched: its content is the same */
	assert_int_equal(unlink(in_place("notes/b.md")), 0);
	for (int i = 0; i < 2; i++) {
		ASSERT_OK(dry_run(i == 0 ? "" : "notes"));
		EVENTS("-notes/b.md:1 ~notes/a.md +notes/n.md");
		assert_int_equal(summary.n_unchanged, 1);
		assert_int_equal(summary.n_units, 3);
		assert_int_equal(summary.n_sources, 3);
	}
	with.prune = true;
	ASSERT_OK(dry_run("notes/a.md"));
	EVENTS("-notes/a.md:1");
	EXCLUDE("*.md");
	ASSERT_OK(dry_run("notes"));
	EVENTS("-notes/a.md:1 -notes/b.md:1 -notes/c.md:1");
	with.rebuild = true;
	ASSERT_OK(dry_run(""));
	EVENTS("+notes/a.md +notes/c.md +notes/n.md");
	assert_true(state_of("db") == before);

	/* What it said comes true. */
	ASSERT_OK(run(""));
	EVENTS("-notes/b.md:1 ~notes/a.md:1 +notes/n.md:1");
}

static void a_dry_run_needs_no_permission_to_write(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	ASSERT_OK(run("notes"));
	write_note("notes/b.md", "b");
	assert_int_equal(chmod(in_place("db"), 0555), 0);
	become_nobody();

	pyiq_status status = dry_run("");

	become_oneself();
	assert_int_equal(chmod(in_place("db"), 0755), 0);
	ASSERT_OK(status);
	EVENTS("+notes/b.md");
}

/* ---- Streams ------------------------------------------------------------------------- */

static void streams_are_sources(void **state)
{
	static const char one[] = "## What is one?\n\nThis.\n";
	static const char two[] = "## What is two?\n\nThis.\n\n## What is more?\n\nThat.\n";

	(void)state;
	write_note("notes/a.md", "a");
	ASSERT_OK(run_with_stream("clip.md", one, "notes"));
	EVENTS("+notes/a.md:1 +clip.md.:1");
	assert_string_equal(units(), "notes/a.md:1:What is a?\nclip.md:1:What is one?");

	/* The same again is no change; something else takes its place. */
	ASSERT_OK(run_with_stream("clip.md", one, ""));
	EVENTS("");
	assert_int_equal(summary.n_unchanged, 1);
	ASSERT_OK(run_with_stream("clip.md", two, ""));
	EVENTS("~clip.md.:2");
	ASSERT_OK(run_with_stream("another", one, ""));
	EVENTS("+another.:1");
	assert_int_equal(summary.n_units, 4);

	/* It stays, whatever happens to files. */
	ASSERT_OK(run(""));
	EVENTS("");
	ASSERT_OK(run("notes"));
	ASSERT_OK(prune(""));
	EVENTS("");
	assert_int_equal(summary.n_units, 4);
	assert_int_equal(summary.n_sources, 3);
}

static void streams_are_pruned_by_name(void **state)
{
	const char *name = "clip.md";
	const struct pyiq_index_options pruning = {
		.paths = &name, .n_paths = 1, .prune = true, .event = take_event
	};

	(void)state;
	write_note("notes/a.md", "a");
	ASSERT_OK(run_with_stream(name, "## What is one?\n\nThis.\n", "notes"));
	pyiq_buf_clear(&events);
	ASSERT_OK(pyiq_index(in_place("db"), &pruning, &summary, &err));
	EVENTS("-clip.md:1");
	assert_string_equal(units(), "notes/a.md:1:What is a?");
	ASSERT_STATUS(PYIQ_ERR_NOT_FOUND, pyiq_index(in_place("db"), &pruning, &summary, &err));

	/* An empty name is a mistake, and not everything. */
	name = "";
	ASSERT_STATUS(PYIQ_ERR_NOT_FOUND, pyiq_index(in_place("db"), &pruning, &summary, &err));
	assert_string_equal(units(), "notes/a.md:1:What is a?");
}

/* There is nothing to read them from again. */
static void a_rebuild_loses_streams(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	ASSERT_OK(run_with_stream("clip.md", "## What is one?\n\nThis.\n", "notes"));
	ASSERT_OK(rebuild(""));
	EVENTS("+notes/a.md:1");
	assert_string_equal(units(), "notes/a.md:1:What is a?");
	ASSERT_OK(run(""));
	EVENTS("");
}

static void a_stream_alone(void **state)
{
	(void)state;
	ASSERT_OK(run_with_stream("clip.md", "## What is one?\n\nThis.\n", ""));
	EVENTS("+clip.md.:1");
	ASSERT_OK(run(""));
	EVENTS("");
	assert_string_equal(units(), "clip.md:1:What is one?");
	ASSERT_OK(run_with_stream("empty", "", ""));
	EVENTS("+empty.");

	/* Nothing of it is known when it is lost. */
	ASSERT_OK(rebuild(""));
	EVENTS("");
	assert_string_equal(units(), "");
	ASSERT_STATUS(PYIQ_ERR_INVALID, run(""));
}

static void a_stream_may_have_the_name_of_a_file(void **state)
{
	(void)state;
	write_note("notes/a.md", "a");
	ASSERT_OK(run_with_stream(in_place("notes/a.md"), "## What is one?\n\nThis.\n", "notes"));
	assert_int_equal(summary.n_units, 2);
	ASSERT_OK(run(""));
	EVENTS("");
	assert_int_equal(summary.n_units, 2);
}

static void a_stream_of_bytes_that_are_no_text(void **state)
{
	int fd;

	(void)state;
	write_bytes("bytes", S("\0\1\2"));
	fd = open(in_place("bytes"), O_RDONLY);

	struct pyiq_stream stream = { fd, "clip" };

	with.stream = &stream;
	ASSERT_OK(run(""));
	close(fd);
	EVENTS("!clip. (binary content, not text)");
}

/* ---- Formats --------------------------------------------------------------------------- */

static const char table[] = "question,answer\nWhat is a list?,A row.\n";

static void the_format_of_a_file_is_remembered(void **state)
{
	(void)state;
	write_file("cards.md", table);
	ASSERT_OK(run("cards.md"));
	EVENTS("+cards.md.");
	with.format = "csv";
	ASSERT_OK(run("cards.md"));
	EVENTS("~cards.md.:1");
	ASSERT_OK(run("cards.md"));
	EVENTS("");
	ASSERT_OK(run(""));
	EVENTS("");
	write_file("cards.md", "question,answer\nWhat is a list?,A row.\nWhat is a set?,A bag.\n");
	ASSERT_OK(run(""));
	EVENTS("~cards.md:2");
	with.format = "markdown";
	ASSERT_OK(run("cards.md"));
	EVENTS("~cards.md.");
}

static void a_format_is_for_what_is_named(void **state)
{
	(void)state;
	write_file("notes/a.txt", table);
	write_note("notes/b.md", "b");
	with.format = "csv";
	ASSERT_OK(run("notes"));
	EVENTS("+notes/a.txt:1 +notes/b.md:1");
	with.format = "bogus";
	ASSERT_STATUS(PYIQ_ERR_INVALID, run("notes"));
	assert_non_null(strstr(err.message, "bogus"));
	with.format = "csv";
	ASSERT_OK(run_with_stream("clip", "question,answer\nWhat is a set?,A bag.\n", ""));
	EVENTS("+clip.:1");
}

/* ---- Sources that break -------------------------------------------------------------------- */

#define POSTS                                                                                      \
	"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<posts>\n"                                    \
	"  <row Id=\"1\" PostTypeId=\"1\" AcceptedAnswerId=\"2\" Score=\"3\" "                     \
	"Title=\"What is a list?\" Body=\"&lt;p&gt;Tell me.&lt;/p&gt;\" Tags=\"&lt;list&gt;\" "    \
	"/>\n"                                                                                     \
	"  <row Id=\"2\" PostTypeId=\"2\" ParentId=\"1\" Score=\"5\" "                             \
	"Body=\"&lt;p&gt;A row.&lt;/p&gt;\" />\n"

static void a_source_that_breaks_keeps_its_units(void **state)
{
	(void)state;
	write_file("notes/Posts.xml", POSTS "</posts>\n");
	write_note("notes/a.md", "a");
	ASSERT_OK(run("notes"));
	EVENTS("+notes/Posts.xml:1 +notes/a.md:1");
	write_file("notes/Posts.xml", POSTS "  <row Id=\"3\" Post");
	write_note("notes/b.md", "b");
	for (int i = 0; i < 2; i++) {
		ASSERT_OK(run("notes"));
		if (strncmp(pyiq_buf_str(&events), "!notes/Posts.xml (line ", 23) != 0)
			fail_msg("%s", pyiq_buf_str(&events));
		assert_int_equal(summary.n_failed, 1);
		assert_int_equal(summary.n_units, 3);
	}
	assert_string_equal(units(), "notes/Posts.xml:3:What is a list?\n"
				     "notes/a.md:1:What is a?\n"
				     "notes/b.md:1:What is b?");
	write_file("notes/Posts.xml", POSTS "  </posts>\n");
	ASSERT_OK(run("notes"));
	EVENTS("~notes/Posts.xml:1");
}

/* ---- Stopping ---------------------------------------------------------------------------------- */

static int stop_within(void *ctx, const struct pyiq_progress *progress)
{
	size_t *calls = ctx;

	++*calls;
	return progress->n_units >= 50;
}

/* A large file need not be read to its end. */
static void a_run_stops_within_a_source(void **state)
{
	struct pyiq_buf text = PYIQ_BUF_INIT;
	size_t calls = 0;

	(void)state;
	write_note("notes/a.md", "a");
	ASSERT_OK(run("notes"));
	for (int i = 0; i < 1000; i++)
		pyiq_buf_printf(&text, "## What is %d?\n\nA number.\n\n", i);
	write_file("notes/a.md", pyiq_buf_str(&text));
	pyiq_buf_release(&text);
	with.progress = stop_within;
	with.ctx = &calls;
	ASSERT_STATUS(PYIQ_STOPPED, run("notes"));
	assert_int_equal(calls, 50);
	assert_string_equal(units(), "notes/a.md:1:What is a?");
	ASSERT_OK(run("notes"));
	EVENTS("~notes/a.md:1000");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up_runs, tear_down_runs)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_becomes_of_each_is_told),
		TEST(repairs_are_told),
		TEST(foreign_xml_is_passed_over),
		TEST(changes_within_a_tick_are_noticed),
		TEST(excludes_are_remembered),
		TEST(excludes_remove_what_is_known),
		TEST(excludes_without_a_path),
		TEST(excludes_of_a_part),
		TEST(what_is_excluded_cannot_be_named),
		TEST(a_folder_is_pruned),
		TEST(a_part_is_pruned),
		TEST(excludes_stay_when_a_part_is_pruned),
		TEST(files_that_were_named_are_pruned),
		TEST(what_is_gone_is_pruned),
		TEST(pruning_what_is_not_there),
		TEST(pruning_nothing),
		TEST(a_rebuild_reads_everything_again),
		TEST(a_rebuild_knows_what_was_named),
		TEST(a_rebuild_of_what_is_named),
		TEST(a_rebuild_of_nothing),
		TEST(a_rebuild_that_stops_changes_nothing),
		TEST(a_dry_run_changes_nothing),
		TEST(a_dry_run_needs_no_permission_to_write),
		TEST(streams_are_sources),
		TEST(streams_are_pruned_by_name),
		TEST(a_rebuild_loses_streams),
		TEST(a_stream_alone),
		TEST(a_stream_may_have_the_name_of_a_file),
		TEST(a_stream_of_bytes_that_are_no_text),
		TEST(the_format_of_a_file_is_remembered),
		TEST(a_format_is_for_what_is_named),
		TEST(a_source_that_breaks_keeps_its_units),
		TEST(a_run_stops_within_a_source),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/memory.h"
#include "store/xapian_c.h"

#define S(literal) ((struct pyiq_str){ literal, sizeof(literal) - 1 })

static struct pyiq_error err;

static void assert_status(pyiq_status got, pyiq_status wanted, int line)
{
	if (got != wanted)
		fail_msg("line %d: status %d, not %d; the last message: %s", line, got, wanted,
			 err.message);
	if (wanted > PYIQ_STOPPED) {
		assert_int_equal(err.status, wanted);
		assert_true(strlen(err.message) > 0);
		assert_null(strpbrk(err.message, "\n\r"));
	}
}

#define ASSERT_OK(call)             assert_status(call, PYIQ_OK, __LINE__)
#define ASSERT_STATUS(status, call) assert_status(call, status, __LINE__)

/* ---- A place on disk ----------------------------------------------------- */

static char root[] = "/tmp/pyiq-xapian_c-XXXXXX";

/* The path of a file in the place; the last four stay valid. */
static const char *in_root(const char *name)
{
	static char paths[4][256];
	static size_t next;
	char *path = paths[next++ % 4];

	snprintf(path, sizeof paths[0], "%s/%s", root, name);
	return path;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static int make_root(void **state)
{
	(void)state;
	strcpy(root + sizeof root - 1 - 6, "XXXXXX");
	return mkdtemp(root) != NULL ? 0 : -1;
}

static int remove_root(void **state)
{
	(void)state;
	return nftw(root, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

static void write_file(const char *path, const char *data, size_t len)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

static size_t count_entries(const char *path)
{
	DIR *dir = opendir(path);
	size_t n = 0;

	assert_non_null(dir);
	for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
		n += entry->d_name[0] != '.';
	closedir(dir);
	return n;
}

/* ---- Callbacks that write down what they are given ------------------------ */

static struct pyiq_buf seen;

static const char *taken(void)
{
	return pyiq_buf_str(&seen);
}

static int take_term(void *ctx, struct pyiq_str term, uint32_t freq)
{
	(void)ctx;
	pyiq_buf_append(&seen, term.data, term.len);
	pyiq_buf_printf(&seen, ":%u ", (unsigned)freq);
	return 0;
}

static int take_id(void *ctx, pyiq_docid id)
{
	(void)ctx;
	pyiq_buf_printf(&seen, "%u ", (unsigned)id);
	return 0;
}

static int take_match(void *ctx, const struct pyiq_x_match *match)
{
	double *weights = ctx;

	pyiq_buf_printf(&seen, "%u ", (unsigned)match->id);
	if (weights != NULL)
		weights[match->id] = match->weight;
	return 0;
}

static int stop_at_term(void *ctx, struct pyiq_str term, uint32_t freq)
{
	take_term(ctx, term, freq);
	return 1;
}

static int stop_at_id(void *ctx, pyiq_docid id)
{
	take_id(ctx, id);
	return 1;
}

static int stop_at_match(void *ctx, const struct pyiq_x_match *match)
{
	take_match(ctx, match);
	return 1;
}

#define ASSERT_EACH(call, text)                                                                    \
	do {                                                                                       \
		pyiq_buf_clear(&seen);                                                             \
		ASSERT_OK(call);                                                                   \
		assert_string_equal(taken(), text);                                                \
	} while (0)

#define ASSERT_EACH_STOPS(call, text)                                                              \
	do {                                                                                       \
		pyiq_buf_clear(&seen);                                                             \
		ASSERT_STATUS(PYIQ_STOPPED, call);                                                 \
		assert_string_equal(taken(), text);                                                \
	} while (0)

/* ---- Databases ----------------------------------------------------------- */

static struct pyiq_x_writer *open_writer(const char *name)
{
	struct pyiq_x_writer *writer;

	ASSERT_OK(pyiq_x_writer_open(in_root(name), &writer, &err));
	return writer;
}

static struct pyiq_x_db *open_db(const char *name)
{
	const char *path = in_root(name);
	struct pyiq_x_db *db;

	ASSERT_OK(pyiq_x_db_open(&path, 1, &db, &err));
	return db;
}

/* Add a document of these terms, separated by spaces, with data. */
static pyiq_docid add(struct pyiq_x_writer *writer, const char *terms, const char *data)
{
	struct pyiq_x_doc *doc;
	pyiq_docid id;

	ASSERT_OK(pyiq_x_doc_new(&doc, &err));
	while (*terms != '\0') {
		size_t len = strcspn(terms, " ");

		ASSERT_OK(pyiq_x_doc_add_term(doc, (struct pyiq_str){ terms, len }, 1, &err));
		terms += len + (terms[len] == ' ');
	}
	ASSERT_OK(pyiq_x_doc_set_data(doc, pyiq_str(data), &err));
	ASSERT_OK(pyiq_x_writer_add(writer, doc, &id, &err));
	pyiq_x_doc_free(doc);
	return id;
}

/* Make a database of one document. */
static void make_database(const char *name)
{
	struct pyiq_x_writer *writer = open_writer(name);

	add(writer, "word", "data");
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	pyiq_x_writer_close(writer);
}

static uint32_t doc_count(struct pyiq_x_db *db)
{
	uint32_t count;

	ASSERT_OK(pyiq_x_db_doc_count(db, &count, &err));
	return count;
}

static uint32_t term_freq(struct pyiq_x_db *db, struct pyiq_str term)
{
	uint32_t freq;

	ASSERT_OK(pyiq_x_db_term_freq(db, term, &freq, &err));
	return freq;
}

/* ---- Documents and writing ------------------------------------------------ */

static void test_version(void **state)
{
	int major, minor, revision;

	(void)state;
	assert_int_equal(sscanf(pyiq_x_version(), "%d.%d.%d", &major, &minor, &revision), 3);
	assert_true(major >= 1);
}

static void test_document_round_trip(void **state)
{
	const struct pyiq_str data = S("some\0data\n\xFF"), value = S("\0a value\0");
	struct pyiq_x_writer *writer = open_writer("db");
	struct pyiq_buf got = PYIQ_BUF_INIT;
	struct pyiq_x_doc *doc;
	pyiq_docid first, second;

	(void)state;
	ASSERT_OK(pyiq_x_doc_new(&doc, &err));
	ASSERT_OK(pyiq_x_doc_add_term(doc, S("word"), 3, &err));
	ASSERT_OK(pyiq_x_doc_add_term(doc, S("word"), 2, &err));
	ASSERT_OK(pyiq_x_doc_add_term(doc, S("Hboolean"), 0, &err));
	ASSERT_OK(pyiq_x_doc_add_term(doc, S("nul\0"), 1, &err));
	ASSERT_OK(pyiq_x_doc_add_term(doc, S("nul"), 1, &err));
	ASSERT_OK(pyiq_x_doc_set_value(doc, 7, value, &err));
	ASSERT_OK(pyiq_x_doc_set_data(doc, data, &err));
	ASSERT_OK(pyiq_x_writer_add(writer, doc, &first, &err));
	ASSERT_OK(pyiq_x_doc_clear(doc, &err));
	ASSERT_OK(pyiq_x_writer_add(writer, doc, &second, &err));
	pyiq_x_doc_free(doc);
	assert_int_equal(first, 1);
	assert_int_equal(second, 2);
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	pyiq_x_writer_close(writer);

	struct pyiq_x_db *db = open_db("db");

	assert_int_equal(doc_count(db), 2);
	pyiq_buf_puts(&got, "what was in it before");
	ASSERT_OK(pyiq_x_db_doc_data(db, first, &got, &err));
	assert_int_equal(got.len, data.len);
	assert_memory_equal(got.data, data.data, data.len);
	ASSERT_OK(pyiq_x_db_doc_value(db, first, 7, &got, &err));
	assert_int_equal(got.len, value.len);
	assert_memory_equal(got.data, value.data, value.len);
	ASSERT_OK(pyiq_x_db_doc_value(db, first, 8, &got, &err));
	assert_int_equal(got.len, 0);
	ASSERT_OK(pyiq_x_db_doc_data(db, second, &got, &err));
	assert_int_equal(got.len, 0);

	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_x_db_each_doc_term(db, first, take_term, NULL, &err));
	assert_int_equal(seen.len, sizeof "Hboolean:0 nul:1 nul_:1 word:5 " - 1);
	assert_memory_equal(seen.data, "Hboolean:0 nul:1 nul\0:1 word:5 ", seen.len);
	ASSERT_EACH(pyiq_x_db_each_doc_term(db, second, take_term, NULL, &err), "");
	assert_int_equal(term_freq(db, S("nul\0")), 1);
	assert_int_equal(term_freq(db, S("nul\0\0")), 0);

	ASSERT_STATUS(PYIQ_ERR_NOT_FOUND, pyiq_x_db_doc_data(db, 3, &got, &err));
	ASSERT_STATUS(PYIQ_ERR_NOT_FOUND, pyiq_x_db_doc_value(db, 3, 7, &got, &err));
	ASSERT_STATUS(PYIQ_ERR_NOT_FOUND, pyiq_x_db_each_doc_term(db, 3, take_term, NULL, &err));
	pyiq_x_db_close(db);
	pyiq_buf_release(&got);
}

static void test_memory_runs_out(void **state)
{
	struct pyiq_x_writer *writer = open_writer("db");
	struct pyiq_buf got = PYIQ_BUF_INIT;

	(void)state;
	add(writer, "word", "data");
	pyiq_alloc_fail_after(0);
	ASSERT_STATUS(PYIQ_ERR_NOMEM, pyiq_x_db_doc_data(pyiq_x_writer_db(writer), 1, &got, &err));
	pyiq_alloc_fail_after(-1);
	ASSERT_OK(pyiq_x_db_doc_data(pyiq_x_writer_db(writer), 1, &got, &err));
	assert_string_equal(pyiq_buf_str(&got), "data");
	pyiq_buf_release(&got);
	pyiq_x_writer_close(writer);
}

/* Before the first commit there is no database, for a reader. */
static void test_first_commit(void **state)
{
	struct pyiq_x_writer *writer = open_writer("db");
	const char *path = in_root("db");
	struct pyiq_x_db *db;

	(void)state;
	add(writer, "a", "");
	ASSERT_STATUS(PYIQ_ERR_NO_INDEX, pyiq_x_db_open(&path, 1, &db, &err));
	pyiq_x_writer_close(writer);
	ASSERT_STATUS(PYIQ_ERR_NO_INDEX, pyiq_x_db_open(&path, 1, &db, &err));

	writer = open_writer("db");
	assert_int_equal(doc_count(pyiq_x_writer_db(writer)), 0);
	add(writer, "b", "");
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	db = open_db("db");
	ASSERT_EACH(pyiq_x_db_each_term(db, S(""), take_term, NULL, &err), "b:1 ");
	pyiq_x_db_close(db);
	pyiq_x_writer_close(writer);
}

static void test_commit_is_all_at_once(void **state)
{
	struct pyiq_x_writer *writer = open_writer("db");
	bool changed;

	(void)state;
	add(writer, "a", "");
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));

	struct pyiq_x_db *db = open_db("db");
	const uint64_t revision = pyiq_x_db_revision(db);

	assert_true(revision > 0);
	add(writer, "b", "");
	add(writer, "c", "");
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S("key"), S("value"), &err));
	assert_int_equal(doc_count(pyiq_x_writer_db(writer)), 3);
	assert_int_equal(term_freq(pyiq_x_writer_db(writer), S("b")), 1);
	ASSERT_OK(pyiq_x_db_reopen(db, &changed, &err));
	assert_false(changed);
	assert_int_equal(doc_count(db), 1);
	assert_true(pyiq_x_db_revision(db) == revision);

	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	assert_int_equal(doc_count(db), 1);
	ASSERT_OK(pyiq_x_db_reopen(db, &changed, &err));
	assert_true(changed);
	assert_int_equal(doc_count(db), 3);
	assert_true(pyiq_x_db_revision(db) > revision);
	assert_true(pyiq_x_db_revision(db) == pyiq_x_db_revision(pyiq_x_writer_db(writer)));

	/* A commit of nothing is none, and what was not committed is dropped. */
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	add(writer, "d", "");
	pyiq_x_writer_close(writer);
	ASSERT_OK(pyiq_x_db_reopen(db, &changed, &err));
	assert_false(changed);
	pyiq_x_db_close(db);

	db = open_db("db");
	assert_int_equal(doc_count(db), 3);
	assert_int_equal(term_freq(db, S("d")), 0);
	pyiq_x_db_close(db);
}

/* A private place, made compact and shown elsewhere. */
static void test_begin_and_compact(void **state)
{
	struct pyiq_x_writer *writer = open_writer("db"), *second;
	struct pyiq_x_db *db;
	char data[3000];

	(void)state;
	add(writer, "old", "old data");
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	ASSERT_STATUS(PYIQ_ERR_LOCKED, pyiq_x_writer_begin(in_root("db"), &second, &err));
	pyiq_x_writer_close(writer);
	ASSERT_OK(pyiq_x_writer_begin(in_root("db"), &writer, &err));
	assert_int_equal(term_freq(pyiq_x_writer_db(writer), S("old")), 0);
	memset(data, 'x', sizeof data - 1);
	data[sizeof data - 1] = '\0';
	for (int i = 0; i < 500; i++)
		add(writer, "word other terms", data);
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S("name"), S("value"), &err));
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	ASSERT_OK(pyiq_x_compact(in_root("db"), in_root("compact"), &err));
	pyiq_x_writer_close(writer);

	db = open_db("compact");
	assert_int_equal(doc_count(db), 500);
	assert_int_equal(term_freq(db, S("word")), 500);
	ASSERT_EACH(pyiq_x_db_each_metadata(db, S(""), take_term, NULL, &err), "name:0 ");
	pyiq_x_db_close(db);
	writer = open_writer("compact");
	add(writer, "word", "more");
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	assert_int_equal(term_freq(pyiq_x_writer_db(writer), S("word")), 501);
	pyiq_x_writer_close(writer);
	ASSERT_STATUS(PYIQ_ERR_NO_INDEX, pyiq_x_compact(in_root("none"), in_root("c"), &err));

	/* What is no database is not overwritten. */
	assert_int_equal(mkdir(in_root("notes"), 0755), 0);
	write_file(in_root("notes/a.md"), "#", 1);
	ASSERT_STATUS(PYIQ_ERR_CORRUPT, pyiq_x_writer_begin(in_root("notes"), &writer, &err));
	assert_null(writer);
}

/* More is added than is collected in memory; a transaction shows none of it. */
static void test_much_is_written_out(void **state)
{
	enum { DOCUMENTS = 300, TERMS = 300 };
	struct pyiq_x_writer *writer = open_writer("db");
	struct pyiq_x_doc *doc;
	struct pyiq_x_db *db;

	(void)state;
	add(writer, "first", "");
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	ASSERT_OK(pyiq_x_doc_new(&doc, &err));
	for (int i = 0; i < DOCUMENTS; i++) {
		pyiq_docid id;

		ASSERT_OK(pyiq_x_doc_clear(doc, &err));
		for (int j = 0; j < TERMS; j++) {
			char term[32];

			snprintf(term, sizeof term, "t%d", i % 10 + j);
			ASSERT_OK(pyiq_x_doc_add_term(doc, pyiq_str(term), 1, &err));
		}
		ASSERT_OK(pyiq_x_writer_add(writer, doc, &id, &err));
	}
	db = open_db("db");
	assert_int_equal(doc_count(db), 1);
	assert_int_equal(term_freq(db, S("t100")), 0);
	assert_int_equal(term_freq(pyiq_x_writer_db(writer), S("t100")), DOCUMENTS);
	assert_int_equal(term_freq(pyiq_x_writer_db(writer), S("t0")), DOCUMENTS / 10);
	ASSERT_OK(pyiq_x_writer_delete(writer, S("t0"), &err));
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	ASSERT_OK(pyiq_x_db_reopen(db, NULL, &err));
	assert_int_equal(doc_count(db), 1 + DOCUMENTS * 9 / 10);
	assert_int_equal(term_freq(db, S("t100")), DOCUMENTS * 9 / 10);
	assert_int_equal(term_freq(db, S("t0")), 0);
	pyiq_x_db_close(db);
	pyiq_x_doc_free(doc);
	pyiq_x_writer_close(writer);
}

static int take_pair(void *ctx, struct pyiq_str key, struct pyiq_str value)
{
	pyiq_buf_printf(ctx, "%.*s=%.*s ", (int)key.len, key.data, (int)value.len, value.data);
	return 0;
}

static int stop_at_pair(void *ctx, struct pyiq_str key, struct pyiq_str value)
{
	take_pair(ctx, key, value);
	return 1;
}

static void test_metadata_is_read_from_a_key_on(void **state)
{
	static const struct {
		const char *prefix, *from, *read;
	} cases[] = {
		{ "w:", "w:", "w:b=1 w:d=2 w:f=3 " }, { "w:", "w:c", "w:d=2 w:f=3 " },
		{ "w:", "w:d", "w:d=2 w:f=3 " },      { "w:", "w:g", "" },
		{ "w:", "", "w:b=1 w:d=2 w:f=3 " },   { "v", "v", "" },
	};
	struct pyiq_x_writer *writer = open_writer("db");
	struct pyiq_x_db *db = pyiq_x_writer_db(writer);
	struct pyiq_buf got = PYIQ_BUF_INIT;

	(void)state;
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S("a"), S("0"), &err));
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S("w:b"), S("1"), &err));
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S("w:d"), S("2"), &err));
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S("w:f"), S("3"), &err));
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S("x"), S("4"), &err));
	assert_int_equal(pyiq_x_db_n_parts(db), 1);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		pyiq_buf_clear(&got);
		ASSERT_OK(pyiq_x_db_read_metadata(db, 0, pyiq_str(cases[i].prefix),
						  pyiq_str(cases[i].from), take_pair, &got, &err));
		assert_string_equal(pyiq_buf_str(&got), cases[i].read);
	}
	pyiq_buf_clear(&got);
	ASSERT_STATUS(PYIQ_STOPPED,
		      pyiq_x_db_read_metadata(db, 0, S("w:"), S("w:"), stop_at_pair, &got, &err));
	assert_string_equal(pyiq_buf_str(&got), "w:b=1 ");
	pyiq_buf_release(&got);
	pyiq_x_writer_close(writer);
}

/* Outside a transaction Xapian commits by itself, every so many changes. */
static void test_nothing_is_committed_by_itself(void **state)
{
	(void)state;
	assert_int_equal(setenv("XAPIAN_FLUSH_THRESHOLD", "10", 1), 0);

	struct pyiq_x_writer *writer = open_writer("db");

	for (int i = 0; i < 100; i++)
		add(writer, "word", "data");
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	for (int i = 0; i < 100; i++)
		add(writer, "word late", "data");
	ASSERT_OK(pyiq_x_writer_delete(writer, S("word"), &err));

	struct pyiq_x_db *db = open_db("db");

	ASSERT_EACH(pyiq_x_db_each_term(db, S(""), take_term, NULL, &err), "word:100 ");
	pyiq_x_writer_close(writer);
	ASSERT_OK(pyiq_x_db_reopen(db, NULL, &err));
	ASSERT_EACH(pyiq_x_db_each_term(db, S(""), take_term, NULL, &err), "word:100 ");
	pyiq_x_db_close(db);
	unsetenv("XAPIAN_FLUSH_THRESHOLD");
}

static void test_one_writer_at_a_time(void **state)
{
	struct pyiq_x_writer *writer = open_writer("db"), *second;

	(void)state;
	ASSERT_STATUS(PYIQ_ERR_LOCKED, pyiq_x_writer_open(in_root("db"), &second, &err));
	assert_null(second);

	char wanted[300];

	snprintf(wanted, sizeof wanted, "'%s/db/flintlock' is locked by another writer", root);
	assert_string_equal(err.message, wanted);
	pyiq_x_writer_close(writer);
	pyiq_x_writer_close(open_writer("db"));

	/* A lock file that cannot be opened tells of no other writer. */
	assert_int_equal(unlink(in_root("db/flintlock")), 0);
	assert_int_equal(mkdir(in_root("db/flintlock"), 0777), 0);
	ASSERT_STATUS(PYIQ_ERR_IO, pyiq_x_writer_open(in_root("db"), &second, &err));
	assert_non_null(strstr(err.message, strerror(EISDIR)));
}

/* A directory with a lock and no database yet: another writer is at work, or was killed. */
static void test_lock_without_database(void **state)
{
	const char *path = in_root("db");
	struct pyiq_x_db *db;

	(void)state;
	assert_int_equal(mkdir(path, 0777), 0);
	write_file(in_root("db/flintlock"), "", 0);
	ASSERT_STATUS(PYIQ_ERR_NO_INDEX, pyiq_x_db_open(&path, 1, &db, &err));
	make_database("db");
	pyiq_x_db_close(open_db("db"));
}

static void test_delete_by_term(void **state)
{
	struct pyiq_x_writer *writer = open_writer("db");
	struct pyiq_x_db *db = pyiq_x_writer_db(writer);
	struct pyiq_buf data = PYIQ_BUF_INIT;

	(void)state;
	add(writer, "Qone shared", "1");
	add(writer, "Qtwo shared", "2");
	add(writer, "Qtwo", "3");
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	ASSERT_OK(pyiq_x_writer_delete(writer, S("Qtwo"), &err));
	ASSERT_OK(pyiq_x_writer_delete(writer, S("Qnone"), &err));
	ASSERT_STATUS(PYIQ_ERR_INVALID, pyiq_x_writer_delete(writer, S(""), &err));
	assert_int_equal(add(writer, "Qfour", "4"), 4);
	ASSERT_EACH(pyiq_x_db_each_term(db, S(""), take_term, NULL, &err),
		    "Qfour:1 Qone:1 shared:1 ");
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	ASSERT_EACH(pyiq_x_db_each_posting(db, S(""), take_id, NULL, &err), "1 4 ");
	ASSERT_STATUS(PYIQ_ERR_NOT_FOUND, pyiq_x_db_doc_data(db, 2, &data, &err));
	pyiq_x_writer_close(writer);
	pyiq_buf_release(&data);
}

static void test_metadata(void **state)
{
	struct pyiq_x_writer *writer = open_writer("db");
	struct pyiq_buf value = PYIQ_BUF_INIT;

	(void)state;
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S("b"), S("bee"), &err));
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S("ab"), S("x\0y"), &err));
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S("aa"), S("first"), &err));
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S("aa"), S("second"), &err));
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S("gone"), S("soon"), &err));
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S("gone"), S(""), &err));
	ASSERT_STATUS(PYIQ_ERR_INVALID, pyiq_x_writer_set_metadata(writer, S(""), S("x"), &err));
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));

	struct pyiq_x_db *db = open_db("db");

	pyiq_buf_puts(&value, "<");
	ASSERT_OK(pyiq_x_db_get_metadata(db, S("ab"), &value, &err));
	assert_int_equal(value.len, 4);
	assert_memory_equal(value.data, "<x\0y", 4);
	pyiq_buf_clear(&value);
	ASSERT_OK(pyiq_x_db_get_metadata(db, S("aa"), &value, &err));
	ASSERT_OK(pyiq_x_db_get_metadata(db, S("gone"), &value, &err));
	assert_string_equal(pyiq_buf_str(&value), "second");
	ASSERT_EACH(pyiq_x_db_each_metadata(db, S("a"), take_term, NULL, &err), "aa:0 ab:0 ");
	ASSERT_EACH(pyiq_x_db_each_metadata(db, S(""), take_term, NULL, &err), "aa:0 ab:0 b:0 ");
	ASSERT_EACH(pyiq_x_db_each_metadata(db, S("c"), take_term, NULL, &err), "");
	ASSERT_EACH_STOPS(pyiq_x_db_each_metadata(db, S(""), stop_at_term, NULL, &err), "aa:0 ");
	pyiq_x_db_close(db);
	pyiq_x_writer_close(writer);
	pyiq_buf_release(&value);
}

/* Xapian would take what its tables cannot hold, and fail at the commit. */
static void test_longest_keys(void **state)
{
	struct pyiq_x_writer *writer = open_writer("db");
	char letters[246], nuls[123];
	const struct pyiq_str longest = { letters, 245 }, too_long = { letters, 246 };
	const struct pyiq_str longest_nuls = { nuls, 122 }, too_long_nuls = { nuls, 123 };
	struct pyiq_x_db *db = pyiq_x_writer_db(writer);
	struct pyiq_x_doc *doc;
	pyiq_docid id;

	(void)state;
	memset(letters, 'x', sizeof letters);
	memset(nuls, '\0', sizeof nuls);
	ASSERT_OK(pyiq_x_doc_new(&doc, &err));
	ASSERT_STATUS(PYIQ_ERR_INVALID, pyiq_x_doc_add_term(doc, S(""), 1, &err));
	ASSERT_STATUS(PYIQ_ERR_INVALID, pyiq_x_doc_add_term(doc, too_long, 1, &err));
	ASSERT_STATUS(PYIQ_ERR_INVALID, pyiq_x_doc_add_term(doc, too_long_nuls, 1, &err));
	ASSERT_OK(pyiq_x_doc_add_term(doc, longest, 1, &err));
	ASSERT_OK(pyiq_x_doc_add_term(doc, longest_nuls, 1, &err));
	ASSERT_OK(pyiq_x_writer_add(writer, doc, &id, &err));
	pyiq_x_doc_free(doc);

	ASSERT_STATUS(PYIQ_ERR_INVALID, pyiq_x_writer_set_metadata(writer, too_long, S("v"), &err));
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, longest, S("v"), &err));
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, longest_nuls, S("v"), &err));
	ASSERT_STATUS(PYIQ_ERR_INVALID, pyiq_x_writer_delete(writer, too_long, &err));
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));

	/* Asking for what cannot be there is not an error. */
	assert_int_equal(term_freq(db, longest), 1);
	assert_int_equal(term_freq(db, longest_nuls), 1);
	assert_int_equal(term_freq(db, too_long), 0);
	assert_int_equal(term_freq(db, too_long_nuls), 0);
	ASSERT_EACH(pyiq_x_db_each_posting(db, longest, take_id, NULL, &err), "1 ");
	ASSERT_EACH(pyiq_x_db_each_posting(db, too_long, take_id, NULL, &err), "");
	ASSERT_EACH(pyiq_x_db_each_term(db, too_long, take_term, NULL, &err), "");
	ASSERT_EACH(pyiq_x_db_each_metadata(db, too_long, take_term, NULL, &err), "");
	pyiq_x_writer_close(writer);
}

/* A disk that is full, played by a limit on the size of files. */
static void test_failed_write(void **state)
{
	struct pyiq_x_writer *writer = open_writer("db");
	struct rlimit before, tight = { 64 * 1024, RLIM_INFINITY };
	char data[8000];
	unsigned seed = 1;

	(void)state;
	add(writer, "old", "");
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	tight.rlim_max = before.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &tight), 0);
	signal(SIGXFSZ, SIG_IGN);

	struct pyiq_x_doc *doc;
	pyiq_status status = PYIQ_OK;
	pyiq_docid id;

	ASSERT_OK(pyiq_x_doc_new(&doc, &err));
	for (int i = 0; i < 100 && status == PYIQ_OK; i++) {
		for (size_t j = 0; j < sizeof data; j++)
			data[j] = (char)((seed = seed * 1103515245 + 12345) >> 16);
		ASSERT_OK(pyiq_x_doc_set_data(doc, (struct pyiq_str){ data, sizeof data }, &err));
		status = pyiq_x_writer_add(writer, doc, &id, &err);
	}
	pyiq_x_doc_free(doc);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, SIG_DFL);

	ASSERT_STATUS(PYIQ_ERR_IO, status);
	assert_non_null(strstr(err.message, strerror(EFBIG)));
	assert_non_null(strstr(err.message, root));

	/* Part of what was added is lost: none of it may be committed. */
	ASSERT_STATUS(PYIQ_ERR_INVALID,
		      pyiq_x_writer_set_metadata(writer, S("key"), S("value"), &err));
	ASSERT_STATUS(PYIQ_ERR_INVALID, pyiq_x_writer_commit(writer, &err));
	pyiq_x_writer_close(writer);

	struct pyiq_x_db *db = open_db("db");

	ASSERT_EACH(pyiq_x_db_each_term(db, S(""), take_term, NULL, &err), "old:1 ");
	assert_int_equal(doc_count(db), 1);
	pyiq_x_db_close(db);

	writer = open_writer("db");
	add(writer, "new", "");
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	pyiq_x_writer_close(writer);
}

/* ---- Reading ---------------------------------------------------------------- */

static void test_postings_and_terms(void **state)
{
	struct pyiq_x_writer *writer = open_writer("db");
	struct pyiq_x_db *db = pyiq_x_writer_db(writer);

	(void)state;
	add(writer, "apple apricot banana", "");
	add(writer, "apple", "");
	add(writer, "apricot apricot", "");
	ASSERT_EACH(pyiq_x_db_each_posting(db, S("apple"), take_id, NULL, &err), "1 2 ");
	ASSERT_EACH(pyiq_x_db_each_posting(db, S("app"), take_id, NULL, &err), "");
	ASSERT_EACH(pyiq_x_db_each_posting(db, S(""), take_id, NULL, &err), "1 2 3 ");
	ASSERT_EACH(pyiq_x_db_each_term(db, S("ap"), take_term, NULL, &err), "apple:2 apricot:2 ");
	ASSERT_EACH(pyiq_x_db_each_term(db, S(""), take_term, NULL, &err),
		    "apple:2 apricot:2 banana:1 ");
	ASSERT_EACH(pyiq_x_db_each_doc_term(db, 3, take_term, NULL, &err), "apricot:2 ");
	assert_int_equal(term_freq(db, S("apricot")), 2);
	assert_int_equal(term_freq(db, S("apri")), 0);

	ASSERT_EACH_STOPS(pyiq_x_db_each_posting(db, S("apple"), stop_at_id, NULL, &err), "1 ");
	ASSERT_EACH_STOPS(pyiq_x_db_each_term(db, S("ap"), stop_at_term, NULL, &err), "apple:2 ");
	ASSERT_EACH_STOPS(pyiq_x_db_each_doc_term(db, 1, stop_at_term, NULL, &err), "apple:1 ");
	pyiq_x_writer_close(writer);
}

static void make_two_databases(void)
{
	struct pyiq_x_writer *writer = open_writer("one");

	add(writer, "apple", "one/1");
	add(writer, "banana", "one/2");
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S("name"), S("one"), &err));
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	pyiq_x_writer_close(writer);

	writer = open_writer("two");
	add(writer, "banana", "two/1");
	add(writer, "cherry", "two/2");
	add(writer, "banana apple", "two/3");
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S("name"), S("two"), &err));
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	pyiq_x_writer_close(writer);
}

static struct pyiq_x_db *open_two_databases(void)
{
	const char *paths[] = { in_root("one"), in_root("two") };
	struct pyiq_x_db *db;

	ASSERT_OK(pyiq_x_db_open(paths, 2, &db, &err));
	return db;
}

static void test_two_databases_as_one(void **state)
{
	struct pyiq_buf got = PYIQ_BUF_INIT;

	(void)state;
	make_two_databases();

	struct pyiq_x_db *db = open_two_databases();

	assert_int_equal(doc_count(db), 5);
	assert_true(pyiq_x_db_revision(db) == 0);
	assert_int_equal(term_freq(db, S("banana")), 3);
	ASSERT_EACH(pyiq_x_db_each_term(db, S(""), take_term, NULL, &err),
		    "apple:2 banana:3 cherry:1 ");
	/* (d - 1) * 2 + i + 1 */
	ASSERT_EACH(pyiq_x_db_each_posting(db, S("banana"), take_id, NULL, &err), "2 3 6 ");
	ASSERT_EACH(pyiq_x_db_each_posting(db, S(""), take_id, NULL, &err), "1 2 3 4 6 ");
	ASSERT_EACH(pyiq_x_db_each_doc_term(db, 6, take_term, NULL, &err), "apple:1 banana:1 ");
	ASSERT_OK(pyiq_x_db_doc_data(db, 3, &got, &err));
	assert_string_equal(pyiq_buf_str(&got), "one/2");
	ASSERT_OK(pyiq_x_db_doc_data(db, 6, &got, &err));
	assert_string_equal(pyiq_buf_str(&got), "two/3");
	ASSERT_STATUS(PYIQ_ERR_NOT_FOUND, pyiq_x_db_doc_data(db, 5, &got, &err));
	assert_non_null(strstr(err.message, in_root("one")));
	assert_non_null(strstr(err.message, in_root("two")));
	pyiq_buf_clear(&got);
	ASSERT_OK(pyiq_x_db_get_metadata(db, S("name"), &got, &err));
	assert_string_equal(pyiq_buf_str(&got), "one");
	pyiq_x_db_close(db);
	pyiq_buf_release(&got);
}

static void test_stub_file(void **state)
{
	char stub[600];

	(void)state;
	make_two_databases();
	snprintf(stub, sizeof stub, "# both\nauto %s\nauto two\n", in_root("one"));
	write_file(in_root("stub"), stub, strlen(stub));

	struct pyiq_x_db *db = open_db("stub");

	ASSERT_EACH(pyiq_x_db_each_posting(db, S("banana"), take_id, NULL, &err), "2 3 6 ");
	pyiq_x_db_close(db);
}

/* A reader is good for the newest commit and the one before: what is older is overwritten. */
static void test_stale_reader(void **state)
{
	struct pyiq_x_writer *writer = open_writer("db");
	struct pyiq_buf data = PYIQ_BUF_INIT;
	pyiq_status status = PYIQ_OK;

	(void)state;
	for (int i = 0; i < 2000; i++)
		add(writer, i % 2 == 0 ? "even number" : "odd number", "data of a document");
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));

	struct pyiq_x_db *db = open_db("db");

	for (int commits = 0; commits < 3; commits++) {
		ASSERT_OK(pyiq_x_writer_delete(writer, commits % 2 == 0 ? S("even") : S("odd"),
					       &err));
		for (int i = 0; i < 1000; i++)
			add(writer, commits % 2 == 0 ? "even number" : "odd number", "other data");
		ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	}
	for (pyiq_docid id = 1; id <= 2000 && status == PYIQ_OK; id++)
		status = pyiq_x_db_doc_data(db, id, &data, &err);
	ASSERT_STATUS(PYIQ_ERR_STALE, status);
	assert_non_null(strstr(err.message, in_root("db")));

	bool changed;

	ASSERT_OK(pyiq_x_db_reopen(db, &changed, &err));
	assert_true(changed);
	assert_int_equal(doc_count(db), 2000);
	ASSERT_OK(pyiq_x_db_doc_data(db, 5000, &data, &err));
	assert_string_equal(pyiq_buf_str(&data), "other data");
	pyiq_x_db_close(db);
	pyiq_x_writer_close(writer);
	pyiq_buf_release(&data);
}

/* ---- What is at a path ------------------------------------------------------ */

static void assert_cannot_open(const char *name, pyiq_status reading, pyiq_status writing)
{
	const char *paths[] = { in_root("good"), in_root(name) };
	struct pyiq_x_writer *writer = (void *)&err;
	struct pyiq_x_db *db = (void *)&err;

	ASSERT_STATUS(reading, pyiq_x_db_open(paths, 2, &db, &err));
	assert_null(db);
	assert_non_null(strstr(err.message, paths[1]));
	if (writing == PYIQ_OK)
		return;
	ASSERT_STATUS(writing, pyiq_x_writer_open(paths[1], &writer, &err));
	assert_null(writer);
	assert_non_null(strstr(err.message, paths[1]));
}

static void test_not_a_database(void **state)
{
	static const char notes[] = "# Notes\n\nWhat is a generator?\n";
	static const char garbage[4096] = "\x0F\x0DXapian Glass";

	(void)state;
	make_database("good");
	assert_int_equal(mkdir(in_root("empty"), 0777), 0);
	assert_int_equal(mkdir(in_root("foreign"), 0777), 0);
	write_file(in_root("foreign/notes.md"), notes, sizeof notes - 1);
	write_file(in_root("notes.md"), notes, sizeof notes - 1);
	write_file(in_root("heading.md"), notes, 8);
	write_file(in_root("empty.md"), notes, 0);
	write_file(in_root("garbage"), garbage, sizeof garbage);
	write_file(in_root("stub"), S("auto nowhere\n").data, 13);
	assert_int_equal(mkfifo(in_root("fifo"), 0666), 0);

	assert_cannot_open("nowhere", PYIQ_ERR_NO_INDEX, PYIQ_OK);
	assert_cannot_open("notes.md/below", PYIQ_ERR_NO_INDEX, PYIQ_ERR_NO_INDEX);
	assert_cannot_open("nowhere/deep", PYIQ_ERR_NO_INDEX, PYIQ_ERR_IO);
	assert_cannot_open("empty", PYIQ_ERR_NO_INDEX, PYIQ_OK);

	const char *two_lines = in_root("two\nlines");
	struct pyiq_x_db *db;

	ASSERT_STATUS(PYIQ_ERR_NO_INDEX, pyiq_x_db_open(&two_lines, 1, &db, &err));
	assert_non_null(strstr(err.message, "two lines"));
	assert_cannot_open("foreign", PYIQ_ERR_CORRUPT, PYIQ_ERR_CORRUPT);
	assert_cannot_open("notes.md", PYIQ_ERR_CORRUPT, PYIQ_ERR_CORRUPT);
	assert_cannot_open("heading.md", PYIQ_ERR_CORRUPT, PYIQ_ERR_CORRUPT);
	assert_cannot_open("empty.md", PYIQ_ERR_CORRUPT, PYIQ_ERR_CORRUPT);
	assert_cannot_open("stub", PYIQ_ERR_CORRUPT, PYIQ_ERR_CORRUPT);
	assert_cannot_open("fifo", PYIQ_ERR_CORRUPT, PYIQ_ERR_CORRUPT);
	assert_cannot_open("garbage", PYIQ_ERR_SCHEMA, PYIQ_ERR_SCHEMA);
	assert_int_equal(count_entries(in_root("foreign")), 1);
	assert_int_equal(count_entries(in_root("empty")), 0);

	make_database("empty");
	pyiq_x_db_close(open_db("empty"));
}

static void test_not_allowed(void **state)
{
	(void)state;
	if (geteuid() == 0)
		skip();
	make_database("good");
	make_database("closed");
	make_database("read-only");
	chmod(in_root("closed"), 0);
	chmod(in_root("read-only/flintlock"), 0444);
	assert_cannot_open("closed", PYIQ_ERR_IO, PYIQ_ERR_IO);
	assert_non_null(strstr(err.message, strerror(EACCES)));
	chmod(in_root("closed"), 0777);

	struct pyiq_x_writer *writer;

	ASSERT_STATUS(PYIQ_ERR_IO, pyiq_x_writer_open(in_root("read-only"), &writer, &err));
	assert_non_null(strstr(err.message, strerror(EACCES)));
}

/* ---- Matching ---------------------------------------------------------------- */

static struct pyiq_x_query *term(const char *name)
{
	struct pyiq_x_query *query;

	ASSERT_OK(pyiq_x_query_term(pyiq_str(name), 1, &query, &err));
	return query;
}

static struct pyiq_x_query *all(void)
{
	struct pyiq_x_query *query;

	ASSERT_OK(pyiq_x_query_all(&query, &err));
	return query;
}

static struct pyiq_x_query *nothing(void)
{
	struct pyiq_x_query *query;

	ASSERT_OK(pyiq_x_query_nothing(&query, &err));
	return query;
}

static struct pyiq_x_query *scale(struct pyiq_x_query *part, double factor)
{
	struct pyiq_x_query *query;

	ASSERT_OK(pyiq_x_query_scale(part, factor, &query, &err));
	return query;
}

static struct pyiq_x_query *combine(pyiq_x_op op, struct pyiq_x_query **parts, size_t n)
{
	struct pyiq_x_query *query;

	ASSERT_OK(pyiq_x_query_combine(op, parts, n, &query, &err));
	return query;
}

#define COMBINE(op, ...)                                                                           \
	combine(op, (struct pyiq_x_query *[]){ __VA_ARGS__ },                                      \
		sizeof((struct pyiq_x_query *[]){ __VA_ARGS__ }) / sizeof(struct pyiq_x_query *))

static const struct pyiq_x_match_options bm25 = { .weight = PYIQ_X_WEIGHT_BM25,
						  .parameters = { 1, 0, 1, 0.5, 0.5 },
						  .max = 100 };

/* Match, assert the documents in their order, fill weights (by document) and free the query. */
static void assert_matches(struct pyiq_x_db *db, struct pyiq_x_query *query,
			   const struct pyiq_x_match_options *options, double *weights,
			   const char *ids)
{
	uint32_t estimate;

	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_x_db_match(db, query, options, take_match, weights, &estimate, &err));
	assert_string_equal(taken(), ids);

	uint32_t n = 0;

	for (const char *c = ids; *c != '\0'; c++)
		n += *c == ' ';
	if (n < options->max)
		assert_int_equal(estimate, n);
	else
		assert_true(estimate >= n);
	pyiq_x_query_free(query);
}

#define ASSERT_MATCHES(query, ids) assert_matches(db, query, &bm25, weights, ids)

static void test_every_operator(void **state)
{
	struct pyiq_x_writer *writer = open_writer("db");
	struct pyiq_x_db *db = pyiq_x_writer_db(writer);
	double weights[5] = { 0 }, a, b;

	(void)state;
	add(writer, "a x", "");
	add(writer, "b x", "");
	add(writer, "a b", "");
	add(writer, "c c", "");

	ASSERT_MATCHES(nothing(), "");
	ASSERT_MATCHES(all(), "1 2 3 4 ");
	assert_true(weights[3] == 0);
	ASSERT_MATCHES(term("nowhere"), "");
	ASSERT_MATCHES(term("a"), "1 3 ");
	a = weights[3];
	assert_true(a > 0);
	ASSERT_MATCHES(scale(term("b"), 0.5), "2 3 ");
	b = weights[3];
	ASSERT_MATCHES(term("b"), "2 3 ");
	assert_float_equal(weights[3], 2 * b, 1e-9);
	ASSERT_MATCHES(scale(term("b"), 0), "2 3 ");
	assert_true(weights[3] == 0);

	ASSERT_MATCHES(COMBINE(PYIQ_X_OR, term("a"), scale(term("b"), 0.5)), "3 1 2 ");
	assert_float_equal(weights[3], a + b, 1e-9);
	ASSERT_MATCHES(COMBINE(PYIQ_X_AND, term("a"), scale(term("b"), 0.5)), "3 ");
	assert_float_equal(weights[3], a + b, 1e-9);
	ASSERT_MATCHES(COMBINE(PYIQ_X_AND_MAYBE, term("a"), scale(term("b"), 0.5)), "3 1 ");
	assert_float_equal(weights[3], a + b, 1e-9);
	assert_float_equal(weights[1], a, 1e-9);
	ASSERT_MATCHES(COMBINE(PYIQ_X_FILTER, term("a"), term("b")), "3 ");
	assert_float_equal(weights[3], a, 1e-9);
	ASSERT_MATCHES(COMBINE(PYIQ_X_MAX, term("a"), scale(term("b"), 0.5)), "1 3 2 ");
	assert_float_equal(weights[3], a, 1e-9);
	ASSERT_MATCHES(COMBINE(PYIQ_X_SYNONYM, term("a"), term("b")), "3 1 2 ");
	assert_true(weights[3] > weights[1] && weights[1] == weights[2]);

	ASSERT_MATCHES(COMBINE(PYIQ_X_AND_NOT, term("a"), term("b")), "1 ");
	ASSERT_MATCHES(COMBINE(PYIQ_X_AND_NOT, all(), term("a"), term("b")), "4 ");
	ASSERT_MATCHES(COMBINE(PYIQ_X_AND_NOT, term("a"), nothing()), "1 3 ");
	ASSERT_MATCHES(COMBINE(PYIQ_X_AND, term("a"), nothing()), "");
	ASSERT_MATCHES(COMBINE(PYIQ_X_OR, term("c")), "4 ");
	ASSERT_MATCHES(
		COMBINE(PYIQ_X_OR, scale(term("c"), 0), COMBINE(PYIQ_X_AND, term("a"), term("x"))),
		"1 4 ");
	pyiq_x_writer_close(writer);
}

/* How many of the documents, all that have a term or "", are in a sample. */
static size_t count_sample(struct pyiq_x_db *db, const char *text, double share, uint64_t seed)
{
	const struct pyiq_x_match_options options = { .weight = PYIQ_X_WEIGHT_BOOL,
						      .max = UINT32_MAX };
	struct pyiq_x_query *part, *query;
	size_t n = 0;

	ASSERT_OK(pyiq_x_query_sample(share, seed, &part, &err));
	query = *text != '\0' ? COMBINE(PYIQ_X_AND, term(text), part) : part;
	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_x_db_match(db, query, &options, take_match, NULL, NULL, &err));
	pyiq_x_query_free(query);
	for (const char *c = taken(); *c != '\0'; c++)
		n += *c == ' ';
	return n;
}

static void test_samples(void **state)
{
	enum { N = 4000, EVERY = 8 };
	struct pyiq_x_writer *writer = open_writer("db");
	struct pyiq_x_db *db = pyiq_x_writer_db(writer);
	struct pyiq_buf first = PYIQ_BUF_INIT;

	(void)state;
	assert_int_equal(count_sample(db, "", 1, 0), 0);
	for (size_t i = 0; i < N; i++)
		add(writer, i % EVERY == 0 ? "a b" : "a", "");
	assert_int_equal(count_sample(db, "", 1, 0), N);
	assert_int_equal(count_sample(db, "b", 1, 1), N / EVERY);
	assert_int_equal(count_sample(db, "c", 1, 1), 0);

	/* Within five standard deviations of what is expected. */
	for (uint64_t seed = 0; seed < 5; seed++) {
		size_t n = count_sample(db, "a", 0.1, seed);

		assert_true(n > 305 && n < 495);
		n = count_sample(db, "b", 0.5, seed);
		assert_true(n > 194 && n < 306);
	}

	/* The seed decides, all of its bits. */
	count_sample(db, "b", 0.5, 7);
	pyiq_buf_puts(&first, taken());
	count_sample(db, "b", 0.5, 7);
	assert_string_equal(taken(), pyiq_buf_str(&first));
	count_sample(db, "b", 0.5, 8);
	assert_string_not_equal(taken(), pyiq_buf_str(&first));
	count_sample(db, "b", 0.5, (UINT64_C(1) << 63) + 7);
	assert_string_not_equal(taken(), pyiq_buf_str(&first));
	pyiq_buf_release(&first);
	pyiq_x_writer_close(writer);
}

static void test_bad_queries(void **state)
{
	struct pyiq_x_query *query, *parts[2];
	struct pyiq_buf text = PYIQ_BUF_INIT;

	(void)state;
	ASSERT_STATUS(PYIQ_ERR_INVALID, pyiq_x_query_term(S(""), 1, &query, &err));
	assert_null(query);
	ASSERT_STATUS(PYIQ_ERR_INVALID, pyiq_x_query_scale(term("a"), -1, &query, &err));
	assert_null(query);
	parts[0] = term("a");
	parts[1] = term("b");
	ASSERT_STATUS(PYIQ_ERR_INVALID, pyiq_x_query_combine((pyiq_x_op)(PYIQ_X_SYNONYM + 1), parts,
							     2, &query, &err));
	assert_null(query);

	query = COMBINE(PYIQ_X_AND, term("left"), term("right"));
	ASSERT_OK(pyiq_x_query_describe(query, &text, &err));
	assert_non_null(strstr(pyiq_buf_str(&text), "left AND right"));
	pyiq_x_query_free(query);
	pyiq_x_query_free(NULL);
	pyiq_buf_release(&text);
}

/* One document for each number of occurrences of `word`, in three lengths. */
static struct pyiq_x_writer *make_occurrences(void)
{
	struct pyiq_x_writer *writer = open_writer("db");
	struct pyiq_x_doc *doc;
	pyiq_docid id;

	ASSERT_OK(pyiq_x_doc_new(&doc, &err));
	for (uint32_t wdf = 1; wdf <= 3; wdf++) {
		ASSERT_OK(pyiq_x_doc_clear(doc, &err));
		ASSERT_OK(pyiq_x_doc_add_term(doc, S("word"), wdf, &err));
		ASSERT_OK(pyiq_x_doc_add_term(doc, S("filler"), 4 - wdf, &err));
		ASSERT_OK(pyiq_x_writer_add(writer, doc, &id, &err));
	}
	ASSERT_OK(pyiq_x_doc_clear(doc, &err));
	ASSERT_OK(pyiq_x_doc_add_term(doc, S("word"), 3, &err));
	ASSERT_OK(pyiq_x_doc_add_term(doc, S("filler"), 30, &err));
	ASSERT_OK(pyiq_x_writer_add(writer, doc, &id, &err));
	add(writer, "other", "");
	pyiq_x_doc_free(doc);
	return writer;
}

static void test_weights(void **state)
{
	struct pyiq_x_match_options options = { .weight = PYIQ_X_WEIGHT_BOOL, .max = 10 };
	struct pyiq_x_writer *writer = make_occurrences();
	struct pyiq_x_db *db = pyiq_x_writer_db(writer);
	double weights[6] = { 0 }, once;

	(void)state;
	assert_matches(db, term("word"), &options, weights, "1 2 3 4 ");
	assert_true(weights[1] == 0 && weights[3] == 0);

	/* k1 = 0: only whether the word stands there counts; b = 0: the length does not. */
	options = (struct pyiq_x_match_options){ .weight = PYIQ_X_WEIGHT_BM25,
						 .parameters = { 0, 0, 1, 0, 0.5 },
						 .max = 10 };
	assert_matches(db, term("word"), &options, weights, "1 2 3 4 ");
	assert_true(weights[1] > 0 && weights[1] == weights[3]);
	options.parameters[0] = 1;
	assert_matches(db, term("word"), &options, weights, "3 4 2 1 ");
	assert_true(weights[3] == weights[4]);
	options.parameters[3] = 1;
	assert_matches(db, term("word"), &options, weights, "3 2 1 4 ");

	/* The greater c, the less the length counts. */
	options.weight = PYIQ_X_WEIGHT_INEB2;
	options.parameters[0] = 0.1;
	assert_matches(db, term("word"), &options, weights, "3 2 1 4 ");
	options.parameters[0] = 10;
	assert_matches(db, term("word"), &options, weights, "3 2 4 1 ");
	once = weights[4];

	struct pyiq_x_query *query;

	ASSERT_OK(pyiq_x_query_term(S("word"), 3, &query, &err));
	assert_matches(db, query, &options, weights, "3 2 4 1 ");
	assert_float_equal(weights[4], 3 * once, 1e-9);

	query = term("word");
	options.parameters[0] = -1;
	ASSERT_STATUS(PYIQ_ERR_INVALID,
		      pyiq_x_db_match(db, query, &options, take_match, NULL, NULL, &err));
	options.weight = (pyiq_x_weight)(PYIQ_X_WEIGHT_INEB2 + 1);
	ASSERT_STATUS(PYIQ_ERR_INVALID,
		      pyiq_x_db_match(db, query, &options, take_match, NULL, NULL, &err));
	pyiq_x_query_free(query);
	pyiq_x_writer_close(writer);
}

static int keep_marked(void *ctx, struct pyiq_str data)
{
	(void)ctx;
	return memchr(data.data, '+', data.len) != NULL;
}

/* Estimates against the truth, with postings enough for the matcher to skip some. */
static void test_estimates(void **state)
{
	enum { N = 3000 };
	uint32_t numbers[] = { 0, 1, 10, N / 3, N - 1, N, UINT32_MAX, 0 };
	const size_t n_numbers = sizeof numbers / sizeof *numbers;
	struct pyiq_x_writer *writer = open_writer("db");
	uint32_t either = 0, both = 0, kept = 0;

	(void)state;
	for (int i = 0; i < N; i++) {
		const bool a = i % 3 == 0, b = i * 7 % 11 < 5, keep = i % 5 == 0;

		add(writer, a && b ? "a b" : a ? "a a other" : b ? "b" : "other", keep ? "+" : "-");
		either += a || b;
		both += a && b;
		kept += (a || b) && keep;
	}
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));

	struct pyiq_x_query * or = COMBINE(PYIQ_X_OR, term("a"), term("b"));
	struct pyiq_x_query *and = COMBINE(PYIQ_X_AND, term("a"), term("b"));
	const struct {
		struct pyiq_x_query *query;
		pyiq_x_decide_fn *decide;
		uint32_t truth;
	} cases[] = { { or, NULL, either }, { and, NULL, both }, { or, keep_marked, kept } };

	for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
		numbers[n_numbers - 1] = cases[c].truth;
		for (size_t i = 0; i < n_numbers * n_numbers; i++) {
			const uint32_t max = numbers[i % n_numbers];
			const uint32_t check = numbers[i / n_numbers];
			const struct pyiq_x_match_options options = {
				.weight = PYIQ_X_WEIGHT_INEB2,
				.parameters = { 1 },
				.max = max,
				.check = check,
				.decide = cases[c].decide,
			};
			uint32_t estimate, truth = cases[c].truth, n = 0;

			pyiq_buf_clear(&seen);
			ASSERT_OK(pyiq_x_db_match(pyiq_x_writer_db(writer), cases[c].query,
						  &options, take_match, NULL, &estimate, &err));
			for (size_t j = 0; j < seen.len; j++)
				n += seen.data[j] == ' ';
			assert_int_equal(n, truth < max ? truth : max);
			if (truth <= max || truth <= check || max >= N || check >= N)
				assert_int_equal(estimate, truth);
			else
				assert_in_range(estimate, (max > check ? max : check) + 1, N);
		}
	}
	pyiq_x_query_free(or);
	pyiq_x_query_free(and);
	pyiq_x_writer_close(writer);
}

static int keep_odd(void *ctx, struct pyiq_str data)
{
	pyiq_buf_printf(ctx, "%.*s ", (int)data.len, data.data);
	return memchr(data.data, '2', data.len) == NULL;
}

static int stop_deciding(void *ctx, struct pyiq_str data)
{
	keep_odd(ctx, data);
	return -1;
}

static void test_decider(void **state)
{
	struct pyiq_buf asked = PYIQ_BUF_INIT;
	struct pyiq_x_match_options options = {
		.weight = PYIQ_X_WEIGHT_BOOL, .max = 10, .decide = keep_odd, .decide_ctx = &asked
	};
	struct pyiq_x_query *query = term("banana");
	uint32_t estimate;

	(void)state;
	make_two_databases();

	struct pyiq_x_db *db = open_two_databases();

	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_x_db_match(db, query, &options, take_match, NULL, &estimate, &err));
	assert_string_equal(taken(), "2 6 ");
	assert_int_equal(estimate, 2);
	assert_string_equal(pyiq_buf_str(&asked), "one/2 two/1 two/3 ");

	pyiq_buf_clear(&asked);
	options.decide = stop_deciding;
	ASSERT_EACH_STOPS(pyiq_x_db_match(db, query, &options, take_match, NULL, NULL, &err), "");
	assert_string_equal(pyiq_buf_str(&asked), "one/2 ");

	options.decide = NULL;
	ASSERT_EACH_STOPS(pyiq_x_db_match(db, query, &options, stop_at_match, NULL, NULL, &err),
			  "2 ");
	pyiq_x_query_free(query);
	pyiq_x_db_close(db);
	pyiq_buf_release(&asked);
}

/* A document whose data is its value as well, or nothing of both. */
static void add_valued(struct pyiq_x_writer *writer, const char *value)
{
	struct pyiq_x_doc *doc;
	pyiq_docid id;

	ASSERT_OK(pyiq_x_doc_new(&doc, &err));
	ASSERT_OK(pyiq_x_doc_add_term(doc, S("a"), 1, &err));
	ASSERT_OK(pyiq_x_doc_set_data(doc, pyiq_str(value), &err));
	if (*value != '\0')
		ASSERT_OK(pyiq_x_doc_set_value(doc, 3, pyiq_str(value), &err));
	ASSERT_OK(pyiq_x_writer_add(writer, doc, &id, &err));
	pyiq_x_doc_free(doc);
}

struct asked {
	struct pyiq_buf values, data; /* that were asked about, `,` behind each */
};

static int note_data(void *ctx, struct pyiq_str data)
{
	pyiq_buf_printf(&((struct asked *)ctx)->data, "%.*s,", (int)data.len, data.data);
	return 1;
}

static int screen_short(void *ctx, struct pyiq_str value)
{
	pyiq_buf_printf(&((struct asked *)ctx)->values, "%.*s,", (int)value.len, value.data);
	return value.len < 2;
}

static void test_screen(void **state)
{
	struct asked asked = { PYIQ_BUF_INIT, PYIQ_BUF_INIT };
	struct pyiq_x_match_options options = { .weight = PYIQ_X_WEIGHT_BOOL,
						.max = 10,
						.decide = note_data,
						.decide_ctx = &asked,
						.screen = screen_short,
						.screen_slot = 3 };
	struct pyiq_x_query *query = term("a");
	uint32_t estimate;

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct pyiq_x_writer *writer = open_writer(i == 0 ? "one" : "two");

		add_valued(writer, i == 0 ? "x" : "yy");
		add_valued(writer, i == 0 ? "xx" : "");
		add_valued(writer, i == 0 ? "xxx" : "y");
		ASSERT_OK(pyiq_x_writer_commit(writer, &err));
		pyiq_x_writer_close(writer);
	}

	struct pyiq_x_db *db = open_two_databases();

	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_x_db_match(db, query, &options, take_match, NULL, &estimate, &err));
	assert_string_equal(taken(), "1 4 6 ");
	assert_int_equal(estimate, 3);
	assert_string_equal(pyiq_buf_str(&asked.values), "x,xx,xxx,yy,,y,");
	assert_string_equal(pyiq_buf_str(&asked.data), "x,,y,");

	/* Where nobody decides, nobody is asked. */
	pyiq_buf_clear(&asked.values);
	options.decide = NULL;
	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_x_db_match(db, query, &options, take_match, NULL, &estimate, &err));
	assert_string_equal(taken(), "1 2 3 4 5 6 ");
	assert_int_equal(asked.values.len, 0);

	/* Another slot, which no document has a value in. */
	options.decide = note_data;
	options.screen_slot = 4;
	pyiq_buf_clear(&seen);
	ASSERT_OK(pyiq_x_db_match(db, query, &options, take_match, NULL, &estimate, &err));
	assert_string_equal(pyiq_buf_str(&asked.values), ",,,,,,");
	pyiq_x_query_free(query);
	pyiq_x_db_close(db);
	pyiq_buf_release(&asked.values);
	pyiq_buf_release(&asked.data);
}

/* ---- Damage ------------------------------------------------------------------ */

static void make_database_to_damage(void)
{
	struct pyiq_x_writer *writer = open_writer("db");
	struct pyiq_x_doc *doc;
	char text[64];

	ASSERT_OK(pyiq_x_doc_new(&doc, &err));
	for (int i = 0; i < 1000; i++) {
		pyiq_docid id;

		ASSERT_OK(pyiq_x_doc_clear(doc, &err));
		snprintf(text, sizeof text, "word%d", i % 97);
		ASSERT_OK(pyiq_x_doc_add_term(doc, pyiq_str(text), 1, &err));
		ASSERT_OK(pyiq_x_doc_add_term(doc, S("all"), (uint32_t)(i % 7 + 1), &err));
		ASSERT_OK(pyiq_x_doc_set_value(doc, 1, pyiq_str(text), &err));
		snprintf(text, sizeof text, "document %d %d %d", i, i * 7919 % 1009, i * i);
		ASSERT_OK(pyiq_x_doc_set_data(doc, pyiq_str(text), &err));
		ASSERT_OK(pyiq_x_writer_add(writer, doc, &id, &err));
	}
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S("key"), S("value"), &err));
	ASSERT_OK(pyiq_x_writer_commit(writer, &err));
	pyiq_x_doc_free(doc);
	pyiq_x_writer_close(writer);
}

/* Open the database and read everything, until that fails. */
static pyiq_status read_everything(const char *name)
{
	const struct pyiq_x_match_options options = { .weight = PYIQ_X_WEIGHT_INEB2,
						      .parameters = { 1 },
						      .max = 100 };
	const char *path = in_root(name);
	struct pyiq_buf got = PYIQ_BUF_INIT;
	struct pyiq_x_query *query = term("all");
	struct pyiq_x_db *db;
	pyiq_status status;

	pyiq_buf_clear(&seen);
	if ((status = pyiq_x_db_open(&path, 1, &db, &err)) == PYIQ_OK &&
	    (status = pyiq_x_db_match(db, query, &options, take_match, NULL, NULL, &err)) ==
		    PYIQ_OK &&
	    (status = pyiq_x_db_each_metadata(db, S(""), take_term, NULL, &err)) == PYIQ_OK &&
	    (status = pyiq_x_db_each_term(db, S(""), take_term, NULL, &err)) == PYIQ_OK &&
	    (status = pyiq_x_db_each_posting(db, S("all"), take_id, NULL, &err)) == PYIQ_OK)
		status = pyiq_x_db_read_metadata(db, 0, S("k"), S("k"), take_pair, &seen, &err);
	for (pyiq_docid id = 1; id <= 1000 && status == PYIQ_OK; id++) {
		if ((status = pyiq_x_db_doc_data(db, id, &got, &err)) == PYIQ_OK &&
		    (status = pyiq_x_db_doc_value(db, id, 1, &got, &err)) == PYIQ_OK)
			status = pyiq_x_db_each_doc_term(db, id, take_term, NULL, &err);
	}
	pyiq_x_db_close(db);
	pyiq_x_query_free(query);
	pyiq_buf_release(&got);
	return status;
}

static void test_damaged_files(void **state)
{
	static const char *const files[] = { "db/iamglass", "db/postlist.glass", "db/docdata.glass",
					     "db/termlist.glass" };
	static const char fills[] = { '\0', 'x', '\xFF' };
	static char whole[1 << 20], damaged[1 << 20];

	(void)state;
	make_database_to_damage();
	ASSERT_OK(read_everything("db"));
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		FILE *file = fopen(in_root(files[i]), "rb");
		size_t len = fread(whole, 1, sizeof whole, file);

		fclose(file);
		assert_in_range(len, 64, sizeof whole - 1);
		for (size_t eighths = 0; eighths < 8; eighths++) {
			write_file(in_root(files[i]), whole, len * eighths / 8);
			ASSERT_STATUS(PYIQ_ERR_CORRUPT, read_everything("db"));
		}
		for (size_t fill = 0; fill < sizeof fills; fill++) {
			memset(damaged, fills[fill], len);
			write_file(in_root(files[i]), damaged, len);
			ASSERT_STATUS(PYIQ_ERR_CORRUPT, read_everything("db"));
		}
		write_file(in_root(files[i]), whole, len);
	}
	ASSERT_OK(read_everything("db"));
}

/* Without one of these it is no database any more, and not a place for a new one. */
static void test_missing_files(void **state)
{
	static const char *const files[] = { "db/postlist.glass", "db/iamglass" };

	(void)state;
	make_database("good");
	make_database_to_damage();
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		assert_int_equal(rename(in_root(files[i]), in_root("aside")), 0);
		assert_cannot_open("db", PYIQ_ERR_CORRUPT, PYIQ_ERR_CORRUPT);
		assert_int_equal(rename(in_root("aside"), in_root(files[i])), 0);
	}
	ASSERT_OK(read_everything("db"));
}

/* ---- Stems ------------------------------------------------------------------- */

static void test_stemmer(void **state)
{
	static const char *const pairs[][2] = {
		{ "copies", "copi" },
		{ "copy", "copi" },
		{ "generators", "generat" },
		{ "running", "run" },
		{ "x", "x" },
		{ "", "" },
		{ "na\xC3\xAFve", "na\xC3\xAFv" },
	};
	struct pyiq_buf stem = PYIQ_BUF_INIT;
	struct pyiq_x_stemmer *stemmer;

	(void)state;
	ASSERT_OK(pyiq_x_stemmer_new("english", &stemmer, &err));
	pyiq_buf_puts(&stem, "before");
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		ASSERT_OK(pyiq_x_stem(stemmer, pyiq_str(pairs[i][0]), &stem, &err));
		assert_string_equal(pyiq_buf_str(&stem), pairs[i][1]);
	}
	pyiq_x_stemmer_free(stemmer);
	pyiq_buf_release(&stem);

	ASSERT_STATUS(PYIQ_ERR_INVALID, pyiq_x_stemmer_new("klingon", &stemmer, &err));
	assert_null(stemmer);
	pyiq_x_stemmer_free(NULL);
}

static void test_null_handles(void **state)
{
	(void)state;
	pyiq_x_doc_free(NULL);
	pyiq_x_writer_close(NULL);
	pyiq_x_db_close(NULL);
	pyiq_x_query_free(NULL);
	pyiq_x_stemmer_free(NULL);
	/* Nor need there be an err. */
	const char *nowhere = "/nowhere/at/all";
	struct pyiq_x_db *db;

	ASSERT_OK(pyiq_x_db_open(&nowhere, 1, &db, NULL) == PYIQ_ERR_NO_INDEX ? PYIQ_OK
									      : PYIQ_ERR_INTERNAL);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_root, remove_root)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_version),
		TEST(test_document_round_trip),
		TEST(test_memory_runs_out),
		TEST(test_first_commit),
		TEST(test_commit_is_all_at_once),
		TEST(test_begin_and_compact),
		TEST(test_much_is_written_out),
		TEST(test_metadata_is_read_from_a_key_on),
		TEST(test_nothing_is_committed_by_itself),
		TEST(test_one_writer_at_a_time),
		TEST(test_lock_without_database),
		TEST(test_delete_by_term),
		TEST(test_metadata),
		TEST(test_longest_keys),
		TEST(test_failed_write),
		TEST(test_postings_and_terms),
		TEST(test_two_databases_as_one),
		TEST(test_stub_file),
		TEST(test_stale_reader),
		TEST(test_not_a_database),
		TEST(test_not_allowed),
		TEST(test_every_operator),
		TEST(test_samples),
		TEST(test_bad_queries),
		TEST(test_weights),
		TEST(test_estimates),
		TEST(test_decider),
		TEST(test_screen),
		TEST(test_damaged_files),
		TEST(test_missing_files),
		TEST(test_stemmer),
		TEST(test_null_handles),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	pyiq_buf_release(&seen);
	return failed;
}

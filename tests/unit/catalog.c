#include "place.h"

#include "store/catalog.h"
#include "store/schema.h"

static struct pyiq_catalog catalog;

static int set_up(void **state)
{
	pyiq_catalog_init(&catalog);
	return make_place(state);
}

static int tear_down(void **state)
{
	pyiq_catalog_release(&catalog);
	return remove_place(state);
}

static struct pyiq_root root_at(uint64_t number, const char *path, pyiq_root_kind kind)
{
	return (struct pyiq_root){ .number = number, .path = pyiq_str(path), .kind = kind };
}

/* ---- Paths and keys ----------------------------------------------------- */

static void paths(void **state)
{
	static const struct {
		const char *root;
		pyiq_root_kind kind;
		const char *path, *absolute;
	} cases[] = {
		{ "/notes", PYIQ_ROOT_FOLDER, "a.md", "/notes/a.md" },
		{ "/notes", PYIQ_ROOT_FOLDER, "b/c.md", "/notes/b/c.md" },
		{ "/", PYIQ_ROOT_FOLDER, "a.md", "/a.md" },
		{ "/notes/a.md", PYIQ_ROOT_FILE, "a.md", "/notes/a.md" },
		{ "clip/a.md", PYIQ_ROOT_STREAM, "clip/a.md", "clip/a.md" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pyiq_root root = root_at(0, cases[i].root, cases[i].kind);
		size_t len = 0;
		const char *path =
			pyiq_catalog_path(&catalog.arena, &root, pyiq_str(cases[i].path), &len);

		assert_string_equal(path, cases[i].absolute);
		assert_int_equal(len, strlen(path));
		assert_text(pyiq_root_rest(&root, pyiq_str(path)), cases[i].path, path);
	}
}

static void lying_in(void **state)
{
	static const struct {
		const char *path, *folder;
		bool lies;
	} cases[] = {
		{ "/a/b", "/a", true },  { "/a", "/a", true },    { "/ab", "/a", false },
		{ "/a", "/a/b", false }, { "/a", "/", true },     { "/", "/", true },
		{ "/b", "/a", false },   { "/a/b", "/a/", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (pyiq_path_lies_in(pyiq_str(cases[i].path), pyiq_str(cases[i].folder)) !=
		    cases[i].lies)
			fail_msg("'%s' and '%s'", cases[i].path, cases[i].folder);
}

static void keys_tell_sources_apart(void **state)
{
	static const struct {
		uint64_t root;
		struct pyiq_str path;
	} sources[] = {
		{ 0, TEXT("a.md") },   { 1, TEXT("a.md") },  { 0, TEXT("b.md") },
		{ 0, TEXT("a.md\0") }, { 10, TEXT("a.md") }, { UINT64_MAX, TEXT("a.md") },
		{ 0, TEXT("") },
	};
	char keys[COUNT(sources)][PYIQ_KEY_SIZE], again[PYIQ_KEY_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT(sources); i++) {
		pyiq_source_key(sources[i].root, sources[i].path, keys[i]);
		assert_int_equal(strlen(keys[i]), PYIQ_KEY_SIZE - 1);
		assert_int_equal(strspn(keys[i], "0123456789abcdef"), PYIQ_KEY_SIZE - 1);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(keys[i], keys[j]);
		pyiq_source_key(sources[i].root, sources[i].path, again);
		assert_string_equal(keys[i], again);
	}
}

/* ---- Roots -------------------------------------------------------------- */

static void roots_are_found_by_number(void **state)
{
	char path[] = "/notes";
	struct pyiq_root first = root_at(4, path, PYIQ_ROOT_FOLDER),
			 second = root_at(9, "/a.md", PYIQ_ROOT_FILE);

	(void)state;
	assert_null(pyiq_catalog_root(&catalog, 4));
	ASSERT_OK(pyiq_catalog_add_root(&catalog, &first, &err));
	ASSERT_OK(pyiq_catalog_add_root(&catalog, &second, &err));
	path[1] = 'x'; /* it was copied */
	assert_string_equal(pyiq_catalog_root(&catalog, 4)->path.data, "/notes");
	assert_int_equal(pyiq_catalog_root(&catalog, 9)->kind, PYIQ_ROOT_FILE);
	assert_null(pyiq_catalog_root(&catalog, 0));
}

/* A root that lies beside the database is remembered relative to it. */
static void roots_are_encoded(void **state)
{
	struct pyiq_buf key = PYIQ_BUF_INIT, value = PYIQ_BUF_INIT;
	struct pyiq_root root = root_at(12, "/notes", PYIQ_ROOT_FOLDER);

	(void)state;
	pyiq_catalog_encode_root(&catalog, &root, &key, &value);
	assert_string_equal(pyiq_buf_str(&key), "root:12");
	assert_string_equal(pyiq_buf_str(&value), "d/notes");

	ASSERT_OK(pyiq_catalog_locate(&catalog, in_place("db"), &err));
	assert_text(catalog.base, place, "base");
	pyiq_catalog_encode_root(&catalog, &root, &key, &value);
	assert_string_equal(pyiq_buf_str(&value), "d/notes");
	root = root_at(0, in_place("notes/a.md"), PYIQ_ROOT_FILE);
	pyiq_catalog_encode_root(&catalog, &root, &key, &value);
	assert_string_equal(pyiq_buf_str(&key), "root:0");
	assert_string_equal(pyiq_buf_str(&value), "fnotes/a.md");
	root = root_at(0, place, PYIQ_ROOT_FOLDER);
	pyiq_catalog_encode_root(&catalog, &root, &key, &value);
	assert_int_equal(value.data[1], '/');

	/* The name of a stream is no path, whatever it looks like. */
	root = root_at(0, in_place("clip.md"), PYIQ_ROOT_STREAM);
	pyiq_catalog_encode_root(&catalog, &root, &key, &value);
	assert_int_equal(value.data[0], 's');
	assert_string_equal(value.data + 1, in_place("clip.md"));

	struct pyiq_str excludes[] = { TEXT("*.tmp"), TEXT("/a b/") };

	root = root_at(0, in_place("notes"), PYIQ_ROOT_FOLDER);
	root.excludes = excludes;
	root.n_excludes = COUNT(excludes);
	pyiq_catalog_encode_root(&catalog, &root, &key, &value);
	assert_int_equal(value.len, sizeof "dnotes\0*.tmp\0/a b/" - 1);
	assert_memory_equal(value.data, "dnotes\0*.tmp\0/a b/", value.len);
	pyiq_buf_release(&key);
	pyiq_buf_release(&value);
}

static void places_of_databases(void **state)
{
	(void)state;
	ASSERT_OK(pyiq_catalog_locate(&catalog, in_place("sub/db"), &err)); /* no such folder */
	assert_int_equal(catalog.base.len, 0);
	make_folder("sub");
	ASSERT_OK(pyiq_catalog_locate(&catalog, in_place("sub/db///"), &err));
	assert_text(catalog.base, in_place("sub"), "base");
	ASSERT_OK(pyiq_catalog_locate(&catalog, "/db", &err));
	assert_text(catalog.base, "/", "base");
	assert_int_equal(chdir(place), 0);
	ASSERT_OK(pyiq_catalog_locate(&catalog, "db", &err));
	assert_text(catalog.base, place, "base");
	assert_int_equal(chdir("/"), 0);
}

/* ---- From a database ---------------------------------------------------- */

static void put_source(struct pyiq_x_writer *writer, uint64_t root, const char *path, uint64_t hash)
{
	struct pyiq_source_record source = { .root = root, .path = pyiq_str(path), .hash = hash };
	struct pyiq_buf value = PYIQ_BUF_INIT;
	char key[32] = PYIQ_META_SOURCE;

	pyiq_source_key(root, source.path, key + strlen(key));
	pyiq_source_record_encode(&value, &source);
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, pyiq_str(key),
					     (struct pyiq_str){ value.data, value.len }, &err));
	pyiq_buf_release(&value);
}

static void put_root(struct pyiq_x_writer *writer, const struct pyiq_root *root)
{
	struct pyiq_buf key = PYIQ_BUF_INIT, value = PYIQ_BUF_INIT;

	pyiq_catalog_encode_root(&catalog, root, &key, &value);
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, pyiq_str(key.data),
					     (struct pyiq_str){ value.data, value.len }, &err));
	pyiq_buf_release(&key);
	pyiq_buf_release(&value);
}

static struct pyiq_x_writer *open_writer(void)
{
	struct pyiq_x_writer *writer;

	ASSERT_OK(pyiq_x_writer_open(in_place("db"), &writer, &err));
	return writer;
}

static void loads_what_was_stored(void **state)
{
	struct pyiq_x_writer *writer = open_writer();
	struct pyiq_root notes = root_at(1, "/notes", PYIQ_ROOT_FOLDER),
			 file = root_at(11, "/b.txt", PYIQ_ROOT_FILE);
	struct pyiq_root beside = root_at(2, in_place("here"), PYIQ_ROOT_FOLDER);
	struct pyiq_root stream = root_at(3, "clip/x.md", PYIQ_ROOT_STREAM);
	struct pyiq_str excludes[] = { TEXT("*.tmp"), TEXT("/a b/") };
	const struct pyiq_catalog_source *found;

	(void)state;
	ASSERT_OK(pyiq_catalog_locate(&catalog, in_place("db"), &err));
	put_root(writer, &notes);
	put_root(writer, &file);
	beside.excludes = excludes;
	beside.n_excludes = COUNT(excludes);
	put_root(writer, &beside);
	put_root(writer, &stream);
	put_source(writer, 1, "z.md", 1);
	put_source(writer, 1, "a/b.md", 2);
	put_source(writer, 11, "b.txt", 3);
	put_source(writer, 2, "c.md", 4);
	put_source(writer, 3, "clip/x.md", 6);
	put_source(writer, 99, "lost.md", 5); /* of a root that is no more */
	ASSERT_OK(pyiq_catalog_load_roots(&catalog, pyiq_x_writer_db(writer), &err));
	ASSERT_OK(pyiq_catalog_load_sources(&catalog, pyiq_x_writer_db(writer), &err));
	assert_int_equal(catalog.n_roots, 4);
	assert_string_equal(pyiq_catalog_root(&catalog, 2)->path.data, in_place("here"));
	assert_int_equal(pyiq_catalog_root(&catalog, 2)->n_excludes, 2);
	assert_text(pyiq_catalog_root(&catalog, 2)->excludes[0], "*.tmp", "pattern");
	assert_text(pyiq_catalog_root(&catalog, 2)->excludes[1], "/a b/", "pattern");
	assert_string_equal(pyiq_catalog_root(&catalog, 11)->path.data, "/b.txt");
	assert_int_equal(pyiq_catalog_root(&catalog, 11)->n_excludes, 0);
	assert_string_equal(pyiq_catalog_root(&catalog, 3)->path.data, "clip/x.md");
	assert_int_equal(pyiq_catalog_root(&catalog, 3)->kind, PYIQ_ROOT_STREAM);
	assert_int_equal(catalog.n_sources, 5);
	for (size_t i = 1; i < catalog.n_sources; i++)
		assert_true(pyiq_str_compare(catalog.sources[i - 1].path, catalog.sources[i].path) <
			    0);

	found = pyiq_catalog_find(&catalog, S("/notes/a/b.md"));
	assert_non_null(found);
	assert_int_equal(found->record.hash, 2);
	assert_text(found->record.path, "a/b.md", "path");
	assert_non_null(pyiq_catalog_find(&catalog, S("/b.txt")));
	assert_null(pyiq_catalog_find(&catalog, S("clip/x.md"))); /* no file */
	assert_non_null(pyiq_catalog_find(&catalog, pyiq_str(in_place("here/c.md"))));
	assert_null(pyiq_catalog_find(&catalog, S("/notes/a")));
	assert_null(pyiq_catalog_find(&catalog, S("")));

	/* Loading again replaces. */
	ASSERT_OK(pyiq_catalog_load_roots(&catalog, pyiq_x_writer_db(writer), &err));
	ASSERT_OK(pyiq_catalog_load_sources(&catalog, pyiq_x_writer_db(writer), &err));
	assert_int_equal(catalog.n_roots, 4);
	assert_int_equal(catalog.n_sources, 5);
	pyiq_x_writer_close(writer);
}

static void nothing_stored(void **state)
{
	struct pyiq_x_writer *writer = open_writer();

	(void)state;
	ASSERT_OK(pyiq_catalog_load_roots(&catalog, pyiq_x_writer_db(writer), &err));
	ASSERT_OK(pyiq_catalog_load_sources(&catalog, pyiq_x_writer_db(writer), &err));
	assert_int_equal(catalog.n_roots, 0);
	assert_int_equal(catalog.n_sources, 0);
	assert_null(pyiq_catalog_find(&catalog, S("/a")));
	pyiq_x_writer_close(writer);
}

static void excludes_are_copied(void **state)
{
	char pattern[] = "*.tmp";
	struct pyiq_str list[] = { { pattern, 5 }, TEXT("b") };
	struct pyiq_root root = root_at(1, "/notes", PYIQ_ROOT_FOLDER), *own;

	(void)state;
	ASSERT_OK(pyiq_catalog_add_root(&catalog, &root, &err));
	own = pyiq_catalog_root(&catalog, 1);
	ASSERT_OK(pyiq_catalog_set_excludes(&catalog, own, list, 2, &err));
	pattern[0] = 'x';
	assert_int_equal(own->n_excludes, 2);
	assert_text(own->excludes[0], "*.tmp", "pattern");

	/* What there was may be part of what there will be. */
	ASSERT_OK(pyiq_catalog_set_excludes(&catalog, own, own->excludes + 1, 1, &err));
	assert_int_equal(own->n_excludes, 1);
	assert_text(own->excludes[0], "b", "pattern");
	ASSERT_OK(pyiq_catalog_set_excludes(&catalog, own, NULL, 0, &err));
	assert_int_equal(own->n_excludes, 0);
}

/* Metadata that is not ours to the letter is corrupt, or passed by, but never followed. */
static void damaged_metadata(void **state)
{
	struct pyiq_x_writer *writer = open_writer();
	struct pyiq_x_db *db = pyiq_x_writer_db(writer);

	(void)state;
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S("root:1"), S("d"), &err));
	ASSERT_OK(pyiq_x_writer_set_metadata(
		writer, S("root:1111111111111111111111111111111111111111"), S("d/x"), &err));
	ASSERT_OK(pyiq_catalog_load_roots(&catalog, db, &err));
	assert_int_equal(catalog.n_roots, 0);
	ASSERT_OK(pyiq_x_writer_set_metadata(writer, S("source:1"), S("\xFF\xFF"), &err));
	ASSERT_STATUS(PYIQ_ERR_CORRUPT, pyiq_catalog_load_sources(&catalog, db, &err));
	pyiq_x_writer_close(writer);
}

static void out_of_memory(void **state)
{
	struct pyiq_x_writer *writer = open_writer();
	struct pyiq_root root = root_at(1, in_place("notes"), PYIQ_ROOT_FOLDER);

	(void)state;
	ASSERT_OK(pyiq_catalog_locate(&catalog, in_place("db"), &err));
	put_root(writer, &root);
	put_source(writer, 1, "a.md", 1);
	for (long n = 0;; n++) {
		pyiq_status status;

		pyiq_catalog_release(&catalog);
		pyiq_alloc_fail_after(n);
		status = pyiq_catalog_locate(&catalog, in_place("db"), &err);
		if (status == PYIQ_OK)
			status = pyiq_catalog_load_roots(&catalog, pyiq_x_writer_db(writer), &err);
		if (status == PYIQ_OK)
			status =
				pyiq_catalog_load_sources(&catalog, pyiq_x_writer_db(writer), &err);
		pyiq_alloc_fail_after(-1);
		if (status == PYIQ_OK)
			break;
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
	assert_int_equal(catalog.n_sources, 1);
	pyiq_x_writer_close(writer);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(paths),
		TEST(lying_in),
		TEST(keys_tell_sources_apart),
		TEST(roots_are_found_by_number),
		TEST(roots_are_encoded),
		TEST(places_of_databases),
		TEST(loads_what_was_stored),
		TEST(nothing_stored),
		TEST(excludes_are_copied),
		TEST(damaged_metadata),
		TEST(out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "check.h"

#include <dirent.h>

#include "source/decode.h"
#include "source/markdown.h"
#include "source/qa.h"

/*
 * One small document for each shape and trap, and beside it the units that are
 * to be found in it: line, whether it is answered, question.
 */
#define FOLDER PYIQ_SOURCE_DIR "/tests/fixtures/markdown/"

/* All of a file; no file is larger. */
static struct pyiq_str read_file(const char *name, const char *ending)
{
	enum { LARGEST = 64 * 1024 };
	char path[512];
	char *data = malloc(LARGEST);
	FILE *file;
	size_t n;

	snprintf(path, sizeof path, FOLDER "%s%s", name, ending);
	file = fopen(path, "r");
	if (file == NULL || data == NULL)
		fail_msg("%s cannot be read", path);
	n = fread(data, 1, LARGEST, file);
	assert_true(n < LARGEST);
	fclose(file);
	return (struct pyiq_str){ data, n };
}

static pyiq_status write_unit(void *ctx, const struct pyiq_found *unit, struct pyiq_error *e)
{
	struct pyiq_buf *found = ctx;

	(void)e;
	pyiq_buf_printf(found, "%zu\t%d\t%.*s\n", unit->line, unit->answered,
			(int)unit->question.source.len, unit->question.source.data);
	return PYIQ_OK;
}

/* As source/notes.h reads a document whose folder says nothing. */
static void find_units(struct pyiq_str document, struct pyiq_buf *found)
{
	struct pyiq_buf text = PYIQ_BUF_INIT;
	struct pyiq_front_matter front;
	struct pyiq_blocks blocks;
	struct pyiq_arena arena;

	pyiq_blocks_init(&blocks);
	pyiq_arena_init(&arena);
	pyiq_buf_append(&text, document.data, document.len);
	ASSERT_OK(pyiq_take_front_matter(&text, &front, &arena, &err));
	ASSERT_OK(pyiq_markdown_read(&blocks, (struct pyiq_str){ text.data, text.len }, &err));
	if (front.question.len > 0)
		ASSERT_OK(pyiq_qa_whole(&blocks, front.question, &arena, write_unit, found, &err));
	else
		ASSERT_OK(pyiq_qa_find(&blocks, &arena, write_unit, found, &err));
	pyiq_blocks_release(&blocks);
	pyiq_arena_release(&arena);
	pyiq_buf_release(&text);
}

static size_t check_fixture(const char *name)
{
	struct pyiq_str document = read_file(name, ".md"), wanted = read_file(name, ".tsv");
	struct pyiq_buf found = PYIQ_BUF_INIT;
	bool same;

	find_units(document, &found);
	same = pyiq_str_equal((struct pyiq_str){ found.data, found.len }, wanted);
	if (!same)
		print_error("%s:\n%.*s--- instead of\n%.*s", name, (int)found.len,
			    pyiq_buf_str(&found), (int)wanted.len, wanted.data);
	pyiq_buf_release(&found);
	free((char *)document.data);
	free((char *)wanted.data);
	return !same;
}

static void every_fixture_gives_its_units(void **state)
{
	enum { FEWEST = 50 }; /* fewer, and they were not found */
	DIR *folder = opendir(FOLDER);
	size_t n = 0, n_wrong = 0;
	struct dirent *entry;

	(void)state;
	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL) {
		char *dot = strrchr(entry->d_name, '.');

		if (dot == NULL || strcmp(dot, ".md") != 0)
			continue;
		*dot = '\0';
		n_wrong += check_fixture(entry->d_name);
		n++;
	}
	closedir(folder);
	assert_true(n >= FEWEST);
	assert_int_equal(n_wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_fixture_gives_its_units) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

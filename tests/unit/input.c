#include "place.h"

#include "source/decode.h"
#include "source/input.h"

static struct pyiq_input input;
static struct pyiq_buf bytes;

static int set_up(void **state)
{
	input.fd = -1;
	pyiq_buf_init(&bytes);
	return make_place(state);
}

static int tear_down(void **state)
{
	pyiq_buf_release(&bytes);
	return remove_place(state);
}

/* Everything that reads an input, twice over and in any order: it always begins at the beginning. */
static void check_content(struct pyiq_str content)
{
	uint64_t hash;
	char head[8];
	size_t n;

	assert_int_equal(input.size, content.len);
	for (int i = 0; i < 2; i++) {
		ASSERT_OK(pyiq_input_hash(&input, &hash, &err));
		assert_true(hash == pyiq_hash(PYIQ_HASH_SEED, content.data, content.len));
		assert_int_equal(input.at, 0);
		ASSERT_OK(pyiq_input_peek(&input, head, sizeof head, &n, &err));
		assert_int_equal(n, content.len < sizeof head ? content.len : sizeof head);
		assert_memory_equal(head, content.data, n);
		assert_int_equal(input.at, 0);
		ASSERT_OK(pyiq_input_load(&input, &bytes, &err));
		assert_int_equal(bytes.len, content.len);
		assert_memory_equal(pyiq_buf_str(&bytes), content.data, content.len);
	}

	/* Piece by piece, to the end, and no farther. */
	pyiq_buf_clear(&bytes);
	input.at = 0;
	do {
		ASSERT_OK(pyiq_input_read(&input, head, 3, &n, &err));
		assert_true(n <= 3);
		pyiq_buf_append(&bytes, head, n);
		assert_int_equal(input.at, bytes.len);
	} while (n > 0);
	assert_int_equal(bytes.len, content.len);
	assert_memory_equal(pyiq_buf_str(&bytes), content.data, content.len);
	ASSERT_OK(pyiq_input_read(&input, head, 3, &n, &err));
	assert_int_equal(n, 0);
	assert_int_equal(input.at, content.len);
}

static const struct pyiq_str contents[] = { TEXT("What is a list?\n\0\xFF\r\nA row."), TEXT("x"),
					    TEXT("") };

/* A text that does not fit into one read. */
static struct pyiq_str long_text(void)
{
	static char text[300000];

	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (char)(i * 7919 >> 4);
	return (struct pyiq_str){ text, sizeof text };
}

/* ---- The three kinds ---------------------------------------------------- */

static void files(void **state)
{
	(void)state;
	for (size_t i = 0; i <= COUNT(contents); i++) {
		struct pyiq_str content = i < COUNT(contents) ? contents[i] : long_text();

		write_bytes("a.md", content);
		ASSERT_OK(pyiq_input_open(&input, in_place("a.md"), &err));
		check_content(content);
		pyiq_input_close(&input);
	}
}

static void memory(void **state)
{
	(void)state;
	for (size_t i = 0; i <= COUNT(contents); i++) {
		struct pyiq_str content =
			exact_copy(i < COUNT(contents) ? contents[i] : long_text());

		pyiq_input_of(&input, content);
		check_content(content);
		pyiq_input_close(&input);
		free((char *)content.data);
	}
}

/* A pipe can be read once, and from a process of its own: it holds little. */
static int pipe_with(struct pyiq_str content)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);

	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		close(ends[0]);
		while (content.len > 0) {
			ssize_t n = write(ends[1], content.data, content.len);

			if (n < 0)
				_exit(1);
			content = (struct pyiq_str){ content.data + n, content.len - (size_t)n };
		}
		_exit(0);
	}
	close(ends[1]);
	return ends[0];
}

static void streams(void **state)
{
	(void)state;
	for (size_t i = 0; i <= COUNT(contents); i++) {
		struct pyiq_str content = i < COUNT(contents) ? contents[i] : long_text();
		int fd = pipe_with(content);

		ASSERT_OK(pyiq_input_spool(&input, fd, &err));
		close(fd);
		check_content(content);
		pyiq_input_close(&input);
	}
}

/* What is left of a stream: a caller may have taken its beginning. */
static void streams_begin_where_they_stand(void **state)
{
	char first;
	int fd;

	(void)state;
	write_file("a.md", "abc");
	fd = open(in_place("a.md"), O_RDONLY);
	assert_int_equal(read(fd, &first, 1), 1);
	ASSERT_OK(pyiq_input_spool(&input, fd, &err));
	close(fd);
	check_content(S("bc"));
	pyiq_input_close(&input);
}

static void a_named_pipe_is_a_file_too(void **state)
{
	char path[32];
	int fd = pipe_with(S("from a pipe"));

	(void)state;
	snprintf(path, sizeof path, "/dev/fd/%d", fd);
	ASSERT_OK(pyiq_input_open(&input, path, &err));
	close(fd);
	check_content(S("from a pipe"));
	pyiq_input_close(&input);
}

static void nothing_stays_behind(void **state)
{
	int fd = pipe_with(S("text"));

	(void)state;
	assert_int_equal(setenv("TMPDIR", place, 1), 0);
	ASSERT_OK(pyiq_input_spool(&input, fd, &err));
	close(fd);

	/* Not even while it is open. */
	assert_int_equal(rmdir(place), 0);
	assert_int_equal(mkdir(place, 0755), 0);
	check_content(S("text"));
	pyiq_input_close(&input);
	assert_int_equal(unsetenv("TMPDIR"), 0);
}

/* ---- What cannot be read ------------------------------------------------ */

static void failures_have_the_systems_reason(void **state)
{
	(void)state;
	ASSERT_STATUS(PYIQ_ERR_IO, pyiq_input_open(&input, in_place("gone"), &err));
	assert_string_equal(err.message, "No such file or directory");
	ASSERT_STATUS(PYIQ_ERR_IO, pyiq_input_open(&input, place, &err));
	assert_string_equal(err.message, "Is a directory");
	ASSERT_STATUS(PYIQ_ERR_IO, pyiq_input_spool(&input, -1, &err));
	assert_string_equal(err.message, "Bad file descriptor");

	int fd = pipe_with(S("text"));

	assert_int_equal(setenv("TMPDIR", in_place("gone"), 1), 0);
	ASSERT_STATUS(PYIQ_ERR_IO, pyiq_input_spool(&input, fd, &err));
	assert_non_null(strstr(err.message, in_place("gone")));
	assert_int_equal(unsetenv("TMPDIR"), 0);
	close(fd);
}

/* A file that shrinks while it is read ends earlier: no byte is made up. */
static void files_that_shrink(void **state)
{
	(void)state;
	write_bytes("a.md", long_text());
	ASSERT_OK(pyiq_input_open(&input, in_place("a.md"), &err));
	assert_int_equal(truncate(in_place("a.md"), 5), 0);
	ASSERT_OK(pyiq_input_load(&input, &bytes, &err));
	assert_int_equal(bytes.len, 5);
	pyiq_input_close(&input);
}

/* A file with a hole costs no disk, and must not cost the memory it promises. */
static void what_is_too_large_is_refused(void **state)
{
	(void)state;
	write_file("a.md", "");
	assert_int_equal(truncate(in_place("a.md"), (off_t)PYIQ_SOURCE_MAX + 1), 0);
	ASSERT_OK(pyiq_input_open(&input, in_place("a.md"), &err));
	ASSERT_STATUS(PYIQ_ERR_SOURCE, pyiq_input_load(&input, &bytes, &err));
	assert_non_null(strstr(err.message, "1 GiB"));
	pyiq_input_close(&input);
}

static void out_of_memory(void **state)
{
	(void)state;
	pyiq_input_of(&input, S("text"));
	pyiq_alloc_fail_after(0);
	ASSERT_STATUS(PYIQ_ERR_NOMEM, pyiq_input_load(&input, &bytes, &err));
	pyiq_alloc_fail_after(-1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(files),
		TEST(memory),
		TEST(streams),
		TEST(streams_begin_where_they_stand),
		TEST(a_named_pipe_is_a_file_too),
		TEST(nothing_stays_behind),
		TEST(failures_have_the_systems_reason),
		TEST(files_that_shrink),
		TEST(what_is_too_large_is_refused),
		TEST(out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

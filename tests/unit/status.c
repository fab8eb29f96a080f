#include "check.h"

#define ROOM (PYIQ_MESSAGE_SIZE - 1)

/* The message that comes of a text of so many x and an end. */
static const char *message_of(size_t n, const char *end)
{
	char text[2 * PYIQ_MESSAGE_SIZE];

	memset(text, 'x', n);
	strcpy(text + n, end);
	pyiq_fail(&err, PYIQ_ERR_IO, "%s", text);
	return err.message;
}

static void records_a_failure(void **state)
{
	(void)state;
	struct pyiq_error e;

	memset(&e, 'x', sizeof e);
	assert_int_equal(pyiq_fail(&e, PYIQ_ERR_IO, "cannot read '%s': %d", "/tmp", 7),
			 PYIQ_ERR_IO);
	assert_int_equal(e.status, PYIQ_ERR_IO);
	assert_string_equal(e.message, "cannot read '/tmp': 7");
	assert_string_equal(e.hint, "");
}

static void nobody_wants_to_know(void **state)
{
	(void)state;
	assert_int_equal(pyiq_fail(NULL, PYIQ_ERR_LIMIT, "%d", 1), PYIQ_ERR_LIMIT);
	assert_int_equal(pyiq_fail_nomem(NULL), PYIQ_ERR_NOMEM);
	pyiq_hint(NULL, "%d", 1);
}

static void hints_belong_to_the_last_failure(void **state)
{
	(void)state;
	pyiq_fail(&err, PYIQ_ERR_NO_INDEX, "no index");
	pyiq_hint(&err, "run '%s'", "pyiq index");
	assert_string_equal(err.message, "no index");
	assert_string_equal(err.hint, "run 'pyiq index'");
	assert_int_equal(pyiq_fail_nomem(&err), PYIQ_ERR_NOMEM);
	assert_int_equal(err.status, PYIQ_ERR_NOMEM);
	assert_string_equal(err.message, "out of memory");
	assert_string_equal(err.hint, "");
}

/* A message of exactly the room that there is, and of one byte more. */
static void fits_to_the_byte(void **state)
{
	(void)state;
	assert_int_equal(strlen(message_of(ROOM, "")), ROOM);
	assert_int_equal(strlen(message_of(ROOM + 1, "")), ROOM);
	assert_int_equal(strlen(message_of(2 * PYIQ_MESSAGE_SIZE - 1, "")), ROOM);
}

static void cuts_between_characters(void **state)
{
	static const char *const characters[] = { "é", "€", "😀" };

	(void)state;
	for (size_t i = 0; i < COUNT(characters); i++) {
		const char *character = characters[i];
		size_t size = strlen(character);

		/* It fits as a whole, to the last byte … */
		const char *message = message_of(ROOM - size, character);

		assert_int_equal(strlen(message), ROOM);
		assert_string_equal(message + ROOM - size, character);

		/* … and when one byte or more is missing it is left out. */
		for (size_t missing = 1; missing <= size; missing++) {
			message = message_of(ROOM - size + missing, character);
			assert_int_equal(strlen(message), ROOM - size + missing);
			assert_int_equal(message[strlen(message) - 1], 'x');
		}
	}
}

/* Wherever the cut falls in a row of characters, whole ones are left, and all but one at least. */
static void cuts_rows_of_characters(void **state)
{
	static const char *const rows[] = { "éééééé", "€€€€€€", "😀😀😀😀😀😀" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t size = strlen(rows[i]) / 6;

		for (size_t before = ROOM - 8; before < ROOM; before++) {
			const char *message = message_of(before, rows[i]);
			size_t len = strlen(message);

			assert_int_equal((len - before) % size, 0);
			assert_memory_equal(message + before, rows[i], len - before);
			assert_true(len + 2 * size > ROOM);
		}
	}
}

static void hints_are_cut_too(void **state)
{
	(void)state;
	char text[PYIQ_HINT_SIZE + 8];

	memset(text, 'x', PYIQ_HINT_SIZE - 2);
	strcpy(text + PYIQ_HINT_SIZE - 2, "é");
	pyiq_hint(&err, "%s", text);
	assert_int_equal(strlen(err.hint), PYIQ_HINT_SIZE - 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_a_failure),
		cmocka_unit_test(nobody_wants_to_know),
		cmocka_unit_test(hints_belong_to_the_last_failure),
		cmocka_unit_test(fits_to_the_byte),
		cmocka_unit_test(cuts_between_characters),
		cmocka_unit_test(cuts_rows_of_characters),
		cmocka_unit_test(hints_are_cut_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

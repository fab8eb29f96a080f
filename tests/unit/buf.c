#include "check.h"

#include "base/buf.h"

static void empty(void **state)
{
	(void)state;
	struct pyiq_buf buf = PYIQ_BUF_INIT;

	assert_string_equal(pyiq_buf_str(&buf), "");
	ASSERT_OK(pyiq_buf_status(&buf, &err));
	pyiq_buf_clear(&buf);
	assert_string_equal(pyiq_buf_str(&buf), "");
	pyiq_buf_append(&buf, NULL, 0);
	assert_int_equal(buf.len, 0);
	assert_string_equal(pyiq_buf_str(&buf), "");
	pyiq_buf_release(&buf);
	pyiq_buf_release(&buf);
}

static void grows_in_every_way(void **state)
{
	(void)state;
	struct pyiq_buf buf;

	pyiq_buf_init(&buf);
	pyiq_buf_append(&buf, "a\0b", 3);
	pyiq_buf_putc(&buf, '\0');
	pyiq_buf_puts(&buf, "cd");
	pyiq_buf_printf(&buf, "%d-%s", -7, "é");
	ASSERT_OK(pyiq_buf_status(&buf, &err));
	assert_int_equal(buf.len, sizeof "a\0b\0cd-7-é" - 1);
	assert_memory_equal(buf.data, "a\0b\0cd-7-é", sizeof "a\0b\0cd-7-é");
	pyiq_buf_release(&buf);
	assert_null(buf.data);
	assert_string_equal(pyiq_buf_str(&buf), "");
}

static void has_a_nul_behind_it_always(void **state)
{
	(void)state;
	struct pyiq_buf buf = PYIQ_BUF_INIT;

	for (size_t i = 0; i < 1000; i++) {
		pyiq_buf_putc(&buf, 'x');
		assert_int_equal(strlen(pyiq_buf_str(&buf)), i + 1);
	}
	pyiq_buf_printf(&buf, "%0*d", 5000, 0);
	assert_int_equal(strlen(pyiq_buf_str(&buf)), 6000);
	assert_int_equal(buf.len, 6000);
	pyiq_buf_release(&buf);
}

static void clear_keeps_the_memory(void **state)
{
	(void)state;
	struct pyiq_buf buf = PYIQ_BUF_INIT;

	pyiq_buf_puts(&buf, "something");
	pyiq_buf_clear(&buf);
	assert_int_equal(buf.len, 0);
	assert_string_equal(pyiq_buf_str(&buf), "");
	pyiq_alloc_fail_after(0);
	pyiq_buf_puts(&buf, "no longer");
	pyiq_alloc_fail_after(-1);
	ASSERT_OK(pyiq_buf_status(&buf, &err));
	assert_string_equal(pyiq_buf_str(&buf), "no longer");
	pyiq_buf_release(&buf);
}

/* Each way to append, so that each can be made to fail. */
static void append(struct pyiq_buf *buf, int way)
{
	static char large[1 << 16];

	switch (way) {
	case 0:
		pyiq_buf_append(buf, large, sizeof large);
		break;
	case 1:
		memset(large, 'x', sizeof large - 1);
		pyiq_buf_puts(buf, large);
		break;
	case 2:
		for (size_t i = 0; i < sizeof large; i++)
			pyiq_buf_putc(buf, 'x');
		break;
	default:
		pyiq_buf_printf(buf, "%*d", (int)sizeof large, 1);
	}
}

static void remembers_a_failure(void **state)
{
	(void)state;
	for (int way = 0; way < 4; way++) {
		struct pyiq_buf buf = PYIQ_BUF_INIT;

		pyiq_buf_puts(&buf, "kept");
		pyiq_alloc_fail_after(0);
		append(&buf, way);
		pyiq_alloc_fail_after(-1);

		/* What comes after the gap is not appended either. */
		size_t len = buf.len;

		pyiq_buf_putc(&buf, 'y');
		pyiq_buf_append(&buf, "y", 1);
		pyiq_buf_puts(&buf, "y");
		pyiq_buf_printf(&buf, "%s", "y");
		assert_int_equal(buf.len, len);
		assert_memory_equal(pyiq_buf_str(&buf), "kept", 4);
		assert_null(strchr(pyiq_buf_str(&buf), 'y'));
		ASSERT_STATUS(PYIQ_ERR_NOMEM, pyiq_buf_status(&buf, &err));
		assert_int_equal(pyiq_buf_status(&buf, NULL), PYIQ_ERR_NOMEM);

		pyiq_buf_clear(&buf);
		pyiq_buf_puts(&buf, "again");
		ASSERT_OK(pyiq_buf_status(&buf, &err));
		assert_string_equal(pyiq_buf_str(&buf), "again");
		pyiq_buf_release(&buf);
	}
}

static void first_append_fails(void **state)
{
	(void)state;
	struct pyiq_buf buf = PYIQ_BUF_INIT;

	pyiq_alloc_fail_after(0);
	pyiq_buf_puts(&buf, "x");
	pyiq_alloc_fail_after(-1);
	assert_string_equal(pyiq_buf_str(&buf), "");
	ASSERT_STATUS(PYIQ_ERR_NOMEM, pyiq_buf_status(&buf, &err));
	pyiq_buf_release(&buf);
	ASSERT_OK(pyiq_buf_status(&buf, &err));
}

static void more_than_there_is(void **state)
{
	(void)state;
	struct pyiq_buf buf = PYIQ_BUF_INIT;

	pyiq_buf_putc(&buf, 'x');
	pyiq_buf_append(&buf, "x", SIZE_MAX - 1);
	ASSERT_STATUS(PYIQ_ERR_NOMEM, pyiq_buf_status(&buf, &err));
	assert_string_equal(pyiq_buf_str(&buf), "x");
	pyiq_buf_release(&buf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(empty),
		cmocka_unit_test(grows_in_every_way),
		cmocka_unit_test(has_a_nul_behind_it_always),
		cmocka_unit_test(clear_keeps_the_memory),
		cmocka_unit_test(remembers_a_failure),
		cmocka_unit_test(first_append_fails),
		cmocka_unit_test(more_than_there_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

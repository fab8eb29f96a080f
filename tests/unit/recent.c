#include "check.h"

#include "recent.h"

#define A    "0123456789abcdef"
#define B    "fedcba9876543210"
#define HEAD "pyiq-last 1\nsession 4711 12345\n"

static const struct recent_session session = { 4711, 12345 };
static struct recent recent;

static pyiq_status parse(struct pyiq_str text)
{
	recent_release_list(&recent);
	recent = (struct recent){ .n_hits = 0 };
	pyiq_buf_append(&recent.text, text.data, text.len);
	return recent_parse(&recent, &session, &err);
}

static void reads_a_list(void **state)
{
	const char *id;

	(void)state;
	ASSERT_OK(parse(S(HEAD "db /a b\ndb /c\n1 " A " What?\n2 " B " \n")));
	assert_int_equal(recent.n_db, 2);
	assert_string_equal(recent.db[0], "/a b");
	assert_string_equal(recent.db[1], "/c");
	assert_int_equal(recent.n_hits, 2);
	assert_string_equal(recent.hits[0].question, "What?");
	assert_string_equal(recent.hits[1].question, "");
	ASSERT_OK(recent_find(&recent, "2", &id, &err));
	assert_string_equal(id, B);
	ASSERT_OK(recent_find(&recent, "001", &id, &err));
	assert_string_equal(id, A);
	ASSERT_STATUS(PYIQ_ERR_NOT_FOUND, recent_find(&recent, "3", &id, &err));
	assert_string_equal(err.message, "no hit 3: the last search showed 2");
}

static void knows_numbers_from_ids(void **state)
{
	static const char *const numbers[] = { "1", "12", "999", "0", "007" };
	static const char *const others[] = { "",   "1234", "a",  "1a",      "-1",
					      " 1", "1 ",   "+1", "\xC2\xB2" };

	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++)
		assert_true(recent_is_rank(numbers[i]));
	for (size_t i = 0; i < COUNT(others); i++)
		assert_false(recent_is_rank(others[i]));
}

static void another_session(void **state)
{
	(void)state;
	ASSERT_STATUS(PYIQ_ERR_NOT_FOUND,
		      parse(S("pyiq-last 1\nsession 4711 12346\n1 " A " What?\n")));
	assert_string_equal(err.message, "no search yet in this terminal session");
}

static void tells_damage(void **state)
{
	static const struct pyiq_str broken[] = {
		TEXT(""),
		TEXT("\n"),
		TEXT("pyiq-last 2\nsession 4711 12345\n1 " A " What?\n"),
		TEXT("pyiq-last 1\n1 " A " What?\n"),
		TEXT(HEAD),
		TEXT(HEAD "1 " A " What?"),
		TEXT(HEAD "1 " A "\n"),
		TEXT(HEAD "1 " A "0 What?\n"),
		TEXT(HEAD "1  " A " What?\n"),
		TEXT(HEAD "0 " A " What?\n"),
		TEXT(HEAD "1000 " A " What?\n"),
		TEXT(HEAD "-1 " A " What?\n"),
		TEXT(HEAD "18446744073709551617 " A " What?\n"),
		TEXT(HEAD "1 " A " What\0?\n"),
		TEXT(HEAD "1"),
		TEXT(HEAD "db relative\n1 " A " What?\n"),
		TEXT(HEAD "db \n1 " A " What?\n"),
		TEXT(HEAD "1 " A " What?\n\n"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(broken); i++) {
		ASSERT_STATUS(PYIQ_ERR_NOT_FOUND, parse(broken[i]));
		assert_string_equal(
			err.message,
			"the hits of the last search were kept by another version, or are damaged");
		assert_string_equal(err.hint, "search again");
	}
}

static void survives_damage(void **state)
{
	static const char text[] = HEAD "db /a\n1 " A " What?\n22 " B " Why?\n";
	char changed[sizeof text];

	(void)state;
	for (size_t len = 0; len < sizeof text; len++)
		(void)parse((struct pyiq_str){ text, len });
	for (size_t at = 0; at + 1 < sizeof text; at++)
		for (int byte = 0; byte < 256; byte += 3) {
			memcpy(changed, text, sizeof text);
			changed[at] = (char)byte;
			(void)parse((struct pyiq_str){ changed, sizeof text - 1 });
		}
}

static struct pyiq_hit hit_of(struct pyiq_unit *unit, size_t rank, struct pyiq_str question)
{
	*unit = (struct pyiq_unit){ .id = A };
	unit->passage[PYIQ_QUESTION].text = question;
	return (struct pyiq_hit){ .unit = unit, .rank = rank };
}

static void keeps_one_line_a_hit(void **state)
{
	struct recent_hits hits = { .n = 0 };
	struct pyiq_unit unit;
	char text[300];
	struct pyiq_hit hit = hit_of(&unit, 1, S("two\nlines"));

	(void)state;
	recent_add(&hits, &hit);
	memset(text, 'x', sizeof text);
	memcpy(text + 199, "\xC3\x9F", 2);
	hit = hit_of(&unit, 999, (struct pyiq_str){ text, sizeof text });
	recent_add(&hits, &hit);
	hit = hit_of(&unit, 1000, S("beyond"));
	recent_add(&hits, &hit);
	assert_int_equal(hits.n, 2);
	assert_int_equal(hits.lines.len, strlen("1 " A " two\n") + strlen("999 " A " \n") + 199);
	assert_memory_equal(hits.lines.data, "1 " A " two\n999 " A " xxx", 45);
	recent_release(&hits);
}

static int release(void **state)
{
	(void)state;
	recent_release_list(&recent);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_list),    cmocka_unit_test(knows_numbers_from_ids),
		cmocka_unit_test(another_session), cmocka_unit_test(tells_damage),
		cmocka_unit_test(survives_damage), cmocka_unit_test(keeps_one_line_a_hit),
	};

	return cmocka_run_group_tests(tests, NULL, release);
}

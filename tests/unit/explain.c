#include "place.h"

#include "base/buf.h"
#include "pyiq.h"

/* ---- What was told, one letter a part ------------------------------------ */

static struct pyiq_buf parts; /* f format, F family, s slot, u unit, n note, in their order */
static struct pyiq_buf slots; /* `+` or `-`, line, family and text of each */
static struct pyiq_buf units; /* lines and question of each */
static struct pyiq_buf notes;
static char format[32];
static struct pyiq_explained_family families[8];
static size_t n_families;
static size_t stop_at; /* stop with the part of this number; 0 means never */

static int part(char letter)
{
	pyiq_buf_putc(&parts, letter);
	return parts.len == stop_at;
}

static int take_format(void *ctx, const char *name)
{
	assert_ptr_equal(ctx, &parts);
	snprintf(format, sizeof format, "%s", name);
	return part('f');
}

static int take_family(void *ctx, const struct pyiq_explained_family *family)
{
	assert_ptr_equal(ctx, &parts);
	assert_int_equal(family->number, n_families + 1);
	assert_true(strlen(family->kind) > 0);
	assert_true(strlen(family->why) > 0);
	assert_true(n_families < COUNT(families));
	families[n_families++] = *family;
	return part('F');
}

static int take_slot(void *ctx, const struct pyiq_explained_slot *slot)
{
	assert_ptr_equal(ctx, &parts);
	assert_true(slot->family >= 1 && slot->family <= n_families);
	assert_true(slot->cue <= 2);
	assert_non_null(slot->why);
	pyiq_buf_printf(&slots, "%s%c%zu.%zu %.*s", slots.len > 0 ? "|" : "",
			slot->accepted ? '+' : '-', slot->line, slot->family, (int)slot->text.len,
			slot->text.data);
	return part('s');
}

static int take_unit(void *ctx, const struct pyiq_unit *unit)
{
	struct pyiq_str question = unit->passage[PYIQ_QUESTION].text;

	assert_ptr_equal(ctx, &parts);
	assert_string_equal(unit->id, "");
	assert_int_equal(unit->db.len, 0);
	pyiq_buf_printf(&units, "%s%zu-%zu %.*s%s", units.len > 0 ? "|" : "", unit->line,
			unit->end_line, (int)question.len, question.data,
			unit->answered ? "" : " (unanswered)");
	return part('u');
}

static int take_note(void *ctx, pyiq_event_kind kind, const char *text)
{
	assert_ptr_equal(ctx, &parts);
	assert_null(strchr(text, '\n'));
	pyiq_buf_printf(&notes, "%s %s;", kind == PYIQ_REPAIRED ? "repaired" : "skipped", text);
	return part('n');
}

static pyiq_status explain(const char *name, const char *as)
{
	const struct pyiq_explainer explainer = { take_format, take_family, take_slot,
						  take_unit,   take_note,   &parts };

	pyiq_buf_clear(&parts);
	pyiq_buf_clear(&slots);
	pyiq_buf_clear(&units);
	pyiq_buf_clear(&notes);
	n_families = 0;
	return pyiq_explain(in_place(name), NULL, as, &explainer, &err);
}

static int set_up(void **state)
{
	stop_at = 0;
	pyiq_buf_init(&parts);
	pyiq_buf_init(&slots);
	pyiq_buf_init(&units);
	pyiq_buf_init(&notes);
	return make_place(state);
}

static int tear_down(void **state)
{
	pyiq_buf_release(&parts);
	pyiq_buf_release(&slots);
	pyiq_buf_release(&units);
	pyiq_buf_release(&notes);
	return remove_place(state);
}

/* ---- Documents ------------------------------------------------------------ */

static const char document[] = "# Lists\n"
			       "\n"
			       "Some words about them.\n"
			       "\n"
			       "## 1. What is a list?\n"
			       "\n"
			       "A row.\n"
			       "\n"
			       "### Example\n"
			       "\n"
			       "`[1, 2]`\n"
			       "\n"
			       "## 2. How does it grow?\n"
			       "\n"
			       "By `append`.\n"
			       "\n"
			       "## 3. What is it not?\n"
			       "\n"
			       "TODO\n";

static void documents_have_families_and_slots(void **state)
{
	(void)state;
	write_file("a.md", document);
	ASSERT_OK(explain("a.md", NULL));
	assert_string_equal(format, "markdown");
	assert_string_equal(pyiq_buf_str(&parts), "fFFFsssssuuu");
	assert_string_equal(pyiq_buf_str(&slots), "-1.1 Lists|+5.2 What is a list?|-9.3 Example|"
						  "+13.2 How does it grow?|+17.2 What is it not?");
	assert_string_equal(pyiq_buf_str(&units), "5-11 What is a list?|13-15 How does it grow?|"
						  "17-17 What is it not? (unanswered)");

	const struct pyiq_explained_family *asked = &families[1];

	assert_string_equal(asked->kind, "heading");
	assert_int_equal(asked->level, 2);
	assert_true(asked->numbered && asked->accepted);
	assert_false(asked->labelled || asked->quoted || asked->bold);
	assert_int_equal(asked->n, 3);
	assert_int_equal(asked->n_ask, 3);
	assert_int_equal(asked->n_body, 3);
	assert_int_equal(asked->n_answer, 0);
	assert_int_equal(asked->n_ascending, 3);
	assert_false(families[0].accepted || families[2].accepted);
	assert_int_equal(families[2].n_ask, 0);
}

static void nothing_there(void **state)
{
	(void)state;
	write_file("empty.md", "");
	ASSERT_OK(explain("empty.md", NULL));
	assert_string_equal(pyiq_buf_str(&parts), "f");
	write_file("prose.md", "Some words, and no question.\n");
	ASSERT_OK(explain("prose.md", NULL));
	assert_string_equal(pyiq_buf_str(&units), "");
}

/* Lines are those of the source, whatever a page became on the way. */
static void pages_are_documents(void **state)
{
	(void)state;
	write_file("a.html", "<html><head><title>Lists</title></head>\n<body>\n\n"
			     "<h2>What is a list?</h2>\n<p>A row.</p>\n\n\n"
			     "<h2>What is a set?</h2>\n<p>A bag.</p>\n</body></html>\n");
	ASSERT_OK(explain("a.html", NULL));
	assert_string_equal(format, "html");
	assert_string_equal(pyiq_buf_str(&parts), "fFssuu");
	assert_string_equal(pyiq_buf_str(&slots), "+4.1 What is a list?|+8.1 What is a set?");
	assert_string_equal(pyiq_buf_str(&units), "4-5 What is a list?|8-9 What is a set?");
}

static void the_folder_has_its_say(void **state)
{
	(void)state;
	write_file("q/What is casting.md", "# Casting\n\nA change of type.\n");
	write_file("q/Why use lists.md", "They grow.\n");
	write_file("q/How to sort.md", "Call `sorted`.\n");
	ASSERT_OK(explain("q/Why use lists.md", NULL));
	assert_string_equal(pyiq_buf_str(&units), "1-1 Why use lists");
	assert_int_equal(chdir(in_place("q")), 0);

	const struct pyiq_explainer explainer = { take_format, take_family, take_slot,
						  take_unit,   take_note,   &parts };

	pyiq_buf_clear(&units);
	ASSERT_OK(pyiq_explain("Why use lists.md", NULL, NULL, &explainer, &err));
	assert_string_equal(pyiq_buf_str(&units), "1-1 Why use lists");
	assert_int_equal(chdir("/"), 0);
}

/* ---- Other formats --------------------------------------------------------- */

static void rows_have_no_families(void **state)
{
	(void)state;
	write_file("a.jsonl", "{\"question\": \"What is a list?\", \"answer\": \"A row.\"}\n"
			      "{\"question\": \"What is\n"
			      "{\"question\": \"What is a set?\", \"answer\": \"\"}\n");
	ASSERT_OK(explain("a.jsonl", NULL));
	assert_string_equal(format, "jsonl");
	assert_string_equal(pyiq_buf_str(&parts), "fuun");
	assert_string_equal(pyiq_buf_str(&units),
			    "1-1 What is a list?|3-3 What is a set? (unanswered)");
	assert_int_equal(strncmp(pyiq_buf_str(&notes), "skipped line 2: ", 16), 0);
}

static void a_format_may_be_asked_for(void **state)
{
	(void)state;
	write_file("a.md", "question,answer\nWhat is a list?,A row.\n");
	ASSERT_OK(explain("a.md", NULL));
	assert_string_equal(format, "markdown");
	assert_string_equal(pyiq_buf_str(&units), "");
	ASSERT_OK(explain("a.md", "csv"));
	assert_string_equal(format, "csv");
	assert_string_equal(pyiq_buf_str(&units), "2-2 What is a list?");
	ASSERT_STATUS(PYIQ_ERR_INVALID, explain("a.md", "bogus"));
	assert_non_null(strstr(err.message, "bogus"));
	assert_string_equal(pyiq_buf_str(&parts), "");
}

static void streams(void **state)
{
	const struct pyiq_explainer explainer = { take_format, take_family, take_slot,
						  take_unit,   take_note,   &parts };
	struct pyiq_stream stream = { .name = "clip.txt" };

	(void)state;
	write_file("a.md", document);
	stream.fd = open(in_place("a.md"), O_RDONLY);
	ASSERT_OK(pyiq_explain(stream.name, &stream, NULL, &explainer, &err));
	close(stream.fd);
	assert_string_equal(format, "markdown");
	assert_string_equal(pyiq_buf_str(&parts), "fFFFsssssuuu");
}

static void repairs_are_noted(void **state)
{
	(void)state;
	write_bytes("a.md", S("## What is a caf\xE9?\n\nThis.\n"));
	ASSERT_OK(explain("a.md", NULL));
	assert_string_equal(pyiq_buf_str(&parts), "fFsun");
	assert_string_equal(pyiq_buf_str(&notes), "repaired read as Windows-1252;");
	assert_string_equal(pyiq_buf_str(&units), "1-3 What is a café?");
}

/* ---- What cannot be explained ------------------------------------------------ */

static void failures(void **state)
{
	(void)state;
	ASSERT_STATUS(PYIQ_ERR_IO, explain("gone.md", NULL));
	assert_string_equal(err.message, "No such file or directory");
	ASSERT_STATUS(PYIQ_ERR_IO, explain("", NULL));
	write_bytes("binary.md", S("\0\1"));
	ASSERT_STATUS(PYIQ_ERR_NOT_TEXT, explain("binary.md", NULL));
	write_file("pom.xml", "<project/>\n");
	ASSERT_STATUS(PYIQ_ERR_SOURCE, explain("pom.xml", NULL));
	assert_string_equal(pyiq_buf_str(&parts), "");
	write_file("Posts.xml", "<posts>\n<row Id=\"1\"\n");
	ASSERT_STATUS(PYIQ_ERR_SOURCE, explain("Posts.xml", NULL));
	assert_int_equal(strncmp(err.message, "line ", 5), 0);
}

static void every_part_may_stop(void **state)
{
	size_t n;

	(void)state;
	write_bytes("a.md", S("# Lists\n\n## 1. What is a caf\xE9?\n\nThis.\n\n"
			      "## 2. What is a list?\n\nThat.\n"));
	ASSERT_OK(explain("a.md", NULL));
	assert_string_equal(pyiq_buf_str(&parts), "fFFsssuun");
	n = parts.len;
	for (stop_at = 1; stop_at <= n; stop_at++) {
		ASSERT_STATUS(PYIQ_STOPPED, explain("a.md", NULL));
		assert_int_equal(parts.len, stop_at);
	}
}

/* Receivers that need no memory, so that what runs out is the engine's. */
static int ignore_name(void *ctx, const char *name)
{
	(void)ctx;
	(void)name;
	return 0;
}

static int ignore_family(void *ctx, const struct pyiq_explained_family *family)
{
	(void)ctx;
	(void)family;
	return 0;
}

static int ignore_slot(void *ctx, const struct pyiq_explained_slot *slot)
{
	(void)ctx;
	(void)slot;
	return 0;
}

static int ignore_unit(void *ctx, const struct pyiq_unit *unit)
{
	(void)ctx;
	(void)unit;
	return 0;
}

static int ignore_note(void *ctx, pyiq_event_kind kind, const char *text)
{
	(void)ctx;
	(void)kind;
	(void)text;
	return 0;
}

static void out_of_memory(void **state)
{
	const struct pyiq_explainer explainer = { ignore_name, ignore_family, ignore_slot,
						  ignore_unit, ignore_note,   NULL };
	const char *path = in_place("a.md");

	(void)state;
	write_file("a.md", document);
	for (long n = 0;; n++) {
		pyiq_status status;

		pyiq_alloc_fail_after(n);
		status = pyiq_explain(path, NULL, NULL, &explainer, &err);
		pyiq_alloc_fail_after(-1);
		if (status == PYIQ_OK)
			break;
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(documents_have_families_and_slots),
		TEST(nothing_there),
		TEST(pages_are_documents),
		TEST(the_folder_has_its_say),
		TEST(rows_have_no_families),
		TEST(a_format_may_be_asked_for),
		TEST(streams),
		TEST(repairs_are_noted),
		TEST(failures),
		TEST(every_part_may_stop),
		TEST(out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

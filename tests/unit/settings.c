#include "check.h"

#include "base/buf.h"
#include "settings.h"

/* Everything under test: settings from files whose text is given, as text. */
static struct settings settings;
static struct pyiq_buf told; /* the mistakes, each a line */

static void tell(void *ctx, const struct pyiq_error *mistake)
{
	(void)ctx;
	pyiq_buf_printf(&told, "%s | %s\n", mistake->message, mistake->hint);
}

static int begin(void **state)
{
	(void)state;
	settings_init(&settings);
	pyiq_buf_clear(&told);
	return 0;
}

static int end(void **state)
{
	(void)state;
	settings_release(&settings);
	pyiq_buf_release(&told);
	return 0;
}

static const struct settings_source *add_source(source_kind kind, const char *path)
{
	ASSERT_OK(pyiq_grow(&settings.sources, &settings.sources_capacity, settings.n_sources + 1,
			    sizeof *settings.sources, &err));
	settings.sources[settings.n_sources] =
		(struct settings_source){ .kind = kind, .path = path };
	return &settings.sources[settings.n_sources++];
}

static void parse(source_kind kind, const char *path, struct pyiq_str text)
{
	struct pyiq_str exact = exact_copy(text);

	ASSERT_OK(settings_parse(&settings, add_source(kind, path), exact, tell, NULL, &err));
	free((char *)exact.data);
}

static void put_setting(struct pyiq_buf *out, const struct setting *setting)
{
	if (setting->section != COMMAND_NONE)
		pyiq_buf_printf(out, "%s.", commands[setting->section]->name);
	pyiq_buf_printf(out, "%s=%s@%zu ", option_rows[setting->id].name,
			setting->off     ? "OFF"
			: setting->value ? setting->value
					 : "ON",
			setting->line);
}

/* One file: its settings and its mistakes. */
static void assert_parsed(struct pyiq_str text, const char *wanted, const char *mistakes)
{
	struct pyiq_buf found = PYIQ_BUF_INIT;

	begin(NULL);
	parse(SOURCE_USER, "/u/config", text);
	for (size_t i = 0; i < settings.n; i++)
		put_setting(&found, &settings.items[i]);
	assert_text(pyiq_str(pyiq_buf_str(&found)), wanted, text.data);
	assert_text(pyiq_str(pyiq_buf_str(&told)), mistakes, text.data);
	pyiq_buf_release(&found);
	end(NULL);
}

/* What is chosen for a command line with these options on it; N_OPTIONS ends them. */
static void assert_chosen_with(command_id command, const option_id *given, bool operands,
			       const char *wanted)
{
	const struct setting *chosen[64];
	struct pyiq_buf found = PYIQ_BUF_INIT;
	bool is_given[N_OPTIONS] = { false };

	for (; given && *given != N_OPTIONS; given++)
		is_given[*given] = true;
	assert_true(settings.n <= COUNT(chosen));
	size_t n = settings_choose(&settings, command, is_given, operands, chosen);

	for (size_t i = 0; i < n; i++)
		put_setting(&found, chosen[i]);
	assert_text(pyiq_str(pyiq_buf_str(&found)), wanted, commands[command]->name);
	pyiq_buf_release(&found);
}

static void assert_chosen(command_id command, const option_id *given, const char *wanted)
{
	assert_chosen_with(command, given, false, wanted);
}

#define GIVEN(...) ((const option_id[]){ __VA_ARGS__, N_OPTIONS })

/* ---- The format -------------------------------------------------------------- */

static void reads_keys_and_values(void **state)
{
	(void)state;
	assert_parsed(S(""), "", "");
	assert_parsed(S("color = never"), "color=never@1 ", "");
	assert_parsed(S("\n  # a = b\n\t\n color\t=\tnever  \n#\n"), "color=never@4 ", "");
	assert_parsed(S("colour=always\n"), "color=always@1 ", "");
	assert_parsed(S("color = never\r\njson = yes\r\n"), "color=never@1 json=ON@2 ", "");
	assert_parsed(S("\xEF\xBB\xBFmax-count = 5"), "max-count=5@1 ", "");
	assert_parsed(S("name = a = b # c"), "name=a = b # c@1 ", "");
	assert_parsed(S("name = \"  b \"\nname = \"\nname = \"a\" b"),
		      "name=  b @1 name=\"@2 name=\"a\" b@3 ", "");
	assert_parsed(S("name = \"\"\nname =\n"), "name=@1 name=OFF@2 ", "");
	assert_parsed(S("name = \xFF\xFE"), "name=\xFF\xFE@1 ", "");
}

static void reads_switches(void **state)
{
	(void)state;
	assert_parsed(S("json=true\njson=YES\njson=on\njson=1"),
		      "json=ON@1 json=ON@2 json=ON@3 json=ON@4 ", "");
	assert_parsed(S("json=false\njson=No\njson=off\njson=0\njson="),
		      "json=OFF@1 json=OFF@2 json=OFF@3 json=OFF@4 json=OFF@5 ", "");
	assert_parsed(S("json = maybe"), "",
		      "/u/config:1: invalid value 'maybe' for 'json': true or false | \n");
}

static void reads_sections(void **state)
{
	(void)state;
	assert_parsed(S("full=1\n[search]\nfull=1\n [ index ] \nformat=csv\n[search]\nformat={id}"),
		      "full=ON@1 search.full=ON@3 index.format=csv@5 search.format={id}@7 ", "");
	assert_parsed(S("[serch]\nany = thing\n\nnot even\n[list]\njson=1"), "list.json=ON@6 ",
		      "/u/config:1: there is no subcommand 'serch' | did you mean [search]?\n");
	assert_parsed(S("[list"), "",
		      "/u/config:1: '[' without ']' at the end | a section is a line such as "
		      "[search]\n");
	assert_parsed(S("[list] json = 1"), "",
		      "/u/config:1: '[' without ']' at the end | a section is a line such as "
		      "[search]\n");
	assert_parsed(S("[]\n[__manual]\n"), "",
		      "/u/config:1: there is no subcommand '' | a section is the name of a "
		      "subcommand\n"
		      "/u/config:2: there is no subcommand '__manual' | a section is the name of a "
		      "subcommand\n");
}

static void resolves_paths(void **state)
{
	(void)state;
	setenv("HOME", "/home/me", 1);
	assert_parsed(S("db=a/b\ndb=/c\ndb=~/d\ndb=~\ndb=~e\ndb=../f\nfile=-\nfile=p"),
		      "db=/u/a/b@1 db=/c@2 db=/home/me/d@3 db=/home/me@4 db=/u/~e@5 db=/u/../f@6 "
		      "file=-@7 file=/u/p@8 ",
		      "");
	/* Only a path is one. */
	assert_parsed(S("name=./y\n[index]\nexclude=~/x"), "name=./y@1 index.exclude=~/x@3 ", "");
	unsetenv("HOME");
	assert_parsed(S("db=~/d"), "db=/u/~/d@1 ", "");
}

static void tells_mistakes(void **state)
{
	(void)state;
	assert_parsed(S("json=1\ncolr = never\n"), "json=ON@1 ",
		      "/u/config:2: unknown key 'colr' | did you mean 'color'?\n");
	assert_parsed(S("--color = never\n"), "",
		      "/u/config:1: unknown key '--color' | did you mean 'color'?\n");
	assert_parsed(S("[stats]\nmax-count = 1"), "",
		      "/u/config:2: pyiq stats has no option 'max-count' | the keys are the long "
		      "options that 'pyiq stats --help' tells\n");
	assert_parsed(S("help = true\nversion = true\n= 1"), "",
		      "/u/config:1: unknown key 'help' | the keys are the long options of the "
		      "subcommands\n"
		      "/u/config:2: unknown key 'version' | the keys are the long options of the "
		      "subcommands\n"
		      "/u/config:3: unknown key '' | the keys are the long options of the "
		      "subcommands\n");
	assert_parsed(S("json"), "",
		      "/u/config:1: a key without '=' | a line is 'key = value', '[subcommand]' or "
		      "'# comment'\n");
	assert_parsed(
		S("color = purple"), "",
		"/u/config:1: invalid value 'purple' for 'color': auto, always or never | \n");
	assert_parsed(S("max-count = 5 # five\nmax-count=-1"), "",
		      "/u/config:1: invalid number '5 # five' for 'max-count' | a comment has a "
		      "line of its own\n"
		      "/u/config:2: invalid number '-1' for 'max-count' | \n");
	assert_parsed(S("format = {id}\n"), "",
		      "/u/config:1: 'format' means different things to different subcommands | put "
		      "it into the section of one of them, such as [search]\n");
	assert_parsed(S("json\0=1\nname = \x1B[2J\nname = \x7F"), "",
		      "/u/config:1: a control character | it must be a text, in UTF-8\n"
		      "/u/config:2: a control character | it must be a text, in UTF-8\n"
		      "/u/config:3: a control character | it must be a text, in UTF-8\n");
	assert_parsed(S("\xFF\xFEj\0s\0o\0n\0"), "",
		      "/u/config:1: a control character | it must be a text, in UTF-8\n");
}

static void gives_up_on_what_is_no_configuration(void **state)
{
	char text[4000];
	size_t lines = 0;

	(void)state;
	begin(NULL);
	memset(text, '\n', sizeof text);
	for (size_t i = 0; i < sizeof text; i += 2)
		text[i] = 'x';
	parse(SOURCE_USER, "/u/config", (struct pyiq_str){ text, sizeof text });
	for (const char *p = pyiq_buf_str(&told); (p = strchr(p, '\n')); p++)
		lines++;
	assert_int_equal(lines, 10);
	end(NULL);
}

static void takes_lines_of_any_length(void **state)
{
	size_t len = 60000;
	char *text = malloc(len);

	(void)state;
	assert_non_null(text);
	begin(NULL);
	memset(text, 'x', len);
	memcpy(text, "name = ", 7);
	parse(SOURCE_USER, "/u/config", (struct pyiq_str){ text, len });
	assert_int_equal(settings.n, 1);
	assert_int_equal(strlen(settings.items[0].value), len - 7);
	memset(text, 'x', len);
	parse(SOURCE_USER, "/u/config", (struct pyiq_str){ text, len });
	text[0] = '[';
	parse(SOURCE_USER, "/u/config", (struct pyiq_str){ text, len });
	text[len - 1] = '=';
	parse(SOURCE_USER, "/u/config", (struct pyiq_str){ text, len });
	assert_int_equal(settings.n, 1);
	free(text);
	end(NULL);
}

static void a_folder_cannot_do_everything(void **state)
{
	(void)state;
	begin(NULL);
	parse(SOURCE_PROJECT, "/p/.pyiq.conf",
	      S("pager = evil\n[index]\nrebuild = true\nprune = true\nexclude = x\n"));
	assert_int_equal(settings.n, 1);
	assert_text(pyiq_str(pyiq_buf_str(&told)),
		    "/p/.pyiq.conf:1: 'pager' may not be set by a folder's file | it belongs into "
		    "your own configuration, see pyiq-config(5)\n"
		    "/p/.pyiq.conf:3: 'rebuild' may not be set by a folder's file | it belongs "
		    "into your own configuration, see pyiq-config(5)\n"
		    "/p/.pyiq.conf:4: 'prune' may not be set by a folder's file | it belongs into "
		    "your own configuration, see pyiq-config(5)\n",
		    "project");
	end(NULL);
	assert_parsed(S("pager = mine"), "pager=mine@1 ", "");
}

/* ---- What counts -------------------------------------------------------------- */

static void the_more_important_counts(void **state)
{
	(void)state;
	parse(SOURCE_SYSTEM, "/s", S("color=never\nmax-count=1\nheading=true\n[list]\njson=on"));
	parse(SOURCE_USER, "/u", S("color=auto\nheading=no\n[search]\nmax-count=2"));
	parse(SOURCE_PROJECT, "/p", S("color=always\ncolor=never"));
	assert_chosen(COMMAND_SEARCH, NULL, "search.max-count=2@4 color=never@2 ");
	assert_chosen(COMMAND_SIMILAR, NULL, "max-count=1@2 color=never@2 ");
	assert_chosen(COMMAND_LIST, NULL, "list.json=ON@5 color=never@2 ");
	assert_chosen(COMMAND_LIST, GIVEN(OPTION_COLOR), "list.json=ON@5 ");
	assert_chosen(COMMAND_HELP, NULL, "");
	assert_true(settings_overridden(&settings, &settings.items[0], COMMAND_NONE));
	assert_false(settings_overridden(&settings, &settings.items[1], COMMAND_NONE));
	assert_true(settings_overridden(&settings, &settings.items[1], COMMAND_SEARCH));
	assert_true(settings_overridden(&settings, &settings.items[2], COMMAND_LIST));
}

static void values_of_one_source_add_up(void **state)
{
	(void)state;
	parse(SOURCE_USER, "/u", S("db=/a\ndb=/b\n[index]\nexclude=x\nexclude=y\n[show]\ndb=/c"));
	assert_chosen(COMMAND_LIST, NULL, "db=/a@1 db=/b@2 ");
	assert_chosen(COMMAND_SHOW, NULL, "show.db=/c@7 ");
	assert_chosen(COMMAND_INDEX, GIVEN(OPTION_DB), "index.exclude=x@4 index.exclude=y@5 ");
	parse(SOURCE_PROJECT, "/p", S("[index]\nexclude=1\nexclude=\nexclude=z\n"));
	assert_chosen(COMMAND_INDEX, GIVEN(OPTION_DB), "index.exclude=z@4 ");
}

/* Every one of these would be an error, or another answer, if it stood on the command line. */
static void settings_give_way(void **state)
{
	(void)state;
	parse(SOURCE_USER, "/u",
	      S("json=1\nmax-count=5\n[search]\nfold=near\nfixed-strings=1\ncontext=2\n[index]\n"
		"exclude=x\n"));
	assert_chosen(COMMAND_SEARCH, GIVEN(OPTION_COUNT),
		      "search.fold=near@4 search.fixed-strings=ON@5 search.context=2@6 ");
	assert_chosen(COMMAND_SIMILAR, GIVEN(OPTION_COUNT), "");
	assert_chosen(COMMAND_SIMILAR, GIVEN(OPTION_FILES), "");
	assert_chosen(COMMAND_SIMILAR, GIVEN(OPTION_TEMPLATE), "max-count=5@2 ");
	assert_chosen(COMMAND_SIMILAR, GIVEN(OPTION_FIRST), "json=ON@1 ");
	assert_chosen(COMMAND_SHOW, GIVEN(OPTION_PLAIN), "");
	assert_chosen(COMMAND_SHOW, GIVEN(OPTION_COLOR), "json=ON@1 ");
	assert_chosen(COMMAND_SIMILAR, GIVEN(OPTION_ALL), "json=ON@1 ");
	assert_chosen(COMMAND_SEARCH, GIVEN(OPTION_EXTENDED),
		      "json=ON@1 max-count=5@2 search.context=2@6 ");
	assert_chosen(COMMAND_INDEX, GIVEN(OPTION_PRUNE), "");
	assert_chosen(COMMAND_INDEX, NULL, "index.exclude=x@8 ");
	/* The same between sources. */
	parse(SOURCE_PROJECT, "/p", S("count=1"));
	assert_chosen(COMMAND_SIMILAR, NULL, "count=ON@1 ");
	assert_chosen(COMMAND_SIMILAR, GIVEN(OPTION_JSON), "max-count=5@2 ");
}

static void patterns_need_a_pattern(void **state)
{
	(void)state;
	parse(SOURCE_USER, "/u", S("[search]\ncontext=2\ninvert-match=1\nonly-matching=1\n"));
	assert_chosen(COMMAND_SEARCH, NULL, "");
	assert_chosen(COMMAND_SEARCH, GIVEN(OPTION_REGEXP),
		      "search.context=2@2 search.invert-match=ON@3 search.only-matching=ON@4 ");
	assert_chosen(COMMAND_SEARCH, GIVEN(OPTION_FIXED, OPTION_FULL),
		      "search.context=2@2 search.invert-match=ON@3 ");
}

static void operands_say_what_is_searched_for(void **state)
{
	(void)state;
	parse(SOURCE_USER, "/u", S("[search]\ncontext=2\nregexp=x\n"));
	assert_chosen_with(COMMAND_SEARCH, NULL, true, "");
	assert_chosen_with(COMMAND_SEARCH, GIVEN(OPTION_FIXED), true, "search.context=2@2 ");
	assert_chosen_with(COMMAND_SEARCH, NULL, false, "search.context=2@2 search.regexp=x@3 ");
}

/* ---- Memory --------------------------------------------------------------------- */

static void survives_want_of_memory(void **state)
{
	pyiq_status status = PYIQ_ERR_NOMEM;

	(void)state;
	for (long n = 0; status != PYIQ_OK; n++) {
		struct pyiq_str text = S("db=a\ndb=~/b\n[search]\nname = c\njson=1\nfile=x");

		begin(NULL);
		const struct settings_source *source = add_source(SOURCE_USER, "/u/c");

		pyiq_alloc_fail_after(n);
		status = settings_parse(&settings, source, text, tell, NULL, &err);
		pyiq_alloc_fail_after(-1);
		assert_true(status == PYIQ_OK || status == PYIQ_ERR_NOMEM);
		end(NULL);
		assert_true(n < 100);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_keys_and_values),
		cmocka_unit_test(reads_switches),
		cmocka_unit_test(reads_sections),
		cmocka_unit_test(resolves_paths),
		cmocka_unit_test(tells_mistakes),
		cmocka_unit_test(gives_up_on_what_is_no_configuration),
		cmocka_unit_test(takes_lines_of_any_length),
		cmocka_unit_test(a_folder_cannot_do_everything),
		cmocka_unit_test_setup_teardown(the_more_important_counts, begin, end),
		cmocka_unit_test_setup_teardown(values_of_one_source_add_up, begin, end),
		cmocka_unit_test_setup_teardown(settings_give_way, begin, end),
		cmocka_unit_test_setup_teardown(patterns_need_a_pattern, begin, end),
		cmocka_unit_test_setup_teardown(operands_say_what_is_searched_for, begin, end),
		cmocka_unit_test(survives_want_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "settings.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "nearest.h"

extern char **environ; /* POSIX leaves the declaration to its users */

static const char variable_prefix[] = "PYIQ_";

enum { MOST_MISTAKES = 10 /* of a file that are told */ };

/* Where a setting is being read. */
struct reader {
	struct settings *settings;
	settings_mistake_fn *mistake;
	void *ctx;
	struct pyiq_error *err;

	const struct settings_source *source;
	const char *origin; /* the file's path, or the variable's name */
	size_t line;
	size_t rank; /* of the source */
	command_id section;
	bool unknown_section;
	size_t n_mistakes;
};

/* ---- Keys ------------------------------------------------------------------ */

bool settings_is_key(option_id id)
{
	return id != OPTION_HELP && id != OPTION_VERSION && id != OPTION_NO_CONFIG;
}

static bool is_key_of(option_id id, command_id command)
{
	return settings_is_key(id) &&
	       (command == COMMAND_NONE || option_is_for(&option_rows[id], command));
}

size_t settings_find_key(command_id command, struct pyiq_str name, option_id *id)
{
	size_t n = 0;

	for (int i = 0; i < N_OPTIONS; i++) {
		const struct option_row *row = &option_rows[i];

		if (is_key_of((option_id)i, command) &&
		    (pyiq_str_equal(pyiq_str(row->name), name) ||
		     (row->alias && pyiq_str_equal(pyiq_str(row->alias), name)))) {
			*id = (option_id)i;
			n++;
		}
	}
	return n;
}

const char *settings_near_key(command_id command, const char *written)
{
	const char *names[N_OPTIONS];
	size_t n = 0;

	for (int i = 0; i < N_OPTIONS; i++)
		if (is_key_of((option_id)i, command))
			names[n++] = option_rows[i].name;
	return nearest(written, names, n);
}

/*
 * A file in a folder may come from anywhere with it. It must neither name a
 * program that is run, nor have what was indexed forgotten.
 */
static bool is_dangerous(option_id id)
{
	const char *argument = option_rows[id].argument;

	return (argument && strstr(argument, "COMMAND")) || id == OPTION_PRUNE ||
	       id == OPTION_REBUILD;
}

/* ---- Mistakes -------------------------------------------------------------- */

/* Tell a mistake and where it is; the hint may be empty. */
static void mistaken(struct reader *r, const char *hint, const char *format, ...) PYIQ_PRINTF(3, 4);

static void mistaken(struct reader *r, const char *hint, const char *format, ...)
{
	struct pyiq_error mistake;
	char cause[256], line[32] = "";
	va_list args;

	va_start(args, format);
	vsnprintf(cause, sizeof cause, format, args);
	va_end(args);
	if (r->line > 0)
		snprintf(line, sizeof line, ":%zu", r->line);
	pyiq_fail(&mistake, PYIQ_ERR_INVALID, "%s%s: %s", r->origin, line, cause);
	pyiq_hint(&mistake, "%s", hint);
	if (r->mistake && r->n_mistakes < MOST_MISTAKES)
		r->mistake(r->ctx, &mistake);
	r->n_mistakes++;
}

/*
 * A stub file that Xapian takes for a database can name a program that is to be
 * run. In a folder's file a database has to be a real one, or still to be made.
 */
static bool is_harmless_database(const char *path)
{
	struct pyiq_buf inside = PYIQ_BUF_INIT;
	struct stat facts;
	bool harmless;

	pyiq_buf_printf(&inside, "%s/iamglass", path);
	harmless = !inside.failed && (stat(inside.data, &facts) == 0 ||
				      (lstat(path, &facts) != 0 && errno == ENOENT));
	pyiq_buf_release(&inside);
	return harmless;
}

/* ---- Values ---------------------------------------------------------------- */

/* 1 and 0 for what means yes and no, -1 for anything else. */
static int switch_value(const char *value)
{
	static const char *const words[][2] = {
		{ "false", "true" }, { "no", "yes" }, { "off", "on" }, { "0", "1" }
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		for (int on = 0; on < 2; on++)
			if (strcasecmp(value, words[i][on]) == 0)
				return on;
	return -1;
}

/* Whether an option can have that value, as far as the table tells. */
static bool check_value(struct reader *r, const struct option_row *row, const char *value)
{
	const char *comment =
		r->line > 0 && strstr(value, " #") ? "a comment has a line of its own" : "";
	char values[OPTION_VALUES_SIZE];
	size_t number;

	if (row->values && option_value(row, value, values) < 0)
		mistaken(r, comment, "invalid value '%s' for '%s': %s", value, row->name, values);
	else if (row->argument && !row->values && strcmp(row->argument, "NUM") == 0 &&
		 !option_number(value, &number))
		mistaken(r, comment, "invalid number '%s' for '%s'", value, row->name);
	else if (!row->argument && switch_value(value) < 0)
		mistaken(r, comment, "invalid value '%s' for '%s': true or false", value,
			 row->name);
	else
		return true;
	return false;
}

/* A path that a file names is relative to the file. */
static void put_value(const struct reader *r, const struct option_row *row, const char *value,
		      struct pyiq_buf *out)
{
	bool path = row->argument &&
		    (strcmp(row->argument, "PATH") == 0 || strcmp(row->argument, "FILE") == 0);
	const char *home = getenv("HOME"), *slash = strrchr(r->origin, '/');

	if (path && r->line > 0 && home && *home && value[0] == '~' &&
	    (value[1] == '/' || value[1] == '\0'))
		pyiq_buf_printf(out, "%s%s", home, value + 1);
	else if (path && r->line > 0 && slash && value[0] != '/' && value[0] != '\0' &&
		 strcmp(value, "-") != 0)
		pyiq_buf_printf(out, "%.*s%s", (int)(slash + 1 - r->origin), r->origin, value);
	else
		pyiq_buf_puts(out, value);
}

static pyiq_status keep_value(struct reader *r, struct setting *setting, const char *value)
{
	struct pyiq_buf stored = PYIQ_BUF_INIT;

	put_value(r, &option_rows[setting->id], value, &stored);
	setting->value = pyiq_arena_copy(&r->settings->arena, pyiq_buf_str(&stored), stored.len);
	pyiq_status status =
		setting->value ? pyiq_buf_status(&stored, r->err) : pyiq_fail_nomem(r->err);

	pyiq_buf_release(&stored);
	return status;
}

/* Keep a setting; a value of NULL takes back what other sources say. */
static pyiq_status keep(struct reader *r, option_id id, const char *value)
{
	const struct option_row *row = &option_rows[id];
	struct settings *s = r->settings;
	struct setting setting = {
		.id = id,
		.section = r->section,
		.off = !value,
		.origin = r->origin,
		.line = r->line,
		.level = 2 * r->rank + (r->section != COMMAND_NONE) + 1,
	};

	if (value && !check_value(r, row, value))
		return PYIQ_OK;
	if (value && row->argument) {
		pyiq_status status = keep_value(r, &setting, value);

		if (status != PYIQ_OK)
			return status;
		if (r->source && r->source->kind == SOURCE_PROJECT && id == OPTION_DB &&
		    !is_harmless_database(setting.value)) {
			mistaken(r, "it belongs into your own configuration, see pyiq-config(5)",
				 "the database of a folder's file is none that pyiq has made");
			return PYIQ_OK;
		}
	} else if (value) {
		setting.off = switch_value(value) == 0;
	}
	pyiq_status status = pyiq_grow(&s->items, &s->capacity, s->n + 1, sizeof *s->items, r->err);

	if (status == PYIQ_OK)
		s->items[s->n++] = setting;
	return status;
}

/* ---- Files ----------------------------------------------------------------- */

static void take_section(struct reader *r, struct pyiq_str line)
{
	struct pyiq_str name = pyiq_str_trim((struct pyiq_str){ line.data + 1, line.len - 1 });
	char written[64], hint[96] = "a section is the name of a subcommand";
	const char *names[N_COMMANDS];
	size_t n = 0;

	r->unknown_section = true;
	if (name.len == 0 || name.data[name.len - 1] != ']') {
		mistaken(r, "a section is a line such as [search]", "'[' without ']' at the end");
		return;
	}
	name = pyiq_str_trim((struct pyiq_str){ name.data, name.len - 1 });
	for (int i = 0; i < N_COMMANDS; i++)
		if (!command_is_hidden(commands[i])) {
			names[n++] = commands[i]->name;
			if (!pyiq_str_equal(pyiq_str(commands[i]->name), name))
				continue;
			r->section = (command_id)i;
			r->unknown_section = false;
			return;
		}
	snprintf(written, sizeof written, "%.*s", (int)name.len, name.data);
	const char *near = nearest(written, names, n);

	if (near)
		snprintf(hint, sizeof hint, "did you mean [%s]?", near);
	mistaken(r, hint, "there is no subcommand '%s'", written);
}

static void unknown_key(struct reader *r, struct pyiq_str key)
{
	char written[64], hint[128];
	const char *command = r->section == COMMAND_NONE ? "" : commands[r->section]->name;
	option_id id;

	snprintf(written, sizeof written, "%.*s", (int)key.len, key.data);
	const char *near = settings_near_key(r->section, written);

	if (near)
		snprintf(hint, sizeof hint, "did you mean '%s'?", near);
	else if (*command)
		snprintf(hint, sizeof hint,
			 "the keys are the long options that 'pyiq %s --help' tells", command);
	else
		snprintf(hint, sizeof hint, "the keys are the long options of the subcommands");
	if (*command && settings_find_key(COMMAND_NONE, key, &id) > 0)
		mistaken(r, hint, "pyiq %s has no option '%s'", command, written);
	else
		mistaken(r, hint, "unknown key '%s'", written);
}

/* A value of a file as a string; quotes keep blanks. NULL: memory ran out. */
static char *unquoted(struct reader *r, struct pyiq_str value)
{
	if (value.len >= 2 && value.data[0] == '"' && value.data[value.len - 1] == '"')
		value = (struct pyiq_str){ value.data + 1, value.len - 2 };
	return pyiq_arena_copy(&r->settings->arena, value.data, value.len);
}

static pyiq_status take_pair(struct reader *r, struct pyiq_str key, struct pyiq_str value)
{
	option_id id;
	size_t n = settings_find_key(r->section, key, &id);

	if (n == 0) {
		unknown_key(r, key);
		return PYIQ_OK;
	}
	if (n > 1) {
		mistaken(r, "put it into the section of one of them, such as [search]",
			 "'%.*s' means different things to different subcommands", (int)key.len,
			 key.data);
		return PYIQ_OK;
	}
	if (r->source->kind == SOURCE_PROJECT && is_dangerous(id)) {
		mistaken(r, "it belongs into your own configuration, see pyiq-config(5)",
			 "'%s' may not be set by a folder's file", option_rows[id].name);
		return PYIQ_OK;
	}
	if (value.len == 0)
		return keep(r, id, NULL);
	char *string = unquoted(r, value);

	return string ? keep(r, id, string) : pyiq_fail_nomem(r->err);
}

static bool has_control(struct pyiq_str line)
{
	for (size_t i = 0; i < line.len; i++) {
		unsigned char byte = (unsigned char)line.data[i];

		if ((byte < ' ' && byte != '\t') || byte == 0x7F)
			return true;
	}
	return false;
}

static pyiq_status take_line(struct reader *r, struct pyiq_str line)
{
	line = pyiq_str_trim(line);
	if (line.len == 0 || line.data[0] == '#')
		return PYIQ_OK;
	/* Some values are printed as they are, and a folder's file may come from anywhere. */
	if (has_control(line)) {
		mistaken(r, "it must be a text, in UTF-8", "a control character");
		return PYIQ_OK;
	}
	if (line.data[0] == '[') {
		take_section(r, line);
		return PYIQ_OK;
	}
	if (r->unknown_section)
		return PYIQ_OK;
	const char *equals = memchr(line.data, '=', line.len);

	if (!equals) {
		mistaken(r, "a line is 'key = value', '[subcommand]' or '# comment'",
			 "a key without '='");
		return PYIQ_OK;
	}
	size_t len = (size_t)(equals - line.data);

	return take_pair(r, pyiq_str_trim((struct pyiq_str){ line.data, len }),
			 pyiq_str_trim((struct pyiq_str){ equals + 1, line.len - len - 1 }));
}

static pyiq_status parse(struct reader *r, struct pyiq_str text)
{
	static const char mark[] = "\xEF\xBB\xBF";
	pyiq_status status = PYIQ_OK;

	if (text.len >= 3 && memcmp(text.data, mark, 3) == 0)
		text = (struct pyiq_str){ text.data + 3, text.len - 3 };
	while (text.len > 0 && status == PYIQ_OK && r->n_mistakes < MOST_MISTAKES) {
		r->line++;
		status = take_line(r, pyiq_str_take_line(&text));
	}
	return status;
}

pyiq_status settings_parse(struct settings *settings, const struct settings_source *source,
			   struct pyiq_str text, settings_mistake_fn *mistake, void *ctx,
			   struct pyiq_error *err)
{
	struct reader r = {
		.settings = settings,
		.mistake = mistake,
		.ctx = ctx,
		.err = err,
		.source = source,
		.origin = source->path,
		.rank = (size_t)(source - settings->sources),
		.section = COMMAND_NONE,
	};

	return parse(&r, text);
}

/* ---- The environment ------------------------------------------------------- */

/* The option that a variable sets, whose name stands behind the prefix. */
static bool find_variable(struct pyiq_str name, option_id *id)
{
	char key[64];

	if (name.len >= sizeof key)
		return false;
	for (size_t i = 0; i < name.len; i++) {
		if (!isupper((unsigned char)name.data[i]) && name.data[i] != '_' &&
		    !isdigit((unsigned char)name.data[i]))
			return false;
		key[i] = name.data[i] == '_' ? '-' : (char)tolower((unsigned char)name.data[i]);
	}
	return settings_find_key(COMMAND_NONE, (struct pyiq_str){ key, name.len }, id) == 1;
}

pyiq_status settings_take_environment(struct settings *settings, settings_mistake_fn *mistake,
				      void *ctx, struct pyiq_error *err)
{
	struct reader r = {
		.settings = settings,
		.mistake = mistake,
		.ctx = ctx,
		.err = err,
		.rank = settings->n_sources,
		.section = COMMAND_NONE,
	};
	size_t prefix = strlen(variable_prefix);
	pyiq_status status = PYIQ_OK;

	for (char **variable = environ; status == PYIQ_OK && *variable; variable++) {
		size_t len = strcspn(*variable, "=");
		option_id id;

		if (strncmp(*variable, variable_prefix, prefix) != 0 || !(*variable)[len] ||
		    !find_variable((struct pyiq_str){ *variable + prefix, len - prefix }, &id))
			continue;
		/* An empty one is as good as none, but for a program that may be none. */
		if (!(*variable)[len + 1] && id != OPTION_PAGER)
			continue;
		r.origin = pyiq_arena_copy(&settings->arena, *variable, len);
		status = r.origin ? keep(&r, id, *variable + len + 1) : pyiq_fail_nomem(r.err);
	}
	return status;
}

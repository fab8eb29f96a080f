/*
 * Which settings count for a command line.
 */
#include "settings.h"

#include <string.h>

#define SET(...) ((const option_id[]){ __VA_ARGS__, N_OPTIONS })

#define PATTERNS   OPTION_REGEXP, OPTION_FILE, OPTION_FIXED, OPTION_EXTENDED, OPTION_PERL
#define CONTEXTS   OPTION_AFTER, OPTION_BEFORE, OPTION_CONTEXT
#define FILE_NAMES OPTION_FILES, OPTION_FILES_WITHOUT
#define MODES                                                                                      \
	OPTION_QUIET, OPTION_COUNT, FILE_NAMES, OPTION_COUNT_BY, OPTION_TEMPLATE, OPTION_VIMGREP

/*
 * Options that cannot stand together, or of which not the later one wins: each
 * of these with each of those. A setting gives way to any of the others that is
 * more important, so that no command line fails because of it, or means
 * something else.
 */
static const struct {
	const option_id *these, *those;
	const char *value; /* only when these have it; NULL: any */
} contradictions[] = {
	{ SET(MODES), SET(MODES), NULL },
	{ SET(OPTION_JSON, OPTION_TEMPLATE, OPTION_VIMGREP),
	  SET(OPTION_HEADING, OPTION_NO_HEADING, OPTION_PLAIN), NULL },
	{ SET(OPTION_JSON),
	  SET(OPTION_QUIET, OPTION_COUNT, FILE_NAMES, OPTION_TEMPLATE, OPTION_VIMGREP,
	      OPTION_NUL_DATA),
	  NULL },
	{ SET(OPTION_EXPLAIN_HITS),
	  SET(OPTION_COUNT, FILE_NAMES, OPTION_COUNT_BY, OPTION_TEMPLATE, OPTION_VIMGREP, PATTERNS),
	  NULL },
	{ SET(OPTION_TEMPLATE), SET(OPTION_ONLY, CONTEXTS), NULL },
	{ SET(OPTION_VIMGREP), SET(OPTION_FULL, CONTEXTS), NULL },
	{ SET(OPTION_ONLY, OPTION_COUNT_BY), SET(OPTION_FIRST, OPTION_FULL), NULL },
	{ SET(OPTION_ONLY), SET(OPTION_COUNT_BY), NULL },
	{ SET(OPTION_MAX_COUNT, OPTION_FIRST), SET(OPTION_COUNT, FILE_NAMES, OPTION_COUNT_BY),
	  NULL },
	{ SET(OPTION_FIRST), SET(OPTION_MAX_COUNT, OPTION_ALL, OPTION_FULL), NULL },
	{ SET(OPTION_ALL), SET(OPTION_MAX_COUNT), NULL },
	{ SET(OPTION_FIXED), SET(OPTION_EXTENDED, OPTION_PERL), NULL },
	{ SET(OPTION_FOLD), SET(PATTERNS), "near" },
	{ SET(OPTION_QUERIES), SET(FILE_NAMES, OPTION_VIMGREP, OPTION_COUNT_BY, PATTERNS), NULL },
	{ SET(OPTION_EXPLAIN), SET(OPTION_PRUNE, OPTION_REBUILD, OPTION_DRY_RUN, OPTION_EXCLUDE),
	  NULL },
	{ SET(OPTION_PRUNE), SET(OPTION_REBUILD, OPTION_EXCLUDE), NULL },
};

/* Settings that mean something for patterns alone. */
static const option_id *const for_patterns = SET(OPTION_INVERT, OPTION_LINE, OPTION_ONLY, CONTEXTS);

/* Settings that say what is searched for: operands say it, too. */
static const option_id *const for_no_operands = SET(OPTION_REGEXP, OPTION_FILE, OPTION_QUERIES);

static bool is_in(const option_id *set, option_id id)
{
	while (*set != N_OPTIONS && *set != id)
		set++;
	return *set == id;
}

static bool contradicts(const struct setting *setting, option_id other)
{
	for (size_t i = 0; i < sizeof contradictions / sizeof *contradictions; i++) {
		const char *value = contradictions[i].value;
		const option_id *these = contradictions[i].these, *those = contradictions[i].those;

		if (is_in(those, setting->id) && is_in(these, other))
			return true;
		if (is_in(these, setting->id) && is_in(those, other) &&
		    (!value || !setting->value || strcmp(value, setting->value) == 0))
			return true;
	}
	return false;
}

bool settings_adds_up(option_id id)
{
	return is_in(SET(OPTION_REGEXP, OPTION_FILE, OPTION_EXCLUDE, OPTION_INCLUDE,
			 OPTION_EXCLUDE_HITS, OPTION_DB),
		     id);
}

bool settings_applies(const struct setting *setting, command_id command)
{
	return (setting->section == COMMAND_NONE || setting->section == command) &&
	       option_is_for(&option_rows[setting->id], command);
}

/* ---- Overridden ------------------------------------------------------------ */

/* Whether one setting puts another one out of force; `over` stands behind it. */
static bool overrides(const struct setting *over, const struct setting *setting)
{
	return over->id == setting->id &&
	       (over->level > setting->level || over->off || !settings_adds_up(setting->id));
}

static bool overridden_for(const struct settings *settings, const struct setting *setting,
			   command_id command)
{
	const struct setting *end = settings->items + settings->n;

	for (const struct setting *over = setting + 1; over < end; over++)
		if (settings_applies(over, command) && overrides(over, setting))
			return true;
	return false;
}

bool settings_overridden(const struct settings *settings, const struct setting *setting,
			 command_id command)
{
	if (command != COMMAND_NONE)
		return overridden_for(settings, setting, command);
	for (int id = 0; id < N_COMMANDS; id++)
		if (settings_applies(setting, (command_id)id) && !command_is_hidden(commands[id]) &&
		    !overridden_for(settings, setting, (command_id)id))
			return false;
	return true;
}

/* ---- Chosen ---------------------------------------------------------------- */

enum { ABSENT = 0, COMMAND_LINE = -1 };

/* What speaks against a setting among the options that are in force so far. */
static bool gives_way(const struct setting *setting, const size_t levels[N_OPTIONS])
{
	for (int id = 0; id < N_OPTIONS; id++)
		if (levels[id] > setting->level && contradicts(setting, (option_id)id))
			return true;
	return false;
}

size_t settings_choose(const struct settings *settings, command_id command,
		       const bool given[N_OPTIONS], bool operands, const struct setting **chosen)
{
	size_t levels[N_OPTIONS], n = 0, kept = 0;
	bool patterns = false;

	for (int id = 0; id < N_OPTIONS; id++)
		levels[id] = given[id] ? (size_t)COMMAND_LINE : ABSENT;
	for (const struct setting *s = settings->items; s < settings->items + settings->n; s++) {
		if (!settings_applies(s, command) || given[s->id] || s->off ||
		    (operands && is_in(for_no_operands, s->id)) ||
		    overridden_for(settings, s, command))
			continue;
		levels[s->id] = s->level;
		chosen[n++] = s;
	}
	for (size_t i = n; i-- > 0;)
		if (gives_way(chosen[i], levels)) {
			levels[chosen[i]->id] = ABSENT;
			chosen[i] = NULL;
		}
	for (int id = 0; id < N_OPTIONS; id++)
		patterns |= levels[id] != ABSENT && is_in(SET(PATTERNS), (option_id)id);
	for (size_t i = 0; i < n; i++)
		if (chosen[i] && (patterns || !is_in(for_patterns, chosen[i]->id)))
			chosen[kept++] = chosen[i];
	return kept;
}

/*
 * Settings: what options are set to before the command line is read, by files
 * and by the environment. pyiq-config(5) tells users of them.
 */
#ifndef PYIQ_CMD_SETTINGS_H
#define PYIQ_CMD_SETTINGS_H

#include "base/memory.h"
#include "base/text.h"
#include "options.h"

/* From the least important to the most. */
typedef enum source_kind { SOURCE_SYSTEM, SOURCE_USER, SOURCE_PROJECT } source_kind;

/* A file that was looked for. */
struct settings_source {
	source_kind kind;
	const char *path;
	const char *unread; /* why it does not count, or NULL */
};

struct setting {
	option_id id;
	command_id section; /* COMMAND_NONE: all subcommands that know the option */
	const char *value;  /* NULL for a switch */
	bool off;           /* it takes back what less important sources say */
	const char *origin; /* the path of a file, or the name of a variable */
	size_t line;        /* in the file, from 1; 0 for a variable */
	size_t level;       /* the higher one wins */
};

/* A value: initialise, read, release. Whatever it points to is its own. */
struct settings {
	struct pyiq_arena arena;
	struct settings_source *sources;
	size_t n_sources, sources_capacity;
	struct setting *items; /* by level, those of a file as they stand there */
	size_t n, capacity;
};

/* Takes a mistake in a source: the message tells where it is. */
typedef void settings_mistake_fn(void *ctx, const struct pyiq_error *mistake);

void settings_init(struct settings *settings);
void settings_release(struct settings *settings);

/*
 * Read all sources. What is mistaken in them is told and left out. Returns
 * PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status settings_read(struct settings *settings, settings_mistake_fn *mistake, void *ctx,
			  struct pyiq_error *err);

/* Read the text of a file, which is the source, one of settings->sources; as settings_read. */
pyiq_status settings_parse(struct settings *settings, const struct settings_source *source,
			   struct pyiq_str text, settings_mistake_fn *mistake, void *ctx,
			   struct pyiq_error *err);

/* Whether an option can be set: help, for one, has no lasting value. */
bool settings_is_key(option_id id);

/*
 * The options of that name that a subcommand knows, or COMMAND_NONE for any of
 * them. Returns how many there are; *id receives one.
 */
size_t settings_find_key(command_id command, struct pyiq_str name, option_id *id);

/* The key most like what was written, or NULL. */
const char *settings_near_key(command_id command, const char *written);

/* Whether a setting counts for a subcommand. */
bool settings_applies(const struct setting *setting, command_id command);

/* Read the variables, which are more important than all files read before; as settings_read. */
pyiq_status settings_take_environment(struct settings *settings, settings_mistake_fn *mistake,
				      void *ctx, struct pyiq_error *err);

/*
 * Choose the settings that count for a command line on which the options that
 * are marked in `given` stand, and operands or none: those of the highest level
 * for each option, and none that a more important option contradicts. chosen has
 * room for settings->n and receives them, the most important last. Returns their
 * number.
 */
size_t settings_choose(const struct settings *settings, command_id command,
		       const bool given[N_OPTIONS], bool operands, const struct setting **chosen);

/*
 * Whether settings that are more important make this one count for nothing, for
 * a subcommand or, with COMMAND_NONE, for all of them.
 */
bool settings_overridden(const struct settings *settings, const struct setting *setting,
			 command_id command);

/* Whether an option may be given several times, and all of them count. */
bool settings_adds_up(option_id id);

#endif

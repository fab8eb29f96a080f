/*
 * pyiq __complete WORD...: what may stand where the cursor is. The words are those
 * behind `pyiq` on the command line, the last of them, which may be empty, is the
 * one to complete.
 *
 * Each candidate is a line: the word as a whole, a tab and what it means. A line
 * `:files` says that names of files may stand there, too. The completions for the
 * shells are no more than callers of this: whatever a shell can complete stands in
 * the tables, the database, or the last search.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "locations.h"
#include "message.h"
#include "options.h"
#include "pyiq.h"
#include "recent.h"
#include "settings.h"
#include "term/term.h"

/* More than that nobody reads in a list of candidates. */
enum { MOST_IDS = 50, LONGEST_MEANING = 70, MOST_DATABASES = 16 };

struct completion {
	const struct command *command;  /* NULL: its name is still to come */
	const char *word;               /* to complete */
	size_t skip;                    /* of the word: "--color=" stands before the value */
	const char *db[MOST_DATABASES]; /* that were named, or are set */
	size_t n_db;
	struct settings settings; /* read when they are asked for */
};

/* ---- Candidates ---------------------------------------------------------- */

static bool begins(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/*
 * Write text so that it is one line, which a shell can show: what a terminal would obey becomes
 * blanks, for between words they mean the same to --topic.
 */
static void put(const char *text, size_t len)
{
	struct pyiq_buf line = PYIQ_BUF_INIT, shown = PYIQ_BUF_INIT;

	for (size_t i = 0; i < len; i++)
		pyiq_buf_putc(&line, iscntrl((unsigned char)text[i]) ? ' ' : text[i]);
	term_safe_line(&shown, (struct pyiq_str){ pyiq_buf_str(&line), line.len }, " ");
	fwrite(pyiq_buf_str(&shown), 1, shown.len, stdout);
	pyiq_buf_release(&shown);
	pyiq_buf_release(&line);
}

/* Bytes of text that are worth showing beside a candidate, whole characters of UTF-8. */
static size_t meaning_len(struct pyiq_str text)
{
	size_t len = text.len;

	if (len <= LONGEST_MEANING)
		return len;
	len = LONGEST_MEANING;
	while (len > 0 && ((unsigned char)text.data[len] & 0xC0) == 0x80)
		len--;
	return len;
}

static void offer(const struct completion *c, struct pyiq_str value, struct pyiq_str meaning)
{
	const char *typed = c->word + c->skip;
	size_t len = strlen(typed);

	if (value.len < len || memcmp(value.data, typed, len) != 0)
		return;
	put(c->word, c->skip);
	put(value.data, value.len);
	putchar('\t');
	put(meaning.data, meaning_len(meaning));
	putchar('\n');
}

static void offer_text(const struct completion *c, const char *value, const char *meaning)
{
	offer(c, pyiq_str(value), pyiq_str(meaning));
}

/* ---- Names in the tables -------------------------------------------------- */

static void offer_commands(const struct completion *c)
{
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (!command_is_hidden(commands[i]))
			offer_text(c, commands[i]->name, commands[i]->summary);
}

static void offer_options(const struct completion *c)
{
	command_id command = c->command ? c->command->id : COMMAND_NONE;
	char shown[64];

	for (int id = 0; id < N_OPTIONS; id++) {
		const struct option_row *row = &option_rows[id];

		if (!option_is_for(row, command))
			continue;
		snprintf(shown, sizeof shown, "--%s", row->name);
		offer_text(c, shown, row->help);
		/* The letters are those of somebody who asks for all there is. */
		for (const char *letter = row->letters; *letter && strcmp(c->word, "-") == 0;
		     letter++)
			if (*letter != '#') {
				snprintf(shown, sizeof shown, "-%c", *letter);
				offer_text(c, shown, row->help);
			}
	}
}

/* Options as configuration names them. */
static void offer_keys(const struct completion *c)
{
	option_id last; /* of those that have the name */

	for (int id = 0; id < N_OPTIONS; id++)
		if (settings_find_key(COMMAND_NONE, pyiq_str(option_rows[id].name), &last) > 0 &&
		    (int)last == id)
			offer_text(c, option_rows[id].name, option_rows[id].help);
}

static void offer_values(const struct completion *c, const char *values)
{
	while (values) {
		size_t len = strcspn(values, " ");

		offer(c, (struct pyiq_str){ values, len }, pyiq_str(""));
		values = values[len] ? values + len + 1 : NULL;
	}
}

static void offer_files(void)
{
	puts(":files");
}

/* ---- What the databases hold ---------------------------------------------- */

struct topics {
	const struct completion *completion;
	struct pyiq_buf path; /* of the topic before, a NUL behind each heading */
};

/* Offer a topic, and those above it that were not offered with the one before. */
static int take_topic(void *ctx, const struct pyiq_topic_info *info)
{
	struct topics *topics = ctx;
	struct pyiq_buf path = PYIQ_BUF_INIT;
	char count[40];

	snprintf(count, sizeof count, "%zu question%s", info->n_units, plural(info->n_units));
	for (size_t i = 0; i < info->n_topic; i++) {
		bool last = i + 1 == info->n_topic;

		pyiq_buf_append(&path, info->topic[i].data, info->topic[i].len);
		pyiq_buf_putc(&path, '\0');
		if (last || topics->path.len < path.len ||
		    memcmp(topics->path.data, path.data, path.len) != 0)
			offer(topics->completion, info->topic[i], pyiq_str(last ? count : ""));
	}
	pyiq_buf_release(&topics->path);
	topics->path = path;
	return path.failed;
}

static int take_id(void *ctx, const struct pyiq_unit *unit)
{
	offer(ctx, pyiq_str(unit->id), unit->passage[PYIQ_QUESTION].text);
	return 0;
}

static void take_settings(struct completion *c)
{
	bool given[N_OPTIONS] = { false };
	struct pyiq_error err;

	if (settings_read(&c->settings, NULL, NULL, &err) != PYIQ_OK || c->settings.n == 0)
		return;
	const struct setting **chosen = pyiq_alloc(c->settings.n * sizeof *chosen);
	size_t n = chosen ? settings_choose(&c->settings, c->command->id, given, false, chosen) : 0;

	for (size_t i = 0; i < n && c->n_db < MOST_DATABASES; i++)
		if (chosen[i]->id == OPTION_DB)
			c->db[c->n_db++] = chosen[i]->value;
	pyiq_free(chosen);
}

/* A shell asks while somebody types: what cannot be told now is not told. */
static struct pyiq_db *open_databases(struct completion *c)
{
	struct pyiq_db *db = NULL;
	struct pyiq_error err;

	if (c->n_db == 0)
		take_settings(c);
	return locations_open(c->db, c->n_db, &db, &err) == PYIQ_OK ? db : NULL;
}

static void offer_topics(struct completion *c)
{
	struct pyiq_db *db = open_databases(c);
	struct topics topics = { c, PYIQ_BUF_INIT };
	struct pyiq_error err;

	if (db)
		pyiq_db_topics(db, take_topic, &topics, &err);
	pyiq_buf_release(&topics.path);
	pyiq_db_close(db);
}

static void offer_ids(struct completion *c)
{
	struct pyiq_db *db = open_databases(c);
	struct pyiq_error err;

	if (db)
		pyiq_ids(db, c->word, MOST_IDS, take_id, c, &err);
	pyiq_db_close(db);
}

/* The numbers of the hits that were shown last. */
static void offer_recent(const struct completion *c)
{
	struct recent recent = { 0 };
	struct pyiq_error err;
	char rank[24];

	if (recent_load(&recent, &err) == PYIQ_OK)
		for (size_t i = 0; i < recent.n_hits; i++) {
			snprintf(rank, sizeof rank, "%zu", recent.hits[i].rank);
			offer_text(c, rank, recent.hits[i].question);
		}
	recent_release_list(&recent);
}

/* Databases beside the user's own one; a path may name any other. */
static void offer_databases(const struct completion *c)
{
	struct pyiq_buf own = PYIQ_BUF_INIT;
	struct pyiq_error err;

	if (locations_own(&own, &err) == PYIQ_OK)
		offer_text(c, own.data, "your own database");
	pyiq_buf_release(&own);
	offer_files();
}

/* ---- What is to be completed -------------------------------------------------- */

/* The option of that long name, or of that letter; NULL if the subcommand knows none. */
static const struct option_row *find_option(const struct completion *c, const char *name,
					    size_t len, char letter)
{
	for (int id = 0; id < N_OPTIONS; id++) {
		const struct option_row *row = &option_rows[id];

		if (!option_is_for(row, c->command->id))
			continue;
		if (name ? pyiq_str_equal(pyiq_str(row->name), (struct pyiq_str){ name, len }) ||
				    (row->alias && pyiq_str_equal(pyiq_str(row->alias),
								  (struct pyiq_str){ name, len }))
			 : strchr(row->letters, letter) != NULL)
			return row;
	}
	return NULL;
}

static bool needs_argument(const struct option_row *row)
{
	return row && row->argument && row->argument[0] != '[';
}

/* The option whose argument is the word behind this one, or NULL. */
static const struct option_row *open_option(const struct completion *c, const char *word)
{
	const struct option_row *row = NULL;
	size_t len = strlen(word);

	if (begins(word, "--") && len > 2)
		row = find_option(c, word + 2, len - 2, 0);
	else if (word[0] == '-' && len > 1)
		row = find_option(c, NULL, 0, word[len - 1]);
	return needs_argument(row) ? row : NULL;
}

static void offer_arguments(struct completion *c, const struct option_row *row)
{
	const char *argument = row->argument ? row->argument : "";

	if (row->values)
		offer_values(c, row->values);
	else if (strcmp(argument, "TOPIC") == 0)
		offer_topics(c);
	else if (row == &option_rows[OPTION_DB])
		offer_databases(c);
	else if (strcmp(argument, "FILE") == 0 || strcmp(argument, "PATH") == 0)
		offer_files();
}

/* What a subcommand says of its operands tells what they may be. */
static void offer_operands(struct completion *c)
{
	const char *operands = c->command->operands;

	if (strstr(operands, "ID")) {
		offer_recent(c);
		offer_ids(c);
	}
	if (strstr(operands, "PATH"))
		offer_files();
	if (strstr(operands, "COMMAND"))
		offer_commands(c);
	if (strstr(operands, "KEY"))
		offer_keys(c);
}

static void take_database(struct completion *c, const char *word, const char *next)
{
	const char *value = begins(word, "--db=")       ? word + strlen("--db=")
			    : strcmp(word, "--db") == 0 ? next
							: NULL;

	if (value && c->n_db < MOST_DATABASES)
		c->db[c->n_db++] = value;
}

/* words[0] is the subcommand and words[n - 1] what is to be completed, n > 1. */
static void complete(struct completion *c, char **words, int n)
{
	const struct option_row *row = NULL;
	bool ended = false; /* by a `--` */

	for (int i = 1; i < n - 1; i++) {
		row = row || ended ? NULL : open_option(c, words[i]);
		ended |= strcmp(words[i], "--") == 0;
		take_database(c, words[i], words[i + 1]);
	}
	const char *equals = strchr(c->word, '=');

	if (!row && !ended && begins(c->word, "--") && equals) {
		row = find_option(c, c->word + 2, (size_t)(equals - c->word) - 2, 0);
		c->skip = (size_t)(equals - c->word) + 1;
		if (!row)
			return;
	}
	if (row)
		offer_arguments(c, row);
	else if (!ended && c->word[0] == '-')
		offer_options(c);
	else
		offer_operands(c);
}

static int complete_run(int argc, char **argv)
{
	struct completion c = { .word = argc > 1 ? argv[argc - 1] : "" };

	if (argc <= 2) {
		if (c.word[0] == '-')
			offer_options(&c);
		else
			offer_commands(&c);
		return EXIT_HIT;
	}
	c.command = command_find(argv[1]);
	settings_init(&c.settings);
	if (c.command)
		complete(&c, argv + 1, argc - 1);
	settings_release(&c.settings);
	return EXIT_HIT;
}

const struct command command_complete = {
	.id = COMMAND_COMPLETE,
	.name = "__complete",
	.operands = "WORD...",
	.summary = "tell a shell what may stand at the cursor",
	.run = complete_run,
};

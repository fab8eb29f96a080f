#include "term/link.h"

#include <stdlib.h>
#include <unistd.h>

/* ---- Whether there are links ---------------------------------------------- */

static bool is_set(const char *value)
{
	return value && *value;
}

static bool is(const char *value, const char *expected)
{
	return value && strcmp(value, expected) == 0;
}

static bool begins(const char *value, const char *start)
{
	return value && strncmp(value, start, strlen(start)) == 0;
}

/* Whether a variable holds a number that is not below `least`. */
static bool reaches(const char *value, long least)
{
	return is_set(value) && strtol(value, NULL, 10) >= least;
}

/* tmux knows links since 3.4. */
static bool tmux_has_links(const struct link_facts *facts)
{
	char *rest = NULL;
	long major, minor;

	if (!is(facts->term_program, "tmux") || !is_set(facts->term_program_version))
		return false;
	major = strtol(facts->term_program_version, &rest, 10);
	minor = *rest == '.' ? strtol(rest + 1, NULL, 10) : 0;
	return major > 3 || (major == 3 && minor >= 4);
}

static bool is_known(const struct link_facts *facts)
{
	static const char *const programs[] = { "iTerm.app", "WezTerm", "vscode", "ghostty" };

	for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
		if (is(facts->term_program, programs[i]))
			return true;
	return reaches(facts->vte_version, 5000) || reaches(facts->konsole_version, 201200) ||
	       is_set(facts->wt_session) || is(facts->term, "xterm-kitty") ||
	       begins(facts->term, "foot") || begins(facts->term, "alacritty");
}

bool links_wanted(const struct link_facts *facts)
{
	if (facts->when != LINK_AUTO)
		return facts->when == LINK_ALWAYS;
	if (!facts->terminal || !facts->colour || !is_set(facts->term) || is(facts->term, "dumb") ||
	    is(facts->term, "linux"))
		return false;
	/* Inside of these the variables of the terminal around may be found, too. */
	if (is_set(facts->tmux))
		return tmux_has_links(facts);
	return !is_set(facts->sty) && !begins(facts->term, "screen") && is_known(facts);
}

/* ---- Places ---------------------------------------------------------------- */

#define DEFAULT_FORMAT "file://{host}{path}"

/* Whether it begins as a URI does. */
static bool has_scheme(const char *uri)
{
	size_t len = strspn(uri, "abcdefghijklmnopqrstuvwxyz0123456789+-.");

	return *uri >= 'a' && *uri <= 'z' && begins(uri + len, "://");
}

static bool is_field(const char *text)
{
	static const char *const fields[] = { "{path}", "{line}", "{column}", "{host}" };

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (begins(text, fields[i]))
			return true;
	return false;
}

/* What is wrong with a format, or NULL. */
static const char *find_mistake(const char *format)
{
	if (!has_scheme(format))
		return "neither the name of a format nor a URI";
	for (const char *p = format; (p = strchr(p, '{')); p++)
		if (!is_field(p))
			return "there are {path}, {line}, {column} and {host}";
	if (!strstr(format, "{path}"))
		return "{path} is missing";
	if (strstr(format, "{column}") && !strstr(format, "{line}"))
		return "{column} needs {line}";
	return NULL;
}

/* The names are those of ripgrep 14, the formats those that the programs document. */
const char *link_format(const char *given, const char **mistake)
{
	static const struct {
		const char *name, *format;
	} known[] = {
		{ "", "" },
		{ "none", "" },
		{ "default", DEFAULT_FORMAT },
		{ "file", DEFAULT_FORMAT },
		{ "cursor", "cursor://file{path}:{line}:{column}" },
		{ "grep+", "grep+://{path}:{line}" },
		{ "kitty", "file://{host}{path}#{line}" },
		{ "macvim", "mvim://open?url=file://{path}&line={line}&column={column}" },
		{ "textmate", "txmt://open?url=file://{path}&line={line}&column={column}" },
		{ "vscode", "vscode://file{path}:{line}:{column}" },
		{ "vscode-insiders", "vscode-insiders://file{path}:{line}:{column}" },
		{ "vscodium", "vscodium://file{path}:{line}:{column}" },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (is(given, known[i].name))
			return known[i].format;
	*mistake = find_mistake(given);
	return *mistake ? NULL : given;
}

void link_init(struct term *term, link_when when, const char *format)
{
	struct link_facts facts = {
		.when = when,
		.terminal = term->terminal,
		.colour = term->colour,
		.term = getenv("TERM"),
		.term_program = getenv("TERM_PROGRAM"),
		.term_program_version = getenv("TERM_PROGRAM_VERSION"),
		.vte_version = getenv("VTE_VERSION"),
		.konsole_version = getenv("KONSOLE_VERSION"),
		.wt_session = getenv("WT_SESSION"),
		.tmux = getenv("TMUX"),
		.sty = getenv("STY"),
	};

	term->links = links_wanted(&facts);
	term->place_format = format ? format : DEFAULT_FORMAT;
	/* Without a name the host is this one. */
	if (!term->links || gethostname(term->host, sizeof term->host - 1) != 0)
		term->host[0] = '\0';
	term->host[sizeof term->host - 1] = '\0';
}

/* The bytes of a path or a name that mean themselves in any part of a URI. */
static bool is_plain(char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= 'a' && byte <= 'z') || (byte != '\0' && strchr("/-._~", byte));
}

static void put_encoded(struct pyiq_buf *out, struct pyiq_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (is_plain(text.data[i]))
			pyiq_buf_putc(out, text.data[i]);
		else
			pyiq_buf_printf(out, "%%%02X", (unsigned char)text.data[i]);
	}
}

void link_put_place(struct pyiq_buf *out, const struct term *term, struct pyiq_str file,
		    size_t line, size_t column)
{
	if (!term->links || file.len == 0 || file.data[0] != '/')
		return;
	for (const char *p = term->place_format; *p;) {
		if (begins(p, "{path}"))
			put_encoded(out, file);
		else if (begins(p, "{host}"))
			put_encoded(out, pyiq_str(term->host));
		else if (begins(p, "{line}"))
			pyiq_buf_printf(out, "%zu", line);
		else if (begins(p, "{column}"))
			pyiq_buf_printf(out, "%zu", column);
		else
			link_encode(out, (struct pyiq_str){ p, 1 });
		p += *p == '{' ? strcspn(p, "}") + 1 : 1;
	}
}

/* ---- Links ----------------------------------------------------------------- */

bool link_allowed(struct pyiq_str uri)
{
	return pyiq_ascii_begins(uri, "http://") || pyiq_ascii_begins(uri, "https://") ||
	       pyiq_ascii_begins(uri, "mailto:");
}

void link_encode(struct pyiq_buf *out, struct pyiq_str uri)
{
	for (size_t i = 0; i < uri.len; i++) {
		if (uri.data[i] > ' ' && uri.data[i] <= '~')
			pyiq_buf_putc(out, uri.data[i]);
		else
			pyiq_buf_printf(out, "%%%02X", (unsigned char)uri.data[i]);
	}
}

void link_begin(const struct term *term, unsigned id, struct pyiq_str encoded)
{
	if (!term->links)
		return;
	fputs("\033]8;", term->file);
	if (id > 0)
		fprintf(term->file, "id=%u", id);
	fputc(';', term->file);
	fwrite(encoded.data, 1, encoded.len, term->file);
	fputs("\033\\", term->file);
}

void link_end(const struct term *term)
{
	if (term->links)
		fputs("\033]8;;\033\\", term->file);
}

void link_begin_place(const struct term *term, struct pyiq_str file, size_t line, size_t column)
{
	struct pyiq_buf uri = PYIQ_BUF_INIT;

	link_put_place(&uri, term, file, line, column);
	if (uri.len > 0 && uri.len <= LINK_LONGEST && !uri.failed)
		link_begin(term, 0, (struct pyiq_str){ pyiq_buf_str(&uri), uri.len });
	pyiq_buf_release(&uri);
}

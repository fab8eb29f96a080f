#include "message.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>

#include "term/pager.h"
#include "term/term.h"

/* Messages that wait until the pager is left. */
static struct pyiq_buf held = PYIQ_BUF_INIT;

void message_say_held(void)
{
	if (held.len > 0)
		fputs(pyiq_buf_str(&held), stderr);
	pyiq_buf_release(&held);
}

static void say_line(const char *prefix, const char *text)
{
	if (pager_is_running() && term_is_terminal(stderr))
		pyiq_buf_printf(&held, "%s: %s\n", prefix, text);
	else
		fprintf(stderr, "%s: %s\n", prefix, text);
}

static void say(const char *prefix, const char *format, va_list args) PYIQ_PRINTF(2, 0);

/* Text from outside may stand in any message. */
static void say(const char *prefix, const char *format, va_list args)
{
	char text[PATH_MAX + 1024];
	struct pyiq_buf safe = PYIQ_BUF_INIT;

	vsnprintf(text, sizeof text, format, args);
	for (char *feed = text; (feed = strchr(feed, '\n'));)
		*feed = ' ';
	if (term_is_terminal(stderr))
		term_safe(&safe, pyiq_str(text), "?");
	say_line(prefix, safe.len > 0 ? safe.data : text);
	pyiq_buf_release(&safe);
}

static void say_with(const char *prefix, const char *format, ...) PYIQ_PRINTF(2, 3);

static void say_with(const char *prefix, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say(prefix, format, args);
	va_end(args);
}

void message(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say("pyiq", format, args);
	va_end(args);
}

int message_error(const struct pyiq_error *err)
{
	message("%s", err->message);
	if (err->hint[0])
		say_with("hint", "%s", err->hint);
	return EXIT_TROUBLE;
}

int message_usage(const char *command, const char *format, ...)
{
	char prefix[64];
	const char *space = command ? " " : "", *name = command ? command : "";
	va_list args;

	snprintf(prefix, sizeof prefix, "pyiq%s%s", space, name);
	va_start(args, format);
	say(prefix, format, args);
	va_end(args);
	fprintf(stderr, "Try 'pyiq%s%s --help' for more information.\n", space, name);
	return EXIT_TROUBLE;
}

const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

#include "term/term.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/unicode.h"

static const struct glyphs unicode_glyphs = {
	.ellipsis = "…",
	.dot = "·",
	.arrow = "›",
	.bullet = "•",
	.bar = "│",
	.rule = "─",
	.ticked = "☑",
	.unticked = "☐",
	.times = "×",
	.unknown = "\xEF\xBF\xBD",
	.blocks = { "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█" },
};

static const struct glyphs ascii_glyphs = {
	.ellipsis = "...",
	.dot = "|",
	.arrow = ">",
	.bullet = "*",
	.bar = "|",
	.rule = "-",
	.ticked = "[x]",
	.unticked = "[ ]",
	.times = "x",
	.unknown = "?",
	.blocks = { "-", "-", "-", "-", "=", "=", "=", "#" },
};

/* ---- Colour -------------------------------------------------------------- */

static bool is_set(const char *value)
{
	return value && *value;
}

static bool is_forced(const char *value)
{
	return is_set(value) && strcmp(value, "0") != 0;
}

bool colour_wanted(const struct colour_facts *facts)
{
	if (facts->when != COLOUR_AUTO)
		return facts->when == COLOUR_ALWAYS;
	if (is_set(facts->no_color))
		return false;
	if (is_forced(facts->clicolor_force) || is_forced(facts->force_color))
		return true;
	return facts->terminal && is_set(facts->term) && strcmp(facts->term, "dumb") != 0;
}

static void palette_set(struct palette *palette, struct pyiq_str name, struct pyiq_str sgr)
{
	static const struct {
		const char *name;
		unsigned style;
	} capabilities[] = {
		{ "ms", STYLE_MATCH },   { "mt", STYLE_MATCH },     { "fn", STYLE_FILE },
		{ "ln", STYLE_LINE },    { "se", STYLE_SEPARATOR }, { "sl", STYLE_SELECTED },
		{ "cx", STYLE_CONTEXT },
	};

	for (size_t i = 0; i < sizeof capabilities / sizeof *capabilities; i++)
		if (pyiq_str_equal(name, pyiq_str(capabilities[i].name)))
			palette->sgr[capabilities[i].style] = sgr;
}

void palette_init(struct palette *palette, const char *grep_colors)
{
	*palette = (struct palette){ .sgr = {
					     [STYLE_MATCH] = pyiq_str("01;31"),
					     [STYLE_FILE] = pyiq_str("35"),
					     [STYLE_LINE] = pyiq_str("32"),
					     [STYLE_SEPARATOR] = pyiq_str("36"),
					     [STYLE_CODE] = pyiq_str("36"),
					     /* To be read on a dark ground and on a light one. */
					     [STYLE_KEYWORD] = pyiq_str("35"),
					     [STYLE_NAME] = pyiq_str("1"),
					     [STYLE_STRING] = pyiq_str("32"),
					     [STYLE_NUMBER] = pyiq_str("36"),
					     [STYLE_COMMENT] = pyiq_str("2"),
					     [STYLE_LINK] = pyiq_str("4"),
					     [STYLE_STRIKE] = pyiq_str("9"),
				     } };
	/* As grep does, stop at the first entry that is malformed and keep those before it. */
	for (const char *p = grep_colors; p && *p;) {
		struct pyiq_str name = { p, strcspn(p, "=:") };

		p += name.len;
		if (*p == '=') {
			struct pyiq_str sgr = { p + 1, strspn(p + 1, "0123456789;") };

			p = sgr.data + sgr.len;
			if (*p && *p != ':')
				return;
			palette_set(palette, name, sgr);
		} else if (pyiq_str_equal(name, pyiq_str("rv"))) {
			palette->reverse = true;
		} else if (pyiq_str_equal(name, pyiq_str("ne"))) {
			palette->no_erase = true;
		}
		p += *p == ':';
	}
}

/* ---- What is there ------------------------------------------------------- */

bool term_is_terminal(FILE *file)
{
	return isatty(fileno(file));
}

bool term_can_redraw(FILE *file)
{
	const char *name = getenv("TERM");

	return term_is_terminal(file) && is_set(name) && strcmp(name, "dumb") != 0;
}

size_t term_width(const char *columns, size_t of_terminal)
{
	enum { USUAL = 80, LEAST = 20, MOST = 10000 };
	char *end = NULL;
	long wanted = is_set(columns) ? strtol(columns, &end, 10) : 0;

	if (wanted <= 0 || *end)
		wanted = of_terminal > 0 && of_terminal <= MOST ? (long)of_terminal : USUAL;
	return wanted < LEAST ? LEAST : wanted > MOST ? MOST : (size_t)wanted;
}

static size_t columns_of(FILE *file)
{
	struct winsize size;

	return ioctl(fileno(file), TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void term_init(struct term *term, FILE *file, colour_when when)
{
	bool terminal = term_is_terminal(file);
	struct colour_facts facts = {
		.when = when,
		.no_color = getenv("NO_COLOR"),
		.clicolor_force = getenv("CLICOLOR_FORCE"),
		.force_color = getenv("FORCE_COLOR"),
		.term = getenv("TERM"),
		.terminal = terminal,
	};
	bool utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;

	*term = (struct term){
		.file = file,
		.terminal = terminal,
		.colour = colour_wanted(&facts),
		.width = term_width(getenv("COLUMNS"), terminal ? columns_of(file) : 0),
		.glyphs = utf8 ? &unicode_glyphs : &ascii_glyphs,
	};
	palette_init(&term->palette, getenv("GREP_COLORS"));
}

/* ---- Safe text ----------------------------------------------------------- */

static bool is_c0(uint32_t c)
{
	return c < 0x20 || c == 0x7F;
}

static bool is_c1(uint32_t c)
{
	return c >= 0x80 && c < 0xA0;
}

static bool turns_direction(uint32_t c)
{
	return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static void make_safe(struct pyiq_buf *out, struct pyiq_str text, const char *unknown,
		      const char *kept)
{
	size_t len;

	for (size_t at = 0; at < text.len; at += len) {
		const char *here = text.data + at;
		bool line_ends = at + 1 == text.len || here[1] == '\n';
		uint32_t c;

		len = pyiq_utf8_decode(here, text.len - at, &c);
		if (c != '\0' && c < 0x20 && strchr(kept, (int)c)) {
			pyiq_buf_putc(out, (char)c);
		} else if (c == '\r' && line_ends) {
			continue;
		} else if (is_c0(c)) {
			pyiq_buf_putc(out, '^');
			pyiq_buf_putc(out, (char)(c ^ 0x40));
		} else if (is_c1(c) || turns_direction(c) || (c == 0xFFFD && len == 1)) {
			pyiq_buf_puts(out, unknown);
		} else {
			pyiq_buf_append(out, here, len);
		}
	}
}

void term_safe(struct pyiq_buf *out, struct pyiq_str text, const char *unknown)
{
	make_safe(out, text, unknown, "\n\t");
}

void term_safe_line(struct pyiq_buf *out, struct pyiq_str text, const char *unknown)
{
	make_safe(out, text, unknown, "");
}

/* ---- Writing ------------------------------------------------------------- */

static void write_sgr(const struct term *term, unsigned style)
{
	static const struct {
		unsigned look;
		char digit;
	} looks[] = { { STYLE_BOLD, '1' }, { STYLE_DIM, '2' }, { STYLE_ITALIC, '3' } };
	struct pyiq_str kind = term->palette.sgr[style & STYLE_KIND];
	const char *between = "";

	fputs("\033[", term->file);
	for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
		if (style & looks[i].look) {
			fprintf(term->file, "%s%c", between, looks[i].digit);
			between = ";";
		}
	if (kind.len > 0) {
		fputs(between, term->file);
		fwrite(kind.data, 1, kind.len, term->file);
	}
	fputs(term->palette.no_erase ? "m" : "m\033[K", term->file);
}

void term_write(const struct term *term, unsigned style, const char *text, size_t len)
{
	bool coloured =
		term->colour && len > 0 && (style > STYLE_KIND || term->palette.sgr[style].len > 0);

	if (coloured)
		write_sgr(term, style);
	if (len > 0)
		fwrite(text, 1, len, term->file);
	if (coloured)
		fputs(term->palette.no_erase ? "\033[m" : "\033[m\033[K", term->file);
}

static void write_safe(const struct term *term, unsigned style, struct pyiq_str text,
		       void (*safe)(struct pyiq_buf *, struct pyiq_str, const char *))
{
	struct pyiq_buf shown = PYIQ_BUF_INIT;

	if (!term->terminal) {
		term_write(term, style, text.data, text.len);
		return;
	}
	safe(&shown, text, term->glyphs->unknown);
	term_write(term, style, pyiq_buf_str(&shown), shown.len);
	pyiq_buf_release(&shown);
}

void term_text(const struct term *term, unsigned style, struct pyiq_str text)
{
	write_safe(term, style, text, term_safe);
}

void term_text_line(const struct term *term, unsigned style, struct pyiq_str text)
{
	write_safe(term, style, text, term_safe_line);
}

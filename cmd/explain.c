#include "explain.h"

#include <stdio.h>

#include "cmd.h"
#include "message.h"
#include "print/print.h"
#include "term/term.h"

enum { SHOWN = 60 /* bytes of a question or an answer */ };

/* What was printed last: each part has a heading of its own. */
enum part { PART_NONE, PART_FAMILIES, PART_SLOTS, PART_UNITS };

struct explanation {
	struct term term;
	enum part part;
	size_t n_units, n_answered;
};

static void begin(struct explanation *e, enum part part, const char *heading)
{
	if (e->part != part)
		printf("\n%s\n", heading);
	e->part = part;
}

/* The beginning of a text, on one line. */
static void put_text(const struct explanation *e, struct pyiq_str text)
{
	struct pyiq_buf line = PYIQ_BUF_INIT;
	size_t len = text.len < SHOWN ? text.len : SHOWN;

	while (len > 0 && len < text.len && ((unsigned char)text.data[len] & 0xC0) == 0x80)
		len--;
	for (size_t i = 0; i < len; i++)
		pyiq_buf_putc(&line, text.data[i] == '\n' ? ' ' : text.data[i]);
	term_text(&e->term, STYLE_PLAIN, (struct pyiq_str){ pyiq_buf_str(&line), line.len });
	fputs(len < text.len ? e->term.glyphs->ellipsis : "", stdout);
	pyiq_buf_release(&line);
}

static int put_format(void *ctx, const char *name)
{
	(void)ctx;
	printf("format: %s\n", name);
	return output_failed();
}

static int put_family(void *ctx, const struct pyiq_explained_family *f)
{
	begin(ctx, PART_FAMILIES,
	      "families: places of one make (ask: look like questions; body: something below "
	      "them)");
	printf("  %zu %s", f->number, f->kind);
	if (f->level > 0)
		printf(" of level %u", f->level);
	printf("%s%s%s%s: %zu place%s, %zu ask (%zu plainly), %zu body, %zu answer label, "
	       "%zu in order\n    %s: %s\n",
	       f->numbered ? ", numbered" : "", f->labelled ? ", labelled" : "",
	       f->quoted ? ", quoted" : "", f->bold ? ", bold" : "", f->n, plural(f->n), f->n_ask,
	       f->n_ask_plainly, f->n_body, f->n_answer, f->n_ascending,
	       f->accepted ? "accepted" : "rejected", f->why);
	return output_failed();
}

static int put_slot(void *ctx, const struct pyiq_explained_slot *slot)
{
	struct explanation *e = ctx;

	begin(e, PART_SLOTS, "places: line, family, votes (? asks, b body, a answer label), text");
	printf("  %c %5zu  f%-3zu %c%c%c  ", slot->accepted ? '+' : '-', slot->line, slot->family,
	       slot->cue > 0 ? '?' : '.', slot->body ? 'b' : '.', slot->answer ? 'a' : '.');
	put_text(e, slot->text);
	printf("%s%s%s\n", slot->why[0] ? "  [" : "", slot->why, slot->why[0] ? "]" : "");
	return output_failed();
}

static int put_unit(void *ctx, const struct pyiq_unit *unit)
{
	struct explanation *e = ctx;

	begin(e, PART_UNITS, "units: lines, question, topics, beginning of the answer");
	e->n_units++;
	e->n_answered += unit->answered;
	printf("  %zu-%zu  ", unit->line, unit->end_line);
	put_text(e, unit->passage[PYIQ_QUESTION].text);
	fputc('\n', stdout);
	if (unit->n_topic > 0)
		fputs("    topic   ", stdout);
	for (size_t i = 0; i < unit->n_topic; i++) {
		fputs(i > 0 ? PRINT_TOPIC_SIGN : "", stdout);
		put_text(e, unit->topic[i]);
	}
	fputs(unit->n_topic > 0 ? "\n" : "", stdout);
	if (unit->passage[PYIQ_PROMPT].text.len > 0) {
		fputs("    prompt  ", stdout);
		put_text(e, unit->passage[PYIQ_PROMPT].text);
		fputc('\n', stdout);
	}
	fputs("    answer  ", stdout);
	if (unit->answered)
		put_text(e, unit->passage[PYIQ_ANSWER].text);
	else
		fputs("none", stdout);
	fputc('\n', stdout);
	return output_failed();
}

static int put_note(void *ctx, pyiq_event_kind kind, const char *text)
{
	const struct explanation *e = ctx;

	fputs(kind == PYIQ_REPAIRED ? "repaired: " : "skipped: ", stdout);
	term_text(&e->term, STYLE_PLAIN, pyiq_str(text));
	fputc('\n', stdout);
	return output_failed();
}

int explain_source(const char *path, const struct pyiq_stream *stream, const char *format)
{
	struct explanation e = { .part = PART_NONE };
	const struct pyiq_explainer explainer = {
		.format = put_format,
		.family = put_family,
		.slot = put_slot,
		.unit = put_unit,
		.note = put_note,
		.ctx = &e,
	};
	struct pyiq_error err;
	pyiq_status status;

	term_init(&e.term, stdout, COLOUR_NEVER);
	term_text(&e.term, STYLE_PLAIN, pyiq_str(path));
	fputc('\n', stdout);
	status = pyiq_explain(path, stream, format, &explainer, &err);
	if (status == PYIQ_STOPPED)
		return EXIT_HIT;
	if (status != PYIQ_OK) {
		message("%s: %s", path, err.message);
		return EXIT_TROUBLE;
	}
	printf("\n%zu unit%s, %zu answered\n", e.n_units, plural(e.n_units), e.n_answered);
	return EXIT_HIT;
}

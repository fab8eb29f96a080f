/*
 * What text/tokenizer.h promises of any text, asked of many: of random bytes,
 * of random scraps of Python and Markdown, and of the files in ../shared.
 */
#include <ftw.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/unicode.h"
#include "text/tokenizer.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static struct pyiq_tokenizer *tokenizer;

/* ---- Random numbers, the same on every machine ----------------------------- */

static uint64_t seed;

static uint32_t random_below(uint32_t n)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(seed >> 33) % n;
}

/* ---- The promises ----------------------------------------------------------- */

/* A token that covers several words, until its end has come. */
struct whole {
	size_t end; /* in the source */
	uint32_t last_position;
};

struct judge {
	const struct pyiq_text *text;
	const char *name;
	bool aligned;     /* the runs start and end between characters */
	bool *boundaries; /* of the source: where characters begin, and its end */
	struct pyiq_visible visible;
	struct pyiq_buf term, bare;
	struct pyiq_span last; /* span of the token before, in the source */
	uint32_t position;     /* and its position */
	size_t n;
	size_t covered; /* the visible text up to here has been in a token or was looked at */
	struct whole wholes[64];
	size_t n_wholes;
};

static void complain(const struct judge *judge, const struct pyiq_token *token, const char *what)
{
	fail_msg("%s: '%.*s' at %zu-%zu of position %" PRIu32 "+%" PRIu32 ", flags %u: %s",
		 judge->name, (int)token->term.len, token->term.data, token->span.start,
		 token->span.end, token->position, token->n_positions, token->flags, what);
}

/* In order of position, of one the longest first, and no start before the last. */
static void judge_order(const struct judge *judge, const struct pyiq_token *token)
{
	if (token->n_positions < 1)
		complain(judge, token, "covers nothing");
	if (judge->n == 0
		    ? token->position != 0
		    : token->position < judge->position || token->position > judge->position + 1)
		complain(judge, token, "out of order");
	if (judge->n == 0)
		return;
	if (token->span.start < judge->last.start)
		complain(judge, token, "starts before the one before it");
	if (token->position == judge->position &&
	    token->span.end - token->span.start > judge->last.end - judge->last.start)
		complain(judge, token, "longer than the one before it");
}

/* A token counts the words that come inside it. */
static void judge_wholes(struct judge *judge, const struct pyiq_token *token)
{
	size_t open = 0;

	for (size_t i = 0; i < judge->n_wholes; i++) {
		if (judge->wholes[i].end > token->span.start)
			judge->wholes[open++] = judge->wholes[i];
		else if (judge->wholes[i].last_position != judge->position)
			complain(judge, token, "stands behind a whole that counts wrongly");
	}
	judge->n_wholes = open;
	assert_true(open < LENGTH(judge->wholes));
	judge->wholes[judge->n_wholes++] =
		(struct whole){ token->span.end, token->position + token->n_positions - 1 };
}

static void judge_span(const struct judge *judge, const struct pyiq_token *token)
{
	if (token->span.start >= token->span.end || token->span.end > judge->text->source.len)
		complain(judge, token, "not in the source");
	if (judge->aligned &&
	    !(judge->boundaries[token->span.start] && judge->boundaries[token->span.end]))
		complain(judge, token, "cuts a character");
}

/* Letters and digits between the tokens: nothing but the `s` of a possessive. */
static void judge_gap(struct judge *judge, size_t end)
{
	const struct pyiq_buf *text = &judge->visible.text;

	while (judge->covered < end) {
		uint32_t c, before = 0;
		size_t at = judge->covered;
		size_t len = pyiq_utf8_decode(text->data + at, text->len - at, &c);
		pyiq_char_class class = pyiq_char_classify(c);

		if (at > 0) {
			size_t start = at - 1;

			while (start > 0 && ((unsigned char)text->data[start] >> 6) == 2)
				start--;
			pyiq_utf8_decode(text->data + start, at - start, &before);
		}
		judge->covered += len;
		if (class != PYIQ_CHAR_WORD && class != PYIQ_CHAR_UNSPACED)
			continue;
		if (c == '_' || pyiq_char_extends(c) ||
		    ((c | 0x20) == 's' && pyiq_char_plain(before) == '\''))
			continue;
		fail_msg("%s: U+%04X at %zu of the visible text is in no token", judge->name,
			 (unsigned)c, at);
	}
}

static void remove_byte(struct pyiq_buf *buf, char byte)
{
	size_t kept = 0;

	for (size_t i = 0; i < buf->len; i++)
		if (buf->data[i] != byte)
			buf->data[kept++] = buf->data[i];
	buf->len = kept;
}

/* Cut as the header says. */
static void cut(struct pyiq_buf *buf)
{
	char hash[17];
	size_t kept = 0;

	if (buf->len <= PYIQ_TERM_MAX)
		return;
	snprintf(hash, sizeof hash, "%016" PRIx64, pyiq_hash(PYIQ_HASH_SEED, buf->data, buf->len));
	for (;;) {
		uint32_t c;
		size_t len = pyiq_utf8_decode(buf->data + kept, buf->len - kept, &c);

		if (kept + len + 16 > PYIQ_TERM_MAX)
			break;
		kept += len;
	}
	buf->len = kept;
	pyiq_buf_puts(buf, hash);
}

/* The visible text of the span normalises to the term. */
static void judge_term(struct judge *judge, const struct pyiq_token *token, struct pyiq_span shown)
{
	pyiq_buf_clear(&judge->term);
	pyiq_fold(&judge->term, judge->visible.text.data + shown.start, shown.end - shown.start);
	if (token->flags & PYIQ_TOKEN_JOINED) {
		remove_byte(&judge->term, '-');
		remove_byte(&judge->term, '/');
	} else if (token->flags & PYIQ_TOKEN_WHOLE) {
		remove_byte(&judge->term, ' ');
	}
	if (token->flags & PYIQ_TOKEN_VARIANT) {
		pyiq_buf_clear(&judge->bare);
		if (!pyiq_fold_unmarked(&judge->bare, judge->term.data, judge->term.len))
			complain(judge, token, "varies what has no marks");
		pyiq_buf_clear(&judge->term);
		pyiq_buf_append(&judge->term, judge->bare.data, judge->bare.len);
	}
	cut(&judge->term);
	if (!pyiq_str_equal(token->term, (struct pyiq_str){ judge->term.data, judge->term.len }))
		complain(judge, token, "not what its span shows");
}

static void judge_flags(const struct judge *judge, const struct pyiq_token *token,
			struct pyiq_span shown)
{
	const struct pyiq_segment *segment = judge->visible.segments;
	unsigned flags = token->flags;

	for (size_t i = 0; i < token->term.len && flags & PYIQ_TOKEN_WORD; i++) {
		char c = token->term.data[i];
		bool letter = (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') || c == '\'';

		/* U+FDFA is a letter that folds to a phrase; a hash has digits. */
		if (!letter && c != ' ' && token->term.len <= PYIQ_TERM_MAX - 16)
			complain(judge, token, "a word that is not all letters");
	}
	if (flags & PYIQ_TOKEN_VARIANT &&
	    (judge->n == 0 || token->position != judge->position ||
	     token->span.start != judge->last.start || token->span.end != judge->last.end))
		complain(judge, token, "does not follow what it varies");
	while (shown.start >= segment->visible + segment->len)
		segment++;
	if (((flags & PYIQ_TOKEN_CODE) != 0) != segment->code)
		complain(judge, token, "code or not?");
}

static int judge_token(void *ctx, const struct pyiq_token *token)
{
	struct judge *judge = ctx;

	judge_order(judge, token);
	judge_span(judge, token);
	judge_wholes(judge, token);

	struct pyiq_span shown = pyiq_visible_from_source(&judge->visible, token->span);

	judge_gap(judge, shown.start);
	if (judge->covered < shown.end)
		judge->covered = shown.end;
	judge_term(judge, token, shown);
	judge_flags(judge, token, shown);
	judge->last = token->span;
	judge->position = token->position;
	judge->n++;
	return 0;
}

static void judge_text(const char *name, const struct pyiq_text *text, bool aligned)
{
	struct judge judge = { .text = text, .name = name, .aligned = aligned };
	struct pyiq_str source = text->source;

	judge.boundaries = calloc(source.len + 1, sizeof *judge.boundaries);
	assert_non_null(judge.boundaries);
	for (size_t at = 0; at < source.len;) {
		uint32_t c;

		judge.boundaries[at] = true;
		at += pyiq_utf8_decode(source.data + at, source.len - at, &c);
	}
	judge.boundaries[source.len] = true;
	pyiq_visible_init(&judge.visible);
	assert_int_equal(pyiq_visible_make(&judge.visible, text, NULL), PYIQ_OK);
	assert_int_equal(pyiq_tokenize(tokenizer, text, judge_token, &judge, NULL), PYIQ_OK);
	judge_gap(&judge, judge.visible.text.len);
	for (size_t i = 0; i < judge.n_wholes; i++)
		if (judge.wholes[i].last_position > judge.position)
			fail_msg("%s: a whole of the last words counts wrongly", name);
	pyiq_visible_release(&judge.visible);
	pyiq_buf_release(&judge.term);
	pyiq_buf_release(&judge.bare);
	free(judge.boundaries);
}

/* ---- Runs -------------------------------------------------------------------- */

/*
 * Make up runs for a text, about `distance` bytes from each other; if aligned,
 * between characters. Free them.
 */
static struct pyiq_run *make_runs(struct pyiq_str source, uint32_t distance, bool aligned,
				  size_t *n)
{
	struct pyiq_run *runs = malloc((source.len + 1) * sizeof *runs);
	size_t at = 0;

	assert_non_null(runs);
	*n = 0;
	while (at <= source.len) {
		size_t start = at + random_below(2 * distance), end = start + random_below(6);

		for (; aligned && start < source.len &&
		       ((unsigned char)source.data[start] >> 6) == 2;)
			start++;
		if (end < start)
			end = start;
		for (; aligned && end < source.len && ((unsigned char)source.data[end] >> 6) == 2;)
			end++;
		if (start >= source.len || end > source.len)
			break;
		runs[(*n)++] = (struct pyiq_run){ (uint32_t)start, (uint32_t)(end - start),
						  random_below(4) };
		at = end > at ? end : at + 1;
	}
	return runs;
}

static void judge_with_runs(const char *name, struct pyiq_str source, uint32_t distance,
			    bool aligned)
{
	struct pyiq_text text = { .source = source };
	struct pyiq_run *runs = make_runs(source, distance, aligned, &text.n_runs);

	text.runs = runs;
	judge_text(name, &text, aligned);
	free(runs);
}

/* ---- Random texts -------------------------------------------------------------- */

static void random_bytes(struct pyiq_buf *out)
{
	for (uint32_t n = random_below(60); n > 0; n--)
		pyiq_buf_putc(out, (char)random_below(256));
}

static void random_scraps(struct pyiq_buf *out)
{
	static const char *const scraps[] = {
		"a",   "B",      "Cd",     "eF",     "GHi",    "s",        "APIs",   "O",
		"n",   "_",      "__",     "7",      "42",     "1e",       "0x1F",   "é",
		"É",   "\u0301", "ß",      "İ",      "日",     "本",       "ガ",     "ﾊ",
		"ﾞ",   "ส",      "\u0E31", "한",     "\u1112", "\u1161",   "п",      "Й",
		"²",   "½",      "\u200D", "\u00AD", "😀",      "\uFE0F",   "\u20E3", "’",
		"'",   "´",      "-",      "‐",      "–",      "--",       ".",      "..",
		"...", "/",      "//",     "*",      "**",     "@",        "+",      "++",
		"#",   "=",      "==",     "!=",     ":=",     "->",       "<",      ">",
		">>>", "|",      "||",     "%",      "~",      "^",        "&",      "(",
		")",   "()",     "[",      "]",      "[::-1]", "{}",       ":",      ",",
		"!",   "?",      "\"",     "`",      "\\",     " ",        " ",      " ",
		"\n",  "\t",     "\u00A0", "\x80",   "\xC3",   "\xE2\x82", "\xFF",   "\uFDFA",
		"_a",  "'t",     "'s",
	};

	for (uint32_t n = random_below(24); n > 0; n--)
		pyiq_buf_puts(out, scraps[random_below(LENGTH(scraps))]);
}

static void promises_hold_for_random_texts(void **state)
{
	(void)state;
	struct pyiq_buf text = PYIQ_BUF_INIT;

	for (unsigned i = 0; i < 8000; i++) {
		char name[32];

		snprintf(name, sizeof name, "random text %u", i);
		seed = i;
		pyiq_buf_clear(&text);
		if (i % 4 == 0)
			random_bytes(&text);
		else
			random_scraps(&text);

		struct pyiq_str source = { pyiq_buf_str(&text), text.len };

		judge_text(name, &(struct pyiq_text){ .source = source }, true);
		judge_with_runs(name, source, 4, true);
		judge_with_runs(name, source, 4, false);
	}
	pyiq_buf_release(&text);
}

/* ---- Files ------------------------------------------------------------------------ */

static size_t n_files;

static struct pyiq_buf read_file(const char *path)
{
	struct pyiq_buf content = PYIQ_BUF_INIT;
	FILE *file = fopen(path, "rb");
	char part[65536];
	size_t n;

	assert_non_null(file);
	while ((n = fread(part, 1, sizeof part, file)) > 0)
		pyiq_buf_append(&content, part, n);
	fclose(file);
	assert_int_equal(pyiq_buf_status(&content, NULL), PYIQ_OK);
	return content;
}

static int judge_file(const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status;
	(void)place;
	if (type != FTW_F)
		return 0;

	struct pyiq_buf content = read_file(path);
	struct pyiq_str source = { content.data, content.len };

	seed = n_files++;
	judge_text(path, &(struct pyiq_text){ .source = source }, true);
	judge_with_runs(path, source, 3, true);
	judge_with_runs(path, source, 50, true);
	pyiq_buf_release(&content);
	return 0;
}

static void promises_hold_for_real_texts(void **state)
{
	(void)state;
	static const char *const folders[] = { "seeds", "corpora" };
	const char *shared = getenv("PYIQ_SHARED");

	for (size_t i = 0; i < LENGTH(folders); i++) {
		char path[4096];

		snprintf(path, sizeof path, "%s/%s",
			 shared != NULL ? shared : PYIQ_SOURCE_DIR "/../shared", folders[i]);
		nftw(path, judge_file, 16, FTW_PHYS);
	}
	if (n_files == 0)
		skip();
}

static int set_up(void **state)
{
	(void)state;
	return pyiq_tokenizer_new(&tokenizer, NULL) != PYIQ_OK;
}

static int tear_down(void **state)
{
	(void)state;
	pyiq_tokenizer_free(tokenizer);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(promises_hold_for_random_texts),
		cmocka_unit_test(promises_hold_for_real_texts),
	};

	return cmocka_run_group_tests_name("tokenizer_property", tests, set_up, tear_down);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/unicode.h"
#include "text/snippet.h"

enum { ANY = 0 /* number of lines */ };

/*
 * A text whose spans stand in <angle brackets>, which are taken out; the kind
 *  of a span is its first letter.
 */
struct sample {
	char text[4096];
	size_t len;
	struct pyiq_span spans[64];
	unsigned kinds[64];
	size_t n;
};

static void read_sample(struct sample *sample, const char *marked)
{
	sample->len = sample->n = 0;
	for (; *marked != '\0'; marked++) {
		if (*marked == '<') {
			sample->spans[sample->n].start = sample->len;
			sample->kinds[sample->n] = (unsigned char)marked[1] | 0x20;
		} else if (*marked == '>') {
			sample->spans[sample->n++].end = sample->len;
		} else {
			assert_true(sample->len < sizeof sample->text);
			sample->text[sample->len++] = *marked;
		}
	}
}

/* Compare the snippet, `~` standing for what is left out before and behind, with what is wanted. */
static void check(const char *marked, size_t width, size_t n_lines, const char *expected, int line)
{
	struct sample sample;
	struct pyiq_span out = { SIZE_MAX, SIZE_MAX };
	char got[sizeof sample.text + 3];

	read_sample(&sample, marked);

	/* On the heap, so that the address sanitizer watches its ends. */
	char *text = malloc(sample.len + 1);

	memcpy(text, sample.text, sample.len);
	text = realloc(text, sample.len > 0 ? sample.len : 1);
	assert_int_equal(pyiq_snippet_pick((struct pyiq_str){ text, sample.len }, sample.spans,
					   sample.kinds, sample.n, width, n_lines, &out),
			 PYIQ_OK);
	assert_true(out.start <= out.end && out.end <= sample.len);
	snprintf(got, sizeof got, "%s%.*s%s", out.start > 0 ? "~" : "", (int)(out.end - out.start),
		 text + out.start, out.end < sample.len ? "~" : "");
	if (strcmp(got, expected) != 0)
		fail_msg("line %d: '%s'\nand not '%s'", line, got, expected);
	free(text);
}

#define CHECK(marked, width, n_lines, expected) check(marked, width, n_lines, expected, __LINE__)

/* ---- Which matches --------------------------------------------------------- */

static void no_match_shows_the_beginning(void **state)
{
	(void)state;
	CHECK("One two three.", 40, ANY, "One two three.");
	CHECK("One two three. Four five six.", 21, ANY, "One two three.~");
	CHECK("One two three four five six.", 17, ANY, "One two three~");
	CHECK("First\nsecond\nthird", 40, 2, "First\nsecond~");
	CHECK("  \n One two", 40, ANY, "~One two");
}

static void empty_texts(void **state)
{
	struct pyiq_span out = { 7, 7 };

	(void)state;
	CHECK("", 10, ANY, "");
	CHECK("   ", 10, ANY, "~");
	CHECK("\n\n\n\n", 2, 1, "~");
	CHECK("<>", 10, 3, "");
	CHECK("\n<\n>\n", 2, 1, "~");
	assert_int_equal(pyiq_snippet_pick((struct pyiq_str){ NULL, 0 }, NULL, NULL, 0, 1, 0, &out),
			 PYIQ_OK);
	assert_true(out.start == 0 && out.end == 0);
}

static void most_kinds_win(void **state)
{
	(void)state;
	CHECK("<copy> <copy> <copy>. Here is nothing at all to see. <Deep> <copy>.", 20, ANY,
	      "~Deep copy.");
	CHECK("<Deep> x <copy>. Here is nothing at all to see. <Deep> <copy>.", 20, ANY,
	      "~Deep copy.");
	CHECK("<deep> <copy>. Here is nothing at all to see. <deep> <copy>.", 14, ANY,
	      "deep copy.~");
	CHECK("<a> and later <b>. Then <a> <b> <c> at last, and <b> <a>.", 16, ANY,
	      "~Then a b c at~");
	/* Only what fits together counts together. */
	CHECK("An <x> here. And very far away, where nobody looks, a <y>.", 15, ANY, "An x here.~");
	CHECK("An <x> here.\n\nAnd\na <y>, a <z>.", 60, 1, "~a y, a z.");
}

static void equals_go_to_the_first(void **state)
{
	(void)state;
	CHECK("A <copy>. And then a second one. <copy> <copy> <copy>", 10, ANY, "A copy.~");
	/* Longer forms of the same word are no worse. */
	CHECK("A <copies>. And then a second one. <copy>", 12, ANY, "A copies.~");
}

static void kinds_may_be_missing(void **state)
{
	struct pyiq_str text = pyiq_str("One two three. Four five six.");
	struct pyiq_span spans[] = { { 15, 19 }, { 20, 24 } }, out;
	unsigned large[] = { UINT32_MAX, UINT32_MAX - 1 };

	(void)state;
	assert_int_equal(pyiq_snippet_pick(text, spans, NULL, 2, 14, 0, &out), PYIQ_OK);
	assert_int_equal(out.start, 15);
	assert_int_equal(pyiq_snippet_pick(text, spans, large, 2, 14, 0, &out), PYIQ_OK);
	assert_int_equal(out.start, 15);
	assert_int_equal(out.end, 29);
}

static void spans_out_of_order(void **state)
{
	static const struct pyiq_span bad[][2] = {
		{ { 4, 6 }, { 2, 3 } },   { { 2, 4 }, { 3, 6 } },
		{ { 3, 2 }, { 4, 5 } },   { { 0, 1 }, { 5, 99 } },
		{ { 0, 1 }, { 98, 99 } }, { { SIZE_MAX, SIZE_MAX }, { SIZE_MAX, SIZE_MAX } },
	};
	static const unsigned kinds[] = { 1, 2 };
	struct pyiq_span out = { 7, 8 };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		assert_int_equal(
			pyiq_snippet_pick(pyiq_str("0123456789"), bad[i], kinds, 2, 5, 0, &out),
			PYIQ_ERR_INVALID);
		assert_true(out.start == 7 && out.end == 8);
	}
}

/* ---- Where it begins ------------------------------------------------------- */

static void begins_with_a_sentence(void **state)
{
	(void)state;
	CHECK("Some words first, and many. Then a <match> follows, and more of this and that.", 45,
	      ANY, "~Then a match follows, and more of this and~");
	CHECK("Is it so? Yes! See the <match> here, and this and all of that besides it.", 45, ANY,
	      "~See the match here, and this and all of that~");
	CHECK("He said \"It ends.\" Here the <match> is in the middle of a sentence or two.", 45,
	      ANY, "~Here the match is in the middle of a sentence~");
	/* Not behind an abbreviation, a number of a list, or a dot in a name. */
	CHECK("There are other containers, e.g. Tuples, and a <match> in the end of it all, or so "
	      "one says and believes",
	      60, ANY, "~e.g. Tuples, and a match in the end of it all, or so one~");
	CHECK("All in all we know a.b and 1.5 and they <match> or else it is nothing.", 42, ANY,
	      "~1.5 and they match or else it is nothing.");
}

static void begins_with_a_line(void **state)
{
	(void)state;
	CHECK("first line of it\nsecond <match> line\nthird line of all", 34, ANY,
	      "~second match line~");
	CHECK("def f(a, b):\n    return <match>(a, b)\n\ndef g():\n    pass\n", 34, ANY,
	      "~return match(a, b)\n\ndef g():~");
	/* The whole line, though a sentence begins nearer. */
	CHECK("A line.\nOne thing. Then a <match>.\nA line of a different sort.", 40, ANY,
	      "~One thing. Then a match.~");
	/* Far away, when the line is too long for the window. */
	CHECK("A line.\nThis line has so many words before the <match> that it is cut.", 30, ANY,
	      "~the match that it is cut.");
	CHECK("10. Item with a <match>\n11. Item with more", 26, ANY, "10. Item with a match~");
	CHECK("1. An item\n2. Item with a <match>\n3. An item", 26, ANY, "~2. Item with a match~");
}

static void begins_with_a_word(void **state)
{
	(void)state;
	CHECK("this is one endless sentence with a <match> in the midst of the words that it has",
	      40, ANY, "~with a match in the midst of the words~");
	CHECK("what if some of the words of <supercalifragilistic> are long", 26, ANY,
	      "~of supercalifragilistic~");
}

static void fills_from_before_at_the_end(void **state)
{
	(void)state;
	CHECK("It begins. One more sentence. And the <match>.", 40, ANY,
	      "~One more sentence. And the match.");
	CHECK("some words without any end that lead to the last <match>", 30, ANY,
	      "~that lead to the last match");
	CHECK("line a\nline b\nline c\nline d\nthe <match>", 30, 3, "~line c\nline d\nthe match");
	CHECK("line a\nline b\nline c\nline d\nthe <match>\n\n", 30, 1, "~the match~");
	CHECK("All of it. With the <match>.", 28, ANY, "All of it. With the match.");
	CHECK("All of it. With the <match>.", SIZE_MAX, ANY, "All of it. With the match.");
}

static void no_stray_marker(void **state)
{
	(void)state;
	CHECK("there is a line of lengthywords - dash a <match> and then even more words", 36, ANY,
	      "~dash a match and then even more~");
	CHECK("It all ends here. - Then there is the <match> and what stands behind it, or behind "
	      "them, at last.",
	      63, ANY, "~Then there is the match and what stands behind it, or behind~");
	CHECK("there is a line of lengthywords 2. dash a <match> and then even more words", 36, ANY,
	      "~dash a match and then even more~");
	/* A match is not taken for one. */
	CHECK("there is a long line of many words and so <-> is an operator among them", 20, ANY,
	      "~so - is an operator~");
	/* Nor is one left over at the end. */
	CHECK("A <match> and so on and on\n- item of the list", 28, ANY,
	      "A match and so on and on~");
	CHECK("A <match> and so\n10. item of the list", 21, ANY, "A match and so~");
	CHECK("A <match> and so\n- item of the list", 19, ANY, "A match and so~");
}

/* ---- Where it ends --------------------------------------------------------- */

static void ends_with_a_sentence_or_line(void **state)
{
	(void)state;
	CHECK("The <match> is here. Then it goes on and on.", 25, ANY, "The match is here.~");
	CHECK("The <match>. Then it goes on and on and on", 30, ANY,
	      "The match. Then it goes on and~");
	CHECK("The <match> is\nhere. Then it goes on", 16, ANY, "The match is~");
	CHECK("The <match>.\n    it(goes, on, and, on, or, off)", 20, ANY, "The match.~");
	CHECK("The <match> is what we want, i.e. nothing more", 35, ANY,
	      "The match is what we want, i.e.~");
	CHECK("The <match> is here.   \n\n  ", 18, ANY, "The match is here.~");
	CHECK("The <match> is here...and so on for ever", 22, ANY, "The match is~");
}

static void ends_with_a_word(void **state)
{
	(void)state;
	CHECK("The <match> goes on without an end to it", 24, ANY, "The match goes on~");
	CHECK("A <gener>ators", 7, ANY, "A gener~");
	CHECK("A <gener>ators or so", 10, ANY, "A generato~");
}

static void lines_are_counted(void **state)
{
	(void)state;
	CHECK("a\nb\n<c>\nd\ne\nf", 40, 1, "~c~");
	CHECK("a\nb\n<c>\nd\ne\nf", 40, 2, "~c\nd~");
	CHECK("a\nb\n<c>\nd\ne\nf", 40, 4, "~c\nd\ne\nf");
	CHECK("a\nb\n<c>\nd\ne\nf", 40, 5, "~b\nc\nd\ne\nf");
	CHECK("a\nb\n<c>\nd\ne\nf", 40, 6, "a\nb\nc\nd\ne\nf");
	CHECK("a\r\nb\r\n<c>\r\nd\r\n", 40, 2, "~c\r\nd~");
	/* A match of more lines than may be shown is cut where they end. */
	CHECK("a <b\nc\nd\ne> f", 40, 2, "a b\nc~");
	CHECK("x\na <b\nc> d", 40, 1, "~a b~");
}

/* ---- What must not be cut --------------------------------------------------- */

static void spans_stay_whole(void **state)
{
	(void)state;
	CHECK("The <match> and <other match of words> as well", 29, ANY, "The match and~");
	CHECK("some <far too long a span> of words <a> <b> here", 14, ANY, "~words a b here");
	CHECK("some <far too long a span> <a> <b> here and there", 15, ANY, "~a b here and~");
	/* White space at the ends of a match is not shown. */
	CHECK("A sentence ends.< and then> it goes", 12, ANY, "~and then it~");
	CHECK("Begin.\n<\n\n>And on it goes", 8, ANY, "~And on~");
	CHECK("Begin.<                 >And on it goes", 8, ANY, "Begin.~");
}

static void a_span_may_be_too_long(void **state)
{
	(void)state;
	CHECK("so <this is a very long match that has to be cut> here", 20, ANY,
	      "~this is a very long~");
	CHECK("so <this is a very long match that has to be cut> here", 17, ANY,
	      "~this is a very~");
	CHECK("so <abcdefghijklmnopqrstuvwxyz> here", 10, ANY, "~abcdefghij~");
	CHECK("<One sentence. Then another, and more>", 20, ANY, "One sentence. Then~");
	CHECK("<One sentence. Then another, and more>", 16, ANY, "One sentence.~");
}

static void no_white_space(void **state)
{
	(void)state;
	CHECK("abcdefghijklmnopqrstuvwxyz<0>abcdefghijklmnopqrstuvwxyz", 9, ANY, "~0abcdefgh~");
	CHECK("<0>abcdefghijklmnopqrstuvwxyz", 9, ANY, "0abcdefgh~");
	CHECK("abcdefghijklmnopqrstuvwxyz<0>", 9, ANY, "~stuvwxyz0");
	CHECK("\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9<0>\u00e9\u00e9\u00e9\u00e9", 8, ANY,
	      "~0\u00e9\u00e9\u00e9~");
}

static void unspaced_scripts(void **state)
{
	(void)state;
	CHECK("\u65e5\u672c\u8a9e\u306e\u6587\u7ae0\u3002<\u691c\u7d22>\u3092\u8a66\u3059\u3002"
	      "\u7d42\u308f\u308a",
	      24, ANY, "~\u691c\u7d22\u3092\u8a66\u3059\u3002~");
	CHECK("\u65e5\u672c\u8a9e\u306e\u6587\u7ae0\u3067<\u691c\u7d22>\u3092\u8a66\u3059", 15, ANY,
	      "~\u3067\u691c\u7d22\u3092\u8a66~");
	CHECK("\u65e5\u672c\u8a9e\u306e\u6587\u7ae0", 10, ANY, "\u65e5\u672c\u8a9e~");
}

static void bad_bytes_are_characters(void **state)
{
	(void)state;
	CHECK("\xff\xff\xff\xff\xff<\xff>\xff\xff\xff", 3, ANY, "~\xff\xff\xff~");
	CHECK("\x80 a <b> \xc3", 20, ANY, "\x80 a b \xc3");
	CHECK("a <b> \xe6\x97", 5, ANY, "~b \xe6\x97");
}

/* A span that begins or ends inside a character shows the whole of it. */
static void spans_between_bytes(void **state)
{
	struct pyiq_str text = pyiq_str("\u65e5\u672c\u8a9e");
	struct pyiq_span span = { 4, 5 }, out;
	unsigned kind = 0;

	(void)state;
	assert_int_equal(pyiq_snippet_pick(text, &span, &kind, 1, 4, 0, &out), PYIQ_OK);
	assert_int_equal(out.start, 3);
	assert_int_equal(out.end, 6);
	assert_int_equal(pyiq_snippet_pick(text, &span, &kind, 1, 1, 0, &out), PYIQ_OK);
	assert_true(out.start == out.end);
}

/* ---- Any text, any spans ---------------------------------------------------- */

static unsigned next_random(unsigned below)
{
	static uint64_t seed = 20240607;

	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(seed >> 33) % below;
}

static void random_text(struct sample *sample, size_t size)
{
	static const char *const pieces[] = { "a",      "b",          "word", "Word",     " ",
					      " ",      " ",          "  ",   "\n",       "\n\n",
					      ". ",     "? ",         ".",    "\u00e9",   "\u65e5",
					      "\u3002", "\U0001f600", "\xff", "\xe6\x97", "- ",
					      "\n1. ",  "(",          "\t",   "\xc2\xa0" };

	sample->len = 0;
	while (sample->len < size) {
		const char *piece = pieces[next_random(sizeof pieces / sizeof pieces[0])];

		memcpy(sample->text + sample->len, piece, strlen(piece));
		sample->len += strlen(piece);
	}
}

/* Whether each byte begins a character; and whether that is white space. */
static void map_text(const struct sample *sample, bool *starts, bool *space)
{
	memset(starts, 0, sample->len + 1);
	for (size_t at = 0; at < sample->len;) {
		uint32_t c;
		size_t len = pyiq_utf8_decode(sample->text + at, sample->len - at, &c);

		starts[at] = true;
		memset(space + at, pyiq_char_classify(c) == PYIQ_CHAR_SPACE, len);
		at += len;
	}
	starts[sample->len] = true;
}

/* Spans of whole characters that neither begin nor end with white space. */
static void random_spans(struct sample *sample, const bool *starts, const bool *space)
{
	size_t at = 0;

	sample->n = 0;
	while (sample->n < next_random(24)) {
		size_t start = at + next_random(30), end = start + next_random(20);

		if (end >= sample->len)
			break;
		while (start < end && (!starts[start] || space[start]))
			start++;
		while (end > start && (!starts[end] || space[end - 1]))
			end--;
		at = end;
		if (start == end)
			continue;
		sample->spans[sample->n] = (struct pyiq_span){ start, end };
		sample->kinds[sample->n++] = next_random(4);
	}
}

static size_t line_ends(const struct sample *sample, size_t start, size_t end)
{
	size_t n = 0;

	for (; start < end; start++)
		n += sample->text[start] == '\n';
	return n;
}

static bool fits(const struct sample *sample, struct pyiq_span range, size_t width, size_t n_lines)
{
	return range.end - range.start <= width &&
	       (n_lines == 0 || line_ends(sample, range.start, range.end) < n_lines);
}

/* The best cluster, by trying every one. */
static struct pyiq_span best_cluster(const struct sample *sample, size_t width, size_t n_lines)
{
	struct pyiq_span best = { 0, 0 };
	size_t best_kinds = 0, best_extent = 0;

	for (size_t i = 0; i < sample->n; i++) {
		unsigned kinds = 0;
		size_t n_kinds = 0;

		for (size_t j = i; j < sample->n; j++) {
			struct pyiq_span range = { sample->spans[i].start, sample->spans[j].end };
			size_t extent = sample->spans[j].start - sample->spans[i].start;

			if (j > i && !fits(sample, range, width, n_lines))
				break;
			n_kinds += !(kinds >> sample->kinds[j] & 1);
			kinds |= 1u << sample->kinds[j];
			if (n_kinds > best_kinds ||
			    (n_kinds == best_kinds && extent < best_extent)) {
				best = range;
				best_kinds = n_kinds;
				best_extent = extent;
			}
		}
	}
	return best;
}

static void any_text_any_spans(void **state)
{
	static bool starts[4096], space[4096];
	static struct sample sample;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		size_t width = 4 + next_random(80), n_lines = next_random(5);
		struct pyiq_span out = { SIZE_MAX, SIZE_MAX };

		random_text(&sample, next_random(400));
		map_text(&sample, starts, space);
		random_spans(&sample, starts, space);

		char *text = malloc(sample.len > 0 ? sample.len : 1);

		memcpy(text, sample.text, sample.len);
		assert_int_equal(pyiq_snippet_pick((struct pyiq_str){ text, sample.len },
						   sample.spans, sample.kinds, sample.n, width,
						   n_lines, &out),
				 PYIQ_OK);
		free(text);

		/* Inside the text, of whole characters, trimmed, not too large. */
		assert_true(out.start <= out.end && out.end <= sample.len);
		assert_true(starts[out.start] && starts[out.end]);
		assert_true(fits(&sample, out, width, n_lines));
		if (out.start < out.end) {
			assert_false(space[out.start]);
			assert_false(space[out.end - 1]);
		} else {
			assert_null(memchr(space, false, sample.len));
		}
		if (sample.n == 0)
			continue;

		/* The best cluster is in it, or of a span that is too long the beginning. */
		struct pyiq_span best = best_cluster(&sample, width, n_lines);
		bool whole = fits(&sample, best, width, n_lines);

		assert_true(out.start <= best.start);
		assert_true(out.end > best.start);
		if (whole)
			assert_true(out.end >= best.end);
		for (size_t i = 0; i < sample.n; i++) {
			struct pyiq_span span = sample.spans[i];

			if (span.start == best.start && !whole)
				continue;
			assert_true(span.end <= out.start || span.start >= out.end ||
				    (span.start >= out.start && span.end <= out.end));
		}
	}
}

/* ---- Cost ------------------------------------------------------------------ */

static double seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

/* In a long text, whatever it is filled with, only what is near is looked at. */
static void long_texts(void **state)
{
	enum { SIZE = 50 * 1024 * 1024 };
	static const char *const fillings[] = { "a",  " ", "\n", "*",      ". ",   "1. ",
						"- ", ")", "\t", "\u65e5", "\xff", "A. \n" };
	char *text = malloc(SIZE);
	double start = seconds();

	(void)state;
	for (size_t i = 0; i < sizeof fillings / sizeof fillings[0]; i++) {
		size_t len = strlen(fillings[i]);

		for (size_t at = 0; at < SIZE; at++)
			text[at] = fillings[i][at % len];
		for (size_t at = 0; at < 3; at++) {
			struct pyiq_span span = { at * (SIZE / 2 - 8), at * (SIZE / 2 - 8) + 5 },
					 out;
			unsigned kind = 0;

			memcpy(text + span.start, "match", 5);
			for (size_t n_lines = 0; n_lines < 4; n_lines += 3) {
				assert_int_equal(pyiq_snippet_pick((struct pyiq_str){ text, SIZE },
								   &span, &kind, 1, 240, n_lines,
								   &out),
						 PYIQ_OK);
				assert_true(out.start <= span.start && out.end >= span.end);
				assert_true(out.end - out.start <= 240);
			}
		}
	}
	free(text);
	/* Less than a second in truth, most of it for filling. */
	assert_true(seconds() - start < 60);
}

static void many_spans(void **state)
{
	enum { N = 1000 * 1000, EACH = 8 };
	struct pyiq_span *spans = malloc(N * sizeof *spans), out;
	unsigned *kinds = malloc(N * sizeof *kinds);
	char *text = malloc((size_t)N * EACH);
	static const size_t widths[] = { 240, 1024 * 1024, SIZE_MAX };
	double start = seconds();

	(void)state;
	assert_true(spans != NULL && kinds != NULL && text != NULL);
	for (size_t i = 0; i < N; i++) {
		memcpy(text + i * EACH, i % 3 == 0 ? "abcdef.\n" : "abcdef. ", EACH);
		spans[i] = (struct pyiq_span){ i * EACH, i * EACH + 6 };
		kinds[i] = i == N / 2 ? 1 : 0;
	}
	for (size_t n_lines = 0; n_lines < 4; n_lines += 3)
		for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
			assert_int_equal(
				pyiq_snippet_pick((struct pyiq_str){ text, (size_t)N * EACH },
						  spans, kinds, N, widths[i], n_lines, &out),
				PYIQ_OK);
			assert_true(out.start <= spans[N / 2].start && out.end >= spans[N / 2].end);
		}
	assert_true(seconds() - start < 30);
	free(text);
	free(kinds);
	free(spans);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_match_shows_the_beginning),
		cmocka_unit_test(empty_texts),
		cmocka_unit_test(most_kinds_win),
		cmocka_unit_test(equals_go_to_the_first),
		cmocka_unit_test(kinds_may_be_missing),
		cmocka_unit_test(spans_out_of_order),
		cmocka_unit_test(begins_with_a_sentence),
		cmocka_unit_test(begins_with_a_line),
		cmocka_unit_test(begins_with_a_word),
		cmocka_unit_test(fills_from_before_at_the_end),
		cmocka_unit_test(no_stray_marker),
		cmocka_unit_test(ends_with_a_sentence_or_line),
		cmocka_unit_test(ends_with_a_word),
		cmocka_unit_test(lines_are_counted),
		cmocka_unit_test(spans_stay_whole),
		cmocka_unit_test(a_span_may_be_too_long),
		cmocka_unit_test(no_white_space),
		cmocka_unit_test(unspaced_scripts),
		cmocka_unit_test(bad_bytes_are_characters),
		cmocka_unit_test(spans_between_bytes),
		cmocka_unit_test(any_text_any_spans),
		cmocka_unit_test(long_texts),
		cmocka_unit_test(many_spans),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "text/language.h"

#include "base/unicode.h"
#include "text/language_cld2.h"

enum {
	SEEN = 16 << 10, /* bytes of a text that are looked at, with markup and code */
	ENOUGH = 384,    /* bytes of prose; more does not make the answer better */
	SENTENCE = 40,   /* bytes of prose below which the library guesses: `LinkedList` is Malay */
	PHRASE = 12      /* the same where the script decides: four ideographs or syllables */
};

enum script { LATIN, KANA, HANGUL, HAN, OTHER, N_SCRIPTS };

/* Letters, with a space for whatever stands between them. */
struct prose {
	char text[ENOUGH];
	size_t len;
	size_t bytes[N_SCRIPTS];
};

static enum script script_of(uint32_t c)
{
	static const struct {
		uint32_t first, last;
		enum script script;
	} ranges[] = {
		{ 0x0000, 0x024F, LATIN },  { 0x0300, 0x036F, LATIN }, { 0x1100, 0x11FF, HANGUL },
		{ 0x1E00, 0x1EFF, LATIN },  { 0x3005, 0x3007, HAN },   { 0x3040, 0x30FF, KANA },
		{ 0x3130, 0x318F, HANGUL }, { 0x31F0, 0x31FF, KANA },  { 0x3400, 0x9FFF, HAN },
		{ 0xAC00, 0xD7AF, HANGUL }, { 0xF900, 0xFAFF, HAN },   { 0xFF66, 0xFF9F, KANA },
		{ 0x20000, 0x323AF, HAN },
	};

	for (size_t i = 0; i < sizeof ranges / sizeof *ranges && c >= ranges[i].first; i++)
		if (c <= ranges[i].last)
			return ranges[i].script;
	return OTHER;
}

/* Add text until there is enough. */
static void add(struct prose *prose, const char *text, size_t len)
{
	for (size_t at = 0; at < len && prose->len + 4 < sizeof prose->text;) {
		uint32_t c;
		size_t n = pyiq_utf8_decode(text + at, len - at, &c);

		if (pyiq_char_is_letter(c)) {
			memcpy(prose->text + prose->len, text + at, n);
			prose->len += n;
			prose->bytes[script_of(c)] += n;
		} else if (prose->len > 0 && prose->text[prose->len - 1] != ' ') {
			prose->text[prose->len++] = ' ';
		}
		at += n;
	}
}

static pyiq_status collect(struct prose *prose, struct pyiq_text text, struct pyiq_visible *visible,
			   struct pyiq_error *err)
{
	if (text.source.len > SEEN)
		text.source.len = SEEN;

	pyiq_status status = pyiq_visible_make(visible, &text, err);
	size_t end = SIZE_MAX; /* of the last prose; it goes on only where nothing was between */

	for (size_t i = 0; status == PYIQ_OK && i < visible->n_segments; i++) {
		const struct pyiq_segment *segment = &visible->segments[i];

		if (segment->code)
			continue;
		if (segment->visible != end)
			add(prose, " ", 1);
		add(prose, visible->text.data + segment->visible, segment->len);
		end = segment->visible + segment->len;
	}
	return status;
}

/* Among the names that any text about programs has in Latin letters, only the others tell the language. */
static void drop_latin(struct prose *prose)
{
	size_t len = 0, n;

	for (size_t at = 0; at < prose->len; at += n) {
		uint32_t c;

		n = pyiq_utf8_decode(prose->text + at, prose->len - at, &c);
		if (c == ' ' || script_of(c) != LATIN) {
			memmove(prose->text + len, prose->text + at, n);
			len += n;
		}
	}
	prose->len = len;
	prose->bytes[LATIN] = 0;
}

/* The language that a script gives away, or "". */
static const char *language_of_script(const size_t bytes[N_SCRIPTS])
{
	size_t unspaced = bytes[KANA] + bytes[HAN];

	if (unspaced + bytes[HANGUL] < PHRASE || unspaced + bytes[HANGUL] < bytes[OTHER])
		return "";
	if (bytes[HANGUL] > unspaced)
		return "ko";
	/* Chinese may quote a word of Japanese, Japanese is never long without kana. */
	return bytes[KANA] > unspaced / 8 ? "ja" : "zh";
}

/* ISO 639-1 for what the library says. */
static void translate(const char *found, char code[PYIQ_LANGUAGE_SIZE])
{
	if (strcmp(found, "iw") == 0)
		found = "he";
	else if (strcmp(found, "jw") == 0)
		found = "jv";
	if (strlen(found) == 2 && strcmp(found, "un") != 0)
		memcpy(code, found, PYIQ_LANGUAGE_SIZE);
}

pyiq_status pyiq_language_of(const struct pyiq_text *texts, size_t n, struct pyiq_visible *visible,
			     char code[PYIQ_LANGUAGE_SIZE], struct pyiq_error *err)
{
	struct prose prose = { .len = 0 };
	pyiq_status status = PYIQ_OK;
	const char *found = "";

	memset(code, 0, PYIQ_LANGUAGE_SIZE);
	for (size_t i = 0; i < n && status == PYIQ_OK; i++)
		status = collect(&prose, texts[i], visible, err);
	if (status != PYIQ_OK)
		return status;

	size_t latin = prose.bytes[LATIN], all = 0;

	for (int i = 0; i < N_SCRIPTS; i++)
		all += prose.bytes[i];
	if (all - latin > latin / 2) {
		found = language_of_script(prose.bytes);
		drop_latin(&prose);
	}
	if (*found == '\0' && prose.len >= SENTENCE)
		status = pyiq_cld2_language(prose.text, prose.len, &found, err);
	translate(found, code);
	return status;
}

const char *pyiq_language_stemmer(const char *code)
{
	/* Norwegian is one stemmer for what ISO 639 calls `no`, `nb` and `nn`. */
	static const char *const stemmers[][2] = {
		{ "ar", "arabic" },     { "ca", "catalan" },   { "da", "danish" },
		{ "de", "german" },     { "en", "english" },   { "es", "spanish" },
		{ "eu", "basque" },     { "fi", "finnish" },   { "fr", "french" },
		{ "ga", "irish" },      { "hu", "hungarian" }, { "hy", "armenian" },
		{ "id", "indonesian" }, { "it", "italian" },   { "lt", "lithuanian" },
		{ "nb", "norwegian" },  { "ne", "nepali" },    { "nl", "dutch" },
		{ "nn", "norwegian" },  { "no", "norwegian" }, { "pt", "portuguese" },
		{ "ro", "romanian" },   { "ru", "russian" },   { "sv", "swedish" },
		{ "ta", "tamil" },      { "tr", "turkish" },
	};

	for (size_t i = 0; i < sizeof stemmers / sizeof *stemmers; i++)
		if (strcmp(code, stemmers[i][0]) == 0)
			return stemmers[i][1];
	return NULL;
}

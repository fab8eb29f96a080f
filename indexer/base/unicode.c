#include "base/unicode.h"

#include <utf8proc.h>

enum {
	REPLACEMENT = 0xFFFD,
	PIECE = 32,    /* characters that are normalised at once */
	EXPANSION = 18 /* characters that one can become; U+FDFA does */
};

struct range {
	uint32_t first, last;
};

static bool in_ranges(uint32_t c, const struct range *ranges, size_t n)
{
	size_t low = 0;

	while (low < n) {
		size_t middle = low + (n - low) / 2;

		if (c > ranges[middle].last)
			low = middle + 1;
		else
			n = middle;
	}
	return c >= ranges[low].first && c <= ranges[low].last;
}

#define IN_RANGES(c, ranges) in_ranges(c, ranges, sizeof(ranges) / sizeof *(ranges)-1)

/* ---- UTF-8 --------------------------------------------------------------- */

size_t pyiq_utf8_decode(const char *text, size_t len, uint32_t *c)
{
	if ((unsigned char)text[0] < 0x80) {
		*c = (unsigned char)text[0];
		return 1;
	}

	utf8proc_int32_t decoded;
	utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)text,
					      (utf8proc_ssize_t)(len < 4 ? len : 4), &decoded);

	if (n <= 0) {
		*c = REPLACEMENT;
		return 1;
	}
	*c = (uint32_t)decoded;
	return (size_t)n;
}

void pyiq_utf8_append(struct pyiq_buf *out, uint32_t c)
{
	if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		c = REPLACEMENT;

	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)c, bytes);

	pyiq_buf_append(out, (const char *)bytes, (size_t)n);
}

bool pyiq_utf8_valid(const char *text, size_t len, size_t *bad)
{
	for (size_t i = 0; i < len;) {
		if ((unsigned char)text[i] < 0x80) {
			i++;
			continue;
		}

		uint32_t c;
		size_t n = pyiq_utf8_decode(text + i, len - i, &c);

		if (n == 1) {
			*bad = i;
			return false;
		}
		i += n;
	}
	return true;
}

/* ---- Characters ---------------------------------------------------------- */

/* The blocks of scripts that put no spaces between words. */
static const struct range unspaced[] = {
	{ 0x0E00, 0x0EFF },   /* Thai, Lao */
	{ 0x0F00, 0x0FFF },   /* Tibetan */
	{ 0x1000, 0x109F },   /* Myanmar */
	{ 0x1780, 0x17FF },   /* Khmer */
	{ 0x1950, 0x19FF },   /* Tai Le, New Tai Lue, Khmer symbols */
	{ 0x1A20, 0x1AAF },   /* Tai Tham */
	{ 0x2E80, 0x2FDF },   /* Han radicals */
	{ 0x3005, 0x3007 },   /* ideographic iteration, closing, zero */
	{ 0x3021, 0x3029 },   /* Hangzhou numerals */
	{ 0x3031, 0x312F },   /* Kana, Bopomofo */
	{ 0x31A0, 0x31FF },   /* Bopomofo and Kana extended */
	{ 0x3400, 0x4DBF },   /* Han extension A */
	{ 0x4E00, 0x9FFF },   /* Han */
	{ 0xA000, 0xA4CF },   /* Yi */
	{ 0xA9E0, 0xA9FF },   /* Myanmar extended B */
	{ 0xAA60, 0xAADF },   /* Myanmar extended A, Tai Viet */
	{ 0xF900, 0xFAFF },   /* Han compatibility */
	{ 0xFF66, 0xFF9F },   /* halfwidth Kana */
	{ 0x16FE0, 0x18DFF }, /* ideographic marks, Tangut, Khitan */
	{ 0x1AFF0, 0x1B2FF }, /* Kana extended, Nüshu */
	{ 0x20000, 0x3FFFF }, /* Han extensions */
};

static utf8proc_category_t category(uint32_t c)
{
	return utf8proc_category((utf8proc_int32_t)c);
}

static bool is_mark(utf8proc_category_t category)
{
	return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
	       category == UTF8PROC_CATEGORY_ME;
}

static bool is_ignorable(uint32_t c)
{
	return utf8proc_get_property((utf8proc_int32_t)c)->ignorable;
}

uint32_t pyiq_char_plain(uint32_t c)
{
	switch (c) {
	case 0x00B4: /* the acute accent, typed for an apostrophe */
	case 0x02BC:
	case 0x2018:
	case 0x2019:
	case 0x201B:
	case 0xFF07:
		return '\'';
	case 0x2010:
	case 0x2011:
	case 0x2012:
	case 0x2013: /* the en dash, of `client–server` */
	case 0x2212:
		return '-';
	default:
		return c;
	}
}

pyiq_char_class pyiq_char_classify(uint32_t c)
{
	if (c == '_')
		return PYIQ_CHAR_WORD;
	if (pyiq_char_plain(c) != c)
		return PYIQ_CHAR_OTHER;

	switch (category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
		return PYIQ_CHAR_WORD;
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_NL:
		return IN_RANGES(c, unspaced) ? PYIQ_CHAR_UNSPACED : PYIQ_CHAR_WORD;
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return PYIQ_CHAR_WORD;
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return PYIQ_CHAR_SPACE;
	default:
		return is_ignorable(c) ? PYIQ_CHAR_WORD : PYIQ_CHAR_OTHER;
	}
}

bool pyiq_char_is_upper(uint32_t c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z';

	utf8proc_category_t of = category(c);

	return of == UTF8PROC_CATEGORY_LU || of == UTF8PROC_CATEGORY_LT;
}

bool pyiq_char_is_letter(uint32_t c)
{
	utf8proc_category_t of = category(c);

	return (of >= UTF8PROC_CATEGORY_LU && of <= UTF8PROC_CATEGORY_LO) || pyiq_char_extends(c);
}

bool pyiq_char_extends(uint32_t c)
{
	if (c == 0xFF9E || c == 0xFF9F) /* the marks of halfwidth Kana are letters to Unicode */
		return true;
	return c >= 0x80 && (is_mark(category(c)) || is_ignorable(c));
}

int pyiq_char_width(uint32_t c)
{
	if (c < 0x80)
		return c >= 0x20 && c < 0x7F;
	/* Signs that stand beside a letter, as vowels of Indic scripts do. */
	if (category(c) == UTF8PROC_CATEGORY_MC)
		return 1;
	return utf8proc_charwidth((utf8proc_int32_t)c);
}

/* Columns that a character adds to the ones before it in its cluster. */
static size_t width_behind(uint32_t c, uint32_t before, size_t width)
{
	enum { JOINER = 0x200D, EMOJI_STYLE = 0xFE0F };
	static const struct range drawn_into[] = {
		{ 0x1160, 0x11FF },   /* vowels and finals of a Hangul syllable */
		{ 0xD7B0, 0xD7FF },   /* more of them */
		{ 0x1F3FB, 0x1F3FF }, /* the colours of skin */
	};

	if (c == EMOJI_STYLE)
		return width == 1;
	if (before == JOINER || IN_RANGES(c, drawn_into))
		return 0;
	return (size_t)pyiq_char_width(c);
}

size_t pyiq_cluster(const char *text, size_t len, size_t *width)
{
	utf8proc_int32_t state = 0;
	uint32_t c, next;
	size_t size = pyiq_utf8_decode(text, len, &c);

	*width = (size_t)pyiq_char_width(c);
	while (size < len && !(c < 0x80 && (unsigned char)text[size] < 0x80)) {
		size_t more = pyiq_utf8_decode(text + size, len - size, &next);

		if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)c, (utf8proc_int32_t)next,
						     &state))
			break;
		*width += width_behind(next, c, *width);
		size += more;
		c = next;
	}
	return size;
}

/* ---- Folding ------------------------------------------------------------- */

/* What a letter in frequent use folds to; 0 for those that utf8proc is asked about. */
static uint32_t known_fold(uint32_t c)
{
	if (c >= 0x0410 && c <= 0x042F) /* Cyrillic */
		return c + 0x20;
	if ((c >= 0x00E0 && c <= 0x00FE) || /* Latin-1, lower case */
	    (c >= 0x0430 && c <= 0x044F) || /* Cyrillic, lower case */
	    (c >= 0x3041 && c <= 0x3096) || /* Hiragana */
	    (c >= 0x30A1 && c <= 0x30FA) || /* Katakana */
	    (c >= 0x4E00 && c <= 0x9FFF) || /* Han */
	    (c >= 0xAC00 && c <= 0xD7A3))   /* Hangul */
		return c;
	return 0;
}

/* The same for letters that have lost their marks. */
static uint32_t known_bare(uint32_t c)
{
	return c < 0x0100 || c == 0x0419 || c == 0x0439 ? 0 : known_fold(c);
}

/*
 * Characters that normalisation may join to the one before them although they
 * are no marks: jamo of Hangul, and what becomes them.
 */
static const struct range joining[] = {
	{ 0x1160, 0x11FF },
	{ 0x3131, 0x318E },
	{ 0xD7B0, 0xD7FF },
	{ 0xFFA0, 0xFFDC },
};

/* A normalised text can be cut in front of this character. */
static bool starts_anew(uint32_t c)
{
	return c < 0x80 || known_fold(c) != 0 || !(pyiq_char_extends(c) || IN_RANGES(c, joining));
}

static bool starts_anew_at(const char *text, size_t len)
{
	uint32_t c;

	if (len == 0)
		return true;
	pyiq_utf8_decode(text, len, &c);
	return starts_anew(c);
}

/* The ASCII at the front of text, but for a last character that a mark belongs to. */
static size_t ascii_length(const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && (unsigned char)text[n] < 0x80)
		n++;
	return n > 0 && !starts_anew_at(text + n, len - n) ? n - 1 : n;
}

static void fold_ascii(struct pyiq_buf *out, const char *text, size_t len)
{
	char folded[256];

	while (len > 0) {
		size_t n = len < sizeof folded ? len : sizeof folded;

		for (size_t i = 0; i < n; i++)
			folded[i] = (char)(text[i] + (text[i] >= 'A' && text[i] <= 'Z' ? 32 : 0));
		pyiq_buf_append(out, folded, n);
		text += n;
		len -= n;
	}
}

typedef uint32_t known_fn(uint32_t c);

/* Append what is known of the characters at the front of text; returns their bytes. */
static size_t take_known(struct pyiq_buf *out, const char *text, size_t len, known_fn *known)
{
	size_t taken = 0;

	while (taken < len) {
		uint32_t c;
		size_t size = pyiq_utf8_decode(text + taken, len - taken, &c);
		uint32_t folded = known(c);

		if (folded == 0 || !starts_anew_at(text + taken + size, len - taken - size))
			break;
		pyiq_utf8_append(out, folded);
		taken += size;
	}
	return taken;
}

/* A few characters, before and while they are normalised. */
struct piece {
	utf8proc_uint8_t text[4 * PIECE];
	size_t len;
	utf8proc_int32_t chars[EXPANSION * PIECE];
	utf8proc_ssize_t n;
};

/*
 * Take characters from the front of text until the piece is full or, near
 * that, could be cut; until ASCII stands alone again. Returns the bytes taken.
 */
static size_t take_piece(struct piece *piece, const char *text, size_t len)
{
	enum { NEARLY = PIECE / 2 };
	size_t taken = 0;

	piece->len = 0;
	for (size_t n = 0; n < PIECE && taken < len; n++) {
		uint32_t c;
		size_t size = pyiq_utf8_decode(text + taken, len - taken, &c);
		bool alone = c < 0x80 && starts_anew_at(text + taken + 1, len - taken - 1);

		if (n > 0 && (alone || (n >= NEARLY && starts_anew(c))))
			break;
		piece->len += (size_t)utf8proc_encode_char((utf8proc_int32_t)pyiq_char_plain(c),
							   piece->text + piece->len);
		taken += size;
	}
	return taken;
}

static void decompose(struct piece *piece, int options)
{
	piece->n = utf8proc_decompose(piece->text, (utf8proc_ssize_t)piece->len, piece->chars,
				      EXPANSION * PIECE, (utf8proc_option_t)options);
}

static void compose(struct piece *piece)
{
	piece->n = utf8proc_normalize_utf32(
		piece->chars, piece->n, (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
}

static void append_piece(struct pyiq_buf *out, const struct piece *piece)
{
	for (utf8proc_ssize_t i = 0; i < piece->n; i++)
		pyiq_utf8_append(out, pyiq_char_plain((uint32_t)piece->chars[i]));
}

void pyiq_fold(struct pyiq_buf *out, const char *text, size_t len)
{
	const int options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
			    UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
	struct piece piece;

	while (len > 0) {
		size_t n = ascii_length(text, len);

		fold_ascii(out, text, n);
		n += take_known(out, text + n, len - n, known_fold);
		if (n == 0) {
			n = take_piece(&piece, text, len);
			decompose(&piece, options);
			compose(&piece);
			append_piece(out, &piece);
		}
		text += n;
		len -= n;
	}
}

static bool is_droppable(utf8proc_int32_t c)
{
	const utf8proc_property_t *property = utf8proc_get_property(c);
	int class = property->combining_class;

	/* By the classes of Unicode: 1 overlays, 10–35 Hebrew and Arabic points, from 200 accents. */
	return property->category == UTF8PROC_CATEGORY_ME ||
	       (property->category == UTF8PROC_CATEGORY_MN &&
		(class == 1 || (class >= 10 && class <= 35) || class >= 200));
}

static bool drop_marks(struct piece *piece)
{
	utf8proc_ssize_t kept = 0, n = piece->n;

	for (utf8proc_ssize_t i = 0; i < n; i++)
		if (!is_droppable(piece->chars[i]))
			piece->chars[kept++] = piece->chars[i];
	piece->n = kept;
	return kept < n;
}

bool pyiq_fold_unmarked(struct pyiq_buf *out, const char *folded, size_t len)
{
	size_t before = out->len;
	bool marked = false;
	struct piece piece;

	if (ascii_length(folded, len) == len)
		return false;
	while (len > 0) {
		size_t n = ascii_length(folded, len);

		pyiq_buf_append(out, folded, n);
		n += take_known(out, folded + n, len - n, known_bare);
		if (n == 0) {
			n = take_piece(&piece, folded, len);
			decompose(&piece, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE);
			marked |= drop_marks(&piece);
			compose(&piece);
			append_piece(out, &piece);
		}
		folded += n;
		len -= n;
	}
	if (!marked && out->len > before) {
		out->len = before;
		out->data[before] = '\0';
	}
	return marked;
}

#include "text/words.h"

/* Short names, so that the table shows ASCII as it is. */
enum {
	L = PYIQ_BYTE_LOWER,
	U = PYIQ_BYTE_UPPER,
	D = PYIQ_BYTE_DIGIT,
	B = PYIQ_BYTE_LINE,
	S = PYIQ_BYTE_SPACE | PYIQ_BYTE_OPENS,
	O = PYIQ_BYTE_OPERATOR,
	P = PYIQ_BYTE_OPENS,
	Q = PYIQ_BYTE_OPERATOR | PYIQ_BYTE_OPENS,
	H = PYIQ_BYTE_HIGH
};

/* clang-format off */
const unsigned char pyiq_byte_kinds[256] = {
	S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
	S, S, S, S, S, S, S, S, S, S, S, S, S, S, S, S,
	/* ! " # $ % & ' ( ) * + , - . / */
	S, O, P, 0, 0, O, O, P, P, 0, O, O, P, O, O, O,
	/* 0–9 : ; < = > ? */
	D, D, D, D, D, D, D, D, D, D, Q, P, Q, Q, Q, 0,
	/* @ A–O */
	O, U, U, U, U, U, U, U, U, U, U, U, U, U, U, U,
	/* P–Z [ \ ] ^ _ */
	U, U, U, U, U, U, U, U, U, U, U, P, 0, 0, O, B,
	/* ` a–o */
	P, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L,
	/* p–z { | } ~ DEL */
	L, L, L, L, L, L, L, L, L, L, L, P, Q, 0, O, S,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
	H, H, H, H, H, H, H, H, H, H, H, H, H, H, H, H,
};
/* clang-format on */

/* ---- Characters ---------------------------------------------------------- */

/* A character in its place. */
struct glyph {
	uint32_t c;
	size_t len; /* bytes; 0 behind the end of the text */
};

static struct glyph glyph_at(struct pyiq_str text, size_t at)
{
	struct glyph glyph = { 0, 0 };

	if (at < text.len)
		glyph.len = pyiq_utf8_decode(text.data + at, text.len - at, &glyph.c);
	return glyph;
}

size_t pyiq_word_end(struct pyiq_str text, size_t at)
{
	while (at < text.len) {
		unsigned kind = pyiq_byte_kind(text.data[at]);

		if (kind & PYIQ_BYTE_WORD) {
			at++;
			continue;
		}
		if (!(kind & PYIQ_BYTE_HIGH))
			break;

		struct glyph glyph = glyph_at(text, at);

		if (pyiq_char_classify(glyph.c) != PYIQ_CHAR_WORD)
			break;
		at += glyph.len;
	}
	return at;
}

bool pyiq_word_starts(struct pyiq_str text, size_t at)
{
	if (at >= text.len)
		return false;

	unsigned kind = pyiq_byte_kind(text.data[at]);

	if (!(kind & PYIQ_BYTE_HIGH))
		return kind & PYIQ_BYTE_WORD;

	uint32_t c = glyph_at(text, at).c;

	return pyiq_char_classify(c) == PYIQ_CHAR_WORD && !pyiq_char_extends(c);
}

pyiq_char_class pyiq_class_at(struct pyiq_str text, size_t at)
{
	struct glyph glyph = glyph_at(text, at);

	return glyph.len > 0 ? pyiq_char_classify(glyph.c) : PYIQ_CHAR_SPACE;
}

pyiq_char_class pyiq_class_before(struct pyiq_str text, size_t at)
{
	size_t start = at;

	if (at == 0)
		return PYIQ_CHAR_SPACE;
	do
		start--;
	while (start > 0 && at - start < 4 && ((unsigned char)text.data[start] & 0xC0) == 0x80);
	if (start + glyph_at(text, start).len != at) /* a bad byte is a character by itself */
		start = at - 1;
	return pyiq_class_at(text, start);
}

/* The bytes of the apostrophe or hyphen at `at`, however it is written; 0 when there is none. */
static size_t plain_at(struct pyiq_str text, size_t at, char wanted)
{
	struct glyph glyph = glyph_at(text, at);

	return glyph.len > 0 && pyiq_char_plain(glyph.c) == (uint32_t)wanted ? glyph.len : 0;
}

/* ---- Parts --------------------------------------------------------------- */

/* What the case of letters says about where a part ends. */
typedef enum letter_case {
	CASE_NONE, /* no character of a part: it ends here */
	CASE_LOWER,
	CASE_UPPER,
	CASE_DIGIT,
	CASE_SAME /* as the character before it, to which it belongs */
} letter_case;

static letter_case case_of(struct glyph glyph)
{
	if (glyph.len == 0 || glyph.c == '_' || pyiq_char_classify(glyph.c) != PYIQ_CHAR_WORD)
		return CASE_NONE;
	if (pyiq_char_extends(glyph.c))
		return CASE_SAME;
	if (pyiq_char_is_upper(glyph.c))
		return CASE_UPPER;
	return pyiq_char_is_letter(glyph.c) ? CASE_LOWER : CASE_DIGIT;
}

static letter_case case_at(struct pyiq_str text, size_t at)
{
	if (at >= text.len)
		return CASE_NONE;

	unsigned kind = pyiq_byte_kind(text.data[at]);

	if (kind & PYIQ_BYTE_HIGH)
		return case_of(glyph_at(text, at));
	if (kind & PYIQ_BYTE_LOWER)
		return CASE_LOWER;
	if (kind & PYIQ_BYTE_UPPER)
		return CASE_UPPER;
	return kind & PYIQ_BYTE_DIGIT ? CASE_DIGIT : CASE_NONE;
}

static size_t glyph_len(struct pyiq_str text, size_t at)
{
	return (unsigned char)text.data[at] < 0x80 ? 1 : glyph_at(text, at).len;
}

/* Whether a part ends between a character of case `before` and the upper-case letter at `at`. */
static bool case_parts(struct pyiq_str text, letter_case before, size_t at)
{
	if (before == CASE_LOWER)
		return true;

	size_t next = at + glyph_len(text, at);

	if (case_at(text, next) != CASE_LOWER)
		return false;
	/* `HTTPServer` and `Base64Encoder` part here; the `s` of `APIs` is a plural. */
	return before == CASE_DIGIT || text.data[next] != 's' ||
	       case_at(text, next + 1) == CASE_LOWER;
}

bool pyiq_next_part(struct pyiq_str text, size_t *at, size_t end, struct pyiq_part *part)
{
	size_t i = *at;
	letter_case before, now = CASE_NONE;

	text.len = end;
	while (i < end && ((now = case_at(text, i)) == CASE_NONE || now == CASE_SAME))
		i += glyph_len(text, i);
	*at = i;
	if (i >= end)
		return false;

	bool cased = now != CASE_DIGIT; /* `0x1F` and `1stPlace` are one word each */

	part->span.start = i;
	part->letters = now != CASE_DIGIT;
	do {
		before = now;
		i += glyph_len(text, i);
		now = case_at(text, i);
		if (now == CASE_UPPER && cased && case_parts(text, before, i))
			break;
		if (now == CASE_DIGIT)
			part->letters = false;
		if (now == CASE_SAME)
			now = before;
	} while (now != CASE_NONE);
	part->span.end = i;
	*at = i;
	return true;
}

/* ---- Atoms --------------------------------------------------------------- */

/*
 * The ending at `at`, if there is one: an apostrophe with one or two letters
 * (`'t`, `'s`, `'re`). More letters are another word (`f'text'`, `l'uomo`).
 */
static size_t ending(struct pyiq_str text, size_t at)
{
	size_t apostrophe = plain_at(text, at, '\'');
	size_t letters = 0;

	if (apostrophe == 0)
		return 0;
	while (at + apostrophe + letters < text.len && letters < 3 &&
	       pyiq_byte_kind(text.data[at + apostrophe + letters]) & PYIQ_BYTE_LETTER)
		letters++;

	size_t end = at + apostrophe + letters;

	if (letters == 0 || letters > 2 || pyiq_word_end(text, end) > end ||
	    plain_at(text, end, '\'') > 0)
		return 0;
	return apostrophe + letters;
}

static bool ends_possessive(struct pyiq_str text, size_t end)
{
	return (text.data[end - 1] | 0x20) == 's' &&
	       !(pyiq_byte_kind(text.data[end - 2]) & PYIQ_BYTE_LETTER);
}

/* Whether [start, end) is the `1e` of `1e-9`. */
static bool awaits_exponent(struct pyiq_str text, size_t start, size_t end)
{
	if (end - start < 2 || (text.data[end - 1] | 0x20) != 'e' || end + 1 >= text.len ||
	    (text.data[end] != '-' && text.data[end] != '+') ||
	    !(pyiq_byte_kind(text.data[end + 1]) & PYIQ_BYTE_DIGIT))
		return false;
	while (start < end - 1 && pyiq_byte_kind(text.data[start]) & PYIQ_BYTE_DIGIT)
		start++;
	return start == end - 1;
}

/* Add a part; false when there is no room. */
static bool add_part(struct pyiq_chain *chain, struct pyiq_part part)
{
	if (chain->n_parts == PYIQ_CHAIN_PARTS)
		return false;
	chain->parts[chain->n_parts++] = part;
	return true;
}

/* Add the parts of word characters [start, end). */
static bool add_parts(struct pyiq_chain *chain, struct pyiq_str text, size_t start, size_t end)
{
	size_t before = chain->n_parts;
	struct pyiq_part part;

	for (size_t at = start; pyiq_next_part(text, &at, end, &part);)
		if (!add_part(chain, part))
			return false;
	if (chain->n_parts == before && end - start <= 2) /* `_` and `__` are names */
		return add_part(chain, (struct pyiq_part){ { start, end }, false });
	return true;
}

/* Read the atom at `at` into the chain, as far as there is room; returns where it ends. */
static size_t add_atom(struct pyiq_chain *chain, struct pyiq_str text, size_t at, char joint)
{
	size_t end = pyiq_word_end(text, at);

	if (chain->too_long || chain->n_atoms == PYIQ_CHAIN_PARTS) {
		chain->too_long = true;
		return end;
	}

	struct pyiq_atom atom = { { at, end }, chain->n_parts, 0, joint };

	if (awaits_exponent(text, at, end)) {
		end = pyiq_word_end(text, end + 1);
		chain->too_long = !add_part(chain, (struct pyiq_part){ { at, end }, false });
	} else {
		chain->too_long = !add_parts(chain, text, at, end);
	}
	atom.n_parts = chain->n_parts - atom.first_part;

	struct pyiq_part *only = &chain->parts[atom.first_part];
	size_t more = ending(text, end);

	if (more > 0 && ends_possessive(text, end + more)) {
		chain->possessive = more;
	} else if (more > 0 && atom.n_parts == 1 && only->letters && only->span.start == at &&
		   only->span.end == end) {
		end += more;
		only->span.end = end;
	}
	atom.span.end = end;
	chain->atoms[chain->n_atoms++] = atom;
	return end;
}

/* ---- Chains -------------------------------------------------------------- */

/* The ASCII letters from `at` on, five at most. */
static size_t few_letters(struct pyiq_str text, size_t at)
{
	size_t n = 0;

	while (n < 5 && at + n < text.len && pyiq_byte_kind(text.data[at + n]) & PYIQ_BYTE_LETTER)
		n++;
	return n;
}

/*
 * Whether the slash behind the chain's last atom stands in a pair such as
 * `I/O`, `TCP/IP` and `and/or`; other slashes part words, as in paths.
 */
static bool is_pair(const struct pyiq_chain *chain, struct pyiq_str text)
{
	const struct pyiq_atom *last = &chain->atoms[chain->n_atoms - 1];
	size_t start = last->span.start, slash = last->span.end;
	size_t before = few_letters(text, start), behind = few_letters(text, slash + 1);
	size_t end = slash + 1 + behind;

	if (last->joint == '.' || last->joint == '/' || before > 4 || start + before != slash ||
	    behind == 0 || behind > 4 || (start > 0 && text.data[start - 1] == '/'))
		return false;
	if (end == text.len)
		return true;

	char next = text.data[end];

	return next != '/' && next != '+' && next != '#' && pyiq_word_end(text, end) == end &&
	       !(next == '.' && pyiq_word_starts(text, end + 1));
}

/* The joint at `at`, behind an atom, or 0 when the chain ends there; *len receives its bytes. */
static char joint_at(const struct pyiq_chain *chain, struct pyiq_str text, size_t at,
		     bool dots_only, size_t *len)
{
	*len = 1;
	if (at >= text.len || chain->possessive > 0)
		return 0;
	if (text.data[at] == '.')
		return pyiq_word_starts(text, at + 1) ? '.' : 0;
	if (dots_only)
		return 0;
	if (text.data[at] == '/')
		return !chain->too_long && is_pair(chain, text) ? '/' : 0;
	*len = plain_at(text, at, '-');
	return *len > 0 && pyiq_word_starts(text, at + *len) ? '-' : 0;
}

/* The bytes of `++`, or of the `#` of a single letter, behind the chain. */
static size_t suffix(const struct pyiq_chain *chain, struct pyiq_str text)
{
	const struct pyiq_span last = chain->atoms[chain->n_atoms - 1].span;
	size_t len = 0;

	while (len < 3 && last.end + len < text.len && text.data[last.end + len] == '+')
		len++;
	if (len == 0 && last.end - last.start == 1 && few_letters(text, last.start) == 1 &&
	    last.end < text.len && text.data[last.end] == '#')
		len = 1;
	else if (len != 2)
		return 0;

	/* `C++17` has one, `a++b` and `C#x` have none. */
	struct glyph next = glyph_at(text, last.end + len);

	if (len == 2 && next.c >= '0' && next.c <= '9')
		return len;
	if (next.c == '=' || next.c == '#' || pyiq_word_starts(text, last.end + len))
		return 0;
	return len;
}

void pyiq_chain_read(struct pyiq_chain *chain, struct pyiq_str text, size_t at, bool dots_only)
{
	char joint = 0;
	size_t joint_len = 0;

	chain->span.start = at;
	chain->n_atoms = chain->n_parts = 0;
	chain->possessive = chain->suffix = 0;
	chain->too_long = false;
	do {
		at = add_atom(chain, text, at + joint_len, joint);
		joint = joint_at(chain, text, at, dots_only, &joint_len);
	} while (joint != 0);
	chain->span.end = at;

	/* A word without parts is a term whatever its length. */
	const struct pyiq_span whole = chain->span;
	bool plain = chain->n_atoms == 1 && chain->n_parts == 1 &&
		     chain->parts[0].span.start == whole.start &&
		     chain->parts[0].span.end == whole.end;

	if (whole.end - whole.start > PYIQ_CHAIN_BYTES && !plain)
		chain->too_long = true;
	if (!dots_only && !chain->too_long && chain->possessive == 0)
		chain->suffix = suffix(chain, text);
}

/* ---- Calls and clusters --------------------------------------------------- */

size_t pyiq_call_end(struct pyiq_str text, size_t at)
{
	enum { LONGEST = 32 };
	size_t limit = text.len - at > LONGEST ? at + LONGEST : text.len;
	size_t depth = 0;
	bool words = false;

	while (at < limit) {
		uint32_t c;

		at += pyiq_utf8_decode(text.data + at, text.len - at, &c);
		if (c == '(') {
			depth++;
		} else if (c == ')') {
			if (--depth == 0)
				return words ? at : 0;
		} else if (pyiq_char_classify(c) == PYIQ_CHAR_WORD) {
			words = true;
		} else if (c >= 0x80 || c == 0 || strchr(" ^*+-/!.", (int)c) == NULL) {
			return 0;
		}
	}
	return 0;
}

size_t pyiq_cluster_end(struct pyiq_str text, size_t at)
{
	size_t end = at;

	while (end < text.len) {
		uint32_t c;
		size_t n = pyiq_utf8_decode(text.data + end, text.len - end, &c);

		if (end == at ? pyiq_char_classify(c) != PYIQ_CHAR_UNSPACED : !pyiq_char_extends(c))
			break;
		end += n;
	}
	return end;
}

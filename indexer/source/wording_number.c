#include "source/wording.h"

#include "source/words.h"

/* `一、`, `十二、`: numbers of Chinese and Japanese lists. */
static size_t han_number(struct pyiq_str text, long *number)
{
	static const char *const digits[] = { "十", "一", "二", "三", "四",
					      "五", "六", "七", "八", "九" };
	enum { MOST = 3, TEN = 10 }; /* signs: up to ninety-nine */
	size_t at = 0, n = 0;
	long value = 0;

	for (size_t i = 0; i < PYIQ_WORD_COUNT(digits) && n < MOST; i++) {
		if (pyiq_words_begin(pyiq_words_from(text, at), digits[i]) == 0)
			continue;
		value = i > 0 ? value + (long)i : TEN * (value > 0 ? value : 1);
		at += strlen(digits[i]);
		n++;
		i = (size_t)-1;
	}

	struct pyiq_str rest = pyiq_words_from(text, at);
	size_t mark = rest.len > 0 && rest.data[0] == '.' ? 1 : pyiq_words_wide_mark(rest);

	if (n == 0 || mark == 0)
		return 0;
	*number = value;
	return pyiq_words_skip_space(text, at + mark);
}

size_t pyiq_wording_number(struct pyiq_str text, long *number)
{
	enum { MAX_DIGITS = 6 };
	size_t i = 0, digits = 0;
	bool bracket = text.len > 0 && (text.data[0] == '(' || text.data[0] == '[');
	size_t wide = pyiq_words_begin(text, "（");
	long value = 0;

	if (wide > 0) {
		size_t inside = pyiq_wording_number(pyiq_words_from(text, wide), number);

		return inside > 0 ? wide + inside : 0;
	}
	i += bracket;
	for (; i < text.len && pyiq_words_is_digit(text.data[i]) && digits < MAX_DIGITS;
	     i++, digits++)
		value = value * 10 + (text.data[i] - '0');
	if (digits == 0 || (i < text.len && pyiq_words_is_digit(text.data[i])))
		return digits == 0 && !bracket ? han_number(text, number) : 0;

	/* `4.16` and `4.16.`, `17a.` */
	size_t dotted = i;

	while (dotted + 1 < text.len && text.data[dotted] == '.' &&
	       pyiq_words_is_digit(text.data[dotted + 1])) {
		dotted++;
		while (dotted < text.len && pyiq_words_is_digit(text.data[dotted]))
			dotted++;
	}

	bool sections = dotted > i;

	i = dotted;
	if (i + 1 < text.len && pyiq_words_lower(text.data[i]) >= 'a' &&
	    pyiq_words_lower(text.data[i]) <= 'z' && strchr(".):", text.data[i + 1]) != NULL)
		i++;

	/* A keycap: digit, variation selector, U+20E3. */
	struct pyiq_str rest = pyiq_words_from(text, i);

	if (pyiq_words_begin(rest, "\xEF\xB8\x8F\xE2\x83\xA3") > 0 ||
	    pyiq_words_begin(rest, "\xE2\x83\xA3") > 0) {
		*number = value;
		return pyiq_words_skip_ornaments(text, i, PYIQ_HEAD_MARKS);
	}

	size_t mark = i;

	while (mark < text.len && strchr(".):]-", text.data[mark]) != NULL && mark - i < 3)
		mark++;

	size_t wide_mark = pyiq_words_wide_mark(pyiq_words_from(text, mark));

	mark += wide_mark;
	if (mark == i && !sections && pyiq_words_begin(rest, "  ") == 0)
		return 0;
	/* `3.x` and `2.Sum` are words unless something parts them from the number. */
	if (wide_mark == 0 && mark < text.len && pyiq_words_class(text, mark) == PYIQ_CHAR_WORD &&
	    (sections || (unsigned char)text.data[mark] < 0x80) &&
	    !(text.data[mark] >= 'A' && text.data[mark] <= 'Z'))
		return 0;
	*number = value;
	return pyiq_words_skip_space(text, mark);
}

bool pyiq_wording_is_number_alone(struct pyiq_str text)
{
	enum { MOST = 4 }; /* digits */
	size_t i = 0;

	while (i < text.len && pyiq_words_is_digit(text.data[i]))
		i++;
	if (i == 0 || i > MOST)
		return false;
	while (i < text.len && strchr(".): ", text.data[i]) != NULL)
		i++;
	return pyiq_words_skip_ornaments(text, i, PYIQ_HEAD_MARKS) == text.len;
}

#include "source/wording.h"

#include "base/unicode.h"

/*
 * The vocabulary was gathered from public collections in nine languages. Words
 * outside ASCII stand in each case they are written in; ASCII is compared
 * without case.
 */
static const char *const question_labels[] = {
	"q",
	"question",
	"ques",
	"que",
	"frage",
	"pregunta",
	"pergunta",
	"domanda",
	"soru",
	"pytanie",
	"câu hỏi",
	"Câu hỏi",
	"câu",
	"Câu",
	"вопрос",
	"Вопрос",
	"問題",
	"问题",
	"问",
	"問",
	"質問",
	"질문",
	"scenario question",
};

static const char *const answer_labels[] = {
	"a",        "ans",      "answer",    "answers",   "sample answer", "short answer",
	"solution", "response", "antwort",   "respuesta", "resposta",      "réponse",
	"risposta", "cevap",    "odpowiedź", "trả lời",   "Trả lời",       "đáp án",
	"Đáp án",   "ответ",    "Ответ",     "答",        "答案",          "回答",
	"解答",     "답",       "답변",
};

/* These open an answer, or stand inside one. */
static const char *const explanation_labels[] = {
	"explanation", "erklärung", "explicación", "explicação", "explication", "解析",
};

/* An answer label may be folded away behind one of these: `Show answer`. */
static const char *const answer_verbs[] = {
	"view", "show", "see", "read", "click", "reveal", "toggle", "the", "ver", "voir", "mostrar",
};

static const char *const interrogatives[] = {
	"what",  "what's", "whats",    "what’s",  "why",     "how",      "when",      "where",
	"which", "who",    "who's",    "whose",   "whom",    "can",      "could",     "is",
	"are",   "do",     "does",     "did",     "should",  "would",    "will",      "has",
	"have",  "was",    "were",     "may",     "am",      "que",      "qué",       "Qué",
	"cómo",  "Cómo",   "por qué",  "cuál",    "Cuál",    "cuáles",   "cuándo",    "dónde",
	"como",  "qual",   "quais",    "quando",  "onde",    "o que",    "por que",   "porque",
	"quel",  "quelle", "quels",    "quelles", "comment", "pourquoi", "qu'est-ce", "quand",
	"was",   "wie",    "warum",    "wann",    "welche",  "welcher",  "welches",   "wo",
	"wer",   "wieso",  "cosa",     "perché",  "cos'è",   "come",     "nedir",     "nasıl",
	"что",   "Что",    "как",      "Как",     "почему",  "Почему",   "зачем",     "Зачем",
	"какие", "Какие",  "какой",    "Какой",   "какая",   "Какая",    "когда",     "Когда",
	"где",   "Где",    "чем",      "Чем",     "сколько", "Сколько",  "для чего",  "Для чего",
	"jak",   "czym",   "dlaczego", "co to",   "tại sao", "Tại sao",
};

static const char *const imperatives[] = {
	"explain",    "describe",    "define",      "compare",       "discuss",     "list",
	"name",       "give",        "write",       "implement",     "tell",        "mention",
	"state",      "find",        "create",      "design",        "build",       "show",
	"provide",    "difference",  "differences", "differentiate", "distinguish", "outline",
	"identify",   "demonstrate", "illustrate",  "calculate",     "convert",     "sort",
	"reverse",    "check",       "print",       "count",         "suppose",     "imagine",
	"consider",   "given",       "in what",     "in which",      "under what",  "for what",
	"to what",    "with what",   "elaborate",   "talk",          "walk",        "summarize",
	"summarise",  "expand",      "develop",     "merge",         "remove",      "swap",
	"explica",    "describe",    "explique",    "descreva",      "erkläre",     "beschreibe",
	"expliquez",  "décrivez",    "объясните",   "Объясните",     "опишите",     "Опишите",
	"расскажите", "Расскажите",  "назовите",    "Назовите",      "перечислите", "Перечислите",
};

/* Scripts without spaces: an interrogative stands anywhere. */
static const char *const interrogative_parts[] = {
	"什么", "什麼", "为什么", "為什麼", "如何", "怎么", "怎麼",   "怎样", "哪些", "区别", "吗",
	"何",   "なぜ", "どう",   "ですか", "무엇", "왜",   "어떻게", "인가", "차이", "설명",
};

static const char *const placeholders[] = {
	"todo",
	"to do",
	"tbd",
	"to be completed",
	"to be added",
	"to be done",
	"to be written",
	"coming soon",
	"answer here",
	"your answer here",
	"answer goes here",
	"wip",
	"work in progress",
	"not answered yet",
	"no answer yet",
	"add answer here",
	"n/a",
	"pending",
	"fixme",
};

static const char *const placeholder_openings[] = {
	"read answer on",
	"read the answer",
	"read more on",
	"answer coming",
};

static const char *const remarks[] = {
	"let me know if",
	"these questions",
	"would you like",
	"do you want me",
	"feel free to",
	"i hope this",
	"hope this helps",
	"if you'd like",
	"if you’d like",
	"good luck",
	"happy coding",
	"happy learning",
	"shall i",
	"should i continue",
	"here are the answers",
	"got it",
	"perfect",
	"let's continue",
	"let’s continue",
	"back to top",
	"back to the top",
	"go to top",
	"return to top",
	"⬆",
	"↥",
	"🔝",
	"edit answer",
	"volver a",
	"have a question",
	"want to contribute",
};

#define COUNT(table) (sizeof(table) / sizeof *(table))

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool begins(struct pyiq_str text, const char *word)
{
	size_t i = 0;

	for (; word[i] != '\0'; i++)
		if (i >= text.len || lower(text.data[i]) != word[i])
			return false;
	return true;
}

static struct pyiq_str from(struct pyiq_str text, size_t offset)
{
	return (struct pyiq_str){ text.data + offset, text.len - offset };
}

/* The class of the character at an offset; the end counts as space. */
static pyiq_char_class class_at(struct pyiq_str text, size_t offset)
{
	uint32_t c;

	if (offset >= text.len)
		return PYIQ_CHAR_SPACE;
	pyiq_utf8_decode(text.data + offset, text.len - offset, &c);
	return pyiq_char_classify(c);
}

/* The length of the table's longest word that text begins with, whole; 0 for none. */
static size_t leading_word(struct pyiq_str text, const char *const *table, size_t n)
{
	size_t longest = 0;

	for (size_t i = 0; i < n; i++) {
		size_t len = strlen(table[i]);

		if (len > longest && begins(text, table[i]) &&
		    class_at(text, len) != PYIQ_CHAR_WORD)
			longest = len;
	}
	return longest;
}

static size_t skip_space(struct pyiq_str text, size_t offset)
{
	while (offset < text.len) {
		uint32_t c;
		size_t n = pyiq_utf8_decode(text.data + offset, text.len - offset, &c);

		if (pyiq_char_classify(c) != PYIQ_CHAR_SPACE)
			break;
		offset += n;
	}
	return offset;
}

/*
 * ASCII that decorates: around a label nearly all, but in front of a question
 * any sign may be what is asked about, as in `== vs is`.
 */
static const char label_marks[] = "#*>-+=~|:", head_marks[] = "#";

/* ASCII decorates a line where a run of such signs stands by itself: `## `, `> `, but not `**kwargs`. */
static size_t ascii_ornament(struct pyiq_str text, size_t offset, const char *marks)
{
	size_t i = offset;

	while (i < text.len && text.data[i] != '\0' && strchr(marks, text.data[i]) != NULL)
		i++;
	return class_at(text, i) == PYIQ_CHAR_SPACE ? i - offset : 0;
}

/* Skip what decorates a line before its words: pictures, such marks, and the joiners between them. */
static size_t skip_ornaments(struct pyiq_str text, size_t offset, const char *marks)
{
	while (offset < text.len) {
		uint32_t c;
		size_t n = pyiq_utf8_decode(text.data + offset, text.len - offset, &c);
		bool joiner = c == 0x200D || c == 0xFE0F || c == 0x20E3;
		/* Inverted marks, guillemets and quotation marks belong to the text: arrows and pictures begin here. */
		bool picture = c >= 0x2190 && pyiq_char_classify(c) == PYIQ_CHAR_OTHER;

		if (c < 0x80 && pyiq_char_classify(c) != PYIQ_CHAR_SPACE) {
			n = ascii_ornament(text, offset, marks);
			if (n == 0)
				break;
		} else if (c >= 0x80 && !joiner && !picture &&
			   pyiq_char_classify(c) != PYIQ_CHAR_SPACE) {
			break;
		}
		offset += n;
	}
	return offset;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

size_t pyiq_wording_number(struct pyiq_str text, long *number)
{
	enum { MAX_DIGITS = 6 };
	size_t i = 0, digits = 0;
	bool bracket = text.len > 0 && (text.data[0] == '(' || text.data[0] == '[');
	long value = 0;

	i += bracket;
	for (; i < text.len && is_digit(text.data[i]) && digits < MAX_DIGITS; i++, digits++)
		value = value * 10 + (text.data[i] - '0');
	if (digits == 0 || (i < text.len && is_digit(text.data[i])))
		return 0;

	/* `4.16` and `4.16.`, `17a.` */
	size_t dotted = i;

	while (dotted + 1 < text.len && text.data[dotted] == '.' &&
	       is_digit(text.data[dotted + 1])) {
		dotted++;
		while (dotted < text.len && is_digit(text.data[dotted]))
			dotted++;
	}

	bool sections = dotted > i;

	i = dotted;
	if (i + 1 < text.len && lower(text.data[i]) >= 'a' && lower(text.data[i]) <= 'z' &&
	    strchr(".):", text.data[i + 1]) != NULL)
		i++;

	/* A keycap: digit, variation selector, U+20E3. */
	struct pyiq_str rest = from(text, i);

	if (begins(rest, "\xEF\xB8\x8F\xE2\x83\xA3") || begins(rest, "\xE2\x83\xA3")) {
		*number = value;
		return skip_ornaments(text, i, head_marks);
	}

	size_t mark = i;

	while (mark < text.len && strchr(".):]-", text.data[mark]) != NULL && mark - i < 3)
		mark++;
	if (class_at(text, mark) == PYIQ_CHAR_OTHER && begins(from(text, mark), "、"))
		mark += strlen("、");
	if (mark == i && !sections && !begins(rest, "  "))
		return 0;
	/* `3.x` and `2.Sum` are words unless something parts them from the number. */
	if (mark < text.len && class_at(text, mark) == PYIQ_CHAR_WORD &&
	    (sections || (unsigned char)text.data[mark] < 0x80) &&
	    !(text.data[mark] >= 'A' && text.data[mark] <= 'Z'))
		return 0;
	*number = value;
	return skip_space(text, mark);
}

/* Behind a label's word may stand a number; then it must be closed by a mark or the end. */
static size_t close_label(struct pyiq_str text, size_t word, bool needs_mark)
{
	size_t i = word;

	while (i < text.len && (text.data[i] == ' ' || text.data[i] == '#' || text.data[i] == '.'))
		i++;

	size_t digits = i;

	while (digits < text.len && is_digit(text.data[digits]))
		digits++;

	bool numbered = digits > i;

	i = numbered ? digits : word;
	if (numbered && i < text.len && lower(text.data[i]) >= 'a' && lower(text.data[i]) <= 'z')
		i++;
	if (numbered && class_at(text, i) == PYIQ_CHAR_WORD)
		return 0;
	while (i < text.len && text.data[i] == ' ')
		i++;

	size_t mark = i;

	while (mark < text.len && strchr(":.)-", text.data[mark]) != NULL && mark - i < 2)
		mark++;
	if (begins(from(text, i), "："))
		mark = i + strlen("：");
	else if (begins(from(text, i), "、") || begins(from(text, i), "。"))
		mark = i + strlen("、");
	else if (begins(from(text, i), "–") || begins(from(text, i), "—"))
		mark = i + strlen("–");
	if (mark == i && (needs_mark || !numbered))
		return 0;
	return skip_space(text, mark);
}

/* The same of labels, whose number may follow without a blank: `Q1`, `質問1` and `A1` are one word to Unicode. */
static size_t leading_label(struct pyiq_str text, const char *const *table, size_t n)
{
	size_t longest = leading_word(text, table, n);

	for (size_t i = 0; longest == 0 && i < n; i++) {
		size_t len = strlen(table[i]);

		if (begins(text, table[i]) && len < text.len && is_digit(text.data[len]))
			longest = len;
	}
	return longest;
}

size_t pyiq_wording_question_label(struct pyiq_str text)
{
	size_t word = leading_label(text, question_labels, COUNT(question_labels));

	return word > 0 ? close_label(text, word, false) : 0;
}

static size_t answer_word(struct pyiq_str text)
{
	size_t word = leading_label(text, answer_labels, COUNT(answer_labels));
	size_t explanation = leading_word(text, explanation_labels, COUNT(explanation_labels));

	return word > explanation ? word : explanation;
}

size_t pyiq_wording_answer_label(struct pyiq_str text, bool *alone)
{
	size_t start = skip_ornaments(text, 0, label_marks);
	size_t verb = leading_word(from(text, start), answer_verbs, COUNT(answer_verbs));
	size_t word_start = skip_space(text, start + verb);
	size_t verb_again =
		verb > 0 ? leading_word(from(text, word_start), answer_verbs, COUNT(answer_verbs))
			 : 0;

	word_start = skip_space(text, word_start + verb_again);

	size_t word = answer_word(from(text, word_start));

	*alone = false;
	if (word == 0)
		return 0;

	size_t end = skip_ornaments(text, word_start + word, label_marks);

	if (end == text.len) {
		*alone = true;
		/* A lone letter is a label only with its colon. */
		return word > 1 || text.data[text.len - 1] == ':' ? end : 0;
	}
	/* `Answer the call` and `View answer by …` are sentences. */
	if (verb > 0)
		return 0;

	/* `A)` and `A.` number the options of a test; `A1` is paper. */
	size_t mark = word_start + word;

	while (mark < text.len && is_digit(text.data[mark]))
		mark++;
	if (word == 1 && !begins(from(text, mark), ":") && !begins(from(text, mark), "："))
		return 0;

	size_t closed = close_label(from(text, word_start), word, true);

	if (closed == 0)
		return 0;
	*alone = word_start + closed == text.len;
	return word_start + closed;
}

bool pyiq_wording_is_answer_proper(struct pyiq_str text)
{
	bool alone;

	if (pyiq_wording_answer_label(text, &alone) == 0)
		return false;

	size_t start = skip_ornaments(text, 0, label_marks);

	return leading_word(from(text, start), explanation_labels, COUNT(explanation_labels)) == 0;
}

static bool contains(struct pyiq_str text, const char *part)
{
	size_t len = strlen(part);

	for (size_t i = 0; i + len <= text.len; i++)
		if (memcmp(text.data + i, part, len) == 0)
			return true;
	return false;
}

/* Enough of a text to tell whether it asks; keeps the work on a 50 MB line small. */
static struct pyiq_str head_of(struct pyiq_str text)
{
	enum { HEAD = 600 };

	return text.len > HEAD ? (struct pyiq_str){ text.data, HEAD } : text;
}

unsigned pyiq_wording_cue(struct pyiq_str text)
{
	struct pyiq_str head = head_of(text);
	size_t end = text.len;

	while (end > 0 && strchr(" .:)\"'*", text.data[end - 1]) != NULL)
		end--;

	struct pyiq_str trimmed = { text.data, end };

	if (end > 0 &&
	    (text.data[end - 1] == '?' || (end >= 3 && memcmp(text.data + end - 3, "？", 3) == 0)))
		return 2;
	if (begins(trimmed, "¿") || contains(head, "? "))
		return 2;
	if (leading_word(trimmed, interrogatives, COUNT(interrogatives)) > 0)
		return 2;
	if (leading_word(trimmed, imperatives, COUNT(imperatives)) > 0)
		return 1;
	for (size_t i = 0; i < COUNT(interrogative_parts); i++)
		if (contains(head, interrogative_parts[i]))
			return 2;
	return 0;
}

static struct pyiq_str trim(struct pyiq_str text, const char *marks)
{
	while (text.len > 0 && text.data[0] != '\0' && strchr(marks, text.data[0]) != NULL)
		text = from(text, 1);
	while (text.len > 0 && text.data[text.len - 1] != '\0' &&
	       strchr(marks, text.data[text.len - 1]) != NULL)
		text.len--;
	return text;
}

bool pyiq_wording_is_placeholder(struct pyiq_str text)
{
	struct pyiq_str bare = trim(text, " \t\n*_.:!-");

	while (bare.len >= 3 && memcmp(bare.data + bare.len - 3, "…", 3) == 0)
		bare = trim((struct pyiq_str){ bare.data, bare.len - 3 }, " .");
	if (bare.len == 0)
		return true;
	/* Brackets alone may well be what was asked for: `[]`. */
	bare = trim(bare, " \t\n*_.:!-()[]<>");
	for (size_t i = 0; i < COUNT(placeholders); i++)
		if (bare.len == strlen(placeholders[i]) && begins(bare, placeholders[i]))
			return true;
	return leading_word(bare, placeholder_openings, COUNT(placeholder_openings)) > 0;
}

bool pyiq_wording_is_remark(struct pyiq_str text)
{
	struct pyiq_str bare = trim(text, " \t\n*_[]().>-");

	return leading_word(bare, remarks, COUNT(remarks)) > 0;
}

bool pyiq_wording_announces_questions(struct pyiq_str title)
{
	static const char *const words[] = { "question", "interview", "quiz",       "faq",
					     "q&a",      "pregunta",  "entrevista", "pergunta",
					     "frage",    "entretien", "вопрос",     "Вопрос",
					     "собесед",  "Собесед",   "面试",       "面試",
					     "面接",     "면접",      "phỏng vấn" };

	for (size_t at = 0; at < title.len; at++)
		for (size_t i = 0; i < COUNT(words); i++)
			if (begins(from(title, at), words[i]))
				return true;
	return false;
}

bool pyiq_wording_is_question_column(struct pyiq_str text)
{
	static const char *const names[] = { "question", "questions", "front",    "pregunta",
					     "pregunta", "frage",     "pergunta", "вопрос",
					     "Вопрос",   "问题",      "問題" };

	return leading_word(text, names, COUNT(names)) > 0;
}

bool pyiq_wording_is_answer_column(struct pyiq_str text)
{
	static const char *const names[] = { "answer",   "answers", "back",  "respuesta", "antwort",
					     "resposta", "ответ",   "Ответ", "答案",      "回答" };

	return leading_word(text, names, COUNT(names)) > 0;
}

const char *pyiq_wording_level(struct pyiq_str text)
{
	static const struct {
		const char *word, *level;
	} words[] = {
		{ "basic", "basic" },
		{ "beginner", "basic" },
		{ "easy", "basic" },
		{ "junior", "basic" },
		{ "intermediate", "intermediate" },
		{ "medium", "intermediate" },
		{ "middle", "intermediate" },
		{ "advanced", "advanced" },
		{ "hard", "advanced" },
		{ "expert", "advanced" },
		{ "senior", "advanced" },
	};
	struct pyiq_str bare = trim(text, " \t\n*_.:()[]");

	if (begins(bare, "level") || begins(bare, "difficulty")) {
		size_t colon = begins(bare, "level") ? strlen("level") : strlen("difficulty");

		if (colon >= bare.len || bare.data[colon] != ':')
			return NULL;
		bare = trim(from(bare, colon + 1), " \t*_.");
	}
	for (size_t i = 0; i < COUNT(words); i++)
		if (bare.len == strlen(words[i].word) && begins(bare, words[i].word))
			return words[i].level;
	return NULL;
}

/* Cut marks, pictures and stray signs off the end. */
static struct pyiq_str strip_end(struct pyiq_str text)
{
	for (;;) {
		size_t i = text.len;

		while (i > 0 && ((unsigned char)text.data[i - 1] & 0xC0) == 0x80)
			i--;
		if (i == 0)
			return text;
		i--;

		uint32_t c;

		pyiq_utf8_decode(text.data + i, text.len - i, &c);

		pyiq_char_class class = pyiq_char_classify(c);
		bool joiner = c == 0x200D || c == 0xFE0F || c == 0x20E3;
		bool ornament =
			class == PYIQ_CHAR_OTHER && c >= 0x2190 && c != 0xFF1F && c != 0x3002;

		if (class != PYIQ_CHAR_SPACE && !joiner && !ornament && c != '*' && c != '#')
			return text;
		text.len = i;
	}
}

/* The text between quotation marks that enclose all of it. */
static bool unquote(struct pyiq_str *text)
{
	static const char *const pairs[][2] = {
		{ "\"", "\"" }, { "“", "”" }, { "«", "»" }, { "「", "」" }, { "„", "“" },
	};

	for (size_t i = 0; i < COUNT(pairs); i++) {
		size_t open = strlen(pairs[i][0]), close = strlen(pairs[i][1]);

		if (text->len > open + close && memcmp(text->data, pairs[i][0], open) == 0 &&
		    memcmp(text->data + text->len - close, pairs[i][1], close) == 0) {
			*text = (struct pyiq_str){ text->data + open, text->len - open - close };
			return true;
		}
	}
	return false;
}

/* The box of a task list: `[ ] ` or `[x] `. */
static size_t skip_task_box(struct pyiq_str text, size_t offset)
{
	struct pyiq_str rest = from(text, offset);

	return begins(rest, "[ ] ") || begins(rest, "[x] ") ? skip_space(text, offset + 3) : offset;
}

struct pyiq_str pyiq_wording_strip(struct pyiq_str text, struct pyiq_str *label, bool *numbered,
				   long *number, bool *quoted)
{
	bool again = true;

	*label = (struct pyiq_str){ text.data, 0 };
	*numbered = *quoted = false;
	while (again) {
		size_t skipped = skip_task_box(text, skip_ornaments(text, 0, head_marks)), n;

		text = from(text, skipped);
		again = false;
		if (!*numbered && (n = pyiq_wording_number(text, number)) > 0 && n < text.len) {
			*numbered = again = true;
			text = from(text, n);
		} else if (label->len == 0 && (n = pyiq_wording_question_label(text)) > 0) {
			*label = (struct pyiq_str){ text.data, n };
			text = from(text, n);
			again = true;
		}
	}
	text = strip_end(text);
	*quoted = unquote(&text);
	return strip_end(text);
}

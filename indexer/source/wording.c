#include "source/wording.h"

#include "source/words.h"

/*
 * The vocabulary of labels was gathered from public collections and from how
 * the same languages write their FAQs.
 */
static const char *const question_labels[] = {
	"q",
	"question",
	"ques",
	"que",
	"scenario question",
	"interview question",
	"practice question",
	"sample question",
	"review question",
	"quiz question",
	"frage",
	"pregunta",
	"pergunta",
	"questão",
	"domanda",
	"soru",
	"pytanie",
	"vraag",
	"pertanyaan",
	"soal",
	"câu hỏi",
	"câu",
	"hỏi",
	"вопрос",
	"питання",
	"запитання",
	"問題",
	"问题",
	"题目",
	"題目",
	"问",
	"問",
	"提问",
	"質問",
	"質問文",
	"질문",
	"문제",
	"문",
	"प्रश्न",
	"सवाल",
	"سؤال",
	"السؤال",
	"س",
	"پرسش",
};

/* Letters that stand for a question in one language and for anything else in others. */
static const char *const weak_question_labels[] = { "p", "f", "в" };

static const char *const answer_labels[] = {
	"a",        "ans",       "answer",    "answers",   "solution",  "solutions", "response",
	"reply",    "r",         "antwort",   "antworten", "lösung",    "respuesta", "respuestas",
	"solución", "resposta",  "respostas", "solução",   "réponse",   "réponses",  "risposta",
	"risposte", "soluzione", "cevap",     "yanıt",     "odpowiedź", "odp",       "antwoord",
	"jawaban",  "jawab",     "trả lời",   "đáp án",    "đáp",       "ответ",     "ответы",
	"о",        "решение",   "відповідь", "答",        "答案",      "回答",      "解答",
	"答え",     "正解",      "답",        "답변",      "답안",      "정답",      "해답",
	"उत्तर",     "जवाब",      "إجابة",     "الإجابة",   "جواب",      "الجواب",    "ج",
	"پاسخ",
};

/* These open an answer, or stand inside one. */
static const char *const explanation_labels[] = {
	"explanation", "erklärung", "explicación", "explicação",  "explication", "spiegazione",
	"объяснение",  "пояснение", "пояснення",   "wyjaśnienie", "açıklama",    "giải thích",
	"penjelasan",  "解析",      "解説",        "해설",
};

/* What may qualify an answer's label in front of it, … */
static const char *const answer_adjectives[] = {
	"sample",   "short",      "long",   "brief",      "quick",     "detailed", "full",
	"correct",  "right",      "model",  "expected",   "suggested", "ideal",    "example",
	"possible", "official",   "best",   "final",      "good",      "richtige", "kurze",
	"bonne",    "правильный", "верный", "краткий",    "doğru",     "正确",     "参考",
	"標準",     "标准",       "모범",   "prawidłowa",
};

/* … and behind it. */
static const char *const answer_complements[] = {
	"key",    "correcta", "correta", "corretta", "correcte", "corta", "curta",
	"courte", "breve",    "đúng",    "mẫu",      "benar",    "예시",
};

/* An answer label may be folded away behind such words: `Show answer`, `Click here to see the answer`. */
static const char *const answer_verbs[] = {
	"view",    "show",   "see",      "read", "click",    "reveal", "toggle",   "the",
	"expand",  "open",   "check",    "get",  "to",       "for",    "here",     "ver",
	"mostrar", "voir",   "afficher", "la",   "le",       "les",    "clic",     "haz",
	"clique",  "aqui",   "aquí",     "para", "mostra",   "vedi",   "показать", "посмотреть",
	"открыть", "zobacz", "pokaż",    "xem",  "lihat",    "göster", "查看",     "显示",
	"點擊",    "点击",   "點此",     "展开", "查看参考",
};
static const char *const answer_verbs_behind[] = {
	"here", "below", "anzeigen", "einblenden", "보기", "확인", "を見る", "を表示", "göster",
};

static const char label_marks[] = PYIQ_LABEL_MARKS;

#define LEAD(text, table) pyiq_words_lead(text, table, PYIQ_WORD_COUNT(table))

/* What may stand between a label's word and its number: `Question no. 3`, `Q#3`, `Вопрос №3`. */
static size_t skip_number_sign(struct pyiq_str text, size_t offset)
{
	static const char *const signs[] = { "#", ".", "№", "no.", "nº", "n°", "nr.", "số" };
	size_t again = offset + 1;

	while (again != offset) {
		again = offset = pyiq_words_skip_space(text, offset);
		for (size_t i = 0; i < PYIQ_WORD_COUNT(signs); i++)
			offset += pyiq_words_begin(pyiq_words_from(text, offset), signs[i]);
	}
	return offset;
}

/* The number behind a label's word, `3` or `17b`; 0 if there is none. */
static size_t label_number(struct pyiq_str text, size_t word)
{
	size_t start = skip_number_sign(text, word), i = start;

	while (i < text.len && pyiq_words_is_digit(text.data[i]))
		i++;
	if (i == start)
		return 0;
	if (i < text.len && pyiq_words_lower(text.data[i]) >= 'a' &&
	    pyiq_words_lower(text.data[i]) <= 'z')
		i++;
	return i;
}

/* Behind a label's word may stand a number; then it must be closed by a mark or the end. */
static size_t close_label(struct pyiq_str text, size_t word, bool needs_mark)
{
	size_t numbered = label_number(text, word);
	size_t i = numbered > 0 ? numbered : word, mark;

	if (numbered > 0 && pyiq_words_class(text, i) == PYIQ_CHAR_WORD)
		return 0;
	i = mark = pyiq_words_skip_space(text, i);
	while (mark < text.len && strchr(":.)-", text.data[mark]) != NULL && mark - i < 2)
		mark++;
	if (mark == i)
		mark += pyiq_words_wide_mark(pyiq_words_from(text, i));
	if (mark == i && (needs_mark || numbered == 0))
		return 0;
	return pyiq_words_skip_space(text, mark);
}

/* The longest label of a table; its number may follow without a blank: `Q1`, `質問1` and `A1` are one word to Unicode. */
static size_t leading_label(struct pyiq_str text, const char *const *table, size_t n)
{
	size_t longest = pyiq_words_lead(text, table, n);

	for (size_t i = 0; longest == 0 && i < n; i++) {
		size_t len = pyiq_words_begin(text, table[i]);

		if (len > 0 && len < text.len && pyiq_words_is_digit(text.data[len]))
			longest = len;
	}
	return longest;
}

/* `第3题：` */
static size_t ordinal_label(struct pyiq_str text)
{
	static const char *const counters[] = { "题", "題", "问", "問" };
	size_t i = pyiq_words_begin(text, "第");

	if (i == 0)
		return 0;
	i = pyiq_words_skip_space(text, i);

	size_t digits = i;

	while (digits < text.len && pyiq_words_is_digit(text.data[digits]))
		digits++;

	size_t start = pyiq_words_skip_space(text, digits);
	size_t counter = LEAD(pyiq_words_from(text, start), counters);

	if (digits == i || counter == 0)
		return 0;
	i = pyiq_words_skip_space(text, start + counter);
	if (i < text.len && strchr(":.)", text.data[i]) != NULL)
		i++;
	else
		i += pyiq_words_wide_mark(pyiq_words_from(text, i));
	return pyiq_words_skip_space(text, i);
}

static size_t question_word(struct pyiq_str text)
{
	return leading_label(text, question_labels, PYIQ_WORD_COUNT(question_labels));
}

bool pyiq_wording_is_weak_label(struct pyiq_str label)
{
	return question_word(label) == 0 && ordinal_label(label) == 0;
}

size_t pyiq_wording_question_label(struct pyiq_str text)
{
	size_t word = question_word(text);

	if (word > 0)
		return close_label(text, word, false);
	word = leading_label(text, weak_question_labels, PYIQ_WORD_COUNT(weak_question_labels));
	if (word == 0)
		return ordinal_label(text);

	size_t number = label_number(text, word), colon = number > 0 ? number : word;

	return colon < text.len && text.data[colon] == ':' ? close_label(text, word, true) : 0;
}

struct pyiq_str pyiq_wording_language(struct pyiq_str text)
{
	enum { SHORTEST = 2, LONGEST = 5 }; /* `en`, `pt-BR` */
	size_t close = text.len, open;

	while (close > 0 && strchr(" \t:.", text.data[close - 1]) != NULL)
		close--;
	if (close == 0 || strchr(")]", text.data[close - 1]) == NULL)
		return (struct pyiq_str){ text.data, 0 };
	open = --close;
	while (open > 0 && ((text.data[open - 1] | 0x20) >= 'a' || text.data[open - 1] == '-') &&
	       (unsigned char)text.data[open - 1] < 0x80 &&
	       strchr("([", text.data[open - 1]) == NULL)
		open--;
	if (open == 0 || strchr("([", text.data[open - 1]) == NULL || close - open < SHORTEST ||
	    close - open > LONGEST)
		return (struct pyiq_str){ text.data, 0 };
	return (struct pyiq_str){ text.data + open, close - open };
}

/* The text without a language behind it. */
static struct pyiq_str without_language(struct pyiq_str text)
{
	struct pyiq_str language = pyiq_wording_language(text);

	if (language.len > 0)
		text.len = (size_t)(language.data - text.data) - 1;
	while (text.len > 0 && text.data[text.len - 1] == ' ')
		text.len--;
	return text;
}

bool pyiq_wording_is_question_label_alone(struct pyiq_str text)
{
	struct pyiq_str bare = without_language(text);
	size_t start = pyiq_words_skip_ornaments(bare, 0, label_marks), word, number;

	bare = pyiq_words_from(bare, start);
	word = question_word(bare);
	if (word == 0)
		return bare.len > 0 && ordinal_label(bare) == bare.len;
	number = label_number(bare, word);

	/* A lone letter is a label only with its number. */
	size_t end = number > 0 ? number : word;

	if (number == 0 && word == 1)
		return false;
	while (end < bare.len && strchr(":.) ", bare.data[end]) != NULL)
		end++;
	end += pyiq_words_wide_mark(pyiq_words_from(bare, end));
	return pyiq_words_skip_ornaments(bare, end, label_marks) == bare.len;
}

static size_t answer_word(struct pyiq_str text)
{
	size_t word = leading_label(text, answer_labels, PYIQ_WORD_COUNT(answer_labels));
	size_t explanation = LEAD(text, explanation_labels);

	return word > explanation ? word : explanation;
}

/* Skip the words of a table, however many, with the blanks between them. */
static size_t skip_words(struct pyiq_str text, size_t offset, const char *const *table, size_t n)
{
	size_t len;

	while ((len = pyiq_words_lead(pyiq_words_from(text, offset), table, n)) > 0)
		offset = pyiq_words_skip_space(text, offset + len);
	return offset;
}

/* What opens a box of the answer in Obsidian: `[!success]- `; 0 if a text does not begin so. */
static size_t answer_box(struct pyiq_str text)
{
	static const char *const boxes[] = { "[!success]", "[!check]", "[!done]", "[!answer]",
					     "[!solution]" };

	for (size_t i = 0; i < PYIQ_WORD_COUNT(boxes); i++) {
		size_t len = pyiq_words_begin(text, boxes[i]);

		if (len > 0 && len < text.len && strchr("+-", text.data[len]) != NULL)
			len++;
		while (len > 0 && len < text.len && text.data[len] == ' ')
			len++;
		if (len > 0)
			return len;
	}
	return 0;
}

/* Where the label's word begins; *folded tells that it stands behind an invitation to look at it. */
static size_t answer_word_start(struct pyiq_str text, bool *folded)
{
	size_t start = pyiq_words_skip_ornaments(text, 0, label_marks);
	size_t verbs = skip_words(text, start, answer_verbs, PYIQ_WORD_COUNT(answer_verbs));

	*folded = verbs > start;
	return skip_words(text, verbs, answer_adjectives, PYIQ_WORD_COUNT(answer_adjectives));
}

/* `第1题的答案`: whose answer it is. */
static size_t skip_possessor(struct pyiq_str text, size_t offset)
{
	size_t behind = offset + ordinal_label(pyiq_words_from(text, offset));

	return behind + pyiq_words_begin(pyiq_words_from(text, behind), "的");
}

/* A box's title is its label: the rest of the box stands on the lines below. */
static size_t box_label(struct pyiq_str text, bool *alone)
{
	const char *newline = memchr(text.data, '\n', text.len);
	size_t line = newline != NULL ? (size_t)(newline - text.data) : text.len;
	size_t title = answer_box(text);
	struct pyiq_str label = { text.data + title, line > title ? line - title : 0 };

	if (label.len > 0 &&
	    (answer_box(label) > 0 || pyiq_wording_answer_label(label, alone) == 0 || !*alone))
		return 0;
	*alone = newline == NULL;
	return newline != NULL ? line + 1 : text.len;
}

size_t pyiq_wording_answer_label(struct pyiq_str text, bool *alone)
{
	struct pyiq_str whole = text;
	bool folded;
	size_t word_start, word;

	*alone = false;
	if (answer_box(text) > 0)
		return box_label(text, alone);
	text = without_language(text);
	word_start = answer_word_start(text, &folded);
	if (ordinal_label(pyiq_words_from(text, word_start)) > 0)
		word_start = skip_possessor(text, word_start);
	word = answer_word(pyiq_words_from(text, word_start));
	if (word == 0)
		return 0;

	size_t complement = pyiq_words_skip_space(text, word_start + word);
	size_t complements = LEAD(pyiq_words_from(text, complement), answer_complements);

	if (complements > 0)
		word = complement + complements - word_start;

	size_t behind = pyiq_words_skip_space(text, word_start + word);
	size_t end =
		skip_words(text, behind, answer_verbs_behind, PYIQ_WORD_COUNT(answer_verbs_behind));

	/* An invitation may be a sentence. */
	while (folded && end < text.len && strchr(".!", text.data[end]) != NULL)
		end++;
	end = pyiq_words_skip_ornaments(text, end > behind ? end : word_start + word, label_marks);

	enum { FIRST_SYLLABLE = 0x1100 }; /* behind it are scripts whose signs are words */
	uint32_t letter;
	bool lone_letter = pyiq_utf8_decode(text.data + word_start, word, &letter) == word &&
			   letter < FIRST_SYLLABLE;

	if (end == text.len) {
		*alone = true;
		/* A lone letter is a label only with its colon. */
		return !lone_letter || text.data[text.len - 1] == ':' ? whole.len : 0;
	}
	/* `Answer the call` and `View answer by …` are sentences. */
	if (folded)
		return 0;

	/* `A)` and `A.` number the options of a test; `A1` is paper. */
	size_t mark = word_start + word;

	while (mark < text.len && pyiq_words_is_digit(text.data[mark]))
		mark++;
	if (lone_letter && pyiq_words_begin(pyiq_words_from(text, mark), ":") == 0 &&
	    pyiq_words_begin(pyiq_words_from(text, mark), "：") == 0)
		return 0;

	size_t closed = close_label(pyiq_words_from(text, word_start), word, true);

	if (closed == 0)
		return 0;
	*alone = word_start + closed == text.len;
	return *alone ? whole.len : word_start + closed;
}

bool pyiq_wording_is_answer_proper(struct pyiq_str text)
{
	bool alone;

	if (pyiq_wording_answer_label(text, &alone) == 0)
		return false;

	bool folded;
	size_t start = answer_word_start(text, &folded);

	return LEAD(pyiq_words_from(text, start), explanation_labels) == 0;
}

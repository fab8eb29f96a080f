#include "check.h"

#include "source/wording.h"

/* ---- Numbers ------------------------------------------------------------ */

static void numbers(void **state)
{
	static const struct {
		const char *text;
		const char *rest; /* behind the number; NULL when there is none */
		long number;
	} cases[] = {
		{ "1. What", "What", 1 },
		{ "12) What", "What", 12 },
		{ "(3) What", "What", 3 },
		{ "[4] What", "What", 4 },
		{ "4.16 What", "What", 4 },
		{ "4.16. What", "What", 4 },
		{ "1.2.3 What", "What", 1 },
		{ "17a. What", "What", 17 },
		{ "17b) What", "What", 17 },
		{ "7: What", "What", 7 },
		{ "8 - What", NULL, 0 },
		{ "9.What", "What", 9 },
		{ "3  What", "What", 3 },
		{ "1️⃣ What", "What", 1 },
		{ "2⃣ What", "What", 2 },
		{ "5、什么", "什么", 5 },
		{ "6.什么", "什么", 6 },
		{ "10.", "", 10 },
		{ "（1）什么", "什么", 1 },
		{ "4、__new__", "__new__", 4 },
		{ "一、列表", "列表", 1 },
		{ "十二、列表", "列表", 12 },
		{ "二十. 列表", "列表", 20 },
		{ "一些", NULL, 0 },
		{ "2．列表", "列表", 2 },
		{ "007. What", "What", 7 },
		{ "999999. What", "What", 999999 },
		{ "", NULL, 0 },
		{ "What", NULL, 0 },
		{ "a. What", NULL, 0 },
		{ "1", NULL, 0 },
		{ "3 ways", NULL, 0 },
		{ "3.x branch", NULL, 0 },
		{ "3.11.x", NULL, 0 },
		{ "2to3", NULL, 0 },
		{ "2.sum", NULL, 0 },
		{ "1234567. What", NULL, 0 },
		{ "() What", NULL, 0 },
		{ "-1. What", NULL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pyiq_str text = exact_copy(pyiq_str(cases[i].text));
		long number = -7;
		size_t n = pyiq_wording_number(text, &number);

		if (cases[i].rest == NULL) {
			if (n != 0)
				fail_msg("'%s' begins with no number", cases[i].text);
			assert_int_equal(number, -7);
		} else {
			if (n == 0)
				fail_msg("'%s' begins with a number", cases[i].text);
			assert_text((struct pyiq_str){ text.data + n, text.len - n }, cases[i].rest,
				    cases[i].text);
			assert_int_equal(number, cases[i].number);
		}
		free((char *)text.data);
	}
}

/* ---- Labels ------------------------------------------------------------- */

static void question_labels(void **state)
{
	static const struct {
		const char *text, *rest;
	} cases[] = {
		{ "Q: What", "What" },
		{ "Q. What", "What" },
		{ "q) What", "What" },
		{ "Q1: What", "What" },
		{ "Q1. What", "What" },
		{ "Q12 What", "What" },
		{ "Q1b) What", "What" },
		{ "Q 3: What", "What" },
		{ "Q#4: What", "What" },
		{ "Q.5 What", "What" },
		{ "Q - What", "What" },
		{ "Q– What", "What" },
		{ "Question: What", "What" },
		{ "Question 5: What", "What" },
		{ "QUESTION 12. What", "What" },
		{ "Question 7", "" },
		{ "Ques 1: What", "What" },
		{ "Scenario question: What", "What" },
		{ "Frage 2: Was", "Was" },
		{ "Pregunta 3: Qué", "Qué" },
		{ "Pergunta: O que", "O que" },
		{ "Domanda 1: Che", "Che" },
		{ "Câu 1: Gì", "Gì" },
		{ "Câu hỏi 2: Gì", "Gì" },
		{ "Вопрос: Что", "Что" },
		{ "вопрос 9. Что", "Что" },
		{ "问题：什么", "什么" },
		{ "问：什么", "什么" },
		{ "質問1：何", "何" },
		{ "질문 1: 뭐", "뭐" },
		{ "ВОПРОС 3: Что", "Что" },
		{ "Вопрос №5. Что", "Что" },
		{ "Pytanie 1: Co", "Co" },
		{ "Питання: Що", "Що" },
		{ "Pertanyaan 2: Apa", "Apa" },
		{ "प्रश्न 1: क्या", "क्या" },
		{ "سؤال: ما", "ما" },
		{ "پرسش: چه", "چه" },
		{ "Question no. 4. What", "What" },
		{ "第3题：什么", "什么" },
		{ "第 3 問 何", "何" },
		{ "P: ¿Qué", "¿Qué" },
		{ "P1: ¿Qué", "¿Qué" },
		{ "P. Graham", NULL },
		{ "P", NULL },
		{ "第三方", NULL },
		{ "", NULL },
		{ "Q", NULL },
		{ "Question1: What", "What" },
		{ "Question 2to3", NULL },
		{ "Questions are good", NULL },
		{ "Question marks", NULL },
		{ "Quality: high", NULL },
		{ "Queue: FIFO", NULL },
		{ "FAQ: What", NULL },
		{ "What: Q", NULL },
		{ "Qt: What", NULL },
		{ "Вопросы: Что", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pyiq_str text = exact_copy(pyiq_str(cases[i].text));
		size_t n = pyiq_wording_question_label(text);

		if ((n > 0) != (cases[i].rest != NULL))
			fail_msg("'%s' begins with %s label", cases[i].text,
				 cases[i].rest != NULL ? "a" : "no");
		if (n > 0)
			assert_text((struct pyiq_str){ text.data + n, text.len - n }, cases[i].rest,
				    cases[i].text);
		free((char *)text.data);
	}
}

static void answer_labels(void **state)
{
	static const struct {
		const char *text, *rest;
		bool alone, proper;
	} cases[] = {
		{ "A: That", "That", false, true },
		{ "a: That", "That", false, true },
		{ "Ans: That", "That", false, true },
		{ "Answer: That", "That", false, true },
		{ "ANSWER - That", "That", false, true },
		{ "Answer 1: That", "That", false, true },
		{ "A1: That", "That", false, true },
		{ "A12 : That", NULL, false, false },
		{ "Answer 2:", "", true, true },
		{ "A2:", "", true, true },
		{ "A4 paper", NULL, false, false },
		{ "A4", NULL, false, false },
		{ "Sample answer: That", "That", false, true },
		{ "Solution: That", "That", false, true },
		{ "Explanation: That", "That", false, false },
		{ "Antwort: Das", "Das", false, true },
		{ "Respuesta: Eso", "Eso", false, true },
		{ "Resposta: Isso", "Isso", false, true },
		{ "Réponse : Ça", "Ça", false, true },
		{ "réponse : ça", "ça", false, true },
		{ "Ответ: Это", "Это", false, true },
		{ "Trả lời: Đó", "Đó", false, true },
		{ "Ответ：Это", "Это", false, true },
		{ "答：是", "是", false, true },
		{ "答案：是", "是", false, true },
		{ "回答：はい", "はい", false, true },
		{ "답변: 네", "네", false, true },
		{ "💡 Explanation: That", "That", false, false },
		{ "✅ Answer: That", "That", false, true },
		{ "Answer", "", true, true },
		{ "Answer:", "", true, true },
		{ "A:", "", true, true },
		{ "✅ Answer", "", true, true },
		{ "View answer", "", true, true },
		{ "Show Answer", "", true, true },
		{ "See the answer", "", true, true },
		{ "Click answer", "", true, true },
		{ "The answer", "", true, true },
		{ "Solution ⬇️", "", true, true },
		{ "Explanation", "", true, false },
		{ "Ответ", "", true, true },
		{ "答案", "", true, true },
		{ "ОТВЕТ:", "", true, true },
		{ "R: Eso", "Eso", false, true },
		{ "Odpowiedź: To", "To", false, true },
		{ "Відповідь: Це", "Це", false, true },
		{ "Jawaban: Ini", "Ini", false, true },
		{ "उत्तर: यह", "यह", false, true },
		{ "جواب: هذا", "هذا", false, true },
		{ "پاسخ: این", "این", false, true },
		{ "Correct answer: B", "B", false, true },
		{ "Respuesta correcta: B", "B", false, true },
		{ "正确答案：B", "B", false, true },
		{ "参考答案", "", true, true },
		{ "第 1 题的答案", "", true, true },
		{ "Answer (EN)", "", true, true },
		{ "Ответ (RU):", "", true, true },
		{ "Click here to view the answer.", "", true, true },
		{ "Показать ответ", "", true, true },
		{ "查看答案", "", true, true },
		{ "답 보기", "", true, true },
		{ "Antwort anzeigen", "", true, true },
		{ ":arrow_forward: View Answer", "", true, true },
		{ "[!success]- Answer", "", true, true },
		{ "[!success]- Answer\nThat", "That", false, true },
		{ "[!success] [!success] Answer", NULL, false, false },
		{ "Detailed explanation: That", "That", false, false },
		{ "R is a language", NULL, false, false },
		{ "Correct spelling: that", NULL, false, false },
		{ "", NULL, false, false },
		{ "A", NULL, false, false },
		{ "A list", NULL, false, false },
		{ "A) first option", NULL, false, false },
		{ "A. first option", NULL, false, false },
		{ "Answers vary", NULL, false, false },
		{ "Answer the call", NULL, false, false },
		{ "View answer by clicking", NULL, false, false },
		{ "Answering: That", NULL, false, false },
		{ "Question: Answer", NULL, false, false },
		{ "An answer: That", NULL, false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pyiq_str text = exact_copy(pyiq_str(cases[i].text));
		bool alone = false;
		size_t n = pyiq_wording_answer_label(text, &alone);

		if ((n > 0) != (cases[i].rest != NULL))
			fail_msg("'%s' begins with %s label", cases[i].text,
				 cases[i].rest != NULL ? "a" : "no");
		if (n > 0) {
			assert_text((struct pyiq_str){ text.data + n, text.len - n }, cases[i].rest,
				    cases[i].text);
			if (alone != cases[i].alone)
				fail_msg("'%s' is %s", cases[i].text,
					 alone ? "not alone" : "alone");
		}
		if (pyiq_wording_is_answer_proper(text) != cases[i].proper)
			fail_msg("'%s' is %san answer proper", cases[i].text,
				 cases[i].proper ? "" : "not ");
		free((char *)text.data);
	}
}

/* ---- Cues --------------------------------------------------------------- */

static void cues(void **state)
{
	static const struct {
		const char *text;
		unsigned cue;
	} cases[] = {
		{ "What is a list", 2 },
		{ "what’s new", 2 },
		{ "List or tuple?", 2 },
		{ "List or tuple? (basic)", 2 },
		{ "\"List or tuple?\"", 2 },
		{ "Really?**", 2 },
		{ "Lists. What else? Tuples.", 2 },
		{ "Is it so", 2 },
		{ "Explain lists", 1 },
		{ "Difference between a list and a tuple", 1 },
		{ "Implement a queue", 1 },
		{ "Lists", 0 },
		{ "Explanation of lists", 0 },
		{ "Whatever works", 0 },
		{ "Issues with lists", 0 },
		{ "Canonical forms", 0 },
		{ "dict?index", 0 },
		{ "", 0 },
		{ "???", 2 },
		{ "¿Qué es una lista", 2 },
		{ "Qué es una lista", 2 },
		{ "Cómo funciona", 2 },
		{ "O que é uma lista", 2 },
		{ "Como funciona", 2 },
		{ "Explique listas", 1 },
		{ "Wie funktioniert das", 2 },
		{ "Warum so", 2 },
		{ "Erkläre Listen", 1 },
		{ "Comment ça marche", 2 },
		{ "Pourquoi", 2 },
		{ "Что такое список", 2 },
		{ "Зачем нужен кортеж", 2 },
		{ "Объясните списки", 1 },
		{ "Tại sao", 2 },
		{ "什么是列表", 2 },
		{ "列表和元组的区别", 2 },
		{ "列表？", 2 },
		{ "リストとは何ですか", 2 },
		{ "리스트란 무엇", 2 },
		{ "列表", 0 },
		{ "ما هي القائمة؟", 2 },
		{ "لیست چیست", 2 },
		{ "सूची क्या है", 2 },
		{ "Liste nedir", 2 },
		{ "Nasıl çalışır", 2 },
		{ "Dlaczego krotka", 2 },
		{ "Чому список", 2 },
		{ "Apa itu daftar", 2 },
		{ "Waarom een lijst", 2 },
		{ "Danh sách là gì", 2 },
		{ "Qu’est-ce qu'une liste", 2 },
		{ "À quoi sert une liste", 2 },
		{ "说说列表", 1 },
		{ "Nennen Sie Listen", 1 },
		{ "How to sort a list", 1 },
		{ "How to sort a list?", 2 },
		{ "Create", 0 },
		{ "Create a list", 1 },
		{ "Reflection (What did I learn?)", 0 },
		{ "What is a list (basic)", 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pyiq_str text = exact_copy(pyiq_str(cases[i].text));
		unsigned cue = pyiq_wording_cue(text);

		if (cue != cases[i].cue)
			fail_msg("'%s' has the cue %u, not %u", cases[i].text, cue, cases[i].cue);
		free((char *)text.data);
	}
}

static bool tells(struct pyiq_str text)
{
	return pyiq_wording_asks_to_tell(text);
}

/* Only the beginning of a long text is looked through for words, and its end for a mark. */
static void long_texts_are_cheap(void **state)
{
	enum { SIZE = 16 << 20 };
	char *data = malloc(SIZE);
	struct pyiq_str text = { data, SIZE };
	struct pyiq_str label;
	bool numbered, quoted;
	long number;

	(void)state;
	assert_non_null(data);
	memset(data, 'x', SIZE);
	for (int i = 0; i < 100; i++)
		assert_int_equal(pyiq_wording_cue(text), 0);
	data[SIZE - 1] = '?';
	assert_int_equal(pyiq_wording_cue(text), 2);
	memset(data, '1', SIZE);
	for (int i = 0; i < 100; i++)
		assert_int_equal(pyiq_wording_number(text, &number), 0);
	for (size_t i = 0; i < SIZE; i += 3)
		memcpy(data + i, "Q1 ", SIZE - i < 3 ? SIZE - i : 3);
	pyiq_wording_strip(text, &label, &numbered, &number, &quoted);
	free(data);
}

/* ---- Yes or no ---------------------------------------------------------- */

typedef bool ask_fn(struct pyiq_str text);

static void check_yes(ask_fn *ask, const char *const *texts, size_t n, bool yes)
{
	for (size_t i = 0; i < n; i++) {
		struct pyiq_str text = exact_copy(pyiq_str(texts[i]));

		if (ask(text) != yes)
			fail_msg("'%s' should be %s", texts[i], yes ? "one" : "none");
		free((char *)text.data);
	}
}

static void placeholders(void **state)
{
	static const char *const yes[] = {
		"",
		"TODO",
		"todo:",
		"*ToDo*",
		"To be completed.",
		"(TBD)",
		"Coming soon…",
		"Answer here",
		"_Your answer here_",
		"N/A",
		"...",
		"…",
		"---",
		"Read answer on example.org",
		"WIP",
		"[to be added]",
		"Not answered yet.",
		"  \n ",
	};
	static const char *const no[] = {
		"TODO lists are lists",
		"todos",
		"Coming soon: lists",
		"An answer here",
		"To be or not to be",
		"No.",
		"Pending calls wait",
		"0",
		"Reading answers aloud",
		"x",
		"[]",
		"()",
		"<>",
	};

	(void)state;
	check_yes(pyiq_wording_is_placeholder, yes, COUNT(yes), true);
	check_yes(pyiq_wording_is_placeholder, no, COUNT(no), false);
}

static void remarks(void **state)
{
	static const char *const yes[] = {
		"Let me know if you need more!",
		"Do you want me to go on?",
		"Would you like more questions?",
		"Perfect 🙂 Let's continue with Q41",
		"Got it 👍",
		"Hope this helps!",
		"**[⬆ Back to Top](#toc)**",
		"[Back to top](#top)",
		"⬆",
		"Edit answer",
		"Good luck!",
		"If you’d like, I can go on.",
	};
	static const char *const no[] = {
		"",         "Lists grow.",       "Let me explain", "Perfection is a method",
		"Goodness", "Backing up to top", "The top",
	};

	(void)state;
	check_yes(pyiq_wording_is_remark, yes, COUNT(yes), true);
	check_yes(pyiq_wording_is_remark, no, COUNT(no), false);
}

static void columns(void **state)
{
	static const char *const questions[] = { "Question", "QUESTIONS", "question text", "Front",
						 "Pregunta", "Frage",     "Вопрос",        "问题" };
	static const char *const answers[] = {
		"Answer", "Answers", "Back",     "Respuesta",     "Antwort",
		"Ответ",  "答案",    "Solution", "**Respuesta**", "Explicación breve"
	};
	static const char *const side[] = { "#", "No.", "Level", "", "Number", "중요도" };
	static const char *const neither[] = {
		"", "#", "No.", "Topic", "Questionable", "Answered"
	};

	(void)state;
	check_yes(pyiq_wording_is_question_column, questions, COUNT(questions), true);
	check_yes(pyiq_wording_is_question_column, answers, COUNT(answers), false);
	check_yes(pyiq_wording_is_question_column, neither, COUNT(neither), false);
	check_yes(pyiq_wording_is_answer_column, answers, COUNT(answers), true);
	check_yes(pyiq_wording_is_answer_column, questions, COUNT(questions), false);
	check_yes(pyiq_wording_is_answer_column, neither, COUNT(neither), false);
	check_yes(pyiq_wording_is_side_column, side, COUNT(side), true);
	check_yes(pyiq_wording_is_side_column, answers, COUNT(answers), false);
}

static void titles(void **state)
{
	static const char *const yes[] = {
		"Interview Questions",     "FAQ",         "Python quiz",      "Q&A",
		"Preguntas de entrevista", "Вопросы",     "Собеседование",    "面试题",
		"Câu hỏi phỏng vấn",       "Python 면접", "Python interview", "よくある質問"
	};
	static const char *const no[] = { "",
					  "Lists",
					  "Data structures",
					  "Q",
					  "Answers",
					  "Interview preparation plan",
					  "Interview cheat sheet",
					  "Redis 缓存三大问题",
					  "Open questions",
					  "面试准备" };

	(void)state;
	check_yes(pyiq_wording_announces_questions, yes, COUNT(yes), true);
	check_yes(pyiq_wording_announces_questions, no, COUNT(no), false);
	check_yes(pyiq_wording_names_questions, yes, 4, true);
	check_yes(pyiq_wording_names_questions, no, COUNT(no), false);
	assert_false(pyiq_wording_names_questions(S("Python interview")));
}

static void orders_to_tell(void **state)
{
	static const char *const yes[] = { "Explain lists", "Difference between a and b",
					   "Объясните списки", "说说列表", "Describe a list" };
	static const char *const no[] = { "Create a list", "Write a loop", "What is a list?", "" };

	(void)state;
	check_yes(tells, yes, COUNT(yes), true);
	check_yes(tells, no, COUNT(no), false);
}

static void labels_alone(void **state)
{
	static const char *const yes[] = { "Question",      "Question (EN)", "Вопрос (RU)",
					   "Question 3",    "Q3.",           "Pregunta #4",
					   "📌 Question 2:", "第 1 题",       "QUESTION:" };
	static const char *const no[] = {
		"", "Q", "Questions", "Question 3: Why", "Question time", "3", "Answer", "第三方"
	};
	static const char *const numbers[] = { "1", "12.", "3)", "7: " };
	static const char *const none[] = { "", "1 a", "12345", "a", "." };

	(void)state;
	check_yes(pyiq_wording_is_question_label_alone, yes, COUNT(yes), true);
	check_yes(pyiq_wording_is_question_label_alone, no, COUNT(no), false);
	check_yes(pyiq_wording_is_number_alone, numbers, COUNT(numbers), true);
	check_yes(pyiq_wording_is_number_alone, none, COUNT(none), false);
}

static void weak_labels(void **state)
{
	static const char *const yes[] = { "P: ", "F1: ", "В: " };
	static const char *const no[] = { "Q: ", "Question 3. ", "第3题：" };

	(void)state;
	check_yes(pyiq_wording_is_weak_label, yes, COUNT(yes), true);
	check_yes(pyiq_wording_is_weak_label, no, COUNT(no), false);
}

static void languages(void **state)
{
	static const struct {
		const char *text, *language;
	} cases[] = {
		{ "Question (EN)", "EN" },
		{ "Answer [pt-BR]:", "pt-BR" },
		{ "Вопрос (RU)", "RU" },
		{ "Question", "" },
		{ "Question (1)", "" },
		{ "Question (English)", "" },
		{ "Question (", "" },
		{ "(EN)", "EN" },
		{ "", "" },
		{ "Question (E)", "" },
		{ "Question EN)", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pyiq_str text = exact_copy(pyiq_str(cases[i].text));

		assert_text(pyiq_wording_language(text), cases[i].language, cases[i].text);
		free((char *)text.data);
	}
}

static void parts_of_documents(void **state)
{
	static const char *const project[] = {
		"Contributing",    "How to contribute",
		"Code of Conduct", "Contributor Covenant Code of Conduct",
		"Guía: no",        "Changelog"
	};
	static const char *const parts[] = { "References", "Table of Contents", "目录",
					     "Оглавление", "How to use this repository" };
	static const char *const no[] = { "", "Reference counting", "Lists", "Index of a list" };
	static const char *const forms[] = { "[Your question here]", "Question",
					     "<question goes here>" };
	static const char *const remarks_too[] = { "Still have questions? Write!", "Noch Fragen?" };

	(void)state;
	for (size_t i = 0; i < COUNT(project); i++)
		assert_int_equal(pyiq_wording_is_about_project(pyiq_str(project[i])),
				 strcmp(project[i], "Guía: no") != 0);
	check_yes(pyiq_wording_is_apparatus, parts, COUNT(parts), true);
	check_yes(pyiq_wording_is_apparatus, no, COUNT(no), false);
	check_yes(pyiq_wording_is_blank_form, forms, COUNT(forms), true);
	check_yes(pyiq_wording_is_blank_form, no, COUNT(no), false);
	check_yes(pyiq_wording_is_remark, remarks_too, COUNT(remarks_too), true);
}

static void levels(void **state)
{
	static const struct {
		const char *text, *level;
	} cases[] = {
		{ "basic", "basic" },
		{ "Beginner", "basic" },
		{ "EASY", "basic" },
		{ "Junior:", "basic" },
		{ "Intermediate", "intermediate" },
		{ "medium", "intermediate" },
		{ "Level: advanced", "advanced" },
		{ "Level: Hard.", "advanced" },
		{ "Level:** expert", "advanced" },
		{ "Difficulty: Medium", "intermediate" },
		{ "(Senior)", "advanced" },
		{ "[easy]", "basic" },
		{ "Level basic", NULL },
		{ "Basics", NULL },
		{ "basic questions", NULL },
		{ "Level: 3", NULL },
		{ "Levels: basic", NULL },
		{ "", NULL },
		{ "level", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pyiq_str text = exact_copy(pyiq_str(cases[i].text));
		const char *level = pyiq_wording_level(text);

		if (cases[i].level == NULL && level != NULL)
			fail_msg("'%s' is no level", cases[i].text);
		if (cases[i].level != NULL && (level == NULL || strcmp(level, cases[i].level) != 0))
			fail_msg("'%s' is a level", cases[i].text);
		free((char *)text.data);
	}
}

/* ---- The question itself ------------------------------------------------ */

static void strips_what_is_around_a_question(void **state)
{
	static const struct {
		const char *text, *question;
		long number; /* -1: none */
		bool labelled, quoted;
	} cases[] = {
		{ "What is a list?", "What is a list?", -1, false, false },
		{ "1. What is a list?", "What is a list?", 1, false, false },
		{ "Q1. What is a list?", "What is a list?", -1, true, false },
		{ "12. Q: What is a list?", "What is a list?", 12, true, false },
		{ "Question 3: 4. What is a list?", "What is a list?", 4, true, false },
		{ "📌 Q3: What is a list?", "What is a list?", -1, true, false },
		{ "✅ 3. What is a list?", "What is a list?", 3, false, false },
		{ "1️⃣ What is a list?", "What is a list?", 1, false, false },
		{ "\"What is a list?\"", "What is a list?", -1, false, true },
		{ "“What is a list?”", "What is a list?", -1, false, true },
		{ "«Что такое список?»", "Что такое список?", -1, false, true },
		{ "\"What\" is \"a list\"?", "\"What\" is \"a list\"?", -1, false, false },
		{ "What is a list? ⭐⭐", "What is a list?", -1, false, false },
		{ "What is a list? ***", "What is a list?", -1, false, false },
		{ "What is a list? 👶 ", "What is a list?", -1, false, false },
		{ "[ ] What is a list?", "What is a list?", -1, false, false },
		{ "[X] 2. What is a list?", "What is a list?", 2, false, false },
		{ "[] or list()?", "[] or list()?", -1, false, false },
		{ "→ What is a list?", "What is a list?", -1, false, false },
		{ "# What is a list?", "What is a list?", -1, false, false },
		{ "-> in a signature", "-> in a signature", -1, false, false },
		{ "* vs **", "* vs", -1, false, false },
		{ "*args and **kwargs", "*args and **kwargs", -1, false, false },
		{ "**kwargs", "**kwargs", -1, false, false },
		{ "__init__", "__init__", -1, false, false },
		{ "== or is?", "== or is?", -1, false, false },
		{ "What does C# mean", "What does C# mean", -1, false, false },
		{ "¿Qué es una lista?", "¿Qué es una lista?", -1, false, false },
		{ "什么是列表？", "什么是列表？", -1, false, false },
		{ "3 ways to copy", "3 ways to copy", -1, false, false },
		{ "日本語", "日本語", -1, false, false },
		{ "", "", -1, false, false },
		{ "⭐", "", -1, false, false },
		{ "1.", "1.", -1, false, false },
		{ "What is a list? [Easy]", "What is a list?", -1, false, false },
		{ "What is a list? (Junior) ⭐", "What is a list?", -1, false, false },
		{ "What is a list? [M]", "What is a list?", -1, false, false },
		{ "What is a list? [src]", "What is a list?", -1, false, false },
		{ "What is a list? [⬆]", "What is a list?", -1, false, false },
		{ "What is a list? {#lists}", "What is a list?", -1, false, false },
		{ "What is a list? :question:", "What is a list?", -1, false, false },
		{ ":question: What is a list?", "What is a list?", -1, false, false },
		{ "What is a list[0]", "What is a list[0]", -1, false, false },
		{ "What is `f(x)`", "What is `f(x)`", -1, false, false },
		{ "What is C#", "What is C#", -1, false, false },
		{ "Q1:", "", -1, true, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct pyiq_str text = exact_copy(pyiq_str(cases[i].text)), label;
		bool numbered = false, quoted = false;
		long number = -1;
		struct pyiq_str question =
			pyiq_wording_strip(text, &label, &numbered, &number, &quoted);

		assert_text(question, cases[i].question, cases[i].text);
		assert_true(question.data >= text.data &&
			    question.data + question.len <= text.data + text.len);
		if (numbered != (cases[i].number >= 0) || (label.len > 0) != cases[i].labelled ||
		    quoted != cases[i].quoted || (numbered && number != cases[i].number))
			fail_msg("'%s': %snumbered (%ld), %slabelled, %squoted", cases[i].text,
				 numbered ? "" : "not ", number, label.len > 0 ? "" : "not ",
				 quoted ? "" : "not ");
		free((char *)text.data);
	}
}

/* Any bytes are a text: nothing is read behind the end. */
static void any_bytes_will_do(void **state)
{
	static const char *const beginnings[] = {
		"",           "1",      "Q",          "A",      "(",
		"Q1",         "1.",     "\"",         "#",      "17",
		"\xE2",       "Level:", "View",       "Answer", "1\xEF\xB8\x8F",
		"¿",          "第1题",  "[!success]", "（1",    ":a",
		"Question (", "[x](",   "二十"
	};
	uint32_t random = 7;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		const char *beginning = beginnings[round % COUNT(beginnings)];
		size_t len = strlen(beginning), more = (size_t)(round / 16 % 8);
		struct pyiq_str text, label;
		bool numbered, quoted, alone;
		char bytes[32];
		long number;

		memcpy(bytes, beginning, len);
		for (size_t i = 0; i < more; i++) {
			random = random * 1664525 + 1013904223;
			bytes[len++] = (char)(random >> 24);
		}
		text = exact_copy((struct pyiq_str){ bytes, len });
		assert_true(pyiq_wording_number(text, &number) <= len);
		assert_true(pyiq_wording_question_label(text) <= len);
		assert_true(pyiq_wording_answer_label(text, &alone) <= len);
		assert_true(pyiq_wording_cue(text) <= 2);
		pyiq_wording_is_answer_proper(text);
		pyiq_wording_is_placeholder(text);
		pyiq_wording_is_remark(text);
		pyiq_wording_is_question_column(text);
		pyiq_wording_is_answer_column(text);
		pyiq_wording_level(text);
		pyiq_wording_language(text);
		pyiq_wording_is_question_label_alone(text);
		pyiq_wording_is_number_alone(text);
		pyiq_wording_is_weak_label(text);
		pyiq_wording_announces_questions(text);
		pyiq_wording_is_apparatus(text);
		pyiq_wording_is_blank_form(text);
		pyiq_wording_asks_to_tell(text);
		assert_true(pyiq_wording_strip(text, &label, &numbered, &number, &quoted).len <=
			    len);
		free((char *)text.data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(question_labels),
		cmocka_unit_test(answer_labels),
		cmocka_unit_test(cues),
		cmocka_unit_test(long_texts_are_cheap),
		cmocka_unit_test(placeholders),
		cmocka_unit_test(remarks),
		cmocka_unit_test(columns),
		cmocka_unit_test(titles),
		cmocka_unit_test(orders_to_tell),
		cmocka_unit_test(labels_alone),
		cmocka_unit_test(weak_labels),
		cmocka_unit_test(languages),
		cmocka_unit_test(parts_of_documents),
		cmocka_unit_test(levels),
		cmocka_unit_test(strips_what_is_around_a_question),
		cmocka_unit_test(any_bytes_will_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

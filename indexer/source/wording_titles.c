#include "source/wording.h"
#include "source/words.h"

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
	"no answer",
	"answer",
	"por hacer",
	"pendiente",
	"a fazer",
	"em breve",
	"à faire",
	"à compléter",
	"bientôt",
	"da completare",
	"folgt",
	"в процессе",
	"будет позже",
	"скоро",
	"do uzupełnienia",
	"待补充",
	"待完善",
	"待更新",
	"未完待续",
	"暂无",
	"準備中",
	"작성 중",
	"추가 예정",
	"đang cập nhật",
	"eklenecek",
};

static const char *const placeholder_openings[] = {
	"read answer on", "read the answer", "read more on", "answer coming", "answer to be",
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
	"go back to",
	"noch fragen",
	"weitere fragen",
	"still have questions",
	"still have a question",
	"any questions",
	"more questions",
	"other questions",
	"¿más preguntas",
	"¿tienes más preguntas",
	"ainda tem dúvidas",
	"d'autres questions",
	"остались вопросы",
	"this should give you",
	"table of contents",
	"наверх",
	"к содержанию",
	"вернуться к",
	"⬆️ наверх",
	"retour en haut",
	"retour au sommaire",
	"nach oben",
	"zurück nach oben",
	"torna su",
	"voltar ao topo",
	"voltar para o topo",
	"回到顶部",
	"返回顶部",
	"返回目录",
	"返回目錄",
	"目次へ戻る",
	"先頭へ戻る",
	"맨 위로",
	"목차로",
	"başa dön",
	"về đầu trang",
};

bool pyiq_wording_is_placeholder(struct pyiq_str text)
{
	struct pyiq_str bare = pyiq_words_trim(text, " \t\n*_.:!-");

	while (bare.len >= 3 && memcmp(bare.data + bare.len - 3, "…", 3) == 0)
		bare = pyiq_words_trim((struct pyiq_str){ bare.data, bare.len - 3 }, " .");
	if (bare.len == 0)
		return true;
	/* Brackets alone may well be what was asked for: `[]`. */
	bare = pyiq_words_trim(bare, " \t\n*_.:!-()[]<>");
	return pyiq_words_equal(bare, placeholders, PYIQ_WORD_COUNT(placeholders)) ||
	       pyiq_words_lead(bare, placeholder_openings, PYIQ_WORD_COUNT(placeholder_openings)) >
		       0;
}

bool pyiq_wording_is_remark(struct pyiq_str text)
{
	struct pyiq_str bare = pyiq_words_trim(text, " \t\n*_[]().>-^");

	return pyiq_words_lead(bare, remarks, PYIQ_WORD_COUNT(remarks)) > 0;
}

/* ---- Titles and columns --------------------------------------------------------- */

/* The word for a question, or for a list of them, in a title. */
static const char *const question_titles[] = {
	"常见问题",
	"面经",
	"面經",
	"八股",
	"常見問題",
	"面试问题",
	"面試問題",
	"问题集",
	"問題集",
	"よくある質問",
	"자주 묻는",
	"예상 문제",
	"기출 문제",
	"fragen und",
	"interviewfragen",
	"häufige fragen",
	"fragenkatalog",
	"prüfungsfragen",
	"question",
	"quiz",
	"faq",
	"q&a",
	"q & a",
	"questions",
	"flashcard",
	"pregunta",
	"pergunta",
	"questões",
	"questionário",
	"domande",
	"domanda",
	"вопрос",
	"питання",
	"запитання",
	"pytania",
	"pytanie",
	"sorular",
	"vragen",
	"câu hỏi",
	"pertanyaan",
	"面试题",
	"面試題",
	"面试问",
	"面試問",
	"问答",
	"問答",
	"题库",
	"質問",
	"면접 질문",
	"질문",
	"문답",
	"प्रश्न",
	"सवाल",
	"سؤال",
	"أسئلة",
	"سوال",
	"پرسش",
};

/* The word for an interview, which announces its questions unless the rest of the title says otherwise, … */
static const char *const interview_titles[] = {
	"interview",
	"entrevista",
	"entretien",
	"vorstellungsgespräch",
	"bewerbungsgespräch",
	"colloquio",
	"интервью",
	"собес",
	"співбесід",
	"rozmow",
	"mülakat",
	"phỏng vấn",
	"wawancara",
	"sollicitatie",
	"面试",
	"面試",
	"面接",
	"면접",
	"साक्षात्कार",
	"مقابلة",
	"مصاحبه",
};

/* … as these words do: about interviews, and no questions of one. */
static const char *const other_titles[] = {
	"cheat",    "template",  "plan",      "prepar",   "prep", "universit",
	"roadmap",  "resource",  "awesome",   "guide",    "tips", "experience",
	"process",  "handbook",  "checklist", "schedule", "path", "how to",
	"resume",   "подготовк", "план",      "ресурс",   "guía", "guia",
	"recursos", "计划",      "計畫",      "准备",     "大学", "经验",
	"指南",     "流程",      "资源",      "준비",     "대비", "準備",
};

/* Questions that nobody has answered yet, in plans and minutes. */
static const char *const open_titles[] = {
	"open question",    "unresolved question",
	"further question", "questions for us",
	"offene fragen",    "preguntas abiertas",
	"questões abertas", "questions ouvertes",
	"открытые вопросы", "未解決",
	"待解决",
};

/* `About this FAQ`, `How to use these questions`: sections about the document itself. */
static const char *const own_titles[] = { "this faq", "these questions", "this quiz" };

enum { LONGEST_TITLE = 200 };

bool pyiq_wording_leaves_questions_open(struct pyiq_str title)
{
	if (title.len > LONGEST_TITLE)
		title.len = LONGEST_TITLE;
	return pyiq_words_anywhere(title, open_titles, PYIQ_WORD_COUNT(open_titles));
}

bool pyiq_wording_names_questions(struct pyiq_str title)
{
	if (title.len > LONGEST_TITLE)
		title.len = LONGEST_TITLE;
	return pyiq_words_anywhere(title, question_titles, PYIQ_WORD_COUNT(question_titles)) &&
	       !pyiq_wording_leaves_questions_open(title) &&
	       !pyiq_words_anywhere(title, own_titles, PYIQ_WORD_COUNT(own_titles));
}

bool pyiq_wording_announces_questions(struct pyiq_str title)
{
	if (title.len > LONGEST_TITLE)
		title.len = LONGEST_TITLE;
	return pyiq_wording_names_questions(title) ||
	       (pyiq_words_anywhere(title, interview_titles, PYIQ_WORD_COUNT(interview_titles)) &&
		!pyiq_words_anywhere(title, other_titles, PYIQ_WORD_COUNT(other_titles)));
}

bool pyiq_wording_is_about_project(struct pyiq_str title)
{
	static const char *const titles[] = {
		"contributing",
		"contribution",
		"contribute",
		"how to contribute",
		"code of conduct",
		"contributor",
		"changelog",
		"change log",
		"release notes",
		"license",
		"security policy",
		"pull request",
		"bug report",
		"feature request",
		"issue template",
		"adr",
		"architecture decision record",
		"post-mortem",
		"postmortem",
		"incident report",
		"retrospective",
		"sprint retrospective",
		"meeting notes",
		"como contribuir",
		"cómo contribuir",
		"contribuir",
		"código de con",
		"contribuer",
		"comment contribuer",
		"code de conduite",
		"mitwirken",
		"verhaltenskodex",
		"как внести вклад",
		"кодекс поведения",
		"贡献指南",
		"行为准则",
		"기여",
	};
	static const char *const endings[] = { " retro", " retrospective", " post-mortem",
					       " postmortem", " meeting notes" };
	struct pyiq_str bare = pyiq_words_trim(title, " #*_");

	for (size_t i = 0; i < PYIQ_WORD_COUNT(endings); i++) {
		size_t len = strlen(endings[i]);

		if (bare.len > len &&
		    pyiq_words_begin(pyiq_words_from(bare, bare.len - len), endings[i]) == len)
			return true;
	}
	return pyiq_words_lead(bare, titles, PYIQ_WORD_COUNT(titles)) > 0 ||
	       pyiq_words_begin(bare, "contributor covenant") > 0;
}

bool pyiq_wording_is_apparatus(struct pyiq_str title)
{
	static const char *const titles[] = {
		"table of contents",
		"contents",
		"toc",
		"index",
		"references",
		"resources",
		"further reading",
		"license",
		"licence",
		"contributing",
		"contributors",
		"contribution",
		"contributions",
		"credits",
		"authors",
		"author",
		"about",
		"acknowledgements",
		"acknowledgments",
		"introduction",
		"summary",
		"conclusion",
		"overview",
		"sources",
		"links",
		"useful links",
		"additional resources",
		"notes",
		"disclaimer",
		"how to use",
		"how to use this repository",
		"how to use this repo",
		"getting started",
		"changelog",
		"support",
		"contact",
		"índice",
		"contenido",
		"recursos",
		"referencias",
		"licencia",
		"conteúdo",
		"sumário",
		"referências",
		"sommaire",
		"table des matières",
		"références",
		"inhalt",
		"inhaltsverzeichnis",
		"quellen",
		"indice",
		"contenuti",
		"содержание",
		"оглавление",
		"источники",
		"ссылки",
		"полезные ссылки",
		"лицензия",
		"зміст",
		"spis treści",
		"źródła",
		"içindekiler",
		"mục lục",
		"tham khảo",
		"目录",
		"目錄",
		"目次",
		"参考",
		"参考资料",
		"参考文献",
		"목차",
		"참고",
		"참고자료",
		"daftar isi",
	};

	return pyiq_words_equal(pyiq_words_trim(title, " \t#*_:."), titles,
				PYIQ_WORD_COUNT(titles));
}

bool pyiq_wording_is_blank_form(struct pyiq_str text)
{
	static const char *const forms[] = {
		"your question",
		"your question here",
		"question here",
		"question goes here",
		"insert question",
		"insert question here",
		"write your question here",
		"question text",
		"question title",
		"question",
		"enter your question",
		"add your question here",
		"tu pregunta",
		"sua pergunta",
		"votre question",
		"ваш вопрос",
		"здесь вопрос",
		"问题标题",
	};

	return pyiq_words_equal(pyiq_words_trim(text, " \t*_.:!-()[]<>{}\"?"), forms,
				PYIQ_WORD_COUNT(forms));
}

bool pyiq_wording_is_question_column(struct pyiq_str text)
{
	static const char *const names[] = {
		"question",
		"questions",
		"interview question",
		"interview questions",
		"front",
		"pregunta",
		"preguntas",
		"frage",
		"fragen",
		"pergunta",
		"perguntas",
		"domanda",
		"domande",
		"pytanie",
		"soru",
		"vraag",
		"câu hỏi",
		"pertanyaan",
		"вопрос",
		"вопросы",
		"питання",
		"问题",
		"問題",
		"題目",
		"题目",
		"質問",
		"질문",
		"문제",
		"प्रश्न",
		"سؤال",
		"السؤال",
		"پرسش",
	};

	return pyiq_words_lead(pyiq_words_trim(text, " *_"), names, PYIQ_WORD_COUNT(names)) > 0;
}

bool pyiq_wording_is_answer_column(struct pyiq_str text)
{
	static const char *const names[] = {
		"answer",       "answers",     "back",        "solution",   "solutions",
		"response",     "explanation", "explicación", "explicação", "explication",
		"erklärung",    "spiegazione", "объяснение",  "解释",       "解説",
		"解析",         "설명",        "giải thích",  "参考答案",   "definition",
		"short answer", "respuesta",   "respuestas",  "solución",   "antwort",
		"antworten",    "resposta",    "respostas",   "réponse",    "réponses",
		"risposta",     "risposte",    "odpowiedź",   "cevap",      "yanıt",
		"antwoord",     "trả lời",     "đáp án",      "jawaban",    "ответ",
		"ответы",       "відповідь",   "答案",        "回答",       "解答",
		"答え",         "답변",        "정답",        "답",         "उत्तर",
		"إجابة",        "الإجابة",     "جواب",        "پاسخ",
	};

	return pyiq_words_lead(pyiq_words_trim(text, " *_"), names, PYIQ_WORD_COUNT(names)) > 0;
}

bool pyiq_wording_is_side_column(struct pyiq_str text)
{
	static const char *const names[] = {
		"#",        "importance", "priority",   "weight",   "rating",    "stars",
		"comments", "중요도",     "重要度",     "важность", "number",    "num",
		"index",    "no",         "no.",        "nr",       "nr.",       "№",
		"id",       "n°",         "s.no",       "s. no",    "sr",        "sr.",
		"sl",       "level",      "difficulty", "topic",    "category",  "tag",
		"tags",     "type",       "link",       "links",    "url",       "reference",
		"source",   "status",     "company",    "date",     "frequency", "done",
		"序号",     "编号",       "难度",       "nivel",    "nível",     "niveau",
		"уровень",  "тема",       "번호",       "난이도",
	};
	struct pyiq_str bare = pyiq_words_trim(text, " *_");

	return bare.len == 0 || pyiq_words_lead(bare, names, PYIQ_WORD_COUNT(names)) > 0;
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
	struct pyiq_str bare = pyiq_words_trim(text, " \t\n*_.:()[]");

	if (pyiq_words_begin(bare, "level") || pyiq_words_begin(bare, "difficulty")) {
		size_t colon =
			pyiq_words_begin(bare, "level") ? strlen("level") : strlen("difficulty");

		if (colon >= bare.len || bare.data[colon] != ':')
			return NULL;
		bare = pyiq_words_trim(pyiq_words_from(bare, colon + 1), " \t*_.");
	}
	for (size_t i = 0; i < PYIQ_WORD_COUNT(words); i++)
		if (bare.len == strlen(words[i].word) && pyiq_words_begin(bare, words[i].word))
			return words[i].level;
	return NULL;
}

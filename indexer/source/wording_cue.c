#include "source/wording.h"
#include "source/words.h"

/* How questions begin, in the languages in which people keep collections of them. */
static const char *const interrogatives[] = {
	/* English */
	"what",
	"what's",
	"whats",
	"why",
	"how",
	"how's",
	"when",
	"where",
	"which",
	"who",
	"who's",
	"whose",
	"whom",
	"can",
	"could",
	"is",
	"are",
	"do",
	"does",
	"did",
	"should",
	"would",
	"will",
	"has",
	"have",
	"was",
	"were",
	"may",
	"am",
	"isn't",
	"doesn't",
	"in what",
	"in which",
	"under what",
	"for what",
	"to what",
	"with what",
	"at what",
	"by what",
	/* Spanish */
	"que",
	"qué",
	"cómo",
	"por qué",
	"cuál",
	"cuáles",
	"cuándo",
	"cuánto",
	"cuántos",
	"cuántas",
	"dónde",
	"quién",
	"en qué",
	"para qué",
	"de qué",
	"a qué",
	"con qué",
	/* Portuguese */
	"como",
	"qual",
	"quais",
	"quando",
	"onde",
	"o que",
	"por que",
	"por quê",
	"porque",
	"quem",
	"quanto",
	"quantos",
	"quantas",
	"em que",
	"para que",
	"o quê",
	"é possível",
	/* French */
	"quel",
	"quelle",
	"quels",
	"quelles",
	"comment",
	"pourquoi",
	"qu'",
	"quand",
	"où",
	"qui",
	"combien",
	"est-ce",
	"à quoi",
	"de quoi",
	"en quoi",
	"dans quel",
	"dans quels",
	"dans quelle",
	"pour quelle",
	"c'est quoi",
	"peut-on",
	/* German */
	"wie",
	"warum",
	"wann",
	"welche",
	"welcher",
	"welches",
	"welchen",
	"wo",
	"wer",
	"wieso",
	"wozu",
	"wofür",
	"womit",
	"wodurch",
	"worin",
	"woran",
	"wieviel",
	"weshalb",
	"in welchen",
	"in welchem",
	"kann",
	"gibt es",
	"ist",
	"sind",
	/* Italian */
	"cosa",
	"che cosa",
	"che cos'è",
	"cos'è",
	"cosa",
	"perché",
	"come",
	"quale",
	"quali",
	"qual è",
	"dove",
	"chi",
	"a cosa",
	"in cosa",
	"in che",
	"quanti",
	"quante",
	/* Russian, Ukrainian */
	"что",
	"чем",
	"чего",
	"как",
	"почему",
	"зачем",
	"какие",
	"какой",
	"какая",
	"какое",
	"каким",
	"каких",
	"какова",
	"каковы",
	"когда",
	"где",
	"куда",
	"откуда",
	"сколько",
	"кто",
	"для чего",
	"из чего",
	"в чем",
	"в чём",
	"на что",
	"о чем",
	"от чего",
	"можно ли",
	"нужно ли",
	"является ли",
	"есть ли",
	"верно ли",
	"в каких",
	"в каком",
	"для каких",
	"при каких",
	"можете ли",
	"а что",
	"а как",
	"а если",
	"що",
	"як",
	"чому",
	"навіщо",
	"які",
	"який",
	"яка",
	"яке",
	"коли",
	"де",
	"скільки",
	"хто",
	"чим",
	"для чого",
	"у чому",
	"чи",
	/* Polish */
	"co",
	"jak",
	"jaki",
	"jaka",
	"jakie",
	"jakich",
	"kiedy",
	"gdzie",
	"dlaczego",
	"czym",
	"czy",
	"który",
	"która",
	"które",
	"ile",
	"kto",
	"do czego",
	"na czym",
	"po co",
	"w jaki",
	"w jakim",
	/* Turkish */
	"nasıl",
	"neden",
	"niçin",
	"hangi",
	"ne zaman",
	"kaç",
	"kim",
	"nerede",
	/* Czech, Swedish */
	"proč",
	"vad",
	"hur",
	"varför",
	"vilka",
	/* Dutch */
	"wat",
	"hoe",
	"waarom",
	"wanneer",
	"welk",
	"welke",
	"waar",
	/* Vietnamese */
	"tại sao",
	"vì sao",
	"thế nào",
	"khi nào",
	"làm sao",
	"làm thế nào",
	"có bao nhiêu",
	"có thể",
	"hãy cho biết",
	"sự khác",
	/* Indonesian */
	"apa",
	"apakah",
	"bagaimana",
	"mengapa",
	"kenapa",
	"kapan",
	"siapa",
	"berapa",
	"di mana",
	"dimana",
	/* Arabic, Persian */
	"ما",
	"ماذا",
	"كيف",
	"لماذا",
	"متى",
	"هل",
	"أين",
	"كم",
	"من هو",
	"چرا",
	"چگونه",
	"چطور",
	"آیا",
	"چه",
};

/* Orders to tell something are questions, … */
static const char *const tellings[] = {
	"explain",        "describe",    "define",      "compare",      "discuss",
	"tell",           "mention",     "difference",  "differences",  "differentiate",
	"distinguish",    "outline",     "demonstrate", "illustrate",   "elaborate",
	"summarize",      "summarise",   "enumerate",   "contrast",     "briefly",
	"please explain", "explica",     "explique",    "explícame",    "enumera",
	"menciona",       "diferencia",  "diferencias", "descreva",     "defina",
	"diferença",      "diferenças",  "fale",        "expliquez",    "décrivez",
	"définissez",     "citez",       "différence",  "différences",  "nommez",
	"erkläre",        "erklären",    "beschreibe",  "beschreiben",  "nenne",
	"nennen",         "definiere",   "unterschied", "unterschiede", "spiega",
	"descrivi",       "definisci",   "elenca",      "differenza",   "differenze",
	"parlami",        "объясните",   "объясни",     "опишите",      "опиши",
	"расскажите",     "расскажи",    "назовите",    "назови",       "перечислите",
	"перечисли",      "разница",     "отличия",     "отличие",      "чем отличается",
	"сравните",       "поясніть",    "опишіть",     "розкажіть",    "назвіть",
	"різниця",        "wyjaśnij",    "opisz",       "wymień",       "omów",
	"porównaj",       "różnica",     "różnice",     "açıklayınız",  "açıkla",
	"leg uit",        "beschrijf",   "noem",        "verschil",     "giải thích",
	"trình bày",      "nêu",         "phân biệt",   "so sánh",      "kể tên",
	"jelaskan",       "sebutkan",    "perbedaan",   "اشرح",         "عرف",
	"اذكر",           "توضیح",       "تفاوت",       "الفرق",        "erläutern",
	"erläutere",      "vergleichen", "vergleiche",  "begründen",    "definieren",
	"listez",         "comparez",    "citer",       "définir",      "describa",
	"describir",      "mencione",    "compara",     "háblame",      "cuéntame",
	"explicar",       "descrever",   "conceitue",   "说说",         "说一下",
	"谈谈",           "讲讲",        "讲一下",      "介绍",         "简述",
	"请解释",         "请说明",      "请描述",      "请介绍",       "解释",
	"描述",           "列举",        "对比",        "举例",         "說說",
	"說明",           "請解釋",      "請說明",      "請描述",       "簡述",
	"介紹",           "解釋",        "比較",        "vysvětlete",   "popište",
	"förklara",       "beskriv",     "อธิบาย",
};

/* … orders to do something as often the headings of a manual. */
static const char *const doings[] = {
	"list",    "name",     "give",       "write",       "implement", "state",    "find",
	"create",  "design",   "build",      "show",        "provide",   "identify", "calculate",
	"convert", "sort",     "reverse",    "check",       "print",     "count",    "suppose",
	"imagine", "consider", "given",      "talk",        "walk",      "expand",   "develop",
	"merge",   "remove",   "swap",       "predict",     "nombra",    "cita",     "cite",
	"liste",   "donnez",   "приведите",  "приведи",     "напишите",  "дайте",    "podaj",
	"hãy",     "tuliskan", "手写",       "实现",        "写出",      "写一个",   "请写",
	"编写",    "sprzedaj", "реализуйте", "реализовать", "напиши",
};

/* Interrogatives and orders that may stand anywhere: in scripts without spaces, and where the verb comes last. */
static const char *const interrogative_parts[] = {
	"什么",    "什麼",    "是否",       "能否",         "为何",      "為何",     "有何",
	"优缺点",  "優缺點",  "几种",       "幾種",         "差在",      "哪里",     "哪裡",
	"哪个",    "哪個",    "为什么",     "為什麼",       "如何",      "怎么",     "怎麼",
	"怎样",    "哪些",    "哪几",       "多少",         "区别",      "區別",     "差异",
	"异同",    "吗",      "嗎",         "何",           "なぜ",      "どう",     "どの",
	"ですか",  "ますか",  "とは",       "違い",         "説明して",  "무엇",     "왜",
	"어떻게",  "어떤",    "인가",       "입니까",       "나요",      "까요",     "습니까",
	"는가",    "하시오",  "하세요",     "다른가",       "คืออะไร",    "อย่างไร",   "ทำไม",
	"차이",    "설명",    "이란",       "란?",          "क्या",       "कैसे",       "क्यों",
	"कब",      "कौन",     "समझाइए",     "अंतर",          "nedir",     "nelerdir", "midir",
	"mıdır",   "mudur",   "müdür",      "ne işe yarar", "açıklayın", "là gì",    "như thế nào",
	"thế nào", "tại sao", "khác nhau",  "khác gì",      "bao nhiêu", "khi nào",  "چیست",
	"هستند؟",  "چگونه",   "توضیح دهید",
};

/* Enough of a text to tell whether it asks; keeps the work on a 50 MB line small. */
static struct pyiq_str head_of(struct pyiq_str text)
{
	enum { HEAD = 600 };

	return text.len > HEAD ? (struct pyiq_str){ text.data, HEAD } : text;
}

/* Whether a text ends with a question mark of any script. */
static bool ends_asking(struct pyiq_str text)
{
	static const char *const marks[] = { "?", "？", "؟", "⁇" };

	for (size_t i = 0; i < PYIQ_WORD_COUNT(marks); i++) {
		size_t len = strlen(marks[i]);

		if (text.len >= len && memcmp(text.data + text.len - len, marks[i], len) == 0)
			return true;
	}
	return false;
}

/* The text without what stands in brackets at its end: an aside may ask. */
static struct pyiq_str without_aside(struct pyiq_str text)
{
	enum { LONGEST = 80 }; /* bytes */
	size_t open = text.len;

	if (text.len == 0 || text.data[text.len - 1] != ')')
		return text;
	while (open > 0 && text.len - open < LONGEST && text.data[open - 1] != '(')
		open--;
	return open > 1 && text.data[open - 1] == '(' ? (struct pyiq_str){ text.data, open - 1 }
						      : text;
}

/* `Create` is a chapter, `Create a list` may be an exercise; scripts without spaces do not tell. */
static bool is_one_word(struct pyiq_str text)
{
	return text.len == 0 ||
	       ((unsigned char)text.data[0] < 0x80 && memchr(text.data, ' ', text.len) == NULL);
}

unsigned pyiq_wording_cue(struct pyiq_str text)
{
	static const char *const instructions[] = { "how to", "how-to" };
	static const char *const marks[] = { "? ", "¿", "？" };
	struct pyiq_str head, trimmed;

	text = without_aside(text);
	head = head_of(text);
	trimmed = text;

	while (trimmed.len > 0 && strchr(" .:)\"'*", trimmed.data[trimmed.len - 1]) != NULL)
		trimmed.len--;
	if (ends_asking(trimmed))
		return 2;
	if (pyiq_words_lead(trimmed, instructions, PYIQ_WORD_COUNT(instructions)) > 0)
		return 1;
	if (pyiq_words_anywhere(head, marks, PYIQ_WORD_COUNT(marks)) ||
	    pyiq_words_lead(trimmed, interrogatives, PYIQ_WORD_COUNT(interrogatives)) > 0)
		return 2;
	if (pyiq_words_anywhere(head, interrogative_parts, PYIQ_WORD_COUNT(interrogative_parts)))
		return 2;
	return !is_one_word(trimmed) &&
	       (pyiq_words_lead(trimmed, tellings, PYIQ_WORD_COUNT(tellings)) > 0 ||
		pyiq_words_lead(trimmed, doings, PYIQ_WORD_COUNT(doings)) > 0);
}

bool pyiq_wording_asks_to_tell(struct pyiq_str text)
{
	return pyiq_words_lead(text, tellings, PYIQ_WORD_COUNT(tellings)) > 0;
}

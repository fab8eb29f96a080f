#include "check.h"

#include <time.h>

#include "store/xapian_c.h"
#include "text/language.h"
#include "visible.h"

enum { CODE = PYIQ_RUN_CODE, BREAK = PYIQ_RUN_BREAK };

static char code[PYIQ_LANGUAGE_SIZE];

static void expect(const struct pyiq_text *texts, size_t n, const char *wanted, const char *what)
{
	memset(code, 'x', sizeof code);
	ASSERT_OK(pyiq_language_of(texts, n, &visible, code, &err));
	if (strcmp(code, wanted) != 0)
		fail_msg("'%s', not '%s': %s", code, wanted, what);
}

static void expect_plain(struct pyiq_str source, const char *wanted)
{
	struct pyiq_str copy = exact_copy(source);
	struct pyiq_text text = { copy, NULL, 0 };

	expect(&text, 1, wanted, source.data);
	free((char *)copy.data);
}

static void knows_languages(void **state)
{
	static const struct {
		const char *code, *text;
	} cases[] = {
		{ "en", "What does a decorator do? It takes a function and gives back another one "
			"in its place, mostly one that calls the first." },
		{ "en", "Why is my list of lists all the same row?" },
		{ "pt",
		  "O que faz um decorador? Ele recebe uma função e devolve outra, que fica no "
		  "lugar da primeira e geralmente a chama." },
		{ "es", "¿Qué hace un decorador? Recibe una función y devuelve otra, que ocupa su "
			"lugar y casi siempre llama a la primera." },
		{ "de", "Was macht ein Dekorator? Er nimmt eine Funktion und gibt an ihrer Stelle "
			"eine andere zurück, die sie meistens aufruft." },
		{ "fr", "Que fait un décorateur ? Il prend une fonction et en rend une autre à sa "
			"place, qui appelle le plus souvent la première." },
		{ "it", "Che cosa fa un decoratore? Prende una funzione e ne restituisce un'altra "
			"al suo posto, che di solito chiama la prima." },
		{ "nl", "Wat doet een decorator? Hij neemt een functie en geeft er een andere voor "
			"terug, die meestal de eerste aanroept." },
		{ "pl", "Co robi dekorator? Bierze funkcję i zwraca w jej miejsce inną, która "
			"zwykle wywołuje tę pierwszą." },
		{ "tr", "Dekoratör ne yapar? Bir fonksiyon alır ve onun yerine çoğu zaman ilkini "
			"çağıran başka bir fonksiyon döndürür." },
		{ "vi", "Decorator làm gì? Nó nhận một hàm và trả về một hàm khác thay cho hàm đó, "
			"thường là hàm gọi hàm ban đầu." },
		{ "ru", "Что делает декоратор? Он берёт функцию и возвращает вместо неё другую, "
			"которая обычно вызывает первую." },
		{ "uk", "Що робить декоратор? Він бере функцію і повертає замість неї іншу, яка "
			"зазвичай викликає першу." },
		{ "zh", "装饰器有什么作用？它接收一个函数，并返回另一个函数来代替它。" },
		{ "zh", "裝飾器有什麼作用？它接收一個函數，並傳回另一個函數來代替它。" },
		{ "ja", "デコレータは何をしますか。関数を受け取り、代わりに別の関数を返します。" },
		{ "ko",
		  "데코레이터는 무엇을 합니까? 함수를 받아 그 자리에 다른 함수를 돌려줍니다." },
		{ "fa", "دکوراتور یک تابع را می گیرد و تابع دیگری را پس می دهد." },
		{ "ar",
		  "ماذا يفعل المزخرف؟ يأخذ دالة ويعيد مكانها دالة أخرى تستدعي الأولى في الغالب." },
		{ "he", "מה עושה מעטר? הוא מקבל פונקציה ומחזיר במקומה פונקציה אחרת שקוראת לה." },
		{ "hi", "डेकोरेटर क्या करता है? वह एक फ़ंक्शन लेता है और उसकी जगह दूसरा फ़ंक्शन लौटाता है।" },
		{ "el",
		  "Τι κάνει ένας διακοσμητής; Παίρνει μια συνάρτηση και επιστρέφει μια άλλη." },
		{ "th", "เดคอเรเตอร์ทำอะไร มันรับฟังก์ชันหนึ่งแล้วคืนอีกฟังก์ชันหนึ่งแทน" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		expect_plain(pyiq_str(cases[i].text), cases[i].code);
}

/* Even where most letters are Latin. */
static void names_of_programs_are_no_english(void **state)
{
	static const struct {
		const char *code, *text;
	} cases[] = {
		{ "ru", "Чем @staticmethod отличается от @classmethod? Метод classmethod "
			"получает cls, staticmethod ничего: ни self, ни cls." },
		{ "zh", "OrderedDict 和 defaultdict 有什么区别？" },
		{ "ja", "asyncio.gather と asyncio.wait はどう違うか" },
		{ "ko", "functools.lru_cache 사용법 및 주의점" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		expect_plain(pyiq_str(cases[i].text), cases[i].code);
}

static void a_foreign_word_is_no_language(void **state)
{
	static const char *const cases[] = {
		"How long is the string こんにちは in bytes, and how long is it in characters?",
		"The mean is often written μ and the deviation σ, as they are in every textbook.",
		"Both naïve and café are longer in bytes than they are in characters.",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		expect_plain(pyiq_str(cases[i]), "en");
}

static void says_nothing_of_too_little(void **state)
{
	static const char *const cases[] = {
		"",
		" \n\t",
		"LinkedList",
		"ConcurrentHashMap",
		"pass is a no-op placeholder",
		"Polymorphismus",
		"λ",
		"日本",
		"한글",
		"1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25",
		"== != <= >= += -= *= /= %= @= &= |= ^= >>= <<= **= //= := -> ...",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		expect_plain(pyiq_str(cases[i]), "");
	expect(NULL, 0, "", "no text");
}

static void code_does_not_count(void **state)
{
	static const char source[] =
		"`if the words of this line were read they would be in English`\n"
		"Das sind Wörter, die jemand auf Deutsch geschrieben hat.";
	const struct pyiq_run runs[] = { { 0, 1, CODE }, { 61, 1, CODE } };
	const struct pyiq_text text = { pyiq_str(source), runs, COUNT(runs) };

	(void)state;
	expect(&text, 1, "de", source);

	const struct pyiq_run all = { 0, 0, CODE };
	const struct pyiq_text listing = { pyiq_str(source), &all, 1 };

	expect(&listing, 1, "", "code alone");
}

/* A star inside a word parts nothing, a break or a span of code does. */
static void reads_words_as_they_are_seen(void **state)
{
	struct pyiq_buf source = PYIQ_BUF_INIT;
	static const char *const words[] = { "Ein",         "langer",  "Satz",   "ohne",
					     "Leerzeichen", "wird",    "nicht",  "mehr",
					     "als",         "Deutsch", "erkannt" };
	struct pyiq_run runs[COUNT(words)];

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++) {
		pyiq_buf_puts(&source, words[i]);
		runs[i] = (struct pyiq_run){ (uint32_t)source.len, 4, BREAK };
		pyiq_buf_puts(&source, "<br>");
	}

	struct pyiq_text text = { { source.data, source.len }, runs, COUNT(runs) };

	expect(&text, 1, "de", "with breaks");

	/* The same letters cut elsewhere: no words of any language. */
	pyiq_buf_clear(&source);
	pyiq_buf_puts(&source, "E**i**n l**a**ng**e**r S**a**tz m**i**t v**i**el F**e**ttdr**u**ck "
			       "w**i**rd tr**o**tzd**e**m **a**ls D**eu**tsch **e**rk**a**nnt");

	static struct pyiq_run stars[64];
	size_t n = 0;

	for (size_t i = 0; i + 1 < source.len; i++)
		if (source.data[i] == '*' && source.data[i + 1] == '*')
			stars[n++] = (struct pyiq_run){ (uint32_t)i++, 2, 0 };
	text = (struct pyiq_text){ { source.data, source.len }, stars, n };
	expect(&text, 1, "de", "with stars");
	pyiq_buf_release(&source);
}

static void takes_all_texts_together(void **state)
{
	const struct pyiq_text texts[] = {
		{ TEXT("Was ist ein Generator?"), NULL, 0 },
		{ TEXT(""), NULL, 0 },
		{ TEXT("Er liefert seine Werte einen nach dem anderen."), NULL, 0 },
	};

	(void)state;
	expect(texts, 1, "", "the question alone");
	expect(texts, COUNT(texts), "de", "with its answer");
}

static void any_bytes_will_do(void **state)
{
	static const struct pyiq_str cases[] = {
		TEXT("\xFF\xFE\x80\xC0\xAF\xED\xA0\x80\xF4\x90\x80\x80\xE6"),
		TEXT("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
		     "\0\0\0"),
		TEXT("\xEF\xBF\xBE\xEF\xB7\x90\xC2\x80\x7F\x1B[31m"),
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		expect_plain(cases[i], "");
	expect_plain(S("Ein Satz\0mit einem \xFFNullbyte und\xC3 mit kaputten Zeichen\0darin."),
		     "de");

	/* All bytes, in an order that nobody chose. */
	char noise[4096];
	uint32_t seed = 1;

	for (int round = 0; round < 50; round++) {
		for (size_t i = 0; i < sizeof noise; i++) {
			seed = seed * 1664525 + 1013904223;
			noise[i] = (char)(seed >> 24);
		}

		struct pyiq_text text = { { noise, sizeof noise }, NULL, 0 };

		ASSERT_OK(pyiq_language_of(&text, 1, &visible, code, &err));
		assert_true(strlen(code) == 0 || strlen(code) == 2);
	}
}

static void looks_at_the_beginning_alone(void **state)
{
	enum { SIZE = 5 << 20 };
	static const char german[] = "Dieser Satz steht vor sehr viel anderem Text. ";
	static const char english[] = "And this is the other text, again and again. ";
	char *data = malloc(SIZE);
	struct pyiq_text text = { { data, SIZE }, NULL, 0 };

	(void)state;
	assert_non_null(data);
	for (size_t i = 0; i < SIZE; i++)
		data[i] = i < 4096 ? german[i % (sizeof german - 1)]
				   : english[i % (sizeof english - 1)];

	clock_t start = clock();

	for (int i = 0; i < 100; i++)
		expect(&text, 1, "de", "5 MB");
	assert_true((clock() - start) / CLOCKS_PER_SEC < 2);

	/* A cut inside a character is a bad byte like any other. */
	for (size_t i = 0; i < SIZE; i++)
		data[i] = "\xE6\x97\xA5"[i % 3];
	for (size_t shift = 0; shift < 3; shift++) {
		text.source = (struct pyiq_str){ data + shift, SIZE - 3 };
		expect(&text, 1, "zh", "cut");
	}
	free(data);
}

static void says_when_memory_ran_out(void **state)
{
	const struct pyiq_text text = { TEXT("Any text."), NULL, 0 };

	(void)state;
	pyiq_visible_release(&visible);
	pyiq_alloc_fail_after(0);
	ASSERT_STATUS(PYIQ_ERR_NOMEM, pyiq_language_of(&text, 1, &visible, code, &err));
	pyiq_alloc_fail_after(-1);
	assert_string_equal(code, "");
}

static void knows_the_stemmers_of_xapian(void **state)
{
	static const char *const codes[] = { "ar", "ca", "da", "de", "en", "es", "eu", "fi", "fr",
					     "ga", "hu", "hy", "id", "it", "lt", "nb", "ne", "nl",
					     "nn", "no", "pt", "ro", "ru", "sv", "ta", "tr" };

	(void)state;
	for (size_t i = 0; i < COUNT(codes); i++) {
		const char *name = pyiq_language_stemmer(codes[i]);
		struct pyiq_x_stemmer *stemmer;

		assert_non_null(name);
		ASSERT_OK(pyiq_x_stemmer_new(name, &stemmer, &err));
		pyiq_x_stemmer_free(stemmer);
	}
	assert_string_equal(pyiq_language_stemmer("pt"), "portuguese");
	assert_null(pyiq_language_stemmer("zh"));
	assert_null(pyiq_language_stemmer("uk"));
	assert_null(pyiq_language_stemmer(""));
	assert_null(pyiq_language_stemmer("english"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_languages),
		cmocka_unit_test(names_of_programs_are_no_english),
		cmocka_unit_test(a_foreign_word_is_no_language),
		cmocka_unit_test(says_nothing_of_too_little),
		cmocka_unit_test(code_does_not_count),
		cmocka_unit_test(reads_words_as_they_are_seen),
		cmocka_unit_test(takes_all_texts_together),
		cmocka_unit_test(any_bytes_will_do),
		cmocka_unit_test(looks_at_the_beginning_alone),
		cmocka_unit_test(says_when_memory_ran_out),
		cmocka_unit_test(knows_the_stemmers_of_xapian),
	};

	return cmocka_run_group_tests(tests, set_up_visible, tear_down_visible);
}

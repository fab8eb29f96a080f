#include "check.h"

#include <time.h>

#include "base/buf.h"
#include "text/acronym.h"

static struct pyiq_visible visible;
static struct pyiq_buf found;

static int take_pair(void *ctx, struct pyiq_str acronym, struct pyiq_str words)
{
	(void)ctx;
	pyiq_buf_printf(&found, "%s%.*s=%.*s", found.len > 0 ? "; " : "", (int)acronym.len,
			acronym.data, (int)words.len, words.data);
	return 0;
}

/* The pairs of a text in which backticks begin and end code. */
static const char *pairs_of(struct pyiq_str source)
{
	struct pyiq_run runs[32];
	size_t n = 0;

	for (size_t i = 0; i < source.len; i++)
		if (source.data[i] == '`' && n < COUNT(runs))
			runs[n++] = (struct pyiq_run){ (uint32_t)i, 1, PYIQ_RUN_CODE };

	struct pyiq_text text = { source, runs, n };

	pyiq_buf_clear(&found);
	ASSERT_OK(pyiq_visible_make(&visible, &text, &err));
	ASSERT_OK(pyiq_acronyms(&visible, take_pair, NULL, &err));
	return pyiq_buf_str(&found);
}

struct example {
	const char *text, *pairs;
};

static void check(const struct example *examples, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_text(pyiq_str(pairs_of(pyiq_str(examples[i].text))), examples[i].pairs,
			    examples[i].text);
}

#define CHECK(examples) check(examples, COUNT(examples))

/* ---- Where the two stand ------------------------------------------------- */

static void in_brackets(void **state)
{
	static const struct example examples[] = {
		{ "What is the Global Interpreter Lock (GIL)?", "gil=global interpreter lock" },
		{ "It is GIL (Global Interpreter Lock).", "gil=global interpreter lock" },
		{ "GIL (global interpreter lock, which threads share)",
		  "gil=global interpreter lock" },
		{ "GIL (the global interpreter lock of CPython)", "gil=global interpreter lock" },
		{ "a list of method resolution order (MRO) rules", "mro=method resolution order" },
		{ "method resolution order (MRO, for short)", "mro=method resolution order" },
		{ "method resolution order (or MRO)", "mro=method resolution order" },
		{ "method resolution order (the famous MRO)", "mro=method resolution order" },
		{ "method resolution order(MRO)", "mro=method resolution order" },
		{ "method resolution\norder\n(MRO)", "mro=method resolution order" },
		{ "_method resolution order_ (\"MRO\")", "mro=method resolution order" },
		{ "“method resolution order” (‘MRO’)", "mro=method resolution order" },
		{ "method resolution order（MRO）", "mro=method resolution order" },
		{ "MRO (short for method resolution order)", "mro=method resolution order" },
		{ "MRO (which stands for method resolution order)", "mro=method resolution order" },
		{ "(the method resolution order (MRO))", "mro=method resolution order" },
		{ "a just-in-time compiler (JIT)", "jit=just in time" },
		{ "garbage collection (GC) and reference counting (RC)",
		  "gc=garbage collection; rc=reference counting" },
	};

	(void)state;
	CHECK(examples);
}

static void without_brackets(void **state)
{
	static const struct example examples[] = {
		{ "GIL: Global Interpreter Lock", "gil=global interpreter lock" },
		{ "GIL - Global Interpreter Lock", "gil=global interpreter lock" },
		{ "GIL — the global interpreter lock", "gil=global interpreter lock" },
		{ "GIL = global interpreter lock", "gil=global interpreter lock" },
		{ "| GIL | global interpreter lock |", "gil=global interpreter lock" },
		{ "global interpreter lock: GIL", "gil=global interpreter lock" },
		{ "the global interpreter lock, or GIL, is", "gil=global interpreter lock" },
		{ "the global interpreter lock aka the GIL", "gil=global interpreter lock" },
		{ "the GIL, i.e. the global interpreter lock", "gil=global interpreter lock" },
		{ "In CPython, GIL stands for Global Interpreter Lock.",
		  "gil=global interpreter lock" },
		{ "GIL is an acronym for global interpreter lock", "gil=global interpreter lock" },
		/* What is not enough. */
		{ "GIL, global interpreter lock", "" },
		{ "GC: garbage collection", "" },
		{ "garbage collection or GC", "" },
		{ "The GIL. Global interpreter lock", "" },
		{ "The GIL\n\nGlobal interpreter lock", "" },
		{ "The GIL\n- Global interpreter lock", "" },
		{ "global interpreter lock. (GIL)", "" },
		{ "global interpreter lock\n\n(GIL)", "" },
	};

	(void)state;
	CHECK(examples);
}

/* ---- Short forms ---------------------------------------------------------- */

static void forms(void **state)
{
	static const struct example examples[] = {
		{ "object-relational mappers (ORMs)", "orm=object relational mappers" },
		{ "the GIL's (global interpreter lock) cost", "gil=global interpreter lock" },
		{ "the GIL’s (global interpreter lock) cost", "gil=global interpreter lock" },
		{ "O.O.P. (object-oriented programming)", "oop=object oriented programming" },
		{ "object-oriented programming (O.O.P)", "oop=object oriented programming" },
		{ "PyPI (Python Package Index)", "pypi=python package index" },
		{ "NumPy (numerical Python)", "numpy=numerical python" },
		{ "SaaS (software as a service)", "saas=software as a service" },
		{ "CI/CD (continuous integration / continuous delivery)",
		  "ci/cd=continuous integration continuous delivery" },
		{ "continuous integration and continuous delivery (CI/CD)",
		  "ci/cd=continuous integration and continuous delivery" },
		{ "I/O (input and output)", "i/o=input and output" },
		{ "TF-IDF (term frequency–inverse document frequency)",
		  "tf-idf=term frequency inverse document frequency" },
		{ "t-distributed stochastic neighbor embedding (t-SNE)",
		  "t-sne=t distributed stochastic neighbor embedding" },
		{ "research & development (R&D)", "r&d=research development" },
		{ "peer-to-peer (P2P)", "p2p=peer to peer" },
		{ "IPv4 (Internet Protocol version 4)", "ipv4=internet protocol version 4" },
		{ "Global Interpreter Lock (`GIL`)", "gil=global interpreter lock" },
		{ "система управления базами данных (СУБД)",
		  "субд=система управления базами данных" },
		{ "programación orientada a objetos (POO)",
		  "poo=programación orientada a objetos" },
		/* Too long, too short, few capitals, a digit first, SQL. */
		{ "a b c d e f g h i (ABCDEFGHI)", "" },
		{ "a b c d e f g h (ABCDEFGH)", "" },
		{ "big c d e f g h i (BCDEFGHI)", "bcdefghi=big c d e f g h i" },
		{ "hash (H)", "" },
		{ "global interpreter lock (Gil)", "" },
		{ "two small sorts (2SS)", "" },
		{ "AS (assistive software)", "" },
		{ "A.S. (assistive software)", "" },
	};

	(void)state;
	CHECK(examples);
}

/* ---- Words ---------------------------------------------------------------- */

static void words(void **state)
{
	static const struct example examples[] = {
		{ "WSGI (Web Server Gateway Interface)", "wsgi=web server gateway interface" },
		{ "JSON (JavaScript Object Notation)", "json=javascript object notation" },
		{ "JSON (Javascript Object Notation)", "json=javascript object notation" },
		{ "HTTP (hypertext transfer protocol)", "http=hypertext transfer protocol" },
		{ "DBMS (database management system)", "dbms=database management system" },
		{ "XML (extensible markup language)", "xml=extensible markup language" },
		{ "cross-site scripting (XSS)", "xss=cross site scripting" },
		{ "representational state transfer (REST)",
		  "rest=representational state transfer" },
		{ "REST (representational state transfer)",
		  "rest=representational state transfer" },
		{ "CLI (command line interface)", "cli=command line interface" },
		{ "easier to ask for forgiveness than permission (EAFP)",
		  "eafp=easier to ask for forgiveness than permission" },
		{ "first in, first out (FIFO)", "fifo=first in first out" },
		{ "ACID (atomicity, consistency, isolation and durability)",
		  "acid=atomicity consistency isolation and durability" },
		{ "don't repeat yourself (DRY)", "dry=don't repeat yourself" },
		{ "YAML (YAML Ain’t Markup Language)", "yaml=yaml ain't markup language" },
		{ "in-context learning (ICL)", "icl=in context learning" },
		{ "such server-side rendering (SSR)", "ssr=server side rendering" },
		{ "pre-trained language model (PLM)", "plm=pre trained language model" },
		{ "the DRY rule, an internet of things (IoT)", "iot=internet of things" },
	};

	(void)state;
	CHECK(examples);
}

static void no_words(void **state)
{
	static const struct example examples[] = {
		{ "print (PRINT)", "" },
		{ "a stack (LIFO)", "" },
		{ "Python (CPython)", "" },
		{ "a column that is (NOT NULL)", "" },
		{ "LEFT (OUTER) JOIN", "" },
		{ "part two (II)", "" },
		{ "an array of three (RAID)", "" },
		{ "a RAID 6 (RAID6)", "" },
		{ "class Shape(ABC)", "" },
		{ "sys.getrefcount(None)", "" },
		{ "`an abstract base class (ABC)`", "" },
		{ "`global` interpreter lock (GIL)", "" },
		{ "`GIL (`global interpreter lock)", "" },
		{ "global interpreter (GIL) lock", "" },
		{ "global fast interpreter lock (GIL)", "" },
		{ "interpreter lock (GIL)", "" },
		{ "of lists (OL)", "" },
		{ "server errors over (SEO)", "seo=server errors over" },
		{ "server error (SEO)", "" },
		{ "federation for documentation (FID)", "" },
		{ "Lock (GIL) Global Interpreter", "" },
		{ "", "" },
		{ "(", "" },
		{ "GIL (", "" },
		{ "(GIL)", "" },
		{ "GIL stands for", "" },
		{ "stands for", "" },
		{ "short for (for) for", "" },
		{ "___ (GIL) ___", "" },
	};

	(void)state;
	CHECK(examples);
}

/* ---- The call ------------------------------------------------------------- */

static int stop(void *ctx, struct pyiq_str acronym, struct pyiq_str words_)
{
	(void)acronym;
	(void)words_;
	++*(int *)ctx;
	return 1;
}

static void stops_when_asked(void **state)
{
	int n = 0;

	(void)state;
	pairs_of(S("garbage collection (GC), reference counting (RC)"));
	ASSERT_STATUS(PYIQ_STOPPED, pyiq_acronyms(&visible, stop, &n, &err));
	assert_int_equal(n, 1);
}

static void survives_want(void **state)
{
	pyiq_status status = PYIQ_ERR_NOMEM;
	long n = 0;

	(void)state;
	pairs_of(S("the été lock (ÉLS), the global interpreter lock (GIL)"));
	for (; status != PYIQ_OK; n++) {
		pyiq_buf_clear(&found);
		pyiq_alloc_fail_after(n);
		status = pyiq_acronyms(&visible, stop, &(int){ 0 }, &err);
		pyiq_alloc_fail_after(-1);
		if (status == PYIQ_STOPPED)
			break;
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
	assert_true(n > 2);
}

/* Distance between short form and words has an end, wherever they stand in a long phrase. */
static void reads_long_phrases(void **state)
{
	struct pyiq_buf text = PYIQ_BUF_INIT;

	(void)state;
	for (int filler = 0; filler < 100; filler++) {
		pyiq_buf_clear(&text);
		for (int i = 0; i < filler; i++)
			pyiq_buf_puts(&text, "so ");
		pyiq_buf_puts(&text, "global interpreter lock (GIL) ");
		for (int i = 0; i < filler; i++)
			pyiq_buf_puts(&text, "so ");
		pyiq_buf_puts(&text, "MRO (method resolution order ");
		for (int i = 0; i < filler; i++)
			pyiq_buf_puts(&text, "so ");
		assert_string_equal(pairs_of((struct pyiq_str){ text.data, text.len }),
				    "gil=global interpreter lock; mro=method resolution order");
	}
	pyiq_buf_release(&text);
}

/* What makes most work, a megabyte of it each; nothing is found, and the end is seen soon. */
static void takes_linear_time(void **state)
{
	static const struct pyiq_str pieces[] = {
		TEXT("("),
		TEXT("AB("),
		TEXT("AB (AB) "),
		TEXT("a a a a a a a a a a a a a a a a (AAAAAAAB) "),
		TEXT("AAAAAAAB: aaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaa aaaaaaaaaaaaaaaa "
		     "aaaaaaaaaaaaa. "),
		TEXT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa. "),
		TEXT("A.B.C."),
		TEXT("A/B-C&"),
		TEXT("A'"),
		TEXT("_"),
		TEXT("short for "),
		TEXT("GIL is short for"),
		TEXT("or "),
		TEXT("ß’("),
		TEXT("\xFF\0"),
		TEXT("\n"),
	};

	enum { SIZE = 1 << 20 };
	struct pyiq_buf text = PYIQ_BUF_INIT;
	clock_t begun = clock();

	(void)state;
	for (size_t i = 0; i < COUNT(pieces); i++) {
		pyiq_buf_clear(&text);
		while (text.len < SIZE)
			pyiq_buf_append(&text, pieces[i].data, pieces[i].len);
		struct pyiq_str exact = exact_copy((struct pyiq_str){ text.data, text.len });

		assert_string_equal(pairs_of(exact), "");
		free((char *)exact.data);
	}
	pyiq_buf_release(&text);
	assert_true(clock() - begun < 60 * CLOCKS_PER_SEC);
}

static int set_up(void **state)
{
	(void)state;
	pyiq_visible_init(&visible);
	pyiq_buf_init(&found);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	pyiq_visible_release(&visible);
	pyiq_buf_release(&found);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_brackets),
		cmocka_unit_test(without_brackets),
		cmocka_unit_test(forms),
		cmocka_unit_test(words),
		cmocka_unit_test(no_words),
		cmocka_unit_test(stops_when_asked),
		cmocka_unit_test(survives_want),
		cmocka_unit_test(reads_long_phrases),
		cmocka_unit_test(takes_linear_time),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

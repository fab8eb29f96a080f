#include "qa_check.h"

/*
 * The shapes that need more than a heading or a bullet: cards, one question in
 * several languages, quotes, pictures, separators that turn into headings.
 */

/* ---- S17: flashcards ------------------------------------------------------ */

static void cards_on_a_line(void **state)
{
	(void)state;
	CHECK("# Cards\n"
	      "\n"
	      "What is a list?::A row of objects\n"
	      "What is a tuple?:::A row that never changes\n"
	      "<!--SR:!2026-01-02,3,250!2026-01-03,3,250-->\n"
	      "\n"
	      "- Name of the author:: Guido <!--SR:!2026-01-02,3,250-->\n",
	      { U(3, 3, "What is a list?", "A row of objects"), .topic = "Cards" },
	      { U(4, 4, "What is a tuple?", "A row that never changes"), .topic = "Cards" },
	      { U(7, 7, "Name of the author", " Guido"), .topic = "Cards" });
	CHECK("What is a list?;;A row\n\nMutable types;;Lists and sets\n\nWho needs it?;;We\n",
	      { U(1, 1, "What is a list?", "A row") },
	      { U(3, 3, "Mutable types", "Lists and sets") }, { U(5, 5, "Who needs it?", "We") });
}

static void cards_around_a_mark(void **state)
{
	(void)state;
	CHECK("What is a generator?\n"
	      "?\n"
	      "A function that waits.\n"
	      "\n"
	      "- between values\n"
	      "\n"
	      "Name an iterator\n"
	      "??\n"
	      "`iter([])`\n"
	      "<!--SR:!2026-01-02,3,250-->\n",
	      { U(1, 5, "What is a generator?", "A function that waits.\n\n- between values") },
	      { U(7, 9, "Name an iterator", "`iter([])`") });
}

/* What the document says outweighs what its lines look like. */
static void cards_of_single_words(void **state)
{
	(void)state;
	CHECK("#flashcards\n\nGIL::lock\nMRO::order\n", { U(3, 3, "GIL", "lock") },
	      { U(4, 4, "MRO", "order") });
	CHECK_NONE("# C++\n\nstd::sort sorts.\nstd::find finds.\nstd::map maps.\n");
	CHECK_NONE("Write `a::b` here.\n\nOr `c::d` there.\n\nOr `e::f`.\n");
	CHECK("## What is a namespace?\n\nThe part before `::`, as in:\n\nstd::sort of std\n",
	      { U(1, 5, "What is a namespace?",
		  "The part before `::`, as in:\n\nstd::sort of std") });
}

/* ---- S18: the question below its heading, in several languages ---------------- */

static void questions_below_their_headings(void **state)
{
	(void)state;
	CHECK("# Slices\n"
	      "\n"
	      "## Question 1\n"
	      "\n"
	      "What does a slice\n"
	      "copy?\n"
	      "\n"
	      "## Answer\n"
	      "\n"
	      "References.\n"
	      "\n"
	      "## Question 2\n"
	      "\n"
	      "> Is it deep?\n"
	      "\n"
	      "### Answer\n"
	      "\n"
	      "No.\n",
	      { U(3, 10, "What does a slice copy?", "References."), .topic = "Slices" },
	      { U(12, 18, "Is it deep?", "No."), .topic = "Slices" });
}

static void questions_in_two_languages(void **state)
{
	(void)state;
	CHECK("# Question (EN)\n"
	      "> What is a list?\n"
	      "\n"
	      "# Вопрос (RU)\n"
	      "> Что такое список?\n"
	      "\n"
	      "## Answer (EN)\n"
	      "A row.\n"
	      "\n"
	      "## Ответ (RU)\n"
	      "Ряд.\n"
	      "\n"
	      "## Links\n"
	      "- Is this a question?\n",
	      { U(1, 8, "What is a list?", "A row.") }, { U(4, 11, "Что такое список?", "Ряд.") });
	CHECK("# Question (EN)\nWhat is a list?\n\n## Answer (en)\nA row.\n\n"
	      "# Question (DE)\nWas ist eine Liste?\n\n## Answer (DE)\nEine Reihe.\n",
	      { U(1, 5, "What is a list?", "A row.") },
	      { U(7, 11, "Was ist eine Liste?", "Eine Reihe.") });
	/* No answer in that language. */
	CHECK("# Question (EN)\nWhat is a list?\n\n# Question (DE)\nWas ist eine Liste?\n\n"
	      "## Answer (DE)\nEine Reihe.\n",
	      { U(1, 2, "What is a list?", NULL) },
	      { U(4, 8, "Was ist eine Liste?", "Eine Reihe.") });
}

/* ---- S14: quotes ---------------------------------------------------------- */

static void questions_in_quotes(void **state)
{
	(void)state;
	CHECK("> **Q: What is a list?**\n\nA row.\n\n> **Q: Slices**\n\nParts.\n",
	      { U(1, 3, "What is a list?", "A row.") }, { U(5, 7, "Slices", "Parts.") });
	CHECK("> What is a list?\n\nA row.\n\n> How does it grow?\n\nBy doubling.\n",
	      { U(1, 3, "What is a list?", "A row.") },
	      { U(5, 7, "How does it grow?", "By doubling.") });
	CHECK_NONE("A saying:\n\n> Who would have thought it?\n\nNobody.\n");
}

/* ---- R8: heads that share an answer --------------------------------------------- */

static void shared_answers(void **state)
{
	(void)state;
	CHECK("### What is a list?\n"
	      "### And an array?\n"
	      "\n"
	      "Rows.\n"
	      "\n"
	      "### What is a set?\n"
	      "\n"
	      "A bag.\n",
	      { U(1, 4, "What is a list?", "Rows.") }, { U(2, 4, "And an array?", "Rows.") },
	      { U(6, 8, "What is a set?", "A bag.") });
	/* Four are a list. */
	CHECK("### Q1. a\nA.\n### Q2. b\nB.\n### Q3. c\nC.\n### Q4. d\nD.\n### Q5. e\nE.\n"
	      "### Q6. f\n### Q7. g\n### Q8. h\n### Q9. i\nI.\n",
	      { U(1, 2, "a", "A.") }, { U(3, 4, "b", "B.") }, { U(5, 6, "c", "C.") },
	      { U(7, 8, "d", "D.") }, { U(9, 10, "e", "E.") }, { U(11, 11, "f", NULL) },
	      { U(12, 12, "g", NULL) }, { U(13, 13, "h", NULL) }, { U(14, 15, "i", "I.") });
}

/* ---- Several on a page, without blank lines --------------------------------- */

static void labels_in_one_paragraph(void **state)
{
	(void)state;
	CHECK("Q: What is a list?\nA: A row.\nQ: Slices\nA: Parts\nof it.\n\nMore of them.\n",
	      { U(1, 2, "What is a list?", "A row.") },
	      { U(3, 7, "Slices", "Parts\nof it.\n\nMore of them.") });
}

static void single_letters_need_their_answers(void **state)
{
	(void)state;
	CHECK("P: ¿Qué es una lista?\nR: Una fila.\n\nP: Tuplas\nR: Filas fijas.\n",
	      { U(1, 2, "¿Qué es una lista?", "Una fila.") },
	      { U(4, 5, "Tuplas", "Filas fijas.") });
	CHECK_NONE("P: the process\n\nF: the file\n\nP: the other process\n");
}

/* ---- T7: separators right under a text ------------------------------------------- */

static void separators_are_no_underlines(void **state)
{
	(void)state;
	CHECK("Q: What is a list?\nA: A row.\n---\nQ: What is a tuple?\nA: Fixed.\n---\n",
	      { U(1, 2, "What is a list?", "A row.") }, { U(4, 5, "What is a tuple?", "Fixed.") });
	CHECK("## What is a list?\nA row of objects.\n---\n## What is a tuple?\nFixed.\n",
	      { U(1, 2, "What is a list?", "A row of objects.") },
	      { U(4, 5, "What is a tuple?", "Fixed.") });
	/* One that is as long as its text was meant. */
	CHECK("Explain the GIL.\n----------------\nA lock.\n\nWhat is the MRO.\n---------------\n"
	      "An order.\n",
	      { U(1, 3, "Explain the GIL.", "A lock.") },
	      { U(5, 7, "What is the MRO.", "An order.") });
}

/* ---- T15: pictures; S12: tests ----------------------------------------------------- */

static void pictures_answer(void **state)
{
	(void)state;
	CHECK("## 1. How is a list stored?\n\n![](list.png)\n\n"
	      "## 2. How is a set stored?\n\n<img src=\"set.png\">\n\n"
	      "## 3. How is a dict stored?\n\n![](https://img.shields.io/x.svg)\n",
	      { U(1, 3, "How is a list stored?", "![](list.png)") },
	      { U(5, 7, "How is a set stored?", "<img src=\"set.png\">") },
	      { U(9, 9, "How is a dict stored?", NULL) });
}

static void ticks_mark_the_answer(void **state)
{
	(void)state;
	CHECK("#### Q1. Which one is a tuple?\n\n- [ ] `[]`\n- [x] `()`\n- [ ] `{}`\n\n"
	      "#### Q2. And a list?\n\n- [x] `[]`\n- [ ] `()`\n\nBrackets.\n",
	      { U(1, 4, "Which one is a tuple?", "- [x] `()`"),
		.prompt = "- [ ] `[]`\n- [x] `()`\n- [ ] `{}`" },
	      { U(7, 12, "And a list?", "- [x] `[]`\n- [ ] `()`\n\nBrackets."),
		.prompt = "- [x] `[]`\n- [ ] `()`" });
}

/* ---- Structure instead of words ------------------------------------------------------ */

static void nouns_need_a_structure(void **state)
{
	(void)state;
	CHECK("# Python 面试题\n\n- [列表](#列表)\n- [元组](#元组)\n- [集合](#集合)\n\n"
	      "## 列表\n可变。\n## 元组\n不可变。\n## 集合\n无序。\n",
	      { U(7, 8, "列表", "可变。"), .topic = "Python 面试题" },
	      { U(9, 10, "元组", "不可变。"), .topic = "Python 面试题" },
	      { U(11, 12, "集合", "无序。"), .topic = "Python 面试题" });
	/* The same of a manual. */
	CHECK_NONE("# Python\n\n- [Lists](#lists)\n- [Tuples](#tuples)\n- [Sets](#sets)\n\n"
		   "## Lists\nRows.\n## Tuples\nFixed.\n## Sets\nBags.\n");
}

/* Five nouns below a title that names questions are answered; below one for an interview they may be its plan. */
static void titles_speak_for_nouns(void **state)
{
	(void)state;
	CHECK("# Python interview questions\n## Lists\nRows.\n## Tuples\nFixed.\n## Sets\nBags.\n"
	      "## Dicts\nPairs.\n## Strings\nText.\n## References\nBooks.\n",
	      { U(2, 3, "Lists", "Rows."), .topic = "Python interview questions" },
	      { U(4, 5, "Tuples", "Fixed."), .topic = "Python interview questions" },
	      { U(6, 7, "Sets", "Bags."), .topic = "Python interview questions" },
	      { U(8, 9, "Dicts", "Pairs."), .topic = "Python interview questions" },
	      { U(10, 11, "Strings", "Text."), .topic = "Python interview questions" });
	CHECK_NONE("# The interview\n## Lists\nRows.\n## Tuples\nFixed.\n## Sets\nBags.\n"
		   "## Dicts\nPairs.\n## Strings\nText.\n");
}

/* R3: an odd level is carried by the number. */
static void odd_levels_are_carried(void **state)
{
	(void)state;
	CHECK("## 1. What is a list?\nA row.\n#### 2. Tuples\nFixed.\n## 3. What is a set?\nA "
	      "bag.\n",
	      { U(1, 2, "What is a list?", "A row.") }, { U(3, 4, "Tuples", "Fixed.") },
	      { U(5, 6, "What is a set?", "A bag.") });
}

/* ---- Announcements, boxes, lines -------------------------------------------------- */

static void announced_sections_are_judged_apart(void **state)
{
	(void)state;
	CHECK("# A tool\n\n## Install\nRun it.\n## Usage\n### Basic\nSo.\n### Advanced\nThus.\n"
	      "## FAQ\n### Why is it slow?\nIt waits.\n### Does it work offline?\nYes.\n"
	      "### Unicode\nAlways.\n",
	      { U(11, 12, "Why is it slow?", "It waits."), .topic = "A tool > FAQ" },
	      { U(13, 14, "Does it work offline?", "Yes."), .topic = "A tool > FAQ" },
	      { U(15, 16, "Unicode", "Always."), .topic = "A tool > FAQ" });
}

/* Orders to do something make a manual; orders to tell something do not. */
static void manuals_have_no_units(void **state)
{
	(void)state;
	CHECK_NONE("# Lists\n\n## Create a list\n`[]`\n## Sort a list\n`sorted`\n"
		   "## Remove an element\n`pop`\n");
	CHECK_NONE("# Git\n\n## 1. Create\n`init`\n## 2. Clone\n`clone`\n## 3. Commit\n`commit`\n");
	CHECK("# Lists\n\n## Explain slices\nParts.\n## Compare lists and tuples\nOne is fixed.\n",
	      { U(3, 4, "Explain slices", "Parts."), .topic = "Lists" },
	      { U(5, 6, "Compare lists and tuples", "One is fixed."), .topic = "Lists" });
}

static void repeated_lines_ask_nothing(void **state)
{
	(void)state;
	CHECK("### What is a list?\n\n**Why this matters:**\n\nA.\n\n"
	      "### What is a set?\n\n**Why this matters:**\n\nB.\n\n"
	      "### What is a dict?\n\n**Why this matters:**\n\nC.\n",
	      { U(1, 5, "What is a list?", "**Why this matters:**\n\nA.") },
	      { U(7, 11, "What is a set?", "**Why this matters:**\n\nB.") },
	      { U(13, 17, "What is a dict?", "**Why this matters:**\n\nC.") });
}

/* T1: a list of the questions that is no list of links. */
static void plain_contents_are_left_out(void **state)
{
	(void)state;
	CHECK("- What is a list?\n- What is a set?\n- What is a dict?\n- What is a str?\n\n"
	      "## What is a list?\nA.\n## What is a set?\nB.\n## What is a dict?\nC.\n"
	      "## What is a str?\nD.\n",
	      { U(6, 7, "What is a list?", "A.") }, { U(8, 9, "What is a set?", "B.") },
	      { U(10, 11, "What is a dict?", "C.") }, { U(12, 13, "What is a str?", "D.") });
}

static void answers_on_the_line_of_the_question(void **state)
{
	(void)state;
	CHECK("**Does it grow?** Yes.\n\n**Is it sorted?** No, but\n`sorted` helps.\n",
	      { U(1, 1, "Does it grow?", "Yes.") },
	      { U(3, 4, "Is it sorted?", "No, but\n`sorted` helps.") });
	CHECK("- What is a list? - A row.\n- What is a set? - A bag.\n",
	      { U(1, 1, "What is a list?", "A row.") }, { U(2, 2, "What is a set?", "A bag.") });
	CHECK_NONE("**Bias** is an error.\n\n**Variance** is another.\n");
}

static void texts_below_labels_and_numbers(void **state)
{
	(void)state;
	CHECK("**Question 1:**\nWhat is a list?\n\n**Answer:**\nA row.\n",
	      { U(1, 5, "What is a list?", "A row.") });
	CHECK("### 1\nWhat is a list?\n\n**Answer:** A row.\n\n### 2\nWhat is a set?\n\n"
	      "**Answer:** A bag.\n",
	      { U(1, 4, "What is a list?", "A row.") }, { U(6, 9, "What is a set?", "A bag.") });
}

static void numbered_paragraphs(void **state)
{
	(void)state;
	CHECK("1、什么是列表？\n\n答：一排。\n\n2、什么是集合？\n\n答：一袋。\n",
	      { U(1, 3, "什么是列表？", "一排。") }, { U(5, 7, "什么是集合？", "一袋。") });
	CHECK("（1）什么是列表？\n一排。\n\n（2）什么是集合？\n一袋。\n",
	      { U(1, 2, "什么是列表？", "一排。") }, { U(4, 5, "什么是集合？", "一袋。") });
}

static void boxes_for_questions(void **state)
{
	(void)state;
	CHECK("> [!question]- What is a list?\n> A row.\n\n> [!question] What is a set?\n\n"
	      "> [!success]- Answer\n> A bag.\n",
	      { U(1, 2, "What is a list?", "> A row.") },
	      { U(4, 7, "What is a set?", "> A bag.") });
}

/* A summary whose `<details>` opened before the question folds nothing of the question away. */
static void strayed_summaries(void **state)
{
	(void)state;
	CHECK("<details>\n<summary>All of it</summary>\n\n## 1. What is a list?\n\n`[]`\n\n"
	      "<summary>Answer</summary>\n\nA row.\n",
	      { U(4, 10, "What is a list?", "A row."), .prompt = "`[]`\n\n<summary>" });
}

/* A question with a text beside a lone one in its answer. */
static void a_lone_sub_head_gives_way(void **state)
{
	(void)state;
	CHECK("# Preguntas\n\n## 1. ¿Qué es una lista?\n### Detalle\n#### ¿Por qué?\nSí.\n"
	      "## 2. Tuplas\nFijas.\n## 3. Mapas\nPares.\n",
	      { U(3, 6, "¿Qué es una lista?", "### Detalle\n#### ¿Por qué?\nSí."),
		.topic = "Preguntas" },
	      { U(7, 8, "Tuplas", "Fijas."), .topic = "Preguntas" },
	      { U(9, 10, "Mapas", "Pares."), .topic = "Preguntas" });
}

/* ---- Long documents of one thing ------------------------------------------------ */

static pyiq_status ignore(void *ctx, const struct pyiq_found *unit, struct pyiq_error *e)
{
	(void)ctx;
	(void)unit;
	(void)e;
	return PYIQ_OK;
}

static void hostile_shapes(void **state)
{
	static const char *const pieces[] = {
		"a::b\n",
		"a\n?\n",
		"?\n\n",
		"Q: a\n",
		"**Q:**\n",
		"**a?** b\n",
		"**a?** b\n\n",
		"- a? - b\n",
		"# Question (EN)\na\n",
		"# Question (EN)\n# Answer (DE)\n",
		"# Question\n",
		"# 1\n> a\n",
		"> [!question]\n\n",
		"> a?\n\n",
		"- [x] a\n- [ ] b\n",
		"[a](#b) ",
		"- [a](#b)\n",
		"# a\n- [x](#a)\n",
		"<a name=\"b\"></a>\n# b\n",
		"a\n---\n",
		"# a\n<img>\n",
		"# a?\n# b?\n",
		"1、a\n\n",
		"# 面试\n## 1 a\nb\n",
		"|Question|x|\n|-|-|\n|a|b|\n\n",
		"# a\n<!--\n",
		"\xF0\x9F\x94\xB9 **a**\n",
	};
	enum { SIZE = 128 * 1024 };
	char *text = malloc(SIZE);

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < COUNT(pieces); i++) {
		size_t len = strlen(pieces[i]), n = 0;

		for (; n + len <= SIZE; n += len)
			memcpy(text + n, pieces[i], len);
		ASSERT_OK(pyiq_markdown_read(&blocks, (struct pyiq_str){ text, n }, &err));
		pyiq_arena_clear(&arena);
		ASSERT_OK(pyiq_qa_find(&blocks, &arena, ignore, NULL, &err));
	}
	free(text);
}

static pyiq_status count(void *ctx, const struct pyiq_found *unit, struct pyiq_error *e)
{
	size_t *n = ctx;

	(void)unit;
	(void)e;
	++*n;
	return PYIQ_OK;
}

/* Cards, contents and repeated lines take memory of their own. */
static void out_of_memory(void **state)
{
	static const char document[] = "# FAQ\n\n- [a](#a)\n- [b](#b)\n- [c](#c)\n\n## "
				       "A\n\n**x:**\n\na::b\n\n## B\n\nb\n\n"
				       "## C\n\nc\n\n# Question (EN)\n> d?\n\n## Answer (EN)\ne\n";
	size_t wanted = 0, n = 0;

	(void)state;
	ASSERT_OK(pyiq_markdown_read(&blocks, S(document), &err));
	ASSERT_OK(pyiq_qa_find(&blocks, &arena, count, &wanted, &err));
	assert_true(wanted > 0);
	for (long allowed = 0;; allowed++) {
		pyiq_status status;

		n = 0;
		pyiq_arena_release(&arena);
		pyiq_alloc_fail_after(allowed);
		status = pyiq_qa_find(&blocks, &arena, count, &n, &err);
		pyiq_alloc_fail_after(-1);
		if (status == PYIQ_OK)
			break;
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
	assert_int_equal(n, wanted);
}

/* ---- Boxes, labels and orders ------------------------------------------------ */

static void boxes_that_list_questions(void **state)
{
	(void)state;
	CHECK("# Closures\n\n> [!question] Explain without notes\n>\n"
	      "> - What does a cell hold?\n> - When is it bound?\n> - Who frees it?\n\n---\n\n"
	      "## The idea\n\nText.\n",
	      { U(5, 5, "What does a cell hold?", NULL), .topic = "Closures" },
	      { U(6, 6, "When is it bound?", NULL), .topic = "Closures" },
	      { U(7, 7, "Who frees it?", NULL), .topic = "Closures" });
	/* A title that asks is answered by its list. */
	CHECK("> [!question] Which types are mutable?\n>\n> - list\n> - dict\n",
	      { U(1, 4, "Which types are mutable?", "- list\n> - dict") });
}

static void labels_in_paragraphs_of_their_own(void **state)
{
	(void)state;
	CHECK("# Quiz\n\n**Practice Question**\n\nA tuple never changes.\n\nA. True\n\n"
	      "**Suggested Answers**\n\nA\n\n"
	      "**Practice Question**\n\nWhat is a list?\n\nA. A row\n\n"
	      "**Correct Answer:** A\n",
	      { U(3, 11, "A tuple never changes.", "A"), .prompt = "A. True", .topic = "Quiz" },
	      { U(13, 19, "What is a list?", "A"), .prompt = "A. A row", .topic = "Quiz" });
}

static void orders_before_a_dash(void **state)
{
	(void)state;
	CHECK("# Python Q&A\n\n1. **Explain duck typing** - behaviour over type.\n"
	      "2. **Explain the MRO** - C3 linearisation.\n3. **Describe slots** - no dict.\n",
	      { U(3, 3, "Explain duck typing", "behaviour over type."), .topic = "Python Q&A" },
	      { U(4, 4, "Explain the MRO", "C3 linearisation."), .topic = "Python Q&A" },
	      { U(5, 5, "Describe slots", "no dict."), .topic = "Python Q&A" });
}

/* Some items of a list are bold to their ends, others go on with an aside. */
static void asides_do_not_part_a_list(void **state)
{
	(void)state;
	CHECK("# Interview Questions\n\n## Basics\n\n1. **What is a name?** (Everybody asks.)\n"
	      "2. **What is an object?**\n3. **What is a type?** And its base?\n",
	      { U(5, 5, "What is a name? (Everybody asks.)", NULL),
		.topic = "Interview Questions > Basics" },
	      { U(6, 6, "What is an object?", NULL), .topic = "Interview Questions > Basics" },
	      { U(7, 7, "What is a type? And its base?", NULL),
		.topic = "Interview Questions > Basics" });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(cards_on_a_line),
		TEST(cards_around_a_mark),
		TEST(cards_of_single_words),
		TEST(questions_below_their_headings),
		TEST(questions_in_two_languages),
		TEST(questions_in_quotes),
		TEST(shared_answers),
		TEST(labels_in_one_paragraph),
		TEST(single_letters_need_their_answers),
		TEST(separators_are_no_underlines),
		TEST(pictures_answer),
		TEST(ticks_mark_the_answer),
		TEST(nouns_need_a_structure),
		TEST(titles_speak_for_nouns),
		TEST(odd_levels_are_carried),
		TEST(announced_sections_are_judged_apart),
		TEST(manuals_have_no_units),
		TEST(repeated_lines_ask_nothing),
		TEST(plain_contents_are_left_out),
		TEST(answers_on_the_line_of_the_question),
		TEST(texts_below_labels_and_numbers),
		TEST(numbered_paragraphs),
		TEST(boxes_for_questions),
		TEST(strayed_summaries),
		TEST(a_lone_sub_head_gives_way),
		TEST(boxes_that_list_questions),
		TEST(labels_in_paragraphs_of_their_own),
		TEST(orders_before_a_dash),
		TEST(asides_do_not_part_a_list),
		TEST(hostile_shapes),
		TEST(out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

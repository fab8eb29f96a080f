#include "qa_check.h"

/*
 * The shapes in which people write questions and answers; their numbers, and
 * those of the traps, are TAXONOMY.md's. The documents are our own.
 */

/* ---- S01 to S04: headings ----------------------------------------------- */

static void numbered_headings(void **state)
{
	(void)state;
	CHECK("# Python\n"
	      "\n"
	      "## 1. What is a list?\n"
	      "\n"
	      "A row of things.\n"
	      "It *grows*.\n"
	      "\n"
	      "## 2. Tuples\n"
	      "\n"
	      "They do not.\n"
	      "\n"
	      "### Why?\n"
	      "\n"
	      "So that they hash.\n"
	      "\n"
	      "## 3. Explain `dict`\n"
	      "\n"
	      "```python\n"
	      "# a comment, no heading\n"
	      "d = {}\n"
	      "```\n",
	      { U(3, 6, "What is a list?", "A row of things.\nIt *grows*."), .topic = "Python" },
	      { U(8, 14, "Tuples", "They do not.\n\n### Why?\n\nSo that they hash."),
		.topic = "Python" },
	      { U(16, 21, "Explain dict", "```python\n# a comment, no heading\nd = {}\n```"),
		.topic = "Python" });
}

static void numbers_in_every_dress(void **state)
{
	(void)state;
	CHECK("#### 1) What is a list?\nA.\n#### 2) What is a tuple?\nB.\n",
	      { U(1, 2, "What is a list?", "A.") }, { U(3, 4, "What is a tuple?", "B.") });
	CHECK("## <a name=\"x\"></a> 4.16 What is a list?\n\nA.\n\n## 4.17 What is a "
	      "tuple?\n\nB.\n",
	      { U(1, 3, "What is a list?", "A.") }, { U(5, 7, "What is a tuple?", "B.") });
	CHECK("### **3. What is a list?**\nA.\n### **4. What is a tuple?**\nB.\n",
	      { U(1, 2, "What is a list?", "A.") }, { U(3, 4, "What is a tuple?", "B.") });
	CHECK("### 1️⃣ What is a list?\nA.\n### 2️⃣ What is a tuple?\nB.\n",
	      { U(1, 2, "What is a list?", "A.") }, { U(3, 4, "What is a tuple?", "B.") });
	CHECK("#### ✅ 3. What is a list? ⭐⭐\nA.\n#### ✅ 4. What is a tuple? ⭐\nB.\n",
	      { U(1, 2, "What is a list?", "A.") }, { U(3, 4, "What is a tuple?", "B.") });
	CHECK("##  1  What is a list?\nA.\n##  2  What is a tuple?\nB.\n",
	      { U(1, 2, "What is a list?", "A.") }, { U(3, 4, "What is a tuple?", "B.") });
}

static void underlined_headings(void **state)
{
	(void)state;
	CHECK("What is a list?\n"
	      "---------------\n"
	      "A row of things.\n"
	      "\n"
	      "What is a tuple?\n"
	      "---------------\n"
	      "\n"
	      "A fixed one.\n",
	      { U(1, 3, "What is a list?", "A row of things.") },
	      { U(5, 8, "What is a tuple?", "A fixed one.") });
}

static void labelled_headings(void **state)
{
	(void)state;
	CHECK("# Lists\n"
	      "## Q. Lists and tuples\n"
	      "A.\n"
	      "## Q. Slices\n"
	      "B.\n",
	      { U(2, 3, "Lists and tuples", "A."), .topic = "Lists" },
	      { U(4, 5, "Slices", "B."), .topic = "Lists" });
	CHECK("### Q1: What is a list? ###\nA.\n### Q2: Slices ###\nB.\n",
	      { U(1, 2, "What is a list?", "A.") }, { U(3, 4, "Slices", "B.") });
	CHECK("## 📌 Q3: What is a list?\n\nA.\n\n## Question 12. Slices\n\nB.\n",
	      { U(1, 3, "What is a list?", "A.") }, { U(5, 7, "Slices", "B.") });
}

/* A noun phrase among questions is carried by its family. */
static void bare_headings(void **state)
{
	(void)state;
	CHECK("# JavaScript\n"
	      "\n"
	      "## What is hoisting?\n"
	      "\n"
	      "A.\n"
	      "\n"
	      "## Event delegation\n"
	      "\n"
	      "B.\n"
	      "\n"
	      "## How does `this` work?\n"
	      "\n"
	      "C.\n",
	      { U(3, 5, "What is hoisting?", "A."), .topic = "JavaScript" },
	      { U(7, 9, "Event delegation", "B."), .topic = "JavaScript" },
	      { U(11, 13, "How does this work?", "C."), .topic = "JavaScript" });
	CHECK("## Was ist eine Liste?\nA.\n## Wie wächst sie?\nB.\n",
	      { U(1, 2, "Was ist eine Liste?", "A.") }, { U(3, 4, "Wie wächst sie?", "B.") });
	CHECK("## ¿Qué es una lista?\nA.\n## 什么是列表？\nB.\n## Что такое список\nC.\n",
	      { U(1, 2, "¿Qué es una lista?", "A.") }, { U(3, 4, "什么是列表？", "B.") },
	      { U(5, 6, "Что такое список", "C.") });
}

static void headings_that_open_items(void **state)
{
	(void)state;
	CHECK("## Core\n"
	      "\n"
	      "1. ### What is a list?\n"
	      "\n"
	      "    A row.\n"
	      "\n"
	      "    ```py\n"
	      "    []\n"
	      "    ```\n"
	      "\n"
	      "2. ### What is a tuple?\n"
	      "    A fixed row:\n"
	      "\n"
	      "    1. short\n"
	      "    2. hashable\n",
	      { U(3, 9, "What is a list?", "    A row.\n\n    ```py\n    []\n    ```"),
		.topic = "Core" },
	      { U(11, 15, "What is a tuple?", "    A fixed row:\n\n    1. short\n    2. hashable"),
		.topic = "Core" });
}

/* ---- S05 to S09: paragraphs and items ----------------------------------- */

static void bold_paragraphs(void **state)
{
	(void)state;
	CHECK("## Statistics\n"
	      "\n"
	      "**What is bias?**\n"
	      "\n"
	      "**Bias** is an error.\n"
	      "\n"
	      "**Variance**\n"
	      "\n"
	      "Another one.\n"
	      "\n"
	      "- of two kinds\n"
	      "\n"
	      "**How do you trade them? ⭐️**\n"
	      "\n"
	      "With care.\n",
	      { U(3, 5, "What is bias?", "**Bias** is an error."), .topic = "Statistics" },
	      { U(7, 11, "Variance", "Another one.\n\n- of two kinds"), .topic = "Statistics" },
	      { U(13, 15, "How do you trade them?", "With care."), .topic = "Statistics" });
}

static void ordered_items(void **state)
{
	(void)state;
	/* The answer as a nested bullet, … */
	CHECK("## Core\n"
	      "\n"
	      "1. **What is a list?**\n"
	      "   - **Explanation:** A row.\n"
	      "\n"
	      "2. **Explain the GIL.**\n"
	      "   - **Explanation:** A lock.\n",
	      { U(3, 4, "What is a list?", "A row."), .topic = "Core" },
	      { U(6, 7, "Explain the GIL.", "A lock."), .topic = "Core" });
	/* … as a nested paragraph, … */
	CHECK("1. What is a list?\n\n   A row.\n\n2. What is a tuple?\n\n   A fixed one.\n",
	      { U(1, 3, "What is a list?", "   A row.") },
	      { U(5, 7, "What is a tuple?", "   A fixed one.") });
	/* … in the same paragraph behind a hard break. */
	CHECK("1. What is a list?  \n   A row.\n2. What is a tuple?\\\n   A fixed one.\n",
	      { U(1, 2, "What is a list?", "   A row.") },
	      { U(3, 4, "What is a tuple?", "   A fixed one.") });
}

/* Three columns do not nest under `10.`: the bullets are a list of their own to CommonMark. */
static void bullets_that_are_not_nested(void **state)
{
	(void)state;
	CHECK("9. What is a list?\n"
	      "   - A row.\n"
	      "10. What is a tuple?\n"
	      "   - A fixed row.\n"
	      "   - It hashes.\n"
	      "11. What is a set?\n"
	      "   - A bag.\n",
	      { U(1, 2, "What is a list?", "   - A row.") },
	      { U(3, 5, "What is a tuple?", "   - A fixed row.\n   - It hashes.") },
	      { U(6, 7, "What is a set?", "   - A bag.") });
}

static void bullets(void **state)
{
	(void)state;
	CHECK("### Android\n"
	      "\n"
	      "* **What is a view?**\n"
	      "  - A rectangle.\n"
	      "* **What is a fragment?**\n"
	      "  - A part.\n",
	      { U(3, 4, "What is a view?", "  - A rectangle."), .topic = "Android" },
	      { U(5, 6, "What is a fragment?", "  - A part."), .topic = "Android" });
	CHECK("* \"What is a list?\"\n"
	      "    - Answer: A row.\n"
	      "* \"Describe tuples.\"\n"
	      "    - Answer: A fixed one.\n",
	      { U(1, 2, "What is a list?", "A row.") },
	      { U(3, 4, "Describe tuples.", "A fixed one.") });
	CHECK("- **Q:** What is a list?\n"
	      "  - **A:** A row.\n"
	      "- **Q:** And tuples?\n"
	      "  - **A:** Fixed.\n",
	      { U(1, 2, "What is a list?", "A row.") }, { U(3, 4, "And tuples?", "Fixed.") });
}

/* The answer need not be below its question: it may be the next item. */
static void answers_beside_questions(void **state)
{
	(void)state;
	CHECK("- **Q:** What is a list?\n"
	      "- **A:** A row.\n"
	      "- **Q:** Slices\n"
	      "- **A:** Parts:\n"
	      "  - `a[1:]`\n",
	      { U(1, 2, "What is a list?", "A row.") },
	      { U(3, 5, "Slices", "Parts:\n  - `a[1:]`") });
	CHECK("1. What is a list?\n2. Answer: A row.\n3. What is a tuple?\n4. Answer: Fixed.\n",
	      { U(1, 2, "What is a list?", "A row.") }, { U(3, 4, "What is a tuple?", "Fixed.") });
}

static void lazy_answers(void **state)
{
	(void)state;
	CHECK("- What is a list?\n"
	      "A row of things\n"
	      "that grows.\n"
	      "- What is a tuple?\n"
	      "A fixed one.\n"
	      "- What is a set?\n"
	      "A bag.\n",
	      { U(1, 3, "What is a list?", "A row of things\nthat grows.") },
	      { U(4, 5, "What is a tuple?", "A fixed one.") },
	      { U(6, 7, "What is a set?", "A bag.") });
}

static void plain_labels(void **state)
{
	(void)state;
	CHECK("Q: What is a list?\n"
	      "A: A row.\n"
	      "\n"
	      "Q: Slices\n"
	      "A: Parts of it:\n"
	      "\n"
	      "- `a[1:]`\n",
	      { U(1, 2, "What is a list?", "A row.") },
	      { U(4, 7, "Slices", "Parts of it:\n\n- `a[1:]`") });
	CHECK("Câu 1: Danh sách là gì?\n"
	      "\n"
	      "Một dãy.\n"
	      "\n"
	      "Câu 2: Bộ là gì?\n"
	      "\n"
	      "Một dãy cố định.\n",
	      { U(1, 3, "Danh sách là gì?", "Một dãy.") },
	      { U(5, 7, "Bộ là gì?", "Một dãy cố định.") });
	CHECK("**Q1: What is a list?**\n\n**A1:** A row.\n\n**Q2: Slices**\n\n**A2:** Parts.\n",
	      { U(1, 3, "What is a list?", "A row.") }, { U(5, 7, "Slices", "Parts.") });
	CHECK("**Q:** What is a list?\n\n**A:** A row.\n\n**Q:** What is a tuple?\n\n**A:** "
	      "Fixed.\n",
	      { U(1, 3, "What is a list?", "A row.") }, { U(5, 7, "What is a tuple?", "Fixed.") });
}

/* ---- S10 to S13: details, tests, tables --------------------------------- */

static void summaries(void **state)
{
	(void)state;
	CHECK("## Linux\n"
	      "\n"
	      "<details>\n"
	      "<summary>What is a shell?</summary><br>\n"
	      "\n"
	      "A program with `$PATH`.\n"
	      "\n"
	      "- bash\n"
	      "\n"
	      "</details>\n"
	      "\n"
	      "<details>\n"
	      "<summary>Name some signals</summary>\n"
	      "\n"
	      "TERM and KILL.\n"
	      "\n"
	      "</details>\n",
	      { U(4, 8, "What is a shell?", "A program with `$PATH`.\n\n- bash"),
		.topic = "Linux" },
	      { U(13, 15, "Name some signals", "TERM and KILL."), .topic = "Linux" });
}

static void summaries_in_every_dress(void **state)
{
	(void)state;
	/* Over several lines, never closed, not apart from its answer. */
	CHECK("<details>\n<summary>\nWhat is a\nshell?\n</summary>\n\nA program.\n\n</details>\n\n"
	      "<details>\n<summary>What is git?\n\nA tool.\n\n</details>\n\n"
	      "<details><summary>What is make?</summary>Another <i>one</i>.</details>\n",
	      { U(3, 7, "What is a shell?", "A program.") },
	      { U(12, 14, "What is git?", "A tool.") },
	      { U(18, 18, "What is make?", "Another <i>one</i>.") });
}

static void answers_behind_summaries(void **state)
{
	(void)state;
	CHECK("### What is hoisting?\n"
	      "\n"
	      "<details><summary><b>Answer</b></summary>\n"
	      "\n"
	      "Declarations come first.\n"
	      "\n"
	      "</details>\n"
	      "\n"
	      "### What is `this`?\n"
	      "\n"
	      "<details>\n"
	      "<summary>View answer</summary>\n"
	      "\n"
	      "It depends.\n"
	      "\n"
	      "</details>\n",
	      { U(1, 5, "What is hoisting?", "Declarations come first.") },
	      { U(9, 14, "What is this?", "It depends.") });
}

static void multiple_choice(void **state)
{
	(void)state;
	CHECK("###### 1. What's the output?\n"
	      "\n"
	      "```js\n"
	      "f();\n"
	      "```\n"
	      "\n"
	      "- A: `1`\n"
	      "- B: `2`\n"
	      "\n"
	      "<details><summary><b>Answer</b></summary>\n"
	      "<p>\n"
	      "\n"
	      "#### Answer: B\n"
	      "\n"
	      "Because.\n"
	      "\n"
	      "</p>\n"
	      "</details>\n"
	      "\n"
	      "---\n"
	      "\n"
	      "###### 2. What's the output?\n"
	      "\n"
	      "- A: `3`\n"
	      "- B: `4`\n"
	      "\n"
	      "#### Answer: A\n",
	      { U(1, 15, "What's the output?", "#### Answer: B\n\nBecause."),
		.prompt = "```js\nf();\n```\n\n- A: `1`\n- B: `2`" },
	      { U(22, 27, "What's the output?", "A"), .prompt = "- A: `3`\n- B: `4`" });
}

static void tables(void **state)
{
	(void)state;
	CHECK("## Java\n"
	      "\n"
	      "| # | Question | Answer |\n"
	      "|---|----------|--------|\n"
	      "| 1 | What is a **class**? | A `plan` of objects. |\n"
	      "| 2 | Interfaces | Promises. |\n",
	      { U(5, 5, "What is a class?", "A `plan` of objects."), .topic = "Java" },
	      { U(6, 6, "Interfaces", "Promises."), .topic = "Java" });
}

/* ---- S14: quotes ----------------------------------------------------------- */

static void quoted_answers(void **state)
{
	(void)state;
	CHECK("## What is a slice?\n"
	      "\n"
	      "> A window on\n"
	      "> an array.\n"
	      "\n"
	      "## What is a map?\n"
	      "\n"
	      "> Pairs.\n",
	      { U(1, 4, "What is a slice?", "> A window on\n> an array.") },
	      { U(6, 8, "What is a map?", "> Pairs.") });
	CHECK("### 1. What is a slice?\n"
	      "\n"
	      "> **Answer:** A window.\n"
	      "\n"
	      "### 2. What is a map?\n"
	      "\n"
	      "> **Answer:** Pairs.\n",
	      { U(1, 3, "What is a slice?", "A window.") },
	      { U(5, 7, "What is a map?", "Pairs.") });
}

/* ---- S15 and S16: questions alone, HTML --------------------------------- */

static void questions_without_answers(void **state)
{
	(void)state;
	CHECK("## General\n"
	      "\n"
	      "* What did you learn yesterday?\n"
	      "* [ ] Why do you code?\n"
	      "* How do you learn?\n"
	      "* Tell me about a bug.\n",
	      { U(3, 3, "What did you learn yesterday?", NULL), .topic = "General" },
	      { U(4, 4, "Why do you code?", NULL), .topic = "General" },
	      { U(5, 5, "How do you learn?", NULL), .topic = "General" },
	      { U(6, 6, "Tell me about a bug.", NULL), .topic = "General" });
}

static void placeholders_answer_nothing(void **state)
{
	(void)state;
	CHECK("## Q. What is a list?\n"
	      "\n"
	      "*ToDo*\n"
	      "\n"
	      "## Q. What is a tuple?\n"
	      "\n"
	      "**Answer:**\n"
	      "\n"
	      "## Q. What is a set?\n"
	      "\n"
	      "Read answer on <https://example.org>\n"
	      "\n"
	      "## Q. What is a dict?\n"
	      "\n"
	      "## Q. What is a bag?\n"
	      "\n"
	      "A counter.\n",
	      { U(1, 1, "What is a list?", NULL) }, { U(5, 5, "What is a tuple?", NULL) },
	      { U(9, 9, "What is a set?", NULL) }, { U(13, 17, "What is a dict?", "A counter.") },
	      { U(15, 17, "What is a bag?", "A counter.") });
}

static void links_answer_nothing(void **state)
{
	(void)state;
	CHECK("- **What is a list?**\n"
	      "  - [Learn it here](https://example.org/a)\n"
	      "- **What is a tuple?**\n"
	      "  - A fixed row. [More](https://example.org/b)\n",
	      { U(1, 2, "What is a list?", "  - [Learn it here](https://example.org/a)"),
		.unanswered = true },
	      { U(3, 4, "What is a tuple?", "  - A fixed row. [More](https://example.org/b)") });
}

static void raw_html(void **state)
{
	(void)state;
	CHECK("<h3> Question 1: What is a list? </h3>\n"
	      "\n"
	      "A row.\n"
	      "\n"
	      "<h3> Question 2: What is a tuple? </h3>\n"
	      "\n"
	      "A fixed one.\n",
	      { U(1, 3, "What is a list?", "A row.") },
	      { U(5, 7, "What is a tuple?", "A fixed one.") });
	CHECK("<b>1. What is a list?</b><br>\n"
	      "A row.\n"
	      "\n"
	      "<b>2. What is a tuple?</b><br>\n"
	      "A fixed one.\n",
	      { U(1, 2, "What is a list?", "A row.") },
	      { U(4, 5, "What is a tuple?", "A fixed one.") });
}

/* ---- Answers that look like questions ----------------------------------- */

/* T2: what an answer asks in turn. */
static void discussion_points_stay_inside(void **state)
{
	(void)state;
	CHECK("### 1. How would you design a cache?\n"
	      "\n"
	      "With a dict.\n"
	      "\n"
	      "**Discussion Points:**\n"
	      "\n"
	      "* What about eviction?\n"
	      "* How large may it be?\n"
	      "* Is it thread-safe?\n"
	      "\n"
	      "### 2. How would you test it?\n"
	      "\n"
	      "With clocks.\n",
	      { U(1, 9, "How would you design a cache?",
		  "With a dict.\n\n**Discussion Points:**\n\n* What about eviction?\n"
		  "* How large may it be?\n* Is it thread-safe?") },
	      { U(11, 13, "How would you test it?", "With clocks.") });
}

/* T4: lists in answers. */
static void ordered_lists_stay_inside(void **state)
{
	(void)state;
	CHECK("## 1. What are the pillars of OOP?\n"
	      "\n"
	      "1. Encapsulation\n"
	      "2. Inheritance\n"
	      "3. Polymorphism\n"
	      "\n"
	      "## 2. How do you sort?\n"
	      "\n"
	      "1. **Choose a key.**\n"
	      "   It decides.\n"
	      "2. **Call `sorted`.**\n"
	      "   It is stable.\n",
	      { U(1, 5, "What are the pillars of OOP?",
		  "1. Encapsulation\n2. Inheritance\n3. Polymorphism") },
	      { U(7, 12, "How do you sort?",
		  "1. **Choose a key.**\n   It decides.\n2. **Call `sorted`.**\n   It is "
		  "stable.") });
}

/* R6, T12: a sub-head at the level of the questions, but of another make. */
static void sub_heads_of_another_make_stay_inside(void **state)
{
	(void)state;
	CHECK("## 1. What is a list?\n"
	      "\n"
	      "A row.\n"
	      "\n"
	      "## Easy explanation\n"
	      "\n"
	      "Like a train.\n"
	      "\n"
	      "## 2. What is a tuple?\n"
	      "\n"
	      "A fixed one.\n"
	      "\n"
	      "## 3. What is a set?\n"
	      "\n"
	      "A bag.\n",
	      { U(1, 7, "What is a list?", "A row.\n\n## Easy explanation\n\nLike a train.") },
	      { U(9, 11, "What is a tuple?", "A fixed one.") },
	      { U(13, 15, "What is a set?", "A bag.") });
}

/* T5: headings and questions in code. */
static void code_asks_nothing(void **state)
{
	(void)state;
	CHECK("## What is a comment?\n"
	      "\n"
	      "```python\n"
	      "# What is this?\n"
	      "## 1. Why?\n"
	      "- Q: really?\n"
	      "```\n"
	      "\n"
	      "    # And this?\n"
	      "\n"
	      "## What is a docstring?\n"
	      "\n"
	      "Text.\n",
	      { U(1, 9, "What is a comment?",
		  "```python\n# What is this?\n## 1. Why?\n- Q: really?\n```\n\n    # And this?") },
	      { U(11, 13, "What is a docstring?", "Text.") });
}

/* T5: a fence that only its item ends must not swallow the rest. */
static void open_fence_in_an_item(void **state)
{
	(void)state;
	CHECK("1. ### What is a list?\n"
	      "\n"
	      "    ```py\n"
	      "    []\n"
	      "\n"
	      "2. ### What is a tuple?\n"
	      "\n"
	      "    A **fixed** one.\n"
	      "\n"
	      "3. ### What is a set?\n"
	      "\n"
	      "    A bag.\n",
	      { U(1, 4, "What is a list?", "    ```py\n    []") },
	      { U(6, 8, "What is a tuple?", "    A **fixed** one.") },
	      { U(10, 12, "What is a set?", "    A bag.") });
}

/* T3: bold beginnings are no bold paragraphs. */
static void bold_words_ask_nothing(void **state)
{
	(void)state;
	CHECK("## What are the modules?\n"
	      "\n"
	      "- **typing:** for hints\n"
	      "- **os:** for files\n"
	      "\n"
	      "**Bias** is an error.\n"
	      "\n"
	      "## How are they imported?\n"
	      "\n"
	      "By name.\n",
	      { U(1, 6, "What are the modules?",
		  "- **typing:** for hints\n- **os:** for files\n\n**Bias** is an error.") },
	      { U(8, 10, "How are they imported?", "By name.") });
}

/* T9: what the author's assistant said is part of no unit. */
static void chat_is_left_out(void **state)
{
	(void)state;
	CHECK("### 1. What is a list?\n"
	      "\n"
	      "A row.\n"
	      "\n"
	      "Let me know if you want more!\n"
	      "\n"
	      "### 2. What is a tuple?\n"
	      "\n"
	      "A fixed one.\n"
	      "\n"
	      "**[⬆ Back to Top](#toc)**\n"
	      "\n"
	      "---\n"
	      "\n"
	      "Do you want me to go on?\n",
	      { U(1, 3, "What is a list?", "A row.") },
	      { U(7, 9, "What is a tuple?", "A fixed one.") });
}

/* R5: what closes a section without belonging to it. */
static void ends_are_trimmed(void **state)
{
	(void)state;
	CHECK("## What is a list?\n"
	      "\n"
	      "A row.\n"
	      "\n"
	      "<br>\n"
	      "\n"
	      "---\n"
	      "\n"
	      "<!-- more -->\n"
	      "\n"
	      "<div align=\"right\"><a href=\"#top\">⬆</a></div>\n"
	      "\n"
	      "## What is a tuple?\n"
	      "\n"
	      "A fixed one.\n"
	      "\n"
	      "***\n",
	      { U(1, 3, "What is a list?", "A row.") },
	      { U(13, 15, "What is a tuple?", "A fixed one.") });
}

/* ---- Topics and levels -------------------------------------------------- */

static void topics_nest(void **state)
{
	(void)state;
	CHECK("# Python\n"
	      "## Types\n"
	      "### What is a list?\n"
	      "A.\n"
	      "### What is a tuple?\n"
	      "B.\n"
	      "## Classes\n"
	      "### What is a class?\n"
	      "C.\n"
	      "# Go\n"
	      "### What is a slice?\n"
	      "D.\n",
	      { U(3, 4, "What is a list?", "A."), .topic = "Python > Types" },
	      { U(5, 6, "What is a tuple?", "B."), .topic = "Python > Types" },
	      { U(8, 9, "What is a class?", "C."), .topic = "Python > Classes" },
	      { U(11, 12, "What is a slice?", "D."), .topic = "Go" });
}

/* R7: an empty heading right before a question is a topic at whatever level. */
static void topics_at_the_level_of_questions(void **state)
{
	(void)state;
	CHECK("# Java\n"
	      "\n"
	      "## 1. What is a class?\n"
	      "\n"
	      "A.\n"
	      "\n"
	      "## Threads\n"
	      "\n"
	      "## 2. What is a thread?\n"
	      "\n"
	      "B.\n"
	      "\n"
	      "## 3. What is a lock?\n"
	      "\n"
	      "C.\n",
	      { U(3, 5, "What is a class?", "A."), .topic = "Java" },
	      { U(9, 11, "What is a thread?", "B."), .topic = "Java" },
	      { U(13, 15, "What is a lock?", "C."), .topic = "Java" });
}

static void numbered_chapters_are_topics(void **state)
{
	(void)state;
	CHECK("# Interview\n"
	      "\n"
	      "## 1. Core\n"
	      "\n"
	      "1. **What is a list?**\n"
	      "   - A row.\n"
	      "2. **What is a tuple?**\n"
	      "   - A fixed one.\n"
	      "\n"
	      "## 2. Classes\n"
	      "\n"
	      "1. **What is a class?**\n"
	      "   - A plan.\n"
	      "2. **What is an object?**\n"
	      "   - A thing.\n",
	      { U(5, 6, "What is a list?", "   - A row."), .topic = "Interview > 1. Core" },
	      { U(7, 8, "What is a tuple?", "   - A fixed one."), .topic = "Interview > 1. Core" },
	      { U(12, 13, "What is a class?", "   - A plan."), .topic = "Interview > 2. Classes" },
	      { U(14, 15, "What is an object?", "   - A thing."),
		.topic = "Interview > 2. Classes" });
}

/* Headings that ask nothing are questions when they are numbered and the title says so. */
static void numbers_alone(void **state)
{
	(void)state;
	CHECK("# Python interview questions\n"
	      "\n"
	      "## 1. Lists\n"
	      "\n"
	      "Rows.\n"
	      "\n"
	      "## 2. Tuples\n"
	      "\n"
	      "Fixed rows.\n"
	      "\n"
	      "## 3. Sets\n"
	      "\n"
	      "Bags.\n",
	      { U(3, 5, "Lists", "Rows."), .topic = "Python interview questions" },
	      { U(7, 9, "Tuples", "Fixed rows."), .topic = "Python interview questions" },
	      { U(11, 13, "Sets", "Bags."), .topic = "Python interview questions" });
	CHECK_NONE("# Cheat sheet\n\n## 1. Lists\n\nRows.\n\n## 2. Tuples\n\nFixed rows.\n\n"
		   "## 3. Sets\n\nBags.\n");
	/* Chapters are numbered as well: what they hold asks. */
	CHECK("# Interview\n"
	      "\n"
	      "## 1. Lists\n\nOf rows.\n\n### What is a list?\n\nA row.\n\n"
	      "## 2. Tuples\n\nAlso.\n\n### What is a tuple?\n\nFixed.\n\n"
	      "## 3. Sets\n\nToo.\n\n### What is a set?\n\nA bag.\n",
	      { U(7, 9, "What is a list?", "A row."), .topic = "Interview > 1. Lists" },
	      { U(15, 17, "What is a tuple?", "Fixed."), .topic = "Interview > 2. Tuples" },
	      { U(23, 25, "What is a set?", "A bag."), .topic = "Interview > 3. Sets" });
}

/* Somebody was careless about levels: each question has its answer all the same. */
static void levels_out_of_step(void **state)
{
	(void)state;
	CHECK("## 1. What is a list?\n\n**Answer:** A row.\n\n"
	      "### 2. What is a tuple?\n\n**Answer:** Fixed.\n\n"
	      "## 3. What is a set?\n\n**Answer:** A bag.\n",
	      { U(1, 3, "What is a list?", "A row.") }, { U(5, 7, "What is a tuple?", "Fixed.") },
	      { U(9, 11, "What is a set?", "A bag.") });
}

static void levels(void **state)
{
	(void)state;
	CHECK("# Basic\n"
	      "## What is a list?\n"
	      "A.\n"
	      "\n"
	      "Level: advanced\n"
	      "## What is a tuple?\n"
	      "B.\n"
	      "# Intermediate\n"
	      "## What is a dict?\n"
	      "C.\n"
	      "# Other things\n"
	      "## What is a set?\n"
	      "The word basic: basic.\n",
	      { U(2, 5, "What is a list?", "A.\n\nLevel: advanced"), .topic = "Basic",
		.level = "advanced" },
	      { U(6, 7, "What is a tuple?", "B."), .topic = "Basic", .level = "basic" },
	      { U(9, 10, "What is a dict?", "C."), .topic = "Intermediate",
		.level = "intermediate" },
	      { U(12, 13, "What is a set?", "The word basic: basic."), .topic = "Other things" });
}

/* ---- The question's text ------------------------------------------------ */

static void questions_are_plain_text(void **state)
{
	(void)state;
	CHECK("## What is the [difference](http://a.b/c_d) between **`==`** and *is*?\n"
	      "A.\n"
	      "## `==` vs `is`\n"
	      "B.\n"
	      "## What do \\_\\_init\\_\\_ and __new__ do &amp; why?\n"
	      "C.\n"
	      "## What are \\*args?\n"
	      "D.\n",
	      { U(1, 2, "What is the difference between == and is?", "A.") },
	      { U(3, 4, "== vs is", "B.") },
	      { U(5, 6, "What do __init__ and __new__ do & why?", "C.") },
	      { U(7, 8, "What are *args?", "D.") });
}

static void questions_of_several_lines(void **state)
{
	(void)state;
	CHECK("1. **What is a list,\n"
	      "   and how does\n"
	      "   it grow?**\n"
	      "   - It doubles.\n"
	      "2. **What is a tuple?**\n"
	      "   - A row.\n",
	      { U(1, 4, "What is a list, and how does it grow?", "   - It doubles.") },
	      { U(5, 6, "What is a tuple?", "   - A row.") });
}

static pyiq_status take_code(void *ctx, const struct pyiq_found *found, struct pyiq_error *e)
{
	struct pyiq_visible visible;
	char *code = ctx;

	pyiq_visible_init(&visible);
	ASSERT_OK(pyiq_visible_make(&visible, &found->question, e));
	for (size_t i = 0; i < visible.n_segments; i++)
		if (visible.segments[i].code)
			sprintf(code + strlen(code), "[%.*s]", (int)visible.segments[i].len,
				visible.text.data + visible.segments[i].visible);
	pyiq_visible_release(&visible);
	return PYIQ_OK;
}

static void questions_know_their_code(void **state)
{
	char code[64] = "";

	(void)state;
	ASSERT_OK(pyiq_markdown_read(
		&blocks,
		S("## 1. What is `yield  from`, `x` and y?\n\nA.\n\n## 2. What is z?\n\nB.\n"),
		&err));
	ASSERT_OK(pyiq_qa_find(&blocks, &arena, take_code, code, &err));
	assert_string_equal(code, "[yield from][x]");
}

/* ---- Documents without units -------------------------------------------- */

static void prose_has_no_units(void **state)
{
	(void)state;
	CHECK_NONE("");
	CHECK_NONE("\n\n");
	CHECK_NONE("# Title\n\nSome prose. It goes on.\n\nIs it good? It is.\n");
	CHECK_NONE("# Install\n\n## Requirements\n\nPython.\n\n## Usage\n\nRun it.\n");
	CHECK_NONE("- one\n- two\n- three\n");
	CHECK_NONE("```\n# What is this?\n\nNo unit.\n```\n");
	CHECK_NONE("```\n### Q: What is this?\nA: Still open.\n\n### Q: Why?\nA: So.\n");
}

/* T1: a list of links repeats the questions. */
static void tables_of_contents_have_no_units(void **state)
{
	(void)state;
	CHECK_NONE("# Questions\n"
		   "\n"
		   "- [What is a list?](#what-is-a-list)\n"
		   "- [What is a tuple?](#what-is-a-tuple)\n"
		   "- [What is a set?](#what-is-a-set)\n");
	CHECK_NONE("1. [What is a list?](a.md#x)\n"
		   "2. [What is a tuple?](a.md#y)\n"
		   "3. [What is a set?](a.md#z)\n");
	CHECK_NONE("| No. | Questions |\n"
		   "|-----|-----------|\n"
		   "| 1 | [What is a list?](#what-is-a-list) |\n"
		   "| 2 | [What is a tuple?](#what-is-a-tuple) |\n"
		   "| 3 | [What is a set?](#what-is-a-set) |\n");
	CHECK("<details><summary>Contents</summary>\n"
	      "\n"
	      "- [What is a list?](#a)\n"
	      "- [What is a tuple?](#b)\n"
	      "- [What is a set?](#c)\n"
	      "\n"
	      "</details>\n"
	      "\n"
	      "### What is a list?\n"
	      "A row.\n"
	      "### What is a tuple?\n"
	      "Fixed.\n",
	      { U(9, 10, "What is a list?", "A row.") },
	      { U(11, 12, "What is a tuple?", "Fixed.") });
}

/* T3: concepts, not questions. */
static void concept_lists_have_no_units(void **state)
{
	(void)state;
	CHECK_NONE("# Preparation\n"
		   "\n"
		   "## 1. Data structures\n"
		   "\n"
		   "* **Lists:** mutable sequences.\n"
		   "* **Tuples:** immutable ones.\n"
		   "    * Named tuples: with names.\n"
		   "* **Sets:** bags.\n"
		   "\n"
		   "## 2. Algorithms\n"
		   "\n"
		   "* Sorting: quick, merge.\n"
		   "* Searching: binary.\n");
}

static void link_lists_have_no_units(void **state)
{
	(void)state;
	CHECK_NONE("# Awesome\n"
		   "\n"
		   "## Python\n"
		   "\n"
		   "- [Why Python?](https://example.org/1) - a talk\n"
		   "- [A book](https://example.org/2) - on lists\n"
		   "- [Another](https://example.org/3) - on sets\n"
		   "\n"
		   "## Go\n"
		   "\n"
		   "- [A tour](https://example.org/4) - in steps\n");
}

/* ---- A document as one unit --------------------------------------------- */

static void whole_documents(void **state)
{
	(void)state;
	CHECK_WHOLE("# Lists\n\nA **row**.\n\n## More\n\nIt grows.\n", "",
		    { U(1, 7, "Lists", "A **row**.\n\n## More\n\nIt grows.") });
	CHECK_WHOLE("# Lists\n\nA row.\n", "What is a list?",
		    { U(1, 3, "What is a list?", "A row.") });
	check_whole("", "", NULL, 0, __LINE__);
	check_whole("", "What is a list?", NULL, 0, __LINE__);
	check_whole("# Lists\n", "", NULL, 0, __LINE__);
	check_whole("No title.\n", "", NULL, 0, __LINE__);
}

/* ---- Ending early ------------------------------------------------------- */

static const char two_units[] = "# T\n\n## 1. What is a list?\n\nA `row`.\n\n"
				"## 2. What is a tuple?\n\nFixed.\n";

static pyiq_status refuse(void *ctx, const struct pyiq_found *found, struct pyiq_error *e)
{
	size_t *n = ctx;

	(void)found;
	return ++*n == 1 ? pyiq_fail(e, PYIQ_ERR_LIMIT, "enough") : PYIQ_OK;
}

static void the_receiver_may_stop(void **state)
{
	size_t n = 0;

	(void)state;
	ASSERT_OK(pyiq_markdown_read(&blocks, S(two_units), &err));
	ASSERT_STATUS(PYIQ_ERR_LIMIT, pyiq_qa_find(&blocks, &arena, refuse, &n, &err));
	assert_int_equal(n, 1);
}

static pyiq_status count_unit(void *ctx, const struct pyiq_found *found, struct pyiq_error *e)
{
	size_t *n = ctx;

	(void)found;
	(void)e;
	++*n;
	return PYIQ_OK;
}

static void out_of_memory(void **state)
{
	size_t n = 0;

	(void)state;
	ASSERT_OK(pyiq_markdown_read(&blocks, S(two_units), &err));
	for (long allowed = 0;; allowed++) {
		pyiq_status status;

		n = 0;
		pyiq_arena_release(&arena);
		pyiq_alloc_fail_after(allowed);
		status = pyiq_qa_find(&blocks, &arena, count_unit, &n, &err);
		pyiq_alloc_fail_after(-1);
		if (status == PYIQ_OK)
			break;
		ASSERT_STATUS(PYIQ_ERR_NOMEM, status);
	}
	assert_int_equal(n, 2);
}

/* Deep, wide and open-ended documents must not take an age. */
static void hostile_documents(void **state)
{
	static const struct {
		const char *piece;
		size_t n;
	} cases[] = {
		{ "# Why?\n", 20000 },
		{ "## 1. Why?\na\n", 20000 },
		{ "- Why?\n", 20000 },
		{ "- Why?\n  a\n", 10000 },
		{ "1. **Why?**\n   - a\n", 10000 },
		{ "**Why?**\n\na\n\n", 10000 },
		{ "Q: Why?\nA: so\n\n", 10000 },
		{ "<details><summary>Why?</summary>a</details>\n", 10000 },
		{ "<details><summary>Why?</summary>\n\n", 2000 },
		{ "- ", 2000 },
		{ "> ", 2000 },
		{ "# a\n## Why?\n### 1. b\n", 5000 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		size_t len = strlen(cases[i].piece), n = 0;
		char *text = malloc(len * cases[i].n);

		assert_non_null(text);
		for (size_t j = 0; j < cases[i].n; j++)
			memcpy(text + j * len, cases[i].piece, len);
		ASSERT_OK(pyiq_markdown_read(&blocks, (struct pyiq_str){ text, len * cases[i].n },
					     &err));
		pyiq_arena_clear(&arena);
		ASSERT_OK(pyiq_qa_find(&blocks, &arena, count_unit, &n, &err));
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(numbered_headings),
		TEST(numbers_in_every_dress),
		TEST(underlined_headings),
		TEST(labelled_headings),
		TEST(bare_headings),
		TEST(headings_that_open_items),
		TEST(bold_paragraphs),
		TEST(ordered_items),
		TEST(bullets_that_are_not_nested),
		TEST(bullets),
		TEST(answers_beside_questions),
		TEST(lazy_answers),
		TEST(plain_labels),
		TEST(summaries),
		TEST(summaries_in_every_dress),
		TEST(answers_behind_summaries),
		TEST(multiple_choice),
		TEST(tables),
		TEST(quoted_answers),
		TEST(questions_without_answers),
		TEST(placeholders_answer_nothing),
		TEST(links_answer_nothing),
		TEST(raw_html),
		TEST(discussion_points_stay_inside),
		TEST(ordered_lists_stay_inside),
		TEST(sub_heads_of_another_make_stay_inside),
		TEST(code_asks_nothing),
		TEST(open_fence_in_an_item),
		TEST(bold_words_ask_nothing),
		TEST(chat_is_left_out),
		TEST(ends_are_trimmed),
		TEST(topics_nest),
		TEST(topics_at_the_level_of_questions),
		TEST(numbered_chapters_are_topics),
		TEST(numbers_alone),
		TEST(levels_out_of_step),
		TEST(levels),
		TEST(questions_are_plain_text),
		TEST(questions_of_several_lines),
		TEST(questions_know_their_code),
		TEST(prose_has_no_units),
		TEST(tables_of_contents_have_no_units),
		TEST(concept_lists_have_no_units),
		TEST(link_lists_have_no_units),
		TEST(whole_documents),
		TEST(the_receiver_may_stop),
		TEST(out_of_memory),
		TEST(hostile_documents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * What words say about the shape of notes: labels, numbers, questions,
 * placeholders. Surface cues only: they are votes for a family of places,
 * never a decision about one.
 *
 * All texts are visible text, borrowed. Nothing here allocates or fails.
 */
#ifndef PYIQ_SOURCE_WORDING_H
#define PYIQ_SOURCE_WORDING_H

#include <stdbool.h>

#include "base/text.h"

/* The bytes of a numbering at the beginning (`12.`, `3)`, `4.16`, `17a.`, `(3)`, `1️⃣`), 0 if there is none; *number receives its first figure. */
size_t pyiq_wording_number(struct pyiq_str text, long *number);

/* The bytes of a label that announces a question (`Q:`, `Q1.`, `Question 5:`, `Câu 3:`, `Вопрос:`), 0 if there is none. */
size_t pyiq_wording_question_label(struct pyiq_str text);

/*
 * The bytes of a label that announces an answer (`A:`, `Answer:`,
 * `Explanation:`, `Ответ:`), 0 if there is none; *alone tells that nothing
 * else stands there, in which case the colon may be missing (`View answer`).
 */
size_t pyiq_wording_answer_label(struct pyiq_str text, bool *alone);

/* Whether the label is the word for an answer itself, not for what explains it. */
bool pyiq_wording_is_answer_proper(struct pyiq_str text);

/* Whether a question's label is one of the letters that mean a question in some languages only (`P:`). */
bool pyiq_wording_is_weak_label(struct pyiq_str label);

/* Whether a title is a question's label and nothing else: `Question (EN)`, `Вопрос 3`. */
bool pyiq_wording_is_question_label_alone(struct pyiq_str text);

/* Whether a title is a number and nothing else: `12.` */
bool pyiq_wording_is_number_alone(struct pyiq_str text);

/* The language in brackets at the end of a label (`Answer (EN)`: `EN`), empty if there is none; a part of `text`. */
struct pyiq_str pyiq_wording_language(struct pyiq_str text);

/* How much a text asks: 2 with a question mark or an interrogative word, 1 with an imperative (`Explain …`), else 0. */
unsigned pyiq_wording_cue(struct pyiq_str text);

/* Whether a text orders to tell something (`Explain …`, `Difference between …`), and not to do something. */
bool pyiq_wording_asks_to_tell(struct pyiq_str text);

/* A text that stands where an answer should be: `TODO`, `To be completed.` */
bool pyiq_wording_is_placeholder(struct pyiq_str text);

/* A remark about the document, not of it: `Let me know if …`, `Back to top`. */
bool pyiq_wording_is_remark(struct pyiq_str text);

/* Whether a title announces questions: `Interview Questions`, `FAQ`, `Preguntas`. */
bool pyiq_wording_announces_questions(struct pyiq_str title);

/* Whether it does so by a word for questions, and not merely by one for an interview. */
bool pyiq_wording_names_questions(struct pyiq_str title);

/* Whether a title heads what nobody has answered yet, as plans do: `Open questions`. */
bool pyiq_wording_leaves_questions_open(struct pyiq_str title);

/* Whether a title belongs to what a project or its team says of itself: `Contributing`, `Code of Conduct`, `Sprint 3 retro`. */
bool pyiq_wording_is_about_project(struct pyiq_str title);

/* Whether a heading belongs to any document: `References`, `Table of Contents`. */
bool pyiq_wording_is_apparatus(struct pyiq_str title);

/* Whether a text stands where somebody is to write a question: `[Your question here]`. */
bool pyiq_wording_is_blank_form(struct pyiq_str text);

/* Whether a table's column of that name holds questions, or answers. */
bool pyiq_wording_is_question_column(struct pyiq_str text);
bool pyiq_wording_is_answer_column(struct pyiq_str text);

/* Whether it numbers, sorts or links its rows: `#`, `Level`, `Reference`. */
bool pyiq_wording_is_side_column(struct pyiq_str text);

/* A difficulty as a word (`basic`, `Level: advanced`): "basic", "intermediate" or "advanced"; NULL for anything else. */
const char *pyiq_wording_level(struct pyiq_str text);

/* The text without the pictures and blanks before its words. */
struct pyiq_str pyiq_wording_strip_ornaments(struct pyiq_str text);

/* The text of a question without numbering, label, quotes, pictures and marks around it; a part of `text`. */
struct pyiq_str pyiq_wording_strip(struct pyiq_str text, struct pyiq_str *label, bool *numbered,
				   long *number, bool *quoted);

#endif

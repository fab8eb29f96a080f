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

/* How much a text asks: 2 with a question mark or an interrogative word, 1 with an imperative (`Explain …`), else 0. */
unsigned pyiq_wording_cue(struct pyiq_str text);

/* A text that stands where an answer should be: `TODO`, `To be completed.` */
bool pyiq_wording_is_placeholder(struct pyiq_str text);

/* A remark about the document, not of it: `Let me know if …`, `Back to top`. */
bool pyiq_wording_is_remark(struct pyiq_str text);

/* Whether a title announces questions: `Interview Questions`, `FAQ`, `Preguntas`. */
bool pyiq_wording_announces_questions(struct pyiq_str title);

/* Whether a table's column of that name holds questions, or answers. */
bool pyiq_wording_is_question_column(struct pyiq_str text);
bool pyiq_wording_is_answer_column(struct pyiq_str text);

/* A difficulty as a word (`basic`, `Level: advanced`): "basic", "intermediate" or "advanced"; NULL for anything else. */
const char *pyiq_wording_level(struct pyiq_str text);

/* The text of a question without numbering, label, quotes, pictures and marks around it; a part of `text`. */
struct pyiq_str pyiq_wording_strip(struct pyiq_str text, struct pyiq_str *label, bool *numbered,
				   long *number, bool *quoted);

#endif

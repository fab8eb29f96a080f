/*
 * Short forms such as `GIL`, and the words whose letters they are. The miner's
 * own header; everybody else asks for acronyms.
 */
#ifndef PYIQ_TEXT_SHORT_FORM_H
#define PYIQ_TEXT_SHORT_FORM_H

#include "base/buf.h"
#include "base/text.h"

enum {
	PYIQ_SHORT_LETTERS = 8,
	PYIQ_SHORT_BYTES = 10, /* with the signs of `CI/CD` */
	PYIQ_SHORT_WORDS = 16  /* that can belong to one */
};

struct pyiq_short_form {
	struct pyiq_span span;                    /* in the text, without plural and possessive */
	uint32_t letters[PYIQ_SHORT_LETTERS + 1]; /* and digits, folded */
	size_t n;
};

/* A word among others of a text. */
struct pyiq_phrase_word {
	struct pyiq_span span; /* never empty */
	bool bound;            /* to the word before, by a hyphen or slash */
};

/* What a text is full of: it explains little and needs no explanation. Folded. */
bool pyiq_is_small_word(struct pyiq_str word);

/*
 * Where the word ends that starts at `at`: with the dots of `O.O.P.`, the signs
 * of `CI/CD`, `TF-IDF` and `t-SNE`, and what an apostrophe adds to it.
 */
size_t pyiq_phrase_word_end(struct pyiq_str text, size_t at);

/*
 * Whether a word is a short form, which is read into *form then. Here and below
 * `scratch` is for characters beyond ASCII; want of memory leaves them unfolded
 * and is told by pyiq_buf_status(scratch).
 */
bool pyiq_short_form_read(struct pyiq_short_form *form, struct pyiq_str text, struct pyiq_span word,
			  struct pyiq_buf *scratch);

/*
 * How many words at the beginning of the list explain the form; 0 when they do
 * not. The most that do: in `CLI (command line interface)` two would be enough.
 */
size_t pyiq_explained_by_first(const struct pyiq_short_form *form, struct pyiq_str text,
			       const struct pyiq_phrase_word *words, size_t n,
			       struct pyiq_buf *scratch);

/*
 * How many words at its end do. The fewest: what is before them need not belong
 * there.
 */
size_t pyiq_explained_by_last(const struct pyiq_short_form *form, struct pyiq_str text,
			      const struct pyiq_phrase_word *words, size_t n,
			      struct pyiq_buf *scratch);

#endif

/*
 * A unit as it was found in a source, on its way into the database.
 */
#ifndef PYIQ_SOURCE_FOUND_H
#define PYIQ_SOURCE_FOUND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "base/text.h"
#include "text/markup.h"

/* Everything in it is borrowed for the call that hands it over. */
struct pyiq_found {
	struct pyiq_text question; /* one line, plain; runs of no length tell what of it is code */
	struct pyiq_text prompt, answer;
	pyiq_form form; /* of prompt and answer */
	size_t line, end_line, prompt_line, answer_line;
	const struct pyiq_str *topic; /* outermost first */
	size_t n_topic;
	const struct pyiq_str *tags;
	size_t n_tags;
	const char *level;   /* "basic", "intermediate", "advanced" or "" */
	struct pyiq_str key; /* what the source itself calls the unit, or empty */
	bool has_votes;
	int64_t votes; /* how others valued the question, where the source says so */
	bool answered;
	bool untitled; /* it has no question of its own: that is the beginning of what follows it */
};

/* Receives each unit in order of line; a status other than PYIQ_OK ends the run with it. */
typedef pyiq_status pyiq_found_fn(void *ctx, const struct pyiq_found *unit, struct pyiq_error *err);

#endif

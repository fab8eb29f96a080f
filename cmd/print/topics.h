/*
 * Topics and how many questions stand under each.
 */
#ifndef PYIQ_CMD_PRINT_TOPICS_H
#define PYIQ_CMD_PRINT_TOPICS_H

#include "base/buf.h"
#include "base/table.h"
#include "print/bars.h"
#include "pyiq.h"

/* A value: initialise, add, print, release. */
struct topic_counts {
	struct pyiq_table counts; /* by the headings, joined */
	struct pyiq_buf scratch;
};

void topic_counts_init(struct topic_counts *counts);
void topic_counts_release(struct topic_counts *counts);

/*
 * So many more questions stand directly under the last of these headings, or
 * under none. Returns PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status topic_counts_add(struct topic_counts *counts, const struct pyiq_str *headings, size_t n,
			     size_t n_units, struct pyiq_error *err);

/*
 * The topics, the one with most questions first. They live as long as arena and
 * counts. Returns PYIQ_OK or PYIQ_ERR_NOMEM.
 */
pyiq_status topic_counts_sort(const struct topic_counts *counts, struct pyiq_arena *arena,
			      struct pyiq_topic_info **sorted, struct pyiq_error *err);

/* "(none)" for the topic of what has none. */
struct bar topic_bar(const struct pyiq_topic_info *topic);

/* Each returns PYIQ_OK or PYIQ_ERR_NOMEM: a line a topic, as --count-by prints it; as JSON. */
pyiq_status topic_counts_lines(const struct topic_counts *counts, const struct term *term,
			       struct pyiq_error *err);
pyiq_status topic_counts_json(const struct topic_counts *counts, const struct term *term,
			      struct pyiq_error *err);

/*
 * For people: a tree with bars, where a heading counts what stands below it, too.
 * Of those below one the most frequent comes first.
 */
pyiq_status topic_counts_tree(const struct topic_counts *counts, const struct term *term,
			      struct pyiq_error *err);

#endif

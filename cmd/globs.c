#include "globs.h"

#include "base/memory.h"
#include "message.h"

option_id globs_option(struct globs *globs, struct options *options, option_id id)
{
	struct pyiq_error err;

	if (id != OPTION_INCLUDE && id != OPTION_EXCLUDE_HITS)
		return id;
	if (pyiq_grow(&globs->items, &globs->capacity, globs->n + 1, sizeof *globs->items, &err) !=
	    PYIQ_OK) {
		options->status = message_error(&err);
		return OPTION_STOP;
	}
	globs->items[globs->n++] =
		(struct glob){ pyiq_str(options->value), id == OPTION_EXCLUDE_HITS };
	return OPTION_END;
}

bool globs_want(const struct globs *globs, struct pyiq_str file)
{
	bool wanted = true, included = false;

	for (size_t i = 0; i < globs->n; i++) {
		const struct glob *glob = &globs->items[i];

		if (!glob->excludes && !included)
			wanted = included = pyiq_glob_fits(glob->pattern, file);
		else if (glob->excludes && pyiq_glob_fits(glob->pattern, file))
			return false;
	}
	return wanted;
}

void globs_release(struct globs *globs)
{
	pyiq_free(globs->items);
	*globs = (struct globs){ .n = 0 };
}

#include "text/synonyms.h"

#include "pyiq.h"

static int accept(void *ctx, const struct pyiq_str *forms, size_t n)
{
	(void)ctx;
	(void)forms;
	(void)n;
	return 0;
}

pyiq_status pyiq_synonyms_check(struct pyiq_str text, struct pyiq_error *err)
{
	return pyiq_synonyms_parse(text, accept, NULL, err);
}

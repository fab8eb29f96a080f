#include "refresh.h"

#include <stdio.h>

#include "locations.h"
#include "message.h"

struct refreshing {
	bool failed;
};

static void take_event(void *ctx, const struct pyiq_event *event)
{
	struct refreshing *refreshing = ctx;
	struct pyiq_str path = locations_display(pyiq_str(event->path));

	if (event->kind != PYIQ_FAILED)
		return;
	refreshing->failed = true;
	message("%.*s: %s", (int)path.len, path.data, event->text);
}

static int refresh_one(void *ctx, const struct pyiq_db_info *info)
{
	struct refreshing *refreshing = ctx;
	struct pyiq_index_options options = { .event = take_event, .ctx = ctx };
	struct pyiq_error err;

	/* What came with pyiq belongs to somebody else, and is as it was. */
	if (info->n_new + info->n_changed + info->n_gone == 0)
		return 0;
	if (pyiq_index(info->path, &options, NULL, &err) != PYIQ_OK) {
		refreshing->failed = true;
		message_error(&err);
	}
	return 0;
}

bool refresh(const struct view *view)
{
	struct refreshing refreshing = { false };
	struct pyiq_db *db = NULL;
	struct pyiq_error err;

	/* Whatever keeps a database from being opened, the search itself will tell. */
	if (view_open(view, &db, &err) != PYIQ_OK)
		return true;
	if (pyiq_db_inspect(db, SIZE_MAX, refresh_one, NULL, &refreshing, &err) != PYIQ_OK) {
		refreshing.failed = true;
		message_error(&err);
	}
	pyiq_db_close(db);
	return !refreshing.failed;
}

static int add_changes(void *ctx, const struct pyiq_db_info *info)
{
	size_t *n = ctx;

	*n += info->n_new + info->n_changed + info->n_gone;
	return 0;
}

void refresh_advise(struct pyiq_db *db)
{
	enum { MOST = 2000 }; /* files looked at: some 5 ms */
	struct pyiq_error err;
	size_t n = 0;

	if (!db || !term_is_terminal(stderr) ||
	    pyiq_db_inspect(db, MOST, add_changes, NULL, &n, &err) != PYIQ_OK || n == 0)
		return;
	message("%zu file%s changed since the notes were read; --refresh reads them first", n,
		n == 1 ? " has" : "s have");
}

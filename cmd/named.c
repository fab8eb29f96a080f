#include "named.h"

#include "locations.h"

static pyiq_status load(struct named *named, struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	if (!named->has_recent) {
		recent_release_list(&named->recent);
		named->recent = (struct recent){ .n_hits = 0 };
		status = recent_load(&named->recent, err);
		named->has_recent = status == PYIQ_OK;
	}
	return status;
}

static pyiq_status open_ours(struct named *named, struct pyiq_error *err)
{
	return named->db ? PYIQ_OK : view_open(named->view, &named->db, err);
}

/* The handle is not kept open twice where both would be the same. */
static pyiq_status open_last(struct named *named, struct pyiq_db **db, struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	if (named->view->db_given || named->recent.n_db == 0) {
		status = open_ours(named, err);
		*db = named->db;
		return status;
	}
	if (!named->last_db)
		status = locations_open(named->recent.db, named->recent.n_db, &named->last_db, err);
	*db = named->last_db;
	return status;
}

/* An id nobody typed would say little to who reads the message. */
static pyiq_status get_hit(struct named *named, const char *operand, pyiq_unit_fn *fn, void *ctx,
			   struct pyiq_error *err)
{
	struct pyiq_db *db = NULL;
	const char *id = NULL;
	pyiq_status status = load(named, err);

	if (status == PYIQ_OK)
		status = recent_find(&named->recent, operand, &id, err);
	if (status == PYIQ_OK)
		status = open_last(named, &db, err);
	if (status != PYIQ_OK)
		return status;
	named->used = db;
	status = pyiq_get(db, id, fn, ctx, err);
	if (status == PYIQ_ERR_NOT_FOUND) {
		pyiq_fail(err, status, "hit %s of the last search is gone from the database",
			  operand);
		pyiq_hint(err, "search again");
	}
	return status;
}

pyiq_status named_find(struct named *named, const char *operand, pyiq_unit_fn *fn, void *ctx,
		       struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	if (recent_is_rank(operand)) {
		status = get_hit(named, operand, fn, ctx, err);
	} else {
		status = open_ours(named, err);
		named->used = named->db;
		if (status == PYIQ_OK)
			status = pyiq_get(named->db, operand, fn, ctx, err);
	}
	return status == PYIQ_STOPPED ? PYIQ_OK : status;
}

void named_release(struct named *named)
{
	pyiq_db_close(named->db);
	pyiq_db_close(named->last_db);
	recent_release_list(&named->recent);
}

#include "db.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/schema.h"

void pyiq_db_close(struct pyiq_db *db)
{
	if (db == NULL)
		return;
	for (size_t i = 0; i < db->n; i++) {
		if (db->each != NULL && db->each[i] != db->all)
			pyiq_x_db_close(db->each[i]);
		if (db->catalogs != NULL)
			pyiq_catalog_release(&db->catalogs[i]);
		if (db->paths != NULL)
			pyiq_free(db->paths[i]);
	}
	pyiq_x_db_close(db->all);
	pyiq_free(db->each);
	pyiq_free(db->catalogs);
	pyiq_free(db->paths);
	pyiq_free(db->shards);
	pyiq_buf_release(&db->data);
	pyiq_free(db);
}

pyiq_status pyiq_db_schema(struct pyiq_x_db *db, int *schema, struct pyiq_error *err)
{
	struct pyiq_buf value = PYIQ_BUF_INIT;
	uint32_t n_units = 0;
	pyiq_status status = pyiq_x_db_get_metadata(db, pyiq_str(PYIQ_META_SCHEMA), &value, err);

	if (status == PYIQ_OK && value.len == 0)
		status = pyiq_x_db_doc_count(db, &n_units, err);
	*schema = value.len > 0 ? (int)strtol(value.data, NULL, 10)
		  : n_units > 0 ? PYIQ_SCHEMA_FOREIGN
				: PYIQ_SCHEMA_NONE;
	pyiq_buf_release(&value);
	return status;
}

/* Make sure that a database is ours and of our schema, and learn its roots. */
static pyiq_status check(struct pyiq_db *db, size_t i, struct pyiq_error *err)
{
	int schema = PYIQ_SCHEMA_NONE;
	pyiq_status status = pyiq_db_schema(db->each[i], &schema, err);

	if (status == PYIQ_OK && schema == PYIQ_SCHEMA_NONE) {
		status = pyiq_fail(err, PYIQ_ERR_NO_INDEX, "no index at '%s'", db->paths[i]);
		pyiq_hint(err, "run 'pyiq index FOLDER' first");
	} else if (status == PYIQ_OK && schema == PYIQ_SCHEMA_FOREIGN) {
		status = pyiq_fail(err, PYIQ_ERR_CORRUPT,
				   "'%s' is a Xapian database of another program", db->paths[i]);
	} else if (status == PYIQ_OK && schema != PYIQ_SCHEMA) {
		status = pyiq_fail(err, PYIQ_ERR_SCHEMA,
				   "the index at '%s' was built by another version of pyiq (schema "
				   "%d, this is %d)",
				   db->paths[i], schema, PYIQ_SCHEMA);
		pyiq_hint(err, "run 'pyiq index --db %s' to build it anew", db->paths[i]);
	}
	if (status == PYIQ_OK)
		status = pyiq_catalog_locate(&db->catalogs[i], db->paths[i], err);
	return status == PYIQ_OK ? pyiq_catalog_load_roots(&db->catalogs[i], db->each[i], err)
				 : status;
}

static pyiq_status open_each(struct pyiq_db *db, const char *const *paths, struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	db->shards[0] = 0;
	for (size_t i = 0; i < db->n && status == PYIQ_OK; i++) {
		size_t size = strlen(paths[i]) + 1;

		db->paths[i] = pyiq_alloc(size);
		if (db->paths[i] == NULL)
			return pyiq_fail_nomem(err);
		memcpy(db->paths[i], paths[i], size);
		status = pyiq_x_db_open(&paths[i], 1, &db->each[i], err);
		if (status == PYIQ_ERR_NO_INDEX)
			pyiq_hint(err, "run 'pyiq index FOLDER' first");
		if (status == PYIQ_OK)
			status = check(db, i, err);
		if (status == PYIQ_OK)
			db->shards[i + 1] = db->shards[i] + pyiq_x_db_shards(db->each[i]);
	}
	return status;
}

pyiq_status pyiq_db_open(const char *const *paths, size_t n, struct pyiq_db **out,
			 struct pyiq_error *err)
{
	struct pyiq_db *db = pyiq_alloc(sizeof *db);
	pyiq_status status;

	*out = NULL;
	if (db == NULL)
		return pyiq_fail_nomem(err);
	*db = (struct pyiq_db){ .n = n, .data = PYIQ_BUF_INIT };
	db->each = pyiq_alloc(n * sizeof *db->each);
	db->catalogs = pyiq_alloc(n * sizeof *db->catalogs);
	db->paths = pyiq_alloc(n * sizeof *db->paths);
	db->shards = pyiq_alloc((n + 1) * sizeof *db->shards);
	for (size_t i = 0; i < n; i++) {
		if (db->each != NULL)
			db->each[i] = NULL;
		if (db->catalogs != NULL)
			pyiq_catalog_init(&db->catalogs[i]);
		if (db->paths != NULL)
			db->paths[i] = NULL;
	}
	if (db->each == NULL || db->catalogs == NULL || db->paths == NULL || db->shards == NULL) {
		pyiq_db_close(db);
		return pyiq_fail_nomem(err);
	}
	status = open_each(db, paths, err);
	if (status == PYIQ_OK && n == 1)
		db->all = db->each[0];
	else if (status == PYIQ_OK)
		status = pyiq_x_db_open(paths, n, &db->all, err);
	if (status == PYIQ_OK)
		*out = db;
	else
		pyiq_db_close(db);
	return status;
}

pyiq_status pyiq_db_refresh(struct pyiq_db *db, struct pyiq_error *err)
{
	pyiq_status status = pyiq_x_db_reopen(db->all, NULL, err);

	for (size_t i = 0; i < db->n && status == PYIQ_OK; i++) {
		if (db->each[i] != db->all)
			status = pyiq_x_db_reopen(db->each[i], NULL, err);
		if (status == PYIQ_OK)
			status = check(db, i, err);
	}
	db->sources_loaded = false;
	return status;
}

/*
 * The numbers of documents: those of n shards take turns, and what a stub file
 * names are shards like any other.
 */
static size_t db_of(const struct pyiq_db *db, pyiq_docid id)
{
	size_t shard = (id - 1) % db->shards[db->n], i = 0;

	while (db->shards[i + 1] <= shard)
		i++;
	return i;
}

/* The number among all databases of a document that has the number `id` in the i-th. */
static pyiq_docid among_all(const struct pyiq_db *db, size_t i, pyiq_docid id)
{
	size_t n = db->shards[i + 1] - db->shards[i];

	return (pyiq_docid)((id - 1) / n * db->shards[db->n] + db->shards[i] + (id - 1) % n + 1);
}

pyiq_status pyiq_db_decode(struct pyiq_db *db, struct pyiq_str data, struct pyiq_record *record,
			   struct pyiq_arena *arena, struct pyiq_error *err)
{
	pyiq_status status = pyiq_record_decode(record, data, arena, err);

	if (status == PYIQ_ERR_CORRUPT) {
		status = pyiq_fail(err, status, "the index at '%s' is damaged", db->paths[0]);
		pyiq_hint(err, "remove it and run 'pyiq index' again");
	}
	return status;
}

pyiq_status pyiq_db_load(struct pyiq_db *db, pyiq_docid id, struct pyiq_record *record,
			 struct pyiq_arena *arena, struct pyiq_error *err)
{
	pyiq_status status = pyiq_x_db_doc_data(db->all, id, &db->data, err);

	if (status != PYIQ_OK)
		return status;
	return pyiq_db_decode(db, (struct pyiq_str){ pyiq_buf_str(&db->data), db->data.len },
			      record, arena, err);
}

pyiq_status pyiq_db_unit(struct pyiq_db *db, pyiq_docid id, const struct pyiq_record *record,
			 struct pyiq_unit *unit, struct pyiq_arena *arena, struct pyiq_error *err)
{
	size_t i = db_of(db, id);
	const struct pyiq_catalog *catalog = &db->catalogs[i];
	const struct pyiq_root *root = pyiq_catalog_root(catalog, record->root);

	*unit = (struct pyiq_unit){ .line = record->line,
				    .end_line = record->end_line,
				    .topic = record->topic,
				    .n_topic = record->n_topic,
				    .tags = record->tags,
				    .n_tags = record->n_tags,
				    .level = record->level,
				    .language = record->language,
				    .key = record->key,
				    .db = pyiq_str(db->paths[i]),
				    .form = record->form,
				    .has_votes = record->has_votes,
				    .votes = record->votes,
				    .answered = record->answered };
	snprintf(unit->id, sizeof unit->id, "%016" PRIx64, record->id);
	for (size_t f = 0; f < PYIQ_N_FIELDS; f++)
		unit->passage[f] =
			(struct pyiq_passage){ record->texts[f].source, record->lines[f] };
	unit->file = record->path;
	if (root == NULL)
		return PYIQ_OK;
	unit->file.data = pyiq_catalog_path(arena, root, record->path, &unit->file.len);
	return unit->file.data != NULL ? PYIQ_OK : pyiq_fail_nomem(err);
}

/* ---- Everything, in order -------------------------------------------------------- */

/* A source and the database it is in. */
struct place {
	const struct pyiq_catalog_source *source;
	size_t db;
};

static int compare_places(const void *left, const void *right)
{
	const struct place *a = left, *b = right;
	int order = pyiq_str_compare(a->source->path, b->source->path);

	return order != 0 ? order : (a->db > b->db) - (a->db < b->db);
}

struct lister {
	struct pyiq_db *db;
	size_t index;  /* of the database being read */
	bool answered; /* only these */
	struct pyiq_arena arena;
	pyiq_record_fn *fn;
	void *ctx;
	pyiq_status status;
	struct pyiq_error *err;
};

static int list_document(void *ctx, pyiq_docid id)
{
	struct lister *l = ctx;
	struct pyiq_record record;
	pyiq_docid global = among_all(l->db, l->index, id);

	pyiq_arena_clear(&l->arena);
	l->status = pyiq_db_load(l->db, global, &record, &l->arena, l->err);
	if (l->status == PYIQ_OK && (record.answered || !l->answered))
		l->status = l->fn(l->ctx, global, &record, l->err);
	return l->status != PYIQ_OK;
}

pyiq_status pyiq_db_load_sources(struct pyiq_db *db, struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < db->n && status == PYIQ_OK && !db->sources_loaded; i++)
		status = pyiq_catalog_load_sources(&db->catalogs[i], db->each[i], err);
	db->sources_loaded = status == PYIQ_OK;
	return status;
}

pyiq_status pyiq_db_each_record(struct pyiq_db *db, const struct pyiq_wanted *wanted,
				pyiq_record_fn *fn, void *ctx, struct pyiq_error *err)
{
	struct lister l = {
		.db = db, .answered = wanted->answered, .fn = fn, .ctx = ctx, .err = err
	};
	struct place *places;
	size_t n = 0;
	pyiq_status status = pyiq_db_load_sources(db, err);

	if (status != PYIQ_OK)
		return status;
	for (size_t i = 0; i < db->n; i++)
		n += db->catalogs[i].n_sources;
	places = pyiq_alloc(n * sizeof *places);
	if (places == NULL)
		return pyiq_fail_nomem(err);
	n = 0;
	for (size_t i = 0; i < db->n; i++)
		for (size_t j = 0; j < db->catalogs[i].n_sources; j++)
			places[n++] = (struct place){ &db->catalogs[i].sources[j], i };
	qsort(places, n, sizeof *places, compare_places);
	pyiq_arena_init(&l.arena);
	for (size_t i = 0; i < n && status == PYIQ_OK; i++) {
		char term[32], key[PYIQ_KEY_SIZE];

		if (wanted->file != NULL && !wanted->file(wanted->ctx, places[i].source->path))
			continue;
		pyiq_source_key(places[i].source->record.root, places[i].source->record.path, key);
		snprintf(term, sizeof term, "%s%s", PYIQ_PREFIX_SOURCE, key);
		l.index = places[i].db;
		status = pyiq_x_db_each_posting(db->each[l.index], pyiq_str(term), list_document,
						&l, err);
		if (status == PYIQ_STOPPED)
			status = l.status;
	}
	pyiq_arena_release(&l.arena);
	pyiq_free(places);
	return status;
}

/* ---- list and get ------------------------------------------------------------------ */

struct unit_receiver {
	struct pyiq_db *db;
	struct pyiq_arena arena;
	pyiq_unit_fn *fn;
	void *ctx;
	bool pushed; /* a unit, at least */
};

static pyiq_status receive_unit(void *ctx, pyiq_docid id, const struct pyiq_record *record,
				struct pyiq_error *err)
{
	struct unit_receiver *receiver = ctx;
	struct pyiq_unit unit;
	pyiq_status status;

	pyiq_arena_clear(&receiver->arena);
	status = pyiq_db_unit(receiver->db, id, record, &unit, &receiver->arena, err);
	receiver->pushed |= status == PYIQ_OK;
	if (status == PYIQ_OK && receiver->fn(receiver->ctx, &unit) != 0)
		status = PYIQ_STOPPED;
	return status;
}

pyiq_status pyiq_list(struct pyiq_db *db, bool answered, pyiq_unit_fn *fn, void *ctx,
		      struct pyiq_error *err)
{
	struct unit_receiver receiver = { .db = db, .fn = fn, .ctx = ctx };
	const struct pyiq_wanted wanted = { .answered = answered };
	pyiq_status status;

	pyiq_arena_init(&receiver.arena);
	status = pyiq_db_each_record(db, &wanted, receive_unit, &receiver, err);
	if (status == PYIQ_ERR_STALE && !receiver.pushed &&
	    (status = pyiq_db_refresh(db, err)) == PYIQ_OK)
		status = pyiq_db_each_record(db, &wanted, receive_unit, &receiver, err);
	pyiq_arena_release(&receiver.arena);
	return status;
}

pyiq_status pyiq_db_push(struct pyiq_db *db, pyiq_docid id, pyiq_unit_fn *fn, void *ctx,
			 struct pyiq_error *err)
{
	struct unit_receiver receiver = { .db = db, .fn = fn, .ctx = ctx };
	struct pyiq_arena arena;
	struct pyiq_record record;
	pyiq_status status;

	pyiq_arena_init(&arena);
	pyiq_arena_init(&receiver.arena);
	status = pyiq_db_load(db, id, &record, &arena, err);
	if (status == PYIQ_OK)
		status = receive_unit(&receiver, id, &record, err);
	pyiq_arena_release(&receiver.arena);
	pyiq_arena_release(&arena);
	return status;
}

/* ---- By id ------------------------------------------------------------------------- */

/* The term of an id or of what it begins with. */
struct id_term {
	char text[PYIQ_ID_SIZE + 1];
	size_t len;
};

/* Whether a text may be the beginning of an id; then its term. */
static bool make_term(const char *prefix, struct id_term *term)
{
	size_t start = strlen(PYIQ_PREFIX_ID), len = strlen(prefix);

	if (len >= PYIQ_ID_SIZE)
		return false;
	memcpy(term->text, PYIQ_PREFIX_ID, start);
	for (size_t i = 0; i <= len; i++)
		term->text[start + i] = (char)tolower((unsigned char)prefix[i]);
	term->len = start + len;
	return strspn(term->text + start, "0123456789abcdef") == len;
}

struct id_match {
	struct id_term term; /* the first one with the prefix */
	size_t n;
};

static int note_id(void *ctx, struct pyiq_str term, uint32_t freq)
{
	struct id_match *match = ctx;

	(void)freq;
	if (match->n++ == 0 && term.len < sizeof match->term.text) {
		memcpy(match->term.text, term.data, term.len);
		match->term.len = term.len;
	}
	return match->n > 1;
}

static struct pyiq_str id_str(const struct id_term *term)
{
	return (struct pyiq_str){ term->text, term->len };
}

/* The one term of an id that begins so; a whole one need not be looked for among others. */
static pyiq_status match_id(struct pyiq_db *db, const struct id_term *term, struct id_match *match,
			    struct pyiq_error *err)
{
	uint32_t freq = 0;
	pyiq_status status;

	*match = (struct id_match){ .n = 0 };
	if (term->len == PYIQ_ID_SIZE) {
		status = pyiq_x_db_term_freq(db->all, id_str(term), &freq, err);
		match->n = freq > 0;
		match->term = *term;
		return status;
	}
	status = pyiq_x_db_each_term(db->all, id_str(term), note_id, match, err);
	return status == PYIQ_STOPPED ? PYIQ_OK : status;
}

static pyiq_status find_id(struct pyiq_db *db, const char *prefix, struct id_term *found,
			   struct pyiq_error *err)
{
	struct id_term term;
	struct id_match match;
	pyiq_status status;

	if (strlen(prefix) < PYIQ_ID_MIN || !make_term(prefix, &term)) {
		status = pyiq_fail(err, PYIQ_ERR_NOT_FOUND, "'%s' is no id", prefix);
		pyiq_hint(err, "an id is %d to %d hexadecimal digits, as search and list show them",
			  PYIQ_ID_MIN, PYIQ_ID_SIZE - 1);
		return status;
	}
	status = match_id(db, &term, &match, err);
	if (status != PYIQ_OK)
		return status;
	*found = match.term;
	if (match.n == 0)
		return pyiq_fail(err, PYIQ_ERR_NOT_FOUND, "no unit has the id '%s'", prefix);
	if (match.n > 1) {
		status = pyiq_fail(err, PYIQ_ERR_NOT_FOUND,
				   "more than one unit's id begins with '%s'", prefix);
		pyiq_hint(err, "give more of its digits");
		return status;
	}
	return PYIQ_OK;
}

static int note_doc(void *ctx, pyiq_docid id)
{
	pyiq_docid *found = ctx;

	*found = id;
	return 1;
}

/* Of several databases the first's. */
static pyiq_status find_doc(struct pyiq_db *db, const struct id_term *term, pyiq_docid *id,
			    struct pyiq_error *err)
{
	pyiq_status status = pyiq_x_db_each_posting(db->all, id_str(term), note_doc, id, err);

	return status == PYIQ_STOPPED ? PYIQ_OK : status;
}

pyiq_status pyiq_db_find(struct pyiq_db *db, const char *prefix, pyiq_docid *id,
			 struct pyiq_error *err)
{
	struct id_term term = { .len = 0 };
	pyiq_status status = find_id(db, prefix, &term, err);

	*id = 0;
	return status == PYIQ_OK ? find_doc(db, &term, id, err) : status;
}

static pyiq_status get(struct pyiq_db *db, const char *prefix, pyiq_unit_fn *fn, void *ctx,
		       struct pyiq_error *err)
{
	struct id_term term = { .len = 0 };
	pyiq_docid id = 0;
	pyiq_status status = find_id(db, prefix, &term, err);

	if (status != PYIQ_OK || fn == NULL)
		return status;
	status = find_doc(db, &term, &id, err);
	return status == PYIQ_OK ? pyiq_db_push(db, id, fn, ctx, err) : status;
}

pyiq_status pyiq_get(struct pyiq_db *db, const char *prefix, pyiq_unit_fn *fn, void *ctx,
		     struct pyiq_error *err)
{
	pyiq_status status = get(db, prefix, fn, ctx, err);

	/* A unit is pushed last, so none was. */
	if (status == PYIQ_ERR_STALE && (status = pyiq_db_refresh(db, err)) == PYIQ_OK)
		status = get(db, prefix, fn, ctx, err);
	return status;
}

struct id_list {
	struct id_term *terms;
	size_t n, capacity, max;
	pyiq_status status;
	struct pyiq_error *err;
};

static int add_id(void *ctx, struct pyiq_str term, uint32_t freq)
{
	struct id_list *list = ctx;

	(void)freq;
	if (list->n == list->max)
		return 1;
	list->status = pyiq_grow(&list->terms, &list->capacity, list->n + 1, sizeof *list->terms,
				 list->err);
	if (list->status != PYIQ_OK)
		return 1;
	if (term.len >= sizeof list->terms->text)
		return 0;
	memcpy(list->terms[list->n].text, term.data, term.len);
	list->terms[list->n++].len = term.len;
	return 0;
}

/* *pushed tells whether fn was called. */
static pyiq_status push_ids(struct pyiq_db *db, const struct id_term *prefix, size_t max,
			    pyiq_unit_fn *fn, void *ctx, bool *pushed, struct pyiq_error *err)
{
	struct id_list list = { .max = max, .err = err };
	pyiq_status status = pyiq_x_db_each_term(db->all, id_str(prefix), add_id, &list, err);

	if (status == PYIQ_STOPPED)
		status = list.status;
	for (size_t i = 0; i < list.n && status == PYIQ_OK; i++) {
		pyiq_docid id = 0;

		status = find_doc(db, &list.terms[i], &id, err);
		if (status == PYIQ_OK)
			status = pyiq_db_push(db, id, fn, ctx, err);
		*pushed |= status == PYIQ_OK || status == PYIQ_STOPPED;
	}
	pyiq_free(list.terms);
	return status;
}

pyiq_status pyiq_ids(struct pyiq_db *db, const char *prefix, size_t max, pyiq_unit_fn *fn,
		     void *ctx, struct pyiq_error *err)
{
	struct id_term term;
	bool pushed = false;
	pyiq_status status;

	if (!make_term(prefix, &term))
		return PYIQ_OK;
	status = push_ids(db, &term, max, fn, ctx, &pushed, err);
	if (status == PYIQ_ERR_STALE && !pushed && (status = pyiq_db_refresh(db, err)) == PYIQ_OK)
		status = push_ids(db, &term, max, fn, ctx, &pushed, err);
	return status;
}

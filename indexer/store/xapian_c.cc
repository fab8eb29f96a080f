#include "store/xapian_c.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <filesystem>
#include <memory>
#include <new>
#include <random>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include <xapian.h>

/* `text` members carry arguments to Xapian, which wants a std::string: kept, so is their memory. */

struct pyiq_x_doc {
	Xapian::Document document;
	std::size_t size = 0; /* bytes it will take in memory, roughly */
	std::string text;
};

struct pyiq_x_db {
	Xapian::Database database;
	std::vector<Xapian::Database> parts;
	std::string paths; /* for messages, which put the outer quotes */
	std::string text;
};

struct pyiq_x_writer {
	Xapian::WritableDatabase database;
	struct pyiq_x_db view; /* the same database */
	std::string value;
	std::size_t collected = 0; /* bytes of documents in memory, roughly */
	bool in_private = false;   /* no reader is there that must not see a part */
	bool broken = false;
};

struct pyiq_x_query {
	Xapian::Query query;
};

struct pyiq_x_stemmer {
	Xapian::Stem stem;
	std::string text;
};

/* ---- Exceptions ---------------------------------------------------------- */

namespace
{

/* Takes a decider's wish to stop through the matcher, which has no other way out. */
struct stopped {
};

} /* namespace */

/* Xapian's message, the system's and the server's where there are any. */
static std::string message_of(const Xapian::Error &e)
{
	std::string message = e.get_msg();

	if (const char *reason = e.get_error_string())
		message.append(": ").append(reason);
	if (!e.get_context().empty())
		message.append(" (").append(e.get_context()).append(")");
	return message;
}

/* paths is nullptr when no database is concerned, or the message names it. */
static pyiq_status fail(struct pyiq_error *err, pyiq_status status, const char *paths,
			const char *message) noexcept
{
	/* Xapian's words, like "EOF reading block 0", tell that to its authors alone. */
	const char *verdict = status == PYIQ_ERR_CORRUPT ? " is damaged or no database" : "";

	if (paths != nullptr)
		pyiq_fail(err, status, "'%s'%s: %s", paths, verdict, message);
	else
		pyiq_fail(err, status, "%s", message);

	/* A newline in a path must not make two lines of the message. */
	if (err != nullptr)
		std::replace(err->message, err->message + std::strlen(err->message), '\n', ' ');
	return status;
}

static pyiq_status fail(struct pyiq_error *err, pyiq_status status, const char *paths,
			const Xapian::Error &e) noexcept
{
	try {
		return fail(err, status, paths, message_of(e).c_str());
	} catch (...) {
		return fail(err, status, paths, e.get_type());
	}
}

/* What the system did not refuse is damage: a table that ends too early, say. */
static bool is_of_system(const Xapian::DatabaseError &e)
{
	/* A commit that failed and could not be undone has the system's words in its message. */
	return e.get_error_string() != nullptr || e.get_msg().rfind("Modifications failed", 0) == 0;
}

/* The status of the exception being handled. */
static pyiq_status translate(struct pyiq_error *err, const char *paths) noexcept
{
	try {
		throw;
	} catch (const stopped &) {
		return PYIQ_STOPPED;
	} catch (const Xapian::DatabaseNotFoundError &e) {
		return fail(err, PYIQ_ERR_NO_INDEX, paths, e);
	} catch (const Xapian::DatabaseLockError &e) {
		return fail(err, PYIQ_ERR_LOCKED, paths, e);
	} catch (const Xapian::DatabaseModifiedError &) {
		return fail(err, PYIQ_ERR_STALE, paths, "rewritten while it was being read");
	} catch (const Xapian::DatabaseVersionError &e) {
		return fail(err, PYIQ_ERR_SCHEMA, paths, e);
	} catch (const Xapian::DatabaseCorruptError &e) {
		return fail(err, PYIQ_ERR_CORRUPT, paths, e);
	} catch (const Xapian::DatabaseOpeningError &e) {
		return fail(err, PYIQ_ERR_CORRUPT, paths, e);
	} catch (const Xapian::DatabaseError &e) {
		return fail(err, is_of_system(e) ? PYIQ_ERR_IO : PYIQ_ERR_CORRUPT, paths, e);
	} catch (const Xapian::NetworkError &e) {
		return fail(err, PYIQ_ERR_IO, paths, e);
	} catch (const Xapian::DocNotFoundError &e) {
		return fail(err, PYIQ_ERR_NOT_FOUND, paths, e);
	} catch (const Xapian::RangeError &e) {
		return fail(err, PYIQ_ERR_CORRUPT, paths, e);
	} catch (const Xapian::LogicError &e) {
		return fail(err, PYIQ_ERR_INVALID, paths, e);
	} catch (const Xapian::Error &e) {
		return fail(err, PYIQ_ERR_INTERNAL, paths, e);
	} catch (const std::length_error &e) { /* a damaged table's idea of a length */
		return fail(err, PYIQ_ERR_CORRUPT, paths, e.what());
	} catch (const std::bad_alloc &) {
		return pyiq_fail_nomem(err);
	} catch (const std::exception &e) {
		return fail(err, PYIQ_ERR_INTERNAL, paths, e.what());
	} catch (...) {
		return fail(err, PYIQ_ERR_INTERNAL, paths, "unknown exception");
	}
}

/* Run body, which returns a status, and let nothing else out. */
template <class F>
static pyiq_status guard(struct pyiq_error *err, const char *paths, F &&body) noexcept
{
	try {
		return body();
	} catch (...) {
		return translate(err, paths);
	}
}

/* Make a handle of what build returns. */
template <class T, class F>
static pyiq_status make(T **out, struct pyiq_error *err, F &&build) noexcept
{
	*out = nullptr;
	return guard(err, nullptr, [&] {
		*out = std::make_unique<T>(build()).release();
		return PYIQ_OK;
	});
}

/* ---- Text ---------------------------------------------------------------- */

static const std::string &assign(std::string &text, struct pyiq_str from)
{
	return text.assign(from.data, from.len);
}

static struct pyiq_str view(const std::string &text)
{
	return { text.data(), text.size() };
}

static pyiq_status replace(struct pyiq_buf *buf, const std::string &text, struct pyiq_error *err)
{
	pyiq_buf_clear(buf);
	pyiq_buf_append(buf, text.data(), text.size());
	return pyiq_buf_status(buf, err);
}

static const size_t longest_key = 245;

/*
 * Xapian takes a key that its tables cannot hold, and fails when it flushes
 * what it has collected: so look before. A NUL is stored as two bytes.
 */
static pyiq_status check_key(struct pyiq_str key, struct pyiq_error *err)
{
	if (key.len == 0)
		return pyiq_fail(err, PYIQ_ERR_INVALID, "empty key");

	const bool fits = key.len <= longest_key &&
			  std::count(key.data, key.data + key.len, '\0') <=
				  static_cast<std::ptrdiff_t>(longest_key - key.len);

	return fits ? PYIQ_OK
		    : pyiq_fail(err, PYIQ_ERR_INVALID, "key of %zu bytes: the limit is %zu",
				key.len, longest_key);
}

const char *pyiq_x_version(void)
{
	return Xapian::version_string();
}

/* ---- Opening ------------------------------------------------------------- */

namespace fs = std::filesystem;

static fs::path lock_file(const char *path)
{
	return fs::path(path) / "flintlock";
}

/* Whether nothing is at path, or an empty directory. */
static bool is_vacant(const char *path, std::error_code &error)
{
	const fs::file_status status = fs::status(path, error);

	if (status.type() == fs::file_type::not_found) {
		error.clear();
		return true;
	}
	return fs::is_directory(status) && fs::is_empty(path, error);
}

/* Whether a database is being created at path: the lock comes first, iamglass last. */
static bool is_begun(const char *path)
{
	const fs::path postlist = fs::path(path) / "postlist.glass";
	std::error_code error;

	return fs::exists(lock_file(path), error) &&
	       !fs::exists(fs::path(path) / "iamglass", error) &&
	       (!fs::exists(postlist, error) || fs::is_empty(postlist, error));
}

/* Whether a reader can see anything that was ever committed. */
static bool is_committed(const Xapian::Database &database)
{
	if (database.size() != 1)
		return true;
	try {
		return database.get_revision() > 0;
	} catch (const Xapian::LogicError &) { /* none: remote, or in memory */
		return true;
	}
}

static pyiq_status fail_missing(struct pyiq_error *err, const char *path)
{
	const std::string message = std::string("no database at '") + path + "'";

	return fail(err, PYIQ_ERR_NO_INDEX, nullptr, message.c_str());
}

/* One exception for four things: none there, not a database, damaged, not allowed to look. */
static pyiq_status fail_opening(struct pyiq_error *err, const char *path,
				const Xapian::DatabaseOpeningError &e)
{
	std::error_code error;

	if (is_vacant(path, error))
		return fail_missing(err, path);
	if (error)
		return fail(err, PYIQ_ERR_IO, path, error.message().c_str());

	/* Xapian tells the text of errno, not its number. */
	const char *reason = e.get_error_string();
	const bool missing =
		reason == nullptr ||
		std::make_error_code(std::errc::no_such_file_or_directory).message() == reason;

	return fail(err, missing ? PYIQ_ERR_CORRUPT : PYIQ_ERR_IO, path, e);
}

static pyiq_status fail_locking(struct pyiq_error *err, const char *path,
				const Xapian::DatabaseLockError &e)
{
	/* The same exception says that the lock file could not be made. */
	if (e.get_msg().find("already locked") == std::string::npos)
		return fail(err, PYIQ_ERR_IO, path, e);

	const std::string message =
		"'" + lock_file(path).string() + "' is locked by another writer";

	return fail(err, PYIQ_ERR_LOCKED, nullptr, message.c_str());
}

/* A guard for a body that opens path. */
template <class F>
static pyiq_status guard_opening(struct pyiq_error *err, const char *path, F &&body) noexcept
{
	return guard(err, path, [&] {
		try {
			return body();
		} catch (const Xapian::DatabaseVersionError &) {
			throw;
		} catch (const Xapian::DatabaseOpeningError &e) {
			return fail_opening(err, path, e);
		} catch (const Xapian::DatabaseLockError &e) {
			return fail_locking(err, path, e);
		}
	});
}

/* ---- Documents to be written --------------------------------------------- */

/* What Xapian keeps of a posting until it is written: a node of a tree. */
static const std::size_t posting_size = 48;

pyiq_status pyiq_x_doc_new(struct pyiq_x_doc **out, struct pyiq_error *err)
{
	return make(out, err, [] { return pyiq_x_doc(); });
}

void pyiq_x_doc_free(struct pyiq_x_doc *doc)
{
	delete doc;
}

pyiq_status pyiq_x_doc_clear(struct pyiq_x_doc *doc, struct pyiq_error *err)
{
	return guard(err, nullptr, [&] {
		doc->document = Xapian::Document();
		doc->size = 0;
		return PYIQ_OK;
	});
}

pyiq_status pyiq_x_doc_add_term(struct pyiq_x_doc *doc, struct pyiq_str term, uint32_t wdf,
				struct pyiq_error *err)
{
	pyiq_status status = check_key(term, err);

	if (status != PYIQ_OK)
		return status;
	return guard(err, nullptr, [&] {
		doc->document.add_term(assign(doc->text, term), wdf);
		doc->size += posting_size;
		return PYIQ_OK;
	});
}

pyiq_status pyiq_x_doc_set_value(struct pyiq_x_doc *doc, uint32_t slot, struct pyiq_str value,
				 struct pyiq_error *err)
{
	return guard(err, nullptr, [&] {
		doc->document.add_value(slot, assign(doc->text, value));
		return PYIQ_OK;
	});
}

pyiq_status pyiq_x_doc_set_data(struct pyiq_x_doc *doc, struct pyiq_str data,
				struct pyiq_error *err)
{
	return guard(err, nullptr, [&] {
		doc->document.set_data(assign(doc->text, data));
		return PYIQ_OK;
	});
}

/* ---- Writing ------------------------------------------------------------- */

/* Xapian would create its files among anybody's: what is there must be a database. */
static void check_place(const char *path)
{
	std::error_code error;

	if (!is_vacant(path, error) && !is_begun(path))
		Xapian::Database existing(path);
}

static pyiq_status open_writer(const char *path, bool in_private, struct pyiq_x_writer **out,
			       struct pyiq_error *err)
{
	*out = nullptr;
	return guard_opening(err, path, [&] {
		check_place(path);

		auto writer = std::make_unique<struct pyiq_x_writer>();
		const int flags = in_private ? Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC
					     : Xapian::DB_CREATE_OR_OPEN;

		writer->database = Xapian::WritableDatabase(path, flags);
		writer->view.database = writer->database;
		writer->view.parts.push_back(writer->database);
		writer->view.paths = path;
		writer->in_private = in_private;
		/* Outside a transaction Xapian commits by itself, every so many documents. */
		if (!in_private)
			writer->database.begin_transaction();
		*out = writer.release();
		return PYIQ_OK;
	});
}

pyiq_status pyiq_x_writer_open(const char *path, struct pyiq_x_writer **out, struct pyiq_error *err)
{
	return open_writer(path, false, out, err);
}

pyiq_status pyiq_x_writer_begin(const char *path, struct pyiq_x_writer **out,
				struct pyiq_error *err)
{
	return open_writer(path, true, out, err);
}

pyiq_status pyiq_x_compact(const char *from, const char *to, struct pyiq_error *err)
{
	return guard(err, to, [&] {
		Xapian::Database(from).compact(to);
		return PYIQ_OK;
	});
}

void pyiq_x_writer_close(struct pyiq_x_writer *writer)
{
	delete writer;
}

/*
 * A guard for a body that writes. When Xapian fails to make one change it drops
 * all that were not committed: nothing may be committed after that.
 */
template <class F>
static pyiq_status guard_writing(struct pyiq_x_writer *writer, struct pyiq_error *err,
				 F &&body) noexcept
{
	const char *path = writer->view.paths.c_str();

	if (writer->broken)
		return fail(err, PYIQ_ERR_INVALID, path, "writing after a failure to write");

	pyiq_status status = guard(err, path, body);

	writer->broken = status != PYIQ_OK;
	return status;
}

/*
 * Xapian collects postings in trees of trees, which become slow long before they
 * become large: a few hundred documents at a time are added in two thirds of the
 * time that its own ten thousand take.
 */
static const std::size_t most_collected = 2 * 1024 * 1024;

/* Within a transaction there is no word for it; but to list all terms Xapian writes them out. */
static void write_out(struct pyiq_x_writer *writer)
{
	if (writer->in_private)
		writer->database.commit();
	else
		(void)writer->database.allterms_begin();
	writer->collected = 0;
}

pyiq_status pyiq_x_writer_add(struct pyiq_x_writer *writer, const struct pyiq_x_doc *doc,
			      pyiq_docid *id, struct pyiq_error *err)
{
	return guard_writing(writer, err, [&] {
		*id = writer->database.add_document(doc->document);
		writer->collected += doc->size;
		if (writer->collected > most_collected)
			write_out(writer);
		return PYIQ_OK;
	});
}

pyiq_status pyiq_x_writer_delete(struct pyiq_x_writer *writer, struct pyiq_str term,
				 struct pyiq_error *err)
{
	pyiq_status status = check_key(term, err);

	if (status != PYIQ_OK)
		return status;
	return guard_writing(writer, err, [&] {
		writer->database.delete_document(assign(writer->view.text, term));
		return PYIQ_OK;
	});
}

pyiq_status pyiq_x_writer_set_metadata(struct pyiq_x_writer *writer, struct pyiq_str key,
				       struct pyiq_str value, struct pyiq_error *err)
{
	pyiq_status status = check_key(key, err);

	if (status != PYIQ_OK)
		return status;
	return guard_writing(writer, err, [&] {
		writer->database.set_metadata(assign(writer->view.text, key),
					      assign(writer->value, value));
		return PYIQ_OK;
	});
}

pyiq_status pyiq_x_writer_commit(struct pyiq_x_writer *writer, struct pyiq_error *err)
{
	return guard_writing(writer, err, [&] {
		if (writer->in_private) {
			writer->database.commit();
		} else {
			writer->database.commit_transaction();
			writer->database.begin_transaction();
		}
		writer->collected = 0;
		return PYIQ_OK;
	});
}

struct pyiq_x_db *pyiq_x_writer_db(struct pyiq_x_writer *writer)
{
	return &writer->view;
}

/* ---- Reading ------------------------------------------------------------- */

static pyiq_status add_database(struct pyiq_x_db *db, const char *path, struct pyiq_error *err)
{
	return guard_opening(err, path, [&] {
		if (is_begun(path))
			return fail_missing(err, path);

		const Xapian::Database one(path);

		if (!is_committed(one))
			return fail_missing(err, path);
		/* To Xapian, a file without a line is a stub file. */
		if (one.size() == 0)
			throw Xapian::DatabaseOpeningError("No databases listed");
		db->database.add_database(one);
		db->parts.push_back(one);
		db->paths.append(db->paths.empty() ? "" : "', '").append(path);
		return PYIQ_OK;
	});
}

pyiq_status pyiq_x_db_open(const char *const *paths, size_t n, struct pyiq_x_db **out,
			   struct pyiq_error *err)
{
	*out = nullptr;
	return guard(err, nullptr, [&] {
		auto db = std::make_unique<struct pyiq_x_db>();

		for (size_t i = 0; i < n; i++) {
			pyiq_status status = add_database(db.get(), paths[i], err);

			if (status != PYIQ_OK)
				return status;
		}
		*out = db.release();
		return PYIQ_OK;
	});
}

void pyiq_x_db_close(struct pyiq_x_db *db)
{
	delete db;
}

pyiq_status pyiq_x_db_reopen(struct pyiq_x_db *db, bool *changed, struct pyiq_error *err)
{
	return guard(err, db->paths.c_str(), [&] {
		bool reopened = db->database.reopen();

		if (changed != nullptr)
			*changed = reopened;
		return PYIQ_OK;
	});
}

size_t pyiq_x_db_shards(struct pyiq_x_db *db)
{
	return db->database.size();
}

uint64_t pyiq_x_db_revision(struct pyiq_x_db *db)
{
	uint64_t revision = 0;

	(void)guard(nullptr, nullptr, [&] {
		revision = db->database.get_revision();
		return PYIQ_OK;
	});
	return revision;
}

pyiq_status pyiq_x_db_doc_count(struct pyiq_x_db *db, uint32_t *count, struct pyiq_error *err)
{
	return guard(err, db->paths.c_str(), [&] {
		*count = db->database.get_doccount();
		return PYIQ_OK;
	});
}

pyiq_status pyiq_x_db_get_metadata(struct pyiq_x_db *db, struct pyiq_str key,
				   struct pyiq_buf *value, struct pyiq_error *err)
{
	return guard(err, db->paths.c_str(), [&] {
		const std::string found = db->database.get_metadata(assign(db->text, key));

		pyiq_buf_append(value, found.data(), found.size());
		return pyiq_buf_status(value, err);
	});
}

/* Hand over what `at` is at and what follows, as long as it begins with prefix. */
template <class F>
static pyiq_status each(Xapian::TermIterator at, struct pyiq_str prefix, F &&freq,
			pyiq_x_term_fn *fn, void *ctx)
{
	for (; at != Xapian::TermIterator(); ++at) {
		const std::string term = *at;

		if (term.compare(0, prefix.len, prefix.data, prefix.len) != 0)
			break;
		if (fn(ctx, view(term), freq(at)) != 0)
			return PYIQ_STOPPED;
	}
	return PYIQ_OK;
}

pyiq_status pyiq_x_db_each_metadata(struct pyiq_x_db *db, struct pyiq_str prefix,
				    pyiq_x_term_fn *fn, void *ctx, struct pyiq_error *err)
{
	return guard(err, db->paths.c_str(), [&] {
		return each(
			db->database.metadata_keys_begin(assign(db->text, prefix)), prefix,
			[](const Xapian::TermIterator &) { return 0; }, fn, ctx);
	});
}

size_t pyiq_x_db_n_parts(const struct pyiq_x_db *db)
{
	return db->parts.size();
}

pyiq_status pyiq_x_db_read_metadata(struct pyiq_x_db *db, size_t part, struct pyiq_str prefix,
				    struct pyiq_str from, pyiq_x_metadata_fn *fn, void *ctx,
				    struct pyiq_error *err)
{
	return guard(err, db->paths.c_str(), [&] {
		const Xapian::Database &database = db->parts[part];
		Xapian::TermIterator at = database.metadata_keys_begin(assign(db->text, prefix));
		const Xapian::TermIterator end = database.metadata_keys_end(db->text);

		if (at != end && *at < assign(db->text, from))
			at.skip_to(db->text);
		for (; at != end; ++at) {
			const std::string key = *at, value = database.get_metadata(key);

			if (fn(ctx, view(key), view(value)) != 0)
				return PYIQ_STOPPED;
		}
		return PYIQ_OK;
	});
}

pyiq_status pyiq_x_db_term_freq(struct pyiq_x_db *db, struct pyiq_str term, uint32_t *freq,
				struct pyiq_error *err)
{
	return guard(err, db->paths.c_str(), [&] {
		*freq = db->database.get_termfreq(assign(db->text, term));
		return PYIQ_OK;
	});
}

pyiq_status pyiq_x_db_each_term(struct pyiq_x_db *db, struct pyiq_str prefix, pyiq_x_term_fn *fn,
				void *ctx, struct pyiq_error *err)
{
	return guard(err, db->paths.c_str(), [&] {
		return each(
			db->database.allterms_begin(assign(db->text, prefix)), prefix,
			[](const Xapian::TermIterator &at) { return at.get_termfreq(); }, fn, ctx);
	});
}

pyiq_status pyiq_x_db_each_posting(struct pyiq_x_db *db, struct pyiq_str term, pyiq_x_docid_fn *fn,
				   void *ctx, struct pyiq_error *err)
{
	return guard(err, db->paths.c_str(), [&] {
		Xapian::PostingIterator at = db->database.postlist_begin(assign(db->text, term));

		for (; at != Xapian::PostingIterator(); ++at)
			if (fn(ctx, *at) != 0)
				return PYIQ_STOPPED;
		return PYIQ_OK;
	});
}

pyiq_status pyiq_x_db_each_doc_term(struct pyiq_x_db *db, pyiq_docid id, pyiq_x_term_fn *fn,
				    void *ctx, struct pyiq_error *err)
{
	return guard(err, db->paths.c_str(), [&] {
		return each(
			db->database.termlist_begin(id), { "", 0 },
			[](const Xapian::TermIterator &at) { return at.get_wdf(); }, fn, ctx);
	});
}

/*
 * Xapian looks for a document before it reads from it, a third of the whole
 * price: look only for one that has nothing to read.
 */
static void require(const struct pyiq_x_db *db, pyiq_docid id, const std::string &found)
{
	if (found.empty())
		(void)db->database.get_document(id);
}

pyiq_status pyiq_x_db_doc_data(struct pyiq_x_db *db, pyiq_docid id, struct pyiq_buf *data,
			       struct pyiq_error *err)
{
	return guard(err, db->paths.c_str(), [&] {
		const std::string found =
			db->database.get_document(id, Xapian::DOC_ASSUME_VALID).get_data();

		require(db, id, found);
		return replace(data, found, err);
	});
}

pyiq_status pyiq_x_db_doc_value(struct pyiq_x_db *db, pyiq_docid id, uint32_t slot,
				struct pyiq_buf *value, struct pyiq_error *err)
{
	return guard(err, db->paths.c_str(), [&] {
		const std::string found =
			db->database.get_document(id, Xapian::DOC_ASSUME_VALID).get_value(slot);

		require(db, id, found);
		return replace(value, found, err);
	});
}

/* ---- Matching ------------------------------------------------------------ */

pyiq_status pyiq_x_query_nothing(struct pyiq_x_query **out, struct pyiq_error *err)
{
	return make(out, err, [] { return pyiq_x_query(); });
}

pyiq_status pyiq_x_query_all(struct pyiq_x_query **out, struct pyiq_error *err)
{
	return make(out, err, [] { return pyiq_x_query{ Xapian::Query(std::string()) }; });
}

pyiq_status pyiq_x_query_term(struct pyiq_str term, uint32_t wqf, struct pyiq_x_query **out,
			      struct pyiq_error *err)
{
	*out = nullptr;
	/* Xapian's query of an empty term matches everything. */
	if (term.len == 0)
		return pyiq_fail(err, PYIQ_ERR_INVALID, "empty term");
	return make(out, err, [&] {
		return pyiq_x_query{ Xapian::Query(std::string(term.data, term.len), wqf) };
	});
}

namespace
{

/*
 * Documents at random, in order: the gaps between them have the geometric
 * distribution. Xapian makes a clone for each database, which tells its own
 * documents from the others' by what it can: in copies of one database they are
 * the same ones.
 */
class sample final : public Xapian::PostingSource
{
      public:
	sample(double share, std::uint64_t seed) : share_(share), seed_(seed), random_(seed)
	{
	}

	PostingSource *clone() const override
	{
		return new sample(share_, seed_);
	}

	void init(const Xapian::Database &database) override
	{
		const std::string uuid = database.get_uuid();
		std::seed_seq::result_type low = static_cast<std::uint32_t>(seed_);
		std::vector<std::seed_seq::result_type> seeds(uuid.begin(), uuid.end());

		seeds.push_back(low);
		seeds.push_back(static_cast<std::uint32_t>(seed_ >> 32));

		std::seed_seq sequence(seeds.begin(), seeds.end());

		random_.seed(sequence);
		n_ = database.get_doccount();
		last_ = database.get_lastdocid();
		at_ = 0;
	}

	Xapian::doccount get_termfreq_min() const override
	{
		return 0;
	}

	Xapian::doccount get_termfreq_est() const override
	{
		return static_cast<Xapian::doccount>(share_ * n_);
	}

	Xapian::doccount get_termfreq_max() const override
	{
		return n_;
	}

	void next(double) override
	{
		step();
	}

	void skip_to(Xapian::docid id, double) override
	{
		/* What was chosen before that is of no interest: each gap is like any other. */
		if (at_ < id) {
			at_ = id - 1U;
			step();
		}
	}

	bool at_end() const override
	{
		return at_ > last_;
	}

	Xapian::docid get_docid() const override
	{
		return static_cast<Xapian::docid>(at_);
	}

      private:
	void step()
	{
		/* From (0, 1]. */
		const double u = (static_cast<double>(random_() >> 11) + 1) * 0x1p-53;
		const double gap = share_ < 1 ? std::floor(std::log(u) / std::log1p(-share_)) : 0;

		at_ += 1 + static_cast<std::uint64_t>(std::min(gap, static_cast<double>(last_)));
	}

	double share_;
	std::uint64_t seed_;
	std::mt19937_64 random_;
	Xapian::doccount n_ = 0;
	Xapian::docid last_ = 0;
	std::uint64_t at_ = 0;
};

} /* namespace */

pyiq_status pyiq_x_query_sample(double share, uint64_t seed, struct pyiq_x_query **out,
				struct pyiq_error *err)
{
	return make(out, err, [&] {
		auto source = std::make_unique<sample>(share, seed);

		return pyiq_x_query{ Xapian::Query(source.release()->release()) };
	});
}

static Xapian::Query::op operator_of(pyiq_x_op op)
{
	switch (op) {
	case PYIQ_X_OR:
		return Xapian::Query::OP_OR;
	case PYIQ_X_AND:
		return Xapian::Query::OP_AND;
	case PYIQ_X_AND_NOT:
		return Xapian::Query::OP_AND_NOT;
	case PYIQ_X_AND_MAYBE:
		return Xapian::Query::OP_AND_MAYBE;
	case PYIQ_X_FILTER:
		return Xapian::Query::OP_FILTER;
	case PYIQ_X_MAX:
		return Xapian::Query::OP_MAX;
	case PYIQ_X_SYNONYM:
		return Xapian::Query::OP_SYNONYM;
	}
	throw Xapian::InvalidArgumentError("no such operator");
}

pyiq_status pyiq_x_query_combine(pyiq_x_op op, struct pyiq_x_query **parts, size_t n,
				 struct pyiq_x_query **out, struct pyiq_error *err)
{
	pyiq_status status = make(out, err, [&] {
		std::vector<Xapian::Query> queries;

		queries.reserve(n);
		for (size_t i = 0; i < n; i++)
			queries.push_back(parts[i]->query);
		return pyiq_x_query{ Xapian::Query(operator_of(op), queries.begin(),
						   queries.end()) };
	});

	for (size_t i = 0; i < n; i++)
		pyiq_x_query_free(parts[i]);
	return status;
}

pyiq_status pyiq_x_query_scale(struct pyiq_x_query *part, double factor, struct pyiq_x_query **out,
			       struct pyiq_error *err)
{
	pyiq_status status = make(out, err, [&] {
		return pyiq_x_query{ Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, part->query,
						   factor) };
	});

	pyiq_x_query_free(part);
	return status;
}

void pyiq_x_query_free(struct pyiq_x_query *query)
{
	delete query;
}

pyiq_status pyiq_x_query_describe(const struct pyiq_x_query *query, struct pyiq_buf *out,
				  struct pyiq_error *err)
{
	return guard(err, nullptr, [&] {
		const std::string description = query->query.get_description();

		pyiq_buf_append(out, description.data(), description.size());
		return pyiq_buf_status(out, err);
	});
}

namespace
{

class decider final : public Xapian::MatchDecider
{
      public:
	explicit decider(const struct pyiq_x_match_options &options) : options_(options)
	{
	}

	bool operator()(const Xapian::Document &document) const override
	{
		if (!passes_screen(document))
			return false;

		const std::string data = document.get_data();
		const int verdict = options_.decide(options_.decide_ctx, view(data));

		if (verdict < 0)
			throw stopped();
		return verdict > 0;
	}

      private:
	/* Here Xapian walks the values of a slot along with the matches, and loads no document. */
	bool passes_screen(const Xapian::Document &document) const
	{
		if (options_.screen == nullptr)
			return true;

		const std::string value = document.get_value(options_.screen_slot);

		return options_.screen(options_.decide_ctx, view(value)) != 0;
	}

	const struct pyiq_x_match_options &options_;
};

} /* namespace */

static void set_weight(Xapian::Enquire &enquire, const struct pyiq_x_match_options &options)
{
	const double *p = options.parameters;

	switch (options.weight) {
	case PYIQ_X_WEIGHT_BOOL:
		return enquire.set_weighting_scheme(Xapian::BoolWeight());
	case PYIQ_X_WEIGHT_BM25:
		return enquire.set_weighting_scheme(
			Xapian::BM25Weight(p[0], p[1], p[2], p[3], p[4]));
	case PYIQ_X_WEIGHT_INEB2:
		return enquire.set_weighting_scheme(Xapian::IneB2Weight(p[0]));
	}
	throw Xapian::InvalidArgumentError("no such weight");
}

pyiq_status pyiq_x_db_match(struct pyiq_x_db *db, const struct pyiq_x_query *query,
			    const struct pyiq_x_match_options *options, pyiq_x_match_fn *fn,
			    void *ctx, uint32_t *estimate, struct pyiq_error *err)
{
	return guard(err, db->paths.c_str(), [&] {
		Xapian::Enquire enquire(db->database);

		enquire.set_query(query->query);
		set_weight(enquire, *options);

		const decider decide(*options);
		const Xapian::doccount all = db->database.get_doccount();
		/* A look for one more than wanted tells whether there are more. */
		const Xapian::doccount check =
			std::min(std::max(options->max, options->check), all);
		const Xapian::MSet matches =
			enquire.get_mset(0, std::min(options->max, all), check + 1, nullptr,
					 options->decide != nullptr ? &decide : nullptr);

		if (estimate != nullptr)
			*estimate = matches.get_matches_estimated();
		for (auto at = matches.begin(); at != matches.end(); ++at) {
			const struct pyiq_x_match match = { *at, at.get_weight() };

			if (fn(ctx, &match) != 0)
				return PYIQ_STOPPED;
		}
		return PYIQ_OK;
	});
}

/* ---- Stems --------------------------------------------------------------- */

pyiq_status pyiq_x_stemmer_new(const char *language, struct pyiq_x_stemmer **out,
			       struct pyiq_error *err)
{
	return make(out, err, [&] { return pyiq_x_stemmer{ Xapian::Stem(language), {} }; });
}

void pyiq_x_stemmer_free(struct pyiq_x_stemmer *stemmer)
{
	delete stemmer;
}

pyiq_status pyiq_x_stem(struct pyiq_x_stemmer *stemmer, struct pyiq_str word, struct pyiq_buf *stem,
			struct pyiq_error *err)
{
	return guard(err, nullptr, [&] {
		return replace(stem, stemmer->stem(assign(stemmer->text, word)), err);
	});
}

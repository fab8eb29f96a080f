/* For renameat2, which exchanges two directories at once. */
#define _GNU_SOURCE

#include "staging.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

void pyiq_staging_init(struct pyiq_staging *staging, const char *target)
{
	*staging = (struct pyiq_staging){ .target = target,
					  .place = PYIQ_BUF_INIT,
					  .beside = PYIQ_BUF_INIT,
					  .ready = PYIQ_BUF_INIT };
}

/* The length of a path without slashes at its end: `notes/db/` and `notes/db` are one place. */
static size_t length_of(const char *path)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	return len;
}

static pyiq_status make_folder(const char *path, struct pyiq_error *err)
{
	struct stat st;
	int cause;

	if (mkdir(path, 0700) == 0)
		return PYIQ_OK;
	cause = errno;
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return PYIQ_OK;
	return pyiq_fail(err, PYIQ_ERR_IO, "cannot make folder '%s': %s", path, strerror(cause));
}

/* The directories above a path, made private to the user as XDG asks. */
static pyiq_status make_parents(const char *path, struct pyiq_error *err)
{
	size_t len = length_of(path);
	char *copy = pyiq_alloc(len + 1);
	pyiq_status status = PYIQ_OK;

	if (copy == NULL)
		return pyiq_fail_nomem(err);
	memcpy(copy, path, len);
	copy[len] = '\0';
	for (char *slash = copy; status == PYIQ_OK && (slash = strchr(slash + 1, '/')) != NULL;) {
		*slash = '\0';
		status = make_folder(copy, err);
		*slash = '/';
	}
	pyiq_free(copy);
	return status;
}

/* Whether Xapian gives that name to a file of its databases. */
static bool is_of_database(const char *name)
{
	const char *ending = strrchr(name, '.');

	return (ending != NULL && strcmp(ending, ".glass") == 0) || strcmp(name, "iamglass") == 0 ||
	       strcmp(name, "flintlock") == 0 || strcmp(name, "v.tmp") == 0;
}

/* A directory of somebody else that has our name by chance keeps what is in it. */
static void remove_database(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL)
		if (is_of_database(entry->d_name))
			unlinkat(dirfd(dir), entry->d_name, 0);
	closedir(dir);
	rmdir(path);
}

static bool is_new(const char *target)
{
	struct stat st;

	return lstat(target, &st) != 0 && errno == ENOENT;
}

/* What is written beside a link would not be moved to where it points. */
static void find_place(struct pyiq_staging *staging)
{
	char *real = realpath(staging->target, NULL);

	if (real != NULL)
		pyiq_buf_puts(&staging->place, real);
	else
		pyiq_buf_append(&staging->place, staging->target, length_of(staging->target));
	free(real);
}

/* Where a new database is written, and where it is made ready to be moved. */
static pyiq_status name_others(struct pyiq_staging *staging, struct pyiq_error *err)
{
	pyiq_buf_append(&staging->ready, staging->place.data, staging->place.len);
	pyiq_buf_puts(&staging->ready, ".ready");
	pyiq_buf_append(&staging->beside, staging->place.data, staging->place.len);
	pyiq_buf_puts(&staging->beside, ".new");
	return staging->ready.failed ? pyiq_fail_nomem(err)
				     : pyiq_buf_status(&staging->beside, err);
}

static pyiq_status begin_beside(struct pyiq_staging *staging, struct pyiq_error *err)
{
	pyiq_status status = name_others(staging, err);

	if (status == PYIQ_OK)
		status = pyiq_x_writer_begin(staging->beside.data, &staging->writer, err);
	if (status != PYIQ_ERR_CORRUPT && status != PYIQ_ERR_SCHEMA)
		return status;
	remove_database(staging->beside.data);
	status = pyiq_x_writer_begin(staging->beside.data, &staging->writer, err);
	if (status == PYIQ_ERR_CORRUPT)
		pyiq_hint(err, "a new database is made there first: move it out of the way");
	return status;
}

pyiq_status pyiq_staging_open(struct pyiq_staging *staging, bool anew, struct pyiq_error *err)
{
	pyiq_status status = make_parents(staging->target, err);
	bool missing = is_new(staging->target);

	if (status == PYIQ_OK) {
		find_place(staging);
		status = pyiq_buf_status(&staging->place, err);
	}
	if (status == PYIQ_OK && !missing)
		status = pyiq_x_writer_open(staging->target,
					    anew ? &staging->old : &staging->writer, err);
	return status == PYIQ_OK && (missing || anew) ? begin_beside(staging, err) : status;
}

bool pyiq_staging_is_new(const struct pyiq_staging *staging)
{
	return staging->beside.len > 0;
}

/* Put a directory in the place of another, or of nothing. */
static pyiq_status move(struct pyiq_staging *staging, struct pyiq_error *err)
{
	const char *ready = staging->ready.data, *place = staging->place.data;
	int failed = staging->old != NULL
			     ? renameat2(AT_FDCWD, ready, AT_FDCWD, place, RENAME_EXCHANGE)
			     : rename(ready, place);

	return failed == 0 ? PYIQ_OK
			   : pyiq_fail(err, PYIQ_ERR_IO, "cannot make '%s': %s", staging->target,
				       strerror(errno));
}

static void close_writers(struct pyiq_staging *staging)
{
	pyiq_x_writer_close(staging->writer);
	pyiq_x_writer_close(staging->old);
	staging->writer = staging->old = NULL;
}

/*
 * What was written goes before the result is shown, so that a kill leaves
 * nothing behind that nobody would remove; and while the writer still holds the
 * lock, so that nobody else can have begun there.
 */
pyiq_status pyiq_staging_publish(struct pyiq_staging *staging, struct pyiq_error *err)
{
	pyiq_status status = pyiq_x_writer_commit(staging->writer, err);

	if (status != PYIQ_OK || !pyiq_staging_is_new(staging))
		return status;
	remove_database(staging->ready.data);
	status = pyiq_x_compact(staging->beside.data, staging->ready.data, err);
	remove_database(staging->beside.data);
	if (status == PYIQ_OK)
		status = move(staging, err);
	remove_database(staging->ready.data); /* what was replaced, or not moved */
	close_writers(staging);
	return status;
}

void pyiq_staging_close(struct pyiq_staging *staging)
{
	/* Removed while the writer still holds the lock: nobody else can have begun in it. */
	if (staging->writer != NULL && pyiq_staging_is_new(staging))
		remove_database(staging->beside.data);
	close_writers(staging);
	pyiq_buf_release(&staging->place);
	pyiq_buf_release(&staging->beside);
	pyiq_buf_release(&staging->ready);
}

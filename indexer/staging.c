#include "staging.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

void pyiq_staging_init(struct pyiq_staging *staging, const char *target)
{
	*staging = (struct pyiq_staging){ .target = target, .beside = PYIQ_BUF_INIT };
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

static void name_beside(struct pyiq_staging *staging)
{
	pyiq_buf_append(&staging->beside, staging->target, length_of(staging->target));
	pyiq_buf_puts(&staging->beside, ".new");
}

pyiq_status pyiq_staging_open(struct pyiq_staging *staging, struct pyiq_error *err)
{
	pyiq_status status = make_parents(staging->target, err);

	if (status != PYIQ_OK)
		return status;
	if (!is_new(staging->target))
		return pyiq_x_writer_open(staging->target, &staging->writer, err);
	name_beside(staging);
	status = pyiq_buf_status(&staging->beside, err);
	if (status == PYIQ_OK)
		status = pyiq_x_writer_open(staging->beside.data, &staging->writer, err);
	if (status == PYIQ_ERR_CORRUPT || status == PYIQ_ERR_SCHEMA) {
		remove_database(staging->beside.data);
		status = pyiq_x_writer_open(staging->beside.data, &staging->writer, err);
		if (status == PYIQ_ERR_CORRUPT)
			pyiq_hint(err,
				  "a new database is made there first: move it out of the way");
	}
	return status;
}

bool pyiq_staging_is_new(const struct pyiq_staging *staging)
{
	return staging->beside.len > 0;
}

pyiq_status pyiq_staging_publish(struct pyiq_staging *staging, struct pyiq_error *err)
{
	pyiq_status status = pyiq_x_writer_commit(staging->writer, err);

	if (status != PYIQ_OK || !pyiq_staging_is_new(staging))
		return status;
	pyiq_x_writer_close(staging->writer);
	staging->writer = NULL;
	if (rename(staging->beside.data, staging->target) != 0) {
		status = pyiq_fail(err, PYIQ_ERR_IO, "cannot make '%s': %s", staging->target,
				   strerror(errno));
		remove_database(staging->beside.data);
	}
	return status;
}

void pyiq_staging_close(struct pyiq_staging *staging)
{
	bool unpublished = staging->writer != NULL && pyiq_staging_is_new(staging);

	/* Removed while the writer still holds the lock: nobody else can have begun in it. */
	if (unpublished)
		remove_database(staging->beside.data);
	pyiq_x_writer_close(staging->writer);
	pyiq_buf_release(&staging->beside);
	staging->writer = NULL;
}

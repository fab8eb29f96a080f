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

/* The directories above a path, made private to the user as XDG asks. */
static pyiq_status make_parents(const char *path, struct pyiq_error *err)
{
	char *copy = pyiq_alloc(strlen(path) + 1);
	pyiq_status status = PYIQ_OK;

	if (copy == NULL)
		return pyiq_fail_nomem(err);
	memcpy(copy, path, strlen(path) + 1);
	for (char *slash = copy; status == PYIQ_OK && (slash = strchr(slash + 1, '/')) != NULL;) {
		*slash = '\0';
		if (mkdir(copy, 0700) != 0 && errno != EEXIST && errno != EISDIR)
			status = pyiq_fail(err, PYIQ_ERR_IO, "cannot make folder '%s': %s", copy,
					   strerror(errno));
		*slash = '/';
	}
	pyiq_free(copy);
	return status;
}

/* A directory of plain files, as a database is. */
static void remove_database(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL)
		unlinkat(dirfd(dir), entry->d_name, 0);
	closedir(dir);
	rmdir(path);
}

static bool is_new(const char *target)
{
	struct stat st;

	return lstat(target, &st) != 0 && errno == ENOENT;
}

/* `notes/db/` and `notes/db` are one place. */
static void name_beside(struct pyiq_staging *staging)
{
	size_t len = strlen(staging->target);

	while (len > 1 && staging->target[len - 1] == '/')
		len--;
	pyiq_buf_append(&staging->beside, staging->target, len);
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
	}
	return status;
}

pyiq_status pyiq_staging_publish(struct pyiq_staging *staging, struct pyiq_error *err)
{
	pyiq_status status = pyiq_x_writer_commit(staging->writer, err);

	if (status != PYIQ_OK || staging->beside.len == 0)
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
	bool unpublished = staging->writer != NULL && staging->beside.len > 0;

	/* Removed while the writer still holds the lock: nobody else can have begun in it. */
	if (unpublished)
		remove_database(staging->beside.data);
	pyiq_x_writer_close(staging->writer);
	pyiq_buf_release(&staging->beside);
	staging->writer = NULL;
}

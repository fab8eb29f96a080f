#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static pyiq_status cannot_write(const char *path, struct pyiq_error *err)
{
	return pyiq_fail(err, PYIQ_ERR_IO, "cannot write '%s': %s", path, strerror(errno));
}

pyiq_status state_make_folder(const char *path, struct pyiq_error *err)
{
	struct pyiq_buf folder = PYIQ_BUF_INIT;

	pyiq_buf_append(&folder, path, (size_t)(strrchr(path, '/') - path));
	bool there = access(pyiq_buf_str(&folder), F_OK) == 0; /* but for the first time */
	bool made = true;

	/* Every slash but the first ends the name of a folder. */
	for (const char *slash = there ? NULL : strchr(path + 1, '/'); made && slash;
	     slash = strchr(slash + 1, '/')) {
		pyiq_buf_clear(&folder);
		pyiq_buf_append(&folder, path, (size_t)(slash - path));
		made = mkdir(pyiq_buf_str(&folder), 0700) == 0 || errno == EEXIST;
	}
	pyiq_status status = pyiq_buf_status(&folder, err);

	if (status == PYIQ_OK && !made)
		status = pyiq_fail(err, PYIQ_ERR_IO, "cannot make the folder '%s': %s",
				   pyiq_buf_str(&folder), strerror(errno));
	pyiq_buf_release(&folder);
	return status;
}

static bool write_all(int fd, struct pyiq_str content)
{
	while (content.len > 0) {
		ssize_t n = write(fd, content.data, content.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		content.data += n;
		content.len -= (size_t)n;
	}
	return true;
}

/* The name of a file is lasting when its folder is. What has no folder to sync needs none. */
static void sync_folder(const char *path)
{
	struct pyiq_buf folder = PYIQ_BUF_INIT;

	pyiq_buf_append(&folder, path, (size_t)(strrchr(path, '/') - path));
	int fd = open(pyiq_buf_str(&folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0) {
		(void)fsync(fd);
		close(fd);
	}
	pyiq_buf_release(&folder);
}

/* An unfinished file of this name is made, written and put into the place of the old one. */
static pyiq_status replace(const char *path, char *unfinished, struct pyiq_str content,
			   bool durable, struct pyiq_error *err)
{
	int fd = mkstemp(unfinished);

	if (fd < 0)
		return cannot_write(path, err);
	bool written = write_all(fd, content) && (!durable || fsync(fd) == 0);
	int cause = errno;

	written = close(fd) == 0 && written;
	if (written && rename(unfinished, path) == 0) {
		if (durable)
			sync_folder(path);
		return PYIQ_OK;
	}
	errno = written ? errno : cause;
	cannot_write(path, err);
	unlink(unfinished);
	return PYIQ_ERR_IO;
}

pyiq_status state_write(const char *path, struct pyiq_str content, bool durable,
			struct pyiq_error *err)
{
	struct pyiq_buf unfinished = PYIQ_BUF_INIT;
	char target[PATH_MAX];
	pyiq_status status = state_make_folder(path, err);

	/* Who keeps the file elsewhere has put a link in its place, which shall stay. */
	if (durable && realpath(path, target))
		path = target;
	pyiq_buf_printf(&unfinished, "%s.XXXXXX", path);
	if (status == PYIQ_OK)
		status = pyiq_buf_status(&unfinished, err);
	if (status == PYIQ_OK)
		status = replace(path, unfinished.data, content, durable, err);
	pyiq_buf_release(&unfinished);
	return status;
}

pyiq_status state_lock(const char *path, int *fd, struct pyiq_error *err)
{
	struct pyiq_buf lock = PYIQ_BUF_INIT;
	pyiq_status status = state_make_folder(path, err);

	*fd = -1;
	pyiq_buf_printf(&lock, "%s.lock", path);
	if (status == PYIQ_OK)
		status = pyiq_buf_status(&lock, err);
	if (status == PYIQ_OK) {
		int result = -1;

		*fd = open(lock.data, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		while (*fd >= 0 && (result = flock(*fd, LOCK_EX)) != 0 && errno == EINTR)
			continue;
		if (result != 0)
			status = pyiq_fail(err, PYIQ_ERR_IO, "cannot lock '%s': %s", lock.data,
					   strerror(errno));
	}
	if (status != PYIQ_OK && *fd >= 0) {
		close(*fd);
		*fd = -1;
	}
	pyiq_buf_release(&lock);
	return status;
}

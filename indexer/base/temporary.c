#include "base/temporary.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

pyiq_status pyiq_temporary_file(int *fd, struct pyiq_error *err)
{
	const char *folder = getenv("TMPDIR");
	char path[PATH_MAX];
	int len;

	if (folder == NULL || folder[0] == '\0')
		folder = "/tmp";
	*fd = -1;
	len = snprintf(path, sizeof path, "%s/pyiq-XXXXXX", folder);
	if (len > 0 && (size_t)len < sizeof path)
		*fd = mkstemp(path);
	else
		errno = ENAMETOOLONG;
	if (*fd < 0)
		return pyiq_fail(err, PYIQ_ERR_IO, "cannot make a temporary file in '%s': %s",
				 folder, strerror(errno));
	unlink(path);
	return PYIQ_OK;
}

pyiq_status pyiq_write_all(int fd, const char *data, size_t len, struct pyiq_error *err)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return pyiq_fail(err, PYIQ_ERR_IO, "cannot write a temporary file: %s",
					 strerror(errno));
		data += n;
		len -= (size_t)n;
	}
	return PYIQ_OK;
}

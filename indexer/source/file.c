#include "source/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "source/decode.h"

pyiq_status pyiq_file_read(const char *path, struct pyiq_buf *bytes, struct pyiq_error *err)
{
	char chunk[64 * 1024];
	pyiq_status status = PYIQ_OK;
	ssize_t n;
	int fd;

	pyiq_buf_clear(bytes);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return pyiq_fail(err, PYIQ_ERR_IO, "%s", strerror(errno));
	while (bytes->len <= PYIQ_SOURCE_MAX && !bytes->failed &&
	       (n = read(fd, chunk, sizeof chunk)) != 0) {
		if (n > 0) {
			pyiq_buf_append(bytes, chunk, (size_t)n);
		} else if (errno != EINTR) {
			status = pyiq_fail(err, PYIQ_ERR_IO, "%s", strerror(errno));
			break;
		}
	}
	close(fd);
	return status == PYIQ_OK ? pyiq_buf_status(bytes, err) : status;
}

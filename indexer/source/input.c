#include "source/input.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/temporary.h"
#include "source/decode.h"

static pyiq_status fail_io(struct pyiq_error *err)
{
	return pyiq_fail(err, PYIQ_ERR_IO, "%s", strerror(errno));
}

pyiq_status pyiq_input_open(struct pyiq_input *input, const char *path, struct pyiq_error *err)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return fail_io(err);
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		*input = (struct pyiq_input){ .fd = fd, .size = st.st_size };
		return PYIQ_OK;
	}

	/* A pipe that was named, as by `<(…)`, can be read once. */
	pyiq_status status = pyiq_input_spool(input, fd, err);

	close(fd);
	return status;
}

pyiq_status pyiq_input_spool(struct pyiq_input *input, int stream, struct pyiq_error *err)
{
	char chunk[64 * 1024];
	pyiq_status status;
	ssize_t n;

	*input = (struct pyiq_input){ .fd = -1 };
	status = pyiq_temporary_file(&input->fd, err);
	while (status == PYIQ_OK && (n = read(stream, chunk, sizeof chunk)) != 0) {
		if (n > 0)
			status = pyiq_write_all(input->fd, chunk, (size_t)n, err);
		else
			status = fail_io(
				err); /* a signal too: who waits at a terminal wants to leave */
		input->size += n > 0 ? n : 0;
	}
	if (status != PYIQ_OK)
		pyiq_input_close(input);
	return status;
}

void pyiq_input_of(struct pyiq_input *input, struct pyiq_str bytes)
{
	*input = (struct pyiq_input){ .fd = -1, .memory = bytes, .size = (int64_t)bytes.len };
}

void pyiq_input_close(struct pyiq_input *input)
{
	if (input->fd >= 0)
		close(input->fd);
	*input = (struct pyiq_input){ .fd = -1 };
}

pyiq_status pyiq_input_read(struct pyiq_input *input, char *to, size_t size, size_t *n,
			    struct pyiq_error *err)
{
	ssize_t got;

	*n = 0;
	if (input->fd < 0) {
		size_t left = input->at < input->size ? (size_t)(input->size - input->at) : 0;

		*n = size < left ? size : left;
		if (*n > 0)
			memcpy(to, input->memory.data + input->at, *n);
		input->at += (int64_t)*n;
		return PYIQ_OK;
	}
	do
		got = pread(input->fd, to, size, (off_t)input->at);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return fail_io(err);
	*n = (size_t)got;
	input->at += got;
	return PYIQ_OK;
}

pyiq_status pyiq_input_load(struct pyiq_input *input, struct pyiq_buf *bytes,
			    struct pyiq_error *err)
{
	char chunk[64 * 1024];
	pyiq_status status;
	size_t n;

	pyiq_buf_clear(bytes);
	input->at = 0;
	do {
		/* Asked before, for the memory; and again, for a file that grows meanwhile. */
		if (input->size > PYIQ_SOURCE_MAX || bytes->len > PYIQ_SOURCE_MAX)
			return pyiq_fail(err, PYIQ_ERR_SOURCE, "larger than 1 GiB");
		status = pyiq_input_read(input, chunk, sizeof chunk, &n, err);
		if (status != PYIQ_OK)
			return status;
		pyiq_buf_append(bytes, chunk, n);
	} while (n > 0 && !bytes->failed);
	return pyiq_buf_status(bytes, err);
}

pyiq_status pyiq_input_hash(struct pyiq_input *input, uint64_t *hash, struct pyiq_error *err)
{
	char chunk[64 * 1024];
	pyiq_status status;
	size_t n;

	*hash = PYIQ_HASH_SEED;
	input->at = 0;
	do {
		status = pyiq_input_read(input, chunk, sizeof chunk, &n, err);
		if (status == PYIQ_OK)
			*hash = pyiq_hash(*hash, chunk, n);
	} while (status == PYIQ_OK && n > 0);
	input->at = 0;
	return status;
}

pyiq_status pyiq_input_peek(struct pyiq_input *input, char *to, size_t size, size_t *n,
			    struct pyiq_error *err)
{
	pyiq_status status;
	size_t got;

	*n = 0;
	input->at = 0;
	do {
		status = pyiq_input_read(input, to + *n, size - *n, &got, err);
		*n += status == PYIQ_OK ? got : 0;
	} while (status == PYIQ_OK && got > 0 && *n < size);
	input->at = 0;
	return status;
}

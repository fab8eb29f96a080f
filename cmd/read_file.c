#include "read_file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static pyiq_status read_all(FILE *file, const char *path, struct pyiq_buf *out,
			    struct pyiq_error *err)
{
	char block[8192];
	size_t n;

	while ((n = fread(block, 1, sizeof block, file)) > 0)
		pyiq_buf_append(out, block, n);
	if (ferror(file))
		return pyiq_fail(err, PYIQ_ERR_IO, "cannot read '%s': %s", path, strerror(errno));
	return pyiq_buf_status(out, err);
}

pyiq_status read_file(const char *path, struct pyiq_buf *out, struct pyiq_error *err)
{
	bool standard = strcmp(path, "-") == 0;
	FILE *file = standard ? stdin : fopen(path, "r");

	if (!file)
		return pyiq_fail(err, PYIQ_ERR_IO, "cannot read '%s': %s", path, strerror(errno));
	pyiq_status status = read_all(file, path, out, err);

	if (!standard)
		fclose(file);
	return status;
}

/*
 * A file's bytes.
 */
#ifndef PYIQ_SOURCE_FILE_H
#define PYIQ_SOURCE_FILE_H

#include "base/buf.h"
#include "base/status.h"

/*
 * Replace *bytes by the content of a file; what is more than PYIQ_SOURCE_MAX is
 * not read, but for what tells so. PYIQ_OK, PYIQ_ERR_IO (the message is
 * the system's reason alone) or PYIQ_ERR_NOMEM.
 */
pyiq_status pyiq_file_read(const char *path, struct pyiq_buf *bytes, struct pyiq_error *err);

#endif

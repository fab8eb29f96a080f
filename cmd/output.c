/*
 * Standard output: whether what was written arrived.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "message.h"
#include "term/pager.h"

/* Why writing failed, noted when it did: later calls may change errno. */
static int output_error;

int output_failed(void)
{
	if (ferror(stdout) && output_error == 0)
		output_error = errno;
	return ferror(stdout);
}

int output_close(int status)
{
	bool failed = output_failed();

	if (fflush(stdout) != 0) {
		output_error = failed ? output_error : errno;
		failed = true;
	}
	/* What a pager did not take, nobody wanted: who leaves it has seen enough. */
	if (pager_end())
		failed = false;
	message_say_held();
	/* Nothing is lost if a stdout that was closed from the start stays so. */
	if (fclose(stdout) != 0 && !failed && errno != EBADF) {
		output_error = errno;
		failed = true;
	}
	if (!failed)
		return status;
	message("write error: %s", strerror(output_error));
	return EXIT_TROUBLE;
}

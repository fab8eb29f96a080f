/*
 * From a request to what is printed.
 */
#ifndef PYIQ_CMD_FINDING_H
#define PYIQ_CMD_FINDING_H

#include "request.h"

/* Read what is looked for. Returns OPTION_END or OPTION_STOP. */
typedef option_id finding_operands(struct request *request, struct options *options);

/*
 * Run a subcommand that finds units: read its options and, by `operands`, what is
 * looked for; find it, and print it. Returns the exit status.
 */
int find_run(const struct command *command, finding_operands *operands, int argc, char **argv);

#endif

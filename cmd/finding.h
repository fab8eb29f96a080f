/*
 * From a request to what is printed.
 */
#ifndef PYIQ_CMD_FINDING_H
#define PYIQ_CMD_FINDING_H

#include "request.h"

/* Find what a settled request asks for, and print it. Returns the exit status. */
int find_units(struct request *request);

#endif

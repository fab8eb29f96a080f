/*
 * How a function of the engine says that it failed.
 *
 * A function that can fail returns a pyiq_status and takes a struct
 * pyiq_error * last, which may be NULL. The struct is the caller's and of
 * fixed size, so a failure can be reported when memory ran out and from any
 * thread. The message is written once, where the facts are known.
 */
#ifndef PYIQ_BASE_STATUS_H
#define PYIQ_BASE_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

typedef enum pyiq_status {
	PYIQ_OK = 0,
	PYIQ_STOPPED,       /* a callback asked to stop; not a failure */
	PYIQ_ERR_NOMEM,     /* memory ran out */
	PYIQ_ERR_INVALID,   /* the caller broke a precondition or an option is wrong */
	PYIQ_ERR_IO,        /* the operating system refused: file, directory, disk */
	PYIQ_ERR_NO_INDEX,  /* no database at that path */
	PYIQ_ERR_NOT_FOUND, /* no unit, or more than one, answers to that id */
	PYIQ_ERR_LOCKED,    /* another writer is at work */
	PYIQ_ERR_STALE,     /* the database changed under the reader; open it again */
	PYIQ_ERR_CORRUPT,   /* the database is damaged or is not one of ours */
	PYIQ_ERR_SCHEMA,    /* built by another version of pyiq */
	PYIQ_ERR_REGEX,     /* a pattern does not compile */
	PYIQ_ERR_LIMIT,     /* a pattern used more than its budget */
	PYIQ_ERR_SOURCE,    /* a source is broken: the reason alone */
	PYIQ_ERR_NOT_TEXT,  /* a source holds no text */
	PYIQ_ERR_INTERNAL   /* a mistake of ours */
} pyiq_status;

#define PYIQ_MESSAGE_SIZE 512
#define PYIQ_HINT_SIZE    192

struct pyiq_error {
	pyiq_status status;
	char message[PYIQ_MESSAGE_SIZE]; /* one line, no prefix, no newline */
	char hint[PYIQ_HINT_SIZE];       /* what the user can do next, or "" */
};

#if defined(__GNUC__)
#define PYIQ_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define PYIQ_PRINTF(text, first)
#endif

/*
 * Record a failure: fill *err (when it is not NULL) with status and a
 * formatted message, clear the hint, and return status, so that
 * `return pyiq_fail(err, …)` reads as one step. A message that does not fit
 * is cut at a character boundary. Safe from any thread.
 */
pyiq_status pyiq_fail(struct pyiq_error *err, pyiq_status status, const char *format, ...)
	PYIQ_PRINTF(3, 4);

/* Add a hint to a failure already recorded in *err; err may be NULL. */
void pyiq_hint(struct pyiq_error *err, const char *format, ...) PYIQ_PRINTF(2, 3);

/*
 * pyiq_fail for the one failure that always reads the same. Inline, for whoever
 * analyses a caller to see that it never is PYIQ_OK.
 */
static inline pyiq_status pyiq_fail_nomem(struct pyiq_error *err)
{
	pyiq_fail(err, PYIQ_ERR_NOMEM, "out of memory");
	return PYIQ_ERR_NOMEM;
}

#ifdef __cplusplus
}
#endif

#endif

/*
 * A folder of its own for a test that needs files: made before it, removed
 * behind it.
 */
#ifndef PYIQ_TESTS_UNIT_PLACE_H
#define PYIQ_TESTS_UNIT_PLACE_H

#include "check.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Its absolute path, without symbolic links. */
static char place[256];

static inline int make_place(void **state)
{
	char name[] = "/tmp/pyiq-unit-XXXXXX";

	(void)state;
	return mkdtemp(name) != NULL && realpath(name, place) != NULL ? 0 : -1;
}

static inline int remove_entry(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static inline int remove_place(void **state)
{
	(void)state;
	return nftw(place, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* The path of something in the place; the last eight stay valid. */
static inline const char *in_place(const char *name)
{
	static char paths[8][512];
	static size_t next;
	char *path = paths[next++ % COUNT(paths)];

	snprintf(path, sizeof paths[0], "%s/%s", place, name);
	return path;
}

static inline void make_folder(const char *name)
{
	assert_int_equal(mkdir(in_place(name), 0755), 0);
}

/* Write a file, and the folders above it. */
static inline void write_bytes(const char *name, struct pyiq_str content)
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof path, "%s", in_place(name));
	for (char *slash = path + strlen(place); (slash = strchr(slash + 1, '/')) != NULL;) {
		*slash = '\0';
		mkdir(path, 0755);
		*slash = '/';
	}
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(content.data, 1, content.len, file), content.len);
	assert_int_equal(fclose(file), 0);
}

static inline void write_file(const char *name, const char *content)
{
	write_bytes(name, pyiq_str(content));
}

/* Set when a file was last changed, in seconds: the clock is too coarse for tests. */
static inline void set_time(const char *name, time_t seconds)
{
	struct timespec times[2] = { { .tv_sec = seconds }, { .tv_sec = seconds } };

	assert_int_equal(utimensat(AT_FDCWD, in_place(name), times, 0), 0);
}

static inline bool exists(const char *name)
{
	struct stat st;

	return lstat(in_place(name), &st) == 0;
}

/*
 * Run as somebody whom permissions concern, until become_oneself: the superuser
 * may read everything. The place belongs to that somebody then.
 */
static inline void become_nobody(void)
{
	enum { NOBODY = 65534 };

	if (geteuid() != 0)
		return;
	assert_int_equal(chown(place, NOBODY, NOBODY), 0);
	assert_int_equal(seteuid(NOBODY), 0);
}

static inline void become_oneself(void)
{
	assert_int_equal(seteuid(getuid()), 0);
}

#endif

#include "locations.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(__APPLE__)
#include <mach-o/dyld.h>
#endif

/* The value of an environment variable, NULL if it is unset or empty. */
static const char *variable(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

pyiq_status locations_own(struct pyiq_buf *path, struct pyiq_error *err)
{
	const char *data = variable("XDG_DATA_HOME");
	const char *home = variable("HOME");

	pyiq_buf_clear(path);
	if (data && data[0] == '/') {
		pyiq_buf_printf(path, "%s/pyiq/db", data);
	} else if (home) {
		pyiq_buf_printf(path, "%s/.local/share/pyiq/db", home);
	} else {
		pyiq_fail(err, PYIQ_ERR_INVALID, "no place for a database: HOME is not set");
		pyiq_hint(err, "name one with --db or in PYIQ_DB");
		return PYIQ_ERR_INVALID;
	}
	return pyiq_buf_status(path, err);
}

/* The path of the running program; false where the system does not tell. */
static bool executable(char *path, size_t size)
{
#if defined(__APPLE__)
	char given[PATH_MAX];
	uint32_t room = sizeof given;

	return size >= PATH_MAX && _NSGetExecutablePath(given, &room) == 0 && realpath(given, path);
#else
	ssize_t len = readlink("/proc/self/exe", path, size - 1);

	if (len < 0)
		return false;
	path[len] = '\0';
	return true;
#endif
}

pyiq_status locations_program(struct pyiq_buf *path, struct pyiq_error *err)
{
	char program[PATH_MAX];

	pyiq_buf_clear(path);
	if (executable(program, sizeof program))
		pyiq_buf_puts(path, program);
	return pyiq_buf_status(path, err);
}

pyiq_status locations_shipped(const char *name, struct pyiq_buf *path, struct pyiq_error *err)
{
	char program[PATH_MAX];

	pyiq_buf_clear(path);
	if (!executable(program, sizeof program))
		return PYIQ_OK;
	for (int up = 0; up < 2; up++) {
		char *slash = strrchr(program, '/');

		if (!slash)
			return PYIQ_OK;
		*slash = '\0';
	}
	pyiq_buf_printf(path, "%s/share/pyiq/%s", program, name);
	return pyiq_buf_status(path, err);
}

/* In pyiq/ of the folder that a variable names, if its path is absolute, else of one in the home. */
static pyiq_status users(const char *folder, const char *otherwise, const char *name,
			 struct pyiq_buf *path, struct pyiq_error *err)
{
	const char *home = variable("HOME");

	folder = variable(folder);
	pyiq_buf_clear(path);
	if (folder && folder[0] == '/')
		pyiq_buf_printf(path, "%s/pyiq/%s", folder, name);
	else if (home)
		pyiq_buf_printf(path, "%s/%s/pyiq/%s", home, otherwise, name);
	return pyiq_buf_status(path, err);
}

pyiq_status locations_config(const char *name, struct pyiq_buf *path, struct pyiq_error *err)
{
	return users("XDG_CONFIG_HOME", ".config", name, path, err);
}

pyiq_status locations_state(const char *name, struct pyiq_buf *path, struct pyiq_error *err)
{
	return users("XDG_STATE_HOME", ".local/state", name, path, err);
}

const char *locations_system_config(void)
{
	const char *folders = variable("XDG_CONFIG_DIRS");

	return folders ? folders : "/etc/xdg";
}

static bool exists(const struct pyiq_buf *path)
{
	return path->len > 0 && access(path->data, F_OK) == 0;
}

static pyiq_status open_default(struct pyiq_db **db, struct pyiq_error *err)
{
	struct pyiq_buf own = PYIQ_BUF_INIT, ours = PYIQ_BUF_INIT;
	const char *paths[2];
	size_t n = 0;
	pyiq_status status = locations_shipped("db", &ours, err);

	if (status != PYIQ_OK)
		goto out;
	status = locations_own(&own, err);
	/* Without a home the database that came with us serves all the same. */
	if (status != PYIQ_OK && !(status == PYIQ_ERR_INVALID && exists(&ours)))
		goto out;
	if (exists(&own))
		paths[n++] = own.data;
	if (exists(&ours))
		paths[n++] = ours.data;
	if (n == 0)
		paths[n++] = own.data; /* so that the message names it */
	status = pyiq_db_open(paths, n, db, err);
out:
	pyiq_buf_release(&own);
	pyiq_buf_release(&ours);
	return status;
}

pyiq_status locations_open(const char *const *named, size_t n, struct pyiq_db **db,
			   struct pyiq_error *err)
{
	*db = NULL;
	return n > 0 ? pyiq_db_open(named, n, db, err) : open_default(db, err);
}

struct pyiq_str locations_display(struct pyiq_str file)
{
	static char here[PATH_MAX]; /* without a slash at its end */
	static bool known;

	if (!known) {
		if (!getcwd(here, sizeof here))
			return file;
		if (strcmp(here, "/") == 0)
			here[0] = '\0';
		known = true;
	}
	size_t len = strlen(here);

	if (file.len < len + 2 || memcmp(file.data, here, len) != 0 || file.data[len] != '/')
		return file;
	return (struct pyiq_str){ file.data + len + 1, file.len - len - 1 };
}

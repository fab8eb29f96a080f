/*
 * Where settings are: files that may not be there, or may not be trusted.
 */
#include "settings.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "locations.h"

static const char project_file[] = ".pyiq.conf";

enum { LARGEST_FILE = 64 * 1024 };

struct reading {
	struct settings *settings;
	settings_mistake_fn *mistake;
	void *ctx;
	struct pyiq_error *err;
};

void settings_init(struct settings *s)
{
	*s = (struct settings){ 0 };
	pyiq_arena_init(&s->arena);
}

void settings_release(struct settings *s)
{
	pyiq_free(s->sources);
	pyiq_free(s->items);
	pyiq_arena_release(&s->arena);
}

static void unreadable(struct reading *r, const char *path, const char *why)
{
	struct pyiq_error mistake;

	pyiq_fail(&mistake, PYIQ_ERR_IO, "cannot read '%s': %s", path, why);
	if (r->mistake)
		r->mistake(r->ctx, &mistake);
}

static pyiq_status add_source(struct reading *r, source_kind kind, const char *path)
{
	struct settings *s = r->settings;
	char *copy = pyiq_arena_copy(&s->arena, path, strlen(path));
	pyiq_status status = pyiq_grow(&s->sources, &s->sources_capacity, s->n_sources + 1,
				       sizeof *s->sources, r->err);

	if (status != PYIQ_OK)
		return status;
	if (!copy)
		return pyiq_fail_nomem(r->err);
	s->sources[s->n_sources++] = (struct settings_source){ .kind = kind, .path = copy };
	return PYIQ_OK;
}

/* Open what is there; -1 if nothing is, or it is none of ours to read. */
static int open_source(struct reading *r, struct settings_source *source)
{
	struct stat facts;
	int fd = open(source->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd >= 0)
		return fd;
	int error = errno;

	/* In a folder that may not be entered nobody can tell what there is. */
	if (error == ENOENT || error == ENOTDIR ||
	    (error == EACCES && lstat(source->path, &facts) != 0)) {
		source->unread = "not there";
		return -1;
	}
	source->unread = "cannot be read";
	unreadable(r, source->path, strerror(error));
	return -1;
}

/* Others could put a file into a folder that is everybody's, to have us do their will. */
static bool is_trusted(struct settings_source *source, const struct stat *facts)
{
	struct stat link;

	if (lstat(source->path, &link) != 0 || link.st_uid != geteuid() ||
	    facts->st_uid != geteuid())
		source->unread = "ignored: it belongs to somebody else";
	else if (facts->st_mode & S_IWOTH)
		source->unread = "ignored: everybody may write it";
	return !source->unread;
}

/* Append the file; false if there is nothing to be read, which was told. */
static bool read_source(struct reading *r, struct settings_source *source, int fd,
			struct pyiq_buf *text)
{
	struct stat facts;
	char block[4096];
	ssize_t n = -1;

	if (fstat(fd, &facts) != 0)
		return false;
	if (source->kind == SOURCE_PROJECT && !is_trusted(source, &facts))
		return false;
	/* A device, which will be /dev/null, is an empty file. */
	if (S_ISCHR(facts.st_mode))
		return true;
	errno = S_ISDIR(facts.st_mode) ? EISDIR : EINVAL;
	if (S_ISREG(facts.st_mode))
		while (text->len <= LARGEST_FILE && (n = read(fd, block, sizeof block)) > 0)
			pyiq_buf_append(text, block, (size_t)n);
	if (n == 0)
		return true;
	source->unread = "cannot be read";
	unreadable(r, source->path,
		   n > 0 ? "it is too large for a configuration" : strerror(errno));
	return false;
}

static pyiq_status take_file(struct reading *r, source_kind kind, const char *path)
{
	struct settings *s = r->settings;
	struct pyiq_buf text = PYIQ_BUF_INIT;
	pyiq_status status = add_source(r, kind, path);

	if (status != PYIQ_OK)
		return status;
	struct settings_source *source = &s->sources[s->n_sources - 1];
	int fd = open_source(r, source);

	if (fd < 0)
		return PYIQ_OK;
	bool readable = read_source(r, source, fd, &text);

	close(fd);
	status = pyiq_buf_status(&text, r->err);
	if (readable && status == PYIQ_OK)
		status = settings_parse(s, source,
					(struct pyiq_str){ pyiq_buf_str(&text), text.len },
					r->mistake, r->ctx, r->err);
	pyiq_buf_release(&text);
	return status;
}

/* The folders of $XDG_CONFIG_DIRS; the first is the most important. */
static pyiq_status take_system(struct reading *r)
{
	const char *folders = locations_system_config();
	struct pyiq_buf path = PYIQ_BUF_INIT;
	pyiq_status status = PYIQ_OK;

	for (const char *end = folders + strlen(folders); status == PYIQ_OK;) {
		const char *begin = end;

		while (begin > folders && begin[-1] != ':')
			begin--;
		if (*begin == '/') {
			pyiq_buf_clear(&path);
			pyiq_buf_printf(&path, "%.*s/pyiq/config", (int)(end - begin), begin);
			status = pyiq_buf_status(&path, r->err);
			if (status == PYIQ_OK)
				status = take_file(r, SOURCE_SYSTEM, path.data);
		}
		if (begin == folders)
			break;
		end = begin - 1;
	}
	pyiq_buf_release(&path);
	return status;
}

static pyiq_status take_user(struct reading *r)
{
	struct pyiq_buf path = PYIQ_BUF_INIT;
	pyiq_status status = locations_config("config", &path, r->err);

	if (status == PYIQ_OK && path.len > 0)
		status = take_file(r, SOURCE_USER, path.data);
	pyiq_buf_release(&path);
	return status;
}

/* The nearest such file in the working directory and those that it is in. */
static pyiq_status take_project(struct reading *r)
{
	char path[PATH_MAX + sizeof project_file + 1];
	struct stat facts;

	if (!getcwd(path, PATH_MAX) || path[0] != '/')
		return PYIQ_OK;
	for (size_t len = path[1] ? strlen(path) : 0;;) {
		snprintf(path + len, sizeof path - len, "/%s", project_file);
		if (lstat(path, &facts) == 0)
			return take_file(r, SOURCE_PROJECT, path);
		if (len == 0)
			break;
		while (path[--len] != '/')
			;
	}
	pyiq_status status = add_source(r, SOURCE_PROJECT, project_file);

	if (status == PYIQ_OK)
		r->settings->sources[r->settings->n_sources - 1].unread =
			"in no folder from here to the root";
	return status;
}

pyiq_status settings_read(struct settings *settings, settings_mistake_fn *mistake, void *ctx,
			  struct pyiq_error *err)
{
	struct reading r = { .settings = settings, .mistake = mistake, .ctx = ctx, .err = err };
	pyiq_status status = take_system(&r);

	if (status == PYIQ_OK)
		status = take_user(&r);
	if (status == PYIQ_OK)
		status = take_project(&r);
	if (status == PYIQ_OK)
		status = settings_take_environment(settings, mistake, ctx, err);
	return status;
}

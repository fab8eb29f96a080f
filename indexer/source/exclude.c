#include "source/exclude.h"

#include <fnmatch.h>
#include <limits.h>

/* The part of a path up to the next slash, which is taken off it. */
static struct pyiq_str next_part(struct pyiq_str *path)
{
	const char *slash = path->len > 0 ? memchr(path->data, '/', path->len) : NULL;
	size_t len = slash != NULL ? (size_t)(slash - path->data) : path->len;
	struct pyiq_str part = { path->data, len };

	path->data += slash != NULL ? len + 1 : len;
	path->len -= slash != NULL ? len + 1 : len;
	return part;
}

static bool part_fits(struct pyiq_str pattern, struct pyiq_str part)
{
	/* A pattern may have a backslash before each character of a name. */
	char p[2 * NAME_MAX + 1], t[NAME_MAX + 1];

	if (pattern.len >= sizeof p || part.len >= sizeof t)
		return false;
	memcpy(p, pattern.data, pattern.len);
	memcpy(t, part.data, part.len);
	p[pattern.len] = t[part.len] = '\0';
	return fnmatch(p, t, 0) == 0;
}

/* Part by part; the last `**` met may take one part more. */
bool pyiq_path_fits(struct pyiq_str pattern, struct pyiq_str path)
{
	struct pyiq_str behind_stars = { NULL, 0 }, retry = path;

	for (;;) {
		struct pyiq_str pattern_left = pattern, path_left = path;
		struct pyiq_str wanted = next_part(&pattern_left), part = next_part(&path_left);

		if (pattern.len > 0 && pyiq_str_equal(wanted, pyiq_str("**"))) {
			if (pattern_left.len == 0)
				return path.len > 0;
			behind_stars = pattern = pattern_left;
			retry = path;
		} else if (pattern.len > 0 && path.len > 0 && part_fits(wanted, part)) {
			pattern = pattern_left;
			path = path_left;
		} else if (pattern.len == 0 && path.len == 0) {
			return true;
		} else if (behind_stars.data != NULL && retry.len > 0) {
			next_part(&retry);
			pattern = behind_stars;
			path = retry;
		} else {
			return false;
		}
	}
}

static bool fits(struct pyiq_str pattern, struct pyiq_str path, bool is_folder)
{
	bool anchored;

	if (pattern.len > 0 && pattern.data[pattern.len - 1] == '/') {
		if (!is_folder)
			return false;
		pattern.len--;
	}
	anchored = pattern.len > 0 && memchr(pattern.data, '/', pattern.len) != NULL;
	while (pattern.len > 0 && pattern.data[0] == '/')
		pattern = (struct pyiq_str){ pattern.data + 1, pattern.len - 1 };
	if (pattern.len == 0)
		return false;
	if (anchored)
		return pyiq_path_fits(pattern, path);
	while (memchr(path.data, '/', path.len) != NULL)
		next_part(&path);
	return part_fits(pattern, path);
}

bool pyiq_is_excluded(const struct pyiq_str *patterns, size_t n, struct pyiq_str path,
		      bool is_folder)
{
	for (size_t i = 0; i < n; i++)
		for (size_t end = 1; end <= path.len; end++)
			if ((end == path.len || path.data[end] == '/') &&
			    fits(patterns[i], (struct pyiq_str){ path.data, end },
				 end < path.len || is_folder))
				return true;
	return false;
}

bool pyiq_is_prune(struct pyiq_str pattern)
{
	return pattern.len > 1 && pattern.data[0] == '/' && pattern.data[1] == '/';
}

void pyiq_exclude_exactly(struct pyiq_buf *pattern, struct pyiq_str path)
{
	pyiq_buf_putc(pattern, '/');
	for (size_t i = 0; i < path.len; i++) {
		if (path.data[i] != '\0' && strchr("*?[\\", path.data[i]) != NULL)
			pyiq_buf_putc(pattern, '\\');
		pyiq_buf_putc(pattern, path.data[i]);
	}
}

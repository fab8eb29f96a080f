#include "recent.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "locations.h"
#include "pyiq.h"
#include "read_file.h"
#include "state.h"

enum { MOST_DIGITS = 3, MOST_RANK = 999, MOST_OF_QUESTION = 200, A_DAY = 24 * 60 * 60 };

static const char first_line[] = "pyiq-last 1";

/* ---- Sessions ------------------------------------------------------------ */

/*
 * When a process began: the 22nd field of its line, the first behind the name in
 * parentheses being the third. A number that is used again tells them apart.
 */
static unsigned long long start_of(long pid)
{
	char path[48], line[1024];
	ssize_t len = -1;

	snprintf(path, sizeof path, "/proc/%ld/stat", pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd >= 0) {
		len = read(fd, line, sizeof line - 1);
		close(fd);
	}
	line[len > 0 ? len : 0] = '\0';
	const char *field = strrchr(line, ')');

	for (int number = 2; field && number < 22; number++)
		field = strchr(field + 1, ' ');
	return field ? strtoull(field, NULL, 10) : 0;
}

static struct recent_session this_session(void)
{
	long id = getsid(0);

	return (struct recent_session){ id, start_of(id) };
}

static pyiq_status path_of(const struct recent_session *session, struct pyiq_buf *path,
			   struct pyiq_error *err)
{
	char name[48];

	snprintf(name, sizeof name, "last/%ld", session->id);
	return locations_state(name, path, err);
}

/* Whether a file belongs to a session whose leader is no more. */
static bool is_left_over(const char *name)
{
	char *end;
	long id = strtol(name, &end, 10);

	return end > name && (*end == '\0' || *end == '.') && id > 0 && id <= INT_MAX &&
	       kill((pid_t)id, 0) != 0 && errno == ESRCH;
}

/* Remove what sessions have left beside the file of this one. */
static void tidy(const char *path)
{
	struct pyiq_buf folder = PYIQ_BUF_INIT;

	pyiq_buf_append(&folder, path, (size_t)(strrchr(path, '/') - path));
	DIR *dir = opendir(pyiq_buf_str(&folder));
	const struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (is_left_over(entry->d_name))
			unlinkat(dirfd(dir), entry->d_name, 0);
	if (dir)
		closedir(dir);
	pyiq_buf_release(&folder);
}

/* ---- Writing ------------------------------------------------------------- */

/* As much of a text as a line may hold, characters whole. */
static struct pyiq_str beginning(struct pyiq_str text)
{
	size_t len = text.len < MOST_OF_QUESTION ? text.len : MOST_OF_QUESTION;

	while (len > 0 && len < text.len && ((unsigned char)text.data[len] & 0xC0) == 0x80)
		len--;
	for (size_t i = 0; i < len; i++)
		if (text.data[i] == '\n' || text.data[i] == '\0')
			len = i;
	return (struct pyiq_str){ text.data, len };
}

void recent_add(struct recent_hits *hits, const struct pyiq_hit *hit)
{
	struct pyiq_str question = beginning(hit->unit->passage[PYIQ_QUESTION].text);

	if (hit->rank > MOST_RANK)
		return;
	pyiq_buf_printf(&hits->lines, "%zu %s ", hit->rank, hit->unit->id);
	pyiq_buf_append(&hits->lines, question.data, question.len);
	pyiq_buf_putc(&hits->lines, '\n');
	hits->n++;
}

/* The absolute path of a database; false if a line cannot hold it. */
static bool put_db(struct pyiq_buf *text, const char *db)
{
	char absolute[PATH_MAX];

	if (!realpath(db, absolute) || strchr(absolute, '\n'))
		return false;
	pyiq_buf_printf(text, "db %s\n", absolute);
	return true;
}

static bool put_databases(struct pyiq_buf *text, const char *const *db, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!put_db(text, db[i]))
			return false;
	return true;
}

void recent_save(const struct recent_hits *hits, const char *const *db, size_t n_db)
{
	struct recent_session session = this_session();
	struct pyiq_buf path = PYIQ_BUF_INIT, text = PYIQ_BUF_INIT;
	struct pyiq_error unread;

	if (hits->n == 0 || hits->lines.failed || path_of(&session, &path, &unread) != PYIQ_OK ||
	    path.len == 0)
		goto out;
	pyiq_buf_printf(&text, "%s\nsession %ld %llu\n", first_line, session.id, session.start);
	if (put_databases(&text, db, n_db)) {
		pyiq_buf_append(&text, hits->lines.data, hits->lines.len);
		bool first = access(path.data, F_OK) != 0;

		if (!text.failed &&
		    state_write(path.data, (struct pyiq_str){ text.data, text.len }, false,
				&unread) == PYIQ_OK &&
		    first)
			tidy(path.data);
	}
out:
	pyiq_buf_release(&path);
	pyiq_buf_release(&text);
}

void recent_release(struct recent_hits *hits)
{
	pyiq_buf_release(&hits->lines);
}

/* ---- Reading ------------------------------------------------------------- */

bool recent_is_rank(const char *operand)
{
	size_t len = strspn(operand, "0123456789");

	return len > 0 && len <= MOST_DIGITS && operand[len] == '\0';
}

static pyiq_status no_search(struct pyiq_error *err)
{
	pyiq_fail(err, PYIQ_ERR_NOT_FOUND, "no search yet in this terminal session");
	pyiq_hint(err, "a number stands for a hit of the last 'pyiq search'; "
		       "an id has at least four digits");
	return PYIQ_ERR_NOT_FOUND;
}

static pyiq_status damaged(struct pyiq_error *err)
{
	pyiq_fail(err, PYIQ_ERR_NOT_FOUND,
		  "the hits of the last search were kept by another version, or are damaged");
	pyiq_hint(err, "search again");
	return PYIQ_ERR_NOT_FOUND;
}

/* What stands behind a word and a blank at the start of a line, or NULL. */
static const char *behind(const char *line, const char *word)
{
	size_t len = strlen(word);

	return strncmp(line, word, len) == 0 && line[len] == ' ' ? line + len + 1 : NULL;
}

static pyiq_status add_db(struct recent *recent, const char *path, struct pyiq_error *err)
{
	if (path[0] != '/')
		return damaged(err);
	pyiq_status status = pyiq_grow(&recent->db, &recent->db_capacity, recent->n_db + 1,
				       sizeof *recent->db, err);

	if (status == PYIQ_OK)
		recent->db[recent->n_db++] = path;
	return status;
}

/* The id is made a string of its own. */
static pyiq_status add_hit(struct recent *recent, char *line, struct pyiq_error *err)
{
	enum { DIGITS = PYIQ_ID_SIZE - 1 };
	char *id;
	unsigned long rank = isdigit((unsigned char)line[0]) ? strtoul(line, &id, 10) : 0;

	if (rank == 0 || rank > MOST_RANK || *id++ != ' ' ||
	    strspn(id, "0123456789abcdef") != DIGITS || id[DIGITS] != ' ')
		return damaged(err);
	pyiq_status status = pyiq_grow(&recent->hits, &recent->hits_capacity, recent->n_hits + 1,
				       sizeof *recent->hits, err);

	id[DIGITS] = '\0';
	if (status == PYIQ_OK)
		recent->hits[recent->n_hits++] = (struct recent_hit){ rank, id, id + DIGITS + 1 };
	return status;
}

static pyiq_status check_session(const struct recent_session *session, const char *rest,
				 struct pyiq_error *err)
{
	char ours[64];

	snprintf(ours, sizeof ours, "%ld %llu", session->id, session->start);
	return strcmp(rest, ours) == 0 ? PYIQ_OK : no_search(err);
}

pyiq_status recent_parse(struct recent *recent, const struct recent_session *session,
			 struct pyiq_error *err)
{
	char *next, *text = recent->text.data;
	size_t len = recent->text.len, number = 0;
	pyiq_status status = PYIQ_OK;

	if (len == 0 || memchr(text, '\0', len) || text[len - 1] != '\n')
		return damaged(err);
	for (char *line = text; status == PYIQ_OK && *line; line = next) {
		next = strchr(line, '\n');
		*next++ = '\0';
		const char *path = behind(line, "db"), *owner = behind(line, "session");

		if (number == 0)
			status = strcmp(line, first_line) == 0 ? PYIQ_OK : damaged(err);
		else if (number == 1)
			status = owner ? check_session(session, owner, err) : damaged(err);
		else
			status = path ? add_db(recent, path, err) : add_hit(recent, line, err);
		number++;
	}
	return status == PYIQ_OK && recent->n_hits == 0 ? damaged(err) : status;
}

/* Where no start tells two sessions apart, age does. */
static bool is_of_today(const char *path)
{
	struct stat facts;

	return stat(path, &facts) == 0 && time(NULL) - facts.st_mtime < A_DAY;
}

pyiq_status recent_load(struct recent *recent, struct pyiq_error *err)
{
	struct recent_session session = this_session();
	struct pyiq_buf path = PYIQ_BUF_INIT;
	pyiq_status status = path_of(&session, &path, err);

	if (status != PYIQ_OK)
		goto out;
	if (path.len == 0 || access(path.data, F_OK) != 0 ||
	    (session.start == 0 && !is_of_today(path.data)))
		status = no_search(err);
	else
		status = read_file(path.data, &recent->text, err);
	if (status == PYIQ_OK)
		status = recent_parse(recent, &session, err);
out:
	pyiq_buf_release(&path);
	return status;
}

pyiq_status recent_find(const struct recent *recent, const char *operand, const char **id,
			struct pyiq_error *err)
{
	unsigned long rank = strtoul(operand, NULL, 10);

	for (size_t i = 0; i < recent->n_hits; i++)
		if (recent->hits[i].rank == rank) {
			*id = recent->hits[i].id;
			return PYIQ_OK;
		}
	pyiq_fail(err, PYIQ_ERR_NOT_FOUND, "no hit %s: the last search showed %zu", operand,
		  recent->n_hits);
	pyiq_hint(err, "an id has at least four digits");
	return PYIQ_ERR_NOT_FOUND;
}

void recent_release_list(struct recent *recent)
{
	pyiq_buf_release(&recent->text);
	pyiq_free(recent->db);
	pyiq_free(recent->hits);
}

#include "print/source.h"

#include <ctype.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/unicode.h"

/* Nobody opens larger ones in an editor, and other sources have no lines worth it. */
enum { LARGEST = 16 << 20 };

void source_release(struct source *source)
{
	pyiq_buf_release(&source->path);
	pyiq_buf_release(&source->text);
}

/* ---- Reading ------------------------------------------------------------- */

static void read_all(struct pyiq_buf *text, int fd)
{
	char block[65536];
	ssize_t n;

	while ((n = read(fd, block, sizeof block)) > 0 && text->len <= LARGEST)
		pyiq_buf_append(text, block, (size_t)n);
	if (n != 0 || text->failed)
		pyiq_buf_clear(text);
}

/* What cannot be read is empty: where a line stands is said as well as it can be. */
static void open_file(struct source *source, struct pyiq_str file)
{
	static const char bom[] = "\xEF\xBB\xBF";
	struct stat facts;

	source_release(source);
	*source = (struct source){ .line = 1 };
	pyiq_buf_append(&source->path, file.data, file.len);
	if (source->path.failed || file.data[0] != '/')
		return;
	/* A pipe that took the place of a file must not be waited for. */
	int fd = open(source->path.data, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return;
	if (fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size <= LARGEST)
		read_all(&source->text, fd);
	close(fd);
	/* To editors it is not a part of the line. */
	if (source->text.len >= 3 && memcmp(source->text.data, bom, 3) == 0)
		source->at = 3;
}

struct pyiq_str source_line(struct source *source, struct pyiq_str file, size_t number)
{
	const struct pyiq_str none = { "", 0 };
	struct pyiq_str path = { pyiq_buf_str(&source->path), source->path.len };

	if (file.len == 0)
		return none;
	if (!pyiq_str_equal(path, file) || number < source->line)
		open_file(source, file);
	while (source->at < source->text.len) {
		const char *line = source->text.data + source->at;
		size_t rest = source->text.len - source->at;
		const char *feed = memchr(line, '\n', rest);
		size_t len = feed ? (size_t)(feed - line) : rest;

		if (source->line == number)
			return (struct pyiq_str){ line, len - (len > 0 && line[len - 1] == '\r') };
		if (source->line > number)
			break;
		source->at += len + (feed != NULL);
		source->line++;
	}
	return none;
}

/* ---- Finding ------------------------------------------------------------- */

/* Where a text stands in a line, from `from` on; the line's length if nowhere. */
static size_t find(struct pyiq_str line, size_t from, struct pyiq_str text)
{
	for (size_t at = from; at + text.len <= line.len; at++)
		if (memcmp(line.data + at, text.data, text.len) == 0)
			return at;
	return line.len;
}

/* The length of an entity such as &lt; that begins there, or 0. */
static size_t entity(struct pyiq_str line, size_t at)
{
	enum { LONGEST = 33 };
	size_t end = at + 1;

	if (line.data[at] != '&')
		return 0;
	while (end < line.len && end - at < LONGEST &&
	       (isalnum((unsigned char)line.data[end]) || line.data[end] == '#'))
		end++;
	return end < line.len && end > at + 1 && line.data[end] == ';' ? end + 1 - at : 0;
}

/* The length of what markup may have put there; 0 if it is text. */
static size_t markup(struct pyiq_str line, size_t at)
{
	bool link = at + 1 < line.len && line.data[at] == ']' && line.data[at + 1] == '(';
	char close = (char)(link ? ')' : line.data[at] == '<' ? '>' : '\0');
	const char *end = close ? memchr(line.data + at, close, line.len - at) : NULL;

	if (end)
		return (size_t)(end - line.data) + 1 - at;
	return ispunct((unsigned char)line.data[at]) || line.data[at] == ' ' ||
	       line.data[at] == '\t';
}

/*
 * Follow a text through a line that holds it from `at` on with markup between.
 * Returns where text[offset] stands; the line's length if it is not that text. A
 * text may go on in the next line.
 */
static size_t follow(struct pyiq_str line, size_t at, struct pyiq_str text, size_t offset)
{
	size_t found = line.len, more;
	uint32_t c;

	for (size_t i = 0; i < text.len && at < line.len;) {
		size_t len = entity(line, at);

		if (len > 0 || line.data[at] == text.data[i]) {
			more = len > 0 ? pyiq_utf8_decode(text.data + i, text.len - i, &c) : 1;
			if (offset >= i && offset < i + more)
				found = at;
			i += more;
			at += len > 0 ? len : 1;
			continue;
		}
		more = markup(line, at);
		if (more == 0)
			return line.len;
		at += more;
	}
	return found;
}

size_t source_column(struct pyiq_str line, struct pyiq_str text, size_t offset)
{
	struct pyiq_str word = { text.data, 0 };

	if (text.len == 0)
		return line.len > 0;
	/* A line that lost its indentation is the end of it. */
	if (text.len <= line.len &&
	    memcmp(line.data + line.len - text.len, text.data, text.len) == 0)
		return line.len - text.len + offset + 1;
	size_t at = find(line, 0, text);

	if (at < line.len)
		return at + offset + 1;
	while (word.len < text.len && text.data[word.len] != ' ' &&
	       !ispunct((unsigned char)text.data[word.len]))
		word.len++;
	for (at = find(line, 0, word); at < line.len; at = find(line, at + 1, word)) {
		size_t found = follow(line, at, text, offset);

		if (found < line.len)
			return found + 1;
	}
	return 0;
}

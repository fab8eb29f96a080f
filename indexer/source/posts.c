#include "source/posts.h"

#include <expat.h>
#include <string.h>

#include "base/memory.h"
#include "base/table.h"

/* A dump may be larger than memory, and may be none: what expat would keep without end has a limit here. */
enum {
	CHUNK = 64 * 1024,
	DEEPEST = 64,     /* elements in elements; a dump has two */
	NAMES = 64 * 1024 /* bytes of different names; a dump has some hundreds */
};

struct posts {
	struct pyiq_input *input;
	pyiq_post_fn *fn;
	void *ctx;
	struct pyiq_posts_left_out *left_out;
	struct pyiq_error *err;
	pyiq_status status;      /* why a handler stopped the parser; it wrote *err */
	struct pyiq_table names; /* of elements and attributes */
	size_t names_len;
	XML_Parser parser;
	int64_t begin;       /* where the parser began in the input … */
	size_t lines_before; /* … and how many lines there are before */
	int64_t reached;     /* where the last thing ended that it understood */
	unsigned depth;
};

static size_t current_line(const struct posts *posts)
{
	return posts->lines_before + XML_GetCurrentLineNumber(posts->parser);
}

/* ---- Rows ------------------------------------------------------------------ */

static bool parse_number(const char *text, int64_t *number)
{
	bool negative = *text == '-';
	int64_t value = 0;

	text += negative;
	if (*text == '\0')
		return false;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9' || value > (INT64_MAX - 9) / 10)
			return false;
		value = value * 10 + (*text - '0');
	}
	*number = negative ? -value : value;
	return true;
}

static int64_t number_above_zero(const char *text)
{
	int64_t number;

	return parse_number(text, &number) && number > 0 ? number : 0;
}

static struct pyiq_post post_of(const XML_Char **attributes)
{
	struct pyiq_post post = { .title = "", .body = "", .tags = "" };

	for (; attributes[0] != NULL; attributes += 2) {
		const char *name = attributes[0], *value = attributes[1];

		if (strcmp(name, "Id") == 0)
			post.id = number_above_zero(value);
		else if (strcmp(name, "PostTypeId") == 0)
			post.type = number_above_zero(value);
		else if (strcmp(name, "ParentId") == 0)
			post.question = number_above_zero(value);
		else if (strcmp(name, "AcceptedAnswerId") == 0)
			post.accepted = number_above_zero(value);
		else if (strcmp(name, "Score") == 0)
			post.has_score = parse_number(value, &post.score);
		else if (strcmp(name, "Title") == 0)
			post.title = value;
		else if (strcmp(name, "Body") == 0)
			post.body = value;
		else if (strcmp(name, "Tags") == 0)
			post.tags = value;
	}
	return post;
}

/* Line ends within the tag at which the parser is. */
static size_t count_line_ends(XML_Parser parser)
{
	int offset = 0, size = 0;
	const char *context = XML_GetInputContext(parser, &offset, &size);
	size_t n = 0;

	if (context == NULL)
		return 0;

	const char *at = context + offset, *end = at + XML_GetCurrentByteCount(parser);

	for (; (at = memchr(at, '\n', (size_t)(end - at))) != NULL; at++)
		n++;
	return n;
}

static pyiq_status take_row(struct posts *posts, const XML_Char **attributes)
{
	struct pyiq_post post = post_of(attributes);

	post.at = posts->begin + XML_GetCurrentByteIndex(posts->parser);
	post.len = (size_t)XML_GetCurrentByteCount(posts->parser);
	post.line = current_line(posts);
	post.end_line = post.line + count_line_ends(posts->parser);
	if (post.len <= PYIQ_POST_MAX && post.id != 0 && post.type != 0)
		return posts->fn(posts->ctx, &post, posts->err);
	if (post.len > PYIQ_POST_MAX)
		posts->left_out->n_large++;
	else
		posts->left_out->n_unnamed++;
	return PYIQ_OK;
}

/* ---- What the parser calls --------------------------------------------------- */

static void note_place(struct posts *posts)
{
	posts->reached = posts->begin + XML_GetCurrentByteIndex(posts->parser) +
			 XML_GetCurrentByteCount(posts->parser);
}

static void stop(struct posts *posts, pyiq_status status)
{
	posts->status = status;
	XML_StopParser(posts->parser, XML_FALSE);
}

static pyiq_status refuse(struct posts *posts, const char *reason)
{
	return pyiq_fail(posts->err, PYIQ_ERR_SOURCE, "line %zu: %s", current_line(posts), reason);
}

/* Expat keeps every name that it saw. */
static pyiq_status count_name(struct posts *posts, const XML_Char *name)
{
	struct pyiq_entry *entry = pyiq_table_put(&posts->names, pyiq_str(name));

	if (entry == NULL)
		return pyiq_fail_nomem(posts->err);
	if (entry->value.number++ == 0)
		posts->names_len += entry->key.len + 1;
	return posts->names_len <= NAMES ? PYIQ_OK : refuse(posts, "too many names for a dump");
}

static pyiq_status check_element(struct posts *posts, const XML_Char *name,
				 const XML_Char **attributes)
{
	pyiq_status status = count_name(posts, name);

	for (; *attributes != NULL && status == PYIQ_OK; attributes += 2)
		status = count_name(posts, *attributes);
	if (status != PYIQ_OK)
		return status;
	if (posts->depth == 0 && strcmp(name, "posts") != 0)
		return refuse(posts, "no dump of posts, which begins with <posts>");
	if (posts->depth == DEEPEST)
		return refuse(posts, "elements nested too deeply for a dump");
	return PYIQ_OK;
}

static void on_start(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
	struct posts *posts = ctx;
	pyiq_status status = check_element(posts, name, attributes);

	note_place(posts);
	if (status == PYIQ_OK && posts->depth == 1 && strcmp(name, "row") == 0)
		status = take_row(posts, attributes);
	posts->depth++;
	if (status != PYIQ_OK)
		stop(posts, status);
}

static void on_end(void *ctx, const XML_Char *name)
{
	struct posts *posts = ctx;

	(void)name;
	note_place(posts);
	posts->depth--;
}

static void on_anything_else(void *ctx, const XML_Char *text, int len)
{
	(void)text;
	(void)len;
	note_place(ctx);
}

/* Answers are parsed again by themselves, where no declaration tells their encoding. */
static void on_declaration(void *ctx, const XML_Char *version, const XML_Char *encoding,
			   int standalone)
{
	struct posts *posts = ctx;

	(void)version;
	(void)standalone;
	note_place(posts);
	if (encoding != NULL && !pyiq_ascii_equals(pyiq_str(encoding), "utf-8") &&
	    !pyiq_ascii_equals(pyiq_str(encoding), "us-ascii"))
		stop(posts, refuse(posts, "another encoding than UTF-8"));
}

/* Entities, which grow without limit and name files, can be declared nowhere else. */
static void on_doctype(void *ctx, const XML_Char *name, const XML_Char *system,
		       const XML_Char *public, int has_internal_subset)
{
	(void)name;
	(void)system;
	(void)public;
	(void)has_internal_subset;
	stop(ctx, refuse(ctx, "declares a document type, which no dump does"));
}

/* Why the parser went no further. */
static pyiq_status failure(struct posts *posts)
{
	enum XML_Error code = XML_GetErrorCode(posts->parser);

	if (posts->status != PYIQ_OK)
		return posts->status;
	switch (code) {
	case XML_ERROR_NO_MEMORY:
		return pyiq_fail_nomem(posts->err);
	case XML_ERROR_NO_ELEMENTS:
	case XML_ERROR_UNCLOSED_TOKEN:
	case XML_ERROR_UNCLOSED_CDATA_SECTION:
	case XML_ERROR_PARTIAL_CHAR:
		return refuse(posts, "ends in the middle of the dump");
	default:
		return refuse(posts, XML_ErrorString(code));
	}
}

static const XML_Memory_Handling_Suite memory = { pyiq_alloc, pyiq_realloc, pyiq_free };

/* Make the parser, anew if need be, for what begins at an offset of the input. */
static pyiq_status start_parser(struct posts *posts, int64_t begin, size_t lines_before)
{
	if (posts->parser != NULL)
		XML_ParserFree(posts->parser);
	posts->parser = XML_ParserCreate_MM("UTF-8", &memory, NULL);
	if (posts->parser == NULL)
		return pyiq_fail_nomem(posts->err);
	XML_SetUserData(posts->parser, posts);
	XML_SetElementHandler(posts->parser, on_start, on_end);
	XML_SetDefaultHandler(posts->parser, on_anything_else);
	XML_SetXmlDeclHandler(posts->parser, on_declaration);
	XML_SetStartDoctypeDeclHandler(posts->parser, on_doctype);
	posts->begin = posts->reached = begin;
	posts->lines_before = lines_before;
	posts->depth = 0;
	return PYIQ_OK;
}

/* ---- Rows too large to be held ------------------------------------------------ */

/* A tag while its end is looked for. */
struct tag {
	char quote, last; /* the quote that is open; the character before */
	size_t n_line_ends;
};

/* Behind the end of the tag if it is among these bytes, else NULL: a `>` in quotes is none. */
static const char *find_tag_end(struct tag *tag, const char *bytes, size_t n)
{
	for (const char *at = bytes; at < bytes + n; at++) {
		tag->n_line_ends += *at == '\n';
		if (*at == '>' && tag->quote == '\0')
			return at + 1;
		if (*at == tag->quote)
			tag->quote = '\0';
		else if ((*at == '"' || *at == '\'') && tag->quote == '\0')
			tag->quote = *at;
		tag->last = *at;
	}
	return NULL;
}

/* Leave out the tag at which the parser is, and go on behind it as if the dump began there. */
static pyiq_status skip_row(struct posts *posts)
{
	static const char root[] = "<posts>";
	struct pyiq_input *input = posts->input;
	bool is_row = posts->depth == 1, begins = true;
	size_t line = current_line(posts);
	struct tag tag = { 0 };
	const char *end = NULL;
	char chunk[CHUNK];
	size_t n;

	for (input->at = posts->reached; end == NULL; begins = false) {
		pyiq_status status = pyiq_input_read(input, chunk, sizeof chunk, &n, posts->err);

		if (status != PYIQ_OK)
			return status;
		if (n == 0)
			return refuse(posts, "ends in the middle of the dump");
		if (begins)
			is_row = is_row && n > 4 && memcmp(chunk, "<row", 4) == 0;
		end = find_tag_end(&tag, chunk, n);
	}
	if (!is_row || tag.last != '/')
		return refuse(posts, "larger than 4 MB and no post");
	posts->left_out->n_large++;
	input->at -= chunk + n - end;

	pyiq_status status =
		start_parser(posts, input->at - (int64_t)strlen(root), line + tag.n_line_ends - 1);

	if (status == PYIQ_OK &&
	    XML_Parse(posts->parser, root, (int)strlen(root), XML_FALSE) != XML_STATUS_OK)
		status = failure(posts);
	return status;
}

/* ---- The stream ---------------------------------------------------------------- */

/*
 * Expat looks again at all of a tag when it gets more of it, so it gets as much
 * again as it has.
 */
static pyiq_status feed(struct posts *posts, size_t pending, bool *ended)
{
	size_t least = pending > CHUNK ? pending : CHUNK;
	size_t size = least < PYIQ_POST_MAX ? least : PYIQ_POST_MAX, n;
	char *buffer = XML_GetBuffer(posts->parser, (int)size);

	if (buffer == NULL)
		return pyiq_fail_nomem(posts->err);

	pyiq_status status = pyiq_input_read(posts->input, buffer, size, &n, posts->err);

	if (status != PYIQ_OK)
		return status;
	*ended = n == 0;
	if (XML_ParseBuffer(posts->parser, (int)n, *ended) == XML_STATUS_OK)
		return PYIQ_OK;
	return failure(posts);
}

static pyiq_status check_encoding(struct posts *posts)
{
	char head[4] = { 0 };
	size_t n;
	pyiq_status status = pyiq_input_peek(posts->input, head, sizeof head, &n, posts->err);

	if (status == PYIQ_OK &&
	    (memchr(head, '\0', n) != NULL || memcmp(head, "\xFE\xFF", 2) == 0 ||
	     memcmp(head, "\xFF\xFE", 2) == 0))
		status = refuse(posts, "another encoding than UTF-8");
	return status;
}

pyiq_status pyiq_posts_read(struct pyiq_input *input, pyiq_post_fn *fn, void *ctx,
			    struct pyiq_posts_left_out *left_out, struct pyiq_error *err)
{
	struct posts posts = {
		.input = input,
		.fn = fn,
		.ctx = ctx,
		.left_out = left_out,
		.err = err,
	};
	bool ended = false;

	*left_out = (struct pyiq_posts_left_out){ 0 };
	pyiq_table_init(&posts.names);

	pyiq_status status = start_parser(&posts, 0, 0);

	if (status == PYIQ_OK)
		status = check_encoding(&posts);
	while (status == PYIQ_OK && !ended) {
		size_t pending = (size_t)(input->at - posts.reached);

		/* Newer versions of expat do not even look before what they have has doubled. */
		if (pending <= 2 * (size_t)PYIQ_POST_MAX)
			status = feed(&posts, pending, &ended);
		else
			status = skip_row(&posts);
	}
	if (posts.parser != NULL)
		XML_ParserFree(posts.parser);
	pyiq_table_release(&posts.names);
	return status;
}

/* ---- One post again -------------------------------------------------------------- */

static void on_post(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
	(void)name;
	pyiq_buf_puts(ctx, post_of(attributes).body);
}

/* The tag may lack an end tag: it is not all that the parser could expect. */
static pyiq_status parse_tag(XML_Parser parser, size_t len, struct pyiq_buf *body,
			     struct pyiq_error *err)
{
	XML_SetUserData(parser, body);
	XML_SetStartElementHandler(parser, on_post);
	if (XML_ParseBuffer(parser, (int)len, XML_FALSE) == XML_STATUS_OK)
		return pyiq_buf_status(body, err);
	if (XML_GetErrorCode(parser) == XML_ERROR_NO_MEMORY)
		return pyiq_fail_nomem(err);
	return pyiq_fail(err, PYIQ_ERR_SOURCE, "changed while it was read");
}

pyiq_status pyiq_posts_body(struct pyiq_input *input, int64_t at, size_t len, struct pyiq_buf *body,
			    struct pyiq_error *err)
{
	XML_Parser parser = XML_ParserCreate_MM("UTF-8", &memory, NULL);
	char *tag = parser != NULL ? XML_GetBuffer(parser, (int)len) : NULL;
	pyiq_status status = tag != NULL ? PYIQ_OK : pyiq_fail_nomem(err);
	int64_t before = input->at;
	size_t got = 0;

	pyiq_buf_clear(body);
	input->at = at;
	for (size_t n = 1; status == PYIQ_OK && n > 0 && got < len; got += n)
		status = pyiq_input_read(input, tag + got, len - got, &n, err);
	input->at = before;
	if (status == PYIQ_OK)
		status = parse_tag(parser, got, body, err);
	if (parser != NULL)
		XML_ParserFree(parser);
	return status;
}

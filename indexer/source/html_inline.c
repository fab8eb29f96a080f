#include "source/html_inline.h"

#include "base/memory.h"
#include "base/unicode.h"

/*
 * CommonMark decides by the characters around a star whether it is emphasis,
 * so each marker is written with both its ends in sight: where it would not
 * work, a tag stands for bold and nothing for italic.
 */
typedef enum marker_kind { LINK, BOLD, ITALIC, RAISED, LOWERED, N_MARKERS } marker_kind;

struct marker {
	marker_kind kind;
	uint32_t link;
	const char *closer;
};

struct render {
	struct pyiq_writer *w;
	struct pyiq_buf *out;
	struct pyiq_line_map *lines;
	size_t *end[N_MARKERS]; /* for each stretch: where what it is in ends */
	struct marker open[N_MARKERS];
	size_t n_open;
	size_t line_start; /* in out */
	size_t star_end;   /* where the last star of ours ends in out */
	size_t code_end;   /* where the last code span does */
	struct pyiq_error *err;
};

/* ---- Characters ------------------------------------------------------------------- */

/* As CommonMark sees them when it looks at what is around a star. */
typedef enum side { SPACE, PUNCTUATION, LETTER, UNKNOWN } side;

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static side classify(const char *text, size_t len)
{
	uint32_t c;

	pyiq_utf8_decode(text, len, &c);
	if (c < 0x80) {
		if (c == ' ' || c == '\n')
			return SPACE;
		if (c < ' ' || c == 0x7F)
			return UNKNOWN;
		return is_alnum((char)c) ? LETTER : PUNCTUATION;
	}

	pyiq_char_class class = pyiq_char_classify(c);

	return class == PYIQ_CHAR_WORD || class == PYIQ_CHAR_UNSPACED ? LETTER : UNKNOWN;
}

static side classify_last(const char *text, size_t len)
{
	size_t start = len - 1;

	while (start > 0 && len - start < 4 && ((unsigned char)text[start] & 0xC0) == 0x80)
		start--;
	return classify(text + start, len - start);
}

static bool is_edge(side around)
{
	return around == SPACE || around == PUNCTUATION;
}

/* ---- Text ---------------------------------------------------------------------------- */

static bool is_in_link(const struct render *r)
{
	for (size_t i = 0; i < r->n_open; i++)
		if (r->open[i].kind == LINK)
			return true;
	return false;
}

static bool looks_like_entity(struct pyiq_str text, size_t i)
{
	size_t start = ++i;

	while (i < text.len && i - start < 40 && (is_alnum(text.data[i]) || text.data[i] == '#'))
		i++;
	return i == text.len || (i > start && text.data[i] == ';');
}

static bool is_line_start(const struct render *r)
{
	return r->out->len == r->line_start;
}

/* Whether the line so far is what a numbered item begins with. */
static bool is_number_so_far(const struct render *r)
{
	size_t i = r->line_start;

	while (i < r->out->len && i - r->line_start < 10 && is_digit(r->out->data[i]))
		i++;
	return i == r->out->len && i > r->line_start && i - r->line_start <= 9;
}

/* Signs that mean something where a line begins, and nothing elsewhere. */
static bool is_marker_at_start(char c, char next)
{
	bool alone = next == ' ' || next == '\0';

	switch (c) {
	case '#':
	case '=':
	case '~':
		return alone || next == c;
	case '-':
		return alone || next == c || next == '|' || next == ':';
	case '+':
		return alone;
	case ':':
		return alone || next == '-' || next == '|';
	case '>':
	case '|':
	case '[':
		return true;
	default:
		return false;
	}
}

/*
 * Whether the character at `i` of a stretch would be read as markup. `previous`
 * and `next` are '\0' at its ends, where anything may stand.
 */
static bool needs_escape(const struct render *r, struct pyiq_str text, size_t i)
{
	char c = text.data[i], previous = i > 0 ? text.data[i - 1] : '\0';
	char next = i + 1 < text.len ? text.data[i + 1] : '\0';
	bool line = r->w->leaf == PYIQ_LEAF_PARAGRAPH && is_line_start(r);

	if (line && is_marker_at_start(c, next))
		return true;
	switch (c) {
	case '\\':
		return !is_alnum(next) && next != ' ';
	case '`':
		return true;
	case '*':
		return previous != ' ' || next != ' ';
	case '_': {
		size_t from = i, to = i;

		while (from > 0 && text.data[from - 1] == '_' && i - from < 16)
			from--;
		while (to < text.len && text.data[to] == '_' && to - i < 16)
			to++;
		return from == 0 || to >= text.len || !is_alnum(text.data[from - 1]) ||
		       !is_alnum(text.data[to]);
	}
	case '[':
		return is_in_link(r);
	case ']':
		return is_in_link(r) || next == '(' || next == '[' || next == ':' || next == '\0';
	case '!':
		return next == '\0';
	case '<':
		return next != ' ' && !(next == '=' && i + 2 < text.len && text.data[i + 2] == ' ');
	case '&':
		return looks_like_entity(text, i);
	case '~':
		return previous == '~' || next == '~' || previous == '\0' || next == '\0';
	case '#':
		return r->w->leaf == PYIQ_LEAF_HEADING &&
		       (is_line_start(r) || previous == ' ' || previous == '\0');
	case '.':
	case ')':
		return r->w->leaf == PYIQ_LEAF_PARAGRAPH && (next == ' ' || next == '\0') &&
		       is_number_so_far(r);
	case '|':
		return r->w->leaf == PYIQ_LEAF_CELL;
	default:
		return false;
	}
}

static void put_text(struct render *r, struct pyiq_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		bool escaped = needs_escape(r, text, i);

		if (escaped)
			pyiq_buf_putc(r->out, '\\');
		r->w->n_signs += escaped || strchr("\\`&_*[]<!", text.data[i]) != NULL;
		pyiq_buf_putc(r->out, text.data[i]);
	}
}

/* Text inside tags, which Markdown leaves as it is. */
static void put_html(struct render *r, struct pyiq_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.data[i], next = i + 1 < text.len ? text.data[i + 1] : '\0';

		if (c == '<' && (next == '/' || next == '!' || next == '?' || next == '\0' ||
				 (is_alnum(next) && !is_digit(next))))
			pyiq_buf_puts(r->out, "&lt;");
		else if (c == '&' && looks_like_entity(text, i))
			pyiq_buf_puts(r->out, "&amp;");
		else
			pyiq_buf_putc(r->out, c);
	}
}

/* ---- Code, targets and pictures --------------------------------------------------------- */

static struct pyiq_str text_of(const struct render *r, const struct pyiq_styled *s)
{
	return (struct pyiq_str){ pyiq_buf_str(&r->w->text) + s->text.start,
				  s->text.end - s->text.start };
}

static bool holds(struct pyiq_str text, const char *pair)
{
	for (size_t i = 0; i + 1 < text.len; i++)
		if (memcmp(text.data + i, pair, 2) == 0)
			return true;
	return false;
}

/* A cell's code cannot hold an escaped bar; and `[…]:` defines something, with code in it or not. */
static bool is_code(const struct render *r, const struct pyiq_styled *s)
{
	return (s->style.flags & PYIQ_STYLE_CODE) &&
	       !(r->w->leaf == PYIQ_LEAF_CELL && holds(text_of(r, s), "\\|")) &&
	       !(s->style.link != 0 && holds(text_of(r, s), "]:"));
}

static void put_code(struct render *r, struct pyiq_str code)
{
	size_t longest = 0, n = 0;
	bool padded = code.data[0] == '`' || code.data[code.len - 1] == '`';

	for (size_t i = 0; i < code.len; i++) {
		n = code.data[i] == '`' ? n + 1 : 0;
		if (n > longest)
			longest = n;
	}
	if (r->out->len == r->code_end)
		pyiq_buf_puts(r->out, "<!-- -->");
	for (n = 0; n <= longest; n++)
		pyiq_buf_putc(r->out, '`');
	if (padded)
		pyiq_buf_putc(r->out, ' ');
	for (size_t i = 0; i < code.len; i++) {
		if (code.data[i] == '|' && r->w->leaf == PYIQ_LEAF_CELL)
			pyiq_buf_putc(r->out, '\\');
		pyiq_buf_putc(r->out, code.data[i]);
	}
	if (padded)
		pyiq_buf_putc(r->out, ' ');
	for (n = 0; n <= longest; n++)
		pyiq_buf_putc(r->out, '`');
	r->code_end = r->out->len;
}

static void put_target(struct pyiq_buf *out, const struct pyiq_writer *w, uint32_t target)
{
	struct pyiq_span span = w->target[target - 1];
	bool entities = memchr(w->targets.data + span.start, ';', span.end - span.start) != NULL;

	pyiq_buf_putc(out, '(');
	for (size_t i = span.start; i < span.end; i++) {
		unsigned char c = (unsigned char)w->targets.data[i];

		if (c <= ' ' || c == 0x7F || strchr("<>`|\\", c) != NULL) {
			pyiq_buf_printf(out, "%%%02X", c);
		} else {
			if (c == '(' || c == ')' || (c == '&' && entities))
				pyiq_buf_putc(out, '\\');
			pyiq_buf_putc(out, (char)c);
		}
	}
	pyiq_buf_putc(out, ')');
}

static void put_image(struct render *r, const struct pyiq_styled *s)
{
	struct pyiq_str alt = text_of(r, s);

	pyiq_buf_puts(r->out, "![");
	for (size_t i = 0; i < alt.len; i++) {
		char c = alt.data[i];

		if (c > ' ' && c < 0x7F && !is_alnum(c) && strchr("()'\",.:;?/%@", c) == NULL)
			pyiq_buf_putc(r->out, '\\');
		pyiq_buf_putc(r->out, c);
	}
	pyiq_buf_putc(r->out, ']');
	put_target(r->out, r->w, s->target);
}

/* ---- Markers ------------------------------------------------------------------------------ */

static bool is_styled(const struct pyiq_styled *s, marker_kind kind)
{
	static const unsigned flags[] = { 0, PYIQ_STYLE_BOLD, PYIQ_STYLE_ITALIC, PYIQ_STYLE_RAISED,
					  PYIQ_STYLE_LOWERED };

	return kind == LINK ? s->style.link != 0 : (s->style.flags & flags[kind]) != 0;
}

static bool is_open(const struct render *r, marker_kind kind)
{
	for (size_t i = 0; i < r->n_open; i++)
		if (r->open[i].kind == kind)
			return true;
	return false;
}

/* Whether a stretch begins and ends with a sign of its own, and no italic star, which may not be written. */
static bool is_wrapped(const struct render *r, const struct pyiq_styled *s)
{
	if (s->kind == PYIQ_STYLED_IMAGE || is_code(r, s))
		return true;
	for (marker_kind kind = 0; kind < N_MARKERS; kind++)
		if (kind != ITALIC && is_styled(s, kind) && !is_open(r, kind))
			return true;
	return false;
}

/* Whether stars around the stretches [from, to) would be emphasis; they stand innermost so far. */
static bool can_emphasise(const struct render *r, marker_kind kind, size_t from, size_t to)
{
	const struct pyiq_styled *s = r->w->styled;
	struct pyiq_str first = text_of(r, &s[from]), last = text_of(r, &s[to - 1]);
	side before =
		r->out->len == r->line_start ? SPACE : classify_last(r->out->data, r->out->len);
	struct pyiq_styled inner_first = s[from], inner_last = s[to - 1];
	side begin, end, after = SPACE;
	unsigned flag = kind == BOLD ? PYIQ_STYLE_BOLD : PYIQ_STYLE_ITALIC;

	inner_first.style.flags &= ~flag;
	inner_last.style.flags &= ~flag;
	begin = is_wrapped(r, &inner_first) ? PUNCTUATION : classify(first.data, first.len);
	end = is_wrapped(r, &inner_last) ? PUNCTUATION : classify_last(last.data, last.len);
	if (to < r->w->n_styled) {
		struct pyiq_str next = text_of(r, &s[to]);
		bool closes = false;

		/* What closes around it comes first, what opens behind it too. */
		for (size_t i = 0; i < r->n_open; i++)
			closes |= r->end[r->open[i].kind][from] == to &&
				  (r->open[i].kind == LINK || r->open[i].closer[0] != '\0');
		if (closes || is_wrapped(r, &s[to]))
			after = PUNCTUATION;
		else if (s[to].kind != PYIQ_STYLED_BREAK)
			after = classify(next.data, next.len);
	}
	return r->out->len != r->star_end &&
	       (begin == LETTER || (begin == PUNCTUATION && is_edge(before))) &&
	       (end == LETTER || (end == PUNCTUATION && is_edge(after)));
}

static void put_stars(struct render *r, const char *stars)
{
	pyiq_buf_puts(r->out, stars);
	r->star_end = r->out->len;
}

static void open_marker(struct render *r, marker_kind kind, size_t at)
{
	struct marker marker = { kind, r->w->styled[at].style.link, "" };
	size_t to = r->end[kind][at];

	for (size_t i = 0; i < r->n_open; i++)
		if (r->end[r->open[i].kind][at] < to)
			to = r->end[r->open[i].kind][at];
	switch (kind) {
	case LINK:
		pyiq_buf_putc(r->out, '[');
		break;
	case BOLD:
		if (can_emphasise(r, kind, at, to)) {
			marker.closer = "**";
			put_stars(r, "**");
		} else {
			marker.closer = "</b>";
			pyiq_buf_puts(r->out, "<b>");
		}
		break;
	case ITALIC:
		if (can_emphasise(r, kind, at, to)) {
			marker.closer = "*";
			put_stars(r, "*");
		}
		break;
	default:
		marker.closer = kind == RAISED ? "</sup>" : "</sub>";
		pyiq_buf_puts(r->out, kind == RAISED ? "<sup>" : "<sub>");
		break;
	}
	r->open[r->n_open++] = marker;
}

static void close_marker(struct render *r)
{
	const struct marker *marker = &r->open[--r->n_open];

	if (marker->kind == LINK) {
		pyiq_buf_putc(r->out, ']');
		put_target(r->out, r->w, marker->link);
	} else if (marker->closer[0] == '*') {
		put_stars(r, marker->closer);
	} else {
		pyiq_buf_puts(r->out, marker->closer);
	}
}

/* Close what a stretch is not in, and open what it is in: the longest first. */
static void change_markers(struct render *r, size_t at)
{
	const struct pyiq_styled *s = r->w->styled;
	size_t keep = 0;

	while (at < r->w->n_styled && keep < r->n_open && is_styled(&s[at], r->open[keep].kind) &&
	       (r->open[keep].kind != LINK || r->open[keep].link == s[at].style.link))
		keep++;
	while (r->n_open > keep)
		close_marker(r);
	for (;;) {
		marker_kind best = N_MARKERS;

		for (marker_kind kind = 0; at < r->w->n_styled && kind < N_MARKERS; kind++)
			if (is_styled(&s[at], kind) && !is_open(r, kind) &&
			    (best == N_MARKERS || r->end[kind][at] > r->end[best][at]))
				best = kind;
		if (best == N_MARKERS)
			return;
		open_marker(r, best, at);
	}
}

/* ---- Stretches ------------------------------------------------------------------------------ */

/* For every stretch and marker, the stretch behind the last one that it goes on to. */
static pyiq_status find_ends(struct render *r)
{
	size_t n = r->w->n_styled;
	size_t *ends = pyiq_alloc(N_MARKERS * n * sizeof *ends);

	if (ends == NULL)
		return pyiq_fail_nomem(r->err);
	for (marker_kind kind = 0; kind < N_MARKERS; kind++) {
		r->end[kind] = ends + kind * n;
		for (size_t i = n; i-- > 0;) {
			const struct pyiq_styled *s = &r->w->styled[i];
			bool goes_on = i + 1 < n && is_styled(s, kind) && is_styled(s + 1, kind) &&
				       (kind != LINK || s->style.link == s[1].style.link);

			r->end[kind][i] = goes_on ? r->end[kind][i + 1] : i + 1;
		}
	}
	return PYIQ_OK;
}

static pyiq_status put_line_break(struct render *r, size_t line)
{
	pyiq_buf_puts(r->out, "\\\n");
	r->line_start = r->out->len;
	return pyiq_line_map_add(r->lines, line, r->err);
}

static pyiq_status put_stretch(struct render *r, size_t at)
{
	const struct pyiq_styled *s = &r->w->styled[at];

	change_markers(r, at);
	switch (s->kind) {
	case PYIQ_STYLED_BREAK:
		return put_line_break(r, s->line);
	case PYIQ_STYLED_IMAGE:
		put_image(r, s);
		return PYIQ_OK;
	default:
		if (is_code(r, s))
			put_code(r, text_of(r, s));
		else
			put_text(r, text_of(r, s));
		return PYIQ_OK;
	}
}

/* A summary is read as HTML: of all styles, bold and code count there. */
static void put_summary(struct render *r)
{
	for (size_t i = 0; i < r->w->n_styled; i++) {
		const struct pyiq_styled *s = &r->w->styled[i];
		bool bold = is_styled(s, BOLD), code = (s->style.flags & PYIQ_STYLE_CODE) != 0;

		pyiq_buf_puts(r->out, bold && (i == 0 || !is_styled(s - 1, BOLD)) ? "<b>" : "");
		pyiq_buf_puts(r->out, code ? "<code>" : "");
		put_html(r, text_of(r, s));
		pyiq_buf_puts(r->out, code ? "</code>" : "");
		pyiq_buf_puts(r->out, bold && (i + 1 == r->w->n_styled || !is_styled(s + 1, BOLD))
					      ? "</b>"
					      : "");
	}
}

pyiq_status pyiq_inline_render(struct pyiq_writer *w, struct pyiq_buf *out,
			       struct pyiq_line_map *lines)
{
	struct render r = { .w = w,
			    .out = out,
			    .lines = lines,
			    .star_end = SIZE_MAX,
			    .code_end = SIZE_MAX,
			    .err = w->err };
	pyiq_status status = pyiq_buf_status(&w->text, w->err);

	pyiq_buf_clear(out);
	lines->n = 0;
	if (status == PYIQ_OK)
		status = pyiq_line_map_add(lines, w->styled[0].line, w->err);
	if (status == PYIQ_OK)
		status = find_ends(&r);
	if (status == PYIQ_OK && w->leaf == PYIQ_LEAF_SUMMARY) {
		put_summary(&r);
	} else {
		for (size_t i = 0; i < w->n_styled && status == PYIQ_OK; i++)
			status = put_stretch(&r, i);
		if (status == PYIQ_OK)
			change_markers(&r, w->n_styled);
	}
	pyiq_free(r.end[0]);
	return status == PYIQ_OK ? pyiq_buf_status(out, w->err) : status;
}

#include <string.h>

#include "term/link.h"
#include "term/rendering.h"

unsigned inline_look(const struct render *r)
{
	const struct emphasis *a = &r->markdown, *b = &r->html;
	unsigned kind = b->code > 0                 ? STYLE_CODE
			: a->strike + b->strike > 0 ? STYLE_STRIKE
			: r->link_linked            ? STYLE_LINK
						    : STYLE_PLAIN;

	return kind | (a->bold + b->bold > 0 ? STYLE_BOLD : 0u) |
	       (a->italic + b->italic > 0 ? STYLE_ITALIC : 0u);
}

void inline_puts(struct render *r, unsigned style, const char *text)
{
	styled_append(r->into, r->term, style, pyiq_str(text));
}

/* Append text in which the marks have a style of their own. */
static void put_styled(struct render *r, unsigned style, struct pyiq_str text)
{
	if (r->marks.n == 0) {
		styled_append(r->into, r->term, style, text);
		return;
	}
	pyiq_buf_clear(&r->looks);
	for (size_t i = 0; i < text.len; i++)
		pyiq_buf_putc(&r->looks, (char)style);
	r->into->text.failed |= r->looks.failed;
	if (r->looks.failed || text.len == 0)
		return;
	marks_paint(&r->marks, text, r->looks.data);
	render_append(r, r->into, text, r->looks.data);
}

void inline_put(struct render *r, struct pyiq_str text)
{
	put_styled(r, inline_look(r), text);
}

static bool line_begins(const struct render *r)
{
	size_t len = r->into->text.len;

	return len == 0 || r->into->text.data[len - 1] == '\n' ||
	       (r->into == &r->table.text && r->table.n_cells > 0 &&
		len == r->table.ends[r->table.n_cells - 1] + 1);
}

void inline_break(struct render *r, bool once)
{
	size_t len = r->into->text.len;

	if (once && line_begins(r))
		return;
	while (len > 0 && r->into->text.data[len - 1] == ' ')
		len--;
	styled_cut(r->into, len);
	inline_puts(r, inline_look(r), "\n");
}

void inline_put_code(struct render *r, struct pyiq_str code)
{
	put_styled(r, (inline_look(r) & ~(unsigned)STYLE_KIND) | STYLE_CODE, code);
}

static void put_code(struct render *r, const char *code)
{
	const char *tick = r->term->colour ? "" : "`";

	inline_puts(r, inline_look(r), tick);
	inline_put_code(r, pyiq_str(code));
	inline_puts(r, inline_look(r), tick);
}

/* Without colours nothing shows that text is struck out but its own marks. */
static void put_strike_sign(struct render *r)
{
	if (!r->term->colour)
		inline_puts(r, inline_look(r), "~~");
}

/* ---- Links and images ---------------------------------------------------- */

static bool line_ends_in_text(const struct render *r)
{
	return !line_begins(r) && r->into->text.data[r->into->text.len - 1] != ' ';
}

static void put_target(struct render *r, const char *url)
{
	inline_puts(r, STYLE_DIM, line_ends_in_text(r) ? " (" : "(");
	inline_puts(r, STYLE_DIM, url);
	inline_puts(r, STYLE_DIM, ")");
}

/* Whether a terminal can lead to a URL; percent-encoded, it may be three times as long. */
static bool can_link(const struct render *r, const char *url)
{
	return r->term->links && link_allowed(pyiq_str(url)) && 3 * strlen(url) <= LINK_LONGEST;
}

/* Whether the text of the link under way tells too little: not where it leads. */
static bool needs_target(const struct render *r, const char *url)
{
	size_t len = r->into->text.len, mail = strncmp(url, "mailto:", 7) == 0 ? 7 : 0;
	struct pyiq_str text = { NULL, 0 };

	if (r->link < len) {
		text.data = r->into->text.data + r->link;
		text.len = len - r->link;
	}
	return *url && *url != '#' && !pyiq_str_equal(text, pyiq_str(url)) &&
	       !pyiq_str_equal(text, pyiq_str(url + mail));
}

void inline_begin_link(struct render *r, const char *url)
{
	r->link = r->into->text.len;
	r->in_link = true;
	r->link_linked = can_link(r, url);
}

void inline_end_link(struct render *r, const char *url)
{
	bool linked = r->link_linked && r->link < r->into->text.len;

	r->in_link = r->link_linked = false;
	if (linked)
		styled_link(r->into, r->link, pyiq_str(url));
	else if (needs_target(r, url))
		put_target(r, url);
}

/* What stands behind an image's text. A link around it is the target that matters. */
static void end_image(struct render *r, const char *url)
{
	inline_puts(r, inline_look(r), "]");
	if (r->in_link || !*url || pyiq_ascii_begins(pyiq_str(url), "data:"))
		return;
	if (can_link(r, url))
		styled_link(r->into, r->image, pyiq_str(url));
	else
		put_target(r, url);
}

static void begin_image(struct render *r, bool has_text)
{
	r->image = r->into->text.len;
	inline_puts(r, inline_look(r), has_text ? "[image: " : "[image");
}

void inline_image(struct render *r, const char *alt, const char *url)
{
	begin_image(r, *alt);
	inline_put(r, pyiq_str(alt));
	end_image(r, url);
}

/* ---- Addresses in running text ------------------------------------------- */

/*
 * Where the address that begins a text ends: without the signs of the sentence
 * around it, of which a bracket that it did not open itself is one.
 */
static size_t address_end(const char *text)
{
	size_t len = strcspn(text, " \t\n<>\"`"), opened = 0, closed = 0;

	for (size_t i = 0; i < len; i++) {
		opened += text[i] == '(';
		closed += text[i] == ')';
	}
	for (; len > 0; len--) {
		if (text[len - 1] == ')' && closed > opened)
			closed--;
		else if (!strchr(".,;:!?'*_~", text[len - 1]))
			break;
	}
	return len;
}

static bool is_alphanumeric(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The next address in a text; NULL for none. */
static const char *find_address(const char *text)
{
	for (const char *p = text; (p = strstr(p, "http")); p += 4) {
		size_t scheme = strncmp(p, "https://", 8) == 0 ? 8 : 7;

		if ((scheme == 8 || strncmp(p, "http://", 7) == 0) && is_alphanumeric(p[scheme]) &&
		    (p == text || !is_alphanumeric(p[-1])))
			return p;
	}
	return NULL;
}

/*
 * Make links of the addresses that stand in running text. Terminals find them, too, but
 * not those that go on in another line; and cmark-gfm's own extension takes quadratic
 * time for some texts.
 */
static void put_linked(struct render *r, const char *text)
{
	const char *address;

	while ((address = find_address(text))) {
		struct pyiq_buf url = PYIQ_BUF_INIT;
		size_t len = address_end(address);

		pyiq_buf_append(&url, address, len);
		inline_put(r, (struct pyiq_str){ text, (size_t)(address - text) });
		inline_begin_link(r, pyiq_buf_str(&url));
		inline_put(r, (struct pyiq_str){ address, len });
		inline_end_link(r, pyiq_buf_str(&url));
		r->into->text.failed |= url.failed;
		text = address + len;
		pyiq_buf_release(&url);
	}
	inline_put(r, pyiq_str(text));
}

/* ---- The nodes ----------------------------------------------------------- */

/* The text of a line, without the blanks that stand before a line break and behind it. */
static void put_text(struct render *r, const char *text)
{
	text += line_begins(r) ? strspn(text, " ") : 0;
	if (r->term->links && !r->in_link)
		put_linked(r, text);
	else
		inline_put(r, pyiq_str(text));
}

static void put_name(struct render *r, cmark_node *node)
{
	inline_puts(r, inline_look(r), "__");
	inline_put(r, pyiq_str(cmark_node_get_literal(cmark_node_first_child(node))));
	inline_puts(r, inline_look(r), "__");
}

static void enter_strong(struct render *r, cmark_node *node, cmark_iter *iter)
{
	if (document_is_name(&r->document, node)) {
		put_name(r, node);
		cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
	} else {
		r->markdown.bold++;
	}
}

bool inline_enter(struct render *r, cmark_node *node, cmark_iter *iter)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		put_text(r, cmark_node_get_literal(node));
		return true;
	case CMARK_NODE_CODE:
		put_code(r, cmark_node_get_literal(node));
		return true;
	case CMARK_NODE_SOFTBREAK:
		if (!line_begins(r))
			inline_puts(r, inline_look(r), " ");
		return true;
	case CMARK_NODE_LINEBREAK:
		inline_break(r, false);
		return true;
	case CMARK_NODE_HTML_INLINE:
		html_put_tag(r, pyiq_str(cmark_node_get_literal(node)));
		return true;
	case CMARK_NODE_EMPH:
		r->markdown.italic++;
		return true;
	case CMARK_NODE_STRONG:
		enter_strong(r, node, iter);
		return true;
	case CMARK_NODE_IMAGE:
		begin_image(r, cmark_node_first_child(node) != NULL);
		return true;
	case CMARK_NODE_LINK:
		inline_begin_link(r, cmark_node_get_url(node));
		return true;
	default:
		if (!render_is_type(node, "strikethrough"))
			return false;
		put_strike_sign(r);
		r->markdown.strike++;
		return true;
	}
}

bool inline_exit(struct render *r, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_EMPH:
		r->markdown.italic--;
		return true;
	case CMARK_NODE_STRONG:
		r->markdown.bold--;
		return true;
	case CMARK_NODE_IMAGE:
		end_image(r, cmark_node_get_url(node));
		return true;
	case CMARK_NODE_LINK:
		inline_end_link(r, cmark_node_get_url(node));
		return true;
	default:
		if (!render_is_type(node, "strikethrough"))
			return false;
		r->markdown.strike--;
		put_strike_sign(r);
		return true;
	}
}

void inline_end(struct render *r)
{
	r->html = (struct emphasis){ 0 };
	r->in_link = r->link_linked = false;
}

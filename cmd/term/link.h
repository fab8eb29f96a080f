/*
 * Hyperlinks of terminals, OSC 8, as described by Egmont Koblinger:
 * https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
 */
#ifndef PYIQ_CMD_LINK_H
#define PYIQ_CMD_LINK_H

#include "term/term.h"

/* What terminals take at most; VTE and iTerm2 drop longer URIs. */
enum { LINK_LONGEST = 2083 };

/* In the order of the values of --hyperlink. */
typedef enum link_when { LINK_AUTO, LINK_ALWAYS, LINK_NEVER } link_when;

/* All that decides whether there are links; the strings are variables and may be NULL. */
struct link_facts {
	link_when when;
	bool terminal, colour;
	const char *term, *term_program, *term_program_version;
	const char *vte_version, *konsole_version, *wt_session;
	const char *tmux, *sty;
};

/* No terminal can be asked, so only those known to understand links get them. */
bool links_wanted(const struct link_facts *facts);

/*
 * The format of links to places, from one of the names there are for it or as
 * it is written. Returns NULL, and in *mistake what is wrong with it.
 */
const char *link_format(const char *given, const char **mistake);

/* Decide whether a terminal that was looked at has links, and to where; format may be NULL. */
void link_init(struct term *term, link_when when, const char *format);

/* Whether a URI that stands in a note may become a link: http, https and mailto. */
bool link_allowed(struct pyiq_str uri);

/*
 * Append a URI as it may stand in a sequence: every byte that is no printable
 * ASCII character is percent-encoded.
 */
void link_encode(struct pyiq_buf *out, struct pyiq_str uri);

/*
 * Append the URI of a place in a source, lines and columns counted from 1.
 * Nothing when there is none: streams have no path, and a format may be empty.
 */
void link_put_place(struct pyiq_buf *out, const struct term *term, struct pyiq_str file,
		    size_t line, size_t column);

/*
 * Begin and end a link. What stands between them holds no line feed; the
 * pieces of a link that goes on in another line have the same id, the others
 * have 0. Both write nothing unless the terminal has links.
 */
void link_begin(const struct term *term, unsigned id, struct pyiq_str encoded);
void link_end(const struct term *term);

/* Begin a link to a place; link_end ends it, though there may be none. */
void link_begin_place(const struct term *term, struct pyiq_str file, size_t line, size_t column);

#endif

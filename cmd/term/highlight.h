/*
 * Colours for Python code.
 *
 * A lexer of our own: libsource-highlight is C++ and reads its grammars at
 * start, tree-sitter has no Python grammar in Debian 12, and interpreters such
 * as pygments take longer to start than pyiq takes to answer.
 *
 * It judges what stands in a line and nothing more: not whether the code is
 * right, nor what a name means. Any bytes will do, in time that grows with
 * their number.
 */
#ifndef PYIQ_CMD_HIGHLIGHT_H
#define PYIQ_CMD_HIGHLIGHT_H

#include "term/term.h"

/*
 * Whether a block of code is Python. A label behind its fence (`info`) decides;
 * of a block without one, the code itself: nothing in it speaks against Python
 * and something for it.
 */
bool highlight_is_python(struct pyiq_str info, struct pyiq_str code);

/*
 * Store a style in styles[] for each byte of the code. In a session, that is
 * behind a first line with a prompt (`>>> `, `In [1]: `), lines without a prompt
 * are output and stay plain.
 */
void highlight_python(struct pyiq_str code, char *styles);

#endif

/*
 * A document of notes, Markdown or turned into it, as units.
 */
#ifndef PYIQ_SOURCE_NOTES_H
#define PYIQ_SOURCE_NOTES_H

#include "source/decode.h"
#include "source/html.h"
#include "source/reading.h"

struct pyiq_notes {
	struct pyiq_str text; /* Markdown, borrowed until the reading's next source */
	struct pyiq_front_matter front;
	const struct pyiq_line_map *lines; /* of the source; NULL: the text is the source */
};

/*
 * Push the units of a document. One whose front matter names a question is a
 * unit as a whole; so is one without units whose title asks, or whose folder
 * holds one question a file. A unit without a heading above it takes the
 * document's title for a topic.
 * PYIQ_OK, PYIQ_ERR_NOMEM, or what the push returned.
 */
pyiq_status pyiq_notes_read(struct pyiq_reading *reading, const struct pyiq_notes *notes,
			    struct pyiq_error *err);

#endif

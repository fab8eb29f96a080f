/*
 * What stands where in a database.
 *
 * One document is one unit. Its data is a record (store/record.h). Its terms:
 *
 *	(no prefix)  a stem in the unit's language, or the whole of an identifier or
 *	             operator; wdf tells how often and where (PYIQ_WDF_…)
 *	Q            the unit's id, 16 hexadecimal digits
 *	P            the source's key, 16 hexadecimal digits
 *	XD           the key of units that are alike, 16 hexadecimal digits
 *	XA           of every unit that has an answer, and nothing behind it
 *	XN           the code of its language, if that is known
 *	XL           its level, if the source tells one
 *	XG           each of its tags
 *
 * What stands behind XN, XL and XG is made by pyiq_document_key. Indexed text is
 * folded, so a term without prefix never begins with a capital.
 *
 * Value slot 0 holds the XD key once more, slot 1 the sketch of its text
 * (text/sketch.h), both as 8 bytes, the lowest first; slot 2 the sketch of which
 * terms without prefix follow each other (text/adjacency.h). Metadata:
 *
 *	schema       PYIQ_SCHEMA in decimal
 *	built        when it last changed, in seconds since the epoch, in decimal
 *	root:N       root N: its path, absolute or relative to the database's folder,
 *	             and what is left out of it (store/catalog.h)
 *	source:KEY   a source (store/record.h), by its key
 *	words:LAST   a block of the lexicon (store/lexicon.h): the words and identifiers
 *	             of three bytes and more as written (folded, not stemmed), each with
 *	             how often it stands there
 *	acronyms:LAST
 *	             a block of its second list: acronyms and what they stand for, both
 *	             ways (store/pairs.h), each with how many units say so
 *	topics:LAST  a block of its third: the paths of headings (store/topics.h), each
 *	             with how many units stand directly under it
 */
#ifndef PYIQ_STORE_SCHEMA_H
#define PYIQ_STORE_SCHEMA_H

#define PYIQ_SCHEMA 5

#define PYIQ_PREFIX_ID       "Q"
#define PYIQ_PREFIX_SOURCE   "P"
#define PYIQ_PREFIX_ALIKE    "XD"
#define PYIQ_PREFIX_LANGUAGE "XN"
#define PYIQ_PREFIX_LEVEL    "XL"
#define PYIQ_PREFIX_TAG      "XG"
#define PYIQ_TERM_ANSWERED   "XA"
#define PYIQ_SLOT_ALIKE      0
#define PYIQ_SLOT_SKETCH     1
#define PYIQ_SLOT_NEIGHBOURS 2

#define PYIQ_META_SCHEMA   "schema"
#define PYIQ_META_BUILT    "built"
#define PYIQ_META_ROOT     "root:"
#define PYIQ_META_SOURCE   "source:"
#define PYIQ_META_WORDS    "words:"
#define PYIQ_META_ACRONYMS "acronyms:"
#define PYIQ_META_TOPICS   "topics:"

/*
 * A word of the question counts as three of the answer: title × 3 to × 5 was
 * worth +.012 nDCG@10 over eight collections (p = .0005; shared/eval/README.md).
 */
enum { PYIQ_WDF_QUESTION = 3, PYIQ_WDF_BODY = 1, PYIQ_WDF_TOPIC = 1 };

#endif

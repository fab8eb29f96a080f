#include "store/stems.h"

#include "base/table.h"
#include "store/xapian_c.h"

struct pyiq_stems {
	struct pyiq_x_stemmer *stemmer;
	struct pyiq_buf stem;
	struct pyiq_table known; /* word → its entry in `stems` */
	struct pyiq_table stems; /* every stem once, so that its bytes stay */
};

pyiq_status pyiq_stems_new(struct pyiq_stems **out, struct pyiq_error *err)
{
	struct pyiq_stems *stems = pyiq_alloc(sizeof *stems);

	*out = NULL;
	if (stems == NULL)
		return pyiq_fail_nomem(err);
	*stems = (struct pyiq_stems){ .stem = PYIQ_BUF_INIT };
	pyiq_table_init(&stems->known);
	pyiq_table_init(&stems->stems);

	pyiq_status status = pyiq_x_stemmer_new("english", &stems->stemmer, err);

	if (status != PYIQ_OK)
		pyiq_stems_free(stems);
	else
		*out = stems;
	return status;
}

void pyiq_stems_free(struct pyiq_stems *stems)
{
	if (stems == NULL)
		return;
	pyiq_x_stemmer_free(stems->stemmer);
	pyiq_buf_release(&stems->stem);
	pyiq_table_release(&stems->known);
	pyiq_table_release(&stems->stems);
	pyiq_free(stems);
}

pyiq_status pyiq_stems_of(struct pyiq_stems *stems, struct pyiq_str word, struct pyiq_str *stem,
			  struct pyiq_error *err)
{
	struct pyiq_entry *known = pyiq_table_find(&stems->known, word);
	pyiq_status status;

	if (known == NULL) {
		status = pyiq_x_stem(stems->stemmer, word, &stems->stem, err);
		if (status != PYIQ_OK)
			return status;

		struct pyiq_entry *entry =
			pyiq_table_put(&stems->stems, (struct pyiq_str){ pyiq_buf_str(&stems->stem),
									 stems->stem.len });

		known = entry != NULL ? pyiq_table_put(&stems->known, word) : NULL;
		if (known == NULL)
			return pyiq_fail_nomem(err);
		known->value.pointer = entry->key.data;
	}
	*stem = pyiq_str(known->value.pointer);
	return PYIQ_OK;
}

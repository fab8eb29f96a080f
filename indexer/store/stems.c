#include "store/stems.h"

#include "base/table.h"
#include "store/xapian_c.h"
#include "text/language.h"

/* What is known in one language. */
struct stemming {
	const char *name; /* of the stemmer */
	struct pyiq_x_stemmer *stemmer;
	struct pyiq_table known; /* word → its entry in the handle's `stems` */
};

struct pyiq_stems {
	struct stemming *languages;
	size_t n_languages, capacity;
	size_t now;                    /* the one in use */
	char code[PYIQ_LANGUAGE_SIZE]; /* by which it was asked for */
	struct pyiq_buf stem;
	struct pyiq_table stems; /* every stem once, so that its bytes stay */
};

static const char english[] = "english";

/* Use the stemmer of that name, which is made if need be. */
static pyiq_status use_stemmer(struct pyiq_stems *stems, const char *name, struct pyiq_error *err)
{
	struct stemming *added;
	pyiq_status status;
	size_t i = 0;

	while (i < stems->n_languages && strcmp(stems->languages[i].name, name) != 0)
		i++;
	if (i == stems->n_languages) {
		status = pyiq_grow(&stems->languages, &stems->capacity, i + 1,
				   sizeof *stems->languages, err);
		if (status != PYIQ_OK)
			return status;
		added = &stems->languages[i];
		*added = (struct stemming){ .name = name };
		status = pyiq_x_stemmer_new(name, &added->stemmer, err);
		if (status != PYIQ_OK)
			return status;
		pyiq_table_init(&added->known);
		stems->n_languages++;
	}
	stems->now = i;
	return PYIQ_OK;
}

pyiq_status pyiq_stems_new(struct pyiq_stems **out, struct pyiq_error *err)
{
	struct pyiq_stems *stems = pyiq_alloc(sizeof *stems);
	pyiq_status status;

	*out = NULL;
	if (stems == NULL)
		return pyiq_fail_nomem(err);
	*stems = (struct pyiq_stems){ .stem = PYIQ_BUF_INIT };
	pyiq_table_init(&stems->stems);
	status = use_stemmer(stems, english, err);
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
	for (size_t i = 0; i < stems->n_languages; i++) {
		pyiq_x_stemmer_free(stems->languages[i].stemmer);
		pyiq_table_release(&stems->languages[i].known);
	}
	pyiq_free(stems->languages);
	pyiq_buf_release(&stems->stem);
	pyiq_table_release(&stems->stems);
	pyiq_free(stems);
}

pyiq_status pyiq_stems_use(struct pyiq_stems *stems, struct pyiq_str language,
			   struct pyiq_error *err)
{
	char code[PYIQ_LANGUAGE_SIZE] = "";
	const char *name;
	pyiq_status status;

	if (pyiq_str_equal(language, pyiq_str(stems->code)))
		return PYIQ_OK;
	if (language.len > 0 && language.len < sizeof code)
		memcpy(code, language.data, language.len);
	name = pyiq_language_stemmer(code);
	status = use_stemmer(stems, name != NULL ? name : english, err);
	if (status == PYIQ_OK)
		memcpy(stems->code, code, sizeof code);
	return status;
}

const char *pyiq_stems_in_use(const struct pyiq_stems *stems)
{
	return stems->languages[stems->now].name;
}

pyiq_status pyiq_stems_of(struct pyiq_stems *stems, struct pyiq_str word, struct pyiq_str *stem,
			  struct pyiq_error *err)
{
	struct stemming *language = &stems->languages[stems->now];
	struct pyiq_entry *known = pyiq_table_find(&language->known, word);
	pyiq_status status;

	if (known == NULL) {
		status = pyiq_x_stem(language->stemmer, word, &stems->stem, err);
		if (status != PYIQ_OK)
			return status;

		struct pyiq_entry *entry =
			pyiq_table_put(&stems->stems, (struct pyiq_str){ pyiq_buf_str(&stems->stem),
									 stems->stem.len });

		known = entry != NULL ? pyiq_table_put(&language->known, word) : NULL;
		if (known == NULL)
			return pyiq_fail_nomem(err);
		known->value.pointer = entry->key.data;
	}
	*stem = pyiq_str(known->value.pointer);
	return PYIQ_OK;
}

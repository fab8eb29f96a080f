/*
 * JSON Lines, as `pyiq index` and others read them.
 */
#include "export/export.h"
#include "print/print.h"

static pyiq_status write_unit(struct exporting *exporting, const struct pyiq_unit *unit,
			      struct pyiq_error *err)
{
	struct pyiq_buf *asked = &exporting->text, *answer = &exporting->more;

	pyiq_buf_clear(asked);
	pyiq_buf_clear(answer);
	export_asked(asked, unit);
	export_passage(answer, unit, PYIQ_ANSWER);
	if (pyiq_buf_status(asked, err) != PYIQ_OK || pyiq_buf_status(answer, err) != PYIQ_OK)
		return PYIQ_ERR_NOMEM;
	return print_json_record(exporting->term, unit,
				 (struct pyiq_str){ pyiq_buf_str(asked), asked->len },
				 (struct pyiq_str){ pyiq_buf_str(answer), answer->len }, err);
}

const struct export_form export_jsonl = { .unit = write_unit };

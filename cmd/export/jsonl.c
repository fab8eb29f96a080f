/*
 * JSON Lines, as `pyiq index` and others read them.
 */
#include "export/export.h"
#include "print/print.h"

static pyiq_status write_unit(struct exporting *exporting, const struct pyiq_unit *unit,
			      struct pyiq_error *err)
{
	struct pyiq_str asked, answer;
	pyiq_status status = export_texts(exporting, unit, &asked, &answer, err);

	return status == PYIQ_OK ? print_json_record(exporting->term, unit, asked, answer, err)
				 : status;
}

const struct export_form export_jsonl = { .unit = write_unit };

#include "source/folder.h"

#include <dirent.h>

#include "source/format.h"
#include "source/wording.h"

/* As with families of headings: TAXONOMY, R3. */
enum { CUE_PERCENT = 60, FEWEST = 3 };

static bool names_ask(const char *folder)
{
	DIR *dir = opendir(folder);
	size_t n = 0, n_cue = 0;
	struct dirent *entry;

	if (dir == NULL)
		return false;
	while ((entry = readdir(dir)) != NULL) {
		const char *dot = strrchr(entry->d_name, '.');

		if (entry->d_name[0] == '.' || !pyiq_format_has_ending(entry->d_name))
			continue;
		n++;
		n_cue += pyiq_wording_cue((struct pyiq_str){ entry->d_name,
							     (size_t)(dot - entry->d_name) }) > 0;
	}
	closedir(dir);
	return n >= FEWEST && n_cue * 100 >= n * CUE_PERCENT;
}

pyiq_status pyiq_folder_asks(struct pyiq_table *known, struct pyiq_str path, bool *asks,
			     struct pyiq_error *err)
{
	struct pyiq_str folder = path;
	struct pyiq_entry *entry;

	*asks = false;
	while (folder.len > 0 && folder.data[folder.len - 1] != '/')
		folder.len--;
	entry = pyiq_table_find(known, folder);
	if (entry == NULL) {
		entry = pyiq_table_put(known, folder);
		if (entry == NULL)
			return pyiq_fail_nomem(err);
		entry->value.number = names_ask(entry->key.data);
	}
	*asks = entry->value.number != 0;
	return PYIQ_OK;
}

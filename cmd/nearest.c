#include "nearest.h"

#include <string.h>

enum { LONGEST_NAME = 32 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t distance(const char *a, const char *b)
{
	size_t row[3][LONGEST_NAME + 1] = { 0 };
	size_t n = strlen(a), m = strlen(b);

	for (size_t j = 0; j <= m; j++)
		row[1][j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t *before = row[(i - 1) % 3], *last = row[i % 3], *now = row[(i + 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= m; j++) {
			now[j] = least(last[j - 1] + (a[i - 1] != b[j - 1]),
				       1 + least(last[j], now[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
	}
	return row[(n + 1) % 3][m];
}

const char *nearest(const char *given, const char *const *names, size_t n)
{
	const char *found = NULL;
	size_t best = 3; /* more mistakes than that are another word */

	for (size_t i = 0; i < n && strlen(given) <= LONGEST_NAME; i++)
		if (strlen(names[i]) <= LONGEST_NAME &&
		    distance(given, names[i]) < least(best, strlen(given))) {
			found = names[i];
			best = distance(given, found);
		}
	return found;
}

#include "base/sorter.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/temporary.h"

enum {
	FEWEST = 4,      /* records in memory: a merge needs room for three */
	MOST_RUNS = 128, /* that are merged at once */
	PART = 256,      /* records of a run worth a read, where there is a choice */
	WINDOW = 1024    /* records kept in memory for finding, likewise */
};

/*
 * While records are added, `held` are the last of them, and the others stand in
 * the file in sorted runs of `capacity` each. Behind finish the file is one run,
 * and `held` a window on it that begins with record number `first`. When all
 * records fit, there is no file, and the window shows them all.
 */
struct pyiq_sorter {
	size_t size, capacity; /* bytes of a record; records that `held` may grow to */
	size_t room;           /* records that fit into `held` by now */
	pyiq_compare_fn *compare;
	char *held;
	size_t n_held;
	uint64_t first, n;
	int fd; /* -1: no file yet */
};

pyiq_status pyiq_sorter_new(size_t size, size_t memory, pyiq_compare_fn *compare,
			    struct pyiq_sorter **out, struct pyiq_error *err)
{
	struct pyiq_sorter *sorter = pyiq_alloc(sizeof *sorter);

	*out = NULL;
	if (sorter == NULL)
		return pyiq_fail_nomem(err);
	*sorter = (struct pyiq_sorter){ .size = size, .compare = compare, .fd = -1 };
	sorter->capacity = memory / size > FEWEST ? memory / size : FEWEST;
	*out = sorter;
	return PYIQ_OK;
}

void pyiq_sorter_free(struct pyiq_sorter *sorter)
{
	if (sorter == NULL)
		return;
	if (sorter->fd >= 0)
		close(sorter->fd);
	pyiq_free(sorter->held);
	pyiq_free(sorter);
}

static char *held_at(const struct pyiq_sorter *sorter, size_t i)
{
	return sorter->held + i * sorter->size;
}

/* ---- Runs ------------------------------------------------------------------ */

/* Sort what is held, and write it behind the other runs. */
static pyiq_status write_run(struct pyiq_sorter *sorter, struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	if (sorter->fd < 0)
		status = pyiq_temporary_file(&sorter->fd, err);
	if (status != PYIQ_OK)
		return status;
	qsort(sorter->held, sorter->n_held, sorter->size, sorter->compare);
	status = pyiq_write_all(sorter->fd, sorter->held, sorter->n_held * sorter->size, err);
	sorter->n_held = 0;
	return status;
}

/* Most sorters see few records. */
static pyiq_status grow(struct pyiq_sorter *sorter, struct pyiq_error *err)
{
	size_t wanted = sorter->room > 0 ? 2 * sorter->room : FEWEST;
	size_t room = wanted < sorter->capacity ? wanted : sorter->capacity;
	char *held = pyiq_realloc(sorter->held, room * sorter->size);

	if (held == NULL)
		return pyiq_fail_nomem(err);
	sorter->held = held;
	sorter->room = room;
	return PYIQ_OK;
}

pyiq_status pyiq_sorter_add(struct pyiq_sorter *sorter, const void *record, struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	if (sorter->n_held == sorter->capacity)
		status = write_run(sorter, err);
	else if (sorter->n_held == sorter->room)
		status = grow(sorter, err);
	if (status != PYIQ_OK)
		return status;
	memcpy(held_at(sorter, sorter->n_held++), record, sorter->size);
	sorter->n++;
	return PYIQ_OK;
}

/* Read n records of the file from number `from` on. */
static pyiq_status read_records(const struct pyiq_sorter *sorter, uint64_t from, char *to, size_t n,
				struct pyiq_error *err)
{
	off_t at = (off_t)(from * sorter->size);
	size_t left = n * sorter->size;

	while (left > 0) {
		ssize_t got = pread(sorter->fd, to, left, at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return pyiq_fail(err, PYIQ_ERR_IO, "cannot read a temporary file: %s",
					 got < 0 ? strerror(errno) : "it became shorter");
		to += got;
		at += got;
		left -= (size_t)got;
	}
	return PYIQ_OK;
}

/* ---- Merging --------------------------------------------------------------- */

/* A run on its way into a merge. */
struct source {
	uint64_t next, end; /* records of the run that are still in the file */
	char *records;      /* its part of the memory */
	size_t at, n;       /* records in the part: the next one, and how many there are */
};

struct merge {
	struct pyiq_sorter *sorter;
	size_t part; /* records in a part of the memory */
	struct source sources[MOST_RUNS];
	struct source *heap[MOST_RUNS]; /* those that have records left; the least is on top */
	size_t n;
	char *out; /* the last part */
	size_t n_out;
	int fd;
};

/* Make the next record of a source stand in memory. A source at its end has at == n. */
static pyiq_status refill(const struct merge *merge, struct source *source, struct pyiq_error *err)
{
	uint64_t left = source->end - source->next;

	if (source->at < source->n)
		return PYIQ_OK;
	source->at = 0;
	source->n = left < merge->part ? (size_t)left : merge->part;

	pyiq_status status =
		read_records(merge->sorter, source->next, source->records, source->n, err);

	source->next += source->n;
	return status;
}

static const char *top_of(const struct merge *merge, size_t i)
{
	return merge->heap[i]->records + merge->heap[i]->at * merge->sorter->size;
}

static void sift_down(struct merge *merge, size_t i)
{
	for (size_t least = i;; i = least) {
		for (size_t child = 2 * i + 1; child <= 2 * i + 2 && child < merge->n; child++)
			if (merge->sorter->compare(top_of(merge, child), top_of(merge, least)) < 0)
				least = child;
		if (least == i)
			return;

		struct source *lower = merge->heap[i];

		merge->heap[i] = merge->heap[least];
		merge->heap[least] = lower;
	}
}

static pyiq_status flush(struct merge *merge, struct pyiq_error *err)
{
	size_t len = merge->n_out * merge->sorter->size;

	merge->n_out = 0;
	return pyiq_write_all(merge->fd, merge->out, len, err);
}

/* Write the records of all sources in their order, which makes one run of them. */
static pyiq_status merge_sources(struct merge *merge, struct pyiq_error *err)
{
	size_t size = merge->sorter->size;
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < merge->n && status == PYIQ_OK; i++)
		status = refill(merge, merge->heap[i], err);
	for (size_t i = merge->n / 2; i-- > 0 && status == PYIQ_OK;)
		sift_down(merge, i);
	while (merge->n > 0 && status == PYIQ_OK) {
		struct source *least = merge->heap[0];

		memcpy(merge->out + merge->n_out++ * size, top_of(merge, 0), size);
		least->at++;
		if (merge->n_out == merge->part)
			status = flush(merge, err);
		if (status == PYIQ_OK)
			status = refill(merge, least, err);
		if (least->at == least->n)
			merge->heap[0] = merge->heap[--merge->n];
		sift_down(merge, 0);
	}
	return status == PYIQ_OK ? flush(merge, err) : status;
}

/* Make of every n_merged runs of run_length records one, in another file. */
static pyiq_status merge_runs(struct pyiq_sorter *sorter, uint64_t run_length, size_t n_merged,
			      struct pyiq_error *err)
{
	struct merge merge = { .sorter = sorter, .part = sorter->capacity / (n_merged + 1) };
	pyiq_status status = pyiq_temporary_file(&merge.fd, err);

	merge.out = held_at(sorter, n_merged * merge.part);
	for (uint64_t begin = 0; begin < sorter->n && status == PYIQ_OK;) {
		for (merge.n = 0; merge.n < n_merged && begin < sorter->n; merge.n++) {
			uint64_t left = sorter->n - begin;
			uint64_t end = begin + (left < run_length ? left : run_length);

			merge.sources[merge.n] = (struct source){
				.next = begin,
				.end = end,
				.records = held_at(sorter, merge.n * merge.part),
			};
			merge.heap[merge.n] = &merge.sources[merge.n];
			begin = end;
		}
		status = merge_sources(&merge, err);
	}
	if (status != PYIQ_OK) {
		if (merge.fd >= 0)
			close(merge.fd);
		return status;
	}
	close(sorter->fd);
	sorter->fd = merge.fd;
	return PYIQ_OK;
}

/* From now on a window is all that is needed of the memory. */
static void shrink(struct pyiq_sorter *sorter)
{
	size_t capacity = sorter->capacity < WINDOW ? sorter->capacity : WINDOW;
	char *held = pyiq_realloc(sorter->held, capacity * sorter->size);

	if (held == NULL)
		return; /* it stays as large as it was */
	sorter->held = held;
	sorter->capacity = capacity;
}

pyiq_status pyiq_sorter_finish(struct pyiq_sorter *sorter, struct pyiq_error *err)
{
	size_t n_merged = sorter->capacity / PART;
	pyiq_status status;

	if (sorter->fd < 0) {
		if (sorter->n_held > 0)
			qsort(sorter->held, sorter->n_held, sorter->size, sorter->compare);
		return PYIQ_OK;
	}
	n_merged = n_merged < 3 ? 2 : n_merged - 1;
	if (n_merged > MOST_RUNS)
		n_merged = MOST_RUNS;
	status = write_run(sorter, err);
	for (uint64_t length = sorter->capacity; length < sorter->n && status == PYIQ_OK;
	     length *= n_merged)
		status = merge_runs(sorter, length, n_merged, err);
	if (status == PYIQ_OK)
		shrink(sorter);
	return status;
}

/* ---- Finding --------------------------------------------------------------- */

/* How many of the held records are less than a key. */
static size_t count_less(const struct pyiq_sorter *sorter, const void *key)
{
	size_t low = 0, high = sorter->n_held;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sorter->compare(held_at(sorter, middle), key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Whether the window alone tells which record is the first not less than a key. */
static bool window_knows(const struct pyiq_sorter *sorter, const void *key)
{
	if (sorter->n_held == 0)
		return sorter->n == 0;

	bool begins_before = sorter->first == 0 || sorter->compare(sorter->held, key) < 0;
	bool ends_behind = sorter->first + sorter->n_held == sorter->n ||
			   sorter->compare(held_at(sorter, sorter->n_held - 1), key) >= 0;

	return begins_before && ends_behind;
}

static pyiq_status show(struct pyiq_sorter *sorter, uint64_t first, struct pyiq_error *err)
{
	uint64_t left = sorter->n - first;
	size_t n = left < sorter->capacity ? (size_t)left : sorter->capacity;
	pyiq_status status = read_records(sorter, first, sorter->held, n, err);

	sorter->first = first;
	sorter->n_held = status == PYIQ_OK ? n : 0;
	return status;
}

/* Move the window to where it knows: halve what comes into question until it fits. */
static pyiq_status search(struct pyiq_sorter *sorter, const void *key, struct pyiq_error *err)
{
	uint64_t low = 0, high = sorter->n;
	pyiq_status status = PYIQ_OK;

	sorter->n_held = 0; /* its memory takes what is looked at */
	while (high - low >= sorter->capacity && status == PYIQ_OK) {
		uint64_t middle = low + (high - low) / 2;

		status = read_records(sorter, middle, sorter->held, 1, err);
		if (status == PYIQ_OK && sorter->compare(sorter->held, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return status == PYIQ_OK ? show(sorter, low, err) : status;
}

pyiq_status pyiq_sorter_find(struct pyiq_sorter *sorter, const void *key, void *record, bool *found,
			     struct pyiq_error *err)
{
	pyiq_status status = PYIQ_OK;

	*found = false;
	/* Ascending keys leave the window at its end. */
	if (!window_knows(sorter, key) && sorter->n_held > 0 &&
	    sorter->compare(held_at(sorter, sorter->n_held - 1), key) < 0)
		status = show(sorter, sorter->first + sorter->n_held - 1, err);
	if (status == PYIQ_OK && !window_knows(sorter, key))
		status = search(sorter, key, err);
	if (status != PYIQ_OK)
		return status;

	size_t i = count_less(sorter, key);

	*found = i < sorter->n_held;
	if (*found)
		memcpy(record, held_at(sorter, i), sorter->size);
	return PYIQ_OK;
}

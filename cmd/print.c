#include "print.h"

void print_job_init(struct print_job *job, const struct term *term, const struct print_how *how)
{
	*job = (struct print_job){ .term = term, .how = *how };
	pyiq_arena_init(&job->names);
}

void print_job_release(struct print_job *job)
{
	pyiq_free(job->files);
	pyiq_free(job->spans);
	pyiq_arena_release(&job->names);
}

pyiq_status print_find_spans(struct print_job *job, const struct pyiq_hit *hit, pyiq_field field,
			     struct pyiq_error *err)
{
	job->n_spans = 0;
	for (size_t i = 0; i < hit->n_marks; i++) {
		pyiq_status status;

		if (hit->marks[i].field != field)
			continue;
		status = pyiq_grow(&job->spans, &job->spans_capacity, job->n_spans + 1,
				   sizeof *job->spans, err);
		if (status != PYIQ_OK)
			return status;
		job->spans[job->n_spans++] = hit->marks[i].span;
	}
	return PYIQ_OK;
}

pyiq_status print_remember_file(struct print_job *job, struct pyiq_str file, bool *is_new,
				struct pyiq_error *err)
{
	size_t low = 0, high = job->n_files;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = pyiq_str_compare(job->files[middle], file);

		if (order == 0) {
			*is_new = false;
			return PYIQ_OK;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	char *copy = pyiq_arena_copy(&job->names, file.data, file.len);

	if (!copy)
		return pyiq_fail_nomem(err);
	pyiq_status status = pyiq_grow(&job->files, &job->files_capacity, job->n_files + 1,
				       sizeof *job->files, err);
	if (status != PYIQ_OK)
		return status;
	memmove(job->files + low + 1, job->files + low, (job->n_files - low) * sizeof *job->files);
	job->files[low] = (struct pyiq_str){ copy, file.len };
	job->n_files++;
	*is_new = true;
	return PYIQ_OK;
}

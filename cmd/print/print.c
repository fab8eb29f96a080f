#include "print/print.h"

#include "base/unicode.h"

void print_job_init(struct print_job *job, const struct term *term, const struct print_how *how)
{
	*job = (struct print_job){ .term = term, .how = *how };
	pyiq_arena_init(&job->names);
}

void print_job_release(struct print_job *job)
{
	pyiq_free(job->files);
	pyiq_free(job->spans);
	pyiq_buf_release(&job->scratch);
	source_release(&job->source);
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

void print_size(const struct term *term, uint64_t bytes)
{
	static const char *const units[] = { "B", "kB", "MB", "GB", "TB" };
	double size = (double)bytes;
	size_t unit = 0;

	while (size >= 1000 && unit + 1 < sizeof units / sizeof *units) {
		size /= 1000;
		unit++;
	}
	fprintf(term->file, unit == 0 || size >= 100 ? "%.0f %s" : "%.1f %s", size, units[unit]);
}

void print_end_line(const struct print_job *job)
{
	fputc(job->how.nul_lines ? '\0' : '\n', job->term->file);
}

void print_join(struct pyiq_buf *buf, const struct pyiq_str *texts, size_t n, const char *between)
{
	pyiq_buf_clear(buf);
	for (size_t i = 0; i < n; i++) {
		pyiq_buf_puts(buf, i > 0 ? between : "");
		pyiq_buf_append(buf, texts[i].data, texts[i].len);
	}
}

void print_word(const struct term *term, struct pyiq_str id)
{
	size_t begin = 0, len;
	uint32_t c;

	for (size_t at = 0; at < id.len; at += len) {
		len = pyiq_utf8_decode(id.data + at, id.len - at, &c);
		if (pyiq_char_classify(c) != PYIQ_CHAR_SPACE)
			continue;
		term_text(term, STYLE_PLAIN, (struct pyiq_str){ id.data + begin, at - begin });
		fputc('_', term->file);
		begin = at + len;
	}
	term_text(term, STYLE_PLAIN, (struct pyiq_str){ id.data + begin, id.len - begin });
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

#include "source/decode.h"
#include "source/format.h"
#include "text/repair.h"

/* In the order in which content is asked: whoever asks for more comes first. */
static const struct pyiq_format *const formats[] = {
	&pyiq_format_stack_exchange,
	&pyiq_format_anki,
	&pyiq_format_json_lines,
	&pyiq_format_csv,
	&pyiq_format_tsv,
	&pyiq_format_html,
	&pyiq_format_markdown,
};

enum { N_FORMATS = sizeof formats / sizeof *formats };

const char pyiq_format_unknown[] = "XML of a kind that is not known";

const struct pyiq_format *pyiq_format_named(const char *name)
{
	for (size_t i = 0; i < N_FORMATS; i++)
		if (strcmp(formats[i]->name, name) == 0)
			return formats[i];
	return NULL;
}

const char *pyiq_format_name(size_t i)
{
	return i < N_FORMATS ? formats[i]->name : NULL;
}

/* The format that has the ending of a file's name, or NULL. */
static const struct pyiq_format *with_ending_of(const char *file_name)
{
	const char *dot = strrchr(file_name, '.');

	for (size_t i = 0; i < N_FORMATS && dot != NULL; i++)
		for (const char *const *e = formats[i]->endings; *e != NULL; e++)
			if (pyiq_ascii_equals(pyiq_str(dot + 1), *e))
				return formats[i];
	return NULL;
}

bool pyiq_format_has_ending(const char *file_name)
{
	return with_ending_of(file_name) != NULL;
}

/* Programs export cards, tables and pages as *.txt, too. */
static bool is_silent(const char *file_name)
{
	const char *dot = strrchr(file_name, '.');

	return dot != NULL && pyiq_ascii_equals(pyiq_str(dot), ".txt");
}

static pyiq_status choose_by_content(struct pyiq_input *input, const struct pyiq_format **format,
				     struct pyiq_error *err)
{
	char head[PYIQ_HEAD_SIZE];
	struct pyiq_buf text = PYIQ_BUF_INIT;
	struct pyiq_error ignored;
	size_t n;
	pyiq_status status = pyiq_input_peek(input, head, sizeof head, &n, err);

	*format = NULL;
	if (status != PYIQ_OK)
		return status;
	/* What is no text is found out by whoever reads it. */
	status = pyiq_decode(&text, (struct pyiq_str){ head, pyiq_whole_characters(head, n) }, NULL,
			     &ignored);
	for (size_t i = 0; i < N_FORMATS && status == PYIQ_OK && *format == NULL; i++)
		if (formats[i]->fits != NULL &&
		    formats[i]->fits((struct pyiq_str){ pyiq_buf_str(&text), text.len }))
			*format = formats[i];
	pyiq_buf_release(&text);
	return status == PYIQ_ERR_NOMEM ? pyiq_fail_nomem(err) : PYIQ_OK;
}

pyiq_status pyiq_format_choose(const char *file_name, struct pyiq_input *input,
			       const struct pyiq_format **format, struct pyiq_error *err)
{
	const struct pyiq_format *named = with_ending_of(file_name);
	pyiq_status status;

	*format = named;
	if (named != NULL && !named->by_content_only && !is_silent(file_name))
		return PYIQ_OK;
	status = choose_by_content(input, format, err);
	if (*format == NULL && (named == NULL || !named->by_content_only))
		*format = &pyiq_format_markdown;
	return status;
}

#include "query/parse.h"

#include "base/unicode.h"

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A sign counts in front of a word: `-not`, but neither `-1`, `--help` nor `->`. */
static bool signs_word(struct pyiq_str query, size_t sign)
{
	uint32_t c;

	if (sign + 1 >= query.len)
		return false;
	pyiq_utf8_decode(query.data + sign + 1, query.len - sign - 1, &c);
	return pyiq_char_classify(c) == PYIQ_CHAR_WORD && !(c >= '0' && c <= '9') && c != '_';
}

/* The quotation mark that closes a phrase, or the end. */
static size_t closing_quote(struct pyiq_str query, size_t open)
{
	for (size_t i = open + 1; i < query.len; i++)
		if (query.data[i] == '"')
			return i;
	return query.len;
}

static pyiq_status push(pyiq_clause_fn *fn, void *ctx, pyiq_clause_kind kind, struct pyiq_str query,
			size_t start, size_t end, struct pyiq_error *err)
{
	struct pyiq_clause clause = { kind, { query.data + start, end - start } };

	while (clause.text.len > 0 && is_space(clause.text.data[0])) {
		clause.text.data++;
		clause.text.len--;
	}
	return clause.text.len > 0 ? fn(ctx, &clause, err) : PYIQ_OK;
}

pyiq_status pyiq_query_parse(struct pyiq_str query, pyiq_clause_fn *fn, void *ctx,
			     struct pyiq_error *err)
{
	size_t text = 0; /* where the words begin that were not pushed yet */
	bool quotes = memchr(query.data, '"', query.len) != NULL;
	pyiq_status status = PYIQ_OK;

	for (size_t i = 0; i < query.len && status == PYIQ_OK;) {
		bool begins = i == 0 || is_space(query.data[i - 1]);
		char c = query.data[i];
		size_t end = i + 1;

		if (begins && quotes && c == '"') {
			end = closing_quote(query, i);
			if (end == query.len) {
				quotes = false;
				i++;
				continue;
			}
			status = push(fn, ctx, PYIQ_CLAUSE_TEXT, query, text, i, err);
			if (status == PYIQ_OK)
				status = push(fn, ctx, PYIQ_CLAUSE_PHRASE, query, i + 1, end, err);
			text = ++end;
		} else if (begins && (c == '+' || c == '-') && signs_word(query, i)) {
			while (end < query.len && !is_space(query.data[end]))
				end++;
			status = push(fn, ctx, PYIQ_CLAUSE_TEXT, query, text, i, err);
			if (status == PYIQ_OK)
				status =
					push(fn, ctx,
					     c == '+' ? PYIQ_CLAUSE_REQUIRED : PYIQ_CLAUSE_EXCLUDED,
					     query, i + 1, end, err);
			text = end;
		}
		i = end;
	}
	if (status == PYIQ_OK && text < query.len)
		status = push(fn, ctx, PYIQ_CLAUSE_TEXT, query, text, query.len, err);
	return status;
}

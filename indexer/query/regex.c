#include "query/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/buf.h"
#include "base/memory.h"
#include "base/unicode.h"

#define QUOTED(text) #text
#define STRING(name) QUOTED(name)

/*
 * What a pattern may cost.
 *
 * PCRE2's match limit counts the backtracking of one attempt, from one place
 * in the text. There are as many attempts as characters, and one step may walk
 * the whole text, so the limit bounds what happens in a short text and hardly
 * anything in a long one. Hence a pattern has two forms:
 *
 * plain    For short texts, with a small limit, which prose and code seldom
 *          make a pattern reach.
 * guarded  For the others, and where the plain form reached its limit. PCRE2
 *          calls back before every item of the pattern, and there the steps
 *          are counted over the whole text. It is 2 to 8 times slower, but
 *          bounded whatever the pattern and the text: the work may grow with
 *          the length of both, and with no power of it.
 *
 * A unit of work takes about 3 ns with JIT and 6 ns without.
 */
enum {
	PLAIN_TEXT = 8 * 1024, /* bytes; one walk from each place is 0.1 s */
	PLAIN_LIMIT = 1000,
	GUARDED_LIMIT = 10 * 1000 * 1000, /* a second fence: 0.1 to 0.4 s */
	WORK_OF_CALLBACK = 4,             /* beside one for each byte since the last */
	WORK_FREE = 64 * 1024 * 1024,     /* for any text: 0.2 to 0.4 s */
	WORK_PER_BYTE = 16,               /* of the text, times the bytes of the pattern */
	DEPTH_LIMIT = 100 * 1000,         /* open choices, without JIT */
	HEAP_LIMIT_KIB = 16 * 1024,       /* about what they take */
	JIT_STACK_MIN = 32 * 1024,        /* bytes */
	JIT_STACK_MAX = 1024 * 1024
};

/* The forms a pattern is compiled to, each when it is first needed. */
enum {
	PLAIN = 0,
	GUARDED = 1,
	/*
	 * For text known to be UTF-8, where JIT is not at hand. A form that
	 * takes any bytes looks through the rest of the text before each
	 * match unless JIT runs it, which is quadratic.
	 */
	TRUSTING = 2,
	N_FORMS = 4
};

static const struct pyiq_span nowhere = { SIZE_MAX, SIZE_MAX };

struct pattern {
	struct pyiq_buf source; /* for PCRE2 */
	uint32_t options;
	pcre2_code *code[N_FORMS];
	unsigned refused; /* bits: forms that are too large for PCRE2 or for memory */
	bool jit;
	bool may_be_empty; /* it could match nothing at all */

	/* In the text being matched: */
	struct pyiq_span next; /* the first match behind those pushed; or nowhere */
	uint64_t work, work_limit;
	size_t place; /* where the last callback was */
};

struct pyiq_regex {
	pcre2_general_context *memory;
	pcre2_compile_context *syntax;
	pcre2_match_context *limits;
	pcre2_match_data *match;
	pcre2_jit_stack *stack; /* NULL will do */
	bool jit;               /* for all patterns */
	bool trusted;           /* the text being matched is known to be UTF-8 */
	size_t n;
	struct pattern patterns[];
};

static void *take(PCRE2_SIZE size, void *ctx)
{
	(void)ctx;
	return pyiq_alloc(size);
}

static void give_back(void *block, void *ctx)
{
	(void)ctx;
	pyiq_free(block);
}

/* ---- Compiling ----------------------------------------------------------- */

/* For no bytes any pointer will do, but to PCRE2 before 10.40 not NULL. */
static PCRE2_SPTR bytes(struct pyiq_str text)
{
	return (PCRE2_SPTR)(text.data != NULL ? text.data : "");
}

static struct pyiq_str content(const struct pyiq_buf *buf)
{
	return (struct pyiq_str){ pyiq_buf_str(buf), buf->len };
}

struct reason {
	int code; /* PCRE2's */
	PCRE2_SIZE offset;
};

static pcre2_code *compile(const struct pyiq_regex *regex, struct pyiq_str source, uint32_t options,
			   struct reason *reason)
{
	return pcre2_compile(bytes(source), source.len, options, &reason->code, &reason->offset,
			     regex->syntax);
}

/* Compile one form of a pattern, unless that is done. */
static bool prepare(const struct pyiq_regex *regex, struct pattern *pattern, unsigned form,
		    struct reason *reason)
{
	if (pattern->code[form] != NULL || pattern->refused & 1u << form)
		return pattern->code[form] != NULL;

	uint32_t options = pattern->options;

	if (form & GUARDED)
		options |= PCRE2_AUTO_CALLOUT;
	if (!(form & TRUSTING))
		options |= PCRE2_MATCH_INVALID_UTF;

	pcre2_code *code = compile(regex, content(&pattern->source), options, reason);

	pattern->code[form] = code;
	if (code == NULL) {
		pattern->refused |= 1u << form;
		return false;
	}
	/* Where JIT does not work, or not for this pattern, the interpreter does. */
	if (!(form & TRUSTING))
		pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	return true;
}

static pyiq_status fail_compile(struct pyiq_error *err, const struct reason *reason, size_t len)
{
	if (reason->code == PCRE2_ERROR_HEAP_FAILED)
		return pyiq_fail_nomem(err);

	PCRE2_UCHAR text[256];

	pcre2_get_error_message(reason->code, text, sizeof text);
	return pyiq_fail(err, PYIQ_ERR_REGEX, "pattern error at byte %zu: %s",
			 reason->offset < len ? reason->offset : len, (const char *)text);
}

static bool compiles(const struct pyiq_regex *regex, struct pyiq_str source, uint32_t options,
		     struct reason *reason)
{
	pcre2_code *code = compile(regex, source, options, reason);

	pcre2_code_free(code);
	return code != NULL;
}

/*
 * Plain text as a pattern. PCRE2_LITERAL would be the obvious way, but it
 * knows neither lines nor the word characters of Unicode.
 */
static void quote(struct pyiq_buf *out, struct pyiq_str text)
{
	static const char special[] = "\\^$.[]|()?*+{}";

	for (size_t i = 0; i < text.len; i++) {
		if (memchr(special, text.data[i], sizeof special - 1) != NULL)
			pyiq_buf_putc(out, '\\');
		pyiq_buf_putc(out, text.data[i]);
	}
}

static bool contains(struct pyiq_str text, const char *part)
{
	size_t len = strlen(part);

	for (size_t i = 0; i + len <= text.len; i++)
		if (memcmp(text.data + i, part, len) == 0)
			return true;
	return false;
}

/* Whether a pattern may call itself as a whole; a yes too many does no harm. */
static bool is_recursive(struct pyiq_str source)
{
	return contains(source, "(?R)") || contains(source, "(?0") || contains(source, "\\g<0") ||
	       contains(source, "\\g'0");
}

/*
 * A condition on both sides of a pattern. As an inner match of a recursive
 * pattern need not be a word or a line, recursion is let off.
 */
static void put_condition(struct pyiq_buf *out, const char *condition, bool recursive)
{
	pyiq_buf_puts(out, recursive ? "(?(R)|" : "");
	pyiq_buf_puts(out, condition);
	pyiq_buf_puts(out, recursive ? ")" : "");
}

/*
 * The pattern that matches words or lines only. The first n_settings bytes are
 * settings such as (*CRLF), which PCRE2 knows only in front. \E ends what \Q
 * left open, and where the pattern ends in a comment, a line end ends that, by
 * any newline convention.
 *
 * For words look-around rather than \b, so that `-x` is a word in `a -x b`.
 */
static void wrap(struct pyiq_buf *out, struct pyiq_str bare, size_t n_settings, bool comment,
		 unsigned flags)
{
	bool recursive = is_recursive(bare), line = flags & PYIQ_REGEX_LINE;

	pyiq_buf_clear(out);
	pyiq_buf_append(out, bare.data, n_settings);
	put_condition(out, line ? "^" : "(?<!\\w)", recursive);
	pyiq_buf_puts(out, "(?:");
	pyiq_buf_append(out, bare.data + n_settings, bare.len - n_settings);
	pyiq_buf_puts(out, comment ? "\\E\r\n)" : "\\E)");
	put_condition(out, line ? "$" : "(?!\\w)", recursive);
}

/*
 * Set the source to the wrapped form of a pattern that compiles by itself: what
 * is wrong with the wrapped one tells what the pattern begins or ends with.
 */
static pyiq_status enclose(const struct pyiq_regex *regex, struct pattern *pattern,
			   struct pyiq_str bare, unsigned flags, struct pyiq_error *err)
{
	size_t n_settings = 0;
	bool comment = false;

	for (;;) {
		struct reason reason;

		wrap(&pattern->source, bare, n_settings, comment, flags);
		if (pattern->source.failed)
			return pyiq_fail_nomem(err);
		if (compiles(regex, content(&pattern->source), pattern->options, &reason))
			return PYIQ_OK;

		const char *rest = bare.data + n_settings;
		const char *close = memchr(rest, ')', bare.len - n_settings);

		if (reason.code == PCRE2_ERROR_VERB_UNKNOWN && close != NULL)
			n_settings += (size_t)(close + 1 - rest);
		else if (reason.code == PCRE2_ERROR_MISSING_CLOSING_PARENTHESIS && !comment)
			comment = true;
		else
			return fail_compile(err, &reason, bare.len);
	}
}

/*
 * A pattern about patterns: it matches those that have an upper-case letter
 * which stands for itself, and not for a class, a setting or a name.
 */
static const char upper_case_literal[] =
	"(?xs)"
	"\\\\Q (?: (?!\\\\E) \\P{Lu} )*+ \\p{Lu}"
	"| (?: \\\\Q (?: (?!\\\\E) . )*+"
	"    | \\\\ [pPxoNgk] (?: \\{[^}]*} | <[^>]*> | '[^']*' )"
	"    | \\\\ [pPc] ."
	"    | \\\\ x [0-9A-Fa-f]{1,2}"
	"    | \\\\ ."
	"    | \\(\\* [A-Z_]* (?: [:=] [^)]* )? \\)"
	"    | \\(\\? P? < (?![=!]) [^>]* >"
	"    | \\(\\? ' [^']* '"
	"    | \\(\\? (?: P[=>] | & | \\# | \\( (?![?*]) ) [^)]* \\)"
	"    | \\(\\? [a-zA-Z0-9^-]+ [:)]"
	"  ) (*SKIP) (*FAIL)"
	"| \\p{Lu}";

static pyiq_status has_upper_case(const struct pyiq_regex *regex, struct pyiq_str source, bool *has,
				  struct pyiq_error *err)
{
	struct reason reason;
	pcre2_code *code =
		compile(regex, pyiq_str(upper_case_literal), PCRE2_UTF | PCRE2_UCP, &reason);

	if (code == NULL)
		return fail_compile(err, &reason, 0);

	int rc = pcre2_match(code, bytes(source), source.len, 0, 0, regex->match, NULL);

	pcre2_code_free(code);
	*has = rc >= 0;
	return rc == PCRE2_ERROR_NOMEMORY ? pyiq_fail_nomem(err) : PYIQ_OK;
}

/* What a pattern is compiled with, whatever its form. */
static pyiq_status choose_options(const struct pyiq_regex *regex, struct pattern *pattern,
				  unsigned flags, struct pyiq_error *err)
{
	bool caseless = flags & PYIQ_REGEX_IGNORE_CASE;

	if (flags & PYIQ_REGEX_SMART_CASE && !caseless) {
		bool upper = false;
		pyiq_status status = has_upper_case(regex, content(&pattern->source), &upper, err);

		if (status != PYIQ_OK)
			return status;
		caseless = !upper;
	}
	/* \C would cut characters in two. */
	pattern->options = PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C |
			   (caseless ? PCRE2_CASELESS : 0);
	return PYIQ_OK;
}

/* Errors are told of the pattern as given, so that is compiled before it is wrapped. */
static pyiq_status wrap_pattern(const struct pyiq_regex *regex, struct pattern *pattern,
				unsigned flags, struct pyiq_error *err)
{
	struct pyiq_buf bare = pattern->source;
	struct reason reason;
	pyiq_status status;

	pyiq_buf_init(&pattern->source);
	if (compiles(regex, content(&bare), pattern->options, &reason))
		status = enclose(regex, pattern, content(&bare), flags, err);
	else
		status = fail_compile(err, &reason, bare.len);
	pyiq_buf_release(&bare);
	return status;
}

static pyiq_status add_pattern(const struct pyiq_regex *regex, struct pattern *pattern,
			       struct pyiq_str text, unsigned flags, struct pyiq_error *err)
{
	size_t bad;

	if (!pyiq_utf8_valid(text.data, text.len, &bad))
		return pyiq_fail(err, PYIQ_ERR_INVALID, "pattern is not UTF-8 at byte %zu", bad);

	if (flags & PYIQ_REGEX_FIXED)
		quote(&pattern->source, text);
	else
		pyiq_buf_append(&pattern->source, text.data, text.len);

	pyiq_status status = pyiq_buf_status(&pattern->source, err);

	if (status == PYIQ_OK)
		status = choose_options(regex, pattern, flags, err);
	if (status == PYIQ_OK && flags & (PYIQ_REGEX_WORD | PYIQ_REGEX_LINE))
		status = wrap_pattern(regex, pattern, flags, err);
	if (status != PYIQ_OK)
		return status;

	struct reason reason = { 0, 0 };

	if (!prepare(regex, pattern, PLAIN, &reason))
		return fail_compile(err, &reason, text.len);

	size_t jit_size = 0;
	uint32_t match_empty = 0;

	pcre2_pattern_info(pattern->code[PLAIN], PCRE2_INFO_JITSIZE, &jit_size);
	pcre2_pattern_info(pattern->code[PLAIN], PCRE2_INFO_MATCHEMPTY, &match_empty);
	pattern->jit = jit_size > 0;
	/* PCRE2 does not count the matches that \K makes empty. */
	pattern->may_be_empty = match_empty || contains(content(&pattern->source), "\\K");
	return PYIQ_OK;
}

static bool create_contexts(struct pyiq_regex *regex)
{
	regex->memory = pcre2_general_context_create(take, give_back, NULL);
	regex->syntax = pcre2_compile_context_create(regex->memory);
	regex->limits = pcre2_match_context_create(regex->memory);
	regex->match = pcre2_match_data_create(1, regex->memory);
	if (regex->memory == NULL || regex->syntax == NULL || regex->limits == NULL ||
	    regex->match == NULL)
		return false;

	regex->stack = pcre2_jit_stack_create(JIT_STACK_MIN, JIT_STACK_MAX, regex->memory);
	pcre2_set_newline(regex->syntax, PCRE2_NEWLINE_ANYCRLF);
	pcre2_set_depth_limit(regex->limits, DEPTH_LIMIT);
	pcre2_set_heap_limit(regex->limits, HEAP_LIMIT_KIB);
	pcre2_jit_stack_assign(regex->limits, NULL, regex->stack);
	return true;
}

pyiq_status pyiq_regex_compile(const struct pyiq_str *patterns, size_t n, unsigned flags,
			       struct pyiq_regex **out, struct pyiq_error *err)
{
	*out = NULL;

	size_t size = sizeof(struct pyiq_regex) + n * sizeof(struct pattern);
	struct pyiq_regex *regex = pyiq_alloc(size);

	if (regex == NULL)
		return pyiq_fail_nomem(err);
	memset(regex, 0, size);
	regex->n = n;
	regex->jit = true;

	pyiq_status status = create_contexts(regex) ? PYIQ_OK : pyiq_fail_nomem(err);

	for (size_t i = 0; i < n && status == PYIQ_OK; i++) {
		status = add_pattern(regex, &regex->patterns[i], patterns[i], flags, err);
		regex->jit = regex->jit && regex->patterns[i].jit;
		if (status != PYIQ_OK && status != PYIQ_ERR_NOMEM && n > 1)
			pyiq_hint(err, "it is pattern %zu of %zu", i + 1, n);
	}
	if (status != PYIQ_OK)
		pyiq_regex_free(regex);
	else
		*out = regex;
	return status;
}

void pyiq_regex_free(struct pyiq_regex *regex)
{
	if (regex == NULL)
		return;
	for (size_t i = 0; i < regex->n; i++) {
		for (size_t form = 0; form < N_FORMS; form++)
			pcre2_code_free(regex->patterns[i].code[form]);
		pyiq_buf_release(&regex->patterns[i].source);
	}
	pcre2_jit_stack_free(regex->stack);
	pcre2_match_data_free(regex->match);
	pcre2_match_context_free(regex->limits);
	pcre2_compile_context_free(regex->syntax);
	pcre2_general_context_free(regex->memory);
	pyiq_free(regex);
}

size_t pyiq_regex_count(const struct pyiq_regex *regex)
{
	return regex->n;
}

/* ---- Matching ------------------------------------------------------------ */

/* PCRE2 is about to try an item of the pattern: what did it do since the last one? */
static int count_work(pcre2_callout_block *block, void *ctx)
{
	struct pattern *pattern = ctx;
	size_t here = block->current_position, there = pattern->place;

	pattern->work += WORK_OF_CALLBACK + (here > there ? here - there : there - here);
	pattern->place = here;
	return pattern->work > pattern->work_limit ? PCRE2_ERROR_MATCHLIMIT : 0;
}

/* Run one form of a pattern. Returns what pcre2_match does. */
static int run(struct pyiq_regex *regex, struct pattern *pattern, unsigned form,
	       struct pyiq_str text, size_t from, uint32_t options)
{
	const pcre2_code *code = pattern->code[form];

	pcre2_set_match_limit(regex->limits, form & GUARDED ? GUARDED_LIMIT : PLAIN_LIMIT);
	pcre2_set_callout(regex->limits, count_work, pattern);
	if (form & TRUSTING)
		options |= PCRE2_NO_UTF_CHECK;
	else if (!pattern->jit)
		pattern->work += text.len - from;

	int rc = pcre2_match(code, bytes(text), text.len, from, options, regex->match,
			     regex->limits);

	if (rc == PCRE2_ERROR_JIT_STACKLIMIT)
		rc = pcre2_match(code, bytes(text), text.len, from, options | PCRE2_NO_JIT,
				 regex->match, regex->limits);
	return rc;
}

/* The first match of a pattern from a place on, in the best form to be had. As run(). */
static int search(struct pyiq_regex *regex, struct pattern *pattern, struct pyiq_str text,
		  size_t from, uint32_t options)
{
	unsigned form = PLAIN;
	struct reason ignored;

	if (regex->trusted && !pattern->jit && prepare(regex, pattern, TRUSTING, &ignored))
		form |= TRUSTING;
	if (text.len > PLAIN_TEXT && prepare(regex, pattern, form | GUARDED, &ignored))
		form |= GUARDED;

	int rc = run(regex, pattern, form, text, from, options);

	if (rc == PCRE2_ERROR_MATCHLIMIT && !(form & GUARDED) &&
	    prepare(regex, pattern, form | GUARDED, &ignored))
		rc = run(regex, pattern, form | GUARDED, text, from, options);
	return rc;
}

static pyiq_status fail_match(struct pyiq_error *err, int rc)
{
	PCRE2_UCHAR text[256];

	switch (rc) {
	case PCRE2_ERROR_MATCHLIMIT:
	case PCRE2_ERROR_DEPTHLIMIT:
	case PCRE2_ERROR_HEAPLIMIT:
	case PCRE2_ERROR_RECURSELOOP:
		pyiq_fail(err, PYIQ_ERR_LIMIT, "pattern exceeded its match limit");
		pyiq_hint(err, "repeats inside repeats or side by side, as in (a+)+, are costly");
		return PYIQ_ERR_LIMIT;
	case PCRE2_ERROR_NOMEMORY:
		return pyiq_fail_nomem(err);
	default:
		pcre2_get_error_message(rc, text, sizeof text);
		return pyiq_fail(err, PYIQ_ERR_INTERNAL, "pattern cannot be matched: %s",
				 (const char *)text);
	}
}

/* Look for the next match of a pattern that is not empty. */
static pyiq_status advance(struct pyiq_regex *regex, struct pattern *pattern, struct pyiq_str text,
			   size_t from, struct pyiq_error *err)
{
	int rc = search(regex, pattern, text, from, PCRE2_NOTEMPTY);

	pattern->next = nowhere;
	if (rc == PCRE2_ERROR_NOMATCH)
		return PYIQ_OK;
	if (rc < 0)
		return fail_match(err, rc);

	const PCRE2_SIZE *found = pcre2_get_ovector_pointer(regex->match);
	size_t start = found[0] > from ? found[0] : from;

	/* Through recursion \K can move the start anywhere; what makes no sense ends the search. */
	if (start < found[1])
		pattern->next = (struct pyiq_span){ start, found[1] };
	return PYIQ_OK;
}

static bool precedes(struct pyiq_span a, struct pyiq_span b)
{
	return a.start != b.start ? a.start < b.start : a.end > b.end;
}

/* Push the first empty match, where there is one; the text has no other. */
static pyiq_status push_empty(struct pyiq_regex *regex, struct pattern *patterns, size_t n,
			      struct pyiq_str text, pyiq_match_fn *fn, void *ctx,
			      struct pyiq_error *err)
{
	struct pyiq_span first = nowhere;

	for (size_t i = 0; i < n; i++) {
		if (!patterns[i].may_be_empty)
			continue;

		int rc = search(regex, &patterns[i], text, 0, 0);

		if (rc < 0 && rc != PCRE2_ERROR_NOMATCH)
			return fail_match(err, rc);
		if (rc >= 0) {
			size_t place = pcre2_get_ovector_pointer(regex->match)[1];

			if (place < first.start)
				first = (struct pyiq_span){ place, place };
		}
	}
	return first.start != SIZE_MAX && fn(ctx, first) != 0 ? PYIQ_STOPPED : PYIQ_OK;
}

static pyiq_status match(struct pyiq_regex *regex, struct pattern *patterns, size_t n,
			 struct pyiq_str text, pyiq_match_fn *fn, void *ctx, struct pyiq_error *err)
{
	size_t end = 0, bad;

	regex->trusted = !regex->jit && pyiq_utf8_valid(text.data, text.len, &bad);
	for (size_t i = 0; i < n; i++) {
		struct pattern *pattern = &patterns[i];

		pattern->work = pattern->place = 0;
		pattern->work_limit =
			WORK_FREE + (uint64_t)WORK_PER_BYTE * pattern->source.len * text.len;

		pyiq_status status = advance(regex, pattern, text, 0, err);

		if (status != PYIQ_OK)
			return status;
	}

	for (;;) {
		struct pyiq_span first = nowhere;

		for (size_t i = 0; i < n; i++) {
			struct pattern *pattern = &patterns[i];
			pyiq_status status = PYIQ_OK;

			if (pattern->next.start < end)
				status = advance(regex, pattern, text, end, err);
			if (status != PYIQ_OK)
				return status;
			if (precedes(pattern->next, first))
				first = pattern->next;
		}
		if (first.start == SIZE_MAX)
			break;
		if (fn(ctx, first) != 0)
			return PYIQ_STOPPED;
		end = first.end;
	}
	return end > 0 ? PYIQ_OK : push_empty(regex, patterns, n, text, fn, ctx, err);
}

pyiq_status pyiq_regex_match(struct pyiq_regex *regex, struct pyiq_str text, pyiq_match_fn *fn,
			     void *ctx, struct pyiq_error *err)
{
	return match(regex, regex->patterns, regex->n, text, fn, ctx, err);
}

pyiq_status pyiq_regex_match_one(struct pyiq_regex *regex, size_t i, struct pyiq_str text,
				 pyiq_match_fn *fn, void *ctx, struct pyiq_error *err)
{
	return match(regex, &regex->patterns[i], 1, text, fn, ctx, err);
}

const char *pyiq_regex_version(bool *jit)
{
	struct pyiq_str any = pyiq_str(".");
	struct pyiq_regex *regex;

	/* PCRE2 can be built with JIT and the system forbid it: try. */
	pyiq_regex_compile(&any, 1, 0, &regex, NULL);
	*jit = regex != NULL && regex->jit;
	pyiq_regex_free(regex);
	return "PCRE2 " STRING(PCRE2_MAJOR) "." STRING(PCRE2_MINOR);
}

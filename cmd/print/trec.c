/*
 * A run as trec_eval and its kin read it: QID Q0 DOCID RANK SCORE TAG.
 */
#include <float.h>
#include <math.h>

#include "print/print.h"

/*
 * Those who read a run sort it by score, as numbers of single precision, and
 * what is equal as they please. So a score is told that is less than the one
 * before, by as little as such numbers can tell apart.
 */
static float lower(struct print_job *job, const struct pyiq_hit *hit)
{
	float above = job->score,
	      limit = hit->rank == 1 ? FLT_MAX : above - FLT_EPSILON * fmaxf(fabsf(above), 1);

	job->score = fminf((float)hit->score, limit);
	return job->score;
}

static pyiq_status trec_hit(struct print_job *job, const struct pyiq_hit *hit,
			    struct pyiq_error *err)
{
	const struct pyiq_unit *unit = hit->unit;
	FILE *file = job->term->file;

	(void)err;
	print_word(job->term, job->query);
	fputs(" Q0 ", file);
	print_word(job->term, unit->key.len > 0 ? unit->key : pyiq_str(unit->id));
	fprintf(file, " %zu %.*g pyiq\n", hit->rank, FLT_DECIMAL_DIG, (double)lower(job, hit));
	return PYIQ_OK;
}

const struct printer print_trec = { .hit = trec_hit };

/*
 * The rank of a unit: a sum of features, each weighted by what it is worth.
 */
#ifndef PYIQ_QUERY_SCORE_H
#define PYIQ_QUERY_SCORE_H

/* What speaks for a unit, each from 0 to 1. Shares are by idf, of all that is asked. */
typedef enum pyiq_feature {
	PYIQ_FEATURE_POSTINGS,  /* its weight in the postings, as a share of the best one's */
	PYIQ_FEATURE_FOUND,     /* the share that the unit has, squared */
	PYIQ_FEATURE_EXPLAINED, /* the share of the question's words that the query has, by number */
	PYIQ_FEATURE_EARLY,     /* the share that stands early in the question or the answer */
	PYIQ_FEATURE_WINDOW, /* the greatest share that stands together in few words of one of them */
	PYIQ_FEATURE_EXACT, /* the share that stands in the very form, more the more often */
	PYIQ_FEATURE_FRAME, /* the words that frame the query, more the more often, by what is asked */
	PYIQ_FEATURE_LANGUAGE, /* it is written in another language than the query */
	PYIQ_N_FEATURES
} pyiq_feature;

/* What the user reads: "in few words". Static. */
const char *pyiq_feature_name(pyiq_feature feature);
double pyiq_feature_weight(pyiq_feature feature);

double pyiq_score(const double feature[PYIQ_N_FEATURES]);

#endif

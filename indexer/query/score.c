#include "query/score.h"

/*
 * Set on four collections of ../shared/eval (coordinate ascent, each of them as
 * much as the others, our own queries beside them), in round numbers on a plateau:
 * any one of them may be half as great or half as great again at a loss of .007.
 * Learnt on three and tried on the fourth, the mean of nDCG@10 is .465 to .469 by
 * where the ascent begins; learnt on all, .473. What is lost without a feature, of mean nDCG@10 on the four and of success@1 of
 * tests/relevance/corpus_queries.tsv (tests/relevance/ablation.sh prints it):
 *
 *	found                .001          -
 *	question explained   .003       .083
 *	early                .004       .050
 *	together             .004          -
 *	exact forms          .002          -
 *	frame                .001       .017
 *	all of these         .021       .150
 *
 * Tried, and not worth their place beside these: pairs of neighbours, nearness by
 * distance, the share that the question has, both sides of a comparison, lengths,
 * several weighting schemes, feedback from the best hits. The last weight was set by
 * hand: none of the collections has several languages.
 */
static const struct {
	const char *name;
	double weight;
} features[PYIQ_N_FEATURES] = {
	[PYIQ_FEATURE_POSTINGS] = { "postings", 1 },
	[PYIQ_FEATURE_FOUND] = { "found", 0.10 },
	[PYIQ_FEATURE_EXPLAINED] = { "question explained", 0.25 },
	[PYIQ_FEATURE_EARLY] = { "early", 0.40 },
	[PYIQ_FEATURE_WINDOW] = { "together", 0.40 },
	[PYIQ_FEATURE_EXACT] = { "exact forms", 0.35 },
	[PYIQ_FEATURE_FRAME] = { "frame", 0.30 },
	[PYIQ_FEATURE_LANGUAGE] = { "other language", -0.30 },
};

const char *pyiq_feature_name(pyiq_feature feature)
{
	return features[feature].name;
}

double pyiq_feature_weight(pyiq_feature feature)
{
	return features[feature].weight;
}

double pyiq_score(const double feature[PYIQ_N_FEATURES])
{
	double sum = 0;

	for (unsigned i = 0; i < PYIQ_N_FEATURES; i++)
		sum += features[i].weight * feature[i];
	return sum;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remedy_stats.h - is one way of training better than another, over seeds and over rows? */
#ifndef LC_CLI_REMEDY_STATS_H
#define LC_CLI_REMEDY_STATS_H

#include <stddef.h>

#define OUTCOME_SEEDS_MAX 32

/* What some runs of one kind came to, one for each seed; lower is better, and a run that broke is
 * infinitely bad. */
typedef struct outcome {
    size_t seeds;
    const double *score;      /* [seeds] of each run: the mean over its rows where it has them */
    const double *const *row; /* [seeds][rows] score of each row; NULL where they aren't known */
    size_t rows;
} outcome;

typedef struct comparison {
    double difference; /* mean of `after` less that of `before` */
    double error;      /* its standard error, over the seeds and over the rows */
    double p_value;    /* of so many runs better, or worse, were there no difference */
} comparison;

/**
 * Compare runs before and after a change, on the same rows.
 *
 * Two runs differ at a level when the mean difference of their rows is so far from 0 for its standard
 * error (two-sided, normal); otherwise they are alike. Without scores of rows any difference counts. What
 * counts then is how often a run of one kind beats one of the other: an exact permutation test over the
 * seeds, Mann and Whitney's (1947, Ann. Math. Stat. 18, 50) where no two are alike. The p-value is the
 * least level at which both hold, that of the rows and that of the seeds. So a few runs that went very
 * wrong don't hide that the others are better, rows that happen to be there don't make a difference, and
 * no distribution is assumed of the seeds.
 *
 *   in  before, after  of 1 to OUTCOME_SEEDS_MAX seeds
 *
 * Tested in tests/unit/test_remedy_stats.c by hand values and simulation.
 */
comparison compare_outcomes(const outcome *before, const outcome *after);

/* Which of n p-values can be called differences such that `level` of those so called are none, on
 * average (Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57, 289): those up to what is returned; -1:
 * none. Sorts p. */
double false_discovery_limit(double *p, size_t n, double level);

/* Mean over seeds and half the width of its interval of 95 % (Student); NAN for one seed. */
double outcome_mean(const outcome *o);
double outcome_margin(const outcome *o);

#endif

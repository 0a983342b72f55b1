/* SPDX-License-Identifier: GPL-3.0-or-later */
/* analyzed.h - one series of a run, with what was computed of it once, and pairs of them. */
#ifndef LC_DIAGNOSE_ANALYZED_H
#define LC_DIAGNOSE_ANALYZED_H

#include "diagnose/log_curve.h"
#include "stats/curve.h"

/* One series of the run, studied. */
typedef struct lc_analyzed lc_analyzed;
struct lc_analyzed {
    const lc_series *series;
    size_t index; /* in run->series */
    bool failed;  /* memory ran out while it was studied */
    double
        whole; /* what a share is out of: 1, or 100 by its values or since its loss forbids a share
                   * near 1, or the number of samples of a count */
    bool chosen; /* rules look at it: neither an axis nor left out by --metric */
    int sign;    /* 1 when lower is better, -1 when higher is; 0 when neither, as for the losses
                    * of reinforcement learning, which chase targets that move with the policy */
    char side; /* of an adversarial training: 'd' discriminator or critic, 'g' generator; else 0 */
    lc_curve curve;   /* of the finite values */
    lc_log_curve log; /* the same on the scale on which few records can be judged */
    size_t finite;    /* how many of series->n are */
    size_t best;      /* index of the best finite value as recorded, the first one of several */
    size_t first_bad; /* index of the first value that is not finite; series->n for none */
    double
        baseline;   /* what is got without a look at the input (diagnose/baseline.h); NaN unknown */
    double quantum; /* lc_context_quantum; this and what follows: link.h */
    const lc_analyzed *accuracy;   /* lc_context_accuracy */
    const lc_analyzed *plain_loss; /* lc_context_plain_loss */
    const lc_analyzed *other;      /* lc_context_other */
};

/* The same metric on train and validation (or on test, where there is no validation). */
typedef struct lc_pair {
    const lc_analyzed *train, *validation;
} lc_pair;

/* True when the series' name says nothing but "loss" or cross-entropy: the floor applies. */
bool lc_analyzed_is_plain_loss(const lc_analyzed *t);

/* A share of what is right with its sign turned, as a Dice score for a loss: from -1 to below 0. */
bool lc_analyzed_is_negative_share(const lc_analyzed *t);

/* First and last finite value as recorded. */
double lc_analyzed_first(const lc_analyzed *t);
double lc_analyzed_last(const lc_analyzed *t);

/* First finite value and the level at the end: median of the last 1/20 of the curve, three points
 * at least where there are nine or more, else the last one. */
double lc_analyzed_start(const lc_analyzed *t);
double lc_analyzed_end(const lc_analyzed *t);
size_t lc_analyzed_end_from(const lc_analyzed *t); /* first point of that stretch */

/* Standard error of the end level less another level over [from, to). */
double lc_analyzed_step_error(const lc_analyzed *t, size_t from, size_t to);

/* What learning is counted from: the first value, but chance where the curve starts worse than that
 * and ends up better. An untrained network may be far worse than a guess, and to fall from there to
 * the guess needs no look at the input. */
double lc_analyzed_base(const lc_analyzed *t);

/* How far the curve went from there to its best; never negative. */
double lc_analyzed_gain(const lc_analyzed *t);

/* Best value of the smooth curve, which has points. */
double lc_analyzed_best_level(const lc_analyzed *t);

/* What the curve does in the last third of the run. */
typedef struct lc_last_third {
    size_t from; /* its first point */
    lc_trend trend;
    double gained; /* for the better, from the smooth curve there to the end level */
} lc_last_third;

/* It still gets better there: by a trend whose chance is below alpha, or, of three or four points, whose
 * order alone is no rarer than 1/6 and 1/24, one below 0.2; and by more than that share of its level. */
bool lc_last_third_improves(const lc_last_third *late, const lc_analyzed *t, double alpha,
                            double share);

/* Distance of the splits at the end on the scale of logarithms, positive where validation is worse: losses
 * with a twentieth of the first training loss added to both, misses with a twentieth of all samples, so
 * that tiny values make no wide gaps. 0 where a logarithm is missing. */
double lc_pair_gap(const lc_pair *p);

/* A held-out "score" of which nothing more is told, always between 0 and 1: taken for a share of samples. */
bool lc_analyzed_is_unit_score(const lc_analyzed *t);

/* At its best it is better than in its first record by more than noise, by 5 % or 4 samples in a hundred. */
bool lc_analyzed_improves(const lc_analyzed *t);

/* A loss of three records or more, all finite, that falls in each of them by about as much: learning that has
 * hardly begun, however little it is. */
bool lc_analyzed_falls_evenly(const lc_analyzed *t);

/* What a score is out of: 100 for percentages, the number of samples for counts, else 1. */
double lc_analyzed_scale_max(const lc_analyzed *t);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * calibration.c - from the probability that the weighing gives to the share of verdicts that are right.
 *
 * Symptoms are no more independent than faults are complete: probabilities near 1 are right less often
 * than they say, above all in runs of few records, or of one split alone.
 *
 *     logit(confidence) = A + MORE s + B logit(probability)
 *
 * s goes from 0 at SHORT records to 1 at LONG. Fitted by `tests/bench/diagnosis/calibrate`, as logistic
 * regression, on the zoo's tuning part and on short runs cut from it, 3,021 verdicts. Said and right,
 * with the expected error of calibration (5 bins):
 *
 *   tuning part, by cross-validation over fault and data set   .92   .92   .006
 *   reporting part, not fitted: whole runs                     .98   .97   .005
 *                               short runs                     .91   .89   .020
 *   146 posted runs, not fitted                                .93   .99   .061
 *   28 runs of textbooks, not fitted                           .95   .82   .130
 *
 * The posted runs were looked at while the rules were made, so that the rules are right more often
 * there than on runs that nobody has looked at; they were left out for this reason. Slopes of their
 * own for long runs, or going over with the logarithm of the records, are not better.
 */
#include "diagnose/weigh.h"

#include <math.h>

#define SHORT 12 /* records up to which a run is one of few ... */
#define LONG 60  /* ... and from which on it is one of many */
#define NEAR 1e-4

#define FAULT_A 1.09
#define FAULT_MORE 1.30
#define FAULT_B 0.36
#define HEALTHY_A 0.58
#define HEALTHY_MORE 5.63
#define HEALTHY_B 0.20

#define LEAST 0.3
#define MOST 0.99

double lc_confidence_of(const lc_context *context, double probability, bool healthy)
{
    double records = context->pairs_n ? (double)lc_context_records(context) : 0;
    double s = fmin(fmax((records - SHORT) / (LONG - SHORT), 0), 1);
    double p = fmin(fmax(probability, NEAR), 1 - NEAR), logit = log(p / (1 - p));
    double c = healthy ? HEALTHY_A + HEALTHY_MORE * s + HEALTHY_B * logit
                       : FAULT_A + FAULT_MORE * s + FAULT_B * logit;
    return fmin(fmax(1 / (1 + exp(-c)), LEAST), MOST);
}

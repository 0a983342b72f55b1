/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * calibration.c - from the probability that the weighing gives to the share of verdicts that are right.
 *
 * Symptoms are no more independent than faults are complete: probabilities near 1 are right less often
 * than they say, above all in runs of few records. logit(confidence) = a + b logit(probability), times the
 * share of runs whose fault no rule knows. The figures are those of `tests/bench/diagnosis/calibrate`,
 * fitted on the zoo's tuning part and on labelled runs of few records, between which they go over.
 */
#include "diagnose/weigh.h"

#include <math.h>

#define SHORT 12 /* records up to which a run is one of few ... */
#define LONG 60  /* ... and from which on it is one of many */

#define SHORT_A 0.4
#define SHORT_B 0.46
#define LONG_A 1.8
#define LONG_B 0.5

/* Share of runs without a finding that have a fault all the same. */
#define SHORT_UNKNOWN 0.25
#define LONG_UNKNOWN 0.05

#define LEAST 0.3
#define MOST 0.99

double lc_confidence_of(double probability, size_t records, bool healthy)
{
    double s = fmin(fmax(((double)records - SHORT) / (LONG - SHORT), 0), 1);
    double p = fmin(fmax(probability, 1e-4), 1 - 1e-4);
    double a = SHORT_A + s * (LONG_A - SHORT_A), b = SHORT_B + s * (LONG_B - SHORT_B);
    double c = 1 / (1 + exp(-(a + b * log(p / (1 - p)))));
    if (healthy)
        c = p * (1 - SHORT_UNKNOWN - s * (LONG_UNKNOWN - SHORT_UNKNOWN));
    return fmin(fmax(c, LEAST), MOST);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trend.h - the trend of a series of measurements, robustly; plain arrays, no state. */
#ifndef LC_STATS_TREND_H
#define LC_STATS_TREND_H

#include "base/error.h"

/* What a trend test says. */
typedef struct lc_trend {
    double slope;     /* [unit of y per unit of x], median of pairwise slopes; NaN for n < 2 */
    double low, high; /* its interval of 90 %; infinite for n < 3 */
    double p_rise;    /* probability of so much rise, or more, in noise without trend */
    double p_fall;    /* the same for a fall */
} lc_trend;

/* What its p-values are, for sentences. */
#define LC_TREND_P "trend test, geometric mean of Mann-Kendall and least squares"

#define LC_TREND_RUNS 128 /* more values are compared in pairs by the medians of so many runs */

/**
 * Does y rise or fall with x? Test by Mann and Kendall and by least squares.
 *
 *   out  *trend  its p-values; the slope is NaN, its interval infinite
 *   in   x[n]   strictly rising, finite
 *   in   y[n]   finite
 *
 * A p-value is the geometric mean of two: by order, Kendall's S as a normal value with the variance
 * of ties and of correlated neighbours and a continuity correction, or for n <= 4 without ties by
 * its exact p_value; and by size, the slope of generalised least squares over its error as a
 * Student's t. Order is hard to fool by outliers and knows no bends; size speaks where few points
 * are in order. Both are averaged over what is open about the correlation (see ar1_noise.h), so that
 * neighbours that move together make no false trends, from three points on. Points exactly on a
 * line are judged by order alone.
 *
 * Returns LC_OK, LC_E_NOMEM
 * Source: Sen 1968, J. Am. Stat. Assoc. 63, 1379; Mann 1945, Econometrica 13, 245; Kendall 1975,
 *         Rank Correlation Methods; variance of S: Hamed and Rao 1998, J. Hydrol. 204, 182. Level
 *         and coverage are checked in tests/unit/test_trend.c by simulation.
 */
lc_status lc_trend_test(lc_trend *trend, const double *x, const double *y, size_t n, lc_error *err);

/**
 * The same, and how much it rises or falls: slope by Theil and Sen, with Sen's interval by the same
 * variance; where n is too small for it, the one of least squares. It takes some ten times as long as
 * the test alone.
 *
 * Returns LC_OK, LC_E_NOMEM
 */
lc_status lc_trend_slope(lc_trend *trend, const double *x, const double *y, size_t n,
                         lc_error *err);

/**
 * The same of values that may be flat: where most pairs are steeper than `steepest`, either way, nothing is
 * told (slope NaN, p 1), which takes a twentieth of the time. A slope that is told may still be steeper, by the
 * middle pair alone. Its interval, which takes half of the time, is told only if it is asked for.
 */
lc_status lc_trend_gentle(lc_trend *trend, const double *x, const double *y, size_t n,
                          double steepest, bool interval, lc_error *err);

/* P(Z > z) of the standard normal distribution. */
double lc_normal_tail(double z);

#endif

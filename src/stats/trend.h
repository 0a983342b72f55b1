/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trend.h - the trend of a series of measurements, robustly; plain arrays, no state. */
#ifndef LC_STATS_TREND_H
#define LC_STATS_TREND_H

#include "base/error.h"

/* What a trend test says. */
typedef struct lc_trend {
    double slope;     /* [unit of y per unit of x], median of pairwise slopes; NaN for n < 2 */
    double low, high; /* its interval of 90 %; infinite where n is too small for one */
    double p_rise;    /* chance of so much rising order, or more, in noise without trend */
    double p_fall;    /* the same for falling order */
} lc_trend;

/**
 * Does y rise or fall with x? Slope by Theil and Sen, test by Mann and Kendall.
 *
 *   out  *trend
 *   in   x[n]   strictly rising, finite
 *   in   y[n]   finite
 *   in   n      0 .. LC_TREND_MAX
 *
 * p-values are exact for n <= 10 without ties, else normal with the tie correction and a
 * continuity correction; the variance is inflated for lag-1 correlation of the residuals about
 * the line where it is positive and n >= 10.
 *
 * Returns LC_OK
 *         LC_E_ARG    n above LC_TREND_MAX
 *         LC_E_NOMEM  no room for n(n-1)/2 slopes
 * Source: Sen 1968, J. Am. Stat. Assoc. 63, 1379; Mann 1945, Econometrica 13, 245; Kendall 1975,
 *         Rank Correlation Methods; inflation (1 + rho) / (1 - rho): Wilks 2011, Statistical
 *         Methods in the Atmospheric Sciences, 5.2.4. Checked in tests/unit/test_trend.c by
 *         enumerating permutations and by false alarms on noise.
 */
#define LC_TREND_MAX 512
lc_status lc_trend_test(lc_trend *trend, const double *x, const double *y, size_t n,
                        lc_error *err);

/* P(Z > z) of the standard normal distribution. */
double lc_normal_tail(double z);

#endif

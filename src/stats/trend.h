/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trend.h - noise and trend of a series of measurements, robustly; plain arrays, no state. */
#ifndef LC_STATS_TREND_H
#define LC_STATS_TREND_H

#include "base/error.h"

/**
 * Standard deviation of the noise about a smooth trend, from each point's difference to the
 * straight line between its neighbours.
 *
 * A trend's slope drops out and its curvature counts little. Spikes move it little while they are
 * few: one in twenty by a fifth, one in ten by half; at one in five most differences have met one
 * and it breaks down. Noise whose neighbours move together is underestimated (see lc_lag1).
 *
 *   out  *sd     [unit of y]; 0 for n < 3
 *   in   x[n]    strictly rising, finite
 *   in   y[n]    finite
 *
 * Returns LC_OK, LC_E_NOMEM
 * Source: for equal steps d = y[i] - (y[i-1] + y[i+1]) / 2 has variance 3/2 sd^2; with weights w
 *         and 1 - w of the neighbours it is 1 + w^2 + (1 - w)^2. Scale by the median absolute
 *         difference, 1.4826 for the normal distribution (Rousseeuw and Croux 1993, J. Am. Stat.
 *         Assoc. 88, 1273).
 */
lc_status lc_noise_sd(double *sd, const double *x, const double *y, size_t n, lc_error *err);

/* Scale of residuals r[n] about zero: 1.4826 times the median of |r|; 0 for n = 0. */
lc_status lc_residual_sd(double *sd, const double *r, size_t n, lc_error *err);

/* Correlation of neighbouring residuals, -1 .. 1; 0 for n < 4 or when they do not vary. */
double lc_lag1(const double *r, size_t n);

/* Median of finite y[n]; NaN for n = 0. */
lc_status lc_median(double *median, const double *y, size_t n, lc_error *err);

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

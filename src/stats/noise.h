/* SPDX-License-Identifier: GPL-3.0-or-later */
/* noise.h - the noise of a series of measurements, robustly; plain arrays, no state. */
#ifndef LC_STATS_NOISE_H
#define LC_STATS_NOISE_H

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

#endif

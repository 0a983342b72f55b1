/* SPDX-License-Identifier: GPL-3.0-or-later */
/* smooth.h - a curve made calmer, or shorter, without losing what stands out. */
#ifndef LC_STATS_SMOOTH_H
#define LC_STATS_SMOOTH_H

#include "base/error.h"

/**
 * Running median of a curve: one outlier in a window moves it by nothing.
 *
 * Unlike a running mean it keeps steps sharp and forgets spikes shorter than half the window.
 *
 *   out  out[n]  the median of the `window` values about each one, fewer at the two ends;
 *                NaN where y is not finite. Must not overlap y.
 *   in   y[n]    each stretch of finite values is smoothed on its own
 *   in   window  1 .. n; an even one reaches one value further ahead than back
 *
 * Returns LC_OK
 *         LC_E_ARG    window is 0 or larger than n
 *         LC_E_NOMEM
 * Source: GSL, gsl_movstat_median, with the window truncated at the ends, O(n log window); of windows of
 * up to 64 values, in order, O(n window).
 *         Checked in tests/unit/test_smooth.c against medians by sorting.
 */
lc_status lc_smooth_median(double *out, const double *y, size_t n, size_t window, lc_error *err);

/**
 * Put values far off the running median of five onto it: more than 4 times the scale of those that
 * differ from it. Of fewer than 9 values none is far off. Finite values only.
 *
 * Returns LC_OK, LC_E_NOMEM
 */
lc_status lc_smooth_outliers(double *y, size_t n, lc_error *err);

/**
 * Running mean: takes the steps out of a running median.
 *
 *   out  out[n]  mean of the finite ones among y[i - reach .. i + reach], fewer at the two ends;
 *                NaN where y is not finite. Must not overlap y.
 *
 * O(n reach). Each window is summed anew: gsl_movstat_mean adds and takes away, so that after one
 * value of 1e30 nothing below 1e14 would be left of all later ones.
 */
void lc_smooth_mean(double *out, const double *y, size_t n, size_t reach);

/* Values of one bin that its median is taken of: beyond, its error of 1.25 / sqrt(1023), 4 % of a
 * single value's, hardly shrinks while the time goes on growing. */
#define LC_BIN_SAMPLE 1023u

/**
 * Shorten a curve to the median of each of `bins` runs of neighbouring points, of equal length.
 *
 *   out  x_out[bins]  x of the middle point of each bin
 *   out  y_out[bins]  median of the bin's finite values, or of LC_BIN_SAMPLE spread over it; NaN
 *                     when it has none
 *   in   x[n], y[n]
 *   in   bins         1 .. n
 *
 * Returns LC_OK
 *         LC_E_ARG    bins is 0 or larger than n
 *         LC_E_NOMEM  no room for the values of one bin
 * O(n) on average (lc_select_median).
 */
lc_status lc_reduce_median(double *x_out, double *y_out, size_t bins, const double *x,
                           const double *y, size_t n, lc_error *err);

/**
 * Choose the points that a drawing of so many pixel columns needs: the smallest and the largest
 * finite value of each column, in the order in which they come. No spike is lost.
 *
 *   out  keep[2 * columns]  indices of the chosen points, rising
 *   in   x[n]               not falling
 *   in   y[n]               a column without a finite value keeps one that is not, as a gap;
 *                           gaps narrower than a column can't be seen and vanish
 *   in   lo < hi            x of the first column's left and the last one's right edge; points
 *                           outside count for the first or the last column
 *   in   columns            1 or more
 *
 * Returns how many indices were written. O(n), no memory of its own.
 */
size_t lc_reduce_minmax(size_t *keep, const double *x, const double *y, size_t n, double lo,
                        double hi, size_t columns);

#endif

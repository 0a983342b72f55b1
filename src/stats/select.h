/* SPDX-License-Identifier: GPL-3.0-or-later */
/* select.h - values by their rank, without sorting all. */
#ifndef LC_STATS_SELECT_H
#define LC_STATS_SELECT_H

#include <stddef.h>

/**
 * Put the value of rank k at y[k]: none larger stands before it, none smaller behind it.
 *
 * Further ranks are then found on one side of it alone, which gsl_stats_select doesn't promise.
 *
 *   y[n]  reordered; finite
 *   k     0 (least) .. n - 1
 *
 * O(n) on average. Source: C. A. R. Hoare 1961, Comm. ACM 4, 321 (FIND); pivots by a sample as by R. W. Floyd
 * and R. L. Rivest 1975, Comm. ACM 18, 165, of few values the median of three.
 */
void lc_select(double *y, size_t n, size_t k);

/* Index of the first of the rising values x[n] that is `at` or more; n when there is none. O(log n). */
size_t lc_first_from(const double *x, size_t n, double at);

/* The median of 1 or more finite values, the mean of the middle two; y[n] is reordered. O(n) on average. */
double lc_select_median(double *y, size_t n);

#endif

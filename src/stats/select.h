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
 * O(n) on average. Source: C. A. R. Hoare 1961, Comm. ACM 4, 321 (FIND), the median of three as pivot.
 */
void lc_select(double *y, size_t n, size_t k);

#endif

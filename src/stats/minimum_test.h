/* SPDX-License-Identifier: GPL-3.0-or-later */
/* minimum_test.h - does a series end on the wrong side of the best level that it had? */
#ifndef LC_STATS_MINIMUM_TEST_H
#define LC_STATS_MINIMUM_TEST_H

#include "stats/curve.h"

/**
 * Probability that the end lies so far from the best level before it, or farther, in a series without
 * a turning point: whose trend falls, or is flat, and whose points are noise with neighbours that correlate.
 *
 *   in   sign      1: the best level is the least; -1: the largest
 *   in   end_from  first of the points whose mean is the end's level
 *   in   enough    a p-value above it need only be above it; 1 for all of it
 *
 * The best level is the least mean of c->window neighbours before the end. It was picked, and lies
 * low by that: the p-value is that of the least of all such means, with the end's own error, and so
 * an upper bound for any other choice of a best point. A flat trend is the worst case of all
 * that never rise. The bound is close from some 100 points on, and wide below, where the noise and
 * its correlation are hardly known; both are averaged over (see ar1_noise.h). Outliers count as on the
 * running median.
 *
 * Returns the p-value; 1 when no window fits before the end. Without any noise 0 for a rise. O(n).
 * Source: least of a moving mean that goes in steps: P(Z > u) + N d u phi(u) v(u sqrt(2 d)) with N
 *         steps between which the correlation falls by d, and v the share that steps miss
 *         (Siegmund 1985, Sequential Analysis, 4.3 and 10.2; v by Siegmund and Yakir 2007, The
 *         Statistics of Gene Mapping, 5.2). Checked in tests/unit/test_minimum_test.c by simulation.
 */
double lc_minimum_test(const lc_curve *c, int sign, size_t end_from, double enough);

/**
 * The same for the last half and the last quarter of a curve, each by its own noise and window: a run's
 * first bend and larger noise make all of it look less sure than its end is.
 *
 *   out  *p   the least p-value, times 2 for the half and times 4 for the quarter, which were picked; 1
 *             where the smoothed curve is at its best before them, or they have fewer than 40 points
 *
 * O(n). Returns LC_OK, LC_E_NOMEM
 */
lc_status lc_minimum_test_late(double *p, const lc_curve *c, int sign, double enough,
                               lc_error *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* changepoint.h - where a series jumps from one level to another, and by how much. */
#ifndef LC_STATS_CHANGEPOINT_H
#define LC_STATS_CHANGEPOINT_H

#include "stats/curve.h"

#define LC_CHANGEPOINTS_MAX 32 /* of one series that are looked for */

/* A jump of the level between two neighbouring points. */
typedef struct lc_changepoint {
    size_t at;          /* first point after it */
    size_t first, last; /* interval of 90 % for `at` */
    double size;        /* level after it less level before it [unit of y] */
    double error;       /* its standard error */
    double low, high;   /* its interval of 90 % */
    double p;           /* probability of so large a jump, either way, where there is none */
} lc_changepoint;

/**
 * Measure the jump at a place that is known beforehand, such as a step of the learning rate.
 *
 * The trend on both sides is one cubic of x, so that a curve that bends there does not count as a
 * jump, and neighbours of the noise may correlate. The noise is that of the series without it.
 *
 *   out  *change  p is that of this place alone, first and last are `at`; with fewer than 4 points
 *                 before or 2 after it p is 1 and the error infinite; both are 0 where the
 *                 step is all that is not a line
 *   in   at       first point after the jump
 *
 * Outliers count as on the running median. O(n). Returns LC_OK, LC_E_NOMEM
 * Source: generalised least squares of a cubic and a step over the 4, 8, 16 or 32 points on either
 *         side, whichever number makes the error least. Sizes and p-values are averaged over what is
 *         open about the correlation (ar1_noise.h). Checked in tests/unit/test_changepoint.c by simulation.
 */
lc_status lc_changepoint_at(lc_changepoint *change, const lc_curve *c, size_t at, lc_error *err);

/**
 * Find the jumps of a series.
 *
 *   out  change[LC_CHANGEPOINTS_MAX]  by `at`, rising
 *   out  *found
 *   in   alpha   p-value that a smooth trend with noise shows any jump, 0 .. 0.5
 *
 * The strongest jump is measured as above, and stands when its p-value, for all places, is below
 * alpha; it is taken out of the series, and so on with the next one. Slow falls are no jumps: a
 * curve that bends more sharply than a cubic in 8 points may be taken for one.
 *
 * Every place is measured at one correlation of the noise, the middle one of those that are likely,
 * and the strongest few in full. O(n) for each jump found. Returns LC_OK, LC_E_NOMEM
 * Source: local comparison at every place (Niu and Zhang 2012, Ann. Appl. Stat. 6, 1306) in windows
 *         of several widths; probability of the largest by Sidak 1967, J. Am. Stat. Assoc. 62, 626, for
 *         as many independent tries as simulation asks for (changepoint.c). Level, power and coverage
 *         are checked in tests/unit/test_changepoint.c.
 */
lc_status lc_changepoint_find(lc_changepoint change[LC_CHANGEPOINTS_MAX], size_t *found,
                              const lc_curve *c, double alpha, lc_error *err);

#endif

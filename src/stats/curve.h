/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curve.h - a noisy series brought to at most LC_CURVE_MAX points, with its noise and its trend. */
#ifndef LC_STATS_CURVE_H
#define LC_STATS_CURVE_H

#include "stats/noise.h"
#include "stats/trend.h"
#include "stats/ar1_noise.h"

#define LC_CURVE_WINDOW_MAX \
    103 /* points of a smoothing window at most: LC_CURVE_MAX / 20, an odd number */
#define LC_CURVE_MAX 2048 /* points: more than any screen has columns, and few enough for n log n */

/* A series as the statistics see it. Short ones are kept point by point; of a long one each point
 * is the median of a run of neighbouring values. */
typedef struct lc_curve {
    size_t n;         /* points */
    double *x, *y;    /* finite, x strictly rising */
    double *despiked; /* y with outliers put onto the running median (lc_smooth_outliers) */
    double *smooth;   /* running median of y, then a running mean: the trend at each point */
    size_t window;    /* of both [points] */
    double noise;     /* sd of a point of y about the trend */
    lc_ar1 ar1;       /* noise about a smooth trend, and what is open about its correlation */
    size_t values;    /* finite values that the points stand for */
    double end;       /* level of the points from lc_curve_end_from(n) on; NaN without points */
} lc_curve;
#define LC_CURVE_INIT \
    {                 \
        0             \
    }

/**
 * Bring a series to a curve.
 *
 *   out  curve   released by lc_curve_free
 *   in   x[n]    strictly rising, finite
 *   in   y[n]    values that are not finite are left out
 *
 * O(n). Returns LC_OK (curve->n is 0 when nothing is finite), LC_E_NOMEM
 *
 * Noise is the larger of two estimates: by second differences (lc_noise_sd), which a slow ar1
 * escapes, and by the spread about the smooth curve, which a steep bend enters but only where it
 * is steep.
 */
lc_status lc_curve_make(lc_curve *curve, const double *x, const double *y, size_t n, lc_error *err);
void lc_curve_free(lc_curve *curve);

/* Index of the smooth curve's smallest (sign 1) or largest (sign -1) value in [from, to). */
size_t lc_curve_best(const lc_curve *c, int sign, size_t from, size_t to);

/* Range of y over [from, to): its smallest and largest value; an empty one has -inf, with *low inf. */
double lc_curve_range(const lc_curve *c, size_t from, size_t to, double *low, double *high);

/* Median of y over [from, to); NaN when that is empty. */
double lc_curve_level(const lc_curve *c, size_t from, size_t to);

/* First point of the end of a curve of n points: its last twentieth, three of them at least, or of
 * fewer than 9 points the last. */
size_t lc_curve_end_from(size_t n);

/* The value at which a curve is told to end: the last where the end, of five points at least, only
 * rises or only falls, which noise hardly does, else the end's level. NaN when it has no points. */
double lc_curve_told_end(const lc_curve *c);

/**
 * The same for a series, without making all of its curve.
 *
 * Returns LC_OK, LC_E_NOMEM
 */
lc_status lc_curve_told_end_of(double *end, const double *x, const double *y, size_t n,
                               lc_error *err);

/**
 * Standard error of such a level.
 *
 * That of a mean of m neighbours, sd / sqrt(lc_ar1_effective(m, rho)), averaged over what is
 * open about rho, up to 0.95; for a median of three or more 1 + 0.2533 (1 - rho) times it, at most
 * 4 % above what simulation gives. sd is the likelihood's or, where that is smaller, noise *
 * sqrt(3 / (3 - 4 rho + rho^2)): what second differences say of noise with such a rho, whom a jump
 * doesn't mislead. In curves of fewer than 12 points rho counts as 0.
 *
 * Returns INFINITY when from >= to. Coverage is checked in tests/unit/test_curve.c by simulation.
 */
double lc_curve_level_error(const lc_curve *c, size_t from, size_t to);

/* The trend test over [from, to); with the slope; and with one that is at most `steepest` (trend.h). */
lc_status lc_curve_trend(lc_trend *trend, const lc_curve *c, size_t from, size_t to, lc_error *err);
lc_status lc_curve_slope(lc_trend *trend, const lc_curve *c, size_t from, size_t to, lc_error *err);
lc_status lc_curve_gentle(lc_trend *trend, const lc_curve *c, size_t from, size_t to,
                          double steepest, bool interval, lc_error *err);

/* First point with x >= at; n when there is none. */
size_t lc_curve_point(const lc_curve *c, double at);

/* First point of the last third of the curve, which has points, by its x. */
size_t lc_curve_last_third(const lc_curve *c);

#endif

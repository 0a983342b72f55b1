/* SPDX-License-Identifier: GPL-3.0-or-later */
/* axis.h - the range of an axis, linear or logarithmic, and its tics. */
#ifndef LC_PLOT_AXIS_H
#define LC_PLOT_AXIS_H

#include "base/text.h"

#define LC_TICS_MAX 24
#define LC_LOG_RATIO 20.0 /* largest to least value from which a log axis shows more */

typedef struct lc_tic {
    double at; /* [unit] */
    char text[LC_NUMBER_SIZE];
} lc_tic;

typedef struct lc_axis {
    bool log;
    bool whole;    /* tics on whole numbers only */
    double unit;   /* 1; else a power of ten, as gnuplot's own numbers end near 1e307 */
    double lo, hi; /* [unit] what is drawn */
    int digits;    /* significant ones that a value on this axis needs */
    size_t tic_n;
    lc_tic tic[LC_TICS_MAX];
} lc_axis;

/**
 * Choose the range that shows n values.
 *
 * Logarithmic where asked for and possible, or by itself (LC_SCALE_AUTO) when all values are
 * positive and the largest is more than 20 times the least. Few values that are very far from all
 * others stay outside: whoever draws marks them.
 *
 *   out  axis   without tics
 *   in   v[n]   finite ones count; sorted on return
 *   in   share  the values are shares: 0 .. 1 is a natural range
 *
 * Degenerate: no value gives 0 .. 1; equal values a range about them.
 */
void lc_axis_fit(lc_axis *axis, double *v, size_t n, lc_scale scale, bool share);

/* Start the axis lower, so that what it showed lies above a `share` (0 .. 1) of its length. */
void lc_axis_lower(lc_axis *axis, double share);

/* Choose the tics: round numbers, `pixels` / `spacing` of them at most. */
void lc_axis_tics(lc_axis *axis, double pixels, double spacing);

/* A number's exponent as short as it can be, in place: "1e-05" to "1e-5", "2e+06" to "2e6". */
void lc_axis_shorten(char *text);

/* Where a value lies: 0 at lo, 1 at hi; outside, or infinite, when it isn't drawn. */
double lc_axis_share(const lc_axis *axis, double v);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * log_curve.h - a series on a logarithmic scale on which it should fall, for statements from few
 * records: a loss itself, the share of misses of an accuracy. There noise in proportion to the level,
 * the usual one of losses, is the same everywhere, and other runs tell how large it is.
 */
#ifndef LC_DIAGNOSE_LOG_CURVE_H
#define LC_DIAGNOSE_LOG_CURVE_H

#include "stats/curve.h"
#include "stats/noise_posterior.h"

#include <math.h>

typedef struct lc_log_curve {
    size_t n;     /* points, those of the series' curve */
    double *y;    /* logarithms: differences of 0.1 are tenths of the level */
    bool *cut;    /* a stretch begins at the point: the axis jumps before it */
    bool shifted; /* values of 0 and below have no logarithm: (y - least) / range + 1 was taken, and
                    * levels mean nothing */
    lc_noise_prior prior;
    lc_noise_posterior noise;
    lc_rise rise; /* the end over the best before it */
    lc_rise jump; /* the same against the noise of other runs alone where there are fewer than six
                    * values: a jump of so few hides in the noise that it makes */
    double start, end; /* of y: the first value, and the mean of the last m */
    double gain;       /* start less the best level */
    double drop;       /* start less end */
} lc_log_curve;

/**
 * Bring a curve to logarithms, with its noise and its rise.
 *
 *   out  *l       zeros with n = 0 when the curve has no points
 *   in   metric   of the series: shares such as accuracy become 1 - share
 *   in   scale    what a share is out of: 1 or 100
 *   in   sign     1: lower is better; -1: higher
 *   in   quantum  printed digit; 0 unknown
 *   in   by_step  a record is a step of training and no epoch
 *
 * O(n). Returns LC_OK, LC_E_NOMEM; release with lc_log_curve_free in either case.
 */
lc_status lc_log_curve_make(lc_log_curve *l, const lc_curve *curve, const lc_metric *metric,
                            double scale, int sign, double quantum, bool by_step, lc_error *err);
void lc_log_curve_free(lc_log_curve *l);

/* v held to low .. high. */
static inline double lc_clamp(double v, double low, double high)
{
    return v < low ? low : v > high ? high : v;
}

/* What a p-value says against chance, at most so much [nats]. */
static inline double lc_surprise(double p, double most)
{
    return fmin(most, -log(fmax(p, 1e-9)));
}

/* The noise that other runs show in such a series (noise_prior.c). */
lc_noise_prior lc_noise_prior_of(const lc_metric *metric, bool by_step);

#endif

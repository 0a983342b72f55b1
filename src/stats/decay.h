/* SPDX-License-Identifier: GPL-3.0-or-later */
/* decay.h - where a settling curve is going: an exponential or a power law with a floor. */
#ifndef LC_STATS_DECAY_H
#define LC_STATS_DECAY_H

#include "base/error.h"

#define LC_DECAY_MIN 6   /* points: fewer say nothing against three parameters */
#define LC_DECAY_MAX 128 /* points that a fit takes */

/* y = floor + height f(x), f falling from 1 at x[0] to 0. */
typedef struct lc_decay {
    bool fits;          /* false: no form fits, and the numbers below are NaN */
    const char *form;   /* "exponential" or "power law" */
    double floor;       /* level it goes to [unit of y] */
    double at;          /* expected value at the x asked for [unit of y] */
    double error;       /* standard error of `at`, asymptotic */
    double residual;    /* sd of y about the fit */
} lc_decay;

/**
 * Fit both forms by least squares, take the closer one, and say where it is at `x_next`.
 *
 *   exponential  f = exp(-(x - x[0]) / scale)
 *   power law    f = (1 + (x - x[0]) / span)^-exponent, span = x[1] - x[0]
 *
 *   out  *decay
 *   in   x[n]    strictly rising, finite
 *   in   y[n]    finite
 *   in   n       0 .. LC_DECAY_MAX; below LC_DECAY_MIN nothing fits
 *   in   x_next  beyond x[n - 1]
 *
 * Returns LC_OK, LC_E_ARG (n too large), LC_E_NOMEM
 * Source: Levenberg-Marquardt of GSL (gsl_multifit_nlinear); error by the delta method
 *         from the covariance (Bates and Watts 1988, Nonlinear Regression Analysis, 2.3).
 */
lc_status lc_decay_fit(lc_decay *decay, const double *x, const double *y, size_t n, double x_next,
                       lc_error *err);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ar1_noise.h - noise whose neighbours correlate, estimated with its uncertainty.
 *
 * The model is a smooth trend plus noise of which each point keeps the share rho of the one before
 * it: autoregression of the first order, AR(1). Few points tell little of rho, and strongly correlated
 * noise looks like a trend. So the result is no single rho but how likely each is, and a test averages
 * its p-value over them: it is conservative where the series tells little of rho.
 */
#ifndef LC_STATS_AR1_NOISE_H
#define LC_STATS_AR1_NOISE_H

#include "base/error.h"

#define LC_AR1_STEPS 40      /* values of rho on the grid, -0.5 .. 0.99 */
#define LC_AR1_NOTHING 1e-30 /* weight of a rho that no sum of logarithms shows */

typedef struct lc_ar1 {
    double sd;  /* of a point about the trend [unit of y]; its geometric mean over all rho */
    double rho; /* correlation of neighbouring points; its mean */
    double df;  /* degrees of freedom behind sd_at */
    double weight[LC_AR1_STEPS];   /* that rho is lc_ar1_rho(k); they sum to 1 */
    double sd_at[LC_AR1_STEPS];    /* sd, were it that one */
    double slope_at[LC_AR1_STEPS]; /* of a straight trend, by generalised least squares, and */
    double slope_error_at[LC_AR1_STEPS]; /* its standard error; 0 and 0 for a bent one */
} lc_ar1;

/* What lc_ar1_fit lets the trend be. */
typedef enum lc_ar1_trend {
    LC_AR1_STRAIGHT, /* a line */
    LC_AR1_BENT,     /* a smooth curve, freer at its beginning, where learning curves bend */
} lc_ar1_trend;

/**
 * How much noise there is about the trend, and how much of it is kept from point to point.
 *
 *   out  *ar1
 *   in   x[n]   strictly rising, finite; rho is that of neighbours, however far apart
 *   in   y[n]   finite; values far off the running median of five count as on it
 *
 * For n < 3 and for points that leave no residual sd is 0 and rho as the prior has it. O(n).
 *
 * Returns LC_OK, LC_E_NOMEM
 * Source: restricted likelihood, which is free of the bias that residuals about a fitted trend
 *         have, about -(2 + 4 rho) / n for a line (Kendall 1954, Biometrika 41, 403; Marriott and
 *         Pope 1954, Biometrika 41, 390; the likelihood: Harville 1977, J. Am. Stat. Assoc. 72, 320;
 *         for smooth trends: Krivobokova and Kauermann 2007, J. Am. Stat. Assoc. 102, 1328). The
 *         bent trend is a penalised spline of first degree (Eilers and Marx 1996, Stat. Sci. 11,
 *         89), its roughness averaged over. Prior: Jeffreys' (1 - rho^2)^-1/2, with (12 / n)^2 / 2
 *         more in the exponent, up to 1/2: by simulation tests then keep their level from few points
 *         on, for rho up to 0.8.
 */
lc_status lc_ar1_fit(lc_ar1 *ar1, const double *x, const double *y, size_t n, lc_ar1_trend trend,
                     lc_error *err);

/* The k-th value of rho; steps are equal in atanh(rho), and so in log((1 + rho) / (1 - rho)). */
double lc_ar1_rho(size_t k);

/* How many independent values have a mean as sure as that of m neighbours:
 * m / (1 + 2 sum over k < m of (1 - k / m) rho^k). Source: Bayley and Hammersley 1946, Suppl. J. R.
 * Stat. Soc. 8, 184. */
double lc_ar1_effective(double m, double rho);

/* Standard error of the mean of m neighbours [unit of y]: sd_at / sqrt(effective), of which the
 * geometric mean over rho is taken; 0 without noise. */
double lc_ar1_mean_error(const lc_ar1 *ar1, double m);

#endif

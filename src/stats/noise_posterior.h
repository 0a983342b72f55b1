/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * noise_posterior.h - how noisy a short series is, by its own values and by what other runs show.
 *
 * Three to fifteen values hardly measure their own noise, but thousands of other runs say how noisy
 * such series are. The sd is therefore a distribution: a log-normal prior, sharpened by the series'
 * differences. Tests average over it.
 */
#ifndef LC_STATS_NOISE_POSTERIOR_H
#define LC_STATS_NOISE_POSTERIOR_H

#include "base/error.h"

#define LC_NOISE_STEPS 61 /* sds that are told apart, 1e-5 .. 2, equal steps of the logarithm */

/* Log-normal: the logarithm of the sd is normal with mean log(median) and sd `spread`. */
typedef struct lc_noise_prior {
    double median, spread;
} lc_noise_prior;

typedef struct lc_noise_posterior {
    double weight[LC_NOISE_STEPS]; /* that the sd is lc_noise_step(k); they sum to 1 */
    double sd;                     /* geometric mean */
} lc_noise_posterior;

double lc_noise_step(size_t k);

/**
 * Bring prior and values together.
 *
 *   out  *posterior
 *   in   y[n]     values of one stretch after the other, of any n
 *   in   cut[n]   true where no difference is taken to the value before: a new stretch begins there;
 *                 NULL: none
 *   in   least    sd that rounding alone leaves: smaller ones are ruled out
 *
 * Differences of second order about each value and of third order where those are smaller, so that a
 * smooth bend is no noise; each counts as 0.6 of an independent one. From 12 differences on the
 * larger of their median and their mean square cut at three times it is taken, so that outliers
 * count little. O(n). Returns LC_OK, LC_E_NOMEM
 * Source: second differences have 6 times the variance of independent noise, third ones 20 times.
 *         Prior and share of independence: src/diagnose/noise_prior.c. Checked in
 *         tests/unit/test_noise_posterior.c by simulation.
 */
lc_status lc_noise_posterior_make(lc_noise_posterior *posterior, const double *y, const bool *cut,
                                  size_t n, lc_noise_prior prior, double least, lc_error *err);

/* What a series that rests shows: its end over the best before it. */
typedef struct lc_rise {
    double size; /* mean of the last m values less the least mean of m before; may be negative */
    double p;    /* chance of such a rise, or a larger one, in a series that rests */
    size_t at;   /* first of the m values of that least mean */
    size_t m;
} lc_rise;

/**
 * The end over the best level before it, of values that should fall.
 *
 *   in   n  0 or more; with fewer than 2 size is 0 and p is 1
 *   in   m  values of a mean, at least 1; 0: 1 below 6 values, 2 below 10, else a sixth of them,
 *           three at least
 *
 * The best was picked among many and lies low by that. For flat noise the difference times sqrt(m) /
 * sd has about the mean 0.8 ln(k) for m = 1, k = (n - m) / m, and 0.9 ln(k) + 0.1 but no more than
 * sqrt(2 ln k) - 0.2 for larger m, with 0.11 ln(m / 5) more from m = 5 on, as the means overlap; and
 * an sd of 1.13 + 0.29 / k: fitted to simulations of 3 to 300 values, within 0.1 of them. Averaged
 * over the noise's posterior.
 */
lc_rise lc_rise_test(const double *y, size_t n, size_t m, const lc_noise_posterior *noise);

#endif

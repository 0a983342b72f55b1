/* SPDX-License-Identifier: GPL-3.0-or-later */
/* noise_posterior.c - how noisy a short series is, by its own values and by what other runs show. */
#include "stats/noise_posterior.h"

#include "base/mem.h"
#include "stats/noise.h"
#include "stats/trend.h"

#include <math.h>

#define LEAST_STEP 1e-5
#define MOST_STEP 2.0
#define INDEPENDENT 0.6 /* of a difference: neighbouring ones share values */
/* The smallest of a second and one or two third differences is low by so much in the mean square,
 * and the median of the smallest by so much more: simulated, 300,000 of normal noise. */
#define OF_TWO 1.16
#define OF_THREE 1.35
#define MEDIAN 1.39
#define ROBUST_FROM 12 /* differences */
#define CUT 3          /* sds at which an outlier counts */
#define FALLS 3        /* first step over the largest of the others */
#define FALLS_MIN 4    /* values */

double lc_noise_step(size_t k)
{
    return LEAST_STEP * pow(MOST_STEP / LEAST_STEP, (double)k / (LC_NOISE_STEPS - 1));
}

/* No stretch begins in (from, to]. */
static bool joined(const bool *cut, size_t from, size_t to)
{
    for (size_t i = from + 1; cut && i <= to; i++)
        if (cut[i])
            return false;
    return true;
}

static double second(const double *y, size_t i)
{
    return fabs(y[i - 1] - 2 * y[i] + y[i + 1]) / sqrt(6);
}

/* Third difference about values i - 1 .. i + 2 */
static double third(const double *y, size_t i)
{
    return fabs(-y[i - 1] + 3 * y[i] - 3 * y[i + 1] + y[i + 2]) / sqrt(20);
}

/* Estimates of the sd, one for each value with neighbours; returns how many. */
static size_t differences(double *e, const double *y, const bool *cut, size_t n)
{
    size_t k = 0;
    for (size_t i = 1; i + 1 < n; i++) {
        if (!joined(cut, i - 1, i + 1))
            continue;
        double d = second(y, i);
        bool left = i >= 2 && joined(cut, i - 2, i + 1);
        bool right = i + 2 < n && joined(cut, i - 1, i + 2);
        if (left)
            d = fmin(d, third(y, i - 1));
        if (right)
            d = fmin(d, third(y, i));
        e[k++] = d * (left && right ? OF_THREE : left || right ? OF_TWO : 1);
    }
    return k;
}

/* 1 when the first value falls to the second by far more than any other step: that is learning, and no
 * noise. */
static size_t falls_first(const double *y, size_t n)
{
    double most = 0;
    for (size_t i = 2; i < n; i++)
        most = fmax(most, fabs(y[i] - y[i - 1]));
    return n >= FALLS_MIN && y[0] - y[1] > FALLS * most ? 1 : 0;
}

static lc_status mean_square(double *ms, const double *e, size_t n, lc_error *err)
{
    double sum = 0, sd = INFINITY;
    if (n >= ROBUST_FROM) {
        lc_status st = lc_residual_sd(&sd, e, n, err);
        if (st != LC_OK)
            return st;
        sd *= MEDIAN;
    }
    for (size_t i = 0; i < n; i++) {
        double a = fmin(e[i], CUT * sd);
        sum += a * a;
    }
    *ms = n ? sum / (double)n : 0;
    if (n >= ROBUST_FROM)
        *ms = fmax(*ms, sd * sd);
    return LC_OK;
}

lc_status lc_noise_posterior_make(lc_noise_posterior *posterior, const double *y, const bool *cut,
                                  size_t n, lc_noise_prior prior, double least, lc_error *err)
{
    double ms = 0, most = -INFINITY, sum = 0, log_sd = 0;
    double *e = lc_mem_resize(NULL, n + 1, sizeof *e);
    if (!e)
        return lc_error_nomem(err);
    size_t from = falls_first(y, n);
    size_t k = differences(e, y + from, cut ? cut + from : NULL, n - from);
    lc_status st = mean_square(&ms, e, k, err);
    lc_mem_free(e);
    if (st != LC_OK)
        return st;
    double df = INDEPENDENT * (double)k;
    for (size_t i = 0; i < LC_NOISE_STEPS; i++) {
        double g = lc_noise_step(i), z = (log(g) - log(prior.median)) / prior.spread;
        double l = -z * z / 2 - df * log(g) - df * ms / (2 * g * g);
        posterior->weight[i] = g >= fmin(least, MOST_STEP) ? l : -INFINITY;
        most = fmax(most, posterior->weight[i]);
    }
    for (size_t i = 0; i < LC_NOISE_STEPS; i++)
        sum += posterior->weight[i] = exp(posterior->weight[i] - most);
    for (size_t i = 0; i < LC_NOISE_STEPS; i++) {
        posterior->weight[i] /= sum;
        log_sd += posterior->weight[i] * log(lc_noise_step(i));
    }
    posterior->sd = exp(log_sd);
    return LC_OK;
}

static double mean_of(const double *y, size_t m)
{
    double sum = 0;
    for (size_t i = 0; i < m; i++)
        sum += y[i];
    return sum / (double)m;
}

static size_t width(size_t n)
{
    return n < 6 ? 1 : n < 10 ? 2 : n / 6 > 3 ? n / 6 : 3;
}

lc_rise lc_rise_test(const double *y, size_t n, size_t m, const lc_noise_posterior *noise)
{
    lc_rise r = {.p = 1, .m = m ? m : width(n)};
    if (n < r.m + 1)
        return r;
    double last = mean_of(y + n - r.m, r.m), best = INFINITY, sum = mean_of(y, r.m) * (double)r.m;
    size_t places = n >= 2 * r.m ? n - 2 * r.m + 1 : 1;
    for (size_t i = 0; i < places; i++) {
        if (sum / (double)r.m < best) {
            best = sum / (double)r.m;
            r.at = i;
        }
        sum += y[i + r.m] - y[i];
    }
    r.size = last - best;
    if (r.size <= 0)
        return r;
    double mm = (double)r.m, k = fmax(1, ((double)n - mm) / mm);
    double mean =
        r.m == 1 ? 0.8 * log(k) : fmax(0, fmin(0.9 * log(k) + 0.1, sqrt(2 * log(k)) - 0.2));
    mean += mm > 5 ? 0.11 * log(mm / 5) : 0;
    double sd = 1.13 + 0.29 / k;
    r.p = 0;
    for (size_t i = 0; i < LC_NOISE_STEPS; i++)
        r.p +=
            noise->weight[i] * lc_normal_tail((r.size * sqrt(mm) / lc_noise_step(i) - mean) / sd);
    return r;
}
